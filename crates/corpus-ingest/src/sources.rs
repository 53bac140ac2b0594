//! The decoded sources of a run, by article: what its `RawSpan`s measure.
//!
//! A bundle's articles share one; the records of a file have one each.

use corpus_model::{Article, RawDoc};
use std::collections::BTreeMap;

/// Place of a source among [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SourceIdx(usize);

/// Decoded sources, found by the id of an article.
#[derive(Debug, Default)]
pub struct Sources {
    texts: Vec<String>,
    of_article: BTreeMap<String, SourceIdx>,
}

impl Sources {
    /// Takes the decoded texts out of `raws`; `raw_of_article` has an entry an article.
    pub(crate) fn new(
        articles: &[Article],
        raw_of_article: Vec<usize>,
        raws: &mut [RawDoc],
    ) -> Self {
        Self {
            of_article: articles
                .iter()
                .zip(raw_of_article)
                .map(|(article, raw)| (article.id.clone(), SourceIdx(raw)))
                .collect(),
            texts: raws
                .iter_mut()
                .map(|raw| std::mem::take(&mut raw.decoded))
                .collect(),
        }
    }

    /// The decoded source of the article called `id`.
    #[must_use]
    pub fn of(&self, id: &str) -> Option<&str> {
        let idx = self.of_article.get(id)?;
        Some(self.text(*idx))
    }

    /// Which source that is; articles of one text share it. One that holds nothing for an unknown id.
    pub(crate) fn idx_of(&self, id: &str) -> SourceIdx {
        let none = SourceIdx(self.texts.len());
        self.of_article.get(id).copied().unwrap_or(none)
    }

    pub(crate) fn text(&self, idx: SourceIdx) -> &str {
        self.texts.get(idx.0).map_or("", String::as_str)
    }
}
