//! Pictures of the built page on the screens it must look well on.

use std::path::Path;
use std::process::Command;

use crate::page::{self, Profile};
use crate::tools::{self, Need};
use crate::{Outcome, place, run};

/// Name of the picture and what tells the shot program which screen it is.
const SCREENS: [(&str, &[&str]); 4] = [
    ("wide", &["--size", "1280x900"]),
    ("wide-dark", &["--size", "1280x900", "--dark"]),
    ("phone", &["--phone"]),
    ("phone-dark", &["--phone", "--dark"]),
];

/// Builds the page and takes one picture a screen.
///
/// # Errors
/// When the page does not build or the browser does not come up.
pub fn take(args: &[String]) -> Outcome {
    let (folder, address) = match args {
        [folder] => (folder, ""),
        [folder, address] => (folder, address.as_str()),
        _ => {
            return Err(
                "usage: cargo xtask screenshots DIR [ADDRESS, such as '#q=ship']".to_owned(),
            );
        }
    };
    tools::set_up(Need::Tests)?;
    let dist = page::page_folder("test")?;
    page::bundle(Profile::Page, &dist)?;
    place::create_folder(Path::new(folder))?;
    for (name, screen) in SCREENS {
        let picture = Path::new(folder).join(format!("{name}.png"));
        let picture = std::path::absolute(&picture)
            .map_err(|error| format!("not a usable path, {}: {error}", picture.display()))?;
        let mut shot = Command::new("cargo");
        shot.args([
            "run",
            "--quiet",
            "--package",
            "dateline-e2e",
            "--bin",
            "shot",
            "--",
        ])
        .arg(address)
        .arg(&picture)
        .args(screen)
        .env("DATELINE_DIST", &dist)
        .envs(tools::browser_variables())
        .current_dir(place::repo());
        run::logged(
            "taking a picture",
            &mut shot,
            &place::build_log("screenshots")?,
            None,
        )?;
        println!("{}", picture.display());
    }
    Ok(())
}
