//! A selection as files for other programs, and where a quoted passage stands.
//!
//! Two functions for `later.js`: `dateline.written(pack, docs, kind, fragment)`, with the bytes of the corpus, the
//! numbers of the documents in their order, the place of a kind in [`FileKind::ALL`] and the view's address; it gives
//! `[name, media type, text]`, or throws when the pack does not open. `dateline.anchored(text, quote, at)`, with
//! a place in bytes, gives `[start, end]` of a quoted passage in UTF-16 units, or nothing. What the files say
//! and where a passage is are decided in `corpus-view`.

use crate::stage::set_function;
use corpus_search::{Corpus, DocId, PackBytes};
use corpus_view::{FileKind, Selection, UrlState, file};
use js_sys::{Array, Error, Uint8Array, Uint32Array};
use wasm_bindgen::{JsValue, closure::Closure};

/// Adds both functions to `dateline`.
pub fn offer() {
    type Written = dyn Fn(Uint8Array, Uint32Array, u32, String) -> Result<Array, JsValue>;
    type Anchored = dyn Fn(String, String, u32) -> Option<Array>;
    set_function("written", Closure::<Written>::new(written).into_js_value());
    set_function(
        "anchored",
        Closure::<Anchored>::new(anchored).into_js_value(),
    );
}

fn anchored(text: String, quote: String, at: u32) -> Option<Array> {
    let span = corpus_view::anchored(&text, &quote, at)?;
    let utf16 = |byte: u32| {
        text.get(..byte as usize)
            .map(|before| before.encode_utf16().count() as u32)
    };
    Some(Array::of2(
        &utf16(span.start)?.into(),
        &utf16(span.end)?.into(),
    ))
}

fn written(
    pack: Uint8Array,
    docs: Uint32Array,
    kind: u32,
    fragment: String,
) -> Result<Array, JsValue> {
    let corpus = Corpus::open(PackBytes::from(pack.to_vec()))
        .map_err(|error| JsValue::from(Error::new(&error.to_string())))?;
    let Some(&kind) = FileKind::ALL.get(kind as usize) else {
        return Err(Error::new("no such kind of file").into());
    };
    let docs: Vec<DocId> = docs.to_vec().into_iter().map(DocId).collect();
    let view = UrlState::from_fragment(&fragment);
    let selection = Selection {
        corpus: &corpus,
        docs: &docs,
        days: view.zoom,
        grain: view.grain,
    };
    let (name, media_type) = kind.name_and_type();
    let text = file(selection, kind);
    Ok(Array::of3(&name.into(), &media_type.into(), &text.into()))
}
