//! The whole: opens a corpus, then shows it; says so where none opens.

use super::{help::Help, workspace::Workspace};
use crate::corrected;
use crate::desk::{Desk, use_desk};
use crate::opened::Opened;
use crate::parts;
use crate::reactive::effect;
use crate::strings;
use crate::web::settings::{Theme, load};
use crate::web::{beside, dom, pack};
use corpus_index::{Corpus, PackBytes};
use leptos::prelude::*;

/// The pack this program was built with.
static EMBEDDED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/corpus.pack"));

/// Whether these are the bytes of the pack the program was built with.
pub fn is_embedded(pack: &[u8]) -> bool {
    std::ptr::eq(pack.as_ptr(), EMBEDDED.as_ptr())
}

/// The page.
#[component]
pub fn App() -> impl IntoView {
    let desk = Desk::new(load());
    provide_context(desk);
    let damage = RwSignal::new(None::<String>);

    match pack::address_beside() {
        None => open(desk, damage, EMBEDDED.into()),
        Some(address) => leptos::task::spawn_local(async move {
            if parts::is_address(&address) {
                match parts::open(&address, 0).await {
                    Ok(opened) => {
                        dom::remove_loading();
                        desk.corpus.set(Some(opened));
                    }
                    Err(error) => {
                        desk.notice
                            .set(Some(strings::pack_failed(&address, &error)));
                        open(desk, damage, EMBEDDED.into());
                    }
                }
                return;
            }
            let fetched = beside::file(&address).await;
            let opened = fetched.and_then(|bytes| {
                Corpus::open(PackBytes::from(bytes)).map_err(|error| error.to_string())
            });
            match opened {
                Ok(corpus) => show(desk, corpus),
                Err(error) => {
                    desk.notice
                        .set(Some(strings::pack_failed(&address, &error)));
                    open(desk, damage, EMBEDDED.into());
                }
            }
        }),
    }

    super::own::attach(desk);
    corrected::attach(desk);

    effect(move || {
        let theme = desk.settings.read().theme;
        let chosen = (theme != Theme::Auto).then_some(theme.key());
        dom::set_root_attribute("data-theme", chosen);
    });

    move || match (desk.corpus.get(), damage.get()) {
        (Some(opened), _) => view! {
            <Workspace opened=opened />
            <Help />
        }
        .into_any(),
        (None, Some(error)) => view! { <Damaged error=error /> }.into_any(),
        // `index.html` shows what a reader sees while a pack is fetched.
        (None, None) => ().into_any(),
    }
}

/// The page with a corpus given: for tests, and for what embeds the page.
#[component]
pub fn AppWith(
    /// The corpus to show.
    corpus: Corpus,
) -> impl IntoView {
    let desk = Desk::new(crate::web::settings::Settings::default());
    provide_context(desk);
    show(desk, corpus);
    move || {
        desk.corpus.get().map(|opened| {
            view! {
                <Workspace opened=opened />
                <Help />
            }
        })
    }
}

fn open(desk: Desk, damage: RwSignal<Option<String>>, bytes: PackBytes) {
    match Corpus::open(bytes) {
        Ok(corpus) => show(desk, corpus),
        Err(error) => {
            dom::remove_loading();
            damage.set(Some(error.to_string()));
        }
    }
}

fn show(desk: Desk, corpus: Corpus) {
    let before = desk
        .corpus
        .read_untracked()
        .as_ref()
        .map(Opened::generation);
    let generation = before.map_or(0, |generation| generation.wrapping_add(1));
    dom::remove_loading();
    corrected::open(desk, Opened::new(corpus, "", generation), None);
}

#[component]
fn Damaged(error: String) -> impl IntoView {
    let desk = use_desk();
    view! {
        <main class="damaged">
            <div role="alert">
                <h1>{strings::DAMAGED}</h1>
                <p>{move || desk.notice.get()}</p>
                <p>{error}</p>
                <p>{strings::DAMAGED_HINT}</p>
            </div>
        </main>
    }
}
