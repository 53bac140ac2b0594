//! Layers over an article's text, before documents are seen together.

use crate::span::Span;

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum EntityKind {
    /// A human being.
    Person = 0,
    /// A body of people: state organs, companies, alliances, outlets.
    Organisation = 1,
    /// Somewhere.
    Place = 2,
    /// Something that happened or recurs, with a name.
    Event = 3,
    /// A book, film, newspaper as a thing.
    Work = 4,
    /// Something made.
    Product = 5,
    /// A law, agreement or negotiating format.
    Law = 6,
    /// Nationalities, religions, parties as adjectives.
    Group = 7,
    /// Anything else with a name.
    Misc = 8,
}

impl EntityKind {
    /// In the order of their numbers.
    pub const ALL: [Self; 9] = [
        Self::Person,
        Self::Organisation,
        Self::Place,
        Self::Event,
        Self::Work,
        Self::Product,
        Self::Law,
        Self::Group,
        Self::Misc,
    ];

    /// Lower-case name, as the annotation record spells it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Place => "place",
            Self::Event => "event",
            Self::Work => "work",
            Self::Product => "product",
            Self::Law => "law",
            Self::Group => "group",
            Self::Misc => "misc",
        }
    }

    /// The kind with this number.
    #[must_use]
    pub fn from_number(n: u8) -> Option<Self> {
        Self::ALL.get(usize::from(n)).copied()
    }
}

/// Where on earth a place lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Located {
    /// Latitude in ten thousandths of a degree, north positive.
    pub lat: i32,
    /// Longitude in ten thousandths of a degree, east positive.
    pub lon: i32,
    /// ISO 3166-1 code of its country in capital letters; zeros where none is given.
    pub country: [u8; 2],
}

impl Located {
    /// The code of the country.
    #[must_use]
    pub fn country(&self) -> Option<&str> {
        std::str::from_utf8(&self.country)
            .ok()
            .filter(|code| code.bytes().all(|b| b.is_ascii_uppercase()))
    }
}

/// A name found in one article, not yet joined with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameMention {
    /// Where it stands.
    pub span: Span,
    /// What it names.
    pub kind: EntityKind,
    /// Rule and evidence in words.
    pub why: String,
    /// Key of the gazetteer entry it matched, if any, e.g. a Wikidata id.
    pub gazetteer_id: Option<String>,
    /// The name that entry goes by, whatever the text calls it.
    pub listed_name: Option<String>,
    /// Where it lies, if it is a place of the gazetteer and no other is meant by the name.
    pub located: Option<Located>,
    /// Who bears the given name, if it is one that the tables know of men only or of women only.
    pub bearer: Option<Gender>,
}

/// Who bears a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gender {
    /// A man.
    Man,
    /// A woman.
    Woman,
}

/// How words are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteKind {
    /// In quotation marks, whole.
    Direct,
    /// Reported without marks.
    Indirect,
    /// Reported with some words in marks.
    Mixed,
}

impl QuoteKind {
    /// Lower-case name, as the annotation record spells it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
        }
    }
}

/// A quotation in one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteMention {
    /// The quoted words with their marks.
    pub span: Span,
    /// How they are given.
    pub kind: QuoteKind,
    /// The words that name the speaker (a name, or a pronoun such as "he").
    pub speaker: Option<Span>,
    /// The name mention of the same article that the speaker's words refer to.
    pub speaker_name: Option<Span>,
    /// The verb or phrase of saying.
    pub cue: Option<Span>,
    /// Rule in words.
    pub why: String,
}
