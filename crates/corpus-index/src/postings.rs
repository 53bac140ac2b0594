//! The documents of one word: how often, whether in the title, and where.
//!
//! ```text
//! skips    full blocks × { last document delta, byte length of the block }
//! block    128 documents: width of deltas u8, width of counts u8, deltas, counts (bit-packed),
//!          then the positions of each document as deltas (varints)
//! tail     fewer than 128 documents, each: delta, count, positions (varints)
//! ```
//!
//! A delta is the distance to the document before, less one; a count is `2 * occurrences + in title`.
//! Positions number the words of a document from 0. A reader decodes the numbers of one block at a time, and
//! positions only of documents it asks about.

use corpus_pack::{Cursor, put_varint};

/// Documents in a full block.
pub const BLOCK: usize = 128;

/// One document of a word, for writing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Posting {
    /// The document.
    pub doc: u32,
    /// Whether one of the occurrences is in the title.
    pub is_in_title: bool,
    /// Numbers of the words, ascending; at least one.
    pub positions: Vec<u32>,
}

impl Posting {
    fn code(&self) -> u32 {
        (self.positions.len() as u32) << 1 | u32::from(self.is_in_title)
    }

    fn put_positions(&self, out: &mut Vec<u8>) {
        let mut previous = 0;
        for &position in &self.positions {
            put_varint(out, position.wrapping_sub(previous));
            previous = position;
        }
    }
}

/// Appends the postings of one word. Documents ascend.
pub fn put_postings(out: &mut Vec<u8>, postings: &[Posting]) {
    let mut next_doc = 0;
    let mut blocks = Vec::new();
    let (full, tail) = postings.split_at(postings.len() / BLOCK * BLOCK);
    let mut previous_last = 0;
    for block in full.chunks(BLOCK) {
        let start = blocks.len();
        let (mut deltas, mut codes) = ([0; BLOCK], [0; BLOCK]);
        for (i, posting) in block.iter().enumerate() {
            deltas[i] = posting.doc.wrapping_sub(next_doc);
            codes[i] = posting.code();
            next_doc = posting.doc.wrapping_add(1);
        }
        let widths = (width(&deltas), width(&codes));
        blocks.extend([widths.0 as u8, widths.1 as u8]);
        pack_bits(&mut blocks, &deltas, widths.0);
        pack_bits(&mut blocks, &codes, widths.1);
        for posting in block {
            posting.put_positions(&mut blocks);
        }
        let last = next_doc.wrapping_sub(1);
        put_varint(out, last.wrapping_sub(previous_last));
        put_varint(out, (blocks.len() - start) as u32);
        previous_last = last;
    }
    out.extend_from_slice(&blocks);
    for posting in tail {
        put_varint(out, posting.doc.wrapping_sub(next_doc));
        put_varint(out, posting.code());
        posting.put_positions(out);
        next_doc = posting.doc.wrapping_add(1);
    }
}

fn width(values: &[u32; BLOCK]) -> u32 {
    32 - values
        .iter()
        .fold(0, |all, value| all | value)
        .leading_zeros()
}

fn pack_bits(out: &mut Vec<u8>, values: &[u32; BLOCK], width: u32) {
    let (mut bits, mut n) = (0u64, 0);
    for &value in values {
        bits |= u64::from(value) << n;
        n += width;
        while n >= 8 {
            out.push(bits as u8);
            bits >>= 8;
            n -= 8;
        }
    }
}

/// Unpacks 128 values; what is missing reads as 0.
fn unpack_bits(bytes: &[u8], width: u32, values: &mut [u32; BLOCK]) {
    if width == 0 {
        values.fill(0);
        return;
    }
    let width = width.min(32);
    let mask = u64::MAX >> (64 - width);
    // Eight values are `width` whole bytes.
    let mut groups = values.chunks_exact_mut(8);
    let mut input = bytes.chunks(width as usize);
    for group in groups.by_ref() {
        let mut wide = [0u8; 40];
        let part = input.next().unwrap_or_default();
        wide[..part.len()].copy_from_slice(part);
        for (i, value) in group.iter_mut().enumerate() {
            let bit = i * width as usize;
            let mut eight = [0u8; 8];
            eight.copy_from_slice(&wide[bit / 8..bit / 8 + 8]);
            *value = ((u64::from_le_bytes(eight) >> (bit % 8)) & mask) as u32;
        }
    }
}

/// Reads the postings of one word, front to back or by leaps.
#[derive(Debug, Clone)]
pub struct Postings<'c> {
    bytes: &'c [u8],
    /// Last document and start of each full block; the tail follows.
    skips: Vec<(u32, u32)>,
    tail_start: u32,
    n_docs: u32,
    n_tail: usize,
    /// Documents from here on do not exist.
    limit: u32,
    block: usize,
    len: usize,
    at: usize,
    docs: [u32; BLOCK],
    codes: [u32; BLOCK],
    /// The packed codes of this block and their width, while they are not unpacked.
    packed: Option<(&'c [u8], u32)>,
    /// Behind the packed numbers, or the whole tail.
    rest: &'c [u8],
    /// Document of the block at whose positions `positions` stands.
    positions_at: usize,
    positions: Cursor<'c>,
}

impl<'c> Postings<'c> {
    /// Over the bytes of one word that is in `n_docs` documents, all below `limit`.
    #[must_use]
    pub fn new(bytes: &'c [u8], n_docs: u32, limit: u32) -> Self {
        let n_docs = n_docs.min(limit);
        let n_blocks = n_docs as usize / BLOCK;
        let mut cursor = Cursor::new(bytes);
        let mut skips = Vec::with_capacity(n_blocks);
        let (mut last, mut start) = (0u32, 0u32);
        for _ in 0..n_blocks {
            last = last.wrapping_add(cursor.varint());
            skips.push((last, start));
            start = start.saturating_add(cursor.varint());
        }
        let mut postings = Self {
            bytes: cursor.rest(),
            skips,
            tail_start: start,
            n_docs,
            n_tail: n_docs as usize % BLOCK,
            limit,
            block: 0,
            len: 0,
            at: 0,
            docs: [0; BLOCK],
            codes: [0; BLOCK],
            packed: None,
            rest: &[],
            positions_at: 0,
            positions: Cursor::default(),
        };
        postings.load(0);
        postings
    }

    /// In how many documents the word is.
    #[must_use]
    pub const fn n_docs(&self) -> u32 {
        self.n_docs
    }

    /// Decodes a block; the tail is the one behind the full blocks.
    fn load(&mut self, block: usize) {
        // Never back, even where a crafted skip and its block disagree.
        let floor = match self.len {
            0 => 0,
            len => self.docs[len - 1].saturating_add(1),
        };
        self.block = block;
        self.at = 0;
        self.len = 0;
        let from = |start: u32| self.bytes.get(start as usize..).unwrap_or_default();
        // The first document a block may hold.
        let mut next = match block
            .checked_sub(1)
            .and_then(|before| self.skips.get(before))
        {
            Some(&(last, _)) => last.saturating_add(1),
            None => 0,
        }
        .max(floor);
        if let Some(&(_, start)) = self.skips.get(block) {
            let mut cursor = Cursor::new(from(start));
            let widths = (u32::from(cursor.byte()), u32::from(cursor.byte()));
            unpack_bits(
                cursor.take(16 * widths.0.min(32) as usize),
                widths.0,
                &mut self.docs,
            );
            self.packed = Some((cursor.take(16 * widths.1.min(32) as usize), widths.1));
            self.rest = cursor.rest();
            self.len = BLOCK;
            for doc in &mut self.docs {
                *doc = doc.saturating_add(next);
                next = doc.saturating_add(1);
            }
        } else if block == self.skips.len() {
            self.packed = None;
            self.rest = from(self.tail_start);
            let mut cursor = Cursor::new(self.rest);
            for i in 0..self.n_tail {
                self.docs[i] = cursor.varint().saturating_add(next);
                next = self.docs[i].saturating_add(1);
                self.codes[i] = cursor.varint();
                cursor.skip_varints(self.codes[i] as usize >> 1);
            }
            self.len = self.n_tail;
        }
        // Only crafted packs name documents that are not there.
        while self.len > 0 && self.docs[self.len - 1] >= self.limit {
            self.len -= 1;
        }
        self.positions_at = 0;
        self.positions = Cursor::new(self.rest);
    }

    /// The document it stands at; `None` at the end.
    #[must_use]
    #[inline]
    pub fn doc(&self) -> Option<u32> {
        (self.at < self.len).then(|| self.docs[self.at])
    }

    /// Counts are unpacked when first asked for: an intersection leaves most blocks before.
    #[inline]
    fn code(&mut self) -> u32 {
        if let Some((bytes, width)) = self.packed.take() {
            unpack_bits(bytes, width, &mut self.codes);
        }
        self.codes.get(self.at).copied().unwrap_or(0)
    }

    /// How often the word is in this document.
    #[inline]
    pub fn n_hits(&mut self) -> u32 {
        self.code() >> 1
    }

    /// Whether it is in this document's title.
    #[inline]
    pub fn is_in_title(&mut self) -> bool {
        self.code() & 1 != 0
    }

    /// Goes to the next document.
    #[inline]
    pub fn advance(&mut self) {
        self.at += 1;
        if self.at >= self.len && self.block < self.skips.len() {
            self.load(self.block + 1);
        }
    }

    /// Goes to the first document that is not before `target`; never back.
    pub fn seek(&mut self, target: u32) {
        if self.at >= self.len || self.docs[self.len - 1] < target {
            let ahead = self.skips.get(self.block..).unwrap_or_default();
            let block = self.block + ahead.partition_point(|&(last, _)| last < target);
            if block > self.block {
                self.load(block);
            }
        }
        let ahead = self.docs.get(self.at..self.len).unwrap_or_default();
        self.at += ahead.partition_point(|&doc| doc < target);
    }

    /// Appends the positions in this document, ascending.
    pub fn positions_into(&mut self, out: &mut Vec<u32>) {
        if self.at >= self.len {
            return;
        }
        self.code();
        if self.positions_at > self.at {
            self.positions_at = 0;
            self.positions = Cursor::new(self.rest);
        }
        let is_tail = self.block == self.skips.len();
        let mut cursor = self.positions;
        loop {
            if is_tail {
                cursor.varint();
                cursor.varint();
            }
            let code = self.codes[self.positions_at];
            let n = (code as usize >> 1).min(cursor.rest().len());
            self.positions_at += 1;
            if self.positions_at > self.at {
                let mut position = 0u32;
                for i in 0..n {
                    let delta = cursor.varint();
                    // Strictly ascending, whatever the bytes say.
                    let delta = if i > 0 { delta.max(1) } else { delta };
                    let Some(next) = position.checked_add(delta) else {
                        break;
                    };
                    position = next;
                    out.push(position);
                }
                break;
            }
            cursor.skip_varints(n);
        }
        self.positions = cursor;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8], n_docs: u32, limit: u32) -> Vec<Posting> {
        let mut postings = Postings::new(bytes, n_docs, limit);
        let mut out = Vec::new();
        while let Some(doc) = postings.doc() {
            let mut posting = Posting {
                doc,
                is_in_title: postings.is_in_title(),
                ..Posting::default()
            };
            postings.positions_into(&mut posting.positions);
            out.push(posting);
            postings.advance();
        }
        out
    }

    fn postings() -> impl Strategy<Value = Vec<Posting>> {
        let one = (
            0u32..5,
            any::<bool>(),
            proptest::collection::btree_set(0u32..2000, 1..6),
        );
        proptest::collection::vec(one, 0..700).prop_map(|list| {
            let mut doc = 0;
            list.into_iter()
                .map(|(gap, is_in_title, positions)| {
                    doc += gap + 1;
                    Posting {
                        doc,
                        is_in_title,
                        positions: positions.into_iter().collect(),
                    }
                })
                .collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn postings_come_back(list in postings(), targets: Vec<u16>) {
            let mut bytes = Vec::new();
            put_postings(&mut bytes, &list);
            let n = list.len() as u32;
            prop_assert_eq!(&read(&bytes, n, u32::MAX), &list);

            let mut leaping = Postings::new(&bytes, n, u32::MAX);
            let mut targets: Vec<u32> = targets.into_iter().map(|t| u32::from(t) % 4000).collect();
            targets.sort_unstable();
            for target in targets {
                leaping.seek(target);
                let expected = list.iter().find(|posting| posting.doc >= target);
                prop_assert_eq!(leaping.doc(), expected.map(|posting| posting.doc));
                if let Some(expected) = expected {
                    let mut positions = Vec::new();
                    leaping.positions_into(&mut positions);
                    prop_assert_eq!(&positions, &expected.positions);
                }
            }
        }

        #[test]
        fn any_bytes_are_postings(bytes: Vec<u8>, n_docs in 0u32..1000, limit in 0u32..5000) {
            let list = read(&bytes, n_docs, limit);
            prop_assert!(list.windows(2).all(|pair| pair[0].doc < pair[1].doc));
            prop_assert!(list.iter().all(|posting| posting.doc < limit));
            let mut leaping = Postings::new(&bytes, n_docs, limit);
            for target in (0..limit).step_by(97) {
                leaping.seek(target);
            }
        }
    }
}
