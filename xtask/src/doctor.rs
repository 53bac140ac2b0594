//! Says what is here and what is missing; changes nothing.

use std::path::PathBuf;
use std::process::Command;

use crate::tools::{self, BINARYEN, TRUNK};
use crate::wasm_target::WasmTarget;
use crate::{Outcome, place, run};

/// One line of the report.
struct Finding {
    what: &'static str,
    /// The version found, in the program's own words.
    found: Option<String>,
    is_right: bool,
    place: Option<PathBuf>,
    /// What to do when it is missing.
    remedy: String,
}

/// Prints the report.
///
/// # Errors
/// When something that building the page needs is missing, so that scripts can ask.
pub fn report() -> Outcome {
    let tools = place::tools()?;
    println!("tool folder   {}", tools.display());
    println!("checkout      {}", place::repo().display());
    let samples = place::repo().join("../shared/seeds");
    let samples = if samples.is_dir() {
        "present"
    } else {
        "absent; the tests that read it skip"
    };
    println!("sample data   {samples} (../shared/seeds)");

    println!("\nto build the page");
    let for_page = page_findings()?;
    for_page.iter().for_each(print);
    println!("\nto test it");
    test_findings().iter().for_each(print);

    let n_missing = for_page.iter().filter(|finding| !finding.is_right).count();
    if n_missing == 0 {
        return Ok(());
    }
    Err(format!(
        "{n_missing} missing; cargo xtask setup installs what it can"
    ))
}

fn page_findings() -> Outcome<Vec<Finding>> {
    let setup = "cargo xtask setup".to_owned();
    let wasm_bindgen = tools::wasm_bindgen_version()?;
    let target = WasmTarget::find()?.map(|target| target.describe());
    Ok(vec![
        Finding {
            what: "cargo",
            found: run::answer(Command::new("cargo").arg("--version")),
            is_right: true,
            place: place::on_path("cargo"),
            remedy: "https://rustup.rs".to_owned(),
        },
        Finding {
            what: "wasm32 library",
            is_right: target.is_some(),
            found: target,
            place: None,
            remedy: setup.clone(),
        },
        tool("wasm-bindgen", &wasm_bindgen, &setup),
        tool("trunk", TRUNK, &setup),
        tool(
            "wasm-opt",
            BINARYEN.split('.').next().unwrap_or(BINARYEN),
            &setup,
        ),
        Finding {
            what: "npm",
            found: run::answer(Command::new("npm").arg("--version")),
            // Only the way to wasm-opt, which Trunk can fetch by itself.
            is_right: true,
            place: place::on_path("npm"),
            remedy: "optional: brings wasm-opt; Trunk downloads one otherwise".to_owned(),
        },
    ])
}

fn test_findings() -> Vec<Finding> {
    let by_test = "cargo xtask test installs it".to_owned();
    let program = |what, path: Option<PathBuf>, remedy: String| {
        let found = path
            .as_ref()
            .and_then(|path| run::answer(Command::new(path).arg("--version")));
        Finding {
            what,
            is_right: found.is_some(),
            found,
            place: path,
            remedy,
        }
    };
    vec![
        program(
            "rustfmt",
            place::on_path("rustfmt"),
            "rustup component add rustfmt".to_owned(),
        ),
        program(
            "clippy",
            place::on_path("cargo-clippy"),
            "rustup component add clippy".to_owned(),
        ),
        program("Chromium", tools::find_browser(), by_test.clone()),
        program("its driver", tools::find_driver(), by_test.clone()),
        program(
            "Firefox",
            ["firefox-esr", "firefox"]
                .into_iter()
                .find_map(place::on_path),
            by_test.clone(),
        ),
        program(
            "geckodriver",
            tools::find_program("geckodriver"),
            by_test.clone(),
        ),
        program("WebKit", place::on_path("WebKitWebDriver"), by_test),
    ]
}

fn tool(what: &'static str, wanted: &str, remedy: &str) -> Finding {
    let found = tools::program_version(what);
    let is_right = found
        .as_deref()
        .is_some_and(|line| tools::names_version(line, wanted));
    Finding {
        what,
        found,
        is_right,
        place: tools::find_program(what),
        remedy: format!("{wanted} is wanted: {remedy}"),
    }
}

fn print(finding: &Finding) {
    let Finding {
        what,
        found,
        is_right,
        place,
        remedy,
    } = finding;
    let mark = match (found, is_right) {
        (Some(_), true) => "ok     ",
        (Some(_), false) => "other  ",
        (None, _) => "missing",
    };
    let said = found
        .as_deref()
        .and_then(|text| text.lines().next())
        .unwrap_or_default();
    let mut line = format!("  {mark} {what:<15} {said}");
    if let Some(place) = place {
        line.push_str(&format!("  ({})", place.display()));
    }
    if found.is_none() || !is_right {
        line.push_str(&format!("  → {remedy}"));
    }
    println!("{line}");
}
