//! Dates as a reader meets them: their shape by precision, and days in the address.
//!
//! The words (month names, order of the parts) are the browser's business; this module only says
//! what there is to write. A month stays a month: nothing here turns it into its first day.

use crate::brush::Days;
use corpus_model::{CivilDate, DayInterval, DayNumber};

/// What there is to write about a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateShape {
    /// One day.
    Day(CivilDate),
    /// A month of a year.
    Month(i32, u8),
    /// A year.
    Year(i32),
    /// A month and day whose year is open.
    DayWithoutYear(u8, u8),
    /// A month whose year is open.
    MonthWithoutYear(u8),
    /// From the first day to the last.
    Range(CivilDate, CivilDate),
    /// From this day on.
    Since(CivilDate),
    /// Up to this day.
    Until(CivilDate),
    /// Nothing that could be written as a date.
    Unknown,
}

/// The shape of a TIMEX3 `value` that covers `interval`.
#[must_use]
pub fn date_shape(value: &str, interval: Option<DayInterval>) -> DateShape {
    let day = |number: DayNumber| CivilDate::from_day_number(number);
    match interval.map(|i| (i.begin, i.end_exclusive)) {
        Some((Some(begin), Some(end))) => range_shape(begin, DayNumber(end.0.saturating_sub(1))),
        Some((Some(begin), None)) => DateShape::Since(day(begin)),
        Some((None, Some(end))) => DateShape::Until(day(end).add_days(-1)),
        Some((None, None)) | None => yearless_shape(value),
    }
}

/// The shape of a TIMEX3 `value` of which nothing else is known: days, months and years, also without
/// their year, and times of a day, as their day.
#[must_use]
pub fn value_shape(value: &str) -> DateShape {
    let days = value.split('T').next().unwrap_or_default();
    match parse_days(days) {
        Some(days) => days.into(),
        None => yearless_shape(days),
    }
}

fn range_shape(first: DayNumber, last: DayNumber) -> DateShape {
    let begin = CivilDate::from_day_number(first);
    let end = CivilDate::from_day_number(DayNumber(last.0.max(first.0)));
    if begin == end {
        return DateShape::Day(begin);
    }
    let is_month = begin.day() == 1 && begin.add_months(1).add_days(-1) == end;
    let is_year =
        begin.day() == 1 && begin.month() == 1 && begin.add_months(12).add_days(-1) == end;
    match (is_month, is_year) {
        (true, _) => DateShape::Month(begin.year(), begin.month()),
        (_, true) => DateShape::Year(begin.year()),
        _ => DateShape::Range(begin, end),
    }
}

fn yearless_shape(value: &str) -> DateShape {
    let mut parts = value
        .strip_prefix("XXXX-")
        .into_iter()
        .flat_map(|rest| rest.split('-'));
    let mut number = || parts.next().and_then(|part| part.parse::<u8>().ok());
    match (number(), number()) {
        (Some(month @ 1..=12), Some(day @ 1..=31)) => DateShape::DayWithoutYear(month, day),
        (Some(month @ 1..=12), None) => DateShape::MonthWithoutYear(month),
        _ => DateShape::Unknown,
    }
}

/// The shape of a stretch of days.
impl From<Days> for DateShape {
    fn from(days: Days) -> Self {
        range_shape(days.first, days.last)
    }
}

/// `2022-01-05..2022-01-07`, or one day alone.
#[must_use]
pub fn days_text(days: Days) -> String {
    let [first, last] = [days.first, days.last].map(CivilDate::from_day_number);
    if first == last {
        first.to_string()
    } else {
        format!("{first}..{last}")
    }
}

/// Reads what [`days_text`] writes; also a month (`2022-01`) or a year, alone or as an end.
#[must_use]
pub fn parse_days(text: &str) -> Option<Days> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let (first, last) = (days_of(first)?, days_of(last)?);
    (first.first <= last.last).then(|| Days::new(first.first, last.last))
}

/// The day an ISO date names.
#[must_use]
pub fn day_from_iso(text: &str) -> Option<CivilDate> {
    let (rest, sign) = match text.strip_prefix('-') {
        Some(rest) => (rest, -1),
        None => (text, 1),
    };
    let mut parts = rest.split('-');
    let year: i32 = parts.next()?.parse().ok()?;
    let (month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    match parts.next() {
        None => CivilDate::new(sign * year, month, day),
        Some(_) => None,
    }
}

fn days_of(text: &str) -> Option<Days> {
    if let Some(day) = day_from_iso(text) {
        return Some(Days::new(day.day_number(), day.day_number()));
    }
    let mut parts = text.split('-');
    let year: i32 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let (month, n_months) = match parts.next() {
        Some(month) => (month.parse().ok()?, 1),
        None => (1, 12),
    };
    let first = CivilDate::new(year, month, 1).filter(|_| parts.next().is_none())?;
    let last = first.add_months(n_months).add_days(-1);
    Some(Days::new(first.day_number(), last.day_number()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, wanted: DateShape) {
        let interval = parse_days(value).map(|days| DayInterval {
            begin: Some(days.first),
            end_exclusive: Some(DayNumber(days.last.0 + 1)),
        });
        assert_eq!(date_shape(value, interval), wanted);
    }

    fn day(iso: &str) -> CivilDate {
        day_from_iso(iso).unwrap()
    }

    #[test]
    fn a_month_stays_a_month() {
        check("2022-02", DateShape::Month(2022, 2));
        check("2022", DateShape::Year(2022));
        check("2022-02-03", DateShape::Day(day("2022-02-03")));
    }

    #[test]
    fn an_open_year_stays_open() {
        check("XXXX-05-21", DateShape::DayWithoutYear(5, 21));
        check("XXXX-05", DateShape::MonthWithoutYear(5));
        check("XXXX-WXX-4", DateShape::Unknown);
        check("PAST_REF", DateShape::Unknown);
    }

    #[test]
    fn a_value_alone_tells_its_shape() {
        for (value, wanted) in [
            ("XXXX-12-30", DateShape::DayWithoutYear(12, 30)),
            ("2022-01", DateShape::Month(2022, 1)),
            ("2022-01-06T14:30", DateShape::Day(day("2022-01-06"))),
            ("2022-W01", DateShape::Unknown),
            ("PAST_REF", DateShape::Unknown),
        ] {
            assert_eq!(value_shape(value), wanted, "{value}");
        }
    }

    #[test]
    fn a_week_is_a_range() {
        let (monday, sunday) = (day("2022-01-03"), day("2022-01-09"));
        check("2022-01-03..2022-01-09", DateShape::Range(monday, sunday));
    }

    #[test]
    fn days_in_the_address() {
        let days = parse_days("2021-12..2022-01-04").unwrap();
        assert_eq!(days_text(days), "2021-12-01..2022-01-04");
        for nonsense in [
            "",
            "..",
            "2022-13",
            "2022-02-30",
            "2022-01-02-03",
            "5",
            "2023..2022",
        ] {
            assert_eq!(parse_days(nonsense), None, "{nonsense}");
        }
    }
}
