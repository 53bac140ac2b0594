//! The engine in a worker: a large corpus is searched there, so that no letter typed waits for a search.
//!
//! The worker runs this same program, compiled once for both, and reads the corpus as one in parts: it says which pages
//! it wants, and the page gives them, from the whole that it has or from the host. So what a search does not read, texts above
//! all, is there once. A visit that only reads what is there starts none; until the worker is ready, and wherever none can be had,
//! the page answers in its own thread. What is asked while the worker works takes the place of what waits there, and an
//! answer to anything but the last question is dropped.

mod line;
pub mod thread;

use crate::answer::{Answer, Names, Question};
use crate::opened::Opened;
use crate::reactive::effect;
use gloo::timers::callback::Timeout;
use js_sys::Array;
use leptos::prelude::*;
use line::Line;

/// A whole corpus of at most so many documents is searched in the page's own thread, within a few milliseconds.
const LARGE: u32 = 20_000;

/// Who answers the page's questions.
#[derive(Clone, Copy)]
pub struct Engine {
    state: StoredValue<State, LocalStorage>,
    /// The corpus, by its generation, that the worker answers for.
    is_ready_for: RwSignal<Option<u32>>,
    /// How often the worker has answered.
    n_told: RwSignal<u32>,
}

enum State {
    /// Nothing but this question was asked of the corpus.
    Idle(Option<(u32, Question)>),
    Starting(u32),
    Ready(Line),
    /// No worker can be had for this corpus.
    Failed(u32),
}

impl State {
    fn generation(&self) -> Option<u32> {
        match self {
            Self::Idle(asked) => asked.as_ref().map(|(generation, _)| *generation),
            Self::Starting(generation) | Self::Failed(generation) => Some(*generation),
            Self::Ready(line) => Some(line.opened().generation()),
        }
    }
}

fn is_large(opened: &Opened) -> bool {
    opened.parts().is_some() || opened.n_docs() > LARGE
}

impl Engine {
    /// One that has no worker.
    #[must_use]
    pub fn new() -> Self {
        Self {
            state: StoredValue::new_local(State::Idle(None)),
            is_ready_for: RwSignal::new(None),
            n_told: RwSignal::new(0),
        }
    }

    /// Asks every question from now on; starts the worker with the second one of a large corpus.
    pub fn attend(
        self,
        corpus: RwSignal<Option<Opened>>,
        question: Memo<Question>,
        counted: RwSignal<Option<Question>>,
    ) {
        effect(move || {
            self.is_ready_for.track();
            match &*corpus.read() {
                Some(opened) if is_large(opened) => {
                    let question = question.read();
                    let names = Names::of(opened, &question, counted.read().as_ref());
                    self.ask(opened, &question, names);
                }
                _ => self.rest(State::Idle(None)),
            }
        });
        // Pages that the worker waits for are fetched as those are that the page itself reads.
        effect(move || {
            if let Some(parts) = corpus.read().as_ref().and_then(Opened::parts) {
                parts.track();
                self.forward();
            }
        });
    }

    /// Ends the worker, if there is one.
    fn rest(self, state: State) {
        self.state.set_value(state);
        if self.is_ready_for.get_untracked().is_some() {
            self.is_ready_for.set(None);
        }
    }

    fn forward(self) {
        let mut has_more = false;
        self.with_line(|line| has_more = line.forward());
        if has_more {
            // What a reader does meanwhile goes first.
            Timeout::new(0, move || self.forward()).forget();
        }
    }

    fn with_line(self, what: impl FnOnce(&mut Line)) {
        // There is none any more once the page is gone.
        let _ = self.state.try_update_value(|state| {
            if let State::Ready(line) = state {
                what(line);
            }
        });
    }

    fn ask(self, opened: &Opened, question: &Question, names: Names) {
        let generation = opened.generation();
        if self.state.with_value(State::generation) != Some(generation) {
            self.rest(State::Idle(Some((generation, question.clone()))));
            return;
        }
        let is_second = self.state.with_value(
            |state| matches!(state, State::Idle(Some((_, first))) if first != question),
        );
        if is_second {
            self.state.set_value(State::Starting(generation));
            let opened = opened.clone();
            leptos::task::spawn_local(async move { self.start(opened).await });
            return;
        }
        self.with_line(|line| line.ask(question, names));
    }

    async fn start(self, opened: Opened) {
        let generation = opened.generation();
        let hear = move |message: Array| {
            let mut has_answered = false;
            self.with_line(|line| has_answered = line.hear(&message));
            match has_answered {
                true => self.n_told.update(|n| *n = n.wrapping_add(1)),
                false => self.forward(),
            }
        };
        let broken = move || {
            if self.state.with_value(State::generation) == Some(generation) {
                self.rest(State::Failed(generation));
            }
        };
        let line = Line::open(opened, Box::new(hear), Box::new(broken)).await;
        // Another corpus may have been opened meanwhile.
        let is_wanted = self.state.try_with_value(
            |state| matches!(state, State::Starting(wanted) if *wanted == generation),
        );
        if is_wanted != Some(true) {
            return;
        }
        match line {
            Ok(line) => {
                self.state.set_value(State::Ready(line));
                self.is_ready_for.set(Some(generation));
            }
            Err(_) => self.state.set_value(State::Failed(generation)),
        }
    }

    /// What the worker says of a corpus: the answer `before` until it says something. Nothing where the page has to
    /// answer by itself.
    #[must_use]
    pub fn answer(
        self,
        opened: &Opened,
        question: &Question,
        before: Option<&Answer>,
    ) -> Option<Answer> {
        if self.is_ready_for.get() != Some(opened.generation()) {
            return None;
        }
        self.n_told.track();
        let mut told = None;
        self.with_line(|line| told = line.told());
        Some(Answer::waiting(opened, question, told.as_ref().or(before)))
    }
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}
