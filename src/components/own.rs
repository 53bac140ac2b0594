//! What a reader sees of their own documents: a dialog, a bar for what goes on, and the hint while
//! something hangs over the page.
//!
//! Plain elements rather than a view: they are rare, every visitor downloads them, and this way they cost
//! little. A button says by `data-do` what it does; one listener on the page does it. Names of files and of
//! corpora become text nodes.

use crate::desk::Desk;
use crate::own::Own;
use crate::strings;
use crate::web::{dom, files, window};
use corpus_view::Open;
use gloo::events::{EventListener, EventListenerOptions};
use js_sys::Array;
use leptos::prelude::document;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{
    ClipboardEvent, DragEvent, Element, Event, HtmlDialogElement, HtmlInputElement,
    HtmlTextAreaElement,
};

/// What the bar says.
pub enum State<'s> {
    /// At work: step, done, of, file.
    Busy(&'s str, f64, f64, &'s str),
    /// The first results are shown: files read, of.
    Early(f64, f64),
    /// A corpus was made: files read, files not used.
    Done(f64, f64),
    /// A corpus was opened.
    Opened,
    /// It is kept.
    Kept,
    /// The reader ended it.
    Cancelled,
    /// This machine does not keep it, and why.
    Refused(&'s str),
    /// It did not work, and why.
    Failed(&'s str),
}

/// Listens for files from now on, as long as the page lives.
pub fn attach(desk: Desk) {
    let own = Own::new(desk);
    let Some(body) = document().body() else {
        return;
    };
    let drop = put(&body, "div", "own-drop", strings::OWN_DROP);
    hide(&drop, true);
    put(&drop, "p", "", strings::OWN_FORMATS);
    hide(&put(&body, "aside", "own-bar", ""), true);
    put(&body, "dialog", "own", "");

    let acting = own.clone();
    listen("click", move |event| {
        if let Some(button) = dom::closest(event, "[data-do]") {
            act(&acting, desk, &button);
        } else if let Some(dialog) = dom::closest(event, "dialog.own")
            && event.target() == Some(dialog.clone().into())
        {
            // The backdrop is the dialog itself.
            dialog.unchecked_ref::<HtmlDialogElement>().close();
        }
    });
    let choosing = own.clone();
    listen("change", move |event| {
        let field = dom::closest(event, ".own input");
        let field = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
        let Some(list) = field.as_ref().and_then(HtmlInputElement::files) else {
            return;
        };
        close();
        choosing.take(files::chosen(&list));
    });
    let pasting = own.clone();
    listen("paste", move |event| {
        let event: &ClipboardEvent = event.unchecked_ref();
        let Some(brought) = event.clipboard_data().filter(|_| !dom::is_field(event)) else {
            return;
        };
        let words = brought.get_data("text/plain").unwrap_or_default();
        if !words.trim().is_empty() {
            show(&pasting, "");
            if let Some(field) = pasted() {
                field.set_value(&words);
            }
        } else if has_files(&brought) {
            take(&pasting, &brought);
        }
    });
    for name in ["dragenter", "dragover", "dragleave", "drop"] {
        let own = own.clone();
        let drop = drop.clone();
        listen(name, move |event| {
            let event: &DragEvent = event.unchecked_ref();
            let Some(brought) = event.data_transfer().filter(has_files) else {
                return;
            };
            // Else the browser would leave the page for the file.
            event.prevent_default();
            hide(
                &drop,
                name == "drop" || name == "dragleave" && event.related_target().is_none(),
            );
            if name == "drop" {
                close();
                take(&own, &brought);
            }
        });
    }
}

fn has_files(brought: &web_sys::DataTransfer) -> bool {
    brought.types().includes(&"Files".into(), 0)
}

fn take(own: &Own, brought: &web_sys::DataTransfer) {
    let (own, offered) = (own.clone(), files::dropped(brought));
    spawn_local(async move { own.take(offered.await) });
}

fn act(own: &Own, desk: Desk, button: &Element) {
    let key = || {
        JsValue::from(
            button
                .get_attribute("data-key")
                .map(|key| js_sys::parse_float(&key)),
        )
    };
    let name = || button.get_attribute("data-name").unwrap_or_default();
    let ask = |word: &str, more: JsValue| own.ask(Array::of3(&word.into(), &key(), &more));
    match button.get_attribute("data-do").unwrap_or_default().as_str() {
        "own" => show(own, ""),
        "close" => close(),
        "add" => {
            close();
            own.settle(true);
        }
        "replace" => {
            close();
            own.settle(false);
        }
        "paste" => {
            let words = pasted().map_or_else(String::new, |field| field.value());
            close();
            own.take(files::pasted(strings::OWN_PASTED, &words));
        }
        "cancel" => own.cancel(),
        "again" => own.again(),
        "keep" => own.keep(),
        "save" => own.save(),
        "back" => {
            close();
            own.go_back();
        }
        "join" => {
            close();
            own.join();
        }
        "files" => desk.push(|view| view.open = Open::Coverage),
        "dismiss" => {
            if let Some(bar) = dom::first(".own-bar") {
                hide(&bar, true);
            }
        }
        "open" => {
            close();
            ask("open", JsValue::UNDEFINED);
        }
        "take" => ask("take", JsValue::UNDEFINED),
        "rename" => {
            let asked = window().prompt_with_message_and_default(strings::OWN_NEW_NAME, &name());
            if let Ok(Some(new)) = asked
                && !new.trim().is_empty()
            {
                ask("rename", JsValue::from_str(new.trim()));
            }
        }
        "delete" if window().confirm_with_message(&strings::own_delete(&name())) == Ok(true) => {
            ask("delete", JsValue::UNDEFINED);
        }
        _ => {}
    }
}

/// The bar: what is going on, or what came of it.
pub fn say(own: &Own, state: State<'_>) {
    let Some(bar) = dom::first(".own-bar") else {
        return;
    };
    hide(&bar, false);
    let is_busy = matches!(state, State::Busy(..) | State::Early(..));
    if !is_busy || !bar.has_attribute("data-busy") {
        bar.set_text_content(None);
        let _ = bar.remove_attribute("data-failed");
        let what = put(&bar, "p", "what", "");
        if is_busy {
            set(&bar, "data-busy", "");
            let line = put(&bar, "progress", "", "");
            set(&line, "aria-label", strings::OWN);
            put(&bar, "p", "path", "");
            put(&bar, "p", "early", "");
            button(&bar, "cancel", strings::OWN_CANCEL);
        } else {
            // Not while at work: a screen reader would have to listen to every file.
            set(&what, "role", "status");
            let _ = bar.remove_attribute("data-busy");
        }
    }
    let write = |part: &str, text: &str| {
        if let Ok(Some(part)) = bar.query_selector(part) {
            part.set_text_content(Some(text));
        }
    };
    match state {
        State::Busy(step, done, of, path) => {
            let count = if of > 1.0 {
                [": ", &own.number(done), " / ", &own.number(of)].concat()
            } else {
                String::new()
            };
            write(".what", &[step, &count].concat());
            write(".path", path);
            if let Ok(Some(line)) = bar.query_selector("progress") {
                if of > 1.0 {
                    set(&line, "max", &corpus_view::px(of));
                    set(&line, "value", &corpus_view::px(done));
                } else {
                    let _ = line.remove_attribute("value");
                }
            }
        }
        State::Early(n, of) => write(
            ".early",
            &strings::own_early(&own.number(n), &own.number(of)),
        ),
        State::Done(read, skipped) => {
            write(
                ".what",
                &strings::own_done(&own.number(read), &own.number(skipped)),
            );
            button(&bar, "files", strings::SEE_FILES);
            offer_to_keep(own, &bar);
        }
        State::Opened => {
            write(
                ".what",
                &match own.here().name {
                    name if name.is_empty() => String::new(),
                    name => strings::own_shown(&name),
                },
            );
            offer_to_keep(own, &bar);
        }
        State::Kept => {
            write(".what", strings::OWN_KEPT);
            offer_to_keep(own, &bar);
        }
        State::Cancelled => {
            write(".what", strings::OWN_CANCELLED);
            button(&bar, "again", strings::OWN_AGAIN);
        }
        State::Refused(why) => {
            // Its buttons could not be reached behind the dialog.
            close();
            write(".what", why);
            set(&bar, "data-failed", "");
            offer_to_keep(own, &bar);
        }
        State::Failed(why) => {
            write(".what", why);
            set(&bar, "data-failed", "");
            if own.can_try_again() {
                button(&bar, "again", strings::OWN_AGAIN);
            }
        }
    }
    if !is_busy {
        button(&bar, "dismiss", strings::CLOSE);
    }
}

/// What can be done with the corpus shown.
fn offer_to_keep(own: &Own, parent: &Element) {
    let here = own.here();
    if here.is_own() {
        if here.key.is_undefined() {
            button(parent, "keep", strings::OWN_KEEP);
        }
        button(parent, "save", strings::OWN_SAVE);
    }
    if let Some(name) = own.name_before() {
        if own.can_join() {
            button(parent, "join", &strings::own_join(&name));
        }
        button(parent, "back", &strings::own_back(&name));
    }
}

/// Asks what to do with files while an own corpus is open.
pub fn choose(own: &Own, name: &str, n: u32) {
    let files = strings::files(n, &own.number(n.into()));
    show(own, &strings::own_brought(&files, name));
}

/// Opens the dialog; `brought` names what waits for a choice.
fn show(own: &Own, brought: &str) {
    let Some(dialog) = dom::first("dialog.own") else {
        return;
    };
    dialog.set_text_content(None);
    set(&dialog, "aria-label", strings::OWN);
    let inner = put(&dialog, "div", "", "");
    put(&inner, "h2", "", strings::OWN);
    if brought.is_empty() {
        put(&inner, "p", "", strings::OWN_HOW);
        let row = put(&inner, "p", "row", "");
        field(&row, strings::OWN_FILES, "multiple");
        field(&row, strings::OWN_FOLDER, "webkitdirectory");
        put(&inner, "p", "quiet small", strings::OWN_FORMATS);
        let paste = put(&inner, "label", "small", strings::OWN_PASTE);
        set(&put(&paste, "textarea", "", ""), "rows", "3");
        button(&inner, "paste", strings::OWN_READ_PASTED);
        let here = own.here();
        if here.is_own() {
            put(&inner, "h3", "", &strings::own_shown(&here.name));
        }
        offer_to_keep(own, &put(&inner, "p", "row", ""));
        put(&inner, "h3", "", strings::OWN_SHELF);
        put(&inner, "div", "shelf small", "");
        own.ask(Array::of1(&"list".into()));
    } else {
        put(&inner, "p", "", brought);
        let row = put(&inner, "p", "row", "");
        button(&row, "add", strings::OWN_ADD);
        button(&row, "replace", strings::OWN_REPLACE);
    }
    button(&inner, "close", strings::CLOSE);
    let dialog: &HtmlDialogElement = dialog.unchecked_ref();
    if !dialog.open() {
        // It would throw only where it is open already.
        let _ = dialog.show_modal();
    }
}

/// The list of what is kept: rows of key, name, bytes, in the dialog if that is open. `space` is what is used and what
/// may be, in bytes; `why` there is no list, if there is none.
pub fn shelf(own: &Own, rows: &Array, space: (f64, f64), why: &str) {
    let Some(shelf) = dom::first("dialog.own .shelf") else {
        return;
    };
    let megabytes = |bytes: f64| strings::megabytes(&own.number((bytes / 100_000.0).ceil() / 10.0));
    shelf.set_text_content(None);
    for row in rows.iter() {
        let row = Array::from(&row);
        let name = row.get(1).as_string().unwrap_or_default();
        let line = put(&shelf, "p", "row", "");
        put(&line, "bdi", "", &name);
        put(
            &line,
            "span",
            "count",
            &megabytes(row.get(2).as_f64().unwrap_or_default()),
        );
        // A whole number, written by the browser: the program carries no code that writes floats.
        let key = row.get(0).as_f64().unwrap_or_default();
        let key = js_sys::Number::from(key).to_string_with_radix(10);
        let key = key.map_or_else(|_| String::new(), String::from);
        for (what, label) in [
            ("open", strings::OWN_OPEN),
            ("take", strings::OWN_SAVE),
            ("rename", strings::OWN_RENAME),
            ("delete", strings::OWN_DELETE),
        ] {
            let button = button(&line, what, label);
            set(&button, "data-key", &key);
            set(&button, "data-name", &name);
        }
    }
    if !why.is_empty() {
        put(&shelf, "p", "quiet", &strings::shelf_unseen(why));
    } else if rows.length() == 0 {
        put(&shelf, "p", "quiet", strings::OWN_SHELF_EMPTY);
    } else {
        let (used, most) = space;
        let space = if most > 0.0 {
            strings::own_space(&megabytes(used), &megabytes(most))
        } else {
            String::new()
        };
        put(
            &shelf,
            "p",
            "quiet",
            &[&space, strings::OWN_SHELF_HINT].concat(),
        );
    }
}

fn close() {
    if let Some(dialog) = dom::first("dialog.own") {
        dialog.unchecked_ref::<HtmlDialogElement>().close();
    }
}

fn pasted() -> Option<HtmlTextAreaElement> {
    dom::first(".own textarea")?.dyn_into().ok()
}

/// A new element at the end of another.
fn put(parent: &Element, tag: &str, class: &str, text: &str) -> Element {
    // Refused only for a tag that is no tag.
    let Ok(element) = document().create_element(tag) else {
        return parent.clone();
    };
    if !class.is_empty() {
        element.set_class_name(class);
    }
    if !text.is_empty() {
        element.set_text_content(Some(text));
    }
    let _ = parent.append_child(&element);
    element
}

fn button(parent: &Element, what: &str, label: &str) -> Element {
    let button = put(parent, "button", "button", label);
    set(&button, "type", "button");
    set(&button, "data-do", what);
    button
}

/// A file field that looks like a button.
fn field(parent: &Element, label: &str, of: &str) {
    let label = put(parent, "label", "button", label);
    let input = put(&label, "input", "unseen", "");
    set(&input, "type", "file");
    set(&input, of, "");
}

fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

fn hide(element: &Element, is_hidden: bool) {
    let _ = element.toggle_attribute_with_force("hidden", is_hidden);
}

/// Listens on the whole page, as long as it lives.
fn listen(name: &'static str, heard: impl Fn(&Event) + 'static) {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&document(), name, options, move |event| heard(event)).forget();
}
