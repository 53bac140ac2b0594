//! `export`: the documents that a query finds, as a file for other programs.
//!
//! The page offers the same files; what only servers take, the bulk lines of OpenSearch, is written here.

use crate::{Outcome, study};
use corpus_index::Corpus;
use corpus_search::{DocId, DocView, SearchRequest, parse};
use corpus_view::{FileKind, Selection, file};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Args {
    /// Folder of documents, or a pack
    corpus: PathBuf,
    /// Only what this query finds; everything without one
    query: Option<String>,
    /// Which kind of file
    #[arg(short, long, value_enum)]
    format: Kind,
    /// Name of the index, for OpenSearch
    #[arg(long, default_value = "dateline")]
    index: String,
    /// File to write; standard output without it
    #[arg(short, long)]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    /// A row for each document
    Csv,
    /// The annotation record of each document, one a line
    Jsonl,
    /// The documents with what was said in them, to be read
    Markdown,
    /// A reference for each document, in words
    Citations,
    Bibtex,
    Ris,
    /// References as CSL-JSON
    Csl,
    /// Counts of the timeline
    TimelineCsv,
    /// The timeline as a drawing
    TimelineSvg,
    /// Bulk lines for OpenSearch or Elasticsearch, entities and dates as fields
    Opensearch,
    /// The index's mapping that fits these lines
    OpensearchMapping,
}

/// Writes the file.
pub fn run(args: &Args) -> Outcome {
    let corpus = study::open(&args.corpus)?;
    let request = SearchRequest {
        query: parse(args.query.as_deref().unwrap_or_default()),
        ..SearchRequest::default()
    };
    let found = corpus_search::search(&corpus, &request);
    for note in &found.notes {
        eprintln!("{}", note.message);
    }
    let of_page = |kind| {
        let selection = Selection {
            corpus: &corpus,
            docs: &found.docs,
            days: None,
            grain: None,
        };
        file(selection, kind)
    };
    let text = match args.format {
        Kind::Csv => of_page(FileKind::Csv),
        Kind::Jsonl => of_page(FileKind::JsonLines),
        Kind::Markdown => of_page(FileKind::Markdown),
        Kind::Citations => of_page(FileKind::Citations),
        Kind::Bibtex => of_page(FileKind::Bibtex),
        Kind::Ris => of_page(FileKind::Ris),
        Kind::Csl => of_page(FileKind::CslJson),
        Kind::TimelineCsv => of_page(FileKind::TimelineCsv),
        Kind::TimelineSvg => of_page(FileKind::TimelineSvg),
        Kind::Opensearch => bulk_lines(&corpus, &found.docs, &args.index),
        Kind::OpensearchMapping => format!("{:#}\n", mapping()),
    };
    match &args.output {
        Some(path) => std::fs::write(path, text)
            .map_err(|error| format!("cannot write {}: {error}", path.display()))?,
        // The reader may have closed the pipe.
        None => drop(std::io::stdout().write_all(text.as_bytes())),
    }
    eprintln!("{} of {} documents", found.total(), corpus.n_docs());
    Ok(ExitCode::SUCCESS)
}

/// Two lines a document: which index and id, then the fields that [`mapping`] declares.
fn bulk_lines(corpus: &Corpus, docs: &[DocId], index: &str) -> String {
    let mut out = String::new();
    for &id in docs {
        if let Some(doc) = corpus.doc(id) {
            let head = json!({ "index": { "_index": index, "_id": doc.id() } });
            let _ = writeln!(out, "{head}\n{}", fields(corpus, id, &doc));
        }
    }
    out
}

fn fields(corpus: &Corpus, id: DocId, doc: &DocView<'_>) -> Value {
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for mention in doc.mentions() {
        if let Some(entity) = corpus.entity(mention.entity) {
            let of_kind = names.entry(entity.kind().name()).or_default();
            if !of_kind.contains(&entity.name()) {
                of_kind.push(entity.name());
            }
        }
    }
    let days = |days: Option<corpus_model::DayInterval>| {
        let day = |day: corpus_model::DayNumber| {
            corpus_model::CivilDate::from_day_number(day).to_string()
        };
        days.map(|days| {
            let mut range = serde_json::Map::new();
            if let Some(begin) = days.begin {
                range.insert("gte".to_owned(), day(begin).into());
            }
            if let Some(end) = days.end_exclusive {
                range.insert("lt".to_owned(), day(end).into());
            }
            Value::Object(range)
        })
    };
    let published = doc.published();
    let quotes: Vec<Value> = doc
        .quotes()
        .map(|quote| {
            let speaker = quote.speaker.and_then(|who| corpus.entity(who));
            json!({
                "text": corpus.text_slice(id, quote.span),
                "speaker": speaker.map(|who| who.name()),
            })
        })
        .collect();
    json!({
        "title": doc.title(),
        "text": corpus.text(id),
        "outlet": doc.outlet().map(|outlet| outlet.name),
        "language": doc.language(),
        "url": doc.url(),
        "section": doc.section(),
        "published": days(published.as_ref().and_then(|p| p.interval)),
        "published_value": published.as_ref().map(|p| p.value),
        "mentioned": doc.dates().filter_map(|date| days(date.interval)).collect::<Vec<_>>(),
        "entities": names,
        "quotes": quotes,
    })
}

fn mapping() -> Value {
    let keyword = json!({ "type": "keyword" });
    let days = json!({ "type": "date_range", "format": "yyyy-MM-dd" });
    let entities: serde_json::Map<String, Value> = corpus_model::EntityKind::ALL
        .iter()
        .map(|kind| (kind.name().to_owned(), keyword.clone()))
        .collect();
    json!({ "mappings": { "properties": {
        "title": { "type": "text" },
        "text": { "type": "text" },
        "outlet": keyword,
        "language": keyword,
        "url": keyword,
        "section": keyword,
        "published": days,
        "published_value": keyword,
        "mentioned": days,
        "entities": { "properties": entities },
        "quotes": { "type": "nested", "properties": {
            "text": { "type": "text" },
            "speaker": keyword,
        } },
    } } })
}
