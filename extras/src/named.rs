//! What is picked in a drawing: its name and what can be done with it.

use corpus_search::{EntityId, Facet, FilterMode};
use corpus_view::{Open, show_map, show_network};
use dateline::components::icons;
use dateline::components::link::Link;
use dateline::desk::use_desk;
use dateline::opened::Opened;
use dateline::strings;
use leptos::prelude::*;

/// One line about an entity.
#[component]
pub fn Named(
    opened: Opened,
    entity: EntityId,
    /// Documents found that name it.
    n_docs: u32,
    /// Nothing is picked any more.
    on_close: Callback<()>,
) -> impl IntoView {
    let desk = use_desk();
    let Some(shown) = opened.corpus().entity(entity) else {
        return ().into_any();
    };
    let id = shown.id().to_owned();
    let facet = Facet::Entity(shown.kind());
    let key = id.clone();
    let is_chosen =
        Memo::new(move |_| desk.view.read().filter_mode(facet, &key) == Some(FilterMode::Require));
    let label = move || match is_chosen.get() {
        true => strings::FILTERED_BY,
        false => strings::FILTER_BY,
    };
    let key = id.clone();
    let filter = move |_| {
        let wanted = (!is_chosen.get_untracked()).then_some(FilterMode::Require);
        desk.replace(|view| view.set_filter(facet, &key, wanted));
    };
    let [for_page, for_network, for_map] = [id.clone(), id.clone(), id];
    let network = move || {
        let is_network = desk.view.read().open == Open::Network;
        let id = for_network.clone();
        (!is_network).then(|| {
            view! {
                <Link class="button" change=move |view| show_network(view, Some(&id))>{strings::ITS_NETWORK}</Link>
            }
        })
    };
    let is_placed = shown.place().is_some();
    let map = move || {
        let is_map = desk.view.read().open == Open::Map;
        let id = for_map.clone();
        (is_placed && !is_map).then(|| {
            view! {
                <Link class="button" change=move |view| show_map(view, Some(&id))>{strings::ON_THE_MAP}</Link>
            }
        })
    };
    view! {
        <div class="named" data-kind=shown.kind().name()>
            <p>
                <b dir="auto">{shown.name().to_owned()}</b>
                " "
                <span class="quiet small">
                    {strings::kind(shown.kind())}", "{strings::documents(n_docs, &desk.number(n_docs))}
                </span>
            </p>
            <div class="choices">
                <button type="button" class="button" aria-pressed=move || is_chosen.get().to_string() on:click=filter>{label}</button>
                <Link class="button" change=move |view| view.open = Open::Entity(for_page.clone())>{strings::OPEN_PAGE}</Link>
                {network}
                {map}
                <button type="button" class="icon-button" aria-label=strings::CLOSE title=strings::CLOSE
                    on:click=move |_| on_close.run(())>{icons::close()}</button>
            </div>
        </div>
    }
    .into_any()
}
