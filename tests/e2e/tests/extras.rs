//! The second program: fetched when a view of it is wanted, and not before.

use dateline_e2e::{Page, Site, View, dist};

const HAPPENINGS: &str = "document.querySelector('.happenings .body [role=row]')";

/// How many of its files the page has asked for. What its service worker keeps for later is not counted.
fn n_fetched(page: &Page) -> usize {
    let files =
        "performance.getEntriesByType('resource').filter(file => file.name.includes('extras'))";
    page.eval(&format!("{files}.length"))
        .as_f64()
        .unwrap_or(0.0) as usize
}

#[test]
fn a_first_visit_does_not_fetch_it_and_a_view_does_once() {
    let Some(page) = Page::open("") else { return };
    assert_eq!(n_fetched(&page), 0);
    page.click("What happened when");
    page.wait_for("the view", HAPPENINGS);
    // The program, its script, and each of its sheets.
    let n_sheets = page.eval("dateline.names('extras/').length").as_f64();
    let n = n_sheets.unwrap_or(0.0) as usize + 2;
    page.wait_until("all that belongs to it", || n_fetched(&page) == n);
    page.click("Files and coverage");
    page.wait_for("the other view", "document.querySelector('.coverage')");
    page.wait_until("its name in the tab", || {
        page.eval("document.title")
            .as_str()
            .is_some_and(|title| title.starts_with("Files and coverage"))
    });
    assert_eq!(n_fetched(&page), n, "fetched once");
    page.back();
    page.wait_for("the view before", HAPPENINGS);
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn says_why_it_cannot_be_fetched_and_tries_again() {
    let Some(dist) = dist() else { return };
    let site = Site::serve(&dist);
    let page = Page::open_on(&site, View::WIDE, "");
    site.go_down();
    page.click("What happened when");
    page.wait_for(
        "the reason",
        "document.querySelector('.extra-said[role=alert]')",
    );
    site.come_up();
    page.click("Try again");
    page.wait_for("the view", HAPPENINGS);
}

#[test]
fn the_keyboard_goes_to_the_view_and_comes_back() {
    let Some(page) = Page::open("") else { return };
    page.eval("document.querySelector('.timeline .controls a').focus()");
    page.press("Enter");
    page.wait_for("the view", HAPPENINGS);
    page.wait_for(
        "the keyboard in it",
        "document.activeElement.closest('.extra')",
    );
    page.press("Escape");
    page.wait_for(
        "the keyboard where it was",
        "document.activeElement.matches('.timeline .controls a')",
    );
}
