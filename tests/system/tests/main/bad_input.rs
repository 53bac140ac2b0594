//! Strange folders end in a clear message that names the file; the rest is processed.

use crate::support::{ingest_files, ingest_folder, root};
use corpus_ingest::{Ingested, MAX_FILE_BYTES};
use corpus_model::FileOutcome;
use std::path::PathBuf;

const LETTER: &str = "The harbour master writes\n\nAt noon the first ship of the year came in, and the town went down to the quay to see it.\n";

fn outcome<'r>(run: &'r Ingested, path: &str) -> &'r FileOutcome {
    let file = run
        .corpus
        .coverage
        .files
        .iter()
        .find(|file| file.path == path);
    &file
        .unwrap_or_else(|| panic!("{path} is missing from the coverage list"))
        .outcome
}

fn check_skipped(run: &Ingested, path: &str, because: &str) {
    let FileOutcome::Skipped { why } = outcome(run, path) else {
        panic!("{path} was not skipped")
    };
    assert!(why.contains(because), "{path}: {why}");
    let file = run
        .corpus
        .coverage
        .files
        .iter()
        .find(|file| file.path == path)
        .unwrap();
    assert!(
        file.diagnostics
            .iter()
            .any(|remark| remark.message.contains(path)),
        "no message names {path}: {:?}",
        file.diagnostics
    );
}

/// A folder under the system's temporary folder, removed at the end.
struct TempFolder(PathBuf);

impl TempFolder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("dateline-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for TempFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn an_empty_folder_is_an_empty_corpus() {
    let folder = TempFolder::new("empty");
    let run = ingest_folder(&folder.0);
    assert!(run.corpus.docs.is_empty() && run.corpus.coverage.files.is_empty());
    let opened = corpus_index::Corpus::open(run.pack()).unwrap();
    assert_eq!(opened.n_docs(), 0);
}

#[test]
fn an_empty_file_and_a_binary_file_are_skipped_and_the_rest_is_read() {
    let image = [
        0x89, b'P', b'N', b'G', 0, 0, 0, 13, 1, 2, 3, 0, 0, 0, 7, 9, 0xff, 0xfe, 0, 0,
    ];
    let run = ingest_files([
        ("a.txt", b"".as_slice()),
        ("b.txt", &image),
        ("letter.txt", LETTER.as_bytes()),
        ("spaces.txt", b" \n\n\t\n"),
    ]);
    check_skipped(&run, "a.txt", "");
    check_skipped(&run, "b.txt", "binary");
    check_skipped(&run, "spaces.txt", "");
    assert_eq!(run.corpus.docs.len(), 1);
    assert_eq!(
        *outcome(&run, "letter.txt"),
        FileOutcome::Read { n_articles: 1 }
    );
}

#[test]
fn a_file_too_large_is_named_and_not_read() {
    let folder = TempFolder::new("large");
    std::fs::write(folder.0.join("letter.txt"), LETTER).unwrap();
    let huge = std::fs::File::create(folder.0.join("huge.txt")).unwrap();
    huge.set_len(MAX_FILE_BYTES + 1).unwrap();
    let run = ingest_folder(&folder.0);
    check_skipped(&run, "huge.txt", "larger than");
    assert_eq!(run.corpus.docs.len(), 1);
}

#[cfg(unix)]
#[test]
fn links_and_unreadable_files_are_named() {
    use std::os::unix::fs::symlink;
    let folder = TempFolder::new("links");
    std::fs::write(folder.0.join("letter.txt"), LETTER).unwrap();
    std::fs::create_dir(folder.0.join("inner")).unwrap();
    symlink(&folder.0, folder.0.join("inner/loop")).unwrap();
    symlink(folder.0.join("nowhere"), folder.0.join("dangling.txt")).unwrap();
    let run = ingest_folder(&folder.0);
    check_skipped(&run, "inner/loop", "symbolic link");
    check_skipped(&run, "dangling.txt", "symbolic link");
    assert_eq!(run.corpus.docs.len(), 1);
}

#[test]
fn same_names_in_different_folders_keep_apart() {
    let run = ingest_files([
        ("box1/letter.txt", LETTER.as_bytes()),
        ("box2/letter.txt", LETTER.as_bytes()),
        ("box2/letter.md", LETTER.as_bytes()),
    ]);
    let mut ids: Vec<_> = run
        .corpus
        .docs
        .iter()
        .map(|doc| doc.article.id.clone())
        .collect();
    assert_eq!(ids.len(), 3);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 3, "{ids:?}");
}

#[test]
fn a_wrong_charset_still_gives_text() {
    let windows_1251 = b"\xcf\xee\xf0\xf2 \xee\xf2\xea\xf0\xfb\xf2\n\n\xca\xee\xf0\xe0\xe1\xeb\xe8 \xf1\xed\xee\xe2\xe0 \xe7\xe0\xf5\xee\xe4\xff\xf2 \xe2 \xe3\xe0\xe2\xe0\xed\xfc, \xf1\xee\xee\xe1\xf9\xe8\xeb \xea\xe0\xef\xe8\xf2\xe0\xed \xef\xee\xf0\xf2\xe0.\n";
    let utf16: Vec<u8> = "\u{feff}Порт открыт\n\nКорабли снова заходят в гавань.\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let run = ingest_files([("old.txt", windows_1251.as_slice()), ("wide.txt", &utf16)]);
    assert_eq!(run.corpus.docs.len(), 2);
    for doc in &run.corpus.docs {
        assert!(doc.article.text.contains("гавань"), "{}", doc.article.text);
    }
}

#[test]
fn a_damaged_description_is_named_and_the_documents_are_read() {
    let run = ingest_files([
        ("corpus.toml", b"title = ".as_slice()),
        ("letter.txt", LETTER.as_bytes()),
    ]);
    check_skipped(&run, "corpus.toml", "untitled");
    assert_eq!(run.corpus.docs.len(), 1);
}

#[test]
fn markup_scripts_and_controls_are_text() {
    let hostile = "A strange letter\n\nHe wrote <script>alert(1)</script> & <img src=x onerror=alert(2)> to the \u{202e}harbour\u{202c} office, it is said.\n";
    let run = ingest_files([("strange.txt", hostile.as_bytes())]);
    let text = &run.corpus.docs[0].article.text;
    assert!(text.contains("<script>alert(1)</script>"), "{text}");
    assert!(text.contains("<img src=x onerror=alert(2)>"), "{text}");
}

#[test]
fn coverage_adds_up_to_the_files_given() {
    let run = ingest_files([
        ("a.txt", b"\0\0\0\0".as_slice()),
        ("letter.txt", LETTER.as_bytes()),
        ("none.html", b"<html><body></body></html>"),
    ]);
    let files = &run.corpus.coverage.files;
    assert_eq!(files.len(), 3);
    let n_articles: u32 = files
        .iter()
        .map(|file| match file.outcome {
            FileOutcome::Read { n_articles } => n_articles,
            FileOutcome::Unpacked { .. } | FileOutcome::Skipped { .. } => 0,
        })
        .sum();
    assert_eq!(n_articles as usize, run.corpus.docs.len());
}

#[test]
fn a_readme_describes_the_folder_unless_it_is_wanted() {
    let readme = ("README.md", LETTER.as_bytes());
    let letter = ("letter.txt", LETTER.as_bytes());
    check_skipped(
        &ingest_files([readme, letter]),
        "README.md",
        "describes the folder",
    );
    let wanted = ("corpus.toml", b"include = [\"README.md\"]".as_slice());
    for files in [vec![readme], vec![readme, letter, wanted]] {
        let run = ingest_files(files);
        assert_eq!(
            *outcome(&run, "README.md"),
            FileOutcome::Read { n_articles: 1 }
        );
    }
}

#[test]
fn archives_are_counted_beside_the_files_in_them() {
    let folder = root().join("crates/corpus-read/tests/fixtures");
    let bytes = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let (nested, locked) = (bytes("nested.zip"), bytes("locked.zip"));
    let run = ingest_files([
        ("nested.zip", nested.as_slice()),
        ("locked.zip", &locked),
        ("letter.txt", LETTER.as_bytes()),
        ("cut.zip", &nested[..nested.len() / 2]),
    ]);
    assert_eq!(
        *outcome(&run, "nested.zip"),
        FileOutcome::Unpacked { n_files: 8 }
    );
    check_skipped(&run, "locked.zip/box/letter.txt", "encrypted");
    check_skipped(&run, "nested.zip/bundle.zip/pier.png", "PNG");
    check_skipped(&run, "cut.zip", "cannot be unpacked");
    let opened = corpus_index::Corpus::open(run.pack()).unwrap();
    let counts = opened.coverage_counts();
    assert_eq!(counts.n_files, counts.n_read + counts.n_skipped);
    assert_eq!(counts.n_articles as usize, run.corpus.docs.len());
    assert_eq!(
        *outcome(&run, "nested.zip/bundle.tar.gz/box/letter.txt"),
        FileOutcome::Read { n_articles: 1 }
    );
}

#[test]
fn records_of_one_file_lead_each_to_its_own_source() {
    let rows = "headline,body\nThe pier,\"The pier is open again, the office said.\"\nThe bridge,\"The bridge is shut, the office said.\"\n";
    let run = ingest_files([("rows.csv", rows.as_bytes())]);
    let docs: Vec<_> = run.corpus.docs.iter().map(|doc| &doc.article).collect();
    assert_eq!(docs.len(), 2);
    for (n, doc) in (1..).zip(docs) {
        assert_eq!((doc.source.part, doc.source.parts), (n, 2));
        assert_eq!(doc.id, format!("rows#{n}"));
        let whole = corpus_model::Span::from_range(0..doc.text.len());
        let source = run.source_of(&doc.id).unwrap();
        assert_eq!(doc.raw_from_clean(whole).of(source), doc.text);
    }
}

#[test]
fn the_folder_says_what_the_fields_of_its_records_are() {
    let toml = (
        "corpus.toml",
        b"[fields]\ntitle = \"kopf\"\ntext = [\"vorspann\", \"inhalt_lang\"]\n\n[other]\nx = 1\n"
            .as_slice(),
    );
    let rows = (
        "rows.csv",
        b"kopf;vorspann;inhalt_lang\nPier offen;Seit heute.;Der Pier ist offen.\n".as_slice(),
    );
    // Whichever comes first.
    for files in [[toml, rows], [rows, toml]] {
        let run = ingest_files(files);
        let text = &run.corpus.docs[0].article.text;
        assert_eq!(text, "Pier offen\n\nSeit heute.\n\nDer Pier ist offen.");
    }
    let unnamed = ingest_files([rows]);
    check_skipped(&unnamed, "rows.csv", "[fields]");
    let wrong = ingest_files([
        ("corpus.toml", b"[fields]\nbody = \"x\"\n".as_slice()),
        rows,
    ]);
    check_skipped(&wrong, "corpus.toml", "\"body\"");
}

#[test]
fn the_folder_says_what_the_fields_of_single_tables_are() {
    let toml = (
        "corpus.toml",
        b"[fields]\ntitle = \"kopf\"\ntext = \"inhalt\"\n\n[[table]]\nfiles = \"old/*.csv\"\ntext = \"wortlaut\"\n\n[[table]]\nfiles = \"lost/*\"\ntext = \"x\"\n\n[[table]]\ntext = \"y\"\n"
            .as_slice(),
    );
    let row = |text: &str| {
        format!("kopf;{text};notiz\nPier offen;Der Pier ist offen, sagt das Amt.;Eine Notiz.\n")
    };
    let (new, old) = (row("inhalt"), row("wortlaut"));
    let run = ingest_files([
        toml,
        ("new/rows.csv", new.as_bytes()),
        ("old/rows.csv", old.as_bytes()),
    ]);
    let texts: Vec<&str> = run
        .corpus
        .docs
        .iter()
        .map(|doc| doc.article.text.as_str())
        .collect();
    assert_eq!(
        texts,
        ["Pier offen\n\nDer Pier ist offen, sagt das Amt."; 2]
    );
    let remarks: Vec<&str> = run.diagnostics().map(|d| d.message.as_str()).collect();
    let names = |words: &str| remarks.iter().any(|remark| remark.contains(words));
    assert!(names("without effect: lost/*"), "{remarks:?}");
    assert!(names("needs `files`"), "{remarks:?}");
}

#[test]
fn what_was_saved_with_a_page_is_no_document() {
    let page = ("a/letter.html", b"<html><body><p>The harbour was closed on Monday, the master wrote in a letter to the council.</p></body></html>".as_slice());
    let frame = ("a/letter_files/frame.html", page.1);
    let picture = (
        "a/letter_files/logo.png",
        b"\x89PNG\r\n\x1a\n\0\0".as_slice(),
    );
    let other = ("my_files/note.txt", LETTER.as_bytes());
    let run = ingest_files([page, frame, picture, other]);
    assert_eq!(run.corpus.docs.len(), 2);
    for (path, _) in [frame, picture] {
        check_skipped(&run, path, "saved with the page a/letter.html");
    }
}
