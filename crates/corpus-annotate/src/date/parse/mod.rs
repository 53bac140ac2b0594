//! The grammar: which tokens form a date expression, and what it says before any calendar is asked.
//!
//! Takes the tokens of a text; returns [`Found`] expressions in text order, none overlapping. An expression
//! is built from pieces (a clock time, a part of the day, a weekday, a date, a year, a scope such as "last
//! week") joined by the few connectors a language allows between them. Which words belong to which class
//! is the tables' matter (`words`), what a piece means on the calendar is the resolver's (`resolve`).
//!
//! Extents follow TIMEX3: prepositions stay out, determiners and quantity modifiers stay in, a range is
//! two expressions. In doubt about a false friend (a name, a count, a verb), this module leaves it alone.

mod clock;
mod days;
mod lengths;
mod named;
mod numbers;
mod pieces;
mod ranges;
mod scope;
mod sets;
mod years;

use super::token::{Kind, Token};
use super::words::{Kw, Lex, Part, Season, Tongue, Unit, Words};

/// What "last" or "that" refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// The day of publication.
    Published,
    /// The last date the text named.
    Narrative,
}

/// A year as said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    /// Astronomical.
    Full(i32),
    /// `'99`, or the second half of `1914–18`, completed from context.
    Short(u8),
    /// `1990s` (first year), or before the era.
    Decade(i32),
    /// `'80s`, `eighties`.
    ShortDecade(u8),
    /// First year of the century.
    Century(i32),
}

/// A time of the day as said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time {
    pub hour: u8,
    pub minute: u8,
    pub second: Option<u8>,
}

/// A calendar point as said: each field only if the text says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Point {
    pub year: Option<Year>,
    pub half: Option<u8>,
    pub quarter: Option<u8>,
    pub season: Option<Season>,
    pub month: Option<u8>,
    pub day: Option<u8>,
    pub weekday: Option<u8>,
    pub part: Option<Part>,
    pub time: Option<Time>,
    pub holiday: Option<u16>,
    /// "last year", "that day", "next weekend": unit, steps, from where.
    pub scope: Option<(Unit, i8, Base)>,
    /// Direction of a named thing: "last Friday", "next May", "this summer".
    pub direction: Option<(i8, Base)>,
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Amount {
    /// Tenths.
    Tenths(u64),
    /// "several", "few", or a bare plural.
    Vague,
}

/// Smaller units on top of a length: the months and days of "a year, two months and three days".
pub(super) type Extra = [Option<(u32, Unit)>; 2];

/// What an expression says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    Point(Point),
    /// So many units before (-1) or after (1) a base.
    Shift {
        amount: Amount,
        unit: Unit,
        /// A smaller unit on top: \"a month and 21 days ago\".
        extra: Extra,
        sign: i8,
        from: ShiftBase,
    },
    /// A length; the direction if it is anchored at the publication ("the past two weeks").
    Duration {
        amount: Amount,
        unit: Unit,
        extra: Extra,
        anchored: i8,
    },
    /// `PRESENT_REF` and so on.
    Reference(&'static str),
    /// Every so many units.
    Recurring {
        amount: Amount,
        unit: Unit,
    },
    /// Every such point: "every Friday", "Mondays".
    EachPoint(Point),
    /// A ready value of a set.
    Set(&'static str),
    /// "this period", "that time": whatever the text named last.
    SameTime,
    /// "a while", "some time": a length without unit.
    SomeTime,
    /// "the first Friday of July": the `nth` (-1: last) such weekday of a month.
    NthWeekday {
        nth: i8,
        weekday: u8,
        month: Point,
    },
    /// "the week of 7 November", "the month of March": the unit around a point.
    Around {
        unit: Unit,
        point: Point,
    },
    /// "the same period last year", "the year-ago quarter": a stretch like the one spoken of, in another year.
    Like {
        /// The unit said; `None` for "period".
        unit: Option<Unit>,
        /// The quarter said ("the year-ago third quarter").
        quarter: Option<u8>,
        year: LikeYear,
    },
}

/// The year of a stretch that is compared with the one spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LikeYear {
    /// The year before that of the stretch itself.
    Before,
    /// The year the point lies in: "last year", "2020".
    Of(Point),
}

/// Base of a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShiftBase {
    Implicit(Base),
    At(Point),
}

/// An expression found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// Token range.
    pub first: usize,
    pub last_exclusive: usize,
    /// Byte range.
    pub start: u32,
    pub end: u32,
    pub sense: Sense,
    pub modifier: Option<&'static str>,
}

/// Pieces that can be joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Clock,
    Part,
    Weekday,
    Date,
    Month,
    Season,
    Quarter,
    Year,
    Era,
    Holiday,
    Scope(Unit),
}

struct Piece {
    end: usize,
    point: Point,
    class: Class,
}

/// What the text as a whole tells the grammar.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Style {
    /// Words that only a history dates by: "at that time".
    pub is_narrative: bool,
    /// A history that is no report at all, with hardly a weekday: there "former" dates.
    pub is_chronicle: bool,
    /// Bare three-digit numbers after a preposition are years before the era.
    pub is_before_era: bool,
    /// The text names years of three digits of the era.
    pub is_ancient: bool,
}

/// All expressions, in text order.
pub(super) fn expressions(text: &str, tokens: &[Token], words: &Words, style: Style) -> Vec<Found> {
    let grammar = Grammar {
        text,
        tokens,
        words,
        style,
    };
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let n = grammar.expression_at(i, &mut found);
        i = n.max(i + 1);
    }
    found
}

struct Grammar<'t> {
    text: &'t str,
    tokens: &'t [Token],
    words: &'t Words,
    style: Style,
}

const PREPOSITIONS: [Kw; 12] = [
    Kw::In,
    Kw::On,
    Kw::At,
    Kw::To,
    Kw::By,
    Kw::Since,
    Kw::During,
    Kw::From,
    Kw::Before,
    Kw::After,
    Kw::Of,
    Kw::About,
];

/// Words after a number that make it a count, not a year.
const COUNTED: &[&str] = &[
    "people",
    "men",
    "women",
    "soldiers",
    "troops",
    "dollars",
    "euros",
    "euro",
    "tenge",
    "rubles",
    "roubles",
    "pounds",
    "yen",
    "yuan",
    "metres",
    "meters",
    "metre",
    "meter",
    "km",
    "kilometres",
    "kilometers",
    "kilometer",
    "miles",
    "mile",
    "feet",
    "ft",
    "kg",
    "kilograms",
    "kilogram",
    "tons",
    "tonnes",
    "jobs",
    "homes",
    "houses",
    "cases",
    "deaths",
    "copies",
    "votes",
    "employees",
    "workers",
    "refugees",
    "protesters",
    "prisoners",
    "civilians",
    "tanks",
    "aircraft",
    "planes",
    "guns",
    "rifles",
    "percent",
    "points",
    "million",
    "billion",
    "thousand",
    "hundred",
    "trillion",
    "ships",
    "casualties",
    "dead",
    "wounded",
    "killed",
    "men-at-arms",
    "members",
    "students",
    "children",
    "patients",
    "square",
    "cubic",
    "hp",
    "mm",
    "cm",
    "mw",
    "barrels",
    "acres",
    "hectares",
    "degrees",
    "seats",
    "pages",
    "words",
    "horsemen",
    "infantry",
    "cavalry",
    "hoplites",
    "triremes",
    "elephants",
    "times",
    "more",
    "others",
    "человек",
    "долларов",
    "рублей",
    "тенге",
    "евро",
    "км",
    "м",
    "штук",
    "тысяч",
    "млн",
    "лет",
];

/// Words before a number that make it a label, not a year.
const LABELS: &[&str] = &[
    "resolution",
    "base",
    "boeing",
    "camp",
    "case",
    "docket",
    "exit",
    "form",
    "gate",
    "interstate",
    "platform",
    "proposition",
    "train",
    "version",
    "room",
    "flight",
    "section",
    "page",
    "article",
    "no",
    "number",
    "psalm",
    "bus",
    "route",
    "model",
    "type",
    "unit",
    "channel",
    "windows",
    "highway",
    "chapter",
    "volume",
    "vol",
    "pp",
    "p",
    "order",
    "directive",
    "apartment",
    "suite",
    "box",
    "building",
    "bill",
    "rule",
    "paragraph",
    "act",
    "nearly",
    "almost",
    "some",
    "than",
    "over",
    "least",
    "резолюция",
    "статья",
    "дом",
    "рейс",
];

/// Words that are no words of time and yet open an expression: "just over a year", "as soon as possible".
const OPENERS: &[&str] = &[
    "as",
    "ages",
    "comparable",
    "corresponding",
    "daylong",
    "decadelong",
    "dozens",
    "fairly",
    "far",
    "hourlong",
    "hundreds",
    "just",
    "millions",
    "moments",
    "monthlong",
    "most",
    "much",
    "no",
    "not",
    "quite",
    "right",
    "slightly",
    "sometime",
    "tens",
    "thousands",
    "under",
    "very",
    "weeklong",
    "well",
    "yearlong",
];

/// Time zones that belong to a clock time.
const ZONES: &[&str] = &[
    "GMT", "UTC", "EST", "EDT", "ET", "CST", "CDT", "PST", "PDT", "PT", "MST", "MDT", "CET",
    "CEST", "BST", "MSK", "EET", "AEST", "IST", "JST", "мск", "МСК",
];

impl<'t> Grammar<'t> {
    fn lex(&self, i: usize) -> Lex {
        self.tokens.get(i).map_or(Lex::None, |t| t.lex)
    }

    fn is(&self, i: usize, kw: Kw) -> bool {
        self.lex(i) == Lex::Kw(kw)
    }

    fn any(&self, i: usize, kws: &[Kw]) -> bool {
        matches!(self.lex(i), Lex::Kw(kw) if kws.contains(&kw))
    }

    fn sign(&self, i: usize, sign: char) -> bool {
        self.tokens.get(i).is_some_and(|t| t.is_sign(sign))
    }

    fn glued(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.glued)
    }

    fn kind(&self, i: usize) -> Kind {
        self.tokens.get(i).map_or(Kind::Break, |t| t.kind)
    }

    fn word(&self, i: usize) -> &'t str {
        self.tokens
            .get(i)
            .and_then(|t| self.text.get(t.start as usize..t.end as usize))
            .unwrap_or_default()
    }

    fn is_word(&self, i: usize, word: &str) -> bool {
        self.word(i).eq_ignore_ascii_case(word)
    }

    fn is_one_of(&self, i: usize, words: &[&str]) -> bool {
        self.kind(i) == Kind::Word && words.iter().any(|w| self.word(i).eq_ignore_ascii_case(w))
    }

    fn is_capital(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.is_capital)
    }

    fn is_dash(&self, i: usize) -> bool {
        matches!(self.kind(i), Kind::Sign('-' | '–' | '—' | '‑' | '‐'))
    }

    fn is_apostrophe(&self, i: usize) -> bool {
        matches!(self.kind(i), Kind::Sign('\'' | '’' | '‘'))
    }

    fn is_cyrillic(&self, i: usize) -> bool {
        let first = self.word(i).chars().next();
        first.is_some_and(|c| ('\u{400}'..='\u{52f}').contains(&c))
    }

    /// A number token, with its value and how many digits it was written with.
    fn digits(&self, i: usize) -> Option<(u32, u32)> {
        let token = self.tokens.get(i)?;
        (token.kind == Kind::Number).then(|| (token.number, token.byte_len()))
    }

    /// `'s` after the token before `i`: where it ends.
    fn possessive(&self, i: usize) -> Option<usize> {
        (self.is_apostrophe(i) && self.glued(i) && self.glued(i + 1) && self.is_word(i + 1, "s"))
            .then_some(i + 2)
    }

    /// An optional hyphen.
    fn skip_hyphen(&self, i: usize) -> usize {
        if self.is_dash(i) && self.glued(i) && self.glued(i + 1) {
            i + 1
        } else {
            i
        }
    }

    fn found(
        &self,
        first: usize,
        end: usize,
        sense: Sense,
        modifier: Option<&'static str>,
    ) -> Found {
        let start = self.tokens.get(first).map_or(0, |t| t.start);
        let last = end
            .checked_sub(1)
            .and_then(|e| self.tokens.get(e))
            .map_or(start, |t| t.end);
        Found {
            first,
            last_exclusive: end,
            start,
            end: last,
            sense,
            modifier,
        }
    }

    /// "Ms. June Day", "Mr Winter".
    fn is_of_a_name(&self, i: usize) -> bool {
        let dot = usize::from(self.sign(back(i, 1), '.') && self.glued(back(i, 1)));
        self.is_capital(i)
            && self.is_one_of(
                back(i, 1 + dot),
                &[
                    "mr", "mrs", "ms", "dr", "miss", "sir", "dame", "sen", "prof",
                ],
            )
            && self.is_capital(back(i, 1 + dot))
    }

    /// "USA Today said", "the Today programme": a paper or a show, unless it is the last word of a headline.
    fn is_of_a_title(&self, i: usize) -> bool {
        let is_show = || {
            self.is(back(i, 1), Kw::The)
                && self.is_one_of(i + 1, &["program", "programme", "show", "newspaper"])
        };
        let is_paper = || {
            let before = back(i, 1);
            self.kind(before) == Kind::Word
                && self.is_capital(before)
                && self.lex(before) == Lex::None
                && self.kind(i + 1) != Kind::Break
                && !self.is_capital(i + 1)
        };
        self.lex(i) == Lex::Rel(0)
            && self.is_capital(i)
            && self.words.is_english
            && self.word(i).is_ascii()
            && (is_show() || is_paper())
    }

    /// "in his 60s", "her late 40s", "temperatures in the 60s": years of a life and degrees.
    fn is_of_an_age(&self, i: usize) -> bool {
        let is_rough = |at: usize| self.any(at, &[Kw::Early, Kw::Late, Kw::Mid]);
        let mut at = i + usize::from(self.is(i, Kw::The));
        if is_rough(at) {
            at = self.skip_hyphen(at + 1);
        }
        let is_tens = self
            .digits(at)
            .is_some_and(|(value, n)| n == 2 && value % 10 == 0)
            && self.glued(at + 1)
            && self.is_word(at + 1, "s");
        let mut owner = back(i, 1);
        if self.is_dash(owner) && is_rough(back(owner, 1)) {
            owner = back(owner, 1);
        }
        if is_rough(owner) {
            owner = back(owner, 1);
        }
        let warm = [
            "temperature",
            "temperatures",
            "degrees",
            "highs",
            "lows",
            "mercury",
            "weather",
            "fahrenheit",
        ];
        is_tens
            && (self.is_one_of(owner, &["his", "her", "their", "my", "your", "our"])
                || (1..10).any(|n| self.is_one_of(back(i, n), &warm))
                || self.is_one_of(at + 2, &warm))
    }

    /// Finds the expression that begins at `i`, adds it and returns where it ends; `i` if none does.
    fn expression_at(&self, i: usize, found: &mut Vec<Found>) -> usize {
        let Some(token) = self.tokens.get(i) else {
            return i;
        };
        match token.kind {
            Kind::Break => return i,
            Kind::Sign(sign) => {
                if !matches!(sign, '\'' | '’' | '‘' | '½') {
                    return i;
                }
            }
            Kind::Word => match token.lex {
                // XX век
                Lex::None
                    if matches!(self.lex(i + 1), Lex::Unit(Unit::Century))
                        && !(self.words.is_english && self.word(i + 1).is_ascii()) => {}
                // раз в неделю
                Lex::None if self.is_one_of(i, &["раз"]) => {}

                Lex::None if !self.is_one_of(i, OPENERS) => return i,
                Lex::PastForm
                | Lex::Kw(Kw::PastVerb | Kw::Will | Kw::In | Kw::On | Kw::To | Kw::And | Kw::By) => {
                    return i;
                }
                _ => {}
            },
            Kind::Number => {
                if token.glued && i > 0 && matches!(self.kind(i - 1), Kind::Word) {
                    return i;
                }
            }
        }
        if self.is_of_a_name(i) || self.is_of_a_title(i) || self.is_of_an_age(i) {
            return i;
        }
        if let Some(end) = self.day_list(i, found).or_else(|| self.hour_span(i, found)) {
            return end;
        }
        let mut best: Option<Found> = None;
        for candidate in [
            self.recurring(i),
            self.length(i),
            self.point_expression(i),
            self.nth_weekday(i),
            self.reference(i),
        ]
        .into_iter()
        .flatten()
        {
            if best.is_none_or(|b| candidate.last_exclusive > b.last_exclusive) {
                best = Some(candidate);
            }
        }
        let Some(best) = best else {
            return i;
        };
        found.push(best);
        self.range_after(best, found)
    }
}

/// `n` tokens back; out of any text where there are none.
const fn back(i: usize, n: usize) -> usize {
    match i.checked_sub(n) {
        Some(at) => at,
        None => usize::MAX / 2,
    }
}

/// Both, if they do not contradict.
fn merge(a: Point, b: Point) -> Option<Point> {
    macro_rules! one {
        ($field:ident) => {
            match (a.$field, b.$field) {
                (Some(_), Some(_)) => return None,
                (x, y) => x.or(y),
            }
        };
    }
    Some(Point {
        year: one!(year),
        half: one!(half),
        quarter: one!(quarter),
        season: one!(season),
        month: one!(month),
        day: one!(day),
        weekday: one!(weekday),
        part: if a.time.is_some() {
            a.part.or(b.part)
        } else {
            one!(part)
        },
        time: one!(time),
        holiday: one!(holiday),
        scope: one!(scope),
        direction: one!(direction),
    })
}

/// Days of a month in a leap year.
const fn longest(month: u8) -> u8 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A Roman numeral up to 30.
fn roman(word: &str) -> Option<u32> {
    // Cyrillic letters that look the same are typed for them.
    let latin = word.replace('Х', "X").replace('І', "I");
    let word = latin.as_str();
    if word.is_empty() || word.len() > 6 {
        return None;
    }
    let value = |b: u8| match b {
        b'I' => Some(1),
        b'V' => Some(5),
        b'X' => Some(10),
        _ => None,
    };
    let mut total = 0u32;
    let bytes = word.as_bytes();
    for (i, &b) in bytes.iter().enumerate() {
        let here = value(b)?;
        let next = bytes.get(i + 1).and_then(|&n| value(n)).unwrap_or_default();
        if here < next {
            return roman_rest(total, next - here, &bytes[i + 2..]);
        }
        total += here;
    }
    Some(total)
}

fn roman_rest(total: u32, pair: u32, rest: &[u8]) -> Option<u32> {
    if rest.is_empty() {
        return Some(total + pair);
    }
    let rest = std::str::from_utf8(rest).ok()?;
    Some(total + pair + roman(rest)?)
}
