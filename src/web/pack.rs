//! A pack given beside the page, or inside it, instead of the embedded one.

use super::beside;
use leptos::prelude::document;

/// The corpus inside the one file.
const INSIDE: &str = "corpus.pack";

/// The address in `<meta name="dateline-corpus" content="…">`, if the page has one; the corpus inside the
/// page, if it is one file that has one.
#[must_use]
pub fn address_beside() -> Option<String> {
    if beside::is_inside(INSIDE) {
        return Some(INSIDE.to_owned());
    }
    let meta = document()
        .query_selector("meta[name=dateline-corpus]")
        .ok()??;
    meta.get_attribute("content")
        .filter(|address| !address.is_empty())
}
