//! What `boot.js` and `correct.js` are told of the corpus that is shown, and what they tell.

use super::beside::{call, call_later};
use super::share::pack_of;
use crate::opened::Opened;
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};

/// Sets `dateline.corrected(pack, n)`: the corpus with `n` corrections; without a pack, as it came. A negative number
/// says that they could not be kept.
pub fn listen(hear: impl Fn(Option<Vec<u8>>, i32) + 'static) {
    let hear = move |pack: JsValue, n: i32| {
        hear(pack.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec), n);
    };
    let hear = Closure::<dyn Fn(JsValue, i32)>::new(hear).into_js_value();
    if let Ok(host) = Reflect::get(&super::window(), &"dateline".into()) {
        let _ = Reflect::set(&host, &"corrected".into(), &hear);
    }
}

/// Tells of a corpus as it came.
pub fn opened(opened: &Opened, own: Option<&str>) {
    let base = Object::new();
    let fields: [(&str, JsValue); 3] = [
        ("pack", pack_of(opened.corpus().clone())),
        ("isOwn", own.is_some().into()),
        ("name", own.unwrap_or(opened.title()).into()),
    ];
    for (name, value) in fields {
        let _ = Reflect::set(&base, &name.into(), &value);
    }
    let _ = call("opened", &[base.into()]);
}

/// Says something to the worker, or nothing to ask how things stand; what it answers.
///
/// # Errors
/// When it refuses or cannot be fetched.
pub async fn correct(message: &[&str]) -> Result<Array, JsValue> {
    call_later("script", &["correct.js".into()]).await?;
    let message: Array = message.iter().map(|word| JsValue::from_str(word)).collect();
    call_later("correct", &[message.into()])
        .await
        .map(|state| Array::from(&state))
}
