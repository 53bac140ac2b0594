//! Folders to runs, and where the checkout is.

use corpus_annotate::Resources;
use corpus_ingest::{Found, Ingest, Ingested, Options, walk};
use corpus_model::SourceFile;
use std::path::{Path, PathBuf};

/// The checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// Runs the pipeline over a folder on disk.
pub fn ingest_folder(folder: &Path) -> Ingested {
    let mut ingest = Ingest::new(Options::default());
    walk(folder, &mut |found| ingest.push_found(found)).unwrap();
    ingest.finish(&Resources::builtin())
}

/// Runs the pipeline over files in memory.
pub fn ingest_files<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Ingested {
    let mut ingest = Ingest::new(Options::default());
    for (path, bytes) in files {
        ingest.push(SourceFile {
            path: path.to_owned(),
            bytes: bytes.to_vec(),
        });
    }
    ingest.finish(&Resources::builtin())
}

/// The bundled corpus's files.
pub fn corpus_files() -> Vec<SourceFile> {
    let mut files = Vec::new();
    walk(&root().join("corpus"), &mut |found| match found {
        Found::File(file) => files.push(file),
        Found::Unusable { path, why, .. } => panic!("{path}: {why}"),
    })
    .unwrap();
    assert!(!files.is_empty());
    files
}

/// The real documents, or `None` with a line that says so.
pub fn seeds(test: &str) -> Option<PathBuf> {
    let folder = root().join("../shared/seeds");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: {test}: no ../shared/seeds beside the checkout");
    None
}

/// Every file git would see below `folder` of the checkout (build output and hidden folders left out).
pub fn source_files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut stack = vec![root().join(folder)];
    while let Some(dir) = stack.pop() {
        let Ok(entries) = std::fs::read_dir(&dir) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if name.starts_with('.') || name.starts_with("dist") || name == "target" {
                continue;
            }
            if path.is_dir() {
                stack.push(path)
            } else {
                found.push(path)
            }
        }
    }
    found.sort();
    found
}
