//! Effects and memos whose machinery is in the program once.
//!
//! `Effect::new` and `Memo::new` are compiled anew for every closure they are given, at half a kilobyte to a kilobyte
//! each. A boxed closure is one type, so that the machinery is there once, or once a type of value.

use leptos::prelude::{Effect, Memo};

/// Runs now, and again whenever something changes that it has read.
pub fn effect(run: impl FnMut() + 'static) {
    let run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(run);
}

/// A value that is computed again when something changes that it was computed from.
pub fn memo<T>(compute: impl Fn() -> T + Send + Sync + 'static) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    boxed(Box::new(compute))
}

fn boxed<T>(compute: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| compute())
}
