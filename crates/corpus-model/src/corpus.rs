//! All documents together: entities, coverage, and the corpus's own description.

use crate::article::Article;
use crate::date::{DateMention, Permille, Published};
use crate::diagnostic::Diagnostic;
use crate::layer::{EntityKind, Located, NameMention, QuoteKind, QuoteMention};
use crate::span::Span;
use std::collections::BTreeMap;

/// One article with its layers, before documents are seen together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnotatedDoc {
    /// The article.
    pub article: Article,
    /// When it was published; `None` where nothing tells.
    pub published: Option<Published>,
    /// Date expressions, sorted, not overlapping.
    pub dates: Vec<DateMention>,
    /// Names, sorted, not overlapping.
    pub names: Vec<NameMention>,
    /// Quotations, sorted.
    pub quotes: Vec<QuoteMention>,
}

/// Index into [`LinkedCorpus::entities`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityIdx(pub u32);

/// A name in a text with the entity it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// What it names.
    pub kind: EntityKind,
    /// Which entity.
    pub entity: EntityIdx,
    /// Why it was recognised and why it is this entity.
    pub why: String,
}

/// A quotation with its speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedQuote {
    /// The quoted words with their marks.
    pub span: Span,
    /// How they are given.
    pub kind: QuoteKind,
    /// Who said it.
    pub speaker: Option<EntityIdx>,
    /// The words that name the speaker.
    pub speaker_span: Option<Span>,
    /// The verb or phrase of saying.
    pub cue: Option<Span>,
    /// Rule in words.
    pub why: String,
}

/// One article with every layer joined to the corpus's entities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedDoc {
    /// The article.
    pub article: Article,
    /// When it was published; `None` where nothing tells.
    pub published: Option<Published>,
    /// Date expressions, sorted, not overlapping.
    pub dates: Vec<DateMention>,
    /// Names, sorted, not overlapping.
    pub mentions: Vec<Mention>,
    /// Quotations, sorted.
    pub quotes: Vec<LinkedQuote>,
}

/// One way an entity is written in the corpus.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spelling {
    /// As written.
    pub text: String,
    /// How often.
    pub n: u32,
}

/// Why two spellings are one entity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Join {
    /// One spelling.
    pub a: String,
    /// The other.
    pub b: String,
    /// The rule, in words a reader understands.
    pub rule: String,
    /// How sure.
    pub score: Permille,
    /// Sentences or facts that support it: `(article id, span in its text)`.
    pub evidence: Vec<(String, Span)>,
}

/// Someone or something that the corpus speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Stable id: a Wikidata id where a gazetteer gives one, else made from kind and name.
    pub id: String,
    /// Display name: the fullest common spelling.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// All spellings, most frequent first, ties in text order.
    pub spellings: Vec<Spelling>,
    /// Why they are one.
    pub joins: Vec<Join>,
    /// A short description where a source gives one (`Wikidata`, gazetteer, apposition in the text).
    pub description: Option<String>,
    /// Where it lies, for a place that the gazetteer knows.
    pub place: Option<Located>,
}

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileOutcome {
    /// Read into this many articles (at least one).
    Read {
        /// How many.
        n_articles: u32,
    },
    /// An archive or another file that only holds files: these have entries of their own.
    Unpacked {
        /// How many it holds, at any depth.
        n_files: u32,
    },
    /// Not used, with the reason.
    Skipped {
        /// Why, in words.
        why: String,
    },
}

/// How many files were not used for each reason, the commonest first: the counts add up to the files given, each with
/// its path and what was said of it.
#[must_use]
pub fn skipped_by_reason<'w>(
    files: impl Iterator<Item = (&'w str, &'w str)>,
) -> Vec<(&'w str, u32)> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for (path, why) in files {
        *counts.entry(reason(path, why)).or_default() += 1;
    }
    let mut out: Vec<(&str, u32)> = counts.into_iter().collect();
    out.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    out
}

/// What was said of a file, without what holds for this file alone.
fn reason<'w>(path: &str, why: &'w str) -> &'w str {
    let own = why.strip_suffix(path).map(|why| why.trim_end_matches(": "));
    let own = own.unwrap_or(why);
    let own = own.split(" (").next().unwrap_or(own);
    match own.find("saved with the page ") {
        Some(0) => "saved with a page",
        _ => own
            .trim_end_matches(", skipped")
            .trim_end_matches(", set aside"),
    }
}

/// One file of the folder and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// Relative path.
    pub path: String,
    /// Length in bytes.
    pub byte_len: u64,
    /// Read or skipped.
    pub outcome: FileOutcome,
    /// Remarks on it.
    pub diagnostics: Vec<Diagnostic>,
}

/// Every file that was given, and every file in an archive, in path order: counts add up to the input.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// One entry a file.
    pub files: Vec<FileReport>,
}

/// The corpus's own description, from `corpus.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CorpusInfo {
    /// Title.
    pub title: String,
    /// A sentence or two.
    pub description: String,
    /// Licence of the documents.
    pub licence: String,
}

/// The whole corpus after linking: what is indexed and what `annotate` prints.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkedCorpus {
    /// Its description.
    pub info: CorpusInfo,
    /// Documents in id order.
    pub docs: Vec<LinkedDoc>,
    /// Entities, most mentioned first, ties by id.
    pub entities: Vec<Entity>,
    /// What became of each file.
    pub coverage: Coverage,
    /// `corrections.toml` as far as it has been replayed, word for word.
    pub corrections: String,
}

#[cfg(test)]
mod reason_tests {
    use super::*;

    #[test]
    fn what_is_said_of_files_is_counted_by_reason() {
        let files = [
            ("a.txt", "empty file, skipped: a.txt"),
            ("b/c.txt", "empty file, skipped: b/c.txt"),
            ("x.zip/d", "cannot be unpacked (bad), skipped: x.zip/d"),
            ("p_files/e.js", "saved with the page p.html"),
            ("README", "describes the folder"),
        ];
        assert_eq!(
            skipped_by_reason(files.into_iter()),
            [
                ("empty file", 2),
                ("cannot be unpacked", 1),
                ("describes the folder", 1),
                ("saved with a page", 1),
            ]
        );
    }
}
