//! The command line with the built page inside it: one program that makes sites and single files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::page::{self, Profile};
use crate::tools::{self, Need};
use crate::{Outcome, place, run, staged};

/// Names the archive of the page to the build script of `dateline-cli`.
const PAGE_VARIABLE: &str = "DATELINE_PAGE";

/// Builds the page without a corpus, then the command line around it.
///
/// # Errors
/// When a step fails.
pub fn build(args: &[String]) -> Outcome {
    let out = match args {
        [] => place::repo().join("target/dist").join(program_name()),
        [option, file] if option == "-o" || option == "--out" => PathBuf::from(file),
        _ => return Err("usage: cargo xtask dist [-o FILE]".to_owned()),
    };
    let started = Instant::now();
    let empty = page::page_folder("no-corpus")?;
    page::name_corpus(Some(&empty));
    tools::set_up(Need::PageNow(Profile::Page))?;
    let site = page::page_folder("dist")?;
    page::bundle(Profile::Page, &site)?;

    let archive = place::repo().join("target/page/page.archive");
    fs::write(&archive, staged::archive(&site)?)
        .map_err(|error| format!("cannot write {}: {error}", archive.display()))?;
    let mut cargo = Command::new("cargo");
    cargo
        .args(["build", "--release", "--package", "dateline-cli"])
        .env(PAGE_VARIABLE, &archive)
        .current_dir(place::repo());
    run::logged(
        "compiling the command line",
        &mut cargo,
        &place::build_log("dist")?,
        None,
    )?;
    put(
        &place::repo().join("target/release").join(program_name()),
        &out,
    )?;
    println!(
        "Built {} in {}",
        out.display(),
        run::span(started.elapsed())
    );
    Ok(())
}

fn put(built: &Path, out: &Path) -> Outcome {
    if let Some(folder) = out.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        place::create_folder(folder)?;
    }
    fs::copy(built, out)
        .map(drop)
        .map_err(|error| format!("cannot write {}: {error}", out.display()))
}

fn program_name() -> String {
    format!("dateline{}", std::env::consts::EXE_SUFFIX)
}
