//! One source at a time: cleaning, splitting, describing, segmenting, dating, naming, quoting.
//!
//! Pure functions in the order they are called. What needs the whole folder takes it as an argument
//! (`FolderLines`, `&[Article]`) and depends on nothing else.

pub mod clean;
pub mod date;
mod describe;
pub mod language;
pub mod name;
pub mod quote;
mod resources;
pub mod segment;
mod split;

pub use clean::{FolderLines, articles, plain_article};
pub use resources::{BUILTIN_PARTS, Resources};
