//! Steps from a base: "two weeks ago", "three days before Christmas", "a month and 21 days later".
//!
//! In: how many of what, which way, from where. Out: the day or stretch there, as fine as the unit.

use super::super::calendar::{Cal, Grain};
use super::super::parse::{Amount, Base, Extra, Found, Point, ShiftBase};
use super::super::words::Unit;
use super::values::open_scope;
use super::{Resolved, Resolver, moved};

impl Resolver<'_> {
    pub(super) fn shift(
        &self,
        amount: Amount,
        unit: Unit,
        extra: Extra,
        sign: i8,
        from: ShiftBase,
        found: &Found,
    ) -> Resolved {
        let (base, name) = match from {
            ShiftBase::At(point) => {
                let base = self.date(point, found);
                (base.cal, base.value)
            }
            ShiftBase::Implicit(base) => (self.base(base), self.base_name(base)),
        };
        let side = if sign < 0 { "before" } else { "after" };
        let Amount::Tenths(tenths) = amount else {
            let value = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
            return Resolved::open(value, format!("some {}s {side} {name}", unit.name()));
        };
        if unit.is_clock() {
            let hours_ago = base.filter(|b| matches!(b.grain, Grain::Day(..)));
            return match hours_ago {
                Some(day) => Resolved::cal(day, format!("some {}s {side} {name}", unit.name())),
                None => Resolved::open(
                    if sign < 0 { "PAST_REF" } else { "FUTURE_REF" },
                    format!("{}s {side} {name}", unit.name()),
                ),
            };
        }
        let n = i32::try_from(tenths / 10).unwrap_or(i32::MAX / 4);
        // "65 million years ago" lies before any calendar.
        let n_years = match unit {
            Unit::Year => n,
            Unit::Decade => n.saturating_mul(10),
            Unit::Century => n.saturating_mul(100),
            Unit::Millennium => n.saturating_mul(1000),
            _ => 0,
        };
        if n_years > 9000 {
            let value = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
            return Resolved::open(value, format!("{n} {}s {side} {name}", unit.name()));
        }
        let is_half = tenths % 10 == 5;
        // Half a year is six months, half a decade five years.
        let (n, unit) = match (is_half, unit) {
            (true, Unit::Year) => (n.saturating_mul(12).saturating_add(6), Unit::Month),
            (true, Unit::Decade) => (n.saturating_mul(10).saturating_add(5), Unit::Year),
            (true, Unit::Century) => (n.saturating_mul(100).saturating_add(50), Unit::Year),
            (false, Unit::Decade) => (n.saturating_mul(10), Unit::Year),
            _ => (n, unit),
        };
        let steps = n.saturating_mul(i32::from(sign));
        let base = match from {
            ShiftBase::Implicit(b) => self.base_for(b, unit, found),
            ShiftBase::At(_) => base,
        };
        // Not the year named last, but the day named before it.
        let name = match (from, base) {
            (ShiftBase::Implicit(b), Some(day)) if self.base(b) != base => {
                format!("{day}, the day named before")
            }
            _ => name,
        };
        let why = format!(
            "{n} {}{} {side} {name}",
            unit.name(),
            if n == 1 { "" } else { "s" }
        );
        let Some(base) = base else {
            let here = match from {
                ShiftBase::Implicit(b) => self.base(b),
                ShiftBase::At(_) => None,
            };
            return Resolved::open(
                open_scope(unit, here.map(|c| c.year), Point::default()),
                format!("{why}, which is not known finely enough"),
            );
        };
        // A year earlier than a quarter is that quarter a year earlier.
        if unit == Unit::Year
            && n == 1
            && !self.anchors.is_narrative
            && let Grain::Quarter(_) | Grain::Half(_) = self.last.map_or(Grain::Year, |c| c.grain)
            && let Some(last) = self.last
            && !matches!(from, ShiftBase::At(_))
        {
            let cal = Cal {
                year: last.year + steps,
                ..last
            };
            return Resolved::cal(
                cal,
                format!(
                    "the same {} a year {side}",
                    if matches!(last.grain, Grain::Half(_)) {
                        "half"
                    } else {
                        "quarter"
                    }
                ),
            );
        }
        // "… in May, and 2.1 percent from a year earlier": that month, a year earlier.
        if unit == Unit::Year
            && n == 1
            && sign < 0
            && !self.anchors.is_narrative
            && let Some(
                last @ Cal {
                    grain: Grain::Month(_),
                    ..
                },
            ) = self.last
            && from == ShiftBase::Implicit(Base::Narrative)
            && self
                .text
                .get(self.last_at as usize..found.start as usize)
                .is_some_and(|between| !between.contains(['\n', ';']) && !between.contains(". "))
        {
            let cal = Cal {
                year: last.year - 1,
                ..last
            };
            return Resolved::cal(cal, "the same month a year before");
        }
        // A year and 21 days: as fine as its smaller unit.
        if let Some((_, finest)) = extra.into_iter().flatten().last()
            && !finest.is_clock()
            && matches!(base.grain, Grain::Day(..))
            && let Some(first) = base.first().and_then(|day| moved(day, steps, unit))
            && let Some(day) = extra
                .into_iter()
                .flatten()
                .try_fold(first, |day, (n, unit)| {
                    let n = i32::try_from(n).ok()?;
                    moved(day, n.saturating_mul(i32::from(sign)), unit)
                })
            && let Some(cal) = Cal::day(day).at(if finest == Unit::Week {
                Unit::Day
            } else {
                finest
            })
        {
            return Resolved::cal(cal, why);
        }
        if let (ShiftBase::At(_), Unit::Month | Unit::Year, Some(day)) = (from, unit, base.first())
            && matches!(base.grain, Grain::Day(..))
            && let Some(day) = moved(day, steps, unit)
        {
            return Resolved::cal(Cal::day(day), why);
        }
        let fine = match unit {
            // Weeks are counted in days.
            Unit::Week | Unit::Fortnight if matches!(base.grain, Grain::Day(..)) => base.shifted(
                steps.saturating_mul(if unit == Unit::Week { 7 } else { 14 }),
                Unit::Day,
            ),
            _ => base.shifted(steps, unit),
        };
        match fine {
            Some(cal) => Resolved::cal(cal, why),
            None => Resolved::open(open_scope(unit, None, Point::default()), why),
        }
    }
}
