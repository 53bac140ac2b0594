//! Lists and ranges: "6 and 7 January 1916", "March 5–9, 1918", "1914–18", "in April and June 1955".
//!
//! TIMEX3 writes each end as its own expression; what one end leaves out, the other gives.

use super::*;

impl Grammar<'_> {
    /// "6 and 7 January 1916", "5-9 марта": days that share the month after the last.
    pub(super) fn day_list(&self, i: usize, found: &mut Vec<Found>) -> Option<usize> {
        let the = usize::from(self.is(i, Kw::The));
        let mut days: Vec<(usize, usize, u8)> = Vec::new();
        let mut at = i + the;
        // "the ninth and the seventeenth of April"
        let in_words =
            matches!(self.lex(at), Lex::Ord(_) | Lex::Num(20 | 30)) && self.words.is_english;
        if !(in_words || self.kind(at) == Kind::Number) || self.glued_number_before(at) {
            return None;
        }
        loop {
            let (end, day) = self.day_number(at)?;
            // vom 5. bis 7. September
            let dot = self.words.tongue == Tongue::German && self.sign(end, '.') && self.glued(end);
            let end = end + usize::from(dot);
            days.push((at, end, day));
            let separator = self.is_dash(end)
                || self.any(end, &[Kw::And, Kw::To, Kw::Or])
                || self.sign(end, ',');
            if !separator || days.len() > 4 {
                return None;
            }
            at = end + 1;
            if self.sign(end, ',') && self.any(at, &[Kw::And, Kw::Or]) {
                at += 1;
            }
            at += usize::from(self.is(at, Kw::The));
            let (end, _) = self.day_number(at)?;
            let dot = self.words.tongue == Tongue::German && self.sign(end, '.');
            let month_at = end + usize::from(self.is(end, Kw::Of) || dot);
            if self.month_name(month_at).is_some() && (!in_words || month_at > end) {
                let (end, point) = self.point(at, true)?;
                let last = point.day?;
                let is_span = days.len() == 1
                    && days
                        .first()
                        .is_some_and(|&(_, end, _)| self.is(end, Kw::To));
                // "the ninth and the seventeenth of April": ordinals have their articles.
                let with_article = |at: usize, end: usize| {
                    let is_ordinal = end > at + 1 || matches!(self.lex(at), Lex::Ord(_));
                    let has_article = self.words.is_english && self.is(back(at, 1), Kw::The);
                    at - usize::from(is_ordinal && has_article)
                };
                for &(first, end, day) in &days {
                    let first = with_article(first, end);
                    // "from the 27th to the 3rd of April" begins in March.
                    let (month, year) = match point.month {
                        Some(month) if is_span && day > last => (
                            Some((month + 10) % 12 + 1),
                            point.year.map(|year| match year {
                                Year::Full(year) if month == 1 => Year::Full(year - 1),
                                other => other,
                            }),
                        ),
                        month => (month, point.year),
                    };
                    let before = Point {
                        day: Some(day),
                        month,
                        year,
                        ..Point::default()
                    };
                    found.push(self.found(first, end, Sense::Point(before), None));
                }
                let first = with_article(at, month_at);
                found.push(self.found(first, end, Sense::Point(point), None));
                return Some(end);
            }
        }
    }

    /// "from 5 to 7 p.m. on Monday": two times of one day.
    pub(super) fn hour_span(&self, i: usize, found: &mut Vec<Found>) -> Option<usize> {
        let (end, time) = self.hour_of_span(i)?;
        let (last_end, point) = self.point(end + 1, true)?;
        point.time?;
        let first = Point {
            time: Some(time),
            ..point
        };
        found.push(self.found(i, end, Sense::Point(first), None));
        found.push(self.found(end + 1, last_end, Sense::Point(point), None));
        Some(last_end)
    }

    /// What continues a range after an expression: "1914–18", "March 5–9, 1918". Returns the end.
    pub(super) fn range_after(&self, first: Found, found: &mut Vec<Found>) -> usize {
        let end = first.last_exclusive;
        let Sense::Point(point) = first.sense else {
            return end;
        };
        self.share_year(end, point, found);
        self.share_day(end, point, found);
        let is_dash = self.is_dash(end);
        if !(is_dash
            || self.sign(end, '/')
            || self.any(end, &[Kw::And, Kw::To, Kw::Or])
            || self.sign(end, ','))
        {
            return end;
        }
        let at = end + 1;
        let is_glued = self.glued(end) && self.glued(at);
        let is_spaced = self.sign(end, '–')
            && !self.glued(end)
            && !self.glued(at)
            && matches!(self.kind(at + 1), Kind::Sign(')' | ',' | ';' | '.'));
        // 1914–18
        if let (Some(Year::Full(year)), Some((value, 2))) = (point.year, self.digits(at))
            && point.day.is_none()
            && (is_dash || self.sign(end, '/'))
            && (is_glued || is_spaced)
            && i32::try_from(value)
                .is_ok_and(|v| v > year.rem_euclid(100) || year.rem_euclid(100) == 99)
            && !(self.glued(at + 1)
                && matches!(
                    self.kind(at + 1),
                    Kind::Sign('-' | '/' | '–') | Kind::Number | Kind::Word
                ))
        {
            let full = year.div_euclid(100) * 100
                + i32::try_from(value).unwrap_or_default()
                + if year.rem_euclid(100) == 99 { 100 } else { 0 };
            let second = Point {
                year: Some(Year::Full(full)),
                ..Point::default()
            };
            found.push(self.found(at, at + 1, Sense::Point(second), None));
            return at + 1;
        }
        // March 5–9, 1918
        if let (Some(month), Some(_), None, None) =
            (point.month, point.day, point.time, point.weekday)
            && point.holiday.is_none()
            && !self.sign(end, '/')
            && let Some((day_end, day)) = self.day_number(at + usize::from(self.is(at, Kw::The)))
            && (self.digits(at).is_some() || self.is(at, Kw::The))
            && day <= longest(month)
            && point.day.is_some_and(|d| d < day)
            && self.month_name(day_end).is_none()
        {
            let closes = match self.kind(day_end) {
                Kind::Sign(_) | Kind::Break => true,
                Kind::Word => {
                    self.any(day_end, &PREPOSITIONS)
                        || self.any(day_end, &[Kw::And, Kw::PastVerb, Kw::Will, Kw::The])
                }
                Kind::Number => self.digits(day_end).is_some_and(|(_, n)| n == 4),
            };
            if (is_dash && is_glued) || (closes && !self.sign(end, ',')) {
                let comma = usize::from(self.sign(day_end, ','));
                let mut last = day_end;
                let mut year = point.year;
                if year.is_none()
                    && let Some(piece) = self.year_piece(day_end + comma, true)
                {
                    year = piece.point.year;
                    last = piece.end;
                }
                if let Some(Found {
                    sense: Sense::Point(point),
                    ..
                }) = found.last_mut()
                {
                    point.year = year;
                }
                let second = Point {
                    year,
                    month: Some(month),
                    day: Some(day),
                    ..Point::default()
                };
                let start = at + usize::from(self.is(at, Kw::The));
                found.push(self.found(start, last, Sense::Point(second), None));
                return last;
            }
        }
        end
    }

    /// "between 9 a.m. and 5 p.m. on Monday": the day at the end holds for both.
    fn share_day(&self, end: usize, point: Point, found: &mut [Found]) {
        let lone = Point {
            time: point.time,
            ..Point::default()
        };
        if point.time.is_none()
            || point != lone
            || !(self.any(end, &[Kw::And, Kw::To, Kw::Or]) || self.is_dash(end))
        {
            return;
        }
        if let Some((_, next)) = self.point(end + 1, true)
            && next.time.is_some()
            && let Some(Found {
                sense: Sense::Point(first),
                ..
            }) = found.last_mut()
        {
            *first = Point {
                time: point.time,
                ..next
            };
        }
    }

    /// "in April and June 1955", "from 5 May to 7 June 1916": the year at the end holds for all.
    pub(super) fn share_year(&self, end: usize, point: Point, found: &mut [Found]) {
        let lacks_year = point.year.is_none()
            && point.scope.is_none()
            && point.direction.is_none()
            && (point.month.is_some() || point.season.is_some());
        if !lacks_year || point.time.is_some() {
            return;
        }
        let at = if self.any(end, &[Kw::And, Kw::Or, Kw::To])
            || self.is_dash(end)
            || self.sign(end, ',')
        {
            end + 1
        } else {
            return;
        };
        let at = at + usize::from(self.sign(end, ',') && self.any(at, &[Kw::And, Kw::Or]));
        let at = match self.point_modifier(at) {
            Some((next, modifier)) if modifier != "APPROX" => next,
            _ => at,
        };
        let Some((next_end, next)) = self.point(at, true) else {
            return;
        };
        let same_kind = next.month.is_some() && point.month.is_some()
            || next.season.is_some() && point.season.is_some();
        let mut year = next.year;
        if year.is_none()
            && same_kind
            && next.scope.is_none()
            && self.any(next_end, &[Kw::And, Kw::To, Kw::Or]) | self.sign(next_end, ',')
            && let Some((_, third)) = self.point(next_end + 1, true)
        {
            year = third.year.filter(|_| third.month.is_some());
        }
        if let (
            true,
            Some(Year::Full(full)),
            Some(Found {
                sense: Sense::Point(point),
                ..
            }),
        ) = (same_kind, year, found.last_mut())
        {
            // A winter that ends in spring began the year before.
            let wraps = point.month.zip(next.month).is_some_and(|(a, b)| a > b)
                && !self.any(end, &[Kw::And, Kw::Or]);
            point.year = Some(Year::Full(full - i32::from(wraps)));
        }
    }
}
