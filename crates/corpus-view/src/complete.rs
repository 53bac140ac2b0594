//! Completions of what is being typed into the search box, and what taking one does to the view.
//!
//! Takes the query as it stands; gives fields, entities and words for its end. A word takes the place of the
//! unfinished one; an entity becomes a filter, and what was typed of its name goes. So does a value behind the field of
//! a facet, such as `outlet:`. Where there is no filter for it, as behind `speaker:` and `has:`, what is taken stays
//! in the query, and [`with_offer`] writes everything so for callers that have no filters. Inside other quotation marks
//! nothing is offered: what stands there is meant by the letter.

use crate::url::UrlState;
use corpus_model::{EntityKind, Format};
use corpus_search::{
    Corpus, DocId, EntityId, FIELDS, Facet, FilterMode, HAS, IS, Suggestion, entities_called,
    is_called, sorted_by, suggest,
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
    /// An entity that is quoted.
    Speaker {
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
    /// One of the few words that a field knows: `has:date`, `is:undated`, `type:html`.
    Known {
        /// The field.
        field: &'static str,
        /// The word.
        value: &'static str,
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
/// And of what stands behind a field.
const VALUE_WORDS: usize = 5;
/// Documents looked at for a quotation of somebody.
const QUOTED_IN: usize = 200;

/// What the end of a query may mean: at most `limit` fields, entities, values and words each. `name_of` is what a reader
/// calls a value of a facet, such as a language.
#[must_use]
pub fn complete(
    corpus: &Corpus,
    query: &str,
    limit: usize,
    name_of: &dyn Fn(Facet, u32) -> String,
) -> Vec<Offer> {
    if let Some(behind) = Behind::end_of(query) {
        let offers = behind.offers(corpus, limit, name_of);
        // The words behind the first may be words of their own.
        if !offers.is_empty() || !behind.typed.contains(char::is_whitespace) {
            return offers;
        }
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
    if tail(last).contains(':') {
        return Vec::new();
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
    offers.extend(words_for(corpus, typed, limit).map(|completion| offer(last, completion)));
    offers
}

/// Words of the corpus that begin so, but for the one that stands there already.
fn words_for(corpus: &Corpus, typed: &str, limit: usize) -> impl Iterator<Item = Completion> {
    let typed = corpus_search::fold::fold(typed);
    let words = suggest(corpus, &typed, limit).into_iter();
    words.filter_map(move |suggestion| match suggestion {
        Suggestion::Word { word, n_docs } if word != typed => {
            Some(Completion::Word { word, n_docs })
        }
        _ => None,
    })
}

/// What a field asks for.
enum Meant {
    Values(Facet),
    Entities(Option<EntityKind>),
    Speakers,
    Known(&'static str, Vec<&'static str>),
    Words,
}

impl Meant {
    fn of_field(name: &str) -> Option<Self> {
        let kind = |name: &str| EntityKind::ALL.into_iter().find(|kind| kind.name() == name);
        Some(match name {
            "outlet" => Self::Values(Facet::Outlet),
            "author" => Self::Values(Facet::Author),
            "section" => Self::Values(Facet::Section),
            "language" | "lang" => Self::Values(Facet::Language),
            "entity" | "name" => Self::Entities(None),
            "org" | "organization" => Self::Entities(Some(EntityKind::Organisation)),
            "speaker" => Self::Speakers,
            "has" => Self::Known("has", HAS.to_vec()),
            "is" => Self::Known("is", IS.to_vec()),
            "type" | "format" => Self::Known("type", Format::ALL.map(Format::name).to_vec()),
            "title" | "quote" | "quoted" => Self::Words,
            _ => Self::Entities(Some(kind(name)?)),
        })
    }
}

/// A field and what is typed of its value, at the end of a query: several words, too, and an open quotation mark
/// before them.
struct Behind<'q> {
    /// Where the field begins.
    field_at: usize,
    /// Where the value begins.
    value_at: usize,
    meant: Meant,
    typed: &'q str,
}

impl<'q> Behind<'q> {
    fn end_of(query: &'q str) -> Option<Self> {
        let (before, typed) = query.rsplit_once(':')?;
        let field_at = before
            .char_indices()
            .rev()
            .find(|(_, c)| !c.is_alphanumeric())
            .map_or(0, |(at, c)| at + c.len_utf8());
        let meant = Meant::of_field(&before.get(field_at..)?.to_lowercase())?;
        let inside = typed.strip_prefix(['"', '“', '„', '«']).unwrap_or(typed);
        let is_quoted = inside.len() < typed.len();
        let is_closed = inside.contains(['"', '“', '”', '„', '«', '»', '(', ')']);
        // A space behind unquoted words may begin something else.
        let is_ended = !is_quoted && inside.ends_with(char::is_whitespace);
        let n_words = inside.split_whitespace().count();
        // Words of a text are meant by the letter there.
        let is_literal = is_quoted && matches!(meant, Meant::Words);
        let is_open = !is_closed && !is_ended && !is_literal && n_words <= VALUE_WORDS;
        is_open.then_some(Self {
            field_at,
            value_at: before.len() + 1,
            meant,
            typed: inside,
        })
    }

    fn offers(
        &self,
        corpus: &Corpus,
        limit: usize,
        name_of: &dyn Fn(Facet, u32) -> String,
    ) -> Vec<Offer> {
        let typed = self.typed;
        let from = match self.meant {
            Meant::Words => self.value_at,
            _ => self.field_at,
        };
        let completions: Vec<Completion> = match &self.meant {
            Meant::Values(facet) => of_facet(corpus, *facet, typed, limit, name_of),
            Meant::Entities(kind) => called(corpus, *kind, typed)
                .into_iter()
                .take(limit)
                .map(|(entity, n_docs)| Completion::Entity { entity, n_docs })
                .collect(),
            Meant::Speakers => called(corpus, None, typed)
                .into_iter()
                .filter(|(entity, _)| is_quoted(corpus, *entity))
                .take(limit)
                .map(|(entity, n_docs)| Completion::Speaker { entity, n_docs })
                .collect(),
            Meant::Known(field, values) => values
                .iter()
                .filter(|value| value.starts_with(&typed.to_lowercase()) && **value != typed)
                .map(|value| Completion::Known { field, value })
                .collect(),
            Meant::Words if typed.contains(char::is_whitespace) => Vec::new(),
            Meant::Words => words_for(corpus, typed, limit).collect(),
        };
        let offers = completions.into_iter();
        offers
            .map(|completion| Offer { from, completion })
            .collect()
    }
}

/// Entities of a kind, or of any, that are called so; all before anything is typed. The most mentioned come first.
fn called(corpus: &Corpus, kind: Option<EntityKind>, typed: &str) -> Vec<(EntityId, u32)> {
    /// Of all kinds at once these are enough to choose from.
    const MOST: usize = 64;
    let entities: Vec<EntityId> = match kind {
        _ if typed.trim().is_empty() => corpus
            .entity_ids()
            .filter(|entity| kind.is_none() || corpus.entity_kind(*entity) == kind)
            .take(MOST)
            .collect(),
        Some(kind) => entities_called(corpus, kind, typed),
        None => suggest(corpus, typed, MOST)
            .into_iter()
            .filter_map(|suggestion| match suggestion {
                Suggestion::Entity { entity, .. } => Some(entity),
                Suggestion::Word { .. } => None,
            })
            .collect(),
    };
    let with_docs = |entity| (entity, corpus.n_docs_naming(entity));
    entities.into_iter().take(MOST).map(with_docs).collect()
}

/// Whether a document quotes somebody. Of a corpus in parts that is not asked: it would fetch them.
fn is_quoted(corpus: &Corpus, entity: EntityId) -> bool {
    if corpus.pages().is_some() {
        return true;
    }
    let quotes = |doc: DocId| {
        let mut quotes = corpus.quote_words(doc);
        quotes.any(|quote| quote.speaker == Some(entity))
    };
    corpus
        .entity(entity)
        .is_some_and(|view| view.docs().take(QUOTED_IN).any(|named| quotes(named.doc)))
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

/// Changes the view as what was offered says.
pub fn take_offer(view: &mut UrlState, corpus: &Corpus, offer: &Offer) {
    let mut query = view.query.get(..offer.from).unwrap_or_default().to_owned();
    match &offer.completion {
        Completion::Value { facet, value, .. } => {
            let mode = taken_before(&mut query);
            let key = corpus.facet_value_key(*facet, *value).to_owned();
            view.set_filter(*facet, &key, Some(mode));
            view.query = query;
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
            view.query = query;
        }
        _ => view.query = with_offer(corpus, &view.query, offer),
    }
}

/// The query with what was offered in the place of its end.
#[must_use]
pub fn with_offer(corpus: &Corpus, query: &str, offer: &Offer) -> String {
    let before = query.get(..offer.from).unwrap_or_default();
    let named = |field: &str, name: &str| {
        // No name may end its own quotation marks.
        format!("{before}{field}:\"{}\" ", name.replace('"', " "))
    };
    let of_entity = |entity: EntityId, field: Option<&str>| match corpus.entity(entity) {
        Some(view) => named(field.unwrap_or(view.kind().name()), view.name()),
        None => before.to_owned(),
    };
    match &offer.completion {
        Completion::Field(field) => format!("{before}{field}:"),
        Completion::Word { word, .. } => format!("{before}{word} "),
        Completion::Known { field, value } => format!("{before}{field}:{value} "),
        Completion::Value { facet, value, .. } => {
            named(facet.name(), corpus.facet_value_name(*facet, *value))
        }
        Completion::Entity { entity, .. } => of_entity(*entity, None),
        Completion::Speaker { entity, .. } => of_entity(*entity, Some("speaker")),
    }
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
                    Completion::Speaker { entity, .. } => {
                        format!("speaker {}", corpus.entity(entity).unwrap().name())
                    }
                    Completion::Known { field, value } => format!("{field}:{value}"),
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
            "has:",
            "speaker:",
            "person:\"",
            "é speaker:\"é",
            "type:é",
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
    fn every_field_that_has_values_offers_them() {
        let corpus = opened();
        assert_eq!(shown(&corpus, "speaker:ada mar"), ["0 speaker Ada Marrow"]);
        assert_eq!(shown(&corpus, "-speaker:\"marr"), ["1 speaker Ada Marrow"]);
        assert_eq!(shown(&corpus, "speaker:north"), [""; 0], "it says nothing");
        assert!(shown(&corpus, "speaker:").contains(&"0 speaker Ada Marrow".to_owned()));
        assert_eq!(shown(&corpus, "x has:da"), ["2 has:date"]);
        assert_eq!(shown(&corpus, "is:u"), ["0 is:undated", "0 is:untitled"]);
        assert_eq!(shown(&corpus, "type:ht"), ["0 type:html"]);
        assert_eq!(shown(&corpus, "has:").len(), HAS.len());
        assert_eq!(
            shown(&corpus, "has:date"),
            [""; 0],
            "it stands there already"
        );
        assert_eq!(shown(&corpus, "org:north l"), ["0 North Line"]);
        assert_eq!(shown(&corpus, "place:\"gull is"), ["0 Gull Island"]);
        assert!(shown(&corpus, "person:").contains(&"0 Ada Marrow".to_owned()));
        assert!(shown(&corpus, "title:dock").contains(&"6 dockers".to_owned()));
        assert_eq!(shown(&corpus, "quote:\"nob"), [""; 0], "by the letter");
        // Behind a value that is complete something else begins.
        assert!(shown(&corpus, "person:marrow strik").contains(&"14 strike".to_owned()));
        assert!(shown(&corpus, "has:date strik").contains(&"9 strike".to_owned()));
    }

    /// Whoever has no filters writes into the query what a filter would ask for.
    #[test]
    fn an_offer_in_the_query_finds_what_its_filter_finds() {
        use corpus_search::{FacetFilter, Filters, SearchRequest, parse, search};
        let corpus = opened();
        for query in [
            "marr",
            "person:ada m",
            "-place:salt",
            "outlet:salt",
            "has:quo",
            "speaker:marr",
            "x OR stri",
            "tit",
        ] {
            let offers = offered(&corpus, query, 4);
            assert!(!offers.is_empty(), "{query}");
            for offer in offers {
                let written = parse(&with_offer(&corpus, query, &offer));
                let n_written = search(
                    &corpus,
                    &SearchRequest {
                        query: written.clone(),
                        ..SearchRequest::default()
                    },
                )
                .total();
                if !matches!(offer.completion, Completion::Field(_)) {
                    assert_eq!(written.notes, [], "{query}: {offer:?}");
                }
                let mut view = UrlState {
                    query: query.to_owned(),
                    ..UrlState::default()
                };
                take_offer(&mut view, &corpus, &offer);
                let facets = view.filters.iter().map(|filter| FacetFilter {
                    facet: filter.facet,
                    value: corpus.facet_value(filter.facet, &filter.value).unwrap(),
                    mode: filter.mode,
                });
                let filters = Filters {
                    facets: facets.collect(),
                    ..Filters::default()
                };
                let request = SearchRequest {
                    query: parse(&view.query),
                    filters,
                    ..SearchRequest::default()
                };
                assert_eq!(
                    search(&corpus, &request).total(),
                    n_written,
                    "{query}: {offer:?}"
                );
            }
        }
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
