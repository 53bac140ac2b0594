//! Programs in workers of their own, the one that reads dropped files above all: fetched, started, spoken to, ended.
//!
//! It is started from a blob, so that the page's policy holds in it as well, and so that a page that carries
//! everything inside itself does not differ. [`asset`] is the one place that knows where its files lie.

use super::{beside, dom};
use js_sys::{Array, Promise, Uint8Array};
use std::pin::Pin;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, MessageChannel, MessageEvent, Url};

/// What the script waits for: its program, as the first message.
const BOOT: &str = "\nonmessage=e=>wasm_bindgen({module_or_path:e.data});";

/// Gets what a worker says. Boxed, as is what learns of its end, so that starting one is in the program once.
pub type Hear = Box<dyn Fn(Array)>;
/// Called when a worker has broken down.
pub type Broken = Box<dyn Fn()>;

/// What a worker runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// What reads dropped files.
    Reader,
    /// The page's own program, compiled as it is: see [`crate::engine`].
    Page,
}

impl Program {
    async fn script(self) -> Result<JsValue, JsValue> {
        if self == Self::Reader {
            return asset("dateline-worker.js").await;
        }
        if let Some(linked) = dom::first("script[defer][src]") {
            let name = linked.get_attribute("src").unwrap_or_default();
            return beside::call_later("file", &[name.into()]).await;
        }
        // In the one file it is the script that declares it.
        let scripts = dom::all("script:not([src])");
        let mut texts = scripts.iter().filter_map(|script| script.text_content());
        let text = texts.find(|text| text.starts_with("let wasm_bindgen"));
        text.map(JsValue::from).ok_or(JsValue::UNDEFINED)
    }

    async fn bytes(self) -> Result<JsValue, JsValue> {
        match self {
            Self::Reader => asset("dateline-worker_bg.wasm").await,
            Self::Page => Ok(wasm_bindgen::module()),
        }
    }
}

/// A running worker.
#[derive(Clone)]
pub struct Worker {
    worker: web_sys::Worker,
    /// What it said when it was ready: of one that reads, the names of gazetteers and models.
    pub parts: Array,
}

impl Worker {
    /// Starts one. `hear` gets its messages, `broken` is called when it has ended.
    pub fn start(
        program: Program,
        hear: Hear,
        broken: Broken,
    ) -> Pin<Box<dyn Future<Output = Result<Self, JsValue>>>> {
        Box::pin(Self::started(program, hear, broken))
    }

    async fn started(program: Program, hear: Hear, broken: Broken) -> Result<Self, JsValue> {
        let (script, program) = (program.script().await?, program.bytes().await?);
        let whole = Array::of2(&script, &JsValue::from_str(BOOT));
        let url =
            Url::create_object_url_with_blob(&Blob::new_with_buffer_source_sequence(&whole)?)?;
        let worker = web_sys::Worker::new(&url)?;
        let ready = JsFuture::from(Promise::new(&mut |resolve, reject| {
            worker.set_onmessage(Some(&resolve));
            worker.set_onerror(Some(&reject));
            let lent = program.dyn_ref::<Uint8Array>();
            let lent: Array = lent.iter().map(|bytes| bytes.buffer()).collect();
            if let Err(error) = worker.post_message_with_transfer(&program, &lent) {
                let _ = reject.call1(&JsValue::NULL, &error);
            }
        }))
        .await?;
        let _ = Url::revoke_object_url(&url);
        let said = Array::from(&ready.unchecked_into::<MessageEvent>().data());
        let parts = said.get(1).dyn_into().unwrap_or_default();
        // They live as long as the worker, of which a visit has one or two.
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            hear(Array::from(&event.data()));
        });
        worker.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
        let on_error = Closure::<dyn Fn()>::wrap(broken);
        worker.set_onerror(Some(on_error.into_js_value().unchecked_ref()));
        Ok(Self { worker, parts })
    }

    /// Says something to it.
    pub fn say(&self, message: &Array) {
        let _ = self.worker.post_message(message);
    }

    /// The same, with buffers that it gets without a copy.
    pub fn lend(&self, message: &Array, buffers: &Array) {
        let _ = self.worker.post_message_with_transfer(message, buffers);
    }

    /// Lets another one read files for it.
    pub fn join(&self, helper: &Self) -> Result<(), JsValue> {
        let channel = MessageChannel::new()?;
        let ends = [
            (helper, "help", channel.port1()),
            (self, "helper", channel.port2()),
        ];
        for (worker, word, port) in ends {
            let message = Array::of2(&word.into(), &port);
            worker
                .worker
                .post_message_with_transfer(&message, &Array::of1(&port))?;
        }
        Ok(())
    }

    /// Ends it, in the middle of whatever it does.
    pub fn end(&self) {
        self.worker.terminate();
    }
}

/// A file that only a reader's own documents need, as a `Uint8Array`.
pub async fn asset(name: &str) -> Result<JsValue, JsValue> {
    beside::call_later("file", &[["worker/", name].concat().into()]).await
}

/// Whether this page can read documents: one that carries everything inside itself may leave that out, or
/// hold the program alone, which shows sources.
#[must_use]
pub fn can_read() -> bool {
    dom::first("meta[name=dateline-one-file]").is_none() || beside::is_inside("worker/name-en.bin")
}
