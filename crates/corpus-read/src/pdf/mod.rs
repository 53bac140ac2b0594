//! PDF with a text layer to text.
//!
//! In: bytes. Out: the text in reading order, paragraphs made whole again, with title and author as the file
//! names them. The source that spans measure is the text line by line as the pages show it, since
//! the file itself holds no text that one could point to. A scan has no text layer and is named, so is what
//! is encrypted with a password.
//!
//! [`guard`] looks whether the file can be parsed in the memory there is, `lopdf` parses it, [`content`]
//! follows the pages' streams with the help of [`font`], [`layout`] finds lines and columns, [`flow`]
//! makes paragraphs of them.

mod content;
mod flow;
mod font;
mod guard;
mod layout;
mod lexer;

use crate::office::{Hints, tidy_field};
use crate::{Doc, Read, Remark};
use content::{Budget, Interpreter};
use corpus_model::{Format, MetaDate, Metadata};
use lopdf::{Dictionary, Document, LoadOptions, Object};

/// Pages of one file.
const MAX_PAGES: usize = 10_000;
/// Tokens of content and glyphs in one file: a page of a newspaper takes ten thousand.
const MAX_TOKENS: u64 = 60_000_000;
/// Bytes of content in one file, unpacked.
const MAX_CONTENT: usize = 256 << 20;
/// Bytes of any one stream that the parser itself unpacks.
const MAX_STREAM: usize = 32 << 20;
/// Bytes of text in one file.
const MAX_TEXT: usize = 32 << 20;

/// Reads a PDF.
pub(crate) fn read(bytes: &[u8]) -> Read {
    if let Some(why) = guard::refusal(bytes) {
        return Read::refused("read/too-large", format!("PDF with {why}, skipped"));
    }
    let is_encrypted = guard::find(bytes, b"/Encrypt").is_some();
    let encrypted = || Read::refused("read/encrypted", "encrypted PDF, skipped");
    let options = LoadOptions::with_max_decompressed_size(MAX_STREAM);
    let doc = match Document::load_mem_with_options(bytes, options) {
        Ok(doc) => doc,
        Err(_) if is_encrypted => return encrypted(),
        Err(error) => {
            let why = format!("damaged PDF ({error}), skipped");
            return Read::refused("read/damaged", why);
        }
    };
    if doc.is_encrypted() && !doc.was_encrypted() {
        return encrypted();
    }
    from_document(&doc)
}

fn from_document(doc: &Document) -> Read {
    let budget = Budget {
        tokens: MAX_TOKENS,
        bytes: MAX_CONTENT,
        is_spent: false,
    };
    let mut interpreter = Interpreter::new(doc, budget);
    let mut lines = Vec::new();
    let (mut n_pages, mut n_with_text, mut n_pictures) = (0_u32, 0_u32, 0_u32);
    let (mut n_glyphs, mut n_unknown) = (0_u32, 0_u32);
    let (mut column, mut n_bytes) = (0, 0);
    let mut is_cut = false;
    for id in doc.page_iter() {
        if n_pages as usize >= MAX_PAGES || n_bytes > MAX_TEXT {
            is_cut = true;
            break;
        }
        let page = interpreter.page(id);
        if !page.words.is_empty() {
            n_with_text += 1;
        } else if page.n_pictures > 0 {
            n_pictures += 1;
        }
        n_glyphs = n_glyphs.saturating_add(page.n_glyphs);
        n_unknown = n_unknown.saturating_add(page.n_unknown);
        let found = layout::lines(page.words, n_pages, &mut column);
        n_bytes += found.iter().map(|l| l.text.len()).sum::<usize>();
        lines.extend(found);
        n_pages += 1;
    }
    if n_with_text == 0 {
        return without_text(n_pages, n_pictures);
    }
    if n_unknown * 10 > n_glyphs * 9 {
        let why = "text layer whose letters the file does not name, skipped";
        return Read::refused("read/unknown-letters", why);
    }
    let mut remarks = Vec::new();
    if n_pictures > 0 {
        let what = format!("no text layer on {n_pictures} of {n_pages} pages");
        remarks.push(Remark::new("read/no-text-layer", what));
    }
    if n_unknown > 0 && u64::from(n_unknown) * 100 > u64::from(n_glyphs) {
        let what = format!(
            "{n_unknown} of {n_glyphs} letters that the file does not name, shown as \u{fffd}"
        );
        remarks.push(Remark::new("read/unknown-letters", what));
    }
    if is_cut || interpreter.budget.is_spent {
        remarks.push(Remark::new(
            "read/too-large",
            "more than a PDF may hold, the rest left out",
        ));
    }
    let flow = flow::flow(lines, n_pages);
    if flow.n_running > 0 {
        let example = flow
            .running_example
            .map_or_else(String::new, |e| format!(", e.g. \"{}\"", clipped(&e)));
        let what = format!(
            "{} lines at the head or foot of pages left out{example}",
            flow.n_running
        );
        remarks.push(Remark::new("read/running-lines", what));
    }
    Read {
        docs: vec![Doc {
            format: Format::Pdf,
            charset: "utf-8".to_owned(),
            decoded: flow.decoded,
            body: flow.body,
            metadata: metadata(doc),
        }],
        remarks,
        ..Read::default()
    }
}

fn without_text(n_pages: u32, n_pictures: u32) -> Read {
    let why = match (n_pages, n_pictures) {
        (0, _) => "damaged PDF (no pages found), skipped".to_owned(),
        (_, 0) => format!("no text layer: {n_pages} pages without text or pictures, skipped"),
        (_, 1) => "no text layer: 1 page of pictures, skipped".to_owned(),
        (_, n) => format!("no text layer: {n} pages of pictures, skipped"),
    };
    let code = if n_pages == 0 {
        "read/damaged"
    } else {
        "read/no-text-layer"
    };
    Read::refused(code, why)
}

fn clipped(text: &str) -> String {
    let mut out: String = text.chars().take(60).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}

fn metadata(doc: &Document) -> Metadata {
    let mut hints = Hints::default();
    let empty = Dictionary::new();
    let info = doc
        .trailer
        .get_deref(b"Info", doc)
        .and_then(Object::as_dict);
    let info = info.unwrap_or(&empty);
    let field = |key: &[u8]| {
        let object = info.get_deref(key, doc).ok()?;
        tidy_field(&content::text_string(object.as_str().ok()?))
    };
    hints.title = field(b"Title");
    if let Some(author) = field(b"Author") {
        hints.author(&author);
    }
    let catalog = doc.catalog().unwrap_or(&empty);
    hints.language = catalog
        .get_deref(b"Lang", doc)
        .ok()
        .and_then(|o| tidy_field(&content::text_string(o.as_str().ok()?)));
    hints.made(field(b"CreationDate").and_then(|d| day(&d)), MetaDate::MADE);
    hints.made(field(b"ModDate").and_then(|d| day(&d)), MetaDate::CHANGED);
    hints.into_metadata()
}

/// `D:20220318093000+01'00'` as a day.
fn day(value: &str) -> Option<String> {
    let digits = value.trim_start_matches("D:").get(..8)?;
    let (year, rest) = digits.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    let is_day =
        digits.bytes().all(|b| b.is_ascii_digit()) && year > "1980" && month > "00" && day > "00";
    is_day.then(|| format!("{year}-{month}-{day}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_the_file_are_days() {
        assert_eq!(
            day("D:20220318093000+01'00'").as_deref(),
            Some("2022-03-18")
        );
        assert_eq!(day("D:2022"), None);
        assert_eq!(day("March 2022"), None);
    }

    #[test]
    fn what_is_no_pdf_is_named() {
        for bytes in [
            &b"%PDF-1.4"[..],
            b"%PDF-1.4\ntrailer<</Root 1 0 R>>",
            b"%PDF-1.7\n1 0 obj<</Pages 1 0 R/Kids[1 0 R]>>",
        ] {
            let read = read(bytes);
            assert!(read.docs.is_empty());
            assert_eq!(read.remarks[0].code, "read/damaged");
        }
    }
}
