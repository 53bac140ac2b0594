//! The page: what a reader sees of an opened corpus.
//!
//! `desk` holds the state, `own` a reader's own documents, `answer` asks the engine, `components` arrange, `web` calls the browser,
//! `strings` speaks. What can be computed without a browser stands in `corpus-view`.

mod answer;
mod components;
mod desk;
mod opened;
mod own;
mod strings;
mod web;

pub use components::app::{App, AppWith};
