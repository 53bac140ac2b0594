//! The files themselves: found in what the page hands over, put into one archive, one of them read again.
//!
//! Files come as pairs of path and handle; a pair with an empty path holds an archive of a whole folder, which
//! is how the corpus that came with the page brings its files. Handles are opened one by one, so that a folder is
//! never held in memory as a whole.

use crate::said::{reason, text};
use corpus_ingest::{
    CORPUS_FILE, MAX_UNPACKED_BYTES, Wanted, bundle, decoded_source, refusal, unbundle,
};
use corpus_model::SourceFile;
use js_sys::{Array, Uint8Array};
use std::collections::BTreeMap;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, FileReaderSync};

/// What a file is held by.
#[derive(Clone)]
pub enum Held {
    /// A handle, opened when its turn comes.
    Handle(Blob),
    /// The bytes themselves: on a page opened from a disk WebKit lets a worker open no handle, not even one of its own.
    Bytes(Uint8Array),
}

impl Held {
    /// What the page handed over, if it is a file at all.
    pub fn of(value: JsValue) -> Option<Self> {
        match value.dyn_into::<Blob>() {
            Ok(handle) => Some(Self::Handle(handle)),
            Err(other) => other.dyn_into().ok().map(Self::Bytes),
        }
    }

    /// How many bytes.
    pub fn size(&self) -> f64 {
        match self {
            Self::Handle(handle) => handle.size(),
            Self::Bytes(bytes) => f64::from(bytes.length()),
        }
    }

    /// The bytes; why not, in words.
    pub fn bytes(&self) -> Result<Vec<u8>, String> {
        match self {
            Self::Handle(handle) => FileReaderSync::new()
                .and_then(|reader| reader.read_as_array_buffer(handle))
                .map(|buffer| Uint8Array::new(&buffer).to_vec())
                .map_err(|error| reason(&error)),
            Self::Bytes(bytes) => Ok(bytes.to_vec()),
        }
    }

    /// As another worker takes it.
    pub fn as_js(&self) -> &JsValue {
        match self {
            Self::Handle(handle) => handle,
            Self::Bytes(bytes) => bytes,
        }
    }

    /// Other bytes, held in the same way.
    fn alike(&self, bytes: &[u8]) -> Option<Self> {
        match self {
            Self::Handle(_) => Self::of(blob(bytes)),
            Self::Bytes(_) => Some(Self::Bytes(Uint8Array::from(bytes))),
        }
    }
}

/// A file the reader chose: where it lies in what was dropped, and what holds it, if the browser gave that.
pub struct Chosen {
    pub path: String,
    pub file: Option<Held>,
}

/// The files of some pairs, in path order after the folder's description, which says how to read some. Of two
/// with one path the later counts.
pub fn files(pairs: &Array) -> Vec<Chosen> {
    let mut files = BTreeMap::new();
    for pair in pairs.iter() {
        let pair = Array::from(&pair);
        let file = Held::of(pair.get(1));
        let path = text(&pair, 0);
        if path.is_empty() {
            unpacked(file, &mut files);
        } else {
            files.insert(path, file);
        }
    }
    let mut files: Vec<Chosen> = files
        .into_iter()
        .map(|(path, file)| Chosen { path, file })
        .collect();
    files.sort_by_key(|chosen| chosen.path != CORPUS_FILE);
    files
}

/// Adds what an archive of a folder holds; one that does not open is listed as a file that does not.
fn unpacked(archive: Option<Held>, files: &mut BTreeMap<String, Option<Held>>) {
    let done = archive.and_then(|archive| {
        let bytes = archive.bytes().ok()?;
        Some(unbundle(&bytes, MAX_UNPACKED_BYTES, &mut |file| {
            files.insert(file.path, archive.alike(&file.bytes));
        }))
    });
    if !matches!(done, Some(Ok(()))) {
        files.insert("sources.zip".to_owned(), None);
    }
}

/// Bytes as a handle: it is handed on, kept and saved without being copied into the page's memory.
pub fn blob(bytes: &[u8]) -> JsValue {
    let parts = Array::of1(&Uint8Array::from(bytes));
    Blob::new_with_u8_array_sequence(&parts).map_or(JsValue::NULL, JsValue::from)
}

/// Answers a question about files: `ask`, port, word, pairs, and what else the word wants.
pub fn asked(message: &Array) -> Result<JsValue, String> {
    let files = files(&Array::from(&message.get(3)));
    match text(message, 2).as_str() {
        "file" => Ok(file(files, text(message, 4))),
        "source" => Ok(source(files, &wanted(message)).map_or(JsValue::NULL, JsValue::from)),
        "zip" => zip(files, &Array::from(&message.get(4))),
        word => Err(word.to_owned()),
    }
}

/// The file at a path, or the one that holds it; nothing where it is not there.
fn file(files: Vec<Chosen>, path: String) -> JsValue {
    let wanted = Wanted {
        path,
        ..Wanted::default()
    };
    let mut holders = files
        .into_iter()
        .filter(|chosen| wanted.is_in(&chosen.path));
    holders
        .find_map(|chosen| match chosen.file? {
            Held::Handle(handle) => Some(handle.into()),
            Held::Bytes(bytes) => Some(blob(&bytes.to_vec())),
        })
        .unwrap_or(JsValue::NULL)
}

fn wanted(message: &Array) -> Wanted {
    let copies = Array::from(&message.get(6));
    let copies = (0..copies.length() / 2).map(|i| {
        let start = copies.get(2 * i).as_f64().unwrap_or_default();
        (start as u32, text(&copies, 2 * i + 1))
    });
    let mut sha256 = [0; 32];
    let hex = text(message, 5);
    for (i, byte) in sha256.iter_mut().enumerate() {
        let digits = hex.get(2 * i..2 * i + 2).unwrap_or_default();
        *byte = u8::from_str_radix(digits, 16).unwrap_or_default();
    }
    Wanted {
        path: text(message, 4),
        sha256,
        copies: copies.collect(),
    }
}

fn source(files: Vec<Chosen>, wanted: &Wanted) -> Option<String> {
    let opened = |chosen: &Chosen| {
        let file = chosen.file.as_ref()?;
        refusal(&chosen.path, file.size() as u64)
            .is_none()
            .then(|| file.bytes().ok())
            .flatten()
            .map(|bytes| SourceFile {
                path: chosen.path.clone(),
                bytes,
            })
    };
    // The description comes first, if there is one.
    let description = files.first().filter(|first| first.path == CORPUS_FILE);
    let description = description.and_then(opened);
    let mut holders = files.iter().filter(|chosen| wanted.is_in(&chosen.path));
    holders.find_map(|chosen| decoded_source(&opened(chosen)?, description.as_ref(), wanted))
}

/// One archive of the files, with texts of the page's own in their places.
fn zip(files: Vec<Chosen>, added: &Array) -> Result<JsValue, String> {
    let mut whole = BTreeMap::new();
    for Chosen { path, file } in files {
        if let Some(file) = file {
            let bytes = file.bytes().map_err(|why| format!("{path}: {why}"))?;
            whole.insert(path, bytes);
        }
    }
    for pair in added.iter() {
        let pair = Array::from(&pair);
        whole.insert(text(&pair, 0), text(&pair, 1).into_bytes());
    }
    Ok(blob(&bundle(&whole)?))
}
