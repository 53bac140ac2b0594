//! Bytes to text: byte order mark, declared charset, UTF-8, then a guess.
//!
//! In: the bytes of a file and the charset it declares, if any. Out: UTF-8 and the WHATWG name of
//! the charset. The order is that of trust: a mark at the start of the file, then bytes that are
//! valid UTF-8 (no other charset makes these by accident), then the declaration, then `chardetng`.
//! A guess that leaves control characters behind is not believed: the file is read as windows-1252,
//! which loses nothing, and the remark says that the charset is unknown.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// What decoding gives.
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// WHATWG name, lower case.
    pub(crate) charset: String,
    /// Bytes that stood for nothing in this charset were replaced by U+FFFD.
    pub(crate) had_errors: bool,
    /// No evidence for any charset.
    pub(crate) is_unknown: bool,
}

/// How much of a file the guess looks at, in bytes.
const GUESS_LEN: usize = 64 * 1024;

pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    if let Some((encoding, mark_len)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, bytes.get(mark_len..).unwrap_or_default(), false);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return decode_as(encoding, bytes, false);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded {
            text: text.to_owned(),
            charset: "utf-8".to_owned(),
            had_errors: false,
            is_unknown: false,
        };
    }
    if let Some(encoding) = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        && encoding != UTF_8
    {
        let decoded = decode_as(encoding, bytes, false);
        if !decoded.had_errors {
            return decoded;
        }
    }
    if is_nearly_utf8(bytes) {
        return decode_as(UTF_8, bytes, false);
    }
    let guess = guess(bytes);
    let decoded = decode_as(guess, bytes, false);
    if decoded.had_errors || has_controls(&decoded.text) {
        return decode_as(WINDOWS_1252, bytes, true);
    }
    decoded
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8], is_unknown: bool) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    Decoded {
        text: text.into_owned(),
        charset: encoding.name().to_ascii_lowercase(),
        had_errors,
        is_unknown,
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // The bytes that tell are the ones above ASCII: begin shortly before the first of them.
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    let start = first.saturating_sub(256);
    let end = (start + GUESS_LEN).min(bytes.len());
    detector.feed(
        bytes.get(start..end).unwrap_or_default(),
        end == bytes.len(),
    );
    detector.guess(None, Utf8Detection::Deny)
}

/// Text that was UTF-8 before a few bytes were lost: at least nine of ten sequences are whole.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= 9 * bad
}

/// Controls that no text uses: a sign that the bytes were read in the wrong charset.
fn has_controls(text: &str) -> bool {
    text.chars()
        .any(|c| matches!(c, '\u{1}'..='\u{8}' | '\u{e}'..='\u{1a}' | '\u{80}'..='\u{84}'))
}

/// Latin text in UTF-16 has a zero in every other byte; text in other charsets has none at all.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096))?;
    if head.len() < 8 || head.len() % 2 != 0 && bytes.len() < 4096 {
        return None;
    }
    let zeros = |parity: usize| {
        head.iter()
            .skip(parity)
            .step_by(2)
            .filter(|&&b| b == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let half = head.len() / 2;
    if odd * 10 >= half * 3 && even * 50 <= half {
        Some(UTF_16LE)
    } else if even * 10 >= half * 3 && odd * 50 <= half {
        Some(UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], declared: Option<&str>, charset: &str, text: &str) {
        let decoded = decode(bytes, declared);
        assert_eq!(
            (decoded.charset.as_str(), decoded.text.as_str()),
            (charset, text)
        );
    }

    #[test]
    fn marks_are_believed_and_dropped() {
        check(b"\xef\xbb\xbfcaf\xc3\xa9", None, "utf-8", "café");
        check(b"\xff\xfea\0b\0", None, "utf-16le", "ab");
        check(b"\xfe\xff\x04\x10\x04\x11", None, "utf-16be", "АБ");
    }

    #[test]
    fn utf16_without_a_mark_shows_in_its_zeros() {
        let bytes: Vec<u8> = "Harbour closed"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        check(&bytes, None, "utf-16le", "Harbour closed");
    }

    #[test]
    fn windows_charsets_are_guessed() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1251
            .encode("Совет порта принял решение закрыть причал до конца недели, сообщили в мэрии.");
        assert_eq!(decode(&bytes, None).charset, "windows-1251");
        let (bytes, _, _) = encoding_rs::KOI8_R
            .encode("Совет порта принял решение закрыть причал до конца недели, сообщили в мэрии.");
        assert!(decode(&bytes, None).charset.starts_with("koi8"));
        let (bytes, _, _) =
            WINDOWS_1252.encode("The mayor\u{2019}s caf\u{e9} was shut \u{2013} again.");
        assert_eq!(decode(&bytes, None).charset, "windows-1252");
    }

    #[test]
    fn a_declared_charset_beats_a_guess() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1250.encode("Příliš");
        check(&bytes, Some("windows-1250"), "windows-1250", "Příliš");
    }

    #[test]
    fn a_lost_byte_does_not_change_the_charset() {
        let mut bytes = "Ёлки и ещё много слов".as_bytes().to_vec();
        bytes.truncate(bytes.len() - 1);
        let decoded = decode(&bytes, None);
        assert_eq!(decoded.charset, "utf-8");
        assert!(decoded.had_errors);
    }
}
