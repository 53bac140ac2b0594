//! Completions below the search box while somebody types (a combobox with a list, after ARIA practice).
//!
//! The field is the page's; this part listens to it, says on it which entry is meant, and asks for a view when one is
//! taken. What is offered, and what it does, is decided in `corpus-view`.

use corpus_model::EntityKind;
use corpus_search::Facet;
use corpus_view::{Completion, Offer, complete, take_offer};
use dateline::components::chips::language_name;
use dateline::desk::{Desk, use_desk};
use dateline::opened::Opened;
use dateline::strings;
use dateline::web::{dom, until_cleanup};
use gloo::events::{EventListener, EventListenerOptions};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlInputElement, KeyboardEvent, PointerEvent};

/// Entities, words and fields that are offered, each.
const MOST: usize = 4;
const FIELD: &str = ".search input";
const LIST: &str = "suggestions";

/// The list, while there is something to offer.
#[component]
pub fn Suggestions(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let offers = RwSignal::new(Vec::<Offer>::new());
    // The entry that Enter would take.
    let at = RwSignal::new(None::<usize>);
    let field = dom::first(FIELD).and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
    let Some(field) = field else {
        return ().into_any();
    };
    dom::attributes(
        &field,
        &[
            ("role", "combobox"),
            ("aria-autocomplete", "list"),
            ("aria-controls", LIST),
        ],
    );
    // What is typed, as long as there may be something to offer for it.
    let typed = RwSignal::new(None::<String>);
    let corpus = opened.corpus().clone();
    let for_names = opened.clone();
    Effect::new(move || {
        let watch = corpus.watch();
        let name_of = |facet, value| value_name(desk, &for_names, facet, value);
        let found = typed
            .read()
            .as_ref()
            .map(|typed| complete(&corpus, typed, MOST, &name_of));
        at.set(None);
        // Of a corpus in parts what was read comes soon, and this runs again.
        offers.set(found.filter(|_| !watch.has_missed()).unwrap_or_default());
    });
    let for_offer = field.clone();
    let offer = move || typed.set(Some(for_offer.value()));
    let close = move || typed.set(None);
    let corpus = opened.corpus().clone();
    let take = move |idx: usize| {
        let taken = offers.read_untracked().get(idx).cloned();
        if let Some(taken) = taken {
            desk.replace(|view| take_offer(view, &corpus, &taken));
            close();
        }
    };
    for_the_field(&field, offers, at, offer.clone(), close, take.clone());
    if dom::is_in_field() {
        offer();
    }
    let said = field.clone();
    Effect::new(move || {
        let is_open = !offers.read().is_empty();
        let active = at.get().map(|at| format!("{LIST}-{at}"));
        dom::attributes(
            &said,
            &[
                ("aria-expanded", if is_open { "true" } else { "false" }),
                ("aria-activedescendant", active.as_deref().unwrap_or("")),
            ],
        );
    });
    let row = move |(idx, offer): (usize, Offer)| {
        let (text, what) = words_of(desk, &opened, &offer.completion);
        let take = take.clone();
        view! {
            <li
                role="option"
                id=format!("{LIST}-{idx}")
                aria-selected=move || (at.get() == Some(idx)).to_string()
                // The field keeps the keyboard.
                on:pointerdown=move |event: PointerEvent| {
                    event.prevent_default();
                    take(idx);
                }
            >
                <bdi>{text}</bdi>
                <span>{what}</span>
            </li>
        }
        .into_any()
    };
    let rows = move || {
        let row = row.clone();
        let offers = offers.get().into_iter().enumerate();
        offers.map(row).collect_view()
    };
    view! {
        <ul class="suggestions" id=LIST role="listbox" aria-label=strings::SUGGESTIONS
            hidden=move || offers.read().is_empty()>{rows}</ul>
    }
    .into_any()
}

/// What a reader calls a value.
fn value_name(desk: Desk, opened: &Opened, facet: Facet, value: u32) -> String {
    let name = opened.corpus().facet_value_name(facet, value);
    match facet {
        Facet::Language => language_name(desk, name),
        _ => name.to_owned(),
    }
}

/// What an entry says, and what it is.
fn words_of(desk: Desk, opened: &Opened, completion: &Completion) -> (String, String) {
    let documents = |n: u32| strings::documents(n, &desk.number(n));
    match completion {
        Completion::Field(field) => (format!("{field}:"), strings::SUGGESTED_FIELD.to_owned()),
        Completion::Word { word, n_docs } => (word.clone(), documents(*n_docs)),
        Completion::Value {
            facet,
            value,
            n_docs,
        } => {
            let what = strings::suggested_entity(strings::facet(*facet), &documents(*n_docs));
            (value_name(desk, opened, *facet, *value), what)
        }
        Completion::Known { field, value } => (
            format!("{field}:{value}"),
            strings::SUGGESTED_FIELD.to_owned(),
        ),
        Completion::Speaker { entity, n_docs } => {
            let name = opened
                .corpus()
                .entity(*entity)
                .map(|entity| entity.name().to_owned());
            let what = strings::suggested_entity(strings::SUGGESTED_SPEAKER, &documents(*n_docs));
            (name.unwrap_or_default(), what)
        }
        Completion::Entity { entity, n_docs } => {
            let corpus = opened.corpus();
            let name = corpus
                .entity(*entity)
                .map(|entity| entity.name().to_owned());
            let kind = corpus.entity_kind(*entity).unwrap_or(EntityKind::Misc);
            let what = strings::suggested_entity(strings::kind(kind), &documents(*n_docs));
            (name.unwrap_or_default(), what)
        }
    }
}

/// Listens to what is typed and pressed in the field, for as long as this part is there.
fn for_the_field(
    field: &HtmlInputElement,
    offers: RwSignal<Vec<Offer>>,
    at: RwSignal<Option<usize>>,
    offer: impl Fn() + 'static,
    close: impl Fn() + Copy + 'static,
    take: impl Fn(usize) + 'static,
) {
    until_cleanup(EventListener::new(field, "input", move |_| offer()));
    until_cleanup(EventListener::new(field, "blur", move |_| close()));
    let on_key = move |event: &web_sys::Event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        let n = offers.read_untracked().len();
        if n == 0 || event.is_composing() {
            return;
        }
        let here = at.get_untracked();
        match (event.key().as_str(), here) {
            ("ArrowDown", _) => at.set(here.map_or(Some(0), |at| (at + 1 < n).then_some(at + 1))),
            ("ArrowUp", _) => at.set(here.map_or(Some(n - 1), |at| at.checked_sub(1))),
            ("Enter", Some(idx)) => take(idx),
            ("Escape", _) => close(),
            ("Enter", None) => return close(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let options = EventListenerOptions::enable_prevent_default();
    let listener = EventListener::new_with_options(field, "keydown", options, on_key);
    until_cleanup(listener);
}
