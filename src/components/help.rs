//! How to search, and the list of keys: a dialog, and in it what the second program tells.

use super::extra::Extra;
use super::icons;
use crate::desk::use_desk;
use crate::reactive::effect;
use crate::strings;
use leptos::{html, prelude::*};

/// A dialog, open while the desk says so.
#[component]
pub fn Help() -> impl IntoView {
    let desk = use_desk();
    let dialog: NodeRef<html::Dialog> = NodeRef::new();
    effect(move || {
        let Some(dialog) = dialog.get() else { return };
        match (desk.is_help_open.get(), dialog.open()) {
            // Showing one that shows already would throw.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    // Fetched when it is read for the first time.
    let told = move || {
        let opened = desk.corpus.get().filter(|_| desk.is_help_open.get());
        opened.map(|opened| view! { <Extra opened=opened part="help" /> })
    };
    view! {
        <dialog
            node_ref=dialog
            aria-labelledby="help-title"
            on:close=move |_| desk.is_help_open.set(false)
            on:click=move |event| {
                // The backdrop is the dialog itself; what lies in it is the inner element.
                let target = event.target();
                if target.is_some() && target == event.current_target() {
                    desk.is_help_open.set(false);
                }
            }
        >
            <div>
                <button
                    type="button"
                    class="icon-button close"
                    aria-label=strings::CLOSE
                    on:click=move |_| desk.is_help_open.set(false)
                >
                    {icons::close()}
                </button>
                <h2 id="help-title">{strings::HELP}</h2>
                {told}
            </div>
        </dialog>
    }
    .into_any()
}
