//! What the recogniser marks in small texts: words in, spans and kinds out.

use super::*;
use corpus_model::{Language, Permille, Span};

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
        language: Language {
            tag: "en".to_owned(),
            confidence: Permille(900),
        },
        paragraphs: Vec::new(),
        sentences,
        ..Article::of_text(id, text)
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
fn the_tables_tell_who_bears_a_given_name() {
    let bearer = |text: &str| {
        let found = find_names(&[article("a", text)], builtin());
        found[0].iter().find_map(|m| m.bearer)
    };
    use corpus_model::Gender::{Man, Woman};
    assert_eq!(bearer("Yesterday Giulia Marrow spoke."), Some(Woman));
    assert_eq!(bearer("Yesterday Dmytro Marrow spoke."), Some(Man));
    // A family name in front, a name of both, a family name alone.
    for text in [
        "Yesterday Kim Jong Un spoke.",
        "Yesterday Andrea Marrow spoke.",
        "Yesterday Mr. Marrow spoke.",
    ] {
        assert_eq!(bearer(text), None, "{text}");
    }
}

/// The places of a text that is read whole, dateline included, each with its reason.
fn places(text: &str) -> Vec<(String, String)> {
    let raw = corpus_model::RawDoc {
        path: "a.txt".to_owned(),
        format: corpus_model::Format::Text,
        charset: "utf-8".to_owned(),
        byte_len: text.len() as u64,
        sha256: [0; 32],
        decoded: text.to_owned(),
        body: corpus_model::MappedText::identity(text),
        metadata: corpus_model::Metadata::default(),
    };
    let article = crate::plain_article(&raw).expect("a text");
    let found = find_names(std::slice::from_ref(&article), builtin());
    let places = found[0].iter().filter(|m| m.kind == EntityKind::Place);
    places
        .map(|m| (m.span.of(&article.text).to_owned(), m.why.clone()))
        .collect()
}

#[test]
fn the_place_of_a_dateline_is_a_place_however_short_the_text_is() {
    for (text, place) in [
        ("PARIS, 7 January 2022. The talks went on.", "PARIS"),
        ("PARIS (AP) - The talks went on.", "PARIS"),
        (
            "NEW YORK, Jan. 7 (Harbour Wire) — The talks went on.",
            "NEW YORK",
        ),
        (
            "Nur-Sultan. January 6. /Harbour Wire/. The talks went on.",
            "Nur-Sultan",
        ),
        ("Astana, Jan. 7. The talks went on.", "Astana"),
        ("OLDMERE, June 4. /WIRE/. The ferry sank.", "OLDMERE"),
        ("МОСКВА, 7 янв — Паром затонул.", "МОСКВА"),
    ] {
        let found = places(text);
        let first = found.first().map(|(words, why)| (words.as_str(), why));
        assert!(
            first.is_some_and(|(words, why)| words == place && why.contains("dateline")),
            "{text}: {found:?}"
        );
    }
    // Neither a greeting nor a sentence is sent from anywhere.
    for text in [
        "Dear Jordan, 7 January 2022. The talks went on.",
        "Paris, who knew, left.",
    ] {
        let found = places(text);
        assert!(
            !found.iter().any(|(_, why)| why.contains("dateline")),
            "{found:?}"
        );
    }
}

#[test]
fn an_office_is_no_part_of_the_name() {
    check("[US|place] Secretary of State [Dana Whitlock|person] spoke.");
    check("Then Secretary of State [Dana Whitlock|person] spoke.");
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
fn common_words_in_small_letters_are_no_part_of_a_name() {
    check("Floods hit northern [Spain|place] and parts of [New York|place] city on Monday.");
    check("Police in [Khost|place] province found the truck.");
    check("[Israeli|group] soldiers and [Ukrainian|group] police left.");
}

#[test]
fn an_unknown_place_is_told_by_its_kind() {
    check("A bomb went off in the town of [Tarnvik|place] on Sunday.");
    check("The fire spread through [Oldmere|place] province.");
    check("The village of the year has no name, nor has a province.");
}

#[test]
fn two_bodies_are_two_and_a_line_ends_a_heading() {
    check("The [FBI|organisation] and [Harbour Steel Corp.|organisation] had met.");
    check("The [University of Cape Coast|organisation] signed it.");
}

#[test]
fn a_union_of_states_is_a_body() {
    check("The [European Union|organisation] has imposed sanctions on [Burma|place].");
}

#[test]
fn former_names_of_a_place_carry_its_id() {
    let id = |text: &str| {
        find_names(&[article("a", text)], builtin())[0]
            .iter()
            .find_map(|m| m.gazetteer_id.clone())
    };
    assert_eq!(id("They met in Nur-Sultan."), id("They met in Astana."));
    assert_eq!(
        id("They lived in Leningrad."),
        id("They live in Saint Petersburg.")
    );
    assert_eq!(id("It lay in Persia.").as_deref(), Some("Q794"));
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
fn the_land_after_a_comma_tells_places_of_one_name_apart() {
    let places = |text: &str| -> Vec<(String, Option<String>)> {
        find_names(&[article("a", text)], builtin())[0]
            .iter()
            .map(|m| {
                let country = m.located.and_then(|l| l.country().map(str::to_owned));
                (m.span.of(text).to_owned(), country)
            })
            .collect()
    };
    let of = |name: &str, country: &str| (name.to_owned(), Some(country.to_owned()));
    assert_eq!(
        places("He moved to Atlanta, Georgia.  Georgia was hot."),
        [
            of("Atlanta", "US"),
            of("Georgia", "US"),
            of("Georgia", "US")
        ]
    );
    assert_eq!(places("He moved to Georgia."), [of("Georgia", "GE")]);
    assert_eq!(
        places("They asked Moscow, Georgia and Armenia.")[1],
        of("Georgia", "GE")
    );
    assert_eq!(
        places("She lives in London, Ontario, and likes London."),
        [of("London", "CA"), of("Ontario", "CA"), of("London", "CA")]
    );
}

#[test]
fn small_words_of_another_script_are_no_name() {
    check("A reader writes: второй день нет воды, ждём.");
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

#[test]
fn portions_find_what_one_look_finds() {
    let texts = [
        "Minister Halima Ortwyn spoke in Kabul. Ortwyn left on Monday.",
        "Reporters asked Ortwyn about the talks between Kenya and Ghana.",
        "The Ministry of Harbours said ORTWYN would return.",
        "",
        "Министр Иван Петров прибыл в Астану. Петров выступил.",
    ];
    let articles: Vec<Article> = (0..)
        .zip(texts)
        .map(|(i, text)| article(&format!("a{i}"), text))
        .collect();
    let whole = find_names(&articles, builtin());
    assert!(whole.iter().flatten().count() > 5);
    for memory in [0, 1500, 3000] {
        let mut asked = Vec::new();
        let found = find_names_within(&articles, builtin(), memory, &mut |i| {
            asked.push(i);
            std::ops::ControlFlow::Continue(())
        });
        assert_eq!(found.as_ref(), Some(&whole), "{memory}");
        assert_eq!(asked, [0, 1, 2, 3, 4]);
    }
    let stop = &mut |i| match i {
        2 => std::ops::ControlFlow::Break(()),
        _ => std::ops::ControlFlow::Continue(()),
    };
    assert_eq!(find_names_within(&articles, builtin(), 0, stop), None);
}

#[test]
fn a_building_that_stands_for_its_office_is_one_kind_throughout() {
    check(
        "The [White House|organisation] said no.  Reporters waited outside the [White House|organisation] until dawn, \
         and the [White House|organisation] press room stayed dark.",
    );
}

#[test]
fn hurried_letters_leave_out_capitals() {
    check("hi all, i am going to [london|place] on friday.  is it far from [paris|place]?");
    // Wrong: Punjab is a place as well, but few regions are written small in labelled texts.
    check("hi all, i am going to punjab on friday.  is it far from [delhi|place]?");
}
