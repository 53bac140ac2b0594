//! Completions of what is being typed into the search box, and what taking one does to the view.
//!
//! Takes the query as it stands; gives fields, entities and words for its end. A word takes the place of the
//! unfinished one; an entity becomes a filter, and what was typed of its name goes. So does a value behind the field of
//! a facet, such as `outlet:`. Inside other quotation marks nothing is offered: what stands there is meant by the letter.

use crate::url::UrlState;
use corpus_model::EntityKind;
use corpus_search::{
    Corpus, EntityId, FIELDS, Facet, FilterMode, Suggestion, is_called, sorted_by, suggest,
};

/// Something that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Completion {
    /// A field, with its colon.
    Field(&'static str),
    /// An entity.
    Entity {
        /// Which.
        entity: EntityId,
        /// Documents that name it.
        n_docs: u32,
    },
    /// A value of a facet that is no entity.
    Value {
        /// Which facet.
        facet: Facet,
        /// Which of its values.
        value: u32,
        /// Documents that have it.
        n_docs: u32,
    },
    /// A word of the corpus.
    Word {
        /// Folded.
        word: String,
        /// Documents it is in.
        n_docs: u32,
    },
}

/// What may be meant by the end of a query, and the byte at which that begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Where what would be replaced begins.
    pub from: usize,
    /// What it may be.
    pub completion: Completion,
}

/// Words of a name that are looked at.
const NAME_WORDS: usize = 3;
/// And of a value of a facet.
const VALUE_WORDS: usize = 5;

/// What the end of a query may mean: at most `limit` fields, entities, values and words each. `name_of` is what a reader
/// calls a value of a facet, such as a language.
#[must_use]
pub fn complete(
    corpus: &Corpus,
    query: &str,
    limit: usize,
    name_of: &dyn Fn(Facet, u32) -> String,
) -> Vec<Offer> {
    if let Some((from, facet, typed)) = behind_facet(query) {
        let values = of_facet(corpus, facet, typed, limit, name_of).into_iter();
        return values
            .map(|completion| Offer { from, completion })
            .collect();
    }
    let is_quoted = query.matches(['"', '“', '„', '«']).count() % 2 == 1;
    if is_quoted || !query.ends_with(|c: char| c.is_alphanumeric()) {
        return Vec::new();
    }
    // Where words begin, the last first; a dash, an equals sign or a parenthesis before one stays.
    let begins_word = |(at, _): (usize, char)| {
        let before = query.get(..at)?.chars().next_back();
        let is_start = before.is_none_or(|c| c.is_whitespace() || "-=(".contains(c));
        is_start.then_some(at)
    };
    let starts: Vec<usize> = query
        .char_indices()
        .rev()
        .filter(|(_, c)| c.is_alphanumeric())
        .filter_map(begins_word)
        .take(NAME_WORDS)
        .collect();
    let Some(&last) = starts.first() else {
        return Vec::new();
    };
    let tail = |from: usize| query.get(from..).unwrap_or_default();
    let offer = |from: usize, completion: Completion| Offer { from, completion };
    if let Some((field, typed)) = tail(last).split_once(':') {
        return of_field(corpus, field, typed, limit)
            .into_iter()
            .map(|completion| offer(last, completion))
            .collect();
    }
    let typed = tail(last);
    let fields = FIELDS.into_iter().filter(|field| {
        typed.len() > 1 && field.starts_with(&typed.to_lowercase()) && *field != "org"
    });
    let mut offers: Vec<Offer> = fields
        .take(limit)
        .map(|field| offer(last, Completion::Field(field)))
        .collect();
    // The longest end of the query that begins a name is the one that is meant.
    for &from in starts.iter().rev() {
        let is_plain = !tail(from).contains(|c: char| "\"“”„«»()|:*?~/".contains(c));
        let entities: Vec<Offer> = suggest(corpus, tail(from), limit)
            .into_iter()
            .filter(|_| is_plain)
            .filter_map(|suggestion| match suggestion {
                Suggestion::Entity { entity, n_docs } => {
                    Some(offer(from, Completion::Entity { entity, n_docs }))
                }
                Suggestion::Word { .. } => None,
            })
            .collect();
        if !entities.is_empty() {
            offers.extend(entities);
            break;
        }
    }
    let typed = corpus_search::fold::fold(typed);
    let words = suggest(corpus, &typed, limit).into_iter();
    offers.extend(words.filter_map(|suggestion| match suggestion {
        Suggestion::Word { word, n_docs } if word != typed => {
            Some(offer(last, Completion::Word { word, n_docs }))
        }
        _ => None,
    }));
    offers
}

/// Where the field of a facet begins whose value ends the query, and what is typed of that value: several words, too,
/// and an open quotation mark before them.
fn behind_facet(query: &str) -> Option<(usize, Facet, &str)> {
    let (before, typed) = query.rsplit_once(':')?;
    let field_at = before
        .char_indices()
        .rev()
        .find(|(_, c)| !c.is_alphanumeric())
        .map_or(0, |(at, c)| at + c.len_utf8());
    let facet = match before.get(field_at..)?.to_lowercase().as_str() {
        "outlet" => Facet::Outlet,
        "author" => Facet::Author,
        "section" => Facet::Section,
        "language" | "lang" => Facet::Language,
        _ => return None,
    };
    let inside = typed.strip_prefix(['"', '“', '„', '«']).unwrap_or(typed);
    let is_quoted = inside.len() < typed.len();
    let is_closed = inside.contains(['"', '“', '”', '„', '«', '»', '(', ')']);
    // A space behind unquoted words may begin something else.
    let is_ended = !is_quoted && inside.ends_with(char::is_whitespace);
    let n_words = inside.split_whitespace().count();
    (!is_closed && !is_ended && n_words <= VALUE_WORDS).then_some((field_at, facet, inside))
}

/// The values of a facet with words that begin so, those of most documents first; the common ones before anything is
/// typed.
fn of_facet(
    corpus: &Corpus,
    facet: Facet,
    typed: &str,
    limit: usize,
    name_of: &dyn Fn(Facet, u32) -> String,
) -> Vec<Completion> {
    let mut counts = vec![0; corpus.n_facet_values(facet)];
    corpus.count_values(facet, corpus.doc_ids(), &mut counts);
    let is_meant = |value: u32| {
        typed.trim().is_empty()
            || is_called(corpus.facet_value_name(facet, value), typed)
            || is_called(&name_of(facet, value), typed)
    };
    let found = (0..)
        .zip(counts)
        .filter(|(value, n)| *n > 0 && is_meant(*value));
    sorted_by(found.collect::<Vec<(u32, u32)>>(), |a, b| b.1.cmp(&a.1))
        .into_iter()
        .take(limit)
        .map(|(value, n_docs)| Completion::Value {
            facet,
            value,
            n_docs,
        })
        .collect()
}

/// Entities for what stands behind a field that names a kind of them.
fn of_field(corpus: &Corpus, field: &str, typed: &str, limit: usize) -> Vec<Completion> {
    let field = if field == "org" {
        "organisation"
    } else {
        field
    };
    let kind = EntityKind::ALL
        .into_iter()
        .find(|kind| kind.name() == field);
    if kind.is_none() && field != "entity" {
        return Vec::new();
    }
    // Some of those found are of other kinds.
    suggest(corpus, typed, limit.saturating_mul(8))
        .into_iter()
        .filter_map(|suggestion| match suggestion {
            Suggestion::Entity { entity, n_docs }
                if kind.is_none() || corpus.entity_kind(entity) == kind =>
            {
                Some(Completion::Entity { entity, n_docs })
            }
            _ => None,
        })
        .take(limit)
        .collect()
}

/// Changes the view as what was offered says.
pub fn take_offer(view: &mut UrlState, corpus: &Corpus, offer: &Offer) {
    let mut query = view.query.get(..offer.from).unwrap_or_default().to_owned();
    match &offer.completion {
        Completion::Field(field) => {
            query.push_str(field);
            query.push(':');
        }
        Completion::Word { word, .. } => {
            query.push_str(word);
            query.push(' ');
        }
        Completion::Value { facet, value, .. } => {
            let mode = taken_before(&mut query);
            let key = corpus.facet_value_key(*facet, *value).to_owned();
            view.set_filter(*facet, &key, Some(mode));
        }
        Completion::Entity { entity, .. } => {
            let Some(shown) = corpus.entity(*entity) else {
                return;
            };
            let mode = taken_before(&mut query);
            let id = shown.id().to_owned();
            if let Some(kind) = corpus.entity_kind(*entity) {
                view.set_filter(Facet::Entity(kind), &id, Some(mode));
            }
        }
    }
    view.query = query;
}

/// What stands directly before a name that becomes a filter goes as well; a dash excludes.
fn taken_before(query: &mut String) -> FilterMode {
    let is_excluded = query.ends_with('-');
    let kept = query.trim_end_matches(['-', '=', '(']).trim_end().len();
    query.truncate(kept);
    match is_excluded {
        true => FilterMode::Exclude,
        false => FilterMode::Require,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus_index::testing::opened;

    fn offered(corpus: &Corpus, query: &str, limit: usize) -> Vec<Offer> {
        complete(
            corpus,
            query,
            limit,
            &|facet, value| match corpus.facet_value_key(facet, value) {
                "en" => "English".to_owned(),
                key => key.to_owned(),
            },
        )
    }

    fn shown(corpus: &Corpus, query: &str) -> Vec<String> {
        offered(corpus, query, 4)
            .into_iter()
            .map(|offer| {
                let what = match offer.completion {
                    Completion::Field(field) => format!("{field}:"),
                    Completion::Entity { entity, .. } => {
                        corpus.entity(entity).unwrap().name().to_owned()
                    }
                    Completion::Word { word, .. } => word,
                    Completion::Value { facet, value, .. } => {
                        corpus.facet_value_name(facet, value).to_owned()
                    }
                };
                format!("{} {what}", offer.from)
            })
            .collect()
    }

    #[test]
    fn words_and_fields_complete_the_last_word() {
        let corpus = opened();
        assert!(shown(&corpus, "the strik").contains(&"4 strike".to_owned()));
        assert!(shown(&corpus, "-strik").contains(&"1 strike".to_owned()));
        assert!(shown(&corpus, "pers").contains(&"0 person:".to_owned()));
        assert_eq!(shown(&corpus, "\"the strik"), [""; 0], "by the letter");
        assert_eq!(shown(&corpus, "strike "), [""; 0]);
        assert_eq!(shown(&corpus, ""), [""; 0]);
    }

    #[test]
    fn any_text_has_an_answer() {
        let corpus = opened();
        for query in [
            "é",
            "a:b:c",
            "(((x",
            "-=(",
            "𝔘𝔫",
            "a\u{301}b",
            "?*~",
            "title:",
            "outlet:",
            "é outlet:\"é",
            "::outlet::",
        ] {
            for offer in offered(&corpus, query, 4) {
                assert!(query.is_char_boundary(offer.from), "{query}");
            }
        }
    }

    #[test]
    fn an_entity_becomes_a_filter_and_its_letters_go() {
        let corpus = opened();
        let entity = corpus.entity_ids().next().unwrap();
        let name = corpus.entity(entity).unwrap().name().to_owned();
        let id = corpus.entity(entity).unwrap().id().to_owned();
        let kind = corpus.entity_kind(entity).unwrap();
        for (before, mode) in [
            ("strike ", FilterMode::Require),
            ("strike -", FilterMode::Exclude),
        ] {
            let mut view = UrlState {
                query: format!("{before}{name}"),
                ..UrlState::default()
            };
            let offers = offered(&corpus, &view.query, 9);
            let of_it = |offer: &&Offer| matches!(offer.completion, Completion::Entity { entity: found, .. } if found == entity);
            let offer = offers
                .iter()
                .find(of_it)
                .expect("its own name names it")
                .clone();
            take_offer(&mut view, &corpus, &offer);
            assert_eq!(view.query, "strike");
            assert_eq!(view.filter_mode(Facet::Entity(kind), &id), Some(mode));
        }
        let by_field = shown(
            &corpus,
            &format!("{}:{}", kind.name(), name.split(' ').next().unwrap()),
        );
        assert!(by_field.contains(&format!("0 {name}")), "{by_field:?}");
    }

    #[test]
    fn values_complete_behind_the_field_of_their_facet() {
        let mut builder = corpus_index::testing::CorpusBuilder::new("");
        for (id, outlet) in [
            ("a", "Port Gazette"),
            ("b", "Port Gazette"),
            ("c", "Gate Mail"),
        ] {
            let _ = builder
                .doc(id, "Title", "Some words of English")
                .outlet(outlet);
        }
        let corpus = Corpus::open(corpus_index::write_pack(&builder.finish())).unwrap();
        assert_eq!(
            shown(&corpus, "ice outlet:"),
            ["4 Port Gazette", "4 Gate Mail"]
        );
        assert_eq!(shown(&corpus, "-outlet:gat"), ["1 Gate Mail"]);
        assert_eq!(shown(&corpus, "outlet:port ga"), ["0 Port Gazette"]);
        assert_eq!(shown(&corpus, "outlet:\"port "), ["0 Port Gazette"]);
        assert_eq!(shown(&corpus, "outlet:\"Port Gazette\" x"), [""; 0]);
        assert_eq!(shown(&corpus, "outlet:nobody"), [""; 0]);
        let mut view = UrlState {
            query: "ice -outlet:gat".to_owned(),
            ..UrlState::default()
        };
        let offer = offered(&corpus, &view.query, 1).pop().unwrap();
        take_offer(&mut view, &corpus, &offer);
        assert_eq!(view.query, "ice");
        let mode = view.filter_mode(Facet::Outlet, "Gate Mail");
        assert_eq!(mode, Some(FilterMode::Exclude));
        let language = corpus.facet_value_key(Facet::Language, 0).to_owned();
        let called = complete(&corpus, "lang:Engl", 4, &|_, _| "English".to_owned());
        assert_eq!(called.len(), 1, "{language} by what a reader calls it");
    }

    #[test]
    fn a_word_or_field_takes_the_place_of_its_beginning() {
        let corpus = opened();
        let take = |query: &str, completion: Completion, from: usize| {
            let mut view = UrlState {
                query: query.to_owned(),
                ..UrlState::default()
            };
            take_offer(&mut view, &corpus, &Offer { from, completion });
            view.query
        };
        let word = Completion::Word {
            word: "strike".to_owned(),
            n_docs: 1,
        };
        assert_eq!(take("a -str", word, 3), "a -strike ");
        assert_eq!(take("pers", Completion::Field("person"), 0), "person:");
    }
}
