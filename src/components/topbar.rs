//! Name, search box, count, and the few tools of the whole page.

use super::extra::Extra;
use super::icons;
use super::link::Link;
use super::share::Share;
use crate::corrected;
use crate::desk::use_desk;
use crate::opened::Opened;
use crate::reactive::memo;
use crate::strings;
use crate::web::dom;
use crate::web::settings::Theme;
use corpus_view::{Correct, Open, Pane};
use leptos::prelude::*;

/// The bar above everything.
#[component]
pub fn TopBar(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let title = opened.title().to_owned();
    let n_docs = opened.n_docs();
    let total = move || {
        let n = desk.answer.read().n();
        if desk.view.read().is_narrowed() {
            strings::some_of_all(&desk.number(n), n_docs, &desk.number(n_docs))
        } else {
            strings::documents(n_docs, &desk.number(n_docs))
        }
    };
    view! {
        <header class="topbar">
            <Link class="brand" change=|view| view.open = Open::Start>
                <span class="wordmark">{strings::APP}</span>
                <span class="corpus-title">{title}</span>
            </Link>
            <SearchBox opened=opened.clone() />
            <span class="total" aria-hidden="true">{total}</span>
            <Corrections />
            <div class="tools">
                <button type="button" class="icon-button" aria-label=strings::OWN title=strings::OWN data-do="own">
                    {icons::open()}
                </button>
                <Link class="icon-button" label=strings::FILES change=|view| view.open = Open::Coverage>
                    {icons::files()}
                </Link>
                <Share opened=opened />
                <ThemeButton />
                <button
                    type="button"
                    class="icon-button"
                    aria-label=strings::HELP
                    title=strings::HELP
                    on:click=move |_| desk.is_help_open.set(true)
                >
                    {icons::help()}
                </button>
            </div>
            <Notice />
        </header>
    }
    .into_any()
}

/// How much of the corpus a reader has put right, and the way back.
#[component]
fn Corrections() -> impl IntoView {
    let desk = use_desk();
    move || {
        let n = desk.n_corrections.get();
        (n > 0).then(|| {
            view! {
                <span class="corrected" role="status">
                    <Link change=|view| view.open = Open::Correct(Correct::All)>
                        {strings::corrections(n, &desk.number(n))}
                    </Link>
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=strings::CORRECT_UNDO_LAST
                        title=strings::CORRECT_UNDO_LAST
                        on:click=move |_| corrected::undo(desk)
                    >
                        {icons::undo()}
                    </button>
                </span>
            }
            .into_any()
        })
    }
}

#[component]
fn SearchBox(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    // Completions are fetched for who types, not for who came by a link.
    let has_typed = RwSignal::new(false);
    let suggestions = move || {
        let opened = opened.clone();
        has_typed
            .get()
            .then(|| view! { <Extra opened=opened part="suggest" is_quiet=true /> })
    };
    let query = memo(move || desk.view.read().query.clone());
    let typed = move |text: String| {
        desk.hit.set(None);
        has_typed.set(true);
        desk.replace(|view| {
            view.query = text;
            view.pane = Pane::Results;
        });
    };
    view! {
        <form class="search" role="search" on:submit=move |event| {
            event.prevent_default();
            dom::focus_first(".results-list a");
        }>
            {icons::lens()}
            <input
                type="search"
                aria-label=strings::SEARCH
                placeholder=strings::SEARCH_HINT
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                enterkeyhint="search"
                dir="auto"
                prop:value=query
                on:input:target=move |event| typed(event.target().value())
            />
            <button
                type="button"
                class="icon-button"
                aria-label=strings::CLEAR_SEARCH
                title=strings::CLEAR_SEARCH
                hidden=move || query.read().is_empty()
                on:click=move |_| {
                    typed(String::new());
                    dom::focus_first(".search input");
                }
            >
                {icons::close()}
            </button>
            {suggestions}
        </form>
    }
    .into_any()
}

#[component]
fn ThemeButton() -> impl IntoView {
    let desk = use_desk();
    let theme = memo(move || desk.settings.read().theme);
    let label = move || match theme.get() {
        Theme::Auto => strings::THEME_AUTO,
        Theme::Light => strings::THEME_LIGHT,
        Theme::Dark => strings::THEME_DARK,
    };
    let icon = move || match theme.get() {
        Theme::Auto => icons::half(),
        Theme::Light => icons::sun(),
        Theme::Dark => icons::moon(),
    };
    view! {
        <button
            type="button"
            class="icon-button theme"
            aria-label=label
            title=label
            on:click=move |_| desk.set_setting(|settings| settings.theme = settings.theme.next())
        >
            {icon}
        </button>
    }
    .into_any()
}

/// What the reader should know about this page, until dismissed.
#[component]
fn Notice() -> impl IntoView {
    let desk = use_desk();
    move || {
        desk.notice.get().map(|text| {
            view! {
                <div class="notice" role="alert">
                    <span>{text}</span>
                    <span class="spacer"></span>
                    <button type="button" class="link-button" on:click=move |_| desk.notice.set(None)>
                        {strings::DISMISS}
                    </button>
                </div>
            }
            .into_any()
        })
    }
}
