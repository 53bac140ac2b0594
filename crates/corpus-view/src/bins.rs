//! Documents and mentions counted into the bars of the timeline.
//!
//! Takes the days that each thing covers; returns one [`Bin`] a bar. A date that fits a bar counts
//! in it. A vaguer one is not put on its first day: it is spread evenly over every bar it covers,
//! and kept apart, so that it can be drawn as what it is.
//!
//! The cost is one step a thing and one a bar; a bar never knows its documents.

use crate::brush::{Days, civil};
use crate::outlets::N_OUTLET_COLOURS;
use corpus_model::{CivilDate, DayInterval, DayNumber};

/// Width of a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// A day.
    Day,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
    /// Ten years, from one ending in 0.
    Decade,
}

impl Grain {
    /// Finest first.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Year, Self::Decade];

    /// The value in the address.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
            Self::Decade => "decade",
        }
    }

    /// The grain with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grain| grain.key() == key)
    }

    /// First day of the bin that holds `day`.
    #[must_use]
    pub fn floor(self, day: DayNumber) -> DayNumber {
        let date = civil(day);
        match self {
            Self::Day => day,
            // Day 0 was a Thursday, three days after its Monday.
            Self::Week => DayNumber(day.0 - (day.0.saturating_add(3)).rem_euclid(7)),
            Self::Month | Self::Year | Self::Decade => {
                let (year, month) = match self {
                    Self::Month => (date.year(), date.month()),
                    Self::Year => (date.year(), 1),
                    _ => ((date.year().div_euclid(10) * 10).max(-9999), 1),
                };
                CivilDate::new(year, month, 1).map_or(day, CivilDate::day_number)
            }
        }
    }

    /// First day of the bin after the one that begins at `start`.
    #[must_use]
    pub fn next(self, start: DayNumber) -> DayNumber {
        self.step(start, 1)
    }

    /// `day` moved by so many bins, keeping its place inside the bin as months allow.
    #[must_use]
    pub fn step(self, day: DayNumber, n_bins: i32) -> DayNumber {
        let months = |n: i32| civil(day).add_months(n_bins.saturating_mul(n)).day_number();
        match self {
            Self::Day => DayNumber(day.0.saturating_add(n_bins)),
            Self::Week => DayNumber(day.0.saturating_add(n_bins.saturating_mul(7))),
            Self::Month => months(1),
            Self::Year => months(12),
            Self::Decade => months(120),
        }
    }

    /// How many bins from the one of `from` to the one of `to`.
    #[must_use]
    pub fn bins_between(self, from: DayNumber, to: DayNumber) -> i32 {
        self.number(to) - self.number(from)
    }

    /// Bins counted from the one of day 0: ordered as days are.
    fn number(self, day: DayNumber) -> i32 {
        let date = civil(day);
        match self {
            Self::Day => day.0,
            Self::Week => day.0.saturating_add(3).div_euclid(7),
            Self::Month => date.year() * 12 + i32::from(date.month()) - 1,
            Self::Year => date.year(),
            Self::Decade => date.year().div_euclid(10),
        }
    }
}

/// Something that covers days, drawn in the colour of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated {
    /// The days it may lie on.
    pub days: Days,
    /// Colour, below [`N_OUTLET_COLOURS`].
    pub slot: u8,
}

impl Dated {
    /// An interval open at one end stands at the end that is known; one open at both is nowhere.
    #[must_use]
    pub fn new(interval: DayInterval, slot: u8) -> Option<Self> {
        let last = interval.end_exclusive.map(|end| DayNumber(end.0 - 1));
        let (first, last) = match (interval.begin, last) {
            (Some(first), Some(last)) => (first, last.max(first)),
            (Some(day), None) | (None, Some(day)) => (day, day),
            (None, None) => return None,
        };
        let slot = slot.min(N_OUTLET_COLOURS - 1);
        let days = Days::new(first, last);
        Some(Self { days, slot })
    }
}

/// One bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bin {
    /// The days it stands for.
    pub days: Days,
    /// Things known to lie in it, by slot.
    pub counts: [u32; N_OUTLET_COLOURS as usize],
    /// Its share, in thousandths, of things that cover more bars than this.
    pub spread: u32,
}

impl Bin {
    /// Things known to lie in it.
    #[must_use]
    pub fn n(&self) -> u32 {
        self.counts.iter().sum()
    }

    /// Height in thousandths of a thing.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.n().saturating_mul(1000).saturating_add(self.spread)
    }
}

/// The bars of one lane.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Histogram {
    /// Bars, in order, without gaps.
    pub bins: Vec<Bin>,
    /// Things wholly before the first bar.
    pub n_before: u32,
    /// Things wholly after the last bar.
    pub n_after: u32,
}

impl Histogram {
    /// The highest bar, in thousandths of a thing.
    #[must_use]
    pub fn max_height(&self) -> u32 {
        self.bins.iter().map(Bin::height).max().unwrap_or(0)
    }
}

/// Bars a screen may hold; a finer grain than fits is refused by the caller's [`fitting_grain`].
const MAX_BINS: usize = 4000;

/// Counts `items` into bars of `grain` over whole bins of `view`.
#[must_use]
pub fn histogram(view: Days, grain: Grain, items: impl IntoIterator<Item = Dated>) -> Histogram {
    let view = view.snapped(grain);
    let n_slots = usize::from(N_OUTLET_COLOURS);
    let mut bins = Vec::new();
    let mut at = view.first;
    while at <= view.last && bins.len() < MAX_BINS {
        let next = DayNumber(grain.next(at).0.max(at.0 + 1));
        bins.push(Bin {
            days: Days::new(at, DayNumber(next.0 - 1)),
            counts: [0; N_OUTLET_COLOURS as usize],
            spread: 0,
        });
        at = next;
    }
    let mut out = Histogram {
        bins,
        ..Histogram::default()
    };
    let Some(end) = out.bins.last().map(|bin| bin.days.last) else {
        return out;
    };
    let base = grain.number(view.first);
    let n_bins = out.bins.len() as i32;
    // Shares enter at one bar and leave at another: summed up in one walk at the end.
    let mut steps = vec![0_i64; out.bins.len() + 1];
    for item in items {
        if item.days.last < view.first {
            out.n_before += 1;
            continue;
        }
        if item.days.first > end {
            out.n_after += 1;
            continue;
        }
        let first = grain.number(item.days.first) - base;
        let last = grain.number(item.days.last) - base;
        if first == last {
            let bin = usize::try_from(first)
                .ok()
                .and_then(|i| out.bins.get_mut(i));
            if let Some(bin) = bin {
                bin.counts[usize::from(item.slot).min(n_slots - 1)] += 1;
            }
            continue;
        }
        let share = i64::from(1000 / (last - first + 1));
        steps[first.clamp(0, n_bins) as usize] += share;
        steps[(last + 1).clamp(0, n_bins) as usize] -= share;
    }
    let mut share = 0;
    for (bin, step) in out.bins.iter_mut().zip(steps) {
        share += step;
        bin.spread = u32::try_from(share).unwrap_or(0);
    }
    out
}

/// The finest grain whose bars over `view` are at least `min_bar` pixels wide.
#[must_use]
pub fn fitting_grain(view: Days, width: f64, min_bar: f64) -> Grain {
    let n_days = f64::from(view.len());
    let most = (width / min_bar.max(0.1)).clamp(4.0, MAX_BINS as f64 / 2.0);
    let fits = |days_a_bar: f64| n_days / days_a_bar <= most;
    match () {
        () if fits(1.0) => Grain::Day,
        () if fits(7.0) => Grain::Week,
        () if fits(30.4) => Grain::Month,
        () if fits(365.0) => Grain::Year,
        () => Grain::Decade,
    }
}

/// The days to show at first: all but what lies far from the rest.
///
/// Tukey's outer fences (three times the distance between the quartiles) around the middle half,
/// half a month at least, so that one date of 1917 does not flatten a week of 2022.
#[must_use]
pub fn robust_domain(items: &[Dated]) -> Option<Days> {
    let mut middles: Vec<i32> = items
        .iter()
        .map(|item| item.days.first.0 + (item.days.last.0 - item.days.first.0) / 2)
        .collect();
    middles.sort_unstable();
    let at = |quarter: usize| {
        middles
            .get((middles.len().checked_sub(1)?) * quarter / 4)
            .copied()
    };
    let (low, high) = (at(1)?, at(3)?);
    let reach = ((high - low).saturating_mul(3)).max(15);
    let inside = |day: &i32| (low - reach..=high + reach).contains(day);
    let first = middles.iter().copied().find(inside)?;
    let last = middles.iter().rev().copied().find(inside)?;
    let pad = ((last - first) / 16).max(2);
    Some(Days::new(DayNumber(first - pad), DayNumber(last + pad)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::{days_text, parse_days};

    fn days(text: &str) -> Days {
        parse_days(text).unwrap()
    }

    fn items(texts: &str) -> Vec<Dated> {
        let item = |text| Dated {
            days: days(text),
            slot: 1,
        };
        texts.split_whitespace().map(item).collect()
    }

    /// Writes every bar as its count and, after a plus, its share of vague dates.
    #[track_caller]
    fn check(view: &str, grain: Grain, texts: &str, wanted: &str) {
        let got = histogram(days(view), grain, items(texts));
        let bars: Vec<String> = got
            .bins
            .iter()
            .map(|bin| match bin.spread {
                0 => bin.n().to_string(),
                spread => format!("{}+{spread}", bin.n()),
            })
            .collect();
        let (before, after) = (got.n_before, got.n_after);
        assert_eq!(format!("{before} | {} | {after}", bars.join(" ")), wanted);
    }

    #[test]
    fn days_count_on_their_day() {
        check(
            "2022-01-03..2022-01-05",
            Grain::Day,
            "2022-01-03 2022-01-05 2022-01-05 2021-05-01 2022-01-06",
            "1 | 1 0 2 | 1",
        );
    }

    #[test]
    fn a_month_is_spread_over_its_weeks_and_whole_in_its_month() {
        check(
            "2022-01..2022-02",
            Grain::Month,
            "2022-01 2022-02-09",
            "0 | 1 1 | 0",
        );
        check(
            "2022-01-31..2022-02-20",
            Grain::Week,
            "2022-02",
            "0 | 0+200 0+200 0+200 | 0",
        );
    }

    #[test]
    fn a_vague_date_half_outside_keeps_its_share() {
        check(
            "2022-01-01..2022-01-02",
            Grain::Day,
            "2021-12-31..2022-01-01",
            "0 | 0+500 0 | 0",
        );
    }

    #[test]
    fn bins_begin_where_calendars_do() {
        let floor = |grain: Grain| {
            let first = grain.floor(days("2022-02-16").first);
            days_text(Days::new(first, first))
        };
        let starts: Vec<_> = Grain::ALL.into_iter().map(floor).collect();
        let wanted = [
            "2022-02-16",
            "2022-02-14",
            "2022-02-01",
            "2022-01-01",
            "2020-01-01",
        ];
        assert_eq!(starts, wanted);
    }

    #[test]
    fn every_day_of_two_centuries_lies_in_its_bin() {
        for day in (-30_000..40_000).map(DayNumber) {
            for grain in Grain::ALL {
                let first = grain.floor(day);
                let next = grain.next(first);
                assert!(first <= day && day < next, "{grain:?} {day:?}");
                assert_eq!(grain.bins_between(first, day), 0);
                assert_eq!(grain.bins_between(first, next), 1);
            }
        }
    }

    #[test]
    fn the_grain_follows_the_width() {
        let grain = |view| fitting_grain(days(view), 600.0, 5.0);
        assert_eq!(grain("2022-01..2022-03"), Grain::Day);
        assert_eq!(grain("2022"), Grain::Week);
        assert_eq!(grain("2015..2022"), Grain::Month);
        assert_eq!(grain("1950..2022"), Grain::Year);
        assert_eq!(grain("1000..2022"), Grain::Decade);
    }

    #[test]
    fn an_outlier_does_not_flatten_the_rest() {
        let view = robust_domain(&items(
            "1917-11-07 2022-01-02 2022-01-05 2022-01-05 2022-01-06 2022-01-07 2022-02-02",
        ));
        assert_eq!(days_text(view.unwrap()), "2021-12-31..2022-01-09");
        assert_eq!(robust_domain(&[]), None);
        let one = robust_domain(&items("2022-01-05")).unwrap();
        assert_eq!(days_text(one), "2022-01-03..2022-01-07");
    }

    #[test]
    fn an_interval_open_at_one_end_stands_at_the_other() {
        let day = days("2014-03-18").first;
        let since = DayInterval {
            begin: Some(day),
            end_exclusive: None,
        };
        assert_eq!(Dated::new(since, 0).unwrap().days, Days::new(day, day));
        let ever = DayInterval {
            begin: None,
            end_exclusive: None,
        };
        assert_eq!(Dated::new(ever, 0), None);
    }

    #[test]
    fn the_edges_of_time_end() {
        let all = Days::new(DayNumber(i32::MIN), DayNumber(i32::MAX));
        for grain in Grain::ALL {
            let got = histogram(all, grain, items("2022-01-05"));
            assert!(got.bins.len() <= MAX_BINS);
        }
    }
}
