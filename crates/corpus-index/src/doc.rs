//! One document: its record in the pack, and the view that reads it.
//!
//! ```text
//! head     id, path, part, parts, format, charset, byte length, sha256, title, standfirst, byline, url,
//!          section, outlet, authors, dateline, language, paragraphs in others, published
//! layers   each behind its length, so that a reader skips what it does not need: map, removed, repairs,
//!          paragraphs, sentences, mentions, dates, quotes, diagnostics
//! ```
//!
//! The text is in a section of its own and is lent, never copied.

use crate::codec::{self, Numbered as _};
use crate::corpus::{Corpus, DocId, EntityId};
use crate::strings::StringsWriter;
use corpus_model::{
    DayInterval, Diagnostic, EntityKind, Format, LinkedDoc, MapRun, Permille, Precision, Published,
    QuoteKind, RawSpan, Span, Stage, TimexType,
};
use corpus_pack::{Cursor, put_varint, put_varint64};

/// Appends the record of one document.
pub(crate) fn put_doc(out: &mut Vec<u8>, strings: &mut StringsWriter, doc: &LinkedDoc) {
    let article = &doc.article;
    let source = &article.source;
    strings.put(out, article.id.as_bytes());
    strings.put(out, source.path.as_bytes());
    put_varint(out, source.part);
    put_varint(out, source.parts);
    out.push(source.format.number());
    strings.put(out, source.charset.as_bytes());
    put_varint64(out, source.byte_len);
    strings.put(out, &source.sha256);
    codec::put_opt_span(out, article.title);
    codec::put_opt_span(out, article.standfirst);
    codec::put_opt_span(out, article.byline);
    strings.put_opt(out, article.url.as_deref());
    strings.put_opt(out, article.section.as_deref());
    strings.put_opt(out, article.outlet.as_ref().map(|o| o.value.as_str()));
    strings.put_opt(out, article.outlet.as_ref().map(|o| o.why.as_str()));
    put_varint(out, article.authors.len() as u32);
    for author in &article.authors {
        strings.put(out, author.as_bytes());
    }
    match &article.dateline {
        None => codec::put_opt_span(out, None),
        Some(dateline) => {
            codec::put_opt_span(out, Some(dateline.span));
            strings.put_opt(out, dateline.place.as_deref());
            strings.put_opt(out, dateline.agency.as_deref());
            codec::put_opt_span(out, dateline.date);
        }
    }
    strings.put(out, article.language.tag.as_bytes());
    put_varint(out, u32::from(article.language.confidence.0));
    put_varint(out, article.other_languages.len() as u32);
    for other in &article.other_languages {
        put_varint(out, other.paragraph);
        strings.put(out, other.tag.as_bytes());
    }
    put_published(out, strings, doc.published.as_ref());

    let mut layer = Vec::new();
    let mut put_layer = |out: &mut Vec<u8>, n: usize, fill: &mut dyn FnMut(&mut Vec<u8>)| {
        layer.clear();
        put_varint(&mut layer, n as u32);
        fill(&mut layer);
        put_varint(out, layer.len() as u32);
        out.extend_from_slice(&layer);
    };
    put_layer(out, article.map.len(), &mut |out| {
        let (mut text, mut raw) = (0, 0);
        for run in &article.map {
            put_varint(out, run.text_start.wrapping_sub(text));
            put_varint(out, run.raw.start.wrapping_sub(raw));
            put_varint(out, run.raw.len() << 1 | u32::from(run.is_copy));
            (text, raw) = (run.text_start, run.raw.end);
        }
    });
    put_layer(out, article.removed.len(), &mut |out| {
        let (mut at, mut raw) = (0, 0);
        for removed in &article.removed {
            put_varint(out, removed.at.wrapping_sub(at));
            put_varint(out, removed.raw.start.wrapping_sub(raw));
            put_varint(out, removed.raw.len());
            strings.put(out, removed.text.as_bytes());
            strings.put(out, removed.why.as_bytes());
            (at, raw) = (removed.at, removed.raw.end);
        }
    });
    put_layer(out, article.repairs.len(), &mut |out| {
        let mut end = 0;
        for repair in &article.repairs {
            codec::put_span(out, &mut end, repair.span);
            strings.put(out, repair.from.as_bytes());
            strings.put(out, repair.why.as_bytes());
        }
    });
    for spans in [&article.paragraphs, &article.sentences] {
        put_layer(out, spans.len(), &mut |out| {
            let mut end = 0;
            for span in spans {
                codec::put_span(out, &mut end, *span);
            }
        });
    }
    put_layer(out, doc.mentions.len(), &mut |out| {
        let mut end = 0;
        for mention in &doc.mentions {
            codec::put_span(out, &mut end, mention.span);
            out.push(mention.kind as u8);
            put_varint(out, mention.entity.0);
            strings.put(out, mention.why.as_bytes());
        }
    });
    put_layer(out, doc.dates.len(), &mut |out| {
        let mut end = 0;
        for date in &doc.dates {
            codec::put_span(out, &mut end, date.span);
            out.push(date.kind.number());
            strings.put(out, date.value.as_bytes());
            out.push(date.precision.map_or(0, |p| p.number() + 1));
            codec::put_opt_interval(out, date.interval);
            strings.put_opt(out, date.modifier.as_deref());
            strings.put(out, date.why.as_bytes());
            put_varint(out, date.rejected.len() as u32);
            for (value, why) in &date.rejected {
                strings.put(out, value.as_bytes());
                strings.put(out, why.as_bytes());
            }
        }
    });
    put_layer(out, doc.quotes.len(), &mut |out| {
        let mut end = 0;
        for quote in &doc.quotes {
            codec::put_span(out, &mut end, quote.span);
            out.push(quote.kind.number());
            put_varint(out, quote.speaker.map_or(0, |e| e.0.saturating_add(1)));
            codec::put_opt_span(out, quote.speaker_span);
            codec::put_opt_span(out, quote.cue);
            strings.put(out, quote.why.as_bytes());
        }
    });
    put_layer(out, article.diagnostics.len(), &mut |out| {
        for diagnostic in &article.diagnostics {
            put_diagnostic(out, strings, diagnostic);
        }
    });
}

fn put_published(out: &mut Vec<u8>, strings: &mut StringsWriter, published: Option<&Published>) {
    strings.put_opt(out, published.map(|p| p.value.as_str()));
    let Some(published) = published else { return };
    out.push(published.precision.number());
    codec::put_opt_interval(out, published.interval);
    put_varint(out, u32::from(published.confidence.0));
    strings.put(out, published.why.as_bytes());
    put_varint(out, published.candidates.len() as u32);
    for candidate in &published.candidates {
        strings.put(out, candidate.value.as_bytes());
        strings.put(out, candidate.from.as_bytes());
        codec::put_opt_span(out, candidate.span);
    }
}

pub(crate) fn put_diagnostic(
    out: &mut Vec<u8>,
    strings: &mut StringsWriter,
    diagnostic: &Diagnostic,
) {
    out.push(diagnostic.stage.number());
    strings.put(out, diagnostic.code.as_bytes());
    strings.put(out, diagnostic.source.as_bytes());
    strings.put(out, diagnostic.message.as_bytes());
}

/// Where a document came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceView<'c> {
    /// Relative path of the file.
    pub path: &'c str,
    /// Which of the file's articles, from 1.
    pub part: u32,
    /// How many articles the file held.
    pub parts: u32,
    /// How the file was understood.
    pub format: Format,
    /// Charset it was decoded from.
    pub charset: &'c str,
    /// Length of the file in bytes.
    pub byte_len: u64,
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
}

/// Who published a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutletView<'c> {
    /// The name.
    pub name: &'c str,
    /// The evidence in words.
    pub why: &'c str,
}

/// The opening of an agency report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatelineView<'c> {
    /// The whole of it.
    pub span: Span,
    /// Place.
    pub place: Option<&'c str>,
    /// Agency.
    pub agency: Option<&'c str>,
    /// The date expression inside it.
    pub date: Option<Span>,
}

/// When a document was published, as far as can be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedView<'c> {
    /// TIMEX3 value, possibly partial.
    pub value: &'c str,
    /// How finely it is known.
    pub precision: Precision,
    /// The days it covers; `None` while the year is open.
    pub interval: Option<DayInterval>,
    /// Probability that the value is right.
    pub confidence: Permille,
    /// The evidence in words.
    pub why: &'c str,
    /// All hints, best first, whether used or not.
    pub candidates: Vec<CandidateView<'c>>,
}

/// One hint at a publication date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CandidateView<'c> {
    /// TIMEX3 value, possibly partial.
    pub value: &'c str,
    /// What kind of evidence.
    pub from: &'c str,
    /// Where it stands in the text, if it does.
    pub span: Option<Span>,
}

/// A name in the text and the entity it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MentionView<'c> {
    /// Where it stands.
    pub span: Span,
    /// What it names.
    pub kind: EntityKind,
    /// Which entity.
    pub entity: EntityId,
    /// Why it was recognised and why it is this entity.
    pub why: &'c str,
}

/// A date expression and what it resolved to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateView<'c> {
    /// Where it stands.
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimexType,
    /// TIMEX3 value.
    pub value: &'c str,
    /// How finely it is known.
    pub precision: Option<Precision>,
    /// The days it covers, if it names any.
    pub interval: Option<DayInterval>,
    /// TIMEX3 `mod`.
    pub modifier: Option<&'c str>,
    /// Rule and anchor in words.
    pub why: &'c str,
    /// Other values that were considered, each with the reason it lost.
    pub rejected: Vec<(&'c str, &'c str)>,
}

/// A quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuoteView<'c> {
    /// The quoted words with their marks.
    pub span: Span,
    /// How they are given.
    pub kind: QuoteKind,
    /// Who said it.
    pub speaker: Option<EntityId>,
    /// The words that name the speaker.
    pub speaker_span: Option<Span>,
    /// The verb or phrase of saying.
    pub cue: Option<Span>,
    /// Rule in words.
    pub why: &'c str,
}

/// Text that was cut from the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemovedView<'c> {
    /// Where it stood in the decoded source.
    pub raw: RawSpan,
    /// Where it would stand in the clean text.
    pub at: u32,
    /// The text that was cut.
    pub text: &'c str,
    /// Why.
    pub why: &'c str,
}

/// Damage that was mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RepairView<'c> {
    /// The mended text.
    pub span: Span,
    /// What stood there before.
    pub from: &'c str,
    /// Why.
    pub why: &'c str,
}

/// A remark on a document or a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DiagnosticView<'c> {
    /// The stage that noticed it.
    pub stage: Stage,
    /// Stable code, `stage/what`.
    pub code: &'c str,
    /// Path of the source.
    pub source: &'c str,
    /// What is strange and what was done instead.
    pub message: &'c str,
}

pub(crate) fn read_diagnostic<'c>(
    corpus: &'c Corpus,
    cursor: &mut Cursor<'c>,
) -> DiagnosticView<'c> {
    let strings = corpus.strings();
    DiagnosticView {
        stage: Stage::from_number(cursor.byte()),
        code: strings.str(cursor),
        source: strings.str(cursor),
        message: strings.str(cursor),
    }
}

/// The items of one layer, read one by one.
#[derive(Debug, Clone)]
pub struct Items<'c, T> {
    corpus: &'c Corpus,
    cursor: Cursor<'c>,
    left: usize,
    last: (u32, u32),
    read: fn(&'c Corpus, &mut Cursor<'c>, &mut (u32, u32)) -> T,
}

type ReadItem<'c, T> = fn(&'c Corpus, &mut Cursor<'c>, &mut (u32, u32)) -> T;

impl<'c, T> Items<'c, T> {
    pub(crate) fn new(corpus: &'c Corpus, mut cursor: Cursor<'c>, read: ReadItem<'c, T>) -> Self {
        Self {
            corpus,
            left: cursor.count(),
            cursor,
            last: (0, 0),
            read,
        }
    }

    pub(crate) const fn rest(&self) -> Cursor<'c> {
        self.cursor
    }
}

impl<T> Iterator for Items<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.left = self.left.checked_sub(1)?;
        Some((self.read)(self.corpus, &mut self.cursor, &mut self.last))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<T> ExactSizeIterator for Items<'_, T> {}

/// One document of an opened corpus. Cheap to make; layers are read when asked for.
#[derive(Debug, Clone)]
pub struct DocView<'c> {
    corpus: &'c Corpus,
    doc: DocId,
    id: &'c str,
    source: SourceView<'c>,
    title: Option<Span>,
    standfirst: Option<Span>,
    byline: Option<Span>,
    url: Option<&'c str>,
    section: Option<&'c str>,
    outlet: Option<OutletView<'c>>,
    authors: Vec<&'c str>,
    dateline: Option<DatelineView<'c>>,
    language: (&'c str, Permille),
    other_languages: Vec<(u32, &'c str)>,
    published: Option<PublishedView<'c>>,
    layers: [Cursor<'c>; 9],
}

impl<'c> DocView<'c> {
    pub(crate) fn read(corpus: &'c Corpus, doc: DocId, record: &'c [u8]) -> Self {
        let strings = corpus.strings();
        let cursor = &mut Cursor::new(record);
        let id = strings.str(cursor);
        let source = SourceView {
            path: strings.str(cursor),
            part: cursor.varint(),
            parts: cursor.varint(),
            format: Format::from_number(cursor.byte()),
            charset: strings.str(cursor),
            byte_len: cursor.varint64(),
            sha256: strings
                .bytes(cursor)
                .and_then(|bytes| bytes.try_into().ok())
                .unwrap_or_default(),
        };
        let title = codec::opt_span(cursor);
        let standfirst = codec::opt_span(cursor);
        let byline = codec::opt_span(cursor);
        let url = strings.opt(cursor);
        let section = strings.opt(cursor);
        let outlet = match (strings.opt(cursor), strings.opt(cursor)) {
            (Some(name), why) => Some(OutletView {
                name,
                why: why.unwrap_or_default(),
            }),
            _ => None,
        };
        let n_authors = cursor.count();
        let authors = (0..n_authors).map(|_| strings.str(cursor)).collect();
        let dateline = codec::opt_span(cursor).map(|span| DatelineView {
            span,
            place: strings.opt(cursor),
            agency: strings.opt(cursor),
            date: codec::opt_span(cursor),
        });
        let language = (strings.str(cursor), permille(cursor));
        let n_others = cursor.count();
        let other_languages = (0..n_others)
            .map(|_| (cursor.varint(), strings.str(cursor)))
            .collect();
        let published = strings.opt(cursor).map(|value| PublishedView {
            value,
            precision: Precision::from_number(cursor.byte()),
            interval: codec::opt_interval(cursor),
            confidence: permille(cursor),
            why: strings.str(cursor),
            candidates: {
                let n = cursor.count();
                (0..n)
                    .map(|_| CandidateView {
                        value: strings.str(cursor),
                        from: strings.str(cursor),
                        span: codec::opt_span(cursor),
                    })
                    .collect()
            },
        });
        Self {
            corpus,
            doc,
            id,
            source,
            title,
            standfirst,
            byline,
            url,
            section,
            outlet,
            authors,
            dateline,
            language,
            other_languages,
            published,
            layers: [(); 9].map(|()| cursor.block()),
        }
    }

    /// Its number in the corpus.
    #[must_use]
    pub const fn doc_id(&self) -> DocId {
        self.doc
    }

    /// Its stable id, as the annotation record gives it.
    #[must_use]
    pub const fn id(&self) -> &'c str {
        self.id
    }

    /// The clean text: a slice of the pack.
    #[must_use]
    pub fn text(&self) -> &'c str {
        self.corpus.text(self.doc)
    }

    /// A part of the text; empty if the span does not fit.
    #[must_use]
    pub fn slice(&self, span: Span) -> &'c str {
        self.corpus.text_slice(self.doc, span)
    }

    /// The title, or the first words of the text where it has none.
    #[must_use]
    pub fn title(&self) -> &'c str {
        match self.title {
            Some(span) => self.slice(span),
            None => first_words(self.text()),
        }
    }

    /// Where the title stands in the text.
    #[must_use]
    pub const fn title_span(&self) -> Option<Span> {
        self.title
    }

    /// Where the standfirst stands.
    #[must_use]
    pub const fn standfirst(&self) -> Option<Span> {
        self.standfirst
    }

    /// Where the byline stands.
    #[must_use]
    pub const fn byline(&self) -> Option<Span> {
        self.byline
    }

    /// Canonical address.
    #[must_use]
    pub const fn url(&self) -> Option<&'c str> {
        self.url
    }

    /// Section of the outlet, as metadata name it.
    #[must_use]
    pub const fn section(&self) -> Option<&'c str> {
        self.section
    }

    /// Paragraphs in another language than the text, by number, each with its tag.
    #[must_use]
    pub fn other_languages(&self) -> &[(u32, &'c str)] {
        &self.other_languages
    }

    /// Who published it, and why that is believed.
    #[must_use]
    pub const fn outlet(&self) -> Option<OutletView<'c>> {
        self.outlet
    }

    /// Who wrote it, in order.
    #[must_use]
    pub fn authors(&self) -> &[&'c str] {
        &self.authors
    }

    /// The dateline.
    #[must_use]
    pub const fn dateline(&self) -> Option<DatelineView<'c>> {
        self.dateline
    }

    /// BCP 47 tag of its language; `und` where it cannot be told.
    #[must_use]
    pub const fn language(&self) -> &'c str {
        self.language.0
    }

    /// How sure the language is.
    #[must_use]
    pub const fn language_confidence(&self) -> Permille {
        self.language.1
    }

    /// When it was published; `None` where nothing tells.
    #[must_use]
    pub const fn published(&self) -> Option<&PublishedView<'c>> {
        self.published.as_ref()
    }

    /// Where it came from.
    #[must_use]
    pub const fn source(&self) -> SourceView<'c> {
        self.source
    }

    fn layer<T>(&self, idx: usize, read: ReadItem<'c, T>) -> Items<'c, T> {
        Items::new(self.corpus, self.layers[idx], read)
    }

    /// Clean text to decoded source, in text order.
    #[must_use]
    pub fn map(&self) -> Items<'c, MapRun> {
        self.layer(0, |_, cursor, (text, raw)| {
            *text = text.wrapping_add(cursor.varint());
            let start = raw.wrapping_add(cursor.varint());
            let len = cursor.varint();
            *raw = start.saturating_add(len >> 1);
            MapRun {
                text_start: *text,
                raw: RawSpan::new(start, *raw),
                is_copy: len & 1 != 0,
            }
        })
    }

    /// What was cut, in source order.
    #[must_use]
    pub fn removed(&self) -> Items<'c, RemovedView<'c>> {
        self.layer(1, |corpus, cursor, (at, raw)| {
            *at = at.wrapping_add(cursor.varint());
            let start = raw.wrapping_add(cursor.varint());
            *raw = start.saturating_add(cursor.varint());
            RemovedView {
                raw: RawSpan::new(start, *raw),
                at: *at,
                text: corpus.strings().str(cursor),
                why: corpus.strings().str(cursor),
            }
        })
    }

    /// What was mended, in text order.
    #[must_use]
    pub fn repairs(&self) -> Items<'c, RepairView<'c>> {
        self.layer(2, |corpus, cursor, (end, _)| RepairView {
            span: codec::span(cursor, end),
            from: corpus.strings().str(cursor),
            why: corpus.strings().str(cursor),
        })
    }

    /// Paragraphs, sorted.
    #[must_use]
    pub fn paragraphs(&self) -> Items<'c, Span> {
        self.layer(3, |_, cursor, (end, _)| codec::span(cursor, end))
    }

    /// Sentences, sorted.
    #[must_use]
    pub fn sentences(&self) -> Items<'c, Span> {
        self.layer(4, |_, cursor, (end, _)| codec::span(cursor, end))
    }

    /// Names, sorted, not overlapping.
    #[must_use]
    pub fn mentions(&self) -> Items<'c, MentionView<'c>> {
        self.layer(5, |corpus, cursor, (end, _)| MentionView {
            span: codec::span(cursor, end),
            kind: EntityKind::from_number(cursor.byte()).unwrap_or(EntityKind::Misc),
            entity: EntityId(cursor.varint()),
            why: corpus.strings().str(cursor),
        })
    }

    /// Date expressions, sorted, not overlapping.
    #[must_use]
    pub fn dates(&self) -> Items<'c, DateView<'c>> {
        self.layer(6, |corpus, cursor, (end, _)| {
            let strings = corpus.strings();
            DateView {
                span: codec::span(cursor, end),
                kind: TimexType::from_number(cursor.byte()),
                value: strings.str(cursor),
                precision: cursor.byte().checked_sub(1).map(Precision::from_number),
                interval: codec::opt_interval(cursor),
                modifier: strings.opt(cursor),
                why: strings.str(cursor),
                rejected: {
                    let n = cursor.count();
                    (0..n)
                        .map(|_| (strings.str(cursor), strings.str(cursor)))
                        .collect()
                },
            }
        })
    }

    /// Quotations, sorted.
    #[must_use]
    pub fn quotes(&self) -> Items<'c, QuoteView<'c>> {
        self.layer(7, |corpus, cursor, (end, _)| QuoteView {
            span: codec::span(cursor, end),
            kind: QuoteKind::from_number(cursor.byte()),
            speaker: cursor.varint().checked_sub(1).map(EntityId),
            speaker_span: codec::opt_span(cursor),
            cue: codec::opt_span(cursor),
            why: corpus.strings().str(cursor),
        })
    }

    /// Remarks on this document.
    #[must_use]
    pub fn diagnostics(&self) -> Items<'c, DiagnosticView<'c>> {
        self.layer(8, |corpus, cursor, _| read_diagnostic(corpus, cursor))
    }
}

/// What a text without a title is called.
pub(crate) fn first_words(text: &str) -> &str {
    let first = text.trim_start().lines().next().unwrap_or_default();
    let end = first.char_indices().nth(80).map_or(first.len(), |(i, _)| i);
    first.get(..end).unwrap_or_default()
}

fn permille(cursor: &mut Cursor<'_>) -> Permille {
    Permille(u16::try_from(cursor.varint()).unwrap_or(u16::MAX))
}
