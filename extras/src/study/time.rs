//! How often, over time: up to five queries beside each other, as lines and as a table.

use super::{Portions, bar, change, decimal, save, study, worked_in_portions};
use corpus_search::DocId;
use corpus_view::{Bins, Open, OverTime, Pane, Study, StudyKind, fitting_grain, over_time_csv, px};
use dateline::answer::{Answer, Question, ask, docs_of_any_day};
use dateline::components::icons;
use dateline::desk::{Desk, use_desk};
use dateline::opened::Opened;
use dateline::strings;
use dateline::web::dom;
use leptos::{html, prelude::*};
use std::sync::Arc;

/// Height of the drawing, in pixels.
const HEIGHT: f64 = 180.0;
/// The narrowest bar.
const BAR: f64 = 9.0;

/// What is counted: queries, the filters they share, and how wide a bar is.
type Asked = (Vec<String>, Question, f64, bool, Option<corpus_view::Grain>);
/// The counts, with the queries they are of.
type Counted = (Vec<String>, OverTime);

/// The drawing, its legend with the queries, and the table.
#[component]
pub fn Time(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let width = RwSignal::new(600.0_f64);
    let frame: NodeRef<html::Div> = NodeRef::new();
    Effect::new(move || {
        if let Some(frame) = frame.get() {
            dom::on_width(&frame, move |measured| {
                if measured > 1.0 {
                    width.set(measured);
                }
            });
        }
    });
    let queries = Memo::new(move |_| {
        let mut queries = vec![desk.view.read().query.trim().to_owned()];
        queries.extend(study(desk).compared);
        queries
    });
    let is_per_words = Memo::new(move |_| study(desk).is_per_words);
    let grain = Memo::new(move |_| desk.view.read().grain);
    let for_work = opened.clone();
    let (for_hits, for_answers) = (opened.clone(), opened.clone());
    let counted = worked_in_portions(
        move || {
            let question = desk.question.get();
            let asked = (
                queries.get(),
                question,
                width.get(),
                is_per_words.get(),
                grain.get(),
            );
            Input::new(&for_answers, asked)
        },
        Portions::of_docs(
            |input: &Input| &input.read,
            move |hits: &mut Vec<u32>, input, docs| {
                for doc in docs {
                    let n = input
                        .answer_at(hits.len())
                        .map_or(0, |answer| answer.hits(&for_hits, *doc).len());
                    hits.push(n as u32);
                }
            },
            move |hits, input| count(&for_work, input, &hits),
        ),
    );
    let said = move || match counted.value.read().as_ref() {
        Some(counted) if counted.1.days.is_empty() => strings::TIME_NO_DAYS.to_owned(),
        Some(counted) if counted.1.n_left_out > 0 => {
            let n = counted.1.n_left_out;
            strings::time_left_out(&strings::documents(n, &desk.number(n)))
        }
        _ => String::new(),
    };
    let per = move |is_words: bool, label: &'static str| {
        view! {
            <button type="button" aria-pressed=move || (is_per_words.get() == is_words).to_string()
                on:click=move |_| change(desk, |study| study.is_per_words = is_words)>{label}</button>
        }
    };
    let choices = view! {
        <div class="segmented" role="group" aria-label=strings::TIME_COUNTED>
            {per(false, strings::TIME_DOCUMENTS)}
            {per(true, strings::TIME_PER_WORDS)}
        </div>
    }
    .into_any();
    let file = save(counted, "over-time.csv", |counted: &Counted| {
        over_time_csv(&counted.1, &counted.0)
    });
    let drawing = move || {
        let counted = counted.value.get()?;
        let is_per_words = is_per_words.get_untracked();
        let line = |i: usize| {
            let d = counted
                .1
                .path(i, is_per_words, width.get_untracked(), HEIGHT);
            view! { <path class="series" data-slot=i.to_string() d=d></path> }.into_any()
        };
        let ends = counted.1.days.first().zip(counted.1.days.last());
        let locale = desk.locale();
        let ends = ends.map(|(first, last)| {
            let day = |day| locale.day(corpus_model::CivilDate::from_day_number(day));
            view! { <span>{day(first.first)}</span><span>{day(last.last)}</span> }
        });
        let highest = decimal(
            desk,
            counted.1.highest(is_per_words).min(i32::MAX as u32) as i32,
            1,
        );
        Some(view! {
            <span class="highest">{highest}</span>
            <svg width="100%" height=px(HEIGHT) aria-hidden="true" focusable="false">
                {(0..counted.0.len()).map(line).collect_view()}
            </svg>
            <div class="ends">{ends}</div>
        })
    };
    let table = move || {
        counted
            .value
            .get()
            .map(|counted| table(desk, &counted, is_per_words.get_untracked()))
    };
    view! {
        <div class="scroll over-time">
            {legend(desk, queries)}
            {bar(counted, said, choices, file)}
            <div class="drawing" node_ref=frame>{drawing}</div>
            {table}
        </div>
    }
    .into_any()
}

/// What a query is called.
fn name(query: &str) -> String {
    match query {
        "" => strings::TIME_ALL.to_owned(),
        query => query.to_owned(),
    }
}

/// The queries with their colours, and a field for one more.
fn legend(desk: Desk, queries: Memo<Vec<String>>) -> AnyView {
    let typed = RwSignal::new(String::new());
    let entry = move |(i, query): (usize, String)| {
        let remove = (i > 0).then(|| {
            let label = strings::remove_chip(&query);
            view! {
                <button type="button" aria-label=label on:click=move |_| change(desk, |study| {
                    if i <= study.compared.len() {
                        study.compared.remove(i - 1);
                    }
                })>{icons::close()}</button>
            }
        });
        view! {
            <li data-slot=i.to_string()><i class="line"></i><bdi>{name(&query)}</bdi>{remove}</li>
        }
        .into_any()
    };
    let entries = move || {
        let queries = queries.get();
        queries.into_iter().enumerate().map(entry).collect_view()
    };
    let is_full = move || queries.read().len() > Study::MOST_COMPARED;
    view! {
        <ul class="series-list">{entries}</ul>
        <form class="compare" hidden=is_full on:submit=move |event| {
            event.prevent_default();
            let query = typed.get_untracked().trim().to_owned();
            if !query.is_empty() {
                change(desk, |study| study.compared.push(query));
                typed.set(String::new());
            }
        }>
            <input type="text" aria-label=strings::TIME_COMPARE placeholder=strings::TIME_COMPARE dir="auto"
                spellcheck="false" prop:value=typed on:input:target=move |event| typed.set(event.target().value()) />
            <button type="submit" class="button">{strings::TIME_ADD}</button>
        </form>
    }
    .into_any()
}

/// What is counted, and what of it is to be read.
struct Input {
    asked: Asked,
    answers: Vec<Answer>,
    /// The documents of all answers, one answer after the other, where their hits are wanted.
    read: Vec<DocId>,
}

impl Input {
    fn new(opened: &Opened, asked: Asked) -> Self {
        let (queries, question, _, is_per_words, _) = &asked;
        let answers: Vec<Answer> = queries
            .iter()
            .map(|query| ask(opened, &question.with_query(query)))
            .collect();
        let docs = answers.iter().flat_map(Answer::docs);
        let read = match is_per_words {
            true => docs.copied().collect(),
            false => Vec::new(),
        };
        Self {
            asked,
            answers,
            read,
        }
    }

    /// Whose document stands there in the row of those that are read.
    fn answer_at(&self, at: usize) -> Option<&Answer> {
        let mut left = at;
        self.answers.iter().find(|answer| {
            let n = answer.docs().len();
            let is_here = left < n;
            left = left.saturating_sub(n);
            is_here
        })
    }
}

/// The counts of all queries. `hits` are those of the documents that were read.
fn count(opened: &Opened, input: &Input, hits: &[u32]) -> Counted {
    let (queries, question, width, _, grain) = &input.asked;
    let mut hits = hits.iter().copied();
    let found: Vec<Vec<(DocId, u32)>> = input
        .answers
        .iter()
        .map(|answer| {
            let docs = answer.docs().iter();
            docs.map(|doc| (*doc, hits.next().unwrap_or(0))).collect()
        })
        .collect();
    let queries = queries.clone();
    let dated = found
        .iter()
        .flatten()
        .filter_map(|(doc, _)| opened.published(*doc));
    let days = dated
        .map(|dated| dated.days)
        .reduce(corpus_view::Days::hull);
    let Some(days) = days else {
        let over_time = OverTime {
            series: vec![corpus_view::Series::default(); queries.len()],
            ..OverTime::default()
        };
        return (queries, over_time);
    };
    let fitting = fitting_grain(days, *width, BAR);
    let bins = Bins::new(days, grain.map_or(fitting, |grain| grain.max(fitting)));
    let all = docs_of_any_day(opened, &question.with_query(""), false);
    let over_time = OverTime::new(opened.corpus(), opened.columns(), &bins, &all, &found);
    (queries, over_time)
}

/// The same in numbers. A period leads to its documents.
fn table(desk: Desk, counted: &Arc<Counted>, is_per_words: bool) -> AnyView {
    let over_time = &counted.1;
    let row = |bar: usize| {
        let days = *over_time.days.get(bar)?;
        let values: Vec<u32> = (0..counted.0.len())
            .map(|series| over_time.value(series, bar, is_per_words))
            .collect();
        if values.iter().all(|value| *value == 0) {
            return None;
        }
        let cell = |value: u32| {
            let text = decimal(
                desk,
                value.min(i32::MAX as u32) as i32,
                if is_per_words { 2 } else { 0 },
            );
            view! { <td class="number">{text}</td> }
        };
        Some(
            view! {
                <tr>
                    <th scope="row">
                        <button type="button" class="link-button" on:click=move |_| desk.push(|view| {
                            view.published = Some(days);
                            view.is_undated = false;
                            view.pane = Pane::Results;
                            view.open = Open::Study(study(desk));
                        })>{desk.locale().days(days)}</button>
                    </th>
                    {values.into_iter().map(cell).collect_view()}
                </tr>
            }
            .into_any(),
        )
    };
    let head = counted
        .0
        .iter()
        .map(|query| view! { <th scope="col" class="number"><bdi>{name(query)}</bdi></th> });
    view! {
        <div class="table-scroll">
            <table aria-label=strings::study(StudyKind::Time)>
                <thead><tr><th scope="col">{strings::PERIOD}</th>{head.collect_view()}</tr></thead>
                <tbody>{(0..over_time.days.len()).filter_map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
