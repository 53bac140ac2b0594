//! Documents as a table: a row each, in the order of the results.

use crate::export::{CSV_START, put_csv_line};
use corpus_model::EntityKind;
use corpus_search::{Corpus, DocId};

/// Names that share a cell stand apart by this.
const BETWEEN: &str = "; ";

/// Entities that get a column, by kind.
const KINDS: [(EntityKind, &str); 4] = [
    (EntityKind::Person, "people"),
    (EntityKind::Organisation, "organisations"),
    (EntityKind::Place, "places"),
    (EntityKind::Event, "events"),
];

pub fn csv(corpus: &Corpus, docs: &[DocId]) -> String {
    let mut out = CSV_START.to_owned();
    let head = [
        "id",
        "title",
        "outlet",
        "published",
        "precision",
        "confidence",
        "language",
        "authors",
        "url",
        "section",
    ];
    let kinds = KINDS.iter().map(|(_, name)| *name);
    put_csv_line(
        &mut out,
        head.into_iter()
            .chain(kinds)
            .chain(["dates", "file", "part", "sha256"]),
    );
    for doc in docs.iter().filter_map(|&doc| corpus.doc(doc)) {
        let published = doc.published();
        let source = doc.source();
        let confidence = published.map_or_else(String::new, |p| {
            format!("{}.{:03}", p.confidence.0 / 1000, p.confidence.0 % 1000)
        });
        let names = KINDS.map(|(kind, _)| {
            let names: Vec<&str> = corpus
                .entities_of(doc.doc_id())
                .filter_map(|entity| corpus.entity(entity))
                .filter(|entity| entity.kind() == kind)
                .map(|entity| entity.name())
                .collect();
            names.join(BETWEEN)
        });
        let (authors, part) = (doc.authors().join(BETWEEN), source.part.to_string());
        let hash: String = source
            .sha256
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let cells = [
            doc.id(),
            doc.title(),
            doc.outlet().map_or("", |outlet| outlet.name),
            published.map_or("", |published| published.value),
            published.map_or("", |published| published.precision.name()),
            &confidence,
            doc.language(),
            &authors,
            doc.url().unwrap_or_default(),
            doc.section().unwrap_or_default(),
        ];
        // The days that the text names, as TIMEX3 values, each once and in the order of the text.
        let mut dates: Vec<&str> = Vec::new();
        for date in doc.dates().filter(|date| date.interval.is_some()) {
            if !dates.contains(&date.value) {
                dates.push(date.value);
            }
        }
        let dates = dates.join(BETWEEN);
        let names = names.iter().map(String::as_str);
        put_csv_line(
            &mut out,
            cells
                .into_iter()
                .chain(names)
                .chain([&*dates, source.path, &part, &hash]),
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_names_share_a_cell_each_and_every_row_has_every_cell() {
        let corpus = corpus_index::testing::opened();
        let docs: Vec<DocId> = corpus.doc_ids().collect();
        let text = csv(&corpus, &docs);
        let table = text.trim_start_matches(CSV_START);
        let head: Vec<&str> = table
            .lines()
            .next()
            .unwrap_or_default()
            .split(',')
            .collect();
        let dates = head.iter().position(|name| *name == "dates");
        assert_eq!(dates, Some(head.len() - 4));
        // No text of this corpus holds a line end, so that a row is a line.
        let rows: Vec<&str> = table.trim_end().split("\r\n").skip(1).collect();
        assert_eq!(rows.len(), docs.len());
        assert!(rows[0].contains(",2022-01-05; 2022-01-07,"), "{}", rows[0]);
    }
}
