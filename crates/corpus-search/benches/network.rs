//! How long it takes to weave a network over 5,000 generated documents of twenty names each.
//!
//! `cargo bench -p corpus-search --bench network`; last figures in `network.txt`.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // a bench prints

use corpus_index::testing::generated;
use corpus_index::write_pack;
use corpus_model::EntityKind;
use corpus_search::{Corpus, DocId, EntityId, NetworkWish, Weaving, entities_called};
use std::time::Instant;

fn main() {
    let corpus = Corpus::open(write_pack(&generated(5000, 800))).unwrap();
    let docs: Vec<DocId> = corpus.doc_ids().collect();
    for (name, around) in [("the most named", None), ("around one", Some(EntityId(0)))] {
        let times = (0..5).map(|_| {
            let wish = NetworkWish {
                kinds: EntityKind::ALL.to_vec(),
                around,
                n_nodes: 150,
            };
            let start = Instant::now();
            let network = Weaving::new(&corpus, &docs, wish).finished();
            (start.elapsed().as_millis(), network.links.len())
        });
        let (millis, links) = times.min().unwrap();
        println!("{name}: {millis} ms, {links} links");
    }
    let start = Instant::now();
    let n = entities_called(&corpus, EntityKind::Person, "b").len();
    println!(
        "people whose names begin with one letter: {} µs, {n} found",
        start.elapsed().as_micros()
    );
}
