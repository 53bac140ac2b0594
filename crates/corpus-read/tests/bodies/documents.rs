//! Any bytes, put into a document at a place where they matter: read or refused, with spans that fit.
//!
//! Shared by the fuzz target `documents` and the ordinary test of its name.

use corpus_model::{SourceFile, Span};
use corpus_read::read;
use std::io::{Cursor, Write};

/// The first byte chooses the place.
pub fn read_any(bytes: &[u8]) {
    let Some((&place, rest)) = bytes.split_first() else {
        return;
    };
    let (name, file) = match place % 8 {
        0 => ("any.rtf", [b"{\\rtf1\\ansi ", rest].concat()),
        1 => ("any.pdf", [b"%PDF-1.5\n", rest].concat()),
        2 => ("any.pdf", pdf(rest, b"1 beginbfchar <41> <0042> endbfchar")),
        3 => ("any.pdf", pdf(b"BT /F 10 Tf 9 9 Td (ABCabc) Tj ET", rest)),
        4 => (
            "any.docx",
            zip(&[("word/document.xml", rest), ("docProps/core.xml", rest)]),
        ),
        5 => (
            "any.odt",
            zip(&[
                ("mimetype", b"application/vnd.oasis.opendocument.text"),
                ("content.xml", rest),
            ]),
        ),
        6 => (
            "any.epub",
            zip(&[
                ("mimetype", b"application/epub+zip"),
                ("content.opf", rest),
                ("a.xhtml", b"<p>Text"),
            ]),
        ),
        _ => ("any.docx", [b"PK\x03\x04", rest].concat()),
    };
    let read = read(&SourceFile {
        path: name.to_owned(),
        bytes: file,
    });
    assert!(!read.output.is_empty() || !read.warnings.is_empty());
    for doc in read.output {
        let text = doc.body.text();
        for (at, c) in text.char_indices() {
            let raw = doc
                .body
                .raw_from_text(Span::from_range(at..at + c.len_utf8()));
            let (start, end) = (raw.start as usize, raw.end as usize);
            assert!(doc.decoded.get(start..end).is_some(), "{raw:?}");
        }
    }
}

/// A page whose content is `content`, in a font whose map to Unicode is `map`.
pub fn pdf(content: &[u8], map: &[u8]) -> Vec<u8> {
    let mut out = b"%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 6 0 R>>/XObject<</X 7 0 R>>>>>>endobj
6 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 5 0 R>>endobj
"
    .to_vec();
    let form = b"/X Do /X Do BT /F 9 Tf (X) Tj ET".as_slice();
    for (id, kind, stream) in [
        (4, "", content),
        (5, "", map),
        (
            7,
            "/Type/XObject/Subtype/Form/Resources<</XObject<</X 7 0 R>>>>",
            form,
        ),
    ] {
        out.extend(format!("{id} 0 obj<<{kind}/Length {}>>stream\n", stream.len()).bytes());
        out.extend(stream);
        out.extend(b"\nendstream endobj\n");
    }
    let at = out.len();
    out.extend(format!("xref\n0 0\ntrailer<</Root 1 0 R/Size 8>>\nstartxref\n{at}\n%%EOF").bytes());
    out
}

/// An archive of these members.
pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, content) in members {
        zip.start_file(*name, options).expect("written to memory");
        zip.write_all(content).expect("written to memory");
    }
    zip.finish().expect("written to memory").into_inner()
}
