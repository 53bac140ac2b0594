//! A set of documents, one bit each.

/// Documents below a fixed number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocSet {
    words: Vec<u64>,
    n_docs: u32,
}

impl DocSet {
    /// None of `n_docs` documents.
    #[must_use]
    pub fn none(n_docs: u32) -> Self {
        Self {
            words: vec![0; n_docs.div_ceil(64) as usize],
            n_docs,
        }
    }

    /// All of them.
    #[must_use]
    pub fn all(n_docs: u32) -> Self {
        let mut set = Self::none(n_docs);
        set.flip();
        set
    }

    /// Adds a document; one beyond the last is left out.
    #[inline]
    pub fn insert(&mut self, doc: u32) {
        if let Some(word) = self.words.get_mut(doc as usize / 64) {
            *word |= 1 << (doc % 64);
        }
    }

    /// Whether a document is in it.
    #[inline]
    #[must_use]
    pub fn contains(&self, doc: u32) -> bool {
        self.words
            .get(doc as usize / 64)
            .is_some_and(|word| word >> (doc % 64) & 1 != 0)
    }

    /// Keeps what is in the other too.
    pub fn keep(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Keeps the documents of which `keeps` says so.
    pub fn retain(&mut self, mut keeps: impl FnMut(u32) -> bool) {
        for (i, word) in (0..).zip(&mut self.words) {
            let mut left = *word;
            while left != 0 {
                let bit = left.trailing_zeros();
                left &= left - 1;
                if !keeps(i * 64 + bit) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    /// Turns it into all the others.
    pub fn flip(&mut self) {
        for word in &mut self.words {
            *word = !*word;
        }
        // No document stands behind the last.
        if let (Some(last), rest @ 1..) = (self.words.last_mut(), self.n_docs % 64) {
            *last &= (1 << rest) - 1;
        }
    }

    /// How many documents.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// Their numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0..).zip(&self.words).flat_map(|(i, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                if left == 0 {
                    return None;
                }
                let bit = left.trailing_zeros();
                left &= left - 1;
                Some(i * 64 + bit)
            })
        })
    }

    /// The documents that one of both has and the other has not, and whether the other has it.
    pub fn changes<'s>(&'s self, other: &'s Self) -> impl Iterator<Item = (u32, bool)> + 's {
        let words = self.words.iter().zip(&other.words);
        (0..).zip(words).flat_map(|(i, (&old, &new))| {
            let mut left = old ^ new;
            std::iter::from_fn(move || {
                if left == 0 {
                    return None;
                }
                let bit = left.trailing_zeros();
                left &= left - 1;
                Some((i * 64 + bit, new >> bit & 1 != 0))
            })
        })
    }
}
