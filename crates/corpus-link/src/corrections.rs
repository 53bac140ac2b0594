//! Replays a reader's corrections over a linked corpus.
//!
//! Takes a [`LinkedCorpus`] and one [`Correction`] after the other; gives the corpus as the reader wants it. It needs
//! nothing but the corpus, so that a build and a page that has only the pack do the same and end in the same
//! state. After each correction entities have the order and the ids that a pack would give them: a list may be
//! replayed in one go or in pieces.
//!
//! What fits nothing changes nothing and comes back in words. Names are not joined anew: a name that was marked
//! by hand belongs to the entity that is called so.

use crate::{bare, display_name, slug, softened};
use corpus_model::{
    Action, Article, Correction, DateCandidate, DateMention, Entity, EntityIdx, EntityKind, Join,
    LinkedCorpus, LinkedDoc, Mention, Named, PartialDate, Passage, Permille, Published, Reasoned,
    Span, Spelling, Whose,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What a corrected fact says of its origin.
const FROM: &str = "corrections.toml";

/// Finds the date expressions of an article anew: they lean on the day it was published.
pub type FindDates<'f> = &'f dyn Fn(&Article, Option<&Published>) -> Vec<DateMention>;

/// An entity and the mentions it has: document, and first byte of the mention.
struct Known {
    entity: Entity,
    places: Vec<(usize, u32)>,
}

/// A corpus under correction. Its mentions and speakers name places in `entities`, which stay while it lasts.
pub struct Correcting<'f> {
    corpus: LinkedCorpus,
    entities: Vec<Option<Known>>,
    /// Entities that are there, in their order.
    order: Vec<usize>,
    ids: HashSet<String>,
    find_dates: FindDates<'f>,
}

type Outcome = Result<(), String>;

impl<'f> Correcting<'f> {
    /// Begins.
    #[must_use]
    pub fn new(mut corpus: LinkedCorpus, find_dates: FindDates<'f>) -> Self {
        let entities = std::mem::take(&mut corpus.entities);
        let ids = entities.iter().map(|entity| entity.id.clone()).collect();
        let mut entities: Vec<Option<Known>> = entities
            .into_iter()
            .map(|entity| {
                Some(Known {
                    entity,
                    places: Vec::new(),
                })
            })
            .collect();
        for (d, doc) in corpus.docs.iter().enumerate() {
            for mention in &doc.mentions {
                if let Some(Some(known)) = entities.get_mut(mention.entity.0 as usize) {
                    known.places.push((d, mention.span.start));
                }
            }
        }
        Self {
            order: (0..entities.len()).collect(),
            corpus,
            entities,
            ids,
            find_dates,
        }
    }

    /// Does one correction.
    ///
    /// # Errors
    /// What of it is not there, in words.
    pub fn apply(&mut self, correction: &Correction) -> Outcome {
        let why = reason(correction);
        let outcome = match &correction.action {
            Action::Merge { entities } => self.merge(entities, &why),
            Action::Split { from, spelling } => self.split(from, spelling, &why),
            Action::Rename { entity, to } => self.rename(entity, to, &why),
            Action::Retype { entity, to } => self.retype(entity, *to, &why),
            Action::Hide { entity } => self.find(entity).map(|found| {
                for e in found {
                    self.hide(e);
                }
            }),
            Action::Mention {
                passage,
                name,
                kind,
                whose,
            } => self.mark(passage.as_ref(), name, *kind, whose, &why),
            Action::Unmark { passage, name } => self.unmark_one(passage, name),
            Action::Document {
                document,
                title,
                outlet,
                published,
            } => self.correct_document(
                document,
                [title.as_deref(), outlet.as_deref(), published.as_deref()],
                &why,
            ),
        };
        self.settle();
        outcome
    }

    /// The corpus, corrected.
    #[must_use]
    pub fn finish(self) -> LinkedCorpus {
        let mut corpus = self.corpus;
        let mut entities = self.entities;
        let mut numbers: Vec<Option<EntityIdx>> = vec![None; entities.len()];
        for (number, &e) in (0..).zip(&self.order) {
            numbers[e] = Some(EntityIdx(number));
        }
        let number = |e: EntityIdx| numbers.get(e.0 as usize).copied().flatten();
        for doc in &mut corpus.docs {
            doc.mentions.retain_mut(|mention| {
                number(mention.entity).is_some_and(|number| {
                    mention.entity = number;
                    true
                })
            });
            for quote in &mut doc.quotes {
                quote.speaker = quote.speaker.and_then(number);
            }
        }
        let known = self.order.iter().filter_map(|&e| entities[e].take());
        corpus.entities = known.map(|known| known.entity).collect();
        corpus
    }

    /// Most mentioned first, ties by id; what nothing names any more is gone.
    fn settle(&mut self) {
        let entities = &self.entities;
        self.order.retain(|&e| entities[e].is_some());
        self.order.sort_by(|&a, &b| {
            let key = |e: usize| {
                let known = entities[e].as_ref();
                known.map(|known| (Reverse(known.places.len()), known.entity.id.as_str()))
            };
            key(a).cmp(&key(b))
        });
    }

    /// The entities a reader means, in their order: by id, else by name, else by spelling.
    fn find(&self, named: &Named) -> Result<Vec<usize>, String> {
        let wanted = bare(&named.name).to_lowercase();
        let entity = |e: usize| self.entities[e].as_ref().map(|known| &known.entity);
        let of_kind = |entity: &Entity| named.kind.is_none_or(|kind| entity.kind == kind);
        let by_id = |entity: &Entity| entity.id == named.name;
        let by_name = |entity: &Entity| of_kind(entity) && entity.name.to_lowercase() == wanted;
        let by_spelling = |entity: &Entity| {
            of_kind(entity)
                && entity
                    .spellings
                    .iter()
                    .any(|spelling| spelling.text.to_lowercase() == wanted)
        };
        let ways: [&dyn Fn(&Entity) -> bool; 3] = [&by_id, &by_name, &by_spelling];
        for is_meant in ways {
            let found: Vec<usize> = self
                .order
                .iter()
                .copied()
                .filter(|&e| entity(e).is_some_and(is_meant))
                .collect();
            if !found.is_empty() {
                return Ok(found);
            }
        }
        let kind = named
            .kind
            .map_or_else(String::new, |kind| format!(" of kind {}", kind.name()));
        Err(format!("nothing{kind} is called \"{}\"", named.name))
    }

    fn merge(&mut self, named: &[Named], why: &str) -> Outcome {
        let mut found = Vec::new();
        for name in named {
            found.extend(self.find(name)?);
        }
        found.sort_by_key(|e| self.order.iter().position(|other| other == e));
        found.dedup();
        // The order is by mentions: the most mentioned one gives kind and identity.
        let Some((&main, others)) = found.split_first() else {
            return Err("it names nothing".to_owned());
        };
        let Some(mut joined) = self.entities[main].take() else {
            return Ok(());
        };
        let kind = joined.entity.kind;
        let was_renamed = !is_spelling(&joined.entity);
        forget_doubt(&mut joined.entity);
        for &other in others {
            let Some(mut gone) = self.entities[other].take() else {
                continue;
            };
            forget_doubt(&mut gone.entity);
            for &(d, start) in &gone.places {
                if let Some(mention) = mention_at(&mut self.corpus.docs[d], start) {
                    mention.entity = index(main);
                    mention.kind = kind;
                    mention.why = format!("{}; {why}", mention.why);
                }
            }
            self.pass_speech(&gone.places, other, Some(main));
            self.ids.remove(&gone.entity.id);
            if !is_given(&joined.entity.id) && is_given(&gone.entity.id) {
                self.ids.remove(&joined.entity.id);
                self.ids.insert(gone.entity.id.clone());
                joined.entity.id = gone.entity.id;
            }
            joined.entity.joins.extend(gone.entity.joins);
            joined.entity.description = joined.entity.description.or(gone.entity.description);
            joined.entity.place = joined.entity.place.or(gone.entity.place);
            joined.places.extend(gone.places);
        }
        // Said even where they were one already: the reader has confirmed it.
        for pair in named.windows(2) {
            let join = join(&pair[0].name, &pair[1].name, why);
            joined.entity.joins.insert(0, join);
        }
        joined.places.sort_unstable();
        self.entities[main] = Some(joined);
        self.count_spellings(main);
        if !was_renamed {
            self.call_by_spelling(main);
        }
        self.clear_speech(main);
        Ok(())
    }

    fn split(&mut self, from: &Named, spelling: &str, why: &str) -> Outcome {
        let wanted = bare(spelling).to_lowercase();
        for e in self.find(from)? {
            let docs = &mut self.corpus.docs;
            let Some(known) = self.entities[e].as_mut() else {
                continue;
            };
            let (gone, kept): (Vec<_>, Vec<_>) = known
                .places
                .iter()
                .partition(|&&(d, start)| written(&docs[d], start).to_lowercase() == wanted);
            if gone.is_empty() || kept.is_empty() {
                continue;
            }
            let was_renamed = !is_spelling(&known.entity);
            let new = Entity {
                id: String::new(),
                name: String::new(),
                kind: known.entity.kind,
                spellings: Vec::new(),
                joins: Vec::new(),
                description: None,
                place: None,
            };
            known.places = kept;
            known
                .entity
                .joins
                .retain(|join| join.a.to_lowercase() != wanted && join.b.to_lowercase() != wanted);
            let new = self.add(new, gone.clone());
            for &(d, start) in &gone {
                if let Some(mention) = mention_at(&mut self.corpus.docs[d], start) {
                    mention.entity = index(new);
                    mention.why = format!("{}; {why}", mention.why);
                }
            }
            self.divide_speech(&gone, e, new);
            for entity in [e, new] {
                self.count_spellings(entity);
            }
            if !was_renamed {
                self.call_by_spelling(e);
            }
            self.call_by_spelling(new);
            return Ok(());
        }
        Err(format!(
            "\"{}\" is not written \"{spelling}\" beside other spellings",
            from.name
        ))
    }

    fn rename(&mut self, named: &Named, to: &str, why: &str) -> Outcome {
        for e in self.find(named)? {
            if let Some(known) = self.entities[e].as_mut() {
                let was = std::mem::replace(&mut known.entity.name, to.to_owned());
                known.entity.joins.insert(0, join(&was, to, why));
                self.identify(e);
            }
        }
        Ok(())
    }

    fn retype(&mut self, named: &Named, to: EntityKind, why: &str) -> Outcome {
        for e in self.find(named)? {
            let Some(known) = self.entities[e].as_mut() else {
                continue;
            };
            known.entity.kind = to;
            if to != EntityKind::Place {
                known.entity.place = None;
            }
            for &(d, start) in &known.places {
                if let Some(mention) = mention_at(&mut self.corpus.docs[d], start) {
                    mention.kind = to;
                    mention.why = format!("{}; {why}", mention.why);
                }
            }
            self.identify(e);
            self.clear_speech(e);
            self.claim_speech(e);
        }
        Ok(())
    }

    fn hide(&mut self, e: usize) {
        let Some(gone) = self.entities[e].take() else {
            return;
        };
        self.ids.remove(&gone.entity.id);
        self.pass_speech(&gone.places, e, None);
        for d in docs_of(&gone.places) {
            let mentions = &mut self.corpus.docs[d].mentions;
            mentions.retain(|mention| mention.entity != index(e));
        }
    }

    fn mark(
        &mut self,
        passage: Option<&Passage>,
        name: &str,
        kind: EntityKind,
        whose: &Whose,
        why: &str,
    ) -> Outcome {
        let places = match passage {
            Some(passage) => vec![self.place_in(passage, name)?],
            None => self.unmarked(name),
        };
        if places.is_empty() {
            return Err(format!(
                "no text says \"{name}\" where nothing else is marked"
            ));
        }
        // Whose it is must be there, or nothing changes.
        let known = match whose {
            Whose::Of(owner) => Some(self.owner(owner, kind, places[0].0)?),
            _ => None,
        };
        for &(d, span) in &places {
            self.unmark(d, span, known);
        }
        let starts: Vec<(usize, u32)> = places.iter().map(|(d, span)| (*d, span.start)).collect();
        let called = match whose {
            Whose::Called => self.called(name, kind, starts[0].0),
            _ => known,
        };
        let e = called.unwrap_or_else(|| {
            let new = Entity {
                id: String::new(),
                name: String::new(),
                kind,
                spellings: Vec::new(),
                joins: Vec::new(),
                description: None,
                place: None,
            };
            self.add(new, Vec::new())
        });
        let kind = self.entities[e]
            .as_ref()
            .map_or(kind, |known| known.entity.kind);
        for &(d, span) in &places {
            let mentions = &mut self.corpus.docs[d].mentions;
            let at = mentions.partition_point(|other| other.span < span);
            let mention = Mention {
                span,
                kind,
                entity: index(e),
                why: why.to_owned(),
            };
            mentions.insert(at, mention);
        }
        if let Some(known) = self.entities[e].as_mut() {
            known.places.extend(starts);
            known.places.sort_unstable();
        }
        self.count_spellings(e);
        if self.entities[e]
            .as_ref()
            .is_some_and(|known| known.entity.id.is_empty())
        {
            self.call_by_spelling(e);
        }
        self.claim_speech(e);
        Ok(())
    }

    /// Where a passage says a name. A document that is called otherwise by now is known by the passage.
    fn place_in(&self, passage: &Passage, name: &str) -> Result<(usize, Span), String> {
        let Passage { document, quote } = passage;
        let place = |doc: &LinkedDoc| {
            let text = &doc.article.text;
            let quote = find_words(text, quote)?;
            let inside = find_words(quote.of(text), name)?;
            Some(Span::new(
                quote.start + inside.start,
                quote.start + inside.end,
            ))
        };
        let docs = &self.corpus.docs;
        if let Some(d) = docs.iter().position(|doc| doc.article.id == *document) {
            return place(&docs[d]).map(|span| (d, span)).ok_or_else(|| {
                format!("the text of {document} does not say \"{name}\" in \"{quote}\"")
            });
        }
        let mut elsewhere = (0..)
            .zip(docs)
            .filter_map(|(d, doc)| Some((d, place(doc)?)));
        match (elsewhere.next(), elsewhere.next()) {
            (Some(only), None) => Ok(only),
            _ => Err(no_document(document)),
        }
    }

    /// Where the texts say a name as whole words, and nothing is marked.
    fn unmarked(&self, name: &str) -> Vec<(usize, Span)> {
        let mut places = Vec::new();
        for (d, doc) in self.corpus.docs.iter().enumerate() {
            let text = &doc.article.text;
            let mut free_from = 0;
            for span in all_words(text, name) {
                let is_whole = !text[..span.start as usize].ends_with(char::is_alphanumeric)
                    && !text[span.end as usize..].starts_with(char::is_alphanumeric);
                let is_free = span.start >= free_from
                    && doc.mentions.iter().all(|other| !other.span.overlaps(span));
                if is_whole && is_free {
                    places.push((d, span));
                    free_from = span.end;
                }
            }
        }
        places
    }

    /// One mark is taken away; the others of the same entity stay.
    fn unmark_one(&mut self, passage: &Passage, name: &str) -> Outcome {
        let (d, span) = self.place_in(passage, name)?;
        let doc = &self.corpus.docs[d];
        if !doc.mentions.iter().any(|other| other.span.overlaps(span)) {
            return Err(format!(
                "nothing is marked where {} says \"{name}\" in \"{}\"",
                doc.article.id, passage.quote
            ));
        }
        self.unmark(d, span, None);
        Ok(())
    }

    /// Takes away the names that stand in the way: what was seen there was seen wrongly. An entity that is left with
    /// none goes, but for one that is `kept` because it is given another.
    fn unmark(&mut self, d: usize, span: Span, kept: Option<usize>) {
        let mut robbed = Vec::new();
        self.corpus.docs[d].mentions.retain(|other| {
            let is_in_the_way = other.span.overlaps(span);
            if is_in_the_way {
                robbed.push((other.entity.0 as usize, other.span.start));
            }
            !is_in_the_way
        });
        for (e, start) in robbed {
            let Some(Some(known)) = self.entities.get_mut(e) else {
                continue;
            };
            known.places.retain(|place| *place != (d, start));
            let is_empty = known.places.is_empty();
            let was_renamed = !is_spelling(&known.entity);
            for quote in &mut self.corpus.docs[d].quotes {
                let is_here = quote.speaker_span.is_some_and(|said| said.overlaps(span));
                if quote.speaker == Some(index(e)) && (is_here || is_empty) {
                    quote.speaker = None;
                }
            }
            if kept == Some(e) {
                continue;
            }
            if is_empty {
                self.hide(e);
                continue;
            }
            self.count_spellings(e);
            // Nothing is called by a spelling that it has no more.
            let has_lost_it = self.entities[e]
                .as_ref()
                .is_some_and(|known| !is_spelling(&known.entity));
            if has_lost_it && !was_renamed {
                self.call_by_spelling(e);
            }
        }
    }

    /// The entity that a reader gives a name to: one that the document names already, else the first.
    fn owner(&self, owner: &str, kind: EntityKind, d: usize) -> Result<usize, String> {
        let named = Named {
            name: owner.to_owned(),
            kind: Some(kind),
        };
        let found = self.find(&named)?;
        let e = self.named_in(&found, d).or(found.first().copied());
        e.ok_or_else(|| format!("nothing is called \"{owner}\""))
    }

    /// The first of these entities that a document names.
    fn named_in(&self, found: &[usize], d: usize) -> Option<usize> {
        let is_here = |e: &&usize| {
            let known = self.entities[**e].as_ref();
            known.is_some_and(|known| known.places.iter().any(|place| place.0 == d))
        };
        found.iter().find(is_here).copied()
    }

    /// The entity of a kind that is called so: one that the document names already, else the first.
    fn called(&self, name: &str, kind: EntityKind, d: usize) -> Option<usize> {
        let named = Named {
            name: name.to_owned(),
            kind: Some(kind),
        };
        let found = self.find(&named).ok()?;
        self.named_in(&found, d).or(found.first().copied())
    }

    fn add(&mut self, entity: Entity, places: Vec<(usize, u32)>) -> usize {
        self.entities.push(Some(Known { entity, places }));
        let e = self.entities.len() - 1;
        self.order.push(e);
        e
    }

    /// How the mentions are written, most frequent first, ties in text order.
    fn count_spellings(&mut self, e: usize) {
        let docs = &self.corpus.docs;
        let Some(known) = self.entities[e].as_mut() else {
            return;
        };
        let mut counts: BTreeMap<String, (u32, (usize, u32))> = BTreeMap::new();
        for &(d, start) in &known.places {
            let slot = counts
                .entry(written(&docs[d], start))
                .or_insert((0, (d, start)));
            slot.0 += 1;
        }
        let mut spellings = Vec::from_iter(counts);
        spellings.sort_by_key(|(_, (n, first))| (Reverse(*n), *first));
        known.entity.spellings = spellings
            .into_iter()
            .map(|(text, (n, _))| Spelling { text, n })
            .collect();
    }

    fn call_by_spelling(&mut self, e: usize) {
        if let Some(Known { entity, .. }) = self.entities[e].as_mut() {
            entity.name = softened(entity.kind, display_name(entity.kind, &entity.spellings));
            self.identify(e);
        }
    }

    /// An id made of kind and name follows them; one that a source gave stays.
    fn identify(&mut self, e: usize) {
        let Some(Known { entity, .. }) = self.entities[e].as_mut() else {
            return;
        };
        let wanted = slug(entity.kind, &entity.name);
        let is_so = entity.id.strip_prefix(&wanted).is_some_and(|rest| {
            rest.is_empty()
                || rest
                    .strip_prefix('-')
                    .is_some_and(|n| n.parse::<u32>().is_ok())
        });
        if is_given(&entity.id) || is_so {
            return;
        }
        self.ids.remove(&entity.id);
        let numbered = (2..).map(|n: u32| format!("{wanted}-{n}"));
        let free = std::iter::once(wanted.clone())
            .chain(numbered)
            .find(|id| !self.ids.contains(id));
        entity.id = free.unwrap_or(wanted);
        self.ids.insert(entity.id.clone());
    }

    /// What `e` says in the documents of these places is said by another, or by nobody who is known.
    fn pass_speech(&mut self, places: &[(usize, u32)], e: usize, to: Option<usize>) {
        for d in docs_of(places) {
            for quote in &mut self.corpus.docs[d].quotes {
                if quote.speaker == Some(index(e)) {
                    quote.speaker = to.map(index);
                }
            }
        }
    }

    /// What `e` said goes to `new` where a mention at these places names the speaker, and where a document
    /// names `e` no more.
    fn divide_speech(&mut self, places: &[(usize, u32)], e: usize, new: usize) {
        for d in docs_of(places) {
            let doc = &mut self.corpus.docs[d];
            let is_named = doc
                .mentions
                .iter()
                .any(|mention| mention.entity == index(e));
            for quote in &mut doc.quotes {
                let names_new = quote.speaker_span.is_some_and(|said| {
                    let mut mentions = doc.mentions.iter();
                    mentions.any(|m| m.entity == index(new) && m.span.overlaps(said))
                });
                if quote.speaker == Some(index(e)) && (names_new || !is_named) {
                    quote.speaker = Some(index(new));
                }
            }
        }
    }

    /// Only people and bodies speak.
    fn clear_speech(&mut self, e: usize) {
        if let Some(known) = self.entities[e].as_ref()
            && !speaks(known.entity.kind)
        {
            let places = known.places.clone();
            self.pass_speech(&places, e, None);
        }
    }

    /// A quotation whose speaker's words are a mention of `e`, and nobody else's, is said by `e`.
    fn claim_speech(&mut self, e: usize) {
        let Some(known) = self.entities[e]
            .as_ref()
            .filter(|known| speaks(known.entity.kind))
        else {
            return;
        };
        for d in docs_of(&known.places) {
            let doc = &mut self.corpus.docs[d];
            for quote in doc
                .quotes
                .iter_mut()
                .filter(|quote| quote.speaker.is_none())
            {
                let is_named = quote.speaker_span.is_some_and(|said| {
                    let mut mentions = doc.mentions.iter();
                    mentions.any(|m| m.entity == index(e) && m.span.overlaps(said))
                });
                if is_named {
                    quote.speaker = Some(index(e));
                }
            }
        }
    }

    /// Title, outlet, day of publication: what fits is set, even where another does not.
    fn correct_document(
        &mut self,
        document: &str,
        [title, outlet, published]: [Option<&str>; 3],
        why: &str,
    ) -> Outcome {
        let docs = &mut self.corpus.docs;
        let Some(doc) = docs.iter_mut().find(|doc| doc.article.id == document) else {
            return Err(no_document(document));
        };
        let mut faults = Vec::new();
        match title.map(|title| (title, find_words(&doc.article.text, title))) {
            Some((title, None)) if !title.trim().is_empty() => faults.push(format!(
                "the text of {document} does not have the title \"{title}\""
            )),
            Some((_, span)) => doc.article.title = span,
            None => {}
        }
        if let Some(outlet) = outlet {
            doc.article.outlet = (!outlet.trim().is_empty()).then(|| Reasoned {
                value: outlet.to_owned(),
                why: why.to_owned(),
            });
        }
        match published.map(|value| (value, PartialDate::from_value(value))) {
            Some((value, None)) if !value.trim().is_empty() => {
                faults.push(format!(
                    "\"{value}\" is no date such as 2022-01-07 or 2022-01"
                ));
            }
            Some((_, date)) => {
                let candidates = doc.published.take().map(|published| published.candidates);
                let candidates = candidates.unwrap_or_default();
                doc.published = date.map(|date| published_on(date, candidates, why));
                doc.dates = (self.find_dates)(&doc.article, doc.published.as_ref());
            }
            None => {}
        }
        if faults.is_empty() {
            return Ok(());
        }
        Err(faults.join("; "))
    }
}

/// The day a reader gave, in front of the candidates there were.
fn published_on(date: PartialDate, mut candidates: Vec<DateCandidate>, why: &str) -> Published {
    let value = date.to_string();
    candidates.retain(|candidate| candidate.from != FROM);
    candidates.insert(
        0,
        DateCandidate {
            value: value.clone(),
            from: FROM.to_owned(),
            span: None,
        },
    );
    Published {
        value,
        precision: date.precision(),
        interval: date.interval(),
        confidence: Permille(1000),
        why: why.to_owned(),
        candidates,
    }
}

fn index(e: usize) -> EntityIdx {
    EntityIdx(u32::try_from(e).unwrap_or(u32::MAX))
}

fn docs_of(places: &[(usize, u32)]) -> BTreeSet<usize> {
    places.iter().map(|(d, _)| *d).collect()
}

fn mention_at(doc: &mut LinkedDoc, start: u32) -> Option<&mut Mention> {
    let mut mentions = doc.mentions.iter_mut();
    mentions.find(|mention| mention.span.start == start)
}

/// A mention as it is written, without its possessive.
fn written(doc: &LinkedDoc, start: u32) -> String {
    let mut mentions = doc.mentions.iter();
    let mention = mentions.find(|mention| mention.span.start == start);
    let text = &doc.article.text;
    mention.map_or_else(String::new, |mention| bare(mention.span.of(text)))
}

/// Whether an entity is called as it is written somewhere.
fn is_spelling(entity: &Entity) -> bool {
    let name = entity.name.to_lowercase();
    let mut spellings = entity.spellings.iter();
    spellings.any(|spelling| spelling.text.to_lowercase() == name)
}

/// Whether an id comes from a source, and is not made of kind and name.
fn is_given(id: &str) -> bool {
    id.starts_with('Q') || id.starts_with("geonames:")
}

const fn speaks(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Person | EntityKind::Organisation)
}

fn join(a: &str, b: &str, why: &str) -> Join {
    Join {
        a: a.to_owned(),
        b: b.to_owned(),
        rule: why.to_owned(),
        score: Permille(1000),
        evidence: Vec::new(),
    }
}

fn reason(correction: &Correction) -> String {
    match correction.why.as_str() {
        "" => FROM.to_owned(),
        why => format!("{FROM}: {why}"),
    }
}

fn no_document(document: &str) -> String {
    format!("no document has the id \"{document}\"")
}

/// Where a text says some words first, however they are spaced; nothing for no words.
fn find_words(text: &str, words: &str) -> Option<Span> {
    all_words(text, words).next()
}

fn all_words<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = Span> + 't {
    let first = words.split_whitespace().next();
    let starts = first
        .into_iter()
        .flat_map(|first| text.match_indices(first));
    starts.filter_map(|(start, _)| {
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

/// Whom a name may mean is settled once a reader has said it.
fn forget_doubt(entity: &mut Entity) {
    entity
        .description
        .take_if(|said| said.contains("; may be "));
}
