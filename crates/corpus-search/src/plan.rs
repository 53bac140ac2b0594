//! A query bound to a corpus: words of the dictionary for each pattern, entities for each name.

use crate::endings::Endings;
use crate::expand::{Expanded, expand, is_match};
use crate::phrase::matches_label;
use crate::query::{Expr, FieldTest, Known, Note, Phrase, Scope, WordPattern};
use crate::words::docs_of_phrase;
use corpus_index::fold::fold;
use corpus_index::{Corpus, EntityId, Facet, Term, WordIndex};
use corpus_model::{DayInterval, EntityKind, Format, Span};

/// A word pattern and the words it stands for.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    pub(crate) pattern: WordPattern,
    pub(crate) terms: Vec<Term>,
    /// These words as text, where the pattern is costly to run.
    words: Vec<String>,
    /// Documents that have one of the words, at most.
    pub(crate) n_docs: u32,
}

/// A phrase and its words.
#[derive(Debug, Clone)]
pub(crate) struct BoundPhrase {
    pub(crate) slots: Vec<Slot>,
    pub(crate) slop: u32,
    pub(crate) scope: Scope,
}

impl BoundPhrase {
    /// Of an index of labels, or of words that are taken by the letter.
    pub(crate) fn new(index: &WordIndex, phrase: &Phrase) -> Self {
        Self::with_endings(index, phrase, None)
    }

    /// Of the words of the texts, in all their forms.
    fn of_texts(corpus: &Corpus, phrase: &Phrase) -> Self {
        let is_forms = |word: &WordPattern| matches!(word, WordPattern::Forms(_));
        let endings = match phrase.words.iter().any(is_forms) {
            true => Endings::of_corpus(corpus),
            false => None,
        };
        Self::with_endings(corpus.words(), phrase, endings)
    }

    fn with_endings(index: &WordIndex, phrase: &Phrase, endings: Option<Endings>) -> Self {
        let slots = phrase
            .words
            .iter()
            .map(|pattern| {
                let Expanded { terms, words } = expand(index.terms(), pattern, endings);
                let n_docs = terms
                    .iter()
                    .fold(0u32, |n, term| n.saturating_add(term.n_docs));
                Slot {
                    pattern: pattern.clone(),
                    terms,
                    words,
                    n_docs: n_docs.min(index.n_docs()),
                }
            })
            .collect();
        Self {
            slots,
            slop: phrase.slop,
            scope: phrase.scope,
        }
    }

    /// Documents that have it, at most.
    pub(crate) fn n_docs(&self) -> u32 {
        self.slots.iter().map(|slot| slot.n_docs).min().unwrap_or(0)
    }
}

/// A question that is answered as a whole.
#[derive(Debug, Clone)]
pub(crate) enum Leaf {
    Phrase(BoundPhrase),
    Near(u32, Vec<Vec<BoundPhrase>>),
    Entities(Vec<EntityId>),
    Speakers(Vec<EntityId>),
    Values(Facet, Vec<u32>),
    Format(Format),
    Published(DayInterval),
    Mentions(DayInterval),
    Has(Known),
}

/// As [`Expr`], with leaves by number.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Everything,
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    Leaf(usize),
}

#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) root: Node,
    /// Leaves, and whether documents are wanted that have them: such leaves give scores and hits.
    pub(crate) leaves: Vec<(Leaf, bool)>,
    /// What binding has to say.
    pub(crate) notes: Vec<Note>,
}

impl Plan {
    pub(crate) fn new(corpus: &Corpus, expr: &Expr) -> Self {
        let mut plan = Self {
            root: Node::Everything,
            leaves: Vec::new(),
            notes: Vec::new(),
        };
        plan.root = plan.bind(corpus, expr, true);
        plan
    }

    fn bind(&mut self, corpus: &Corpus, expr: &Expr, is_wanted: bool) -> Node {
        let leaf = match expr {
            Expr::Everything => return Node::Everything,
            Expr::And(parts) => return Node::And(self.bind_all(corpus, parts, is_wanted)),
            Expr::Or(parts) => return Node::Or(self.bind_all(corpus, parts, is_wanted)),
            Expr::Not(part) => return Node::Not(Box::new(self.bind(corpus, part, !is_wanted))),
            Expr::Phrase(phrase) => Leaf::Phrase(BoundPhrase::of_texts(corpus, phrase)),
            Expr::Near { distance, parts } => {
                let bind = |choice: &Vec<Phrase>| {
                    choice
                        .iter()
                        .map(|phrase| BoundPhrase::of_texts(corpus, phrase))
                        .collect()
                };
                Leaf::Near(*distance, parts.iter().map(bind).collect())
            }
            Expr::Field { test, span } => self.bind_field(corpus, test, *span),
        };
        self.leaves.push((leaf, is_wanted));
        Node::Leaf(self.leaves.len() - 1)
    }

    fn bind_all(&mut self, corpus: &Corpus, parts: &[Expr], is_wanted: bool) -> Vec<Node> {
        parts
            .iter()
            .map(|part| self.bind(corpus, part, is_wanted))
            .collect()
    }

    fn bind_field(&mut self, corpus: &Corpus, test: &FieldTest, span: Span) -> Leaf {
        match test {
            FieldTest::Entity { kind, label, typed } => {
                let entities = entities_called(corpus, *kind, label, typed);
                let what = kind.map_or("person, body or place", EntityKind::name);
                self.note_entities(corpus, what, typed, &entities, span);
                Leaf::Entities(entities)
            }
            FieldTest::Speaker { label, typed } => {
                let entities = entities_called(corpus, None, label, typed);
                self.note_entities(corpus, "speaker", typed, &entities, span);
                Leaf::Speakers(entities)
            }
            FieldTest::Value { facet, label } => {
                let values: Vec<u32> = (0..corpus.n_facet_values(*facet) as u32)
                    .filter(|&value| matches_label(label, corpus.facet_value_name(*facet, value)))
                    .collect();
                if values.is_empty() {
                    let words = shown_words(label);
                    self.note(
                        span,
                        format!("no {} has \"{words}\" in its name", facet.name()),
                    );
                }
                Leaf::Values(*facet, values)
            }
            FieldTest::Format(format) => Leaf::Format(*format),
            FieldTest::Published(days) => Leaf::Published(*days),
            FieldTest::Mentions(days) => Leaf::Mentions(*days),
            FieldTest::Has(known) => Leaf::Has(*known),
        }
    }

    fn note(&mut self, span: Span, message: String) {
        self.notes.push(Note { span, message });
    }

    fn note_entities(
        &mut self,
        corpus: &Corpus,
        what: &str,
        typed: &str,
        entities: &[EntityId],
        span: Span,
    ) {
        let names: Vec<&str> = entities
            .iter()
            .take(3)
            .filter_map(|entity| Some(corpus.entity(*entity)?.name()))
            .collect();
        match entities.len() {
            0 => self.note(span, format!("no {what} here is called \"{typed}\"")),
            1 => {}
            n => {
                let more = if n > 3 {
                    format!(" and {} more", n - 3)
                } else {
                    String::new()
                };
                let names = names.join(", ");
                self.note(span, format!("\"{typed}\": any of {names}{more}"));
            }
        }
    }
}

/// Words of a label as a remark repeats them.
fn shown_words(label: &Phrase) -> String {
    let words = label.words.iter().map(|word| match word {
        WordPattern::Exact(word) | WordPattern::Forms(word) => word.clone(),
        WordPattern::Prefix(word) => format!("{word}*"),
        WordPattern::Fuzzy { word, distance } => format!("{word}~{distance}"),
        WordPattern::Pattern(pattern) => pattern.source().to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Entities that are called so: the one with this stable id; else those with a spelling that is just these
/// words; else those with a spelling that has these words in a row.
fn entities_called(
    corpus: &Corpus,
    kind: Option<EntityKind>,
    label: &Phrase,
    typed: &str,
) -> Vec<EntityId> {
    let is_kind = |entity: &EntityId| kind.is_none() || corpus.entity_kind(*entity) == kind;
    if let Some(entity) = corpus.entity_by_id(typed).filter(is_kind) {
        return vec![entity];
    }
    let bound = BoundPhrase::new(corpus.labels(), label);
    let found: Vec<EntityId> = docs_of_phrase(corpus.labels(), &bound)
        .into_iter()
        .map(EntityId)
        .filter(is_kind)
        .collect();
    let wanted = fold(typed);
    let is_whole = |entity: &&EntityId| {
        corpus.entity(**entity).is_some_and(|view| {
            fold(view.name()) == wanted || view.spellings().any(|(text, _)| fold(text) == wanted)
        })
    };
    let whole: Vec<EntityId> = found.iter().filter(is_whole).copied().collect();
    if whole.is_empty() { found } else { whole }
}

/// Whether any wanted leaf of the plan is about words of the text.
impl Plan {
    pub(crate) fn has_scores(&self) -> bool {
        self.leaves.iter().any(|(leaf, is_wanted)| {
            *is_wanted
                && matches!(
                    leaf,
                    Leaf::Phrase(_) | Leaf::Near(..) | Leaf::Entities(_) | Leaf::Speakers(_)
                )
        })
    }
}

/// Whether a folded word of the corpus is one of a slot's.
pub(crate) fn is_of_slot(slot: &Slot, folded: &str) -> bool {
    match &slot.pattern {
        WordPattern::Exact(_) | WordPattern::Prefix(_) => is_match(&slot.pattern, folded),
        WordPattern::Forms(_) | WordPattern::Fuzzy { .. } | WordPattern::Pattern(_) => {
            let found = slot
                .words
                .binary_search_by(|word| word.as_str().cmp(folded));
            found.is_ok()
        }
    }
}
