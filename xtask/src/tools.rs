//! The tools the project needs: which, of what version, where, and how they come there.
//!
//! Each is looked for first, in the tool folder and then on PATH, and its version asked; only what
//! is missing is installed. Steps that do not wait for each other run side by side.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;

use crate::wasm_target::WasmTarget;
use crate::{Outcome, page, place, run};

/// Newest release that compiles with the compilers the project supports.
pub const TRUNK: &str = "0.21.14";
/// npm's version of the release that `Trunk.toml` calls `version_132`.
pub const BINARYEN: &str = "132.0.0";

/// Drives Firefox for the tests.
pub const GECKODRIVER: &str = "0.37.1";

/// What a command is about to do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Build the page, later.
    Page,
    /// Build the page with this profile at once: compile it while the tools are compiled.
    PageNow(page::Profile),
    /// Build the page, later, and look at it in a browser.
    Tests,
}

/// One thing to have: looked for, then made.
pub struct Step {
    title: String,
    /// What is there already, in words.
    find: Box<dyn Fn() -> Option<String> + Send>,
    make: Box<dyn FnOnce() -> Outcome + Send>,
}

impl Step {
    pub fn new(
        title: impl Into<String>,
        find: impl Fn() -> Option<String> + Send + 'static,
        make: impl FnOnce() -> Outcome + Send + 'static,
    ) -> Self {
        Self {
            title: title.into(),
            find: Box::new(find),
            make: Box::new(make),
        }
    }
}

/// Installs what `need` lacks.
///
/// # Errors
/// With the messages of all steps that failed.
pub fn set_up(need: Need) -> Outcome {
    let tools = place::tools()?;
    place::create_folder(&tools)?;
    println!("Setting up; tools are kept in {}", tools.display());
    let wasm_bindgen = wasm_bindgen_version()?;

    let mut compiler = vec![Step::new(
        "Rust's standard library for the browser (wasm32)",
        || {
            WasmTarget::find()
                .ok()
                .flatten()
                .map(|found| found.describe())
        },
        || WasmTarget::install().map(drop),
    )];
    if let Need::PageNow(profile) = need {
        compiler.push(Step::new(
            "the page's code, compiled",
            || None,
            move || page::compile(profile),
        ));
    }
    let programs = vec![
        program_step("wasm-bindgen-cli", "wasm-bindgen", &wasm_bindgen, &[]),
        program_step(
            "trunk",
            "trunk",
            TRUNK,
            &["--no-default-features", "--features", "rustls"],
        ),
    ];
    let optimiser = vec![Step::new(
        format!("wasm-opt (binaryen {BINARYEN})"),
        || program_version("wasm-opt").filter(|version| is_wanted_wasm_opt(version)),
        install_wasm_opt,
    )];
    let mut lanes = vec![optimiser, compiler, programs];
    if need == Need::Tests {
        lanes.insert(0, vec![browser_step(), firefox_step(), webkit_step()]);
        // Behind what the page waits for.
        if let Some(programs) = lanes.last_mut() {
            programs.push(welcome(program_step(
                "geckodriver",
                "geckodriver",
                GECKODRIVER,
                &[],
            )));
        }
    }
    run_side_by_side(lanes)?;
    // Kept until now so that an interrupted set-up goes on where it stopped.
    let _ = fs::remove_dir_all(tools.join("build"));
    Ok(())
}

/// Runs each lane's steps in order, the lanes at once, counting through all of them.
///
/// # Errors
/// With the messages of all steps that failed; a failure ends its lane only.
pub fn run_side_by_side(lanes: Vec<Vec<Step>>) -> Outcome {
    let n_steps: usize = lanes.iter().map(Vec::len).sum();
    let failures = Mutex::new(Vec::new());
    thread::scope(|scope| {
        let mut n_before = 0;
        for lane in lanes {
            let first = n_before + 1;
            n_before += lane.len();
            let failures = &failures;
            scope.spawn(move || {
                for (step, number) in lane.into_iter().zip(first..) {
                    if let Err(message) = run_step(step, &format!("[{number}/{n_steps}]")) {
                        if let Ok(mut failures) = failures.lock() {
                            failures.push(message);
                        }
                        break;
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap_or_default();
    if failures.is_empty() {
        Ok(())
    } else {
        Err(failures.join("\n\n"))
    }
}

fn run_step(step: Step, count: &str) -> Outcome {
    let Step { title, find, make } = step;
    if let Some(present) = find() {
        println!("{count} {title}: present, {present}");
        return Ok(());
    }
    println!("{count} {title} …");
    let started = Instant::now();
    make()?;
    println!("{count} {title}: done in {}", run::span(started.elapsed()));
    Ok(())
}

/// A command that finds the project's tools and, where need be, its wasm32 compiler.
pub fn command(program: &str) -> Outcome<Command> {
    let mut command = Command::new(program);
    for (variable, value) in environment()? {
        command.env(variable, value);
    }
    // Trunk 0.21 takes NO_COLOR=1 for a wrong value of its flag.
    if std::env::var_os("NO_COLOR").is_some() {
        command.env("NO_COLOR", "true");
    }
    Ok(command)
}

/// Prints the environment as shell commands.
///
/// # Errors
/// When the tool folder cannot be told.
pub fn print_env() -> Outcome {
    for (variable, value) in environment()? {
        let quoted = value.to_string_lossy().replace('\'', r"'\''");
        println!("export {variable}='{quoted}'");
    }
    Ok(())
}

fn environment() -> Outcome<Vec<(&'static str, OsString)>> {
    let target = WasmTarget::find()?;
    let mut folders = Vec::new();
    let mut variables = Vec::new();
    if let Some(target) = &target {
        folders.extend(target.path_folders());
        variables.extend(target.variables());
    }
    folders.extend(tool_folders()?);
    if let Some(path) = std::env::var_os("PATH") {
        for folder in std::env::split_paths(&path) {
            if !folders.contains(&folder) {
                folders.push(folder);
            }
        }
    }
    let path = std::env::join_paths(folders)
        .map_err(|error| format!("a folder's name cannot stand in PATH: {error}"))?;
    variables.push(("PATH", path));
    Ok(variables)
}

/// Where installed programs are.
fn tool_folders() -> Outcome<[PathBuf; 2]> {
    let tools = place::tools()?;
    Ok([tools.join("bin"), tools.join("npm/node_modules/.bin")])
}

/// A tool's path: the project's own, or the one on PATH.
pub fn find_program(program: &str) -> Option<PathBuf> {
    let own = tool_folders().ok()?.map(|folder| folder.join(program));
    own.into_iter()
        .find(|candidate| candidate.is_file())
        .or_else(|| place::on_path(program))
}

/// The first line of what `program --version` says.
pub fn program_version(program: &str) -> Option<String> {
    let path = find_program(program)?;
    let text = run::answer(Command::new(path).arg("--version"))?;
    text.lines().next().map(str::to_owned)
}

/// Whether a line such as `trunk 0.21.14` names this version.
pub fn names_version(line: &str, version: &str) -> bool {
    line.split_whitespace().any(|word| word == version)
}

fn is_wanted_wasm_opt(line: &str) -> bool {
    BINARYEN
        .split('.')
        .next()
        .is_some_and(|major| names_version(line, major))
}

/// The version of wasm-bindgen the page links; the program must be of the same.
///
/// # Errors
/// When `Cargo.lock` cannot be read or does not name it.
pub fn wasm_bindgen_version() -> Outcome<String> {
    let lock = place::repo().join("Cargo.lock");
    let text = fs::read_to_string(&lock)
        .map_err(|error| format!("cannot read {}: {error}", lock.display()))?;
    locked_version(&text, "wasm-bindgen")
        .ok_or_else(|| format!("{} does not name wasm-bindgen", lock.display()))
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let mut lines = lock.lines();
    lines.find(|line| *line == format!("name = \"{package}\""))?;
    let version = lines
        .next()?
        .strip_prefix("version = \"")?
        .strip_suffix('"')?;
    Some(version.to_owned())
}

fn program_step(
    package: &'static str,
    program: &'static str,
    version: &str,
    features: &'static [&'static str],
) -> Step {
    let (wanted, asked) = (version.to_owned(), version.to_owned());
    Step::new(
        format!("{package} {version}"),
        move || program_version(program).filter(|line| names_version(line, &wanted)),
        move || cargo_install(package, &asked, features),
    )
}

/// Compiles a tool from its source, for a short compile rather than for a fast program.
fn cargo_install(package: &str, version: &str, features: &[&str]) -> Outcome {
    let tools = place::tools()?;
    let log = place::tool_log(package)?;
    let install = |locked: bool| {
        let mut command = Command::new("cargo");
        command
            .args(["install", "--force", package, "--version", version])
            .args(features)
            .args(locked.then_some("--locked"))
            .arg("--root")
            .arg(&tools)
            .current_dir(&tools)
            .env("CARGO_TARGET_DIR", tools.join("build"))
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        run::logged(package, &mut command, &log, None)
    };
    match install(true) {
        Ok(()) => Ok(()),
        // A lock file can name a version that a mirror does not carry.
        Err(_) => {
            println!("      {package}: once more, with the newest versions of what it uses");
            install(false)
        }
    }
}

fn install_wasm_opt() -> Outcome {
    let folder = place::tools()?.join("npm");
    place::create_folder(&folder)?;
    if place::on_path("npm").is_none() {
        println!("      no npm here: Trunk will fetch wasm-opt when it needs it");
        return Ok(());
    }
    run::logged(
        "wasm-opt",
        Command::new("npm")
            .args(["install", "--no-audit", "--no-fund", "--prefix"])
            .arg(&folder)
            .arg(format!("binaryen@{BINARYEN}")),
        &place::tool_log("wasm-opt")?,
        None,
    )
}

/// The browser that tests drive, and its driver.
fn browser_step() -> Step {
    Step::new(
        "Chromium and its driver",
        || {
            let browser = run::answer(Command::new(find_browser()?).arg("--version"))?;
            run::answer(Command::new(find_driver()?).arg("--version")).map(|_| browser)
        },
        || {
            if place::on_path("apt-get").is_none() {
                return Err(
                    "tests drive Chromium: install chromium and chromedriver, or name them \
                            in CHROMIUM and CHROMEDRIVER"
                        .to_owned(),
                );
            }
            apt_install(
                &["chromium", "chromium-driver"],
                &place::tool_log("chromium")?,
            )
        },
    )
}

/// A browser that tests drive beside Chromium.
fn firefox_step() -> Step {
    welcome(Step::new(
        "Firefox",
        || {
            let program = ["firefox-esr", "firefox"]
                .into_iter()
                .find_map(place::on_path)?;
            run::answer(Command::new(program).arg("--version"))
        },
        || apt_install(&["firefox-esr"], &place::tool_log("firefox")?),
    ))
}

/// Another, with a screen to open it on.
fn webkit_step() -> Step {
    welcome(Step::new(
        "WebKit's driver, and a screen in memory",
        || {
            let driver = place::on_path("WebKitWebDriver")?;
            place::on_path("Xvfb")?;
            run::answer(Command::new(driver).arg("--version"))
        },
        || apt_install(&["webkit2gtk-driver", "xvfb"], &place::tool_log("webkit")?),
    ))
}

/// A step without which the rest goes on: the tests that need it say that they are skipped.
fn welcome(step: Step) -> Step {
    let Step { title, find, make } = step;
    let named = title.clone();
    Step {
        title,
        find,
        make: Box::new(move || {
            if place::on_path("apt-get").is_none() && !named.starts_with("geckodriver") {
                println!(
                    "      {named}: not here, and no apt-get to install it; tests that need it are skipped"
                );
                return Ok(());
            }
            if let Err(message) = make() {
                println!(
                    "      {named} cannot be installed; tests that need it are skipped:\n{message}"
                );
            }
            Ok(())
        }),
    }
}

/// Chromium's path: the one named by `CHROMIUM`, or what PATH offers.
pub fn find_browser() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    named.or_else(|| {
        ["chromium", "chromium-browser", "google-chrome", "chrome"]
            .into_iter()
            .find_map(place::on_path)
    })
}

/// Chromedriver's path: the one named by `CHROMEDRIVER`, or the one on PATH.
pub fn find_driver() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMEDRIVER").map(PathBuf::from);
    named.or_else(|| place::on_path("chromedriver"))
}

/// Tells a test which browser to drive, by the variables it reads.
pub fn browser_variables() -> Vec<(&'static str, PathBuf)> {
    [
        ("CHROMIUM", find_browser()),
        ("CHROMEDRIVER", find_driver()),
        ("GECKODRIVER", find_program("geckodriver")),
    ]
    .into_iter()
    .filter_map(|(variable, path)| Some((variable, path?)))
    .collect()
}

/// Installs Debian packages, as root or through sudo.
///
/// # Errors
/// When apt-get fails, or when neither root nor sudo without a password is at hand; the message
/// then is the command to type.
pub fn apt_install(packages: &[&str], log: &Path) -> Outcome {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    static LISTS_ARE_FRESH: AtomicBool = AtomicBool::new(false);
    let _turn = ONE_AT_A_TIME.lock();

    let is_root = run::answer(Command::new("id").arg("-u")).is_some_and(|id| id == "0");
    let has_sudo = !is_root
        && Command::new("sudo")
            .args(["-n", "true"])
            .output()
            .is_ok_and(|o| o.status.success());
    if !is_root && !has_sudo {
        return Err(format!(
            "installing packages needs root; please run, then try again:\n  \
             sudo apt-get update && sudo apt-get install --no-install-recommends {}",
            packages.join(" ")
        ));
    }
    let apt_get = || {
        let mut command = Command::new(if is_root { "apt-get" } else { "sudo" });
        if !is_root {
            command.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        }
        command
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["-o", "DPkg::Lock::Timeout=300"]);
        command
    };
    if !LISTS_ARE_FRESH.swap(true, Ordering::Relaxed) {
        // Old lists may do; if not, the installation says so.
        let _ = run::logged("apt-get update", apt_get().arg("update"), log, None);
    }
    run::logged(
        "apt-get install",
        apt_get()
            .args(["install", "-y", "--no-install-recommends"])
            .args(packages),
        log,
        None,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_version_is_found_by_whole_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(
            locked_version(lock, "wasm-bindgen").as_deref(),
            Some("0.2.130")
        );
        assert_eq!(locked_version(lock, "leptos"), None);
    }

    #[test]
    fn a_version_is_a_whole_word() {
        assert!(names_version("trunk 0.21.14", "0.21.14"));
        assert!(!names_version("trunk 0.21.1", "0.21.14"));
        assert!(is_wanted_wasm_opt("wasm-opt version 132 (version_132)"));
        assert!(!is_wanted_wasm_opt("wasm-opt version 108"));
    }
}
