//! What documents can be filtered by, and which documents have which value.
//!
//! A facet read off the documents (outlet, language, author) is two sections: `NAME.val`, its values in byte
//! order, and `NAME.doc`, a list a document of value numbers, ascending, as deltas. The values of an entity
//! facet are the corpus's entities; `entities.doc` lists a document's, each once.
//!
//! Whoever counts reads the lists again and again: see [`Unpacked`].

use crate::corpus::{Corpus, DocId, EntityId};
use crate::strings::utf8;
use crate::write::READ_AS_ONE;
use corpus_model::{EntityKind, LinkedDoc};
use corpus_pack::{Blobs, BlobsWriter, Cursor, Pack, PackError, PackWriter, put_varint};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

/// Something to filter by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// Who published it.
    Outlet,
    /// Language of the text.
    Language,
    /// Who wrote it.
    Author,
    /// Section of the outlet, as the document's metadata name it.
    Section,
    /// Who or what is named in it.
    Entity(EntityKind),
}

impl Facet {
    /// All facets, in the order a page shows them.
    pub const ALL: [Self; 13] = [
        Self::Outlet,
        Self::Entity(EntityKind::Person),
        Self::Entity(EntityKind::Organisation),
        Self::Entity(EntityKind::Place),
        Self::Entity(EntityKind::Event),
        Self::Entity(EntityKind::Law),
        Self::Entity(EntityKind::Group),
        Self::Entity(EntityKind::Work),
        Self::Entity(EntityKind::Product),
        Self::Entity(EntityKind::Misc),
        Self::Author,
        Self::Section,
        Self::Language,
    ];

    /// Lower-case name, for URLs and queries.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Outlet => "outlet",
            Self::Language => "language",
            Self::Author => "author",
            Self::Section => "section",
            Self::Entity(kind) => kind.name(),
        }
    }

    /// The facet of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name() == name)
    }

    pub(crate) fn values_of_doc(self, doc: &LinkedDoc) -> Vec<String> {
        let article = &doc.article;
        match self {
            Self::Outlet => article.outlet.iter().map(|o| o.value.clone()).collect(),
            Self::Language => vec![article.language.tag.clone()],
            Self::Author => article.authors.clone(),
            Self::Section => article.section.iter().cloned().collect(),
            Self::Entity(_) => Vec::new(),
        }
    }
}

/// The facets that are read off the documents, in the order of their sections.
pub(crate) const STORED: [Facet; 4] = [
    Facet::Outlet,
    Facet::Language,
    Facet::Author,
    Facet::Section,
];

pub(crate) fn put_list(list: &[u32]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut next = 0;
    for &value in list {
        put_varint(&mut out, value.wrapping_sub(next));
        next = value.wrapping_add(1);
    }
    out
}

/// The numbers of one document, ascending.
#[derive(Debug, Clone)]
pub(crate) struct List<'c> {
    cursor: Cursor<'c>,
    next: u32,
}

impl<'c> List<'c> {
    pub(crate) const fn new(bytes: &'c [u8]) -> Self {
        Self {
            cursor: Cursor::new(bytes),
            next: 0,
        }
    }
}

impl Iterator for List<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        if self.cursor.is_empty() {
            return None;
        }
        let value = self.cursor.varint().checked_add(self.next)?;
        self.next = value.saturating_add(1);
        Some(value)
    }
}

/// The lists of all documents as plain numbers, which are read several times as fast.
#[derive(Debug, Default)]
pub(crate) struct Unpacked {
    /// Where the values of each document begin, and where the last end.
    starts: Vec<u32>,
    values: Vec<u32>,
}

impl Unpacked {
    fn of(lists: &Blobs) -> Self {
        let mut unpacked = Self::default();
        let mut reader = lists.reader();
        for doc in 0..lists.len() {
            unpacked.starts.push(unpacked.values.len() as u32);
            unpacked.values.extend(List::new(reader.get(doc)));
        }
        unpacked.starts.push(unpacked.values.len() as u32);
        unpacked
    }

    #[inline]
    fn list(&self, doc: DocId) -> &[u32] {
        let bounds = self.starts.get(doc.0 as usize..).unwrap_or_default();
        match bounds {
            [start, end, ..] => self
                .values
                .get(*start as usize..*end as usize)
                .unwrap_or_default(),
            _ => &[],
        }
    }
}

/// The lists of a facet, unpacked once counting has read so many of them that unpacking would have been cheaper.
#[derive(Debug, Default)]
pub(crate) struct CountedLists {
    n_read: AtomicU32,
    unpacked: OnceLock<Unpacked>,
}

impl CountedLists {
    fn unpacked(&self, lists: &Blobs) -> Option<&Unpacked> {
        if let Some(unpacked) = self.unpacked.get() {
            return Some(unpacked);
        }
        let is_worth_it = self.n_read.load(Ordering::Relaxed) as usize >= lists.len();
        // Of a corpus in parts only once all of it is there.
        (is_worth_it && lists.n_missing() == 0)
            .then(|| self.unpacked.get_or_init(|| Unpacked::of(lists)))
    }

    fn count(&self, lists: &Blobs, docs: impl Iterator<Item = DocId>, counts: &mut [u32]) {
        let mut add = |value: u32| {
            if let Some(n) = counts.get_mut(value as usize) {
                *n += 1;
            }
        };
        if let Some(unpacked) = self.unpacked(lists) {
            docs.for_each(|doc| unpacked.list(doc).iter().copied().for_each(&mut add));
            return;
        }
        let mut reader = lists.reader();
        let mut n_read = 0u32;
        for doc in docs {
            List::new(reader.get(doc.0 as usize)).for_each(&mut add);
            n_read = n_read.saturating_add(1);
        }
        self.n_read.fetch_add(n_read, Ordering::Relaxed);
    }
}

/// Writes the two sections of a facet that is read off the documents.
pub(crate) fn write_stored(pack: &mut PackWriter, facet: Facet, docs: &[LinkedDoc]) {
    let of_docs: Vec<Vec<String>> = docs.iter().map(|doc| facet.values_of_doc(doc)).collect();
    let mut numbers: BTreeMap<&str, u32> =
        of_docs.iter().flatten().map(|v| (v.as_str(), 0)).collect();
    let mut values = BlobsWriter::default();
    for (i, (value, number)) in (0..).zip(&mut numbers) {
        values.push(value.as_bytes());
        *number = i;
    }
    let mut lists = BlobsWriter::default();
    for of_doc in &of_docs {
        let mut list: Vec<u32> = of_doc.iter().map(|v| numbers[v.as_str()]).collect();
        list.sort_unstable();
        list.dedup();
        lists.push(&put_list(&list));
    }
    pack.push(&section(facet, "val"), values.finish());
    let lists = lists.finish().in_pages_of(READ_AS_ONE);
    pack.push(&section(facet, "doc"), lists);
}

fn section(facet: Facet, part: &str) -> String {
    let name: String = facet.name().chars().take(4).collect();
    format!("{name}.{part}")
}

/// Values and lists of a facet that is read off the documents.
#[derive(Debug, Clone)]
pub(crate) struct StoredFacet {
    values: Blobs,
    lists: Blobs,
    counted: Arc<CountedLists>,
}

impl StoredFacet {
    pub(crate) fn open(pack: &Pack, facet: Facet) -> Result<Self, PackError> {
        Ok(Self {
            values: Blobs::new(pack.section(&section(facet, "val"))?),
            lists: Blobs::new(pack.section(&section(facet, "doc"))?),
            counted: Arc::default(),
        })
    }

    pub(crate) fn want(&self) {
        self.lists.want();
    }

    pub(crate) fn list(&self, doc: DocId) -> List<'_> {
        List::new(self.lists.get(doc.0 as usize))
    }
}

impl Corpus {
    /// Upper bound of the value numbers of a facet.
    #[must_use]
    pub fn n_facet_values(&self, facet: Facet) -> usize {
        match self.stored_facet(facet) {
            Some(stored) => stored.values.len(),
            None => self.n_entities(),
        }
    }

    /// What a reader sees for a value.
    #[must_use]
    pub fn facet_value_name(&self, facet: Facet, value: u32) -> &str {
        match self.stored_facet(facet) {
            Some(stored) => utf8(stored.values.get(value as usize)),
            None => self.entity(EntityId(value)).map_or("", |e| e.name()),
        }
    }

    /// What stands for a value in a URL: the entity's stable id, else the name.
    #[must_use]
    pub fn facet_value_key(&self, facet: Facet, value: u32) -> &str {
        match self.stored_facet(facet) {
            Some(stored) => utf8(stored.values.get(value as usize)),
            None => self.entity(EntityId(value)).map_or("", |e| e.id()),
        }
    }

    /// The value that a key of a URL stands for.
    #[must_use]
    pub fn facet_value(&self, facet: Facet, key: &str) -> Option<u32> {
        let Some(stored) = self.stored_facet(facet) else {
            return self.entity_by_id(key).map(|entity| entity.0);
        };
        let (mut low, mut high) = (0, stored.values.len());
        while low < high {
            let middle = low.midpoint(high);
            match stored.values.get(middle).cmp(key.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return u32::try_from(middle).ok(),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The values of one document, ascending. For entity facets: the entities of that kind.
    pub fn facet_values_of(&self, facet: Facet, doc: DocId) -> impl Iterator<Item = u32> + '_ {
        let stored = self.stored_facet(facet);
        let list = match stored {
            Some(stored) => stored.list(doc),
            None => self.entity_list(doc),
        };
        list.filter(move |&value| match facet {
            Facet::Entity(kind) => self.entity_kind(EntityId(value)) == Some(kind),
            _ => true,
        })
    }

    /// Adds one for each value of each document. For an entity facet: for each entity of any kind.
    pub fn count_values(
        &self,
        facet: Facet,
        docs: impl Iterator<Item = DocId>,
        counts: &mut [u32],
    ) {
        match self.stored_facet(facet) {
            Some(stored) => stored.counted.count(&stored.lists, docs, counts),
            None => self
                .counted_entities()
                .count(self.entity_lists(), docs, counts),
        }
    }
}
