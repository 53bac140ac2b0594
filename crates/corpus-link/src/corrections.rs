//! Replays a reader's corrections.
//!
//! Facts about documents are set before dates are sought ([`correct_articles`]), names that were not seen are added
//! before names are joined ([`add_missed_names`]), and entities are merged, split, renamed, retyped and hidden
//! once they are joined, in the order of the file. What fits nothing comes back as [`Unfit`].

use crate::{Counted, bare, display_name, slug, spellings};
use corpus_model::{
    Action, AnnotatedDoc, Article, Correction, DateHint, Entity, EntityKind, Join, MetaDate,
    NameMention, Named, Permille, Reasoned, Span,
};

/// A correction that changed nothing, because what it names is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// Its place in the list of corrections, from 0.
    pub index: usize,
    /// What is not there, in words.
    pub why: String,
}

/// What a corrected fact says of its origin.
const FROM: &str = "corrections.toml";

/// Sets titles, outlets and days of publication. A day given by a reader is the only candidate left.
#[must_use]
pub fn correct_articles(articles: &mut [Article], corrections: &[Correction]) -> Vec<Unfit> {
    let mut unfit = Vec::new();
    for (index, correction) in corrections.iter().enumerate() {
        let Action::Document {
            document,
            title,
            outlet,
            published,
        } = &correction.action
        else {
            continue;
        };
        let Some(article) = articles.iter_mut().find(|a| a.id == *document) else {
            unfit.push(no_document(index, document));
            continue;
        };
        if let Some(title) = title {
            match find_words(&article.text, title) {
                Some(span) => article.title = Some(span),
                None => unfit.push(Unfit {
                    index,
                    why: format!("the text of {document} does not have the title \"{title}\""),
                }),
            }
        }
        if let Some(outlet) = outlet {
            article.outlet = Some(Reasoned {
                value: outlet.clone(),
                why: reason(correction),
            });
        }
        if let Some(published) = published {
            article.date_hints = vec![DateHint::Metadata(MetaDate {
                value: published.clone(),
                from: reason(correction),
            })];
        }
    }
    unfit
}

/// Adds the names that a reader has marked. `names` stand beside their `articles`.
#[must_use]
pub fn add_missed_names(
    articles: &[Article],
    names: &mut [Vec<NameMention>],
    corrections: &[Correction],
) -> Vec<Unfit> {
    let mut unfit = Vec::new();
    for (index, correction) in corrections.iter().enumerate() {
        let Action::Mention {
            document,
            quote,
            name,
            kind,
        } = &correction.action
        else {
            continue;
        };
        let found = articles
            .iter()
            .zip(names.iter_mut())
            .find(|(article, _)| article.id == *document);
        let Some((article, names)) = found else {
            unfit.push(no_document(index, document));
            continue;
        };
        let place = find_words(&article.text, quote).and_then(|quote| {
            let inside = find_words(quote.of(&article.text), name)?;
            Some(Span::new(
                quote.start + inside.start,
                quote.start + inside.end,
            ))
        });
        let Some(span) = place else {
            unfit.push(Unfit {
                index,
                why: format!("the text of {document} does not say \"{name}\" in \"{quote}\""),
            });
            continue;
        };
        // What was seen in its place was seen wrongly.
        names.retain(|other| !other.span.overlaps(span));
        let at = names.partition_point(|other| other.span < span);
        names.insert(
            at,
            NameMention {
                span,
                kind: *kind,
                why: reason(correction),
                gazetteer_id: None,
                located: None,
            },
        );
    }
    unfit
}

/// Merges, splits, renames, retypes and hides.
pub(crate) fn correct_entities(
    docs: &mut [AnnotatedDoc],
    entities: &mut Vec<Counted>,
    corrections: &[Correction],
) -> Vec<Unfit> {
    let mut unfit = Vec::new();
    for (index, correction) in corrections.iter().enumerate() {
        let why = reason(correction);
        let result = match &correction.action {
            Action::Merge { entities: named } => merge(docs, entities, named, &why),
            Action::Split { from, spelling } => split(docs, entities, from, spelling, &why),
            Action::Rename { entity, to } => find(entities, entity).map(|found| {
                for at in found {
                    entities[at].0.name.clone_from(to);
                    name_anew(&mut entities[at].0);
                }
            }),
            Action::Retype { entity, to } => find(entities, entity).map(|found| {
                for at in found {
                    set_kind(docs, &mut entities[at], *to);
                }
            }),
            Action::Hide { entity } => find(entities, entity).map(|found| {
                for at in found.into_iter().rev() {
                    entities.remove(at);
                }
            }),
            Action::Mention { .. } | Action::Document { .. } => Ok(()),
        };
        if let Err(why) = result {
            unfit.push(Unfit { index, why });
        }
    }
    unfit
}

fn merge(
    docs: &mut [AnnotatedDoc],
    entities: &mut Vec<Counted>,
    named: &[Named],
    why: &str,
) -> Result<(), String> {
    let mut found = Vec::new();
    for name in named {
        found.extend(find(entities, name)?);
    }
    found.sort_unstable();
    found.dedup();
    // The most mentioned one gives kind and identity.
    let Some(&main) = found
        .iter()
        .max_by_key(|&&at| (entities[at].1.len(), std::cmp::Reverse(at)))
    else {
        return Err("it names nothing".to_owned());
    };
    let kind = entities[main].0.kind;
    let mut joined = entities[main].clone();
    for &at in found.iter().rev() {
        if at == main {
            continue;
        }
        let mut other = entities[at].clone();
        set_kind(docs, &mut other, kind);
        joined.0.joins.append(&mut other.0.joins);
        joined.0.description = joined.0.description.or(other.0.description);
        joined
            .1
            .extend(other.1.into_iter().map(|(d, m, _)| (d, m, why.to_owned())));
    }
    // Said even where they were one already: the reader has confirmed it.
    for pair in named.windows(2) {
        joined.0.joins.insert(
            0,
            Join {
                a: pair[0].name.clone(),
                b: pair[1].name.clone(),
                rule: why.to_owned(),
                score: Permille(1000),
                evidence: Vec::new(),
            },
        );
    }
    joined.1.sort();
    joined.0.spellings = spellings(docs, &joined.1);
    joined.0.name = display_name(kind, &joined.0.spellings);
    name_anew(&mut joined.0);
    entities[main] = joined;
    for &at in found.iter().rev() {
        if at != main {
            entities.remove(at);
        }
    }
    Ok(())
}

fn split(
    docs: &[AnnotatedDoc],
    entities: &mut Vec<Counted>,
    from: &Named,
    spelling: &str,
    why: &str,
) -> Result<(), String> {
    let wanted = bare(spelling).to_lowercase();
    for at in find(entities, from)? {
        let (entity, mentions) = &mut entities[at];
        let (gone, kept): (Vec<_>, Vec<_>) = mentions.drain(..).partition(|(d, m, _)| {
            let doc = &docs[*d];
            bare(doc.names[*m].span.of(&doc.article.text)).to_lowercase() == wanted
        });
        if gone.is_empty() || kept.is_empty() {
            mentions.extend(gone.into_iter().chain(kept));
            mentions.sort();
            continue;
        }
        *mentions = kept;
        entity.spellings = spellings(docs, mentions);
        entity
            .joins
            .retain(|join| join.a.to_lowercase() != wanted && join.b.to_lowercase() != wanted);
        entity.name = display_name(entity.kind, &entity.spellings);
        name_anew(entity);
        let gone: Vec<_> = gone
            .into_iter()
            .map(|(d, m, _)| (d, m, why.to_owned()))
            .collect();
        let spellings = spellings(docs, &gone);
        let name = display_name(entity.kind, &spellings);
        let new = Entity {
            id: slug(entity.kind, &name),
            name,
            spellings,
            joins: Vec::new(),
            description: None,
            place: None,
            ..entity.clone()
        };
        entities.push((new, gone));
        return Ok(());
    }
    Err(format!(
        "\"{}\" is not written \"{spelling}\" beside other spellings",
        from.name
    ))
}

/// The entities a reader means, in their order.
fn find(entities: &[Counted], named: &Named) -> Result<Vec<usize>, String> {
    let wanted = bare(&named.name).to_lowercase();
    let is_meant = |entity: &Entity| {
        named.kind.is_none_or(|kind| entity.kind == kind)
            && (entity.name.to_lowercase() == wanted
                || entity
                    .spellings
                    .iter()
                    .any(|s| s.text.to_lowercase() == wanted))
    };
    let found: Vec<usize> = (0..entities.len())
        .filter(|&at| is_meant(&entities[at].0))
        .collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let kind = named
        .kind
        .map_or_else(String::new, |kind| format!(" of kind {}", kind.name()));
    Err(format!("nothing{kind} is called \"{}\"", named.name))
}

fn set_kind(docs: &mut [AnnotatedDoc], (entity, mentions): &mut Counted, kind: EntityKind) {
    entity.kind = kind;
    name_anew(entity);
    for (d, m, _) in mentions {
        docs[*d].names[*m].kind = kind;
    }
}

/// An id made of kind and name follows them; one that a source gave stays.
fn name_anew(entity: &mut Entity) {
    if !entity.id.starts_with('Q') && !entity.id.starts_with("geonames:") {
        entity.id = slug(entity.kind, &entity.name);
    }
}

fn reason(correction: &Correction) -> String {
    match correction.why.as_str() {
        "" => FROM.to_owned(),
        why => format!("{FROM}: {why}"),
    }
}

fn no_document(index: usize, document: &str) -> Unfit {
    Unfit {
        index,
        why: format!("no document has the id \"{document}\""),
    }
}

/// Where a text says some words, however they are spaced; nothing for no words.
fn find_words(text: &str, words: &str) -> Option<Span> {
    let first = words.split_whitespace().next()?;
    text.match_indices(first).find_map(|(start, _)| {
        let mut end = start;
        for (n, word) in words.split_whitespace().enumerate() {
            let rest = &text[end..];
            let gap = rest.len() - rest.trim_start().len();
            if n > 0 && gap == 0 {
                return None;
            }
            end += if n > 0 { gap } else { 0 };
            end += text[end..].starts_with(word).then_some(word.len())?;
        }
        Some(Span::from_range(start..end))
    })
}
