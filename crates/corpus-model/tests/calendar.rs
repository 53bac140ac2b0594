//! Civil days against a calendar that is counted out day by day, and what is written against what is read.

use corpus_model::{CivilDate, DayNumber, PartialDate, Weekday};
use proptest::prelude::*;

/// The Gregorian rule, written anew: what `CivilDate` computes in one step is walked here.
fn length_of(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 400 == 0 || year % 4 == 0 && year % 100 != 0 => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Day after day from 1 January 1600, a Saturday, to the end of 2400: numbers, weekdays, weeks and months agree.
#[test]
fn every_day_of_eight_centuries_is_where_counting_puts_it() {
    let (mut number, mut weekday) = (-135_140, 5);
    for year in 1600..=2400 {
        for month in 1..=12 {
            for day in 1..=31 {
                let date = CivilDate::new(year, month, day);
                if day > length_of(year, month) {
                    assert_eq!(date, None, "{year}-{month}-{day}");
                    continue;
                }
                let date = date.expect("a day of the calendar");
                assert_eq!(date.day_number(), DayNumber(number), "{date}");
                assert_eq!(CivilDate::from_day_number(DayNumber(number)), date);
                assert_eq!(date.weekday(), Weekday::ALL[weekday], "{date}");
                number += 1;
                weekday = (weekday + 1) % 7;
            }
        }
    }
}

/// The weeks of a year: the first holds its first Thursday, each other one follows the one before.
#[test]
fn weeks_are_counted_from_the_first_thursday() {
    for year in 1900..=2100 {
        let mut thursday = CivilDate::new(year, 1, 1).expect("a day");
        while thursday.weekday() != Weekday::Thursday {
            thursday = thursday.add_days(1);
        }
        let mut week = 1;
        while thursday.year() == year {
            for day in -3..=3 {
                assert_eq!(thursday.add_days(day).iso_week(), (year, week));
            }
            thursday = thursday.add_days(7);
            week += 1;
        }
        assert!(week == 53 || week == 54);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_a_partial_date_writes_it_reads_back(n in -100_000..1_000_000i32, keep in 0..4u8, has_year in any::<bool>()) {
        let day = CivilDate::from_day_number(DayNumber(n));
        let date = PartialDate {
            year: has_year.then_some(day.year()),
            month: (keep > 0).then_some(day.month()),
            day: (keep > 1).then_some(day.day()),
            weekday: None,
        };
        prop_assume!(has_year || keep > 0);
        prop_assert_eq!(PartialDate::from_value(&date.to_string()), Some(date));
    }

    #[test]
    fn no_text_makes_a_day_the_calendar_lacks(text in "[0-9X]{0,4}-?[0-9X]{0,3}-?[0-9]{0,3}(T[0-9:]{0,5})?") {
        if let Some(date) = PartialDate::from_value(&text) {
            prop_assert!(date.year.is_some() || date.month.is_some());
            if date.year.is_some() {
                prop_assert!(date.interval().is_some());
            }
            prop_assert_eq!(PartialDate::from_value(&date.to_string()), Some(date));
        }
    }
}
