//! The words every other crate speaks: sources, articles, spans, dates, mentions, diagnostics.
//!
//! Types and the little arithmetic they need to be valid; no algorithm of the pipeline lives here,
//! and nothing here reads a file, a clock or the environment. Text is UTF-8; every offset says by its
//! type which text it measures.

mod article;
mod corpus;
mod correction;
mod date;
mod diagnostic;
mod layer;
mod letters;
mod mapped;
mod source;
mod span;

pub use article::{
    Article, DateHint, Dateline, Language, OtherLanguage, Reasoned, Removed, Repair, SourceInfo,
};
pub use corpus::{
    AnnotatedDoc, CorpusInfo, Coverage, Entity, EntityIdx, FileOutcome, FileReport, Join,
    LinkedCorpus, LinkedDoc, LinkedQuote, Mention, Spelling, skipped_by_reason,
};
pub use correction::{Action, Correction, Named, Passage, Whose};
pub use date::{
    CivilDate, DateCandidate, DateMention, DayInterval, DayNumber, PartialDate, Permille,
    Precision, Published, TimexType, Weekday, contradicts,
};
pub use diagnostic::{Diagnostic, Stage, Warned};
pub use layer::{EntityKind, Gender, Located, NameMention, QuoteKind, QuoteMention};
pub use letters::{is_letter, is_letter_or_digit, plain_letters};
pub use mapped::{MapRun, MappedText};
pub use source::{Format, MetaDate, Metadata, RawDoc, SourceFile, path_fits};
pub use span::{CharSpan, OffsetIndex, RawSpan, Span, Utf16Span};
