//! The timeline: when documents were published, and which days their texts mention, on one axis.
//!
//! Above the axis the documents found, stacked by outlet; below it the days they mention. Behind
//! both, in a quiet tone, the whole corpus. Each lane has a brush of its own: drag, handles, arrow
//! keys. Bars are bins; what is dated less precisely than a bar is spread and drawn open.

use super::icons;
use crate::answer::docs_without_mentions;
use crate::desk::{Desk, use_desk};
use crate::opened::Opened;
use crate::strings;
use crate::web::dom;
use corpus_model::CivilDate;
use corpus_search::{Facet, FacetCount};
use corpus_view::{
    Axis, Bar, Bin, Brush, Days, Grain, Histogram, N_OUTLET_COLOURS, Pane, Scale, Tick, axis,
    bar_height, bars_path, fitting_grain, grab, histogram, px,
};
use leptos::{html, prelude::*};
use web_sys::{KeyboardEvent, PointerEvent};

/// Height of the axis between the lanes, in pixels.
const AXIS: f64 = 32.0;
/// The narrowest bar.
const MIN_BAR: f64 = 5.0;
/// Pixels around an end of the brush that belong to its handle.
const HANDLE: f64 = 7.0;

/// Heights of the lanes, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Heights {
    published: f64,
    mentioned: f64,
}

impl Heights {
    /// Beside results and reader the timeline is low; alone on a screen it may be high.
    fn of(is_alone: bool) -> Self {
        match is_alone {
            true => Self {
                published: 110.0,
                mentioned: 56.0,
            },
            false => Self {
                published: 64.0,
                mentioned: 34.0,
            },
        }
    }

    fn whole(self) -> f64 {
        self.published + AXIS + self.mentioned
    }
}

/// One of the two lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lane {
    Published,
    Mentioned,
}

impl Lane {
    fn label(self) -> &'static str {
        match self {
            Self::Published => strings::LANE_PUBLISHED,
            Self::Mentioned => strings::LANE_MENTIONED,
        }
    }

    fn brushed(self, desk: Desk) -> Option<Days> {
        let view = desk.view.read();
        match self {
            Self::Published => view.published,
            Self::Mentioned => view.mentioned,
        }
    }

    fn brush(self, desk: Desk, days: Option<Days>) {
        desk.replace(|view| match self {
            Self::Published => {
                view.published = days;
                // A day and no day at once finds nothing.
                view.is_undated &= days.is_none();
            }
            Self::Mentioned => view.mentioned = days,
        });
    }

    /// Where it takes the pointer: half of the axis belongs to each.
    fn reach(self, heights: Heights) -> (f64, f64) {
        match self {
            Self::Published => (0.0, heights.published + AXIS / 2.0),
            Self::Mentioned => (
                heights.published + AXIS / 2.0,
                heights.mentioned + AXIS / 2.0,
            ),
        }
    }

    /// Where its bars stand.
    fn extent(self, heights: Heights) -> (f64, f64) {
        match self {
            Self::Published => (0.0, heights.published),
            Self::Mentioned => (heights.published + AXIS, heights.mentioned),
        }
    }
}

/// What is drawn: everything here is derived from the view and the answer.
#[derive(Clone, Copy)]
struct Chart {
    scale: Memo<Scale>,
    grain: Memo<Grain>,
    found: Memo<Histogram>,
    all: Memo<Histogram>,
    mentions: Memo<Histogram>,
    all_mentions: Memo<Histogram>,
    limits: Days,
    heights: Memo<Heights>,
}

impl Chart {
    fn new(desk: Desk, opened: &Opened, width: RwSignal<f64>, main: Days, limits: Days) -> Self {
        let shown = Memo::new(move |_| desk.view.read().zoom.unwrap_or(main));
        let grain = Memo::new(move |_| {
            let fitting = fitting_grain(shown.get(), width.get(), MIN_BAR);
            // A finer grain than the screen can show would draw nothing but noise.
            desk.view
                .read()
                .grain
                .map_or(fitting, |grain| grain.max(fitting))
        });
        let scale = Memo::new(move |_| Scale {
            days: shown.get().snapped(grain.get()),
            width: width.get(),
        });
        let bins = move || (scale.read().days, grain.get());
        let for_all = opened.clone();
        let all = Memo::new(move |_| {
            let (days, grain) = bins();
            let docs = for_all.corpus().doc_ids();
            histogram(days, grain, docs.filter_map(|doc| for_all.published(doc)))
        });
        let for_found = opened.clone();
        let found = Memo::new(move |_| {
            let (days, grain) = bins();
            let answer = desk.answer.read();
            let docs = answer.timeline_docs().iter();
            histogram(
                days,
                grain,
                docs.filter_map(|&doc| for_found.published(doc)),
            )
        });
        let for_all = opened.clone();
        let all_mentions = Memo::new(move |_| {
            let (days, grain) = bins();
            histogram(
                days,
                grain,
                for_all.mentioned().iter().map(|(_, dated)| *dated),
            )
        });
        let for_docs = opened.clone();
        let docs = Memo::new(move |_| {
            let question = desk.question.read();
            docs_without_mentions(&for_docs, &question)
        });
        let for_mentions = opened.clone();
        let mentions = Memo::new(move |_| {
            let (days, grain) = bins();
            let docs = docs.read();
            let found = for_mentions.mentioned().iter();
            let found = found.filter(|(doc, _)| docs.binary_search(doc).is_ok());
            histogram(days, grain, found.map(|(_, dated)| *dated))
        });
        Self {
            scale,
            grain,
            found,
            all,
            mentions,
            all_mentions,
            limits,
            heights: Memo::new(move |_| Heights::of(desk.is_middle.get())),
        }
    }

    fn zoom(self, desk: Desk, around: Option<f64>, factor: f64) {
        let scale = self.scale.get_untracked();
        let around = scale.day(around.unwrap_or(scale.width / 2.0));
        let wanted = scale.days.zoomed(around, factor);
        // Nothing is to be seen beyond all that is dated.
        let wanted = Days::new(
            wanted.first.max(self.limits.first),
            wanted.last.min(self.limits.last),
        );
        desk.replace(|view| view.zoom = Some(wanted));
    }

    fn pan(self, desk: Desk, share: f64) {
        let days = self.scale.get_untracked().days.panned(share, self.limits);
        desk.replace(|view| view.zoom = Some(days));
    }
}

/// The pane of the timeline.
#[component]
pub fn Timeline(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let (Some(main), Some(extent)) = (opened.domain(), opened.extent()) else {
        return view! { <div class="timeline"><p class="quiet small">{strings::NO_DATES}</p></div> }
            .into_any();
    };
    let limits = extent.hull(main);
    let width = RwSignal::new(600.0);
    let chart = Chart::new(desk, &opened, width, main, limits);
    let hovered = RwSignal::new(None::<usize>);
    let is_table = RwSignal::new(false);
    let canvas: NodeRef<html::Div> = NodeRef::new();
    Effect::new(move || {
        if let Some(canvas) = canvas.get() {
            dom::on_width(&canvas, move |measured| {
                if measured > 1.0 {
                    width.set(measured);
                }
            });
            dom::on_wheel(&canvas, move |event| {
                event.prevent_default();
                if event.shift_key() || event.delta_x().abs() > event.delta_y().abs() {
                    let by = event.delta_x() + event.delta_y();
                    chart.pan(desk, by.signum() * 0.08);
                } else {
                    let factor = if event.delta_y() > 0.0 { 1.25 } else { 0.8 };
                    chart.zoom(desk, Some(dom::x_in_target(event)), factor);
                }
            });
        }
    });

    let readout = move || match hovered.get() {
        Some(bin) => bin_readout(desk, chart, bin),
        None => desk.locale().days(chart.scale.read().days),
    };
    let table = move || is_table.get().then(|| table(desk, chart));
    view! {
        <div class="timeline">
            <div class="head">
                <h2>{strings::TIMELINE}</h2>
                <span class="readout">{readout}</span>
                <div class="controls">
                    <Grains chart=chart />
                    <button type="button" class="icon-button" aria-label=strings::ZOOM_OUT title=strings::ZOOM_OUT
                        on:click=move |_| chart.zoom(desk, None, 2.0)>{icons::minus()}</button>
                    <button type="button" class="icon-button" aria-label=strings::ZOOM_IN title=strings::ZOOM_IN
                        on:click=move |_| chart.zoom(desk, None, 0.5)>{icons::plus()}</button>
                    <button type="button" class="icon-button" aria-label=strings::ZOOM_ALL title=strings::ZOOM_ALL
                        on:click=move |_| desk.replace(|view| view.zoom = None)>{icons::fit()}</button>
                    <button type="button" class="icon-button" aria-label=strings::AS_TABLE title=strings::AS_TABLE
                        aria-pressed=move || is_table.get().to_string()
                        on:click=move |_| is_table.update(|is| *is = !*is)>{icons::table()}</button>
                </div>
            </div>
            <div class="plot">
                <div class="lanes" aria-hidden="true">
                    <span style:top="0">{strings::LANE_PUBLISHED}</span>
                    <span style:bottom="0">{strings::LANE_MENTIONED}</span>
                </div>
                <div
                    class="canvas"
                    node_ref=canvas
                    style:height=move || format!("{}px", px(chart.heights.get().whole()))
                    on:pointerleave=move |_| hovered.set(None)
                >
                    <Drawing chart=chart hovered=hovered />
                    <BrushLane lane=Lane::Published chart=chart hovered=hovered />
                    <BrushLane lane=Lane::Mentioned chart=chart hovered=hovered />
                </div>
                <Beside chart=chart />
            </div>
            {table}
            <Key opened=opened />
        </div>
    }
    .into_any()
}

/// Where the filters with their colours are on another screen: whose colours these are.
#[component]
fn Key(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let of = move |count: &FacetCount| {
        let slot = opened.outlet_slot(count.value).to_string();
        let name = opened
            .corpus()
            .facet_value_name(Facet::Outlet, count.value)
            .to_owned();
        view! { <span><span class="dot" data-slot=slot></span>{name}</span> }.into_any()
    };
    move || {
        desk.is_middle.get().then(|| {
            let answer = desk.answer.read();
            let outlets = answer.counts(Facet::Outlet).iter().take(8).map(&of);
            view! { <p class="key">{outlets.collect_view()}</p> }.into_any()
        })
    }
}

#[component]
fn Grains(chart: Chart) -> impl IntoView {
    let desk = use_desk();
    const CHOICES: [Option<Grain>; 5] = [
        None,
        Some(Grain::Day),
        Some(Grain::Week),
        Some(Grain::Month),
        Some(Grain::Year),
    ];
    let button = move |choice: Option<Grain>| {
        let is_chosen = move || (desk.view.read().grain == choice).to_string();
        let is_too_fine = move || {
            let scale = chart.scale.get();
            choice.is_some_and(|choice| choice < fitting_grain(scale.days, scale.width, MIN_BAR))
        };
        view! {
            <button
                type="button"
                aria-pressed=is_chosen
                disabled=is_too_fine
                on:click=move |_| desk.replace(|view| view.grain = choice)
            >
                {choice.map_or(strings::GRAIN_AUTO, strings::grain)}
            </button>
        }
    };
    view! {
        <div class="segmented" role="group" aria-label=strings::BARS>{CHOICES.map(button)}</div>
    }
    .into_any()
}

/// The picture: a few paths, however many documents.
#[component]
fn Drawing(chart: Chart, hovered: RwSignal<Option<usize>>) -> impl IntoView {
    let desk = use_desk();
    let axis = Memo::new(move |_| axis(chart.scale.get(), 30.0));
    let max = move || chart.all.read().max_height().max(1000);
    let max_mentions = move || chart.all_mentions.read().max_height().max(1000);
    let height = move || chart.heights.get().whole();
    let back = move || stacked(chart, chart.all, max(), None);
    let slot = move |slot: u8| {
        let d = move || stacked(chart, chart.found, max(), Some(slot));
        view! { <path class="bar" data-slot=slot.to_string() d=d></path> }
    };
    let spread = Memo::new(move |_| spread_path(chart, chart.found, max()));
    let hung = move |lane: Memo<Histogram>, part: fn(&Bin) -> u32| {
        move || hanging(chart, lane, part, max_mentions())
    };
    let band = move || {
        let (x, right) = chart.scale.read().x_range(hovered_days(chart, hovered)?);
        Some(view! {
            <rect class="hover-band" x=px(x) y="0" width=px(right - x) height=px(height())></rect>
        })
    };
    view! {
        <svg class="bars" height=move || px(height()) aria-hidden="true" focusable="false">
            {move || axis_view(desk, &axis.read(), chart.heights.get())}
            <path class="bar-back" d=back></path>
            <path class="spread-fill" d=spread></path>
            <path class="bar-spread" d=spread></path>
            {(0..N_OUTLET_COLOURS).map(slot).collect_view()}
            <path class="mention-back" d=hung(chart.all_mentions, Bin::height)></path>
            <path class="mention-spread" d=hung(chart.mentions, Bin::height)></path>
            <path class="mention" d=hung(chart.mentions, |bin| bin.n() * 1000)></path>
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
    let drawn = (width - gap).min(44.0);
    (x + (width - drawn) / 2.0, drawn)
}

/// The bars of one colour, each on top of the colours before it; of all colours for `None`.
fn stacked(chart: Chart, lane: Memo<Histogram>, max: u32, slot: Option<u8>) -> String {
    let (scale, tall) = (chart.scale.get(), chart.heights.get().published);
    let lane = lane.read();
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
        let bottom = tall - bar_height(below, max, tall);
        let height = bar_height(n, max, tall);
        Bar {
            x,
            y: bottom - height,
            width,
            height,
        }
    }))
}

/// What is dated less precisely than a bar, on top of the others.
fn spread_path(chart: Chart, lane: Memo<Histogram>, max: u32) -> String {
    let (scale, tall) = (chart.scale.get(), chart.heights.get().published);
    let lane = lane.read();
    bars_path(lane.bins.iter().map(|bin| {
        let (x, right) = scale.x_range(bin.days);
        let bottom = tall - bar_height(bin.n() * 1000, max, tall);
        let height = bar_height(bin.spread, max, tall);
        Bar {
            x,
            y: bottom - height,
            width: right - x,
            height,
        }
    }))
}

/// The lane that hangs below the axis.
fn hanging(chart: Chart, lane: Memo<Histogram>, part: fn(&Bin) -> u32, max: u32) -> String {
    let (y, tall) = Lane::Mentioned.extent(chart.heights.get());
    let scale = chart.scale.get();
    let lane = lane.read();
    bars_path(lane.bins.iter().map(|bin| {
        let (x, width) = slab(scale, bin);
        let height = bar_height(part(bin), max, tall);
        Bar {
            x,
            y,
            width,
            height,
        }
    }))
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
    let desk = use_desk();
    move || {
        let days = lane.brushed(desk)?;
        let (x, right) = chart.scale.read().x_range(days);
        let (y, height) = lane.extent(chart.heights.get());
        let width = chart.scale.read().width;
        let left = x.clamp(0.0, width);
        let end = right.clamp(0.0, width);
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

/// The lane as something to drag on and to move with keys.
#[component]
fn BrushLane(lane: Lane, chart: Chart, hovered: RwSignal<Option<usize>>) -> impl IntoView {
    let desk = use_desk();
    let held = StoredValue::new(None::<(Brush, f64)>);
    let bin_at = move |x: f64| {
        let day = chart.scale.get_untracked().day(x);
        let found = chart.found.read_untracked();
        found.bins.partition_point(|bin| bin.days.last < day)
    };
    let on_down = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        let x = dom::x_in_target(&event);
        let scale = chart.scale.get_untracked();
        let brushed = untrack(|| lane.brushed(desk));
        held.set_value(Some((grab(scale, x, brushed, HANDLE), x)));
        dom::capture(&event);
    };
    let on_move = move |event: PointerEvent| {
        let x = dom::x_in_target(&event);
        hovered.set(Some(bin_at(x)));
        let Some((brush, from)) = held.get_value() else {
            return;
        };
        // A hand is never quite still: a drag begins after a few pixels.
        if (x - from).abs() < 3.0 && matches!(brush, Brush::New(_)) {
            return;
        }
        let day = chart.scale.get_untracked().day(x);
        lane.brush(desk, Some(brush.dragged(day, chart.grain.get_untracked())));
    };
    let on_up = move |event: PointerEvent| {
        let Some((brush, from)) = held.get_value() else {
            return;
        };
        held.set_value(None);
        let x = dom::x_in_target(&event);
        // A click chooses the bar under it.
        if (x - from).abs() < 3.0
            && let Brush::New(day) = brush
        {
            lane.brush(desk, Some(brush.dragged(day, chart.grain.get_untracked())));
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let grain = chart.grain.get_untracked();
        let brushed = untrack(|| lane.brushed(desk));
        let by = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => -1,
            "ArrowRight" | "ArrowUp" => 1,
            "+" | "=" => return chart.zoom(desk, None, 0.5),
            "-" | "−" => return chart.zoom(desk, None, 2.0),
            "Escape" if brushed.is_some() => {
                event.prevent_default();
                event.stop_propagation();
                return lane.brush(desk, None);
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
            lane.brush(desk, Some(days));
            follow(desk, chart, days);
        }
    };
    let reach = move || lane.reach(chart.heights.get());
    let value = move || match lane.brushed(desk) {
        Some(days) => {
            let n = desk.answer.read().n();
            format!(
                "{}: {}",
                desk.locale().days(days),
                strings::documents(n, &desk.number(n))
            )
        }
        None => strings::ALL_DAYS.to_owned(),
    };
    let now = move || {
        lane.brushed(desk)
            .map_or(chart.limits.first.0, |days| days.first.0)
    };
    let name = match lane {
        Lane::Published => "published",
        Lane::Mentioned => "mentioned",
    };
    view! {
        <div
            class="brush-lane"
            data-lane=name
            style:top=move || format!("{}px", px(reach().0))
            style:height=move || format!("{}px", px(reach().1))
            tabindex="0"
            role="slider"
            aria-label=lane.label()
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
    histogram
        .bins
        .iter()
        .find(|bin| bin.n() > 0)
        .map(|bin| bin.days)
}

/// Keeps a brush that is moved by keys on the screen.
fn follow(desk: Desk, chart: Chart, days: Days) {
    let shown = chart.scale.get_untracked().days;
    if days.first < shown.first || days.last > shown.last {
        let by = if days.first < shown.first { -0.5 } else { 0.5 };
        let days = shown.panned(by, chart.limits.hull(days));
        desk.replace(|view| view.zoom = Some(days));
    }
}

/// What lies outside: undated documents, and days beyond the edges.
#[component]
fn Beside(chart: Chart) -> impl IntoView {
    let desk = use_desk();
    let is_undated = Memo::new(move |_| desk.view.read().is_undated);
    let undated = move || {
        let n = desk.answer.read().n_undated();
        (n > 0 || is_undated.get()).then(|| {
            view! {
                <button
                    type="button"
                    class="link-button"
                    aria-pressed=move || is_undated.get().to_string()
                    on:click=move |_| desk.replace(|view| {
                        view.is_undated = !view.is_undated;
                        view.published = None;
                        view.pane = Pane::Results;
                    })
                >
                    {strings::undated(&desk.number(n))}
                </button>
            }
        })
    };
    let outside = move |is_before: bool| {
        let count = |lane: Memo<Histogram>| match is_before {
            true => lane.read().n_before,
            false => lane.read().n_after,
        };
        let n = count(chart.found) + count(chart.mentions);
        let label = match is_before {
            true => strings::earlier(&desk.number(n)),
            false => strings::later(&desk.number(n)),
        };
        (n > 0).then(|| {
            view! {
                <button type="button" class="link-button" title=strings::OUTSIDE on:click=move |_| {
                    let shown = chart.scale.get_untracked().days;
                    let wanted = match is_before {
                        true => Days::new(chart.limits.first, shown.last),
                        false => Days::new(shown.first, chart.limits.last),
                    };
                    desk.replace(|view| view.zoom = Some(wanted));
                }>{label}</button>
            }
        })
    };
    view! {
        <div class="beside">
            {undated}
            {move || outside(true)}
            {move || outside(false)}
        </div>
    }
    .into_any()
}

fn bin_readout(desk: Desk, chart: Chart, bin: usize) -> String {
    let (found, mentions) = (chart.found.read(), chart.mentions.read());
    let (Some(bin), Some(mentioned)) = (found.bins.get(bin), mentions.bins.get(bin)) else {
        return String::new();
    };
    let period = match chart.grain.get() {
        Grain::Day => desk
            .locale()
            .weekday_and_day(CivilDate::from_day_number(bin.days.first)),
        _ => desk.locale().days(bin.days),
    };
    let n = bin.n();
    let documents = strings::published_then(&strings::documents(n, &desk.number(n)));
    let vague = match bin.spread {
        0 => String::new(),
        _ => strings::AND_VAGUE.to_owned(),
    };
    let n = mentioned.n();
    strings::bar_readout(
        &period,
        &documents,
        &vague,
        &strings::mentions(n, &desk.number(n)),
    )
}

/// The same as a table: bars that hold anything.
fn table(desk: Desk, chart: Chart) -> AnyView {
    let (found, mentions) = (chart.found.read(), chart.mentions.read());
    let locale = desk.locale();
    let share = |thousandths: u32| {
        let rounded = (f64::from(thousandths) / 100.0).round() / 10.0;
        locale.number(rounded)
    };
    let row = |(bin, mentioned): (&Bin, &Bin)| {
        view! {
            <tr>
                <td>{locale.days(bin.days)}</td>
                <td class="number">{share(bin.height())}</td>
                <td class="number">{share(mentioned.height())}</td>
            </tr>
        }
        .into_any()
    };
    let rows = found
        .bins
        .iter()
        .zip(&mentions.bins)
        // A share that would be written as 0 is no reason for a row.
        .filter(|(bin, mentioned)| bin.height().max(mentioned.height()) >= 50)
        .map(row)
        .collect_view();
    view! {
        <div class="tables" tabindex="0" role="region" aria-label=strings::AS_TABLE>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{strings::PERIOD}</th>
                        <th scope="col" class="number">{strings::LANE_PUBLISHED}</th>
                        <th scope="col" class="number">{strings::LANE_MENTIONED}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
