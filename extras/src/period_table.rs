//! The bars of the timeline as a table: those that hold anything. A period leads to its documents.

use crate::table::{Cell, Column, Rows, Table};
use corpus_view::Bin;
use dateline::components::timeline::chart::{Chart, Lane};
use dateline::desk::use_desk;
use dateline::opened::Opened;
use dateline::strings;
use dateline::web::dom;
use leptos::prelude::*;
use std::sync::Arc;

/// What the timeline's canvas is called: bars are as fine as its width allows.
const CANVAS: &str = ".timeline .canvas";

/// What the timeline draws, worked out once more on this side.
pub fn chart(opened: &Opened) -> Option<Chart> {
    let (main, extent) = (opened.domain()?, opened.extent()?);
    let width = RwSignal::new(600.0);
    if let Some(canvas) = dom::first(CANVAS) {
        dom::on_width(&canvas, move |measured| {
            if measured > 1.0 {
                width.set(measured);
            }
        });
    }
    Some(Chart::new(
        use_desk(),
        opened,
        width,
        main,
        extent.hull(main),
    ))
}

/// The table below the chart.
#[component]
pub fn PeriodTable(opened: Opened) -> impl IntoView {
    const COLUMNS: &[Column] = &[
        (strings::PERIOD, ""),
        (strings::LANE_PUBLISHED, "number"),
        (strings::LANE_MENTIONED, "number"),
    ];
    let Some(chart) = chart(&opened) else {
        return ().into_any();
    };
    let full = Memo::new(move |_| {
        let (found, mentions) = (chart.found.read(), chart.mentions.read());
        let bins = found.bins.iter().zip(&mentions.bins);
        // A share that would be written as 0 is no reason for a row.
        let full = bins.filter(|(bin, mentioned)| bin.height().max(mentioned.height()) >= 50);
        full.map(|(bin, mentioned)| (*bin, *mentioned))
            .collect::<Vec<(Bin, Bin)>>()
    });
    let rows = Signal::derive(move || {
        let full = full.get();
        let share = move |thousandths: u32| {
            let rounded = (f64::from(thousandths) / 100.0).round() / 10.0;
            Cell::text(chart.desk.locale().number(rounded))
        };
        Rows {
            n: full.len() as u32,
            row: Arc::new(move |row| match full.get(row as usize) {
                Some((bin, mentioned)) => {
                    let period = chart.desk.locale().days(bin.days);
                    let cells = vec![
                        Cell::action(period),
                        share(bin.height()),
                        share(mentioned.height()),
                    ];
                    (cells, "")
                }
                None => (Vec::new(), ""),
            }),
        }
    });
    let on_action = Callback::new(move |(row, _): (u32, u32)| {
        let days = full
            .read_untracked()
            .get(row as usize)
            .map(|(bin, _)| bin.days);
        chart.brush(Lane::Published, days, true);
    });
    view! { <Table name="timeline" label=strings::AS_TABLE columns=COLUMNS rows=rows on_action=on_action /> }
        .into_any()
}
