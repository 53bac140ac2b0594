//! Where views are drawn: elements lent by the page, one corpus, one view.
//!
//! Adds three functions to `dateline` (`src/web/boot.js`):
//!
//! - `draw(host, part, {pack, lent, generation, title}, fragment)` draws a part of the page into `host`. `pack()` gives
//!   the bytes of the corpus and is called once for each `generation`; it throws when the pack does not open. Completions
//!   do with the head, `lent()`, and the pages that they read, `lent(number)`: copying a large corpus would hold up the first letter typed. Of a corpus
//!   in parts there is its folder, `parts`, instead.
//! - `follow(fragment)` tells that the view has changed; everything that is drawn follows.
//! - `undraw(host)` takes back what was lent.
//!
//! What is drawn asks for another view by `dateline.go(fragment, isStep)`, which the page has: [`Desk`] does so here
//! where it writes the address there.

use crate::grid::grid_lane;
use crate::help::help;
use crate::period_table::PeriodTable;
use crate::reading::Reading;
use crate::suggest::Suggestions;
use corpus_search::{Corpus, PackBytes};
use dateline::desk::Desk;
use dateline::opened::Opened;
use dateline::parts;
use dateline::web::beside;
use dateline::web::settings::Settings;
use js_sys::{Error, Function, Object, Reflect, Uint8Array};
use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::cell::RefCell;
use std::sync::Arc;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};

/// What is there for as long as the program runs.
struct Stage {
    desk: Desk,
    /// Keeps the signals of the desk.
    _owner: Owner,
    /// The corpus that completions read.
    lent: Option<Opened>,
    drawn: Vec<(Element, UnmountHandle<<AnyView as Render>::State>)>,
}

thread_local! {
    static STAGE: RefCell<Option<Stage>> = const { RefCell::new(None) };
}

/// Adds a function to `dateline`.
pub fn set_function(name: &str, function: JsValue) {
    let host = Reflect::get(&js_sys::global(), &"dateline".into());
    if let Some(host) = host.ok().and_then(|host| host.dyn_into::<Object>().ok()) {
        let _ = Reflect::set(&host, &name.into(), &function);
    }
}

/// Adds the three functions.
pub fn offer() {
    type Draw = dyn Fn(HtmlElement, String, JsValue, String) -> Result<(), JsValue>;
    set_function("draw", Closure::<Draw>::new(draw).into_js_value());
    set_function(
        "follow",
        Closure::<dyn Fn(String)>::new(follow).into_js_value(),
    );
    set_function(
        "undraw",
        Closure::<dyn Fn(Element)>::new(undraw).into_js_value(),
    );
}

/// Asks the page for a view.
fn go(fragment: &str, is_step: bool) {
    // A page without the function shows what it shows.
    let _ = beside::call("go", &[fragment.into(), is_step.into()]);
}

fn draw(host: HtmlElement, part: String, corpus: JsValue, fragment: String) -> Result<(), JsValue> {
    undraw(host.clone().into());
    let desk = desk(&fragment);
    let generation = field(&corpus, "generation")?.as_f64().unwrap_or(0.0) as u32;
    desk.follow(&fragment);
    if let Some(folder) = field(&corpus, "parts")?.as_string()
        && !is_open(desk, generation)
    {
        // What is drawn over parts is what a page does without in silence.
        spawn_local(async move {
            if let Ok(opened) = parts::open_bare(&folder, generation).await
                && host.is_connected()
            {
                undraw(host.clone().into());
                desk.corpus.set(Some(opened.clone()));
                mount(desk, opened, host, part);
            }
        });
        return Ok(());
    }
    let reads_little = ["suggest", "help"].contains(&part.as_str());
    let lent = (reads_little && !is_open(desk, generation))
        .then(|| lent(&corpus, generation))
        .flatten();
    let opened = match lent {
        Some(lent) => lent,
        None => opened(desk, &corpus, generation)?,
    };
    mount(desk, opened, host, part);
    Ok(())
}

fn mount(desk: Desk, opened: Opened, host: HtmlElement, part: String) {
    let element = host.clone().into();
    let handle = mount_to(host, move || {
        provide_context(desk);
        match part.as_str() {
            "grid" => grid_lane(opened),
            "suggest" => view! { <Suggestions opened=opened /> }.into_any(),
            "periods" => view! { <PeriodTable opened=opened /> }.into_any(),
            "help" => help(),
            _ => view! { <Reading opened=opened /> }.into_any(),
        }
    });
    STAGE.with_borrow_mut(|stage| {
        if let Some(stage) = stage {
            stage.drawn.push((element, handle));
        }
    });
}

fn follow(fragment: String) {
    let desk = STAGE.with_borrow(|stage| stage.as_ref().map(|stage| stage.desk));
    if let Some(desk) = desk {
        desk.follow(&fragment);
    }
}

fn undraw(host: Element) {
    let taken = STAGE.with_borrow_mut(|stage| {
        let drawn = &mut stage.as_mut()?.drawn;
        let at = drawn.iter().position(|(element, _)| *element == host)?;
        Some(drawn.swap_remove(at))
    });
    // Dropped here, when nothing is borrowed: what goes may ask for something on its way out.
    drop(taken);
}

/// The one desk, made at the first call.
fn desk(fragment: &str) -> Desk {
    STAGE.with_borrow_mut(|stage| {
        let stage = stage.get_or_insert_with(|| {
            let owner = Owner::new();
            let desk = owner.with(|| Desk::of(Settings::default(), fragment, go));
            Stage {
                desk,
                _owner: owner,
                lent: None,
                drawn: Vec::new(),
            }
        });
        stage.desk
    })
}

fn field(corpus: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(corpus, &name.into())
}

fn is_open(desk: Desk, generation: u32) -> bool {
    let corpus = desk.corpus.read_untracked();
    let opened = corpus.as_ref();
    opened.is_some_and(|opened| opened.generation() == generation)
}

/// The corpus of that generation, of which the page gives what is read in the moment of the read.
fn lent(corpus: &JsValue, generation: u32) -> Option<Opened> {
    let known = STAGE.with_borrow(|stage| stage.as_ref()?.lent.clone());
    if let Some(known) = known.filter(|known| known.generation() == generation) {
        return Some(known);
    }
    let lend = field(corpus, "lent").ok()?.dyn_into::<Function>().ok()?;
    let bytes = |given: JsValue| Uint8Array::from(given).to_vec();
    let head = lend.call0(&JsValue::UNDEFINED).ok()?;
    let lend = SendWrapper::new(lend);
    let corpus = Corpus::open_head(&bytes(head)).ok()?;
    let pages = corpus.pack().pages()?;
    let there = Arc::downgrade(pages);
    pages.on_miss(move |number, _| {
        let file = lend.call1(&JsValue::UNDEFINED, &number.into());
        if let (Some(pages), Ok(file)) = (there.upgrade(), file) {
            // One that does not fit stays away, and reads as nothing.
            let _ = pages.insert(number, &bytes(file));
        }
    });
    let lent = Opened::bare(corpus, generation, None);
    STAGE.with_borrow_mut(|stage| {
        if let Some(stage) = stage {
            stage.lent = Some(lent.clone());
        }
    });
    Some(lent)
}

/// The corpus of that generation: the one that is open, or the page's bytes opened.
fn opened(desk: Desk, corpus: &JsValue, generation: u32) -> Result<Opened, JsValue> {
    if let Some(opened) = desk.corpus.get_untracked()
        && opened.generation() == generation
    {
        return Ok(opened);
    }
    let title = field(corpus, "title")?.as_string().unwrap_or_default();
    let pack = field(corpus, "pack")?
        .dyn_into::<Function>()?
        .call0(&JsValue::UNDEFINED)?;
    let corpus = Corpus::open(PackBytes::from(Uint8Array::from(pack).to_vec()))
        .map_err(|error| Error::new(&error.to_string()))?;
    let opened = Opened::new(corpus, &title, generation);
    desk.corpus.set(Some(opened.clone()));
    Ok(opened)
}
