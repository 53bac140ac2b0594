//! WARC: pages as a crawler or a browser fetched them.
//!
//! In: bytes, unpacked. Out: a document for each page and text that the server gave, with its address and the
//! moment it was fetched, which is not its day of publication. What is no text is counted by type in one
//! remark. Documents such as PDF become files of their own. A record that is cut off is read as far as it goes.

use crate::record::tidy;
use crate::{Body, Doc, Member, Read, Remark, charset, html, sniff, text};
use corpus_model::{Format, Metadata};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

/// A page as fetched may have this many bytes, unpacked.
const MAX_PAGE_BYTES: u64 = 16 * 1024 * 1024;

pub(crate) fn is_warc(bytes: &[u8]) -> bool {
    bytes.starts_with(b"WARC/0.") || bytes.starts_with(b"WARC/1.")
}

/// Headers of a record or a response, names in small letters.
struct Headers(BTreeMap<String, String>);

impl Headers {
    /// Reads lines up to the empty one; also where the content begins.
    fn read(bytes: &[u8]) -> (Self, usize) {
        let mut found = BTreeMap::new();
        let mut at = 0;
        for line in bytes.split_inclusive(|b| *b == b'\n').take(500) {
            at += line.len();
            let line = String::from_utf8_lossy(line.trim_ascii_end());
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':') {
                found
                    .entry(name.trim().to_ascii_lowercase())
                    .or_insert_with(|| value.trim().to_owned());
            }
        }
        (Self(found), at)
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

pub(crate) fn read(bytes: &[u8]) -> Read {
    let mut out = Read::default();
    let mut left_out = BTreeMap::<String, u32>::new();
    let mut seen = BTreeSet::new();
    let mut rest = bytes;
    // Records are parted by empty lines; after damage, the next one is looked for.
    while let Some(at) = next_record(rest) {
        rest = rest.get(at..).unwrap_or_default();
        let (headers, begin) = Headers::read(rest);
        let len = headers
            .get("content-length")
            .and_then(|len| len.parse::<usize>().ok())
            .unwrap_or_default();
        let content = rest.get(begin..).unwrap_or_default();
        let is_cut = content.len() < len;
        let content = content.get(..len.min(content.len())).unwrap_or_default();
        rest = rest
            .get(begin.saturating_add(len).max(1)..)
            .unwrap_or_default();
        if is_cut {
            let what = "the last record is cut off, read as far as it goes";
            out.remarks.push(Remark::new("read/cut-off", what));
        }
        match page(&headers, content, &mut seen) {
            Ok(Some(Found::Doc(doc))) => out.docs.push(*doc),
            Ok(Some(Found::Member(member))) => out.members.push(member),
            Ok(None) => {}
            Err(kind) => *left_out.entry(kind).or_default() += 1,
        }
    }
    if !left_out.is_empty() {
        let counts: Vec<String> = left_out
            .iter()
            .map(|(kind, n)| format!("{n} {kind}"))
            .collect();
        let what = format!("not documents, left out: {}", counts.join(", "));
        out.remarks.push(Remark::new("read/left-out", what));
    }
    if out.docs.is_empty() && out.members.is_empty() {
        let what = "a web archive without pages, skipped";
        out.remarks.insert(0, Remark::new("read/no-text", what));
    }
    out
}

/// Where the next record begins.
fn next_record(bytes: &[u8]) -> Option<usize> {
    let blank = bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
    if bytes.get(blank..).is_some_and(is_warc) {
        return Some(blank);
    }
    let mut at = blank;
    for line in bytes.get(blank..)?.split_inclusive(|b| *b == b'\n') {
        if is_warc(line) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

enum Found {
    Doc(Box<Doc>),
    Member(Member),
}

/// What a record holds; `Err` names what was left out, `Ok(None)` is the archive's own business.
fn page(
    headers: &Headers,
    content: &[u8],
    seen: &mut BTreeSet<[u8; 32]>,
) -> Result<Option<Found>, String> {
    let url = headers
        .get("warc-target-uri")
        .map(|url| url.trim_matches(['<', '>']))
        .unwrap_or_default();
    let (mime, content) = match headers.get("warc-type").unwrap_or_default() {
        "response" => response(content)?,
        "resource" | "conversion" => (
            headers.get("content-type").unwrap_or_default().to_owned(),
            content.to_vec(),
        ),
        "revisit" => return Err("pages fetched again unchanged".to_owned()),
        _ => return Ok(None),
    };
    if !url.starts_with("http") {
        return Ok(None);
    }
    let kind = mime
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let format = match kind.as_str() {
        "text/html" | "application/xhtml+xml" => Format::Html,
        "text/plain" if !path.ends_with("/robots.txt") => Format::Text,
        "text/markdown" => Format::Markdown,
        "" if content.trim_ascii_start().starts_with(b"<") => Format::Html,
        "application/pdf" | "application/rtf" | "application/msword" | "application/epub+zip" => {
            let name = url
                .split_once("://")
                .map_or(url, |(_, rest)| rest)
                .to_owned();
            return Ok(Some(Found::Member(Member {
                name,
                bytes: content,
            })));
        }
        "" => return Err("without a type".to_owned()),
        "text/plain" => return Err("robots.txt".to_owned()),
        _ => return Err(kind.chars().take(60).collect()),
    };
    if content.trim_ascii().is_empty() {
        return Err("empty pages".to_owned());
    }
    // `/` and `/index.html`, or the same page on another day.
    if !seen.insert(crate::sha256(&content)) {
        return Err("pages that were there already".to_owned());
    }
    let declared = mime
        .to_ascii_lowercase()
        .split_once("charset=")
        .map(|(_, rest)| rest.trim_matches(['"', '\'', ' ', ';']).to_owned())
        .or_else(|| html::declared_charset(&content));
    let decoded = charset::decode(&content, declared.as_deref());
    if sniff::looks_binary(&decoded.text) {
        return Err(format!("{kind} that is binary"));
    }
    let Body { body, mut metadata } = match format {
        Format::Html => html::read(&decoded.text),
        Format::Markdown => crate::markdown::read(&decoded.text),
        _ => Body {
            body: text::body(&decoded.text),
            metadata: Metadata::default(),
        },
    };
    if body.text().trim().is_empty() {
        return Err(format!("{kind} without visible text"));
    }
    metadata.url = metadata.url.or_else(|| tidy(url));
    metadata.archived = headers.get("warc-date").and_then(tidy);
    Ok(Some(Found::Doc(Box::new(Doc {
        format,
        charset: decoded.charset,
        decoded: decoded.text,
        body,
        metadata,
    }))))
}

/// Type and content of an HTTP response; `Err` names why there is no content.
fn response(bytes: &[u8]) -> Result<(String, Vec<u8>), String> {
    if !bytes.starts_with(b"HTTP/") {
        return Err("answers that are not HTTP".to_owned());
    }
    let (headers, begin) = Headers::read(bytes);
    let status_line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let status = String::from_utf8_lossy(status_line)
        .split_whitespace()
        .nth(1)
        .and_then(|status| status.parse::<u16>().ok())
        .unwrap_or_default();
    if !(200..300).contains(&status) {
        return Err(format!("answers with status {status}"));
    }
    let mut content = bytes.get(begin..).unwrap_or_default().to_vec();
    let says = |name: &str, word: &str| {
        headers
            .get(name)
            .is_some_and(|value| value.to_ascii_lowercase().contains(word))
    };
    // Some crawlers undo this and leave the header.
    if says("transfer-encoding", "chunked") {
        content = unchunked(&content).unwrap_or(content);
    }
    if says("content-encoding", "gzip") && content.starts_with(b"\x1f\x8b") {
        content = inflated(flate2::read::MultiGzDecoder::new(content.as_slice()))?;
    } else if says("content-encoding", "deflate") && content.first().is_some_and(|b| b & 0x0f == 8)
    {
        content = inflated(flate2::read::ZlibDecoder::new(content.as_slice()))?;
    } else if says("content-encoding", "zstd") && content.starts_with(b"\x28\xb5\x2f\xfd") {
        let reader = ruzstd::decoding::StreamingDecoder::new(content.as_slice());
        content = inflated(reader.map_err(|_| "damaged answers".to_owned())?)?;
    } else if says("content-encoding", "br") && !is_text_already(&content) {
        let reader = brotli_decompressor::Decompressor::new(content.as_slice(), 4096);
        content = inflated(reader)?;
    }
    let mime = headers.get("content-type").unwrap_or_default().to_owned();
    Ok((mime, content))
}

/// Brotli has no mark of its own: whether the crawler has undone it shows only in what is there.
fn is_text_already(content: &[u8]) -> bool {
    std::str::from_utf8(content).is_ok() || content.trim_ascii_start().starts_with(b"<")
}

fn inflated(reader: impl std::io::Read) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let read = reader.take(MAX_PAGE_BYTES + 1).read_to_end(&mut out);
    if out.len() as u64 > MAX_PAGE_BYTES {
        return Err(format!(
            "pages larger than {} MB",
            MAX_PAGE_BYTES / 1024 / 1024
        ));
    }
    match read {
        Err(_) if out.is_empty() => Err("damaged answers".to_owned()),
        _ => Ok(out),
    }
}

/// Chunks put together; `None` if these are no chunks.
fn unchunked(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        let end = rest.iter().take(1024).position(|b| *b == b'\n')?;
        let line = String::from_utf8_lossy(rest.get(..end)?).into_owned();
        let digits = line.split(';').next().unwrap_or_default().trim();
        let len = usize::from_str_radix(digits, 16).ok()?;
        rest = rest.get(end + 1..)?;
        if len == 0 {
            return Some(out);
        }
        out.extend_from_slice(rest.get(..len.min(rest.len()))?);
        // A chunk that is cut off ends the content.
        let Some(after) = rest.get(len..) else {
            return Some(out);
        };
        rest = after
            .strip_prefix(b"\r\n")
            .or_else(|| after.strip_prefix(b"\n"))
            .unwrap_or(after);
        if rest.is_empty() {
            return Some(out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_packed_with_brotli_are_unpacked() {
        let page = "<p>The pier is open again, the harbour master said.</p>";
        let mut packed = Vec::new();
        let mut input = page.as_bytes();
        let parameters = brotli::enc::BrotliEncoderParams::default();
        brotli::BrotliCompress(&mut input, &mut packed, &parameters).unwrap();
        let answer = |content: &[u8]| {
            let head =
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\n";
            response(&[head.as_slice(), content].concat())
        };
        assert_eq!(answer(&packed).unwrap().1, page.as_bytes());
        // Some crawlers undo it and leave the header.
        assert_eq!(answer(page.as_bytes()).unwrap().1, page.as_bytes());
        let latin = b"<p>Caf\xe9 at the pier</p>";
        assert_eq!(answer(latin).unwrap().1, latin);
        assert!(answer(&[0xff; 40]).is_err());
    }

    #[test]
    fn chunks_are_put_together() {
        let joined = unchunked(b"4\r\npier\r\n3;x=1\r\n is\r\n0\r\n\r\n");
        assert_eq!(joined.as_deref(), Some(b"pier is".as_slice()));
        assert_eq!(unchunked(b"ff\r\ncut").as_deref(), Some(b"cut".as_slice()));
        assert_eq!(unchunked(b"<html>"), None);
    }
}
