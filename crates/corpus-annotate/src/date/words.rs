//! The words of date expressions, language by language, read from `data/date-words.tsv`.
//!
//! A language is a table: the grammar in `parse` knows only the classes. A text is read with two tables,
//! one for each script, so that a Russian line in an English page is understood too.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

/// A length of time with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    /// English name, for reasons.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Weekend => "weekend",
            Self::Week => "week",
            Self::Fortnight => "fortnight",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Decade => "decade",
            Self::Century => "century",
            Self::Millennium => "millennium",
        }
    }

    /// Whether a clock, not a calendar, measures it.
    pub const fn is_clock(self) -> bool {
        matches!(self, Self::Second | Self::Minute | Self::Hour)
    }
}

/// A part of the day, as TIMEX3 writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
    Daytime,
}

impl Part {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Morning => "MO",
            Self::Afternoon => "AF",
            Self::Evening => "EV",
            Self::Night => "NI",
            Self::Daytime => "DT",
        }
    }
}

/// A season; its number orders it in the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Season {
    Winter,
    Spring,
    Summer,
    Autumn,
}

impl Season {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Winter => "WI",
            Self::Spring => "SP",
            Self::Summer => "SU",
            Self::Autumn => "FA",
        }
    }
}

macro_rules! keywords {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// Words the grammar names one by one.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Kw { $(#[doc = $name] $variant),* }

        impl Kw {
            fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

keywords! {
    The = "the", A = "a", This = "this", That = "that", Last = "last", Past = "past",
    Previous = "previous", Next = "next", Following = "following", Coming = "coming", Same = "same",
    Current = "current", Latest = "latest", Recent = "recent", Former = "former", Every = "every",
    Ago = "ago", AgoPrefix = "ago_prefix", Earlier = "earlier", Later = "later", Before = "before",
    After = "after", From = "from", InFuture = "in_future", Early = "early", Late = "late", Mid = "mid",
    End = "end", Start = "start", Middle = "middle", Of = "of", In = "in", On = "on", At = "at",
    To = "to", By = "by", Since = "since", During = "during", And = "and", Or = "or", About = "about",
    Some = "some", Over = "over", More = "more", Less = "less", Than = "than", Least = "least",
    Most = "most", Up = "up", Nearly = "nearly", Per = "per", Half = "half", Dozen = "dozen", Few = "few",
    Several = "several", Couple = "couple", Many = "many", Old = "old", Age = "age", Other = "other",
    Now = "now", OClock = "oclock", Am = "am", Pm = "pm", Bc = "bc", Ad = "ad", Once = "once",
    Twice = "twice", Times = "times", Final = "final", Full = "full", Another = "another",
    Fiscal = "fiscal", Just = "just", Long = "long", Time = "time", PastVerb = "past_verb", Will = "will",
    Tonight = "tonight", Future = "future", Present = "present", Moment = "moment",
    YearMark = "year_mark", All = "all", Q = "q", DayBefore = "day_before", HalfYear = "half_year",
    YearEnd = "year_end", LastYear = "last_year", ThisYear = "this_year", LastNight = "last_night",
}

/// What the table says of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lex {
    /// Nothing.
    None,
    /// A past tense by its form (`-ed`).
    PastForm,
    Month(u8),
    MonthAbbr(u8),
    Weekday(u8),
    WeekdayAbbr(u8),
    Weekdays(u8),
    Season(Season),
    Part(Part),
    Noon,
    Midnight,
    Unit(Unit),
    Units(Unit),
    Num(u32),
    Ord(u32),
    /// `eighties`: the tens of a decade.
    DecadeWord(u32),
    /// Days from today.
    Rel(i8),
    /// TIMEX3 reference.
    Ref(&'static str),
    /// TIMEX3 value of a set.
    Set(&'static str),
    /// First word of a holiday's name, where it is no other class of word.
    HolidayStart,
    /// A length in one word: `полгода`, `двухлетний`, `zweijährig`. Tenths; 0 is "some".
    Length(u32, Unit),
    /// The second half of such a word, after figures: `40-летний`, `40-jährig`.
    LengthAfter(Unit),
    /// A word the grammar names.
    Kw(Kw),
}

/// FNV-1a: words are short and the table is ours, so a keyed hash would only cost time.
#[derive(Default)]
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let mut hash = if self.0 == 0 {
            0xcbf2_9ce4_8422_2325
        } else {
            self.0
        };
        for &byte in bytes {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        self.0 = hash;
    }
}

type Map<V> = HashMap<String, V, BuildHasherDefault<Fnv>>;

/// How a holiday's day is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HolidayRule {
    Fixed {
        month: u8,
        day: u8,
    },
    /// The `nth` (-1: last) such weekday of the month, then so many days on.
    Nth {
        month: u8,
        weekday: u8,
        nth: i8,
        plus: i8,
    },
    /// Days from Western Easter Sunday.
    Easter(i32),
}

/// A holiday: the words after the first, and its rule.
pub(super) struct Holiday {
    /// All words, lower case, separated by spaces.
    pub words: &'static str,
    pub rule: HolidayRule,
}

struct Tables {
    languages: Vec<(&'static str, Map<Lex>)>,
    holidays: Vec<Holiday>,
    /// First word of a holiday to the indexes of those that begin with it, longest first.
    holiday_starts: Map<Vec<u16>>,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut languages: Vec<(&'static str, Map<Lex>)> = Vec::new();
        let (mut numbers, mut adjectives) = (Vec::new(), Vec::new());
        for line in include_str!("../../data/date-words.tsv").lines() {
            let mut fields = line.split('\t');
            let (Some(language), Some(class), Some(value), Some(words)) =
                (fields.next(), fields.next(), fields.next(), fields.next())
            else {
                continue;
            };
            let Some(lex) = lex_from(class, value) else {
                continue;
            };
            if languages.last().is_none_or(|(l, _)| *l != language) {
                languages.push((language, Map::default()));
            }
            let Some((_, map)) = languages.last_mut() else {
                continue;
            };
            if let ("long_of", Lex::Num(n)) = (class, lex) {
                numbers.extend(words.split(' ').map(|word| (language, word, n)));
                continue;
            }
            for word in words.split(' ') {
                if let Some((stem, endings)) = declined(word) {
                    for ending in endings {
                        map.insert(format!("{stem}{ending}"), lex);
                    }
                    if let Lex::LengthAfter(unit) = lex {
                        adjectives.push((language, stem, endings, unit));
                    }
                } else {
                    map.entry(word.to_owned()).or_insert(lex);
                }
            }
        }
        // Every number with every adjective: двух + летний.
        for &(language, stem, endings, unit) in &adjectives {
            let Some((_, map)) = languages.iter_mut().find(|(l, _)| *l == language) else {
                continue;
            };
            for (_, number, n) in numbers.iter().filter(|(of, ..)| *of == language) {
                for ending in endings {
                    let word = format!("{number}{stem}{ending}");
                    map.entry(word).or_insert(Lex::Length(n * 10, unit));
                }
            }
        }
        let mut holidays: Vec<Holiday> = include_str!("../../data/date-holidays.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| {
                let (words, rule) = line.split_once('\t')?;
                Some(Holiday {
                    words,
                    rule: rule_from(rule)?,
                })
            })
            .collect();
        holidays.sort_by_key(|h| (std::cmp::Reverse(h.words.len()), h.words));
        let mut holiday_starts: Map<Vec<u16>> = Map::default();
        for (idx, holiday) in holidays.iter().enumerate() {
            let first: String = holiday
                .words
                .chars()
                .take_while(|c| c.is_alphanumeric())
                .collect();
            let script = if first.is_ascii() { "en" } else { "ru" };
            if let Some((_, map)) = languages.iter_mut().find(|(l, _)| *l == script) {
                map.entry(first.clone()).or_insert(Lex::HolidayStart);
            }
            holiday_starts
                .entry(first)
                .or_default()
                .push(u16::try_from(idx).unwrap_or(u16::MAX));
        }
        Tables {
            languages,
            holidays,
            holiday_starts,
        }
    })
}

/// Stem and endings of a declined adjective of the table.
fn declined(word: &str) -> Option<(&str, &'static [&'static str])> {
    const UKRAINIAN_HARD: [&str; 11] = [
        "ий", "ого", "ому", "им", "а", "у", "ої", "ій", "ою", "і", "их",
    ];
    const UKRAINIAN_SOFT: [&str; 10] = [
        "ій", "ього", "ьому", "ім", "я", "ю", "ьої", "ьою", "і", "іх",
    ];
    const GERMAN: [&str; 6] = ["e", "en", "er", "es", "em", ""];
    let of_mark: [(&str, &'static [&'static str]); 3] = [
        ("_U", &UKRAINIAN_HARD),
        ("_V", &UKRAINIAN_SOFT),
        ("_D", &GERMAN),
    ];
    for (mark, endings) in of_mark {
        if let Some(stem) = word.strip_suffix(mark) {
            return Some((stem, endings));
        }
    }
    const HARD: [&str; 12] = [
        "ый", "ой", "ого", "ому", "ым", "ом", "ая", "ую", "ое", "ые", "ых", "ыми",
    ];
    const SOFT: [&str; 12] = [
        "ий", "ей", "его", "ему", "им", "ем", "яя", "юю", "ее", "ие", "их", "ими",
    ];
    // Stems in -щ, -ш, -ж, -к are soft with hard a and u.
    const MIXED: [&str; 12] = [
        "ий", "ей", "его", "ему", "им", "ем", "ая", "ую", "ее", "ие", "их", "ими",
    ];
    if let Some(stem) = word.strip_suffix("_A") {
        return Some((stem, &HARD));
    }
    let stem = word.strip_suffix("_S")?;
    let is_mixed = stem.ends_with(['щ', 'ш', 'ж', 'к']);
    Some((stem, if is_mixed { &MIXED } else { &SOFT }))
}

fn lex_from(class: &str, value: &'static str) -> Option<Lex> {
    let number = || value.parse::<u8>().ok();
    Some(match class {
        "month" => Lex::Month(number()?),
        "month." => Lex::MonthAbbr(number()?),
        "weekday" => Lex::Weekday(number()?),
        "weekday." => Lex::WeekdayAbbr(number()?),
        "weekdays" => Lex::Weekdays(number()?),
        "season" => Lex::Season(match value {
            "SP" => Season::Spring,
            "SU" => Season::Summer,
            "FA" => Season::Autumn,
            _ => Season::Winter,
        }),
        "part" => Lex::Part(match value {
            "MO" => Part::Morning,
            "AF" => Part::Afternoon,
            "EV" => Part::Evening,
            "NI" => Part::Night,
            _ => Part::Daytime,
        }),
        "clock" => match value {
            "noon" => Lex::Noon,
            _ => Lex::Midnight,
        },
        "unit" => Lex::Unit(unit_from(value)?),
        "units" => Lex::Units(unit_from(value)?),
        "num" => Lex::Num(value.parse().ok()?),
        "ord" => Lex::Ord(value.parse().ok()?),
        "decade" => Lex::DecadeWord(value.parse().ok()?),
        "rel" => Lex::Rel(value.parse().ok()?),
        "ref" => Lex::Ref(value),
        "set" => Lex::Set(value),
        "kw" => Lex::Kw(Kw::from_name(value)?),
        "length" => {
            let (tenths, unit) = value.split_once(' ')?;
            Lex::Length(tenths.parse().ok()?, unit_from(unit)?)
        }
        "long" => Lex::LengthAfter(unit_from(value)?),
        "long_of" => Lex::Num(value.parse().ok()?),
        _ => return None,
    })
}

fn unit_from(name: &str) -> Option<Unit> {
    Some(match name {
        "second" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "weekend" => Unit::Weekend,
        "week" => Unit::Week,
        "fortnight" => Unit::Fortnight,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        "millennium" => Unit::Millennium,
        _ => return None,
    })
}

fn rule_from(rule: &str) -> Option<HolidayRule> {
    if let Some(days) = rule.strip_prefix('E') {
        return Some(HolidayRule::Easter(days.parse().ok()?));
    }
    let (month, rest) = rule.split_once('-')?;
    let month = month.parse().ok()?;
    let Some(rest) = rest.strip_prefix('W') else {
        return Some(HolidayRule::Fixed {
            month,
            day: rest.parse().ok()?,
        });
    };
    let (weekday, nth) = rest.split_once('#')?;
    let (nth, plus) = match nth.split_once('+') {
        Some((nth, plus)) => (nth, plus.parse().ok()?),
        None => (nth, 0),
    };
    Some(HolidayRule::Nth {
        month,
        weekday: weekday.parse().ok()?,
        nth: nth.parse().ok()?,
        plus,
    })
}

/// Languages whose words are cut or read in a way of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    German,
    French,
    Spanish,
    /// Italian and Portuguese.
    Romance,
    Other,
}

impl Tongue {
    fn of(primary: &str) -> Self {
        match primary {
            "de" => Self::German,
            "fr" => Self::French,
            "es" => Self::Spanish,
            "it" | "pt" => Self::Romance,
            _ => Self::Other,
        }
    }

    /// Whether "last" and "next" may follow what they describe: *lundi dernier*, *la semana pasada*.
    pub const fn is_romance(self) -> bool {
        matches!(self, Self::French | Self::Spanish | Self::Romance)
    }
}

/// The tables a text is read with.
#[derive(Clone, Copy)]
pub(super) struct Words {
    latin: Option<&'static Map<Lex>>,
    other: Option<&'static Map<Lex>>,
    tables: &'static Tables,
    pub is_english: bool,
    pub tongue: Tongue,
    /// `03/04` is the fourth of March.
    pub month_first: bool,
}

impl Words {
    /// For a text in the language `tag` (BCP 47). Latin script falls back to English, other scripts to Russian.
    pub fn for_language(tag: &str) -> Self {
        let tables = tables();
        let primary = tag.split('-').next().unwrap_or_default();
        let find = |wanted: &str| {
            tables
                .languages
                .iter()
                .find(|(l, _)| *l == wanted)
                .map(|(_, map)| map)
        };
        let (latin, other) = match primary {
            "ru" | "uk" | "kk" => (find("en"), find(primary)),
            "en" | "und" | "" => (find("en"), find("ru")),
            language => (find(language).or_else(|| find("en")), find("ru")),
        };
        // Texts in another script name people and firms in English letters.
        let is_english = matches!(primary, "ru" | "uk" | "kk")
            || latin.is_some_and(|l| find("en").is_some_and(|en| std::ptr::eq(l, en)));
        Self {
            latin,
            other,
            tables,
            is_english,
            tongue: Tongue::of(primary),
            month_first: matches!(primary, "en" | "und" | ""),
        }
    }

    /// Whether the table of the text's language has this word, signs inside it included: `l'`, `après-midi`.
    pub fn knows(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        self.latin.is_some_and(|map| map.contains_key(&lower))
    }

    /// Class of a word, and whether it begins with a capital. `buffer` is scratch space.
    pub fn look_up(&self, word: &str, buffer: &mut String) -> (Lex, bool) {
        let bytes = word.as_bytes();
        let first = bytes.first().copied().unwrap_or_default();
        if word.len() > 40 {
            return (Lex::None, first.is_ascii_uppercase());
        }
        buffer.clear();
        let is_capital;
        let map;
        if word.is_ascii() {
            is_capital = first.is_ascii_uppercase();
            buffer.extend(bytes.iter().map(|b| char::from(b.to_ascii_lowercase())));
            map = self.latin;
        } else {
            let mut chars = word.chars();
            let first = chars.next().unwrap_or_default();
            is_capital = first.is_uppercase();
            buffer.extend(word.chars().flat_map(char::to_lowercase));
            map = if ('\u{400}'..'\u{530}').contains(&first) {
                self.other
            } else {
                self.latin
            };
        }
        let lex = map.and_then(|map| map.get(buffer.as_str())).copied();
        let lex = lex.unwrap_or_else(|| {
            if bytes.len() > 4 && bytes.ends_with(b"ed") {
                Lex::PastForm
            } else {
                Lex::None
            }
        });
        (lex, is_capital)
    }

    /// Holidays whose name begins with `word`, longest first.
    pub fn holidays_from(&self, word: &str) -> impl Iterator<Item = (u16, &'static Holiday)> {
        let tables = self.tables;
        let key = if word.len() <= 24 {
            word.to_lowercase()
        } else {
            String::new()
        };
        tables
            .holiday_starts
            .get(&key)
            .map(Vec::as_slice)
            .unwrap_or_default()
            .iter()
            .filter_map(move |&idx| Some((idx, tables.holidays.get(usize::from(idx))?)))
    }
}

fn any_language(word: &str, is_wanted: fn(Lex) -> bool) -> bool {
    let mut maps = tables().languages.iter();
    maps.any(|(_, map)| map.get(word).is_some_and(|lex| is_wanted(*lex)))
}

/// Whether a lower-case word is a month, or short for one, in any of the languages.
pub(crate) fn is_month(word: &str) -> bool {
    any_language(word, |lex| matches!(lex, Lex::Month(_) | Lex::MonthAbbr(_)))
}

/// Whether a lower-case word is a weekday, or short for one, in any of the languages.
pub(crate) fn is_weekday(word: &str) -> bool {
    // In a text this form mostly means surroundings, so the table leaves it out.
    word == "среда"
        || any_language(word, |lex| {
            matches!(lex, Lex::Weekday(_) | Lex::WeekdayAbbr(_))
        })
}

/// The holiday with this index.
pub(super) fn holiday(idx: u16) -> Option<&'static Holiday> {
    tables().holidays.get(usize::from(idx))
}
