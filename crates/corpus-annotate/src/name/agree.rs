//! What other mentions tell: a name seen clearly once is recognised where it stands alone.
//!
//! First within an article (surname after full name, short form after its expansion), then across the
//! folder, with less weight. Only words that nothing stronger claims are added.

use super::Found;
use super::gazetteer::{Class, word};
use super::lexicon::{NEVER, SAYING, TITLES};
use super::rules::Words;
use super::token::Shape;
use corpus_model::EntityKind;
use std::collections::{BTreeMap, BTreeSet};

/// Names that were seen clearly: folded form to kind, with a name to show and how often.
#[derive(Debug, Default, Clone)]
pub struct Known {
    /// Whole names by their folded words.
    whole: BTreeMap<String, BTreeMap<EntityKind, Sight>>,
    /// By the first word of a whole name, how many words the longest has: most words begin none.
    longest: BTreeMap<String, usize>,
    /// Surnames of people seen with a fuller name.
    surnames: BTreeMap<String, BTreeMap<String, u32>>,
}

/// How often a name was seen, a spelling to show, its gazetteer id.
type Sight = (u32, String, Option<String>);

/// Strength from which a mention is clear.
const CLEAR: u32 = 60;

pub(crate) fn phrase(words: &Words<'_>, start: usize, end: usize) -> String {
    let mut out = String::new();
    for (i, word) in words.known[start..end].iter().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        out.push_str(word.stem());
    }
    out
}

impl Known {
    /// Notes the clear names of one text.
    pub fn note(&mut self, words: &Words<'_>, found: &[Found]) {
        for f in found.iter().filter(|f| f.strength >= CLEAR) {
            let show = words.tokens[f.start]
                .span
                .hull(words.tokens[f.end - 1].span)
                .of(words.text);
            let first = words.known[f.start].stem();
            let n_words = f.end - f.start;
            match self.longest.get_mut(first) {
                Some(longest) => *longest = n_words.max(*longest),
                None => {
                    self.longest.insert(first.to_owned(), n_words);
                }
            }
            let slot = self
                .whole
                .entry(phrase(words, f.start, f.end))
                .or_default()
                .entry(f.kind)
                .or_insert_with(|| (0, show.to_owned(), None));
            slot.0 += 1;
            if slot.2.is_none() {
                slot.2.clone_from(&f.id);
            }
            if f.kind == EntityKind::Person && f.end - f.start >= 2 {
                let surname = phrase(words, f.end - 1, f.end);
                if surname.chars().count() > 2 {
                    *self
                        .surnames
                        .entry(surname)
                        .or_default()
                        .entry(show.to_owned())
                        .or_default() += 1;
                }
            }
        }
    }

    /// A building that stands for its office, a state for its government: of a name of several words that is a place
    /// here and a body there, every mention is what most are, where `times` as many say so.
    pub fn settle(&self, words: &Words<'_>, found: &mut [Found], times: u32, where_seen: &str) {
        for f in found.iter_mut().filter(|f| f.end - f.start > 1) {
            let other = match f.kind {
                EntityKind::Place => EntityKind::Organisation,
                EntityKind::Organisation => EntityKind::Place,
                _ => continue,
            };
            let Some(seen) = self.whole.get(&phrase(words, f.start, f.end)) else {
                continue;
            };
            let n = |kind: &EntityKind| seen.get(kind).map_or(0, |(n, ..)| *n);
            if n(&other) > n(&f.kind) * times {
                f.why = format!("{}; most often read so {where_seen}", f.why);
                f.id = seen.get(&other).and_then(|(_, _, id)| id.clone());
                f.kind = other;
            }
        }
    }

    /// Adds mentions of known names among the words nothing stronger claims.
    pub fn find(
        &self,
        words: &Words<'_>,
        found: &[Found],
        where_seen: &str,
        strength: u32,
    ) -> Vec<Found> {
        let mut out = Vec::new();
        // A word that the article also writes small is a word: "Iodine" at the head of a sentence.
        let small: BTreeSet<&str> = words
            .tokens
            .iter()
            .zip(&words.folded)
            .filter(|(token, _)| token.shape == Shape::Small)
            .map(|(_, folded)| *folded)
            .collect();
        let mut claimed = vec![0; words.tokens.len()];
        for f in found {
            for slot in &mut claimed[f.start..f.end] {
                *slot = f.strength.max(*slot);
            }
        }
        for (start, taken) in claimed.iter().enumerate() {
            if !words.tokens[start].is_capital()
                || *taken >= strength
                || words.is_headline[start] && where_seen != IN_ARTICLE
            {
                continue;
            }
            let first = words.known[start].stem();
            let n_most = self.longest.get(first).copied().unwrap_or_default().min(6);
            let longest = (start + 1..=(start + n_most).min(words.tokens.len()))
                .rev()
                .filter(|end| words.starts[start + 1..*end].iter().all(|s| !s))
                .find_map(|end| {
                    let seen = self.whole.get(&phrase(words, start, end))?;
                    // "Great service" is not the shop "Great Service".
                    let is_capital = words.tokens[end - 1].is_capital();
                    let is_same_case = |show: &str| {
                        let last = show.rsplit([' ', '-']).next().unwrap_or_default();
                        last.starts_with(char::is_uppercase) <= is_capital
                    };
                    if !seen.values().any(|(_, show, _)| is_same_case(show)) {
                        return None;
                    }
                    // Another article must be sure of a single word before it speaks for this one.
                    let total: u32 = seen.values().map(|(n, ..)| n).sum();
                    let is_sure = |n: u32| end > start + 1 || n >= 3 && n * 10 >= total * 9;
                    if where_seen == IN_FOLDER && !seen.values().any(|(n, ..)| is_sure(*n)) {
                        return None;
                    }
                    let (kind, (_, show, id)) = seen
                        .iter()
                        .max_by_key(|(kind, (n, ..))| (*n, std::cmp::Reverse(**kind)))?;
                    Some((end, *kind, show, id))
                });
            let is_word = words.bits[start] & word::SMALL != 0 && words.starts[start]
                || small.contains(words.folded[start]);
            if let Some((end, kind, show, id)) = longest
                && !(is_word && end == start + 1)
            {
                out.push(Found {
                    start,
                    end,
                    kind,
                    strength,
                    why: format!("same words as {show} {where_seen}"),
                    id: id.clone(),
                });
                continue;
            }
            let single = words.folded[start];
            // "Price rises": a word; "Price, the spokesman,": a man.
            let next = words
                .tokens
                .get(start + 1)
                .map_or("", |t| t.span.of(words.text));
            let is_word = is_word
                && !(SAYING.contains(next) || matches!(next, "," | "'s" | "’s" | "has" | "was"));
            if NEVER.contains(single) || TITLES.contains(words.known[start].stem()) || is_word {
                continue;
            }
            let has_title = start > 0 && TITLES.contains(words.known[start - 1].stem());
            if where_seen == IN_FOLDER && !has_title && !SAYING.contains(next) {
                continue;
            }
            let possible = self.surnames.get(words.known[start].stem());
            if let Some(full) = possible.and_then(|names| names.iter().max_by_key(|(_, n)| **n)) {
                out.push(Found {
                    start,
                    end: start + 1,
                    kind: EntityKind::Person,
                    strength,
                    why: format!("surname of {} {where_seen}", full.0),
                    id: None,
                });
            }
        }
        out
    }
}

/// One word, one kind: where an article's single words were read differently, the more frequent reading holds,
/// and between equals what the gazetteer lists. A surname of somebody named in full stays a person.
pub fn settle(words: &Words<'_>, found: &mut [Found]) {
    let mut readings: BTreeMap<String, BTreeMap<EntityKind, u32>> = BTreeMap::new();
    let mut family: BTreeSet<String> = BTreeSet::new();
    for f in found.iter() {
        if f.end - f.start == 1 {
            let key = phrase(words, f.start, f.end);
            *readings.entry(key).or_default().entry(f.kind).or_default() += 1;
        } else if f.kind == EntityKind::Person {
            family.insert(phrase(words, f.start, f.start + 1));
            family.insert(phrase(words, f.end - 1, f.end));
        }
    }
    for f in found.iter_mut().filter(|f| f.end - f.start == 1) {
        let key = phrase(words, f.start, f.end);
        let Some(seen) = readings.get(&key) else {
            continue;
        };
        let is_open = matches!(
            f.kind,
            EntityKind::Person | EntityKind::Organisation | EntityKind::Place
        );
        let has_title = f.start > 0 && words.is_title(f.start - 1);
        if !is_open || family.contains(&key) || has_title {
            continue;
        }
        // A state's name alone is the state, unless somebody of the article bears it: "Georgia", "Jordan".
        if f.kind == EntityKind::Person && words.is_listed_state(f.start, f.end) {
            f.why = format!("{}; the name of a state, and of nobody here", f.why);
            f.kind = EntityKind::Place;
            f.id = words.state_id(f.start);
            continue;
        }
        let place =
            Class::Country.bit() | Class::Capital.bit() | Class::Region.bit() | Class::City.bit();
        let is_listed_place = words
            .match_at(f.start)
            .is_some_and(|m| m.end == f.end && m.classes & place != 0);
        let own = seen.get(&f.kind).copied().unwrap_or_default();
        let best = seen
            .iter()
            .filter(|(kind, _)| {
                matches!(
                    kind,
                    EntityKind::Person | EntityKind::Organisation | EntityKind::Place
                )
            })
            .max_by_key(|(kind, n)| (**n, is_listed_place && **kind == EntityKind::Place));
        if let Some((kind, n)) = best
            && *kind != f.kind
            && (*n > own || is_listed_place && *kind == EntityKind::Place)
        {
            f.why = format!("{}; read as elsewhere in this article", f.why);
            f.kind = *kind;
            f.id = None;
        }
    }
}

/// Wording for names seen in the same article.
pub const IN_ARTICLE: &str = "in this article";
/// Wording for what the folder as a whole tells.
pub const IN_ALL: &str = "in the folder";
/// Wording for names seen in other articles.
pub const IN_FOLDER: &str = "in another article of the folder";
