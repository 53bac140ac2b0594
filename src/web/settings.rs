//! What the page remembers of its reader: looks, never what was read.
//!
//! Nothing is stored before the reader changes a setting. A browser that refuses to store is left
//! alone: the setting then lasts as long as the tab.

use gloo::storage::{LocalStorage, Storage as _};
use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::JsValue;

const KEY: &str = "dateline-settings";

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

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
#[derive(Debug, Clone, Copy, PartialEq, Default)]
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
    let Some(kept) = text.and_then(|text| JSON::parse(&text).ok()) else {
        return Settings::default();
    };
    let field = |name: &str| Reflect::get(&kept, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let theme = field("theme").as_string().unwrap_or_default();
    let theme = Theme::ALL.into_iter().find(|known| known.key() == theme);
    Settings {
        theme: theme.unwrap_or_default(),
        filters_width: field("filters_width").as_f64(),
        results_width: field("results_width").as_f64(),
    }
}

/// Keeps settings. Called only when the reader changes one.
pub fn save(settings: &Settings) {
    // By hand: a serialiser would be downloaded by every visitor for three fields.
    let kept = Object::new();
    let fields: [(&str, JsValue); 3] = [
        ("theme", settings.theme.key().into()),
        ("filters_width", settings.filters_width.into()),
        ("results_width", settings.results_width.into()),
    ];
    for (name, value) in fields {
        let _ = Reflect::set(&kept, &name.into(), &value);
    }
    if let Ok(text) = JSON::stringify(&kept) {
        let _ = LocalStorage::raw().set_item(KEY, &String::from(text));
    }
}
