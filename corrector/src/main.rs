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
use corpus_model::{Action, Whose};
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
    /// What was kept last, as far as this tab knows.
    kept: Option<String>,
    /// Which corpus of the page's visit it is.
    turn: JsValue,
}

type Shared = Rc<RefCell<Option<Open>>>;

fn main() {
    console_error_panic_hook::set_once();
    let open = Shared::default();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Ok(message) = event.data().dyn_into::<Array>() {
            spawn_local(hear(open.clone(), message));
        }
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It listens as long as the worker lives.
    on_message.forget();
    said("ready", &[]);
}

/// Does what a message says. The page sends the next one when this one is answered.
async fn hear(shared: Shared, message: Array) {
    let text = |at| message.get(at).as_string().unwrap_or_default();
    if text(0) == "open" {
        match opened(&message).await {
            Ok(mut open) => {
                // What has come with the corpus by now need no longer be kept.
                if open.kept.is_some() {
                    keep(&mut open).await;
                }
                tell(&open);
                *shared.borrow_mut() = Some(open);
            }
            Err(error) => refuse(&error),
        }
        return;
    }
    let Some(mut open) = shared.borrow_mut().take() else {
        return refuse("no corpus is open");
    };
    // What another tab has kept meanwhile comes first, so that neither loses what the other did.
    if let Ok(kept) = kept::load(&open.key).await
        && kept != open.kept
    {
        let list = news(kept.as_deref().unwrap_or_default(), &open.corpus, &[]);
        open.history.become_list(list.unwrap_or_default());
        open.kept = kept;
    }
    match change(&mut open, &text(0), &text(1), &text(2)) {
        Ok(()) => {
            keep(&mut open).await;
            tell(&open);
        }
        Err(why) => refuse(&why),
    }
    *shared.borrow_mut() = Some(open);
}

/// Opens a corpus with the corrections that are kept for it; where none are, with those that came with the page.
async fn opened(message: &Array) -> Result<Open, String> {
    let text = |at| message.get(at).as_string().unwrap_or_default();
    let (key, inside) = (text(1), text(3));
    let pack = Uint8Array::new(&message.get(2)).to_vec();
    let corpus = Corpus::open(PackBytes::from(pack)).map_err(|error| error.to_string())?;
    // A browser that keeps nothing is no reason not to correct.
    let kept = kept::load(&key).await.ok().flatten();
    let list = news(kept.as_ref().unwrap_or(&inside), &corpus, &[]);
    Ok(Open {
        key,
        corpus,
        history: History::of(list.unwrap_or_default()),
        has_inside: !inside.is_empty(),
        kept,
        turn: message.get(4),
    })
}

/// Changes the list.
fn change(open: &mut Open, word: &str, a: &str, b: &str) -> Result<(), String> {
    let place = a.parse::<usize>().unwrap_or(usize::MAX);
    match word {
        "undo" => open.history.undo(),
        "redo" => open.history.redo(),
        "drop" => open.history.replace(place, Vec::new()),
        "change" => open.history.replace(place, read(b)?),
        "add" => open.history.add(read(a)?),
        "import" => {
            read(a)?;
            let new = news(a, &open.corpus, open.history.now())?;
            if new.is_empty() {
                return Err("all of it is here already".to_owned());
            }
            open.history.add(new);
        }
        _ => return Err(word.to_owned()),
    }
    Ok(())
}

/// The entries of a text that should hold some.
fn read(text: &str) -> Result<Vec<String>, String> {
    let read = entries(text)?;
    if read.is_empty() {
        return Err("there is no correction in it".to_owned());
    }
    Ok(read.into_iter().map(|entry| entry.text).collect())
}

/// The entries of a file, but for those that the corpus came with and the list has already: one that was put into the
/// folder, or is brought in twice, is replayed once.
fn news(file: &str, corpus: &Corpus, list: &[String]) -> Result<Vec<String>, String> {
    let mut known = entries(corpus.corrections()).unwrap_or_default();
    known.extend(
        list.iter()
            .flat_map(|text| entries(text).unwrap_or_default()),
    );
    let mut new = entries(file)?;
    new.drain(..overlap(&known, &new));
    Ok(new.into_iter().map(|entry| entry.text).collect())
}

/// How many entries at the beginning of one list end the other. Only a whole run counts: by itself, the same entry may
/// well be meant twice.
fn overlap(known: &[Entry], new: &[Entry]) -> usize {
    let is_same = |(a, b): (&Entry, &Entry)| match (&a.read, &b.read) {
        (Ok(a), Ok(b)) => a == b,
        _ => a.text.trim() == b.text.trim(),
    };
    let most = known.len().min(new.len());
    let is_run = |n: &usize| known[known.len() - n..].iter().zip(new).all(is_same);
    (0..=most).rev().find(is_run).unwrap_or(0)
}

/// Keeps the list as it is now, and says so where that fails.
async fn keep(open: &mut Open) {
    let list = open.history.now();
    let is_kept = open.has_inside || !list.is_empty();
    let wanted = is_kept.then(|| file_of("", list));
    if wanted == open.kept {
        return;
    }
    let outcome = match &wanted {
        Some(file) => kept::keep(&open.key, file).await,
        None => kept::forget(&open.key).await,
    };
    match outcome {
        Ok(()) => open.kept = wanted,
        Err(error) => said("kept-not", &[&kept::reason(&error)]),
    }
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
            word(&correction.action),
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

/// What the page calls an action.
const fn word(action: &Action) -> &'static str {
    match action {
        Action::Mention {
            whose: Whose::Of(_),
            ..
        } => "given",
        Action::Mention {
            whose: Whose::New, ..
        } => "apart",
        action => action.name(),
    }
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
            whose,
        } => {
            let document = passage.as_ref().map(|passage| passage.document.clone());
            let what = match whose {
                Whose::Of(owner) => owner.clone(),
                _ => kind.name().to_owned(),
            };
            [name.clone(), what, document.unwrap_or_default()]
        }
        Action::Unmark { passage, name } => [name.clone(), none(), passage.document.clone()],
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

#[cfg(test)]
mod tests {
    use super::*;

    fn list(names: &str) -> Vec<Entry> {
        let entry = |name| format!("[[correction]]\ndo = \"hide\"\nname = \"{name}\"\n");
        entries(&names.chars().map(entry).collect::<String>()).expect("entries")
    }

    #[test]
    fn what_is_there_already_is_not_replayed_again() {
        let n = |known: &str, new: &str| overlap(&list(known), &list(new));
        assert_eq!(n("abc", "abc"), 3);
        // Exported, put into the folder, and corrected further.
        assert_eq!(n("abc", "bcd"), 2);
        // There and back and there again is three changes.
        assert_eq!(n("ab", "ba"), 1);
        assert_eq!((n("ab", "acb"), n("", "a"), n("a", "")), (0, 0, 0));
    }

    #[test]
    fn an_entry_is_known_by_what_it_says_not_by_how_it_is_written() {
        let other = entries("# why\n[[correction]]\nname = 'a'\ndo = 'hide'\n").expect("entries");
        assert_eq!(overlap(&list("a"), &other), 1);
    }
}
