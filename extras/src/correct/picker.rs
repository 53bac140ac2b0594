//! Choosing entities by typing a part of their names.

use corpus_search::fold::fold;
use corpus_search::{Corpus, EntityId};
use dateline::desk::use_desk;
use dateline::opened::Opened;
use dateline::strings;
use leptos::prelude::*;

/// Offers at a time.
const OFFERS: usize = 8;
/// Letters that two words must share at their beginning to be offered unasked.
const STEM: usize = 4;

/// A field, offers below it, and what has been chosen.
#[component]
pub fn Picker(
    opened: Opened,
    /// What is offered before anything is typed: what resembles these words.
    like: Vec<String>,
    /// Never offered.
    #[prop(optional)]
    besides: Option<EntityId>,
    /// Another choice takes the place of the last one.
    #[prop(optional)]
    is_one: bool,
    chosen: RwSignal<Vec<EntityId>>,
) -> impl IntoView {
    let desk = use_desk();
    let typed = RwSignal::new(String::new());
    let corpus = opened.corpus().clone();
    let for_offers = corpus.clone();
    let stems: Vec<String> = like.iter().flat_map(|name| stems(name)).collect();
    let choose = move |entity: EntityId| {
        chosen.update(|all| {
            if is_one {
                all.clear();
            }
            all.push(entity);
        });
        typed.set(String::new());
    };
    let offers = Memo::new(move |_| {
        let taken = chosen.read();
        let is_free = |entity: &EntityId| besides != Some(*entity) && !taken.contains(entity);
        let wanted = fold(typed.read().trim());
        let ids = for_offers.entity_ids().filter(is_free);
        let fits = |entity: &EntityId| fits(&for_offers, *entity, &wanted, &stems);
        ids.filter(fits).take(OFFERS).collect::<Vec<_>>()
    });
    let label = move |corpus: &Corpus, entity: EntityId| {
        let shown = corpus.entity(entity)?;
        let n = shown.n_mentions();
        let facts = [
            strings::kind(shown.kind()),
            ", ",
            &strings::mentions(n, &desk.number(n)),
        ]
        .concat();
        Some((shown.name().to_owned(), facts))
    };
    let for_chosen = corpus.clone();
    let chosen_view = move || {
        let one = |entity: &EntityId| {
            let entity = *entity;
            let (name, facts) = label(&for_chosen, entity)?;
            let remove = [strings::CORRECT_NOT, " ", &name].concat();
            Some(view! {
                <li>
                    <span><bdi>{name}</bdi>" "<span class="quiet small">{facts}</span></span>
                    <button type="button" class="link-button" aria-label=remove
                        on:click=move |_| chosen.update(|all| all.retain(|other| *other != entity))>
                        {strings::CORRECT_NOT}
                    </button>
                </li>
            }.into_any())
        };
        chosen.read().iter().filter_map(one).collect_view()
    };
    let offer_view = move || {
        let one = |entity: &EntityId| {
            let entity = *entity;
            let (name, facts) = label(&corpus, entity)?;
            Some(
                view! {
                    <li>
                        <button type="button" class="offer" on:click=move |_| choose(entity)>
                            <bdi>{name}</bdi>" "<span class="quiet small">{facts}</span>
                        </button>
                    </li>
                }
                .into_any(),
            )
        };
        offers.read().iter().filter_map(one).collect_view()
    };
    view! {
        <div class="picker">
            <ul class="chosen">{chosen_view}</ul>
            <input type="search" aria-label=strings::CORRECT_FIND placeholder=strings::CORRECT_FIND
                autocomplete="off" spellcheck="false" dir="auto" prop:value=typed
                on:input:target=move |event| typed.set(event.target().value())
                on:keydown=move |event| {
                    // Enter takes the first offer instead of sending the form.
                    if event.key() == "Enter" {
                        event.prevent_default();
                        let first = offers.read_untracked().first().copied();
                        if let Some(first) = first.filter(|_| !typed.read_untracked().trim().is_empty()) {
                            choose(first);
                        }
                    }
                } />
            <ul class="offers">{offer_view}</ul>
        </div>
    }
    .into_any()
}

/// Beginnings of the words of a name.
fn stems(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let long = words.filter(|word| word.chars().count() >= STEM);
    long.map(|word| fold(word).chars().take(STEM).collect())
        .collect()
}

/// Whether an entity is called by what was typed, or resembles what may be the same.
fn fits(corpus: &Corpus, entity: EntityId, wanted: &str, stems: &[String]) -> bool {
    let Some(shown) = corpus.entity(entity) else {
        return false;
    };
    let is_so = |name: &str| {
        let name = fold(name);
        if wanted.is_empty() {
            let mut words = name.split(|c: char| !c.is_alphanumeric());
            words.any(|word| stems.iter().any(|stem| word.starts_with(stem.as_str())))
        } else {
            name.contains(wanted)
        }
    };
    is_so(shown.name()) || shown.spellings().any(|(spelling, _)| is_so(spelling))
}
