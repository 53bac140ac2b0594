//! How well documents answer, in whole numbers.
//!
//! BM25F with k1 1.2 and b 0.75, where an occurrence in the title adds as much as four in the text: Robertson and
//! Zaragoza, "The Probabilistic Relevance Framework", 2009. The frequency of a phrase is taken as that of
//! its rarest word.

use crate::bits::DocSet;
use crate::eval::{Evaluation, frequency};
use crate::order::{pair, unpair};
use crate::plan::Plan;
use corpus_index::Corpus;

/// Scores of documents, which ascend.
pub(crate) fn scores(corpus: &Corpus, plan: &Plan, found: &Evaluation, docs: &[u32]) -> Vec<u32> {
    let n_docs = corpus.n_docs() as u32;
    let mut scores = vec![0u32; docs.len()];
    let Some(norms) = norms(corpus) else {
        return scores;
    };
    for ((leaf, is_wanted), found) in plan.leaves.iter().zip(&found.found) {
        if !is_wanted {
            continue;
        }
        let Some(n) = frequency(corpus, leaf) else {
            continue;
        };
        let weight = inverse_frequency(n_docs, n);
        if docs.len() < found.counts.len() / 8 {
            add_of_few(&mut scores, docs, &found.counts, norms, weight);
            continue;
        }
        // A table is read without a doubt what comes next.
        let mut counts = vec![0u32; norms.len()];
        for &(doc, n) in &found.counts {
            if let Some(count) = counts.get_mut(doc as usize) {
                *count = n;
            }
        }
        for (&doc, score) in docs.iter().zip(&mut scores) {
            let known = counts.get(doc as usize).zip(norms.get(doc as usize));
            if let Some((&n, &norm)) = known.filter(|(n, _)| **n > 0) {
                *score = score.saturating_add(bm25(weight, n, norm));
            }
        }
    }
    scores
}

/// Adds what one leaf counted, by leaps.
fn add_of_few(scores: &mut [u32], docs: &[u32], counts: &[(u32, u32)], norms: &[u32], weight: u32) {
    let mut ahead = counts;
    for (doc, score) in docs.iter().zip(scores) {
        ahead = from(ahead, *doc);
        match (ahead.first(), norms.get(*doc as usize)) {
            (Some((other, n)), Some(norm)) if other == doc => {
                *score = score.saturating_add(bm25(weight, *n, *norm));
            }
            (None, _) => break,
            _ => {}
        }
    }
}

/// Counts from that document on.
fn from(counts: &[(u32, u32)], doc: u32) -> &[(u32, u32)] {
    let mut reach = 1;
    while counts.get(reach).is_some_and(|(other, _)| *other < doc) {
        reach *= 2;
    }
    let near = counts.get(..reach + 1).unwrap_or(counts);
    let at = near.partition_point(|(other, _)| *other < doc);
    counts.get(at..).unwrap_or_default()
}

/// What one leaf found, with its weight; `None` where several leaves have a say.
fn one_leaf<'f>(
    corpus: &Corpus,
    plan: &Plan,
    found: &'f Evaluation,
) -> Option<(u32, &'f [(u32, u32)])> {
    let mut wanted = plan
        .leaves
        .iter()
        .zip(&found.found)
        .filter(|((_, is_wanted), _)| *is_wanted);
    let ((leaf, _), found) = wanted.next()?;
    if wanted.next().is_some() {
        return None;
    }
    let weight = inverse_frequency(corpus.n_docs() as u32, frequency(corpus, leaf)?);
    Some((weight, &found.counts))
}

/// Scores and documents where a single leaf gives all of both; `None` where it does not.
pub(crate) fn scores_of_one_leaf(
    corpus: &Corpus,
    plan: &Plan,
    found: &Evaluation,
    docs: &DocSet,
) -> Option<Vec<(u32, u32)>> {
    let (weight, counts) = one_leaf(corpus, plan, found)?;
    let norms = norms(corpus)?;
    let scores: Vec<(u32, u32)> = counts
        .iter()
        .filter(|(doc, _)| docs.contains(*doc))
        .map(|&(doc, n)| {
            let norm = norms.get(doc as usize).copied().unwrap_or(0);
            (bm25(weight, n, norm), doc)
        })
        .collect();
    (scores.len() == docs.len() as usize).then_some(scores)
}

/// The best `limit` of them, best first. Most documents are told to be worse by a multiplication, and never
/// scored, kept or sorted.
pub(crate) fn best_of_one_leaf(
    corpus: &Corpus,
    plan: &Plan,
    found: &Evaluation,
    docs: &DocSet,
    limit: usize,
) -> Option<Vec<(u32, u32)>> {
    let (weight, counts) = one_leaf(corpus, plan, found)?;
    let norms = norms(corpus)?;
    let mut best: Vec<u64> = Vec::with_capacity(limit.saturating_mul(2).min(4096));
    // Documents ascend, so a later one has to be better, not as good.
    let mut floor = 0;
    let mut n_seen = 0;
    for &(doc, n) in counts {
        if !docs.contains(doc) {
            continue;
        }
        n_seen += 1;
        let norm = norms.get(doc as usize).copied().unwrap_or(0);
        if !is_better(weight, n, norm, floor) {
            continue;
        }
        best.push(pair(!bm25(weight, n, norm), doc));
        if best.len() >= limit.saturating_mul(2).max(64) {
            best.select_nth_unstable(limit);
            best.truncate(limit);
            let worst = best.iter().max().copied().unwrap_or(u64::MAX);
            floor = (!unpair(worst).0).saturating_add(1);
        }
    }
    if n_seen != docs.len() {
        return None;
    }
    best.sort_unstable();
    best.truncate(limit);
    let of_key = |key: u64| (!unpair(key).0, unpair(key).1);
    Some(best.into_iter().map(of_key).collect())
}

/// How the length of each document weighs.
fn norms(corpus: &Corpus) -> Option<&[u32]> {
    let n_docs = corpus.n_docs() as u64;
    let average = u32::try_from(corpus.n_words() / n_docs.max(1)).unwrap_or(u32::MAX);
    corpus.length_norms(|length| norm(length, average))
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

/// Whether [`bm25`] gives `floor` or more.
fn is_better(weight: u32, n: u32, norm: u32, floor: u32) -> bool {
    let n = n.min(127);
    let above = u64::from(weight.min(14_000) * (n * 2253));
    above >= u64::from(floor) * (u64::from(n) * 1024 + u64::from(norm))
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

    proptest::proptest! {
        #[test]
        fn a_floor_is_reached_or_not(weight in 0u32..20_000, n in 1u32..200, norm in 300u32..1_000_000, floor in 0u32..40_000) {
            proptest::prop_assert_eq!(is_better(weight, n, norm, floor), bm25(weight, n, norm) >= floor);
        }
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
