//! From what an expression says to the days it means.
//!
//! Takes the expressions of a text in order, its publication date if known, and the tokens (for tense);
//! returns [`DateMention`]s with value, interval, reason and the values considered and dropped.
//!
//! Two anchors: the day of publication, and the last date the text named. News is read from the first,
//! histories from the second; "two days later" always from the second. The direction of a bare weekday or
//! month comes from the nearest verb: news reports what was, unless it says "will". What no anchor
//! settles stays open (`XXXX-01-07`).

mod tense;
mod values;

use super::calendar::{Cal, Clock, Grain, holiday_day, time_text, year_text};
use super::facts::famous_day;
use super::parse::{Amount, Base, Extra, Found, LikeYear, Point, Sense, ShiftBase, Year};
use super::token::{Kind, Token};
use super::words::{HolidayRule, Kw, Lex, Part, Season, Unit, holiday};
use corpus_model::{CivilDate, DateMention, DayInterval, Precision, Span, TimexType, Weekday};
use values::{duration_text, open_scope, open_value};

pub(super) use tense::{Tense, tense};

/// What a text is read from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anchors {
    /// Publication day; where only its month or week is known, a day in the middle of it.
    pub published: Option<CivilDate>,
    /// Monday of the week of publication, where only the week is known.
    pub week: Option<CivilDate>,
    /// Whether `published` is that very day.
    pub is_exact: bool,
    /// Read from the last date named: histories, and texts of unknown date.
    pub is_narrative: bool,
    /// The text tells history.
    pub is_history: bool,
}

/// Resolves all of a text's expressions.
pub(super) fn resolve(
    text: &str,
    tokens: &[Token],
    found: &[Found],
    anchors: Anchors,
) -> Vec<DateMention> {
    let mut resolver = Resolver {
        text,
        tokens,
        anchors,
        last: None,
        last_day: None,
        last_fine: None,
        last_day_at: 0,
        last_at: 0,
        last_year_at: None,
        last_full_day: None,
        scene_set: None,
        near_at: None,
    };
    found.iter().map(|f| resolver.mention(f)).collect()
}

struct Resolver<'t> {
    text: &'t str,
    tokens: &'t [Token],
    anchors: Anchors,
    /// The last date named.
    last: Option<Cal>,
    /// The last day named.
    last_day: Option<Cal>,
    /// The last day or month named.
    last_fine: Option<Cal>,
    /// Where `last_day` ends.
    last_day_at: u32,
    /// Where `last` ends.
    last_at: u32,
    /// Where the last year written in full ends, and that year.
    last_year_at: Option<(u32, i32)>,
    /// The last day written with its year.
    last_full_day: Option<Cal>,
    /// Where the last day or month written with its year, of which a sentence tells, ends, and which it was.
    scene_set: Option<(u32, Cal)>,
    /// Where the last date near publication ends.
    near_at: Option<u32>,
}

/// A resolved expression before it is written out.
struct Resolved {
    value: String,
    cal: Option<Cal>,
    why: String,
    rejected: Vec<(String, String)>,
}

impl Resolved {
    fn cal(cal: Cal, why: impl Into<String>) -> Self {
        Self {
            value: cal.to_string(),
            cal: Some(cal),
            why: why.into(),
            rejected: Vec::new(),
        }
    }

    fn open(value: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            cal: None,
            why: why.into(),
            rejected: Vec::new(),
        }
    }
}

impl Resolver<'_> {
    fn mention(&mut self, found: &Found) -> DateMention {
        let mut kind = TimexType::Date;
        let mut interval = None;
        let resolved = match found.sense {
            Sense::Point(point) => {
                if point.part.is_some() || point.time.is_some() {
                    kind = TimexType::Time;
                }
                self.point(point, found)
            }
            Sense::Shift {
                amount,
                unit,
                extra,
                sign,
                from,
            } => self.shift(amount, unit, extra, sign, from, found),
            Sense::Duration {
                amount,
                unit,
                extra,
                anchored,
            } => {
                kind = TimexType::Duration;
                let value = duration_text(amount, unit, extra);
                let mut why = "length of time".to_owned();
                if anchored != 0
                    && let Some(here) = self.base(Base::Published)
                    && let Some(first) = here.first()
                {
                    let side = if anchored < 0 { "up to" } else { "from" };
                    why = format!("length of time {side} {}", self.base_name(Base::Published));
                    if let Amount::Tenths(tenths) = amount
                        && tenths % 10 == 0
                        && !unit.is_clock()
                        && let Ok(n) = i32::try_from(tenths / 10)
                        && let Some(other) = moved(first, n * i32::from(anchored), unit)
                    {
                        let (a, b) = if anchored < 0 {
                            (other, first)
                        } else {
                            (first, other)
                        };
                        // Not at the end of the calendar.
                        interval = (a < b).then(|| DayInterval::days(a, b));
                    }
                }
                Resolved::open(value, why)
            }
            Sense::Reference(value) => Resolved::open(
                value,
                match value {
                    "PRESENT_REF" => "refers to the time of writing",
                    "PAST_REF" => "refers to some time before",
                    _ => "refers to some time after",
                },
            ),
            Sense::Recurring { amount, unit } => {
                kind = TimexType::Set;
                Resolved::open(duration_text(amount, unit, [None, None]), "recurs")
            }
            Sense::EachPoint(point) => {
                kind = TimexType::Set;
                Resolved::open(open_value(point, None), "recurs")
            }
            Sense::Set(value) => {
                kind = TimexType::Set;
                Resolved::open(value, "recurs")
            }
            Sense::SomeTime => {
                kind = TimexType::Duration;
                Resolved::open("PXX", "a length of time without a unit")
            }
            Sense::NthWeekday {
                nth,
                weekday,
                month,
            } => self.nth_weekday(nth, weekday, month, found),
            Sense::Around { unit, point } => self.around(unit, point, found),
            Sense::Like {
                unit,
                quarter,
                year,
            } => self.like(unit, quarter, year, found),
            Sense::SameTime => match self.base(Base::Narrative) {
                Some(cal) => Resolved::cal(cal, "the time the text named last"),
                None => Resolved::open("PRESENT_REF", "the time the text speaks of"),
            },
        };
        if let Some(cal) = resolved.cal {
            interval = narrowed(cal.interval(), found.modifier);
            // "Two weeks ago" is a day by its value, and some day of that week by its words.
            if let (
                Sense::Shift {
                    unit: Unit::Week | Unit::Fortnight,
                    ..
                },
                Some(day),
            ) = (found.sense, cal.first())
            {
                interval = Some(DayInterval::days(day.add_days(-3), day.add_days(4)));
            }
            // A time or date carried over is no new anchor, nor is a mere century.
            // Nor does a look back ("two decades earlier") move a history's clock.
            let looks_back = match found.sense {
                Sense::Shift {
                    sign: -1,
                    unit,
                    from,
                    ..
                } => {
                    self.anchors.is_narrative
                        || unit == Unit::Year && !matches!(from, ShiftBase::At(_))
                        || from == ShiftBase::Implicit(Base::Narrative)
                }
                Sense::Like { .. } => true,
                // "the week before" in a report: what it tells next goes on from the date before.
                Sense::Point(Point {
                    scope: Some((_, steps, Base::Narrative)),
                    year: None,
                    month: None,
                    ..
                }) => steps < 0 && !self.anchors.is_narrative,
                _ => false,
            };
            let era = matches!(cal.grain, Grain::Century | Grain::Decade);
            if !matches!(found.sense, Sense::SameTime) && !era && !looks_back {
                // The year again, after one of its days: the day stays.
                let again = matches!(cal.grain, Grain::Year)
                    && self.anchors.is_narrative
                    && self.last.is_some_and(|last| {
                        last.year == cal.year && !matches!(last.grain, Grain::Season(_))
                    });
                if !again {
                    self.last = Some(Cal {
                        part: None,
                        clock: None,
                        ..cal
                    });
                }
                if matches!(cal.grain, Grain::Day(..) | Grain::Month(_)) {
                    self.last_fine = Some(cal);
                }
                self.last_at = found.end;
                if matches!(cal.grain, Grain::Day(..)) {
                    self.last_day = self.last;
                    self.last_day_at = found.end;
                }
            }
            if let Some(day) = self.anchors.published
                && days_apart(cal, day).is_some_and(|d| d.abs() < 400)
            {
                self.near_at = Some(found.end);
            }
            if let Sense::Point(Point {
                year: Some(Year::Full(year)),
                ..
            }) = found.sense
            {
                let opens = found
                    .first
                    .checked_sub(1)
                    .and_then(|i| self.tokens.get(i))
                    .map(|t| t.lex);
                let holds = matches!(opens, Some(Lex::Kw(Kw::In | Kw::During | Kw::On | Kw::Of)));
                self.last_year_at = holds.then_some((found.end, year));
                if matches!(cal.grain, Grain::Day(..) | Grain::Month(_)) {
                    if opens.is_none_or(|lex| matches!(lex, Lex::Kw(Kw::In | Kw::On) | Lex::None)) {
                        self.scene_set = Some((found.end, cal));
                    }
                    if matches!(cal.grain, Grain::Day(..)) {
                        self.last_full_day = Some(Cal {
                            part: None,
                            clock: None,
                            ..cal
                        });
                    }
                }
            }
        }
        let precision = resolved.cal.map(|cal| match found.sense {
            Sense::Shift {
                unit: Unit::Week | Unit::Fortnight,
                ..
            } => Precision::Week.max(cal.precision()),
            _ => cal.precision(),
        });
        let precision = precision.or_else(|| match found.sense {
            Sense::Point(point) if point.part.is_some() || point.time.is_some() => {
                Some(Precision::Time)
            }
            Sense::Point(point)
                if point.day.is_some() || point.weekday.is_some() || point.holiday.is_some() =>
            {
                Some(Precision::Day)
            }
            Sense::Point(point) if point.month.is_some() => Some(Precision::Month),
            _ => None,
        });
        DateMention {
            span: Span::new(found.start, found.end),
            kind,
            value: resolved.value,
            precision,
            interval,
            modifier: found.modifier.map(str::to_owned),
            why: resolved.why,
            rejected: resolved.rejected,
        }
    }

    // ---- anchors ------------------------------------------------------------------------------------

    fn base(&self, base: Base) -> Option<Cal> {
        let published = self.anchors.published.map(Cal::day);
        match base {
            Base::Published if self.anchors.is_narrative => self.last.or(published),
            Base::Published => published.or(self.last),
            Base::Narrative => self.last.or(published),
        }
    }

    /// The publication day, if the text around speaks from it: always in news, in a history only where
    /// the dates just named come near it.
    fn speaking_day(&self) -> Option<CivilDate> {
        let day = self.anchors.published.filter(|_| self.anchors.is_exact)?;
        if !self.anchors.is_narrative {
            return Some(day);
        }
        let near = self
            .last
            .is_none_or(|last| days_apart(last, day).is_some_and(|d| d.abs() <= 60));
        near.then_some(day)
    }

    fn base_name(&self, base: Base) -> String {
        let from_text = match base {
            Base::Published => self.anchors.is_narrative || self.anchors.published.is_none(),
            Base::Narrative => self.last.is_some(),
        };
        match (
            from_text.then_some(self.last).flatten(),
            self.anchors.published,
        ) {
            (Some(last), _) => format!("{last}, the date named before"),
            (None, Some(day)) => self.published_name(day),
            (None, None) => "an unknown date".to_owned(),
        }
    }

    fn published_name(&self, day: CivilDate) -> String {
        if self.anchors.is_exact {
            format!("publication on {} {day}", day.weekday().name())
        } else {
            let month = PartName(day);
            format!("publication in {month}")
        }
    }

    /// The base for a step of `unit`: fine enough, or none.
    fn base_for(&self, base: Base, unit: Unit, found: &Found) -> Option<Cal> {
        let here = self.base(base)?;
        if here.is_at_least_as_fine_as(unit) {
            if matches!(unit, Unit::Day)
                && base == Base::Published
                && !self.anchors.is_exact
                && !self.anchors.is_narrative
            {
                return None;
            }
            return Some(here);
        }
        // "In 1915 … on 3 May … the next day": the day named before, though a year was named between.
        let day = self.last_day?;
        let first = day.first()?.day_number();
        let outer = here.interval()?;
        let inside = outer.begin? <= first && first < outer.end_exclusive?;
        let near = found.start.saturating_sub(self.last_day_at) < 500
            || self.is_same_paragraph(self.last_day_at, found);
        (inside || near).then_some(day)
    }

    /// Whether no line ends between an earlier place and the expression.
    fn is_same_paragraph(&self, from: u32, found: &Found) -> bool {
        self.text
            .get(from as usize..found.start as usize)
            .is_some_and(|between| between.len() < 2000 && !between.contains('\n'))
    }

    // ---- points -------------------------------------------------------------------------------------

    fn point(&self, point: Point, found: &Found) -> Resolved {
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

    fn date(&self, point: Point, found: &Found) -> Resolved {
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
                let limit = self.base(Base::Narrative).map_or(1999, |c| c.year);
                let mut first = limit.div_euclid(100) * 100 + i32::from(tens);
                if first > limit {
                    first -= 100;
                }
                return Resolved::cal(
                    Cal::new(first, Grain::Decade),
                    "decade named; its century is the latest not after the text",
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
    fn nth_weekday(&self, nth: i8, weekday: u8, month: Point, found: &Found) -> Resolved {
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
    fn around(&self, unit: Unit, point: Point, found: &Found) -> Resolved {
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
    fn like(
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
    fn day_only(&self, day: u8, point: Point, found: &Found) -> Resolved {
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

    fn full_year(&self, short: i32) -> i32 {
        let limit = match self.base(Base::Narrative) {
            Some(cal) if self.anchors.is_narrative => cal.year + 20,
            Some(_) => self.anchors.published.map_or(2030, |d| d.year() + 5),
            None => 2030,
        };
        let year = limit.div_euclid(100) * 100 + short;
        if year > limit { year - 100 } else { year }
    }

    fn scope(&self, unit: Unit, steps: i8, base: Base, point: Point, found: &Found) -> Resolved {
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

    fn weekday(&self, weekday: u8, point: Point, found: &Found) -> Resolved {
        let open = |why: &str| Resolved::open(open_value(point, None), why);
        if let Some((unit @ Unit::Week, steps, base)) = point.scope {
            return self.scope(unit, steps, base, point, found);
        }
        let base = point.direction.map_or(Base::Published, |d| d.1);
        let here = match base {
            Base::Narrative => self.last_day.or_else(|| {
                self.anchors
                    .published
                    .filter(|_| self.anchors.is_exact)
                    .map(Cal::day)
            }),
            // Histories seldom name bare weekdays: where one does, it speaks as a report.
            Base::Published => self
                .anchors
                .published
                .filter(|_| self.anchors.is_exact)
                .map(Cal::day)
                .or_else(|| self.own_day(found)),
        };
        let is_own = base == Base::Published && !self.anchors.is_exact;
        if let (None, Some(monday), None, None) =
            (here, self.anchors.week, point.direction, point.day)
            && tense(self.text, self.tokens, found) != Tense::Future
        {
            let day = monday.add_days(i32::from(weekday) - 1);
            let week = Cal::week_of(monday);
            return Resolved::cal(
                Cal::day(day),
                format!("weekday of the week of publication {week}"),
            );
        }
        let Some(here) = here.and_then(Cal::first) else {
            return open("weekday; no publication day to count from");
        };
        // Friday the 13th: the month where it is one.
        if let Some(day) = point.day {
            let candidate = (0..=14).flat_map(|n| [-n, n]).find_map(|n| {
                let month = here.add_months(n);
                CivilDate::new(month.year(), month.month(), day)
                    .filter(|d| d.weekday().iso() == weekday)
            });
            return candidate.map_or_else(
                || open("weekday and day do not meet"),
                |d| {
                    Resolved::cal(
                        Cal::day(d),
                        "the nearest month in which weekday and day meet",
                    )
                },
            );
        }
        // "Next week … on Monday": the week named just before.
        if let (
            None,
            Some(Cal {
                grain: Grain::Week(_),
                ..
            }),
            Some(first),
        ) = (point.direction, self.last, self.last.and_then(Cal::first))
            && found.start.saturating_sub(self.last_at) < 200
            && first > here
            && tense(self.text, self.tokens, found) != Tense::Past
        {
            let day = first.add_days(i32::from(weekday) - 1);
            return Resolved::cal(Cal::day(day), "weekday of the week named before");
        }
        let back = (i32::from(here.weekday().iso()) - i32::from(weekday)).rem_euclid(7);
        let (before, after) = (here.add_days(-back), here.add_days((7 - back) % 7));
        let name = Weekday::ALL
            .get(usize::from(weekday) - 1)
            .map_or("weekday", |w| w.name());
        let from = match base {
            Base::Published if !is_own => self.published_name(here),
            _ => format!("{here}, the day named before"),
        };
        let (day, relation, other, lost) = match point.direction.map(|d| d.0) {
            Some(-1) if back == 0 => (
                here.add_days(-7),
                "before",
                after,
                "\"last\" excludes the day itself",
            ),
            Some(-1) => (before, "before", after, "\"last\" looks back"),
            Some(1) if back == 0 => (
                here.add_days(7),
                "after",
                before,
                "\"next\" excludes the day itself",
            ),
            Some(1) => (after, "after", before, "\"next\" looks ahead"),
            Some(_) => {
                let monday = here.add_days(1 - i32::from(here.weekday().iso()));
                (
                    monday.add_days(i32::from(weekday) - 1),
                    "in the week of",
                    before,
                    "\"this\" names the week",
                )
            }
            None => match tense(self.text, self.tokens, found) {
                Tense::Future => (after, "after", before, "the verb near it looks ahead"),
                Tense::Past => (before, "before", after, "the verb near it is in the past"),
                Tense::Unknown => (
                    before,
                    "before",
                    after,
                    "news looks back unless it says otherwise",
                ),
            },
        };
        let relation = if day == here {
            "is the day of"
        } else {
            relation
        };
        let mut resolved = Resolved::cal(
            Cal::day(day),
            match relation {
                "is the day of" => format!("{name} is the day of {from}"),
                _ => format!("weekday {relation} {from}"),
            },
        );
        if other != day {
            resolved.rejected.push((other.to_string(), lost.to_owned()));
        }
        resolved
    }

    /// The day that a text without a date of publication names in full just before: "a report of 7 January 2022.
    /// He arrived on Friday."
    fn own_day(&self, found: &Found) -> Option<Cal> {
        let published = self.anchors.published;
        self.last_full_day.filter(|day| {
            !self.anchors.is_exact
                && self.anchors.week.is_none()
                && published.is_none_or(|p| days_apart(*day, p).is_some_and(|d| d.abs() <= 31))
                && self.is_same_paragraph(self.last_day_at, found)
        })
    }

    /// The scene that a report has set with a date of another year, as long as its paragraph lasts: "On 6 June 2014 the
    /// leaders met. … had been annexed in March."
    fn scene(&self, found: &Found) -> Option<Cal> {
        let published = self.anchors.published?;
        let (at, cal) = self.scene_set?;
        let holds = !self.anchors.is_narrative
            && (cal.year - published.year()).abs() > 1
            && self.is_same_paragraph(at, found)
            && self
                .near_at
                .is_none_or(|near| !self.is_same_paragraph(near, found));
        holds.then_some(cal)
    }

    /// Months, days, seasons, quarters and holidays said without a year.
    fn without_year(&self, point: Point, found: &Found) -> Resolved {
        let cal_in = |year: i32| -> Option<Cal> {
            if let Some(idx) = point.holiday {
                return holiday(idx)
                    .and_then(|h| holiday_day(h.rule, year))
                    .map(Cal::day);
            }
            let grain = match (point.month, point.day) {
                (Some(m), Some(d)) => Grain::Day(m, d),
                (Some(m), None) => Grain::Month(m),
                _ => match (point.quarter, point.half, point.season) {
                    (Some(q), ..) => Grain::Quarter(q),
                    (_, Some(h), _) => Grain::Half(h),
                    (.., s) => Grain::Season(s.unwrap_or(Season::Summer)),
                },
            };
            let cal = Cal::new(year, grain);
            let first = cal.first()?;
            if let (Some(weekday), Grain::Day(..)) = (point.weekday, grain)
                && first.weekday().iso() != weekday
            {
                return None;
            }
            Some(cal)
        };
        let base = point.direction.map_or(Base::Published, |d| d.1);
        if let Some((date, name)) = self.famous_day(point, found) {
            return Resolved::cal(Cal::day(date), format!("the day of the {name}"));
        }
        // A year written earlier in the same sentence holds on, in news too.
        let in_sentence = self.last_year_at.filter(|&(at, _)| {
            found.start >= at
                && found.start - at < 160
                && !self
                    .text
                    .get(at as usize..found.start as usize)
                    .is_none_or(|between| between.contains(['.', '\n']))
        });
        let carried = match (in_sentence, self.anchors.published) {
            (Some((_, year)), Some(day))
                if !self.anchors.is_narrative
                    && point.direction.is_none()
                    && tense(self.text, self.tokens, found) != Tense::Future
                    && (year - day.year()).abs() > 1 =>
            {
                Some(year)
            }
            _ => None,
        };
        if let Some(year) = carried
            && let Some(cal) = cal_in(year)
        {
            return Resolved::cal(
                cal,
                format!("the year {year} named before in the sentence holds on"),
            );
        }
        if point.direction.is_none()
            && let Some(scene) = self.scene(found)
            && let Some(first) = scene.first()
            && tense(self.text, self.tokens, found) != Tense::Future
        {
            let before = self.is_pluperfect(found);
            let near = [scene.year - 1, scene.year, scene.year + 1]
                .into_iter()
                .filter_map(|y| {
                    let cal = cal_in(y)?;
                    Some((days_apart(cal, first)?, cal))
                });
            let chosen = near.min_by_key(|&(apart, _)| match (before, apart > 0) {
                (true, true) => apart * 4,
                (false, false) if apart < -45 => -apart * 3 / 2,
                _ => apart.abs(),
            });
            if let Some((_, cal)) = chosen {
                return Resolved::cal(
                    cal,
                    format!("the one that goes with {scene}, of which the paragraph tells"),
                );
            }
        }
        let use_narrative = self.anchors.is_narrative || base == Base::Narrative;
        let here = if use_narrative {
            self.last.or_else(|| self.anchors.published.map(Cal::day))
        } else {
            self.base(Base::Published)
        };
        // Without a publication date only a date written out carries on, a bare year does not.
        let here = here.filter(|h| {
            self.anchors.published.is_some()
                || self.anchors.is_history
                || matches!(h.grain, Grain::Day(..) | Grain::Month(_))
        });
        let Some(here) = here else {
            return Resolved::open(
                open_value(point, None),
                "no year is said and none can be inferred",
            );
        };
        let (Some(first), narrative_last) = (here.first(), self.last.is_some()) else {
            return Resolved::open(
                open_value(point, None),
                "no year is said and none can be inferred",
            );
        };
        let year = here.year;
        let near: Vec<(i32, Cal)> = [year - 1, year, year + 1]
            .into_iter()
            .filter_map(|y| {
                let cal = cal_in(y)?;
                Some((days_apart(cal, first)?, cal))
            })
            .collect();
        let from = if use_narrative {
            self.base_name(Base::Narrative)
        } else {
            self.base_name(Base::Published)
        };
        let is_direct = point.direction.map(|d| d.0);
        let tense = tense(self.text, self.tokens, found);
        let is_year_only = matches!(here.grain, Grain::Year | Grain::Half(_) | Grain::Decade);
        let (chosen, how): (Option<&(i32, Cal)>, String) = if let Some(step) = is_direct {
            match step {
                -1 => (
                    near.iter().rfind(|(_, c)| ends_before(*c, first)),
                    format!("the last one before {from}"),
                ),
                1 => (
                    near.iter().find(|(d, _)| *d > 0),
                    format!("the next one after {from}"),
                ),
                _ => (
                    near.iter().find(|(_, c)| c.year == year),
                    format!("in the year of {from}"),
                ),
            }
        } else if use_narrative && (narrative_last || self.anchors.published.is_none()) {
            // Histories move forward: the year of the last date, or the next one if that lies nearer.
            // A bare year in between does not break a run of days that goes on.
            let goes_on = self.last_fine.filter(|_| is_year_only).and_then(|fine| {
                let fine_day = fine.first()?;
                near_years(fine.year).find_map(|y| {
                    let cal = cal_in(y)?;
                    let apart = days_apart(cal, fine_day)?;
                    (-8..=45).contains(&apart).then_some((apart, cal))
                })
            });
            if let Some((_, cal)) = goes_on {
                return Resolved::cal(
                    cal,
                    format!(
                        "the one that continues from {}",
                        self.last_fine.map_or_else(String::new, |c| c.to_string())
                    ),
                );
            }
            let best = if is_year_only {
                near.iter().find(|(_, c)| c.year == year)
            } else {
                near.iter()
                    .min_by_key(|(d, _)| if *d >= -45 { d.abs() } else { d.abs() * 3 / 2 })
            };
            (best, format!("the one that continues from {from}"))
        } else {
            let limit = if point.quarter.is_some() { 100 } else { 0 };
            match tense {
                Tense::Past => (
                    // A day or two ahead is still the past of a report filed across midnight.
                    near.iter().rfind(|(d, c)| {
                        *d <= 2 + limit && !(point.month.is_none() && *d > 100 && c.year > year)
                    }),
                    format!("the last one before {from}, as the verb near it is in the past"),
                ),
                Tense::Future => (
                    near.iter().find(|(d, c)| {
                        *d >= -1
                            || c.interval()
                                .is_some_and(|i| i.end_exclusive > Some(first.day_number()))
                    }),
                    format!("the next one after {from}, as the verb near it looks ahead"),
                ),
                Tense::Unknown => (
                    near.iter().min_by_key(|(d, c)| {
                        if point.quarter.is_some() {
                            return if *d > 0 { d * 4 } else { d.abs() };
                        }
                        let other_year = if c.year == year { 0 } else { 125 };
                        d.abs() + other_year
                    }),
                    format!("the one nearest to {from}"),
                ),
            }
        };
        // A day a few weeks off outweighs the verb if the other one is most of a year away.
        let (chosen, how) = match (chosen, near.iter().min_by_key(|(d, _)| d.abs())) {
            (Some(far), Some(close))
                if is_direct.is_none()
                    && !use_narrative
                    && (point.day.is_some() || point.holiday.is_some())
                    && close.0.abs() <= if point.holiday.is_some() { 75 } else { 45 }
                    && far.0.abs() > 200 =>
            {
                (Some(close), format!("the one nearest to {from}"))
            }
            (chosen, _) => (chosen, how),
        };
        let Some(&(_, cal)) = chosen.or_else(|| near.iter().min_by_key(|(d, _)| d.abs())) else {
            return Resolved::open(open_value(point, None), "no year fits weekday and day");
        };
        let mut resolved = Resolved::cal(cal, how);
        let other = near
            .iter()
            .filter(|(_, c)| c.year != cal.year)
            .min_by_key(|(d, _)| d.abs());
        if let Some((_, other)) = other {
            resolved.rejected.push((
                other.to_string(),
                "another year lies further off or against the verb".to_owned(),
            ));
        }
        resolved
    }

    /// A day known by its date: "the September 11 attacks".
    fn famous_day(&self, point: Point, found: &Found) -> Option<(CivilDate, &'static str)> {
        let follows = self.tokens.get(found.last_exclusive)?;
        let word = self
            .text
            .get(follows.start as usize..follows.end as usize)?;
        famous_day(point.month?, point.day?, word)
    }

    /// "had annexed": told of as before what the paragraph tells.
    fn is_pluperfect(&self, found: &Found) -> bool {
        let near = self
            .tokens
            .get(found.first.saturating_sub(10)..found.first)
            .unwrap_or_default();
        near.iter()
            .rev()
            .take_while(|t| !matches!(t.kind, Kind::Sign('.' | ';') | Kind::Break))
            .any(|t| self.text.get(t.start as usize..t.end as usize) == Some("had"))
    }

    fn time_only(&self, point: Point, found: &Found) -> Resolved {
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
        let here = if self.anchors.is_narrative {
            self.last_day
        } else {
            near.or(published)
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

    // ---- shifts -------------------------------------------------------------------------------------

    fn shift(
        &self,
        amount: Amount,
        unit: Unit,
        extra: Extra,
        sign: i8,
        from: ShiftBase,
        found: &Found,
    ) -> Resolved {
        let (base, name) = match from {
            ShiftBase::At(point) => {
                let base = self.date(point, found);
                (base.cal, base.value)
            }
            ShiftBase::Implicit(base) => (self.base(base), self.base_name(base)),
        };
        let side = if sign < 0 { "before" } else { "after" };
        let Amount::Tenths(tenths) = amount else {
            let value = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
            return Resolved::open(value, format!("some {}s {side} {name}", unit.name()));
        };
        if unit.is_clock() {
            let hours_ago = base.filter(|b| matches!(b.grain, Grain::Day(..)));
            return match hours_ago {
                Some(day) => Resolved::cal(day, format!("some {}s {side} {name}", unit.name())),
                None => Resolved::open(
                    if sign < 0 { "PAST_REF" } else { "FUTURE_REF" },
                    format!("{}s {side} {name}", unit.name()),
                ),
            };
        }
        let n = i32::try_from(tenths / 10).unwrap_or(i32::MAX / 4);
        // "65 million years ago" lies before any calendar.
        let n_years = match unit {
            Unit::Year => n,
            Unit::Decade => n.saturating_mul(10),
            Unit::Century => n.saturating_mul(100),
            Unit::Millennium => n.saturating_mul(1000),
            _ => 0,
        };
        if n_years > 9000 {
            let value = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
            return Resolved::open(value, format!("{n} {}s {side} {name}", unit.name()));
        }
        let is_half = tenths % 10 == 5;
        // Half a year is six months, half a decade five years.
        let (n, unit) = match (is_half, unit) {
            (true, Unit::Year) => (n.saturating_mul(12).saturating_add(6), Unit::Month),
            (true, Unit::Decade) => (n.saturating_mul(10).saturating_add(5), Unit::Year),
            (true, Unit::Century) => (n.saturating_mul(100).saturating_add(50), Unit::Year),
            (false, Unit::Decade) => (n.saturating_mul(10), Unit::Year),
            _ => (n, unit),
        };
        let steps = n.saturating_mul(i32::from(sign));
        let base = match from {
            ShiftBase::Implicit(b) => self.base_for(b, unit, found),
            ShiftBase::At(_) => base,
        };
        // Not the year named last, but the day named before it.
        let name = match (from, base) {
            (ShiftBase::Implicit(b), Some(day)) if self.base(b) != base => {
                format!("{day}, the day named before")
            }
            _ => name,
        };
        let why = format!(
            "{n} {}{} {side} {name}",
            unit.name(),
            if n == 1 { "" } else { "s" }
        );
        let Some(base) = base else {
            let here = match from {
                ShiftBase::Implicit(b) => self.base(b),
                ShiftBase::At(_) => None,
            };
            return Resolved::open(
                open_scope(unit, here.map(|c| c.year), Point::default()),
                format!("{why}, which is not known finely enough"),
            );
        };
        // A year earlier than a quarter is that quarter a year earlier.
        if unit == Unit::Year
            && n == 1
            && !self.anchors.is_narrative
            && let Grain::Quarter(_) | Grain::Half(_) = self.last.map_or(Grain::Year, |c| c.grain)
            && let Some(last) = self.last
            && !matches!(from, ShiftBase::At(_))
        {
            let cal = Cal {
                year: last.year + steps,
                ..last
            };
            return Resolved::cal(
                cal,
                format!(
                    "the same {} a year {side}",
                    if matches!(last.grain, Grain::Half(_)) {
                        "half"
                    } else {
                        "quarter"
                    }
                ),
            );
        }
        // A year and 21 days: as fine as its smaller unit.
        if let Some((_, finest)) = extra.into_iter().flatten().last()
            && !finest.is_clock()
            && matches!(base.grain, Grain::Day(..))
            && let Some(first) = base.first().and_then(|day| moved(day, steps, unit))
            && let Some(day) = extra
                .into_iter()
                .flatten()
                .try_fold(first, |day, (n, unit)| {
                    let n = i32::try_from(n).ok()?;
                    moved(day, n.saturating_mul(i32::from(sign)), unit)
                })
            && let Some(cal) = Cal::day(day).at(if finest == Unit::Week {
                Unit::Day
            } else {
                finest
            })
        {
            return Resolved::cal(cal, why);
        }
        if let (ShiftBase::At(_), Unit::Month | Unit::Year, Some(day)) = (from, unit, base.first())
            && matches!(base.grain, Grain::Day(..))
            && let Some(day) = moved(day, steps, unit)
        {
            return Resolved::cal(Cal::day(day), why);
        }
        let fine = match unit {
            // Weeks are counted in days.
            Unit::Week | Unit::Fortnight if matches!(base.grain, Grain::Day(..)) => base.shifted(
                steps.saturating_mul(if unit == Unit::Week { 7 } else { 14 }),
                Unit::Day,
            ),
            _ => base.shifted(steps, unit),
        };
        match fine {
            Some(cal) => Resolved::cal(cal, why),
            None => Resolved::open(open_scope(unit, None, Point::default()), why),
        }
    }
}

/// `January 2022`, for reasons.
struct PartName(CivilDate);

impl std::fmt::Display for PartName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}",
            Cal::new(self.0.year(), Grain::Month(self.0.month()))
        )
    }
}

fn near_years(year: i32) -> impl Iterator<Item = i32> {
    [year, year + 1].into_iter()
}

fn moved(day: CivilDate, n: i32, unit: Unit) -> Option<CivilDate> {
    Some(match unit {
        Unit::Day => day.add_days(n),
        Unit::Week | Unit::Weekend => day.add_days(n.checked_mul(7)?),
        Unit::Fortnight => day.add_days(n.checked_mul(14)?),
        Unit::Month => day.add_months(n),
        Unit::Quarter => day.add_months(n.checked_mul(3)?),
        Unit::Year => day.add_months(n.checked_mul(12)?),
        Unit::Decade => day.add_months(n.checked_mul(120)?),
        Unit::Century => day.add_months(n.checked_mul(1200)?),
        _ => return None,
    })
}

/// Days from `here` to the stretch: 0 inside, negative if it lies before.
fn days_apart(cal: Cal, here: CivilDate) -> Option<i32> {
    let interval = cal.interval()?;
    let (begin, end, here) = (
        interval.begin?.0,
        interval.end_exclusive?.0,
        here.day_number().0,
    );
    Some(if here < begin {
        begin - here
    } else if here >= end {
        end - 1 - here
    } else {
        0
    })
}

fn ends_before(cal: Cal, here: CivilDate) -> bool {
    cal.interval()
        .and_then(|i| i.end_exclusive)
        .is_some_and(|end| end <= here.day_number())
}

/// The part of an interval that "early", "mid", "late" leave.
fn narrowed(interval: Option<DayInterval>, modifier: Option<&str>) -> Option<DayInterval> {
    let interval = interval?;
    let (Some(begin), Some(end)) = (interval.begin, interval.end_exclusive) else {
        return Some(interval);
    };
    let third = (end.0 - begin.0) / 3;
    if third == 0 {
        return Some(interval);
    }
    let day = |n: i32| Some(corpus_model::DayNumber(n));
    Some(match modifier {
        Some("START") => DayInterval {
            begin: Some(begin),
            end_exclusive: day(begin.0 + third),
        },
        Some("MID") => DayInterval {
            begin: day(begin.0 + third),
            end_exclusive: day(end.0 - third),
        },
        Some("END") => DayInterval {
            begin: day(end.0 - third),
            end_exclusive: Some(end),
        },
        _ => interval,
    })
}
