//! Timers that end with the component that set them.

use super::until_cleanup;
use gloo::timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;

/// One thing that may happen later: setting it anew forgets what was waiting.
#[derive(Clone, Default)]
pub struct Later(Rc<RefCell<Option<Timeout>>>);

impl Later {
    /// With nothing waiting; cancelled when the current owner goes.
    #[must_use]
    pub fn new() -> Self {
        let later = Self::default();
        let kept = later.clone();
        until_cleanup(CancelOnDrop(kept));
        later
    }

    /// Does `what` after so many milliseconds, unless something else is set before.
    pub fn set(&self, millis: u32, what: impl FnOnce() + 'static) {
        *self.0.borrow_mut() = Some(Timeout::new(millis, what));
    }

    /// Forgets what was waiting.
    pub fn clear(&self) {
        self.0.borrow_mut().take();
    }
}

struct CancelOnDrop(Later);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.clear();
    }
}

/// Once the browser has laid out what is being rendered.
pub fn after_layout(what: impl FnOnce() + 'static) {
    leptos::prelude::request_animation_frame(what);
}
