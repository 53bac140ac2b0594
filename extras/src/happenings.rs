//! What happened when: the days that the texts found mention, each with its sentence, as a list and as
//! files to take along.

use crate::table::{Cell, Column, Rows, Table};
use corpus_search::Corpus;
use corpus_view::{Happening, Open, Told, happenings_calendar, happenings_csv};
use dateline::components::timeline::set_of;
use dateline::desk::{Desk, use_desk};
use dateline::opened::Opened;
use dateline::strings;
use dateline::web::download::download;
use dateline::web::timer::after_layout;
use leptos::prelude::*;
use std::sync::Arc;

/// The list in the reading pane. It follows the query, the filters and both brushes.
#[component]
pub fn HappeningsList(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    const COLUMNS: &[Column] = &[
        (strings::HAPPENINGS_WHEN, ""),
        (strings::HAPPENINGS_WHAT, "prose"),
        (strings::HAPPENINGS_WHERE, "prose"),
    ];
    // A large corpus takes a moment: it is said before it is done.
    let is_ready = RwSignal::new(false);
    after_layout(move || after_layout(move || is_ready.set(true)));
    let for_found = opened.clone();
    let found = Memo::new(move |_| {
        if !is_ready.get() {
            return Arc::new(Vec::new());
        }
        let docs = set_of(for_found.n_docs(), desk.answer.read().docs());
        Arc::new(for_found.happenings().of(&docs, desk.view.read().mentioned))
    });
    let sum = move || {
        let found = found.read();
        if !is_ready.get() {
            return strings::WORKING.to_owned();
        }
        if found.is_empty() {
            return strings::HAPPENINGS_NONE.to_owned();
        }
        let (n, n_docs) = (found.len() as u32, desk.answer.read().n());
        strings::happenings_sum(
            &strings::mentions(n, &desk.number(n)),
            &strings::documents(n_docs, &desk.number(n_docs)),
        )
    };
    let for_rows = opened.clone();
    let rows = Signal::derive(move || {
        let (found, opened) = (found.get(), for_rows.clone());
        Rows {
            n: found.len() as u32,
            row: Arc::new(move |row| {
                let row = row as usize;
                let Some(happening) = found.get(row) else {
                    return (Vec::new(), "");
                };
                let before = row.checked_sub(1).and_then(|before| found.get(before));
                let is_same =
                    before.is_some_and(|before| before.days.first == happening.days.first);
                let class = if is_same { "same" } else { "" };
                (cells(desk, &opened, happening), class)
            }),
        }
    });
    let save = move |label: &'static str,
                     name: &'static str,
                     media: &'static str,
                     write: fn(&Corpus, &[Happening]) -> String| {
        let opened = opened.clone();
        view! {
            <button type="button" class="button" disabled=move || found.read().is_empty()
                on:click=move |_| download(name, media, &write(opened.corpus(), &found.read_untracked()))>
                {label}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="happenings">
            <div class="about">
                <h1>{strings::HAPPENINGS}</h1>
                <p role="status">{sum}</p>
                {save(strings::AS_CSV, "what-happened-when.csv", "text/csv;charset=utf-8", happenings_csv)}
                {save(strings::AS_CALENDAR, "what-happened-when.ics", "text/calendar;charset=utf-8", happenings_calendar)}
            </div>
            <Table name="happenings" label=strings::HAPPENINGS columns=COLUMNS rows=rows />
        </div>
    }
    .into_any()
}

fn cells(desk: Desk, opened: &Opened, happening: &Happening) -> Vec<Cell> {
    let Some(told) = Told::read(opened.corpus(), happening) else {
        return Vec::new();
    };
    let doc = &told.doc;
    let when = desk.locale().date(told.shape());
    let open = Open::Doc {
        id: doc.id().to_owned(),
        at: Some(told.date.span.start),
    };
    let outlet = doc
        .outlet()
        .map_or(strings::NO_OUTLET, |outlet| outlet.name);
    vec![
        Cell::text(when.unwrap_or_else(|| told.date.value.to_owned())),
        Cell::link(told.sentence(), open),
        Cell::text(format!("{outlet} · {}", doc.title())),
    ]
}
