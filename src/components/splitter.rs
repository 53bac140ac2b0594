//! The lines between panes: dragged or moved by arrow keys, and remembered.

use crate::desk::use_desk;
use crate::strings;
use crate::web::dom;
use crate::web::settings::Settings;
use corpus_view::{px, within};
use leptos::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

/// Which line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// Between the filters and the rest.
    Filters,
    /// Between the results and the reader.
    Results,
}

impl Split {
    fn label(self) -> &'static str {
        match self {
            Self::Filters => strings::FILTERS_WIDTH,
            Self::Results => strings::RESULTS_WIDTH,
        }
    }

    fn limits(self) -> (f64, f64) {
        match self {
            Self::Filters => (180.0, 420.0),
            Self::Results => (260.0, 720.0),
        }
    }

    fn pane(self) -> &'static str {
        match self {
            Self::Filters => ".filters-pane",
            Self::Results => ".results-pane",
        }
    }

    fn field(self, settings: &mut Settings) -> &mut Option<f64> {
        match self {
            Self::Filters => &mut settings.filters_width,
            Self::Results => &mut settings.results_width,
        }
    }

    fn width(self) -> f64 {
        dom::first(self.pane()).map_or(0.0, |pane| pane.get_bounding_client_rect().width())
    }
}

/// The line at the left edge of what it stands in.
#[component]
pub fn Splitter(which: Split) -> impl IntoView {
    let desk = use_desk();
    let (least, most) = which.limits();
    let held = StoredValue::new(None::<f64>);
    let width = RwSignal::new(0.0);
    let on_move = move |event: PointerEvent| {
        let Some(offset) = held.get_value() else {
            return;
        };
        let wanted = within(f64::from(event.client_x()) - offset, least, most);
        width.set(wanted);
        desk.settings
            .update(|settings| *which.field(settings) = Some(wanted));
    };
    let on_down = move |event: PointerEvent| {
        dom::capture(&event);
        held.set_value(Some(f64::from(event.client_x()) - which.width()));
        event.prevent_default();
    };
    let on_up = move |_| {
        if held.get_value().is_some() {
            held.set_value(None);
            // The reader acted: from here on it is remembered.
            desk.set_setting(|_| ());
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowLeft" => -16.0,
            "ArrowRight" => 16.0,
            _ => return,
        };
        event.prevent_default();
        let wanted = within(which.width() + by, least, most);
        width.set(wanted);
        desk.set_setting(|settings| *which.field(settings) = Some(wanted));
    };
    let reset = move |_| desk.set_setting(|settings| *which.field(settings) = None);
    view! {
        <div
            class="splitter"
            data-splitter=which.pane()
            role="separator"
            aria-orientation="vertical"
            aria-label=which.label()
            aria-valuenow=move || px(width.get())
            aria-valuemin=px(least)
            aria-valuemax=px(most)
            tabindex="0"
            on:pointerdown=on_down
            on:pointermove=on_move
            on:pointerup=on_up
            on:pointercancel=on_up
            on:keydown=on_key
            on:dblclick=reset
        ></div>
    }
    .into_any()
}
