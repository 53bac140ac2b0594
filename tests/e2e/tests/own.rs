//! A reader's own documents: dropped, chosen, read in the tab, kept if asked for, and nothing else.

use corpus_annotate::Resources;
use corpus_ingest::{Ingest, Options, walk};
use dateline_e2e::{Browser, Page, Site, View, bundled, dist, folder, is_missing};
use std::path::{Path, PathBuf};

const LETTERS: [(&str, &str); 3] = [
    (
        "first/letter.txt",
        "Letter to the harbour master\n\nPORT LEE, 3 May 1921. Captain Ann Marlow asked for a berth.\n",
    ),
    (
        "first/log.txt",
        "Log of the Heron\n\nOn 4 May 1921 Ann Marlow wrote that the harbour was full.\n",
    ),
    ("scan.bin", "\u{0}\u{1}\u{2}\u{0}\u{0}not a text\u{0}"),
];

/// SHA-256 of the pack that the page would hand out, once it has been made.
fn hash_of_saved_pack(page: &Page) -> String {
    page.eval(
        "(() => { window.saved = null;
            const make = URL.createObjectURL;
            URL.createObjectURL = blob => { blob.arrayBuffer()
                .then(b => crypto.subtle.digest('SHA-256', b))
                .then(d => window.saved = [...new Uint8Array(d)].map(b => b.toString(16).padStart(2, '0')).join(''));
                return make.call(URL, blob); };
            HTMLAnchorElement.prototype.click = () => {};
            return true; })()",
    );
    page.click("Save");
    page.wait_for("the saved pack", "window.saved");
    page.eval("window.saved").as_str().unwrap().to_owned()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn native_pack(root: &Path) -> Vec<u8> {
    let mut ingest = Ingest::new(Options::default());
    walk(root, &mut |found| ingest.push_found(found)).unwrap();
    ingest.finish(&Resources::builtin()).pack()
}

#[test]
fn the_bundled_folder_dropped_gives_the_bytes_of_the_command_line() {
    let Some(page) = Page::open("") else { return };
    page.drop_paths(&[bundled()]);
    page.wait_until_read();
    let native = hex(&sha256(&native_pack(&bundled())));
    assert_eq!(hash_of_saved_pack(&page), native);
    page.wait_for("results", "document.querySelector('.result a')");
    assert_eq!(page.requests_elsewhere(), [""; 0]);
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn a_large_folder_read_by_several_workers_gives_the_same_bytes() {
    let Some(dist) = dist() else { return };
    let page = Page::open_on(&Site::serve(&dist), View::WIDE, "");
    // Little text in much markup, so that most of the work is reading.
    let rows = "<tr><td><img alt=''></td><td></td></tr>".repeat(8_000);
    let pages = (1..=30).map(|n| {
            let text = format!(
                "<title>Log {n}</title><article><h1>Log {n}</h1><p>PORT LEE, {n} May 1921. Ann Marlow saw {n} \
                 ships in the harbour and went home when it began to rain.</p></article><table>{rows}</table>"
            );
            (format!("log-{n:02}.html"), text)
        });
    let root = folder("logs", pages);
    page.drop_paths(std::slice::from_ref(&root));
    page.wait_until_read();
    let native = hex(&sha256(&native_pack(&root)));
    assert_eq!(hash_of_saved_pack(&page), native);
    let programs = page.site().requests();
    let programs = programs
        .iter()
        .filter(|path| path.ends_with("worker_bg.wasm"))
        .count();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    assert_eq!(programs, cores.min(3), "workers on {cores} cores");
    assert_eq!(page.requests_elsewhere(), [""; 0]);
    assert_eq!(page.console_errors(), [""; 0]);
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).into()
}

#[test]
fn a_dropped_folder_opens_and_the_corpus_before_is_one_click_away() {
    let Some(page) = Page::open("#q=almaty") else {
        return;
    };
    page.drop_paths(&[folder("letters", LETTERS)]);
    page.wait_for_text("2 files read, 1 not used");
    assert_eq!(
        page.texts(".result .title"),
        ["Letter to the harbour master", "Log of the Heron"]
    );
    page.click("See what became of each file");
    page.wait_for_text("scan.bin");
    page.wait_for_text("first/letter.txt");
    page.click("Back to ");
    page.wait_for_text("Kazakhstan");
    assert!(page.fragment().contains("q=almaty"));
}

#[test]
fn files_are_added_to_an_own_corpus_or_open_in_its_place() {
    let Some(page) = Page::open("") else { return };
    let letters = folder("add", LETTERS);
    let more = folder(
        "more",
        [("recipe.txt", "How to bake bread\n\nFlour and water.\n")],
    );
    page.drop_paths(&[letters]);
    page.wait_for_text("2 files read");
    page.drop_paths(std::slice::from_ref(&more));
    page.click("Add to the open corpus");
    page.wait_for_text("3 files read, 1 not used");
    page.drop_paths(&[more]);
    page.click("Open instead of it");
    page.wait_for_text("1 files read, 0 not used");
    assert_eq!(page.texts(".result .title"), ["How to bake bread"]);
}

#[test]
fn chosen_files_and_pasted_words_are_read_like_dropped_ones() {
    let Some(page) = Page::open("") else { return };
    let letters = folder("chosen", LETTERS);
    page.click("Your own documents");
    page.give_files(".own input[multiple]", &[letters.join("first/log.txt")]);
    page.wait_for_text("1 files read");
    assert_eq!(page.texts(".result .title"), ["Log of the Heron"]);

    page.reload();
    page.click("Your own documents");
    page.type_into(
        "Or paste a text",
        "A note about owls\n\nOn 5 May 1921 the owl came back.",
    );
    page.click("Read this text");
    page.wait_for_text("1 files read");
    assert_eq!(page.texts(".result .title"), ["A note about owls"]);
}

#[test]
fn a_run_is_cancelled_and_begun_again() {
    let Some(page) = Page::open("") else { return };
    page.drop_paths(&[many("cancel", 400)]);
    page.wait_for(
        "the run",
        "document.querySelector('.own-bar progress[value]')",
    );
    page.click("Cancel");
    page.wait_for_text("Cancelled");
    page.wait_for_text("Kazakhstan");
    page.click("Try again");
    page.wait_until_read();
    assert!(page.shows("400 files read, 0 not used"));
}

#[test]
fn first_results_show_before_the_last_file_is_read() {
    let Some(page) = Page::open("") else { return };
    page.drop_paths(&[many("early", 600)]);
    page.wait_long(
        "first results",
        "document.querySelector('.own-bar .early')?.textContent",
    );
    page.wait_for("results", "document.querySelector('.result a')");
    page.type_into("Search", "lantern");
    page.wait_for("hits", "document.querySelector('.result mark')");
    page.eval("document.querySelector('.results-list').scrollTop = 700");
    page.wait_until_read();
    // The view stands when the rest arrives, and the list where it was.
    assert!(page.fragment().contains("q=lantern"));
    page.wait_for(
        "the place in the list",
        "Math.abs(document.querySelector('.results-list').scrollTop - 700) < 5",
    );
    page.wait_for_text("600 of 600");
}

#[test]
fn what_is_kept_survives_a_reload_and_nothing_else_is_stored() {
    let Some(page) = Page::open("") else { return };
    let stored = "indexedDB.databases().then(all => window.databases = all.length)";
    page.drop_paths(&[folder("kept", LETTERS)]);
    page.wait_for_text("2 files read");
    page.click("Your own documents");
    page.wait_for_text("unless you ask to keep it");
    page.eval(stored);
    page.wait_for("an answer", "window.databases === 0");
    assert_eq!(page.eval("localStorage.length + document.cookie.length"), 0);
    page.press("Escape");

    page.click("Keep on this machine");
    page.wait_for_text("Kept in this browser");
    page.reload();
    page.click("Your own documents");
    page.eval("(window.prompt = () => 'Two letters', window.confirm = () => true)");
    page.click("Rename");
    page.wait_for_text("Two letters");
    // It is handed out without being opened.
    let saved = page.downloads();
    page.click_css(".shelf [data-do=take]");
    let pack = page.saved(&saved, "Two letters.pack");
    assert_eq!(pack, native_pack(&folder("kept-again", LETTERS)));
    page.click("Open");
    page.wait_for_text("Open now: Two letters");
    assert_eq!(page.count(".result"), 2);

    // Its files were kept as well, so that others can be added.
    page.drop_paths(&[folder(
        "later",
        [("recipe.txt", "How to bake bread\n\nFlour.\n")],
    )]);
    page.click("Add to the open corpus");
    page.wait_for_text("3 files read");

    page.click("Your own documents");
    page.eval("(window.confirm = () => true)");
    page.click("Delete");
    page.wait_for_text("unless you ask to keep it");
    page.eval(stored);
    page.wait_for("the database to go", "window.databases === 0");
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn a_saved_pack_opens_when_dropped_and_a_damaged_one_says_so() {
    let Some(page) = Page::open("") else { return };
    let letters = folder("pack", LETTERS);
    let pack = native_pack(&letters);
    let file = letters.join("letters.pack");
    std::fs::write(&file, &pack).unwrap();
    page.drop_paths(std::slice::from_ref(&file));
    page.wait_for_text("Open now: letters");
    assert_eq!(page.count(".result"), 2);
    std::fs::write(&file, &pack[..pack.len() / 2]).unwrap();
    page.drop_paths(&[file]);
    page.wait_for(
        "a failure",
        "document.querySelector('.own-bar[data-failed]')",
    );
    assert_eq!(page.count(".result"), 2, "what was open stays open");
}

/// Documents that try what a hostile hand would; the first some hundred are large as well.
fn hostile(name: &str, n: usize) -> PathBuf {
    let folder = folder(name, [("", ""); 0]);
    let deep = "deeper/".repeat(20);
    std::fs::create_dir_all(folder.join(&deep)).unwrap();
    for i in 0..n {
        let many = if i < 400 { 1000 } else { 10 };
        let text = match i % 8 {
            0 => format!(
                "<p>Note {i} <script>window.wasRun = 1</script><img src=//example.com/{i}.png onerror='window.wasRun = 2'>On 3 May 2021 all was calm.</p>"
            ),
            1 => format!(
                "Note {i}\n\n[here](javascript:window.wasRun=3) ![pic](https://example.com/{i}.png) <iframe src=https://example.com></iframe>\n"
            ),
            2 => format!(
                "Note {i} \u{202e}gnorw eht yaw\u{202c}\u{2066}\u{200f}\n\nAnn Lee said \u{202e}this on 3 May 2021.\n"
            ),
            3 => format!("<div>Note {i}{}", "<div><b>".repeat(3 * many)),
            4 => "word ".repeat(20 * many),
            5 => format!("Note {i}\n\n{}\n", ">".repeat(5 * many)),
            6 => format!(
                "<!doctype html><base href=https://example.com/><meta http-equiv=refresh content='0;url=https://example.com/'><svg onload=window.wasRun=4><title>Note {i}</title><p>Bold words."
            ),
            _ => format!("Note {i}\n\n{}\n", "\u{301}\u{0489}".repeat(2 * many)),
        };
        let ending = ["html", "md", "txt"][i % 3];
        let path = match i % 5 {
            0 => format!("0 <img src=x onerror=window.wasRun=5>{i}.{ending}"),
            1 => format!("{deep}{i}.{ending}"),
            _ => format!("{i}\u{202e}txt.{ending}"),
        };
        std::fs::write(folder.join(path), text).unwrap();
    }
    folder
}

#[test]
fn a_hostile_folder_runs_nothing_asks_for_nothing_and_the_page_lives() {
    let Some(page) = Page::open("") else { return };
    page.drop_paths(&[hostile("hostile", 10_000)]);
    page.wait_until_read();
    page.wait_for_text("files read");
    page.type_into("Search", "calm");
    page.wait_for("a hit", "document.querySelector('.result mark')");
    page.click_css(".result a");
    page.wait_for("the text", "document.querySelector('.document .text')");
    page.click("Files and coverage");
    page.wait_for_text("onerror=window.wasRun=5");
    assert_eq!(page.eval("window.wasRun === undefined"), true);
    assert_eq!(
        page.count(".document img, .result img, .coverage img, iframe"),
        0
    );
    assert_eq!(page.requests_elsewhere(), [""; 0]);
}

/// Reports of our own making, each about three hundred characters.
fn many(name: &str, n: usize) -> PathBuf {
    let folder = folder(name, [("", ""); 0]);
    std::fs::create_dir_all(&folder).unwrap();
    for i in 0..n {
        let text = format!(
            "Report {i} from the lighthouse\n\nPORT LEE, {} May 1921. The keeper, Mr Abel Stone, wrote that \
             the lantern burned all night. \"We saw {i} ships,\" he said on Monday. The Harbour Board \
             will meet in Port Lee on 2 June, and Captain Ann Marlow of the Heron is expected to speak.\n",
            i % 28 + 1
        );
        std::fs::write(folder.join(format!("report-{i:04}.txt")), text).unwrap();
    }
    folder
}

const COUNT_DATABASES: &str = "indexedDB.databases().then(all => window.databases = all.length)";

#[test]
fn a_full_disk_keeps_nothing_by_half_and_says_so() {
    let Some(page) = Page::open("") else { return };
    page.drop_paths(&[many("full", 60)]);
    page.wait_until_read();
    page.limit_storage(Some(2_000));
    page.click("Keep on this machine");
    page.wait_for_text("There is no room");
    // What was read is still there to be read.
    assert_eq!(page.text_of(".results-head h2"), "60 documents");
    page.click("Your own documents");
    page.wait_for_text("unless you ask to keep it");
    page.eval(COUNT_DATABASES);
    page.wait_for("an answer", "window.databases === 0");

    page.press("Escape");
    page.limit_storage(None);
    // What was refused can be tried again where it was refused.
    page.click("Keep on this machine");
    page.wait_for_text("Kept in this browser");
    page.reload();
    page.click("Your own documents");
    page.click("Open");
    page.wait_for_text("60 documents");
}

#[test]
fn two_tabs_keep_at_once() {
    let Some(page) = Page::open("") else { return };
    let keep_soon = "setTimeout(() => document.querySelector('[data-do=keep]').click(), 1500)";
    page.drop_paths(&[folder("tab-one", LETTERS)]);
    page.wait_for_text("2 files read");
    let first = page.open_tab("");
    page.drop_paths(&[folder(
        "tab-two",
        [("recipe.txt", "How to bake bread\n\nFlour and water.\n")],
    )]);
    page.wait_for_text("1 files read");
    page.eval(keep_soon);
    let second = page.turn_to(&first);
    page.eval(keep_soon);
    page.wait_for_text("Kept in this browser");
    page.click("Your own documents");
    page.wait_for(
        "both corpora",
        "document.querySelectorAll('.shelf .row').length === 2",
    );
    page.turn_to(&second);
    page.wait_for_text("Kept in this browser");
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn a_reload_in_the_middle_of_a_run_leaves_nothing_behind() {
    let Some(page) = Page::open("#q=almaty") else {
        return;
    };
    let folder = many("reload", 400);
    page.drop_paths(std::slice::from_ref(&folder));
    page.wait_for(
        "the run",
        "document.querySelector('.own-bar progress[value]')",
    );
    page.reload();
    page.wait_for_text("Kazakhstan");
    assert!(page.fragment().contains("q=almaty"));
    page.click("Your own documents");
    page.wait_for_text("unless you ask to keep it");
    page.eval(COUNT_DATABASES);
    page.wait_for("an answer", "window.databases === 0");
    page.press("Escape");
    page.drop_paths(&[folder]);
    page.wait_until_read();
    assert!(page.shows("400 files read, 0 not used"));
}

/// What a reader of this browser brings through the file field; dropping is for Chromium's driver alone.
fn brought_in(browser: Browser) {
    let Some(dist) = dist() else { return };
    if is_missing(browser) {
        return;
    }
    let site = Site::serve(&dist);
    let page = Page::open_in(browser, &site, &site.url(""));
    let letters = folder(&format!("{browser:?}"), LETTERS);
    page.click("Your own documents");
    page.give_files(
        ".own input[multiple]",
        &[
            letters.join("first/log.txt"),
            letters.join("first/letter.txt"),
        ],
    );
    page.wait_until_read();
    page.wait_for_text("2 files read, 0 not used");
    assert_eq!(
        page.texts(".result .title"),
        ["Letter to the harbour master", "Log of the Heron"]
    );
    page.click("Keep on this machine");
    if browser == Browser::WebKit {
        // Its driver's sessions are private, and keep no files: the page says so, and what was read stays.
        page.wait_for_text("This browser does not keep it");
        assert_eq!(page.count(".result"), 2);
        return;
    }
    page.wait_for_text("Kept in this browser");
    page.reload();
    page.click("Your own documents");
    page.click("Open");
    page.wait_for(
        "the letters",
        "document.querySelectorAll('.result').length === 2",
    );
}

#[test]
fn own_documents_in_firefox() {
    brought_in(Browser::Firefox);
}

#[test]
fn own_documents_in_webkit() {
    brought_in(Browser::WebKit);
}

#[test]
fn nothing_of_the_reading_program_is_fetched_before_something_is_brought() {
    let Some(dist) = dist() else { return };
    let page = Page::open_on(&Site::serve(&dist), View::WIDE, "");
    page.wait_for("results", "document.querySelector('.result a')");
    assert!(
        page.site()
            .requests()
            .iter()
            .all(|path| !path.contains("/worker/"))
    );
}
