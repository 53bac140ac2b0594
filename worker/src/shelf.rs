//! Corpora that the reader asked to keep on this machine: listed, opened, renamed, deleted.
//!
//! IndexedDB, because every browser has it, in files opened by double-click as well, and because it keeps
//! packs and files as they are. One record a corpus, written in one transaction: what does not fit leaves
//! nothing half kept. Looking at the shelf before anything was kept creates nothing.

use crate::said::{reason, said, scope};
use js_sys::{Array, Object, Promise, Reflect};
use std::future::Future;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, IdbDatabase, IdbFactory, IdbObjectStore, IdbObjectStoreParameters, IdbOpenDbRequest,
    IdbRequest, IdbTransaction, IdbTransactionMode,
};

const DATABASE: &str = "dateline";
const STORE: &str = "corpora";

type Outcome = Result<(), JsValue>;

/// Does it, and says why where it fails.
pub fn answer(doing: impl Future<Output = Outcome> + 'static) {
    spawn_local(async move {
        if let Err(error) = doing.await {
            said("refused", &[&JsValue::from_str(&reason(&error))]);
        }
    });
}

/// Says what is kept, or why that cannot be told: who only looks is not refused anything.
pub async fn look() -> Outcome {
    if let Err(error) = list().await {
        let nothing = JsValue::from_f64(0.0);
        let why = JsValue::from_str(&reason(&error));
        said("shelf", &[&Array::new(), &nothing, &nothing, &why]);
    }
    Ok(())
}

/// Says what is kept: rows of key, name, bytes, and whether its files are there.
async fn list() -> Outcome {
    let rows = Array::new();
    if let Some(database) = open_database(false).await? {
        let all = done(&store(&database, IdbTransactionMode::Readonly)?.get_all()?).await?;
        for record in Array::from(&all).iter() {
            let files = Array::from(&field(&record, "files"));
            let sizes = files
                .iter()
                .map(|pair| Array::from(&pair).get(1))
                .chain([field(&record, "pack")])
                .filter_map(|file| Some(file.dyn_into::<Blob>().ok()?.size()));
            rows.push(&Array::of4(
                &field(&record, "key"),
                &field(&record, "name"),
                &JsValue::from_f64(sizes.sum()),
                &JsValue::from_bool(files.length() > 0),
            ));
        }
        database.close();
    }
    // On a page opened from a disk WebKit has no word of its space.
    let navigator = scope().navigator();
    let estimate = match field(&navigator, "storage").is_undefined() {
        true => Object::new().into(),
        false => JsFuture::from(navigator.storage().estimate()?).await?,
    };
    said(
        "shelf",
        &[
            &rows,
            &field(&estimate, "usage"),
            &field(&estimate, "quota"),
        ],
    );
    Ok(())
}

/// Keeps a corpus under a new key, or under the one it has. One that is refused leaves nothing behind.
pub async fn keep(name: String, key: JsValue, pack: Blob, files: JsValue) -> Outcome {
    match put(name, key, pack, files).await {
        Ok(key) => {
            said("kept", &[&key]);
            list().await
        }
        Err(refused) => {
            tidy().await?;
            Err(refused)
        }
    }
}

async fn put(name: String, key: JsValue, pack: Blob, files: JsValue) -> Result<JsValue, JsValue> {
    let record = Object::new();
    set(&record, "name", &JsValue::from_str(&name))?;
    set(&record, "pack", &pack)?;
    set(&record, "files", &files)?;
    if !key.is_undefined() {
        set(&record, "key", &key)?;
    }
    let Some(database) = open_database(true).await? else {
        return Ok(JsValue::UNDEFINED);
    };
    let asked = async {
        let store = store(&database, IdbTransactionMode::Readwrite)?;
        let put = store.put(&record)?;
        settled(&store.transaction()).await?;
        put.result()
    };
    let put = asked.await;
    database.close();
    put
}

/// Hands a kept corpus to the page.
pub async fn open(key: JsValue) -> Outcome {
    let Some(database) = open_database(false).await? else {
        return list().await;
    };
    let record = done(&store(&database, IdbTransactionMode::Readonly)?.get(&key)?).await?;
    database.close();
    // Deleted in another tab meanwhile.
    if record.is_undefined() {
        return list().await;
    }
    let said_of = ["key", "name", "pack", "files"].map(|name| field(&record, name));
    let [key, name, pack, files] = &said_of;
    said("opened", &[key, name, pack, files]);
    Ok(())
}

/// Hands the pack of a kept corpus to the reader, without opening it.
pub async fn take(key: JsValue) -> Outcome {
    let Some(database) = open_database(false).await? else {
        return list().await;
    };
    let record = done(&store(&database, IdbTransactionMode::Readonly)?.get(&key)?).await?;
    database.close();
    if record.is_undefined() {
        return list().await;
    }
    said("taken", &[&field(&record, "name"), &field(&record, "pack")]);
    Ok(())
}

/// Gives a kept corpus another name.
pub async fn rename(key: JsValue, name: String) -> Outcome {
    if let Some(database) = open_database(false).await? {
        let store = store(&database, IdbTransactionMode::Readwrite)?;
        let record = done(&store.get(&key)?).await?;
        if record.is_object() {
            Reflect::set(&record, &"name".into(), &JsValue::from_str(&name))?;
            store.put(&record)?;
            settled(&store.transaction()).await?;
        }
        database.close();
    }
    list().await
}

/// Forgets a kept corpus; with the last one the whole database goes.
pub async fn delete(key: JsValue) -> Outcome {
    if let Some(database) = open_database(false).await? {
        let store = store(&database, IdbTransactionMode::Readwrite)?;
        store.delete(&key)?;
        settled(&store.transaction()).await?;
        database.close();
        tidy().await?;
    }
    list().await
}

/// Removes a database that holds nothing.
async fn tidy() -> Outcome {
    if let Some(database) = open_database(false).await? {
        let store = store(&database, IdbTransactionMode::Readonly)?;
        let n_left = done(&store.count()?).await?;
        database.close();
        if n_left == 0.0 {
            let request: IdbRequest = factory()?.delete_database(DATABASE)?.into();
            done(&request).await?;
        }
    }
    Ok(())
}

fn factory() -> Result<IdbFactory, JsValue> {
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into())?;
    factory.dyn_into()
}

/// The database; `None` where there is none yet and none shall be made.
async fn open_database(is_to_be_made: bool) -> Result<Option<IdbDatabase>, JsValue> {
    let request: IdbOpenDbRequest = factory()?.open_with_u32(DATABASE, 1)?;
    let asked = request.clone();
    let on_upgrade = Closure::<dyn FnMut()>::new(move || {
        let made = if is_to_be_made {
            make_store(&asked)
        } else {
            // Without this, looking would leave an empty database behind.
            asked.transaction().map_or(Ok(()), |t| t.abort())
        };
        if made.is_err() {
            said("refused", &[&JsValue::from_str(STORE)]);
        }
    });
    request.set_onupgradeneeded(Some(on_upgrade.as_ref().unchecked_ref()));
    match done(&request).await {
        Ok(database) => Ok(Some(database.unchecked_into())),
        Err(error) if !is_to_be_made && is_abort(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

fn make_store(request: &IdbOpenDbRequest) -> Outcome {
    let database: IdbDatabase = request.result()?.unchecked_into();
    let parameters = IdbObjectStoreParameters::new();
    parameters.set_auto_increment(true);
    parameters.set_key_path(&"key".into());
    database.create_object_store_with_optional_parameters(STORE, &parameters)?;
    Ok(())
}

fn is_abort(error: &JsValue) -> bool {
    let exception = error.dyn_ref::<web_sys::DomException>();
    exception.is_some_and(|exception| exception.name() == "AbortError")
}

fn store(database: &IdbDatabase, mode: IdbTransactionMode) -> Result<IdbObjectStore, JsValue> {
    database
        .transaction_with_str_and_mode(STORE, mode)?
        .object_store(STORE)
}

/// The result of a request, once it is there.
async fn done(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let asked = request.clone();
    JsFuture::from(Promise::new(&mut |resolve, reject| {
        let (asked, failed) = (asked.clone(), asked.clone());
        let on_success = Closure::once_into_js(move || {
            let _ = resolve.call1(&JsValue::NULL, &asked.result().unwrap_or_default());
        });
        let on_error = Closure::once_into_js(move |event: web_sys::Event| {
            event.prevent_default();
            let error = failed.error().ok().flatten();
            let _ = reject.call1(
                &JsValue::NULL,
                &error.map(JsValue::from).unwrap_or_default(),
            );
        });
        request.set_onsuccess(Some(on_success.unchecked_ref()));
        request.set_onerror(Some(on_error.unchecked_ref()));
    }))
    .await
}

/// Waits until a transaction is on disk; its error where it is not, such as that of a full one.
async fn settled(transaction: &IdbTransaction) -> Outcome {
    let asked = transaction.clone();
    JsFuture::from(Promise::new(&mut |resolve, reject| {
        let failed = asked.clone();
        let on_abort = Closure::once_into_js(move || {
            let error = failed.error();
            let _ = reject.call1(
                &JsValue::NULL,
                &error.map(JsValue::from).unwrap_or_default(),
            );
        });
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(on_abort.unchecked_ref()));
    }))
    .await
    .map(drop)
}

fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default()
}

fn set(object: &Object, name: &str, value: &JsValue) -> Outcome {
    Reflect::set(object, &JsValue::from_str(name), value).map(drop)
}
