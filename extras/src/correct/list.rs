//! All corrections with their reasons: undone one by one, taken along, brought in.

use super::say;
use dateline::desk::use_desk;
use dateline::strings;
use dateline::web::beside::in_words;
use dateline::web::corrections::correct;
use dateline::web::download;
use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};

/// An entry as the worker shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// The entry as it stands in the file.
    pub text: String,
    action: String,
    words: [String; 3],
    why: String,
    /// Why it changes nothing, or not all it should; else empty.
    pub unfit: String,
    is_of_corpus: bool,
    /// Its place among the reader's own.
    place: usize,
}

impl Row {
    fn sentence(&self) -> String {
        let [a, b, c] = [0, 1, 2].map(|n| self.words[n].as_str());
        strings::correction(&self.action, a, b, c)
    }
}

/// The entries of a state.
pub fn rows(state: &Array) -> Vec<Row> {
    let mut place = 0;
    let row = |row: JsValue| {
        let row = Array::from(&row);
        let text = |at| row.get(at).as_string().unwrap_or_default();
        let is_of_corpus = row.get(7).is_truthy();
        place += usize::from(!is_of_corpus);
        Row {
            text: text(0),
            action: text(1),
            words: [text(2), text(3), text(4)],
            why: text(5),
            unfit: text(6),
            is_of_corpus,
            place: place.saturating_sub(1),
        }
    };
    Array::from(&state.get(1)).iter().map(row).collect()
}

/// Those about what is called so.
fn rows_about(state: &Array, words: &[String]) -> Vec<Row> {
    let is_about = |row: &Row| {
        let named = row.words.iter().flat_map(|word| word.split(" · "));
        named
            .filter(|name| !name.is_empty())
            .any(|name| words.iter().any(|word| word == name))
    };
    rows(state).into_iter().filter(is_about).collect()
}

/// What has been corrected about something, if anything has.
#[component]
pub fn About(words: Vec<String>) -> impl IntoView {
    let found = RwSignal::new(Vec::<Row>::new());
    let said = RwSignal::new(None::<String>);
    leptos::task::spawn_local(async move {
        if let Ok(state) = correct(&[]).await {
            let _ = found.try_set(rows_about(&state, &words));
        }
    });
    move || {
        (!found.read().is_empty()).then(|| {
            view! {
                <section>
                    <h2>{strings::CORRECT_SO_FAR}</h2>
                    <ol class="corrections">{found.get().into_iter().map(|row| row_view(row, said)).collect_view()}</ol>
                    <p class="said" role="alert">{said}</p>
                </section>
            }
            .into_any()
        })
    }
}

fn row_view(row: Row, said: RwSignal<Option<String>>) -> AnyView {
    let sentence = row.sentence();
    let label = strings::correct_undo(&sentence);
    let place = row.place.to_string();
    let undo = if row.is_of_corpus {
        view! { <span class="quiet small">{strings::CORRECT_OF_CORPUS}</span> }.into_any()
    } else {
        view! {
            <button type="button" class="button" aria-label=label on:click=move |_| say(&["drop", &place], said)>
                {strings::CORRECT_TAKE_BACK}
            </button>
        }
        .into_any()
    };
    let why =
        (!row.why.is_empty()).then(|| view! { <p class="quiet" dir="auto">{row.why.clone()}</p> });
    let unfit = (!row.unfit.is_empty()).then(|| {
        view! { <p class="unfit">{strings::correct_unfit(&row.unfit)}</p> }
    });
    view! {
        <li>
            <div class="what">
                <p dir="auto">{sentence}</p>
                {why}
                {unfit}
                <details>
                    <summary class="small">{strings::CORRECT_AS_TEXT}</summary>
                    <pre dir="ltr">{row.text}</pre>
                </details>
            </div>
            {undo}
        </li>
    }
    .into_any()
}

/// The list in the reading pane.
#[component]
pub fn List() -> impl IntoView {
    let desk = use_desk();
    let state = RwSignal::new_local(None::<Result<Array, String>>);
    let said = RwSignal::new(None::<String>);
    leptos::task::spawn_local(async move {
        let outcome = correct(&[]).await;
        let _ = state.try_set(Some(outcome.map_err(|error| in_words(&error))));
    });
    let take = move |event: web_sys::Event| {
        let Some(field) = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok())
        else {
            return;
        };
        let Some(file) = field.files().and_then(|files| files.get(0)) else {
            return;
        };
        field.set_value("");
        leptos::task::spawn_local(async move {
            let text = wasm_bindgen_futures::JsFuture::from(file.text()).await;
            match text {
                Ok(text) => say(&["import", &text.as_string().unwrap_or_default()], said),
                Err(error) => said.set(Some(in_words(&error))),
            }
        });
    };
    let import = view! {
        <label class="button file">
            {strings::CORRECT_IMPORT}
            <input type="file" accept=".toml,text/plain" on:change=take />
        </label>
    };
    let body = move || match state.get() {
        None => view! { <p class="quiet" role="status">{strings::CORRECT_WORKING}</p> }.into_any(),
        Some(Err(error)) => view! { <p class="unfit" role="alert">{error}</p> }.into_any(),
        Some(Ok(state)) => {
            let rows = rows(&state);
            let can = |at| !state.get(at).is_undefined();
            let (can_undo, can_redo) = (can(2), can(3));
            let file = state.get(4).as_string().unwrap_or_default();
            let n = rows.len() as u32;
            let heading = strings::corrections(n, &desk.number(n));
            let n_unfit = rows.iter().filter(|row| !row.unfit.is_empty()).count() as u32;
            let unfit = (n_unfit > 0).then(|| {
                view! { <p class="unfit">{strings::corrections_unfit(&desk.number(n_unfit))}</p> }
            });
            let empty = rows.is_empty();
            view! {
                <p class="sum" role="status">{if empty { strings::CORRECT_NONE.to_owned() } else { heading }}</p>
                {unfit}
                <div class="actions">
                    <button type="button" class="button" disabled={!can_undo} on:click=move |_| say(&["undo"], said)>
                        {strings::CORRECT_UNDO}
                    </button>
                    <button type="button" class="button" disabled={!can_redo} on:click=move |_| say(&["redo"], said)>
                        {strings::CORRECT_REDO}
                    </button>
                    <button type="button" class="button" disabled=empty
                        on:click=move |_| download::download("corrections.toml", "application/toml", &file)>
                        {strings::CORRECT_EXPORT}
                    </button>
                </div>
                <ol class="corrections">{rows.into_iter().map(|row| row_view(row, said)).collect_view()}</ol>
            }
            .into_any()
        }
    };
    view! {
        <div class="scroll">
            <article class="page correct">
                <h1>{strings::CORRECTIONS}</h1>
                <p class="quiet">{strings::CORRECT_ABOUT}</p>
                {body}
                <p class="said" role="alert">{said}</p>
                <div class="actions">{import}</div>
                <p class="quiet small">{strings::CORRECT_KEPT}</p>
            </article>
        </div>
    }
    .into_any()
}
