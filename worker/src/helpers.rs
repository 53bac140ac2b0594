//! Other workers that read files for this one, and this one reading for another.
//!
//! Reading is what can be divided without loss: each file by itself, the results taken up in the order of the files. All later
//! steps look at the folder as a whole or cost more to hand over than to do. Files go through a port of their own between
//! two workers, as number, path and handle; what comes back is the number and the bytes of a [`ReadApart`], or nothing
//! where only the run can read the file.

use crate::originals::Held;
use corpus_ingest::ReadApart;
use corpus_model::SourceFile;
use js_sys::{Array, Function, Promise, Uint8Array};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, MessagePort};

/// Files that a helper has at a time: one in hand and one to go on with.
const AT_A_TIME: usize = 2;

/// The helpers of a worker. A clone is the same ones.
#[derive(Clone, Default)]
pub struct Helpers(Rc<RefCell<Inner>>);

#[derive(Default)]
struct Inner {
    /// Each with the number of files it has.
    helpers: Vec<(MessagePort, usize)>,
    answers: BTreeMap<usize, Option<ReadApart>>,
    /// Called at the next answer.
    waiting: Option<Function>,
}

impl Helpers {
    /// Takes in another helper.
    pub fn join(&self, port: MessagePort) {
        let nth = self.0.borrow().helpers.len();
        let helpers = self.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            helpers.hear(nth, &Array::from(&event.data()));
        });
        port.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
        self.0.borrow_mut().helpers.push((port, 0));
    }

    fn hear(&self, nth: usize, answer: &Array) {
        let idx = answer.get(0).as_f64().unwrap_or_default() as usize;
        let read = answer.get(1).dyn_into::<Uint8Array>().ok();
        let read = read.and_then(|bytes| ReadApart::from_bytes(&bytes.to_vec()));
        let mut inner = self.0.borrow_mut();
        if let Some((_, n_files)) = inner.helpers.get_mut(nth) {
            *n_files = n_files.saturating_sub(1);
        }
        inner.answers.insert(idx, read);
        if let Some(waiting) = inner.waiting.take() {
            let _ = waiting.call0(&JsValue::NULL);
        }
    }

    /// Whether there are any.
    pub fn any(&self) -> bool {
        !self.0.borrow().helpers.is_empty()
    }

    /// Gives a file to a helper that has room for it; tells whether there was one.
    pub fn give(&self, idx: usize, path: &str, file: &Held) -> bool {
        let mut inner = self.0.borrow_mut();
        let free = inner.helpers.iter_mut().find(|(_, n)| *n < AT_A_TIME);
        let Some((port, n_files)) = free else {
            return false;
        };
        let message = Array::of3(&JsValue::from_f64(idx as f64), &path.into(), file.as_js());
        let is_given = port.post_message(&message).is_ok();
        *n_files += usize::from(is_given);
        is_given
    }

    /// Puts down what was read of a file before its turn.
    pub fn put(&self, idx: usize, read: Option<ReadApart>) {
        self.0.borrow_mut().answers.insert(idx, read);
    }

    /// What was read of a file, once it is there; nothing in it where only the run can read the file.
    pub fn take(&self, idx: usize) -> Option<Option<ReadApart>> {
        self.0.borrow_mut().answers.remove(&idx)
    }

    /// Waits for an answer.
    pub async fn answer(&self) {
        let inner = Rc::clone(&self.0);
        let answered = Promise::new(&mut |resolve, _| {
            inner.borrow_mut().waiting = Some(resolve);
        });
        // A promise that is never rejected.
        let _ = JsFuture::from(answered).await;
    }

    /// Lets them go.
    pub fn leave(&self) {
        *self.0.borrow_mut() = Inner::default();
    }
}

/// Reads for another worker what comes through this port.
pub fn help(port: &MessagePort) {
    let answering = port.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let message = Array::from(&event.data());
        let path = crate::said::text(&message, 1);
        let file = Held::of(message.get(2));
        let read = file.and_then(|file| read(path, &file));
        let bytes = read.and_then(|read| read.to_bytes());
        let answer = Array::of2(
            &message.get(0),
            &bytes.map_or(JsValue::NULL, |bytes| {
                Uint8Array::from(bytes.as_slice()).into()
            }),
        );
        let _ = answering.post_message(&answer);
    });
    port.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
}

/// Reads a file by itself, if it can be.
pub fn read(path: String, file: &Held) -> Option<ReadApart> {
    // Refused before reading: the limit protects memory.
    if corpus_ingest::refusal(&path, file.size() as u64).is_some() {
        return None;
    }
    let bytes = file.bytes().ok()?;
    ReadApart::read(&SourceFile { path, bytes })
}
