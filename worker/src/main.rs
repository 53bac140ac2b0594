//! The write path beside the page: files in, a pack out, without a frame of the page lost.
//!
//! A program of its own, fetched when a reader first drops something. It is told and tells in arrays whose
//! first item is a word (see `said`): the page writes and reads them without a serialiser, whose code every
//! visitor would download. Files come as handles and are read here one by one, so that a folder is never
//! held in memory as a whole. It asks the network for nothing: the page brings the gazetteers and models.
//!
//! To cancel a run the page ends the worker, which also gives its memory back.

mod helpers;
mod originals;
mod run;
mod said;
mod shelf;

use corpus_annotate::{PART_FILES, Resources};
use helpers::Helpers;
use js_sys::{Array, Uint8Array};
use said::{said, text};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, MessageEvent, MessagePort};

fn main() {
    console_error_panic_hook::set_once();
    let resources = Rc::new(RefCell::new(Resources::default()));
    let helpers = Helpers::default();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Ok(message) = event.data().dyn_into::<Array>() {
            hear(&resources, &helpers, &message);
        }
    });
    said::scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It listens as long as the worker lives.
    on_message.forget();
    let parts: Array = PART_FILES.iter().copied().map(JsValue::from_str).collect();
    said("ready", &[&parts]);
}

fn hear(resources: &Rc<RefCell<Resources>>, helpers: &Helpers, message: &Array) {
    match text(message, 0).as_str() {
        "parts" => {
            let parts: Vec<Vec<u8>> = Array::from(&message.get(1))
                .iter()
                .map(|part| Uint8Array::new(&part).to_vec())
                .collect();
            *resources.borrow_mut() = Resources::from_parts(parts.iter().map(Vec::as_slice));
        }
        "run" => {
            let files = originals::files(&Array::from(&message.get(1)));
            spawn_local(run::run(Rc::clone(resources), helpers.clone(), files));
        }
        "helper" => helpers.join(message.get(1).unchecked_into()),
        "help" => helpers::help(&message.get(1).unchecked_into()),
        "ask" => {
            let port: MessagePort = message.get(1).unchecked_into();
            said::answer(&port, originals::asked(message));
        }
        "take" => shelf::answer(shelf::take(message.get(1))),
        "list" => shelf::answer(shelf::look()),
        "keep" => shelf::answer(shelf::keep(
            text(message, 1),
            message.get(2),
            message.get(3).unchecked_into::<Blob>(),
            message.get(4),
        )),
        "open" => shelf::answer(shelf::open(message.get(1))),
        "rename" => shelf::answer(shelf::rename(message.get(1), text(message, 2))),
        "delete" => shelf::answer(shelf::delete(message.get(1))),
        _ => {}
    }
}
