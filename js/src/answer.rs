//! What is answered, as plain objects.

use crate::question::{ConcordanceOptions, Question};
use corpus_index::{Corpus, DocId};
use corpus_model::{CivilDate, DayNumber, Span};
use corpus_search::{
    DateColumns, DocSet, HitFinder, Snippet, concordance, matching, search_counting, search_page,
};
use corpus_view::{
    Completion, Grain, complete, days_of, fitting_grain, histogram_of_days, with_offer,
};
use serde::Serialize;
use std::cell::{Cell, OnceCell};

/// How much text a hit shows, in bytes.
const SNIPPET_BYTES: u32 = 220;

/// A corpus and what is made of it once.
pub struct Opened {
    pub corpus: Corpus,
    columns: OnceCell<DateColumns>,
    /// Documents of a corpus in parts whose days have been read one by one.
    n_read: Cell<usize>,
}

impl Opened {
    pub const fn new(corpus: Corpus) -> Self {
        Self {
            corpus,
            columns: OnceCell::new(),
            n_read: Cell::new(0),
        }
    }

    /// The days of all documents: of a whole corpus, and of one in parts once all days have come and so many were read
    /// that reading all would have been cheaper.
    fn columns(&self) -> Option<&DateColumns> {
        let corpus = &self.corpus;
        let is_whole = corpus.pages().is_none()
            || self.n_read.get() >= corpus.n_docs() && corpus.n_missing_of_mentioned() == 0;
        is_whole.then(|| self.columns.get_or_init(|| DateColumns::new(corpus)))
    }
}

/// The days of some documents, which are numbered anew.
fn columns_of(corpus: &Corpus, docs: &DocSet) -> DateColumns {
    let mut columns = DateColumns::default();
    for doc in docs.iter().map(DocId) {
        columns.push(corpus.published_days(doc), corpus.mentioned_days(doc));
    }
    columns
}

#[derive(Debug, Serialize)]
pub struct Answer {
    total: usize,
    hits: Vec<Hit>,
    facets: Vec<FacetCounts>,
    notes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeline: Option<Vec<Bar>>,
}

#[derive(Debug, Serialize)]
struct Hit {
    id: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    outlet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    language: String,
    score: u32,
    snippet: Vec<Run>,
}

#[derive(Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
struct Run {
    text: String,
    is_hit: bool,
}

#[derive(Debug, Serialize)]
struct FacetCounts {
    facet: &'static str,
    values: Vec<Count>,
}

#[derive(Debug, Serialize)]
struct Count {
    value: String,
    count: u32,
}

impl Answer {
    pub fn to(opened: &Opened, question: &Question) -> Result<Self, String> {
        let corpus = &opened.corpus;
        let request = question.request(corpus)?;
        let counted = question.facets()?;
        let start = question.offset as usize;
        let range = start..start.saturating_add(question.limit.unwrap_or(10) as usize);
        let found = search_page(corpus, &request, range, &|facet| counted.contains(&facet));
        let finder = &found.finder;
        let hits = found
            .docs
            .iter()
            .filter_map(|&(doc, score)| Hit::of(corpus, finder, doc, score))
            .collect();
        let most = question.facet_values.map_or(usize::MAX, |n| n as usize);
        let facets = found
            .facets
            .iter()
            .map(|counts| FacetCounts {
                facet: counts.facet.name(),
                values: counts
                    .values
                    .iter()
                    .take(most)
                    .map(|count| Count {
                        value: corpus
                            .facet_value_name(counts.facet, count.value)
                            .to_owned(),
                        count: count.n,
                    })
                    .collect(),
            })
            .collect();
        Ok(Self {
            total: found.total,
            hits,
            facets,
            timeline: match &question.timeline {
                Some(grain) => Some(Bar::of(opened, &found.found, Some(grain))?),
                None => None,
            },
            notes: found.notes.into_iter().map(|note| note.message).collect(),
        })
    }
}

impl Hit {
    fn of(corpus: &Corpus, finder: &HitFinder, id: DocId, score: u32) -> Option<Self> {
        let doc = corpus.doc(id)?;
        Some(Self {
            id: doc.id().to_owned(),
            title: doc.title().to_owned(),
            outlet: doc.outlet().map(|outlet| outlet.name.to_owned()),
            published: doc.published().map(|p| p.value.to_owned()),
            url: doc.url().map(str::to_owned),
            language: doc.language().to_owned(),
            score,
            snippet: runs(
                |span| corpus.text_slice(id, span),
                &finder.snippet(id, SNIPPET_BYTES),
            ),
        })
    }
}

/// The text of a snippet, cut where hits begin and end.
fn runs<'t>(text: impl Fn(Span) -> &'t str, snippet: &Snippet) -> Vec<Run> {
    let mut out = Vec::new();
    let mut push = |span: Span, is_hit| {
        if !span.is_empty() {
            let text = text(span).to_owned();
            out.push(Run { text, is_hit });
        }
    };
    let mut at = snippet.span.start;
    for hit in &snippet.hits {
        push(Span::new(at, hit.start), false);
        push(*hit, true);
        at = hit.end;
    }
    push(Span::new(at, snippet.span.end), false);
    out
}

#[derive(Debug, Serialize)]
pub struct Suggested {
    kind: &'static str,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
    query: String,
}

impl Suggested {
    pub fn all(corpus: &Corpus, typed: &str, limit: u32) -> Vec<Self> {
        let name_of = |facet, value| corpus.facet_value_name(facet, value).to_owned();
        let name = |entity| Some(corpus.entity(entity)?.name().to_owned());
        complete(corpus, typed, limit as usize, &name_of)
            .into_iter()
            .filter_map(|offer| {
                let query = with_offer(corpus, typed, &offer);
                let (kind, text, count) = match offer.completion {
                    Completion::Field(field) => ("field", format!("{field}:"), None),
                    Completion::Known { field, value } => (field, value.to_owned(), None),
                    Completion::Word { word, n_docs } => ("word", word, Some(n_docs)),
                    Completion::Speaker { entity, n_docs } => {
                        ("speaker", name(entity)?, Some(n_docs))
                    }
                    Completion::Value {
                        facet,
                        value,
                        n_docs,
                    } => (facet.name(), name_of(facet, value), Some(n_docs)),
                    Completion::Entity { entity, n_docs } => {
                        let kind = corpus.entity_kind(entity)?;
                        (kind.name(), name(entity)?, Some(n_docs))
                    }
                };
                Some(Self {
                    kind,
                    text,
                    count,
                    query,
                })
            })
            .collect()
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    id: String,
    title: String,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    outlet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published_why: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    language: String,
    entities: Vec<Entity>,
    quotes: Vec<Quote>,
}

#[derive(Debug, Serialize)]
struct Entity {
    id: String,
    name: String,
    kind: &'static str,
    count: u32,
}

#[derive(Debug, Serialize)]
struct Quote {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<String>,
}

impl Document {
    pub fn of(corpus: &Corpus, id: &str) -> Option<Self> {
        let id = corpus.doc_by_id(id)?;
        let doc = corpus.doc(id)?;
        let mut entities: Vec<(corpus_index::EntityId, u32)> = Vec::new();
        for mention in doc.mentions() {
            match entities.iter_mut().find(|(e, _)| *e == mention.entity) {
                Some((_, n)) => *n += 1,
                None => entities.push((mention.entity, 1)),
            }
        }
        let published = doc.published();
        Some(Self {
            id: doc.id().to_owned(),
            title: doc.title().to_owned(),
            text: corpus.text(id).to_owned(),
            outlet: doc.outlet().map(|outlet| outlet.name.to_owned()),
            published: published.as_ref().map(|p| p.value.to_owned()),
            published_why: published.as_ref().map(|p| p.why.to_owned()),
            url: doc.url().map(str::to_owned),
            language: doc.language().to_owned(),
            entities: entities
                .into_iter()
                .filter_map(|(entity, count)| {
                    let view = corpus.entity(entity)?;
                    Some(Entity {
                        id: view.id().to_owned(),
                        name: view.name().to_owned(),
                        kind: view.kind().name(),
                        count,
                    })
                })
                .collect(),
            quotes: doc
                .quotes()
                .map(|quote| Quote {
                    text: corpus.text_slice(id, quote.span).to_owned(),
                    speaker: quote
                        .speaker
                        .and_then(|who| Some(corpus.entity(who)?.name().to_owned())),
                })
                .collect(),
        })
    }
}

#[derive(Debug, Serialize)]
pub struct Concordance {
    total: usize,
    lines: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Line {
    id: String,
    left: String,
    hit: String,
    right: String,
}

impl Concordance {
    pub fn of(
        corpus: &Corpus,
        question: &Question,
        options: &ConcordanceOptions,
    ) -> Result<Self, String> {
        let request = question.request(corpus)?;
        let (found, finder) = search_counting(corpus, &request, &|_| false);
        let n_words = options.words.unwrap_or(8) as usize;
        let all = concordance(corpus, &finder, &found.docs, n_words, options.sort()?);
        let lines = all
            .iter()
            .skip(options.offset as usize)
            .take(options.limit.unwrap_or(100) as usize)
            .filter_map(|line| {
                let text = |span| corpus.text_slice(line.doc, span).to_owned();
                Some(Line {
                    id: corpus.doc(line.doc)?.id().to_owned(),
                    left: text(line.left),
                    hit: text(line.hit),
                    right: text(line.right),
                })
            })
            .collect();
        Ok(Self {
            total: all.len(),
            lines,
        })
    }
}

#[derive(Debug, Serialize)]
pub struct Bar {
    first: String,
    last: String,
    published: u32,
    mentioned: u32,
}

/// For how wide a chart the bars' width is chosen, where none is asked for: a few dozen of them.
const WIDTH: f64 = 600.0;
const BAR: f64 = 10.0;

/// More bars than these are a mistake of whoever asks, and a heavy one.
const MOST_BARS: i32 = 20_000;

impl Bar {
    pub fn all(
        opened: &Opened,
        question: &Question,
        grain: Option<&str>,
    ) -> Result<Vec<Self>, String> {
        let request = question.request(&opened.corpus)?;
        Self::of(opened, &matching(&opened.corpus, &request), grain)
    }

    /// The bars of some documents.
    pub fn of(opened: &Opened, found: &DocSet, grain: Option<&str>) -> Result<Vec<Self>, String> {
        let grain = match grain {
            Some("auto") => None,
            Some(key) => Some(
                Grain::ALL
                    .into_iter()
                    .find(|grain| grain.key() == key)
                    .ok_or_else(|| format!("no grain is called \"{key}\""))?,
            ),
            None => None,
        };
        // Of a corpus in parts only the days of these documents are fetched.
        let few;
        let (columns, docs) = match opened.columns() {
            Some(columns) => (columns, found),
            None => {
                let n_read = opened.n_read.get();
                opened
                    .n_read
                    .set(n_read.saturating_add(found.len() as usize));
                few = (columns_of(&opened.corpus, found), DocSet::all(found.len()));
                (&few.0, &few.1)
            }
        };
        let published = columns.count_published(docs);
        let mentioned = columns.count_mentioned(docs);
        let Some(days) = days_of(&published).or_else(|| days_of(&mentioned)) else {
            return Ok(Vec::new());
        };
        let grain = grain.unwrap_or_else(|| fitting_grain(days, WIDTH, BAR));
        if grain.bins_between(days.first, days.last) > MOST_BARS {
            return Err(format!(
                "more than {MOST_BARS} bars of a {}: narrow the days or take a coarser grain",
                grain.key()
            ));
        }
        let published = histogram_of_days(days, grain, &published).bins;
        let mentioned = histogram_of_days(days, grain, &mentioned).bins;
        let day = |day: DayNumber| CivilDate::from_day_number(day).to_string();
        Ok(published
            .iter()
            .zip(&mentioned)
            .map(|(published, mentioned)| Self {
                first: day(published.days.first),
                last: day(published.days.last),
                published: published.n(),
                mentioned: mentioned.n(),
            })
            .collect())
    }
}
