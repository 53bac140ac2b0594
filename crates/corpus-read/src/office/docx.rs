//! Word documents (Office Open XML, ECMA-376) to text.
//!
//! In: the opened archive. Out: paragraphs, rows of tables as lines, footnotes and endnotes at the end;
//! title, author, language and dates of the core properties. Text that a tracked change deletes or moves
//! away, hidden text, comments, field codes, headers and footers of pages are left out. Labels of lists
//! are made by the program that shows them and stand nowhere in the file.

use super::writer::{Writer, doc};
use super::xml::{self, Piece};
use super::{Hints, tidy_field};
use crate::archive::zip::Zip;
use crate::{Read, Remark};
use corpus_model::{Format, MetaDate};
use std::collections::BTreeMap;

/// Reads an opened `.docx`.
pub(crate) fn read(zip: &mut Zip<'_>) -> Read {
    let main = main_part(zip);
    let bytes = match zip.read(&main) {
        Ok(bytes) => bytes,
        Err(why) => return Read::refused("read/damaged", format!("Word document: {why}, skipped")),
    };
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut notes = BTreeMap::new();
    for (part, mark) in [("footnotes.xml", 'f'), ("endnotes.xml", 'e')] {
        let name = if folder.is_empty() {
            part.to_owned()
        } else {
            format!("{folder}/{part}")
        };
        if zip.has(&name)
            && let Ok(bytes) = zip.read(&name)
        {
            read_notes(&bytes, mark, &mut notes);
        }
    }
    let mut run = Run {
        notes,
        ..Run::default()
    };
    let is_whole = xml::walk(&bytes, |piece| run.piece(&piece));
    run.flush_run();
    let title_line = tidy_field(&run.title_line);
    let (text, is_cut) = run.out.finish();
    let mut remarks = Vec::new();
    if !is_whole {
        let what = "damaged XML, read up to there";
        remarks.push(Remark::new("read/truncated", what));
    }
    super::remark_cut(is_cut, &mut remarks);
    let mut hints = core_properties(zip);
    hints.title = hints.title.filter(|t| super::is_title(t)).or(title_line);
    Read {
        docs: vec![doc(Format::Docx, "utf-8", text, hints.into_metadata())],
        remarks,
        ..Read::default()
    }
}

/// The part that the package names as its document.
fn main_part(zip: &mut Zip<'_>) -> String {
    let mut target = None;
    if let Ok(bytes) = zip.read("_rels/.rels") {
        xml::walk(&bytes, |piece| {
            if let Piece::Start(element) = piece
                && element.name == "Relationship"
                && element
                    .attribute("Type")
                    .is_some_and(|t| t.ends_with("/officeDocument"))
            {
                target = element.attribute("Target");
            }
        });
    }
    target
        .map(|t| t.trim_start_matches('/').to_owned())
        .filter(|t| zip.has(t))
        .unwrap_or_else(|| "word/document.xml".to_owned())
}

fn core_properties(zip: &mut Zip<'_>) -> Hints {
    let mut hints = Hints::default();
    let Ok(bytes) = zip.read("docProps/core.xml") else {
        return hints;
    };
    for (name, value) in xml::fields(
        &bytes,
        &["title", "creator", "created", "modified", "language"],
    ) {
        match name {
            "title" => hints.title = Some(value),
            "creator" => hints.author(&value),
            "language" => hints.language = Some(value),
            "created" => hints.made(xml::day(&value), MetaDate::MADE),
            _ => hints.made(xml::day(&value), MetaDate::CHANGED),
        }
    }
    hints
}

/// The notes of a part by kind and number, each as its text.
fn read_notes(bytes: &[u8], mark: char, notes: &mut BTreeMap<(char, String), String>) {
    let mut open: Option<(String, Run)> = None;
    xml::walk(bytes, |piece| match &piece {
        Piece::Start(element) if matches!(element.name, "footnote" | "endnote") => {
            // Lines that part notes from the text are kept as notes of a type of their own.
            let is_real = matches!(element.attribute("type").as_deref(), None | Some("normal"));
            open = element
                .attribute("id")
                .filter(|_| is_real)
                .map(|id| (id, Run::default()));
        }
        Piece::End("footnote" | "endnote") => {
            if let Some((id, mut run)) = open.take() {
                run.flush_run();
                notes.insert((mark, id), run.out.finish().0);
            }
        }
        piece => {
            if let Some((_, run)) = &mut open {
                run.piece(piece);
            }
        }
    });
}

#[derive(Default)]
struct Run {
    out: Writer,
    notes: BTreeMap<(char, String), String>,
    /// Inside an element whose content is left out, this many deep.
    skip_depth: u32,
    /// Inside `w:t`.
    is_text: bool,
    /// Inside `w:r`, whose text waits until its properties are known.
    run: String,
    is_hidden: bool,
    /// Text boxes that are open, whether the writer took them.
    boxes: Vec<bool>,
    /// Inside the paragraph styled as the title, and what it says.
    is_title: bool,
    title_line: String,
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
                    // Deleted, moved away, comments, and what is only for older programs.
                    "del" | "moveFrom" | "delText" | "instrText" | "delInstrText" | "Fallback"
                    | "comment" => self.skip_depth = 1,
                    "r" => self.flush_run(),
                    "t" => self.is_text = true,
                    "tab" | "ptab" => self.run.push('\t'),
                    "br" | "cr" => self.run.push('\n'),
                    "noBreakHyphen" => self.run.push('\u{2011}'),
                    "sym" => {
                        let code = element.attribute("char");
                        let c = code
                            .and_then(|c| u32::from_str_radix(&c, 16).ok())
                            .and_then(char::from_u32)
                            .filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c));
                        self.run.extend(c);
                    }
                    "vanish" | "webHidden" => {
                        self.is_hidden = element.name == "vanish" && element.is_on();
                    }
                    "pStyle" => {
                        self.is_title = self.title_line.is_empty()
                            && element.attribute("val").is_some_and(|v| v == "Title");
                    }
                    "tr" => {
                        self.flush_run();
                        self.out.begin_row();
                    }
                    "txbxContent" => {
                        self.flush_run();
                        self.boxes.push(self.out.begin_aside());
                    }
                    "footnoteReference" => self.note('f', element.attribute("id")),
                    "endnoteReference" => self.note('e', element.attribute("id")),
                    _ => {}
                }
            }
            Piece::End(name) => {
                if self.skip_depth > 0 {
                    self.skip_depth -= 1;
                    return;
                }
                match *name {
                    "t" => self.is_text = false,
                    "r" => self.flush_run(),
                    "p" => {
                        self.flush_run();
                        self.out.end_paragraph();
                        self.is_title = false;
                    }
                    "tc" => {
                        self.flush_run();
                        self.out.end_cell();
                    }
                    "tr" => {
                        self.flush_run();
                        self.out.end_row();
                    }
                    "txbxContent" => {
                        self.flush_run();
                        if self.boxes.pop() == Some(true) {
                            self.out.end_aside();
                        }
                    }
                    _ => {}
                }
            }
            Piece::Text(text) => {
                if self.is_text && self.skip_depth == 0 {
                    self.run.push_str(text);
                }
            }
        }
    }

    fn flush_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        if !std::mem::take(&mut self.is_hidden) {
            self.out.text(&run);
            if self.is_title {
                self.title_line.push_str(&run);
            }
        }
    }

    fn note(&mut self, mark: char, id: Option<String>) {
        // A note is shown once, however often it is referred to.
        let Some(text) = id.and_then(|id| self.notes.remove(&(mark, id))) else {
            return;
        };
        self.flush_run();
        if self.out.begin_aside() {
            self.out.text(&text);
            self.out.end_note();
        }
    }
}
