//! The facets: what the found documents have in common, each value with what choosing it leaves.

use super::chips::{clear, language_name};
use super::whole::Uncounted;
use crate::desk::{Desk, use_desk};
use crate::opened::Opened;
use crate::parts::when_there;
use crate::reactive::{effect, memo};
use crate::strings;
use crate::web::timer::after_layout;
use crate::web::{dom, media};
use corpus_model::EntityKind;
use corpus_search::{Facet, FacetCount, FilterMode, entities_called, is_called, sorted_by};
use corpus_view::{Window, px, scroll_to_show, window};
use leptos::{html, prelude::*};
use std::sync::Arc;

/// Values shown before one asks for more.
const FEW: usize = 6;
/// A list of more values than this scrolls by itself.
const LONG: usize = 24;
/// Height of such a list in pixels at most, for what has to be there; `style/filters.css` says how high it is.
const LONG_PX: f64 = 480.0;
/// Rows kept ready above and below what is seen.
const OVERSCAN: u32 = 6;
/// Facets with more values than this have a box to find one in.
const FIND_FROM: u32 = 12;

/// In the order of the pane.
const SHOWN: [Facet; 13] = [
    Facet::Outlet,
    Facet::Entity(EntityKind::Person),
    Facet::Entity(EntityKind::Organisation),
    Facet::Entity(EntityKind::Place),
    Facet::Entity(EntityKind::Event),
    Facet::Entity(EntityKind::Law),
    Facet::Language,
    Facet::Author,
    Facet::Section,
    Facet::Entity(EntityKind::Group),
    Facet::Entity(EntityKind::Work),
    Facet::Entity(EntityKind::Product),
    Facet::Entity(EntityKind::Misc),
];

/// A value in its row.
struct Value {
    value: u32,
    /// Where in the list.
    place: u32,
    key: Arc<str>,
    name: String,
}

/// The pane of filters.
#[component]
pub fn Filters(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let has_filters = move || desk.view.read().has_filters();
    let facets = SHOWN
        .into_iter()
        .filter_map(|facet| {
            let n = n_values(&opened, facet);
            // One language, author or section tells nothing.
            let least = if matches!(facet, Facet::Language | Facet::Author | Facet::Section) {
                2
            } else {
                1
            };
            (n >= least)
                .then(|| view! { <FacetList opened=opened.clone() facet=facet n_values=n /> })
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
            <Uncounted opened=opened />
        </div>
    }
    .into_any()
}

/// How many values of a facet any document has.
fn n_values(opened: &Opened, facet: Facet) -> u32 {
    let corpus = opened.corpus();
    match facet {
        Facet::Entity(kind) => corpus
            .entity_ids()
            .filter(|&entity| corpus.entity_kind(entity) == Some(kind))
            .count() as u32,
        _ => corpus.n_facet_values(facet) as u32,
    }
}

/// What a reader sees for a value.
fn name_of(desk: Desk, opened: &Opened, facet: Facet, value: u32) -> String {
    let name = opened.corpus().facet_value_name(facet, value);
    match facet {
        Facet::Language => language_name(desk, name),
        _ => name.to_owned(),
    }
}

/// Which values a facet shows at present, in order.
#[derive(Clone, PartialEq, Default)]
struct Shown {
    values: Arc<Vec<u32>>,
    n_more: u32,
}

impl Shown {
    /// What is chosen, then what most documents have; of these only a few unless all are asked for.
    fn usual(chosen: Vec<u32>, found: &[FacetCount], is_all: bool) -> Self {
        let n_all = found.len();
        let others = found.iter().map(|count| count.value);
        let others = others.filter(|value| !chosen.contains(value));
        let most = if is_all { usize::MAX } else { FEW };
        let most = most.max(chosen.len());
        let values: Vec<u32> = chosen.iter().copied().chain(others).take(most).collect();
        Self {
            n_more: n_all.saturating_sub(values.len()) as u32,
            values: values.into(),
        }
    }

    /// What is called as was typed: chosen ones first, then by documents.
    fn sought(found: impl Iterator<Item = u32>, chosen: &[u32], counts: &[u32]) -> Self {
        let key = |value: u32| {
            let n = counts.get(value as usize).copied().unwrap_or(0);
            let n = n.min(u32::MAX >> 1) | u32::from(chosen.contains(&value)) << 31;
            u64::from(!n) << 32 | u64::from(value)
        };
        let mut keys: Vec<u64> = found.map(key).collect();
        keys.sort_unstable();
        let values: Vec<u32> = keys.into_iter().map(|key| key as u32).collect();
        Self {
            values: values.into(),
            n_more: 0,
        }
    }
}

#[component]
fn FacetList(opened: Opened, facet: Facet, n_values: u32) -> impl IntoView {
    let desk = use_desk();
    let is_all = RwSignal::new(false);
    let sought = RwSignal::new(String::new());
    let opened = StoredValue::new(opened);

    // By value, so that a row looks its own up without a search.
    let counts = memo(move || {
        let answer = desk.answer.read();
        let n = opened.with_value(|opened| opened.corpus().n_facet_values(facet));
        let mut by_value = vec![0u32; n];
        for count in answer.counts(facet) {
            if let Some(n) = by_value.get_mut(count.value as usize) {
                *n = count.n;
            }
        }
        Arc::new(by_value)
    });
    let chosen = memo(move || {
        let (view, counts) = (desk.view.read(), counts.read());
        let of_facet = view.filters.iter().filter(|filter| filter.facet == facet);
        let value = |key: &str| opened.with_value(|o| o.facet_value(facet, key));
        let chosen: Vec<u32> = of_facet.filter_map(|filter| value(&filter.value)).collect();
        let n = |value: &u32| counts.get(*value as usize).copied();
        sorted_by(chosen, |a, b| n(b).cmp(&n(a)))
    });
    let shown = memo(move || {
        let (counts, typed) = (counts.read(), sought.read());
        if typed.trim().is_empty() {
            let answer = desk.answer.read();
            return Shown::usual(chosen.get(), answer.counts(facet), is_all.get());
        }
        opened.with_value(|opened| match facet {
            Facet::Entity(kind) => {
                let found = entities_called(opened.corpus(), kind, &typed);
                Shown::sought(found.into_iter().map(|id| id.0), &chosen.read(), &counts)
            }
            _ => {
                let is_found =
                    |value: &u32| is_called(&name_of(desk, opened, facet, *value), &typed);
                let found = (0..counts.len() as u32).filter(is_found);
                Shown::sought(found, &chosen.read(), &counts)
            }
        })
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
                on:keydown=move |event| {
                    if event.key() == "ArrowDown" {
                        event.prevent_default();
                        dom::focus_first(&format!("[data-facet={}] li .main", facet.name()));
                    }
                }
            />
        }
    });
    let more = move || {
        let (n, n_more) = (shown.read().values.len(), shown.read().n_more);
        let is_sought = !sought.read().trim().is_empty();
        let label = match (is_sought, n_more) {
            (true, _) if n == 0 => {
                return view! { <p class="none">{strings::NO_SUCH_VALUE}</p> }.into_any();
            }
            (false, 1..) => strings::show_more(&desk.number(n_more)),
            (false, 0) if is_all.get() => strings::SHOW_FEWER.to_owned(),
            _ => return ().into_any(),
        };
        view! {
            <button type="button" class="link-button more" on:click=move |_| is_all.update(|is_all| *is_all = !*is_all)>
                {label}
            </button>
        }
        .into_any()
    };
    // A heading over nothing tells nothing.
    let is_bare = move || shown.read().values.is_empty() && sought.read().trim().is_empty();
    view! {
        <section class="facet" data-facet=facet.name() hidden=is_bare>
            <h3>
                {strings::facet(facet)}
                <span class="count">{desk.number(n_values)}</span>
            </h3>
            {find}
            <Values opened=opened facet=facet shown=shown counts=counts />
            {more}
        </section>
    }
    .into_any()
}

/// The values: of a long list only the rows that are seen exist.
#[component]
fn Values(
    opened: StoredValue<Opened>,
    facet: Facet,
    shown: Memo<Shown>,
    counts: Memo<Arc<Vec<u32>>>,
) -> impl IntoView {
    let desk = use_desk();
    let generation = opened.with_value(Opened::generation);
    // What scrolls is around the list: no height holds an element smaller than its own padding.
    let list: NodeRef<html::Div> = NodeRef::new();
    let scrolled = RwSignal::new(0.0);
    // The one row of a long list that Tab stops at.
    let stop = RwSignal::new(0u32);
    let is_long = memo(move || shown.read().values.len() > LONG);
    // `style/filters.css` says the same.
    let row_px = move || media::rem() * if desk.is_middle.get() { 2.5 } else { 1.75 };
    let rows = memo(move || {
        let (shown, n) = (shown.read(), shown.read().values.len() as u32);
        let window = match is_long.get() {
            true => window(n, row_px(), scrolled.get(), LONG_PX, OVERSCAN),
            false => Window { first: 0, end: n },
        };
        let rows = window.first..window.end;
        let value = |place: u32| Some((place, *shown.values.get(place as usize)?));
        rows.filter_map(value).collect::<Vec<(u32, u32)>>()
    });
    // Another list begins at its top.
    effect(move || {
        shown.track();
        stop.set(0);
        // Moving it makes the browser lay out the page then and there, so one that stands at its top is left alone.
        if let Some(list) = list.get().filter(|_| scrolled.get_untracked() > 0.0) {
            list.set_scroll_top(0);
            scrolled.set(0.0);
        }
    });
    let space = move |n: u32| {
        is_long
            .get()
            .then(|| format!("{}px", px(f64::from(n) * row_px())))
    };
    let above = move || space(rows.read().first().map_or(0, |(place, _)| *place));
    let below = move || {
        let n = shown.read().values.len() as u32;
        space(n - rows.read().last().map_or(0, |(place, _)| place + 1))
    };
    let focus_row = move |place: u32| {
        stop.set(place);
        if let Some(list) = list.get_untracked().filter(|_| is_long.get_untracked()) {
            let (top, seen) = (
                f64::from(list.scroll_top()),
                f64::from(list.client_height()),
            );
            if let Some(top) = scroll_to_show(place, untrack(row_px), top, seen) {
                list.set_scroll_top(top.ceil() as i32);
                scrolled.set(top);
            }
        }
        let row = format!("[data-facet={}] [data-place='{place}'] .main", facet.name());
        after_layout(move || dom::focus_first(&row));
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        let here = dom::closest(&event, "[data-place]");
        let Some(here) = here.and_then(|row| dom::number_in(&row, "data-place")) else {
            return;
        };
        let last = (shown.read_untracked().values.len() as u32).saturating_sub(1);
        let next = match event.key().as_str() {
            "ArrowDown" => here + 1,
            "ArrowUp" => here.saturating_sub(1),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        focus_row(next.min(last));
    };
    // A chosen row may move to another place in the list: the keyboard goes with it.
    let follow = Callback::new(move |value: u32| {
        after_layout(move || {
            let values = shown.read_untracked().values.clone();
            if let Some(place) = values.iter().position(|other| *other == value) {
                focus_row(place as u32);
            }
        });
    });
    let row = move |(place, value): (u32, u32)| {
        let count = Signal::derive(move || counts.read().get(value as usize).copied().unwrap_or(0));
        let is_stop = Signal::derive(move || {
            let first = rows.read().first().map_or(0, |(place, _)| *place);
            let end = rows.read().last().map_or(0, |(place, _)| *place + 1);
            let stop = stop.get();
            !is_long.get()
                || place
                    == if (first..end).contains(&stop) {
                        stop
                    } else {
                        first
                    }
        });
        let draw = move |opened: &Opened| {
            let corpus = opened.corpus();
            let value = Value {
                value,
                place,
                key: corpus.facet_value_key(facet, value).into(),
                name: name_of(desk, opened, facet, value),
            };
            if matches!(facet, Facet::Entity(_)) {
                opened.remember(&value.key, value.value);
            }
            let slot = (facet == Facet::Outlet).then(|| opened.outlet_slot(value.value));
            view! { <Row facet=facet value=value count=count colour=slot is_stop=is_stop follow=follow /> }
                .into_any()
        };
        move || {
            let waiting = || view! { <li aria-busy="true">"…"</li> }.into_any();
            opened.with_value(|opened| when_there(opened, || draw(opened), waiting))
        }
    };
    view! {
        <div
            class="values"
            node_ref=list
            data-long=move || is_long.get().then_some("")
            on:scroll:target=move |event| scrolled.set(f64::from(event.target().scroll_top()))
            on:keydown=on_key
        >
            <ul style:padding-top=above style:padding-bottom=below>
                <For
                    each=move || rows.get()
                    key=move |(place, value)| (generation, *place, *value)
                    children=row
                />
            </ul>
        </div>
    }
    .into_any()
}

#[component]
fn Row(
    facet: Facet,
    value: Value,
    count: Signal<u32>,
    colour: Option<u8>,
    is_stop: Signal<bool>,
    follow: Callback<u32>,
) -> impl IntoView {
    let desk = use_desk();
    let key = value.key.clone();
    let mode = memo(move || desk.view.read().filter_mode(facet, &key));
    let key = value.key.clone();
    let place = value.place;
    let toggle = Callback::new(move |wanted: FilterMode| {
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
        follow.run(value.value);
    });
    let tab = move || if is_stop.get() { "0" } else { "-1" };
    let name = value.name;
    let small = move |wanted: FilterMode, text: &'static str, label: String| {
        view! {
            <button
                type="button"
                tabindex=tab
                aria-label=label.clone()
                title=label
                aria-pressed=move || (mode.get() == Some(wanted)).to_string()
                on:click=move |_| toggle.run(wanted)
            >
                {text}
            </button>
        }
    };
    view! {
        <li
            class="facet-value"
            data-place=place.to_string()
            data-mode=move || mode.get().map(mode_name)
            data-zero=move || (count.get() == 0).then_some("")
        >
            <button
                type="button"
                class="main"
                tabindex=tab
                aria-pressed=move || mode.get().is_some().to_string()
                on:click=move |_| toggle.run(FilterMode::Require)
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
