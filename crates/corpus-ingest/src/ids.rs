//! Article ids that are unique in the run, whatever order the files came in.

use corpus_model::Article;
use std::collections::BTreeMap;

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
    let path = &article.source.path;
    let stem_end = match path.rfind('.') {
        Some(dot) if path.rfind('/').is_none_or(|slash| slash + 1 < dot) => dot,
        _ => path.len(),
    };
    with_part(&path[..stem_end], article)
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
