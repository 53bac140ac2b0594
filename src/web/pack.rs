//! A pack given beside the page instead of the embedded one.

use gloo::net::http::Request;
use leptos::prelude::document;

/// The address in `<meta name="dateline-corpus" content="…">`, if the page has one.
#[must_use]
pub fn address_beside() -> Option<String> {
    let meta = document()
        .query_selector("meta[name=dateline-corpus]")
        .ok()??;
    meta.get_attribute("content")
        .filter(|address| !address.is_empty())
}

/// Fetches it; what went wrong otherwise, in words.
pub async fn fetch(address: &str) -> Result<Vec<u8>, String> {
    let response = Request::get(address)
        .send()
        .await
        .map_err(|error| error.to_string())?;
    if !response.ok() {
        return Err(format!("{} {}", response.status(), response.status_text()));
    }
    response.binary().await.map_err(|error| error.to_string())
}
