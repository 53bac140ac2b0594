//! `OpenDocument` texts (ISO/IEC 26300) to text.
//!
//! In: the opened archive, or a flat file. Out: paragraphs, rows of tables as lines, notes at the end;
//! title, author, language and dates of the metadata. Deleted text, comments, headers and footers of pages,
//! descriptions of pictures and the labels of lists are left out.

use super::Hints;
use super::writer::{Writer, doc};
use super::xml::{self, Piece};
use crate::archive::zip::Zip;
use crate::{Read, Remark};
use corpus_model::{Format, MetaDate};

/// Reads an opened `.odt`.
pub(crate) fn read(zip: &mut Zip<'_>) -> Read {
    let manifest = zip.read("META-INF/manifest.xml").unwrap_or_default();
    let mut is_encrypted = false;
    xml::walk(&manifest, |piece| {
        if let Piece::Start(element) = piece {
            is_encrypted |= element.name == "encryption-data";
        }
    });
    if is_encrypted {
        return Read::refused("read/encrypted", "encrypted OpenDocument text, skipped");
    }
    let meta = zip.read("meta.xml").unwrap_or_default();
    match zip.read("content.xml") {
        Ok(content) => from_xml(&content, &meta),
        Err(why) => Read::refused("read/damaged", format!("OpenDocument text: {why}, skipped")),
    }
}

/// Reads an `OpenDocument` text that is one XML file (`.fodt`).
pub(crate) fn read_flat(bytes: &[u8]) -> Read {
    from_xml(bytes, bytes)
}

fn from_xml(content: &[u8], meta: &[u8]) -> Read {
    let mut run = Run::default();
    let is_whole = xml::walk(content, |piece| run.piece(&piece));
    let (text, is_cut) = run.out.finish();
    let mut remarks = Vec::new();
    if !is_whole {
        let what = "damaged XML, read up to there";
        remarks.push(Remark::new("read/truncated", what));
    }
    super::remark_cut(is_cut, &mut remarks);
    Read {
        docs: vec![doc(
            Format::Odt,
            "utf-8",
            text,
            metadata(meta).into_metadata(),
        )],
        remarks,
        ..Read::default()
    }
}

fn metadata(meta: &[u8]) -> Hints {
    let mut hints = Hints::default();
    let names = [
        "meta",
        "title",
        "initial-creator",
        "creator",
        "creation-date",
        "date",
        "language",
    ];
    let mut last_creator = None;
    let mut changed = None;
    for (name, value) in xml::fields(&only_meta(meta), names.get(1..).unwrap_or_default()) {
        match name {
            "title" if hints.title.is_none() => hints.title = Some(value),
            "initial-creator" => hints.author(&value),
            "creator" => last_creator = Some(value),
            "language" => hints.language = Some(value),
            "creation-date" => hints.made(xml::day(&value), MetaDate::MADE),
            "date" => changed = xml::day(&value),
            _ => {}
        }
    }
    hints.made(changed, MetaDate::CHANGED);
    if hints.authors.is_empty()
        && let Some(name) = last_creator
    {
        hints.author(&name);
    }
    hints
}

/// The metadata of a flat file, whose text has dates and creators of its own in its changes.
fn only_meta(bytes: &[u8]) -> Vec<u8> {
    let end = b"</office:meta>";
    match bytes.windows(end.len()).position(|w| w == end) {
        Some(at) => bytes.get(..at).unwrap_or_default().to_vec(),
        None => bytes.to_vec(),
    }
}

#[derive(Default)]
struct Run {
    out: Writer,
    /// Inside an element whose content is left out, this many deep.
    skip_depth: u32,
    /// Paragraphs and headings that are open: text boxes hold paragraphs within one.
    n_paragraphs: u32,
    /// Paragraphs that wait while a note or a text box is read.
    outer: Vec<(u32, bool)>,
    ends_with_space: bool,
}

impl Run {
    fn piece(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Start(element) => {
                if self.skip_depth > 0 {
                    self.skip_depth += 1;
                    return;
                }
                match element.name {
                    "tracked-changes"
                    | "annotation"
                    | "annotation-end"
                    | "note-citation"
                    | "desc"
                    | "forms"
                    | "scripts"
                    | "styles"
                    | "automatic-styles"
                    | "master-styles"
                    | "meta"
                    | "settings"
                    | "font-face-decls"
                    | "sequence-decls"
                    | "variable-decls"
                    | "user-field-decls"
                    | "ruby-text"
                    | "binary-data"
                    | "hidden-text"
                    | "index-title-template"
                    | "math" => self.skip_depth = 1,
                    // The title of a picture; the title of the document stands in its metadata.
                    "title" if self.n_paragraphs > 0 || !self.outer.is_empty() => {
                        self.skip_depth = 1
                    }
                    "p" | "h" => {
                        self.n_paragraphs += 1;
                        self.ends_with_space = true;
                    }
                    "s" => {
                        let n = element.attribute("c").and_then(|c| c.parse().ok());
                        let n: usize = n.unwrap_or(1);
                        self.out.text(&" ".repeat(n.min(100)));
                    }
                    "tab" => self.out.text("\t"),
                    "line-break" => {
                        self.out.text("\n");
                        self.ends_with_space = true;
                    }
                    "table-row" => self.out.begin_row(),
                    "note" | "text-box" => {
                        let is_open = self.out.begin_aside();
                        let n = std::mem::take(&mut self.n_paragraphs);
                        self.outer.push((n, is_open));
                    }
                    _ => {}
                }
            }
            Piece::End(name) => {
                if self.skip_depth > 0 {
                    self.skip_depth -= 1;
                    return;
                }
                match *name {
                    "p" | "h" => {
                        self.n_paragraphs = self.n_paragraphs.saturating_sub(1);
                        self.out.end_paragraph();
                    }
                    "table-cell" => self.out.end_cell(),
                    "table-row" => self.out.end_row(),
                    "note" | "text-box" => {
                        if let Some((n, is_open)) = self.outer.pop() {
                            self.n_paragraphs = n;
                            self.ends_with_space = false;
                            match (is_open, *name) {
                                (true, "note") => self.out.end_note(),
                                (true, _) => self.out.end_aside(),
                                (false, _) => {}
                            }
                        }
                    }
                    _ => {}
                }
            }
            Piece::Text(text) if self.skip_depth == 0 && self.n_paragraphs > 0 => self.text(text),
            Piece::Text(_) => {}
        }
    }

    /// White space counts once, across elements.
    fn text(&mut self, text: &str) {
        let mut folded = String::with_capacity(text.len());
        for c in text.chars() {
            let is_space = matches!(c, ' ' | '\t' | '\n' | '\r');
            if !is_space {
                folded.push(c);
            } else if !self.ends_with_space {
                folded.push(' ');
            }
            self.ends_with_space = is_space;
        }
        self.out.text(&folded);
    }
}
