//! How many documents each value of each facet would leave.

use crate::bits::DocSet;
use crate::filter::Filtered;
use crate::rank::radix_sorted;
use crate::search::{FacetCount, FacetCounts, FacetFilter};
use corpus_index::{Corpus, DocId, Facet};
use corpus_model::EntityKind;

/// Counts of all facets, in the order of [`Facet::ALL`].
pub(crate) fn count_all(
    corpus: &Corpus,
    filtered: &Filtered,
    chosen: &[FacetFilter],
    wanted: &dyn Fn(Facet) -> bool,
) -> Vec<FacetCounts> {
    let aside = |facet: Facet| {
        filtered
            .aside
            .iter()
            .find(|(other, _)| *other == facet)
            .map(|(_, set)| set)
    };
    let is_chosen = |facet: Facet, value: u32| {
        chosen
            .iter()
            .any(|filter| filter.facet == facet && filter.value == value)
    };
    let asks_for_entities = EntityKind::ALL
        .into_iter()
        .any(|kind| wanted(Facet::Entity(kind)));
    let entities = if asks_for_entities {
        count_entities(corpus, &filtered.kept)
    } else {
        Vec::new()
    };
    // One walk over the entities serves all their facets.
    let mut by_kind: Vec<Vec<FacetCount>> = vec![Vec::new(); EntityKind::ALL.len()];
    let mut push_kinds = |counts: &[u32], is_of: &dyn Fn(Facet) -> bool| {
        for (value, (&kind, &n)) in (0..).zip(corpus.entity_kinds().iter().zip(counts)) {
            if n == 0 && chosen.is_empty() {
                continue;
            }
            let Some(kind) = EntityKind::from_number(kind) else {
                continue;
            };
            let facet = Facet::Entity(kind);
            if is_of(facet) && (n > 0 || is_chosen(facet, value)) {
                by_kind[kind as usize].push(FacetCount { value, n });
            }
        }
    };
    push_kinds(&entities, &|facet| aside(facet).is_none());
    for (facet, set) in &filtered.aside {
        if matches!(facet, Facet::Entity(_)) && wanted(*facet) {
            push_kinds(&count_entities(corpus, set), &|other| other == *facet);
        }
    }
    Facet::ALL
        .into_iter()
        .filter(|facet| wanted(*facet))
        .map(|facet| {
            let values = match facet {
                Facet::Entity(kind) => std::mem::take(&mut by_kind[kind as usize]),
                _ => {
                    let counts =
                        count_values(corpus, facet, aside(facet).unwrap_or(&filtered.kept));
                    (0..)
                        .zip(counts)
                        .filter(|&(value, n)| n > 0 || is_chosen(facet, value))
                        .map(|(value, n)| FacetCount { value, n })
                        .collect()
                }
            };
            FacetCounts {
                facet,
                values: most_first(&values),
            }
        })
        .collect()
}

/// By falling count; values ascend before and do so among equals.
fn most_first(values: &[FacetCount]) -> Vec<FacetCount> {
    let keys = values
        .iter()
        .map(|count| u64::from(!count.n) << 32 | u64::from(count.value));
    radix_sorted(keys.collect())
        .into_iter()
        .map(|key| FacetCount {
            value: key as u32,
            n: !((key >> 32) as u32),
        })
        .collect()
}

fn count_values(corpus: &Corpus, facet: Facet, docs: &DocSet) -> Vec<u32> {
    let mut counts = vec![0u32; corpus.n_facet_values(facet)];
    if counts.is_empty() {
        return counts; // Of a corpus in parts nothing need be fetched.
    }
    corpus.count_values(facet, docs.iter().map(DocId), &mut counts);
    counts
}

/// How many bytes have to be fetched before the names in these documents can be counted; 0 for a whole corpus.
#[must_use]
pub fn n_missing_of_counts(corpus: &Corpus, docs: &DocSet) -> usize {
    let mut read = docs.clone();
    if docs.len() > corpus.n_docs() as u32 / 2 {
        read.flip();
    }
    corpus.n_missing_of_entities(read.iter().map(DocId))
}

/// How many of the documents name each entity. Of more than half of the corpus the others are read, and taken away
/// from what is known of all.
pub(crate) fn count_entities(corpus: &Corpus, docs: &DocSet) -> Vec<u32> {
    // The kind does not matter: the values of all entity facets are counted at once.
    let facet = Facet::Entity(EntityKind::Person);
    let (n, n_docs) = (docs.len(), corpus.n_docs() as u32);
    let of_all = corpus.docs_naming();
    if n <= n_docs / 2 || of_all.len() < corpus.n_entities() {
        return count_values(corpus, facet, docs);
    }
    let mut others = docs.clone();
    others.flip();
    let counts = count_values(corpus, facet, &others);
    let counts = counts.into_iter().enumerate();
    counts
        .map(|(entity, n)| of_all.get(entity).min(n_docs).saturating_sub(n))
        .collect()
}
