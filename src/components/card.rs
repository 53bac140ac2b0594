//! The card that floats at a name or a date: what it is, why the machine thinks so, what to do.

use super::icons;
use super::link::Link;
use super::spark::Spark;
use crate::desk::{About, Card as CardState, Desk, use_desk};
use crate::opened::Opened;
use crate::reactive::{effect, memo};
use crate::strings;
use crate::web::dom::{self, Place};
use crate::web::timer::{Later, after_layout};
use corpus_index::{DocId, DocView, EntityId};
use corpus_model::{DayInterval, Permille};
use corpus_search::{Facet, FilterMode};
use corpus_view::{
    Correct, DateShape, Dated, Days, Open, date_shape, show_map, show_network, value_shape,
};
use leptos::prelude::*;
use web_sys::Element;

/// Spellings a card lists.
const SPELLINGS: usize = 8;
/// Milliseconds the pointer may leave a card that is not pinned.
const GRACE: u32 = 300;

/// Opens a card at an element.
pub fn open(desk: Desk, about: About, at: &Element, is_pinned: bool) {
    let now = desk.card.get_untracked();
    // A resting pointer does not take a pinned card away.
    if !is_pinned && now.is_some_and(|card| card.is_pinned || card.about == about) {
        return;
    }
    dom::mark_only(".document *", "data-open", "");
    let _ = at.set_attribute("data-open", "");
    desk.card.set(Some(CardState {
        about,
        place: dom::place(at),
        is_pinned,
    }));
}

/// Closes a card that nobody asked to stay.
pub fn close_unpinned(desk: Desk) {
    if desk
        .card
        .get_untracked()
        .is_some_and(|card| !card.is_pinned)
    {
        desk.card.set(None);
    }
}

/// The card, if any.
#[component]
pub fn Card(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    // Whatever closes the card, its mark is released.
    effect(move || {
        if desk.card.read().is_none() {
            dom::mark_only(".document *", "data-open", "");
        }
    });
    dom::on_press_anywhere(move |event| {
        let is_inside = dom::closest(event, ".card, [data-m], [data-d], [data-about]").is_some();
        if !is_inside && desk.card.get_untracked().is_some() {
            desk.card.set(None);
        }
    });
    let leave = StoredValue::new_local(Later::new());
    // A card that only moves is not built anew.
    let about = memo(move || desk.card.read().map(|card| card.about));
    move || {
        let about = about.get()?;
        let watch = opened.corpus().watch();
        let content = match about {
            About::Mention(doc, idx) => mention_card(desk, &opened, doc, idx),
            About::Date(doc, idx) => date_card(desk, &opened, doc, idx),
            About::Published(doc) => published_card(desk, &opened, doc),
            About::Outlet(doc) => outlet_card(desk, &opened, doc),
        };
        // What was missed lets this run again.
        let content = match watch.has_missed() {
            true => view! { <p class="quiet">{strings::FETCHING}</p> }.into_any(),
            false => content?,
        };
        let at = move || Position::of(desk.card.read().map(|card| card.place).unwrap_or_default());
        let px = |length: f64| format!("{}px", corpus_view::px(length));
        Some(
            view! {
                <div
                    class="card"
                    role="dialog"
                    aria-label=strings::CARD
                    style:left=move || px(at().left)
                    style:top=move || at().top.map(px)
                    style:bottom=move || at().bottom.map(px)
                    style:max-height=move || px(at().most)
                    on:mouseenter=move |_| leave.with_value(Later::clear)
                    on:mouseleave=move |_| leave.with_value(|leave| {
                        leave.set(GRACE, move || close_unpinned(desk));
                    })
                >
                    <button type="button" class="icon-button close" aria-label=strings::CLOSE
                        on:click=move |_| desk.card.set(None)>{icons::close()}</button>
                    {content}
                </div>
            }
            .into_any(),
        )
    }
}

/// Where a card stands in the window.
struct Position {
    left: f64,
    /// How high it may be: what does not fit is scrolled.
    most: f64,
    top: Option<f64>,
    bottom: Option<f64>,
}

impl Position {
    /// Below what it points at where there is room, else above.
    fn of(place: Place) -> Self {
        let (width, height) = dom::viewport();
        let (below, above) = (height - place.bottom - 14.0, place.top - 14.0);
        let is_below = below > 330.0 || below > above;
        Self {
            most: if is_below { below } else { above }.min(448.0),
            left: place.left.min(width - 368.0).max(8.0),
            top: is_below.then_some(place.bottom + 6.0),
            bottom: (!is_below).then_some(height - place.top + 6.0),
        }
    }
}

/// Keeps a card at its mark while the text scrolls under it.
pub fn follow(desk: Desk) {
    let Some(card) = desk.card.get_untracked() else {
        return;
    };
    match dom::first(".document [data-open]") {
        Some(mark) if card.is_pinned && dom::is_in_sight(&mark) => {
            let place = dom::place(&mark);
            desk.card.set(Some(CardState { place, ..card }));
        }
        _ => desk.card.set(None),
    }
}

fn mention_card(desk: Desk, opened: &Opened, doc: DocId, idx: u32) -> Option<AnyView> {
    let corpus = opened.corpus();
    let shown = corpus.doc(doc)?;
    let mention = shown.mentions().nth(idx as usize)?;
    let entity = corpus.entity(mention.entity)?;
    let kind = entity.kind();
    let docs: Vec<DocId> = entity.docs().map(|doc| doc.doc).collect();
    let (n_docs, n_mentions) = (docs.len() as u32, entity.n_mentions());
    let spellings: Vec<(String, u32)> = entity
        .spellings()
        .map(|(spelling, n)| (spelling.to_owned(), n))
        .collect();
    let n_more = spellings.len().saturating_sub(SPELLINGS) as u32;
    let spelling = |(text, n): &(String, u32)| {
        view! { <span><bdi>{text.clone()}</bdi>" "<span class="count">{desk.number(*n)}</span></span> }
    };
    let spellings = (spellings.len() > 1).then(|| {
        view! {
            <h4>{strings::SPELLINGS}</h4>
            <div class="spellings">
                {spellings.iter().take(SPELLINGS).map(spelling).collect_view()}
                {(n_more > 0).then(|| strings::and_more(&desk.number(n_more)))}
            </div>
        }
    });
    let facts = format!(
        "{}, {}",
        strings::documents(n_docs, &desk.number(n_docs)),
        strings::mentions(n_mentions, &desk.number(n_mentions))
    );
    let why = strings::reason(mention.why);
    let here = Correct::Words {
        doc: shown.id().to_owned(),
        span: mention.span,
    };
    Some(
        view! {
            <div data-kind=kind.name()>
                <p class="kind">{strings::kind(kind)}</p>
                <h3 dir="auto">{entity.name().to_owned()}</h3>
                {entity.description().map(|text| view! { <p>{text.to_owned()}</p> })}
                <p class="facts">{facts}</p>
                <Spark opened=opened.clone() docs=docs />
                {spellings}
                <h4>{strings::WHY}</h4>
                <p>
                    {why}" "{correct_link(Correct::Entity(entity.id().to_owned()), "")}
                    " "{correcting_link(here, "", strings::CORRECT_HERE)}
                </p>
                <EntityActions opened=opened.clone() entity=mention.entity has_page=true />
            </div>
        }
        .into_any(),
    )
}

/// What to do with an entity.
#[component]
pub fn EntityActions(
    opened: Opened,
    entity: EntityId,
    /// Whether to offer its page, and to follow it in the text that is open.
    has_page: bool,
) -> impl IntoView {
    let desk = use_desk();
    let Some(shown) = opened.corpus().entity(entity) else {
        return ().into_any();
    };
    let id = shown.id().to_owned();
    let facet = Facet::Entity(shown.kind());
    let for_mode = id.clone();
    let mode = memo(move || desk.view.read().filter_mode(facet, &for_mode));
    let set = move |wanted: FilterMode, id: &str| {
        desk.replace(|view| {
            let next = (view.filter_mode(facet, id) != Some(wanted)).then_some(wanted);
            view.set_filter(facet, id, next);
        });
    };
    let filter_label = move || match mode.get() {
        Some(FilterMode::Require) => strings::FILTERED_BY,
        _ => strings::FILTER_BY,
    };
    let for_focus = id.clone();
    let is_focused = memo(move || desk.view.read().focus.as_ref() == Some(&for_focus));
    let focus_label = move || {
        if is_focused.get() {
            strings::UNFOCUS
        } else {
            strings::FOCUS
        }
    };
    let for_focus = id.clone();
    let [for_link, for_network, for_map] = [id.clone(), id.clone(), id.clone()];
    let map = shown.place().is_some().then(|| {
        view! { <Link class="button" change=move |view| show_map(view, Some(&for_map))>{strings::ON_THE_MAP}</Link> }
    });
    let focus = has_page.then(|| {
        view! {
            <button type="button" class="button" aria-pressed=move || is_focused.get().to_string()
                on:click=move |_| {
                    let id = for_focus.clone();
                    let is_focused = is_focused.get_untracked();
                    desk.replace(|view| {
                        view.set_hidden(&id, false);
                        view.focus = (!is_focused).then_some(id);
                    });
                    desk.card.set(None);
                }>{focus_label}</button>
            <Link class="button" change=move |view| view.open = Open::Entity(for_link.clone())>
                {strings::OPEN_PAGE}
            </Link>
            <Link class="button" change=move |view| show_network(view, Some(&for_network))>{strings::ITS_NETWORK}</Link>
            {map}
        }
    });
    let for_hidden = id.clone();
    let is_hidden = memo(move || desk.view.read().hidden.contains(&for_hidden));
    let hide_label = move || {
        if is_hidden.get() {
            strings::SHOW_IT
        } else {
            strings::HIDE_IT
        }
    };
    let for_hide = id.clone();
    let hide = move |_| {
        let is_hidden = is_hidden.get_untracked();
        desk.push(|view| view.set_hidden(&for_hide, !is_hidden));
        if has_page {
            // Its mark can no longer hold the keyboard: the way back takes it.
            desk.card.set(None);
            after_layout(|| dom::focus_first(".hidden-note button"));
        }
    };
    let for_exclude = id.clone();
    // A card says it beside the reason, where a doubt arises.
    let correct = (!has_page).then(|| correct_link(Correct::Entity(id.clone()), "button"));
    view! {
        <div class="actions">
            <button type="button" class="button" aria-pressed=move || (mode.get() == Some(FilterMode::Require)).to_string()
                on:click=move |_| set(FilterMode::Require, &id)>{filter_label}</button>
            {focus}
            <button type="button" class="button" aria-pressed=move || (mode.get() == Some(FilterMode::Exclude)).to_string()
                on:click=move |_| set(FilterMode::Exclude, &for_exclude)>{strings::EXCLUDE_IT}</button>
            <button type="button" class="button" on:click=hide>{hide_label}</button>
            {correct}
        </div>
    }
    .into_any()
}

fn date_card(desk: Desk, opened: &Opened, doc: DocId, idx: u32) -> Option<AnyView> {
    let corpus = opened.corpus();
    let shown = corpus.doc(doc)?;
    let date = shown.dates().nth(idx as usize)?;
    let value = date.value.to_owned();
    let heading = desk
        .locale()
        .date(date_shape(date.value, date.interval))
        .unwrap_or_else(|| value.clone());
    let rejected = (!date.rejected.is_empty()).then(|| {
        let one = |(value, why): &(&str, &str)| view! { <li>{value_in_words(desk, value)}": "{why.to_string()}</li> };
        view! {
            <h4>{strings::REJECTED}</h4>
            <ul class="plain-list">{date.rejected.iter().map(one).collect_view()}</ul>
        }
    });
    let written = shown.slice(date.span).to_owned();
    let why = date.why.to_owned();
    Some(
        view! {
            <div>
                <p class="kind">{strings::KIND_DATE}</p>
                <h3>{heading}</h3>
                <p class="facts"><bdi>{written}</bdi>" → "<code>{value}</code></p>
                <h4>{strings::WHY}</h4>
                <p>{why}</p>
                {rejected}
                {days_actions(desk, date.interval)}
            </div>
        }
        .into_any(),
    )
}

fn days_actions(desk: Desk, interval: Option<DayInterval>) -> Option<AnyView> {
    let days = Dated::new(interval?, 0)?.days;
    let show = move |change: fn(&mut corpus_view::UrlState, Option<Days>)| {
        desk.replace(|view| change(view, Some(days)));
        desk.card.set(None);
    };
    Some(
        view! {
            <div class="actions">
                <button type="button" class="button" on:click=move |_| show(|view, days| view.mentioned = days)>
                    {strings::FILTER_MENTIONED}
                </button>
                <button type="button" class="button" on:click=move |_| show(|view, days| view.published = days)>
                    {strings::FILTER_PUBLISHED}
                </button>
            </div>
        }
        .into_any(),
    )
}

fn published_card(desk: Desk, opened: &Opened, doc: DocId) -> Option<AnyView> {
    let corpus = opened.corpus();
    let shown = corpus.doc(doc)?;
    let Some(published) = shown.published() else {
        return Some(
            view! {
                <h3>{strings::DATE_OPEN}</h3>
                <p>{strings::NO_DATE_EVIDENCE}</p>
                <p>{correct_doc(&shown)}</p>
            }
            .into_any(),
        );
    };
    let heading = shape_in_words(desk, opened.date_shape(doc));
    let heading = heading.unwrap_or_else(|| published.value.to_owned());
    let candidates = candidates(desk, opened, doc);
    Some(
        view! {
            <div>
                <p class="kind">{strings::LANE_PUBLISHED}</p>
                <h3>{heading}</h3>
                <p class="facts">{percent(desk, published.confidence)}</p>
                <h4>{strings::WHY}</h4>
                <p>{strings::reason(published.why)}" "{correct_doc(&shown)}</p>
                {candidates}
                {days_actions(desk, published.interval)}
            </div>
        }
        .into_any(),
    )
}

/// A probability in words.
#[must_use]
pub fn percent(desk: Desk, Permille(permille): Permille) -> String {
    strings::sure(&desk.locale().number((f64::from(permille) / 10.0).round()))
}

/// A date in words; one whose year is open says so.
fn shape_in_words(desk: Desk, shape: DateShape) -> Option<String> {
    let words = desk.locale().date(shape)?;
    Some(match shape {
        DateShape::DayWithoutYear(..) | DateShape::MonthWithoutYear(_) => {
            strings::open_year(&words)
        }
        _ => words,
    })
}

/// A TIMEX3 value in words, as far as there are any for it.
fn value_in_words(desk: Desk, value: &str) -> String {
    shape_in_words(desk, value_shape(value)).unwrap_or_else(|| value.to_owned())
}

/// The hints at a publication date.
#[must_use]
pub fn candidates(desk: Desk, opened: &Opened, doc: DocId) -> Option<AnyView> {
    let shown = opened.corpus().doc(doc)?;
    let published = shown.published()?;
    let one = |candidate: &corpus_index::CandidateView<'_>| {
        let written = candidate
            .span
            .map(|span| format!(" “{}”", shown.slice(span)));
        view! { <li title=candidate.value.to_owned()>{value_in_words(desk, candidate.value)}": "{strings::date_hint(candidate.from).to_owned()}<bdi>{written}</bdi></li> }
    };
    (!published.candidates.is_empty()).then(|| {
        view! {
            <h4>{strings::CANDIDATES}</h4>
            <ul class="plain-list">{published.candidates.iter().map(one).collect_view()}</ul>
        }
        .into_any()
    })
}

/// The way to put a document's facts right.
fn correct_doc(shown: &DocView<'_>) -> AnyView {
    correct_link(Correct::Doc(shown.id().to_owned()), "")
}

/// The way to put something right.
fn correct_link(what: Correct, class: &'static str) -> AnyView {
    correcting_link(what, class, strings::CORRECT_THIS)
}

fn correcting_link(what: Correct, class: &'static str, label: &'static str) -> AnyView {
    view! { <Link class=class change=move |view| view.open = Open::Correct(what.clone())>{label}</Link> }
        .into_any()
}

fn outlet_card(desk: Desk, opened: &Opened, doc: DocId) -> Option<AnyView> {
    let corpus = opened.corpus();
    let shown = corpus.doc(doc)?;
    let outlet = shown.outlet()?;
    let name = outlet.name.to_owned();
    let key = name.clone();
    let is_chosen = {
        let key = key.clone();
        memo(move || desk.view.read().filter_mode(Facet::Outlet, &key).is_some())
    };
    let label = move || {
        if is_chosen.get() {
            strings::FILTERED_BY
        } else {
            strings::FILTER_BY
        }
    };
    let on_click = move |_| {
        desk.replace(|view| {
            let next = match view.filter_mode(Facet::Outlet, &key) {
                Some(_) => None,
                None => Some(FilterMode::Require),
            };
            view.set_filter(Facet::Outlet, &key, next);
        });
    };
    Some(
        view! {
            <div>
                <p class="kind">{strings::facet(Facet::Outlet)}</p>
                <h3>{name}</h3>
                <h4>{strings::WHY}</h4>
                <p>{strings::reason(outlet.why)}" "{correct_doc(&shown)}</p>
                <div class="actions">
                    <button type="button" class="button" on:click=on_click>{label}</button>
                </div>
            </div>
        }
        .into_any(),
    )
}
