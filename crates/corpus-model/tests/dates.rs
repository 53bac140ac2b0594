//! The algebra of civil dates, for any day of the calendar.

use corpus_model::{CivilDate, DayInterval, DayNumber, PartialDate};
use proptest::prelude::*;

/// Far enough from both ends that no shift below is held back.
fn any_day() -> impl Strategy<Value = CivilDate> {
    (-3_500_000..2_000_000i32).prop_map(|n| CivilDate::from_day_number(DayNumber(n)))
}

fn any_interval() -> impl Strategy<Value = DayInterval> {
    let end = || prop::option::of(-1000..1000i32);
    (end(), end()).prop_map(|(a, b)| {
        let (begin, last) = match (a, b) {
            (Some(a), Some(b)) if a > b => (Some(b), Some(a)),
            other => other,
        };
        DayInterval {
            begin: begin.map(DayNumber),
            end_exclusive: last.map(|n| DayNumber(n + 1)),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn days_shift_and_come_back(day in any_day(), n in -800_000..800_000i32) {
        prop_assert_eq!(day.add_days(n).add_days(-n), day);
        prop_assert_eq!(day.add_days(n).day_number().0, day.day_number().0 + n);
    }

    #[test]
    fn months_shift_and_come_back_but_for_days_the_month_lacks(day in any_day(), n in -9000..9000i32) {
        let there = day.add_months(n);
        let back = there.add_months(-n);
        prop_assert_eq!((back.year(), back.month()), (day.year(), day.month()));
        prop_assert!(back.day() == day.day() || (there.day() < day.day() && back.day() == there.day()));
    }

    #[test]
    fn shifts_keep_order(a in any_day(), b in any_day(), n in -9000..9000i32) {
        let (a, b) = (a.min(b), a.max(b));
        prop_assert!(a.add_days(n) <= b.add_days(n));
        prop_assert!(a.add_months(n) <= b.add_months(n));
    }

    #[test]
    fn weekdays_come_round_and_weeks_begin_on_mondays(day in any_day()) {
        prop_assert_eq!(day.add_days(7).weekday(), day.weekday());
        let monday = day.add_days(1 - i32::from(day.weekday().iso()));
        prop_assert_eq!(monday.iso_week(), day.iso_week());
        prop_assert_ne!(monday.add_days(-1).iso_week(), day.iso_week());
    }

    #[test]
    fn what_a_partial_date_covers_are_the_days_that_fit_it(day in any_day(), keep in 0..8u8) {
        let partial = PartialDate {
            year: Some(day.year()),
            month: (keep & 1 > 0 || keep & 2 > 0).then_some(day.month()),
            day: (keep & 2 > 0).then_some(day.day()),
            weekday: (keep & 4 > 0).then_some(day.weekday()),
        };
        prop_assert!(partial.fits(day));
        let interval = partial.interval().expect("a year is said");
        prop_assert!(interval.contains(day));
        let days = partial.days_in(day.year()..=day.year());
        prop_assert!(days.contains(&day));
        prop_assert!(days.iter().all(|d| partial.fits(*d) && interval.contains(*d)));
        prop_assert!(days.is_sorted());
        if let Some(only) = partial.to_civil() {
            prop_assert_eq!(days, vec![only]);
        }
    }

    #[test]
    fn without_its_year_a_date_has_a_day_a_year_at_most(day in any_day()) {
        let partial = PartialDate { month: Some(day.month()), day: Some(day.day()), ..PartialDate::default() };
        let years = day.year() - 4..=day.year() + 4;
        let days = partial.days_in(years.clone());
        prop_assert!(days.contains(&day) && days.len() <= years.count());
        prop_assert_eq!(partial.interval(), None);
    }

    #[test]
    fn intervals_overlap_both_ways_and_where_they_share_a_day(a in any_interval(), b in any_interval(), n in -1100..1100i32) {
        prop_assert_eq!(a.overlaps(b), b.overlaps(a));
        let day = CivilDate::from_day_number(DayNumber(n));
        if a.contains(day) && b.contains(day) {
            prop_assert!(a.overlaps(b));
        }
        if a.is_inside(b) {
            prop_assert!(!a.contains(day) || b.contains(day));
            prop_assert!(a.overlaps(b));
        }
        prop_assert!(a.is_inside(a));
    }
}
