//! A reader's own documents: taken, read by the worker, shown in place of the corpus, kept if asked for.
//!
//! The corpus stays one value behind one signal; this decides which. It remembers the one before, so that
//! nothing a reader drops takes anything away. What it says stands in `components::own`.

use crate::components::own::{self as shown, State};
use crate::corrected;
use crate::desk::Desk;
use crate::opened::Opened;
use crate::strings;
use crate::web::beside::{self, in_words};
use crate::web::dom;
use crate::web::files::{self, Offered};
use crate::web::timer::after_layout;
use crate::web::worker::{Program, Worker, asset, can_read};
use corpus_index::{Corpus, PackBytes};
use corpus_view::UrlState;
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

/// What keeps its place when more of the same corpus is shown.
const SCROLLED: [&str; 2] = [".results-list", ".reading .scroll"];

/// A corpus of the reader's own. All of it are handles: a clone copies no document.
#[derive(Clone, Default)]
pub struct Source {
    /// What it is called.
    pub name: String,
    /// The pack, as a file; nothing for the corpus that came with the page.
    pub pack: JsValue,
    /// Pairs of path and file, where they are known; one without a path is an archive of a whole folder.
    pub files: Array,
    /// Its key on the shelf of this machine, if it is kept.
    pub key: JsValue,
}

impl Source {
    /// Whether it is one the reader brought.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.pack.is_object()
    }
}

/// Handed around by clones; one a page.
#[derive(Clone)]
pub struct Own(Rc<Inner>);

struct Inner {
    desk: Desk,
    worker: RefCell<Option<Worker>>,
    has_parts: Cell<bool>,
    /// Workers that read for that one, as long as there are files to be read.
    helpers: RefCell<Vec<Worker>>,
    is_helped: Cell<bool>,
    /// Which run is on; what an earlier one still says is passed over.
    run: Cell<u32>,
    /// What is being read.
    reading: RefCell<Source>,
    is_reading: Cell<bool>,
    /// What is shown.
    here: RefCell<Source>,
    before: RefCell<Option<(Source, Opened, UrlState)>>,
    /// What was brought while an own corpus is open, until its reader says what to do with it.
    waiting: RefCell<Option<Offered>>,
}

impl Own {
    /// With the corpus of the page. `later.js` is told through `dateline.shown` what is shown.
    #[must_use]
    pub fn new(desk: Desk) -> Self {
        let own = Self(Rc::new(Inner {
            desk,
            worker: RefCell::default(),
            has_parts: Cell::default(),
            helpers: RefCell::default(),
            is_helped: Cell::default(),
            run: Cell::default(),
            reading: RefCell::default(),
            is_reading: Cell::default(),
            here: RefCell::default(),
            before: RefCell::default(),
            waiting: RefCell::default(),
        }));
        let telling = own.clone();
        let shown = Closure::<dyn Fn() -> Array>::new(move || {
            let here = telling.here();
            Array::of2(&here.files, &here.is_own().into())
        });
        beside::lend("shown", &shown.into_js_value());
        own
    }

    /// What is shown.
    #[must_use]
    pub fn here(&self) -> Source {
        self.0.here.borrow().clone()
    }

    /// The name of the corpus that [`Own::go_back`] returns to.
    #[must_use]
    pub fn name_before(&self) -> Option<String> {
        let before = self.0.before.borrow();
        before
            .as_ref()
            .map(|(_, opened, _)| opened.title().to_owned())
    }

    /// Whether the corpus before and the one shown can be read as one.
    #[must_use]
    pub fn can_join(&self) -> bool {
        let before = self.0.before.borrow();
        let has_files = before.as_ref().is_some_and(|(source, ..)| {
            source.files.length() > 0 || !source.is_own() && beside::sources().is_some()
        });
        has_files && self.here().files.length() > 0
    }

    /// Reads the files of the corpus before and of the one shown as one corpus. Of two with one path the one shown
    /// counts.
    pub fn join(&self) {
        let before = self.0.before.borrow();
        let Some((source, opened, _)) = before.as_ref() else {
            return;
        };
        let (source, title) = (source.clone(), opened.title().to_owned());
        drop(before);
        let own = self.clone();
        let here = self.here();
        spawn_local(async move {
            let files = match (source.is_own(), beside::sources()) {
                (false, Some(name)) => beside::call_later("file", &[name.into()])
                    .await
                    .and_then(|archive| files::archive(&archive)),
                _ => Ok(source.files),
            };
            match files {
                Ok(files) => own.begin(Source {
                    name: title,
                    files: files.concat(&here.files),
                    ..Source::default()
                }),
                Err(error) => own.fail(&in_words(&error)),
            }
        });
    }

    /// Takes what a reader brought. Where an own corpus is open, asks whether to add to it.
    pub fn take(&self, offered: Offered) {
        let n = offered.files.length();
        let here = self.here();
        if n == 0 {
            shown::say(self, State::Failed(strings::OWN_NOTHING));
        } else if n == 1 && files::path(&offered.files, 0).ends_with(".pack") {
            let source = Source {
                name: offered.name.trim_end_matches(".pack").to_owned(),
                pack: Array::from(&offered.files.get(0)).get(1),
                ..Source::default()
            };
            self.open(source);
        } else if here.files.length() > 0 {
            shown::choose(self, &offered.name, n);
            *self.0.waiting.borrow_mut() = Some(offered);
        } else {
            self.read(offered);
        }
    }

    /// Does what the reader chose with what was brought.
    pub fn settle(&self, is_to_be_added: bool) {
        let offered = self.0.waiting.borrow_mut().take();
        match offered {
            Some(offered) if is_to_be_added => self.add(&offered),
            Some(offered) => self.read(offered),
            None => {}
        }
    }

    /// A count in the reader's digits.
    #[must_use]
    pub fn number(&self, n: f64) -> String {
        self.0.desk.locale().number(n)
    }

    /// Reads files into a corpus that takes the place of the one shown.
    fn read(&self, offered: Offered) {
        self.begin(Source {
            name: offered.name,
            files: offered.files,
            ..Source::default()
        });
    }

    /// Reads the files of the corpus shown, and these as well. Of two with one path the new one counts.
    fn add(&self, offered: &Offered) {
        let mut source = self.here();
        let is_new = |pair: &JsValue| {
            let path = Array::from(pair).get(0);
            !offered
                .files
                .iter()
                .any(|new| Array::from(&new).get(0) == path)
        };
        source.files = source
            .files
            .iter()
            .filter(is_new)
            .chain(offered.files.iter())
            .collect();
        self.begin(source);
    }

    /// Whether there are files that were to be read.
    #[must_use]
    pub fn can_try_again(&self) -> bool {
        self.0.reading.borrow().files.length() > 0
    }

    /// Reads once more what was cancelled or failed.
    pub fn again(&self) {
        if self.can_try_again() {
            let source = self.0.reading.borrow().clone();
            self.begin(source);
        }
    }

    fn begin(&self, mut source: Source) {
        self.stop();
        source.pack = JsValue::UNDEFINED;
        *self.0.reading.borrow_mut() = source;
        self.0.is_reading.set(true);
        let run = self.0.run.get();
        let own = self.clone();
        spawn_local(async move {
            let outcome = own.start_run(run).await;
            if let Err(error) = outcome
                && own.0.run.get() == run
            {
                own.fail(&in_words(&error));
            }
        });
    }

    async fn start_run(&self, run: u32) -> Result<(), JsValue> {
        shown::say(self, State::Busy(strings::OWN_FETCHING, 0.0, 0.0, ""));
        let worker = self.worker().await?;
        if !self.0.has_parts.get() {
            let of = worker.parts.length();
            let parts = Array::new();
            for name in worker.parts.iter() {
                let name = name.as_string().unwrap_or_default();
                let name = name.rsplit('/').next().unwrap_or_default();
                let done = f64::from(parts.length());
                shown::say(
                    self,
                    State::Busy(strings::OWN_FETCHING, done, of.into(), name),
                );
                parts.push(&asset(name).await?);
                if self.0.run.get() != run {
                    return Ok(());
                }
            }
            worker.say(&Array::of2(&"parts".into(), &parts));
            self.0.has_parts.set(true);
        }
        let files = self.0.reading.borrow().files.clone();
        let files = files::readable(files).await;
        if self.0.run.get() == run {
            worker.say(&Array::of2(&"run".into(), &files));
        }
        Ok(())
    }

    /// Ends the run; what it has shown so far goes with it.
    pub fn cancel(&self) {
        let was_shown = self.here().pack == self.0.reading.borrow().pack && self.here().is_own();
        self.stop();
        if was_shown {
            self.go_back();
        }
        shown::say(self, State::Cancelled);
    }

    fn stop(&self) {
        self.0.run.set(self.0.run.get() + 1);
        self.end_help();
        if self.0.is_reading.replace(false)
            && let Some(worker) = self.0.worker.borrow_mut().take()
        {
            worker.end();
            self.0.has_parts.set(false);
        }
    }

    /// Starts workers that read for the one at work. One that does not start is done without.
    fn help(&self, n: u32) {
        let run = self.0.run.get();
        self.0.is_helped.set(true);
        for _ in 0..n {
            let (own, failing) = (self.clone(), self.clone());
            spawn_local(async move {
                let broken = move || failing.fail(strings::OWN_BROKE);
                let helper = Worker::start(Program::Reader, Box::new(|_| {}), Box::new(broken));
                let Ok(helper) = helper.await else {
                    return;
                };
                let is_wanted = own.0.is_helped.get() && own.0.run.get() == run;
                let worker = own.0.worker.borrow().clone().filter(|_| is_wanted);
                if worker.is_some_and(|worker| worker.join(&helper).is_ok()) {
                    own.0.helpers.borrow_mut().push(helper);
                } else {
                    helper.end();
                }
            });
        }
    }

    fn end_help(&self) {
        self.0.is_helped.set(false);
        for helper in self.0.helpers.take() {
            helper.end();
        }
    }

    fn fail(&self, why: &str) {
        self.stop();
        shown::say(self, State::Failed(why));
    }

    /// The worker, started when first asked for.
    async fn worker(&self) -> Result<Worker, JsValue> {
        let there = self.0.worker.borrow().clone();
        if let Some(worker) = there {
            return Ok(worker);
        }
        if !can_read() {
            return Err(JsValue::from_str(strings::OWN_ONE_FILE));
        }
        let (hearing, failing) = (self.clone(), self.clone());
        let worker = Worker::start(
            Program::Reader,
            Box::new(move |message| hearing.hear(&message)),
            Box::new(move || failing.fail(strings::OWN_BROKE)),
        )
        .await?;
        self.0.has_parts.set(false);
        *self.0.worker.borrow_mut() = Some(worker.clone());
        Ok(worker)
    }

    /// Asks the worker about what is kept on this machine.
    pub fn ask(&self, message: Array) {
        let own = self.clone();
        spawn_local(async move {
            match own.worker().await {
                Ok(worker) => worker.say(&message),
                Err(error) => shown::say(&own, State::Failed(&in_words(&error))),
            }
        });
    }

    fn hear(&self, message: &Array) {
        let text = |at| message.get(at).as_string().unwrap_or_default();
        let number = |at| message.get(at).as_f64().unwrap_or_default();
        match text(0).as_str() {
            "progress" => {
                let stage = strings::stage(&text(1));
                shown::say(self, State::Busy(stage, number(2), number(3), &text(4)));
            }
            "help" => self.help(number(1) as u32),
            "alone" => self.end_help(),
            "early" => self.show_read(message.get(1), State::Early(number(2), number(3))),
            "done" => {
                self.0.is_reading.set(false);
                crate::web::measure::mark("dateline:own-read");
                self.show_read(message.get(1), State::Done(number(2), number(3)));
            }
            "shelf" => {
                let rows = Array::from(&message.get(1));
                shown::shelf(self, &rows, (number(2), number(3)), &text(4));
            }
            "kept" => {
                self.0.here.borrow_mut().key = message.get(1);
                shown::say(self, State::Kept);
            }
            "opened" => self.open(Source {
                key: message.get(1),
                name: text(2),
                pack: message.get(3),
                files: message.get(4).into(),
            }),
            "taken" => files::save(&[&text(1), ".pack"].concat(), &message.get(2)),
            "refused" => shown::say(self, State::Refused(&strings::refused(&text(1)))),
            _ => {}
        }
    }

    fn show_read(&self, pack: JsValue, state: State<'static>) {
        let mut source = self.0.reading.borrow().clone();
        let is_first = !source.is_own() || self.here().pack != source.pack;
        source.pack = pack;
        *self.0.reading.borrow_mut() = source.clone();
        self.show(source, is_first, state);
    }

    /// Shows a corpus that is a pack already.
    pub fn open(&self, source: Source) {
        self.stop();
        self.show(source, true, State::Opened);
    }

    /// Puts a corpus in the place of the one shown. `is_new` unless it is the same one, more complete.
    fn show(&self, source: Source, is_new: bool, state: State<'static>) {
        let own = self.clone();
        let run = self.0.run.get();
        spawn_local(async move {
            let bytes = match source.pack.dyn_ref::<web_sys::Blob>() {
                Some(pack) => JsFuture::from(pack.array_buffer()).await,
                None => Err(JsValue::UNDEFINED),
            };
            let opened = bytes.map_err(|error| in_words(&error)).and_then(|bytes| {
                Corpus::open(PackBytes::from(Uint8Array::new(&bytes).to_vec()))
                    .map_err(|error| error.to_string())
            });
            if own.0.run.get() != run {
                return;
            }
            match opened {
                Ok(corpus) => {
                    own.replace(source, corpus, is_new);
                    shown::say(&own, state);
                }
                Err(why) => own.fail(&why),
            }
        });
    }

    fn replace(&self, source: Source, corpus: Corpus, is_new: bool) {
        let desk = self.0.desk;
        let before = desk.corpus.get_untracked();
        let generation = before.as_ref().map_or(0, |before| before.generation() + 1);
        if is_new && let Some(before) = desk.base.get_untracked() {
            let view = desk.view.get_untracked();
            *self.0.before.borrow_mut() = Some((self.here(), before, view));
            desk.push(|view| *view = UrlState::default());
        }
        let opened = Opened::new(corpus, &source.name, generation);
        *self.0.here.borrow_mut() = source;
        desk.notice.set(None);
        desk.card.set(None);
        // The panes are built anew; a reader who has begun to read stays where they are.
        let places =
            SCROLLED.map(|pane| (pane, dom::first(pane).map_or(0, |pane| pane.scroll_top())));
        let name = self.here().name;
        corrected::open(desk, opened, Some(&name));
        if !is_new {
            after_layout(move || {
                for (pane, top) in places {
                    if let Some(pane) = dom::first(pane) {
                        pane.set_scroll_top(top);
                    }
                }
            });
        }
    }

    /// Back to the corpus before, as it was looked at; a second time returns.
    pub fn go_back(&self) {
        let desk = self.0.desk;
        let before = self.0.before.borrow_mut().take();
        let Some((source, opened, view)) = before else {
            return;
        };
        let own = source.is_own().then(|| source.name.clone());
        if let Some(here) = desk.base.get_untracked() {
            let here = (self.here(), here, desk.view.get_untracked());
            *self.0.before.borrow_mut() = Some(here);
        }
        *self.0.here.borrow_mut() = source;
        desk.card.set(None);
        let now = desk
            .corpus
            .get_untracked()
            .map_or(0, |now| now.generation());
        let opened = Opened::new(opened.corpus().clone(), opened.title(), now.wrapping_add(1));
        corrected::open(desk, opened, own.as_deref());
        desk.push(|now| *now = view);
        shown::say(self, State::Opened);
    }

    /// Keeps the corpus shown on this machine.
    pub fn keep(&self) {
        let here = self.here();
        files::ask_to_persist();
        self.ask(Array::from_iter([
            JsValue::from_str("keep"),
            JsValue::from_str(&here.name),
            here.key,
            here.pack,
            here.files.into(),
        ]));
    }

    /// Hands the pack of the corpus shown to the reader.
    pub fn save(&self) {
        let here = self.here();
        files::save(&[&here.name, ".pack"].concat(), &here.pack);
    }
}
