//! The annotation record keeps its contract: `docs/annotations.schema.json`, and offsets that fit.

use crate::support::{ingest_files, ingest_folder, root, seeds};
use corpus_ingest::{Ingested, annotation_records};
use serde_json::Value;

fn records(run: &Ingested) -> Vec<Value> {
    annotation_records(run)
        .map(|record| serde_json::to_value(record).unwrap())
        .collect()
}

fn check_schema(records: &[Value]) {
    let schema = std::fs::read_to_string(root().join("docs/annotations.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for record in records {
        let errors: Vec<_> = validator
            .iter_errors(record)
            .map(|e| format!("{}: {e}", e.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", record["id"]);
    }
}

/// Every `start..end` of the layers lies in the text; words given beside an offset stand there.
fn check_offsets(run: &Ingested, records: &[Value]) {
    for record in records {
        let id = record["id"].as_str().unwrap();
        let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
        let slice = |value: &Value| -> String {
            let at = |key: &str| usize::try_from(value[key].as_u64().unwrap()).unwrap();
            text.get(at("start")..at("end"))
                .unwrap_or_else(|| panic!("{id}: {value}"))
                .iter()
                .collect()
        };
        for layer in ["entities", "dates", "quotes"] {
            let spans = record[layer].as_array().unwrap();
            for span in spans {
                let words = slice(span);
                assert!(
                    !words.trim().is_empty() && words.trim() == words,
                    "{id} {layer}: {words:?}"
                );
            }
            let starts: Vec<_> = spans.iter().map(|s| s["start"].as_u64().unwrap()).collect();
            assert!(starts.is_sorted(), "{id}: {layer} are not in text order");
        }
        for repair in record["repairs"].as_array().unwrap() {
            assert_eq!(slice(repair), repair["to"].as_str().unwrap(), "{id}");
        }
        let source = run.source_of(id).unwrap();
        let source: Vec<char> = source.chars().collect();
        for cut in record["removed"].as_array().unwrap() {
            let at = |key: &str| usize::try_from(cut[key].as_u64().unwrap()).unwrap();
            assert!(
                at("start") <= at("end") && at("end") <= source.len(),
                "{id}: {cut}"
            );
        }
    }
}

#[test]
fn the_bundled_corpus_prints_valid_records() {
    let run = ingest_folder(&root().join("corpus"));
    let records = records(&run);
    assert!(records.len() >= 24, "{} articles", records.len());
    check_schema(&records);
    check_offsets(&run, &records);
}

#[test]
fn the_seeds_print_valid_records() {
    let Some(folder) = seeds("the_seeds_print_valid_records") else {
        return;
    };
    let run = ingest_folder(&folder);
    let records = records(&run);
    check_schema(&records);
    check_offsets(&run, &records);
}

#[test]
fn what_is_printed_is_the_source_where_nothing_was_repaired() {
    let text =
        "Harbour reopens\n\nThe ferry to Lärvik sailed again on Monday, the port office said.\n";
    let run = ingest_files([("harbour.txt", text.as_bytes())]);
    let doc = &run.corpus.docs[0];
    let words: String = doc
        .article
        .map
        .iter()
        .filter(|piece| piece.is_copy)
        .map(|piece| piece.raw.of(run.source_of("harbour").unwrap()))
        .collect();
    assert_eq!(
        words.split_whitespace().collect::<String>(),
        text.split_whitespace().collect::<String>()
    );
    let whole = corpus_model::Span::from_range(0..doc.article.text.len());
    let back = doc
        .article
        .raw_from_clean(whole)
        .of(run.source_of("harbour").unwrap());
    assert_eq!(back, text.trim_end());
}
