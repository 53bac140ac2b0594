//! What worker and page say to each other, and how: arrays whose first item is a word.
//!
//! | page to worker | worker to page |
//! |---|---|
//! | `parts`, bytes of each | `ready`, names of the parts |
//! | `run`, pairs of path and file | `progress`, stage, done, of, path |
//! | | `early`, pack, files read, files given |
//! | `helper`, port to one; to that one `help`, port | `help`, how many; `alone` once all files are read |
//! | | `done`, pack, files read, files not used, bytes of memory |
//! | `list`, `keep`, `open`, `take`, `rename`, `delete` | `shelf`, rows, bytes used, bytes there may be, why there are no rows; `kept`, key; `opened`, key, name, pack, files; `taken`, name, pack |
//! | | `refused`, why |
//! | `ask`, port, `source`, pairs, path, SHA-256, copies | through the port: the source as text, or nothing |
//! | `ask`, port, `zip`, pairs, pairs of path and text to add | through the port: one archive |
//!
//! A pair with an empty path holds an archive of a folder's files, in place of pairs of its own. Where a worker can open no
//! file, a pair holds the bytes.

use js_sys::{Array, global};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessagePort};

/// The worker itself.
pub fn scope() -> DedicatedWorkerGlobalScope {
    global().unchecked_into()
}

/// Tells the page.
pub fn said(word: &str, with: &[&JsValue]) {
    let message = Array::of1(&JsValue::from_str(word));
    for item in with {
        message.push(item);
    }
    // Refused only for what cannot be copied, and nothing of that kind is said.
    let _ = scope().post_message(&message);
}

/// Answers a question through its own port: `[value]`, or `[nothing, why]`.
pub fn answer(port: &MessagePort, answer: Result<JsValue, String>) {
    let message = match answer {
        Ok(value) => Array::of1(&value),
        Err(why) => Array::of2(&JsValue::UNDEFINED, &JsValue::from_str(&why)),
    };
    let _ = port.post_message(&message);
}

/// An item of a message as text, empty if it is none.
pub fn text(message: &Array, at: u32) -> String {
    message.get(at).as_string().unwrap_or_default()
}

/// A count as a message has it.
pub fn count(n: usize) -> JsValue {
    JsValue::from_f64(n as f64)
}

/// What went wrong, in the browser's words.
pub fn reason(error: &JsValue) -> String {
    match error.dyn_ref::<web_sys::DomException>() {
        Some(error) => format!("{}: {}", error.name(), error.message()),
        None => String::from(js_sys::Object::from(error.clone()).to_string()),
    }
}
