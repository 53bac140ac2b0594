//! The annotation record: what `dateline annotate` prints, one JSON object an article.
//!
//! The contract with everything outside the pipeline; `docs/annotations.schema.json` states it. Offsets
//! count Unicode code points.

use crate::Ingested;
use crate::carried::{Carried, hex};
use crate::sources::SourceIdx;
use corpus_model::{
    CharSpan, CivilDate, DateMention, DayNumber, LinkedCorpus, LinkedDoc, OffsetIndex, Permille,
    Span,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// One article's record. Serialises to the keys of the contract, in its order.
#[derive(Debug, Serialize)]
pub struct AnnotationRecord<'c> {
    id: &'c str,
    source: Source<'c>,
    text: &'c str,
    title: Option<Extent>,
    standfirst: Option<Extent>,
    byline: Option<Extent>,
    url: Option<&'c str>,
    section: Option<&'c str>,
    outlet: Option<Outlet<'c>>,
    authors: &'c [String],
    dateline: Option<Dateline<'c>>,
    language: Language<'c>,
    other_languages: Vec<Other<'c>>,
    published: Option<Published<'c>>,
    paragraphs: Vec<(u32, u32)>,
    sentences: Vec<(u32, u32)>,
    entities: Vec<Entity<'c>>,
    dates: Vec<Date<'c>>,
    quotes: Vec<Quote<'c>>,
    removed: Vec<Removed<'c>>,
    repairs: Vec<Repair<'c>>,
    diagnostics: Vec<Remark<'c>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    build: Option<&'c Carried>,
}

#[derive(Debug, Serialize)]
struct Source<'c> {
    path: &'c str,
    part: u32,
    parts: u32,
    format: &'static str,
    charset: &'c str,
    bytes: u64,
    sha256: String,
}

#[derive(Debug, Serialize, Clone, Copy)]
struct Extent {
    start: u32,
    end: u32,
}

impl From<CharSpan> for Extent {
    fn from(span: CharSpan) -> Self {
        Self {
            start: span.start,
            end: span.end,
        }
    }
}

#[derive(Debug, Serialize)]
struct Outlet<'c> {
    name: &'c str,
    why: &'c str,
}

#[derive(Debug, Serialize)]
struct Dateline<'c> {
    #[serde(flatten)]
    extent: Extent,
    place: Option<&'c str>,
    agency: Option<&'c str>,
}

#[derive(Debug, Serialize)]
struct Language<'c> {
    tag: &'c str,
    confidence: f64,
}

#[derive(Debug, Serialize)]
struct Other<'c> {
    paragraph: u32,
    tag: &'c str,
}

#[derive(Debug, Serialize)]
struct Published<'c> {
    value: &'c str,
    precision: &'static str,
    confidence: f64,
    why: &'c str,
    candidates: Vec<Candidate<'c>>,
}

#[derive(Debug, Serialize)]
struct Candidate<'c> {
    value: &'c str,
    from: &'c str,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    extent: Option<Extent>,
}

#[derive(Debug, Serialize)]
struct Entity<'c> {
    #[serde(flatten)]
    extent: Extent,
    r#type: &'static str,
    entity: &'c str,
    name: &'c str,
    why: &'c str,
}

#[derive(Debug, Serialize)]
struct Date<'c> {
    #[serde(flatten)]
    extent: Extent,
    r#type: &'static str,
    value: &'c str,
    precision: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    begin: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_exclusive: Option<String>,
    r#mod: Option<&'c str>,
    why: &'c str,
    rejected: Vec<Rejected<'c>>,
}

#[derive(Debug, Serialize)]
struct Rejected<'c> {
    value: &'c str,
    why: &'c str,
}

#[derive(Debug, Serialize)]
struct Quote<'c> {
    #[serde(flatten)]
    extent: Extent,
    kind: &'static str,
    speaker: Option<&'c str>,
    speaker_text: Option<&'c str>,
    speaker_span: Option<(u32, u32)>,
    cue: Option<&'c str>,
    cue_span: Option<(u32, u32)>,
    why: &'c str,
}

#[derive(Debug, Serialize)]
struct Removed<'c> {
    #[serde(flatten)]
    extent: Extent,
    text: &'c str,
    why: &'c str,
}

#[derive(Debug, Serialize)]
struct Repair<'c> {
    #[serde(flatten)]
    extent: Extent,
    from: &'c str,
    to: &'c str,
    why: &'c str,
}

#[derive(Debug, Serialize)]
struct Remark<'c> {
    stage: &'static str,
    code: &'c str,
    message: &'c str,
}

/// The records of a run, in document order, made one at a time.
pub fn annotation_records(run: &Ingested) -> impl Iterator<Item = AnnotationRecord<'_>> {
    // Sources are indexed once each: a bundle's articles share one.
    let mut indexes = BTreeMap::<SourceIdx, OffsetIndex<'_>>::new();
    run.corpus.docs.iter().map(move |doc| {
        let idx = run.sources.idx_of(&doc.article.id);
        let raw = indexes
            .entry(idx)
            .or_insert_with(|| OffsetIndex::new(run.sources.text(idx)));
        AnnotationRecord {
            build: run.carried.get(&doc.article.id),
            ..record(&run.corpus, doc, raw)
        }
    })
}

fn record<'c>(
    corpus: &'c LinkedCorpus,
    doc: &'c LinkedDoc,
    raw: &OffsetIndex<'_>,
) -> AnnotationRecord<'c> {
    let article = &doc.article;
    let text = article.text.as_str();
    let index = OffsetIndex::new(text);
    let extent = |span: Span| Extent::from(index.chars_from_bytes(span));
    let pair = |span: Span| {
        let e = extent(span);
        (e.start, e.end)
    };
    let entity = |idx: corpus_model::EntityIdx| corpus.entities.get(idx.0 as usize);
    AnnotationRecord {
        id: &article.id,
        source: Source {
            path: &article.source.path,
            part: article.source.part,
            parts: article.source.parts,
            format: article.source.format.name(),
            charset: &article.source.charset,
            bytes: article.source.byte_len,
            sha256: hex(&article.source.sha256),
        },
        text,
        title: article.title.map(extent),
        standfirst: article.standfirst.map(extent),
        byline: article.byline.map(extent),
        url: article.url.as_deref(),
        section: article.section.as_deref(),
        outlet: article.outlet.as_ref().map(|o| Outlet {
            name: &o.value,
            why: &o.why,
        }),
        authors: &article.authors,
        dateline: article.dateline.as_ref().map(|d| Dateline {
            extent: extent(d.span),
            place: d.place.as_deref(),
            agency: d.agency.as_deref(),
        }),
        language: Language {
            tag: &article.language.tag,
            confidence: fraction(article.language.confidence),
        },
        other_languages: article
            .other_languages
            .iter()
            .map(|other| Other {
                paragraph: other.paragraph,
                tag: &other.tag,
            })
            .collect(),
        published: doc.published.as_ref().map(|p| Published {
            value: &p.value,
            precision: p.precision.name(),
            confidence: fraction(p.confidence),
            why: &p.why,
            candidates: p
                .candidates
                .iter()
                .map(|c| Candidate {
                    value: &c.value,
                    from: &c.from,
                    extent: c.span.map(extent),
                })
                .collect(),
        }),
        paragraphs: article.paragraphs.iter().copied().map(pair).collect(),
        sentences: article.sentences.iter().copied().map(pair).collect(),
        entities: doc
            .mentions
            .iter()
            .map(|m| Entity {
                extent: extent(m.span),
                r#type: m.kind.name(),
                entity: entity(m.entity).map_or("", |e| &e.id),
                name: entity(m.entity).map_or("", |e| &e.name),
                why: &m.why,
            })
            .collect(),
        dates: doc.dates.iter().map(|d| date(d, extent(d.span))).collect(),
        quotes: doc
            .quotes
            .iter()
            .map(|q| Quote {
                extent: extent(q.span),
                kind: q.kind.name(),
                speaker: q.speaker.and_then(entity).map(|e| e.id.as_str()),
                speaker_text: q.speaker_span.map(|s| s.of(text)),
                speaker_span: q.speaker_span.map(pair),
                cue: q.cue.map(|s| s.of(text)),
                cue_span: q.cue.map(pair),
                why: &q.why,
            })
            .collect(),
        removed: article
            .removed
            .iter()
            .map(|r| Removed {
                extent: raw
                    .chars_from_bytes(Span::new(r.raw.start, r.raw.end))
                    .into(),
                text: &r.text,
                why: &r.why,
            })
            .collect(),
        repairs: article
            .repairs
            .iter()
            .map(|r| Repair {
                extent: extent(r.span),
                from: &r.from,
                to: r.span.of(text),
                why: &r.why,
            })
            .collect(),
        diagnostics: article
            .diagnostics
            .iter()
            .map(|d| Remark {
                stage: d.stage.name(),
                code: &d.code,
                message: &d.message,
            })
            .collect(),
        build: None,
    }
}

fn date(mention: &DateMention, extent: Extent) -> Date<'_> {
    let day = |day: DayNumber| CivilDate::from_day_number(day).to_string();
    Date {
        extent,
        r#type: mention.kind.name(),
        value: &mention.value,
        precision: mention.precision.map(corpus_model::Precision::name),
        begin: mention.interval.and_then(|i| i.begin).map(day),
        end_exclusive: mention.interval.and_then(|i| i.end_exclusive).map(day),
        r#mod: mention.modifier.as_deref(),
        why: &mention.why,
        rejected: mention
            .rejected
            .iter()
            .map(|(value, why)| Rejected { value, why })
            .collect(),
    }
}

fn fraction(permille: Permille) -> f64 {
    f64::from(permille.0) / 1000.0
}
