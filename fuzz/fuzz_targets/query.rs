//! Any text is a query: reading, answering and showing it never fails, and remarks point into it.

#![no_main]

use corpus_index::testing::opened;
use corpus_search::{Corpus, DocId, HitFinder, SearchRequest, parse, search};
use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;

static CORPUS: OnceLock<Corpus> = OnceLock::new();

fuzz_target!(|text: &str| {
    let corpus = CORPUS.get_or_init(opened);
    let request = SearchRequest {
        query: parse(text),
        ..SearchRequest::default()
    };
    let result = search(corpus, &request);
    for note in &result.notes {
        assert!(text.get(note.span.range()).is_some());
    }
    let finder = HitFinder::new(corpus, &request.query);
    for doc in corpus.doc_ids() {
        let _ = finder.snippet(doc, 80);
    }
    let _ = finder.hits(DocId(u32::MAX));
});
