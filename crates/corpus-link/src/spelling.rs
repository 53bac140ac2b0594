//! How alike two spellings are: romanisation, sound-alike letters, edit costs.
//!
//! Takes words in any script; returns similarities in thousandths. Cyrillic, Greek and Arabic letters are
//! romanised first, marks fall away, and letters that romanisations confuse (i and y, v and w, kh and h)
//! cost little to exchange: how little is [learnt](../data/spelling-costs.tsv) from pairs of spellings. Integer arithmetic only: the same on every machine.

use corpus_model::plain_letters;
use std::sync::OnceLock;

/// A word in small Latin letters; letters of other scripts that no table covers stay as they are.
#[must_use]
pub fn romanise(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase) {
        if c == 'ё' {
            out.push_str("yo");
        } else if let Some(plain) = plain_letters(c) {
            out.push_str(plain);
        } else if let Some(latin) = latin(c) {
            out.push_str(latin);
        } else if c.is_alphanumeric() {
            out.push(c);
        }
    }
    out
}

/// Cyrillic (Russian, Ukrainian, Kazakh, Serbian), Greek, Arabic and Persian letters.
const fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'а' | 'ә' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' | 'ғ' => "g",
        'д' => "d",
        'е' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' | 'й' => "i",
        'ї' => "yi",
        'к' | 'қ' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'ң' => "ng",
        'о' | 'ө' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ұ' | 'ү' => "u",
        'ў' => "u",
        'ф' => "f",
        'х' => "kh",
        'һ' => "h",
        'ц' => "ts",
        'ч' | 'ћ' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ы' => "y",
        'э' => "e",
        'є' => "ye",
        'ю' => "yu",
        'я' => "ya",
        'ј' => "y",
        'љ' => "l",
        'њ' => "n",
        'ђ' => "d",
        'џ' => "dz",
        'α' | 'ά' => "a",
        'β' => "v",
        'γ' => "g",
        'δ' => "d",
        'ε' | 'έ' => "e",
        'ζ' => "z",
        'η' | 'ή' | 'ι' | 'ί' | 'ϊ' => "i",
        'θ' => "th",
        'κ' => "k",
        'λ' => "l",
        'μ' => "m",
        'ν' => "n",
        'ξ' => "x",
        'ο' | 'ό' | 'ω' | 'ώ' => "o",
        'π' => "p",
        'ρ' => "r",
        'σ' | 'ς' => "s",
        'τ' => "t",
        'υ' | 'ύ' => "y",
        'φ' => "f",
        'χ' => "ch",
        'ψ' => "ps",
        'ا' | 'أ' | 'إ' | 'آ' | 'ى' | 'ع' => "a",
        'ب' => "b",
        'پ' => "p",
        'ت' | 'ط' => "t",
        'ث' => "th",
        'ج' => "j",
        'چ' => "ch",
        'ح' | 'ه' | 'ة' => "h",
        'خ' => "kh",
        'د' | 'ض' => "d",
        'ذ' => "dh",
        'ر' => "r",
        'ز' | 'ظ' => "z",
        'ژ' => "zh",
        'س' | 'ص' => "s",
        'ش' => "sh",
        'غ' => "gh",
        'ف' => "f",
        'ق' => "q",
        'ک' | 'ك' => "k",
        'گ' => "g",
        'ل' => "l",
        'م' => "m",
        'ن' => "n",
        'و' => "u",
        'ي' | 'ی' | 'ئ' => "i",
        'ء' => "",
        _ => return None,
    })
}

/// Digraphs to one letter each, doubled letters to one: what all romanisations of a sound share.
#[must_use]
pub fn sounds(word: &str) -> Vec<char> {
    let mut s = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let (take, put) = if rest.starts_with("shch") || rest.starts_with("sch") && word.len() > 4 {
            (if rest.starts_with("shch") { 4 } else { 3 }, "S")
        } else if rest.starts_with("kh") || rest.starts_with("gh") {
            (2, "h")
        } else if rest.starts_with("zh") {
            (2, "Z")
        } else if rest.starts_with("sh") {
            (2, "S")
        } else if rest.starts_with("tch") {
            (3, "C")
        } else if rest.starts_with("ch") {
            (2, "C")
        } else if rest.starts_with("ph") {
            (2, "f")
        } else if rest.starts_with("th") {
            (2, "t")
        } else if rest.starts_with("ck") {
            (2, "k")
        } else if rest.starts_with("ou") || rest.starts_with("oo") {
            (2, "u")
        } else if rest.starts_with("ee") {
            (2, "i")
        } else if rest.starts_with("x") {
            (1, "ks")
        } else if rest.starts_with("yu") || rest.starts_with("iu") {
            (2, "U")
        } else if rest.starts_with("ya") || rest.starts_with("ia") {
            (2, "A")
        } else if rest.starts_with("ye") || rest.starts_with("ie") {
            (2, "e")
        } else {
            (c.len_utf8(), "")
        };
        if put.is_empty() {
            s.push(c);
        } else {
            s.push_str(put);
        }
        rest = &rest[take..];
    }
    let mut out: Vec<char> = s.chars().collect();
    out.dedup();
    out
}

/// A vowel of [`sounds`].
#[must_use]
pub const fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'A' | 'U')
}

/// The letters that [`sounds`] gives and that have costs.
pub const LETTERS: [char; 31] = [
    'A', 'C', 'S', 'U', 'Z', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n',
    'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
];

const N_LETTERS: usize = LETTERS.len();

const fn place(c: char) -> Option<usize> {
    match c {
        'A' => Some(0),
        'C' => Some(1),
        'S' => Some(2),
        'U' => Some(3),
        'Z' => Some(4),
        'a'..='z' => Some(5 + (c as usize - 'a' as usize)),
        _ => None,
    }
}

/// What it costs to write one letter for another, and to leave one out, in thousandths of a letter.
#[derive(Debug, Clone)]
pub struct Costs {
    exchange: [[u16; N_LETTERS]; N_LETTERS],
    /// Elsewhere, and after a vowel.
    omit: [[u16; 2]; N_LETTERS],
}

impl Costs {
    /// What is known before anything is learnt: a vowel is rather taken for another than for a consonant.
    #[must_use]
    pub fn plain() -> Self {
        let mut out = Self {
            exchange: [[1000; N_LETTERS]; N_LETTERS],
            omit: [[1000; 2]; N_LETTERS],
        };
        for x in LETTERS {
            for y in LETTERS.into_iter().filter(|y| x < *y) {
                if is_vowel(x) && is_vowel(y) {
                    out.set_exchange(x, y, 500);
                }
            }
            if is_vowel(x) || x == 'h' {
                out.set_omit(x, false, 600);
                out.set_omit(x, true, 400);
            }
        }
        out
    }

    /// Those that were learnt from pairs of spellings (`dateline train-spelling`).
    fn learnt() -> &'static Self {
        static LEARNT: OnceLock<Costs> = OnceLock::new();
        LEARNT.get_or_init(|| Self::read(include_str!("../data/spelling-costs.tsv")))
    }

    /// Reads a table: letter, other letter or nothing, cost, cost elsewhere. Other lines are passed over.
    #[must_use]
    pub fn read(table: &str) -> Self {
        let mut out = Self::plain();
        out.exchange = [[1000; N_LETTERS]; N_LETTERS];
        for line in table.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            let letter = |i: usize| fields.get(i).and_then(|f| f.chars().next());
            let cost = |i: usize| fields.get(i).and_then(|f| f.parse::<u32>().ok());
            match (letter(0), letter(1), cost(2), cost(3)) {
                (Some(x), Some(y), Some(cost), None) => out.set_exchange(x, y, cost),
                (Some(x), None, Some(after_vowel), Some(elsewhere)) => {
                    out.set_omit(x, true, after_vowel);
                    out.set_omit(x, false, elsewhere);
                }
                _ => {}
            }
        }
        out
    }

    /// The cost of writing `b` for `a`.
    #[must_use]
    pub fn exchange(&self, a: char, b: char) -> u32 {
        if a == b {
            return 0;
        }
        match (place(a), place(b)) {
            (Some(a), Some(b)) => u32::from(self.exchange[a][b]),
            _ => 1000,
        }
    }

    /// Sets the cost of both directions.
    pub fn set_exchange(&mut self, a: char, b: char, cost: u32) {
        if let (Some(a), Some(b)) = (place(a), place(b)) {
            let cost = u16::try_from(cost.min(1000)).unwrap_or(1000);
            self.exchange[a][b] = cost;
            self.exchange[b][a] = cost;
        }
    }

    /// The cost of leaving `c` out.
    #[must_use]
    pub fn omit(&self, c: char, after_vowel: bool) -> u32 {
        place(c).map_or(1000, |c| u32::from(self.omit[c][usize::from(after_vowel)]))
    }

    /// Sets it.
    pub fn set_omit(&mut self, c: char, after_vowel: bool, cost: u32) {
        if let Some(c) = place(c) {
            self.omit[c][usize::from(after_vowel)] = u16::try_from(cost.min(1000)).unwrap_or(1000);
        }
    }

    fn omit_at(&self, word: &[char], i: usize) -> u32 {
        let before = i.checked_sub(1).and_then(|i| word.get(i));
        self.omit(word[i], before.is_some_and(|c| is_vowel(*c)))
    }
}

/// The cheapest edits of the first `i` letters of `a` into the first `j` of `b`, row by row.
fn edits(a: &[char], b: &[char], costs: &Costs) -> Vec<u32> {
    let width = b.len() + 1;
    let mut table = Vec::with_capacity((a.len() + 1) * width);
    table.push(0);
    for j in 0..b.len() {
        table.push(table[j] + costs.omit_at(b, j));
    }
    for (i, x) in a.iter().enumerate() {
        let left_out = costs.omit_at(a, i);
        let above = i * width;
        table.push(table[above] + left_out);
        for (j, y) in b.iter().enumerate() {
            // A first letter is rarely mistaken.
            let times = if i == 0 && j == 0 { 2 } else { 1 };
            let mut best = (table[above + j] + costs.exchange(*x, *y) * times)
                .min(table[above + j + 1] + left_out)
                .min(table[above + width + j] + costs.omit_at(b, j));
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(table[above - width + j - 1] + 500);
            }
            table.push(best);
        }
    }
    table
}

/// A letter of one word and of another, by their places; one alone where the other word leaves it out.
pub type Step = (Option<usize>, Option<usize>);

/// Which letter stands for which: the cost, and the steps in order.
#[must_use]
pub fn align(a: &[char], b: &[char], costs: &Costs) -> (u32, Vec<Step>) {
    let table = edits(a, b, costs);
    let at = |i: usize, j: usize| table[i * (b.len() + 1) + j];
    let (mut i, mut j) = (a.len(), b.len());
    let mut steps = Vec::with_capacity(i.max(j));
    while i > 0 || j > 0 {
        let here = at(i, j);
        if i > 0 && here == at(i - 1, j) + costs.omit_at(a, i - 1) {
            i -= 1;
            steps.push((Some(i), None));
        } else if j > 0 && here == at(i, j - 1) + costs.omit_at(b, j - 1) {
            j -= 1;
            steps.push((None, Some(j)));
        } else {
            // An exchange, or one of two letters in the other's place.
            i = i.saturating_sub(1);
            j = j.saturating_sub(1);
            steps.push((Some(i), Some(j)));
        }
    }
    steps.reverse();
    (at(a.len(), b.len()), steps)
}

/// Similarity of two romanised words, 0 to 1000: one minus the cheapest edit per letter of the longer.
#[must_use]
pub fn word_similarity(a: &str, b: &str) -> u32 {
    if a == b {
        return 1000;
    }
    let (a, b) = (sounds(a), sounds(b));
    if a == b {
        return 990;
    }
    let longer = a.len().max(b.len());
    if longer == 0 || a.iter().chain(&b).any(char::is_ascii_digit) {
        return 0;
    }
    let cost = edits(&a, &b, Costs::learnt()).pop().unwrap_or(u32::MAX);
    let longer = u32::try_from(longer).unwrap_or(u32::MAX);
    980u32.saturating_sub(cost / longer)
}

/// Consonants by class: a coarse key under which spellings of one name meet.
#[must_use]
pub fn skeleton(word: &str) -> String {
    let mut out = String::new();
    for c in sounds(word) {
        let class = match c {
            'b' | 'p' => 'p',
            'd' | 't' => 't',
            'g' | 'k' | 'q' | 'c' => 'k',
            'v' | 'w' | 'f' => 'f',
            's' | 'z' | 'S' | 'Z' | 'C' | 'j' => 's',
            'h' => continue,
            c if is_vowel(c) => continue,
            c => c,
        };
        if !out.ends_with(class) {
            out.push(class);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn romanisations_of_one_name_are_close() {
        let near = |a: &str, b: &str| word_similarity(&romanise(a), &romanise(b));
        assert!(near("Токаев", "Tokayev") > 900);
        assert!(near("Antony", "Anthony") > 900);
        assert!(near("Tileuberdi", "Tleuberdi") > 880);
        assert!(near("Khrushchev", "Хрущев") > 900);
        assert!(near("Igor", "Oleg") < 600);
        assert!(near("Ortega", "Ortiz") < 780);
    }

    #[test]
    fn skeletons_meet() {
        assert_eq!(skeleton("teloperdi"), skeleton("tileuberdi"));
    }
}
