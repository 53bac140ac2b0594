//! When: date expressions with reasons, and publication dates inferred from all that a folder tells.
//!
//! In: [`Article`]s, described and segmented. Out: one [`Published`] each, where anything tells, and the
//! [`DateMention`]s of each text. Text → `token` (words and numbers, looked up once in `words`) → `parse`
//! (what is said) → `resolve` (what is meant, from which anchor and why). `publish` weighs the hints of all
//! articles against each other; `facts` knows what the world's calendar says of some words.
//!
//! Grammar is tables and a few rules: a language is its words (`data/date-words.tsv`). TIMEX3 throughout.
//! Nothing is invented: without an anchor a value keeps its open places (`XXXX-05-21`).

mod calendar;
mod facts;
#[cfg(test)]
mod news_tests;
mod parse;
mod publish;
mod resolve;
#[cfg(test)]
mod tests;
mod token;
mod words;

use corpus_model::{Article, CivilDate, DateMention, DayNumber, Precision, Published};

pub use publish::publication_dates;
pub(crate) use words::{is_month, is_weekday};

/// The date expressions of one article, resolved against its publication date, in text order.
#[must_use]
pub fn find_dates(article: &Article, published: Option<&Published>) -> Vec<DateMention> {
    find_dates_in(&article.text, &article.language.tag, published)
}

/// The date expressions of a text in the language `tag` (BCP 47), resolved against `published`.
#[must_use]
pub fn find_dates_in(text: &str, tag: &str, published: Option<&Published>) -> Vec<DateMention> {
    let words = words::Words::for_language(tag);
    let tokens = token::tokens(text, &words);
    let anchor = published.and_then(anchor_day);
    let style = style(text, &tokens, anchor.map(|(day, _)| day));
    let found = parse::expressions(text, &tokens, &words, style);
    let anchors = resolve::Anchors {
        published: anchor.map(|(day, _)| day),
        week: published
            .filter(|p| p.precision == Precision::Week)
            .and_then(|p| p.interval?.begin)
            .map(CivilDate::from_day_number),
        is_exact: anchor.is_some_and(|(_, exact)| exact),
        is_narrative: style.is_narrative || anchor.is_none(),
        is_history: style.is_narrative,
    };
    resolve::resolve(text, &tokens, &found, anchors)
}

/// A day to count from, and whether it is the very day.
fn anchor_day(published: &Published) -> Option<(CivilDate, bool)> {
    let interval = published.interval?;
    let (begin, end) = (interval.begin?, interval.end_exclusive?);
    let is_exact = published.precision <= Precision::Day || end.0 - begin.0 == 1;
    if published.precision > Precision::Month {
        return None;
    }
    let middle = begin.0 + (end.0 - begin.0) / 2;
    Some((
        CivilDate::from_day_number(DayNumber(if is_exact { begin.0 } else { middle })),
        is_exact,
    ))
}

/// Whether a text tells history: many years named, few of them near its publication.
fn style(text: &str, tokens: &[token::Token], published: Option<CivilDate>) -> parse::Style {
    let (mut n_years, mut n_near, mut n_before_era, mut n_weekdays) = (0u32, 0u32, 0u32, 0u32);
    let (mut n_ancient, mut n_present) = (0u32, 0u32);
    for (i, token) in tokens.iter().enumerate() {
        match token.lex {
            words::Lex::Kw(words::Kw::Bc)
                if token.is_capital && i > 0 && tokens[i - 1].kind == token::Kind::Number =>
            {
                n_before_era += 1;
            }
            words::Lex::Weekday(_) => n_weekdays += 1,
            // Yesterday, today; currently.
            words::Lex::Rel(_) | words::Lex::Ref("PRESENT_REF") => n_present += 1,
            words::Lex::Month(_) => {
                n_ancient += u32::from(
                    tokens
                        .get(i + 1)
                        .is_some_and(|t| t.kind == token::Kind::Number && t.byte_len() == 3),
                )
            }
            words::Lex::None
                if token.byte_len() == 1
                    && text.get(token.start as usize..token.end as usize) == Some("c") =>
            {
                n_ancient += u32::from(
                    tokens
                        .get(i + 2)
                        .is_some_and(|t| t.kind == token::Kind::Number && t.byte_len() == 3),
                );
            }
            _ => {}
        }
        if token.kind == token::Kind::Number
            && token.byte_len() == 4
            && (1000..2100).contains(&token.number)
            && !token.glued
        {
            n_years += 1;
            let year = i32::try_from(token.number).unwrap_or_default();
            if published.is_some_and(|p| (p.year() - year).abs() <= 1) {
                n_near += 1;
            }
        }
    }
    let n_bytes = u32::try_from(text.len()).unwrap_or(u32::MAX);
    // A report of news names few years; a history one every few hundred bytes.
    let is_dense = n_years >= 6 && n_years.saturating_mul(1500) > n_bytes;
    let is_narrative = n_before_era >= 5
        || (is_dense
            && n_near * 3 < n_years
            && n_weekdays * 4 < n_years
            && n_present * 6 < n_years);
    parse::Style {
        is_narrative,
        is_chronicle: is_narrative && n_weekdays * 25 < n_years,
        is_before_era: n_before_era >= 3,
        is_ancient: n_ancient >= 2,
    }
}
