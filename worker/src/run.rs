//! One run of the pipeline over files the reader chose: progress, first results early, then the pack.

use crate::originals::{self, Chosen, blob};
use crate::said::{count, said};
use corpus_annotate::Resources;
use corpus_ingest::{Ingest, Options, Progress};
use corpus_model::{FileOutcome, SourceFile, Stage};
use js_sys::{Date, WebAssembly};
use std::ops::ControlFlow;
use wasm_bindgen::{JsCast as _, JsValue};

/// First results are shown once this many files are read, if there are at least twice as many. The second
/// costs a long run a sixth more and comes when the first no longer says much.
const EARLY: [usize; 2] = [30, 400];

/// Milliseconds between two words about progress.
const PACE: f64 = 60.0;

/// Reads the files and makes a corpus of them.
pub fn run(resources: &Resources, files: Vec<Chosen>) {
    let mut ingest = Ingest::new(Options::default());
    let mut told = Told::default();
    let n_files = files.len();
    for (i, chosen) in files.into_iter().enumerate() {
        told.tell(Progress {
            stage: Stage::Read,
            done: i,
            of: n_files,
            path: &chosen.path,
        });
        if EARLY.contains(&i) && n_files >= 2 * i {
            let early = ingest.clone().finish(resources).pack();
            said("early", &[&blob(&early), &count(i), &count(n_files)]);
        }
        push(&mut ingest, chosen);
    }
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

fn push(ingest: &mut Ingest, chosen: Chosen) {
    let Chosen { path, file } = chosen;
    let Some(file) = file else {
        ingest.skip(path, 0, "cannot be opened".to_owned());
        return;
    };
    let byte_len = file.size() as u64;
    // Refused before reading: the limit protects memory.
    if let Some(why) = corpus_ingest::refusal(&path, byte_len) {
        ingest.skip(path, byte_len, why);
        return;
    }
    match originals::bytes(&file) {
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
