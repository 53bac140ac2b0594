//! Words of a text that are a name and were not seen.

use super::picker::Picker;
use super::{Ending, entries, kind_choices};
use corpus_model::{Action, EntityKind, Named, Span, Whose};
use corpus_search::{DocId, EntityId};
use corpus_view::{Open, named, passage};
use dateline::opened::Opened;
use dateline::strings;
use leptos::prelude::*;

/// Longest name.
const LONGEST: usize = 160;

/// The form.
#[component]
pub fn WordsForm(opened: Opened, doc: DocId, span: Span) -> impl IntoView {
    let corpus = opened.corpus().clone();
    let Some(shown) = corpus.doc(doc) else {
        return ().into_any();
    };
    let id = shown.id().to_owned();
    let back = Open::Doc {
        id,
        at: Some(span.start),
    };
    // The words, without the space that a selection often has at its ends.
    let words = shown.slice(span);
    let start = span.start as usize + (words.len() - words.trim_start().len());
    let span = Span::from_range(start..start + words.trim().len());
    let name = shown
        .slice(span)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    if name.is_empty() || name.len() > LONGEST {
        return super::missing(strings::CORRECT_NO_NAME);
    }
    let sentence = shown
        .sentences()
        .find(|sentence| sentence.contains(span))
        .unwrap_or(span);
    let before = shown
        .slice(Span::new(sentence.start, span.start))
        .to_owned();
    let after = shown.slice(Span::new(span.end, sentence.end)).to_owned();
    let known = corpus.entity_ids().find(|entity| {
        let shown = corpus.entity(*entity);
        shown.is_some_and(|shown| shown.name().to_lowercase() == name.to_lowercase())
    });
    let likely = known
        .and_then(|entity| corpus.entity_kind(entity))
        .unwrap_or(EntityKind::Person);
    let kind = RwSignal::new(likely);
    let same = RwSignal::new(Vec::<EntityId>::new());
    let is_everywhere = RwSignal::new(false);
    let for_entries = corpus.clone();
    let called = name.clone();
    let make = move |why: String| {
        let corpus = &for_entries;
        let place = passage(corpus, doc, span);
        let kind = kind.get_untracked();
        let mut actions = vec![Action::Mention {
            passage: place.filter(|_| !is_everywhere.get_untracked()),
            name: called.clone(),
            kind,
            whose: Whose::Called,
        }];
        let others: Vec<Named> = same
            .get_untracked()
            .into_iter()
            .filter_map(|entity| named(corpus, entity))
            .collect();
        if !others.is_empty() {
            let this = Named {
                name: called.clone(),
                kind: Some(kind),
            };
            let mut entities = vec![this];
            entities.extend(others);
            if entities.iter().any(|named| named.kind != Some(kind)) {
                entities.iter_mut().for_each(|named| named.kind = None);
            }
            actions.push(Action::Merge { entities });
        }
        entries(actions, &why, &[])
    };
    view! {
        <div class="scroll">
            <article class="page correct">
                <p class="kind">{strings::CORRECT_MARK}</p>
                <h1 dir="auto">{name.clone()}</h1>
                <blockquote dir="auto">{before}<mark>{name.clone()}</mark>{after}</blockquote>
                <form>
                    <fieldset class="kinds">
                        <legend>{strings::CORRECT_KIND}</legend>
                        {kind_choices(kind)}
                    </fieldset>
                    <fieldset>
                        <legend>{strings::CORRECT_MERGE}</legend>
                        <Picker opened=opened like={vec![name]} chosen=same />
                    </fieldset>
                    <label class="check">
                        <input type="checkbox" on:change:target=move |event| is_everywhere.set(event.target().checked()) />
                        " "{strings::CORRECT_EVERYWHERE}
                    </label>
                    <Ending entries=make back=back />
                </form>
            </article>
        </div>
    }
    .into_any()
}
