//! From the view to a question of the engine, and its answer as the page asks for it.

use crate::opened::Opened;
use corpus_index::{DocId, Facet};
use corpus_model::{DayInterval, DayNumber, Span};
use corpus_search::{
    DocSet, FacetCount, FacetFilter, Filters, HitFinder, ParsedQuery, SearchRequest, SearchResult,
    Snippet, Sort, matching, n_missing_of_counts, parse, search_counting,
};
use corpus_view::{Days, StateFilter, UrlState};
use std::sync::Arc;

/// The part of the view that decides which documents are found: a change of anything else, such as
/// what is open, asks nothing anew.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    query: String,
    filters: Vec<StateFilter>,
    published: Option<Days>,
    mentioned: Option<Days>,
    is_undated: bool,
    sort: Sort,
}

impl Question {
    /// The question of a view.
    #[must_use]
    pub fn of(view: &UrlState) -> Self {
        Self {
            query: view.query.clone(),
            filters: view.filters.clone(),
            published: view.published,
            mentioned: view.mentioned,
            is_undated: view.is_undated,
            sort: view.sort,
        }
    }

    /// The same of other words.
    #[must_use]
    pub fn with_query(&self, query: &str) -> Self {
        Self {
            query: query.to_owned(),
            ..self.clone()
        }
    }

    /// The same about documents of any day.
    #[must_use]
    pub fn of_any_day(&self) -> Self {
        Self {
            published: None,
            mentioned: None,
            is_undated: false,
            sort: Sort::default(),
            ..self.clone()
        }
    }

    fn request(&self, opened: &Opened, query: ParsedQuery) -> SearchRequest {
        let facets = self.filters.iter().map(|filter| FacetFilter {
            facet: filter.facet,
            // A value this corpus does not have is one no document has.
            value: opened
                .facet_value(filter.facet, &filter.value)
                .unwrap_or(u32::MAX),
            mode: filter.mode,
        });
        SearchRequest {
            query,
            filters: Filters {
                facets: facets.collect(),
                published: self.published.map(interval),
                mentioned: self.mentioned.map(interval),
                is_undated: self.is_undated,
            },
            sort: self.sort,
        }
    }
}

/// Days as the engine takes them.
#[must_use]
pub fn interval(days: Days) -> DayInterval {
    DayInterval {
        begin: Some(days.first),
        end_exclusive: Some(DayNumber(days.last.0.saturating_add(1))),
    }
}

/// What the engine found. A clone shares everything.
#[derive(Clone, Default)]
pub struct Answer {
    found: Arc<Inner>,
    /// Whether it answers what was asked before, because something is still on its way.
    is_waiting: bool,
}

#[derive(Default)]
struct Inner {
    result: SearchResult,
    finder: Option<HitFinder>,
    /// Found only by taking the last word for the beginning of one.
    is_by_beginning: bool,
    /// Bytes to fetch before names are counted.
    n_uncounted: Option<usize>,
    generation: u32,
}

impl PartialEq for Answer {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.found, &other.found) && self.is_waiting == other.is_waiting
    }
}

/// Names of the documents found are counted unasked where at most so many bytes have to come for it.
const CHEAP: usize = 96 << 10;

/// Asks. While the last word is being typed and no document has it whole, it may begin one.
#[must_use]
pub fn ask(opened: &Opened, question: &Question) -> Answer {
    ask_again(opened, question, None, None)
}

/// The same of what was asked and shown before.
///
/// Of a corpus in parts the answer is the one `before` as long as something is on its way, and names are counted
/// where that costs little or the question is the one `counted`.
#[must_use]
pub fn ask_again(
    opened: &Opened,
    question: &Question,
    before: Option<&Answer>,
    counted: Option<&Question>,
) -> Answer {
    if opened.parts().is_none() {
        return asked(opened, question, true);
    }
    let watch = opened.corpus().watch();
    let mut answer = asked(opened, question, false);
    if watch.has_missed() {
        let before = before.filter(|before| before.found.generation == opened.generation());
        return Answer {
            found: before.map_or_else(Arc::default, |before| before.found.clone()),
            is_waiting: true,
        };
    }
    if opened.is_bare() {
        return answer;
    }
    let mut docs = DocSet::none(opened.n_docs());
    answer.docs().iter().for_each(|doc| docs.insert(doc.0));
    let n_bytes = n_missing_of_counts(opened.corpus(), &docs);
    if n_bytes <= CHEAP || counted == Some(question) {
        let with_names = asked(opened, question, true);
        if !watch.has_missed() {
            return with_names;
        }
    } else if let Some(found) = Arc::get_mut(&mut answer.found) {
        found.n_uncounted = Some(n_bytes);
    }
    answer
}

fn asked(opened: &Opened, question: &Question, with_names: bool) -> Answer {
    // Where any name is counted, all are.
    let is_counted =
        |facet| !opened.is_bare() && (with_names || !matches!(facet, Facet::Entity(_)));
    let search = |query: ParsedQuery| {
        search_counting(
            opened.corpus(),
            &question.request(opened, query),
            &is_counted,
        )
    };
    let watch = opened.corpus().watch();
    let (result, finder) = search(parse(&question.query));
    let mut inner = Inner {
        result,
        finder: Some(finder),
        is_by_beginning: false,
        n_uncounted: None,
        generation: opened.generation(),
    };
    if inner.result.docs.is_empty() && !watch.has_missed() && may_be_beginning(&question.query) {
        let (result, finder) = search(parse(&format!("{}*", question.query)));
        if !result.docs.is_empty() {
            inner = Inner {
                result,
                finder: Some(finder),
                is_by_beginning: true,
                ..inner
            };
        }
    }
    Answer {
        found: Arc::new(inner),
        is_waiting: false,
    }
}

/// Whether a query ends in a word that is not inside quotes nor excluded.
fn may_be_beginning(query: &str) -> bool {
    let last = query.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_open = query.matches(['"', '“', '„', '«']).count() % 2 == 1;
    query.ends_with(char::is_alphanumeric) && !last.starts_with('-') && !is_open
}

impl Answer {
    /// The documents, in order.
    #[must_use]
    pub fn docs(&self) -> &[DocId] {
        &self.found.result.docs
    }

    /// Whether it answers what was asked before, because something is still on its way.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.is_waiting
    }

    /// Names are not counted; it would take at most so many bytes.
    #[must_use]
    pub fn n_uncounted(&self) -> Option<usize> {
        self.found.n_uncounted
    }

    /// How many documents.
    #[must_use]
    pub fn n(&self) -> u32 {
        self.docs().len() as u32
    }

    /// Where in the order a document stands.
    #[must_use]
    pub fn position(&self, doc: DocId) -> Option<u32> {
        let found = self.docs().iter().position(|&found| found == doc);
        found.map(|position| position as u32)
    }

    /// Values of a facet with what choosing each would leave, most first.
    #[must_use]
    pub fn counts(&self, facet: Facet) -> &[FacetCount] {
        self.found.result.facet(facet)
    }

    /// How many documents that all but the brush of publication leave have no day.
    #[must_use]
    pub fn n_undated(&self) -> u32 {
        self.found.result.n_undated
    }

    /// What was understood otherwise than typed.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let notes = self.found.result.notes.iter();
        notes.map(|note| note.message.clone()).collect()
    }

    /// Whether the last word was taken for the beginning of one.
    #[must_use]
    pub fn is_by_beginning(&self) -> bool {
        self.found.is_by_beginning
    }

    /// What shows where the query's words stand; nothing before anything was asked.
    #[must_use]
    pub fn finder(&self) -> Option<&HitFinder> {
        self.found.finder.as_ref()
    }

    /// Where the query's words stand in a document.
    #[must_use]
    pub fn hits(&self, _: &Opened, doc: DocId) -> Vec<Span> {
        let finder = self.found.finder.as_ref();
        finder.map(|finder| finder.hits(doc)).unwrap_or_default()
    }

    /// The part of a document that shows the query best, about `width` bytes of it.
    #[must_use]
    pub fn snippet(&self, _: &Opened, doc: DocId, width: u32) -> Snippet {
        let finder = self.found.finder.as_ref();
        finder
            .map(|finder| finder.snippet(doc, width))
            .unwrap_or_default()
    }
}

/// One thing that narrows the view, taken away: what would be found then.
#[must_use]
pub fn count_with(opened: &Opened, view: &UrlState) -> u32 {
    let question = Question::of(view);
    let n = |is_by_beginning| docs_of_any_day(opened, &question, is_by_beginning).len();
    match n(false) {
        0 if may_be_beginning(&question.query) => n(true),
        found => found,
    }
}

/// The documents found on whatever day: without the brushes of the timeline.
#[must_use]
pub fn docs_of_any_day(opened: &Opened, question: &Question, is_by_beginning: bool) -> DocSet {
    let query = match is_by_beginning {
        true => parse(&format!("{}*", question.query)),
        false => parse(&question.query),
    };
    matching(opened.corpus(), &question.request(opened, query))
}
