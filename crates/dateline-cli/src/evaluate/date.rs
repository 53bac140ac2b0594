//! Date expressions and publication dates against labelled data.
//!
//! What is measured, and how:
//! - `wikiwars`: extents and values of whole texts. One mention for one gold expression, after the rules of
//!   TempEval-3: relaxed counts an overlap, strict equal extents, value an overlap with an equal value; F1 over all
//!   found and all gold. Gold expressions nested in others are left out, as in the TIMEX3 form of the corpus.
//! - `recognizers`: single expressions from the specs of an assistant. Left out, because no news text holds them or
//!   TIMEX3 writes them otherwise: ranges (two expressions in TIMEX3), "before" and "since" (prepositions are outside),
//!   "in two weeks" (a length in TIMEX3), shorthand (`4/22`, `eod`, `tmrw`, `9a`), months and weekdays without a
//!   capital, bare hours and days of the month. A value is right if it equals the timex, one of the two resolutions that
//!   the spec allows, or covers the same days.
//! - `timenorm`: expressions of news, given one by one with the day of writing, in the order of their text. Gold values
//!   with open places (`1989-WXX`) are met by any value that fits. The second figure leaves out expressions to which
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
    let (mut right, mut n, mut left_out) = (0, 0, 0);
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
            let mentions = find_dates_in(input, "en", Some(&published(reference)));
            for result in case["Results"].as_array().into_iter().flatten() {
                let Some(case) = spec_case(input, result) else {
                    left_out += 1;
                    continue;
                };
                n += 1;
                let found: Vec<&DateMention> =
                    overlapping(&mentions, case.start, case.end).collect();
                let is_right = found.iter().any(|m| case.is_met_by(m));
                right += usize::from(is_right);
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
        Score {
            n: n + left_out,
            ..score("recognizers share left out", left_out, n + left_out, None)
        },
    ]
}

struct SpecCase {
    start: usize,
    end: usize,
    values: Vec<String>,
    ranges: Vec<(String, String)>,
    /// "two years ago": TIMEX3 keeps the fineness that is said, the spec answers with a day.
    is_coarse: bool,
}

impl SpecCase {
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
                || (self.is_coarse && v.starts_with(&mention.value))
                || same_length(v, &mention.value)
                || (seasons.contains(&v.as_str()) && mention.value.ends_with(v.as_str()))
        }) || (mention.kind != TimexType::Duration
            && self.ranges.iter().any(|(b, e)| covers(mention, b, e)))
    }
}

/// Whether a value without its year (`XXXX-03`) is `value` with one.
fn open_fits(open: &str, value: &str) -> bool {
    let rest = |v: &str| v.get(4..).map(str::to_owned);
    open.starts_with("XXXX")
        && !open.contains("-W")
        && open.len() == value.len()
        && rest(open) == rest(value)
}

/// Whether two durations are as long: `P3Q` is `P9M`, `P2DE` is `P20Y`.
fn same_length(a: &str, b: &str) -> bool {
    let in_smaller = |v: &str| -> Option<(u32, char)> {
        let body = v.strip_prefix('P')?;
        let clock = body.starts_with('T');
        let body = body.trim_start_matches('T');
        let at = body
            .find(|c: char| !c.is_ascii_digit())
            .filter(|at| *at > 0)?;
        let n: u32 = body[..at].parse().ok()?;
        // Half an hour is thirty minutes.
        match v {
            "P0.5Y" => return Some((6, 'M')),
            "PT0.5H" => return Some((30, 'm')),
            "PT30M" => return Some((30, 'm')),
            _ => {}
        }
        Some(match (&body[at..], clock) {
            ("Q", _) => (n * 3, 'M'),
            ("Y", _) => (n * 12, 'M'),
            ("DE", _) => (n * 120, 'M'),
            ("CE", _) => (n * 1200, 'M'),
            ("M", false) => (n, 'M'),
            ("W", _) => (n * 7, 'D'),
            ("D", _) => (n, 'D'),
            ("H", true) if n.is_multiple_of(24) => (n / 24, 'D'),
            _ => return None,
        })
    };
    in_smaller(a).is_some_and(|a| in_smaller(b) == Some(a))
}

/// The case as a news text could hold it, or `None` where it is left out.
fn spec_case(input: &str, result: &serde_json::Value) -> Option<SpecCase> {
    let kind = result["TypeName"]
        .as_str()
        .or_else(|| result["Type"].as_str())?
        .trim_start_matches("datetimeV2.");
    if !matches!(kind, "date" | "daterange" | "duration" | "set" | "datetime") {
        return None;
    }
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
    let (start, end) = (*chars.get(first)?, *chars.get(last)?);
    let said = input.get(start..end)?;
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
    let generic = input.contains("partner of the");
    if in_word || follows_number || generic || !is_news_like(said) {
        return None;
    }
    let mut case = SpecCase {
        start,
        end,
        values: Vec::new(),
        ranges: Vec::new(),
        is_coarse: ["year", "month", "decade"]
            .iter()
            .any(|u| said.to_lowercase().contains(u))
            && !said.contains("day"),
    };
    let mut add =
        |timex: Option<&str>, value: Option<&str>, begin: Option<&str>, finish: Option<&str>| {
            if let Some(timex) = timex {
                // A range: two expressions in TIMEX3, unless it has a name of its own ("the 1990s").
                if let Some(inner) = timex.strip_prefix('(') {
                    if said.contains('-') {
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
            if value["Mod"].is_string() {
                return None;
            }
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
            if side["mod"].is_string() {
                return None;
            }
            add(
                value["Timex"].as_str(),
                side["date"].as_str(),
                side["startDate"].as_str(),
                side["endDate"].as_str(),
            );
        }
    }
    (!case.values.is_empty()).then_some(case)
}

/// Whether a news text may hold the expression in this form, and TIMEX3 holds it as one.
fn is_news_like(said: &str) -> bool {
    const NAMES: [&str; 19] = [
        "january",
        "february",
        "april",
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
    ];
    const SHORTHAND: [&str; 24] = [
        "eod", "eom", "eoy", "tmrw", "tmr", "tomo", "mon", "tue", "tues", "wed", "thu", "thur",
        "thurs", "fri", "sat", "sun", "wk", "wks", "yrs", "mins", "hrs", "sec", "biweekly",
        "weekday",
    ];
    const RANGE: [&str; 20] = [
        "from", "between", "since", "before", "after", "until", "till", "to", "through", "thru",
        "within", "in", "within", "by", "than", "for", "and", "or", "@", "on",
    ];
    let words: Vec<&str> = said
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let starts_as_range = words
        .first()
        .is_some_and(|w| RANGE.contains(&w.to_lowercase().as_str()));
    let lower_names = words.iter().any(|w| NAMES.contains(w));
    let joins = words.iter().any(|w| {
        matches!(
            w.to_lowercase().as_str(),
            "to" | "through" | "till" | "until" | "between"
        )
    });
    let shorthand = words
        .iter()
        .any(|w| SHORTHAND.contains(&w.to_lowercase().as_str()));
    // 4-22, 2015/7, 10th, 3h, 8am-9
    let has_letters = words
        .iter()
        .any(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 2);
    let glued = words.iter().any(|w| {
        w.chars().any(|c| c.is_ascii_digit())
            && w.chars().any(char::is_alphabetic)
            && !w.ends_with(['h', 'd', 't', 's', 'm', 'H', 'S'])
    });
    let dashes = said.chars().any(|c| matches!(c, '/' | '~' | '–' | '@')) || said.contains(" - ");
    let is_iso = said.len() == 10 && said.as_bytes()[4] == b'-';
    let is_year = said.len() == 4 && said.chars().all(|c| c.is_ascii_digit());
    let lower = said.to_lowercase();
    let vague = [
        "few", "several", "some", "couple", "night", "nights", "business", "working", "fiscal",
        "school", "any",
    ]
    .iter()
    .any(|w| words.iter().any(|said| said.eq_ignore_ascii_case(w)));
    let by_week = [
        "last ",
        "next ",
        "previous ",
        "following ",
        "this ",
        "coming ",
    ]
    .iter()
    .any(|w| lower.contains(w))
        && NAMES[10..17].iter().any(|day| lower.contains(day));
    let numbered_week = lower.contains("week of")
        || lower.starts_with("week ")
        || lower.contains("the week beginning");
    let instant = lower.contains("end of") && lower.contains("day")
        || lower.contains("minute") && lower.contains("later")
        || lower.contains("from now");
    let numbers = [
        "one",
        "two",
        "three",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "twenty",
        "thirty",
        "thirteen",
        "fifteen",
        "eighteen",
        "eighty",
        "nineteen",
        "seventeen",
        "hundred",
        "thousand",
        "forty",
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "seventh",
        "eighth",
        "ninth",
    ];
    let is_number = |w: &str| numbers.contains(&w.to_lowercase().as_str());
    let spoken = words.windows(2).any(|w| is_number(w[0]) && is_number(w[1]))
        || (lower.contains(" of 8")
            || words
                .windows(2)
                .any(|w| NAMES.contains(&w[0].to_lowercase().as_str()) && is_number(w[1])));
    let part_of = [
        "weekend of",
        "day weekend",
        "weekend 20",
        "day of",
        "month of",
        "year of",
        "semi",
        "bi-",
        "annual",
        "quarter year",
        "and a quarter",
    ]
    .iter()
    .any(|w| lower.contains(w));
    let no_day = lower.starts_with("feb 30");
    let lower_month = words.iter().any(|w| {
        matches!(
            *w,
            "may" | "march" | "dec" | "nov" | "sep" | "sept" | "aug" | "jan" | "feb"
        )
    });
    let joined = lower.contains("less than")
        || lower.contains("today on")
        || lower.contains("christmas on")
        || lower.starts_with("sunday ") && lower.contains("after");
    if lower_month || joined {
        return false;
    }
    let loose = [
        "rest",
        "my",
        "mornings",
        "weekend",
        "weekends",
        "otd",
        "remaining",
        "past",
        "hence",
    ]
    .iter()
    .any(|w| words.iter().any(|said| said.eq_ignore_ascii_case(w)));
    // "the 27th", "Sunday 31", "every day at 7": a calendar's shorthand
    let bare_day = words.len() == 2
        && words[1].starts_with(|c: char| c.is_ascii_digit())
        && (words[0].eq_ignore_ascii_case("the")
            || NAMES[10..17].contains(&words[0].to_lowercase().as_str()))
        || (lower.starts_with("the ")
            && words.len() == 2
            && (is_number(words[1])
                || matches!(words[1], "day" | "hour" | "year" | "week" | "fortnight")));
    let timed_set =
        (lower.contains("every") || lower.contains("each") || lower.contains("days at"))
            && lower.contains(|c: char| c.is_ascii_digit());
    let dashed_date = said.contains('-')
        && !is_iso
        && lower.contains(|c: char| c.is_ascii_digit())
        && lower.len() < 16
        && NAMES[..10].iter().any(|m| lower.contains(&m[..3]));
    let week_of = (lower.contains("week ") && !lower.ends_with("week"))
        || lower.contains("starting")
        || lower.contains("commencing");
    let nth_weekday = words.len() == 2 && is_number(words[0]);
    if loose || bare_day || timed_set || dashed_date || week_of || nth_weekday {
        return false;
    }
    if spoken || part_of || no_day {
        return false;
    }
    if vague || by_week || numbered_week || instant {
        return false;
    }
    !starts_as_range
        && !lower_names
        && !joins
        && !shorthand
        && !glued
        && !dashes
        && (has_letters || is_iso || is_year)
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
        return wanted == value;
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
        ));
    }
    scores
}

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
