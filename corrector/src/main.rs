//! A reader's corrections beside the page: kept, replayed over the open corpus, undone.
//!
//! A program of its own in a worker, fetched when somebody corrects for the first time, or opens a corpus that
//! was corrected before. It is told and tells in arrays whose first item is a word:
//!
//! | page to worker | worker to page |
//! |---|---|
//! | | `ready` |
//! | `open`, key, pack, a file that came with the page, turn | `state` … |
//! | `add`, entries; `change`, place, entry | |
//! | `undo`; `redo`; `drop`, place; `import`, file | |
//! | | `state`, pack or nothing, rows, entry to undo, entry to redo, file, number of own entries, turn, own file |
//! | | `refused`, why; `kept-not`, why |
//!
//! The pack in `state` is nothing where there are no corrections: the corpus as it came is still at hand. A row is
//! what the page shows of an entry: text, what it does, up to three words of it, reason, why it does not fit, and
//! whether it came with the corpus. What is kept lies in IndexedDB under the key, from the first correction until
//! the last one is undone.

mod history;
mod kept;

use corpus_index::{Corpus, PackBytes};
use corpus_ingest::corrections::{Entry, Replayed, entries, file_of, replay};
use corpus_model::Action;
use history::History;
use js_sys::{Array, Uint8Array, global};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// What is open.
struct Open {
    key: String,
    corpus: Corpus,
    history: History,
    /// Whether a list came with the page: then an empty one is kept as well.
    has_inside: bool,
    /// Which corpus of the page's visit it is.
    turn: JsValue,
}

type Shared = Rc<RefCell<Option<Open>>>;

fn main() {
    console_error_panic_hook::set_once();
    let open = Shared::default();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Ok(message) = event.data().dyn_into::<Array>() {
            hear(&open, &message);
        }
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It listens as long as the worker lives.
    on_message.forget();
    said("ready", &[]);
}

fn hear(shared: &Shared, message: &Array) {
    let text = |at| message.get(at).as_string().unwrap_or_default();
    let word = text(0);
    if word == "open" {
        let pack = Uint8Array::new(&message.get(2)).to_vec();
        let (shared, key, inside, turn) = (shared.clone(), text(1), text(3), message.get(4));
        spawn_local(async move {
            // A browser that keeps nothing is no reason not to correct.
            let list = kept::load(&key).await.ok().flatten();
            let has_inside = !inside.is_empty();
            let list = list.unwrap_or(inside);
            match Corpus::open(PackBytes::from(pack)) {
                Ok(corpus) => {
                    let list = read(&list).unwrap_or_default();
                    let history = History::of(list.into_iter().map(|entry| entry.text).collect());
                    let open = Open {
                        key,
                        corpus,
                        history,
                        has_inside,
                        turn,
                    };
                    tell(&open);
                    *shared.borrow_mut() = Some(open);
                }
                Err(error) => refuse(&error.to_string()),
            }
        });
        return;
    }
    let mut borrowed = shared.borrow_mut();
    let Some(open) = borrowed.as_mut() else {
        return;
    };
    let place = text(1).parse::<usize>().unwrap_or(usize::MAX);
    match word.as_str() {
        "undo" => open.history.undo(),
        "redo" => open.history.redo(),
        "drop" => open.history.replace(place, Vec::new()),
        "add" | "import" | "change" => {
            let at = if word == "change" { 2 } else { 1 };
            match read(&text(at)) {
                Ok(new) if !new.is_empty() => {
                    let new = new.into_iter().map(|entry| entry.text).collect();
                    if word == "change" {
                        open.history.replace(place, new);
                    } else {
                        open.history.add(new);
                    }
                }
                Ok(_) => return refuse("there is no correction in it"),
                Err(fault) => return refuse(&fault),
            }
        }
        _ => return,
    }
    tell(open);
    let (key, list) = (open.key.clone(), open.history.now().to_vec());
    let is_kept = open.has_inside || !list.is_empty();
    spawn_local(async move {
        let outcome = if !is_kept {
            kept::forget(&key).await
        } else {
            kept::keep(&key, &file_of("", &list)).await
        };
        if let Err(error) = outcome {
            said("kept-not", &[&kept::reason(&error)]);
        }
    });
}

fn read(text: &str) -> Result<Vec<Entry>, String> {
    entries(text)
}

/// Replays what is now wanted, and says what came of it.
fn tell(open: &Open) {
    let base = &open.corpus;
    let list = open.history.now();
    let file = file_of(base.corrections(), list);
    let mut rows: Vec<Array> = Vec::new();
    for entry in entries(base.corrections()).unwrap_or_default() {
        let unfit = entry.read.as_ref().err().cloned();
        rows.push(row(&Replayed { entry, unfit }, true));
    }
    let mut pack = JsValue::UNDEFINED;
    if !list.is_empty() {
        let new = list
            .iter()
            .flat_map(|text| entries(text).unwrap_or_default());
        let (corpus, replayed) = replay(corpus_index::thaw(base), new.collect(), file.clone());
        pack = Uint8Array::from(&corpus_index::rewrite_pack(base, &corpus)[..]).into();
        rows.extend(replayed.iter().map(|replayed| row(replayed, false)));
    }
    let row_of = |text: Option<&str>| {
        let entry = text.and_then(|text| entries(text).ok()?.into_iter().next());
        entry.map_or(JsValue::UNDEFINED, |entry| {
            row(&Replayed { entry, unfit: None }, false).into()
        })
    };
    let n_own = JsValue::from_f64(list.len() as f64);
    let transferred = pack.dyn_ref::<Uint8Array>().map(Uint8Array::buffer);
    let message = Array::from_iter([
        JsValue::from_str("state"),
        pack.clone(),
        rows.into_iter().collect::<Array>().into(),
        row_of(open.history.to_undo()),
        row_of(open.history.to_redo()),
        JsValue::from_str(&file),
        n_own,
        open.turn.clone(),
        JsValue::from_str(&if list.is_empty() {
            String::new()
        } else {
            file_of("", list)
        }),
    ]);
    let transfer: Array = transferred.into_iter().collect();
    // Refused only for what cannot be copied, and nothing of that kind is said.
    let _ = scope().post_message_with_transfer(&message, &transfer);
}

/// What the page shows of an entry.
fn row(replayed: &Replayed, is_of_corpus: bool) -> Array {
    let (action, words, why) = match &replayed.entry.read {
        Ok(correction) => (
            correction.action.name(),
            words(&correction.action),
            correction.why.clone(),
        ),
        Err(_) => (
            "",
            [replayed.entry.text.clone(), String::new(), String::new()],
            String::new(),
        ),
    };
    let [a, b, c] = words;
    let unfit = replayed.unfit.clone().unwrap_or_default();
    let texts =
        [&replayed.entry.text, action, &a, &b, &c, &why, &unfit].map(|text: &str| text.to_owned());
    let mut row: Vec<JsValue> = texts.iter().map(|text| JsValue::from_str(text)).collect();
    row.push(JsValue::from_bool(is_of_corpus));
    row.into_iter().collect()
}

/// Up to three words that tell an action from others of its kind.
fn words(action: &Action) -> [String; 3] {
    let none = String::new;
    match action {
        Action::Merge { entities } => {
            let names: Vec<String> = entities.iter().map(|named| named.name.clone()).collect();
            [names.join(" · "), none(), none()]
        }
        Action::Split { from, spelling } => [from.name.clone(), spelling.clone(), none()],
        Action::Rename { entity, to } => [entity.name.clone(), to.clone(), none()],
        Action::Retype { entity, to } => [entity.name.clone(), to.name().to_owned(), none()],
        Action::Hide { entity } => [entity.name.clone(), none(), none()],
        Action::Mention {
            passage,
            name,
            kind,
        } => {
            let document = passage.as_ref().map(|passage| passage.document.clone());
            [
                name.clone(),
                kind.name().to_owned(),
                document.unwrap_or_default(),
            ]
        }
        Action::Document {
            document,
            title,
            outlet,
            published,
        } => {
            let (field, value) = match (title, outlet, published) {
                (Some(title), None, None) => ("title", title.clone()),
                (None, Some(outlet), None) => ("outlet", outlet.clone()),
                (None, None, Some(published)) => ("published", published.clone()),
                (title, outlet, published) => {
                    let all = [title, outlet, published].into_iter().flatten().cloned();
                    ("", all.collect::<Vec<_>>().join(", "))
                }
            };
            [document.clone(), field.to_owned(), value]
        }
    }
}

/// The worker itself.
fn scope() -> DedicatedWorkerGlobalScope {
    global().unchecked_into()
}

fn said(word: &str, with: &[&str]) {
    let message: Array = std::iter::once(word)
        .chain(with.iter().copied())
        .map(JsValue::from_str)
        .collect();
    let _ = scope().post_message(&message);
}

fn refuse(why: &str) {
    said("refused", &[why]);
}
