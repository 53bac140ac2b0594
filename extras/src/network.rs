//! Who stands beside whom in the documents found: a drawing, a table, and the sentences behind each link.
//!
//! Counting goes through the documents in portions, so that a large corpus shows how far it is and stays in hand.
//! Who is linked, and where each name stands, is decided in `corpus-search` and `corpus-view`.

use crate::named::Named;
use crate::sheet::Sheet;
use crate::table::{Cell, Column, Rows, Table};
use corpus_model::EntityKind;
use corpus_search::{
    Corpus, DocId, EntityId, Facet, Link as Tie, Network, NetworkWish, Together, Weaving, together,
};
use corpus_view::{Atlas, DrawnName, Frame, Label, NAME_SIZE, Open, Woven, px, thousandths};
use dateline::components::icons;
use dateline::desk::{Desk, use_desk};
use dateline::opened::Opened;
use dateline::strings;
use dateline::web::dom;
use dateline::web::download::download;
use dateline::web::timer::{Later, after_layout};
use leptos::prelude::*;
use std::sync::Arc;

/// Names at most.
const NAMES: usize = 150;
/// Documents read before one looks at the clock.
const PORTION: usize = 64;
/// Milliseconds of work before the browser has its turn.
const TURN: f64 = 24.0;

/// Counts a network in the background: `None` in `done` while it is counted.
#[derive(Clone, Copy)]
pub struct Counting {
    /// How many documents are read, of how many.
    pub progress: RwSignal<(u32, u32)>,
    /// What was counted.
    pub done: RwSignal<Option<Arc<Network>>>,
    later: StoredValue<Later, LocalStorage>,
}

impl Counting {
    /// With nothing to count.
    pub fn new() -> Self {
        Self {
            progress: RwSignal::new((0, 0)),
            done: RwSignal::new(None),
            later: StoredValue::new_local(Later::new()),
        }
    }

    /// Counts; what was being counted is forgotten.
    pub fn begin(self, corpus: &Corpus, docs: &[DocId], wish: NetworkWish) {
        self.later.with_value(Later::clear);
        self.done.set(None);
        let weaving = Weaving::new(corpus, docs, wish);
        self.progress.set(weaving.progress());
        self.turn(weaving);
    }

    fn turn(self, mut weaving: Weaving) {
        let start = js_sys::Date::now();
        loop {
            if let Some(network) = weaving.advance(PORTION) {
                self.done.set(Some(Arc::new(network)));
                return;
            }
            if js_sys::Date::now() - start > TURN {
                break;
            }
        }
        self.progress.set(weaving.progress());
        self.later
            .with_value(|later| later.set(0, move || self.turn(weaving)));
    }
}

/// The network with its table.
#[component]
pub fn NetworkView(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let corpus = opened.corpus().clone();
    let atlas = Memo::new(move |_| Atlas::of(&desk.view.read()));
    let change = move |change: &dyn Fn(&mut Atlas)| {
        desk.replace(|view| {
            let mut atlas = Atlas::of(view);
            change(&mut atlas);
            atlas.put(view);
        });
    };

    let for_around = corpus.clone();
    let around = Memo::new(move |_| for_around.entity_by_id(atlas.read().around.as_ref()?));
    let kinds = Memo::new(move |_| atlas.read().kinds.clone());
    let least = Memo::new(move |_| atlas.read().least);
    let counting = Counting::new();
    let for_counting = corpus.clone();
    Effect::new(move || {
        let wish = NetworkWish {
            kinds: kinds.get(),
            around: around.get(),
            n_nodes: NAMES,
        };
        counting.begin(&for_counting, desk.answer.read().docs(), wish);
    });
    let woven = Memo::new(move |_| {
        let network = counting.done.get()?;
        Some(Arc::new(Woven::new(
            &network,
            least.get(),
            around.get().is_some(),
        )))
    });

    let for_picked = corpus.clone();
    let picked = Memo::new(move |_| for_picked.entity_by_id(atlas.read().picked.as_ref()?));
    let for_other = corpus.clone();
    let other = Memo::new(move |_| for_other.entity_by_id(atlas.read().other.as_ref()?));
    let for_pick = corpus.clone();
    let pick = Callback::new(move |(one, other): (Option<EntityId>, Option<EntityId>)| {
        let id = |entity: Option<EntityId>| Some(for_pick.entity(entity?)?.id().to_owned());
        let (one, other) = (id(one), id(other));
        change(&|atlas| {
            atlas.picked.clone_from(&one);
            atlas.other.clone_from(&other);
        });
    });

    let for_sum = corpus.clone();
    let sum = move || {
        let Some(woven) = woven.get() else {
            let (done, all) = counting.progress.get();
            return strings::reading(&desk.number(done), &desk.number(all));
        };
        if woven.links.is_empty() {
            let is_missing = around.get().is_some_and(|entity| {
                let docs = desk.answer.read();
                !docs
                    .docs()
                    .iter()
                    .any(|&doc| for_sum.entities_of(doc).any(|named| named == entity))
            });
            return match is_missing {
                true => strings::NETWORK_NO_MIDDLE.to_owned(),
                false => strings::NETWORK_NONE.to_owned(),
            };
        }
        let (names, links) = (woven.nodes.len() as u32, woven.links.len() as u32);
        let mut said = strings::network_sum(names, &desk.number(names), links, &desk.number(links));
        if woven.n_drawn < woven.links.len() {
            said.push_str(", ");
            said.push_str(&strings::network_drawn(&desk.number(woven.n_drawn as u32)));
        }
        if woven.n_alone > 0 {
            said.push_str(", ");
            said.push_str(&strings::network_alone(&desk.number(woven.n_alone as u32)));
        }
        said
    };

    let kind_box = move |kind: EntityKind| {
        let is_on = Memo::new(move |_| kinds.read().contains(&kind));
        let toggle = move |_| {
            change(&|atlas| {
                match atlas.kinds.iter().position(|other| *other == kind) {
                    // One kind has to stay.
                    Some(i) if atlas.kinds.len() > 1 => {
                        atlas.kinds.remove(i);
                    }
                    Some(_) => {}
                    None => atlas.kinds.push(kind),
                }
                atlas.kinds.sort_unstable();
                atlas.spot = None;
            });
        };
        view! {
            <button type="button" class="kind-toggle" data-kind=kind.name() aria-pressed=move || is_on.get().to_string() on:click=toggle>
                {strings::facet(Facet::Entity(kind))}
            </button>
        }
        .into_any()
    };
    let for_kinds = corpus.clone();
    let has_kind = move |kind: &EntityKind| {
        for_kinds
            .entity_ids()
            .any(|entity| for_kinds.entity_kind(entity) == Some(*kind))
    };
    let kind_boxes = EntityKind::ALL
        .into_iter()
        .filter(has_kind)
        .map(kind_box)
        .collect_view();
    let set_least = move |text: String| {
        let least = text.trim().parse::<u32>().unwrap_or(1).clamp(1, 9999);
        change(&|atlas| {
            atlas.least = least;
            atlas.spot = None;
        });
    };
    let for_middle = corpus.clone();
    let middle = move || {
        let view = for_middle.entity(around.get()?)?;
        let label = strings::network_around(view.name());
        Some(
            view! {
                <span class="chip">
                    <span class="name" dir="auto">{label}</span>
                    <button type="button" aria-label=strings::NETWORK_ALL title=strings::NETWORK_ALL
                        on:click=move |_| change(&|atlas| {
                            atlas.around = None;
                            atlas.spot = None;
                        })>{icons::close()}</button>
                </span>
            }
            .into_any(),
        )
    };
    let for_save = corpus.clone();
    let save = move |label: &'static str,
                     name: &'static str,
                     media: &'static str,
                     write: fn(&Woven, &Corpus) -> String| {
        let corpus = for_save.clone();
        let is_empty = move || {
            woven
                .read()
                .as_ref()
                .is_none_or(|woven| woven.links.is_empty())
        };
        view! {
            <button type="button" class="button" disabled=is_empty on:click=move |_| {
                if let Some(woven) = woven.get_untracked() {
                    download(name, media, &write(&woven, &corpus));
                }
            }>{label}</button>
        }
        .into_any()
    };

    let for_detail = opened.clone();
    let detail = move || {
        let one = picked.get()?;
        if other.get().is_some() {
            return None;
        }
        let corpus = for_detail.corpus();
        let docs = desk.answer.read();
        let names = |doc: &&DocId| corpus.entities_of(**doc).any(|named| named == one);
        let n = docs.docs().iter().filter(names).count() as u32;
        let id = corpus.entity(one)?.id().to_owned();
        let is_middle = around.get() == Some(one);
        let centre = (!is_middle).then(|| {
            let name = corpus
                .entity(one)
                .map_or_else(String::new, |view| view.name().to_owned());
            view! {
                <button type="button" class="button" on:click=move |_| change(&|atlas| {
                    atlas.around = Some(id.clone());
                    atlas.spot = None;
                })>{strings::network_around(&name)}</button>
            }
        });
        Some(
            view! {
                <Named opened=for_detail.clone() entity=one n_docs=n on_close=Callback::new(move |()| pick.run((None, None))) />
                {centre}
            }
            .into_any(),
        )
    };
    let for_table = opened.clone();
    let table = move || match (picked.get(), other.get()) {
        (Some(one), Some(other)) => {
            let close = Callback::new(move |()| pick.run((Some(one), None)));
            view! { <Sentences opened=for_table.clone() one=one other=other on_close=close /> }
                .into_any()
        }
        _ => view! { <Links opened=for_table.clone() woven=woven picked=picked pick=pick /> }
            .into_any(),
    };
    view! {
        <div class="atlas" data-view="network">
            <div class="about">
                <h1>{strings::NETWORK}</h1>
                <p class="what">{strings::NETWORK_WHAT}</p>
                <div class="choices" role="group" aria-label=strings::NETWORK_KINDS>
                    {middle}
                    {kind_boxes}
                    <label class="least">
                        {strings::NETWORK_LEAST}" "
                        <input type="number" min="1" max="9999" inputmode="numeric"
                            prop:value=move || least.get().to_string()
                            on:change:target=move |event| set_least(event.target().value()) />
                    </label>
                </div>
                <p class="sum" role="status">{sum}</p>
            </div>
            <Drawing opened=opened woven=woven picked=picked other=other pick=pick />
            <div class="picked" role="status">{detail}</div>
            {table}
            <div class="choices files">
                {save(strings::AS_CSV, "network.csv", "text/csv;charset=utf-8", Woven::csv)}
                {save(strings::AS_GRAPHML, "network.graphml", "application/xml", Woven::graphml)}
                {save(strings::AS_SVG, "network.svg", "image/svg+xml", Woven::svg)}
            </div>
        </div>
    }
    .into_any()
}

type Weave = Memo<Option<Arc<Woven>>>;
type Pick = Callback<(Option<EntityId>, Option<EntityId>)>;

/// A link in the drawing has this added to its place in the list, names have their own place.
const LINK: u32 = 1 << 20;

#[component]
fn Drawing(
    opened: Opened,
    woven: Weave,
    picked: Memo<Option<EntityId>>,
    other: Memo<Option<EntityId>>,
    pick: Pick,
) -> impl IntoView {
    let desk = use_desk();
    let corpus = opened.corpus().clone();
    let frame = RwSignal::new(Frame::world(1.0, 1.0));
    let pointed = RwSignal::new(None::<u32>);
    let spot = Signal::derive(move || Atlas::of(&desk.view.read()).spot);
    let home = Callback::new(move |(width, height): (f64, f64)| match &*woven.read() {
        Some(woven) => woven.frame(width, height),
        None => Frame::world(width, height),
    });
    let on_spot = Callback::new(move |spot| {
        desk.replace(|view| {
            let atlas = Atlas {
                spot,
                ..Atlas::of(view)
            };
            atlas.put(view);
        });
    });
    let node = move |i: u32| {
        let woven = woven.read_untracked();
        Some(woven.as_ref()?.nodes.get(i as usize)?.entity)
    };
    let on_pick = Callback::new(move |i: Option<u32>| {
        let Some(link) = i.filter(|i| *i >= LINK) else {
            return pick.run((i.and_then(node), None));
        };
        let woven = woven.read_untracked();
        let link = woven
            .as_ref()
            .and_then(|woven| woven.drawn().get((link - LINK) as usize).copied());
        if let Some(link) = link {
            pick.run((node(link.a), node(link.b)));
        }
    });
    // Names that stand out: the one pointed at, else the one picked, with those it is linked to.
    let near = Memo::new(move |_| {
        let woven = woven.read();
        let woven = woven.as_ref()?;
        let place = |entity: EntityId| woven.nodes.iter().position(|node| node.entity == entity);
        let (centre, link) = match pointed.get() {
            Some(i) if i >= LINK => (None, woven.drawn().get((i - LINK) as usize).copied()),
            Some(i) => (Some(i), None),
            None => {
                let one = picked.get().and_then(place)? as u32;
                let two = other.get().and_then(place).map(|place| place as u32);
                let of_both = |link: &&Tie| {
                    Some((link.a, link.b)) == two.map(|two| (one.min(two), one.max(two)))
                };
                match two {
                    Some(_) => (None, woven.links.iter().find(of_both).copied()),
                    None => (Some(one), None),
                }
            }
        };
        let mut near = vec![false; woven.nodes.len()];
        let mut mark = |i: u32| {
            if let Some(near) = near.get_mut(i as usize) {
                *near = true;
            }
        };
        match (centre, link) {
            (_, Some(link)) => {
                mark(link.a);
                mark(link.b);
            }
            (Some(centre), None) => {
                mark(centre);
                for link in woven.drawn() {
                    if link.a == centre || link.b == centre {
                        mark(link.a);
                        mark(link.b);
                    }
                }
            }
            (None, None) => return None,
        }
        Some((centre, near))
    });
    let for_names = corpus.clone();
    let names = Memo::new(move |_| {
        let frame = frame.get();
        let woven = woven.read();
        woven
            .as_ref()
            .map(|woven| woven.names(&for_names, &frame))
            .unwrap_or_default()
    });
    let lines = move || {
        let (woven, names) = (woven.read(), names.read());
        let Some(woven) = woven.as_ref() else {
            return Vec::new();
        };
        let one = |(i, link): (usize, &Tie)| {
            let at = |end: u32| names.get(end as usize).map(|name| (name.x, name.y));
            let (a, b) = (at(link.a)?, at(link.b)?);
            let d = format!("M{} {}L{} {}", px(a.0), px(a.1), px(b.0), px(b.1));
            let (from, to) = (link.a, link.b);
            let is_back = move || {
                near.with(|near| match near {
                    Some((Some(centre), _)) => from != *centre && to != *centre,
                    Some((None, near)) => {
                        let is_near = |i: u32| near.get(i as usize) == Some(&true);
                        !is_near(from) || !is_near(to)
                    }
                    None => false,
                })
                .then_some("")
            };
            Some(
                view! {
                    <g class="tie" data-i=(LINK + i as u32).to_string() data-back=is_back>
                        <path class="reach" d=d.clone()></path>
                        <path d=d stroke-width=px(woven.line_width(link))></path>
                    </g>
                }
                .into_any(),
            )
        };
        // The surest on top.
        woven
            .drawn()
            .iter()
            .enumerate()
            .rev()
            .filter_map(one)
            .collect()
    };
    let for_marks = corpus.clone();
    let marks = move || {
        let (woven, names) = (woven.read(), names.read());
        let Some(woven) = woven.as_ref() else {
            return Vec::new();
        };
        let one = |(i, (node, name)): (usize, (&corpus_search::Node, &DrawnName))| {
            let view = for_marks.entity(node.entity)?;
            let n = node.n_sentences;
            let title = format!(
                "{}: {}",
                view.name(),
                strings::sentences(n, &desk.number(n))
            );
            let is_near =
                move || near.with(|near| near.as_ref().map(|(_, near)| near.get(i) == Some(&true)));
            let has_room = name.label.is_some();
            let spare = Label {
                x: name.x + name.radius + 3.0,
                y: name.y + 4.0,
                anchor: "start",
            };
            let at = name.label.unwrap_or(spare);
            let entity = node.entity;
            Some(
                view! {
                    <g
                        class="node"
                        data-i=i.to_string()
                        data-kind=view.kind().name()
                        data-back=move || (is_near() == Some(false)).then_some("")
                        data-near=move || (is_near() == Some(true)).then_some("")
                        data-picked=move || (picked.get() == Some(entity)).then_some("")
                    >
                        <circle cx=px(name.x) cy=px(name.y) r=px(name.radius)><title>{title}</title></circle>
                        <text data-spare=(!has_room).then_some("") x=px(at.x) y=px(at.y) text-anchor=at.anchor>
                            {view.name().to_owned()}
                        </text>
                    </g>
                }
                .into_any(),
            )
        };
        woven
            .nodes
            .iter()
            .zip(names.iter())
            .enumerate()
            .filter_map(one)
            .collect()
    };
    let label = Signal::derive(move || {
        let woven = woven.read();
        let (names, links) = woven
            .as_ref()
            .map_or((0, 0), |w| (w.nodes.len() as u32, w.links.len() as u32));
        let sum = strings::network_sum(names, &desk.number(names), links, &desk.number(links));
        format!("{}: {sum}", strings::NETWORK)
    });
    view! {
        <Sheet label=label spot=spot home=home frame=frame on_spot=on_spot pointed=pointed on_pick=on_pick>
            <g class="ties">{lines}</g>
            <g class="nodes" font-size=px(NAME_SIZE)>{marks}</g>
        </Sheet>
    }
}

#[component]
fn Links(
    opened: Opened,
    woven: Weave,
    picked: Memo<Option<EntityId>>,
    pick: Pick,
) -> impl IntoView {
    let desk = use_desk();
    const COLUMNS: &[Column] = &[
        (strings::NETWORK_NAME, ""),
        (strings::NETWORK_OTHER, ""),
        (strings::NETWORK_TOGETHER, "number"),
        (strings::NETWORK_SURE, "number"),
    ];
    // A name that is picked leaves its own links, the name first.
    let links = Memo::new(move |_| {
        let woven = woven.read();
        let Some(woven) = woven.as_ref() else {
            return Arc::new(Vec::new());
        };
        let end = |i: u32| woven.nodes.get(i as usize).map(|node| node.entity);
        let ends = |link: &Tie| Some((end(link.a)?, end(link.b)?, link.n, link.g2));
        let all = woven.links.iter().filter_map(ends);
        let rows: Vec<_> = match picked
            .get()
            .filter(|one| woven.nodes.iter().any(|node| node.entity == *one))
        {
            None => all.collect(),
            Some(one) => all
                .filter(|(a, b, ..)| *a == one || *b == one)
                .map(|(a, b, n, g2)| {
                    if b == one {
                        (b, a, n, g2)
                    } else {
                        (a, b, n, g2)
                    }
                })
                .collect(),
        };
        Arc::new(rows)
    });
    let for_rows = opened.clone();
    let rows = Signal::derive(move || {
        let (links, opened) = (links.get(), for_rows.clone());
        Rows {
            n: links.len() as u32,
            row: Arc::new(move |row| {
                let Some((a, b, n, g2)) = links.get(row as usize) else {
                    return (Vec::new(), "");
                };
                let cell = |entity: EntityId| match opened.corpus().entity(entity) {
                    Some(view) => Cell::link(view.name(), Open::Entity(view.id().to_owned())),
                    None => Cell::default(),
                };
                let g2 = thousandths(*g2).parse::<f64>().unwrap_or(0.0);
                let cells = vec![
                    cell(*a),
                    cell(*b),
                    Cell::action(strings::sentences(*n, &desk.number(*n))),
                    Cell::text(desk.locale().number(g2)),
                ];
                (cells, "")
            }),
        }
    });
    let on_action = Callback::new(move |(row, _): (u32, u32)| {
        let ends = links
            .read_untracked()
            .get(row as usize)
            .map(|(a, b, ..)| (*a, *b));
        if let Some((a, b)) = ends {
            pick.run((Some(a), Some(b)));
        }
    });
    view! { <Table name="links" label=strings::NETWORK_LINKS columns=COLUMNS rows=rows on_action=on_action /> }
}

#[component]
fn Sentences(
    opened: Opened,
    one: EntityId,
    other: EntityId,
    on_close: Callback<()>,
) -> impl IntoView {
    let desk = use_desk();
    const COLUMNS: &[Column] = &[(strings::SENTENCE, "prose"), (strings::WHERE_SAID, "prose")];
    let corpus = opened.corpus().clone();
    let found = Memo::new(move |_| {
        let answer = desk.answer.read();
        Arc::new(together(&corpus, answer.docs(), one, other))
    });
    let name = |entity: EntityId| {
        let view = opened.corpus().entity(entity);
        view.map_or_else(String::new, |view| view.name().to_owned())
    };
    let (a, b) = (name(one), name(other));
    let heading = move || {
        let n = found.read().len() as u32;
        strings::sentences_of_both(&a, &b, &strings::sentences(n, &desk.number(n)))
    };
    let rows = Signal::derive(move || {
        let (found, opened) = (found.get(), opened.clone());
        Rows {
            n: found.len() as u32,
            row: Arc::new(move |row| match found.get(row as usize) {
                Some(together) => (sentence_cells(desk, &opened, together), ""),
                None => (Vec::new(), ""),
            }),
        }
    });
    // They may stand below what is seen.
    after_layout(|| {
        if let Some(head) = dom::first(".sentences-head") {
            dom::scroll_to(&head);
        }
    });
    view! {
        <div class="sentences-head">
            <h2 dir="auto">{heading}</h2>
            <button type="button" class="icon-button" aria-label=strings::CLOSE title=strings::CLOSE
                on:click=move |_| on_close.run(())>{icons::close()}</button>
        </div>
        <Table name="sentences" label=strings::NETWORK_SENTENCES columns=COLUMNS rows=rows />
    }
    .into_any()
}

/// A sentence that leads to its place, and whose it is.
pub fn sentence_cells(desk: Desk, opened: &Opened, together: &Together) -> Vec<Cell> {
    let Some(doc) = opened.corpus().doc(together.doc) else {
        return Vec::new();
    };
    let open = Open::Doc {
        id: doc.id().to_owned(),
        at: Some(together.a.start.min(together.b.start)),
    };
    let sentence = doc.slice(together.sentence);
    let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    let outlet = doc
        .outlet()
        .map_or(strings::NO_OUTLET, |outlet| outlet.name);
    let when = desk.locale().date(opened.date_shape(together.doc));
    let when = when.unwrap_or_else(|| strings::UNDATED.to_owned());
    vec![
        Cell::link(sentence, open),
        Cell::text(format!("{outlet} · {when} · {}", doc.title())),
    ]
}
