//! What the page remembers of its reader: looks, never what was read.
//!
//! Nothing is stored before the reader changes a setting. A browser that refuses to store is left
//! alone: the setting then lasts as long as the tab.

use gloo::storage::{LocalStorage, Storage as _};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

const KEY: &str = "dateline-settings";

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system asks.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// The value of `data-theme` on the root element, and of the stored setting.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The one after it, round and round.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Auto => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::Auto,
        }
    }
}

/// All that is remembered. Missing fields take their default.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Light or dark.
    pub theme: Theme,
    /// Width of the filters in pixels, once the reader dragged it.
    pub filters_width: Option<f64>,
    /// Width of the results in pixels, once the reader dragged it.
    pub results_width: Option<f64>,
}

/// What an earlier visit left; the default where there is nothing readable.
#[must_use]
pub fn load() -> Settings {
    let text = LocalStorage::raw().get_item(KEY).ok().flatten();
    text.and_then(|text| js_sys::JSON::parse(&text).ok())
        .and_then(|value| serde_wasm_bindgen::from_value(value).ok())
        .unwrap_or_default()
}

/// Keeps settings. Called only when the reader changes one.
pub fn save(settings: &Settings) {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let text = settings
        .serialize(&serializer)
        .ok()
        .and_then(|value: JsValue| js_sys::JSON::stringify(&value).ok());
    if let Some(text) = text {
        let _ = LocalStorage::raw().set_item(KEY, &String::from(text));
    }
}
