//! Civil dates with precision, intervals of days, and what a date expression resolved to.
//!
//! Proleptic Gregorian calendar throughout, years -9999 to 9999. The day arithmetic is Howard Hinnant's
//! `days_from_civil` and `civil_from_days` (public domain algorithm), counted from 1970-01-01.

use crate::span::Span;
use std::fmt;

/// Days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct DayNumber(pub i32);

/// Monday first, as ISO 8601 counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weekday {
    /// ISO 1
    Monday,
    /// ISO 2
    Tuesday,
    /// ISO 3
    Wednesday,
    /// ISO 4
    Thursday,
    /// ISO 5
    Friday,
    /// ISO 6
    Saturday,
    /// ISO 7
    Sunday,
}

impl Weekday {
    /// Monday to Sunday.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// ISO number, Monday = 1.
    #[must_use]
    pub const fn iso(self) -> u8 {
        self as u8 + 1
    }

    /// English name, for reasons.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Monday => "Monday",
            Self::Tuesday => "Tuesday",
            Self::Wednesday => "Wednesday",
            Self::Thursday => "Thursday",
            Self::Friday => "Friday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        }
    }
}

/// A day that exists. Displays as ISO 8601.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate {
    year: i16,
    month: u8,
    day: u8,
}

impl CivilDate {
    /// `None` for a day that does not exist or a year outside -9999..=9999.
    #[must_use]
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let fits = (-9999..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day);
        fits.then_some(Self {
            year: year as i16,
            month,
            day,
        })
    }

    /// Year, astronomical numbering.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.year as i32
    }

    /// Month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, from 1.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub fn day_number(self) -> DayNumber {
        let y = i32::from(self.year) - i32::from(self.month <= 2);
        let era = y.div_euclid(400);
        let year_of_era = y.rem_euclid(400);
        let month = (i32::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i32::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        DayNumber(era * 146_097 + day_of_era - 719_468)
    }

    /// The day with this number, held inside the years this type knows.
    #[must_use]
    pub fn from_day_number(day: DayNumber) -> Self {
        let z = day.0.clamp(-4_371_587, 2_932_896) + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = (doy - (153 * mp + 2) / 5 + 1) as u8;
        let month = if mp < 10 { mp + 3 } else { mp - 9 } as u8;
        let year = yoe + era * 400 + i32::from(month <= 2);
        Self {
            year: year as i16,
            month,
            day,
        }
    }

    /// Day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        Weekday::ALL[(self.day_number().0 + 3).rem_euclid(7) as usize]
    }

    /// `days` later (earlier if negative), held inside the years this type knows.
    #[must_use]
    pub fn add_days(self, days: i32) -> Self {
        Self::from_day_number(DayNumber(self.day_number().0.saturating_add(days)))
    }

    /// `months` later; a day the month lacks becomes its last (31 January + 1 month = 28 February).
    #[must_use]
    pub fn add_months(self, months: i32) -> Self {
        let total = (self.year() * 12 + i32::from(self.month) - 1).saturating_add(months);
        let year = total.div_euclid(12).clamp(-9999, 9999);
        let month = total.rem_euclid(12) as u8 + 1;
        let day = self.day.min(days_in_month(year, month));
        Self {
            year: year as i16,
            month,
            day,
        }
    }

    /// ISO 8601 week-numbering year and week (1 to 53).
    #[must_use]
    pub fn iso_week(self) -> (i32, u8) {
        let thursday = self.add_days(4 - i32::from(self.weekday().iso()));
        let first = Self {
            year: thursday.year,
            month: 1,
            day: 1,
        };
        let week = (thursday.day_number().0 - first.day_number().0) / 7 + 1;
        (thursday.year(), week as u8)
    }
}

impl fmt::Display for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.year < 0 {
            write!(
                f,
                "-{:04}-{:02}-{:02}",
                -i32::from(self.year),
                self.month,
                self.day
            )
        } else {
            write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
        }
    }
}

/// Days in a month of the proleptic Gregorian calendar; 31 for a month that does not exist.
fn days_in_month(year: i32, month: u8) -> u8 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + u8::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// What is known of a date: any part may be missing. Displays as TIMEX3 (`XXXX-05-21`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct PartialDate {
    /// Year, if said.
    pub year: Option<i32>,
    /// Month, 1 to 12, if said.
    pub month: Option<u8>,
    /// Day of the month, if said.
    pub day: Option<u8>,
    /// Day of the week, if said.
    pub weekday: Option<Weekday>,
}

impl PartialDate {
    /// Reads what [`Display`](fmt::Display) writes of year, month and day: `2022-01-07`, `2022-01`, `2022`,
    /// `XXXX-01-07`; a time of the day behind it is passed over. `None` for any other text, and for no day.
    #[must_use]
    pub fn from_value(value: &str) -> Option<Self> {
        let value = value.trim();
        let value = value.split_once('T').map_or(value, |(day, _)| day);
        let mut parts = value.split('-');
        let number = |part: &str, n: usize| {
            let is_number = part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
            is_number.then(|| part.parse::<u16>().ok()).flatten()
        };
        let small = |part: &str| number(part, 2).and_then(|n| u8::try_from(n).ok());
        let year = match parts.next()? {
            "XXXX" => None,
            year => Some(i32::from(number(year, 4)?)),
        };
        let month = parts.next().map(small);
        let day = parts.next().map(small);
        let is_read = month != Some(None) && day != Some(None) && parts.next().is_none();
        let date = Self {
            year,
            month: month.flatten(),
            day: day.flatten(),
            weekday: None,
        };
        // The 29th of February exists in some year.
        let first = CivilDate::new(
            year.unwrap_or(2000),
            date.month.unwrap_or(1),
            date.day.unwrap_or(1),
        );
        (is_read && first.is_some() && (year.is_some() || month.is_some())).then_some(date)
    }

    /// How finely it is known.
    #[must_use]
    pub const fn precision(self) -> Precision {
        match (self.month, self.day) {
            (_, Some(_)) => Precision::Day,
            (Some(_), None) => Precision::Month,
            (None, None) => Precision::Year,
        }
    }

    /// The one day it names, if year, month and day are known and exist.
    #[must_use]
    pub fn to_civil(self) -> Option<CivilDate> {
        CivilDate::new(self.year?, self.month?, self.day?)
    }

    /// Whether `day` has every part that is said.
    #[must_use]
    pub fn fits(self, day: CivilDate) -> bool {
        self.year.is_none_or(|year| year == day.year())
            && self.month.is_none_or(|month| month == day.month())
            && self.day.is_none_or(|said| said == day.day())
            && self.weekday.is_none_or(|weekday| weekday == day.weekday())
    }

    /// The days of these years that fit, in order: what a date without its year may mean.
    #[must_use]
    pub fn days_in(self, years: std::ops::RangeInclusive<i32>) -> Vec<CivilDate> {
        let mut days = Vec::new();
        for year in years.filter(|year| self.year.is_none_or(|said| said == *year)) {
            let months = self.month.map_or(1..=12, |month| month..=month);
            for month in months {
                let of_month = self.day.map_or(1..=31, |day| day..=day);
                days.extend(
                    of_month
                        .filter_map(|day| CivilDate::new(year, month, day))
                        .filter(|day| self.fits(*day)),
                );
            }
        }
        days
    }

    /// The days it covers, where the year is known.
    #[must_use]
    pub fn interval(self) -> Option<DayInterval> {
        let year = self.year?;
        let (first, months) = match (self.month, self.day) {
            (Some(m), Some(d)) => {
                let day = CivilDate::new(year, m, d)?;
                return Some(DayInterval::days(day, day.add_days(1)));
            }
            (Some(m), None) => (CivilDate::new(year, m, 1)?, 1),
            (None, _) => (CivilDate::new(year, 1, 1)?, 12),
        };
        Some(DayInterval::days(first, first.add_months(months)))
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(year) => write!(f, "{year:04}")?,
            None => f.write_str("XXXX")?,
        }
        match (self.month, self.day) {
            (Some(m), Some(d)) => write!(f, "-{m:02}-{d:02}"),
            (Some(m), None) => write!(f, "-{m:02}"),
            (None, Some(d)) => write!(f, "-XX-{d:02}"),
            (None, None) => match (self.weekday, self.year) {
                (Some(w), _) => write!(f, "-WXX-{}", w.iso()),
                _ => Ok(()),
            },
        }
    }
}

/// Days from `begin` up to but not including `end_exclusive`; an open end is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayInterval {
    /// First day; `None` if the interval has no known beginning.
    pub begin: Option<DayNumber>,
    /// Day after the last; `None` if it has no known end.
    pub end_exclusive: Option<DayNumber>,
}

impl DayInterval {
    /// `[begin, end_exclusive)`.
    #[must_use]
    pub fn days(begin: CivilDate, end_exclusive: CivilDate) -> Self {
        Self {
            begin: Some(begin.day_number()),
            end_exclusive: Some(end_exclusive.day_number()),
        }
    }

    /// Whether `day` lies in it. An open end reaches as far as the calendar does.
    #[must_use]
    pub fn contains(self, day: CivilDate) -> bool {
        let day = day.day_number();
        self.begin.is_none_or(|begin| begin <= day)
            && self.end_exclusive.is_none_or(|end| day < end)
    }

    /// Whether some day lies in both.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        let before = |end: Option<DayNumber>, begin: Option<DayNumber>| {
            end.zip(begin).is_none_or(|(end, begin)| begin < end)
        };
        before(self.end_exclusive, other.begin) && before(other.end_exclusive, self.begin)
    }

    /// Whether all its days lie in `other`.
    #[must_use]
    pub fn is_inside(self, other: Self) -> bool {
        let begins = other
            .begin
            .is_none_or(|outer| self.begin.is_some_and(|begin| outer <= begin));
        let ends = other
            .end_exclusive
            .is_none_or(|outer| self.end_exclusive.is_some_and(|end| end <= outer));
        begins && ends
    }
}

/// How finely a date is known, finest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A time of the day.
    Time,
    /// One day.
    Day,
    /// A week or weekend.
    Week,
    /// A month, or a part of one.
    Month,
    /// Three months.
    Quarter,
    /// A season.
    Season,
    /// A year, or half of one.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

impl Precision {
    /// Lower-case name, as the annotation record spells it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Season => "season",
            Self::Year => "year",
            Self::Decade => "decade",
            Self::Century => "century",
        }
    }
}

/// A probability in thousandths: integers keep output the same on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Permille(pub u16);

/// TIMEX3 type of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimexType {
    /// A day or something longer.
    Date,
    /// A time of a day.
    Time,
    /// A length of time.
    Duration,
    /// Something that recurs.
    Set,
}

impl TimexType {
    /// Lower-case name, as the annotation record spells it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Time => "time",
            Self::Duration => "duration",
            Self::Set => "set",
        }
    }
}

/// A date expression in an article's text and what it resolved to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateMention {
    /// Where it stands.
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimexType,
    /// TIMEX3 value, e.g. `2022-01-06`, `2022-W01`, `P2D`, `PAST_REF`.
    pub value: String,
    /// How finely it is known; `None` for durations, sets and references without a day.
    pub precision: Option<Precision>,
    /// The days a timeline draws, if the value names any.
    pub interval: Option<DayInterval>,
    /// TIMEX3 `mod`, e.g. `APPROX`, `START`, `MID`, `END`, `BEFORE`.
    pub modifier: Option<String>,
    /// Rule and anchor in words.
    pub why: String,
    /// Other values that were considered, each with the reason it lost.
    pub rejected: Vec<(String, String)>,
}

/// One hint at a publication date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateCandidate {
    /// TIMEX3 value, possibly partial (`XXXX-05-21`).
    pub value: String,
    /// What kind of evidence: `metadata`, `url`, `dateline`, `byline`, `file name`, `text`, `folder`.
    pub from: String,
    /// Where it stands in the text, if it does.
    pub span: Option<Span>,
}

/// When an article was published, as far as can be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// TIMEX3 value, possibly partial (`XXXX-05-21`, `2022-01`).
    pub value: String,
    /// How finely it is known.
    pub precision: Precision,
    /// The days it covers; `None` while the year is open.
    pub interval: Option<DayInterval>,
    /// Probability that the value is right.
    pub confidence: Permille,
    /// The evidence in words.
    pub why: String,
    /// All hints, best first, whether used or not.
    pub candidates: Vec<DateCandidate>,
}

/// Whether what a document states about its day of publication contradicts the value that was taken. `from` is the
/// kind of evidence as [`DateCandidate::from`] names it; what was only inferred contradicts nothing.
#[must_use]
pub fn contradicts(taken: &str, stated: &str, from: &str) -> bool {
    let is_stated = matches!(
        from,
        "metadata" | "url" | "byline" | "dateline" | "file name"
    );
    let is_month = |value: &str| {
        value.as_bytes().get(4) == Some(&b'-')
            && value.as_bytes().get(5).is_some_and(u8::is_ascii_digit)
    };
    let differs = |(a, b): (u8, u8)| a.is_ascii_digit() && b.is_ascii_digit() && a != b;
    is_stated
        && is_month(taken)
        && is_month(stated)
        && taken.bytes().zip(stated.bytes()).take(10).any(differs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u8, d: u8) -> CivilDate {
        CivilDate::new(y, m, d).expect("an existing day")
    }

    #[test]
    fn day_numbers_round_trip_over_all_years() {
        let mut last = day(-9999, 1, 1).day_number().0 - 1;
        for year in -9999..=9999 {
            for (m, d) in [(1, 1), (2, 28), (3, 1), (12, 31)] {
                let date = day(year, m, d);
                assert!(date.day_number().0 > last);
                last = date.day_number().0;
                assert_eq!(CivilDate::from_day_number(date.day_number()), date);
            }
        }
        assert_eq!(
            CivilDate::from_day_number(DayNumber(i32::MAX)),
            day(9999, 12, 31)
        );
        assert_eq!(
            CivilDate::from_day_number(DayNumber(i32::MIN)),
            day(-9999, 1, 1)
        );
    }

    #[test]
    fn known_days_and_weeks() {
        assert_eq!(day(1970, 1, 1).day_number(), DayNumber(0));
        assert_eq!(day(2022, 1, 7).weekday(), Weekday::Friday);
        assert_eq!(day(2000, 2, 29).add_days(1), day(2000, 3, 1));
        assert_eq!(day(2022, 1, 31).add_months(1), day(2022, 2, 28));
        assert_eq!(day(2021, 1, 3).iso_week(), (2020, 53));
        assert_eq!(day(2022, 1, 3).iso_week(), (2022, 1));
        assert_eq!(CivilDate::new(2021, 2, 29), None);
    }

    #[test]
    fn partial_dates_show_what_is_missing() {
        let may = PartialDate {
            month: Some(5),
            day: Some(21),
            ..Default::default()
        };
        assert_eq!(may.to_string(), "XXXX-05-21");
        assert_eq!(may.interval(), None);
        let year = PartialDate {
            year: Some(2022),
            ..Default::default()
        };
        assert_eq!(
            year.interval(),
            Some(DayInterval::days(day(2022, 1, 1), day(2023, 1, 1)))
        );
    }

    #[test]
    fn partial_dates_are_read_as_they_are_written() {
        for value in [
            "2022-01-07",
            "2022-01",
            "2022",
            "XXXX-05-21",
            "XXXX-02-29",
            "0044-03",
        ] {
            let read = PartialDate::from_value(value).map(|date| date.to_string());
            assert_eq!(read.as_deref(), Some(value));
        }
        assert_eq!(
            PartialDate::from_value(" 2022-01-07T09:30:00+06:00 "),
            PartialDate::from_value("2022-01-07")
        );
        for none in [
            "",
            "XXXX",
            "2021-02-29",
            "2022-13",
            "22-01-07",
            "2022-1-7",
            "2022-01-07-1",
            "may",
            "2022-",
        ] {
            assert_eq!(PartialDate::from_value(none), None, "{none}");
        }
    }

    #[test]
    fn what_is_stated_can_contradict() {
        assert!(contradicts("2022-01-07", "2022-01-06", "url"));
        assert!(!contradicts("2022-01-07", "XXXX-01-07", "dateline"));
        assert!(contradicts("2022-01-07", "XXXX-01-09", "dateline"));
        assert!(!contradicts("2022-01-07", "2021-01-07", "folder"));
        assert!(!contradicts("2022-01", "2022-W02", "metadata"));
    }
}
