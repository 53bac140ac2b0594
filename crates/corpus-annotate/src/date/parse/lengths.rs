//! Lengths of time and what is built on them: shifts ("two days ago"), sets ("every Friday"), references ("now").
//!
//! In: the place in the tokens. Out: a [`Found`] expression with quantity, unit and, where the words give one,
//! direction and base.

use super::*;

impl Grammar<'_> {
    /// A number written in digits or words, in tenths.
    pub(super) fn number(&self, i: usize) -> Option<(usize, u32)> {
        if let Some((value, _)) = self.digits(i) {
            if self.glued(i)
                && i > 0
                && matches!(
                    self.kind(i - 1),
                    Kind::Sign('$' | '€' | '£' | '.' | ':' | '/' | ',')
                )
            {
                return None;
            }
            let mut value = value;
            let mut end = i + 1;
            while self.sign(end, ',')
                && self.glued(end)
                && self.glued(end + 1)
                && let Some((more, 3)) = self.digits(end + 1)
            {
                value = value.checked_mul(1000)?.checked_add(more)?;
                end += 2;
            }
            let mut tenths = value.checked_mul(10)?;
            if self.sign(end, '.')
                && self.glued(end)
                && self.glued(end + 1)
                && let Some((fraction, 1)) = self.digits(end + 1)
            {
                tenths = tenths.saturating_add(fraction);
                end += 2;
            } else if self.digits(end).is_some_and(|(v, _)| v == 1)
                && self.sign(end + 1, '/')
                && self.digits(end + 2).is_some_and(|(v, _)| v == 2)
            {
                tenths = tenths.saturating_add(5);
                end += 3;
            } else if self.sign(end, '½') {
                tenths = tenths.saturating_add(5);
                end += 1;
            }
            if self.sign(end, '%') {
                return None;
            }
            return Some((end, tenths));
        }
        let Lex::Num(_) = self.lex(i) else {
            return None;
        };
        let mut total = 0u32;
        let mut current = 0u32;
        let mut at = i;
        let mut n_words = 0;
        while let Lex::Num(n) = self.lex(at) {
            match n {
                100 => current = current.max(1).checked_mul(100)?,
                1000 => {
                    total = total.checked_add(current.max(1).checked_mul(1000)?)?;
                    current = 0;
                }
                n => current = current.checked_add(n)?,
            }
            at += 1;
            n_words += 1;
            if n_words > 8 {
                break;
            }
            let next = self.skip_hyphen(at);
            if next > at && matches!(self.lex(next), Lex::Num(_)) {
                at = next;
            } else if self.is(at, Kw::And) && matches!(self.lex(at + 1), Lex::Num(_)) && n >= 100 {
                at += 1;
            }
        }
        Some((at, total.checked_add(current)?.checked_mul(10)?))
    }

    /// How many: "two", "a few", "several", "two or three", "half a", "another two".
    pub(super) fn quantity(&self, i: usize) -> Option<(usize, Amount)> {
        if let Some((end, tenths)) = self.number(i) {
            // two or three, 12 to 18: the first is the value
            if self.any(end, &[Kw::Or, Kw::To])
                || (self.is_dash(end) && self.glued(end) && self.digits(end + 1).is_some())
            {
                if let Some((end, _)) = self.number(end + 1) {
                    return Some((end, Amount::Tenths(tenths)));
                }
                if self.is(end, Kw::Or) && self.is(end + 1, Kw::More) {
                    return Some((end + 2, Amount::Tenths(tenths)));
                }
            }
            let at = self.skip_hyphen(end);
            if self.is(at, Kw::And) {
                let at = self.skip_hyphen(at + 1);
                let at = if self.is(at, Kw::A) {
                    self.skip_hyphen(at + 1)
                } else {
                    at
                };
                if self.is(at, Kw::Half) {
                    return Some((at + 1, Amount::Tenths(tenths.saturating_add(5))));
                }
            }
            if self.is(end, Kw::Dozen) {
                return Some((end + 1, Amount::Tenths(tenths.checked_mul(12)?)));
            }
            return Some((end, Amount::Tenths(tenths)));
        }
        match self.lex(i) {
            Lex::Kw(Kw::A) => match self.lex(i + 1) {
                Lex::Kw(Kw::Few) => Some((i + 2, Amount::Vague)),
                Lex::Kw(Kw::Couple) => {
                    let end = i + 2 + usize::from(self.is(i + 2, Kw::Of));
                    let end = end + usize::from(self.is(end, Kw::More));
                    Some((end, Amount::Tenths(20)))
                }
                Lex::Kw(Kw::Dozen) => Some((i + 2, Amount::Tenths(120))),
                Lex::Kw(Kw::Half) => {
                    let at = self.skip_hyphen(i + 2);
                    Some((
                        at + usize::from(self.is(at, Kw::Dozen)),
                        if self.is(at, Kw::Dozen) {
                            Amount::Tenths(60)
                        } else {
                            Amount::Tenths(5)
                        },
                    ))
                }
                Lex::Num(100 | 1000) => {
                    let (end, tenths) = self.number(i + 1)?;
                    Some((end, Amount::Tenths(tenths)))
                }
                _ => Some((i + 1, Amount::Tenths(10))),
            },
            Lex::Kw(Kw::Few | Kw::Several | Kw::Many) => Some((i + 1, Amount::Vague)),
            Lex::Kw(Kw::Couple) => Some((
                i + 1 + usize::from(self.is(i + 1, Kw::Of)),
                Amount::Tenths(20),
            )),
            Lex::Kw(Kw::Half) => {
                let at = self.skip_hyphen(i + 1);
                let at = at + usize::from(self.is(at, Kw::A));
                if self.is(at, Kw::Dozen) {
                    return Some((at + 1, Amount::Tenths(60)));
                }
                Some((at, Amount::Tenths(5)))
            }
            Lex::Kw(Kw::Another) => {
                let (end, amount) = self
                    .number(i + 1)
                    .map_or((i + 1, Amount::Tenths(10)), |(e, t)| (e, Amount::Tenths(t)));
                Some((end, amount))
            }
            Lex::Kw(Kw::Dozen) => Some((i + 1, Amount::Tenths(120))),
            _ => None,
        }
    }

    /// A unit; whether it stands in the plural.
    pub(super) fn unit(&self, i: usize) -> Option<(usize, Unit, bool)> {
        match self.lex(i) {
            Lex::Unit(unit) => Some((i + 1, unit, false)),
            Lex::Units(unit) => Some((i + 1, unit, true)),
            // "second" is an ordinal unless a number stands before.
            Lex::Ord(2)
                if self.is_word(i, "second")
                    && i > 0
                    && matches!(self.lex(i - 1), Lex::Num(1) | Lex::None)
                    && (self.kind(i - 1) == Kind::Number || self.is_dash(i - 1)) =>
            {
                Some((i + 1, Unit::Second, false))
            }
            _ => None,
        }
    }

    /// "about", "more than", "at least", "nearly" before a length.
    pub(super) fn length_modifier(&self, i: usize) -> Option<(usize, &'static str)> {
        let next = |n: usize| i + n;
        match self.lex(i) {
            Lex::Kw(Kw::About | Kw::Some) => Some((next(1), "APPROX")),
            Lex::Kw(Kw::Nearly) => Some((next(1), "LESS_THAN")),
            Lex::Kw(Kw::Over) => Some((next(1), "MORE_THAN")),
            Lex::Kw(Kw::More) if self.is(i + 1, Kw::Than) => Some((next(2), "MORE_THAN")),
            Lex::Kw(Kw::Less) if self.is(i + 1, Kw::Than) => Some((next(2), "LESS_THAN")),
            Lex::Kw(Kw::At) if self.is(i + 1, Kw::Least) => Some((next(2), "EQUAL_OR_MORE")),
            Lex::Kw(Kw::At) if self.is(i + 1, Kw::Most) => Some((next(2), "EQUAL_OR_LESS")),
            Lex::Kw(Kw::Up) if self.is(i + 1, Kw::To) => Some((next(2), "EQUAL_OR_LESS")),
            Lex::Kw(Kw::A)
                if self.is_one_of(i + 1, &["little", "bit"])
                    && self.any(i + 2, &[Kw::More, Kw::Less, Kw::Over]) =>
            {
                let more = !self.is(i + 2, Kw::Less);
                let than = usize::from(self.is(i + 3, Kw::Than));
                Some((next(3 + than), if more { "MORE_THAN" } else { "LESS_THAN" }))
            }
            _ if self.is_one_of(i, &["under"]) => Some((next(1), "LESS_THAN")),
            _ => None,
        }
    }

    /// Lengths of time, and the shifts built on them.
    pub(super) fn length(&self, i: usize) -> Option<Found> {
        if let Some((at, modifier)) = self.length_modifier(i)
            && let Some(mut found) = self.plain_length(at)
        {
            if matches!(found.sense, Sense::Point(_))
                || self.any(at, &[Kw::The, Kw::This, Kw::Next, Kw::Last]) && self.is(i, Kw::Over)
            {
                return None;
            }
            found.first = i;
            found.start = self.tokens.get(i)?.start;
            found.modifier = Some(modifier);
            return Some(found);
        }
        self.plain_length(i)
    }

    pub(super) fn plain_length(&self, i: usize) -> Option<Found> {
        if let Some(found) = self.anchored_length(i) {
            return Some(found);
        }
        // the day after Christmas, the day before 3 May
        if self.is(i, Kw::The)
            && let Lex::Unit(unit @ (Unit::Day | Unit::Week | Unit::Year)) = self.lex(i + 1)
            && self.any(i + 2, &[Kw::Before, Kw::After])
            && let Some((end, point)) = self.point(i + 3, false)
            && (point.day.is_some()
                || point.weekday.is_some()
                || point.holiday.is_some()
                || (unit == Unit::Year && point.year.is_some()))
        {
            let sign = if self.is(i + 2, Kw::Before) { -1 } else { 1 };
            let from = ShiftBase::At(point);
            let amount = Amount::Tenths(10);
            return Some(self.found(
                i,
                end,
                Sense::Shift {
                    amount,
                    unit,
                    extra: None,
                    sign,
                    from,
                },
                None,
            ));
        }
        // Languages that say "ago" and "in" first: vor drei Tagen, через два дня.
        if self.any(i, &[Kw::AgoPrefix, Kw::InFuture])
            && let Some((end, amount, unit)) = self.amount_of_unit(i + 1)
        {
            let sign = if self.is(i, Kw::AgoPrefix) { -1 } else { 1 };
            let from = ShiftBase::Implicit(if sign < 0 {
                Base::Published
            } else {
                Base::Narrative
            });
            return Some(self.found(
                i,
                end,
                Sense::Shift {
                    amount,
                    unit,
                    sign,
                    from,
                    extra: None,
                },
                None,
            ));
        }
        // all day, all week
        if self.any(i, &[Kw::All, Kw::Full])
            && let at = self.skip_hyphen(i + 1)
            && let Lex::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month | Unit::Year)) =
                self.lex(at)
        {
            return Some(self.found(
                i,
                at + 1,
                Sense::Duration {
                    amount: Amount::Tenths(10),
                    unit,
                    extra: None,
                    anchored: 0,
                },
                None,
            ));
        }
        // год назад, через неделю: the unit alone is one of it.
        if let Lex::Unit(unit) = self.lex(i)
            && !self.word(i).is_ascii()
            && self.any(i + 1, &[Kw::Ago, Kw::Later])
        {
            return Some(self.shift_or_length(i, i + 1, Amount::Tenths(10), unit));
        }
        if self.any(i, &[Kw::AgoPrefix, Kw::InFuture])
            && let Lex::Unit(unit) = self.lex(i + 1)
        {
            let sign = if self.is(i, Kw::AgoPrefix) { -1 } else { 1 };
            let from = ShiftBase::Implicit(if sign < 0 {
                Base::Published
            } else {
                Base::Narrative
            });
            let amount = Amount::Tenths(10);
            return Some(self.found(
                i,
                i + 2,
                Sense::Shift {
                    amount,
                    unit,
                    extra: None,
                    sign,
                    from,
                },
                None,
            ));
        }
        // year-ago, year-earlier
        if let Lex::Unit(unit) = self.lex(i) {
            let at = self.skip_hyphen(i + 1);
            if at > i + 1 && self.any(at, &[Kw::Ago, Kw::Earlier]) {
                let noun =
                    matches!(self.lex(at + 1), Lex::Unit(_)) || self.is_one_of(at + 1, &["period"]);
                return Some(self.year_ago(i, at + 1 + usize::from(noun), unit));
            }
            // month-long, year-long
            if at > i + 1 && self.is(at, Kw::Long) {
                return Some(self.found(
                    i,
                    at + 1,
                    Sense::Duration {
                        amount: Amount::Tenths(10),
                        unit,
                        extra: None,
                        anchored: 0,
                    },
                    None,
                ));
            }
            return None;
        }
        if self.is(i, Kw::The)
            && let Lex::Unit(unit) = self.lex(i + 1)
            && self.skip_hyphen(i + 2) > i + 2
            && self.any(i + 3, &[Kw::Ago, Kw::Earlier])
        {
            let mut end = i + 4;
            end += usize::from(
                matches!(self.lex(end), Lex::Unit(_)) || self.is_one_of(end, &["period"]),
            );
            return Some(self.year_ago(i, end, unit));
        }
        // Bare plural: "for years", "weeks later".
        if let Lex::Units(unit) = self.lex(i) {
            if !self.word(i).is_ascii() {
                return None;
            }
            if unit.is_clock()
                && !self.any(
                    i + 1,
                    &[
                        Kw::Ago,
                        Kw::Later,
                        Kw::Earlier,
                        Kw::Before,
                        Kw::After,
                        Kw::Of,
                    ],
                )
                && !(i > 0 && self.is_one_of(i - 1, &["for", "within"]))
            {
                return None;
            }
            if unit == Unit::Quarter
                || self.digits(i + 1).is_some_and(|(_, n)| n == 4)
                || (i > 0 && self.any(i - 1, &[Kw::Early, Kw::Late]))
            {
                return None;
            }
            if i > 0 && (self.any(i - 1, &[Kw::Recent]) || self.possessive(back(i, 2)).is_some()) {
                return None;
            }
            // "weeks and months", "weeks or months"
            let mut end = i + 1;
            if self.any(end, &[Kw::Or]) && matches!(self.lex(end + 1), Lex::Units(_)) {
                end += 2;
            }
            return Some(self.shift_or_length(i, end, Amount::Vague, unit));
        }
        let (end, amount, unit) = self.amount_of_unit(i)?;
        Some(self.shift_or_length(i, end, amount, unit))
    }

    pub(super) fn year_ago(&self, i: usize, end: usize, unit: Unit) -> Found {
        let from = ShiftBase::Implicit(Base::Narrative);
        self.found(
            i,
            end,
            Sense::Shift {
                amount: Amount::Tenths(10),
                unit,
                sign: -1,
                from,
                extra: None,
            },
            None,
        )
    }

    /// A quantity with its unit: "two days", "five-year", "two bloody weeks".
    pub(super) fn amount_of_unit(&self, i: usize) -> Option<(usize, Amount, Unit)> {
        let (end, amount) = self.quantity(i)?;
        let mut at = self.skip_hyphen(end);
        let is_hyphenated = at > end;
        while !is_hyphenated
            && self.any(
                at,
                &[
                    Kw::More,
                    Kw::Full,
                    Kw::Long,
                    Kw::Other,
                    Kw::Another,
                    Kw::Past,
                    Kw::Next,
                    Kw::Previous,
                    Kw::Coming,
                ],
            )
        {
            at += 1;
        }
        if let Some((end, unit, is_plural)) = self.unit(at) {
            // "three quarters of the capital", "a quarter in the number"
            let in_sequence = i > 0
                && self.any(
                    i - 1,
                    &[
                        Kw::Last,
                        Kw::Past,
                        Kw::Next,
                        Kw::Previous,
                        Kw::Following,
                        Kw::Coming,
                    ],
                );
            if unit == Unit::Quarter
                && !in_sequence
                && (matches!(amount, Amount::Tenths(10 | 30)) || self.is(end, Kw::Of))
            {
                return None;
            }
            // "2015 года" is a year.
            if unit == Unit::Year
                && !self.word(at).is_ascii()
                && self.word(at) != "лет"
                && matches!(amount, Amount::Tenths(n) if n >= 10_000)
            {
                return None;
            }
            // "the 1988 quarter" counts no quarters.
            if !is_plural && !is_hyphenated && matches!(amount, Amount::Tenths(n) if n >= 10_000) {
                return None;
            }
            if is_plural && self.is(back(at, 1), Kw::A) {
                return None;
            }
            let is_one = matches!(amount, Amount::Tenths(5 | 10));
            // "a days", "two day" (spoken) pass; "a weeks" does not. A bare vague word needs a plural.
            if amount == Amount::Vague && !is_plural && !is_hyphenated {
                return None;
            }
            if is_plural && is_one && self.is(i, Kw::A) && self.is(i + 1, Kw::A) {
                return None;
            }
            // The unit of "30 second-hand" or "two year-olds" is no length.
            return Some((end, amount, unit));
        }
        // One adjective between: "ten brutal months", "two consecutive days".
        let is_plain = self.kind(at) == Kind::Word
            && self.lex(at) == Lex::None
            && !self.is_capital(at)
            && !is_hyphenated;
        if is_plain
            && matches!(amount, Amount::Tenths(n) if n > 10) | (amount == Amount::Vague)
            && let Lex::Units(unit) = self.lex(at + 1)
        {
            return Some((at + 2, amount, unit));
        }
        None
    }

    /// A length, or the shift that "ago", "later", "before Monday" make of it.
    pub(super) fn shift_or_length(
        &self,
        i: usize,
        end: usize,
        amount: Amount,
        unit: Unit,
    ) -> Found {
        let mut end = end;
        let mut amount = amount;
        // a year and a half, an hour and 20 minutes
        let mut extra = None;
        let half_at = end + 1 + usize::from(self.is(end + 1, Kw::A));
        if self.is(end, Kw::And)
            && self.is(half_at, Kw::Half)
            && let Amount::Tenths(tenths) = amount
        {
            amount = Amount::Tenths(tenths.saturating_add(5));
            end = half_at + 1;
        } else {
            let at = end + usize::from(self.any(end, &[Kw::And]) || self.sign(end, ','));
            if let Some((n_end, tenths)) = self.number(at)
                && let Some((unit_end, smaller, _)) = self.unit(n_end)
                && smaller < unit
                && tenths % 10 == 0
                && (at > end || self.digits(at).is_some())
            {
                extra = Some((tenths / 10, smaller));
                end = unit_end;
            }
        }
        // two years or so
        if self.is(end, Kw::Or) && self.is_word(end + 1, "so") {
            end += 2;
        }
        let hyphen = self.skip_hyphen(end);
        if self.is(hyphen, Kw::Old) {
            return self.found(
                i,
                hyphen + 1,
                Sense::Duration {
                    amount,
                    unit,
                    extra,
                    anchored: 0,
                },
                None,
            );
        }
        if self.is(hyphen, Kw::Long) && hyphen > end && self.is(i, Kw::A) {
            // The article of "a year-long trial" belongs to the trial.
            return self.found(
                end - 1,
                hyphen + 1,
                Sense::Duration {
                    amount,
                    unit,
                    extra,
                    anchored: 0,
                },
                None,
            );
        }
        if self.is(hyphen, Kw::Long) && hyphen > end {
            return self.found(
                i,
                hyphen + 1,
                Sense::Duration {
                    amount,
                    unit,
                    extra,
                    anchored: 0,
                },
                None,
            );
        }
        if self.is(end, Kw::Of) && self.is(end + 1, Kw::Age) {
            return self.found(
                i,
                end + 2,
                Sense::Duration {
                    amount,
                    unit,
                    extra,
                    anchored: 0,
                },
                None,
            );
        }
        let shift = |end: usize, sign: i8, from: ShiftBase| {
            self.found(
                i,
                end,
                Sense::Shift {
                    amount,
                    unit,
                    sign,
                    from,
                    extra,
                },
                None,
            )
        };
        match self.lex(end) {
            Lex::Kw(Kw::Ago) => {
                // a year ago today
                if self.lex(end + 1) == Lex::Rel(0) {
                    let today = Point {
                        scope: Some((Unit::Day, 0, Base::Published)),
                        ..Point::default()
                    };
                    return shift(end + 2, -1, ShiftBase::At(today));
                }
                return shift(end + 1, -1, ShiftBase::Implicit(Base::Published));
            }

            Lex::Kw(Kw::Earlier) => {
                return shift(end + 1, -1, ShiftBase::Implicit(Base::Narrative));
            }
            Lex::Kw(Kw::Previous) if self.is_word(end, "prior") && !self.is(end + 1, Kw::To) => {
                return shift(end + 1, -1, ShiftBase::Implicit(Base::Narrative));
            }
            Lex::Kw(Kw::Later) => return shift(end + 1, 1, ShiftBase::Implicit(Base::Narrative)),
            Lex::Ref("PAST_REF") if self.is_word(end, "previously") => {
                return shift(end + 1, -1, ShiftBase::Implicit(Base::Narrative));
            }
            Lex::Kw(kw @ (Kw::Before | Kw::After | Kw::From)) => {
                if kw == Kw::From && self.is(end + 1, Kw::Now) {
                    return shift(end + 2, 1, ShiftBase::Implicit(Base::Published));
                }
                let sign = if kw == Kw::Before { -1 } else { 1 };
                if let Some((point_end, point)) = self.point(end + 1, false)
                    && (point.day.is_some()
                        || point.weekday.is_some()
                        || point.holiday.is_some()
                        || matches!(point.scope, Some((Unit::Day, ..))))
                    && !unit.is_clock()
                {
                    return shift(point_end, sign, ShiftBase::At(point));
                }
                let closes = matches!(
                    self.kind(end + 1),
                    Kind::Sign('.' | ',' | ';') | Kind::Break
                );
                if closes && kw != Kw::From {
                    return shift(end + 1, sign, ShiftBase::Implicit(Base::Narrative));
                }
            }
            _ => {}
        }
        // $5 a day, twice a week, three times a year
        if self.is(i, Kw::A) && amount == Amount::Tenths(10) && i > 0 && extra.is_none() {
            if self.any(i - 1, &[Kw::Once, Kw::Twice, Kw::Times]) {
                let mut start = i - 1;
                if self.is(i - 1, Kw::Times)
                    && let Some(before) = (i - 1).checked_sub(1)
                    && (self.digits(before).is_some() || matches!(self.lex(before), Lex::Num(_)))
                {
                    start = before;
                }
                return self.found(start, end, Sense::Recurring { amount: 1, unit }, None);
            }
            let is_rate = self.kind(i - 1) == Kind::Number
                || self.is_one_of(
                    i - 1,
                    &[
                        "dollars", "euros", "pounds", "barrels", "tons", "tonnes", "percent",
                        "million", "billion", "rubles", "tenge",
                    ],
                );
            if is_rate {
                return self.found(i, end, Sense::Recurring { amount: 1, unit }, None);
            }
        }
        self.found(
            i,
            end,
            Sense::Duration {
                amount,
                unit,
                extra,
                anchored: 0,
            },
            None,
        )
    }

    /// "the past two weeks", "the next few days", "recent years", "the first nine months".
    pub(super) fn anchored_length(&self, i: usize) -> Option<Found> {
        let the = usize::from(self.is(i, Kw::The) || self.is(i, Kw::This));
        let at = i + the;
        let anchored = match self.lex(at) {
            Lex::Kw(Kw::Last | Kw::Past | Kw::Recent) => -1,
            Lex::Kw(Kw::Next | Kw::Coming) => 1,
            Lex::Kw(Kw::Previous | Kw::Following | Kw::Final | Kw::Full | Kw::Latest) => 0,
            Lex::Ord(1) => 0,
            // "the nine months", "these two weeks"
            Lex::Num(_) if the == 1 => {
                let (end, amount, unit) = self.amount_of_unit(at)?;
                let is_hyphenated =
                    (at..end).any(|n| self.is_dash(n) && !matches!(self.lex(n + 1), Lex::Num(_)));
                if self.any(end, &[Kw::Ago, Kw::Later, Kw::Earlier]) || is_hyphenated {
                    return None;
                }
                return Some(self.found(
                    i,
                    end,
                    Sense::Duration {
                        amount,
                        unit,
                        extra: None,
                        anchored: 0,
                    },
                    None,
                ));
            }
            _ => return None,
        };
        let duration = |end: usize, amount: Amount, unit: Unit| {
            Some(self.found(
                i,
                end,
                Sense::Duration {
                    amount,
                    unit,
                    extra: None,
                    anchored,
                },
                None,
            ))
        };
        if let Some((end, amount, unit)) = self.amount_of_unit(at + 1)
            && !self.is(at + 1, Kw::A)
        {
            let end = if self.is(end, Kw::Or) && self.is_word(end + 1, "so") {
                end + 2
            } else {
                end
            };
            if let Some(whole) = self.of_point(end)
                && self.any(at, &[Kw::Last, Kw::Final, Kw::Latest]) | (self.lex(at) == Lex::Ord(1))
            {
                return Some(self.found(
                    i,
                    whole,
                    Sense::Duration {
                        amount,
                        unit,
                        extra: None,
                        anchored: 0,
                    },
                    None,
                ));
            }
            return duration(end, amount, unit);
        }
        if let (1, Lex::Unit(unit), true) = (
            the,
            self.lex(at + 1),
            self.any(at, &[Kw::Last, Kw::Final]) || self.lex(at) == Lex::Ord(1),
        ) && unit != Unit::Quarter
            && unit != Unit::Day
            && !unit.is_clock()
            && let Some(whole) = self.of_point(at + 2)
        {
            return Some(self.found(
                i,
                whole,
                Sense::Duration {
                    amount: Amount::Tenths(10),
                    unit,
                    extra: None,
                    anchored: 0,
                },
                None,
            ));
        }
        match self.lex(at + 1) {
            Lex::Units(unit) if anchored != 0 && !unit.is_clock() => {
                // recent weeks and months
                let mut end = at + 2;
                if self.is(end, Kw::And) && matches!(self.lex(end + 1), Lex::Units(_)) {
                    end += 2;
                }
                if (self.is(at, Kw::Past) && the == 0 || self.is(at, Kw::Recent))
                    && self.words.is_english
                {
                    return Some(self.found(i, end, Sense::Reference("PAST_REF"), None));
                }
                if self.is(at, Kw::Coming) && self.words.is_english {
                    return Some(self.found(i, end, Sense::Reference("FUTURE_REF"), None));
                }
                duration(end, Amount::Vague, unit)
            }
            Lex::Units(unit) if unit.is_clock() && self.is(at, Kw::Recent) => {
                duration(at + 2, Amount::Vague, unit)
            }
            // the past year, the last decade; "last year" without the article is a scope
            Lex::Unit(unit)
                if the == 1
                    && self.any(at, &[Kw::Past, Kw::Last])
                    && self.words.is_english
                    && self.word(at).is_ascii() =>
            {
                if self.is(i, Kw::This) || unit == Unit::Quarter {
                    return None;
                }
                if self.is(at + 2, Kw::Of) && self.is(at, Kw::Last) || self.is(at + 2, Kw::Before) {
                    return None;
                }
                duration(at + 2, Amount::Tenths(10), unit)
            }
            _ => None,
        }
    }

    /// "of August", "of 1939", "of the year" after a part of it.
    pub(super) fn of_point(&self, i: usize) -> Option<usize> {
        if !self.is(i, Kw::Of) {
            return None;
        }
        if let Some((end, _)) = self.bare_scope(i + 1) {
            return Some(end);
        }
        let (end, point) = self.point(i + 1, true)?;
        (point.month.is_some()
            || point.year.is_some()
            || matches!(point.scope, Some((Unit::Year | Unit::Month, ..))))
        .then_some(end)
    }

    /// Sets: "every day", "each Friday", "per month", "daily", "Mondays".
    pub(super) fn recurring(&self, i: usize) -> Option<Found> {
        let each =
            |end: usize, point: Point| Some(self.found(i, end, Sense::EachPoint(point), None));
        match self.lex(i) {
            Lex::Set(value) => Some(self.found(i, i + 1, Sense::Set(value), None)),
            Lex::Weekdays(day) => {
                let point = Point {
                    weekday: Some(day),
                    ..Point::default()
                };
                let mut end = i + 1;
                if self.any(end, &[Kw::And]) && matches!(self.lex(end + 1), Lex::Weekdays(_)) {
                    end = i + 1;
                }
                each(end, point)
            }
            Lex::Kw(Kw::Per) => match self.lex(i + 1) {
                Lex::Unit(unit) => {
                    Some(self.found(i, i + 2, Sense::Recurring { amount: 1, unit }, None))
                }
                _ => None,
            },
            Lex::Kw(Kw::Every) => {
                let other = usize::from(self.is(i + 1, Kw::Other));
                let at = i + 1 + other;
                match self.lex(at) {
                    Lex::Unit(unit) => Some(self.found(
                        i,
                        at + 1,
                        Sense::Recurring {
                            amount: 1 + u32::from(other == 1),
                            unit,
                        },
                        None,
                    )),
                    Lex::Weekday(day) => {
                        let mut point = Point {
                            weekday: Some(day),
                            ..Point::default()
                        };
                        let mut end = at + 1;
                        if let Lex::Part(part) = self.lex(end) {
                            point.part = Some(part);
                            end += 1;
                        }
                        each(end, point)
                    }
                    Lex::Month(month) => each(
                        at + 1,
                        Point {
                            month: Some(month),
                            ..Point::default()
                        },
                    ),
                    Lex::Season(season) => each(
                        at + 1,
                        Point {
                            season: Some(season),
                            ..Point::default()
                        },
                    ),
                    Lex::Part(part) => each(
                        at + 1,
                        Point {
                            part: Some(part),
                            ..Point::default()
                        },
                    ),
                    _ => {
                        let (end, amount, unit) = self.amount_of_unit(at)?;
                        let Amount::Tenths(tenths) = amount else {
                            return Some(self.found(
                                i,
                                end,
                                Sense::Duration {
                                    amount,
                                    unit,
                                    extra: None,
                                    anchored: 0,
                                },
                                None,
                            ));
                        };
                        Some(self.found(
                            i,
                            end,
                            Sense::Recurring {
                                amount: tenths / 10,
                                unit,
                            },
                            None,
                        ))
                    }
                }
            }
            _ => None,
        }
    }

    /// Words for the present, the past and the future.
    pub(super) fn reference(&self, i: usize) -> Option<Found> {
        let found = |end: usize, value: &'static str| {
            Some(self.found(i, end, Sense::Reference(value), None))
        };
        match self.lex(i) {
            // In histories "soon" and "previously" order events and name no time.
            Lex::Ref("FUTURE_REF")
                if self.style.is_narrative
                    || self.is_one_of(i + 1, &["after", "afterward", "afterwards", "as"]) =>
            {
                None
            }
            Lex::Ref("PAST_REF")
                if self.style.is_narrative && self.is_one_of(i, &["previously"]) =>
            {
                None
            }
            // "as recently as last month"
            Lex::Ref("PAST_REF") if self.is_one_of(i + 1, &["as"]) => None,
            Lex::Ref(value) => found(i + 1, value),
            Lex::Kw(Kw::Now) => found(i + 1, "PRESENT_REF"),
            Lex::Kw(Kw::Present) if i > 0 && self.is(i - 1, Kw::At) => found(i + 1, "PRESENT_REF"),
            Lex::Kw(Kw::This)
                if !self.style.is_narrative
                    && self.is(i + 1, Kw::Time)
                    && i > 0
                    && self.is(i - 1, Kw::At) =>
            {
                found(i + 2, "PRESENT_REF")
            }
            Lex::Kw(Kw::Recent) if !(i > 0 && self.is(i - 1, Kw::Most)) => found(i + 1, "PAST_REF"),
            Lex::Kw(Kw::Former) if self.style.is_narrative => found(i + 1, "PAST_REF"),
            Lex::Kw(Kw::Current) if self.words.is_english => found(i + 1, "PRESENT_REF"),
            Lex::Kw(Kw::This)
                if self.is_word(i, "these") && self.lex(i + 1) == Lex::Units(Unit::Day) =>
            {
                found(i + 2, "PRESENT_REF")
            }
            Lex::Kw(Kw::Future) => found(i + 1, "FUTURE_REF"),
            Lex::Kw(Kw::This | Kw::That | Kw::Same) if self.style.is_narrative => self.same_time(i),
            Lex::Kw(Kw::The) => match self.lex(i + 1) {
                Lex::Kw(Kw::Future) => found(i + 2, "FUTURE_REF"),
                Lex::None
                    if self.is_one_of(i + 1, &["near", "short"])
                        && self.is_one_of(i + 2, &["term"]) =>
                {
                    found(i + 3, "FUTURE_REF")
                }
                Lex::None
                    if self.is(i + 2, Kw::Future)
                        && self
                            .is_one_of(i + 1, &["near", "foreseeable", "distant", "immediate"]) =>
                {
                    found(i + 3, "FUTURE_REF")
                }
                Lex::Kw(Kw::Past) => {
                    let closes = matches!(self.kind(i + 2), Kind::Sign(_) | Kind::Break)
                        || self.any(
                            i + 2,
                            &[Kw::And, Kw::In, Kw::At, Kw::PastVerb, Kw::To, Kw::Or],
                        );
                    if closes && !self.is_dash(i + 2) {
                        found(i + 2, "PAST_REF")
                    } else {
                        None
                    }
                }
                Lex::Kw(Kw::Present) => {
                    if self.is(i + 2, Kw::Time) {
                        return found(i + 3, "PRESENT_REF");
                    }
                    let closes = matches!(self.kind(i + 2), Kind::Sign(_) | Kind::Break);
                    if closes {
                        found(i + 2, "PRESENT_REF")
                    } else {
                        None
                    }
                }
                Lex::Kw(Kw::Moment) if i > 0 && self.is(i - 1, Kw::At) => {
                    found(i + 2, "PRESENT_REF")
                }
                Lex::Kw(Kw::Same) if self.style.is_narrative => self.same_time(i),
                _ => None,
            },
            _ => None,
        }
    }

    /// "at this time", "the same period" in a history.
    pub(super) fn same_time(&self, i: usize) -> Option<Found> {
        let the = usize::from(self.is(i, Kw::The));
        let at = i + the;
        let at = at + usize::from(self.any(at, &[Kw::This, Kw::That]) && self.is(at + 1, Kw::Same));
        let noun = self.is(at + 1, Kw::Time) || self.is_one_of(at + 1, &["period"]);
        let prepared = i > 0
            && (self.any(
                i - 1,
                &[
                    Kw::At,
                    Kw::By,
                    Kw::From,
                    Kw::During,
                    Kw::In,
                    Kw::Since,
                    Kw::To,
                    Kw::About,
                    Kw::Of,
                    Kw::Before,
                    Kw::After,
                ],
            ));
        (noun && prepared).then(|| self.found(i, at + 2, Sense::SameTime, None))
    }
}
