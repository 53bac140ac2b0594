//! The facets: what the found documents have in common, each value with what choosing it leaves.

use super::chips::{clear, language_name};
use crate::desk::{Desk, use_desk};
use crate::opened::Opened;
use crate::strings;
use crate::web::dom;
use crate::web::timer::after_layout;
use corpus_index::fold::fold;
use corpus_model::EntityKind;
use corpus_search::{Facet, FilterMode};
use leptos::prelude::*;
use std::sync::Arc;

/// Values shown before one asks for more.
const FEW: usize = 6;
/// Values shown at most: beyond them one types.
const MANY: usize = 200;
/// Facets with more values than this have a box to find one in.
const FIND_FROM: usize = 12;

/// In the order of the pane.
const SHOWN: [Facet; 12] = [
    Facet::Outlet,
    Facet::Entity(EntityKind::Person),
    Facet::Entity(EntityKind::Organisation),
    Facet::Entity(EntityKind::Place),
    Facet::Entity(EntityKind::Event),
    Facet::Entity(EntityKind::Law),
    Facet::Language,
    Facet::Author,
    Facet::Entity(EntityKind::Group),
    Facet::Entity(EntityKind::Work),
    Facet::Entity(EntityKind::Product),
    Facet::Entity(EntityKind::Misc),
];

/// A value with what does not change while the corpus is open.
#[derive(Clone)]
struct Value {
    value: u32,
    key: Arc<str>,
    name: Arc<str>,
    /// For finding: folded name, and for entities their spellings.
    folded: Arc<str>,
}

/// The pane of filters.
#[component]
pub fn Filters(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let has_filters = move || desk.view.read().has_filters();
    let facets = SHOWN
        .into_iter()
        .filter_map(|facet| {
            let values = values(desk, &opened, facet);
            // One language or one author tells nothing.
            let least = if matches!(facet, Facet::Language | Facet::Author) {
                2
            } else {
                1
            };
            (values.len() >= least).then(|| {
                view! { <FacetList opened=opened.clone() facet=facet values=values.into() /> }
            })
        })
        .collect_view();
    view! {
        <div class="filters">
            <h2>
                {strings::FILTERS}
                <button
                    type="button"
                    class="link-button"
                    hidden=move || !has_filters()
                    on:click=move |_| clear(desk)
                >
                    {strings::CLEAR_ALL}
                </button>
            </h2>
            {facets}
        </div>
    }
    .into_any()
}

/// All values of a facet that any document has.
fn values(desk: Desk, opened: &Opened, facet: Facet) -> Vec<Value> {
    let corpus = opened.corpus();
    let one = |value: u32| {
        let name = match facet {
            Facet::Language => language_name(desk, corpus.facet_value_name(facet, value)),
            _ => corpus.facet_value_name(facet, value).to_owned(),
        };
        let mut folded = fold(&name);
        if let Facet::Entity(_) = facet
            && let Some(entity) = corpus.entity(corpus_index::EntityId(value))
        {
            for (spelling, _) in entity.spellings() {
                folded.push('\n');
                folded.push_str(&fold(spelling));
            }
        }
        Value {
            value,
            key: corpus.facet_value_key(facet, value).into(),
            name: name.into(),
            folded: folded.into(),
        }
    };
    match facet {
        Facet::Entity(kind) => corpus
            .entity_ids()
            .filter(|&entity| corpus.entity_kind(entity) == Some(kind))
            .map(|entity| one(entity.0))
            .collect(),
        _ => (0..corpus.n_facet_values(facet) as u32).map(one).collect(),
    }
}

/// Which values a facet shows at present.
#[derive(Clone, PartialEq, Default)]
struct Shown {
    /// Places in the facet's values.
    places: Vec<usize>,
    n_more: usize,
}

#[component]
fn FacetList(opened: Opened, facet: Facet, values: Arc<[Value]>) -> impl IntoView {
    let desk = use_desk();
    let is_long = RwSignal::new(false);
    let sought = RwSignal::new(String::new());
    let n_values = values.len();
    let generation = opened.generation();

    // Counts by place, so that a row looks its own up without a search.
    let for_counts = values.clone();
    let counts = Memo::new(move |_| {
        let answer = desk.answer.read();
        let mut sorted: Vec<(u32, u32)> = answer
            .counts(facet)
            .iter()
            .map(|count| (count.value, count.n))
            .collect();
        sorted.sort_unstable();
        let count = |value: &Value| {
            let found = sorted.binary_search_by_key(&value.value, |(value, _)| *value);
            found.map_or(0, |i| sorted[i].1)
        };
        for_counts.iter().map(count).collect::<Vec<u32>>()
    });
    let for_shown = values.clone();
    let shown = Memo::new(move |_| {
        let (counts, view, sought) = (counts.read(), desk.view.read(), fold(&sought.read()));
        let is_chosen = |place: usize| view.filter_mode(facet, &for_shown[place].key).is_some();
        let is_sought = |place: usize| {
            let folded = &for_shown[place].folded;
            folded
                .split('\n')
                .any(|name| name.starts_with(&sought) || name.contains(&format!(" {sought}")))
        };
        let mut places: Vec<usize> = (0..for_shown.len())
            .filter(|&place| match sought.is_empty() {
                true => counts[place] > 0 || is_chosen(place),
                false => is_sought(place),
            })
            .collect();
        places.sort_by_key(|&place| (!is_chosen(place), std::cmp::Reverse(counts[place])));
        let most = match (is_long.get(), sought.is_empty()) {
            (false, true) => FEW.max(places.iter().filter(|&&place| is_chosen(place)).count()),
            _ => MANY,
        };
        let n_more = places.len().saturating_sub(most);
        places.truncate(most);
        Shown { places, n_more }
    });

    let find = (n_values > FIND_FROM).then(|| {
        let label = strings::find_in(strings::facet(facet));
        view! {
            <input
                type="search"
                class="find"
                autocomplete="off"
                aria-label=label.clone()
                placeholder=label
                prop:value=sought
                on:input:target=move |event| sought.set(event.target().value())
            />
        }
    });
    let more = move || {
        let n_more = shown.read().n_more;
        let number = desk.number(n_more as u32);
        match (is_long.get(), n_more, sought.read().is_empty()) {
            (_, 0, false) if shown.read().places.is_empty() => {
                view! { <p class="none">{strings::NO_SUCH_VALUE}</p> }.into_any()
            }
            (false, 1.., true) => view! {
                <button type="button" class="link-button more" on:click=move |_| is_long.set(true)>
                    {strings::show_more(&number)}
                </button>
            }
            .into_any(),
            (true, 1.., _) | (false, 1.., false) => {
                view! { <p class="none">{strings::type_to_narrow(&number)}</p> }.into_any()
            }
            (true, 0, true) => view! {
                <button type="button" class="link-button more" on:click=move |_| is_long.set(false)>
                    {strings::SHOW_FEWER}
                </button>
            }
            .into_any(),
            _ => ().into_any(),
        }
    };
    // A heading over nothing tells nothing.
    let is_bare = move || shown.read().places.is_empty() && sought.read().is_empty();
    let for_rows = values.clone();
    let row = move |place: usize| {
        let value = for_rows[place].clone();
        let slot = (facet == Facet::Outlet).then(|| opened.outlet_slot(value.value));
        let count = Signal::derive(move || counts.read().get(place).copied().unwrap_or(0));
        view! { <Row facet=facet value=value count=count colour=slot /> }
    };
    view! {
        <section class="facet" data-facet=facet.name() hidden=is_bare>
            <h3>
                {strings::facet(facet)}
                <span class="count">{desk.number(n_values as u32)}</span>
            </h3>
            {find}
            <ul>
                <For
                    each=move || shown.get().places
                    key=move |place| (generation, *place)
                    children=row
                />
            </ul>
            {more}
        </section>
    }
    .into_any()
}

#[component]
fn Row(facet: Facet, value: Value, count: Signal<u32>, colour: Option<u8>) -> impl IntoView {
    let desk = use_desk();
    let key = value.key.clone();
    let mode = Memo::new(move |_| desk.view.read().filter_mode(facet, &key));
    let key = value.key.clone();
    let toggle = Callback::new(move |(wanted, id): (FilterMode, String)| {
        let key = key.clone();
        desk.replace(move |view| {
            let now = view.filter_mode(facet, &key);
            let next = match (now, wanted) {
                // A click on the name takes any choice away.
                (Some(_), FilterMode::Require) => None,
                (Some(now), wanted) if now == wanted => None,
                _ => Some(wanted),
            };
            view.set_filter(facet, &key, next);
        });
        // The row may move to another place in the list: the keyboard goes with it.
        after_layout(move || dom::focus_first(&format!("#{id}")));
    });
    let id = format!("{}-{}", facet.name(), value.value);
    let name = value.name.to_string();
    let small = move |wanted: FilterMode, text: &'static str, label: String| {
        let id = format!("{}-{}-{text}", facet.name(), value.value);
        let for_click = id.clone();
        view! {
            <button
                type="button"
                id=id
                aria-label=label.clone()
                title=label
                aria-pressed=move || (mode.get() == Some(wanted)).to_string()
                on:click=move |_| toggle.run((wanted, for_click.clone()))
            >
                {text}
            </button>
        }
    };
    let for_click = id.clone();
    view! {
        <li
            class="facet-value"
            data-mode=move || mode.get().map(mode_name)
            data-zero=move || (count.get() == 0).then_some("")
        >
            <button
                type="button"
                class="main"
                id=id
                aria-pressed=move || mode.get().is_some().to_string()
                on:click=move |_| toggle.run((FilterMode::Require, for_click.clone()))
            >
                <span class="box" aria-hidden="true">{move || mode.get().map(mode_sign)}</span>
                {colour.map(|slot| view! { <span class="dot" data-slot=slot.to_string()></span> })}
                <span class="name" dir="auto" title=name.clone()>{name.clone()}</span>
                <span class="count">{move || desk.number(count.get())}</span>
            </button>
            <span class="modes">
                {small(FilterMode::AnyOf, strings::MODE_ANY, strings::any_label(&name))}
                {small(FilterMode::Exclude, strings::MODE_NOT, strings::not_label(&name))}
            </span>
        </li>
    }
    .into_any()
}

fn mode_name(mode: FilterMode) -> &'static str {
    match mode {
        FilterMode::Require => "all",
        FilterMode::AnyOf => "any",
        FilterMode::Exclude => "not",
    }
}

fn mode_sign(mode: FilterMode) -> &'static str {
    match mode {
        FilterMode::Require => "✓",
        FilterMode::AnyOf => "•",
        FilterMode::Exclude => "−",
    }
}
