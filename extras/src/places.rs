//! The places of the documents found, on a map and in a table.
//!
//! The outline is part of this program, so that a map asks nobody for anything. What lies where, what is one
//! bubble and which names have room is decided in `corpus-view`.

use crate::named::Named;
use crate::sheet::Sheet;
use crate::table::{Cell, Column, Rows, Table};
use corpus_model::EntityKind;
use corpus_search::{Corpus, EntityId, Facet, FilterMode};
use corpus_view::{
    Atlas, Bubble, Frame, Label, NAME_SIZE, OUTLINE, Open, Outline, Places, Wanted, bubbles,
    equal_earth, graticule, labels, places, px, text_width,
};
use dateline::desk::{Desk, use_desk};
use dateline::opened::Opened;
use dateline::strings;
use dateline::web::locale::Locale;
use leptos::prelude::*;
use std::sync::Arc;

/// Bubbles that are drawn at most: the most named.
const MOST: usize = 400;

/// What the map shows at present.
#[derive(Clone, PartialEq, Default)]
struct Drawn {
    bubbles: Vec<Bubble>,
    labels: Vec<Option<Label>>,
}

/// The map with its table.
#[component]
pub fn PlacesMap(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let corpus = opened.corpus().clone();
    let atlas = Memo::new(move |_| Atlas::of(&desk.view.read()));
    let for_places = corpus.clone();
    let here: Memo<Arc<Places>> =
        Memo::new(move |_| Arc::new(places(&for_places, desk.answer.read().docs())));

    let frame = RwSignal::new(Frame::world(1.0, 1.0));
    let pointed = RwSignal::new(None::<u32>);
    let for_home = corpus.clone();
    let home = Callback::new(move |(width, height): (f64, f64)| {
        // A place that the address alone names is shown with what is around it.
        let view = atlas.read();
        let picked = view.picked.as_ref().filter(|_| view.spot.is_none());
        let picked = picked.and_then(|id| {
            let place = for_home.entity(for_home.entity_by_id(id)?)?.place()?;
            Some(equal_earth(
                f64::from(place.lat) / 1e4,
                f64::from(place.lon) / 1e4,
            ))
        });
        let points: Vec<(f64, f64)> = match picked {
            Some(point) => vec![point],
            None => here.read().located.iter().map(|place| place.at).collect(),
        };
        Frame::around(&points, width, height)
    });
    let change = move |change: &dyn Fn(&mut Atlas)| {
        desk.replace(|view| {
            let mut atlas = Atlas::of(view);
            change(&mut atlas);
            atlas.put(view);
        });
    };
    let on_spot = Callback::new(move |spot| change(&|atlas| atlas.spot = spot));

    let for_drawn = corpus.clone();
    let drawn = Memo::new(move |_| {
        let (here, frame) = (here.read(), frame.get());
        let mut bubbles = bubbles(&here.located, &frame);
        bubbles.truncate(MOST);
        let circles: Vec<Wanted> = bubbles
            .iter()
            .map(|bubble| Wanted {
                x: bubble.x,
                y: bubble.y,
                radius: bubble.radius,
                width: text_width(&bubble_name(desk, &for_drawn, &here, bubble), NAME_SIZE),
            })
            .collect();
        let labels = labels(&circles, NAME_SIZE, (frame.width, frame.height));
        Drawn { bubbles, labels }
    });
    let for_pick = corpus.clone();
    let pick = move |entity: Option<EntityId>| {
        let id = entity.and_then(|entity| Some(for_pick.entity(entity)?.id().to_owned()));
        // The part that is seen stays, whatever is picked.
        let spot = frame.get_untracked().spot;
        change(&|atlas| {
            atlas.spot = Some(spot);
            atlas.picked.clone_from(&id);
        });
    };
    let pick = Callback::new(pick);
    let on_pick = Callback::new(move |i: Option<u32>| {
        let entity = i.and_then(|i| {
            let drawn = drawn.read_untracked();
            let first = *drawn.bubbles.get(i as usize)?.members.first()?;
            Some(here.read_untracked().located.get(first)?.entity)
        });
        pick.run(entity);
    });

    let for_picked = corpus.clone();
    let picked = Memo::new(move |_| for_picked.entity_by_id(atlas.read().picked.as_ref()?));
    let picked_bubble = Memo::new(move |_| {
        let (picked, here, drawn) = (picked.get()?, here.read(), drawn.read());
        let is_it = |place: &usize| here.located.get(*place).map(|p| p.entity) == Some(picked);
        drawn
            .bubbles
            .iter()
            .position(|bubble| bubble.members.iter().any(is_it))
    });
    let for_names = corpus.clone();
    let marks = move || {
        let (drawn, here) = (drawn.read(), here.read());
        let picked = picked_bubble.get();
        let one = |(i, bubble): (usize, &Bubble)| {
            let name = bubble_name(desk, &for_names, &here, bubble);
            let n = bubble
                .members
                .first()
                .and_then(|first| here.located.get(*first));
            let n = n.map_or(0, |place| place.n_docs);
            let title = format!("{name}: {}", strings::documents(n, &desk.number(n)));
            let label = drawn.labels.get(i).copied().flatten();
            let is_pointed = move || (pointed.get() == Some(i as u32)).then_some("");
            // A name without room shows while it is pointed at or picked.
            let spare = Label {
                x: bubble.x + bubble.radius + 3.0,
                y: bubble.y + 4.0,
                anchor: "start",
            };
            let has_room = label.is_some();
            let at = label.unwrap_or(spare);
            view! {
                <g
                    class="bubble"
                    data-i=i.to_string()
                    data-picked=(picked == Some(i)).then_some("")
                    data-pointed=is_pointed
                    data-many=(bubble.members.len() > 1).then_some("")
                >
                    <circle cx=px(bubble.x) cy=px(bubble.y) r=px(bubble.radius)><title>{title}</title></circle>
                    <text data-spare=(!has_room).then_some("") x=px(at.x) y=px(at.y) text-anchor=at.anchor>{name}</text>
                </g>
            }
            .into_any()
        };
        // The small ones last, so that they can be reached.
        drawn.bubbles.iter().enumerate().map(one).collect_view()
    };
    let outline = Outline::from_bytes(OUTLINE);
    let transform = move || frame.read().transform();
    let sum = move || {
        let here = here.read();
        let (n, elsewhere) = (here.located.len() as u32, here.elsewhere.len() as u32);
        match n + elsewhere {
            0 => strings::MAP_NONE.to_owned(),
            _ => strings::map_sum(n, &desk.number(n), elsewhere, &desk.number(elsewhere)),
        }
    };
    let label = Signal::derive(move || format!("{}: {}", strings::MAP, sum()));
    let spot = Signal::derive(move || atlas.read().spot);

    let for_detail = opened.clone();
    let detail = move || {
        let entity = picked.get()?;
        let here = here.read();
        let n = here.located.iter().find(|place| place.entity == entity);
        let n = n.map_or(0, |place| place.n_docs);
        let close_by = picked_bubble.get().map(|i| {
            let drawn = drawn.read();
            let members = drawn
                .bubbles
                .get(i)
                .map(|b| b.members.clone())
                .unwrap_or_default();
            let others = members
                .into_iter()
                .filter_map(|at| here.located.get(at).map(|p| p.entity));
            others
                .filter(|other| *other != entity)
                .take(24)
                .collect::<Vec<_>>()
        });
        let close_by = close_by.filter(|others| !others.is_empty()).map(|others| {
            let corpus = for_detail.corpus();
            let button = |other: EntityId| {
                let name = corpus.entity(other).map_or_else(String::new, |view| view.name().to_owned());
                view! {
                    <button type="button" class="link-button" on:click=move |_| pick.run(Some(other))>{name}</button>
                }
                .into_any()
            };
            view! { <p class="close-by">{strings::MAP_ALSO_HERE}" "{others.into_iter().map(button).collect_view()}</p> }
        });
        Some(
            view! {
                <Named opened=for_detail.clone() entity=entity n_docs=n on_close=Callback::new(move |()| pick.run(None)) />
                {close_by}
            }
            .into_any(),
        )
    };
    view! {
        <div class="atlas" data-view="map">
            <div class="about">
                <h1>{strings::MAP}</h1>
                <p class="what">{strings::MAP_WHAT}</p>
                <p class="sum" role="status">{sum}</p>
            </div>
            <Sheet label=label spot=spot home=home frame=frame on_spot=on_spot pointed=pointed on_pick=on_pick>
                <g class="world" transform=transform>
                    <path class="graticule" d=graticule()></path>
                    <path class="land" d=outline.land_path()></path>
                    <path class="border" d=outline.border_path()></path>
                </g>
                <g class="bubbles" font-size=px(NAME_SIZE)>{marks}</g>
            </Sheet>
            <div class="picked" role="status">{detail}</div>
            <PlacesTable opened=opened here=here />
            <p class="note">{strings::MAP_NOTE}</p>
        </div>
    }
    .into_any()
}

fn name_of(corpus: &Corpus, entity: EntityId) -> String {
    corpus
        .entity(entity)
        .map_or_else(String::new, |view| view.name().to_owned())
}

/// The name of the first place, and how many more the bubble has.
fn bubble_name(desk: Desk, corpus: &Corpus, here: &Places, bubble: &Bubble) -> String {
    let first = bubble.members.first().and_then(|at| here.located.get(*at));
    let name = first.map_or_else(String::new, |place| name_of(corpus, place.entity));
    match bubble.members.len() {
        0 | 1 => name,
        n => format!("{name} +{}", desk.number(n as u32 - 1)),
    }
}

#[component]
fn PlacesTable(opened: Opened, here: Memo<Arc<Places>>) -> impl IntoView {
    let desk = use_desk();
    const COLUMNS: &[Column] = &[
        (strings::MAP_PLACE, ""),
        (strings::MAP_COUNTRY, ""),
        (strings::DOCUMENTS, "number"),
        ("", "end"),
    ];
    const FACET: Facet = Facet::Entity(EntityKind::Place);
    let entity_at = move |row: u32| {
        let here = here.read_untracked();
        let row = row as usize;
        let n = here.located.len();
        match here.located.get(row) {
            Some(place) => Some(place.entity),
            None => here.elsewhere.get(row - n).map(|(entity, _)| *entity),
        }
    };
    let for_rows = opened.clone();
    let rows = Signal::derive(move || {
        let (here, opened) = (here.get(), for_rows.clone());
        let chosen: Vec<String> = desk
            .view
            .read()
            .filters
            .iter()
            .filter(|filter| filter.facet == FACET && filter.mode == FilterMode::Require)
            .map(|filter| filter.value.clone())
            .collect();
        Rows {
            n: (here.located.len() + here.elsewhere.len()) as u32,
            row: Arc::new(move |row| {
                let row = row as usize;
                let located = here
                    .located
                    .get(row)
                    .map(|place| (place.entity, place.n_docs));
                let n_located = here.located.len();
                let Some((entity, n)) =
                    located.or_else(|| here.elsewhere.get(row - n_located).copied())
                else {
                    return (Vec::new(), "");
                };
                let Some(view) = opened.corpus().entity(entity) else {
                    return (Vec::new(), "");
                };
                let country = match view.place() {
                    Some(place) => Locale::country(place.country),
                    None => strings::MAP_NOT_PLACED.to_owned(),
                };
                let is_chosen = chosen.iter().any(|id| id == view.id());
                let act = if is_chosen {
                    strings::ALL_AGAIN
                } else {
                    strings::ONLY_THESE
                };
                let cells = vec![
                    Cell::link(view.name(), Open::Entity(view.id().to_owned())),
                    Cell::text(country),
                    Cell::text(desk.number(n)),
                    Cell::action(act),
                ];
                (cells, if located.is_some() { "" } else { "unplaced" })
            }),
        }
    });
    let on_action = Callback::new(move |(row, _): (u32, u32)| {
        let id =
            entity_at(row).and_then(|entity| Some(opened.corpus().entity(entity)?.id().to_owned()));
        let Some(id) = id else { return };
        desk.replace(|view| {
            let is_chosen = view.filter_mode(FACET, &id) == Some(FilterMode::Require);
            view.set_filter(FACET, &id, (!is_chosen).then_some(FilterMode::Require));
        });
    });
    view! { <Table name="places" label=strings::MAP columns=COLUMNS rows=rows on_action=on_action /> }
}
