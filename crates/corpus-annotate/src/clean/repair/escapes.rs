//! Escapes of programming languages and markup that were left in the text.

use super::marks::Context;
use super::{Cell, Fix, Why, apply};

fn c_at(cells: &[Cell], i: usize) -> Option<char> {
    cells.get(i).map(|cell| cell.c)
}

fn hex_at(cells: &[Cell], i: usize, len: usize) -> Option<u32> {
    let mut value = 0;
    for k in i..i + len {
        value = value * 16 + c_at(cells, k)?.to_digit(16)?;
    }
    Some(value)
}

/// How a byte may be written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `xe2`, the backslash lost.
    Bare,
    /// `\xe2`, or with the backslash doubled.
    Backslash,
    /// `\342`.
    Octal,
    /// `=E2`, as in mail.
    Equals,
    /// `%E2`, as in addresses.
    Percent,
    /// `<e2>`, as editors show what they cannot read.
    Angle,
}

/// The byte written at `i`, with its form and the cell after it.
fn byte_at(cells: &[Cell], i: usize) -> Option<(Form, u8, usize)> {
    let hex = |at: usize, form: Form| {
        let byte = u8::try_from(hex_at(cells, at, 2)?).ok()?;
        Some((form, byte, at + 2))
    };
    match c_at(cells, i)? {
        'x' => hex(i + 1, Form::Bare),
        '=' => hex(i + 1, Form::Equals),
        '%' => hex(i + 1, Form::Percent),
        '<' => hex(i + 1, Form::Angle)
            .filter(|(.., end)| c_at(cells, *end) == Some('>'))
            .map(|(form, byte, end)| (form, byte, end + 1)),
        '\\' => {
            let at = if c_at(cells, i + 1) == Some('\\') {
                i + 2
            } else {
                i + 1
            };
            match c_at(cells, at)? {
                'x' => hex(at + 1, Form::Backslash),
                '0'..='3' => {
                    let digit = |k: usize| c_at(cells, at + k)?.to_digit(8);
                    let value = digit(0)? * 64 + digit(1)? * 8 + digit(2)?;
                    Some((Form::Octal, u8::try_from(value).ok()?, at + 3))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// `xe2x80x99`, `\xe2\x80\x99` and their kin: runs of escaped bytes that make whole UTF-8 sequences.
pub(super) fn bytes(cells: &mut Vec<Cell>) {
    let mut fixes = Vec::new();
    let mut i = 0;
    while i < cells.len() {
        let start = i;
        let mut run: Vec<(u8, usize)> = Vec::new();
        let mut form = None;
        while let Some((own, byte, end)) = byte_at(cells, i) {
            // Only bytes above ASCII can be told from what the letters and signs mean otherwise.
            let is_plain = own != Form::Backslash && byte < 0x80;
            if is_plain || form.is_some_and(|f| f != own) {
                break;
            }
            form = Some(own);
            i = end;
            run.push((byte, i));
        }
        let Some(form) = form else {
            i = start + 1;
            continue;
        };
        if form == Form::Percent && is_in_address(cells, start) {
            continue;
        }
        decode_run(&run, start, form == Form::Backslash, &mut fixes);
    }
    apply(cells, fixes);
}

/// Whether the word around a cell is an address of the web: what is escaped in one is meant so.
fn is_in_address(cells: &[Cell], at: usize) -> bool {
    let before = cells.get(..at).unwrap_or_default();
    let mut word: Vec<char> = before
        .iter()
        .rev()
        .map(|cell| cell.c)
        .take(300)
        .take_while(|c| !c.is_whitespace())
        .collect();
    word.reverse();
    word.contains(&'/') || word.starts_with(&['w', 'w', 'w', '.']) || word.contains(&'@')
}

/// Whole sequences of a run become characters; what is not whole stays.
fn decode_run(run: &[(u8, usize)], start: usize, has_backslash: bool, fixes: &mut Vec<Fix>) {
    let bytes: Vec<u8> = run.iter().map(|(b, _)| *b).collect();
    let begin = |k: usize| {
        if k == 0 {
            start
        } else {
            run.get(k - 1).map_or(start, |(_, end)| *end)
        }
    };
    // `caf\xe9`: one byte alone, as programs write a letter of latin-1.
    if let ([byte @ 0xa0..=0xff], true) = (bytes.as_slice(), has_backslash) {
        fixes.push(Fix {
            range: start..begin(1),
            with: char::from(*byte).to_string(),
            why: Why::EscapedBytes,
        });
        return;
    }
    let has_sequence = bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    let mut k = 0;
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            let len = c.len_utf8();
            // `\x27` between whole sequences is an escaped byte too.
            if len > 1 || has_backslash && has_sequence && !c.is_control() {
                fixes.push(Fix {
                    range: begin(k)..begin(k + len),
                    with: c.to_string(),
                    why: Why::EscapedBytes,
                });
            }
            k += len;
        }
        k += chunk.invalid().len();
    }
}

/// `\u2019`, `\U0001f600`, `\u{2019}`, with surrogate pairs.
pub(super) fn unicode(cells: &mut Vec<Cell>) {
    let mut fixes: Vec<Fix> = Vec::new();
    // Where one is certain the doubtful ones of its line are meant so, too.
    let (n_sure, n_cyrillic) = bare_units(cells);
    let mut i = 0;
    while i + 4 < cells.len() {
        let parsed = match (c_at(cells, i), c_at(cells, i + 1)) {
            (Some('\\'), Some('u')) => code_unit(cells, i),
            (Some('\\'), Some('U')) => hex_at(cells, i + 2, 8).map(|v| (v, 10)),
            // The backslash itself was escaped.
            (Some('\\'), Some('\\')) if c_at(cells, i + 2) == Some('u') => {
                code_unit(cells, i + 1).map(|(v, len)| (v, len + 1))
            }
            (Some('%'), Some('u')) => hex_at(cells, i + 2, 4).map(|v| (v, 6)),
            (Some('u'), Some('0' | '2')) => {
                bare_unit(cells, i, n_sure > 0, n_cyrillic > 1).map(|v| (v, 5))
            }
            _ => None,
        };
        let decoded = parsed.and_then(|(v, len)| Some((char::from_u32(v)?, len)));
        match decoded {
            Some((c, len)) if c >= ' ' => {
                fixes.push(Fix {
                    range: i..i + len,
                    with: c.to_string(),
                    why: Why::EscapedUnicode,
                });
                i += len;
            }
            _ => i += 1,
        }
    }
    apply(cells, fixes);
}

fn code_unit(cells: &[Cell], i: usize) -> Option<(u32, usize)> {
    if c_at(cells, i + 2) == Some('{') {
        let end = (i + 3..i + 10).find(|&k| c_at(cells, k) == Some('}'))?;
        return Some((hex_at(cells, i + 3, end - i - 3)?, end + 1 - i));
    }
    let high = hex_at(cells, i + 2, 4)?;
    if !(0xd800..0xdc00).contains(&high) {
        return Some((high, 6));
    }
    let is_pair = c_at(cells, i + 6) == Some('\\') && c_at(cells, i + 7) == Some('u');
    let low = hex_at(cells, i + 8, 4).filter(|v| is_pair && (0xdc00..0xe000).contains(v))?;
    Some((0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00), 12))
}

/// `itu2019s`, `cafu00e9`: a code point whose backslash was lost, where a letter touches it. Only marks and letters
/// that prose holds; `u2019` alone may be a name.
fn bare_unit(cells: &[Cell], i: usize, has_sure: bool, is_cyrillic: bool) -> Option<u32> {
    let value = hex_at(cells, i + 1, 4)?;
    let before = i.checked_sub(1).and_then(|k| c_at(cells, k));
    let after = c_at(cells, i + 5);
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let is_small = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase());
    let is_meant = match value {
        0x2018..=0x201e | 0x2026 | 0x2122 => has_sure || is_letter(before) || is_letter(after),
        0x2013 | 0x2014 => has_sure || is_cyrillic || is_letter(before) && is_letter(after),
        0xa0..=0xbf => has_sure || is_cyrillic,
        0xc0..=0x17f => has_sure || is_small(before) || is_letter(before) && is_small(after),
        0x400..=0x4ff => is_cyrillic,
        _ => false,
    };
    is_meant.then_some(value)
}

/// How many such code points of a line are certain, and how many are Cyrillic.
fn bare_units(cells: &[Cell]) -> (usize, usize) {
    let (mut n_sure, mut n_cyrillic) = (0, 0);
    for i in 0..cells.len().saturating_sub(4) {
        if c_at(cells, i) == Some('u') {
            n_sure += usize::from(bare_unit(cells, i, false, false).is_some());
            n_cyrillic += usize::from(hex_at(cells, i + 1, 4).is_some_and(|v| v >> 8 == 4));
        }
    }
    (n_sure, n_cyrillic)
}

/// `&#8217;`, `&amp;quot;`: references that nobody decoded, to any depth. Left alone where the line
/// holds markup: there they mean what they say.
pub(super) fn entities(cells: &mut Vec<Cell>) {
    for _ in 0..4 {
        let has_markup = cells.iter().any(|cell| cell.c == '<' && cell.why.is_none());
        if has_markup || !cells.iter().any(|cell| cell.c == '&') {
            return;
        }
        let mut fixes = Vec::new();
        let mut i = 0;
        while i < cells.len() {
            if c_at(cells, i) == Some('&')
                && let Some((c, len)) = reference(cells, i)
            {
                fixes.push(Fix {
                    range: i..i + len,
                    with: c.to_string(),
                    why: Why::Entity,
                });
                i += len;
                continue;
            }
            i += 1;
        }
        if fixes.is_empty() {
            return;
        }
        apply(cells, fixes);
    }
}

fn reference(cells: &[Cell], i: usize) -> Option<(char, usize)> {
    let end = (i + 1..i + 12).find(|&k| c_at(cells, k) == Some(';'))?;
    let name: String = cells.get(i + 1..end)?.iter().map(|cell| cell.c).collect();
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let value = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            // Numbers 128 to 159 are meant as windows-1252, as browsers take them.
            match u8::try_from(value) {
                Ok(byte @ 0x80..=0x9f) => {
                    let (text, _, _) =
                        encoding_rs::WINDOWS_1252.decode(std::slice::from_ref(&byte));
                    text.chars().next()?
                }
                _ => char::from_u32(value).filter(|c| *c >= ' ')?,
            }
        }
        None => named(&name)?,
    };
    Some((c, end + 1 - i))
}

/// The named references of HTML 4 that occur in prose.
const NAMED: &str = "quot\" amp& lt< gt> apos' iexcl¡ cent¢ pound£ yen¥ sect§ uml¨ copy© ordfª laquo« not¬ reg® deg° plusmn± sup2² \
    sup3³ acute´ micro\u{b5} para¶ middot· cedil¸ sup1¹ ordmº raquo» frac14¼ frac12½ frac34¾ iquest¿ Agrave\u{c0} AacuteÁ AcircÂ AtildeÃ AumlÄ \
    AringÅ AEligÆ CcedilÇ EgraveÈ EacuteÉ EcircÊ EumlË IgraveÌ IacuteÍ IcircÎ IumlÏ ETHÐ NtildeÑ OgraveÒ OacuteÓ OcircÔ OtildeÕ OumlÖ \
    times× OslashØ UgraveÙ UacuteÚ UcircÛ UumlÜ YacuteÝ THORNÞ szligß agraveà aacuteá acircâ atildeã aumlä aringå aeligæ ccedilç egraveè \
    eacuteé ecircê eumlë igraveì iacuteí icircî iumlï ethð ntildeñ ograveò oacuteó ocircô otildeõ oumlö divide÷ oslashø ugraveù uacuteú \
    ucircû uumlü yacuteý thornþ yumlÿ OEligŒ oeligœ ScaronŠ scaronš YumlŸ fnofƒ circˆ tilde˜ ndash– mdash— lsquo‘ rsquo’ sbquo‚ ldquo“ \
    rdquo” bdquo„ dagger† Dagger‡ bull• hellip… permil‰ prime′ Prime″ lsaquo‹ rsaquo› oline‾ euro€ trade™ larr← uarr↑ rarr→ darr↓ harr↔ \
    minus− infin∞ ne≠ le≤ ge≥ hearts♥ rsquor’ lsquor‚ ldquor„ horbar―";

fn named(name: &str) -> Option<char> {
    match name {
        "nbsp" | "NonBreakingSpace" => return Some('\u{a0}'),
        "ensp" => return Some('\u{2002}'),
        "emsp" => return Some('\u{2003}'),
        "thinsp" => return Some('\u{2009}'),
        "shy" => return Some('\u{ad}'),
        "zwnj" => return Some('\u{200c}'),
        "zwj" => return Some('\u{200d}'),
        _ => {}
    }
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    NAMED.split(' ').find_map(|entry| {
        let value = entry.strip_prefix(name)?;
        let mut chars = value.chars();
        let c = chars.next()?;
        (chars.next().is_none() && !c.is_ascii_alphanumeric()).then_some(c)
    })
}

/// `…2019.n`, `Almatyn`: an escaped line break whose backslash was lost, in texts where others were.
pub(super) fn lost_break(cells: &mut Vec<Cell>, context: &Context<'_>) {
    if !context.has_bare_escapes {
        return;
    }
    let end = cells.iter().rposition(|cell| !cell.c.is_whitespace());
    let Some(end) = end else { return };
    if c_at(cells, end) != Some('n') || end == 0 {
        return;
    }
    let before = c_at(cells, end - 1);
    let is_after_mark = before.is_some_and(|c| matches!(c, '.' | '!' | '?' | '”' | '"' | ')'));
    let word_start = (0..end)
        .rev()
        .find(|&k| !c_at(cells, k).is_some_and(char::is_alphanumeric))
        .map_or(0, |k| k + 1);
    let word: String = cells
        .get(word_start..end)
        .unwrap_or_default()
        .iter()
        .map(|cell| cell.c)
        .collect();
    if is_after_mark || word.len() >= 4 && context.knows_word_but_not_with_n(&word) {
        let fix = Fix {
            range: end..end + 1,
            with: String::new(),
            why: Why::EscapedBreak,
        };
        apply(cells, vec![fix]);
    }
}
