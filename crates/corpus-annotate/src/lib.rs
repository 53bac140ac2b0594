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

pub use clean::{
    FolderLines, LinePattern, LineRule, LineRules, RuleAction, articles, clean_texts,
    plain_article, rule_uses,
};
#[cfg(feature = "builtin")]
pub use resources::BUILTIN_PARTS;
pub use resources::{PART_FILES, Resources};
