//! Values of a facet by what is typed into its box: every word typed begins a word of the name.
//!
//! Entities are found through the dictionary of their spellings, so that a key costs as much with fifty thousand
//! of them as with fifty. Other facets are short lists; their names are compared one by one.

use crate::bits::DocSet;
use crate::plan::BoundPhrase;
use crate::query::{Phrase, Scope, WordPattern};
use crate::words::docs_of_phrase;
use corpus_index::fold::{Words, fold};
use corpus_index::{Corpus, EntityId};
use corpus_model::EntityKind;

/// Entities of a kind with spellings whose words begin as the typed ones do, in any order; the most mentioned first.
/// Nothing for what has no word in it.
#[must_use]
pub fn entities_called(corpus: &Corpus, kind: EntityKind, typed: &str) -> Vec<EntityId> {
    let labels = corpus.labels();
    let n = corpus.n_entities() as u32;
    let mut left: Option<DocSet> = None;
    for word in words_of(typed) {
        let mut found = DocSet::none(n);
        let mut walk = labels.terms().walk_from(word.as_bytes());
        while let Some(term) = walk.next() {
            if !walk.word().starts_with(word.as_bytes()) {
                break;
            }
            let mut postings = labels.postings(&term);
            while let Some(entity) = postings.doc() {
                found.insert(entity);
                postings.advance();
            }
        }
        match &mut left {
            Some(left) => left.keep(&found),
            None => left = Some(found),
        }
    }
    let Some(left) = left else {
        return Vec::new();
    };
    let is_of_kind = |entity: &EntityId| corpus.entity_kind(*entity) == Some(kind);
    left.iter().map(EntityId).filter(is_of_kind).collect()
}

/// Whether every word typed begins a word of `name`.
#[must_use]
pub fn is_called(name: &str, typed: &str) -> bool {
    let of_name = words_of(name);
    let mut typed = words_of(typed).into_iter().peekable();
    typed.peek().is_some() && typed.all(|word| of_name.iter().any(|own| own.starts_with(&word)))
}

/// Entities that a query names and the texts spell in other ways as well, so that its words find only some of their
/// documents; the most mentioned first. Nothing for a query that is more than words.
///
/// Named is what has a spelling of just these words, and a person of whom some spelling ends in them.
#[must_use]
pub fn spelt_otherwise(corpus: &Corpus, query: &str) -> Vec<EntityId> {
    let is_word = |c: char| c.is_alphanumeric() || c.is_whitespace() || "-'’.".contains(c);
    let is_operator = |word: &str| word.starts_with('-') || ["OR", "NOT", "NEAR"].contains(&word);
    let wanted = words_of(query);
    if wanted.is_empty() || !query.chars().all(is_word) || query.split_whitespace().any(is_operator)
    {
        return Vec::new();
    }
    let phrase = Phrase {
        words: wanted.iter().cloned().map(WordPattern::Exact).collect(),
        slop: 0,
        scope: Scope::Anywhere,
    };
    let is_meant = |entity: &EntityId| {
        let Some(view) = corpus.entity(*entity) else {
            return false;
        };
        let is_person = corpus.entity_kind(*entity) == Some(EntityKind::Person);
        let spellings: Vec<Vec<String>> =
            view.spellings().map(|(text, _)| words_of(text)).collect();
        let is_name =
            |words: &Vec<String>| *words == wanted || is_person && words.ends_with(&wanted);
        let has_other = |words: &Vec<String>| wanted.iter().any(|word| !words.contains(word));
        spellings.iter().any(is_name) && spellings.iter().any(has_other)
    };
    docs_of_phrase(corpus.labels(), &BoundPhrase::new(corpus.labels(), &phrase))
        .into_iter()
        .map(EntityId)
        .filter(is_meant)
        .collect()
}

fn words_of(text: &str) -> Vec<String> {
    let mut words = Words::new(text);
    let mut folded = String::new();
    let mut out = Vec::new();
    while words.next_into(&mut folded).is_some() {
        out.push(folded.clone());
    }
    // A sign alone still names something: "№", "+".
    if out.is_empty() && !text.trim().is_empty() {
        out.push(fold(text.trim()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus_index::testing::CorpusBuilder;
    use corpus_index::write_pack;

    #[test]
    fn every_word_typed_begins_one_of_the_name() {
        assert!(is_called("Saltmouth Gazette", "gaz"));
        assert!(is_called("Saltmouth Gazette", "gaz SALT"));
        assert!(is_called("Agence Élan", "elan"));
        assert!(!is_called("Saltmouth Gazette", "mouth"));
        assert!(!is_called("Saltmouth Gazette", "salt x"));
        assert!(!is_called("Saltmouth Gazette", " "));
    }

    #[test]
    fn a_name_that_is_also_spelt_otherwise_is_told_of() {
        let mut made = CorpusBuilder::new("Letters");
        let marlow = made.entity(
            "p1",
            EntityKind::Person,
            &["Ann Marlow", "Marlow", "Марлоу"],
        );
        let board = made.entity(
            "o1",
            EntityKind::Organisation,
            &["Port Lee Board", "Board of Port Lee"],
        );
        let lee = made.entity("l1", EntityKind::Place, &["Port Lee"]);
        let body = "Ann Marlow, Marlow, Марлоу, Port Lee Board, Board of Port Lee, Port Lee.";
        let _ = made
            .doc("a", "A letter", body)
            .mention("Ann Marlow", marlow)
            .mention("Марлоу", marlow)
            .mention("Port Lee Board", board)
            .mention("Board of Port Lee", board)
            .mention("Port Lee", lee);
        let corpus = Corpus::open(write_pack(&made.finish())).expect("a pack");
        let names = |query: &str| -> Vec<String> {
            spelt_otherwise(&corpus, query)
                .into_iter()
                .filter_map(|entity| Some(corpus.entity(entity)?.name().to_owned()))
                .collect()
        };
        assert_eq!(names("marlow"), ["Ann Marlow"], "a surname");
        assert_eq!(names("Марлоу"), ["Ann Marlow"]);
        assert_eq!(names("ann marlow"), ["Ann Marlow"]);
        // A given name is anybody's, a word of a name no name, and these all are found by their words.
        for none in [
            "ann",
            "board",
            "port lee",
            "port lee board",
            "",
            "-marlow",
            "marlow OR lee",
            "person:marlow",
        ] {
            assert_eq!(names(none), [""; 0], "{none}");
        }
    }
}
