//! Names that words alone find only in part, because the texts spell them in other ways as well: each a click away.

use super::link::Link;
use crate::answer::count_with;
use crate::desk::{Desk, use_desk};
use crate::opened::Opened;
use crate::strings;
use corpus_search::{EntityId, Facet, FilterMode, spelt_otherwise};
use corpus_view::{Pane, UrlState};
use leptos::prelude::*;

/// So many names at most; more would stand between the reader and the results.
const MOST: usize = 2;

/// A line for each entity that the query names, where looking for the entity finds more than its words.
#[component]
pub fn SpeltOtherwise(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    move || {
        desk.answer.track();
        // Over parts, all spellings would have to be fetched for a hint.
        if opened.parts().is_some() {
            return ().into_any();
        }
        let view = desk.view.read_untracked();
        spelt_otherwise(opened.corpus(), &view.query)
            .into_iter()
            .filter_map(|entity| line(desk, &opened, &view, entity))
            .take(MOST)
            .collect_view()
            .into_any()
    }
}

fn line(desk: Desk, opened: &Opened, view: &UrlState, entity: EntityId) -> Option<AnyView> {
    let corpus = opened.corpus();
    let shown = corpus.entity(entity)?;
    let facet = Facet::Entity(corpus.entity_kind(entity)?);
    let id = shown.id().to_owned();
    let with_words = |words: &str| {
        let mut by_name = view.clone();
        by_name.set_filter(facet, &id, Some(FilterMode::Require));
        words.clone_into(&mut by_name.query);
        count_with(opened, &by_name)
    };
    let n = with_words("");
    if n <= with_words(&view.query) {
        return None;
    }
    let says = strings::however_spelt(shown.name(), n, &desk.number(n));
    let change = move |view: &mut UrlState| {
        view.query.clear();
        view.set_filter(facet, &id, Some(FilterMode::Require));
        view.pane = Pane::Results;
    };
    Some(view! { <p class="spelt"><Link change=change>{says}</Link></p> }.into_any())
}
