//! A request to ranked documents and exact counts.

use crate::bits::DocSet;
use crate::eval::{Evaluation, evaluate};
use crate::facets::count_all;
use crate::filter::Filtered;
use crate::hits::HitFinder;
use crate::order::sorted_by;
use crate::plan::Plan;
use crate::query::{Note, ParsedQuery};
use crate::rank::{ranked, top};
use crate::score::scores;
use corpus_index::{Corpus, DocId, Facet};
use corpus_model::DayInterval;

/// What a chosen value does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilterMode {
    /// Only documents that have it.
    Require,
    /// Only documents that have it or another value of this facet chosen so.
    AnyOf,
    /// Only documents that do not have it.
    Exclude,
}

/// One chosen value of a facet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FacetFilter {
    /// Which facet.
    pub facet: Facet,
    /// Which of its values.
    pub value: u32,
    /// What it does.
    pub mode: FilterMode,
}

/// Everything that narrows the result beside the query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// Chosen values.
    pub facets: Vec<FacetFilter>,
    /// Only documents whose days of publication share a day with these.
    pub published: Option<DayInterval>,
    /// Only documents that name a day of these.
    pub mentioned: Option<DayInterval>,
    /// Only documents without a known day of publication.
    pub is_undated: bool,
}

/// Order of the result. Ties go to the smaller document number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// Best first; an empty query gives newest first.
    #[default]
    Relevance,
    /// Latest publication first, undated last.
    Newest,
    /// Earliest publication first, undated last.
    Oldest,
    /// By outlet in alphabetical order, those without last, newest first within one.
    Outlet,
    /// By title in alphabetical order.
    Title,
}

/// A question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchRequest {
    /// What is asked for.
    pub query: ParsedQuery,
    /// What narrows it.
    pub filters: Filters,
    /// In which order.
    pub sort: Sort,
}

/// One value of a facet and what choosing it would leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FacetCount {
    /// The value; its name is [`Corpus::facet_value_name`].
    pub value: u32,
    /// Documents.
    pub n: u32,
}

/// All values of a facet that choosing would leave something of, and the chosen ones; most first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCounts {
    /// Which facet.
    pub facet: Facet,
    /// Values by falling count, ties by value number.
    pub values: Vec<FacetCount>,
}

/// An answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchResult {
    /// All documents found, in the order asked for.
    pub docs: Vec<DocId>,
    /// Exact counts, in the order of [`Facet::ALL`]. A count of a facet with `AnyOf` choices leaves those
    /// choices aside, as another choice would be added to them.
    pub facets: Vec<FacetCounts>,
    /// Documents that all but the `published` and `is_undated` filters leave, ascending: what the timeline
    /// draws, so that a brush does not empty the chart it is drawn on.
    pub timeline_docs: Vec<DocId>,
    /// How many of [`SearchResult::timeline_docs`] have no known day of publication.
    pub n_undated: u32,
    /// Remarks of reading the query and of looking up its names, in the order of the query.
    pub notes: Vec<Note>,
}

impl SearchResult {
    /// How many documents are found.
    #[must_use]
    pub fn total(&self) -> usize {
        self.docs.len()
    }

    /// The counts of one facet.
    #[must_use]
    pub fn facet(&self, facet: Facet) -> &[FacetCount] {
        self.facets
            .iter()
            .find(|counts| counts.facet == facet)
            .map_or(&[], |counts| &counts.values)
    }
}

/// Whether two intervals share a day. An open end reaches on for ever.
#[must_use]
pub fn share_a_day(a: DayInterval, b: DayInterval) -> bool {
    let begins_before = |x: DayInterval, y: DayInterval| match (x.begin, y.end_exclusive) {
        (Some(begin), Some(end)) => begin < end,
        _ => true,
    };
    begins_before(a, b) && begins_before(b, a)
}

/// Answers a request.
#[must_use]
pub fn search(corpus: &Corpus, request: &SearchRequest) -> SearchResult {
    search_and_find(corpus, request).0
}

/// Answers a request, and gives what shows its hits: words and names are looked up once for both.
#[must_use]
pub fn search_and_find(corpus: &Corpus, request: &SearchRequest) -> (SearchResult, HitFinder) {
    search_counting(corpus, request, &|_| true)
}

/// As [`search_and_find`], with counts of some facets only: of a corpus that is fetched piece by piece, those of
/// entities are most of what an answer needs.
///
/// Of such a corpus the answer is empty until what it needs is there: see [`Corpus::watch`].
#[must_use]
pub fn search_counting(
    corpus: &Corpus,
    request: &SearchRequest,
    counted: &dyn Fn(Facet) -> bool,
) -> (SearchResult, HitFinder) {
    let watch = corpus.watch();
    let plan = Plan::new(corpus, &request.query.expr);
    let found = evaluate(corpus, &plan, watch);
    if watch.has_missed() {
        return (SearchResult::default(), HitFinder::of_plan(corpus, plan));
    }
    let filtered = Filtered::new(corpus, &found.docs, &request.filters);
    let timeline_docs: Vec<DocId> = filtered.timeline.iter().map(DocId).collect();
    let n_undated = timeline_docs
        .iter()
        .filter(|doc| corpus.published_days(**doc).is_none())
        .count() as u32;
    let docs = ranked(corpus, request.sort, &plan, &found, &filtered.kept);
    let mut notes = request.query.notes.clone();
    notes.extend_from_slice(&plan.notes);
    let notes = sorted_by(notes, |a, b| a.span.cmp(&b.span));
    let result = SearchResult {
        docs,
        facets: count_all(corpus, &filtered, &request.filters.facets, counted),
        timeline_docs,
        n_undated,
        notes,
    };
    (result, HitFinder::of_plan(corpus, plan))
}

/// The documents of an answer, without order and counts.
#[must_use]
pub fn matching(corpus: &Corpus, request: &SearchRequest) -> DocSet {
    let watch = corpus.watch();
    let plan = Plan::new(corpus, &request.query.expr);
    let found = evaluate(corpus, &plan, watch);
    if watch.has_missed() {
        return DocSet::none(corpus.n_docs() as u32);
    }
    Filtered::new(corpus, &found.docs, &request.filters).kept
}

/// How well documents answer a query: BM25F in 1/1024, in the order given; 0 where nothing is asked of their words.
#[must_use]
pub fn scores_of(corpus: &Corpus, query: &ParsedQuery, docs: &[DocId]) -> Vec<u32> {
    let watch = corpus.watch();
    let plan = Plan::new(corpus, &query.expr);
    let found = evaluate(corpus, &plan, watch);
    scores_in_any_order(corpus, &plan, &found, docs)
}

fn scores_in_any_order(
    corpus: &Corpus,
    plan: &Plan,
    found: &Evaluation,
    docs: &[DocId],
) -> Vec<u32> {
    let mut ascending: Vec<u32> = docs.iter().map(|doc| doc.0).collect();
    ascending.sort_unstable();
    let scores = scores(corpus, plan, found, &ascending);
    let score = |doc: &DocId| scores.get(ascending.binary_search(&doc.0).ok()?).copied();
    docs.iter().map(|doc| score(doc).unwrap_or(0)).collect()
}

/// The first documents of an answer, and how many there are in all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Top {
    /// At most as many as were asked for, in the order asked for.
    pub docs: Vec<DocId>,
    /// All documents found.
    pub total: usize,
}

/// As [`search`] without counts, and only the first `limit` documents put in order.
#[must_use]
pub fn search_top(corpus: &Corpus, request: &SearchRequest, limit: usize) -> Top {
    let watch = corpus.watch();
    let plan = Plan::new(corpus, &request.query.expr);
    let found = evaluate(corpus, &plan, watch);
    if watch.has_missed() {
        return Top::default();
    }
    let filtered = Filtered::new(corpus, &found.docs, &request.filters);
    Top {
        total: filtered.kept.len() as usize,
        docs: top(corpus, request.sort, &plan, &found, &filtered.kept, limit),
    }
}

/// Some of the documents found, from the best on, with what a page of results shows beside them.
#[derive(Debug)]
pub struct ResultPage {
    /// How many documents are found.
    pub total: usize,
    /// Those of the page, each with how well it answers; 0 where nothing was asked.
    pub docs: Vec<(DocId, u32)>,
    /// As in [`SearchResult::facets`], of the facets asked for.
    pub facets: Vec<FacetCounts>,
    /// As in [`SearchResult::notes`].
    pub notes: Vec<Note>,
    /// Finds the hits in their texts.
    pub finder: HitFinder,
    /// All documents found.
    pub found: DocSet,
}

/// The documents from `range.start` to `range.end` in the order asked for. Cheaper than [`search`] where they are
/// few: the others are counted and not sorted.
#[must_use]
pub fn search_page(
    corpus: &Corpus,
    request: &SearchRequest,
    range: std::ops::Range<usize>,
    counted: &dyn Fn(Facet) -> bool,
) -> ResultPage {
    let watch = corpus.watch();
    let plan = Plan::new(corpus, &request.query.expr);
    let found = evaluate(corpus, &plan, watch);
    let mut page = ResultPage {
        total: 0,
        docs: Vec::new(),
        facets: Vec::new(),
        notes: Vec::new(),
        finder: HitFinder::of_plan(corpus, plan.clone()),
        found: DocSet::none(corpus.n_docs() as u32),
    };
    if watch.has_missed() {
        return page;
    }
    let filtered = Filtered::new(corpus, &found.docs, &request.filters);
    let kept = &filtered.kept;
    let mut docs = top(corpus, request.sort, &plan, &found, kept, range.end);
    docs.drain(..range.start.min(docs.len()));
    let scores = scores_in_any_order(corpus, &plan, &found, &docs);
    page.total = kept.len() as usize;
    page.docs = docs.into_iter().zip(scores).collect();
    page.facets = count_all(corpus, &filtered, &request.filters.facets, counted);
    page.notes.clone_from(&request.query.notes);
    page.notes.extend_from_slice(&plan.notes);
    page.notes = sorted_by(page.notes, |a, b| a.span.cmp(&b.span));
    page.found = filtered.kept;
    page
}
