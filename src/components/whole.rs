//! What only a whole corpus can do, and what a corpus in parts is fetching: said, offered, tried again.

use crate::corrected;
use crate::desk::{Desk, use_desk};
use crate::opened::Opened;
use crate::parts::Parts;
use crate::strings;
use corpus_index::Corpus;
use corpus_search::HitFinder;
use corpus_view::{Open, StudyKind};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;

/// How far the whole has come.
#[derive(Clone, PartialEq)]
enum Stage {
    Offered,
    Fetching(f64),
    Failed(String),
}

/// What a view reads of a corpus in parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// So little that it is fetched as it is read.
    Parts,
    /// The texts of all documents found, which are too many.
    Found,
    /// Every document.
    All,
}

/// Texts of the documents found are fetched one by one where they are at most so many bytes.
const MOST_TEXT: usize = 2 << 20;

/// What the present view of the reading pane reads; `None` while that is not known.
pub fn needs(desk: Desk, opened: &Opened) -> Option<Needs> {
    let view = desk.view.read();
    let Open::Study(study) = &view.open else {
        return Some(Needs::All);
    };
    match study.kind {
        StudyKind::Alike => return Some(Needs::Parts),
        StudyKind::Time if !study.is_per_words => return Some(Needs::Parts),
        StudyKind::Lines | StudyKind::Collocates | StudyKind::Runs => {}
        _ => return Some(Needs::All),
    }
    let answer = desk.answer.read();
    if answer.is_waiting() {
        return None;
    }
    // Lines and neighbours of nothing are none.
    let has_hits = answer.finder().is_some_and(HitFinder::has_hits);
    let is_little = study.kind != StudyKind::Runs && !has_hits
        || opened.corpus().n_missing_of_texts(answer.docs()) <= MOST_TEXT;
    Some(if is_little {
        Needs::Parts
    } else {
        Needs::Found
    })
}

/// In place of a view that reads all documents: the offer to fetch them.
#[component]
pub fn NeedsWhole(
    opened: Opened,
    parts: Parts,
    /// Whether only the documents found are read.
    is_of_found: bool,
) -> impl IntoView {
    let desk = use_desk();
    let stage = RwSignal::new(Stage::Offered);
    let len = RwSignal::new(None::<f64>);
    let asked = parts.clone();
    spawn_local(async move {
        let found = asked.len_of_whole().await;
        // The view may be gone by now.
        let _ = len.try_set(found);
    });
    let megabytes =
        move |n: f64| strings::megabytes(&desk.locale().number((n / 1e5).ceil() / 10.0));
    let fetch = move |_| {
        stage.set(Stage::Fetching(0.0));
        let (opened, parts) = (opened.clone(), parts.clone());
        spawn_local(async move {
            let told = Closure::<dyn Fn(f64)>::new(move |n| {
                let _ = stage.try_set(Stage::Fetching(n));
            })
            .into_js_value();
            match parts.whole(&told).await {
                Ok(corpus) => replace(desk, &opened, corpus),
                Err(why) => {
                    let _ = stage.try_set(Stage::Failed(why));
                }
            }
        });
    };
    let said = move || {
        let size = len.get().map(megabytes);
        match stage.get() {
            Stage::Offered => strings::needs_whole(is_of_found, size.as_deref()),
            Stage::Fetching(n) => strings::whole_has_come(&megabytes(n), size.as_deref()),
            Stage::Failed(why) => strings::part_failed(&why),
        }
    };
    let is_fetching = move || matches!(stage.get(), Stage::Fetching(_));
    let label = move || match stage.get() {
        Stage::Failed(_) => strings::OWN_AGAIN,
        _ => strings::FETCH_WHOLE,
    };
    view! {
        <div class="needs-whole">
            <p role="status">{said}</p>
            <button type="button" class="button" hidden=is_fetching on:click=fetch>{label}</button>
        </div>
    }
    .into_any()
}

/// The whole takes the place of its parts; the view stays.
fn replace(desk: Desk, opened: &Opened, corpus: Corpus) {
    let is_shown = desk.corpus.get_untracked().as_ref() == Some(opened);
    if is_shown {
        let generation = opened.generation().wrapping_add(1);
        let whole = Opened::new(corpus, opened.title(), generation);
        desk.card.set(None);
        // Corrections that were made before are made again, as of any corpus that is opened.
        corrected::open(desk, whole, None);
    }
}

/// Above the results: what is on its way, and what could not be had.
#[component]
pub fn Arriving(opened: Opened) -> impl IntoView {
    let Some(parts) = opened.parts().cloned() else {
        return ().into_any();
    };
    let for_fault = parts.clone();
    let fetching = move || (parts.n_fetching() > 0).then_some(strings::FETCHING);
    let fault = move || {
        let parts = for_fault.clone();
        for_fault.fault().map(|why| {
            view! {
                <span role="alert">{strings::part_failed(&why)}</span>
                <button type="button" class="button" on:click=move |_| parts.again()>
                    {strings::OWN_AGAIN}
                </button>
            }
            .into_any()
        })
    };
    view! {
        <div class="arriving">
            <span role="status">{fetching}</span>
            {fault}
        </div>
    }
    .into_any()
}

/// Below the filters: names that are not counted for so many documents, unless asked for.
#[component]
pub fn Uncounted(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    if opened.parts().is_none() {
        return ().into_any();
    }
    let view = move || {
        let n = desk.answer.read().n_uncounted()?;
        let most = desk.locale().number((n as f64 / 1e5).ceil() / 10.0);
        Some(
            view! {
                <p class="uncounted">
                    {strings::NAMES_UNCOUNTED}" "
                    <button type="button" class="link-button" on:click=move |_| {
                        desk.counted.set(Some(desk.question.get_untracked()));
                    }>{strings::count_names(&strings::megabytes(&most))}</button>
                </p>
            }
            .into_any(),
        )
    };
    view.into_any()
}
