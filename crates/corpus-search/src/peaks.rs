//! What sets some documents apart from the others found: the names and words to call a peak by.
//!
//! Takes a set of documents and a larger one that holds it; returns entities and words that are in
//! more of the first than chance would put there, the most telling first. Each is counted once a
//! document, so that one long text does not name a peak alone.
//!
//! Words are compared among documents of one language, the set's most common one: in a Russian week
//! of an English corpus every Russian word would be telling. Words inside names are left to the names,
//! words inside dates are left out, as every day of January speaks of January.

use crate::bits::DocSet;
use crate::facets::count_entities;
use crate::order::{pair, sorted_by, unpair};
use corpus_index::fold::{Words, fold};
use corpus_index::{Corpus, DocId, EntityId, Facet};
use corpus_model::Span;

/// Something telling about a set of documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distinctive {
    /// The name, or the word as it is first written.
    pub name: String,
    /// The entity, where it is one.
    pub entity: Option<EntityId>,
    /// How telling: [`log_likelihood`], in thousandths.
    pub score: u32,
    /// Documents of the set that have it.
    pub n: u32,
}

/// Documents read for words; of a larger set every so-manieth.
const SAMPLE: u32 = 48;
/// Words whose documents are counted exactly.
const EXACT: usize = 24;
/// What a name needs: chance does as much once in twenty times (χ² with one degree of freedom).
const LEAST_NAME: u32 = 3841;
/// What a word needs: once in a thousand times, as far more of them are tried.
const LEAST_WORD: u32 = 10_828;

/// Log-likelihood ratio G² in thousandths, of `a` in `n_a` against `b` in `n_b`; 0 where the first
/// share is not the larger one, and for counts that do not fit their sums.
///
/// `2 Σ O ln(O / E)` over the four cells of the table: Dunning, "Accurate Methods for the Statistics of
/// Surprise and Coincidence", Computational Linguistics 19 (1993). Unlike χ² it holds for rare things.
#[must_use]
pub fn log_likelihood(a: u32, n_a: u32, b: u32, n_b: u32) -> u32 {
    if a > n_a || b > n_b || u64::from(a) * u64::from(n_b) <= u64::from(b) * u64::from(n_a) {
        return 0;
    }
    let n = f64::from(n_a) + f64::from(n_b);
    let has = f64::from(a) + f64::from(b);
    let cell = |observed: u32, of: u32, share: f64| {
        let observed = f64::from(observed);
        match observed > 0.0 {
            true => observed * (observed / (f64::from(of) * share)).ln(),
            false => 0.0,
        }
    };
    let (with, without) = (has / n, (n - has) / n);
    let sum = cell(a, n_a, with)
        + cell(n_a - a, n_a, without)
        + cell(b, n_b, with)
        + cell(n_b - b, n_b, without);
    // A float cast saturates.
    (sum * 2000.0).round() as u32
}

/// The most telling names and then words of `peak` among `all`, at most `n`. `peak` is a part of `all`.
#[must_use]
pub fn distinctive(corpus: &Corpus, peak: &DocSet, all: &DocSet, n: usize) -> Vec<Distinctive> {
    let mut found = entities(corpus, peak, all);
    found.truncate(n);
    let names: Vec<String> = found.iter().map(|found| fold(&found.name)).collect();
    let mut words = words(corpus, peak, all);
    // A word that is a part of a name tells nothing new.
    words.retain(|word| {
        let word = fold(&word.name);
        !names
            .iter()
            .any(|name| name.split(' ').any(|part| part == word))
    });
    found.append(&mut words);
    // Names tell more than words do, however telling.
    let mut found = sorted_by(found, |a, b| {
        let is_word = |found: &Distinctive| found.entity.is_none();
        (is_word(a), b.score).cmp(&(is_word(b), a.score))
    });
    found.truncate(n);
    found
}

/// The most telling names alone, at most `n`: they are counted without reading a text.
#[must_use]
pub fn distinctive_names(
    corpus: &Corpus,
    peak: &DocSet,
    all: &DocSet,
    n: usize,
) -> Vec<Distinctive> {
    let mut found = entities(corpus, peak, all);
    found.truncate(n);
    found
}

fn entities(corpus: &Corpus, peak: &DocSet, all: &DocSet) -> Vec<Distinctive> {
    let (inside, everywhere) = (count_entities(corpus, peak), count_entities(corpus, all));
    let (n_in, n_all) = (peak.len(), all.len());
    let mut keys: Vec<u64> = (0..)
        .zip(inside.iter().zip(&everywhere))
        .filter(|(_, (inside, _))| **inside > 1)
        .map(|(entity, (&inside, &everywhere))| {
            let outside = everywhere.saturating_sub(inside);
            let score = log_likelihood(inside, n_in, outside, n_all.saturating_sub(n_in));
            pair(!score, entity)
        })
        .filter(|key| !unpair(*key).0 >= LEAST_NAME)
        .collect();
    keys.sort_unstable();
    keys.into_iter()
        .take(8)
        .filter_map(|key| {
            let (score, entity) = unpair(key);
            let view = corpus.entity(EntityId(entity))?;
            Some(Distinctive {
                name: view.name().to_owned(),
                entity: Some(EntityId(entity)),
                score: !score,
                n: inside.get(entity as usize).copied().unwrap_or(0),
            })
        })
        .collect()
}

fn words(corpus: &Corpus, peak: &DocSet, all: &DocSet) -> Vec<Distinctive> {
    let Some(language) = main_language(corpus, peak) else {
        return Vec::new();
    };
    let in_language = |docs: &DocSet| {
        let mut docs = docs.clone();
        docs.retain(|doc| {
            let mut values = corpus.facet_values_of(Facet::Language, DocId(doc));
            values.any(|value| value == language)
        });
        docs
    };
    let (peak, all) = (in_language(peak), in_language(all));
    let (n_in, n_out) = (peak.len(), all.len().saturating_sub(peak.len()));
    let step = (n_in / SAMPLE).max(1) as usize;
    let sample: Vec<u32> = peak.iter().step_by(step).take(SAMPLE as usize).collect();
    let mut seen: Vec<(String, u32, Span)> = Vec::new();
    for &doc in &sample {
        words_of(corpus, doc, &mut seen);
    }
    let seen = sorted_by(seen, |a, b| a.0.cmp(&b.0));
    let in_sample = u32::try_from(sample.len()).unwrap_or(u32::MAX);
    // Runs of one word: how many of the documents read have it.
    let mut guesses: Vec<u64> = Vec::new();
    let mut start = 0;
    for run in seen.chunk_by(|a, b| a.0 == b.0) {
        let (at, n) = (start, run.len() as u32);
        start += run.len();
        let Some(term) = run
            .first()
            .filter(|_| n > 1)
            .and_then(|(word, _, _)| corpus.words().terms().get(word.as_bytes()))
        else {
            continue;
        };
        let n_docs = corpus.n_docs() as u32;
        let outside = term.n_docs.saturating_sub(n).min(n_docs - in_sample);
        let score = log_likelihood(n, in_sample, outside, n_docs - in_sample);
        guesses.push(pair(!score, at as u32));
    }
    guesses.sort_unstable();
    let exact = guesses.into_iter().take(EXACT).filter_map(|key| {
        let (word, doc, span) = seen.get(unpair(key).1 as usize)?;
        let term = corpus.words().terms().get(word.as_bytes())?;
        let mut postings = corpus.words().postings(&term);
        let (mut inside, mut outside) = (0, 0);
        while let Some(doc) = postings.doc() {
            if peak.contains(doc) {
                inside += 1;
            } else if all.contains(doc) {
                outside += 1;
            }
            postings.advance();
        }
        let score = log_likelihood(inside, n_in, outside, n_out);
        (score >= LEAST_WORD).then(|| Distinctive {
            name: corpus.text_slice(DocId(*doc), *span).to_owned(),
            entity: None,
            score,
            n: inside,
        })
    });
    let exact: Vec<Distinctive> = exact.collect();
    sorted_by(exact, |a, b| b.score.cmp(&a.score))
}

/// The language of most documents of a set, the smaller number winning a tie.
fn main_language(corpus: &Corpus, docs: &DocSet) -> Option<u32> {
    let mut counts = vec![0; corpus.n_facet_values(Facet::Language)];
    corpus.count_values(Facet::Language, docs.iter().map(DocId), &mut counts);
    let counts = (0..).zip(counts).filter(|(_, n)| *n > 0);
    counts
        .max_by_key(|(value, n): &(u32, u32)| (*n, std::cmp::Reverse(*value)))
        .map(|(value, _)| value)
}

/// The words of a document that may name a peak, each once, with where they stand first.
fn words_of(corpus: &Corpus, doc: u32, out: &mut Vec<(String, u32, Span)>) {
    let Some(view) = corpus.doc(DocId(doc)) else {
        return;
    };
    let names = view.mentions().map(|mention| mention.span);
    let apart: Vec<Span> = names.chain(view.dates().map(|date| date.span)).collect();
    let apart = sorted_by(apart, |a, b| a.start.cmp(&b.start));
    let mut next = 0;
    let mut words = Words::new(view.text());
    let mut folded = String::new();
    let mut found: Vec<(String, u32, Span)> = Vec::new();
    while let Some(span) = words.next_into(&mut folded) {
        while apart.get(next).is_some_and(|other| other.end <= span.start) {
            next += 1;
        }
        let is_apart = apart.get(next).is_some_and(|other| other.start < span.end);
        let is_word = folded.chars().count() > 3 && !folded.starts_with(|c: char| c.is_numeric());
        if is_word && !is_apart {
            found.push((folded.clone(), doc, span));
        }
    }
    let mut found = sorted_by(found, |a, b| a.0.cmp(&b.0));
    found.dedup_by(|later, first| later.0 == first.0);
    out.append(&mut found);
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus_index::testing::CorpusBuilder;
    use corpus_index::write_pack;
    use corpus_model::EntityKind;

    #[test]
    fn the_measure_is_that_of_the_paper() {
        // Every cell by itself: 2 Σ O ln(O / E).
        let naive = |a: f64, n_a: f64, b: f64, n_b: f64| {
            let n = n_a + n_b;
            let cells = [
                (a, n_a * (a + b) / n),
                (n_a - a, n_a * (n - a - b) / n),
                (b, n_b * (a + b) / n),
                (n_b - b, n_b * (n - a - b) / n),
            ];
            let terms =
                cells.map(|(o, e): (f64, f64)| if o > 0.0 { o * (o / e).ln() } else { 0.0 });
            2.0 * terms.iter().sum::<f64>()
        };
        for (a, n_a, b, n_b) in [
            (5, 10, 3, 90),
            (2, 2, 0, 40),
            (110, 2442, 111, 29_114),
            (7, 7, 1, 9),
        ] {
            let expected =
                naive(f64::from(a), f64::from(n_a), f64::from(b), f64::from(n_b)) * 1000.0;
            let got = f64::from(log_likelihood(a, n_a, b, n_b));
            assert!(
                (got - expected).abs() <= 0.5,
                "{a} of {n_a}: {got}, {expected}"
            );
        }
        assert_eq!(log_likelihood(1, 10, 9, 10), 0, "rarer than elsewhere");
        assert_eq!(log_likelihood(5, 5, 5, 5), 0, "everywhere alike");
        assert_eq!(log_likelihood(9, 5, 0, 5), 0, "not a count");
        assert_eq!(log_likelihood(0, 0, 0, 0), 0);
    }

    /// A town's paper: in the second week a flood, in all weeks the market.
    fn corpus() -> Corpus {
        let mut b = CorpusBuilder::new("Weeks");
        let mill = b.entity("place:mill", EntityKind::Place, &["Mill Lane"]);
        let town = b.entity("place:town", EntityKind::Place, &["Brackwater"]);
        for i in 0..30 {
            let (day, body) = match i % 3 {
                1 => (
                    "2022-03-09",
                    "On Wednesday the flood reached Mill Lane in Brackwater while the market was open.",
                ),
                _ => (
                    "2022-03-02",
                    "The market of Brackwater was open and prices were as before.",
                ),
            };
            let mut doc = b.doc(&format!("d{i:02}"), "", body).published(day);
            doc = doc.mention("Brackwater", town);
            if i % 3 == 1 {
                doc = doc
                    .mention("Mill Lane", mill)
                    .date("Wednesday", "2022-03-09");
            }
            let _ = doc;
        }
        Corpus::open(write_pack(&b.finish())).expect("the writer's own bytes")
    }

    #[test]
    fn a_peak_is_named_by_what_only_it_has() {
        let corpus = corpus();
        let all = DocSet::all(30);
        let mut peak = all.clone();
        peak.retain(|doc| doc % 3 == 1);
        let found = distinctive(&corpus, &peak, &all, 10);
        let names: Vec<&str> = found.iter().map(|found| found.name.as_str()).collect();
        assert!(names.starts_with(&["Mill Lane", "flood"]), "{names:?}");
        assert!(
            !names.contains(&"Brackwater") && !names.contains(&"market"),
            "{names:?}"
        );
        assert!(
            !names.contains(&"Wednesday"),
            "a word of a date names nothing: {names:?}"
        );
        assert!(
            !names.contains(&"Mill"),
            "a part of a name tells nothing new: {names:?}"
        );

        // Counted anew, document by document.
        for found in &found {
            let has = |doc: u32| corpus.text(DocId(doc)).contains(&found.name);
            let n_in = all
                .iter()
                .filter(|&doc| peak.contains(doc) && has(doc))
                .count() as u32;
            let n_out = all
                .iter()
                .filter(|&doc| !peak.contains(doc) && has(doc))
                .count() as u32;
            assert_eq!(found.n, n_in);
            assert_eq!(
                found.score,
                log_likelihood(n_in, peak.len(), n_out, 30 - peak.len())
            );
        }
    }

    #[test]
    fn nothing_sets_everything_apart() {
        let corpus = corpus();
        let all = DocSet::all(30);
        assert_eq!(distinctive(&corpus, &all, &all, 5), []);
        assert_eq!(distinctive(&corpus, &DocSet::none(30), &all, 5), []);
    }
}
