//! What a stage noticed: data about strange documents, never an error type.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A step of the pipeline, in flow order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stage {
    /// Bytes to decoded text.
    Read,
    /// Repairs and removal of furniture.
    Clean,
    /// One source into its articles.
    Split,
    /// Title, outlet, byline, dateline, language.
    Describe,
    /// Paragraphs and sentences.
    Segment,
    /// Date expressions and publication dates.
    Date,
    /// Names of people, organisations, places, events.
    Name,
    /// Quotations and their speakers.
    Quote,
    /// Identity of entities across documents.
    Link,
    /// Writing the pack.
    Index,
}

impl Stage {
    /// All stages, in flow order.
    pub const ALL: [Self; 10] = [
        Self::Read,
        Self::Clean,
        Self::Split,
        Self::Describe,
        Self::Segment,
        Self::Date,
        Self::Name,
        Self::Quote,
        Self::Link,
        Self::Index,
    ];

    /// Lower-case name, as the command line and the annotation record spell it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Clean => "clean",
            Self::Split => "split",
            Self::Describe => "describe",
            Self::Segment => "segment",
            Self::Date => "date",
            Self::Name => "name",
            Self::Quote => "quote",
            Self::Link => "link",
            Self::Index => "index",
        }
    }
}

/// One remark about one source. Message: lower case, no full stop; says what was done instead.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The stage that noticed it.
    pub stage: Stage,
    /// Stable code, `stage/what`, e.g. `read/unknown-charset`.
    pub code: Cow<'static, str>,
    /// Path of the source, relative to the folder.
    pub source: String,
    /// What is strange and what was done instead.
    pub message: String,
}

impl Diagnostic {
    /// A remark of `stage` on `source`.
    pub fn new(
        stage: Stage,
        code: impl Into<Cow<'static, str>>,
        source: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            stage,
            code: code.into(),
            source: source.into(),
            message: message.into(),
        }
    }
}

/// A result that always exists, and what was noticed on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warned<T> {
    /// The best result that could be had.
    pub output: T,
    /// Remarks, in the order they were made.
    pub warnings: Vec<Diagnostic>,
}

impl<T> Warned<T> {
    /// A result without remarks.
    pub const fn clean(output: T) -> Self {
        Self {
            output,
            warnings: Vec::new(),
        }
    }

    /// Moves the remarks to `sink` and returns the result.
    pub fn drain_into(self, sink: &mut Vec<Diagnostic>) -> T {
        sink.extend(self.warnings);
        self.output
    }
}
