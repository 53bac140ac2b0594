//! The engine as an ES module, for pages that are not Dateline's.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::tools::{self, Need};
use crate::wasm_target::TARGET;
use crate::{Outcome, place, run};

/// What the compiler takes every browser of the last years to know.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// How it is compiled; the profile stands in the root `Cargo.toml`.
const PROFILE: &str = "engine";

/// What the module's files are called.
const NAME: &str = "dateline";

/// Builds the module into a folder.
///
/// # Errors
/// When a step fails.
pub fn build(args: &[String]) -> Outcome {
    let out = match args {
        [] => place::repo().join("dist-js"),
        [option, folder] if option == "-o" || option == "--out" => PathBuf::from(folder),
        _ => return Err("usage: cargo xtask js [-o DIR]".to_owned()),
    };
    let started = Instant::now();
    tools::set_up(Need::Page)?;
    write_to(&out)?;
    println!(
        "Built {} in {}",
        out.display(),
        run::span(started.elapsed())
    );
    Ok(())
}

/// The module, its types and its program, with the tools there already.
///
/// # Errors
/// When a step fails.
pub fn write_to(out: &Path) -> Outcome {
    place::create_folder(out)?;
    let log = place::build_log("js")?;
    let mut cargo = tools::command("cargo")?;
    cargo
        .args(["build", "--package", "dateline-js"])
        .arg(format!("--target={TARGET}"))
        .args(["--profile", PROFILE])
        .current_dir(place::repo());
    run::logged("compiling the module", &mut cargo, &log, None)?;

    let example = place::repo().join("js/example.html");
    fs::copy(&example, out.join("index.html"))
        .map_err(|error| format!("cannot copy {}: {error}", example.display()))?;

    let built = place::repo()
        .join("target")
        .join(TARGET)
        .join(PROFILE)
        .join("dateline_js.wasm");
    let mut bindgen = tools::command("wasm-bindgen")?;
    bindgen
        .args(["--target", "web", "--out-name", NAME, "--out-dir"])
        .args([out, &built]);
    run::logged("wasm-bindgen", &mut bindgen, &log, None)?;

    if tools::find_program("wasm-opt").is_none() {
        println!("      no wasm-opt here: the module is a fifth larger than it need be");
        return Ok(());
    }
    let program = out.join(format!("{NAME}_bg.wasm"));
    let mut opt = tools::command("wasm-opt")?;
    opt.arg("-O3")
        .args(WASM_FEATURES)
        .args([&program, Path::new("-o"), &program]);
    run::logged("wasm-opt", &mut opt, &log, None)
}
