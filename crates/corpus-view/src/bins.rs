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
use corpus_search::{DayCounts, sorted_by};

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

/// Where the bars of a view begin: finds the bar of a day in a few steps, whatever the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bins {
    grain: Grain,
    /// First day of each bar, and the day after the last bar.
    starts: Vec<i32>,
    /// The bar of every so-manieth day: a day's own bar is that one or soon after it.
    guess: Vec<u16>,
    shift: u32,
}

/// Which bars a thing lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// First bar; outside of the view 0 for before, 1 for after.
    pub(crate) first: u16,
    /// Last bar.
    pub(crate) last: u16,
    /// What each bar gets, in thousandths: 1000 where it lies in one; [`Place::OUTSIDE`].
    pub(crate) share: u16,
}

impl Place {
    pub(crate) const OUTSIDE: u16 = u16::MAX;
}

impl Bins {
    /// The bars of `grain` over whole bins of `view`.
    #[must_use]
    pub fn new(view: Days, grain: Grain) -> Self {
        let view = view.snapped(grain);
        let mut starts = Vec::new();
        let mut at = view.first;
        while at <= view.last && starts.len() < MAX_BINS {
            starts.push(at.0);
            at = DayNumber(grain.next(at).0.max(at.0 + 1));
        }
        let n_days = at.0.saturating_sub(view.first.0).max(1);
        let shift = (32 - (n_days as u32 >> 12).leading_zeros()).min(31);
        let mut guess = Vec::new();
        let mut bin = 0;
        for cell in 0..=(n_days as u32 >> shift) {
            let day = view.first.0.saturating_add((cell << shift) as i32);
            while starts.get(bin + 1).is_some_and(|start| *start <= day) {
                bin += 1;
            }
            guess.push(bin as u16);
        }
        starts.push(at.0);
        Self {
            grain,
            starts,
            guess,
            shift,
        }
    }

    /// How many bars.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Never: a view has a day.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The days of a bar.
    #[must_use]
    pub fn days(&self, bin: usize) -> Days {
        let at = |i: usize| self.starts.get(i).copied().unwrap_or_default();
        Days::new(DayNumber(at(bin)), DayNumber(at(bin + 1) - 1))
    }

    /// The bar of a day inside the view.
    fn bin(&self, day: i32) -> u16 {
        let first = self.starts.first().copied().unwrap_or_default();
        let cell = day.wrapping_sub(first) as u32 >> self.shift;
        let mut bin = self.guess.get(cell as usize).copied().unwrap_or(0);
        while self
            .starts
            .get(usize::from(bin) + 1)
            .is_some_and(|start| *start <= day)
        {
            bin += 1;
        }
        bin
    }

    /// The bars that days lie in. What covers several is spread evenly over all it covers, those
    /// outside of the view included.
    #[must_use]
    pub fn place(&self, days: Days) -> Place {
        let (first, end) = match (self.starts.first(), self.starts.last()) {
            (Some(first), Some(end)) => (*first, *end),
            _ => (0, 0),
        };
        if days.last.0 < first || days.first.0 >= end {
            let is_after = u16::from(days.first.0 >= end);
            return Place {
                first: is_after,
                last: is_after,
                share: Place::OUTSIDE,
            };
        }
        let place = Place {
            first: self.bin(days.first.0.max(first)),
            last: self.bin(days.last.0.min(end - 1)),
            share: 1000,
        };
        let is_whole = first <= days.first.0 && days.last.0 < end;
        if place.first == place.last && is_whole {
            return place;
        }
        let n = self.grain.bins_between(days.first, days.last) + 1;
        let share = if n > 1 { 1000 / n } else { 1000 };
        Place {
            share: share as u16,
            ..place
        }
    }
}

/// Counts that grow and shrink, one thing at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tally {
    counts: Vec<[u32; N_OUTLET_COLOURS as usize]>,
    /// Shares enter at one bar and leave at another: summed up in one walk at the end.
    steps: Vec<i32>,
    n_before: u32,
    n_after: u32,
}

impl Tally {
    pub(crate) fn new(n_bins: usize) -> Self {
        Self {
            counts: vec![[0; N_OUTLET_COLOURS as usize]; n_bins],
            steps: vec![0; n_bins + 1],
            n_before: 0,
            n_after: 0,
        }
    }

    /// Counts a thing in, or out again.
    #[inline]
    pub(crate) fn count(&mut self, place: Place, slot: u8, is_in: bool) {
        let by = if is_in { 1 } else { u32::MAX };
        match place.share {
            Place::OUTSIDE if place.first == 0 => self.n_before = self.n_before.wrapping_add(by),
            Place::OUTSIDE => self.n_after = self.n_after.wrapping_add(by),
            1000 => {
                let bar = self.counts.get_mut(usize::from(place.first));
                if let Some(n) = bar.and_then(|bar| bar.get_mut(usize::from(slot))) {
                    *n = n.wrapping_add(by);
                }
            }
            share => {
                let share = if is_in {
                    i32::from(share)
                } else {
                    -i32::from(share)
                };
                for (bin, share) in [(place.first, share), (place.last + 1, -share)] {
                    if let Some(step) = self.steps.get_mut(usize::from(bin)) {
                        *step = step.wrapping_add(share);
                    }
                }
            }
        }
    }

    /// Counts so many things of a day in.
    fn add(&mut self, place: Place, n: u32) {
        let count = match place.share {
            Place::OUTSIDE if place.first == 0 => Some(&mut self.n_before),
            Place::OUTSIDE => Some(&mut self.n_after),
            _ => {
                let bar = self.counts.get_mut(usize::from(place.first));
                bar.and_then(|bar| bar.first_mut())
            }
        };
        if let Some(count) = count {
            *count = count.saturating_add(n);
        }
    }

    pub(crate) fn histogram(&self, bins: &Bins) -> Histogram {
        let mut share = 0;
        let counted = self.counts.iter().zip(&self.steps).enumerate();
        let bin = |(i, (counts, step)): (usize, (&[u32; 8], &i32))| {
            share += step;
            Bin {
                days: bins.days(i),
                counts: *counts,
                spread: share.max(0) as u32,
            }
        };
        Histogram {
            bins: counted.map(bin).collect(),
            n_before: self.n_before,
            n_after: self.n_after,
        }
    }
}

/// Counts `items` into bars of `grain` over whole bins of `view`.
#[must_use]
pub fn histogram(view: Days, grain: Grain, items: impl IntoIterator<Item = Dated>) -> Histogram {
    let bins = Bins::new(view, grain);
    let mut tally = Tally::new(bins.len());
    for item in items {
        tally.count(bins.place(item.days), item.slot, true);
    }
    tally.histogram(&bins)
}

/// As [`histogram`], of things that were counted by day: one step a day, however many things lie on it.
#[must_use]
pub fn histogram_of_days(view: Days, grain: Grain, counts: &DayCounts) -> Histogram {
    let bins = Bins::new(view, grain);
    let mut tally = Tally::new(bins.len());
    for &(day, n) in &counts.days {
        tally.add(bins.place(Days::new(day, day)), n);
    }
    for other in counts.others.iter().filter_map(|days| Dated::new(*days, 0)) {
        tally.count(bins.place(other.days), 0, true);
    }
    tally.histogram(&bins)
}

/// From the first to the last of the days that things lie on.
#[must_use]
pub fn days_of(counts: &DayCounts) -> Option<Days> {
    let ends = [counts.days.first(), counts.days.last()];
    let ends = ends
        .into_iter()
        .flatten()
        .map(|(day, _)| Days::new(*day, *day));
    let others = counts.others.iter().filter_map(|days| Dated::new(*days, 0));
    ends.chain(others.map(|dated| dated.days))
        .reduce(Days::hull)
}

/// The height that fills a lane, in thousandths of a thing: that of the highest bar, unless a few bars
/// would flatten all others; those are then cut off at this height and say their number.
///
/// Few are those above the ninth tenth of bars that hold anything, three at least; they flatten the
/// rest if the highest is four times that one, and more than a lane has pixels to tell apart.
#[must_use]
pub fn ceiling(lane: &Histogram) -> u32 {
    let heights = lane
        .bins
        .iter()
        .map(Bin::height)
        .filter(|height| *height > 0);
    let mut heights: Vec<u64> = heights.map(u64::from).collect();
    heights.sort_unstable();
    let Some(highest) = heights.last().copied() else {
        return 0;
    };
    let n_cut = (heights.len() / 10).max(3);
    let rest = heights
        .len()
        .checked_sub(n_cut + 1)
        .and_then(|i| heights.get(i));
    let height = match rest {
        Some(&rest) if highest > 20_000 && highest > 4 * rest => (2 * rest).max(4000),
        _ => highest,
    };
    u32::try_from(height).unwrap_or(u32::MAX)
}

/// Stretches where more lies than around them, at most `n`, the highest first.
///
/// A peak has at least three things, and twice what a bar that holds anything has on average; it reaches
/// as far as its neighbours have half of its height.
#[must_use]
pub fn peaks(lane: &Histogram, n: usize) -> Vec<Days> {
    let counts: Vec<u32> = lane.bins.iter().map(Bin::n).collect();
    let n_full = counts.iter().filter(|n| **n > 0).count() as u32;
    let sum: u32 = counts.iter().sum();
    let least = (2 * sum).checked_div(n_full).unwrap_or(0).max(3);
    let mut order: Vec<u64> = (0..)
        .zip(&counts)
        .filter(|(_, n)| **n >= least)
        .map(|(i, n): (u32, _)| u64::from(!n) << 32 | u64::from(i))
        .collect();
    order.sort_unstable();
    let mut taken = vec![false; counts.len()];
    let mut found = Vec::new();
    for key in order {
        let top = key as u32 as usize;
        let (mut first, mut last) = (top, top);
        let belongs = |i: usize| counts[i] * 2 >= counts[top] && !taken[i];
        if taken[top] {
            continue;
        }
        while first > 0 && belongs(first - 1) {
            first -= 1;
        }
        while last + 1 < counts.len() && belongs(last + 1) {
            last += 1;
        }
        // What touches a higher peak is its slope.
        let is_slope = (first > 0 && taken[first - 1]) || taken.get(last + 1) == Some(&true);
        taken[first..=last].fill(true);
        if !is_slope && found.len() < n {
            found.push(Days::new(
                lane.bins[first].days.first,
                lane.bins[last].days.last,
            ));
        }
    }
    found
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
/// half a month at least, so that one date of 1917 does not flatten a week of 2022. Of fewer than four
/// dates none lies far from the rest.
#[must_use]
pub fn robust_domain(items: &[Dated]) -> Option<Days> {
    let middles = items
        .iter()
        .map(|item| item.days.first.0 + (item.days.last.0 - item.days.first.0) / 2)
        .collect();
    let middles: Vec<i32> = sorted_by(middles, Ord::cmp);
    let at = |quarter: usize| {
        middles
            .get((middles.len().checked_sub(1)?) * quarter / 4)
            .copied()
    };
    let (low, high) = match middles.as_slice() {
        [first, .., last] if middles.len() < 4 => (*first, *last),
        _ => (at(1)?, at(3)?),
    };
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
        let view = robust_domain(&items("2021-03-05 2021-04-01"));
        assert_eq!(days_text(view.unwrap()), "2021-03-03..2021-04-03");
        assert_eq!(robust_domain(&[]), None);
        let one = robust_domain(&items("2022-01-05")).unwrap();
        assert_eq!(days_text(one), "2022-01-03..2022-01-07");
    }

    /// Bars of one day each, from a day on, as high as they are told.
    fn lane(counts: &[u32]) -> Histogram {
        let first = days("2022-01-01").first.0;
        let items = (0..).zip(counts).flat_map(|(i, &n)| {
            let day = DayNumber(first + i);
            (0..n).map(move |_| Dated {
                days: Days::new(day, day),
                slot: 0,
            })
        });
        let last = DayNumber(first + counts.len() as i32 - 1);
        histogram(Days::new(DayNumber(first), last), Grain::Day, items)
    }

    #[test]
    fn one_enormous_day_is_cut_off_and_a_slope_is_not() {
        assert_eq!(ceiling(&lane(&[2, 3, 4, 3, 2, 900])), 6000);
        assert_eq!(ceiling(&lane(&[2, 3, 4, 5, 6, 9])), 9000);
        assert_eq!(ceiling(&lane(&[1, 40])), 40_000, "two bars are no rest");
        assert_eq!(
            ceiling(&lane(&[1, 1, 1, 1, 1, 9])),
            9000,
            "nine things can be told from one"
        );
        assert_eq!(ceiling(&lane(&[0])), 0);
    }

    #[test]
    fn peaks_are_told_apart_and_slopes_belong_to_them() {
        let found = |counts: &[u32]| -> Vec<String> {
            peaks(&lane(counts), 5).into_iter().map(days_text).collect()
        };
        assert_eq!(
            found(&[1, 0, 1, 6, 11, 5, 1, 1, 0, 1, 9, 1]),
            ["2022-01-04..2022-01-05", "2022-01-11"]
        );
        assert_eq!(found(&[2, 2, 2, 2]), [""; 0], "a plain has no peak");
        assert_eq!(found(&[]), [""; 0]);
    }

    #[test]
    fn every_day_finds_its_bar() {
        for (view, grain) in [
            ("2021-11-20..2022-03-04", Grain::Week),
            ("1900..2024", Grain::Month),
            ("0200..2024", Grain::Decade),
        ] {
            let bins = Bins::new(days(view), grain);
            for bin in 0..bins.len() {
                let days = bins.days(bin);
                for day in [days.first, days.last] {
                    let place = bins.place(Days::new(day, day));
                    assert_eq!((usize::from(place.first), place.share), (bin, 1000));
                }
            }
        }
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

    #[test]
    fn what_is_counted_by_day_has_the_bars_of_single_things() {
        use corpus_search::{DateColumns, DocId, DocSet};
        let corpus = corpus_index::testing::opened();
        let columns = DateColumns::new(&corpus);
        let all = DocSet::all(columns.n_docs());
        let lanes: [(DayCounts, Vec<Dated>); 2] = [
            (
                columns.count_published(&all),
                (0..columns.n_docs())
                    .filter_map(|doc| Dated::new(columns.published(DocId(doc))?, 0))
                    .collect(),
            ),
            (
                columns.count_mentioned(&all),
                (0..columns.n_docs())
                    .flat_map(|doc| columns.mentioned(DocId(doc)))
                    .filter_map(|days| Dated::new(days, 0))
                    .collect(),
            ),
        ];
        for (counts, things) in lanes {
            let view = things.iter().map(|thing| thing.days).reduce(Days::hull);
            assert_eq!(days_of(&counts), view);
            let view = view.expect("some are dated");
            let narrow = Days::new(view.first, DayNumber(view.first.0.midpoint(view.last.0)));
            for grain in [Grain::Week, Grain::Month, Grain::Year] {
                for view in [view, narrow] {
                    let expected = histogram(view, grain, things.iter().copied());
                    assert_eq!(histogram_of_days(view, grain, &counts), expected);
                }
            }
        }
        assert_eq!(days_of(&DayCounts::default()), None);
    }
}
