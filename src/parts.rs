//! A corpus in parts: what the page reads and is not there is fetched, and whoever read it reads again.
//!
//! The engine never waits: what has not come reads as nothing, and [`Parts`] is told of it in the moment of the read.
//! It fetches that, and wakes the closures and memos that read it, and these only. What is drawn outside of such
//! goes through [`when_there`].

use crate::opened::Opened;
use crate::web::beside;
use corpus_index::{Corpus, Pages};
use leptos::prelude::*;
use leptos::reactive::graph::Observer;
use leptos::task::spawn_local;
use std::sync::{Arc, Mutex, Weak};
use wasm_bindgen::JsValue;

/// What is told of a corpus in parts. A clone shares everything.
#[derive(Clone)]
pub struct Parts(Arc<Inner>);

struct Inner {
    folder: String,
    /// The corpus keeps what is told here, so this does not keep the corpus.
    pages: Weak<Pages>,
    queue: Mutex<Vec<u32>>,
    failed: Mutex<Vec<u32>>,
    arrived: ArcTrigger,
    n_fetching: ArcRwSignal<u32>,
    fault: ArcRwSignal<Option<String>>,
}

/// Whether an address is that of a folder with a corpus in parts.
#[must_use]
pub fn is_address(address: &str) -> bool {
    address.trim_end_matches('/').ends_with(".parts")
}

/// Fetches the head of a corpus, and what the page derives from all documents.
///
/// # Errors
/// With the reason in words.
pub async fn open(folder: &str, generation: u32) -> Result<Opened, String> {
    opened(folder, generation, |corpus, generation, parts| {
        corpus.want_common();
        Opened::in_parts(corpus, generation, parts)
    })
    .await
}

/// The same, with nothing derived from all documents.
///
/// # Errors
/// With the reason in words.
pub async fn open_bare(folder: &str, generation: u32) -> Result<Opened, String> {
    opened(folder, generation, |corpus, generation, parts| {
        Opened::bare(corpus, generation, Some(parts))
    })
    .await
}

async fn opened(
    folder: &str,
    generation: u32,
    make: fn(Corpus, u32, Parts) -> Opened,
) -> Result<Opened, String> {
    let folder = folder.trim_end_matches('/');
    let head = beside::packed(&format!("{folder}/head.bin"), None).await?;
    let corpus = Corpus::open_head(&head).map_err(|error| error.to_string())?;
    let Some(pages) = corpus.pack().pages() else {
        return Err(String::new());
    };
    let parts = Parts(Arc::new(Inner {
        folder: folder.to_owned(),
        pages: Arc::downgrade(pages),
        queue: Mutex::default(),
        failed: Mutex::default(),
        arrived: ArcTrigger::new(),
        n_fetching: ArcRwSignal::new(0),
        fault: ArcRwSignal::new(None),
    }));
    loop {
        let opened = make(corpus.clone(), generation, parts.clone());
        let wanted = pages.take_wanted();
        if wanted.is_empty() {
            parts.listen();
            return Ok(opened);
        }
        if let Some((_, why)) = parts.fetch(&wanted).await.into_iter().next() {
            return Err(why);
        }
    }
}

impl Parts {
    fn listen(&self) {
        let told = self.clone();
        if let Some(pages) = self.0.pages.upgrade() {
            pages.on_miss(move |page, was_wanted| {
                told.track();
                if !was_wanted {
                    told.queue(page);
                }
            });
        }
    }

    /// Lets the closure or memo that runs now run again when more has come.
    pub fn track(&self) {
        if Observer::get().is_some() {
            self.0.arrived.track();
        }
    }

    /// The folder it is fetched from.
    #[must_use]
    pub fn folder(&self) -> &str {
        &self.0.folder
    }

    /// How many files are on their way.
    pub fn n_fetching(&self) -> u32 {
        self.0.n_fetching.get()
    }

    /// Why something could not be fetched.
    pub fn fault(&self) -> Option<String> {
        self.0.fault.get()
    }

    fn queue(&self, page: u32) {
        let Ok(mut queue) = self.0.queue.lock() else {
            return;
        };
        queue.push(page);
        // The first one waits for the others of the same pass over the page.
        if queue.len() == 1 {
            let parts = self.clone();
            spawn_local(async move { parts.fetch_queued().await });
        }
    }

    /// Fetches once more what could not be had.
    pub fn again(&self) {
        self.0.fault.set(None);
        let failed = self
            .0
            .failed
            .lock()
            .map(|mut failed| std::mem::take(&mut *failed));
        failed
            .unwrap_or_default()
            .into_iter()
            .for_each(|page| self.queue(page));
    }

    async fn fetch_queued(&self) {
        let wanted = self
            .0
            .queue
            .lock()
            .map(|mut queue| std::mem::take(&mut *queue));
        let wanted = wanted.unwrap_or_default();
        let n = wanted.len() as u32;
        self.0.n_fetching.update(|now| *now += n);
        let failed = self.fetch(&wanted).await;
        self.0.n_fetching.update(|now| *now -= n);
        if let Some((_, why)) = failed.first() {
            self.0.fault.set(Some(why.clone()));
        }
        if let Ok(mut all) = self.0.failed.lock() {
            all.extend(failed.into_iter().map(|(page, _)| page));
        }
        self.0.arrived.notify();
    }

    /// Fetches pages, at once. Gives those that could not be had, and why.
    async fn fetch(&self, wanted: &[u32]) -> Vec<(u32, String)> {
        let Some(pages) = self.0.pages.upgrade() else {
            return Vec::new();
        };
        // The key lets a browser that kept pages of an earlier corpus here ask for new ones.
        let name = |page: &u32| {
            format!(
                "{}/{:x}/{:02x}.bin?{:x}",
                self.0.folder,
                page >> 8,
                page & 0xff,
                pages.key()
            )
        };
        let names: Vec<String> = wanted.iter().map(name).collect();
        let files = beside::packed_all(&names).await;
        let mut failed = Vec::new();
        for (page, file) in wanted.iter().zip(files) {
            let taken = file.and_then(|file| {
                let taken = pages.insert(*page, &file);
                taken.map_err(|error| error.to_string())
            });
            if let Err(why) = taken {
                failed.push((*page, why));
            }
        }
        failed
    }

    /// How many bytes the whole corpus is, as one file; `None` where there is no such file.
    pub async fn len_of_whole(&self) -> Option<f64> {
        let name = JsValue::from_str(&self.name_of_whole());
        beside::call_later("size", &[name])
            .await
            .ok()?
            .as_f64()
            .filter(|n| *n > 0.0)
    }

    /// Fetches the whole corpus; `told` hears how many bytes have come.
    ///
    /// # Errors
    /// With the reason in words.
    pub async fn whole(&self, told: &JsValue) -> Result<Corpus, String> {
        let bytes = beside::packed(&self.name_of_whole(), Some(told)).await?;
        Corpus::open(bytes).map_err(|error| error.to_string())
    }

    fn name_of_whole(&self) -> String {
        let key = self.0.pages.upgrade().map_or(0, |pages| pages.key());
        format!("{}/whole.bin?{key:x}", self.0.folder)
    }
}

/// What `draw` gives, or `waiting` as long as something that it reads is on its way. For closures: it lets them run
/// again.
pub fn when_there(
    opened: &Opened,
    draw: impl FnOnce() -> AnyView,
    waiting: impl FnOnce() -> AnyView,
) -> AnyView {
    let watch = opened.corpus().watch();
    let drawn = draw();
    match opened.parts() {
        Some(parts) if watch.has_missed() => {
            parts.track();
            waiting()
        }
        _ => drawn,
    }
}
