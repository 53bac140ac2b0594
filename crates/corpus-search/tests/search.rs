//! A query and the documents expected.

#![allow(clippy::unwrap_used)] // helpers of tests are outside test functions

use corpus_index::testing::opened;
use corpus_model::{CivilDate, DayInterval, EntityKind};
use corpus_search::{
    Corpus, DocId, Facet, FacetFilter, FilterMode, Filters, HitFinder, SearchRequest, Sort, parse,
    search, snippet,
};

fn ids(corpus: &Corpus, docs: &[DocId]) -> Vec<String> {
    docs.iter()
        .map(|doc| {
            corpus
                .doc(*doc)
                .unwrap()
                .id()
                .split('-')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect()
}

/// The first letters of the documents found, in document order.
fn check(query: &str, expected: &str) {
    let corpus = opened();
    let request = SearchRequest {
        query: parse(query),
        ..SearchRequest::default()
    };
    let mut found = ids(&corpus, &search(&corpus, &request).docs);
    found.sort();
    assert_eq!(found.join(""), expected, "{query}");
}

#[test]
fn words_are_all_wanted() {
    check("dockers", "ab");
    check("dockers strike", "a");
    check("Dockers AND STRIKE", "a");
    check("cafe", "d");
    check("еще ответа", "e");
    check("", "abcdefgh");
    check("nowhere", "");
}

/// Documents in a language, and one of another; numbers of those that a query finds.
fn found_in(language: &str, bodies: &[&str], query: &str) -> Vec<u32> {
    let mut builder = corpus_index::testing::CorpusBuilder::new("");
    for (i, body) in bodies.iter().enumerate() {
        let _ = builder.doc(&format!("d{i}"), "", body).language(language);
    }
    let _ = builder.doc("x", "", "Not a note").language("en");
    let corpus = Corpus::open(corpus_index::write_pack(&builder.finish())).unwrap();
    let request = SearchRequest {
        query: parse(query),
        sort: Sort::Title,
        ..SearchRequest::default()
    };
    let finder = HitFinder::new(&corpus, &request.query);
    let found = search(&corpus, &request).docs;
    for doc in &found {
        assert!(
            !finder.hits(*doc).is_empty(),
            "a hit is marked where it is found"
        );
    }
    found.iter().map(|doc| doc.0).collect()
}

/// A word stands for its forms in the language of the corpus, `=` for itself.
#[test]
fn words_are_found_in_the_forms_of_their_language() {
    let german = [
        "Die Proteste dauern an",
        "Von den Protesten",
        "Ein Protestant",
    ];
    assert_eq!(found_in("de", &german, "Protest"), [0, 1]);
    assert_eq!(found_in("de", &german, "=Protest"), [0; 0]);
    assert_eq!(found_in("de", &german, "=Proteste"), [0]);
    assert_eq!(
        found_in("en", &german, "Protest"),
        [0; 0],
        "of another language"
    );
    let french = [
        "Les élections nationales",
        "L’unité nationale",
        "Une nation",
    ];
    assert_eq!(found_in("fr", &french, "national"), [0, 1]);
    assert_eq!(
        found_in("fr", &french, "\"élection nationale\""),
        [0; 0],
        "by the letter"
    );
    let spanish = ["Las elecciones", "Una elección", "Una nota"];
    assert_eq!(found_in("es", &spanish, "elección"), [0, 1]);
    assert_eq!(
        found_in("es", &spanish[..1], "note"),
        [1],
        "Spanish rules want more than half"
    );
    let russian = ["О протестах", "Протест", "Протестант"];
    assert_eq!(found_in("ru", &russian, "протесты"), [0, 1]);
}

#[test]
fn phrases_exclusion_choice_groups_prefixes() {
    check("\"harbour council\"", "abg");
    check("“council harbour”", "");
    check("harbour -council", "d");
    check("strike OR ferry", "acd");
    check("(strike OR ferry) NOT fair", "ad");
    check("dock*", "abg");
    check("-saltmouth", "cefgh");
}

#[test]
fn odd_queries_are_understood_and_said_so() {
    for (query, docs) in [
        ("\"harbour council", "abg"),
        ("(strike", "ac"),
        ("strike)", "ac"),
        ("OR strike", "ac"),
        ("strike NOT", "ac"),
    ] {
        check(query, docs);
        assert!(!parse(query).notes.is_empty(), "{query}");
    }
}

#[test]
fn the_title_counts_more() {
    let corpus = opened();
    let request = SearchRequest {
        query: parse("fair"),
        ..SearchRequest::default()
    };
    assert_eq!(ids(&corpus, &search(&corpus, &request).docs), ["c", "b"]);
}

#[test]
fn counts_say_what_a_click_would_leave() {
    let corpus = opened();
    let person = Facet::Entity(EntityKind::Person);
    let choose = |facet, key: &str, mode| FacetFilter {
        facet,
        value: corpus.facet_value(facet, key).unwrap(),
        mode,
    };
    let run = |facets: Vec<FacetFilter>| {
        let request = SearchRequest {
            filters: Filters {
                facets,
                ..Filters::default()
            },
            sort: Sort::Oldest,
            ..SearchRequest::default()
        };
        search(&corpus, &request)
    };
    let named = |result: &corpus_search::SearchResult, facet| -> Vec<String> {
        result
            .facet(facet)
            .iter()
            .map(|count| {
                format!(
                    "{} {}",
                    corpus.facet_value_name(facet, count.value),
                    count.n
                )
            })
            .collect()
    };
    let all = run(vec![]);
    assert_eq!(all.total(), 8);
    assert_eq!(named(&all, person), ["Ada Marrow 2", "Ben Okafor 2"]);
    let marrow = run(vec![choose(person, "Q9001", FilterMode::Require)]);
    assert_eq!(ids(&corpus, &marrow.docs), ["a", "b"]);
    assert_eq!(named(&marrow, person), ["Ada Marrow 2", "Ben Okafor 1"]);
    let gazette = run(vec![choose(
        Facet::Outlet,
        "Saltmouth Gazette",
        FilterMode::AnyOf,
    )]);
    assert_eq!(ids(&corpus, &gazette.docs), ["c", "a"]);
    assert_eq!(
        named(&gazette, Facet::Outlet),
        ["North Wire 2", "Saltmouth Gazette 2", "Северный листок 1"]
    );
    assert_eq!(
        named(&gazette, person),
        ["Ben Okafor 1", "Ada Marrow 1"]
            .map(String::from)
            .into_iter()
            .rev()
            .collect::<Vec<_>>()
    );
    let without = run(vec![choose(person, "Q9001", FilterMode::Exclude)]);
    assert_eq!(without.total(), 6);
}

#[test]
fn days_filter_by_what_they_cover() {
    let corpus = opened();
    let day = |y, m, d| CivilDate::new(y, m, d).unwrap();
    let run = |filters: Filters| {
        let request = SearchRequest {
            filters,
            sort: Sort::Newest,
            ..SearchRequest::default()
        };
        search(&corpus, &request)
    };
    let week = Some(DayInterval::days(day(2022, 1, 6), day(2022, 1, 8)));
    let found = run(Filters {
        published: week,
        ..Filters::default()
    });
    // The fair is known to the month only, and the month has these days.
    assert_eq!(ids(&corpus, &found.docs), ["b", "e", "c"]);
    assert_eq!(found.timeline_docs.len(), 8);
    assert_eq!(found.n_undated, 3);
    let found = run(Filters {
        mentioned: Some(DayInterval::days(day(1998, 5, 1), day(1998, 5, 2))),
        ..Filters::default()
    });
    assert_eq!(ids(&corpus, &found.docs), ["g"]);
    let found = run(Filters {
        is_undated: true,
        ..Filters::default()
    });
    assert_eq!(ids(&corpus, &found.docs), ["d", "f", "h"]);
}

#[test]
fn hits_are_exact_in_the_text() {
    let corpus = opened();
    let hits = |query: &str, doc: u32| -> Vec<String> {
        HitFinder::new(&corpus, &parse(query))
            .hits(DocId(doc))
            .into_iter()
            .map(|span| corpus.text_slice(DocId(doc), span).to_owned())
            .collect()
    };
    assert_eq!(hits("marrow", 0), ["Marrow", "Marrow"]);
    assert_eq!(
        hits("\"harbour council\" offer*", 1),
        ["offers", "Harbour Council", "offered", "offer"]
    );
    assert_eq!(hits("cafe -marrow", 3), ["café"]);
}

#[test]
fn a_snippet_shows_the_hits() {
    let corpus = opened();
    let found = snippet(&corpus, DocId(0), &parse("marrow speaks"), 60);
    let text = corpus.text_slice(DocId(0), found.span);
    assert!(text.contains("Marrow, who speaks"), "{text}");
    assert_eq!(found.hits.len(), 2);
    assert!(found.is_cut_before && found.is_cut_after);
    let start = snippet(&corpus, DocId(7), &parse(""), 600);
    assert_eq!(
        corpus.text_slice(DocId(7), start.span),
        "A note without a title, a date or a name."
    );
    assert!(!start.is_cut_before && !start.is_cut_after);
}

#[test]
fn a_concordance_shows_every_hit_in_its_context() {
    let corpus = opened();
    let finder = HitFinder::new(&corpus, &parse("council"));
    let docs: Vec<DocId> = corpus.doc_ids().collect();
    let lines = |sort| -> Vec<String> {
        corpus_search::concordance(&corpus, &finder, &docs, 2, sort)
            .into_iter()
            .map(|line| {
                let part = |span| corpus.text_slice(line.doc, span);
                format!(
                    "{}|{}|{}",
                    part(line.left),
                    part(line.hit),
                    part(line.right)
                )
            })
            .collect()
    };
    assert_eq!(
        lines(corpus_search::LineSort::Right),
        [
            "The Harbour |Council| of Saltmouth",
            "|Council| offers two",
            "The Harbour |Council| promised an",
            "The Harbour |Council| was founded",
        ]
    );
    assert_eq!(
        lines(corpus_search::LineSort::Left)[0],
        "|Council| offers two"
    );
    assert_eq!(
        lines(corpus_search::LineSort::Date)[0],
        "The Harbour |Council| was founded"
    );
}

#[test]
fn names_are_looked_up_by_any_spelling() {
    check("person:marrow", "ab");
    check("person:\"ada marrow\"", "ab");
    check("place:солтмут", "");
    check("org:\"north line\"", "dg");
    check("org:counc*", "abg");
    check("speaker:okafor", "b");
    check("quote:fair", "b");
    check("title:fair", "c");
    check("is:undated -has:title", "h");
    check("published:2022-01-06", "ce");
    check("mentions:1998..", "abcg");
    let corpus = opened();
    let request = SearchRequest {
        query: parse("person:nobody"),
        ..SearchRequest::default()
    };
    let notes = search(&corpus, &request).notes;
    assert_eq!(notes[0].message, "no person here is called \"nobody\"");
}

#[test]
fn asking_twice_for_a_word_changes_no_order() {
    let linked = corpus_index::testing::generated(400, 60);
    let corpus = Corpus::open(corpus_index::write_pack(&linked)).unwrap();
    let order = |query: &str| {
        let request = SearchRequest {
            query: parse(query),
            ..SearchRequest::default()
        };
        let all = search(&corpus, &request).docs;
        let top = corpus_search::search_top(&corpus, &request, 7);
        assert_eq!(top.docs, all[..all.len().min(7)]);
        assert_eq!(top.total, all.len());
        all
    };
    for word in ["ba", "ce", "di*", "\"ba ce\"", "fo~1"] {
        let once = order(word);
        assert!(!once.is_empty(), "{word}");
        assert_eq!(once, order(&format!("{word} OR {word}")), "{word}");
    }
}
