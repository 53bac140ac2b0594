//! A part of the tree as text: blocks parted by blank lines, white space folded, everything mapped.

use super::tree::{Kind, NodeIdx, Tree, closes_p};
use crate::text::Gap;
use corpus_model::{MappedText, RawSpan, Span};

/// Renders `roots` in order, leaving out what is `dropped`.
pub(super) fn render(tree: &Tree, roots: &[NodeIdx], dropped: &[bool]) -> MappedText {
    let mut writer = Writer {
        out: MappedText::default(),
        gap: Gap::None,
        raw_end: 0,
    };
    for &root in roots {
        writer.separate(Gap::Block);
        writer.element(tree, root, dropped);
        writer.separate(Gap::Block);
    }
    writer.out
}

/// Elements that stand in a block of their own: those that end a paragraph, and those that never stand in one.
pub(super) fn is_block(tag: &str) -> bool {
    closes_p(tag)
        || matches!(
            tag,
            "body" | "html" | "tbody" | "thead" | "tfoot" | "caption" | "tr" | "title"
        )
}

struct Writer {
    out: MappedText,
    gap: Gap,
    /// End of the last piece in the source.
    raw_end: u32,
}

impl Writer {
    fn separate(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn element(&mut self, tree: &Tree, root: NodeIdx, dropped: &[bool]) {
        // Depth is bounded by the tree.
        if dropped.get(root).copied().unwrap_or(false) {
            return;
        }
        match &tree.nodes[root].kind {
            Kind::Text(text) => {
                let keeps_breaks = tree.ancestors(root).any(|a| tree.tag(a) == "pre");
                self.text(text, keeps_breaks);
            }
            Kind::Element { tag, .. } => {
                let gap = match tag.as_str() {
                    "br" => {
                        // Two breaks in a row part paragraphs.
                        let gap = if self.gap >= Gap::Line {
                            Gap::Block
                        } else {
                            Gap::Line
                        };
                        self.separate(gap);
                        return;
                    }
                    "td" | "th" => Gap::Space,
                    "tr" => Gap::Line,
                    tag if is_block(tag) => Gap::Block,
                    _ => Gap::None,
                };
                self.separate(gap);
                for &child in tree.children(root) {
                    self.element(tree, child, dropped);
                }
                self.separate(gap);
            }
        }
    }

    fn text(&mut self, text: &MappedText, keeps_breaks: bool) {
        let all = text.text();
        let is_space = |c: char| c.is_ascii_whitespace();
        let mut at = 0;
        while at < all.len() {
            let rest = &all[at..];
            let space_len = rest.find(|c| !is_space(c)).unwrap_or(rest.len());
            if space_len > 0 {
                let has_break = rest[..space_len].contains('\n');
                self.separate(if keeps_breaks && has_break {
                    Gap::Line
                } else {
                    Gap::Space
                });
                at += space_len;
                continue;
            }
            // A word, and the single spaces and words that follow it.
            let mut end = 0;
            let bytes = rest.as_bytes();
            while end < bytes.len() {
                if is_space(bytes[end] as char) {
                    let is_single = bytes[end] == b' '
                        && bytes.get(end + 1).is_some_and(|b| !b.is_ascii_whitespace());
                    if !is_single {
                        break;
                    }
                }
                end += 1;
            }
            self.piece(text, Span::from_range(at..at + end));
            at += end;
        }
    }

    fn piece(&mut self, text: &MappedText, span: Span) {
        let raw = text.raw_from_text(span);
        if !self.out.text().is_empty() {
            let between = RawSpan::new(self.raw_end, raw.start);
            self.out.push_replaced(self.gap.separator(), between);
        }
        self.gap = Gap::None;
        self.raw_end = raw.end;
        self.out.push_slice(text, span);
    }
}
