//! Paragraphs, rows and notes of an office document as one text.
//!
//! In: pieces of text as a reader meets them. Out: paragraphs parted by a blank line, a table's rows by
//! a line break and its cells by a tab, notes at the end in the order of their marks. White space and
//! controls are made plain, so that each reader need only say what it has found.

use corpus_model::{Format, MappedText, Metadata};

/// Text beyond this many bytes is left out: a document of 32 MB holds less.
const MAX_TEXT_BYTES: usize = 32 * 1024 * 1024;

/// Text boxes in notes in table cells: this deep.
const MAX_OPEN: usize = 64;

/// Where text goes just now.
#[derive(Debug, Default)]
struct Flow {
    /// Finished blocks.
    blocks: String,
    /// The paragraph being written.
    line: String,
    /// The row being written, if inside a table.
    row: Option<String>,
    /// How many tables are open here.
    n_tables: u32,
    /// The last block was a row of the table that is open.
    after_row: bool,
}

/// A text that grows by paragraphs.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    flow: Flow,
    /// Flows that wait while a text box or a note is written.
    outer: Vec<Flow>,
    notes: Vec<String>,
    n_bytes: usize,
    is_cut: bool,
}

impl Writer {
    /// Text within a paragraph. Runs of white space stay as they are; controls are dropped.
    pub(crate) fn text(&mut self, piece: &str) {
        for c in piece.chars() {
            match c {
                '\t' => self.flow.line.push('\t'),
                '\n' | '\r' | '\u{b}' | '\u{85}' | '\u{2028}' => self.flow.line.push('\n'),
                // Where a word may be parted, not where it is.
                '\u{ad}' => {}
                c if c.is_control() => {}
                c => {
                    if self.n_bytes >= MAX_TEXT_BYTES {
                        self.is_cut = true;
                        return;
                    }
                    self.n_bytes += c.len_utf8();
                    self.flow.line.push(c);
                }
            }
        }
    }

    /// The paragraph ends.
    pub(crate) fn end_paragraph(&mut self) {
        let flow = &mut self.flow;
        let line = std::mem::take(&mut flow.line);
        let line = tidy(&line, flow.row.is_some());
        if line.is_empty() {
            return;
        }
        match &mut flow.row {
            Some(row) => {
                if !row.is_empty() && !row.ends_with('\t') {
                    row.push(' ');
                }
                row.push_str(&line);
            }
            None => {
                push_block(&mut flow.blocks, &line, "\n\n");
                flow.after_row = false;
            }
        }
    }

    pub(crate) fn begin_row(&mut self) {
        self.end_paragraph();
        self.flow.n_tables += 1;
        // A table in a cell becomes part of the cell.
        if self.flow.row.is_none() {
            self.flow.row = Some(String::new());
        }
    }

    pub(crate) fn end_cell(&mut self) {
        self.end_paragraph();
        if let Some(row) = &mut self.flow.row {
            row.push('\t');
        }
    }

    pub(crate) fn end_row(&mut self) {
        self.end_paragraph();
        let flow = &mut self.flow;
        flow.n_tables = flow.n_tables.saturating_sub(1);
        if flow.n_tables > 0 {
            return;
        }
        let Some(row) = flow.row.take() else {
            return;
        };
        let row = row.trim();
        if row.is_empty() {
            return;
        }
        let gap = if flow.after_row { "\n" } else { "\n\n" };
        push_block(&mut flow.blocks, row, gap);
        flow.after_row = true;
    }

    /// Whether a row is being written.
    pub(crate) const fn is_in_row(&self) -> bool {
        self.flow.row.is_some()
    }

    /// What follows belongs elsewhere (a text box, a note), until [`Self::end_aside`] or
    /// [`Self::end_note`]. Whether there was room for it; if not, there is nothing to end.
    pub(crate) fn begin_aside(&mut self) -> bool {
        if self.outer.len() >= MAX_OPEN {
            return false;
        }
        self.outer.push(std::mem::take(&mut self.flow));
        true
    }

    /// A text box ends: it stands before the paragraph that holds it.
    pub(crate) fn end_aside(&mut self) {
        let inner = self.close_flow();
        let flow = &mut self.flow;
        match &mut flow.row {
            Some(row) => row.push_str(&inner.split_whitespace().collect::<Vec<_>>().join(" ")),
            None => {
                push_block(&mut flow.blocks, &inner, "\n\n");
                flow.after_row = false;
            }
        }
    }

    /// A note ends: it goes to the end of the text.
    pub(crate) fn end_note(&mut self) {
        let note = self.close_flow();
        if !note.is_empty() {
            self.notes.push(note);
        }
    }

    fn close_flow(&mut self) -> String {
        self.end_paragraph();
        while self.flow.n_tables > 0 {
            self.end_row();
        }
        let inner = std::mem::take(&mut self.flow).blocks;
        if let Some(outer) = self.outer.pop() {
            self.flow = outer;
        }
        inner
    }

    /// The whole text, notes last; and whether some of it was left out.
    pub(crate) fn finish(mut self) -> (String, bool) {
        while !self.outer.is_empty() {
            self.end_aside();
        }
        let mut text = self.close_flow();
        for note in &self.notes {
            push_block(&mut text, note, "\n\n");
        }
        (text, self.is_cut)
    }
}

fn push_block(blocks: &mut String, block: &str, gap: &str) {
    if block.is_empty() {
        return;
    }
    if !blocks.is_empty() {
        blocks.push_str(gap);
    }
    blocks.push_str(block);
}

/// A paragraph without white space at the ends of its lines; in a row of a table, on one line.
fn tidy(line: &str, is_one_line: bool) -> String {
    if is_one_line {
        return line.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let mut out = String::with_capacity(line.len());
    let mut n_empty = 0;
    for part in line.split('\n') {
        let part = part.trim();
        if part.is_empty() {
            n_empty += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if n_empty > 0 { "\n\n" } else { "\n" });
        }
        n_empty = 0;
        out.push_str(part);
    }
    out
}

/// A document whose source, as spans measure it, is the very text taken out of it.
pub(crate) fn doc(format: Format, charset: &str, text: String, metadata: Metadata) -> crate::Doc {
    crate::Doc {
        format,
        charset: charset.to_owned(),
        body: MappedText::identity(&text),
        decoded: text,
        metadata,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_rows_boxes_and_notes_find_their_places() {
        let mut out = Writer::default();
        out.text(" One ");
        assert!(out.begin_aside());
        out.text("A note.");
        out.end_note();
        assert!(out.begin_aside());
        out.text("A box.");
        out.end_paragraph();
        out.end_aside();
        out.text("goes on.");
        out.end_paragraph();
        for cells in [["a", "b"], ["c\nd", ""]] {
            out.begin_row();
            for cell in cells {
                out.text(cell);
                out.end_cell();
            }
            out.end_row();
        }
        out.text("Last.");
        let (text, is_cut) = out.finish();
        assert_eq!(
            text,
            "A box.\n\nOne goes on.\n\na\tb\nc d\n\nLast.\n\nA note."
        );
        assert!(!is_cut);
    }

    #[test]
    fn what_is_not_closed_is_kept() {
        let mut out = Writer::default();
        out.begin_row();
        out.text("cell");
        assert!(out.begin_aside());
        out.text("box");
        assert_eq!(out.finish().0, "box cell");
    }
}
