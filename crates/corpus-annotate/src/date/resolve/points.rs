//! Points of the calendar: what is written with its year, and what is counted from an anchor.
//!
//! In: a point as said. Out: the day, month or stretch it means. What has a weekday or lacks its year has modules of its own.

use super::super::calendar::{Cal, Clock, Grain, holiday_day, time_text, year_text};
use super::super::parse::{Base, Found, LikeYear, Point, Year};
use super::super::words::{HolidayRule, Part, Unit, holiday};
use super::values::{open_scope, open_value};
use super::{PartName, Resolved, Resolver, Tense, days_apart, tense};
use corpus_model::{CivilDate, Weekday};

impl Resolver<'_> {
    pub(super) fn point(&self, point: Point, found: &Found) -> Resolved {
        let part = point.part;
        // "late evening at 10:00"
        let after_noon = |hour: u8| match part {
            Some(Part::Afternoon | Part::Evening) if hour < 12 => hour + 12,
            Some(Part::Night) if (6..12).contains(&hour) => hour + 12,
            _ => hour,
        };
        let clock = point.time.map(|t| Clock {
            hour: after_noon(t.hour),
            minute: t.minute,
            second: t.second,
        });
        let mut resolved = self.date(point, found);
        if (part.is_some() || clock.is_some())
            && let Some(cal) = &mut resolved.cal
        {
            if matches!(cal.grain, Grain::Day(..)) {
                cal.part = part;
                cal.clock = clock;
                resolved.value = cal.to_string();
            } else {
                resolved.value = format!("{}-XX{}", cal, time_text(part, clock));
            }
        }
        resolved
    }

    pub(super) fn date(&self, point: Point, found: &Found) -> Resolved {
        let scope_year = match point.scope {
            Some((Unit::Year, steps, base)) => self
                .base_for(base, Unit::Year, found)
                .and_then(|b| b.shifted(i32::from(steps), Unit::Year))
                .map(|c| c.year),
            _ => None,
        };
        let year = match point.year {
            Some(Year::Full(year)) => Some(year),
            Some(Year::Short(short)) => Some(self.full_year(i32::from(short))),
            _ => scope_year,
        };
        match point.year {
            Some(Year::Century(first)) => {
                return Resolved::cal(Cal::new(first, Grain::Century), "century named");
            }
            Some(Year::Decade(first)) => {
                return Resolved::cal(Cal::new(first, Grain::Decade), "decade named");
            }
            Some(Year::ShortDecade(tens)) => {
                let told = self.base(Base::Narrative).map_or(1999, |c| c.year);
                let latest = self
                    .anchors
                    .published
                    .map_or(told.max(1999), CivilDate::year);
                let century = told.div_euclid(100) * 100;
                let nearest = [century - 100, century, century + 100]
                    .map(|century| century + i32::from(tens))
                    .into_iter()
                    .filter(|first| *first <= latest)
                    .min_by_key(|first| (first - told).abs());
                let first = nearest.unwrap_or(century - 100 + i32::from(tens));
                return Resolved::cal(
                    Cal::new(first, Grain::Decade),
                    "decade named; its century is the nearest that is not after the text",
                );
            }
            _ => {}
        }
        let year_why = if point.scope.is_some() {
            let base = point.scope.map_or(Base::Published, |s| s.2);
            format!("its year counted from {}", self.base_name(base))
        } else {
            "written with its year".to_owned()
        };
        if let Some(year) = year {
            if let Some(idx) = point.holiday
                && let Some(day) = holiday(idx).and_then(|h| holiday_day(h.rule, year))
            {
                return Resolved::cal(Cal::day(day), format!("holiday; {year_why}"));
            }
            let grain = match (point.month, point.day) {
                (Some(m), Some(d)) => Grain::Day(m, d),
                (Some(m), None) => Grain::Month(m),
                _ => match (point.quarter, point.half, point.season) {
                    (Some(q), ..) => Grain::Quarter(q),
                    (_, Some(h), _) => Grain::Half(h),
                    (.., Some(s)) => Grain::Season(s),
                    _ => Grain::Year,
                },
            };
            if let Grain::Day(m, d) = grain
                && CivilDate::new(year, m, d).is_none()
            {
                return Resolved::open(
                    format!("{}-{m:02}-{d:02}", year_text(year)),
                    "a day the calendar does not have",
                );
            }
            return Resolved::cal(Cal::new(year, grain), year_why);
        }
        if let Some(weekday) = point.weekday
            && point.month.is_none()
        {
            return self.weekday(weekday, point, found);
        }
        if point.month.is_some()
            || point.season.is_some()
            || point.quarter.is_some()
            || point.half.is_some()
            || point.holiday.is_some()
        {
            return self.without_year(point, found);
        }
        if let Some((unit, steps, base)) = point.scope {
            return self.scope(unit, steps, base, point, found);
        }
        if let Some(day) = point.day {
            return self.day_only(day, point, found);
        }
        self.time_only(point, found)
    }

    /// "the first Friday of July".
    pub(super) fn nth_weekday(
        &self,
        nth: i8,
        weekday: u8,
        month: Point,
        found: &Found,
    ) -> Resolved {
        let inner = self.date(month, found);
        let first = inner.cal.and_then(Cal::first);
        let day = first.and_then(|first| {
            let rule = HolidayRule::Nth {
                month: first.month(),
                weekday,
                nth,
                plus: 0,
            };
            let day = holiday_day(rule, first.year())?;
            (day.month() == first.month()).then_some(day)
        });
        match day {
            Some(day) => Resolved::cal(
                Cal::day(day),
                format!("counted in {}: {}", inner.value, inner.why),
            ),
            None => Resolved::open(format!("XXXX-WXX-{weekday}"), "weekday of an unknown month"),
        }
    }

    /// "the week of 7 November", "the month of March".
    pub(super) fn around(&self, unit: Unit, point: Point, found: &Found) -> Resolved {
        let inner = self.date(point, found);
        // The weekend of a feast on a Monday is the one that ends with it.
        let near = inner.cal.map(|cal| match cal.first() {
            Some(day) if unit == Unit::Weekend && day.weekday() == Weekday::Monday => {
                Cal::day(day.add_days(-1))
            }
            _ => cal,
        });
        match (unit, near.and_then(|cal| cal.at(unit))) {
            (Unit::Week | Unit::Weekend, Some(cal)) => Resolved::cal(
                cal,
                format!("the {} of {}: {}", unit.name(), inner.value, inner.why),
            ),
            (Unit::Week | Unit::Weekend, None) => {
                Resolved::open(open_scope(unit, None, Point::default()), inner.why)
            }
            _ => inner,
        }
    }

    /// "the same period last year", "the year-ago quarter".
    pub(super) fn like(
        &self,
        unit: Option<Unit>,
        quarter: Option<u8>,
        year: LikeYear,
        found: &Found,
    ) -> Resolved {
        let open = || {
            let unit = unit.unwrap_or(Unit::Year);
            Resolved::open(
                open_scope(unit, None, Point::default()),
                "no date known to count from",
            )
        };
        let reported = self.last.filter(|c| {
            matches!(c.grain, Grain::Quarter(_) | Grain::Half(_))
                || unit.is_none() && matches!(c.grain, Grain::Month(_))
        });
        // The quarter that reports speak of is the last one that is over.
        let spoken = match (unit, quarter) {
            (Some(Unit::Quarter), Some(nth)) => self
                .base(Base::Narrative)
                .map(|c| Cal::new(c.year, Grain::Quarter(nth))),
            (Some(Unit::Quarter), None) => reported.or_else(|| {
                self.base(Base::Published)
                    .and_then(|b| b.shifted(-1, Unit::Quarter))
            }),
            (None, _) => reported.or_else(|| self.base(Base::Published)?.at(Unit::Year)),
            (Some(unit), _) => self
                .base_for(Base::Narrative, unit, found)
                .and_then(|c| c.at(unit)),
        };
        let Some(spoken) = spoken else {
            return open();
        };
        let (year, name) = match year {
            LikeYear::Before => (spoken.year - 1, "the year before".to_owned()),
            LikeYear::Of(point) => match self.date(point, found).cal {
                Some(cal) => (cal.year, cal.year.to_string()),
                None => return open(),
            },
        };
        let cal = Cal { year, ..spoken };
        if cal.first().is_none() {
            return open();
        }
        Resolved::cal(cal, format!("what {spoken} is compared with, in {name}"))
    }

    /// "on the 28th": of the month spoken of.
    pub(super) fn day_only(&self, day: u8, point: Point, found: &Found) -> Resolved {
        let named = self.last.filter(|c| {
            matches!(c.grain, Grain::Day(..) | Grain::Month(_))
                && (found.start.saturating_sub(self.last_at) < 500
                    || self.is_same_paragraph(self.last_at, found))
        });
        let in_month = |first: CivilDate| CivilDate::new(first.year(), first.month(), day);
        if let Some(first) = named.and_then(Cal::first)
            && let Some(date) = in_month(first)
        {
            let month = PartName(first);
            return Resolved::cal(
                Cal::day(date),
                format!("day of {month}, the month named before"),
            );
        }
        let Some(here) = self.base(Base::Published).and_then(Cal::first) else {
            return Resolved::open(open_value(point, None), "day of a month that is not known");
        };
        let is_future = tense(self.text, self.tokens, found) == Tense::Future;
        let steps = if is_future { [0, 1, 2] } else { [0, -1, -2] };
        let date = steps.into_iter().find_map(|n| {
            let date = in_month(here.add_months(n))?;
            (if is_future {
                date >= here
            } else {
                date <= here
            })
            .then_some(date)
        });
        match date {
            Some(date) => Resolved::cal(
                Cal::day(date),
                format!(
                    "the {} such day {} {}",
                    if is_future { "next" } else { "last" },
                    if is_future { "after" } else { "before" },
                    self.base_name(Base::Published)
                ),
            ),
            None => Resolved::open(open_value(point, None), "day of a month that is not known"),
        }
    }

    pub(super) fn scope(
        &self,
        unit: Unit,
        steps: i8,
        base: Base,
        point: Point,
        found: &Found,
    ) -> Resolved {
        let steps = i32::from(steps);
        let day_word = unit == Unit::Day && base == Base::Published;
        if day_word
            && steps == 0
            && self.anchors.is_narrative
            && self.speaking_day().is_none()
            && point.part.is_none()
            && point.time.is_none()
        {
            return Resolved::open("PRESENT_REF", "the time of writing");
        }
        let base_cal = if day_word && (!self.anchors.is_narrative || self.speaking_day().is_some())
        {
            self.speaking_day().map(Cal::day)
        } else if unit == Unit::Quarter && base == Base::Narrative && !self.anchors.is_narrative {
            self.last
                .filter(|c| matches!(c.grain, Grain::Quarter(_)))
                .or_else(|| {
                    // The quarter that reports speak of is the last one that is over.
                    let here = self.base(Base::Published)?;
                    if self.anchors.published.is_some() && steps == 0 {
                        here.shifted(-1, Unit::Quarter)
                    } else {
                        Some(here)
                    }
                })
        } else {
            self.base_for(base, unit, found)
        };
        let Some(here) = base_cal else {
            let year = if base == Base::Narrative {
                self.base(base).map(|c| c.year)
            } else {
                None
            };
            let value = open_scope(unit, year, point);
            return Resolved::open(value, "no date known to count from");
        };
        let says_this = self
            .text
            .get(found.start as usize..found.end as usize)
            .is_some_and(|t| t.to_lowercase().starts_with("this"));
        if unit == Unit::Weekend
            && !says_this
            && steps == 0
            && let Some(first) = here.first()
        {
            let future = tense(self.text, self.tokens, found) == Tense::Future;
            let is_weekend = first.weekday().iso() >= 6;
            let back = if future || is_weekend {
                first
            } else {
                first.add_days(-7)
            };
            return Resolved::cal(
                Cal::weekend_of(back),
                format!(
                    "weekend {} {}",
                    if future { "after" } else { "before" },
                    self.base_name(base)
                ),
            );
        }
        match here.shifted(steps, unit) {
            Some(cal) => {
                let relation = match steps {
                    0 => format!("{} of", unit.name()),
                    1 => format!("{} after", unit.name()),
                    -1 => format!("{} before", unit.name()),
                    n if n > 0 => format!("{n} {}s after", unit.name()),
                    n => format!("{} {}s before", -n, unit.name()),
                };
                let mut resolved =
                    Resolved::cal(cal, format!("{relation} {}", self.base_name(base)));
                if let (Some(day), Unit::Month, Some(first)) = (point.day, unit, cal.first())
                    && let Some(day) = CivilDate::new(first.year(), first.month(), day)
                {
                    resolved = Resolved::cal(Cal::day(day), resolved.why.clone());
                }
                if let (Some(weekday), Some(first)) = (point.weekday, cal.first()) {
                    let day = first.add_days(i32::from(weekday) - i32::from(first.weekday().iso()));
                    resolved = Resolved::cal(Cal::day(day), resolved.why);
                }
                resolved
            }
            None => Resolved::open(open_scope(unit, None, point), "no date known to count from"),
        }
    }

    pub(super) fn time_only(&self, point: Point, found: &Found) -> Resolved {
        let is_any_night = self.text.get(found.start as usize..found.end as usize) == Some("night");
        if is_any_night {
            return Resolved::open("XXXX-XX-XXTNI", "any night");
        }
        let near = self
            .last_day
            .filter(|_| found.start.saturating_sub(self.last_at) < 300);
        let published = self
            .anchors
            .published
            .filter(|_| self.anchors.is_exact && !self.anchors.is_narrative)
            .map(Cal::day);
        // A day of the past that a report recalls is not the day it tells of.
        let near = near.filter(|day| {
            self.anchors
                .published
                .is_none_or(|p| days_apart(*day, p).is_some_and(|d| d.abs() <= 31))
        });
        // "On December 15 from 7 p.m. to 8 p.m.": of the day said just before.
        let said = self.last_day.filter(|_| {
            self.text
                .get(self.last_day_at as usize..found.start as usize)
                .is_some_and(|between| {
                    matches!(
                        between,
                        " from "
                            | " at "
                            | " between "
                            | ", from "
                            | ", between "
                            | ", at "
                            | " to "
                            | " and "
                            | " until "
                            | "-"
                            | "–"
                    )
                })
        });
        let here = if self.anchors.is_narrative {
            self.last_day
        } else {
            said.or(near).or(published)
        };
        match here {
            Some(here) => {
                let is_overnight = point.part == Some(Part::Night)
                    && self
                        .text
                        .get(found.start as usize..found.end as usize)
                        .is_some_and(|t| t.eq_ignore_ascii_case("overnight"));
                let day = if is_overnight && near.is_none() {
                    here.shifted(-1, Unit::Day).unwrap_or(here)
                } else {
                    here
                };
                Resolved::cal(day, format!("time of the day {here}"))
            }
            None => Resolved::open(open_value(point, None), "time of a day that is not known"),
        }
    }
}
