//! A drawing that one moves and enlarges: by dragging, wheel, two fingers, keys and buttons.
//!
//! Takes the part that the address names and the frame that shows all; gives the frame that is seen, while the hand
//! moves, and the part for the address once it rests. What is drawn is its children's business: they follow the
//! frame. An element with `data-i` can be pointed at and picked.

use corpus_view::{Frame, MapSpot};
use dateline::components::icons;
use dateline::strings;
use dateline::web::dom;
use dateline::web::timer::Later;
use leptos::{html, prelude::*};
use web_sys::{Element, KeyboardEvent, MouseEvent, PointerEvent};

/// Pixels a pointer may move and still be a click.
const STILL: f64 = 4.0;
/// Milliseconds after which the address follows.
const REST: u32 = 250;
/// What a press of a button or a key enlarges by.
const STEP: f64 = 1.6;
/// Pixels that a press of an arrow key moves by.
const KEY_PX: f64 = 60.0;

/// A finger or the mouse.
#[derive(Clone, Copy, PartialEq)]
struct Finger {
    id: i32,
    at: (f64, f64),
}

/// What the hand is doing.
#[derive(Clone, Default)]
struct Hand {
    fingers: Vec<Finger>,
    began: (f64, f64),
    has_moved: bool,
}

/// The drawing.
#[component]
pub fn Sheet(
    /// What it shows, for those who do not see it.
    #[prop(into)]
    label: Signal<String>,
    /// The part that the address names; `None` for all.
    #[prop(into)]
    spot: Signal<Option<MapSpot>>,
    /// The frame that shows all in a drawing of that size.
    #[prop(into)]
    home: Callback<(f64, f64), Frame>,
    /// What is seen: set here.
    frame: RwSignal<Frame>,
    /// The hand rests: what the address should name.
    #[prop(into)]
    on_spot: Callback<Option<MapSpot>>,
    /// What is pointed at: set here.
    pointed: RwSignal<Option<u32>>,
    /// Something is picked, or nothing.
    #[prop(into)]
    on_pick: Callback<Option<u32>>,
    children: Children,
) -> impl IntoView {
    let node: NodeRef<html::Div> = NodeRef::new();
    let size = RwSignal::new((0.0, 0.0));
    let hand = StoredValue::new(Hand::default());
    let later = StoredValue::new_local(Later::new());

    let rest = move || {
        later.with_value(|later| {
            later.set(REST, move || on_spot.run(Some(frame.get_untracked().spot)));
        });
    };
    let show = move |wanted: Frame| {
        frame.set(wanted);
        rest();
    };
    Effect::new(move || {
        if let Some(node) = node.get() {
            let measured: Element = node.clone().into();
            dom::on_width(&node, move |width| {
                let now = (width, f64::from(measured.client_height()));
                if size.get_untracked() != now {
                    size.set(now);
                }
            });
            dom::on_wheel(&node, move |event| {
                event.prevent_default();
                // A line of text is some 16 pixels; a step of a wheel should not leap.
                let unit = if event.delta_mode() == 0 { 1.0 } else { 16.0 };
                let turned = (event.delta_y() * unit).clamp(-240.0, 240.0);
                let factor = (-turned * 0.002).exp();
                show(frame.get_untracked().zoomed(factor, place(event)));
            });
        }
    });
    Effect::new(move || {
        let (width, height) = size.get();
        if width > 1.0 && height > 1.0 {
            let all = home.run((width, height));
            let spot = spot.get().unwrap_or(all.spot);
            frame.set(Frame { spot, ..all });
        }
    });
    let middle = move || {
        let (width, height) = size.get_untracked();
        (width / 2.0, height / 2.0)
    };
    let step = move |factor: f64| show(frame.get_untracked().zoomed(factor, middle()));
    let all = move || {
        later.with_value(Later::clear);
        on_spot.run(None);
        let (width, height) = size.get_untracked();
        frame.set(untrack(|| home.run((width, height))));
    };

    let on_down = move |event: PointerEvent| {
        // A button of the sheet is not the ground.
        if event.button() != 0 || dom::closest(&event, "button").is_some() {
            return;
        }
        hand.update_value(|hand| {
            let finger = Finger {
                id: event.pointer_id(),
                at: place(&event),
            };
            if hand.fingers.is_empty() {
                hand.began = finger.at;
                hand.has_moved = false;
            }
            hand.fingers.retain(|other| other.id != finger.id);
            hand.fingers.push(finger);
        });
    };
    let on_move = move |event: PointerEvent| {
        let at = place(&event);
        let mut wanted = None;
        hand.update_value(|hand| {
            let Some(i) = hand
                .fingers
                .iter()
                .position(|finger| finger.id == event.pointer_id())
            else {
                return;
            };
            let before = hand.fingers[i].at;
            let other = hand
                .fingers
                .iter()
                .find(|finger| finger.id != event.pointer_id());
            let frame = frame.get_untracked();
            if let Some(other) = other {
                let apart = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).hypot(a.1 - b.1).max(1.0);
                let middle = ((at.0 + other.at.0) / 2.0, (at.1 + other.at.1) / 2.0);
                let factor = apart(at, other.at) / apart(before, other.at);
                let moved = frame.moved((at.0 - before.0) / 2.0, (at.1 - before.1) / 2.0);
                wanted = Some(moved.zoomed(factor, middle));
                hand.has_moved = true;
            } else {
                let far = (at.0 - hand.began.0).hypot(at.1 - hand.began.1);
                if !hand.has_moved && far < STILL {
                    return;
                }
                if !hand.has_moved {
                    hand.has_moved = true;
                    // Only now, for a click has to reach what it was made on.
                    dom::capture(&event);
                }
                wanted = Some(frame.moved(at.0 - before.0, at.1 - before.1));
            }
            hand.fingers[i].at = at;
        });
        if let Some(wanted) = wanted {
            show(wanted);
        }
    };
    let on_up = move |event: PointerEvent| {
        hand.update_value(|hand| {
            hand.fingers
                .retain(|finger| finger.id != event.pointer_id());
        });
    };
    let on_click = move |event: MouseEvent| {
        if dom::closest(&event, "button").is_some() || hand.with_value(|hand| hand.has_moved) {
            return;
        }
        let picked = dom::closest(&event, "[data-i]");
        on_pick.run(picked.and_then(|element| dom::number_in(&element, "data-i")));
    };
    let on_over = move |event: MouseEvent| {
        let element = dom::closest(&event, "[data-i]");
        let now = element.and_then(|element| dom::number_in(&element, "data-i"));
        if pointed.get_untracked() != now {
            pointed.set(now);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let pushed = |dx: f64, dy: f64| show(frame.get_untracked().moved(dx * KEY_PX, dy * KEY_PX));
        match event.key().as_str() {
            "ArrowLeft" => pushed(1.0, 0.0),
            "ArrowRight" => pushed(-1.0, 0.0),
            "ArrowUp" => pushed(0.0, 1.0),
            "ArrowDown" => pushed(0.0, -1.0),
            "+" | "=" => step(STEP),
            "-" | "−" => step(1.0 / STEP),
            "0" | "Home" => all(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let button = move |label: &'static str, icon: AnyView, act: Box<dyn Fn()>| {
        view! {
            <button type="button" class="icon-button" aria-label=label title=label on:click=move |_| act()>{icon}</button>
        }
        .into_any()
    };
    view! {
        <div class="sheet" node_ref=node>
            <div
                class="ground"
                role="img"
                tabindex="0"
                aria-label=move || label.get()
                aria-describedby="sheet-keys"
                on:pointerdown=on_down
                on:pointermove=on_move
                on:pointerup=on_up
                on:pointercancel=on_up
                on:pointerover=move |event| on_over(event.into())
                on:pointerleave=move |_| pointed.set(None)
                on:click=on_click
                on:keydown=on_key
            >
                <svg width="100%" height="100%" aria-hidden="true" focusable="false">{children()}</svg>
            </div>
            <p class="unseen" id="sheet-keys">{strings::SHEET_KEYS}</p>
            <div class="sheet-tools">
                {button(strings::ZOOM_IN, icons::plus(), Box::new(move || step(STEP)))}
                {button(strings::ZOOM_OUT, icons::minus(), Box::new(move || step(1.0 / STEP)))}
                {button(strings::SHEET_ALL, icons::fit(), Box::new(all))}
            </div>
        </div>
    }
    .into_any()
}

/// Where in the element it listens on a pointer is.
fn place(event: &MouseEvent) -> (f64, f64) {
    (dom::x_in_target(event), dom::y_in_target(event))
}
