//! What comes in, and what reading makes of it.

use crate::mapped::MappedText;

/// A file as found. Paths are relative to the folder, with `/` between parts on every system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative path.
    pub path: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// How a source was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// HTML.
    Html,
    /// A record of clean text, given as such (`--plain`, `--jsonl`).
    Record,
}

impl Format {
    /// Lower-case name, as the annotation record spells it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Record => "record",
        }
    }
}

/// A date that a source's metadata gives, as it gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetaDate {
    /// The value as written, e.g. `2022-01-07T09:30:00+06:00`.
    pub value: String,
    /// Which field, in words a reader knows, e.g. `front matter`, `article:published_time`, `JSON-LD`.
    pub from: String,
}

/// What a source says about itself outside its text. Empty where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Identifier given with the record (`--jsonl`); becomes the article's id.
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
    /// Publication dates, most trusted first.
    pub published: Vec<MetaDate>,
}

/// A source after reading: decoded, its visible text taken out, nothing cleaned yet.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// The whole file as text: what [`crate::RawSpan`] measures.
    pub decoded: String,
    /// The visible text, mapped to `decoded`: blocks separated by line breaks.
    pub body: MappedText,
    /// What the file says about itself.
    pub metadata: Metadata,
}
