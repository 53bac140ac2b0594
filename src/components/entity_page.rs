//! A page about one entity: how it is written and why that is one, where it is named, beside whom.

use super::card::{EntityActions, percent};
use super::link::Link;
use super::reader::ReadingBar;
use super::spark::Spark;
use crate::desk::{Desk, use_desk};
use crate::opened::Opened;
use crate::strings;
use corpus_index::{DocId, EntityId, EntityView};
use corpus_model::Span;
use corpus_view::Open;
use leptos::prelude::*;

/// Lines of context shown before one asks for all.
const LINES: usize = 20;
/// Joins shown before one asks for all.
const JOINS: usize = 4;
/// Bytes on either side of a mention.
const CONTEXT: usize = 110;
/// Neighbours shown.
const BESIDE: usize = 24;

/// An entity in the reading pane.
#[component]
pub fn EntityPage(opened: Opened, entity: EntityId) -> impl IntoView {
    let desk = use_desk();
    let corpus = opened.corpus().clone();
    let Some(shown) = corpus.entity(entity) else {
        return ().into_any();
    };
    let docs: Vec<DocId> = shown.docs().map(|doc| doc.doc).collect();
    let (n_docs, n_mentions) = (docs.len() as u32, shown.n_mentions());
    let facts = format!(
        "{}, {}",
        strings::documents(n_docs, &desk.number(n_docs)),
        strings::mentions(n_mentions, &desk.number(n_mentions))
    );
    view! {
        <div class="reading">
            <ReadingBar />
            <div class="scroll">
                <article class="page entity-page" data-kind=shown.kind().name()>
                    <p class="kind">{strings::kind(shown.kind())}</p>
                    <h1 dir="auto">{shown.name().to_owned()}</h1>
                    {shown.description().map(|text| view! { <p class="description">{text.to_owned()}</p> })}
                    <p class="facts">{facts}</p>
                    <EntityActions opened=opened.clone() entity=entity has_page=false />
                    <section>
                        <h2>{strings::OVER_TIME}</h2>
                        <Spark opened=opened.clone() docs=docs />
                    </section>
                    {spellings(desk, &shown)}
                    {beside(desk, &opened, &shown)}
                    <Concordance opened=opened.clone() entity=entity />
                    {joins(desk, &opened, &shown)}
                    {documents(desk, &opened, &shown)}
                </article>
            </div>
        </div>
    }
    .into_any()
}

fn spellings(desk: Desk, shown: &EntityView<'_>) -> AnyView {
    let one = |(spelling, n): (&str, u32)| {
        view! {
            <li><bdi class="name">{spelling.to_owned()}</bdi>" "<span class="count">{desk.number(n)}</span></li>
        }
    };
    view! {
        <section>
            <h2>{strings::SPELLINGS}</h2>
            <ul class="spelling-list">{shown.spellings().map(one).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn joins(desk: Desk, opened: &Opened, shown: &EntityView<'_>) -> AnyView {
    let evidence = |(doc, span): &(DocId, Span)| {
        let text = opened.corpus().text_slice(*doc, *span).to_owned();
        let id = opened
            .corpus()
            .doc(*doc)
            .map(|doc| doc.id().to_owned())
            .unwrap_or_default();
        let at = span.start;
        view! {
            <blockquote dir="auto">
                {text}" "
                <Link change=move |view| view.open = Open::Doc { id: id.clone(), at: Some(at) }>
                    {strings::READ_THERE}
                </Link>
            </blockquote>
        }
        .into_any()
    };
    let one = |join: corpus_index::JoinView<'_>| {
        view! {
            <li>
                <p class="pair"><bdi>{join.a.to_owned()}</bdi>" = "<bdi>{join.b.to_owned()}</bdi></p>
                <p class="quiet">{join.rule.to_owned()}" · "{percent(desk, join.score)}</p>
                {join.evidence.iter().take(3).map(evidence).collect_view()}
            </li>
        }
        .into_any()
    };
    let n_joins = shown.joins().len();
    if n_joins == 0 {
        return view! {
            <section><h2>{strings::WHY_ONE}</h2><p class="quiet small">{strings::ONE_SPELLING}</p></section>
        }
        .into_any();
    }
    let rest = (n_joins > JOINS).then(|| {
        let more = strings::show_more(&desk.number((n_joins - JOINS) as u32));
        view! {
            <details>
                <summary class="small">{more}</summary>
                <ul class="joins">{shown.joins().skip(JOINS).map(one).collect_view()}</ul>
            </details>
        }
    });
    view! {
        <section>
            <h2>{strings::WHY_ONE}</h2>
            <ul class="joins">{shown.joins().take(JOINS).map(one).collect_view()}</ul>
            {rest}
        </section>
    }
    .into_any()
}

fn beside(desk: Desk, opened: &Opened, shown: &EntityView<'_>) -> Option<AnyView> {
    let corpus = opened.corpus();
    let beside = shown.beside();
    let one = |(other, n): &(EntityId, u32)| {
        let other = corpus.entity(*other)?;
        let (id, name) = (other.id().to_owned(), other.name().to_owned());
        let kind = other.kind().name();
        Some(
            view! {
                <li>
                    <Link change=move |view| view.open = Open::Entity(id.clone())>
                        <span class="mention" data-kind=kind>{name}</span>
                    </Link>
                    " "<span class="count small">{desk.number(*n)}</span>
                </li>
            }
            .into_any(),
        )
    };
    (!beside.is_empty()).then(|| {
        view! {
            <section>
                <h2>{strings::BESIDE}</h2>
                <ul class="neighbours">{beside.iter().take(BESIDE).filter_map(one).collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}

/// One mention with the words before and behind it.
struct Line {
    doc: DocId,
    span: Span,
}

#[component]
fn Concordance(opened: Opened, entity: EntityId) -> impl IntoView {
    let desk = use_desk();
    let corpus = opened.corpus().clone();
    let Some(shown) = corpus.entity(entity) else {
        return ().into_any();
    };
    let mut lines = Vec::new();
    for named in shown.docs() {
        let Some(doc) = corpus.doc(named.doc) else {
            continue;
        };
        let mentions = doc.mentions().filter(|mention| mention.entity == entity);
        lines.extend(mentions.map(|mention| Line {
            doc: named.doc,
            span: mention.span,
        }));
    }
    let n_lines = lines.len();
    let is_all = RwSignal::new(n_lines <= LINES);
    let line = move |line: &Line| {
        let doc = opened.corpus().doc(line.doc);
        let id = doc
            .as_ref()
            .map(|doc| doc.id().to_owned())
            .unwrap_or_default();
        let title = doc
            .as_ref()
            .map(|doc| doc.title().to_owned())
            .unwrap_or_default();
        let text = opened.corpus().text(line.doc);
        let (left, right) = around(text, line.span);
        let words = line.span.of(text).to_owned();
        let at = line.span.start;
        view! {
            <li title=title>
                <Link change=move |view| view.open = Open::Doc { id: id.clone(), at: Some(at) }>
                    <span class="left"><bdi>{left}</bdi></span>
                    <b>{words}</b>
                    <span class="right">{right}</span>
                </Link>
            </li>
        }
        .into_any()
    };
    let shown_lines = move || {
        let n = if is_all.get() { n_lines } else { LINES };
        lines.iter().take(n).map(&line).collect_view()
    };
    let more = move || {
        let n = n_lines.saturating_sub(LINES) as u32;
        (!is_all.get()).then(|| {
            view! {
                <button type="button" class="link-button small" on:click=move |_| is_all.set(true)>
                    {strings::show_more(&desk.number(n))}
                </button>
            }
        })
    };
    view! {
        <section>
            <h2>{strings::IN_CONTEXT}</h2>
            <ul class="concordance">{shown_lines}</ul>
            {more}
        </section>
    }
    .into_any()
}

/// The words on either side, on one line, with the space that parts them from the mention.
fn around(text: &str, span: Span) -> (String, String) {
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (span.start as usize, span.end as usize);
    let from = boundary(start.saturating_sub(CONTEXT).min(text.len()));
    let to = boundary((end + CONTEXT).min(text.len()));
    let one_line = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
    let (left, right) = (
        text.get(from..start).unwrap_or_default(),
        text.get(end..to).unwrap_or_default(),
    );
    let space = |is_there: bool| if is_there { "\u{a0}" } else { "" };
    (
        one_line(left) + space(left.ends_with(char::is_whitespace)),
        space(right.starts_with(char::is_whitespace)).to_owned() + &one_line(right),
    )
}

fn documents(desk: Desk, opened: &Opened, shown: &EntityView<'_>) -> AnyView {
    let one = |named: corpus_index::EntityDoc| {
        let doc = opened.corpus().doc(named.doc)?;
        let id = doc.id().to_owned();
        let title = doc.title().to_owned();
        let when = desk.locale().date(opened.date_shape(named.doc));
        Some(
            view! {
                <li>
                    <span class="dot" data-slot=opened.doc_slot(named.doc).to_string()></span>
                    <Link change=move |view| view.open = Open::Doc { id: id.clone(), at: None }>{title}</Link>
                    <span class="when">{when}</span>
                    <span class="count">{desk.number(named.n_mentions)}</span>
                </li>
            }
            .into_any(),
        )
    };
    view! {
        <section>
            <h2>{strings::DOCUMENTS}</h2>
            <ul class="doc-list">{shown.docs().filter_map(one).take(200).collect_view()}</ul>
        </section>
    }
    .into_any()
}
