//! A corpus that is fetched piece by piece.
//!
//! The engine reads what is there and notes what is not; [`CorpusInParts::ask`] fetches that and asks again, so that
//! each method here is the one of [`crate::Corpus`] with a promise around it.

use crate::answer::{Answer, Bar, Concordance, Document, Opened, Suggested};
use crate::question::{ConcordanceOptions, Question};
use crate::{fault, fetching, given, gives};
use corpus_search::Corpus;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// So many files are asked for at once: a browser refuses thousands.
const AT_ONCE: usize = 128;

/// A corpus of which the head is there.
#[wasm_bindgen(skip_typescript)]
pub struct CorpusInParts {
    opened: Opened,
    /// The folder, with a slash at its end.
    folder: String,
}

#[wasm_bindgen]
impl CorpusInParts {
    /// Fetches the head of a corpus in parts, and what nearly every question reads.
    ///
    /// # Errors
    /// Where the address gives nothing, or no such head.
    pub async fn fetch(url: String) -> Result<Self, JsValue> {
        let folder = format!("{}/", url.trim_end_matches('/'));
        let head = fetching::unpacked(&format!("{folder}head.bin")).await?;
        let corpus = Corpus::open_head(&head).map_err(|error| fault(error.to_string()))?;
        corpus.want_common();
        let parts = Self {
            opened: Opened::new(corpus),
            folder,
        };
        parts.fetch_wanted().await?;
        Ok(parts)
    }

    /// What the corpus is called.
    #[wasm_bindgen(getter)]
    pub fn title(&self) -> String {
        self.opened.corpus.info().title.to_owned()
    }

    /// How many documents it has.
    #[wasm_bindgen(getter)]
    pub fn count(&self) -> u32 {
        self.opened.corpus.n_docs() as u32
    }

    /// Bytes that are in memory.
    #[wasm_bindgen(getter)]
    pub fn held(&self) -> f64 {
        self.opened
            .corpus
            .pages()
            .map_or(0.0, |pages| pages.held() as f64)
    }

    /// Answers a question.
    ///
    /// # Errors
    /// Where the question is not of the type `Question`, or a part cannot be fetched.
    pub async fn search(&self, question: JsValue) -> Result<JsValue, JsValue> {
        let question: Question = given(question)?;
        let answer = self.ask(|opened| Answer::to(opened, &question)).await?;
        gives(&answer.map_err(fault)?)
    }

    /// Completions of what is being typed.
    ///
    /// # Errors
    /// Where a part cannot be fetched.
    pub async fn suggest(&self, typed: String, limit: Option<u32>) -> Result<JsValue, JsValue> {
        let limit = limit.unwrap_or(8);
        let all = self.ask(|opened| Suggested::all(&opened.corpus, &typed, limit));
        gives(&all.await?)
    }

    /// A document by its id, or `undefined`.
    ///
    /// # Errors
    /// Where a part cannot be fetched.
    pub async fn document(&self, id: String) -> Result<JsValue, JsValue> {
        match self.ask(|opened| Document::of(&opened.corpus, &id)).await? {
            Some(document) => gives(&document),
            None => Ok(JsValue::UNDEFINED),
        }
    }

    /// Every hit with the words around it.
    ///
    /// # Errors
    /// Where the question or the options are not of their types, or a part cannot be fetched.
    pub async fn concordance(
        &self,
        question: JsValue,
        options: JsValue,
    ) -> Result<JsValue, JsValue> {
        let question: Question = given(question)?;
        let options: ConcordanceOptions = given(options)?;
        let lines = self.ask(|opened| Concordance::of(&opened.corpus, &question, &options));
        gives(&lines.await?.map_err(fault)?)
    }

    /// How many documents were published, and how many mention a day, bar by bar.
    ///
    /// # Errors
    /// Where the question is not of its type, the grain is none, or a part cannot be fetched.
    pub async fn timeline(
        &self,
        question: JsValue,
        grain: Option<String>,
    ) -> Result<JsValue, JsValue> {
        let question: Question = given(question)?;
        let bars = self.ask(|opened| Bar::all(opened, &question, grain.as_deref()));
        gives(&bars.await?.map_err(fault)?)
    }
}

impl CorpusInParts {
    /// Asks until nothing that was read is missing.
    async fn ask<T>(&self, question: impl Fn(&Opened) -> T) -> Result<T, JsValue> {
        loop {
            let answer = question(&self.opened);
            if !self.opened.corpus.is_waiting() {
                return Ok(answer);
            }
            self.fetch_wanted().await?;
        }
    }

    /// Fetches all that is wanted. What cannot be had fails the question, so that none waits for ever.
    async fn fetch_wanted(&self) -> Result<(), JsValue> {
        let Some(pages) = self.opened.corpus.pages() else {
            return Ok(());
        };
        let wanted = pages.take_wanted();
        for some in wanted.chunks(AT_ONCE) {
            let promises: Array<Promise> = Array::new_typed();
            for page in some {
                let url = format!("{}{}", self.folder, file_of_page(*page));
                promises.push(&future_to_promise(async move {
                    let bytes = fetching::unpacked(&url).await?;
                    Ok(Uint8Array::from(bytes.as_slice()).into())
                }));
            }
            let files = JsFuture::from(Promise::all(&promises)).await?;
            for (page, file) in some.iter().zip(Array::from(&files).iter()) {
                let bytes = Uint8Array::from(file).to_vec();
                pages
                    .insert(*page, &bytes)
                    .map_err(|error| fault(error.to_string()))?;
            }
        }
        Ok(())
    }
}

/// Where a page lies in the folder; `dateline build` writes it there.
fn file_of_page(page: u32) -> String {
    format!("{:x}/{:02x}.bin", page >> 8, page & 0xff)
}
