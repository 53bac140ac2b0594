//! The worker's end: reads a corpus of which it has the head, asks for pages, answers the last question it was asked.
//!
//! | page to worker | worker to page |
//! |---|---|
//! | | `ready` |
//! | `open`, bytes of the head | |
//! | `ask`, number, address, whether names are counted at any price | `want`, numbers of pages |
//! | `pages`, number, bytes, number, bytes … | |
//! | | `answer`, number of the question, numbers, remarks; twice where names come later |

use crate::answer::{Attempt, Names, Question, attempt};
use crate::opened::Opened;
use corpus_index::Corpus;
use corpus_view::UrlState;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array, Uint32Array, global};
use std::cell::RefCell;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

thread_local! {
    static THREAD: RefCell<Thread> = RefCell::default();
}

#[derive(Default)]
struct Thread {
    opened: Option<Opened>,
    asked: Option<(JsValue, Question, Names)>,
    /// How many pages are to come before there is a point in trying again.
    n_awaited: u32,
    /// Set while an answer is to be looked for.
    is_due: bool,
}

/// Whether the program runs in a worker.
#[must_use]
pub fn is_worker() -> bool {
    web_sys::window().is_none()
}

/// Listens, for as long as the worker lives.
pub fn listen() {
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let is_due = THREAD.with_borrow_mut(|thread| {
            let is_worth_a_try = thread.hear(&Array::from(&event.data()));
            is_worth_a_try && thread.asked.is_some() && !std::mem::replace(&mut thread.is_due, true)
        });
        if is_due {
            // Messages that lie here already go first: the last question is the one that counts.
            Timeout::new(0, || THREAD.with_borrow_mut(Thread::work)).forget();
        }
    });
    scope().set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
    say("ready", &[]);
}

fn scope() -> DedicatedWorkerGlobalScope {
    global().unchecked_into()
}

fn say(word: &str, with: &[JsValue]) {
    let message: Array = with.iter().collect();
    message.unshift(&word.into());
    // Refused only for what cannot be copied, and nothing of that kind is said.
    let _ = scope().post_message(&message);
}

impl Thread {
    /// Whether an answer may be found now.
    fn hear(&mut self, message: &Array) -> bool {
        let bytes = |at| Uint8Array::from(message.get(at)).to_vec();
        match message.get(0).as_string().unwrap_or_default().as_str() {
            "open" => {
                let corpus = Corpus::open_head(&bytes(1));
                self.opened = corpus.ok().map(Opened::for_answers);
            }
            "pages" => {
                let pages = self
                    .opened
                    .as_ref()
                    .and_then(|opened| opened.corpus().pages());
                for at in (1..message.length()).step_by(2) {
                    let page = message.get(at).as_f64().unwrap_or_default() as u32;
                    // The page has checked them.
                    let _ = pages.map(|pages| pages.insert(page, &bytes(at + 1)));
                }
                self.n_awaited = self.n_awaited.saturating_sub(message.length() / 2);
                return self.n_awaited == 0;
            }
            "ask" => {
                let fragment = message.get(2).as_string().unwrap_or_default();
                let names = match message.get(3).is_truthy() {
                    true => Names::Always,
                    false => Names::IfCheap,
                };
                let question = Question::of(&UrlState::from_fragment(&fragment));
                self.asked = Some((message.get(1), question, names));
            }
            _ => {}
        }
        true
    }

    fn work(&mut self) {
        self.is_due = false;
        let (Some(opened), Some((number, question, names))) = (&self.opened, &self.asked) else {
            return;
        };
        let Attempt { answer, wants_more } = attempt(opened, question, *names);
        if let Some(answer) = answer {
            let (numbers, notes) = answer.to_numbers();
            let notes: Array = notes.into_iter().map(JsValue::from).collect();
            let numbers = Uint32Array::from(&numbers[..]);
            say("answer", &[number.clone(), numbers.into(), notes.into()]);
        }
        if wants_more {
            let pages = opened.corpus().pages();
            let wanted = pages.map(|pages| pages.take_wanted()).unwrap_or_default();
            self.n_awaited = wanted.len() as u32;
            say("want", &[Uint32Array::from(&wanted[..]).into()]);
        } else {
            self.asked = None;
        }
    }
}
