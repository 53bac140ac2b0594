//! Any text in any language, published on any day: date expressions lie in the text, in order, each with value and reason.

#![no_main]

#[path = "../../crates/corpus-annotate/tests/date_body/mod.rs"]
mod date_body;

use corpus_model::{CivilDate, DayNumber};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, Option<i32>, &str)| {
    let (tag, day, text) = input;
    let day = day.map(|n| CivilDate::from_day_number(DayNumber(n)));
    date_body::check(text, date_body::TAGS[usize::from(tag) % date_body::TAGS.len()], day);
});
