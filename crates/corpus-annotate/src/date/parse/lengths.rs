//! Lengths of time and the shifts built on them: "two days", "two days ago", "the past two weeks".
//!
//! In: the place in the tokens. Out: a [`Found`] expression with quantity, unit and, where the words give one,
//! direction and base.

use super::*;

const ONE: Amount = Amount::Tenths(10);

/// What a length is made of, before it is placed anywhere.
#[derive(Clone, Copy)]
struct Length {
    amount: Amount,
    unit: Unit,
    extra: Extra,
}

impl Length {
    const fn one(unit: Unit) -> Self {
        Self::new(ONE, unit)
    }

    const fn new(amount: Amount, unit: Unit) -> Self {
        Self {
            amount,
            unit,
            extra: [None, None],
        }
    }

    const fn duration(self, anchored: i8) -> Sense {
        Sense::Duration {
            amount: self.amount,
            unit: self.unit,
            extra: self.extra,
            anchored,
        }
    }

    const fn shift(self, sign: i8, from: ShiftBase) -> Sense {
        Sense::Shift {
            amount: self.amount,
            unit: self.unit,
            extra: self.extra,
            sign,
            from,
        }
    }
}

const NARRATIVE: ShiftBase = ShiftBase::Implicit(Base::Narrative);
const PUBLISHED: ShiftBase = ShiftBase::Implicit(Base::Published);

impl Grammar<'_> {
    /// "about", "more than", "at least", "nearly" before a length.
    pub(super) fn length_modifier(&self, i: usize) -> Option<(usize, &'static str)> {
        let than = |n: usize| self.is(i + n, Kw::Than).then_some(i + n + 1);
        match self.lex(i) {
            Lex::Kw(Kw::About | Kw::Some) => Some((i + 1, "APPROX")),
            Lex::Kw(Kw::Nearly) => Some((i + 1, "LESS_THAN")),
            Lex::Kw(Kw::Over) => Some((i + 1, "MORE_THAN")),
            Lex::Kw(Kw::More) => Some((than(1)?, "MORE_THAN")),
            Lex::Kw(Kw::Less) => Some((than(1)?, "LESS_THAN")),
            Lex::Kw(Kw::At) if self.is(i + 1, Kw::Least) => Some((i + 2, "EQUAL_OR_MORE")),
            Lex::Kw(Kw::At) if self.is(i + 1, Kw::Most) => Some((i + 2, "EQUAL_OR_LESS")),
            Lex::Kw(Kw::Up) if self.is(i + 1, Kw::To) => Some((i + 2, "EQUAL_OR_LESS")),
            Lex::Kw(Kw::A)
                if self.is_one_of(i + 1, &["little", "bit"])
                    && self.any(i + 2, &[Kw::More, Kw::Less, Kw::Over]) =>
            {
                let value = if self.is(i + 2, Kw::Less) {
                    "LESS_THAN"
                } else {
                    "MORE_THAN"
                };
                Some((than(3).unwrap_or(i + 3), value))
            }
            // just over, well over, slightly more than
            _ if self.is_one_of(i, &["just", "well", "slightly", "far", "much"])
                && (self.any(i + 1, &[Kw::More, Kw::Less, Kw::Over])
                    || self.is_one_of(i + 1, &["under"])) =>
            {
                self.length_modifier(i + 1)
            }
            // no more than, not less than
            _ if self.is_one_of(i, &["no", "not"]) => {
                let value = match self.lex(i + 1) {
                    Lex::Kw(Kw::More) => "EQUAL_OR_LESS",
                    Lex::Kw(Kw::Less) => "EQUAL_OR_MORE",
                    _ => return None,
                };
                Some((than(2)?, value))
            }
            // as many as ten days, as little as two weeks
            _ if self.is_one_of(i, &["as"])
                && self.is_one_of(i + 1, &["many", "much", "little", "few", "long"])
                && self.is_one_of(i + 2, &["as"]) =>
            {
                let less = self.is_one_of(i + 1, &["little", "few"]);
                let value = if less {
                    "EQUAL_OR_MORE"
                } else {
                    "EQUAL_OR_LESS"
                };
                Some((i + 3, value))
            }
            _ if self.is_one_of(i, &["under"]) => Some((i + 1, "LESS_THAN")),
            _ => None,
        }
    }

    /// Lengths of time, and the shifts built on them.
    pub(super) fn length(&self, i: usize) -> Option<Found> {
        if let Some((at, modifier)) = self.length_modifier(i)
            && let Some(mut found) = self.plain_length(at).or_else(|| self.lone_unit(at))
        {
            let is_spent_over = self.is(i, Kw::Over)
                && self.any(at, &[Kw::The, Kw::This, Kw::Next, Kw::Last, Kw::Past]);
            if matches!(found.sense, Sense::Point(_)) || is_spent_over {
                return None;
            }
            found.first = i;
            found.start = self.tokens.get(i)?.start;
            found.modifier = Some(modifier);
            return Some(found);
        }
        self.plain_length(i)
    }

    pub(super) fn plain_length(&self, i: usize) -> Option<Found> {
        // в течение недели
        if self.is(back(i, 1), Kw::During)
            && let Some(found) = self.lone_unit(i)
        {
            return Some(found);
        }
        // à 18 heures
        if self.words.tongue == Tongue::French
            && self.is(back(i, 1), Kw::At)
            && self.lex(i + 1) == Lex::Units(Unit::Hour)
        {
            return None;
        }
        self.like(i)
            .or_else(|| self.one_word(i))
            .or_else(|| self.anchored_length(i))
            .or_else(|| self.unit_around(i))
            .or_else(|| self.shift_from_point(i))
            .or_else(|| self.prefixed_shift(i))
            .or_else(|| self.whole_unit(i))
            .or_else(|| self.fraction(i))
            .or_else(|| self.some_time(i))
            .or_else(|| self.attributive(i))
            .or_else(|| self.bare_plural(i))
            .or_else(|| {
                let (end, amount, unit) = self.amount_of_unit(i)?;
                Some(self.shift_or_length(i, end, Length::new(amount, unit)))
            })
    }

    /// A length in one word, or figures with such a word: полгода, двухлетний, 40-летний, zweitägig.
    fn one_word(&self, i: usize) -> Option<Found> {
        if let Lex::Length(tenths, unit) = self.lex(i) {
            let amount = match tenths {
                0 => Amount::Vague,
                tenths => Amount::Tenths(u64::from(tenths)),
            };
            return Some(self.shift_or_length(i, i + 1, Length::new(amount, unit)));
        }
        let (end, tenths) = self.number(i)?;
        let at = self.skip_hyphen(end);
        let Lex::LengthAfter(unit) = self.lex(at) else {
            return None;
        };
        let length = Length::new(Amount::Tenths(tenths), unit);
        self.glued(at)
            .then(|| self.found(i, at + 1, length.duration(0), None))
    }

    /// A unit that stands for one of it, in a language without articles: почти год, около месяца, в течение недели.
    fn lone_unit(&self, i: usize) -> Option<Found> {
        let (Lex::Unit(unit) | Lex::Units(unit)) = self.lex(i) else {
            return None;
        };
        let is_one = self.is_cyrillic(i) && unit != Unit::Weekend && !self.is_one_of(i, &["лет"]);
        is_one.then(|| self.shift_or_length(i, i + 1, Length::one(unit)))
    }

    /// The day after Christmas, the day before 3 May.
    fn shift_from_point(&self, i: usize) -> Option<Found> {
        if !self.is(i, Kw::The) || !self.any(i + 2, &[Kw::Before, Kw::After]) {
            return None;
        }
        let Lex::Unit(unit @ (Unit::Day | Unit::Week | Unit::Year)) = self.lex(i + 1) else {
            return None;
        };
        let (end, point) = self.point(i + 3, false)?;
        let is_day = point.day.is_some() || point.weekday.is_some() || point.holiday.is_some();
        if !(is_day || unit == Unit::Year && point.year.is_some()) {
            return None;
        }
        let sign = if self.is(i + 2, Kw::Before) { -1 } else { 1 };
        let sense = Length::one(unit).shift(sign, ShiftBase::At(point));
        Some(self.found(i, end, sense, None))
    }

    /// Languages that say "ago" and "in" first: vor drei Tagen, через два дня, через неделю.
    fn prefixed_shift(&self, i: usize) -> Option<Found> {
        // год назад: the unit alone is one of it.
        if let Lex::Unit(unit) = self.lex(i)
            && !(self.words.is_english && self.word(i).is_ascii())
            && self.any(i + 1, &[Kw::Ago, Kw::Later])
        {
            return Some(self.shift_or_length(i, i + 1, Length::one(unit)));
        }
        let mut at = i + 1;
        let (sign, from) = match self.lex(i) {
            // il y a deux ans
            Lex::Kw(Kw::AgoPrefix) if self.is_word(i, "il") => {
                if !(self.is_word(at, "y") && self.is_word(at + 1, "a")) {
                    return None;
                }
                at += 2;
                (-1, PUBLISHED)
            }
            Lex::Kw(Kw::AgoPrefix) => (-1, PUBLISHED),
            Lex::Kw(Kw::InFuture) if self.is_cyrillic(i) => (1, NARRATIVE),
            // dentro de dos semanas
            Lex::Kw(Kw::InFuture) => {
                at += usize::from(self.is(at, Kw::Of));
                (1, PUBLISHED)
            }
            _ => return None,
        };
        let (end, length) = match self.amount_of_unit(at) {
            // há dois anos atrás
            Some((end, amount, unit)) => (
                end + usize::from(sign < 0 && self.is(end, Kw::Ago)),
                Length::new(amount, unit),
            ),
            None => match self.lex(at) {
                Lex::Unit(unit) if self.is_cyrillic(at) => (at + 1, Length::one(unit)),
                Lex::Length(tenths @ 1.., unit) => {
                    (at + 1, Length::new(Amount::Tenths(u64::from(tenths)), unit))
                }
                _ => return None,
            },
        };
        Some(self.found(i, end, length.shift(sign, from), None))
    }

    /// All day, the whole week.
    fn whole_unit(&self, i: usize) -> Option<Found> {
        let the = usize::from(self.is(i, Kw::The) && self.is(i + 1, Kw::Full));
        let at = i + the;
        if !self.any(at, &[Kw::All, Kw::Full]) {
            return None;
        }
        let at = self.skip_hyphen(at + 1);
        let Lex::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month | Unit::Year)) = self.lex(at)
        else {
            return None;
        };
        // "the full year" is one of the calendar.
        if the == 1 && unit == Unit::Year {
            return None;
        }
        Some(self.found(i, at + 1, Length::one(unit).duration(0), None))
    }

    /// A quarter of an hour, three quarters of a century.
    fn fraction(&self, i: usize) -> Option<Found> {
        // a quarter century
        let a = usize::from(self.is(i, Kw::A));
        if self.lex(i + a) == Lex::Unit(Unit::Quarter)
            && let at = self.skip_hyphen(i + a + 1)
            && self.lex(at) == Lex::Unit(Unit::Century)
        {
            let length = Length::new(Amount::Tenths(250), Unit::Year);
            return Some(self.shift_or_length(i, at + 1, length));
        }
        let n: u64 = match self.lex(i) {
            Lex::Kw(Kw::A) => 1,
            Lex::Num(3) => 3,
            _ => return None,
        };
        let at = self.skip_hyphen(i + 1);
        if !matches!(
            self.lex(at),
            Lex::Unit(Unit::Quarter) | Lex::Units(Unit::Quarter)
        ) || !self.is(at + 1, Kw::Of)
            || !self.is(at + 2, Kw::A)
        {
            return None;
        }
        let (amount, unit) = match self.lex(at + 3) {
            Lex::Unit(Unit::Hour) => (n * 15, Unit::Minute),
            Lex::Unit(Unit::Year) => (n * 3, Unit::Month),
            Lex::Unit(Unit::Century) => (n * 25, Unit::Year),
            _ => return None,
        };
        let length = Length::new(Amount::Tenths(amount * 10), unit);
        Some(self.shift_or_length(i, at + 4, length))
    }

    /// A while, some time, a short period: no unit is said, but "ago" and "later" place it.
    fn some_time(&self, i: usize) -> Option<Found> {
        const KINDS: &[&str] = &[
            "long",
            "short",
            "brief",
            "little",
            "lengthy",
            "considerable",
            "while",
        ];
        let end = if self.is_one_of(i, &["moments", "ages"]) {
            i + 1
        } else if self.is_one_of(i, &["long"]) && self.is(i + 1, Kw::Ago) {
            return Some(self.found(i, i + 2, Sense::Reference("PAST_REF"), None));
        } else if self.is(i, Kw::Some) && self.is(i + 1, Kw::Time) {
            i + 2
        } else if self.is(i, Kw::A) {
            let at = i + 1 + usize::from(self.is_one_of(i + 1, &["very", "fairly", "relatively"]));
            let is_kind = self.is_one_of(at, KINDS) || self.is(at, Kw::Long);
            if self.is_one_of(at, &["while", "moment"]) {
                at + 1
            } else if is_kind
                && (self.is(at + 1, Kw::Time)
                    || self.is_one_of(at + 1, &["while", "period", "spell"]))
            {
                let of_time = self.is(at + 2, Kw::Of) && self.is(at + 3, Kw::Time);
                at + 2 + if of_time { 2 } else { 0 }
            } else {
                return None;
            }
        } else {
            return None;
        };
        let reference = |value| Some(self.found(i, end + 1, Sense::Reference(value), None));
        match self.lex(end) {
            Lex::Kw(Kw::Ago | Kw::Earlier) => reference("PAST_REF"),
            Lex::Kw(Kw::Later) => reference("FUTURE_REF"),
            // "moments of joy", "a moment": no length.
            _ if self.is_one_of(back(end, 1), &["moments", "ages", "moment"]) => None,
            _ => Some(self.found(i, end, Sense::SomeTime, None)),
        }
    }

    /// Before a noun: year-ago, month-long, century-old.
    fn attributive(&self, i: usize) -> Option<Found> {
        // yearlong, weeklong
        let is_long = [
            "hourlong",
            "daylong",
            "weeklong",
            "monthlong",
            "yearlong",
            "decadelong",
        ]
        .into_iter()
        .zip([
            Unit::Hour,
            Unit::Day,
            Unit::Week,
            Unit::Month,
            Unit::Year,
            Unit::Decade,
        ])
        .find(|(word, _)| self.is_word(i, word));
        if let Some((_, unit)) = is_long {
            return Some(self.found(i, i + 1, Length::one(unit).duration(0), None));
        }
        let the = usize::from(self.is(i, Kw::The));
        let Lex::Unit(unit) = self.lex(i + the) else {
            return None;
        };
        let at = self.skip_hyphen(i + the + 1);
        if at == i + the + 1 {
            return None;
        }
        if self.any(at, &[Kw::Ago, Kw::Earlier]) {
            // The article of "the year-ago figure" is the figure's.
            let sense = Length::one(unit).shift(-1, NARRATIVE);
            return Some(self.found(i + the, at + 1, sense, None));
        }
        if the == 0 && self.any(at, &[Kw::Long, Kw::Old]) {
            return Some(self.found(i, at + 1, Length::one(unit).duration(0), None));
        }
        None
    }

    /// "for years", "weeks later", "the years ahead", "on weekends".
    fn bare_plural(&self, i: usize) -> Option<Found> {
        let the = usize::from(self.is(i, Kw::The));
        let Lex::Units(unit) = self.lex(i + the) else {
            return None;
        };
        if !self.word(i + the).is_ascii() || self.is_of_light(i + the) {
            return None;
        }
        let mut end = i + the + 1;
        // the weeks ahead, in the years to come
        let ahead = if self.is_one_of(end, &["ahead"]) {
            1
        } else if self.is(end, Kw::To) && self.is_word(end + 1, "come") {
            2
        } else {
            0
        };
        let length = Length::new(Amount::Vague, unit);
        if ahead > 0 && !unit.is_clock() {
            return Some(self.found(i, end + ahead, length.duration(1), None));
        }
        if the == 1 {
            // "the months since the vote"
            let goes_on = self.any(end, &[Kw::Since, Kw::Before, Kw::After, Kw::Following])
                || self.is_one_of(end, &["that", "leading", "following"]);
            return (goes_on && !unit.is_clock())
                .then(|| self.found(i, end, length.duration(0), None));
        }
        if unit == Unit::Weekend {
            return Some(self.found(i, end, Sense::Set("XXXX-WXX-WE"), None));
        }
        let is_shift = self.any(
            end,
            &[
                Kw::Ago,
                Kw::Later,
                Kw::Earlier,
                Kw::Before,
                Kw::After,
                Kw::Of,
            ],
        );
        if unit.is_clock() && !is_shift && !self.is_one_of(back(i, 1), &["for", "within"]) {
            return None;
        }
        if unit == Unit::Quarter
            || self.digits(end).is_some_and(|(_, n)| n == 4)
            || self.any(back(i, 1), &[Kw::Early, Kw::Late, Kw::Recent, Kw::Many])
            || self.possessive(back(i, 2)).is_some()
        {
            return None;
        }
        // "weeks or months"
        if self.is(end, Kw::Or) && matches!(self.lex(end + 1), Lex::Units(_)) {
            end += 2;
        }
        Some(self.shift_or_length(i, end, length))
    }

    /// A length, or the shift that "ago", "later", "before Monday" make of it.
    fn shift_or_length(&self, i: usize, end: usize, length: Length) -> Found {
        let mut end = end;
        let Length { unit, .. } = length;
        let mut length = length;
        // a year and a half, a year-and-a-half, an hour and 20 minutes
        let and_at = self.skip_hyphen(end);
        let half_at = self.skip_hyphen(and_at + 1);
        let half_at = match self.is(half_at, Kw::A) {
            true => self.skip_hyphen(half_at + 1),
            false => half_at,
        };
        let is_whole = matches!(length.amount, Amount::Tenths(n) if n % 10 == 0);
        if self.is(and_at, Kw::And)
            && self.is(half_at, Kw::Half)
            && let Amount::Tenths(tenths) = length.amount
        {
            length.amount = Amount::Tenths(tenths.saturating_add(5));
            end = half_at + 1;
        } else if is_whole || length.amount == Amount::Vague {
            let mut larger = unit;
            for slot in &mut length.extra {
                let Some((last, n, smaller)) = self.smaller_length(end, larger) else {
                    break;
                };
                *slot = Some((n, smaller));
                (end, larger) = (last, smaller);
            }
        }
        // two years or so, a day or two
        if self.is(end, Kw::Or)
            && (self.is_word(end + 1, "so")
                || self.any(end + 1, &[Kw::More, Kw::Less])
                || self.lex(end + 1) == Lex::Num(2)
                    && self.unit(end + 2).is_none()
                    && length.amount == ONE)
        {
            end += 2;
        }
        // "a five-day-old strike", "the age of", "a year-long trial": its article belongs to the trial.
        let hyphen = self.skip_hyphen(end);
        let long = self.is(hyphen, Kw::Long) && hyphen > end;
        if self.is(hyphen, Kw::Old) || long {
            let first = if long && self.is(i, Kw::A) {
                end - 1
            } else {
                i
            };
            return self.found(first, hyphen + 1, length.duration(0), None);
        }
        if self.is(end, Kw::Of) && self.is(end + 1, Kw::Age) {
            return self.found(i, end + 2, length.duration(0), None);
        }
        // "twice a week from Nov. 1" is no week from then.
        let is_rate = self.is(end, Kw::From) && self.is(i, Kw::A) && self.times_before(i) < i;
        if let Some((last, sign, from)) = self.shift_after(end, unit)
            && !is_rate
        {
            return self.found(i, last, length.shift(sign, from), None);
        }
        // $5 a day, twice a week, three times a year
        if self.is(i, Kw::A) && length.amount == ONE && i > 0 && length.extra == [None, None] {
            let times = self.times_before(i);
            let is_rate = self.kind(i - 1) == Kind::Number
                || matches!(self.lex(i - 1), Lex::Units(smaller) if smaller < unit)
                || self.is_one_of(
                    i - 1,
                    &[
                        "dollars", "euros", "pounds", "barrels", "tons", "tonnes", "percent",
                        "million", "billion", "rubles", "tenge", "cents", "people",
                    ],
                );
            if times < i || is_rate {
                let sense = Sense::Recurring { amount: ONE, unit };
                return self.found(times, end, sense, None);
            }
        }
        self.found(i, end, length.duration(0), None)
    }

    /// "and two months" after years: where it ends, how many, of what.
    fn smaller_length(&self, end: usize, larger: Unit) -> Option<(usize, u32, Unit)> {
        let comma = usize::from(self.sign(end, ','));
        let at = end + comma + usize::from(self.is(end + comma, Kw::And));
        let (n_end, tenths) = self.number(at)?;
        let (last, smaller, _) = self.unit(n_end)?;
        let fits = smaller < larger && tenths % 10 == 0;
        let n = u32::try_from(tenths / 10).ok()?;
        fits.then_some((last, n, smaller))
    }

    /// What places a length that ends at `end`: where that ends, its direction, and what it counts from.
    fn shift_after(&self, end: usize, unit: Unit) -> Option<(usize, i8, ShiftBase)> {
        match self.lex(end) {
            // a year ago today
            Lex::Kw(Kw::Ago) if self.lex(end + 1) == Lex::Rel(0) => {
                let today = Point {
                    scope: Some((Unit::Day, 0, Base::Published)),
                    ..Point::default()
                };
                Some((end + 2, -1, ShiftBase::At(today)))
            }
            Lex::Kw(Kw::Ago) => Some((end + 1, -1, PUBLISHED)),
            Lex::Kw(Kw::Earlier) => Some((end + 1, -1, NARRATIVE)),
            Lex::Kw(Kw::Previous) if self.is_word(end, "prior") && !self.is(end + 1, Kw::To) => {
                Some((end + 1, -1, NARRATIVE))
            }
            Lex::Ref("PAST_REF") if self.is_word(end, "previously") => {
                Some((end + 1, -1, NARRATIVE))
            }
            Lex::Kw(Kw::Later) => Some((end + 1, 1, NARRATIVE)),
            // "Three years on, the town is empty."
            Lex::Kw(Kw::On)
                if self.is_word(end, "on")
                    && matches!(self.kind(end + 1), Kind::Sign(',' | '.' | ';'))
                    && !unit.is_clock() =>
            {
                Some((end + 1, 1, NARRATIVE))
            }
            Lex::Kw(Kw::From) if self.is(end + 1, Kw::Now) => Some((end + 2, 1, PUBLISHED)),
            Lex::Kw(kw @ (Kw::Before | Kw::After | Kw::From)) => {
                let sign = if kw == Kw::Before { -1 } else { 1 };
                if let Some((last, point)) = self.point(end + 1, false)
                    && (point.day.is_some()
                        || point.weekday.is_some()
                        || point.holiday.is_some()
                        || matches!(point.scope, Some((Unit::Day, ..))))
                    && !unit.is_clock()
                {
                    return Some((last, sign, ShiftBase::At(point)));
                }
                let closes = matches!(
                    self.kind(end + 1),
                    Kind::Sign('.' | ',' | ';') | Kind::Break
                );
                (closes && kw != Kw::From).then_some((end + 1, sign, NARRATIVE))
            }
            _ => None,
        }
    }

    /// Where "twice", "three times", "several times" before `i` begin; `i` where nothing counts.
    pub(super) fn times_before(&self, i: usize) -> usize {
        if self.any(back(i, 1), &[Kw::Once, Kw::Twice]) {
            return i - 1;
        }
        if !self.is(back(i, 1), Kw::Times) {
            return i;
        }
        let before = back(i, 2);
        let is_count = self.digits(before).is_some()
            || matches!(self.lex(before), Lex::Num(_))
            || self.any(before, &[Kw::Several, Kw::Many, Kw::Few]);
        if !is_count {
            return i - 1;
        }
        before - usize::from(self.is(before, Kw::Few) && self.is(back(before, 1), Kw::A))
    }

    /// "the past two weeks", "the next few days", "recent years", "the first nine months".
    fn anchored_length(&self, i: usize) -> Option<Found> {
        let the = usize::from(self.is(i, Kw::The) || self.is(i, Kw::This));
        let at = i + the;
        let lex = self.lex(at);
        let anchored = match lex {
            Lex::Kw(Kw::Last | Kw::Past | Kw::Recent) => -1,
            Lex::Kw(Kw::Next | Kw::Coming) => 1,
            Lex::Kw(Kw::Previous | Kw::Following | Kw::Final | Kw::Full | Kw::Latest) => 0,
            Lex::Kw(Kw::Early) if the == 1 => 0,
            Lex::Ord(1) => 0,
            // "the nine months", "these two weeks"
            _ if the == 1
                && (matches!(lex, Lex::Num(_))
                    || self.words.is_english && self.digits(at).is_some()) =>
            {
                let (end, amount, unit) = self.amount_of_unit(at)?;
                let is_hyphenated =
                    (at..end).any(|n| self.is_dash(n) && !matches!(self.lex(n + 1), Lex::Num(_)));
                // "the 4 Years' Liberation War": the article is the war's.
                let is_owner = self.is_apostrophe(end) && self.glued(end);
                if self.any(end, &[Kw::Ago, Kw::Later, Kw::Earlier]) || is_hyphenated || is_owner {
                    return None;
                }
                let sense = Length::new(amount, unit).duration(0);
                return Some(self.found(i, end, sense, None));
            }
            _ => return None,
        };
        if the == 0 && self.is(at, Kw::Last) && self.is_verb_last(at) {
            return None;
        }
        let is_part = self.any(at, &[Kw::Last, Kw::Final, Kw::Latest]) || lex == Lex::Ord(1);
        let found = |end: usize, length: Length, anchored: i8| {
            Some(self.found(i, end, length.duration(anchored), None))
        };
        if let Some((end, amount, unit)) = self.amount_of_unit(at + 1)
            && !self.is(at + 1, Kw::A)
            && lex != Lex::Kw(Kw::Early)
        {
            let end = self.or_so(end);
            let length = Length::new(amount, unit);
            if is_part && let Some(whole) = self.of_point(end) {
                return found(whole, length, 0);
            }
            return found(end, length, anchored);
        }
        // the last week of August
        if let (1, Lex::Unit(unit), true) = (the, self.lex(at + 1), is_part)
            && !matches!(unit, Unit::Quarter | Unit::Day)
            && !unit.is_clock()
            && let Some(whole) = self.of_point(at + 2)
        {
            return found(whole, Length::one(unit), 0);
        }
        let is_english = self.words.is_english && self.word(at).is_ascii();
        match self.lex(at + 1) {
            // the early years, the first hours
            Lex::Units(unit)
                if is_english
                    && the == 1
                    && (lex == Lex::Ord(1)
                        || self.any(at, &[Kw::Early, Kw::Final, Kw::Following, Kw::Previous])
                        || self.is(at, Kw::Last) && unit.is_clock()) =>
            {
                found(at + 2, Length::new(Amount::Vague, unit), 0)
            }
            // с прошлого месяца: one of it, in a form that the plural has too
            Lex::Units(_)
                if ["ого", "его", "ей", "ой", "ої"]
                    .iter()
                    .any(|ending| self.word(at).ends_with(ending)) =>
            {
                None
            }
            Lex::Units(unit) if anchored != 0 && !unit.is_clock() => {
                // recent weeks and months
                let mut end = at + 2;
                if self.is(end, Kw::And) && matches!(self.lex(end + 1), Lex::Units(_)) {
                    end += 2;
                }
                let reference = if !self.words.is_english {
                    None
                } else if self.is(at, Kw::Past) && the == 0 || self.is(at, Kw::Recent) {
                    Some("PAST_REF")
                } else if self.is(at, Kw::Coming) {
                    Some("FUTURE_REF")
                } else {
                    None
                };
                match reference {
                    Some(value) => Some(self.found(i, end, Sense::Reference(value), None)),
                    None => found(end, Length::new(Amount::Vague, unit), anchored),
                }
            }
            Lex::Units(unit) if unit.is_clock() && self.is(at, Kw::Recent) => {
                found(at + 2, Length::new(Amount::Vague, unit), anchored)
            }
            // the next hour, the past minute
            Lex::Unit(unit @ (Unit::Hour | Unit::Minute)) if anchored != 0 && is_english => {
                found(self.or_so(at + 2), Length::one(unit), anchored)
            }
            // "over the next decade", "during the coming year"
            Lex::Unit(unit)
                if the == 1
                    && anchored == 1
                    && is_english
                    && !matches!(unit, Unit::Quarter | Unit::Day | Unit::Weekend)
                    && (self.any(back(i, 1), &[Kw::Over, Kw::During])
                        || self.is_one_of(back(i, 1), &["within", "throughout"])) =>
            {
                found(self.or_so(at + 2), Length::one(unit), anchored)
            }
            // за последний год, en el último año
            Lex::Unit(unit)
                if self.is(at, Kw::Past)
                    && !is_english
                    && !unit.is_clock()
                    && (unit != Unit::Day || self.is_one_of(at + 1, &["сутки", "добу"]))
                    && !self.is(at + 2, Kw::Of) =>
            {
                found(at + 2, Length::one(unit), anchored)
            }
            // the past year, the last decade; "last year" without the article is a scope
            Lex::Unit(unit)
                if the == 1
                    && self.any(at, &[Kw::Past, Kw::Last])
                    && is_english
                    && !self.is(i, Kw::This)
                    && unit != Unit::Quarter
                    && !(self.is(at + 2, Kw::Of) && self.is(at, Kw::Last))
                    && !self.is(at + 2, Kw::Before) =>
            {
                found(self.or_so(at + 2), Length::one(unit), anchored)
            }
            _ => None,
        }
    }

    /// Past "or so", where it follows.
    pub(super) fn or_so(&self, end: usize) -> usize {
        if self.is(end, Kw::Or) && self.is_word(end + 1, "so") {
            end + 2
        } else {
            end
        }
    }

    /// "of August", "of 1939", "of the year" after a part of it.
    fn of_point(&self, i: usize) -> Option<usize> {
        if !self.is(i, Kw::Of) {
            return None;
        }
        if let Some((end, _)) = self.bare_scope(i + 1) {
            return Some(end);
        }
        let (end, point) = self.point(i + 1, true)?;
        (point.month.is_some()
            || point.year.is_some()
            || matches!(point.scope, Some((Unit::Year | Unit::Month, ..))))
        .then_some(end)
    }

    /// The week of 7 November, the weekend of May 5, the month of March, the year of 1968.
    fn unit_around(&self, i: usize) -> Option<Found> {
        let the = usize::from(self.is(i, Kw::The));
        // Labor Day weekend
        if let Some(Piece { end, point, .. }) = self.holiday(i + the)
            && self.lex(end) == Lex::Unit(Unit::Weekend)
        {
            let unit = Unit::Weekend;
            return Some(self.found(i, end + 1, Sense::Around { unit, point }, None));
        }
        if the == 0 || !self.is(i + 2, Kw::Of) {
            return None;
        }
        let Lex::Unit(
            unit @ (Unit::Week | Unit::Weekend | Unit::Month | Unit::Year | Unit::Decade),
        ) = self.lex(i + 1)
        else {
            return None;
        };
        let (end, point) = self.point(i + 3, true)?;
        let fits = match unit {
            Unit::Week | Unit::Weekend => {
                point.month.is_some() && point.day.is_some() || point.holiday.is_some()
            }
            Unit::Month => point.month.is_some() && point.day.is_none(),
            Unit::Year => matches!(point.year, Some(Year::Full(_))) && point.month.is_none(),
            _ => matches!(point.year, Some(Year::Decade(_) | Year::ShortDecade(_))),
        };
        fits.then(|| self.found(i, end, Sense::Around { unit, point }, None))
    }

    /// Compared stretches of reports: "the same period last year", "the year-ago third quarter",
    /// "the quarter a year earlier", "the 1988 period", "last year's quarter".
    fn like(&self, i: usize) -> Option<Found> {
        let the = usize::from(self.is(i, Kw::The));
        let mut at = i + the;
        let alike = self.is(at, Kw::Same)
            || self.is_one_of(at, &["comparable", "corresponding", "like", "similar"]);
        at += usize::from(alike);
        let mut year = None;
        // the year-ago …
        if matches!(self.lex(at), Lex::Unit(Unit::Year)) {
            let ago = self.skip_hyphen(at + 1);
            if ago > at + 1 && self.any(ago, &[Kw::Ago, Kw::Earlier]) {
                at = ago + 1;
                year = Some(LikeYear::Before);
            }
        } else if let (1, Some((value @ 1500..2100, 4))) = (the, self.digits(at)) {
            // the 2012 fiscal year
            if self.is(at + 1, Kw::Fiscal) && self.lex(at + 2) == Lex::Unit(Unit::Year) {
                let point = Point {
                    year: Some(Year::Full(i32::try_from(value).ok()?)),
                    ..Point::default()
                };
                return Some(self.found(i, at + 3, Sense::Point(point), None));
            }
            // the 1988 …
            at += 1;
            year = Some(LikeYear::Of(Point {
                year: Some(Year::Full(i32::try_from(value).ok()?)),
                ..Point::default()
            }));
        } else if let (0, Some(scope)) = (the, self.scope(at))
            && scope.class == Class::Scope(Unit::Year)
            && let Some(after) = self.possessive(scope.end)
        {
            // last year's …
            at = after;
            year = Some(LikeYear::Of(scope.point));
        }
        let before_noun = at;
        let mut quarter = None;
        if let Lex::Ord(nth @ 1..=4) = self.lex(at)
            && matches!(self.lex(self.skip_hyphen(at + 1)), Lex::Unit(Unit::Quarter))
            && matches!(year, Some(LikeYear::Before))
        {
            quarter = u8::try_from(nth).ok();
            at = self.skip_hyphen(at + 1);
        }
        // the year-earlier nine months
        if let (Some(LikeYear::Before), Some((end, amount, unit))) = (year, self.amount_of_unit(at))
        {
            return Some(self.found(i, end, Length::new(amount, unit).duration(0), None));
        }
        let (end, unit) = match self.lex(at) {
            Lex::Unit(unit) if !unit.is_clock() && unit != Unit::Decade => (at + 1, Some(unit)),
            _ if self.is_one_of(at, &["period"]) => (at + 1, None),
            _ if self.is(at, Kw::Time) && alike => (at + 1, None),
            _ => return None,
        };
        if let Some(year) = year {
            // "last year's week" is no news; "the 1988 year" no English.
            let is_reported = matches!(unit, None | Some(Unit::Quarter))
                || matches!(year, LikeYear::Before) && unit != Some(Unit::Year);
            // "the 2016 quarter-final"
            let is_hyphenated = self.skip_hyphen(end) > end;
            return (is_reported && !is_hyphenated && at >= before_noun).then(|| {
                let sense = Sense::Like {
                    unit,
                    quarter,
                    year,
                };
                self.found(i, end, sense, None)
            });
        }
        // … last year, a year ago, the year before
        if !alike && (the == 0 || !matches!(unit, None | Some(Unit::Quarter))) {
            return None;
        }
        let at = end + usize::from(self.any(end, &[Kw::Of, Kw::In]) && alike);
        let a_year = self.is(at, Kw::A) || self.lex(at) == Lex::Num(1);
        if a_year
            && self.lex(at + 1) == Lex::Unit(Unit::Year)
            && self.any(at + 2, &[Kw::Ago, Kw::Earlier, Kw::Before])
        {
            let sense = Sense::Like {
                unit,
                quarter,
                year: LikeYear::Before,
            };
            return Some(self.found(i, at + 3, sense, None));
        }
        if !alike {
            return None;
        }
        let (last, point) = match self.scope(at) {
            Some(Piece {
                end,
                point,
                class: Class::Scope(Unit::Year),
            }) => (end, point),
            _ => {
                let piece = self.year_piece(at, true)?;
                (piece.end, piece.point)
            }
        };
        let sense = Sense::Like {
            unit,
            quarter,
            year: LikeYear::Of(point),
        };
        Some(self.found(i, last, sense, None))
    }
}
