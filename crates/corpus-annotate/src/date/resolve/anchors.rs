//! What an expression is counted from: the day of publication, or what the text named before.
//!
//! In: the resolver's memory of the text so far. Out: a place in the calendar as fine as the step asks for, or none, and
//! its name for reasons.

use super::super::calendar::Cal;
use super::super::parse::{Base, Found};
use super::super::words::Unit;
use super::{PartName, Resolver, days_apart};
use corpus_model::CivilDate;

impl Resolver<'_> {
    pub(super) fn base(&self, base: Base) -> Option<Cal> {
        let published = self.anchors.published.map(Cal::day);
        match base {
            Base::Published if self.anchors.is_narrative => self.last.or(published),
            Base::Published => published.or(self.last),
            Base::Narrative => self.last.or(published),
        }
    }

    /// The publication day, if the text around speaks from it: always in news, in a history only where
    /// the dates just named come near it.
    pub(super) fn speaking_day(&self) -> Option<CivilDate> {
        let day = self.anchors.published.filter(|_| self.anchors.is_exact)?;
        if !self.anchors.is_narrative {
            return Some(day);
        }
        let near = self
            .last
            .is_none_or(|last| days_apart(last, day).is_some_and(|d| d.abs() <= 60));
        near.then_some(day)
    }

    pub(super) fn base_name(&self, base: Base) -> String {
        let from_text = match base {
            Base::Published => self.anchors.is_narrative || self.anchors.published.is_none(),
            Base::Narrative => self.last.is_some(),
        };
        match (
            from_text.then_some(self.last).flatten(),
            self.anchors.published,
        ) {
            (Some(last), _) => format!("{last}, the date named before"),
            (None, Some(day)) => self.published_name(day),
            (None, None) => "an unknown date".to_owned(),
        }
    }

    pub(super) fn published_name(&self, day: CivilDate) -> String {
        if self.anchors.is_exact {
            format!("publication on {} {day}", day.weekday().name())
        } else {
            let month = PartName(day);
            format!("publication in {month}")
        }
    }

    /// The base for a step of `unit`: fine enough, or none.
    pub(super) fn base_for(&self, base: Base, unit: Unit, found: &Found) -> Option<Cal> {
        let here = self.base(base)?;
        if here.is_at_least_as_fine_as(unit) {
            if matches!(unit, Unit::Day)
                && base == Base::Published
                && !self.anchors.is_exact
                && !self.anchors.is_narrative
            {
                return None;
            }
            return Some(here);
        }
        self.day_named_before(here, found)
            .or_else(|| self.day_of_report(unit))
    }

    /// "In 1915 … on 3 May … the next day": the day named before, though a year was named between.
    pub(super) fn day_named_before(&self, here: Cal, found: &Found) -> Option<Cal> {
        let day = self.last_day?;
        let first = day.first()?.day_number();
        let outer = here.interval()?;
        let inside = outer.begin? <= first && first < outer.end_exclusive?;
        let near = found.start.saturating_sub(self.last_day_at) < 500
            || self.is_same_paragraph(self.last_day_at, found);
        (inside || near).then_some(day)
    }

    /// "that day" in a report that named a mere year or month just before: the day it tells of, else its own.
    pub(super) fn day_of_report(&self, unit: Unit) -> Option<Cal> {
        let published = self.anchors.published.filter(|_| self.anchors.is_exact)?;
        if self.anchors.is_narrative || unit != Unit::Day {
            return None;
        }
        let told = self
            .last_day
            .filter(|day| days_apart(*day, published).is_some_and(|d| d.abs() <= 31));
        Some(told.unwrap_or(Cal::day(published)))
    }

    /// Whether no line ends between an earlier place and the expression.
    pub(super) fn is_same_paragraph(&self, from: u32, found: &Found) -> bool {
        self.text
            .get(from as usize..found.start as usize)
            .is_some_and(|between| between.len() < 2000 && !between.contains('\n'))
    }

    /// The day that a text without a date of publication names in full just before: "a report of 7 January 2022.
    /// He arrived on Friday."
    pub(super) fn own_day(&self, found: &Found) -> Option<Cal> {
        let published = self.anchors.published;
        self.last_full_day.filter(|day| {
            !self.anchors.is_exact
                && self.anchors.week.is_none()
                && published.is_none_or(|p| days_apart(*day, p).is_some_and(|d| d.abs() <= 31))
                && self.is_same_paragraph(self.last_day_at, found)
        })
    }

    /// The scene that a report has set with a date of another year, as long as its paragraph lasts: "On 6 June 2014 the
    /// leaders met. … had been annexed in March."
    pub(super) fn scene(&self, found: &Found) -> Option<Cal> {
        let published = self.anchors.published?;
        let (at, cal) = self.scene_set?;
        let holds = !self.anchors.is_narrative
            && (cal.year - published.year()).abs() > 1
            && self.is_same_paragraph(at, found)
            && self
                .near_at
                .is_none_or(|near| !self.is_same_paragraph(near, found));
        holds.then_some(cal)
    }

    pub(super) fn full_year(&self, short: i32) -> i32 {
        let limit = match self.base(Base::Narrative) {
            Some(cal) if self.anchors.is_narrative => cal.year + 20,
            Some(_) => self.anchors.published.map_or(2030, |d| d.year() + 5),
            None => 2030,
        };
        let year = limit.div_euclid(100) * 100 + short;
        if year > limit { year - 100 } else { year }
    }
}
