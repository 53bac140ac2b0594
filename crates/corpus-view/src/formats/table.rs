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
            .chain(["file", "part", "sha256"]),
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
        let names = names.iter().map(String::as_str);
        put_csv_line(
            &mut out,
            cells
                .into_iter()
                .chain(names)
                .chain([source.path, &part, &hash]),
        );
    }
    out
}
