//! Where an entity is named: each mention with the words around it, in the order that is asked for, and whom its
//! spellings may mean besides, whom it may be itself, and which names a place bore when.

use crate::atlas::ContextOrder;
use corpus_model::Span;
use corpus_search::{Corpus, DocId, EntityId, EntityView, entities_called, fold::fold};
use std::cmp::Reverse;

/// Bytes on either side of a mention.
const AROUND: usize = 110;
/// Others of one spelling that are worth listing.
const OTHERS: usize = 4;
/// What stands before the names of those whom an entity may be, in its description.
const MAY_BE: &str = "may be ";
/// What stands before names with their years, in the reason of a join.
const RENAMED: &str = "one place, renamed: ";

/// One mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InContext {
    /// The document.
    pub doc: DocId,
    /// Where in its text.
    pub span: Span,
}

/// All mentions of an entity in that order; equal ones stay in the order of the documents.
#[must_use]
pub fn in_context(corpus: &Corpus, entity: EntityId, order: ContextOrder) -> Vec<InContext> {
    let Some(view) = corpus.entity(entity) else {
        return Vec::new();
    };
    let mut mentions = Vec::new();
    for named in view.docs() {
        let Some(doc) = corpus.doc(named.doc) else {
            continue;
        };
        let of_it = doc.mentions().filter(|mention| mention.entity == entity);
        mentions.extend(of_it.map(|mention| InContext {
            doc: named.doc,
            span: mention.span,
        }));
    }
    if order != ContextOrder::Document {
        mentions.sort_by_cached_key(|mention| key(corpus, mention, order));
    }
    mentions
}

fn key(corpus: &Corpus, mention: &InContext, order: ContextOrder) -> String {
    let doc = corpus.doc(mention.doc);
    let outlet = || {
        doc.as_ref()
            .and_then(|doc| Some(doc.outlet()?.name.to_owned()))
    };
    let day = || corpus.published_days(mention.doc)?.begin;
    match order {
        ContextOrder::Document => String::new(),
        ContextOrder::Left => {
            let (left, _) = around(corpus.text(mention.doc), mention.span);
            let folded = fold(&left);
            let words: Vec<&str> = folded.split_whitespace().rev().collect();
            words.join(" ")
        }
        ContextOrder::Right => {
            let (_, right) = around(corpus.text(mention.doc), mention.span);
            let folded = fold(&right);
            let starts = |c: char| !c.is_alphanumeric();
            folded.trim_start_matches(starts).to_owned()
        }
        // Without one: last.
        ContextOrder::Outlet => outlet().map_or("\u{10ffff}".to_owned(), |name| fold(&name)),
        ContextOrder::Date => day().map_or("\u{10ffff}".to_owned(), |day| {
            // As many digits for each, and days before 1970 first.
            format!("{:010}", i64::from(day.0) + (1 << 31))
        }),
    }
}

/// The words on either side, on one line, with the space that parts them from the mention.
#[must_use]
pub fn around(text: &str, span: Span) -> (String, String) {
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (span.start as usize, span.end as usize);
    let from = boundary(start.saturating_sub(AROUND).min(text.len()));
    let to = boundary(end.saturating_add(AROUND).min(text.len()));
    let one_line = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
    let left = text.get(from..start).unwrap_or_default();
    let right = text.get(end..to).unwrap_or_default();
    let space = |is_there: bool| if is_there { "\u{a0}" } else { "" };
    (
        one_line(left) + space(left.ends_with(char::is_whitespace)),
        space(right.starts_with(char::is_whitespace)).to_owned() + &one_line(right),
    )
}

/// Spellings of an entity that others of its kind have too, with those others, the most mentioned first.
#[must_use]
pub fn may_mean(corpus: &Corpus, entity: EntityId) -> Vec<(String, Vec<EntityId>)> {
    let Some(view) = corpus.entity(entity) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (spelling, _) in view.spellings() {
        let folded = fold(spelling);
        let is_spelt_so = |other: &EntityId| {
            let other = corpus.entity(*other);
            other.is_some_and(|other| other.spellings().any(|(text, _)| fold(text) == folded))
        };
        let others: Vec<EntityId> = entities_called(corpus, view.kind(), spelling)
            .into_iter()
            .filter(|other| *other != entity)
            .filter(is_spelt_so)
            .take(OTHERS)
            .collect();
        if !others.is_empty() {
            found.push((spelling.to_owned(), others));
        }
    }
    found
}

/// Whom a name that fits several may be: those whom its description names.
#[must_use]
pub fn may_be(corpus: &Corpus, entity: EntityId) -> Vec<EntityId> {
    let Some(view) = corpus.entity(entity) else {
        return Vec::new();
    };
    let named = view.description().and_then(|said| said.split_once(MAY_BE));
    let Some((_, names)) = named else {
        return Vec::new();
    };
    let called = |name: &str| {
        let so_called = entities_called(corpus, view.kind(), name).into_iter();
        so_called.filter(|other| *other != entity).find(|other| {
            let other = corpus.entity(*other);
            other.is_some_and(|other| {
                other.name() == name || other.spellings().any(|(text, _)| text == name)
            })
        })
    };
    names.split(" or ").filter_map(called).collect()
}

/// The names that a place bore, each with its years, the earliest first.
#[must_use]
pub fn names_in_time(view: &EntityView<'_>) -> Vec<String> {
    let mut names: Vec<&str> = view
        .joins()
        .filter_map(|join| join.rule.strip_prefix(RENAMED))
        .flat_map(|names| names.split(", "))
        .collect();
    let first_year = |name: &str| {
        let digits = name.split(|c: char| !c.is_ascii_digit());
        digits.filter_map(|year| year.parse::<u32>().ok()).next()
    };
    let n_small = |name: &str| name.chars().filter(|c| c.is_lowercase()).count();
    // Of one name in two ways of writing the one without capitals throughout.
    names.sort_by_cached_key(|name| {
        (
            first_year(name),
            name.to_lowercase(),
            Reverse(n_small(name)),
        )
    });
    names.dedup_by_key(|name| name.to_lowercase());
    names.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus_index::testing::CorpusBuilder;
    use corpus_model::EntityKind;

    fn corpus() -> Corpus {
        let mut b = CorpusBuilder::new("Letters");
        let ada = b.entity("p:ada", EntityKind::Person, &["Ada Marrow", "Marrow"]);
        let tom = b.entity("p:tom", EntityKind::Person, &["Tom Marrow", "MARROW"]);
        let _ = b
            .doc("a", "One", "We met Marrow zealously.")
            .outlet("Weekly")
            .published("2021-05-02")
            .mention("Marrow", ada);
        let _ = b
            .doc("b", "Two", "They asked Marrow above all.")
            .published("1969-01-01")
            .mention("Marrow", ada);
        let _ = b
            .doc("c", "Three", "A Marrow, perhaps.")
            .outlet("Daily")
            .mention("Marrow", ada);
        let _ = b.doc("d", "Four", "MARROW wrote.").mention("MARROW", tom);
        Corpus::open(corpus_index::write_pack(&b.finish())).expect("a pack")
    }

    #[track_caller]
    fn check(order: ContextOrder, docs: &[&str]) {
        let corpus = corpus();
        let ada = corpus.entity_by_id("p:ada").expect("ada");
        let found = in_context(&corpus, ada, order);
        let ids = found
            .iter()
            .filter_map(|m| Some(corpus.doc(m.doc)?.id().to_owned()));
        assert_eq!(ids.collect::<Vec<_>>(), docs);
    }

    #[test]
    fn mentions_are_sorted_by_what_stands_around_them() {
        check(ContextOrder::Document, &["a", "b", "c"]);
        check(ContextOrder::Left, &["c", "b", "a"]);
        check(ContextOrder::Right, &["b", "c", "a"]);
        check(ContextOrder::Outlet, &["c", "a", "b"]);
        check(ContextOrder::Date, &["b", "a", "c"]);
    }

    #[test]
    fn words_around_keep_letters_whole_and_spaces_where_they_were() {
        let text = "Über den Fluß,\nAda’s Boot";
        let start = text.find("Ada").expect("a name") as u32;
        assert_eq!(
            around(text, Span::new(start, start + 3)),
            ("Über den Fluß,\u{a0}".to_owned(), "’s Boot".to_owned())
        );
        let long = "ß".repeat(200);
        let (left, right) = around(&long, Span::new(201, 203));
        assert!(
            left.is_empty() && right.is_empty(),
            "a span inside a letter shows nothing"
        );
        assert_eq!(around("a", Span::new(7, 9)), (String::new(), String::new()));
    }

    #[test]
    fn a_spelling_that_two_have_says_so() {
        let corpus = corpus();
        let id = |name| corpus.entity_by_id(name).expect("somebody");
        assert_eq!(
            may_mean(&corpus, id("p:ada")),
            [("Marrow".to_owned(), vec![id("p:tom")])]
        );
    }

    #[test]
    fn a_name_that_fits_several_leads_to_them() {
        let mut b = CorpusBuilder::new("Letters");
        let jane = b.entity("p:jane", EntityKind::Person, &["Jane Reed"]);
        let john = b.entity("p:john", EntityKind::Person, &["John Reed", "Jack Reed"]);
        let reed = b.entity("p:reed", EntityKind::Person, &["J. Reed"]);
        let _ = b
            .doc("a", "One", "Jane Reed, John Reed, Jack Reed, J. Reed.")
            .mention("Jane Reed", jane)
            .mention("John Reed", john)
            .mention("Jack Reed", john)
            .mention("J. Reed", reed);
        let mut linked = b.finish();
        for entity in &mut linked.entities {
            if entity.id == "p:reed" {
                let said = "fits several people; may be Jane Reed or Jack Reed or Joan Reed";
                entity.description = Some(said.to_owned());
            }
        }
        let corpus = Corpus::open(corpus_index::write_pack(&linked)).expect("a pack");
        let id = |name| corpus.entity_by_id(name).expect("somebody");
        assert_eq!(may_be(&corpus, id("p:reed")), [id("p:jane"), id("p:john")]);
        assert_eq!(may_be(&corpus, id("p:jane")), []);
    }

    #[test]
    fn a_renamed_place_has_its_names_in_their_order() {
        let mut b = CorpusBuilder::new("Towns");
        let town = b.entity("t", EntityKind::Place, &["Newburg", "NEWBURG", "Oldburg"]);
        let _ = b
            .doc("a", "One", "Newburg, NEWBURG, Oldburg.")
            .mention("Newburg", town);
        let mut linked = b.finish();
        let join = |rule: &str| corpus_model::Join {
            a: "Oldburg".to_owned(),
            b: "Newburg".to_owned(),
            rule: rule.to_owned(),
            score: corpus_model::Permille(970),
            evidence: Vec::new(),
        };
        linked.entities[0].joins = vec![
            join("same words"),
            join("one place, renamed: NEWBURG 1924 to 1991 and since 2001, Oldburg 1701 to 1924"),
            join("one place, renamed: Oldburg 1701 to 1924, Newburg 1924 to 1991 and since 2001"),
        ];
        let corpus = Corpus::open(corpus_index::write_pack(&linked)).expect("a pack");
        let town = corpus.entity(EntityId(0)).expect("a town");
        assert_eq!(
            names_in_time(&town),
            [
                "Oldburg 1701 to 1924",
                "Newburg 1924 to 1991 and since 2001"
            ]
        );
    }
}
