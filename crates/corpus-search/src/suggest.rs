//! Completions of what is being typed: words and entities.

use crate::order::sorted_by;
use crate::plan::BoundPhrase;
use crate::query::{Phrase, Scope, WordPattern};
use crate::words::docs_of_phrase;
use corpus_index::fold::Words;
use corpus_index::{Corpus, EntityId};

/// One completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suggestion {
    /// A word of the corpus, folded.
    Word {
        /// The word.
        word: String,
        /// Documents it is in.
        n_docs: u32,
    },
    /// An entity.
    Entity {
        /// Which.
        entity: EntityId,
        /// Documents that name it.
        n_docs: u32,
    },
}

/// Entities with a spelling that has these words in a row, the last perhaps unfinished, and words that begin as the last;
/// each list at most `limit` long, the most mentioned first.
#[must_use]
pub fn suggest(corpus: &Corpus, typed: &str, limit: usize) -> Vec<Suggestion> {
    let mut words = Vec::new();
    let mut reader = Words::new(typed);
    let mut folded = String::new();
    while reader.next_into(&mut folded).is_some() {
        words.push(WordPattern::Exact(folded.clone()));
    }
    let Some(WordPattern::Exact(last)) = words.pop() else {
        return Vec::new();
    };
    let is_one_word = words.is_empty();
    words.push(WordPattern::Prefix(last.clone()));
    let phrase = Phrase {
        words,
        slop: 0,
        scope: Scope::Anywhere,
    };
    // Entities are numbered by their mentions, so the first found are the best.
    let called = docs_of_phrase(corpus.labels(), &BoundPhrase::new(corpus.labels(), &phrase));
    let mut out: Vec<Suggestion> = called
        .into_iter()
        .filter_map(|entity| corpus.entity(EntityId(entity)))
        .take(limit)
        .map(|view| Suggestion::Entity {
            entity: view.entity_id(),
            n_docs: view.n_docs() as u32,
        })
        .collect();
    if !is_one_word {
        return out;
    }
    let mut found: Vec<(u32, Vec<u8>)> = Vec::new();
    let mut walk = corpus.words().terms().walk_from(last.as_bytes());
    while let Some(term) = walk.next() {
        if !walk.word().starts_with(last.as_bytes()) {
            break;
        }
        found.push((term.n_docs, walk.word().to_vec()));
    }
    let found = sorted_by(found, |a, b| b.0.cmp(&a.0));
    out.extend(
        found
            .into_iter()
            .take(limit)
            .map(|(n_docs, word)| Suggestion::Word {
                word: String::from_utf8_lossy(&word).into_owned(),
                n_docs,
            }),
    );
    out
}
