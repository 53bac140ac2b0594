//! What comes in, and what reading makes of it.

use crate::mapped::MappedText;
use serde::{Deserialize, Serialize};

/// A file as found. Paths are relative to the folder, with `/` between parts on every system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative path.
    pub path: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Whether `path` fits `glob`: `*` stands for any part of a path, everything else for itself.
#[must_use]
pub fn path_fits(glob: &str, path: &str) -> bool {
    let mut parts = glob.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// How a source was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// HTML.
    Html,
    /// A record of clean text, given as such (`--plain`, `--jsonl`).
    Record,
    /// A record of a JSON or JSON Lines file.
    Json,
    /// A row of a table, values parted by commas, tabs or semicolons.
    Csv,
    /// An e-mail, alone or out of a mailbox.
    Email,
    /// An item of an RSS or Atom feed.
    Feed,
    /// An article of a press database's export (Nexis, Factiva and their like).
    NewsExport,
    /// A Word document.
    Docx,
    /// An `OpenDocument` text.
    Odt,
    /// A text in Rich Text Format.
    Rtf,
    /// A book or a chapter of one.
    Epub,
    /// A PDF with a text layer.
    Pdf,
}

impl Format {
    /// All formats. Packs count in this order: new ones go to the end.
    pub const ALL: [Self; 14] = [
        Self::Text,
        Self::Markdown,
        Self::Html,
        Self::Record,
        Self::Json,
        Self::Csv,
        Self::Email,
        Self::Feed,
        Self::NewsExport,
        Self::Docx,
        Self::Odt,
        Self::Rtf,
        Self::Epub,
        Self::Pdf,
    ];

    /// Whether the file itself says where its articles begin and end, so that nobody has to guess.
    #[must_use]
    pub const fn is_one_article(self) -> bool {
        matches!(
            self,
            Self::Record | Self::Json | Self::Csv | Self::Feed | Self::NewsExport
        )
    }

    /// Lower-case name, as the annotation record spells it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Record => "record",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Email => "email",
            Self::Feed => "feed",
            Self::NewsExport => "news-export",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Rtf => "rtf",
            Self::Epub => "epub",
            Self::Pdf => "pdf",
        }
    }
}

/// A date that a source's metadata gives, as it gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetaDate {
    /// The value as written, e.g. `2022-01-07T09:30:00+06:00`.
    pub value: String,
    /// Which field, in words a reader knows, e.g. `front matter`, `article:published_time`, `JSON-LD`.
    pub from: String,
}

impl MetaDate {
    /// Where the day comes from on which a file was made, as it says itself.
    pub const MADE: &str = "creation time of the file";
    /// The same for the last change.
    pub const CHANGED: &str = "time of the last change";
    /// An archive says when a file in it was last changed.
    pub const PACKED: &str = "time of the file in the archive";
    /// A web archive says when a page was fetched.
    pub const ARCHIVED: &str = "time of archiving";
}

/// What a source says about itself outside its text. Empty where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Identifier given with the record; becomes the article's id.
    pub id: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Outlet or site name.
    pub outlet: Option<String>,
    /// Which field named the outlet, e.g. `front matter`, `og:site_name`.
    pub outlet_from: Option<String>,
    /// Authors, in order.
    pub authors: Vec<String>,
    /// BCP 47 tag as declared.
    pub language: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
    /// Section of the outlet, as it names it.
    pub section: Option<String>,
    /// When it was fetched from the web, as the archive says it: no day of publication, but none is later.
    pub archived: Option<String>,
    /// Publication dates, most trusted first.
    pub published: Vec<MetaDate>,
    /// Dates of the file rather than of what it says: when it was made or last changed. They date nothing, and may settle
    /// a year.
    pub made: Vec<MetaDate>,
}

/// A document after reading: decoded, its visible text taken out, nothing cleaned yet.
///
/// A file of several records (a mailbox, a table, a feed) gives several, all with the path, length and
/// checksum of the file, each with a decoded source of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawDoc {
    /// Relative path of the file.
    pub path: String,
    /// How it was understood.
    pub format: Format,
    /// Charset it was decoded from, WHATWG name in lower case.
    pub charset: String,
    /// Length of the file in bytes.
    pub byte_len: u64,
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
    /// The document's source as text, what [`crate::RawSpan`] measures: the whole file, or what stands in
    /// its place where the file holds several (a row's cells, the decoded body of an e-mail).
    pub decoded: String,
    /// The visible text, mapped to `decoded`: blocks separated by line breaks.
    pub body: MappedText,
    /// What the file says about itself.
    pub metadata: Metadata,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_part_of_a_path() {
        for (glob, path, wanted) in [
            ("*.txt", "a/b.txt", true),
            ("a/*", "a/b.txt", true),
            ("a/*.html", "a/b.txt", false),
            ("a/b.txt", "a/b.txt", true),
            ("a/b", "a/b.txt", false),
            ("a*a", "a", false),
            ("*x*y*", "1x2y3", true),
            ("", "a", false),
        ] {
            assert_eq!(path_fits(glob, path), wanted, "{glob} {path}");
        }
    }
}
