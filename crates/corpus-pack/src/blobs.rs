//! A numbered list of byte strings.
//!
//! ```text
//! n        u32
//! offsets  (n + 1) × u32   into data; the last is its length
//! data
//! ```

use crate::bytes::PackBytes;
use crate::column::{Column, put_u32};

/// Writes the list front to back.
#[derive(Debug, Clone)]
pub struct BlobsWriter {
    offsets: Vec<u8>,
    data: Vec<u8>,
}

impl Default for BlobsWriter {
    fn default() -> Self {
        Self {
            offsets: vec![0; 4],
            data: Vec::new(),
        }
    }
}

impl BlobsWriter {
    /// Appends one string.
    pub fn push(&mut self, bytes: &[u8]) {
        self.data.extend_from_slice(bytes);
        // Everything in a pack is far below 4 GiB; a larger one would read as cut, not as wrong.
        put_u32(
            &mut self.offsets,
            u32::try_from(self.data.len()).unwrap_or(u32::MAX),
        );
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.offsets.len() / 4 - 1
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The section.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        let mut out = Vec::with_capacity(4 + self.offsets.len() + self.data.len());
        put_u32(&mut out, self.len() as u32);
        out.extend_from_slice(&self.offsets);
        out.extend_from_slice(&self.data);
        out
    }
}

/// Reads the list. Any bytes are a list, if perhaps an empty one.
#[derive(Debug, Clone)]
pub struct Blobs {
    bytes: PackBytes,
    n: usize,
}

impl Blobs {
    /// Over one section.
    #[must_use]
    pub fn new(bytes: PackBytes) -> Self {
        let rows = Column::new(&bytes).len();
        let n = Column::new(&bytes).get(0) as usize;
        Self {
            n: n.min(rows.saturating_sub(2)),
            bytes,
        }
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.n
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// The string of that number; empty where there is none.
    #[inline]
    #[must_use]
    pub fn get(&self, idx: usize) -> &[u8] {
        if idx >= self.n {
            return &[];
        }
        let all: &[u8] = &self.bytes;
        let column = Column::new(all);
        let data = all.get((self.n + 2) * 4..).unwrap_or_default();
        let (start, end) = (column.get(idx + 1) as usize, column.get(idx + 2) as usize);
        data.get(start..end).unwrap_or_default()
    }

    /// Start of that string within the data, in bytes.
    #[must_use]
    pub fn start(&self, idx: usize) -> u32 {
        Column::new(&self.bytes).get(idx.min(self.n) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn strings_come_back(strings: Vec<Vec<u8>>) {
            let mut writer = BlobsWriter::default();
            strings.iter().for_each(|s| writer.push(s));
            prop_assert_eq!(writer.len(), strings.len());
            let blobs = Blobs::new(writer.finish().into());
            prop_assert_eq!(blobs.len(), strings.len());
            for (i, s) in strings.iter().enumerate() {
                prop_assert_eq!(blobs.get(i), &s[..]);
            }
            prop_assert_eq!(blobs.get(strings.len()), b"");
        }

        #[test]
        fn any_bytes_are_a_list(bytes: Vec<u8>) {
            let blobs = Blobs::new(bytes.into());
            for i in 0..blobs.len() + 2 {
                let _ = (blobs.get(i), blobs.start(i));
            }
        }
    }
}
