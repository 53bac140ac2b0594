//! What the timeline draws, derived from the view: days, bars, colours, and which documents count.
//!
//! While somebody drags, the brush moves here first: bars and counts follow within the frame, by columns of
//! days. The view, and with it the search, follows at once in a small corpus and when the hand rests in
//! a large one.

use super::pinch::Fingers;
use crate::answer::interval;
use crate::desk::Desk;
use crate::opened::Opened;
use crate::reactive::memo;
use crate::web::timer::Later;
use corpus_search::{DocId, DocSet, Facet};
use corpus_view::{
    Bins, Days, Grain, Histogram, Lane as Counted, Scale, ceiling, fitting_grain, hours,
};
use leptos::prelude::*;
use std::sync::{Arc, Mutex};

/// Height of the axis between the lanes, in pixels.
pub const AXIS: f64 = 32.0;
/// The narrowest bar.
pub const MIN_BAR: f64 = 5.0;
/// A corpus of more documents is searched when the hand rests, not while it drags.
const MANY_DOCS: u32 = 4000;

/// Heights of the lanes, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heights {
    pub published: f64,
    pub mentioned: f64,
}

impl Heights {
    /// Beside results and reader the timeline is low; alone on a screen it may be high.
    fn of(is_alone: bool, is_grid: bool) -> Self {
        let (published, mentioned) = match is_alone {
            true => (110.0, 56.0),
            false => (64.0, 34.0),
        };
        Self {
            published,
            mentioned: if is_grid { 168.0 } else { mentioned },
        }
    }

    pub fn whole(self) -> f64 {
        self.published + AXIS + self.mentioned
    }
}

/// One of the two lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    Published,
    Mentioned,
}

impl Lane {
    /// Where it takes the pointer: half of the axis belongs to each.
    pub fn reach(self, heights: Heights) -> (f64, f64) {
        match self {
            Self::Published => (0.0, heights.published + AXIS / 2.0),
            Self::Mentioned => (
                heights.published + AXIS / 2.0,
                heights.mentioned + AXIS / 2.0,
            ),
        }
    }

    /// Where its bars stand.
    pub fn extent(self, heights: Heights) -> (f64, f64) {
        match self {
            Self::Published => (0.0, heights.published),
            Self::Mentioned => (heights.published + AXIS, heights.mentioned),
        }
    }
}

/// A lane with the places of its days worked out, and its bars when everything is shown.
#[derive(Clone)]
pub struct Placed {
    pub lane: Arc<Mutex<Counted>>,
    pub all: Arc<Histogram>,
    /// The height that fills the lane, in thousandths.
    pub ceiling: u32,
}

impl PartialEq for Placed {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.lane, &other.lane)
    }
}

impl Placed {
    fn new(mut lane: Counted, n_docs: u32) -> Self {
        let all = lane.show(&DocSet::all(n_docs));
        Self {
            ceiling: ceiling(&all).max(1000),
            all: Arc::new(all),
            lane: Arc::new(Mutex::new(lane)),
        }
    }

    fn show(&self, docs: &DocSet) -> Histogram {
        match self.lane.lock() {
            Ok(mut lane) => lane.show(docs),
            Err(_) => Histogram::default(),
        }
    }
}

/// The colours of documents, and what they stand for.
#[derive(Clone, PartialEq)]
pub struct Stack {
    pub facet: Facet,
    slots: Arc<Vec<u8>>,
    pub names: Arc<Vec<(u8, Option<u32>)>>,
}

/// What is drawn: everything here is derived from the view and the answer.
#[derive(Clone, Copy)]
pub struct Chart {
    pub desk: Desk,
    pub scale: Memo<Scale>,
    pub grain: Memo<Grain>,
    pub stack: Memo<Stack>,
    pub published: Memo<Placed>,
    pub mentioned: Memo<Placed>,
    pub found: Memo<Histogram>,
    pub mentions: Memo<Histogram>,
    /// Mentions by the hour, where the view is of a few days.
    pub hours: Memo<Vec<u32>>,
    /// Documents the query and the facets leave, on whatever day.
    pub docs: Memo<DocSet>,
    /// Those of them that the brush of mentioned days leaves: what the published lane draws.
    pub published_docs: Memo<DocSet>,
    /// How many documents both brushes leave.
    pub n_found: Memo<u32>,
    pub limits: Days,
    pub heights: Memo<Heights>,
    pub fingers: Fingers,
    held: RwSignal<Option<(Lane, Option<Days>)>>,
    later: StoredValue<Later, LocalStorage>,
    is_large: bool,
}

impl Chart {
    pub fn new(
        desk: Desk,
        opened: &Opened,
        width: RwSignal<f64>,
        main: Days,
        limits: Days,
    ) -> Self {
        let n_docs = opened.n_docs();
        let shown = memo(move || desk.view.read().zoom.unwrap_or(main));
        let grain = memo(move || {
            let fitting = fitting_grain(shown.get(), width.get(), MIN_BAR);
            // A finer grain than the screen can show would draw nothing but noise.
            desk.view
                .read()
                .grain
                .map_or(fitting, |grain| grain.max(fitting))
        });
        let scale = memo(move || Scale {
            days: shown.get().snapped(grain.get()),
            width: width.get(),
        });
        // A change of width alone places nothing anew.
        let bins = memo(move || (scale.read().days, grain.get()));
        let facet = memo(move || desk.view.read().stack.unwrap_or(Facet::Outlet));
        let for_stack = opened.clone();
        let stack = memo(move || {
            let facet = match facet.get() {
                Facet::Entity(_) if for_stack.parts().is_some() => Facet::Outlet,
                facet => facet,
            };
            let (slots, names) = for_stack.stack(facet);
            Stack {
                facet,
                slots: Arc::new(slots),
                names: Arc::new(names),
            }
        });
        let for_lane = opened.clone();
        let published = memo(move || {
            let (days, grain) = bins.get();
            let slots = stack.read().slots.to_vec();
            let lane = Counted::published(for_lane.columns(), Bins::new(days, grain), slots);
            Placed::new(lane, n_docs)
        });
        let for_lane = opened.clone();
        let mentioned = memo(move || {
            let (days, grain) = bins.get();
            let lane = Counted::mentioned(for_lane.columns(), Bins::new(days, grain));
            Placed::new(lane, n_docs)
        });

        let for_docs = opened.clone();
        let docs = memo(move || desk.answer.read().docs_of_any_day(&for_docs));
        let held = RwSignal::new(None::<(Lane, Option<Days>)>);
        let brushed = move |lane| Self::days_of(desk, held, lane);
        let for_docs = opened.clone();
        let published_docs = memo(move || {
            let mut docs = docs.get();
            if let Some(days) = brushed(Lane::Mentioned) {
                for_docs.columns().keep_mentioned(&mut docs, interval(days));
            }
            docs
        });
        let for_docs = opened.clone();
        let keep_published = move |docs: &mut DocSet| match brushed(Lane::Published) {
            Some(days) => for_docs.columns().keep_published(docs, interval(days)),
            None if desk.view.read().is_undated => for_docs.columns().keep_undated(docs),
            None => {}
        };
        let for_mentions = keep_published.clone();
        let mentioned_docs = memo(move || {
            let mut docs = docs.get();
            for_mentions(&mut docs);
            docs
        });
        let n_found = memo(move || {
            let mut docs = published_docs.get();
            keep_published(&mut docs);
            docs.len()
        });
        let for_hours = opened.clone();
        let hours = memo(move || {
            let days = bins.get().0;
            let docs = mentioned_docs.read();
            hours(for_hours.corpus(), for_hours.columns(), &docs, days)
        });
        Self {
            desk,
            scale,
            hours,
            grain,
            stack,
            published,
            mentioned,
            found: memo(move || published.read().show(&published_docs.read())),
            mentions: memo(move || mentioned.read().show(&mentioned_docs.read())),
            docs,
            published_docs,
            n_found,
            limits,
            heights: memo(move || Heights::of(desk.is_middle.get(), desk.view.read().is_grid)),
            fingers: Fingers::new(),
            held,
            later: StoredValue::new_local(Later::new()),
            is_large: n_docs > MANY_DOCS,
        }
    }

    fn days_of(
        desk: Desk,
        held: RwSignal<Option<(Lane, Option<Days>)>>,
        lane: Lane,
    ) -> Option<Days> {
        match *held.read() {
            Some((of, days)) if of == lane => days,
            _ => {
                let view = desk.view.read();
                match lane {
                    Lane::Published => view.published,
                    Lane::Mentioned => view.mentioned,
                }
            }
        }
    }

    /// The brush of a lane, as it is at this moment.
    pub fn brushed(self, lane: Lane) -> Option<Days> {
        Self::days_of(self.desk, self.held, lane)
    }

    /// Moves the brush of a lane; `is_done` when the hand lets go.
    pub fn brush(self, lane: Lane, days: Option<Days>, is_done: bool) {
        let commit = move || {
            self.desk.replace(|view| match lane {
                Lane::Published => {
                    view.published = days;
                    // A day and no day at once finds nothing.
                    view.is_undated &= days.is_none();
                }
                Lane::Mentioned => view.mentioned = days,
            });
            self.held.set(None);
        };
        if is_done || !self.is_large {
            self.later.with_value(Later::clear);
            commit();
        } else {
            self.held.set(Some((lane, days)));
            self.later.with_value(|later| later.set(150, commit));
        }
    }

    pub fn zoom(self, around: Option<f64>, factor: f64) {
        let scale = self.scale.get_untracked();
        let around = scale.day(around.unwrap_or(scale.width / 2.0));
        let wanted = scale.days.zoomed(around, factor);
        // Nothing is to be seen beyond all that is dated.
        let wanted = Days::new(
            wanted.first.max(self.limits.first),
            wanted.last.min(self.limits.last),
        );
        self.desk.replace(|view| view.zoom = Some(wanted));
    }

    pub fn pan(self, share: f64) {
        self.show(self.scale.get_untracked().days.panned(share, self.limits));
    }

    /// Shows these days, and the whole width of them.
    pub fn show(self, days: Days) {
        if self.desk.view.read_untracked().zoom != Some(days) {
            self.desk.replace(|view| view.zoom = Some(days));
        }
    }

    /// Which bar is under a pixel.
    pub fn bin_at(self, x: f64) -> usize {
        let day = self.scale.get_untracked().day(x);
        let found = self.found.read_untracked();
        found.bins.partition_point(|bin| bin.days.last < day)
    }

    /// Documents published on some days, among those the published lane draws.
    pub fn docs_on(self, opened: &Opened, days: Days) -> DocSet {
        let mut docs = self.published_docs.get_untracked();
        opened.columns().keep_published(&mut docs, interval(days));
        docs
    }
}

/// A set of the documents found.
pub fn set_of(n_docs: u32, docs: &[DocId]) -> DocSet {
    let mut set = DocSet::none(n_docs);
    docs.iter().for_each(|doc| set.insert(doc.0));
    set
}
