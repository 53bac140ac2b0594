//! What a file is: by its first bytes, then by its text, with the extension as a hint.
//!
//! A format plugs in here: one whose files are bytes in [`kind`] (a zip with a certain member in
//! [`zip_kind`]), one that is text once decoded in [`format`].

use crate::archive::{Archive, Packing, is_tar, zip};
use crate::mail::is_mail;
use crate::warc::is_warc;
use crate::{feed, json};
use corpus_model::Format;

/// What reading does with a file first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Unpacks it; what comes out is looked at again.
    Packed(Packing),
    /// Reads the files in it.
    Archive(Archive),
    /// Reads the pages in it.
    WebArchive,
    /// Hands its bytes to the format's reader.
    Document(Format),
    /// Names it and leaves it.
    Binary(&'static str),
    /// Decodes it and looks at the text.
    Text,
}

impl Kind {
    /// Whether it is read piece by piece, so that it may be larger than one document.
    pub(crate) const fn is_container(self) -> bool {
        matches!(
            self,
            Self::Packed(_) | Self::Archive(_) | Self::WebArchive | Self::Document(Format::Email)
        )
    }
}

/// What `bytes`, of a file called `name`, are.
pub(crate) fn kind(name: &str, bytes: &[u8]) -> Kind {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip_kind(bytes);
    }
    if let Some(packing) = Packing::sniff(bytes) {
        return Kind::Packed(packing);
    }
    if is_tar(bytes) {
        return Kind::Archive(Archive::Tar);
    }
    if is_pdf(bytes) {
        return Kind::Document(Format::Pdf);
    }
    if bytes.starts_with(b"{\\rtf") {
        return Kind::Document(Format::Rtf);
    }
    if is_warc(bytes) {
        return Kind::WebArchive;
    }
    if is_mail(name, bytes) {
        return Kind::Document(Format::Email);
    }
    if is_flat_open_document(bytes) {
        return Kind::Document(Format::Odt);
    }
    binary_kind(bytes).map_or(Kind::Text, Kind::Binary)
}

/// A PDF, before whose first line other programs may have left marks or empty lines.
fn is_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let at = head.windows(5).position(|w| w == b"%PDF-");
    at.is_some_and(|at| head.iter().take(at).all(|b| !b.is_ascii_alphanumeric()))
}

/// An `OpenDocument` text as one XML file (`.fodt`) names its type in its first element.
fn is_flat_open_document(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(8192)).unwrap_or_default();
    let has = |needle: &[u8]| head.windows(needle.len()).any(|w| w == needle);
    head.starts_with(b"<?xml")
        && has(b"<office:document")
        && has(b"application/vnd.oasis.opendocument.text")
}

/// What a zip archive is: the members of office documents and books have fixed names.
fn zip_kind(bytes: &[u8]) -> Kind {
    // `mimetype`, a few words, is all that is unpacked here.
    let Ok(mut zip) = zip::open(bytes, 1024) else {
        return Kind::Archive(Archive::Zip);
    };
    if zip.has("mimetype") {
        let mimetype = zip.read("mimetype").unwrap_or_default();
        if mimetype.starts_with(b"application/epub+zip") {
            return Kind::Document(Format::Epub);
        }
        if mimetype.starts_with(b"application/vnd.oasis.opendocument.text") {
            return Kind::Document(Format::Odt);
        }
        if mimetype.starts_with(b"application/vnd.oasis.opendocument") {
            return Kind::Binary("an OpenDocument file that is no text");
        }
    }
    if zip.has("word/document.xml") {
        return Kind::Document(Format::Docx);
    }
    let is_web =
        |entry: &zip::Entry| entry.name.starts_with("archive/") && is_warc_name(&entry.name);
    if zip.has("datapackage.json") && zip.entries().iter().any(is_web) {
        return Kind::Archive(Archive::Wacz);
    }
    if zip.has("[Content_Types].xml") {
        return Kind::Binary("an office document that is no text");
    }
    Kind::Archive(Archive::Zip)
}

/// Endings of files that only hold others.
const CONTAINERS: [&str; 18] = [
    "zip", "tar", "gz", "tgz", "zst", "tzst", "bz2", "tbz2", "tbz", "xz", "txz", "mbox", "warc",
    "wacz", "gzip", "zstd", "taz", "bz",
];

/// Whether the name is that of a file that only holds others.
pub(crate) fn is_container_name(path: &str) -> bool {
    has_extension(path, &CONTAINERS)
}

/// Whether the name is that of a web archive.
pub(crate) fn is_warc_name(path: &str) -> bool {
    has_extension(path, &["warc"]) || path.to_ascii_lowercase().ends_with(".warc.gz")
}

/// Whether the name is that of a table or a file of records.
pub(crate) fn is_table_name(path: &str) -> bool {
    has_extension(path, &["csv", "tsv", "tab", "json", "jsonl", "ndjson"])
}

/// Whether the text, if it is one, begins as JSON does.
pub(crate) fn opens_like_json(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['))
}

pub(crate) fn has_extension(path: &str, names: &[&str]) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, ext)| ext);
    names.iter().any(|n| extension.eq_ignore_ascii_case(n))
}

/// Signatures of formats that are not text and often lie in folders of documents.
const SIGNATURES: [(&[u8], &str); 17] = [
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a rar archive"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old office document",
    ),
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
fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
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
    let is = |names: &[&str]| has_extension(path, names);
    let head = text.get(..floor_boundary(text, 2048)).unwrap_or_default();
    let is_named_html = is(&["html", "htm", "xhtml", "shtml", "mht"]) && head.contains('<');
    if feed::is_feed(head) {
        Format::Feed
    } else if is(&["csv", "tsv", "tab"]) {
        Format::Csv
    } else if json::is_json(text) {
        Format::Json
    } else if looks_like_html(head) || is_named_html {
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
    }
}
