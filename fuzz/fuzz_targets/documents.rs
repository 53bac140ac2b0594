//! Any bytes in office documents, books and PDFs are read or refused, and their spans fit.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/corpus-read/tests/bodies/documents.rs"]
mod documents;

fuzz_target!(|bytes: &[u8]| documents::read_any(bytes));
