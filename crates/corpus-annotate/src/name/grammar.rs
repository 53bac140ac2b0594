//! What is recognised by its form alone: addresses, telephone numbers, sums of money, works after a word
//! for them, types of arms and machines.
//!
//! Takes [`Words`]; returns [`Found`] spans. No learning and no gazetteer: a form that is not complete is
//! left alone.

use super::Found;
use super::rules::Words;
use super::token::Shape;
use corpus_model::EntityKind;

/// Everything with a form of its own.
pub fn find(words: &Words<'_>, out: &mut Vec<Found>) {
    addresses(words, out);
    telephones(words, out);
    sums(words, out);
    works(words, out);
    machines(words, out);
}

fn found(start: usize, end: usize, kind: EntityKind, strength: u32, why: &str) -> Found {
    Found {
        start,
        end,
        kind,
        strength,
        why: why.to_owned(),
        id: None,
    }
}

/// The tokens that fill the bytes `start..end` exactly.
fn tokens_of(words: &Words<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    let first = words
        .tokens
        .partition_point(|t| (t.span.start as usize) < start);
    let last = words
        .tokens
        .partition_point(|t| (t.span.end as usize) <= end);
    let is_exact = words.tokens.get(first)?.span.start as usize == start
        && words.tokens.get(last.checked_sub(1)?)?.span.end as usize == end
        && first < last;
    is_exact.then_some((first, last))
}

/// "press@mfa.example", "https://…", "www.…".
fn addresses(words: &Words<'_>, out: &mut Vec<Found>) {
    let text = words.text;
    let is_mail = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+');
    let bytes = text.as_bytes();
    for (at, _) in text.match_indices('@') {
        let before = bytes[..at]
            .iter()
            .rev()
            .take_while(|b| is_mail(**b))
            .count();
        let after = bytes[at + 1..].iter().take_while(|b| is_mail(**b)).count();
        let host = text[at + 1..at + 1 + after].trim_end_matches(['.', '-', '_', '+']);
        if before > 0 && host.contains('.') && !host.ends_with(|c: char| c.is_ascii_digit()) {
            let end = at + 1 + host.len();
            if let Some((a, b)) = tokens_of(words, at - before, end) {
                out.push(found(a, b, EntityKind::Misc, 97, "e-mail address"));
            }
        }
    }
    for lead in ["http://", "https://", "www."] {
        for (at, _) in text.match_indices(lead) {
            let is_inside = text[..at]
                .chars()
                .next_back()
                .is_some_and(|c| c.is_alphanumeric() || c == '/');
            let rest = &text[at..];
            let end = rest
                .find(|c: char| {
                    c.is_whitespace() || matches!(c, '<' | '>' | '"' | '»' | '”' | '’' | '|')
                })
                .unwrap_or(rest.len());
            let address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'']);
            if !is_inside
                && address.len() > lead.len() + 3
                && let Some((a, b)) = tokens_of(words, at, at + address.len())
            {
                out.push(found(a, b, EntityKind::Misc, 97, "address on the web"));
            }
        }
    }
}

/// "+7 7172 00-00-00", "(202) 555-0100", "202-555-0100".
fn telephones(words: &Words<'_>, out: &mut Vec<Found>) {
    let n = words.tokens.len();
    let is_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let mut at = 0;
    while at < n {
        let word = words.tokens[at].span.of(words.text);
        let is_plus = word == "+";
        if !(is_plus || word == "(" || is_digits(word)) || at > 0 && !words.tokens[at].is_spaced {
            at += 1;
            continue;
        }
        let (mut end, mut groups) = (at, Vec::new());
        while end < n && !(end > at && words.starts[end]) {
            let token = words.tokens[end];
            let part = token.span.of(words.text);
            if is_digits(part) && part.len() <= 12 {
                groups.push(part.len());
            } else {
                let is_joint = matches!(part, "(" | ")") || part == "-" && !token.is_spaced;
                let is_leading_plus = end == at && is_plus;
                if !is_joint && !is_leading_plus {
                    break;
                }
            }
            end += 1;
        }
        while end > at && !is_digits(words.tokens[end - 1].span.of(words.text)) {
            end -= 1;
        }
        let digits: usize = groups.iter().sum();
        let is_local = matches!(groups[..], [3, 3, 4] | [1, 3, 3, 4]);
        if is_plus && (9..=15).contains(&digits) || is_local {
            out.push(found(at, end, EntityKind::Misc, 96, "telephone number"));
            at = end;
        }
        at += 1;
    }
}

const SIGNS: &[&str] = &["$", "€", "£", "¥", "₽", "₸", "₴", "₹"];
const SCALES: &[&str] = &[
    "thousand",
    "million",
    "billion",
    "trillion",
    "mln",
    "bln",
    "bn",
    "mn",
    "m",
    "k",
    "тысяч",
    "тыс",
    "миллион",
    "млн",
    "миллиард",
    "млрд",
    "трлн",
];
const UNITS: &[&str] = &[
    "dollar",
    "dollars",
    "euro",
    "euros",
    "pound",
    "pounds",
    "sterling",
    "rouble",
    "roubles",
    "ruble",
    "rubles",
    "tenge",
    "hryvnia",
    "hryvnias",
    "yuan",
    "yen",
    "rupee",
    "rupees",
    "lira",
    "franc",
    "francs",
    "usd",
    "eur",
    "gbp",
    "rub",
    "kzt",
    "uah",
    "cny",
    "jpy",
    "chf",
    "доллар",
    "евро",
    "рубл",
    "руб",
    "тенг",
    "гривен",
    "гривн",
    "юан",
    "фунт",
    "теңге",
];

/// "$5.2 million", "US$300", "200 million euros", "USD 40,000", "5 млрд рублей".
fn sums(words: &Words<'_>, out: &mut Vec<Found>) {
    let n = words.tokens.len();
    let of = |i: usize| words.tokens.get(i).map_or("", |t| t.span.of(words.text));
    let same = |i: usize| i < n && !words.starts[i];
    let amount = |i: usize| {
        same(i) && of(i).starts_with(|c: char| c.is_ascii_digit())
            || same(i) && matches!(words.folded[i], "one" | "two" | "three" | "ten")
    };
    for at in 0..n {
        let word = of(at);
        let mut end = at + 1;
        let sign = SIGNS.iter().find(|s| word.starts_with(**s));
        let is_sum = if let Some(sign) = sign {
            let rest = &word[sign.len()..];
            if rest.is_empty() && same(end) && amount(end) {
                end += 1;
                true
            } else {
                rest.starts_with(|c: char| c.is_ascii_digit())
            }
        } else if words.is_one_of(at, UNITS) && words.tokens[at].shape == Shape::AllCapital {
            if amount(end) {
                end += 1;
                true
            } else {
                false
            }
        } else {
            false
        };
        if is_sum {
            if same(end) && words.is_one_of(end, SCALES) {
                end += 1;
            }
            let is_us = at > 0
                && !words.tokens[at].is_spaced
                && matches!(of(at - 1), "US" | "U.S." | "A" | "C" | "HK" | "NZ");
            let start = if is_us { at - 1 } else { at };
            out.push(found(start, end, EntityKind::Misc, 96, "sum of money"));
            continue;
        }
        if amount(at) && (at == 0 || !SIGNS.contains(&of(at - 1))) {
            let mut end = at + 1;
            if same(end) && words.is_one_of(end, SCALES) {
                end += 1;
            }
            // "50-euro note" is a note; "5 million U.S. dollars" a sum.
            let is_spaced = words.tokens.get(end).is_some_and(|t| t.is_spaced);
            let of_state = usize::from(
                same(end + 1) && words.is_one_of(end, &["us", "canadian", "australian"]),
            );
            if is_spaced && same(end + of_state) && words.is_one_of(end + of_state, UNITS) {
                out.push(found(
                    at,
                    end + of_state + 1,
                    EntityKind::Misc,
                    96,
                    "sum of money",
                ));
            }
        }
    }
}

const WORK_WORDS: &[&str] = &[
    "film",
    "movie",
    "book",
    "novel",
    "song",
    "album",
    "series",
    "play",
    "documentary",
    "memoir",
    "poem",
    "opera",
    "ballet",
    "painting",
    "musical",
    "sitcom",
    "drama",
    "comedy",
    "essay",
    "ballad",
    "titled",
    "entitled",
    "фильм",
    "книг",
    "роман",
    "песн",
    "альбом",
    "сериал",
    "картин",
    "спектакл",
    "повест",
    "опер",
    "балет",
    "мемуар",
];

/// «the novel "The Far Shore"»: a title in quotation marks after a word for works.
fn works(words: &Words<'_>, out: &mut Vec<Found>) {
    let n = words.tokens.len();
    let of = |i: usize| words.tokens.get(i).map_or("", |t| t.span.of(words.text));
    for open in 1..n {
        if !matches!(of(open), "\"" | "“" | "«" | "‘" | "'") || !words.tokens[open].is_spaced {
            continue;
        }
        let has_word = (open.saturating_sub(3)..open)
            .rev()
            .take_while(|i| !matches!(of(*i), "." | "!" | "?" | ";"))
            .any(|i| words.is_one_of(i, WORK_WORDS) && words.tokens[i].shape == Shape::Small);
        if !has_word
            || !words
                .tokens
                .get(open + 1)
                .is_some_and(super::token::Token::is_capital)
        {
            continue;
        }
        let close = (open + 1..n.min(open + 10))
            .find(|i| matches!(of(*i), "\"" | "”" | "»" | "’" | "'" | "," | "."));
        let Some(close) = close.filter(|c| *c > open + 1) else {
            continue;
        };
        // American commas stand inside the marks.
        let is_closed =
            !matches!(of(close), "," | ".") || matches!(of(close + 1), "\"" | "”" | "’");
        let n_capital = (open + 1..close)
            .filter(|i| words.tokens[*i].is_capital())
            .count();
        if is_closed && n_capital * 2 >= close - open - 1 {
            let why = "title in quotation marks after a word for works";
            out.push(found(open + 1, close, EntityKind::Work, 93, why));
        }
    }
}

/// Series of arms, aircraft and vehicles that are followed by a hyphen and a number.
const SERIES: &[&str] = &[
    "F", "Su", "MiG", "Tu", "Il", "An", "T", "S", "AK", "Ka", "Mi", "C", "B", "MQ", "RQ", "Kh",
    "BTR", "BMP", "RPG", "AH", "UH", "CH", "KC", "AIM", "RS", "ПВ", "С", "Су", "МиГ", "Ту", "Ил",
    "Ан", "Т", "АК", "Ка", "Ми", "Х", "БМП", "БТР", "Як", "Yak", "SM", "PAC", "SS", "ATR", "DF",
];

/// "S-400", "MiG-29", "T-72B3".
fn machines(words: &Words<'_>, out: &mut Vec<Found>) {
    let of = |i: usize| words.tokens.get(i).map_or("", |t| t.span.of(words.text));
    for at in 0..words.tokens.len().saturating_sub(2) {
        let number = of(at + 2);
        if matches!(of(at + 1), "-" | "‑")
            && !words.tokens[at + 1].is_spaced
            && !words.tokens[at + 2].is_spaced
            && SERIES.contains(&of(at))
            && number.starts_with(|c: char| c.is_ascii_digit())
            && number.len() <= 5
            && number.chars().all(char::is_alphanumeric)
        {
            let why = "type of arms or machine: series, hyphen, number";
            out.push(found(at, at + 3, EntityKind::Product, 92, why));
        }
    }
}
