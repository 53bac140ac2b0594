//! What worker and page say to each other, and how: arrays whose first item is a word.
//!
//! | page to worker | worker to page |
//! |---|---|
//! | `parts`, bytes of each | `ready`, names of the parts |
//! | `run`, pairs of path and file | `progress`, stage, done, of, path |
//! | | `early`, pack, files read, files given |
//! | | `done`, pack, files read, files not used, bytes of memory |
//! | `list`, `keep`, `open`, `rename`, `delete` | `shelf`, rows; `kept`, key; `opened`, name, pack, files |
//! | | `refused`, why |

use js_sys::{Array, global};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::DedicatedWorkerGlobalScope;

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
