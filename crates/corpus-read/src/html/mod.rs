//! HTML to body and metadata.
//!
//! In: decoded HTML. Out: the visible text of the article, one block a paragraph, mapped to the
//! source, and what the page says about itself. `tree` parses, `extract` finds the article among
//! navigation and advertising, `meta` reads JSON-LD, Open Graph and their like.

mod bundle;
mod extract;
mod meta;
mod render;
mod tree;

pub(crate) use meta::split_authors;

use crate::Body;

/// The charset a page declares in its first bytes (`<meta charset>`, `http-equiv`, XML declaration).
pub(crate) fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..bytes.len().min(2048))?;
    let head = head.to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    if !head.contains("<meta") && !head.starts_with("<?xml") {
        return None;
    }
    let at = head.find("charset=").map(|i| i + 8).or_else(|| {
        head.starts_with("<?xml")
            .then(|| head.find("encoding=").map(|i| i + 9))
            .flatten()
    })?;
    let value = head.get(at..)?.trim_start_matches(['"', '\'', ' ']);
    let end = value
        .find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c)))
        .unwrap_or(value.len());
    value
        .get(..end)
        .filter(|v| !v.is_empty())
        .map(str::to_owned)
}

pub(crate) fn read(decoded: &str) -> Body {
    let tree = tree::parse(decoded);
    let metadata = meta::metadata(&tree);
    let mut body = extract::body(&tree, metadata.title.as_deref());
    // Pages that a script draws show nothing of their own; some say their text in their metadata.
    if let Some(stated) = meta::article_body(&tree)
        && stated.text().len() / 3 > body.text().len()
    {
        body = stated;
    }
    Body { body, metadata }
}

/// The articles of a page that holds several in full, each like [`read`] gives it.
pub(crate) fn articles(decoded: &str) -> Option<Vec<Body>> {
    // Most pages have one: counting the tags spares reading them twice.
    decoded.matches("<article").nth(1)?;
    let tree = tree::parse(decoded);
    bundle::articles(&tree, &meta::metadata(&tree))
}

/// Everything a page shows.
pub(crate) fn whole_text(decoded: &str) -> corpus_model::MappedText {
    let tree = tree::parse(decoded);
    extract::whole(&tree)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATED: &str = "<html><head><script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \
        \"headline\": \"Ferry runs again\", \"articleBody\": \"The ferry ran again on Tuesday after a week of gales.\\n\\n\
        \\\"Nobody was hurt,\\\" the line said.\"}</script></head><body>";

    #[test]
    fn a_page_that_a_script_draws_gives_the_text_it_states() {
        let page = format!("{STATED}<div id=root></div></body></html>");
        let read = read(&page);
        let text = read.body.text();
        assert_eq!(
            text,
            "The ferry ran again on Tuesday after a week of gales.\n\n\"Nobody was hurt,\" the line said."
        );
        let first = read.body.raw_from_text(corpus_model::Span::new(0, 9));
        assert_eq!(first.of(&page), "The ferry");
    }

    #[test]
    fn a_page_that_shows_its_text_is_taken_at_that() {
        let shown = "<p>The ferry to the outer islands ran again on Tuesday, after a week in which two hundred people had \
            waited in Holm.</p>";
        let read = read(&format!("{STATED}<article>{shown}</article></body></html>"));
        assert!(read.body.text().contains("two hundred people"));
    }
}
