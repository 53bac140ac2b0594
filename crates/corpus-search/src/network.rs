//! Who stands beside whom: names that share sentences more often than chance would have it.
//!
//! Takes documents and what is wanted; gives [`Network`]: names, and links between them, the surest first.
//! The sentence is the unit: two names of one document may have nothing to do with each other, two of one sentence
//! mostly have. A name inside another one (a city in the name of its university) does not count beside it.
//!
//! A large selection takes longer than a frame, so it is done in portions: [`Weaving::advance`].

use crate::order::{pair, unpair};
use crate::peaks::log_likelihood;
use corpus_index::{Corpus, DocId, DocView, EntityId, Facet};
use corpus_model::{EntityKind, Span};

/// G² from which a link is believed: chance does as much once in a thousand times (χ², one degree of freedom).
const LEAST: u32 = 10_828;
/// Names around one that are weighed, for each that is wanted: the most frequent are not the most telling.
const CANDIDATES: usize = 4;
/// The entity is not one of the network's.
const NONE: u32 = u32::MAX;

/// What a network should show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkWish {
    /// Kinds of entity; the one in the middle may be of another.
    pub kinds: Vec<EntityKind>,
    /// The entity in the middle, with those that belong to it; without one, the most named.
    pub around: Option<EntityId>,
    /// Names at most.
    pub n_nodes: usize,
}

/// A name of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// Which.
    pub entity: EntityId,
    /// Sentences that name it.
    pub n_sentences: u32,
}

/// Two names that share sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// Place of one among the nodes.
    pub a: u32,
    /// Place of the other; larger.
    pub b: u32,
    /// Sentences that name both.
    pub n: u32,
    /// G², in thousandths: how sure it is that this is no chance.
    pub g2: u32,
}

/// Names and links.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Network {
    /// The one in the middle first if there is one, then by falling number of sentences.
    pub nodes: Vec<Node>,
    /// The surest first.
    pub links: Vec<Link>,
    /// Sentences of all the documents.
    pub n_sentences: u32,
}

/// A network in the making.
#[derive(Debug, Clone)]
pub struct Weaving {
    corpus: Corpus,
    docs: Vec<DocId>,
    wish: NetworkWish,
    /// While names around one are sought: sentences that each entity shares with it.
    shared: Option<Vec<u32>>,
    /// Place of each entity among the nodes.
    node_of: Vec<u32>,
    nodes: Vec<Node>,
    /// Sentences that two nodes share, by `a * n + b` with `a < b`.
    together: Vec<u32>,
    n_sentences: u32,
    next: usize,
}

impl Weaving {
    /// Begins.
    #[must_use]
    pub fn new(corpus: &Corpus, docs: &[DocId], wish: NetworkWish) -> Self {
        let mut weaving = Self {
            corpus: corpus.clone(),
            docs: docs.to_vec(),
            shared: wish.around.map(|_| vec![0; corpus.n_entities()]),
            node_of: vec![NONE; corpus.n_entities()],
            nodes: Vec::new(),
            together: Vec::new(),
            n_sentences: 0,
            next: 0,
            wish,
        };
        if weaving.shared.is_none() {
            let mut counts = vec![0; corpus.n_entities()];
            // The kind does not matter: all entities are counted at once.
            let facet = Facet::Entity(EntityKind::Person);
            corpus.count_values(facet, docs.iter().copied(), &mut counts);
            weaving.choose(&counts, None, weaving.wish.n_nodes);
        }
        weaving
    }

    /// How much is done, of how much.
    #[must_use]
    pub fn progress(&self) -> (u32, u32) {
        let n = self.docs.len() as u32;
        match (&self.wish.around, &self.shared) {
            (None, _) => (self.next as u32, n),
            (Some(_), Some(_)) => (self.next as u32, 2 * n),
            (Some(_), None) => (n + self.next as u32, 2 * n),
        }
    }

    /// Reads that many documents more; the network when all are read.
    pub fn advance(&mut self, n_docs: usize) -> Option<Network> {
        let end = self.next.saturating_add(n_docs).min(self.docs.len());
        for at in self.next..end {
            let Some(doc) = self.docs.get(at).and_then(|&doc| self.corpus.doc(doc)) else {
                continue;
            };
            match &mut self.shared {
                Some(shared) => share(&doc, self.wish.around, shared),
                None => {
                    let (node_of, nodes, together) =
                        (&self.node_of, &mut self.nodes, &mut self.together);
                    self.n_sentences += weave(&doc, node_of, nodes, together);
                }
            }
        }
        self.next = end;
        if end < self.docs.len() {
            return None;
        }
        if let Some(shared) = self.shared.take() {
            let n = self.wish.n_nodes.saturating_mul(CANDIDATES);
            self.choose(&shared, self.wish.around, n);
            self.next = 0;
            if !self.docs.is_empty() {
                return None;
            }
        }
        Some(self.finish())
    }

    /// All at once.
    #[must_use]
    pub fn finished(mut self) -> Network {
        loop {
            if let Some(network) = self.advance(usize::MAX) {
                return network;
            }
        }
    }

    /// The entities with the largest counts become nodes.
    fn choose(&mut self, counts: &[u32], first: Option<EntityId>, n: usize) {
        let kind = |entity| self.corpus.entity_kind(EntityId(entity));
        let is_wanted = |entity: u32| kind(entity).is_some_and(|k| self.wish.kinds.contains(&k));
        let mut keys: Vec<u64> = (0..)
            .zip(counts)
            .filter(|&(entity, &n)| n > 0 && Some(EntityId(entity)) != first && is_wanted(entity))
            .map(|(entity, &n)| pair(!n, entity))
            .collect();
        keys.sort_unstable();
        let others = keys.into_iter().map(|key| EntityId(unpair(key).1));
        let chosen = first.into_iter().chain(others).take(n.max(1));
        self.nodes = chosen
            .map(|entity| Node {
                entity,
                n_sentences: 0,
            })
            .collect();
        for (place, node) in (0..).zip(&self.nodes) {
            if let Some(slot) = self.node_of.get_mut(node.entity.0 as usize) {
                *slot = place;
            }
        }
        self.together = vec![0; self.nodes.len() * self.nodes.len()];
    }

    fn link(&self, a: usize, b: usize) -> Option<Link> {
        let n = *self.together.get(a * self.nodes.len() + b)?;
        let (n_a, n_b) = (
            self.nodes.get(a)?.n_sentences,
            self.nodes.get(b)?.n_sentences,
        );
        let without_a = self.n_sentences.saturating_sub(n_a);
        let g2 = log_likelihood(n, n_a, n_b.saturating_sub(n), without_a);
        (n > 0 && g2 >= LEAST).then_some(Link {
            a: a as u32,
            b: b as u32,
            n,
            g2,
        })
    }

    fn finish(&self) -> Network {
        let n = self.nodes.len();
        let is_around = self.wish.around.is_some();
        // By falling G² with the middle, or by falling number of sentences.
        let mut keys: Vec<u64> = (usize::from(is_around)..n)
            .filter_map(|place| {
                let weight = match is_around {
                    true => self.link(0, place)?.g2,
                    false => self.nodes.get(place)?.n_sentences,
                };
                (weight > 0).then(|| pair(!weight, place as u32))
            })
            .collect();
        keys.sort_unstable();
        let mut kept: Vec<u32> = keys.into_iter().map(|key| unpair(key).1).collect();
        kept.truncate(self.wish.n_nodes.saturating_sub(usize::from(is_around)));
        if is_around {
            kept.insert(0, 0);
        }
        let mut links = Vec::new();
        for (b, &at_b) in kept.iter().enumerate() {
            for (a, &at_a) in kept.iter().take(b).enumerate() {
                let (low, high) = (at_a.min(at_b) as usize, at_a.max(at_b) as usize);
                if let Some(link) = self.link(low, high) {
                    let (a, b) = (a as u32, b as u32);
                    links.push(Link { a, b, ..link });
                }
            }
        }
        links.sort_unstable_by_key(|link| (!link.g2, !link.n, link.a, link.b));
        let nodes = kept.iter().filter_map(|&at| self.nodes.get(at as usize));
        Network {
            nodes: nodes.copied().collect(),
            links,
            n_sentences: self.n_sentences,
        }
    }
}

/// Hands on what each sentence names, each entity once, as `of` has it; gives the number of sentences.
fn sentences(
    doc: &DocView<'_>,
    of: impl Fn(EntityId) -> Option<u32>,
    mut sentence: impl FnMut(&[u32]),
) -> u32 {
    let mut spans = doc.sentences();
    let n = spans.len() as u32;
    let mut span = spans.next();
    let mut here: Vec<u32> = Vec::new();
    let mut outer_end = 0;
    for mention in doc.mentions() {
        while span.is_some_and(|span| span.end <= mention.span.start) {
            span = spans.next();
            if !here.is_empty() {
                sentence(&here);
                here.clear();
            }
        }
        let is_inside = mention.span.end <= outer_end;
        outer_end = outer_end.max(mention.span.end);
        if let Some(name) = of(mention.entity).filter(|name| !is_inside && !here.contains(name)) {
            here.push(name);
        }
    }
    if !here.is_empty() {
        sentence(&here);
    }
    n
}

fn share(doc: &DocView<'_>, around: Option<EntityId>, shared: &mut [u32]) {
    let Some(around) = around else { return };
    sentences(
        doc,
        |entity| Some(entity.0),
        |here| {
            if !here.contains(&around.0) {
                return;
            }
            for &other in here {
                if let Some(n) = shared.get_mut(other as usize) {
                    *n += 1;
                }
            }
        },
    );
}

fn weave(doc: &DocView<'_>, node_of: &[u32], nodes: &mut [Node], together: &mut [u32]) -> u32 {
    let width = nodes.len();
    sentences(
        doc,
        |entity| {
            let place = node_of.get(entity.0 as usize).copied();
            place.filter(|&place| place != NONE)
        },
        |here| {
            for (i, &a) in here.iter().enumerate() {
                if let Some(node) = nodes.get_mut(a as usize) {
                    node.n_sentences += 1;
                }
                for &b in here.get(i + 1..).unwrap_or_default() {
                    let (low, high) = (a.min(b) as usize, a.max(b) as usize);
                    if let Some(n) = together.get_mut(low * width + high) {
                        *n += 1;
                    }
                }
            }
        },
    )
}

/// A sentence that names two entities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Together {
    /// The document.
    pub doc: DocId,
    /// The sentence.
    pub sentence: Span,
    /// The first mention of one.
    pub a: Span,
    /// The first mention of the other.
    pub b: Span,
}

/// The sentences of `docs` that name both, in the order of the documents.
#[must_use]
pub fn together(corpus: &Corpus, docs: &[DocId], a: EntityId, b: EntityId) -> Vec<Together> {
    let mut found = Vec::new();
    for &doc in docs {
        let names = |entity| corpus.entities_of(doc).any(|other| other == entity);
        if !names(a) || !names(b) {
            continue;
        }
        let Some(view) = corpus.doc(doc) else {
            continue;
        };
        let mentions: Vec<_> = view
            .mentions()
            .filter(|mention| mention.entity == a || mention.entity == b)
            .collect();
        for sentence in view.sentences() {
            let of = |entity| {
                let mut inside = mentions.iter().filter(|m| sentence.contains(m.span));
                inside.find(|m| m.entity == entity).map(|m| m.span)
            };
            let (Some(of_a), Some(of_b)) = (of(a), of(b)) else {
                continue;
            };
            if !of_a.contains(of_b) && !of_b.contains(of_a) {
                found.push(Together {
                    doc,
                    sentence,
                    a: of_a,
                    b: of_b,
                });
            }
        }
    }
    found
}
