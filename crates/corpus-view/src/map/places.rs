//! The places that documents name: those that lie somewhere, and those nobody could place.

use super::projection::equal_earth;
use corpus_model::EntityKind;
use corpus_search::{Corpus, DocId, EntityId, Facet};

/// A place, in how many of the documents, and where it lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlaceHere {
    /// Which.
    pub entity: EntityId,
    /// Documents that name it.
    pub n_docs: u32,
    /// Where, in map units.
    pub at: (f64, f64),
    /// Code of its country; zeros where none is known.
    pub country: [u8; 2],
}

/// The places of some documents, the most named first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Places {
    /// Those that lie somewhere.
    pub located: Vec<PlaceHere>,
    /// Those without coordinates, with their documents.
    pub elsewhere: Vec<(EntityId, u32)>,
}

/// The places that `docs` name.
#[must_use]
pub fn places(corpus: &Corpus, docs: &[DocId]) -> Places {
    let mut counts = vec![0u32; corpus.n_entities()];
    let facet = Facet::Entity(EntityKind::Place);
    corpus.count_values(facet, docs.iter().copied(), &mut counts);
    let mut order: Vec<u64> = (0..)
        .zip(counts)
        .filter(|&(entity, n)| {
            n > 0 && corpus.entity_kind(EntityId(entity)) == Some(EntityKind::Place)
        })
        .map(|(entity, n): (u32, u32)| u64::from(!n) << 32 | u64::from(entity))
        .collect();
    order.sort_unstable();
    let mut places = Places::default();
    for key in order {
        let (entity, n_docs) = (EntityId(key as u32), !((key >> 32) as u32));
        let place = corpus.entity(entity).and_then(|view| view.place());
        match place {
            Some(place) => places.located.push(PlaceHere {
                entity,
                n_docs,
                at: equal_earth(f64::from(place.lat) / 1e4, f64::from(place.lon) / 1e4),
                country: place.country,
            }),
            None => places.elsewhere.push((entity, n_docs)),
        }
    }
    places
}
