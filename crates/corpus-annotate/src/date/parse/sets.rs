//! What recurs ("every Friday", "daily"), and words for present, past and future ("now", "recently").
//!
//! In: the place in the tokens. Out: a [`Found`] expression.

use super::*;

/// What is paid, made or burnt by the month.
const PAID_IN: &[&str] = &[
    "рублей",
    "рубля",
    "тенге",
    "долларов",
    "евро",
    "гривен",
    "гривень",
    "доларів",
    "тысяч",
    "миллионов",
    "тонн",
    "баррелей",
    "процентов",
    "процента",
    "раз",
    "раза",
    "часов",
];

impl Grammar<'_> {
    /// Sets: "every day", "each Friday", "per month", "daily", "Mondays".
    pub(super) fn recurring(&self, i: usize) -> Option<Found> {
        let each =
            |end: usize, point: Point| Some(self.found(i, end, Sense::EachPoint(point), None));
        match self.lex(i) {
            // The Daily Mail, Le Monde Weekly
            Lex::Set(_)
                if self.is_capital(i)
                    && (self.is_capital(i + 1) && self.kind(i + 1) == Kind::Word
                        || self.is_capital(back(i, 1)) && self.lex(back(i, 1)) == Lex::None) =>
            {
                None
            }
            Lex::Set(value) => Some(self.found(i, i + 1, Sense::Set(value), None)),
            Lex::Weekdays(day) => {
                let point = Point {
                    weekday: Some(day),
                    ..Point::default()
                };
                let (end, point) = self.at_clock(i + 1, point);
                each(end, point)
            }
            // 9 a.m. every Sunday, 9 a.m. on Sundays
            Lex::None | Lex::Num(_) | Lex::Noon | Lex::Midnight
                if let Some(clock) = self.clock(i)
                    && let at = clock.end + usize::from(self.is(clock.end, Kw::On))
                    && (matches!(self.lex(at), Lex::Weekdays(_)) || self.is(at, Kw::Every))
                    && let Some(set) = self.recurring(at) =>
            {
                let point = match set.sense {
                    Sense::EachPoint(point) if point.time.is_none() => point,
                    Sense::Recurring {
                        amount: Amount::Tenths(10),
                        unit: Unit::Day,
                    } => Point::default(),
                    _ => return None,
                };
                let time = clock.point.time;
                each(set.last_exclusive, Point { time, ..point })
            }
            // 500 рублей в месяц
            Lex::Unit(unit)
                if self.is_cyrillic(i)
                    && self.is(back(i, 1), Kw::In)
                    && self.is_one_of(back(i, 2), PAID_IN) =>
            {
                let amount = Amount::Tenths(10);
                Some(self.found(i, i + 1, Sense::Recurring { amount, unit }, None))
            }
            // два раза в год, раз в неделю
            _ if self.is_cyrillic(i)
                && let Some((end, unit)) = self.times_in(i) =>
            {
                let amount = Amount::Tenths(10);
                Some(self.found(i, end, Sense::Recurring { amount, unit }, None))
            }
            Lex::Kw(Kw::Per) => match self.lex(i + 1) {
                Lex::Unit(unit) => {
                    let amount = Amount::Tenths(10);
                    Some(self.found(i, i + 2, Sense::Recurring { amount, unit }, None))
                }
                _ => None,
            },
            // twice every month
            Lex::Kw(Kw::Once | Kw::Twice) if self.is(i + 1, Kw::Every) => {
                let set = self.recurring(i + 1)?;
                Some(self.found(i, set.last_exclusive, set.sense, None))
            }
            Lex::Kw(Kw::Every) => {
                let other = usize::from(self.is(i + 1, Kw::Other));
                // tous les lundis, todos los días
                let the = usize::from(self.words.tongue.is_romance() && self.is(i + 1, Kw::The));
                let at = i + 1 + other + the;
                if let (1, Lex::Units(unit)) = (the, self.lex(at)) {
                    let amount = Amount::Tenths(10);
                    return Some(self.found(i, at + 1, Sense::Recurring { amount, unit }, None));
                }
                let point = match self.lex(at) {
                    Lex::Unit(Unit::Weekend) if other == 0 => {
                        return Some(self.found(i, at + 1, Sense::Set("XXXX-WXX-WE"), None));
                    }
                    Lex::Unit(unit) => {
                        let amount = Amount::Tenths(if other == 1 { 20 } else { 10 });
                        let sense = Sense::Recurring { amount, unit };
                        let end = self.or_so(at + 1);
                        return Some(self.found(self.times_before(i), end, sense, None));
                    }
                    Lex::Weekday(day) | Lex::Weekdays(day) => Point {
                        weekday: Some(day),
                        part: match self.lex(at + 1) {
                            Lex::Part(part) => Some(part),
                            _ => None,
                        },
                        ..Point::default()
                    },
                    Lex::Month(month) => Point {
                        month: Some(month),
                        ..Point::default()
                    },
                    Lex::Season(season) => Point {
                        season: Some(season),
                        ..Point::default()
                    },
                    Lex::Part(part) => Point {
                        part: Some(part),
                        ..Point::default()
                    },
                    _ => {
                        let (end, amount, unit) = self.amount_of_unit(at)?;
                        let sense = Sense::Recurring { amount, unit };
                        return Some(self.found(self.times_before(i), end, sense, None));
                    }
                };
                let has_part = point.weekday.is_some() && point.part.is_some();
                let (end, point) = self.at_clock(at + 1 + usize::from(has_part), point);
                each(end, point)
            }
            _ => None,
        }
    }

    /// "два раза в год", "раз в неделю": where it ends, and the unit.
    fn times_in(&self, i: usize) -> Option<(usize, Unit)> {
        let at = match self.lex(i) {
            Lex::Num(_) | Lex::Kw(Kw::Several | Kw::Many) => i + 1,
            _ => i,
        };
        let counts = self.is_one_of(at, &["раз", "раза", "рази", "разів"]);
        let (Lex::Unit(unit), true) = (
            self.lex(at + 2),
            counts && self.any(at + 1, &[Kw::In, Kw::On]),
        ) else {
            return None;
        };
        Some((at + 3, unit))
    }

    /// "at 5:30 p.m." after a weekday that recurs.
    fn at_clock(&self, end: usize, point: Point) -> (usize, Point) {
        match self.clock(end + usize::from(self.is(end, Kw::At))) {
            Some(clock) if point.weekday.is_some() => (
                clock.end,
                Point {
                    time: clock.point.time,
                    ..point
                },
            ),
            _ => (end, point),
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
            // right now; more recently
            Lex::Kw(Kw::Just) | Lex::None
                if self.is(i + 1, Kw::Now) && self.is_one_of(i, &["right", "just"]) =>
            {
                found(i + 2, "PRESENT_REF")
            }
            Lex::Kw(Kw::More | Kw::Most) | Lex::None
                if self.is_word(i + 1, "recently")
                    && !self.style.is_narrative
                    && self.is_one_of(i, &["more", "most", "very", "fairly", "quite"]) =>
            {
                found(i + 2, "PAST_REF")
            }
            // в последнее время, в настоящее время
            Lex::Kw(Kw::Past) if self.is_cyrillic(i) && self.is(i + 1, Kw::Time) => {
                found(i + 2, "PAST_REF")
            }
            Lex::Kw(Kw::Current) if self.is_cyrillic(i) && self.is(i + 1, Kw::Time) => {
                found(i + 2, "PRESENT_REF")
            }
            // as soon as possible
            Lex::None
                if self.is_one_of(i, &["as"])
                    && self.is_one_of(i + 1, &["soon"])
                    && self.is_one_of(i + 2, &["as"])
                    && self.is_one_of(i + 3, &["possible"]) =>
            {
                found(i + 4, "FUTURE_REF")
            }
            // a later date
            Lex::Kw(Kw::A)
                if self.any(i + 1, &[Kw::Later, Kw::Future])
                    && self.is_one_of(i + 2, &["date", "stage", "point"]) =>
            {
                found(i + 3, "FUTURE_REF")
            }
            // "Earlier, the court had …"
            Lex::Kw(Kw::Earlier)
                if !self.style.is_narrative && self.is_capital(i) && self.sign(i + 1, ',') =>
            {
                found(i + 1, "PAST_REF")
            }
            Lex::Kw(Kw::Once) if self.is_formerly(i) => found(i + 1, "PAST_REF"),
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
            Lex::Kw(Kw::Former) if self.style.is_chronicle => found(i + 1, "PAST_REF"),
            Lex::Kw(Kw::Current) if self.words.is_english && !self.is_cyrillic(i) => {
                found(i + 1, "PRESENT_REF")
            }
            Lex::Kw(Kw::This)
                if self.is_word(i, "these") && self.lex(i + 1) == Lex::Units(Unit::Day) =>
            {
                found(i + 2, "PRESENT_REF")
            }
            // "future quarters" is one expression
            Lex::Kw(Kw::Future) if matches!(self.lex(i + 1), Lex::Units(_)) => {
                found(i + 2, "FUTURE_REF")
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

    /// "was once the largest", "who once served": not "once more", "once a day", "once it is over".
    fn is_formerly(&self, i: usize) -> bool {
        let before = back(i, 1);
        let is_said = self.kind(before) == Kind::Word
            && !self.any(before, &[Kw::At, Kw::More, Kw::Than, Kw::And, Kw::Or])
            && !self.is_one_of(before, &["for", "all", "not", "only", "but"]);
        if self.style.is_narrative || self.is_capital(i) || !is_said {
            return false;
        }
        let is_verb = |at: usize| matches!(self.lex(at), Lex::PastForm | Lex::Kw(Kw::PastVerb));
        let counts = self.any(i + 1, &[Kw::More, Kw::Every, Kw::Per, Kw::In, Kw::On])
            || self.is(i + 1, Kw::A) && self.unit(i + 2).is_some()
            || self.is_one_of(
                i + 1,
                &["again", "he", "she", "it", "they", "we", "you", "i"],
            );
        let is_name = self.is_capital(before)
            || self.is_one_of(before, &["who", "which", "he", "she", "they"]);
        self.is_one_of(before, &["was", "were"]) && !counts || is_verb(i + 1) && is_name
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
