//! A document to read: title, facts, marks to choose, text, and what was done to it.
//!
//! The text is built once for a document and a set of hits; which entity is followed and which hit
//! is the present one are attributes set on what is there already.

use super::apparatus::Apparatus;
use super::card;
use super::chips::language_name;
use super::icons;
use super::legend::Legend;
use super::link::Link;
use super::reader::ReadingBar;
use crate::desk::{About, Desk, use_desk};
use crate::opened::Opened;
use crate::reactive::{effect, memo};
use crate::strings;
use crate::web::dom;
use crate::web::timer::{Later, after_layout};
use corpus_index::{DocId, EntityId};
use corpus_model::Span;
use corpus_view::{
    Mark, MarkKind, Open, Piece, Run, Study, StudyKind, UrlState, pieces, px, runs, strip,
};
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::{Element, KeyboardEvent, MouseEvent};

/// Slots of the strip beside the text.
const SLOTS: u32 = 160;
/// Milliseconds a pointer rests on a name before its card opens.
const HOVER: u32 = 350;

/// Marks that do not depend on the query, and the entity of each mention.
struct Layers {
    marks: Vec<Mark>,
    entities: Vec<EntityId>,
    mention_spans: Vec<Span>,
    /// What stood where each repair was made.
    before: Vec<String>,
}

impl Layers {
    fn new(opened: &Opened, doc: DocId) -> Self {
        let mut layers = Self {
            marks: Vec::new(),
            entities: Vec::new(),
            mention_spans: Vec::new(),
            before: Vec::new(),
        };
        let Some(shown) = opened.corpus().doc(doc) else {
            return layers;
        };
        for (idx, mention) in (0..).zip(shown.mentions()) {
            let kind = MarkKind::Entity {
                kind: mention.kind,
                idx,
            };
            layers.marks.push(Mark {
                span: mention.span,
                kind,
            });
            layers.entities.push(mention.entity);
            layers.mention_spans.push(mention.span);
        }
        for (idx, date) in (0..).zip(shown.dates()) {
            layers.marks.push(Mark {
                span: date.span,
                kind: MarkKind::Date(idx),
            });
        }
        for (idx, quote) in (0..).zip(shown.quotes()) {
            layers.marks.push(Mark {
                span: quote.span,
                kind: MarkKind::Quote(idx),
            });
        }
        for (idx, repair) in (0..).zip(shown.repairs()) {
            layers.marks.push(Mark {
                span: repair.span,
                kind: MarkKind::Repair(idx),
            });
            layers.before.push(repair.from.to_owned());
        }
        layers
    }
}

/// A document in the reading pane.
#[component]
pub fn Document(opened: Opened, doc: DocId) -> impl IntoView {
    let desk = use_desk();
    let layers = Arc::new(Layers::new(&opened, doc));
    let for_hits = opened.clone();
    let hits = memo(move || desk.answer.read().hits(&for_hits, doc));

    let for_text = opened.clone();
    let for_layers = layers.clone();
    let text = move || text_view(&for_text, doc, &for_layers, &hits.read());
    arrive(desk, hits);
    follow_marks(desk, hits);
    hide_marks(desk, &opened, hits);

    let hidden = move || desk.view.read().hidden_names().join(" ");
    let is_focused = move || desk.view.read().focus.is_some().then_some("");
    let place = move |event: &web_sys::Event| mark_at(event, doc);
    let hover = StoredValue::new_local(Later::new());
    let on_click = move |event: MouseEvent| {
        if let Some((about, element)) = place(&event) {
            event.prevent_default();
            hover.with_value(Later::clear);
            card::open(desk, about, &element, true);
        }
    };
    let on_over = move |event: MouseEvent| match place(&event) {
        Some((about, element)) => hover.with_value(|hover| {
            hover.set(HOVER, move || card::open(desk, about, &element, false));
        }),
        None => hover.with_value(|hover| hover.set(HOVER, move || card::close_unpinned(desk))),
    };
    let on_key = move |event: KeyboardEvent| {
        let target = dom::closest(&event, "[data-s]");
        match (event.key().as_str(), target) {
            ("Enter" | " ", Some(element)) => {
                if let Some((about, _)) = place(&event) {
                    event.prevent_default();
                    card::open(desk, about, &element, true);
                    after_layout(|| dom::focus_first(".card button, .card a"));
                }
            }
            ("ArrowRight", Some(element)) => walk(&event, &element, 1),
            ("ArrowLeft", Some(element)) => walk(&event, &element, -1),
            _ => {}
        }
    };
    let on_scroll = move |_| card::follow(desk);
    let (for_note, note_layers) = (opened.clone(), layers.clone());
    let for_alike = opened.clone();
    view! {
        <div class="reading">
            <ReadingBar>
                <HitsNav hits=hits />
                <HiddenNote opened=for_note layers=note_layers />
                <AlikeLink opened=for_alike doc=doc />
            </ReadingBar>
            <FocusBar opened=opened.clone() layers=layers.clone() />
            <div class="frame">
                <div class="scroll" id="document-scroll" on:scroll=on_scroll tabindex="-1">
                    <article
                        class="page document"
                        data-plain=hidden
                        data-focused=is_focused
                        on:click=on_click
                        on:mouseover=on_over
                        on:keydown=on_key
                    >
                        <Facts opened=opened.clone() doc=doc />
                        {text}
                        <Apparatus opened=opened.clone() doc=doc />
                    </article>
                </div>
                <Strip opened=opened doc=doc hits=hits layers=layers />
            </div>
        </div>
    }
    .into_any()
}

/// The way to documents that are about the same.
#[component]
fn AlikeLink(opened: Opened, doc: DocId) -> impl IntoView {
    let id = opened.corpus().doc(doc).map(|shown| shown.id().to_owned());
    let study = Study {
        like: id.unwrap_or_default(),
        ..Study::of(StudyKind::Alike)
    };
    let change = move |view: &mut UrlState| view.open = Open::Study(study.clone());
    view! { <Link class="alike-link" change=change>{strings::ALIKE}</Link> }.into_any()
}

/// The clickable mark an event happened on.
fn mark_at(event: &web_sys::Event, doc: DocId) -> Option<(About, Element)> {
    let element = dom::closest(event, "[data-m], [data-d], [data-about]")?;
    let about = if let Some(idx) = dom::number_in(&element, "data-m") {
        About::Mention(doc, idx)
    } else if let Some(idx) = dom::number_in(&element, "data-d") {
        About::Date(doc, idx)
    } else if element.get_attribute("data-about").as_deref() == Some("outlet") {
        About::Outlet(doc)
    } else {
        About::Published(doc)
    };
    Some((about, element))
}

/// From name to name by arrow keys: the text is one stop of the Tab key.
fn walk(event: &KeyboardEvent, from: &Element, by: i32) {
    let all = dom::all(".document [data-s]:not([data-hidden])");
    let here = all.iter().position(|element| element == from);
    let next = here.and_then(|here| here.checked_add_signed(by as isize));
    if let Some(next) = next.and_then(|next| all.get(next)) {
        event.prevent_default();
        let _ = from.set_attribute("tabindex", "-1");
        let _ = next.set_attribute("tabindex", "0");
        dom::focus(next);
    }
}

/// Outlet, date and language above the title.
#[component]
fn Facts(opened: Opened, doc: DocId) -> impl IntoView {
    let desk = use_desk();
    let corpus = opened.corpus().clone();
    let Some(shown) = corpus.doc(doc) else {
        return ().into_any();
    };
    let outlet = shown.outlet().map(|outlet| outlet.name.to_owned());
    let has_outlet = outlet.is_some();
    let date = desk.locale().date(opened.date_shape(doc));
    let date = date.unwrap_or_else(|| strings::DATE_OPEN.to_owned());
    let mut tags = vec![shown.language()];
    tags.extend(shown.other_languages().iter().map(|(_, tag)| *tag));
    let mut languages: Vec<String> = Vec::new();
    for name in tags.into_iter().map(|tag| language_name(desk, tag)) {
        if !languages.contains(&name) {
            languages.push(name);
        }
    }
    let language = languages.join(", ");
    let section = shown.section().map(str::to_owned);
    let section = section
        .map(|section| view! { <span title=strings::SOURCE_SECTION dir="auto">{section}</span> });
    let source = shown.source();
    let part = (source.parts > 1).then(|| {
        view! { <span>{strings::part_of(source.part, source.parts)}</span> }
    });
    view! {
        <div class="meta">
            <span>
                <span class="dot" data-slot=opened.doc_slot(doc).to_string()></span>
                {match has_outlet {
                    true => view! {
                        <button type="button" class="reason" data-about="outlet" title=strings::WHY_OUTLET
                            aria-haspopup="dialog">{outlet}</button>
                    }.into_any(),
                    false => strings::NO_OUTLET.into_any(),
                }}
            </span>
            <span>
                <button type="button" class="reason" data-about="published" title=strings::WHY_DATE
                    aria-haspopup="dialog">{date}</button>
            </span>
            <span>{language}</span>
            {section}
            {part}
        </div>
    }
    .into_any()
}

/// Title, standfirst, byline and paragraphs with all marks.
fn text_view(opened: &Opened, doc: DocId, layers: &Arc<Layers>, hits: &[Span]) -> AnyView {
    let corpus = opened.corpus();
    let Some(shown) = corpus.doc(doc) else {
        return ().into_any();
    };
    let text = shown.text();
    let lang = shown.language().to_owned();
    let mut marks = layers.marks.clone();
    marks.extend((0..).zip(hits).map(|(idx, &span)| Mark {
        span,
        kind: MarkKind::Hit(idx),
    }));
    let part = |span: Span| {
        let near: Vec<Mark> = marks
            .iter()
            .filter(|mark| mark.span.overlaps(span))
            .copied()
            .collect();
        pieces(runs(text, span, &near), &near)
            .into_iter()
            .map(|piece| piece_view(opened, text, &piece, &near, layers))
            .collect_view()
    };
    let title = match shown.title_span() {
        Some(span) => part(span).into_any(),
        None => shown.title().to_owned().into_any(),
    };
    // What was cut stands in its place and is shown while the list of changes is open.
    let mut removed = shown.removed().peekable();
    let mut cuts_to = move |end: u32| {
        let mut cuts = Vec::new();
        while let Some(cut) = removed.next_if(|cut| cut.at <= end) {
            let (text, why) = (cut.text.to_owned(), cut.why.to_owned());
            cuts.push(
                view! { <p class="cut" dir="auto"><del>{text}</del>" "<span class="why">{why}</span></p> }
                    .into_any(),
            );
        }
        cuts
    };
    let own_paragraph = |idx: u32, span: Span| {
        let others = shown.other_languages();
        let other = others.iter().find(|(paragraph, _)| *paragraph == idx);
        let lang = other.map(|(_, tag)| (*tag).to_owned());
        // The title stands above already.
        let span = match shown.title_span() {
            Some(title) if title.overlaps(span) => Span::new(title.end.max(span.start), span.end),
            _ => span,
        };
        let is = |other: Option<Span>| other.is_some_and(|other| other.contains(span));
        if span.of(text).trim().is_empty() {
            ().into_any()
        } else if is(shown.byline()) {
            view! { <p class="byline" dir="auto" data-from=span.start.to_string()>{part(span)}</p> }
                .into_any()
        } else {
            let is_standfirst = is(shown.standfirst()).then_some("");
            view! {
                <p dir="auto" lang=lang data-from=span.start.to_string() data-standfirst=is_standfirst>{part(span)}</p>
            }
            .into_any()
        }
    };
    let mut body: Vec<AnyView> = Vec::new();
    for (idx, span) in (0..).zip(shown.paragraphs()) {
        body.append(&mut cuts_to(span.start));
        body.push(own_paragraph(idx, span));
    }
    body.append(&mut cuts_to(u32::MAX));
    view! {
        <h1 dir="auto" lang=lang.clone()>{title}</h1>
        <Legend opened=opened.clone() doc=doc />
        <div class="text" lang=lang>{body}</div>
    }
    .into_any()
}

fn piece_view(
    opened: &Opened,
    text: &str,
    piece: &Piece,
    marks: &[Mark],
    layers: &Layers,
) -> AnyView {
    let (mark, inside) = match piece {
        Piece::Run(run) => return run_view(text, run, marks, layers),
        Piece::Mark { mark, inside } => (*mark, inside),
    };
    let inner = inside
        .iter()
        .map(|piece| piece_view(opened, text, piece, marks, layers))
        .collect_view();
    let Some(mark) = marks.get(mark as usize) else {
        return inner.into_any();
    };
    // What a button holds is no button of its own to a screen reader.
    let holds_marks = inside
        .iter()
        .any(|piece| matches!(piece, Piece::Mark { .. }));
    let role = if holds_marks { "group" } else { "button" };
    let start = mark.span.start.to_string();
    match mark.kind {
        MarkKind::Entity { kind, idx } => {
            let entity = layers
                .entities
                .get(idx as usize)
                .map(|entity| entity.0.to_string());
            let label = strings::mention_label(mark.span.of(text), strings::kind(kind));
            let id = layers
                .entities
                .get(idx as usize)
                .and_then(|&entity| Some(opened.corpus().entity(entity)?.name().to_owned()));
            view! {
                <span class="mention" data-kind=kind.name() data-m=idx.to_string() data-e=entity data-s=start
                    data-name=id role=role tabindex="-1" aria-haspopup="dialog" aria-label=label>{inner}</span>
            }
            .into_any()
        }
        MarkKind::Date(idx) => {
            let label = strings::mention_label(mark.span.of(text), strings::KIND_DATE);
            view! {
                <span class="when-mention" data-d=idx.to_string() data-s=start
                    role=role tabindex="-1" aria-haspopup="dialog" aria-label=label>{inner}</span>
            }
            .into_any()
        }
        _ => inner.into_any(),
    }
}

fn run_view(text: &str, run: &Run, marks: &[Mark], layers: &Layers) -> AnyView {
    let words = run.span.of(text).to_owned();
    let (mut hit, mut is_quoted, mut mended) = (None, false, None);
    for mark in run.marks.iter().filter_map(|&i| marks.get(i as usize)) {
        match mark.kind {
            MarkKind::Hit(idx) => hit = Some(idx),
            MarkKind::Quote(_) => is_quoted = true,
            // What stood there is shown once, before its first piece.
            MarkKind::Repair(idx) => {
                let before = layers.before.get(idx as usize);
                let starts = mark.span.start == run.span.start;
                mended = Some(before.filter(|before| starts && !before.trim().is_empty()));
            }
            _ => {}
        }
    }
    let words = match hit {
        Some(idx) => view! { <mark data-h=idx.to_string()>{words}</mark> }.into_any(),
        None => words.into_any(),
    };
    let class = match (is_quoted, mended.is_some()) {
        (false, false) => return words,
        (true, false) => "quoted",
        (false, true) => "mended",
        (true, true) => "quoted mended",
    };
    let before = mended.flatten().cloned();
    view! { <span class=class data-before=before>{words}</span> }.into_any()
}

/// Which hit of how many, and steps between them.
#[component]
fn HitsNav(hits: Memo<Vec<Span>>) -> impl IntoView {
    let desk = use_desk();
    let label = move || {
        let n = hits.read().len() as u32;
        match desk.hit.get() {
            Some(hit) if hit < n => strings::hit_of(&desk.number(hit + 1), &desk.number(n)),
            _ => strings::hits(n, &desk.number(n)),
        }
    };
    view! {
        <span class="hits" hidden=move || hits.read().is_empty()>
            <span>{label}</span>
            <button type="button" class="icon-button" aria-label=strings::PREVIOUS_HIT title=strings::PREVIOUS_HIT
                on:click=move |_| step_hit(desk, -1)>{icons::up()}</button>
            <button type="button" class="icon-button" aria-label=strings::NEXT_HIT title=strings::NEXT_HIT
                on:click=move |_| step_hit(desk, 1)>{icons::down()}</button>
        </span>
    }
    .into_any()
}

/// Goes to the hit after or before the present one, round and round.
pub fn step_hit(desk: Desk, by: i32) {
    let n = dom::all(".document mark[data-h]")
        .iter()
        .filter_map(|mark| dom::number_in(mark, "data-h"))
        .max();
    let Some(last) = n else { return };
    let next = match (desk.hit.get_untracked(), by) {
        (None, 1..) => 0,
        (None, _) => last,
        (Some(hit), 1..) => {
            if hit >= last {
                0
            } else {
                hit + 1
            }
        }
        (Some(hit), _) => hit.checked_sub(1).unwrap_or(last).min(last),
    };
    desk.hit.set(Some(next));
    if let Some(mark) = dom::first(&format!(".document mark[data-h='{next}']")) {
        dom::scroll_to(&mark);
    }
}

/// Goes to the next or previous mention of the entity in focus, from what is seen.
pub fn step_mention(by: i32) {
    let all = dom::all(".mention[data-focus]");
    let here = all
        .iter()
        .position(|mention| mention.has_attribute("data-now"));
    let n = all.len();
    if n == 0 {
        return;
    }
    let next = match (here, by) {
        (None, 1..) => 0,
        (None, _) => n - 1,
        (Some(here), 1..) => (here + 1) % n,
        (Some(here), _) => (here + n - 1) % n,
    };
    for mention in &all {
        let _ = mention.remove_attribute("data-now");
    }
    if let Some(mention) = all.get(next) {
        let _ = mention.set_attribute("data-now", "");
        dom::scroll_to(mention);
    }
}

/// How many of this text's names the reader took out of sight, and the way back.
#[component]
fn HiddenNote(opened: Opened, layers: Arc<Layers>) -> impl IntoView {
    let desk = use_desk();
    move || {
        let corpus = opened.corpus();
        let here: Vec<(String, String)> = hidden_in(desk, &opened)
            .into_iter()
            .filter(|entity| layers.entities.contains(entity))
            .filter_map(|entity| corpus.entity(entity))
            .map(|entity| (entity.id().to_owned(), entity.name().to_owned()))
            .collect();
        let (ids, names): (Vec<_>, Vec<_>) = here.into_iter().unzip();
        (!ids.is_empty()).then(|| {
            let names = names.join(", ");
            let label = format!("{}: {names}", strings::SHOW_HIDDEN);
            let number = desk.number(ids.len() as u32);
            view! {
                <span class="hidden-note">
                    <span title=names>{strings::hidden(&number)}</span>" · "
                    <button type="button" class="link-button" aria-label=label on:click=move |_| {
                        desk.push(|view| ids.iter().for_each(|id| view.set_hidden(id, false)));
                    }>{strings::SHOW_HIDDEN}</button>
                </span>
            }
            .into_any()
        })
    }
}

/// The hidden entities, by number.
fn hidden_in(desk: Desk, opened: &Opened) -> Vec<EntityId> {
    let view = desk.view.read();
    let ids = view.hidden.iter();
    ids.filter_map(|id| opened.corpus().entity_by_id(id))
        .collect()
}

/// Takes the marks of hidden entities out of sight.
fn hide_marks(desk: Desk, opened: &Opened, hits: Memo<Vec<Span>>) {
    let opened = opened.clone();
    let hidden = memo(move || hidden_in(desk, &opened));
    effect(move || {
        hits.track();
        let chosen: Vec<String> = hidden
            .get()
            .into_iter()
            .map(|entity| format!(".mention[data-e='{}']", entity.0))
            .collect();
        after_layout(move || dom::mark_only(".mention", "data-hidden", &chosen.join(",")));
    });
}

/// Who is followed in this text, and steps between their mentions.
#[component]
fn FocusBar(opened: Opened, layers: Arc<Layers>) -> impl IntoView {
    let desk = use_desk();
    move || {
        let entity = desk.focused()?;
        let corpus = opened.corpus();
        let shown = corpus.entity(entity)?;
        let n = layers
            .entities
            .iter()
            .filter(|&&other| other == entity)
            .count() as u32;
        let name = shown.name().to_owned();
        Some(
            view! {
                <div class="focus-bar" data-kind=shown.kind().name()>
                    <span class="name">{name}</span>
                    <span>{strings::following(n, &desk.number(n))}</span>
                    <button type="button" class="icon-button" aria-label=strings::PREVIOUS_MENTION
                        title=strings::PREVIOUS_MENTION on:click=move |_| step_mention(-1)>{icons::up()}</button>
                    <button type="button" class="icon-button" aria-label=strings::NEXT_MENTION
                        title=strings::NEXT_MENTION on:click=move |_| step_mention(1)>{icons::down()}</button>
                    <button type="button" class="link-button" on:click=move |_| {
                        desk.replace(|view| view.focus = None);
                    }>{strings::UNFOCUS}</button>
                </div>
            }
            .into_any(),
        )
    }
}

/// Where in the text hits and the followed entity's mentions stand.
#[component]
fn Strip(opened: Opened, doc: DocId, hits: Memo<Vec<Span>>, layers: Arc<Layers>) -> impl IntoView {
    let desk = use_desk();
    let len = opened.corpus().text(doc).len() as u32;
    let at = |slot: u32| format!("{}%", px(f64::from(slot) * 100.0 / f64::from(SLOTS)));
    let of_hits = move || {
        let slots = strip(len, SLOTS, hits.read().iter().copied());
        slots
            .into_iter()
            .map(|slot| view! { <i class="hit" style:top=at(slot)></i> })
            .collect_view()
    };
    let of_focus = move || {
        let entity = desk.focused()?;
        let kind = opened.corpus().entity_kind(entity)?;
        let spans = layers.entities.iter().zip(&layers.mention_spans);
        let spans = spans
            .filter(|(other, _)| **other == entity)
            .map(|(_, span)| *span);
        let slots = strip(len, SLOTS, spans);
        Some(
            slots
                .into_iter()
                .map(|slot| view! { <i data-kind=kind.name() style:top=at(slot)></i> })
                .collect_view(),
        )
    };
    let on_click = move |event: MouseEvent| {
        if let Some(scroll) = dom::first("#document-scroll") {
            let share = dom::share_of_height(&event);
            let wanted =
                f64::from(scroll.scroll_height()) * share - f64::from(scroll.client_height()) / 2.0;
            scroll.set_scroll_top(wanted as i32);
        }
    };
    view! {
        <div class="strip" title=strings::MAP_OF_TEXT aria-hidden="true" on:click=on_click>
            {of_focus}
            {of_hits}
        </div>
    }
    .into_any()
}

/// Scrolls to where the address points, else to the first hit.
fn arrive(desk: Desk, hits: Memo<Vec<Span>>) {
    let at = memo(move || match &desk.view.read().open {
        Open::Doc { at, .. } => *at,
        _ => None,
    });
    Effect::new(move |before: Option<()>| {
        let at = at.get();
        let has_hits = !hits.read_untracked().is_empty();
        let is_first = before.is_none();
        after_layout(move || {
            if is_first && let Some(first) = dom::first(".document [data-s]") {
                let _ = first.set_attribute("tabindex", "0");
            }
            match at {
                Some(at) => go_to(at),
                None if is_first && has_hits => step_hit_from_start(desk),
                None => {}
            }
        });
    });
}

fn step_hit_from_start(desk: Desk) {
    desk.hit.set(None);
    step_hit(desk, 1);
}

fn go_to(at: u32) {
    if let Some(mark) = dom::first(&format!(".document [data-s='{at}']")) {
        dom::mark_only(".mention", "data-now", "");
        let _ = mark.set_attribute("data-now", "");
        dom::scroll_to(&mark);
        return;
    }
    let paragraph = dom::all(".document [data-from]")
        .into_iter()
        .rfind(|paragraph| dom::number_in(paragraph, "data-from").is_some_and(|from| from <= at));
    if let Some(paragraph) = paragraph {
        dom::scroll_to(&paragraph);
    }
}

/// Keeps the attributes of the followed entity and of the present hit on the right elements.
fn follow_marks(desk: Desk, hits: Memo<Vec<Span>>) {
    effect(move || {
        hits.track();
        let focused = desk.focused();
        let hit = desk.hit.get();
        // After the text, should the same change have rebuilt it.
        after_layout(move || {
            let chosen = focused.map(|entity| format!(".mention[data-e='{}']", entity.0));
            dom::mark_only(
                ".mention",
                "data-focus",
                chosen.as_deref().unwrap_or_default(),
            );
            let chosen = hit.map(|hit| format!(".document mark[data-h='{hit}']"));
            dom::mark_only("mark", "data-now", chosen.as_deref().unwrap_or_default());
        });
    });
}
