//! How much a piece of evidence speaks for a day: log-likelihoods in sixteenths of a bit.
//!
//! The figures were counted on news of known date and rounded. All integers: every machine decides alike.

use crate::date::facts::{Fact, Kind};
use crate::date::resolve::Tense;
use corpus_model::CivilDate;

/// One sixteenth of a bit.
pub(super) type Score = i32;

/// How likely a report names a weekday of the last seven days: the day itself, the day before, …
pub(super) const WEEKDAY_PAST: [Score; 7] = [-20, -26, -56, -66, -74, -82, -82];
/// The same where nothing shows that the text was printed at once: weeklies, digests and volunteers' news
/// come out two or three days after what they tell.
pub(super) const WEEKDAY_PAST_SLOW: [Score; 7] = [-33, -37, -39, -38, -60, -69, -69];
pub(super) const WEEKDAY_FUTURE: [Score; 7] = [-40, -24, -28, -32, -40, -48, -56];

pub(super) fn month_day_score(day: CivilDate, month: u8, of_month: u8, when: Tense) -> Score {
    let number = day.day_number().0;
    let mut behind = i32::MAX;
    let mut ahead = i32::MAX;
    for year in day.year() - 1..=day.year() + 1 {
        let Some(said) = CivilDate::new(year, month, of_month) else {
            continue;
        };
        let apart = number - said.day_number().0;
        if apart >= 0 {
            behind = behind.min(apart);
        }
        if apart <= 0 {
            ahead = ahead.min(-apart);
        }
    }
    let far = |days: i32| match days {
        0..=1 => -16,
        2..=7 => -24,
        8..=31 => -40,
        32..=90 => -56,
        91..=180 => -72,
        _ => -96,
    };
    match when {
        Tense::Past => far(behind),
        Tense::Future => far(ahead).min(-20),
        Tense::Unknown => far(behind).max(far(ahead) - 8),
    }
}

/// How far the latest year a report names lies back, as counted on news of known date: the year itself in one of
/// five, the year before in one of seven, then a long tail, and now and then a year ahead.
/// `is_past`: the year is told of as past. `is_whole`: all of it ("throughout 2021").
pub(super) fn year_score(day: CivilDate, latest: i32, is_past: bool, is_whole: bool) -> Score {
    match day.year() - latest {
        // News of the year itself says "this year", the more so in its first months.
        0 if is_whole && day.month() <= 10 => -100,
        0 if is_past && day.month() <= 2 => -64,
        0 => -36,
        1 if is_whole => -16,
        2.. if is_whole => -68,
        1 if day.month() <= 3 => -36,
        1 => -46,
        2 => -55,
        3..=5 => -66,
        6..=10 => -90,
        11..=20 => -102,
        21.. => -118,
        -1 => -66,
        -10..=-2 => -96,
        _ => -130,
    }
}

/// Collections of files hold few reports from before the web.
pub(super) const fn age_score(year: i32) -> Score {
    match year {
        2010.. => 0,
        2000..=2009 => -24,
        _ => -56,
    }
}

/// How long before publication the latest day lies that a report dates in full.
pub(super) fn distance_score(days_since: i32) -> Score {
    match days_since {
        i32::MIN..=-32 => -112,
        -31..=-1 => -56,
        0..=1 => -20,
        2..=3 => -26,
        4..=7 => -38,
        8..=31 => -50,
        32..=120 => -56,
        121..=400 => -64,
        401..=1100 => -74,
        1101..=3650 => -84,
        _ => -100,
    }
}

/// How long before its file was saved a report was published: mostly in the days before, at times years, hardly ever
/// after.
pub(super) fn saved_score(days_before: i32) -> Score {
    match days_before {
        i32::MIN..=-32 => -112,
        -31..=-3 => -56,
        -2..=7 => 0,
        8..=31 => -8,
        32..=120 => -20,
        121..=400 => -56,
        401..=1100 => -72,
        1101..=3650 => -88,
        _ => -112,
    }
}

pub(super) fn fact_score(day: CivilDate, fact: &Fact) -> Score {
    if day < fact.from {
        return -112;
    }
    match (fact.kind, fact.to) {
        // Former holders are named as background.
        (Kind::State, Some(to)) if day > to => -40,
        (Kind::Event, Some(to)) if day > to => -24,
        (Kind::Event, None) => {
            // News of an event thins out with the years.
            let years = (day.year() - fact.from.year()).clamp(0, 10);
            -2 * years
        }
        _ => 0,
    }
}
