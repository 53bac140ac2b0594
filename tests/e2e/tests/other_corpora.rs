//! Another corpus beside the page: hostile texts, damage, nothing at all.

use corpus_annotate::Resources;
use corpus_ingest::{Ingest, Options};
use corpus_model::SourceFile;
use dateline_e2e::{Page, Site, View, dist};

/// The built page with this pack beside it.
fn open_with(pack: Vec<u8>, address: &str) -> Option<Page> {
    let site = Site::serve(&dist()?);
    let html = String::from_utf8(site.read("index.html")).expect("a page in UTF-8");
    // The page as it ships has no <head> tag: what can be left out of HTML is.
    let meta = r#"<meta name="dateline-corpus" content="corpus.pack"><title>"#;
    site.put("index.html", html.replacen("<title>", meta, 1));
    site.put("corpus.pack", pack);
    Some(Page::open_on(&site, View::WIDE, address))
}

fn pack_of(files: &[(&str, &str)]) -> Vec<u8> {
    let mut ingest = Ingest::new(Options::default());
    for (path, text) in files {
        ingest.push(SourceFile {
            path: (*path).to_owned(),
            bytes: text.as_bytes().to_vec(),
        });
    }
    ingest.finish(&Resources::builtin()).pack()
}

const HOSTILE: &str = "A note on strange marks\n\n\
    The sender wrote <script>window.wasRun = 1</script> and <img src=x onerror=\"window.wasRun = 2\"> in bold.\n\n\
    Ann Lee said \u{202e}gnorw eht yaw\u{202c} on 3 May 2021 that <b>bold</b> &lt;i&gt; stays as it is.\n\n\
    Then javascript:alert(1) <svg onload=window.wasRun=3> and <a href=\"https://example.com/\">out</a>.\n";

#[test]
fn a_hostile_document_shows_as_text() {
    let long = "word ".repeat(4000);
    let files = [
        ("<img src=x onerror=window.wasRun=4>.txt", HOSTILE),
        ("hostile.txt", HOSTILE),
        ("long.txt", long.as_str()),
    ];
    let Some(page) = open_with(pack_of(&files), "") else {
        return;
    };
    page.wait_for("results", "document.querySelector('.result a')");
    page.type_into("Search", "bold");
    page.wait_for("a hit", "document.querySelector('.result mark')");
    page.click_css(".result a");
    page.wait_for("the text", "document.querySelector('.document .text')");
    assert!(
        page.text_of(".document").contains("onerror"),
        "markup is shown"
    );
    page.click("Files and coverage");
    page.wait_for_text("hostile.txt");
    assert_eq!(page.eval("window.wasRun === undefined"), true);
    assert_eq!(
        page.count(".document img, .document script, .result img"),
        0
    );
    assert_eq!(page.requests_elsewhere(), [""; 0]);
}

#[test]
fn a_damaged_pack_says_so_and_the_built_in_corpus_is_used() {
    let mut pack = pack_of(&[("a.txt", "One short text about nothing much.\n")]);
    let middle = pack.len() / 2;
    pack[middle] ^= 0xff;
    let Some(page) = open_with(pack, "") else {
        return;
    };
    page.wait_for_text("could not be used");
    page.wait_for("the built-in corpus", "document.querySelector('.result a')");
    page.click("Dismiss");
    page.wait_until("the notice to go", || !page.shows("could not be used"));
}

#[test]
fn a_missing_pack_says_so() {
    let Some(folder) = dist() else { return };
    let site = Site::serve(&folder);
    let html = String::from_utf8(site.read("index.html")).expect("a page in UTF-8");
    let meta = r#"<meta name="dateline-corpus" content="nowhere.pack"><title>"#;
    site.put("index.html", html.replacen("<title>", meta, 1));
    let page = Page::open_on(&site, View::WIDE, "");
    page.wait_for_text("nowhere.pack could not be used");
}

#[test]
fn an_empty_corpus_explains_itself() {
    let Some(page) = open_with(pack_of(&[]), "") else {
        return;
    };
    page.wait_for_text("holds no documents");
    assert_eq!(page.console_errors(), [""; 0]);
}
