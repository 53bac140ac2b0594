//! Taking the page along: as one file, without network, in other browsers, as files for other programs.

use dateline_e2e::{Browser, Page, Site, dist, folder, is_missing};

/// The one file of the built page, on the disk.
fn one_file(name: &str) -> Option<(Site, String)> {
    let site = Site::serve(&dist()?);
    let file = folder(name, [("", ""); 0]).join("page.html");
    std::fs::write(&file, site.read("one-file.html")).expect("a copy");
    Some((site, format!("file://{}", file.display())))
}

fn titles(page: &Page) -> Vec<String> {
    page.texts(".result .title")
}

/// Search, filter, follow a link, find one's way back: what must work wherever the page is opened.
fn read_a_little(page: &Page) {
    let all = page.text_of(".results-head h2");
    page.type_into("Search", "Almaty");
    page.wait_until("fewer documents", || {
        page.text_of(".results-head h2") != all
    });
    page.wait_for("marked hits", "document.querySelector('.result mark')");
    let found = page.text_of(".results-head h2");
    page.click_css("[data-facet=person] .facet-value .main");
    page.wait_until("a filter", || page.text_of(".results-head h2") != found);
    page.click_css(".chip button");
    page.wait_until("no filter", || page.text_of(".results-head h2") == found);
    page.click_css(".result a");
    page.wait_for("a document", "document.querySelector('.document h1')");
    page.wait_for(
        "its hit",
        "document.querySelector('.document mark[data-now]')",
    );
    assert!(page.fragment().contains("doc="), "{}", page.fragment());
    page.back();
    page.wait_for("the list alone", "!document.querySelector('.document')");
}

#[test]
fn the_one_file_opens_from_disk_and_asks_for_nothing() {
    let Some((site, url)) = one_file("open") else {
        return;
    };
    let page = Page::open_in(Browser::Chromium, &site, &url);
    read_a_little(&page);
    let asked: Vec<String> = page
        .network_requests()
        .into_iter()
        .filter(|asked| {
            !asked.starts_with(&url) && !asked.starts_with("data:") && !asked.starts_with("blob:")
        })
        .collect();
    assert_eq!(asked, [""; 0]);
    assert_eq!(page.console_errors(), [""; 0]);
    assert_eq!(site.requests(), [""; 0]);
    assert!(site.read("one-file.html").len() < 2_000_000);
}

#[test]
fn a_link_into_the_one_file_shows_its_view() {
    let Some((site, url)) = one_file("link") else {
        return;
    };
    let page = Page::open_in(
        Browser::Chromium,
        &site,
        &format!("{url}#q=Kazakhstan&sort=oldest"),
    );
    page.wait_for("hits", "document.querySelector('.result mark')");
    assert_eq!(
        page.eval("document.querySelector('.search input').value"),
        "Kazakhstan"
    );
}

#[test]
fn the_page_saves_itself_and_what_it_saved_saves_itself_again() {
    let Some(page) = Page::open("") else { return };
    let saved = page.downloads();
    page.click("Save and share");
    page.click("Save as one file");
    page.wait_for_text("Saved as");
    let name = page.text_of(".said").replace("Saved as ", "");
    let first = page.saved(&saved, &name);
    assert_eq!(page.console_errors(), [""; 0]);
    // The same as the build writes: the corpus is the one the page was built with.
    assert_eq!(first, page.site().read("one-file.html"));

    let generations = folder("generations", [("", ""); 0]);
    let mut bytes = first;
    let mut sizes = Vec::new();
    for generation in 1..=2 {
        let file = generations.join(format!("{generation}.html"));
        std::fs::write(&file, &bytes).expect("a copy");
        let copy = Page::open_in(
            Browser::Chromium,
            page.site(),
            &format!("file://{}", file.display()),
        );
        assert!(!titles(&copy).is_empty());
        let saved = copy.downloads();
        copy.click("Save and share");
        copy.click("Save as one file");
        copy.wait_for_text("Saved as");
        bytes = copy.saved(&saved, &name);
        assert_eq!(copy.console_errors(), [""; 0]);
        sizes.push(bytes.len());
    }
    std::fs::write(generations.join("3.html"), &bytes).expect("a copy");
    assert_eq!(
        sizes[0], sizes[1],
        "a copy of a copy is as large as the copy"
    );
    assert!(sizes[0] < 2_000_000);
}

#[test]
fn works_without_network_after_the_first_visit() {
    let Some(page) = Page::open("") else { return };
    assert_eq!(
        page.eval(
            "caches.keys().then(keys => keys.length + localStorage.length + document.cookie.length)"
        ),
        0,
        "nothing is kept before the reader acts"
    );
    page.type_into("Search", "Almaty");
    page.wait_for("hits", "document.querySelector('.result mark')");
    let before = titles(&page);
    // Once for what the box offers, once for what stands in it.
    page.wait_until("an empty box", || {
        page.press("Escape");
        !page.fragment().contains("q=")
    });
    // Kept whole, or not at all: the worker is active once everything is there.
    page.eval("navigator.serviceWorker.ready.then(() => true)");
    page.wait_for(
        "the page under its worker",
        "navigator.serviceWorker.controller",
    );
    page.site().go_down();
    page.reload();
    page.type_into("Search", "Almaty");
    page.wait_for("hits", "document.querySelector('.result mark')");
    assert_eq!(titles(&page), before);
    assert_eq!(page.requests_elsewhere(), [""; 0]);
}

#[test]
fn a_new_version_is_told_of_and_waits() {
    let Some(page) = Page::open("") else { return };
    page.press("Tab");
    page.wait_for("a worker", "navigator.serviceWorker.controller");
    let worker = String::from_utf8(page.site().read("sw.js")).expect("UTF-8");
    page.site().put(
        "sw.js",
        worker.replacen("const VERSION=\"", "const VERSION=\"next", 1),
    );
    page.eval("navigator.serviceWorker.ready.then(kept => kept.update()).then(() => true)");
    page.wait_for_text("A newer version of this page is ready");
    page.type_into("Search", "Almaty");
    page.wait_for(
        "the old one to go on working",
        "document.querySelector('.result mark')",
    );
    page.eval("window.isOld = true");
    page.click("Use it now");
    page.wait_for(
        "the new one",
        "window.isOld === undefined && document.querySelector('.result mark')",
    );
}

#[test]
fn a_selection_is_taken_out_in_every_kind_of_file() {
    let Some(page) = Page::open("#q=Blinken&sort=title") else {
        return;
    };
    page.wait_for("hits", "document.querySelector('.result mark')");
    let n: usize = page
        .text_of(".results-head h2")
        .split(' ')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let saved = page.downloads();
    page.click("Save and share");
    let take = |label: &str, name: &str| {
        page.click(label);
        page.wait_for_text(&format!("Saved as {name}"));
        String::from_utf8(page.saved(&saved, name)).expect("UTF-8")
    };
    let table = take("Table (CSV)", "documents.csv");
    assert!(
        table.starts_with("\u{feff}id,title,outlet,published"),
        "{table}"
    );
    let lines = take("Annotations", "annotations.jsonl");
    assert_eq!(lines.lines().count(), n);
    for line in lines.lines() {
        let record: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert!(record["text"].as_str().unwrap().contains("Blinken"));
    }
    let references: serde_json::Value =
        serde_json::from_str(&take("CSL-JSON", "citations.json")).expect("JSON");
    assert_eq!(references.as_array().unwrap().len(), n);
    assert_eq!(take("BibTeX", "citations.bib").matches("@misc{").count(), n);
    assert!(take("Markdown", "documents.md").contains("[^1]:"));
    assert!(take("Drawing (SVG)", "timeline.svg").starts_with("<svg "));
    assert!(take("Counts (CSV)", "timeline.csv").contains("first_day"));
    assert_eq!(page.console_errors(), [""; 0]);
    assert_eq!(page.requests_elsewhere(), [""; 0]);
}

#[test]
fn a_passage_is_found_again_by_its_words() {
    let Some(page) = Page::open("#q=Blinken") else {
        return;
    };
    page.click_css(".result a");
    page.wait_for(
        "the text",
        "document.querySelector('.document [data-from]')",
    );
    let words = page.eval(
        "[...document.querySelectorAll('.document [data-from]')].at(-1).innerText.slice(20, 90)",
    );
    let words = words.as_str().unwrap().to_uppercase();
    let words: String = words.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let address = page.fragment();
    // The place is wrong and the words are in capitals, as after a rebuild that changed both.
    page.go(&format!("#{address}&at=1&passage={words}"));
    page.reload();
    page.wait_for(
        "a marked passage",
        "CSS.highlights.get('passage')?.size === 1",
    );
    let found = page.eval("[...CSS.highlights.get('passage')][0].toString().trim().length");
    assert!(found.as_u64().unwrap() > 60, "{found}");
}

#[test]
fn says_what_leaves_the_machine() {
    let Some(page) = Page::open("") else { return };
    page.click("Save and share");
    page.click("What leaves this machine");
    page.wait_for_text("Nothing.");
    page.wait_for_text(&format!("all from {}", page.site().origin()));
}

#[test]
fn text_becomes_a_script_by_no_way() {
    let Some(page) = Page::open("") else { return };
    let tried = "(() => { const tried = [];
        const attempt = act => { try { act(); tried.push('done'); } catch (error) { tried.push(error.name); } };
        const at = document.createElement('div');
        attempt(() => { at.innerHTML = '<img src=x onerror=alert(1)>'; });
        attempt(() => { document.createElement('script').src = 'https://example.com/x.js'; });
        attempt(() => { document.createElement('script').text = 'alert(1)'; });
        attempt(() => { setTimeout('window.ran = 1'); });
        return tried.join(); })()";
    let tried = page.eval(tried);
    let tried = tried.as_str().unwrap();
    assert!(!tried.contains("done"), "{tried}");
}

#[test]
fn prints_what_is_read() {
    let Some(page) = Page::open("#q=Blinken") else {
        return;
    };
    page.click_css(".result a");
    page.wait_for(
        "the text",
        "document.querySelector('.document [data-from]')",
    );
    assert!(page.printed().starts_with(b"%PDF"));
}

fn in_another_browser(browser: Browser) {
    if is_missing(browser) {
        return;
    }
    let Some((site, url)) = one_file(&format!("{browser:?}")) else {
        return;
    };
    let page = Page::open_in(browser, &site, &url);
    read_a_little(&page);
    page.go_to_url(&site.url("#q=Kazakhstan"));
    page.wait_for("the site as well", "document.querySelector('.result mark')");
    read_a_little_more(&page);
}

fn read_a_little_more(page: &Page) {
    page.click_css(".result a");
    page.wait_for("a document", "document.querySelector('.document h1')");
    page.click_css(".text .mention");
    page.wait_for("a card", "document.querySelector('.card')");
    page.click("Save and share");
    page.click("Table (CSV)");
    page.wait_for_text("Saved as documents.csv");
    page.click("Save as one file");
    page.wait_for_text("Saved as");
}

#[test]
fn works_in_firefox() {
    in_another_browser(Browser::Firefox);
}

#[test]
fn works_in_webkit() {
    in_another_browser(Browser::WebKit);
}
