//! What holds of the date expressions of any text; shared by the tests here and by the fuzz target `dates`.

use corpus_annotate::date::find_dates_in;
use corpus_model::{CivilDate, DayInterval, Permille, Precision, Published, TimexType};

/// Languages with tables of their own, and one without.
pub const TAGS: [&str; 13] = [
    "en", "ru", "uk", "kk", "de", "fr", "es", "tr", "it", "pl", "pt", "ar", "zh",
];

/// Published on that day, surely.
pub fn published(day: CivilDate) -> Published {
    Published {
        value: day.to_string(),
        precision: Precision::Day,
        interval: Some(DayInterval::days(day, day.add_days(1))),
        confidence: Permille(990),
        why: String::new(),
        candidates: Vec::new(),
    }
}

/// Finds the dates of `text` and checks what every mention owes the text and the calendar.
pub fn check(text: &str, tag: &str, day: Option<CivilDate>) {
    let anchor = day.map(published);
    let mut end = 0;
    for mention in find_dates_in(text, tag, anchor.as_ref()) {
        // In order, none across another, never inside a letter.
        assert!(
            mention.span.start >= end && mention.span.end > mention.span.start,
            "{text:?}"
        );
        assert!(text.get(mention.span.range()).is_some(), "{text:?}");
        end = mention.span.end;
        // A value and a reason, always; one line each.
        assert!(
            !mention.value.is_empty() && !mention.why.is_empty(),
            "{text:?}"
        );
        assert!(
            mention.value.is_ascii() && mention.value.len() < 40,
            "{text:?}"
        );
        if let Some(interval) = mention.interval {
            assert!(
                interval
                    .end_exclusive
                    .is_none_or(|end| interval.begin < Some(end)),
                "{text:?}"
            );
        }
        // A value that names a day is drawn on it: the interval holds what the value says.
        let said = mention.value.get(..10).and_then(iso_day);
        if let (Some(day), TimexType::Date, Some(Precision::Day), Some(interval)) =
            (said, mention.kind, mention.precision, mention.interval)
        {
            assert!(interval.contains(day), "{text:?} {}", mention.value);
        }
        // What was dropped differs from what was taken.
        assert!(
            mention
                .rejected
                .iter()
                .all(|(value, why)| *value != mention.value && !why.is_empty()),
            "{text:?}"
        );
    }
}

fn iso_day(text: &str) -> Option<CivilDate> {
    let mut parts = text.split('-');
    let mut next = || parts.next()?.parse::<i32>().ok();
    let (year, month, day) = (next()?, next()?, next()?);
    CivilDate::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}
