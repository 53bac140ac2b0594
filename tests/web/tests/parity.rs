//! The same files give the same pack in the browser as on the machine that built the page,
//! whatever order they come in. A 32-bit machine is where a pointer's width would show.
#![cfg(target_arch = "wasm32")]

use corpus_annotate::Resources;
use corpus_ingest::{Ingest, Options};
use corpus_model::SourceFile;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

include!(concat!(env!("OUT_DIR"), "/sources.rs"));

const NATIVE_PACK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/corpus.pack"));

fn pack_of<'a>(sources: impl Iterator<Item = &'a (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut ingest = Ingest::new(Options::default());
    for (path, bytes) in sources {
        ingest.push(SourceFile {
            path: (*path).to_owned(),
            bytes: bytes.to_vec(),
        });
    }
    ingest.finish(&Resources::builtin()).pack()
}

/// Says where two packs part ways, rather than printing both.
fn assert_same(pack: &[u8]) {
    let n_common = pack
        .iter()
        .zip(NATIVE_PACK)
        .take_while(|(a, b)| a == b)
        .count();
    assert!(
        pack == NATIVE_PACK,
        "the packs differ from byte {n_common} on ({} bytes here, {} natively)",
        pack.len(),
        NATIVE_PACK.len()
    );
}

#[wasm_bindgen_test]
fn the_browser_makes_the_bytes_that_the_build_made() {
    assert!(!SOURCES.is_empty(), "the bundled corpus has files");
    assert_same(&pack_of(SOURCES.iter()));
}

#[wasm_bindgen_test]
fn the_order_of_files_leaves_no_trace() {
    assert_same(&pack_of(SOURCES.iter().rev()));
    let (first, second) = SOURCES.split_at(SOURCES.len() / 2);
    assert_same(&pack_of(second.iter().chain(first)));
}
