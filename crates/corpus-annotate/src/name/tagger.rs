//! A linear-chain model over hashed features: which words are names of people, bodies and places.
//!
//! Reads a model that `dateline train-names` wrote; finds the best path of labels through each sentence (Viterbi).
//! Weights are whole numbers and so is all arithmetic: the same text gives the same names on every machine.

use super::Found;
use super::features::{self, extract_in, prepare};
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
}

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
        };
        for (key, mask) in key_bytes.chunks_exact(4).zip(mask_bytes.chunks_exact(2)) {
            let key = u32::from_le_bytes(key.try_into().ok()?);
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
            tagger.keys[at] = key.max(1);
            tagger.rows[at] = row;
        }
        Some(tagger)
    }

    fn row(&self, key: u32) -> Option<&[i8; 16]> {
        let key = key.max(1);
        let mut at = key as usize & self.mask;
        loop {
            match self.keys[at] {
                0 => return None,
                k if k == key => return Some(&self.rows[at]),
                _ => at = (at + 1) & self.mask,
            }
        }
    }

    /// The names in a text, in order, not overlapping. Strength grows with the margin of the best path's labels.
    #[must_use]
    pub fn tag(&self, words: &Words<'_>) -> Vec<Found> {
        let prepared = prepare(words);
        let n = words.tokens.len();
        let mut out = Vec::new();
        let mut scores: Vec<[i32; N_LABELS]> = Vec::new();
        let mut keys = Vec::with_capacity(64);
        let mut from = 0;
        while from < n {
            let to = (from + 1..n).find(|i| words.starts[*i]).unwrap_or(n);
            scores.clear();
            for i in from..to {
                extract_in(words, &prepared, i, from, to, &mut keys);
                let mut sum = [0i32; 16];
                for key in &keys {
                    if let Some(row) = self.row(*key) {
                        for (s, w) in sum.iter_mut().zip(row) {
                            *s += i32::from(*w);
                        }
                    }
                }
                let mut kept = [0; N_LABELS];
                kept.copy_from_slice(&sum[..N_LABELS]);
                scores.push(kept);
            }
            let path = self.best_path(&scores);
            collect(&path, &scores, from, &mut out);
            from = to;
        }
        out
    }

    fn best_path(&self, scores: &[[i32; N_LABELS]]) -> Vec<usize> {
        const NEVER: i32 = i32::MIN / 4;
        let Some(first) = scores.first() else {
            return Vec::new();
        };
        let mut best = [NEVER; N_LABELS];
        for (l, slot) in best.iter_mut().enumerate() {
            if may_follow(None, Some(l)) {
                *slot = first[l];
            }
        }
        let mut back: Vec<[u8; N_LABELS]> = Vec::with_capacity(scores.len());
        for score in &scores[1..] {
            let mut row = [NEVER; N_LABELS];
            let mut from = [0u8; N_LABELS];
            for next in 0..N_LABELS {
                for (l, value) in best.iter().enumerate() {
                    if *value > NEVER && may_follow(Some(l), Some(next)) {
                        let total = value + self.transitions[l * N_LABELS + next];
                        if total > row[next] {
                            row[next] = total;
                            from[next] = l as u8;
                        }
                    }
                }
                if row[next] > NEVER {
                    row[next] += score[next];
                }
            }
            best = row;
            back.push(from);
        }
        let mut last = 0;
        let mut top = NEVER;
        for (l, value) in best.iter().enumerate() {
            if *value > top && may_follow(Some(l), None) {
                top = *value;
                last = l;
            }
        }
        let mut path = vec![last];
        for from in back.iter().rev() {
            last = usize::from(from[last]);
            path.push(last);
        }
        path.reverse();
        path
    }
}

/// Spans of a path of labels.
fn collect(path: &[usize], scores: &[[i32; N_LABELS]], offset: usize, out: &mut Vec<Found>) {
    let mut start = 0;
    for (i, l) in path.iter().enumerate() {
        let Some(l) = l.checked_sub(1) else { continue };
        if matches!(l % 4, 0 | 3) {
            start = i;
        }
        if matches!(l % 4, 2 | 3) {
            let kind = l / 4;
            let margin: i32 = (start..=i)
                .map(|k| scores[k][path[k]] - scores[k][0])
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
            features: vec![(7, [1; N_LABELS]), (9, [-3; N_LABELS])],
        };
        let bytes = weights.to_bytes();
        let opened = Tagger::open(&bytes).expect("what was written opens");
        assert_eq!(opened.row(9).map(|r| r[2]), Some(-3));
        assert!(opened.row(8).is_none());
        for end in 0..bytes.len() {
            assert!(Tagger::open(&bytes[..end]).is_none());
        }
    }
}
