//! What was cut can be put back: the rules that the page offers do what they say.

use crate::support::ingest_files;
use corpus_index::Corpus;
use corpus_view::keep_rules;

const NOTE: &str = "Ferry runs again\n\nThe ferry to the outer islands ran again on Monday, the office said.\n\n\
    Read also\n\nShare this article\n\nNobody was hurt in the storm, which had lasted for a week and more.\n";

fn run(rules: &str) -> Corpus {
    let run = ingest_files([
        ("box/ferry \"one\".txt", NOTE.as_bytes()),
        ("corpus.toml", rules.as_bytes()),
    ]);
    Corpus::open(run.pack()).unwrap()
}

#[test]
fn the_rules_offered_for_cuts_keep_the_lines_in_the_next_build() {
    let corpus = run("title = \"Ferries\"\n");
    let doc = corpus.doc(corpus.doc_ids().next().unwrap()).unwrap();
    assert!(!doc.text().contains("Read also") && !doc.text().contains("Share this article"));
    let rules = keep_rules(&doc);
    assert_eq!(
        rules.matches("[[keep]]").count(),
        doc.removed().len(),
        "{rules}"
    );

    let kept = run(&format!("title = \"Ferries\"\n\n{rules}"));
    let doc = kept.doc(kept.doc_ids().next().unwrap()).unwrap();
    assert_eq!(doc.removed().len(), 0);
    assert!(doc.text().contains("Read also") && doc.text().contains("Share this article"));
    assert_eq!(keep_rules(&doc), "");
}
