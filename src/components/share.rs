//! The way to the panel that saves and takes out. The panel itself comes when it is asked for: `later.js`.

use super::{app, icons};
use crate::desk::use_desk;
use crate::opened::Opened;
use crate::strings;
use crate::web::share::{Taken, open};
use leptos::prelude::*;

/// Its button.
#[component]
pub fn Share(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let ask = move |_| {
        if opened.parts().is_some() {
            desk.notice.set(Some(strings::WHOLE_FIRST.to_owned()));
            return;
        }
        let docs = untrack(|| {
            desk.answer
                .read()
                .docs()
                .iter()
                .map(|doc| doc.0)
                .collect::<Vec<_>>()
        });
        let n = docs.len() as u32;
        let corpus = opened.corpus().clone();
        let base = desk.base.get_untracked().unwrap_or_else(|| opened.clone());
        let base = base.corpus().clone();
        let taken = Taken {
            is_built_in: app::is_embedded(base.pack().bytes()),
            base,
            found: strings::documents(n, &desk.number(n)),
            title: opened.title().to_owned(),
            corpus,
            docs,
        };
        open(taken, move |error| desk.notice.set(Some(error)));
    };
    view! {
        <button type="button" class="icon-button" aria-label=strings::SHARE title=strings::SHARE on:click=ask>
            {icons::share()}
        </button>
    }
    .into_any()
}
