//! `dateline check`: every file is accounted for, and the counts add up to what is in the folder.

use std::path::PathBuf;
use std::process::Command;

/// The number before `word` in the line that has it.
fn number(line: &str, word: &str) -> usize {
    let words: Vec<&str> = line
        .split([' ', ',', ';', ':'])
        .filter(|w| !w.is_empty())
        .collect();
    let at = words.iter().position(|w| *w == word).expect("the word");
    words[at - 1].parse().expect("a number")
}

#[test]
fn counts_by_reason_add_up_to_the_folder() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("check-counts");
    let files: [(&str, &[u8]); 9] = [
        (
            "pier.txt",
            b"Pier shut\n\nPORT LEE, 3 May 1921. The pier was shut on Friday after the storm.",
        ),
        (
            "ferry.md",
            b"# Ferry runs\n\nThe ferry ran again on Monday, the office said.",
        ),
        (
            "rows.csv",
            b"headline,body\nQuay,The quay is open again.\nDock,The dock is open again.\n",
        ),
        ("table.csv", b"a,b\n1,2\n"),
        ("void.txt", b" \n"),
        ("blank.html", b""),
        ("logo.png", b"\x89PNG\r\n\x1a\n\0\0\0"),
        ("mark.png", b"\x89PNG\r\n\x1a\n\0\0\0"),
        ("README.md", b"# About this folder\n\nHarbour notes."),
    ];
    std::fs::create_dir_all(&folder).unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .arg("check")
        .arg(&folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = |words: &str| said.lines().find(|line| line.contains(words)).unwrap();
    let sum = line(" files: ");
    assert_eq!(number(sum, "files"), files.len(), "{said}");
    assert_eq!(number(sum, "read") + number(sum, "skipped"), files.len());
    let of_file = |word: &str| said.lines().filter(|l| l.starts_with(word)).count();
    assert_eq!(of_file("read "), number(sum, "read"), "{said}");
    assert_eq!(of_file("skipped "), number(sum, "skipped"), "{said}");
    let reasons = said
        .lines()
        .filter_map(|line| line.strip_prefix("skipped:"));
    let counts = reasons.map(|line| {
        line.split_whitespace()
            .next()
            .unwrap()
            .parse::<usize>()
            .unwrap()
    });
    assert_eq!(counts.sum::<usize>(), number(sum, "skipped"), "{said}");
    assert!(said.contains("2 empty file"), "{said}");
    assert!(said.contains("2 a PNG image, not text"), "{said}");
    // Articles too: what was read from each file adds up.
    let articles = said.lines().filter_map(|line| line.strip_prefix("read "));
    let articles = articles.map(|line| {
        line.split_whitespace()
            .next()
            .unwrap()
            .parse::<usize>()
            .unwrap()
    });
    assert_eq!(
        articles.sum::<usize>(),
        number(line(" articles: "), "articles"),
        "{said}"
    );
}
