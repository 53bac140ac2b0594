//! A linear-chain model over hashed features: which words are names of people, bodies and places.
//!
//! Reads a model that `dateline train-names` wrote; finds the best path of labels through each sentence (Viterbi).
//! Weights are whole numbers and so is all arithmetic: the same text gives the same names on every machine.

use super::Found;
use super::features::{
    self, Elsewhere, NEIGHBOURS, OfWord, extract_context, of_neighbour, prepare, second_look,
};
use super::rules::Words;
use corpus_model::EntityKind;

/// Outside, then begin / inside / last / single for each of three kinds.
pub const N_LABELS: usize = 13;
/// The kinds the labels stand for, in order.
pub const KINDS: [EntityKind; 3] = [
    EntityKind::Person,
    EntityKind::Organisation,
    EntityKind::Place,
];

const MAGIC: &[u8; 4] = b"DLNM";

/// The label of a word: `kind` 0 to 2, position 0 first, 1 inside, 2 last, 3 single.
#[must_use]
pub const fn label(kind: usize, position: usize) -> usize {
    1 + kind * 4 + position
}

/// Whether `next` may follow `label`; `None` stands for the sentence's border.
#[must_use]
pub const fn may_follow(current: Option<usize>, next: Option<usize>) -> bool {
    let open = match current {
        Some(l) if l > 0 && (l - 1) % 4 < 2 => Some((l - 1) / 4),
        _ => None,
    };
    let goes_on = match next {
        Some(l) if l > 0 && matches!((l - 1) % 4, 1 | 2) => Some((l - 1) / 4),
        _ => None,
    };
    match (open, goes_on) {
        (None, None) => true,
        (Some(a), Some(b)) => a == b,
        _ => false,
    }
}

/// A trained model, opened.
#[derive(Debug, Clone, Default)]
pub struct Tagger {
    /// Language of the texts it was trained on.
    pub language: String,
    transitions: Vec<i32>,
    /// Open addressing: feature hash, or 0 for an empty place, and its row.
    keys: Vec<u32>,
    rows: Vec<[i8; 16]>,
    mask: usize,
    /// One bit for the keys that fall on it: most features of a text are in no model, and this says so from a
    /// small table.
    filter: Vec<u64>,
}

/// What a tagger has summed for the words of a vocabulary: their own weights and those they lend to their
/// neighbours are the same wherever they stand.
#[derive(Debug, Default)]
pub struct Memo {
    rows: Vec<Option<Box<OwnRows>>>,
}

/// Sums of weights: of the word itself, then of the feature it gives to each of [`NEIGHBOURS`].
type OwnRows = [Row; 1 + NEIGHBOURS.len()];

/// Weights of the labels; the rest is padding, so that the machine adds all at once.
type Row = [i16; 16];

fn add(sum: &mut Row, row: &Row) {
    for (s, w) in sum.iter_mut().zip(row) {
        // A word has some eighty features of at most 127: far from the limit.
        *s = s.wrapping_add(*w);
    }
}

/// Which labels may stand before each label, in order.
const BEFORE: [([u8; N_LABELS], usize); N_LABELS] = {
    let mut table = [([0; N_LABELS], 0); N_LABELS];
    let mut next = 0;
    while next < N_LABELS {
        let mut l = 0;
        while l < N_LABELS {
            if may_follow(Some(l), Some(next)) {
                let n = table[next].1;
                table[next].0[n] = l as u8;
                table[next].1 = n + 1;
            }
            l += 1;
        }
        next += 1;
    }
    table
};

/// The weights of a model before it is written: feature hash and one weight a label.
#[derive(Debug, Clone, Default)]
pub struct Weights {
    /// Language tag.
    pub language: String,
    /// `N_LABELS` squared, from label times `N_LABELS` plus to label.
    pub transitions: Vec<i16>,
    /// By feature hash, sorted.
    pub features: Vec<(u32, [i8; N_LABELS])>,
}

impl Weights {
    /// Lowers the weight of "no name" for every word.
    pub fn prefer_names(&mut self, by: i8) {
        let all = features::of_all();
        match self.features.binary_search_by_key(&all, |(key, _)| *key) {
            Ok(at) => self.features[at].1[0] = self.features[at].1[0].saturating_sub(by),
            Err(at) => {
                let mut row = [0; N_LABELS];
                row[0] = by.saturating_neg();
                self.features.insert(at, (all, row));
            }
        }
    }

    /// The model file: magic, version, language, transitions, then for each feature its hash, a mask of the
    /// labels that have a weight, and those weights. Little-endian.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.push(features::VERSION);
        out.push(u8::try_from(self.language.len()).unwrap_or(0));
        out.extend(self.language.bytes().take(255));
        for t in &self.transitions {
            out.extend(t.to_le_bytes());
        }
        out.extend(
            u32::try_from(self.features.len())
                .unwrap_or(0)
                .to_le_bytes(),
        );
        for (key, _) in &self.features {
            out.extend(key.to_le_bytes());
        }
        for (_, weights) in &self.features {
            let mask = weights
                .iter()
                .enumerate()
                .fold(0u16, |m, (i, w)| m | u16::from(*w != 0) << i);
            out.extend(mask.to_le_bytes());
        }
        for (_, weights) in &self.features {
            out.extend(
                weights
                    .iter()
                    .filter(|w| **w != 0)
                    .map(|w| w.to_le_bytes()[0]),
            );
        }
        out
    }
}

struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn take(&mut self, n: usize) -> Option<&'b [u8]> {
        let (head, tail) = self.0.split_at_checked(n)?;
        self.0 = tail;
        Some(head)
    }
    fn byte(&mut self) -> Option<u8> {
        self.take(1).and_then(|b| b.first().copied())
    }
    fn u16(&mut self) -> Option<u16> {
        self.take(2)
            .and_then(|b| b.try_into().ok())
            .map(u16::from_le_bytes)
    }
    fn u32(&mut self) -> Option<u32> {
        self.take(4)
            .and_then(|b| b.try_into().ok())
            .map(u32::from_le_bytes)
    }
}

/// A first reading of a text.
pub struct Reading {
    scores: Vec<Row>,
    /// The label of each word.
    labels: Vec<u8>,
}

impl Reading {
    /// The names of this reading alone.
    #[must_use]
    pub fn found(&self) -> Vec<Found> {
        let mut out = Vec::new();
        collect(&self.labels, &self.scores, 0, &mut out);
        out
    }

    /// Adds what was read to what is known elsewhere.
    pub fn note(&self, words: &Words<'_>, folder: &mut Elsewhere) {
        folder.note(words, &self.labels);
    }
}

/// First and past the last word of each sentence.
fn sentences(words: &Words<'_>) -> Vec<(usize, usize)> {
    let n = words.tokens.len();
    let starts: Vec<usize> = (0..n)
        .filter(|i| *i == 0 || words.starts[*i])
        .chain([n])
        .collect();
    starts.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

impl Tagger {
    /// Opens a model file; `None` if it is none, is damaged, or fits other features.
    #[must_use]
    pub fn open(bytes: &[u8]) -> Option<Self> {
        let mut r = Reader(bytes);
        if r.take(4)? != MAGIC || r.byte()? != features::VERSION {
            return None;
        }
        let n = usize::from(r.byte()?);
        let language = std::str::from_utf8(r.take(n)?).ok()?.to_owned();
        let mut transitions = Vec::with_capacity(N_LABELS * N_LABELS);
        for _ in 0..N_LABELS * N_LABELS {
            transitions.push(i32::from(r.u16()?.cast_signed()));
        }
        let n = r.u32()? as usize;
        let key_bytes = r.take(n.checked_mul(4)?)?;
        let mask_bytes = r.take(n.checked_mul(2)?)?;
        let size = (n * 2).next_power_of_two().max(16);
        let mut tagger = Self {
            language,
            transitions,
            keys: vec![0; size],
            rows: vec![[0; 16]; size],
            mask: size - 1,
            filter: vec![0; (size / 8).max(1)],
        };
        for (key, mask) in key_bytes.chunks_exact(4).zip(mask_bytes.chunks_exact(2)) {
            // 0 stands for an empty place; `row` asks the same way.
            let key = u32::from_le_bytes(key.try_into().ok()?).max(1);
            let mask = u16::from_le_bytes(mask.try_into().ok()?);
            let mut row = [0i8; 16];
            for (i, slot) in row.iter_mut().enumerate().take(N_LABELS) {
                if mask & 1 << i != 0 {
                    *slot = r.byte()?.cast_signed();
                }
            }
            let mut at = key as usize & tagger.mask;
            while tagger.keys[at] != 0 {
                at = (at + 1) & tagger.mask;
            }
            tagger.keys[at] = key;
            tagger.rows[at] = row;
            let (slot, bit) = tagger.filter_place(key);
            tagger.filter[slot] |= bit;
        }
        Some(tagger)
    }

    const fn filter_place(&self, key: u32) -> (usize, u64) {
        let at = (key.wrapping_mul(0x9e37_79b1) >> 3) as usize;
        ((at / 64) & (self.filter.len() - 1), 1 << (at % 64))
    }

    fn row(&self, key: u32) -> Option<&[i8; 16]> {
        let key = key.max(1);
        let (slot, bit) = self.filter_place(key);
        if self.filter[slot] & bit == 0 {
            return None;
        }
        let mut at = key as usize & self.mask;
        loop {
            match self.keys[at] {
                0 => return None,
                k if k == key => return Some(&self.rows[at]),
                _ => at = (at + 1) & self.mask,
            }
        }
    }

    fn sum(&self, keys: &[u32]) -> Row {
        let mut sum = [0; 16];
        for row in keys.iter().filter_map(|key| self.row(*key)) {
            for (s, w) in sum.iter_mut().zip(row) {
                *s += i16::from(*w);
            }
        }
        sum
    }

    fn own_rows<'m>(&self, memo: &'m mut Memo, id: u32, word: &OfWord) -> &'m OwnRows {
        let id = id as usize;
        if memo.rows.len() <= id {
            memo.rows.resize_with(id + 1, || None);
        }
        memo.rows[id].get_or_insert_with(|| {
            let mut rows = [[0; 16]; 1 + NEIGHBOURS.len()];
            rows[0] = self.sum(word.own());
            for (place, row) in rows[1..].iter_mut().enumerate() {
                *row = self.sum(&[of_neighbour(place, Some(word))]);
            }
            Box::new(rows)
        })
    }

    /// Reads a text a first time, each sentence for itself. `memo` belongs to this tagger and to the vocabulary
    /// of the words.
    #[must_use]
    pub fn read(&self, words: &Words<'_>, ruled: &[Found], memo: &mut Memo) -> Reading {
        let prepared = prepare(words, ruled, &self.language);
        let n = words.tokens.len();
        let borders: [Row; NEIGHBOURS.len()] =
            std::array::from_fn(|place| self.sum(&[of_neighbour(place, None)]));
        let mut sums: Vec<Row> = Vec::with_capacity(n);
        let mut labels = Vec::with_capacity(n);
        let mut keys = Vec::with_capacity(128);
        for (from, to) in sentences(words) {
            for i in from..to {
                extract_context(words, &prepared, i, from, to, &mut keys);
                sums.push(self.sum(&keys));
            }
            for i in from..to {
                let word = words.known[i];
                let rows = self.own_rows(memo, word.id, &word.seen);
                add(&mut sums[i], &rows[0]);
                for (place, by) in NEIGHBOURS.iter().enumerate() {
                    // The one to whom this word stands there; and, where nobody does, the border.
                    let to_whom = i.checked_add_signed(-by);
                    if let Some(k) = to_whom.filter(|k| (from..to).contains(k)) {
                        add(&mut sums[k], &rows[1 + place]);
                    }
                    let own = i.checked_add_signed(*by);
                    if own.is_none_or(|k| !(from..to).contains(&k)) {
                        add(&mut sums[i], &borders[place]);
                    }
                }
            }
            labels.extend(self.best_path(&sums[from..to]));
        }
        Reading {
            scores: sums,
            labels,
        }
    }

    /// The names in a text, in order, not overlapping, read a second time with what the same words were taken
    /// for elsewhere. Strength grows with the margin of the best path's labels.
    #[must_use]
    pub fn read_again(
        &self,
        words: &Words<'_>,
        reading: &Reading,
        folder: Option<&Elsewhere>,
    ) -> Vec<Found> {
        let looks = second_look(words, &reading.labels, folder);
        let mut out = Vec::new();
        let mut scores: Vec<Row> = Vec::new();
        for (from, to) in sentences(words) {
            scores.clear();
            scores.extend_from_slice(&reading.scores[from..to]);
            let mut is_same = true;
            for (score, keys) in scores.iter_mut().zip(&looks[from..to]) {
                if !keys.is_empty() {
                    is_same = false;
                    add(score, &self.sum(keys));
                }
            }
            if is_same {
                collect(&reading.labels[from..to], &scores, from, &mut out);
            } else {
                collect(&self.best_path(&scores), &scores, from, &mut out);
            }
        }
        out
    }

    /// The labels of one sentence whose features are given: a first reading in training.
    #[must_use]
    pub fn labels(&self, features: &[Vec<u32>]) -> Vec<u8> {
        let scores: Vec<Row> = features.iter().map(|keys| self.sum(keys)).collect();
        self.best_path(&scores)
    }

    fn best_path(&self, scores: &[Row]) -> Vec<u8> {
        const NEVER: i32 = i32::MIN / 4;
        let Some(first) = scores.first() else {
            return Vec::new();
        };
        let mut best = [NEVER; N_LABELS];
        for (l, slot) in best.iter_mut().enumerate() {
            if may_follow(None, Some(l)) {
                *slot = i32::from(first[l]);
            }
        }
        let mut back: Vec<[u8; N_LABELS]> = Vec::with_capacity(scores.len());
        for score in &scores[1..] {
            let mut row = [NEVER; N_LABELS];
            let mut from = [0u8; N_LABELS];
            for (next, (before, n_before)) in BEFORE.iter().enumerate() {
                for &label in &before[..*n_before] {
                    let l = usize::from(label);
                    if best[l] > NEVER {
                        let total = best[l] + self.transitions[l * N_LABELS + next];
                        if total > row[next] {
                            row[next] = total;
                            from[next] = label;
                        }
                    }
                }
                if row[next] > NEVER {
                    row[next] += i32::from(score[next]);
                }
            }
            best = row;
            back.push(from);
        }
        let mut last = 0u8;
        let mut top = NEVER;
        for (l, value) in best.iter().enumerate() {
            if *value > top && may_follow(Some(l), None) {
                top = *value;
                last = l as u8;
            }
        }
        let mut path = vec![last];
        for from in back.iter().rev() {
            last = from[usize::from(last)];
            path.push(last);
        }
        path.reverse();
        path
    }
}

/// Spans of a path of labels.
fn collect(path: &[u8], scores: &[Row], offset: usize, out: &mut Vec<Found>) {
    let mut start = 0;
    for (i, l) in path.iter().enumerate() {
        let Some(l) = l.checked_sub(1) else { continue };
        if matches!(l % 4, 0 | 3) {
            start = i;
        }
        if matches!(l % 4, 2 | 3) {
            let kind = usize::from(l / 4);
            let margin: i32 = (start..=i)
                .map(|k| i32::from(scores[k][usize::from(path[k])]) - i32::from(scores[k][0]))
                .min()
                .unwrap_or(0);
            let strength = (70 + margin / 8).clamp(62, 90);
            out.push(Found {
                start: offset + start,
                end: offset + i + 1,
                kind: KINDS[kind],
                strength: strength.unsigned_abs(),
                why: "words and context as learnt from labelled texts".to_owned(),
                id: None,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_bytes_open_or_do_not() {
        let weights = Weights {
            language: "en".to_owned(),
            transitions: vec![0; N_LABELS * N_LABELS],
            features: vec![(0, [5; N_LABELS]), (9, [-3; N_LABELS])],
        };
        let bytes = weights.to_bytes();
        let opened = Tagger::open(&bytes).expect("what was written opens");
        assert_eq!(opened.row(9).map(|r| r[2]), Some(-3));
        assert_eq!(
            opened.row(0).map(|r| r[2]),
            Some(5),
            "the feature of every word"
        );
        assert!(opened.row(8).is_none());
        for end in 0..bytes.len() {
            assert!(Tagger::open(&bytes[..end]).is_none());
        }
    }
}
