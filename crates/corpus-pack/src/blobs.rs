//! A numbered list of byte strings.
//!
//! ```text
//! n        u32
//! shift    u32                  a block holds 2^shift strings, the last one the rest
//! starts   (n_blocks + 1) × u32 of the blocks, within what follows; the last is the end
//! block    (strings + 1) × u32  starts of the strings behind these; the last is the end
//!          the strings
//! ```
//!
//! Where a string stands is written in its block, so that one block is all that has to be there to read it.

use crate::bytes::PackBytes;
use crate::column::{Column, put_u32};
use crate::section::Section;

/// About as many bytes does a block have, if its strings are small.
const BLOCK: usize = 8 << 10;
const MAX_SHIFT: u32 = 16;

/// Writes the list front to back.
#[derive(Debug, Clone, Default)]
pub struct BlobsWriter {
    ends: Vec<usize>,
    data: Vec<u8>,
}

impl BlobsWriter {
    /// Appends one string.
    pub fn push(&mut self, bytes: &[u8]) {
        self.data.extend_from_slice(bytes);
        self.ends.push(self.data.len());
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The section.
    #[must_use]
    pub fn finish(self) -> Section {
        let mut shift = MAX_SHIFT;
        while shift > 0 && (self.data.len() / self.ends.len().max(1) + 4) << shift > BLOCK {
            shift -= 1;
        }
        let n_blocks = self.ends.len().div_ceil(1 << shift);
        let head_len = 8 + 4 * (n_blocks + 1);
        // Written in one go: a list of texts is the largest part of a pack, and is held once here.
        let len = head_len + self.data.len() + 4 * (self.ends.len() + n_blocks);
        let mut bytes = Vec::with_capacity(len);
        put_u32(&mut bytes, offset(self.ends.len()));
        put_u32(&mut bytes, shift);
        bytes.resize(head_len, 0);
        let mut cuts = Vec::with_capacity(n_blocks);
        let mut from = 0;
        for (block, ends) in self.ends.chunks(1 << shift).enumerate() {
            put_u32(&mut bytes, 0);
            for end in ends {
                put_u32(&mut bytes, offset(end - from));
            }
            let to = ends.last().copied().unwrap_or(from);
            bytes.extend_from_slice(&self.data[from..to]);
            from = to;
            let start = offset(bytes.len() - head_len).to_le_bytes();
            let place = 8 + 4 * (block + 1);
            bytes[place..place + 4].copy_from_slice(&start);
            cuts.push(offset(bytes.len()));
        }
        Section {
            bytes,
            resident: head_len,
            cuts,
        }
    }
}

/// Everything in a pack is far below 4 GiB; a larger one would read as cut, not as wrong.
fn offset(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Reads the list. Any bytes are a list, if perhaps an empty one.
#[derive(Debug, Clone)]
pub struct Blobs {
    bytes: PackBytes,
    n: usize,
    shift: u32,
    /// The numbers in front of the blocks, and these behind them.
    head: PackBytes,
    blocks: PackBytes,
}

impl Blobs {
    /// Over one section.
    #[must_use]
    pub fn new(bytes: PackBytes) -> Self {
        let numbers = Column::new(bytes.part(0, 8));
        // Each string has a number of its own in its block.
        let n = (numbers.get(0) as usize).min(bytes.len() / 4);
        let shift = numbers.get(1).min(MAX_SHIFT);
        let n_blocks = n.div_ceil(1 << shift);
        let head_len = 8 + (n_blocks + 1) * 4;
        let n = if head_len > bytes.len() { 0 } else { n };
        let blocks = bytes.slice(head_len, bytes.len());
        Self {
            head: bytes.slice(8, head_len),
            n,
            shift,
            blocks,
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

    /// How many strings share a block of a list that has been written.
    #[must_use]
    pub fn per_block_of(bytes: &[u8]) -> usize {
        let numbers = Column::new(bytes.get(..8).unwrap_or_default());
        1 << numbers.get(1).min(MAX_SHIFT)
    }

    /// How many strings share a block.
    #[must_use]
    pub const fn per_block(&self) -> usize {
        1 << self.shift
    }

    /// The string of that number; empty where there is none.
    #[inline]
    #[must_use]
    pub fn get(&self, idx: usize) -> &[u8] {
        self.block(idx >> self.shift).get(idx)
    }

    /// Strings that stand together, for whoever reads many of them in order.
    #[inline]
    #[must_use]
    pub fn block(&self, block: usize) -> Block<'_> {
        let first = block << self.shift;
        let n = self.n.saturating_sub(first).min(1 << self.shift);
        let starts = Column::new(self.head.part(block * 4, block * 4 + 8));
        let bytes = if n == 0 {
            &[]
        } else {
            self.blocks
                .part(starts.get(0) as usize, starts.get(1) as usize)
        };
        let (ends, strings) = bytes.split_at_checked((n + 1) * 4).unwrap_or_default();
        Block {
            first,
            n,
            ends: Column::new(ends),
            strings,
        }
    }

    /// Reads strings one after the other; the next is seldom far from the last.
    #[must_use]
    pub const fn reader(&self) -> BlobsReader<'_> {
        BlobsReader {
            blobs: self,
            block: Block {
                first: 0,
                n: 0,
                ends: Column::new(&[]),
                strings: &[],
            },
        }
    }

    /// Notes that all of it will be read.
    pub fn want(&self) {
        self.bytes.want();
    }

    /// Notes that one string will be read.
    pub fn want_one(&self, idx: usize) {
        let _ = self.block(idx >> self.shift);
    }

    /// How many bytes would be fetched to read all of it.
    #[must_use]
    pub fn n_missing(&self) -> usize {
        self.bytes.n_missing()
    }

    /// How many bytes would be fetched to read these strings, in ascending order.
    #[must_use]
    pub fn n_missing_of(&self, idxs: impl Iterator<Item = usize>) -> usize {
        let mut last = None;
        let mut sum = 0;
        for block in idxs.map(|idx| idx >> self.shift) {
            if last.replace(block) != Some(block) {
                let starts = Column::new(self.head.part(block * 4, block * 4 + 8));
                let (start, end) = (starts.get(0) as usize, starts.get(1) as usize);
                sum += self.blocks.slice(start, end).n_missing();
            }
        }
        sum
    }
}

/// Strings that stand together.
#[derive(Debug, Clone, Copy)]
pub struct Block<'c> {
    first: usize,
    n: usize,
    ends: Column<'c>,
    strings: &'c [u8],
}

impl<'c> Block<'c> {
    /// The string of that number in the whole list; empty if it is of another block.
    #[inline]
    #[must_use]
    pub fn get(&self, idx: usize) -> &'c [u8] {
        let at = idx.wrapping_sub(self.first);
        if at >= self.n {
            return &[];
        }
        let (start, end) = (self.ends.get(at) as usize, self.ends.get(at + 1) as usize);
        self.strings.get(start..end).unwrap_or_default()
    }
}

/// Keeps the block that was read last.
#[derive(Debug, Clone)]
pub struct BlobsReader<'c> {
    blobs: &'c Blobs,
    block: Block<'c>,
}

impl<'c> BlobsReader<'c> {
    /// As [`Blobs::get`].
    #[inline]
    #[must_use]
    pub fn get(&mut self, idx: usize) -> &'c [u8] {
        if idx.wrapping_sub(self.block.first) >= self.block.n {
            self.block = self.blobs.block(idx >> self.blobs.shift);
        }
        self.block.get(idx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn strings_come_back(strings: Vec<Vec<u8>>, len in 0usize..3000) {
            let mut writer = BlobsWriter::default();
            strings.iter().for_each(|s| writer.push(s));
            writer.push(&vec![7; len]);
            prop_assert_eq!(writer.len(), strings.len() + 1);
            let blobs = Blobs::new(writer.finish().bytes.into());
            prop_assert_eq!(blobs.len(), strings.len() + 1);
            let mut reader = blobs.reader();
            for (i, s) in strings.iter().enumerate() {
                prop_assert_eq!(blobs.get(i), &s[..]);
                prop_assert_eq!(reader.get(i), &s[..]);
            }
            prop_assert_eq!(reader.get(0), blobs.get(0));
            prop_assert_eq!(blobs.get(strings.len()).len(), len);
            prop_assert_eq!(blobs.get(strings.len() + 1), b"");
        }

        #[test]
        fn any_bytes_are_a_list(bytes: Vec<u8>, n: u8, shift: u8) {
            let mut with_head = vec![n, 0, 0, 0, shift, 0, 0, 0];
            with_head.extend_from_slice(&bytes);
            for bytes in [bytes, with_head] {
                let blobs = Blobs::new(bytes.into());
                for i in 0..blobs.len() + 2 {
                    let _ = blobs.get(i);
                }
            }
        }
    }
}
