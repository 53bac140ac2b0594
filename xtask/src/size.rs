//! Bytes shipped: builds the page as it ships and hands it to the measuring program in `benches/`.

use std::path::PathBuf;
use std::process::Command;
use std::{fs, time};

use crate::page::{self, Profile};
use crate::tools::{self, Need};
use crate::wasm_target::TARGET;
use crate::{Outcome, place};

/// Builds the page with the bundled corpus and prints what it weighs.
///
/// # Errors
/// When the page does not build, or weighs more than the project allows itself.
pub fn report(args: &[String]) -> Outcome {
    if let Some(other) = args.iter().find(|arg| *arg != "--update") {
        return Err(format!("unexpected argument {other}; see cargo xtask help"));
    }
    tools::set_up(Need::PageNow(Profile::Page))?;
    let dist = page::page_folder("test")?;
    page::bundle(Profile::Page, &dist)?;
    match measuring(&dist, args)?.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err("the page weighs too much or could not be measured".to_owned()),
        Err(error) => Err(format!("cannot run cargo: {error}")),
    }
}

/// The command that measures an already built page.
pub fn measuring(dist: &std::path::Path, args: &[String]) -> Outcome<Command> {
    let mut cargo = Command::new("cargo");
    cargo
        .args([
            "run",
            "--quiet",
            "--package",
            "dateline-benches",
            "--bin",
            "size",
            "--",
        ])
        .arg(dist)
        .arg(newest_pack()?)
        .args(args)
        .current_dir(place::repo());
    Ok(cargo)
}

/// The pack that the last build of the page embedded.
fn newest_pack() -> Outcome<PathBuf> {
    let built = place::repo().join("target").join(TARGET).join("page/build");
    let entries = fs::read_dir(&built)
        .map_err(|error| format!("cannot read {}: {error}", built.display()))?;
    entries
        .flatten()
        .map(|entry| entry.path().join("out/corpus.pack"))
        .filter_map(|pack| Some((modified(&pack)?, pack)))
        .max()
        .map(|(_, pack)| pack)
        .ok_or_else(|| format!("no corpus.pack below {}", built.display()))
}

fn modified(file: &std::path::Path) -> Option<time::SystemTime> {
    fs::metadata(file).ok()?.modified().ok()
}
