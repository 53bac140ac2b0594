//! The dictionary: every folded word of the corpus in byte order, and where its postings are.
//!
//! ```text
//! blocks   list of blocks of 16 words:
//!   words   behind their length: 16 × { shared prefix with the word before, rest length, rest }
//!   starts  2 × varint64   of the postings of the first word, in `postings` and `position`
//!   infos   16 × { documents, occurrences less documents, byte lengths of the postings in both }
//! heads    list of the first word of every so many blocks: the words that stand together in one place
//! ```
//!
//! The heads tell which part of the dictionary a word can stand in, so that only that part has to be there.
//!
//! Words and infos are apart, so that a walk reads the infos only of words that it wants.
//!
//! Which words are nearly like another one is told by their [`Sketch`]es, without reading them.
//!
//! Sorted front-coded blocks, not a finite-state transducer: the reader stays total over crafted bytes (an
//! `fst` panics on a damaged node and can be made to loop), a word has a number, and walking with pruning by
//! shared prefixes is as fast at this size. `docs/pack-format.md` has the figures.

use corpus_pack::{Blobs, BlobsWriter, Cursor, Section, put_varint, put_varint64};
use std::sync::{Arc, OnceLock};

/// Words in a block.
const BLOCK: usize = 16;

/// What the dictionary knows of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Term {
    /// Number of the word, in byte order of all words.
    pub ord: u32,
    /// Documents it is in.
    pub n_docs: u32,
    /// Occurrences in all documents.
    pub n_hits: u32,
    /// Where its postings start, in bytes of the section.
    pub start: u64,
    /// How long they are in bytes.
    pub len: u32,
    /// Where its positions begin in the section `position`.
    pub places: u64,
    /// Byte length of its positions.
    pub places_len: u32,
}

/// What tells at a glance that a word is far from another one: which letters it has, and how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sketch {
    /// A bit for each letter; some letters share one.
    letters: u32,
    n_letters: u32,
}

impl Sketch {
    /// Of a word.
    #[must_use]
    pub fn of(word: &str) -> Self {
        word.chars().fold(Self::default(), |sketch, c| Self {
            letters: sketch.letters | 1 << (c as u32 % 32),
            n_letters: sketch.n_letters + 1,
        })
    }

    /// Whether so many changes may lead from one word to the other: each brings in one letter at most, takes out one at
    /// most, and makes the word longer or shorter by one at most.
    #[inline]
    #[must_use]
    pub const fn may_be_within(self, other: Self, n_changes: u32) -> bool {
        (self.letters & !other.letters).count_ones() <= n_changes
            && (other.letters & !self.letters).count_ones() <= n_changes
            && self.n_letters.abs_diff(other.n_letters) <= n_changes
    }
}

/// Writes words in order.
#[derive(Debug, Default)]
pub struct TermsWriter {
    blocks: BlobsWriter,
    words: Vec<u8>,
    infos: Vec<u8>,
    n_in_block: usize,
    last: Vec<u8>,
    start: u64,
    places: u64,
    /// The first word of each block.
    first: Vec<Vec<u8>>,
}

impl TermsWriter {
    /// Appends a word that sorts behind all before it; its postings follow theirs.
    pub fn push(&mut self, word: &[u8], n_docs: u32, n_hits: u32, lens: (u32, u32)) {
        if self.n_in_block == BLOCK {
            self.end_block();
        }
        if self.n_in_block == 0 {
            put_varint64(&mut self.infos, self.start);
            put_varint64(&mut self.infos, self.places);
            self.first.push(word.to_vec());
            self.last.clear();
        }
        let shared = self
            .last
            .iter()
            .zip(word)
            .take_while(|(a, b)| a == b)
            .count();
        put_varint(&mut self.words, shared as u32);
        put_varint(&mut self.words, (word.len() - shared) as u32);
        self.words.extend_from_slice(&word[shared..]);
        put_varint(&mut self.infos, n_docs);
        put_varint(&mut self.infos, n_hits.saturating_sub(n_docs));
        put_varint(&mut self.infos, lens.0);
        put_varint(&mut self.infos, lens.1);
        self.start += u64::from(lens.0);
        self.places += u64::from(lens.1);
        self.n_in_block += 1;
        self.last.clear();
        self.last.extend_from_slice(word);
    }

    fn end_block(&mut self) {
        let mut block = Vec::with_capacity(self.words.len() + self.infos.len() + 2);
        put_varint(&mut block, self.words.len() as u32);
        block.append(&mut self.words);
        block.append(&mut self.infos);
        self.blocks.push(&block);
        self.n_in_block = 0;
    }

    /// The section.
    #[must_use]
    pub fn finish(mut self) -> (Section, Section) {
        if self.n_in_block > 0 {
            self.end_block();
        }
        let blocks = self.blocks.finish();
        let per_group = Blobs::per_block_of(&blocks.bytes);
        let mut heads = BlobsWriter::default();
        for first in self.first.iter().step_by(per_group) {
            heads.push(first);
        }
        (blocks, Section::resident(heads.finish().bytes))
    }
}

/// Reads the dictionary.
#[derive(Debug, Clone)]
pub struct Terms {
    blocks: Blobs,
    /// The first word of each group of blocks that stand together.
    heads: Blobs,
    /// Of each word by its number, made when first asked for.
    sketches: Arc<OnceLock<Vec<Sketch>>>,
}

impl Terms {
    /// Over its two sections.
    #[must_use]
    pub fn new(blocks: Blobs, heads: Blobs) -> Self {
        Self {
            blocks,
            heads,
            sketches: Arc::default(),
        }
    }

    /// The words, by number, to which so many changes of letters may lead; all others are farther away. None as long as
    /// the dictionary is not there.
    pub fn near(&self, word: &str, n_changes: u32) -> impl Iterator<Item = u32> + '_ {
        self.want();
        let sketches = match self.blocks.n_missing() {
            0 => self.sketches.get_or_init(|| self.sketched()),
            _ => &[][..],
        };
        let wanted = Sketch::of(word);
        (0..)
            .zip(sketches)
            .filter(move |(_, sketch)| wanted.may_be_within(**sketch, n_changes))
            .map(|(ord, _)| ord)
    }

    fn sketched(&self) -> Vec<Sketch> {
        let mut sketches = Vec::new();
        let mut walk = self.walk();
        while walk.advance() {
            // Only in crafted bytes a block in the middle is not full.
            sketches.resize(walk.ord() as usize, Sketch::default());
            sketches.push(
                std::str::from_utf8(walk.word()).map_or_else(|_| Sketch::default(), Sketch::of),
            );
        }
        sketches
    }

    /// Over what [`TermsWriter::finish`] gives.
    #[must_use]
    pub fn from_sections((blocks, heads): (Section, Section)) -> Self {
        Self::new(
            Blobs::new(blocks.bytes.into()),
            Blobs::new(heads.bytes.into()),
        )
    }

    /// Notes that all of it will be read.
    pub fn want(&self) {
        self.blocks.want();
    }

    /// The blocks among which `word` stands if it is there, `at` or behind it being all that matters.
    fn blocks_of(&self, word: &[u8], at: usize) -> std::ops::Range<usize> {
        let per_group = self.blocks.per_block();
        let n_blocks = self.blocks.len();
        // Most leaps stay in their group.
        let mut group = at / per_group;
        if self.heads.len() > group + 1 && self.heads.get(group + 1) <= word {
            let (mut low, mut high) = (group + 1, self.heads.len());
            while high - low > 1 {
                let middle = low.midpoint(high);
                if self.heads.get(middle) <= word {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            group = low;
        }
        let start = group.saturating_mul(per_group).max(at);
        let end = group.saturating_add(1).saturating_mul(per_group);
        start.min(n_blocks)..end.min(n_blocks)
    }

    /// First word of a block.
    fn head(&self, block: usize) -> &[u8] {
        let mut words = Cursor::new(self.blocks.get(block)).block();
        words.varint();
        let len = words.varint() as usize;
        words.take(len)
    }

    /// The word, if it is in the corpus.
    #[must_use]
    pub fn get(&self, word: &[u8]) -> Option<Term> {
        let mut walk = self.walk_from(word);
        let term = walk.next()?;
        (walk.word() == word).then_some(term)
    }

    /// All words, in order.
    #[must_use]
    pub fn walk(&self) -> TermWalk<'_> {
        let mut walk = TermWalk {
            terms: self,
            block: 0,
            idx: 0,
            words: Cursor::default(),
            infos: Cursor::default(),
            n_infos: 0,
            start: 0,
            places: 0,
            word: Vec::new(),
            shared: 0,
            is_pending: false,
        };
        walk.enter(0);
        walk
    }

    /// The words from `word` on, in order.
    #[must_use]
    pub fn walk_from(&self, word: &[u8]) -> TermWalk<'_> {
        let mut walk = self.walk();
        walk.seek(word);
        walk
    }

    /// Number of words, at most.
    #[must_use]
    pub const fn n_words_at_most(&self) -> usize {
        self.blocks.len() * BLOCK
    }
}

/// Walks the dictionary in order. [`TermWalk::word`] and [`TermWalk::term`] are of the word that
/// [`TermWalk::advance`] went to last.
#[derive(Debug, Clone)]
pub struct TermWalk<'c> {
    terms: &'c Terms,
    block: usize,
    /// Words read of the block.
    idx: usize,
    words: Cursor<'c>,
    infos: Cursor<'c>,
    /// Infos read of the block, and where the postings of the next one start.
    n_infos: usize,
    start: u64,
    places: u64,
    word: Vec<u8>,
    shared: usize,
    /// Read by a seek, not gone to yet.
    is_pending: bool,
}

impl TermWalk<'_> {
    fn enter(&mut self, block: usize) {
        let mut cursor = Cursor::new(self.terms.blocks.get(block));
        self.block = block;
        self.idx = 0;
        self.words = cursor.block();
        self.start = cursor.varint64();
        self.places = cursor.varint64();
        self.infos = cursor;
        self.n_infos = 0;
    }

    /// Number of the word it stands at.
    #[must_use]
    pub const fn ord(&self) -> u32 {
        (self.block * BLOCK + self.idx.saturating_sub(1)) as u32
    }

    /// Goes to the word of that number; whether there is one. Quick where numbers ascend.
    pub fn go_to(&mut self, ord: u32) -> bool {
        let (block, idx) = (ord as usize / BLOCK, ord as usize % BLOCK);
        self.is_pending = false;
        if block != self.block || self.idx > idx + 1 {
            if block >= self.terms.blocks.len() {
                return false;
            }
            self.enter(block);
            self.word.clear();
        }
        while self.idx <= idx {
            if self.words.is_empty() || !self.advance() {
                return false;
            }
        }
        true
    }

    /// The word it stands at.
    #[must_use]
    pub fn word(&self) -> &[u8] {
        &self.word
    }

    /// How many bytes it shares with the word before; 0 where that is not known.
    #[must_use]
    pub const fn shared(&self) -> usize {
        self.shared
    }

    /// Goes to the next word; whether there is one.
    pub fn advance(&mut self) -> bool {
        if std::mem::take(&mut self.is_pending) {
            return true;
        }
        if self.words.is_empty() || self.idx == BLOCK {
            if self.block + 1 >= self.terms.blocks.len() {
                return false;
            }
            self.enter(self.block + 1);
            if self.words.is_empty() {
                return false;
            }
        }
        let is_first = self.idx == 0;
        let shared = (self.words.varint() as usize).min(self.word.len());
        let shared = if is_first { 0 } else { shared };
        let len = self.words.varint() as usize;
        let rest = self.words.take(len);
        self.shared = if is_first {
            self.word
                .iter()
                .zip(rest)
                .take_while(|(a, b)| a == b)
                .count()
        } else {
            shared
        };
        self.word.truncate(shared);
        self.word.extend_from_slice(rest);
        self.idx += 1;
        true
    }

    /// What is known of the word it stands at.
    pub fn term(&mut self) -> Term {
        let mut term = Term::default();
        let idx = self.idx.saturating_sub(1);
        if self.n_infos > idx {
            // Asked twice.
            let block = self.block;
            let at = (self.idx, self.words);
            self.enter(block);
            (self.idx, self.words) = at;
        }
        while self.n_infos <= idx {
            let n_docs = self.infos.varint();
            term = Term {
                ord: self.ord(),
                n_docs,
                n_hits: self.infos.varint().saturating_add(n_docs),
                start: self.start,
                len: self.infos.varint(),
                places: self.places,
                places_len: self.infos.varint(),
            };
            self.start = self.start.saturating_add(u64::from(term.len));
            self.places = self.places.saturating_add(u64::from(term.places_len));
            self.n_infos += 1;
        }
        term
    }

    /// The next word's.
    #[allow(clippy::should_implement_trait)] // the word itself is lent
    pub fn next(&mut self) -> Option<Term> {
        self.advance().then(|| self.term())
    }

    /// Goes on so that [`TermWalk::advance`] goes to the first word that is not before `word`; never back.
    pub fn seek(&mut self, word: &[u8]) {
        if self.is_pending && self.word.as_slice() >= word {
            return;
        }
        // The last block whose first word is not behind `word`: by doubling leaps, then by halving.
        let blocks = self.terms.blocks_of(word, self.block);
        let (mut low, mut step) = (blocks.start, 1);
        let mut high = loop {
            let ahead = blocks.start.saturating_add(step);
            if ahead >= blocks.end {
                break blocks.end;
            }
            if self.terms.head(ahead) > word {
                break ahead;
            }
            low = ahead;
            step *= 4;
        };
        while high.saturating_sub(low) > 1 {
            let middle = low.midpoint(high);
            if self.terms.head(middle) <= word {
                low = middle;
            } else {
                high = middle;
            }
        }
        if low > self.block {
            self.enter(low);
            self.word.clear();
        }
        self.is_pending = false;
        while self.advance() {
            if self.word.as_slice() >= word {
                self.shared = 0;
                self.is_pending = true;
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn words() -> impl Strategy<Value = BTreeSet<String>> {
        proptest::collection::btree_set("[abcé]{1,6}", 0..200)
    }

    fn dictionary(words: &BTreeSet<String>) -> Terms {
        let mut writer = TermsWriter::default();
        for (i, word) in (1..).zip(words) {
            writer.push(word.as_bytes(), i, i + 3, (i * 2, i));
        }
        Terms::from_sections(writer.finish())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn words_come_back(words in words(), probe in "[abcé]{0,6}") {
            let terms = dictionary(&words);
            let mut walk = terms.walk();
            let (mut start, mut places) = (0, 0);
            for (i, word) in (1u32..).zip(&words) {
                let term = walk.next().unwrap();
                prop_assert_eq!(walk.word(), word.as_bytes());
                let expected = Term { ord: i - 1, n_docs: i, n_hits: i + 3, start, len: i * 2, places, places_len: i };
                prop_assert_eq!(term, expected);
                prop_assert_eq!(terms.get(word.as_bytes()), Some(expected));
                start += u64::from(i) * 2;
                places += u64::from(i);
            }
            prop_assert_eq!(walk.next(), None);
            prop_assert_eq!(walk.next(), None);
            let mut from = terms.walk_from(probe.as_bytes());
            let expected = words.range(probe.clone()..).next();
            prop_assert_eq!(from.next().is_some(), expected.is_some());
            if let Some(expected) = expected {
                prop_assert_eq!(from.word(), expected.as_bytes());
            }
            prop_assert_eq!(terms.get(probe.as_bytes()).is_some(), words.contains(&probe));
        }

        #[test]
        fn a_word_is_gone_to_by_its_number(words in words(), ords in proptest::collection::vec(0u32..220, 0..20)) {
            let terms = dictionary(&words);
            let mut walk = terms.walk();
            for ord in ords {
                let expected = words.iter().nth(ord as usize);
                prop_assert_eq!(walk.go_to(ord), expected.is_some());
                if let Some(expected) = expected {
                    prop_assert_eq!(walk.word(), expected.as_bytes());
                    prop_assert_eq!(walk.term(), terms.get(expected.as_bytes()).unwrap());
                }
            }
        }

        /// A word and what one change makes of it are never told to be farther apart.
        #[test]
        fn sketches_leave_out_no_word_that_is_near(word in "[a-zéж]{1,8}", at in 0usize..8, other in "[a-zéж]", kind in 0..4) {
            let mut changed: Vec<char> = word.chars().collect();
            let at = at % changed.len();
            match kind {
                0 => changed[at] = other.chars().next().unwrap(),
                1 => changed.insert(at, other.chars().next().unwrap()),
                2 => { changed.remove(at); }
                _ => changed.swap(at, 0),
            }
            let changed: String = changed.into_iter().collect();
            prop_assert!(Sketch::of(&word).may_be_within(Sketch::of(&changed), 1));
        }

        #[test]
        fn any_bytes_are_a_dictionary(bytes: Vec<u8>, heads: Vec<u8>, probe: Vec<u8>) {
            let terms = Terms::new(Blobs::new(bytes.into()), Blobs::new(heads.into()));
            let mut walk = terms.walk();
            for _ in 0..10_000 {
                if walk.next().is_none() {
                    break;
                }
            }
            walk.go_to(3);
            let _ = terms.near("word", 2).count();
            let _ = terms.get(&probe);
        }
    }
}
