//! The command line with the page inside it: what it writes opens in a browser, and nothing else is needed.
//!
//! `cargo xtask dist` makes the program, in minutes; these tests are skipped without it.

use dateline_e2e::{Browser, Page, Site, View, folder};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The program named by `DATELINE_PROGRAM`, or a visible line saying that the test is skipped.
fn program() -> Option<PathBuf> {
    let named = std::env::var_os("DATELINE_PROGRAM").map(PathBuf::from);
    if named.is_none() {
        let _ = writeln!(
            std::io::stderr(),
            "skipped: what the one program writes; run cargo xtask dist and set DATELINE_PROGRAM"
        );
    }
    named
}

/// A folder of this test's own with two letters and what corrects them.
fn letters(name: &str) -> PathBuf {
    let files = [
        ("corpus.toml", "title = \"Letters from Port Lee\"\n"),
        (
            "letter.txt",
            "Letter to the harbour master\n\nPORT LEE, 3 May 1921. Captain Ann Marlow asked for a berth.\n",
        ),
        (
            "log.txt",
            "Log of the Heron\n\nOn 4 May 1921 Ann Marlow wrote that the harbour was full.\n",
        ),
        (
            "corrections.toml",
            "[[correction]]\ndo = \"rename\"\nname = \"Ann Marlow\"\nto = \"Captain Marlow\"\n",
        ),
    ];
    folder(name, files)
}

fn empty(name: &str) -> PathBuf {
    folder(name, [("", ""); 0])
}

/// Runs the program; what it says on its way.
fn build(program: &Path, arguments: &[&str]) -> String {
    // Without the tools of this project on its path: it must not need them.
    let done = Command::new(program)
        .arg("build")
        .args(arguments)
        .env_clear()
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{said}");
    said
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[test]
fn a_site_opens_with_its_corpus_and_its_files() {
    let Some(program) = program() else { return };
    let (source, site) = (letters("site"), empty("site-out"));
    build(&program, &[&text(&source), "-o", &text(&site)]);
    let page = Page::open_on(&Site::serve(&site), View::WIDE, "#q=harbour");
    page.wait_for_text("Letters from Port Lee");
    page.wait_for(
        "both letters",
        "document.querySelectorAll('.result mark').length > 1",
    );
    page.wait_for_text("Captain Marlow");
    let saved = page.downloads();
    page.click("Save and share");
    page.click("Original files (ZIP)");
    page.wait_for_text("Saved as");
    let name = page.text_of(".said").replace("Saved as ", "");
    let mut names = Vec::new();
    corpus_ingest::unbundle(&page.saved(&saved, &name), 1_000_000, &mut |file| {
        names.push(file.path);
    })
    .unwrap();
    assert_eq!(
        names,
        ["corpus.toml", "corrections.toml", "letter.txt", "log.txt"]
    );
    assert_eq!(page.requests_elsewhere(), [""; 0]);
    assert_eq!(page.console_errors(), [""; 0]);

    // The same folder again, this time without its files.
    build(
        &program,
        &[&text(&source), "-o", &text(&site), "--no-sources"],
    );
    let page = Page::open_on(&Site::serve(&site), View::WIDE, "");
    page.click("Save and share");
    page.wait_for_text("the page was built without them");
}

#[test]
fn one_file_opens_from_disk_and_reads_more_documents() {
    let Some(program) = program() else { return };
    let source = letters("one-file");
    let file = empty("one-file-out").join("page.html");
    build(
        &program,
        &[
            &text(&source),
            "--one-file",
            &text(&file),
            "--with-reader",
            "--with-sources",
        ],
    );
    let nowhere = Site::serve(&site_of(&program));
    let page = Page::open_in(
        Browser::Chromium,
        &nowhere,
        &format!("file://{}#q=harbour", file.display()),
    );
    page.wait_for(
        "both letters",
        "document.querySelectorAll('.result mark').length > 1",
    );
    let recipe = empty("recipe").join("recipe.txt");
    std::fs::write(&recipe, "How to bake bread\n\nFlour and water.\n").unwrap();
    page.drop_paths(&[recipe]);
    page.wait_long(
        "the recipe",
        "document.querySelector('.own-bar [data-do=join]')",
    );
    page.click("Read together with");
    page.wait_long(
        "all of it",
        "document.querySelectorAll('.result').length === 3",
    );
    assert_eq!(page.console_errors(), [""; 0]);
    assert_eq!(nowhere.requests(), [""; 0]);
}

fn site_of(program: &Path) -> PathBuf {
    let site = empty("nowhere");
    build(program, &[&text(&letters("small")), "-o", &text(&site)]);
    site
}
