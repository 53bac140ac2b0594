//! A table of any length: only the rows that are seen exist.
//!
//! Takes the names of columns, a number of rows and a function from a row to its cells; a cell is
//! text, perhaps a link to something the page can open, perhaps a button. Rows have one height,
//! `--row` in the style sheet, and columns stand as `--columns` says there for the table's name.
//!
//! Arrow keys, Home and End go from row to row where rows can be opened; Tab goes through a row's
//! cells. It sorts nothing itself: a click on a heading is handed on.
//!
//! Built by hand rather than as a view for each row, so that one small piece of program serves every table.

use corpus_view::{Open, px, scroll_to_show, shrink, window};
use dateline::components::link::is_plain;
use dateline::desk::use_desk;
use dateline::web::dom;
use leptos::{html, prelude::*};
use std::sync::Arc;
use web_sys::{Element, KeyboardEvent, MouseEvent};

/// Rows kept ready above and below what is seen.
const OVERSCAN: u32 = 6;

/// A column: its heading, and classes of its cells (`number` ends at the right edge, `end` too).
pub type Column = (&'static str, &'static str);

/// What stands in a row and a column.
#[derive(Default)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// What a click opens.
    pub open: Option<Open>,
    /// Whether a click is handed to `on_action`.
    pub is_action: bool,
}

impl Cell {
    /// Text alone.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Text that opens something in the reading pane.
    pub fn link(text: impl Into<String>, open: Open) -> Self {
        Self {
            open: Some(open),
            ..Self::text(text)
        }
    }

    /// Text that does what `on_action` says.
    pub fn action(text: impl Into<String>) -> Self {
        Self {
            is_action: true,
            ..Self::text(text)
        }
    }
}

/// What a table shows.
#[derive(Clone)]
pub struct Rows {
    /// How many rows.
    pub n: u32,
    /// The cells of a row, and a class for it.
    pub row: Arc<dyn Fn(u32) -> (Vec<Cell>, &'static str) + Send + Sync>,
}

/// The table.
#[component]
pub fn Table(
    /// Names the table for the style sheet: `data-table`.
    name: &'static str,
    /// Names it for the reader.
    label: &'static str,
    columns: &'static [Column],
    /// A change builds all rows anew and goes to the top.
    #[prop(into)]
    rows: Signal<Rows>,
    /// Called with row and column of an action that is clicked.
    #[prop(optional, into)]
    on_action: Option<Callback<(u32, u32)>>,
    /// Called with the column of a heading that is clicked; without it headings are text.
    #[prop(optional, into)]
    on_sort: Option<Callback<u32>>,
    /// Which column orders the rows.
    #[prop(optional, into)]
    sorted: Option<Signal<u32>>,
    /// Whether that column begins with the least.
    #[prop(optional)]
    is_ascending: bool,
) -> impl IntoView {
    let desk = use_desk();
    let frame: NodeRef<html::Div> = NodeRef::new();
    let body: NodeRef<html::Div> = NodeRef::new();
    let shown = StoredValue::new(None::<Rows>);
    // Of a corpus in parts: whether what some rows say had not come when they were drawn.
    let has_missed = StoredValue::new(false);
    let built = StoredValue::new_local(Vec::<(u32, Element)>::new());

    let draw = move |from_nothing: bool| {
        let (Some(frame), Some(body)) = (frame.get_untracked(), body.get_untracked()) else {
            return;
        };
        let Some(Rows { n, row }) = shown.get_value() else {
            return;
        };
        let row_px = dom::row_height(&body);
        let shrunk = shrink(n, row_px);
        let top = f64::from(frame.scroll_top());
        let seen = f64::from(frame.client_height());
        let wanted = window(n, row_px, top * shrunk, seen, OVERSCAN);
        let opened = desk.corpus.get_untracked();
        let watch = opened.as_ref().map(|opened| opened.corpus().watch());
        built.update_value(|built| {
            // In a table too long for a browser rows stand elsewhere after each move.
            let keeps_none = from_nothing || shrunk > 1.0;
            built.retain(|(i, element)| {
                let keeps = !keeps_none && (wanted.first..wanted.end).contains(i);
                if !keeps {
                    element.remove();
                }
                keeps
            });
            for i in wanted.first..wanted.end {
                let place = built.partition_point(|(other, _)| *other < i);
                if built.get(place).is_some_and(|(other, _)| *other == i) {
                    continue;
                }
                let (cells, class) = untrack(|| row(i));
                let element = dom::element("div", class, "");
                dom::attributes(
                    &element,
                    &[
                        ("role", "row"),
                        ("data-row", &i.to_string()),
                        ("aria-rowindex", &(i + 2).to_string()),
                    ],
                );
                let y = f64::from(i) * row_px - top * (shrunk - 1.0);
                dom::set_style(&element, "top", &format!("{}px", px(y)));
                for (column, cell) in (0..).zip(cells) {
                    let class = columns.get(column).map_or("", |(_, class)| *class);
                    let outer = dom::element("div", class, "");
                    dom::attributes(&outer, &[("role", "cell"), ("dir", "auto")]);
                    let tag = match (&cell.open, cell.is_action) {
                        (Some(_), _) => "a",
                        (None, true) => "button",
                        (None, false) => "span",
                    };
                    let inner = dom::element(tag, "", &cell.text);
                    dom::attributes(&inner, &[("data-column", &column.to_string())]);
                    if let Some(open) = cell.open {
                        let href = untrack(|| desk.href(|view| view.open = open));
                        dom::attributes(&inner, &[("href", &href)]);
                    }
                    let _ = outer.append_child(&inner);
                    let _ = element.append_child(&outer);
                }
                let next = built.get(place).map(|(_, element)| element.as_ref());
                let _ = body.insert_before(&element, next);
                built.insert(place, (i, element));
            }
        });
        if watch.is_some_and(|watch| watch.has_missed()) {
            has_missed.set_value(true);
        }
    };
    Effect::new(move || {
        let rows = rows.get();
        let Some(frame) = frame.get() else { return };
        let Some(body) = body.get() else { return };
        let row_px = dom::row_height(&body);
        let height = f64::from(rows.n) * row_px / shrink(rows.n, row_px);
        dom::set_style(&body, "height", &format!("{}px", px(height)));
        dom::attributes(&frame, &[("aria-rowcount", &(rows.n + 1).to_string())]);
        shown.set_value(Some(rows));
        frame.set_scroll_top(0);
        draw(true);
    });
    let opened = desk.corpus.get_untracked();
    if let Some(parts) = opened.and_then(|opened| opened.parts().cloned()) {
        Effect::new(move || {
            parts.track();
            if has_missed.get_value() {
                has_missed.set_value(false);
                draw(true);
            }
        });
    }
    Effect::new(move || {
        if let Some(frame) = frame.get() {
            dom::on_width(&frame, move |_| draw(false));
        }
    });

    let on_click = move |event: MouseEvent| {
        let Some(element) = dom::closest(&event, "[data-column]") else {
            return;
        };
        let column = dom::number_in(&element, "data-column").unwrap_or(0);
        let row = dom::closest(&event, "[data-row]");
        let Some(row) = row.and_then(|row| dom::number_in(&row, "data-row")) else {
            if let Some(on_sort) = on_sort {
                on_sort.run(column);
            }
            return;
        };
        let cells = shown.with_value(|shown| shown.as_ref().map(|shown| (shown.row)(row).0));
        let cell = cells.and_then(|cells| cells.into_iter().nth(column as usize));
        match (cell, on_action) {
            (
                Some(Cell {
                    open: Some(open), ..
                }),
                _,
            ) if is_plain(&event) => {
                event.prevent_default();
                desk.hit.set(None);
                desk.push(|view| view.open = open);
            }
            (
                Some(Cell {
                    is_action: true, ..
                }),
                Some(on_action),
            ) => on_action.run((row, column)),
            _ => {}
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let (Some(frame), Some(body)) = (frame.get_untracked(), body.get_untracked()) else {
            return;
        };
        let n = shown.with_value(|shown| shown.as_ref().map_or(0, |shown| shown.n));
        let here = dom::closest(&event, "[data-row]");
        let here = here.and_then(|row| dom::number_in(&row, "data-row"));
        let next = match (event.key().as_str(), here) {
            ("ArrowDown", Some(row)) => row + 1,
            ("ArrowUp", Some(row)) => row.saturating_sub(1),
            ("Home", _) | ("ArrowDown", None) => 0,
            ("End", _) => u32::MAX,
            _ => return,
        };
        let next = next.min(n.saturating_sub(1));
        let row_px = dom::row_height(&body);
        let shrunk = shrink(n, row_px);
        let top = f64::from(frame.scroll_top()) * shrunk;
        // The heading covers the height of about a row.
        let seen = f64::from(frame.client_height()) - row_px;
        if let Some(top) = scroll_to_show(next, row_px, top, seen) {
            frame.set_scroll_top((top / shrunk).ceil() as i32);
            draw(false);
        }
        let row = format!(".rows[data-table={name}] [data-row='{next}'] ");
        // Rows that cannot be opened are only scrolled through.
        if let Some(target) = dom::first(&format!("{row}a,{row}button")) {
            event.prevent_default();
            dom::focus(&target);
        }
    };
    let heading = move |(column, (name, class)): (u32, &Column)| {
        let is_sorted = move || {
            sorted
                .is_some_and(|by| by.get() == column)
                .then_some(if is_ascending {
                    "ascending"
                } else {
                    "descending"
                })
        };
        let inner = match on_sort {
            Some(_) => {
                view! { <button type="button" data-column=column.to_string()>{*name}</button> }
                    .into_any()
            }
            None => (*name).into_any(),
        };
        view! { <div role="columnheader" class=*class aria-sort=is_sorted>{inner}</div> }.into_any()
    };
    view! {
        <div
            class="rows"
            role="table"
            data-table=name
            aria-label=label
            tabindex="0"
            node_ref=frame
            on:scroll=move |_| draw(false)
            on:click=on_click
            on:keydown=on_key
        >
            <div class="head" role="row" aria-rowindex="1">{(0..).zip(columns).map(heading).collect_view()}</div>
            <div class="body" role="rowgroup" node_ref=body></div>
        </div>
    }
    .into_any()
}
