//! Two fingers on the timeline: apart to come closer, together to go back, to one side to move along.
//!
//! One finger brushes, in `lane`. When a second one comes, what the first has brushed so far is taken back, and nothing
//! is brushed until both are gone. Up and down the page scrolls, as everywhere.

use super::chart::{Chart, Lane};
use crate::web::dom;
use corpus_view::{Days, Pinch};
use leptos::prelude::*;
use web_sys::PointerEvent;

/// The fingers on the timeline.
#[derive(Clone, Copy)]
pub struct Fingers {
    /// Each with its place from the left.
    down: StoredValue<Vec<(i32, f64)>>,
    pinch: StoredValue<Option<Pinch>>,
    /// The brush as it was before the first finger moved it.
    before: StoredValue<Option<(Lane, Option<Days>)>>,
}

impl Fingers {
    pub fn new() -> Self {
        Self {
            down: StoredValue::new(Vec::new()),
            pinch: StoredValue::new(None),
            before: StoredValue::new(None),
        }
    }

    /// Whether a press of this pointer may brush: it is no second finger.
    pub fn may_brush(self, event: &PointerEvent) -> bool {
        !is_finger(event) || self.down.with_value(Vec::is_empty)
    }

    /// Whether two fingers hold the timeline, or did until a moment ago.
    pub fn is_pinching(self) -> bool {
        self.pinch.with_value(Option::is_some)
    }

    /// Keeps the brush that a press is about to change.
    pub fn keep(self, lane: Lane, days: Option<Days>) {
        self.before.set_value(Some((lane, days)));
    }

    pub fn on_down(self, event: &PointerEvent, chart: Chart) {
        if !is_finger(event) {
            return;
        }
        let finger = (event.pointer_id(), dom::x_in_target(event));
        self.down.update_value(|down| {
            down.retain(|(id, _)| *id != finger.0);
            down.push(finger);
        });
        let Some(from) = self.both() else {
            return;
        };
        let scale = chart.scale.get_untracked();
        self.pinch.set_value(Some(Pinch { scale, from }));
        if let Some((lane, days)) = self.before.get_value()
            && untrack(|| chart.brushed(lane)) != days
        {
            chart.brush(lane, days, true);
        }
    }

    pub fn on_move(self, event: &PointerEvent, chart: Chart) {
        let (id, x) = (event.pointer_id(), dom::x_in_target(event));
        self.down.update_value(|down| {
            let finger = down.iter_mut().find(|(of, _)| *of == id);
            if let Some(finger) = finger {
                finger.1 = x;
            }
        });
        if let (Some(pinch), Some(to)) = (self.pinch.get_value(), self.both()) {
            chart.show(pinch.days(to, chart.limits));
        }
    }

    pub fn on_up(self, event: &PointerEvent) {
        let id = event.pointer_id();
        self.down
            .update_value(|down| down.retain(|(of, _)| *of != id));
        if self.down.with_value(Vec::is_empty) {
            self.pinch.set_value(None);
            self.before.set_value(None);
        }
    }

    /// Where both fingers are, if there are two.
    fn both(self) -> Option<(f64, f64)> {
        self.down.with_value(|down| match down.as_slice() {
            [(_, a), (_, b)] => Some((*a, *b)),
            _ => None,
        })
    }
}

fn is_finger(event: &PointerEvent) -> bool {
    event.pointer_type() == "touch"
}
