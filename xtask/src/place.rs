//! Where things are: the checkout and the tool folder.

use std::env;
use std::path::{Path, PathBuf};

use crate::Outcome;

/// The checkout this command was compiled from.
pub fn repo() -> PathBuf {
    let manifest = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest
        .parent()
        .map_or(manifest.clone(), Path::to_path_buf)
}

/// The folder the project installs its tools into. Shared by all checkouts of one user, so that a
/// second clone starts with what the first has built.
pub fn tools() -> Outcome<PathBuf> {
    if let Some(named) = non_empty("DATELINE_TOOLS") {
        let named = PathBuf::from(named);
        return match env::current_dir() {
            Ok(here) => Ok(here.join(named)),
            Err(error) => Err(format!("cannot tell the current folder: {error}")),
        };
    }
    if let Some(cache) = non_empty("XDG_CACHE_HOME") {
        return Ok(Path::new(&cache).join("dateline"));
    }
    match non_empty("HOME") {
        Some(home) => Ok(Path::new(&home).join(".cache/dateline")),
        None => Err("neither DATELINE_TOOLS nor HOME says where tools can be kept".to_owned()),
    }
}

/// The log of installing one tool.
pub fn tool_log(name: &str) -> Outcome<PathBuf> {
    log_in(tools()?.join("log"), name)
}

/// The log of building or testing this checkout.
pub fn build_log(name: &str) -> Outcome<PathBuf> {
    log_in(repo().join("target/log"), name)
}

fn log_in(folder: PathBuf, name: &str) -> Outcome<PathBuf> {
    create_folder(&folder)?;
    Ok(folder.join(format!("{name}.log")))
}

pub fn create_folder(folder: &Path) -> Outcome {
    std::fs::create_dir_all(folder)
        .map_err(|error| format!("cannot create {}: {error}", folder.display()))
}

/// A program's path, looked up as a shell would.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}

fn non_empty(variable: &str) -> Option<std::ffi::OsString> {
    env::var_os(variable).filter(|value| !value.is_empty())
}
