//! Bytes in, decoded documents out.
//!
//! Sniffs the format, decodes the charset and takes out the visible text with a map back to the
//! decoded source. A file that holds no readable text gives no document and a remark that says why.
//! Nothing is cleaned here: what the file shows is what the body holds.

mod charset;
mod html;
mod markdown;
mod sniff;
mod text;

use corpus_model::{Diagnostic, Format, MappedText, Metadata, RawDoc, SourceFile, Stage, Warned};
use sha2::{Digest, Sha256};

/// Files above this many bytes are refused: with its map and layers a source takes about eight times its
/// size, and several must fit into the four gigabytes of a 32-bit machine. Whoever opens files asks for
/// their length first, with [`refusal`], so that nothing larger is ever held.
pub const MAX_FILE_BYTES: u64 = 32 * 1024 * 1024;

/// Why a file of `byte_len` bytes is not read, in words; `None` if it is.
#[must_use]
pub fn refusal(byte_len: u64) -> Option<String> {
    (byte_len > MAX_FILE_BYTES).then(|| format!("larger than {} MB", MAX_FILE_BYTES / 1024 / 1024))
}

/// Reads one file: its document, or none and a remark that says why.
#[must_use]
pub fn read(source: &SourceFile) -> Warned<Vec<RawDoc>> {
    read_as(source, None)
}

/// Reads one file as clean text, whatever its name says (`--plain`): decoded, nothing taken out.
#[must_use]
pub fn read_plain(source: &SourceFile) -> Warned<Vec<RawDoc>> {
    read_as(source, Some(Format::Record))
}

/// SHA-256 of some bytes (FIPS 180-4).
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Reads as the format given, or as the one sniffed.
fn read_as(source: &SourceFile, format: Option<Format>) -> Warned<Vec<RawDoc>> {
    let refuse = |code, why: &str| Warned {
        output: Vec::new(),
        warnings: vec![remark(code, source, why)],
    };
    let bytes = source.bytes.as_slice();
    if let Some(why) = refusal(bytes.len() as u64) {
        return refuse("read/too-large", &format!("{why}, skipped"));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return refuse("read/empty", "empty file, skipped");
    }
    if let Some(kind) = sniff::binary_kind(bytes) {
        return refuse("read/binary", &format!("{kind}, not text, skipped"));
    }
    let declared = html::declared_charset(bytes);
    let decoded = charset::decode(bytes, declared.as_deref());
    if sniff::looks_binary(&decoded.text) {
        return refuse("read/binary", "binary data, not text, skipped");
    }
    let mut warnings = Vec::new();
    if decoded.is_unknown {
        let message = format!("unknown charset, read as {}", decoded.charset);
        warnings.push(remark("read/unknown-charset", source, &message));
    }
    if decoded.had_errors {
        let message = format!("bytes that are not {}, shown as \u{fffd}", decoded.charset);
        warnings.push(remark("read/bad-bytes", source, &message));
    }
    let format = format.unwrap_or_else(|| sniff::format(&source.path, &decoded.text));
    let Body { body, metadata } = match format {
        Format::Html => html::read(&decoded.text),
        Format::Markdown => markdown::read(&decoded.text),
        Format::Text => Body {
            body: text::body(&decoded.text),
            metadata: Metadata::default(),
        },
        Format::Record => Body {
            body: MappedText::identity(&decoded.text),
            metadata: Metadata::default(),
        },
    };
    if body.text().trim().is_empty() {
        warnings.push(remark("read/no-text", source, "no visible text, skipped"));
        return Warned {
            output: Vec::new(),
            warnings,
        };
    }
    let doc = RawDoc {
        path: source.path.clone(),
        format,
        charset: decoded.charset,
        byte_len: bytes.len() as u64,
        sha256: sha256(bytes),
        decoded: decoded.text,
        body,
        metadata,
    };
    Warned {
        output: vec![doc],
        warnings,
    }
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

fn remark(code: &'static str, source: &SourceFile, what: &str) -> Diagnostic {
    Diagnostic::new(
        Stage::Read,
        code,
        source.path.clone(),
        format!("{what}: {}", source.path),
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
        check_refused("scan.pdf", b"%PDF-1.4 ...", "read/binary");
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
