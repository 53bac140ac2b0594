//! UTF-8 that was read in a single-byte charset, once or several times.
//!
//! A sequence is a run of characters whose bytes in the wrong charset make one UTF-8 character. Three
//! and four bytes hardly ever do so by accident; two do (`É…`), so for them the neighbourhood decides.

use super::charsets::{Reverse, Reverses, Role};
use super::{Cell, Fix, Why, apply};
use std::sync::OnceLock;

/// Texts misread more often than this are beyond repair.
const MAX_ROUNDS: usize = 5;

fn reverses() -> &'static Reverses {
    static REVERSES: OnceLock<Reverses> = OnceLock::new();
    REVERSES.get_or_init(Reverses::new)
}

/// Reads misread sequences back.
pub(super) fn misread_utf8(cells: &mut Vec<Cell>) {
    for _ in 0..MAX_ROUNDS {
        if !may_be_misread(cells.iter().map(|cell| cell.c)) {
            return;
        }
        let mut best: Option<(usize, Vec<Fix>)> = None;
        for (rank, charset) in reverses().0.iter().enumerate() {
            let fixes = sequences(cells, charset, rank);
            let weight: usize = fixes.iter().map(|f| f.range.len()).sum();
            if weight > 0 && best.as_ref().is_none_or(|(w, _)| weight > *w) {
                best = Some((weight, fixes));
            }
        }
        let Some((_, fixes)) = best else { return };
        apply(cells, fixes);
    }
}

/// A quick look: whether any sequence of a line could be believed.
///
/// Of windows-1252 one pair of neighbours that could begin a sequence is enough. In the other charsets such pairs stand in
/// right text as well (`а»` in Russian); there a sequence is believed only where four fifths of what is not ASCII lie
/// in sequences, and these have four characters a pair at most. `вЂ` alone is believed anywhere.
pub(super) fn may_be_misread(line: impl Iterator<Item = char>) -> bool {
    let reverses = reverses();
    let (mut n_pairs, mut n_high) = (0_usize, 0_usize);
    let (mut previous, mut before) = (' ', Role::default());
    for c in line {
        let role = if c.is_ascii() {
            Role::default()
        } else {
            reverses.role(c)
        };
        if !previous.is_ascii() {
            let charsets = match c {
                ' ' => before.takes_space,
                '\u{fffd}' => before.leads,
                _ => before.leads & role.follows,
            };
            let is_clear = charsets & 1 != 0 || previous == 'в' && matches!(c, 'Ђ' | 'ќ');
            if is_clear {
                return true;
            }
            n_pairs += usize::from(charsets != 0);
        }
        n_high += usize::from(!c.is_ascii() && c != '\u{fffd}');
        (previous, before) = (c, role);
    }
    n_pairs > 0 && n_pairs * 5 >= n_high
}

/// A candidate: cells that would make one character.
#[derive(Debug)]
struct Sequence {
    start: usize,
    end: usize,
    c: char,
    n_bytes: usize,
    /// The last byte was lost and stands as U+FFFD, `?` or a space.
    is_lossy: bool,
}

fn sequence_at(cells: &[Cell], i: usize, charset: &Reverse, rank: usize) -> Option<Sequence> {
    let lead = charset.byte(cells.get(i)?.c)?;
    let n = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut bytes = vec![lead];
    let mut is_lossy = false;
    let mut is_lost = false;
    let mut end = i + 1;
    for k in 1..n {
        let Some(cell) = cells.get(i + k) else { break };
        match charset.byte(cell.c) {
            Some(byte @ 0x80..=0xbf) => bytes.push(byte),
            _ if cell.c == ' ' => {
                // A no-break space that was made plain on the way.
                bytes.push(0xa0);
                is_lossy = true;
            }
            _ if cell.c == '\u{fffd}'
                || cell.c == '?' && k + 1 == n && n == 3 && bytes == [0xe2, 0x80] =>
            {
                is_lost = true;
                bytes.push(0);
            }
            _ => break,
        }
        end = i + k + 1;
    }
    // One byte is gone for good: what is left of the character goes with it.
    if is_lost {
        return Some(Sequence {
            start: i,
            end,
            c: '\u{fffd}',
            n_bytes: n,
            is_lossy: true,
        });
    }
    if bytes.len() < n {
        return None;
    }
    // Pairs of surrogates, each written as three bytes (CESU-8).
    if let [0xed, second @ 0xa0..=0xaf, third] = *bytes.as_slice() {
        let tail: Option<Vec<u8>> = cells.get(i + 3..i + 6).map(|part| {
            part.iter()
                .filter_map(|cell| charset.byte(cell.c))
                .collect()
        });
        if let Some([0xed, fifth @ 0xb0..=0xbf, sixth]) = tail.as_deref() {
            let half = |a: u8, b: u8| (u32::from(a & 0x0f) << 6) | u32::from(b & 0x3f);
            let code = 0x10000 + (half(second, third) << 10) + half(*fifth, *sixth);
            return char::from_u32(code).map(|c| Sequence {
                start: i,
                end: i + 6,
                c,
                n_bytes: 6,
                is_lossy: false,
            });
        }
        return None;
    }
    let c = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    (is_plausible(c, rank) && !(is_lossy && rank > 0 && lead != 0xc3 && lead != 0xc5)).then_some(
        Sequence {
            start: i,
            end,
            c,
            n_bytes: n,
            is_lossy,
        },
    )
}

/// Characters that texts hold, as against those that sequences make by accident.
fn is_plausible(c: char, rank: usize) -> bool {
    match u32::from(c) {
        0x80..=0x9f => true, // another round will read these back, or drop them as controls
        0xb8 | 0xa8 => rank == 0,
        0x120..=0x121 => rank == 0,
        0xa0..=0x17e => true,
        0x17f => false,
        0x192
        | 0x1a0
        | 0x1a1
        | 0x1af
        | 0x1b0
        | 0x18f
        | 0x259
        | 0x218..=0x21b
        | 0x251
        | 0x26a
        | 0x283 => true,
        0x2b9..=0x2dd => true,
        0x300..=0x36f => true,
        0x384..=0x3ce => true,
        0x400..=0x45f
        | 0x490..=0x493
        | 0x49a..=0x4a3
        | 0x4ae..=0x4b3
        | 0x4ba..=0x4bb
        | 0x4d8..=0x4d9
        | 0x4e8..=0x4e9 => true,
        0x531..=0x587 | 0x591..=0x5f4 | 0x600..=0x6ff => true,
        0x900..=0x1100 => true,
        0x1e00..=0x1fff => true,
        0x2000..=0x206f
        | 0x20a0..=0x20bf
        | 0x2100..=0x27bf
        | 0x2800
        | 0x2900..=0x297f
        | 0x2b00..=0x2bff => true,
        0x3000..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7a3 => true,
        0xfe0f | 0xfeff | 0xff00..=0xffef | 0xfb00..=0xfb06 => true,
        0x1f000..=0x1faff | 0xe0000..=0xe007f => true,
        _ => false,
    }
}

/// Symbols that follow a letter in right text too.
fn follows_naturally(c: char) -> bool {
    matches!(
        c,
        '’' | '‘'
            | '”'
            | '“'
            | '„'
            | '…'
            | '™'
            | '®'
            | '©'
            | '¡'
            | '¿'
            | '»'
            | '«'
            | '–'
            | '—'
            | '\u{a0}'
            | ' '
            | 'º'
            | 'ª'
            | '´'
            | '²'
            | '³'
            | '¹'
            | '°'
            | '£'
            | '§'
            | '€'
            | '•'
            | '·'
            | '¨'
            | '±'
            | '¬'
            | '¢'
            | '¥'
            | '‹'
            | '›'
    )
}

fn sequences(cells: &[Cell], charset: &Reverse, rank: usize) -> Vec<Fix> {
    let mut found: Vec<Sequence> = Vec::new();
    let mut n_other = 0_usize;
    let mut i = 0;
    while i < cells.len() {
        let c = cells[i].c;
        if c.is_ascii() {
            i += 1;
            continue;
        }
        match sequence_at(cells, i, charset, rank) {
            Some(sequence) => {
                i = sequence.end;
                found.push(sequence);
            }
            None => {
                n_other += usize::from(c != '\u{fffd}');
                i += 1;
            }
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    // Leads that lead to nothing, and no capital anywhere: the text was put into small letters after it was misread,
    // and its bytes are gone.
    if !cells.iter().any(|cell| cell.c.is_uppercase())
        && n_broken_leads(cells, &found, charset) >= found.len()
    {
        return Vec::new();
    }
    // All but the two common charsets: the whole line was misread or nothing was.
    if rank > 1 && n_other > 0 {
        return Vec::new();
    }
    let n = found.len();
    let is_line_of_two_byte = found.iter().filter(|s| s.n_bytes == 2).count();
    let mut accepted: Vec<bool> = (0..n)
        .map(|k| {
            is_believable(
                cells,
                &found,
                k,
                charset,
                rank,
                n_other,
                is_line_of_two_byte,
            )
        })
        .collect();
    let n_accepted = accepted.iter().filter(|a| **a).count();
    // Where most of a line was misread, all of it was: one-letter words, lone signs.
    let is_most = n_other == 0 && n_accepted > 1 && n_accepted * 2 >= n
        || n_other == 0 && n_accepted > 0 && rank > 0
        || n_accepted >= 4 && n_accepted * 10 >= n * 6 && n_accepted > n_other;
    if is_most {
        for (slot, sequence) in accepted.iter_mut().zip(&found) {
            *slot |= !sequence.is_lossy || sequence.c == '\u{fffd}';
        }
    }
    if rank > 1 && accepted.iter().any(|a| !a) {
        return Vec::new();
    }
    found
        .into_iter()
        .zip(accepted)
        .filter(|(_, accepted)| *accepted)
        .map(|(s, _)| {
            let with = match s.c {
                c @ '\u{80}'..='\u{9f}' if rank == 0 => c.to_string(),
                c => c.to_string(),
            };
            // `Ã s`: the space stands for a byte of the letter, but a word that is one letter keeps one.
            let keeps_space = s.is_lossy && s.c == 'à' && space_follows_word(cells, &s);
            Fix {
                range: s.start..s.end,
                with: if keeps_space {
                    format!("{with} ")
                } else {
                    with
                },
                why: Why::Misread(charset.name),
            }
        })
        .collect()
}

/// How many first bytes have a sign of a later byte after them and yet make no whole sequence.
fn n_broken_leads(cells: &[Cell], found: &[Sequence], charset: &Reverse) -> usize {
    let byte = |k: usize| cells.get(k).and_then(|cell| charset.byte(cell.c));
    let is_sign = |k: usize| {
        let is_later = matches!(byte(k), Some(0x80..=0xbf));
        is_later && cells.get(k).is_some_and(|cell| !cell.c.is_alphanumeric())
    };
    let mut rest = found.iter().peekable();
    (0..cells.len())
        .filter(|&i| {
            while rest.next_if(|s| s.end <= i).is_some() {}
            let is_whole = rest.peek().is_some_and(|s| s.start <= i);
            !is_whole && matches!(byte(i), Some(0xe0..=0xf4)) && is_sign(i + 1)
        })
        .count()
}

/// Whether the space inside `Ã ` also parted words: `voilÃ le` was `voilà le`, `Ã s` was `às`.
fn space_follows_word(cells: &[Cell], s: &Sequence) -> bool {
    let next: String = cells
        .iter()
        .skip(s.end)
        .map(|cell| cell.c)
        .take_while(|c| c.is_alphabetic())
        .take(2)
        .collect();
    cells.get(s.end).is_some_and(|cell| !cell.c.is_whitespace()) && next != "s"
}

fn is_believable(
    cells: &[Cell],
    found: &[Sequence],
    k: usize,
    charset: &Reverse,
    rank: usize,
    n_other: usize,
    n_two_byte: usize,
) -> bool {
    let s = &found[k];
    let previous = s
        .start
        .checked_sub(1)
        .and_then(|i| cells.get(i))
        .map(|cell| cell.c);
    let next = cells.get(s.end).map(|cell| cell.c);
    let touches = |other: Option<&Sequence>, is_before: bool| {
        other.is_some_and(|o| {
            if is_before {
                o.end == s.start
            } else {
                s.end == o.start
            }
        })
    };
    let has_neighbour = touches(k.checked_sub(1).and_then(|i| found.get(i)), true)
        || touches(found.get(k + 1), false);
    let lead = charset.byte(cells[s.start].c).unwrap_or_default();
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let is_ascii_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if rank == 1 {
        return is_believable_cyrillic(cells, found, s, lead, has_neighbour, n_other);
    }
    if s.c == '\u{fffd}' {
        return s.n_bytes > 2 || has_neighbour || lead >= 0xc4 && is_letter(previous);
    }
    // A lost space as the last byte needs a word around it.
    if s.is_lossy && s.n_bytes == 2 {
        return match s.c {
            'à' => !n_touching_upper(previous, next),
            'Š' | 'Å' => {
                next.is_some_and(char::is_lowercase) && found.len() > 1 && !is_letter(previous)
            }
            'Р' => has_neighbour,
            _ => has_neighbour && found.len() > 2,
        };
    }
    if s.is_lossy {
        return has_neighbour || s.c == '\u{2800}' && found.len() > 1;
    }
    // Punctuation that closes or opens words is no lead byte of a lone sequence.
    if rank > 1
        && !has_neighbour
        && matches!(cells[s.start].c, '’' | '‘' | '“' | '”' | '–' | '—' | '…')
    {
        return false;
    }
    if s.n_bytes >= 3 {
        let is_ideograph = matches!(u32::from(s.c), 0x2e80..=0xd7a3);
        if is_ideograph && !has_neighbour {
            return false;
        }
        return rank == 0
            || has_neighbour
            || found.len() > 1
            || is_ascii_letter(previous)
            || is_ascii_letter(next)
            || u32::from(s.c) < 0x2070;
    }
    let continuation = cells[s.start + 1].c;
    // `MISUTÂ AJIKKO`: capitals on both sides were meant.
    let is_shouted = previous.is_some_and(|c| c.is_uppercase());
    if s.c.is_lowercase()
        && is_shouted
        && lead != 0xce
        && lead != 0xcf
        && !next.is_some_and(char::is_lowercase)
    {
        return false;
    }
    if rank == 0 && matches!(lead, 0xc2 | 0xc3) {
        if n_other > 0 && n_two_byte == 1 && found.len() == 1 {
            // The rest of the line was read right.
            return false;
        }
        if lead == 0xc2 && continuation == '\u{a0}' {
            return !is_shouted;
        }
        if lead == 0xc3 && continuation == '’' && next == Some('s') && found.len() == 1 {
            return false;
        }
        return true;
    }
    if has_neighbour {
        return true;
    }
    if rank > 1
        && is_shouted
        && !next.is_some_and(char::is_lowercase)
        && (continuation.is_alphabetic() || follows_naturally(continuation))
    {
        return false;
    }
    let is_odd = !follows_naturally(continuation) && !continuation.is_alphabetic();
    let lead_is_upper_in_word =
        previous.is_some_and(|c| c.is_lowercase()) && cells[s.start].c.is_uppercase();
    let lead_is_symbol = !cells[s.start].c.is_alphanumeric();
    if rank == 0 {
        return s.c.is_alphabetic()
            && (lead_is_upper_in_word
                || is_odd && is_letter(next)
                || is_letter(next)
                    && follows_naturally(continuation)
                    && s.c.is_lowercase()
                    && !matches!(continuation, '’' | '‘' | '–' | '—' | ' ' | '\u{a0}'));
    }
    // A sign between the letters of a word: `VĂˇzquez`.
    if !continuation.is_alphanumeric()
        && s.c.is_alphabetic()
        && is_letter(previous)
        && is_letter(next)
    {
        return true;
    }
    let in_word = is_ascii_letter(previous) && (next.is_none_or(|c| !c.is_uppercase()));
    s.c.is_alphabetic()
        && (lead_is_upper_in_word
            || lead_is_symbol
                && (in_word || found.len() > 1)
                && (is_letter(previous) || is_letter(next))
            || found.len() > 1 && (is_letter(next) || is_letter(previous)))
        && !(follows_naturally(continuation)
            && !is_letter(next)
            && found.len() == 1
            && !lead_is_symbol
            && !lead_is_upper_in_word)
}

fn n_touching_upper(previous: Option<char>, next: Option<char>) -> bool {
    previous.is_some_and(char::is_uppercase) || next.is_some_and(char::is_uppercase)
}

/// UTF-8 read as windows-1251: Cyrillic leads are `Р` and `С`, so real Cyrillic text comes close.
fn is_believable_cyrillic(
    cells: &[Cell],
    found: &[Sequence],
    s: &Sequence,
    lead: u8,
    has_neighbour: bool,
    n_other: usize,
) -> bool {
    let previous = s
        .start
        .checked_sub(1)
        .and_then(|i| cells.get(i))
        .map(|cell| cell.c);
    let next = cells.get(s.end).map(|cell| cell.c);
    let is_ascii_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let covered: usize = found.iter().map(|s| s.end - s.start).sum();
    // Most of what is not ASCII lies in sequences, and there are several.
    let is_line_misread =
        found.len() >= 4 && covered >= 4 * n_other || found.len() >= 2 && n_other == 0;
    match s.n_bytes {
        2 => {
            let continuation = cells[s.start + 1].c;
            matches!(lead, 0xd0..=0xd3) && has_neighbour && is_line_misread
                || matches!(lead, 0xd0 | 0xd1) && is_line_misread && !continuation.is_alphabetic()
                || matches!(lead, 0xd0 | 0xd1) && is_line_misread && found.len() * 2 >= covered
                || matches!(lead, 0xc2..=0xc5)
                    && !s.is_lossy
                    && (is_ascii_letter(previous) || is_ascii_letter(next) || has_neighbour)
                    && n_other == 0
                || matches!(lead, 0xc2 | 0xc3) && is_line_misread && !continuation.is_alphabetic()
                || s.is_lossy && lead == 0xc3 && n_other == 0 && found.len() > 1
        }
        _ => {
            let second = cells[s.start + 1].c;
            // `вЂ`: the second letter exists in Serbian only, and never there.
            matches!(second, 'Ђ' | 'ќ') && lead == 0xe2
                || lead == 0xe2 && !second.is_alphabetic() && n_other == 0
                || s.n_bytes > 3 && n_other == 0
                || is_line_misread && lead == 0xe2
        }
    }
}

/// C1 controls in text: windows-1252 punctuation that was read as latin-1.
pub(super) fn controls(cells: &mut [Cell]) {
    for cell in cells {
        if let c @ '\u{80}'..='\u{9f}' = cell.c
            && let Ok(byte) = u8::try_from(u32::from(c))
        {
            let (text, _, _) = encoding_rs::WINDOWS_1252.decode(std::slice::from_ref(&byte));
            if let Some(meant) = text.chars().next()
                && meant != c
            {
                cell.c = meant;
                cell.why = Some(cell.why.unwrap_or(Why::Control));
            }
        }
    }
}
