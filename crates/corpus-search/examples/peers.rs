//! Writes what `benches/peers-js` compares engines with: `cargo run --release -p corpus-search --example peers -- FOLDER [N]`.
//!
//! Into the folder go the documents, the queries with the documents that each has to find, and the corpus as a pack, in
//! parts, and as a pack without names and days, which the other engines do not index either. Which documents those are is found by reading all words of all documents.

#![allow(clippy::print_stdout)] // it is a program

#[allow(dead_code)] // the comparison draws no chart
#[path = "../benches/documents/mod.rs"]
mod documents;

use corpus_index::testing::CorpusBuilder;
use corpus_index::{Corpus, write_pack};
use documents::{Document, documents, linked, queries};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::time::Instant;

const SENTENCES: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/data/corpus-voa-sentences/sentences.txt.gz"
);

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: peers FOLDER [N]")?;
    let folder = Path::new(&folder);
    let n_docs = std::env::args().nth(2).and_then(|n| n.parse().ok());
    let n_docs = n_docs.unwrap_or(20_000);
    let Ok(file) = std::fs::File::open(SENTENCES) else {
        println!("skipped: {SENTENCES} is not there");
        return Ok(());
    };
    let mut sentences = String::new();
    GzDecoder::new(file).read_to_string(&mut sentences)?;
    let documents = documents(&sentences, n_docs);
    std::fs::create_dir_all(folder)?;

    let mut lines = BufWriter::new(std::fs::File::create(folder.join("documents.jsonl"))?);
    for (i, document) in documents.iter().enumerate() {
        writeln!(
            lines,
            "{}",
            json!({"id": i, "title": document.title, "text": document.body})
        )?;
    }
    lines.flush()?;

    let linked = linked(&documents);
    let start = Instant::now();
    let pack = write_pack(&linked);
    drop(linked);
    println!(
        "{n_docs} documents, pack written in {} ms",
        start.elapsed().as_millis()
    );
    std::fs::write(folder.join("corpus.pack"), &pack)?;
    let mut plain = CorpusBuilder::new("Bench");
    for (i, document) in documents.iter().enumerate() {
        let _ = plain.doc(&format!("{i:06}"), &document.title, &document.body);
    }
    let mut plain = plain.finish();
    // All are records of one file, as `dateline build documents.jsonl --plain` makes of them.
    let path = "documents.jsonl";
    let parts = u32::try_from(plain.docs.len())?;
    for (part, doc) in (1..).zip(&mut plain.docs) {
        let source = &mut doc.article.source;
        (source.path, source.part, source.parts) = (path.to_owned(), part, parts);
    }
    plain.coverage.files.truncate(1);
    for file in &mut plain.coverage.files {
        file.path = path.to_owned();
    }
    std::fs::write(folder.join("plain.pack"), write_pack(&plain))?;
    let corpus = Corpus::open(pack)?;
    for (name, _) in corpus.pack().sections() {
        let section = corpus.pack().section(&name)?;
        if name == "postings" || name == "position" || name == "terms" || name == "texts" {
            println!(
                "{name:9} {:>9} bytes, gzip {:>9}",
                section.len(),
                gzip(&section)?.len()
            );
        }
    }
    let parts = corpus.pack().split()?;
    let in_parts = folder.join("corpus.parts");
    for (page, content) in &parts.pages {
        let file = in_parts.join(format!("{:x}/{:02x}.bin", page >> 8, page & 0xff));
        std::fs::create_dir_all(file.parent().unwrap_or(folder))?;
        std::fs::write(file, gzip(content)?)?;
    }
    std::fs::create_dir_all(&in_parts)?;
    std::fs::write(in_parts.join("head.bin"), gzip(&parts.head)?)?;
    println!(
        "{} pages, head {} bytes",
        parts.pages.len(),
        gzip(&parts.head)?.len()
    );

    let asked = answered(&documents, &queries(&documents, 100));
    std::fs::write(
        folder.join("queries.json"),
        Value::Object(asked).to_string(),
    )?;
    Ok(())
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::new(6));
    gzip.write_all(bytes)?;
    gzip.finish()
}

/// Runs of letters and digits in small letters.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Each query with the documents that it has to find.
fn answered(
    documents: &[Document],
    queries: &BTreeMap<&'static str, Vec<String>>,
) -> serde_json::Map<String, Value> {
    // Words as numbers, so that reading all of them again and again takes seconds.
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let texts: Vec<Vec<u32>> = documents
        .iter()
        .map(|document| {
            let text = format!("{}\n\n{}", document.title, document.body);
            let number = |word: String| {
                let next = numbers.len() as u32;
                *numbers.entry(word).or_insert(next)
            };
            words(&text).into_iter().map(number).collect()
        })
        .collect();
    let of_words = |keep: &dyn Fn(&str) -> bool| -> BTreeSet<u32> {
        let kept = numbers.iter().filter(|(word, _)| keep(word));
        kept.map(|(_, number)| *number).collect()
    };
    let docs = |holds: &dyn Fn(&[u32]) -> bool| -> Vec<usize> {
        let found = texts.iter().enumerate().filter(|(_, text)| holds(text));
        found.map(|(i, _)| i).collect()
    };
    let mut out = serde_json::Map::new();
    for (kind, queries) in queries {
        let mut list = Vec::new();
        for query in queries {
            let asked = words(query.trim_end_matches(['1', '2']).trim_end_matches('~'));
            let number = |i: usize| {
                let word = asked.get(i).and_then(|word| numbers.get(word));
                word.copied().unwrap_or(u32::MAX)
            };
            let ids = match *kind {
                "word" => docs(&|text| text.contains(&number(0))),
                "two words" => docs(&|text| text.contains(&number(0)) && text.contains(&number(1))),
                "phrase" => {
                    let phrase: Vec<u32> = (0..asked.len()).map(number).collect();
                    docs(&|text| text.windows(phrase.len()).any(|part| part == phrase))
                }
                "prefix" => {
                    let fits = of_words(&|word| word.starts_with(&asked[0]));
                    docs(&|text| text.iter().any(|word| fits.contains(word)))
                }
                "fuzzy 1" | "fuzzy 2" => {
                    let most = if *kind == "fuzzy 1" { 1 } else { 2 };
                    let fits = of_words(&|word| distance(&asked[0], word) <= most);
                    docs(&|text| text.iter().any(|word| fits.contains(word)))
                }
                "boolean" => docs(&|text| {
                    // (a OR b) -c: the word between is OR.
                    (text.contains(&number(0)) || text.contains(&number(2)))
                        && !text.contains(&number(3))
                }),
                _ => continue,
            };
            list.push(json!({"query": query, "words": asked, "ids": ids}));
        }
        if !list.is_empty() {
            out.insert((*kind).to_owned(), Value::Array(list));
        }
    }
    out
}

/// Edits, a swap of two neighbours being one.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 2 {
        return 3;
    }
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let mut best = (table[i - 1][j] + 1)
                    .min(table[i][j - 1] + 1)
                    .min(table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]));
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(table[i - 2][j - 2] + 1);
                }
                best
            };
        }
    }
    table[a.len()][b.len()]
}
