//! Which spellings of small marked documents become one entity, and which never may.

use super::*;
use corpus_model::{Article, Language, NameMention, Permille, Span};

/// A document of marked text: `[words|kind]`, `[words|kind|gazetteer id]` or `[words|kind|gazetteer id|its name there]`; sentences end at two spaces.
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
            listed_name: parts.next().map(str::to_owned),
            located: None,
            bearer: None,
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
            language: Language {
                tag: "en".to_owned(),
                confidence: Permille(900),
            },
            paragraphs: Vec::new(),
            sentences,
            ..Article::of_text(id, text)
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

#[test]
fn men_and_women_stay_apart() {
    check(
        &["[Daniel Osei|per] spoke.", "[Daniela Osei|per] spoke."],
        &["Daniel Osei", "Daniela Osei"],
    );
    check(
        &["[Serik Amanov|per] spoke.  Mrs. [Amanov|per] left."],
        &["Serik Amanov", "Amanov"],
    );
    check(
        &[
            "Mr. [Robin Hale|per] spoke.",
            "Mrs. [Robyn Hale|per] spoke.",
        ],
        &["Robin Hale", "Robyn Hale"],
    );
    check(
        &["[A. Amanov|per] spoke.", "[A. Amanova|per] spoke."],
        &["A. Amanov", "A. Amanova"],
    );
    // The genitive of a man's name is no woman.
    check(
        &[
            "[Александр Аманов|per] пришёл.",
            "Ждали [Александра Аманова|per].",
        ],
        &["Александр Аманов = Александра Аманова"],
    );
}

#[test]
fn what_fits_several_is_nobodys() {
    let docs = [
        "[Jane Whitlock|per]",
        "[John Whitlock|per]",
        "[J. Whitlock|per]",
    ];
    check(&docs, &["Jane Whitlock", "John Whitlock", "J. Whitlock"]);
    let docs = docs
        .iter()
        .enumerate()
        .map(|(i, text)| doc(&format!("d{i}"), text))
        .collect();
    let corpus = link(CorpusInfo::default(), docs, Coverage::default());
    let said = corpus.entities.iter().find(|e| e.name == "J. Whitlock");
    assert_eq!(
        said.and_then(|e| e.description.as_deref()),
        Some("fits several people; may be Jane Whitlock or John Whitlock")
    );
    check(
        &["[Jane Whitlock|per] and [John Whitlock|per] came.  [J. Whitlock|per] left."],
        &["Jane Whitlock", "John Whitlock", "J. Whitlock"],
    );
    check(
        &["[Jane Whitlock|per]", "[J. Whitlock|per]"],
        &["Jane Whitlock = J. Whitlock"],
    );
}

#[test]
fn an_office_joins_for_a_term_only() {
    let at = |id: &str, text: &str, year: i32| {
        let mut doc = doc(id, text);
        let first = corpus_model::CivilDate::new(year, 5, 3).expect("a day");
        let next = corpus_model::CivilDate::new(year, 5, 4).expect("a day");
        doc.published = Some(corpus_model::Published {
            value: format!("{year}-05-03"),
            precision: corpus_model::Precision::Day,
            interval: Some(corpus_model::DayInterval::days(first, next)),
            confidence: Permille(900),
            why: String::new(),
            candidates: Vec::new(),
        });
        doc
    };
    let n_people = |years: [i32; 2]| {
        let docs = vec![
            at(
                "a",
                "Foreign Minister of [Ghana|loc|Q117] [Kofi Adubere|per] spoke.",
                years[0],
            ),
            at(
                "b",
                "The [Ghanaian|group|Q117] counterpart, [Kofi Adobori|per], spoke.",
                years[1],
            ),
        ];
        let corpus = link(CorpusInfo::default(), docs, Coverage::default());
        corpus
            .entities
            .iter()
            .filter(|e| e.kind == EntityKind::Person)
            .count()
    };
    assert_eq!(n_people([2021, 2022]), 1);
    assert_eq!(n_people([2001, 2022]), 2);
}

#[test]
fn a_renamed_place_says_when() {
    let docs = vec![
        doc("a", "in [Nur-Sultan|loc|geonames:1526273]"),
        doc("b", "in [Astana|loc|geonames:1526273]"),
    ];
    let corpus = link(CorpusInfo::default(), docs, Coverage::default());
    let rules: Vec<&str> = corpus
        .entities
        .iter()
        .flat_map(|e| &e.joins)
        .map(|j| j.rule.as_str())
        .collect();
    assert_eq!(
        rules,
        ["one place, renamed: Nur-Sultan 2019 to 2022, Astana 1998 to 2019 and since 2022"]
    );
}

#[test]
fn the_text_says_that_two_names_are_one() {
    check(
        &["[Fort Anvil|loc], also called “[The Rock|loc]”, fell."],
        &["Fort Anvil = The Rock"],
    );
    check(
        &["[Kofi Osei|per] (also known as [Abu Reed|per]) spoke."],
        &["Kofi Osei = Abu Reed"],
    );
    check(
        &["[Northern Ferry Command|org]'s ([NORCOM|org]) ships."],
        &["Northern Ferry Command = NORCOM"],
    );
    check(
        &[
            "[Kofi Osei|per] (born in 1950), also known by his [Ghanaian|group] name as [Abu Reed|per], spoke.",
        ],
        &["Kofi Osei = Abu Reed", "Ghanaian"],
    );
    check(
        &["[Kofi Osei|per], also heard by [Abu Reed|per], spoke."],
        &["Kofi Osei", "Abu Reed"],
    );
    check(
        &["[Northern Ferry Command|org] ([MARCOM|org]) ships."],
        &["Northern Ferry Command", "MARCOM"],
    );
}

#[test]
fn a_name_in_letters_of_few_texts_is_shown_as_the_gazetteer_has_it() {
    let russian = doc("c", "Корабль вышел из порта [Анвиль|loc|Q5|Anvil] утром.");
    let english = [
        doc("a", "The [Harbour Board|org] met on the quay."),
        doc("b", "A ship left the quay at dawn."),
    ];
    let name = |docs: Vec<AnnotatedDoc>| -> String {
        let corpus = link(CorpusInfo::default(), docs, Coverage::default());
        let found = corpus.entities.iter().find(|e| e.id == "Q5");
        found.map(|e| e.name.clone()).unwrap_or_default()
    };
    let all = [vec![russian.clone()], english.to_vec()].concat();
    assert_eq!(name(all), "Anvil");
    assert_eq!(
        name(vec![russian]),
        "Анвиль",
        "in a folder of Russian texts"
    );
}
