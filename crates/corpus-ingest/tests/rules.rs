//! The rules of `corpus.toml` about lines: what they keep, cut and say.

#![allow(clippy::unwrap_used)] // Helpers of tests.

use corpus_annotate::Resources;
use corpus_ingest::{Ingest, Ingested, Options};
use corpus_model::SourceFile;

const TEXT: &str = "Ferry runs again\n\nThe ferry to the outer islands ran again on Monday, the office said.\n\n\
    Read also\n\nPhoto: A. Holt\n\nNobody was hurt in the storm, which had lasted for a week and more.\n";

fn run(rules: &str) -> Ingested {
    let mut ingest = Ingest::new(Options::default());
    for (path, text) in [("a/ferry.txt", TEXT), ("corpus.toml", rules)] {
        ingest.push(SourceFile {
            path: path.to_owned(),
            bytes: text.as_bytes().to_vec(),
        });
    }
    ingest.finish(&Resources::default())
}

fn text(run: &Ingested) -> &str {
    &run.corpus.docs.first().unwrap().article.text
}

#[test]
fn a_cut_can_be_undone_and_another_added() {
    let plain = run("");
    assert!(!text(&plain).contains("Read also"));
    assert!(text(&plain).contains("Photo:"));

    let ruled =
        run("[[keep]]\nline = \"Read also\"\n[[cut]]\nstarts = \"Photo:\"\nfiles = \"a/*\"\n");
    assert!(text(&ruled).contains("Read also"));
    assert!(!text(&ruled).contains("Photo:"));
    let cut = ruled.corpus.docs.first().unwrap();
    let cut = cut.article.removed.first().unwrap();
    assert_eq!(cut.text, "Photo: A. Holt");
    assert_eq!(cut.why, "corpus.toml: [[cut]] starts “Photo:” in a/*");
    assert!(ruled.rules.iter().all(|rule| rule.n_lines == 1));
    assert_eq!(ruled.diagnostics().count(), 0);
}

#[test]
fn a_rule_that_fits_nothing_is_remarked_on() {
    let ruled = run("[[cut]]\nline = \"Photo\"\n[[keep]]\nfiles = \"*.txt\"\n");
    let codes: Vec<&str> = ruled.diagnostics().map(|remark| &*remark.code).collect();
    assert_eq!(codes, ["read/empty-rule", "clean/unused-rule"]);
    assert!(text(&ruled).contains("Photo:"));
}
