//! The words of a dictionary that a pattern stands for.
//!
//! For patterns the dictionary is walked in order with a stack of states, one a letter, so that what two neighbours share
//! is read once, and a beginning that leads nowhere is left by a leap. For a word with errors that walk reads most of the
//! dictionary, so there a look at the letters of all words tells which few are worth comparing.

use crate::endings::Endings;
use crate::forms;
use crate::pattern::Pattern;
use crate::query::WordPattern;
use corpus_index::{Term, Terms};

/// The words that a pattern stands for, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Expanded {
    pub(crate) terms: Vec<Term>,
    /// The same as text, for patterns that are costly to run over a text.
    pub(crate) words: Vec<String>,
}

pub(crate) fn expand(terms: &Terms, pattern: &WordPattern, endings: Option<Endings>) -> Expanded {
    let mut found = Expanded::default();
    match pattern {
        WordPattern::Exact(word) => found.terms.extend(terms.get(word.as_bytes())),
        WordPattern::Forms(word) => {
            for form in forms::forms(terms, word, endings) {
                if let Some(term) = terms.get(form.as_bytes()) {
                    found.terms.push(term);
                    found.words.push(form);
                }
            }
        }
        WordPattern::Prefix(prefix) => {
            let mut walk = terms.walk_from(prefix.as_bytes());
            while let Some(term) = walk.next() {
                if !walk.word().starts_with(prefix.as_bytes()) {
                    break;
                }
                found.terms.push(term);
            }
        }
        WordPattern::Fuzzy { word, distance } => {
            look_near(terms, word, &Fuzzy::new(word, *distance), &mut found);
        }
        WordPattern::Pattern(pattern) => walk_with(terms, pattern, &mut found),
    }
    found
}

/// Whether a folded word is one that the pattern stands for.
pub(crate) fn is_match(pattern: &WordPattern, folded: &str) -> bool {
    match pattern {
        WordPattern::Exact(word) => word == folded,
        WordPattern::Forms(word) => forms::is_form(word, folded),
        WordPattern::Prefix(prefix) => folded.starts_with(prefix.as_str()),
        WordPattern::Fuzzy { word, distance } => {
            // Most words differ in length alone.
            let difference = word.len().abs_diff(folded.len());
            difference <= 4 * usize::from(*distance) && Fuzzy::new(word, *distance).fits(folded)
        }
        WordPattern::Pattern(pattern) => pattern.is_match(folded),
    }
}

/// Words within a number of changes: Levenshtein's distance with swapped neighbours (optimal string alignment).
///
/// Of each row of the usual table only the five cells that can be within two changes are kept.
pub(crate) struct Fuzzy {
    word: Vec<char>,
    distance: u8,
}

const BAND: usize = 5;
const FAR: u8 = 100;
type Row = [u8; BAND];

impl Fuzzy {
    pub(crate) fn new(word: &str, distance: u8) -> Self {
        Self {
            word: word.chars().collect(),
            distance: distance.min(2),
        }
    }

    fn fits(&self, other: &str) -> bool {
        // Cell `o` of row `i` is column `i + o - 2`.
        let (mut before, mut last): (Row, Row) = ([FAR; BAND], [FAR, FAR, 0, 1, 2]);
        let mut previous = '\0';
        let mut row = 0;
        for c in other.chars() {
            row += 1;
            let new = self.row(row, &before, &last, previous, c);
            if new.iter().all(|&n| n > self.distance) {
                return false;
            }
            (before, last, previous) = (last, new, c);
        }
        (self.word.len() + 2)
            .checked_sub(row)
            .and_then(|o| last.get(o))
            .is_some_and(|&n| n <= self.distance)
    }

    /// The next row, given the two before it and the letters of both.
    fn row(&self, row: usize, before: &Row, last: &Row, previous: char, c: char) -> Row {
        // The letters of the word beside the columns, and the one before them; no word has a zero in it.
        let mut near = ['\0'; BAND + 1];
        for (k, letter) in near.iter_mut().enumerate() {
            if let Some(&c) = (row + k).checked_sub(4).and_then(|i| self.word.get(i)) {
                *letter = c;
            }
        }
        let mut new = [FAR; BAND];
        let mut left = FAR;
        for o in 0..BAND {
            if row + o < 2 || row + o - 2 > self.word.len() {
                left = FAR;
                continue;
            }
            let (letter_before, letter) = (near[o], near[o + 1]);
            let up = if o + 1 < BAND { last[o + 1] } else { FAR };
            let mut best = up.min(left).saturating_add(1);
            if row + o > 2 {
                best = best.min(last[o] + u8::from(letter != c));
            }
            if row > 1 && letter_before == c && letter == previous {
                best = best.min(before[o] + 1);
            }
            left = best.min(FAR);
            new[o] = left;
        }
        new
    }
}

/// Words that are near: those whose letters tell that they may be are read.
fn look_near(terms: &Terms, word: &str, fuzzy: &Fuzzy, found: &mut Expanded) {
    let mut walk = terms.walk();
    for ord in terms.near(word, fuzzy.distance.into()) {
        if walk.go_to(ord)
            && let Ok(other) = std::str::from_utf8(walk.word())
            && fuzzy.fits(other)
        {
            found.words.push(other.to_owned());
            found.terms.push(walk.term());
        }
    }
}

/// Words that are passed one by one before leaping.
const PATIENCE: u32 = 12;

fn walk_with(terms: &Terms, pattern: &Pattern, found: &mut Expanded) {
    terms.want();
    let mut walk = terms.walk();
    let mut states = vec![pattern.start()];
    let mut letters: Vec<char> = Vec::new();
    // Byte length of the beginning behind each letter.
    let mut ends: Vec<usize> = Vec::new();
    // No word before this one fits.
    let mut target: Option<Vec<u8>> = None;
    let mut n_passed = 0;
    while walk.advance() {
        let shared = walk.shared();
        if let Some(goal) = &target {
            if walk.word() < goal.as_slice() {
                n_passed += 1;
                if n_passed == PATIENCE {
                    walk.seek(goal);
                    // What the word found shares with the last is not known.
                    target = None;
                }
                continue;
            }
            target = None;
        }
        n_passed = 0;
        let common = common_len(&ends, &letters, walk.word(), shared);
        let keep = ends.partition_point(|&end| end <= common);
        ends.truncate(keep);
        letters.truncate(keep);
        states.truncate(keep + 1);
        let from = ends.last().copied().unwrap_or(0);
        let Some(Ok(rest)) = walk.word().get(from..).map(std::str::from_utf8) else {
            continue;
        };
        let mut is_alive = true;
        for (at, c) in rest.char_indices() {
            let Some(&state) = states.last() else {
                break;
            };
            let Some(next) = pattern.step(state, c) else {
                let mut goal = walk.word()[..from + at].to_vec();
                match pattern.next_letter(state, c) {
                    Some(letter) => {
                        goal.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                    }
                    // No byte of UTF-8 is 255: this is behind every word that begins so.
                    None => goal.push(u8::MAX),
                }
                target = Some(goal);
                is_alive = false;
                break;
            };
            states.push(next);
            letters.push(c);
            ends.push(from + at + c.len_utf8());
        }
        if is_alive
            && let Some(&state) = states.last()
            && pattern.is_end(state)
        {
            found.terms.push(walk.term());
            found
                .words
                .extend(std::str::from_utf8(walk.word()).map(str::to_owned));
        }
    }
}

/// How many bytes of the letters read a word begins with; `shared` of them it does, and behind a leap that is not known
/// to be all.
fn common_len(ends: &[usize], letters: &[char], word: &[u8], shared: usize) -> usize {
    let mut common = 0;
    for (&end, letter) in ends.iter().zip(letters) {
        if end > shared {
            let mut bytes = [0; 4];
            if word.get(common..end) != Some(letter.encode_utf8(&mut bytes).as_bytes()) {
                break;
            }
        }
        common = end;
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus_index::TermsWriter;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// Optimal string alignment by the whole table.
    fn distance(a: &str, b: &str) -> usize {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let mut best = (table[i - 1][j] + 1)
                        .min(table[i][j - 1] + 1)
                        .min(table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]));
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        best = best.min(table[i - 2][j - 2] + 1);
                    }
                    best
                };
            }
        }
        table[a.len()][b.len()]
    }

    fn dictionary(words: &BTreeSet<String>) -> Terms {
        let mut writer = TermsWriter::default();
        for word in words {
            writer.push(word.as_bytes(), 1, 1, (1, 1));
        }
        Terms::from_sections(writer.finish())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn fuzzy_words_are_those_of_the_whole_table(
            words in prop::collection::btree_set("[abcé]{1,7}", 0..300),
            word in "[abcé]{1,7}",
            n in 1u8..3,
        ) {
            let pattern = WordPattern::Fuzzy { word: word.clone(), distance: n };
            let found: Vec<u32> = expand(&dictionary(&words), &pattern, None).terms.iter().map(|t| t.ord).collect();
            let expected: Vec<u32> = (0..)
                .zip(&words)
                .filter(|(_, other)| distance(&word, other) <= usize::from(n))
                .map(|(i, _)| i)
                .collect();
            prop_assert_eq!(found, expected);
            for other in &words {
                prop_assert_eq!(is_match(&pattern, other), distance(&word, other) <= usize::from(n));
            }
        }

        #[test]
        fn patterns_find_what_they_match(
            words in prop::collection::btree_set("[abcé]{1,7}", 0..300),
            text in "[abc?*]{1,6}",
        ) {
            let pattern = Pattern::wildcard(&text);
            let found: Vec<u32> = expand(&dictionary(&words), &WordPattern::Pattern(pattern.clone()), None)
                .terms
                .iter()
                .map(|t| t.ord)
                .collect();
            let expected: Vec<u32> = (0..)
                .zip(&words)
                .filter(|(_, word)| pattern.is_match(word))
                .map(|(i, _)| i)
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
