//! Studies of the documents found, and completions of the search box, as a reader uses them.

use dateline_e2e::{Page, View};

/// Rows of a study's table, seen or not.
fn n_rows(page: &Page) -> usize {
    let n = page.attr(".study .rows", "aria-rowcount");
    n.and_then(|n| n.parse::<usize>().ok()).map_or(0, |n| n - 1)
}

/// Rows that stay: nothing is being counted any more.
fn wait_for_rows(page: &Page) {
    page.wait_for(
        "rows",
        "document.querySelector('.study .rows .body [role=row]')
            && !document.querySelector('.study-bar [role=status]')?.textContent.startsWith('Counting')",
    );
}

#[test]
fn lines_are_sorted_by_what_stands_beside_the_hit_and_open_there() {
    let Some(page) = Page::open("#q=kazakhstan") else {
        return;
    };
    page.click("Study…");
    wait_for_rows(&page);
    let n = n_rows(&page);
    assert!(n > 20, "{n}");
    assert!(
        page.count(".study .body [role=row]") < n,
        "only what is seen exists"
    );
    assert!(page.text_of(".study-bar [role=status]").contains("hits in"));
    page.click_css(".study .head [data-column='2']");
    page.wait_until("the address", || page.fragment().contains("order=right"));
    page.wait_for(
        "the order said",
        "document.querySelector('.study .head .after').getAttribute('aria-sort') === 'ascending'",
    );
    page.wait_until("lines in that order", || {
        let after: Vec<String> = page
            .texts(".study .body .after")
            .iter()
            .map(|text| {
                let words: String = text
                    .chars()
                    .map(|c| if c.is_alphanumeric() { c } else { ' ' })
                    .collect();
                words
                    .split_whitespace()
                    .next()
                    .unwrap_or_default()
                    .to_lowercase()
            })
            .collect();
        !after.is_empty() && after.is_sorted()
    });
    page.click_css(".study .body .hit a");
    page.wait_for(
        "the text at the hit",
        "document.querySelector('.document mark')",
    );
    assert!(page.fragment().contains("at="));
    page.back();
    wait_for_rows(&page);
    assert_eq!(n_rows(&page), n);
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn without_a_query_the_lines_say_what_to_do_and_the_search_fills_them() {
    let Some(page) = Page::open("") else { return };
    page.press("s");
    page.wait_for_text("Nothing is searched for");
    page.type_into("Search", "capital");
    wait_for_rows(&page);
}

#[test]
fn queries_are_compared_over_time_in_a_drawing_and_in_numbers() {
    let Some(page) = Page::open("#q=protest&view=study&study=time") else {
        return;
    };
    page.wait_for("a line", "document.querySelector('.drawing .series')");
    page.type_into("Compare with another query", "gas");
    page.press("Enter");
    page.wait_for(
        "two lines",
        "document.querySelectorAll('.drawing .series').length === 2",
    );
    assert!(page.fragment().contains("compare=gas"));
    page.click("hits in 1,000 words");
    page.wait_until("the address", || page.fragment().contains("per=words"));
    page.wait_until("figures", || {
        page.texts(".over-time td")
            .iter()
            .any(|cell| cell.contains('.'))
    });
    page.click_css(".over-time tbody button");
    page.wait_until("its documents", || page.fragment().contains("published="));
    page.click("Remove gas");
    page.wait_for(
        "one line",
        "document.querySelectorAll('.drawing .series').length === 1",
    );
}

#[test]
fn keywords_want_a_rest_to_compare_with_and_lead_to_their_lines() {
    let Some(page) = Page::open("#view=study&study=keywords") else {
        return;
    };
    page.wait_for_text("there are no others to compare with");
    page.go("#view=study&study=keywords&q=minsk");
    wait_for_rows(&page);
    let word = page.text_of(".study .body button");
    page.click_css(".study .head [data-column='4']");
    page.wait_until("the address", || page.fragment().contains("by=effect"));
    page.go("#view=study&study=keywords&q=minsk");
    page.wait_until("the word", || page.text_of(".study .body button") == word);
    page.click_css(".study .body button");
    page.wait_for(
        "its lines",
        "document.querySelector('.rows[data-table=lines] .body .hit')",
    );
    assert!(page.fragment().contains(&format!("q=%3D{word}")) || page.fragment().contains("q=%22"));
}

#[test]
fn neighbours_of_a_word_depend_on_the_window() {
    let Some(page) = Page::open("#q=president&view=study&study=collocates") else {
        return;
    };
    wait_for_rows(&page);
    page.eval(
        "(() => { const menu = document.querySelector('.study-bar select'); menu.value = '1';
            menu.dispatchEvent(new Event('change', { bubbles: true })); })()",
    );
    page.wait_until("the address", || page.fragment().contains("span=1"));
    page.wait_until("counted anew", || {
        !page
            .text_of(".study-bar [role=status]")
            .contains("Counting")
    });
    wait_for_rows(&page);
    page.click_css(".study .body button");
    page.wait_for(
        "its lines",
        "document.querySelector('.rows[data-table=lines] .body .hit')",
    );
    assert!(page.fragment().contains("NEAR/1"));
}

#[test]
fn phrases_are_counted_and_taken_along() {
    let Some(page) = Page::open("#view=study&study=runs") else {
        return;
    };
    page.eval(
        "(() => { window.saved = []; const make = URL.createObjectURL; URL.createObjectURL = blob => {
            blob.text().then(text => saved.push(text)); return make.call(URL, blob); }; })()",
    );
    wait_for_rows(&page);
    let n = n_rows(&page);
    page.click("Table (CSV)");
    page.wait_for("a file", "saved.length === 1");
    let csv = page.eval("saved[0]");
    let csv = csv.as_str().unwrap_or_default();
    assert_eq!(csv.trim_end().split("\r\n").count(), n + 1, "{csv}");
}

#[test]
fn a_list_of_names_becomes_a_table_of_hits() {
    let Some(page) = Page::open("#view=study&study=names") else {
        return;
    };
    page.wait_for("a field", "document.querySelector('.names-given textarea')");
    page.type_into("Names, one a line", "Tokayev\nNobody Of That Name\nMinsk");
    page.click("Look up");
    wait_for_rows(&page);
    assert_eq!(n_rows(&page), 3);
    page.wait_for_text("2 of 3 names found");
    page.click_css(".study .body [data-row='2'] button[data-column='2']");
    page.wait_until("its documents", || page.fragment().contains("q=%3DMinsk"));
    assert!(page.shows("2 of 3 names found"), "the list stays");
    page.click_css(".study .body [data-row='0'] button[data-column='0']");
    page.wait_for(
        "its lines",
        "document.querySelector('.rows[data-table=lines] .body .hit')",
    );
    page.back();
    wait_for_rows(&page);
    assert_eq!(n_rows(&page), 3, "and is still there");
}

#[test]
fn a_text_leads_to_those_like_it() {
    let Some(page) = Page::open("#q=tokayev") else {
        return;
    };
    page.click_css(".result a");
    page.wait_for("a text", "document.querySelector('.document')");
    let title = page.text_of(".document h1");
    page.click("Texts alike");
    wait_for_rows(&page);
    assert!(page.text_of(".study-bar [role=status]").contains(&title));
    page.click_css(".study .body a");
    page.wait_for("another text", "document.querySelector('.document h1')");
    assert_ne!(page.text_of(".document h1"), title);
}

#[test]
fn studies_fit_a_phone() {
    for study in ["lines", "time", "keywords", "collocates", "runs", "names"] {
        let address = format!("#q=president&view=study&study={study}");
        let Some(page) = Page::open_as(View::PHONE, &address) else {
            return;
        };
        page.wait_for("the study", "document.querySelector('.study h1')");
        assert_eq!(
            page.eval("document.documentElement.scrollWidth > innerWidth"),
            false,
            "{study}"
        );
    }
}

#[test]
fn completions_are_walked_by_keys_and_an_entity_becomes_a_filter() {
    let Some(page) = Page::open("") else { return };
    page.type_into("Search", "tokay");
    page.wait_for(
        "completions",
        "!document.querySelector('#suggestions')?.hidden && document.querySelector('#suggestions [role=option]')",
    );
    assert_eq!(
        page.attr(".search input", "aria-expanded").as_deref(),
        Some("true")
    );
    page.press("ArrowDown");
    page.wait_for(
        "the first is meant",
        "document.querySelector('#suggestions [aria-selected=true]')?.id === document.querySelector('.search input').getAttribute('aria-activedescendant')",
    );
    page.press("Enter");
    page.wait_until("a filter", || page.fragment().contains("person="));
    assert!(!page.fragment().contains("q="));
    page.wait_for("no list", "document.querySelector('#suggestions').hidden");
    page.type_into("Search", "capi");
    page.wait_for(
        "completions",
        "!document.querySelector('#suggestions').hidden",
    );
    page.press("Escape");
    page.wait_for("no list", "document.querySelector('#suggestions').hidden");
    assert!(page.fragment().contains("q=capi"), "what was typed stays");
}
