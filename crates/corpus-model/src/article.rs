//! One article: clean text that never changes again, and what is known about it.

use crate::diagnostic::Diagnostic;
use crate::mapped::{MapRun, raw_from_text};
use crate::source::{Format, MetaDate};
use crate::span::{RawSpan, Span, offset};

/// A derived value with the reason it is believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reasoned<T> {
    /// The value.
    pub value: T,
    /// The evidence in words.
    pub why: String,
}

/// Where an article came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceInfo {
    /// Relative path of the file.
    pub path: String,
    /// Which of the file's articles, from 1.
    pub part: u32,
    /// How many articles the file held.
    pub parts: u32,
    /// How the file was understood.
    pub format: Format,
    /// Charset it was decoded from.
    pub charset: String,
    /// Length of the file in bytes.
    pub byte_len: u64,
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
}

/// Text that was cut from the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// Where it stood in the decoded source.
    pub raw: RawSpan,
    /// Where it would stand in the clean text: the byte offset it was cut at.
    pub at: u32,
    /// The text that was cut.
    pub text: String,
    /// Why.
    pub why: String,
}

/// Damage that was mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The mended text in the clean text (empty where something was dropped).
    pub span: Span,
    /// What stood there before.
    pub from: String,
    /// Why.
    pub why: String,
}

/// The opening of an agency report: place, date, agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dateline {
    /// The whole of it, without the text that follows.
    pub span: Span,
    /// Place, as written but in title case.
    pub place: Option<String>,
    /// Agency.
    pub agency: Option<String>,
    /// The date expression inside it.
    pub date: Option<Span>,
}

/// Language of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// BCP 47 tag; `und` where it cannot be told.
    pub tag: String,
    /// Probability in thousandths.
    pub confidence: crate::Permille,
}

/// A paragraph in another language than its article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherLanguage {
    /// Which paragraph, from 0.
    pub paragraph: u32,
    /// BCP 47 tag.
    pub tag: String,
}

/// A hint at the publication date that is not a date expression of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateHint {
    /// A metadata field.
    Metadata(MetaDate),
    /// Digits in the URL, as an ISO date.
    Url(String),
    /// Digits in the file name, as an ISO date.
    FileName(String),
    /// The date part of the dateline.
    Dateline(Span),
    /// A date line beside title or byline (`Published 5 May 2021`).
    Line(Span),
    /// Given by the caller for documents that carry none of their own (`--published`).
    Given(String),
    /// When the file was made, last changed or archived: no day of publication, but it may settle a year.
    Saved(MetaDate),
}

/// One article after cleaning, splitting, describing and segmenting.
///
/// `text` never changes after this; later stages add sorted layers of spans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Unique in the run; made from the path and part unless the record gave one.
    pub id: String,
    /// Where it came from.
    pub source: SourceInfo,
    /// The clean text: title and body, paragraphs separated by blank lines.
    pub text: String,
    /// Clean text to decoded source, in text order.
    pub map: Vec<MapRun>,
    /// What was cut within this article's extent, in source order.
    pub removed: Vec<Removed>,
    /// What was mended, in text order.
    pub repairs: Vec<Repair>,
    /// Title, in `text`.
    pub title: Option<Span>,
    /// Standfirst, in `text`.
    pub standfirst: Option<Span>,
    /// Byline, in `text`.
    pub byline: Option<Span>,
    /// Canonical address.
    pub url: Option<String>,
    /// Section of the outlet, as metadata name it.
    pub section: Option<String>,
    /// Who published it.
    pub outlet: Option<Reasoned<String>>,
    /// Who wrote it, in order.
    pub authors: Vec<String>,
    /// Dateline, in `text`.
    pub dateline: Option<Dateline>,
    /// Language of the text.
    pub language: Language,
    /// Paragraphs that are surely in another one, in order.
    pub other_languages: Vec<OtherLanguage>,
    /// Hints at the publication date, most trusted first.
    pub date_hints: Vec<DateHint>,
    /// Paragraphs, sorted, covering all text but white space.
    pub paragraphs: Vec<Span>,
    /// Sentences, sorted, covering all text but white space; none crosses a paragraph.
    pub sentences: Vec<Span>,
    /// Remarks on this article.
    pub diagnostics: Vec<Diagnostic>,
}

impl Article {
    /// An article of which no more is known than its text: plain text of a file named like it, in no known
    /// language, one paragraph and one sentence long. For texts that did not come through the pipeline.
    #[must_use]
    pub fn of_text(id: &str, text: impl Into<String>) -> Self {
        let text = text.into();
        let whole = Span::from_range(0..text.len());
        Self {
            id: id.to_owned(),
            source: SourceInfo {
                path: id.to_owned(),
                part: 1,
                parts: 1,
                format: Format::Text,
                charset: "utf-8".to_owned(),
                byte_len: text.len() as u64,
                sha256: [0; 32],
            },
            text,
            map: Vec::new(),
            removed: Vec::new(),
            repairs: Vec::new(),
            title: None,
            standfirst: None,
            byline: None,
            url: None,
            section: None,
            outlet: None,
            authors: Vec::new(),
            dateline: None,
            language: Language {
                tag: "und".to_owned(),
                confidence: crate::Permille(0),
            },
            other_languages: Vec::new(),
            date_hints: Vec::new(),
            paragraphs: vec![whole],
            sentences: vec![whole],
            diagnostics: Vec::new(),
        }
    }

    /// The slice of the text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The title, or the first words of the text where it has none.
    #[must_use]
    pub fn title_text(&self) -> &str {
        match self.title {
            Some(span) => span.of(&self.text),
            None => {
                let first = self.text.trim_start().lines().next().unwrap_or_default();
                let end = first.char_indices().nth(80).map_or(first.len(), |(i, _)| i);
                &first[..end]
            }
        }
    }

    /// Where `span` came from in the decoded source.
    #[must_use]
    pub fn raw_from_clean(&self, span: Span) -> RawSpan {
        raw_from_text(&self.map, offset(self.text.len()), span)
    }
}
