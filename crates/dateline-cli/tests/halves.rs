//! `annotate` over parts of a collection, then `build --from` their records: the bytes of one run.
#![allow(clippy::unwrap_used, reason = "test helpers fail by panicking")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder that is removed at the end.
struct Desk(PathBuf);

impl Desk {
    fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("dateline-{test}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn put(&self, name: &str, content: &str) {
        let file = self.0.join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, content).unwrap();
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_dateline"))
            .current_dir(&self.0)
            .args(args)
            .output()
            .unwrap()
    }

    /// Runs a command on lines by standard input, without an environment, as a cluster runner starts it.
    fn pipe(&self, args: &[&str], lines: &str) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .current_dir(&self.0)
            .env_clear()
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let lines = lines.to_owned();
        let feed = std::thread::spawn(move || input.write_all(lines.as_bytes()));
        let output = child.wait_with_output().unwrap();
        feed.join().unwrap().unwrap();
        output
    }

    /// Runs `build` and gives the pack.
    fn build(&self, args: &[&str]) -> Vec<u8> {
        let mut whole = vec!["build", "-o", "made.pack"];
        whole.extend(args);
        let output = self.run(&whole);
        let said = String::from_utf8_lossy(&output.stderr);
        let pack = std::fs::read(self.0.join("made.pack"));
        std::fs::remove_file(self.0.join("made.pack")).unwrap();
        pack.unwrap_or_else(|error| panic!("{error}: {said}"))
    }

    /// Runs `annotate` into a file.
    fn annotate(&self, args: &[&str], into: &str) {
        let mut whole = vec!["annotate"];
        whole.extend(args);
        std::fs::write(self.0.join(into), self.run(&whole).stdout).unwrap();
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Six reports that share a menu line, names and an ambiguous day; one is named like another one; one cannot be read.
fn folder(desk: &Desk) {
    let towns = ["Arlen", "Borvik", "Castor", "Dunmore", "Eskdale", "Fenwick"];
    for (n, town) in towns.iter().enumerate() {
        let path = format!("wire/{}/report{}.txt", n % 2, n / 2);
        desk.put(
            &path,
            &format!(
                "Front page  Weather  Sport\n\nFerry to {town} stays in port\n\n{town}, January {} (Coast Wire) – \
                 The ferry to {town} stayed in port, said Ada Marrow of the Harbour Board. \
                 “The ice closed the river on Monday,” Marrow said.\n\nIt will sail on 2022-01-{:02}.\n",
                n + 3,
                n + 10
            ),
        );
    }
    desk.put("wire/broken.txt", "\u{7f}ELF\0\0\0\0\0\0\0\0\0\0");
    desk.put("wire/README.md", "# What this is\n\nReports of a winter.\n");
    desk.put(
        "wire/corpus.toml",
        "title = \"A winter\"\nlicence = \"CC0\"\n\n[[cut]]\nstarts = \"Nobody wrote this\"\n",
    );
    desk.put(
        "wire/corrections.toml",
        "[[correction]]\ndo = \"rename\"\nname = \"Ada Marrow\"\nto = \"Ada B. Marrow\"\nwhy = \"her full name\"\n",
    );
}

#[test]
fn shares_of_a_folder_give_the_bytes_of_one_run() {
    let desk = Desk::new("shares");
    folder(&desk);
    let whole = desk.build(&["wire"]);
    for n in 1..=3 {
        let name = format!("part{n}.jsonl");
        desk.annotate(&["wire", "--shard", &format!("{n}/3")], &name);
    }
    let files = ["part1.jsonl", "part2.jsonl", "part3.jsonl"];
    assert!(desk.build(&["--from", files[2], files[0], files[1]]) == whole);

    // More shares than files: some are empty.
    let mut names = Vec::new();
    for n in 1..=15 {
        let name = format!("small{n}.jsonl");
        desk.annotate(&["wire", "--shard", &format!("{n}/15")], &name);
        names.push(name);
    }
    let mut args = vec!["--from"];
    args.extend(names.iter().map(String::as_str));
    assert!(desk.build(&args) == whole);

    desk.annotate(&["wire"], "all.jsonl");
    assert!(desk.build(&["--from", "all.jsonl"]) == whole);
}

#[test]
fn the_bundled_corpus_survives_being_divided() {
    let desk = Desk::new("bundled");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let corpus = corpus.to_str().unwrap();
    let whole = desk.build(&[corpus]);
    desk.annotate(&[corpus, "--shard", "1/2"], "a.jsonl");
    desk.annotate(&[corpus, "--shard", "2/2"], "b.jsonl");
    assert!(desk.build(&["--from", "b.jsonl", "a.jsonl"]) == whole);
}

#[test]
fn records_of_clean_text_can_be_divided_by_lines() {
    let desk = Desk::new("lines");
    let line = |n: u32| {
        format!(
            "{{\"id\": \"log/{n}\", \"text\": \"The keeper, Ben Quill, lit the lamp on {} May 1921.\", \"title\": null}}\n",
            n + 1
        )
    };
    let lines: Vec<String> = (0..7).map(line).collect();
    desk.put("all/log.jsonl", &lines.concat());
    desk.put("one/log.jsonl", &lines[..3].concat());
    desk.put("two/log.jsonl", &lines[3..].concat());
    let whole = desk.build(&["all/log.jsonl", "--plain"]);
    desk.annotate(&["--jsonl", "two/log.jsonl"], "2.jsonl");
    desk.annotate(&["--jsonl", "one/log.jsonl"], "1.jsonl");
    assert!(desk.build(&["--from", "2.jsonl", "1.jsonl"]) == whole);
    let found = desk.run(&["search", "1.jsonl", "lamp"]);
    assert!(found.status.success());
}

/// What `parallel --pipepart` and Spark's `pipe` do: lines to processes, what they print into one file or another, all of it
/// in some order into one build.
#[test]
fn records_piped_through_processes_give_the_bytes_of_one_run() {
    let desk = Desk::new("piped");
    let line = |n: u32| {
        format!(
            "{{\"id\": \"log/{n}\", \"text\": \"The keeper, Ben Quill, lit the lamp on {} May 1921. Маяк {n}.\", \
             \"outlet\": \"Coast Wire\", \"published\": \"1921-06-0{}\"}}\n",
            n + 1,
            n % 9 + 1
        )
    };
    let lines: Vec<String> = (0..12).map(line).collect();
    let whole = desk.pipe(
        &["build", "-", "--plain", "-o", "whole.pack"],
        &lines.concat(),
    );
    assert!(whole.status.success());
    let mut records = Vec::new();
    for part in lines.chunks(5) {
        let output = desk.pipe(&["annotate", "--jsonl", "-"], &part.concat());
        assert!(output.status.success());
        records.push(String::from_utf8(output.stdout).unwrap());
    }
    assert_eq!(records.len(), 3);
    // A partition that holds nothing prints nothing.
    assert!(
        desk.pipe(&["annotate", "--jsonl", "-"], "")
            .stdout
            .is_empty()
    );
    records.rotate_left(1);
    let built = desk.pipe(
        &["build", "--from", "-", "-o", "made.pack"],
        &records.concat(),
    );
    assert!(built.status.success());
    let read = |name: &str| std::fs::read(desk.0.join(name)).unwrap();
    assert!(read("made.pack") == read("whole.pack"));
    // A line that cannot be used fails its process, so that a runner that checks stops.
    let output = desk.pipe(&["annotate", "--jsonl", "-"], "{\"id\": 7\n");
    assert!(!output.status.success());
}

#[test]
fn a_line_that_is_no_record_stops_the_build_and_is_named() {
    let desk = Desk::new("no-record");
    desk.annotate(&["--jsonl", "-"], "none.jsonl");
    for (content, said) in [
        ("{\"id\": \"a\", \"text\": \"Rain.\"}\n", "`build`"),
        ("\nnot json\n", "line 2"),
        (
            "{\"text\": \"é\", \"build\": {\"version\": 999}}\n",
            "another version",
        ),
    ] {
        desk.put("bad.jsonl", content);
        let output = desk.run(&["build", "--from", "bad.jsonl", "-o", "x.pack"]);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && error.contains(said), "{error}");
        assert!(!desk.0.join("x.pack").exists());
    }
}
