//! How well documents answer, in whole numbers.
//!
//! BM25F with k1 1.2 and b 0.75, where an occurrence in the title adds as much as four in the text: Robertson and
//! Zaragoza, "The Probabilistic Relevance Framework", 2009. The frequency of a phrase is taken as that of
//! its rarest word.

use crate::bits::DocSet;
use crate::eval::{Evaluation, frequency};
use crate::plan::Plan;
use corpus_index::Corpus;

/// Scores by document; 0 for those that are not in the set.
pub(crate) fn scores(corpus: &Corpus, plan: &Plan, found: &Evaluation, docs: &DocSet) -> Vec<u32> {
    let n_docs = corpus.n_docs() as u32;
    let mut scores = vec![0u32; n_docs as usize];
    let average = u32::try_from(corpus.n_words() / u64::from(n_docs.max(1))).unwrap_or(u32::MAX);
    let lengths = corpus.doc_lengths();
    for ((leaf, is_wanted), found) in plan.leaves.iter().zip(&found.found) {
        if !is_wanted {
            continue;
        }
        let Some(n) = frequency(corpus, leaf) else {
            continue;
        };
        let weight = inverse_frequency(n_docs, n);
        for &(doc, n) in &found.counts {
            if docs.contains(doc)
                && let Some(score) = scores.get_mut(doc as usize)
            {
                let norm = norm(lengths.get(doc as usize), average);
                *score = score.saturating_add(bm25(weight, n, norm));
            }
        }
    }
    scores
}

/// Pairs of score and document, documents ascending, where a single leaf gives all scores: without a table of all
/// documents. Nothing where it does not.
pub(crate) fn scores_of_one_leaf(
    corpus: &Corpus,
    plan: &Plan,
    found: &Evaluation,
    docs: &DocSet,
) -> Option<Vec<(u32, u32)>> {
    let mut wanted = plan
        .leaves
        .iter()
        .zip(&found.found)
        .filter(|((_, is_wanted), _)| *is_wanted);
    let ((leaf, _), found) = wanted.next()?;
    if wanted.next().is_some() {
        return None;
    }
    let n_docs = corpus.n_docs() as u32;
    let average = u32::try_from(corpus.n_words() / u64::from(n_docs.max(1))).unwrap_or(u32::MAX);
    let weight = inverse_frequency(n_docs, frequency(corpus, leaf)?);
    let lengths = corpus.doc_lengths();
    let scores: Vec<(u32, u32)> = found
        .counts
        .iter()
        .filter(|(doc, _)| docs.contains(*doc))
        .map(|&(doc, n)| {
            let norm = norm(lengths.get(doc as usize), average);
            (bm25(weight, n, norm), doc)
        })
        .collect();
    (scores.len() == docs.len() as usize).then_some(scores)
}

/// `ln(1 + (N - n + 0.5) / (n + 0.5))` in 1/1024.
fn inverse_frequency(n_docs: u32, n: u32) -> u32 {
    let n = u64::from(n.min(n_docs));
    ln_1024(((2 * u64::from(n_docs) + 2) << 16) / (2 * n + 1))
}

/// Natural logarithm of `x / 65536`, in 1/1024; 0 for what is not above 1.
fn ln_1024(x: u64) -> u32 {
    if x <= 1 << 16 {
        return 0;
    }
    let whole = 63 - x.leading_zeros() - 16;
    // 1 ≤ m < 2 in 1/2^30, then one binary digit of the logarithm a squaring.
    let mut m = if whole + 16 >= 30 {
        x >> (whole + 16 - 30)
    } else {
        x << (30 - whole - 16)
    };
    let mut log2 = u64::from(whole) << 16;
    for digit in (0..16).rev() {
        m = (m * m) >> 30;
        if m >= 2 << 30 {
            m >>= 1;
            log2 |= 1 << digit;
        }
    }
    // ln 2 = 45426 / 65536.
    ((log2 * 45_426) >> 22) as u32
}

/// `weight · n (k1 + 1) / (n + k1 (1 - b + b length / average))`, given [`norm`]. Counts above 127 change nothing, and
/// all stays within 32 bits: no weight is above 14,000, as no corpus has a million documents.
fn bm25(weight: u32, n: u32, norm: u32) -> u32 {
    let n = n.min(127);
    weight.min(14_000) * (n * 2253) / (n * 1024 + norm)
}

/// `k1 (1 - b + b length / average)` in 1/1024: k1 (1 - b) = 307.2, k1 b = 921.6.
fn norm(length: u32, average: u32) -> u32 {
    307 + 922 * length.min(1 << 20) / average.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_number_logarithms_are_close() {
        for x in [2u64, 3, 10, 1000, 65_000, 1_000_000] {
            let expected = (x as f64).ln() * 1024.0;
            let found = f64::from(ln_1024(x << 16));
            assert!((found - expected).abs() < 1.5, "{x}: {found} {expected}");
        }
        assert_eq!(ln_1024(0), 0);
    }

    #[test]
    fn more_is_better_and_longer_is_worse() {
        assert!(bm25(1000, 3, norm(100, 100)) > bm25(1000, 2, norm(100, 100)));
        assert!(bm25(1000, 2, norm(100, 100)) > bm25(1000, 2, norm(300, 100)));
        assert!(bm25(u32::MAX, u32::MAX, norm(u32::MAX, 0)) < u32::MAX);
        assert!(inverse_frequency(1000, 3) > inverse_frequency(1000, 300));
        assert!(inverse_frequency(10, 10) > 0);
    }
}
