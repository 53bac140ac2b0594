//! Text that remembers where in the source each part came from.

use crate::span::{RawSpan, Span, offset};
use serde::{Deserialize, Serialize};

/// One piece of a [`MappedText`], from `text_start` to the next run's start.
///
/// A run as long as its source was copied byte for byte; any other was put in its place as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapRun {
    /// First byte of the piece in the text.
    pub text_start: u32,
    /// Where it came from.
    pub raw: RawSpan,
    /// Copied byte for byte (so offsets inside the run map one to one).
    pub is_copy: bool,
}

/// A text with a map back to the decoded source. Built front to back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedText {
    text: String,
    runs: Vec<MapRun>,
}

impl MappedText {
    /// A text that is its own source.
    #[must_use]
    pub fn identity(text: &str) -> Self {
        let mut mapped = Self::default();
        mapped.push_copy(text, 0);
        mapped
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The runs, in text order.
    #[must_use]
    pub fn runs(&self) -> &[MapRun] {
        &self.runs
    }

    /// Takes the parts.
    #[must_use]
    pub fn into_parts(self) -> (String, Vec<MapRun>) {
        (self.text, self.runs)
    }

    /// Appends `piece`, which stands at `raw_start` of the source.
    pub fn push_copy(&mut self, piece: &str, raw_start: u32) {
        if piece.is_empty() {
            return;
        }
        let text_start = offset(self.text.len());
        let raw = RawSpan::new(raw_start, raw_start + offset(piece.len()));
        self.text.push_str(piece);
        if let Some(last) = self.runs.last_mut()
            && last.is_copy
            && last.raw.end == raw.start
        {
            last.raw.end = raw.end;
            return;
        }
        self.runs.push(MapRun {
            text_start,
            raw,
            is_copy: true,
        });
    }

    /// Appends `piece` in place of the source's `raw` (empty for something inserted).
    pub fn push_replaced(&mut self, piece: &str, raw: RawSpan) {
        if piece.is_empty() {
            return;
        }
        let text_start = offset(self.text.len());
        self.text.push_str(piece);
        self.runs.push(MapRun {
            text_start,
            raw,
            is_copy: false,
        });
    }

    /// Appends the part `span` of `other`, keeping its map.
    pub fn push_slice(&mut self, other: &Self, span: Span) {
        let mut at = span.start;
        while at < span.end {
            let i = other.runs.partition_point(|run| run.text_start <= at);
            let Some(run) = i.checked_sub(1).and_then(|i| other.runs.get(i)) else {
                return;
            };
            let run_end = other
                .runs
                .get(i)
                .map_or(offset(other.text.len()), |next| next.text_start);
            let end = run_end.min(span.end);
            let piece = Span::new(at, end).of(&other.text);
            if piece.is_empty() {
                return;
            }
            if run.is_copy {
                self.push_copy(piece, run.raw.start + (at - run.text_start));
            } else {
                self.push_replaced(piece, run.raw);
            }
            at = end;
        }
    }

    /// The part `span` with its map.
    #[must_use]
    pub fn slice(&self, span: Span) -> Self {
        let mut out = Self::default();
        out.push_slice(self, span);
        out
    }

    /// Where `span` of the text came from: the smallest source span that covers it.
    #[must_use]
    pub fn raw_from_text(&self, span: Span) -> RawSpan {
        raw_from_text(&self.runs, offset(self.text.len()), span)
    }
}

/// [`MappedText::raw_from_text`] for runs kept without their text.
pub(crate) fn raw_from_text(runs: &[MapRun], text_len: u32, span: Span) -> RawSpan {
    let run_at = |byte: u32| {
        let i = runs
            .partition_point(|run| run.text_start <= byte)
            .checked_sub(1)?;
        let end = runs.get(i + 1).map_or(text_len, |next| next.text_start);
        Some((runs[i], end))
    };
    let start = run_at(span.start).map_or(0, |(run, _)| {
        run.raw.start
            + if run.is_copy {
                span.start - run.text_start
            } else {
                0
            }
    });
    if span.is_empty() {
        return RawSpan::new(start, start);
    }
    let end = run_at(span.end - 1).map_or(start, |(run, _)| {
        if run.is_copy {
            run.raw.start + (span.end - run.text_start)
        } else {
            run.raw.end
        }
    });
    RawSpan::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_span_maps_back_to_its_source() {
        let source = "a &amp; b  c";
        let mut text = MappedText::default();
        text.push_copy("a ", 0);
        text.push_replaced("&", RawSpan::new(2, 7));
        text.push_copy(" b", 7);
        text.push_copy(" c", 10);
        assert_eq!(text.text(), "a & b c");
        let back = |range| text.raw_from_text(Span::from_range(range)).of(source);
        assert_eq!(back(2..3), "&amp;");
        assert_eq!(back(0..5), "a &amp; b");
        assert_eq!(back(6..7), "c");
        let tail = text.slice(Span::new(2, 7));
        assert_eq!(tail.text(), "& b c");
        assert_eq!(tail.raw_from_text(Span::new(0, 3)).of(source), "&amp; b");
    }
}
