//! A link to another view of the same page: a real address, and a step that Back undoes.

use crate::desk::use_desk;
use corpus_view::UrlState;
use leptos::prelude::*;
use web_sys::MouseEvent;

/// A link that changes the view.
///
/// The address is real, so that a link opens in a new tab and can be copied; a plain click is
/// answered without the browser.
#[component]
pub fn Link<F>(
    /// What the link changes.
    change: F,
    /// Classes.
    #[prop(into, default = "")]
    class: &'static str,
    /// What it says where its content does not.
    #[prop(optional)]
    label: Option<&'static str>,
    /// Whether the link leads to what is shown.
    #[prop(optional, into)]
    is_here: Option<Signal<bool>>,
    children: Children,
) -> impl IntoView
where
    F: Fn(&mut UrlState) + Send + Sync + 'static,
{
    link(
        std::sync::Arc::new(change),
        class,
        label,
        is_here,
        children(),
    )
}

type ArcChange = std::sync::Arc<dyn Fn(&mut UrlState) + Send + Sync>;

/// The same for all links: one copy of it in the program, whatever they change.
fn link(
    change: ArcChange,
    class: &'static str,
    label: Option<&'static str>,
    is_here: Option<Signal<bool>>,
    children: AnyView,
) -> AnyView {
    let desk = use_desk();
    let for_href = change.clone();
    let href = move || desk.href(|view| for_href(view));
    let on_click = move |event: MouseEvent| {
        if is_plain(&event) {
            event.prevent_default();
            desk.push(|view| change(view));
        }
    };
    let current = move || is_here.is_some_and(|here| here.get()).then_some("true");
    view! {
        <a class=class href=href aria-label=label title=label aria-current=current on:click=on_click>
            {children}
        </a>
    }
    .into_any()
}

/// Whether a click asks for nothing but to follow the link here.
#[must_use]
pub fn is_plain(event: &MouseEvent) -> bool {
    event.button() == 0
        && !event.ctrl_key()
        && !event.meta_key()
        && !event.shift_key()
        && !event.alt_key()
}
