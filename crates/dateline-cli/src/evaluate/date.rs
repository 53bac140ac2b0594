//! Date expressions and publication dates against labelled data.
//!
//! What is measured, and how:
//! - `wikiwars`: extents and values of whole texts. One mention for one gold expression, after the rules of
//!   TempEval-3: relaxed counts an overlap, strict equal extents, value an overlap with an equal value; F1 over all
//!   found and all gold. Gold expressions nested in others are left out, as in the TIMEX3 form of the corpus.
//! - `recognizers`: single expressions from the specs of an assistant, names printed with a capital. A range is two
//!   expressions in TIMEX3, and both must be right; of what begins with a preposition or a comparison the date is asked
//!   for; these have a figure of their own. [`left_out`] says which are not: lengths with "in" and "within" that the spec resolves to a day, shorthand
//!   (`4/22`, `eod`, `tmrw`, `9a`; days in figures with a year of four, `Q3` and `6pm` are asked for), numbers as spoken ("january twenty two"), offices' counting ("week 10", "end of day",
//!   "business days"), bare units and days of the month. With `DATELINE_MISSES` each is printed with its class. A value is
//!   right if it equals the timex, one of the two resolutions that the spec allows, or covers the same days.
//! - `timenorm`: expressions of news, given one by one with the day of writing, in the order of their text. Gold values
//!   with open places (`1989-WXX`) are met by any value that fits, lengths by the same length otherwise written. The second figure leaves out expressions to which
//!   the file itself gives different values in the same month: their value lies in text the file does not carry.
//! - `gum`: explicit dates that TEI marks with `when`.
//! - `wikinews`: publication dates, hidden, to be inferred; see [`publication`].
//!
//! With `DATELINE_MISSES` set in the environment every miss is printed to standard error.

use super::Score;
use corpus_annotate::date::{find_dates_in, publication_dates};
use corpus_annotate::plain_article;
use corpus_model::{
    Article, CivilDate, DateMention, DayInterval, Permille, Precision, Published, SourceFile,
    TimexType,
};
use std::collections::BTreeMap;
use std::path::Path;

/// Everything about dates.
pub fn evaluate_dates(data: &Path) -> Vec<Score> {
    let mut scores = wikiwars(&data.join("temporal-wikiwars/keyinline"));
    scores.extend(recognizers(
        &data.join("temporal-recognizers-specs/English"),
    ));
    scores.extend(timenorm(&data.join("temporal-timenorm-en/train.tsv")));
    scores.extend(gum(&data.join("ner-gum")));
    scores.extend(publication(&data.join("corpus-wikinews")));
    scores
}

fn score(name: &str, right: usize, n: usize, goal: Option<f64>) -> Score {
    Score {
        name: format!("dates/{name}"),
        value: right as f64 / n.max(1) as f64,
        goal,
        n,
    }
}

fn miss(set: &str, said: &str, wanted: &str, found: &str) {
    if std::env::var_os("DATELINE_MISSES").is_some() {
        eprintln!("{set} | {said} | wanted {wanted} | found {found}");
    }
}

fn day(text: &str) -> Option<CivilDate> {
    let mut parts = text.get(..10)?.split('-');
    let mut next = || parts.next()?.parse::<i32>().ok();
    let (year, month, day) = (next()?, next()?, next()?);
    CivilDate::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

fn published(day: CivilDate) -> Published {
    Published {
        value: day.to_string(),
        precision: Precision::Day,
        interval: Some(DayInterval::days(day, day.add_days(1))),
        confidence: Permille(1000),
        why: "given".to_owned(),
        candidates: Vec::new(),
    }
}

fn files(folder: &Path, suffix: &str) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.to_string_lossy().ends_with(suffix))
        .collect();
    files.sort();
    files
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

fn overlapping(
    mentions: &[DateMention],
    start: usize,
    end: usize,
) -> impl Iterator<Item = &DateMention> {
    mentions
        .iter()
        .filter(move |m| (m.span.start as usize) < end && start < m.span.end as usize)
}

// ---- WikiWars ---------------------------------------------------------------------------------------

fn wikiwars(folder: &Path) -> Vec<Score> {
    let (mut n_found, mut n_gold, mut relaxed, mut strict, mut value) = (0, 0, 0, 0, 0);
    for path in files(folder, ".xml") {
        let raw = read(&path);
        let date = attribute_after(&raw, "<DATETIME>", "val").and_then(|v| day(&v));
        let body = raw.split_once("<TEXT>").map_or("", |r| r.1);
        let body = body.rsplit_once("</TEXT>").map_or(body, |r| r.0);
        let (text, gold) = inline_timexes(body);
        let mentions = find_dates_in(&text, "en", date.map(published).as_ref());
        n_found += mentions.len();
        n_gold += gold.len();
        let mut used = vec![false; mentions.len()];
        for (start, end, wanted) in &gold {
            let hit = mentions
                .iter()
                .enumerate()
                .filter(|(i, m)| {
                    !used[*i] && (m.span.start as usize) < *end && *start < m.span.end as usize
                })
                .max_by_key(|(_, m)| {
                    (m.span.start as usize, m.span.end as usize) == (*start, *end)
                });
            let Some((i, mention)) = hit else {
                miss("wikiwars", &text[*start..*end], wanted, "nothing");
                continue;
            };
            used[i] = true;
            relaxed += 1;
            strict += usize::from(
                (mention.span.start as usize, mention.span.end as usize) == (*start, *end),
            );
            let is_right = mention.value == *wanted;
            value += usize::from(is_right);
            if !is_right {
                miss("wikiwars", &text[*start..*end], wanted, &mention.value);
            }
        }
    }
    let f1 = |n: usize| (2 * n, n_found + n_gold);
    [
        ("wikiwars relaxed F1", relaxed, 0.93),
        ("wikiwars strict F1", strict, 0.84),
        ("wikiwars value F1", value, 0.85),
    ]
    .into_iter()
    .map(|(name, n, goal)| {
        let (right, all) = f1(n);
        Score {
            n: n_gold,
            ..score(name, right, all, Some(goal))
        }
    })
    .collect()
}

fn attribute_after(text: &str, mark: &str, name: &str) -> Option<String> {
    let rest = text.split_once(mark)?.1;
    let value = rest.split_once(&format!("{name}=\""))?.1;
    Some(value.split_once('"')?.0.to_owned())
}

/// Text without its tags, and the outermost time expressions with their values.
fn inline_timexes(body: &str) -> (String, Vec<(usize, usize, String)>) {
    let (mut text, mut gold, mut open) = (String::new(), Vec::new(), Vec::new());
    let mut rest = body;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(&unescaped(before));
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        if tag.starts_with("TIMEX") {
            open.push((
                text.len(),
                attribute_after(tag, "", "val").unwrap_or_default(),
            ));
        } else if tag.starts_with("/TIMEX")
            && let Some((start, value)) = open.pop()
            && open.is_empty()
        {
            gold.push((start, text.len(), value));
        }
        rest = after;
    }
    text.push_str(&unescaped(rest));
    (text, gold)
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

// ---- Recognizers ------------------------------------------------------------------------------------

fn recognizers(folder: &Path) -> Vec<Score> {
    let (mut right, mut n, mut n_left_out) = (0, 0, 0);
    let (mut joined_right, mut joined_n) = (0, 0);
    for name in [
        "DateTimeModel.json",
        "DateParser.json",
        "DatePeriodParser.json",
        "DurationParser.json",
        "SetParser.json",
    ] {
        let raw = read(&folder.join(name));
        let cases: Vec<serde_json::Value> =
            serde_json::from_str(raw.trim_start_matches('\u{feff}')).unwrap_or_default();
        for case in &cases {
            let input = case["Input"].as_str().unwrap_or_default();
            let Some(reference) = case["Context"]["ReferenceDateTime"].as_str().and_then(day)
            else {
                continue;
            };
            let mentions = find_dates_in(&printed(input), "en", Some(&published(reference)));
            for result in case["Results"].as_array().into_iter().flatten() {
                let case = match spec_case(input, result) {
                    Ok(case) => case,
                    Err(why) => {
                        n_left_out += 1;
                        let text = result["Text"].as_str().unwrap_or_default();
                        miss("recognizers, left out", text, why, input);
                        continue;
                    }
                };
                let (right, n) = match case.is_joined {
                    true => (&mut joined_right, &mut joined_n),
                    false => (&mut right, &mut n),
                };
                *n += 1;
                let found: Vec<&DateMention> =
                    overlapping(&mentions, case.start, case.end).collect();
                let is_right = match case.ends.is_empty() {
                    true => found.iter().any(|m| case.is_met_by(m)),
                    false => case.is_range_of(&found),
                };
                *right += usize::from(is_right);
                if !is_right {
                    let found: Vec<&str> = found.iter().map(|m| m.value.as_str()).collect();
                    miss(
                        "recognizers",
                        &format!("{} [{}] {reference}", input, &input[case.start..case.end]),
                        &case.values.join(" or "),
                        &found.join(", "),
                    );
                }
            }
        }
    }
    vec![
        score("recognizers news-like, value", right, n, Some(0.90)),
        score(
            "recognizers ranges and dates after a preposition, value",
            joined_right,
            joined_n,
            None,
        ),
        score(
            "recognizers share left out",
            n_left_out,
            n + joined_n + n_left_out,
            None,
        ),
    ]
}

struct SpecCase {
    start: usize,
    end: usize,
    values: Vec<String>,
    ranges: Vec<(String, String)>,
    /// Both ends of a range said as two dates: "from 3 to 7 May".
    ends: Vec<(String, String)>,
    /// Two dates, or one with the preposition, comparison or spelt number that goes with it.
    is_joined: bool,
    /// "two years ago": TIMEX3 keeps the fineness that is said, the spec answers with a day.
    is_coarse: bool,
}

impl SpecCase {
    /// Whether two expressions, in their order, are the ends of the range.
    fn is_range_of(&self, found: &[&DateMention]) -> bool {
        self.ends.iter().any(|(begin, end)| {
            let first = found.iter().position(|m| is_end(begin, &m.value));
            first.is_some_and(|first| found[first + 1..].iter().any(|m| is_end(end, &m.value)))
        })
    }

    fn is_met_by(&self, mention: &DateMention) -> bool {
        let plain = |value: &str| value.replace(' ', "T").trim_end_matches(":00").to_owned();
        let seasons = ["SP", "SU", "FA", "WI"];
        let covers = |mention: &DateMention, begin: &str, end: &str| {
            let Some(interval) = mention.interval else {
                return false;
            };
            interval.begin.map(CivilDate::from_day_number) == day(begin)
                && interval.end_exclusive.map(CivilDate::from_day_number) == day(end)
        };
        self.values.iter().any(|v| {
            plain(v) == plain(&mention.value)
                || open_fits(v, &mention.value)
                || mention.value == format!("XXXX-XX-XX{v}")
                || same_clock(v, &mention.value)
                || (self.is_coarse && v.starts_with(&mention.value))
                || same_length(v, &mention.value)
                || (seasons.contains(&v.as_str()) && mention.value.ends_with(v.as_str()))
        }) || (mention.kind != TimexType::Duration
            && self.ranges.iter().any(|(b, e)| covers(mention, b, e)))
    }
}

/// Whether `value` is the end `wanted` of a range: the spec writes a month or year as its first day.
fn is_end(wanted: &str, value: &str) -> bool {
    let whole = wanted
        .strip_suffix("-01-01")
        .filter(|_| value.len() == 4)
        .or_else(|| wanted.strip_suffix("-01").filter(|_| value.len() == 7))
        .unwrap_or(wanted);
    whole == value
        || value == "PRESENT_REF" && day(wanted).is_some()
        || open_fits(whole, value)
        || same_clock(whole, value)
        || whole.strip_prefix("XXXX-WXX-").is_some_and(|weekday| {
            day(value).is_some_and(|d| d.weekday().iso().to_string() == weekday)
        })
}

/// Whether a time without its day (`T10:30`, `TEV`), or of a weekday (`XXXX-WXX-5T10`), is that of `value`.
fn same_clock(said: &str, value: &str) -> bool {
    let Some((day_said, clock)) = said.split_once('T') else {
        return false;
    };
    let full = |clock: &str| match clock.len() {
        2 if clock.starts_with(|c: char| c.is_ascii_digit()) => format!("{clock}:00"),
        _ => {
            clock.trim_end_matches(":00").to_owned()
                + if clock.ends_with(":00") { ":00" } else { "" }
        }
    };
    let is_day = match day_said.strip_prefix("XXXX-WXX-") {
        Some(weekday) => day(value).is_some_and(|d| d.weekday().iso().to_string() == weekday),
        None => day_said.is_empty() || value.starts_with(day_said),
    };
    is_day
        && value
            .split_once('T')
            .is_some_and(|(_, found)| full(found) == full(clock))
}

/// Whether a value without its year (`XXXX-03`) is `value` with one.
fn open_fits(open: &str, value: &str) -> bool {
    let rest = |v: &str| v.get(4..).map(str::to_owned);
    open.starts_with("XXXX")
        && !open.contains("-W")
        && open.len() == value.len()
        && rest(open) == rest(value)
}

/// Whether two durations are as long: `P3Q` is `P9M`, `P2DE` is `P20Y`, `P2.5Y` is `P2Y6M`.
fn same_length(a: &str, b: &str) -> bool {
    in_smallest(a).is_some_and(|length| in_smallest(b) == Some(length))
}

/// Twentieths of months, and of minutes.
fn in_smallest(value: &str) -> Option<(u64, u64)> {
    let mut rest = value.strip_prefix('P')?;
    let (mut months, mut minutes) = (0, 0);
    let mut is_clock = false;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('T') {
            is_clock = true;
            rest = after;
        }
        let at = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at(at);
        let (whole, tenth) = number.split_once('.').unwrap_or((number, "0"));
        let n = 20 * whole.parse::<u64>().ok()? + 2 * tenth.get(..1)?.parse::<u64>().ok()?;
        let end = after
            .char_indices()
            .find(|(_, c)| c.is_ascii_digit() || *c == 'T')
            .map_or(after.len(), |(end, _)| end);
        let (unit, after) = after.split_at(end);
        match (unit, is_clock) {
            ("ML" | "L", _) => months += n * 12_000,
            ("CE", _) => months += n * 1200,
            ("DE" | "E", _) => months += n * 120,
            ("Y", _) => months += n * 12,
            ("Q", _) => months += n * 3,
            ("M", false) => months += n,
            ("W", _) => minutes += n * 7 * 1440,
            ("D", _) => minutes += n * 1440,
            ("H", true) => minutes += n * 60,
            ("M", true) => minutes += n,
            ("S", true) => minutes += n / 60,
            _ => return None,
        }
        rest = after;
    }
    Some((months, minutes))
}

/// The case as a news text could hold it, or why it is left out.
fn spec_case(input: &str, result: &serde_json::Value) -> Result<SpecCase, &'static str> {
    let kind = result["TypeName"]
        .as_str()
        .or_else(|| result["Type"].as_str())
        .unwrap_or_default()
        .trim_start_matches("datetimeV2.");
    if kind == "timezone" || kind.is_empty() {
        return Err("no time");
    }
    let (start, end) = place(input, result).ok_or("no place")?;
    let said = input.get(start..end).ok_or("no place")?;
    // A date inside an address or a file name.
    let glued = |c: Option<char>| {
        c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '_' | '$' | ':'))
    };
    let in_word = glued(input[..start].chars().next_back()) || glued(input[end..].chars().next());
    let follows_number = input[..start]
        .trim_end()
        .chars()
        .next_back()
        .is_some_and(|c| c.is_ascii_digit());
    if in_word || follows_number || input.contains("partner of the") {
        return Err("part of another word");
    }
    if let Some(why) = left_out(said) {
        return Err(why);
    }
    let mut case = SpecCase {
        start,
        end,
        values: Vec::new(),
        ranges: Vec::new(),
        ends: Vec::new(),
        is_joined: is_joined(said),
        is_coarse: ["year", "month", "decade"]
            .iter()
            .any(|u| said.to_lowercase().contains(u))
            && !said.contains("day"),
    };
    let is_range = is_range(said);
    let mut add =
        |timex: Option<&str>, value: Option<&str>, begin: Option<&str>, finish: Option<&str>| {
            if let Some(timex) = timex {
                // A range: two expressions in TIMEX3, unless it has a name of its own ("the 1990s").
                if let Some(inner) = timex.strip_prefix('(') {
                    if is_range && let Some((begin, rest)) = inner.split_once(',') {
                        let end = rest.split(',').next().unwrap_or_default();
                        case.ends.push((begin.to_owned(), end.to_owned()));
                        return;
                    }
                    let length = inner
                        .trim_end_matches(')')
                        .split(',')
                        .nth(2)
                        .unwrap_or_default();
                    case.values.push(length.to_owned());
                } else {
                    case.values.push(timex.to_owned());
                }
            }
            if let Some(value) = value {
                case.values.push(value.to_owned());
            }
            if let (Some(begin), Some(finish)) = (begin, finish) {
                case.ranges.push((begin.to_owned(), finish.to_owned()));
            }
        };
    if let Some(values) = result["Resolution"]["values"].as_array() {
        for value in values {
            add(
                value["timex"].as_str(),
                value["value"].as_str(),
                value["start"].as_str(),
                value["end"].as_str(),
            );
        }
    } else {
        let value = &result["Value"];
        for side in ["FutureResolution", "PastResolution"] {
            let side = &value[side];
            add(
                value["Timex"].as_str(),
                side["date"].as_str(),
                side["startDate"].as_str(),
                side["endDate"].as_str(),
            );
        }
    }
    if case.values.is_empty() && case.ends.is_empty() {
        return Err("no value");
    }
    Ok(case)
}

/// Whether more is said than a date: a range, a preposition or comparison, a day in words after its month.
fn is_joined(said: &str) -> bool {
    let lower = said.to_lowercase();
    let words: Vec<&str> = lower.split([' ', '-', '–']).collect();
    let opens = words.first().is_some_and(|w| {
        [
            "in", "within", "before", "after", "since", "by", "for", "on", "at", "prior", "than",
            "no", "more", "less", "later", "as", "from", "between", "until", "till", "circa",
            "greater",
        ]
        .contains(w)
    });
    let joins = words.iter().any(|w| {
        [
            "to", "through", "till", "until", "between", "from", "than", "before", "after", "by",
        ]
        .contains(w)
    });
    let spelt = words.windows(2).any(|w| {
        NAMES.contains(&w[0])
            && ["st", "nd", "rd", "th"].iter().any(|e| w[1].ends_with(e))
            && !w[1].contains(|c: char| c.is_ascii_digit())
            || w[0] == "twenty" && w[1].ends_with("th")
    });
    opens || joins || spelt
}

/// Whether the words join two dates: "from 3 to 7 May", "2014-2018".
fn is_range(said: &str) -> bool {
    let lower = said.to_lowercase();
    let joins = |w: &str| matches!(w, "to" | "through" | "till" | "until" | "between" | "and");
    lower.split(' ').any(joins) || said.contains(['-', '–'])
}

/// Where the expression stands, in bytes; the specs count characters.
fn place(input: &str, result: &serde_json::Value) -> Option<(usize, usize)> {
    let chars: Vec<usize> = input
        .char_indices()
        .map(|(i, _)| i)
        .chain([input.len()])
        .collect();
    let first = usize::try_from(result["Start"].as_u64()?).ok()?;
    let last = match (result["End"].as_u64(), result["Length"].as_u64()) {
        (Some(end), _) => usize::try_from(end).ok()? + 1,
        (None, Some(length)) => first + usize::try_from(length).ok()?,
        _ => return None,
    };
    Some((*chars.get(first)?, *chars.get(last)?))
}

/// Why an expression is left out: no edited news text holds it in this form, or TIMEX3 writes it otherwise. `None`: it is
/// asked for.
fn left_out(said: &str) -> Option<&'static str> {
    let lower = said.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|w| !w.is_empty())
        .collect();
    let any = |list: &str| words.iter().any(|w| list.split(' ').any(|l| l == *w));
    let first = |list: &str| {
        words
            .first()
            .is_some_and(|w| list.split(' ').any(|l| l == *w))
    };
    let has = |list: &str| list.split('|').any(|l| lower.contains(l));
    let is_digit = |c: char| c.is_ascii_digit();
    // The spec counts "in three weeks" from the day of asking, TIMEX3 writes a length.
    if first("in within for") && has_unit(&words) || any("starting commencing beginning") {
        return Some("length");
    }
    // As written to a machine or to oneself: 4/22, oct/2, 9a, 3h, tmr, eod, "10, tonight".
    let is_shorthand = any(
        "eod eom eoy tmrw tmr tomo tonite wk wks hr hrs min mins sec secs yrs qtr mon tue tues wed thu thur thurs fri \
         sat sun noonish ish otd ytd h m d w p pm am biweekly bi \
         semiannual semi mid sundown lunch lunchtime dinner dinnertime breakfast brunch asap",
    );
    let has_letters = words
        .iter()
        .any(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 2);
    let is_iso = said.len() == 10 && said.as_bytes().get(4) == Some(&b'-');
    let is_year = |w: &str| w.len() == 4 && w.chars().all(is_digit) && w.starts_with(['1', '2']);
    // A month cut short has a day or year behind it, or a full stop.
    let is_cut_short = words.last().is_some_and(|w| SHORT_MONTHS.contains(w))
        || words.windows(2).any(|w| {
            w[0].chars().any(char::is_alphabetic) && SHORT_MONTHS.contains(&w[1])
                || SHORT_MONTHS.contains(&w[0]) && !w[1].contains(is_digit)
        });
    let of_years = words.iter().any(|w| is_year(w))
        && words
            .iter()
            .all(|w| is_year(w) || matches!(*w, "to" | "and" | "between" | "from"))
        && !said.contains(['~', '/']);
    let is_clock = words.iter().any(|w| {
        let figures = w.trim_end_matches("am").trim_end_matches("pm");
        figures.len() < w.len() && figures.chars().all(is_digit)
    }) && lower.contains(is_digit);
    // 1/1/2015, 21.04.2016; which of two small figures is the month differs by paper, and the spec takes the American.
    let is_in_figures = words.len() == 3
        && words.last().is_some_and(|w| is_year(w))
        && words
            .iter()
            .take(2)
            .all(|w| w.len() <= 2 && w.chars().all(is_digit))
        && !said.contains(['-', ' ']);
    let is_quarter = words.iter().any(|w| {
        w.len() == 2 && w.starts_with('q') && w.ends_with(|c: char| ('1'..='4').contains(&c))
    }) && words.iter().all(|w| w.len() == 2 || is_year(w))
        && !said.contains('-');
    let is_mixed = words.iter().any(|w| {
        w.contains(is_digit)
            && w.contains(char::is_alphabetic)
            && !is_quarter
            && !["st", "nd", "rd", "th", "s", "am", "pm"]
                .iter()
                .any(|e| w.strip_suffix(e).is_some_and(|n| n.chars().all(is_digit)))
    });
    let dashes = said.contains(['/', '@', '*', '~'])
        || has(" . |.am|.pm")
        || said.contains('-')
            && lower.contains(is_digit)
            && !is_iso
            && !has_unit(&words)
            && !of_years;
    // "9 a", "5 p"
    let is_half = words
        .windows(2)
        .any(|w| w[0].chars().all(is_digit) && matches!(w[1], "a" | "p"));
    let is_decade = words.iter().any(|w| {
        w.strip_suffix('s')
            .is_some_and(|tens| tens.len() == 4 && tens.chars().all(is_digit))
    });
    if dashes && !is_in_figures
        || is_cut_short && !said.contains('.')
        || said.contains(['=', '<', '>'])
        || is_mixed
        || is_half
        || is_shorthand && !is_clock
        || !(has_letters
            || is_iso
            || of_years
            || is_clock
            || is_in_figures
            || is_quarter
            || is_decade)
    {
        return Some("shorthand");
    }
    // Numbers as spoken: "january twenty two", "the twenty second", "nine thirty", "half past seven".
    let is_number = |w: &str| {
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen \
         nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand first second third fourth fifth \
         sixth seventh eighth ninth tenth eleventh twelfth thirteenth nineteenth twentieth thirtieth thousands hundreds"
            .split(' ')
            .any(|n| n == w)
    };
    let is_name = |w: &str| NAMES.contains(&w);
    let spoken = words.windows(2).any(|w| {
        // "the twenty-first of May" is printed so, "may twenty one" is not.
        let is_ordinal = ["st", "nd", "rd", "th"].iter().any(|e| w[1].ends_with(e));
        is_number(w[0]) && is_number(w[1]) && !is_ordinal
            || is_name(w[0]) && is_number(w[1]) && !is_ordinal && w[1] != "twenty"
            || w[0] == "the" && is_number(w[1]) && words.len() == 2
    });
    let is_length = has_unit(&words) || any("decades decade");
    if spoken && !(any("past") && is_length)
        || any("oclock minutes") && any("past")
        || any("past") && lower.contains(is_digit) && !is_length
    {
        return Some("spoken");
    }
    // The spec gives figures where none are said, or counts from the hour of asking.
    if any("few several some hence any")
        || any("later hence") && any("minute minutes hour hours seconds")
    {
        return Some("figures not said");
    }
    // The spec counts "next Friday" by the week, and takes "the weekend" for the one ahead.
    let names_day = words.iter().any(|w| {
        NAMES
            .iter()
            .position(|n| n == w)
            .is_some_and(|n| (12..19).contains(&n))
    });
    if names_day && words.len() <= 3 && any("last next previous following")
        || has("weekend") && words.len() <= 2
    {
        return Some("counted by the week");
    }
    // An hour without its half of the day: "tonight around 7", "Monday at 2.30".
    let of_month =
        words.iter().any(|w| NAMES.iter().take(12).any(|n| n == w)) && !has(":") && !any("at of");
    let ends_in_hour = words
        .last()
        .is_some_and(|w| w.len() <= 2 && w.chars().all(is_digit) || w.ends_with("oclock"));
    if ends_in_hour
        && !has_letters_only_month(&words)
        && !of_month
        && !is_clock
        && !is_in_figures
        && !is_quarter
        && words.len() > 1
    {
        return Some("hour of either half");
    }
    // What an office counts: weeks by number, business days, school and fiscal years, ends of days.
    if any("business working school fiscal semester weekday weekdays workday my your")
        || has("week of|rest of")
        || has("end of") && has("day")
    {
        return Some("office");
    }
    if words
        .windows(2)
        .any(|w| w[0] == "week" && w[1].contains(is_digit))
    {
        return Some("office");
    }
    // "first Sunday", "the last day", of nothing said.
    let nth = first("first second third fourth fifth the last") && words.len() <= 3;
    if nth && names_day || has("last day|past day") {
        return Some("bare");
    }
    // A bare unit, day of the month or hour: "the day", "the 27th", "6".
    if words.len() <= 2
        && first("the this day week month year morning night evening")
        && !has("weekend")
        && (words.len() == 1 || first("the"))
        && !words
            .iter()
            .any(|w| w.ends_with("ties") || w.ends_with("0s"))
        || words.len() == 2
            && is_name(words[0])
            && words[1].contains(is_digit)
            && words[1].len() <= 2
            && NAMES
                .iter()
                .position(|n| *n == words[0])
                .is_some_and(|n| n >= 12)
    {
        return Some("bare");
    }
    None
}

/// "May 5": figures at the end that are a day or a year.
fn has_letters_only_month(words: &[&str]) -> bool {
    words
        .iter()
        .rev()
        .nth(1)
        .is_some_and(|w| NAMES.iter().take(12).any(|n| n == w))
}

fn has_unit(words: &[&str]) -> bool {
    [
        "day",
        "week",
        "fortnight",
        "month",
        "year",
        "hour",
        "minute",
        "quarter",
        "half",
    ]
    .iter()
    .any(|unit| words.iter().any(|w| w.starts_with(unit)))
}

/// Months, then weekdays, then feasts: news prints them with a capital.
const NAMES: [&str; 28] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "easter",
    "christmas",
    "thanksgiving",
    "halloween",
    "new",
    "black",
    "earth",
    "labor",
    "independence",
];

/// Months as papers cut them short.
const SHORT_MONTHS: [&str; 11] = [
    "jan", "feb", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
];

/// The input as a paper would print it: names with a capital.
fn printed(input: &str) -> String {
    let mut out = String::with_capacity(input.len());
    for piece in input.split_inclusive(|c: char| !c.is_ascii_alphabetic()) {
        let word = piece.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
        let is_name = |w: &str| NAMES.contains(&w);
        let is_verb = matches!(word, "may" | "march");
        let is_feast = word == "year" && out.ends_with("New ");
        let is_short = SHORT_MONTHS.contains(&word);
        let is_quarter = word == "q" && input.contains(|c: char| c.is_ascii_digit());
        if (is_name(word) || word.strip_suffix('s').is_some_and(is_name)) && !is_verb
            || word == "may" && !out.ends_with("I ") && !out.ends_with("it ")
            || is_feast
            || is_short
            || is_quarter
        {
            out.push_str(&piece[..1].to_ascii_uppercase());
            out.push_str(&piece[1..]);
        } else {
            out.push_str(piece);
        }
    }
    out
}

// ---- timenorm ---------------------------------------------------------------------------------------

fn timenorm(path: &Path) -> Vec<Score> {
    let raw = read(path);
    let mut groups: Vec<(CivilDate, Vec<(&str, &str)>)> = Vec::new();
    let mut is_first = true;
    for line in raw.lines() {
        let mut fields = line.split('\t');
        let (Some(said), Some(_), Some(value)) = (fields.next(), fields.next(), fields.next())
        else {
            is_first = true;
            continue;
        };
        if is_first {
            groups.extend(day(said).map(|d| (d, Vec::new())));
            is_first = false;
        } else if let Some((_, list)) = groups.last_mut() {
            list.push((said, value));
        }
    }
    // The same words in the same month with different values: their value lies in the text around.
    let mut values: BTreeMap<(i32, u8, String), Vec<String>> = BTreeMap::new();
    let key = |d: CivilDate, said: &str| (d.year(), d.month(), said.to_lowercase());
    for (date, list) in &groups {
        for (said, value) in list {
            let seen = values.entry(key(*date, said)).or_default();
            if !seen.iter().any(|v| v == value) {
                seen.push((*value).to_owned());
            }
        }
    }
    // A weekday or "yesterday" differs because the days of writing do; only values that ignore the day count.
    let is_bound = |d: CivilDate, said: &str| {
        let seen = values.get(&key(d, said)).map_or(0, Vec::len);
        let by_day = [
            "day",
            "today",
            "yesterday",
            "tomorrow",
            "ago",
            "morning",
            "night",
            "week",
        ]
        .iter()
        .any(|w| said.to_lowercase().contains(w))
            && !said.to_lowercase().contains("year");
        seen > 1 && !by_day
    };
    let (mut right, mut n, mut free_right, mut free_n) = (0, 0, 0, 0);
    for (date, list) in &groups {
        let (mut text, mut places) = (String::new(), Vec::new());
        for (said, value) in list {
            text.push_str("In ");
            places.push((text.len(), text.len() + said.len(), *said, *value));
            text.push_str(said);
            text.push_str(".\n\n");
        }
        let mentions = find_dates_in(&text, "en", Some(&published(*date)));
        for (start, end, said, wanted) in places {
            let found = overlapping(&mentions, start, end).next();
            let is_right = found.is_some_and(|m| fits(wanted, &m.value));
            n += 1;
            right += usize::from(is_right);
            let bound = is_bound(*date, said);
            if !bound {
                free_n += 1;
                free_right += usize::from(is_right);
            }
            if !is_right {
                let set = if bound {
                    "timenorm (bound to its text)"
                } else {
                    "timenorm"
                };
                miss(
                    set,
                    &format!("{said} ({date})"),
                    wanted,
                    found.map_or("nothing", |m| &m.value),
                );
            }
        }
    }
    vec![
        score("timenorm value, all", right, n, None),
        score(
            "timenorm value, text not needed",
            free_right,
            free_n,
            Some(0.90),
        ),
    ]
}

/// Whether `value` is `wanted`, whose open places anything fills.
fn fits(wanted: &str, value: &str) -> bool {
    let plain = |v: &str| v.replace(":00", "");
    let (wanted, value) = (plain(wanted), plain(value));
    if wanted.starts_with('P')
        || !wanted.contains('X')
        || !wanted.starts_with(|c: char| c.is_ascii_digit())
    {
        return wanted == value || same_length(&wanted, &value);
    }
    wanted.len() == value.len()
        && wanted
            .bytes()
            .zip(value.bytes())
            .all(|(w, v)| w == b'X' || w == v)
}

// ---- GUM --------------------------------------------------------------------------------------------

fn gum(folder: &Path) -> Vec<Score> {
    let (mut right, mut n) = (0, 0);
    for part in ["train", "dev"] {
        for path in files(&folder.join(part), ".conllu") {
            let (text, gold, date) = gum_document(&read(&path));
            let mentions = find_dates_in(&text, "en", date.map(published).as_ref());
            for (start, end, wanted) in gold {
                n += 1;
                let found: Vec<&DateMention> = overlapping(&mentions, start, end).collect();
                let is_right = found
                    .iter()
                    .any(|m| m.value == wanted || m.value.starts_with(&format!("{wanted}T")));
                right += usize::from(is_right);
                if !is_right {
                    let values: Vec<&str> = found.iter().map(|m| m.value.as_str()).collect();
                    let from = text[..start]
                        .char_indices()
                        .rev()
                        .nth(25)
                        .map_or(0, |(i, _)| i);
                    miss(
                        "gum",
                        &format!("{}[{}]", &text[from..start], &text[start..end]),
                        &wanted,
                        &values.join(", "),
                    );
                }
            }
        }
    }
    vec![score("gum dates with when, value", right, n, Some(0.90))]
}

type GumText = (String, Vec<(usize, usize, String)>, Option<CivilDate>);

fn gum_document(raw: &str) -> GumText {
    let (mut text, mut gold, mut date) = (String::new(), Vec::new(), None);
    let mut open: Vec<(usize, Option<String>)> = Vec::new();
    let mut glue_until = 0u32;
    let mut whole = (0, 0);
    for line in raw.lines() {
        if let Some(value) = line.strip_prefix("# meta::dateCreated = ") {
            date = day(value);
        }
        if line.starts_with("# newpar") {
            text.push_str("\n\n");
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let (Some(id), Some(form), Some(misc)) = (fields.first(), fields.get(1), fields.get(9))
        else {
            glue_until = 0;
            if line.is_empty() && !text.ends_with('\n') {
                text.push(' ');
            }
            continue;
        };
        if id.contains('.') {
            continue;
        }
        // A token of several words carries the letters; its words follow.
        if let Some((_, last)) = id.split_once('-') {
            let from = text.len();
            text.push_str(form);
            whole = (from, text.len());
            glue_until = last.parse().unwrap_or(0);
            if !misc.contains("SpaceAfter=No") {
                text.push(' ');
            }
            continue;
        }
        let is_inside = id.parse::<u32>().is_ok_and(|n| n <= glue_until);
        let (start, end) = if is_inside {
            whole
        } else {
            let from = text.len();
            text.push_str(form);
            (from, text.len())
        };
        if let Some(xml) = misc.split('|').find_map(|f| f.strip_prefix("XML=")) {
            for tag in xml.split('<').skip(1) {
                if tag.starts_with("date") {
                    let when = tag
                        .split_once("when:::\"")
                        .and_then(|(_, r)| r.split_once('"'))
                        .map(|(w, _)| w.to_owned());
                    open.push((start, when));
                } else if tag.starts_with("/date")
                    && let Some((from, when)) = open.pop()
                    && let Some(when) = when
                    // A day of any year (`--09-30`) is a set to TIMEX3.
                    && !when.starts_with("--")
                {
                    // TEI counts years before the era with a minus.
                    let when = when
                        .strip_prefix('-')
                        .map_or(when.clone(), |year| format!("BC{year}"));
                    gold.push((from, end, when));
                }
            }
        }
        if !is_inside && !misc.contains("SpaceAfter=No") {
            text.push(' ');
        }
    }
    (text, gold, date)
}

// ---- publication dates ------------------------------------------------------------------------------

/// Publication dates of news whose own dates are hidden, by what is left to tell them:
/// a dateline without its year; that, with its weekday; nothing but the text. Each article alone, then in a folder of
/// which every other article keeps its date.
fn publication(folder: &Path) -> Vec<Score> {
    let mut reports: Vec<(CivilDate, String)> = Vec::new();
    for path in files(folder, ".csv") {
        let Ok(mut reader) = csv::Reader::from_path(&path) else {
            continue;
        };
        for row in reader.records().flatten() {
            let (Some(date), Some(text)) = (row.get(1).and_then(day), row.get(3)) else {
                continue;
            };
            let text = text.trim_start();
            let (first, rest) = text.split_once('\n').unwrap_or(("", text));
            let is_date_line = first.trim().len() < 40 && first.contains(&date.year().to_string());
            let body = if is_date_line { rest } else { text };
            reports.push((date, body.trim().replace('\u{a0}', " ")));
        }
    }
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let line = |d: CivilDate| format!("{} {}", MONTHS[usize::from(d.month()) - 1], d.day());
    let mut scores = Vec::new();
    let mut called: Calibration = BTreeMap::new();
    type Render<'r> = &'r dyn Fn(CivilDate, &str) -> String;
    let forms: [(&str, Render); 3] = [
        ("no year", &|d, body| format!("LONDON, {}. {body}", line(d))),
        ("weekday", &|d, body| {
            format!("{}, {}\n\n{body}", d.weekday().name(), line(d))
        }),
        ("text only", &|_, body| body.to_owned()),
    ];
    for (form, render) in forms {
        let articles: Vec<Article> = reports
            .iter()
            .enumerate()
            .filter_map(|(i, (date, body))| article(&format!("{i:04}"), &render(*date, body)))
            .collect();
        let alone: Vec<Option<Published>> = articles
            .iter()
            .map(|a| publication_dates(std::slice::from_ref(a)).pop().flatten())
            .collect();
        scores.extend(judged(
            &format!("wikinews {form}, alone"),
            &reports,
            &alone,
            |_| true,
            &mut called,
        ));
        let folder: Vec<Article> = articles
            .iter()
            .zip(&reports)
            .enumerate()
            .map(|(i, (article, (date, _)))| {
                let mut article = article.clone();
                if i % 2 == 1 {
                    article
                        .date_hints
                        .insert(0, corpus_model::DateHint::Given(date.to_string()));
                }
                article
            })
            .collect();
        let together = publication_dates(&folder);
        scores.extend(judged(
            &format!("wikinews {form}, folder"),
            &reports,
            &together,
            |i| i % 2 == 0,
            &mut called,
        ));
    }
    scores.extend(called.into_iter().map(|(tenth, (right, n))| {
        let name = format!("wikinews calibration, called 0.{tenth}: days right");
        score(&name, right, n, None)
    }));
    scores
}

/// Of the days called so many tenths likely, how many are right, and how many there are.
type Calibration = BTreeMap<u16, (usize, usize)>;

fn article(id: &str, text: &str) -> Option<Article> {
    let source = SourceFile {
        path: format!("{id}.txt"),
        bytes: text.as_bytes().to_vec(),
    };
    let raw = corpus_read::read_plain(&source).output.into_iter().next()?;
    plain_article(&raw)
}

fn judged(
    name: &str,
    reports: &[(CivilDate, String)],
    found: &[Option<Published>],
    is_asked: impl Fn(usize) -> bool,
    called: &mut Calibration,
) -> Vec<Score> {
    let (mut n, mut n_day, mut right, mut n_sure, mut sure_right, mut covered, mut expected) =
        (0, 0, 0, 0, 0, 0, 0u32);
    for (i, ((date, body), published)) in reports.iter().zip(found).enumerate() {
        if !is_asked(i) {
            continue;
        }
        n += 1;
        let Some(published) = published else {
            continue;
        };
        let Some(interval) = published.interval else {
            continue;
        };
        let here = date.day_number();
        covered += usize::from(interval.begin <= Some(here) && Some(here) < interval.end_exclusive);
        if published.precision > Precision::Day {
            continue;
        }
        n_day += 1;
        expected += u32::from(published.confidence.0);
        let is_right = published.value == date.to_string();
        right += usize::from(is_right);
        let tenth = called
            .entry((published.confidence.0 / 100).min(9))
            .or_default();
        tenth.0 += usize::from(is_right);
        tenth.1 += 1;
        if published.confidence.0 >= 900 {
            n_sure += 1;
            sure_right += usize::from(is_right);
        }
        if !is_right {
            let said: String = body.chars().take(60).collect();
            miss(
                name,
                &said,
                &date.to_string(),
                &format!(
                    "{} {} {}",
                    published.value, published.confidence.0, published.why
                ),
            );
        }
    }
    vec![
        score(&format!("{name}: days right"), right, n_day, None),
        Score {
            n: n_day,
            ..score(
                &format!("{name}: mean confidence"),
                expected as usize,
                n_day * 1000,
                None,
            )
        },
        score(&format!("{name}: right of all"), covered, n, None),
        score(
            &format!("{name}: right at 0.9 and more"),
            sure_right,
            n_sure,
            Some(0.98),
        ),
    ]
}
