//! Any bytes under any name: what comes out has text, leads back to its source, and every failure has its reason.
//! `crates/corpus-read/tests/fixtures` is a good first corpus.

#![no_main]

#[path = "../../crates/corpus-read/tests/body/mod.rs"]
mod body;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let [name, rest @ ..] = bytes else { return };
    body::check(body::NAMES[usize::from(*name) % body::NAMES.len()], rest);
});
