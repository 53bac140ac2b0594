//! Who stands beside whom, against counts made by hand.

#![allow(clippy::unwrap_used)] // helpers of tests are outside test functions

use corpus_index::testing::CorpusBuilder;
use corpus_model::{EntityKind, Mention, Span};
use corpus_search::{Corpus, DocId, EntityId, Network, NetworkWish, Weaving, together};

/// Sentences are paragraphs here. Every name is one word; a document has the given sentences.
fn corpus_of(docs: &[&[&str]]) -> Corpus {
    let mut b = CorpusBuilder::new("Names");
    let names = [
        ("Anna", EntityKind::Person),
        ("Boris", EntityKind::Person),
        ("Clara", EntityKind::Person),
        ("Oslo", EntityKind::Place),
    ];
    let known: Vec<_> = names
        .iter()
        .map(|(name, kind)| (*name, b.entity(&name.to_lowercase(), *kind, &[name])))
        .collect();
    for (i, sentences) in docs.iter().enumerate() {
        let mut doc = b.doc(&format!("d{i:03}"), "Note", &sentences.join("\n\n"));
        for (name, entity) in &known {
            doc = doc.mention(name, *entity);
        }
        let _ = doc;
    }
    Corpus::open(corpus_index::write_pack(&b.finish())).unwrap()
}

/// Anna and Boris meet five times; Clara is everywhere alone, once beside Anna.
fn meetings() -> Corpus {
    let met: &[&str] = &[
        "Anna met Boris and Boris met Anna.",
        "It rained.",
        "Clara wrote.",
    ];
    let alone: &[&str] = &["Clara went to Oslo.", "It snowed.", "Clara slept."];
    let both: &[&str] = &["Anna saw Clara.", "It blew.", "Boris ate.", "No more."];
    corpus_of(&[met, met, met, met, met, alone, alone, alone, both])
}

fn all(corpus: &Corpus) -> Vec<DocId> {
    corpus.doc_ids().collect()
}

fn wish(around: Option<EntityId>, n_nodes: usize) -> NetworkWish {
    NetworkWish {
        kinds: vec![EntityKind::Person, EntityKind::Place],
        around,
        n_nodes,
    }
}

/// Links by name, with their sentences.
fn links(corpus: &Corpus, network: &Network) -> Vec<(String, String, u32)> {
    let name = |end: u32| {
        let entity = network.nodes[end as usize].entity;
        corpus.entity(entity).unwrap().name().to_owned()
    };
    let links = network.links.iter();
    links
        .map(|link| (name(link.a), name(link.b), link.n))
        .collect()
}

#[test]
fn who_shares_sentences_is_linked_and_who_is_everywhere_is_not() {
    let corpus = meetings();
    let network = Weaving::new(&corpus, &all(&corpus), wish(None, 10)).finished();
    // Each document has a title, which is a sentence too.
    assert_eq!(network.n_sentences, 8 * 4 + 5);
    let mut found = links(&corpus, &network);
    found.iter_mut().for_each(|(a, b, _)| {
        if a > b {
            std::mem::swap(a, b);
        }
    });
    assert_eq!(found, [("Anna".to_owned(), "Boris".to_owned(), 5)]);
    let anna = corpus.entity_by_id("anna").unwrap();
    let of_anna = network.nodes.iter().find(|node| node.entity == anna);
    assert_eq!(
        of_anna.unwrap().n_sentences,
        6,
        "once a sentence, however often"
    );
}

#[test]
fn portions_give_what_one_stroke_gives() {
    let corpus = meetings();
    let anna = corpus.entity_by_id("anna");
    for around in [None, anna] {
        let whole = Weaving::new(&corpus, &all(&corpus), wish(around, 3)).finished();
        let mut weaving = Weaving::new(&corpus, &all(&corpus), wish(around, 3));
        let mut before = 0;
        let portions = loop {
            let (done, of) = weaving.progress();
            assert!(done <= of && done >= before);
            before = done;
            if let Some(network) = weaving.advance(2) {
                break network;
            }
        };
        assert_eq!(portions, whole);
    }
}

#[test]
fn one_in_the_middle_stands_with_those_that_belong_to_it() {
    let corpus = meetings();
    let boris = corpus.entity_by_id("boris").unwrap();
    let network = Weaving::new(&corpus, &all(&corpus), wish(Some(boris), 5)).finished();
    assert_eq!(network.nodes[0].entity, boris);
    assert_eq!(
        links(&corpus, &network),
        [("Boris".to_owned(), "Anna".to_owned(), 5)]
    );
    // The middle may be of a kind that is not asked for.
    let people = NetworkWish {
        kinds: vec![EntityKind::Place],
        ..wish(Some(boris), 5)
    };
    let network = Weaving::new(&corpus, &all(&corpus), people).finished();
    assert_eq!((network.nodes.len(), network.links.len()), (1, 0));
}

#[test]
fn a_link_opens_its_sentences() {
    let corpus = meetings();
    let id = |name| corpus.entity_by_id(name).unwrap();
    let found = together(&corpus, &all(&corpus), id("boris"), id("anna"));
    assert_eq!(found.len(), 5);
    let first = found[0];
    assert_eq!(corpus.text_slice(first.doc, first.a), "Boris");
    assert_eq!(corpus.text_slice(first.doc, first.b), "Anna");
    assert_eq!(
        corpus.text_slice(first.doc, first.sentence),
        "Anna met Boris and Boris met Anna."
    );
    assert!(together(&corpus, &all(&corpus), id("boris"), id("oslo")).is_empty());
}

#[test]
fn a_name_inside_a_name_does_not_stand_beside_it() {
    let mut b = CorpusBuilder::new("Schools");
    let school = b.entity("school", EntityKind::Organisation, &["University of Oslo"]);
    let city = b.entity("oslo", EntityKind::Place, &["Oslo"]);
    for i in 0..6 {
        let _ = b
            .doc(
                &format!("d{i}"),
                "Note",
                "The University of Oslo opened.\n\nSo.",
            )
            .mention("University of Oslo", school)
            .edit(|doc| {
                let start = doc.article.text.find("Oslo").unwrap();
                doc.mentions.push(Mention {
                    span: Span::from_range(start..start + 4),
                    kind: EntityKind::Place,
                    entity: city,
                    why: "inside".to_owned(),
                });
            });
    }
    let corpus = Corpus::open(corpus_index::write_pack(&b.finish())).unwrap();
    let every = NetworkWish {
        kinds: EntityKind::ALL.to_vec(),
        ..wish(None, 5)
    };
    let network = Weaving::new(&corpus, &all(&corpus), every).finished();
    assert!(network.links.is_empty());
    let id = |name| corpus.entity_by_id(name).unwrap();
    assert!(together(&corpus, &all(&corpus), id("school"), id("oslo")).is_empty());
}

#[test]
fn no_documents_no_network() {
    let corpus = meetings();
    for around in [None, corpus.entity_by_id("anna")] {
        let network = Weaving::new(&corpus, &[], wish(around, 5)).finished();
        assert!(network.links.is_empty() && network.n_sentences == 0);
    }
}
