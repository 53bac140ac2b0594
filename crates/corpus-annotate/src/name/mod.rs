//! Names of people, organisations, places, events, agreements and peoples.
//!
//! Takes all articles, because a name seen clearly in one helps to see it in another; returns one list of
//! mentions an article, sorted and not overlapping, each with the rule that saw it.
//!
//! `token` splits, `gazetteer` looks up, `rules` reads the context, `opening` the dateline, `agree` compares with the rest of the
//! article and of the folder. Which mentions are one entity is not decided here but in `corpus-link`.

mod agree;
pub mod classes;
pub mod features;
pub mod gazetteer;
mod grammar;
pub mod letters;
mod lexicon;
mod opening;
mod rules;
pub mod tagger;
pub mod token;
pub mod vocabulary;

use crate::Resources;
use agree::{IN_ALL, IN_ARTICLE, IN_FOLDER, Known};
use corpus_model::{Article, EntityKind, NameMention, Span};
use features::Elsewhere;
pub use rules::Words;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use tagger::{Memo, Reading};
use token::Token;
use vocabulary::Vocabulary;

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
    find_names_watched(articles, resources, &mut |_| ControlFlow::Continue(())).unwrap_or_default()
}

/// As [`find_names`], asking `go_on` before each article, by its place; `None` once it says no.
pub fn find_names_watched(
    articles: &[Article],
    resources: &Resources,
    go_on: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Option<Vec<Vec<NameMention>>> {
    find_names_within(articles, resources, usize::MAX, go_on)
}

/// Bytes that the words of a text take while it is looked at, for each of its own.
const BYTES_A_BYTE: usize = 14;

/// As [`find_names_watched`], with at most about `memory` bytes for the words of the texts: what does not fit is looked
/// at in portions, each of them three times, which takes longer and finds the same.
pub fn find_names_within(
    articles: &[Article],
    resources: &Resources,
    memory: usize,
    go_on: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Option<Vec<Vec<NameMention>>> {
    let portions = portions(articles, memory / BYTES_A_BYTE);
    if portions.len() > 1 {
        return in_portions(articles, &portions, resources, go_on);
    }
    let split: Vec<Vec<Token>> = articles.iter().map(|a| token::tokens(&a.text)).collect();
    let (vocabulary, ids) = vocabulary(articles, &split, resources);
    let words = look_up(articles, &split, &ids, &vocabulary);
    let seen = learnt(articles, &words, resources, true, go_on)?;
    let mut folder = Known::default();
    let first: Vec<Vec<Found>> = words
        .iter()
        .zip(articles)
        .zip(seen)
        .map(|((words, article), seen)| seen_in_article(words, article, seen, &mut folder))
        .collect();
    let names = first
        .into_iter()
        .zip(&words)
        .map(|(found, words)| seen_in_folder(words, found, &folder))
        .collect();
    Some(names)
}

/// The articles in portions of at most so many bytes of text, or of one.
fn portions(articles: &[Article], byte_len: usize) -> Vec<std::ops::Range<usize>> {
    let mut portions = Vec::new();
    let (mut start, mut n) = (0, 0_usize);
    for (i, article) in articles.iter().enumerate() {
        if n > 0 && n.saturating_add(article.text.len()) > byte_len {
            portions.push(start..i);
            (start, n) = (i, 0);
        }
        n = n.saturating_add(article.text.len());
    }
    portions.push(start..articles.len());
    portions
}

fn in_portions(
    articles: &[Article],
    portions: &[std::ops::Range<usize>],
    resources: &Resources,
    go_on: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Option<Vec<Vec<NameMention>>> {
    let mut vocabulary = Vocabulary::new(&resources.gazetteer);
    for article in articles {
        vocabulary.learn(&article.text, &token::tokens(&article.text));
    }
    let visit = |look: &mut dyn FnMut(usize, &Article, &Words<'_>) -> ControlFlow<()>| {
        for portion in portions {
            let of_portion = articles.get(portion.clone()).unwrap_or_default();
            let split: Vec<Vec<Token>> =
                of_portion.iter().map(|a| token::tokens(&a.text)).collect();
            let ids: Vec<Vec<u32>> = of_portion
                .iter()
                .zip(&split)
                .map(|(article, tokens)| vocabulary.numbers(&article.text, tokens))
                .collect();
            let words = look_up(of_portion, &split, &ids, &vocabulary);
            for ((i, article), words) in portion.clone().zip(of_portion).zip(&words) {
                look(i, article, words)?;
            }
        }
        ControlFlow::Continue(())
    };
    let mut elsewhere: BTreeMap<&str, Elsewhere> = BTreeMap::new();
    let mut memos: BTreeMap<&str, Memo> = BTreeMap::new();
    let is_ended = visit(&mut |i, article, words| {
        go_on(i)?;
        if let Some(tagger) = resources.tagger(&article.language.tag) {
            let memo = memos.entry(tagger.language.as_str()).or_default();
            let ruled = rules::find(words, &resources.gazetteer);
            let reading = tagger.read(words, &ruled, memo);
            reading.note(words, elsewhere.entry(&tagger.language).or_default());
        }
        ControlFlow::Continue(())
    });
    if is_ended.is_break() {
        return None;
    }
    let mut folder = Known::default();
    let mut first: Vec<Vec<Found>> = Vec::with_capacity(articles.len());
    let _ = visit(&mut |_, article, words| {
        let ruled = rules::find(words, &resources.gazetteer);
        let learnt = resources.tagger(&article.language.tag).map(|tagger| {
            let memo = memos.entry(tagger.language.as_str()).or_default();
            let reading = tagger.read(words, &ruled, memo);
            tagger.read_again(words, &reading, elsewhere.get(tagger.language.as_str()))
        });
        first.push(seen_in_article(
            words,
            article,
            (ruled, learnt),
            &mut folder,
        ));
        ControlFlow::Continue(())
    });
    let mut first = first.into_iter();
    let mut names = Vec::with_capacity(articles.len());
    let _ = visit(&mut |_, _, words| {
        let found = first.next().unwrap_or_default();
        names.push(seen_in_folder(words, found, &folder));
        ControlFlow::Continue(())
    });
    Some(names)
}

/// What rules, tagger and the article itself say; the folder learns it.
fn seen_in_article(
    words: &Words<'_>,
    article: &Article,
    (mut found, learnt): Seen,
    folder: &mut Known,
) -> Vec<Found> {
    if let Some(learnt) = learnt {
        found = weigh(words, found, mend(words, learnt));
    }
    opening::settle(words, article, &mut found);
    let mut found = strongest(found);
    agree::settle(words, &mut found);
    let mut own = Known::default();
    own.note(words, &found);
    own.settle(words, &mut found, 1, IN_ARTICLE);
    found.extend(own.find(words, &found, IN_ARTICLE, 58));
    let found = strongest(found);
    folder.note(words, &found);
    found
}

/// And what the other articles say of the same words.
fn seen_in_folder(words: &Words<'_>, mut found: Vec<Found>, folder: &Known) -> Vec<NameMention> {
    folder.settle(words, &mut found, 2, IN_ALL);
    found.extend(folder.find(words, &found, IN_FOLDER, 45));
    mentions(words, strongest(found))
}

/// What the tagger finds without the rules, read once or, with what the first reading of the other articles
/// made of the same words, a second time. For measuring it.
#[must_use]
pub fn find_learnt(
    articles: &[Article],
    resources: &Resources,
    is_second: bool,
) -> Vec<Vec<NameMention>> {
    let split: Vec<Vec<Token>> = articles.iter().map(|a| token::tokens(&a.text)).collect();
    let (vocabulary, ids) = vocabulary(articles, &split, resources);
    let words = look_up(articles, &split, &ids, &vocabulary);
    let always = &mut |_| ControlFlow::Continue(());
    learnt(articles, &words, resources, is_second, always)
        .unwrap_or_default()
        .into_iter()
        .zip(&words)
        .map(|((_, found), words)| mentions(words, found.unwrap_or_default()))
        .collect()
}

/// What the rules alone find in a text, for training.
#[must_use]
pub fn find_by_rule(words: &Words<'_>, resources: &Resources) -> Vec<Found> {
    rules::find(words, &resources.gazetteer)
}

/// Whether a word stands before people's names and is no part of them.
#[must_use]
pub fn is_title(word: &str) -> bool {
    lexicon::TITLES.contains(&token::fold(word))
}

/// The words of all articles, and the numbers of each article's.
fn vocabulary<'t>(
    articles: &'t [Article],
    split: &[Vec<Token>],
    resources: &'t Resources,
) -> (Vocabulary<'t>, Vec<Vec<u32>>) {
    let mut vocabulary = Vocabulary::new(&resources.gazetteer);
    let ids = articles
        .iter()
        .zip(split)
        .map(|(article, tokens)| vocabulary.learn(&article.text, tokens))
        .collect();
    (vocabulary, ids)
}

fn look_up<'t>(
    articles: &'t [Article],
    split: &'t [Vec<Token>],
    ids: &[Vec<u32>],
    vocabulary: &'t Vocabulary<'t>,
) -> Vec<Words<'t>> {
    articles
        .iter()
        .zip(split.iter().zip(ids))
        .map(|(article, (tokens, ids))| {
            let starts: Vec<u32> = article.sentences.iter().map(|s| s.start).collect();
            Words::new(&article.text, tokens, ids, &starts, vocabulary)
        })
        .collect()
}

/// What the rules find and what the tagger of an article's language does, `None` where there is none.
type Seen = (Vec<Found>, Option<Vec<Found>>);

/// Reads every article by the rules and by the tagger of its language, which knows what the rules saw.
fn learnt(
    articles: &[Article],
    words: &[Words<'_>],
    resources: &Resources,
    is_second: bool,
    go_on: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Option<Vec<Seen>> {
    let mut elsewhere: BTreeMap<&str, Elsewhere> = BTreeMap::new();
    let mut memos: BTreeMap<&str, Memo> = BTreeMap::new();
    let mut readings: Vec<(Vec<Found>, Option<Reading>)> = Vec::with_capacity(words.len());
    for (i, (words, article)) in words.iter().zip(articles).enumerate() {
        if go_on(i).is_break() {
            return None;
        }
        let ruled = rules::find(words, &resources.gazetteer);
        let reading = resources.tagger(&article.language.tag).map(|tagger| {
            let memo = memos.entry(tagger.language.as_str()).or_default();
            let reading = tagger.read(words, &ruled, memo);
            reading.note(words, elsewhere.entry(&tagger.language).or_default());
            reading
        });
        readings.push((ruled, reading));
    }
    let found = words
        .iter()
        .zip(articles)
        .zip(readings)
        .map(|((words, article), (ruled, reading))| {
            let again = |reading: Reading| {
                let tagger = resources.tagger(&article.language.tag)?;
                Some(if is_second {
                    let folder = elsewhere.get(tagger.language.as_str());
                    tagger.read_again(words, &reading, folder)
                } else {
                    reading.found()
                })
            };
            (ruled, reading.and_then(again))
        })
        .collect();
    Some(found)
}

fn mentions(words: &Words<'_>, found: Vec<Found>) -> Vec<NameMention> {
    found
        .into_iter()
        .map(|f| NameMention {
            span: words.tokens[f.start]
                .span
                .hull(words.tokens[f.end - 1].span),
            kind: f.kind,
            why: f.why,
            located: (f.kind == EntityKind::Place)
                .then(|| words.located(f.start, f.end))
                .flatten(),
            bearer: (f.kind == EntityKind::Person)
                .then(|| words.bearer(f.start, f.end))
                .flatten(),
            listed_name: f
                .id
                .as_deref()
                .and_then(|id| words.listed_name(f.start, f.end, id)),
            gazetteer_id: f.id,
        })
        .collect()
}

/// Takes common words in small letters off the ends of a name: "northern Spain", "Khost province".
fn trim(words: &Words<'_>, found: &mut Found) {
    if !(found.start..found.end).any(|i| words.tokens[i].is_capital()) {
        return;
    }
    while found.start < found.end && words.is_common(found.start) {
        found.start += 1;
    }
    while found.start < found.end && words.is_common(found.end - 1) {
        found.end -= 1;
    }
}

/// Where the name of a person begins: "Health Minister of Ghana Azhar …" up to the title and whose it is goes.
fn past_titles(words: &Words<'_>, mut start: usize, end: usize) -> usize {
    let title = (start..end - 1)
        .take_while(|i| words.leads_to_title(*i))
        .filter(|i| words.is_title(*i))
        .last();
    if let Some(title) = title {
        start = title + 1;
    }
    // "Secretary of State": nobody's name holds this, whatever stands before it.
    let of_state =
        |i: usize| words.is_one_of(i, &["of"]) && words.is_one_of(i + 1, &["state", "staff"]);
    if let Some(of) = (start..end.saturating_sub(2)).find(|i| of_state(*i)) {
        start = of + 2;
    } else if start > 0 && end - start > 1 && of_state(start - 1) {
        start += 1;
    }
    words.after_office(start, end)
}

/// A name that goes on in the next line, in other capitals, is two: the end of a heading and the beginning of what
/// stands below it.
fn by_lines(words: &Words<'_>, found: Found) -> Vec<Found> {
    let is_break = |i: usize| {
        let (a, b) = (words.tokens[i - 1], words.tokens[i]);
        (a.shape == token::Shape::AllCapital) != (b.shape == token::Shape::AllCapital)
            && Span::new(a.span.end, b.span.start)
                .of(words.text)
                .contains('\n')
    };
    match (found.start + 1..found.end).find(|i| is_break(*i)) {
        Some(i) => {
            let rest = Found {
                start: i,
                ..found.clone()
            };
            let mut out = vec![Found { end: i, ..found }];
            out.extend(by_lines(words, rest));
            out
        }
        None => vec![found],
    }
}

/// Small letters of another script than Latin: hurried English leaves capitals out, and what it quotes in
/// Cyrillic is no name for that.
fn is_small_and_foreign(words: &Words<'_>, found: &Found) -> bool {
    let tokens = &words.tokens[found.start..found.end];
    let is_foreign = |t: &Token| t.span.of(words.text).chars().any(|c| c >= '\u{370}');
    tokens.iter().all(|t| !t.is_capital()) && tokens.iter().any(is_foreign)
}

/// Sets right what the tagger cuts in the wrong place: a title is no part of a person's name, a hyphen
/// without spaces does not end one, and common words do not begin or end a name.
fn mend(words: &Words<'_>, learnt: Vec<Found>) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::with_capacity(learnt.len());
    let learnt = learnt.into_iter().flat_map(|found| by_lines(words, found));
    for mut found in learnt {
        trim(words, &mut found);
        if found.start == found.end
            || words.is_listed_people(found.start, found.end)
            || is_small_and_foreign(words, &found)
        {
            continue;
        }
        if found.kind == EntityKind::Person {
            if found.end - found.start == 1 && words.is_title(found.start) {
                continue;
            }
            found.start = past_titles(words, found.start, found.end);
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
            // "Kassym-" of "Kassym-Jomart Tokayev": a joined hyphen inside a given name does not end it.
            if words.is_hyphen(found.end - 1) && found.end - found.start > 1 {
                found.end -= 1;
            }
            if found.end - found.start == 1
                && words.is_joined_hyphen(found.end)
                && words.is_family_word(found.end + 2)
            {
                found.end += 3;
            }
            if found.start >= 2
                && found.end - found.start > 1
                && words.is_joined_hyphen(found.start - 1)
                && words.is_family_word(found.start - 2)
                && out.last().is_none_or(|l| l.end + 1 < found.start)
            {
                found.start -= 2;
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
fn weigh(words: &Words<'_>, mut rules: Vec<Found>, mut learnt: Vec<Found>) -> Vec<Found> {
    for l in &mut learnt {
        // Nobody is called what a capital or a state of several words is: "Nur-Sultan".
        if l.kind == EntityKind::Person && words.is_capital_of_words(l.start, l.end) {
            l.kind = EntityKind::Place;
        }
        // What the tables know as a body alone is one each time: "White House", "EU".
        let body = rules.iter().find(|f| {
            f.start == l.start
                && f.end == l.end
                && f.kind == EntityKind::Organisation
                && f.id.is_some()
                && f.strength >= 75
        });
        // So is what is built on a word for one: "University of Cape Coast".
        let built = rules.iter().any(|f| {
            f.start == l.start
                && f.end == l.end
                && f.kind == EntityKind::Organisation
                && f.id.is_none()
                && f.strength >= 83
        });
        if l.kind == EntityKind::Place
            && (body.is_some() || built)
            && !words.is_listed_place(l.start, l.end)
        {
            l.kind = EntityKind::Organisation;
        }
    }
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
            // The tagger has heard the rule: only what is nearly certain holds against it.
            let limit = match found.kind {
                EntityKind::Person => 88,
                EntityKind::Organisation => 85,
                // "United Kingdom" in an election's name is no place; after "in" a listed place is one.
                _ if words.is_capital_of_words(found.start, found.end)
                    && words.is_after_in(found.start) =>
                {
                    0
                }
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
