//! Below a text: who is quoted, what was cut and mended, where it came from.

use super::card::candidates;
use super::chips::language_name;
use super::link::Link;
use crate::desk::{Desk, use_desk};
use crate::opened::Opened;
use crate::strings;
use corpus_index::{DocId, DocView};
use corpus_view::Open;
use leptos::prelude::*;
use std::fmt::Write as _;

/// All that stands below a text.
#[component]
pub fn Apparatus(opened: Opened, doc: DocId) -> impl IntoView {
    let desk = use_desk();
    let corpus = opened.corpus();
    let Some(shown) = corpus.doc(doc) else {
        return ().into_any();
    };
    view! {
        <footer class="apparatus">
            {quotes(desk, &opened, &shown)}
            {changes(desk, &shown)}
            {source(desk, &opened, &shown)}
        </footer>
    }
    .into_any()
}

fn fold(
    desk: Desk,
    class: &'static str,
    title: &'static str,
    n: Option<usize>,
    body: AnyView,
) -> AnyView {
    let count = n.map(|n| view! { <span class="count">{desk.number(n as u32)}</span> });
    view! {
        <details class=class>
            <summary>{title}" "{count}</summary>
            <div class="body">{body}</div>
        </details>
    }
    .into_any()
}

fn quotes(desk: Desk, opened: &Opened, shown: &DocView<'_>) -> Option<AnyView> {
    let corpus = opened.corpus();
    let n = shown.quotes().len();
    let one = |quote: corpus_index::QuoteView<'_>| {
        let words = shown.slice(quote.span).to_owned();
        let speaker = quote.speaker.and_then(|speaker| corpus.entity(speaker));
        let speaker = match speaker {
            Some(speaker) => {
                let id = speaker.id().to_owned();
                let name = speaker.name().to_owned();
                view! {
                    <Link change=move |view| view.open = Open::Entity(id.clone())>{name}</Link>
                }
                .into_any()
            }
            None => match quote.speaker_span {
                Some(span) => shown.slice(span).to_owned().into_any(),
                None => strings::SPEAKER_UNKNOWN.into_any(),
            },
        };
        view! {
            <blockquote dir="auto">
                {words}
                <footer>{speaker}" · "{strings::spoken(quote.kind.name())}" · "{quote.why.to_owned()}</footer>
            </blockquote>
        }
        .into_any()
    };
    (n > 0).then(|| {
        fold(
            desk,
            "quotes",
            strings::QUOTES,
            Some(n),
            shown.quotes().map(one).collect_view().into_any(),
        )
    })
}

fn changes(desk: Desk, shown: &DocView<'_>) -> AnyView {
    let (n_removed, n_repairs) = (shown.removed().len(), shown.repairs().len());
    let id = shown.id().to_owned();
    let source = view! {
        <p><Link change=move |view| view.open = Open::Source(id.clone())>{strings::SOURCE_AS_IT_CAME}</Link></p>
    }
    .into_any();
    if n_removed + n_repairs == 0 {
        let nothing = view! { <p class="quiet">{strings::CHANGED_NOTHING}</p>{source} }.into_any();
        return fold(desk, "changed", strings::CHANGED, Some(0), nothing);
    }
    let removed = shown.removed().map(|removed| {
        view! { <li><del dir="auto">{removed.text.to_owned()}</del><span class="why">{removed.why.to_owned()}</span></li> }
            .into_any()
    });
    let repairs = shown.repairs().map(|repair| {
        let to = shown.slice(repair.span).to_owned();
        view! {
            <li>
                <del dir="auto">{repair.from.to_owned()}</del>" → "<ins class="mended" dir="auto">{to}</ins>
                <span class="why">{repair.why.to_owned()}</span>
            </li>
        }
        .into_any()
    });
    let body = view! {
        {source}
        {(n_removed > 0).then(|| view! { <h4>{strings::REMOVED}</h4><ul>{removed.collect_view()}</ul> })}
        {(n_repairs > 0).then(|| view! { <h4>{strings::REPAIRED}</h4><ul>{repairs.collect_view()}</ul> })}
    };
    fold(
        desk,
        "changed",
        strings::CHANGED,
        Some(n_removed + n_repairs),
        body.into_any(),
    )
}

fn source(desk: Desk, opened: &Opened, shown: &DocView<'_>) -> AnyView {
    let source = shown.source();
    let mut sha = String::new();
    for byte in source.sha256 {
        // Writing to a `String` does not fail.
        let _ = write!(sha, "{byte:02x}");
    }
    let part = match source.parts {
        0 | 1 => source.path.to_owned(),
        parts => format!("{} ({})", source.path, strings::part_of(source.part, parts)),
    };
    let fact = |name: &'static str, value: String| {
        view! { <dt>{name}</dt><dd dir="auto">{value}</dd> }.into_any()
    };
    // Where in the file this article's text stands, and what else the file holds.
    let runs = shown.map();
    let extent = runs
        .clone()
        .map(|run| run.raw.start)
        .min()
        .zip(runs.map(|run| run.raw.end).max());
    let number = |n: u32| desk.locale().number(f64::from(n));
    let extent = extent.map(|(from, to)| strings::extent(&number(from), &number(to)));
    let corpus = opened.corpus();
    let parts = corpus.doc_ids().filter_map(|id| corpus.doc(id));
    let parts = (source.parts > 1).then(|| {
        parts
            .filter(|other| other.source().path == source.path)
            .map(|other| part_link(&other, other.doc_id() == shown.doc_id()))
            .collect_view()
    });
    let parts = parts.map(|parts| view! { <h4>{strings::PARTS}</h4><ol>{parts}</ol> }.into_any());
    let language = format!(
        "{}, {}",
        language_name(desk, shown.language()),
        super::card::percent(desk, shown.language_confidence())
    );
    let authors = shown.authors().join(", ");
    let remarks: Vec<String> = shown
        .diagnostics()
        .map(|remark| remark.message.to_owned())
        .collect();
    let facts = [
        Some(fact(strings::SOURCE_FILE, part)),
        Some(fact(
            strings::SOURCE_FORMAT,
            source.format.name().to_owned(),
        )),
        Some(fact(strings::SOURCE_CHARSET, source.charset.to_owned())),
        Some(fact(
            strings::SOURCE_SIZE,
            strings::bytes(&desk.locale().number(source.byte_len as f64)),
        )),
        extent.map(|extent| fact(strings::SOURCE_EXTENT, extent)),
        Some(fact(strings::SOURCE_LANGUAGE, language)),
        (!authors.is_empty()).then(|| fact(strings::SOURCE_AUTHORS, authors)),
        // As text: an address of a document is not a way out of this page.
        shown
            .url()
            .map(|url| fact(strings::SOURCE_URL, url.to_owned())),
        (!remarks.is_empty()).then(|| fact(strings::SOURCE_REMARKS, remarks.join("; "))),
        Some(fact(strings::SOURCE_SHA, sha)),
    ];
    let body = view! {
        <dl>{facts.into_iter().flatten().collect_view()}</dl>
        {parts}
        {candidates(desk, opened, shown.doc_id())}
    };
    fold(desk, "source", strings::SOURCE, None, body.into_any())
}

/// One article of a file that holds several, as a link or, where it is the one being read, as words.
fn part_link(doc: &DocView<'_>, is_here: bool) -> AnyView {
    let title = doc.title().to_owned();
    if is_here {
        return view! { <li><b dir="auto">{title}</b></li> }.into_any();
    }
    let link = doc_link(doc.id().to_owned(), title);
    view! { <li>{link}</li> }.into_any()
}

/// A link that opens a document.
pub fn doc_link(id: String, title: String) -> AnyView {
    view! {
        <Link change=move |view| view.open = Open::Doc { id: id.clone(), at: None }>
            <bdi>{title}</bdi>
        </Link>
    }
    .into_any()
}
