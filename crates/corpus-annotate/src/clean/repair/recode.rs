//! Cyrillic text whose bytes were read in the wrong single-byte charset.
//!
//! In: a line. It is read back through each pair of charsets; the reading that looks most like
//! Cyrillic prose wins if it wins clearly. The measure is letter frequency and case: capitals inside
//! words and letters of other alphabets cost.

use super::{Cell, Why};
use corpus_model::is_letter;
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

/// A quick look: whether a line is worth trying to read in another charset.
pub(super) fn may_be_wrong(line: &str) -> bool {
    let (mut n_high, mut n_letters, mut n_high_letters) = (0_usize, 0_usize, 0_usize);
    for c in line.chars() {
        if c.is_ascii() {
            n_letters += usize::from(c.is_ascii_alphabetic());
        } else {
            n_high += 1;
            let is_letter = is_letter(c);
            n_letters += usize::from(is_letter);
            n_high_letters += usize::from(is_letter);
        }
    }
    // Accented Latin text has ASCII letters in plenty; misread Cyrillic has hardly any.
    let is_candidate = n_high >= 6 && n_high_letters * 4 >= n_letters && n_high_letters >= 4;
    // Lines that read well are left alone without trying.
    is_candidate && !(is_in_sentence_case(line) && score(line) > 0)
}

/// Reads a line back if another reading is clearly better.
pub(super) fn wrong_charset(cells: &mut [Cell]) {
    let line: String = cells.iter().map(|cell| cell.c).collect();
    if !may_be_wrong(&line) {
        return;
    }
    let n_high = cells.iter().filter(|cell| !cell.c.is_ascii()).count();
    let own = score(&line);
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
    let mut is_after_small = false;
    for c in text.chars() {
        let (value, is_small, is_capital) =
            match c {
                'а'..='я' => (commonness(c), true, false),
                'А'..='Я' => (commonness(small_cyrillic(c)), false, true),
                'ё' | 'і' | 'ї' | 'є' | 'ґ' | 'ў' | 'қ' | 'ғ' | 'ң' | 'ө' | 'ұ' | 'ү' | 'һ'
                | 'ә' => (0, true, false),
                'Ё' | 'І' | 'Ї' | 'Є' | 'Ґ' | 'Ў' | 'Қ' | 'Ғ' | 'Ң' | 'Ө' | 'Ұ' | 'Ү' | 'Һ'
                | 'Ә' => (0, false, true),
                '«' | '»' | '—' | '–' | '„' | '“' | '”' | '’' | '…' | '№' => {
                    (1, false, false)
                }
                c if c.is_ascii() => (0, c.is_ascii_lowercase(), c.is_ascii_uppercase()),
                c => (-6, c.is_lowercase(), c.is_uppercase()),
            };
        total += value;
        // A capital right after a small letter, or a symbol inside a word.
        if is_capital && is_after_small {
            total -= 8;
        }
        is_after_small = is_small;
    }
    total
}

/// Around the mean of the letters as they occur, 50 in a thousand.
fn commonness(small: char) -> i64 {
    let i = (u32::from(small) - u32::from('а')) as usize;
    (FREQUENCY.get(i).copied().unwrap_or_default() - 28) / 8
}

fn small_cyrillic(c: char) -> char {
    char::from_u32(u32::from(c) + 32).unwrap_or(c)
}

/// Small letters in the main, none of them followed by a capital: how prose is written. KOI8 read as
/// windows-1251 swaps the case of every letter.
fn is_in_sentence_case(text: &str) -> bool {
    let (mut n_upper, mut n_lower, mut n_flips, mut is_after_small) = (0, 0, 0, false);
    for c in text.chars().filter(|c| !c.is_ascii() || *c == ' ') {
        let (is_small, is_capital) = match c {
            ' ' => (false, false),
            'а'..='я' => (true, false),
            'А'..='Я' => (false, true),
            c => (c.is_lowercase(), c.is_uppercase()),
        };
        n_upper += usize::from(is_capital);
        n_lower += usize::from(is_small);
        n_flips += usize::from(is_capital && is_after_small);
        is_after_small = is_small;
    }
    n_lower > n_upper && n_flips * 20 <= n_lower
}
