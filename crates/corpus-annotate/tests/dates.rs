//! Date expressions of any text, and of texts whose answer is known by construction.

mod date_body;

use corpus_annotate::date::find_dates_in;
use corpus_model::{CivilDate, DayNumber, PartialDate};
use proptest::prelude::*;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Words, figures and signs that dates are made of, and some that they are not.
const PIECES: &[&str] = &[
    "the",
    "a",
    "last",
    "next",
    "past",
    "first",
    "this",
    "that",
    "of",
    "in",
    "on",
    "at",
    "to",
    "and",
    "or",
    "year",
    "years",
    "ago",
    "later",
    "earlier",
    "before",
    "after",
    "week",
    "weekend",
    "month",
    "day",
    "days",
    "nights",
    "quarter",
    "century",
    "hours",
    "half",
    "second",
    "two",
    "twenty",
    "million",
    "billion",
    "five",
    "hundred",
    "May",
    "March",
    "Friday",
    "Sundays",
    "Labor",
    "Day",
    "Christmas",
    "Eve",
    "now",
    "once",
    "every",
    "other",
    "few",
    "some",
    "time",
    "while",
    "same",
    "period",
    "fiscal",
    "early",
    "mid",
    "the end of",
    "today",
    "overnight",
    "tonight",
    "noon",
    "p.m.",
    "a.m.",
    "GMT",
    "BC",
    "Q3",
    "1984",
    "2022",
    "7",
    "31",
    "28th",
    "0",
    "99999",
    "4294967296",
    "2022-01-07",
    "9/11",
    "10:30",
    "'90s",
    "13.8",
    "½",
    ",",
    ".",
    "-",
    "–",
    "/",
    ":",
    "(",
    ")",
    "’s",
    "'s",
    "\n\n",
    "января",
    "прошлой",
    "неделе",
    "года",
    "век",
    "XX",
    "назад",
    "полгода",
    "40-летний",
    "последние",
    "через",
    "Januar",
    "Montagabend",
    "5. bis 7.",
    "1990er",
    "vor",
    "jährig",
    "l'",
    "dernière",
    "semaine",
    "il y a",
    "XIXe",
    "siècle",
    "10h30",
    "été",
    "mañana",
    "por la",
    "que viene",
    "años",
    "минулого",
    "тижня",
    "тому",
    "mai",
    "Ocak",
    "5",
    "é",
    "日本",
    "\u{301}",
    "\u{202e}",
    "يناير",
];

fn any_day() -> impl Strategy<Value = CivilDate> {
    (-700_000..2_900_000i32).prop_map(|n| CivilDate::from_day_number(DayNumber(n)))
}

fn news_day() -> impl Strategy<Value = CivilDate> {
    (3650..25_000i32).prop_map(|n| CivilDate::from_day_number(DayNumber(n)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_words_of_time_are_read_without_panic_and_in_order(
        pieces in prop::collection::vec((0..PIECES.len(), any::<bool>()), 0..40),
        tag in 0..date_body::TAGS.len(),
        day in prop::option::of(any_day()),
    ) {
        let mut text = String::new();
        for (piece, spaced) in pieces {
            text.push_str(PIECES[piece]);
            if spaced {
                text.push(' ');
            }
        }
        date_body::check(&text, date_body::TAGS[tag], day);
    }

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,120}", tag in 0..date_body::TAGS.len(), day in prop::option::of(any_day())) {
        date_body::check(&text, date_body::TAGS[tag], day);
    }

    /// A day said without its year resolves to one of the days that fit what is said, and not far off.
    #[test]
    fn a_day_without_its_year_stays_inside_its_candidates(
        month in 1..=12u8,
        of_month in 1..=28u8,
        day in news_day(),
        verb in prop::sample::select(vec!["met", "will meet"]),
    ) {
        let text = format!("They {verb} on {of_month} {}.", MONTHS[usize::from(month) - 1]);
        let found = find_dates_in(&text, "en", Some(&date_body::published(day)));
        let said = PartialDate { month: Some(month), day: Some(of_month), ..PartialDate::default() };
        let candidates = said.days_in(day.year() - 1..=day.year() + 1);
        prop_assert_eq!(found.len(), 1);
        prop_assert!(candidates.iter().any(|c| c.to_string() == found[0].value), "{} {}", text, found[0].value);
        for (value, _) in &found[0].rejected {
            prop_assert!(candidates.iter().any(|c| c.to_string() == *value));
        }
    }

    /// So do weekdays: the day named, within a week of publication, on the side the verb says.
    #[test]
    fn a_weekday_is_that_day_within_a_week(day in news_day(), n in 0..7usize) {
        let weekday = corpus_model::Weekday::ALL[n];
        for (verb, range) in [("spoke", -6..=0), ("will speak", 0..=6)] {
            let text = format!("He {verb} on {}.", weekday.name());
            let found = find_dates_in(&text, "en", Some(&date_body::published(day)));
            let said = PartialDate { weekday: Some(weekday), ..PartialDate::default() };
            let right = range.map(|days| day.add_days(days)).find(|d| said.fits(*d));
            prop_assert_eq!(Some(found[0].value.clone()), right.map(|d| d.to_string()));
        }
    }

    /// "Three weeks ago" and "three weeks later" from there come back.
    #[test]
    fn a_shift_and_its_inverse_come_back(day in news_day(), n in 1..400u32, unit in prop::sample::select(vec!["day", "week"])) {
        let plural = if n == 1 { "" } else { "s" };
        let text = format!("{n} {unit}{plural} ago it rained. {n} {unit}{plural} later it snowed.");
        let found = find_dates_in(&text, "en", Some(&date_body::published(day)));
        prop_assert_eq!(found.len(), 2);
        prop_assert_eq!(found[1].value.clone(), day.to_string());
    }
}
