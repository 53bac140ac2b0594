//! Which of the documents found pass the filters, and which would if one choice were left aside.

use crate::bits::DocSet;
use crate::search::{FacetFilter, FilterMode, Filters, share_a_day};
use corpus_index::{Corpus, DocId, EntityId, Facet};

/// Sets of documents after filtering.
pub(crate) struct Filtered {
    /// All filters.
    pub(crate) kept: DocSet,
    /// All but those on the day of publication.
    pub(crate) timeline: DocSet,
    /// For each facet with `AnyOf` choices: all filters but these choices.
    pub(crate) aside: Vec<(Facet, DocSet)>,
}

impl Filtered {
    pub(crate) fn new(corpus: &Corpus, found: &DocSet, filters: &Filters) -> Self {
        let mut fixed = found.clone();
        for filter in &filters.facets {
            match filter.mode {
                FilterMode::AnyOf => {}
                FilterMode::Require => fixed.keep(&docs_with(corpus, filter, &fixed)),
                FilterMode::Exclude => {
                    let mut others = docs_with(corpus, filter, &fixed);
                    others.flip();
                    fixed.keep(&others);
                }
            }
        }
        if let Some(wanted) = filters.mentioned {
            fixed.retain(|doc| {
                corpus
                    .mentioned_days(DocId(doc))
                    .any(|days| share_a_day(days, wanted))
            });
        }
        let mut groups: Vec<(Facet, DocSet)> = Vec::new();
        for filter in filters
            .facets
            .iter()
            .filter(|f| f.mode == FilterMode::AnyOf)
        {
            let docs = docs_with(corpus, filter, &fixed);
            match groups.iter_mut().find(|(facet, _)| *facet == filter.facet) {
                Some((_, set)) => set.add(&docs),
                None => groups.push((filter.facet, docs)),
            }
        }
        let mut timeline = fixed.clone();
        for (_, set) in &groups {
            timeline.keep(set);
        }
        let in_time = |set: &mut DocSet| {
            if filters.is_undated {
                set.retain(|doc| corpus.published_days(DocId(doc)).is_none());
            } else if let Some(wanted) = filters.published {
                set.retain(|doc| {
                    corpus
                        .published_days(DocId(doc))
                        .is_some_and(|days| share_a_day(days, wanted))
                });
            }
        };
        let mut kept = timeline.clone();
        in_time(&mut kept);
        let aside = groups
            .iter()
            .map(|(facet, _)| {
                let mut set = fixed.clone();
                for (_, other) in groups.iter().filter(|(other, _)| other != facet) {
                    set.keep(other);
                }
                in_time(&mut set);
                (*facet, set)
            })
            .collect();
        Self {
            kept,
            timeline,
            aside,
        }
    }
}

/// Documents of a set that have a value; for entities at least these.
fn docs_with(corpus: &Corpus, filter: &FacetFilter, within: &DocSet) -> DocSet {
    if let Facet::Entity(kind) = filter.facet {
        let mut docs = DocSet::none(corpus.n_docs() as u32);
        let entity = EntityId(filter.value);
        if corpus.entity_kind(entity) == Some(kind)
            && let Some(view) = corpus.entity(entity)
        {
            view.docs().for_each(|doc| docs.insert(doc.doc.0));
        }
        return docs;
    }
    let mut docs = within.clone();
    docs.retain(|doc| {
        corpus
            .facet_values_of(filter.facet, DocId(doc))
            .any(|value| value == filter.value)
    });
    docs
}
