//! What must hold for any bytes under any name: the body of the fuzz target, and of the tests beside it.

use corpus_model::SourceFile;
use corpus_read::{FileRead, MAX_UNPACKED_BYTES, ReadOptions, read_files};

/// Names that make readers expect something.
#[allow(dead_code)] // Only some of those who include this file want it.
pub const NAMES: [&str; 15] = [
    "a.txt",
    "a.md",
    "a.html",
    "a.json",
    "a.jsonl",
    "a.csv",
    "a.tsv",
    "a.eml",
    "a.mbox",
    "a.rss",
    "a.warc",
    "a.warc.gz",
    "a.zip",
    "a.tar.gz",
    "a.wacz",
];

/// Reads and checks what every reader owes: documents with text, every copied run a copy of the decoded
/// source, every message with its file's name, no path twice, and not more text than limits allow.
pub fn check(name: &str, bytes: &[u8]) -> Vec<FileRead> {
    let source = SourceFile {
        path: name.to_owned(),
        bytes: bytes.to_vec(),
    };
    let files = read_files(&source, &ReadOptions::default());
    assert_eq!(files[0].path, name);
    let mut paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths.len(), files.len(), "a path twice");
    let mut n_bytes = 0;
    for file in &files {
        assert!(
            file.path.starts_with(name) && !file.path.contains("/../"),
            "{}",
            file.path
        );
        assert!(
            !file.docs.is_empty() || !file.remarks.is_empty() || file.n_members.is_some(),
            "{}: no word on it",
            file.path
        );
        for remark in &file.remarks {
            assert!(remark.message.ends_with(&file.path), "{}", remark.message);
        }
        for doc in &file.docs {
            assert_eq!(doc.path, file.path);
            assert!(!doc.body.text().trim().is_empty());
            n_bytes += doc.decoded.len() as u64;
            let text = doc.body.text();
            let runs = doc.body.runs();
            for (i, run) in runs.iter().enumerate() {
                let end = runs
                    .get(i + 1)
                    .map_or(text.len(), |next| next.text_start as usize);
                let piece = &text[run.text_start as usize..end];
                let from = doc
                    .decoded
                    .get(run.raw.start as usize..run.raw.end as usize)
                    .unwrap_or_else(|| panic!("{}: {run:?} outside its source", doc.path));
                assert!(
                    !run.is_copy || piece == from,
                    "{}: {piece:?} {from:?}",
                    doc.path
                );
            }
        }
    }
    assert!(n_bytes <= 4 * (MAX_UNPACKED_BYTES + bytes.len() as u64));
    files
}
