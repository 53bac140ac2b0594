//! Questions to ranked documents, exact counts, hits and snippets.
//!
//! [`parse`] reads what was typed and never fails; [`search`] answers a [`SearchRequest`] over an opened
//! [`Corpus`]; [`HitFinder`] shows where the words stand. Answers are plain lists of document numbers.
//! Everything is in whole numbers, with ties going to the smaller number, so an answer is the same on
//! every machine. The query language is described in `docs/query-language.md`.

mod bits;
mod called;
mod concordance;
mod dates;
mod endings;
mod eval;
mod expand;
mod facets;
mod filter;
mod forms;
mod hits;
mod network;
mod order;
mod pattern;
mod peaks;
mod phrase;
mod plan;
mod query;
mod rank;
mod score;
mod search;
mod study;
mod suggest;
mod words;

pub use bits::DocSet;
pub use called::{entities_called, is_called, spelt_otherwise};
pub use concordance::{Line, LineSort, LinesSoFar, concordance};
pub use corpus_index::{
    CandidateView, Corpus, CoverageCounts, DateView, DatelineView, DiagnosticView, DocId, DocView,
    EntityDoc, EntityId, EntityView, Facet, FileView, InfoView, Items, JoinView, MentionView,
    OutcomeView, OutletView, PackBytes, PackError, PublishedView, QuoteView, RemovedView,
    RepairView, SourceView, Watch, fold,
};
pub use dates::{DateColumns, DayCounts};
pub use facets::n_missing_of_counts;
pub use hits::{HitFinder, Snippet, hits, snippet};
pub use network::{Link, Network, NetworkWish, Node, Together, Weaving, together};
pub use order::sorted_by;
pub use pattern::Pattern;
pub use peaks::{Distinctive, distinctive, distinctive_names, log_likelihood};
pub use query::{
    Expr, FIELDS, FieldTest, HAS, IS, Known, Note, ParsedQuery, Phrase, Scope, WordPattern, parse,
};
pub use search::{
    FacetCount, FacetCounts, FacetFilter, FilterMode, Filters, ResultPage, SearchRequest,
    SearchResult, Sort, matching, scores_of, search, search_and_find, search_counting, search_page,
    search_top, share_a_day,
};
pub use study::{
    Alike, BesideSoFar, KeywordsSoFar, NameHits, Run, RunsSoFar, TellingWord, alike, collocates,
    keywords, look_up_names, runs,
};
pub use suggest::{Suggestion, suggest};
