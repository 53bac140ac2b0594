//! The opening of an agency report: `HARBOURTON, June 4. /WIRE/.`, `HARBOURTON (Wire) — `.
//!
//! In: a paragraph. Out: where its dateline ends, and its place, date and agency. An opening counts as
//! a dateline if it names an agency in marks, or a place in capitals before a dash.

use super::byline::is_date_line;
use corpus_model::is_letter;
use std::ops::Range;

/// A dateline's parts as byte ranges of the paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opening {
    /// Without the white space and text that follow.
    pub(crate) end: usize,
    pub(crate) place: Option<Range<usize>>,
    pub(crate) agency: Option<Range<usize>>,
    pub(crate) date: Option<Range<usize>>,
}

/// Datelines are short.
const MAX_LEN: usize = 140;

/// Reads the dateline at the start of `paragraph`.
pub(crate) fn opening(paragraph: &str) -> Option<Opening> {
    let mut head_end = paragraph.len().min(MAX_LEN);
    while !paragraph.is_char_boundary(head_end) {
        head_end -= 1;
    }
    let head = &paragraph[..head_end];
    if let Some((agency, end)) = slashed(head) {
        return finish(head, agency.start - 1, Some(agency), end);
    }
    if let Some((agency, end)) = bracketed(head) {
        return finish(head, agency.start - 1, Some(agency), end);
    }
    if !opens_in_capitals(head) {
        return None;
    }
    dated(head).or_else(|| dashed(head))
}

/// A quick look: a place in capitals has three of them, and nothing stands before it.
fn opens_in_capitals(head: &str) -> bool {
    let mut letters = head.chars().filter(|c| is_letter(*c));
    (0..3).all(|_| letters.next().is_some_and(char::is_uppercase))
}

/// `PLACE, June 4, 2021. `: a place in capitals and a date, shut by a stop.
fn dated(head: &str) -> Option<Opening> {
    for (at, _) in head.match_indices(". ").take(3) {
        let front = head.get(..at)?;
        if let Some((Some(place), Some(date))) = split_front(front)
            && is_in_capitals(head.get(place.clone())?)
        {
            return Some(Opening {
                end: at + 1,
                place: Some(place),
                agency: None,
                date: Some(date),
            });
        }
    }
    None
}

fn is_in_capitals(place: &str) -> bool {
    let letters = || place.chars().filter(|c| c.is_alphabetic());
    letters().count() >= 3 && letters().all(char::is_uppercase)
}

/// `/AGENCY/` and where the mark ends.
fn slashed(head: &str) -> Option<(Range<usize>, usize)> {
    let open = head.find('/')?;
    if open == 0 {
        return None;
    }
    let close = open + 1 + head.get(open + 1..)?.find('/')?;
    let agency = head.get(open + 1..close)?;
    let is_name = !agency.is_empty()
        && agency.len() <= 60
        && !agency.starts_with(' ')
        && !agency.ends_with(' ')
        && agency.chars().any(char::is_alphabetic);
    let is_after_gap = head.get(..open)?.ends_with([' ', '.', ',']);
    let tail = head.get(close + 1..)?;
    let mark = tail
        .chars()
        .take_while(|c| matches!(c, '.' | ' ' | '-' | '–' | '—' | ':'))
        .collect::<String>();
    if !is_name || !is_after_gap {
        return None;
    }
    let end = close + 1 + usize::from(mark.starts_with('.'));
    Some((open + 1..close, end))
}

/// `(Agency)` before a dash, and where the dash ends. Brackets may nest.
fn bracketed(head: &str) -> Option<(Range<usize>, usize)> {
    let open = head.find('(')?;
    let mut depth = 0;
    let mut close = None;
    for (i, c) in head.get(open..)?.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                if depth == 0 {
                    close = Some(open + i);
                    break;
                }
            }
            _ => {}
        }
    }
    let close = close?;
    let agency = head.get(open + 1..close)?;
    let tail = head.get(close + 1..)?;
    let dash = tail.trim_start();
    let dash_at = close + 1 + (tail.len() - dash.len());
    let c = dash.chars().next()?;
    let is_dash = matches!(c, '—' | '–' | '-' | '―')
        && (dash
            .get(c.len_utf8()..)
            .is_some_and(|r| r.starts_with([' ', '-']) || c != '-'))
        || c == ':' && open > 0;
    let is_name = !agency.is_empty()
        && agency.len() <= 60
        && agency.chars().next().is_some_and(|c| c.is_alphanumeric());
    if !is_dash || !is_name {
        return None;
    }
    let n_dashes: usize = dash
        .chars()
        .take_while(|c| matches!(c, '—' | '–' | '-' | '―' | ':'))
        .map(char::len_utf8)
        .sum();
    Some((open + 1..close, dash_at + n_dashes))
}

/// `PLACE, date — ` without an agency: the place must stand in capitals.
fn dashed(head: &str) -> Option<Opening> {
    if !head.contains(['-', '–', '—']) {
        return None;
    }
    let (at, dash_len) = [" — ", " – ", " - ", " -- ", "— ", " —"]
        .iter()
        .filter_map(|d| head.find(d).map(|i| (i, d.trim_end().len())))
        .min()?;
    let before = head.get(..at)?;
    let first = before.split([',', '.', '(']).next()?.trim();
    let n_letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let is_capital = n_letters >= 3
        && first
            .chars()
            .filter(|c| c.is_alphabetic())
            .all(char::is_uppercase)
        && first.split_whitespace().count() <= 4;
    if !is_capital || before.len() > 60 {
        return None;
    }
    // `МОСКВА, 7 янв — РИА Новости.`: the agency follows the dash.
    let end = at + dash_len;
    let tail = head.get(end..)?;
    let trimmed = tail.trim_start();
    let agency_start = end + (tail.len() - trimmed.len());
    let agency = trimmed
        .find(['.', ','])
        .map(|i| agency_start..agency_start + i)
        .filter(|r| head.get(r.clone()).is_some_and(super::outlet::is_known));
    let end = agency.as_ref().map_or(end, |a| a.end + 1);
    finish(head, at, agency, end)
}

fn finish(
    head: &str,
    front_end: usize,
    agency: Option<Range<usize>>,
    end: usize,
) -> Option<Opening> {
    let front = head.get(..front_end)?;
    let trimmed = front.trim_end_matches([' ', '.', ',', '–', '—', '-']);
    let (place, date) = split_front(trimmed)?;
    if place.is_none() && agency.is_none() {
        return None;
    }
    Some(Opening {
        end,
        place,
        agency,
        date,
    })
}

/// Where place and date stand.
type PlaceAndDate = (Option<Range<usize>>, Option<Range<usize>>);

/// `PLACE, Region, June 4` to place and date. `None` if it is neither.
fn split_front(front: &str) -> Option<PlaceAndDate> {
    if front.is_empty() {
        return Some((None, None));
    }
    // The date is the longest tail that reads as one.
    let starts: Vec<usize> = std::iter::once(0)
        .chain(front.match_indices([',', '.']).map(|(i, _)| i + 1))
        .collect();
    let mut date = None;
    for &start in &starts {
        let tail = front.get(start..)?;
        let lead = tail.len() - tail.trim_start().len();
        let value = tail.trim();
        if is_date_line(value) {
            date = Some((start, start + lead..start + lead + value.len()));
            break;
        }
    }
    let place_end = date
        .as_ref()
        .map_or(front.len(), |(start, _)| start.saturating_sub(1));
    let place_text = front.get(..place_end)?.trim_end_matches([',', '.', ' ']);
    let date = date.map(|(_, range)| range);
    if place_text.is_empty() {
        return Some((None, date));
    }
    let words: Vec<&str> = place_text
        .split([' ', ','])
        .filter(|w| !w.is_empty())
        .collect();
    let is_place = words.len() <= 7
        && words.iter().all(|w| {
            w.chars()
                .next()
                .is_some_and(|c| c.is_uppercase() || c == '\'')
                || matches!(
                    *w,
                    "de" | "la" | "del" | "al" | "an" | "am" | "and" | "of" | "the" | "der" | "на"
                )
        });
    // The first part is the town; what follows the comma is its region.
    let town = place_text
        .split(',')
        .next()
        .unwrap_or(place_text)
        .trim_end();
    is_place.then_some((Some(0..town.len()), date))
}

/// Title case for a place in capitals; others stay.
pub(crate) fn place_name(place: &str) -> String {
    let letters = || place.chars().filter(|c| c.is_alphabetic());
    if letters().count() < 3 || !letters().all(char::is_uppercase) {
        return place.to_owned();
    }
    let mut out = String::new();
    let mut starts = true;
    for c in place.chars() {
        if starts {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        starts = !c.is_alphabetic() && !matches!(c, '\'' | '’');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(
        paragraph: &str,
        whole: &str,
        place: Option<&str>,
        agency: Option<&str>,
        date: Option<&str>,
    ) {
        let opening = opening(paragraph).unwrap_or_else(|| panic!("no dateline: {paragraph}"));
        let part = |r: &Option<Range<usize>>| r.clone().map(|r| paragraph[r].to_owned());
        assert_eq!(&paragraph[..opening.end], whole);
        assert_eq!(part(&opening.place).as_deref(), place);
        assert_eq!(part(&opening.agency).as_deref(), agency);
        assert_eq!(part(&opening.date).as_deref(), date);
    }

    #[test]
    fn agencies_write_datelines_in_many_ways() {
        check(
            "HARBOURTON, June 4. /WIRE/. The pier is shut.",
            "HARBOURTON, June 4. /WIRE/.",
            Some("HARBOURTON"),
            Some("WIRE"),
            Some("June 4"),
        );
        check(
            "PORT SAID, May 21 /WIRE/. The pier.",
            "PORT SAID, May 21 /WIRE/.",
            Some("PORT SAID"),
            Some("WIRE"),
            Some("May 21"),
        );
        check(
            "KYIV (Wire (W)) — The pier.",
            "KYIV (Wire (W)) —",
            Some("KYIV"),
            Some("Wire (W)"),
            None,
        );
        check(
            "SALEM, Oregon (AP) – The pier.",
            "SALEM, Oregon (AP) –",
            Some("SALEM"),
            Some("AP"),
            None,
        );
        check(
            "Berlin (dpa) - Der Hafen.",
            "Berlin (dpa) -",
            Some("Berlin"),
            Some("dpa"),
            None,
        );
        check(
            "МОСКВА, 7 января. /ТАСС/. Порт.",
            "МОСКВА, 7 января. /ТАСС/.",
            Some("МОСКВА"),
            Some("ТАСС"),
            Some("7 января"),
        );
        check(
            "OLD HARBOUR, June 4, 2021. The pier.",
            "OLD HARBOUR, June 4, 2021.",
            Some("OLD HARBOUR"),
            None,
            Some("June 4, 2021"),
        );
        check("LONDON — The pier.", "LONDON —", Some("LONDON"), None, None);
    }

    #[test]
    fn sentences_are_no_datelines() {
        for text in [
            "NASA and/or the state/city will pay.",
            "The pier (built in 1901) — a long one — is shut.",
            "He said (twice) - and left.",
            "NATO, which met — as planned — on Friday, left.",
        ] {
            assert_eq!(opening(text), None, "{text}");
        }
    }

    #[test]
    fn places_in_capitals_become_names() {
        assert_eq!(place_name("NUR-SULTAN"), "Nur-Sultan");
        assert_eq!(place_name("Berlin"), "Berlin");
    }
}
