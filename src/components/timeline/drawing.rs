//! The picture: a few paths, however many documents.

use super::chart::{AXIS, Chart, Heights, Lane};
use crate::desk::{Desk, use_desk};
use crate::reactive::memo;
use corpus_view::{
    Axis, Bar, Bin, Days, HOURS_UP_TO, Histogram, N_OUTLET_COLOURS, Scale, Tick, axis, bar_height,
    bars_path, px, within,
};
use leptos::prelude::*;
use std::cmp::Reverse;

/// The bars, the axis and the brushes.
#[component]
pub fn Drawing(chart: Chart, hovered: RwSignal<Option<usize>>) -> impl IntoView {
    let desk = use_desk();
    let axis = memo(move || axis(chart.scale.get(), 30.0));
    let height = move || chart.heights.get().whole();
    let is_grid = memo(move || desk.view.read().is_grid);
    let top = move || chart.published.read().ceiling;
    let back = move || stacked(chart, &chart.published.read().all, top(), None);
    let slot = move |slot: u8| {
        let d = move || stacked(chart, &chart.found.read(), top(), Some(slot));
        view! { <path class="bar" data-slot=slot.to_string() d=d></path> }
    };
    let spread = memo(move || spread_path(chart, top()));
    // Where the grid stands, there is no lane to hang from the axis.
    let hung = move |of_all: bool, part: fn(&Bin) -> u32| {
        move || match (is_grid.get(), of_all) {
            (true, _) => String::new(),
            (false, true) => hanging(chart, &chart.mentioned.read().all, part),
            (false, false) => hanging(chart, &chart.mentions.read(), part),
        }
    };
    // What is said to the hour stands in its hour, before a paler bar for the whole day.
    let of_hours = move || {
        let hours = chart.hours.read();
        match (is_grid.get(), hours.is_empty()) {
            (false, true) => hanging(chart, &chart.mentions.read(), |bin| bin.n() * 1000),
            (false, false) => hours_path(chart, &hours),
            (true, _) => String::new(),
        }
    };
    let band = move || {
        let (x, right) = chart.scale.read().x_range(hovered_days(chart, hovered)?);
        Some(view! {
            <rect class="hover-band" x=px(x) y="0" width=px(right - x) height=px(height())></rect>
        })
    };
    let cut = move || {
        let heights = chart.heights.get();
        let above = cut_labels(chart, &chart.found.read(), top(), 9.0);
        let below = match is_grid.get() {
            true => Vec::new(),
            false => {
                let ceiling = chart.mentioned.read().ceiling;
                cut_labels(
                    chart,
                    &chart.mentions.read(),
                    ceiling,
                    heights.whole() - 2.0,
                )
            }
        };
        above.into_iter().chain(below).collect::<Vec<_>>()
    };
    view! {
        <svg class="bars" height=move || px(height()) aria-hidden="true" focusable="false">
            {move || axis_view(desk, &axis.read(), chart.heights.get())}
            <path class="bar-back" d=back></path>
            <path class="spread-fill" d=spread></path>
            <path class="bar-spread" d=spread></path>
            {(0..N_OUTLET_COLOURS).map(slot).collect_view()}
            <path class="mention-back" d=hung(true, Bin::height)></path>
            <path class="mention-spread" d=hung(false, Bin::height)></path>
            <path class="mention" d=of_hours></path>
            {cut}
            {band}
            {brush_view(chart, Lane::Published)}
            {brush_view(chart, Lane::Mentioned)}
        </svg>
    }
    .into_any()
}

fn hovered_days(chart: Chart, hovered: RwSignal<Option<usize>>) -> Option<Days> {
    let bin = hovered.get()?;
    chart.found.read().bins.get(bin).map(|bin| bin.days)
}

/// Left edge and width of a bar, with a gap to the next where there is room.
fn slab(scale: Scale, bin: &Bin) -> (f64, f64) {
    let (x, right) = scale.x_range(bin.days);
    let width = right - x;
    let gap = if width > 24.0 {
        3.0
    } else if width > 5.0 {
        1.0
    } else {
        0.0
    };
    // A bar wider than this would be a wall.
    // Where hours are drawn, a day is a day wide.
    let most = if scale.days.len() <= HOURS_UP_TO {
        width
    } else {
        44.0
    };
    let drawn = (width - gap).min(most);
    (x + (width - drawn) / 2.0, drawn)
}

/// A part of a stack, in thousandths from `below` up, as a bar that stands on the axis; what is above the
/// ceiling is cut off.
fn standing(chart: Chart, x: f64, width: f64, below: u32, part: u32, top: u32) -> Bar {
    let tall = chart.heights.get().published;
    let above = below.saturating_add(part).min(top);
    let below = below.min(top);
    let bottom = tall - bar_height(below, top, tall);
    let height = bar_height(above - below, top, tall);
    Bar {
        x,
        y: bottom - height,
        width,
        height,
    }
}

/// The bars of one colour, each on top of the colours before it; of all colours for `None`.
fn stacked(chart: Chart, lane: &Histogram, top: u32, slot: Option<u8>) -> String {
    let scale = chart.scale.get();
    bars_path(lane.bins.iter().map(|bin| {
        let (x, width) = slab(scale, bin);
        let (below, n) = match slot {
            None => (0, bin.height()),
            Some(slot) => {
                let slot = usize::from(slot);
                let below: u32 = bin.counts[..slot].iter().sum();
                (below * 1000, bin.counts[slot] * 1000)
            }
        };
        standing(chart, x, width, below, n, top)
    }))
}

/// What is dated less precisely than a bar, on top of the others.
fn spread_path(chart: Chart, top: u32) -> String {
    let scale = chart.scale.get();
    let lane = chart.found.read();
    bars_path(lane.bins.iter().map(|bin| {
        let (x, right) = scale.x_range(bin.days);
        standing(chart, x, right - x, bin.n() * 1000, bin.spread, top)
    }))
}

/// The lane that hangs below the axis.
fn hanging(chart: Chart, lane: &Histogram, part: fn(&Bin) -> u32) -> String {
    let (y, tall) = Lane::Mentioned.extent(chart.heights.get());
    let (scale, top) = (chart.scale.get(), chart.mentioned.read().ceiling);
    bars_path(lane.bins.iter().map(|bin| {
        let (x, width) = slab(scale, bin);
        let height = bar_height(part(bin).min(top), top, tall);
        Bar {
            x,
            y,
            width,
            height,
        }
    }))
}

/// Bars of hours in the lane that hangs below the axis.
fn hours_path(chart: Chart, hours: &[u32]) -> String {
    let (y, tall) = Lane::Mentioned.extent(chart.heights.get());
    let (scale, top) = (chart.scale.get(), chart.mentioned.read().ceiling);
    let step = scale.width / hours.len().max(1) as f64;
    bars_path((0..).zip(hours).map(|(i, &n)| Bar {
        x: f64::from(i) * step + 0.5,
        y,
        width: step - 1.0,
        height: bar_height((n * 1000).min(top), top, tall),
    }))
}

/// The numbers of bars that are cut off, where they have room: the highest bar has its number, and of two that would
/// read as one number the lower goes without.
fn cut_labels(chart: Chart, lane: &Histogram, top: u32, y: f64) -> Vec<AnyView> {
    /// Pixels between two numbers.
    const GAP: f64 = 6.0;
    let scale = chart.scale.get();
    let mut cut: Vec<&Bin> = lane.bins.iter().filter(|bin| bin.height() > top).collect();
    cut.sort_by_key(|bin| Reverse(bin.height()));
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let mut labels = Vec::new();
    for bin in cut {
        let (x, right) = scale.x_range(bin.days);
        let middle = (x + right) / 2.0;
        let number = chart.desk.number(bin.n());
        let half = number.len() as f64 * 3.5;
        let (from, to) = (middle - half, middle + half);
        if taken
            .iter()
            .any(|(start, end)| from < end + GAP && *start < to + GAP)
        {
            continue;
        }
        taken.push((from, to));
        labels.push(view! { <text class="cut" x=px(middle) y=px(y)>{number}</text> }.into_any());
    }
    labels
}

fn axis_view(desk: Desk, axis: &Axis, heights: Heights) -> AnyView {
    let locale = desk.locale();
    let top = heights.published;
    let tick = |tick: &Tick| {
        view! {
            <line class="axis-line" x1=px(tick.x) x2=px(tick.x) y1=px(top) y2=px(top + 4.0)></line>
            <text x=px(tick.x + 2.0) y=px(top + 13.0)>{locale.axis_label(tick.label)}</text>
        }
        .into_any()
    };
    let context = |tick: &Tick| {
        view! { <text class="context" x=px(tick.x + 2.0) y=px(top + 26.0)>{locale.axis_label(tick.label)}</text> }
            .into_any()
    };
    let lower = top + AXIS;
    view! {
        <line class="axis-line" x1="0" x2="100%" y1=px(top) y2=px(top)></line>
        <line class="grid-line" x1="0" x2="100%" y1=px(lower) y2=px(lower)></line>
        {axis.ticks.iter().map(tick).collect_view()}
        {axis.contexts.iter().map(context).collect_view()}
    }
    .into_any()
}

fn brush_view(chart: Chart, lane: Lane) -> impl IntoView {
    move || {
        let days = chart.brushed(lane)?;
        if lane == Lane::Mentioned && chart.desk.view.read().is_grid {
            return None;
        }
        let (x, right) = chart.scale.read().x_range(days);
        let (y, height) = lane.extent(chart.heights.get());
        let width = chart.scale.read().width;
        let left = within(x, 0.0, width);
        let end = within(right, 0.0, width);
        let part = move |class: &'static str, x: f64, width: f64| {
            view! { <rect class=class x=px(x) y=px(y) width=px(width.max(0.0)) height=px(height)></rect> }
        };
        let handle = move |x: f64| {
            let is_seen = (0.0..=width).contains(&x);
            is_seen.then(|| {
                view! {
                    <line class="brush-edge" x1=px(x) x2=px(x) y1=px(y) y2=px(y + height)></line>
                    <rect class="handle" x=px(x - 3.5) y=px(y + height / 2.0 - 9.0) width="7" height="18" rx="3.5"></rect>
                }
            })
        };
        Some(view! {
            {part("shade", 0.0, left)}
            {part("shade", end, width - end)}
            {part("brush", left, end - left)}
            {handle(x)}
            {handle(right)}
        })
    }
}
