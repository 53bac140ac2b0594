//! Points that are counted from another: "last year", "the next day", "today", "that May", "the day before".
//!
//! In: the place in the tokens. Out: a piece that says unit, steps and base, or a named thing with a direction.

use super::*;

impl Grammar<'_> {
    /// Whether "last" is what something does: "to last", "will last", "did not last".
    pub(super) fn is_verb_last(&self, i: usize) -> bool {
        self.is_word(i, "last")
            && (self.is_word(back(i, 1), "to")
                || self.is_one_of(
                    back(i, 1),
                    &[
                        "will",
                        "would",
                        "could",
                        "can",
                        "may",
                        "might",
                        "should",
                        "not",
                        "must",
                        "didn't",
                        "typically",
                        "usually",
                    ],
                ))
    }

    /// Steps and base of "last", "this", "the following".
    pub(super) fn direction(&self, i: usize) -> Option<(usize, i8, Base, bool)> {
        let the = usize::from(self.is(i, Kw::The));
        let mut at = i + the;
        let is_narrative = the == 1;
        // "expected to last three months", "will last a week": a verb.
        if the == 0 && self.is(at, Kw::Last) && self.is_verb_last(at) {
            return None;
        }
        let (step, base) = match self.lex(at) {
            Lex::Kw(Kw::Last) => (-1, Base::Published),
            Lex::Kw(Kw::Past) => (-1, Base::Published),
            Lex::Kw(Kw::Previous) => (-1, Base::Narrative),
            Lex::Kw(Kw::Next) => (
                1,
                if is_narrative && self.words.is_english {
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

    /// Romance languages say last what English says first: "la semaine dernière", "el viernes pasado", "la semana que viene".
    fn described_after(&self, i: usize) -> Option<Piece> {
        let at = i + usize::from(self.is(i, Kw::The));
        let (mut end, mut class, mut point) = (at + 1, Class::Weekday, Point::default());
        let unit = match self.lex(at) {
            Lex::Unit(unit) if !unit.is_clock() => Some(unit),
            Lex::Weekday(day) => {
                point.weekday = Some(day);
                None
            }
            Lex::Month(month) => {
                (class, point.month) = (Class::Month, Some(month));
                None
            }
            Lex::Season(season) => {
                (class, point.season) = (Class::Season, Some(season));
                None
            }
            _ => return None,
        };
        let (step, base) = match self.lex(end) {
            Lex::Kw(Kw::Last | Kw::Past) => (-1, Base::Published),
            Lex::Kw(Kw::Next | Kw::Coming) => (1, Base::Published),
            Lex::Kw(Kw::Previous) => (-1, Base::Narrative),
            Lex::Kw(Kw::Following) => (1, Base::Narrative),
            _ if self.is_word(end, "que") && self.is_word(end + 1, "viene") => {
                end += 1;
                (1, Base::Published)
            }
            _ => return None,
        };
        match unit {
            Some(unit) => {
                class = Class::Scope(unit);
                point.scope = Some((unit, step, base));
            }
            None => point.direction = Some((step, base)),
        }
        Some(Piece {
            end: end + 1,
            point,
            class,
        })
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
        if self.words.tongue.is_romance()
            && let Some(piece) = self.described_after(i)
        {
            return Some(piece);
        }
        match self.lex(i) {
            Lex::Rel(days) => return scope(i + 1, Unit::Day, days, Base::Published),
            Lex::Kw(Kw::LastYear) => return scope(i + 1, Unit::Year, -1, Base::Published),
            Lex::Kw(Kw::YearEnd | Kw::ThisYear) => {
                return scope(i + 1, Unit::Year, 0, Base::Published);
            }
            Lex::Kw(Kw::LastNight) => {
                let point = Point {
                    scope: Some((Unit::Day, -1, Base::Published)),
                    part: Some(Part::Night),
                    ..Point::default()
                };
                return Some(Piece {
                    end: i + 1,
                    point,
                    class: Class::Scope(Unit::Day),
                });
            }
            // am Wochenende, на выходных
            Lex::Unit(Unit::Weekend) | Lex::Units(Unit::Weekend)
                if !(self.words.is_english && self.word(i).is_ascii())
                    && self.any(back(i, 1), &[Kw::In, Kw::On]) =>
            {
                return scope(i + 1, Unit::Weekend, 0, Base::Published);
            }
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
                        && !matches!(self.lex(i + 2), Lex::Unit(Unit::Century))
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
                                || self.is_one_of(
                                    i - 1,
                                    &["for", "ended", "closed", "finished", "began", "started"],
                                ))
                            && (self.is_one_of(
                                i + 2,
                                &["up", "down", "higher", "lower", "with", "unchanged", "flat"],
                            ) || matches!(
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
        // "the latest period" of a report is a quarter.
        if self.is(i, Kw::The) && self.is(i + 1, Kw::Latest) && self.is_one_of(i + 2, &["period"]) {
            return scope(i + 3, Unit::Quarter, 0, Base::Narrative);
        }
        let (at, step, base, with_the) = self.direction(i)?;
        let is_english = self.words.is_english && self.word(at).is_ascii();
        match self.lex(at) {
            Lex::Units(unit)
                if self.is_cyrillic(at)
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
                scope(self.or_so(at + 1), unit, step, base)
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
            // "the last night of the congress"
            Lex::Part(_) if with_the && is_english && self.is(at - 1, Kw::Last) => None,
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
