//! Months, days, seasons, quarters and holidays said without their year.
//!
//! In: such a point. Out: the one that is meant, by the year named before, the scene that a paragraph sets, the tense of
//! the nearest verb, and nearness to the anchor.

use super::super::calendar::{Cal, Grain, holiday_day};
use super::super::facts::famous_day;
use super::super::parse::{Base, Found, Point};
use super::super::token::Kind;
use super::super::words::{Kw, Lex, Season, holiday};
use super::values::open_value;
use super::{Resolved, Resolver, Tense, days_apart, ends_before, near_years, tense};
use corpus_model::CivilDate;

impl Resolver<'_> {
    /// Months, days, seasons, quarters and holidays said without a year.
    pub(super) fn without_year(&self, point: Point, found: &Found) -> Resolved {
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
        // "Two years ago, on July 4, he signed."
        if let Some((at, year)) = self.year_counted
            && point.direction.is_none()
            && found.start >= at
            && self
                .text
                .get(at as usize..found.start as usize)
                .is_some_and(|between| matches!(between, ", on " | ", in " | " on " | " in "))
            && let Some(cal) = cal_in(year)
        {
            return Resolved::cal(cal, format!("in {year}, the year counted just before"));
        }
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
                // "Second-quarter sales, due on July 24": the quarter just over.
                Tense::Future
                    if point.quarter.is_some()
                        && near.iter().any(|(d, _)| (-75..=0).contains(d))
                        && !near.iter().any(|(d, _)| (0..=180).contains(d)) =>
                {
                    (
                        near.iter().find(|(d, _)| (-75..=0).contains(d)),
                        format!("the one that ended before {from}"),
                    )
                }
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
        // "for January delivery", "put off to 14 January"
        let looks_on = self
            .tokens
            .get(found.first.wrapping_sub(1))
            .is_some_and(|t| {
                matches!(t.lex, Lex::Kw(Kw::To | Kw::By))
                    || self.text.get(t.start as usize..t.end as usize) == Some("for")
            });
        // A day a few weeks off outweighs the verb if the other one is most of a year away.
        let (chosen, how) = match (chosen, near.iter().min_by_key(|(d, _)| d.abs())) {
            (Some(far), Some(close))
                if is_direct.is_none()
                    && !use_narrative
                    && (point.day.is_some() || point.holiday.is_some() || looks_on)
                    && close.0.abs()
                        <= if point.holiday.is_some() || looks_on {
                            75
                        } else {
                            45
                        }
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
    pub(super) fn famous_day(
        &self,
        point: Point,
        found: &Found,
    ) -> Option<(CivilDate, &'static str)> {
        let follows = self.tokens.get(found.last_exclusive)?;
        let word = self
            .text
            .get(follows.start as usize..follows.end as usize)?;
        famous_day(point.month?, point.day?, word)
    }

    /// "had annexed": told of as before what the paragraph tells.
    pub(super) fn is_pluperfect(&self, found: &Found) -> bool {
        let near = self
            .tokens
            .get(found.first.saturating_sub(10)..found.first)
            .unwrap_or_default();
        near.iter()
            .rev()
            .take_while(|t| !matches!(t.kind, Kind::Sign('.' | ';') | Kind::Break))
            .any(|t| self.text.get(t.start as usize..t.end as usize) == Some("had"))
    }
}
