//! `dateline annotate` as a pipe: records in, records out, exit status and messages.
#![allow(clippy::unwrap_used, reason = "test helpers fail by panicking")]

use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

fn dateline(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

fn records(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn temp_file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("dateline-cli-{}-{name}", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn a_record_keeps_its_id_and_its_text_to_the_letter() {
    let text = "  Ice on the river\\n\\n\\nThe ferry is tied up, said Ms Orlova.  ";
    let input = format!(r#"{{"id": "river/7", "text": "{text}", "published": "1923-01-09"}}"#);
    let output = dateline(&["annotate", "--jsonl", "-"], &input);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let [record] = records(&output).try_into().unwrap();
    assert_eq!(record["id"], "river/7");
    assert_eq!(record["text"], text.replace("\\n", "\n"));
    assert_eq!(record["published"]["value"], "1923-01-09");
    assert_eq!(record["removed"], Value::Array(vec![]));
}

#[test]
fn a_line_that_is_no_record_is_named_and_the_others_are_kept() {
    let input = "{\"id\": \"a\", \"text\": \"Rain all day.\"}\nnot json\n{\"id\": \"b\", \"text\": \"Sun.\"}\n";
    let output = dateline(&["annotate", "--jsonl", "-"], input);
    let ids: Vec<_> = records(&output).iter().map(|r| r["id"].clone()).collect();
    assert_eq!(ids, ["a", "b"]);
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(messages.contains("line 2"), "{messages}");
}

#[test]
fn plain_files_are_printed_as_they_are() {
    let text = "All news\n\nRead also\n\nxe2x80x9cquotedxe2x80x9d\n";
    let file = temp_file("plain.txt", text.as_bytes());
    let output = dateline(&["annotate", "--plain", file.to_str().unwrap()], "");
    let [record] = records(&output).try_into().unwrap();
    assert_eq!(record["text"], text);
    std::fs::remove_file(file).unwrap();
}

#[test]
fn an_unreadable_file_fails_at_the_end_and_the_rest_is_printed() {
    let good = temp_file(
        "good.txt",
        "The bridge opened at noon, and carts went over it.\n".as_bytes(),
    );
    let bad = temp_file("bad.txt", b"\x7fELF\0\0\0\0\0\0\0\0");
    let output = dateline(
        &["annotate", bad.to_str().unwrap(), good.to_str().unwrap()],
        "",
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(records(&output).len(), 1);
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(messages.contains("bad.txt"), "{messages}");
    for file in [good, bad] {
        std::fs::remove_file(file).unwrap();
    }
}

#[test]
fn a_missing_path_is_an_error_that_names_it() {
    let output = dateline(&["annotate", "no/such/folder"], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no/such/folder"));
}

#[test]
fn name_scores_come_one_a_line() {
    let output = dateline(
        &["names-score"],
        "Anna Petrova\tAnna Petrova\nAnna Petrova\tIvan Brown\n",
    );
    let scores: Vec<f64> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| line.parse().unwrap())
        .collect();
    let [same, different] = scores.try_into().unwrap();
    assert!(same > 0.9 && different < 0.5, "{same} {different}");
}
