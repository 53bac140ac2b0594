//! Ticks and labels below the timeline.
//!
//! Two tiers: small labels under their ticks (days, months or years, as many as have room), and
//! under them the month or year they lie in, so that the left edge always says where one is.

use crate::bins::Grain;
use crate::brush::{Days, Scale, civil};
use crate::hours::HOURS_UP_TO;
use corpus_model::{CivilDate, DayNumber};

/// What a label says; the page finds the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AxisLabel {
    /// An hour, 0 to 23.
    Hour(u8),
    /// A day of a month of a year.
    WholeDay(CivilDate),
    /// Day of the month.
    Day(u8),
    /// Month, 1 to 12.
    Month(u8),
    /// Month of a year.
    MonthOfYear(i32, u8),
    /// A year.
    Year(i32),
}

/// A mark on the axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tick {
    /// Pixels from the left.
    pub x: f64,
    /// Its label.
    pub label: AxisLabel,
}

/// Both tiers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Axis {
    /// Small labels.
    pub ticks: Vec<Tick>,
    /// What they lie in: `x` is where the stretch begins, or the left edge.
    pub contexts: Vec<Tick>,
}

/// How far apart ticks of a level stand, finest first: grain, how many of it, days they take.
const LEVELS: [(Grain, i32, f64); 13] = [
    (Grain::Day, 1, 1.0),
    (Grain::Day, 2, 2.0),
    (Grain::Week, 1, 7.0),
    (Grain::Week, 2, 14.0),
    (Grain::Month, 1, 30.4),
    (Grain::Month, 3, 91.0),
    (Grain::Year, 1, 365.0),
    (Grain::Year, 2, 730.0),
    (Grain::Year, 5, 1826.0),
    (Grain::Decade, 1, 3652.0),
    (Grain::Decade, 2, 7305.0),
    (Grain::Decade, 5, 18_262.0),
    (Grain::Decade, 10, 36_525.0),
];

/// Pixels a context label needs.
const CONTEXT_ROOM: f64 = 72.0;

/// The axis of `scale`, with small labels at least `room` pixels apart.
#[must_use]
pub fn axis(scale: Scale, room: f64) -> Axis {
    let px_a_day = scale.width / f64::from(scale.days.len());
    if scale.days.len() <= HOURS_UP_TO {
        return axis_of_hours(scale, px_a_day / 24.0, room);
    }
    let fits = |level: &&(Grain, i32, f64)| level.2 * px_a_day >= room;
    let &(grain, every, _) = LEVELS
        .iter()
        .find(fits)
        .unwrap_or(&LEVELS[LEVELS.len() - 1]);
    let ticks = starts(scale.days, grain, every)
        .map(|day| Tick {
            x: scale.x(day),
            label: label(civil(day), grain),
        })
        // A label that would be cut off says nothing.
        .filter(|tick| scale.width - tick.x > room * 0.6)
        .collect();
    let context = match grain {
        Grain::Day | Grain::Week => Some(Grain::Month),
        Grain::Month => Some(Grain::Year),
        Grain::Year | Grain::Decade => None,
    };
    let contexts = context.map_or_else(Vec::new, |context| contexts(scale, context));
    Axis { ticks, contexts }
}

/// Every so-manieth hour, and the days under them.
fn axis_of_hours(scale: Scale, px_an_hour: f64, room: f64) -> Axis {
    let fits = |every: &u8| f64::from(*every) * px_an_hour >= room;
    let every = [1, 2, 3, 6].into_iter().find(fits).unwrap_or(12);
    let mut axis = Axis::default();
    for day in (scale.days.first.0..=scale.days.last.0).map(DayNumber) {
        let x = scale.x(day);
        axis.contexts.push(Tick {
            x,
            label: AxisLabel::WholeDay(civil(day)),
        });
        for hour in (0..24).step_by(usize::from(every)) {
            axis.ticks.push(Tick {
                x: x + f64::from(hour) * px_an_hour,
                label: AxisLabel::Hour(hour),
            });
        }
    }
    axis
}

fn contexts(scale: Scale, grain: Grain) -> Vec<Tick> {
    let mut out: Vec<Tick> = Vec::new();
    let first = grain.floor(scale.days.first);
    for day in std::iter::once(first).chain(starts(scale.days, grain, 1)) {
        let date = civil(day);
        let label = match grain {
            Grain::Month => AxisLabel::MonthOfYear(date.year(), date.month()),
            _ => AxisLabel::Year(date.year()),
        };
        let x = scale.x(day).max(0.0);
        match out.last() {
            Some(last) if last.label == label => continue,
            // Where two would collide, the left edge gives way: its stretch is nearly over.
            Some(last) if x - last.x < CONTEXT_ROOM => {
                out.pop();
            }
            _ => {}
        }
        if scale.width - x > CONTEXT_ROOM {
            out.push(Tick { x, label });
        }
    }
    out
}

fn label(date: CivilDate, grain: Grain) -> AxisLabel {
    match grain {
        Grain::Day | Grain::Week => AxisLabel::Day(date.day()),
        Grain::Month => AxisLabel::Month(date.month()),
        Grain::Year | Grain::Decade => AxisLabel::Year(date.year()),
    }
}

/// First days of the bins inside `days`, only those whose number `every` divides.
fn starts(days: Days, grain: Grain, every: i32) -> impl Iterator<Item = DayNumber> {
    let first = grain.floor(days.first);
    let first = if first < days.first {
        grain.next(first)
    } else {
        first
    };
    let is_wanted = move |day: &DayNumber| {
        let date = civil(*day);
        match grain {
            // Every other day, counted within the month, so that 1 is always there and 31 never.
            Grain::Day => every == 1 || (i32::from(date.day()) % every == 1 && date.day() < 31),
            Grain::Week => grain.bins_between(DayNumber(0), *day).rem_euclid(every) == 0,
            Grain::Month => (i32::from(date.month()) - 1) % every == 0,
            Grain::Year => date.year().rem_euclid(every) == 0,
            Grain::Decade => date.year().rem_euclid(every * 10) == 0,
        }
    };
    std::iter::successors(Some(first), move |day| {
        Some(grain.next(*day)).filter(|next| next > day)
    })
    .take_while(move |day| *day <= days.last)
    .filter(is_wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::parse_days;

    #[track_caller]
    fn check(days: &str, width: f64, small: &str, context: &str) {
        let scale = Scale {
            days: parse_days(days).unwrap(),
            width,
        };
        let axis = axis(scale, 28.0);
        let text = |ticks: &[Tick]| {
            let words: Vec<String> = ticks
                .iter()
                .map(|tick| match tick.label {
                    AxisLabel::Day(n) | AxisLabel::Month(n) | AxisLabel::Hour(n) => n.to_string(),
                    AxisLabel::WholeDay(day) => day.to_string(),
                    AxisLabel::MonthOfYear(y, m) => format!("{y}-{m}"),
                    AxisLabel::Year(y) => y.to_string(),
                })
                .collect();
            words.join(" ")
        };
        assert_eq!(text(&axis.ticks), small);
        assert_eq!(text(&axis.contexts), context);
        let gaps = axis.ticks.windows(2).map(|pair| pair[1].x - pair[0].x);
        assert!(gaps.fold(f64::MAX, f64::min) > 24.0, "labels have room");
    }

    #[test]
    fn two_days_are_told_by_hours() {
        check(
            "2022-01-05..2022-01-06",
            480.0,
            "0 3 6 9 12 15 18 21 0 3 6 9 12 15 18 21",
            "2022-01-05 2022-01-06",
        );
    }

    #[test]
    fn days_within_their_months() {
        check(
            "2021-12-28..2022-01-06",
            400.0,
            "28 29 30 31 1 2 3 4 5 6",
            "2021-12 2022-1",
        );
    }

    #[test]
    fn a_context_nearly_over_gives_way() {
        check("2021-12-31..2022-01-04", 200.0, "31 1 2 3 4", "2022-1");
    }

    #[test]
    fn mondays_where_days_have_no_room() {
        check("2022-01", 150.0, "3 10 17 24", "2022-1");
    }

    #[test]
    fn months_within_years_and_years_alone() {
        check(
            "2021-07..2022-03",
            400.0,
            "7 8 9 10 11 12 1 2 3",
            "2021 2022",
        );
        check(
            "2010..2022",
            300.0,
            "2010 2012 2014 2016 2018 2020 2022",
            "",
        );
        check("1900..2022", 300.0, "1900 1920 1940 1960 1980 2000", "");
    }
}
