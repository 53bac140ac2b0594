//! Peaks with a name: what is telling of the documents under them, each a step to these documents.
//!
//! Worked out when everything else has been drawn, and again when the bars have been still for a while.

use super::chart::{Chart, Lane};
use crate::opened::Opened;
use crate::reactive::effect;
use crate::strings;
use crate::web::timer::Later;
use corpus_search::{Distinctive, DocSet, distinctive, distinctive_names, n_missing_of_counts};
use corpus_view::{Days, peaks, px};
use leptos::prelude::*;

/// Peaks that get a name.
const MOST: usize = 6;
/// Bytes that the names of a peak may cost over a corpus in parts: a page of lists or two, as where documents are in the
/// order of their days.
const FEW_BYTES: usize = 24 << 10;
/// Pixels a name may take.
const ROOM: f64 = 148.0;

#[derive(Clone, PartialEq)]
struct Peak {
    days: Days,
    n: u32,
    names: String,
}

/// The names above the bars.
#[component]
pub fn Peaks(opened: Opened, chart: Chart) -> impl IntoView {
    let desk = chart.desk;
    let named = RwSignal::new(Vec::<Peak>::new());
    let later = StoredValue::new_local(Later::new());
    // Counts how often the bars have come to rest.
    let rested = RwSignal::new(0_u32);
    effect(move || {
        chart.found.track();
        later.with_value(|later| later.set(300, move || rested.update(|n| *n += 1)));
    });
    effect(move || {
        if rested.get() == 0 {
            return;
        }
        let watch = opened.corpus().watch();
        let found = peaks(&chart.found.read_untracked(), MOST);
        let all = chart.published_docs.get_untracked();
        let peak = |days: Days| {
            let docs = chart.docs_on(&opened, days);
            let names = match opened.parts() {
                None => distinctive(opened.corpus(), &docs, &all, 3),
                Some(_) => telling_names(&opened, &docs, &all),
            };
            let names: Vec<String> = names.into_iter().map(|found| found.name).collect();
            Peak {
                days,
                n: docs.len(),
                names: names.join(", "),
            }
        };
        let found: Vec<Peak> = found.into_iter().map(peak).collect();
        // What is missing is on its way, and this runs again.
        if !watch.has_missed() {
            named.set(found);
        }
    });
    let view = move || {
        let scale = chart.scale.get();
        let mut taken: Vec<(f64, f64)> = Vec::new();
        let one = |peak: &Peak| {
            let (x, right) = scale.x_range(peak.days);
            let middle = (x + right) / 2.0;
            if peak.names.is_empty() || !(0.0..=scale.width).contains(&middle) {
                return None;
            }
            let left = (middle - ROOM / 2.0).min(scale.width - ROOM).max(0.0);
            // The higher peak has its name; where two would cover each other, the lower one goes without.
            if taken.iter().any(|(a, b)| left < *b && *a < left + ROOM) {
                return None;
            }
            taken.push((left, left + ROOM));
            let days = peak.days;
            let documents = strings::documents(peak.n, &desk.number(peak.n));
            let label = strings::peak(&desk.locale().days(days), &documents, &peak.names);
            Some(
                view! {
                    <button
                        type="button"
                        class="peak"
                        title=label.clone()
                        aria-label=label
                        style:left=format!("{}px", px(left))
                        on:click=move |_| chart.brush(Lane::Published, Some(days), true)
                    >
                        <bdi>{peak.names.clone()}</bdi>
                    </button>
                }
                .into_any(),
            )
        };
        named.read().iter().filter_map(one).collect_view()
    };
    view.into_any()
}

/// Over a corpus in parts peaks are called by names alone, where telling them takes little: words would have to be read in
/// the texts.
fn telling_names(opened: &Opened, docs: &DocSet, all: &DocSet) -> Vec<Distinctive> {
    let corpus = opened.corpus();
    let n_missing = n_missing_of_counts(corpus, docs) + n_missing_of_counts(corpus, all);
    match n_missing <= FEW_BYTES {
        true => distinctive_names(corpus, docs, all, 3),
        false => Vec::new(),
    }
}
