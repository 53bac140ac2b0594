//! Generated corpora and queries of the whole grammar: every answer is compared with one found by reading every
//! document from its first word to its last.

#![allow(clippy::unwrap_used)] // helpers of tests are outside test functions

use corpus_index::fold::{Words, fold};
use corpus_index::testing::CorpusBuilder;
use corpus_index::write_pack;
use corpus_model::{DayInterval, EntityIdx, EntityKind, LinkedCorpus, LinkedDoc};
use corpus_search::{
    Corpus, DocId, Expr, Facet, FacetFilter, FieldTest, FilterMode, Filters, HitFinder, Known,
    Phrase, Scope, SearchRequest, SearchResult, Sort, WordPattern, parse, scores_of, search,
    search_page, search_top, share_a_day,
};
use proptest::prelude::*;

const WORDS: [&str; 10] = [
    "port", "ports", "strike", "striker", "crane", "Crâne", "night", "shift", "of", "C5+1",
];
const OUTLETS: [&str; 3] = ["Salt Gazette", "North Wire", "Night Post"];
const SECTIONS: [&str; 2] = ["World", "Night Life"];
const DAYS: [&str; 5] = ["2022-01-05", "2022-01-06", "2022-01", "2021", "2022-02-01"];
const PEOPLE: [&[&str]; 3] = [&["Ada Marrow", "Marrow"], &["Ben Marrow"], &["Night Crane"]];

#[derive(Debug, Clone)]
struct Given {
    title: Vec<usize>,
    body: Vec<usize>,
    outlet: Option<usize>,
    section: Option<usize>,
    published: Option<usize>,
    person: Option<(usize, bool)>,
    date: Option<usize>,
}

fn given() -> impl Strategy<Value = Given> {
    let words = |n| prop::collection::vec(0..WORDS.len(), 0..n);
    (
        words(3),
        words(14),
        prop::option::of(0..OUTLETS.len()),
        prop::option::of(0..SECTIONS.len()),
        prop::option::of(0..DAYS.len()),
        prop::option::of((0..PEOPLE.len(), any::<bool>())),
        prop::option::of(0..DAYS.len()),
    )
        .prop_map(
            |(title, body, outlet, section, published, person, date)| Given {
                title,
                body,
                outlet,
                section,
                published,
                person,
                date,
            },
        )
}

fn build(docs: &[Given]) -> LinkedCorpus {
    let mut b = CorpusBuilder::new("Generated");
    let people: Vec<EntityIdx> = PEOPLE
        .iter()
        .zip(["Q1", "Q2", "Q3"])
        .map(|(names, id)| b.entity(id, EntityKind::Person, names))
        .collect();
    for (i, given) in docs.iter().enumerate() {
        let text = |list: &[usize]| {
            let words: Vec<&str> = list.iter().map(|&w| WORDS[w]).collect();
            words.join(" ")
        };
        let (half, rest) = given.body.split_at(given.body.len() / 2);
        let mut body = format!("{} “{}”.", text(half), text(rest));
        if let Some((person, _)) = given.person {
            body.push_str(&format!(" {} said.", PEOPLE[person][0]));
        }
        if let Some(date) = given.date {
            body.push_str(&format!(" On {}.", DAYS[date]));
        }
        let mut doc = b.doc(&format!("d{i:03}"), &text(&given.title), &body);
        if let Some(outlet) = given.outlet {
            doc = doc.outlet(OUTLETS[outlet]);
            if outlet == 2 {
                doc = doc.author("Ben Quill").language("und");
            }
        }
        if let Some(section) = given.section {
            doc = doc.section(SECTIONS[section]);
        }
        if let Some(day) = given.published {
            doc = doc.published(DAYS[day]);
        }
        if let Some(date) = given.date {
            doc = doc.date(DAYS[date], DAYS[date]);
        }
        if let Some((person, speaks)) = given.person {
            let name = PEOPLE[person][0];
            doc = doc.mention(name, people[person]);
            if speaks {
                doc = doc.quote(&format!("“{}”", text(rest)), people[person], name, "said");
            }
        }
        let _ = doc;
    }
    b.finish()
}

/// The folded words of a document, whether each is in the title, and in which quotations.
struct ReadDoc<'l> {
    doc: &'l LinkedDoc,
    words: Vec<(String, bool, Vec<usize>)>,
}

fn read(doc: &LinkedDoc) -> ReadDoc<'_> {
    let mut words = Vec::new();
    let mut reader = Words::new(&doc.article.text);
    let mut folded = String::new();
    while let Some(span) = reader.next_into(&mut folded) {
        let in_title = doc.article.title.is_some_and(|title| title.overlaps(span));
        let quotes = (0..doc.quotes.len())
            .filter(|&q| doc.quotes[q].span.overlaps(span))
            .collect();
        words.push((folded.clone(), in_title, quotes));
    }
    ReadDoc { doc, words }
}

fn edit_distance(a: &[char], b: &[char]) -> usize {
    match (a, b) {
        ([], rest) | (rest, []) => rest.len(),
        ([x, a @ ..], [y, b @ ..]) if x == y => edit_distance(a, b),
        ([x, tail_a @ ..], [y, tail_b @ ..]) => {
            let mut best = edit_distance(tail_a, tail_b)
                .min(edit_distance(tail_a, b))
                .min(edit_distance(a, tail_b))
                + 1;
            if let ([x2, rest_a @ ..], [y2, rest_b @ ..]) = (tail_a, tail_b)
                && x == y2
                && y == x2
            {
                best = best.min(edit_distance(rest_a, rest_b) + 1);
            }
            best
        }
    }
}

fn is_word(pattern: &WordPattern, word: &str) -> bool {
    match pattern {
        WordPattern::Exact(wanted) => wanted == word,
        // Of the words in these texts only two are forms of one.
        WordPattern::Forms(wanted) => {
            wanted == word
                || matches!(
                    (wanted.as_str(), word),
                    ("port", "ports") | ("ports", "port")
                )
        }
        WordPattern::Prefix(prefix) => word.starts_with(prefix.as_str()),
        WordPattern::Fuzzy {
            word: wanted,
            distance,
        } => {
            let (a, b): (Vec<char>, Vec<char>) = (wanted.chars().collect(), word.chars().collect());
            edit_distance(&a, &b) <= usize::from(*distance)
        }
        WordPattern::Pattern(pattern) => pattern.is_match(word),
    }
}

/// Every choice of ascending words for a phrase, as first and last word.
fn places(words: &[(String, bool, Vec<usize>)], phrase: &Phrase) -> Vec<(usize, usize)> {
    fn extend(
        words: &[(String, bool, Vec<usize>)],
        patterns: &[WordPattern],
        chosen: &mut Vec<usize>,
        out: &mut Vec<Vec<usize>>,
    ) {
        let Some((first, rest)) = patterns.split_first() else {
            out.push(chosen.clone());
            return;
        };
        let from = chosen.last().map_or(0, |last| last + 1);
        for i in from..words.len() {
            if is_word(first, &words[i].0) {
                chosen.push(i);
                extend(words, rest, chosen, out);
                chosen.pop();
            }
        }
    }
    let mut all = Vec::new();
    extend(words, &phrase.words, &mut Vec::new(), &mut all);
    let mut out: Vec<(usize, usize)> = all
        .into_iter()
        .map(|chosen| (chosen[0], chosen[chosen.len() - 1]))
        .filter(|(first, last)| last - first < phrase.words.len() + phrase.slop as usize)
        .filter(|&(first, last)| match phrase.scope {
            Scope::Anywhere => true,
            Scope::Title => words[first].1 && words[last].1,
            Scope::Quote => words[first]
                .2
                .iter()
                .any(|quote| words[last].2.contains(quote)),
        })
        .collect();
    // From each first word to the nearest last word.
    out.sort_unstable();
    out.dedup_by_key(|(first, _)| *first);
    out
}

fn is_chain(parts: &[Vec<(usize, usize)>], last: Option<(usize, usize)>, distance: usize) -> bool {
    let Some((first, rest)) = parts.split_first() else {
        return true;
    };
    first.iter().any(|&place| {
        let is_near = last.is_none_or(|last| {
            (place.0 > last.1 && place.0 - last.1 <= distance)
                || (last.0 > place.1 && last.0 - place.1 <= distance)
        });
        is_near && is_chain(rest, Some(place), distance)
    })
}

fn called(linked: &LinkedCorpus, label: &Phrase, typed: &str) -> Vec<u32> {
    let entities = || (0..).zip(&linked.entities);
    let found: Vec<u32> = entities()
        .filter(|(_, e)| e.id == typed)
        .map(|(i, _)| i)
        .collect();
    if !found.is_empty() {
        return found;
    }
    let spelled = |test: &dyn Fn(&str) -> bool| -> Vec<u32> {
        entities()
            .filter(|(_, e)| e.spellings.iter().any(|s| test(&s.text)))
            .map(|(i, _)| i)
            .collect()
    };
    let has = |text: &str| {
        let words: Vec<_> = text.split(' ').map(|w| (fold(w), false, vec![])).collect();
        !places(&words, label).is_empty()
    };
    let whole = spelled(&|text: &str| has(text) && fold(text) == fold(typed));
    if whole.is_empty() {
        spelled(&has)
    } else {
        whole
    }
}

/// What a document has of a facet that is read off it.
fn values(doc: &LinkedDoc, facet: Facet) -> Vec<&str> {
    let article = &doc.article;
    match facet {
        Facet::Outlet => article.outlet.iter().map(|o| o.value.as_str()).collect(),
        Facet::Language => vec![&article.language.tag],
        Facet::Author => article.authors.iter().map(String::as_str).collect(),
        Facet::Section => article.section.as_deref().into_iter().collect(),
        Facet::Entity(_) => Vec::new(),
    }
}

fn holds(linked: &LinkedCorpus, doc: &ReadDoc<'_>, expr: &Expr) -> bool {
    let has_day = |days: Option<DayInterval>, wanted: DayInterval| {
        days.is_some_and(|d| share_a_day(d, wanted))
    };
    let published = doc.doc.published.as_ref().and_then(|p| p.interval);
    match expr {
        Expr::Everything => true,
        Expr::And(parts) => parts.iter().all(|part| holds(linked, doc, part)),
        Expr::Or(parts) => parts.iter().any(|part| holds(linked, doc, part)),
        Expr::Not(part) => !holds(linked, doc, part),
        Expr::Phrase(phrase) => !places(&doc.words, phrase).is_empty(),
        Expr::Near { distance, parts } => {
            let parts: Vec<Vec<_>> = parts
                .iter()
                .map(|choice| choice.iter().flat_map(|p| places(&doc.words, p)).collect())
                .collect();
            is_chain(&parts, None, *distance as usize)
        }
        Expr::Field { test, .. } => match test {
            FieldTest::Entity { label, typed, .. } => {
                let wanted = called(linked, label, typed);
                doc.doc
                    .mentions
                    .iter()
                    .any(|m| wanted.contains(&m.entity.0))
            }
            FieldTest::Speaker { label, typed } => {
                let wanted = called(linked, label, typed);
                let speakers = doc.doc.quotes.iter().filter_map(|q| q.speaker);
                speakers.into_iter().any(|e| wanted.contains(&e.0))
            }
            FieldTest::Value { facet, label } => values(doc.doc, *facet).iter().any(|value| {
                let words = value.split(' ').map(|w| (fold(w), false, vec![]));
                !places(&words.collect::<Vec<_>>(), label).is_empty()
            }),
            FieldTest::Format(format) => doc.doc.article.source.format == *format,
            FieldTest::Published(days) => has_day(published, *days),
            FieldTest::Mentions(days) => doc.doc.dates.iter().any(|d| has_day(d.interval, *days)),
            FieldTest::Has(Known::Published) => published.is_some(),
            FieldTest::Has(Known::Quote) => !doc.doc.quotes.is_empty(),
            FieldTest::Has(Known::Title) => doc.doc.article.title.is_some(),
            FieldTest::Has(Known::Mentioned) => doc.doc.dates.iter().any(|d| d.interval.is_some()),
            FieldTest::Has(Known::Url) => doc.doc.article.url.is_some(),
            FieldTest::Has(Known::Facet(Facet::Entity(kind))) => {
                doc.doc.mentions.iter().any(|m| m.kind == *kind)
            }
            FieldTest::Has(Known::Facet(facet)) => {
                values(doc.doc, *facet).iter().any(|value| *value != "und")
            }
        },
    }
}

fn query() -> impl Strategy<Value = String> {
    let word = || {
        prop::sample::select(vec![
            "port", "ports", "strike", "striker", "crane", "night", "shift", "of", "c5", "none",
        ])
    };
    let words = move || prop::collection::vec(word(), 1..4).prop_map(|w| w.join(" "));
    let operand = prop_oneof![
        6 => word().prop_map(String::from),
        2 => Just("C5+1".to_owned()),
        2 => word().prop_map(|w| format!("={w}")),
        4 => words().prop_map(|w| format!("\"{w}\"")),
        2 => (words(), 1u32..4).prop_map(|(w, n)| format!("\"{w}\"~{n}")),
        2 => prop::sample::select(vec!["po*", "st*", "c*", "n?ght", "*s", "st*e", "x*"]).prop_map(String::from),
        2 => (word(), 1u32..3).prop_map(|(w, n)| format!("{w}~{n}")),
        1 => prop::sample::select(vec!["/ports?/", "/(night|shift)/", "/[cs].*e/", "/.{2}/"]).prop_map(String::from),
    ];
    let operand = operand.boxed();
    let near = (
        operand.clone(),
        1u32..5,
        operand.clone(),
        prop::option::of(operand.clone()),
    )
        .prop_map(|(a, n, b, c)| match c {
            None => format!("{a} NEAR/{n} {b}"),
            Some(c) => format!("{a} NEAR/{n} {b} NEAR/{n} {c}"),
        });
    let field = prop_oneof![
        operand.clone().prop_map(|o| format!("title:{o}")),
        operand.clone().prop_map(|o| format!("quote:{o}")),
        prop::sample::select(vec![
            "person:marrow",
            "person:\"ada marrow\"",
            "person:ben",
            "person:Q3",
            "entity:mar*",
            "speaker:marrow",
            "speaker:night",
            "outlet:night",
            "outlet:\"salt gazette\"",
            "published:2022-01-05",
            "published:2022-01",
            "published:..2021",
            "mentions:2022-01",
            "mentions:2022-01-06..2022-02",
            "has:date",
            "is:undated",
            "has:quote",
            "is:untitled",
            "person:nobody",
            "lang:en",
            "lang:und",
            "author:quill",
            "author:\"ben quill\"",
            "section:world",
            "section:night",
            "section:(world OR \"night life\")",
            "has:section",
            "type:text",
            "type:html",
            "has:mentions",
            "has:url",
            "has:author",
            "has:language",
            "has:person",
            "has:place",
        ])
        .prop_map(String::from),
    ];
    let leaf = prop_oneof![5 => operand, 1 => near, 3 => field];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(|p| p.join(" ")),
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|p| format!("({})", p.join(" OR "))),
            inner.clone().prop_map(|p| format!("-({p})")),
            inner.prop_map(|p| format!("NOT {p}")),
        ]
    })
}

/// The best few are the first of all, with their scores, and so is a page of them.
fn same_whichever_way_it_is_asked(
    corpus: &Corpus,
    request: &SearchRequest,
    whole: &SearchResult,
) -> Result<(), TestCaseError> {
    for (limit, sort) in [
        (3, Sort::Relevance),
        (90, Sort::Relevance),
        (7, Sort::Newest),
    ] {
        let request = SearchRequest {
            sort,
            ..request.clone()
        };
        let all = search(corpus, &request);
        prop_assert_eq!(all.total(), whole.total());
        let first = all.docs.get(..limit).unwrap_or(&all.docs);
        let top = search_top(corpus, &request, limit);
        prop_assert_eq!(&top.docs, first);
        prop_assert_eq!(top.total, all.total());
        let page = search_page(corpus, &request, 1..limit, &|facet| facet == Facet::Outlet);
        let docs: Vec<DocId> = page.docs.iter().map(|(doc, _)| *doc).collect();
        prop_assert_eq!(&docs[..], first.get(1..).unwrap_or_default());
        let scores: Vec<u32> = page.docs.iter().map(|(_, score)| *score).collect();
        prop_assert_eq!(&scores, &scores_of(corpus, &request.query, &docs));
        prop_assert_eq!(page.total, all.total());
        prop_assert_eq!(page.facets.len(), 1);
        prop_assert_eq!(&page.facets[0].values, all.facet(Facet::Outlet));
        prop_assert_eq!(&page.notes, &all.notes);
    }
    Ok(())
}

fn docs() -> impl Strategy<Value = Vec<Given>> {
    prop::collection::vec(given(), 1..24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn every_result_is_what_reading_everything_finds(docs in docs(), query in query()) {
        let linked = build(&docs);
        let corpus = Corpus::open(write_pack(&linked)).unwrap();
        let parsed = parse(&query);
        let expected: Vec<DocId> = (0..)
            .zip(&linked.docs)
            .filter(|(_, doc)| holds(&linked, &read(doc), &parsed.expr))
            .map(|(i, _)| DocId(i))
            .collect();
        let request = SearchRequest { query: parsed.clone(), ..SearchRequest::default() };
        let result = search(&corpus, &request);
        let mut found = result.docs.clone();
        found.sort_unstable();
        prop_assert_eq!(&found, &expected, "{}", query);
        prop_assert_eq!(&result.timeline_docs, &expected);
        same_whichever_way_it_is_asked(&corpus, &request, &result)?;

        // Hits stand where the documents say.
        let finder = HitFinder::new(&corpus, &parsed);
        if let Expr::Phrase(phrase) = &parsed.expr {
            for (doc, linked_doc) in corpus.doc_ids().zip(&linked.docs) {
                let hits = finder.hits(doc);
                prop_assert_eq!(!hits.is_empty(), expected.contains(&doc), "{}", query);
                if let ([pattern], Scope::Anywhere) = (&*phrase.words, phrase.scope) {
                    let n = read(linked_doc).words.iter().filter(|w| is_word(pattern, &w.0)).count();
                    prop_assert_eq!(hits.len(), n, "{}", query);
                }
            }
        }
        for doc in &found {
            let snippet = finder.snippet(*doc, 40);
            let text = corpus.text_slice(*doc, snippet.span);
            prop_assert!(snippet.span.is_empty() || !text.is_empty());
            prop_assert!(snippet.hits.iter().all(|hit| snippet.span.contains(*hit)));
        }
    }

    #[test]
    fn every_count_is_what_choosing_it_leaves(docs in docs(), query in query(), chosen in any::<prop::sample::Index>(), mode in 0usize..4) {
        let linked = build(&docs);
        let corpus = Corpus::open(write_pack(&linked)).unwrap();
        let mut request = SearchRequest { query: parse(&query), sort: Sort::Oldest, ..SearchRequest::default() };
        let first = search(&corpus, &request);
        let all: Vec<(Facet, u32)> = first
            .facets
            .iter()
            .flat_map(|counts| counts.values.iter().map(|v| (counts.facet, v.value)))
            .collect();
        let mode = [FilterMode::Require, FilterMode::AnyOf, FilterMode::Exclude].get(mode).copied();
        if let (Some(mode), false) = (mode, all.is_empty()) {
            let (facet, value) = all[chosen.index(all.len())];
            request.filters = Filters { facets: vec![FacetFilter { facet, value, mode }], ..Filters::default() };
        }
        let result = search(&corpus, &request);
        for counts in &result.facets {
            for count in &counts.values {
                let mut after = request.clone();
                // A choice beside `AnyOf` choices of its facet is counted by itself.
                after.filters.facets.retain(|f| f.mode != FilterMode::AnyOf || f.facet != counts.facet);
                after.filters.facets.push(FacetFilter { facet: counts.facet, value: count.value, mode: FilterMode::Require });
                prop_assert_eq!(search(&corpus, &after).total() as u32, count.n);
            }
        }
        // Nothing that is there is missing from the counts.
        for doc in &result.docs {
            for facet in Facet::ALL {
                for value in corpus.facet_values_of(facet, *doc) {
                    prop_assert!(result.facet(facet).iter().any(|count| count.value == value && count.n > 0));
                }
            }
        }
    }

    #[test]
    fn the_order_is_total_and_the_same(docs in docs(), query in query()) {
        let corpus = Corpus::open(write_pack(&build(&docs))).unwrap();
        for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Outlet, Sort::Title] {
            let request = SearchRequest { query: parse(&query), sort, ..SearchRequest::default() };
            let once = search(&corpus, &request);
            prop_assert_eq!(&once, &search(&corpus, &request));
            if sort == Sort::Title {
                let title = |doc: &DocId| (fold(corpus.doc(*doc).unwrap().title()), *doc);
                prop_assert!(once.docs.iter().map(title).is_sorted());
            }
            let mut docs = once.docs.clone();
            docs.sort_unstable();
            docs.dedup();
            prop_assert_eq!(docs.len(), once.total());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Postings of some hundred documents stand in blocks, and what is read by leaps is another way than the one above.
    #[test]
    fn many_documents_are_found_as_few_are(docs in prop::collection::vec(given(), 300..500), query in query()) {
        let linked = build(&docs);
        let corpus = Corpus::open(write_pack(&linked)).unwrap();
        let parsed = parse(&query);
        let expected: Vec<DocId> = (0..)
            .zip(&linked.docs)
            .filter(|(_, doc)| holds(&linked, &read(doc), &parsed.expr))
            .map(|(i, _)| DocId(i))
            .collect();
        let request = SearchRequest { query: parsed, ..SearchRequest::default() };
        let result = search(&corpus, &request);
        let mut found = result.docs.clone();
        found.sort_unstable();
        prop_assert_eq!(&found, &expected, "{}", query);
        same_whichever_way_it_is_asked(&corpus, &request, &result)?;
    }
}
