//! How to search, for the page's help: a line for each thing that a query may hold.
//!
//! `docs/query-language.md` says the same at length. Every example is read by the grammar without a remark, which a test
//! shows.

use dateline::strings;
use leptos::prelude::*;

/// The list.
pub fn syntax() -> AnyView {
    let line = |(examples, what): &(&'static str, &'static str)| {
        let examples = examples
            .split("  ")
            .map(|example| view! { <kbd>{example.to_owned()}</kbd>" " })
            .collect_view();
        view! { <dt>{examples}</dt><dd>{*what}</dd> }
    };
    view! { <dl class="keys syntax">{strings::SYNTAX.iter().map(line).collect_view()}</dl> }
        .into_any()
}
