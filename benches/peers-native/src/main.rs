//! The same documents and queries through Dateline's engine and through tantivy, one thread each:
//! `cargo run --release` in this folder. Prints microseconds (median, 95th percentile, best of five runs a query) and
//! the ratio of the medians; and in how many queries the two find another number of documents.
//!
//! Ours are asked for the exact form where tantivy knows no other. tantivy's words are made alike as far as its
//! tokenisers go (alphanumeric runs, lower case, no accents), so counts may differ where ours folds more: possessives,
//! initials, numbers with commas. Such queries are named on standard error.

#[allow(dead_code)] // outlets and days are for the other measurement
#[path = "../../../crates/corpus-search/benches/documents/mod.rs"]
mod documents;

use corpus_index::testing::CorpusBuilder;
use corpus_index::{Corpus, write_pack};
use corpus_search::{HitFinder, SearchRequest, parse, search_top};
use documents::{Document, documents, percentiles, queries};
use flate2::read::GzDecoder;
use std::error::Error;
use std::io::Read;
use std::time::Instant;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    BooleanQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, RegexQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::{AsciiFoldingFilter, LowerCaser, SimpleTokenizer, TextAnalyzer};
use tantivy::{Index, Searcher, TantivyDocument, Term, doc};

const SENTENCES: &str = "../../../shared/data/corpus-voa-sentences/sentences.txt.gz";

fn main() -> Result<(), Box<dyn Error>> {
    let n_docs = std::env::args()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(20_000);
    let mut sentences = String::new();
    let Ok(file) = std::fs::File::open(SENTENCES) else {
        println!("skipped: {SENTENCES} is not there");
        return Ok(());
    };
    GzDecoder::new(file).read_to_string(&mut sentences)?;
    let documents = documents(&sentences, n_docs);
    let queries = queries(&documents, 300);

    let start = Instant::now();
    let ours = ours(&documents)?;
    let our_millis = start.elapsed().as_millis();
    let start = Instant::now();
    let theirs = Theirs::new(&documents)?;
    let their_millis = start.elapsed().as_millis();
    println!(
        "{n_docs} documents; build: dateline {our_millis} ms, tantivy {their_millis} ms, ratio {:.2}",
        our_millis as f64 / their_millis as f64
    );

    println!(
        "\n{:10} {:>9} {:>9}   {:>9} {:>9}   {:>6}   {:>9} {:>9}   other counts",
        "query", "dateline", "p95", "tantivy", "p95", "ratio", "snippets", "tantivy"
    );
    for (kind, queries) in &queries {
        let mut times: [Vec<u128>; 4] = Default::default();
        let mut n_other = 0;
        for query in queries {
            let mut best = [u128::MAX; 4];
            let (mut our_total, mut their_total) = (0, 0);
            let own = exact(kind, query);
            for _ in 0..5 {
                let start = Instant::now();
                let request = SearchRequest {
                    query: parse(&own),
                    ..SearchRequest::default()
                };
                let top = search_top(&ours, &request, 10);
                best[0] = best[0].min(start.elapsed().as_nanos());
                our_total = top.total;
                let finder = HitFinder::new(&ours, &request.query);
                let n: usize = top
                    .docs
                    .iter()
                    .map(|doc| finder.snippet(*doc, 200).hits.len())
                    .sum();
                best[2] = best[2].min(start.elapsed().as_nanos());
                std::hint::black_box(n);
            }
            if let Some(parsed) = theirs.query(kind, query)? {
                for _ in 0..5 {
                    let start = Instant::now();
                    let (top, total) = theirs
                        .searcher
                        .search(&*parsed, &(TopDocs::with_limit(10), Count))?;
                    best[1] = best[1].min(start.elapsed().as_nanos());
                    their_total = total;
                    let mut generator =
                        SnippetGenerator::create(&theirs.searcher, &*parsed, theirs.body)?;
                    generator.set_max_num_chars(200);
                    for (_, address) in top {
                        let document: TantivyDocument = theirs.searcher.doc(address)?;
                        std::hint::black_box(generator.snippet_from_doc(&document));
                    }
                    best[3] = best[3].min(start.elapsed().as_nanos());
                }
                n_other += usize::from(our_total != their_total);
                if our_total != their_total {
                    eprintln!("{own}: {our_total}, tantivy {their_total}");
                }
            }
            for (times, best) in times.iter_mut().zip(best) {
                times.push(best);
            }
        }
        let [a, b, c, d] = times.map(percentiles);
        let us = |nanos: u128| {
            if nanos == u128::MAX {
                "-".to_owned()
            } else {
                format!("{:.1}", nanos as f64 / 1000.0)
            }
        };
        let ratio = if b.0 == u128::MAX {
            "-".to_owned()
        } else {
            format!("{:.2}", a.0 as f64 / b.0 as f64)
        };
        println!(
            "{kind:10} {:>9} {:>9}   {:>9} {:>9}   {ratio:>6}   {:>9} {:>9}   {n_other} of {}",
            us(a.0),
            us(a.1),
            us(b.0),
            us(b.1),
            us(c.0),
            us(d.0),
            queries.len()
        );
    }
    Ok(())
}

/// The query without other forms of its words, which tantivy would not find.
fn exact(kind: &str, query: &str) -> String {
    match kind {
        "word" | "two words" => query
            .split(' ')
            .map(|word| format!("={word}"))
            .collect::<Vec<_>>()
            .join(" "),
        "boolean" => query
            .replace('(', "(=")
            .replace("OR ", "OR =")
            .replace('-', "-="),
        _ => query.to_owned(),
    }
}

fn ours(documents: &[Document]) -> Result<Corpus, Box<dyn Error>> {
    let mut builder = CorpusBuilder::new("Peers");
    for (i, document) in documents.iter().enumerate() {
        let _ = builder.doc(&format!("d{i:06}"), &document.title, &document.body);
    }
    Ok(Corpus::open(write_pack(&builder.finish()))?)
}

struct Theirs {
    searcher: Searcher,
    body: Field,
}

impl Theirs {
    fn new(documents: &[Document]) -> Result<Self, Box<dyn Error>> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("plain")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let options = TextOptions::default().set_indexing_options(indexing) | STORED;
        let body = schema.add_text_field("body", options);
        let index = Index::create_in_ram(schema.build());
        let plain = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(LowerCaser)
            .filter(AsciiFoldingFilter)
            .build();
        index.tokenizers().register("plain", plain);
        let mut writer = index.writer_with_num_threads(1, 200_000_000)?;
        for document in documents {
            writer
                .add_document(doc!(body => format!("{}\n\n{}", document.title, document.body)))?;
        }
        writer.commit()?;
        Ok(Self {
            searcher: index.reader()?.searcher(),
            body,
        })
    }

    /// The query in tantivy's terms; nothing for kinds it does not have.
    fn query(&self, kind: &str, query: &str) -> Result<Option<Box<dyn Query>>, Box<dyn Error>> {
        let term = |word: &str| Term::from_field_text(self.body, word);
        let one = |word: &str| -> Box<dyn Query> {
            Box::new(TermQuery::new(term(word), IndexRecordOption::WithFreqs))
        };
        let words: Vec<&str> = query
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|w| !w.is_empty())
            .collect();
        Ok(Some(match kind {
            "word" => one(words[0]),
            "two words" => Box::new(BooleanQuery::new(vec![
                (Occur::Must, one(words[0])),
                (Occur::Must, one(words[1])),
            ])),
            "phrase" => Box::new(PhraseQuery::new(words.iter().map(|w| term(w)).collect())),
            "prefix" => Box::new(RegexQuery::from_pattern(
                &format!("{}.*", words[0]),
                self.body,
            )?),
            "fuzzy 1" => Box::new(FuzzyTermQuery::new(term(words[0]), 1, true)),
            "fuzzy 2" => Box::new(FuzzyTermQuery::new(term(words[0]), 2, true)),
            "boolean" => Box::new(BooleanQuery::new(vec![
                (
                    Occur::Must,
                    Box::new(BooleanQuery::new(vec![
                        (Occur::Should, one(words[0])),
                        (Occur::Should, one(words[2])),
                    ])),
                ),
                (Occur::MustNot, one(words[3])),
            ])),
            _ => return Ok(None),
        }))
    }
}
