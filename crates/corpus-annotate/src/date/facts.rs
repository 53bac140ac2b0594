//! Dated facts of the world that bound when a text was written, read from `data/date-facts.tsv`.
//!
//! In: a text in lower case. Out: the facts it takes for granted. A fact holds when all the words of one of
//! its alternatives stand in the text. The table is small and says where its facts come from; it knows no
//! document.

use corpus_model::CivilDate;
use std::collections::HashSet;
use std::sync::OnceLock;

/// How a fact bounds a text that names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The text is not older than the event.
    Event,
    /// The text was written while it was so.
    State,
    /// A day known by its date: "the September 11 attacks", "9/11".
    Day,
}

/// A dated fact.
#[derive(Debug)]
pub(super) struct Fact {
    pub from: CivilDate,
    /// `None` while open.
    pub to: Option<CivilDate>,
    pub kind: Kind,
    pub name: &'static str,
    alternatives: Vec<Vec<&'static str>>,
}

const TABLE: &str = include_str!("../../data/date-facts.tsv");

/// The year until which the table was checked. Its open ends hold so far and no further, so no year beyond it is
/// guessed unless a document of the folder carries a later date of its own.
pub(super) fn last_year() -> i32 {
    let line = TABLE
        .lines()
        .find_map(|line| line.strip_prefix("# checked until: "));
    line.and_then(iso_day).map_or(0, CivilDate::year)
}

/// The day known by its date, where the word that follows says that it is meant: "September 11 attacks".
pub(super) fn famous_day(month: u8, day: u8, follows: &str) -> Option<(CivilDate, &'static str)> {
    let follows = follows.to_lowercase();
    days()
        .find(|fact| {
            (fact.from.month(), fact.from.day()) == (month, day)
                && fact
                    .alternatives
                    .iter()
                    .any(|a| a.contains(&follows.as_str()))
        })
        .map(|fact| (fact.from, fact.name))
}

/// The day that figures with a slash name by themselves: `9/11`.
pub(super) fn day_by_figures(figures: &str) -> Option<CivilDate> {
    let named = |fact: &&Fact| fact.alternatives.iter().any(|a| a.contains(&figures));
    days().find(named).map(|fact| fact.from)
}

fn days() -> impl Iterator<Item = &'static Fact> {
    facts().iter().filter(|fact| fact.kind == Kind::Day)
}

fn facts() -> &'static [Fact] {
    static FACTS: OnceLock<Vec<Fact>> = OnceLock::new();
    FACTS.get_or_init(|| TABLE.lines().filter_map(fact).collect())
}

fn fact(line: &'static str) -> Option<Fact> {
    let mut fields = line.split('\t');
    let from = iso_day(fields.next()?)?;
    let to = iso_day(fields.next()?);
    let kind = match fields.next()? {
        "event" => Kind::Event,
        "day" => Kind::Day,
        _ => Kind::State,
    };
    let name = fields.next()?;
    let alternatives = fields
        .next()?
        .split('|')
        .map(|a| a.split(';').collect())
        .collect();
    Some(Fact {
        from,
        to,
        kind,
        name,
        alternatives,
    })
}

/// `2022-01-07` at the start of `text`.
pub(super) fn iso_day(text: &str) -> Option<CivilDate> {
    let bytes = text.as_bytes();
    let is_form = bytes.len() >= 10 && bytes[4] == b'-' && bytes[7] == b'-';
    if !is_form {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i32>().ok();
    CivilDate::new(
        number(0..4)?,
        u8::try_from(number(5..7)?).ok()?,
        u8::try_from(number(8..10)?).ok()?,
    )
}

/// The facts that `lower`, a text in lower case, takes for granted.
pub(super) fn taken_for_granted(lower: &str) -> Vec<&'static Fact> {
    let is_break = |c: char| !c.is_alphanumeric();
    let said: HashSet<&str> = lower.split(is_break).collect();
    // Most facts fall at their first word, before the text is searched for the phrase.
    let may_hold = |phrase: &str| phrase.split(is_break).all(|word| said.contains(word));
    let holds = |phrase: &&str| may_hold(phrase) && lower.contains(*phrase);
    facts()
        .iter()
        .filter(|fact| {
            fact.kind != Kind::Day
                && fact
                    .alternatives
                    .iter()
                    .any(|phrases| phrases.iter().all(holds))
        })
        .collect()
}
