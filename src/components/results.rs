//! The list of found documents: only the rows that are seen exist.

use super::chips::{Chips, Narrowing, language_name};
use super::icons;
use super::link::{Link, is_plain};
use super::marked::marked;
use super::spelt::SpeltOtherwise;
use super::start;
use super::whole::Arriving;
use crate::answer::count_with;
use crate::desk::{Desk, use_desk};
use crate::opened::Opened;
use crate::parts::when_there;
use crate::reactive::{effect, memo};
use crate::strings;
use crate::web::timer::after_layout;
use crate::web::{dom, measure, media};
use corpus_index::DocId;
use corpus_search::{Sort, sorted_by};
use corpus_view::{
    Open, Pane, Study, px, scroll_to_show, show_map, show_network, sort_from_key, sort_key, window,
};
use leptos::{html, prelude::*};

/// Height of a row in `rem`; `style/results.css` says the same.
const ROW_REM: f64 = 6.75;
/// Rows kept ready above and below the screen.
const OVERSCAN: u32 = 4;
/// Bytes of a snippet: two to three lines, with its hit above the third.
const SNIPPET: u32 = 150;

/// The pane of results.
#[component]
pub fn Results(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let n_docs = opened.n_docs();
    let heading = move || {
        let n = desk.answer.read().n();
        match (desk.view.read().is_narrowed(), desk.is_narrow.get()) {
            (false, _) => strings::documents(n_docs, &desk.number(n_docs)),
            // What they are is plain, and the order of the list stands in the same line.
            (true, true) => strings::some_of(&desk.number(n), &desk.number(n_docs)),
            (true, false) => strings::some_of_all(&desk.number(n), n_docs, &desk.number(n_docs)),
        }
    };
    let notes = move || {
        let notes = desk.answer.read().notes();
        let begun = desk
            .answer
            .read()
            .is_by_beginning()
            .then(|| strings::BY_BEGINNING.to_owned());
        let notes: Vec<String> = notes.into_iter().chain(begun).collect();
        (!notes.is_empty())
            .then(|| view! { <p class="query-notes" role="status">{notes.join("; ")}</p> })
    };
    let is_open = move |open: Open| Signal::derive(move || desk.view.read().open == open);
    let (is_map, is_network) = (is_open(Open::Map), is_open(Open::Network));
    let for_start = opened.clone();
    let start = move || {
        let view = desk.view.read();
        let is_first_visit = !view.is_narrowed() && view.pane == Pane::Results;
        (desk.is_narrow.get() && is_first_visit).then(|| start::start(&for_start))
    };
    view! {
        <div class="results-head">
            <h2 id="results">{heading}</h2>
            <Link class="study-link" change=|view| view.open = Open::Study(Study::default())>{strings::STUDY_LINK}</Link>
            <Link class="icon-button" label=strings::MAP is_here=is_map change=|view| show_map(view, None)>
                {icons::globe()}
            </Link>
            <Link class="icon-button" label=strings::NETWORK is_here=is_network change=|view| show_network(view, None)>
                {icons::network()}
            </Link>
            <SortMenu />
        </div>
        <Chips opened=opened.clone() />
        <Arriving opened=opened.clone() />
        {notes}
        <SpeltOtherwise opened=opened.clone() />
        <List opened=opened start=start />
    }
    .into_any()
}

#[component]
fn SortMenu() -> impl IntoView {
    let desk = use_desk();
    let has_query = memo(move || !desk.view.read().query.trim().is_empty());
    let option = move |sort: Sort| {
        view! {
            <option
                value=sort_key(sort)
                selected=move || desk.view.read().sort == sort
                // Without words the best are the newest: one of the two is enough.
                hidden=move || {
                    sort == Sort::Newest && !has_query.get() && desk.view.read().sort != sort
                }
            >
                {move || strings::sort(sort, has_query.get())}
            </option>
        }
    };
    const SORTS: [Sort; 5] = [
        Sort::Relevance,
        Sort::Newest,
        Sort::Oldest,
        Sort::Outlet,
        Sort::Title,
    ];
    view! {
        <label>
            <span class="unseen">{strings::SORT}</span>
            <select on:change:target=move |event| {
                let sort = sort_from_key(&event.target().value()).unwrap_or_default();
                desk.replace(|view| view.sort = sort);
            }>{SORTS.map(option).collect_view()}</select>
        </label>
    }
    .into_any()
}

#[component]
fn List<S>(opened: Opened, start: S) -> impl IntoView
where
    S: Fn() -> Option<AnyView> + Send + 'static,
{
    let desk = use_desk();
    let row_height = ROW_REM * media::rem();
    let scrolled = RwSignal::new(0.0);
    let height = RwSignal::new(dom::viewport().1);
    let list: NodeRef<html::Div> = NodeRef::new();
    let generation = opened.generation();

    let follow = move || {
        if let Some(list) = list.get_untracked() {
            // On a narrow screen the start page stands above the first row.
            let above = dom::offset_top_of(&list, "ol");
            scrolled.set(f64::from(list.scroll_top()) - above);
            height.set(f64::from(list.client_height()).max(200.0));
        }
    };
    effect(move || {
        if let Some(list) = list.get() {
            dom::on_width(&list, move |_| follow());
        }
    });
    // Another question begins at the top.
    Effect::new(move |before: Option<()>| {
        desk.question.track();
        // Not one that is there: the browser would lay out the page then and there.
        if before.is_some()
            && scrolled.get_untracked().abs() > 0.5
            && let Some(list) = list.get_untracked()
        {
            list.set_scroll_top(0);
        }
    });

    // What a bench waits for.
    Effect::new(move |before: Option<bool>| {
        let has_rows = desk.answer.read().n() > 0;
        if has_rows && before != Some(true) {
            after_layout(|| measure::mark("dateline:first-results"));
        }
        has_rows || before == Some(true)
    });

    let for_rows = opened.clone();
    let rows = memo(move || {
        let answer = desk.answer.read();
        let window = window(
            answer.n(),
            row_height,
            scrolled.get(),
            height.get(),
            OVERSCAN,
        );
        let rows: Vec<(u32, DocId)> = (window.first..window.end)
            .filter_map(|place| Some((place, *answer.docs().get(place as usize)?)))
            .collect();
        untrack(|| {
            rows.iter()
                .for_each(|(_, doc)| for_rows.corpus().want_doc(*doc))
        });
        rows
    });
    let whole_height = move || format!("{}px", px(f64::from(desk.answer.read().n()) * row_height));
    let for_rows = opened.clone();
    let row = move |(place, doc): (u32, DocId)| {
        let opened = for_rows.clone();
        let top = f64::from(place) * row_height;
        move || {
            let again = opened.clone();
            let waiting = move || {
                view! { <li class="result" aria-busy="true" style:top=format!("{}px", px(top))></li> }
                    .into_any()
            };
            when_there(
                &opened,
                || view! { <Row opened=again place=place doc=doc top=top /> }.into_any(),
                waiting,
            )
        }
    };
    let is_empty = memo(move || desk.answer.read().n() == 0 && !desk.answer.read().is_waiting());
    let nothing = move || {
        is_empty
            .get()
            .then(|| view! { <Nothing opened=opened.clone() /> })
    };
    view! {
        <div
            class="results-list"
            node_ref=list
            aria-busy=move || desk.answer.read().is_waiting().then_some("true")
            on:scroll=move |_| follow()
        >
            {start}
            <ol style:height=whole_height aria-labelledby="results">
                <For
                    each=move || rows.get()
                    key=move |(place, doc)| (generation, *place, doc.0)
                    children=row
                />
            </ol>
            {nothing}
        </div>
    }
    .into_any()
}

#[component]
fn Row(opened: Opened, place: u32, doc: DocId, top: f64) -> impl IntoView {
    let desk = use_desk();
    let corpus = opened.corpus().clone();
    let Some(shown) = corpus.doc(doc) else {
        return ().into_any();
    };
    let id = shown.id().to_owned();
    opened.remember_doc(&id, doc);
    let outlet = shown.outlet().map(|outlet| outlet.name.to_owned());
    let slot = opened.doc_slot(doc).to_string();
    let when = desk.locale().date(opened.date_shape(doc));
    let when = when.unwrap_or_else(|| strings::UNDATED.to_owned());
    let language = shown.language();
    let is_foreign = opened.is_foreign(language);
    let language_label = is_foreign.then(|| {
        view! { <span class="lang">{language_name(desk, language)}</span> }
    });
    let lang = language.to_owned();
    let title_span = shown.title_span();
    let title = shown.title().to_owned();

    let for_text = opened.clone();
    let texts = memo(move || {
        let answer = desk.answer.read();
        let snippet = answer.snippet(&for_text, doc, SNIPPET);
        let hits = answer.hits(&for_text, doc);
        (snippet, hits)
    });
    let for_title = opened.clone();
    let title = move || match title_span {
        Some(span) => marked(for_title.corpus().text(doc), span, &texts.read().1),
        None => title.clone().into_any(),
    };
    let for_snippet = opened.clone();
    let snippet = move || {
        let (snippet, _) = &*texts.read();
        let text = for_snippet.corpus().text(doc);
        if snippet.hits.is_empty() {
            return marked(text, for_snippet.opening(doc, 2 * SNIPPET), &[]);
        }
        view! {
            {snippet.is_cut_before.then_some("… ")}
            {marked(text, snippet.span, &snippet.hits)}
            {snippet.is_cut_after.then_some(" …")}
        }
        .into_any()
    };
    let for_href = id.clone();
    let href = move || desk.href(|view| view.open = doc_view(&for_href));
    let is_here = move || match &desk.view.read().open {
        Open::Doc { id: open, .. } => (*open == id).then_some("true"),
        _ => None,
    };
    view! {
        <li
            class="result"
            style:top=format!("{}px", px(top))
            aria-posinset=(place + 1).to_string()
            aria-setsize=move || desk.answer.read().n().to_string()
        >
            <a
                href=href
                data-place=place.to_string()
                aria-current=is_here
                on:click=move |event| {
                    if is_plain(&event) {
                        event.prevent_default();
                        open_doc(desk, &opened, doc);
                    }
                }
            >
                <span class="meta">
                    <span class="dot" data-slot=slot></span>
                    <span class="outlet">{outlet.unwrap_or_else(|| strings::NO_OUTLET.to_owned())}</span>
                    <span aria-hidden="true">"·"</span>
                    <span class="when">{when}</span>
                    {language_label}
                </span>
                <span class="title" dir="auto" lang=lang.clone()>{title}</span>
                <span class="snippet" lang=lang><span dir="auto">{snippet}</span></span>
            </a>
        </li>
    }
    .into_any()
}

fn doc_view(id: &str) -> Open {
    Open::Doc {
        id: id.to_owned(),
        at: None,
    }
}

/// Opens a document, at its first hit where there is one.
pub fn open_doc(desk: Desk, opened: &Opened, doc: DocId) {
    let Some(shown) = opened.corpus().doc(doc) else {
        return;
    };
    let id = shown.id().to_owned();
    desk.hit.set(None);
    desk.push(|view| view.open = doc_view(&id));
}

/// Opens the result after or before the one that is open.
pub fn step_result(desk: Desk, opened: &Opened, by: i32) {
    let answer = desk.answer.get_untracked();
    let now = untrack(|| desk.open_doc()).and_then(|doc| answer.position(doc));
    let next = match now {
        Some(now) => now.checked_add_signed(by),
        None => Some(0),
    };
    let Some(next) = next else { return };
    let Some(&doc) = answer.docs().get(next as usize) else {
        return;
    };
    open_doc(desk, opened, doc);
    if let Some(list) = dom::first(".results-list") {
        let (top, height) = (
            f64::from(list.scroll_top()),
            f64::from(list.client_height()),
        );
        let row_height = ROW_REM * media::rem();
        if let Some(top) = scroll_to_show(next, row_height, top, height) {
            list.set_scroll_top(top as i32);
        }
    }
    after_layout(move || dom::focus_first(&format!(".result a[data-place='{next}']")));
}

/// Nothing found: says what to take away.
#[component]
fn Nothing(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    if opened.n_docs() == 0 {
        return view! {
            <div class="nothing">
                <h3>{strings::NOTHING_HERE}</h3>
                <p>{strings::NOTHING_HERE_WHY}</p>
                <button type="button" class="button" on:click=move |_| {
                    desk.push(|view| view.open = Open::Coverage);
                }>{strings::SEE_FILES}</button>
            </div>
        }
        .into_any();
    }
    let ways = memo(move || {
        let view = desk.view.read();
        let all = Narrowing::all(&view);
        let ways: Vec<(u32, Narrowing, String)> = all
            .into_iter()
            .map(|narrowing| {
                let mut without = view.clone();
                narrowing.remove(&mut without);
                let (what, name) = narrowing.label(desk, &opened, &view);
                let label = format!("{what} {name}").trim().to_owned();
                (count_with(&opened, &without), narrowing, label)
            })
            .filter(|(n, _, _)| *n > 0)
            .collect();
        sorted_by(ways, |a, b| b.0.cmp(&a.0))
    });
    let hint = move || match ways.read().is_empty() || Narrowing::all(&desk.view.read()).len() < 2 {
        true => strings::NOTHING_HINT_ALONE,
        false => strings::NOTHING_HINT,
    };
    let list = move || {
        ways.get()
            .into_iter()
            .map(|(n, narrowing, label)| {
                let text = strings::without(&label, &strings::documents(n, &desk.number(n)));
                view! {
                    <li>
                        <button type="button" class="button" on:click=move |_| {
                            desk.replace(|view| narrowing.remove(view));
                        }>{text}</button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <div class="nothing">
            <h3>{strings::NOTHING_FOUND}</h3>
            <p>{hint}</p>
            <ul>{list}</ul>
        </div>
    }
    .into_any()
}
