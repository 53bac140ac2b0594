//! Any bytes as text, Markdown or a page: every article's map, cuts and repairs are true to its source.

#![no_main]

#[path = "../../crates/corpus-annotate/tests/body/mod.rs"]
mod body;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let [kind, rest @ ..] = bytes else { return };
    let name = ["a.txt", "a.md", "a.html"][usize::from(*kind) % 3];
    for doc in body::read(name, rest.to_vec()) {
        body::check_doc(&doc);
    }
});
