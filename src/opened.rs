//! An opened corpus with what the page derives from it once: colours, days, the usual language.

use corpus_index::{Corpus, DocId, Facet};
use corpus_model::Span;
use corpus_view::{DateShape, Dated, Days, date_shape, outlet_slots, robust_domain};
use std::sync::Arc;

/// An opened corpus. A clone shares everything.
#[derive(Clone)]
pub struct Opened(Arc<Inner>);

struct Inner {
    corpus: Corpus,
    generation: u32,
    /// Colour of each value of the outlet facet.
    outlet_slots: Vec<u8>,
    /// Days and colour of each document that has days.
    published: Vec<Option<Dated>>,
    /// Days the texts mention, with their document, in document order.
    mentioned: Vec<(DocId, Dated)>,
    /// Language of most documents.
    main_language: String,
    /// Days the timeline shows at first.
    domain: Option<Days>,
    /// Days of all that is dated.
    extent: Option<Days>,
}

impl PartialEq for Opened {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// The colour of documents without an outlet.
const NO_SLOT: u8 = corpus_view::N_OUTLET_COLOURS - 1;

impl Opened {
    /// Derives what the page needs. `generation` tells corpora of one visit apart.
    #[must_use]
    pub fn new(corpus: Corpus, generation: u32) -> Self {
        let outlet_slots = slots(&corpus);
        let mut published = Vec::with_capacity(corpus.n_docs());
        let mut mentioned = Vec::new();
        let mut n_of_language = vec![0_u32; corpus.n_facet_values(Facet::Language)];
        for doc in corpus.doc_ids() {
            let outlet = corpus.facet_values_of(Facet::Outlet, doc).next();
            let slot = outlet.and_then(|value| outlet_slots.get(value as usize).copied());
            let days = corpus.published_days(doc);
            published.push(days.and_then(|days| Dated::new(days, slot.unwrap_or(NO_SLOT))));
            let days = corpus.mentioned_days(doc);
            mentioned.extend(days.filter_map(|days| Some((doc, Dated::new(days, 0)?))));
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
        let dated: Vec<Dated> = published.iter().copied().flatten().collect();
        let all_mentioned: Vec<Dated> = mentioned.iter().map(|(_, dated)| *dated).collect();
        let domain = robust_domain(&dated).or_else(|| robust_domain(&all_mentioned));
        let extent = dated
            .iter()
            .chain(&all_mentioned)
            .map(|dated| dated.days)
            .reduce(Days::hull);
        Self(Arc::new(Inner {
            corpus,
            generation,
            outlet_slots,
            published,
            mentioned,
            main_language,
            domain,
            extent,
        }))
    }

    /// The corpus.
    #[must_use]
    pub fn corpus(&self) -> &Corpus {
        &self.0.corpus
    }

    /// Tells corpora of one visit apart; part of every row's key.
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.0.generation
    }

    /// Number of documents.
    #[must_use]
    pub fn n_docs(&self) -> u32 {
        self.0.published.len() as u32
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
        let mut values = self.0.corpus.facet_values_of(Facet::Outlet, doc);
        values
            .next()
            .map_or(NO_SLOT, |value| self.outlet_slot(value))
    }

    /// Days and colour of a document, if it has days.
    #[must_use]
    pub fn published(&self, doc: DocId) -> Option<Dated> {
        self.0.published.get(doc.0 as usize).copied().flatten()
    }

    /// Days the texts mention, with their document, in document order.
    #[must_use]
    pub fn mentioned(&self) -> &[(DocId, Dated)] {
        &self.0.mentioned
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
        let dated = self.0.published.iter().flatten();
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
