//! Puts an article's text together from kept lines, carrying map, repairs and cuts along.
//!
//! In: the repaired source text and a plan of blocks and cuts. Out: the parts of an [`Article`] that
//! depend on text alone. Blocks become paragraphs, parted by one blank line; the lines of a block are
//! joined by a space.

use corpus_model::{MappedText, RawSpan, Removed, Repair, Span};

/// A source after repairs: text with its map, and what was mended in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Repaired {
    pub(crate) text: MappedText,
    /// In text order.
    pub(crate) repairs: Vec<Repair>,
}

/// One step of an article's plan, in source order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// Lines of the repaired text that make one paragraph.
    Block { lines: Vec<Span>, role: Role },
    /// A line that is cut.
    Cut { line: Span, why: String },
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Title,
    Standfirst,
    Byline,
    Body,
}

/// Text and layers of an article under construction.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) text: MappedText,
    pub(crate) repairs: Vec<Repair>,
    pub(crate) removed: Vec<Removed>,
    /// Blocks in text order.
    pub(crate) blocks: Vec<(Role, Span)>,
}

impl Draft {
    /// Follows the plan.
    pub(crate) fn build(source: &Repaired, decoded: &str, steps: &[Step]) -> Self {
        let mut draft = Self::default();
        for step in steps {
            match step {
                Step::Block { lines, role } => draft.push_block(source, lines, *role),
                Step::Cut { line, why } => {
                    let raw = source.text.raw_from_text(*line);
                    draft.removed.push(Removed {
                        raw,
                        at: draft.len(),
                        text: raw.of(decoded).to_owned(),
                        why: why.clone(),
                    });
                }
            }
        }
        draft
    }

    /// The first block of a role.
    pub(crate) fn block(&self, role: Role) -> Option<Span> {
        self.blocks
            .iter()
            .find(|(r, _)| *r == role)
            .map(|(_, span)| *span)
    }

    fn len(&self) -> u32 {
        u32::try_from(self.text.text().len()).unwrap_or(u32::MAX)
    }

    fn push_block(&mut self, source: &Repaired, lines: &[Span], role: Role) {
        let Some(first) = lines.first() else { return };
        let mut gap_start = None;
        if !self.text.text().is_empty() {
            let raw_end = self
                .text
                .raw_from_text(Span::new(self.len().saturating_sub(1), self.len()))
                .end;
            let raw_start = source
                .text
                .raw_from_text(Span::new(first.start, first.start))
                .start;
            self.text
                .push_replaced("\n\n", RawSpan::new(raw_end, raw_start));
        }
        let start = self.len();
        for line in lines {
            if let Some(gap) = gap_start {
                let raw = source.text.raw_from_text(Span::new(gap, line.start));
                self.text.push_replaced(" ", raw);
            }
            self.push_line(source, *line);
            gap_start = Some(line.end);
        }
        self.blocks.push((role, Span::new(start, self.len())));
    }

    fn push_line(&mut self, source: &Repaired, line: Span) {
        let shift = self.len();
        let first = source.repairs.partition_point(|r| {
            r.span.end < line.start || r.span.end == line.start && !r.span.is_empty()
        });
        for repair in source.repairs.iter().skip(first) {
            if repair.span.start > line.end
                || repair.span.start == line.end && !repair.span.is_empty()
            {
                break;
            }
            let start = repair.span.start.max(line.start) - line.start + shift;
            let end = repair.span.end.min(line.end) - line.start + shift;
            self.repairs.push(Repair {
                span: Span::new(start, end),
                ..repair.clone()
            });
        }
        self.text.push_slice(&source.text, line);
    }
}
