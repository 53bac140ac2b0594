//! Small line drawings. Decoration: what they mean is said beside them or in a label.

use leptos::prelude::*;

fn icon(path: &'static str) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d=path></path>
        </svg>
    }
    .into_any()
}

macro_rules! icons {
    ($($name:ident $path:literal;)*) => {
        $(#[must_use] pub fn $name() -> AnyView { icon($path) })*
    };
}

icons! {
    close "M5 5l10 10M15 5L5 15";
    back "M12 4l-6 6 6 6";
    up "M5 12l5-5 5 5";
    down "M5 8l5 5 5-5";
    plus "M10 4v12M4 10h12";
    minus "M4 10h12";
    fit "M3 10h14M6 6l-3 4 3 4M14 6l3 4-3 4";
    table "M3 4h14v12H3zM3 8h14M3 12h14M8 4v12";
    grid "M3 17V3M3 17h14M6 8h2v2H6zM10 5h2v2h-2zM10 11h2v2h-2zM14 8h2v2h-2z";
    wide "M3 4h14v12H3zM7 4v12";
    globe "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM3 10h14M10 3c-5 4.5-5 9.5 0 14M10 3c5 4.5 5 9.5 0 14";
    network "M6 13.5l7-6.5M6.5 14.8h6M4.5 13a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6zM14.5 13a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6zM14.5 4a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6z";
    help "M7.5 7.5a2.5 2.5 0 1 1 3.4 2.3c-.6.3-.9.7-.9 1.4v.6M10 14.6v.1";
    open "M3 16V5h5l2 2h7v9zM10 14v-4M8 12l2-2 2 2";
    files "M5 3h7l3 3v11H5zM12 3v3h3M8 10h4M8 13h4";
    share "M10 13V3M6.5 6.5L10 3l3.5 3.5M4 11v6h12v-6";
    sun "M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1";
    moon "M16 11.5A6.5 6.5 0 1 1 8.5 4a5 5 0 0 0 7.5 7.5z";
    half "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM10 3v14M13 5v10M11.5 4v12";
    list "M4 5h12M4 10h12M4 15h8";
    bars "M3 16h14M5 13V9M9 13V4M13 13V7M16 13v-2";
    undo "M7 5L3.5 8.5 7 12M3.5 8.5H12a4 4 0 0 1 0 8H9";
    funnel "M3 4h14l-5.5 6.5V16l-3-1.5v-4z";
}

/// The lens of the search box.
#[must_use]
pub fn lens() -> AnyView {
    view! {
        <svg class="icon lens" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d="M8.5 3.5a5 5 0 1 1 0 10 5 5 0 0 1 0-10zM12.2 12.2L17 17"></path>
        </svg>
    }
    .into_any()
}
