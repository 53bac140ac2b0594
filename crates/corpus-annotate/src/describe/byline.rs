//! Lines that say who wrote a text, where it appeared and when, without being its text.
//!
//! In: one line. Out: what it says, or nothing if it is something else. Used twice: splitting takes
//! such a line as a sign that an article begins, describing reads it.

use crate::date::{is_month, is_weekday};

/// What a line beside a headline says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Credit {
    pub(crate) authors: Vec<String>,
    pub(crate) outlet: Option<String>,
    /// The line holds a date.
    pub(crate) has_date: bool,
    /// The line opens with words that only credits open with (`By`, `from`).
    pub(crate) is_explicit: bool,
}

impl Credit {
    fn is_empty(&self) -> bool {
        self.authors.is_empty() && self.outlet.is_none() && !self.has_date
    }
}

/// Longer lines are text.
const MAX_LEN: usize = 140;

/// Openings of credits. The second value: what follows is an outlet if it is no person.
const OPENINGS: &[&str] = &[
    "by ",
    "written by ",
    "author: ",
    "authors: ",
    "text: ",
    "story by ",
    "reporting by ",
    "words by ",
    "posted by ",
    "reported by ",
    "from ",
    "source: ",
    "via ",
    "von ",
    "autor: ",
    "autorin: ",
    "quelle: ",
    "автор: ",
    "авторы: ",
    "текст: ",
    "источник: ",
    "par ",
    "por ",
    "auteur : ",
    "fuente: ",
];

/// Reads a line as a credit.
pub(crate) fn credit(line: &str) -> Option<Credit> {
    let line = line.trim();
    if line.is_empty() || line.len() > MAX_LEN || line.ends_with(['?', '!', ':', ',']) {
        return None;
    }
    // The longest opening has thirteen letters.
    let lower: String = line.chars().take(16).flat_map(char::to_lowercase).collect();
    let opening = OPENINGS.iter().find(|o| lower.starts_with(**o)).copied();
    let rest = match opening {
        Some(opening) if lower.is_char_boundary(opening.len()) => {
            line.get(opening.len()..).unwrap_or(line)
        }
        _ => line,
    };
    let is_explicit = opening.is_some();
    let rest = rest.trim().trim_end_matches('.');
    if rest.is_empty() {
        return None;
    }
    let mut out = Credit {
        is_explicit,
        ..Credit::default()
    };
    // `A | B`, `A • 3 May 2021`: parts are names, outlets or dates.
    const BARS: [char; 4] = ['|', '•', '·', '／'];
    let bars = rest.split(BARS).map(str::trim).filter(|p| !p.is_empty());
    if rest.contains(BARS) && bars.clone().nth(1).is_some() {
        let bars: Vec<&str> = bars.collect();
        read_parts(&bars, is_explicit, &mut out)?;
        return (is_explicit || out.has_date || !out.authors.is_empty() && out.outlet.is_some())
            .then_some(out);
    }
    if is_date_line(rest) {
        out.has_date = true;
        return Some(out);
    }
    if is_explicit {
        return explicit(rest, opening.unwrap_or_default(), out);
    }
    // `Name, Outlet` and `Name, Outlet, 3 May 2021`.
    if !rest.contains(", ") {
        return None;
    }
    let commas: Vec<&str> = rest.split(", ").map(str::trim).collect();
    if (2..=4).contains(&commas.len()) && !line.ends_with('.') && is_person(commas[0]) {
        let (dates, others): (Vec<&str>, Vec<&str>) = commas[1..]
            .iter()
            .partition(|p| is_date_line(p) || is_year(p));
        if others.len() <= 1
            && others.iter().all(|o| is_outlet_like(o))
            && (!others.is_empty() || !dates.is_empty())
        {
            out.authors.push(tidy(commas[0]));
            out.outlet = others.first().map(|o| tidy(o));
            out.has_date = !dates.is_empty();
            return Some(out);
        }
    }
    None
}

fn explicit(rest: &str, opening: &str, mut out: Credit) -> Option<Credit> {
    let takes_outlet = matches!(
        opening,
        "from " | "source: " | "via " | "quelle: " | "источник: " | "fuente: "
    );
    // Sentences begin with these words too.
    if rest.split_whitespace().count() > 14 {
        return None;
    }
    let mut rest = rest;
    // A date at the end.
    for separator in [" on ", ", ", " - ", " – ", " — "] {
        if let Some((head, tail)) = rest.split_once(separator)
            && is_date_line(tail)
        {
            out.has_date = true;
            rest = head;
            break;
        }
    }
    let commas: Vec<&str> = rest.split(", ").map(str::trim).collect();
    for (i, part) in commas.iter().enumerate() {
        let names: Vec<&str> = part
            .split(" and ")
            .flat_map(|p| p.split(" & "))
            .flat_map(|p| p.split(" und "))
            .flat_map(|p| p.split(" и "))
            .map(str::trim)
            .collect();
        if names.iter().all(|n| is_person(n))
            && !(i > 0 && i + 1 == commas.len() && looks_like_outlet(part))
            && !takes_outlet
        {
            out.authors.extend(names.iter().map(|n| tidy(n)));
        } else if is_outlet_like(part)
            && (i > 0 || takes_outlet || looks_like_outlet(part))
            && out.outlet.is_none()
        {
            out.outlet = Some(tidy(part));
        } else if i > 0 && part.split_whitespace().count() <= 5 && !out.authors.is_empty() {
            // A role or place after the name: `By Ada Holt, senior correspondent`.
        } else {
            return None;
        }
    }
    (!out.is_empty()).then_some(out)
}

fn read_parts(parts: &[&str], is_explicit: bool, out: &mut Credit) -> Option<()> {
    let n = parts.len();
    for (i, part) in parts.iter().enumerate() {
        let part = part
            .strip_prefix("By ")
            .or_else(|| part.strip_prefix("by "))
            .unwrap_or(part);
        if is_date_line(part) {
            out.has_date = true;
        } else if is_person(part)
            && (i + 1 < n || parts.iter().any(|p| is_date_line(p)) && is_explicit)
            && !looks_like_outlet(part)
            && out.authors.is_empty()
            && has_other_outlet(parts, i)
        {
            out.authors.push(tidy(part));
        } else if is_outlet_like(part) && out.outlet.is_none() {
            out.outlet = Some(tidy(part));
        } else {
            return None;
        }
    }
    (!out.is_empty()).then_some(())
}

/// Whether a part other than `i` could be the outlet.
fn has_other_outlet(parts: &[&str], i: usize) -> bool {
    parts
        .iter()
        .enumerate()
        .any(|(k, p)| k != i && !is_date_line(p) && is_outlet_like(p))
}

fn tidy(text: &str) -> String {
    unquoted(&text.split_whitespace().collect::<Vec<_>>().join(" ")).to_owned()
}

/// `«Evening Holm»` without the marks, if they enclose all of it.
fn unquoted(text: &str) -> &str {
    [('«', '»'), ('“', '”'), ('„', '“'), ('"', '"')]
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))
        .filter(|inner| !inner.is_empty() && !inner.contains(['«', '»', '“', '”', '„', '"']))
        .unwrap_or(text)
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse::<u16>().is_ok_and(|y| (1800..2200).contains(&y))
}

/// Particles of names that stay small.
const PARTICLES: &[&str] = &[
    "de", "da", "di", "du", "del", "della", "la", "le", "van", "von", "der", "den", "ter", "ten",
    "bin", "ibn", "al", "el", "af", "av", "zu", "dos", "das", "do", "y", "e", "bint", "ben",
];

/// Words that names of bodies hold and names of people do not.
const OUTLET_WORDS: &[&str] = &[
    "news",
    "times",
    "post",
    "daily",
    "herald",
    "tribune",
    "journal",
    "press",
    "agency",
    "gazette",
    "weekly",
    "magazine",
    "review",
    "report",
    "reuters",
    "tv",
    "radio",
    "media",
    "online",
    "the",
    "guardian",
    "network",
    "channel",
    "wire",
    "blog",
    "monitor",
    "telegraph",
    "chronicle",
    "observer",
    "mail",
    "sun",
    "star",
    "globe",
    "mirror",
    "standard",
    "courier",
    "bulletin",
    "digest",
    "today",
    "zeitung",
    "presse",
    "rundfunk",
    "nachrichten",
    "новости",
    "агентство",
    "газета",
    "вести",
    "правда",
    "staff",
    "desk",
    "team",
    "editors",
    "agencies",
    "afp",
    "ap",
    "tass",
    "dpa",
    "bbc",
    "cnn",
    "world",
    "international",
    "broadcasting",
    "corporation",
    "group",
    "service",
    "company",
    "ltd",
    "insider",
    "ilbo",
];

/// Two to five words, each a name or an initial.
pub(crate) fn is_person(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    if !(2..=5).contains(&words.len()) || text.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    let is_first_fine = words
        .first()
        .is_some_and(|w| !OUTLET_WORDS.contains(&w.to_lowercase().as_str()));
    let is_last_fine = words.last().is_some_and(|w| {
        !OUTLET_WORDS.contains(&w.to_lowercase().as_str()) && !PARTICLES.contains(w)
    });
    is_first_fine
        && is_last_fine
        && words.iter().all(|word| {
            let mut chars = word.chars();
            let first = chars.next().unwrap_or(' ');
            if PARTICLES.contains(word) {
                return true;
            }
            (first.is_uppercase()
                || matches!(word.get(..2), Some("al" | "el")) && word.contains('-'))
                && word.chars().all(|c| {
                    c.is_alphabetic()
                        || matches!(c, '-' | '\'' | '’' | '.' | '\u{2bb}' | '\u{2bc}' | '`')
                })
                && !(word.chars().count() > 4
                    && word.chars().all(char::is_uppercase)
                    && words.iter().any(|w| w.chars().any(char::is_lowercase)))
        })
}

/// Whether the words say that this is a body.
pub(crate) fn looks_like_outlet(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .any(|w| OUTLET_WORDS.contains(&w.to_lowercase().as_str()))
        || super::outlet::is_known(text)
}

/// Could name an outlet: a few words, capitalised or with a dot or digit in them, no sentence.
pub(crate) fn is_outlet_like(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty()
        || words.len() > 8
        || text.len() > 80
        || text.ends_with(['?', '!', ':', ';'])
    {
        return false;
    }
    if super::outlet::is_known(text) {
        return true;
    }
    let n_named = words
        .iter()
        .filter(|w| {
            w.chars().any(char::is_uppercase)
                || w.chars().any(|c| c.is_ascii_digit())
                || w.chars()
                    .any(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase())
        })
        .count();
    let is_domain = words.len() == 1 && text.contains('.') && !text.contains('@');
    is_domain || n_named * 2 >= words.len() && n_named > 0
}

/// A line that holds a date and hardly anything else: `Published: 5 May 2021, 10:30`.
pub(crate) fn is_date_line(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    if text.is_empty() || text.len() > 70 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let (mut n_month, mut n_number, mut n_year, mut n_packed) = (0, 0, 0, 0);
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | ';')) {
        let word = word.trim_end_matches(['.', ':']);
        if word.is_empty() || matches!(word, "-" | "–" | "—" | "|" | "@") {
            continue;
        }
        let lower = word.to_lowercase();
        if is_month(&lower) {
            n_month += 1;
        } else if is_year(word) {
            n_year += 1;
        } else if is_packed_date(word) {
            n_packed += 1;
        } else if is_clock(&lower) || is_weekday(&lower) {
        } else if is_day_number(&lower) {
            n_number += 1;
        } else if !matches!(
            lower.as_str(),
            "published"
                | "updated"
                | "posted"
                | "on"
                | "at"
                | "am"
                | "pm"
                | "a.m"
                | "p.m"
                | "gmt"
                | "utc"
                | "est"
                | "edt"
                | "et"
                | "pst"
                | "cet"
                | "msk"
                | "date"
                | "last"
                | "modified"
                | "first"
                | "created"
                | "г"
                | "года"
                | "опубликовано"
                | "обновлено"
                | "дата"
                | "в"
                | "мск"
                | "uhr"
                | "stand"
                | "veröffentlicht"
                | "aktualisiert"
                | "um"
                | "the"
                | "of"
                | "ist"
                | "bst"
                | "local"
                | "time"
                | "publié"
                | "le"
                | "el"
                | "de"
                | "à"
        ) {
            return false;
        }
    }
    n_packed == 1 && n_month == 0
        || n_month == 1 && (n_number >= 1 || n_year == 1) && n_number <= 2 && n_packed == 0
}

/// `2021-05-03`, `03.05.2021`, `3/5/21`, with or without a time.
fn is_packed_date(word: &str) -> bool {
    let date = word.split(['T', ' ']).next().unwrap_or(word);
    let parts: Vec<&str> = date.split(['-', '.', '/']).collect();
    parts.len() == 3
        && parts
            .iter()
            .all(|p| (1..=4).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))
        && parts.iter().any(|p| p.len() == 4 || p.len() == 2)
}

fn is_clock(word: &str) -> bool {
    let digits = word.trim_end_matches(['a', 'p', 'm', '.', 'h', 'z', 'u', 't', 'c', 'g']);
    let parts: Vec<&str> = digits.split([':', 'h']).collect();
    parts.len() >= 2
        && parts
            .iter()
            .all(|p| (1..=2).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))
}

fn is_day_number(word: &str) -> bool {
    let digits = word
        .trim_end_matches("st")
        .trim_end_matches("nd")
        .trim_end_matches("rd")
        .trim_end_matches("th");
    (1..=2).contains(&digits.len()) && digits.parse::<u8>().is_ok_and(|d| (1..=31).contains(&d))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, authors: &[&str], outlet: Option<&str>, has_date: bool) {
        let credit = credit(line).unwrap_or_else(|| panic!("no credit: {line}"));
        assert_eq!(credit.authors, authors, "{line}");
        assert_eq!(credit.outlet.as_deref(), outlet, "{line}");
        assert_eq!(credit.has_date, has_date, "{line}");
    }

    #[test]
    fn credits_in_their_usual_forms() {
        check("By Ada Holt", &["Ada Holt"], None, false);
        check(
            "By Ada Holt and Bo van Renn",
            &["Ada Holt", "Bo van Renn"],
            None,
            false,
        );
        check(
            "from Ada Holt | Harbour Post.",
            &["Ada Holt"],
            Some("Harbour Post"),
            false,
        );
        check(
            "Ada Holt, Harbour Daily",
            &["Ada Holt"],
            Some("Harbour Daily"),
            false,
        );
        check("Harbour Post | 3 May 2021", &[], Some("Harbour Post"), true);
        check("May 3, 2021", &[], None, true);
        check("Опубликовано: 5 мая 2021 г., 10:30", &[], None, true);
        check("from Harbour Wire.", &[], Some("Harbour Wire"), false);
        check(
            "Ада Хольт, «Вечерняя гавань»",
            &["Ада Хольт"],
            Some("Вечерняя гавань"),
            false,
        );
    }

    #[test]
    fn sentences_are_no_credits() {
        for line in [
            "By noon the harbour was full of boats from three countries.",
            "From there they went on.",
            "Holt, who was there, left.",
            "The mayor said so",
            "Harbour | Town | Sea",
        ] {
            assert_eq!(credit(line), None, "{line}");
        }
    }
}
