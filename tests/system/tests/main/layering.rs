//! The direction of the arrows: each crate depends only on those named here.

use crate::support::root;
use std::collections::{BTreeMap, BTreeSet};

/// `docs/architecture.md`, "Crates, in flow order". A new edge is a decision: write its reason there.
const EDGES: [(&str, &[&str]); 9] = [
    ("corpus-model", &[]),
    ("corpus-read", &["corpus-model"]),
    ("corpus-annotate", &["corpus-model"]),
    ("corpus-link", &["corpus-model"]),
    ("corpus-pack", &[]),
    ("corpus-index", &["corpus-model", "corpus-pack"]),
    (
        "corpus-ingest",
        &[
            "corpus-model",
            "corpus-read",
            "corpus-annotate",
            "corpus-link",
            "corpus-index",
        ],
    ),
    ("corpus-search", &["corpus-model", "corpus-index"]),
    (
        "corpus-view",
        &["corpus-model", "corpus-search", "corpus-index"],
    ),
];

fn manifest(path: &str) -> toml::Table {
    let path = root().join(path).join("Cargo.toml");
    std::fs::read_to_string(&path).unwrap().parse().unwrap()
}

fn dependencies(manifest: &toml::Table, section: &str) -> BTreeSet<String> {
    let table = manifest.get(section).and_then(|s| s.as_table());
    table.into_iter().flat_map(|t| t.keys().cloned()).collect()
}

#[test]
fn crates_depend_only_on_what_stands_above_them() {
    for (name, allowed) in EDGES {
        let manifest = manifest(&format!("crates/{name}"));
        for dependency in dependencies(&manifest, "dependencies") {
            let is_ours = dependency.starts_with("corpus-") || dependency.starts_with("dateline");
            assert!(
                !is_ours || allowed.contains(&dependency.as_str()),
                "{name} must not depend on {dependency}: see the table in docs/architecture.md; \
                 move the code to the crate that may, or change the table with its reason"
            );
        }
    }
}

#[test]
fn every_crate_has_its_line_in_the_table() {
    let named: BTreeSet<_> = EDGES
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .chain(["dateline-cli".into()])
        .collect();
    let present: BTreeSet<_> = std::fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().join("Cargo.toml").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(
        present, named,
        "a crate was added or removed: update EDGES and docs/architecture.md"
    );
}

#[test]
fn the_page_carries_no_pipeline() {
    let page = dependencies(&manifest("."), "dependencies");
    for heavy in [
        "corpus-read",
        "corpus-annotate",
        "corpus-link",
        "corpus-ingest",
    ] {
        assert!(
            !page.contains(heavy),
            "the page must open packs, not parse documents: drop {heavy}"
        );
    }
}

#[test]
fn every_package_keeps_the_lints() {
    let mut missing = BTreeMap::new();
    for (name, _) in EDGES {
        let lints = manifest(&format!("crates/{name}"));
        let inherits = lints
            .get("lints")
            .and_then(|l| l.get("workspace"))
            .and_then(toml::Value::as_bool)
            .unwrap_or(false);
        if !inherits {
            missing.insert(name, "add [lints] workspace = true");
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}
