//! Bare weekdays: "on Thursday", "last Friday", "Friday the 13th".
//!
//! In: a weekday and what was said with it. Out: its day, and the other one that was considered.

use super::super::calendar::{Cal, Grain};
use super::super::parse::{Base, Found, Point};
use super::super::words::Unit;
use super::values::open_value;
use super::{Resolved, Resolver, Tense, tense};
use corpus_model::{CivilDate, Weekday};

impl Resolver<'_> {
    /// The day that "to", "through", "until" or "between … and" lead on from.
    fn begin_of_range(&self, found: &Found) -> Option<CivilDate> {
        let begin = self.last_day.and_then(Cal::first)?;
        let between = self
            .text
            .get(self.last_day_at as usize..found.start as usize)?;
        let before = self.text.get(..self.last_day_at as usize)?;
        let opened = || {
            let mut tail = before.rsplit_terminator(' ').take(3);
            tail.any(|word| word.eq_ignore_ascii_case("between"))
        };
        let joins = matches!(
            between,
            " to " | " through " | " until " | " till " | "-" | "–"
        ) || between == " and " && opened();
        joins.then_some(begin)
    }

    /// Whether the sentence has named a day after `here` before, or the night of `here`.
    fn is_after_coming_day(&self, here: CivilDate, found: &Found) -> bool {
        let until_there = self.text.get(..self.last_day_at as usize);
        let ahead = self.last_day.and_then(Cal::first).is_some_and(|day| {
            day > here && day <= here.add_days(31)
                || day == here && until_there.is_some_and(|text| text.ends_with("tonight"))
        });
        ahead
            && self
                .text
                .get(self.last_day_at as usize..found.start as usize)
                .is_some_and(|between| !between.contains(['.', '\n', ';', '!', '?']))
    }

    pub(super) fn weekday(&self, weekday: u8, point: Point, found: &Found) -> Resolved {
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
        // "from next Monday to Friday", "next week between Wednesday and Friday": the end is after the beginning.
        if let (None, Some(begin)) = (point.direction, self.begin_of_range(found)) {
            let days = (i32::from(weekday) - i32::from(begin.weekday().iso())).rem_euclid(7);
            let why = format!("the first such weekday after {begin}, with which the range begins");
            return Resolved::cal(Cal::day(begin.add_days(days)), why);
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
                // "Talks resume on Thursday and end on Friday."
                Tense::Unknown if self.is_after_coming_day(here, found) => {
                    (after, "after", before, "the sentence already looks ahead")
                }
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
}
