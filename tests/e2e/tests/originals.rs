//! The files a corpus was made of: beside the page, looked at, taken along, added to.

use corpus_annotate::Resources;
use corpus_ingest::{Found, Ingest, Options, unbundle, walk};
use dateline_e2e::{Browser, Page, bundled, folder, is_missing};
use std::collections::BTreeMap;
use std::path::Path;

fn files_in(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    walk(root, &mut |found| {
        if let Found::File(file) = found {
            files.insert(file.path, file.bytes);
        }
    })
    .unwrap();
    files
}

fn unpacked(archive: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    unbundle(archive, 100_000_000, &mut |file| {
        files.insert(file.path, file.bytes);
    })
    .unwrap();
    files
}

fn letters() -> BTreeMap<String, Vec<u8>> {
    let page = "<!doctype html><title>The gale of Tuesday</title><nav><ul><li><a href=/>Home</a><li><a href=/sea>Sea</a></ul></nav>\
        <article><h1>The gale of Tuesday</h1><p>PORT LEE, 3 May 1921. Captain Ann Marlow said the pier didnâ€™t hold in the gale &amp; was lost.</p>\
        <p>The harbour board met on Wednesday to hear what the captain had seen, and adjourned.</p></article><footer>Share this page</footer>";
    [
        ("gale.html", page),
        (
            "log.txt",
            "Log of the Heron\n\nOn 4 May 1921 Ann Marlow wrote that the harbour was full.\n",
        ),
    ]
    .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
    .into()
}

fn native_pack(root: &Path) -> Vec<u8> {
    let mut ingest = Ingest::new(Options::default());
    walk(root, &mut |found| ingest.push_found(found)).unwrap();
    ingest.finish(&Resources::builtin()).pack()
}

/// Saves something by a button of the panel.
fn take(page: &Page, label: &str) -> (String, Vec<u8>) {
    let saved = page.downloads();
    page.click("Save and share");
    page.click(label);
    page.wait_for(
        "a saved file",
        "document.querySelector('.said')?.textContent.startsWith('Saved as')",
    );
    let name = page.text_of(".said").replace("Saved as ", "");
    let bytes = page.saved(&saved, &name);
    page.press("Escape");
    (name, bytes)
}

#[test]
fn the_files_of_the_bundled_corpus_are_taken_along_as_they_came() {
    let Some(page) = Page::open("") else { return };
    let (name, archive) = take(&page, "Original files (ZIP)");
    assert!(name.ends_with(".zip"));
    assert_eq!(unpacked(&archive), files_in(&bundled()));
    assert_eq!(page.requests_elsewhere(), [""; 0]);
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn the_files_of_an_own_corpus_are_taken_along_as_they_came() {
    let Some(page) = Page::open("") else { return };
    page.drop_paths(&[folder("own", letters())]);
    page.wait_for_text("2 files read");
    let (_, archive) = take(&page, "Original files (ZIP)");
    assert_eq!(unpacked(&archive), letters());
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn what_is_dropped_is_read_together_with_the_corpus_of_the_page() {
    let Some(page) = Page::open("") else { return };
    page.drop_paths(&[folder("join", letters())]);
    page.wait_for_text("2 files read");
    page.click("Read together with");
    let mut both = files_in(&bundled());
    let n = both.len() - 1 + 2;
    both.extend(letters());
    page.wait_long("all", "document.querySelectorAll('.result').length > 2");
    page.wait_until_read();
    let read = page.text_of(".own-bar .what");
    // `corpus.toml` says what the folder is, and is none of its files.
    let counts: Vec<usize> = read
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect();
    assert_eq!(counts.iter().sum::<usize>(), n, "{read}");

    let (_, archive) = take(&page, "Original files (ZIP)");
    assert_eq!(unpacked(&archive), both);
    let native = native_pack(&folder("both", &both));
    let saved = page.downloads();
    page.click("Your own documents");
    page.click_css("dialog.own [data-do=save]");
    page.wait_until("the pack", || {
        std::fs::read_dir(&saved).is_ok_and(|mut all| {
            all.any(|e| e.is_ok_and(|e| e.path().extension().is_some_and(|e| e == "pack")))
        })
    });
    let pack = std::fs::read_dir(&saved)
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|e| e == "pack"))
        .unwrap();
    let name = pack.file_name().unwrap().to_string_lossy().into_owned();
    assert!(
        page.saved(&saved, &name) == native,
        "same files, same bytes"
    );
}

#[test]
fn one_file_may_hold_the_original_files_and_show_them() {
    let Some(page) = Page::open("") else { return };
    page.drop_paths(&[folder("inside", letters())]);
    page.wait_for_text("2 files read");
    page.click("Save and share");
    page.click_css("dialog.share label:last-of-type input");
    let saved = page.downloads();
    page.click("Save as one file");
    page.wait_for_text("Saved as");
    let name = page.text_of(".said").replace("Saved as ", "");
    let file = folder("inside-saved", [("", ""); 0]).with_extension("html");
    std::fs::write(&file, page.saved(&saved, &name)).unwrap();
    let copy = Page::open_in(
        Browser::Chromium,
        page.site(),
        &format!("file://{}", file.display()),
    );
    assert_eq!(copy.count(".result"), 2);
    let (_, archive) = take(&copy, "Original files (ZIP)");
    assert_eq!(unpacked(&archive), letters());
    copy.type_into("Search", "gale");
    copy.click_css(".result a");
    show_source(&copy);
    assert_eq!(copy.console_errors(), [""; 0]);
}

#[test]
fn one_file_opened_from_a_disk_reads_files_and_folders_that_are_dropped() {
    let Some(page) = Page::open("") else { return };
    page.click("Save and share");
    page.click_css("dialog.share label:first-of-type input");
    let saved = page.downloads();
    page.click("Save as one file");
    page.wait_for_text("Saved as");
    let name = page.text_of(".said").replace("Saved as ", "");
    let file = folder("reader-saved", [("", ""); 0]).with_extension("html");
    std::fs::write(&file, page.saved(&saved, &name)).unwrap();
    let url = format!("file://{}", file.display());
    let root = folder("reader-folder", letters());
    for browser in [Browser::Firefox, Browser::WebKit] {
        if is_missing(browser) {
            continue;
        }
        let copy = Page::open_in(browser, page.site(), &url);
        copy.click("Your own documents");
        copy.give_files(".own input[multiple]", &[root.join("log.txt")]);
        copy.wait_until_read();
        assert_eq!(
            copy.texts(".result .title"),
            ["Log of the Heron"],
            "{browser:?}: {}",
            copy.text_of(".own-bar")
        );
    }

    let copy = Page::open_in(Browser::Chromium, page.site(), &url);
    copy.drop_paths(&[root.join("log.txt")]);
    copy.wait_until_read();
    assert_eq!(copy.texts(".result .title"), ["Log of the Heron"]);

    // A folder in a folder keeps its name in the path.
    std::fs::create_dir(root.join("1921")).unwrap();
    std::fs::rename(root.join("log.txt"), root.join("1921/log.txt")).unwrap();
    copy.drop_paths(&[root]);
    copy.click("Open instead of it");
    copy.wait_until_read();
    assert_eq!(copy.count(".result"), 2);
    copy.click("See what became of each file");
    copy.wait_for_text("1921/log.txt");
    assert_eq!(copy.console_errors(), [""; 0]);
}

/// From a document to its source as it came.
fn show_source(page: &Page) {
    page.wait_for("the text", "document.querySelector('.document .text')");
    page.click_css(".apparatus .changed summary");
    page.click("The source as it came");
    page.wait_for("the source", "document.querySelector('.source-text')");
    let text = page.text_of(".source-text");
    // Markup is words to be read here, and the menu stands outside the article.
    assert!(text.contains("<article><h1>"), "{text}");
    assert!(
        page.texts(".source-text [data-fate=outside]")
            .iter()
            .any(|around| around.contains("Home")),
        "{text}"
    );
    assert!(
        page.texts(".source-text .mended")
            .iter()
            .any(|cut| cut.contains("â€™")),
        "{text}"
    );
    assert_eq!(page.count(".source-text h1, .source-text a"), 0);
}

#[test]
fn a_source_is_shown_as_it_came_with_what_was_cut_and_mended() {
    let Some(page) = Page::open("") else { return };
    page.drop_paths(&[folder("source", letters())]);
    page.wait_for_text("2 files read");
    page.type_into("Search", "gale");
    page.click_css(".result a");
    show_source(&page);
    assert!(page.fragment().contains("source="));
    page.back();
    page.wait_for("the text", "document.querySelector('.document .text')");
    assert_eq!(page.requests_elsewhere(), [""; 0]);
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn every_source_of_the_bundled_corpus_is_found_again() {
    let Some(page) = Page::open("") else { return };
    let ids: Vec<String> = page.eval(
        "[...document.querySelectorAll('.result a')].map(a => decodeURIComponent(/doc=([^&]+)/.exec(a.hash)[1])).join('\\n')",
    ).as_str().unwrap().lines().map(str::to_owned).collect();
    assert!(!ids.is_empty());
    for id in ids {
        page.go(&format!("#source={}", id.replace('#', "%23")));
        page.wait_for(
            "the source",
            "document.querySelector('.source-text [data-fate=kept]')",
        );
    }
    // One with a cut offers the rule that undoes it.
    page.go("#source=pages/second-term");
    page.click("Keep what was cut");
    assert!(page.text_of(".rules pre").contains("[[keep]]"));
    page.click("Copy");
    page.wait_for_text("Copied");
    assert_eq!(page.console_errors(), [""; 0]);
}
