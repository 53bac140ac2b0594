//! A corpus of which only pages are there gives, once they have come, the answers of the whole.

#![allow(clippy::unwrap_used)] // helpers of tests are outside test functions

use corpus_index::testing::generated;
use corpus_index::{Parts, write_pack};
use corpus_search::{
    Corpus, DocId, EntityId, Facet, FacetFilter, FilterMode, HitFinder, LineSort, SearchRequest,
    Sort, concordance, parse, search_and_find, search_counting, search_top, suggest,
};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The whole corpus, and the same cut up.
static CORPUS: LazyLock<(Corpus, Parts)> = LazyLock::new(|| {
    let corpus = Corpus::open(write_pack(&generated(4000, 90))).unwrap();
    let parts = corpus.pack().split().unwrap();
    (corpus, parts)
});

/// A host that serves the pages, and counts.
struct Host {
    files: BTreeMap<u32, &'static [u8]>,
    n_rounds: usize,
    n_bytes: usize,
}

impl Host {
    fn new() -> (Corpus, Self) {
        let (_, parts) = &*CORPUS;
        let files = parts.pages.iter().map(|(n, file)| (*n, &file[..]));
        let host = Self {
            files: files.collect(),
            n_rounds: 0,
            n_bytes: 0,
        };
        (Corpus::open_head(&parts.head).unwrap(), host)
    }

    /// Asks until nothing is missing.
    fn ask<T>(&mut self, corpus: &Corpus, question: impl Fn(&Corpus) -> T) -> T {
        loop {
            let answer = question(corpus);
            let pages = corpus.pages().unwrap();
            let wanted = pages.take_wanted();
            if wanted.is_empty() {
                return answer;
            }
            self.n_rounds += 1;
            assert!(self.n_rounds < 40, "asks for ever");
            for page in wanted {
                let file = self.files[&page];
                self.n_bytes += file.len();
                pages.insert(page, file).unwrap();
            }
        }
    }
}

/// What a reader sees of an answer: order, counts, remarks, and the first ten with their snippets.
fn seen(corpus: &Corpus, request: &SearchRequest) -> String {
    let (result, finder) = search_and_find(corpus, request);
    if corpus.is_waiting() {
        return String::new();
    }
    format!("{result:?} {:?}", rows(corpus, &finder, &result.docs))
}

fn rows(corpus: &Corpus, finder: &HitFinder, docs: &[DocId]) -> Vec<String> {
    let row = |&doc: &DocId| {
        let snippet = finder.snippet(doc, 100);
        let view = corpus.doc(doc)?;
        let outlet = view.outlet().map(|outlet| outlet.name);
        let text = corpus.text_slice(doc, snippet.span);
        Some(format!(
            "{} {outlet:?} {text} {:?}",
            view.title(),
            snippet.hits
        ))
    };
    docs.iter().take(10).filter_map(row).collect()
}

const QUERIES: [&str; 16] = [
    "",
    "ce",
    "ce di",
    "ce -di",
    "ce OR gu",
    "\"ce di\"",
    "\"ce di\"~3",
    "ce NEAR/4 gu",
    "title:ce",
    "di* -ce",
    "*ce",
    "dife~1",
    "/c[ei]d.*/",
    "person:ce",
    "is:undated ba",
    "published:2020 ce",
];

#[test]
fn lines_read_what_was_wanted_for_them_and_no_more() {
    let (whole, _) = &*CORPUS;
    let queries = [
        "dife~1",
        "\"ce di\"",
        "title:ce",
        "quote:ce",
        "title:\"ce di\" NEAR/9 gu",
    ];
    for query in queries.into_iter().chain(QUERIES) {
        let request = SearchRequest {
            query: parse(query),
            ..SearchRequest::default()
        };
        let (corpus, mut host) = Host::new();
        let (docs, finder) = host.ask(&corpus, |corpus| {
            let (result, finder) = search_counting(corpus, &request, &|_| false);
            (result.docs, finder)
        });
        let docs = docs.get(..40).unwrap_or(&docs);
        let n_texts = corpus.n_missing_of_texts(docs);
        host.ask(&corpus, |_| docs.iter().for_each(|doc| finder.want(*doc)));
        assert_eq!(corpus.n_missing_of_texts(docs), 0, "{query}");
        assert!(docs.is_empty() || n_texts > 0);
        let lines = |corpus: &Corpus, finder: &HitFinder| {
            concordance(corpus, finder, docs, 5, LineSort::Right)
        };
        let n_rounds = host.n_rounds;
        let found = host.ask(&corpus, |corpus| lines(corpus, &finder));
        // Records, where names and days stand, have words in a table of strings.
        let most = usize::from(query.contains(':')) * 2;
        assert!(host.n_rounds - n_rounds <= most, "{query}");
        let of_whole = HitFinder::new(whole, &request.query);
        assert_eq!(found, lines(whole, &of_whole), "{query}");
    }
}

#[test]
fn answers_are_those_of_the_whole() {
    let (whole, _) = &*CORPUS;
    for query in QUERIES {
        for sort in [Sort::Relevance, Sort::Newest, Sort::Title] {
            let request = SearchRequest {
                query: parse(query),
                sort,
                ..SearchRequest::default()
            };
            let (corpus, mut host) = Host::new();
            let found = host.ask(&corpus, |corpus| seen(corpus, &request));
            assert_eq!(found, seen(whole, &request), "{query} {sort:?}");
        }
    }
}

#[test]
fn filters_completions_and_documents_come_too() {
    let (whole, _) = &*CORPUS;
    let (corpus, mut host) = Host::new();
    let mut request = SearchRequest {
        query: parse("ce"),
        ..SearchRequest::default()
    };
    let of_facet = |facet, value| FacetFilter {
        facet,
        value,
        mode: FilterMode::AnyOf,
    };
    let kind = corpus_model::EntityKind::Person;
    request.filters.facets = vec![of_facet(Facet::Outlet, 1), of_facet(Facet::Entity(kind), 0)];
    let found = host.ask(&corpus, |corpus| seen(corpus, &request));
    assert_eq!(found, seen(whole, &request));
    let found = host.ask(&corpus, |corpus| suggest(corpus, "ba", 8));
    assert_eq!(found, suggest(whole, "ba", 8));
    let id = "d001234";
    assert_eq!(
        host.ask(&corpus, |corpus| corpus.doc_by_id(id)),
        whole.doc_by_id(id)
    );
    let text = host.ask(&corpus, |corpus| corpus.text(DocId(1234)).to_owned());
    assert_eq!(text, whole.text(DocId(1234)));
}

#[test]
fn an_id_is_found_in_one_round() {
    let (whole, _) = &*CORPUS;
    for id in ["d000000", "d001234", "d003999", "d0012345", "a", "z"] {
        let (corpus, mut host) = Host::new();
        let found = host.ask(&corpus, |corpus| corpus.doc_by_id(id));
        assert_eq!(found, whole.doc_by_id(id), "{id}");
        assert!(host.n_rounds <= 1, "{id}: {}", host.n_rounds);
    }
    // The hashes of all ids, then the record of the one that has it, then its id among the strings.
    for entity in [0, 17, 60].map(EntityId) {
        let id = whole.entity(entity).unwrap().id().to_owned();
        let (corpus, mut host) = Host::new();
        let found = host.ask(&corpus, |corpus| corpus.entity_by_id(&id));
        assert_eq!(found, Some(entity));
        assert!(host.n_rounds <= 3, "{id}: {}", host.n_rounds);
    }
}

#[test]
fn a_word_needs_a_small_part_in_few_rounds() {
    let (whole, parts) = &*CORPUS;
    let (corpus, mut host) = Host::new();
    let request = SearchRequest {
        query: parse("lopedi"),
        ..SearchRequest::default()
    };
    corpus.want_common();
    let found = host.ask(&corpus, |corpus| {
        let (result, finder) = search_counting(corpus, &request, &|_| false);
        (rows(corpus, &finder, &result.docs), result.docs)
    });
    assert_eq!(found.1, search_top(whole, &request, usize::MAX).docs);
    assert!(!found.0.is_empty());
    let all: usize = parts.pages.iter().map(|(_, file)| file.len()).sum();
    assert!(host.n_bytes * 5 < all, "{} of {all}", host.n_bytes);
    assert!(parts.head.len() * 20 < all, "{} of {all}", parts.head.len());
    assert!(host.n_rounds <= 4, "{}", host.n_rounds);
}
