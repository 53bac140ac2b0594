//! How alike two spellings are: romanisation, sound-alike letters, edit costs.
//!
//! Takes words in any script; returns similarities in thousandths. Cyrillic, Greek and Arabic letters are
//! romanised first, marks fall away, and letters that romanisations confuse (i and y, v and w, kh and h)
//! cost little to exchange. Integer arithmetic only: the same on every machine.

use corpus_model::plain_letters;

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
fn sounds(word: &str) -> Vec<char> {
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

const fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'A' | 'U')
}

/// What it costs to write `b` for `a`, in thousandths of a letter.
const fn exchange(a: char, b: char) -> u32 {
    if a == b {
        return 0;
    }
    match (a, b) {
        ('i' | 'y' | 'j', 'i' | 'y' | 'j') => 150,
        ('c' | 'k' | 'q', 'c' | 'k' | 'q') => 150,
        ('v' | 'w', 'v' | 'w') => 150,
        ('h' | 'k', 'h' | 'k') => 500,
        ('s' | 'z' | 'c', 's' | 'z' | 'c') => 400,
        ('Z' | 'j' | 'z', 'Z' | 'j' | 'z') => 350,
        ('C' | 'S' | 'c', 'C' | 'S' | 'c') => 400,
        ('A', 'a') | ('a', 'A') | ('U', 'u') | ('u', 'U') => 200,
        ('e' | 'i', 'e' | 'i')
        | ('o' | 'u', 'o' | 'u')
        | ('a' | 'e', 'a' | 'e')
        | ('a' | 'o', 'a' | 'o') => 400,
        ('b' | 'p', 'b' | 'p')
        | ('d' | 't', 'd' | 't')
        | ('g' | 'k', 'g' | 'k')
        | ('g' | 'h', 'g' | 'h')
        | ('f' | 'v', 'f' | 'v') => 550,
        ('g' | 'j', 'g' | 'j') => 350,
        _ if is_vowel(a) && is_vowel(b) => 600,
        _ => 1000,
    }
}

/// What it costs to leave `c` out.
const fn omit(c: char, before: Option<char>) -> u32 {
    match c {
        'h' => 350,
        'y' | 'i' | 'j' if matches!(before, Some(b) if is_vowel(b)) => 250,
        'e' | 'a' | 'i' | 'o' | 'u' | 'y' => 550,
        'A' | 'U' => 700,
        _ => 1000,
    }
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
    let before = |word: &[char], i: usize| i.checked_sub(1).and_then(|i| word.get(i).copied());
    let mut previous: Vec<u32> = Vec::with_capacity(b.len() + 1);
    previous.push(0);
    for (j, c) in b.iter().enumerate() {
        previous.push(previous[j] + omit(*c, before(&b, j)));
    }
    let mut older = previous.clone();
    for (i, x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(previous[0] + omit(*x, before(&a, i)));
        for (j, y) in b.iter().enumerate() {
            // A first letter is rarely mistaken.
            let first = if i == 0 && j == 0 { 4 } else { 2 };
            let mut best = (previous[j] + exchange(*x, *y) * first / 2)
                .min(previous[j + 1] + omit(*x, before(&a, i)))
                .min(row[j] + omit(*y, before(&b, j)));
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(older[j - 1] + 500);
            }
            row.push(best);
        }
        older = std::mem::replace(&mut previous, row);
    }
    let cost = previous.last().copied().unwrap_or(u32::MAX);
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
