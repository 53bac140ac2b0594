//! Short texts with hits in them: snippets and titles.

use corpus_model::Span;
use corpus_view::{Mark, MarkKind, runs};
use leptos::prelude::*;

/// The part `span` of `text` with `hits` marked; ellipses where it was cut.
#[must_use]
pub fn marked(text: &str, span: Span, hits: &[Span]) -> AnyView {
    let marks: Vec<Mark> = hits
        .iter()
        .map(|&span| Mark {
            span,
            kind: MarkKind::Hit(0),
        })
        .collect();
    runs(text, span, &marks)
        .into_iter()
        .map(|run| {
            // A snippet is one line of prose, whatever the text's own lines.
            let words = run.span.of(text).replace(['\n', '\r'], " ");
            match run.marks.is_empty() {
                true => words.into_any(),
                false => view! { <mark>{words}</mark> }.into_any(),
            }
        })
        .collect_view()
        .into_any()
}
