//! The reading pane: a document, how to begin, or a view that the second program draws.

use super::document::Document;
use super::extra::Extra;
use super::icons;
use super::start::start;
use crate::desk::use_desk;
use crate::opened::Opened;
use crate::parts::when_there;
use crate::reactive::memo;
use crate::strings;
use crate::web::address;
use corpus_view::Open;
use leptos::prelude::*;

/// What the pane shows, without the place in a text: a move inside a document builds nothing anew.
#[derive(Debug, Clone, PartialEq)]
enum Shown {
    Start,
    Doc(String),
    /// Which of them, the other program decides: from one to the next it keeps its place.
    Extra,
}

/// The reading pane.
#[component]
pub fn Reader(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let shown = memo(move || match &desk.view.read().open {
        Open::Start => Shown::Start,
        Open::Doc { id, .. } => Shown::Doc(id.clone()),
        _ => Shown::Extra,
    });
    move || match shown.get() {
        // On a narrow screen the start stands above the results.
        Shown::Start => view! {
            <div class="reading">
                <div class="scroll"><div class="page">{start(&opened)}</div></div>
            </div>
        }
        .into_any(),
        Shown::Doc(id) => when_there(
            &opened,
            || match opened.doc_by_id(&id) {
                Some(doc) => view! { <Document opened=opened.clone() doc=doc /> }.into_any(),
                None => view! { <Missing what=strings::NO_SUCH_DOCUMENT /> }.into_any(),
            },
            || view! { <Missing what=strings::FETCHING /> }.into_any(),
        ),
        Shown::Extra => view! {
            <div class="reading">
                <ReadingBar />
                <Extra opened=opened.clone() part="reading" takes_focus=true />
            </div>
        }
        .into_any(),
    }
}

/// The bar above what is read: back, what it offers, full width, close.
#[component]
pub fn ReadingBar(#[prop(optional)] children: Option<Children>) -> impl IntoView {
    let desk = use_desk();
    view! {
        <div class="bar">
            <button
                type="button"
                class="icon-button narrow-only"
                aria-label=strings::BACK
                title=strings::BACK
                on:click=move |_| address::back_or(move || desk.push(|view| view.open = Open::Start))
            >
                {icons::back()}
            </button>
            {children.map(|children| children())}
            <span class="spacer"></span>
            <button
                type="button"
                class="icon-button wide-only"
                aria-label=strings::READ_ALONE
                title=strings::READ_ALONE
                aria-pressed=move || desk.is_full.get().to_string()
                on:click=move |_| desk.is_full.update(|is| *is = !*is)
            >
                {icons::wide()}
            </button>
            <button
                type="button"
                class="icon-button wide-only"
                aria-label=strings::CLOSE
                title=strings::CLOSE
                on:click=move |_| {
                    desk.is_full.set(false);
                    desk.push(|view| view.open = Open::Start);
                }
            >
                {icons::close()}
            </button>
        </div>
    }
    .into_any()
}

#[component]
fn Missing(what: &'static str) -> impl IntoView {
    view! {
        <div class="reading">
            <ReadingBar />
            <div class="scroll"><div class="page"><p class="quiet">{what}</p></div></div>
        </div>
    }
    .into_any()
}
