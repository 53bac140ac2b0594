//! Puts the built page into the program: the archive named by `DATELINE_PAGE`, or nothing.
//!
//! `cargo xtask dist` sets the variable. Without it the program does all but write pages.

use std::path::PathBuf;
use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=DATELINE_PAGE");
    let archive = match env::var_os("DATELINE_PAGE").map(PathBuf::from) {
        Some(file) => {
            println!("cargo::rerun-if-changed={}", file.display());
            fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?
        }
        None => Vec::new(),
    };
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    fs::write(out.join("page.archive"), archive)?;
    Ok(())
}
