//! The timeline: when documents were published, and which days their texts mention, on one axis.
//!
//! Above the axis the documents found, stacked by outlet or another facet; below it the days they mention, or
//! these against the days of publication. Behind both, in a quiet tone, the whole corpus. Each lane has a
//! brush of its own: drag, handles, arrow keys. Wheel, buttons and two fingers zoom. Bars are bins; what is dated
//! less precisely than a bar is spread and drawn open. What lies far from the rest stands beyond a gap at either end.

pub mod chart;

mod drawing;
mod lane;
mod pinch;

mod beside;
mod peaks;
mod stack;

pub use chart::set_of;

use super::extra::Extra;
use super::icons;
use super::link::Link;
use crate::desk::use_desk;
use crate::opened::Opened;
use crate::reactive::{effect, memo};
use crate::strings;
use crate::web::dom;
use beside::{Beyond, Undated};
use chart::{Chart, Lane, MIN_BAR};
use corpus_model::CivilDate;
use corpus_view::{Grain, Open, fitting_grain, px};
use drawing::Drawing;
use lane::BrushLane;
use leptos::{html, prelude::*};
use peaks::Peaks;
use stack::{Key, StackMenu};

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
    effect(move || {
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
                    chart.pan(by.signum() * 0.08);
                } else {
                    let factor = if event.delta_y() > 0.0 { 1.25 } else { 0.8 };
                    chart.zoom(Some(dom::x_in_target(event)), factor);
                }
            });
        }
    });

    let readout = move || match hovered.get() {
        Some(bin) => bin_readout(chart, bin),
        None => desk.locale().days(chart.scale.read().days),
    };
    let for_table = opened.clone();
    let table = move || {
        let opened = for_table.clone();
        is_table
            .get()
            .then(|| view! { <Extra opened=opened part="periods" /> })
    };
    let is_grid = memo(move || desk.view.read().is_grid);
    let for_grid = opened.clone();
    let lower = move || match is_grid.get() {
        true => view! { <Extra opened=for_grid.clone() part="grid" /> }.into_any(),
        false if !for_grid.has_mentioned() => {
            view! { <FetchMentioned opened=for_grid.clone() /> }.into_any()
        }
        false => {
            view! { <BrushLane lane=Lane::Mentioned chart=chart hovered=hovered /> }.into_any()
        }
    };
    let toggle = |label: &'static str, icon: AnyView, is_on: Signal<bool>, flip: Callback<()>| {
        view! {
            <button type="button" class="icon-button" aria-label=label title=label
                aria-pressed=move || is_on.get().to_string()
                on:click=move |_| flip.run(())>{icon}</button>
        }
        .into_any()
    };
    let button = |label: &'static str, icon: AnyView, act: Callback<()>| {
        view! {
            <button type="button" class="icon-button" aria-label=label title=label
                on:click=move |_| act.run(())>{icon}</button>
        }
        .into_any()
    };
    view! {
        <div class="timeline">
            <div class="head">
                <h2>{strings::TIMELINE}</h2>
                <span class="readout">{readout}</span>
                <div class="controls">
                    <Link change=|view| view.open = Open::Happenings>{strings::HAPPENINGS}</Link>
                    <StackMenu opened=opened.clone() />
                    <Grains chart=chart />
                    {button(strings::ZOOM_OUT, icons::minus(), Callback::new(move |()| chart.zoom(None, 2.0)))}
                    {button(strings::ZOOM_IN, icons::plus(), Callback::new(move |()| chart.zoom(None, 0.5)))}
                    {button(strings::ZOOM_ALL, icons::fit(), Callback::new(move |()| desk.replace(|view| view.zoom = None)))}
                    {toggle(strings::AS_GRID, icons::grid(), is_grid.into(), Callback::new(move |()| desk.replace(|view| view.is_grid = !view.is_grid)))}
                    {toggle(strings::AS_TABLE, icons::table(), is_table.into(), Callback::new(move |()| is_table.update(|is| *is = !*is)))}
                </div>
            </div>
            <div class="plot">
                <div class="lanes" aria-hidden="true">
                    <span style:top="0">{strings::LANE_PUBLISHED}</span>
                    <span style:bottom="0">{strings::LANE_MENTIONED}</span>
                </div>
                <Beyond chart=chart is_before=true />
                <div
                    class="canvas"
                    node_ref=canvas
                    style:height=move || format!("{}px", px(chart.heights.get().whole()))
                    on:pointerleave=move |_| hovered.set(None)
                    on:pointerdown=move |event| chart.fingers.on_down(&event, chart)
                    on:pointermove=move |event| chart.fingers.on_move(&event, chart)
                    on:pointerup=move |event| chart.fingers.on_up(&event)
                    on:pointercancel=move |event| chart.fingers.on_up(&event)
                >
                    <Drawing chart=chart hovered=hovered />
                    <BrushLane lane=Lane::Published chart=chart hovered=hovered />
                    {lower}
                    <Peaks opened=opened.clone() chart=chart />
                </div>
                <Beyond chart=chart is_before=false />
                <Undated chart=chart />
            </div>
            {table}
            <Key opened=opened chart=chart />
        </div>
    }
    .into_any()
}

/// In place of the lower lane of a large corpus in parts: the offer to fetch its days.
#[component]
fn FetchMentioned(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let is_asked = RwSignal::new(false);
    let n = opened.corpus().n_missing_of_mentioned();
    let most = desk.locale().number((n as f64 / 1e5).ceil() / 10.0);
    // Asks until they are there, and then shows the corpus with them.
    effect(move || {
        if !is_asked.get() {
            return;
        }
        let watch = opened.corpus().watch();
        opened.corpus().want_mentioned();
        if !watch.has_missed() {
            desk.corpus.set(Some(opened.with_mentioned()));
        }
    });
    let label = move || match is_asked.get() {
        true => strings::FETCHING.to_owned(),
        false => strings::fetch_mentioned(&strings::megabytes(&most)),
    };
    view! {
        <button type="button" class="link-button fetch-mentioned" on:click=move |_| is_asked.set(true)>
            {label}
        </button>
    }
    .into_any()
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

fn bin_readout(chart: Chart, bin: usize) -> String {
    let desk = chart.desk;
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
