//! Words that tell the documents found from the rest (keywords), or that stand beside the query's hits (collocates).

use super::{
    Portions, Worked, bar, change, decimal, save, show_lines, span_menu, study, worked_in_portions,
};
use crate::table::{Cell, Column, Rows, Table};
use corpus_search::{BesideSoFar, Corpus, KeywordsSoFar, TellingWord};
use corpus_view::{
    StudyKind, TellingOrder, query_beside, query_of_words, sort_telling, telling_csv,
};
use dateline::answer::Answer;
use dateline::desk::{Desk, use_desk};
use dateline::opened::Opened;
use dateline::strings;
use leptos::prelude::*;
use std::sync::Arc;

/// Rows that are worked out: beyond these G² is small.
const MOST: usize = 1000;

/// The table of words; each leads to its lines.
#[component]
pub fn Telling(opened: Opened, is_beside: bool) -> impl IntoView {
    const KEYWORDS: &[Column] = &[
        (strings::WORD, ""),
        (strings::HERE, "number"),
        (strings::ELSEWHERE, "number"),
        (strings::G2, "number"),
        (strings::LOG_RATIO, "number"),
    ];
    const COLLOCATES: &[Column] = &[
        (strings::WORD, ""),
        (strings::BESIDE_IT, "number"),
        (strings::ELSEWHERE, "number"),
        (strings::G2, "number"),
        (strings::LOG_DICE, "number"),
    ];
    let desk = use_desk();
    let by = Memo::new(move |_| study(desk).by);
    let window = Memo::new(move |_| study(desk).window());
    let corpus = opened.corpus().clone();
    let n_all = opened.n_docs();
    let words = match is_beside {
        true => beside(desk, corpus, window),
        false => keys(desk, corpus, n_all),
    };
    // Another order counts nothing anew.
    let sorted = move |by: TellingOrder| {
        let mut rows: Vec<TellingWord> = words
            .value
            .read()
            .iter()
            .flat_map(|words| words.iter().cloned())
            .collect();
        sort_telling(&mut rows, by);
        rows
    };
    let rows = Signal::derive(move || {
        let words = sorted(by.get());
        Rows {
            n: words.len() as u32,
            row: Arc::new(move |row| {
                let Some(word) = words.get(row as usize) else {
                    return (Vec::new(), "");
                };
                let cells = vec![
                    Cell::action(word.word.as_str()),
                    Cell::text(desk.number(word.n_here)),
                    Cell::text(desk.number(word.n_elsewhere)),
                    Cell::text(decimal(desk, word.g2.min(i32::MAX as u32) as i32, 1)),
                    Cell::text(decimal(desk, word.effect, 2)),
                ];
                (cells, "")
            }),
        }
    });
    let said = move || {
        let n = words.value.read().as_ref().map_or(0, |words| words.len()) as u32;
        match is_beside {
            true if desk.view.read().query.trim().is_empty() => {
                strings::COLLOCATES_NO_QUERY.to_owned()
            }
            false if desk.answer.read().n() == n_all => strings::KEYWORDS_NO_REST.to_owned(),
            _ if n == 0 => strings::TELLING_NONE.to_owned(),
            _ => strings::words(n, &desk.number(n)),
        }
    };
    let on_action = Callback::new(move |(row, _): (u32, u32)| {
        let words = untrack(|| sorted(by.get()));
        let Some(word) = words.get(row as usize) else {
            return;
        };
        let query = match is_beside {
            true => {
                let before = desk.view.read_untracked().query.clone();
                query_beside(&before, &word.word, window.get_untracked())
            }
            false => query_of_words(&word.word),
        };
        show_lines(desk, query);
    });
    let on_sort = Callback::new(move |column: u32| {
        let by = match column {
            1 => TellingOrder::Here,
            4 => TellingOrder::Effect,
            _ => TellingOrder::G2,
        };
        change(desk, |study| study.by = by);
    });
    let sorted_by = Signal::derive(move || match by.get() {
        TellingOrder::Here => 1,
        TellingOrder::G2 => 3,
        TellingOrder::Effect => 4,
    });
    let choices = match is_beside {
        true => span_menu(desk, strings::WINDOW, &[1, 2, 3, 5, 10], 5),
        false => ().into_any(),
    };
    let (kind, columns, effect) = match is_beside {
        true => (StudyKind::Collocates, COLLOCATES, "log_dice"),
        false => (StudyKind::Keywords, KEYWORDS, "log_ratio"),
    };
    let name = if is_beside {
        "collocates.csv"
    } else {
        "keywords.csv"
    };
    let file = save(words, name, move |_: &Vec<TellingWord>| {
        telling_csv(&untrack(|| sorted(by.get())), effect)
    });
    let measures = if is_beside {
        strings::COLLOCATES_MEASURES
    } else {
        strings::KEYWORDS_MEASURES
    };
    view! {
        {bar(words, said, choices, file)}
        <p class="measures">{measures}</p>
        <Table name="telling" label=strings::study(kind) columns=columns rows=rows
            on_action=on_action on_sort=on_sort sorted=sorted_by />
    }
    .into_any()
}

/// Words that tell the documents found from the rest.
fn keys(desk: Desk, corpus: Corpus, n_all: u32) -> Worked<Vec<TellingWord>> {
    let for_length = corpus.clone();
    worked_in_portions(
        move || desk.answer.get(),
        Portions {
            n: Arc::new(move |answer: &Answer| match answer.n() < n_all {
                true => KeywordsSoFar::n_words(&for_length),
                // There is no rest.
                false => 0,
            }),
            add: Arc::new(move |words: &mut KeywordsSoFar, answer, range| {
                words.add(&corpus, answer.docs(), range);
            }),
            end: Arc::new(|words, _| words.telling(MOST)),
            want: Arc::new(|_| ()),
            working: strings::study_words_working,
        },
    )
}

/// Words beside the query's hits.
fn beside(desk: Desk, corpus: Corpus, window: Memo<usize>) -> Worked<Vec<TellingWord>> {
    let for_end = corpus.clone();
    worked_in_portions(
        move || (desk.answer.get(), window.get()),
        Portions::of_docs(
            |(answer, _): &(Answer, usize)| match answer.finder() {
                Some(finder) if finder.has_hits() => answer.docs(),
                _ => &[],
            },
            move |words: &mut BesideSoFar, (answer, window), docs| {
                if let Some(finder) = answer.finder() {
                    words.add(&corpus, finder, docs, *window);
                }
            },
            move |words, _| words.telling(&for_end, MOST),
        )
        .wanting(|(answer, _)| {
            if let Some(finder) = answer.finder().filter(|finder| finder.has_hits()) {
                answer.docs().iter().for_each(|doc| finder.want(*doc));
            }
        }),
    )
}
