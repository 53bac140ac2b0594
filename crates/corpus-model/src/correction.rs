//! What a reader has put right, kept as a file and replayed by every build.
//!
//! A correction names things as the reader saw them, by their spelling and by quoted text, never by numbers, so that it
//! survives a rebuild. One that no longer fits anything is reported and stays in the file.

use crate::layer::EntityKind;

/// One correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// What to do.
    pub action: Action,
    /// The reader's reason; may be empty.
    pub why: String,
}

/// An entity as a reader names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its id, its name, or else one of its spellings; case does not matter.
    pub name: String,
    /// Its kind, where the spelling alone is not enough.
    pub kind: Option<EntityKind>,
}

/// Words of a document, by which a place is found again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Id of the document.
    pub document: String,
    /// Words of its text, enough to be found once.
    pub quote: String,
}

/// Whose name a reader marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// That of the entity which is called so, or of a new one where none is.
    Called,
    /// That of this entity, by its id, its name, or else one of its spellings.
    Of(String),
    /// That of nobody yet, whoever else is called so.
    New,
}

/// What a correction does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// All these are one.
    Merge {
        /// At least two.
        entities: Vec<Named>,
    },
    /// A spelling is somebody else, an entity of its own.
    Split {
        /// The entity that has the spelling wrongly.
        from: Named,
        /// The spelling.
        spelling: String,
    },
    /// Another name to show.
    Rename {
        /// Which entity.
        entity: Named,
        /// How it is to be called.
        to: String,
    },
    /// It is something else.
    Retype {
        /// Which entity.
        entity: Named,
        /// What it is.
        to: EntityKind,
    },
    /// It is no name at all, or not wanted.
    Hide {
        /// Which entity.
        entity: Named,
    },
    /// A name that was not seen, or that is somebody else's in one place.
    Mention {
        /// Where it stands; `None` for wherever the texts say it and nothing else is marked.
        passage: Option<Passage>,
        /// The name, as it stands in the text.
        name: String,
        /// What it is.
        kind: EntityKind,
        /// Whose name it is there.
        whose: Whose,
    },
    /// What is marked in one place is no name there.
    Unmark {
        /// Where it stands.
        passage: Passage,
        /// The words that are marked.
        name: String,
    },
    /// Facts about a document.
    Document {
        /// Its id.
        document: String,
        /// The title, as it stands in the text; empty for none.
        title: Option<String>,
        /// Who published it; empty for nobody.
        outlet: Option<String>,
        /// When it was published: an ISO date, or a part of one; empty for a day that nobody knows.
        published: Option<String>,
    },
}

impl Action {
    /// The word for it in `corrections.toml`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Merge { .. } => "merge",
            Self::Split { .. } => "split",
            Self::Rename { .. } => "rename",
            Self::Retype { .. } => "retype",
            Self::Hide { .. } => "hide",
            Self::Mention { .. } => "mention",
            Self::Unmark { .. } => "unmark",
            Self::Document { .. } => "document",
        }
    }
}
