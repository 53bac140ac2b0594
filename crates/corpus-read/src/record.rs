//! A document put together from the fields of a record: what tables, JSON, feeds and e-mails share.
//!
//! In: a title and a text, plain or HTML. Out: a [`Doc`] whose decoded source is the title, a blank line and
//! the text as the record holds it, so that every span of the body leads back to them.

use crate::text::{self, offset};
use crate::{Doc, html};
use corpus_model::{CivilDate, DayNumber, Format, MapRun, MappedText, Metadata, RawSpan};

/// How a record's text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Markup {
    Plain,
    Html,
    /// HTML if it holds tags that texts do not hold by accident.
    Guess,
}

/// What parts title and text of a decoded source.
const BLANK_LINE: &str = "\n\n";

/// The document of a record. `metadata.title` becomes the first block of its body, unless the text begins
/// with it.
pub(crate) fn doc(
    format: Format,
    charset: &str,
    text: &str,
    markup: Markup,
    mut metadata: Metadata,
) -> Doc {
    let is_html = match markup {
        Markup::Plain => false,
        Markup::Html => true,
        Markup::Guess => has_tags(text),
    };
    let content = if is_html && is_whole_page(text) {
        let page = html::read(text);
        metadata.title = metadata.title.or(page.metadata.title);
        metadata.url = metadata.url.or(page.metadata.url);
        metadata.language = metadata.language.or(page.metadata.language);
        if metadata.outlet.is_none() {
            metadata.outlet = page.metadata.outlet;
            metadata.outlet_from = page.metadata.outlet_from;
        }
        if metadata.authors.is_empty() {
            metadata.authors = page.metadata.authors;
        }
        metadata.published.extend(page.metadata.published);
        page.body
    } else if is_html {
        html::whole_text(text)
    } else {
        text::body(text)
    };
    metadata.title = metadata.title.as_deref().and_then(tidy);
    let title = metadata.title.clone().unwrap_or_default();
    let has_text = !content.text().trim().is_empty();
    let begins_so = content.text().trim_start().lines().next().map(str::trim) == Some(&title);
    let mut body = MappedText::default();
    let mut decoded = String::with_capacity(title.len() + 2 + text.len());
    if has_text && !title.is_empty() && !begins_so {
        decoded.push_str(&title);
        decoded.push_str(BLANK_LINE);
        body.push_copy(&decoded, 0);
    }
    let before = offset(decoded.len());
    decoded.push_str(text);
    append(&mut body, &content, before);
    Doc {
        format,
        charset: charset.to_owned(),
        decoded,
        body,
        metadata,
    }
}

/// Appends `other`, whose source stands `before` bytes into the source of `out` (wrapping: a source that
/// begins later than that of `other` is so many bytes before it).
pub(crate) fn append(out: &mut MappedText, other: &MappedText, before: u32) {
    let runs: &[MapRun] = other.runs();
    for (i, run) in runs.iter().enumerate() {
        let end = runs
            .get(i + 1)
            .map_or(other.text().len(), |next| next.text_start as usize);
        let piece = other
            .text()
            .get(run.text_start as usize..end)
            .unwrap_or_default();
        if run.is_copy {
            out.push_copy(piece, run.raw.start.wrapping_add(before));
        } else {
            let (start, end) = (run.raw.start, run.raw.end);
            let raw = RawSpan::new(start.wrapping_add(before), end.wrapping_add(before));
            out.push_replaced(piece, raw);
        }
    }
}

/// One line without spaces around it; `None` if nothing is left.
pub(crate) fn tidy(value: &str) -> Option<String> {
    let tidy = value.split_whitespace().collect::<Vec<_>>().join(" ");
    (!tidy.is_empty()).then_some(tidy)
}

/// Tags that stand in no plain text by accident.
pub(crate) fn has_tags(text: &str) -> bool {
    const TAGS: [&str; 14] = [
        "p", "/p", "br", "div", "/div", "/a", "/li", "/em", "/strong", "/b", "/i", "/h2", "/span",
        "html",
    ];
    text.match_indices('<').take(2000).any(|(at, _)| {
        let rest = text.as_bytes().get(at + 1..).unwrap_or_default();
        TAGS.iter().any(|tag| {
            rest.get(..tag.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(tag.as_bytes()))
                && matches!(
                    rest.get(tag.len()),
                    Some(b'>' | b' ' | b'/' | b'\n' | b'\r')
                )
        })
    })
}

fn is_whole_page(text: &str) -> bool {
    let head = text
        .get(..crate::sniff::floor_boundary(text, 1024))
        .unwrap_or_default()
        .to_ascii_lowercase();
    head.contains("<html") || head.contains("<!doctype html")
}

/// Whether references of HTML stand in a text without tags.
pub(crate) fn has_references(text: &str) -> bool {
    text.match_indices('&').take(2000).any(|(at, _)| {
        let rest = text.as_bytes().get(at + 1..).unwrap_or_default();
        let n = rest
            .iter()
            .take(10)
            .take_while(|b| b.is_ascii_alphanumeric() || **b == b'#')
            .count();
        n >= 2 && rest.get(n) == Some(&b';')
    })
}

/// Seconds or milliseconds since 1970 as a day; other values as they are.
pub(crate) fn date_value(value: &str) -> String {
    let value = value.trim();
    let is_number = value.bytes().all(|b| b.is_ascii_digit());
    let seconds = match (is_number, value.len()) {
        (true, 9 | 10) => value.parse::<i64>().ok(),
        (true, 12 | 13) => value.parse::<i64>().ok().map(|millis| millis / 1000),
        _ => None,
    };
    match seconds.and_then(|s| i32::try_from(s / 86_400).ok()) {
        Some(day) => CivilDate::from_day_number(DayNumber(day)).to_string(),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus_model::Span;

    #[test]
    fn title_and_text_lead_back_to_the_record() {
        let metadata = Metadata {
            title: Some("Harbour\n  reopens".to_owned()),
            ..Metadata::default()
        };
        let text = "<p>The pier &amp; the quay</p><p>are open.</p>";
        let doc = doc(Format::Json, "utf-8", text, Markup::Guess, metadata);
        assert_eq!(
            doc.body.text(),
            "Harbour reopens\n\nThe pier & the quay\n\nare open."
        );
        let at = doc.body.text().find('&').unwrap();
        let back = doc.body.raw_from_text(Span::from_range(at..at + 1));
        assert_eq!(back.of(&doc.decoded), "&amp;");
    }

    #[test]
    fn a_title_that_opens_the_text_is_not_repeated() {
        let metadata = Metadata {
            title: Some("Harbour reopens".to_owned()),
            ..Metadata::default()
        };
        let doc = doc(
            Format::Csv,
            "utf-8",
            "Harbour reopens\n\nAt noon.",
            Markup::Guess,
            metadata,
        );
        assert_eq!(doc.body.text(), "Harbour reopens\n\nAt noon.");
    }

    #[test]
    fn words_in_angle_brackets_are_no_markup() {
        assert!(!has_tags("if a < b and <c> or <script>alert(1)</script>"));
        assert!(has_tags("one<br>two") && has_tags("<P class=x>one"));
        assert!(has_references("it&#8217;s") && !has_references("Marks & Spencer; A&B"));
    }

    #[test]
    fn numbers_of_seconds_are_days() {
        assert_eq!(date_value("1641546000"), "2022-01-07");
        assert_eq!(date_value("1641546000123"), "2022-01-07");
        assert_eq!(date_value("20220107"), "20220107");
        assert_eq!(date_value(" 7 January 2022 "), "7 January 2022");
    }
}
