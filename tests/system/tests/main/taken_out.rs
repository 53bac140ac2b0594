//! What the page gives away for other programs is what the command line prints, as far as a pack knows it.

use crate::support::{ingest_folder, root};
use corpus_index::{Corpus, DocId};
use corpus_ingest::annotation_records;
use corpus_view::{FileKind, Selection, file};
use serde_json::Value;

fn taken_out(corpus: &Corpus, kind: FileKind) -> String {
    let docs: Vec<DocId> = corpus.doc_ids().collect();
    let selection = Selection {
        corpus,
        docs: &docs,
        days: None,
        grain: None,
    };
    file(selection, kind)
}

#[test]
fn records_from_a_pack_are_those_of_the_command_line() {
    let run = ingest_folder(&root().join("corpus"));
    let corpus = Corpus::open(run.pack()).unwrap();
    let lines = taken_out(&corpus, FileKind::JsonLines);
    let mut n = 0;
    for line in lines.lines() {
        let mut from_pack: Value = serde_json::from_str(line).unwrap();
        let of_run = annotation_records(&run)
            .map(|record| serde_json::to_value(record).unwrap())
            .find(|record| record["id"] == from_pack["id"]);
        let mut of_run = of_run.unwrap();
        // Places in the source are bytes here, code points there.
        for record in [&mut from_pack, &mut of_run] {
            for removed in record["removed"].as_array_mut().unwrap() {
                for key in ["start", "end", "start_byte", "end_byte"] {
                    removed.as_object_mut().unwrap().remove(key);
                }
            }
        }
        for (key, value) in of_run.as_object().unwrap() {
            assert_eq!(&from_pack[key], value, "{}: {key}", of_run["id"]);
        }
        n += 1;
    }
    assert_eq!(n, run.corpus.docs.len());
}

#[test]
fn every_kind_of_file_is_well_formed() {
    let run = ingest_folder(&root().join("corpus"));
    let corpus = Corpus::open(run.pack()).unwrap();
    let n = corpus.n_docs();
    let references: Value = serde_json::from_str(&taken_out(&corpus, FileKind::CslJson)).unwrap();
    assert_eq!(references.as_array().unwrap().len(), n);
    assert_eq!(
        taken_out(&corpus, FileKind::Ris)
            .matches("\r\nER  - ")
            .count(),
        n
    );
    assert_eq!(taken_out(&corpus, FileKind::Citations).lines().count(), n);
    let drawing = taken_out(&corpus, FileKind::TimelineSvg);
    assert!(drawing.contains("<rect") && drawing.ends_with("</svg>\n"));
    let braces = |c: char| {
        taken_out(&corpus, FileKind::Bibtex)
            .replace(['\\'], "")
            .matches(c)
            .count()
    };
    assert_eq!(braces('{'), braces('}'));
    assert!(taken_out(&corpus, FileKind::TimelineCsv).lines().count() > 5);
    // The same corpus, the same bytes.
    for kind in FileKind::ALL {
        assert_eq!(taken_out(&corpus, kind), taken_out(&corpus, kind));
    }
}
