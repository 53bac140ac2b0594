//! Tables of words, against counts made by hand.

#![allow(clippy::unwrap_used)] // helpers of tests are outside test functions

use corpus_index::testing::CorpusBuilder;
use corpus_search::{
    BesideSoFar, Corpus, DocId, HitFinder, KeywordsSoFar, LineSort, LinesSoFar, RunsSoFar,
    SearchRequest, alike, collocates, concordance, keywords, look_up_names, parse, runs, search,
};

/// Documents of the given bodies, numbered in this order, under one title.
fn corpus_of(bodies: &[&str]) -> Corpus {
    let mut builder = CorpusBuilder::new("Words");
    for (i, body) in bodies.iter().enumerate() {
        let _ = builder.doc(&format!("d{i:03}"), "Note", body);
    }
    Corpus::open(corpus_index::write_pack(&builder.finish())).unwrap()
}

/// Six notes on a strike in a harbour, and as many on other things.
fn notes() -> Corpus {
    corpus_of(&[
        "The dockers met. Tear gas drifted over the harbour and the dockers ran.",
        "The dockers asked for pay. The harbour stood still.",
        "A line of dockers closed the harbour, and tear gas was used.",
        "No ship left the harbour while the dockers talked.",
        "The mayor spoke to the dockers in the harbour.",
        "The dockers of the harbour voted. Tear gas was found.",
        "The school opened a garden. The children planted beans and natural gas was cut off.",
        "The library lent more books. The reading room was full.",
        "A new bridge was opened by the council, and the road was closed.",
        "The theatre played to a full house. The actors were cheered.",
        "The bakery raised the price of bread, and the mill was blamed.",
        "The garden of the school won a prize. The beans were eaten.",
    ])
}

fn found(corpus: &Corpus, query: &str) -> (Vec<DocId>, HitFinder) {
    let query = parse(query);
    let finder = HitFinder::new(corpus, &query);
    let request = SearchRequest {
        query,
        ..SearchRequest::default()
    };
    (search(corpus, &request).docs, finder)
}

#[test]
fn keywords_are_what_the_rest_does_not_have() {
    let corpus = notes();
    let (docs, _) = found(&corpus, "harbour");
    assert_eq!(docs.len(), 6);
    let rows = keywords(&corpus, &docs, 10);
    let words: Vec<&str> = rows.iter().map(|row| row.word.as_str()).collect();
    assert_eq!(
        words,
        ["dockers"],
        "the words of every note tell nothing, and six of *harbour* may be chance"
    );
    assert_eq!((rows[0].n_here, rows[0].n_elsewhere), (7, 0));
    assert!(rows.iter().all(|row| row.effect > 2000), "{rows:?}");
    assert_eq!(keywords(&corpus, &[], 10), [], "nothing against everything");
    let all: Vec<DocId> = corpus.doc_ids().collect();
    assert_eq!(
        keywords(&corpus, &all, 10),
        [],
        "everything against nothing"
    );
}

#[test]
fn keywords_looked_at_some_at_a_time_are_the_same() {
    let corpus = notes();
    let (docs, _) = found(&corpus, "dockers");
    let all = keywords(&corpus, &docs, 10);
    assert!(!all.is_empty());
    for portion in [1, 7, 16, 50, 1000] {
        let mut so_far = KeywordsSoFar::default();
        let n = KeywordsSoFar::n_words(&corpus);
        for start in (0..n).step_by(portion) {
            so_far.add(&corpus, &docs, start..(start + portion).min(n));
        }
        assert_eq!(so_far.telling(10), all, "{portion}");
    }
}

#[test]
fn collocates_are_words_beside_the_hits() {
    let corpus = notes();
    let (docs, finder) = found(&corpus, "gas");
    let rows = collocates(&corpus, &finder, &docs, 2, 10);
    assert_eq!(rows[0].word, "tear");
    assert_eq!((rows[0].n_here, rows[0].n_elsewhere), (3, 0));
    // Four hits of *gas*, three of *tear*: 14 + log2(2 * 3 / 7).
    assert_eq!(rows[0].effect, 13_778);
    assert!(
        rows.iter().all(|row| row.word != "gas"),
        "the hit is not beside itself"
    );
}

#[test]
fn runs_of_words_end_with_the_sentence() {
    let corpus = corpus_of(&[
        "A state of emergency. A state of emergency was declared",
        "They ended the state of emergency",
    ]);
    let all: Vec<DocId> = corpus.doc_ids().collect();
    let rows: Vec<(String, u32, u32)> = runs(&corpus, &all, 3, 5)
        .into_iter()
        .map(|run| (run.words, run.n_hits, run.n_docs))
        .collect();
    assert_eq!(
        rows,
        [
            ("state of emergency".to_owned(), 3, 2),
            ("a state of".to_owned(), 2, 1)
        ]
    );
}

#[test]
fn documents_read_some_at_a_time_give_the_same() {
    let corpus = notes();
    let (docs, finder) = found(&corpus, "dockers OR gas");
    let all: Vec<DocId> = corpus.doc_ids().collect();
    let (mut beside, mut found_runs) = (BesideSoFar::default(), RunsSoFar::default());
    for part in docs.chunks(3) {
        beside.add(&corpus, &finder, part, 2);
    }
    assert_eq!(
        beside.telling(&corpus, 10),
        collocates(&corpus, &finder, &docs, 2, 10)
    );
    for part in all.chunks(5) {
        found_runs.add(&corpus, part, 2);
    }
    assert!(!runs(&corpus, &all, 2, 10).is_empty());
    assert_eq!(found_runs.most_frequent(10), runs(&corpus, &all, 2, 10));
    for sort in [LineSort::Documents, LineSort::Left, LineSort::Date] {
        let mut lines = LinesSoFar::default();
        for part in docs.chunks(2) {
            lines.add(&corpus, &finder, part, 3, sort);
        }
        assert_eq!(
            lines.sorted(),
            concordance(&corpus, &finder, &docs, 3, sort)
        );
    }
}

#[test]
fn texts_about_the_same_are_alike() {
    let corpus = notes();
    let rows = alike(&corpus, DocId(6), 3);
    assert_eq!(rows[0].doc, DocId(11), "{rows:?}");
    assert!(rows[0].because.contains(&"beans".to_owned()), "{rows:?}");
    assert!(
        rows.iter()
            .all(|row| row.doc != DocId(6) && row.score <= 1000)
    );
}

#[test]
fn a_list_of_names_is_counted_as_written() {
    let corpus = corpus_of(&[
        "Ada Marrow spoke. Marrow left; ADA MARROW came back.",
        "Ben Quill heard Áda Marrow.",
    ]);
    let rows = look_up_names(&corpus, ["ada marrow", "Quill", "Nobody", "…", "note"]);
    let shown: Vec<(usize, u32)> = rows
        .iter()
        .map(|row| (row.docs.len(), row.n_hits))
        .collect();
    assert_eq!(shown, [(2, 3), (1, 1), (0, 0), (0, 0), (2, 2)]);
}
