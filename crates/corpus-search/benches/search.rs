//! How fast and how large search is over many documents, natively: `cargo bench -p corpus-search`.
//!
//! Documents are drawn from `../shared/data/corpus-voa-sentences`; without it nothing is measured. Times are
//! microseconds, median and 95th percentile; sizes are bytes, plain and after gzip.

#![allow(clippy::print_stdout)] // a program that prints its findings

mod documents;

use corpus_index::{Corpus, write_pack};
use corpus_search::{HitFinder, SearchRequest, parse, search, search_top};
use documents::{documents, linked, percentiles, queries};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use std::io::{Read, Write};
use std::time::Instant;

const SENTENCES: &str = "../../../shared/data/corpus-voa-sentences/sentences.txt.gz";

fn main() {
    let n_docs = std::env::args()
        .skip(1)
        .find_map(|n| n.parse().ok())
        .unwrap_or(20_000);
    let mut sentences = String::new();
    let Ok(file) = std::fs::File::open(SENTENCES) else {
        println!("skipped: {SENTENCES} is not there");
        return;
    };
    if let Err(error) = GzDecoder::new(file).read_to_string(&mut sentences) {
        println!("skipped: {error}: {SENTENCES}");
        return;
    }
    let documents = documents(&sentences, n_docs);
    let queries = queries(&documents, 400);
    let linked = linked(&documents);
    let text: usize = linked.docs.iter().map(|doc| doc.article.text.len()).sum();
    println!(
        "{n_docs} documents, {} MB of text, {} entities",
        text / 1_000_000,
        linked.entities.len()
    );

    let start = Instant::now();
    let pack = write_pack(&linked);
    let write_millis = start.elapsed().as_millis();
    let start = Instant::now();
    let corpus = Corpus::open(pack.clone()).expect("the writer's own bytes");
    println!(
        "write {write_millis} ms, open {} µs",
        start.elapsed().as_micros()
    );

    println!("\n{:10} {:>11} {:>11}", "section", "bytes", "gzip");
    let mut sums = (0, 0);
    for (name, len) in corpus.pack().sections() {
        let bytes = corpus.pack().section(&name).expect("listed");
        let zipped = gzip(&bytes);
        println!("{name:10} {len:>11} {zipped:>11}");
        sums = (sums.0 + len, sums.1 + zipped);
    }
    println!("{:10} {:>11} {:>11}", "all", sums.0, sums.1);

    println!(
        "\n{:10} {:>8} {:>8}   {:>8} {:>8}   {:>8} {:>8}   {:>8}",
        "query", "top 10", "p95", "snippets", "p95", "counts", "p95", "documents"
    );
    for (kind, queries) in &queries {
        let mut times = [Vec::new(), Vec::new(), Vec::new()];
        let mut n_found = Vec::new();
        for query in queries {
            let mut best = [u128::MAX; 3];
            let mut total = 0;
            // The best of some runs: other programs on the machine only ever add.
            for _ in 0..5 {
                let start = Instant::now();
                let request = SearchRequest {
                    query: parse(query),
                    ..SearchRequest::default()
                };
                let top = search_top(&corpus, &request, 10);
                best[0] = best[0].min(start.elapsed().as_nanos());
                let finder = HitFinder::new(&corpus, &request.query);
                let snippets: Vec<_> = top
                    .docs
                    .iter()
                    .map(|doc| finder.snippet(*doc, 200))
                    .collect();
                best[1] = best[1].min(start.elapsed().as_nanos());
                assert_eq!(snippets.len(), top.total.min(10));
                let start = Instant::now();
                let result = search(&corpus, &request);
                best[2] = best[2].min(start.elapsed().as_nanos());
                assert_eq!(result.total(), top.total);
                total = top.total;
            }
            for (times, best) in times.iter_mut().zip(best) {
                times.push(best);
            }
            n_found.push(total as u128);
        }
        let [a, b, c] = times.map(percentiles);
        let us = |nanos: u128| format!("{}.{}", nanos / 1000, nanos / 100 % 10);
        println!(
            "{kind:10} {:>8} {:>8}   {:>8} {:>8}   {:>8} {:>8}   {:>8}",
            us(a.0),
            us(a.1),
            us(b.0),
            us(b.1),
            us(c.0),
            us(c.1),
            percentiles(n_found).0
        );
    }
    let start = Instant::now();
    let all = search(&corpus, &SearchRequest::default());
    println!(
        "everything with counts: {} µs for {} documents",
        start.elapsed().as_micros(),
        all.total()
    );
}

fn gzip(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(9));
    let done = encoder.write_all(bytes).and_then(|()| encoder.finish());
    done.map_or(0, |zipped| zipped.len())
}
