//! Bytes in, decoded documents out.
//!
//! Sniffs the format, opens archives, decodes the charset and takes out the visible text with a map back
//! to the decoded source. A file may hold one document, several (the records of a mailbox, a table, a feed)
//! or other files, which are read like files of their own. A file that holds no readable text gives no
//! document and a remark that says why. Nothing is cleaned here: what the file shows is what the body holds.
//!
//! How a format plugs in: [`sniff::kind`] tells it by its first bytes and its name, [`document`] (for formats
//! that are bytes) or [`text_document`] (for those that are text once decoded) calls its reader, which gives a
//! [`Read`]. Paths, checksums and limits are dealt with here, once.

mod archive;
mod charset;
mod csv;
mod feed;
mod fields;
mod html;
mod json;
mod mail;
mod markdown;
mod news;
mod office;
mod options;
mod originals;
mod pdf;
mod record;
mod sniff;
mod text;
mod warc;

pub use archive::{MAX_DEPTH, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED_BYTES};
pub use options::{Field, FieldMap, ReadOptions, TableFields};
pub use originals::{MAX_ORIGINALS_BYTES, Originals, bundle, unbundle};

use archive::Unpacking;
use corpus_model::{Diagnostic, Format, MappedText, Metadata, RawDoc, SourceFile, Stage, Warned};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sniff::Kind;

/// Files above this many bytes are refused: with its map and layers a source takes about eight times its
/// size, and several must fit into the four gigabytes of a 32-bit machine. Whoever opens files asks for
/// their length first, with [`refusal`], so that nothing larger is ever held.
pub const MAX_FILE_BYTES: u64 = 32 * 1024 * 1024;

/// The same for files that only hold others, and are read one by one: archives, mailboxes, web archives.
pub const MAX_CONTAINER_BYTES: u64 = 256 * 1024 * 1024;

/// Why a file of `byte_len` bytes is not read, in words; `None` if it is. The name of `path` tells whether
/// it may be a container.
#[must_use]
pub fn refusal(path: &str, byte_len: u64) -> Option<String> {
    let most = most_bytes(path);
    (byte_len > most).then(|| format!("larger than {} MB", most / 1024 / 1024))
}

fn most_bytes(path: &str) -> u64 {
    if sniff::is_container_name(path) {
        MAX_CONTAINER_BYTES
    } else {
        MAX_FILE_BYTES
    }
}

/// One file, given or found in an archive, and what reading made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRead {
    /// Relative path. That of a file in an archive begins with the archive's: `bundle.zip/box/letter.txt`.
    pub path: String,
    /// Length in bytes, unpacked.
    pub byte_len: u64,
    /// Its documents, in the order of the file.
    pub docs: Vec<RawDoc>,
    /// How many files it holds, at any depth, where it is a container.
    pub n_members: Option<u32>,
    /// Remarks. Where there is no document, the first says why.
    pub remarks: Vec<Diagnostic>,
}

/// Reads a file and every file in it: itself first, then what it holds, in its order.
///
/// Unpacking takes at most [`MAX_UNPACKED_BYTES`] besides the file and its documents.
#[must_use]
pub fn read_files(source: &SourceFile, options: &ReadOptions) -> Vec<FileRead> {
    let mut run = Unpacking::new(options);
    run.file(source.path.clone(), &source.bytes);
    run.into_files()
}

/// The documents of one file and of the files in it, with the remarks on them all.
#[must_use]
pub fn read(source: &SourceFile) -> Warned<Vec<RawDoc>> {
    flat(read_files(source, &ReadOptions::default()))
}

/// Reads one file as clean text, whatever its name says (`--plain`): decoded, nothing taken out.
#[must_use]
pub fn read_plain(source: &SourceFile) -> Warned<Vec<RawDoc>> {
    let options = ReadOptions {
        is_plain: true,
        ..ReadOptions::default()
    };
    flat(read_files(source, &options))
}

fn flat(files: Vec<FileRead>) -> Warned<Vec<RawDoc>> {
    let mut out = Warned::clean(Vec::new());
    for mut file in files {
        out.output.append(&mut file.docs);
        out.warnings.append(&mut file.remarks);
    }
    out
}

/// Whether reading `source` depends on [`ReadOptions::fields`]: records, or an archive that may hold some.
#[must_use]
pub fn needs_fields(source: &SourceFile) -> bool {
    sniff::is_container_name(&source.path)
        || sniff::is_table_name(&source.path)
        || matches!(
            sniff::kind(&source.path, &source.bytes),
            Kind::Archive(_) | Kind::Packed(_) | Kind::WebArchive | Kind::Document(Format::Email)
        )
        || sniff::opens_like_json(&source.bytes)
}

/// SHA-256 of some bytes (FIPS 180-4).
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// What a format's reader makes of one file.
#[derive(Debug, Default)]
pub(crate) struct Read {
    /// Its documents, in order.
    pub(crate) docs: Vec<Doc>,
    /// Files in it (attachments).
    pub(crate) members: Vec<Member>,
    /// What is strange, or why there is no document.
    pub(crate) remarks: Vec<Remark>,
}

/// A file inside a file, whose name has not been looked at yet.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// A remark of a reader: a stable code, and words without the path, which is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Remark {
    pub(crate) code: &'static str,
    pub(crate) what: String,
}

impl Remark {
    pub(crate) fn new(code: &'static str, what: impl Into<String>) -> Self {
        Self {
            code,
            what: what.into(),
        }
    }
}

impl Read {
    /// No document, and why.
    pub(crate) fn refused(code: &'static str, why: impl Into<String>) -> Self {
        Self {
            remarks: vec![Remark::new(code, why)],
            ..Self::default()
        }
    }

    fn one(doc: Doc) -> Self {
        Self {
            docs: vec![doc],
            ..Self::default()
        }
    }
}

/// A document that a reader took out of a file.
#[derive(Debug)]
pub(crate) struct Doc {
    pub(crate) format: Format,
    /// WHATWG name, lower case.
    pub(crate) charset: String,
    /// What the spans of `body` measure.
    pub(crate) decoded: String,
    pub(crate) body: MappedText,
    pub(crate) metadata: Metadata,
}

/// Reads a file that is no archive. `name` may have lost endings like `.gz`.
fn read_one(name: &str, kind: Kind, bytes: &[u8], options: &ReadOptions) -> Read {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Read::refused("read/empty", "empty file, skipped");
    }
    if bytes.len() as u64 > MAX_FILE_BYTES && !kind.is_container() {
        let most = MAX_FILE_BYTES / 1024 / 1024;
        return Read::refused("read/too-large", format!("larger than {most} MB, skipped"));
    }
    let mut read = match kind {
        Kind::Binary(kind) => {
            return Read::refused("read/binary", format!("{kind}, not text, skipped"));
        }
        Kind::Document(format) if options.is_plain => {
            let why = format!("{}, no plain text, skipped", format.name());
            return Read::refused("read/binary", why);
        }
        Kind::WebArchive => warc::read(bytes),
        Kind::Document(format) => document(format, name, bytes, options),
        Kind::Text | Kind::Archive(_) | Kind::Packed(_) => text_document(name, bytes, options),
    };
    if let [doc] = read.docs.as_slice()
        && matches!(
            doc.format,
            Format::Text | Format::Rtf | Format::Docx | Format::Odt | Format::Pdf
        )
        && let Some(articles) = news::articles(&doc.decoded, &doc.body, &doc.charset)
    {
        read.docs = articles;
    }
    let n_found = read.docs.len();
    read.docs.retain(|doc| !doc.body.text().trim().is_empty());
    if n_found > 0 && read.docs.is_empty() {
        let none = Remark::new("read/no-text", "no visible text, skipped");
        read.remarks.push(none);
    } else if n_found > read.docs.len() {
        let n = n_found - read.docs.len();
        let few = Remark::new(
            "read/empty-record",
            format!("{n} records without text, left out"),
        );
        read.remarks.push(few);
    }
    read
}

/// Reads a format whose files are bytes.
fn document(format: Format, _name: &str, bytes: &[u8], _options: &ReadOptions) -> Read {
    let zipped = |reader: fn(&mut archive::zip::Zip<'_>) -> Read| match archive::zip::open(
        bytes,
        office::MAX_UNPACKED_BYTES,
    ) {
        Ok(mut zip) => reader(&mut zip),
        Err(why) => Read::refused("read/damaged", format!("{}: {why}, skipped", format.name())),
    };
    match format {
        Format::Docx => zipped(office::docx::read),
        Format::Email => mail::read(bytes),
        Format::Epub => zipped(office::epub::read),
        Format::Odt if !bytes.starts_with(b"PK") => office::odt::read_flat(bytes),
        Format::Odt => zipped(office::odt::read),
        Format::Pdf => pdf::read(bytes),
        Format::Rtf => office::rtf::read(bytes),
        _ => Read::refused(
            "read/binary",
            format!("{}, not read yet, skipped", format.name()),
        ),
    }
}

/// Decodes a file and reads it as what its text shows.
fn text_document(name: &str, bytes: &[u8], options: &ReadOptions) -> Read {
    let declared = html::declared_charset(bytes);
    let decoded = charset::decode(bytes, declared.as_deref());
    if sniff::looks_binary(&decoded.text) {
        return Read::refused("read/binary", "binary data, not text, skipped");
    }
    let mut remarks = Vec::new();
    if decoded.is_unknown {
        let what = format!("unknown charset, read as {}", decoded.charset);
        remarks.push(Remark::new("read/unknown-charset", what));
    }
    if decoded.had_errors {
        let what = format!("bytes that are not {}, shown as \u{fffd}", decoded.charset);
        remarks.push(Remark::new("read/bad-bytes", what));
    }
    let format = if options.is_plain {
        Format::Record
    } else {
        sniff::format(name, &decoded.text)
    };
    let records = match format {
        Format::Json => Some(json::read(&decoded.text, &decoded.charset, options)),
        Format::Csv => Some(csv::read(&decoded.text, &decoded.charset, options)),
        Format::Feed => Some(feed::read(&decoded.text, &decoded.charset)),
        Format::Html => news::html_articles(&decoded.text, &decoded.charset)
            .or_else(|| html_bundle(&decoded.text, &decoded.charset))
            .map(|docs| Read {
                docs,
                ..Read::default()
            }),
        _ => None,
    };
    if let Some(mut read) = records {
        // Why there is no document comes first.
        read.remarks.append(&mut remarks);
        return read;
    }
    let Body { body, metadata } = match format {
        Format::Html => html::read(&decoded.text),
        Format::Markdown => markdown::read(&decoded.text),
        Format::Record => Body {
            body: MappedText::identity(&decoded.text),
            metadata: Metadata::default(),
        },
        _ => Body {
            body: text::body(&decoded.text),
            metadata: Metadata::default(),
        },
    };
    let mut read = Read::one(Doc {
        format,
        charset: decoded.charset,
        decoded: decoded.text,
        body,
        metadata,
    });
    // What is wrong with the bytes explains what follows.
    remarks.append(&mut read.remarks);
    read.remarks = remarks;
    read
}

/// The articles of a page that holds several in full.
fn html_bundle(decoded: &str, charset: &str) -> Option<Vec<Doc>> {
    let articles = html::articles(decoded)?;
    let docs = articles
        .into_iter()
        .map(|Body { body, metadata }| Doc {
            format: Format::Html,
            charset: charset.to_owned(),
            decoded: decoded.to_owned(),
            body,
            metadata,
        })
        .collect();
    Some(docs)
}

/// What a format's reader takes out of decoded text.
struct Body {
    body: MappedText,
    metadata: Metadata,
}

/// All the visible text of an HTML fragment, nothing left out as furniture.
#[must_use]
pub fn html_text(html: &str) -> String {
    html::whole_text(html).into_parts().0
}

/// A reader's remark as the rest of the pipeline knows it: the path comes last.
fn diagnostic(remark: Remark, path: &str) -> Diagnostic {
    Diagnostic::new(
        Stage::Read,
        remark.code,
        path,
        format!("{}: {path}", remark.what),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_bytes(path: &str, bytes: &[u8]) -> Warned<Vec<RawDoc>> {
        read(&SourceFile {
            path: path.to_owned(),
            bytes: bytes.to_vec(),
        })
    }

    fn check_refused(path: &str, bytes: &[u8], code: &str) {
        let Warned { output, warnings } = read_bytes(path, bytes);
        assert!(output.is_empty(), "{path}");
        let last = warnings.last().unwrap();
        assert_eq!(last.code, code);
        assert!(last.message.ends_with(path), "{}", last.message);
    }

    #[test]
    fn files_without_text_are_refused_by_name() {
        check_refused("void.txt", b" \n ", "read/empty");
        check_refused("photo.jpg", b"\xff\xd8\xff\xe0 ...", "read/binary");
        check_refused(
            "noise.txt",
            &[0, 1, 2, 3, 0, 0, 9, 200, 0, 1],
            "read/binary",
        );
    }

    #[test]
    fn a_plain_text_keeps_its_bytes() {
        let source = "One line.\n\nAnother, longer one — with a dash.\n";
        let docs = read_bytes("a.txt", source.as_bytes()).output;
        assert_eq!(docs[0].body.text(), source);
        assert_eq!(docs[0].charset, "utf-8");
        assert_eq!(docs[0].byte_len, source.len() as u64);
    }
}
