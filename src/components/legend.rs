//! Which marks the text carries, with a switch for each and for all.

use crate::desk::use_desk;
use crate::opened::Opened;
use crate::strings;
use corpus_index::DocId;
use corpus_model::EntityKind;
use leptos::prelude::*;

/// The switches above a text.
#[component]
pub fn Legend(opened: Opened, doc: DocId) -> impl IntoView {
    let desk = use_desk();
    let corpus = opened.corpus();
    let Some(shown) = corpus.doc(doc) else {
        return ().into_any();
    };
    let mut counts = [0_u32; EntityKind::ALL.len()];
    for mention in shown.mentions() {
        counts[mention.kind as usize] += 1;
    }
    let kinds: Vec<(EntityKind, u32)> = EntityKind::ALL
        .into_iter()
        .zip(counts)
        .filter(|(_, n)| *n > 0)
        .collect();
    let (n_dates, n_quotes) = (shown.dates().len() as u32, shown.quotes().len() as u32);

    let kind_button = |(kind, n): (EntityKind, u32)| {
        let is_hidden = move || desk.view.read().hidden_kinds.contains(&kind);
        view! {
            <button
                type="button"
                data-kind=kind.name()
                aria-pressed=move || (!is_hidden()).to_string()
                on:click=move |_| desk.replace(|view| view.turn_kind(kind))
            >
                <span class="mention" data-kind=kind.name()>{strings::kind(kind)}</span>
                <span class="count">{desk.number(n)}</span>
            </button>
        }
        .into_any()
    };
    let date_button = (n_dates > 0).then(|| {
        view! {
            <button
                type="button"
                aria-pressed=move || (!desk.view.read().hides_dates).to_string()
                on:click=move |_| desk.replace(|view| view.hides_dates = !view.hides_dates)
            >
                <span class="when-mention">{strings::MARK_DATES}</span>
                <span class="count">{desk.number(n_dates)}</span>
            </button>
        }
    });
    let quote_button = (n_quotes > 0).then(|| {
        view! {
            <button
                type="button"
                aria-pressed=move || (!desk.view.read().hides_quotes).to_string()
                on:click=move |_| desk.replace(|view| view.hides_quotes = !view.hides_quotes)
            >
                <em>{strings::MARK_QUOTES}</em>
                <span class="count">{desk.number(n_quotes)}</span>
            </button>
        }
    });
    let is_plain = move || {
        let view = desk.view.read();
        !view.hidden_names().is_empty() || !view.hidden.is_empty()
    };
    let all_button = move || {
        let label = if is_plain() {
            strings::MARK_ALL
        } else {
            strings::MARK_NONE
        };
        view! {
            <button type="button" on:click=move |_| {
                let plain = untrack(is_plain);
                desk.replace(|view| {
                    view.hidden_kinds = if plain { Vec::new() } else { EntityKind::ALL.to_vec() };
                    view.hidden.clear();
                    view.hides_dates = !plain;
                    view.hides_quotes = !plain;
                });
            }>{label}</button>
        }
    };
    if kinds.is_empty() && n_dates + n_quotes == 0 {
        return ().into_any();
    }
    view! {
        <div class="legend" role="group" aria-label=strings::MARKS>
            {kinds.into_iter().map(kind_button).collect_view()}
            {date_button}
            {quote_button}
            {all_button}
        </div>
    }
    .into_any()
}
