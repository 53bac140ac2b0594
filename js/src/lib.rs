//! The engine without the page: a small ES module for JavaScript and TypeScript.
//!
//! Takes the bytes of a pack and plain objects; gives plain objects. What it asks is what the page asks, so a number
//! here is the number there. `docs/javascript.md` shows a page that uses it; `cargo xtask js` builds it.
//!
//! Offsets never cross over: snippets come as runs of text, each said to be a hit or not, so that nobody has to
//! count bytes or UTF-16 units.

mod answer;
mod fetching;
mod parts;
mod question;
mod types;

use answer::{Answer, Bar, Concordance, Document, Opened, Suggested};
use corpus_index::PackBytes;
use js_sys::{Error, Object, Uint8Array};
use question::{ConcordanceOptions, Given, Question};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// An opened pack.
#[wasm_bindgen(skip_typescript)]
pub struct Corpus(Opened);

#[wasm_bindgen]
impl Corpus {
    /// Opens the bytes of a pack.
    ///
    /// # Errors
    /// Where the bytes are no whole, undamaged pack of this version.
    pub fn open(bytes: Uint8Array) -> Result<Self, JsValue> {
        corpus_search::Corpus::open(PackBytes::from(bytes.to_vec()))
            .map(|corpus| Self(Opened::new(corpus)))
            .map_err(|error| Error::new(&error.to_string()).into())
    }

    /// Fetches a pack and opens it, in a page or in a worker.
    ///
    /// # Errors
    /// Where the address gives nothing, or no pack.
    pub async fn fetch(url: String) -> Result<Self, JsValue> {
        let response = fetching::response(&url).await?;
        let buffer = JsFuture::from(response.array_buffer()?).await?;
        Self::open(Uint8Array::new(&buffer))
    }

    /// What the corpus is called.
    #[wasm_bindgen(getter)]
    pub fn title(&self) -> String {
        self.0.corpus.info().title.to_owned()
    }

    /// How many documents it has.
    #[wasm_bindgen(getter)]
    pub fn count(&self) -> u32 {
        self.0.corpus.n_docs() as u32
    }

    /// Answers a question.
    ///
    /// # Errors
    /// Where the question is not of the type `Question`.
    pub fn search(&self, question: JsValue) -> Result<JsValue, JsValue> {
        let question: Question = given(question)?;
        gives(&Answer::to(&self.0, &question).map_err(fault)?)
    }

    /// Completions of a query that is being typed: fields, names and values, then words; at most `limit` of each.
    ///
    /// # Errors
    /// Never for a string.
    pub fn suggest(&self, typed: &str, limit: Option<u32>) -> Result<JsValue, JsValue> {
        gives(&Suggested::all(&self.0.corpus, typed, limit.unwrap_or(8)))
    }

    /// A document by its id, or `undefined`.
    ///
    /// # Errors
    /// Never for a string.
    pub fn document(&self, id: &str) -> Result<JsValue, JsValue> {
        match Document::of(&self.0.corpus, id) {
            Some(document) => gives(&document),
            None => Ok(JsValue::UNDEFINED),
        }
    }

    /// Every hit with the words around it.
    ///
    /// # Errors
    /// Where the question or the options are not of their types.
    pub fn concordance(&self, question: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
        let question: Question = given(question)?;
        let options: ConcordanceOptions = given(options)?;
        gives(&Concordance::of(&self.0.corpus, &question, &options).map_err(fault)?)
    }

    /// How many documents were published, and how many mention a day, bar by bar.
    ///
    /// # Errors
    /// Where the question is not of its type, or the grain is none.
    pub fn timeline(&self, question: JsValue, grain: Option<String>) -> Result<JsValue, JsValue> {
        let question: Question = given(question)?;
        gives(&Bar::all(&self.0, &question, grain.as_deref()).map_err(fault)?)
    }
}

/// Nothing given is a value with every default; a key that the type does not have is a mistake.
fn given<T: Given>(value: JsValue) -> Result<T, JsValue> {
    if value.is_undefined() || value.is_null() {
        return Ok(T::default());
    }
    if let Some(object) = value.dyn_ref::<Object>() {
        for key in Object::keys(object)
            .iter()
            .filter_map(|key| key.as_string())
        {
            if !T::KEYS.contains(&key.as_str()) {
                let known = T::KEYS.join(", ");
                return Err(fault(format!("there is no \"{key}\" here, only {known}")));
            }
        }
    }
    serde_wasm_bindgen::from_value(value).map_err(|error| Error::new(&error.to_string()).into())
}

fn gives(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let plain = serde_wasm_bindgen::Serializer::json_compatible();
    value
        .serialize(&plain)
        .map_err(|error| Error::new(&error.to_string()).into())
}

fn fault(message: String) -> JsValue {
    Error::new(&message).into()
}
