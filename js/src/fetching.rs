//! Files from the page's own host: asked for again where the network failed, unpacked by the browser.

use js_sys::{Error, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStream, Response};

#[wasm_bindgen]
extern "C" {
    /// The browser's decoder: `web-sys` counts it among what may still change, browsers have had it since 2023.
    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
}

/// So often is a file asked for before it is given up.
const ATTEMPTS: i32 = 3;
/// Before the second time; before the third it is longer.
const PAUSE_MILLIS: i32 = 300;

/// The answer of the host, in a page or in a worker.
pub async fn response(url: &str) -> Result<Response, JsValue> {
    let global = js_sys::global();
    let fetch: Function = Reflect::get(&global, &"fetch".into())?.dyn_into()?;
    let mut attempt = 1;
    loop {
        let promise: Promise = fetch.call1(&global, &url.into())?.dyn_into()?;
        let answer = JsFuture::from(promise).await;
        let fault = match answer {
            Ok(response) => {
                let response: Response = response.dyn_into()?;
                if response.ok() {
                    return Ok(response);
                }
                let message = format!("{url}: {} {}", response.status(), response.status_text());
                let fault = Error::new(&message).into();
                if response.status() < 500 {
                    return Err(fault); // It will not be there the next time either.
                }
                fault
            }
            Err(fault) => fault,
        };
        if attempt == ATTEMPTS {
            return Err(fault);
        }
        pause(PAUSE_MILLIS * attempt).await?;
        attempt += 1;
    }
}

/// The bytes of a file that was packed with gzip when it was written, whatever its host does besides.
pub async fn unpacked(url: &str) -> Result<Vec<u8>, JsValue> {
    let response = response(url).await?;
    let packed = response
        .body()
        .ok_or_else(|| Error::new(&format!("{url}: nothing in it")))?;
    let unpacking = DecompressionStream::new("gzip")?;
    let pipe: Function = Reflect::get(&packed, &"pipeThrough".into())?.dyn_into()?;
    let stream: ReadableStream = pipe.call1(&packed, &unpacking)?.dyn_into()?;
    let whole = Response::new_with_opt_readable_stream(Some(&stream))?;
    let buffer = JsFuture::from(whole.array_buffer()?).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

async fn pause(millis: i32) -> Result<(), JsValue> {
    let global = js_sys::global();
    let set_timeout: Function = Reflect::get(&global, &"setTimeout".into())?.dyn_into()?;
    let promise = Promise::new(&mut |done, _| {
        // A global that has no timer waits not at all.
        if set_timeout.call2(&global, &done, &millis.into()).is_err() {
            let _ = done.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(promise).await.map(drop)
}
