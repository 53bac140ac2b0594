//! Every hit with the words around it, a line each, in an order that shows patterns (key word in context).
//!
//! Lines are places in the documents; their text is cut from the pack when shown, so that a window over many
//! thousands of lines costs only what is seen.

use crate::hits::HitFinder;
use crate::order::sorted_by;
use corpus_index::fold::fold;
use corpus_index::{Corpus, DocId, Facet};
use corpus_model::Span;

/// In what order lines stand. Ties go to the order of the documents given, then to the place in the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineSort {
    /// As the documents were given.
    #[default]
    Documents,
    /// By the words before the hit, the nearest first.
    Left,
    /// By the hit itself, then by the words behind it.
    Hit,
    /// By the words behind the hit.
    Right,
    /// By outlet, alphabetically; those without last.
    Outlet,
    /// By day of publication, earliest first; those without last.
    Date,
}

/// One hit in its context. All places are measured in the document's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The document.
    pub doc: DocId,
    /// Words before the hit, up to it.
    pub left: Span,
    /// The hit.
    pub hit: Span,
    /// Words behind the hit.
    pub right: Span,
}

/// Words looked at on each side for sorting.
const SORT_WORDS: usize = 4;

/// The hits of a query in some documents, each with at most `n_words` words on either side.
#[must_use]
pub fn concordance(
    corpus: &Corpus,
    finder: &HitFinder,
    docs: &[DocId],
    n_words: usize,
    sort: LineSort,
) -> Vec<Line> {
    let mut lines = LinesSoFar::default();
    lines.add(corpus, finder, docs, n_words, sort);
    lines.sorted()
}

/// Lines while documents are read some at a time, in their order.
#[derive(Debug, Default)]
pub struct LinesSoFar(Vec<(String, u32, Line)>);

impl LinesSoFar {
    /// Adds the lines of more documents.
    pub fn add(
        &mut self,
        corpus: &Corpus,
        finder: &HitFinder,
        docs: &[DocId],
        n_words: usize,
        sort: LineSort,
    ) {
        for &doc in docs {
            push_lines(&mut self.0, corpus, finder, doc, n_words, sort);
        }
    }

    /// All of them in order.
    #[must_use]
    pub fn sorted(self) -> Vec<Line> {
        sorted_by(self.0, |a, b| (&a.0, a.1).cmp(&(&b.0, b.1)))
            .into_iter()
            .map(|(_, _, line)| line)
            .collect()
    }
}

fn push_lines(
    lines: &mut Vec<(String, u32, Line)>,
    corpus: &Corpus,
    finder: &HitFinder,
    doc: DocId,
    n_words: usize,
    sort: LineSort,
) {
    let (hits, words) = finder.merged_with_words(doc);
    let rank = match sort {
        LineSort::Outlet => {
            let outlet = corpus.facet_values_of(Facet::Outlet, doc).next();
            outlet.unwrap_or(u32::MAX)
        }
        LineSort::Date => corpus.published_days(doc).map_or(u32::MAX, |days| {
            let day = days.begin.or(days.end_exclusive).map_or(0, |day| day.0);
            (i64::from(day) + (1 << 31)).min(i64::from(u32::MAX) - 1) as u32
        }),
        _ => 0,
    };
    for hit in hits {
        let first = words.partition_point(|word| word.end <= hit.start);
        let behind = words.partition_point(|word| word.start < hit.end);
        let before_words = &words[first.saturating_sub(n_words)..first];
        let behind_words = &words[behind..(behind + n_words).min(words.len())];
        let left_start = before_words.first().map_or(hit.start, |word| word.start);
        let right_end = behind_words.last().map_or(hit.end, |word| word.end);
        let folded = |words: &mut dyn Iterator<Item = &Span>| -> String {
            let mut key = String::new();
            for &word in words.take(SORT_WORDS) {
                key.push_str(&fold(corpus.text_slice(doc, word)));
                key.push(' ');
            }
            key
        };
        let key = match sort {
            LineSort::Left => folded(&mut words[..first].iter().rev()),
            LineSort::Right => folded(&mut words[behind..].iter()),
            LineSort::Hit => {
                let hit = fold(corpus.text_slice(doc, hit));
                // A line break sorts before every letter: `port` stands before `ports`.
                format!("{hit}\n{}", folded(&mut words[behind..].iter()))
            }
            _ => String::new(),
        };
        let line = Line {
            doc,
            left: Span::new(left_start, hit.start),
            hit,
            right: Span::new(hit.end, right_end),
        };
        lines.push((key, rank, line));
    }
}
