//! How papers and agencies write dates: every construction the TIMEX3 guidelines name, with extent, type and value.
//!
//! One text a publication day. A mark is `⟦expression|value⟧`; the type follows from the value, but for sets, which
//! say so: `⟦daily|set P1D⟧`. What differs is printed sentence by sentence, all at once.

use super::*;
use corpus_model::TimexType;

/// Sentences of papers of Tuesday 19 March 2013.
const TUESDAY: &str = include_str!("news_tests/tuesday.txt");
/// Sentences of reports of Friday 23 November 2012.
const FRIDAY: &str = include_str!("news_tests/friday.txt");
/// Sentences and whole reports of Wednesday 2 July 2014.
const WEDNESDAY: &str = include_str!("news_tests/wednesday.txt");
/// Sentences and whole reports of Thursday 21 March 2013.
const THURSDAY: &str = include_str!("news_tests/thursday.txt");
/// Newswire of Monday 9 February 1998: markets, courts, sport, lives, war.
const WIRE: &str = include_str!("news_tests/wire.txt");
/// Reports of Wednesday 12 October 2022.
const DECADE: &str = include_str!("news_tests/decade.txt");
/// Reports of Thursday 17 June 2010.
const LATER: &str = include_str!("news_tests/later.txt");
/// Reports of Thursday 2 November 1989.
const EXCHANGE: &str = include_str!("news_tests/exchange.txt");
/// Reports of Monday 11 March 2013.
const BUREAU: &str = include_str!("news_tests/bureau.txt");
/// Russian sentences of Wednesday 15 September 2021, as are those of the languages below.
const RUSSIAN: &str = include_str!("news_tests/russian.txt");
const UKRAINIAN: &str = include_str!("news_tests/ukrainian.txt");
const GERMAN: &str = include_str!("news_tests/german.txt");
const FRENCH: &str = include_str!("news_tests/french.txt");
const SPANISH: &str = include_str!("news_tests/spanish.txt");
const ITALIAN: &str = include_str!("news_tests/italian.txt");
const PORTUGUESE: &str = include_str!("news_tests/portuguese.txt");
const POLISH: &str = include_str!("news_tests/polish.txt");
const KAZAKH: &str = include_str!("news_tests/kazakh.txt");

#[test]
fn a_tuesday_in_march() {
    check_all("en", "2013-03-19", TUESDAY);
}

#[test]
fn a_friday_in_november() {
    check_all("en", "2012-11-23", FRIDAY);
}

#[test]
fn a_wednesday_in_july() {
    check_all("en", "2014-07-02", WEDNESDAY);
}

#[test]
fn a_thursday_in_march() {
    check_all("en", "2013-03-21", THURSDAY);
}

#[test]
fn a_monday_in_february() {
    check_all("en", "1998-02-09", WIRE);
}

#[test]
fn a_wednesday_in_october() {
    check_all("en", "2022-10-12", DECADE);
}

#[test]
fn a_thursday_in_june() {
    check_all("en", "2010-06-17", LATER);
}

#[test]
fn a_thursday_in_november() {
    check_all("en", "1989-11-02", EXCHANGE);
}

#[test]
fn a_monday_in_march() {
    check_all("en", "2013-03-11", BUREAU);
}

#[test]
fn russian_news() {
    check_all("ru", "2021-09-15", RUSSIAN);
}

#[test]
fn ukrainian_news() {
    check_all("uk", "2021-09-15", UKRAINIAN);
}

#[test]
fn german_news() {
    check_all("de", "2021-09-15", GERMAN);
}

#[test]
fn french_news() {
    check_all("fr", "2021-09-15", FRENCH);
}

#[test]
fn spanish_news() {
    check_all("es", "2021-09-15", SPANISH);
}

#[test]
fn italian_news() {
    check_all("it", "2021-09-15", ITALIAN);
}

#[test]
fn portuguese_news() {
    check_all("pt", "2021-09-15", PORTUGUESE);
}

#[test]
fn polish_news() {
    check_all("pl", "2021-09-15", POLISH);
}

#[test]
fn kazakh_news() {
    check_all("kk", "2021-09-15", KAZAKH);
}

/// Each line is a text of its own; lines that begin with `#` are remarks.
fn check_all(tag: &str, day: &str, lines: &str) {
    let published = super::tests::published(day);
    let mut wrong = Vec::new();
    for line in lines
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        let found = marked(tag, &super::tests::unmarked(line).0, published.as_ref());
        let wanted = line.to_owned();
        if found != wanted {
            wrong.push(format!("wanted {wanted}\nfound  {found}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of them:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The text with its expressions marked as the lists mark them.
fn marked(tag: &str, text: &str, published: Option<&Published>) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for mention in find_dates_in(text, tag, published) {
        out.push_str(&text[at..mention.span.start as usize]);
        let by_value = if mention.value.starts_with('P') && !mention.value.contains('_') {
            TimexType::Duration
        } else if mention.value.contains('T')
            && !mention.value.starts_with("PAST")
            && !mention.value.contains("_")
        {
            TimexType::Time
        } else {
            TimexType::Date
        };
        let kind = match mention.kind {
            TimexType::Set => "set ",
            kind if kind == by_value => "",
            TimexType::Date => "date ",
            TimexType::Time => "time ",
            TimexType::Duration => "duration ",
        };
        out.push_str(&format!(
            "⟦{}|{kind}{}⟧",
            mention.span.of(text),
            mention.value
        ));
        at = mention.span.end as usize;
    }
    out.push_str(&text[at..]);
    out
}
