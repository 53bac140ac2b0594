//! Every hit in its line (concordance, key word in context): hits stand below each other, and the order shows patterns.

use super::{Portions, bar, change, save, study, worked_in_portions};
use crate::table::{Cell, Column, Rows, Table};
use corpus_search::{DocId, Facet, Line, LineSort, LinesSoFar};
use corpus_view::{Open, lines_csv, one_line};
use dateline::answer::Answer;
use dateline::desk::{Desk, use_desk};
use dateline::opened::Opened;
use dateline::strings;
use leptos::prelude::*;
use std::sync::Arc;

/// Words on either side: more than a wide screen shows.
const WORDS: usize = 14;
/// What a click on each heading sorts by.
const ORDERS: [LineSort; 5] = [
    LineSort::Left,
    LineSort::Hit,
    LineSort::Right,
    LineSort::Outlet,
    LineSort::Date,
];

/// The lines of the query's hits.
#[component]
pub fn Lines(opened: Opened) -> impl IntoView {
    const COLUMNS: &[Column] = &[
        (strings::LINES_BEFORE, "before"),
        (strings::LINES_HIT, "hit"),
        (strings::LINES_AFTER, "after"),
        (strings::LINES_OUTLET, "outlet"),
        (strings::LINES_DATE, "date"),
    ];
    let desk = use_desk();
    let order = Memo::new(move |_| study(desk).order);
    let corpus = opened.corpus().clone();
    let for_want = corpus.clone();
    let lines = worked_in_portions(
        move || (desk.answer.get(), order.get()),
        Portions::of_docs(
            |(answer, _): &(Answer, LineSort)| match answer.finder() {
                Some(finder) if finder.has_hits() => answer.docs(),
                _ => &[],
            },
            move |lines: &mut LinesSoFar, (answer, order), docs| {
                if let Some(finder) = answer.finder() {
                    lines.add(&corpus, finder, docs, WORDS, *order);
                }
            },
            |lines, _| lines.sorted(),
        )
        .wanting(move |(answer, order)| {
            let finder = answer.finder().filter(|finder| finder.has_hits());
            let Some(finder) = finder else { return };
            answer.docs().iter().for_each(|doc| finder.want(*doc));
            match order {
                LineSort::Outlet => for_want.want_values(Facet::Outlet),
                LineSort::Date => drop(for_want.published_days(DocId(0))),
                _ => {}
            }
        }),
    );
    let for_rows = opened.clone();
    let rows = Signal::derive(move || {
        let (lines, opened) = (lines.value.get().unwrap_or_default(), for_rows.clone());
        Rows {
            n: lines.len() as u32,
            row: Arc::new(move |row| {
                let cells = lines.get(row as usize);
                (
                    cells.map_or_else(Vec::new, |line| cells_of(desk, &opened, line)),
                    "",
                )
            }),
        }
    });
    let said = move || {
        let lines = lines.value.get().unwrap_or_default();
        if desk.view.read().query.trim().is_empty() {
            return strings::LINES_NO_QUERY.to_owned();
        }
        let n = lines.len() as u32;
        let mut docs: Vec<_> = lines.iter().map(|line| line.doc).collect();
        docs.sort_unstable();
        docs.dedup();
        let n_docs = docs.len() as u32;
        strings::lines_sum(
            &strings::hits(n, &desk.number(n)),
            &strings::documents(n_docs, &desk.number(n_docs)),
        )
    };
    let on_sort = Callback::new(move |column: u32| {
        let order = ORDERS.get(column as usize).copied().unwrap_or_default();
        change(desk, |study| {
            // A second click gives the order of the results back.
            study.order = if study.order == order {
                LineSort::Documents
            } else {
                order
            };
        });
    });
    let sorted = Signal::derive(move || {
        let place = ORDERS.iter().position(|known| *known == order.get());
        place.map_or(u32::MAX, |place| place as u32)
    });
    let corpus = opened.corpus().clone();
    let file = save(lines, "lines.csv", move |lines: &Vec<Line>| {
        lines_csv(&corpus, lines)
    });
    view! {
        {bar(lines, said, ().into_any(), file)}
        <Table name="lines" label=strings::study(corpus_view::StudyKind::Lines) columns=COLUMNS rows=rows
            on_sort=on_sort sorted=sorted is_ascending=true />
    }
    .into_any()
}

fn cells_of(desk: Desk, opened: &Opened, line: &Line) -> Vec<Cell> {
    let corpus = opened.corpus();
    let Some(doc) = corpus.doc(line.doc) else {
        return Vec::new();
    };
    let slice = |span| corpus.text_slice(line.doc, span);
    let text = |span| one_line(slice(span));
    // A space that keeps its width at the end of a cell, where the text has one: none before a comma.
    let space = |has: bool| if has { "\u{a0}" } else { "" };
    let (left, right) = (slice(line.left), slice(line.right));
    let before = space(left.ends_with(char::is_whitespace));
    let after = space(right.starts_with(char::is_whitespace));
    let open = Open::Doc {
        id: doc.id().to_owned(),
        at: Some(line.hit.start),
    };
    let when = desk.locale().date(opened.date_shape(line.doc));
    vec![
        Cell::text(text(line.left) + before),
        Cell::link(text(line.hit), open),
        Cell::text(after.to_owned() + &text(line.right)),
        Cell::text(doc.outlet().map_or("", |outlet| outlet.name)),
        Cell::text(when.unwrap_or_else(|| strings::UNDATED.to_owned())),
    ]
}
