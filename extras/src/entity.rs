//! A page about one entity: how it is written and why that is one, where it is named, beside whom.

use crate::copied::copy_button;
use crate::network::{Counting, sentence_cells};
use crate::table::{Cell, Column, Rows, Table};
use corpus_model::{EntityKind, Span};
use corpus_search::{DocId, EntityDoc, EntityId, EntityView, JoinView, NetworkWish, together};
use corpus_view::{
    Atlas, ContextOrder, Open, around, in_context, may_be, may_mean, names_in_time, show_map,
    show_network,
};
use dateline::components::card::{EntityActions, percent};
use dateline::components::link::Link;
use dateline::components::spark::Spark;
use dateline::desk::{Desk, use_desk};
use dateline::opened::Opened;
use dateline::strings;
use leptos::prelude::*;
use std::sync::Arc;

/// Joins shown before one asks for all.
const JOINS: usize = 4;
/// Neighbours shown.
const BESIDE: usize = 24;
/// Sentences shown of one neighbour; the network has them all.
const SENTENCES: usize = 5;

/// An entity in the reading pane.
#[component]
pub fn EntityPage(opened: Opened, id: String) -> impl IntoView {
    let desk = use_desk();
    let corpus = opened.corpus().clone();
    let Some(shown) = corpus
        .entity_by_id(&id)
        .and_then(|entity| corpus.entity(entity))
    else {
        return view! { <p class="page" role="alert">{strings::NO_SUCH_ENTITY}</p> }.into_any();
    };
    let entity = shown.entity_id();
    let named_in: Vec<EntityDoc> = shown.docs().collect();
    let docs: Vec<DocId> = named_in.iter().map(|doc| doc.doc).collect();
    let (n_docs, n_mentions) = (docs.len() as u32, shown.n_mentions());
    let facts = format!(
        "{}, {}",
        strings::documents(n_docs, &desk.number(n_docs)),
        strings::mentions(n_mentions, &desk.number(n_mentions))
    );
    let [for_network, for_map] = [id.clone(), id.clone()];
    let map = shown.place().is_some().then(|| {
        view! { <Link class="button" change=move |view| show_map(view, Some(&for_map))>{strings::ON_THE_MAP}</Link> }
    });
    view! {
        <div class="scroll">
            <article class="page entity-page" data-kind=shown.kind().name()>
                <p class="kind">{strings::kind(shown.kind())}</p>
                <h1 dir="auto">{shown.name().to_owned()}</h1>
                {shown.description().map(|text| view! { <p class="description">{text.to_owned()}</p> })}
                {candidates(&opened, entity)}
                <p class="facts">{facts}{identity(&id)}</p>
                <EntityActions opened=opened.clone() entity=entity has_page=false />
                <div class="actions">
                    <Link class="button" change=move |view| show_network(view, Some(&for_network))>{strings::ITS_NETWORK}</Link>
                    {map}
                </div>
                <section>
                    <h2>{strings::OVER_TIME}</h2>
                    <Spark opened=opened.clone() docs=docs />
                </section>
                {spellings(desk, &opened, &shown)}
                <Neighbours opened=opened.clone() entity=entity />
                {joins(desk, &opened, &shown)}
                <Mentions opened=opened.clone() entity=entity />
                <Documents opened=opened.clone() docs=named_in />
            </article>
        </div>
    }
    .into_any()
}

/// The id that a source gives it, to be copied: a link would be a request.
fn identity(id: &str) -> Option<AnyView> {
    let (source, number) = strings::id_source(id)?;
    let number = number.to_owned();
    let button = copy_button("link-button", number.clone());
    Some(view! { " · "{source}" "<code class="identity">{number}</code>" "{button} }.into_any())
}

fn spellings(desk: Desk, opened: &Opened, shown: &EntityView<'_>) -> AnyView {
    let one = |(spelling, n): (&str, u32)| {
        view! {
            <li><bdi class="name">{spelling.to_owned()}</bdi>" "<span class="count">{desk.number(n)}</span></li>
        }
        .into_any()
    };
    let corpus = opened.corpus();
    let other = |other: &EntityId| entity_link(opened, *other);
    let in_time = names_in_time(shown);
    let in_time = (!in_time.is_empty()).then(|| {
        let one = |name: String| view! { <li><bdi>{name}</bdi></li> }.into_any();
        view! {
            <h3>{strings::NAMES_IN_TIME}</h3>
            <ul class="names-in-time">{in_time.into_iter().map(one).collect_view()}</ul>
        }
        .into_any()
    });
    let shared = may_mean(corpus, shown.entity_id());
    let shared = (!shared.is_empty()).then(|| {
        let one = |(spelling, others): (String, Vec<EntityId>)| {
            view! {
                <li>{strings::shared_spelling(&spelling)}" "{others.iter().filter_map(other).collect_view()}</li>
            }
            .into_any()
        };
        view! {
            <h3>{strings::MAY_MEAN}</h3>
            <ul class="may-mean">{shared.into_iter().map(one).collect_view()}</ul>
        }
        .into_any()
    });
    view! {
        <section>
            <h2>{strings::SPELLINGS}</h2>
            <ul class="spelling-list">{shown.spellings().map(one).collect_view()}</ul>
            {in_time}
            {shared}
        </section>
    }
    .into_any()
}

/// The way to another entity's page.
fn entity_link(opened: &Opened, entity: EntityId) -> Option<AnyView> {
    let view = opened.corpus().entity(entity)?;
    let (id, name, kind) = (
        view.id().to_owned(),
        view.name().to_owned(),
        view.kind().name(),
    );
    Some(
        view! {
            <Link change=move |view| view.open = Open::Entity(id.clone())>
                <span class="mention" data-kind=kind>{name}</span>
            </Link>
            " "
        }
        .into_any(),
    )
}

/// Whom a name that fits several may be.
fn candidates(opened: &Opened, entity: EntityId) -> Option<AnyView> {
    let found = may_be(opened.corpus(), entity);
    (!found.is_empty()).then(|| {
        let links = found
            .into_iter()
            .filter_map(|other| entity_link(opened, other));
        view! { <p class="may-be">{strings::MAY_BE}" "{links.collect_view()}</p> }.into_any()
    })
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
    let one = |join: JoinView<'_>| {
        view! {
            <li>
                <p class="pair"><bdi>{join.a.to_owned()}</bdi>" = "<bdi>{join.b.to_owned()}</bdi></p>
                <p class="quiet">{strings::reason(join.rule)}" · "{percent(desk, join.score)}</p>
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

/// Who shares sentences with it, in the whole corpus.
#[component]
fn Neighbours(opened: Opened, entity: EntityId) -> impl IntoView {
    let desk = use_desk();
    let counting = Counting::new();
    let corpus = opened.corpus().clone();
    let docs: Vec<DocId> = corpus.doc_ids().collect();
    let wish = NetworkWish {
        kinds: EntityKind::ALL.to_vec(),
        around: Some(entity),
        n_nodes: BESIDE + 1,
    };
    counting.begin(&corpus, &docs, wish);
    // Whose sentences are open.
    let unfolded = RwSignal::new(None::<EntityId>);
    let list = move || {
        let Some(network) = counting.done.get() else {
            let (done, all) = counting.progress.get();
            let text = strings::reading(&desk.number(done), &desk.number(all));
            return view! { <p class="quiet small" role="status">{text}</p> }.into_any();
        };
        let links: Vec<(EntityId, u32)> = network
            .links
            .iter()
            .filter(|link| link.a == 0)
            .filter_map(|link| Some((network.nodes.get(link.b as usize)?.entity, link.n)))
            .collect();
        if links.is_empty() {
            return view! { <p class="quiet small">{strings::NEIGHBOURS_NONE}</p> }.into_any();
        }
        let one =
            |(other, n): (EntityId, u32)| neighbour(desk, &opened, entity, other, n, unfolded);
        view! {
            <p class="quiet small">{strings::NEIGHBOURS_WHAT}</p>
            <ul class="neighbours">{links.into_iter().filter_map(one).collect_view()}</ul>
        }
        .into_any()
    };
    view! { <section><h2>{strings::BESIDE}</h2>{list}</section> }.into_any()
}

fn neighbour(
    desk: Desk,
    opened: &Opened,
    entity: EntityId,
    other: EntityId,
    n: u32,
    unfolded: RwSignal<Option<EntityId>>,
) -> Option<AnyView> {
    let view = opened.corpus().entity(other)?;
    let (id, name, kind) = (
        view.id().to_owned(),
        view.name().to_owned(),
        view.kind().name(),
    );
    let is_open = move || unfolded.get() == Some(other);
    let opened = opened.clone();
    let sentences = move || {
        is_open().then(|| {
            let corpus = opened.corpus();
            let docs: Vec<DocId> = corpus
                .entity(entity)
                .map(|view| view.docs().map(|doc| doc.doc).collect())
                .unwrap_or_default();
            let found = together(corpus, &docs, entity, other);
            let one = |found: &corpus_search::Together| {
                let mut cells = sentence_cells(desk, &opened, found).into_iter();
                let (sentence, place) = (cells.next()?, cells.next()?);
                let open = sentence.open?;
                Some(
                    view! {
                        <blockquote dir="auto">
                            {sentence.text}" "
                            <Link change=move |view| view.open = open.clone()>{strings::READ_THERE}</Link>
                            <span class="quiet small">{place.text}</span>
                        </blockquote>
                    }
                    .into_any(),
                )
            };
            let all = (found.len() > SENTENCES).then(|| {
                let id = corpus.entity(entity).map(|view| view.id().to_owned());
                let other = corpus.entity(other).map(|view| view.id().to_owned());
                let n = found.len() as u32;
                view! {
                    <Link change=move |view| {
                        show_network(view, id.as_deref());
                        let atlas = Atlas { picked: id.clone(), other: other.clone(), ..Atlas::of(view) };
                        atlas.put(view);
                    }>{strings::sentences(n, &desk.number(n))}</Link>
                }
            });
            view! {
                {found.iter().take(SENTENCES).filter_map(one).collect_view()}
                {all}
            }
            .into_any()
        })
    };
    let toggle = move |_| {
        let wanted = (unfolded.get_untracked() != Some(other)).then_some(other);
        unfolded.set(wanted);
    };
    Some(
        view! {
            <li data-open=move || is_open().then_some("")>
                <Link change=move |view| view.open = Open::Entity(id.clone())>
                    <span class="mention" data-kind=kind>{name}</span>
                </Link>
                " "
                <button type="button" class="link-button small" aria-expanded=move || is_open().to_string() on:click=toggle>
                    {strings::sentences(n, &desk.number(n))}
                </button>
                {sentences}
            </li>
        }
        .into_any(),
    )
}

/// Every mention with the words around it.
#[component]
fn Mentions(opened: Opened, entity: EntityId) -> impl IntoView {
    let desk = use_desk();
    const COLUMNS: &[Column] = &[
        (strings::BEFORE, "end"),
        (strings::NAMED_SO, ""),
        (strings::BEHIND, ""),
        (strings::WHERE_SAID, ""),
    ];
    let order = Memo::new(move |_| Atlas::of(&desk.view.read()).order);
    let corpus = opened.corpus().clone();
    let lines = Memo::new(move |_| Arc::new(in_context(&corpus, entity, order.get())));
    let rows = Signal::derive(move || {
        let (lines, opened) = (lines.get(), opened.clone());
        Rows {
            n: lines.len() as u32,
            row: Arc::new(move |row| {
                let Some(line) = lines.get(row as usize) else {
                    return (Vec::new(), "");
                };
                let Some(doc) = opened.corpus().doc(line.doc) else {
                    return (Vec::new(), "");
                };
                let (left, right) = around(doc.text(), line.span);
                let open = Open::Doc {
                    id: doc.id().to_owned(),
                    at: Some(line.span.start),
                };
                let outlet = doc
                    .outlet()
                    .map_or(strings::NO_OUTLET, |outlet| outlet.name);
                let when = desk.locale().date(opened.date_shape(line.doc));
                let when = when.unwrap_or_else(|| strings::UNDATED.to_owned());
                let cells = vec![
                    Cell::text(left),
                    Cell::link(doc.slice(line.span), open),
                    Cell::text(right),
                    Cell::text(format!("{outlet} · {when} · {}", doc.title())),
                ];
                (cells, "")
            }),
        }
    });
    let option = move |each: ContextOrder| {
        view! {
            <option value=each.key() selected=move || order.get() == each>{strings::context_order(each)}</option>
        }
        .into_any()
    };
    let choose = move |key: String| {
        let wanted = ContextOrder::ALL
            .into_iter()
            .find(|order| order.key() == key);
        desk.replace(|view| {
            let atlas = Atlas {
                order: wanted.unwrap_or_default(),
                ..Atlas::of(view)
            };
            atlas.put(view);
        });
    };
    view! {
        <section>
            <h2>{strings::IN_CONTEXT}</h2>
            <label class="small">
                {strings::CONTEXT_ORDER}" "
                <select on:change:target=move |event| choose(event.target().value())>
                    {ContextOrder::ALL.map(option)}
                </select>
            </label>
            <Table name="mentions" label=strings::IN_CONTEXT columns=COLUMNS rows=rows />
        </section>
    }
    .into_any()
}

#[component]
fn Documents(opened: Opened, docs: Vec<EntityDoc>) -> impl IntoView {
    let desk = use_desk();
    const COLUMNS: &[Column] = &[
        (strings::DOCUMENTS, ""),
        (strings::LANE_PUBLISHED, ""),
        (strings::MENTIONS, "number"),
    ];
    let docs = Arc::new(docs);
    let rows = Signal::derive(move || {
        let (docs, opened) = (docs.clone(), opened.clone());
        Rows {
            n: docs.len() as u32,
            row: Arc::new(move |row| {
                let named = docs.get(row as usize);
                let doc = named.and_then(|named| opened.corpus().doc(named.doc));
                let (Some(named), Some(doc)) = (named, doc) else {
                    return (Vec::new(), "");
                };
                let open = Open::Doc {
                    id: doc.id().to_owned(),
                    at: None,
                };
                let when = desk.locale().date(opened.date_shape(named.doc));
                let cells = vec![
                    Cell::link(doc.title(), open),
                    Cell::text(when.unwrap_or_else(|| strings::UNDATED.to_owned())),
                    Cell::text(desk.number(named.n_mentions)),
                ];
                (cells, "")
            }),
        }
    });
    view! {
        <section>
            <h2>{strings::DOCUMENTS}</h2>
            <Table name="named-in" label=strings::DOCUMENTS columns=COLUMNS rows=rows />
        </section>
    }
    .into_any()
}
