//! Boxes of filters with fifty thousand values: all of them are searched, and no key waits.

use corpus_index::testing::CorpusBuilder;
use corpus_model::EntityKind;
use dateline_e2e::{Page, Site, View, dist};

const PEOPLE: usize = 50_000;
/// People that one document names.
const EACH: usize = 100;

const FIRST: [&str; 10] = [
    "Ada", "Bruno", "Celia", "Dario", "Elif", "Farid", "Greta", "Hamid", "Ines", "Jonas",
];
const MIDDLE: [&str; 20] = [
    "Bel", "Cor", "Dan", "Far", "Gal", "Hol", "Kel", "Lar", "Mon", "Nor", "Ost", "Per", "Quil",
    "Ros", "Sol", "Tor", "Ulm", "Ven", "Wes", "Zan",
];
const END: [&str; 25] = [
    "ack", "berg", "cott", "dale", "enko", "feld", "gren", "holm", "ides", "jian", "kamp", "lund",
    "mann", "nov", "osh", "pour", "quist", "rup", "sen", "tov", "ullin", "vik", "wood", "yan",
    "zade",
];

fn name(i: usize) -> String {
    let (first, rest) = (FIRST[i % 10], i / 10);
    let (middle, rest) = (MIDDLE[rest % 20], rest / 20);
    let (end, rest) = (END[rest % 25], rest / 25);
    let second = END[rest % 25];
    let mut capital = second[..1].to_uppercase();
    capital.push_str(&second[1..]);
    format!(
        "{first} {middle}{end} {capital}{}",
        MIDDLE[i % 20].to_lowercase()
    )
}

/// Documents that name all of them; the first person is in every document.
fn pack() -> Vec<u8> {
    let mut b = CorpusBuilder::new("Fifty thousand people");
    let ids: Vec<_> = (0..PEOPLE)
        .map(|i| b.entity(&format!("p:{i:05}"), EntityKind::Person, &[&name(i)]))
        .collect();
    for (n, part) in (0..PEOPLE).collect::<Vec<_>>().chunks(EACH).enumerate() {
        let names: Vec<String> = part.iter().map(|&i| name(i)).collect();
        let mut doc = b.doc(&format!("d{n:04}"), "A list", &names.join("; "));
        for &i in part {
            doc = doc.mention(&name(i), ids[i]);
        }
        let _ = doc;
    }
    corpus_index::write_pack(&b.finish())
}

fn open() -> Option<Page> {
    let site = Site::serve(&dist()?);
    let html = String::from_utf8(site.read("index.html")).expect("a page in UTF-8");
    let meta = r#"<meta name="dateline-corpus" content="corpus.pack"><title>"#;
    site.put("index.html", html.replacen("<title>", meta, 1));
    site.put("corpus.pack", pack());
    Some(Page::open_on(&site, View::WIDE, ""))
}

const ROWS: &str = "[data-facet=person] .facet-value";

#[test]
fn a_name_among_fifty_thousand_is_found_as_it_is_typed() {
    let Some(page) = open() else { return };
    page.wait_for("the people", &format!("document.querySelector('{ROWS}')"));
    // Somebody far down the list, by the beginnings of two names, in any order.
    let wanted = name(37_215);
    let mut words = wanted.split(' ');
    let (first, second) = (
        words.next().expect("a name"),
        words.next().expect("another"),
    );
    page.type_into(
        "Find in people",
        &format!("{} {}", &second.to_lowercase()[..6], &first[..3]),
    );
    page.wait_until("the person", || {
        page.texts(&format!("{ROWS} .name")).contains(&wanted)
    });
    // Milliseconds from a key to the list that answers it, layout included, for each key of a name.
    let millis = page.eval(
        "(() => {
            const box = document.querySelector('[data-facet=person] .find');
            let most = 0;
            for (const typed of ['', 'h', 'ha', 'ham', 'hamid', 'hamid s', 'hamid so']) {
                const start = performance.now();
                box.value = typed;
                box.dispatchEvent(new Event('input', {bubbles: true}));
                document.body.getBoundingClientRect();
                most = Math.max(most, performance.now() - start);
            }
            return most;
        })()",
    );
    let millis = millis.as_f64().expect("a time");
    println!("the slowest key among 50,000 people took {millis:.0} ms");
    assert!(millis < 200.0, "{millis} ms");
}

#[test]
fn a_long_list_holds_few_rows_and_keys_go_through_it() {
    let Some(page) = open() else { return };
    page.wait_for("the people", &format!("document.querySelector('{ROWS}')"));
    page.click_css("[data-facet=person] .more");
    page.wait_for(
        "a long list",
        "document.querySelector('[data-facet=person] [data-long] ul')",
    );
    assert!(page.count(ROWS) < 60, "only what is seen exists");
    page.eval("document.querySelector('[data-facet=person] .find').focus()");
    page.press("ArrowDown");
    let place = || {
        page.eval("+document.activeElement.closest('[data-place]')?.dataset.place")
            .as_f64()
            .unwrap_or(-1.0)
    };
    page.wait_until("the first row", || place() == 0.0);
    for _ in 0..3 {
        let before = place();
        page.press("ArrowDown");
        page.wait_until("the next row", || place() == before + 1.0);
    }
    page.press("End");
    page.wait_until("the last row", || place() == 49_999.0);
    assert!(page.count(ROWS) < 60);
    // One stop for Tab, however long the list.
    assert_eq!(page.count("[data-facet=person] ul .main[tabindex='0']"), 1);
    page.press("Enter");
    page.wait_until("the filter", || page.fragment().contains("person="));
    page.wait_until("the keyboard on what was chosen", || place() == 0.0);
    assert_eq!(page.count(&format!("{ROWS}[data-mode=all]")), 1);
}
