//! Article ids that are unique in the run, whatever order the files came in.

use corpus_model::{Article, Format};
use std::collections::BTreeMap;

/// Counts the articles of each file, whether they were its records or were split out of one text, and gives
/// those that are called after their file the number in their file.
pub fn number_parts(articles: &mut [Article]) {
    let mut counts = BTreeMap::<(String, [u8; 32]), (u32, u32)>::new();
    let key = |article: &Article| (article.source.path.clone(), article.source.sha256);
    for article in articles
        .iter()
        .filter(|a| a.source.format != Format::Record)
    {
        counts.entry(key(article)).or_default().1 += 1;
    }
    for article in articles.iter_mut() {
        let Some((n, parts)) = counts.get_mut(&key(article)) else {
            continue;
        };
        *n += 1;
        if article.source.parts == *parts {
            continue;
        }
        let suffix = format!("#{}", article.source.part);
        let stem = match article.id.strip_suffix(&suffix) {
            Some(stem) if article.source.parts > 1 => stem,
            _ => &article.id,
        };
        let is_own =
            path_without_extension_of(&article.source.path) != stem && article.source.path != stem;
        // An id that a record brought along is its name; `#2` of it is one of several texts in the record.
        if !is_own {
            article.id = format!("{stem}#{n}");
        }
        article.source.part = *n;
        article.source.parts = *parts;
    }
}

/// Gives articles of different sources that share an id longer ones, made from their paths.
///
/// `a/letter.txt` and `b/letter.txt` become `a/letter` and `b/letter`; `letter.txt` and `letter.md` become
/// their file names. Ids given by records stay, with a number after the second of a kind.
pub fn make_unique(articles: &mut [Article]) {
    for longer in [path_without_extension, whole_path] {
        let counts = count(articles);
        for article in articles.iter_mut() {
            if counts.get(&article.id).is_some_and(|&n| n > 1) {
                article.id = longer(article);
            }
        }
    }
    let mut seen = BTreeMap::<String, u32>::new();
    for article in articles.iter_mut() {
        let n = seen.entry(article.id.clone()).or_default();
        *n += 1;
        if *n > 1 {
            article.id = format!("{}~{n}", article.id);
        }
    }
}

fn count(articles: &[Article]) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for article in articles {
        *counts.entry(article.id.clone()).or_default() += 1;
    }
    counts
}

fn path_without_extension(article: &Article) -> String {
    with_part(path_without_extension_of(&article.source.path), article)
}

fn path_without_extension_of(path: &str) -> &str {
    let stem_end = match path.rfind('.') {
        Some(dot) if path.rfind('/').is_none_or(|slash| slash + 1 < dot) => dot,
        _ => path.len(),
    };
    &path[..stem_end]
}

fn whole_path(article: &Article) -> String {
    with_part(&article.source.path, article)
}

fn with_part(name: &str, article: &Article) -> String {
    if article.source.parts > 1 {
        format!("{name}#{}", article.source.part)
    } else {
        name.to_owned()
    }
}
