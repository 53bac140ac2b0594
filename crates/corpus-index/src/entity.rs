//! One entity: its record in the pack, and the view that reads it.
//!
//! ```text
//! id, kind, name, description
//! place       if the kind's high bit is set: latitude, longitude (1e-4 degree), two letters of the country
//! spellings   n × { text, count }
//! joins       n × { a, b, rule, score, evidence n × { document, span } }
//! ```
//!
//! The documents that name it are a list of their own, `enti.in`, because names are shown far more often than all
//! documents that name somebody: `n × { document delta, mentions, number of the first mention }`.

use crate::codec;
use crate::corpus::{Corpus, DocId, EntityId};
use crate::doc::Items;
use crate::strings::StringsWriter;
use corpus_model::{Entity, EntityKind, Located, Permille, Span};
use corpus_pack::{Cursor, put_signed, put_varint};
use std::collections::HashMap;

/// A document that names an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntityDoc {
    /// The document.
    pub doc: DocId,
    /// How often it names the entity.
    pub n_mentions: u32,
    /// Index of the first of them among the document's mentions.
    pub first: u32,
}

/// Set in the kind of an entity whose place is known.
const PLACED: u8 = 0x80;

/// Appends the record of one entity. Evidence in documents that are not there is left out.
pub(crate) fn put_entity(
    out: &mut Vec<u8>,
    strings: &mut StringsWriter,
    entity: &Entity,
    doc_of_id: &HashMap<&str, u32>,
) {
    strings.put(out, entity.id.as_bytes());
    out.push(entity.kind as u8 | if entity.place.is_some() { PLACED } else { 0 });
    strings.put(out, entity.name.as_bytes());
    strings.put_opt(out, entity.description.as_deref());
    if let Some(place) = &entity.place {
        put_signed(out, place.lat);
        put_signed(out, place.lon);
        out.extend(place.country);
    }
    put_varint(out, entity.spellings.len() as u32);
    for spelling in &entity.spellings {
        strings.put(out, spelling.text.as_bytes());
        put_varint(out, spelling.n);
    }
    put_varint(out, entity.joins.len() as u32);
    for join in &entity.joins {
        strings.put(out, join.a.as_bytes());
        strings.put(out, join.b.as_bytes());
        strings.put(out, join.rule.as_bytes());
        put_varint(out, u32::from(join.score.0));
        let evidence: Vec<(u32, Span)> = join
            .evidence
            .iter()
            .filter_map(|(id, span)| Some((*doc_of_id.get(id.as_str())?, *span)))
            .collect();
        put_varint(out, evidence.len() as u32);
        for (doc, span) in evidence {
            put_varint(out, doc);
            codec::put_opt_span(out, Some(span));
        }
    }
}

/// Appends the documents that name an entity.
pub(crate) fn put_entity_docs(out: &mut Vec<u8>, docs: &[EntityDoc]) {
    put_varint(out, docs.len() as u32);
    let mut previous = 0;
    for doc in docs {
        put_varint(out, doc.doc.0.wrapping_sub(previous));
        put_varint(out, doc.n_mentions);
        put_varint(out, doc.first);
        previous = doc.doc.0;
    }
}

/// Why two spellings are one entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinView<'c> {
    /// One spelling.
    pub a: &'c str,
    /// The other.
    pub b: &'c str,
    /// The rule in words.
    pub rule: &'c str,
    /// How sure.
    pub score: Permille,
    /// Places that support it.
    pub evidence: Vec<(DocId, Span)>,
}

/// One entity of an opened corpus.
#[derive(Debug, Clone)]
pub struct EntityView<'c> {
    corpus: &'c Corpus,
    entity: EntityId,
    id: &'c str,
    kind: EntityKind,
    name: &'c str,
    description: Option<&'c str>,
    place: Option<Located>,
    spellings: Cursor<'c>,
}

impl<'c> EntityView<'c> {
    pub(crate) fn read(corpus: &'c Corpus, entity: EntityId, record: &'c [u8]) -> Self {
        let cursor = &mut Cursor::new(record);
        let strings = corpus.strings();
        let id = strings.str(cursor);
        let kind = cursor.byte();
        Self {
            corpus,
            entity,
            id,
            kind: EntityKind::from_number(kind & !PLACED).unwrap_or(EntityKind::Misc),
            name: strings.str(cursor),
            description: strings.opt(cursor),
            place: (kind & PLACED != 0).then(|| Located {
                lat: cursor.signed(),
                lon: cursor.signed(),
                country: [cursor.byte(), cursor.byte()],
            }),
            spellings: *cursor,
        }
    }

    /// Where it lies, for a place that the gazetteer knows.
    #[must_use]
    pub const fn place(&self) -> Option<Located> {
        self.place
    }

    /// Its number in the corpus: the most mentioned first.
    #[must_use]
    pub const fn entity_id(&self) -> EntityId {
        self.entity
    }

    /// Its stable id.
    #[must_use]
    pub const fn id(&self) -> &'c str {
        self.id
    }

    /// Display name.
    #[must_use]
    pub const fn name(&self) -> &'c str {
        self.name
    }

    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> EntityKind {
        self.kind
    }

    /// A short description where a source gives one.
    #[must_use]
    pub const fn description(&self) -> Option<&'c str> {
        self.description
    }

    /// All spellings with their counts, most frequent first.
    #[must_use]
    pub fn spellings(&self) -> Items<'c, (&'c str, u32)> {
        Items::new(self.corpus, self.spellings, |corpus, cursor, _| {
            (corpus.strings().str(cursor), cursor.varint())
        })
    }

    /// Why the spellings are one.
    #[must_use]
    pub fn joins(&self) -> Items<'c, JoinView<'c>> {
        let mut spellings = self.spellings();
        spellings.by_ref().for_each(drop);
        Items::new(self.corpus, spellings.rest(), |corpus, cursor, _| {
            let strings = corpus.strings();
            JoinView {
                a: strings.str(cursor),
                b: strings.str(cursor),
                rule: strings.str(cursor),
                score: Permille(u16::try_from(cursor.varint()).unwrap_or(u16::MAX)),
                evidence: {
                    let n = cursor.count();
                    (0..n)
                        .map(|_| {
                            let doc = DocId(cursor.varint());
                            (doc, codec::opt_span(cursor).unwrap_or_default())
                        })
                        .collect()
                },
            }
        })
    }

    /// The documents that name it, in document order.
    #[must_use]
    pub fn docs(&self) -> Items<'c, EntityDoc> {
        let list = Cursor::new(self.corpus.entity_docs(self.entity));
        Items::new(self.corpus, list, |_, cursor, (doc, _)| {
            *doc = doc.wrapping_add(cursor.varint());
            EntityDoc {
                doc: DocId(*doc),
                n_mentions: cursor.varint(),
                first: cursor.varint(),
            }
        })
    }

    /// How many documents name it; from a column.
    #[must_use]
    pub fn n_docs(&self) -> usize {
        self.corpus.n_docs_naming(self.entity) as usize
    }

    /// How often it is named in the whole corpus.
    #[must_use]
    pub fn n_mentions(&self) -> u32 {
        self.docs()
            .fold(0, |sum, doc| sum.saturating_add(doc.n_mentions))
    }

    /// Entities named in the same documents, with the number of such documents, most first.
    #[must_use]
    pub fn beside(&self) -> Vec<(EntityId, u32)> {
        let mut counts = vec![0u32; self.corpus.n_entities()];
        for doc in self.docs() {
            for other in self.corpus.entities_of(doc.doc) {
                if let Some(n) = counts.get_mut(other.0 as usize) {
                    *n += 1;
                }
            }
        }
        // As numbers that sort so: falling count, then rising entity.
        let mut beside: Vec<u64> = (0..)
            .zip(counts)
            .filter(|&(other, n)| n > 0 && EntityId(other) != self.entity)
            .map(|(other, n)| u64::from(!n) << 32 | u64::from(other))
            .collect();
        beside.sort_unstable();
        beside
            .into_iter()
            .map(|key| (EntityId(key as u32), !((key >> 32) as u32)))
            .collect()
    }
}
