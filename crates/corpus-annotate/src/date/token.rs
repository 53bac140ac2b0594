//! Cuts a text into words, numbers and signs, once, and looks every word up once.
//!
//! Takes the text and the [`Words`] of its language; returns tokens in text order. White space is not
//! a token, only remembered (`glued`: nothing stands between this token and the one before). A run of
//! line breaks that ends a paragraph becomes a token of its own, so that no expression crosses it.

use super::words::{Lex, Words};
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
                let (lex, is_capital) = words.look_up(&text[start..at], &mut buffer);
                let mut word = token(start, at, Kind::Word, glued, lex);
                word.is_capital = is_capital;
                found.push(word);
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
