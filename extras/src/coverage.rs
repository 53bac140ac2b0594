//! What became of every file: read, not used and why, and remarks. The counts add up.

use corpus_model::{contradicts, skipped_by_reason};
use corpus_search::{DocId, DocView, FileView, OutcomeView};
use corpus_view::{Correct, Open};
use dateline::components::apparatus::doc_link;
use dateline::components::link::Link;
use dateline::desk::use_desk;
use dateline::opened::Opened;
use dateline::strings;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Files shown of each kind; a large folder has its list on the command line.
const MOST: usize = 500;
/// Documents named of one file.
const MOST_OF_A_FILE: usize = 200;

/// The list of files in the reading pane.
#[component]
pub fn Coverage(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let corpus = opened.corpus().clone();
    let counts = corpus.coverage_counts();
    let sum = strings::coverage_sum(
        &strings::files(counts.n_files, &desk.number(counts.n_files)),
        &desk.number(counts.n_read),
        &strings::articles(counts.n_articles, &desk.number(counts.n_articles)),
        &desk.number(counts.n_skipped),
    );
    // The documents of each file.
    let mut docs_of: BTreeMap<&str, Vec<DocId>> = BTreeMap::new();
    for doc in corpus.doc_ids() {
        if let Some(shown) = corpus.doc(doc) {
            docs_of.entry(shown.source().path).or_default().push(doc);
        }
    }
    let link = |doc: &DocId| {
        let shown = corpus.doc(*doc)?;
        Some(doc_link(shown.id().to_owned(), shown.title().to_owned()))
    };
    let links = |path: &str, outcome: &str| {
        let docs = docs_of.get(path)?;
        let links: Vec<AnyView> = docs.iter().take(MOST_OF_A_FILE).filter_map(link).collect();
        if docs.len() == 1 {
            return links.into_iter().next();
        }
        let links = links
            .into_iter()
            .map(|link| view! { <li>{link}</li> }.into_any());
        let list = view! {
            <details>
                <summary>{outcome.to_owned()}</summary>
                <ul>{links.collect_view()}</ul>
            </details>
        };
        Some(list.into_any())
    };
    let row = |file: FileView<'_>| {
        let (is_skipped, outcome) = match file.outcome {
            OutcomeView::Read { n_articles } => (
                None,
                strings::articles(n_articles, &desk.number(n_articles)),
            ),
            OutcomeView::Unpacked { n_files } => {
                (None, strings::files(n_files, &desk.number(n_files)))
            }
            OutcomeView::Skipped { why } => (Some(""), why.to_owned()),
        };
        let remarks = file
            .diagnostics
            .iter()
            // What was set aside says why once.
            .filter(|remark| !remark.message.starts_with(&outcome))
            .map(|remark| view! { <span class="why">{remark.message.to_owned()}</span> }.into_any())
            .collect_view();
        let docs = match file.outcome {
            OutcomeView::Read { .. } => links(file.path, &outcome),
            _ => None,
        };
        let outcome = docs.unwrap_or_else(|| outcome.into_any());
        view! {
            <tr data-skipped=is_skipped>
                <td class="path"><bdi>{file.path.to_owned()}</bdi></td>
                <td class="number">{desk.locale().number(file.byte_len as f64)}</td>
                <td>{outcome}{remarks}</td>
            </tr>
        }
        .into_any()
    };
    let table = |title: &'static str, files: Vec<AnyView>| {
        (!files.is_empty()).then(|| {
            view! {
                <h2>{title}</h2>
                <div class="table-scroll">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{strings::COVERAGE_FILE}</th>
                                <th scope="col" class="number">{strings::COVERAGE_SIZE}</th>
                                <th scope="col">{strings::COVERAGE_OUTCOME}</th>
                            </tr>
                        </thead>
                        <tbody>{files}</tbody>
                    </table>
                </div>
            }
            .into_any()
        })
    };
    let is_skipped = |file: &FileView<'_>| matches!(file.outcome, OutcomeView::Skipped { .. });
    let skipped = corpus
        .coverage()
        .filter(is_skipped)
        .take(MOST)
        .map(row)
        .collect();
    let read = corpus
        .coverage()
        .filter(|file| !is_skipped(file))
        .take(MOST)
        .map(row)
        .collect();
    let whys = corpus.coverage().filter_map(|file| match file.outcome {
        OutcomeView::Skipped { why } => Some((file.path, why)),
        _ => None,
    });
    let reason = |(reason, n): (&str, u32)| {
        view! { <li><bdi>{reason.to_owned()}</bdi>" "<span class="count">{desk.number(n)}</span></li> }
            .into_any()
    };
    let reasons: Vec<AnyView> = skipped_by_reason(whys).into_iter().map(reason).collect();
    let reasons = (!reasons.is_empty()).then(|| {
        view! {
            <details>
                <summary>{strings::COVERAGE_SKIPPED}" "<span class="count">{desk.number(counts.n_skipped)}</span></summary>
                <ul>{reasons}</ul>
            </details>
        }
        .into_any()
    });
    let remarks = corpus
        .doc_ids()
        .filter_map(|doc| corpus.doc(doc))
        .flat_map(|doc| {
            let (id, title) = (doc.id().to_owned(), doc.title().to_owned());
            let remark = |remark: corpus_search::DiagnosticView<'_>| {
                let link = doc_link(id.clone(), title.clone());
                view! { <li>{link}": "{remark.message.to_owned()}</li> }.into_any()
            };
            doc.diagnostics().map(remark).collect::<Vec<_>>()
        })
        .take(MOST)
        .collect::<Vec<AnyView>>();
    let remarks = (!remarks.is_empty()).then(|| {
        view! { <h2>{strings::COVERAGE_REMARKS}</h2><ul class="small">{remarks}</ul> }
    });
    // Every article by what was done to it or is open about it.
    type Test = fn(&DocView<'_>) -> bool;
    let tests: [(&'static str, Test); 6] = [
        (strings::COVERAGE_SPLIT, |doc| doc.source().parts > 1),
        (strings::COVERAGE_CUT, |doc| doc.removed().len() > 0),
        (strings::COVERAGE_REPAIRED, |doc| doc.repairs().len() > 0),
        (strings::COVERAGE_UNDATED, |doc| doc.published().is_none()),
        (strings::COVERAGE_YEAR_OPEN, |doc| {
            doc.published().is_some_and(|p| p.interval.is_none())
        }),
        (strings::COVERAGE_CONFLICT, |doc| {
            doc.published().is_some_and(|p| {
                let mut stated = p.candidates.iter();
                stated.any(|c| contradicts(p.value, c.value, c.from))
            })
        }),
    ];
    let mut groups: [Vec<AnyView>; 6] = Default::default();
    for doc in corpus.doc_ids().filter_map(|doc| corpus.doc(doc)) {
        for ((_, test), group) in tests.iter().zip(&mut groups) {
            if test(&doc) {
                let link = doc_link(doc.id().to_owned(), doc.title().to_owned());
                group.push(view! { <li>{link}</li> }.into_any());
            }
        }
    }
    let groups = tests.iter().zip(groups).map(|((title, _), links)| {
        let n = links.len();
        (n > 0).then(|| {
            let links: Vec<AnyView> = links.into_iter().take(MOST).collect();
            view! {
                <details>
                    <summary>{*title}" "<span class="count">{desk.number(n as u32)}</span></summary>
                    <ul>{links}</ul>
                </details>
            }
            .into_any()
        })
    });
    view! {
            <div class="scroll">
                <article class="page coverage">
                    <h1>{strings::COVERAGE}</h1>
                    <p class="sum">{sum}</p>
                    <p><Link change=|view| view.open = Open::Correct(Correct::All)>{strings::CORRECT_ALL}</Link></p>
                    {groups.collect_view()}
                    {reasons}
                    {table(strings::COVERAGE_SKIPPED, skipped)}
                    {remarks}
                    {table(strings::COVERAGE_READ, read)}
                </article>
            </div>
    }
    .into_any()
}
