//! Cuts a text into words, numbers and signs, once, and looks every word up once.
//!
//! Takes the text and the [`Words`] of its language; returns tokens in text order. White space is not
//! a token, only remembered (`glued`: nothing stands between this token and the one before). A run of
//! line breaks that ends a paragraph becomes a token of its own, so that no expression crosses it.

use super::words::{Kw, Lex, Part, Tongue, Unit, Words};
use corpus_model::is_letter;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, with inner apostrophes.
    Word,
    /// ASCII digits.
    Number,
    /// One other character.
    Sign(char),
    /// A blank line, or the break after a line that ends like a sentence or heading.
    Break,
}

/// A token. Offsets are bytes of the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub start: u32,
    pub end: u32,
    pub kind: Kind,
    /// Directly after the token before.
    pub glued: bool,
    /// What the word tables say of it.
    pub lex: Lex,
    /// Value of a number, held at `u32::MAX`.
    pub number: u32,
    /// First letter is upper case.
    pub is_capital: bool,
}

impl Token {
    pub fn byte_len(self) -> u32 {
        self.end - self.start
    }

    pub fn is_sign(self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }
}

/// All tokens of `text`.
pub(super) fn tokens(text: &str, words: &Words) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut found = Vec::with_capacity(text.len() / 5 + 1);
    let mut buffer = String::new();
    let mut at = 0;
    let mut last_end = usize::MAX;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'\n' {
            let from = at;
            let mut n_breaks = 0;
            while let Some(&b) = bytes.get(at) {
                match b {
                    b'\n' => n_breaks += 1,
                    b' ' | b'\t' | b'\r' => {}
                    _ => break,
                }
                at += 1;
            }
            if n_breaks > 1 {
                found.push(token(from, at, Kind::Break, false, Lex::None));
            }
            continue;
        }
        if byte <= b' ' {
            at += 1;
            continue;
        }
        let start = at;
        let glued = last_end == start;
        if byte.is_ascii_digit() {
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            let mut number = token(start, at, Kind::Number, glued, Lex::None);
            number.number = text[start..at].parse().unwrap_or(u32::MAX);
            found.push(number);
        } else if byte.is_ascii_alphabetic() || byte >= 0x80 {
            let is_word;
            (at, is_word) = word_end(text, start);
            if is_word {
                if words.tongue.is_romance() {
                    at = joined_end(text, start, at, words);
                }
                let (lex, is_capital) = words.look_up(&text[start..at], &mut buffer);
                let lex = match words.tongue {
                    Tongue::Other => lex,
                    _ => by_neighbour(lex, &text[start..at], is_capital, text, &found, words),
                };
                let mut word = token(start, at, Kind::Word, glued, lex);
                word.is_capital = is_capital;
                if words.tongue == Tongue::German
                    && is_capital
                    && lex == Lex::None
                    && let Some((first, second)) = day_and_part(&word, text, words, &mut buffer)
                {
                    found.extend([first, second]);
                } else {
                    found.push(word);
                }
            } else if let Some(sign) = text[start..at].chars().next() {
                if sign.is_whitespace() {
                    continue;
                }
                found.push(token(start, at, Kind::Sign(sign), glued, Lex::None));
            }
        } else {
            at += 1;
            found.push(token(
                start,
                at,
                Kind::Sign(char::from(byte)),
                glued,
                Lex::None,
            ));
        }
        last_end = at;
    }
    found
}

/// Where a word ends that the table has with an apostrophe (*l'*) or a hyphen (*après-midi*); `at` for all others.
fn joined_end(text: &str, start: usize, at: usize, words: &Words) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let sign = rest.chars().next().unwrap_or(' ');
    let end = match sign {
        '\'' | '’' => at + sign.len_utf8(),
        '-' => word_end(text, at + 1).0,
        _ => return at,
    };
    let is_short = end - start <= 20;
    match text.get(start..end) {
        Some(word) if is_short && words.knows(word) => end,
        _ => at,
    }
}

/// The class of a word that its neighbour decides: *morgen* after a day is a part of it, *la mañana* is no tomorrow,
/// *été* is a summer only after what a noun needs.
fn by_neighbour(
    lex: Lex,
    word: &str,
    is_capital: bool,
    text: &str,
    before: &[Token],
    words: &Words,
) -> Lex {
    let last = before.last().copied();
    let last_lex = last.map_or(Lex::None, |t| t.lex);
    let last_word = last
        .and_then(|t| text.get(t.start as usize..t.end as usize))
        .unwrap_or_default();
    match (words.tongue, lex) {
        (Tongue::German, Lex::Rel(1)) if word.eq_ignore_ascii_case("morgen") => {
            let of_day = matches!(last_lex, Lex::Rel(_) | Lex::Weekday(_));
            let opens = last.is_none_or(|t| t.kind == Kind::Break || t.is_sign('.'));
            match of_day || is_capital && !opens {
                true => Lex::Part(Part::Morning),
                false => lex,
            }
        }
        (Tongue::Spanish, Lex::Part(Part::Morning)) if word.eq_ignore_ascii_case("mañana") => {
            match last_lex {
                Lex::Kw(Kw::The | Kw::This | Kw::Every) => lex,
                _ => Lex::Rel(1),
            }
        }
        (Tongue::French, Lex::Season(_)) if word == "été" => match last_lex {
            Lex::Kw(Kw::The | Kw::This | Kw::In | Kw::Last | Kw::Next | Kw::Every | Kw::Of) => lex,
            _ => Lex::None,
        },
        // "trois mois", "ces mois", but "ce mois".
        (Tongue::French, Lex::Unit(Unit::Month)) => {
            let is_many = last_word.ends_with(['s', 'x'])
                || last.is_some_and(|t| t.kind == Kind::Number)
                || matches!(last_lex, Lex::Num(2..));
            match is_many {
                true => Lex::Units(Unit::Month),
                false => lex,
            }
        }
        _ => lex,
    }
}

/// *Montagabend*: a weekday and a part of the day that German writes as one word.
fn day_and_part(
    word: &Token,
    text: &str,
    words: &Words,
    buffer: &mut String,
) -> Option<(Token, Token)> {
    let (start, end) = (word.start as usize, word.end as usize);
    let said = text.get(start..end)?;
    let day_len = said.find("tag").map(|at| at + 3).or_else(|| {
        (said.starts_with("Mittwoch") || said.starts_with("Sonnabend")).then_some("Mittwoch".len())
    })?;
    let day_len = if said.starts_with("Sonnabend") {
        9
    } else {
        day_len
    };
    let (day, part) = (said.get(..day_len)?, said.get(day_len..)?);
    let (day_lex, _) = words.look_up(day, buffer);
    let (part_lex, _) = words.look_up(part, buffer);
    let part_lex = match part_lex {
        Lex::Rel(1) => Lex::Part(Part::Morning),
        other => other,
    };
    let fits = matches!(day_lex, Lex::Weekday(_)) && matches!(part_lex, Lex::Part(_) | Lex::Noon);
    fits.then(|| {
        let mut first = token(start, start + day_len, Kind::Word, word.glued, day_lex);
        first.is_capital = true;
        let second = token(start + day_len, end, Kind::Word, true, part_lex);
        (first, second)
    })
}

fn token(start: usize, end: usize, kind: Kind, glued: bool, lex: Lex) -> Token {
    Token {
        start: u32::try_from(start).unwrap_or(u32::MAX),
        end: u32::try_from(end).unwrap_or(u32::MAX),
        kind,
        glued,
        lex,
        number: 0,
        is_capital: false,
    }
}

/// End of the word that begins at `start`, or of the one sign there.
fn word_end(text: &str, start: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        match bytes.get(at) {
            Some(b) if b.is_ascii_alphabetic() => at += 1,
            Some(&b) if b >= 0x80 => {
                let Some(c) = text[at..].chars().next() else {
                    break;
                };
                if is_letter(c) || (at > start && is_mark(c)) {
                    at += c.len_utf8();
                } else if c == '’'
                    && at > start
                    && inner_apostrophe(&text[at + 3..], &text[start..at])
                {
                    at += 3;
                } else if at == start {
                    return (at + c.len_utf8(), false);
                } else {
                    break;
                }
            }
            Some(b'\'') if at > start && inner_apostrophe(&text[at + 1..], &text[start..at]) => {
                at += 1
            }
            _ => break,
        }
    }
    (at, true)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}')
}

/// `o'clock` and `п'ятниця` are one word; `year's` and `Kazakhstan's` are a word and its ending.
fn inner_apostrophe(after: &str, before: &str) -> bool {
    let is_letter = after.chars().next().is_some_and(char::is_alphabetic);
    let is_clock = before.eq_ignore_ascii_case("o") || before.eq_ignore_ascii_case("aujourd");
    is_letter && (is_clock || !before.is_ascii() || is_turkish(before))
}

/// Turkish puts an apostrophe between a month used as a name and its ending.
fn is_turkish(before: &str) -> bool {
    ["ocak", "mart", "nisan", "haziran", "temmuz", "ekim"]
        .iter()
        .any(|month| before.eq_ignore_ascii_case(month))
}
