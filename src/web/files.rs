//! What a reader drops, chooses or pastes, as pairs of path and file handle. Nothing is opened here.

use super::window;
use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemEntry,
    FileSystemFileEntry, HtmlAnchorElement, Url,
};

/// Files by path below what was dropped.
pub struct Offered {
    /// What to call them: the folder, or the only file.
    pub name: String,
    /// Pairs of path and handle; the handle is missing where the browser would not give it.
    pub files: Array,
}

/// What hangs on the pointer: folders are walked, hidden files passed over, as the command line does.
///
/// The entries are taken before the first wait: a browser forgets them when the event is over.
pub fn dropped(transfer: &DataTransfer) -> impl Future<Output = Offered> + use<> {
    let items = transfer.items();
    let mut entries = Vec::new();
    let files = Array::new();
    for i in 0..items.length() {
        let Some(item) = items.get(i) else { continue };
        match item.webkit_get_as_entry() {
            Ok(Some(entry)) => entries.push(entry),
            _ => {
                if let Ok(Some(file)) = item.get_as_file() {
                    push(&files, &path_of(&file), &file);
                }
            }
        }
    }
    async move {
        // One folder is the corpus; its own name is no part of the paths.
        let root = match entries.as_slice() {
            [only] if only.is_directory() => Some(only.name()),
            _ => None,
        };
        let skipped = root.as_ref().map_or(1, |root| root.len() + 2);
        while let Some(entry) = entries.pop() {
            let full = entry.full_path();
            if entry.is_file() {
                let file = file_of(entry.unchecked_ref()).await;
                push(
                    &files,
                    full.get(skipped..).unwrap_or(&full),
                    &file.unwrap_or_default(),
                );
            } else if let Err(error) = children(entry.unchecked_ref(), &mut entries).await {
                push(&files, full.get(skipped..).unwrap_or(&full), &error);
            }
        }
        named(root.unwrap_or_default(), files)
    }
}

/// What a file field holds.
#[must_use]
pub fn chosen(list: &FileList) -> Offered {
    let files = Array::new();
    let mut root = None;
    for i in 0..list.length() {
        let Some(file) = list.get(i) else { continue };
        let path = path_of(&file);
        // A folder field gives paths that begin with the folder.
        let below = match path.split_once('/') {
            Some((folder, below)) => {
                root = Some(folder.to_owned());
                below
            }
            None => &path,
        };
        let is_hidden = below.split('/').any(|part| part.starts_with('.'));
        if !is_hidden {
            push(&files, below, &file);
        }
    }
    named(root.unwrap_or_default(), files)
}

/// Words as a file of their own.
#[must_use]
pub fn pasted(name: &str, words: &str) -> Offered {
    let files = Array::new();
    if let Ok(blob) = Blob::new_with_str_sequence(&Array::of1(&JsValue::from_str(words))) {
        push(&files, &[name, ".txt"].concat(), &blob);
    }
    named(name.to_owned(), files)
}

/// A whole folder in one archive, given as bytes.
///
/// # Errors
/// When the browser makes no file of it.
pub fn archive(bytes: &JsValue) -> Result<Array, JsValue> {
    let archive = Blob::new_with_buffer_source_sequence(&Array::of1(bytes))?;
    Ok(Array::of1(&Array::of2(&JsValue::from_str(""), &archive)))
}

/// Hands a file to the reader's own folder of downloads.
pub fn save(name: &str, file: &JsValue) {
    let Some(file) = file.dyn_ref::<Blob>() else {
        return;
    };
    let Ok(url) = Url::create_object_url_with_blob(file) else {
        return;
    };
    let link = leptos::prelude::document().create_element("a");
    if let Ok(link) = link.map(JsCast::unchecked_into::<HtmlAnchorElement>) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The download has begun by then; what it reads is not the address but the file.
    leptos::prelude::set_timeout(
        move || drop(Url::revoke_object_url(&url)),
        std::time::Duration::from_secs(60),
    );
}

/// Asks the browser not to clear what this page keeps when space runs short. It may say no.
pub fn ask_to_persist() {
    let _ = window().navigator().storage().persist();
}

fn push(files: &Array, path: &str, file: &JsValue) {
    files.push(&Array::of2(&JsValue::from_str(path), file));
}

fn named(name: String, files: Array) -> Offered {
    let name = match (name.is_empty(), files.length()) {
        (true, 1) => path(&files, 0),
        _ => name,
    };
    Offered { name, files }
}

/// The path of a file by its place.
#[must_use]
pub fn path(files: &Array, at: u32) -> String {
    Array::from(&files.get(at))
        .get(0)
        .as_string()
        .unwrap_or_default()
}

fn path_of(file: &File) -> String {
    let below = js_sys::Reflect::get(file, &"webkitRelativePath".into());
    let below = below.ok().and_then(|path| path.as_string());
    below
        .filter(|path| !path.is_empty())
        .unwrap_or_else(|| file.name())
}

async fn file_of(entry: &FileSystemFileEntry) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::new(&mut |resolve, reject| {
        entry.file_with_callback_and_callback(&resolve, &reject);
    }))
    .await
}

/// Adds what lies in a folder. A browser gives it a hundred at a time.
async fn children(
    folder: &FileSystemDirectoryEntry,
    entries: &mut Vec<FileSystemEntry>,
) -> Result<(), JsValue> {
    let reader = folder.create_reader();
    loop {
        let batch = JsFuture::from(Promise::new(&mut |resolve, reject| {
            let _ = reader.read_entries_with_callback_and_callback(&resolve, &reject);
        }))
        .await?;
        let batch = Array::from(&batch);
        if batch.length() == 0 {
            return Ok(());
        }
        for entry in batch.iter() {
            let entry: FileSystemEntry = entry.unchecked_into();
            if !entry.name().starts_with('.') {
                entries.push(entry);
            }
        }
    }
}
