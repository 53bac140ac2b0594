//! Offsets that say which text they measure. Start inclusive, end exclusive.

macro_rules! span_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            /// First unit.
            pub start: u32,
            /// One past the last unit.
            pub end: u32,
        }

        impl $name {
            /// `start..end`; an inverted pair is made empty at `start`.
            #[must_use]
            pub const fn new(start: u32, end: u32) -> Self {
                Self { start, end: if end < start { start } else { end } }
            }

            /// Length in units of this span's text.
            #[must_use]
            pub const fn len(self) -> u32 {
                self.end - self.start
            }

            /// Whether it covers nothing.
            #[must_use]
            pub const fn is_empty(self) -> bool {
                self.end == self.start
            }

            /// Whether `other` lies wholly inside.
            #[must_use]
            pub const fn contains(self, other: Self) -> bool {
                self.start <= other.start && other.end <= self.end
            }

            /// Whether both share at least one unit.
            #[must_use]
            pub const fn overlaps(self, other: Self) -> bool {
                self.start < other.end && other.start < self.end
            }

            /// The smallest span that covers both.
            #[must_use]
            pub fn hull(self, other: Self) -> Self {
                Self { start: self.start.min(other.start), end: self.end.max(other.end) }
            }
        }
    };
}

span_type! {
    /// Bytes of an article's clean text.
    Span
}
span_type! {
    /// Bytes of the decoded source file (after charset decoding, before anything else).
    RawSpan
}
span_type! {
    /// UTF-16 code units of an article's clean text: what the DOM counts.
    Utf16Span
}
span_type! {
    /// Unicode code points: what the annotation record counts.
    CharSpan
}

/// A length or offset as `u32`. Sources are refused above 4 GiB long before this could saturate.
pub(crate) fn offset(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Span {
    /// From `usize` offsets, as `str` methods give them.
    #[must_use]
    pub fn from_range(range: std::ops::Range<usize>) -> Self {
        Self::new(offset(range.start), offset(range.end))
    }

    /// The slice of `text`; empty if the span does not fit it.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize)
            .unwrap_or_default()
    }

    /// As a range for slicing.
    #[must_use]
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl RawSpan {
    /// From `usize` offsets, as `str` methods give them.
    #[must_use]
    pub fn from_range(range: std::ops::Range<usize>) -> Self {
        Self::new(offset(range.start), offset(range.end))
    }

    /// The slice of the decoded source; empty if the span does not fit it.
    #[must_use]
    pub fn of(self, decoded: &str) -> &str {
        decoded
            .get(self.start as usize..self.end as usize)
            .unwrap_or_default()
    }
}

/// Converts byte offsets of one text to code points and UTF-16 units without walking it each time.
///
/// One checkpoint every [`OffsetIndex::STRIDE`] bytes; a conversion reads at most that many bytes.
#[derive(Debug, Clone)]
pub struct OffsetIndex<'t> {
    text: &'t str,
    /// `(code points, UTF-16 units)` before each multiple of the stride.
    checkpoints: Vec<(u32, u32)>,
}

impl<'t> OffsetIndex<'t> {
    const STRIDE: usize = 512;

    /// Reads `text` once.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let (mut chars, mut units) = (0, 0);
        let mut checkpoints = Vec::with_capacity(text.len() / Self::STRIDE + 1);
        for block in text.as_bytes().chunks(Self::STRIDE) {
            checkpoints.push((chars, units));
            let (c, u) = count(block);
            chars += c;
            units += u;
        }
        checkpoints.push((chars, units));
        Self { text, checkpoints }
    }

    fn at(&self, byte: u32) -> (u32, u32) {
        let byte = (byte as usize).min(self.text.len());
        let block = byte / Self::STRIDE;
        let (chars, units) = self.checkpoints.get(block).copied().unwrap_or_default();
        let (c, u) = count(&self.text.as_bytes()[block * Self::STRIDE..byte]);
        (chars + c, units + u)
    }

    /// Code points from bytes.
    #[must_use]
    pub fn chars_from_bytes(&self, span: Span) -> CharSpan {
        CharSpan::new(self.at(span.start).0, self.at(span.end).0)
    }

    /// UTF-16 units from bytes.
    #[must_use]
    pub fn utf16_from_bytes(&self, span: Span) -> Utf16Span {
        Utf16Span::new(self.at(span.start).1, self.at(span.end).1)
    }
}

/// Code points and UTF-16 units that begin in `bytes` (a part of valid UTF-8).
fn count(bytes: &[u8]) -> (u32, u32) {
    bytes
        .iter()
        .fold((0, 0), |(chars, units), &byte| match byte {
            0x80..=0xbf => (chars, units),
            0xf0..=0xff => (chars + 1, units + 2),
            _ => (chars + 1, units + 1),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_agree_with_a_plain_walk() {
        let text = "naïve 𝔘nicode — «Ёлки» ".repeat(90);
        let index = OffsetIndex::new(&text);
        for (byte, _) in text.char_indices().step_by(7) {
            let head = &text[..byte];
            let span = Span::from_range(0..byte);
            assert_eq!(
                index.chars_from_bytes(span).end as usize,
                head.chars().count()
            );
            assert_eq!(
                index.utf16_from_bytes(span).end as usize,
                head.encode_utf16().count()
            );
        }
    }

    #[test]
    fn a_span_that_does_not_fit_gives_no_text() {
        assert_eq!(Span::new(2, 90).of("short"), "");
        assert_eq!(Span::new(1, 2).of("é"), "");
        assert_eq!(Span::new(5, 2), Span::new(5, 5));
    }
}
