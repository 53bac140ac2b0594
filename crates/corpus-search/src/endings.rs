//! Endings of languages that write Latin letters and are not English: light rules, for nouns and adjectives first.
//!
//! In: a folded word, so without accents. Out: the word without its ending, which other forms of it share. The rules
//! are those of the light and minimal stemmers of J. Savoy ("Light Stemming Approaches for the French, Portuguese,
//! German and Hungarian Languages", 2006), written for folded words. They take off plural, gender and case and leave
//! derivation alone.
//!
//! A rule of one language is a mistake in another (*note* and *not* would be one in Spanish), and a query does not say
//! its language. So the rules of a language hold where most documents of a corpus are in it.

use crate::forms::beginning_with;
use corpus_index::{Corpus, Terms};

/// A language whose endings are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endings {
    German,
    French,
    Spanish,
    Italian,
    Portuguese,
}

impl Endings {
    fn of_language(tag: &str) -> Option<Self> {
        Some(match tag.split('-').next()? {
            "de" => Self::German,
            "fr" => Self::French,
            "es" => Self::Spanish,
            "it" => Self::Italian,
            "pt" => Self::Portuguese,
            _ => return None,
        })
    }

    /// Those of the language that most documents of a corpus are in.
    pub(crate) fn of_corpus(corpus: &Corpus) -> Option<Self> {
        // Mostly there is none to decide about, and nothing is counted.
        let has_any = corpus
            .languages()
            .any(|tag| Self::of_language(tag).is_some());
        Self::of_language(corpus.main_language().filter(|_| has_any)?)
    }

    /// The word without its ending.
    fn stem(self, word: &str) -> String {
        // Folded words of these languages are ASCII; others have no endings here.
        if !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return word.to_owned();
        }
        match self {
            Self::German => german(word).to_owned(),
            Self::French => french(word),
            Self::Spanish => spanish(word),
            Self::Italian => italian(word).to_owned(),
            Self::Portuguese => portuguese(word),
        }
    }

    /// The words of a dictionary that are the word with another ending, itself among them.
    pub(crate) fn forms(self, terms: &Terms, word: &str) -> Vec<String> {
        let stem = self.stem(word);
        // Two letters before the ending may change: *cheval*, *chevaux*.
        let end = stem.len().saturating_sub(2).max(2);
        let beginning = stem.get(..end).unwrap_or(&stem);
        beginning_with(terms, beginning, |other| self.stem(other) == stem)
    }
}

/// Without the first of these endings that it has.
fn without<'w>(word: &'w str, endings: &[&str]) -> &'w str {
    let shorter = endings.iter().find_map(|ending| word.strip_suffix(ending));
    shorter.unwrap_or(word)
}

fn german(word: &str) -> &str {
    match word.len() {
        0..5 => word,
        5 => without(word, &["e", "n", "s", "r"]),
        6 => without(word, &["en", "se", "es", "er", "e", "n", "s", "r"]),
        _ => without(word, &["nen", "en", "se", "es", "er", "e", "n", "s", "r"]),
    }
}

fn french(word: &str) -> String {
    if word.len() < 6 {
        return word.to_owned();
    }
    if let Some(before) = word.strip_suffix("aux") {
        return format!("{before}al");
    }
    let mut stem = without(word, &["x", "s"]);
    stem = without(stem, &["r"]);
    // *-ée* has two that fall.
    stem = without(stem, &["ee", "e"]);
    if let [.., before, last] = stem.as_bytes()
        && before == last
    {
        stem = &stem[..stem.len() - 1];
    }
    stem.to_owned()
}

fn spanish(word: &str) -> String {
    if word.len() < 5 {
        return word.to_owned();
    }
    if let Some(before) = word.strip_suffix("ces") {
        return format!("{before}z");
    }
    without(word, &["os", "as", "es", "o", "a", "e"]).to_owned()
}

fn italian(word: &str) -> &str {
    match word.len() {
        0..6 => word,
        _ => without(
            word,
            &["ie", "he", "ia", "io", "hi", "ii", "e", "i", "a", "o"],
        ),
    }
}

fn portuguese(word: &str) -> String {
    if word.len() < 5 {
        return word.to_owned();
    }
    let plurals = [
        ("oes", "ao"),
        ("aes", "ao"),
        ("ais", "al"),
        ("eis", "el"),
        ("ois", "ol"),
        ("ns", "m"),
        ("res", "r"),
        ("zes", "z"),
        ("s", ""),
    ];
    let singular = plurals
        .iter()
        .find_map(|(plural, singular)| Some(format!("{}{singular}", word.strip_suffix(plural)?)));
    let singular = singular.unwrap_or_else(|| word.to_owned());
    without(&singular, &["a", "e", "o"]).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus_index::TermsWriter;
    use std::collections::BTreeSet;

    /// The first word stands for all others; words behind `|` it does not stand for.
    #[track_caller]
    fn check(endings: Endings, line: &str) {
        let (same, other) = line.split_once('|').unwrap_or((line, ""));
        let words: BTreeSet<&str> = line.split_whitespace().filter(|w| *w != "|").collect();
        let mut writer = TermsWriter::default();
        for word in &words {
            writer.push(word.as_bytes(), 1, 1, (1, 1));
        }
        let terms = Terms::from_sections(writer.finish());
        let word = same.split_whitespace().next().unwrap();
        let mut expected: Vec<&str> = same.split_whitespace().collect();
        expected.sort_unstable();
        assert_eq!(endings.forms(&terms, word), expected, "{other}");
    }

    #[test]
    fn nouns_and_adjectives_are_found_in_their_forms() {
        check(
            Endings::German,
            "protest proteste protesten protests | protestant",
        );
        check(Endings::German, "wahlen wahl | wahrheit");
        check(Endings::German, "日本 | 日本人");
        check(Endings::German, "hauser haus hause hauses | hausung");
        check(
            Endings::German,
            "deutsche deutschen deutscher deutsches deutsch | deutschland",
        );
        check(
            Endings::French,
            "manifestations manifestation | manifestant",
        );
        check(
            Endings::French,
            "nationale national nationaux nationales | nation",
        );
        check(Endings::French, "cheval chevaux | chevalier");
        check(Endings::Spanish, "eleccion elecciones | electoral");
        check(Endings::Spanish, "protestas protesta | protestante");
        check(Endings::Spanish, "voces voz | vocal");
        check(Endings::Italian, "presidente presidenti | presidenza");
        check(Endings::Italian, "governo governi | governare");
        check(Endings::Portuguese, "eleicao eleicoes | eleitor");
        check(Endings::Portuguese, "governos governo | governar");
        check(Endings::Portuguese, "jornal jornais | jornada");
    }

    #[test]
    fn any_word_is_a_form_of_itself() {
        for endings in [
            Endings::German,
            Endings::French,
            Endings::Spanish,
            Endings::Italian,
            Endings::Portuguese,
        ] {
            for word in [
                "", "s", "es", "aux", "ces", "ee", "eeeeee", "sssss", "порт", "c5", "aesoes",
            ] {
                assert!(endings.stem(word).len() <= word.len(), "{word}");
                if !word.is_empty() {
                    check(endings, word);
                }
            }
        }
    }
}
