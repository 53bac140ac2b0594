//! Documents that point at files point at files that exist.

use crate::support::{root, source_files};
use std::path::Path;

/// Targets of `[words](target)` in Markdown.
fn link_targets(markdown: &str) -> impl Iterator<Item = &str> {
    markdown
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', ' ']).next())
}

fn check_links(file: &Path, broken: &mut Vec<String>) {
    let text = std::fs::read_to_string(file).unwrap();
    for target in link_targets(&text) {
        let path = target.split('#').next().unwrap_or_default();
        if path.is_empty() || path.contains("://") || path.starts_with("mailto:") {
            continue;
        }
        if !file.parent().unwrap().join(path).exists() {
            broken.push(format!("{} links to {target}", file.display()));
        }
    }
}

#[test]
fn links_in_the_documents_lead_somewhere() {
    let mut broken = Vec::new();
    let mut files = source_files("docs");
    files.push(root().join("README.md"));
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|ext| ext == "md"))
    {
        check_links(file, &mut broken);
    }
    assert!(
        broken.is_empty(),
        "fix the link or the name:\n{}",
        broken.join("\n")
    );
}

#[test]
fn the_architecture_names_every_crate_by_its_folder() {
    let text = std::fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    for entry in std::fs::read_dir(root().join("crates")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(
            text.contains(&format!("crates/{name}")),
            "docs/architecture.md does not link crates/{name}"
        );
    }
}
