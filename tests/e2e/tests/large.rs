//! A large corpus is searched in a worker: with the same answers, the last question first, and in the page where there is none.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use corpus_index::testing::CorpusBuilder;
use corpus_model::{CivilDate, DayNumber};
use dateline_e2e::{Browser, Page, Site, View, dist, folder};
use flate2::{Compression, write::GzEncoder};
use std::io::Write as _;
use std::sync::LazyLock;

const N_DOCS: u32 = 20_400;

/// Notes on birds: every fiftieth on kestrels, every seventh of these on herons as well.
static PACK: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut builder = CorpusBuilder::new("A large corpus");
    for i in 0..N_DOCS {
        let text = match i {
            i if i % 350 == 0 => "A kestrel was seen above the harbour beside a heron.",
            i if i % 50 == 0 => "A kestrel was seen above the harbour.",
            _ => "Nothing was seen above the harbour.",
        };
        let day = CivilDate::from_day_number(DayNumber(18_000 + (i % 700) as i32));
        let _ = builder
            .doc(&format!("n{i:05}"), &format!("Note {i}"), text)
            .outlet(&format!("Outlet {}", i / 50 % 4))
            .published(&day.to_string());
    }
    corpus_index::write_pack(&builder.finish())
});

/// Counts the workers that are started, and holds back what one answers as long as `held`.
const SPY: &str = "(() => {
    window.workers = [];
    window.answers = [];
    window.late = [];
    const Usual = Worker;
    window.Worker = class extends Usual {
        constructor(url) { super(url); workers.push(this); }
        set onmessage(hear) {
            super.onmessage = event => {
                if (event.data[0] !== 'answer') return hear(event);
                answers.push(event.data[1]);
                if (window.held) late.push(() => hear(event)); else hear(event);
            };
        }
    };
})()";

/// The page, as it stands before anything is typed; `prepared` runs in it.
fn open(prepared: &str) -> Option<Page> {
    let site = Site::serve(&dist()?);
    let html = String::from_utf8(site.read("index.html")).unwrap();
    let meta = r#"<meta name="dateline-corpus" content="corpus.pack"><title>"#;
    site.put("index.html", html.replacen("<title>", meta, 1));
    site.put("corpus.pack", PACK.clone());
    let page = Page::open_on(&site, View::WIDE, "");
    page.wait_for_text("20,400 documents");
    page.eval(prepared);
    Some(page)
}

/// Types until the worker answers.
fn search_until_it_answers(page: &Page) {
    page.type_into("Search", "kestrel");
    page.wait_for_text("408 of 20,400");
    page.wait_for("the worker", "workers.length === 1 && answers.length > 0");
}

fn outlets(page: &Page) -> Vec<String> {
    page.texts("[data-facet=outlet] li .count")
}

#[test]
fn a_worker_answers_what_the_page_would() {
    let Some(page) = open(SPY) else { return };
    assert_eq!(page.eval("workers.length"), 0, "nothing was asked yet");
    search_until_it_answers(&page);
    assert_eq!(outlets(&page), ["102"; 4]);

    page.type_into("Search", " heron");
    page.wait_for_text("59 of 20,400");
    page.wait_for(
        "both words marked",
        "[...document.querySelectorAll('.result')].slice(0, 3)
            .every(row => row.querySelectorAll('.snippet mark').length === 2)",
    );
    let n: u32 = outlets(&page)
        .iter()
        .map(|n| n.parse::<u32>().unwrap())
        .sum();
    assert_eq!(n, 59);

    // Half a word, a misread query, days and a filter go the same way.
    page.go("#q=kestr");
    page.wait_for_text("408 of 20,400");
    page.wait_for("the remark", "document.querySelector('.query-notes')");
    page.go("#q=kestrel OR");
    page.wait_for_text("408 of 20,400");
    page.wait_for("the remark", "document.querySelector('.query-notes')");
    page.go("#q=kestrel&published=2019-04-14");
    page.wait_for_text("30 of 20,400");
    page.go("#q=kestrel");
    page.wait_for_text("408 of 20,400");
    page.click_css("[data-facet=outlet] li .main");
    page.wait_for_text("102 of 20,400");
    assert_eq!(page.eval("workers.length"), 1);
    assert_eq!(page.console_errors(), [""; 0]);
    assert_eq!(page.requests_elsewhere(), [""; 0]);
}

#[test]
fn the_one_file_has_a_worker_too() {
    let Some(dist) = dist() else { return };
    let site = Site::serve(&dist);
    let html = String::from_utf8(site.read("one-file.html")).unwrap();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(&PACK).unwrap();
    let slot = r#"data-file="corpus.pack" data-encoding="gzip">"#;
    assert!(html.contains(slot));
    let filled = format!("{slot}{}", BASE64_STANDARD.encode(gzip.finish().unwrap()));
    let file = folder("large", [("", ""); 0]).join("page.html");
    std::fs::write(&file, html.replacen(slot, &filled, 1)).unwrap();

    let url = format!("file://{}", file.display());
    let page = Page::open_in(Browser::Chromium, &site, &url);
    page.wait_for_text("20,400 documents");
    page.eval(SPY);
    search_until_it_answers(&page);
    page.type_into("Search", " heron");
    page.wait_for_text("59 of 20,400");
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn an_answer_to_an_earlier_question_is_dropped() {
    let Some(page) = open(SPY) else { return };
    search_until_it_answers(&page);
    page.eval("held = true");
    page.type_into("Search", " heron");
    page.wait_for("an answer held back", "late.length > 0");
    // What was found before stays, and says that more is coming.
    assert!(page.shows("408 of 20,400"));
    page.wait_for(
        "the list waits",
        "document.querySelector('.results-list').ariaBusy === 'true'",
    );
    page.eval("held = false");
    page.clear("Search");
    page.type_into("Search", "nothing");
    page.wait_for_text("19,992 of 20,400");
    page.eval("late.forEach(hear => hear())");
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(page.shows("19,992 of 20,400"));
    page.wait_for(
        "the list is done",
        "document.querySelector('.results-list').ariaBusy !== 'true'",
    );
}

#[test]
fn without_a_worker_the_page_searches_itself() {
    let Some(page) = open("window.Worker = undefined") else {
        return;
    };
    page.type_into("Search", "kestrel");
    page.wait_for_text("408 of 20,400");
    page.type_into("Search", " heron");
    page.wait_for_text("59 of 20,400");

    // Neither does one that breaks down leave a question open.
    let page = open(SPY).unwrap();
    search_until_it_answers(&page);
    page.eval("workers[0].terminate(), workers[0].onerror(new Event('error'))");
    page.type_into("Search", " heron");
    page.wait_for_text("59 of 20,400");
    assert_eq!(page.eval("workers.length"), 1);
    assert_eq!(page.console_errors(), [""; 0]);
}
