//! Plain text: the body is the file, with every kind of line break made `\n`. Also what all formats
//! share: offsets, and what parts two pieces of text.

use corpus_model::{MappedText, RawSpan};

/// `decoded` as a body. Maps byte for byte but for line breaks of two bytes or of old kinds.
pub(crate) fn body(decoded: &str) -> MappedText {
    let mut out = MappedText::default();
    let mut start = 0;
    for (at, _) in decoded.match_indices('\r') {
        if at < start {
            continue;
        }
        out.push_copy(&decoded[start..at], offset(start));
        let is_pair = decoded.as_bytes().get(at + 1) == Some(&b'\n');
        start = at + 1;
        if !is_pair {
            out.push_replaced("\n", RawSpan::from_range(at..at + 1));
        }
    }
    out.push_copy(&decoded[start..], offset(start));
    out
}

/// What stands between two pieces of a text taken out of markup. The strongest wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    None,
    Space,
    Line,
    Block,
}

impl Gap {
    pub(crate) const fn separator(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Space => " ",
            Self::Line => "\n",
            Self::Block => "\n\n",
        }
    }
}

/// An offset as texts count them.
pub(crate) fn offset(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus_model::Span;

    #[test]
    fn line_breaks_of_all_systems_become_one() {
        let source = "a\r\nb\rc\nd";
        let body = body(source);
        assert_eq!(body.text(), "a\nb\nc\nd");
        assert_eq!(body.raw_from_text(Span::new(2, 3)).of(source), "b");
        assert_eq!(body.raw_from_text(Span::new(6, 7)).of(source), "d");
    }
}
