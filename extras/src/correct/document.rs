//! Facts about a document put right: its day, its outlet, its title.

use super::list::About;
use super::{Ending, entries};
use corpus_model::{Action, PartialDate};
use corpus_search::{CandidateView, DocId, Facet};
use corpus_view::{Open, value_shape};
use dateline::desk::use_desk;
use dateline::opened::Opened;
use dateline::strings;
use leptos::prelude::*;

/// Paragraphs that may be the title, and their longest.
const TITLES: usize = 6;
const TITLE_LEN: usize = 240;

/// The form.
#[component]
pub fn DocumentForm(opened: Opened, doc: DocId) -> impl IntoView {
    let desk = use_desk();
    let corpus = opened.corpus().clone();
    let Some(shown) = corpus.doc(doc) else {
        return ().into_any();
    };
    let id = shown.id().to_owned();
    let was_published = shown
        .published()
        .map_or(String::new(), |published| published.value.to_owned());
    let was_outlet = shown
        .outlet()
        .map_or(String::new(), |outlet| outlet.name.to_owned());
    let was_title = shown
        .title_span()
        .map_or(String::new(), |span| shown.slice(span).to_owned());
    let published = RwSignal::new(was_published.clone());
    let outlet = RwSignal::new(was_outlet.clone());
    let title = RwSignal::new(was_title.clone());

    // Each value once, the best evidence for it first.
    let mut values: Vec<(String, String)> = Vec::new();
    let mut why = None;
    if let Some(published) = shown.published() {
        values.push((
            published.value.to_owned(),
            strings::CORRECT_AS_IT_IS.to_owned(),
        ));
        why = Some(strings::reason(published.why));
        for candidate in &published.candidates {
            let is_new = values.iter().all(|(value, _)| value != candidate.value);
            if is_new && PartialDate::from_value(candidate.value).is_some() {
                values.push((
                    candidate.value.to_owned(),
                    said_by(candidate, |span| shown.slice(span)),
                ));
            }
        }
    }
    values.push((String::new(), String::new()));
    let choice = |(value, from): &(String, String)| {
        let words = match desk.locale().date(value_shape(value)) {
            Some(words) => words,
            None if value.is_empty() => strings::CORRECT_NO_DAY.to_owned(),
            None => value.clone(),
        };
        let (value, for_check) = (value.clone(), value.clone());
        view! {
            <label class="check">
                <input type="radio" name="published" prop:checked={move || *published.read() == for_check}
                    on:change=move |_| published.set(value.clone()) />
                " "{words}" "<span class="quiet small"><bdi>{from.clone()}</bdi></span>
            </label>
        }
        .into_any()
    };
    let dates = values.iter().map(choice).collect_view();
    let is_date = move || {
        let value = published.read();
        value.trim().is_empty() || PartialDate::from_value(&value).is_some()
    };
    let mut titles = vec![was_title.clone()];
    for span in shown.paragraphs().take(TITLES) {
        let line = shown.slice(span).trim();
        if line.len() <= TITLE_LEN && !titles.iter().any(|title| title == line) {
            titles.push(line.to_owned());
        }
    }
    if !titles.contains(&String::new()) {
        titles.push(String::new());
    }
    let titles = titles
        .into_iter()
        .map(|line| {
            let label = if line.is_empty() {
                strings::CORRECT_NO_TITLE.to_owned()
            } else {
                line.clone()
            };
            let is_now = line == was_title;
            view! { <option value=line selected=is_now>{label}</option> }.into_any()
        })
        .collect_view();
    let outlets = (0..corpus.n_facet_values(Facet::Outlet) as u32)
        .take(500)
        .map(|value| view! { <option value=corpus.facet_value_name(Facet::Outlet, value).to_owned()></option> }.into_any())
        .collect_view();

    let heading = shown.title().to_owned();
    let seen = strings::correct_was(&heading, &was_published, &was_outlet);
    let document = id.clone();
    let make = move |why: String| {
        let changed = |now: RwSignal<String>, was: &str| {
            let now = now.get_untracked().trim().to_owned();
            (now != was).then_some(now)
        };
        let facts = [
            changed(title, &was_title),
            changed(outlet, &was_outlet),
            changed(published, &was_published),
        ];
        if facts.iter().all(Option::is_none) || !is_date() {
            return Vec::new();
        }
        let [title, outlet, published] = facts;
        let action = Action::Document {
            document: document.clone(),
            title,
            outlet,
            published,
        };
        entries(vec![action], &why, std::slice::from_ref(&seen))
    };
    let back = Open::Doc {
        id: id.clone(),
        at: None,
    };
    view! {
        <div class="scroll">
            <article class="page correct">
                <p class="kind">{strings::CORRECT}</p>
                <h1 dir="auto">{heading}</h1>
                <form>
                    <fieldset>
                        <legend>{strings::CORRECT_PUBLISHED}</legend>
                        {why.map(|why| view! { <p class="hint" dir="auto">{why}</p> })}
                        {dates}
                        <label class="field">
                            <span>{strings::CORRECT_OTHER_DAY}</span>
                            <input type="text" autocomplete="off" inputmode="numeric" placeholder="2022-01-07"
                                prop:value=published aria-invalid=move || (!is_date()).to_string()
                                on:input:target=move |event| published.set(event.target().value()) />
                            <span class="hint">{strings::CORRECT_DAY_HINT}</span>
                        </label>
                    </fieldset>
                    <label class="field">
                        <span>{strings::facet(Facet::Outlet)}</span>
                        <input type="text" autocomplete="off" dir="auto" list="correct-outlets" prop:value=outlet
                            on:input:target=move |event| outlet.set(event.target().value()) />
                        <datalist id="correct-outlets">{outlets}</datalist>
                    </label>
                    <label class="field">
                        <span>{strings::CORRECT_TITLE}</span>
                        <select dir="auto" on:change:target=move |event| title.set(event.target().value())>{titles}</select>
                    </label>
                    <Ending entries=make back=back />
                </form>
                <About words={vec![id]} />
            </article>
        </div>
    }
    .into_any()
}

/// Where a candidate comes from, with its words.
fn said_by<'t>(
    candidate: &CandidateView<'_>,
    slice: impl Fn(corpus_model::Span) -> &'t str,
) -> String {
    let from = strings::date_hint(candidate.from);
    match candidate.span {
        Some(span) => [from, " “", slice(span), "”"].concat(),
        None => from.to_owned(),
    }
}
