//! Documents in the order asked for. Every order is total: ties go to the smaller number.

use crate::bits::DocSet;
use crate::eval::Evaluation;
use crate::order::{pair, sorted_by};
use crate::plan::Plan;
use crate::score::{best_of_one_leaf, scores, scores_of_one_leaf};
use crate::search::Sort;
use corpus_index::{Corpus, DocId, Facet};

/// All documents of a set.
pub(crate) fn ranked(
    corpus: &Corpus,
    sort: Sort,
    plan: &Plan,
    found: &Evaluation,
    kept: &DocSet,
) -> Vec<DocId> {
    let keys = keys(corpus, sort, plan, found, kept);
    radix_sorted(keys).into_iter().map(doc_of).collect()
}

/// The first of them.
pub(crate) fn top(
    corpus: &Corpus,
    sort: Sort,
    plan: &Plan,
    found: &Evaluation,
    kept: &DocSet,
    limit: usize,
) -> Vec<DocId> {
    if sort == Sort::Relevance
        && plan.has_scores()
        && let Some(best) = best_of_one_leaf(corpus, plan, found, kept, limit)
    {
        return best.into_iter().map(|(_, doc)| DocId(doc)).collect();
    }
    let mut keys = keys(corpus, sort, plan, found, kept);
    if limit < keys.len() {
        keys.select_nth_unstable(limit);
        keys.truncate(limit);
    }
    keys.sort_unstable();
    keys.into_iter().map(doc_of).collect()
}

const fn doc_of(key: u64) -> DocId {
    DocId(key as u32)
}

/// What to sort by in the upper half, smaller first, and the document in the lower.
fn keys(corpus: &Corpus, sort: Sort, plan: &Plan, found: &Evaluation, kept: &DocSet) -> Vec<u64> {
    match sort {
        Sort::Title => {
            let ranks = corpus.title_ranks();
            let rank = |doc: u32| pair(ranks.get(doc as usize), doc);
            kept.iter().map(rank).collect()
        }
        Sort::Relevance if plan.has_scores() => {
            if let Some(scores) = scores_of_one_leaf(corpus, plan, found, kept) {
                let keys = scores.into_iter().map(|(score, doc)| pair(!score, doc));
                return keys.collect();
            }
            let docs: Vec<u32> = kept.iter().collect();
            let scores = scores(corpus, plan, found, &docs);
            let scores = scores.into_iter().zip(docs);
            scores.map(|(score, doc)| pair(!score, doc)).collect()
        }
        Sort::Relevance | Sort::Newest => kept
            .iter()
            .map(|doc| pair(newest(corpus, doc), doc))
            .collect(),
        Sort::Oldest => kept
            .iter()
            .map(|doc| pair(day(corpus, doc).map_or(u32::MAX, |day| day), doc))
            .collect(),
        Sort::Outlet => {
            // Outlets are numbered alphabetically; within one the newest first.
            let docs: Vec<(u32, u32, u32)> = kept
                .iter()
                .map(|doc| {
                    let outlet = corpus.facet_values_of(Facet::Outlet, DocId(doc)).next();
                    (outlet.unwrap_or(u32::MAX), newest(corpus, doc), doc)
                })
                .collect();
            let docs = sorted_by(docs, Ord::cmp);
            (0..)
                .zip(docs)
                .map(|(i, (_, _, doc))| pair(i, doc))
                .collect()
        }
    }
}

/// First day of publication, shifted so that all are positive; below the number for undated documents.
fn day(corpus: &Corpus, doc: u32) -> Option<u32> {
    let days = corpus.published_days(DocId(doc))?;
    let day = days.begin.or(days.end_exclusive).map_or(0, |day| day.0);
    Some((i64::from(day) + (1 << 31)).min(i64::from(u32::MAX) - 1) as u32)
}

fn newest(corpus: &Corpus, doc: u32) -> u32 {
    day(corpus, doc).map_or(u32::MAX, |day| u32::MAX - 1 - day)
}

/// Keys by their upper halves, in time proportional to their number. Their lower halves ascend already.
pub(crate) fn radix_sorted(mut keys: Vec<u64>) -> Vec<u64> {
    const BITS: u32 = 11;
    if keys.len() < 256 {
        keys.sort_unstable();
        return keys;
    }
    // Few different numbers need few passes.
    let (least, most) = keys.iter().fold((u64::MAX, 0), |(a, b), key| {
        (a.min(key >> 32), b.max(key >> 32))
    });
    let width = 64 - (most - least).leading_zeros();
    let mut other = vec![0; keys.len()];
    let mut shift = 0;
    while shift < width {
        let digit = |key: u64| (((key >> 32) - least) >> shift) as usize & ((1 << BITS) - 1);
        let mut starts = [0u32; 1 << BITS];
        for &key in &keys {
            starts[digit(key)] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += std::mem::replace(start, sum);
        }
        for &key in &keys {
            let start = &mut starts[digit(key)];
            other[*start as usize] = key;
            *start += 1;
        }
        std::mem::swap(&mut keys, &mut other);
        shift += BITS;
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn sorting_by_digits_is_sorting(uppers in proptest::collection::vec(proptest::prelude::any::<u32>(), 0..900), mask: u32) {
            let keys: Vec<u64> = (0..).zip(uppers).map(|(i, upper)| u64::from(upper & mask) << 32 | i).collect();
            let mut expected = keys.clone();
            expected.sort_unstable();
            proptest::prop_assert_eq!(radix_sorted(keys), expected);
        }
    }
}
