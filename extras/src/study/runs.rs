//! Words in a row (n-grams) of the documents found, the most frequent first; each leads to its lines.

use super::{Portions, bar, save, show_lines, span_menu, study, worked_in_portions};
use crate::table::{Cell, Column, Rows, Table};
use corpus_search::{Run, RunsSoFar};
use corpus_view::{StudyKind, query_of_words, runs_csv};
use dateline::answer::Answer;
use dateline::desk::use_desk;
use dateline::opened::Opened;
use dateline::strings;
use leptos::prelude::*;
use std::sync::Arc;

/// Rows that are kept: beyond these everything occurs twice.
const MOST: usize = 2000;

/// The table of runs.
#[component]
pub fn Runs(opened: Opened) -> impl IntoView {
    const COLUMNS: &[Column] = &[
        (strings::RUN, ""),
        (strings::OCCURRENCES, "number"),
        (strings::DOCUMENTS, "number"),
    ];
    let desk = use_desk();
    let length = Memo::new(move |_| study(desk).run_length());
    let corpus = opened.corpus().clone();
    let for_want = corpus.clone();
    let found = worked_in_portions(
        move || (desk.answer.get(), length.get()),
        Portions::of_docs(
            |(answer, _): &(Answer, usize)| answer.docs(),
            move |runs: &mut RunsSoFar, (_, length), docs| {
                runs.add(&corpus, docs, *length);
            },
            |runs, _| runs.most_frequent(MOST),
        )
        .wanting(move |(answer, _)| {
            answer
                .docs()
                .iter()
                .for_each(|doc| for_want.want_text(*doc));
        }),
    );
    let rows = Signal::derive(move || {
        let found = found.value.get().unwrap_or_default();
        Rows {
            n: found.len() as u32,
            row: Arc::new(move |row| {
                let cells = found.get(row as usize).map(|run| {
                    vec![
                        Cell::action(run.words.as_str()),
                        Cell::text(desk.number(run.n_hits)),
                        Cell::text(desk.number(run.n_docs)),
                    ]
                });
                (cells.unwrap_or_default(), "")
            }),
        }
    });
    let said = move || match found.value.read().as_ref().map_or(0, |found| found.len()) as u32 {
        0 => strings::RUNS_NONE.to_owned(),
        n => strings::runs(n, &desk.number(n)),
    };
    let on_action = Callback::new(move |(row, _): (u32, u32)| {
        let found = found.value.get_untracked().unwrap_or_default();
        if let Some(run) = found.get(row as usize) {
            show_lines(desk, query_of_words(&run.words));
        }
    });
    let choices = span_menu(desk, strings::RUN_LENGTH, &[2, 3, 4, 5, 6], 3);
    let file = save(found, "runs.csv", |found: &Vec<Run>| runs_csv(found));
    view! {
        {bar(found, said, choices, file)}
        <Table name="runs" label=strings::study(StudyKind::Runs) columns=COLUMNS rows=rows on_action=on_action />
    }
    .into_any()
}
