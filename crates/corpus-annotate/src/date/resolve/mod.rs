//! From what an expression says to the days it means.
//!
//! Takes the expressions of a text in order, its publication date if known, and the tokens (for tense);
//! returns [`DateMention`]s with value, interval, reason and the values considered and dropped.
//!
//! Two anchors: the day of publication, and the last date the text named. News is read from the first,
//! histories from the second; "two days later" always from the second. The direction of a bare weekday or
//! month comes from the nearest verb: news reports what was, unless it says "will". What no anchor
//! settles stays open (`XXXX-01-07`).

mod anchors;
mod points;
mod shifts;
mod weekdays;
mod yearless;

mod tense;
mod values;

use super::calendar::{Cal, Grain};
use super::parse::{Amount, Base, Found, Point, Sense, ShiftBase, Year};
use super::token::Token;
use super::words::{Kw, Lex, Unit};
use corpus_model::{CivilDate, DateMention, DayInterval, Precision, Span, TimexType};
use values::{duration_text, open_value};

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
        year_counted: None,
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
    /// Where the last year that was counted ("two years ago", "last year") ends, and that year.
    year_counted: Option<(u32, i32)>,
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
            let is_counted = matches!(
                found.sense,
                Sense::Shift { .. }
                    | Sense::Point(Point {
                        scope: Some((Unit::Year, ..)),
                        ..
                    })
            );
            self.year_counted =
                (is_counted && cal.grain == Grain::Year).then_some((found.end, cal.year));
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
