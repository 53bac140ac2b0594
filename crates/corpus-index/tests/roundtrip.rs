//! What is written comes back, and no bytes make a view fail.

#![allow(clippy::unwrap_used)] // helpers of tests are outside test functions

use corpus_index::testing::{corpus, generated, walk_all, with_sections};
use corpus_index::{Corpus, DocId, EntityId, Facet, OutcomeView, rewrite_pack, thaw, write_pack};
use corpus_model::{EntityKind, FileOutcome, LinkedCorpus};
use proptest::prelude::*;

fn opened(linked: &LinkedCorpus) -> Corpus {
    Corpus::open(write_pack(linked)).unwrap()
}

fn check_roundtrip(linked: &LinkedCorpus) {
    let corpus = opened(linked);
    assert_eq!(corpus.n_docs(), linked.docs.len());
    assert_eq!(corpus.info().title, linked.info.title);
    assert_eq!(corpus.info().description, linked.info.description);
    assert_eq!(corpus.info().licence, linked.info.licence);
    for (doc_id, doc) in corpus.doc_ids().zip(&linked.docs) {
        let article = &doc.article;
        let view = corpus.doc(doc_id).unwrap();
        assert_eq!(view.id(), article.id);
        assert_eq!(corpus.doc_by_id(&article.id), Some(doc_id));
        assert_eq!(view.text(), article.text);
        assert_eq!(view.title(), article.title_text());
        assert_eq!(view.title_span(), article.title);
        assert_eq!(view.standfirst(), article.standfirst);
        assert_eq!(view.byline(), article.byline);
        assert_eq!(view.url(), article.url.as_deref());
        assert_eq!(view.section(), article.section.as_deref());
        let others = article.other_languages.iter();
        let others: Vec<_> = others.map(|o| (o.paragraph, o.tag.as_str())).collect();
        assert_eq!(view.other_languages(), others);
        assert_eq!(
            view.outlet().map(|o| (o.name, o.why)),
            article.outlet.as_ref().map(|o| (&*o.value, &*o.why))
        );
        assert_eq!(view.authors(), article.authors);
        assert_eq!(view.language(), article.language.tag);
        assert_eq!(view.language_confidence(), article.language.confidence);
        assert_eq!(
            view.dateline().map(|d| (d.span, d.place, d.agency, d.date)),
            article.dateline.as_ref().map(|d| (
                d.span,
                d.place.as_deref(),
                d.agency.as_deref(),
                d.date
            ))
        );
        let source = view.source();
        assert_eq!(source.path, article.source.path);
        assert_eq!(
            (source.part, source.parts),
            (article.source.part, article.source.parts)
        );
        assert_eq!(source.format, article.source.format);
        assert_eq!(source.charset, article.source.charset);
        assert_eq!(source.byte_len, article.source.byte_len);
        assert_eq!(source.sha256, article.source.sha256);
        assert_eq!(view.published().is_some(), doc.published.is_some());
        if let (Some(found), Some(given)) = (view.published(), &doc.published) {
            assert_eq!(found.value, given.value);
            assert_eq!(found.precision, given.precision);
            assert_eq!(found.interval, given.interval);
            assert_eq!(found.confidence, given.confidence);
            assert_eq!(found.why, given.why);
            let found = found.candidates.iter().map(|c| (c.value, c.from, c.span));
            let given = given
                .candidates
                .iter()
                .map(|c| (&*c.value, &*c.from, c.span));
            assert!(found.eq(given));
        }
        assert_eq!(
            corpus.published_days(doc_id),
            doc.published.as_ref().and_then(|p| p.interval)
        );
        assert!(view.map().eq(article.map.iter().copied()));
        assert!(
            view.removed()
                .map(|r| (r.raw, r.at, r.text, r.why))
                .eq(article
                    .removed
                    .iter()
                    .map(|r| (r.raw, r.at, &*r.text, &*r.why)))
        );
        assert!(
            view.repairs()
                .map(|r| (r.span, r.from, r.why))
                .eq(article.repairs.iter().map(|r| (r.span, &*r.from, &*r.why)))
        );
        assert!(view.paragraphs().eq(article.paragraphs.iter().copied()));
        assert!(view.sentences().eq(article.sentences.iter().copied()));
        assert!(
            view.mentions()
                .map(|m| (m.span, m.kind, m.entity.0, m.why))
                .eq(doc
                    .mentions
                    .iter()
                    .map(|m| (m.span, m.kind, m.entity.0, &*m.why)))
        );
        assert_eq!(view.dates().len(), doc.dates.len());
        for (found, given) in view.dates().zip(&doc.dates) {
            assert_eq!((found.span, found.kind), (given.span, given.kind));
            assert_eq!(found.value, given.value);
            assert_eq!(found.precision, given.precision);
            assert_eq!(found.interval, given.interval);
            assert_eq!(found.modifier, given.modifier.as_deref());
            assert_eq!(found.why, given.why);
            let rejected = given.rejected.iter().map(|(a, b)| (&**a, &**b));
            assert!(found.rejected.into_iter().eq(rejected));
        }
        let mut days: Vec<_> = doc.dates.iter().filter_map(|d| d.interval).collect();
        days.sort_unstable();
        days.dedup();
        assert!(corpus.mentioned_days(doc_id).eq(days));
        assert!(
            view.quotes()
                .map(|q| (
                    q.span,
                    q.kind,
                    q.speaker.map(|e| e.0),
                    q.speaker_span,
                    q.cue,
                    q.why
                ))
                .eq(doc.quotes.iter().map(|q| (
                    q.span,
                    q.kind,
                    q.speaker.map(|e| e.0),
                    q.speaker_span,
                    q.cue,
                    &*q.why
                )))
        );
        assert!(
            view.diagnostics()
                .map(|d| (d.stage, d.code, d.source, d.message))
                .eq(article.diagnostics.iter().map(|d| (
                    d.stage,
                    &*d.code,
                    &*d.source,
                    &*d.message
                )))
        );
    }
    assert_eq!(corpus.n_entities(), linked.entities.len());
    for (entity_id, entity) in corpus.entity_ids().zip(&linked.entities) {
        let view = corpus.entity(entity_id).unwrap();
        assert_eq!(view.id(), entity.id);
        assert_eq!(corpus.entity_by_id(&entity.id), Some(entity_id));
        assert_eq!(view.name(), entity.name);
        assert_eq!(view.kind(), entity.kind);
        assert_eq!(corpus.entity_kind(entity_id), Some(entity.kind));
        assert_eq!(view.description(), entity.description.as_deref());
        assert!(
            view.spellings()
                .eq(entity.spellings.iter().map(|s| (&*s.text, s.n)))
        );
        for (found, given) in view.joins().zip(&entity.joins) {
            assert_eq!((found.a, found.b), (&*given.a, &*given.b));
            assert_eq!((found.rule, found.score), (&*given.rule, given.score));
            let evidence: Vec<_> = found
                .evidence
                .into_iter()
                .map(|(doc, span)| (corpus.doc(doc).unwrap().id().to_owned(), span))
                .collect();
            assert_eq!(evidence, given.evidence);
        }
        let docs: Vec<(u32, u32)> = view.docs().map(|d| (d.doc.0, d.n_mentions)).collect();
        let given: Vec<(u32, u32)> = (0..)
            .zip(&linked.docs)
            .map(|(i, doc)| {
                let n = doc.mentions.iter().filter(|m| m.entity.0 == entity_id.0);
                (i, n.count() as u32)
            })
            .filter(|&(_, n)| n > 0)
            .collect();
        assert_eq!(docs, given);
        for doc in view.docs() {
            let mention = corpus
                .doc(doc.doc)
                .unwrap()
                .mentions()
                .nth(doc.first as usize);
            assert_eq!(mention.unwrap().entity, entity_id);
        }
    }
    for (found, given) in corpus.coverage().zip(&linked.coverage.files) {
        assert_eq!((found.path, found.byte_len), (&*given.path, given.byte_len));
        match (&given.outcome, found.outcome) {
            (FileOutcome::Read { n_articles: a }, OutcomeView::Read { n_articles: b }) => {
                assert_eq!(*a, b);
            }
            (FileOutcome::Unpacked { n_files: a }, OutcomeView::Unpacked { n_files: b }) => {
                assert_eq!(*a, b);
            }
            (FileOutcome::Skipped { why: a }, OutcomeView::Skipped { why: b }) => assert_eq!(a, b),
            other => panic!("{other:?}"),
        }
        assert_eq!(found.diagnostics.len(), given.diagnostics.len());
    }
    assert_eq!(corpus.coverage().len(), linked.coverage.files.len());
}

#[test]
fn a_corpus_with_one_of_everything_comes_back() {
    check_roundtrip(&corpus());
}

#[test]
fn an_empty_corpus_comes_back() {
    check_roundtrip(&LinkedCorpus::default());
}

#[test]
fn a_larger_corpus_comes_back() {
    check_roundtrip(&generated(300, 80));
}

#[test]
fn the_same_corpus_gives_the_same_bytes() {
    assert_eq!(write_pack(&corpus()), write_pack(&corpus()));
}

#[test]
fn facets_have_names_and_keys() {
    let corpus = opened(&corpus());
    let gazette = corpus
        .facet_value(Facet::Outlet, "Saltmouth Gazette")
        .unwrap();
    assert_eq!(
        corpus.facet_value_name(Facet::Outlet, gazette),
        "Saltmouth Gazette"
    );
    let of_first: Vec<u32> = corpus.facet_values_of(Facet::Outlet, DocId(0)).collect();
    assert_eq!(of_first, [gazette]);
    let person = Facet::Entity(EntityKind::Person);
    let marrow = corpus.facet_value(person, "Q9001").unwrap();
    assert_eq!(corpus.facet_value_name(person, marrow), "Ada Marrow");
    assert_eq!(corpus.facet_value(person, "Q1"), None);
    let beside = corpus.entity(EntityId(marrow)).unwrap().beside();
    let first = corpus.entity(beside[0].0).unwrap();
    assert_eq!((first.name(), beside[0].1), ("Harbour Council", 2));
}

#[test]
fn twenty_thousand_documents_open() {
    let corpus = opened(&generated(20_000, 12));
    assert_eq!(corpus.n_docs(), 20_000);
    assert!(corpus.doc(DocId(19_999)).is_some());
    assert!(corpus.doc(DocId(20_000)).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// As [`corpus_pack::Pack`], but with every checksum right: what a hostile writer could make.
    #[test]
    fn crafted_packs_never_fail(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        let crafted = with_sections(&write_pack(&corpus()), |sections| {
            let total: usize = sections.iter().map(|(_, bytes)| bytes.len()).sum();
            for (at, value) in changes {
                let mut at = at.index(total);
                for (_, bytes) in sections.iter_mut() {
                    if at < bytes.len() {
                        bytes[at] = value;
                        break;
                    }
                    at -= bytes.len();
                }
            }
        });
        walk_all(&Corpus::open(crafted).unwrap());
    }

    #[test]
    fn cut_sections_never_fail(section in any::<prop::sample::Index>(), keep in any::<prop::sample::Index>()) {
        let cut = with_sections(&write_pack(&corpus()), |sections| {
            let (_, bytes) = &mut sections[section.index(20)];
            bytes.truncate(keep.index(bytes.len() + 1));
        });
        walk_all(&Corpus::open(cut).unwrap());
    }
}

#[test]
fn a_thawed_corpus_is_written_as_the_same_bytes() {
    for mut linked in [LinkedCorpus::default(), corpus(), generated(120, 90)] {
        linked.corrections = "# none yet\n".to_owned();
        let bytes = write_pack(&linked);
        let base = Corpus::open(bytes.clone()).unwrap();
        let thawed = thaw(&base);
        assert_eq!(thawed, linked, "nothing is lost but what no pack holds");
        assert_eq!(write_pack(&thawed), bytes);
        assert_eq!(rewrite_pack(&base, &thawed), bytes);
    }
}

#[test]
fn rewriting_gives_what_writing_gives() {
    let base = opened(&corpus());
    let mut said_by_another = thaw(&base);
    for doc in &mut said_by_another.docs {
        for quote in &mut doc.quotes {
            quote.speaker = quote.speaker.xor(Some(corpus_model::EntityIdx(1)));
        }
        doc.mentions.truncate(1);
    }
    let mut other_title = thaw(&base);
    other_title.docs[0].article.title = None;
    for changed in [said_by_another, other_title] {
        assert_eq!(rewrite_pack(&base, &changed), write_pack(&changed));
    }
}
