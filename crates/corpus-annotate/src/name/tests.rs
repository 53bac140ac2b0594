//! What the recogniser marks in small texts: words in, spans and kinds out.

use super::*;
use corpus_model::{Format, Language, Permille, SourceInfo, Span};

/// The built-in tables, opened once for all tests.
pub(crate) fn builtin() -> &'static Resources {
    static OPENED: std::sync::OnceLock<Resources> = std::sync::OnceLock::new();
    OPENED.get_or_init(Resources::builtin)
}

/// An article of plain text: a sentence ends at a full stop before a space, or at a line's end.
pub(crate) fn article(id: &str, text: &str) -> Article {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let after = &text[at + c.len_utf8()..];
        let is_end = c == '\n' || c == '.' && after.starts_with("  ") || after.is_empty();
        if is_end {
            let end = at + c.len_utf8();
            if !text[start..end].trim().is_empty() {
                sentences.push(Span::from_range(start..end));
            }
            start = end;
        }
    }
    Article {
        id: id.to_owned(),
        source: SourceInfo {
            path: id.to_owned(),
            part: 1,
            parts: 1,
            format: Format::Text,
            charset: "utf-8".to_owned(),
            byte_len: text.len() as u64,
            sha256: [0; 32],
        },
        text: text.to_owned(),
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
    }
}

/// `[words|kind]` marks what must be found; sentences are separated by two spaces.
fn check(marked: &str) {
    let (mut text, mut expected) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some((before, inside)) = rest.split_once('[') {
        text.push_str(before);
        let (words, after) = inside.split_once(']').expect("closed mark");
        let (words, kind) = words.split_once('|').expect("kind");
        expected.push((words.to_owned(), kind.to_owned()));
        text.push_str(words);
        rest = after;
    }
    text.push_str(rest);
    let found = find_names(&[article("a", &text)], builtin());
    let found: Vec<_> = found[0]
        .iter()
        .map(|m| (m.span.of(&text).to_owned(), m.kind.name().to_owned()))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn people_by_title_and_first_name() {
    check(
        "Foreign Minister of [Ghana|place] [Kwame Osei|person] met spokeswoman [Dana Whitlock|person] in [Accra|place].  [Osei|person] smiled.",
    );
    check("President [Kassym-Jomart Tokayev|person] spoke.  [Tokayev|person]’s aide left.");
}

#[test]
fn bodies_and_their_short_forms() {
    check(
        "The [Northern Rivers Trade Council|organisation] ([NRTC|organisation]) met.  The [NRTC|organisation] voted.",
    );
    check(
        "The [Collective Security Treaty Organization|organisation] sent troops, the [CSTO|organisation] said.",
    );
    check("Ministers met in the [C5+1|organisation] format.");
}

#[test]
fn peoples_stand_apart_from_their_country() {
    check("[Kazakh|group] and [Russian|group] officials in [Kazakhstan|place]");
}

#[test]
fn a_town_that_is_a_word_needs_a_reason() {
    check("Price rises hurt.  Reading is fun.");
}

#[test]
fn agreements() {
    check("He named the [Minsk agreements|law] and the [Normandy Format|law].");
}

#[test]
fn events_are_named_by_their_general_word_or_listed() {
    check("After [Bloody January|event] the cabinet left.");
    check("They met again at the [Harbour Cities Summit|event].");
    check("In [Operation Grey Heron|event] nobody was hurt.");
    check("He fought in the [Battle of Tarnholm|event].");
    check("The [1997 Ghana general election|event] was close.  The election was close.");
    check("A summit, a war and a revolution have no names here.");
}

#[test]
fn a_family_name_keeps_its_particles_at_the_end_of_a_text() {
    check("Nobody had heard of [Ursula von der Leyen|person]");
    check("[Ursula von der Leyen|person] met [Kwame Osei|person]");
}

#[test]
fn forms_that_need_no_list() {
    check(
        "Write to [press.office@harbour.example|misc] or see [https://harbour.example/news?id=4|misc].",
    );
    check("Call [+7 7172 555-01-23|misc] or [(202) 555-0143|misc] at noon.");
    check("It cost [$5.2 million|misc], then [200 million euros|misc], then [€40|misc] a head.");
    check("Rooms 202 and 203, 5 million people, 3.5 miles");
}

#[test]
fn works_and_machines() {
    check("She wrote the novel \"[The Far Shore|work]\" in a year.");
    check("Two [MiG-29|product] jets and one [S-300|product] battery were seen.");
    check("He called the plan \"a very bad idea\" and left.");
}

#[test]
fn laws_and_treaties() {
    check("Under the [Harbour Safety Act|law] it is forbidden.");
    check("They signed the [Treaty of Tarnholm|law] at night.");
}

#[test]
fn a_place_knows_where_it_lies() {
    let found = find_names(
        &[article(
            "a",
            "They flew from Astana to Kazakhstan’s border.",
        )],
        builtin(),
    );
    let country: Vec<_> = found[0]
        .iter()
        .map(|m| {
            m.located
                .as_ref()
                .and_then(|l| l.country().map(str::to_owned))
        })
        .collect();
    assert_eq!(country, [Some("KZ".to_owned()), Some("KZ".to_owned())]);
    let at = found[0][0].located.expect("Astana lies somewhere");
    assert!((505_000..517_000).contains(&at.lat) && (710_000..720_000).contains(&at.lon));
}

#[test]
fn kazakh_and_ukrainian_by_lists_and_rules() {
    let kinds = |language: &str, text: &str| -> Vec<String> {
        let mut article = article("a", text);
        article.language.tag = language.to_owned();
        find_names(&[article], builtin())[0]
            .iter()
            .map(|m| format!("{}|{}", m.span.of(text), m.kind.name()))
            .collect()
    };
    assert_eq!(
        kinds("kk", "Олар Қазақстанның шекарасында кездесті."),
        ["Қазақстанның|place"]
    );
    assert_eq!(
        kinds("uk", "Вони приїхали з України до Польщі."),
        ["України|place", "Польщі|place"]
    );
}
