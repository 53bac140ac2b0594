//! What does not stand on the axis: days far from the rest, beyond a gap, and documents without a day.

use super::chart::{AXIS, Chart};
use crate::desk::use_desk;
use crate::reactive::memo;
use crate::strings;
use corpus_view::{Days, Grain, Histogram, Pane, bar_height, px};
use leptos::prelude::*;

/// What lies before or after the days shown: a bar in each lane beyond a gap in the axis, with the
/// farthest year. A click brings it onto the axis.
#[component]
pub fn Beyond(chart: Chart, is_before: bool) -> impl IntoView {
    let desk = use_desk();
    let count = move |lane: &Histogram| match is_before {
        true => lane.n_before,
        false => lane.n_after,
    };
    let counts = memo(move || (count(&chart.found.read()), count(&chart.mentions.read())));
    move || {
        let (published, mentioned) = counts.get();
        if published + mentioned == 0 {
            return None;
        }
        let heights = chart.heights.get();
        let day = match is_before {
            true => chart.limits.first,
            false => chart.limits.last,
        };
        let year = desk.locale().days(Days::new(day, day).snapped(Grain::Year));
        let sum = desk.number(published + mentioned);
        let (side, label, text) = match is_before {
            true => ("before", strings::earlier(&sum), format!("‹ {year}")),
            false => ("after", strings::later(&sum), format!("{year} ›")),
        };
        let bar = |lane: &'static str, n: u32, top: u32, tall: f64| {
            let height = bar_height(n.saturating_mul(1000).min(top), top, tall);
            view! { <i data-lane=lane style:height=format!("{}px", px(height))></i> }.into_any()
        };
        let rows = format!(
            "{}px {}px {}px",
            px(heights.published),
            px(AXIS),
            px(heights.mentioned)
        );
        let title = strings::outside(&label, &year);
        Some(
            view! {
                <button
                    type="button"
                    class="beyond"
                    data-side=side
                    title=title.clone()
                    aria-label=title
                    style=("grid-template-rows", rows)
                    on:click=move |_| {
                        let shown = chart.scale.get_untracked().days;
                        let wanted = match is_before {
                            true => Days::new(chart.limits.first, shown.last),
                            false => Days::new(shown.first, chart.limits.last),
                        };
                        desk.replace(|view| view.zoom = Some(wanted));
                    }
                >
                    {bar("published", published, chart.published.read().ceiling, heights.published)}
                    <span>{text}<br/>{sum}</span>
                    {bar("mentioned", mentioned, chart.mentioned.read().ceiling, heights.mentioned)}
                </button>
            }
            .into_any(),
        )
    }
}

/// Documents without a day, and a way to list them.
#[component]
pub fn Undated(chart: Chart) -> impl IntoView {
    let desk = chart.desk;
    let is_undated = memo(move || desk.view.read().is_undated);
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
    view! { <div class="beside">{undated}</div> }.into_any()
}
