//! Documents and queries for measuring search: seeded, so that every engine and every run gets the same.
//!
//! Sentences of an open newswire corpus are drawn and slightly changed (one word in fifty is another one) into as many
//! documents of about 850 characters as are asked for. Also included by the comparison with other engines.

use corpus_index::testing::CorpusBuilder;
use corpus_model::{CivilDate, DayNumber, EntityIdx, EntityKind, LinkedCorpus};
use std::collections::BTreeMap;

/// A document before any index.
pub struct Document {
    pub title: String,
    pub body: String,
    pub outlet: usize,
    /// Days since 1970-01-01.
    pub day: i32,
    /// Days that its text names, as it writes them.
    pub named: Vec<String>,
}

/// Steele, Lea and Flood's SplitMix: small, and the same everywhere.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }
}

/// `n_docs` documents out of sentences, one a line.
pub fn documents(sentences: &str, n_docs: usize) -> Vec<Document> {
    let sentences: Vec<&str> = sentences.lines().filter(|line| line.len() > 40).collect();
    let words: Vec<&str> = sentences.iter().flat_map(|s| s.split(' ')).collect();
    let mut random = Random(42);
    let mut of_days = Random(43);
    (0..n_docs)
        .map(|_| {
            let mut body = String::new();
            while body.len() < 850 {
                for word in sentences[random.below(sentences.len())].split(' ') {
                    let is_changed = random.below(50) == 0;
                    body.push_str(if is_changed {
                        words[random.below(words.len())]
                    } else {
                        word
                    });
                    body.push(' ');
                }
            }
            let title: Vec<&str> = sentences[random.below(sentences.len())]
                .split(' ')
                .take(8)
                .collect();
            let outlet = random.below(24).min(random.below(24));
            let day = 18_000 + random.below(1500) as i32;
            let mut named: Vec<String> = (0..of_days.below(5))
                .map(|_| iso(day - of_days.below(90) as i32))
                .collect();
            named.dedup();
            for named in &named {
                body.push_str("On ");
                body.push_str(named);
                body.push_str(". ");
            }
            Document {
                title: title.join(" "),
                body: body.trim_end().to_owned(),
                outlet,
                day,
                named,
            }
        })
        .collect()
}

fn iso(day: i32) -> String {
    CivilDate::from_day_number(DayNumber(day)).to_string()
}

/// Queries by kind, in the syntax of `docs/query-language.md`.
pub fn queries(documents: &[Document], n: usize) -> BTreeMap<&'static str, Vec<String>> {
    let mut random = Random(7);
    let mut out: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    while out.get("word").is_none_or(|list| list.len() < n) {
        let document = &documents[random.below(documents.len())];
        let is_plain =
            |word: &&str| word.len() > 2 && word.bytes().all(|b| b.is_ascii_alphabetic());
        let words: Vec<&str> = document.body.split(' ').collect();
        let at = random.below(words.len().saturating_sub(8));
        let run = &words[at..at + 7];
        if !run.iter().all(is_plain) {
            continue;
        }
        let lower: Vec<String> = run.iter().map(|word| word.to_lowercase()).collect();
        let long = lower
            .iter()
            .max_by_key(|word| word.len())
            .cloned()
            .unwrap_or_default();
        let mut wrong: Vec<char> = long.chars().collect();
        let place = 1 + random.below(wrong.len() - 1);
        wrong[place] = char::from(b'a' + random.below(26) as u8);
        let wrong: String = wrong.into_iter().collect();
        let mut push = |kind, query: String| out.entry(kind).or_default().push(query);
        push("word", lower[random.below(7)].clone());
        push("two words", format!("{} {}", lower[0], lower[5]));
        push(
            "phrase",
            format!("\"{} {} {}\"", lower[1], lower[2], lower[3]),
        );
        push(
            "prefix",
            format!("{}*", &long[..long.len().min(3 + random.below(3))]),
        );
        push("fuzzy 1", format!("{wrong}~1"));
        push("fuzzy 2", format!("{wrong}~2"));
        push(
            "boolean",
            format!("({} OR {}) -{}", lower[0], long, lower[6]),
        );
        push("near", format!("{} NEAR/5 {}", lower[0], lower[4]));
    }
    out
}

/// Median and 95th percentile.
pub fn percentiles(mut times: Vec<u128>) -> (u128, u128) {
    times.sort_unstable();
    let at = |n: usize| times.get(times.len() * n / 100).copied().unwrap_or(0);
    (at(50), at(95))
}

/// The documents as the pipeline would leave them: capitalised words inside sentences are their entities.
pub fn linked(documents: &[Document]) -> LinkedCorpus {
    let mut builder = CorpusBuilder::new("Bench");
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    let names = |body: &str| -> Vec<String> {
        let words: Vec<&str> = body.split(' ').collect();
        words
            .windows(2)
            .filter(|pair| !pair[0].ends_with(['.', '!', '?', '"']))
            .map(|pair| pair[1].trim_matches(|c: char| !c.is_alphanumeric()))
            .filter(|word| word.len() > 3 && word.starts_with(char::is_uppercase))
            .map(str::to_owned)
            .collect()
    };
    let of_docs: Vec<Vec<String>> = documents.iter().map(|doc| names(&doc.body)).collect();
    for name in of_docs.iter().flatten() {
        *counts.entry(name).or_default() += 1;
    }
    let mut sorted: Vec<(&str, u32)> = counts.into_iter().filter(|(_, n)| *n > 2).collect();
    sorted.sort_by_key(|(name, n)| (std::cmp::Reverse(*n), *name));
    let numbers: BTreeMap<&str, EntityIdx> = (0..)
        .zip(&sorted)
        .map(|(i, (name, _)): (usize, _)| {
            let kind = EntityKind::ALL[i % 4];
            (*name, builder.entity(&format!("e{i:05}"), kind, &[name]))
        })
        .collect();
    for (i, (document, names)) in documents.iter().zip(&of_docs).enumerate() {
        let mut doc = builder
            .doc(&format!("{i:06}"), &document.title, &document.body)
            .outlet(&format!("Outlet {:02}", document.outlet))
            .published(&iso(document.day));
        for named in &document.named {
            doc = doc.date(named, named);
        }
        for name in names {
            if let Some(entity) = numbers.get(name.as_str()) {
                doc = doc.mention(name, *entity);
            }
        }
        let _ = doc;
    }
    builder.finish()
}
