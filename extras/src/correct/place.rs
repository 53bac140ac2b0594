//! One mark in a text put right, and no other: it is somebody else's name there, or none.

use super::picker::Picker;
use super::{Ending, entries, kind_choices};
use corpus_model::{Action, EntityKind, Span, Whose};
use corpus_search::{Corpus, DocId, EntityId};
use corpus_view::{Open, evidence, passage};
use dateline::opened::Opened;
use dateline::strings;
use leptos::prelude::*;

/// What a reader says of the place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    Other,
    Apart,
    None,
}

const CHOICES: [(Choice, &str); 3] = [
    (Choice::Other, strings::CORRECT_OTHER),
    (Choice::Apart, strings::CORRECT_APART),
    (Choice::None, strings::CORRECT_UNMARK),
];

/// The entity whose mark these words are, if they are one.
pub fn marked(opened: &Opened, doc: DocId, span: Span) -> Option<EntityId> {
    let shown = opened.corpus().doc(doc)?;
    let mark = shown.mentions().find(|mention| mention.span == span)?;
    Some(mark.entity)
}

/// The form.
#[component]
pub fn PlaceForm(opened: Opened, doc: DocId, span: Span, entity: EntityId) -> impl IntoView {
    let corpus = opened.corpus().clone();
    let (Some(shown), Some(now)) = (corpus.doc(doc), corpus.entity(entity)) else {
        return ().into_any();
    };
    let back = Open::Doc {
        id: shown.id().to_owned(),
        at: Some(span.start),
    };
    let name = one_line(shown.slice(span));
    let sentence = shown
        .sentences()
        .find(|sentence| sentence.contains(span))
        .unwrap_or(span);
    let before = shown.slice(Span::new(sentence.start, span.start));
    let after = shown.slice(Span::new(span.end, sentence.end));
    let (before, after) = (before.to_owned(), after.to_owned());
    let read_as = strings::correct_read_as(now.name(), strings::kind(now.kind()));
    let choice = RwSignal::new(Choice::Other);
    let kind = RwSignal::new(now.kind());
    let other = RwSignal::new(Vec::<EntityId>::new());
    let for_entries = corpus.clone();
    let words = name.clone();
    let make = move |why: String| {
        let other = other.get_untracked().first().copied();
        let said = (choice.get_untracked(), kind.get_untracked(), other);
        let action = action(&for_entries, (doc, span), &words, said);
        let about = [Some(entity), other.filter(|_| said.0 == Choice::Other)];
        let seen: Vec<String> = about
            .into_iter()
            .flatten()
            .filter_map(|entity| evidence(&for_entries, entity))
            .collect();
        entries(action.into_iter().collect(), &why, &seen)
    };
    let choices = CHOICES.map(|(option, label)| {
        view! {
            <label class="check">
                <input type="radio" name="choice" prop:checked={move || choice.get() == option}
                    on:change=move |_| choice.set(option) />
                " "{label}
            </label>
        }
        .into_any()
    });
    view! {
        <div class="scroll">
            <article class="page correct">
                <p class="kind">{strings::CORRECT_IN_PLACE}</p>
                <h1 dir="auto">{name.clone()}</h1>
                <blockquote dir="auto">{before}<mark>{name.clone()}</mark>{after}</blockquote>
                <p class="quiet">{read_as}</p>
                <form>
                    <fieldset>
                        <legend>{strings::CORRECT_WHOSE}</legend>
                        {choices}
                    </fieldset>
                    <fieldset hidden=move || choice.get() != Choice::Other>
                        <legend>{strings::CORRECT_WHO}</legend>
                        <Picker opened=opened like={vec![name]} besides=entity chosen=other is_one=true />
                    </fieldset>
                    <fieldset class="kinds" hidden=move || choice.get() != Choice::Apart>
                        <legend>{strings::CORRECT_KIND}</legend>
                        {kind_choices(kind)}
                    </fieldset>
                    <Ending entries=make back=back />
                </form>
            </article>
        </div>
    }
    .into_any()
}

/// What the form asks for; nothing while it is not said who it is.
fn action(
    corpus: &Corpus,
    (doc, span): (DocId, Span),
    words: &str,
    (choice, kind, other): (Choice, EntityKind, Option<EntityId>),
) -> Option<Action> {
    let passage = passage(corpus, doc, span)?;
    let name = words.to_owned();
    let (kind, whose) = match choice {
        Choice::None => return Some(Action::Unmark { passage, name }),
        Choice::Apart => (kind, Whose::New),
        Choice::Other => {
            let owner = other?;
            let kind = corpus.entity_kind(owner)?;
            (kind, Whose::Of(corpus_view::named(corpus, owner)?.name))
        }
    };
    Some(Action::Mention {
        passage: Some(passage),
        name,
        kind,
        whose,
    })
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
