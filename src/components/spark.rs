//! A small chart over time: of one entity's documents, before the whole corpus's.

use crate::desk::use_desk;
use crate::opened::Opened;
use corpus_index::DocId;
use corpus_view::{Bar, Dated, bar_height, bars_path, fitting_grain, histogram, px};
use leptos::prelude::*;

/// The documents named, in bars over the days the timeline shows at first.
#[component]
pub fn Spark(opened: Opened, docs: Vec<DocId>) -> impl IntoView {
    let desk = use_desk();
    const WIDTH: f64 = 320.0;
    const HEIGHT: f64 = 34.0;
    let dated: Vec<Dated> = docs
        .iter()
        .filter_map(|&doc| opened.published(doc))
        .collect();
    let Some(days) = opened.domain().filter(|_| !dated.is_empty()) else {
        return ().into_any();
    };
    let grain = fitting_grain(days, WIDTH, 4.0);
    let lane = histogram(days, grain, dated);
    let max = lane.max_height().max(1000);
    let n = lane.bins.len().max(1) as f64;
    let step = WIDTH / n;
    let bars = (0..).zip(&lane.bins).map(|(i, bin)| {
        let height = bar_height(bin.height(), max, HEIGHT);
        let width = (step - 1.0).clamp(1.0, 24.0);
        Bar {
            x: f64::from(i) * step,
            y: HEIGHT - height,
            width,
            height,
        }
    });
    let path = bars_path(bars);
    let (first, last) = match (lane.bins.first(), lane.bins.last()) {
        (Some(first), Some(last)) => (first.days.first, last.days.last),
        _ => (days.first, days.last),
    };
    let locale = desk.locale();
    let day = |day| locale.day(corpus_model::CivilDate::from_day_number(day));
    view! {
        <svg class="spark" viewBox=format!("0 0 {} {}", px(WIDTH), px(HEIGHT)) preserveAspectRatio="none" aria-hidden="true">
            <rect class="back" x="0" y=px(HEIGHT - 1.0) width=px(WIDTH) height="1"></rect>
            <path d=path></path>
        </svg>
        <div class="spark-ends"><span>{day(first)}</span><span>{day(last)}</span></div>
    }
    .into_any()
}
