//! Documents that are about the same as one of them, with the words that say so.

use super::{bar, decimal, save, study, worked_out};
use crate::table::{Cell, Column, Rows, Table};
use corpus_search::{Alike, alike};
use corpus_view::{Open, StudyKind, alike_csv};
use dateline::desk::use_desk;
use dateline::opened::Opened;
use dateline::strings;
use leptos::prelude::*;
use std::sync::Arc;

/// Rows that are worked out.
const MOST: usize = 100;

/// The table of texts alike.
#[component]
pub fn TextsAlike(opened: Opened) -> impl IntoView {
    const COLUMNS: &[Column] = &[
        (strings::HAPPENINGS_WHERE, "prose"),
        (strings::LINES_DATE, ""),
        (strings::ALIKE_HOW, "number"),
        (strings::ALIKE_BECAUSE, "prose"),
    ];
    let desk = use_desk();
    let like = Memo::new(move |_| study(desk).like);
    let corpus = opened.corpus().clone();
    let found = worked_out(
        move || like.get(),
        move |like| match corpus.doc_by_id(&like) {
            Some(doc) => alike(&corpus, doc, MOST),
            None => Vec::new(),
        },
    );
    let for_rows = opened.clone();
    let rows = Signal::derive(move || {
        let (found, opened) = (found.value.get().unwrap_or_default(), for_rows.clone());
        Rows {
            n: found.len() as u32,
            row: Arc::new(move |row| {
                let found = found.get(row as usize);
                let cells = found.and_then(|found| {
                    let doc = opened.corpus().doc(found.doc)?;
                    let open = Open::Doc {
                        id: doc.id().to_owned(),
                        at: None,
                    };
                    let when = desk.locale().date(opened.date_shape(found.doc));
                    Some(vec![
                        Cell::link(doc.title(), open),
                        Cell::text(when.unwrap_or_else(|| strings::UNDATED.to_owned())),
                        Cell::text(decimal(desk, found.score.min(1000) as i32, 2)),
                        Cell::text(found.because.join(", ")),
                    ])
                });
                (cells.unwrap_or_default(), "")
            }),
        }
    });
    let for_said = opened.clone();
    let said = move || {
        let corpus = for_said.corpus();
        let watch = corpus.watch();
        let doc = corpus
            .doc_by_id(&like.read())
            .and_then(|doc| corpus.doc(doc));
        if watch.has_missed() {
            return strings::FETCHING.to_owned();
        }
        let Some(doc) = doc else {
            return strings::NO_SUCH_DOCUMENT.to_owned();
        };
        match found.value.read().as_ref().map_or(0, |found| found.len()) as u32 {
            0 => strings::alike_none(doc.title()),
            n => strings::alike_sum(&strings::documents(n, &desk.number(n)), doc.title()),
        }
    };
    let corpus = opened.corpus().clone();
    let file = save(found, "texts-alike.csv", move |found: &Vec<Alike>| {
        alike_csv(&corpus, found)
    });
    view! {
        {bar(found, said, ().into_any(), file)}
        <Table name="alike" label=strings::study(StudyKind::Alike) columns=COLUMNS rows=rows />
    }
    .into_any()
}
