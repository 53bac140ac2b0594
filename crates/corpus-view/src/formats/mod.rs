//! What a reader takes out of the page: documents and the timeline as files for other programs.
//!
//! Takes documents of an opened corpus, in the order of the results, and the days of the timeline; gives
//! the text of a file. Texts come from anywhere and the files go anywhere: each writer escapes what its
//! format would act on, and the same documents give the same bytes, since nothing asks a clock.

mod cite;
mod json;
mod markdown;
mod record;
mod table;
mod timeline;

use crate::bins::Grain;
use crate::brush::Days;
use corpus_search::{Corpus, DocId};

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A row for each document.
    Csv,
    /// The annotation record of each document, one a line.
    JsonLines,
    /// The documents with what was said in them, to be read on.
    Markdown,
    /// A reference for each document, in words.
    Citations,
    /// The same for BibTeX.
    Bibtex,
    /// The same for programs that read RIS.
    Ris,
    /// The same for programs that read CSL-JSON.
    CslJson,
    /// Counts of the timeline.
    TimelineCsv,
    /// The timeline as a drawing.
    TimelineSvg,
}

impl FileKind {
    /// In the order they are offered.
    pub const ALL: [Self; 9] = [
        Self::Csv,
        Self::JsonLines,
        Self::Markdown,
        Self::Citations,
        Self::Bibtex,
        Self::Ris,
        Self::CslJson,
        Self::TimelineCsv,
        Self::TimelineSvg,
    ];

    /// What the file is called, and its media type.
    #[must_use]
    pub const fn name_and_type(self) -> (&'static str, &'static str) {
        match self {
            Self::Csv => ("documents.csv", "text/csv"),
            Self::JsonLines => ("annotations.jsonl", "application/jsonl"),
            Self::Markdown => ("documents.md", "text/markdown"),
            Self::Citations => ("citations.txt", "text/plain"),
            Self::Bibtex => ("citations.bib", "application/x-bibtex"),
            Self::Ris => ("citations.ris", "application/x-research-info-systems"),
            Self::CslJson => ("citations.json", "application/vnd.citationstyles.csl+json"),
            Self::TimelineCsv => ("timeline.csv", "text/csv"),
            Self::TimelineSvg => ("timeline.svg", "image/svg+xml"),
        }
    }
}

/// What is taken out.
#[derive(Debug, Clone, Copy)]
pub struct Selection<'s> {
    /// The corpus.
    pub corpus: &'s Corpus,
    /// The documents, in their order.
    pub docs: &'s [DocId],
    /// Days of the timeline; `None` for the main stretch of what is dated.
    pub days: Option<Days>,
    /// Width of its bars; `None` for one that fits.
    pub grain: Option<Grain>,
}

/// The file's text.
#[must_use]
pub fn file(selection: Selection<'_>, kind: FileKind) -> String {
    let (corpus, docs) = (selection.corpus, selection.docs);
    match kind {
        FileKind::Csv => table::csv(corpus, docs),
        FileKind::JsonLines => record::json_lines(corpus, docs),
        FileKind::Markdown => markdown::markdown(corpus, docs),
        FileKind::Citations => cite::plain(corpus, docs),
        FileKind::Bibtex => cite::bibtex(corpus, docs),
        FileKind::Ris => cite::ris(corpus, docs),
        FileKind::CslJson => cite::csl_json(corpus, docs),
        FileKind::TimelineCsv => timeline::csv(selection),
        FileKind::TimelineSvg => timeline::svg(selection),
    }
}

/// White space of any kind and length as one space; control characters gone.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}
