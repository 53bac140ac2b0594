//! The page over a corpus in parts: it fetches what it reads, shows what the whole shows, and says what it cannot.

use corpus_index::Corpus;
use corpus_index::testing::CorpusBuilder;
use corpus_model::{CivilDate, DayNumber, EntityKind};
use dateline_e2e::{Page, Site, View, dist};
use flate2::{Compression, write::GzEncoder};
use std::io::Write as _;
use std::sync::LazyLock;

const N_DOCS: u32 = 5000;

/// Words without meaning, the first ones common and the last ones rare.
fn word(n: u32) -> String {
    const PARTS: [&str; 16] = [
        "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu",
        "ve",
    ];
    let part = |shift: u32| PARTS[(n >> shift & 15) as usize];
    [part(0), part(4), part(8)].concat()
}

/// Numbers that look like chance and are the same every time.
fn chance(seed: &mut u64) -> u32 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    (*seed >> 33) as u32
}

/// Reports of a hundred and twenty words, each with a day, an outlet and twenty of four hundred people.
static PACK: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut builder = CorpusBuilder::new("Reports in parts");
    let people: Vec<(String, _)> = (0..400)
        .map(|i| {
            let name = format!("{} Person{i:03}", ["Ada", "Bo", "Cleo", "Dov"][i % 4]);
            let id = builder.entity(&format!("p:{i:03}"), EntityKind::Person, &[&name]);
            (name, id)
        })
        .collect();
    let mut seed = 7;
    for i in 0..N_DOCS {
        let mut words: Vec<String> = (0..120)
            .map(|_| word((chance(&mut seed) % 4096) & (chance(&mut seed) % 4096)))
            .collect();
        let of_doc = [(); 20].map(|()| &people[(chance(&mut seed) % 400) as usize]);
        words.splice(30..30, of_doc.iter().map(|(name, _)| name.clone()));
        if i == 4321 {
            words[60] = "Quillfeather".to_owned();
        }
        let day = CivilDate::from_day_number(DayNumber(18_000 + (i % 700) as i32));
        let mut doc = builder
            .doc(
                &format!("r{i:05}"),
                &format!("Report {i}"),
                &words.join(" "),
            )
            .outlet(&format!("Outlet {}", i % 5))
            .published(&day.to_string());
        for (name, id) in of_doc {
            doc = doc.mention(name, *id);
        }
        let _ = doc;
    }
    corpus_index::write_pack(&builder.finish())
});

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// The built page beside the corpus in parts.
fn site() -> Option<Site> {
    let site = Site::serve(&dist()?);
    let html = String::from_utf8(site.read("index.html")).unwrap();
    let meta = r#"<meta name="dateline-corpus" content="corpus.parts"><title>"#;
    site.put("index.html", html.replacen("<title>", meta, 1));
    let parts = Corpus::open(PACK.clone()).unwrap().pack().split().unwrap();
    site.put("corpus.parts/head.bin", packed(&parts.head));
    site.put("corpus.parts/whole.bin", packed(&PACK));
    for (page, content) in &parts.pages {
        let name = format!("corpus.parts/{:x}/{:02x}.bin", page >> 8, page & 0xff);
        site.put(&name, packed(content));
    }
    Some(site)
}

fn open(view: View, address: &str) -> Option<Page> {
    Some(Page::open_on(&site()?, view, address))
}

#[test]
fn a_list_and_a_search_fetch_a_small_part() {
    let Some(page) = open(View::WIDE, "") else {
        return;
    };
    page.wait_for_text("5,000 documents");
    page.wait_for("rows", "document.querySelectorAll('.result a').length > 5");
    let whole = packed(&PACK).len();
    let first = page.site().sent_of("corpus.parts/");
    println!("{whole} bytes in all, first list {first}");
    assert!(first * 5 < whole, "{first} of {whole}");

    page.type_into("Search", "quillfeather");
    page.wait_for_text("1 of 5,000");
    page.wait_for(
        "the hit",
        "document.querySelector('.result mark')?.textContent == 'Quillfeather'",
    );
    // Names of one document cost little, so they are counted.
    page.wait_for(
        "names",
        "document.querySelectorAll('[data-facet=person] li .main').length == 6",
    );
    let more = page.site().sent_of("corpus.parts/") - first;
    println!("a rare word {more}");
    // Completions read what the page has fetched, though this host lets the browser keep nothing.
    assert!(more * 20 < whole, "{more} of {whole}");

    page.click_css(".result a");
    page.wait_for("the text", "document.querySelector('.document .mention')");
    page.wait_for(
        "the hit",
        "document.querySelector('.document .hit, .document mark')",
    );
    page.click_css(".document .text .mention");
    page.wait_for(
        "the card",
        "document.querySelector('.card h3')?.textContent.includes('Person')",
    );
    assert_eq!(page.console_errors(), [""; 0]);
    assert_eq!(page.requests_elsewhere(), [""; 0]);
}

#[test]
fn names_of_many_documents_are_counted_when_asked() {
    let Some(page) = open(View::WIDE, "#q=fobaBA") else {
        return;
    };
    page.wait_for(
        "rows",
        "document.querySelectorAll('.result mark').length > 3",
    );
    page.wait_for_text("are not counted in so many documents");
    let corpus = Corpus::open(PACK.clone()).unwrap();
    let found: Vec<_> = corpus
        .doc_ids()
        .filter(|doc| {
            corpus
                .text(*doc)
                .split_whitespace()
                .any(|word| word == "fobaba")
        })
        .collect();
    let mut counts = vec![0; corpus.n_entities()];
    for doc in &found {
        corpus
            .entities_of(*doc)
            .for_each(|entity| counts[entity.0 as usize] += 1);
    }
    page.click("Count them");
    let most = counts.iter().max().unwrap().to_string();
    page.wait_for(
        "the count",
        &format!(
            "document.querySelector('[data-facet=person] li')?.textContent.includes('{most}')"
        ),
    );
    assert!(!page.shows("are not counted"));
    // A filter by one of them, and back.
    page.click_css("[data-facet=person] li .main");
    page.wait_for_text(&format!("{most} of 5,000"));
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn completions_come_in_parts_too() {
    let Some(page) = open(View::WIDE, "") else {
        return;
    };
    page.wait_for_text("5,000 documents");
    page.type_into("Search", "quillf");
    page.wait_for(
        "the word",
        "[...document.querySelectorAll('#suggestions [role=option]')].some(row => row.textContent.startsWith('quillfeather'))",
    );
    page.press("ArrowDown");
    page.press("Enter");
    page.wait_for_text("1 of 5,000");
    page.type_into("Search", "person123");
    page.wait_for(
        "the name",
        "document.querySelector('#suggestions [role=option]')?.textContent.startsWith('Dov Person123')",
    );
    page.press("ArrowDown");
    page.press("Enter");
    page.wait_until("the filter", || {
        page.fragment().contains("person=p%3A123") || page.fragment().contains("person=p:123")
    });
    page.clear("Search");
    page.type_into("Search", "-person:\"dov person12");
    page.wait_for(
        "names in quotation marks",
        "document.querySelector('#suggestions [role=option]')?.textContent.startsWith('Dov Person12')",
    );
    page.clear("Search");
    page.type_into("Search", "quillfeather colour:red OR");
    page.wait_for_text("no field is called \"colour\": read as words");
    page.click("Keys and search");
    page.wait_for(
        "how to search",
        "document.querySelector('dialog .extra kbd')",
    );
    assert_eq!(page.site().sent_of("corpus.parts/whole.bin"), 0);
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn titles_are_put_in_order_in_parts_too() {
    let Some(page) = open(View::WIDE, "#sort=title") else {
        return;
    };
    page.wait_for(
        "rows in the order of their titles",
        "document.querySelectorAll('.result .title')[2]?.textContent === 'Report 10'",
    );
    let titles = page.texts(".result .title");
    assert_eq!(
        titles[..4],
        ["Report 0", "Report 1", "Report 10", "Report 100"]
    );
    assert_eq!(page.console_errors(), [""; 0]);
}

/// A word in some dozen documents, with these and its occurrences.
fn uncommon_word() -> (String, usize, usize) {
    let corpus = Corpus::open(PACK.clone()).unwrap();
    let n_docs = |word: &str| {
        let term = corpus.words().terms().get(word.as_bytes());
        term.map_or(0, |term| term.n_docs as usize)
    };
    let word = (0..4096)
        .map(word)
        .find(|word| (40..80).contains(&n_docs(word)));
    let word = word.unwrap();
    let texts = corpus.doc_ids().map(|doc| corpus.text(doc));
    let n_hits = texts
        .flat_map(str::split_whitespace)
        .filter(|other| *other == word);
    let n_hits = n_hits.count();
    let n_docs = n_docs(&word);
    (word, n_docs, n_hits)
}

#[test]
fn lines_of_some_documents_fetch_these_alone() {
    let (word, n_docs, n_hits) = uncommon_word();
    let Some(page) = open(View::WIDE, &format!("#q={word}")) else {
        return;
    };
    page.wait_for_text(&format!("{n_docs} of 5,000"));
    page.wait_for(
        "rows",
        "document.querySelectorAll('.result mark').length > 3",
    );
    let before = page.site().sent_of("corpus.parts/");
    page.go(&format!("#q={word}&view=study"));
    page.wait_for_text(&format!("{n_hits} hits in {n_docs} documents"));
    // The outlet and the day are in the record, which comes with the rows that are seen.
    page.wait_for(
        "the outlet of a row",
        "document.querySelector('[data-table=lines] .outlet')?.textContent.startsWith('Outlet')
            && document.querySelector('[data-table=lines] [data-row] .outlet')?.textContent != ''",
    );
    let hits = page.texts("[data-table=lines] [data-row] .hit");
    assert!(
        hits.len() > 5 && hits.iter().all(|hit| *hit == word),
        "{hits:?}"
    );
    let more = page.site().sent_of("corpus.parts/") - before;
    let whole = packed(&PACK).len();
    println!("lines of {n_docs} documents {more}");
    assert!(more * 6 < whole, "{more} of {whole}");

    // By what stands behind, and by day, which needs more of the documents.
    page.go(&format!("#q={word}&view=study&order=date"));
    page.wait_for(
        "the earliest first",
        "document.querySelector('[data-table=lines] [data-row=\"0\"] .date')?.textContent.includes('2019')",
    );
    page.go(&format!("#q={word}&view=study&study=collocates"));
    page.wait_for("an end", "!/Counting|Fetching/.test(document.querySelector('.study-bar')?.textContent || 'Counting')");
    page.go(&format!("#q={word}&view=study&study=runs"));
    page.wait_for(
        "runs",
        "document.querySelectorAll('[data-table=runs] [data-row]').length > 0",
    );
    page.go(&format!("#q={word}&view=study&study=time"));
    page.wait_for(
        "a curve",
        "document.querySelector('.drawing path.series')?.getAttribute('d').length > 20",
    );
    assert_eq!(page.site().sent_of("corpus.parts/whole.bin"), 0);
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn lines_that_the_network_lost_can_be_fetched_again() {
    let (word, n_docs, n_hits) = uncommon_word();
    // The program first, so that only the corpus is missing.
    let Some(page) = open(View::PHONE, "#q=quillfeather&view=study") else {
        return;
    };
    page.wait_for_text("1 hit in 1 document");
    page.site().go_down();
    page.go(&format!("#q={word}&view=study"));
    page.wait_for_text("A part of the corpus could not be fetched");
    page.site().come_up();
    page.wait_until("the lines", || {
        if page.shows("Try again") {
            page.click("Try again");
        }
        page.shows(&format!("{n_hits} hits in {n_docs} documents"))
    });
}

#[test]
fn lines_of_most_documents_offer_the_whole() {
    let Some(page) = open(View::WIDE, "#q=baba*&view=study") else {
        return;
    };
    page.wait_for_text("a narrower search needs less. The whole corpus is ");
    page.clear("Search");
    page.type_into("Search", "quillfeather");
    page.wait_for_text("1 hit in 1 document");
    assert_eq!(page.site().sent_of("corpus.parts/whole.bin"), 0);
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn what_reads_everything_offers_the_whole() {
    let Some(page) = open(View::WIDE, "#q=fobaba&view=study&study=keywords") else {
        return;
    };
    page.wait_for_text("This view reads every document. The whole corpus is ");
    page.click("Fetch the whole corpus");
    page.wait_until("the study", || page.count(".study") > 0);
    assert!(page.site().sent_of("corpus.parts/whole.bin") > 0);
    page.wait_for(
        "names",
        "document.querySelector('[data-facet=person] li .main')",
    );
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn what_the_network_lost_can_be_fetched_again() {
    let Some(page) = open(View::PHONE, "") else {
        return;
    };
    page.wait_for("rows", "document.querySelectorAll('.result a').length > 3");
    page.site().go_down();
    page.type_into("Search", "quillfeather");
    page.wait_for_text("A part of the corpus could not be fetched");
    // What was found before still stands there.
    assert!(page.count(".result a") > 3);
    page.site().come_up();
    page.click("Try again");
    page.wait_for_text("1 of 5,000");
    page.wait_for(
        "the hit",
        "document.querySelector('.result mark')?.textContent == 'Quillfeather'",
    );
}

#[test]
fn a_head_that_does_not_come_is_said() {
    let Some(site) = site() else { return };
    site.put("corpus.parts/head.bin", *b"not packed");
    let page = Page::open_on(&site, View::WIDE, "");
    page.wait_for_text("corpus.parts");
    page.wait_for(
        "the corpus of the page",
        "document.querySelector('.result a')",
    );
}
