//! Strings of the records: those that recur stand once in a table, the others where they are used.
//!
//! ```text
//! 0            no string
//! 2 * (id + 1) the string of that number in the section `strings`
//! 2 * len + 1  and then the bytes
//! ```

use corpus_pack::{Blobs, BlobsWriter, Cursor, Section, put_varint};
use std::collections::HashMap;

/// Counts in a first pass over the records and writes in a second: the most used get the shortest numbers.
#[derive(Default)]
pub(crate) struct StringsWriter {
    counts: HashMap<Vec<u8>, u32>,
    ids: HashMap<Vec<u8>, u32>,
    table: BlobsWriter,
    is_frozen: bool,
}

impl StringsWriter {
    /// Ends the counting pass.
    pub(crate) fn freeze(&mut self) {
        let mut used: Vec<_> = std::mem::take(&mut self.counts)
            .into_iter()
            .filter(|(bytes, n)| *n > 1 && bytes.len() > 1)
            .collect();
        used.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        for (id, (bytes, _)) in used.into_iter().enumerate() {
            self.table.push(&bytes);
            self.ids.insert(bytes, id as u32);
        }
        self.is_frozen = true;
    }

    pub(crate) fn put(&mut self, out: &mut Vec<u8>, bytes: &[u8]) {
        if !self.is_frozen {
            match self.counts.get_mut(bytes) {
                Some(n) => *n += 1,
                None => {
                    self.counts.insert(bytes.to_vec(), 1);
                }
            }
            return;
        }
        match self.ids.get(bytes) {
            Some(id) => put_varint(out, 2 * (id + 1)),
            None => {
                put_varint(out, 2 * bytes.len() as u32 + 1);
                out.extend_from_slice(bytes);
            }
        }
    }

    pub(crate) fn put_opt(&mut self, out: &mut Vec<u8>, string: Option<&str>) {
        match string {
            Some(string) => self.put(out, string.as_bytes()),
            None => put_varint(out, 0),
        }
    }

    pub(crate) fn finish(self) -> Section {
        self.table.finish()
    }
}

/// Reads strings out of records.
#[derive(Debug, Clone)]
pub(crate) struct Strings(pub(crate) Blobs);

impl Strings {
    pub(crate) fn bytes<'c>(&'c self, cursor: &mut Cursor<'c>) -> Option<&'c [u8]> {
        let code = cursor.varint() as usize;
        match code {
            0 => None,
            _ if code.is_multiple_of(2) => Some(self.0.get(code / 2 - 1)),
            _ => Some(cursor.take(code / 2)),
        }
    }

    pub(crate) fn opt<'c>(&'c self, cursor: &mut Cursor<'c>) -> Option<&'c str> {
        self.bytes(cursor).map(utf8)
    }

    pub(crate) fn str<'c>(&'c self, cursor: &mut Cursor<'c>) -> &'c str {
        self.opt(cursor).unwrap_or_default()
    }
}

/// The bytes as text, up to the first that is none (only crafted packs have such).
pub(crate) fn utf8(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => bytes
            .get(..error.valid_up_to())
            .and_then(|valid| std::str::from_utf8(valid).ok())
            .unwrap_or_default(),
    }
}
