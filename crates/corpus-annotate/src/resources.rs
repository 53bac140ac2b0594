//! Gazetteers and models that the recognisers use, given by the caller or built in.
//!
//! Each part says itself what it is: a table of names begins with `# kind`, a model with its magic. A caller
//! that has the parts as bytes opens them with [`Resources::from_parts`]; [`Resources::builtin`] takes those
//! compiled in. NOTICE names their sources.

use crate::name::gazetteer::Gazetteer;
use crate::name::tagger::Tagger;

/// Tables that recognisers look names up in. Opened once a run.
#[derive(Debug, Default)]
pub struct Resources {
    pub(crate) gazetteer: Gazetteer,
    taggers: Vec<Tagger>,
}

/// The parts compiled into this crate, with their file names, in the order of their weight as evidence.
pub const BUILTIN_PARTS: &[(&str, &[u8])] = &[
    ("name-hand.tsv", include_bytes!("../data/name-hand.tsv")),
    ("name-places.tsv", include_bytes!("../data/name-places.tsv")),
    (
        "name-organisations.tsv",
        include_bytes!("../data/name-organisations.tsv"),
    ),
    (
        "name-organisations-sa.tsv",
        include_bytes!("../data/name-organisations-sa.tsv"),
    ),
    ("name-people.tsv", include_bytes!("../data/name-people.tsv")),
    ("name-en.bin", include_bytes!("../models/name-en.bin")),
    ("name-ru.bin", include_bytes!("../models/name-ru.bin")),
    ("name-words.tsv", include_bytes!("../data/name-words.tsv")),
];

impl Resources {
    /// The tables compiled into this crate.
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
            } else if let Ok(table) = std::str::from_utf8(part) {
                out.gazetteer.add_table(table);
            }
        }
        out.gazetteer.finish();
        out
    }
}
