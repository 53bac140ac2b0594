//! Where in a document the query's words stand, and the part of it that shows them best.
//!
//! The document is read with the very function that indexed it, so hits are exact.

use crate::order::sorted_by;
use crate::phrase::{Place, keep_chained, places, words_at};
use crate::plan::{BoundPhrase, Leaf, Plan, is_of_slot};
use crate::query::{ParsedQuery, Scope};
use crate::search::share_a_day;
use crate::words::keep_scope;
use corpus_index::fold::Words;
use corpus_index::{Corpus, DocId};
use corpus_model::Span;
use std::sync::Arc;

/// A part of a document's text and the hits in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    /// Which part: begins and ends between words. Its text is [`Corpus::text_slice`].
    pub span: Span,
    /// Hits inside, sorted, measured in the document's text as `span` is.
    pub hits: Vec<Span>,
    /// Whether text was left out before it.
    pub is_cut_before: bool,
    /// Whether text was left out behind it.
    pub is_cut_after: bool,
}

/// Finds one query's hits in many documents. A clone shares everything.
#[derive(Debug, Clone)]
pub struct HitFinder {
    corpus: Corpus,
    plan: Arc<Plan>,
}

/// Hits with the number of their leaf, and the span of every word.
type Read = (Vec<(Span, usize)>, Vec<Span>);

impl HitFinder {
    /// Binds the query to the corpus.
    #[must_use]
    pub fn new(corpus: &Corpus, query: &ParsedQuery) -> Self {
        Self::of_plan(corpus, Plan::new(corpus, &query.expr))
    }

    pub(crate) fn of_plan(corpus: &Corpus, plan: Plan) -> Self {
        Self {
            corpus: corpus.clone(),
            plan: Arc::new(plan),
        }
    }

    /// Whether the query asks for anything that could be seen in a text.
    #[must_use]
    pub fn has_hits(&self) -> bool {
        self.wanted().next().is_some()
    }

    /// Notes what finding the hits of a document reads of a corpus that is fetched piece by piece.
    pub fn want(&self, doc: DocId) {
        let corpus = &self.corpus;
        if corpus.pages().is_none() {
            return;
        }
        corpus.want_text(doc);
        for (_, leaf) in self.wanted() {
            let phrases = match leaf {
                Leaf::Phrase(phrase) => vec![phrase],
                Leaf::Near(_, parts) => parts.iter().flatten().collect(),
                // Names, days and speakers stand in the record.
                _ => {
                    corpus.want_doc(doc);
                    continue;
                }
            };
            for phrase in phrases {
                match phrase.scope {
                    Scope::Anywhere => {}
                    Scope::Title => drop(corpus.title_words(doc)),
                    Scope::Quote => drop(corpus.quote_words(doc).next()),
                }
            }
        }
    }

    /// The hits, sorted and without overlaps: a phrase is one hit.
    #[must_use]
    pub fn hits(&self, doc: DocId) -> Vec<Span> {
        merged(&self.read(doc).0)
    }

    /// The hits as [`HitFinder::hits`] gives them, and the places of all words.
    pub(crate) fn merged_with_words(&self, doc: DocId) -> (Vec<Span>, Vec<Span>) {
        let (hits, words) = self.read(doc);
        (merged(&hits), words)
    }

    /// Hits with the number of their leaf, and the places of all words.
    fn read(&self, doc: DocId) -> Read {
        let phrases: Vec<&BoundPhrase> = self
            .wanted()
            .flat_map(|(_, leaf)| match leaf {
                Leaf::Phrase(phrase) => vec![phrase],
                Leaf::Near(_, parts) => parts.iter().flatten().collect(),
                _ => Vec::new(),
            })
            .collect();
        let mut positions: Vec<Vec<Vec<u32>>> = phrases
            .iter()
            .map(|phrase| vec![Vec::new(); phrase.slots.len()])
            .collect();
        let mut words = Words::new(self.corpus.text(doc));
        let mut folded = String::new();
        let mut spans = Vec::new();
        while let Some(span) = words.next_into(&mut folded) {
            let position = spans.len() as u32;
            for (phrase, positions) in phrases.iter().zip(&mut positions) {
                for (slot, positions) in phrase.slots.iter().zip(positions) {
                    if is_of_slot(slot, &folded) {
                        positions.push(position);
                    }
                }
            }
            spans.push(span);
        }
        let mut hits: Vec<(Span, usize)> = Vec::new();
        let mut read = phrases.iter().zip(&positions);
        let mut next_places = || -> (Vec<Place>, &[Vec<u32>], u32) {
            let mut found = Vec::new();
            match read.next() {
                Some((phrase, positions)) => {
                    places(positions, phrase.slop, &mut found);
                    keep_scope(&self.corpus, doc.0, phrase.scope, &mut found);
                    (found, positions, phrase.slop)
                }
                None => (found, &[], 0),
            }
        };
        let hull = |place: &Place| -> Option<Span> {
            let first = spans.get(place.0 as usize)?;
            Some(first.hull(*spans.get(place.1 as usize)?))
        };
        for (idx, leaf) in self.wanted() {
            match leaf {
                Leaf::Phrase(_) => {
                    let (found, positions, slop) = next_places();
                    for place in &found {
                        if slop == 0 {
                            hits.extend(hull(place).map(|span| (span, idx)));
                            continue;
                        }
                        let words = words_at(positions, *place);
                        let words = words.iter().filter_map(|&word| spans.get(word as usize));
                        hits.extend(words.map(|&span| (span, idx)));
                    }
                }
                Leaf::Near(distance, parts) => {
                    let mut kept: Vec<Vec<Place>> = parts
                        .iter()
                        .map(|choice| choice.iter().flat_map(|_| next_places().0).collect())
                        .collect();
                    keep_chained(&mut kept, *distance);
                    hits.extend(
                        kept.iter()
                            .flatten()
                            .filter_map(|place| Some((hull(place)?, idx))),
                    );
                }
                _ => hits.extend(self.spans_of(doc, leaf).into_iter().map(|span| (span, idx))),
            }
        }
        let hits = sorted_by(hits, Ord::cmp);
        (hits, spans)
    }

    fn wanted(&self) -> impl Iterator<Item = (usize, &Leaf)> {
        (0..)
            .zip(&self.plan.leaves)
            .filter(|(_, (_, is_wanted))| *is_wanted)
            .map(|(idx, (leaf, _))| (idx, leaf))
    }

    /// Hits of a leaf that is not about words.
    fn spans_of(&self, doc: DocId, leaf: &Leaf) -> Vec<Span> {
        let Some(view) = self.corpus.doc(doc) else {
            return Vec::new();
        };
        match leaf {
            Leaf::Entities(entities) => view
                .mentions()
                .filter(|mention| entities.contains(&mention.entity))
                .map(|mention| mention.span)
                .collect(),
            Leaf::Speakers(speakers) => view
                .quotes()
                .filter(|quote| quote.speaker.is_some_and(|who| speakers.contains(&who)))
                .map(|quote| quote.speaker_span.unwrap_or(quote.span))
                .collect(),
            Leaf::Mentions(wanted) => view
                .dates()
                .filter(|date| date.interval.is_some_and(|days| share_a_day(days, *wanted)))
                .map(|date| date.span)
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Where the sentence begins that a place is in; the place itself where none is known.
    fn sentence_start(&self, doc: DocId, at: u32) -> u32 {
        let view = self.corpus.doc(doc);
        let sentence = view.and_then(|view| {
            view.sentences()
                .take_while(|sentence| sentence.start <= at)
                .last()
        });
        sentence.map_or(at, |sentence| sentence.start.min(at))
    }

    /// The part of about `width` bytes that has most of what the query asks for, in the text if it can be
    /// rather than in the title. Without hits: the beginning of the text behind the title.
    #[must_use]
    pub fn snippet(&self, doc: DocId, width: u32) -> Snippet {
        let (hits, spans) = self.read(doc);
        let title_end = self
            .corpus
            .doc(doc)
            .and_then(|view| view.title_span())
            .map_or(0, |title| title.end);
        let best = best_window(&hits, width, title_end);
        let start = match best {
            Some(window) => {
                // From the beginning of the sentence where that is near, else from some words before the first
                // hit; but without those of the title.
                let room = width.saturating_sub(window.len());
                let floor = if window.start >= title_end {
                    title_end
                } else {
                    0
                };
                let sentence = self.sentence_start(doc, window.start);
                let start = if window.start - sentence <= room / 3 * 2 {
                    sentence
                } else {
                    window.start.saturating_sub(room / 3)
                };
                start.max(floor)
            }
            None => title_end,
        };
        let end = start.saturating_add(width).max(best.map_or(0, |w| w.end));
        let first = spans.partition_point(|span| span.start < start);
        let last = spans.partition_point(|span| span.end <= end);
        let span = match (
            spans.get(first),
            last.checked_sub(1).and_then(|i| spans.get(i)),
        ) {
            (Some(first), Some(last)) if last.end > first.start => {
                with_marks(self.corpus.text(doc), first.hull(*last))
            }
            _ => Span::default(),
        };
        Snippet {
            hits: merged(&hits)
                .into_iter()
                .filter(|hit| span.contains(*hit))
                .collect(),
            // What stands before is the title alone, or nothing.
            is_cut_before: first > spans.partition_point(|word| word.end <= title_end.min(start)),
            is_cut_after: spans.last().is_some_and(|word| word.start >= span.end),
            span,
        }
    }
}

/// The span with the marks that hang on its first and its last word: quotation marks, the period.
fn with_marks(text: &str, span: Span) -> Span {
    /// More than these in a row are no marks of the word.
    const MOST: usize = 4;
    let is_mark = |c: &char| !c.is_whitespace() && !c.is_alphanumeric();
    let range = span.range();
    let before = text.get(..range.start).unwrap_or_default().chars().rev();
    let behind = text.get(range.end..).unwrap_or_default().chars();
    let len = |marks: Vec<char>| marks.into_iter().map(char::len_utf8).sum::<usize>();
    let before = len(before.take(MOST).take_while(is_mark).collect());
    let behind = len(behind.take(MOST).take_while(is_mark).collect());
    Span::from_range(range.start.saturating_sub(before)..range.end + behind)
}

/// The hull of the hits within `width` that has most different leaves, then most hits, then comes first;
/// windows in the title only where there is none behind it.
fn best_window(hits: &[(Span, usize)], width: u32, title_end: u32) -> Option<Span> {
    let mut best: Option<((bool, u32, usize), Span)> = None;
    for (i, (first, _)) in hits.iter().enumerate() {
        let limit = first.start.saturating_add(width);
        let inside: Vec<&(Span, usize)> = hits[i..]
            .iter()
            .take(64)
            .take_while(|(hit, _)| hit.end <= limit)
            .collect();
        // Leaves seen, a bit each; few queries have more than 64.
        let leaves = inside
            .iter()
            .fold(0u64, |seen, (_, leaf)| seen | 1 << (leaf % 64));
        let n_leaves = leaves.count_ones();
        let rank = (first.start >= title_end, n_leaves, inside.len());
        if best.as_ref().is_none_or(|(known, _)| rank > *known) {
            let window = inside
                .iter()
                .fold(*first, |window, (hit, _)| window.hull(*hit));
            best = Some((rank, window));
        }
    }
    best.map(|(_, window)| window)
}

/// Sorted spans, overlapping ones joined.
fn merged(hits: &[(Span, usize)]) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for (hit, _) in hits {
        match out.last_mut() {
            Some(last) if last.overlaps(*hit) => *last = last.hull(*hit),
            _ => out.push(*hit),
        }
    }
    out
}

/// As [`HitFinder::hits`], for one document.
#[must_use]
pub fn hits(corpus: &Corpus, doc: DocId, query: &ParsedQuery) -> Vec<Span> {
    HitFinder::new(corpus, query).hits(doc)
}

/// As [`HitFinder::snippet`], for one document.
#[must_use]
pub fn snippet(corpus: &Corpus, doc: DocId, query: &ParsedQuery, width: u32) -> Snippet {
    HitFinder::new(corpus, query).snippet(doc, width)
}
