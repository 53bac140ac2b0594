//! A reader's list of names, pasted, dropped or chosen as a file: what the corpus has of each.
//!
//! The list is kept for as long as the tab shows the corpus, and nowhere else: it may be confidential and is too long
//! for an address. Names are looked up some at a time, so that a long list stops nothing and shows how far it is.

use super::{Worked, save, show_lines};
use crate::table::{Cell, Column, Rows, Table};
use corpus_search::{NameHits, look_up_names};
use corpus_view::{Pane, StudyKind, names_csv, names_of_list, query_of_words};
use dateline::desk::use_desk;
use dateline::opened::Opened;
use dateline::strings;
use dateline::web::timer::Later;
use leptos::prelude::*;
use std::cell::RefCell;
use std::sync::Arc;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, File};

/// Names looked up before the browser gets its turn.
const AT_ONCE: usize = 100;

/// A list and what was found of its first names.
#[derive(Default, Clone)]
struct Looked {
    names: Arc<Vec<String>>,
    found: Vec<NameHits>,
}

thread_local! {
    /// The list and the generation of the corpus it was looked up in.
    static KEPT: RefCell<(u32, String)> = RefCell::default();
}

/// The field for the list and the table of it.
#[component]
pub fn Names(opened: Opened) -> impl IntoView {
    const COLUMNS: &[Column] = &[
        (strings::NAME, ""),
        (strings::OCCURRENCES, "number"),
        (strings::DOCUMENTS, "number"),
    ];
    let desk = use_desk();
    let generation = opened.generation();
    let list = RwSignal::new(KEPT.with_borrow(|(of, list)| match *of == generation {
        true => list.clone(),
        false => String::new(),
    }));
    let looked = Worked {
        value: RwSignal::new(None::<Arc<Looked>>),
        is_busy: RwSignal::new(false),
        progress: RwSignal::new((0, 0)),
        working: strings::study_working,
    };
    let n_done = RwSignal::new(0_u32);
    let n_names = RwSignal::new(0_u32);
    let later = StoredValue::new_local(Later::new());
    let for_look = opened.clone();
    let look = Callback::new(move |()| {
        let text = list.get_untracked();
        KEPT.set((generation, text.clone()));
        let names = Arc::new(names_of_list(&text));
        n_names.set(names.len() as u32);
        n_done.set(0);
        looked.is_busy.set(!names.is_empty());
        let mine = Looked {
            names,
            found: Vec::new(),
        };
        step(for_look.clone(), mine, looked, n_done, later);
    });
    if !list.read_untracked().is_empty() {
        look.run(());
    }
    let take = move |file: File| {
        leptos::task::spawn_local(async move {
            let text = JsFuture::from(file.text()).await;
            if let Some(text) = text.ok().and_then(|text| text.as_string()) {
                list.set(text);
                look.run(());
            }
        });
    };
    let rows = Signal::derive(move || {
        let looked = looked.value.get().unwrap_or_default();
        Rows {
            n: looked.found.len() as u32,
            row: Arc::new(move |row| {
                let name = looked.names.get(row as usize);
                let cells = name
                    .zip(looked.found.get(row as usize))
                    .map(|(name, hits)| {
                        let n_docs = desk.number(hits.docs.len() as u32);
                        let cell = |text: String| match hits.n_hits {
                            0 => Cell::text(text),
                            _ => Cell::action(text),
                        };
                        vec![
                            cell(name.clone()),
                            Cell::text(desk.number(hits.n_hits)),
                            cell(n_docs),
                        ]
                    });
                (cells.unwrap_or_default(), "")
            }),
        }
    });
    let on_action = Callback::new(move |(row, column): (u32, u32)| {
        let looked = looked.value.get_untracked().unwrap_or_default();
        let Some(name) = looked.names.get(row as usize) else {
            return;
        };
        let query = query_of_words(name);
        match column {
            0 => show_lines(desk, query),
            _ => desk.push(|view| {
                view.clear_narrowing();
                view.query = query;
                view.pane = Pane::Results;
            }),
        }
    });
    let said = move || {
        let n = n_names.get();
        if looked.is_busy.get() {
            return strings::names_so_far(&desk.number(n_done.get()), &desk.number(n));
        }
        let looked = looked.value.read();
        let Some(looked) = looked.as_ref() else {
            return String::new();
        };
        let n_found = looked.found.iter().filter(|hits| hits.n_hits > 0).count() as u32;
        strings::names_sum(&desk.number(n_found), &strings::names(n, &desk.number(n)))
    };
    let corpus = opened.corpus().clone();
    let file = save(looked, "names.csv", move |looked: &Looked| {
        names_csv(&corpus, &looked.names, &looked.found)
    });
    let has_rows = Memo::new(move |_| looked.value.read().is_some());
    let table = move || {
        has_rows.get().then(|| {
            view! { <Table name="names" label=strings::study(StudyKind::Names) columns=COLUMNS rows=rows on_action=on_action /> }
        })
    };
    view! {
        <form class="names-given" on:submit=move |event| {
            event.prevent_default();
            look.run(());
        }>
            <textarea
                rows="4"
                aria-label=strings::NAMES_LIST
                placeholder=strings::NAMES_HINT
                dir="auto"
                spellcheck="false"
                prop:value=list
                on:input:target=move |event| list.set(event.target().value())
                on:dragover=|event: DragEvent| {
                    event.prevent_default();
                    event.stop_propagation();
                }
                on:drop=move |event: DragEvent| {
                    let files = event.data_transfer().and_then(|data| data.files());
                    // A text that is dropped goes where the browser puts it.
                    if let Some(file) = files.and_then(|files| files.get(0)) {
                        event.prevent_default();
                        event.stop_propagation();
                        take(file);
                    }
                }
            ></textarea>
            <div class="study-bar">
                <button type="submit" class="button">{strings::NAMES_LOOK_UP}</button>
                <label class="button">
                    {strings::NAMES_FILE}
                    <input type="file" class="unseen" accept=".txt,.csv,.tsv,text/plain" on:change:target=move |event| {
                        let files = event.target().files();
                        if let Some(file) = files.and_then(|files| files.get(0)) {
                            take(file);
                        }
                        event.target().set_value("");
                    } />
                </label>
                <p role="status">{said}</p>
                <progress
                    hidden=move || !looked.is_busy.get()
                    max=move || n_names.get().to_string()
                    prop:value=move || f64::from(n_done.get())
                    aria-label=strings::NAMES_LOOK_UP
                ></progress>
                {file}
            </div>
        </form>
        {table}
    }
    .into_any()
}

/// Looks up the next names of the list; shows the table when all are done.
fn step(
    opened: Opened,
    mut mine: Looked,
    looked: Worked<Looked>,
    n_done: RwSignal<u32>,
    later: StoredValue<Later, LocalStorage>,
) {
    let next = mine.names.iter().skip(mine.found.len()).take(AT_ONCE);
    let found = look_up_names(opened.corpus(), next.map(String::as_str));
    mine.found.extend(found);
    n_done.set(mine.found.len() as u32);
    if mine.found.len() < mine.names.len() {
        // Another list that is given meanwhile takes its place.
        later.with_value(|waiting| {
            waiting.set(0, move || step(opened, mine, looked, n_done, later));
        });
        return;
    }
    looked.is_busy.set(false);
    let has_any = !mine.names.is_empty();
    looked.value.set(has_any.then(|| Arc::new(mine)));
}
