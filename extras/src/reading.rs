//! What the reading pane shows of the views that this program draws.
//!
//! A new one: a variant of [`Open`] with its words in the address (`corpus-view`, `url.rs`), its name for the tab
//! (`workspace.rs` of the page), a component in a file here, a line in [`Shown::of`] and one in [`Reading`], and a
//! sheet in `style/extras`, listed in `index.html`. The page lends the place to any [`Open`] that is none of its own.

use crate::correct::correcting;
use crate::coverage::Coverage;
use crate::entity::EntityPage;
use crate::happenings::HappeningsList;
use crate::network::NetworkView;
use crate::places::PlacesMap;
use crate::source::Source;
use crate::study::Studies;
use corpus_view::{Correct, Open};
use dateline::desk::use_desk;
use dateline::opened::Opened;
use leptos::prelude::*;

/// Which view: what an address adds to it, such as an order, builds nothing anew.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Shown {
    Coverage,
    Happenings,
    Source,
    Study,
    Map,
    Network,
    Entity(String),
    Correct(Correct),
    /// The page's own, for the moment until it takes its place back.
    None,
}

impl Shown {
    fn of(open: &Open) -> Self {
        match open {
            Open::Coverage => Self::Coverage,
            Open::Happenings => Self::Happenings,
            Open::Source(_) => Self::Source,
            Open::Study(_) => Self::Study,
            Open::Map => Self::Map,
            Open::Network => Self::Network,
            Open::Entity(id) => Self::Entity(id.clone()),
            Open::Correct(what) => Self::Correct(what.clone()),
            _ => Self::None,
        }
    }
}

/// The view that the address names.
#[component]
pub fn Reading(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let shown = Memo::new(move |_| Shown::of(&desk.view.read().open));
    move || {
        let opened = opened.clone();
        match shown.get() {
            Shown::Coverage => view! { <Coverage opened=opened /> }.into_any(),
            Shown::Happenings => view! { <HappeningsList opened=opened /> }.into_any(),
            Shown::Source => view! { <Source opened=opened /> }.into_any(),
            Shown::Study => view! { <Studies opened=opened /> }.into_any(),
            Shown::Map => view! { <PlacesMap opened=opened /> }.into_any(),
            Shown::Network => view! { <NetworkView opened=opened /> }.into_any(),
            Shown::Entity(id) => view! { <EntityPage opened=opened id=id /> }.into_any(),
            Shown::Correct(what) => correcting(opened, &what),
            Shown::None => ().into_any(),
        }
    }
}
