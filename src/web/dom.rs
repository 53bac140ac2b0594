//! Elements: where they stand, focus, scroll, attributes that follow the state.

use super::{until_cleanup, window};
use gloo::events::EventListener;
use leptos::prelude::{document, request_animation_frame};
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{
    Element, HtmlElement, HtmlInputElement, ResizeObserver, ScrollBehavior, ScrollIntoViewOptions,
    ScrollLogicalPosition,
};

/// Where something stands in the window, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Place {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Lower edge.
    pub bottom: f64,
}

/// Where an element stands; for one broken over lines, its first line.
#[must_use]
pub fn place(element: &Element) -> Place {
    let rect = element
        .get_client_rects()
        .get(0)
        .unwrap_or_else(|| element.get_bounding_client_rect());
    Place {
        left: rect.left(),
        top: rect.top(),
        bottom: rect.bottom(),
    }
}

/// Width and height of the window.
#[must_use]
pub fn viewport() -> (f64, f64) {
    let window = window();
    let length = |value: Result<wasm_bindgen::JsValue, _>| {
        value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0)
    };
    (length(window.inner_width()), length(window.inner_height()))
}

/// The element around an event's target that `selector` names.
#[must_use]
pub fn closest(event: &web_sys::Event, selector: &str) -> Option<Element> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest(selector).ok().flatten()
}

/// A number kept in an attribute.
#[must_use]
pub fn number_in(element: &Element, attribute: &str) -> Option<u32> {
    element.get_attribute(attribute)?.parse().ok()
}

/// All elements under the document that `selector` names.
#[must_use]
pub fn all(selector: &str) -> Vec<Element> {
    let Ok(list) = document().query_selector_all(selector) else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|i| list.get(i)?.dyn_into().ok())
        .collect()
}

/// The first element that `selector` names.
#[must_use]
pub fn first(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// How far below the top of what scrolls around it the part of an element that `selector` names
/// begins.
#[must_use]
pub fn offset_top_of(element: &Element, selector: &str) -> f64 {
    let part = element.query_selector(selector).ok().flatten();
    let part = part.and_then(|part| part.dyn_into::<HtmlElement>().ok());
    part.map_or(0.0, |part| f64::from(part.offset_top()))
}

/// Sets the attribute on exactly these elements of those that `among` names; on none for an empty `chosen`.
pub fn mark_only(among: &str, attribute: &str, chosen: &str) {
    for element in all(&format!("{among}[{attribute}]")) {
        let _ = element.remove_attribute(attribute);
    }
    if chosen.is_empty() {
        return;
    }
    for element in all(chosen) {
        let _ = element.set_attribute(attribute, "");
    }
}

/// What has the keyboard, if it is not the page as a whole.
#[must_use]
pub fn focused() -> Option<Element> {
    let focused = document().active_element();
    focused.filter(|element| element.local_name() != "body")
}

/// Whether somebody types into a field.
#[must_use]
pub fn is_in_field() -> bool {
    let field = "input:not([type=checkbox]), textarea, select";
    focused().is_some_and(|focused| focused.matches(field).unwrap_or(false))
}

/// Moves the keyboard to an element.
pub fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// Moves the keyboard to the first element that `selector` names.
pub fn focus_first(selector: &str) {
    if let Some(element) = first(selector) {
        focus(&element);
    }
}

/// Moves the keyboard to a field and selects what is in it.
pub fn focus_and_select(selector: &str) {
    let input = first(selector).and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
    if let Some(input) = input {
        let _ = input.focus();
        input.select();
    }
}

/// Whether an element is well in sight of what scrolls around it.
#[must_use]
pub fn is_in_sight(element: &Element) -> bool {
    let frame = element.closest(".scroll").ok().flatten();
    frame.is_some_and(|frame| {
        let (frame, rect) = (
            frame.get_bounding_client_rect(),
            element.get_bounding_client_rect(),
        );
        rect.top() > frame.top() + 8.0 && rect.bottom() < frame.bottom() - 40.0
    })
}

/// Brings an element to the middle of what scrolls around it, unless it is well in sight.
pub fn scroll_to(element: &Element) {
    if is_in_sight(element) {
        return;
    }
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Center);
    options.set_behavior(ScrollBehavior::Instant);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Whether the reader is typing into what an event came from.
#[must_use]
pub fn is_field(event: &web_sys::Event) -> bool {
    closest(
        event,
        "input:not([type=checkbox]), textarea, select, [contenteditable]",
    )
    .is_some()
}

/// Calls with the width of an element, now and whenever it changes.
pub fn on_width(element: &Element, call: impl Fn(f64) + 'static) {
    let measured = element.clone();
    let call = std::rc::Rc::new(move || call(measured.get_bounding_client_rect().width()));
    call();
    let later = call.clone();
    let changed = Closure::<dyn FnMut()>::new(move || {
        // In the next frame: what the width changes would otherwise be measured in this one again.
        let later = later.clone();
        request_animation_frame(move || later());
    });
    let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) else {
        return;
    };
    observer.observe(element);
    until_cleanup(Observed {
        observer,
        _changed: changed,
    });
}

struct Observed {
    observer: ResizeObserver,
    _changed: Closure<dyn FnMut()>,
}

impl Drop for Observed {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Listens for keys anywhere on the page.
pub fn on_key(call: impl Fn(&web_sys::KeyboardEvent) + 'static) {
    let listener = EventListener::new_with_options(
        &document(),
        "keydown",
        gloo::events::EventListenerOptions::enable_prevent_default(),
        move |event| {
            if let Some(event) = event.dyn_ref() {
                call(event);
            }
        },
    );
    until_cleanup(listener);
}

/// Listens for the wheel on an element, and may keep the page from scrolling.
pub fn on_wheel(element: &Element, call: impl Fn(&web_sys::WheelEvent) + 'static) {
    let listener = EventListener::new_with_options(
        element,
        "wheel",
        gloo::events::EventListenerOptions::enable_prevent_default(),
        move |event| {
            if let Some(event) = event.dyn_ref() {
                call(event);
            }
        },
    );
    until_cleanup(listener);
}

/// Listens for presses anywhere, to close what floats.
pub fn on_press_anywhere(call: impl Fn(&web_sys::Event) + 'static) {
    until_cleanup(EventListener::new(
        &document(),
        "pointerdown",
        move |event| call(event),
    ));
}

/// Keeps a drag's events coming to the element it began on.
pub fn capture(event: &web_sys::PointerEvent) {
    let target = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(target) = target {
        let _ = target.set_pointer_capture(event.pointer_id());
    }
}

/// Where in the element it listens on a pointer is, from the left.
#[must_use]
pub fn x_in_target(event: &web_sys::MouseEvent) -> f64 {
    let left = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .map_or(0.0, |target| target.get_bounding_client_rect().left());
    f64::from(event.client_x()) - left
}

/// Where in the element it listens on a pointer is, from the top.
#[must_use]
pub fn y_in_target(event: &web_sys::MouseEvent) -> f64 {
    let top = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .map_or(0.0, |target| target.get_bounding_client_rect().top());
    f64::from(event.client_y()) - top
}

/// How far down the element it listens on a click was, from 0 to 1.
#[must_use]
pub fn share_of_height(event: &web_sys::MouseEvent) -> f64 {
    let target = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    target.map_or(0.0, |target| {
        let rect = target.get_bounding_client_rect();
        ((f64::from(event.client_y()) - rect.top()) / rect.height().max(1.0)).clamp(0.0, 1.0)
    })
}

/// Sets or takes an attribute of the root element.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else {
        return;
    };
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// The title of the tab.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Takes away what `index.html` shows until the page is there.
pub fn remove_loading() {
    if let Some(element) = first("#loading") {
        element.remove();
    }
}

/// A new element with classes and text, not yet anywhere.
///
/// # Panics
/// For a tag no browser knows.
#[must_use]
pub fn element(tag: &str, class: &str, text: &str) -> Element {
    let element = document()
        .create_element(tag)
        .expect("the names of tags are the program's own");
    if !class.is_empty() {
        element.set_class_name(class);
    }
    if !text.is_empty() {
        element.set_text_content(Some(text));
    }
    element
}

/// Sets attributes by name.
pub fn attributes(element: &Element, pairs: &[(&str, &str)]) {
    for (name, value) in pairs {
        let _ = element.set_attribute(name, value);
    }
}

/// Sets one property of an element's own style.
pub fn set_style(element: &Element, name: &str, value: &str) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.style().set_property(name, value);
    }
}

/// The height in pixels that the style sheet gives the rows of a table, as its line height.
#[must_use]
pub fn row_height(body: &Element) -> f64 {
    let style = window().get_computed_style(body).ok().flatten();
    let height = style
        .and_then(|style| style.get_property_value("line-height").ok())
        .map(|height| js_sys::Number::parse_float(&height));
    height.filter(|height| *height > 1.0).unwrap_or(28.0)
}
