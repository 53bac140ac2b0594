//! A reader's corrections as the page makes them: entries of `corrections.toml` with their evidence, and what they
//! change in the view.
//!
//! [`written`] gives the text of an entry; `corpus_ingest::corrections` reads it again. Entities are [`named`] and places
//! quoted ([`passage`]) so that a build finds them again. [`carry`] keeps a view on what it shows while the corpus under
//! it is swapped for its corrected self.

use crate::url::{Correct, Open, UrlState};
use corpus_model::{Action, Correction, Named, Passage, Span, Whose};
use corpus_search::{Corpus, DocId, EntityId, Facet};
use std::fmt::Write as _;

/// What begins an entry.
const HEADER: &str = "[[correction]]";

/// Words behind a name that are quoted with it, if there are so many.
const QUOTE_WORDS: usize = 5;

/// A correction as an entry of the file; `evidence` becomes comments in front of it.
#[must_use]
pub fn written(correction: &Correction, evidence: &[String]) -> String {
    let mut out = String::new();
    for line in evidence {
        let line: String = line
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let _ = writeln!(out, "# {}", line.trim());
    }
    let kind_of = |named: &Named| named.kind.map(|kind| string(kind.name()));
    let mut pairs: Vec<(&str, Option<String>)> =
        vec![("do", Some(string(correction.action.name())))];
    pairs.extend(match &correction.action {
        Action::Merge { entities } => {
            let names: Vec<String> = entities.iter().map(|named| string(&named.name)).collect();
            let kind = entities.first().and_then(kind_of);
            let is_shared = entities.iter().all(|named| kind_of(named) == kind);
            vec![
                ("names", Some(format!("[{}]", names.join(", ")))),
                ("kind", kind.filter(|_| is_shared)),
            ]
        }
        Action::Split { from, spelling } => vec![
            ("from", Some(string(&from.name))),
            ("spelling", Some(string(spelling))),
            ("kind", kind_of(from)),
        ],
        Action::Rename { entity, to } => vec![
            ("name", Some(string(&entity.name))),
            ("to", Some(string(to))),
            ("kind", kind_of(entity)),
        ],
        Action::Retype { entity, to } => vec![
            ("name", Some(string(&entity.name))),
            ("to", Some(string(to.name()))),
            ("kind", kind_of(entity)),
        ],
        Action::Hide { entity } => {
            vec![
                ("name", Some(string(&entity.name))),
                ("kind", kind_of(entity)),
            ]
        }
        Action::Mention {
            passage,
            name,
            kind,
            whose,
        } => vec![
            (
                "document",
                passage.as_ref().map(|passage| string(&passage.document)),
            ),
            (
                "quote",
                passage.as_ref().map(|passage| string(&passage.quote)),
            ),
            ("name", Some(string(name))),
            ("kind", Some(string(kind.name()))),
            match whose {
                Whose::Called => ("of", None),
                Whose::Of(owner) => ("of", Some(string(owner))),
                Whose::New => ("apart", Some("true".to_owned())),
            },
        ],
        Action::Unmark { passage, name } => vec![
            ("document", Some(string(&passage.document))),
            ("quote", Some(string(&passage.quote))),
            ("name", Some(string(name))),
        ],
        Action::Document {
            document,
            title,
            outlet,
            published,
        } => vec![
            ("document", Some(string(document))),
            ("title", title.as_deref().map(string)),
            ("outlet", outlet.as_deref().map(string)),
            ("published", published.as_deref().map(string)),
        ],
    });
    pairs.push((
        "why",
        (!correction.why.is_empty()).then(|| string(&correction.why)),
    ));
    out.push_str(HEADER);
    for (key, value) in pairs {
        if let Some(value) = value {
            let _ = write!(out, "\n{key} = {value}");
        }
    }
    out
}

/// A basic string of TOML.
fn string(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            // What changes the direction of a line would show the file as something else.
            c if c.is_control()
                || matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
            {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// How a correction names an entity: by name and kind where these tell it from all others, else by its id.
#[must_use]
pub fn named(corpus: &Corpus, entity: EntityId) -> Option<Named> {
    let shown = corpus.entity(entity)?;
    let (name, kind) = (shown.name().to_lowercase(), shown.kind());
    let n_so_called = corpus
        .entity_ids()
        .filter(|other| corpus.entity_kind(*other) == Some(kind))
        .filter_map(|other| corpus.entity(other))
        .filter(|other| other.name().to_lowercase() == name)
        .count();
    Some(if n_so_called == 1 {
        Named {
            name: shown.name().to_owned(),
            kind: Some(kind),
        }
    } else {
        Named {
            name: shown.id().to_owned(),
            kind: None,
        }
    })
}

/// Several for one merge, which has a kind for all of them or for none: without a shared kind, ids tell most.
#[must_use]
pub fn named_together(corpus: &Corpus, entities: &[EntityId]) -> Vec<Named> {
    let names: Vec<Named> = entities
        .iter()
        .filter_map(|entity| named(corpus, *entity))
        .collect();
    let is_shared = names
        .iter()
        .all(|named| named.kind == names.first().and_then(|first| first.kind));
    if is_shared {
        return names;
    }
    let shown = entities.iter().filter_map(|entity| corpus.entity(*entity));
    shown
        .map(|entity| {
            let name = entity.name().to_lowercase();
            let so_called = corpus.entity_ids().filter_map(|other| corpus.entity(other));
            let n_so_called = so_called
                .filter(|other| other.name().to_lowercase() == name)
                .count();
            let name = if n_so_called == 1 {
                entity.name()
            } else {
                entity.id()
            };
            Named {
                name: name.to_owned(),
                kind: None,
            }
        })
        .collect()
}

/// What speaks for an entity, for the comment of an entry: how often it is named, and once in its sentence.
#[must_use]
pub fn evidence(corpus: &Corpus, entity: EntityId) -> Option<String> {
    let shown = corpus.entity(entity)?;
    let first = shown.docs().next()?;
    let doc = corpus.doc(first.doc)?;
    let mention = doc.mentions().nth(first.first as usize)?;
    let sentence = doc
        .sentences()
        .find(|sentence| sentence.contains(mention.span));
    let sentence = doc.slice(sentence.unwrap_or(mention.span));
    let end = sentence
        .char_indices()
        .nth(160)
        .map_or(sentence.len(), |(at, _)| at);
    let rest = if end < sentence.len() { "…" } else { "" };
    Some(format!(
        "{} ({}): mentions {}, documents {}; {}: “{}{rest}”",
        shown.name(),
        shown.kind().name(),
        shown.n_mentions(),
        shown.n_docs(),
        doc.id(),
        sentence.get(..end).unwrap_or_default(),
    ))
}

/// A place by words of its text: the marked ones and so many behind them as tell it from others.
#[must_use]
pub fn passage(corpus: &Corpus, doc: DocId, span: Span) -> Option<Passage> {
    let shown = corpus.doc(doc)?;
    let text = shown.text();
    let range = span.range();
    if text.get(range.clone())?.trim().is_empty() {
        return None;
    }
    let is_first = |quote: &str, start: usize| text.find(quote) == Some(start);
    let rest = text.get(range.end..)?;
    let word_ends = rest
        .char_indices()
        .zip(rest.chars().skip(1).map(Some).chain([None]))
        .filter(|((_, c), next)| !c.is_whitespace() && next.is_none_or(char::is_whitespace))
        .map(|((at, c), _)| range.end + at + c.len_utf8());
    let mut quote = range.clone();
    for (n, end) in (1..).zip(word_ends) {
        let is_enough = n > QUOTE_WORDS && is_first(text.get(quote.clone())?, range.start);
        if is_enough {
            break;
        }
        quote.end = end;
    }
    // The end of a text may say the same as an earlier place: then what stands before tells them apart.
    while !is_first(text.get(quote.clone())?, quote.start) && quote.start > 0 {
        quote.start = text
            .get(..quote.start)?
            .trim_end()
            .rfind(char::is_whitespace)
            .map_or(0, |at| {
                at + text
                    .get(at..)
                    .and_then(|rest| rest.chars().next())
                    .map_or(1, char::len_utf8)
            });
    }
    let words: Vec<&str> = text.get(quote)?.split_whitespace().collect();
    Some(Passage {
        document: shown.id().to_owned(),
        quote: words.join(" "),
    })
}

/// What an entity of one corpus is in another of the same texts: the one of its id, else the one that its first mention
/// names there.
#[must_use]
pub fn carried(from: &Corpus, to: &Corpus, id: &str) -> Option<EntityId> {
    if let Some(same) = to.entity_by_id(id) {
        return Some(same);
    }
    let entity = from.entity(from.entity_by_id(id)?)?;
    entity.docs().find_map(|first| {
        let doc = from.doc(first.doc)?;
        let span = doc.mentions().nth(first.first as usize)?.span;
        let there = to.doc(to.doc_by_id(doc.id())?)?;
        let mention = there
            .mentions()
            .find(|mention| mention.span.overlaps(span))?;
        Some(mention.entity)
    })
}

/// Keeps a view on what it shows, and leaves a form whose correction is made.
pub fn carry(from: &Corpus, to: &Corpus, view: &mut UrlState) {
    let new_id = |id: &str| {
        let entity = to.entity(carried(from, to, id)?)?;
        Some((entity.id().to_owned(), entity.kind()))
    };
    let carry_id = |id: &mut String| {
        if let Some((new, _)) = new_id(id) {
            *id = new;
        }
    };
    for filter in &mut view.filters {
        if matches!(filter.facet, Facet::Entity(_))
            && let Some((id, kind)) = new_id(&filter.value)
        {
            filter.value = id;
            filter.facet = Facet::Entity(kind);
        }
    }
    view.focus.iter_mut().for_each(carry_id);
    view.hidden.iter_mut().for_each(carry_id);
    view.open = match std::mem::take(&mut view.open) {
        Open::Entity(id) => Open::Entity(new_id(&id).map_or(id, |(new, _)| new)),
        Open::Correct(Correct::Entity(id)) => match new_id(&id) {
            Some((new, _)) => Open::Entity(new),
            None => Open::Correct(Correct::All),
        },
        Open::Correct(Correct::Doc(id)) => Open::Doc { id, at: None },
        Open::Correct(Correct::Words { doc, span }) => Open::Doc {
            id: doc,
            at: Some(span.start),
        },
        open => open,
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus_index::testing::CorpusBuilder;
    use corpus_model::EntityKind;

    fn corpus(id: &str, other_kind: EntityKind) -> Corpus {
        let mut b = CorpusBuilder::new("Two Marrows");
        let ada = b.entity(id, EntityKind::Person, &["Marrow"]);
        let firm = b.entity("firm", other_kind, &["Marrow"]);
        let _ = b
            .doc(
                "a",
                "Port news",
                "Marrow spoke and Marrow left. Marrow spoke and Marrow left.",
            )
            .mention("Marrow", ada);
        let _ = b
            .doc("b", "Shares", "Nobody sold.\n\nMarrow")
            .mention("Marrow", firm);
        Corpus::open(corpus_index::write_pack(&b.finish())).expect("a pack")
    }

    #[test]
    fn entities_are_named_so_that_they_are_found_again() {
        let two_kinds = corpus("ada", EntityKind::Organisation);
        let by_name = |named: Named| (named.name, named.kind);
        let ada = two_kinds.entity_by_id("ada").expect("there");
        let firm = two_kinds.entity_by_id("firm").expect("there");
        assert_eq!(
            named(&two_kinds, ada).map(by_name),
            Some(("Marrow".to_owned(), Some(EntityKind::Person)))
        );
        let together: Vec<_> = named_together(&two_kinds, &[ada, firm])
            .into_iter()
            .map(by_name)
            .collect();
        assert_eq!(
            together,
            [("ada".to_owned(), None), ("firm".to_owned(), None)]
        );
        let one_kind = corpus("ada", EntityKind::Person);
        let ada = one_kind.entity_by_id("ada").expect("there");
        assert_eq!(
            named(&one_kind, ada).map(by_name),
            Some(("ada".to_owned(), None))
        );
    }

    #[test]
    fn a_place_is_quoted_by_what_tells_it_from_others() {
        let corpus = corpus("ada", EntityKind::Person);
        let doc = corpus.doc_by_id("a").expect("there");
        let text = corpus.text(doc);
        for (start, _) in text.match_indices("Marrow") {
            let span = Span::from_range(start..start + "Marrow".len());
            let quote = passage(&corpus, doc, span).expect("a place").quote;
            let at = text.find(&quote).expect("words of the text");
            assert!(at <= start && start < at + quote.len(), "{start}: {quote}");
        }
        assert_eq!(passage(&corpus, doc, Span::new(4, 5)), None);
        assert_eq!(passage(&corpus, doc, Span::new(900, 905)), None);
    }

    #[test]
    fn a_view_follows_what_it_shows() {
        let (old, new) = (
            corpus("person-a", EntityKind::Organisation),
            corpus("person-b", EntityKind::Organisation),
        );
        let mut view = UrlState {
            focus: Some("person-a".to_owned()),
            open: Open::Correct(Correct::Entity("person-a".to_owned())),
            ..UrlState::default()
        };
        view.set_filter(
            Facet::Entity(EntityKind::Person),
            "person-a",
            Some(corpus_search::FilterMode::Require),
        );
        carry(&old, &new, &mut view);
        assert_eq!(view.open, Open::Entity("person-b".to_owned()));
        assert_eq!(view.focus.as_deref(), Some("person-b"));
        assert_eq!(view.filters[0].value, "person-b");
    }
}
