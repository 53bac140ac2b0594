//! Nothing open yet: what this corpus is, and three ways to begin that its own contents suggest.

use super::link::Link;
use crate::desk::use_desk;
use crate::opened::Opened;
use crate::parts::when_there;
use crate::strings;
use corpus_index::{Corpus, DocId, EntityId};
use corpus_model::EntityKind;
use corpus_search::{Facet, FilterMode};
use corpus_view::{Dated, Days, Grain, Open, histogram};
use leptos::prelude::*;

/// The start page, once what it tells is there.
#[must_use]
pub fn start(opened: &Opened) -> AnyView {
    let opened = opened.clone();
    let draw = move || {
        let again = opened.clone();
        when_there(
            &opened,
            || view! { <Start opened=again /> }.into_any(),
            || ().into_any(),
        )
    };
    draw.into_any()
}

/// The start page.
#[component]
pub fn Start(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let corpus = opened.corpus().clone();
    let info = corpus.info();
    let title = match opened.title() {
        "" => strings::APP,
        title => title,
    };
    let n_docs = opened.n_docs();
    let days = opened
        .extent_published()
        .map(|days| desk.locale().days(days));
    let facts = [Some(strings::documents(n_docs, &desk.number(n_docs))), days]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ");

    let person = top_person(&corpus).and_then(|entity| {
        let shown = corpus.entity(entity)?;
        let (id, name) = (shown.id().to_owned(), shown.name().to_owned());
        let n = shown.n_docs() as u32;
        Some(view! {
            <li><Link change=move |view| {
                view.set_filter(Facet::Entity(EntityKind::Person), &id, Some(FilterMode::Require));
                view.open = Open::Entity(id.clone());
            }>
                <span class="what">{strings::TRY_PERSON}</span>
                <span class="name">{name}</span>
                <span class="count">{strings::documents(n, &desk.number(n))}</span>
            </Link></li>
        })
    });
    let week = top_week(&opened).map(|(days, n)| {
        view! {
            <li><Link change=move |view| {
                view.published = Some(days);
                view.open = Open::Start;
            }>
                <span class="what">{strings::TRY_WEEK}</span>
                <span class="name">{desk.locale().days(days)}</span>
                <span class="count">{strings::documents(n, &desk.number(n))}</span>
            </Link></li>
        }
    });
    // Of a corpus in parts, a quotation might take a hundred files to find.
    let quotation = opened
        .parts()
        .is_none()
        .then(|| quotation(&corpus))
        .flatten()
        .map(|(doc, words, speaker)| {
            let id = corpus
                .doc(doc)
                .map(|doc| doc.id().to_owned())
                .unwrap_or_default();
            let query = format!("\"{words}\"");
            view! {
                <li><Link change=move |view| {
                    view.query.clone_from(&query);
                    view.open = Open::Doc { id: id.clone(), at: None };
                }>
                    <span class="what">{strings::TRY_QUOTE}</span>
                    <span class="name">"“"{words.clone()}"”"</span>
                    <span class="count">{speaker}</span>
                </Link></li>
            }
        });
    let has_tries = person.is_some() || week.is_some() || quotation.is_some();
    let begin = has_tries.then(|| {
        view! {
            <h2>{strings::BEGIN}</h2>
            <ul class="tries">{person}{week}{quotation}</ul>
        }
    });
    let licence = (!info.licence.is_empty())
        .then(|| view! { <p class="facts">{strings::LICENCE}": "{info.licence.to_owned()}</p> });
    view! {
        <article class="start">
            <h1>{title.to_owned()}</h1>
            <p class="description">{info.description.to_owned()}</p>
            <p class="facts">{facts}</p>
            {begin}
            <p class="keys-hint">{strings::OWN_START}<button type="button" class="link-button" data-do="own">{strings::OWN_START_LINK}</button></p>
            <p class="keys-hint">{strings::START_HINT_1}<kbd>"?"</kbd>{strings::START_HINT_2}</p>
            {licence}
        </article>
    }
    .into_any()
}

/// The person named in most documents.
fn top_person(corpus: &Corpus) -> Option<EntityId> {
    corpus
        .entity_ids()
        .filter(|&entity| corpus.entity_kind(entity) == Some(EntityKind::Person))
        .take(200)
        .filter_map(|entity| Some((corpus.entity(entity)?.n_docs(), entity)))
        .max_by_key(|&(n, entity)| (n, std::cmp::Reverse(entity)))
        .map(|(_, entity)| entity)
}

/// The week in which most was published.
fn top_week(opened: &Opened) -> Option<(Days, u32)> {
    let dated: Vec<Dated> = opened
        .corpus()
        .doc_ids()
        .filter_map(|doc| opened.published(doc))
        .collect();
    let lane = histogram(opened.domain()?, Grain::Week, dated);
    let best = lane
        .bins
        .iter()
        .max_by_key(|bin| (bin.n(), std::cmp::Reverse(bin.days.first)))?;
    (best.n() > 0).then(|| (best.days, best.n()))
}

/// A few quoted words whose speaker is known, from one of the first documents.
fn quotation(corpus: &Corpus) -> Option<(DocId, String, String)> {
    corpus.doc_ids().take(200).find_map(|doc| {
        let shown = corpus.doc(doc)?;
        shown.quotes().find_map(|quote| {
            let speaker = corpus.entity(quote.speaker?)?;
            let words = shown.slice(quote.span);
            let words = words.trim_matches(|c: char| !c.is_alphanumeric());
            let n_words = words.split_whitespace().count();
            let is_plain = !words.contains(['"', '“', '”', '«', '»', '\n']);
            (is_plain && (2..=7).contains(&n_words))
                .then(|| (doc, words.to_owned(), speaker.name().to_owned()))
        })
    })
}
