//! The page: what a reader sees of an opened corpus.
//!
//! `desk` holds the state, `own` a reader's own documents, `answer` asks the engine, `engine` in a worker where a corpus is large, `components` arrange, `web` calls the browser,
//! `strings` speaks. What can be computed without a browser stands in `corpus-view`.
//! What is public here the second program, `extras/`, uses as well; the compiler leaves out of each what it does not call.

pub mod answer;
pub mod components;
pub mod desk;
pub mod engine;
pub mod opened;
pub mod parts;
pub mod reactive;
pub mod strings;
pub mod web;

mod corrected;
mod lender;
mod own;

pub use components::app::{App, AppWith};
