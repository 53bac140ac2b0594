//! Building and serving the page with Trunk.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs};

use crate::tools::{self, Need};
use crate::wasm_target::TARGET;
use crate::{Outcome, place, run, staged};

/// Names the folder to `build.rs`; unset, it takes `corpus/`.
const CORPUS_VARIABLE: &str = "DATELINE_CORPUS";
/// Tells `build.rs` not to put the folder's files beside the page.
const NO_SOURCES_VARIABLE: &str = "DATELINE_NO_SOURCES";
/// The option that sets it.
const NO_SOURCES: &str = "--no-sources";
/// The program in the root package that is the page, as `index.html` names it to Trunk.
const BINARY: &str = "dateline-page";
/// The package of the program that reads dropped files, and its profile where the page ships.
const WORKER: &str = "worker/Cargo.toml";
const WORKER_PROFILE: &str = "worker";
const DEFAULT_PORT: u16 = 8080;

/// How the page is compiled; the profiles stand in the root `Cargo.toml`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Optimised, and quick to build again after a change.
    Serve,
    /// As few bytes as can be.
    Page,
}

impl Profile {
    pub fn name(self) -> &'static str {
        match self {
            Self::Serve => "serve",
            Self::Page => "page",
        }
    }

    /// What tells Trunk to use it.
    fn trunk_flag(self) -> Option<&'static str> {
        (self == Self::Page).then_some("--release")
    }
}

pub struct ServeOptions {
    corpus: Option<PathBuf>,
    port: Option<u16>,
    profile: Profile,
}

impl ServeOptions {
    pub fn parse(args: &[String]) -> Outcome<Self> {
        let mut options = Self {
            corpus: None,
            port: None,
            profile: Profile::Serve,
        };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--port" => {
                    let port = args.next().and_then(|port| port.parse().ok());
                    options.port = Some(port.ok_or("--port wants a number")?);
                }
                "--release" => options.profile = Profile::Page,
                NO_SOURCES => leave_sources_out(),
                folder => set_corpus(&mut options.corpus, folder)?,
            }
        }
        Ok(options)
    }
}

pub struct BuildOptions {
    corpus: Option<PathBuf>,
    out: Option<PathBuf>,
    is_one_file: bool,
}

impl BuildOptions {
    pub fn parse(args: &[String]) -> Outcome<Self> {
        let mut options = Self {
            corpus: None,
            out: None,
            is_one_file: false,
        };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "-o" | "--out" => {
                    options.out = Some(absolute(args.next().ok_or("-o wants a path")?)?)
                }
                "--one-file" => options.is_one_file = true,
                NO_SOURCES => leave_sources_out(),
                folder => set_corpus(&mut options.corpus, folder)?,
            }
        }
        Ok(options)
    }
}

fn set_corpus(corpus: &mut Option<PathBuf>, folder: &str) -> Outcome {
    if folder.starts_with('-') {
        return Err(format!("unknown option {folder}; see cargo xtask help"));
    }
    if let Some(first) = corpus {
        return Err(format!(
            "one folder at a time: {} or {folder}",
            first.display()
        ));
    }
    let path = absolute(folder)?;
    if !path.is_dir() {
        return Err(format!("no such folder: {}", path.display()));
    }
    *corpus = Some(path);
    Ok(())
}

fn absolute(path: &str) -> Outcome<PathBuf> {
    std::path::absolute(path).map_err(|error| format!("not a usable path, {path}: {error}"))
}

/// Writes the static site, or the page as one file.
///
/// # Errors
/// When a step fails, or when the folder to write to holds something else.
pub fn build(options: BuildOptions) -> Outcome {
    let BuildOptions {
        corpus,
        out,
        is_one_file,
    } = options;
    let started = Instant::now();
    name_corpus(corpus.as_deref());
    let built = if is_one_file {
        let file = out.unwrap_or_else(|| place::repo().join("dateline.html"));
        if file.is_dir() {
            return Err(format!("{} is a folder; -o names a file", file.display()));
        }
        tools::set_up(Need::PageNow(Profile::Page))?;
        let site = page_folder("one-file")?;
        bundle(Profile::Page, &site)?;
        fs::copy(site.join(staged::ONE_FILE), &file)
            .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
        file
    } else {
        let dist = out.unwrap_or_else(|| place::repo().join("dist"));
        check_is_ours(&dist)?;
        tools::set_up(Need::PageNow(Profile::Page))?;
        bundle(Profile::Page, &dist)?;
        dist
    };
    println!(
        "Built {} in {}",
        built.display(),
        run::span(started.elapsed())
    );
    Ok(())
}

/// Trunk empties the folder it writes to, so it must be new, empty, or an earlier build.
fn check_is_ours(dist: &Path) -> Outcome {
    let Ok(entries) = fs::read_dir(dist) else {
        return Ok(());
    };
    let names: Vec<String> = entries
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    let is_build = names.iter().any(|name| name == "index.html")
        && names.iter().any(|name| name.ends_with(".wasm"));
    if names.is_empty() || names == [".stage"] || is_build {
        return Ok(());
    }
    Err(format!(
        "{} holds other files; name a new or empty folder",
        dist.display()
    ))
}

/// Serves the page until stopped. On Unix this process becomes Trunk.
///
/// # Errors
/// When a step before serving fails.
pub fn serve(options: ServeOptions) -> Outcome {
    let ServeOptions {
        corpus,
        port,
        profile,
    } = options;
    let port = free_port(port)?;
    name_corpus(corpus.as_deref());
    tools::set_up(Need::PageNow(profile))?;

    let mut trunk = tools::command("trunk")?;
    trunk
        .arg("serve")
        .args(profile.trunk_flag())
        .args(["--address", "127.0.0.1", "--port", &port.to_string()])
        .arg("--dist")
        .arg(page_folder("serve")?)
        .current_dir(place::repo());
    for folder in watched(corpus.as_deref()) {
        trunk.arg("--watch").arg(folder);
    }
    spawn_announcer(port)?;
    become_program(trunk)
}

/// What a change of rebuilds the page: as in `Trunk.toml`, which a command line replaces.
fn watched(corpus: Option<&Path>) -> Vec<PathBuf> {
    [
        "index.html",
        "Cargo.toml",
        "build.rs",
        "src",
        "crates",
        "style",
        "worker",
        "extras",
        "corrector",
    ]
    .map(PathBuf::from)
    .into_iter()
    .chain([corpus.map_or_else(|| PathBuf::from("corpus"), Path::to_path_buf)])
    .filter(|path| place::repo().join(path).exists())
    .collect()
}

/// A folder under `target/` for a page that is not shipped.
pub fn page_folder(purpose: &str) -> Outcome<PathBuf> {
    let folder = place::repo().join("target/page").join(purpose);
    place::create_folder(&folder)?;
    Ok(folder)
}

/// Tells every later step of this process which folder the page is about.
pub fn name_corpus(corpus: Option<&Path>) {
    CORPUS.set(corpus.map(Path::to_path_buf)).ok();
}

static CORPUS: std::sync::OnceLock<Option<PathBuf>> = std::sync::OnceLock::new();

/// Tells every later step of this process to leave the folder's files where they are.
fn leave_sources_out() {
    WITHOUT_SOURCES.set(()).ok();
}

static WITHOUT_SOURCES: std::sync::OnceLock<()> = std::sync::OnceLock::new();

/// With what every build of the page is told.
fn settled(mut command: Command) -> Command {
    // Trunk's hook then needs no cargo, which another build may be holding.
    if let Ok(own) = env::current_exe() {
        command.env("DATELINE_XTASK", own);
    }
    if let Some(Some(folder)) = CORPUS.get() {
        command.env(CORPUS_VARIABLE, folder);
    }
    if WITHOUT_SOURCES.get().is_some() {
        command.env(NO_SOURCES_VARIABLE, "1");
    }
    command
}

/// Compiles the page exactly as Trunk will, so that Trunk finds it done.
///
/// # Errors
/// When it does not compile.
pub fn compile(profile: Profile) -> Outcome {
    let repo = place::repo();
    let mut cargo = settled(tools::command("cargo")?);
    cargo
        .arg("build")
        .arg(format!("--target={TARGET}"))
        .arg("--manifest-path")
        .arg(repo.join("Cargo.toml"))
        .args(["--profile", profile.name(), "--bin", BINARY])
        .current_dir(&repo);
    run::logged(
        "compiling the page",
        &mut cargo,
        &place::build_log("page")?,
        None,
    )?;

    let worker_profile = match profile {
        Profile::Serve => profile.name(),
        Profile::Page => WORKER_PROFILE,
    };
    let mut cargo = settled(tools::command("cargo")?);
    cargo
        .arg("build")
        .arg(format!("--target={TARGET}"))
        .arg("--manifest-path")
        .arg(repo.join(WORKER))
        .args(["--profile", worker_profile])
        .current_dir(&repo);
    run::logged(
        "compiling what reads dropped files",
        &mut cargo,
        &place::build_log("worker")?,
        None,
    )
}

/// Lets Trunk put the page together in `dist`.
///
/// # Errors
/// When Trunk fails.
pub fn bundle(profile: Profile, dist: &Path) -> Outcome {
    let mut trunk = settled(tools::command("trunk")?);
    trunk
        .arg("build")
        .args(profile.trunk_flag())
        .arg("--dist")
        .arg(dist)
        .current_dir(place::repo());
    run::logged("trunk build", &mut trunk, &place::build_log("page")?, None)
}

/// The pack that the last build of the page embedded; what else `build.rs` made lies beside it.
///
/// # Errors
/// When the page was never built.
pub fn newest_pack(profile: Profile) -> Outcome<PathBuf> {
    let target =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| place::repo().join("target"), PathBuf::from);
    let built = target.join(TARGET).join(profile.name()).join("build");
    let entries = fs::read_dir(&built)
        .map_err(|error| format!("cannot read {}: {error}", built.display()))?;
    entries
        .flatten()
        .map(|entry| entry.path().join("out/corpus.pack"))
        .filter_map(|pack| Some((fs::metadata(&pack).ok()?.modified().ok()?, pack)))
        .max()
        .map(|(_, pack)| pack)
        .ok_or_else(|| format!("no corpus.pack below {}", built.display()))
}

/// The port asked for, or the first free one from the default up.
fn free_port(asked: Option<u16>) -> Outcome<u16> {
    let is_free = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
    match asked {
        Some(port) if is_free(port) => Ok(port),
        Some(port) => Err(format!("port {port} is in use")),
        None => (DEFAULT_PORT..DEFAULT_PORT + 100)
            .find(|port| is_free(*port))
            .ok_or_else(|| format!("no free port from {DEFAULT_PORT} up; name one with --port")),
    }
}

/// Starts this program a second time, to print the address once the page answers.
fn spawn_announcer(port: u16) -> Outcome {
    let own = env::current_exe().map_err(|error| format!("cannot tell my own path: {error}"))?;
    Command::new(own)
        .args(["announce", &port.to_string()])
        .spawn()
        .map(drop)
        .map_err(|error| format!("cannot start the announcer: {error}"))
}

/// Waits for the server on a port and prints its address; gives up when the server is gone.
///
/// # Errors
/// When the port is not a number.
pub fn announce(args: &[String]) -> Outcome {
    let port: u16 = args
        .first()
        .and_then(|port| port.parse().ok())
        .ok_or("announce wants a port")?;
    let parent = parent_id();
    while parent_id() == parent {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            println!("\nDateline is at http://127.0.0.1:{port}/ (Ctrl-C stops it)\n");
            return Ok(());
        }
        thread::sleep(Duration::from_millis(200));
    }
    Ok(())
}

#[cfg(unix)]
fn parent_id() -> u32 {
    std::os::unix::process::parent_id()
}

#[cfg(not(unix))]
fn parent_id() -> u32 {
    0
}

/// Replaces this process, so that whoever stops the command stops the server.
#[cfg(unix)]
fn become_program(command: Command) -> Outcome {
    use std::os::unix::process::CommandExt;
    let error = settled(command).exec();
    Err(format!("cannot run trunk: {error}"))
}

#[cfg(not(unix))]
fn become_program(command: Command) -> Outcome {
    match settled(command).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("trunk ended with {status}")),
        Err(error) => Err(format!("cannot run trunk: {error}")),
    }
}
