//! The algebra of calendar points: what a resolved expression covers, how it moves, how TIMEX3 writes it.
//!
//! A [`Cal`] is a stretch of the calendar with a name: a century, a year, a quarter, a day. It can be
//! shifted by whole units and back, gives the days it covers, and prints its TIMEX3 value. Years are
//! astronomical inside (1 BC is 0) and written as sources write them (`BC0001`).

use super::words::{HolidayRule, Part, Season, Unit};
use corpus_model::{CivilDate, DayInterval, Precision};
use std::fmt::{self, Write as _};

/// How fine a calendar point is, with the numbers below the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grain {
    Century,
    Decade,
    Year,
    Half(u8),
    Quarter(u8),
    Season(Season),
    Month(u8),
    /// ISO week; the point's year is the week-numbering year.
    Week(u8),
    Weekend(u8),
    Day(u8, u8),
}

/// A time of the day: hour, then minute and second as far as said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub hour: u8,
    pub minute: u8,
    pub second: Option<u8>,
}

/// A named stretch of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cal {
    /// Astronomical year; for a century or decade its first.
    pub year: i32,
    pub grain: Grain,
    pub part: Option<Part>,
    pub clock: Option<Clock>,
}

impl Cal {
    pub const fn new(year: i32, grain: Grain) -> Self {
        Self {
            year,
            grain,
            part: None,
            clock: None,
        }
    }

    pub fn day(date: CivilDate) -> Self {
        Self::new(date.year(), Grain::Day(date.month(), date.day()))
    }

    pub fn week_of(date: CivilDate) -> Self {
        let (year, week) = date.iso_week();
        Self::new(year, Grain::Week(week))
    }

    pub fn weekend_of(date: CivilDate) -> Self {
        let (year, week) = date.iso_week();
        Self::new(year, Grain::Weekend(week))
    }

    /// The first day it covers, if the calendar reaches it.
    pub fn first(self) -> Option<CivilDate> {
        match self.grain {
            Grain::Century | Grain::Decade | Grain::Year => CivilDate::new(self.year, 1, 1),
            Grain::Half(half) => CivilDate::new(self.year, half.saturating_sub(1) * 6 + 1, 1),
            Grain::Quarter(q) => CivilDate::new(self.year, q.saturating_sub(1) * 3 + 1, 1),
            // The winter of a year is the one that begins it: meteorological seasons.
            Grain::Season(Season::Winter) => CivilDate::new(self.year - 1, 12, 1),
            Grain::Season(Season::Spring) => CivilDate::new(self.year, 3, 1),
            Grain::Season(Season::Summer) => CivilDate::new(self.year, 6, 1),
            Grain::Season(Season::Autumn) => CivilDate::new(self.year, 9, 1),
            Grain::Month(month) => CivilDate::new(self.year, month, 1),
            Grain::Week(week) => Some(monday_of(self.year, week)?),
            Grain::Weekend(week) => Some(monday_of(self.year, week)?.add_days(5)),
            Grain::Day(month, day) => CivilDate::new(self.year, month, day),
        }
    }

    /// The days it covers.
    pub fn interval(self) -> Option<DayInterval> {
        let first = self.first()?;
        let end = match self.grain {
            Grain::Century => first.add_months(1200),
            Grain::Decade => first.add_months(120),
            Grain::Year => first.add_months(12),
            Grain::Half(_) => first.add_months(6),
            Grain::Quarter(_) | Grain::Season(_) => first.add_months(3),
            Grain::Month(_) => first.add_months(1),
            Grain::Week(_) => first.add_days(7),
            Grain::Weekend(_) => first.add_days(2),
            Grain::Day(..) => first.add_days(1),
        };
        // At the end of the calendar nothing is left to cover.
        (first < end).then(|| DayInterval::days(first, end))
    }

    /// How finely it is known.
    pub const fn precision(self) -> Precision {
        if self.part.is_some() || self.clock.is_some() {
            return Precision::Time;
        }
        match self.grain {
            Grain::Century => Precision::Century,
            Grain::Decade => Precision::Decade,
            Grain::Year | Grain::Half(_) => Precision::Year,
            Grain::Quarter(_) => Precision::Quarter,
            Grain::Season(_) => Precision::Season,
            Grain::Month(_) => Precision::Month,
            Grain::Week(_) | Grain::Weekend(_) => Precision::Week,
            Grain::Day(..) => Precision::Day,
        }
    }

    /// Whether the same stretch, moved by whole `unit`s, is again such a stretch.
    pub fn is_at_least_as_fine_as(self, unit: Unit) -> bool {
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour => self.clock.is_some(),
            Unit::Day => matches!(self.grain, Grain::Day(..)),
            Unit::Week | Unit::Fortnight | Unit::Weekend => {
                matches!(
                    self.grain,
                    Grain::Day(..) | Grain::Week(_) | Grain::Weekend(_)
                )
            }
            Unit::Month => matches!(
                self.grain,
                Grain::Day(..) | Grain::Week(_) | Grain::Weekend(_) | Grain::Month(_)
            ),
            Unit::Quarter => !matches!(
                self.grain,
                Grain::Century | Grain::Decade | Grain::Year | Grain::Half(_)
            ),
            Unit::Year => !matches!(self.grain, Grain::Century | Grain::Decade),
            Unit::Decade => !matches!(self.grain, Grain::Century),
            Unit::Century | Unit::Millennium => true,
        }
    }

    /// Coarsened to `unit`: the month a day lies in, the year a month lies in.
    pub fn at(self, unit: Unit) -> Option<Self> {
        let first = self.first()?;
        let mid = match self.grain {
            Grain::Season(Season::Winter) => first.add_months(1),
            _ => first,
        };
        Some(match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Self::day(first),
            Unit::Weekend => Self::weekend_of(first),
            Unit::Week | Unit::Fortnight => Self::week_of(first),
            Unit::Month => Self::new(mid.year(), Grain::Month(mid.month())),
            Unit::Quarter => Self::new(mid.year(), Grain::Quarter((mid.month() - 1) / 3 + 1)),
            Unit::Year => Self::new(mid.year(), Grain::Year),
            Unit::Decade => Self::new(mid.year().div_euclid(10) * 10, Grain::Decade),
            Unit::Century | Unit::Millennium => {
                Self::new(mid.year().div_euclid(100) * 100, Grain::Century)
            }
        })
    }

    /// `n` units later (earlier if negative), at the unit's own fineness.
    pub fn shifted(self, n: i32, unit: Unit) -> Option<Self> {
        let here = self.at(unit)?;
        let first = here.first()?;
        let moved = match unit {
            Unit::Second | Unit::Minute | Unit::Hour => return None,
            Unit::Day => first.add_days(n),
            Unit::Week | Unit::Weekend => first.add_days(n.checked_mul(7)?),
            Unit::Fortnight => first.add_days(n.checked_mul(14)?),
            Unit::Month => first.add_months(n),
            Unit::Quarter => first.add_months(n.checked_mul(3)?),
            Unit::Year => first.add_months(n.checked_mul(12)?),
            Unit::Decade => first.add_months(n.checked_mul(120)?),
            Unit::Century => first.add_months(n.checked_mul(1200)?),
            Unit::Millennium => first.add_months(n.checked_mul(12_000)?),
        };
        Self::day(moved).at(unit)
    }
}

fn monday_of(year: i32, week: u8) -> Option<CivilDate> {
    let fourth = CivilDate::new(year, 1, 4)?;
    let monday = fourth.add_days(1 - i32::from(fourth.weekday().iso()));
    Some(monday.add_days((i32::from(week) - 1) * 7))
}

/// A year as TIMEX3 writes it: four digits, `BC0490` before the era.
pub(super) fn year_text(year: i32) -> String {
    if year > 0 {
        format!("{year:04}")
    } else {
        format!("BC{:04}", 1 - year)
    }
}

impl fmt::Display for Cal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.grain {
            Grain::Century if self.year < 0 => write!(f, "BC{:02}", -self.year / 100)?,
            Grain::Century => write!(f, "{:02}", self.year / 100)?,
            Grain::Decade if self.year < 0 => write!(f, "BC{:03}", -self.year / 10)?,
            Grain::Decade => write!(f, "{:03}", self.year / 10)?,
            grain => {
                f.write_str(&year_text(self.year))?;
                match grain {
                    Grain::Century | Grain::Decade | Grain::Year => {}
                    Grain::Half(half) => write!(f, "-H{half}")?,
                    Grain::Quarter(q) => write!(f, "-Q{q}")?,
                    Grain::Season(season) => write!(f, "-{}", season.code())?,
                    Grain::Month(month) => write!(f, "-{month:02}")?,
                    Grain::Week(week) => write!(f, "-W{week:02}")?,
                    Grain::Weekend(week) => write!(f, "-W{week:02}-WE")?,
                    Grain::Day(month, day) => write!(f, "-{month:02}-{day:02}")?,
                }
            }
        }
        f.write_str(&time_text(self.part, self.clock))
    }
}

/// `T14:30`, `TMO`, or nothing.
pub(super) fn time_text(part: Option<Part>, clock: Option<Clock>) -> String {
    let mut text = String::new();
    if let Some(clock) = clock {
        let _ = write!(text, "T{:02}:{:02}", clock.hour, clock.minute);
        if let Some(second) = clock.second {
            let _ = write!(text, ":{second:02}");
        }
    } else if let Some(part) = part {
        let _ = write!(text, "T{}", part.code());
    }
    text
}

/// The day of a holiday in a year.
pub(super) fn holiday_day(rule: HolidayRule, year: i32) -> Option<CivilDate> {
    match rule {
        HolidayRule::Fixed { month, day } => CivilDate::new(year, month, day),
        HolidayRule::Easter(days) => Some(easter(year)?.add_days(days)),
        HolidayRule::Nth {
            month,
            weekday,
            nth,
            plus,
        } => {
            let first = CivilDate::new(year, month, 1)?;
            let ahead = (i32::from(weekday) - i32::from(first.weekday().iso())).rem_euclid(7);
            let mut day = first.add_days(ahead);
            if nth > 0 {
                day = day.add_days((i32::from(nth) - 1) * 7);
            } else {
                while day.add_days(7).month() == month {
                    day = day.add_days(7);
                }
            }
            Some(day.add_days(i32::from(plus)))
        }
    }
}

/// Western Easter Sunday (the anonymous Gregorian algorithm, Meeus/Jones/Butcher).
fn easter(year: i32) -> Option<CivilDate> {
    let a = year.rem_euclid(19);
    let (b, c) = (year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let f = (b + 8).div_euclid(25);
    let g = (b - f + 1).div_euclid(3);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    CivilDate::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cal(date: (i32, u8, u8)) -> Cal {
        Cal::day(CivilDate::new(date.0, date.1, date.2).unwrap())
    }

    #[test]
    fn a_shift_and_its_inverse_come_back() {
        let units = [
            Unit::Day,
            Unit::Week,
            Unit::Month,
            Unit::Quarter,
            Unit::Year,
            Unit::Decade,
        ];
        for start in [
            (2022, 1, 31),
            (1900, 2, 28),
            (2000, 12, 31),
            (-43, 3, 15),
            (1999, 1, 1),
        ] {
            for unit in units {
                for n in [-700, -13, -1, 0, 1, 5, 400] {
                    let from = cal(start).at(unit).unwrap();
                    let back = from.shifted(n, unit).unwrap().shifted(-n, unit).unwrap();
                    assert_eq!(from, back, "{start:?} {n} {unit:?}");
                }
            }
        }
    }

    #[test]
    fn intervals_are_in_order_and_hold_their_first_day() {
        for start in [(2022, 1, 1), (2020, 2, 29), (2021, 12, 31), (-489, 9, 12)] {
            for unit in [
                Unit::Day,
                Unit::Weekend,
                Unit::Week,
                Unit::Month,
                Unit::Quarter,
                Unit::Year,
                Unit::Century,
            ] {
                let here = cal(start).at(unit).unwrap();
                let (a, b) = (
                    here.interval().unwrap(),
                    here.shifted(1, unit).unwrap().interval().unwrap(),
                );
                assert!(a.begin < a.end_exclusive);
                assert!(a.begin < b.begin && a.end_exclusive <= b.begin.max(a.end_exclusive));
                if unit != Unit::Weekend {
                    assert_eq!(a.end_exclusive, b.begin, "{start:?} {unit:?}");
                }
            }
        }
    }

    #[test]
    fn values_are_written_as_timex3() {
        assert_eq!(Cal::new(1970, Grain::Decade).to_string(), "197");
        assert_eq!(Cal::new(1900, Grain::Century).to_string(), "19");
        assert_eq!(Cal::new(-489, Grain::Year).to_string(), "BC0490");
        assert_eq!(
            cal((2022, 1, 2)).at(Unit::Week).unwrap().to_string(),
            "2021-W52"
        );
    }

    #[test]
    fn movable_feasts_fall_where_almanacs_say() {
        let day = |rule, year| holiday_day(rule, year).unwrap().to_string();
        assert_eq!(day(HolidayRule::Easter(0), 2018), "2018-04-01");
        assert_eq!(
            day(
                HolidayRule::Nth {
                    month: 11,
                    weekday: 4,
                    nth: 4,
                    plus: 0
                },
                2021
            ),
            "2021-11-25"
        );
        assert_eq!(
            day(
                HolidayRule::Nth {
                    month: 5,
                    weekday: 1,
                    nth: -1,
                    plus: 0
                },
                2022
            ),
            "2022-05-30"
        );
    }
}
