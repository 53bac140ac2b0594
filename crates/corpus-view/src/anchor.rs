//! A quoted passage found again in a text that may have changed.
//!
//! Takes the text, the quoted words and where they stood; gives where they stand now. The same words nearest
//! to their old place come first, then the same words with other spaces, capitals or quotation marks, then
//! the passage between its beginning and its end. Words that are gone are not found: a wrong passage would
//! be taken for the quoted one.

use corpus_model::Span;

/// Stands in a link for the middle of a long passage.
const ELLIPSIS: &str = " … ";
/// How many characters of a changed passage's ends must still be there.
const END: usize = 16;
/// How much longer than the quotation a passage may be whose ends alone are known, in characters.
const STRETCH: usize = 4000;

/// Where `quote` stands in `text`, nearest to byte `at`.
#[must_use]
pub fn anchored(text: &str, quote: &str, at: u32) -> Option<Span> {
    if quote.trim().is_empty() {
        return None;
    }
    if let Some(found) = nearest(text, quote, at) {
        return Some(Span::new(found, found + quote.len() as u32));
    }
    let (letters, places) = plain(text);
    let at = places.partition_point(|&place| place < at) as u32;
    let (wanted, _) = plain(&quote.replace(ELLIPSIS, "\u{1}"));
    let (first, last) = match wanted.split_once('\u{1}') {
        Some((first, last)) => (first.to_owned(), last.to_owned()),
        None => {
            let n = wanted.chars().count();
            if let Some(found) = nearest_chars(&letters, &wanted, at) {
                return span(text, &places, found, n);
            }
            if n < 2 * END {
                return None;
            }
            let first = wanted.chars().take(END).collect();
            (first, wanted.chars().skip(n - END).collect())
        }
    };
    let begin = nearest_chars(&letters, &first, at)?;
    let from = begin + first.chars().count();
    let rest: String = letters
        .chars()
        .skip(from)
        .take(wanted.chars().count() + STRETCH)
        .collect();
    let end = rest.find(&last)?;
    let n = from - begin + rest.get(..end)?.chars().count() + last.chars().count();
    span(text, &places, begin, n)
}

/// From plain letters back to the text.
fn span(text: &str, places: &[u32], begin: usize, n: usize) -> Option<Span> {
    let start = *places.get(begin)?;
    let last = *places.get(begin + n.checked_sub(1)?)?;
    let width = text.get(last as usize..)?.chars().next()?.len_utf8();
    Some(Span::new(start, last + width as u32))
}

fn nearest(text: &str, quote: &str, at: u32) -> Option<u32> {
    let found = text.match_indices(quote).map(|(place, _)| place as u32);
    found.min_by_key(|place| (place.abs_diff(at), *place))
}

/// The same, counted in characters.
fn nearest_chars(text: &str, quote: &str, at: u32) -> Option<usize> {
    let byte = text
        .char_indices()
        .nth(at as usize)
        .map_or(text.len(), |(byte, _)| byte);
    let found = nearest(text, quote, byte as u32)?;
    Some(text.get(..found as usize)?.chars().count())
}

/// Letters and digits in small letters, one for one, each with its byte in the text.
fn plain(text: &str) -> (String, Vec<u32>) {
    let mut letters = String::new();
    let mut places = Vec::new();
    for (place, c) in text.char_indices() {
        if c.is_alphanumeric() || c == '\u{1}' {
            let mut lower = c.to_lowercase();
            letters.push(lower.next().unwrap_or(c));
            places.push(place as u32);
        }
    }
    (letters, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The bridge was closed. “Nobody knew,” said the mayor.\n\nThe bridge was closed again; \
        the second time for a week, and nobody in the town was told why or by whom.";

    fn check(quote: &str, at: u32, wanted: Option<&str>) {
        let found = anchored(TEXT, quote, at).map(|span| span.of(TEXT));
        assert_eq!(found, wanted, "{quote:?}");
    }

    #[test]
    fn the_same_words_nearest_to_their_place() {
        assert_eq!(
            anchored(TEXT, "The bridge was closed", 3).map(|s| s.start),
            Some(0)
        );
        assert!(anchored(TEXT, "The bridge was closed", 60).is_some_and(|s| s.start > 50));
    }

    #[test]
    fn other_spaces_capitals_and_marks() {
        check("\"nobody  knew\" said", 0, Some("Nobody knew,” said"));
    }

    #[test]
    fn a_word_changed_in_the_middle() {
        check(
            "the second time for a month, and nobody in the town was told why",
            0,
            Some("the second time for a week, and nobody in the town was told why"),
        );
    }

    #[test]
    fn a_long_passage_by_its_ends() {
        check(
            "said the mayor … closed again",
            0,
            Some("said the mayor.\n\nThe bridge was closed again"),
        );
    }

    #[test]
    fn what_is_gone_is_not_found() {
        check("the ferry was sunk", 0, None);
        check("", 0, None);
        check("…", 0, None);
    }
}
