//! Years, decades, centuries: `1914`, `'99`, `490 BC`, `nineteen ninety-six`, `the 1990s`, `the 20th century`.
//!
//! In: the place in the tokens, and whether what stands before says that a year must follow. Out: a piece, or
//! `None` where the number is likelier a count, a label, a title or a part of a longer number.

use super::*;

impl Grammar<'_> {
    /// A year. `sure`: what stands before says that a year must follow.
    pub(super) fn year_piece(&self, i: usize, sure: bool) -> Option<Piece> {
        let year_point = |end: usize, year: Year| {
            Some(Piece {
                end,
                point: Point {
                    year: Some(year),
                    ..Point::default()
                },
                class: Class::Year,
            })
        };
        // '99
        if self.is_apostrophe(i) && self.glued(i + 1) {
            let (value, n_digits) = self.digits(i + 1)?;
            if n_digits == 2 && !(self.glued(i + 2) && self.kind(i + 2) == Kind::Word) {
                if self.glued(i) && i > 0 && self.kind(i - 1) != Kind::Sign('(') {
                    return None;
                }
                return year_point(i + 2, Year::Short(u8::try_from(value).ok()?));
            }
            return None;
        }
        // the year 1950, the years 1955
        if matches!(self.lex(i), Lex::Unit(Unit::Year) | Lex::Units(Unit::Year))
            && self.word(i).is_ascii()
            && i > 0
            && self.is(i - 1, Kw::The)
        {
            let piece = self.year_piece(i + 1, true)?;
            return Some(piece);
        }
        // nineteen ninety-six, two thousand (and) ten
        if let Lex::Num(_) = self.lex(i) {
            let (end, year) = self.spelled_year(i)?;
            return year_point(end, Year::Full(year));
        }
        if self.is(i, Kw::Fiscal)
            || self.is_one_of(i, &["year"]) && self.digits(i + 1).is_some() && self.words.is_english
        {
            let at = i + 1 + usize::from(self.is_one_of(i + 1, &["year"]));
            if let Some((value, 4)) = self.digits(at)
                && self.is(i, Kw::Fiscal)
            {
                return year_point(at + 1, Year::Full(i32::try_from(value).ok()?));
            }
        }
        let (value, n_digits) = self.digits(i)?;
        let year = i32::try_from(value).ok()?;
        // 490 BC, AD 79
        if n_digits <= 4
            && let Some((end, is_bc)) = self.era_mark(i + 1)
        {
            return year_point(end, Year::Full(if is_bc { 1 - year } else { year }));
        }
        if n_digits == 3 && self.style.is_before_era && year >= 100 {
            let is_alone = !self.glued(i + 1)
                || matches!(
                    self.kind(i + 1),
                    Kind::Sign(',' | '.' | ';' | ')' | '–' | '-')
                );
            let prep = i > 0
                && self.any(
                    i - 1,
                    &[
                        Kw::In,
                        Kw::By,
                        Kw::Since,
                        Kw::To,
                        Kw::Of,
                        Kw::From,
                        Kw::During,
                        Kw::About,
                    ],
                );
            let counted = self.kind(i + 1) == Kind::Word
                && self.lex(i + 1) == Lex::None
                && !self.is_capital(i + 1)
                && self.word(i + 1).ends_with('s');
            let range_bc = (self.is_dash(i + 1) || self.any(i + 1, &[Kw::To, Kw::And]))
                && self.digits(i + 2).is_some()
                && self.era_mark(i + 3).is_some_and(|(_, bc)| bc);
            if range_bc
                || (prep
                    && is_alone
                    && !counted
                    && !self.is_one_of(i + 1, COUNTED)
                    && self.is_plain_end(i + 1))
            {
                return year_point(i + 1, Year::Full(1 - year));
            }
        }
        // "30 September 420", "c. 347", "c. 314 – 368"
        if n_digits == 3
            && year >= 100
            && self.is_plain_end(i + 1)
            && !self.glued(i + 1)
                | !matches!(
                    self.kind(i + 1),
                    Kind::Sign(',' | '.' | ':' | '%' | '-' | '/') | Kind::Word
                )
                | !self.glued(i + 2)
        {
            let circa = i > 1 && self.sign(i - 1, '.') && self.is_one_of(i - 2, &["c", "ca"]);
            let after_circa = i > 4
                && self.is_dash(i - 1)
                && self.digits(i - 2).is_some_and(|(_, n)| n == 3)
                && self.sign(i - 3, '.')
                && self.is_one_of(i - 4, &["c", "ca"]);
            // Where a text names such years with "c." or a month, "about 360" is one too.
            let ancient = self.style.is_ancient
                && i > 0
                && (self.any(
                    i - 1,
                    &[
                        Kw::About,
                        Kw::In,
                        Kw::By,
                        Kw::Since,
                        Kw::To,
                        Kw::From,
                        Kw::Before,
                        Kw::After,
                    ],
                ) || self.is_dash(i - 1)
                    && self.digits(back(i, 2)).is_some_and(|(_, n)| n == 3));
            let after_month = sure
                && i > 0
                && (matches!(self.lex(i - 1), Lex::Month(_))
                    || self.is(i - 1, Kw::Of) && i > 1 && matches!(self.lex(i - 2), Lex::Month(_)));
            let counted = self.kind(i + 1) == Kind::Word
                && self.lex(i + 1) == Lex::None
                && !self.is_capital(i + 1);
            if circa || after_circa || (after_month || ancient) && !counted {
                return year_point(i + 1, Year::Full(year));
            }
        }
        if n_digits != 4 || !(1000..2200).contains(&year) {
            return None;
        }
        if !self.is_year(i, value, sure) {
            return None;
        }
        let mut end = i + 1;
        // 2014 году, 2014 г., 2014 року, 2022 жылғы
        let is_mark = match self.lex(end) {
            // 2020 roku
            Lex::Unit(Unit::Year) => {
                !self.word(end).is_ascii()
                    || !self.words.is_english && self.words.tongue == Tongue::Other
            }
            Lex::Units(Unit::Year) => !self.word(end).is_ascii() && self.word(end) != "лет",
            Lex::Kw(Kw::YearMark) => true,
            _ => false,
        };
        // в 2018-м, к 2020-му
        if !is_mark
            && self.is_dash(end)
            && self.glued(end)
            && self.glued(end + 1)
            && self.is_one_of(end + 1, &["м", "го", "му", "й"])
        {
            end += 2;
        }
        if is_mark {
            end += 1;
            if self.is(end - 1, Kw::YearMark) && self.sign(end, '.') {
                end += 1;
            }
        }
        year_point(end, Year::Full(year))
    }

    /// Nothing after the number claims it.
    pub(super) fn is_plain_end(&self, i: usize) -> bool {
        match self.kind(i) {
            Kind::Word => !self.is_one_of(i, COUNTED),
            Kind::Number => false,
            Kind::Sign(sign) => sign != '%',
            Kind::Break => true,
        }
    }

    /// `BC`, `B.C.`, `BCE`, `AD` after a year: where it ends, and whether before the era.
    pub(super) fn era_mark(&self, i: usize) -> Option<(usize, bool)> {
        match self.lex(i) {
            Lex::Kw(Kw::Bc) if self.word(i) != "bc" => Some((i + 1, true)),
            Lex::Kw(Kw::Ad) if self.is_capital(i) && self.word(i) != "Ad" => Some((i + 1, false)),
            _ if self.is_one_of(i, &["b", "a"])
                && self.sign(i + 1, '.')
                && self.is_one_of(i + 2, &["c", "d"]) =>
            {
                let is_bc = self.is_one_of(i, &["b"]) && self.is_one_of(i + 2, &["c"]);
                let is_ad = self.is_one_of(i, &["a"]) && self.is_one_of(i + 2, &["d"]);
                (is_bc || is_ad).then_some((
                    i + 3 + usize::from(self.sign(i + 3, '.') && self.glued(i + 3)),
                    is_bc,
                ))
            }
            _ => None,
        }
    }

    pub(super) fn is_year(&self, i: usize, value: u32, sure: bool) -> bool {
        // What is glued to it.
        if self.glued(i) && i > 0 {
            match self.kind(i - 1) {
                Kind::Word | Kind::Number => return false,
                Kind::Sign(
                    '$' | '€' | '£' | '#' | '№' | '@' | '_' | '+' | '=' | '.' | ',' | ':' | '&'
                    | '?',
                ) => return false,
                Kind::Sign('-' | '–' | '—' | '/' | '‑') => {
                    if i < 2 {
                        return false;
                    }
                    let ok = match self.kind(i - 2) {
                        Kind::Number => self.digits(i - 2).is_some_and(|(v, n)| {
                            (n == 4 && (1000..2200).contains(&v))
                                || (n == 3 && self.style.is_before_era)
                        }),
                        Kind::Word => {
                            !self.glued(i - 1)
                                || self.any(i - 2, &[Kw::Mid, Kw::Early, Kw::Late])
                                || matches!(self.lex(i - 2), Lex::Month(_) | Lex::Season(_))
                                || self.is_one_of(i - 2, &["post", "pre"])
                        }
                        _ => self.kind(i - 1) != Kind::Sign('/'),
                    };
                    if !ok {
                        return false;
                    }
                }
                // The book, the film: a number that stands in quotation marks by itself.
                Kind::Sign('"' | '“' | '«' | '\'' | '‘') => {
                    if self.glued(i + 1)
                        && matches!(
                            self.kind(i + 1),
                            Kind::Sign('"' | '”' | '»' | '\'' | '’' | ',')
                        )
                        && self.kind(i + 2) != Kind::Word
                    {
                        return false;
                    }
                    if self.glued(i + 1)
                        && matches!(self.kind(i + 1), Kind::Sign('"' | '”' | '»' | '\'' | '’'))
                    {
                        return self.possessive(i + 1).is_some();
                    }
                }
                _ => {}
            }
        }
        if self.glued(i + 1) {
            match self.kind(i + 1) {
                Kind::Word | Kind::Sign('%' | '°' | '+' | '€' | '_' | '=') => return false,
                Kind::Sign('.' | ',') if self.glued(i + 2) && self.kind(i + 2) == Kind::Number => {
                    return false;
                }
                Kind::Sign(':') if self.glued(i + 2) && self.kind(i + 2) == Kind::Number => {
                    return false;
                }
                Kind::Sign('-' | '–' | '/') if self.glued(i + 2) => {
                    if let Some((_, n_digits)) = self.digits(i + 2)
                        && n_digits != 2
                        && n_digits != 4
                    {
                        return false;
                    }
                }
                _ => {}
            }
        }
        if sure {
            // "In August 1990 troops crossed the border."
            let after_month = i > 0
                && matches!(self.lex(i - 1), Lex::Month(_))
                && (1500..2060).contains(&value)
                && !value.is_multiple_of(100);
            return after_month || self.is_plain_end(i + 1) || !self.is_one_of(i + 1, COUNTED);
        }
        // "the flood in 1913 killed 400": the verb of a sentence, which counts for itself.
        let is_told = i > 0
            && self.any(i - 1, &[Kw::In, Kw::Of])
            && self.is_one_of(i + 1, &["killed", "wounded"])
            && (self.kind(i + 2) == Kind::Number
                || matches!(self.lex(i + 2), Lex::Num(_))
                || self.any(i + 2, &[Kw::The, Kw::Some, Kw::Nearly, Kw::Than, Kw::At]));
        if self.kind(i + 1) == Kind::Word
            && self.is_one_of(i + 1, COUNTED)
            && !self.is_capital(i + 1)
            && !is_told
        {
            return false;
        }
        if matches!(self.lex(i + 1), Lex::Units(unit) if self.word(i + 1).is_ascii() || unit != Unit::Year)
        {
            return false;
        }
        let next_plural = self.kind(i + 1) == Kind::Word
            && !self.is_capital(i + 1)
            && self.word(i + 1).ends_with('s')
            && self.lex(i + 1) == Lex::None
            && !self.is_one_of(
                i + 1,
                &[
                    "as", "was", "is", "has", "its", "his", "this", "us", "across",
                ],
            );
        let prepared = i > 0
            && (self.any(
                i - 1,
                &[
                    Kw::In,
                    Kw::Since,
                    Kw::By,
                    Kw::To,
                    Kw::Before,
                    Kw::After,
                    Kw::During,
                    Kw::From,
                    Kw::Early,
                    Kw::Late,
                    Kw::Mid,
                    Kw::About,
                ],
            ) || self.is(i - 1, Kw::Of)
                || self.is_one_of(i - 1, &["year", "years"])
                || self.kind(i - 1) == Kind::Sign('('));
        if i > 0 {
            let label = self.word(i - 1).to_lowercase();
            if LABELS.contains(&label.as_str())
                || self.any(
                    i - 1,
                    &[
                        Kw::Some,
                        Kw::Over,
                        Kw::Than,
                        Kw::Nearly,
                        Kw::Least,
                        Kw::Most,
                    ],
                )
            {
                return false;
            }
            if self.kind(i - 1) == Kind::Sign('.')
                && self.is_one_of(i.saturating_sub(2), &["no", "p", "pp", "vol"])
            {
                return false;
            }
            // Orwell's 1984
            let ends_name = matches!(self.kind(i + 1), Kind::Sign(_) | Kind::Break)
                || self.is_one_of(i + 1, &["is", "and", "or"])
                || self.any(i + 1, &[Kw::PastVerb, Kw::In, Kw::By]);
            if self.is_one_of(i - 1, &["s"])
                && i >= 3
                && self.is_apostrophe(i - 2)
                && self.is_capital(i - 3)
                && ends_name
            {
                return false;
            }
            if self.is_one_of(i - 1, &["novel", "book", "film"]) {
                return false;
            }
        }
        let is_round = value.is_multiple_of(500) || (value.is_multiple_of(100) && value < 1900);
        if value < 1500 || is_round {
            // "(Martin, 2000)", "1699 or 1700": a round number that stands alone.
            let stands_alone = value >= 1500
                && matches!(
                    self.kind(i + 1),
                    Kind::Sign(')' | '.' | ',' | ';' | ']' | ':') | Kind::Break
                )
                && i > 0
                && (matches!(self.kind(i - 1), Kind::Sign('(' | ',' | '–' | '-' | ';'))
                    || self.any(i - 1, &[Kw::Or, Kw::And])
                        && self.digits(back(i, 2)).is_some_and(|(_, n)| n == 4));
            // "the 2000 vote", "the 2000 U.S. presidential race": of one thing, in that year.
            let names_one = is_round
                && value >= 1500
                && i > 0
                && self.is(i - 1, Kw::The)
                && self.kind(i + 1) == Kind::Word
                && !self.glued(i + 1)
                && (self.is_capital(i + 1)
                    || self.is_one_of(
                        i + 1,
                        &[
                            "election",
                            "vote",
                            "census",
                            "presidential",
                            "season",
                            "budget",
                            "attack",
                            "agreement",
                            "treaty",
                            "law",
                            "referendum",
                            "campaign",
                            "coup",
                            "report",
                            "study",
                            "film",
                            "summer",
                            "winter",
                        ],
                    ));
            // 1979-2000
            let ends_range = i > 1
                && self.is_dash(i - 1)
                && self
                    .digits(i - 2)
                    .is_some_and(|(first, n)| n == 4 && (1000..value).contains(&first));
            if stands_alone || names_one || ends_range {
                return true;
            }
            let strict = i > 0
                && self.any(
                    i - 1,
                    &[
                        Kw::In,
                        Kw::Since,
                        Kw::By,
                        Kw::To,
                        Kw::From,
                        Kw::After,
                        Kw::Before,
                        Kw::During,
                        Kw::Of,
                        Kw::About,
                    ],
                )
                || self.is_one_of(back(i, 1), &["year"]);
            return strict
                && !next_plural
                && !(value < 1500 && self.is(back(i, 1), Kw::Of))
                && !(self.kind(i + 1) == Kind::Word
                    && self.lex(i + 1) == Lex::None
                    && !self.is_capital(i + 1)
                    && value < 1500);
        }
        if value >= 2060 && !prepared {
            return false;
        }
        !(next_plural && !prepared && value < 1900)
    }

    /// `nineteen ninety-six`, `twenty ten`, `two thousand and four`.
    pub(super) fn spelled_year(&self, i: usize) -> Option<(usize, i32)> {
        let Lex::Num(first) = self.lex(i) else {
            return None;
        };
        if first == 2 && self.lex(i + 1) == Lex::Num(1000) {
            let at = i + 2 + usize::from(self.is(i + 2, Kw::And));
            if i > 0 && self.is_word(i - 1, "year") && !matches!(self.lex(at), Lex::Num(_)) {
                return Some((i + 2, 2000));
            }
            let (end, rest) = self.below_hundred(at)?;
            return Some((end, 2000 + i32::try_from(rest).ok()?));
        }
        if !(15..=20).contains(&first) {
            return None;
        }
        if self.lex(i + 1) == Lex::Num(100) {
            return None;
        }
        let at = self.skip_hyphen(i + 1);
        let (end, rest) = self.below_hundred(at)?;
        if rest < 10 || matches!(self.lex(end), Lex::Unit(_) | Lex::Units(_)) {
            return None;
        }
        Some((end, i32::try_from(first * 100 + rest).ok()?))
    }

    pub(super) fn below_hundred(&self, i: usize) -> Option<(usize, u32)> {
        let Lex::Num(n) = self.lex(i) else {
            return None;
        };
        if n >= 100 {
            return None;
        }
        if n >= 20 {
            let at = self.skip_hyphen(i + 1);
            if let Lex::Num(ones) = self.lex(at)
                && ones < 10
            {
                return Some((at + 1, n + ones));
            }
        }
        Some((i + 1, n))
    }

    /// Decades and centuries: `the 1990s`, `'80s`, `the nineties`, `the 20th century`.
    pub(super) fn era(&self, i: usize) -> Option<Piece> {
        let the = usize::from(self.is(i, Kw::The));
        let mut at = i + the;
        let piece = |end: usize, year: Year| {
            Some(Piece {
                end,
                point: Point {
                    year: Some(year),
                    ..Point::default()
                },
                class: Class::Era,
            })
        };
        // "the early 1990s" is reached through the modifier; "the late 1960s" has its article before.
        let quote = usize::from(self.is_apostrophe(at) && self.glued(at + 1));
        at += quote;
        if let Some((value, n_digits)) = self.digits(at) {
            let mut end = at + 1;
            let dash = usize::from(
                self.is_dash(end)
                    && self.glued(end)
                    && self.is_one_of(end + 1, &["е", "х", "ых", "го"]),
            );
            // 1990er Jahre, in den 80ern
            if self.words.tongue == Tongue::German
                && self.glued(end)
                && self.is_one_of(end, &["er", "ern"])
                && value % 10 == 0
            {
                let years = usize::from(self.lex(end + 1) == Lex::Units(Unit::Year));
                return self.decade(end + 1 + years, value, n_digits);
            }
            // 20. Jahrhundert
            if self.words.tongue == Tongue::German
                && self.sign(end, '.')
                && self.glued(end)
                && n_digits <= 2
            {
                return self.century(end + 1, value, true);
            }
            // 19e siècle
            if self.words.tongue == Tongue::French
                && self.glued(end)
                && self.is_one_of(end, &["e", "ème"])
            {
                return self.century(end + 1, value, true);
            }
            let is_plural = (self.glued(end) && self.is_word(end, "s"))
                || (self.is_apostrophe(end)
                    && self.glued(end)
                    && self.is_word(end + 1, "s")
                    && self.glued(end + 1))
                || dash == 1
                    && (matches!(self.lex(end + 2), Lex::Units(Unit::Year))
                        || self.is_one_of(end + 1, &["х", "ых"]));
            if is_plural && value % 10 == 0 {
                end += if dash == 1 {
                    2 + usize::from(matches!(self.lex(end + 2), Lex::Units(Unit::Year)))
                } else if self.is_apostrophe(end) {
                    2
                } else {
                    1
                };
                let year = i32::try_from(value).ok()?;
                if (n_digits == 3 || n_digits == 4) && n_digits + u32::from(quote > 0) <= 4 {
                    if let Some((end, true)) = self.era_mark(end) {
                        return piece(end, Year::Decade(-(year + 9 - 1)));
                    }
                    if n_digits == 3 {
                        return None;
                    }
                    // "the 1800s" are a century, "the 2000s" so far a decade.
                    if value % 100 == 0 && value < 2000 {
                        return piece(end, Year::Century(year));
                    }
                    return piece(end, Year::Decade(year));
                }
                if n_digits == 2
                    && (quote > 0
                        || the == 1
                        || dash == 1
                        || self.any(back(i, 1), &[Kw::Early, Kw::Late, Kw::Mid])
                        || self.is_dash(back(i, 1)) && self.is(back(i, 2), Kw::Mid))
                {
                    return piece(end, Year::ShortDecade(u8::try_from(value).ok()?));
                }
            }
            // 20th century
            if self.glued(at + 1)
                && self.is_one_of(at + 1, &["st", "nd", "rd", "th"])
                && n_digits <= 2
            {
                return self.century(at + 2, value, quote == 0);
            }
            return None;
        }
        if self.words.tongue.is_romance()
            && let Some(piece) = self.romance_era(at)
        {
            return Some(piece);
        }
        match self.lex(at) {
            Lex::DecadeWord(tens)
                if the == 1
                    || i > 0 && self.is(i - 1, Kw::In)
                    || i > 0 && self.any(i - 1, &[Kw::Early, Kw::Late, Kw::Mid]) =>
            {
                piece(at + 1, Year::ShortDecade(u8::try_from(tens).ok()?))
            }
            Lex::DecadeWord(_) => None,
            // the nineteen seventies
            Lex::Num(century @ 15..=20)
                if let Lex::DecadeWord(tens) = self.lex(self.skip_hyphen(at + 1)) =>
            {
                let year = i32::try_from(century * 100 + tens).ok()?;
                piece(self.skip_hyphen(at + 1) + 1, Year::Decade(year))
            }
            Lex::Ord(n) => self.century(at + 1, n, true),
            Lex::Num(20) => match self.lex(self.skip_hyphen(at + 1)) {
                Lex::Ord(1) => self.century(self.skip_hyphen(at + 1) + 1, 21, true),
                _ => None,
            },
            // XX век, 20-й век
            Lex::None | Lex::PastForm
                if self.kind(at) == Kind::Word
                    && matches!(self.lex(at + 1), Lex::Unit(Unit::Century)) =>
            {
                // XIXe siècle
                let figures = self.word(at);
                let figures = match self.words.tongue {
                    Tongue::French => figures.trim_end_matches("ème").trim_end_matches('e'),
                    _ => figures,
                };
                let n = roman(figures)?;
                self.century(at + 1, n, true)
            }
            _ => None,
        }
    }

    /// The decade that begins with `value`, written with two or four digits.
    fn decade(&self, end: usize, value: u32, n_digits: u32) -> Option<Piece> {
        let year = match n_digits {
            2 => Year::ShortDecade(u8::try_from(value).ok()?),
            4 => Year::Decade(i32::try_from(value).ok()?),
            _ => return None,
        };
        let point = Point {
            year: Some(year),
            ..Point::default()
        };
        Some(Piece {
            end,
            point,
            class: Class::Era,
        })
    }

    /// "années 1990", "los años noventa", "la década de 1980", "siglo XIX".
    fn romance_era(&self, i: usize) -> Option<Piece> {
        match self.lex(i) {
            Lex::Units(Unit::Year) | Lex::Unit(Unit::Decade) => {
                let mut at = i + 1;
                if self.lex(i) == Lex::Unit(Unit::Decade) {
                    at += usize::from(self.is(at, Kw::Of));
                    at += usize::from(self.is(at, Kw::The));
                    at += usize::from(self.lex(at) == Lex::Units(Unit::Year));
                }
                at += usize::from(self.is_apostrophe(at) && self.glued(at + 1));
                if let Some((value, n_digits)) = self.digits(at) {
                    let is_decade = value % 10 == 0 && value > 0;
                    return match is_decade {
                        true => self.decade(at + 1, value, n_digits),
                        false => None,
                    };
                }
                match self.lex(at) {
                    Lex::DecadeWord(tens)
                    | Lex::Num(tens @ (20 | 30 | 40 | 50 | 60 | 70 | 80 | 90))
                        if at == i + 1 =>
                    {
                        self.decade(at + 1, tens, 2)
                    }
                    _ => None,
                }
            }
            Lex::Unit(Unit::Century) => {
                let n = i32::try_from(roman(self.word(i + 1))?).ok()?;
                let point = Point {
                    year: Some(Year::Century((n - 1) * 100)),
                    ..Point::default()
                };
                (1..=30).contains(&n).then_some(Piece {
                    end: i + 2,
                    point,
                    class: Class::Era,
                })
            }
            _ => None,
        }
    }

    pub(super) fn century(&self, i: usize, n: u32, ok: bool) -> Option<Piece> {
        let at = self.skip_hyphen(i);
        if !ok || self.lex(at) != Lex::Unit(Unit::Century) || !(1..=30).contains(&n) {
            return None;
        }
        let n = i32::try_from(n).ok()?;
        let (end, first) = match self.era_mark(at + 1) {
            Some((end, true)) => (end, 1 - n * 100),
            Some((end, false)) => (end, (n - 1) * 100),
            None => (at + 1, (n - 1) * 100),
        };
        Some(Piece {
            end,
            point: Point {
                year: Some(Year::Century(first)),
                ..Point::default()
            },
            class: Class::Era,
        })
    }
}
