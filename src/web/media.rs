//! What the reader's screen and system ask for.

use super::{until_cleanup, window};
use gloo::events::EventListener;
use leptos::prelude::*;

/// Below this a screen shows one pane at a time; the style sheets say the same.
pub const NARROW: &str = "(max-width: 719.98px)";

/// Below this the filters and the timeline share a place with the results.
pub const MIDDLE: &str = "(max-width: 1099.98px)";

/// Whether a media query holds, now and later.
#[must_use]
pub fn media(query: &str) -> ReadSignal<bool> {
    let list = window().match_media(query).ok().flatten();
    let (holds, set) = signal(list.as_ref().is_some_and(web_sys::MediaQueryList::matches));
    if let Some(list) = list {
        let listened = list.clone();
        let listener = EventListener::new(&list, "change", move |_| set.set(listened.matches()));
        until_cleanup(listener);
    }
    holds
}

/// Pixels of one `rem`, which follows the reader's text size.
#[must_use]
pub fn rem() -> f64 {
    let size = document()
        .document_element()
        .and_then(|root| window().get_computed_style(&root).ok().flatten())
        .and_then(|style| style.get_property_value("font-size").ok())
        .map(|size| js_sys::Number::parse_float(&size))
        .filter(|size| size.is_finite());
    size.unwrap_or(16.0)
}
