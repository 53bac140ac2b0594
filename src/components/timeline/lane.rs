//! A lane as something to drag on and to move with keys.

use super::chart::{Chart, Lane};
use crate::desk::use_desk;
use crate::strings;
use crate::web::dom;
use corpus_view::{Brush, Days, grab, px};
use leptos::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

/// Pixels around an end of the brush that belong to its handle; a finger needs more.
const HANDLE: f64 = 7.0;
const HANDLE_OF_FINGER: f64 = 20.0;

/// Takes the pointer and the keys of one lane.
#[component]
pub fn BrushLane(lane: Lane, chart: Chart, hovered: RwSignal<Option<usize>>) -> impl IntoView {
    let desk = use_desk();
    let held = StoredValue::new(None::<(Brush, f64)>);
    let on_down = move |event: PointerEvent| {
        if event.button() != 0 || !chart.fingers.may_brush(&event) {
            return;
        }
        let x = dom::x_in_target(&event);
        let scale = chart.scale.get_untracked();
        let brushed = untrack(|| chart.brushed(lane));
        chart.fingers.keep(lane, brushed);
        let reach = match event.pointer_type().as_str() {
            "touch" => HANDLE_OF_FINGER,
            _ => HANDLE,
        };
        held.set_value(Some((grab(scale, x, brushed, reach), x)));
        dom::capture(&event);
    };
    let drag = move |event: &PointerEvent, is_done: bool| {
        let Some((brush, from)) = held.get_value() else {
            return;
        };
        if chart.fingers.is_pinching() {
            return;
        }
        let x = dom::x_in_target(event);
        // A hand is never quite still: a drag begins after a few pixels. A click chooses the bar under it.
        let is_click = (x - from).abs() < 3.0;
        let is_new = matches!(brush, Brush::New(_));
        if is_click && (!is_done || !is_new) {
            return;
        }
        let scale = chart.scale.get_untracked();
        let day = scale.day(if is_click { from } else { x });
        let days = brush.dragged(day, chart.grain.get_untracked());
        chart.brush(lane, Some(days), is_done);
    };
    let on_move = move |event: PointerEvent| {
        hovered.set(Some(chart.bin_at(dom::x_in_target(&event))));
        drag(&event, false);
    };
    let on_up = move |event: PointerEvent| {
        drag(&event, true);
        held.set_value(None);
    };
    let on_key = move |event: KeyboardEvent| {
        let grain = chart.grain.get_untracked();
        let brushed = untrack(|| chart.brushed(lane));
        let by = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => -1,
            "ArrowRight" | "ArrowUp" => 1,
            "+" | "=" => return chart.zoom(None, 0.5),
            "-" | "−" => return chart.zoom(None, 2.0),
            "Escape" if brushed.is_some() => {
                event.prevent_default();
                event.stop_propagation();
                return chart.brush(lane, None, true);
            }
            _ => return,
        };
        event.prevent_default();
        let next = match brushed {
            None => first_bar(chart, lane),
            Some(days) if event.shift_key() => Some(days.widened(grain, by)),
            Some(days) => Some(days.moved(grain, by)),
        };
        if let Some(days) = next {
            chart.brush(lane, Some(days), true);
            follow(chart, days);
        }
    };
    let reach = move || lane.reach(chart.heights.get());
    let value = move || match chart.brushed(lane) {
        Some(days) => {
            let n = chart.n_found.get();
            format!(
                "{}: {}",
                desk.locale().days(days),
                strings::documents(n, &desk.number(n))
            )
        }
        None => strings::ALL_DAYS.to_owned(),
    };
    let now = move || {
        let days = chart.brushed(lane);
        days.map_or(chart.limits.first.0, |days| days.first.0)
    };
    let (name, label) = match lane {
        Lane::Published => ("published", strings::LANE_PUBLISHED),
        Lane::Mentioned => ("mentioned", strings::LANE_MENTIONED),
    };
    view! {
        <div
            class="brush-lane"
            data-lane=name
            style:top=move || format!("{}px", px(reach().0))
            style:height=move || format!("{}px", px(reach().1))
            tabindex="0"
            role="slider"
            aria-label=label
            aria-valuetext=value
            aria-valuenow=move || now().to_string()
            aria-valuemin=chart.limits.first.0.to_string()
            aria-valuemax=chart.limits.last.0.to_string()
            on:pointerdown=on_down
            on:pointermove=on_move
            on:pointerup=on_up
            on:pointercancel=move |_| held.set_value(None)
            on:keydown=on_key
        ></div>
    }
    .into_any()
}

/// The first bar that holds anything.
fn first_bar(chart: Chart, lane: Lane) -> Option<Days> {
    let histogram = match lane {
        Lane::Published => chart.found,
        Lane::Mentioned => chart.mentions,
    };
    let histogram = histogram.read_untracked();
    let full = histogram.bins.iter().find(|bin| bin.n() > 0);
    full.map(|bin| bin.days)
}

/// Keeps a brush that is moved by keys on the screen.
fn follow(chart: Chart, days: Days) {
    let shown = chart.scale.get_untracked().days;
    if days.first < shown.first || days.last > shown.last {
        let by = if days.first < shown.first { -0.5 } else { 0.5 };
        let days = shown.panned(by, chart.limits.hull(days));
        chart.desk.replace(|view| view.zoom = Some(days));
    }
}
