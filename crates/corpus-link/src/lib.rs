//! What needs all documents: which names are one entity, and why.
//!
//! [`link`] takes annotated documents and returns the corpus with entities, each mention and each
//! quotation's speaker pointing at one. Names are joined first within a document (surname after full name,
//! short form after expansion), then across documents. A join needs agreement with *every* spelling already
//! joined, so no chain of small differences can connect two people; what stays ambiguous stays apart.
//!
//! Every join keeps its rule, score and the sentences that show it. [`Correcting`] replays what a reader has put right.

mod cluster;
mod corrections;
mod gender;
mod name_score;
mod person;
mod renamed;
mod spelling;

pub use corrections::{Correcting, FindDates};
pub use name_score::name_score;
pub use spelling::{Costs, LETTERS, align, is_vowel, romanise, sounds, word_similarity};

use cluster::{Local, Unit};
use corpus_model::{
    AnnotatedDoc, CorpusInfo, Coverage, Entity, EntityIdx, EntityKind, Join, LinkedCorpus,
    LinkedDoc, LinkedQuote, Located, Mention, Spelling,
};
use std::collections::{BTreeMap, BTreeSet};

/// An entity with its mentions: document, mention, why it belongs.
type Counted = (Entity, Vec<(usize, usize, String)>);

/// Joins the names of all documents into entities and gives quotations their speakers.
///
/// The result does not depend on the order of `docs`.
#[must_use]
pub fn link(info: CorpusInfo, mut docs: Vec<AnnotatedDoc>, coverage: Coverage) -> LinkedCorpus {
    docs.sort_by(|a, b| a.article.id.cmp(&b.article.id));
    let locals: Vec<Local> = docs
        .iter()
        .enumerate()
        .flat_map(|(d, doc)| cluster::within(d, doc))
        .collect();
    let units = cluster::across(&docs, locals);

    let is_latin = is_mostly_latin(&docs);
    let mut entities: Vec<Counted> = units
        .into_iter()
        .map(|u| entity(&docs, u, is_latin))
        .collect();
    unique_ids(&mut entities);
    entities.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.id.cmp(&b.0.id)));

    let mut of_mention: BTreeMap<(usize, usize), (EntityIdx, String)> = BTreeMap::new();
    for (e, (_, mentions)) in entities.iter().enumerate() {
        let idx = EntityIdx(u32::try_from(e).unwrap_or(u32::MAX));
        for (d, m, why) in mentions {
            of_mention.insert((*d, *m), (idx, why.clone()));
        }
    }
    let docs = docs
        .into_iter()
        .enumerate()
        .map(|(d, doc)| linked(d, doc, &of_mention))
        .collect();
    LinkedCorpus {
        info,
        docs,
        entities: entities.into_iter().map(|(e, _)| e).collect(),
        coverage,
        corrections: String::new(),
    }
}

fn linked(
    d: usize,
    doc: AnnotatedDoc,
    of_mention: &BTreeMap<(usize, usize), (EntityIdx, String)>,
) -> LinkedDoc {
    let mentions: Vec<Mention> = doc
        .names
        .iter()
        .enumerate()
        .filter_map(|(m, name)| {
            let (entity, why) = of_mention.get(&(d, m))?;
            let why = if why.is_empty() {
                name.why.clone()
            } else {
                format!("{}; {why}", name.why)
            };
            Some(Mention {
                span: name.span,
                kind: name.kind,
                entity: *entity,
                why,
            })
        })
        .collect();
    let quotes = doc
        .quotes
        .into_iter()
        .map(|q| {
            let speaker = q
                .speaker_name
                .and_then(|span| mentions.iter().find(|m| m.span == span))
                // A place in whose name something is said stays words: it is nobody.
                .filter(|m| matches!(m.kind, EntityKind::Person | EntityKind::Organisation))
                .map(|m| m.entity);
            LinkedQuote {
                span: q.span,
                kind: q.kind,
                speaker,
                speaker_span: q.speaker,
                cue: q.cue,
                why: q.why,
            }
        })
        .collect();
    LinkedDoc {
        article: doc.article,
        published: doc.published,
        dates: doc.dates,
        mentions,
        quotes,
    }
}

/// Whether most texts are in Latin letters, as far as their beginnings tell.
fn is_mostly_latin(docs: &[AnnotatedDoc]) -> bool {
    let n_latin = docs
        .iter()
        .filter(|doc| {
            let letters = doc
                .article
                .text
                .chars()
                .filter(|c| c.is_alphabetic())
                .take(200);
            let (all, latin) = letters.fold((0, 0), |(all, latin), c| {
                (all + 1, latin + usize::from(c < LATIN_END))
            });
            latin * 2 > all
        })
        .count();
    n_latin * 2 > docs.len()
}

/// Letters from here on are of other scripts.
const LATIN_END: char = '\u{370}';

fn is_latin(name: &str) -> bool {
    name.chars().all(|c| c < LATIN_END)
}

/// An entity of a unit, with its mentions `(document, mention, why it belongs)`. Where readers of Latin letters would
/// find a name in others only, the one that the gazetteer has for it is shown.
fn entity(docs: &[AnnotatedDoc], unit: Unit, in_latin: bool) -> Counted {
    let mut mentions: Vec<_> = unit
        .locals
        .iter()
        .flat_map(|local| {
            local
                .mentions
                .iter()
                .map(|(m, why)| (local.doc, *m, why.clone()))
        })
        .collect();
    mentions.sort();
    let spellings = spellings(docs, &mentions);
    let mut name = softened(unit.kind, display_name(unit.kind, &spellings));
    if in_latin
        && !is_latin(&name)
        && let Some(listed) = listed_name(docs, unit.kind, &mentions)
    {
        name = listed;
    }
    let id = match &unit.id {
        Some(id)
            if unit.kind != EntityKind::Group
                && (id.starts_with('Q') || id.starts_with("geonames:")) =>
        {
            id.clone()
        }
        _ => slug(unit.kind, &name),
    };
    let mut joins: Vec<Join> = unit
        .joins
        .into_iter()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    joins.truncate(40);
    (
        Entity {
            id,
            name,
            kind: unit.kind,
            spellings,
            joins,
            description: unit.description,
            place: place(docs, &mentions),
        },
        mentions,
    )
}

/// The name in Latin letters under which the gazetteer has most of the mentions.
fn listed_name(
    docs: &[AnnotatedDoc],
    kind: EntityKind,
    mentions: &[(usize, usize, String)],
) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (d, m, _) in mentions {
        let mention = &docs[*d].names[*m];
        let listed = mention.listed_name.as_deref().filter(|n| is_latin(n));
        if let Some(listed) = listed.filter(|_| mention.kind == kind) {
            *counts.entry(listed).or_default() += 1;
        }
    }
    let (name, _) = counts
        .into_iter()
        .max_by_key(|(name, n)| (*n, std::cmp::Reverse(*name)))?;
    Some(name.to_owned())
}

/// How the mentions are written, most frequent first, ties in text order.
fn spellings(docs: &[AnnotatedDoc], mentions: &[(usize, usize, String)]) -> Vec<Spelling> {
    let mut counts: BTreeMap<String, (u32, (usize, usize))> = BTreeMap::new();
    for (d, m, _) in mentions {
        let doc = &docs[*d];
        let text = bare(doc.names[*m].span.of(&doc.article.text));
        let slot = counts.entry(text).or_insert((0, (*d, *m)));
        slot.0 += 1;
        slot.1 = slot.1.min((*d, *m));
    }
    let mut spellings: Vec<(Spelling, (usize, usize))> = counts
        .into_iter()
        .map(|(text, (n, first))| (Spelling { text, n }, first))
        .collect();
    spellings.sort_by(|a, b| b.0.n.cmp(&a.0.n).then(a.1.cmp(&b.1)));
    spellings.into_iter().map(|(s, _)| s).collect()
}

/// A mention without its possessive.
pub(crate) fn bare(text: &str) -> String {
    let cut = text
        .strip_suffix("'s")
        .or_else(|| text.strip_suffix("’s"))
        .or_else(|| text.strip_suffix("′s"))
        .unwrap_or(text);
    cut.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The fullest of the spellings that are common: at least a tenth as frequent as the first.
fn display_name(kind: EntityKind, spellings: &[Spelling]) -> String {
    let Some(top) = spellings.first() else {
        return String::new();
    };
    let words = |s: &Spelling| s.text.split([' ', '-']).count();
    let is_latin = |s: &Spelling| is_latin(&s.text);
    let is_capitals =
        |s: &Spelling| s.text.chars().count() > 5 && !s.text.chars().any(char::is_lowercase);
    let limit = if kind == EntityKind::Person {
        1
    } else {
        top.n.div_ceil(10)
    };
    let fullest = spellings
        .iter()
        .filter(|s| s.n >= limit && !is_capitals(s))
        .map(|s| {
            (
                is_latin(s),
                if kind == EntityKind::Group {
                    1
                } else {
                    words(s).min(if kind == EntityKind::Person { 3 } else { 8 })
                },
                s.n,
            )
        })
        .max();
    spellings
        .iter()
        .find(|s| {
            fullest.is_some_and(|f| {
                (
                    is_latin(s),
                    if kind == EntityKind::Group {
                        1
                    } else {
                        words(s).min(if kind == EntityKind::Person { 3 } else { 8 })
                    },
                    s.n,
                ) == f
                    && !is_capitals(s)
            })
        })
        .unwrap_or(top)
        .text
        .clone()
}

/// Where most of the mentions lie, if the gazetteer says so of two in three of them.
fn place(docs: &[AnnotatedDoc], mentions: &[(usize, usize, String)]) -> Option<Located> {
    let mut counts: BTreeMap<Located, usize> = BTreeMap::new();
    for (d, m, _) in mentions {
        if let Some(located) = docs[*d].names[*m].located {
            *counts.entry(located).or_default() += 1;
        }
    }
    let (located, n) = counts
        .into_iter()
        .max_by_key(|(located, n)| (*n, std::cmp::Reverse(*located)))?;
    (n * 3 >= mentions.len() * 2).then_some(located)
}

/// A person or place that headlines and datelines alone name is shown in common letters: "WASHINGTON".
fn softened(kind: EntityKind, name: String) -> String {
    let is_shouted = name.chars().count() > 5 && !name.chars().any(char::is_lowercase);
    if !is_shouted || !matches!(kind, EntityKind::Person | EntityKind::Place) {
        return name;
    }
    let mut is_first = true;
    name.chars()
        .map(|c| {
            let small = c.to_lowercase().next().unwrap_or(c);
            let shown = if is_first { c } else { small };
            is_first = !c.is_alphabetic() && !matches!(c, '\'' | '’');
            shown
        })
        .collect()
}

fn slug(kind: EntityKind, name: &str) -> String {
    let mut out = String::from(kind.name());
    let mut gap = true;
    for word in name.split(|c: char| !c.is_alphanumeric()) {
        let roman = romanise(word);
        if roman.is_empty() {
            continue;
        }
        if gap {
            out.push('-');
        }
        out.push_str(&roman);
        gap = true;
    }
    out
}

/// Two entities whose ids would be equal get numbers, in order of mentions then of text.
fn unique_ids(entities: &mut [Counted]) {
    entities.sort_by(|a, b| {
        (&a.0.id, std::cmp::Reverse(a.1.len()), a.1.first()).cmp(&(
            &b.0.id,
            std::cmp::Reverse(b.1.len()),
            b.1.first(),
        ))
    });
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for (entity, _) in entities {
        let n = seen.entry(entity.id.clone()).or_default();
        *n += 1;
        if *n > 1 {
            entity.id = format!("{}-{n}", entity.id);
        }
    }
}

#[cfg(test)]
mod tests;
