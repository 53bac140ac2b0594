//! From the view to a question of the engine, and its answer as the page asks for it.

use crate::opened::Opened;
use corpus_index::{DocId, Facet};
use corpus_model::{DayInterval, DayNumber, Span};
use corpus_search::{
    DocSet, FacetCount, FacetCounts, FacetFilter, Filters, HitFinder, Note, ParsedQuery,
    SearchRequest, SearchResult, Snippet, Sort, matching, n_missing_of_counts, parse,
    search_counting,
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

    /// The view that asks this and shows nothing else: what another thread is told.
    #[must_use]
    pub fn to_view(&self) -> UrlState {
        UrlState {
            query: self.query.clone(),
            filters: self.filters.clone(),
            published: self.published,
            mentioned: self.mentioned,
            is_undated: self.is_undated,
            sort: self.sort,
            ..UrlState::default()
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

    fn is_of_any_day(&self) -> bool {
        self.published.is_none() && self.mentioned.is_none() && !self.is_undated
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
    /// What would be found on whatever day, where the question asks for days.
    any_day: Option<DocSet>,
    /// Bytes to fetch before names are counted.
    n_uncounted: Option<usize>,
    generation: u32,
    question: Option<Question>,
}

impl PartialEq for Answer {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.found, &other.found) && self.is_waiting == other.is_waiting
    }
}

/// When the names of the documents found are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// Whatever has to come for it.
    Always,
    /// Where at most [`CHEAP`] bytes have to come for it.
    IfCheap,
}

/// Names of the documents found are counted unasked where at most so many bytes have to come for it.
const CHEAP: usize = 96 << 10;

impl Names {
    /// Of a corpus in parts they are counted at any price for the question `counted` only, for which a reader has asked so.
    #[must_use]
    pub fn of(opened: &Opened, question: &Question, counted: Option<&Question>) -> Self {
        match opened.parts().is_none() || counted == Some(question) {
            true => Self::Always,
            false => Self::IfCheap,
        }
    }
}

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
    let names = Names::of(opened, question, counted);
    let attempt = attempt(opened, question, names);
    let waiting = || Answer::waiting(opened, question, before);
    attempt.answer.unwrap_or_else(waiting)
}

/// What could be answered by what is there.
pub struct Attempt {
    /// Nothing where documents or counts may be missing from it.
    pub answer: Option<Answer>,
    /// Whether more will be known once what was read and is not there has come.
    pub wants_more: bool,
}

/// Asks once, of what is there.
#[must_use]
pub fn attempt(opened: &Opened, question: &Question, names: Names) -> Attempt {
    let watch = opened.corpus().watch();
    let mut answer = asked(opened, question, names == Names::Always);
    if watch.has_missed() {
        return Attempt {
            answer: None,
            wants_more: true,
        };
    }
    if opened.is_bare() {
        return Attempt {
            answer: Some(answer),
            wants_more: false,
        };
    }
    if names == Names::IfCheap {
        let n_bytes = n_missing_of_counts(opened.corpus(), &answer.doc_set(opened));
        if n_bytes <= CHEAP {
            let with_names = asked(opened, question, true);
            if !watch.has_missed() {
                answer = with_names;
            }
        } else if let Some(found) = Arc::get_mut(&mut answer.found) {
            found.n_uncounted = Some(n_bytes);
        }
    }
    Attempt {
        answer: Some(answer),
        wants_more: watch.has_missed(),
    }
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
    let (mut result, mut finder) = search(parse(&question.query));
    let mut is_by_beginning = false;
    if result.docs.is_empty() && !watch.has_missed() && may_be_beginning(&question.query) {
        let begun = search(parse(&begun(&question.query)));
        if !begun.0.docs.is_empty() {
            (result, finder) = begun;
            is_by_beginning = true;
        }
    }
    let of_any_day = || docs_of_any_day(opened, &question.of_any_day(), is_by_beginning);
    let found = Inner {
        result,
        finder: Some(finder),
        is_by_beginning,
        any_day: (!question.is_of_any_day()).then(of_any_day),
        n_uncounted: None,
        generation: opened.generation(),
        question: Some(question.clone()),
    };
    Answer {
        found: Arc::new(found),
        is_waiting: false,
    }
}

/// The last word as the beginning of one.
fn begun(query: &str) -> String {
    format!("{query}*")
}

/// Whether a query ends in a word that is not inside quotes nor excluded.
fn may_be_beginning(query: &str) -> bool {
    let last = query.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_open = query.matches(['"', '“', '„', '«']).count() % 2 == 1;
    query.ends_with(char::is_alphanumeric) && !last.starts_with('-') && !is_open
}

impl Answer {
    /// What is shown of a corpus as long as nothing is known: the answer `before`, if it is of this corpus.
    #[must_use]
    pub fn waiting(opened: &Opened, question: &Question, before: Option<&Self>) -> Self {
        let before = before.filter(|before| before.found.generation == opened.generation());
        let found = before.map_or_else(Arc::default, |before| before.found.clone());
        Self {
            is_waiting: found.question.as_ref() != Some(question),
            found,
        }
    }

    /// The answer in numbers, and its remarks, for another thread. What shows hits is made there anew.
    #[must_use]
    pub fn to_numbers(&self) -> (Vec<u32>, Vec<String>) {
        let Inner { result, .. } = &*self.found;
        let mut out = vec![
            u32::from(self.found.is_by_beginning),
            self.found.n_uncounted.map_or(0, |n| n as u32 + 1),
            result.n_undated,
        ];
        put_list(&mut out, result.docs.iter().map(|doc| doc.0));
        let any_day = self.found.any_day.as_ref();
        out.push(u32::from(any_day.is_some()));
        if let Some(docs) = any_day {
            put_list(&mut out, docs.iter());
        }
        out.push(result.facets.len() as u32);
        for counts in &result.facets {
            let place = Facet::ALL.iter().position(|facet| *facet == counts.facet);
            out.push(place.unwrap_or_default() as u32);
            let values = &counts.values;
            put_list(
                &mut out,
                values.iter().flat_map(|count| [count.value, count.n]),
            );
        }
        let spans = result.notes.iter().map(|note| note.span);
        put_list(&mut out, spans.flat_map(|span| [span.start, span.end]));
        let notes = result.notes.iter().map(|note| note.message.clone());
        (out, notes.collect())
    }

    /// The answer to a question from such numbers. Those that are missing count as none.
    #[must_use]
    pub fn from_numbers(
        opened: &Opened,
        question: &Question,
        numbers: &[u32],
        notes: Vec<String>,
    ) -> Self {
        let mut numbers = numbers.iter().copied();
        let mut next = || numbers.next().unwrap_or_default();
        let is_by_beginning = next() != 0;
        let n_uncounted = next().checked_sub(1).map(|n| n as usize);
        let n_undated = next();
        let docs = take_list(&mut numbers).map(DocId).collect();
        let any_day = (numbers.next() == Some(1)).then(|| {
            let mut set = DocSet::none(opened.n_docs());
            take_list(&mut numbers).for_each(|doc| set.insert(doc));
            set
        });
        let n_facets = numbers.next().unwrap_or_default() as usize;
        let mut facets = Vec::new();
        for _ in 0..n_facets.min(Facet::ALL.len()) {
            let place = numbers.next().unwrap_or_default() as usize;
            let pairs: Vec<u32> = take_list(&mut numbers).collect();
            let count = |pair: &[u32]| FacetCount {
                value: pair[0],
                n: pair[1],
            };
            if let Some(&facet) = Facet::ALL.get(place) {
                facets.push(FacetCounts {
                    facet,
                    values: pairs.chunks_exact(2).map(count).collect(),
                });
            }
        }
        let spans: Vec<u32> = take_list(&mut numbers).collect();
        let note = |(span, message): (&[u32], String)| Note {
            span: Span::new(span[0], span[1]),
            message,
        };
        let query = match is_by_beginning {
            true => parse(&begun(&question.query)),
            false => parse(&question.query),
        };
        let found = Inner {
            result: SearchResult {
                docs,
                facets,
                timeline_docs: Vec::new(),
                n_undated,
                notes: spans.chunks_exact(2).zip(notes).map(note).collect(),
            },
            finder: Some(HitFinder::new(opened.corpus(), &query)),
            is_by_beginning,
            any_day,
            n_uncounted,
            generation: opened.generation(),
            question: Some(question.clone()),
        };
        Self {
            found: Arc::new(found),
            is_waiting: false,
        }
    }

    /// The documents, in order.
    #[must_use]
    pub fn docs(&self) -> &[DocId] {
        &self.found.result.docs
    }

    fn doc_set(&self, opened: &Opened) -> DocSet {
        let mut docs = DocSet::none(opened.n_docs());
        self.docs().iter().for_each(|doc| docs.insert(doc.0));
        docs
    }

    /// The documents that would be found on whatever day: without the brushes of the timeline.
    #[must_use]
    pub fn docs_of_any_day(&self, opened: &Opened) -> DocSet {
        let any_day = self.found.any_day.clone();
        any_day.unwrap_or_else(|| self.doc_set(opened))
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

fn put_list(out: &mut Vec<u32>, list: impl Iterator<Item = u32>) {
    let at = out.len();
    out.push(0);
    out.extend(list);
    out[at] = (out.len() - at - 1) as u32;
}

fn take_list(numbers: &mut impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
    let n = numbers.next().unwrap_or_default() as usize;
    numbers.take(n)
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
        true => parse(&begun(&question.query)),
        false => parse(&question.query),
    };
    matching(opened.corpus(), &question.request(opened, query))
}
