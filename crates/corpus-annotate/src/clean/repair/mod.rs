//! Mends damaged characters, and nothing that was right.
//!
//! In: the body of a source. Out: the same text with escaped bytes, misread charsets, lost bytes,
//! foreign look-alikes and invisible characters mended, each as a [`Repair`] with its reason, and the
//! map carried along. Lines are looked at one by one; most hold nothing suspicious and are copied.
//!
//! A line that is suspicious becomes cells, one a character, that remember the bytes they stand for;
//! the passes replace runs of cells. The idea that text misread once can be read back is ftfy's
//! (Robyn Speer); the rules and weights here are our own.

mod charsets;
mod escapes;
mod marks;
mod mojibake;
mod recode;

use super::build::Repaired;
use corpus_model::{MappedText, RawSpan, Repair, Span};
use marks::Context;
use std::ops::Range;

/// One character of a line under repair.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Cell {
    c: char,
    /// The bytes of the line it stands for.
    src: Range<usize>,
    /// Why it differs from them.
    why: Option<Why>,
}

/// Why something was changed, in the order of precedence when causes meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    EscapedBytes,
    EscapedUnicode,
    EscapedBreak,
    Entity,
    Misread(&'static str),
    Recoded(&'static str, &'static str),
    Control,
    LostByte,
    LookAlike,
    Space,
    Invisible,
}

impl Why {
    fn words(self) -> String {
        match self {
            Self::EscapedBytes => "escaped UTF-8 bytes".to_owned(),
            Self::EscapedUnicode => "escaped code point".to_owned(),
            Self::EscapedBreak => "escaped line break".to_owned(),
            Self::Entity => "character reference left in the text".to_owned(),
            Self::Misread(charset) => format!("UTF-8 that was read as {charset}"),
            Self::Recoded(right, wrong) => format!("{right} that was read as {wrong}"),
            Self::Control => "windows-1252 that was read as latin-1".to_owned(),
            Self::LostByte => "lost character; the word decides".to_owned(),
            Self::LookAlike => "look-alike letter of another script".to_owned(),
            Self::Space => "no-break or odd space made a plain space".to_owned(),
            Self::Invisible => "invisible character dropped".to_owned(),
        }
    }
}

/// One replacement of a pass: cells `range` become `with`.
struct Fix {
    range: Range<usize>,
    with: String,
    why: Why,
}

/// Applies fixes that are sorted and do not overlap, in one walk.
fn apply(cells: &mut Vec<Cell>, fixes: Vec<Fix>) {
    if fixes.is_empty() {
        return;
    }
    let mut out = Vec::with_capacity(cells.len());
    let mut at = 0;
    for fix in fixes {
        out.extend_from_slice(cells.get(at..fix.range.start).unwrap_or_default());
        let part = cells.get(fix.range.clone()).unwrap_or_default();
        if let (Some(first), Some(last)) = (part.first(), part.last()) {
            let src = first.src.start..last.src.end;
            out.extend(fix.with.chars().map(|c| Cell {
                c,
                src: src.clone(),
                why: Some(fix.why),
            }));
        }
        at = fix.range.end;
    }
    out.extend_from_slice(cells.get(at..).unwrap_or_default());
    *cells = out;
}

fn cells_of(line: &str) -> Vec<Cell> {
    line.char_indices()
        .map(|(i, c)| Cell {
            c,
            src: i..i + c.len_utf8(),
            why: None,
        })
        .collect()
}

/// How far repairs go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Charsets and escapes only: what text damage strictly is.
    Encoding,
    /// Also spaces, invisible characters, look-alikes and lost bytes.
    All,
}

/// Mends charset damage and escapes in a piece of text, line by line, and nothing else.
#[must_use]
pub fn repair_encoding(text: &str) -> String {
    repair_at(&MappedText::identity(text), Depth::Encoding)
        .text
        .into_parts()
        .0
}

/// Mends a source's body.
pub(crate) fn repair(body: &MappedText) -> Repaired {
    repair_at(body, Depth::All)
}

fn repair_at(body: &MappedText, depth: Depth) -> Repaired {
    let text = body.text();
    let context = Context::of(text);
    let mut out = Repaired::default();
    // Stretches without a repair are copied at once.
    let mut copied = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = line.strip_suffix('\n').unwrap_or(line);
        if !is_suspicious(content, &context) {
            continue;
        }
        let Some(cells) = mend(content, &context, depth) else {
            continue;
        };
        out.text.push_slice(body, Span::from_range(copied..start));
        write_cells(body, start, content, &cells, &mut out);
        copied = start + content.len();
    }
    out.text
        .push_slice(body, Span::from_range(copied..text.len()));
    out
}

/// Bytes that an escape may begin with, and controls.
const MAY_OPEN_ESCAPE: [bool; 256] = {
    let mut table = [false; 256];
    let marks = b"x\\=%<u&\x7f";
    let mut i = 0;
    while i < marks.len() {
        table[marks[i] as usize] = true;
        i += 1;
    }
    let mut control = 0;
    while control < 0x20 {
        table[control] = control != 9 && control != 10;
        control += 1;
    }
    table
};

/// A quick look: whether any pass could find anything. Most lines are read no further than this.
fn is_suspicious(line: &str, context: &Context<'_>) -> bool {
    let bytes = line.as_bytes();
    let may_open = |(_, b): &(usize, &u8)| MAY_OPEN_ESCAPE[usize::from(**b)];
    let has_escape = bytes
        .iter()
        .enumerate()
        .filter(may_open)
        .any(|(i, b)| match b {
            b'x' => {
                matches!(bytes.get(i + 1), Some(b'c'..=b'f' | b'C'..=b'F'))
                    && bytes.get(i + 2).is_some_and(u8::is_ascii_hexdigit)
            }
            b'\\' => matches!(
                bytes.get(i + 1),
                Some(b'u' | b'U' | b'x' | b'\\' | b'2' | b'3')
            ),
            b'=' | b'%' | b'<' => {
                let is_high = matches!(bytes.get(i + 1), Some(b'c'..=b'f' | b'C'..=b'F'));
                is_high && bytes.get(i + 2).is_some_and(u8::is_ascii_hexdigit)
                    || *b == b'%' && bytes.get(i + 1) == Some(&b'u')
            }
            b'u' => {
                matches!(bytes.get(i + 1), Some(b'0' | b'2'))
                    && bytes
                        .get(i + 2..i + 5)
                        .is_some_and(|rest| rest.iter().all(u8::is_ascii_hexdigit))
            }
            b'&' => bytes
                .get(i + 1)
                .is_some_and(|n| n.is_ascii_alphabetic() || *n == b'#'),
            0x7f | 0..=8 | 0x0b..=0x1f => true,
            _ => false,
        });
    if has_escape {
        return true;
    }
    if line.is_ascii() {
        return context.has_bare_escapes && bytes.ends_with(b"n")
            || marks::has_lost_byte_ascii(line);
    }
    context.has_bare_escapes && line.trim_end().ends_with('n')
        || marks::may_be_odd(line)
        || mojibake::may_be_misread(line.chars())
        || recode::may_be_wrong(line)
}

fn mend(line: &str, context: &Context<'_>, depth: Depth) -> Option<Vec<Cell>> {
    let mut cells = cells_of(line);
    escapes::bytes(&mut cells);
    escapes::unicode(&mut cells);
    escapes::entities(&mut cells);
    read_back(&mut cells);
    mojibake::controls(&mut cells);
    if depth == Depth::All {
        escapes::lost_break(&mut cells, context);
        marks::lost_bytes(&mut cells);
        marks::look_alikes(&mut cells, context);
        marks::invisible(&mut cells);
        marks::spaces(&mut cells);
    }
    let is_changed = cells.len() != line.chars().count() || cells.iter().any(|c| c.why.is_some());
    is_changed.then_some(cells)
}

/// Text that was read in a wrong charset: UTF-8 as a single-byte one, or one such as another. Bytes of another
/// alphabet make sequences of UTF-8 by accident, here and there in a line: then what reads better decides.
fn read_back(cells: &mut Vec<Cell>) {
    let recoded = recode::wrong_charset(cells);
    mojibake::misread_utf8(cells);
    let is_whole = cells
        .iter()
        .all(|cell| cell.c.is_ascii() || cell.why.is_some());
    let better = match recoded {
        Some((score, better)) if !is_whole && score > recode::score_of(cells) => Some(better),
        _ => recode::wrong_charset(cells).map(|(_, better)| better),
    };
    if let Some(better) = better {
        *cells = better;
    }
}

/// Appends mended cells: copies, and one repair for each run of changed ones.
fn write_cells(body: &MappedText, start: usize, line: &str, cells: &[Cell], out: &mut Repaired) {
    let raw = |src: Range<usize>| -> RawSpan {
        body.raw_from_text(Span::from_range(start + src.start..start + src.end))
    };
    let mut done = 0;
    let mut i = 0;
    while i < cells.len() {
        let cell = &cells[i];
        if cell.src.start > done {
            // Bytes that no cell stands for: something was dropped.
            let from = done..cell.src.start;
            push_repair(out, line, from.clone(), 0, Why::Invisible);
            done = from.end;
        }
        if cell.why.is_none() {
            let run_start = i;
            while i < cells.len() && cells[i].why.is_none() && cells[i].src.start == done {
                done = cells[i].src.end;
                i += 1;
            }
            let src = cells[run_start].src.start..done;
            out.text
                .push_slice(body, Span::from_range(start + src.start..start + src.end));
            if i == run_start {
                i += 1;
            }
            continue;
        }
        let run_start = i;
        let from = cell.src.start;
        let mut why = cell.why.unwrap_or(Why::EscapedBytes);
        while i < cells.len()
            && let Some(w) = cells[i].why
            && cells[i].src.start <= done.max(cells[run_start].src.end)
        {
            why = why.min(w);
            done = done.max(cells[i].src.end);
            i += 1;
        }
        let piece: String = cells[run_start..i].iter().map(|c| c.c).collect();
        push_repair(out, line, from..done, piece.len(), why);
        out.text.push_replaced(&piece, raw(from..done));
    }
    if done < line.len() {
        push_repair(out, line, done..line.len(), 0, Why::Invisible);
    }
}

fn push_repair(out: &mut Repaired, line: &str, from: Range<usize>, to_len: usize, why: Why) {
    let at = out.text.text().len();
    out.repairs.push(Repair {
        span: Span::from_range(at..at + to_len),
        from: line.get(from).unwrap_or_default().to_owned(),
        why: why.words(),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(damaged: &str, wanted: &str) {
        let body = MappedText::identity(damaged);
        let out = repair(&body);
        assert_eq!(out.text.text(), wanted);
        // Undoing every repair gives the source back.
        let mut undone = String::new();
        let mut at = 0;
        for repair in &out.repairs {
            undone.push_str(&wanted[at..repair.span.start as usize]);
            undone.push_str(&repair.from);
            at = repair.span.end as usize;
        }
        undone.push_str(&wanted[at..]);
        assert_eq!(undone, damaged);
    }

    fn check_untouched(text: &str) {
        check(text, text);
    }

    #[test]
    fn escaped_bytes_with_and_without_backslash() {
        check("The cityxe2x80x99s pier", "The city’s pier");
        check(r"The city\xe2\x80\x99s pier", "The city’s pier");
        check("xd0x9fxd0xb8xd1x80xd1x81", "Пирс");
        check(r"\u201cYes\u201d", "“Yes”");
        check_untouched("the x-axis, 0xc2 and xcode");
    }

    #[test]
    fn bytes_and_code_points_written_out_in_other_ways() {
        check("The city=E2=80=99s pier", "The city’s pier");
        check("The city%E2%80%99s pier", "The city’s pier");
        check(r"The city\342\200\231s pier", "The city’s pier");
        check(r"The city\\xe2\\x80\\x99s pier", "The city’s pier");
        check("The city<e2><80><99>s pier", "The city’s pier");
        check(r"a caf\xe9 at the pier", "a café at the pier");
        check(r"The city\\u2019s pier", "The city’s pier");
        check(
            "The cityu2019s pier u2014 u201cshutu201d",
            "The city’s pier — “shut”",
        );
        check("u041fu043eu0440u0442 u0438 u0434u043eu043a", "Порт и док");
        check_untouched("see https://harbour.example/%D0%9F%D0%BE and U2014, u2013");
        check_untouched("a=B, 100%d, <ed>, 5% fee, u0 and \\2");
    }

    #[test]
    fn references_left_in_text() {
        check(
            "Fish &amp;amp; chips &amp;#8220;now&quot;",
            "Fish & chips “now\"",
        );
        check_untouched("R&D at AT&T; see <b>&amp;</b>");
    }

    #[test]
    fn misread_utf8() {
        check("The cityâ€™s cafÃ©", "The city’s café");
        check("a cityâ€™s cafÃ©", "a city’s café");
        check("Ð\u{178}Ð¾Ñ\u{20ac}Ñ‚ Ð·Ð°ÐºÑ€Ñ‹Ñ‚", "Порт закрыт");
        check("cafÃƒÂ©", "café");
        check("РџРѕСЂС‚ Р·Р°РєСЂС‹С‚", "Порт закрыт");
    }

    #[test]
    fn whole_charsets() {
        check(
            "Ïîðò çàêðûëè íà ðåìîíò äî êîíöà íåäåëè.",
            "Порт закрыли на ремонт до конца недели.",
        );
        check(
            "рПТФ ЪБЛТЩМЙ ОБ ТЕНПОФ ДП ЛПОГБ ОЕДЕМЙ.",
            "Порт закрыли на ремонт до конца недели.",
        );
        check("ч РПТФХ ЪЙНПК ОЕ ФБЛ ФЕРМП.", "В порту зимой не так тепло.");
        check_untouched("Порт закрыли на ремонт до конца недели.");
        check_untouched("ПОРТ ЗАКРЫЛИ НА РЕМОНТ");
        check_untouched("Пристаниште ће бити затворено, рекао је њен управник.");
        check_untouched("МегаФон и ЮниБанк открыли в порту офисы");
        check_untouched("ПРЕАМБЮЛ");
    }

    /// Whatever a line of Russian, Greek or Arabic was read as, it is read back.
    #[test]
    fn every_pair_of_charsets() {
        use encoding_rs::{
            IBM866, ISO_8859_5, KOI8_R, MACINTOSH, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253,
            WINDOWS_1256, X_MAC_CYRILLIC,
        };
        let russian = "Порт закрыли на ремонт, и рыбаки ждут решения до конца недели.";
        let cyrillic = [WINDOWS_1251, KOI8_R, IBM866, ISO_8859_5];
        for right in cyrillic.into_iter().chain([X_MAC_CYRILLIC]) {
            for wrong in cyrillic.into_iter().chain([WINDOWS_1252, MACINTOSH]) {
                if right == wrong {
                    continue;
                }
                let (bytes, _, _) = right.encode(russian);
                let (read, _, _) = wrong.decode(&bytes);
                assert_eq!(
                    repair_encoding(&read),
                    russian,
                    "{} as {}",
                    right.name(),
                    wrong.name()
                );
            }
        }
        for (right, text) in [
            (
                WINDOWS_1253,
                "Το λιμάνι έκλεισε για όλο τον χειμώνα και οι ψαράδες περιμένουν.",
            ),
            (
                WINDOWS_1256,
                "أغلق الميناء طوال فصل الشتاء وينتظر الصيادون القرار.",
            ),
        ] {
            let (bytes, _, _) = right.encode(text);
            let (read, _, _) = WINDOWS_1252.decode(&bytes);
            assert_eq!(repair_encoding(&read), text);
        }
    }

    #[test]
    fn a_lost_byte_takes_the_rest_of_its_character_along() {
        check("on the pier ðŸ\u{fffd}°, sÃ£o", "on the pier \u{fffd}, são");
    }

    /// A case of ftfy's: what was put into small letters after it was misread is lost for good.
    #[test]
    fn misread_text_in_small_letters_stays() {
        check_untouched("ã†â€™ãƒâ€ ã¢â‚¬â„¢ ãƒæ’ã‚â¢");
    }

    #[test]
    fn lost_bytes_where_the_word_decides() {
        check(
            "its stance vis-·-vis the port",
            "its stance vis-à-vis the port",
        );
        check_untouched("red · green · blue");
    }

    #[test]
    fn look_alikes_within_a_word() {
        check(
            "The С5+1 met; C5+1 is a format.",
            "The C5+1 met; C5+1 is a format.",
        );
        check("Cовет порта", "Совет порта");
        check_untouched("Формат С5+1 и страны");
        check_untouched("He shouted «Да» and А. С. Пушкин");
    }

    #[test]
    fn spaces_and_invisible_characters() {
        check("a\u{a0}b\u{200b}c\u{ad}d", "a bcd");
        check_untouched("👩\u{200d}🚒 می\u{200c}خواهم");
    }

    /// A line that the quick look passes over is one that the passes would not have changed.
    #[test]
    fn the_quick_look_misses_nothing() {
        const PARTS: &[&str] = &[
            "Ð",
            "Ñ",
            "â",
            "€",
            "™",
            "Ã",
            "©",
            "Р",
            "С",
            "‚",
            "ѓ",
            "к",
            "Гавань",
            "é",
            "café",
            "caf",
            "?",
            "·",
            "vis-",
            "-vis",
            " ",
            "\u{a0}",
            "\u{200b}",
            "С5",
            "+1",
            "Cовет",
            "«",
            "»",
            "ё",
            "і",
            "—",
            "’",
            "Е ",
            "Å",
            "\u{fffd}",
            "à ",
            "ı",
            "ï",
            "Ó",
            "√",
            "¿",
            "harbour",
            "n",
            ".",
            "\t",
            "Қ",
            "и\u{306}",
            "\u{85}",
        ];
        let mut random = 7_u32;
        for _ in 0..20_000 {
            let mut line = String::new();
            for _ in 0..random % 9 + 1 {
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                line.push_str(PARTS[(random >> 16) as usize % PARTS.len()]);
            }
            let context = Context::of(&line);
            if !line.is_ascii() && !is_suspicious(&line, &context) {
                assert!(mend(&line, &context, Depth::All).is_none(), "{line:?}");
            }
        }
    }

    #[test]
    fn right_text_stays() {
        for text in [
            "VOCÊ… É’s NESTLÉ® 5×£35 — “ok”",
            "Її дім, її сад. «Неё»",
            "naïve café, Łódź, Škoda, Ağrı",
            "Ø£ or Å— or √π",
        ] {
            check_untouched(text);
        }
    }
}
