//! What `later.js` is told of the corpus: its bytes, what is found, what it is called.

use super::beside::{call_later, in_words};
use corpus_index::Corpus;
use js_sys::{Object, Reflect, Uint8Array, Uint32Array};
use wasm_bindgen::{JsValue, closure::Closure};

/// What may be taken out.
pub struct Taken {
    /// The corpus.
    pub corpus: Corpus,
    /// The corpus as it came, without a reader's corrections.
    pub base: Corpus,
    /// Whether the page was built with it, so that a copy of the page has it anyway.
    pub is_built_in: bool,
    /// What is found, in its order.
    pub docs: Vec<u32>,
    /// How many that are, in words.
    pub found: String,
    /// What the corpus is called.
    pub title: String,
}

/// A function that gives the bytes of a corpus. Copied when wanted only: a corpus may be large.
pub fn pack_of(corpus: Corpus) -> JsValue {
    let pack = move || Uint8Array::from(corpus.pack().bytes());
    Closure::<dyn Fn() -> Uint8Array>::new(pack).into_js_value()
}

/// Opens the panel; `failed` is told why when it cannot be loaded.
pub fn open(taken: Taken, failed: impl Fn(String) + 'static) {
    let Taken {
        corpus,
        base,
        is_built_in,
        docs,
        found,
        title,
    } = taken;
    let host = Object::new();
    let fields: [(&str, JsValue); 6] = [
        ("pack", pack_of(corpus)),
        ("base", pack_of(base)),
        ("isBuiltIn", is_built_in.into()),
        ("docs", Uint32Array::from(&docs[..]).into()),
        ("found", found.into()),
        ("title", title.into()),
    ];
    for (name, value) in fields {
        let _ = Reflect::set(&host, &name.into(), &value);
    }
    leptos::task::spawn_local(async move {
        let opened = match call_later("script", &["later.js".into()]).await {
            Ok(_) => call_later("panel", &[host.into()]).await,
            Err(error) => Err(error),
        };
        if let Err(error) = opened {
            failed(in_words(&error));
        }
    });
}
