//! `dateline search`, `names` and `export` over a folder and over a pack.
#![allow(clippy::unwrap_used, reason = "test helpers fail by panicking")]

use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

const HARBOUR: &str = "---\noutlet: Port Gazette\npublished: 2021-03-05\n---\n\n# Ferry stays in port\n\n\
    The ferry stayed in port on Friday, said Ada Marrow, as ice closed the river. The ferry will sail on Monday.\n";
const SCHOOL: &str = "---\npublished: 2021-04-01\n---\n\n# Beans at the school\n\n\
    The children planted beans, and Ben Quill watered them.\n";

/// A folder of two notes, removed at the end.
struct Notes(PathBuf);

impl Notes {
    fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("dateline-{test}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("harbour.md"), HARBOUR).unwrap();
        std::fs::write(folder.join("school.md"), SCHOOL).unwrap();
        Self(folder)
    }

    /// What the command prints, given the folder's path behind its name.
    fn ask(&self, command: &str, rest: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .arg(command)
            .arg(&self.0)
            .args(rest)
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{error}");
        String::from_utf8(output.stdout).unwrap()
    }
}

impl Drop for Notes {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_word_is_found_in_its_forms_and_shown_in_its_lines() {
    let notes = Notes::new("lines");
    let found = notes.ask("search", &["plant"]);
    assert!(
        found.contains("[school]") && found.ends_with("1 of 2 documents\n"),
        "{found}"
    );
    let lines = notes.ask("search", &["ferry", "--show", "lines", "--window", "2"]);
    let [first, second, third, total] = lines.lines().collect::<Vec<_>>().try_into().unwrap();
    assert!(
        second.contains("[ferry]") || first.contains("[ferry]"),
        "{lines}"
    );
    assert!(third.ends_with("Port Gazette"), "{lines}");
    assert_eq!(total, "1 of 2 documents");
}

#[test]
fn documents_and_lines_come_in_the_order_that_is_asked_for() {
    let notes = Notes::new("orders");
    let titles = |sort: &str| -> Vec<String> {
        let found = notes.ask("search", &["", "--sort", sort]);
        let places = found.match_indices('[').map(|(at, _)| at + 1);
        places
            .map(|at| found[at..].split(']').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(titles("newest"), ["school", "harbour"]);
    assert_eq!(titles("oldest"), ["harbour", "school"]);
    assert_eq!(titles("title"), ["school", "harbour"]);
    assert_eq!(
        titles("outlet"),
        ["harbour", "school"],
        "one without an outlet is last"
    );
    let hits = |by: &str| -> Vec<String> {
        let lines = notes.ask(
            "search",
            &[
                "planted OR ferry",
                "--show",
                "lines",
                "--window",
                "1",
                "--by",
                by,
            ],
        );
        let hit = |line: &str| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned());
        lines.lines().filter_map(hit).collect()
    };
    assert_eq!(hits("date"), ["Ferry", "ferry", "ferry", "planted"]);
    assert_eq!(hits("left").last().unwrap(), "ferry", "behind “The”");
    assert_eq!(hits("hit").last().unwrap(), "planted");
}

/// The page offers the same as a link above its results.
#[test]
fn a_name_that_is_spelt_in_two_alphabets_is_told_of() {
    let notes = Notes::new("alphabets");
    std::fs::write(
        notes.0.join("pier.md"),
        "---\npublished: 2021-05-01\n---\n\n# Переговоры в Москве\n\nВладимир Путин провёл переговоры в Москве. Путин уехал.\n",
    )
    .unwrap();
    std::fs::write(
        notes.0.join("talks.md"),
        "---\npublished: 2021-05-02\n---\n\n# Talks in Moscow\n\nVladimir Putin held talks in Moscow. Putin left.\n",
    )
    .unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["search".as_ref(), notes.0.as_os_str(), "putin".as_ref()])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("person:\"Vladimir Putin\" is in 2 documents, however spelt"),
        "{said}"
    );
    let found = notes.ask("search", &["person:\"Vladimir Putin\""]);
    assert!(
        found.contains("[pier]") && found.contains("[talks]"),
        "{found}"
    );
}

#[test]
fn a_corpus_in_parts_is_asked_as_a_folder_is() {
    let notes = Notes::new("in-parts");
    let parts = notes.0.with_extension("parts");
    let _ = std::fs::remove_dir_all(&parts);
    let _ = notes.ask("build", &["-o", parts.to_str().unwrap()]);
    let of_parts = Notes(parts);
    for question in [
        &["ferry"][..],
        &["ferry", "--show", "lines"],
        &["person:marrow"],
    ] {
        assert_eq!(
            of_parts.ask("search", question),
            notes.ask("search", question)
        );
    }
}

#[test]
fn a_query_that_is_not_understood_says_what_was_taken_instead() {
    let notes = Notes::new("notes");
    for command in [&["search"][..], &["export", "--format", "csv"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .arg(command[0])
            .arg(&notes.0)
            .arg("ferry colour:blue (")
            .args(&command[1..])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        assert!(
            said.contains("no field is called \"colour\": read as words"),
            "{said}"
        );
        assert!(said.contains("the group is not closed"), "{said}");
    }
}

#[test]
fn a_list_of_names_gives_a_row_each() {
    let notes = Notes::new("names");
    // Beside the folder, or it would be a document of it.
    let list = notes.0.with_extension("names");
    std::fs::write(
        &list,
        "\u{feff}Ada Marrow\tcaptain\r\n\r\nNobody\r\nferry\r\nferry\r\n",
    )
    .unwrap();
    let table = notes.ask("names", &[list.to_str().unwrap()]);
    std::fs::remove_file(&list).unwrap();
    assert_eq!(
        table,
        "name\toccurrences\tdocuments\twhich\nAda Marrow\t1\t1\tharbour\nNobody\t0\t0\t\nferry\t3\t1\tharbour\n"
    );
}

#[test]
fn bulk_lines_carry_entities_and_days() {
    let notes = Notes::new("bulk");
    let text = notes.ask(
        "export",
        &["ferry", "--format", "opensearch", "--index", "port"],
    );
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2, "two lines a document, one document found");
    assert_eq!(lines[0]["index"]["_index"], "port");
    assert_eq!(lines[0]["index"]["_id"], "harbour");
    assert_eq!(lines[1]["outlet"], "Port Gazette");
    assert_eq!(lines[1]["published"]["gte"], "2021-03-05");
    assert_eq!(lines[1]["published"]["lt"], "2021-03-06");
    assert_eq!(lines[1]["entities"]["person"][0], "Ada Marrow");
    let mapping: Value =
        serde_json::from_str(&notes.ask("export", &["--format", "opensearch-mapping"])).unwrap();
    let fields = mapping["mappings"]["properties"].as_object().unwrap();
    for field in lines[1].as_object().unwrap().keys() {
        assert!(fields.contains_key(field), "{field} has no mapping");
    }
}
