//! Classes of words that stand in like places, learnt from unlabelled text.
//!
//! Reads the table that `dateline train-classes` writes: a line a class, with the two coarser classes it
//! belongs to and its words. A word that no labelled text holds is known by its class: "Wednesday" by
//! "Tuesday". Written in capitals or small letters, it is found under the case the texts knew.

use super::gazetteer::{KeyMap, hash};
use super::token::Shape;

/// First words of the table.
pub const HEAD: &str = "# word classes";

const START: u64 = 0x9ae1_6a3b_2f90_404f;

/// The classes of one word, from fine to coarse; 0 where none is known.
pub type Classes = [u16; 3];

/// The table, opened.
#[derive(Debug, Default)]
pub struct WordClasses {
    words: KeyMap<u16>,
    classes: Vec<Classes>,
}

impl WordClasses {
    /// Adds the lines of a table; lines that are no class are passed over.
    pub fn add_table(&mut self, table: &str) {
        for line in table.lines().filter(|l| !l.starts_with('#')) {
            let mut fields = line.split('\t');
            let mut number = || fields.next()?.parse::<u16>().ok();
            let (Some(middle), Some(coarse)) = (number(), number()) else {
                continue;
            };
            let fine = u16::try_from(self.classes.len() + 1).unwrap_or(u16::MAX);
            self.classes
                .push([fine, middle.saturating_add(1), coarse.saturating_add(1)]);
            for word in fields.next().unwrap_or_default().split(' ') {
                self.words.entry(hash(START, word)).or_insert(fine);
            }
        }
    }

    /// Whether no table was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.classes.is_empty()
    }

    /// The classes of a word. `is_unsure`: its capital may be due to its place (first word, headline).
    #[must_use]
    pub fn of(&self, word: &str, shape: Shape, is_unsure: bool) -> Classes {
        let mut buffer = String::with_capacity(word.len());
        let mut look = |fold: fn(char, bool) -> char| {
            buffer.clear();
            buffer.extend(word.chars().enumerate().map(|(i, c)| fold(c, i == 0)));
            self.words.get(&hash(START, &buffer)).copied()
        };
        let as_written: fn(char, bool) -> char = |c, _| plain(c);
        let small: fn(char, bool) -> char = |c, _| plain(lower(c));
        let title: fn(char, bool) -> char = |c, is_first| {
            if is_first {
                plain(c.to_uppercase().next().unwrap_or(c))
            } else {
                plain(lower(c))
            }
        };
        let found = look(as_written).or_else(|| match shape {
            Shape::AllCapital => look(title).or_else(|| look(small)),
            Shape::Capital if is_unsure => look(small),
            Shape::Small => look(title),
            _ => None,
        });
        found
            .and_then(|fine| self.classes.get(usize::from(fine) - 1))
            .copied()
            .unwrap_or_default()
    }
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// Digits are alike, and so are apostrophes.
const fn plain(c: char) -> char {
    match c {
        '0'..='9' => '0',
        '’' | '′' | 'ʼ' | '`' => '\'',
        '“' | '”' | '«' | '»' => '"',
        _ => c,
    }
}

/// A word as the table writes it.
#[must_use]
pub fn written(word: &str) -> String {
    word.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn check(text: &str, expected: u16) {
        let mut classes = WordClasses::default();
        classes.add_table("# word classes\n3\t1\tTuesday Wednesday\n0\t0\tthe a 00\n5\t2\tno");
        let words = tokens(text);
        let found = classes.of(text, words[0].shape, true);
        assert_eq!(found[0], expected, "{text}");
    }

    #[test]
    fn a_word_is_found_in_any_case() {
        check("Tuesday", 1);
        check("TUESDAY", 1);
        check("tuesday", 1);
        check("The", 2);
        check("17", 2);
        check("unheard", 0);
    }
}
