//! Files that belong to the page: beside it on a host, inside it in the one file. `boot.js` knows which.

use super::window;
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Calls a function of `dateline`, which `boot.js` made and `later.js` adds to.
///
/// # Errors
/// With what it threw, or when it is not there.
pub fn call(name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let host = Reflect::get(&window(), &"dateline".into())?;
    let function: Function = Reflect::get(&host, &name.into())?.dyn_into()?;
    function.apply(&host, &arguments.iter().collect::<Array>())
}

/// The same for one that takes its time.
///
/// # Errors
/// As [`call`], or with what the promise was rejected with.
pub async fn call_later(name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&call(name, arguments)?)).await
}

/// Gives `dateline` a function of this program.
pub fn lend(name: &str, function: &JsValue) {
    if let Ok(host) = Reflect::get(&window(), &"dateline".into()) {
        // It fails where there is no host: in a test.
        let _ = Reflect::set(&host, &name.into(), function);
    }
}

/// The archive with the files of the corpus that came with the page, if it is there.
#[must_use]
pub fn sources() -> Option<String> {
    let name = call("sources", &[]).ok()?.as_string();
    name.filter(|name| !name.is_empty())
}

/// Whether a file is inside this document.
#[must_use]
pub fn is_inside(name: &str) -> bool {
    call("has", &[name.into()]).is_ok_and(|is| is.is_truthy())
}

/// The bytes of a file; what went wrong otherwise, in words.
///
/// # Errors
/// When it is not there or damaged.
pub async fn file(name: &str) -> Result<Vec<u8>, String> {
    let bytes = call_later("file", &[name.into()]).await;
    bytes
        .map(|bytes| Uint8Array::new(&bytes).to_vec())
        .map_err(|error| in_words(&error))
}

/// The bytes of a file that was packed with gzip when it was written. `told` is a function that hears how many
/// packed bytes have come.
///
/// # Errors
/// When it is not there or damaged.
pub async fn packed(name: &str, told: Option<&JsValue>) -> Result<Vec<u8>, String> {
    let told = told.cloned().unwrap_or_default();
    let bytes = call_later("packed", &[name.into(), told]).await;
    bytes
        .map(|bytes| Uint8Array::new(&bytes).to_vec())
        .map_err(|error| in_words(&error))
}

/// Several such files at once, in the order given.
pub async fn packed_all(names: &[String]) -> Vec<Result<Vec<u8>, String>> {
    let ask = |name: &String| match call("packed", &[name.into()]) {
        Ok(promise) => promise,
        Err(error) => Promise::reject(&error).into(),
    };
    let asked: Vec<Promise> = names
        .iter()
        .map(|name| Promise::resolve(&ask(name)))
        .collect();
    let mut files = Vec::with_capacity(asked.len());
    for promise in asked {
        let bytes = JsFuture::from(promise).await;
        files.push(
            bytes
                .map(|bytes| Uint8Array::new(&bytes).to_vec())
                .map_err(|error| in_words(&error)),
        );
    }
    files
}

/// What an exception says.
#[must_use]
pub fn in_words(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => error.as_string().unwrap_or_default(),
    }
}
