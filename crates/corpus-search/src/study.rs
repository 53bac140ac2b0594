//! Words by number: what is telling of some documents, what stands beside a word, runs of words, texts alike,
//! and lists of names.
//!
//! Takes an opened corpus and documents, mostly those of an answer; gives rows for a table, the most telling first,
//! ties by the alphabet. Counts are exact. Measures are the usual ones of corpus linguistics, in thousandths:
//! G² says how sure it is that a difference is no chance, the effect size how large it is.

use crate::bits::DocSet;
use crate::hits::HitFinder;
use crate::order::sorted_by;
use crate::peaks::log_likelihood;
use crate::plan::BoundPhrase;
use crate::query::{Phrase, Scope, WordPattern};
use crate::words::occurrences;
use corpus_index::fold::{Words, fold};
use corpus_index::{Corpus, DocId, Term};
use std::collections::BTreeMap;

/// G² below this is taken for chance: χ² with one degree of freedom, once in a thousand times.
const LEAST: u32 = 10_828;

/// A word that is telling of some documents, or stands beside a word more often than chance puts it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TellingWord {
    /// The word, folded.
    pub word: String,
    /// Occurrences in the documents, or beside the word.
    pub n_here: u32,
    /// Occurrences everywhere else.
    pub n_elsewhere: u32,
    /// G², in thousandths: Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence", 1993.
    pub g2: u32,
    /// Size of the effect, in thousandths: *log ratio* for [`keywords`], *log Dice* for [`collocates`].
    pub effect: i32,
}

/// Words that are more frequent in `docs` than in the rest of the corpus (keyness).
///
/// The effect size is the log ratio: the binary logarithm of how many times as frequent the word is, where a word that
/// the rest does not have counts half an occurrence (Hardie, "Log Ratio: an informal introduction", 2014).
#[must_use]
pub fn keywords(corpus: &Corpus, docs: &[DocId], limit: usize) -> Vec<TellingWord> {
    let mut keywords = KeywordsSoFar::default();
    keywords.add(corpus, docs, 0..KeywordsSoFar::n_words(corpus));
    keywords.telling(limit)
}

/// Telling words while those of the dictionary are looked at some at a time.
#[derive(Debug, Default)]
pub struct KeywordsSoFar {
    /// The documents as a set, and the words in them.
    here: Option<(DocSet, u32)>,
    found: Vec<TellingWord>,
}

impl KeywordsSoFar {
    /// How many words there are to look at, at most.
    #[must_use]
    pub fn n_words(corpus: &Corpus) -> usize {
        corpus.words().terms().n_words_at_most()
    }

    /// Looks at more words, by their numbers. The documents are the same every time.
    pub fn add(&mut self, corpus: &Corpus, docs: &[DocId], words: std::ops::Range<usize>) {
        let (here, n_here) = self.here.get_or_insert_with(|| {
            let lengths = corpus.doc_lengths();
            let lengths = docs.iter().map(|doc| lengths.get(doc.0 as usize));
            (set_of(corpus, docs), lengths.fold(0, u32::saturating_add))
        });
        let n_here = *n_here;
        let n_all = u32::try_from(corpus.n_words()).unwrap_or(u32::MAX);
        let n_rest = n_all.saturating_sub(n_here);
        let mut walk = corpus.words().terms().walk();
        let mut is_there = walk.go_to(words.start as u32);
        while is_there && (walk.ord() as usize) < words.end {
            let term = walk.term();
            // What is there once tells nothing.
            if term.n_hits > 1 {
                let inside = hits_in(corpus, &term, here);
                let outside = term.n_hits.saturating_sub(inside);
                let g2 = log_likelihood(inside, n_here, outside, n_rest);
                if inside > 1 && g2 >= LEAST {
                    let here = f64::from(inside) / f64::from(n_here);
                    let rest = f64::from(outside).max(0.5) / f64::from(n_rest.max(1));
                    self.found.push(TellingWord {
                        word: String::from_utf8_lossy(walk.word()).into_owned(),
                        n_here: inside,
                        n_elsewhere: outside,
                        g2,
                        effect: thousandths((here / rest).log2()),
                    });
                }
            }
            is_there = walk.advance();
        }
    }

    /// The words that [`keywords`] gives.
    #[must_use]
    pub fn telling(self, limit: usize) -> Vec<TellingWord> {
        most_telling(self.found, limit)
    }
}

/// Words that stand within `window` words of a query's hits more often than elsewhere, on either side.
///
/// The effect size is log Dice, 14 at most, which does not grow with the corpus: `14 + log2(2 f(xy) / (f(x) + f(y)))`
/// (Rychlý, "A Lexicographer-Friendly Association Score", 2008).
#[must_use]
pub fn collocates(
    corpus: &Corpus,
    finder: &HitFinder,
    docs: &[DocId],
    window: usize,
    limit: usize,
) -> Vec<TellingWord> {
    let mut beside = BesideSoFar::default();
    beside.add(corpus, finder, docs, window);
    beside.telling(corpus, limit)
}

/// What stands beside hits while documents are read some at a time.
#[derive(Debug, Default)]
pub struct BesideSoFar {
    beside: BTreeMap<String, u32>,
    n_hits: u32,
    n_beside: u32,
}

impl BesideSoFar {
    /// Adds more documents.
    pub fn add(&mut self, corpus: &Corpus, finder: &HitFinder, docs: &[DocId], window: usize) {
        for &doc in docs {
            let (hits, words) = finder.merged_with_words(doc);
            // Words beside two hits are counted once.
            let mut next = 0;
            for (i, hit) in hits.iter().enumerate() {
                let first = words.partition_point(|word| word.end <= hit.start);
                let behind = words.partition_point(|word| word.start < hit.end);
                let next_hit = hits.get(i + 1).map_or(words.len(), |next_hit| {
                    words.partition_point(|word| word.end <= next_hit.start)
                });
                let before = first.saturating_sub(window).max(next)..first;
                let after = behind..behind.saturating_add(window).min(next_hit);
                next = after.end;
                self.n_hits = self.n_hits.saturating_add(1);
                for word in before.chain(after).filter_map(|at| words.get(at)) {
                    self.n_beside = self.n_beside.saturating_add(1);
                    *self
                        .beside
                        .entry(fold(corpus.text_slice(doc, *word)))
                        .or_default() += 1;
                }
            }
        }
    }

    /// The words that [`collocates`] gives.
    #[must_use]
    pub fn telling(self, corpus: &Corpus, limit: usize) -> Vec<TellingWord> {
        let Self {
            beside,
            n_hits,
            n_beside,
        } = self;
        let n_all = u32::try_from(corpus.n_words()).unwrap_or(u32::MAX);
        let found = beside.into_iter().filter_map(|(word, n)| {
            let term = corpus.words().terms().get(word.as_bytes())?;
            let elsewhere = term.n_hits.saturating_sub(n);
            let g2 = log_likelihood(n, n_beside, elsewhere, n_all.saturating_sub(n_beside));
            let share = 2.0 * f64::from(n) / (f64::from(n_hits) + f64::from(term.n_hits));
            (n > 1 && g2 >= LEAST).then(|| TellingWord {
                word,
                n_here: n,
                n_elsewhere: elsewhere,
                g2,
                effect: thousandths(14.0 + share.log2()),
            })
        });
        most_telling(found.collect(), limit)
    }
}

/// A run of words and how often it occurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The words, folded, with a space between.
    pub words: String,
    /// Occurrences.
    pub n_hits: u32,
    /// Documents it is in.
    pub n_docs: u32,
}

/// Runs of `n` words (n-grams) that occur at least twice in `docs`, the most frequent first. A run does not reach over
/// the end of a sentence, a line or a clause set off by a semicolon or colon.
#[must_use]
pub fn runs(corpus: &Corpus, docs: &[DocId], n: usize, limit: usize) -> Vec<Run> {
    let mut counts = RunsSoFar::default();
    counts.add(corpus, docs, n);
    counts.most_frequent(limit)
}

/// Runs while documents are read some at a time, each once.
#[derive(Debug, Default)]
pub struct RunsSoFar {
    /// Occurrences, documents, and the last document counted.
    counts: BTreeMap<String, (u32, u32, DocId)>,
}

impl RunsSoFar {
    /// Adds more documents; `n` is the length of a run, the same every time.
    pub fn add(&mut self, corpus: &Corpus, docs: &[DocId], n: usize) {
        let n = n.clamp(2, 6);
        for &doc in docs {
            let text = corpus.text(doc);
            let mut words = Words::new(text);
            let mut folded = String::new();
            let mut window: Vec<String> = Vec::new();
            let mut end = 0;
            while let Some(span) = words.next_into(&mut folded) {
                let between = text.get(end as usize..span.start as usize).unwrap_or("");
                if between.contains(['.', '!', '?', '…', '\n', ';', ':']) {
                    window.clear();
                }
                end = span.end;
                if window.len() == n {
                    window.remove(0);
                }
                window.push(folded.clone());
                if window.len() == n {
                    let count = self.counts.entry(window.join(" ")).or_insert((0, 0, doc));
                    if count.0 == 0 || count.2 != doc {
                        count.1 += 1;
                    }
                    (count.0, count.2) = (count.0 + 1, doc);
                }
            }
        }
    }

    /// The runs that [`runs`] gives.
    #[must_use]
    pub fn most_frequent(self, limit: usize) -> Vec<Run> {
        let runs = self
            .counts
            .into_iter()
            .filter(|(_, (n_hits, ..))| *n_hits > 1)
            .map(|(words, (n_hits, n_docs, _))| Run {
                words,
                n_hits,
                n_docs,
            });
        let mut runs = sorted_by(runs.collect(), |a, b| b.n_hits.cmp(&a.n_hits));
        runs.truncate(limit);
        runs
    }
}

/// A document that is about the same as another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// Which.
    pub doc: DocId,
    /// How much, of 1000: the cosine of both documents' words, each weighed by how rare it is.
    pub score: u32,
    /// The words that say so most, folded.
    pub because: Vec<String>,
}

/// What another document has of a document's words.
#[derive(Default)]
struct Shared {
    /// Of both documents' weights.
    product: f64,
    /// Of the other's own.
    square: f64,
    /// What each word adds, and which it is.
    words: Vec<(f64, usize)>,
}

/// Words of a document that are compared.
const COMPARED: usize = 32;

/// Documents whose telling words are those of `doc`, the most alike first.
///
/// Weights are `(1 + ln tf) · ln(N / df)` and the measure is the cosine over the [`COMPARED`] heaviest words of `doc`
/// (Salton and Buckley, "Term-weighting approaches in automatic text retrieval", 1988).
#[must_use]
pub fn alike(corpus: &Corpus, doc: DocId, limit: usize) -> Vec<Alike> {
    let n_docs = corpus.n_docs() as u32;
    let weight = |n_hits: u32, term: &Term| {
        let rare = (f64::from(n_docs) / f64::from(term.n_docs.max(1))).ln();
        (1.0 + f64::from(n_hits).ln()) * rare
    };
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut words = Words::new(corpus.text(doc));
    let mut folded = String::new();
    while words.next_into(&mut folded).is_some() {
        // Numbers and single letters are alike everywhere.
        if folded.chars().count() > 2 && !folded.starts_with(|c: char| c.is_ascii_digit()) {
            *counts.entry(folded.clone()).or_default() += 1;
        }
    }
    let weighed = counts.into_iter().filter_map(|(word, n)| {
        let term = corpus.words().terms().get(word.as_bytes())?;
        (term.n_docs > 1).then(|| (weight(n, &term), word, term))
    });
    let mut own = sorted_by(weighed.collect(), |a, b| b.0.total_cmp(&a.0));
    own.truncate(COMPARED);
    let own_length = own.iter().map(|(w, ..)| w * w).sum::<f64>().sqrt();
    let mut others: BTreeMap<u32, Shared> = BTreeMap::new();
    for (at, (w, _, term)) in own.iter().enumerate() {
        let mut postings = corpus.words().postings(term);
        while let Some(other) = postings.doc() {
            if other != doc.0 {
                let v = weight(postings.n_hits(), term);
                let shared = others.entry(other).or_default();
                shared.product += w * v;
                shared.square += v * v;
                shared.words.push((w * v, at));
            }
            postings.advance();
        }
    }
    let found = others
        .into_iter()
        .map(|(other, shared)| {
            let lengths = own_length * shared.square.sqrt();
            let score = shared.product / lengths.max(f64::MIN_POSITIVE) * 1000.0;
            // A single shared word has the cosine 1: how many of the words are shared counts as well.
            let share = shared
                .words
                .iter()
                .map(|(_, at)| own[*at].0.powi(2))
                .sum::<f64>();
            let score = score * share.sqrt() / own_length.max(f64::MIN_POSITIVE);
            let words = sorted_by(shared.words, |a, b| b.0.total_cmp(&a.0));
            Alike {
                doc: DocId(other),
                score: score.round() as u32,
                because: words
                    .into_iter()
                    .take(5)
                    .filter_map(|(_, at)| Some(own.get(at)?.1.clone()))
                    .collect(),
            }
        })
        .filter(|alike| alike.score >= 100);
    let mut found = sorted_by(found.collect(), |a, b| b.score.cmp(&a.score));
    found.truncate(limit);
    found
}

/// What a list of names finds of one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameHits {
    /// Documents that have the name, ascending.
    pub docs: Vec<DocId>,
    /// Occurrences in all of them.
    pub n_hits: u32,
}

/// Looks up names as they are written, case and accents aside: one row a name, in the order given. A name
/// without a word in it finds nothing.
#[must_use]
pub fn look_up_names<'n>(
    corpus: &Corpus,
    names: impl IntoIterator<Item = &'n str>,
) -> Vec<NameHits> {
    names
        .into_iter()
        .map(|name| {
            let mut words = Words::new(name);
            let mut folded = String::new();
            let mut patterns = Vec::new();
            while words.next_into(&mut folded).is_some() {
                patterns.push(WordPattern::Exact(folded.clone()));
            }
            let phrase = Phrase {
                words: patterns,
                slop: 0,
                scope: Scope::Anywhere,
            };
            let found = match phrase.words.is_empty() {
                true => Vec::new(),
                false => occurrences(corpus, &BoundPhrase::new(corpus.words(), &phrase)),
            };
            NameHits {
                n_hits: found.iter().map(|(_, n)| n).sum(),
                docs: found.into_iter().map(|(doc, _)| DocId(doc)).collect(),
            }
        })
        .collect()
}

fn set_of(corpus: &Corpus, docs: &[DocId]) -> DocSet {
    let mut set = DocSet::none(corpus.n_docs() as u32);
    for doc in docs {
        set.insert(doc.0);
    }
    set
}

fn hits_in(corpus: &Corpus, term: &Term, docs: &DocSet) -> u32 {
    let mut postings = corpus.words().postings(term);
    let mut n = 0u32;
    while let Some(doc) = postings.doc() {
        if docs.contains(doc) {
            n = n.saturating_add(postings.n_hits());
        }
        postings.advance();
    }
    n
}

fn most_telling(found: Vec<TellingWord>, limit: usize) -> Vec<TellingWord> {
    let mut found = sorted_by(found, |a, b| b.g2.cmp(&a.g2));
    found.truncate(limit);
    found
}

/// A float cast saturates; what is no number is 0.
fn thousandths(x: f64) -> i32 {
    (x * 1000.0).round() as i32
}
