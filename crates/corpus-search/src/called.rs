//! Values of a facet by what is typed into its box: every word typed begins a word of the name.
//!
//! Entities are found through the dictionary of their spellings, so that a key costs as much with fifty thousand
//! of them as with fifty. Other facets are short lists; their names are compared one by one.

use crate::bits::DocSet;
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

    #[test]
    fn every_word_typed_begins_one_of_the_name() {
        assert!(is_called("Saltmouth Gazette", "gaz"));
        assert!(is_called("Saltmouth Gazette", "gaz SALT"));
        assert!(is_called("Agence Élan", "elan"));
        assert!(!is_called("Saltmouth Gazette", "mouth"));
        assert!(!is_called("Saltmouth Gazette", "salt x"));
        assert!(!is_called("Saltmouth Gazette", " "));
    }
}
