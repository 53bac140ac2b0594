//! An entity put right: another name, another kind, one with others, parted from a spelling, or no name at all.

use super::list::About;
use super::picker::Picker;
use super::{Ending, entries};
use corpus_model::{Action, EntityKind};
use corpus_search::EntityId;
use corpus_view::{Open, evidence, named, named_together};
use dateline::opened::Opened;
use dateline::strings;
use leptos::prelude::*;

/// The form.
#[component]
pub fn EntityForm(opened: Opened, entity: EntityId) -> impl IntoView {
    let corpus = opened.corpus().clone();
    let Some(shown) = corpus.entity(entity) else {
        return ().into_any();
    };
    let (id, was, kind) = (shown.id().to_owned(), shown.name().to_owned(), shown.kind());
    let spellings: Vec<String> = shown.spellings().map(|(text, _)| text.to_owned()).collect();
    let name = RwSignal::new(was.clone());
    let to_kind = RwSignal::new(kind);
    let same = RwSignal::new(Vec::<EntityId>::new());
    let others = RwSignal::new(Vec::<String>::new());
    let is_none = RwSignal::new(false);

    let for_entries = corpus.clone();
    let was_called = was.clone();
    let make = move |why: String| {
        let corpus = &for_entries;
        let Some(this) = named(corpus, entity) else {
            return Vec::new();
        };
        let mut all = vec![entity];
        all.extend(same.get_untracked());
        let seen: Vec<String> = all
            .iter()
            .filter_map(|entity| evidence(corpus, *entity))
            .collect();
        if is_none.get_untracked() {
            return entries(vec![Action::Hide { entity: this }], &why, &seen);
        }
        let mut actions: Vec<Action> = Vec::new();
        for spelling in others.get_untracked() {
            actions.push(Action::Split {
                from: this.clone(),
                spelling,
            });
        }
        // Each of them names what the one before has left: kind, then name, then identity.
        let to = to_kind.get_untracked();
        let mut now = this;
        if to != kind {
            actions.push(Action::Retype {
                entity: now.clone(),
                to,
            });
            now.kind = now.kind.map(|_| to);
        }
        let called = name.get_untracked().trim().to_owned();
        if !called.is_empty() && called != was_called {
            actions.push(Action::Rename {
                entity: now.clone(),
                to: called.clone(),
            });
            if now.kind.is_some() {
                now.name = called;
            }
        }
        if all.len() > 1 {
            let mut entities = named_together(corpus, &all);
            // What it was renamed to is what the list knows it by then.
            if let Some(first) = entities.first_mut() {
                *first = now.clone();
            }
            let is_shared = entities.iter().all(|named| named.kind == now.kind);
            if !is_shared {
                entities.iter_mut().for_each(|named| named.kind = None);
            }
            actions.push(Action::Merge { entities });
        }
        entries(actions, &why, &seen)
    };
    let kind_options = EntityKind::ALL.map(|option| {
        view! { <option value=option.name() selected={option == kind}>{strings::kind(option)}</option> }.into_any()
    });
    let parts = (spellings.len() > 1).then(|| {
        let one = |spelling: &String| {
            let (spelling, for_check) = (spelling.clone(), spelling.clone());
            view! {
                <label class="check">
                    <input type="checkbox" on:change:target=move |event| {
                        let is_other = event.target().checked();
                        others.update(|all| {
                            all.retain(|other| *other != for_check);
                            if is_other {
                                all.push(for_check.clone());
                            }
                        });
                    } />
                    " "<bdi>{spelling}</bdi>
                </label>
            }
            .into_any()
        };
        view! {
            <fieldset>
                <legend>{strings::CORRECT_SPLIT}</legend>
                {spellings.iter().map(one).collect_view()}
            </fieldset>
        }
    });
    let mut about = spellings.clone();
    about.extend([was.clone(), id.clone()]);
    view! {
        <div class="scroll">
            <article class="page correct" data-kind=kind.name()>
                <p class="kind">{strings::CORRECT}</p>
                <h1 dir="auto">{was}</h1>
                <form>
                    <fieldset disabled=is_none>
                        <legend>{strings::CORRECT_MERGE}</legend>
                        <Picker opened=opened.clone() like=spellings besides=entity chosen=same />
                    </fieldset>
                    <label class="field">
                        <span>{strings::CORRECT_NAME}</span>
                        <input type="text" autocomplete="off" dir="auto" disabled=is_none prop:value=name
                            on:input:target=move |event| name.set(event.target().value()) />
                    </label>
                    <label class="field">
                        <span>{strings::CORRECT_KIND}</span>
                        <select disabled=is_none on:change:target=move |event| {
                            let value = event.target().value();
                            let found = EntityKind::ALL.into_iter().find(|kind| kind.name() == value);
                            to_kind.set(found.unwrap_or(kind));
                        }>{kind_options}</select>
                    </label>
                    {parts}
                    <label class="check">
                        <input type="checkbox" on:change:target=move |event| is_none.set(event.target().checked()) />
                        " "{strings::CORRECT_HIDE}
                    </label>
                    <Ending entries=make back=Open::Entity(id) />
                </form>
                <About words=about />
            </article>
        </div>
    }
    .into_any()
}
