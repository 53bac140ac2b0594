//! Which articles of a folder tell of the same events.
//!
//! In: all articles, and which of them lack a date. Out: for each of these the articles that share rare words
//! and phrases with it. No word is known here, only how many articles hold it.

use corpus_model::Article;
use std::collections::BTreeMap;

/// For each article that lacks a date, the articles that share rare words and phrases with it, most similar
/// first: index and similarity in thousandths.
pub(super) fn neighbours(
    articles: &[Article],
    is_open: &[bool],
) -> BTreeMap<usize, Vec<(usize, i32)>> {
    /// Features shared by more articles than this tell of a topic, not of an event.
    const COMMON: usize = 40;
    // Of a large folder a sample of the phrases is enough, and memory stays near the size of the text.
    let n_bytes: usize = articles.iter().map(|a| a.text.len()).sum();
    let sample = match n_bytes {
        0..4_000_000 => 0,
        4_000_000..64_000_000 => 7,
        _ => 31,
    };
    let mut holders: Vec<(u64, u32)> = Vec::new();
    for (idx, article) in articles.iter().enumerate() {
        let idx = u32::try_from(idx).unwrap_or(u32::MAX);
        holders.extend(
            features(&article.text, sample)
                .into_iter()
                .map(|f| (f, idx)),
        );
    }
    holders.sort_unstable();
    let n = articles.len() as u64;
    let weight_of = |df: usize| -> i32 {
        // 16·log2(n/df), by halves, as if the folder were eight articles larger: in a folder of two, what
        // both share is still rare.
        let mut ratio = ((n + 8) * 256) / df.max(1) as u64;
        let mut weight = 0;
        while ratio >= 512 {
            ratio /= 2;
            weight += 16;
        }
        weight + i32::try_from((ratio.saturating_sub(256)) / 16).unwrap_or(0)
    };
    let mut totals: Vec<i64> = vec![0; articles.len()];
    let mut shared: Vec<BTreeMap<u32, i64>> = vec![BTreeMap::new(); articles.len()];
    for group in holders.chunk_by(|a, b| a.0 == b.0) {
        let weight = i64::from(if group.len() == 1 {
            4
        } else {
            weight_of(group.len())
        });
        for &(_, idx) in group {
            totals[idx as usize] += weight;
        }
        if !(2..=COMMON).contains(&group.len()) {
            continue;
        }
        for &(_, idx) in group.iter().filter(|(_, idx)| is_open[*idx as usize]) {
            for &(_, other) in group.iter().filter(|(_, other)| *other != idx) {
                *shared[idx as usize].entry(other).or_default() += weight;
            }
        }
    }
    drop(holders);
    let mut found = BTreeMap::new();
    for (idx, shared) in shared
        .into_iter()
        .enumerate()
        .filter(|(idx, _)| is_open[*idx])
    {
        let mut near: Vec<(usize, i32)> = shared
            .into_iter()
            .filter_map(|(other, weight)| {
                let other = other as usize;
                let smaller = totals[idx].min(totals[other]).max(1);
                let similarity = i32::try_from(weight * 1000 / smaller).ok()?;
                (similarity >= 60 && weight >= 96).then_some((other, similarity))
            })
            .collect();
        near.sort_by_key(|&(other, similarity)| (std::cmp::Reverse(similarity), other));
        near.truncate(12);
        found.insert(idx, near);
    }
    found
}

/// What an article may share with another on the same events: names, long words, and phrases of four words,
/// of which those are kept whose hash has none of the bits of `sample`.
pub(super) fn features(text: &str, sample: u64) -> Vec<u64> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let mut features: Vec<u64> = Vec::with_capacity(words.len() / 2);
    for word in &words {
        let is_name = word.chars().next().is_some_and(char::is_uppercase) && word.len() >= 4;
        let is_long = word.len() >= 9;
        if is_name || is_long {
            features.push(hash_of(&[word]));
        }
    }
    features.extend(
        words
            .windows(4)
            .map(hash_of)
            .filter(|h| (h >> 32) & sample == 0),
    );
    features.sort_unstable();
    features.dedup();
    features
}

/// FNV-1a over words in lower case.
pub(super) fn hash_of(words: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for word in words {
        for byte in word.bytes().map(|b| b.to_ascii_lowercase()).chain([b' ']) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}
