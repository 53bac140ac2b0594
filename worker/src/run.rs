//! One run of the pipeline over files the reader chose: progress, first results early, then the pack.

use crate::helpers::{self, Helpers};
use crate::originals::{Chosen, Held, blob};
use crate::said::{count, said, scope};
use corpus_annotate::Resources;
use corpus_ingest::{Ingest, Options, Progress};
use corpus_model::{FileOutcome, SourceFile, Stage};
use js_sys::{Date, Promise, WebAssembly};
use std::cell::RefCell;
use std::ops::ControlFlow;
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// First results are shown once this many files are read, if there are at least twice as many. The second
/// costs a long run a sixth more and comes when the first no longer says much.
const EARLY: [usize; 2] = [30, 400];

/// Milliseconds between two words about progress.
const PACE: f64 = 60.0;

/// Bytes of files from which on it pays to start another worker, which takes a third of a second to begin.
const WORTH_HELP: f64 = 4e6;

/// At most so many, each with a program and a file in memory.
const MOST_HELPERS: f64 = 3.0;

/// Files read ahead of the one whose turn it is: what waits for its turn is in memory.
const AHEAD: usize = 32;

/// Reads the files, with help where that pays, and makes a corpus of them.
pub async fn run(resources: Rc<RefCell<Resources>>, helpers: Helpers, files: Vec<Chosen>) {
    let mut ingest = Ingest::new(Options::default());
    let mut told = Told::default();
    let mut pause = Pause::new();
    let n_files = files.len();
    ask_for_help(&files);
    // The first file that nobody reads yet, never before the one whose turn it is.
    let mut next = 0;
    for (i, chosen) in files.iter().enumerate() {
        told.tell(Progress {
            stage: Stage::Read,
            done: i,
            of: n_files,
            path: &chosen.path,
        });
        if EARLY.contains(&i) && n_files >= 2 * i {
            let early = ingest.clone().finish(&resources.borrow()).pack();
            said("early", &[&blob(&early), &count(i), &count(n_files)]);
        }
        let ahead = n_files.min(i + AHEAD);
        if next == i {
            next += 1;
            give_out(&helpers, &files, &mut next, ahead);
            push(&mut ingest, chosen);
            pause.breathe(helpers.any()).await;
            continue;
        }
        let read = loop {
            give_out(&helpers, &files, &mut next, ahead);
            if let Some(read) = helpers.take(i) {
                break read;
            }
            // Somebody else has it: read another one meanwhile.
            if let Some(other) = files.get(next).filter(|_| next < ahead) {
                let file = other.file.as_ref();
                helpers.put(
                    next,
                    file.and_then(|file| helpers::read(other.path.clone(), file)),
                );
                next += 1;
                pause.breathe(true).await;
            } else {
                helpers.answer().await;
            }
        };
        match read {
            Some(read) => ingest.take_up(read),
            None => push(&mut ingest, chosen),
        }
    }
    helpers.leave();
    said("alone", &[]);
    finish(ingest, &resources.borrow(), &mut told);
}

/// Tells the page how many helpers would be of use, if any.
fn ask_for_help(files: &[Chosen]) {
    let sizes = files.iter().filter_map(|chosen| chosen.file.as_ref());
    let n_bytes: f64 = sizes.map(Held::size).sum();
    let n = MOST_HELPERS
        .min(scope().navigator().hardware_concurrency() - 1.0)
        .min(n_bytes / WORTH_HELP)
        .min(files.len() as f64 - 1.0)
        .floor();
    if n >= 1.0 {
        said("help", &[&JsValue::from_f64(n)]);
    }
}

fn give_out(helpers: &Helpers, files: &[Chosen], next: &mut usize, ahead: usize) {
    while *next < ahead {
        let Chosen { path, file } = &files[*next];
        match file {
            Some(file) if !helpers.give(*next, path, file) => return,
            Some(_) => {}
            // The run says that it cannot be opened.
            None => helpers.put(*next, None),
        }
        *next += 1;
    }
}

/// Lets messages in between two files: a program that computes hears nothing.
struct Pause {
    channel: Option<MessageChannel>,
    last: f64,
}

impl Pause {
    fn new() -> Self {
        Self {
            channel: MessageChannel::new().ok(),
            last: Date::now(),
        }
    }

    /// At once where somebody waits for an answer, else now and then.
    async fn breathe(&mut self, is_waited_for: bool) {
        let now = Date::now();
        let Some(channel) = &self.channel else { return };
        if !is_waited_for && now - self.last < PACE {
            return;
        }
        self.last = now;
        let port = channel.port1();
        // A message to oneself comes after all that have come before it.
        let heard = Promise::new(&mut |resolve, _| {
            port.set_onmessage(Some(&resolve));
            let _ = channel.port2().post_message(&JsValue::NULL);
        });
        let _ = JsFuture::from(heard).await;
    }
}

/// Makes the corpus and says so.
fn finish(ingest: Ingest, resources: &Resources, told: &mut Told) {
    let made = ingest.finish_watched(resources, &mut |progress| {
        told.tell(progress);
        ControlFlow::Continue(())
    });
    let Some(made) = made else { return };
    let files = &made.corpus.coverage.files;
    let n_read = files
        .iter()
        .filter(|file| matches!(file.outcome, FileOutcome::Read { .. }))
        .count();
    let n_skipped = files.len() - n_read;
    said(
        "done",
        &[
            &blob(&made.pack()),
            &count(n_read),
            &count(n_skipped),
            &memory(),
        ],
    );
}

fn push(ingest: &mut Ingest, chosen: &Chosen) {
    let path = chosen.path.clone();
    let Some(file) = &chosen.file else {
        ingest.skip(path, 0, "cannot be opened".to_owned());
        return;
    };
    let byte_len = file.size() as u64;
    // Refused before reading: the limit protects memory.
    if let Some(why) = corpus_ingest::refusal(&path, byte_len) {
        ingest.skip(path, byte_len, why);
        return;
    }
    match file.bytes() {
        Ok(bytes) => ingest.push(SourceFile { path, bytes }),
        Err(why) => ingest.skip(path, byte_len, format!("cannot be read ({why})")),
    }
}

/// Bytes of memory this program holds; it never gives any back before it ends.
fn memory() -> JsValue {
    let memory: WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let buffer: js_sys::ArrayBuffer = memory.buffer().unchecked_into();
    JsValue::from_f64(f64::from(buffer.byte_length()))
}

/// Says how far the run is, but not so often that saying it takes the time.
#[derive(Default)]
struct Told {
    at: f64,
    stage: Option<Stage>,
}

impl Told {
    fn tell(&mut self, progress: Progress<'_>) {
        let now = Date::now();
        if self.stage == Some(progress.stage) && now - self.at < PACE {
            return;
        }
        self.at = now;
        self.stage = Some(progress.stage);
        said(
            "progress",
            &[
                &JsValue::from_str(progress.stage.name()),
                &count(progress.done),
                &count(progress.of),
                &JsValue::from_str(progress.path),
            ],
        );
    }
}
