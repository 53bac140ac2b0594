//! Bytes shipped: builds the page as it ships and hands it to the measuring program in `benches/`.

use std::process::Command;

use crate::page::{self, Profile};
use crate::tools::{self, Need};
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
        .arg(page::newest_pack(Profile::Page)?)
        .args(args)
        .current_dir(place::repo());
    Ok(cargo)
}
