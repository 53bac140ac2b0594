//! A folder packed with its own description: it is described, and the description is no document.

#![allow(clippy::unwrap_used)] // Helpers of tests.

use corpus_annotate::Resources;
use corpus_ingest::{Ingest, Ingested, Options};
use corpus_model::{FileOutcome, SourceFile};

/// A tar archive of small files.
fn tar(files: &[(&str, &str)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, text) in files {
        let mut head = [0_u8; 512];
        head[..name.len()].copy_from_slice(name.as_bytes());
        head[100..107].copy_from_slice(b"0000644");
        head[124..135].copy_from_slice(format!("{:011o}", text.len()).as_bytes());
        head[148..156].copy_from_slice(b"        ");
        head[156] = b'0';
        head[257..263].copy_from_slice(b"ustar\0");
        let sum: u32 = head.iter().map(|b| u32::from(*b)).sum();
        head[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        out.extend_from_slice(&head);
        out.extend_from_slice(text.as_bytes());
        out.resize(out.len().next_multiple_of(512), 0);
    }
    out.resize(out.len() + 1024, 0);
    out
}

fn run(files: &[(&str, Vec<u8>)]) -> Ingested {
    let mut ingest = Ingest::new(Options::default());
    for (path, bytes) in files {
        ingest.push(SourceFile {
            path: (*path).to_owned(),
            bytes: bytes.clone(),
        });
    }
    ingest.finish(&Resources::default())
}

const ROW: &str = "kopf,inhalt\nFerry runs again,\"The ferry to the outer islands ran again on Monday, the office said.\"\n";
const TOML: &str = "title = \"Ferries\"\n[fields]\ntitle = \"kopf\"\ntext = \"inhalt\"\n";

#[test]
fn one_archive_is_a_folder_with_its_description() {
    for top in ["", "ferries/"] {
        let (toml, rows) = (format!("{top}corpus.toml"), format!("{top}rows.csv"));
        let packed = tar(&[(&rows, ROW), (&toml, TOML)]);
        let done = run(&[("box.tar", packed)]);
        assert_eq!(done.corpus.info.title, "Ferries", "{toml}");
        let [doc] = done.corpus.docs.as_slice() else {
            panic!("{} documents", done.corpus.docs.len())
        };
        assert_eq!(
            doc.article.title.unwrap().of(&doc.article.text),
            "Ferry runs again"
        );
        let described = &done.corpus.coverage.files;
        let described = described
            .iter()
            .find(|file| file.path.ends_with("corpus.toml"))
            .unwrap();
        assert!(matches!(described.outcome, FileOutcome::Skipped { .. }));
    }
}

#[test]
fn beside_other_files_a_packed_description_stays_one_without_effect() {
    let note =
        b"Pier shut\n\nThe pier was shut on Friday after the storm, the harbour office said."
            .to_vec();
    let done = run(&[
        ("box.tar", tar(&[("corpus.toml", TOML)])),
        ("note.txt", note),
    ]);
    assert_eq!(done.corpus.info.title, "");
    assert_eq!(done.corpus.docs.len(), 1);
}
