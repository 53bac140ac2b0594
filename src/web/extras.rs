//! The second program, `extras/`: whole views that few visits need, fetched when one is wanted.
//!
//! The two programs share nothing but the address. This one lends an element and the corpus, whole or a page at a time, and tells
//! the fragment whenever the view changes; the other draws, and asks for another view by `dateline.go`.
//! `docs/architecture.md` has the whole contract.

use super::beside::{call, call_later, in_words};
use super::share::pack_of;
use crate::lender::Lender;
use crate::opened::Opened;
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::{JsValue, closure::Closure};
use web_sys::Element;

/// Sets `dateline.go(fragment, isStep)`, by which the second program changes the view.
pub fn listen(go: impl Fn(String, bool) + 'static) {
    let go = Closure::<dyn Fn(String, bool)>::new(go).into_js_value();
    if let Ok(host) = Reflect::get(&super::window(), &"dateline".into()) {
        // Without `boot.js`, in a test of components, there is no second program.
        let _ = Reflect::set(&host, &"go".into(), &go);
    }
}

/// Tells the view, if the program runs already.
pub fn follow(fragment: &str) {
    let _ = call("follow", &[fragment.into()]);
}

/// Fetches and starts the program unless it runs.
///
/// # Errors
/// With the reason in words, when it cannot be fetched.
pub async fn fetched() -> Result<(), String> {
    let started = call_later("extras", &[]).await;
    started.map(drop).map_err(|error| in_words(&error))
}

/// Lets it draw a part of the page into `host`.
///
/// # Errors
/// With the reason in words, when it cannot open the corpus.
pub fn draw(host: &Element, part: &str, opened: &Opened, fragment: &str) -> Result<(), String> {
    let corpus = Object::new();
    let set = |name: &str, value: JsValue| {
        let _ = Reflect::set(&corpus, &name.into(), &value);
    };
    match opened.parts() {
        // A corpus in parts is fetched by the other program as it is here; what the page has fetched `boot.js` has kept.
        Some(parts) => set("parts", parts.folder().into()),
        None => {
            set("pack", pack_of(opened.corpus().clone()));
            if let Ok(lender) = Lender::of(opened) {
                set("lent", lend(lender));
            }
        }
    }
    set("generation", opened.generation().into());
    set("title", opened.title().into());
    let arguments = [host.into(), part.into(), corpus.into(), fragment.into()];
    let drawn = call("draw", &arguments);
    drawn.map(drop).map_err(|error| in_words(&error))
}

/// A function that gives a page of the corpus, or the head where no number is given.
fn lend(lender: Lender) -> JsValue {
    let lent = move |page: Option<u32>| {
        let file = page.map_or_else(|| Some(lender.head()), |page| lender.page(page));
        Uint8Array::from(&file.unwrap_or_default()[..])
    };
    Closure::<dyn Fn(Option<u32>) -> Uint8Array>::new(lent).into_js_value()
}

/// Takes back an element that was lent.
pub fn undraw(host: &Element) {
    let _ = call("undraw", &[host.into()]);
}
