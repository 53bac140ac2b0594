//! Who and where: the map of places, the network of names, the page of an entity.

use dateline_e2e::{Page, View};

/// How many elements of a drawing: these have no text of their own to ask for.
fn drawn(page: &Page, css: &str) -> u64 {
    let n = page.eval(&format!("document.querySelectorAll('{css}').length"));
    n.as_u64().unwrap_or(0)
}

fn attribute(page: &Page, css: &str, name: &str) -> String {
    page.attr(css, name).unwrap_or_default()
}

#[test]
fn places_stand_on_a_map_that_asks_nobody_and_lead_to_their_documents() {
    let Some(page) = Page::open("") else { return };
    page.wait_for("results", "document.querySelector('.result a')");
    page.click("Map of places");
    page.wait_for("circles", "document.querySelector('.bubble circle')");
    assert!(page.fragment().contains("view=map"));
    page.wait_for_text("places on the map");
    assert_eq!(drawn(&page, ".world .land"), 1);
    // Every place stands in the table too, with its documents.
    page.wait_for(
        "the table",
        "document.querySelector('[data-table=places] .body a')",
    );

    // Picking one says what it is; filtering by it narrows everything.
    page.eval(
        "document.querySelector('.bubble').dispatchEvent(new MouseEvent('click', {bubbles: true}))",
    );
    page.wait_for("what was picked", "document.querySelector('.named b')");
    assert!(page.fragment().contains("one="));
    page.click("Filter by it");
    page.wait_until("the filter", || page.fragment().contains("place="));
    page.wait_for_text(" of ");

    // The keyboard enlarges and moves; the address follows when it rests.
    page.eval("document.querySelector('.sheet .ground').focus()");
    let before = attribute(&page, ".world", "transform");
    page.press("+");
    page.wait_until("a larger map", || {
        attribute(&page, ".world", "transform") != before
    });
    let spot = page.fragment();
    page.press("ArrowLeft");
    page.wait_until("the address", || {
        page.fragment() != spot && page.fragment().contains("spot=")
    });
    let here = attribute(&page, ".world", "transform");
    let address = page.fragment();
    page.reload();
    page.wait_for("circles", "document.querySelector('.bubble circle')");
    page.wait_until("the same part of the map", || {
        attribute(&page, ".world", "transform") == here
    });
    assert_eq!(page.fragment(), address);
    page.press("Tab");
    assert_eq!(page.requests_elsewhere(), [""; 0]);
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn a_map_without_places_says_so() {
    let Some(page) = Page::open("#q=zzzzzz&view=map") else {
        return;
    };
    page.wait_for_text("name no place that the gazetteer knows");
}

#[test]
fn a_link_of_the_network_opens_its_sentences() {
    let Some(page) = Page::open("#view=network") else {
        return;
    };
    page.wait_for("names", "document.querySelector('.node circle')");
    page.wait_for("links", "document.querySelector('.tie path')");
    page.wait_for(
        "the table",
        "document.querySelector('[data-table=links] .body button')",
    );
    page.click_css("[data-table=links] .body button");
    page.wait_for(
        "sentences",
        "document.querySelector('[data-table=sentences] .body a')",
    );
    assert!(page.fragment().contains("one=") && page.fragment().contains("other="));
    page.click_css("[data-table=sentences] .body a");
    page.wait_for("the text", "document.querySelector('.document .text')");
    page.back();
    page.wait_for(
        "sentences again",
        "document.querySelector('[data-table=sentences] .body a')",
    );
    page.click_css(".sentences-head button");
    page.wait_for(
        "the links again",
        "document.querySelector('[data-table=links] .body a')",
    );
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn the_network_turns_around_one_name_and_a_threshold_thins_it() {
    let Some(page) = Page::open("#view=network&least=1") else {
        return;
    };
    page.wait_for("names", "document.querySelector('.node circle')");
    let n_all = drawn(&page, ".tie");
    page.eval(
        "(() => { const field = document.querySelector('.least input'); field.value = '2';
         field.dispatchEvent(new Event('change', {bubbles: true})); })()",
    );
    page.wait_until("fewer links", || drawn(&page, ".tie") < n_all);
    assert!(!page.fragment().contains("least="), "two is as usual");

    page.eval(
        "document.querySelector('.node').dispatchEvent(new MouseEvent('click', {bubbles: true}))",
    );
    page.wait_for("what was picked", "document.querySelector('.named b')");
    // The others step back.
    page.wait_for(
        "some that stepped back",
        "document.querySelector('.node[data-back]')",
    );
    let name = page.text_of(".named b");
    page.click(&format!("Around {name}"));
    page.wait_until("the name in the address", || {
        page.fragment().contains("around=")
    });
    page.wait_for(
        "a network around it",
        "document.querySelector('.chip .name')",
    );
    page.click("All names");
    page.wait_until("all names", || !page.fragment().contains("around="));
}

#[test]
fn the_page_of_an_entity_tells_whom_it_is_named_with() {
    let Some(page) = Page::open("#view=network") else {
        return;
    };
    page.wait_for(
        "the table",
        "document.querySelector('[data-table=links] .body a')",
    );
    page.click_css("[data-table=links] .body a");
    page.wait_for("its page", "document.querySelector('.entity-page h1')");
    page.wait_for("neighbours", "document.querySelector('.neighbours button')");
    page.click_css(".neighbours button");
    page.wait_for(
        "their sentences",
        "document.querySelector('.neighbours blockquote')",
    );
    let first = page.text_of("[data-table=mentions] .body [role=row]");
    page.eval(
        "(() => { const menu = document.querySelector('.entity-page select'); menu.value = 'right';
         menu.dispatchEvent(new Event('change', {bubbles: true})); })()",
    );
    page.wait_until("another order", || {
        page.fragment().contains("context=right")
    });
    page.wait_until("another first line", || {
        page.count("[data-table=mentions] .body [role=row]") < 2
            || page.text_of("[data-table=mentions] .body [role=row]") != first
    });
    page.click("Its network");
    page.wait_for(
        "the network around it",
        "document.querySelector('.atlas .chip .name')",
    );
    page.back();
    page.wait_for(
        "its page again",
        "document.querySelector('.entity-page h1')",
    );
}

#[test]
fn both_fit_a_phone() {
    for address in ["#view=map", "#view=network"] {
        let Some(page) = Page::open_as(View::PHONE, address) else {
            return;
        };
        page.wait_for("a drawing", "document.querySelector('.bubble, .node')");
        assert_eq!(
            page.eval("document.documentElement.scrollWidth <= innerWidth"),
            true
        );
        assert_eq!(
            page.eval("document.querySelector('.atlas').scrollWidth <= innerWidth"),
            true
        );
    }
}
