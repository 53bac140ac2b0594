//! What the files of a folder share: lines that recur, and names that would clash.

use super::rules::LineRules;
use corpus_model::RawDoc;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Which lines recur across the documents of a folder: evidence for furniture.
#[derive(Debug, Default)]
pub struct FolderLines {
    n_docs: u32,
    /// Line to the number of documents that hold it, for lines of two or more documents. Looked up only.
    lines: HashMap<String, u32>,
    /// Stems that more than one path has.
    shared_stems: BTreeSet<String>,
    rules: LineRules,
}

/// Longer lines are text, not furniture: they are not counted.
const MAX_LINE_LEN: usize = 160;

impl FolderLines {
    /// Counts the lines of all documents. The result does not depend on their order.
    #[must_use]
    pub fn count(docs: &[RawDoc]) -> Self {
        // In how many documents, and the last of them.
        let mut lines: HashMap<&str, (u32, usize)> = HashMap::new();
        let mut paths: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (at, doc) in docs.iter().enumerate() {
            paths
                .entry(path_stem(&doc.path))
                .or_default()
                .insert(&doc.path);
            for line in doc.body.text().lines() {
                let line = line.trim();
                if line.is_empty() || line.len() > MAX_LINE_LEN {
                    continue;
                }
                let (n_docs, last) = lines.entry(line).or_insert((0, usize::MAX));
                if *last != at {
                    *n_docs += 1;
                    *last = at;
                }
            }
        }
        Self {
            rules: LineRules::default(),
            n_docs: u32::try_from(docs.len()).unwrap_or(u32::MAX),
            lines: lines
                .into_iter()
                .filter(|(_, (n, _))| *n > 1)
                .map(|(line, (n, _))| (line.to_owned(), n))
                .collect(),
            shared_stems: paths
                .into_iter()
                .filter(|(_, paths)| paths.len() > 1)
                .map(|(stem, _)| stem.to_owned())
                .collect(),
        }
    }

    /// The same with the rules of the folder's owner.
    #[must_use]
    pub fn with_rules(self, rules: LineRules) -> Self {
        Self { rules, ..self }
    }

    /// The rules of the folder's owner.
    #[must_use]
    pub const fn rules(&self) -> &LineRules {
        &self.rules
    }

    /// In how many documents of the folder `line` (trimmed) stands; 0 or 1 where it does not recur.
    #[must_use]
    pub fn n_docs_with(&self, line: &str) -> u32 {
        if line.len() > MAX_LINE_LEN {
            return 0;
        }
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
