//! Stretches with names: quarters, halves, seasons, holidays, parts of the day.
//!
//! In: the place in the tokens. Out: a piece, or `None` where the word means something else ("fall", "spring").

use super::*;

/// What companies report of a half year.
const REPORTED: &[&str] = &[
    "dividend",
    "earnings",
    "exports",
    "figures",
    "growth",
    "income",
    "loss",
    "losses",
    "net",
    "operating",
    "orders",
    "output",
    "pretax",
    "pre",
    "production",
    "profit",
    "profits",
    "report",
    "results",
    "revenue",
    "revenues",
    "sales",
];

impl Grammar<'_> {
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
        if let Some(piece) = self.quarter_by_months(at) {
            return Some(piece);
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
            Lex::Kw(Kw::HalfYear) if (1..=2).contains(&nth) => piece(
                at + 1,
                Point {
                    half: Some(nth),
                    year,
                    ..Point::default()
                },
            ),
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
                // "first-half profit", but not the goal of a first half.
                if !has_year && self.is_dash(back(at, 1)) {
                    let half = Point {
                        half: Some(nth),
                        ..Point::default()
                    };
                    return match self.is_one_of(at + 1, REPORTED) {
                        true => piece(at + 1, half),
                        false => None,
                    };
                }
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

    /// `the October-December quarter`, `the April to June period`.
    fn quarter_by_months(&self, i: usize) -> Option<Piece> {
        let Lex::Month(first) = self.lex(i) else {
            return None;
        };
        let joined = self.is_dash(i + 1) || self.any(i + 1, &[Kw::To]);
        let Lex::Month(last) = self.lex(i + 2) else {
            return None;
        };
        let is_named =
            self.lex(i + 3) == Lex::Unit(Unit::Quarter) || self.is_one_of(i + 3, &["period"]);
        let is_quarter = first % 3 == 1 && last == first + 2;
        (joined && is_named && is_quarter).then_some(Piece {
            end: i + 4,
            point: Point {
                quarter: Some(first / 3 + 1),
                ..Point::default()
            },
            class: Class::Quarter,
        })
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
            // Islands, offensives and matches are named after feasts.
            let is_named_after = self.is_capital(at)
                && self.is_one_of(
                    at,
                    &[
                        "island",
                        "islands",
                        "isle",
                        "rising",
                        "offensive",
                        "bowl",
                        "carol",
                    ],
                );
            // Capitals all through: "new year" in lower case is any year.
            if matched && is_named_after {
                return None;
            }
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
        // the early hours of Tuesday
        if the == 1
            && self.is(at, Kw::Early)
            && self.lex(at + 1) == Lex::Units(Unit::Hour)
            && self.is(at + 2, Kw::Of)
            && let Some((_, day)) = self.point(at + 3, true)
            && (day.weekday.is_some()
                || day.day.is_some()
                || day.holiday.is_some()
                || matches!(day.scope, Some((Unit::Day, ..))))
        {
            // "the early hours of this morning" say the part themselves.
            let part = day.part.is_none().then_some(super::Part::Morning);
            return Some(Piece {
                end: at + 2,
                point: Point {
                    part,
                    ..Point::default()
                },
                class: Class::Part,
            });
        }
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
}
