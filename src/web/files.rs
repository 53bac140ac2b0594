//! What a reader drops, chooses or pastes, as pairs of path and file handle. Nothing is opened here.

use super::window;
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DataTransfer, DataTransferItem, File, FileList, FileSystemDirectoryEntry,
    FileSystemEntry, FileSystemFileEntry, HtmlAnchorElement, Url,
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
/// All is taken before the first wait: a browser forgets it when the event is over. A file is taken as it is, not by
/// its entry, and a folder by its handle where the page was opened from a disk: Chromium opens no entries there.
pub fn dropped(transfer: &DataTransfer) -> impl Future<Output = Offered> + use<> {
    let items = transfer.items();
    let is_from_disk = is_from_disk();
    let files = Array::new();
    let mut folders = Vec::new();
    for i in 0..items.length() {
        let Some(item) = items.get(i) else { continue };
        match item.webkit_get_as_entry() {
            Ok(Some(entry)) if entry.is_directory() => {
                let handle = if is_from_disk { handle_of(&item) } else { None };
                folders.push((entry.name(), Folder::of(entry, handle)));
            }
            _ => {
                if let Ok(Some(file)) = item.get_as_file() {
                    push(&files, &path_of(&file), &file);
                }
            }
        }
    }
    async move {
        // One folder is the corpus; its own name is no part of the paths.
        let is_corpus = folders.len() == 1 && files.length() == 0;
        let name = match folders.first() {
            Some((name, _)) if is_corpus => name.clone(),
            _ => String::new(),
        };
        if is_corpus && let Some((path, _)) = folders.first_mut() {
            path.clear();
        }
        while let Some((path, folder)) = folders.pop() {
            if let Err(error) = walk(&path, &folder, &files, &mut folders).await {
                push(&files, &path, &error);
            }
        }
        named(name, files)
    }
}

/// A folder as the browser lends it.
enum Folder {
    Entry(FileSystemDirectoryEntry),
    /// A promise of a `FileSystemDirectoryHandle`, or the handle.
    Handle(JsValue),
}

impl Folder {
    fn of(entry: FileSystemEntry, handle: Option<JsValue>) -> Self {
        handle.map_or_else(|| Self::Entry(entry.unchecked_into()), Self::Handle)
    }
}

/// What `item.getAsFileSystemHandle()` promises, where a browser has it.
fn handle_of(item: &DataTransferItem) -> Option<JsValue> {
    let get = Reflect::get(item, &"getAsFileSystemHandle".into()).ok()?;
    get.dyn_ref::<Function>()?.call0(item).ok()
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

/// The files as a worker can read them: their bytes where the page was opened from a disk, for there WebKit lets no
/// worker open a file. What cannot be read here is handed on as it is, and the worker says why.
pub async fn readable(files: Array) -> Array {
    if !is_from_disk() {
        return files;
    }
    let out = Array::new();
    for pair in files.iter() {
        let pair: Array = pair.unchecked_into();
        let file = pair.get(1);
        let bytes = bytes_of(&file).await;
        out.push(&Array::of2(&pair.get(0), bytes.as_ref().unwrap_or(&file)));
    }
    out
}

async fn bytes_of(file: &JsValue) -> Option<JsValue> {
    /// Bytes; what is larger is refused unread.
    const MOST: f64 = 256e6;
    let file = file.dyn_ref::<Blob>().filter(|file| file.size() <= MOST)?;
    let bytes = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&bytes).into())
}

fn is_from_disk() -> bool {
    window().location().protocol().as_deref() == Ok("file:")
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
    Some(text_of(file, "webkitRelativePath"))
        .filter(|path| !path.is_empty())
        .unwrap_or_else(|| file.name())
}

/// Adds what lies in a folder to `files`, and the folders in it to `folders`.
async fn walk(
    path: &str,
    folder: &Folder,
    files: &Array,
    folders: &mut Vec<(String, Folder)>,
) -> Result<(), JsValue> {
    match folder {
        Folder::Entry(entry) => {
            for entry in entries_in(entry).await? {
                let Some(path) = below(path, &entry.name()) else {
                    continue;
                };
                if entry.is_directory() {
                    folders.push((path, Folder::of(entry, None)));
                } else {
                    let file = file_of(entry.unchecked_ref()).await;
                    push(files, &path, &file.unwrap_or_default());
                }
            }
        }
        Folder::Handle(handle) => {
            for handle in handles_in(handle).await? {
                let Some(path) = below(path, &text_of(&handle, "name")) else {
                    continue;
                };
                if text_of(&handle, "kind") == "directory" {
                    folders.push((path, Folder::Handle(handle)));
                } else {
                    let file = promised(&handle, "getFile").await;
                    push(files, &path, &file.unwrap_or_default());
                }
            }
        }
    }
    Ok(())
}

/// The path of `name` in the folder `path`; nothing for what is hidden.
fn below(path: &str, name: &str) -> Option<String> {
    match (name.starts_with('.'), path.is_empty()) {
        (true, _) => None,
        (false, true) => Some(name.to_owned()),
        (false, false) => Some([path, "/", name].concat()),
    }
}

async fn file_of(entry: &FileSystemFileEntry) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::new(&mut |resolve, reject| {
        entry.file_with_callback_and_callback(&resolve, &reject);
    }))
    .await
}

/// What lies in a folder. A browser gives it a hundred at a time.
async fn entries_in(folder: &FileSystemDirectoryEntry) -> Result<Vec<FileSystemEntry>, JsValue> {
    let reader = folder.create_reader();
    let mut entries = Vec::new();
    loop {
        let batch = JsFuture::from(Promise::new(&mut |resolve, reject| {
            let _ = reader.read_entries_with_callback_and_callback(&resolve, &reject);
        }))
        .await?;
        let batch = Array::from(&batch);
        if batch.length() == 0 {
            return Ok(entries);
        }
        entries.extend(batch.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
    }
}

/// The same by a handle.
async fn handles_in(folder: &JsValue) -> Result<Vec<JsValue>, JsValue> {
    let folder = JsFuture::from(Promise::resolve(folder)).await?;
    let values = call(&folder, "values")?;
    let mut handles = Vec::new();
    loop {
        let next = promised(&values, "next").await?;
        if Reflect::get(&next, &"done".into())?.is_truthy() {
            return Ok(handles);
        }
        handles.push(Reflect::get(&next, &"value".into())?);
    }
}

fn call(of: &JsValue, method: &str) -> Result<JsValue, JsValue> {
    Reflect::get(of, &method.into())?
        .dyn_into::<Function>()?
        .call0(of)
}

async fn promised(of: &JsValue, method: &str) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&call(of, method)?)).await
}

fn text_of(of: &JsValue, field: &str) -> String {
    let value = Reflect::get(of, &field.into());
    value
        .ok()
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}
