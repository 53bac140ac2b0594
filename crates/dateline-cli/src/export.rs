//! `export`: the documents that a query finds, as a file for other programs.
//!
//! The page offers the same files; what only servers take, the bulk lines of OpenSearch, is written here.

use crate::{Outcome, study};
use corpus_index::Corpus;
use corpus_model::{CivilDate, DayInterval, DayNumber};
use corpus_search::{DocId, DocView, SearchRequest, parse};
use corpus_view::{FileKind, Selection, file};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Args {
    /// Folder of documents, or a corpus that `build` wrote: a pack, or a folder of parts
    corpus: PathBuf,
    /// Only what this query finds; everything without one
    query: Option<String>,
    /// Which kind of file
    #[arg(short, long, value_enum)]
    format: Kind,
    /// Name of the index, for OpenSearch
    #[arg(long, default_value = "dateline", value_parser = index_name)]
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

/// Longest id of a document that OpenSearch takes, in bytes.
const MAX_ID: usize = 512;
/// Longest value of a field that is looked up whole, in characters: Lucene takes 32,766 bytes, and refuses a document
/// with more.
const MAX_KEYWORD: usize = 8191;

/// A name that OpenSearch takes for an index.
fn index_name(typed: &str) -> Result<String, String> {
    let is_refused = |c: char| c.is_uppercase() || c.is_whitespace() || "\\/*?\"<>|,#:".contains(c);
    let has_fault = typed.is_empty()
        || typed.len() > 255
        || typed.starts_with(['_', '-', '+', '.'])
        || typed.contains(is_refused);
    match has_fault {
        true => Err("small letters, digits, - and _ make the name of an index".to_owned()),
        false => Ok(typed.to_owned()),
    }
}

/// Two lines a document: which index and id, then the fields that [`mapping`] declares.
fn bulk_lines(corpus: &Corpus, docs: &[DocId], index: &str) -> String {
    let mut out = String::new();
    for &id in docs {
        if let Some(doc) = corpus.doc(id) {
            let head = json!({ "index": { "_index": index, "_id": short_id(doc.id()) } });
            let _ = writeln!(out, "{head}\n{}", fields(corpus, id, &doc));
        }
    }
    out
}

/// The id as it is, or its beginning and a hash of it where it is too long: a path in an archive may be.
fn short_id(id: &str) -> String {
    if id.len() <= MAX_ID {
        return id.to_owned();
    }
    let hash: String = Sha256::digest(id)
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let mut end = MAX_ID - hash.len() - 1;
    while !id.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}#{hash}", &id[..end])
}

/// Days as a range; one that no date can say, behind the year 9999, leaves its side open.
fn range(days: DayInterval) -> Value {
    let day = |day: DayNumber| {
        let date = CivilDate::from_day_number(day);
        (date.day_number() == day).then(|| date.to_string())
    };
    let mut range = serde_json::Map::new();
    if let Some(begin) = days.begin.and_then(day) {
        range.insert("gte".to_owned(), begin.into());
    }
    if let Some(end) = days.end_exclusive.and_then(day) {
        range.insert("lt".to_owned(), end.into());
    }
    Value::Object(range)
}

fn fields(corpus: &Corpus, id: DocId, doc: &DocView<'_>) -> Value {
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut ids: Vec<&str> = Vec::new();
    for entity in corpus
        .entities_of(id)
        .filter_map(|entity| corpus.entity(entity))
    {
        names
            .entry(entity.kind().name())
            .or_default()
            .push(entity.name());
        ids.push(entity.id());
    }
    let mut mentioned: Vec<(Value, &str)> = Vec::new();
    for date in doc.dates() {
        if let Some(days) = date.interval.map(range)
            && !mentioned
                .iter()
                .any(|(known, value)| *known == days && *value == date.value)
        {
            mentioned.push((days, date.value));
        }
    }
    let (days, mut values): (Vec<Value>, Vec<&str>) = mentioned.into_iter().unzip();
    values.dedup();
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
        "id": doc.id(),
        "title": doc.title(),
        "text": corpus.text(id),
        "outlet": doc.outlet().map(|outlet| outlet.name),
        "authors": doc.authors(),
        "language": doc.language(),
        "url": doc.url(),
        "section": doc.section(),
        "type": doc.source().format.name(),
        "published": published.as_ref().and_then(|p| p.interval).map(range),
        "published_value": published.as_ref().map(|p| p.value),
        "mentioned": days,
        "mentioned_values": values,
        "entities": names,
        "entity_ids": ids,
        "quotes": quotes,
    })
}

fn mapping() -> Value {
    let keyword = json!({ "type": "keyword", "ignore_above": MAX_KEYWORD });
    // `uuuu` counts years before the first with a minus sign; `yyyy` has none for them.
    let days = json!({ "type": "date_range", "format": "uuuu-MM-dd" });
    let entities: serde_json::Map<String, Value> = corpus_model::EntityKind::ALL
        .iter()
        .map(|kind| (kind.name().to_owned(), keyword.clone()))
        .collect();
    // A field that the mapping does not know is a mistake, and not to be guessed at.
    json!({ "mappings": { "dynamic": "strict", "properties": {
        "id": keyword,
        "title": { "type": "text" },
        "text": { "type": "text" },
        "outlet": keyword,
        "authors": keyword,
        "language": keyword,
        "url": keyword,
        "section": keyword,
        "type": keyword,
        "published": days,
        "published_value": keyword,
        "mentioned": days,
        "mentioned_values": keyword,
        "entities": { "properties": entities },
        "entity_ids": keyword,
        "quotes": { "type": "nested", "properties": {
            "text": { "type": "text" },
            "speaker": keyword,
        } },
    } } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus_index::testing::CorpusBuilder;
    use corpus_index::write_pack;

    /// What a server would say to a value of a field: where it does not fit.
    fn fault(value: &Value, field: &Value) -> Option<String> {
        let all = match value {
            Value::Null => return None,
            Value::Array(all) => return all.iter().find_map(|one| fault(one, field)),
            one => one,
        };
        if let Some(properties) = field["properties"].as_object() {
            let inner = all.as_object()?;
            return inner
                .iter()
                .find_map(|(name, value)| match properties.get(name) {
                    Some(field) => fault(value, field).map(|fault| format!("{name}: {fault}")),
                    None => Some(format!("{name} has no mapping")),
                });
        }
        let is_day = |day: &Value| {
            let day = day.as_str().unwrap_or_default();
            let digits: Vec<&str> = day.trim_start_matches('-').split('-').collect();
            digits.iter().map(|part| part.len()).eq([4, 2, 2])
        };
        let fits = match field["type"].as_str() {
            Some("text" | "keyword") => all.is_string(),
            Some("date_range") => all.as_object().is_some_and(|range| {
                range.keys().all(|key| ["gte", "lt"].contains(&&**key))
                    && range.values().all(is_day)
            }),
            _ => false,
        };
        (!fits).then(|| format!("{all} is no {}", field["type"]))
    }

    #[test]
    fn every_field_of_every_line_is_of_its_type() {
        let corpus = corpus_index::testing::opened();
        let docs: Vec<DocId> = corpus.doc_ids().collect();
        let lines = bulk_lines(&corpus, &docs, "notes");
        assert!(
            lines.ends_with('\n'),
            "a server refuses a last line without its end"
        );
        let mapping = mapping();
        let lines: Vec<Value> = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 2 * docs.len());
        let mut n_dated = 0;
        for pair in lines.chunks(2) {
            assert_eq!(pair[0]["index"]["_id"], pair[1]["id"]);
            assert_eq!(fault(&pair[1], &mapping["mappings"]), None, "{}", pair[1]);
            n_dated += usize::from(!pair[1]["mentioned"].as_array().unwrap().is_empty());
        }
        assert!(n_dated > 0);
    }

    #[test]
    fn days_of_any_year_are_a_range_that_the_format_reads() {
        let days = |first: (i32, u8, u8), after: (i32, u8, u8)| {
            let day = |(year, month, day)| CivilDate::new(year, month, day).unwrap();
            range(DayInterval::days(day(first), day(after)))
        };
        assert_eq!(
            days((-44, 3, 15), (-44, 3, 16)),
            json!({ "gte": "-0044-03-15", "lt": "-0044-03-16" })
        );
        let last = CivilDate::new(9999, 12, 31).unwrap();
        let after = DayNumber(last.day_number().0 + 1);
        let days = DayInterval {
            begin: Some(last.day_number()),
            end_exclusive: Some(after),
        };
        assert_eq!(range(days), json!({ "gte": "9999-12-31" }));
        let open = DayInterval {
            begin: None,
            end_exclusive: Some(last.day_number()),
        };
        assert_eq!(range(open), json!({ "lt": "9999-12-31" }));
    }

    #[test]
    fn an_id_is_never_longer_than_a_server_takes_and_stays_one_of_its_own() {
        let path = |end: &str| format!("{}/{end}", "é".repeat(300));
        let mut b = CorpusBuilder::new("");
        let mut ids = vec![path("a"), path("b"), "short".to_owned()];
        for id in &ids {
            let _ = b.doc(id, "Title", "Words");
        }
        let corpus = Corpus::open(write_pack(&b.finish())).unwrap();
        let docs: Vec<DocId> = corpus.doc_ids().collect();
        let lines = bulk_lines(&corpus, &docs, "notes");
        let mut short: Vec<String> = lines
            .lines()
            .step_by(2)
            .map(|line| {
                serde_json::from_str::<Value>(line).unwrap()["index"]["_id"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        assert!(short.iter().all(|id| id.len() <= MAX_ID));
        assert!(short.contains(&ids.pop().unwrap()));
        short.sort();
        short.dedup();
        assert_eq!(short.len(), 3);
    }

    #[test]
    fn an_index_has_a_name_that_a_server_takes() {
        assert!(index_name("notes-2022_a").is_ok());
        for wrong in [
            "",
            "Notes",
            "two words",
            "_a",
            "-a",
            ".",
            "a*",
            "a/b",
            "a:b",
        ] {
            assert!(index_name(wrong).is_err(), "{wrong}");
        }
    }
}
