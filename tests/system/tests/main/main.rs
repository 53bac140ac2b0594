//! Whole-system tests: what no single crate can show.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "test helpers fail by panicking and say what they skipped"
)]

mod support;

mod annotations;
mod bad_input;
mod contrast;
mod corrections;
mod cuts;
mod expectations;
mod joining;
mod layering;
mod links;
mod parity;
mod taken_out;
mod tidy;
