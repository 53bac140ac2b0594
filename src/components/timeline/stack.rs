//! What the bars are stacked by, and whose colours these are.

use super::chart::Chart;
use crate::components::chips::language_name;
use crate::desk::use_desk;
use crate::opened::Opened;
use crate::strings;
use corpus_index::Facet;
use corpus_view::SEVERAL;
use leptos::prelude::*;

/// The menu of facets that have values to tell apart.
#[component]
pub fn StackMenu(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let facets = Facet::ALL.into_iter().filter(|facet| {
        let corpus = opened.corpus();
        match facet {
            // Names of all documents would have to be fetched.
            Facet::Entity(_) if opened.parts().is_some() => false,
            Facet::Entity(kind) => {
                let of_kind = |entity: &_| corpus.entity_kind(*entity) == Some(*kind);
                corpus.entity_ids().filter(of_kind).nth(1).is_some()
            }
            _ => corpus.n_facet_values(*facet) > 1 || *facet == Facet::Outlet,
        }
    });
    let option = move |facet: Facet| {
        let is_chosen = move || desk.view.read().stack.unwrap_or(Facet::Outlet) == facet;
        view! { <option value=facet.name() selected=is_chosen>{strings::facet(facet)}</option> }
            .into_any()
    };
    view! {
        <select
            aria-label=strings::STACK
            title=strings::STACK
            on:change:target=move |event| {
                let facet = Facet::from_name(&event.target().value());
                desk.replace(|view| view.stack = facet.filter(|facet| *facet != Facet::Outlet));
            }
        >
            {facets.map(option).collect_view()}
        </select>
    }
    .into_any()
}

/// Whose colours these are, where no filter beside the timeline says it.
#[component]
pub fn Key(opened: Opened, chart: Chart) -> impl IntoView {
    let desk = use_desk();
    move || {
        let stack = chart.stack.read();
        let is_said = stack.facet == Facet::Outlet && !desk.is_middle.get();
        (!is_said).then(|| {
            let one = |&(slot, value): &(u8, Option<u32>)| {
                let name = match (value, stack.facet) {
                    (Some(value), Facet::Language) => {
                        language_name(desk, opened.corpus().facet_value_name(Facet::Language, value))
                    }
                    (Some(value), facet) => opened.corpus().facet_value_name(facet, value).to_owned(),
                    (None, _) if slot == SEVERAL => strings::SEVERAL.to_owned(),
                    (None, _) => strings::OTHERS.to_owned(),
                };
                view! { <span><i class="dot" data-slot=slot.to_string()></i><bdi>{name}</bdi></span> }
                    .into_any()
            };
            let names = stack.names.iter().map(one).collect_view();
            view! { <p class="key">{names}</p> }.into_any()
        })
    }
}
