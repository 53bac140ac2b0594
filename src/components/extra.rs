//! A place for what the second program draws: fetched, drawn, followed and taken away with the place.
//!
//! Says that it is being fetched, and why it could not be. The keyboard goes where the new view is, and back to
//! where it was when the view goes.

use super::whole::{Needs, NeedsWhole, needs};
use crate::desk::use_desk;
use crate::opened::Opened;
use crate::reactive::effect;
use crate::strings;
use crate::web::timer::after_layout;
use crate::web::{dom, extras};
use leptos::{html, prelude::*};
use send_wrapper::SendWrapper;

/// How far it has come.
#[derive(Clone, PartialEq)]
enum Stage {
    Fetching,
    Drawn,
    Failed(String),
}

/// One part of the page that `extras/` draws; `extras/src/stage.rs` lists the parts.
#[component]
pub fn Extra(
    opened: Opened,
    part: &'static str,
    /// Whether the part is what the reader now turns to, so that the keyboard follows.
    #[prop(optional)]
    takes_focus: bool,
    /// Whether the page does without it in silence while, or if, it cannot be fetched.
    #[prop(optional)]
    is_quiet: bool,
) -> impl IntoView {
    let desk = use_desk();
    // Completions read little, and how to search nothing; what is drawn elsewhere than in the reading pane reads
    // every document.
    let reads_much = !["suggest", "help"].contains(&part);
    let Some(parts) = opened.parts().filter(|_| reads_much).cloned() else {
        return drawn(opened, part, takes_focus, is_quiet);
    };
    if is_quiet {
        return ().into_any();
    }
    let of_view = opened.clone();
    let needed = Memo::new(move |before: Option<&Option<Needs>>| match part {
        "reading" => needs(desk, &of_view).or_else(|| before.copied().flatten()),
        _ => Some(Needs::All),
    });
    let body = move || {
        let (opened, parts) = (opened.clone(), parts.clone());
        match needed.get() {
            Some(Needs::Parts) => drawn(opened, part, takes_focus, is_quiet),
            Some(needs) => view! {
                <NeedsWhole opened=opened parts=parts is_of_found=needs == Needs::Found />
            }
            .into_any(),
            None => {
                view! { <p class="extra-said" role="status">{strings::FETCHING}</p> }.into_any()
            }
        }
    };
    body.into_any()
}

/// The place itself.
fn drawn(opened: Opened, part: &'static str, takes_focus: bool, is_quiet: bool) -> AnyView {
    let desk = use_desk();
    let host: NodeRef<html::Div> = NodeRef::new();
    let stage = RwSignal::new(Stage::Fetching);
    let tries = RwSignal::new(0_u32);
    let before = SendWrapper::new(dom::focused());
    effect(move || {
        let (Some(host), _) = (host.get(), tries.get()) else {
            return;
        };
        let opened = opened.clone();
        leptos::task::spawn_local(async move {
            let fetched = extras::fetched().await;
            if !host.is_connected() {
                return;
            }
            let fragment = desk.view.read_untracked().to_fragment();
            let drawn = fetched.and_then(|()| extras::draw(&host, part, &opened, &fragment));
            stage.set(match drawn {
                Ok(()) => Stage::Drawn,
                Err(error) => Stage::Failed(error),
            });
            // Not from a field that somebody types in.
            if takes_focus && !dom::is_in_field() {
                dom::focus(&host);
            }
        });
    });
    on_cleanup(move || {
        let Some(host) = host.get_untracked() else {
            return;
        };
        let had_focus = dom::focused().is_some_and(|focused| host.contains(Some(&focused)));
        extras::undraw(&host);
        if had_focus {
            after_layout(move || match before.take() {
                Some(before) if before.is_connected() => dom::focus(&before),
                _ => dom::focus_first(".results-list a"),
            });
        }
    });
    let said = move || match stage.get() {
        _ if is_quiet => ().into_any(),
        Stage::Fetching => {
            view! { <p class="extra-said" role="status">{strings::EXTRA_FETCHING}</p> }.into_any()
        }
        Stage::Drawn => ().into_any(),
        Stage::Failed(error) => view! {
            <div class="extra-said" role="alert">
                <p>{strings::extra_failed(&error)}</p>
                <button type="button" class="button" on:click=move |_| {
                    stage.set(Stage::Fetching);
                    tries.update(|n| *n += 1);
                }>{strings::OWN_AGAIN}</button>
            </div>
        }
        .into_any(),
    };
    view! {
        {said}
        <div
            class="extra"
            data-part=part
            tabindex="-1"
            aria-busy=move || (stage.get() == Stage::Fetching).to_string()
            node_ref=host
        ></div>
    }
    .into_any()
}
