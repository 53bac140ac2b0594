//! Who is who over a whole folder: what finding names knows reaches the joining of them.

use crate::support::ingest_files;
use corpus_ingest::Ingested;
use corpus_model::EntityKind;

/// Spellings of each person of these texts, sorted.
fn people(texts: &[(&str, &str)]) -> Vec<Vec<String>> {
    let run: Ingested = ingest_files(texts.iter().map(|(path, text)| (*path, text.as_bytes())));
    let people = run
        .corpus
        .entities
        .iter()
        .filter(|entity| entity.kind == EntityKind::Person);
    let mut all: Vec<Vec<String>> = people
        .map(|person| {
            let mut spellings: Vec<String> = person
                .spellings
                .iter()
                .map(|spelling| spelling.text.clone())
                .collect();
            spellings.sort();
            spellings
        })
        .collect();
    all.sort();
    all
}

#[test]
fn a_given_name_of_the_tables_tells_whose_family_name_a_title_means() {
    // Neither name is in the short list of the joining, both are in the tables of names.
    let found = people(&[(
        "council.txt",
        "Council notes\n\nYesterday Ludovica Oldmere opened the meeting with Edoardo Oldmere, her brother. Later Mrs. Oldmere \
         thanked the guests.\n",
    )]);
    assert_eq!(
        found,
        [
            vec!["Edoardo Oldmere".to_owned()],
            vec!["Ludovica Oldmere".to_owned(), "Oldmere".to_owned()]
        ]
    );
}
