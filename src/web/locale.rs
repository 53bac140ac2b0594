//! Numbers, dates and names of languages in the reader's own words, by the browser's `Intl`.

use corpus_model::{CivilDate, DayNumber};
use corpus_view::{AxisLabel, DateShape, Days};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue};

/// Formatters, made once.
#[derive(Clone)]
pub struct Locale(Rc<Formats>);

struct Formats {
    day: Function,
    /// The formatter of days and its method for a range of them, where the browser has one.
    day_range: Option<(JsValue, Function)>,
    month_of_year: Function,
    short_month: Function,
    axis_month: Function,
    year: Function,
    day_of_month: Function,
    month: Function,
    weekday: Function,
    number: Function,
    language_names: Option<(JsValue, Function)>,
}

impl Default for Locale {
    fn default() -> Self {
        Self::new()
    }
}

impl Locale {
    /// The browser's own locale.
    #[must_use]
    pub fn new() -> Self {
        Self(Rc::new(Formats {
            day: formatter(DAY),
            day_range: range_formatter(DAY),
            month_of_year: formatter(&[("year", "numeric"), ("month", "long")]),
            axis_month: formatter(&[("year", "numeric"), ("month", "short")]),
            short_month: formatter(&[("month", "short")]),
            year: formatter(&[("year", "numeric")]),
            day_of_month: formatter(&[("month", "long"), ("day", "numeric")]),
            month: formatter(&[("month", "long")]),
            weekday: formatter(&[("weekday", "long")]),
            number: Intl::NumberFormat::new(&Array::new(), &Object::new()).format(),
            language_names: names_of("language"),
        }))
    }

    /// A count.
    #[must_use]
    pub fn number(&self, n: impl Into<f64>) -> String {
        call(&self.0.number, &JsValue::from_f64(n.into()))
    }

    /// A date as precise as it is known; `None` where there is nothing to write.
    #[must_use]
    pub fn date(&self, shape: DateShape) -> Option<String> {
        Some(match shape {
            DateShape::Day(day) => self.day(day),
            DateShape::Month(year, month) => {
                on(&self.0.month_of_year, CivilDate::new(year, month, 1)?)
            }
            DateShape::Year(year) => self.year(year),
            DateShape::DayWithoutYear(month, day) => {
                // 2000 had a 29 February.
                on(&self.0.day_of_month, CivilDate::new(2000, month, day)?)
            }
            DateShape::MonthWithoutYear(month) => {
                on(&self.0.month, CivilDate::new(2000, month, 1)?)
            }
            DateShape::Range(first, last) => self.range(first, last),
            DateShape::Since(day) => format!("{} –", self.day(day)),
            DateShape::Until(day) => format!("– {}", self.day(day)),
            DateShape::Unknown => return None,
        })
    }

    /// A stretch of days.
    #[must_use]
    pub fn days(&self, days: Days) -> String {
        self.date(days.into()).unwrap_or_default()
    }

    /// One day.
    #[must_use]
    pub fn day(&self, day: CivilDate) -> String {
        on(&self.0.day, day)
    }

    /// One day with the day of the week before it.
    #[must_use]
    pub fn weekday_and_day(&self, day: CivilDate) -> String {
        format!("{}, {}", on(&self.0.weekday, day), self.day(day))
    }

    fn range(&self, first: CivilDate, last: CivilDate) -> String {
        let range = self.0.day_range.as_ref().and_then(|(format, range)| {
            let text = range.call2(format, &instant(first), &instant(last));
            text.ok()?.as_string()
        });
        range.unwrap_or_else(|| format!("{} – {}", self.day(first), self.day(last)))
    }

    fn year(&self, year: i32) -> String {
        CivilDate::new(year, 1, 1).map_or_else(String::new, |day| on(&self.0.year, day))
    }

    /// The name of a country by its code of two letters; the code itself where there is none.
    #[must_use]
    pub fn country(code: [u8; 2]) -> String {
        let code = String::from_utf8_lossy(&code);
        if !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return String::new();
        }
        let name = names_of("region").and_then(|(names, of)| {
            let name = of.call1(&names, &JsValue::from_str(&code));
            name.ok()?.as_string()
        });
        name.unwrap_or_else(|| code.into_owned())
    }

    /// A label of the timeline's axis.
    #[must_use]
    pub fn axis_label(&self, label: AxisLabel) -> String {
        match label {
            AxisLabel::Hour(hour) => format!("{hour}:00"),
            AxisLabel::WholeDay(day) => self.day(day),
            AxisLabel::Day(day) => day.to_string(),
            AxisLabel::Month(month) => CivilDate::new(2000, month, 1)
                .map_or_else(String::new, |day| on(&self.0.short_month, day)),
            AxisLabel::MonthOfYear(year, month) => CivilDate::new(year, month, 1)
                .map_or_else(String::new, |day| on(&self.0.axis_month, day)),
            AxisLabel::Year(year) => self.year(year),
        }
    }

    /// A language by its tag; the tag itself where the browser knows no name.
    #[must_use]
    pub fn language(&self, tag: &str) -> String {
        let name = self
            .0
            .language_names
            .as_ref()
            .and_then(|(names, of)| of.call1(names, &JsValue::from_str(tag)).ok()?.as_string());
        name.unwrap_or_else(|| tag.to_owned())
    }
}

/// How a day is written.
const DAY: &[(&str, &str)] = &[("year", "numeric"), ("month", "short"), ("day", "numeric")];

fn on(format: &Function, day: CivilDate) -> String {
    call(format, &instant(day))
}

/// Midnight of a day in Greenwich: formatters are told the same zone.
fn instant(day: CivilDate) -> JsValue {
    let DayNumber(number) = day.day_number();
    Date::new(&JsValue::from_f64(f64::from(number) * 86_400_000.0)).into()
}

fn call(format: &Function, value: &JsValue) -> String {
    let text = format.call1(&JsValue::UNDEFINED, value);
    text.ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

fn formatter(options: &[(&str, &str)]) -> Function {
    date_format(options).format()
}

fn range_formatter(options: &[(&str, &str)]) -> Option<(JsValue, Function)> {
    let format: JsValue = date_format(options).into();
    let range = Reflect::get(&format, &"formatRange".into()).ok()?;
    Some((format, range.dyn_into().ok()?))
}

fn date_format(options: &[(&str, &str)]) -> Intl::DateTimeFormat {
    let object = Object::new();
    for (key, value) in options.iter().chain(&[("timeZone", "UTC")]) {
        // Setting a field of a fresh object does not fail.
        let _ = Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    Intl::DateTimeFormat::new(&Array::new(), &object)
}

/// `new Intl.DisplayNames("en", {type: "language"})` and its `of`, where the browser has them.
///
/// English, as the rest of the page's words are.
fn names_of(what: &str) -> Option<(JsValue, Function)> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &"DisplayNames".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &what.into()).ok()?;
    let names = Reflect::construct(&class, &Array::of2(&"en".into(), &options)).ok()?;
    let of = Reflect::get(&names, &"of".into()).ok()?.dyn_into().ok()?;
    Some((names, of))
}
