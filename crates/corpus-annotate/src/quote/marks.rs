//! Pairs of quotation marks.
//!
//! Takes one paragraph's text; returns the spans between marks, marks included. A paragraph that opens a
//! quotation and does not close it is taken to its end: the next one continues it.

use corpus_model::Span;

/// A pair of marks, or an opening mark whose partner the paragraph lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marked {
    /// With the marks.
    pub span: Span,
    /// A closing mark was found.
    pub is_closed: bool,
    /// Single marks: they also serve as apostrophes.
    pub is_single: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Straight,
    Curly,
    Guillemets,
    Low,
    Single,
}

/// The quotations marked in `text[range]`, in order; one inside another is part of the outer one.
pub fn marked(text: &str, range: Span) -> Vec<Marked> {
    let part = range.of(text);
    let mut out = Vec::new();
    let mut open: Option<(usize, Style)> = None;
    let mut previous: Option<char> = None;
    let mut depth = 0;
    for (at, c) in part.char_indices() {
        let next = part[at + c.len_utf8()..].chars().next();
        let after_gap = previous.is_none_or(|p| {
            p.is_whitespace() || matches!(p, '(' | '[' | '—' | '–' | '-' | '/' | '“' | '«')
        });
        let before_gap = next.is_none_or(|n| {
            n.is_whitespace()
                || n.is_ascii_punctuation()
                || matches!(n, '—' | '–' | '…' | '”' | '»')
        });
        if let Some((start, style)) = open {
            let closes = match style {
                Style::Straight => c == '"' || c == '”',
                Style::Curly => c == '”' || c == '"' && before_gap && !after_gap,
                Style::Low => matches!(c, '“' | '”'),
                Style::Guillemets => {
                    depth += i32::from(c == '«') - i32::from(c == '»');
                    c == '»' && depth <= 0
                }
                Style::Single => matches!(c, '’' | '\'') && before_gap && !after_gap,
            };
            if closes {
                out.push(Marked {
                    span: Span::from_range(
                        range.start as usize + start..range.start as usize + at + c.len_utf8(),
                    ),
                    is_closed: true,
                    is_single: style == Style::Single,
                });
                open = None;
            }
        } else {
            let starts_word = next.is_some_and(|n| !n.is_whitespace());
            let style = match c {
                '"' if starts_word => Some(Style::Straight),
                '“' if starts_word => Some(Style::Curly),
                '«' if starts_word => Some(Style::Guillemets),
                '„' if starts_word => Some(Style::Low),
                '‘' | '\'' if after_gap && next.is_some_and(char::is_alphanumeric) => {
                    Some(Style::Single)
                }
                _ => None,
            };
            if let Some(style) = style {
                open = Some((at, style));
                depth = i32::from(style == Style::Guillemets);
            }
        }
        previous = Some(c);
    }
    if let Some((start, style)) = open
        && style != Style::Single
    {
        out.push(Marked {
            span: Span::from_range(
                range.start as usize + start..range.start as usize + part.trim_end().len(),
            ),
            is_closed: false,
            is_single: false,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = marked(text, Span::from_range(0..text.len()))
            .iter()
            .map(|m| m.span.of(text))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn all_marks() {
        check(
            "He said \"yes\" and “no” and «да» and „nein“.",
            &["\"yes\"", "“no”", "«да»", "„nein“"],
        );
        check(
            "It’s ‘so-called’ and don't 'stop it'.",
            &["‘so-called’", "'stop it'"],
        );
        check(
            "«Газета «Труд» пишет», сказал он",
            &["«Газета «Труд» пишет»"],
        );
    }

    #[test]
    fn open_to_the_end() {
        check("She said: “We go on.", &["“We go on."]);
        check("the reporters' room and the '90s", &[]);
    }
}
