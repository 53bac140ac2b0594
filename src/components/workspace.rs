//! The panes and what belongs to none of them: keys, title of the tab, announcements.

use super::card::Card;
use super::document;
use super::filters::Filters;
use super::icons;
use super::reader::Reader;
use super::results::{Results, step_result};
use super::splitter::{Split, Splitter};
use super::timeline::Timeline;
use super::topbar::TopBar;
use crate::desk::{Desk, use_desk};
use crate::opened::Opened;
use crate::reactive::effect;
use crate::strings;
use crate::web::dom;
use crate::web::timer::Later;
use corpus_view::{Key, Open, Pane, Press, Study, action};
use leptos::prelude::*;

/// Everything about one corpus.
#[component]
pub fn Workspace(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    follow_keys(desk, &opened);
    name_the_tab(desk, &opened);

    let px = |width: Option<f64>| width.map(|width| format!("{}px", corpus_view::px(width)));
    let filters_width = move || px(desk.settings.read().filters_width);
    let results_width = move || px(desk.settings.read().results_width);
    let open = move || match &desk.view.read().open {
        Open::Start => None,
        // What it counts is asked for in the search box, which stays in sight.
        Open::Study(_) => Some("study"),
        _ => Some(""),
    };
    let pane = move || desk.view.read().pane.key();
    view! {
        <div
            class="app"
            data-pane=pane
            data-open=open
            data-full=move || desk.is_full.get().then_some("")
            style=("--filters-width", filters_width)
            style=("--results-width", results_width)
        >
            <a class="skip-link" href="#results" on:click=move |event| {
                event.prevent_default();
                dom::focus_first(".results-list a");
            }>{strings::SKIP_TO_RESULTS}</a>
            <TopBar opened=opened.clone() />
            <aside class="filters-pane" aria-label=strings::FILTERS>
                <Filters opened=opened.clone() />
            </aside>
            <main class="main-pane">
                <Splitter which=Split::Filters />
                <section class="timeline-pane" aria-label=strings::TIMELINE>
                    <Timeline opened=opened.clone() />
                </section>
                <section class="results-pane" aria-label=strings::RESULTS>
                    <Results opened=opened.clone() />
                </section>
                <section class="reader-pane">
                    <Splitter which=Split::Results />
                    <Reader opened=opened.clone() />
                </section>
            </main>
            <PanesBar />
            <Announcer opened=opened.clone() />
            <Card opened=opened />
        </div>
    }
    .into_any()
}

/// The bar of a narrow screen.
#[component]
fn PanesBar() -> impl IntoView {
    let desk = use_desk();
    let button = move |pane: Pane| {
        let icon = match pane {
            Pane::Results => icons::list(),
            Pane::Timeline => icons::bars(),
            Pane::Filters => icons::funnel(),
        };
        let is_here = move || desk.view.read().pane == pane;
        view! {
            <button
                type="button"
                aria-pressed=move || is_here().to_string()
                on:click=move |_| desk.replace(|view| view.pane = pane)
            >
                {icon}
                <span>{strings::pane(pane)}</span>
            </button>
        }
    };
    view! { <nav class="panes-bar" aria-label="Panes">{Pane::ALL.map(button)}</nav> }.into_any()
}

/// Says the number of results to a screen reader, once typing rests.
#[component]
fn Announcer(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let said = RwSignal::new(String::new());
    let later = Later::new();
    let later = StoredValue::new_local(later);
    effect(move || {
        let n = desk.answer.read().n();
        let text = strings::some_of_all(
            &desk.number(n),
            opened.n_docs(),
            &desk.number(opened.n_docs()),
        );
        later.with_value(|later| later.set(400, move || said.set(text)));
    });
    view! { <p class="unseen" role="status" aria-live="polite">{said}</p> }.into_any()
}

fn name_the_tab(desk: Desk, opened: &Opened) {
    let opened = opened.clone();
    effect(move || {
        let corpus = opened.corpus();
        let site = opened.title();
        let site = if site.is_empty() { strings::APP } else { site };
        let here = match &desk.view.read().open {
            Open::Start => None,
            Open::Coverage => Some(strings::COVERAGE.to_owned()),
            Open::Happenings => Some(strings::HAPPENINGS.to_owned()),
            Open::Correct(_) => Some(strings::CORRECTIONS.to_owned()),
            Open::Study(study) => Some(strings::study(study.kind).to_owned()),
            Open::Map => Some(strings::MAP.to_owned()),
            Open::Network => Some(strings::NETWORK.to_owned()),
            Open::Doc { id, .. } => opened
                .doc_by_id(id)
                .and_then(|doc| Some(corpus.doc(doc)?.title().to_owned())),
            Open::Source(_) => Some(strings::SOURCE_AS_IT_CAME.to_owned()),
            Open::Entity(id) => opened
                .entity_by_id(id)
                .and_then(|entity| Some(corpus.entity(entity)?.name().to_owned())),
        };
        dom::set_title(&match here {
            Some(here) => format!("{here} · {site}"),
            None => site.to_owned(),
        });
    });
}

fn follow_keys(desk: Desk, opened: &Opened) {
    let opened = opened.clone();
    dom::on_key(move |event| {
        let key = event.key();
        let press = Press {
            key: &key,
            is_chord: event.ctrl_key() || event.alt_key() || event.meta_key(),
            is_in_field: dom::is_field(event),
        };
        let Some(action) = action(press) else { return };
        if event.default_prevented() || dom::first("dialog[open]").is_some() {
            return;
        }
        match action {
            Key::Search => dom::focus_and_select(".search input"),
            Key::Help => desk.is_help_open.set(true),
            Key::NextHit => document::step_hit(desk, 1),
            Key::PreviousHit => document::step_hit(desk, -1),
            Key::NextResult => step_result(desk, &opened, 1),
            Key::PreviousResult => step_result(desk, &opened, -1),
            Key::NextMention => document::step_mention(1),
            Key::PreviousMention => document::step_mention(-1),
            Key::Study => desk.push(|view| view.open = Open::Study(Study::default())),
            Key::Escape => {
                escape(desk, dom::closest(event, ".search").is_some());
                return;
            }
        }
        event.prevent_default();
    });
}

/// Closes or clears the nearest thing.
fn escape(desk: Desk, is_in_search: bool) {
    let view = desk.view.get_untracked();
    if desk.card.get_untracked().is_some() {
        desk.card.set(None);
        dom::focus_first("[data-open]:not(.app)");
    } else if is_in_search && !view.query.is_empty() {
        desk.replace(|view| view.query.clear());
    } else if view.focus.is_some() {
        desk.replace(|view| view.focus = None);
    } else if desk.is_full.get_untracked() {
        desk.is_full.set(false);
    } else if view.open != Open::Start && !is_in_search {
        desk.push(|view| view.open = Open::Start);
    }
}
