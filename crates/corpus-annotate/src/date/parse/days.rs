//! Weekdays, months and dates: `Friday`, `mid-January`, `7 January`, `Jan. 7`, `2022-01-07`.
//!
//! In: the place in the tokens. Out: a piece, or `None` where the word is likelier a name, a verb or a count.

use super::*;
use crate::date::facts::day_by_figures;

impl Grammar<'_> {
    pub(super) fn weekday(&self, i: usize, sure: bool) -> Option<Piece> {
        // The Sunday Times, the Friday Group.
        let is_paper = self.is_capital(i)
            && self.is_capital(i + 1)
            && self.is_one_of(
                i + 1,
                &[
                    "times",
                    "telegraph",
                    "mail",
                    "mirror",
                    "express",
                    "herald",
                    "post",
                    "star",
                    "tribune",
                    "independent",
                    "business",
                    "world",
                    "age",
                    "sun",
                    "people",
                    "group",
                ],
            );
        if is_paper {
            return None;
        }
        let weekday = match self.lex(i) {
            Lex::Weekday(day) => {
                if self.word(i).is_ascii()
                    && !self.is_capital(i)
                    && !sure
                    && !self.after_preposition(i)
                    && self.words.is_english
                    && i > 0
                {
                    return None;
                }
                day
            }
            Lex::WeekdayAbbr(day) => {
                let dot = usize::from(self.sign(i + 1, '.') && self.glued(i + 1));
                let follows_date = matches!(
                    self.lex(i + 1 + dot + usize::from(self.sign(i + 1 + dot, ','))),
                    Lex::Month(_) | Lex::MonthAbbr(_)
                ) || (self.sign(i + 1 + dot, ',')
                    && self.digits(i + 2 + dot).is_some());
                if !self.is_capital(i) || !(follows_date || (dot == 1 && self.after_preposition(i)))
                {
                    return None;
                }
                return Some(Piece {
                    end: i + 1 + dot,
                    point: Point {
                        weekday: Some(day),
                        ..Point::default()
                    },
                    class: Class::Weekday,
                });
            }
            _ => return None,
        };
        let point = Point {
            weekday: Some(weekday),
            ..Point::default()
        };
        Some(Piece {
            end: i + 1,
            point,
            class: Class::Weekday,
        })
    }

    /// Month, and where its abbreviation's full stop ends.
    pub(super) fn month_name(&self, i: usize) -> Option<(usize, u8)> {
        match self.lex(i) {
            Lex::Month(month) => {
                // Lower-case "may" and "march" are verbs wherever they can be.
                if self.words.is_english
                    && self.word(i).is_ascii()
                    && !self.is_capital(i)
                    && matches!(month, 3 | 5)
                {
                    return None;
                }
                Some((
                    i + 1
                        + usize::from(
                            self.word(i).len() <= 7
                                && !self.word(i).is_ascii()
                                && self.sign(i + 1, '.')
                                && self.digits(i + 2).is_some(),
                        ),
                    month,
                ))
            }
            Lex::MonthAbbr(month) if self.is_capital(i) || self.kind(i + 1) == Kind::Number => {
                let dot = usize::from(self.sign(i + 1, '.') && self.glued(i + 1));
                Some((i + 1 + dot, month))
            }
            _ => None,
        }
    }

    /// A month by itself.
    pub(super) fn month(&self, i: usize, sure: bool) -> Option<Piece> {
        let (end, month) = self.month_name(i)?;
        let piece = Piece {
            end,
            point: Point {
                month: Some(month),
                ..Point::default()
            },
            class: Class::Month,
        };
        let has_year = self
            .year_piece(
                end + usize::from(self.sign(end, ',') || self.is(end, Kw::Of)),
                true,
            )
            .is_some();
        if sure || has_year {
            return Some(piece);
        }
        let is_ascii = self.word(i).is_ascii();
        if matches!(self.lex(i), Lex::MonthAbbr(_)) {
            return (end > i + 1 && (self.after_preposition(i) || i == 0)).then_some(piece);
        }
        if !is_ascii || !self.words.is_english {
            let after = self.after_preposition(i)
                || self.is_capital(i)
                || matches!(self.lex(end), Lex::Kw(Kw::YearMark));
            let whole = !self.words.is_english;
            return (after || self.month_is_plain(month) || whole).then_some(piece);
        }
        let followed_by_name =
            self.is_capital(end) && self.kind(end) == Kind::Word && self.lex(end) == Lex::None;
        match month {
            // "May", "March": only where a date can stand and no verb or name can.
            3 | 5 => {
                let of_place = self.is_one_of(end, &["on", "for", "of", "in"])
                    && i > 0
                    && self.is(i - 1, Kw::The);
                let is_name = month == 5 && followed_by_name;
                let after_the = i > 0
                    && self.is(i - 1, Kw::The)
                    && !of_place
                    && self.kind(end) == Kind::Word
                    && !self.is_capital(end);
                let listed = i > 0
                    && ((self.any(i - 1, &[Kw::And, Kw::Or])
                        && matches!(self.lex(back(i, 2)), Lex::Month(_)))
                        || matches!(self.lex(end + 1), Lex::Month(_))
                            && self.any(end, &[Kw::And, Kw::To, Kw::Or]));
                // "the coldest March", "a wet May"
                let is_described = i > 1
                    && !followed_by_name
                    && self.kind(i - 1) == Kind::Word
                    && !self.is_capital(i - 1)
                    && (self.word(i - 1).ends_with("est") && self.is(i - 2, Kw::The)
                        || self.is(i - 2, Kw::A)
                            && self.is_one_of(
                                i - 1,
                                &["warm", "cold", "wet", "dry", "mild", "typical", "normal"],
                            ));
                ((self.after_preposition(i) && !is_name)
                    || is_described
                    || after_the
                    || listed
                    || (i == 0 || self.kind(i - 1) == Kind::Break) && self.kind(end) == Kind::Break)
                    .then_some(piece)
            }
            // Also given names.
            4 | 6 | 8 => {
                let after_name = i > 0
                    && self.is_capital(i - 1)
                    && self.lex(i - 1) == Lex::None
                    && self.kind(i - 1) == Kind::Word;
                ((self.is_capital(i) && !followed_by_name && !after_name)
                    || self.after_preposition(i))
                .then_some(piece)
            }
            _ => (self.is_capital(i) || self.after_preposition(i)).then_some(piece),
        }
    }

    pub(super) fn month_is_plain(&self, month: u8) -> bool {
        !matches!(month, 3 | 5)
    }

    /// Day of the month: `7`, `7th`, `seventh`, `twenty-first`.
    pub(super) fn day_number(&self, i: usize) -> Option<(usize, u8)> {
        if let Some((value, n_digits)) = self.digits(i) {
            if n_digits > 2 || !(1..=31).contains(&value) {
                return None;
            }
            let day = u8::try_from(value).ok()?;
            let is_ordinal =
                self.glued(i + 1) && self.is_one_of(i + 1, &["st", "nd", "rd", "th", "er", "го"]);
            if is_ordinal {
                return Some((i + 2, day));
            }
            let next_glued = self.glued(i + 1);
            let bad = next_glued
                && (self.kind(i + 1) == Kind::Word
                    || self.kind(i + 1) == Kind::Sign('%')
                    || self.kind(i + 1) == Kind::Sign(':')
                    || (matches!(self.kind(i + 1), Kind::Sign('.' | ','))
                        && self.glued(i + 2)
                        && self.digits(i + 2).is_some_and(|(_, n)| n != 4)));
            return (!bad).then_some((i + 1, day));
        }
        match self.lex(i) {
            Lex::Ord(n) if n <= 31 => Some((i + 1, u8::try_from(n).ok()?)),
            Lex::Num(tens @ (20 | 30)) => {
                let at = self.skip_hyphen(i + 1);
                match self.lex(at) {
                    Lex::Ord(n) if n < 10 && tens + n <= 31 => {
                        Some((at + 1, u8::try_from(tens + n).ok()?))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// A date with day and month, or digits that spell one.
    pub(super) fn date(&self, i: usize) -> Option<Piece> {
        let piece = |end, point| {
            Some(Piece {
                end,
                point,
                class: Class::Date,
            })
        };
        if let Some((end, month)) = self.month_name(i) {
            let mut at = end + usize::from(self.is(end, Kw::The));
            // October, 1st
            if self.sign(at, ',')
                && (self.glued(at + 2) && self.is_one_of(at + 2, &["st", "nd", "rd", "th"]))
            {
                at += 1;
            }
            if self.is_dash(at) {
                return None;
            }
            let (day_end, day) = self.day_number(at)?;
            if self.tokens.get(at).is_some_and(|t| t.glued) && end == i + 1 {
                return None;
            }
            // "May 5 people" is rare; "June 20 percent" is not.
            if self.is_one_of(
                day_end,
                &["percent", "per", "million", "billion", "o'clock"],
            ) && self.digits(at).is_some()
            {
                return None;
            }
            // A day of the month the month lacks is something else.
            if u32::from(day) > u32::from(longest(month)) {
                return None;
            }
            return piece(
                day_end,
                Point {
                    month: Some(month),
                    day: Some(day),
                    ..Point::default()
                },
            );
        }
        // 7 January, 7th of January, 7. Januar, 7 de enero, 7 января
        if let Some((mut end, day)) = self.day_number(i) {
            // the 15th day of June
            if self.lex(end) == Lex::Unit(Unit::Day)
                && self.is(end + 1, Kw::Of)
                && self.digits(i).is_none_or(|_| end > i + 1)
            {
                end += 1;
                if self.is(end + 1, Kw::The) && self.lex(end + 2) == Lex::Unit(Unit::Month) {
                    let point = Point {
                        day: Some(day),
                        scope: Some((Unit::Month, 0, Base::Published)),
                        ..Point::default()
                    };
                    return piece(end + 3, point);
                }
            }
            // the 20th of next month
            if self.is(end, Kw::Of)
                && end > i + 1
                && let Some(Piece {
                    end,
                    point,
                    class: Class::Scope(Unit::Month),
                }) = self.scope(end + 1)
            {
                return piece(
                    end,
                    Point {
                        day: Some(day),
                        ..point
                    },
                );
            }
            if self.is(end, Kw::Of)
                || (self.sign(end, '.') && self.glued(end) && !self.words.is_english)
            {
                end += 1;
            } else if self.is(end, Kw::The) {
                return self.numeric_date(i);
            }
            let hyphen = self.skip_hyphen(end);
            if let Some((end, month)) = self.month_name(hyphen)
                && !self.glued_number_before(i)
                && day <= longest(month)
            {
                {
                    let point = Point {
                        month: Some(month),
                        day: Some(day),
                        ..Point::default()
                    };
                    // 7-Jan-2022
                    if hyphen > i + 1
                        && self.is_dash(end)
                        && let Some((year, 4)) = self.digits(end + 1)
                    {
                        let year = Some(Year::Full(i32::try_from(year).ok()?));
                        return piece(end + 2, Point { year, ..point });
                    }
                    return piece(end, point);
                }
            }
        }
        self.numeric_date(i)
    }

    /// "the first Friday of July", "the last Sunday in March", "the second Monday of next month".
    pub(super) fn nth_weekday(&self, i: usize) -> Option<Found> {
        let at = i + usize::from(self.is(i, Kw::The));
        let nth = match self.lex(at) {
            Lex::Ord(n @ 1..=5) => i8::try_from(n).ok()?,
            Lex::Kw(Kw::Last | Kw::Final) if at > i => -1,
            _ => return None,
        };
        let Lex::Weekday(weekday) = self.lex(at + 1) else {
            return None;
        };
        if !self.any(at + 2, &[Kw::Of, Kw::In]) {
            return None;
        }
        let (end, month) = self.point(at + 3, true)?;
        let is_month = month.month.is_some() && month.day.is_none()
            || matches!(month.scope, Some((Unit::Month, ..)));
        let sense = Sense::NthWeekday {
            nth,
            weekday,
            month,
        };
        is_month.then(|| self.found(i, end, sense, None))
    }

    /// "on the 28th", of a month named before.
    pub(super) fn day_of_month(&self, i: usize) -> Option<Piece> {
        let (value @ 1..=31, _) = self.digits(i + 1)? else {
            return None;
        };
        let is_ordinal = self.glued(i + 2) && self.is_one_of(i + 2, &["st", "nd", "rd", "th"]);
        let prepared = self.any(
            back(i, 1),
            &[Kw::On, Kw::By, Kw::Since, Kw::Before, Kw::After],
        );
        let ends = match self.kind(i + 3) {
            Kind::Sign(sign) => !matches!(sign, '-' | '/' | '"' | '“'),
            Kind::Break => true,
            Kind::Word => {
                self.any(i + 3, &[Kw::And, Kw::Or, Kw::PastVerb, Kw::Will])
                    || self.any(i + 3, &PREPOSITIONS) && !self.is(i + 3, Kw::Of)
            }
            Kind::Number => false,
        };
        (self.is(i, Kw::The) && is_ordinal && prepared && ends).then(|| Piece {
            end: i + 3,
            point: Point {
                day: u8::try_from(value).ok(),
                ..Point::default()
            },
            class: Class::Date,
        })
    }

    pub(super) fn glued_number_before(&self, i: usize) -> bool {
        self.glued(i)
            && i >= 1
            && matches!(
                self.kind(i - 1),
                Kind::Sign('.' | ',' | ':' | '/' | '$' | '€' | '£')
            )
    }

    /// `2022-01-07`, `07.01.2022`, `1/7/2022`, `2022-01`, `9/11`.
    pub(super) fn numeric_date(&self, i: usize) -> Option<Piece> {
        let (a, a_len) = self.digits(i)?;
        let separator = match self.kind(i + 1) {
            Kind::Sign(sign @ ('-' | '/' | '.')) if self.glued(i + 1) && self.glued(i + 2) => sign,
            _ => return None,
        };
        if self.glued(i)
            && i > 0
            && matches!(
                self.kind(i - 1),
                Kind::Sign('-' | '/' | '.' | ',' | ':' | '$' | '€' | '£' | '+')
            )
        {
            return None;
        }
        let (b, b_len) = self.digits(i + 2)?;
        let third = if self.sign(i + 3, separator) && self.glued(i + 3) && self.glued(i + 4) {
            self.digits(i + 4)
        } else {
            None
        };
        let point = |year: i32, month: u32, day: u32| {
            let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
            corpus_model::CivilDate::new(year, month, day)?;
            Some(Point {
                year: Some(Year::Full(year)),
                month: Some(month),
                day: Some(day),
                ..Point::default()
            })
        };
        let ends_clean = |end: usize| {
            !(self.glued(end)
                && matches!(self.kind(end), Kind::Sign('-' | '/') | Kind::Number)
                && self.glued(end + 1)
                && self.kind(end + 1) == Kind::Number)
        };
        if let Some((c, c_len)) = third {
            if !ends_clean(i + 5) {
                return None;
            }
            let mut point = if a_len == 4 {
                point(i32::try_from(a).ok()?, b, c)?
            } else if c_len == 4 || (c_len == 2 && separator != '-') {
                if a_len > 2 || b_len > 2 {
                    return None;
                }
                let year = i32::try_from(c).ok()?;
                let year = if c_len == 4 {
                    year
                } else {
                    year + if year < 50 { 2000 } else { 1900 }
                };
                let american = matches!(separator, '/' | '-') && self.words.month_first;
                let (first, second) = if american {
                    ((a, b), (b, a))
                } else {
                    ((b, a), (a, b))
                };
                point(year, first.0, first.1).or_else(|| point(year, second.0, second.1))?
            } else {
                return None;
            };
            let mut end = i + 5;
            // The clock of an ISO timestamp: `T09:30:00+06:00`.
            if self.glued(end)
                && self.is_one_of(end, &["T"])
                && self.glued(end + 1)
                && let Some(clock) = self.clock(end + 1)
            {
                point.time = clock.point.time;
                end = clock.end;
                if self.glued(end) && self.is_one_of(end, &["Z"]) {
                    end += 1;
                } else if self.glued(end)
                    && matches!(self.kind(end), Kind::Sign('+' | '-'))
                    && self.digits(end + 1).is_some()
                {
                    end += 2;
                    if self.sign(end, ':') && self.digits(end + 1).is_some() {
                        end += 2;
                    }
                }
            }
            return Some(Piece {
                end,
                point,
                class: Class::Date,
            });
        }
        if !ends_clean(i + 3) || (self.glued(i + 3) && self.kind(i + 3) == Kind::Word) {
            return None;
        }
        if a_len == 4
            && b_len == 2
            && (1..=12).contains(&b)
            && separator == '-'
            && (1500..2100).contains(&a)
            && b != a % 100 + 1
        {
            let point = Point {
                year: Some(Year::Full(i32::try_from(a).ok()?)),
                month: u8::try_from(b).ok(),
                ..Point::default()
            };
            return Some(Piece {
                end: i + 3,
                point,
                class: Class::Month,
            });
        }
        let figures = self
            .tokens
            .get(i)
            .zip(self.tokens.get(i + 2))
            .and_then(|(a, b)| self.text.get(a.start as usize..b.end as usize));
        if self.words.is_english
            && separator == '/'
            && let Some(day) = figures.and_then(day_by_figures)
        {
            return Some(Piece {
                end: i + 3,
                point: point(day.year(), u32::from(day.month()), u32::from(day.day()))?,
                class: Class::Date,
            });
        }
        // 07.01 in a language that writes days so
        if separator == '.'
            && !self.words.month_first
            && a_len == 2
            && b_len == 2
            && (1..=31).contains(&a)
            && (1..=12).contains(&b)
            && i > 0
            && self.any(i - 1, &[Kw::In, Kw::On, Kw::Since, Kw::To])
        {
            let point = Point {
                month: u8::try_from(b).ok(),
                day: u8::try_from(a).ok(),
                ..Point::default()
            };
            return Some(Piece {
                end: i + 3,
                point,
                class: Class::Date,
            });
        }
        None
    }
}
