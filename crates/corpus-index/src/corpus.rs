//! An opened corpus: sections of a pack, and views that read them when asked.
//!
//! Takes bytes; gives [`Corpus`], a cheap clone of one shared value. Opening checks the container and notes
//! where things lie; it decodes no document and copies no text. Reads are total: whatever the bytes,
//! a view gives something or nothing, and never fails.

use crate::codec;
use crate::doc::{DiagnosticView, DocView, Items, read_diagnostic};
use crate::entity::EntityView;
use crate::facet::{CountedLists, Facet, List, STORED, StoredFacet};
use crate::postings::{Places, Postings};
use crate::strings::{Strings, utf8};
use crate::terms::{Term, Terms};
use corpus_model::{DayInterval, DayNumber, EntityKind, Span};
use corpus_pack::{Blobs, Column, Cursor, Pack, PackBytes, PackError, Pages};
use std::sync::{Arc, OnceLock};

/// Number of a document: documents are numbered in the order of their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId(pub u32);

/// Number of an entity: the most mentioned first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// What the corpus says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InfoView<'c> {
    /// Title.
    pub title: &'c str,
    /// A sentence or two.
    pub description: &'c str,
    /// Licence of the documents.
    pub licence: &'c str,
}

/// What became of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutcomeView<'c> {
    /// Read into this many articles.
    Read {
        /// How many.
        n_articles: u32,
    },
    /// Holds files, which have entries of their own.
    Unpacked {
        /// How many.
        n_files: u32,
    },
    /// Not used.
    Skipped {
        /// Why, in words.
        why: &'c str,
    },
}

/// One file of the folder and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileView<'c> {
    /// Relative path.
    pub path: &'c str,
    /// Length in bytes.
    pub byte_len: u64,
    /// Read or skipped.
    pub outcome: OutcomeView<'c>,
    /// Remarks on it.
    pub diagnostics: Vec<DiagnosticView<'c>>,
}

/// How many files were given, and what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CoverageCounts {
    /// Files given, those in archives among them; the archives themselves are not counted.
    pub n_files: u32,
    /// Files read.
    pub n_read: u32,
    /// Files not used.
    pub n_skipped: u32,
    /// Articles in the files read.
    pub n_articles: u32,
    /// Bytes given.
    pub byte_len: u64,
}

#[derive(Debug)]
struct Inner {
    pack: Pack,
    info: PackBytes,
    coverage: PackBytes,
    corrections: PackBytes,
    strings: Strings,
    texts: Blobs,
    docs: Blobs,
    /// What the ids of each block of `docs` begin with: enough to tell in which block an id stands.
    id_heads: Blobs,
    /// Columns of `n_docs` rows each: words, first word of the title, words of the title,
    /// first day of publication and how far the day after the last is from it, place in the order of titles.
    columns: PackBytes,
    n_docs: usize,
    mentioned: Blobs,
    entities: Blobs,
    entity_lists: Blobs,
    /// For each entity the documents that name it.
    entity_docs: Blobs,
    counted_entities: CountedLists,
    /// Kind of each entity, a byte each; [`hash16`] of its id, two bytes each; in how many documents each is named.
    entity_order: PackBytes,
    facets: [StoredFacet; STORED.len()],
    words: WordIndex,
    labels: WordIndex,
    quotes: Blobs,
    n_words: u64,
    /// What the ranking makes of the lengths of documents, once it is asked.
    norms: OnceLock<Vec<u32>>,
    /// The language of most documents, once it is asked.
    main_language: OnceLock<Option<u32>>,
}

/// A dictionary and the postings of its words.
#[derive(Debug, Clone)]
pub struct WordIndex {
    terms: Terms,
    postings: PackBytes,
    positions: PackBytes,
    n_docs: u32,
}

impl WordIndex {
    fn open(pack: &Pack, names: &WordSections, n_docs: usize) -> Result<Self, PackError> {
        let blobs = |name: &str| pack.section(name).map(Blobs::new);
        Ok(Self {
            terms: Terms::new(blobs(names.terms)?, blobs(names.heads)?),
            postings: pack.section(names.postings)?,
            positions: pack.section(names.positions)?,
            n_docs: n_docs as u32,
        })
    }

    /// The dictionary.
    #[must_use]
    pub const fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Number of documents (of entities, for labels).
    #[must_use]
    pub const fn n_docs(&self) -> u32 {
        self.n_docs
    }

    /// Notes that the documents of a word will be read.
    pub fn want(&self, term: &Term) {
        let start = usize::try_from(term.start).unwrap_or(usize::MAX);
        self.postings
            .slice(start, start.saturating_add(term.len as usize))
            .want();
    }

    /// The documents of a word of the dictionary.
    #[must_use]
    pub fn postings(&self, term: &Term) -> Postings<'_> {
        let start = usize::try_from(term.start).unwrap_or(usize::MAX);
        let end = start.saturating_add(term.len as usize);
        let places = Places {
            bytes: &self.positions,
            start: usize::try_from(term.places).unwrap_or(usize::MAX),
            len: term.places_len as usize,
        };
        let bytes = self.postings.part(start, end);
        Postings::new(bytes, places, term.n_docs, self.n_docs)
    }
}

/// Names of the sections of a [`WordIndex`].
pub(crate) struct WordSections {
    pub(crate) terms: &'static str,
    pub(crate) heads: &'static str,
    pub(crate) postings: &'static str,
    pub(crate) positions: &'static str,
}

pub(crate) const WORDS: WordSections = WordSections {
    terms: "terms",
    heads: "heads",
    postings: "postings",
    positions: "position",
};

pub(crate) const LABELS: WordSections = WordSections {
    terms: "lab.term",
    heads: "lab.head",
    postings: "lab.post",
    positions: "lab.posi",
};

/// A quotation by the numbers of its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteWords {
    /// Numbers of the first and of one past the last word.
    pub words: std::ops::Range<u32>,
    /// Who said it.
    pub speaker: Option<EntityId>,
}

/// Tells whether everything was there that was read since [`Corpus::watch`].
#[derive(Debug, Clone, Copy)]
pub struct Watch<'c> {
    pages: Option<&'c Pages>,
    before: u32,
}

impl Watch<'_> {
    /// Whether something was not: what was made of it is not to be believed.
    #[must_use]
    pub fn has_missed(&self) -> bool {
        self.pages
            .is_some_and(|pages| pages.n_misses() != self.before)
    }
}

/// An opened corpus. A clone shares everything.
#[derive(Debug, Clone)]
pub struct Corpus(Arc<Inner>);

impl PartialEq for Corpus {
    /// Whether both are the same opened corpus.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Corpus {}

impl Corpus {
    /// Opens a pack: bytes in the program or shared ones.
    ///
    /// # Errors
    /// [`PackError`] where the bytes are not a whole, undamaged pack of this version.
    pub fn open(bytes: impl Into<PackBytes>) -> Result<Self, PackError> {
        Self::of_pack(Pack::open(bytes)?)
    }

    /// Opens a pack of which only the head is there. What is read before it has come is empty;
    /// [`Corpus::pages`] tells what was wanted.
    ///
    /// # Errors
    /// [`PackError`] where the bytes are not the undamaged head of a pack of this version.
    pub fn open_head(head: &[u8]) -> Result<Self, PackError> {
        Self::of_pack(Pack::open_head(head)?)
    }

    fn of_pack(pack: Pack) -> Result<Self, PackError> {
        let blobs = |name: &str| pack.section(name).map(Blobs::new);
        let stored = |facet| StoredFacet::open(&pack, facet);
        let texts = blobs("texts")?;
        let columns = pack.section("columns")?;
        let docs = blobs("docs")?;
        let n_docs = texts
            .len()
            .min(docs.len())
            .min(columns.len() / (4 * N_COLUMNS));
        let entities = blobs("entities")?;
        let n_entities = entities.len();
        let info = pack.section("info")?;
        let mut numbers = Cursor::new(&info);
        let n_words = numbers.varint64();
        Ok(Self(Arc::new(Inner {
            coverage: pack.section("coverage")?,
            corrections: pack.section("correct")?,
            strings: Strings(blobs("strings")?),
            texts,
            docs,
            id_heads: blobs("docs.ids")?,
            columns,
            n_docs,
            mentioned: blobs("mention")?,
            entities,
            entity_lists: blobs("enti.doc")?,
            entity_docs: blobs("enti.in")?,
            entity_order: pack.section("enti.ord")?,
            counted_entities: CountedLists::default(),
            facets: [
                stored(STORED[0])?,
                stored(STORED[1])?,
                stored(STORED[2])?,
                stored(STORED[3])?,
            ],
            words: WordIndex::open(&pack, &WORDS, n_docs)?,
            labels: WordIndex::open(&pack, &LABELS, n_entities)?,
            quotes: blobs("quotes")?,
            n_words,
            norms: OnceLock::new(),
            main_language: OnceLock::new(),
            info,
            pack,
        })))
    }

    pub(crate) fn strings(&self) -> &Strings {
        &self.0.strings
    }

    pub(crate) fn stored_facet(&self, facet: Facet) -> Option<&StoredFacet> {
        let idx = STORED.iter().position(|stored| *stored == facet)?;
        self.0.facets.get(idx)
    }

    pub(crate) fn entity_lists(&self) -> &Blobs {
        &self.0.entity_lists
    }

    pub(crate) fn counted_entities(&self) -> &CountedLists {
        &self.0.counted_entities
    }

    pub(crate) fn entity_list(&self, doc: DocId) -> List<'_> {
        List::new(self.0.entity_lists.get(doc.0 as usize))
    }

    pub(crate) fn entity_docs(&self, entity: EntityId) -> &[u8] {
        self.0.entity_docs.get(entity.0 as usize)
    }

    /// The tags of the languages that documents are in.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        let n = self.n_facet_values(Facet::Language) as u32;
        (0..n).map(|value| self.facet_value_key(Facet::Language, value))
    }

    /// The tag of the language that more than half of the documents are in. Counted once.
    #[must_use]
    pub fn main_language(&self) -> Option<&str> {
        let value = match self.0.main_language.get() {
            Some(value) => *value,
            None => {
                let watch = self.watch();
                let mut counts = vec![0; self.n_facet_values(Facet::Language)];
                self.count_values(Facet::Language, self.doc_ids(), &mut counts);
                let half = self.n_docs() as u32 / 2;
                let value = counts
                    .iter()
                    .position(|n| *n > half)
                    .map(|value| value as u32);
                // Of a corpus in parts the lists may still be on their way.
                match watch.has_missed() {
                    true => None,
                    false => *self.0.main_language.get_or_init(|| value),
                }
            }
        };
        value.map(|value| self.facet_value_key(Facet::Language, value))
    }

    /// The container: names and sizes of its sections.
    #[must_use]
    pub fn pack(&self) -> &Pack {
        &self.0.pack
    }

    /// The pages of a corpus that is fetched piece by piece; `None` where all of it is there.
    #[must_use]
    pub fn pages(&self) -> Option<&Pages> {
        self.0.pack.pages().map(|pages| &**pages)
    }

    /// Begins to watch whether all that is read from now on is there.
    #[must_use]
    pub fn watch(&self) -> Watch<'_> {
        Watch {
            pages: self.pages(),
            before: self.pages().map_or(0, Pages::n_misses),
        }
    }

    /// Notes what a row of a list reads of a document, so that all of it comes at once.
    pub fn want_doc(&self, doc: DocId) {
        if self.pages().is_some() {
            self.0.docs.want_one(doc.0 as usize);
            self.0.texts.want_one(doc.0 as usize);
        }
    }

    /// Notes that the text of a document will be read.
    pub fn want_text(&self, doc: DocId) {
        if self.pages().is_some() {
            self.0.texts.want_one(doc.0 as usize);
        }
    }

    /// How many bytes have to be fetched before the texts of these documents can be read.
    #[must_use]
    pub fn n_missing_of_texts(&self, docs: &[DocId]) -> usize {
        if self.pages().is_none() {
            return 0;
        }
        let mut docs: Vec<u32> = docs.iter().map(|doc| doc.0).collect();
        docs.sort_unstable();
        self.0
            .texts
            .n_missing_of(docs.into_iter().map(|doc| doc as usize))
    }

    /// Notes that the values of a facet will be read for every document.
    pub fn want_values(&self, facet: Facet) {
        match self.stored_facet(facet) {
            Some(stored) => stored.want(),
            None => self.0.entity_lists.want(),
        }
    }

    /// How many bytes have to be fetched before the entities of these documents (ascending) can be counted.
    #[must_use]
    pub fn n_missing_of_entities(&self, docs: impl Iterator<Item = DocId>) -> usize {
        match self.pages() {
            Some(_) => self
                .0
                .entity_lists
                .n_missing_of(docs.map(|doc| doc.0 as usize)),
            None => 0,
        }
    }

    /// How many bytes have to be fetched before the days that texts name are there for all documents.
    #[must_use]
    pub fn n_missing_of_mentioned(&self) -> usize {
        self.0.mentioned.n_missing()
    }

    /// Notes that the days which texts name will be read for all documents.
    pub fn want_mentioned(&self) {
        self.0.mentioned.want();
    }

    /// Whether something was read that is not there yet, so that no answer made of it is to be believed.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.pages().is_some_and(Pages::is_anything_wanted)
    }

    /// Notes what nearly every question reads, so that it comes before the first one: the lengths of the documents.
    pub fn want_common(&self) {
        let _ = self.doc_lengths();
    }

    /// What the corpus says about itself.
    #[must_use]
    pub fn info(&self) -> InfoView<'_> {
        let cursor = &mut Cursor::new(&self.0.info);
        cursor.varint64();
        InfoView {
            title: self.0.strings.str(cursor),
            description: self.0.strings.str(cursor),
            licence: self.0.strings.str(cursor),
        }
    }

    /// Number of documents.
    #[must_use]
    pub fn n_docs(&self) -> usize {
        self.0.n_docs
    }

    /// All documents, in order.
    pub fn doc_ids(&self) -> impl ExactSizeIterator<Item = DocId> + use<> {
        (0..self.n_docs() as u32).map(DocId)
    }

    /// One document.
    #[must_use]
    pub fn doc(&self, doc: DocId) -> Option<DocView<'_>> {
        let idx = doc.0 as usize;
        (idx < self.n_docs()).then(|| DocView::read(self, doc, self.0.docs.get(idx)))
    }

    /// The document with that stable id.
    #[must_use]
    pub fn doc_by_id(&self, id: &str) -> Option<DocId> {
        // Documents are in id order; the heads tell the block, so that no other has to be there.
        let per_block = self.0.docs.per_block();
        let heads = &self.0.id_heads;
        let (mut low, mut high) = (0, heads.len());
        while low < high {
            let middle = low.midpoint(high);
            if heads.get(middle) <= id.as_bytes() {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let n_docs = self.n_docs();
        let first = low.saturating_sub(1).saturating_mul(per_block);
        let (mut low, mut high) = (
            first.min(n_docs),
            first.saturating_add(per_block).min(n_docs),
        );
        while low < high {
            let middle = low.midpoint(high);
            let found = self
                .0
                .strings
                .str(&mut Cursor::new(self.0.docs.get(middle)));
            match found.cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return u32::try_from(middle).ok().map(DocId),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        // What has not come yet may be it, and reading every record would fetch all of them.
        if self.pages().is_some() {
            return None;
        }
        // A caller may have numbered documents in another order.
        self.doc_ids().find(|doc| {
            let record = self.0.docs.get(doc.0 as usize);
            self.0.strings.str(&mut Cursor::new(record)) == id
        })
    }

    /// The text of a document: a slice of the pack.
    #[must_use]
    pub fn text(&self, doc: DocId) -> &str {
        utf8(self.0.texts.get(doc.0 as usize))
    }

    /// A part of a document's text; empty if the span does not fit.
    #[must_use]
    pub fn text_slice(&self, doc: DocId, span: Span) -> &str {
        let bytes = self.0.texts.get(doc.0 as usize);
        let part = bytes.get(span.range()).unwrap_or_default();
        std::str::from_utf8(part).unwrap_or_default()
    }

    fn column(&self, idx: usize) -> Column<'_> {
        let len = self.n_docs() * 4;
        let start = idx * len;
        Column::new(self.0.columns.part(start, start + len))
    }

    /// Words in each document.
    #[must_use]
    pub fn doc_lengths(&self) -> Column<'_> {
        self.column(0)
    }

    /// What `norm` makes of the length of each document, worked out once; `None` as long as lengths are not there.
    /// It has to be the same function every time.
    #[must_use]
    pub fn length_norms(&self, norm: impl Fn(u32) -> u32) -> Option<&[u32]> {
        let lengths = self.doc_lengths();
        if lengths.len() < self.n_docs() {
            return None;
        }
        let norms = self.0.norms.get_or_init(|| {
            let rows = 0..self.n_docs();
            rows.map(|row| norm(lengths.get(row))).collect()
        });
        Some(norms)
    }

    /// Numbers of the first and of one past the last word of a document's title.
    #[must_use]
    pub fn title_words(&self, doc: DocId) -> std::ops::Range<u32> {
        let row = doc.0 as usize;
        let start = self.column(1).get(row);
        start..start.saturating_add(self.column(2).get(row))
    }

    /// Words in all documents.
    #[must_use]
    pub fn n_words(&self) -> u64 {
        self.0.n_words
    }

    /// The days a document was published on, as far as they are known; from a column, so cheap for all.
    #[must_use]
    pub fn published_days(&self, doc: DocId) -> Option<DayInterval> {
        let row = doc.0 as usize;
        if row >= self.n_docs() {
            return None;
        }
        days_from_columns(self.column(3).get(row), self.column(4).get(row))
    }

    /// The place of each document in the order of titles, as they are folded; from a column.
    #[must_use]
    pub fn title_ranks(&self) -> Column<'_> {
        self.column(5)
    }

    /// The intervals of days named in a document, each once, sorted.
    pub fn mentioned_days(&self, doc: DocId) -> impl Iterator<Item = DayInterval> + '_ {
        let mut cursor = Cursor::new(self.0.mentioned.get(doc.0 as usize));
        std::iter::from_fn(move || {
            if cursor.is_empty() {
                return None;
            }
            codec::opt_interval(&mut cursor)
        })
    }

    /// Number of entities.
    #[must_use]
    pub fn n_entities(&self) -> usize {
        self.0.entities.len()
    }

    /// All entities, most mentioned first.
    pub fn entity_ids(&self) -> impl ExactSizeIterator<Item = EntityId> + use<> {
        (0..self.n_entities() as u32).map(EntityId)
    }

    /// One entity.
    #[must_use]
    pub fn entity(&self, entity: EntityId) -> Option<EntityView<'_>> {
        let idx = entity.0 as usize;
        (idx < self.n_entities()).then(|| EntityView::read(self, entity, self.0.entities.get(idx)))
    }

    /// What each entity is, as the number of its kind; from a column.
    #[must_use]
    pub fn entity_kinds(&self) -> &[u8] {
        self.0.entity_order.part(0, self.n_entities())
    }

    /// What an entity is; from a column.
    #[must_use]
    pub fn entity_kind(&self, entity: EntityId) -> Option<EntityKind> {
        let idx = entity.0 as usize;
        if idx >= self.n_entities() {
            return None;
        }
        let kind = self.0.entity_order.part(idx, idx + 1);
        EntityKind::from_number(*kind.first()?)
    }

    /// In how many documents each entity is named; from a column.
    #[must_use]
    pub fn docs_naming(&self) -> Column<'_> {
        let n = self.n_entities();
        Column::new(self.0.entity_order.part(3 * n, 7 * n))
    }

    /// In how many documents an entity is named; from a column.
    #[must_use]
    pub fn n_docs_naming(&self, entity: EntityId) -> u32 {
        let n = self.docs_naming().get(entity.0 as usize);
        n.min(self.n_docs() as u32)
    }

    /// The entity with that stable id.
    #[must_use]
    pub fn entity_by_id(&self, id: &str) -> Option<EntityId> {
        let n = self.n_entities();
        let wanted = hash16(id).to_le_bytes();
        let hashes = self.0.entity_order.part(n, 3 * n).chunks_exact(2);
        // Of 65,536 entities one other has the same hash: its record is read in vain.
        (0..)
            .zip(hashes)
            .filter(|(_, hash)| *hash == wanted)
            .map(|(entity, _)| EntityId(entity))
            .find(|entity| self.entity(*entity).is_some_and(|view| view.id() == id))
    }

    /// The entities named in a document, each once, most mentioned in the corpus first.
    pub fn entities_of(&self, doc: DocId) -> impl Iterator<Item = EntityId> + '_ {
        self.entity_list(doc).map(EntityId)
    }

    /// `corrections.toml` as far as it has been replayed, word for word.
    #[must_use]
    pub fn corrections(&self) -> &str {
        utf8(&self.0.corrections)
    }

    /// The files that were given, in path order.
    #[must_use]
    pub fn coverage(&self) -> Items<'_, FileView<'_>> {
        let cursor = Cursor::new(&self.0.coverage);
        Items::new(self, cursor, |corpus, cursor, _| {
            let strings = corpus.strings();
            FileView {
                path: strings.str(cursor),
                byte_len: cursor.varint64(),
                outcome: match cursor.varint() {
                    0 => OutcomeView::Skipped {
                        why: strings.str(cursor),
                    },
                    1 => OutcomeView::Unpacked {
                        n_files: cursor.varint(),
                    },
                    n => OutcomeView::Read { n_articles: n - 1 },
                },
                diagnostics: {
                    let n = cursor.count();
                    (0..n).map(|_| read_diagnostic(corpus, cursor)).collect()
                },
            }
        })
    }

    /// The sums of [`Corpus::coverage`].
    #[must_use]
    pub fn coverage_counts(&self) -> CoverageCounts {
        let mut counts = CoverageCounts::default();
        for file in self.coverage() {
            if !matches!(file.outcome, OutcomeView::Unpacked { .. }) {
                counts.n_files += 1;
                counts.byte_len = counts.byte_len.saturating_add(file.byte_len);
            }
            match file.outcome {
                OutcomeView::Unpacked { .. } => {}
                OutcomeView::Read { n_articles } => {
                    counts.n_read += 1;
                    counts.n_articles = counts.n_articles.saturating_add(n_articles);
                }
                OutcomeView::Skipped { .. } => counts.n_skipped += 1,
            }
        }
        counts
    }

    /// Words of the texts.
    #[must_use]
    pub fn words(&self) -> &WordIndex {
        &self.0.words
    }

    /// Words of the names and spellings of entities; a document of this index is an entity.
    #[must_use]
    pub fn labels(&self) -> &WordIndex {
        &self.0.labels
    }

    /// The quotations of a document by their words, in order of their beginning.
    pub fn quote_words(&self, doc: DocId) -> impl Iterator<Item = QuoteWords> + '_ {
        let mut cursor = Cursor::new(self.0.quotes.get(doc.0 as usize));
        std::iter::from_fn(move || {
            if cursor.is_empty() {
                return None;
            }
            let start = cursor.varint();
            Some(QuoteWords {
                words: start..start.saturating_add(cursor.varint()),
                speaker: cursor.varint().checked_sub(1).map(EntityId),
            })
        })
    }
}

/// Columns in the section `columns`.
pub(crate) const N_COLUMNS: usize = 6;

/// Sixteen bits of an id: FNV-1a, folded.
pub(crate) fn hash16(id: &str) -> u16 {
    let hash = id.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    (hash >> 16 ^ hash) as u16
}

/// Two column values from the days a document was published on: the first, and how far the day after the last is from
/// it. Nearly all are one day, so that the second column takes next to nothing once it is packed.
pub(crate) fn columns_from_days(days: Option<DayInterval>) -> (u32, u32) {
    let (begin, end) = match days {
        // An interval that ends before it begins stands for none.
        None => (i32::MAX, i32::MIN),
        Some(days) => (
            days.begin.map_or(i32::MIN, |day| day.0),
            days.end_exclusive.map_or(i32::MAX, |day| day.0),
        ),
    };
    (begin as u32, end.wrapping_sub(begin) as u32)
}

fn days_from_columns(begin: u32, len: u32) -> Option<DayInterval> {
    let begin = begin as i32;
    let end = begin.wrapping_add(len as i32);
    if begin == i32::MAX && end == i32::MIN {
        return None;
    }
    Some(DayInterval {
        begin: (begin != i32::MIN).then_some(DayNumber(begin)),
        end_exclusive: (end != i32::MAX).then_some(DayNumber(end)),
    })
}
