//! What the page's help tells: how to search, a line for each thing that a query may hold, and which keys there are.
//!
//! `docs/query-language.md` says the first at length. Every example of it is read by the grammar without a remark, which a test
//! shows.

use dateline::strings;
use leptos::prelude::*;

/// Both lists.
pub fn help() -> AnyView {
    view! {
        <h3>{strings::SYNTAX_TITLE}</h3>
        <dl class="keys syntax">{lines(strings::SYNTAX)}</dl>
        <h3>{strings::KEYS_TITLE}</h3>
        <dl class="keys">{lines(strings::KEYS)}</dl>
    }
    .into_any()
}

/// What is typed, and what it does.
fn lines(pairs: &'static [(&'static str, &'static str)]) -> AnyView {
    let line = |(typed, what): &'static (&'static str, &'static str)| {
        let typed = typed
            .split("  ")
            .map(|typed| view! { <kbd>{typed}</kbd>" " })
            .collect_view();
        view! { <dt>{typed}</dt><dd>{*what}</dd> }
    };
    pairs.iter().map(line).collect_view().into_any()
}
