//! Rich Text Format to text.
//!
//! In: bytes. Out: paragraphs, tables as lines, footnotes at the end; title, author and dates of the
//! information group. Deleted and hidden text, comments, running heads, pictures, field codes and the
//! labels of lists are left out, as is every destination marked as optional that is not known here.
//!
//! One pass over the bytes with a stack for groups, after the RTF specification 1.9.1: no crate that is
//! kept up reads code pages by font, `\u` with its fallback, and deleted text. It cannot fail: what is no
//! control is text.

use super::writer::{Writer, doc};
use super::{Hints, tidy_field};
use crate::{Doc, Read, Remark};
use corpus_model::{Format, MetaDate};
use encoding_rs::Encoding;
use std::collections::BTreeMap;

/// Groups deeper than this share the state of the one at this depth.
const MAX_DEPTH: usize = 512;

/// What becomes of the text of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum To {
    Body,
    Nowhere,
    FontTable,
    Info,
    Title,
    Author,
    Created,
    Revised,
}

/// What a group inherits and may change.
#[derive(Debug, Clone, Copy)]
struct State {
    to: To,
    /// Where a part goes that is shown although what holds it is not (the text of a drawing).
    shown_to: To,
    /// Fallback characters after `\u`.
    n_fallback: u32,
    font: i32,
    is_hidden: bool,
    is_deleted: bool,
    /// This group began a note, which ends with it.
    opens_note: bool,
    /// This group began a text box.
    opens_box: bool,
    /// The group has just begun, so that its first control may name a destination.
    is_fresh: bool,
    /// `\*` stood before the control that follows.
    is_optional: bool,
}

/// Reads an RTF file.
pub(crate) fn read(bytes: &[u8]) -> Read {
    let mut run = Run::new(bytes);
    run.all();
    run.finish()
}

struct Run<'b> {
    bytes: &'b [u8],
    at: usize,
    state: State,
    stack: Vec<State>,
    /// Groups beyond [`MAX_DEPTH`].
    n_too_deep: u32,
    out: Writer,
    /// Bytes of a code page, gathered until something else comes.
    pending: Vec<u8>,
    /// The code page they are in.
    pending_charset: &'static Encoding,
    default_charset: &'static Encoding,
    is_utf8: bool,
    fonts: BTreeMap<i32, &'static Encoding>,
    /// Fonts of signs: their letters are pictures.
    sign_fonts: Vec<i32>,
    /// Fallback characters still to be passed over.
    n_to_skip: u32,
    high_surrogate: Option<u16>,
    is_in_row: bool,
    title: String,
    author: String,
    created: [i32; 3],
    revised: [i32; 3],
}

impl<'b> Run<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            state: State {
                to: To::Body,
                shown_to: To::Body,
                n_fallback: 1,
                font: -1,
                is_hidden: false,
                is_deleted: false,
                opens_note: false,
                opens_box: false,
                is_fresh: false,
                is_optional: false,
            },
            stack: Vec::new(),
            n_too_deep: 0,
            out: Writer::default(),
            pending: Vec::new(),
            pending_charset: encoding_rs::WINDOWS_1252,
            default_charset: encoding_rs::WINDOWS_1252,
            // Some writers put UTF-8 into the file as it is, against the specification.
            is_utf8: !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok(),
            fonts: BTreeMap::new(),
            sign_fonts: Vec::new(),
            n_to_skip: 0,
            high_surrogate: None,
            is_in_row: false,
            title: String::new(),
            author: String::new(),
            created: [0; 3],
            revised: [0; 3],
        }
    }

    fn all(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => self.open(),
                b'}' => self.close(),
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => {}
                b'\t' => self.put(" "),
                byte => self.byte(byte, true),
            }
        }
        self.flush();
    }

    fn open(&mut self) {
        self.flush();
        self.n_to_skip = 0;
        if self.stack.len() >= MAX_DEPTH {
            self.n_too_deep += 1;
            return;
        }
        self.stack.push(self.state);
        self.state.is_fresh = true;
        self.state.is_optional = false;
        self.state.opens_note = false;
        self.state.opens_box = false;
    }

    fn close(&mut self) {
        self.flush();
        self.n_to_skip = 0;
        if self.n_too_deep > 0 {
            self.n_too_deep -= 1;
            return;
        }
        let Some(outer) = self.stack.pop() else {
            return;
        };
        if self.state.opens_note {
            self.out.end_note();
        } else if self.state.opens_box {
            self.out.end_aside();
        }
        self.state = outer;
        self.state.is_fresh = false;
    }

    /// A control word or symbol, after its backslash.
    fn control(&mut self) {
        let Some(&first) = self.bytes.get(self.at) else {
            return;
        };
        if first.is_ascii_alphabetic() {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let n = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
            let word = rest.get(..n).unwrap_or_default();
            let mut end = n;
            let is_negative =
                rest.get(end) == Some(&b'-') && rest.get(end + 1).is_some_and(u8::is_ascii_digit);
            end += usize::from(is_negative);
            let digits = end;
            end += rest
                .get(end..)
                .unwrap_or_default()
                .iter()
                .take_while(|b| b.is_ascii_digit())
                .count();
            let number = (end > digits).then(|| {
                let value = rest
                    .get(digits..end)
                    .unwrap_or_default()
                    .iter()
                    .fold(0_i32, |n, b| {
                        n.saturating_mul(10).saturating_add(i32::from(b - b'0'))
                    });
                if is_negative { -value } else { value }
            });
            if rest.get(end) == Some(&b' ') {
                end += 1;
            }
            self.at += end;
            self.word(word, number);
            return;
        }
        self.at += 1;
        match first {
            b'\'' => {
                let digit = |at: usize| {
                    let c = char::from(*self.bytes.get(at)?);
                    c.to_digit(16).and_then(|d| u8::try_from(d).ok())
                };
                if let (Some(high), Some(low)) = (digit(self.at), digit(self.at + 1)) {
                    self.at += 2;
                    self.byte(high << 4 | low, false);
                }
            }
            b'*' => self.state.is_optional = true,
            b'~' => self.put("\u{a0}"),
            b'_' => self.put("\u{2011}"),
            // Where a word may be parted.
            b'-' => self.skip_one(),
            b'\r' | b'\n' => self.paragraph(),
            b'\\' | b'{' | b'}' => self.byte(first, true),
            _ => {}
        }
    }

    fn word(&mut self, word: &[u8], number: Option<i32>) {
        let is_fresh = std::mem::take(&mut self.state.is_fresh);
        let is_optional = std::mem::take(&mut self.state.is_optional);
        if word == b"bin" {
            let n = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.at = self.at.saturating_add(n).min(self.bytes.len());
            return;
        }
        if word == b"u" {
            let skipped = self.n_to_skip > 0;
            self.skip_one();
            if !skipped {
                self.unicode(number.unwrap_or(0));
            }
            return;
        }
        if self.n_to_skip > 0 {
            self.n_to_skip -= 1;
            return;
        }
        self.flush();
        if (is_fresh || is_optional) && self.destination(word, is_optional) {
            return;
        }
        let is_on = number != Some(0);
        match word {
            b"par" | b"sect" | b"page" | b"column" => self.paragraph(),
            b"line" | b"softline" | b"lbr" => self.put("\n"),
            b"tab" => self.put("\t"),
            b"cell" | b"nestcell" => {
                self.enter_row();
                if self.is_shown() {
                    self.out.end_cell();
                }
            }
            b"row" | b"nestrow" => self.leave_row(word == b"row"),
            b"intbl" => self.enter_row(),
            b"pard" => {
                if !self.is_in_row && self.out.is_in_row() {
                    self.out.end_row();
                }
                self.is_in_row = false;
            }
            b"emdash" => self.put("\u{2014}"),
            b"endash" => self.put("\u{2013}"),
            b"lquote" => self.put("\u{2018}"),
            b"rquote" => self.put("\u{2019}"),
            b"ldblquote" => self.put("\u{201c}"),
            b"rdblquote" => self.put("\u{201d}"),
            b"bullet" => self.put("\u{2022}"),
            b"emspace" | b"enspace" | b"qmspace" => self.put(" "),
            b"uc" => self.state.n_fallback = number.unwrap_or(1).clamp(0, 16).unsigned_abs(),
            b"f" => self.state.font = number.unwrap_or(0),
            b"fcharset" if self.state.to == To::FontTable => {
                self.font_charset(number.unwrap_or(0));
            }
            b"cpg" if self.state.to == To::FontTable => {
                if let Some(charset) = code_page(number.unwrap_or(0)) {
                    self.fonts.insert(self.state.font, charset);
                }
            }
            b"ansicpg" => {
                if let Some(charset) = code_page(number.unwrap_or(0)) {
                    self.default_charset = charset;
                }
            }
            b"mac" => self.default_charset = encoding_rs::MACINTOSH,
            b"v" => self.state.is_hidden = is_on,
            b"deleted" => self.state.is_deleted = is_on,
            b"plain" => {
                self.state.is_hidden = false;
                self.state.is_deleted = false;
            }
            b"yr" | b"mo" | b"dy" => {
                let at = match word {
                    b"yr" => 0,
                    b"mo" => 1,
                    _ => 2,
                };
                let value = number.unwrap_or(0);
                match self.state.to {
                    To::Created => self.created[at] = value,
                    To::Revised => self.revised[at] = value,
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// Whether `word` names where the text of its group goes.
    fn destination(&mut self, word: &[u8], is_optional: bool) -> bool {
        let to = match word {
            b"fonttbl" => To::FontTable,
            b"info" => To::Info,
            b"title" if self.state.to == To::Info => To::Title,
            b"author" if self.state.to == To::Info => {
                // Some writers name them again beside each date.
                self.author.push(';');
                To::Author
            }
            b"creatim" if self.state.to == To::Info => To::Created,
            b"revtim" if self.state.to == To::Info => To::Revised,
            b"footnote" => {
                if self.state.to == To::Body && self.is_shown() && self.out.begin_aside() {
                    self.state.opens_note = true;
                }
                return true;
            }
            // The text of a drawing stands deep inside what is otherwise left out.
            b"shptxt" => {
                if self.state.shown_to == To::Body && self.out.begin_aside() {
                    self.state.opens_box = true;
                }
                self.state.shown_to
            }
            // Of a pair, one for programs of before Unicode, the second is read.
            b"upr" | b"object" => {
                if self.state.to != To::Nowhere {
                    self.state.shown_to = self.state.to;
                }
                To::Nowhere
            }
            b"ud" | b"result" => self.state.shown_to,
            b"fldrslt" | b"nesttableprops" => return true,
            b"pgdsctbl" | b"colortbl" | b"stylesheet" | b"pict" | b"header" | b"headerl"
            | b"headerr" | b"headerf" | b"footer" | b"footerl" | b"footerr" | b"footerf"
            | b"fldinst" | b"annotation" | b"atnid" | b"atnauthor" | b"listtext" | b"pntext"
            | b"xe" | b"tc" | b"rxe" | b"bkmkstart" | b"bkmkend" | b"nonesttables"
            | b"listtable" | b"revtbl" | b"filetbl" | b"themedata" | b"comment" | b"doccomm"
            | b"keywords" | b"subject" | b"operator" | b"private" | b"shppict" | b"nonshppict"
            | b"sp" | b"do" | b"ftnsep" | b"ftnsepc" | b"ftncn" | b"aftnsep" | b"aftnsepc"
            | b"aftncn" => {
                self.state.shown_to = To::Nowhere;
                To::Nowhere
            }
            _ if is_optional => To::Nowhere,
            _ => return false,
        };
        self.state.to = to;
        true
    }

    fn is_shown(&self) -> bool {
        self.state.to == To::Body && !self.state.is_hidden && !self.state.is_deleted
    }

    fn paragraph(&mut self) {
        self.flush();
        if self.n_to_skip > 0 {
            self.n_to_skip -= 1;
        } else if self.state.to == To::Body {
            self.out.end_paragraph();
        }
    }

    fn enter_row(&mut self) {
        if self.state.to == To::Body {
            self.is_in_row = true;
            if !self.out.is_in_row() {
                self.out.begin_row();
            }
        }
    }

    /// Rows of a table in a cell stay in the cell.
    fn leave_row(&mut self, is_outer: bool) {
        if self.state.to != To::Body {
            return;
        }
        if is_outer {
            self.out.end_row();
        } else {
            self.out.end_paragraph();
        }
        self.is_in_row = !is_outer;
    }

    fn font_charset(&mut self, number: i32) {
        if number == 2 {
            self.sign_fonts.push(self.state.font);
        } else if let Some(charset) = font_charset(number) {
            self.fonts.insert(self.state.font, charset);
        }
    }

    /// A code unit; two that belong together may come one after the other.
    fn unicode(&mut self, number: i32) {
        self.flush();
        self.n_to_skip = self.state.n_fallback;
        // Written as a signed number of 16 bits; some writers do not sign it.
        let unit = u16::try_from(number.rem_euclid(0x1_0000)).unwrap_or(0xfffd);
        if (0xd800..0xdc00).contains(&unit) {
            self.high_surrogate = Some(unit);
            return;
        }
        let units = match self.high_surrogate.take() {
            Some(high) => vec![high, unit],
            None => vec![unit],
        };
        let text: String = char::decode_utf16(units)
            .map(|c| sign(c.unwrap_or('\u{fffd}')))
            .collect();
        self.emit(&text);
    }

    /// A character of a code page, or a byte of one; `is_raw` if it stands in the file as it is.
    fn byte(&mut self, byte: u8, is_raw: bool) {
        if self.n_to_skip > 0 {
            self.n_to_skip -= 1;
            return;
        }
        self.state.is_fresh = false;
        if self.state.to == To::Body && self.sign_fonts.contains(&self.state.font) {
            self.flush();
            let c = if byte.is_ascii() {
                char::from(byte)
            } else {
                sign(char::from_u32(0xf000 + u32::from(byte)).unwrap_or('•'))
            };
            self.emit(c.encode_utf8(&mut [0; 4]));
            return;
        }
        let charset = if is_raw && self.is_utf8 && !byte.is_ascii() {
            encoding_rs::UTF_8
        } else {
            let of_font = self.fonts.get(&self.state.font);
            of_font.copied().unwrap_or(self.default_charset)
        };
        if charset != self.pending_charset {
            self.flush();
            self.pending_charset = charset;
        }
        self.pending.push(byte);
    }

    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        let (text, _) = self.pending_charset.decode_without_bom_handling(&bytes);
        self.emit(&text);
    }

    fn skip_one(&mut self) {
        self.n_to_skip = self.n_to_skip.saturating_sub(1);
    }

    /// Text that a control stands for.
    fn put(&mut self, text: &str) {
        self.flush();
        if self.n_to_skip > 0 {
            self.n_to_skip -= 1;
            return;
        }
        self.emit(text);
    }

    fn emit(&mut self, text: &str) {
        match self.state.to {
            To::Body if self.is_shown() => self.out.text(text),
            To::Title if self.title.len() < 1000 => self.title.push_str(text),
            To::Author if self.author.len() < 1000 => self.author.push_str(text),
            _ => {}
        }
    }

    fn finish(mut self) -> Read {
        let mut remarks = Vec::new();
        if !self.stack.is_empty() {
            // Notes and boxes that are still open end with the text.
            while !self.stack.is_empty() {
                self.close();
            }
            let what = "groups that are not closed: the end of the file may be missing";
            remarks.push(Remark::new("read/truncated", what));
        }
        let mut hints = Hints {
            title: tidy_field(&self.title),
            ..Hints::default()
        };
        hints.author(&self.author);
        let date = |[year, month, day]: [i32; 3]| {
            let is_day = (1900..=2200).contains(&year) && (1..=12).contains(&month);
            (is_day && (1..=31).contains(&day)).then(|| format!("{year}-{month:02}-{day:02}"))
        };
        hints.made(date(self.created), MetaDate::MADE);
        hints.made(date(self.revised), MetaDate::CHANGED);
        let (text, is_cut) = self.out.finish();
        super::remark_cut(is_cut, &mut remarks);
        let charset = if self.is_utf8 {
            encoding_rs::UTF_8
        } else {
            self.default_charset
        };
        let charset = charset.name().to_ascii_lowercase();
        let doc: Doc = doc(Format::Rtf, &charset, text, hints.into_metadata());
        Read {
            docs: vec![doc],
            remarks,
            ..Read::default()
        }
    }
}

/// A letter of a sign font as the sign that lists use it for.
fn sign(c: char) -> char {
    match c {
        '\u{f0b7}' | '\u{f0a7}' | '\u{f0a8}' | '\u{f076}' | '\u{f0d8}' => '•',
        '\u{f02d}' => '–',
        c => c,
    }
}

/// Windows code page to charset.
fn code_page(number: i32) -> Option<&'static Encoding> {
    let label: &[u8] = match number {
        437 | 850 | 858 | 1252 => b"windows-1252",
        866 => b"ibm866",
        874 => b"windows-874",
        932 => b"shift_jis",
        936 => b"gbk",
        949 => b"euc-kr",
        950 => b"big5",
        1250 => b"windows-1250",
        1251 => b"windows-1251",
        1253 => b"windows-1253",
        1254 => b"windows-1254",
        1255 => b"windows-1255",
        1256 => b"windows-1256",
        1257 => b"windows-1257",
        1258 => b"windows-1258",
        10000 => b"macintosh",
        10007 => b"x-mac-cyrillic",
        20866 => b"koi8-r",
        21866 => b"koi8-u",
        65001 => b"utf-8",
        _ => return None,
    };
    Encoding::for_label(label)
}

/// `\fcharset` to charset, as the specification lists them.
fn font_charset(number: i32) -> Option<&'static Encoding> {
    code_page(match number {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &[u8], text: &str) {
        let read = read(source);
        assert_eq!(read.docs[0].decoded, text);
        assert_eq!(read.docs[0].body.text(), text);
    }

    #[test]
    fn paragraphs_lines_and_signs() {
        check(
            br"{\rtf1\ansi First\~line\line second {\b bold}.\par\par Em\emdash dash \ldblquote so\rdblquote\par}",
            "First\u{a0}line\nsecond bold.\n\nEm\u{2014}dash \u{201c}so\u{201d}",
        );
        check(
            br"{\rtf1 a\
b\{c\}\\ co\-op}",
            "a\n\nb{c}\\ coop",
        );
    }

    #[test]
    fn code_pages_follow_the_font() {
        check(
            br"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f0 caf\'e9 \f1\'cf\'ee\'f0\'f2\f0  \'97}",
            "café Порт —",
        );
        check(br"{\rtf1\ansi\ansicpg1251 \'cf\'ee\'f0\'f2}", "Порт");
        check(br"{\rtf1\ansi\ansicpg932 \'93\'fa\'96\'7b}", "日本");
        check("{\\rtf1\\ansi Порт caf\\'e9}".as_bytes(), "Порт café");
    }

    #[test]
    fn unicode_comes_with_a_fallback_that_is_skipped() {
        check(br"{\rtf1\uc1 \u1055?\u1086\'ee\u1088 ?\u1090{}?}", "Порт?");
        check(br"{\rtf1{\uc2 \u8212--}\uc0\u8220 x\u8221 }", "—“x”");
        check(br"{\rtf1 \u-10179?\u-8704?}", "\u{1f600}");
        check(br"{\upr{\ansi Port}{\*\ud{\u1055?}}}", "П");
    }

    #[test]
    fn what_is_not_shown_is_left_out() {
        check(
            br"{\rtf1{\stylesheet{\s0 Normal;}}{\*\generator X;}{\header Page}{\pict ffd8}A{\deleted gone}{\v hidden}{\field{\*\fldinst HYPERLINK}{\fldrslt link}}{\*\bkmkstart b}{\listtext 1.\tab}B}",
            "AlinkB",
        );
        check(b"{\\rtf1 a{\\pict\\bin5 }}}}}b}c}", "ac");
    }

    #[test]
    fn notes_go_to_the_end_and_rows_are_lines() {
        check(
            br"{\rtf1 Text{\super\chftn{\footnote\chftn The note.}} goes on.\par\trowd\cellx1\cellx2\intbl a\cell b\cell\row\trowd\intbl c\cell d\cell\row\pard Last}",
            "Text goes on.\n\na\tb\nc\td\n\nLast\n\nThe note.",
        );
    }

    #[test]
    fn text_in_drawings_is_read() {
        check(
            br"{\rtf1 Before {\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt In the box\par}}}after}",
            "In the box\n\nBefore after",
        );
    }

    #[test]
    fn the_information_group_gives_metadata() {
        let read = read(br"{\rtf1{\info{\title Harbour\'92s day}{\author I. Falk}{\creatim\yr2022\mo3\dy7\hr9}}Text}");
        let metadata = &read.docs[0].metadata;
        assert_eq!(metadata.title.as_deref(), Some("Harbour\u{2019}s day"));
        assert_eq!(metadata.authors, ["I. Falk"]);
        assert_eq!(metadata.made[0].value, "2022-03-07");
        assert!(metadata.published.is_empty());
    }

    #[test]
    fn running_heads_are_left_out_with_their_fields() {
        check(
            br"{\rtf1{\footer Page {\field{\*\fldinst PAGE}{\fldrslt 3}}{\shp{\*\shpinst{\shptxt box}}}}Text}",
            "Text",
        );
    }

    #[test]
    fn a_file_that_breaks_off_says_so() {
        let read = read(br"{\rtf1 Some text{\b and m");
        assert_eq!(read.docs[0].decoded, "Some textand m");
        assert_eq!(read.remarks[0].code, "read/truncated");
    }

    #[test]
    fn deep_groups_are_no_matter() {
        let mut source = b"{\\rtf1 ".to_vec();
        source.extend(std::iter::repeat_n(b'{', 200_000));
        source.extend(b"deep");
        source.extend(std::iter::repeat_n(b'}', 200_000));
        source.extend(b" end}");
        check(&source, "deep end");
    }
}
