//! Mentioned days against days of publication: what was announced lies above the diagonal, what was looked
//! back on below. A click on a cell filters by both days.

use crate::period_table::chart;
use corpus_view::{Bins, Days, Grid, Lane as Counted, N_LEVELS, Pane, fitting_grain, grid, px};
use dateline::components::timeline::chart::AXIS;
use dateline::opened::Opened;
use dateline::strings;
use dateline::web::dom;
use leptos::prelude::*;
use std::sync::{Arc, Mutex};
use web_sys::{KeyboardEvent, MouseEvent};

/// The lowest row.
const MIN_ROW: f64 = 5.0;

/// The grid in the place of the lane of mentioned days. It says itself what lies under the pointer.
pub fn grid_lane(opened: Opened) -> AnyView {
    let Some(chart) = chart(&opened) else {
        return ().into_any();
    };
    let said = RwSignal::new(None::<String>);
    let desk = chart.desk;
    let rows = Memo::new(move |_| {
        let days = chart.scale.read().days;
        let height = chart.heights.get().mentioned;
        let bins = Bins::new(
            days,
            fitting_grain(days, height, MIN_ROW).max(chart.grain.get()),
        );
        let lane = Counted::mentioned(opened.columns(), bins.clone());
        Rows(Arc::new(Mutex::new(lane)), bins)
    });
    let cells = Memo::new(move |_| {
        let (published, rows, docs) = (chart.published.read(), rows.read(), chart.docs.read());
        match (published.lane.lock(), rows.0.lock()) {
            (Ok(columns), Ok(rows)) => grid(&columns, &rows, &docs),
            _ => Grid::default(),
        }
    });
    // Where keys are, in columns and rows.
    let at = RwSignal::new(None::<(usize, usize)>);
    let days_of = move |(column, row): (usize, usize)| -> (Option<Days>, Days) {
        let bins = &rows.read_untracked().1;
        let limits = chart.limits;
        let shown = chart.scale.get_untracked().days;
        let before = corpus_model::DayNumber(shown.first.0 - 1);
        let after = corpus_model::DayNumber(shown.last.0 + 1);
        let mentioned = match row {
            0 => Days::new(limits.first.min(before), before),
            row if row > bins.len() => Days::new(after, limits.last.max(after)),
            row => bins.days(row - 1),
        };
        let found = chart.found.read_untracked();
        (found.bins.get(column).map(|bin| bin.days), mentioned)
    };
    let cell_at = move |event: &MouseEvent| {
        let n_rows = cells.read_untracked().n_rows;
        let up = 1.0 - dom::share_of_height(event);
        // A float cast saturates.
        let row = ((up * n_rows as f64) as usize).min(n_rows.saturating_sub(1));
        (chart.bin_at(dom::x_in_target(event)), row)
    };
    let tell = move |cell: (usize, usize)| {
        at.set(Some(cell));
        let (Some(published), mentioned) = days_of(cell) else {
            return;
        };
        let n = cells.read_untracked().cell(cell.0, cell.1).div_ceil(1000);
        let locale = desk.locale();
        said.set(Some(strings::cell(
            &locale.days(published),
            &locale.days(mentioned),
            &strings::mentions(n, &desk.number(n)),
        )));
    };
    let choose = move |cell: (usize, usize)| {
        let (published, mentioned) = days_of(cell);
        desk.replace(|view| {
            view.published = published;
            view.mentioned = Some(mentioned);
            view.is_undated = false;
            view.pane = Pane::Results;
        });
    };
    let on_key = move |event: KeyboardEvent| {
        let (n_columns, n_rows) = {
            let cells = cells.read_untracked();
            (cells.n_columns, cells.n_rows)
        };
        let (column, row) = at.get_untracked().unwrap_or((n_columns / 2, n_rows / 2));
        let next = match event.key().as_str() {
            "ArrowLeft" => (column.saturating_sub(1), row),
            "ArrowRight" => ((column + 1).min(n_columns.saturating_sub(1)), row),
            "ArrowDown" => (column, row.saturating_sub(1)),
            "ArrowUp" => (column, (row + 1).min(n_rows.saturating_sub(1))),
            "Enter" | " " => {
                event.prevent_default();
                return choose((column, row));
            }
            "Escape" if desk.view.read_untracked().mentioned.is_some() => {
                event.prevent_default();
                event.stop_propagation();
                return desk.replace(|view| {
                    view.published = None;
                    view.mentioned = None;
                });
            }
            _ => return,
        };
        event.prevent_default();
        tell(next);
    };
    let height = move || chart.heights.get().mentioned;
    let width = move || chart.scale.read().width;
    let level = move |level: u32| {
        let d = move || cells.read().path(level, width(), height());
        view! { <path data-level=level.to_string() d=d></path> }
    };
    let frame = move || {
        let (column, row) = at.get()?;
        let cells = cells.read();
        let step_x = width() / cells.n_columns.max(1) as f64;
        let step_y = height() / cells.n_rows.max(1) as f64;
        let bottom = height() - row as f64 * step_y;
        let x = column as f64 * step_x;
        Some(view! {
            <rect class="cell" x=px(x) y=px(bottom - step_y) width=px(step_x.max(2.0)) height=px(step_y)></rect>
        })
    };
    // A text on the diagonal speaks of its own day; the edges hold what lies beyond.
    let diagonal = move || {
        let step = height() / cells.read().n_rows.max(1) as f64;
        format!("M0 {}L{} {}", px(height() - step), px(width()), px(step))
    };
    let top = move || format!("{}px", px(chart.heights.get().published + AXIS));
    view! {
        <div
            class="grid"
            style:top=top
            style:height=move || format!("{}px", px(height()))
            tabindex="0"
            role="application"
            aria-label=strings::GRID
            on:pointerleave=move |_| said.set(None)
            on:pointermove=move |event| tell(cell_at(&event))
            on:click=move |event| choose(cell_at(&event))
            on:keydown=on_key
        >
            <svg width="100%" height="100%" aria-hidden="true" focusable="false">
                {(0..N_LEVELS).map(level).collect_view()}
                <path class="diagonal" d=diagonal></path>
                {frame}
            </svg>
            <span class="edge">{strings::GRID_LATER}</span>
            <span class="edge" data-low="">{strings::GRID_EARLIER}</span>
            <p class="said" role="status">{said}</p>
        </div>
    }
    .into_any()
}

#[derive(Clone)]
struct Rows(Arc<Mutex<Counted>>, Bins);

impl PartialEq for Rows {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
