//! Which documents a plan finds, and how well.
//!
//! Sets are bitmaps over all documents. In a conjunction the rarest part is read first, and the others are only asked
//! about what is left.

use crate::bits::DocSet;
use crate::order::{pair, sorted_by, unpair};
use crate::plan::{Leaf, Node, Plan};
use crate::query::Known;
use crate::search::share_a_day;
use crate::words::{Found, near_counts, phrase_counts};
use corpus_index::{Corpus, DocId, Facet, Watch};

/// The documents found, and what each wanted leaf counted on the way.
pub(crate) struct Evaluation {
    pub(crate) docs: DocSet,
    /// By leaf; at least the documents found that have it.
    pub(crate) found: Vec<Found>,
}

/// `watch` was begun before the plan was made: what is understood by half is not looked for.
pub(crate) fn evaluate(corpus: &Corpus, plan: &Plan, watch: Watch<'_>) -> Evaluation {
    let mut evaluator = Evaluator {
        corpus,
        plan,
        n_docs: corpus.n_docs() as u32,
        found: plan.leaves.iter().map(|_| Found::default()).collect(),
    };
    if corpus.pages().is_some() {
        want(corpus, plan);
        if watch.has_missed() {
            return Evaluation {
                docs: DocSet::none(corpus.n_docs() as u32),
                found: evaluator.found,
            };
        }
    }
    let docs = evaluator.node(&plan.root, None);
    Evaluation {
        docs,
        found: evaluator.found,
    }
}

/// Notes all that will be read of words, so that it can be fetched at once.
fn want(corpus: &Corpus, plan: &Plan) {
    let phrases = plan.leaves.iter().flat_map(|(leaf, _)| match leaf {
        Leaf::Phrase(phrase) => vec![phrase],
        Leaf::Near(_, parts) => parts.iter().flatten().collect(),
        _ => Vec::new(),
    });
    for term in phrases
        .flat_map(|phrase| &phrase.slots)
        .flat_map(|slot| &slot.terms)
    {
        corpus.words().want(term);
    }
}

struct Evaluator<'a> {
    corpus: &'a Corpus,
    plan: &'a Plan,
    n_docs: u32,
    found: Vec<Found>,
}

impl Evaluator<'_> {
    /// The documents of a node; where a set is given, right for the documents in it.
    fn node(&mut self, node: &Node, within: Option<&DocSet>) -> DocSet {
        match node {
            Node::Everything => DocSet::all(self.n_docs),
            Node::Leaf(idx) => self.leaf(*idx, within),
            Node::Not(part) => {
                let mut set = self.node(part, within);
                set.flip();
                set
            }
            Node::Or(parts) => {
                let mut set = DocSet::none(self.n_docs);
                for part in parts {
                    set.add(&self.node(part, within));
                }
                set
            }
            Node::And(parts) => {
                let order = parts.iter().map(|part| (self.cost(part), part)).collect();
                let order = sorted_by(order, |a: &(u32, &Node), b| a.0.cmp(&b.0));
                let mut set = within.cloned();
                for (_, part) in order {
                    let of_part = self.node(part, set.as_ref());
                    match &mut set {
                        Some(set) => set.keep(&of_part),
                        None => set = Some(of_part),
                    }
                    if set.as_ref().is_some_and(DocSet::is_empty) {
                        break;
                    }
                }
                set.unwrap_or_else(|| DocSet::all(self.n_docs))
            }
        }
    }

    /// Documents a node finds, roughly: what is to be read first in a conjunction.
    fn cost(&self, node: &Node) -> u32 {
        match node {
            Node::Everything | Node::Not(_) => self.n_docs,
            Node::And(parts) => parts.iter().map(|part| self.cost(part)).min().unwrap_or(0),
            Node::Or(parts) => parts
                .iter()
                .fold(0u32, |sum, part| sum.saturating_add(self.cost(part))),
            Node::Leaf(idx) => self.plan.leaves.get(*idx).map_or(0, |(leaf, _)| {
                frequency(self.corpus, leaf).unwrap_or(self.n_docs)
            }),
        }
    }

    fn leaf(&mut self, idx: usize, within: Option<&DocSet>) -> DocSet {
        let corpus = self.corpus;
        let Some((leaf, _)) = self.plan.leaves.get(idx) else {
            return DocSet::none(self.n_docs);
        };
        let found = match leaf {
            Leaf::Phrase(phrase) => phrase_counts(corpus, phrase, within),
            Leaf::Near(distance, parts) => near_counts(corpus, *distance, parts, within),
            Leaf::Entities(entities) => {
                let counts: Vec<u64> = entities
                    .iter()
                    .filter_map(|entity| corpus.entity(*entity))
                    .flat_map(|view| view.docs().map(|doc| pair(doc.doc.0, doc.n_mentions)))
                    .collect();
                Found {
                    counts: self.summed(counts),
                }
            }
            Leaf::Speakers(speakers) => {
                let counts: Vec<u64> = speakers
                    .iter()
                    .filter_map(|speaker| corpus.entity(*speaker))
                    .flat_map(|view| view.docs().map(|doc| pair(doc.doc.0, 0)))
                    .collect();
                let mut counts = self.summed(counts);
                for (doc, n) in &mut counts {
                    let of_doc = corpus.quote_words(DocId(*doc));
                    *n = of_doc
                        .filter(|quote| quote.speaker.is_some_and(|who| speakers.contains(&who)))
                        .count() as u32;
                }
                counts.retain(|(_, n)| *n > 0);
                Found { counts }
            }
            _ => return self.docs_that(leaf, within),
        };
        let docs = found.docs(self.n_docs);
        if let Some(slot) = self.found.get_mut(idx) {
            *slot = found;
        }
        docs
    }

    /// Pairs of document and count by document, each document once.
    fn summed(&self, mut pairs: Vec<u64>) -> Vec<(u32, u32)> {
        pairs.sort_unstable();
        let mut counts: Vec<(u32, u32)> = Vec::new();
        for (doc, n) in pairs.into_iter().map(unpair) {
            match counts.last_mut() {
                Some((last, sum)) if *last == doc => *sum = sum.saturating_add(n),
                // Only crafted packs name documents that are not there.
                _ if doc < self.n_docs => counts.push((doc, n)),
                _ => {}
            }
        }
        counts
    }

    /// Documents of a leaf that is about one document at a time.
    fn docs_that(&self, leaf: &Leaf, within: Option<&DocSet>) -> DocSet {
        let mut docs = DocSet::none(self.n_docs);
        let mut test = |doc: u32| {
            if holds(self.corpus, leaf, DocId(doc)) {
                docs.insert(doc);
            }
        };
        match within {
            Some(set) => set.iter().for_each(&mut test),
            None => (0..self.n_docs).for_each(&mut test),
        }
        docs
    }
}

fn holds(corpus: &Corpus, leaf: &Leaf, doc: DocId) -> bool {
    match leaf {
        Leaf::Values(facet, values) => corpus
            .facet_values_of(*facet, doc)
            .any(|value| values.binary_search(&value).is_ok()),
        Leaf::Format(format) => corpus
            .doc(doc)
            .is_some_and(|view| view.source().format == *format),
        Leaf::Published(wanted) => corpus
            .published_days(doc)
            .is_some_and(|days| share_a_day(days, *wanted)),
        Leaf::Mentions(wanted) => corpus
            .mentioned_days(doc)
            .any(|days| share_a_day(days, *wanted)),
        Leaf::Has(known) => match known {
            Known::Published => corpus.published_days(doc).is_some(),
            Known::Mentioned => corpus.mentioned_days(doc).next().is_some(),
            Known::Quote => corpus.quote_words(doc).next().is_some(),
            Known::Title => !corpus.title_words(doc).is_empty(),
            Known::Url => corpus.doc(doc).is_some_and(|view| view.url().is_some()),
            Known::Facet(Facet::Language) => corpus
                .facet_values_of(Facet::Language, doc)
                .any(|value| corpus.facet_value_name(Facet::Language, value) != "und"),
            Known::Facet(facet) => corpus.facet_values_of(*facet, doc).next().is_some(),
        },
        _ => false,
    }
}

/// Documents that have a leaf, at most; nothing for leaves that are not looked up.
pub(crate) fn frequency(corpus: &Corpus, leaf: &Leaf) -> Option<u32> {
    let n_docs = corpus.n_docs() as u32;
    let n = match leaf {
        Leaf::Phrase(phrase) => phrase.n_docs(),
        Leaf::Near(_, parts) => parts
            .iter()
            .map(|choice| {
                choice
                    .iter()
                    .fold(0u32, |sum, phrase| sum.saturating_add(phrase.n_docs()))
            })
            .min()
            .unwrap_or(0),
        Leaf::Entities(entities) | Leaf::Speakers(entities) => entities
            .iter()
            .filter_map(|entity| corpus.entity(*entity))
            .fold(0u32, |sum, view| sum.saturating_add(view.n_docs() as u32)),
        _ => return None,
    };
    Some(n.min(n_docs))
}
