//! Lists of corrections on this machine: a text a corpus, in IndexedDB.
//!
//! Looking before anything was kept creates nothing, and with the last list the whole database goes.

use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransactionMode,
};

const DATABASE: &str = "dateline-corrections";
const STORE: &str = "lists";

type Outcome<T = ()> = Result<T, JsValue>;

/// The list of a corpus, if one is kept.
pub async fn load(key: &str) -> Outcome<Option<String>> {
    let Some(database) = open(false).await? else {
        return Ok(None);
    };
    let found = done(&store(&database, IdbTransactionMode::Readonly)?.get(&key.into())?).await;
    database.close();
    Ok(found?.as_string())
}

/// Keeps the list of a corpus.
pub async fn keep(key: &str, list: &str) -> Outcome {
    let Some(database) = open(true).await? else {
        return Ok(());
    };
    let store = store(&database, IdbTransactionMode::Readwrite)?;
    let kept = done(&store.put_with_key(&list.into(), &key.into())?).await;
    database.close();
    kept.map(drop)
}

/// Forgets the list of a corpus.
pub async fn forget(key: &str) -> Outcome {
    let Some(database) = open(false).await? else {
        return Ok(());
    };
    let store = store(&database, IdbTransactionMode::Readwrite)?;
    done(&store.delete(&key.into())?).await?;
    let n_left = done(&store.count()?).await?;
    database.close();
    if n_left == 0.0 {
        let request: IdbRequest = factory()?.delete_database(DATABASE)?.into();
        done(&request).await?;
    }
    Ok(())
}

/// What went wrong, in the browser's words.
pub fn reason(error: &JsValue) -> String {
    match error.dyn_ref::<web_sys::DomException>() {
        Some(error) => format!("{}: {}", error.name(), error.message()),
        None => String::from(js_sys::Object::from(error.clone()).to_string()),
    }
}

fn factory() -> Outcome<IdbFactory> {
    Reflect::get(&js_sys::global(), &"indexedDB".into())?.dyn_into()
}

fn store(database: &IdbDatabase, mode: IdbTransactionMode) -> Outcome<IdbObjectStore> {
    database
        .transaction_with_str_and_mode(STORE, mode)?
        .object_store(STORE)
}

/// The database; `None` where there is none yet and none shall be made.
async fn open(is_to_be_made: bool) -> Outcome<Option<IdbDatabase>> {
    let request: IdbOpenDbRequest = factory()?.open_with_u32(DATABASE, 1)?;
    let asked = request.clone();
    let on_upgrade = Closure::<dyn FnMut()>::new(move || {
        if is_to_be_made {
            let made = asked
                .result()
                .map(|made| made.unchecked_into::<IdbDatabase>());
            // A store that could not be made shows as soon as it is asked for.
            let _ = made.and_then(|database| database.create_object_store(STORE));
        } else if let Some(transaction) = asked.transaction() {
            // Without this, looking would leave an empty database behind.
            let _ = transaction.abort();
        }
    });
    request.set_onupgradeneeded(Some(on_upgrade.as_ref().unchecked_ref()));
    match done(&request).await {
        Ok(database) => Ok(Some(database.unchecked_into())),
        Err(error) if !is_to_be_made && is_abort(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

fn is_abort(error: &JsValue) -> bool {
    let exception = error.dyn_ref::<web_sys::DomException>();
    exception.is_some_and(|exception| exception.name() == "AbortError")
}

/// The result of a request, once it is there.
async fn done(request: &IdbRequest) -> Outcome<JsValue> {
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
