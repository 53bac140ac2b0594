//! Putting right what is wrong: forms for an entity, for facts about a document, for a name that was missed or is
//! somebody else's in one place, and the list of all corrections.
//!
//! A form makes entries of `corrections.toml` (`corpus-view`, `written`) and hands them to the page, which has them
//! replayed, shows the corpus with them and leaves the form. So nothing here changes a corpus.

mod document;
mod entity;
mod list;
mod picker;
mod place;
mod words;

use corpus_model::{Action, Correction, EntityKind};
use corpus_view::{Correct, Open, written};
use dateline::components::link::Link;
use dateline::desk::{Desk, use_desk};
use dateline::opened::Opened;
use dateline::strings;
use dateline::web::beside::in_words;
use dateline::web::corrections::correct;
use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// The form or the list.
pub fn correcting(opened: Opened, what: &Correct) -> AnyView {
    match what {
        Correct::All => view! { <list::List /> }.into_any(),
        Correct::Entity(id) => match opened.corpus().entity_by_id(id) {
            Some(entity) => view! { <entity::EntityForm opened=opened entity=entity /> }.into_any(),
            None => missing(strings::NO_SUCH_ENTITY),
        },
        Correct::Doc(id) => match opened.corpus().doc_by_id(id) {
            Some(doc) => view! { <document::DocumentForm opened=opened doc=doc /> }.into_any(),
            None => missing(strings::NO_SUCH_DOCUMENT),
        },
        Correct::Words { doc, span } => match opened.corpus().doc_by_id(doc) {
            Some(doc) => match place::marked(&opened, doc, *span) {
                Some(entity) => {
                    view! { <place::PlaceForm opened=opened doc=doc span=*span entity=entity /> }
                        .into_any()
                }
                None => view! { <words::WordsForm opened=opened doc=doc span=*span /> }.into_any(),
            },
            None => missing(strings::NO_SUCH_DOCUMENT),
        },
    }
}

fn missing(what: &'static str) -> AnyView {
    view! { <div class="scroll"><article class="page correct"><p>{what}</p></article></div> }
        .into_any()
}

/// What every form ends in: the reason, the buttons, and what went wrong.
#[component]
fn Ending(
    /// What the form asks for, with the reader's reason; nothing while it asks for nothing.
    #[prop(into)]
    entries: Callback<String, Vec<String>>,
    /// Where Cancel leads.
    back: Open,
) -> impl IntoView {
    let desk = use_desk();
    let why = RwSignal::new(String::new());
    let said = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let save = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        let entries = entries.run(why.get_untracked().trim().to_owned());
        if entries.is_empty() {
            said.set(Some(strings::CORRECT_NOTHING.to_owned()));
            return;
        }
        is_busy.set(true);
        said.set(None);
        let message = entries.join("\n\n");
        let n = entries.len();
        leptos::task::spawn_local(async move {
            match correct(&["add", &message]).await {
                Ok(state) => see_that_it_fits(desk, &state, n),
                Err(error) => {
                    let _ = said.try_set(Some(in_words(&error)));
                    let _ = is_busy.try_set(false);
                }
            }
        });
    };
    view! {
        <label class="field">
            <span>{strings::CORRECT_WHY}</span>
            <input type="text" autocomplete="off" dir="auto" prop:value=why on:input:target=move |event| why.set(event.target().value()) />
            <span class="hint">{strings::CORRECT_WHY_HINT}</span>
        </label>
        <p class="said" role="alert">{said}</p>
        <div class="actions">
            <button type="submit" class="button main" disabled=is_busy on:click=save>
                {move || if is_busy.get() { strings::CORRECT_WORKING } else { strings::CORRECT_SAVE }}
            </button>
            <button type="button" class="button" on:click=move |_| desk.push(|view| view.open = back.clone())>
                {strings::CORRECT_CANCEL}
            </button>
            <Link class="button" change=|view| view.open = Open::Correct(Correct::All)>{strings::CORRECT_ALL}</Link>
        </div>
    }
    .into_any()
}

/// One kind of entity, to be chosen.
fn kind_choices(kind: RwSignal<EntityKind>) -> impl IntoView {
    EntityKind::ALL.map(|option| {
        view! {
            <label class="check" data-kind=option.name()>
                <input type="radio" name="kind" prop:checked={move || kind.get() == option} on:change=move |_| kind.set(option) />
                " "{strings::kind(option)}
            </label>
        }
        .into_any()
    })
}

/// The list shows an entry that fits nothing; a form that made one leads there.
fn see_that_it_fits(desk: Desk, state: &Array, n: usize) {
    let rows = list::rows(state);
    let is_fit = rows.iter().rev().take(n).all(|row| row.unfit.is_empty());
    if !is_fit {
        desk.push(|view| view.open = Open::Correct(Correct::All));
    }
}

/// Entries of actions that share a reason and a comment.
fn entries(actions: Vec<Action>, why: &str, evidence: &[String]) -> Vec<String> {
    let one = |action| {
        let why = why.to_owned();
        written(&Correction { action, why }, evidence)
    };
    actions.into_iter().map(one).collect()
}

/// Says something about the list; `said` hears what went wrong.
fn say(message: &[&str], said: RwSignal<Option<String>>) {
    let message: Vec<String> = message.iter().map(|word| (*word).to_owned()).collect();
    leptos::task::spawn_local(async move {
        let words: Vec<&str> = message.iter().map(String::as_str).collect();
        let outcome = correct(&words).await;
        // What was drawn may be gone by then.
        let _ = said.try_set(outcome.err().map(|error: JsValue| in_words(&error)));
    });
}
