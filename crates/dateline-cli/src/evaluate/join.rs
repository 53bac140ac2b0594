//! Joining of names against labelled identities.
//!
//! The names are those of the labels, so that only the joining is measured: pairs of mentions (of all pairs
//! that are one, how many were joined, and of the joined how many are one) and B³ (the same for each mention's
//! own group; Bagga and Baldwin 1998).

use super::Score;
use crate::labelled::{self, Labelled};
use corpus_annotate::Resources;
use corpus_annotate::name::find_names;
use corpus_link::link;
use corpus_model::{
    AnnotatedDoc, CorpusInfo, Coverage, EntityIdx, EntityKind, LinkedCorpus, NameMention, Span,
};
use std::collections::BTreeMap;
use std::path::Path;

/// Joins labelled names; ids come from the gazetteer where the recogniser sees the same words.
fn joined(docs: &[Labelled], resources: &Resources) -> LinkedCorpus {
    let articles: Vec<_> = docs.iter().map(|d| d.article("en")).collect();
    let found = find_names(&articles, resources);
    let annotated = docs
        .iter()
        .zip(articles)
        .zip(found)
        .map(|((doc, article), found)| {
            // Peoples take part as context.
            let groups = found
                .iter()
                .filter(|f| {
                    f.kind == EntityKind::Group
                        && doc.names.iter().all(|(s, _)| !s.overlaps(f.span))
                })
                .cloned();
            let mut names: Vec<NameMention> = doc
                .names
                .iter()
                .map(|(span, kind)| {
                    let own = found.iter().find(|f| f.span == *span && f.kind == *kind);
                    NameMention {
                        span: *span,
                        kind: *kind,
                        why: "labelled".to_owned(),
                        listed_name: None,
                        gazetteer_id: own.and_then(|f| f.gazetteer_id.clone()),
                        located: None,
                        bearer: None,
                    }
                })
                .chain(groups)
                .collect();
            names.sort_by_key(|n| n.span);
            AnnotatedDoc {
                article,
                published: None,
                dates: Vec::new(),
                names,
                quotes: Vec::new(),
            }
        })
        .collect();
    link(CorpusInfo::default(), annotated, Coverage::default())
}

fn entity_of(corpus: &LinkedCorpus, doc: &str, span: Span) -> Option<EntityIdx> {
    corpus
        .docs
        .iter()
        .find(|d| d.article.id == doc)?
        .mentions
        .iter()
        .find(|m| m.span == span)
        .map(|m| m.entity)
}

/// Pairwise and B³ F1 of GUM's identities, and how many of re3d's links are found.
pub fn evaluate_joins(data: &Path) -> Vec<Score> {
    let resources = &Resources::builtin();
    let mut out = Vec::new();
    let mut docs = labelled::gum(data, "train");
    docs.extend(labelled::gum(data, "dev"));
    let corpus = joined(&docs, resources);
    // Each mention: what it is, and what it was joined into.
    let mut mentions: Vec<(String, EntityIdx)> = Vec::new();
    for doc in &docs {
        for (span, _) in &doc.names {
            if let (Some(same), Some(entity)) =
                (doc.same.get(span), entity_of(&corpus, &doc.id, *span))
            {
                mentions.push((same.clone(), entity));
            }
        }
    }
    let mut gold: BTreeMap<&str, usize> = BTreeMap::new();
    let mut own: BTreeMap<EntityIdx, usize> = BTreeMap::new();
    let mut both: BTreeMap<(&str, EntityIdx), usize> = BTreeMap::new();
    for (same, entity) in &mentions {
        *gold.entry(same).or_default() += 1;
        *own.entry(*entity).or_default() += 1;
        *both.entry((same, *entity)).or_default() += 1;
    }
    let pairs = |n: usize| (n * n.saturating_sub(1) / 2) as f64;
    let n_gold: f64 = gold.values().map(|n| pairs(*n)).sum();
    let n_own: f64 = own.values().map(|n| pairs(*n)).sum();
    let n_both: f64 = both.values().map(|n| pairs(*n)).sum();
    let n = mentions.len();
    let mut add = |name: &str, value: f64, n: usize| {
        out.push(Score {
            name: format!("names/join {name}"),
            value,
            goal: None,
            n,
        });
    };
    let f1 = |p: f64, r: f64| 2.0 * p * r / (p + r).max(1e-9);
    let (p, r) = (n_both / n_own.max(1.0), n_both / n_gold.max(1.0));
    add("gum pairs precision", p, n);
    add("gum pairs F1", f1(p, r), n);
    let (mut p, mut r) = (0.0, 0.0);
    for ((same, entity), k) in &both {
        let k = *k as f64;
        p += k * k / own[entity] as f64;
        r += k * k / gold[same] as f64;
    }
    let (p, r) = (p / n.max(1) as f64, r / n.max(1) as f64);
    add("gum B3 precision", p, n);
    add("gum B3 F1", f1(p, r), n);
    if std::env::var_os("DATELINE_SHOW_ERRORS").is_some_and(|s| s == "joins") {
        for entity in own.keys() {
            let parts: Vec<String> = both
                .iter()
                .filter(|((_, e), _)| e == entity)
                .map(|((same, _), n)| format!("{same} x{n}"))
                .collect();
            if parts.len() > 1 {
                eprintln!(
                    "MERGED {:?}",
                    corpus.entities[entity.0 as usize]
                        .spellings
                        .iter()
                        .map(|s| &s.text)
                        .collect::<Vec<_>>()
                );
                eprintln!("    {}", parts.join(", "));
            }
        }
        for same in gold.keys() {
            let parts: Vec<String> = both
                .iter()
                .filter(|((s, _), _)| s == same)
                .map(|((_, e), n)| format!("{} x{n}", corpus.entities[e.0 as usize].id))
                .collect();
            if parts.len() > 1 {
                eprintln!("SPLIT {same}: {}", parts.join(", "));
            }
        }
    }
    let linked = labelled::re3d(data);
    let docs: Vec<Labelled> = linked.iter().map(|(d, _)| d.clone()).collect();
    let corpus = joined(&docs, resources);
    let (mut right, mut n) = (0usize, 0usize);
    for (doc, pairs) in &linked {
        for (a, b) in pairs {
            n += 1;
            let (x, y) = (
                entity_of(&corpus, &doc.id, *a),
                entity_of(&corpus, &doc.id, *b),
            );
            let is_right = x.is_some() && x == y;
            right += usize::from(is_right);
            if !is_right && std::env::var_os("DATELINE_SHOW_ERRORS").is_some_and(|s| s == "joins") {
                eprintln!("UNLINKED {} | {}", a.of(&doc.text), b.of(&doc.text));
            }
        }
    }
    out.push(Score {
        name: "names/join re3d links found".to_owned(),
        value: right as f64 / n.max(1) as f64,
        goal: None,
        n,
    });
    out
}
