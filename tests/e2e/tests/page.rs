//! A reader with the bundled corpus: searches, filters, reads, follows, and finds the way back.

use dateline_e2e::{Page, View};

/// Titles of the rows on the screen.
fn titles(page: &Page) -> Vec<String> {
    page.texts(".result .title")
}

/// The number of results that the page states.
fn n_found(page: &Page) -> usize {
    let heading = page.text_of(".results-head h2");
    let number: String = heading.chars().take_while(char::is_ascii_digit).collect();
    number.parse().unwrap_or(0)
}

fn wait_for_found(page: &Page, what: &str, is_so: impl Fn(usize) -> bool) {
    page.wait_until(what, || is_so(n_found(page)));
}

fn field(page: &Page) -> String {
    page.eval("document.querySelector('.search input').value")
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn words_phrases_and_exclusions_narrow_the_results() {
    let Some(page) = Page::open("") else { return };
    let n_all = n_found(&page);
    assert!(n_all > 20, "{n_all} documents");

    page.type_into("Search", "Kazakhstan");
    wait_for_found(&page, "fewer documents", |n| (1..n_all).contains(&n));
    assert!(page.fragment().contains("q=Kazakhstan"));
    let n_word = n_found(&page);
    assert!(
        page.count(".result mark") > 0,
        "hits are marked in the list"
    );

    page.type_into("Search", " -Psaki");
    wait_for_found(&page, "an exclusion to narrow", |n| {
        (1..n_word).contains(&n)
    });

    page.clear("Search");
    page.type_into("Search", "\"state of emergency\"");
    wait_for_found(&page, "a phrase to narrow", |n| (1..n_all).contains(&n));
    let n_phrase = n_found(&page);
    page.clear("Search");
    page.type_into("Search", "emergency of state");
    wait_for_found(&page, "the words to find as much or more", |n| {
        n >= n_phrase
    });
}

#[test]
fn typing_part_of_a_word_already_finds_it() {
    let Some(page) = Page::open("") else { return };
    page.type_into("Search", "Kazakhst");
    wait_for_found(&page, "words that begin so", |n| n > 0);
    page.wait_for_text("begin with it");
}

#[test]
fn a_name_in_one_spelling_leads_to_the_person_in_all() {
    let Some(page) = Page::open("#q=tileuberdi") else {
        return;
    };
    page.wait_for("the hint", "document.querySelector('.spelt a')");
    let n_words = n_found(&page);
    let hint = page.text_of(".spelt");
    assert!(
        hint.starts_with("Mukhtar Tileuberdi, however spelt: "),
        "{hint}"
    );
    page.click_css(".spelt a");
    wait_for_found(&page, "more than the words find", |n| n > n_words);
    assert!(hint.ends_with(&format!("{} documents", n_found(&page))));
    assert_eq!(field(&page), "");
    assert_eq!(page.count(".spelt"), 0, "nothing is left to be found");
    page.back();
    page.wait_for("the hint again", "document.querySelector('.spelt a')");
}

#[test]
fn nothing_found_says_what_to_take_away() {
    let Some(page) = Page::open("#q=Psaki") else {
        return;
    };
    wait_for_found(&page, "documents on Psaki", |n| n > 0);
    page.go("#q=Psaki&published=1990-01-01..1990-01-02");
    page.wait_for_text("Nothing found");
    page.click("without Published");
    wait_for_found(&page, "documents again", |n| n > 0);
    assert!(!page.fragment().contains("published="));
}

#[test]
fn a_facet_value_is_required_and_taken_away_again() {
    let Some(page) = Page::open("") else { return };
    let n_all = n_found(&page);
    page.click_css("[data-facet=person] .facet-value .main");
    wait_for_found(&page, "fewer documents", |n| (1..n_all).contains(&n));
    assert!(page.fragment().contains("person="));
    // The count beside the value says what is found now.
    let count = page.text_of("[data-facet=person] .facet-value[data-mode] .count");
    assert_eq!(count, n_found(&page).to_string());

    let n_required = n_found(&page);
    page.click_css(".chip button");
    wait_for_found(&page, "all documents", |n| n == n_all);
    page.hover("[data-facet=person] .facet-value");
    page.click_css("[data-facet=person] .facet-value .modes button:last-child");
    wait_for_found(&page, "the rest", |n| n == n_all - n_required);
}

#[test]
fn the_timeline_is_brushed_by_keyboard_and_by_pointer() {
    let Some(page) = Page::open("") else { return };
    let n_all = n_found(&page);
    page.eval("document.querySelector('.brush-lane[data-lane=published]').focus()");
    page.press("ArrowRight");
    wait_for_found(&page, "the first bar", |n| (1..n_all).contains(&n));
    assert!(page.fragment().contains("published="));
    let first = page.fragment();
    page.press("Shift+ArrowRight");
    page.wait_until("a wider stretch", || page.fragment() != first);
    page.press("Escape");
    wait_for_found(&page, "all documents", |n| n == n_all);

    page.drag_across(".brush-lane[data-lane=published]", 0.2, 0.7);
    page.wait_until("a brush", || page.fragment().contains("published="));
    page.wait_for(
        "a chip that names the days",
        "document.querySelector('.chip')",
    );
    page.click_css(".chip button");
    page.drag_across(".brush-lane[data-lane=mentioned]", 0.2, 0.7);
    page.wait_until("a brush", || page.fragment().contains("mentions="));
}

#[test]
fn a_document_opens_at_its_first_hit_and_back_returns() {
    let Some(page) = Page::open("") else { return };
    page.type_into("Search", "Tokayev");
    wait_for_found(&page, "documents on Tokayev", |n| n > 1);
    let before = titles(&page);
    page.click_css(".result a");
    page.wait_for("a document", "document.querySelector('.document h1')");
    page.wait_for(
        "a present hit",
        "document.querySelector('.document mark[data-now]')",
    );
    let hits = page.text_of(".hits");
    page.eval("document.activeElement.blur()");
    page.press("n");
    if !hits.ends_with(" of 1") {
        page.wait_until("the next hit", || page.text_of(".hits") != hits);
    }
    page.back();
    page.wait_for("the start again", "!document.querySelector('.document')");
    assert_eq!(field(&page), "Tokayev");
    assert_eq!(titles(&page), before);
    page.forward();
    page.wait_for(
        "the document again",
        "document.querySelector('.document h1')",
    );
}

#[test]
fn a_name_opens_a_card_with_reasons_and_can_be_followed() {
    let Some(page) = Page::open("#q=Blinken") else {
        return;
    };
    page.click_css(".result a");
    page.wait_for(
        "marked names",
        "document.querySelector('.text .mention[data-kind=person]')",
    );
    page.click_css(".text .mention[data-kind=person]");
    page.wait_for_text("Why?");
    let card = page.text_of(".card");
    assert!(
        card.contains("person") && card.contains("document"),
        "{card}"
    );

    page.click("Follow in the text");
    page.wait_for(
        "the others to step back",
        "document.querySelector('.document[data-focused]')",
    );
    page.wait_for(
        "its mentions to stand out",
        "document.querySelector('.mention[data-focus]')",
    );
    page.click("Next mention");
    page.wait_for(
        "a present mention",
        "document.querySelector('.mention[data-now]')",
    );
    page.click("Stop following");
    page.wait_for(
        "all marks again",
        "!document.querySelector('.document[data-focused]')",
    );
}

#[test]
fn a_date_and_a_publication_date_say_why() {
    let Some(page) = Page::open("") else { return };
    page.click_css(".result a");
    page.click_css(".document .reason[data-about=published]");
    page.wait_for("a card", "document.querySelector('.card')");
    assert!(page.text_of(".card").contains("Why?"));
    page.press("Escape");
    page.wait_for("no card", "!document.querySelector('.card')");
}

#[test]
fn marks_are_switched_off_and_on() {
    let Some(page) = Page::open("#q=Blinken") else {
        return;
    };
    page.click_css(".result a");
    page.wait_for("a legend", "document.querySelector('.legend')");
    page.click_css(".legend button[data-kind=person]");
    page.wait_until("the switch in the address", || {
        page.fragment().contains("plain=person")
    });
    let line = "getComputedStyle(document.querySelector('.text .mention[data-kind=person]')).textDecorationLine";
    assert_eq!(page.eval(line), "none");
    page.click_css(".legend button[data-kind=person]");
    assert_eq!(page.eval(line), "underline");
}

#[test]
fn a_name_is_hidden_in_the_text_and_shown_again_by_keyboard() {
    let Some(page) = Page::open("#q=Blinken") else {
        return;
    };
    page.click_css(".result a");
    let name = ".text .mention[data-kind=person]";
    page.wait_for(
        "a marked name",
        &format!("document.querySelector('{name}')"),
    );
    let line = format!("getComputedStyle(document.querySelector('{name}')).textDecorationLine");
    page.eval(&format!("document.querySelector('{name}').focus()"));
    page.press("Enter");
    page.wait_for("a card", "document.querySelector('.card')");
    page.click("Hide in the text");
    page.wait_for_text("1 hidden");
    page.wait_until("no mark", || page.eval(&line) == "none");
    assert!(page.fragment().contains("hide="));

    // The way back has the keyboard; so does Back.
    page.wait_until("the way back", || page.focused().starts_with("Show"));
    page.press("Enter");
    page.wait_until("the mark", || page.eval(&line) == "underline");
    assert!(!page.fragment().contains("hide="));
    page.back();
    page.wait_for_text("1 hidden");
    page.wait_until("no mark again", || page.eval(&line) == "none");
}

#[test]
fn an_entity_has_a_page_with_context_that_leads_back_to_the_text() {
    let Some(page) = Page::open("#q=Blinken") else {
        return;
    };
    page.click_css(".result a");
    page.click_css(".text .mention[data-kind=person]");
    page.click("Its page");
    page.wait_for_text("In context");
    assert!(page.fragment().contains("entity="));
    page.click_css("[data-table=mentions] .body a");
    page.wait_for(
        "the mention in its text",
        "document.querySelector('.mention[data-now]')",
    );
    page.back();
    page.wait_for_text("In context");
}

#[test]
fn the_address_holds_the_whole_view() {
    let Some(page) = Page::open("#q=Kazakhstan&sort=oldest&plain=place") else {
        return;
    };
    assert_eq!(field(&page), "Kazakhstan");
    page.click_css(".result a");
    page.wait_for("a document", "document.querySelector('.document h1')");
    let (title, found, fragment) = (
        page.text_of(".document h1"),
        n_found(&page),
        page.fragment(),
    );
    page.reload();
    page.wait_for(
        "the document again",
        "document.querySelector('.document h1')",
    );
    assert_eq!(page.text_of(".document h1"), title);
    assert_eq!((n_found(&page), page.fragment()), (found, fragment));
}

#[test]
fn keys_lead_through_the_page() {
    let Some(page) = Page::open("") else { return };
    page.press("/");
    page.wait_until("the search box", || page.focused() == "Search");
    page.eval("document.activeElement.blur()");
    page.press("j");
    page.wait_for(
        "the first result",
        "document.querySelector('.result a[aria-current]')",
    );
    page.press("j");
    page.wait_for(
        "the second result",
        "document.querySelector('.result a[aria-current][data-place=\"1\"]')",
    );
    page.press("k");
    page.wait_for(
        "the first again",
        "document.querySelector('.result a[aria-current][data-place=\"0\"]')",
    );
    page.press("?");
    page.wait_for("the list of keys", "document.querySelector('dialog[open]')");
    page.press("Escape");
    page.wait_for("no dialog", "!document.querySelector('dialog[open]')");
}

#[test]
fn every_file_is_accounted_for() {
    let Some(page) = Page::open("#view=coverage") else {
        return;
    };
    page.wait_for_text("given:");
    assert!(page.shows("chronology.md"));
}

#[test]
fn a_phone_shows_one_pane_at_a_time() {
    let Some(page) = Page::open_as(View::PHONE, "") else {
        return;
    };
    assert_eq!(page.count(".results-pane"), 1);
    assert_eq!(
        page.count(".filters-pane") + page.count(".timeline-pane"),
        0
    );
    page.click("Timeline");
    page.wait_until("the timeline", || page.count(".timeline-pane") == 1);
    // What the days hold stands below them.
    page.wait_until("its documents", || page.count(".result") > 0);
    page.click("Filters");
    page.wait_until("the filters", || page.count(".filters-pane") == 1);
    page.click("Results");
    page.click_css(".result a");
    page.wait_until("the reader alone", || page.count(".document") == 1);
    assert_eq!(
        page.count(".results-pane .result") * page.count(".panes-bar"),
        0
    );
    page.click("Back");
    page.wait_until("the results", || page.count(".panes-bar") == 1);
    let is_too_wide = "document.documentElement.scrollWidth > innerWidth";
    assert_eq!(page.eval(is_too_wide), false);
}

#[test]
fn dark_follows_the_system_and_the_switch_is_remembered() {
    let Some(page) = Page::open_as(View::WIDE.dark(), "") else {
        return;
    };
    let lightness = "(() => { const c = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number);
        return c[0] + c[1] + c[2]; })()";
    let light_of = |page: &Page| page.eval(lightness).as_f64().unwrap_or(0.0);
    assert!(light_of(&page) < 200.0, "dark as the system asks");
    assert_eq!(
        page.eval("localStorage.length"),
        0,
        "nothing stored before the reader acts"
    );
    page.click("Theme: as the system");
    page.wait_until("a light page", || light_of(&page) > 600.0);
    page.reload();
    page.wait_until("still light", || light_of(&page) > 600.0);
}

#[test]
fn a_whole_visit_raises_no_error_and_asks_no_one_else() {
    let Some(page) = Page::open("") else { return };
    page.type_into("Search", "Almaty");
    page.click_css(".result a");
    page.click_css(".text .mention");
    page.wait_for("a card", "document.querySelector('.card')");
    page.click("Its page");
    page.wait_for_text("In context");
    page.click("Files and coverage");
    page.wait_for_text("given:");
    assert_eq!(page.console_errors(), [""; 0]);
    assert_eq!(page.requests_elsewhere(), [""; 0]);
}
