//! What the tagger sees at each word: hashed features of the word, its neighbours, the gazetteer and the
//! rest of the article.
//!
//! Takes [`Words`]; gives 32-bit feature hashes. Training and tagging call the same function, so a change here
//! needs a new model: [`VERSION`] says which one fits.

use super::Found;
use super::classes::{Classes, WordClasses};
use super::gazetteer::{KeyMap, hash, word};
use super::lexicon::{ORG_HEADS, PLACE_BEFORE, PLACE_HEADS, SAYING, STATE_LETTERS, TITLES};
use super::rules::Words;
use super::token::{Shape, stem};
use std::collections::BTreeMap;

/// Raised whenever the features change: a model of another version is not used.
pub const VERSION: u8 = 3;

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

/// What is seen in a word wherever it stands.
#[derive(Debug, Clone)]
pub struct OfWord {
    word: u64,
    exact: u64,
    shape: u64,
    lexical: u64,
    /// How common it is in speech, from 1 for the commonest; 0 for words that are not.
    rank: u8,
    /// What it is spelt like, see [`super::letters`].
    letters: u8,
    /// Its classes where its capital tells something, and where it may be due to its place.
    classes: [Classes; 2],
    /// The features that depend on nothing else.
    own: Vec<u32>,
}

impl OfWord {
    /// Looks at one word; `lists` are the bits of the lists that hold it.
    pub fn new(
        spelling: &str,
        folded: &str,
        shape: Shape,
        lists: u16,
        rank: u8,
        letters: u8,
        classes: &WordClasses,
    ) -> Self {
        let is_on = |bit: u16| u64::from(lists & bit != 0);
        let mut seen = Self {
            word: hash(SEED, folded),
            exact: hash(SEED, spelling),
            shape: long_shape(spelling),
            lexical: is_on(TITLES.bit)
                | is_on(ORG_HEADS.bit) << 1
                | is_on(SAYING.bit) << 2
                | is_on(PLACE_BEFORE.bit) << 3
                | is_on(PLACE_HEADS.bit) << 4
                | is_on(STATE_LETTERS.bit) << 5,
            rank,
            letters,
            classes: [false, true].map(|is_unsure| classes.of(spelling, shape, is_unsure)),
            own: Vec::new(),
        };
        seen.own = own_features(&seen, folded, shape);
        seen
    }

    /// The features of the word that depend on no other and on no place.
    pub fn own(&self) -> &[u32] {
        &self.own
    }
}

fn own_features(seen: &OfWord, folded: &str, shape: Shape) -> Vec<u32> {
    let mut out = Vec::with_capacity(10);
    let shape_code = code(shape);
    let mut f = |template: u64, a: u64, b: u64| out.push(mix(template, a, b));
    f(0, 0, 0);
    f(1, seen.word, 0);
    f(2, seen.exact, 0);
    if !matches!(shape, Shape::Mark | Shape::Number) {
        let bounds: Vec<usize> = folded
            .char_indices()
            .map(|(at, _)| at)
            .chain([folded.len()])
            .take(40)
            .collect();
        let letters = bounds.len() - 1;
        for k in 2..=4usize {
            if letters > k {
                f(30 + k as u64, hash(SEED, &folded[..bounds[k]]), shape_code);
                f(
                    40 + k as u64,
                    hash(SEED, &folded[bounds[letters - k]..bounds[letters]]),
                    shape_code,
                );
            }
        }
        f(50, hash(SEED, stem(folded)), 1);
    }
    out
}

const fn code(shape: Shape) -> u64 {
    match shape {
        Shape::Mark => 0,
        Shape::Number => 1,
        Shape::Small => 2,
        Shape::Capital => 3,
        Shape::AllCapital => 4,
        Shape::Initial => 5,
    }
}

/// The feature that every word has.
#[must_use]
pub fn of_all() -> u32 {
    mix(0, 0, 0)
}

/// Where a neighbour stands from which a word takes a feature of its own: two before to two after.
pub const NEIGHBOURS: [isize; 4] = [-1, 1, -2, 2];

/// The feature that a neighbour's word gives; `None` for the border of the sentence.
pub fn of_neighbour(place: usize, word: Option<&OfWord>) -> u32 {
    mix(3 + place as u64, word.map_or(BORDER, |w| w.word), 0)
}

/// What positions outside the sentence read as.
const BORDER: u64 = 1;
/// The bit of [`STATE_LETTERS`] in [`OfWord`]; positions outside the sentence do not have it.
const STATE: u64 = 32;

/// Per-word material, computed once a text.
pub struct Prepared {
    listed: Vec<u64>,
    listed_small: Vec<u64>,
    around: Vec<u16>,
    /// The sentence is written without capitals.
    is_caseless: Vec<bool>,
    /// What the rules see there: kind, place in the name, how sure; 0 for nothing.
    ruled: Vec<[u64; 2]>,
    /// How the sentence is written, see [`manner`].
    manner: Vec<u64>,
    /// First words of the sentences before and after.
    lines: Vec<[u64; 2]>,
    /// What the rules see, the manner, how common a word is and its letters are looked at.
    is_wide: bool,
}

/// Languages whose labelled texts are too few, and all of them edited news, to learn what a rule is worth, what
/// hurried writing looks like and what letters say: there such features are learnt by heart and mislead.
const FEW_TEXTS: [&str; 1] = ["ru"];

/// What the strongest rule says of each word: kind and place in the name, and how sure it is.
fn by_rule(n: usize, ruled: &[Found]) -> Vec<[u64; 2]> {
    let mut order: Vec<&Found> = ruled.iter().collect();
    order.sort_by(|a, b| {
        (b.strength, b.end - b.start)
            .cmp(&(a.strength, a.end - a.start))
            .then_with(|| (a.start, a.kind).cmp(&(b.start, b.kind)))
    });
    let mut out = vec![[0; 2]; n];
    for found in order {
        let Some(slots) = out.get_mut(found.start..found.end) else {
            continue;
        };
        if slots.iter().any(|slot| slot[0] != 0) {
            continue;
        }
        let len = slots.len();
        for (i, slot) in slots.iter_mut().enumerate() {
            let place = match (i, len) {
                (_, 1) => 0,
                (0, _) => 1,
                (i, len) if i + 1 == len => 2,
                _ => 3,
            };
            *slot = [
                1 + (found.kind as u64) * 4 + place,
                u64::from(found.strength),
            ];
        }
    }
    out
}

/// How a sentence is written: without capitals, beginning small, all words with capitals; how long it is, whether
/// it ends as a sentence does; and whether its text begins sentences small as a habit.
fn manner(words: &Words<'_>, from: usize, to: usize, is_careless: bool) -> u64 {
    let mut n = 0u64;
    let (mut has_capital, mut all_capital, mut begins_small) = (false, true, false);
    for token in &words.tokens[from..to] {
        match token.shape {
            Shape::Mark | Shape::Number => continue,
            Shape::Small => {
                begins_small |= n == 0;
                all_capital = false;
            }
            _ => has_capital |= token.span.len() > 1,
        }
        n += 1;
    }
    let length = match n {
        0..=1 => n,
        2..=3 => 2,
        4..=7 => 3,
        _ => 4,
    };
    let ends = matches!(
        words.tokens[to - 1].span.of(words.text),
        "." | "!" | "?" | "…" | "\"" | "”"
    );
    u64::from(has_capital)
        | u64::from(all_capital) << 1
        | u64::from(begins_small) << 2
        | u64::from(is_careless) << 3
        | u64::from(ends) << 4
        | length << 5
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

/// Looks at the whole text once, for the tagger of a language.
#[must_use]
pub fn prepare(words: &Words<'_>, ruled: &[Found], language: &str) -> Prepared {
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
    let lexical = |i: usize| words.known[i].seen.lexical;
    let mut by_word: KeyMap<u16> = KeyMap::default();
    for i in 0..n {
        let token = &words.tokens[i];
        let bits = if token.is_capital() {
            let mut bits = if words.starts[i] || words.is_headline[i] {
                0
            } else {
                elsewhere::CAPITAL_INSIDE
            };
            if i > 0 && !words.starts[i] {
                if lexical(i - 1) & 1 != 0 {
                    bits |= elsewhere::AFTER_TITLE;
                }
                if lexical(i - 1) & 8 != 0 {
                    bits |= elsewhere::AFTER_PLACE_WORD;
                }
                if words.bits[i - 1] & word::FIRST != 0 && words.tokens[i - 1].is_capital() {
                    bits |= elsewhere::AFTER_FIRST;
                }
            }
            if i + 1 < n && !words.starts[i + 1] {
                let next = lexical(i + 1);
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
        *by_word.entry(words.known[i].seen.word).or_default() |= bits;
    }
    let around = words
        .known
        .iter()
        .map(|w| by_word.get(&w.seen.word).copied().unwrap_or_default())
        .collect();
    let mut is_caseless = vec![false; n];
    let mut from = 0;
    while from < n {
        let to = (from + 1..n).find(|i| words.starts[*i]).unwrap_or(n);
        let has_capital = words.tokens[from..to]
            .iter()
            .any(|t| t.is_capital() && t.span.len() > 1);
        is_caseless[from..to].fill(!has_capital);
        from = to;
    }
    let bounds: Vec<usize> = (0..n)
        .filter(|i| *i == 0 || words.starts[*i])
        .chain([n])
        .collect();
    let begins_small = |from: usize| words.tokens[from].shape == Shape::Small;
    let n_small = bounds[..bounds.len() - 1]
        .iter()
        .filter(|from| begins_small(**from))
        .count();
    let is_careless = n_small * 3 > bounds.len() - 1;
    let mut by_manner = vec![0; n];
    let mut lines = vec![[BORDER; 2]; n];
    for (k, pair) in bounds.windows(2).enumerate() {
        let (from, to) = (pair[0], pair[1]);
        if from == to {
            continue;
        }
        by_manner[from..to].fill(manner(words, from, to, is_careless));
        let first = |k: usize| {
            let from = *bounds.get(k)?;
            words.known.get(from).map(|w| w.seen.word)
        };
        let before = k.checked_sub(1).and_then(first).unwrap_or(BORDER);
        let after = first(k + 1).unwrap_or(BORDER);
        lines[from..to].fill([before, after]);
    }
    Prepared {
        listed,
        listed_small,
        around,
        is_caseless,
        ruled: by_rule(n, ruled),
        manner: by_manner,
        lines,
        is_wide: !FEW_TEXTS.contains(&language),
    }
}

/// The features of word `i`, into `out` (cleared first).
pub fn extract(words: &Words<'_>, p: &Prepared, i: usize, out: &mut Vec<u32>) {
    out.clear();
    let n = words.tokens.len();
    let from = (0..=i).rev().find(|k| words.starts[*k]).unwrap_or(0);
    let to = (i + 1..n).find(|k| words.starts[*k]).unwrap_or(n);
    extract_context(words, p, i, from, to, out);
    out.extend(words.known[i].seen.own());
    for (place, by) in NEIGHBOURS.iter().enumerate() {
        let neighbour = i
            .checked_add_signed(*by)
            .filter(|k| (from..to).contains(k))
            .map(|k| &words.known[k].seen);
        out.push(of_neighbour(place, neighbour));
    }
}

/// The features that depend on more than one word, for a word whose sentence is `from..to`. What is left of
/// [`extract`] is [`OfWord::own`] and [`of_neighbour`], whose weights can be kept with the word.
pub fn extract_context(
    words: &Words<'_>,
    p: &Prepared,
    i: usize,
    from: usize,
    to: usize,
    out: &mut Vec<u32>,
) {
    out.clear();
    // Positions outside the sentence read as one border.
    let inside = |k: isize| -> Option<usize> {
        let j = i.checked_add_signed(k)?;
        (from..to).contains(&j).then_some(j)
    };
    let seen = |k: isize| inside(k).map(|j| &words.known[j].seen);
    let w = |k| seen(k).map_or(BORDER, |s| s.word);
    let s = |k| seen(k).map_or(BORDER, |s| s.shape);
    let g = |k| inside(k).map_or(BORDER, |j| p.listed[j]);
    let lex = |k| seen(k).map_or(BORDER, |s| s.lexical);
    let bits = |k: isize| -> u64 { inside(k).map_or(64, |j| u64::from(words.bits[j])) };
    let token = &words.tokens[i];
    let start = u64::from(i == from) | u64::from(words.is_headline[i]) << 1;
    let shape = code(token.shape);
    let mut f = |template: u64, a: u64, b: u64| out.push(mix(template, a, b));
    for (k, template) in [(-1, 80u64), (0, 100), (1, 120)] {
        let (listed, known) = (g(k), bits(k));
        if listed > 1 {
            let classes = listed >> 3;
            for bit in 0..12 {
                if classes & 1 << bit != 0 {
                    f(template + bit, listed & 7, shape);
                }
            }
        }
        for bit in 0..6 {
            if known & 1 << bit != 0 {
                f(template + 400 + bit, shape, u64::from(i == from));
            }
        }
    }
    if p.listed_small[i] != 0 {
        f(140, p.listed_small[i], shape);
        f(141, p.listed_small[i], w(-1));
    }
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
    let class = |k: isize| -> Classes {
        inside(k).map_or([1000; 3], |j| {
            let is_unsure = words.starts[j] || words.is_headline[j];
            words.known[j].seen.classes[usize::from(is_unsure)]
        })
    };
    let (before, own, after) = (class(-1), class(0), class(1));
    let c = |k: u16| u64::from(k);
    f(150, c(own[0]), shape);
    f(151, c(own[1]), shape);
    f(152, c(own[2]), shape);
    f(153, c(before[0]), shape);
    f(154, c(after[0]), shape);
    f(155, c(before[1]), shape);
    f(156, c(after[1]), shape);
    f(157, c(before[1]) << 16 | c(own[1]), 0);
    f(158, c(own[1]) << 16 | c(after[1]), 0);
    f(159, c(before[1]) << 16 | c(after[1]), shape);
    f(160, c(class(-2)[1]), c(before[1]));
    f(161, c(class(2)[1]), c(after[1]));
    f(
        162,
        c(before[2]) << 32 | c(own[2]) << 16 | c(after[2]),
        shape,
    );
    f(163, c(own[0]), g(0));
    if p.is_caseless[i] {
        f(180, p.listed_small[i], 0);
        f(181, bits(0), 0);
        f(182, c(own[1]), 0);
        f(183, p.listed_small[i], c(before[1]));
        f(184, bits(0), c(before[1]));
        f(185, bits(0), bits(1));
    }
    if p.is_wide {
        // What the rules make of it: how far each is to be trusted is learnt.
        let rule = |k: isize| inside(k).map_or(0, |j| p.ruled[j][0]);
        let [own_rule, sure] = p.ruled[i];
        let (last_rule, next_rule) = (rule(-1), rule(1));
        if own_rule != 0 {
            let ruled = own_rule << 8 | sure;
            f(210, own_rule, sure);
            f(211, own_rule, shape);
            f(212, ruled, bits(0));
            f(213, ruled, g(0));
            f(214, ruled, c(own[2]));
            f(215, ruled, start);
        }
        if own_rule | last_rule != 0 {
            f(216, own_rule, last_rule);
        }
        if own_rule | next_rule != 0 {
            f(217, own_rule, next_rule);
        }
        // A capital tells less where all words have one, and its want less where few have.
        let manner = p.manner[i];
        f(220, manner, shape);
        f(221, manner, bits(0));
        f(222, manner, g(0));
        f(223, manner, c(own[2]));
        f(224, manner & 31, c(before[2]) << 4 | shape);
        f(225, manner & 31, c(own[1]));
        f(226, manner & 31, c(own[0]));
        if manner >> 5 <= 2 {
            f(227, manner, (i - from).min(3) as u64);
        }
        if token.shape == Shape::Small {
            let small = p.listed_small[i];
            let style = manner & 15;
            let around = u64::from(p.around[i]);
            if small != 0 {
                f(230, small, bits(0));
                f(231, small, bits(0) << 8 | style);
                f(232, small, c(before[1]));
                f(233, small << 8 | bits(0), c(own[2]));
                f(234, small << 8 | bits(0), around & 1);
            }
            if bits(0) != 0 && bits(0) & u64::from(word::SMALL) == 0 {
                f(235, bits(0), style);
                f(236, bits(0), c(before[1]));
                f(237, bits(0) << 8 | bits(-1), bits(1));
            }
            if own[0] == 0 {
                f(238, c(before[1]), style);
            }
            if around & 1 != 0 {
                f(239, around, bits(0));
            }
        }
        // A short line is read by those around it: "Regards", then a name.
        if to - from <= 8 {
            let [before_line, after_line] = p.lines[i];
            let place = (i - from).min(2) as u64 | u64::from(to - from <= 4) << 2 | shape << 3;
            f(240, before_line, place);
            f(241, after_line, place);
            f(242, mix(0, before_line, after_line).into(), place);
        }
        let rank = |k: isize| seen(k).map_or(15, |s| u64::from(s.rank));
        f(250, rank(0), shape << 2 | start);
        f(251, rank(0), g(0));
        f(252, rank(0) << 8 | bits(0), shape);
        f(253, rank(-1) << 8 | rank(0), shape);
        f(254, rank(0) << 8 | rank(1), shape);
        f(255, rank(0) << 8 | manner, shape);
        f(256, rank(0), c(own[2]) << 4 | shape);
        f(257, rank(0) << 8 | p.listed_small[i], shape);
        let spelt = |k: isize| seen(k).map_or(31, |s| u64::from(s.letters));
        let is_listed =
            u64::from(bits(0) & !u64::from(word::SMALL) != 0) | u64::from(g(0) != 0) << 1;
        let spelt_listed = spelt(0) << 2 | is_listed;
        if !matches!(token.shape, Shape::Mark | Shape::Number) {
            f(51, spelt(0), shape);
        }
        f(270, spelt_listed, shape << 2 | start);
        f(271, spelt(0), spelt(-1) << 4 | shape);
        f(272, spelt(0), spelt(1) << 4 | shape);
        f(273, spelt_listed, c(before[1]));
        f(274, spelt_listed, c(after[1]));
        f(275, spelt(0), lex(-1) << 4 | shape);
        f(276, spelt(0) << 8 | manner & 15, shape);
        f(277, spelt(0) << 8 | u64::from(own[0] == 0), shape);
        if lex(0) & STATE != 0 {
            f(260, shape, g(-1));
            f(261, shape, w(-1));
            f(262, shape, bits(-1));
            f(263, w(1), shape);
        }
        if lex(1) & STATE != 0 {
            f(264, shape, g(0));
        }
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
        f(70, left.map_or(1, |k| words.known[k].seen.word), 0);
        f(71, right.map_or(1, |k| words.known[k].seen.word), 0);
        let near = |k: usize| {
            let is_unsure = words.starts[k] || words.is_headline[k];
            c(words.known[k].seen.classes[usize::from(is_unsure)][0])
        };
        f(164, left.map_or(1000, near), 0);
        f(165, right.map_or(1000, near), 0);
        let run_from = left.map_or(from, |k| k + 1);
        let run_to = right.unwrap_or(to);
        f(72, (i - run_from).min(4) as u64, (run_to - i).min(4) as u64);
        let last = run_to - 1;
        f(73, words.known[last].seen.lexical, bits(0));
        f(74, words.known[last].seen.word, shape);
        f(75, u64::from(words.bits[run_from]), bits(0));
        f(
            76,
            words.known[run_from].seen.lexical,
            (i - run_from).min(3) as u64,
        );
    }
}

/// What the first reading made of a word or phrase in other places: outside, person, body, place.
pub type Tally = [u32; 4];

/// Readings of words and phrases, counted.
#[derive(Debug, Default, Clone)]
pub struct Elsewhere {
    words: KeyMap<Tally>,
    phrases: KeyMap<Tally>,
}

/// Phrases are looked up to this many words.
const LONGEST: usize = 6;

fn phrase_hash(words: &Words<'_>, start: usize, end: usize) -> u64 {
    words.known[start..end].iter().fold(SEED, |h, word| {
        (h.rotate_left(21) ^ word.seen.word).wrapping_mul(0xff51_afd7_ed55_8ccd)
    })
}

/// Runs of labels as `(first, past the last, kind from 1)`.
fn runs(labels: &[u8]) -> Vec<(usize, usize, usize)> {
    let mut out = Vec::new();
    let mut start = 0;
    for (i, l) in labels.iter().enumerate() {
        let Some(l) = l.checked_sub(1) else { continue };
        if matches!(l % 4, 0 | 3) {
            start = i;
        }
        if matches!(l % 4, 2 | 3) {
            out.push((start, i + 1, usize::from(l / 4) + 1));
        }
    }
    out
}

impl Elsewhere {
    /// Counts the labels of one text.
    pub fn note(&mut self, words: &Words<'_>, labels: &[u8]) {
        for (i, label) in labels.iter().enumerate() {
            if words.tokens[i].is_capital() && words.tokens[i].span.len() > 1 {
                let kind = label.checked_sub(1).map_or(0, |l| usize::from(l / 4) + 1);
                self.words.entry(words.known[i].seen.word).or_default()[kind] += 1;
            }
        }
        for (a, b, kind) in runs(labels) {
            if b - a <= LONGEST && words.tokens[a].is_capital() {
                self.phrases.entry(phrase_hash(words, a, b)).or_default()[kind] += 1;
            }
        }
    }

    fn word(&self, key: u64, less: Option<&Tally>) -> Tally {
        minus(self.words.get(&key), less)
    }

    fn phrase(&self, key: u64, less: Option<&Tally>) -> Tally {
        minus(self.phrases.get(&key), less)
    }
}

fn minus(tally: Option<&Tally>, less: Option<&Tally>) -> Tally {
    let mut out = tally.copied().unwrap_or_default();
    for (a, b) in out.iter_mut().zip(less.into_iter().flatten()) {
        *a = a.saturating_sub(*b);
    }
    out
}

/// Most frequent reading, how clear and how frequent it is; 0 for none.
fn tally_code(tally: Tally) -> u64 {
    let total: u32 = tally.iter().sum();
    if total == 0 {
        return 0;
    }
    let (kind, most) = (0..4).fold((0, 0), |best, k| {
        if tally[k] > best.1 {
            (k, tally[k])
        } else {
            best
        }
    });
    let clear = u64::from(most * 10 >= total * 9) + u64::from(most * 10 >= total * 6);
    let often = u64::from(total > 1) + u64::from(total > 4);
    1 + kind as u64 + 4 * clear + 12 * often
}

/// Features of the second reading, a list a word: what the same words were read as elsewhere in this text
/// and, if given, in the folder (which counts this text too).
#[must_use]
pub fn second_look(words: &Words<'_>, labels: &[u8], folder: Option<&Elsewhere>) -> Vec<Vec<u32>> {
    let n = words.tokens.len();
    let mut own = Elsewhere::default();
    own.note(words, labels);
    let mut single = vec![[0u64; 2]; n];
    for i in 0..n {
        if words.tokens[i].span.len() < 2 {
            continue;
        }
        let key = words.known[i].seen.word;
        let mut here = Tally::default();
        if words.tokens[i].is_capital() {
            here[labels[i]
                .checked_sub(1)
                .map_or(0, |l| usize::from(l / 4) + 1)] = 1;
        }
        single[i][0] = tally_code(own.word(key, Some(&here)));
        if let Some(folder) = folder {
            single[i][1] = tally_code(folder.word(key, own.words.get(&key)));
        }
    }
    let mut of_phrase = vec![[0u64; 2]; n];
    let own_runs: BTreeMap<(usize, usize), usize> = runs(labels)
        .into_iter()
        .map(|(a, b, kind)| ((a, b), kind))
        .collect();
    for a in 0..n {
        if !words.tokens[a].is_capital() {
            continue;
        }
        for place in 0..2 {
            if of_phrase[a][place] != 0 {
                continue;
            }
            let longest = (a + 1..=(a + LONGEST).min(n)).rev().find_map(|b| {
                if words.starts[a + 1..b].contains(&true) {
                    return None;
                }
                let key = phrase_hash(words, a, b);
                let tally = if place == 0 {
                    let mut here = Tally::default();
                    if let Some(kind) = own_runs.get(&(a, b)) {
                        here[*kind] = 1;
                    }
                    own.phrase(key, Some(&here))
                } else {
                    folder?.phrase(key, own.phrases.get(&key))
                };
                let code = tally_code(tally);
                (code != 0).then_some((b, code))
            });
            if let Some((b, code)) = longest {
                for (k, slot) in of_phrase[a..b].iter_mut().enumerate() {
                    let at = match (k, b - a) {
                        (_, 1) => 3,
                        (0, _) => 0,
                        (k, len) if k + 1 == len => 2,
                        _ => 1,
                    };
                    slot[place] = code << 2 | at;
                }
            }
        }
    }
    let mut out = Vec::with_capacity(n);
    for i in 0..n {
        let mut keys = Vec::new();
        let is_edge = |k: usize| words.starts[k];
        let near = |k: isize, list: &[[u64; 2]], place: usize| -> u64 {
            let j = i as isize + k;
            if j < 0 || j >= n as isize || k > 0 && is_edge(i + 1) || k < 0 && is_edge(i) {
                99
            } else {
                list[j as usize][place]
            }
        };
        let shape = words.tokens[i].shape as u64;
        let label = u64::from(labels[i]);
        if single[i] != [0; 2] || of_phrase[i] != [0; 2] {
            let [doc, all] = single[i];
            let [doc_phrase, all_phrase] = of_phrase[i];
            let mut f = |template: u64, a: u64, b: u64| keys.push(mix(template, a, b));
            if doc != 0 {
                f(300, doc, shape);
                f(301, doc, near(1, &single, 0));
                f(302, doc, near(-1, &single, 0));
                f(303, doc, label);
            }
            if all != 0 {
                f(310, all, shape);
                f(311, all, near(1, &single, 1));
                f(312, all, near(-1, &single, 1));
                f(313, all, label);
            }
            if doc_phrase != 0 {
                f(320, doc_phrase, shape);
                f(321, doc_phrase, label);
            }
            if all_phrase != 0 {
                f(330, all_phrase, shape);
                f(331, all_phrase, label);
            }
            f(340, doc << 8 | all, doc_phrase << 8 | all_phrase);
        }
        out.push(keys);
    }
    out
}
