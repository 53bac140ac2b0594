//! The part of the address after `#`, and the way back.

use super::{until_cleanup, window};
use gloo::events::EventListener;
use wasm_bindgen::JsValue;

/// What stands after `#`, without it.
#[must_use]
pub fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// A new entry for a step, else the present one changes.
pub fn write(fragment: &str, is_step: bool) {
    match is_step {
        true => push(fragment),
        false => replace(fragment),
    }
}

/// A new entry: Back returns to the present view.
pub fn push(fragment: &str) {
    PUSHED.store(true, std::sync::atomic::Ordering::Relaxed);
    if let Ok(history) = window().history() {
        // A browser refuses after some hundred entries a minute; the view itself has changed already.
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&url(fragment)));
    }
}

/// The present entry changes: Back skips it.
pub fn replace(fragment: &str) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&url(fragment)));
    }
}

fn url(fragment: &str) -> String {
    format!("#{fragment}")
}

/// One step back, to the view before.
pub fn back() {
    if let Ok(history) = window().history() {
        let _ = history.back();
    }
}

/// Calls with the new fragment when the reader goes back or forth or changes the address.
pub fn on_change(call: impl Fn(String) + Clone + 'static) {
    for event in ["popstate", "hashchange"] {
        let call = call.clone();
        let listener = EventListener::new(&window(), event, move |_| call(fragment()));
        until_cleanup(listener);
    }
}

/// One step back if this page made one before; else does `otherwise`.
pub fn back_or(otherwise: impl FnOnce()) {
    let n_entries = window().history().and_then(|history| history.length());
    if n_entries.is_ok_and(|n| n > 1) && document_has_pushed() {
        back();
    } else {
        otherwise();
    }
}

/// Whether [`push`] was called since the page was loaded.
fn document_has_pushed() -> bool {
    PUSHED.load(std::sync::atomic::Ordering::Relaxed)
}

static PUSHED: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);
