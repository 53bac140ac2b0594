//! Times of the day: `10:30 a.m.`, `1400 GMT`, `five o'clock`, `noon`.
//!
//! In: the place in the tokens. Out: a piece with the hour counted from 0 to 24.

use super::*;

impl Grammar<'_> {
    /// `a.m.`, `am`, `p.m.`: where it ends, and whether after noon.
    pub(super) fn am_pm(&self, i: usize) -> Option<(usize, bool)> {
        match self.lex(i) {
            Lex::Kw(Kw::Pm) => return Some((i + 1, true)),
            Lex::Kw(Kw::Am) if self.word(i) == "am" || self.word(i) == "AM" => {
                return Some((i + 1, false));
            }
            _ => {}
        }
        let is_pm = self.is_one_of(i, &["p"]);
        if (is_pm || self.is_one_of(i, &["a"]))
            && self.sign(i + 1, '.')
            && self.is_one_of(i + 2, &["m"])
            && self.glued(i + 1)
        {
            let dot = usize::from(self.sign(i + 3, '.') && self.glued(i + 3));
            return Some((i + 3 + dot, is_pm));
        }
        None
    }

    /// A time of the day.
    pub(super) fn clock(&self, i: usize) -> Option<Piece> {
        let piece = |end: usize, hour: u32, minute: u32, second: Option<u32>| {
            let mut end = end;
            let time = Time {
                hour: u8::try_from(hour).ok()?,
                minute: u8::try_from(minute).ok()?,
                second: second.and_then(|s| u8::try_from(s).ok()),
            };
            if ZONES.contains(&self.word(end))
                || (self.glued(end) && self.is_one_of(end, &["hrs", "h"]))
            {
                end += 1;
            } else if self.is_one_of(end, &["local"]) && self.is(end + 1, Kw::Time) {
                end += 2;
            } else {
                end = self.zone_in_words(end);
            }
            Some(Piece {
                end,
                point: Point {
                    time: Some(time),
                    ..Point::default()
                },
                class: Class::Clock,
            })
        };
        match self.lex(i) {
            // half past seven
            Lex::Kw(Kw::Half) if self.is(i + 1, Kw::Past) => {
                let (hour, end) = match (self.lex(i + 2), self.digits(i + 2)) {
                    (Lex::Num(hour), _) | (_, Some((hour, 1 | 2))) => (hour, i + 3),
                    _ => return None,
                };
                let end = end + usize::from(self.is(end, Kw::OClock));
                return if (1..=12).contains(&hour) {
                    self.with_half(end, hour, 30, piece)
                } else {
                    None
                };
            }
            // quarter past three, ten to nine o'clock
            _ if let Some((end, hour, minute)) = self.spoken_minutes(i) => {
                return self.with_half(end, hour, minute, piece);
            }
            Lex::Noon => return piece(i + 1, 12, 0, None),
            Lex::Midnight => return piece(i + 1, 24, 0, None),
            Lex::Num(hour) if (1..=12).contains(&hour) => {
                if self.is(i + 1, Kw::OClock) {
                    return self.with_half(i + 2, hour, 0, piece);
                }
                // one in the morning
                if self.is(i + 1, Kw::In)
                    && self.is(i + 2, Kw::The)
                    && matches!(self.lex(i + 3), Lex::Part(_))
                {
                    return self.with_half(i + 1, hour, 0, piece);
                }
                let (end, is_pm) = self.am_pm(i + 1)?;
                return piece(end, hour % 12 + if is_pm { 12 } else { 0 }, 0, None);
            }
            _ => {}
        }
        let (hour, n_digits) = self.digits(i)?;
        if self.glued(i)
            && i > 0
            && matches!(
                self.kind(i - 1),
                Kind::Sign('.' | ',' | ':' | '/' | '$' | '€' | '£')
            )
        {
            return None;
        }
        if n_digits == 4 && hour < 2400 && hour % 100 < 60 {
            let is_zone = ZONES.contains(&self.word(i + 1))
                || (self.is_one_of(i + 1, &["hours", "hrs"])
                    && i > 0
                    && self.any(i - 1, &[Kw::At, Kw::By, Kw::Since, Kw::To]));
            if is_zone {
                let end = i + 1 + usize::from(self.is_one_of(i + 1, &["hours", "hrs"]));
                return piece(end, hour / 100, hour % 100, None);
            }
            return None;
        }
        if n_digits > 2 || hour > 24 {
            return None;
        }
        let separator = matches!(self.kind(i + 1), Kind::Sign(':' | '.'))
            && self.glued(i + 1)
            && self.glued(i + 2);
        if separator
            && let Some((minute, 2)) = self.digits(i + 2)
            && minute < 60
        {
            let is_colon = self.sign(i + 1, ':');
            let mut end = i + 3;
            let mut second = None;
            if is_colon
                && self.sign(end, ':')
                && self.glued(end)
                && let Some((value, 2)) = self.digits(end + 1)
            {
                second = Some(value);
                end += 2;
                // Fractions of a second.
                if self.sign(end, '.')
                    && self.glued(end)
                    && self.glued(end + 1)
                    && self.digits(end + 1).is_some()
                {
                    end += 2;
                }
            }
            if let Some((end, is_pm)) = self.am_pm(end) {
                if hour > 12 {
                    return None;
                }
                return piece(end, hour % 12 + if is_pm { 12 } else { 0 }, minute, second);
            }
            // 10.30 Uhr
            if !is_colon && self.is(end, Kw::OClock) {
                return piece(end + 1, hour, minute, None);
            }
            if !is_colon {
                return None;
            }
            end += usize::from(self.is(end, Kw::OClock));
            if self.glued(end)
                && matches!(
                    self.kind(end),
                    Kind::Sign('.' | ':') | Kind::Word | Kind::Number
                )
                && self.kind(end + 1) == Kind::Number
            {
                return None;
            }
            let prepared = i > 0
                && (self.any(
                    i - 1,
                    &[
                        Kw::At,
                        Kw::By,
                        Kw::From,
                        Kw::To,
                        Kw::Since,
                        Kw::About,
                        Kw::Before,
                        Kw::After,
                        Kw::In,
                        Kw::On,
                        Kw::And,
                    ],
                ) || self.sign(i - 1, ',')
                    || self.sign(i - 1, '(')
                    || self.is_dash(i - 1)
                    || matches!(self.lex(i - 1), Lex::Weekday(_) | Lex::Rel(_)));
            let stamp = self.glued(i) && i > 0 && self.is_word(i - 1, "T");
            // A race is won "in 2:14:04", by the second: no time of the day.
            if n_digits == 1
                && second.is_some()
                && !self.any(
                    back(i, 1),
                    &[Kw::At, Kw::By, Kw::Since, Kw::Before, Kw::After],
                )
            {
                return None;
            }
            if n_digits == 2
                || prepared
                || stamp
                || second.is_some()
                || ZONES.contains(&self.word(end))
            {
                return self.with_half(end, hour, minute, |e, h, m, _| piece(e, h, m, second));
            }
            return None;
        }
        if self.is(i + 1, Kw::OClock) {
            return self.with_half(i + 2, hour, 0, piece);
        }
        // 10h, 10h30, à 18 heures
        if self.words.tongue.is_romance() && self.is_word(i + 1, "h") && self.glued(i + 1) {
            return match self.digits(i + 2) {
                Some((minute, 2)) if self.glued(i + 2) && minute < 60 => {
                    piece(i + 3, hour, minute, None)
                }
                _ => piece(i + 2, hour, 0, None),
            };
        }
        if self.words.tongue == Tongue::French
            && self.is(back(i, 1), Kw::At)
            && self.lex(i + 1) == Lex::Units(Unit::Hour)
        {
            return piece(i + 2, hour, 0, None);
        }
        if hour <= 12
            && let Some((end, is_pm)) = self.am_pm(i + 1)
        {
            return piece(end, hour % 12 + if is_pm { 12 } else { 0 }, 0, None);
        }
        None
    }

    /// "quarter past three", "a quarter to four", "twenty to nine o'clock": end, hour and minute.
    fn spoken_minutes(&self, i: usize) -> Option<(usize, u32, u32)> {
        let at = i + usize::from(self.is(i, Kw::A));
        let (at, minutes) = match self.lex(at) {
            Lex::Unit(Unit::Quarter) => (at + 1, 15),
            Lex::Num(n @ (5 | 10 | 15 | 20)) if at == i => (at + 1, n),
            _ => return None,
        };
        let is_to = self.is_word(at, "to");
        if !is_to && !self.is(at, Kw::Past) {
            return None;
        }
        let (hour, end) = match (self.lex(at + 1), self.digits(at + 1)) {
            (Lex::Num(hour), _) | (_, Some((hour, 1 | 2))) => (hour, at + 2),
            _ => return None,
        };
        // "five to seven" may be a count; with "o'clock" or a half of the day it is a time.
        let says_hour = self.is(end, Kw::OClock)
            || self.am_pm(end).is_some()
            || self.is(end, Kw::In)
                && self.is(end + 1, Kw::The)
                && matches!(self.lex(end + 2), Lex::Part(_));
        let is_sure =
            says_hour || minutes == 15 && self.any(back(i, 1), &[Kw::At, Kw::By, Kw::About]);
        if !is_sure || !(1..=12).contains(&hour) {
            return None;
        }
        let half = self.am_pm(end);
        let end = half.map_or(end + usize::from(self.is(end, Kw::OClock)), |(end, _)| end);
        let hour = match half {
            Some((_, is_pm)) => hour % 12 + if is_pm { 12 } else { 0 },
            None => hour,
        };
        Some(match is_to {
            true => (end, (hour + 23) % 24, 60 - minutes),
            false => (end, hour, minutes),
        })
    }

    /// "from 5 to 7 p.m.", "between 9 and 11:30 this morning": the hour before, whose half of the day the other one
    /// says. Returns where its figures end, and the time.
    pub(super) fn hour_of_span(&self, i: usize) -> Option<(usize, Time)> {
        let opens = self.is(back(i, 1), Kw::From)
            || self.is_word(back(i, 1), "between")
            || self.is_dash(i + 1)
            || self.clock(i).is_some()
            // "5 to 6 p.m."
            || (i + 3..i + 6).any(|at| self.am_pm(at).is_some());
        let (hour, minute, end) = match (self.digits(i), self.lex(i)) {
            (Some((hour, 1 | 2)), _) => match self.digits(i + 2) {
                Some((minute, 2)) if self.sign(i + 1, ':') && minute < 60 => (hour, minute, i + 3),
                _ => (hour, 0, i + 1),
            },
            (_, Lex::Num(hour)) => (hour, 0, i + 1),
            _ => return None,
        };
        let joins = self.is_dash(end) || self.any(end, &[Kw::To, Kw::And]);
        if !opens || !joins || !(1..=12).contains(&hour) || self.glued_number_before(i) {
            return None;
        }
        let Some(Piece { point, .. }) = self.clock(end + 1) else {
            // "between 3 and 8 in the morning" is read as a clock; "between 3 and 8 yesterday" says no half.
            return None;
        };
        let last = point.time?;
        let says_half = (end + 1..end + 7).any(|at| {
            self.am_pm(at).is_some()
                || matches!(self.lex(at), Lex::Part(_))
                || self.is(at, Kw::Tonight)
        });
        if !says_half {
            return None;
        }
        let hour = u8::try_from(hour).ok()?;
        let minute = u8::try_from(minute).ok()?;
        // From 11 to 1 p.m. begins before noon.
        let is_after_noon = last.hour >= 12 && (hour % 12, minute) <= (last.hour % 12, last.minute);
        let time = Time {
            hour: hour % 12 + if is_after_noon { 12 } else { 0 },
            minute,
            second: None,
        };
        Some((end, time))
    }

    /// "New York time", "Eastern Standard Time" after a clock time: where it ends.
    fn zone_in_words(&self, i: usize) -> usize {
        let is_name = |at: usize| {
            self.kind(at) == Kind::Word
                && self.is_capital(at)
                && matches!(self.lex(at), Lex::None | Lex::HolidayStart)
        };
        let n_words = (0..3).take_while(|n| is_name(i + n)).count();
        if n_words > 0 && self.is(i + n_words, Kw::Time) {
            i + n_words + 1
        } else {
            i
        }
    }

    /// Adds "in the afternoon" to an hour said without it.
    pub(super) fn with_half(
        &self,
        end: usize,
        hour: u32,
        minute: u32,
        piece: impl Fn(usize, u32, u32, Option<u32>) -> Option<Piece>,
    ) -> Option<Piece> {
        let at = end
            + usize::from(self.is(end, Kw::In))
            + usize::from(self.is(end, Kw::In) && self.is(end + 1, Kw::The));
        if let Lex::Part(part) = self.lex(at)
            && hour < 12
        {
            let add = if part == Part::Morning { 0 } else { 12 };
            return piece(at + 1, hour + add, minute, None);
        }
        piece(end, hour, minute, None)
    }
}
