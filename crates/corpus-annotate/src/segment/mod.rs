//! Splits clean text into paragraphs, then sentences.
//!
//! Takes an article's text; returns spans that are sorted and cover all text but white space.
//! Paragraphs are separated by blank lines; a sentence never crosses one. Sentences are the unit of
//! snippets and of dates without a year, so both a missed and a false break cost something.
//!
//! It knows punctuation, layout and the abbreviations of `abbreviations.rs`, no other dictionary.

mod abbreviations;
mod sentences;

pub use sentences::sentences;

use corpus_model::Span;

/// Blocks between blank lines, trimmed of white space.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            out.extend(open.take().map(|(s, e)| Span::from_range(s..e)));
        } else {
            let start = at + (line.len() - line.trim_start().len());
            let end = start + trimmed.len();
            open = Some((open.map_or(start, |(s, _)| s), end));
        }
        at += line.len();
    }
    out.extend(open.map(|(s, e)| Span::from_range(s..e)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_what_stands_between_blank_lines() {
        let text = "\n  One\nstill one \n \n\ttwo\n\n\n";
        let found: Vec<&str> = paragraphs(text).iter().map(|p| p.of(text)).collect();
        assert_eq!(found, ["One\nstill one", "two"]);
        assert!(paragraphs(" \n\n").is_empty());
    }
}
