//! Publication dates: hints weighed against what the text, the folder and the world's calendar say.
//!
//! In: all articles of a run, with the hints that reading found. Out: one [`Published`] each, or `None`
//! where nothing tells. Three rounds. First the articles whose own hints give a full date. Then the others
//! by their own text: a dateline without its year is a set of candidate days, a text without any dateline
//! may still name one ("today, Thursday"). Last, twice, the same again with the articles of the folder
//! that tell of the same events: what they share is measured by rare words and phrases.
//!
//! Each candidate day gets a score, a sum of log-likelihoods in sixteenths of a bit; all integers, so that
//! every machine decides alike. What stays undecided stays open: `XXXX-05-21`.

mod folder;
mod hints;
mod weights;

use super::calendar::{Cal, Grain};
use super::facts::{self, Fact, taken_for_granted};
use super::parse::{Base, Found, Point, Sense, Style, Year, expressions};
use super::resolve::{Tense, tense};
use super::token::tokens;
use super::words::{Kw, Lex, Unit, Words};
use corpus_model::{
    Article, CivilDate, DateCandidate, DayInterval, PartialDate, Permille, Precision, Published,
    Span, Weekday,
};
use folder::neighbours;
use hints::{Hint, Saved, hints, partial, saved};
use std::collections::{BTreeMap, BTreeSet};
use weights::{
    Score, WEEKDAY_FUTURE, WEEKDAY_PAST, WEEKDAY_PAST_SLOW, age_score, distance_score, fact_score,
    month_day_score, saved_score, year_score,
};

/// When each article was published, from its own hints and from the other articles of the folder.
///
/// One result an article, in the same order; `None` where nothing tells.
#[must_use]
pub fn publication_dates(articles: &[Article]) -> Vec<Option<Published>> {
    let profiles: Vec<Profile> = articles.iter().map(profile).collect();
    let mut dates: Vec<Option<Published>> = profiles.iter().map(Profile::with_full_hint).collect();
    let is_open: Vec<bool> = dates.iter().map(Option::is_none).collect();
    if !is_open.contains(&true) {
        return dates;
    }
    let last_year = profiles
        .iter()
        .flat_map(|p| [p.hinted_year(), p.saved_year()])
        .flatten()
        .chain([facts::last_year()])
        .max()
        .unwrap_or_default();
    let sure = dates.clone();
    let mut years: BTreeMap<i32, u32> = BTreeMap::new();
    for day in profiles
        .iter()
        .filter_map(|p| p.hints.iter().find_map(|h| h.date.to_civil()))
    {
        *years.entry(day.year()).or_default() += 1;
    }
    for (idx, profile) in profiles.iter().enumerate().filter(|(idx, _)| is_open[*idx]) {
        dates[idx] = profile.infer(&Folder {
            near: &[],
            years: &years,
            last_year,
        });
    }
    if articles.len() < 2 {
        return dates;
    }
    let folder = neighbours(articles, &is_open);
    for _ in 0..2 {
        let before = dates.clone();
        for (idx, profile) in profiles.iter().enumerate().filter(|(idx, _)| is_open[*idx]) {
            let near: Vec<Neighbour> = folder
                .get(&idx)
                .map(Vec::as_slice)
                .unwrap_or_default()
                .iter()
                .filter_map(|&(other, similarity)| {
                    let published = sure[other].as_ref().or(before[other].as_ref())?;
                    let interval = published.interval?;
                    let (begin, end) = (interval.begin?, interval.end_exclusive?);
                    if end.0 - begin.0 > 7 || published.confidence.0 < 300 {
                        return None;
                    }
                    Some(Neighbour {
                        day: begin.0 + (end.0 - begin.0) / 2,
                        similarity,
                        confidence: i32::from(published.confidence.0),
                        title: articles[other].title_text().to_owned(),
                        value: published.value.clone(),
                    })
                })
                .take(5)
                .collect();
            dates[idx] = profile.infer(&Folder {
                near: &near,
                years: &years,
                last_year,
            });
        }
    }
    dates
}

/// What the other articles of the folder tell.
struct Folder<'f> {
    /// Those on the same events.
    near: &'f [Neighbour],
    /// How many of all are surely of which year.
    years: &'f BTreeMap<i32, u32>,
    /// The latest year that publication is guessed in.
    last_year: i32,
}

impl Folder<'_> {
    /// A folder is mostly of a few years.
    fn year_score(&self, year: i32) -> Score {
        let n: u32 = self.years.values().sum();
        if n < 3 {
            return 0;
        }
        let at = |year: i32| self.years.get(&year).copied().unwrap_or(0);
        match at(year) {
            0 if at(year - 1) + at(year + 1) > 0 => -40,
            0 => -64,
            here if here * 8 < n => -20,
            _ => 0,
        }
    }

    /// Thousandths that the next article is of a year the folder does not have, by the rule of succession: where it has
    /// many dated articles, some of the year of `day`, and none near the year of another day that is possible.
    fn surprise(&self, day: CivilDate, possible: &[CivilDate]) -> Option<u16> {
        let n: u32 = self.years.values().sum();
        let near = |year: i32| -> u32 {
            let years = self.years.range(year - 1..=year + 1);
            years.map(|(_, n)| n).sum()
        };
        let mut others = possible
            .iter()
            .map(|d| d.year())
            .filter(|y| *y != day.year());
        let is_only = self.holds(day.year()).is_some() && others.all(|year| near(year) == 0);
        (n >= 20 && is_only).then(|| u16::try_from(1000 / (n + 2)).unwrap_or(1000))
    }

    /// Whether it speaks for the year.
    fn holds(&self, year: i32) -> Option<u32> {
        let n: u32 = self.years.values().sum();
        let here = self.years.get(&year).copied().unwrap_or(0);
        (n >= 3 && here * 8 >= n).then_some(here)
    }
}

/// Another article of the folder on the same events, dated.
struct Neighbour {
    day: i32,
    /// Thousandths.
    similarity: i32,
    /// Thousandths.
    confidence: i32,
    title: String,
    value: String,
}

/// What an article tells of its own date.
struct Profile {
    hints: Vec<Hint>,
    /// When its file was made, changed or archived.
    saved: Vec<Saved>,
    /// Weekdays said of the past, in order of first mention, with how often.
    past_weekdays: Vec<(u8, u32)>,
    future_weekdays: Vec<(u8, u32)>,
    /// "today, Thursday".
    today: Option<u8>,
    /// An agency's dateline, or weekdays without a preposition ("he said Thursday"): printed at once.
    is_quick: bool,
    /// Days said without a year.
    month_days: Vec<(u8, u8, Tense)>,
    full_days: Vec<CivilDate>,
    /// A day written in full among the first words: what the report is of.
    opening_day: Option<CivilDate>,
    /// First days of months said with their year.
    full_months: Vec<CivilDate>,
    /// Years by themselves: which, whether the verb looks back, whether the whole year is meant.
    years: Vec<(i32, Tense, bool)>,
    /// Dated facts of the world that the text takes for granted.
    facts: Vec<&'static Fact>,
    /// The text speaks of next week.
    next_week: bool,
    /// A narrative of the past, not a report of the day.
    is_history: bool,
}

fn profile(article: &Article) -> Profile {
    let words = Words::for_language(&article.language.tag);
    let mut profile = Profile {
        hints: hints(article, &words),
        saved: saved(article),
        past_weekdays: Vec::new(),
        future_weekdays: Vec::new(),
        today: None,
        is_quick: article
            .dateline
            .as_ref()
            .is_some_and(|d| d.agency.is_some()),
        month_days: Vec::new(),
        full_days: Vec::new(),
        opening_day: None,
        full_months: Vec::new(),
        years: Vec::new(),
        facts: Vec::new(),
        next_week: false,
        is_history: false,
    };
    // Where a hint gives the day, nobody asks the text.
    if profile.with_full_hint().is_none() {
        profile.read_text(article, &words);
    }
    profile
}

impl Profile {
    /// What the text tells, beside the hints.
    fn read_text(&mut self, article: &Article, words: &Words) {
        let text = article.text.as_str();
        let tokens = tokens(text, words);
        let found = expressions(text, &tokens, words, Style::default());
        self.is_history = super::style(text, &tokens, None).is_narrative;
        let hinted: Vec<Span> = self.hints.iter().filter_map(|h| h.span).collect();
        let mut before: Option<&Found> = None;
        for expression in &found {
            let span = Span::new(expression.start, expression.end);
            let is_hint = hinted.iter().any(|h| h.overlaps(span));
            let Sense::Point(point) = expression.sense else {
                before = None;
                continue;
            };
            if is_hint {
                before = None;
                continue;
            }
            self.next_week |= matches!(point.scope, Some((Unit::Week, 1, Base::Published)));
            let when = tense(text, &tokens, expression);
            let (full, month_day) = (full_day(point), point.month.zip(point.day));
            if let Some(day) = full {
                if self.full_days.is_empty() && body_offset(article, expression.start) < 300 {
                    self.opening_day = Some(day);
                }
                self.full_days.push(day);
            } else if let (Some(Year::Full(year)), Some(month)) = (point.year, point.month) {
                self.full_months.extend(CivilDate::new(year, month, 1));
            } else if let Some(Year::Full(year)) = point.year {
                if (1900..2100).contains(&year) {
                    let is_whole = expression.first > 0
                        && matches!(
                            tokens.get(expression.first - 1).map(|t| t.lex),
                            Some(Lex::Kw(Kw::During))
                        );
                    self.years.push((year, when, is_whole));
                }
            } else if let (Some((month, day)), None) = (month_day, point.scope) {
                if point.time.is_none() || point.part.is_none() {
                    self.month_days.push((month, day, when));
                }
            } else if let (Some(weekday), None, None) =
                (point.weekday, point.direction, point.scope)
            {
                // "today, Thursday"
                let is_today = before.is_some_and(|b| {
                    b.end + 2 >= expression.start
                        && matches!(
                            b.sense,
                            Sense::Point(Point {
                                scope: Some((Unit::Day, 0, Base::Published)),
                                ..
                            })
                        )
                });
                if is_today {
                    self.today = self.today.or(Some(weekday));
                } else {
                    let list = if when == Tense::Future {
                        &mut self.future_weekdays
                    } else {
                        &mut self.past_weekdays
                    };
                    let before = expression.first.checked_sub(1).and_then(|i| tokens.get(i));
                    self.is_quick |= before
                        .is_some_and(|t| matches!(t.lex, Lex::PastForm | Lex::Kw(Kw::PastVerb)))
                        && words.is_english;
                    match list.iter_mut().find(|(w, _)| *w == weekday) {
                        Some((_, n)) => *n += 1,
                        None => list.push((weekday, 1)),
                    }
                }
            }
            before = Some(expression);
        }
        self.facts = taken_for_granted(&text.to_lowercase());
    }
}

/// How far into the body, after the title, an offset lies.
fn body_offset(article: &Article, at: u32) -> u32 {
    at.saturating_sub(article.title.map_or(0, |t| t.end))
}

fn full_day(point: Point) -> Option<CivilDate> {
    match point.year {
        Some(Year::Full(year)) => CivilDate::new(year, point.month?, point.day?),
        _ => None,
    }
}

impl Profile {
    fn hinted_year(&self) -> Option<i32> {
        self.hints.iter().filter_map(|h| h.date.year).max()
    }

    fn saved_year(&self) -> Option<i32> {
        self.saved.iter().map(|s| s.day.year()).max()
    }

    /// Of the days on which the file was saved, the one that fits publication on `day` best.
    fn nearest_saved(&self, day: CivilDate) -> Option<(Score, &Saved)> {
        let number = day.day_number().0;
        let scored = self
            .saved
            .iter()
            .map(|s| (saved_score(s.day.day_number().0 - number), s));
        scored.max_by_key(|(score, _)| *score)
    }

    /// The date that a hint gives in full.
    fn with_full_hint(&self) -> Option<Published> {
        let (hint, day) = self
            .hints
            .iter()
            .find_map(|h| Some((h, h.date.to_civil()?)))?;
        let n_agree = self
            .hints
            .iter()
            .filter(|h| h.date.to_civil() == Some(day))
            .count();
        let n_differ = self
            .hints
            .iter()
            .filter(|h| {
                h.date
                    .to_civil()
                    .is_some_and(|d| (d.day_number().0 - day.day_number().0).abs() > 1)
            })
            .count();
        let mut confidence = hint.trust;
        let mut why = hint.said.clone();
        if n_agree > 1 {
            confidence = confidence.max(990);
            why.push_str("; another hint agrees");
        }
        if n_differ > 0 {
            confidence = confidence.saturating_sub(150);
            why.push_str("; another hint differs");
        }
        Some(self.published(
            partial(day).to_string(),
            Precision::Day,
            Some(day_interval(day)),
            confidence,
            why,
        ))
    }

    fn published(
        &self,
        value: String,
        precision: Precision,
        interval: Option<DayInterval>,
        confidence: u16,
        why: String,
    ) -> Published {
        let mut candidates: Vec<DateCandidate> = self
            .hints
            .iter()
            .map(|h| DateCandidate {
                value: h.date.to_string(),
                from: h.from.to_owned(),
                span: h.span,
            })
            .collect();
        candidates.extend(self.saved.iter().map(|s| DateCandidate {
            value: s.day.to_string(),
            from: "file".to_owned(),
            span: None,
        }));
        candidates.dedup();
        Published {
            value,
            precision,
            interval,
            confidence: Permille(confidence.min(999)),
            why,
            candidates,
        }
    }

    /// Log-likelihood of publication on `day`.
    fn score(&self, day: CivilDate, folder: &Folder) -> Score {
        let neighbours = folder.near;
        let number = day.day_number().0;
        let weekday = i32::from(day.weekday().iso());
        let mut score = age_score(day.year()) + folder.year_score(day.year());
        for (n, &(said, times)) in self.past_weekdays.iter().enumerate() {
            let back = (weekday - i32::from(said)).rem_euclid(7);
            // The first weekdays named tell most; repeated ones a little more.
            // A report that names but one weekday, the more often, names its own or the day before.
            let is_only = self.past_weekdays.len() == 1;
            let repeated = i32::try_from(times.min(3)).unwrap_or(1) - 1;
            let weight = if n < 3 { 4 } else { 2 } + repeated + if is_only { 2 } else { 0 };
            let table = if self.is_quick || self.today.is_some() {
                &WEEKDAY_PAST
            } else {
                &WEEKDAY_PAST_SLOW
            };
            score += table[back as usize] * weight / 4;
        }
        for &(said, _) in self.future_weekdays.iter().take(2) {
            let ahead = (i32::from(said) - weekday).rem_euclid(7);
            score += WEEKDAY_FUTURE[ahead as usize] / 2;
        }
        if let Some(today) = self.today {
            score += if weekday == i32::from(today) { 0 } else { -160 };
        }
        for &(month, of_month, when) in self.month_days.iter().take(6) {
            score += month_day_score(day, month, of_month, when);
        }
        // "next week" with a day named ahead: that day lies in it.
        if self.next_week && self.month_days.iter().any(|m| m.2 == Tense::Future) {
            let next = Cal::week_of(day.add_days(7));
            let meets = self.month_days.iter().any(|&(month, of_month, when)| {
                when == Tense::Future
                    && [day.year(), day.year() + 1].into_iter().any(|year| {
                        CivilDate::new(year, month, of_month)
                            .is_some_and(|d| Cal::week_of(d) == next)
                    })
            });
            score += if meets { 0 } else { -40 };
        }
        if let Some(latest) = self.latest_year(folder.last_year)
            && self.years.iter().any(|y| y.0 == latest)
        {
            let named: Vec<_> = self.years.iter().filter(|y| y.0 == latest).collect();
            let is_past = named.iter().any(|y| y.1 == Tense::Past);
            let is_whole = named.iter().any(|y| y.2) && is_past;
            score += year_score(day, latest, is_past, is_whole);
        }
        if let Some(opening) = self.opening_day {
            score += distance_score(number - opening.day_number().0) / 2;
        }
        if let Some(last) = self.full_days.iter().max() {
            score += distance_score(number - last.day_number().0);
        }
        if let Some(last) = self.full_months.iter().max() {
            let ahead = number - last.day_number().0;
            score += if ahead < 0 {
                -104
            } else {
                distance_score((ahead - 31).max(0))
            };
        }
        for fact in &self.facts {
            score += fact_score(day, fact);
        }
        score += self.nearest_saved(day).map_or(0, |(score, _)| score);
        for near in neighbours {
            let apart = (number - near.day).abs();
            let bits = match apart {
                0 => 0,
                1 => -6,
                2 => -14,
                3 => -24,
                4..=7 => -40,
                8..=14 => -56,
                15..=31 => -72,
                32..=100 => -84,
                _ => -96,
            };
            score += bits * near.similarity.min(1000) / 400 * near.confidence / 1000;
        }
        score
    }

    /// The latest year the text names that can be its own or the one before.
    fn latest_year(&self, last_year: i32) -> Option<i32> {
        let written = self
            .full_days
            .iter()
            .chain(&self.full_months)
            .map(|d| d.year());
        self.years
            .iter()
            .map(|y| y.0)
            .filter(|&y| y <= last_year)
            .chain(written)
            .max()
    }

    /// The date without a full hint: by dateline without its year, or by the text alone.
    fn infer(&self, folder: &Folder) -> Option<Published> {
        if let Some(hint) = self
            .hints
            .iter()
            .find(|h| h.date.month.is_some() && h.date.day.is_some())
        {
            // An address or a record may give the year that the dateline leaves out.
            let other = self.hints.iter().find(|h| {
                h.date.year.is_some()
                    && h.date.day.is_none()
                    && h.date.month.is_none_or(|m| Some(m) == hint.date.month)
            });
            if let Some(other) = other
                && let (Some(year), Some(month), Some(day)) =
                    (other.date.year, hint.date.month, hint.date.day)
                && let Some(day) = CivilDate::new(year, month, day)
            {
                let why = format!("{}; the year from the {}", hint.said, other.said);
                return Some(self.published(
                    day.to_string(),
                    Precision::Day,
                    Some(day_interval(day)),
                    945,
                    why,
                ));
            }
            return self.infer_year(hint, folder);
        }
        if let Some(hint) = self.hints.iter().find(|h| h.date.year.is_some()) {
            let interval = hint.date.interval();
            let precision = if hint.date.month.is_some() {
                Precision::Month
            } else {
                Precision::Year
            };
            return Some(self.published(
                hint.date.to_string(),
                precision,
                interval,
                hint.trust.saturating_sub(30),
                hint.said.clone(),
            ));
        }
        self.infer_from_text(folder)
    }

    fn infer_year(&self, hint: &Hint, folder: &Folder) -> Option<Published> {
        let (month, of_month) = (hint.date.month?, hint.date.day?);
        let said = PartialDate {
            year: None,
            ..hint.date
        };
        let mut days = said.days_in(1990..=folder.last_year);
        days.reverse();
        let ranked = ranked(&days, |day| self.score(day, folder));
        let &(best, _) = ranked.first()?;
        let share = share_of(&ranked, |day| day == best);
        let open = PartialDate {
            year: None,
            month: Some(month),
            day: Some(of_month),
            weekday: None,
        };
        let mut why = hint.said.clone();
        why.push_str(&self.weekday_words(&ranked));
        // Nothing but the wish for a year: leave it.
        if share < 500 {
            why.push_str("; the year is not settled by the text, the folder or dated facts");
            let mut published = self.published(
                open.to_string(),
                Precision::Day,
                None,
                hint.trust.min(960),
                why,
            );
            published
                .candidates
                .extend(ranked.iter().take(3).map(|(day, _)| DateCandidate {
                    value: day.to_string(),
                    from: "text".to_owned(),
                    span: hint.span,
                }));
            return Some(published);
        }
        why.push_str(&format!("; {} is inferred", best.year()));
        why.push_str(&self.evidence_words(best, folder));
        // A weekday leaves one year in six: where the folder knows but one of these, folder and weekday agree, and the
        // doubt that is left is that of a first article from another year.
        let settled = hint
            .date
            .weekday
            .filter(|_| share >= 500)
            .and_then(|_| folder.surprise(best, &days))
            .map(|surprise| hint.trust.saturating_sub(surprise));
        let n_kinds = self.n_kinds_of_evidence(best, folder)
            + u32::from(hint.date.weekday.is_some())
            + u32::from(settled.is_some());
        let confidence = (u32::from(share) * u32::from(hint.trust) / 1000) as u16;
        let confidence = confidence.min(at_most(n_kinds));
        let confidence = settled.map_or(confidence, |settled| confidence.max(settled));
        let mut published = self.published(
            best.to_string(),
            Precision::Day,
            Some(day_interval(best)),
            confidence,
            why,
        );
        for (day, _) in ranked.iter().take(3) {
            let from = if folder.near.is_empty() {
                "text"
            } else {
                "folder"
            };
            published.candidates.push(DateCandidate {
                value: day.to_string(),
                from: from.to_owned(),
                span: hint.span,
            });
        }
        best_first(&mut published);
        Some(published)
    }

    /// How many kinds of evidence, each independent of the others, speak for the year of `day`. Two neighbours of the
    /// same weeks count twice: one may tell of the anniversary.
    fn n_kinds_of_evidence(&self, day: CivilDate, folder: &Folder) -> u32 {
        let number = day.day_number().0;
        let n_near = folder
            .near
            .iter()
            .filter(|near| (near.day - number).abs() <= 31)
            .count();
        let days_since = self
            .past_weekdays
            .first()
            .map(|&(said, _)| (i32::from(day.weekday().iso()) - i32::from(said)).rem_euclid(7));
        let has_weekday = days_since.is_some_and(|days| days <= 1);
        // A report seldom speaks of a weekday four days back: a witness against.
        let is_doubted = days_since.is_some_and(|days| days >= 4);
        let has_day = self
            .full_days
            .iter()
            .chain(&self.full_months)
            .any(|d| (0..=62).contains(&(number - d.day_number().0)));
        let has_year = self.latest_year(folder.last_year) == Some(day.year());
        let has_fact = self.facts.iter().any(|fact| {
            fact.to.is_some_and(|to| {
                (fact.from..=to).contains(&day)
                    && to.day_number().0 - fact.from.day_number().0 < 3 * 366
            })
        });
        let is_saved_then = self
            .nearest_saved(day)
            .is_some_and(|(score, _)| score > -56);
        u32::try_from(n_near.min(2)).unwrap_or_default()
            + u32::from(has_weekday)
            + u32::from(has_day)
            + u32::from(has_year)
            + u32::from(has_fact)
            + u32::from(is_saved_then)
            - u32::from(is_doubted && n_near > 0)
    }

    /// "; 'on Thursday' fits 2016, 2021 and 2022": the years in which the first weekday is the day or the one before.
    fn weekday_words(&self, ranked: &[(CivilDate, Score)]) -> String {
        let Some(&(weekday, _)) = self.past_weekdays.first() else {
            return String::new();
        };
        let Some(name) = Weekday::ALL.get(usize::from(weekday) - 1).map(|w| w.name()) else {
            return String::new();
        };
        // The years around the chosen one: a weekday comes round every five or six.
        let Some(chosen) = ranked.first().map(|r| r.0.year()) else {
            return String::new();
        };
        let mut years: Vec<i32> = ranked
            .iter()
            .map(|(day, _)| *day)
            .filter(|day| (chosen - 7..=chosen + 3).contains(&day.year()))
            .filter(|day| (i32::from(day.weekday().iso()) - i32::from(weekday)).rem_euclid(7) <= 1)
            .map(CivilDate::year)
            .collect();
        years.sort_unstable();
        let n = years.len();
        if n == 0 || n > 6 {
            return String::new();
        }
        let listed: Vec<String> = years.iter().map(ToString::to_string).collect();
        format!(
            "; \"{name}\" as that day or the one before fits {}",
            and_list(&listed)
        )
    }

    /// What speaks for a day, in words.
    fn evidence_words(&self, day: CivilDate, folder: &Folder) -> String {
        let mut said: Vec<String> = Vec::new();
        let number = day.day_number().0;
        let close: Vec<&Neighbour> = folder
            .near
            .iter()
            .filter(|n| (n.day - number).abs() <= 7)
            .collect();
        if let Some(first) = close.first() {
            let title: String = first.title.chars().take(60).collect();
            let more = close.len() - 1;
            let and = match more {
                0 => String::new(),
                1 => " and one other".to_owned(),
                n => format!(" and {n} others"),
            };
            said.push(format!(
                "the folder's report of the same events \"{title}\" ({}){and}",
                first.value
            ));
        }
        if close.is_empty()
            && let Some(n) = folder.holds(day.year())
        {
            said.push(format!("{n} of the folder's dated articles of that year"));
        }
        let mut facts: Vec<&&Fact> = self
            .facts
            .iter()
            .filter(|f| day >= f.from && f.to.is_none_or(|to| day <= to))
            .collect();
        facts.sort_by_key(|f| std::cmp::Reverse(f.from));
        for fact in facts.iter().take(2) {
            said.push(match fact.to {
                Some(to) => format!("{} ({} to {to})", fact.name, fact.from),
                None => format!("{} (from {})", fact.name, fact.from),
            });
        }
        if let Some(latest) = self
            .years
            .iter()
            .map(|y| y.0)
            .filter(|&y| y <= day.year())
            .max()
            && day.year() - latest <= 1
        {
            said.push(format!("the year {latest} in the text"));
        }
        if let Some(last) = self
            .full_days
            .iter()
            .chain(&self.full_months)
            .filter(|d| **d <= day)
            .max()
            && number - last.day_number().0 < 400
        {
            said.push(format!("the text's own {last}"));
        }
        if let Some((_, saved)) = self.nearest_saved(day).filter(|(score, _)| *score > -56) {
            said.push(saved.said.clone());
        }
        if said.is_empty() {
            String::new()
        } else {
            format!(", from {}", and_list(&said))
        }
    }

    /// A text without any dateline: only where weekdays or days without years meet something dated.
    fn infer_from_text(&self, folder: &Folder) -> Option<Published> {
        let has_day =
            self.today.is_some() || !self.past_weekdays.is_empty() || !self.month_days.is_empty();
        if !has_day || self.is_history {
            return None;
        }
        // Windows of days worth asking about.
        let mut numbers: BTreeSet<i32> = BTreeSet::new();
        let mut around = |day: CivilDate, before: i32, after: i32| {
            let here = day.day_number().0;
            numbers.extend(here - before..=here + after);
        };
        let mut n_anchors = 0;
        if let Some(last) = self.full_days.iter().chain(&self.full_months).max() {
            around(*last, 10, 120);
            n_anchors += 1;
        }
        for near in folder.near {
            let day = CivilDate::from_day_number(corpus_model::DayNumber(near.day));
            around(day, 14, 14);
            n_anchors += 1;
        }
        let latest_year = self
            .latest_year(folder.last_year)
            .filter(|&y| y <= folder.last_year);
        let low_fact = self.facts.iter().map(|f| f.from.year()).max();
        if let Some(base) = latest_year.into_iter().chain(low_fact).max() {
            for &(month, of_month, _) in self.month_days.iter().take(6) {
                for year in base - 1..=(base + 2).min(folder.last_year + 1) {
                    if let Some(day) = CivilDate::new(year, month, of_month) {
                        around(day, 30, 45);
                    }
                }
                n_anchors += 1;
            }
        }
        for fact in &self.facts {
            if let Some(to) = fact.to
                && to.day_number().0 - fact.from.day_number().0 <= 45
            {
                around(fact.from, 0, to.day_number().0 - fact.from.day_number().0);
                n_anchors += 1;
            }
        }
        if n_anchors == 0 {
            return None;
        }
        let days: Vec<CivilDate> = numbers
            .iter()
            .rev()
            .map(|&n| CivilDate::from_day_number(corpus_model::DayNumber(n)))
            .filter(|d| d.year() <= folder.last_year)
            .collect();
        let ranked = ranked(&days, |day| self.score(day, folder));
        let &(best, score) = ranked.first()?;
        // Even the best day contradicts what the text says.
        if score < -420 {
            return None;
        }
        let day_share = share_of(&ranked, |day| day == best);
        let week = Cal::week_of(best);
        let week_share = share_of(&ranked, |day| Cal::week_of(day) == week);
        let month_share = share_of(&ranked, |day| {
            (day.year(), day.month()) == (best.year(), best.month())
        });
        let mut why = "no date of its own; ".to_owned();
        if let Some(today) = self
            .today
            .and_then(|t| Weekday::ALL.get(usize::from(t).checked_sub(1)?))
        {
            why.push_str(&format!("\"today\" is a {}", today.name()));
        } else if let Some(weekday) = self
            .past_weekdays
            .first()
            .and_then(|w| Weekday::ALL.get(usize::from(w.0).checked_sub(1)?))
        {
            why.push_str(&format!("it tells of \"{}\"", weekday.name()));
        } else {
            why.push_str("it names days without a year");
        }
        if !self.month_days.is_empty() {
            let listed: Vec<String> = self
                .month_days
                .iter()
                .take(3)
                .map(|(m, d, when)| {
                    let side = match when {
                        Tense::Past => " as past",
                        Tense::Future => " as ahead",
                        Tense::Unknown => "",
                    };
                    format!(
                        "{}{side}",
                        PartialDate {
                            month: Some(*m),
                            day: Some(*d),
                            ..PartialDate::default()
                        }
                    )
                })
                .collect();
            why.push_str(&format!("; it names {}", and_list(&listed)));
        }
        why.push_str("; inferred");
        why.push_str(&self.evidence_words(best, folder));
        // Days named on both sides, or "today", are the text's own word; a weekday and a neighbour are not.
        let sides = |when: Tense| self.month_days.iter().any(|m| m.2 == when);
        let has_own = self.today.is_some() || (sides(Tense::Past) && sides(Tense::Future));
        // The text alone is never as sure as a dateline.
        let capped = |share: u16| (u32::from(share) * 92 / 100) as u16;
        let (value, precision, interval, confidence) =
            if day_share >= if has_own { 380 } else { 600 } {
                (
                    best.to_string(),
                    Precision::Day,
                    Some(day_interval(best)),
                    capped(day_share),
                )
            } else if week_share >= 750 {
                (
                    week.to_string(),
                    Precision::Week,
                    week.interval(),
                    capped(week_share),
                )
            } else if month_share >= 700 {
                let month = Cal::new(best.year(), Grain::Month(best.month()));
                (
                    month.to_string(),
                    Precision::Month,
                    month.interval(),
                    capped(month_share),
                )
            } else {
                return None;
            };
        let n_kinds = self.n_kinds_of_evidence(best, folder) + u32::from(has_own);
        let confidence = confidence.min(at_most(n_kinds));
        let mut published = self.published(value, precision, interval, confidence, why);
        let from = if folder.near.is_empty() {
            "text"
        } else {
            "folder"
        };
        published
            .candidates
            .extend(ranked.iter().take(3).map(|(day, _)| DateCandidate {
                value: day.to_string(),
                from: from.to_owned(),
                span: None,
            }));
        best_first(&mut published);
        Some(published)
    }
}

/// The highest confidence, in thousandths, that so many kinds of evidence bear: what one witness alone says was wrong
/// once in six on news of known date, however clearly it said it.
const fn at_most(n_kinds: u32) -> u16 {
    match n_kinds {
        0 => 700,
        1 => 850,
        _ => 999,
    }
}

/// The chosen value leads the candidates.
fn best_first(published: &mut Published) {
    let value = published.value.clone();
    published.candidates.sort_by_key(|c| c.value != value);
}

fn and_list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} and {last}", init.join(", ")),
    }
}

fn day_interval(day: CivilDate) -> DayInterval {
    DayInterval::days(day, day.add_days(1))
}

/// Days by score, best first; of equals the later day.
fn ranked(days: &[CivilDate], score: impl Fn(CivilDate) -> Score) -> Vec<(CivilDate, Score)> {
    let mut ranked: Vec<(CivilDate, Score)> = days.iter().map(|&day| (day, score(day))).collect();
    ranked.sort_by_key(|&(day, score)| (std::cmp::Reverse(score), std::cmp::Reverse(day)));
    ranked
}

/// Probability in thousandths that one of the days for which `is_in` holds is the day.
fn share_of(ranked: &[(CivilDate, Score)], is_in: impl Fn(CivilDate) -> bool) -> u16 {
    let Some(&(_, best)) = ranked.first() else {
        return 0;
    };
    let (mut inside, mut all) = (0u64, 0u64);
    for &(day, score) in ranked {
        let weight = weight(best - score);
        all += weight;
        if is_in(day) {
            inside += weight;
        }
    }
    u16::try_from(inside * 1000 / all.max(1)).unwrap_or(1000)
}

/// 2^20 · 2^(-n/16), by table: the same on every machine.
fn weight(n: Score) -> u64 {
    const FRACTIONS: [u64; 16] = [
        1_048_576, 1_004_120, 961_548, 920_781, 881_744, 844_361, 808_563, 774_283, 741_455,
        710_020, 679_917, 651_091, 623_487, 597_053, 571_740, 547_500,
    ];
    let n = n.max(0).unsigned_abs();
    let whole = n / 16;
    if whole > 20 {
        0
    } else {
        FRACTIONS[(n % 16) as usize] >> whole
    }
}
