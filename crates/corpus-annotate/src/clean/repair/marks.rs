//! Single damaged characters: lost bytes, look-alikes, odd spaces and invisible characters.

use super::{Cell, Fix, Why, apply};
use corpus_model::is_letter_or_digit;
use std::cell::OnceCell;
use std::collections::HashSet;

/// What the whole text tells about a line.
#[derive(Debug, Default)]
pub(super) struct Context<'t> {
    /// The text holds escaped bytes whose backslash was lost.
    pub(super) has_bare_escapes: bool,
    /// Words of texts with bare escapes, for those that lost a break at their end.
    words: OnceCell<HashSet<&'t str>>,
    text: &'t str,
    has_cyrillic: bool,
}

impl<'t> Context<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let has_bare_escapes = has_bare_escape(text);
        let has_cyrillic = !text.is_ascii() && text.chars().any(is_cyrillic);
        Self {
            has_bare_escapes,
            words: OnceCell::new(),
            text,
            has_cyrillic,
        }
    }

    pub(super) fn knows_word_but_not_with_n(&self, word: &str) -> bool {
        let words = || {
            let all = self.text.split(|c: char| !is_letter_or_digit(c));
            all.filter(|w| w.len() >= 4).collect()
        };
        self.has_bare_escapes && self.words.get_or_init(words).contains(word)
    }
}

/// Three bytes of punctuation or two of a no-break space, written without backslashes.
fn has_bare_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.match_indices('x').any(|(i, _)| {
        let rest = bytes.get(i + 1..).unwrap_or_default();
        let is_sequence = [&b"e2x8"[..], b"c2x", b"c3x"]
            .iter()
            .any(|s| rest.starts_with(s));
        is_sequence && (i == 0 || bytes.get(i - 1) != Some(&b'\\'))
    })
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// Words that are known by one letter outside ASCII. A character that cannot stand in them is read
/// as that letter. Facts of spelling: loan words of English.
const ACCENTED: &[&str] = &[
    "vis-à-vis",
    "à la",
    "déjà vu",
    "façade",
    "café",
    "cafés",
    "naïve",
    "naïveté",
    "résumé",
    "fiancé",
    "fiancée",
    "cliché",
    "clichés",
    "protégé",
    "protégés",
    "exposé",
    "touché",
    "soirée",
    "soufflé",
    "crème",
    "fête",
    "rôle",
    "entrée",
    "début",
    "décor",
    "détente",
    "communiqué",
    "communiqués",
    "démarche",
    "coup d'état",
    "attaché",
    "émigré",
    "émigrés",
    "élite",
    "régime",
    "raison d'être",
    "tête-à-tête",
    "voilà",
    "piñata",
    "jalapeño",
    "señor",
    "señora",
    "mañana",
    "über",
    "doppelgänger",
    "führer",
    "smörgåsbord",
    "purée",
    "matinée",
    "divorcée",
    "première",
    "blasé",
    "passé",
    "risqué",
    "pâté",
    "papier-mâché",
    "maître",
    "château",
    "garçon",
    "français",
    "française",
];

/// Characters that stand where another was lost.
fn is_stand_in(c: char) -> bool {
    matches!(
        c,
        '·' | '\u{fffd}'
            | '¿'
            | '±'
            | '¬'
            | '‡'
            | '¶'
            | '§'
            | '¤'
            | '¦'
            | '†'
            | 'Â'
            | '˜'
            | '?'
    )
}

/// Whether a line of ASCII could hold a lost byte (`?` between letters).
pub(super) fn has_lost_byte_ascii(line: &str) -> bool {
    line.contains('?') && line.as_bytes()
        .windows(3)
        .any(|w| matches!(w, [a, b'?', b] if a.is_ascii_alphabetic() && b.is_ascii_lowercase() || *a == b'-' && *b == b'-'))
}

/// Whether a line could hold anything that the passes of this file mend.
pub(super) fn may_be_odd(line: &str) -> bool {
    let mut previous = ' ';
    let (mut has_latin, mut has_cyrillic, mut has_digit) = (false, false, false);
    for c in line.chars() {
        let is_in_token = match c {
            'a'..='z' | 'A'..='Z' => {
                has_latin = true;
                true
            }
            '0'..='9' => {
                has_digit = true;
                true
            }
            '\u{400}'..='\u{52f}' => {
                has_cyrillic = true;
                true
            }
            '+' => true,
            _ => !c.is_ascii() && is_letter_or_digit(c),
        };
        if has_cyrillic && (has_latin || has_digit) {
            return true;
        }
        if !is_in_token {
            (has_latin, has_cyrillic, has_digit) = (false, false, false);
            let is_odd = matches!(c, '\u{80}'..='\u{a0}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{1680}' | '\u{180e}'
                | '\u{2000}'..='\u{200f}' | '\u{202a}'..='\u{202f}' | '\u{205f}'..='\u{206f}' | '\u{3000}' | '\u{feff}'
                | '\u{fff9}'..='\u{fffd}');
            if is_odd || c.is_control() && c != '\t' {
                return true;
            }
        }
        // The letters before a lost one are plain in all of the words that tell it.
        if is_stand_in(c) && (previous == '-' || previous.is_ascii_alphabetic()) {
            return true;
        }
        previous = c;
    }
    false
}

/// `vis-·-vis`: the word around a stand-in decides what it was.
pub(super) fn lost_bytes(cells: &mut Vec<Cell>) {
    let mut fixes = Vec::new();
    for i in 1..cells.len() {
        if !is_stand_in(cells[i].c) {
            continue;
        }
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() || c == '-');
        let before = cells.get(i - 1).map(|cell| cell.c);
        if !joins(before) {
            continue;
        }
        if let Some(c) = ACCENTED.iter().find_map(|word| fits(cells, i, word)) {
            let c = if cells[i - 1].c.is_uppercase()
                && cells.get(i + 1).is_some_and(|n| n.c.is_uppercase())
            {
                c.to_uppercase().next().unwrap_or(c)
            } else {
                c
            };
            fixes.push(Fix {
                range: i..i + 1,
                with: c.to_string(),
                why: Why::LostByte,
            });
        }
    }
    apply(cells, fixes);
}

/// If `word` stands around cell `i` with its one odd letter at `i`, that letter.
fn fits(cells: &[Cell], i: usize, word: &str) -> Option<char> {
    for (k, odd) in word.chars().enumerate().filter(|(_, c)| !c.is_ascii()) {
        let Some(start) = i.checked_sub(k) else {
            continue;
        };
        let len = word.chars().count();
        let matches = word.chars().enumerate().all(|(j, w)| {
            j == k
                || cells.get(start + j).is_some_and(|cell| {
                    cell.c.to_lowercase().eq(w.to_lowercase())
                        || is_stand_in(cell.c) && !w.is_ascii()
                        || cell.c == '’' && w == '\''
                })
        });
        let is_letter = |at: Option<usize>| {
            at.and_then(|at| cells.get(at))
                .is_some_and(|cell| cell.c.is_alphabetic())
        };
        if matches && !is_letter(start.checked_sub(1)) && !is_letter(Some(start + len)) {
            return Some(odd);
        }
    }
    None
}

/// Cyrillic letters and the Latin ones that look the same.
const LOOK_ALIKES: [(char, char); 28] = [
    ('А', 'A'),
    ('В', 'B'),
    ('С', 'C'),
    ('Е', 'E'),
    ('Н', 'H'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('К', 'K'),
    ('М', 'M'),
    ('О', 'O'),
    ('Р', 'P'),
    ('Ѕ', 'S'),
    ('Т', 'T'),
    ('Х', 'X'),
    ('У', 'Y'),
    ('а', 'a'),
    ('с', 'c'),
    ('е', 'e'),
    ('һ', 'h'),
    ('і', 'i'),
    ('ј', 'j'),
    ('о', 'o'),
    ('р', 'p'),
    ('ѕ', 's'),
    ('у', 'y'),
    ('х', 'x'),
    ('Ү', 'Y'),
    ('ԁ', 'd'),
];

fn to_latin(c: char) -> Option<char> {
    LOOK_ALIKES.iter().find(|(k, _)| *k == c).map(|(_, l)| *l)
}

fn to_cyrillic(c: char) -> Option<char> {
    LOOK_ALIKES.iter().find(|(_, l)| *l == c).map(|(k, _)| *k)
}

/// Letters of one script inside a word of another.
pub(super) fn look_alikes(cells: &mut Vec<Cell>, context: &Context<'_>) {
    if !context.has_cyrillic {
        return;
    }
    let (n_latin, n_cyrillic) = count_scripts(cells);
    if n_cyrillic == 0 {
        return;
    }
    let mut fixes = Vec::new();
    let in_token = |c: char| c.is_alphanumeric() || c == '+';
    let mut i = 0;
    while i < cells.len() {
        if !in_token(cells[i].c) {
            i += 1;
            continue;
        }
        let start = i;
        while i < cells.len() && in_token(cells[i].c) {
            i += 1;
        }
        if let Some(to) = target(&cells[start..i], n_latin, n_cyrillic) {
            for (k, cell) in cells.iter().enumerate().take(i).skip(start) {
                let meant = match to {
                    Script::Latin => to_latin(cell.c),
                    Script::Cyrillic => to_cyrillic(cell.c),
                };
                fixes.extend(meant.map(|c| Fix {
                    range: k..k + 1,
                    with: c.to_string(),
                    why: Why::LookAlike,
                }));
            }
        }
    }
    apply(cells, fixes);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
}

fn count_scripts(cells: &[Cell]) -> (usize, usize) {
    cells.iter().fold((0, 0), |(latin, cyrillic), cell| {
        (
            latin + usize::from(cell.c.is_ascii_alphabetic()),
            cyrillic + usize::from(is_cyrillic(cell.c)),
        )
    })
}

/// The script a token should be in, if it is not.
fn target(token: &[Cell], n_latin_line: usize, n_cyrillic_line: usize) -> Option<Script> {
    let (latin, cyrillic) = count_scripts(token);
    if cyrillic == 0 {
        return None;
    }
    let own_cyrillic = token
        .iter()
        .any(|cell| is_cyrillic(cell.c) && to_latin(cell.c).is_none());
    let own_latin = token.iter().any(|cell| {
        cell.c.is_alphabetic() && !is_cyrillic(cell.c) && to_cyrillic(cell.c).is_none()
    });
    if latin > 0 {
        return match (own_latin, own_cyrillic) {
            // Both for certain: a made-up name, such as a brand; leave it.
            (true, true) => None,
            (true, false) => Some(Script::Latin),
            (false, true) => Some(Script::Cyrillic),
            (false, false) if n_latin_line > n_cyrillic_line => Some(Script::Latin),
            (false, false) => Some(Script::Cyrillic),
        };
    }
    // `С5+1` in Cyrillic letters, alone in an English line.
    let has_digit = token.iter().any(|cell| cell.c.is_ascii_digit());
    let is_alone = n_cyrillic_line <= 2 * cyrillic && n_latin_line >= 12 * cyrillic;
    (!own_cyrillic && has_digit && is_alone).then_some(Script::Latin)
}

/// Spaces that are not the plain one.
pub(super) fn spaces(cells: &mut [Cell]) {
    for cell in cells {
        if matches!(
            cell.c,
            '\u{a0}' | '\u{2000}'
                ..='\u{200a}'
                    | '\u{202f}'
                    | '\u{205f}'
                    | '\u{3000}'
                    | '\u{1680}'
                    | '\u{85}'
                    | '\u{b}'
                    | '\u{c}'
        ) {
            cell.c = ' ';
            cell.why = Some(cell.why.unwrap_or(Why::Space));
        }
    }
}

/// Characters that show nothing: dropped, but joiners where they join.
pub(super) fn invisible(cells: &mut Vec<Cell>) {
    let needs_joiner = |c: Option<char>| {
        c.is_some_and(|c| {
            matches!(u32::from(c), 0x600..=0x8ff | 0x900..=0x109f | 0x1780..=0x18af | 0x200d | 0xfb50..=0xfdff | 0xfe00..=0xfe0f | 0xfe70..=0xfefe | 0x1f000..=0x1ffff | 0x2190..=0x2bff)
        })
    };
    let is_rtl = cells
        .iter()
        .any(|cell| matches!(u32::from(cell.c), 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfefe));
    let drops = |(i, cell): (usize, &Cell)| -> bool {
        match cell.c {
            '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{180e}' | '\u{34f}' => true,
            '\u{2061}'..='\u{2064}' | '\u{fff9}'..='\u{fffb}' | '\u{fffc}' => true,
            '\u{200c}' | '\u{200d}' => {
                let before = i.checked_sub(1).and_then(|k| cells.get(k)).map(|x| x.c);
                let after = cells.get(i + 1).map(|x| x.c);
                !(needs_joiner(before) && needs_joiner(after))
            }
            '\u{200e}' | '\u{200f}' | '\u{61c}' => !is_rtl,
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
            '\t' => false,
            c => c.is_control() && !matches!(c, '\u{85}' | '\u{b}' | '\u{c}'),
        }
    };
    if cells.iter().enumerate().any(drops) {
        let kept = cells.iter().enumerate().filter(|at| !drops(*at));
        *cells = kept.map(|(_, cell)| cell.clone()).collect();
    }
}
