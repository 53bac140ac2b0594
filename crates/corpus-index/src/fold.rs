//! Words out of text, and the one rule by which two spellings of a word are the same word.
//!
//! [`Words`] takes text and gives the words in it with their places in bytes; each word's folded form is
//! written into a buffer of the caller's. The index, the query and the highlighting all use this one
//! function, so a hit is always where the search says it is.
//!
//! The rule: letters become lower case without accents (also ё → е, й → и, as a decomposed spelling
//! would give), ligatures are spelled out, apostrophes inside a word vanish (`don't` → `dont`) but an
//! English possessive `'s` and a French or Italian elision end or start a word (`Biden's` → `biden`,
//! `l'accord` → `l`, `accord`). Initials with periods are one word (`U.S.` → `us`), thousands may have
//! commas (`10,000` → `10000`), and characters of scripts written without spaces are a word each. Letters that were
//! taken from another script because they look alike (a Cyrillic *С* in *СSTO*) count as those of the word's own
//! script, digits of any script as `0` to `9`, full-width letters as narrow ones.
//! No dictionary and no stemming.

use corpus_model::Span;

/// Longest folded word in bytes; a longer one is cut, everywhere alike.
pub const MAX_WORD_LEN: usize = 96;

/// U+00C0..U+0250 without accents; `.` where the letter stays or is spelled out below.
const LATIN: &[u8; 400] = b"aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.yaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkkllllllllllnnnnnnnnnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzsbb...............ff....i........oo.............uu....zz......................aaiioouuuuuuuuuu.aaaa..ggggkkoooo..j...gg..nnaa..ooaaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy...............b............";
/// U+1E00..U+1F00, likewise.
const LATIN_ADDITIONAL: &[u8; 256] = b"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy.s....aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";
/// Lower-case letter and its form without accents, in pairs.
const PAIRS: &str =
    "άαέεήηίιΰυϊιϋυόούυώωΐιςσйиѐеёеѓгїіќкѝиўуӂжӑаӓаӗеӝжӟзӣиӥиӧоӫөӭэӯуӱуӳуӵчӹыأاإاآاٱاىيیيکكةه";

/// Latin letters and the Cyrillic ones that look like them, in pairs: first those that do so as small letters, too, and
/// are common in both scripts.
const ALIKE: &str = "aаeеoоpрcсyуxхiіkкbвmмhнtтjјsѕ";
/// So many pairs come first.
const N_ALIKE_SMALL: usize = 8;

/// How one character takes part in words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    /// A word of its own: scripts written without spaces.
    Alone,
    /// Accents and invisible marks: inside a word they vanish.
    Mark,
    Apostrophe,
    Other,
}

fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '0'..='9' => Class::Digit,
        '\'' => Class::Apostrophe,
        '\0'..='\u{7f}' => Class::Other,
        '\u{2019}' | '\u{2018}' | '\u{02bc}' | '\u{02bb}' | '\u{ff07}' | '\u{b4}' => {
            Class::Apostrophe
        }
        '\u{ad}'
        | '\u{300}'..='\u{36f}'
        | '\u{483}'..='\u{487}'
        | '\u{591}'..='\u{5bd}'
        | '\u{5bf}'
        | '\u{5c1}'
        | '\u{5c2}'
        | '\u{640}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => Class::Mark,
        '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3134f}'
        | '\u{e00}'..='\u{eff}'
            if c.is_alphanumeric() =>
        {
            Class::Alone
        }
        c if c.is_numeric() => Class::Digit,
        c if c.is_alphanumeric() => Class::Letter,
        _ => Class::Other,
    }
}

/// Appends the folded form of one character.
fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        }
        return;
    }
    let plain = match c as u32 {
        n @ 0xc0..0x250 => LATIN[(n - 0xc0) as usize],
        n @ 0x1e00..0x1f00 => LATIN_ADDITIONAL[(n - 0x1e00) as usize],
        // Digits: Arabic, Persian, Devanagari, Bengali.
        n @ (0x660..=0x669 | 0x6f0..=0x6f9 | 0x966..=0x96f | 0x9e6..=0x9ef) => {
            const ZEROS: [u32; 4] = [0x660, 0x6f0, 0x966, 0x9e6];
            let zero = ZEROS.into_iter().rfind(|zero| *zero <= n).unwrap_or(n);
            b'0' + (n - zero) as u8
        }
        // Full-width forms.
        n @ (0xff10..=0xff19 | 0xff21..=0xff3a | 0xff41..=0xff5a) => {
            ((n - 0xff00 + 0x20) as u8).to_ascii_lowercase()
        }
        _ => b'.',
    };
    if plain != b'.' {
        out.push(char::from(plain));
        return;
    }
    match class(c) {
        Class::Mark | Class::Apostrophe => return,
        _ => {}
    }
    for lower in c.to_lowercase() {
        match lower {
            'æ' | 'ǣ' | 'ǽ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ß' => out.push_str("ss"),
            'þ' => out.push_str("th"),
            'ĳ' => out.push_str("ij"),
            'ǆ' => out.push_str("dz"),
            'ǉ' => out.push_str("lj"),
            'ǌ' => out.push_str("nj"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            '\u{307}' => {} // from İ
            'α'..='ӹ' | 'ΐ'..='ώ' | 'أ'..='ۓ' => {
                let mut pairs = PAIRS.chars();
                let mut plain = lower;
                while let (Some(from), Some(to)) = (pairs.next(), pairs.next()) {
                    if from == lower {
                        plain = to;
                        break;
                    }
                }
                out.push(plain);
            }
            // A sign with a letter for its small form: the Ångström.
            other if other != c => fold_char(other, out),
            other => out.push(other),
        }
    }
}

/// The folded form of a string, without looking for words in it: for comparing labels.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match class(c) {
            Class::Other => {
                if !out.ends_with(' ') && !out.is_empty() {
                    out.push(' ');
                }
            }
            _ => fold_char(c, &mut out),
        }
    }
    out.truncate(out.trim_end().len());
    if !out.is_ascii() {
        let mut words: Vec<String> = out.split(' ').map(str::to_owned).collect();
        words.iter_mut().for_each(unmix);
        out = words.join(" ");
    }
    out
}

/// Puts a folded word into one script where its Latin and Cyrillic letters may be of one: nobody sees that a letter of
/// the other alphabet was typed or scanned. A word that is really of both stays as it is.
fn unmix(word: &mut String) {
    let is_latin = |c: char| c.is_ascii_lowercase();
    let is_cyrillic = |c: char| ('а'..='ӿ').contains(&c);
    if !word.contains(is_latin) || !word.contains(is_cyrillic) {
        return;
    }
    let twin = |c: char| {
        let mut pairs = ALIKE.chars();
        let mut place = 0;
        while let (Some(latin), Some(cyrillic)) = (pairs.next(), pairs.next()) {
            match c {
                _ if c == latin => return Some((cyrillic, place)),
                _ if c == cyrillic => return Some((latin, place)),
                _ => place += 1,
            }
        }
        None
    };
    // How much is to be changed where the letters of one script are foreign; nothing where one of them has no twin.
    let changes = |is_foreign: &dyn Fn(char) -> bool| {
        word.chars()
            .filter(|c| is_foreign(*c))
            .try_fold(0, |sum, c| {
                let (_, place) = twin(c)?;
                Some(sum + if place < N_ALIKE_SMALL { 1 } else { 2 })
            })
    };
    let is_foreign: &dyn Fn(char) -> bool = match (changes(&is_cyrillic), changes(&is_latin)) {
        (Some(to_latin), Some(to_cyrillic)) if to_cyrillic < to_latin => &is_latin,
        (Some(_), _) => &is_cyrillic,
        (None, Some(_)) => &is_latin,
        (None, None) => return,
    };
    let own = |c: char| match twin(c) {
        Some((twin, _)) if is_foreign(c) => twin,
        _ => c,
    };
    *word = word.chars().map(own).collect();
}

/// The words of a text, front to back.
///
/// Not an `Iterator`, as each folded word is lent in the caller's buffer.
#[derive(Debug, Clone)]
pub struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Words<'t> {
    /// From the front of `text`.
    #[must_use]
    pub const fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    fn peek(&self, at: usize) -> Option<(char, Class)> {
        let c = self.text.get(at..)?.chars().next()?;
        Some((c, class(c)))
    }

    /// The place of the next word; its folded form is left in `folded`.
    pub fn next_into(&mut self, folded: &mut String) -> Option<Span> {
        let bytes = self.text.as_bytes();
        loop {
            folded.clear();
            // The first character of a word.
            let start = loop {
                let &byte = bytes.get(self.at)?;
                if byte.is_ascii_alphanumeric() {
                    break self.at;
                }
                if byte < 0x80 {
                    self.at += 1;
                    continue;
                }
                let (c, class) = self.peek(self.at)?;
                match class {
                    Class::Letter | Class::Digit => break self.at,
                    Class::Alone => {
                        let start = self.at;
                        self.at += c.len_utf8();
                        fold_char(c, folded);
                        return Some(Span::from_range(start..self.at));
                    }
                    _ => self.at += c.len_utf8(),
                }
            };
            let end = self.word_from(start, folded);
            self.at = self.at.max(end);
            cut(folded);
            if !folded.is_ascii() {
                unmix(folded);
                cut(folded);
            }
            if !folded.is_empty() {
                return Some(Span::from_range(start..end));
            }
        }
    }

    /// Reads the word that starts at `start`; returns its end and leaves `self.at` behind what belongs to it.
    fn word_from(&mut self, start: usize, folded: &mut String) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = start;
        let mut n_letters = 0;
        let mut is_initials = true; // letters with a period after each, so far
        let mut n_digits_run = 0;
        loop {
            // ASCII runs are most of most texts.
            while let Some(&byte) = bytes.get(at) {
                if byte.is_ascii_digit() {
                    n_digits_run += 1;
                    is_initials = false;
                } else if byte.is_ascii_alphabetic() {
                    n_digits_run = 0;
                    is_initials &= n_letters == 0 || bytes.get(at - 1) == Some(&b'.');
                } else {
                    break;
                }
                n_letters += 1;
                folded.push(char::from(byte.to_ascii_lowercase()));
                at += 1;
            }
            self.at = at;
            let Some((c, class)) = self.peek(at) else {
                return at;
            };
            let after = at + c.len_utf8();
            match class {
                Class::Letter | Class::Digit => {
                    is_initials &= class == Class::Letter
                        && (n_letters == 0 || bytes.get(at - 1) == Some(&b'.'));
                    n_digits_run = if class == Class::Digit {
                        n_digits_run + 1
                    } else {
                        0
                    };
                    n_letters += 1;
                    fold_char(c, folded);
                    at = after;
                }
                Class::Mark => {
                    // A mark at the end of a word belongs to it only if it is an accent.
                    if matches!(
                        self.peek(after).map(|(_, class)| class),
                        Some(Class::Letter | Class::Digit | Class::Mark | Class::Apostrophe)
                    ) || matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{670}')
                    {
                        at = after;
                    } else {
                        self.at = after;
                        return at;
                    }
                }
                Class::Apostrophe => {
                    if !matches!(self.peek(after), Some((_, Class::Letter))) {
                        return at;
                    }
                    if self.is_possessive(after) {
                        // `'s` is no word of its own.
                        self.at = after + 1;
                        return at;
                    }
                    if is_elision(folded) {
                        self.at = after;
                        return at;
                    }
                    is_initials = false;
                    at = after;
                }
                Class::Other if c == '.' && is_initials && n_letters > 0 => {
                    // `U.S.`: one letter, then a period and one letter again.
                    let is_one_letter_next = match self.peek(after) {
                        Some((next, Class::Letter)) => !matches!(
                            self.peek(after + next.len_utf8()),
                            Some((
                                _,
                                Class::Letter | Class::Digit | Class::Mark | Class::Apostrophe
                            ))
                        ),
                        _ => false,
                    };
                    if !is_one_letter_next {
                        return at;
                    }
                    at = after;
                }
                Class::Other if c == ',' && (1..=3).contains(&n_digits_run) => {
                    // `10,000`: exactly three digits follow.
                    let follows = bytes.get(after..).unwrap_or_default();
                    let n = follows.iter().take_while(|b| b.is_ascii_digit()).count();
                    if n != 3 || n_letters != n_digits_run && !is_grouped(&bytes[start..at]) {
                        return at;
                    }
                    n_digits_run = 0;
                    at = after;
                }
                _ => return at,
            }
        }
    }

    /// Whether `s` and then no letter stands at `at`.
    fn is_possessive(&self, at: usize) -> bool {
        matches!(self.text.as_bytes().get(at), Some(b's' | b'S'))
            && !matches!(
                self.peek(at + 1),
                Some((_, Class::Letter | Class::Digit | Class::Mark))
            )
    }
}

/// No word is longer.
fn cut(folded: &mut String) {
    if folded.len() > MAX_WORD_LEN {
        let mut end = MAX_WORD_LEN;
        while !folded.is_char_boundary(end) {
            end -= 1;
        }
        folded.truncate(end);
    }
}

/// Whether an apostrophe after this word parts two words, as in French and Italian.
fn is_elision(folded: &str) -> bool {
    matches!(
        folded,
        "l" | "d"
            | "j"
            | "n"
            | "s"
            | "c"
            | "m"
            | "t"
            | "qu"
            | "dell"
            | "all"
            | "nell"
            | "sull"
            | "un"
    )
}

/// Digits with commas before every third.
fn is_grouped(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .all(|byte| byte.is_ascii_digit() || *byte == b',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<(String, String)> {
        let mut words = Words::new(text);
        let mut folded = String::new();
        let mut out = Vec::new();
        while let Some(span) = words.next_into(&mut folded) {
            out.push((span.of(text).to_owned(), folded.clone()));
        }
        out
    }

    fn check(text: &str, expected: &str) {
        let found: Vec<String> = words(text).into_iter().map(|(_, folded)| folded).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }

    #[test]
    fn case_and_accents() {
        check("Élysée NAÏVE Łódź Øresund", "elysee naive lodz oresund");
        check("e\u{301}tat Stra\u{df}e Æsop", "etat strasse aesop");
        check("Ёлка ёлка Й и\u{306}", "елка елка и и");
        check("Άνθρωπος", "ανθρωποσ");
        check("Қазақстан Шоқан", "қазақстан шоқан");
    }

    #[test]
    fn apostrophes() {
        check("don't don’t O'Brien", "dont dont obrien");
        check("Biden's Price’s it's", "biden price it");
        check("l'accord d’Alma 'quoted'", "l accord d alma quoted");
    }

    #[test]
    fn initials_numbers_hyphens() {
        check("U.S. and U.S.A. e.g. so", "us and usa eg so");
        check("End. Start a.b", "end start ab");
        check("10,000 1,2,3 1,234,567 3.5", "10000 1 2 3 1234567 3 5");
        check("de-escalate C5+1 7.1.2022", "de escalate c5 1 7 1 2022");
    }

    #[test]
    fn scripts_without_spaces_and_marks() {
        check("中文 ok", "中 文 ok");
        check("\u{212b} \u{212a}", "a k");
        check("co\u{ad}operate \u{200f}x\u{200f} y", "cooperate x y");
    }

    #[test]
    fn letters_of_another_script_that_look_alike_are_of_the_words_own() {
        // Cyrillic С and о in Latin words, Latin c, a and H in Cyrillic ones.
        check("\u{421}STO Ast\u{430}na", "csto astana");
        check("Мocквa HАТО", "москва нато");
        // Where all letters look alike the fewest are changed.
        check("copе сорe TАСС", "cope соре тасс");
        // No letter looks like these: the word is of two scripts, or of one.
        check("iPhoneы Қазақстан ОПЕК", "iphoneы қазақстан опек");
        assert_eq!(fold("\u{421}STO и Мocквa"), "csto и москва");
    }

    #[test]
    fn digits_and_forms_of_other_scripts() {
        check(
            "٢٠٢٢ ۲۰۲۲ २०२२ ２０２２ Ｏｓｌｏ",
            "2022 2022 2022 2022 oslo",
        );
        check("على علی کتاب مدرسة", "علي علي كتاب مدرسه");
    }

    #[test]
    fn the_place_is_the_word_itself() {
        let found = words("“Biden’s” (U.S.) Élan.");
        let places: Vec<&str> = found.iter().map(|(place, _)| place.as_str()).collect();
        assert_eq!(places, ["Biden", "U.S", "Élan"]);
    }

    #[test]
    fn labels() {
        assert_eq!(fold("  New—York  Post! "), "new york post");
    }

    proptest! {
        #[test]
        fn folding_again_changes_nothing(text in "\\PC{0,40}") {
            for (_, folded) in words(&text) {
                prop_assert!(folded.len() <= MAX_WORD_LEN);
                let again = words(&folded);
                prop_assert_eq!(again.len(), 1, "{} {:?}", folded, again);
                prop_assert_eq!(&again[0].1, &folded);
            }
        }

        #[test]
        fn a_mixed_word_is_folded_once(text in "[aceopHTАВЕсяxfжт0-9 ]{0,120}") {
            for (_, folded) in words(&text) {
                prop_assert!(folded.len() <= MAX_WORD_LEN);
                prop_assert_eq!(&words(&folded)[0].1, &folded);
                prop_assert_eq!(&fold(&folded), &folded);
            }
        }

        #[test]
        fn places_are_in_order(text in "\\PC{0,60}") {
            let mut words = Words::new(&text);
            let mut folded = String::new();
            let mut last = 0;
            while let Some(span) = words.next_into(&mut folded) {
                prop_assert!(span.start >= last && span.end > span.start);
                prop_assert!(text.get(span.range()).is_some());
                last = span.end;
            }
        }
    }
}
