//! Days on a line of pixels: scale, brush, zoom.
//!
//! Whatever a pointer does ends in [`Days`], whole bins of the timeline's grain. Pixels are floats
//! and stay here; nothing that is kept or compared comes from one without being made a day first.

use crate::bars::within;
use crate::bins::Grain;
use corpus_model::{CivilDate, DayNumber};

/// Days from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Days {
    /// First day.
    pub first: DayNumber,
    /// Last day.
    pub last: DayNumber,
}

/// Days a [`CivilDate`] can say.
const ALL_DAYS: (i32, i32) = (-4_371_587, 2_932_896);

/// The closest zoom: a day, in hours.
const MIN_DAYS: i32 = 1;

impl Days {
    /// From the earlier to the later, held inside the years that dates know.
    #[must_use]
    pub fn new(a: DayNumber, b: DayNumber) -> Self {
        let held = |day: DayNumber| DayNumber(day.0.clamp(ALL_DAYS.0, ALL_DAYS.1));
        Self {
            first: held(a.min(b)),
            last: held(a.max(b)),
        }
    }

    /// How many days.
    #[must_use]
    pub const fn len(self) -> i32 {
        self.last.0 - self.first.0 + 1
    }

    /// Never: there is always a day.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        false
    }

    /// Whether both share a day.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// The smallest stretch that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self::new(self.first.min(other.first), self.last.max(other.last))
    }

    /// Widened to whole bins.
    #[must_use]
    pub fn snapped(self, grain: Grain) -> Self {
        let end = grain.next(grain.floor(self.last));
        Self::new(grain.floor(self.first), DayNumber(end.0 - 1))
    }

    /// Moved by bins, later if positive.
    #[must_use]
    pub fn moved(self, grain: Grain, n_bins: i32) -> Self {
        let first = grain.step(self.first, n_bins);
        let end = grain.step(DayNumber(self.last.0 + 1), n_bins);
        Self::new(first, DayNumber(end.0 - 1))
    }

    /// Its last day moved by bins; one bin is left at least.
    #[must_use]
    pub fn widened(self, grain: Grain, n_bins: i32) -> Self {
        let end = grain.step(DayNumber(self.last.0 + 1), n_bins);
        let least = grain.next(grain.floor(self.first));
        Self::new(self.first, DayNumber(end.max(least).0 - 1))
    }

    /// Zoomed by `factor` (below 1 comes closer) around a day that keeps its place on the screen.
    #[must_use]
    pub fn zoomed(self, around: DayNumber, factor: f64) -> Self {
        let n_days = f64::from(self.len());
        let wanted = (n_days * factor).clamp(f64::from(MIN_DAYS), f64::from(3_650_000));
        let share = (f64::from(around.0 - self.first.0) / n_days).clamp(0.0, 1.0);
        let first = f64::from(around.0) - share * wanted;
        // A float cast saturates.
        let first = first.round() as i32;
        let last = first.saturating_add(wanted.round() as i32 - 1);
        Self::new(DayNumber(first), DayNumber(last))
    }

    /// Moved by a share of its own length, held inside `limits` where it fits them.
    #[must_use]
    pub fn panned(self, share: f64, limits: Self) -> Self {
        let mut by = (f64::from(self.len()) * share).round() as i32;
        if by > 0 {
            by = by.min((limits.last.0 - self.last.0).max(0));
        } else {
            by = by.max((limits.first.0 - self.first.0).min(0));
        }
        Self::new(DayNumber(self.first.0 + by), DayNumber(self.last.0 + by))
    }
}

/// Days over a width of pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// The days shown.
    pub days: Days,
    /// Pixels they take.
    pub width: f64,
}

impl Scale {
    /// Where a day begins.
    #[must_use]
    pub fn x(self, day: DayNumber) -> f64 {
        let from_first = f64::from(day.0) - f64::from(self.days.first.0);
        from_first * self.width / f64::from(self.days.len())
    }

    /// Where these days begin and end.
    #[must_use]
    pub fn x_range(self, days: Days) -> (f64, f64) {
        (self.x(days.first), self.x(DayNumber(days.last.0 + 1)))
    }

    /// The day under a pixel, one of those shown.
    #[must_use]
    pub fn day(self, x: f64) -> DayNumber {
        let days = x / self.width.max(1.0) * f64::from(self.days.len());
        let day = self.days.first.0.saturating_add(days.floor() as i32);
        DayNumber(day.clamp(self.days.first.0, self.days.last.0))
    }
}

/// Two fingers on the timeline, from the moment the second one touches it: the days under them stay under them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pinch {
    /// How days lay on the screen when it began.
    pub scale: Scale,
    /// Where the fingers were then.
    pub from: (f64, f64),
}

/// Fingers closer than this are one finger's width apart: no distance to divide by.
const FINGERS_APART: f64 = 24.0;

impl Pinch {
    /// The days shown once the fingers are at `to`, held inside `limits`. Apart comes closer, together goes back, and
    /// both to one side move along.
    #[must_use]
    pub fn days(self, to: (f64, f64), limits: Days) -> Days {
        let apart = |(a, b): (f64, f64)| (b - a).abs().max(FINGERS_APART);
        let middle = |(a, b): (f64, f64)| f64::midpoint(a, b);
        let n_days = f64::from(self.scale.days.len());
        let n_all = f64::from(limits.len()).max(f64::from(MIN_DAYS));
        let wanted = n_days * apart(self.from) / apart(to);
        let wanted = within(wanted, f64::from(MIN_DAYS), n_all);
        let width = self.scale.width.max(1.0);
        let held = f64::from(self.scale.days.first.0) + middle(self.from) / width * n_days;
        // Float casts saturate.
        let len = wanted.round() as i32;
        let first = (held - middle(to) / width * wanted).round() as i32;
        let latest = limits.last.0.saturating_sub(len - 1).max(limits.first.0);
        let first = first.clamp(limits.first.0, latest);
        Days::new(DayNumber(first), DayNumber(first.saturating_add(len - 1)))
    }
}

/// A drag on the timeline, from the press on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brush {
    /// A new stretch, from this day.
    New(DayNumber),
    /// The whole stretch, held at this day.
    Move(DayNumber, Days),
    /// Its first day; the last one stays.
    First(Days),
    /// Its last day; the first one stays.
    Last(Days),
}

/// What a press at `x` takes hold of; `tolerance` pixels around an end belong to its handle.
#[must_use]
pub fn grab(scale: Scale, x: f64, brushed: Option<Days>, tolerance: f64) -> Brush {
    let day = scale.day(x);
    let Some(days) = brushed else {
        return Brush::New(day);
    };
    let (left, right) = scale.x_range(days);
    let (to_left, to_right) = ((x - left).abs(), (x - right).abs());
    if to_right <= tolerance && to_right <= to_left {
        Brush::Last(days)
    } else if to_left <= tolerance {
        Brush::First(days)
    } else if left < x && x < right {
        Brush::Move(day, days)
    } else {
        Brush::New(day)
    }
}

impl Brush {
    /// The stretch once the pointer is over `day`, in whole bins.
    #[must_use]
    pub fn dragged(self, day: DayNumber, grain: Grain) -> Days {
        match self {
            Self::New(from) => Days::new(from, day).snapped(grain),
            Self::First(days) => Days::new(day, days.last).snapped(grain),
            Self::Last(days) => Days::new(days.first, day).snapped(grain),
            Self::Move(from, days) => {
                let by = grain.bins_between(from, day);
                days.moved(grain, by)
            }
        }
    }
}

/// The first of January of the year of a day, for tests and labels.
#[must_use]
pub(crate) fn civil(day: DayNumber) -> CivilDate {
    CivilDate::from_day_number(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::{days_text, parse_days};

    fn days(text: &str) -> Days {
        parse_days(text).unwrap()
    }

    fn scale() -> Scale {
        Scale {
            days: days("2022-01-01..2022-01-10"),
            width: 100.0,
        }
    }

    #[track_caller]
    fn check(brush: Brush, x: f64, grain: Grain, wanted: &str) {
        let got = brush.dragged(scale().day(x), grain);
        assert_eq!(days_text(got), wanted);
    }

    #[test]
    fn pixels_and_days_agree() {
        for day in 0..10 {
            let number = DayNumber(scale().days.first.0 + day);
            assert_eq!(scale().day(scale().x(number) + 0.5), number);
        }
        assert_eq!(scale().day(-50.0), scale().days.first);
        assert_eq!(scale().day(1e12), scale().days.last);
    }

    #[test]
    fn a_drag_selects_whole_bins_either_way() {
        let brush = grab(scale(), 35.0, None, 4.0);
        check(brush, 52.0, Grain::Day, "2022-01-04..2022-01-06");
        check(brush, 12.0, Grain::Day, "2022-01-02..2022-01-04");
        check(brush, 52.0, Grain::Week, "2022-01-03..2022-01-09");
    }

    #[test]
    fn handles_move_one_end_and_the_middle_moves_both() {
        let brushed = Some(days("2022-01-03..2022-01-05"));
        let at = |x| grab(scale(), x, brushed, 4.0);
        check(at(22.0), 5.0, Grain::Day, "2022-01-01..2022-01-05");
        check(at(49.0), 85.0, Grain::Day, "2022-01-03..2022-01-09");
        check(at(35.0), 45.0, Grain::Day, "2022-01-04..2022-01-06");
        check(at(80.0), 80.0, Grain::Day, "2022-01-09");
    }

    #[test]
    fn arrow_keys_move_and_widen() {
        let week = days("2022-01-03..2022-01-09");
        assert_eq!(
            days_text(week.moved(Grain::Week, -1)),
            "2021-12-27..2022-01-02"
        );
        assert_eq!(
            days_text(week.widened(Grain::Week, 1)),
            "2022-01-03..2022-01-16"
        );
        assert_eq!(week.widened(Grain::Week, -9), week);
        let january = days("2022-01");
        assert_eq!(
            days_text(january.moved(Grain::Month, 1)),
            "2022-02-01..2022-02-28"
        );
    }

    #[test]
    fn zoom_keeps_the_day_under_the_pointer() {
        let year = days("2022");
        let around = days("2022-07-02").first;
        let closer = year.zoomed(around, 0.5);
        assert_eq!(closer.len(), 183);
        let old = Scale {
            days: year,
            width: 1000.0,
        };
        let new = Scale {
            days: closer,
            width: 1000.0,
        };
        assert!((old.x(around) - new.x(around)).abs() < 6.0);
        assert_eq!(year.zoomed(around, 0.0).len(), MIN_DAYS);
        assert!(year.zoomed(around, f64::MAX).len() <= 3_650_000);
    }

    #[track_caller]
    fn check_pinch(from: (f64, f64), to: (f64, f64), wanted: &str) {
        let pinch = Pinch {
            scale: scale(),
            from,
        };
        let shown = pinch.days(to, days("2021-12-20..2022-02-28"));
        assert_eq!(days_text(shown), wanted);
    }

    #[test]
    fn fingers_apart_come_closer_and_keep_their_days() {
        check_pinch((30.0, 70.0), (10.0, 90.0), "2022-01-04..2022-01-08");
        check_pinch((70.0, 30.0), (90.0, 10.0), "2022-01-04..2022-01-08");
        check_pinch((0.0, 100.0), (25.0, 75.0), "2021-12-27..2022-01-15");
    }

    #[test]
    fn two_fingers_to_one_side_move_the_days_along() {
        check_pinch((30.0, 70.0), (10.0, 50.0), "2022-01-03..2022-01-12");
        check_pinch((30.0, 70.0), (9e9, 9e9 + 40.0), "2021-12-20..2021-12-29");
        check_pinch((30.0, 70.0), (f64::NAN, 40.0), "2021-12-20..2022-01-05");
    }

    #[test]
    fn a_pinch_ends_at_one_day_and_at_all_of_them() {
        check_pinch((49.0, 51.0), (-1e9, 1e9), "2022-01-06");
        check_pinch((0.0, 1e6), (50.0, 50.0), "2021-12-20..2022-02-28");
    }

    #[test]
    fn panning_stops_at_the_limits() {
        let (view, limits) = (days("2022-01"), days("2021-12-20..2022-03"));
        assert_eq!(
            days_text(view.panned(0.5, limits)),
            "2022-01-17..2022-02-16"
        );
        assert_eq!(view.panned(-1.0, limits).first, limits.first);
    }
}
