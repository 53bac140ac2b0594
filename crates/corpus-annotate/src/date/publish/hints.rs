//! What an article says of its own date: metadata, address, file name, dateline, date line.
//!
//! In: an [`Article`] and the words of its language. Out: [`Hint`]s, most trusted first, understood as far as
//! they go (`XXXX-05-21`).

use crate::date::facts::iso_day;
use crate::date::parse::{Point, Sense, Style, Year, expressions};
use crate::date::token::tokens;
use crate::date::words::Words;
use corpus_model::{Article, CivilDate, DateHint, MetaDate, PartialDate, Span, Weekday};

/// A hint, understood as far as it goes.
pub(super) struct Hint {
    pub date: PartialDate,
    pub from: &'static str,
    /// Words for the reason.
    pub said: String,
    pub span: Option<Span>,
    /// Thousandths: how often such a hint, when it is a full date, is right.
    pub trust: u16,
}

/// The hints of an article, most trusted first.
pub(super) fn hints(article: &Article, words: &Words) -> Vec<Hint> {
    let mut found: Vec<Hint> = Vec::new();
    for hint in &article.date_hints {
        let (text, from, span, trust): (&str, &'static str, Option<Span>, u16) = match hint {
            DateHint::Metadata(meta) => (&meta.value, "metadata", None, 985),
            DateHint::Url(value) => (value, "url", None, 970),
            DateHint::FileName(value) => (value, "file name", None, 930),
            DateHint::Dateline(span) => (article.slice(*span), "dateline", Some(*span), 970),
            DateHint::Line(span) => (article.slice(*span), "byline", Some(*span), 970),
            DateHint::Given(value) => (value, "given", None, 950),
            DateHint::Saved(_) => continue,
        };
        let said = match hint {
            DateHint::Metadata(meta) => format!("{} says \"{}\"", meta.from, clipped(&meta.value)),
            DateHint::Url(_) => "date in the address".to_owned(),
            DateHint::FileName(_) => "date in the file name".to_owned(),
            DateHint::Dateline(_) => format!("dateline \"{}\"", clipped(text)),
            DateHint::Line(_) => format!("date line \"{}\"", clipped(text)),
            DateHint::Given(_) | DateHint::Saved(_) => "given with the documents".to_owned(),
        };
        if let Some(date) = read_date(text, words) {
            found.push(Hint {
                date,
                from,
                said,
                span,
                trust,
            });
        }
    }
    // A line that is a date and nothing else, near the top.
    if found.iter().all(|h| h.span.is_none()) {
        for &paragraph in article.paragraphs.iter().take(4) {
            let line = article.slice(paragraph);
            if let Some((date, span)) = opening_date(line, words) {
                let span = Span::new(paragraph.start + span.start, paragraph.start + span.end);
                let said = format!("dateline \"{}\"", clipped(article.slice(span)));
                found.push(Hint {
                    date,
                    from: "dateline",
                    said,
                    span: Some(span),
                    trust: 960,
                });
                break;
            }
            if line.len() > 60 {
                continue;
            }
            if let Some(date) = only_date(line, words) {
                let said = format!("date line \"{}\"", clipped(line));
                found.push(Hint {
                    date,
                    from: "text",
                    said,
                    span: Some(paragraph),
                    trust: 960,
                });
                break;
            }
        }
    }
    found
}

/// A day on which the file was made, changed or archived, with words for the reason.
pub(super) struct Saved {
    pub day: CivilDate,
    pub said: String,
}

/// When the file of an article was made, changed or archived.
pub(super) fn saved(article: &Article) -> Vec<Saved> {
    let dates = article.date_hints.iter().filter_map(|hint| match hint {
        DateHint::Saved(date) => Some(date),
        _ => None,
    });
    let read = dates.filter_map(|date| {
        let day = iso_day(date.value.trim())?;
        let words = match date.from.as_str() {
            MetaDate::MADE => "the file says it was made on",
            MetaDate::CHANGED => "the file says it was saved on",
            MetaDate::PACKED => "its archive says the file was saved on",
            MetaDate::ARCHIVED => "the page was archived on",
            from => from,
        };
        let said = format!("{words} {day}");
        Some(Saved { day, said })
    });
    read.collect()
}

pub(super) fn clipped(text: &str) -> String {
    let text = text.trim();
    let end = text.char_indices().nth(60).map_or(text.len(), |(i, _)| i);
    text[..end].to_owned()
}

/// The date a hint's text gives.
pub(super) fn read_date(text: &str, words: &Words) -> Option<PartialDate> {
    let trimmed = text.trim();
    if let Some(day) = iso_day(trimmed) {
        return Some(partial(day));
    }
    let digits = trimmed.as_bytes();
    if digits.len() == 8 && digits.iter().all(u8::is_ascii_digit) {
        let number = |range: std::ops::Range<usize>| trimmed.get(range)?.parse::<i32>().ok();
        return Some(partial(CivilDate::new(
            number(0..4)?,
            u8::try_from(number(4..6)?).ok()?,
            u8::try_from(number(6..8)?).ok()?,
        )?));
    }
    let tokens = tokens(text, words);
    expressions(text, &tokens, words, Style::default())
        .iter()
        .find_map(|found| match found.sense {
            Sense::Point(point) => said_date(point),
            _ => None,
        })
}

/// `RIGA, March 4, 2021. …`: a place in capitals and a date open the paragraph.
pub(super) fn opening_date(paragraph: &str, words: &Words) -> Option<(PartialDate, Span)> {
    let end = paragraph
        .char_indices()
        .nth(90)
        .map_or(paragraph.len(), |(i, _)| i);
    let head = &paragraph[..end];
    let (place, _) = head.split_once([',', '('])?;
    let letters = place.chars().filter(|c| c.is_alphabetic());
    let n_letters = letters.clone().count();
    if !(3..=40).contains(&n_letters) || letters.clone().any(char::is_lowercase) {
        return None;
    }
    let tokens = tokens(head, words);
    let found = expressions(head, &tokens, words, Style::default());
    let first = found.first()?;
    let Sense::Point(point) = first.sense else {
        return None;
    };
    let between = head.get(place.len()..first.start as usize)?;
    let after = head.get(first.end as usize..)?.trim_start();
    let date = said_date(point)?;
    let opens = between.len() <= 24 && after.starts_with(['.', '/', '—', '–', '-', '(', ')', ':']);
    (opens && date.day.is_some() && date.month.is_some())
        .then_some((date, Span::new(first.start, first.end)))
}

pub(super) fn only_date(line: &str, words: &Words) -> Option<PartialDate> {
    let tokens = tokens(line, words);
    let found = expressions(line, &tokens, words, Style::default());
    let first = found.first()?;
    let Sense::Point(point) = first.sense else {
        return None;
    };
    let rest = line.len() - (first.end - first.start) as usize;
    let date = said_date(point)?;
    (date.day.is_some() && rest <= 24).then_some(date)
}

pub(super) fn said_date(point: Point) -> Option<PartialDate> {
    let year = match point.year {
        Some(Year::Full(year)) => Some(year),
        Some(_) => return None,
        None => None,
    };
    let weekday = point
        .weekday
        .and_then(|w| Weekday::ALL.get(usize::from(w).checked_sub(1)?))
        .copied();
    let date = PartialDate {
        year,
        month: point.month,
        day: point.day,
        weekday,
    };
    (year.is_some()
        || (point.month.is_some() && point.day.is_some())
        || (weekday.is_some() && point.scope.is_none()))
    .then_some(date)
}

pub(super) fn partial(day: CivilDate) -> PartialDate {
    PartialDate {
        year: Some(day.year()),
        month: Some(day.month()),
        day: Some(day.day()),
        weekday: None,
    }
}
