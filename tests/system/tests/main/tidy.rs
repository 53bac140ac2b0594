//! Rules worth keeping, each with a message that says what to do.

use crate::support::{root, source_files};
use std::path::{Path, PathBuf};

fn rust_files(folder: &str) -> Vec<PathBuf> {
    let files = source_files(folder);
    files
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ext| ext == "rs"))
        .collect()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

fn complain(offenders: &[String], what_to_do: &str) {
    assert!(
        offenders.is_empty(),
        "{what_to_do}:\n{}",
        offenders.join("\n")
    );
}

#[test]
fn modules_say_what_they_are_for() {
    let offenders: Vec<_> = ["crates", "extras", "src", "tests", "worker", "xtask"]
        .into_iter()
        .flat_map(rust_files)
        .filter(|path| !read(path).starts_with("//!"))
        .map(|path| path.display().to_string())
        .collect();
    complain(
        &offenders,
        "begin the file with `//!`: in, out, why, and what it does not do",
    );
}

#[test]
fn documents_never_become_markup() {
    let offenders: Vec<_> = ["extras", "src", "worker"]
        .into_iter()
        .flat_map(rust_files)
        .filter(|path| {
            let text = read(path);
            [
                "inner_html",
                "set_inner_html",
                "insert_adjacent_html",
                "outer_html",
            ]
            .iter()
            .any(|way| text.contains(way))
        })
        .map(|path| path.display().to_string())
        .collect();
    complain(
        &offenders,
        "text becomes DOM text nodes: build elements instead",
    );
}

#[test]
fn crates_know_no_files_clock_or_environment() {
    let banned = [
        "std::fs",
        "std::env",
        "std::time",
        "std::thread",
        "SystemTime",
        "Instant::now",
    ];
    let mut offenders = Vec::new();
    for path in rust_files("crates") {
        let shown = path.strip_prefix(root()).unwrap().display().to_string();
        let is_allowed = shown.starts_with("crates/dateline-cli")
            || shown == "crates/corpus-ingest/src/walk.rs"
            || shown.contains("/tests/")
            || shown.contains("/benches/")
            || shown.contains("/examples/");
        if is_allowed {
            continue;
        }
        let text = read(&path);
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for way in banned {
            if code.contains(way) {
                offenders.push(format!("{shown}: {way}"));
            }
        }
    }
    complain(
        &offenders,
        "callers bring files, time and settings: take them as arguments",
    );
}

#[test]
fn colours_come_from_the_tokens() {
    let mut offenders = Vec::new();
    for path in source_files("style") {
        if path.file_name().is_some_and(|name| name == "tokens.css") {
            continue;
        }
        for (i, line) in read(&path).lines().enumerate() {
            let is_colour = line.split(':').nth(1).is_some_and(|value| {
                value.contains('#') || value.contains("rgb(") || value.contains("hsl(")
            });
            if is_colour {
                offenders.push(format!("{}:{}: {}", path.display(), i + 1, line.trim()));
            }
        }
    }
    complain(
        &offenders,
        "name the colour in style/tokens.css, light and dark",
    );
}

#[test]
fn every_style_sheet_is_linked() {
    let index = read(&root().join("index.html"));
    let offenders: Vec<_> = source_files("style")
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ext| ext == "css"))
        .filter(|path| {
            let name = path.strip_prefix(root()).unwrap().display().to_string();
            !index.contains(&name)
        })
        .map(|path| path.display().to_string())
        .collect();
    complain(
        &offenders,
        "link the sheet from index.html: Trunk does not follow @import",
    );
}

#[test]
fn the_page_brings_every_part_that_its_worker_asks_for() {
    let index = read(&root().join("index.html"));
    let offenders: Vec<_> = corpus_annotate::PART_FILES
        .iter()
        .map(|part| format!("crates/corpus-annotate/{part}"))
        .filter(|path| !index.contains(path.as_str()))
        .collect();
    complain(&offenders, "copy it beside the worker, in index.html");
}

#[test]
fn nothing_is_ignored_or_left_to_do() {
    let marks = [
        concat!("#[", "ignore"),
        concat!("to", "do!("),
        concat!("unimpl", "emented!("),
    ];
    let mut offenders = Vec::new();
    for path in ["crates", "src", "tests", "worker", "xtask"]
        .into_iter()
        .flat_map(rust_files)
    {
        let text = read(&path);
        for mark in marks {
            if text.contains(mark) {
                offenders.push(format!("{}: {mark}", path.display()));
            }
        }
    }
    complain(
        &offenders,
        "finish it, or write the open end into docs/shortcomings.md",
    );
}
