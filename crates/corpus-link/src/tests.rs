//! Which spellings of small marked documents become one entity, and which never may.

use super::*;
use corpus_model::{Article, Format, Language, NameMention, Permille, SourceInfo, Span};

/// A document of marked text: `[words|kind]` or `[words|kind|gazetteer id]`; sentences end at two spaces.
fn doc(id: &str, marked: &str) -> AnnotatedDoc {
    let (mut text, mut names) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some((before, inside)) = rest.split_once('[') {
        text.push_str(before);
        let (mark, after) = inside.split_once(']').expect("closed mark");
        let mut parts = mark.split('|');
        let words = parts.next().unwrap_or_default();
        let kind = match parts.next().expect("kind") {
            "per" => EntityKind::Person,
            "org" => EntityKind::Organisation,
            "loc" => EntityKind::Place,
            _ => EntityKind::Group,
        };
        let start = text.len();
        text.push_str(words);
        names.push(NameMention {
            span: Span::from_range(start..text.len()),
            kind,
            why: "marked".to_owned(),
            gazetteer_id: parts.next().map(str::to_owned),
            located: None,
        });
        rest = after;
    }
    text.push_str(rest);
    let mut sentences = Vec::new();
    let mut start = 0;
    for part in text.split_inclusive("  ") {
        sentences.push(Span::from_range(start..start + part.trim_end().len()));
        start += part.len();
    }
    AnnotatedDoc {
        article: Article {
            id: id.to_owned(),
            source: SourceInfo {
                path: id.to_owned(),
                part: 1,
                parts: 1,
                format: Format::Text,
                charset: "utf-8".to_owned(),
                byte_len: 0,
                sha256: [0; 32],
            },
            text,
            map: Vec::new(),
            removed: Vec::new(),
            repairs: Vec::new(),
            title: None,
            standfirst: None,
            byline: None,
            url: None,
            outlet: None,
            authors: Vec::new(),
            dateline: None,
            language: Language {
                tag: "en".to_owned(),
                confidence: Permille(900),
            },
            date_hints: Vec::new(),
            paragraphs: Vec::new(),
            sentences,
            diagnostics: Vec::new(),
        },
        published: None,
        dates: Vec::new(),
        names,
        quotes: Vec::new(),
    }
}

/// Each expected line holds the spellings of one entity, most frequent first.
fn check(docs: &[&str], expected: &[&str]) {
    let docs = docs
        .iter()
        .enumerate()
        .map(|(i, text)| doc(&format!("d{i}"), text))
        .collect();
    let corpus = link(CorpusInfo::default(), docs, Coverage::default());
    let mut found: Vec<String> = corpus
        .entities
        .iter()
        .map(|e| {
            e.spellings
                .iter()
                .map(|s| s.text.as_str())
                .collect::<Vec<_>>()
                .join(" = ")
        })
        .collect();
    found.sort();
    let mut expected: Vec<String> = expected.iter().map(|s| (*s).to_owned()).collect();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn surname_after_full_name() {
    check(
        &["[Serik Amanov|per] spoke.  [Amanov|per] left."],
        &["Serik Amanov = Amanov"],
    );
}

#[test]
fn spellings_of_a_given_name() {
    check(
        &["[Antony Reed|per] spoke.", "[Anthony Reed|per] spoke."],
        &["Antony Reed = Anthony Reed"],
    );
}

#[test]
fn office_joins_distant_spellings() {
    check(
        &[
            "Foreign Minister of [Ghana|loc|Q117] [Kofi Adubere|per] spoke.",
            "The [Ghanaian|group|Q117] counterpart, [Kofi Adobori|per], spoke.",
        ],
        &["Kofi Adubere = Kofi Adobori", "Ghana", "Ghanaian"],
    );
    check(
        &[
            "Foreign Minister of [Ghana|loc|Q117] [Kofi Adubere|per] spoke.",
            "Singer [Kofi Adobori|per] spoke.",
        ],
        &["Kofi Adubere", "Kofi Adobori", "Ghana"],
    );
}

#[test]
fn different_people_stay_apart() {
    check(
        &["[Igor Reed|per]", "[Oleg Reed|per]", "[Reed|per]"],
        &["Igor Reed", "Oleg Reed", "Reed"],
    );
    check(
        &["[Ana Silva|per] and [Anna Silva|per] met."],
        &["Ana Silva", "Anna Silva"],
    );
    check(
        &["[Tom Reed Jr.|per]", "[Tom Reed Sr.|per]"],
        &["Tom Reed Jr.", "Tom Reed Sr."],
    );
}

#[test]
fn no_chain_of_small_steps() {
    // Each neighbour pair is close, the ends are not.
    check(
        &[
            "[Jon Kaskelen|per]",
            "[Jon Kaskalen|per]",
            "[Jon Kosbolen|per]",
        ],
        &["Jon Kaskelen = Jon Kaskalen", "Jon Kosbolen"],
    );
}

#[test]
fn short_form_and_expansion() {
    check(
        &[
            "The [Northern Rivers Trade Council|org] ([NRTC|org]) met.",
            "The [NRTC|org] voted.",
        ],
        &["NRTC = Northern Rivers Trade Council"],
    );
}

#[test]
fn across_scripts() {
    check(
        &["[Serik Amanov|per]", "[Серика Аманова|per]"],
        &["Serik Amanov = Серика Аманова"],
    );
}

#[test]
fn order_of_documents_does_not_matter() {
    let texts = [
        "[Serik Amanov|per] spoke.",
        "[Serik Amanow|per] spoke.",
        "[Amanov|per] left.",
    ];
    let make = |order: [usize; 3]| {
        let docs = order
            .iter()
            .map(|i| doc(&format!("d{i}"), texts[*i]))
            .collect();
        link(CorpusInfo::default(), docs, Coverage::default())
    };
    assert_eq!(make([0, 1, 2]), make([2, 0, 1]));
    assert_eq!(make([0, 1, 2]).entities.len(), 1);
}

#[test]
fn a_place_named_in_capitals_alone_is_shown_in_common_letters() {
    let corpus = link(
        CorpusInfo::default(),
        vec![doc("d1", "[HARBOURVILLE|loc] stood still.")],
        Coverage::default(),
    );
    assert_eq!(corpus.entities[0].name, "Harbourville");
}
