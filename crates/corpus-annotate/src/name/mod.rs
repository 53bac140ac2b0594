//! Names of people, organisations, places, events, agreements and peoples.
//!
//! Takes all articles, because a name seen clearly in one helps to see it in another; returns one list of
//! mentions an article, sorted and not overlapping, each with the rule that saw it.
//!
//! `token` splits, `gazetteer` looks up, `rules` reads the context, `agree` compares with the rest of the
//! article and of the folder. Which mentions are one entity is not decided here but in `corpus-link`.

mod agree;
pub mod features;
pub mod gazetteer;
mod lexicon;
mod rules;
pub mod tagger;
pub mod token;

use crate::Resources;
use agree::{IN_ARTICLE, IN_FOLDER, Known};
use corpus_model::{Article, EntityKind, NameMention};
pub use rules::Words;
use token::Token;

/// A name as one rule sees it, in tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// What it names.
    pub kind: EntityKind,
    /// 0 to 100: the stronger of two overlapping finds is kept.
    pub strength: u32,
    /// Rule and evidence in words.
    pub why: String,
    /// Key of the gazetteer entry.
    pub id: Option<String>,
}

/// The names in each article, one list an article, sorted and not overlapping.
#[must_use]
pub fn find_names(articles: &[Article], resources: &Resources) -> Vec<Vec<NameMention>> {
    let split: Vec<Vec<Token>> = articles.iter().map(|a| token::tokens(&a.text)).collect();
    let words: Vec<Words<'_>> = articles
        .iter()
        .zip(&split)
        .map(|(article, tokens)| {
            let starts: Vec<u32> = article.sentences.iter().map(|s| s.start).collect();
            Words::new(&article.text, tokens, &starts, &resources.gazetteer)
        })
        .collect();
    let mut folder = Known::default();
    let first: Vec<Vec<Found>> = words
        .iter()
        .zip(articles)
        .map(|(words, article)| {
            let mut found = rules::find(words, &resources.gazetteer);
            if let Some(tagger) = resources.tagger(&article.language.tag) {
                let learnt = tagger.tag(words);
                found = weigh(found, mend(words, learnt));
            }
            let mut found = strongest(found);
            agree::settle(words, &mut found);
            let mut own = Known::default();
            own.note(words, &found);
            found.extend(own.find(words, &found, IN_ARTICLE, 58));
            let found = strongest(found);
            folder.note(words, &found);
            found
        })
        .collect();
    first
        .into_iter()
        .zip(&words)
        .map(|(mut found, words)| {
            found.extend(folder.find(words, &found, IN_FOLDER, 45));
            strongest(found)
                .into_iter()
                .map(|f| NameMention {
                    span: words.tokens[f.start]
                        .span
                        .hull(words.tokens[f.end - 1].span),
                    kind: f.kind,
                    why: f.why,
                    gazetteer_id: f.id,
                })
                .collect()
        })
        .collect()
}

/// Sets right what the tagger cuts in the wrong place: a title is no part of a person's name, and a hyphen
/// without spaces does not end one.
fn mend(words: &Words<'_>, learnt: Vec<Found>) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::with_capacity(learnt.len());
    for mut found in learnt {
        if found.kind == EntityKind::Person {
            while found.end - found.start > 1 && words.is_title(found.start) {
                found.start += 1;
            }
            // "Health Minister Azhar …": everything up to the title goes.
            let title = (found.start..found.end - 1)
                .take_while(|i| words.is_title(*i) || words.is_title_part(*i))
                .filter(|i| words.is_title(*i))
                .last();
            if let Some(title) = title {
                found.start = title + 1;
            }
            while words.is_small_particle(found.start) {
                found.start -= 1;
            }
            // "Ursula" of "Ursula von der Leyen": the particles and the word after them belong to it.
            let after = (found.end..)
                .find(|i| !words.is_small_particle(i + 1))
                .unwrap_or(found.end);
            if after > found.end && words.tokens[after].is_capital() {
                found.end = after + 1;
            }
            if let Some(last) = out.last_mut()
                && last.kind == EntityKind::Person
                && (found.start < last.end
                    || last.end == found.start && words.is_small_particle(found.start + 1))
            {
                last.end = last.end.max(found.end);
                continue;
            }
            if let Some(last) = out.last_mut()
                && last.kind == EntityKind::Person
                && last.end + 1 == found.start
                && words.is_joined_hyphen(last.end)
            {
                last.end = found.end;
                last.strength = last.strength.max(found.strength);
                continue;
            }
        }
        out.push(found);
    }
    out
}

/// Brings the rules' finds and the tagger's together: the tagger decides what is a person, a body or a place;
/// rules keep what it does not know (events, agreements, peoples) and what they see with certainty.
fn weigh(mut rules: Vec<Found>, mut learnt: Vec<Found>) -> Vec<Found> {
    for found in &mut rules {
        // A listed name of several words, of which the tagger saw only parts: "Nur-Sultan".
        let is_longer = |l: &Found| {
            l.start < found.end
                && found.start < l.end
                && l.start >= found.start
                && l.end <= found.end
                && l.end - l.start < found.end - found.start
        };
        let cuts_through = learnt.iter().any(|l| {
            l.start < found.end
                && found.start < l.end
                && !(l.start >= found.start && l.end <= found.end)
        });
        let is_sure = found.strength >= if found.id.is_some() { 75 } else { 83 };
        if is_sure && !cuts_through && learnt.iter().any(is_longer) {
            learnt.retain(|l| !is_longer(l));
            found.strength = found.strength.max(89);
        }
    }
    let mut out = Vec::new();
    for mut found in rules {
        let same = learnt
            .iter()
            .find(|l| l.start == found.start && l.end == found.end);
        // Part of a longer name: "Iraqi" in "Iraqi National Congress".
        let is_inside = learnt.iter().any(|l| {
            l.start <= found.start
                && found.end <= l.end
                && l.end - l.start > found.end - found.start
        });
        let is_tagged_kind = tagger::KINDS.contains(&found.kind);
        if is_inside && found.strength < 95 {
            continue;
        }
        if is_tagged_kind {
            let agrees = same.is_some_and(|l| l.kind == found.kind);
            let limit = match found.kind {
                EntityKind::Person => 88,
                EntityKind::Organisation => 75,
                // "United Kingdom" in an election's name is no place; after "in" a listed place is one.
                _ => 89,
            };
            if !agrees && found.strength < limit {
                continue;
            }
            if !agrees {
                found.strength = 61;
            }
        }
        out.push(found);
    }
    for mut found in learnt {
        let same = out
            .iter()
            .position(|f| f.start == found.start && f.end == found.end && f.kind == found.kind);
        if let Some(same) = same {
            let rule = out.swap_remove(same);
            found.id.clone_from(&rule.id);
            found.strength = found.strength.max(rule.strength);
            found.why = format!("{}; {}", rule.why, found.why);
        }
        out.push(found);
    }
    out
}

/// Keeps the strongest of overlapping finds, the longer of equals, the earlier of those; sorts by place.
fn strongest(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by(|a, b| {
        (b.strength, b.end - b.start)
            .cmp(&(a.strength, a.end - a.start))
            .then_with(|| (a.start, a.kind).cmp(&(b.start, b.kind)))
    });
    let mut taken: Vec<bool> = Vec::new();
    let mut out: Vec<Found> = Vec::new();
    for f in found {
        if taken.len() < f.end {
            taken.resize(f.end, false);
        }
        if taken[f.start..f.end].iter().all(|t| !t) {
            taken[f.start..f.end].fill(true);
            out.push(f);
        }
    }
    out.sort_by_key(|f| f.start);
    out
}

#[cfg(test)]
pub(crate) mod tests;
