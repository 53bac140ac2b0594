//! A reader's corrections are replayed by a build, and none is lost in silence.

use crate::support::ingest_files;
use corpus_ingest::{CORRECTIONS_FILE, Ingested};
use corpus_model::{Entity, EntityKind};

const REPORT: &str = "Minister visits the harbour\n\n\
    Foreign Minister Ada Marrow said on Friday that the ferry would sail again. Marrow spoke in Paris.\n\n\
    The minister met Ben Quill, who leads the port authority. Quill thanked her.\n";
const LETTER: &str = "Reply from the port\n\n\
    Tilda Brook, the minister, has not written to us, said Ben Quill on Monday.\n";

/// The folder with these corrections.
fn corrected(corrections: &str) -> Ingested {
    ingest_files([
        ("letter.txt", LETTER.as_bytes()),
        ("report.txt", REPORT.as_bytes()),
        (CORRECTIONS_FILE, corrections.as_bytes()),
    ])
}

fn entity<'r>(run: &'r Ingested, spelling: &str) -> Option<&'r Entity> {
    run.corpus
        .entities
        .iter()
        .find(|e| e.spellings.iter().any(|s| s.text == spelling))
}

fn remarks(run: &Ingested) -> String {
    run.diagnostics()
        .filter(|remark| remark.source == CORRECTIONS_FILE)
        .map(|remark| remark.message.clone() + "\n")
        .collect()
}

#[test]
fn merged_names_are_one_entity_and_say_why() {
    let run = corrected(
        "[[correction]]\ndo = \"mention\"\ndocument = \"letter\"\nquote = \"Tilda Brook, the minister\"\n\
         name = \"Tilda Brook\"\nkind = \"person\"\n\
         [[correction]]\ndo = \"merge\"\nnames = [\"Tilda Brook\", \"ada marrow\"]\nwhy = \"her pen name\"\n",
    );
    assert_eq!(remarks(&run), "");
    let marrow = entity(&run, "Tilda Brook").expect("merged");
    assert!(marrow.spellings.iter().any(|s| s.text == "Ada Marrow"));
    assert!(marrow.joins.iter().any(|j| j.rule.contains("her pen name")));
    let letter = run
        .corpus
        .docs
        .iter()
        .find(|d| d.article.id == "letter")
        .unwrap();
    let mention = letter
        .mentions
        .iter()
        .find(|m| m.span.of(&letter.article.text) == "Tilda Brook")
        .expect("marked");
    assert_eq!(run.corpus.entities[mention.entity.0 as usize].id, marrow.id);
}

#[test]
fn names_are_split_renamed_retyped_and_hidden_in_order() {
    let run = corrected(
        "[[correction]]\ndo = \"split\"\nfrom = \"Ben Quill\"\nspelling = \"Quill\"\n\
         [[correction]]\ndo = \"rename\"\nname = \"Quill\"\nkind = \"person\"\nto = \"Clara Quill\"\n\
         [[correction]]\ndo = \"retype\"\nname = \"Paris\"\nto = \"person\"\n\
         [[correction]]\ndo = \"hide\"\nname = \"Ada Marrow\"\n",
    );
    assert_eq!(remarks(&run), "");
    let quill = entity(&run, "Quill").expect("split off");
    assert_eq!(quill.name, "Clara Quill");
    assert_ne!(quill.id, entity(&run, "Ben Quill").expect("kept").id);
    assert_eq!(
        entity(&run, "Paris").expect("kept").kind,
        EntityKind::Person
    );
    assert!(entity(&run, "Marrow").is_none());
    assert!(
        run.corpus
            .docs
            .iter()
            .flat_map(|d| &d.mentions)
            .all(|m| { (m.entity.0 as usize) < run.corpus.entities.len() })
    );
}

#[test]
fn facts_about_a_document_are_the_readers() {
    let run = corrected(
        "[[correction]]\ndo = \"document\"\ndocument = \"letter\"\noutlet = \"Port Gazette\"\npublished = \"2019-03-04\"\n\
         title = \"Tilda  Brook, the minister\"\n",
    );
    assert_eq!(remarks(&run), "");
    let letter = run
        .corpus
        .docs
        .iter()
        .find(|d| d.article.id == "letter")
        .unwrap();
    assert_eq!(letter.article.title_text(), "Tilda Brook, the minister");
    assert_eq!(
        letter.article.outlet.as_ref().unwrap().value,
        "Port Gazette"
    );
    let published = letter.published.as_ref().unwrap();
    assert_eq!(published.value, "2019-03-04");
    assert!(
        published.why.contains(CORRECTIONS_FILE),
        "{}",
        published.why
    );
}

#[test]
fn a_correction_that_fits_nothing_is_reported_by_number() {
    let run = corrected(
        "[[correction]]\ndo = \"hide\"\nname = \"Nobody\"\n\
         [[correction]]\ndo = \"document\"\ndocument = \"gone\"\noutlet = \"X\"\n\
         [[correction]]\ndo = \"mention\"\ndocument = \"report\"\nquote = \"the moon\"\nname = \"moon\"\nkind = \"place\"\n\
         [[correction]]\ndo = \"rename\"\nname = \"Ben Quill\"\nto = \"Benjamin Quill\"\n",
    );
    let said = remarks(&run);
    for part in [
        "correction 1 (hide)",
        "Nobody",
        "correction 2 (document)",
        "gone",
        "correction 3 (mention)",
        "the moon",
    ] {
        assert!(said.contains(part), "{said}");
    }
    assert!(!said.contains("correction 4"), "{said}");
    assert_eq!(entity(&run, "Ben Quill").unwrap().name, "Benjamin Quill");
}
