//! An opened corpus with what the page derives from it once: colours, days, the usual language.

use crate::parts::Parts;
use corpus_index::{Corpus, DocId, EntityId, Facet};
use corpus_model::{EntityKind, Span};
use corpus_search::DateColumns;
use corpus_view::{
    DateShape, Dated, Days, Happenings, N_OUTLET_COLOURS, SEVERAL, date_shape, outlet_slots,
    robust_domain, slot_of,
};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

/// An opened corpus. A clone shares everything.
#[derive(Clone)]
pub struct Opened(Arc<Inner>);

struct Inner {
    corpus: Corpus,
    /// What the corpus calls itself, else the name it was opened by.
    title: String,
    generation: u32,
    /// Colour of each value of the outlet facet.
    outlet_slots: Vec<u8>,
    /// Colour of each document's outlet.
    doc_slots: Vec<u8>,
    /// Days of publication and days the texts mention.
    columns: DateColumns,
    /// Made when the list of what happened when is opened first.
    happenings: OnceLock<Happenings>,
    /// Language of most documents.
    main_language: String,
    /// Days the timeline shows at first.
    domain: Option<Days>,
    /// Days of all that is dated.
    extent: Option<Days>,
    /// Whether the days that texts mention are among the days.
    has_mentioned: bool,
    /// Whether nothing is counted either.
    is_bare: bool,
    /// How the rest is fetched, of a corpus in parts.
    parts: Option<Parts>,
    /// Numbers of ids that were shown: of a corpus in parts, looking an id up is a dozen files one after the other.
    known: Mutex<HashMap<String, u32>>,
}

/// Days that texts mention come with the page where they are at most so many bytes.
const FEW_MENTIONED: usize = 256 << 10;

impl PartialEq for Opened {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// The colour of documents without an outlet.
const NO_SLOT: u8 = corpus_view::N_OUTLET_COLOURS - 1;

impl Opened {
    /// Derives what the page needs. `name` is for a corpus that has no title of its own; `generation`
    /// tells corpora of one visit apart.
    #[must_use]
    pub fn new(corpus: Corpus, name: &str, generation: u32) -> Self {
        Self::made(corpus, name, generation, None, true)
    }

    /// The same of a corpus in parts: what is derived is whole once nothing that was read here is wanted any more.
    #[must_use]
    pub fn in_parts(corpus: Corpus, generation: u32, parts: Parts) -> Self {
        let has_mentioned = corpus.n_missing_of_mentioned() <= FEW_MENTIONED;
        corpus.want_values(Facet::Outlet);
        corpus.want_values(Facet::Language);
        if has_mentioned {
            corpus.want_mentioned();
        }
        // What the filters read of all entities: kinds and counts.
        let _ = (corpus.entity_kind(EntityId(0)), corpus.docs_naming());
        Self::made(corpus, "", generation, Some(parts), has_mentioned)
    }

    /// The same with nothing derived from all documents but days of publication, for what draws neither lists nor filters.
    #[must_use]
    pub fn bare(corpus: Corpus, generation: u32, parts: Option<Parts>) -> Self {
        // What completions say of every name.
        let _ = (corpus.entity_kind(EntityId(0)), corpus.docs_naming());
        Self::underived(corpus, generation, parts, true)
    }

    /// The same for what answers questions only, in full.
    #[must_use]
    pub fn for_answers(corpus: Corpus) -> Self {
        Self::underived(corpus, 0, None, false)
    }

    fn underived(corpus: Corpus, generation: u32, parts: Option<Parts>, is_bare: bool) -> Self {
        Self(Arc::new(Inner {
            title: corpus.info().title.to_owned(),
            generation,
            columns: DateColumns::published_only(&corpus),
            outlet_slots: Vec::new(),
            doc_slots: Vec::new(),
            happenings: OnceLock::new(),
            main_language: String::new(),
            domain: None,
            extent: None,
            has_mentioned: false,
            is_bare,
            corpus,
            parts,
            known: Mutex::default(),
        }))
    }

    fn made(
        corpus: Corpus,
        name: &str,
        generation: u32,
        parts: Option<Parts>,
        has_mentioned: bool,
    ) -> Self {
        let title = match corpus.info().title {
            "" => name,
            title => title,
        };
        let title = title.to_owned();
        let outlet_slots = slots(&corpus);
        let columns = match has_mentioned {
            true => DateColumns::new(&corpus),
            false => DateColumns::published_only(&corpus),
        };
        let mut doc_slots = Vec::with_capacity(corpus.n_docs());
        let mut n_of_language = vec![0_u32; corpus.n_facet_values(Facet::Language)];
        for doc in corpus.doc_ids() {
            let outlet = corpus.facet_values_of(Facet::Outlet, doc).next();
            let slot = outlet.and_then(|value| outlet_slots.get(value as usize).copied());
            doc_slots.push(slot.unwrap_or(NO_SLOT));
            for language in corpus.facet_values_of(Facet::Language, doc) {
                if let Some(n) = n_of_language.get_mut(language as usize) {
                    *n += 1;
                }
            }
        }
        let main = (0..).zip(&n_of_language).max_by_key(|(_, n)| **n);
        let main_language = main.map_or_else(String::new, |(value, _)| {
            corpus.facet_value_key(Facet::Language, value).to_owned()
        });
        let of_all = |days: &dyn Fn(DocId, &mut Vec<Dated>)| {
            let mut dated = Vec::new();
            corpus.doc_ids().for_each(|doc| days(doc, &mut dated));
            dated
        };
        let dated = of_all(&|doc, out| {
            let days = columns.published(doc);
            out.extend(days.and_then(|days| Dated::new(days, 0)));
        });
        let all_mentioned = of_all(&|doc, out| {
            let days = columns.mentioned(doc);
            out.extend(days.filter_map(|days| Dated::new(days, 0)));
        });
        let domain = robust_domain(&dated).or_else(|| robust_domain(&all_mentioned));
        let extent = dated
            .iter()
            .chain(&all_mentioned)
            .map(|dated| dated.days)
            .reduce(Days::hull);
        Self(Arc::new(Inner {
            corpus,
            title,
            generation,
            outlet_slots,
            doc_slots,
            columns,
            happenings: OnceLock::new(),
            main_language,
            domain,
            extent,
            has_mentioned,
            is_bare: false,
            parts,
            known: Mutex::default(),
        }))
    }

    /// The corpus.
    #[must_use]
    pub fn corpus(&self) -> &Corpus {
        &self.0.corpus
    }

    /// How the rest of it is fetched, if it is in parts.
    #[must_use]
    pub fn parts(&self) -> Option<&Parts> {
        self.0.parts.as_ref()
    }

    /// Whether it was opened [`bare`](Self::bare), so that nothing is counted by value.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.0.is_bare
    }

    /// Whether the days that texts mention are there.
    #[must_use]
    pub fn has_mentioned(&self) -> bool {
        self.0.has_mentioned
    }

    /// The same corpus with the days that texts mention, once they are there.
    #[must_use]
    pub fn with_mentioned(&self) -> Self {
        let inner = &self.0;
        let generation = inner.generation.wrapping_add(1);
        let corpus = inner.corpus.clone();
        Self::made(corpus, &inner.title, generation, inner.parts.clone(), true)
    }

    /// Remembers the number of an id that is shown.
    pub fn remember(&self, id: &str, number: u32) {
        if self.0.parts.is_some()
            && let Ok(mut known) = self.0.known.lock()
        {
            known.insert(id.to_owned(), number);
        }
    }

    fn remembered(&self, id: &str) -> Option<u32> {
        self.0.parts.as_ref()?;
        self.0.known.lock().ok()?.get(id).copied()
    }

    /// The document of that id.
    #[must_use]
    pub fn doc_by_id(&self, id: &str) -> Option<DocId> {
        let corpus = &self.0.corpus;
        let known = self.remembered(&doc_key(id)).map(DocId);
        known.or_else(|| {
            let found = corpus.doc_by_id(id)?;
            self.remember(&doc_key(id), found.0);
            Some(found)
        })
    }

    /// Remembers a document that is shown.
    pub fn remember_doc(&self, id: &str, doc: DocId) {
        if self.0.parts.is_some() {
            self.remember(&doc_key(id), doc.0);
        }
    }

    /// The value of a facet that a key of the address stands for.
    #[must_use]
    pub fn facet_value(&self, facet: Facet, key: &str) -> Option<u32> {
        let is_known = matches!(facet, Facet::Entity(_));
        let known = self.remembered(key).filter(|_| is_known);
        known.or_else(|| {
            let found = self.0.corpus.facet_value(facet, key)?;
            if is_known {
                self.remember(key, found);
            }
            Some(found)
        })
    }

    /// The entity of that id.
    #[must_use]
    pub fn entity_by_id(&self, id: &str) -> Option<EntityId> {
        let found = self.facet_value(Facet::Entity(EntityKind::Misc), id);
        found.map(EntityId)
    }

    /// What the corpus calls itself, else the name it was opened by; may be empty.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.0.title
    }

    /// Tells corpora of one visit apart; part of every row's key.
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.0.generation
    }

    /// Number of documents.
    #[must_use]
    pub fn n_docs(&self) -> u32 {
        self.0.corpus.n_docs() as u32
    }

    /// Colour of a value of the outlet facet.
    #[must_use]
    pub fn outlet_slot(&self, value: u32) -> u8 {
        let slot = self.0.outlet_slots.get(value as usize);
        slot.copied().unwrap_or(NO_SLOT)
    }

    /// Colour of a document's outlet.
    #[must_use]
    pub fn doc_slot(&self, doc: DocId) -> u8 {
        let slot = self.0.doc_slots.get(doc.0 as usize);
        slot.copied().unwrap_or(NO_SLOT)
    }

    /// Days and colour of a document, if it has days.
    #[must_use]
    pub fn published(&self, doc: DocId) -> Option<Dated> {
        Dated::new(self.0.columns.published(doc)?, self.doc_slot(doc))
    }

    /// The days of all documents.
    #[must_use]
    pub fn columns(&self) -> &DateColumns {
        &self.0.columns
    }

    /// What happened when: made on the first call.
    #[must_use]
    pub fn happenings(&self) -> &Happenings {
        let made = &self.0.happenings;
        made.get_or_init(|| Happenings::new(&self.0.corpus))
    }

    /// The colour of each document when bars are stacked by a facet, and the colours' names as the
    /// facet's values; colours without a value are those of several values, and of all others.
    #[must_use]
    pub fn stack(&self, facet: Facet) -> (Vec<u8>, Vec<(u8, Option<u32>)>) {
        let corpus = self.corpus();
        let n_values = corpus.n_facet_values(facet);
        let mut counts = vec![0; n_values];
        corpus.count_values(facet, corpus.doc_ids(), &mut counts);
        let is_of_facet = |value: u32| match facet {
            Facet::Entity(kind) => corpus.entity_kind(EntityId(value)) == Some(kind),
            _ => true,
        };
        let mut order: Vec<u64> = (0..)
            .zip(counts)
            .filter(|&(value, n)| n > 0 && is_of_facet(value))
            .map(|(value, n): (u32, u32)| u64::from(!n) << 32 | u64::from(value))
            .collect();
        order.sort_unstable();
        let tops: Vec<u32> = order.iter().map(|key| *key as u32).collect();
        let (slots, mut names): (Vec<u8>, Vec<_>) = if facet == Facet::Outlet {
            let names = tops
                .iter()
                .map(|&value| (self.outlet_slot(value), Some(value)));
            (
                self.0.doc_slots.clone(),
                names.filter(|(slot, _)| *slot != NO_SLOT).collect(),
            )
        } else {
            let tops = tops.get(..usize::from(SEVERAL)).unwrap_or(&tops);
            let slot = |doc| slot_of(corpus.facet_values_of(facet, doc), tops);
            let slots = corpus.doc_ids().map(slot).collect();
            (slots, (0..).zip(tops.iter().copied().map(Some)).collect())
        };
        for slot in SEVERAL..N_OUTLET_COLOURS {
            let is_named = names.iter().any(|(named, _)| *named == slot);
            if !is_named && slots.contains(&slot) {
                names.push((slot, None));
            }
        }
        (slots, names)
    }

    /// Whether a document is in another language than most.
    #[must_use]
    pub fn is_foreign(&self, tag: &str) -> bool {
        tag != self.0.main_language
    }

    /// Days the timeline shows at first.
    #[must_use]
    pub fn domain(&self) -> Option<Days> {
        self.0.domain
    }

    /// Days of all that is dated, outliers included.
    #[must_use]
    pub fn extent(&self) -> Option<Days> {
        self.0.extent
    }

    /// Days of all documents that have days.
    #[must_use]
    pub fn extent_published(&self) -> Option<Days> {
        let dated = self
            .0
            .corpus
            .doc_ids()
            .filter_map(|doc| self.published(doc));
        dated.map(|dated| dated.days).reduce(Days::hull)
    }

    /// Where a document begins to tell: its standfirst, else its first paragraph of some length
    /// that is neither title nor byline; at most about `width` bytes of it.
    #[must_use]
    pub fn opening(&self, doc: DocId, width: u32) -> Span {
        let Some(shown) = self.0.corpus.doc(doc) else {
            return Span::default();
        };
        let after_title = shown.title_span().map_or(0, |title| title.end);
        let byline = shown.byline();
        let is_prose = |span: &Span| {
            let is_byline = byline.is_some_and(|byline| byline.contains(*span));
            span.end > after_title && !is_byline && shown.slice(*span).len() > 60
        };
        let first = shown
            .standfirst()
            .or_else(|| shown.paragraphs().find(is_prose));
        let Some(first) = first else {
            return Span::new(after_title, after_title.saturating_add(width));
        };
        let start = first.start.max(after_title);
        Span::new(start, first.end.min(start.saturating_add(width)))
    }

    /// The publication date as it may be written.
    #[must_use]
    pub fn date_shape(&self, doc: DocId) -> DateShape {
        let doc = self.0.corpus.doc(doc);
        let published = doc.as_ref().and_then(|doc| doc.published());
        published.map_or(DateShape::Unknown, |published| {
            date_shape(published.value, published.interval)
        })
    }
}

/// Ids of documents are kept apart from those of entities.
fn doc_key(id: &str) -> String {
    ["\n", id].concat()
}

fn slots(corpus: &Corpus) -> Vec<u8> {
    let n_values = corpus.n_facet_values(Facet::Outlet);
    let mut counts = vec![0_u32; n_values];
    for doc in corpus.doc_ids() {
        for value in corpus.facet_values_of(Facet::Outlet, doc) {
            if let Some(n) = counts.get_mut(value as usize) {
                *n += 1;
            }
        }
    }
    let outlets: Vec<(&str, u32)> = (0..)
        .zip(&counts)
        .map(|(value, n)| (corpus.facet_value_name(Facet::Outlet, value), *n))
        .collect();
    outlet_slots(&outlets)
}
