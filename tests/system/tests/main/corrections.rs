//! A reader's corrections are replayed by a build and by a page with the same outcome, and none is lost in silence.

use crate::support::{corpus_files, ingest_files};
use corpus_index::{Corpus, rewrite_pack, thaw, write_pack};
use corpus_ingest::corrections::{entries, file_of, replay};
use corpus_ingest::{CORRECTIONS_FILE, Ingested};
use corpus_model::{Action, Correction, Entity, EntityKind, Named, Passage, SourceFile, Whose};
use corpus_view::written;
use proptest::prelude::*;

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

/// A report in which one name is two people's, and a town's.
const TWO_BROOKS: &str = "Ferry report\n\n\
    Tilda Brook, the treasurer, counted the tickets. Later Brook, her son, repaired the engine. \
    “It will hold,” said Brook on Monday.\n\n\
    They live in the town of Brook.\n";

/// What the text marks, each with the id of its entity, after these corrections.
fn marks_of_brooks(corrections: &str) -> (Vec<(String, String)>, Ingested) {
    let run = ingest_files([
        ("brooks.txt", TWO_BROOKS.as_bytes()),
        (CORRECTIONS_FILE, corrections.as_bytes()),
    ]);
    let doc = &run.corpus.docs[0];
    let marks = doc.mentions.iter().map(|mention| {
        let entity = &run.corpus.entities[mention.entity.0 as usize];
        let words = mention.span.of(&doc.article.text);
        (words.to_owned(), entity.id.clone())
    });
    (
        marks.filter(|(words, _)| words.contains("Brook")).collect(),
        run,
    )
}

const HER_SON: &str = "[[correction]]\ndo = \"mention\"\ndocument = \"brooks\"\nquote = \"Brook, her son, repaired\"\n\
    name = \"Brook\"\nkind = \"person\"\napart = true\nwhy = \"a son\"\n";

#[test]
fn one_place_is_given_to_somebody_else_and_the_others_stay() {
    let (before, _) = marks_of_brooks("");
    assert_eq!(before[0].1, before[1].1, "read as one: {before:?}");
    let (apart, run) = marks_of_brooks(HER_SON);
    assert_eq!(remarks(&run), "");
    assert_ne!(apart[1].1, apart[0].1);
    assert_eq!(apart[2].1, apart[0].1, "said Brook: {apart:?}");
    let son = entity_of(&run, &apart[1].1);
    assert_eq!((son.spellings.len(), son.spellings[0].n), (1, 1));

    // What he says is his as well, by his name; and everything can go back to her.
    let said = "[[correction]]\ndo = \"mention\"\ndocument = \"brooks\"\nquote = \"Brook on Monday\"\n\
        name = \"Brook\"\nkind = \"person\"\nof = ";
    let (given, run) = marks_of_brooks(&format!("{HER_SON}{said}\"{}\"\n", apart[1].1));
    assert_eq!(remarks(&run), "");
    assert_eq!(given[2].1, given[1].1);
    let speaker = run.corpus.docs[0].quotes[0].speaker.expect("somebody");
    assert_eq!(run.corpus.entities[speaker.0 as usize].id, given[1].1);
    let back = HER_SON.replace("apart = true", "of = \"Tilda Brook\"");
    let (back, run) = marks_of_brooks(&format!("{HER_SON}{back}"));
    assert_eq!(remarks(&run), "");
    assert_eq!(back, before);
    assert!(run.corpus.entities.iter().all(|e| !e.spellings.is_empty()));
}

fn entity_of<'r>(run: &'r Ingested, id: &str) -> &'r Entity {
    let mut entities = run.corpus.entities.iter();
    entities.find(|e| e.id == id).expect("an entity")
}

#[test]
fn one_place_is_told_to_be_no_name() {
    let (before, _) = marks_of_brooks("");
    let unmark = "[[correction]]\ndo = \"unmark\"\ndocument = \"brooks\"\nquote = \"Brook, her son\"\nname = \"Brook\"\n";
    let (after, run) = marks_of_brooks(unmark);
    assert_eq!(remarks(&run), "");
    assert_eq!(after.len() + 1, before.len());
    assert_eq!(after[1], before[2]);
    // Twice is once too often, and who is not there is given nothing: both are listed, and nothing changes.
    let nobody = HER_SON.replace("apart = true", "of = \"Nobody Atall\"");
    let (same, run) = marks_of_brooks(&format!("{unmark}{unmark}{nobody}"));
    assert_eq!(same, after);
    let said = remarks(&run);
    assert!(said.contains("correction 2 (unmark)"), "{said}");
    assert!(said.contains("nothing is marked"), "{said}");
    assert!(said.contains("correction 3 (mention)"), "{said}");
    assert!(said.contains("Nobody Atall"), "{said}");
}

#[test]
fn what_is_put_right_in_one_place_is_alike_in_page_and_build() {
    let unmark = "[[correction]]\ndo = \"unmark\"\ndocument = \"brooks\"\nquote = \"Brook on Monday\"\nname = \"Brook\"\n";
    let (_, base) = marks_of_brooks("");
    let (page, file) = in_the_page(base.pack(), &texts(&format!("{HER_SON}{unmark}")));
    let (_, build) = marks_of_brooks(&file);
    assert_eq!(remarks(&build), "");
    assert!(page == build.pack());
}

#[test]
fn a_name_is_marked_wherever_it_stands_alone() {
    let run = corrected("[[correction]]\ndo = \"mention\"\nname = \"port\"\nkind = \"place\"\n");
    assert_eq!(remarks(&run), "");
    let port = entity(&run, "port").expect("marked");
    // "port authority" and "from the port", not "report".
    assert!(port.spellings[0].n >= 2, "{:?}", port.spellings);
    for doc in &run.corpus.docs {
        let ends: Vec<u32> = doc.mentions.iter().map(|m| m.span.end).collect();
        assert!(
            doc.mentions
                .iter()
                .skip(1)
                .zip(ends)
                .all(|(next, end)| next.span.start >= end)
        );
    }
    let nowhere =
        corrected("[[correction]]\ndo = \"mention\"\nname = \"epor\"\nkind = \"place\"\n");
    assert!(remarks(&nowhere).contains("correction 1 (mention)"));
}

#[test]
fn dates_of_a_text_move_with_its_day_and_the_candidates_stay() {
    let files = |corrections: &str| {
        ingest_files([
            (
                "2022-01-07-note.txt",
                "Harbour notes\n\nThe ferry sank yesterday.\n".as_bytes(),
            ),
            (CORRECTIONS_FILE, corrections.as_bytes()),
        ])
    };
    let day = |run: &Ingested| run.corpus.docs[0].dates[0].value.clone();
    let before = files("");
    let id = before.corpus.docs[0].article.id.clone();
    assert_eq!(day(&before), "2022-01-06");
    let set = |value: &str| {
        files(&format!(
            "[[correction]]\ndo = \"document\"\ndocument = \"{id}\"\npublished = \"{value}\"\n"
        ))
    };
    let moved = set("2019-03-04");
    assert_eq!(day(&moved), "2019-03-03");
    let candidates = &moved.corpus.docs[0]
        .published
        .as_ref()
        .expect("dated")
        .candidates;
    assert!(
        candidates
            .iter()
            .any(|candidate| candidate.value == "2022-01-07"),
        "{candidates:?}"
    );
    assert_eq!(set("").corpus.docs[0].published, None);
    let month = set("2019-03");
    assert_eq!(
        month.corpus.docs[0]
            .published
            .as_ref()
            .map(|p| p.value.as_str()),
        Some("2019-03")
    );
    assert!(remarks(&set("May 2019")).contains("no date"));
}

/// What a page makes of a pack and of a list of entries.
fn in_the_page(pack: Vec<u8>, list: &[String]) -> (Vec<u8>, String) {
    let base = Corpus::open(pack).unwrap();
    let file = file_of(base.corrections(), list);
    let new = list.iter().flat_map(|text| entries(text).unwrap());
    let (corpus, _) = replay(thaw(&base), new.collect(), file.clone());
    let bytes = rewrite_pack(&base, &corpus);
    assert_eq!(bytes, write_pack(&corpus));
    (bytes, file)
}

fn texts(file: &str) -> Vec<String> {
    entries(file)
        .unwrap()
        .into_iter()
        .map(|entry| entry.text)
        .collect()
}

const ALL_KINDS: &str = "# seen twice\n[[correction]]\ndo = \"split\"\nfrom = \"Ben Quill\"\nspelling = \"Quill\"\n\
    [[correction]]\ndo = \"rename\"\nname = \"Quill\"\nto = \"Clara Quill\"\nwhy = \"she signs so\"\n\
    [[correction]]\ndo = \"retype\"\nname = \"Paris\"\nto = \"person\"\n\
    [[correction]]\ndo = \"mention\"\nname = \"port authority\"\nkind = \"organisation\"\n\
    [[correction]]\ndo = \"mention\"\ndocument = \"letter\"\nquote = \"Tilda Brook, the minister\"\nname = \"Tilda Brook\"\nkind = \"person\"\n\
    [[correction]]\ndo = \"merge\"\nnames = [\"Tilda Brook\", \"Ada Marrow\"]\nwhy = \"her pen name\"\n\
    [[correction]]\ndo = \"hide\"\nname = \"Nobody\"\n\
    [[correction]]\ndo = \"explode\"\n\
    [[correction]]\ndo = \"document\"\ndocument = \"letter\"\noutlet = \"Port Gazette\"\npublished = \"2019-03-04\"\ntitle = \"Tilda Brook\"\n\
    [[correction]]\ndo = \"rename\"\nname = \"Ada Marrow\"\nto = \"Tilda Marrow\"\n\
    [[correction]]\ndo = \"hide\"\nname = \"Clara Quill\"\n";

#[test]
fn what_a_page_exports_makes_a_build_of_the_same_bytes() {
    let (page, file) = in_the_page(corrected("").pack(), &texts(ALL_KINDS));
    let build = corrected(&file);
    assert!(
        remarks(&build).contains("correction 7 (hide)"),
        "{}",
        remarks(&build)
    );
    assert!(
        remarks(&build).contains("correction 8"),
        "{}",
        remarks(&build)
    );
    assert_eq!(
        thaw(&Corpus::open(page.clone()).unwrap()),
        thaw(&Corpus::open(build.pack()).unwrap())
    );
    assert_eq!(page, build.pack());
}

#[test]
fn corrections_go_on_where_those_of_the_folder_end() {
    let all = texts(ALL_KINDS);
    for n in 1..all.len() {
        let (of_folder, of_reader) = all.split_at(n);
        let folder = corrected(&file_of("", of_folder));
        let (page, file) = in_the_page(folder.pack(), of_reader);
        assert_eq!(texts(&file), all);
        assert!(page == corrected(&file).pack(), "{n} in the folder");
    }
}

#[test]
fn the_bundled_corpus_is_corrected_alike_in_page_and_build() {
    let files = corpus_files();
    let base = ingest_files(
        files
            .iter()
            .map(|file| (file.path.as_str(), &file.bytes[..])),
    );
    let pack = base.pack();
    assert_eq!(
        write_pack(&thaw(&Corpus::open(pack.clone()).unwrap())),
        pack
    );
    let people: Vec<&Entity> = base
        .corpus
        .entities
        .iter()
        .filter(|e| e.kind == EntityKind::Person)
        .collect();
    let doc = &base.corpus.docs[0].article.id;
    let named = |entity: &Entity| Named {
        name: entity.name.clone(),
        kind: Some(entity.kind),
    };
    let actions = [
        Action::Merge {
            entities: vec![named(people[0]), named(people[1])],
        },
        Action::Retype {
            entity: named(people[2]),
            to: EntityKind::Place,
        },
        Action::Hide {
            entity: named(people[3]),
        },
        Action::Document {
            document: doc.clone(),
            title: None,
            outlet: Some("The Lamp".to_owned()),
            published: Some("2020-02".to_owned()),
        },
    ];
    let list = actions.map(|action| {
        written(
            &Correction {
                action,
                why: String::new(),
            },
            &[],
        )
    });
    let (page, file) = in_the_page(pack, &list);
    let corrections = SourceFile {
        path: CORRECTIONS_FILE.to_owned(),
        bytes: file.into_bytes(),
    };
    let files = files
        .iter()
        .filter(|file| file.path != CORRECTIONS_FILE)
        .chain([&corrections]);
    let build = ingest_files(files.map(|file| (file.path.as_str(), &file.bytes[..])));
    assert_eq!(remarks(&build), "");
    assert!(page == build.pack());
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        Just("\"\"\"\n[[correction]]\ndo = \"hide\"".to_owned()),
        Just("# \u{202e}\u{0}\u{7f}\\".to_owned()),
    ]
}

fn kind() -> impl Strategy<Value = EntityKind> {
    (0..EntityKind::ALL.len()).prop_map(|i| EntityKind::ALL[i])
}

fn whose() -> impl Strategy<Value = Whose> {
    prop_oneof![
        Just(Whose::Called),
        Just(Whose::New),
        text().prop_map(Whose::Of)
    ]
}

fn action() -> impl Strategy<Value = Action> {
    let named =
        || (text(), proptest::option::of(kind())).prop_map(|(name, kind)| Named { name, kind });
    prop_oneof![
        (
            proptest::collection::vec(text(), 2..4),
            proptest::option::of(kind())
        )
            .prop_map(|(names, kind)| {
                let entities = names.into_iter().map(|name| Named { name, kind }).collect();
                Action::Merge { entities }
            }),
        (named(), text()).prop_map(|(from, spelling)| Action::Split { from, spelling }),
        (named(), text()).prop_map(|(entity, to)| Action::Rename { entity, to }),
        (named(), kind()).prop_map(|(entity, to)| Action::Retype { entity, to }),
        named().prop_map(|entity| Action::Hide { entity }),
        (proptest::option::of((text(), text())), text(), kind()).prop_map(
            |(passage, name, kind)| {
                let passage = passage.map(|(document, quote)| Passage { document, quote });
                Action::Mention {
                    passage,
                    name,
                    kind,
                    whose: Whose::Called,
                }
            }
        ),
        (text(), text(), text(), kind(), whose()).prop_map(
            |(document, quote, name, kind, whose)| {
                let passage = Some(Passage { document, quote });
                Action::Mention {
                    passage,
                    name,
                    kind,
                    whose,
                }
            }
        ),
        (text(), text(), text()).prop_map(|(document, quote, name)| {
            let passage = Passage { document, quote };
            Action::Unmark { passage, name }
        }),
        (
            text(),
            proptest::option::of(text()),
            proptest::option::of(text()),
            proptest::option::of(text())
        )
            .prop_map(|(document, title, outlet, published)| Action::Document {
                document,
                title,
                outlet,
                published
            }),
    ]
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(
        given in proptest::collection::vec((action(), text(), text()), 1..4),
    ) {
        let given: Vec<(Correction, String)> = given
            .into_iter()
            .map(|(action, why, evidence)| (Correction { action, why }, evidence))
            .collect();
        let texts: Vec<String> = given.iter().map(|(c, evidence)| written(c, std::slice::from_ref(evidence))).collect();
        let read = entries(&file_of("", &texts)).expect("TOML");
        let texts_read: Vec<String> = read.iter().map(|entry| entry.text.clone()).collect();
        let corrections: Vec<Correction> = read.into_iter().filter_map(|entry| entry.read.ok()).collect();
        prop_assert_eq!(&corrections, &given.into_iter().map(|(c, _)| c).collect::<Vec<_>>());
        let again = entries(&file_of("", &texts_read)).expect("TOML");
        prop_assert_eq!(again.into_iter().filter_map(|entry| entry.read.ok()).collect::<Vec<_>>(), corrections);
    }
}
