//! The pieces a calendar point is joined from, and which may follow which.
//!
//! In: the place in the tokens. Out: a [`Point`] with everything that belongs to it. The kinds of pieces have
//! modules of their own: `days`, `named`, `scope`, `years`, `clock`.

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
                let of = self.is(at + 1, Kw::Of);
                if english && !of {
                    return None;
                }
                Some((at + 1 + usize::from(of), value))
            }
            // sometime next year
            Lex::None if the == 0 && self.is_one_of(at, &["sometime"]) => {
                let next = at + 1 + usize::from(self.any(at + 1, &[Kw::In, Kw::On]));
                Some((next, "APPROX"))
            }
            // the rest of the year
            Lex::None
                if the == 1
                    && self.is_one_of(at, &["rest", "remainder"])
                    && self.is(at + 1, Kw::Of) =>
            {
                Some((at + 2, "END"))
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
        // "la semaine dernière", "die vergangene Woche" keep theirs, "le lundi", "der 7. Januar" do not.
        if !self.words.is_english {
            return !matches!(point.scope, Some((unit, ..)) if unit != Unit::Day)
                && !matches!(point.year, Some(Year::Decade(_) | Year::ShortDecade(_)))
                || point.season.is_some()
                || point.weekday.is_some();
        }
        // "the morning of Sept. 11" has its own.
        if point.scope.is_some() || point.part.is_some() {
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
        let lone = matches!(modifier, "START" | "MID" | "END")
            && self.is(back(at, 1), Kw::Of)
            && matches!(self.lex(at), Lex::Unit(Unit::Year | Unit::Month));
        let bare = match (lone, self.lex(at)) {
            // "by end of year"
            (true, Lex::Unit(unit)) => Some((at + 1, unit)),
            _ => self.bare_scope(at),
        };
        if let Some((end, unit)) = bare {
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
                    && !(self.words.is_english && self.word(i).is_ascii()) =>
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
        } else if self.is_word(at, "por") && self.is(at + 1, Kw::The) {
            // el martes por la noche
            at += 2;
        } else if self.is_dash(at) && matches!(class, Class::Weekday | Class::Year) {
            return None;
        }
        // tonight at 7
        if connector == '@'
            && point.part.is_some_and(|part| part != super::Part::Morning)
            && let Some((hour @ 1..=12, _)) = self.digits(at)
            && self.clock(at).is_none()
            && !self.glued(at + 1)
                | matches!(self.kind(at + 1), Kind::Sign('.' | ',' | ';') | Kind::Break)
            && self.digits(at + 2).is_none()
        {
            let time = Time {
                hour: u8::try_from(hour).ok()?,
                minute: 0,
                second: None,
            };
            let point = Point {
                time: Some(time),
                ..Point::default()
            };
            let (end, class) = (at + 1, Class::Clock);
            let fits = point.time.is_some() && self.unit(end).is_none();
            return fits.then_some((at, Piece { end, point, class }));
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
            // Wednesday evening next week
            (Part, ' ', Scope(Unit::Week)) => point.weekday.is_some(),
            (Date, 'i', Year) => point.year.is_none(),
            // November 16, 2016, 4:05 p.m.
            (Year, ' ' | ',' | '@', Clock) => point.day.is_some(),
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
            // утром в понедельник
            (Part, 'i', Weekday) => !self.word(back(end, 1)).is_ascii(),
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
            matches!(
                class,
                Class::Clock | Class::Weekday | Class::Part | Class::Scope(Unit::Day)
            ),
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
            .or_else(|| self.day_of_month(i))
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
}
