//! What the caller decides about reading: which field of a record means what.

use corpus_model::path_fits;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a caller decides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Texts are clean already: nothing is taken out of them, whatever their names say.
    pub is_plain: bool,
    /// Fields of records.
    pub fields: FieldMap,
    /// What goes before these for single tables; of several that speak of one file, the first.
    pub tables: Vec<TableFields>,
}

/// Fields of the records of some files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableFields {
    /// Which files: `*` stands for any part of a path.
    pub files: String,
    /// Their fields.
    pub fields: FieldMap,
}

impl ReadOptions {
    /// What holds for the file at `path`.
    pub(crate) fn of_file(&self, path: &str) -> Cow<'_, Self> {
        let table = self.tables.iter().find(|t| path_fits(&t.files, path));
        let Some(table) = table else {
            return Cow::Borrowed(self);
        };
        let mut fields = self.fields.clone();
        let own = table.fields.0.iter();
        fields.0.extend(own.map(|(k, names)| (*k, names.clone())));
        Cow::Owned(Self {
            is_plain: self.is_plain,
            fields,
            tables: Vec::new(),
        })
    }
}

/// A part of a document that a field of a record can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Identifier.
    Id,
    /// Title.
    Title,
    /// Text. Several fields are joined with a blank line between them.
    Text,
    /// Publication date.
    Published,
    /// Authors.
    Author,
    /// Outlet.
    Outlet,
    /// Section of the outlet.
    Section,
    /// Web address.
    Url,
    /// BCP 47 tag.
    Language,
}

impl Field {
    /// All of them, in the order in which remarks name them.
    pub const ALL: [Self; 9] = [
        Self::Id,
        Self::Title,
        Self::Text,
        Self::Published,
        Self::Author,
        Self::Outlet,
        Self::Section,
        Self::Url,
        Self::Language,
    ];

    /// Its key in `corpus.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Title => "title",
            Self::Text => "text",
            Self::Published => "published",
            Self::Author => "author",
            Self::Outlet => "outlet",
            Self::Section => "section",
            Self::Url => "url",
            Self::Language => "language",
        }
    }

    /// The field whose key is `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// Names of fields, by what they give. A part that is not named here is looked for under its usual names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldMap(pub BTreeMap<Field, Vec<String>>);

impl FieldMap {
    /// The names given for `field`, if any.
    #[must_use]
    pub fn of(&self, field: Field) -> Option<&[String]> {
        self.0.get(&field).map(Vec::as_slice)
    }
}
