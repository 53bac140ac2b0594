//! The standard library for wasm32: found, added by rustup, or built from Debian's packages.
//!
//! Where rustup reaches its release server, this is one quick command. Where it does not, Debian
//! carries a current compiler with the library's source: the packages leave rustup alone, and the
//! library is built into a sysroot of the project's own in the tool folder, never into `/usr`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::tools::apt_install;
use crate::{Outcome, place, run};

pub const TARGET: &str = "wasm32-unknown-unknown";

const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_LLD: &str = "/usr/bin/lld-22";

/// How long rustup may take where there is another way, and where there is none.
const RUSTUP_PATIENCE: Duration = Duration::from_secs(90);
const RUSTUP_ONLY_PATIENCE: Duration = Duration::from_secs(900);

/// Which compiler makes the page, and what it needs to be told.
pub enum WasmTarget {
    /// The compiler cargo already uses has the library.
    OfToolchain { version: String },
    /// Debian's compiler, with a library built into the tool folder.
    OfDebian { version: String, folder: PathBuf },
}

impl WasmTarget {
    /// What is ready now, without changing anything.
    pub fn find() -> Outcome<Option<Self>> {
        if let Some(version) = toolchain_with_target() {
            return Ok(Some(Self::OfToolchain { version }));
        }
        let folder = place::tools()?.join("wasm-std");
        let ready = debian_version().filter(|version| {
            fs::read_to_string(folder.join("stamp")).is_ok_and(|s| s == *version)
        });
        Ok(ready.map(|version| Self::OfDebian { version, folder }))
    }

    /// Finds it or installs it.
    ///
    /// # Errors
    /// When neither rustup nor Debian's packages can provide it; the message says what to do.
    pub fn install() -> Outcome<Self> {
        if let Some(ready) = Self::find()? {
            return Ok(ready);
        }
        let by_rustup = add_by_rustup();
        if let Some(ready) = Self::find()? {
            return Ok(ready);
        }
        let rustup_failure = by_rustup
            .err()
            .unwrap_or_else(|| "it added nothing".to_owned());
        if place::on_path("apt-get").is_none() {
            return Err(format!(
                "the compiler cannot build for {TARGET}: install Rust with rustup \
                 (https://rustup.rs), then run: rustup target add {TARGET}\n{rustup_failure}"
            ));
        }
        println!("      rustup could not add {TARGET}; building it from Debian's packages (3 min)");
        build_from_debian().map_err(|failure| {
            format!("{failure}\nbefore that, rustup could not add {TARGET}: {rustup_failure}")
        })?;
        Self::find()?.ok_or_else(|| format!("the library for {TARGET} was built but is not found"))
    }

    /// One line for a person.
    pub fn describe(&self) -> String {
        match self {
            Self::OfToolchain { version } => first_line(version).to_owned(),
            Self::OfDebian { version, .. } => format!("Debian's {}", first_line(version)),
        }
    }

    /// Folders that go before PATH.
    pub fn path_folders(&self) -> Vec<PathBuf> {
        match self {
            Self::OfToolchain { .. } => Vec::new(),
            Self::OfDebian { folder, .. } => vec![folder.join("bin")],
        }
    }

    /// Environment variables for every cargo call that builds for the browser.
    pub fn variables(&self) -> Vec<(&'static str, OsString)> {
        let Self::OfDebian { folder, .. } = self else {
            return Vec::new();
        };
        let mut sysroot = OsString::from("--sysroot=");
        sysroot.push(folder.join("sysroot"));
        // The variable takes the place of the flags in `.cargo/config.toml`, so they are said again.
        sysroot.push(" --cfg=erase_components");
        vec![
            ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", sysroot),
            (
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER",
                folder.join("bin/rust-lld").into(),
            ),
        ]
    }
}

/// The version of the compiler in use if it has the library.
fn toolchain_with_target() -> Option<String> {
    let folder =
        run::answer(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]))?;
    let has_core = fs::read_dir(folder).ok()?.flatten().any(|entry| {
        let name = entry.file_name();
        name.to_string_lossy().starts_with("libcore-")
    });
    if !has_core {
        return None;
    }
    run::answer(Command::new("rustc").arg("-vV"))
}

fn add_by_rustup() -> Outcome {
    if place::on_path("rustup").is_none() {
        return Err("rustup is not installed".to_owned());
    }
    let patience = match place::on_path("apt-get") {
        Some(_) => RUSTUP_PATIENCE,
        None => RUSTUP_ONLY_PATIENCE,
    };
    run::logged(
        "rustup target add",
        Command::new("rustup").args(["target", "add", TARGET]),
        &place::tool_log("wasm-target")?,
        Some(patience),
    )
}

fn debian_version() -> Option<String> {
    run::answer(Command::new(DEBIAN_RUSTC).arg("-vV"))
}

/// Builds the standard library with Debian's compiler and lays out a sysroot of its rlibs.
fn build_from_debian() -> Outcome {
    let log = place::tool_log("wasm-target")?;
    apt_install(&DEBIAN_PACKAGES, &log)?;
    let version = debian_version()
        .ok_or_else(|| format!("{DEBIAN_RUSTC} is missing though rustc-web is installed"))?;

    let folder = place::tools()?.join("wasm-std");
    // An interrupted attempt leaves no stamp; its halves must not mix with the new library.
    let _ = fs::remove_file(folder.join("stamp"));
    let (bin, seed) = (folder.join("bin"), folder.join("seed"));
    let libraries = folder.join("sysroot/lib/rustlib").join(TARGET).join("lib");
    for stale in [&bin, &seed, &libraries] {
        let _ = fs::remove_dir_all(stale);
        place::create_folder(stale)?;
    }
    for program in ["rustc", "rustdoc", "cargo"] {
        link(&Path::new("/usr/bin").join(program), &bin.join(program))?;
    }
    link(Path::new(DEBIAN_LLD), &bin.join("rust-lld"))?;

    write(
        &seed.join("Cargo.toml"),
        "[package]\nname = \"seed\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n\n[lib]\npath = \"lib.rs\"\n",
    )?;
    write(&seed.join("lib.rs"), "#![no_std]\n")?;
    // `test` is needed by the tests in the browser, the bitcode by link-time optimisation.
    run::logged(
        "standard library for wasm32",
        Command::new(bin.join("cargo"))
            .current_dir(&seed)
            .args(["build", "--release", "--target", TARGET])
            .args(["-Z", "build-std=std,panic_abort,test"])
            .env("RUSTC", bin.join("rustc"))
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTFLAGS", "-C embed-bitcode=yes")
            .env("CARGO_TARGET_DIR", seed.join("target"))
            .env_remove("RUSTUP_TOOLCHAIN"),
        &log,
        None,
    )?;

    let built = seed.join("target").join(TARGET).join("release/deps");
    let entries = fs::read_dir(&built)
        .map_err(|error| format!("cannot read {}: {error}", built.display()))?;
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_library = Path::new(&name)
            .extension()
            .is_some_and(|end| end == "rlib");
        if is_library && !name.to_string_lossy().starts_with("libseed") {
            fs::copy(entry.path(), libraries.join(&name))
                .map_err(|error| format!("cannot copy {}: {error}", entry.path().display()))?;
        }
    }
    let _ = fs::remove_dir_all(&seed);
    // Last, so that only a whole library counts.
    write(&folder.join("stamp"), &version)
}

fn link(to: &Path, at: &Path) -> Outcome {
    if !to.exists() {
        return Err(format!("{} is missing", to.display()));
    }
    #[cfg(unix)]
    return std::os::unix::fs::symlink(to, at)
        .map_err(|error| format!("cannot link {}: {error}", at.display()));
    #[cfg(not(unix))]
    Err(format!(
        "no link from {} to {} on this system",
        at.display(),
        to.display()
    ))
}

fn write(file: &Path, text: &str) -> Outcome {
    fs::write(file, text).map_err(|error| format!("cannot write {}: {error}", file.display()))
}

fn first_line(version: &str) -> &str {
    version.lines().next().unwrap_or(version)
}
