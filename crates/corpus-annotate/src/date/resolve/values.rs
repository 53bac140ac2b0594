//! TIMEX3 values of what has no full place in the calendar: open dates, open scopes, lengths.
//!
//! In: what was said. Out: the value's text, with `X` where nothing is known.

use super::super::calendar::{Clock, time_text, year_text};
use super::super::parse::{Amount, Extra, Point};
use super::super::words::{HolidayRule, Unit, holiday};
use std::fmt::Write as _;

/// TIMEX3 of a point whose year is not known.
pub(super) fn open_value(point: Point, year: Option<i32>) -> String {
    let mut value = year.map_or_else(|| "XXXX".to_owned(), year_text);
    let has_time = point.part.is_some() || point.time.is_some();
    match (point.month, point.day, point.weekday) {
        (Some(m), Some(d), _) => {
            let _ = write!(value, "-{m:02}-{d:02}");
        }
        (Some(m), None, _) => {
            let _ = write!(value, "-{m:02}");
            if has_time {
                value.push_str("-XX");
            }
        }
        (None, _, Some(w)) => {
            let _ = write!(value, "-WXX-{w}");
        }
        (None, Some(d), None) => {
            let _ = write!(value, "-XX-{d:02}");
        }
        (None, None, None) => {
            if let Some(q) = point.quarter {
                let _ = write!(value, "-Q{q}");
            } else if let Some(h) = point.half {
                let _ = write!(value, "-H{h}");
            } else if let Some(s) = point.season {
                let _ = write!(value, "-{}", s.code());
            } else if let Some(HolidayRule::Fixed { month, day }) =
                point.holiday.and_then(holiday).map(|h| h.rule)
            {
                let _ = write!(value, "-{month:02}-{day:02}");
            } else if has_time || point.holiday.is_some() {
                value.push_str("-XX-XX");
            }
        }
    }
    value.push_str(&time_text(
        point.part,
        point.time.map(|t| Clock {
            hour: t.hour,
            minute: t.minute,
            second: t.second,
        }),
    ));
    value
}

pub(super) fn open_scope(unit: Unit, year: Option<i32>, point: Point) -> String {
    let year = year.map_or_else(|| "XXXX".to_owned(), year_text);
    let time = time_text(
        point.part,
        point.time.map(|t| Clock {
            hour: t.hour,
            minute: t.minute,
            second: t.second,
        }),
    );
    if let (Unit::Week, Some(day)) = (unit, point.weekday) {
        return format!("{year}-WXX-{day}{time}");
    }
    match unit {
        Unit::Week | Unit::Fortnight => format!("{year}-WXX"),
        Unit::Weekend => format!("{year}-WXX-WE"),
        Unit::Month => format!("{year}-XX"),
        Unit::Quarter => format!("{year}-QX"),
        Unit::Day => format!("{year}-XX-XX{time}"),
        Unit::Decade => "XXX".to_owned(),
        Unit::Century | Unit::Millennium => "XX".to_owned(),
        _ => year,
    }
}

/// TIMEX3 of a length.
pub(super) fn duration_text(amount: Amount, unit: Unit, extra: Extra) -> String {
    let number = |tenths: u64| {
        if tenths.is_multiple_of(10) {
            (tenths / 10).to_string()
        } else {
            format!("{}.{}", tenths / 10, tenths % 10)
        }
    };
    let letter = |unit: Unit| match unit {
        Unit::Second => "S",
        Unit::Minute | Unit::Month => "M",
        Unit::Hour => "H",
        Unit::Day => "D",
        Unit::Week | Unit::Fortnight => "W",
        Unit::Weekend => "WE",
        Unit::Quarter => "Q",
        Unit::Year => "Y",
        Unit::Decade => "DE",
        Unit::Century => "CE",
        Unit::Millennium => "ML",
    };
    let (amount, unit) = match (amount, unit) {
        (Amount::Tenths(5), Unit::Hour) => (Amount::Tenths(300), Unit::Minute),
        (Amount::Tenths(5), Unit::Minute) => (Amount::Tenths(300), Unit::Second),
        (Amount::Tenths(5), Unit::Day) => (Amount::Tenths(120), Unit::Hour),
        (Amount::Tenths(5), Unit::Year) => (Amount::Tenths(60), Unit::Month),
        (Amount::Tenths(5), Unit::Decade) => (Amount::Tenths(50), Unit::Year),
        (Amount::Tenths(5), Unit::Century) => (Amount::Tenths(500), Unit::Year),
        (Amount::Tenths(n), Unit::Fortnight) => (Amount::Tenths(n.saturating_mul(2)), Unit::Week),
        other => other,
    };
    let text = match amount {
        Amount::Tenths(tenths) => number(tenths),
        Amount::Vague => "X".to_owned(),
    };
    let mut value = format!(
        "P{}{text}{}",
        if unit.is_clock() { "T" } else { "" },
        letter(unit)
    );
    let mut in_clock = unit.is_clock();
    for (n, smaller) in extra.into_iter().flatten() {
        if smaller.is_clock() && !in_clock {
            value.push('T');
            in_clock = true;
        }
        let _ = write!(value, "{n}{}", letter(smaller));
    }
    value
}
