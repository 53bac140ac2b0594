//! What the letters of a word say: a given name, a family name, a place, or a common word.
//!
//! Reads the table of weights that `dateline train-letters` learnt from the lists of names; gives each word that
//! likeliest class and how clear it is. A name that stands in no list is still spelt like those that do:
//! a village in "-shire", a family in "-escu". Whole numbers, so that a word is judged alike everywhere.

use super::gazetteer::hash;

/// What a word may be spelt like, in the order of the weights.
pub const CLASSES: usize = 4;
/// Rows of the table.
pub const ROWS: usize = 1 << 16;
/// One unit of log-odds in weights.
pub const UNIT: f32 = 16.0;

const MAGIC: &[u8; 4] = b"DLNL";
const START: u64 = 0x6c62_272e_07bb_0142;

/// The table, opened; empty if none was given.
#[derive(Debug, Default)]
pub struct Letters {
    rows: Vec<[i8; CLASSES]>,
}

impl Letters {
    /// Opens a table; `None` if the bytes are none.
    #[must_use]
    pub fn open(bytes: &[u8]) -> Option<Self> {
        let rows = bytes.strip_prefix(MAGIC)?;
        let rows: Vec<[i8; CLASSES]> = rows
            .chunks_exact(CLASSES)
            .map(|row| std::array::from_fn(|k| row[k].cast_signed()))
            .collect();
        (rows.len() == ROWS).then_some(Self { rows })
    }

    /// The table as a file.
    #[must_use]
    pub fn to_bytes(rows: &[[i8; CLASSES]]) -> Vec<u8> {
        let weights = rows.iter().flatten().map(|w| w.to_le_bytes()[0]);
        MAGIC.iter().copied().chain(weights).collect()
    }

    /// The likeliest class of a folded word and how far it is ahead, from 1; 0 where letters say nothing.
    #[must_use]
    pub fn of(&self, folded: &str) -> u8 {
        if self.rows.is_empty() {
            return 0;
        }
        let mut sums = [0i32; CLASSES];
        let mut any = false;
        grams(folded, |row| {
            any = true;
            for (sum, weight) in sums.iter_mut().zip(self.rows[row]) {
                *sum += i32::from(weight);
            }
        });
        if !any {
            return 0;
        }
        let best = (0..CLASSES).fold(0, |a, b| if sums[b] > sums[a] { b } else { a });
        let second = (0..CLASSES)
            .filter(|k| *k != best)
            .map(|k| sums[k])
            .max()
            .unwrap_or_default();
        let ahead = match sums[best] - second {
            0..8 => 0,
            8..24 => 1,
            24..48 => 2,
            _ => 3,
        };
        1 + best as u8 * 4 + ahead
    }
}

/// Calls `then` with the row of every run of two to four letters of a word, its ends marked; with none for what is
/// no word or a very long one.
pub fn grams(folded: &str, mut then: impl FnMut(usize)) {
    const LONGEST: usize = 24;
    let mut letters = [' '; LONGEST + 2];
    let mut n = 1;
    for c in folded.chars() {
        if n > LONGEST || !(c.is_alphabetic() || matches!(c, '\'' | '’' | '-')) {
            return;
        }
        letters[n] = c;
        n += 1;
    }
    if n < 3 {
        return;
    }
    let marked = &letters[..=n];
    for size in 2..=4 {
        for run in marked.windows(size) {
            let mut h = START ^ size as u64;
            for c in run {
                h = (h ^ u64::from(u32::from(*c))).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            }
            h ^= h >> 29;
            then((h % ROWS as u64) as usize);
        }
    }
    // A word as a whole has a leaning of its own: how common its class is.
    then((hash(START, "") % ROWS as u64) as usize);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_bytes_open_or_do_not() {
        let table = vec![[0; CLASSES]; ROWS];
        let bytes = Letters::to_bytes(&table);
        assert!(Letters::open(&bytes).is_some());
        assert!(Letters::open(&bytes[..bytes.len() - 1]).is_none());
        assert!(Letters::open(b"# kind").is_none());
    }

    #[test]
    fn a_word_is_judged_by_its_end() {
        let mut table = vec![[0; CLASSES]; ROWS];
        grams("xyshire", |row| table[row][2] += 9);
        grams("abcdef", |row| table[row][2] = 0);
        let letters = Letters::open(&Letters::to_bytes(&table)).expect("a table opens");
        assert_eq!((letters.of("welshire") - 1) / 4, 2);
        assert_eq!(letters.of("1984"), 0, "no letters");
        assert_eq!(letters.of(&"long".repeat(99)), 0, "no word");
    }
}
