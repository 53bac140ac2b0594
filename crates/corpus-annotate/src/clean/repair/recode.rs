//! Text of another alphabet whose bytes were read in the wrong single-byte charset.
//!
//! In: a line. It is read back through each pair of charsets; the reading that looks most like Cyrillic, Greek or
//! Arabic prose wins if it wins clearly. The measure is letter frequency and case: capitals inside words, letters of
//! two alphabets in one word and signs that prose lacks cost.

use super::charsets::{CP437, CP850, Reverse, forward};
use super::{Cell, Why};
use encoding_rs::Encoding;
use std::sync::OnceLock;

const CYRILLIC_CHARSETS: [&str; 5] = [
    "windows-1251",
    "koi8-r",
    "ibm866",
    "iso-8859-5",
    "mac-cyrillic",
];

/// The charsets on both sides.
struct Tables {
    /// What the bytes may have been: the characters of bytes 0x80 to 0xff.
    rights: Vec<(&'static str, [char; 128])>,
    /// What they may have been read as.
    wrongs: Vec<Reverse>,
}

fn tables() -> &'static Tables {
    use encoding_rs::{
        IBM866, ISO_8859_5, KOI8_R, KOI8_U, MACINTOSH, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253,
        WINDOWS_1256, X_MAC_CYRILLIC,
    };
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        // Text may be Ukrainian; programs that misread take KOI8-R, which draws boxes with those bytes.
        let cyrillic = |koi8: &'static Encoding| -> [(&'static str, &'static Encoding); 5] {
            [
                ("windows-1251", WINDOWS_1251),
                ("koi8-r", koi8),
                ("ibm866", IBM866),
                ("iso-8859-5", ISO_8859_5),
                ("mac-cyrillic", X_MAC_CYRILLIC),
            ]
        };
        let others = [
            ("windows-1253", WINDOWS_1253),
            ("windows-1256", WINDOWS_1256),
        ];
        let latin = [("windows-1252", WINDOWS_1252), ("macroman", MACINTOSH)];
        let rights = cyrillic(KOI8_U).into_iter().chain(others);
        let wrongs = latin.into_iter().chain(cyrillic(KOI8_R));
        Tables {
            rights: rights.map(|(name, e)| (name, forward(e))).collect(),
            wrongs: wrongs
                .map(|(name, e)| Reverse::of(name, e))
                .chain([
                    Reverse::of_table("code page 437", CP437),
                    Reverse::of_table("code page 850", CP850),
                ])
                .collect(),
        }
    })
}

/// A quick look: whether a line is worth trying to read in another charset.
pub(super) fn may_be_wrong(line: &str) -> bool {
    let (mut n_ascii_letters, mut n_high) = (0_usize, 0_usize);
    for c in line.chars() {
        if c.is_ascii() {
            n_ascii_letters += usize::from(c.is_ascii_alphabetic());
        } else {
            n_high += usize::from(!is_common_sign(c));
        }
    }
    // Accented Latin text has ASCII letters in plenty; misread text of another alphabet has hardly any.
    n_high >= 5 && n_high * 3 >= n_ascii_letters && !Look::at(line.chars()).reads_well()
}

/// A line read back in another charset, if another reading is clearly better; with how well it reads.
pub(super) fn wrong_charset(cells: &[Cell]) -> Option<(i64, Vec<Cell>)> {
    let line: String = cells.iter().map(|cell| cell.c).collect();
    if !may_be_wrong(&line) {
        return None;
    }
    let tables = tables();
    let own = Look::at(line.chars());
    let mut best: Option<(i64, usize, usize)> = None;
    for (w, wrong) in tables.wrongs.iter().enumerate() {
        let Some(bytes) = bytes_of(cells, wrong) else {
            continue;
        };
        for (r, (name, right)) in tables.rights.iter().enumerate() {
            // Cyrillic is not read as Greek or Arabic.
            let is_cyrillic = |name: &str| CYRILLIC_CHARSETS.contains(&name);
            if *name == wrong.name || is_cyrillic(wrong.name) && !is_cyrillic(name) {
                continue;
            }
            // Of these two only capitals and one letter differ: a capital where none is must show it.
            if (*name, wrong.name) == ("mac-cyrillic", "windows-1251") && own.n_flips == 0 {
                continue;
            }
            let read = bytes
                .iter()
                .zip(cells)
                .map(|(b, cell)| meant(*b, right, cell.c));
            let n_changed = read
                .clone()
                .zip(cells)
                .filter(|(c, cell)| *c != cell.c)
                .count();
            let score = Look::at(read).score;
            let n_changed = i64::try_from(n_changed).unwrap_or(i64::MAX);
            // Text of nothing but letters may be of a language that the frequencies do not fit.
            let per_change = if own.is_letters() {
                n_changed / 2
            } else {
                n_changed / 3
            };
            let bar = own.score + 3 + per_change;
            if score > 0 && score > bar && best.is_none_or(|(s, ..)| score > s) {
                best = Some((score, w, r));
            }
        }
    }
    let (score, w, r) = best?;
    // One word, as in a heading, is too little to tell a rare word from a misread one.
    if own.n_odd == 0 && own.n_upper + own.n_lower < 12 && !line.trim().contains(' ') {
        return None;
    }
    let (wrong, (name, right)) = (tables.wrongs.get(w)?, tables.rights.get(r)?);
    let bytes = bytes_of(cells, wrong)?;
    let read = bytes.iter().zip(cells).map(|(b, cell)| {
        let c = meant(*b, right, cell.c);
        let why = if c == cell.c {
            cell.why
        } else {
            Some(cell.why.unwrap_or(Why::Recoded(name, wrong.name)))
        };
        Cell {
            c,
            src: cell.src.clone(),
            why,
        }
    });
    Some((score, read.collect()))
}

/// How well a line reads as it stands.
pub(super) fn score_of(cells: &[Cell]) -> i64 {
    Look::at(cells.iter().map(|cell| cell.c)).score
}

/// Every character's byte in the wrong charset; those without one stay, if they are few.
fn bytes_of(cells: &[Cell], wrong: &Reverse) -> Option<Vec<Option<u8>>> {
    let mut n_lost = 0;
    let mut out = Vec::with_capacity(cells.len());
    for cell in cells {
        let byte = if cell.c.is_ascii() {
            None
        } else {
            wrong.byte(cell.c)
        };
        n_lost += usize::from(byte.is_none() && !cell.c.is_ascii() && cell.c != '\u{fffd}');
        if n_lost * 20 > cells.len() {
            return None;
        }
        out.push(byte);
    }
    Some(out)
}

fn meant(byte: Option<u8>, right: &[char; 128], own: char) -> char {
    byte.and_then(|b| right.get(usize::from(b).wrapping_sub(128)).copied())
        .unwrap_or(own)
}

/// Letters in a thousand letters of prose, from public frequency counts: Russian а to я.
const CYRILLIC: [i64; 32] = [
    80, 16, 45, 17, 30, 85, 9, 16, 74, 12, 35, 44, 32, 67, 110, 28, 47, 55, 63, 26, 3, 10, 5, 14,
    7, 4, 0, 19, 17, 3, 6, 20,
];
/// Greek α to ω, those with accents counted with the plain ones.
const GREEK: [i64; 25] = [
    120, 8, 20, 17, 85, 5, 55, 13, 90, 42, 33, 34, 65, 6, 98, 50, 50, 40, 49, 90, 43, 12, 14, 2, 35,
];
/// Arabic, letter and number.
const ARABIC: [(char, i64); 36] = [
    ('ا', 140),
    ('ل', 120),
    ('ي', 70),
    ('م', 62),
    ('ن', 60),
    ('و', 62),
    ('ر', 55),
    ('ت', 50),
    ('ب', 40),
    ('ة', 35),
    ('ع', 37),
    ('د', 32),
    ('س', 28),
    ('ف', 28),
    ('ه', 38),
    ('ك', 22),
    ('ق', 25),
    ('أ', 24),
    ('ح', 22),
    ('ج', 16),
    ('ش', 14),
    ('ص', 12),
    ('ط', 11),
    ('خ', 10),
    ('ى', 10),
    ('إ', 9),
    ('ض', 8),
    ('ز', 8),
    ('ذ', 7),
    ('ء', 5),
    ('ث', 7),
    ('غ', 5),
    ('ظ', 3),
    ('ئ', 4),
    ('ؤ', 2),
    ('آ', 2),
];

/// What a line looks like.
#[derive(Debug, Clone, Copy, Default)]
struct Look {
    /// How much it reads like prose: positive for prose.
    score: i64,
    /// Characters that prose of these alphabets does not hold.
    n_odd: usize,
    /// Capitals right after small letters.
    n_flips: usize,
    n_upper: usize,
    n_lower: usize,
    /// The first letter of all is a small one.
    starts_small: bool,
    /// Letters of Greek, and whether one bears an accent, as some do in every line.
    n_greek: usize,
    has_accent: bool,
}

/// What a character is to the measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A letter of ASCII.
    Ascii,
    /// A letter of one of the alphabets.
    Own,
    Odd,
    Sign,
}

impl Look {
    fn at(text: impl Iterator<Item = char>) -> Self {
        let mut out = Self::default();
        let mut before = Kind::Sign;
        let (mut is_after_small, mut sign_in_word) = (false, false);
        for c in text {
            let (value, kind, is_small, is_capital) = weigh(c);
            out.score += value;
            out.n_odd += usize::from(kind == Kind::Odd);
            out.n_greek += usize::from(matches!(c, 'α'..='ω' | 'Α'..='Ω'));
            out.has_accent |= matches!(c, 'ά' | 'έ' | 'ή' | 'ί' | 'ό' | 'ύ' | 'ώ' | 'Ά'..='Ώ');
            out.starts_small |= is_small && kind == Kind::Own && out.n_upper + out.n_lower == 0;
            out.n_upper += usize::from(is_capital && kind != Kind::Ascii);
            out.n_lower += usize::from(is_small && kind != Kind::Ascii);
            if is_capital && is_after_small {
                out.score -= 8;
                out.n_flips += usize::from(kind != Kind::Ascii);
            }
            if matches!(
                (before, kind),
                (Kind::Ascii, Kind::Own) | (Kind::Own, Kind::Ascii)
            ) {
                out.score -= 8;
            }
            // A sign inside a word: `тыс€ч`.
            if kind == Kind::Own && before == Kind::Sign && sign_in_word {
                out.score -= 8;
            }
            sign_in_word =
                kind == Kind::Sign && before == Kind::Own && !c.is_ascii() && !joins_words(c);
            before = kind;
            is_after_small = is_small;
        }
        if out.n_greek > 4 && !out.has_accent {
            out.score -= i64::try_from(out.n_greek).unwrap_or(i64::MAX);
        }
        out
    }

    /// Nothing but letters in words that are written as usual.
    const fn is_letters(self) -> bool {
        self.n_odd == 0 && self.n_flips == 0
    }

    /// How prose is written. KOI8 read as windows-1251 has letters only, but rare ones, in capitals after a small one.
    fn reads_well(self) -> bool {
        let is_prose = self.n_lower >= self.n_upper
            || !self.starts_small && i64::try_from(self.n_upper).is_ok_and(|n| self.score > n);
        self.score > 0 && self.is_letters() && is_prose
    }
}

fn weigh(c: char) -> (i64, Kind, bool, bool) {
    match c {
        c if c.is_ascii() => {
            let kind = if c.is_ascii_alphabetic() {
                Kind::Ascii
            } else {
                Kind::Sign
            };
            (0, kind, c.is_ascii_lowercase(), c.is_ascii_uppercase())
        }
        'а'..='я' => (cyrillic(c), Kind::Own, true, false),
        'А'..='Я' => (cyrillic(small(c)), Kind::Own, false, true),
        'ё' | 'і' | 'ї' | 'є' | 'ґ' | 'ў' | 'қ' | 'ғ' | 'ң' | 'ө' | 'ұ' | 'ү' | 'һ' | 'ә' => {
            (0, Kind::Own, true, false)
        }
        'Ё' | 'І' | 'Ї' | 'Є' | 'Ґ' | 'Ў' | 'Қ' | 'Ғ' | 'Ң' | 'Ө' | 'Ұ' | 'Ү' | 'Һ' | 'Ә' => {
            (0, Kind::Own, false, true)
        }
        'α'..='ω' => (greek(c), Kind::Own, true, false),
        'Α'..='Ω' => (greek(small(c)), Kind::Own, false, true),
        'ά' | 'έ' | 'ή' | 'ί' | 'ό' | 'ύ' | 'ώ' | 'ϊ' | 'ϋ' | 'ΐ' | 'ΰ' => {
            (1, Kind::Own, true, false)
        }
        'Ά' | 'Έ' | 'Ή' | 'Ί' | 'Ό' | 'Ύ' | 'Ώ' => (0, Kind::Own, false, true),
        // Letters of one language or another.
        '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' => {
            (-2, Kind::Own, c.is_lowercase(), c.is_uppercase())
        }
        '\u{621}'..='\u{64a}' => (arabic(c), Kind::Own, true, false),
        '،' | '؛' | '؟' => (1, Kind::Sign, false, false),
        '«' | '»' => (0, Kind::Sign, false, false),
        c if is_common_sign(c) => (-2, Kind::Sign, false, false),
        c => (-6, Kind::Odd, c.is_lowercase(), c.is_uppercase()),
    }
}

/// Signs that stand in right text of any alphabet.
fn is_common_sign(c: char) -> bool {
    matches!(
        c,
        '«' | '»' | '\u{2010}'..='\u{2027}' | '№' | '\u{a0}' | '°' | '§' | '©' | '®' | '™' | '€' | '·' | '−'
            | '\u{2039}' | '\u{203a}' | '\u{300}'..='\u{308}'
    )
}

/// Signs between the letters of right words, and accents.
fn joins_words(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '’' | '\u{300}'..='\u{308}' | '\u{a0}' | '·' | '…')
}

fn per_mille(table: &[i64], first: char, c: char) -> i64 {
    let i = u32::from(c).wrapping_sub(u32::from(first)) as usize;
    table.get(i).copied().unwrap_or_default()
}

/// Around the mean of the letters as they occur, 50 in a thousand.
const fn commonness(per_mille: i64) -> i64 {
    (per_mille - 28) / 8
}

fn cyrillic(small: char) -> i64 {
    commonness(per_mille(&CYRILLIC, 'а', small))
}

fn greek(small: char) -> i64 {
    commonness(per_mille(&GREEK, 'α', small))
}

fn arabic(c: char) -> i64 {
    let found = ARABIC.iter().find(|(letter, _)| *letter == c);
    found.map_or(-4, |(_, n)| commonness(*n))
}

/// The small letter of a capital: both alphabets set them 32 apart.
fn small(c: char) -> char {
    char::from_u32(u32::from(c) + 32).unwrap_or(c)
}
