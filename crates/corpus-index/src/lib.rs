//! Linked documents to pack sections, and sections to views.
//!
//! [`write_pack`] takes a [`corpus_model::LinkedCorpus`] and gives one deterministic run of bytes;
//! [`Corpus::open`] takes such bytes and gives views: documents, entities, facets, days, the dictionary and the
//! postings of every word; [`thaw`] gives back what was written, and [`rewrite_pack`] writes it again where only
//! what is said of the texts has changed. The writer and the view of a section stand in one file.
//!
//! `docs/pack-format.md` draws the whole layout. What a question means is in `corpus-search`.

mod codec;
mod corpus;
mod doc;
mod entity;
mod facet;
pub mod fold;
mod postings;
mod strings;
mod terms;
#[cfg(feature = "testing")]
pub mod testing;
mod thaw;
mod write;

pub use corpus::{
    Corpus, CoverageCounts, DocId, EntityId, FileView, InfoView, OutcomeView, QuoteWords, Watch,
    WordIndex,
};
pub use corpus_pack::{PackBytes, PackError, Pager, Pages, Parts};
pub use doc::{
    CandidateView, DateView, DatelineView, DiagnosticView, DocView, Items, MentionView, OutletView,
    PublishedView, QuoteView, RemovedView, RepairView, SourceView,
};
pub use entity::{EntityDoc, EntityView, JoinView};
pub use facet::Facet;
pub use postings::{Places, Posting, Postings, put_postings};
pub use terms::{Term, TermWalk, Terms, TermsWriter};
pub use thaw::thaw;
pub use write::{rewrite_pack, write_pack};
