//! The place from which a report was sent, at its head: "PORT VANE, 7 January 2022.", "Astana, Jan. 7.".
//!
//! Takes the words of an article and what the describing stage made of its dateline; returns that place as a name. What
//! stands in a dateline has no sentence around it and is often in capitals, so neither words nor shapes tell what it
//! is: its position does, and holds against what words and context suggest.

use super::Found;
use super::rules::Words;
use super::token::{Shape, fold};
use corpus_model::{Article, EntityKind, Span};

/// Stronger than anything that words and context suggest.
const SURE: u32 = 96;

/// First letters of the months, as they are written out and shortened.
const MONTHS: [&str; 24] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "янв",
    "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
];

/// Brings the place of the dateline among the names found: the same find keeps its id, others in its place go.
pub fn settle(words: &Words<'_>, article: &Article, found: &mut Vec<Found>) {
    let described = described(words, article);
    let Some(mut place) = described.or_else(|| dated(words)) else {
        return;
    };
    let overlaps = |f: &Found| f.start < place.end && place.start < f.end;
    let is_listed = words.is_listed_place(place.start, place.end);
    // A body that sends reports in its own name: "HARBOUR NEWS (Port Vane) — ".
    let is_else = |f: &Found| f.kind != EntityKind::Place && f.id.is_some() && f.strength >= 75;
    if !is_listed && found.iter().any(|f| overlaps(f) && is_else(f)) {
        return;
    }
    let same = found
        .iter()
        .find(|f| f.start == place.start && f.end == place.end && f.kind == place.kind);
    if let Some(same) = same {
        place.id.clone_from(&same.id);
        place.why = format!("{}; {}", place.why, same.why);
    } else if is_listed {
        place.id = words.state_id(place.start);
    }
    found.retain(|f| !overlaps(f));
    found.push(place);
}

fn place(start: usize, end: usize) -> Found {
    Found {
        start,
        end,
        kind: EntityKind::Place,
        strength: SURE,
        why: "place of the dateline".to_owned(),
        id: None,
    }
}

/// The place in the dateline that was found when the article was described. One that is neither in the tables nor in
/// capitals may be anything: "Editorial (Wire) — ".
fn described(words: &Words<'_>, article: &Article) -> Option<Found> {
    let dateline = article.dateline.as_ref()?;
    let written = dateline.place.as_deref()?;
    let first = words
        .tokens
        .partition_point(|t| t.span.start < dateline.span.start);
    let (start, end) = words_of(words, first, dateline.span, written)?;
    let tokens = words.tokens.get(start..end)?;
    let is_in_capitals = tokens
        .iter()
        .all(|t| matches!(t.shape, Shape::AllCapital | Shape::Mark))
        && tokens.iter().any(|t| t.shape == Shape::AllCapital);
    (is_in_capitals || words.is_listed_place(start, end)).then(|| place(start, end))
}

/// The tokens, from `first` on, that a place is written with.
fn words_of(
    words: &Words<'_>,
    first: usize,
    within: Span,
    written: &str,
) -> Option<(usize, usize)> {
    let wanted = fold(written);
    let end = (first + 1..=words.tokens.len())
        .take(9)
        .take_while(|end| words.tokens[end - 1].span.end <= within.end)
        .find(|end| {
            let span = words.tokens[first].span.hull(words.tokens[end - 1].span);
            fold(span.of(words.text)) == wanted
        })?;
    Some((first, end))
}

/// A listed place, a comma and a day at the head of a text or a line, and an end to it: an opening in small letters
/// that cannot be told from a sentence without the tables.
fn dated(words: &Words<'_>) -> Option<Found> {
    (0..words.tokens.len())
        .filter(|i| words.starts[*i])
        .take(4)
        .find_map(|start| {
            let end = words.match_at(start)?.end;
            let is_place = words.is_listed_place(start, end);
            (is_place && is_comma(words, end) && ends_in_day(words, end + 1))
                .then(|| place(start, end))
        })
}

fn is_comma(words: &Words<'_>, i: usize) -> bool {
    let token = words.tokens.get(i);
    token.is_some_and(|t| t.span.of(words.text) == ",")
}

/// "Jan. 7.", "7 January 2022 —", "June 4 (Wire) —": a month, a number, nothing else, and an end.
fn ends_in_day(words: &Words<'_>, from: usize) -> bool {
    let (mut n_months, mut n_numbers) = (0, 0);
    for i in (from..words.tokens.len()).take(8) {
        let token = words.tokens[i];
        match token.shape {
            Shape::Number => n_numbers += 1,
            Shape::Mark => {
                let is_whole = n_months == 1 && n_numbers > 0;
                let mark = token.span.of(words.text);
                if is_whole && mark != "," {
                    return matches!(mark, "." | "-" | "–" | "—" | "(" | "/" | ":");
                }
                if !matches!(mark, "," | ".") {
                    return false;
                }
            }
            _ if n_months == 0 && MONTHS.iter().any(|m| words.folded[i].starts_with(m)) => {
                n_months = 1;
            }
            _ => return false,
        }
    }
    false
}
