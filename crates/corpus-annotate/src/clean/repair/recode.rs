//! Cyrillic text whose bytes were read in the wrong single-byte charset.
//!
//! In: a line. It is read back through each pair of charsets; the reading that looks most like
//! Cyrillic prose wins if it wins clearly. The measure is letter frequency and case: capitals inside
//! words and letters of other alphabets cost.

use super::{Cell, Why};
use encoding_rs::Encoding;

/// Pairs tried: what the bytes were, what they were read as.
fn pairs() -> [(
    &'static str,
    &'static Encoding,
    &'static str,
    &'static Encoding,
); 9] {
    use encoding_rs::{
        IBM866, ISO_8859_5, KOI8_U, MACINTOSH, WINDOWS_1251, WINDOWS_1252, X_MAC_CYRILLIC,
    };
    [
        ("windows-1251", WINDOWS_1251, "windows-1252", WINDOWS_1252),
        ("koi8-r", KOI8_U, "windows-1251", WINDOWS_1251),
        ("windows-1251", WINDOWS_1251, "koi8-r", KOI8_U),
        ("koi8-r", KOI8_U, "windows-1252", WINDOWS_1252),
        ("ibm866", IBM866, "windows-1251", WINDOWS_1251),
        ("ibm866", IBM866, "windows-1252", WINDOWS_1252),
        ("iso-8859-5", ISO_8859_5, "windows-1251", WINDOWS_1251),
        ("windows-1251", WINDOWS_1251, "macroman", MACINTOSH),
        ("mac-cyrillic", X_MAC_CYRILLIC, "windows-1251", WINDOWS_1251),
    ]
}

/// Reads a line back if another reading is clearly better.
pub(super) fn wrong_charset(cells: &mut [Cell]) {
    let n_high = cells.iter().filter(|cell| !cell.c.is_ascii()).count();
    let n_letters = cells.iter().filter(|cell| cell.c.is_alphabetic()).count();
    let n_high_letters = cells
        .iter()
        .filter(|cell| !cell.c.is_ascii() && cell.c.is_alphabetic())
        .count();
    // Accented Latin text has ASCII letters in plenty; misread Cyrillic has hardly any.
    if n_high < 6 || n_high_letters * 4 < n_letters || n_high_letters < 4 {
        return;
    }
    let line: String = cells.iter().map(|cell| cell.c).collect();
    let own = score(&line);
    // Lines that read well are left alone without trying.
    if own > 0 && is_in_sentence_case(&line) {
        return;
    }
    let mut best: Option<(i64, Vec<char>, &str, &str)> = None;
    for (right, right_encoding, wrong, wrong_encoding) in pairs() {
        let Some(read) = reread(cells, right_encoding, wrong_encoding) else {
            continue;
        };
        let text: String = read.iter().collect();
        let score = score(&text);
        if best.as_ref().is_none_or(|(s, ..)| score > *s) {
            best = Some((score, read, right, wrong));
        }
    }
    if let Some((score, read, right, wrong)) = best
        && score > 0
        && score > own + 3 + i64::try_from(n_high).unwrap_or(i64::MAX) / 3
    {
        for (cell, c) in cells.iter_mut().zip(read) {
            if cell.c != c {
                cell.c = c;
                cell.why = Some(cell.why.unwrap_or(Why::Recoded(right, wrong)));
            }
        }
    }
}

/// Every character through its byte; those without one stay, if they are few.
fn reread(cells: &[Cell], right: &'static Encoding, wrong: &'static Encoding) -> Option<Vec<char>> {
    let mut n_lost = 0;
    let mut out = Vec::with_capacity(cells.len());
    for cell in cells {
        if cell.c.is_ascii() {
            out.push(cell.c);
            continue;
        }
        let mut buffer = [0; 4];
        let (bytes, _, failed) = wrong.encode(cell.c.encode_utf8(&mut buffer));
        let byte = match (failed, bytes.as_ref()) {
            (false, [byte]) => Some(*byte),
            _ => u8::try_from(u32::from(cell.c)).ok(),
        };
        match byte {
            Some(byte) => {
                let (text, _, _) = right.decode(std::slice::from_ref(&byte));
                out.push(text.chars().next().unwrap_or(cell.c));
            }
            None => {
                n_lost += 1;
                out.push(cell.c);
            }
        }
    }
    (n_lost * 20 <= cells.len()).then_some(out)
}

/// Letters of Russian text in a thousand, а to я; from public frequency counts.
const FREQUENCY: [i64; 32] = [
    80, 16, 45, 17, 30, 85, 9, 16, 74, 12, 35, 44, 32, 67, 110, 28, 47, 55, 63, 26, 3, 10, 5, 14,
    7, 4, 0, 19, 17, 3, 6, 20,
];

/// How much a line reads like Cyrillic prose: positive for prose.
fn score(text: &str) -> i64 {
    let mut total = 0;
    let mut previous = ' ';
    for c in text.chars() {
        let lower = c.to_lowercase().next().unwrap_or(c);
        total += match lower {
            'а'..='я' => {
                let i = (u32::from(lower) - u32::from('а')) as usize;
                // Around the mean of the letters as they occur, 50 in a thousand.
                (FREQUENCY.get(i).copied().unwrap_or_default() - 28) / 8
            }
            'ё' | 'і' | 'ї' | 'є' | 'ґ' | 'ў' | 'қ' | 'ғ' | 'ң' | 'ө' | 'ұ' | 'ү' | 'һ' | 'ә' => {
                0
            }
            '«' | '»' | '—' | '–' | '„' | '“' | '”' | '’' | '…' | '№' => 1,
            c if c.is_ascii() => 0,
            c if c.is_alphabetic() => -6,
            _ => -6,
        };
        // A capital right after a small letter, or a symbol inside a word.
        if c.is_uppercase() && previous.is_lowercase() {
            total -= 8;
        }
        previous = c;
    }
    total
}

/// Small letters in the main, none of them followed by a capital: how prose is written. KOI8 read as
/// windows-1251 swaps the case of every letter.
fn is_in_sentence_case(text: &str) -> bool {
    let (mut n_upper, mut n_lower, mut n_flips, mut previous) = (0, 0, 0, ' ');
    for c in text.chars().filter(|c| !c.is_ascii() || *c == ' ') {
        n_upper += usize::from(c.is_uppercase());
        n_lower += usize::from(c.is_lowercase());
        n_flips += usize::from(c.is_uppercase() && previous.is_lowercase());
        previous = c;
    }
    n_lower > n_upper && n_flips * 20 <= n_lower
}
