//! What is known of each distinct word of a run, found out once however often the word stands there.
//!
//! Takes the tokens of all texts; gives each a [`Word`]: its folded form, the lists and tables that hold it,
//! and what the tagger sees in it. Most words of a folder are repetitions, so this is where the time of
//! name recognition is saved. Nothing here depends on a word's neighbours.

use super::features::OfWord;
use super::gazetteer::{Gazetteer, Keys};
use super::lexicon::{List, lists_of};
use super::token::{Token, fold_into, stem};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// One distinct spelling.
#[derive(Debug)]
pub struct Word {
    /// Its place in the vocabulary.
    pub id: u32,
    /// In small plain letters.
    pub folded: String,
    stem_len: usize,
    /// Bits of [`super::gazetteer::word`].
    pub bits: u8,
    /// The lists that hold it, whole or cut to its stem.
    lists: u16,
    /// Under which keys the gazetteer may hold it.
    pub keys: Keys,
    /// What the tagger sees in it.
    pub seen: OfWord,
}

impl Word {
    /// The folded form without its case ending.
    pub fn stem(&self) -> &str {
        self.folded.get(..self.stem_len).unwrap_or_default()
    }

    /// Whether a list holds it, whole or cut to its stem.
    pub const fn is_on(&self, list: List) -> bool {
        self.lists & list.bit != 0
    }
}

/// What a word can be looked up in: a [`List`], or a few words named on the spot.
pub trait Holds {
    /// Whether the word is in it, whole or cut to its stem.
    fn holds(&self, word: &Word) -> bool;
}

impl Holds for List {
    fn holds(&self, word: &Word) -> bool {
        word.is_on(*self)
    }
}

impl Holds for &[&str] {
    fn holds(&self, word: &Word) -> bool {
        self.contains(&word.folded.as_str()) || self.contains(&word.stem())
    }
}

impl<const N: usize> Holds for &[&str; N] {
    fn holds(&self, word: &Word) -> bool {
        self.as_slice().holds(word)
    }
}

/// The distinct words of a run.
#[derive(Debug)]
pub struct Vocabulary<'t> {
    gazetteer: &'t Gazetteer,
    words: Vec<Word>,
    /// By spelling. Looked up only, never walked.
    index: HashMap<&'t str, u32, BuildHasherDefault<Quick>>,
}

impl<'t> Vocabulary<'t> {
    /// An empty one.
    pub fn new(gazetteer: &'t Gazetteer) -> Self {
        Self {
            gazetteer,
            words: Vec::new(),
            index: HashMap::default(),
        }
    }

    /// The tables the words were looked up in.
    pub const fn gazetteer(&self) -> &'t Gazetteer {
        self.gazetteer
    }

    /// Takes the words of a text up; gives the number of each token's word.
    pub fn learn(&mut self, text: &'t str, tokens: &[Token]) -> Vec<u32> {
        tokens
            .iter()
            .map(|token| {
                let spelling = token.span.of(text);
                if let Some(&id) = self.index.get(spelling) {
                    return id;
                }
                let id = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
                self.words.push(self.look_up(id, spelling, token));
                self.index.insert(spelling, id);
                id
            })
            .collect()
    }

    /// The numbers of words that were taken up before.
    pub fn numbers(&self, text: &str, tokens: &[Token]) -> Vec<u32> {
        let number = |token: &Token| self.index.get(token.span.of(text)).copied();
        tokens
            .iter()
            .map(|token| number(token).unwrap_or(u32::MAX))
            .collect()
    }

    /// The word with this number.
    pub fn word(&self, id: u32) -> Option<&Word> {
        self.words.get(id as usize)
    }

    fn look_up(&self, id: u32, spelling: &str, token: &Token) -> Word {
        let mut folded = String::with_capacity(spelling.len());
        fold_into(spelling, &mut folded);
        let cut = stem(&folded);
        let lists = lists_of(&folded) | lists_of(cut);
        Word {
            id,
            stem_len: cut.len(),
            bits: self.gazetteer.word(&folded),
            lists,
            keys: self.gazetteer.keys(spelling, &folded, token),
            seen: OfWord::new(
                spelling,
                &folded,
                token.shape,
                lists,
                self.gazetteer.ranks.of(&folded),
                self.gazetteer.letters.of(&folded),
                &self.gazetteer.classes,
            ),
            folded,
        }
    }
}

/// A quick hash for short words: eight bytes at a time, multiplied and folded.
#[derive(Debug, Default, Clone)]
struct Quick(u64);

impl Quick {
    const fn add(&mut self, value: u64) {
        let wide = (self.0 ^ value ^ 0xf39c_c060_5ced_c835) as u128 * 0x9e37_79b9_7f4a_7c15;
        self.0 = (wide as u64) ^ (wide >> 64) as u64;
    }
}

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut eight = [0; 8];
            for (slot, byte) in eight.iter_mut().zip(chunk) {
                *slot = *byte;
            }
            self.add(u64::from_le_bytes(eight) ^ (chunk.len() as u64) << 56);
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.add(u64::from(value));
    }
}
