//! What the codes of a font mean and how wide they are.
//!
//! In: a font dictionary. Out: for a string shown in it, each code's text and width. Meaning comes from the
//! `ToUnicode` map, else from the encoding with its differences, else from the standard encoding; what none
//! of them knows is counted, not guessed.

use super::lexer::{Lexer, Token};
use lopdf::{Dictionary, Document, Encoding, Object};
use std::collections::BTreeMap;

/// A character map may hold this many entries.
const MAX_ENTRIES: usize = 200_000;
/// Bytes of a character map, unpacked.
const MAX_MAP_BYTES: usize = 4 << 20;

/// Widths of the letters from space to tilde in Helvetica and Times, in thousandths of the size: what a
/// file may leave out for the fonts that every reader has (Adobe Font Metrics of the standard 14 fonts).
const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const TIMES: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];

/// How a font's strings are cut into codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Codes {
    OneByte,
    TwoBytes,
    /// UTF-16, big endian.
    Utf16,
    /// One or two bytes of an East Asian charset.
    Charset(&'static encoding_rs::Encoding),
}

#[derive(Debug)]
pub(super) struct Font {
    codes: Codes,
    /// Text by code, where the file gives a map.
    map: BTreeMap<u32, String>,
    /// Text by code of one byte, from the encoding.
    table: Vec<String>,
    widths: BTreeMap<u32, f64>,
    default_width: f64,
    fallback: Option<&'static [u16; 95]>,
    pub(super) is_bold: bool,
}

/// One code of a string.
pub(super) struct Shown<'f> {
    /// Its text; `None` where nobody knows.
    pub(super) text: Option<std::borrow::Cow<'f, str>>,
    /// In units of the font size.
    pub(super) width: f64,
    /// The one-byte code 32, which word spacing applies to.
    pub(super) is_space_code: bool,
}

pub(super) fn number(object: &Object) -> Option<f64> {
    #[allow(clippy::cast_precision_loss)]
    match object {
        Object::Integer(n) => Some(*n as f64),
        Object::Real(n) => Some(f64::from(*n)),
        _ => None,
    }
}

fn name_of<'d>(dict: &'d Dictionary, key: &[u8], doc: &'d Document) -> &'d [u8] {
    dict.get_deref(key, doc)
        .and_then(Object::as_name)
        .unwrap_or_default()
}

impl Font {
    pub(super) fn new(dict: &Dictionary, doc: &Document) -> Self {
        let is_composite = name_of(dict, b"Subtype", doc) == b"Type0";
        let base_font = String::from_utf8_lossy(name_of(dict, b"BaseFont", doc)).into_owned();
        let mut font = Self {
            codes: Codes::OneByte,
            map: BTreeMap::new(),
            table: Vec::new(),
            widths: BTreeMap::new(),
            default_width: 0.0,
            fallback: None,
            is_bold: ["Bold", "Black", "Heavy", "Semibold"]
                .iter()
                .any(|b| base_font.contains(b)),
        };
        if let Ok(stream) = dict
            .get_deref(b"ToUnicode", doc)
            .and_then(Object::as_stream)
            && let Ok(bytes) = stream.get_plain_content_with_limit(MAX_MAP_BYTES)
        {
            font.map = to_unicode(&bytes);
        }
        if is_composite {
            font.composite(dict, doc);
        } else {
            font.simple(dict, doc, &base_font);
        }
        font
    }

    fn composite(&mut self, dict: &Dictionary, doc: &Document) {
        self.codes = match name_of(dict, b"Encoding", doc) {
            name if name.starts_with(b"Uni") => Codes::Utf16,
            name if name.starts_with(b"GB") => Codes::Charset(encoding_rs::GBK),
            name if name.starts_with(b"90") => Codes::Charset(encoding_rs::SHIFT_JIS),
            name if name.starts_with(b"KSC") => Codes::Charset(encoding_rs::EUC_KR),
            name if name.starts_with(b"ETen") || name.starts_with(b"B5") => {
                Codes::Charset(encoding_rs::BIG5)
            }
            _ => Codes::TwoBytes,
        };
        self.default_width = 1.0;
        let descendant = dict
            .get_deref(b"DescendantFonts", doc)
            .and_then(Object::as_array)
            .ok()
            .and_then(|a| doc.dereference(a.first()?).ok())
            .and_then(|(_, o)| o.as_dict().ok());
        let Some(cid_font) = descendant else {
            return;
        };
        if let Some(width) = cid_font.get_deref(b"DW", doc).ok().and_then(number) {
            self.default_width = width / 1000.0;
        }
        let Ok(list) = cid_font.get_deref(b"W", doc).and_then(Object::as_array) else {
            return;
        };
        let mut rest = list.iter();
        while let Some(first) = rest.next().and_then(number) {
            let first = code_of(first);
            match rest
                .next()
                .map(|o| doc.dereference(o).map_or(o, |(_, o)| o))
            {
                Some(Object::Array(widths)) => {
                    for (i, width) in (0..).zip(widths) {
                        self.width(first + i, number(width));
                    }
                }
                Some(last) => {
                    let Some(last) = number(last) else { return };
                    let width = rest.next().and_then(number);
                    for code in first..=code_of(last) {
                        self.width(code, width);
                    }
                }
                None => return,
            }
        }
    }

    fn width(&mut self, code: u32, width: Option<f64>) {
        if let Some(width) = width
            && self.widths.len() < MAX_ENTRIES
        {
            self.widths.insert(code, width / 1000.0);
        }
    }

    fn simple(&mut self, dict: &Dictionary, doc: &Document, base_font: &str) {
        self.table = one_byte_table(dict, doc);
        // The glyphs of a Type 3 font are drawn in a space of its own.
        let scale = dict
            .get_deref(b"FontMatrix", doc)
            .and_then(Object::as_array)
            .ok()
            .and_then(|m| number(m.first()?))
            .map_or(1.0, |a| a.abs() * 1000.0);
        let first = dict.get_deref(b"FirstChar", doc).ok().and_then(number);
        if let Ok(widths) = dict.get_deref(b"Widths", doc).and_then(Object::as_array) {
            let first = code_of(first.unwrap_or(0.0));
            for (i, width) in (0..256).zip(widths) {
                let width = doc.dereference(width).map_or(width, |(_, o)| o);
                self.width(first + i, number(width).map(|w| w * scale));
            }
        }
        let missing = dict
            .get_deref(b"FontDescriptor", doc)
            .and_then(Object::as_dict)
            .and_then(|d| d.get_deref(b"MissingWidth", doc))
            .ok()
            .and_then(number);
        let is_fixed = base_font.contains("Courier") || base_font.contains("Mono");
        self.default_width = missing
            .filter(|w| *w > 0.0)
            .map_or(if is_fixed { 0.6 } else { 0.5 }, |w| w / 1000.0);
        if self.widths.is_empty() && !is_fixed {
            let has_serifs = base_font.contains("Times") || base_font.contains("Serif");
            self.fallback = Some(if has_serifs { &TIMES } else { &HELVETICA });
        }
    }

    /// The codes of a string, in order.
    pub(super) fn decode<'f>(&'f self, bytes: &'f [u8]) -> impl Iterator<Item = Shown<'f>> {
        let mut rest = bytes;
        std::iter::from_fn(move || {
            let n = match self.codes {
                Codes::OneByte => 1,
                Codes::TwoBytes | Codes::Utf16 => 2,
                Codes::Charset(_) => 1 + usize::from(*rest.first()? >= 0x81),
            };
            let code_bytes = rest.get(..n.min(rest.len())).filter(|b| !b.is_empty())?;
            rest = rest.get(code_bytes.len()..)?;
            let code = code_bytes.iter().fold(0_u32, |c, b| c << 8 | u32::from(*b));
            Some(Shown {
                text: self.text(code, code_bytes),
                width: self.width_of(code),
                is_space_code: n == 1 && code == 32,
            })
        })
    }

    fn text<'f>(&'f self, code: u32, bytes: &[u8]) -> Option<std::borrow::Cow<'f, str>> {
        if let Some(text) = self.map.get(&code) {
            return Some(text.as_str().into());
        }
        match self.codes {
            Codes::OneByte => {
                let text = self.table.get(code as usize)?;
                (!text.is_empty()).then_some(text.as_str().into())
            }
            Codes::TwoBytes => None,
            Codes::Utf16 => {
                Some(plain(&encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0).into())
            }
            Codes::Charset(charset) => {
                Some(plain(&charset.decode_without_bom_handling(bytes).0).into())
            }
        }
    }

    fn width_of(&self, code: u32) -> f64 {
        if let Some(width) = self.widths.get(&code) {
            return *width;
        }
        self.fallback
            .and_then(|table| table.get(code.checked_sub(32)? as usize))
            .map_or(self.default_width, |w| {
                // The bold ones of these fonts are wider by about a twentieth.
                f64::from(*w) * if self.is_bold { 1.05 } else { 1.0 } / 1000.0
            })
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn code_of(number: f64) -> u32 {
    number.clamp(0.0, 65_535.0) as u32
}

/// Text with ligatures undone: search should find what one reads.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => out.push_str("st"),
            '\u{0}'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => {}
            '\u{f0b7}' | '\u{f0a7}' => out.push('•'),
            c => out.push(c),
        }
    }
    out
}

/// What each byte means in a simple font without a map.
fn one_byte_table(dict: &Dictionary, doc: &Document) -> Vec<String> {
    let encoding = dict.get_deref(b"Encoding", doc).ok();
    let base: &[u8] = match encoding {
        Some(Object::Name(name)) => name,
        Some(Object::Dictionary(inner)) => name_of(inner, b"BaseEncoding", doc),
        // TrueType fonts without an encoding are mostly used with this one.
        None if name_of(dict, b"Subtype", doc) == b"TrueType" => b"WinAnsiEncoding",
        _ => b"",
    };
    let base = match base {
        b"WinAnsiEncoding" | b"MacRomanEncoding" | b"MacExpertEncoding" => base,
        _ => b"StandardEncoding",
    };
    let mut probe = Dictionary::new();
    probe.set("Type", Object::Name(b"Font".to_vec()));
    probe.set("Encoding", Object::Name(base.to_vec()));
    let mut table = vec![String::new(); 256];
    if let Ok(encoding) = probe.get_font_encoding(doc) {
        for (byte, slot) in (0..=255_u8).zip(&mut table) {
            *slot = plain(&encoding.bytes_to_string(&[byte]).unwrap_or_default());
        }
    }
    let differences = encoding
        .and_then(|e| e.as_dict().ok())
        .and_then(|d| d.get_deref(b"Differences", doc).ok())
        .and_then(|d| d.as_array().ok());
    let mut code = 0_usize;
    for object in differences.into_iter().flatten().take(1024) {
        match object {
            Object::Integer(n) => code = usize::try_from(*n).unwrap_or(256),
            Object::Name(name) => {
                if let Some(slot) = table.get_mut(code) {
                    *slot = glyph_text(name, doc);
                }
                code += 1;
            }
            _ => {}
        }
    }
    table
}

/// A glyph's name as text, after the Adobe Glyph List and its rules; empty where it says nothing.
fn glyph_text(name: &[u8], doc: &Document) -> String {
    let name = String::from_utf8_lossy(name);
    let stem = name.split('.').next().unwrap_or_default();
    if stem.contains('_') {
        return stem
            .split('_')
            .take(4)
            .map(|part| glyph_text(part.as_bytes(), doc))
            .collect();
    }
    if matches!(stem, "nbspace" | "nonbreakingspace") {
        return " ".to_owned();
    }
    // The list has a glyph for each, and a file may name thousands: ask for one name at a time.
    let mut inner = Dictionary::new();
    inner.set(
        "Differences",
        Object::Array(vec![
            Object::Integer(0),
            Object::Name(stem.as_bytes().to_vec()),
        ]),
    );
    let mut probe = Dictionary::new();
    probe.set("Type", Object::Name(b"Font".to_vec()));
    probe.set("Encoding", Object::Dictionary(inner));
    if let Ok(Encoding::Differences(found)) = probe.get_font_encoding(doc)
        && let Some(glyph) = found.map.get(&0)
    {
        return char::from_u32(u32::from(glyph.utf16_code_unit()))
            .map_or_else(String::new, |c| plain(c.encode_utf8(&mut [0; 4])));
    }
    let hex = stem
        .strip_prefix("uni")
        .filter(|h| h.len() >= 4)
        .map(|h| h.get(..4).unwrap_or_default())
        .or_else(|| {
            stem.strip_prefix('u')
                .filter(|h| (4..=6).contains(&h.len()))
        });
    hex.and_then(|h| u32::from_str_radix(h, 16).ok())
        .and_then(char::from_u32)
        .map_or_else(String::new, |c| plain(c.encode_utf8(&mut [0; 4])))
}

/// Reads a `ToUnicode` map: `bfchar` and `bfrange` (ISO 32000-1, 9.10.3).
fn to_unicode(bytes: &[u8]) -> BTreeMap<u32, String> {
    let mut map = BTreeMap::new();
    let mut lexer = Lexer::new(bytes);
    let code = |b: &[u8]| b.iter().take(4).fold(0_u32, |c, b| c << 8 | u32::from(*b));
    let text = |b: &[u8]| plain(&encoding_rs::UTF_16BE.decode_without_bom_handling(b).0);
    let mut mode: &[u8] = b"";
    while let Some(token) = lexer.next() {
        match token {
            Token::Word(word @ (b"beginbfchar" | b"beginbfrange")) => mode = word,
            Token::Word(b"endbfchar" | b"endbfrange") => mode = b"",
            Token::Text(from) if mode == b"beginbfchar" => {
                if let Some(Token::Text(to)) = lexer.next()
                    && map.len() < MAX_ENTRIES
                {
                    map.insert(code(&from), text(&to));
                }
            }
            Token::Text(from) if mode == b"beginbfrange" => {
                let (first, last) = match lexer.next() {
                    Some(Token::Text(last)) => (code(&from), code(&last)),
                    _ => continue,
                };
                match lexer.next() {
                    Some(Token::Text(to)) => {
                        let (head, tail) = to.split_at(to.len().saturating_sub(2));
                        let low = tail.iter().fold(0_u16, |c, b| c << 8 | u16::from(*b));
                        for (i, at) in (0..=0xffff_u16).zip(first..=last) {
                            if map.len() >= MAX_ENTRIES {
                                break;
                            }
                            let mut bytes = head.to_vec();
                            bytes.extend(low.wrapping_add(i).to_be_bytes());
                            map.insert(at, text(&bytes));
                        }
                    }
                    Some(Token::ArrayStart) => {
                        let mut at = first;
                        while let Some(Token::Text(to)) = lexer.next() {
                            if map.len() < MAX_ENTRIES && at <= last {
                                map.insert(at, text(&to));
                            }
                            at = at.saturating_add(1);
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    // Spaces of all kinds part words; an empty text means a code that shows nothing.
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_map_has_single_codes_and_ranges() {
        let map = to_unicode(
            b"2 beginbfchar <01> <0041> <02><FB01> endbfchar 2 beginbfrange <0010> <0012> <0430> <20><21>[<0031><0032>] endbfrange",
        );
        let text: Vec<&str> = map.values().map(String::as_str).collect();
        assert_eq!(text, ["A", "fi", "а", "б", "в", "1", "2"]);
    }

    #[test]
    fn ranges_without_end_are_cut() {
        let map = to_unicode(b"beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange");
        assert_eq!(map.len(), 65_536);
    }

    #[test]
    fn glyphs_have_names() {
        let doc = Document::new();
        let check = |name: &str, text: &str| assert_eq!(glyph_text(name.as_bytes(), &doc), text);
        check("a", "a");
        check("quoteright", "\u{2019}");
        check("afii10017", "А");
        check("uni0451", "ё");
        check("f_i", "fi");
        check("fi", "fi");
        check("A.small", "A");
        check("g37", "");
    }

    #[test]
    fn a_font_without_anything_is_read_as_standard() {
        let font = Font::new(&Dictionary::new(), &Document::new());
        let text: String = font.decode(b"ab").filter_map(|s| s.text).collect();
        assert_eq!(text, "ab");
    }
}
