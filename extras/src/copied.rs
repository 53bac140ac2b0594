//! A button that puts a text on the clipboard, and says so.

use dateline::strings;
use js_sys::{Function, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// The button, with `class`; its label tells when the text has been taken.
pub fn copy_button(class: &'static str, text: String) -> AnyView {
    let copied = RwSignal::new(false);
    let label = move || match copied.get() {
        true => strings::COPIED,
        false => strings::COPY,
    };
    view! {
        <button type="button" class=class aria-live="polite" on:click=move |_| copied.set(copy(&text).is_some())>
            {label}
        </button>
    }
    .into_any()
}

/// Puts a text on the clipboard, where the browser has one.
fn copy(text: &str) -> Option<()> {
    let get = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    let clipboard = get(&get(&js_sys::global(), "navigator")?, "clipboard")?;
    let write: Function = get(&clipboard, "writeText")?.dyn_into().ok()?;
    write.call1(&clipboard, &text.into()).ok()?;
    Some(())
}
