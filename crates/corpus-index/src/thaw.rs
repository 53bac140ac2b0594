//! An opened corpus back to what was written: the inverse of [`write_pack`](crate::write_pack).
//!
//! Takes a [`Corpus`]; gives a [`LinkedCorpus`] of which the same pack would be written. With it a reader's
//! corrections apply to a corpus of which nothing but the pack is at hand.
//!
//! What a pack does not hold stays empty: hints at dates of publication, which have been weighed.

use crate::corpus::{Corpus, DocId, EntityId, OutcomeView};
use crate::doc::{DiagnosticView, DocView, PublishedView};
use crate::entity::EntityView;
use corpus_model::{
    Article, CorpusInfo, Coverage, DateCandidate, DateMention, Dateline, Diagnostic, Entity,
    EntityIdx, FileOutcome, FileReport, Join, Language, LinkedCorpus, LinkedDoc, LinkedQuote,
    Mention, OtherLanguage, Published, Reasoned, Removed, Repair, SourceInfo, Spelling,
};

/// The corpus as it was written.
#[must_use]
pub fn thaw(corpus: &Corpus) -> LinkedCorpus {
    let info = corpus.info();
    let docs = corpus.doc_ids().filter_map(|doc| corpus.doc(doc));
    let entities = corpus.entity_ids().filter_map(|id| corpus.entity(id));
    LinkedCorpus {
        info: CorpusInfo {
            title: info.title.to_owned(),
            description: info.description.to_owned(),
            licence: info.licence.to_owned(),
        },
        docs: docs.map(|doc| thawed_doc(&doc)).collect(),
        entities: entities
            .map(|entity| thawed_entity(corpus, &entity))
            .collect(),
        coverage: Coverage {
            files: corpus
                .coverage()
                .map(|file| FileReport {
                    path: file.path.to_owned(),
                    byte_len: file.byte_len,
                    outcome: match file.outcome {
                        OutcomeView::Read { n_articles } => FileOutcome::Read { n_articles },
                        OutcomeView::Unpacked { n_files } => FileOutcome::Unpacked { n_files },
                        OutcomeView::Skipped { why } => FileOutcome::Skipped {
                            why: why.to_owned(),
                        },
                    },
                    diagnostics: file.diagnostics.iter().map(diagnostic).collect(),
                })
                .collect(),
        },
        corrections: corpus.corrections().to_owned(),
    }
}

fn thawed_doc(doc: &DocView<'_>) -> LinkedDoc {
    LinkedDoc {
        article: article(doc),
        published: doc.published().map(published),
        dates: doc
            .dates()
            .map(|date| DateMention {
                span: date.span,
                kind: date.kind,
                value: date.value.to_owned(),
                precision: date.precision,
                interval: date.interval,
                modifier: date.modifier.map(str::to_owned),
                why: date.why.to_owned(),
                rejected: date
                    .rejected
                    .iter()
                    .map(|(value, why)| ((*value).to_owned(), (*why).to_owned()))
                    .collect(),
            })
            .collect(),
        mentions: doc
            .mentions()
            .map(|mention| Mention {
                span: mention.span,
                kind: mention.kind,
                entity: EntityIdx(mention.entity.0),
                why: mention.why.to_owned(),
            })
            .collect(),
        quotes: doc
            .quotes()
            .map(|quote| LinkedQuote {
                span: quote.span,
                kind: quote.kind,
                speaker: quote.speaker.map(|EntityId(entity)| EntityIdx(entity)),
                speaker_span: quote.speaker_span,
                cue: quote.cue,
                why: quote.why.to_owned(),
            })
            .collect(),
    }
}

fn article(doc: &DocView<'_>) -> Article {
    let source = doc.source();
    Article {
        id: doc.id().to_owned(),
        source: SourceInfo {
            path: source.path.to_owned(),
            part: source.part,
            parts: source.parts,
            format: source.format,
            charset: source.charset.to_owned(),
            byte_len: source.byte_len,
            sha256: source.sha256,
        },
        text: doc.text().to_owned(),
        map: doc.map().collect(),
        removed: doc
            .removed()
            .map(|removed| Removed {
                raw: removed.raw,
                at: removed.at,
                text: removed.text.to_owned(),
                why: removed.why.to_owned(),
            })
            .collect(),
        repairs: doc
            .repairs()
            .map(|repair| Repair {
                span: repair.span,
                from: repair.from.to_owned(),
                why: repair.why.to_owned(),
            })
            .collect(),
        title: doc.title_span(),
        standfirst: doc.standfirst(),
        byline: doc.byline(),
        url: doc.url().map(str::to_owned),
        other_languages: doc
            .other_languages()
            .iter()
            .map(|(paragraph, tag)| OtherLanguage {
                paragraph: *paragraph,
                tag: (*tag).to_owned(),
            })
            .collect(),
        section: doc.section().map(str::to_owned),
        outlet: doc.outlet().map(|outlet| Reasoned {
            value: outlet.name.to_owned(),
            why: outlet.why.to_owned(),
        }),
        authors: doc
            .authors()
            .iter()
            .map(|author| (*author).to_owned())
            .collect(),
        dateline: doc.dateline().map(|dateline| Dateline {
            span: dateline.span,
            place: dateline.place.map(str::to_owned),
            agency: dateline.agency.map(str::to_owned),
            date: dateline.date,
        }),
        language: Language {
            tag: doc.language().to_owned(),
            confidence: doc.language_confidence(),
        },
        date_hints: Vec::new(),
        paragraphs: doc.paragraphs().collect(),
        sentences: doc.sentences().collect(),
        diagnostics: doc
            .diagnostics()
            .map(|remark| diagnostic(&remark))
            .collect(),
    }
}

fn published(published: &PublishedView<'_>) -> Published {
    Published {
        value: published.value.to_owned(),
        precision: published.precision,
        interval: published.interval,
        confidence: published.confidence,
        why: published.why.to_owned(),
        candidates: published
            .candidates
            .iter()
            .map(|candidate| DateCandidate {
                value: candidate.value.to_owned(),
                from: candidate.from.to_owned(),
                span: candidate.span,
            })
            .collect(),
    }
}

fn diagnostic(remark: &DiagnosticView<'_>) -> Diagnostic {
    Diagnostic::new(
        remark.stage,
        remark.code.to_owned(),
        remark.source,
        remark.message,
    )
}

fn thawed_entity(corpus: &Corpus, entity: &EntityView<'_>) -> Entity {
    let id_of = |doc: DocId| corpus.doc(doc).map(|doc| doc.id().to_owned());
    Entity {
        id: entity.id().to_owned(),
        name: entity.name().to_owned(),
        kind: entity.kind(),
        spellings: entity
            .spellings()
            .map(|(text, n)| Spelling {
                text: text.to_owned(),
                n,
            })
            .collect(),
        joins: entity
            .joins()
            .map(|join| Join {
                a: join.a.to_owned(),
                b: join.b.to_owned(),
                rule: join.rule.to_owned(),
                score: join.score,
                evidence: join
                    .evidence
                    .iter()
                    .filter_map(|(doc, span)| Some((id_of(*doc)?, *span)))
                    .collect(),
            })
            .collect(),
        description: entity.description().map(str::to_owned),
        place: entity.place(),
    }
}
