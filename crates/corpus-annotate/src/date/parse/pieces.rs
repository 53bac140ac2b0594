//! The pieces a calendar point is joined from, and which may follow which.
//!
//! In: the place in the tokens. Out: a [`Piece`]: weekday, month, date, season, quarter, holiday, part of the
//! day, or a scope such as "last week". Years and clock times have modules of their own.

use super::*;

impl Grammar<'_> {
    /// Early, late, about, the end of: what it adds and where the thing itself begins.
    pub(super) fn point_modifier(&self, i: usize) -> Option<(usize, &'static str)> {
        let the = usize::from(self.is(i, Kw::The));
        let at = i + the;
        match self.lex(at) {
            Lex::Kw(kw @ (Kw::Early | Kw::Late | Kw::Mid)) => {
                let value = match kw {
                    Kw::Early => "START",
                    Kw::Late => "END",
                    _ => "MID",
                };
                let mut next = self.skip_hyphen(at + 1);
                if self.any(next, &[Kw::In, Kw::On, Kw::Of]) && the == 0 {
                    next += 1;
                }
                Some((next, value))
            }
            Lex::Kw(kw @ (Kw::Later | Kw::Earlier)) if the == 0 => {
                let mut next = at + 1;
                if self.any(next, &[Kw::In, Kw::On]) {
                    next += 1;
                }
                let is_year = next > at + 1 && self.digits(next).is_some_and(|(_, n)| n == 4);
                let is_scope = is_year
                    || self.any(
                        next,
                        &[Kw::This, Kw::That, Kw::Same, Kw::The, Kw::Last, Kw::Next],
                    )
                    || matches!(self.lex(next), Lex::Weekday(_) | Lex::Rel(_));
                is_scope.then_some((next, if kw == Kw::Later { "END" } else { "START" }))
            }
            Lex::Kw(kw @ (Kw::End | Kw::Start | Kw::Middle)) => {
                let value = match kw {
                    Kw::End => "END",
                    Kw::Start => "START",
                    _ => "MID",
                };
                let english = self.words.is_english && self.word(at).is_ascii();
                if english && !self.is(at + 1, Kw::Of) {
                    return None;
                }
                Some((at + 1 + usize::from(english), value))
            }
            Lex::Kw(Kw::About | Kw::Nearly) if the == 0 => {
                let dot = usize::from(self.is_one_of(at, &["ca"]) && self.sign(at + 1, '.'));
                Some((at + 1 + dot, "APPROX"))
            }
            _ => None,
        }
    }

    /// A calendar point with everything that belongs to it.
    pub(super) fn point_expression(&self, i: usize) -> Option<Found> {
        if let Some((at, modifier)) = self.point_modifier(i)
            && let Some((end, point)) = self.modified_point(at, modifier)
        {
            // "the mid-January talks": the article is the talks'.
            let foreign = self.is(i, Kw::The)
                && self.is_dash(back(at, 1))
                && self.kind(end) == Kind::Word
                && self.lex(end) == Lex::None
                && !self.is_capital(end);
            let first = i + usize::from(foreign);
            return Some(self.found(first, end, Sense::Point(point), Some(modifier)));
        }
        let (end, point) = self.point(i, false)?;
        // "Tuesday nights", "Friday mornings"
        let plural_part = point.weekday.is_some()
            && point.month.is_none()
            && matches!(self.lex(back(end, 1)), Lex::Part(_))
            && self.word(back(end, 1)).ends_with('s');
        if plural_part {
            return Some(self.found(i, end, Sense::EachPoint(point), None));
        }
        let first = i + usize::from(self.article_is_foreign(i, end, point));
        Some(self.found(first, end, Sense::Point(point), None))
    }

    /// "the April 12 incident", "the summer offensive": the article belongs to what follows.
    pub(super) fn article_is_foreign(&self, i: usize, end: usize, point: Point) -> bool {
        if !self.is(i, Kw::The) {
            return false;
        }
        if !self.words.is_english {
            return true;
        }
        if point.scope.is_some() {
            return false;
        }
        let is_ordinal = matches!(self.lex(i + 1), Lex::Ord(_))
            || self.is_one_of(i + 2, &["st", "nd", "rd", "th"]);
        let named = self.kind(end) == Kind::Word && self.lex(end) == Lex::None;
        let noun =
            named && (!self.is_capital(end) || self.is_capital(i + 1) && point.season.is_some());
        let is_month_first = matches!(self.lex(i + 1), Lex::Month(_) | Lex::MonthAbbr(_));
        let attributive = point.season.is_some() && point.year.is_none()
            || point.month.is_some()
            || point.holiday.is_some();
        attributive && !is_ordinal && (noun || is_month_first)
    }

    pub(super) fn modified_point(
        &self,
        at: usize,
        modifier: &'static str,
    ) -> Option<(usize, Point)> {
        if modifier == "APPROX" {
            // "about 1900" is a year only where 1900 alone would be one; "around noon" is a time.
            let (end, point) = self.point(at, false)?;
            let is_bare_number = end == at + 1 && self.kind(at) == Kind::Number;
            return (!is_bare_number || (1000..2100).contains(&self.tokens.get(at)?.number))
                .then_some((end, point));
        }
        // "the end of the year", "later in the year": here a bare unit is a scope.
        if let Some((end, unit)) = self.bare_scope(at) {
            let base = if unit == Unit::Quarter {
                Base::Narrative
            } else {
                Base::Published
            };
            let point = Point {
                scope: Some((unit, 0, base)),
                ..Point::default()
            };
            return Some((end, point));
        }
        self.point(at, true)
    }

    /// "the year" or "year" where something before makes it a scope.
    pub(super) fn bare_scope(&self, i: usize) -> Option<(usize, Unit)> {
        let at = i + usize::from(self.is(i, Kw::The));
        match self.lex(at) {
            // до конца года
            Lex::Unit(unit) | Lex::Units(unit)
                if at == i
                    && !unit.is_clock()
                    && self.kind(i) == Kind::Word
                    && !self.word(i).is_ascii() =>
            {
                Some((i + 1, unit))
            }
            Lex::Unit(unit) if at > i && !unit.is_clock() && self.possessive(at + 1).is_none() => {
                Some((at + 1, unit))
            }
            _ => None,
        }
    }

    /// Joins pieces from `i` on. `modified`: a modifier stands before, so a bare month is surely one.
    pub(super) fn point(&self, i: usize, modified: bool) -> Option<(usize, Point)> {
        let first = self.piece(i, modified)?;
        let (mut end, mut point, mut class) = (first.end, first.point, first.class);
        for _ in 0..5 {
            let Some((at, piece)) = self.next_piece(end, class, point) else {
                break;
            };
            let Some(joined) = merge(point, piece.point) else {
                break;
            };
            let _ = at;
            point = joined;
            end = piece.end;
            class = piece.class;
        }
        Some((end, point))
    }

    pub(super) fn next_piece(
        &self,
        end: usize,
        class: Class,
        point: Point,
    ) -> Option<(usize, Piece)> {
        let mut at = end;
        let mut connector = ' ';
        if self.sign(at, ',') && !matches!(self.kind(at + 1), Kind::Break) {
            connector = ',';
            at += 1;
        } else if self.is(at, Kw::Of) {
            connector = 'o';
            at += 1;
        } else if self.is(at, Kw::At) {
            connector = '@';
            at += 1;
        } else if self.is(at, Kw::On) {
            connector = 'n';
            at += 1;
        } else if self.is(at, Kw::In) {
            connector = 'i';
            at += 1;
        } else if let Some(after) = self.possessive(at) {
            connector = 's';
            at = after;
        } else if self.is_dash(at) && matches!(class, Class::Weekday | Class::Year) {
            return None;
        }
        let piece = match (class, connector) {
            (Class::Weekday, ' ' | ',') if self.is(at, Kw::The) => {
                let (end, day) = self.day_number(at + 1)?;
                let after = self.lex(end);
                if matches!(after, Lex::Month(_)) || self.is(end, Kw::Of) {
                    self.piece(at, true)?
                } else {
                    Piece {
                        end,
                        point: Point {
                            day: Some(day),
                            ..Point::default()
                        },
                        class: Class::Date,
                    }
                }
            }
            _ => self.piece_joined(at, class)?,
        };
        use Class::{
            Clock, Date, Era, Holiday, Month, Part, Quarter, Scope, Season, Weekday, Year,
        };
        let allowed = match (class, connector, piece.class) {
            (Weekday, ' ' | ',', Date) => true,
            (Weekday, ' ', Part | Clock) => true,
            (Weekday, ' ' | 'o', Scope(Unit::Week)) => true,
            (Date | Month | Season | Holiday, ' ' | ',', Year) => point.year.is_none(),
            (Date | Month | Season | Quarter, 'o', Year) => point.year.is_none(),
            (Date | Month | Season | Quarter | Holiday, ' ' | 'o', Scope(Unit::Year)) => {
                point.year.is_none()
            }
            (Date, ' ', Part) => true,
            (Date | Weekday | Scope(Unit::Day), ' ' | ',' | '@', Clock) => true,
            (Date, ',', Weekday) => true,
            (Part, '@', Clock) => true,
            (Quarter, ' ' | 'i', Year) => point.year.is_none(),
            (Season, 'i', Year) => point.year.is_none(),
            (Year, ' ', Quarter) => true,
            (Year, ' ', Season | Date) => {
                !self.words.is_english || !self.word(back(piece.end, 1)).is_ascii()
            }
            (Year, 's', Quarter | Season) => true,
            (Scope(Unit::Year), 's', Quarter | Season | Holiday | Month) => true,
            (Clock, ' ' | ',' | 'n', Weekday | Date | Scope(Unit::Day)) => true,
            (Clock, 'i' | ' ', Part) => true,
            (Scope(Unit::Day) | Holiday, ' ', Part) => true,
            (Part, 'o', Date | Weekday | Scope(Unit::Day) | Holiday) => true,
            (Part, 'n' | ',', Weekday | Date) => true,
            (Part, ' ', Scope(Unit::Day)) => piece.point.part.is_none(),
            (Part, ' ', Weekday) => false,
            (Part, ' ', Date) => true,
            (Era, ..) | (_, _, Era) => false,
            _ => false,
        };
        allowed.then_some((at, piece))
    }

    /// A piece after another, where less caution is needed.
    pub(super) fn piece_joined(&self, at: usize, class: Class) -> Option<Piece> {
        if matches!(
            class,
            Class::Date | Class::Month | Class::Season | Class::Holiday | Class::Quarter
        ) && let Some(piece) = self.year_piece(at, true)
        {
            return Some(piece);
        }
        self.piece(
            at,
            matches!(class, Class::Clock | Class::Weekday | Class::Part),
        )
    }

    pub(super) fn piece(&self, i: usize, sure: bool) -> Option<Piece> {
        let the = usize::from(self.is(i, Kw::The));
        self.clock(i)
            .or_else(|| self.date(i + the))
            .or_else(|| self.scope(i))
            .or_else(|| self.era(i))
            .or_else(|| self.quarter_or_half(i))
            .or_else(|| self.season(i, sure))
            .or_else(|| self.holiday(i + the))
            .or_else(|| self.part_of_day(i, sure))
            .or_else(|| {
                if the == 0 {
                    self.weekday(i, sure)
                } else {
                    None
                }
            })
            .or_else(|| if the == 0 { self.month(i, sure) } else { None })
            .or_else(|| {
                let named = the == 1
                    && matches!(
                        self.lex(i + 1),
                        Lex::Unit(Unit::Year) | Lex::Units(Unit::Year)
                    );
                if the == 0 || named {
                    self.year_piece(i + the, sure)
                } else {
                    None
                }
            })
    }

    /// Whether the token before `i` makes a date likely there.
    pub(super) fn after_preposition(&self, i: usize) -> bool {
        let Some(before) = i.checked_sub(1) else {
            return false;
        };
        self.any(before, &PREPOSITIONS)
            || self.any(
                before,
                &[
                    Kw::Early,
                    Kw::Late,
                    Kw::Mid,
                    Kw::Nearly,
                    Kw::Last,
                    Kw::Next,
                    Kw::This,
                    Kw::Past,
                    Kw::Previous,
                    Kw::Following,
                ],
            )
    }

    pub(super) fn weekday(&self, i: usize, sure: bool) -> Option<Piece> {
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
                ((self.after_preposition(i) && !is_name)
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
        if (a, b, separator) == (9, 11, '/') && self.words.is_english {
            return Some(Piece {
                end: i + 3,
                point: point(2001, 9, 11)?,
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

    /// `third-quarter`, `the first half`, `Q3`.
    pub(super) fn quarter_or_half(&self, i: usize) -> Option<Piece> {
        let the = usize::from(self.is(i, Kw::The));
        let mut at = i + the;
        let mut year = None;
        // the 1988 third quarter
        if the == 1
            && let Some((value, 4)) = self.digits(at)
            && (1500..2100).contains(&value)
        {
            year = Some(Year::Full(i32::try_from(value).ok()?));
            at += 1;
        }
        if self.is(at, Kw::Fiscal) {
            at += 1;
        }
        // Q3, Q3 2021
        if self.is(at, Kw::Q)
            && self.is_capital(at)
            && self.glued(at + 1)
            && let Some((nth @ 1..=4, 1)) = self.digits(at + 1)
            && !(self.glued(at + 2) && matches!(self.kind(at + 2), Kind::Word | Kind::Number))
        {
            let quarter = u8::try_from(nth).ok();
            let point = Point {
                quarter,
                year,
                ..Point::default()
            };
            return Some(Piece {
                end: at + 2,
                point,
                class: Class::Quarter,
            });
        }
        let nth = match self.lex(at) {
            Lex::Ord(n) => {
                at += 1;
                n
            }
            Lex::Kw(Kw::Last | Kw::Final) if self.is_word(at + 1, "half") => {
                at += 1;
                2
            }
            Lex::Kw(Kw::Last | Kw::Final)
                if matches!(self.lex(at + 1), Lex::Unit(Unit::Quarter))
                    && self.is(at + 2, Kw::Of) =>
            {
                at += 1;
                4
            }
            Lex::Num(n) if n <= 4 => {
                at += 1;
                n
            }
            _ => {
                let (value, 1) = self.digits(at)? else {
                    return None;
                };
                if !(self.glued(at + 1) && self.is_one_of(at + 1, &["st", "nd", "rd", "th"])) {
                    return None;
                }
                at += 2;
                value
            }
        };
        if self.is(at, Kw::Fiscal) {
            at += 1;
        }
        let at = self.skip_hyphen(at);
        let nth = u8::try_from(nth).ok()?;
        let piece = |end, point: Point| {
            Some(Piece {
                end,
                point,
                class: Class::Quarter,
            })
        };
        match self.lex(at) {
            Lex::Unit(Unit::Quarter) if (1..=4).contains(&nth) && !self.is(at + 1, Kw::Final) => {
                piece(
                    at + 1,
                    Point {
                        quarter: Some(nth),
                        year,
                        ..Point::default()
                    },
                )
            }
            // Halves of matches, bodies and numbers are halves too: a year must follow.
            Lex::Kw(Kw::Half) if nth <= 2 => {
                let after = at + 1 + usize::from(self.is(at + 1, Kw::Of));
                let has_year = self.year_piece(after, true).is_some()
                    || matches!(
                        self.scope(after),
                        Some(Piece {
                            class: Class::Scope(Unit::Year),
                            ..
                        })
                    );
                if !has_year {
                    let (end, unit) = self.bare_scope(after)?;
                    if unit != Unit::Year || !self.is(at + 1, Kw::Of) {
                        return None;
                    }
                    let scope = Some((Unit::Year, 0, Base::Published));
                    return piece(
                        end,
                        Point {
                            half: Some(nth),
                            scope,
                            ..Point::default()
                        },
                    );
                }
                if let Some(era) = self.era(after)
                    && matches!(era.point.year, Some(Year::Decade(_) | Year::Century(_)))
                {
                    return None;
                }
                piece(
                    at + 1,
                    Point {
                        half: Some(nth),
                        year,
                        ..Point::default()
                    },
                )
            }
            _ => None,
        }
    }

    pub(super) fn season(&self, i: usize, sure: bool) -> Option<Piece> {
        let the = usize::from(self.is(i, Kw::The));
        let at = i + the;
        let Lex::Season(season) = self.lex(at) else {
            return None;
        };
        if self.kind(at + 1) == Kind::Sign('-')
            && self.glued(at + 1)
            && self.glued(at + 2)
            && self.kind(at + 2) == Kind::Word
        {
            return None;
        }
        let piece = Piece {
            end: at + 1,
            point: Point {
                season: Some(season),
                ..Point::default()
            },
            class: Class::Season,
        };
        let after = at + 1 + usize::from(self.is(at + 1, Kw::Of) || self.sign(at + 1, ','));
        let has_year = self.year_piece(after, true).is_some()
            || (self.is(at + 1, Kw::Of)
                && self
                    .scope(after)
                    .is_some_and(|s| matches!(s.class, Class::Scope(Unit::Year))));
        if has_year {
            return Some(piece);
        }
        let before_in = i > 0
            && self.any(
                i - 1,
                &[Kw::In, Kw::During, Kw::By, Kw::Since, Kw::To, Kw::Every],
            );
        let is_russian = !self.word(at).is_ascii();
        match season {
            _ if is_russian => {
                // "лета" and "лету" are also years and flights; the rest names the season.
                Some(piece)
            }
            Season::Autumn if self.is_word(at, "fall") => {
                ((the == 1 && before_in && !self.is(at + 1, Kw::Of))
                    || (sure && !self.is(at + 1, Kw::Of)))
                .then_some(piece)
            }
            Season::Spring => (the == 1
                || before_in
                || sure
                || self.is_capital(at) && !self.is_one_of(at + 1, &["street", "valley"]))
            .then_some(piece),
            _ => {
                let is_name = self.is_capital(at)
                    && self.is_capital(at + 1)
                    && self.lex(at + 1) == Lex::None
                    && the == 0
                    && self.kind(at + 1) == Kind::Word;
                let olympics = self.is_one_of(
                    at + 1,
                    &["olympics", "olympic", "games", "palace", "school"],
                );
                (!olympics && (!is_name || before_in)).then_some(piece)
            }
        }
    }

    pub(super) fn holiday(&self, i: usize) -> Option<Piece> {
        let is_start = matches!(
            self.lex(i),
            Lex::HolidayStart | Lex::Month(5) | Lex::Ord(4) | Lex::Kw(_) | Lex::Num(4)
        ) || self.kind(i) == Kind::Number;
        if !is_start || !(self.is_capital(i) || self.kind(i) == Kind::Number) {
            return None;
        }
        for (idx, holiday) in self.words.holidays_from(self.word(i)) {
            let mut at = i;
            let mut matched = true;
            for word in holiday.words.split(' ') {
                let mut parts = word.split(['\'', '.']);
                let base = parts.next().unwrap_or_default();
                if self.word(at).to_lowercase() != base {
                    matched = false;
                    break;
                }
                at += 1;
                if word.contains('\'') {
                    if !self.is_apostrophe(at) {
                        matched = false;
                        break;
                    }
                    at += 1;
                    if parts.next().is_some_and(|p| !p.is_empty()) {
                        at += 1;
                    }
                } else if word.ends_with('.') {
                    at += usize::from(self.sign(at, '.'));
                }
            }
            // Capitals all through: "new year" in lower case is any year.
            if matched && self.is_capital(at - 1) | (at > i + 1) {
                if holiday.words == "new year" && !self.is_capital(i + 1) {
                    continue;
                }
                let point = Point {
                    holiday: Some(idx),
                    ..Point::default()
                };
                return Some(Piece {
                    end: at,
                    point,
                    class: Class::Holiday,
                });
            }
        }
        None
    }

    pub(super) fn part_of_day(&self, i: usize, sure: bool) -> Option<Piece> {
        let the = usize::from(self.is(i, Kw::The));
        let mut at = i + the;
        // the early morning hours
        let early = usize::from(self.any(at, &[Kw::Early, Kw::Late]) || self.is(at, Kw::Mid));
        if early == 1 {
            at = self.skip_hyphen(at + 1);
        }
        let Lex::Part(part) = self.lex(at) else {
            return None;
        };
        let mut end = at + 1;
        if self.lex(end) == Lex::Units(Unit::Hour) {
            end += 1;
        }
        let has_day = self.is(end, Kw::Of);
        let overnight = self.is_word(at, "overnight");
        let prepared = i > 0
            && self.any(
                i - 1,
                &[
                    Kw::In,
                    Kw::During,
                    Kw::At,
                    Kw::By,
                    Kw::On,
                    Kw::To,
                    Kw::Since,
                ],
            );
        let is_russian = !self.word(at).is_ascii();
        if !(sure
            || overnight
            || (the == 1 && (prepared || has_day))
            || (prepared && part == Part::Night)
            || is_russian && !prepared)
        {
            return None;
        }
        Some(Piece {
            end,
            point: Point {
                part: Some(part),
                ..Point::default()
            },
            class: Class::Part,
        })
    }

    /// Steps and base of "last", "this", "the following".
    pub(super) fn direction(&self, i: usize) -> Option<(usize, i8, Base, bool)> {
        let the = usize::from(self.is(i, Kw::The));
        let mut at = i + the;
        let is_narrative = the == 1;
        let (step, base) = match self.lex(at) {
            Lex::Kw(Kw::Last) => (-1, Base::Published),
            Lex::Kw(Kw::Past) => (-1, Base::Published),
            Lex::Kw(Kw::Previous) => (-1, Base::Narrative),
            Lex::Kw(Kw::Next) => (
                1,
                if is_narrative {
                    Base::Narrative
                } else {
                    Base::Published
                },
            ),
            Lex::Kw(Kw::Following) => (1, Base::Narrative),
            Lex::Kw(Kw::Coming) => (1, Base::Published),
            Lex::Kw(Kw::Current | Kw::Latest) => (0, Base::Published),
            Lex::Kw(Kw::Same)
                if the == 1 || !self.words.is_english || !self.word(at).is_ascii() =>
            {
                (0, Base::Narrative)
            }
            Lex::Kw(Kw::This) if the == 0 => {
                // this past spring, this coming Sunday, this same day
                match self.lex(at + 1) {
                    Lex::Kw(Kw::Past | Kw::Last) => {
                        at += 1;
                        (-1, Base::Published)
                    }
                    Lex::Kw(Kw::Coming | Kw::Next) => {
                        at += 1;
                        (1, Base::Published)
                    }
                    Lex::Kw(Kw::Same) => {
                        at += 1;
                        (0, Base::Narrative)
                    }
                    Lex::Unit(Unit::Day) => (0, Base::Narrative),
                    _ => (0, Base::Published),
                }
            }
            Lex::Kw(Kw::That) if the == 0 => {
                at += usize::from(self.is(at + 1, Kw::Same));
                (0, Base::Narrative)
            }
            _ => return None,
        };
        Some((at + 1, step, base, the == 1))
    }

    /// "last year", "the next day", "today", "last Friday", "that night", "the day before".
    pub(super) fn scope(&self, i: usize) -> Option<Piece> {
        let scope = |end: usize, unit: Unit, step: i8, base: Base| {
            let point = Point {
                scope: Some((unit, step, base)),
                ..Point::default()
            };
            Some(Piece {
                end,
                point,
                class: Class::Scope(unit),
            })
        };
        match self.lex(i) {
            Lex::Rel(days) => return scope(i + 1, Unit::Day, days, Base::Published),
            Lex::Kw(Kw::Tonight) => {
                let point = Point {
                    scope: Some((Unit::Day, 0, Base::Published)),
                    part: Some(Part::Night),
                    ..Point::default()
                };
                return Some(Piece {
                    end: i + 1,
                    point,
                    class: Class::Scope(Unit::Day),
                });
            }
            Lex::Kw(Kw::DayBefore) => return scope(i + 1, Unit::Day, -1, Base::Narrative),
            // year-end, month's end
            Lex::Unit(unit @ (Unit::Year | Unit::Month | Unit::Week)) => {
                let dash = self.skip_hyphen(i + 1);
                if dash > i + 1 && self.is_word(dash, "end") {
                    return scope(dash + 1, unit, 0, Base::Published);
                }
                if unit == Unit::Year && self.is_word(i + 1, "end") {
                    return scope(i + 2, unit, 0, Base::Published);
                }
                if let Some(after) = self.possessive(i + 1)
                    && self.is_word(after, "end")
                {
                    return scope(after + 1, unit, 0, Base::Published);
                }
                return None;
            }
            Lex::Kw(_) => {}
            _ => return None,
        }
        // the day before yesterday, the day after, the year before last, the quarter
        if self.is(i, Kw::The)
            && let Lex::Unit(unit) = self.lex(i + 1)
            && !unit.is_clock()
        {
            let step = match self.lex(i + 2) {
                Lex::Kw(Kw::Before) => -1,
                Lex::Kw(Kw::After) => 1,
                _ => {
                    let is_scope = matches!(unit, Unit::Quarter | Unit::Weekend)
                        && !self.is(i + 2, Kw::Of)
                        && !self.sign(i + 2, '-');
                    let ends = self
                        .possessive(i + 2)
                        .is_some_and(|a| self.is_word(a, "end"));
                    if ends {
                        return scope(i + 4 + 1, unit, 0, Base::Published);
                    }
                    // "for the year", "during the week": a length of the calendar, if nothing follows that it measures.
                    let is_plain =
                        matches!(unit, Unit::Year | Unit::Month | Unit::Week | Unit::Day)
                            && i > 0
                            && (self.any(i - 1, &[Kw::In, Kw::During, Kw::Over, Kw::By])
                                || self.is_one_of(i - 1, &["for"]))
                            && (matches!(
                                self.kind(i + 2),
                                Kind::Sign('.' | ',' | ';' | ')') | Kind::Break
                            ) || self.any(
                                i + 2,
                                &[
                                    Kw::And,
                                    Kw::PastVerb,
                                    Kw::Will,
                                    Kw::At,
                                    Kw::In,
                                    Kw::On,
                                    Kw::From,
                                    Kw::To,
                                ],
                            ));
                    if is_plain {
                        return scope(i + 2, unit, 0, Base::Published);
                    }
                    let base = if unit == Unit::Quarter {
                        Base::Narrative
                    } else {
                        Base::Published
                    };
                    return if is_scope {
                        scope(i + 2, unit, 0, base)
                    } else {
                        None
                    };
                }
            };
            match self.lex(i + 3) {
                Lex::Rel(days @ (-1 | 1)) if unit == Unit::Day && days == step => {
                    return scope(i + 4, unit, step * 2, Base::Published);
                }
                Lex::Kw(Kw::Last) if step < 0 => return scope(i + 4, unit, -2, Base::Published),
                Lex::Kw(Kw::Next) if step > 0 => return scope(i + 4, unit, 2, Base::Published),
                Lex::Kw(Kw::The) if step > 0 && self.is(i + 4, Kw::Next) => {
                    return scope(i + 5, unit, 2, Base::Published);
                }
                _ => {}
            }
            // "the day before the vote" names no day; "the day before." does.
            let ends = match self.kind(i + 3) {
                Kind::Sign(_) | Kind::Break => true,
                Kind::Word => self.any(
                    i + 3,
                    &[
                        Kw::And,
                        Kw::In,
                        Kw::At,
                        Kw::By,
                        Kw::PastVerb,
                        Kw::Will,
                        Kw::To,
                        Kw::Or,
                    ],
                ),
                Kind::Number => false,
            };
            return if ends {
                scope(i + 3, unit, step, Base::Narrative)
            } else {
                None
            };
        }
        if self.is(i, Kw::The)
            && self.any(i + 1, &[Kw::Fiscal, Kw::Full])
            && self.lex(i + 2) == Lex::Unit(Unit::Year)
        {
            return scope(i + 3, Unit::Year, 0, Base::Published);
        }
        let (at, step, base, with_the) = self.direction(i)?;
        let is_english = self.words.is_english && self.word(at).is_ascii();
        match self.lex(at) {
            Lex::Units(unit)
                if !is_english
                    && !unit.is_clock()
                    && unit != Unit::Weekend
                    && self.word(at) != "лет" =>
            {
                // этого года, прошлого месяца: the genitive of one is the plural's form.
                scope(at + 1, unit, step, base)
            }
            Lex::Unit(unit) | Lex::Units(unit @ Unit::Weekend) if !unit.is_clock() => {
                // На следующий день counts from the day told of.
                let base = if !is_english && unit == Unit::Day && step == 1 {
                    Base::Narrative
                } else {
                    base
                };
                let at = at + usize::from(self.is(at, Kw::Fiscal));
                // "the past year" is a length, "these years" a vague reference.
                if self.is(at - 1, Kw::Past) && is_english && !self.is(back(at, 2), Kw::This) {
                    return None;
                }
                if with_the && self.is(at - 1, Kw::Last) && is_english && unit != Unit::Quarter {
                    return None;
                }
                if self.skip_hyphen(at + 1) > at + 1 {
                    return None;
                }
                let base = if unit == Unit::Quarter && self.is(at - 1, Kw::Latest) {
                    Base::Narrative
                } else if with_the && self.is(at - 1, Kw::Current) {
                    Base::Published
                } else {
                    base
                };
                scope(at + 1, unit, step, base)
            }
            Lex::Unit(Unit::Hour) => None,
            Lex::Kw(Kw::Fiscal)
                if matches!(self.lex(at + 1), Lex::Unit(Unit::Year | Unit::Quarter)) =>
            {
                let Lex::Unit(unit) = self.lex(at + 1) else {
                    return None;
                };
                scope(at + 2, unit, step, base)
            }
            // "that May" but not "that may"; "last Friday", "next spring"
            Lex::Weekday(day) if !self.is(at - 1, Kw::That) || self.is_capital(at) => {
                let point = Point {
                    weekday: Some(day),
                    direction: Some((step, base)),
                    ..Point::default()
                };
                Some(Piece {
                    end: at + 1,
                    point,
                    class: Class::Weekday,
                })
            }
            Lex::Month(month) | Lex::MonthAbbr(month)
                if (self.is_capital(at) || !is_english) && !self.is_capital(at + 1) =>
            {
                let dot = usize::from(
                    matches!(self.lex(at), Lex::MonthAbbr(_)) && self.sign(at + 1, '.'),
                );
                if self.digits(at + 1 + dot).is_some() {
                    return None;
                }
                let point = Point {
                    month: Some(month),
                    direction: Some((step, base)),
                    ..Point::default()
                };
                Some(Piece {
                    end: at + 1 + dot,
                    point,
                    class: Class::Month,
                })
            }
            Lex::Season(season) => {
                let point = Point {
                    season: Some(season),
                    direction: Some((step, base)),
                    ..Point::default()
                };
                Some(Piece {
                    end: at + 1,
                    point,
                    class: Class::Season,
                })
            }
            Lex::Part(part) => {
                let base = if step == 0 && self.is(i, Kw::This) {
                    Base::Published
                } else {
                    base
                };
                let point = Point {
                    scope: Some((Unit::Day, step, base)),
                    part: Some(part),
                    ..Point::default()
                };
                Some(Piece {
                    end: at + 1,
                    point,
                    class: Class::Scope(Unit::Day),
                })
            }
            Lex::HolidayStart => {
                let piece = self.holiday(at)?;
                Some(Piece {
                    point: Point {
                        direction: Some((step, base)),
                        ..piece.point
                    },
                    ..piece
                })
            }
            _ => None,
        }
    }
}
