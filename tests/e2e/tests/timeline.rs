//! The timeline and the list of what happened when, as a reader uses them.

use dateline_e2e::{Page, View};

fn n_found(page: &Page) -> usize {
    let heading = page.text_of("#results");
    let number = heading.split_whitespace().next().unwrap_or_default();
    number.parse().unwrap_or(0)
}

/// A page whose downloads end up in `window.saved` as texts.
fn open_and_keep_downloads(address: &str) -> Option<Page> {
    let page = Page::open(address)?;
    page.eval(
        "(() => { window.saved = []; const make = URL.createObjectURL; URL.createObjectURL = blob => {
            blob.text().then(text => saved.push(text)); return make.call(URL, blob); }; })()",
    );
    Some(page)
}

/// Rows of the list, seen or not.
fn n_rows(page: &Page) -> usize {
    let n = page.attr(".happenings .rows", "aria-rowcount");
    n.and_then(|n| n.parse::<usize>().ok()).map_or(0, |n| n - 1)
}

#[test]
fn bars_are_stacked_by_another_facet_and_the_address_says_so() {
    let Some(page) = Page::open("") else { return };
    page.eval(
        "(() => { const menu = document.querySelector('.timeline select'); menu.value = 'language';
            menu.dispatchEvent(new Event('change', { bubbles: true })); })()",
    );
    page.wait_until("the address", || page.fragment().contains("stack=language"));
    page.wait_for("a key", "document.querySelector('.timeline .key')");
    assert!(page.text_of(".timeline .key").contains("English"));
    page.reload();
    page.wait_for(
        "the same after a reload",
        "document.querySelector('.timeline .key')",
    );
    assert_eq!(
        page.eval("document.querySelector('.timeline select').value"),
        "language"
    );
}

#[test]
fn a_named_peak_leads_to_its_documents() {
    let Some(page) = Page::open("") else { return };
    let n_all = n_found(&page);
    page.wait_for(
        "a peak with a name",
        "document.querySelector('.timeline .peak')",
    );
    assert!(!page.text_of(".timeline .peak").is_empty());
    page.click_css(".timeline .peak");
    page.wait_until("its documents", || (1..n_all).contains(&n_found(&page)));
    assert!(page.fragment().contains("published="));
}

#[test]
fn far_days_stand_beyond_a_gap_until_they_are_asked_for() {
    let Some(page) = Page::open("") else { return };
    page.wait_for(
        "a gap",
        "document.querySelector('.beyond[data-side=before]')",
    );
    page.click_css(".beyond[data-side=before]");
    page.wait_for(
        "no gap",
        "!document.querySelector('.beyond[data-side=before]')",
    );
    assert!(page.fragment().contains("zoom="));
    page.click("Show the main stretch");
    page.wait_for(
        "the gap again",
        "document.querySelector('.beyond[data-side=before]')",
    );
}

#[test]
fn the_table_of_the_timeline_leads_to_documents_by_keyboard() {
    let Some(page) = Page::open("") else { return };
    page.click("As a table");
    page.wait_for(
        "rows",
        "document.querySelector('.rows[data-table=timeline] .body button')",
    );
    page.eval("document.querySelector('.rows[data-table=timeline]').focus()");
    page.press("ArrowDown");
    let first = page.focused();
    page.press("ArrowDown");
    page.wait_until("the next row", || page.focused() != first);
    page.press("Enter");
    page.wait_until("a brush", || page.fragment().contains("published="));
}

#[test]
fn a_cell_of_publication_against_mention_filters_by_both() {
    let Some(page) = Page::open("") else { return };
    page.click("Mentioned days against publication");
    page.wait_for(
        "the grid",
        "document.querySelector('.timeline .grid path[data-level]')",
    );
    assert!(page.fragment().contains("chart=grid"));
    page.eval("document.querySelector('.timeline .grid').focus()");
    page.press("ArrowLeft");
    page.wait_until("what lies there", || {
        page.text_of(".grid [role=status]").contains("mention")
    });
    page.press("Enter");
    page.wait_until("both filters", || {
        let fragment = page.fragment();
        fragment.contains("published=") && fragment.contains("mentions=")
    });
    page.eval("document.querySelector('.timeline .grid').focus()");
    page.press("Escape");
    page.wait_until("no filter", || !page.fragment().contains("published="));
}

#[test]
fn what_happened_when_follows_the_filters_and_leads_to_the_sentence() {
    let Some(page) = Page::open("") else { return };
    page.click("What happened when");
    page.wait_for(
        "rows",
        "document.querySelector('.happenings .body [role=row]')",
    );
    let n_all = n_rows(&page);
    assert!(
        page.count(".happenings .body [role=row]") < n_all,
        "only what is seen exists"
    );
    page.eval("document.querySelector('.brush-lane[data-lane=mentioned]').focus()");
    page.press("ArrowRight");
    page.wait_until("fewer", || n_rows(&page) < n_all);
    page.press("Escape");
    page.wait_until("all again", || n_rows(&page) == n_all);
    page.click_css(".happenings .body a");
    page.wait_for("the document", "document.querySelector('.document')");
    assert!(page.fragment().contains("at="));
    page.back();
    page.wait_for(
        "the list",
        "document.querySelector('.happenings .body [role=row]')",
    );
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn what_happened_when_is_taken_along_as_table_and_calendar() {
    let Some(page) = open_and_keep_downloads("#view=dates&mentions=2022-01-05") else {
        return;
    };
    page.wait_for(
        "rows",
        "document.querySelector('.happenings .body [role=row]')",
    );
    let n_rows = n_rows(&page);
    page.click("Table (CSV)");
    page.wait_for("a file", "saved.length === 1");
    let csv = page.eval("saved[0]");
    let csv = csv.as_str().unwrap_or_default();
    let lines = csv.trim_end().split("\r\n").count();
    assert_eq!(lines, n_rows + 1, "a head and every row: {csv}");
    assert!(csv.contains("2022-01-05,2022-01-05,day,"), "{csv}");
    page.click("Calendar (iCalendar)");
    page.wait_for("another", "saved.length === 2");
    let calendar = page.eval("saved[1]");
    let calendar = calendar.as_str().unwrap_or_default();
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), n_rows);
    assert!(calendar.contains("DTSTART;VALUE=DATE:20220105\r\nDTEND;VALUE=DATE:20220106"));
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75));
    assert_eq!(page.requests_elsewhere(), [""; 0]);
}

#[test]
fn the_list_fits_a_phone() {
    let Some(page) = Page::open_as(View::PHONE, "#view=dates") else {
        return;
    };
    page.wait_for(
        "rows",
        "document.querySelector('.happenings .body [role=row]')",
    );
    assert_eq!(
        page.eval("document.documentElement.scrollWidth > innerWidth"),
        false
    );
    let is_wide =
        "(e => e.scrollWidth > e.clientWidth + 1)(document.querySelector('.happenings .rows'))";
    assert_eq!(page.eval(is_wide), false);
    page.click("Back");
    page.wait_for("the results", "document.querySelector('.panes-bar')");
}

/// Presses, moves and lifts fingers, each step `[type, finger, share of the width]`.
fn touch(page: &Page, steps: &str) {
    page.eval(&format!(
        "(() => {{ const lane = document.querySelector('.brush-lane[data-lane=published]');
            const box = lane.getBoundingClientRect();
            lane.setPointerCapture = () => {{}};
            for (const [type, finger, share] of {steps})
                lane.dispatchEvent(new PointerEvent('pointer' + type, {{ bubbles: true, button: 0, pointerType: 'touch',
                    pointerId: finger, clientX: box.left + box.width * share, clientY: box.top + 10 }})); }})()"
    ));
}

#[test]
fn two_fingers_zoom_and_brush_nothing() {
    let Some(page) = Page::open("") else {
        return;
    };
    page.wait_for(
        "the timeline",
        "document.querySelector('.brush-lane[data-lane=published]')",
    );
    let n_all = n_found(&page);
    // The first finger has begun to brush when the second one comes.
    touch(
        &page,
        "[['down', 11, 0.5], ['move', 11, 0.4], ['down', 12, 0.6], ['move', 11, 0.1], ['move', 12, 0.9],
          ['up', 11, 0.1], ['move', 12, 0.7], ['up', 12, 0.7]]",
    );
    page.wait_until("a closer view", || page.fragment().contains("zoom="));
    assert!(!page.fragment().contains("published="));
    assert_eq!(n_found(&page), n_all);
    // One finger brushes again.
    touch(
        &page,
        "[['down', 13, 0.2], ['move', 13, 0.4], ['move', 13, 0.6], ['up', 13, 0.6]]",
    );
    page.wait_until("a brush", || page.fragment().contains("published="));
    assert_eq!(page.console_errors(), [""; 0]);
}
