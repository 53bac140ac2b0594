//! What a file is: by its first bytes, then by its text, with the extension as a hint.

use corpus_model::Format;

/// Signatures of formats that are not text and often lie in folders of documents.
const SIGNATURES: [(&[u8], &str); 24] = [
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a rar archive"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old office document",
    ),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\0asm", "a wasm module"),
    (b"ID3", "an MP3 sound"),
    (b"OggS", "an Ogg sound"),
    (b"RIFF", "a RIFF sound, image or film"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
];

/// Names what the bytes are if they are certainly not text; `None` if they may be.
pub(crate) fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    for (signature, kind) in SIGNATURES {
        // Two letters may begin a text; a program has zeros soon after.
        let is_weak = signature.len() < 4 && signature.is_ascii();
        if bytes.starts_with(signature) && (!is_weak || has_zeros(bytes)) {
            return Some(kind);
        }
    }
    None
}

/// Zeros or a crowd of control bytes in the head of a file that is not UTF-16.
pub(crate) fn looks_binary(text: &str) -> bool {
    let head = text.get(..floor_boundary(text, 8192)).unwrap_or_default();
    let (mut n, mut strange) = (0_usize, 0_usize);
    for c in head.chars() {
        n += 1;
        if c == '\0' {
            strange += 8;
        } else if c == '\u{fffd}'
            || c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{85}')
        {
            strange += 1;
        }
    }
    strange * 10 > n
}

fn has_zeros(bytes: &[u8]) -> bool {
    bytes.iter().take(512).any(|&b| b == 0)
}

/// The largest char boundary not above `at`.
pub(crate) fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The format of decoded text. Content decides for HTML, the extension for Markdown.
pub(crate) fn format(path: &str, text: &str) -> Format {
    let extension = path.rsplit_once('.').map_or("", |(_, ext)| ext);
    let is = |names: &[&str]| names.iter().any(|n| extension.eq_ignore_ascii_case(n));
    let head = text.get(..floor_boundary(text, 2048)).unwrap_or_default();
    let is_named_html = is(&["html", "htm", "xhtml", "shtml", "mht"]) && head.contains('<');
    if looks_like_html(head) || is_named_html {
        Format::Html
    } else if is(&["md", "markdown", "mdown", "mkd"]) || front_matter_opens(head) {
        Format::Markdown
    } else {
        Format::Text
    }
}

fn looks_like_html(head: &str) -> bool {
    let head = head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if !head.starts_with('<') {
        return false;
    }
    let lower = head.to_ascii_lowercase();
    [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<!-- saved from url",
    ]
    .iter()
    .any(|tag| lower.contains(tag))
}

/// `---` and a `key: value` line at the very start.
fn front_matter_opens(head: &str) -> bool {
    let mut lines = head.trim_start_matches('\u{feff}').lines();
    lines.next().is_some_and(|l| l.trim_end() == "---")
        && lines.next().is_some_and(|l| {
            l.split_once(':').is_some_and(|(key, _)| {
                !key.is_empty()
                    && key
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
            })
        })
        && lines.any(|l| matches!(l.trim_end(), "---" | "..."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, text: &str, format_wanted: Format) {
        assert_eq!(format(path, text), format_wanted, "{path}");
    }

    #[test]
    fn content_decides_before_the_extension() {
        check("a.txt", "<!DOCTYPE html><p>Hello", Format::Html);
        check("a.html", "<p>Hello", Format::Html);
        check("a.html", "just words", Format::Text);
        check("a.md", "# Hello", Format::Markdown);
        check("a", "---\ntitle: Hello\n---\nText", Format::Markdown);
        check("a.txt", "a < b and <c>", Format::Text);
    }

    #[test]
    fn a_text_may_begin_like_a_program() {
        assert_eq!(binary_kind(b"MZ is a rank in this army"), None);
        assert_eq!(binary_kind(b"MZ\x90\0\x03\0"), Some("a program"));
        assert_eq!(binary_kind(b"%PDF-1.7"), Some("a PDF"));
    }
}
