//! What the files of a folder share: lines that recur, and names that would clash.

use corpus_model::RawDoc;
use std::collections::{BTreeMap, BTreeSet};

/// Which lines recur across the documents of a folder: evidence for furniture.
#[derive(Debug, Default)]
pub struct FolderLines {
    n_docs: u32,
    /// Normalised line to the number of documents that hold it, for lines of two or more documents.
    lines: BTreeMap<String, u32>,
    /// Stems that more than one path has.
    shared_stems: BTreeSet<String>,
}

/// Longer lines are text, not furniture: they are not counted.
const MAX_LINE_LEN: usize = 160;

impl FolderLines {
    /// Counts the lines of all documents. The result does not depend on their order.
    #[must_use]
    pub fn count(docs: &[RawDoc]) -> Self {
        let mut lines: BTreeMap<String, u32> = BTreeMap::new();
        let mut paths: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for doc in docs {
            paths
                .entry(path_stem(&doc.path))
                .or_default()
                .insert(&doc.path);
            let mut of_doc = BTreeSet::new();
            for line in doc.body.text().lines() {
                let line = line.trim();
                if !line.is_empty() && line.len() <= MAX_LINE_LEN {
                    of_doc.insert(line);
                }
            }
            for line in of_doc {
                match lines.get_mut(line) {
                    Some(n) => *n += 1,
                    None => {
                        lines.insert(line.to_owned(), 1);
                    }
                }
            }
        }
        lines.retain(|_, n| *n > 1);
        Self {
            n_docs: u32::try_from(docs.len()).unwrap_or(u32::MAX),
            lines,
            shared_stems: paths
                .into_iter()
                .filter(|(_, paths)| paths.len() > 1)
                .map(|(stem, _)| stem.to_owned())
                .collect(),
        }
    }

    /// In how many documents of the folder `line` (trimmed) stands; 0 or 1 where it does not recur.
    #[must_use]
    pub fn n_docs_with(&self, line: &str) -> u32 {
        self.lines.get(line).copied().unwrap_or_default()
    }

    /// How many documents were counted.
    #[must_use]
    pub const fn n_docs(&self) -> u32 {
        self.n_docs
    }

    /// What an article's id begins with: the path without its extension, or with it where two files
    /// differ in nothing else.
    #[must_use]
    pub fn id_stem<'p>(&self, path: &'p str) -> &'p str {
        let stem = path_stem(path);
        if self.shared_stems.contains(stem) {
            path
        } else {
            stem
        }
    }
}

/// A path without its extension.
pub(super) fn path_stem(path: &str) -> &str {
    let name_start = path.rfind('/').map_or(0, |i| i + 1);
    match path.get(name_start..).and_then(|name| name.rfind('.')) {
        Some(dot) if dot > 0 => &path[..name_start + dot],
        _ => path,
    }
}
