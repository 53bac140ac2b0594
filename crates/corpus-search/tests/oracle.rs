//! Generated corpora and queries of the whole grammar: every answer is compared with one found by reading every
//! document from its first word to its last: the documents, the place of every hit, the orders and the counts.

#![allow(clippy::unwrap_used)] // helpers of tests are outside test functions

use corpus_index::fold::{Words, fold};
use corpus_index::testing::CorpusBuilder;
use corpus_index::write_pack;
use corpus_model::{
    DayInterval, EntityIdx, EntityKind, LinkedCorpus, LinkedDoc, OffsetIndex, Span,
};
use corpus_search::{
    Corpus, DocId, Expr, FIELDS, Facet, FacetFilter, FieldTest, FilterMode, Filters, HAS,
    HitFinder, IS, Known, LineSort, Phrase, Scope, SearchRequest, SearchResult, Sort, WordPattern,
    concordance, parse, scores_of, search, search_page, search_top, share_a_day,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// One is spelt with a Latin o among Cyrillic letters, and one is no word.
const WORDS: [&str; 14] = [
    "port",
    "ports",
    "strike",
    "striker",
    "crane",
    "Crâne",
    "night",
    "shift",
    "of",
    "C5+1",
    "Порт",
    "порта",
    "пoрт",
    "🚢",
];
/// Of these words only some are forms of one.
const FORMS: [&[&str]; 2] = [&["port", "ports"], &["порт", "порта"]];
const OUTLETS: [&str; 3] = ["Salt Gazette", "North Wire", "Night Post"];
const SECTIONS: [&str; 2] = ["World", "Night Life"];
const DAYS: [&str; 5] = ["2022-01-05", "2022-01-06", "2022-01", "2021", "2022-02-01"];
const PEOPLE: [&[&str]; 3] = [&["Ada Marrow", "Marrow"], &["Ben Marrow"], &["Night Crane"]];
/// One of every other kind, some called as a person is.
const OTHERS: [(EntityKind, &[&str]); 8] = [
    (EntityKind::Organisation, &["Night Board", "Board"]),
    (EntityKind::Place, &["Crane Point"]),
    (EntityKind::Event, &["Marrow Fair"]),
    (EntityKind::Law, &["Board Act"]),
    (EntityKind::Group, &["Pointers"]),
    (EntityKind::Work, &["Night Post"]),
    (EntityKind::Product, &["Crane C5"]),
    (EntityKind::Misc, &["Marrow"]),
];

#[derive(Debug, Clone)]
struct Given {
    title: Vec<usize>,
    body: Vec<usize>,
    outlet: Option<usize>,
    section: Option<usize>,
    published: Option<usize>,
    person: Option<(usize, bool)>,
    other: Option<usize>,
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
        prop::option::of(0..OTHERS.len()),
        prop::option::of(0..DAYS.len()),
    )
        .prop_map(
            |(title, body, outlet, section, published, person, other, date)| Given {
                title,
                body,
                outlet,
                section,
                published,
                person,
                other,
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
    let others: Vec<EntityIdx> = (0..)
        .zip(OTHERS)
        .map(|(i, (kind, names))| b.entity(&format!("Q{}", 10 + i), kind, names))
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
        if let Some(other) = given.other {
            body.push_str(&format!(" At {}.", OTHERS[other].1[0]));
        }
        if let Some(date) = given.date {
            body.push_str(&format!(" On {}.", DAYS[date]));
        }
        let mut doc = b.doc(&format!("d{i:03}"), &text(&given.title), &body);
        if let Some(outlet) = given.outlet {
            doc = doc.outlet(OUTLETS[outlet]);
            if outlet == 2 {
                doc = doc.author("Ben Quill").language("und").edit(|doc| {
                    doc.article.url = Some("https://quill.example/".to_owned());
                });
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
        // Behind the person, whose name may hold this one: whoever is quoted is named.
        if let Some(other) = given.other {
            doc = doc.mention(OTHERS[other].1[0], others[other]);
        }
        let _ = doc;
    }
    b.finish()
}

/// The folded words of a document, whether each is in the title, and in which quotations; and their places.
struct ReadDoc<'l> {
    doc: &'l LinkedDoc,
    words: Vec<(String, bool, Vec<usize>)>,
    spans: Vec<Span>,
}

fn read(doc: &LinkedDoc) -> ReadDoc<'_> {
    let mut words = Vec::new();
    let mut spans = Vec::new();
    let mut reader = Words::new(&doc.article.text);
    let mut folded = String::new();
    while let Some(span) = reader.next_into(&mut folded) {
        let in_title = doc.article.title.is_some_and(|title| title.overlaps(span));
        let quotes = (0..doc.quotes.len())
            .filter(|&q| doc.quotes[q].span.overlaps(span))
            .collect();
        words.push((folded.clone(), in_title, quotes));
        spans.push(span);
    }
    ReadDoc { doc, words, spans }
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
        WordPattern::Forms(wanted) => {
            let are_forms =
                |group: &&[&str]| group.contains(&wanted.as_str()) && group.contains(&word);
            wanted == word || FORMS.iter().any(are_forms)
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

/// The words of a phrase, of every choice of ascending words the first for each first word.
fn chosen(words: &[(String, bool, Vec<usize>)], phrase: &Phrase) -> Vec<Vec<usize>> {
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
    all.retain(|chosen| {
        let (first, last) = (chosen[0], chosen[chosen.len() - 1]);
        let is_in_scope = match phrase.scope {
            Scope::Anywhere => true,
            Scope::Title => words[first].1 && words[last].1,
            Scope::Quote => words[first]
                .2
                .iter()
                .any(|quote| words[last].2.contains(quote)),
        };
        is_in_scope && last - first < phrase.words.len() + phrase.slop as usize
    });
    // From each first word to the nearest last word.
    all.sort_by_key(|chosen| (chosen[0], chosen[chosen.len() - 1], chosen.clone()));
    all.dedup_by_key(|chosen| chosen[0]);
    all
}

/// First and last word of every place of a phrase.
fn places(words: &[(String, bool, Vec<usize>)], phrase: &Phrase) -> Vec<(usize, usize)> {
    chosen(words, phrase)
        .into_iter()
        .map(|chosen| (chosen[0], chosen[chosen.len() - 1]))
        .collect()
}

fn are_near(a: (usize, usize), b: (usize, usize), distance: usize) -> bool {
    (b.0 > a.1 && b.0 - a.1 <= distance) || (a.0 > b.1 && a.0 - b.1 <= distance)
}

/// Every chain with a place of each part, the next near the last.
fn chains(parts: &[Vec<(usize, usize)>], distance: usize) -> Vec<Vec<(usize, usize)>> {
    let mut chains: Vec<Vec<(usize, usize)>> = vec![Vec::new()];
    for part in parts {
        let mut longer = Vec::new();
        for chain in &chains {
            for &place in part {
                if chain
                    .last()
                    .is_none_or(|&last| are_near(last, place, distance))
                {
                    let mut chain = chain.clone();
                    chain.push(place);
                    longer.push(chain);
                }
            }
        }
        chains = longer;
    }
    chains
}

fn places_of_parts(doc: &ReadDoc<'_>, parts: &[Vec<Phrase>]) -> Vec<Vec<(usize, usize)>> {
    let of_choice =
        |choice: &Vec<Phrase>| choice.iter().flat_map(|p| places(&doc.words, p)).collect();
    parts.iter().map(of_choice).collect()
}

/// The places of a document that a query asks for; not those of what it excludes.
fn hits(linked: &LinkedCorpus, doc: &ReadDoc<'_>, expr: &Expr, is_wanted: bool) -> Vec<Span> {
    let hull = |(first, last): (usize, usize)| doc.spans[first].hull(doc.spans[last]);
    match expr {
        Expr::And(parts) | Expr::Or(parts) => parts
            .iter()
            .flat_map(|part| hits(linked, doc, part, is_wanted))
            .collect(),
        Expr::Not(part) => hits(linked, doc, part, !is_wanted),
        _ if !is_wanted => Vec::new(),
        Expr::Phrase(phrase) if phrase.slop == 0 => {
            places(&doc.words, phrase).into_iter().map(hull).collect()
        }
        Expr::Phrase(phrase) => chosen(&doc.words, phrase)
            .into_iter()
            .flatten()
            .map(|word| doc.spans[word])
            .collect(),
        Expr::Near { distance, parts } => chains(&places_of_parts(doc, parts), *distance as usize)
            .into_iter()
            .flatten()
            .map(hull)
            .collect(),
        Expr::Field { test, .. } => match test {
            FieldTest::Entity { kind, label, typed } => {
                let wanted = called(linked, *kind, label, typed);
                let mentions = doc.doc.mentions.iter();
                mentions
                    .filter(|m| wanted.contains(&m.entity.0))
                    .map(|m| m.span)
                    .collect()
            }
            FieldTest::Speaker { label, typed } => {
                let wanted = called(linked, None, label, typed);
                let quotes = doc.doc.quotes.iter();
                quotes
                    .filter(|q| q.speaker.is_some_and(|who| wanted.contains(&who.0)))
                    .map(|q| q.speaker_span.unwrap_or(q.span))
                    .collect()
            }
            FieldTest::Mentions(days) => {
                let dates = doc.doc.dates.iter();
                dates
                    .filter(|d| d.interval.is_some_and(|d| share_a_day(d, *days)))
                    .map(|d| d.span)
                    .collect()
            }
            _ => Vec::new(),
        },
        Expr::Everything => Vec::new(),
    }
}

/// In order, those that overlap as one.
fn joined(mut hits: Vec<Span>) -> Vec<Span> {
    hits.sort_unstable();
    let mut out: Vec<Span> = Vec::new();
    for hit in hits {
        match out.pop() {
            Some(last) if last.overlaps(hit) => out.push(last.hull(hit)),
            last => out.extend(last.into_iter().chain([hit])),
        }
    }
    out
}

fn called(
    linked: &LinkedCorpus,
    kind: Option<EntityKind>,
    label: &Phrase,
    typed: &str,
) -> Vec<u32> {
    let all = || (0..).zip(&linked.entities);
    let entities = || all().filter(|(_, e)| kind.is_none_or(|kind| e.kind == kind));
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
            !chains(&places_of_parts(doc, parts), *distance as usize).is_empty()
        }
        Expr::Field { test, .. } => match test {
            FieldTest::Entity { kind, label, typed } => {
                let wanted = called(linked, *kind, label, typed);
                doc.doc
                    .mentions
                    .iter()
                    .any(|m| wanted.contains(&m.entity.0))
            }
            FieldTest::Speaker { label, typed } => {
                let wanted = called(linked, None, label, typed);
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
            // A title of signs alone says nothing, and counts as none.
            FieldTest::Has(Known::Title) => doc.words.iter().any(|(_, in_title, _)| *in_title),
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

/// Values behind a field, of every shape that may stand there, and such as nothing has.
fn values_of(field: &str) -> Vec<&'static str> {
    match field {
        "published" | "mentions" | "mentioned" => vec![
            "2022-01-05",
            "2022-01",
            "2022",
            "..2021",
            "2022-01-06..",
            "2022-01-06..2022-02",
            "(2021 OR 2022-02)",
            "1999",
        ],
        "has" => HAS.to_vec(),
        "is" => IS.to_vec(),
        "type" | "format" => vec!["text", "html", "(text OR pdf)"],
        "language" | "lang" => vec!["en", "und", "(en OR und)", "kk"],
        "outlet" => vec!["night", "\"salt gazette\"", "po*", "gazete~", "nowhere"],
        "author" => vec!["quill", "\"ben quill\"", "/q.*/", "nobody"],
        "section" => vec!["world", "night", "(world OR \"night life\")", "w?rld"],
        // Names, by words, whole spellings, ids, and with all that words may have.
        _ => vec![
            "marrow",
            "\"ada marrow\"",
            "«ben marrow»",
            "ben",
            "night",
            "mar*",
            "marow~",
            "/(crane|board)/",
            "(board OR point)",
            "\"crane c5\"~1",
            "Q3",
            "Q11",
            "q17",
            "nobody",
        ],
    }
}

fn query() -> impl Strategy<Value = String> {
    let word = || {
        prop::sample::select(vec![
            "port", "ports", "strike", "striker", "crane", "night", "shift", "of", "c5", "none",
        ])
    };
    let words = move || prop::collection::vec(word(), 1..4).prop_map(|w| w.join(" "));
    let marks = || prop::sample::select(vec![('"', '"'), ('“', '”'), ('„', '“'), ('«', '»')]);
    let operand = prop_oneof![
        6 => word().prop_map(String::from),
        2 => prop::sample::select(vec![
            "C5+1", "CRÂNE", "порт", "ПОРТА", "=порт", "c5+1 of", "night-shift", "\"night sh*\"", "\"st* *e of\"~2", "пор*",
        ]).prop_map(String::from),
        2 => word().prop_map(|w| format!("={w}")),
        4 => (words(), marks()).prop_map(|(w, (open, close))| format!("{open}{w}{close}")),
        2 => (words(), 1u32..4).prop_map(|(w, n)| format!("\"{w}\"~{n}")),
        2 => prop::sample::select(vec!["po*", "st*", "c*", "n?ght", "*s", "st*e", "x*"]).prop_map(String::from),
        2 => (word(), 1u32..3).prop_map(|(w, n)| format!("{w}~{n}")),
        1 => word().prop_map(|w| format!("{w}~")),
        1 => prop::sample::select(vec![
            "/ports?/", "/(night|shift)/", "/[cs].*e/", "/.{2}/", "/\\w\\d/", "/[^n].*t/", "/порта?/",
        ]).prop_map(String::from),
    ];
    let operand = operand.boxed();
    let choice = prop_oneof![
        3 => operand.clone(),
        1 => (operand.clone(), operand.clone()).prop_map(|(a, b)| format!("({a} OR {b})")),
        1 => (operand.clone(), operand.clone()).prop_map(|(a, b)| format!("({a}|{b})")),
    ]
    .boxed();
    let near = (
        choice.clone(),
        prop::option::of(1u32..5),
        choice.clone(),
        prop::option::of(operand.clone()),
    )
        .prop_map(|(a, n, b, c)| {
            let near = n.map_or("NEAR".to_owned(), |n| format!("NEAR/{n}"));
            match c {
                None => format!("{a} {near} {b}"),
                Some(c) => format!("{a} {near} {b} {near} {c}"),
            }
        });
    let names = FIELDS
        .into_iter()
        .chain(["lang", "name", "mentioned", "format", "organization"]);
    let fields: Vec<String> = names
        .filter(|field| !["title", "quote"].contains(field))
        .flat_map(|field| {
            values_of(field)
                .into_iter()
                .map(move |value| format!("{field}:{value}"))
        })
        .collect();
    let field = prop_oneof![
        1 => choice.clone().prop_map(|o| format!("title:{o}")),
        1 => choice.prop_map(|o| format!("quote:{o}")),
        4 => prop::sample::select(fields),
    ];
    let leaf = prop_oneof![5 => operand, 1 => near, 3 => field];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            4 => prop::collection::vec(inner.clone(), 1..4).prop_map(|p| p.join(" ")),
            1 => prop::collection::vec(inner.clone(), 2..4).prop_map(|p| p.join(" AND ")),
            4 => prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|p| format!("({})", p.join(" OR "))),
            1 => prop::collection::vec(inner.clone(), 2..4).prop_map(|p| p.join(" | ")),
            4 => inner.clone().prop_map(|p| format!("-({p})")),
            2 => inner.clone().prop_map(|p| format!("NOT {p}")),
            // What is not closed or has nothing beside it is read all the same.
            1 => inner.clone().prop_map(|p| format!("({p}")),
            1 => inner.prop_map(|p| format!("OR {p}) NEAR/2")),
        ]
    })
}

/// The queries above have every field, every value that a field knows, and every operator in them.
#[test]
fn queries_of_the_whole_grammar_are_asked() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut asked = String::new();
    let strategy = query();
    for _ in 0..3000 {
        asked.push_str(&strategy.new_tree(&mut runner).unwrap().current());
        asked.push('\n');
    }
    let fields = FIELDS.iter().map(|field| format!("{field}:"));
    let known = HAS.iter().map(|name| format!("has:{name}"));
    let states = IS.iter().map(|name| format!("is:{name}"));
    let signs = [
        "OR", "|", "AND", "NOT ", "-(", "NEAR/", "NEAR ", "\"~", "~2", "=", "*", "?", "/", "«",
        "“", "„", "..",
    ];
    let wanted: BTreeSet<String> = fields
        .chain(known)
        .chain(states)
        .chain(signs.map(str::to_owned))
        .collect();
    for wanted in wanted {
        assert!(asked.contains(&wanted), "{wanted}");
    }
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

        // Hits stand where the documents say, in bytes and as a page counts.
        let finder = HitFinder::new(&corpus, &parsed);
        let mut n_hits = 0;
        for (doc, linked_doc) in corpus.doc_ids().zip(&linked.docs) {
            let of_doc = finder.hits(doc);
            let expected_hits = joined(hits(&linked, &read(linked_doc), &parsed.expr, true));
            prop_assert_eq!(&of_doc, &expected_hits, "{}", query);
            if expected.contains(&doc) {
                n_hits += of_doc.len();
            }
            let text = &linked_doc.article.text;
            let units: Vec<u16> = text.encode_utf16().collect();
            let index = OffsetIndex::new(text);
            for hit in of_doc {
                let place = index.utf16_from_bytes(hit);
                let cut = String::from_utf16(&units[place.start as usize..place.end as usize]);
                prop_assert_eq!(cut.unwrap(), &text[hit.range()]);
            }
        }
        let lines = concordance(&corpus, &finder, &found, 3, LineSort::Documents);
        prop_assert_eq!(lines.len(), n_hits);
        for doc in &found {
            let snippet = finder.snippet(*doc, 40);
            let text = corpus.text_slice(*doc, snippet.span);
            prop_assert!(snippet.span.is_empty() || !text.is_empty());
            let mut inside = finder.hits(*doc);
            inside.retain(|hit| snippet.span.contains(*hit));
            prop_assert_eq!(snippet.hits, inside);
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
        let linked = build(&docs);
        let corpus = Corpus::open(write_pack(&linked)).unwrap();
        for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Outlet, Sort::Title] {
            let request = SearchRequest { query: parse(&query), sort, ..SearchRequest::default() };
            let once = search(&corpus, &request);
            prop_assert_eq!(&once, &search(&corpus, &request));
            let title = |doc: &DocId| (fold(corpus.doc(*doc).unwrap().title()), *doc);
            let day = |doc: &DocId| linked.docs[doc.0 as usize].published.as_ref()?.interval?.begin;
            // Those without a day, and those without an outlet, are last.
            let oldest = |doc: &DocId| (day(doc).is_none(), day(doc), *doc);
            let newest = |doc: &DocId| (day(doc).is_none(), day(doc).map(std::cmp::Reverse), *doc);
            let outlet = |doc: &DocId| {
                let outlet = linked.docs[doc.0 as usize].article.outlet.as_ref();
                let name = outlet.map(|outlet| outlet.value.clone());
                (name.is_none(), name, newest(doc))
            };
            let is_so = match sort {
                Sort::Title => once.docs.iter().map(title).is_sorted(),
                Sort::Newest => once.docs.iter().map(newest).is_sorted(),
                Sort::Oldest => once.docs.iter().map(oldest).is_sorted(),
                Sort::Outlet => once.docs.iter().map(outlet).is_sorted(),
                Sort::Relevance => {
                    let scores = scores_of(&corpus, &request.query, &once.docs);
                    let best = |i: usize| (std::cmp::Reverse(scores[i]), once.docs[i]);
                    scores.iter().all(|score| *score == 0) || (0..scores.len()).map(best).is_sorted()
                }
            };
            prop_assert!(is_so, "{:?}", sort);
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
