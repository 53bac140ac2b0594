//! Names found in the browser's own machine; how fast is printed, not judged: machines differ.
//!
//! Texts of the bundled corpus, read again and again until there are a hundred thousand words. Build it optimised:
//! `cargo test --profile serve -p dateline-web --target wasm32-unknown-unknown --test speed -- --nocapture`.
#![cfg(target_arch = "wasm32")]

use corpus_annotate::Resources;
use corpus_annotate::name::{find_names, token};
use corpus_model::{Format, MappedText, Metadata, RawDoc};
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

include!(concat!(env!("OUT_DIR"), "/sources.rs"));

const WORDS: usize = 100_000;

fn raw(path: &str, text: &str) -> RawDoc {
    RawDoc {
        path: path.to_owned(),
        format: Format::Text,
        charset: "utf-8".to_owned(),
        byte_len: text.len() as u64,
        sha256: [0; 32],
        decoded: text.to_owned(),
        body: MappedText::identity(text),
        metadata: Metadata::default(),
    }
}

#[wasm_bindgen_test]
fn names_are_found_in_a_hundred_thousand_words() {
    let texts: Vec<_> = SOURCES
        .iter()
        .filter(|(path, _)| path.ends_with(".md"))
        .filter_map(|(path, bytes)| Some((*path, std::str::from_utf8(bytes).ok()?)))
        .filter_map(|(path, text)| corpus_annotate::plain_article(&raw(path, text)))
        .collect();
    assert!(!texts.is_empty(), "the bundled corpus has plain texts");
    let mut articles = Vec::new();
    let mut n_words = 0;
    for text in texts.iter().cycle() {
        if n_words >= WORDS {
            break;
        }
        n_words += token::tokens(&text.text).len();
        articles.push(text.clone());
    }
    let resources = Resources::builtin();
    let begun = js_sys::Date::now();
    let found = find_names(&articles, &resources);
    let seconds = (js_sys::Date::now() - begun) / 1000.0;
    let n_names: usize = found.iter().map(Vec::len).sum();
    let speed = n_words as f64 / seconds;
    console_log!("names in wasm: {n_words} tokens, {n_names} names, {speed:.0} tokens/s");
    assert!(n_names > n_words / 100, "{n_names} names");
}
