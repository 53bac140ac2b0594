//! The only place that calls the browser: address, media queries, storage, focus and scroll, words.
//!
//! Listeners, timers and observers live until the component that asked for them goes, by
//! [`until_cleanup`]. Nothing here decides anything: what to do stands in `state` and in
//! `corpus-view`.

pub mod address;
pub mod beside;
pub mod corrections;
pub mod dom;
pub mod download;
pub mod extras;
pub mod files;
pub mod locale;
pub mod measure;
pub mod media;
pub mod pack;
pub mod settings;
pub mod share;
pub mod timer;
pub mod worker;

use leptos::prelude::on_cleanup;
use send_wrapper::SendWrapper;

/// Keeps a listener, timer or observer until the current reactive owner goes.
pub fn until_cleanup(thing: impl Sized + 'static) {
    let kept = SendWrapper::new(thing);
    on_cleanup(move || drop(kept));
}

/// The window. There is one wherever a page runs.
#[must_use]
pub fn window() -> web_sys::Window {
    leptos::prelude::window()
}
