//! How many of what: "two", "a few", "half a", "12 to 18", and the units they count.
//!
//! In: the place in the tokens. Out: where the words end, and what they say.

use super::*;

/// Numbers that are not said.
const HUNDREDS: &[&str] = &[
    "tens",
    "dozens",
    "hundreds",
    "thousands",
    "millions",
    "billions",
];

impl Grammar<'_> {
    /// A number written in digits or words, in tenths.
    pub(super) fn number(&self, i: usize) -> Option<(usize, u64)> {
        if self.sign(i, '½') && !self.glued(i) {
            return Some((i + 1, 5));
        }
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
            let mut value = u64::from(value);
            let mut end = i + 1;
            while self.sign(end, ',')
                && self.glued(end)
                && self.glued(end + 1)
                && let Some((more, 3)) = self.digits(end + 1)
            {
                value = value.checked_mul(1000)?.checked_add(u64::from(more))?;
                end += 2;
            }
            let mut tenths = value.checked_mul(10)?;
            if self.sign(end, '.')
                && self.glued(end)
                && self.glued(end + 1)
                && let Some((fraction, 1)) = self.digits(end + 1)
            {
                tenths = tenths.saturating_add(u64::from(fraction));
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
            // 13.8 billion, 50 thousand
            if let Lex::Num(n @ 1000..) = self.lex(end) {
                tenths = tenths.checked_mul(u64::from(n))?;
                end += 1;
            }
            if self.sign(end, '%') {
                return None;
            }
            return Some((end, tenths));
        }
        let Lex::Num(first) = self.lex(i) else {
            return None;
        };
        let (mut total, mut current) = (0u64, 0u64);
        let (mut at, mut n) = (i, first);
        loop {
            let value = u64::from(n);
            match n {
                100 => current = current.max(1).checked_mul(100)?,
                1000.. => {
                    total = total.checked_add(current.max(1).checked_mul(value)?)?;
                    current = 0;
                }
                _ => current = current.checked_add(value)?,
            }
            at += 1;
            let mut next = self.skip_hyphen(at);
            if self.is(at, Kw::And) && n >= 100 {
                next = at + 1;
            }
            let Lex::Num(following) = self.lex(next) else {
                break;
            };
            // "two hundred", "twenty-one", "a hundred and five"; but "two four-year terms" are two numbers.
            let goes_on = match n {
                1..=9 => following >= 100,
                10..=19 => following >= 100,
                20..=99 => !(10..100).contains(&following),
                100..=999 => !(100..1000).contains(&following),
                _ => following < 1000 && following != n,
            };
            if !goes_on || at - i > 8 {
                break;
            }
            (at, n) = (next, following);
        }
        Some((at, total.checked_add(current)?.checked_mul(10)?))
    }

    /// How many: "two", "a few", "several", "two or three", "half a", "another two".
    pub(super) fn quantity(&self, i: usize) -> Option<(usize, Amount)> {
        if let Some((end, tenths)) = self.number(i) {
            // two or three, 12 to 18, between two and three, five- to seven-year: the first is the value
            let hanging = usize::from(self.is_dash(end) && self.glued(end) && !self.glued(end + 1));
            let end = end + hanging;
            let is_between = self.is(end, Kw::And) && self.is_word(back(i, 1), "between");
            if self.any(end, &[Kw::Or, Kw::To])
                || is_between
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
        // hundreds of years, tens of thousands of years
        if self.is_one_of(i, HUNDREDS) && self.is(i + 1, Kw::Of) {
            let more = self.is_one_of(i + 2, HUNDREDS) && self.is(i + 3, Kw::Of);
            return Some((i + if more { 4 } else { 2 }, Amount::Vague));
        }
        match self.lex(i) {
            Lex::Kw(Kw::A) => match self.lex(i + 1) {
                Lex::Kw(Kw::Few) => Some((self.past_hundreds(i + 2), Amount::Vague)),
                Lex::Kw(Kw::Couple) => Some(self.couple_of(i + 2)),
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
                Lex::Num(100..) => {
                    let (end, tenths) = self.number(i + 1)?;
                    Some((end, Amount::Tenths(tenths)))
                }
                _ => Some((i + 1, Amount::Tenths(10))),
            },
            // "for the third time in as many days" counts no days.
            Lex::Kw(Kw::Many) if self.is_one_of(back(i, 1), &["as", "how", "so", "too"]) => None,
            Lex::Kw(Kw::Few | Kw::Several | Kw::Many) => {
                Some((self.past_hundreds(i + 1), Amount::Vague))
            }
            Lex::Kw(Kw::Couple) => Some(self.couple_of(i + 1)),
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

    /// Past the hundreds and thousands of "several hundred years".
    fn past_hundreds(&self, i: usize) -> usize {
        let n = (0..2).take_while(|n| matches!(self.lex(i + n), Lex::Num(100..)));
        i + n.count()
    }

    /// What follows "couple": "of more", "hundred", "of thousand".
    fn couple_of(&self, i: usize) -> (usize, Amount) {
        let end = i + usize::from(self.is(i, Kw::Of));
        let end = end + usize::from(self.is(end, Kw::More));
        match self.lex(end) {
            Lex::Num(100..) => match self.number(end) {
                Some((end, tenths)) => (end, Amount::Tenths(tenths.saturating_mul(2))),
                None => (end, Amount::Tenths(20)),
            },
            _ => (end, Amount::Tenths(20)),
        }
    }

    /// A unit; whether it stands in the plural.
    pub(super) fn unit(&self, i: usize) -> Option<(usize, Unit, bool)> {
        match self.lex(i) {
            // "40 light years" are no time.
            Lex::Unit(Unit::Year) | Lex::Units(Unit::Year) if self.is_of_light(i) => None,
            Lex::Unit(unit) => Some((i + 1, unit, false)),
            Lex::Units(unit) => Some((i + 1, unit, true)),
            // "two nights": as many days
            Lex::Part(super::Part::Night) if self.is_one_of(i, &["nights"]) => {
                Some((i + 1, Unit::Day, true))
            }
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

    /// Whether the unit at `i` is that of "light years", "light-years".
    pub(super) fn is_of_light(&self, i: usize) -> bool {
        let hyphen = usize::from(self.is_dash(back(i, 1)) && self.glued(i));
        self.is_one_of(back(i, 1 + hyphen), &["light"])
    }

    /// A quantity with its unit: "two days", "five-year", "two bloody weeks".
    pub(super) fn amount_of_unit(&self, i: usize) -> Option<(usize, Amount, Unit)> {
        let (amount_end, amount) = self.quantity(i)?;
        let mut at = self.skip_hyphen(amount_end);
        let is_hyphenated = at > amount_end;
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
            // "15 stores now and 20 more next year"
            let is_next = |at| self.any(at, &[Kw::Past, Kw::Next, Kw::Previous, Kw::Coming]);
            if self.words.is_english
                && !is_plural
                && !is_hyphenated
                && (amount_end..at).any(is_next)
            {
                return None;
            }
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
            && !self.is_of_light(at + 1)
            && !is_hyphenated;
        if is_plain
            && matches!(amount, Amount::Tenths(n) if n > 10) | (amount == Amount::Vague)
            && let Lex::Units(unit) = self.lex(at + 1)
        {
            return Some((at + 2, amount, unit));
        }
        None
    }
}
