//! What the tagger sees at each word: hashed features of the word, its neighbours, the gazetteer and the
//! rest of the article.
//!
//! Takes [`Words`]; gives 32-bit feature hashes. Training and tagging call the same function, so a change here
//! needs a new model: [`VERSION`] says which one fits.

use super::gazetteer::{hash, word};
use super::lexicon::{ORG_HEADS, PLACE_BEFORE, SAYING, TITLES};
use super::rules::Words;
use super::token::{Shape, stem};
use std::collections::HashMap;

/// Raised whenever the features change: a model of another version is not used.
pub const VERSION: u8 = 1;

const SEED: u64 = 0x51_7c_c1_b7_27_22_0a_95;

/// What other places of the article say about a word.
mod elsewhere {
    pub const CAPITAL_INSIDE: u16 = 1;
    pub const SMALL: u16 = 2;
    pub const AFTER_TITLE: u16 = 4;
    pub const AFTER_FIRST: u16 = 8;
    pub const BEFORE_HEAD: u16 = 16;
    pub const AFTER_PLACE_WORD: u16 = 32;
    pub const BEFORE_SAYING: u16 = 64;
    pub const BEFORE_POSSESSIVE: u16 = 128;
}

/// Per-word material, computed once a text.
pub struct Prepared {
    word: Vec<u64>,
    exact: Vec<u64>,
    shape: Vec<u64>,
    listed: Vec<u64>,
    listed_small: Vec<u64>,
    lexical: Vec<u64>,
    around: Vec<u16>,
}

fn mix(template: u64, a: u64, b: u64) -> u32 {
    let h = (a ^ template.wrapping_mul(0x9e37_79b9_7f4a_7c15))
        .wrapping_mul(SEED)
        .rotate_left(29)
        ^ b;
    let h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
    ((h ^ (h >> 32)) & 0xffff_ffff) as u32
}

/// Letters to classes, repeats folded: "Xx", "X.X.", "d-d".
fn long_shape(text: &str) -> u64 {
    let mut h = 7u64;
    let (mut last, mut run) = (0u8, 0u8);
    for c in text.chars() {
        let class = if c.is_uppercase() {
            1
        } else if c.is_lowercase() {
            2
        } else if c.is_ascii_digit() {
            3
        } else if c.is_alphabetic() {
            4
        } else {
            (c as u32 % 200) as u8 + 10
        };
        run = if class == last { run + 1 } else { 0 };
        if run < 2 {
            h = h.wrapping_mul(0x0100_0000_01b3) ^ u64::from(class);
        }
        last = class;
        run = run.min(5);
    }
    h
}

/// Looks at the whole text once.
#[must_use]
pub fn prepare(words: &Words<'_>) -> Prepared {
    let n = words.tokens.len();
    let mut listed = vec![0u64; n];
    for m in &words.matches {
        let len = m.end - m.start;
        for (i, slot) in listed[m.start..m.end].iter_mut().enumerate() {
            let place = match (i, len) {
                (_, 1) => 1,
                (0, _) => 2,
                (i, len) if i + 1 == len => 3,
                _ => 4,
            };
            *slot = u64::from(m.classes) << 3 | place;
        }
    }
    let mut listed_small = vec![0u64; n];
    for m in &words.small_matches {
        listed_small[m.start..m.end]
            .fill(u64::from(m.classes) << 1 | u64::from(m.end - m.start > 1));
    }
    let mut lexical = vec![0u64; n];
    let word_hash: Vec<u64> = words.folded.iter().map(|f| hash(SEED, f)).collect();
    for (slot, folded) in lexical.iter_mut().zip(&words.folded) {
        let folded = folded.as_str();
        let cut = stem(folded);
        let has = |list: &[&str]| list.contains(&folded) || list.contains(&cut);
        *slot = u64::from(has(TITLES))
            | u64::from(has(ORG_HEADS)) << 1
            | u64::from(has(SAYING)) << 2
            | u64::from(has(PLACE_BEFORE)) << 3;
    }
    let mut by_word: HashMap<u64, u16> = HashMap::new();
    for i in 0..n {
        let token = &words.tokens[i];
        let bits = if token.is_capital() {
            let mut bits = if words.starts[i] || words.is_headline[i] {
                0
            } else {
                elsewhere::CAPITAL_INSIDE
            };
            if i > 0 && !words.starts[i] {
                if lexical[i - 1] & 1 != 0 {
                    bits |= elsewhere::AFTER_TITLE;
                }
                if lexical[i - 1] & 8 != 0 {
                    bits |= elsewhere::AFTER_PLACE_WORD;
                }
                if words.bits[i - 1] & word::FIRST != 0 && words.tokens[i - 1].is_capital() {
                    bits |= elsewhere::AFTER_FIRST;
                }
            }
            if let Some(next) = lexical.get(i + 1)
                && !words.starts[i + 1]
            {
                if next & 2 != 0 && words.tokens[i + 1].is_capital() {
                    bits |= elsewhere::BEFORE_HEAD;
                }
                if next & 4 != 0 {
                    bits |= elsewhere::BEFORE_SAYING;
                }
                if words.folded[i + 1] == "s" {
                    bits |= elsewhere::BEFORE_POSSESSIVE;
                }
            }
            bits
        } else {
            elsewhere::SMALL
        };
        *by_word.entry(word_hash[i]).or_default() |= bits;
    }
    let around = word_hash
        .iter()
        .map(|h| by_word.get(h).copied().unwrap_or_default())
        .collect();
    let exact = words
        .tokens
        .iter()
        .map(|t| hash(SEED, t.span.of(words.text)))
        .collect();
    let shape = words
        .tokens
        .iter()
        .map(|t| long_shape(t.span.of(words.text)))
        .collect();
    Prepared {
        word: word_hash,
        exact,
        shape,
        listed,
        listed_small,
        lexical,
        around,
    }
}

/// The features of word `i`, into `out` (cleared first).
pub fn extract(words: &Words<'_>, p: &Prepared, i: usize, out: &mut Vec<u32>) {
    out.clear();
    let n = words.tokens.len();
    let from = (0..=i).rev().find(|k| words.starts[*k]).unwrap_or(0);
    let to = (i + 1..n).find(|k| words.starts[*k]).unwrap_or(n);
    extract_in(words, p, i, from, to, out);
}

/// [`extract`] for a word whose sentence is `from..to`.
pub fn extract_in(
    words: &Words<'_>,
    p: &Prepared,
    i: usize,
    from: usize,
    to: usize,
    out: &mut Vec<u32>,
) {
    out.clear();
    // Positions outside the sentence read as one border.
    let at = |list: &[u64], k: isize| -> u64 {
        let j = i as isize + k;
        if j < from as isize || j >= to as isize {
            1
        } else {
            list[j as usize]
        }
    };
    let w = |k| at(&p.word, k);
    let s = |k| at(&p.shape, k);
    let g = |k| at(&p.listed, k);
    let lex = |k| at(&p.lexical, k);
    let bits = |k: isize| -> u64 {
        let j = i as isize + k;
        if j < from as isize || j >= to as isize {
            64
        } else {
            u64::from(words.bits[j as usize])
        }
    };
    let token = &words.tokens[i];
    let start = u64::from(i == from) | u64::from(words.is_headline[i]) << 1;
    let shape = match token.shape {
        Shape::Mark => 0,
        Shape::Number => 1,
        Shape::Small => 2,
        Shape::Capital => 3,
        Shape::AllCapital => 4,
        Shape::Initial => 5,
    };
    let mut f = |template: u64, a: u64, b: u64| out.push(mix(template, a, b));
    f(0, 0, 0);
    for (k, template) in [(-1, 80u64), (0, 100), (1, 120)] {
        let (listed, known) = (g(k), bits(k));
        if listed > 1 {
            let classes = listed >> 3;
            for bit in 0..10 {
                if classes & 1 << bit != 0 {
                    f(template + bit, listed & 7, shape);
                }
            }
        }
        for bit in 0..5 {
            if known & 1 << bit != 0 {
                f(template + 10 + bit, shape, u64::from(i == from));
            }
        }
    }
    if p.listed_small[i] != 0 {
        f(140, p.listed_small[i], shape);
        f(141, p.listed_small[i], w(-1));
    }
    f(1, w(0), 0);
    f(2, at(&p.exact, 0), 0);
    f(3, w(-1), 0);
    f(4, w(1), 0);
    f(5, w(-2), 0);
    f(6, w(2), 0);
    f(7, w(-1), w(0));
    f(8, w(0), w(1));
    f(9, w(-1), shape);
    f(10, w(1), shape);
    f(11, s(0), start);
    f(12, s(0), s(1));
    f(13, s(-1), s(0));
    f(14, mix(0, s(-1), s(0)).into(), s(1));
    f(15, g(0), shape);
    f(16, g(0), g(-1));
    f(17, g(0), g(1));
    f(18, g(0), w(0));
    f(19, g(0), start);
    f(20, bits(0), shape << 2 | start);
    f(21, bits(0), bits(1));
    f(22, bits(-1), bits(0));
    f(23, mix(0, bits(-1), bits(0)).into(), bits(1));
    f(24, lex(-1), shape);
    f(25, lex(0), shape);
    f(26, lex(1), shape);
    f(27, mix(1, lex(-1), lex(1)).into(), bits(0));
    f(28, g(-1), shape);
    f(29, g(1), shape);
    let is_word = !matches!(token.shape, Shape::Mark | Shape::Number);
    if is_word {
        let folded = words.folded[i].as_str();
        let mut ends = folded
            .char_indices()
            .map(|(at, _)| at)
            .chain([folded.len()]);
        let bounds: Vec<usize> = ends.by_ref().take(40).collect();
        let letters = bounds.len() - 1;
        for k in 2..=4usize {
            if letters > k {
                f(30 + k as u64, hash(SEED, &folded[..bounds[k]]), shape);
                f(
                    40 + k as u64,
                    hash(SEED, &folded[bounds[letters - k]..bounds[letters]]),
                    shape,
                );
            }
        }
        f(50, hash(SEED, stem(folded)), 1);
    }
    if token.is_capital() {
        let around = u64::from(p.around[i]);
        f(60, around, start);
        for bit in 0..8 {
            if around & 1 << bit != 0 {
                f(61 + bit, start, u64::from(g(0) != 0));
            }
        }
        // The nearest small words on both sides of the capitalised run say what it does.
        let left = (from..i).rev().find(|k| !words.tokens[*k].is_capital());
        let right = (i + 1..to).find(|k| !words.tokens[*k].is_capital());
        f(70, left.map_or(1, |k| p.word[k]), 0);
        f(71, right.map_or(1, |k| p.word[k]), 0);
        let run_from = left.map_or(from, |k| k + 1);
        let run_to = right.unwrap_or(to);
        f(72, (i - run_from).min(4) as u64, (run_to - i).min(4) as u64);
        let last = run_to - 1;
        f(73, p.lexical[last], bits(0));
        f(74, p.word[last], shape);
        f(75, u64::from(words.bits[run_from]), bits(0));
        f(76, p.lexical[run_from], (i - run_from).min(3) as u64);
    }
}
