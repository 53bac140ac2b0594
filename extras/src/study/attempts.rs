//! Work over a corpus of which parts may be missing: what was made of a read that found nothing is thrown away, and the
//! work is done again when more has come. Of a whole corpus every attempt is the last.

use dateline::desk::{Desk, use_desk};
use dateline::opened::Opened;
use leptos::prelude::*;

/// Attempts at one piece of work. A clone counts the same ones.
#[derive(Clone)]
pub struct Attempts {
    desk: Desk,
    opened: Option<Opened>,
    has_missed: RwSignal<bool>,
    n: RwSignal<u32>,
}

impl Attempts {
    /// None so far.
    pub fn new() -> Self {
        let desk = use_desk();
        let attempts = Self {
            desk,
            opened: desk.corpus.get_untracked(),
            has_missed: RwSignal::new(false),
            n: RwSignal::new(0),
        };
        let (has_missed, n) = (attempts.has_missed, attempts.n);
        let parts = attempts
            .opened
            .as_ref()
            .and_then(|opened| opened.parts().cloned());
        if let Some(parts) = parts {
            Effect::new(move |had_missed: Option<bool>| {
                parts.track();
                let has = has_missed.get();
                // The first time something was missed just now, the next time it has come.
                if has && had_missed == Some(true) {
                    has_missed.set(false);
                    n.update(|n| *n += 1);
                    return false;
                }
                has
            });
        }
        attempts
    }

    /// Lets the effect that runs now run again for the next attempt.
    pub fn track(&self) {
        self.n.track();
    }

    /// What `work` gives if all was there that it read; else nothing, and there will be another attempt.
    pub fn whole<T>(&self, work: impl FnOnce() -> T) -> Option<T> {
        let watch = self.opened.as_ref().map(|opened| opened.corpus().watch());
        let made = work();
        if watch.is_some_and(|watch| watch.has_missed()) {
            self.has_missed.set(true);
            return None;
        }
        Some(made)
    }

    /// The same where what is found is part of it: not before that has come.
    pub fn whole_answer<T>(&self, work: impl FnOnce() -> T) -> Option<T> {
        let is_in_parts = self
            .opened
            .as_ref()
            .is_some_and(|opened| opened.parts().is_some());
        if is_in_parts && self.desk.answer.read().is_waiting() {
            return None;
        }
        self.whole(work)
    }
}
