//! Whether a PDF can be parsed within the memory that reading a file may take.
//!
//! In: the bytes of a file. Out: yes, or why not. `lopdf` parses every object at once, each into some hundred
//! bytes, however short it is written; a file that is nothing but short objects, or that hides millions of
//! them in packed streams, would take many gigabytes. So objects are counted before: those outside streams,
//! and those in the streams that hold objects, which are unpacked for it once, within a limit.

use super::lexer::is_space;
use std::io::Read;

/// Objects in one file, counted roughly (numbers, names and strings each count as one). A hundred bytes
/// for each makes half a gigabyte.
const MAX_OBJECTS: u64 = 4_000_000;
/// Bytes of objects that are unpacked.
const MAX_PACKED_OBJECTS: u64 = 64 << 20;

/// Why the file is not parsed, in words.
pub(super) fn refusal(bytes: &[u8]) -> Option<String> {
    let mut n_objects = 0_u64;
    let mut bytes_left = MAX_PACKED_OBJECTS;
    let mut rest = bytes;
    let too_many = || Some(format!("more than {MAX_OBJECTS} objects"));
    while !rest.is_empty() {
        let at = find(rest, b"stream").unwrap_or(rest.len());
        let head = rest.get(..at).unwrap_or_default();
        n_objects += count(head);
        if n_objects > MAX_OBJECTS {
            return too_many();
        }
        let body = rest.get(at + 6..).unwrap_or_default();
        let end = find(body, b"endstream").unwrap_or(body.len());
        let packed = body.get(..end).unwrap_or_default();
        // The dictionary of the stream stands just before it.
        let dictionary = head
            .get(head.len().saturating_sub(1024)..)
            .unwrap_or_default();
        let holds_objects = [&b"/ObjStm"[..], b"/XRef", b"#"]
            .iter()
            .any(|n| find(dictionary, n).is_some());
        if holds_objects {
            let start = packed.iter().position(|b| !is_space(*b)).unwrap_or(0);
            let packed = packed.get(start..).unwrap_or_default();
            let mut unpacked = Vec::new();
            let mut source = flate2::read::ZlibDecoder::new(packed).take(bytes_left);
            // Damage ends it; what came before is what the parser may find.
            let _ = source.read_to_end(&mut unpacked);
            bytes_left -= (unpacked.len() as u64).min(bytes_left);
            n_objects += count(&unpacked);
            if bytes_left == 0 {
                return Some("more packed objects than 64 MB".to_owned());
            }
            if n_objects > MAX_OBJECTS {
                return too_many();
            }
        }
        rest = body.get((end + 9).min(body.len())..).unwrap_or_default();
    }
    None
}

pub(super) fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}

/// Words, and marks that open something.
fn count(bytes: &[u8]) -> u64 {
    let mut n = 0;
    let mut was_word = false;
    for &b in bytes {
        let is_mark = matches!(b, b'[' | b']' | b'<' | b'>' | b'(' | b')' | b'/');
        let is_word = !is_mark && !is_space(b);
        n += u64::from(is_word && !was_word || matches!(b, b'[' | b'<' | b'(' | b'/'));
        was_word = is_word;
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_objects_alone_is_refused() {
        let source = "0 ".repeat(6_000_000);
        assert!(refusal(source.as_bytes()).is_some());
        assert!(refusal(b"%PDF-1.4\n1 0 obj\n<</A[1 2 3]>>\nendobj").is_none());
    }

    #[test]
    fn packed_objects_are_counted() {
        use std::io::Write;
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all("0 ".repeat(6_000_000).as_bytes()).unwrap();
        let mut source = b"%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 9/First 9>>\nstream\n".to_vec();
        source.extend(packer.finish().unwrap());
        source.extend(b"\nendstream");
        assert!(refusal(&source).is_some());
    }
}
