//! Pages that hold several articles in full, such as the front page of a blog.
//!
//! In: the tree and what the page says about itself. Out: each article with its own title and date, in the order
//! of the page; nothing where the page is one article with teasers or comments around it. Only what the page marks
//! as `<article>` counts, each with a heading and running text of its own.

use super::extract;
use super::meta;
use super::tree::{NodeIdx, Tree};
use crate::Body;
use corpus_model::Metadata;

/// Less running text than this, in bytes and outside of links, and an element is a teaser.
const MIN_TEXT: usize = 250;
/// Pages with more are lists; each article would carry the whole page as its source.
const MAX_ARTICLES: usize = 60;

/// The articles of a page that holds several.
pub(super) fn articles(tree: &Tree, page: &Metadata) -> Option<Vec<Body>> {
    let shown = extract::shown(tree);
    let mut found = Vec::new();
    for node in 0..tree.nodes.len() {
        if tree.tag(node) == "article"
            && shown(node)
            && !tree.ancestors(node).any(|a| tree.tag(a) == "article")
            && let Some(heading) = heading(tree, node)
            && has_running_text(tree, node)
        {
            found.push((node, heading));
        }
    }
    if !(2..=MAX_ARTICLES).contains(&found.len()) {
        return None;
    }
    let bodies = found
        .into_iter()
        .map(|(node, heading)| Body {
            body: extract::element(tree, node),
            metadata: own_metadata(tree, node, heading, page),
        })
        .collect();
    Some(bodies)
}

fn heading(tree: &Tree, article: NodeIdx) -> Option<String> {
    let node = tree
        .descendants(article)
        .find(|&n| matches!(tree.tag(n), "h1" | "h2" | "h3"))?;
    let text = tree.text_content(node);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Two paragraphs or more, and more than a teaser of text in them.
fn has_running_text(tree: &Tree, article: NodeIdx) -> bool {
    let (mut n_paragraphs, mut n_bytes) = (0, 0);
    for node in tree.descendants(article) {
        if tree.tag(node) == "p" {
            let own: usize = tree
                .descendants(node)
                .filter(|&n| !tree.ancestors(n).take(4).any(|a| tree.tag(a) == "a"))
                .filter_map(|n| tree.text(n))
                .map(|text| text.text().trim().len())
                .sum();
            n_paragraphs += usize::from(own >= 40);
            n_bytes += own;
        }
    }
    n_paragraphs >= 2 && n_bytes >= MIN_TEXT
}

/// What the page says of all its articles, and the article of itself.
fn own_metadata(tree: &Tree, article: NodeIdx, heading: String, page: &Metadata) -> Metadata {
    let is_of_page = page
        .title
        .as_deref()
        .is_some_and(|title| extract::is_same_title(title, &heading));
    if is_of_page {
        return page.clone();
    }
    let mut out = Metadata {
        title: Some(heading),
        outlet: page.outlet.clone(),
        outlet_from: page.outlet_from.clone(),
        language: page.language.clone(),
        ..Metadata::default()
    };
    let date = tree
        .descendants(article)
        .filter(|&n| tree.tag(n) == "time")
        .find_map(|n| tree.attribute(n, "datetime"));
    if let Some(date) = date {
        meta::push_date(&mut out, date, "time element");
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::html;

    const LONG: &str = "<p>The ferry to the outer islands ran again after two weeks in which the pier was closed, \
        the harbour office said in a note to passengers, who had been waiting for it since the end of the month.</p>";

    fn check(articles: &[&str], titles: &[&str]) {
        let page = format!(
            "<html><body><nav>Home</nav><main>{}</main></body></html>",
            articles.concat()
        );
        let found: Vec<String> = html::articles(&page)
            .into_iter()
            .flatten()
            .map(|body| {
                let title = body.metadata.title.unwrap_or_default();
                assert!(body.body.text().contains(&title));
                assert!(!body.body.text().contains("Home"));
                title
            })
            .collect();
        assert_eq!(found, titles);
    }

    #[test]
    fn a_page_of_several_texts_gives_each() {
        let one = format!(
            "<article><h2>Ferry runs again</h2><time datetime='2021-05-03'>3 May</time>{LONG}{LONG}</article>"
        );
        let other = format!("<article><h2>Pier stays shut</h2>{LONG}{LONG}</article>");
        check(&[&one, &other], &["Ferry runs again", "Pier stays shut"]);
    }

    #[test]
    fn teasers_and_comments_are_no_articles() {
        let one = format!("<article><h1>Ferry runs again</h1>{LONG}{LONG}</article>");
        let teaser =
            "<article><h3><a href='/x'>Pier stays shut</a></h3><p>For another week.</p></article>";
        let comment = format!("<article class='comment'>{LONG}{LONG}</article>");
        check(&[&one, teaser, &comment], &[]);
    }
}
