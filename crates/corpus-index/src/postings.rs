//! The documents of one word: how often, whether in the title, and where.
//!
//! ```text
//! in `postings`
//! skips    full blocks × { last document delta, byte length of the block, byte length of its positions }
//! block    128 documents: their deltas, then their counts, each as
//!          width u8, number of exceptions u8, the lower bits (packed), exceptions × { place u8, higher bits varint }
//! tail     fewer than 128 documents: their deltas, of as many bytes as the number of all documents needs: the lowest byte of
//!          each, then the next of each, and so on; then their counts (varints)
//!
//! in `position`
//! block    the positions of its documents, one after the other, as deltas, of as many bytes as the largest needs: in the
//!          same order
//! tail     the same
//! ```
//!
//! Positions stand apart, because most questions need none: only phrases, fields and nearness do. How many there are in a
//! block is the sum of its counts, which also tells where those of a document begin, and the length how many bytes each
//! has. So nothing has to be read before them, and gzip sees bytes of one kind together.
//!
//! A delta is the distance to the document before, less one; a count is `2 * occurrences + in title`, less two. In natural
//! text nearly all counts of a block are small and one is not: exceptions keep it from making the others wide.
//! Positions number the words of a document from 0. A reader decodes the numbers of one block at a time, and
//! positions only of documents it asks about.

use corpus_pack::{Cursor, PackBytes, put_varint};

/// Documents in a full block.
pub const BLOCK: usize = 128;

/// The code of a document that has the word once, not in its title.
const LEAST_CODE: u32 = 2;

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

    fn deltas(&self) -> impl Iterator<Item = u32> + '_ {
        let before = std::iter::once(&0).chain(&self.positions);
        let pairs = self.positions.iter().zip(before);
        pairs.map(|(position, before)| position.wrapping_sub(*before))
    }
}

/// Writes the positions of some documents, byte by byte of them.
fn put_positions(out: &mut Vec<u8>, postings: &[Posting]) {
    let deltas: Vec<u32> = postings.iter().flat_map(Posting::deltas).collect();
    let all = deltas.iter().fold(0, |all, delta| all | delta);
    put_by_bytes(out, &deltas, n_bytes(all));
}

/// How many bytes it takes to write a number.
fn n_bytes(largest: u32) -> usize {
    (32 - largest.leading_zeros()).div_ceil(8).max(1) as usize
}

/// The lowest byte of each number, then the next byte of each, and so on.
fn put_by_bytes(out: &mut Vec<u8>, numbers: &[u32], n_bytes: usize) {
    for byte in 0..n_bytes {
        out.extend(numbers.iter().map(|number| (number >> (8 * byte)) as u8));
    }
}

/// One of `n` such numbers; what is missing reads as 0.
fn by_bytes(bytes: &[u8], n: usize, n_bytes: usize, place: usize) -> u32 {
    (0..n_bytes).rev().fold(0, |number, byte| {
        let at = n.saturating_mul(byte).saturating_add(place);
        number << 8 | u32::from(bytes.get(at).copied().unwrap_or(0))
    })
}

/// Appends the postings of one word. Documents ascend, and are of a corpus of `n_docs`. Gives the places behind its blocks of
/// positions.
pub fn put_postings(
    out: &mut Vec<u8>,
    positions: &mut Vec<u8>,
    postings: &[Posting],
    n_docs: u32,
) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut next_doc = 0;
    let mut blocks = Vec::new();
    let (full, tail) = postings.split_at(postings.len() / BLOCK * BLOCK);
    let mut previous_last = 0;
    for block in full.chunks(BLOCK) {
        let start = blocks.len();
        let (mut deltas, mut codes) = ([0; BLOCK], [0; BLOCK]);
        for (i, posting) in block.iter().enumerate() {
            deltas[i] = posting.doc.wrapping_sub(next_doc);
            codes[i] = posting.code().wrapping_sub(LEAST_CODE);
            next_doc = posting.doc.wrapping_add(1);
        }
        put_packed(&mut blocks, &deltas);
        put_packed(&mut blocks, &codes);
        let positions_start = positions.len();
        put_positions(positions, block);
        cuts.push(positions.len());
        let last = next_doc.wrapping_sub(1);
        put_varint(out, last.wrapping_sub(previous_last));
        put_varint(out, (blocks.len() - start) as u32);
        put_varint(out, (positions.len() - positions_start) as u32);
        previous_last = last;
    }
    out.extend_from_slice(&blocks);
    let mut deltas = Vec::with_capacity(tail.len());
    for posting in tail {
        deltas.push(posting.doc.wrapping_sub(next_doc));
        next_doc = posting.doc.wrapping_add(1);
    }
    put_by_bytes(out, &deltas, n_bytes(n_docs.saturating_sub(1)));
    for posting in tail {
        put_varint(out, posting.code().wrapping_sub(LEAST_CODE));
    }
    put_positions(positions, tail);
    cuts.push(positions.len());
    cuts
}

/// Writes 128 values in the width that takes least, the larger ones as exceptions.
fn put_packed(out: &mut Vec<u8>, values: &[u32; BLOCK]) {
    // How many have so many bits: that is all their lengths depend on.
    let mut n_of_bits = [0usize; 33];
    for value in values {
        n_of_bits[32 - value.leading_zeros() as usize] += 1;
    }
    let len_of = |width: u32| {
        let larger = (0u32..).zip(&n_of_bits).skip(width as usize + 1);
        let exceptions = larger.map(|(bits, n)| n * (1 + (bits - width).div_ceil(7) as usize));
        16 * width as usize + exceptions.sum::<usize>()
    };
    let width = (0..=32).min_by_key(|width| len_of(*width)).unwrap_or(32);
    let exceptions = (0u8..).zip(values);
    let exceptions: Vec<(u8, u32)> = exceptions
        .map(|(i, value)| (i, high_bits(*value, width)))
        .filter(|(_, high)| *high > 0)
        .collect();
    out.extend([width as u8, exceptions.len() as u8]);
    pack_bits(out, values, width);
    for (i, high) in exceptions {
        out.push(i);
        put_varint(out, high);
    }
}

/// What does not fit into `width` bits.
const fn high_bits(value: u32, width: u32) -> u32 {
    match value.checked_shr(width) {
        Some(high) => high,
        None => 0,
    }
}

/// Reads what [`put_packed`] wrote.
fn unpack(cursor: &mut Cursor<'_>, values: &mut [u32; BLOCK]) {
    let width = u32::from(cursor.byte()).min(32);
    let n_exceptions = cursor.byte();
    unpack_bits(cursor.rest(), width, values);
    cursor.take(16 * width as usize);
    for _ in 0..n_exceptions {
        let place = usize::from(cursor.byte());
        let high = cursor.varint();
        if let Some(value) = values.get_mut(place) {
            *value |= high.checked_shl(width).unwrap_or(0);
        }
    }
}

fn pack_bits(out: &mut Vec<u8>, values: &[u32; BLOCK], width: u32) {
    let (mut bits, mut n) = (0u64, 0);
    let mask = (1u64 << width) - 1;
    for &value in values {
        bits |= (u64::from(value) & mask) << n;
        n += width;
        while n >= 8 {
            out.push(bits as u8);
            bits >>= 8;
            n -= 8;
        }
    }
}

/// Unpacks 128 values at the front of `bytes`; what is missing reads as 0.
fn unpack_bits(bytes: &[u8], width: u32, values: &mut [u32; BLOCK]) {
    if width == 0 {
        values.fill(0);
        return;
    }
    let width = width.min(32);
    // As many values as eight bytes have, wherever the first begins within its byte.
    let together = match width {
        1..=8 => 8,
        9..=16 => 4,
        _ => 1,
    };
    let mut bit = 0;
    for group in values.chunks_exact_mut(together) {
        let mut bits = eight_at(bytes, bit / 8) >> (bit % 8);
        for value in group {
            *value = (bits & (u64::MAX >> (64 - width))) as u32;
            bits >>= width;
        }
        bit += width as usize * together;
    }
}

/// The eight bytes from there on; what is missing reads as 0.
#[inline]
fn eight_at(bytes: &[u8], at: usize) -> u64 {
    let part = bytes.get(at..).unwrap_or_default();
    match part.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => part
            .iter()
            .rev()
            .fold(0, |bits, byte| bits << 8 | u64::from(*byte)),
    }
}

/// Where the positions of a word lie, in whose bytes.
#[derive(Debug, Clone, Copy)]
pub struct Places<'c> {
    /// The section.
    pub bytes: &'c PackBytes,
    /// First byte of the word's positions.
    pub start: usize,
    /// How many bytes there are.
    pub len: usize,
}

impl<'c> Places<'c> {
    /// Bytes `start..end` of the word's positions.
    fn part(self, start: u32, end: u32) -> &'c [u8] {
        let (start, end) = (start as usize, (end as usize).min(self.len));
        if start >= end {
            return &[];
        }
        self.bytes.part(
            self.start.saturating_add(start),
            self.start.saturating_add(end),
        )
    }
}

/// A full block of postings.
#[derive(Debug, Clone, Copy)]
struct Skip {
    /// Its last document.
    last: u32,
    /// Where it begins, behind the skips.
    start: u32,
    /// Where its positions begin.
    places: u32,
}

/// Reads the postings of one word, front to back or by leaps.
#[derive(Debug, Clone)]
pub struct Postings<'c> {
    /// Behind the skips.
    bytes: &'c [u8],
    places: Places<'c>,
    skips: Vec<Skip>,
    tail_start: u32,
    tail_places: u32,
    n_docs: u32,
    n_tail: usize,
    /// No document has this number or a larger one.
    limit: u32,
    /// Block in hand; the tail is the one behind the full ones.
    block: usize,
    /// Documents in it.
    len: usize,
    /// The document in hand, within the block.
    at: usize,
    docs: [u32; BLOCK],
    codes: [u32; BLOCK],
    /// Counts of the block that are not unpacked yet.
    packed: Option<Cursor<'c>>,
    /// The positions of the block, once they are asked for.
    positions: Option<BlockPlaces<'c>>,
}

/// The positions of one block.
#[derive(Debug, Clone, Copy)]
struct BlockPlaces<'c> {
    bytes: &'c [u8],
    /// How many positions there are.
    n: usize,
    /// How many bytes each has.
    n_bytes: usize,
    /// The document whose positions begin at `passed`.
    at: usize,
    /// How many positions stand before it.
    passed: usize,
}

/// How many positions documents of these codes have. None has as many as a text may have words; of 128 the sum stays within
/// 32 bits.
fn sum_of(codes: &[u32]) -> usize {
    codes
        .iter()
        .map(|code| (code >> 1).min(1 << 24))
        .sum::<u32>() as usize
}

impl<'c> Postings<'c> {
    /// Postings of a word in `n_docs` documents, in a corpus of `limit` documents.
    #[must_use]
    pub fn new(bytes: &'c [u8], places: Places<'c>, n_docs: u32, limit: u32) -> Self {
        let n_docs = n_docs.min(limit);
        let n_blocks = n_docs as usize / BLOCK;
        let mut cursor = Cursor::new(bytes);
        // Each full block has three numbers in front.
        let mut skips = Vec::with_capacity(n_blocks.min(bytes.len() / 3));
        let (mut last, mut start, mut place) = (0u32, 0u32, 0u32);
        for _ in 0..n_blocks {
            if cursor.is_empty() {
                break; // Not there, or crafted.
            }
            last = last.wrapping_add(cursor.varint());
            skips.push(Skip {
                last,
                start,
                places: place,
            });
            start = start.saturating_add(cursor.varint());
            place = place.saturating_add(cursor.varint());
        }
        let is_whole = skips.len() == n_blocks && !bytes.is_empty();
        let mut postings = Self {
            bytes: cursor.rest(),
            places,
            skips,
            tail_start: start,
            tail_places: place,
            n_docs,
            n_tail: if is_whole { n_docs as usize % BLOCK } else { 0 },
            limit,
            block: 0,
            len: 0,
            at: 0,
            docs: [0; BLOCK],
            codes: [0; BLOCK],
            packed: None,
            positions: None,
        };
        postings.load(0);
        postings
    }

    /// Number of documents.
    #[must_use]
    pub const fn n_docs(&self) -> u32 {
        self.n_docs
    }

    fn load(&mut self, block: usize) {
        // Never back, even where a crafted skip and its block disagree.
        let floor = match self.len {
            0 => 0,
            len => self.docs[len - 1].saturating_add(1),
        };
        self.block = block;
        self.at = 0;
        self.len = 0;
        self.positions = None;
        let from = |start: u32| self.bytes.get(start as usize..).unwrap_or_default();
        // The first document a block may hold.
        let mut next = match block
            .checked_sub(1)
            .and_then(|before| self.skips.get(before))
        {
            Some(skip) => skip.last.saturating_add(1),
            None => 0,
        }
        .max(floor);
        if let Some(skip) = self.skips.get(block) {
            let mut cursor = Cursor::new(from(skip.start));
            unpack(&mut cursor, &mut self.docs);
            self.packed = Some(cursor);
            self.len = BLOCK;
            let mut next = u64::from(next);
            for doc in &mut self.docs {
                next += u64::from(*doc);
                // The last number there is lies behind every limit.
                *doc = u32::try_from(next).unwrap_or(u32::MAX);
                next += 1;
            }
        } else if block == self.skips.len() {
            self.packed = None;
            let tail = from(self.tail_start);
            let (n, n_bytes) = (self.n_tail, n_bytes(self.limit.saturating_sub(1)));
            for (i, doc) in self.docs.iter_mut().enumerate().take(n) {
                *doc = by_bytes(tail, n, n_bytes, i).saturating_add(next);
                next = doc.saturating_add(1);
            }
            let mut cursor = Cursor::new(tail.get(n * n_bytes..).unwrap_or_default());
            for code in self.codes.iter_mut().take(self.n_tail) {
                *code = cursor.varint().saturating_add(LEAST_CODE);
            }
            self.len = self.n_tail;
        }
        // Only crafted packs name documents that are not there.
        while self.len > 0 && self.docs[self.len - 1] >= self.limit {
            self.len -= 1;
        }
    }

    /// The document in hand; `None` behind the last one.
    #[must_use]
    #[inline]
    pub fn doc(&self) -> Option<u32> {
        (self.at < self.len).then(|| self.docs[self.at])
    }

    /// `2 * occurrences + in title` of the document in hand.
    #[inline]
    pub fn code(&mut self) -> u32 {
        if let Some(mut packed) = self.packed.take() {
            unpack(&mut packed, &mut self.codes);
            for code in &mut self.codes {
                *code = code.saturating_add(LEAST_CODE);
            }
        }
        self.codes.get(self.at).copied().unwrap_or(0)
    }

    /// Occurrences in the document in hand.
    #[inline]
    pub fn n_hits(&mut self) -> u32 {
        self.code() >> 1
    }

    /// Whether one of them is in its title.
    #[inline]
    pub fn is_in_title(&mut self) -> bool {
        self.code() & 1 != 0
    }

    /// The documents from the one in hand to the end of its block, and their codes: `2 * occurrences + in title`.
    /// [`Postings::next_block`] goes to those behind them.
    #[inline]
    pub fn rest_of_block(&mut self) -> (&[u32], &[u32]) {
        self.code();
        let range = self.at.min(self.len)..self.len;
        (
            self.docs.get(range.clone()).unwrap_or_default(),
            self.codes.get(range).unwrap_or_default(),
        )
    }

    /// Goes to the first document of the next block; whether there is one.
    #[inline]
    pub fn next_block(&mut self) -> bool {
        if self.block >= self.skips.len() {
            self.at = self.len;
            return false;
        }
        self.load(self.block + 1);
        self.len > 0
    }

    /// Goes to the next document.
    #[inline]
    pub fn advance(&mut self) {
        self.at += 1;
        if self.at >= self.len && self.block < self.skips.len() {
            self.load(self.block + 1);
        }
    }

    /// Goes to the first document that is not before `target`, never back.
    pub fn seek(&mut self, target: u32) {
        if self.at >= self.len || self.docs[self.len - 1] < target {
            let ahead = self.skips.get(self.block..).unwrap_or_default();
            let block = self.block + ahead.partition_point(|skip| skip.last < target);
            if block > self.block {
                self.load(block);
            }
        }
        // Mostly it is one of the next few.
        let mut ahead = self.docs.get(self.at..self.len).unwrap_or_default();
        for _ in 0..4 {
            match ahead {
                [doc, behind @ ..] if *doc < target => ahead = behind,
                _ => {
                    self.at = self.len - ahead.len();
                    return;
                }
            }
        }
        let mut few = 1;
        while ahead.get(few).is_some_and(|&doc| doc < target) {
            few *= 2;
        }
        let near = ahead.get(..few + 1).unwrap_or(ahead);
        self.at = self.len - ahead.len() + near.partition_point(|&doc| doc < target);
    }

    /// Appends the positions in the document in hand.
    pub fn positions_into(&mut self, out: &mut Vec<u32>) {
        if self.at >= self.len {
            return;
        }
        self.code();
        let mut places = match self.positions {
            Some(places) if places.at <= self.at => places,
            _ => self.places_of_block(),
        };
        let before = self.codes.get(places.at..self.at).unwrap_or_default();
        places.passed += sum_of(before);
        places.at = self.at;
        self.positions = Some(places);
        let n = sum_of(self.codes.get(self.at..=self.at).unwrap_or_default());
        let range = places.passed..places.passed.saturating_add(n).min(places.bytes.len());
        out.reserve(range.len());
        // Strictly ascending, whatever the bytes say.
        let (mut position, mut least) = (0u32, 0);
        let push = |delta: u32| {
            position = position.checked_add(delta.max(least))?;
            least = 1;
            out.push(position);
            Some(())
        };
        if places.n_bytes == 1 {
            let deltas = places.bytes.get(range).unwrap_or_default();
            let _ = deltas
                .iter()
                .map(|delta| u32::from(*delta))
                .try_for_each(push);
        } else {
            let delta = |place| by_bytes(places.bytes, places.n, places.n_bytes, place);
            let _ = range.map(delta).try_for_each(push);
        }
    }

    fn places_of_block(&self) -> BlockPlaces<'c> {
        let start = match self.skips.get(self.block) {
            Some(skip) => skip.places,
            None => self.tail_places,
        };
        let end = match self.skips.get(self.block + 1) {
            Some(skip) => skip.places,
            None if self.block < self.skips.len() => self.tail_places,
            None => u32::MAX,
        };
        let bytes = self.places.part(start, end);
        let of_block = match self.block < self.skips.len() {
            true => BLOCK,
            false => self.n_tail,
        };
        let n = sum_of(self.codes.get(..of_block).unwrap_or_default());
        BlockPlaces {
            bytes,
            n,
            n_bytes: (bytes.len() / n.max(1)).clamp(1, 4),
            at: 0,
            passed: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn places(bytes: &PackBytes) -> Places<'_> {
        Places {
            bytes,
            start: 0,
            len: bytes.len(),
        }
    }

    fn read(bytes: &[u8], positions: &PackBytes, n_docs: u32, limit: u32) -> Vec<Posting> {
        let mut postings = Postings::new(bytes, places(positions), n_docs, limit);
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

    /// More documents than [`postings`] gives.
    const LIMIT: u32 = 5000;

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
        fn postings_come_back(list in postings(), targets: Vec<u16>, is_long: bool) {
            let mut list = list;
            if is_long {
                // Positions of two bytes and of three.
                list.iter_mut().for_each(|posting| posting.positions.push(60_000 + posting.doc * 30));
            }
            let mut bytes = Vec::new();
            let mut positions = Vec::new();
            put_postings(&mut bytes, &mut positions, &list, LIMIT);
            let positions = PackBytes::from(positions);
            let n = list.len() as u32;
            prop_assert_eq!(&read(&bytes, &positions, n, LIMIT), &list);

            let mut by_block = Postings::new(&bytes, places(&positions), n, LIMIT);
            let mut docs = Vec::new();
            loop {
                docs.extend_from_slice(by_block.rest_of_block().0);
                if !by_block.next_block() {
                    break;
                }
            }
            prop_assert!(docs.iter().copied().eq(list.iter().map(|posting| posting.doc)));

            let mut leaping = Postings::new(&bytes, places(&positions), n, LIMIT);
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
        fn any_bytes_are_postings(bytes: Vec<u8>, more: Vec<u8>, n_docs in 0u32..1000, limit in 0u32..5000) {
            let positions = PackBytes::from(more);
            let list = read(&bytes, &positions, n_docs, limit);
            prop_assert!(list.windows(2).all(|pair| pair[0].doc < pair[1].doc));
            prop_assert!(list.iter().all(|posting| posting.doc < limit));
            let mut leaping = Postings::new(&bytes, places(&positions), n_docs, limit);
            for target in (0..limit).step_by(97) {
                leaping.seek(target);
            }
        }
    }
}
