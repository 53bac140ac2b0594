//! Gazetteers and models that the recognisers use, given by the caller or built in.
//!
//! Each part says itself what it is: a table of names begins with `# kind`, one of word
//! classes with `# word classes`, a model with its magic. A caller
//! that has the parts as bytes opens them with [`Resources::from_parts`]; `Resources::builtin` takes those
//! compiled in by the feature `builtin`, which the page's worker does without: it fetches them when needed. NOTICE names their sources.

use crate::name::classes;
use crate::name::gazetteer::{Gazetteer, Ranks};
use crate::name::letters::Letters;
use crate::name::tagger::Tagger;

/// Tables that recognisers look names up in. Opened once a run.
#[derive(Debug, Default)]
pub struct Resources {
    pub(crate) gazetteer: Gazetteer,
    taggers: Vec<Tagger>,
}

/// Names the parts once, for those who bring them as files and for those who have them compiled in.
macro_rules! parts {
    ($($folder:literal $name:literal)*) => {
        /// File names of the parts, below this crate's folder, in the order of their weight as evidence.
        pub const PART_FILES: &[&str] = &[$(concat!($folder, "/", $name)),*];

        /// The parts compiled into this crate, with their file names, in the same order.
        #[cfg(feature = "builtin")]
        pub const BUILTIN_PARTS: &[(&str, &[u8])] =
            &[$(($name, include_bytes!(concat!("../", $folder, "/", $name)))),*];
    };
}

parts! {
    "data" "name-hand.tsv"
    "data" "name-places.tsv"
    "data" "name-organisations.tsv"
    "data" "name-organisations-sa.tsv"
    "data" "name-people.tsv"
    "models" "name-en.bin"
    "models" "name-ru.bin"
    "data" "name-words.tsv"
    "data" "name-classes.tsv"
    "data" "name-common.tsv"
    "models" "name-letters.bin"
}

impl Resources {
    /// The tables compiled into this crate.
    #[cfg(feature = "builtin")]
    #[must_use]
    pub fn builtin() -> Self {
        Self::from_parts(BUILTIN_PARTS.iter().map(|(_, bytes)| *bytes))
    }

    /// The tables of names.
    #[must_use]
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// The tagger for a language, by the first part of its tag.
    #[must_use]
    pub fn tagger(&self, language: &str) -> Option<&Tagger> {
        let primary = language.split('-').next().unwrap_or_default();
        self.taggers.iter().find(|t| t.language == primary)
    }

    /// Opens parts given as bytes. A part that is neither table nor model is passed over.
    #[must_use]
    pub fn from_parts<'b>(parts: impl IntoIterator<Item = &'b [u8]>) -> Self {
        let mut out = Self::default();
        for part in parts {
            if let Some(tagger) = Tagger::open(part) {
                // A later model replaces an earlier one of its language.
                out.taggers.retain(|t| t.language != tagger.language);
                out.taggers.push(tagger);
            } else if let Some(letters) = Letters::open(part) {
                out.gazetteer.letters = letters;
            } else if let Ok(table) = std::str::from_utf8(part) {
                if table.starts_with(classes::HEAD) {
                    out.gazetteer.classes.add_table(table);
                } else if table.starts_with(Ranks::HEAD) {
                    out.gazetteer.ranks.add_table(table);
                } else {
                    out.gazetteer.add_table(table);
                }
            }
        }
        out.gazetteer.finish();
        out
    }
}
