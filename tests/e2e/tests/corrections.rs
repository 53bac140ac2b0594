//! What a reader puts right: seen at once, undone, kept, taken along, and the same in a build.

use corpus_annotate::Resources;
use corpus_ingest::unbundle;
use corpus_ingest::{CORRECTIONS_FILE, Ingest, Options};
use corpus_model::SourceFile;
use dateline_e2e::{Page, Site, View, dist, folder};
use serde_json::Value;

const FILES: [(&str, &str); 3] = [
    (
        "report.txt",
        "Minister visits the harbour\n\nPARIS, 7 January 2022. Foreign Minister Ada Marrow said that the ferry \
         would sail again. Marrow came by train.\n\nThe minister met Ben Quill, who leads the port authority. \
         Quill thanked her.\n",
    ),
    (
        "letter.txt",
        "Reply from the port\n\nJane Miller has not written to us, said Ben Quill on 3 March 2022.\n",
    ),
    (
        "2021-05-04-log.txt",
        "Log of the Heron\n\nPublished 9 May 2021\n\nAda Marrow went aboard yesterday. The skipper Tolo Venn waved.\n",
    ),
];

fn pack_with(corrections: Option<&str>) -> Vec<u8> {
    let corrections = corrections.map(|text| (CORRECTIONS_FILE, text));
    pack_of(FILES.into_iter().chain(corrections))
}

fn pack_of<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Vec<u8> {
    let mut ingest = Ingest::new(Options::default());
    for (path, text) in files {
        ingest.push(SourceFile {
            path: path.to_owned(),
            bytes: text.as_bytes().to_vec(),
        });
    }
    ingest.finish(&Resources::builtin()).pack()
}

/// The built page with these documents, noting each pack that takes the place of another.
fn open(view: View, address: &str) -> Option<Page> {
    open_pack(pack_with(None), view, address)
}

fn open_pack(pack: Vec<u8>, view: View, address: &str) -> Option<Page> {
    let site = Site::serve(&dist()?);
    let html = String::from_utf8(site.read("index.html")).expect("a page in UTF-8");
    let meta = r#"<meta name="dateline-corpus" content="corpus.pack"><title>"#;
    site.put("index.html", html.replacen("<title>", meta, 1));
    site.put("corpus.pack", pack);
    let page = Page::open_on(&site, view, address);
    page.wait_for("results", "document.querySelector('.result a')");
    page.eval(
        "(() => { const show = dateline.corrected;
            dateline.corrected = (pack, n) => { window.shown = pack; return show(pack, n); };
            return true; })()",
    );
    Some(page)
}

fn wait_for_count(page: &Page, n: &str) {
    page.wait_until(n, || page.texts(".topbar .corrected a").concat() == n);
}

fn spellings(page: &Page) -> Vec<String> {
    page.texts(".spelling-list .name")
}

fn hidden_under(pack: &[u8]) -> Value {
    pack.iter().map(|byte| u64::from(*byte)).sum::<u64>().into()
}

#[test]
fn two_spellings_become_one_person_from_the_card_and_a_build_agrees() {
    let Some(page) = open(View::WIDE, "#doc=letter") else {
        return;
    };
    page.click_css(".document .text .mention[data-kind=person]");
    page.wait_for("a card", "document.querySelector('.card h3')");
    assert_eq!(page.text_of(".card h3"), "Jane Miller");
    page.click("Put right…");
    page.wait_for("the form", "document.querySelector('.correct form')");
    page.type_into("Find by name", "ada marrow");
    page.click_css(".correct .offer");
    page.type_into("Why", "her pen name");
    page.click("Save");
    wait_for_count(&page, "1 correction");
    page.wait_for("her page", "document.querySelector('.entity-page')");
    let both = spellings(&page);
    assert!(
        both.contains(&"Jane Miller".to_owned()) && both.contains(&"Ada Marrow".to_owned()),
        "{both:?}"
    );
    assert!(
        page.text_of(".entity-page")
            .contains("put right by a reader: her pen name")
    );

    // Back and forth, by keys; then again after a visit.
    page.press("Control+z");
    page.wait_for(
        "no correction",
        "!document.querySelector('.topbar .corrected')",
    );
    page.press("Control+y");
    wait_for_count(&page, "1 correction");
    page.reload();
    wait_for_count(&page, "1 correction");
    page.eval(
        "(() => { const show = dateline.corrected;
            dateline.corrected = (pack, n) => { window.shown = pack; return show(pack, n); };
            return true; })()",
    );

    // Another one, so that what is shown is noted again; then what is exported makes the same bytes.
    page.go("#doc=2021-05-04-log");
    page.wait_for_text("waved.");
    page.click_css(".document .text .mention[data-kind=person]:last-of-type");
    page.wait_for("a card", "document.querySelector('.card h3')");
    page.click("Put right…");
    page.wait_for("the form", "document.querySelector('.correct form')");
    page.click("No name at all");
    page.click("Save");
    wait_for_count(&page, "2 corrections");
    page.go("#correct=all");
    page.wait_for(
        "the list",
        "document.querySelectorAll('.corrections li').length === 2",
    );
    let folder = page.downloads();
    page.click("Export corrections.toml");
    let file = String::from_utf8(page.saved(&folder, "corrections.toml")).expect("UTF-8");
    assert!(
        file.contains("do = \"merge\"") && file.contains("# Jane Miller"),
        "{file}"
    );
    let built = pack_with(Some(&file));
    let sum = page.eval("window.shown.length && window.shown.reduce((sum, byte) => sum + byte, 0)");
    assert_eq!(page.eval("window.shown.length"), Value::from(built.len()));
    assert_eq!(sum, hidden_under(&built));

    // Taken back one by one, and brought in again from the file.
    page.click("Take back");
    page.wait_for(
        "one",
        "document.querySelectorAll('.corrections li').length === 1",
    );
    page.click("Take back");
    page.wait_for_text("Nothing yet");
    page.reload();
    page.wait_for_text("Nothing yet");
    assert_eq!(page.count(".topbar .corrected"), 0);
    page.give_files(
        ".correct input[type=file]",
        &[folder.join("corrections.toml")],
    );
    wait_for_count(&page, "2 corrections");
    assert_eq!(page.requests_elsewhere(), [""; 0]);
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn another_candidate_moves_a_document_on_the_timeline() {
    let Some(page) = open(View::WIDE, "#doc=2021-05-04-log") else {
        return;
    };
    let bars = || page.text_of(".timeline");
    let before = bars();
    let published = "button[data-about=published]";
    assert_eq!(page.text_of(published), "May 9, 2021");
    page.click_css(published);
    page.wait_for("a card", "document.querySelector('.card h3')");
    // The name of the file says another day than the text.
    assert!(
        page.text_of(".card").contains("May 4, 2021"),
        "{}",
        page.text_of(".card")
    );
    page.click("Put right…");
    page.wait_for("the form", "document.querySelector('.correct form')");
    page.click("May 4, 2021");
    page.click("Save");
    wait_for_count(&page, "1 correction");
    page.wait_until("the other day", || page.text_of(published) == "May 4, 2021");
    page.click_css(published);
    page.wait_for("a card", "document.querySelector('.card h3')");
    assert!(
        page.text_of(".card").contains("put right by a reader"),
        "{}",
        page.text_of(".card")
    );
    // What is no date is refused, in words, and nothing is lost.
    page.click("Put right…");
    page.wait_for("the form", "document.querySelector('.correct form')");
    page.clear("Another day, month or year");
    page.type_into("Another day, month or year", "someday");
    page.click("Save");
    page.wait_for_text("Nothing is changed yet, or a date is not one.");
    page.clear("Another day, month or year");
    page.type_into("Another day, month or year", "2023-02");
    page.click("Save");
    wait_for_count(&page, "2 corrections");
    page.wait_for("the document", "document.querySelector('.document h1')");
    assert!(
        page.text_of(".document").contains("2023"),
        "{}",
        page.text_of(".document")
    );
    page.wait_until("another timeline", || bars() != before);
    page.go("#published=2023-02-01..2023-02-28");
    page.wait_until("it alone", || page.count(".result") == 1);
}

#[test]
fn words_that_were_missed_are_marked_by_keyboard() {
    let Some(page) = open(View::PHONE, "#doc=2021-05-04-log") else {
        return;
    };
    page.wait_for("the text", "document.querySelector('.document .text')");
    // As a reader with caret browsing would: the words are selected, Enter goes to what can be done with them.
    page.press("Shift");
    page.eval(
        "(() => { const walker = document.createTreeWalker(document.querySelector('.document .text'), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
              const at = walker.currentNode.data.indexOf('skipper');
              if (at < 0) continue;
              getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + 7);
              return true;
            }
            return false; })()",
    );
    page.wait_until("the offer", || {
        page.press("Shift");
        page.count(".passage-link") == 1
    });
    page.press("Enter");
    assert_eq!(page.focused(), "Mark as a name…");
    page.press("Enter");
    page.wait_for("the form", "document.querySelector('.correct form')");
    assert_eq!(page.text_of(".correct h1"), "skipper");
    page.wait_until("the keyboard in the form", || {
        page.press("Tab");
        page.focused().contains("person")
    });
    page.wait_until("Save", || {
        page.press("Tab");
        page.focused() == "Save"
    });
    page.press("Enter");
    page.wait_for("the mark", "[...document.querySelectorAll('.document .mention')].some(mark => mark.textContent === 'skipper')");
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn the_one_file_carries_what_was_put_right() {
    let Some(page) = open(View::WIDE, "#correct=doc:letter") else {
        return;
    };
    page.wait_for("the form", "document.querySelector('.correct form')");
    page.type_into("outlet", "Port Gazette");
    page.click("Save");
    wait_for_count(&page, "1 correction");
    let folder = page.downloads();
    page.click("Save and share");
    page.click("Save as one file");
    page.wait_for_text("Saved as");
    let name = page.text_of(".said").replace("Saved as ", "");
    let bytes = page.saved(&folder, &name);
    let copy = folder.join("copy.html");
    std::fs::write(&copy, bytes).expect("a copy");
    let url = format!("file://{}#doc=letter", copy.display());
    let opened = Page::open_url(page.site(), View::WIDE, &url);
    wait_for_count(&opened, "1 correction");
    opened.wait_for_text("Port Gazette");
    opened.click("Undo the last correction");
    opened.wait_for(
        "no correction",
        "!document.querySelector('.topbar .corrected')",
    );
    assert!(!opened.visible_text().contains("Port Gazette"));
    assert_eq!(opened.console_errors(), [""; 0]);
}

#[test]
fn the_files_taken_along_carry_what_was_put_right() {
    let Some(page) = Page::open("") else { return };
    page.drop_paths(&[folder("files", FILES)]);
    page.wait_for_text("3 files read");
    page.go("#correct=doc:letter");
    page.wait_for("the form", "document.querySelector('.correct form')");
    page.type_into("Outlet", "Port Gazette");
    // Another button to save stands below.
    page.click_css(".correct .main");
    wait_for_count(&page, "1 correction");

    let saved = page.downloads();
    page.click("Save and share");
    page.click("Original files (ZIP)");
    page.wait_for_text("Saved as");
    let name = page.text_of(".said").replace("Saved as ", "");
    let archive = page.saved(&saved, &name);
    page.press("Escape");
    let mut taken: Vec<(String, Vec<u8>)> = Vec::new();
    unbundle(&archive, 1_000_000, &mut |file| {
        taken.push((file.path, file.bytes))
    })
    .expect("an archive");
    taken.sort();
    let mut paths: Vec<&str> = taken.iter().map(|(path, _)| path.as_str()).collect();
    assert!(paths.contains(&CORRECTIONS_FILE), "{paths:?}");
    paths.retain(|path| *path != CORRECTIONS_FILE);
    assert_eq!(paths, ["2021-05-04-log.txt", "letter.txt", "report.txt"]);

    // The folder dropped again, by the same name: what is in it now is replayed, and once.
    page.drop_paths(&[folder("files", taken)]);
    page.click("Open instead of it");
    page.wait_for(
        "it is read",
        "document.querySelector('.own-bar [data-do=dismiss]')",
    );
    page.go("#doc=letter");
    page.wait_until("the outlet", || {
        page.text_of(".document .meta").contains("Port Gazette")
    });
    page.go("#correct=all");
    page.wait_for_text("came with the corpus");
    page.wait_until("one entry", || page.count(".corrections li") == 1);
    assert_eq!(page.count(".topbar .corrected"), 0);
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn two_tabs_that_correct_one_corpus_keep_what_both_did() {
    let Some(page) = open(View::WIDE, "#correct=doc:letter") else {
        return;
    };
    page.wait_for("the form", "document.querySelector('.correct form')");
    let first = page.open_tab("#correct=doc:report");
    page.wait_for("the form", "document.querySelector('.correct form')");
    page.type_into("Outlet", "Harbour News");
    page.click("Save");
    wait_for_count(&page, "1 correction");
    page.turn_to(&first);
    page.type_into("Outlet", "Port Gazette");
    page.click("Save");
    wait_for_count(&page, "2 corrections");
    page.reload();
    wait_for_count(&page, "2 corrections");
    page.wait_until("both outlets", || {
        let all = page.text_of(".filters");
        all.contains("Harbour News") && all.contains("Port Gazette")
    });
    assert_eq!(page.console_errors(), [""; 0]);
}

/// Opens the card of the mark that says these words, the last of them, and from there the form for this place only.
fn open_place(page: &Page, words: &str) {
    page.wait_for(
        "the text",
        "document.querySelector('.document .text .mention')",
    );
    page.eval(&format!(
        "(() => {{ const marks = [...document.querySelectorAll('.document .text .mention')];
            marks.filter(mark => mark.textContent === '{words}').at(-1).setAttribute('data-test', 'this');
            return true; }})()"
    ));
    page.click_css("[data-test=this]");
    page.wait_for("a card", "document.querySelector('.card h3')");
    page.click("Only here…");
    page.wait_for("the form", "document.querySelector('.correct form')");
}

#[test]
fn one_place_is_put_right_and_the_others_stay() {
    let Some(page) = open(View::WIDE, "#doc=report") else {
        return;
    };
    open_place(&page, "Marrow");
    assert!(
        page.text_of(".correct blockquote")
            .contains("Marrow came by train"),
        "{}",
        page.text_of(".correct blockquote")
    );
    assert!(page.text_of(".correct").contains("Read as Ada Marrow"));
    // Nothing is said yet: nothing is made.
    page.click("Save");
    page.wait_for_text("Nothing is changed yet");
    page.type_into("Find by name", "quill");
    page.click_css(".correct .offer");
    page.type_into("Why", "a slip of the pen");
    page.click("Save");
    wait_for_count(&page, "1 correction");

    // The place is his, the other stays hers, and the card says who said so.
    page.wait_for("the text", "document.querySelector('.document .text')");
    let card_of = |words: &str| {
        page.eval(&format!(
            "(() => {{ for (const mark of document.querySelectorAll('[data-test]')) mark.removeAttribute('data-test');
                const marks = [...document.querySelectorAll('.document .text .mention')];
                marks.filter(mark => mark.textContent === '{words}').at(-1).setAttribute('data-test', 'this');
                return true; }})()"
        ));
        page.click_css("[data-test=this]");
        page.wait_for("a card", "document.querySelector('.card h3')");
        let card = page.text_of(".card");
        page.press("Escape");
        card
    };
    let his = card_of("Marrow");
    assert!(
        his.contains("Ben Quill") && his.contains("a slip of the pen"),
        "{his}"
    );
    assert!(card_of("Ada Marrow").contains("Ada Marrow"));

    // No name at all, in the other text; then what is exported makes the same bytes.
    page.go("#doc=2021-05-04-log");
    open_place(&page, "Ada Marrow");
    page.click("No name");
    page.click("Save");
    wait_for_count(&page, "2 corrections");
    page.go("#correct=all");
    page.wait_for_text("Marrow in report is Ben Quill");
    page.wait_for_text("Ada Marrow is no name in 2021-05-04-log");
    let folder = page.downloads();
    page.click("Export corrections.toml");
    let file = String::from_utf8(page.saved(&folder, "corrections.toml")).expect("UTF-8");
    assert!(
        file.contains("of = \"Ben Quill\"") && file.contains("do = \"unmark\""),
        "{file}"
    );
    let built = pack_with(Some(&file));
    let sum = page.eval("window.shown.length && window.shown.reduce((sum, byte) => sum + byte, 0)");
    assert_eq!(page.eval("window.shown.length"), Value::from(built.len()));
    assert_eq!(sum, hidden_under(&built));

    // Somebody of her own, and back again, step by step.
    page.go("#doc=report");
    open_place(&page, "Quill");
    page.click("Nobody and nothing that is named elsewhere");
    page.click("Save");
    wait_for_count(&page, "3 corrections");
    assert!(!card_of("Quill").contains("Ben Quill"));
    page.press("Control+z");
    wait_for_count(&page, "2 corrections");
    assert!(card_of("Quill").contains("Ben Quill"));
    assert_eq!(page.console_errors(), [""; 0]);
}

/// A name that fits two, a place of several names, a month inside the name of an event.
const DOUBTFUL: [(&str, &str); 4] = [
    (
        "budget.txt",
        "Budget talks\n\nJane Whitlock, the treasurer, opened the meeting in Leeds on 3 March 2022.\n",
    ),
    (
        "bridge.txt",
        "Bridge works\n\nJohn Whitlock, an engineer, inspected the bridge on 5 March 2022.\n",
    ),
    (
        "answer.txt",
        "An answer\n\nJ. Whitlock wrote to the council on 9 March 2022.\n",
    ),
    (
        "town.txt",
        "Names of a town\n\nThe envoys met in Tselinograd. Later the town was called Akmola, then Astana. The January \
         events of 2022 were felt there.\n",
    ),
];

#[test]
fn who_fits_a_name_is_named_and_a_reader_settles_it() {
    let Some(page) = open_pack(pack_of(DOUBTFUL), View::WIDE, "#doc=answer") else {
        return;
    };
    page.click_css(".document .text .mention[data-kind=person]");
    page.wait_for("a card", "document.querySelector('.card h3')");
    let card = page.text_of(".card");
    assert!(
        card.contains("Jane Whitlock") && card.contains("John Whitlock"),
        "{card}"
    );
    page.click("Its page");
    page.wait_for("her page", "document.querySelector('.entity-page .may-be')");
    assert_eq!(page.texts(".may-be a"), ["Jane Whitlock", "John Whitlock"]);
    page.click("Put right…");
    page.wait_for("the form", "document.querySelector('.correct form')");
    assert_eq!(
        page.count(".correct .offer"),
        2,
        "the other two are offered unasked"
    );
    page.click_css(".correct .offers li:nth-child(2) .offer");
    page.click("Save");
    wait_for_count(&page, "1 correction");
    page.wait_until("one man", || {
        spellings(&page) == ["J. Whitlock", "John Whitlock"]
    });
    assert_eq!(page.count(".may-be"), 0);
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn a_mark_inside_a_mark_and_the_years_of_a_name_are_there_to_see() {
    let Some(page) = open_pack(pack_of(DOUBTFUL), View::WIDE, "#doc=town") else {
        return;
    };
    let event = ".document .text .mention[data-kind=event]";
    page.wait_for("the text", &format!("document.querySelector('{event}')"));
    assert_eq!(page.text_of(event), "January events");
    page.click_css(&format!("{event} .when-mention"));
    page.wait_for("a card", "document.querySelector('.card h3')");
    assert!(
        page.text_of(".card").starts_with("date"),
        "{}",
        page.text_of(".card")
    );
    page.press("Escape");
    // By keyboard each of the two is there as well.
    page.eval(&format!(
        "(document.querySelector('{event}').focus(), true)"
    ));
    page.press("Enter");
    page.wait_until("the event's card", || {
        page.text_of(".card h3") == "January events"
    });
    page.press("Escape");
    page.click_css(".document .text .mention[data-kind=place]");
    page.wait_for("a card", "document.querySelector('.card h3')");
    page.click("Its page");
    page.wait_for("the years", "document.querySelector('.names-in-time')");
    assert_eq!(
        page.texts(".names-in-time li"),
        [
            "Tselinograd 1961 to 1992",
            "Akmola 1992 to 1998",
            "Astana 1998 to 2019 and since 2022"
        ]
    );
    assert_eq!(page.console_errors(), [""; 0]);
}
