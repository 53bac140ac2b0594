//! A document's source as it came: its extent marked, what was cut struck in its place, what was mended before and
//! after, each with its reason.
//!
//! The source is no part of a corpus. It is read again from the file it came in, which is at hand where the page
//! brought the files along or the reader did; elsewhere this says so. What became of each piece is computed in
//! `corpus-view`. The source becomes text nodes, never markup.

use crate::copied::copy_button;
use corpus_search::{DocId, DocView};
use corpus_view::{Fate, Open, SourcePiece, SourceShown, copies, keep_rules, source_of};
use dateline::components::link::Link;
use dateline::desk::{Desk, use_desk};
use dateline::opened::Opened;
use dateline::strings;
use dateline::web::{beside, files};
use js_sys::Array;
use leptos::prelude::*;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;
use wasm_bindgen::JsValue;

/// Bytes shown before and behind the article at first.
const AROUND: usize = 1_500;
/// Bytes shown at first, and more of them with each press of a button: a source may be as long as a book.
const MOST: usize = 60_000;

/// How far it has come.
#[derive(Clone)]
enum State {
    Fetching,
    /// The files are not at hand.
    NoFiles,
    /// The file is not among them, or is another one by now.
    Gone,
    Failed(String),
    Here(Arc<str>),
}

/// The source of the document that the address names.
#[component]
pub fn Source(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let id = Memo::new(move |_| match &desk.view.read().open {
        Open::Source(id) => Some(id.clone()),
        _ => None,
    });
    move || {
        let doc = opened.corpus().doc_by_id(&id.get()?);
        Some(match doc {
            Some(doc) => of_doc(desk, &opened, doc),
            None => view! { <p class="page quiet">{strings::NO_SUCH_DOCUMENT}</p> }.into_any(),
        })
    }
}

fn of_doc(desk: Desk, opened: &Opened, doc: DocId) -> AnyView {
    let Some(shown) = opened.corpus().doc(doc) else {
        return ().into_any();
    };
    let state = RwSignal::new(State::Fetching);
    fetch(&shown, state);
    let source = shown.source();
    let (id, path) = (shown.id().to_owned(), source.path.to_owned());
    let facts = [
        source.format.name().to_owned(),
        source.charset.to_owned(),
        strings::bytes(&desk.locale().number(source.byte_len as f64)),
    ];
    let title = shown.title().to_owned();
    let for_save = path.clone();
    let for_text = opened.clone();
    let body = move || match state.get() {
        State::Fetching => said(strings::SOURCE_FETCHING.to_owned()),
        State::NoFiles => said(strings::SOURCE_NO_FILES.to_owned()),
        State::Gone => said(strings::SOURCE_GONE.to_owned()),
        State::Failed(error) => said(strings::source_failed(&error)),
        State::Here(decoded) => {
            let path = for_save.clone();
            view! {
                <p class="legend small" aria-hidden="true">
                    <span data-fate="kept">{strings::SOURCE_KEPT}</span>
                    <del>{strings::SOURCE_CUT}</del>
                    <ins class="mended">{strings::SOURCE_MENDED}</ins>
                    <span data-fate="layout">{strings::SOURCE_LAYOUT}</span>
                    <button type="button" class="button" on:click=move |_| save(path.clone())>
                        {strings::SOURCE_SAVE}
                    </button>
                </p>
                {text(desk, &for_text, doc, decoded)}
            }
            .into_any()
        }
    };
    view! {
        <div class="scroll">
            <article class="page source-page">
                <h1>{strings::SOURCE_AS_IT_CAME}</h1>
                <p>
                    <Link change=move |view| view.open = Open::Doc { id: id.clone(), at: None }>
                        <bdi>{title}</bdi>
                    </Link>
                </p>
                <p class="quiet small"><bdi>{path}</bdi>" · "{facts.join(" · ")}</p>
                {rules(&shown)}
                {body}
            </article>
        </div>
    }
    .into_any()
}

/// The rules that undo the cuts, to be put into the folder's description.
fn rules(shown: &DocView<'_>) -> Option<AnyView> {
    let rules = keep_rules(shown);
    (!rules.is_empty()).then(|| {
        view! {
            <details class="rules">
                <summary>{strings::SOURCE_RULES}</summary>
                <p class="small">{strings::SOURCE_RULES_HOW}</p>
                <pre dir="auto" tabindex="0">{rules.clone()}</pre>
                {copy_button("button", rules)}
            </details>
        }
        .into_any()
    })
}

fn said(words: String) -> AnyView {
    view! { <p class="said" role="status">{words}</p> }.into_any()
}

/// Asks the page for the source; `later.js` knows where the files are.
fn fetch(shown: &DocView<'_>, state: RwSignal<State>) {
    let source = shown.source();
    let mut sha = String::new();
    for byte in source.sha256 {
        // Writing to a `String` does not fail.
        let _ = write!(sha, "{byte:02x}");
    }
    let pieces = Array::new();
    for (start, words) in copies(shown) {
        pieces.push(&start.into());
        pieces.push(&words.into());
    }
    let arguments: [JsValue; 3] = [source.path.into(), sha.into(), pieces.into()];
    leptos::task::spawn_local(async move {
        let came = match beside::call_later("script", &["later.js".into()]).await {
            Ok(_) if beside::call("hasFiles", &[]).is_ok_and(|has| has.is_truthy()) => {
                beside::call_later("sourceText", &arguments).await
            }
            Ok(_) => {
                state.try_set(State::NoFiles);
                return;
            }
            Err(error) => Err(error),
        };
        // Nobody listens any more where the reader has gone on.
        state.try_set(match came {
            Ok(text) => match text.as_string() {
                Some(text) => State::Here(text.into()),
                None => State::Gone,
            },
            Err(error) => State::Failed(beside::in_words(&error)),
        });
    });
}

/// Hands the file to the reader as it came.
fn save(path: String) {
    leptos::task::spawn_local(async move {
        let file = beside::call_later("sourceFile", &[path.clone().into()]).await;
        let name = path.rsplit('/').next().unwrap_or_default();
        files::save(name, &file.unwrap_or_default());
    });
}

fn text(desk: Desk, opened: &Opened, doc: DocId, decoded: Arc<str>) -> AnyView {
    let Some(shown) = opened.corpus().doc(doc) else {
        return ().into_any();
    };
    let source = Arc::new(source_of(&shown, &decoded));
    let range = RwSignal::new(source.at_first(&decoded, AROUND, MOST));
    let number = move |n: usize| desk.locale().number(n as f64);
    let len = decoded.len();
    let for_before = decoded.clone();
    let before = move || {
        let from = range.read().start;
        let decoded = for_before.clone();
        let more = move |_| {
            let start = decoded.floor_char_boundary(from.saturating_sub(MOST));
            range.update(|range| range.start = start);
        };
        (from > 0).then(|| more_button(strings::source_before(&number(from)), more))
    };
    let for_behind = decoded.clone();
    let behind = move || {
        let to = range.read().end;
        let decoded = for_behind.clone();
        let more = move |_| {
            let end = decoded.floor_char_boundary(to.saturating_add(MOST));
            range.update(|range| range.end = end);
        };
        (to < len).then(|| more_button(strings::source_behind(&number(len - to)), more))
    };
    let opened = opened.clone();
    let parts = move || {
        let shown = opened.corpus().doc(doc)?;
        Some(parts(&shown, &decoded, &source, range.get()))
    };
    view! {
        <div class="source-text">
            {before}
            {parts}
            {behind}
        </div>
    }
    .into_any()
}

fn more_button(label: String, more: impl FnMut(leptos::ev::MouseEvent) + 'static) -> AnyView {
    view! { <button type="button" class="button" on:click=more>{label}</button> }.into_any()
}

/// What stands before the article, the article, what stands behind it.
fn parts(shown: &DocView<'_>, decoded: &str, source: &SourceShown, bytes: Range<usize>) -> AnyView {
    let extent = &source.extent;
    let of = |from: usize, to: usize| {
        let (from, to) = (from.max(bytes.start), to.min(bytes.end));
        let pieces = source.within(from..to.max(from));
        pieces
            .map(|piece| one(shown, decoded, &piece))
            .collect::<Vec<_>>()
    };
    let before = of(0, extent.start);
    let article = of(extent.start, extent.end);
    let behind = of(extent.end, decoded.len());
    view! {
        {(!before.is_empty()).then(|| view! { <pre dir="auto">{before}</pre> })}
        <pre class="extent" dir="auto" role="group" aria-label=strings::SOURCE_ARTICLE>{article}</pre>
        {(!behind.is_empty()).then(|| view! { <pre dir="auto">{behind}</pre> })}
    }
    .into_any()
}

fn one(shown: &DocView<'_>, decoded: &str, piece: &SourcePiece) -> AnyView {
    let words = decoded
        .get(piece.bytes.clone())
        .unwrap_or_default()
        .to_owned();
    let plain = |fate: &'static str, words: String| {
        view! { <span data-fate=fate>{words}</span> }.into_any()
    };
    match piece.fate {
        Fate::Outside => plain("outside", words),
        Fate::Layout => plain("layout", words),
        Fate::Kept => plain("kept", words),
        Fate::Cut(i) => {
            let why = shown
                .removed()
                .nth(i)
                .map_or("", |removed| removed.why)
                .to_owned();
            view! { <del>{words}</del><small class="why">{why}</small> }.into_any()
        }
        Fate::Mended(i) => {
            let repair = shown.repairs().nth(i);
            let (to, why) =
                repair.map_or(("", ""), |repair| (shown.slice(repair.span), repair.why));
            view! {
                <del class="mended">{words}</del>
                <ins class="mended">{to.to_owned()}</ins>
                <small class="why">{why.to_owned()}</small>
            }
            .into_any()
        }
    }
}
