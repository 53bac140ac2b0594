//! The search box as a reader uses it: what is offered, what is misread, how chips follow, and where help stands.

use corpus_search::parse;
use dateline_e2e::{Browser, Page, Site, View, dist, folder};

fn field(page: &Page) -> String {
    let value = page.eval("document.querySelector('.search input').value");
    value.as_str().unwrap_or_default().to_owned()
}

fn wait_for_offers(page: &Page) {
    page.wait_for(
        "completions",
        "document.querySelector('#suggestions:not([hidden]) [role=option]')",
    );
}

/// Every query gives a list, or says that nothing is found, and names what it could not read.
#[test]
fn a_misread_query_says_which_part_and_what_was_taken_instead() {
    for view in [View::WIDE, View::PHONE.dark()] {
        let Some(page) = Page::open_as(view, "") else {
            return;
        };
        for (query, said) in [
            ("(kazakhstan", "“(kazakhstan”: the group is not closed"),
            (
                "kazakhstan OR",
                "nothing stands behind OR, which was left out",
            ),
            (
                "kazakhstan colour:red",
                "no field is called \"colour\": read as words",
            ),
            (
                "kazakhstan published:soon",
                "\"soon\" is no day, month, year or range of them: left out",
            ),
            (
                "kazakhstan has:legs",
                "\"has:legs\" was left out; known are date",
            ),
            ("kazakhstan~7", "“~7”: at most two changes: read as ~2"),
            ("person:nobody", "no person here is called \"nobody\""),
            ("outlet:nowhere", "no outlet has \"nowhere\" in its name"),
            (
                "/kaz(akh/",
                "a group is not closed: the pattern was read as words",
            ),
            (
                "𝔨 ) -- « NEAR/0 /",
                "a closing parenthesis without an opening one was left out",
            ),
        ] {
            page.clear("Search");
            page.type_into("Search", query);
            page.wait_until(query, || page.text_of(".results-pane").contains(said));
            let is_blank = page.count(".result") == 0 && !page.shows("Nothing found");
            assert!(!is_blank, "{query}");
            assert_eq!(
                page.eval("document.documentElement.scrollWidth > innerWidth"),
                false,
                "{query}"
            );
        }
        assert_eq!(page.attr(".query-notes", "role").as_deref(), Some("status"));
        assert_eq!(page.console_errors(), [""; 0]);
    }
}

/// What a field knows is offered behind it; what becomes a filter leaves the box, and what does not stays in it.
#[test]
fn chips_and_box_stay_in_step() {
    let Some(page) = Page::open("") else { return };
    let take = |typed: &str, wanted: &str| {
        page.clear("Search");
        page.type_into("Search", typed);
        wait_for_offers(&page);
        page.wait_until(wanted, || {
            page.texts("#suggestions bdi")
                .first()
                .is_some_and(|first| first == wanted)
        });
        page.press("ArrowDown");
        page.press("Enter");
    };
    take("gas speaker:kass", "Kassym-Jomart Tokayev");
    page.wait_until("the speaker in the box", || {
        field(&page) == "gas speaker:\"Kassym-Jomart Tokayev\" "
    });
    assert_eq!(page.count(".chip"), 0, "words stand in the box alone");
    take("gas is:und", "is:undated");
    page.wait_until("the state in the box", || field(&page) == "gas is:undated ");
    take("gas -person:\"jen ps", "Jen Psaki");
    page.wait_for("a chip", "document.querySelector('.chip[data-mode=not]')");
    assert_eq!(field(&page), "gas");
    assert!(page.text_of(".chip").contains("Jen Psaki"));
    // The box of a filter, the chip and the address say the same.
    page.wait_until("the address", || page.fragment().contains("person.not="));
    page.click_css(".chip button");
    page.wait_for("no chip", "!document.querySelector('.chip')");
    assert_eq!(field(&page), "gas", "the words stay");
    take("outlet:new yo", "New York Post");
    page.wait_until("a chip and an empty box", || {
        page.count(".chip") == 1 && field(&page).is_empty()
    });
    page.go("#q=gas&outlet=Al%20Mayadeen");
    page.wait_until("what the address says", || {
        field(&page) == "gas" && page.text_of(".chip").contains("Al Mayadeen")
    });
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn help_lists_the_whole_language_in_examples_that_are_understood() {
    for view in [View::WIDE, View::PHONE] {
        let Some(page) = Page::open_as(view, "") else {
            return;
        };
        page.click("Keys and search");
        page.wait_for(
            "the examples",
            "document.querySelector('dialog .extra kbd')",
        );
        let examples = page.texts("dialog .syntax kbd");
        assert!(examples.len() > 12, "{examples:?}");
        for example in examples {
            assert_eq!(parse(&example).notes, [], "{example}");
        }
        assert_eq!(
            page.eval("document.querySelector('dialog').scrollWidth > document.querySelector('dialog').clientWidth"),
            false
        );
        let keys = page.texts("dialog .keys:not(.syntax) kbd");
        assert!(keys.contains(&"/".to_owned()), "{keys:?}");
        page.press("Escape");
        page.wait_for("no dialog", "!document.querySelector('dialog').open");
        assert_eq!(page.console_errors(), [""; 0]);
    }
}

/// One rule for the list, the text and the filters: case, accents, and letters of another alphabet.
#[test]
fn list_text_and_filters_take_the_same_letters_for_the_same() {
    // A Cyrillic А, and capitals.
    let Some(page) = Page::open("#q=\u{410}LMATY") else {
        return;
    };
    page.wait_for("hits in the list", "document.querySelector('.result mark')");
    assert_eq!(page.text_of(".result mark").to_lowercase(), "almaty");
    page.click_css(".result a");
    page.wait_for(
        "hits in the text",
        "document.querySelector('.document mark')",
    );
    page.go("");
    page.type_into("Find in places", "\u{410}lm\u{430}ty");
    page.wait_until("the place", || {
        let places = page.texts("[data-facet=place] .facet-value .name");
        !places.is_empty()
            && places
                .iter()
                .all(|place| place.to_lowercase().contains("almaty"))
    });
}

#[test]
fn a_list_of_names_is_chosen_or_dropped_as_a_file() {
    let Some(page) = Page::open("#view=study&study=names") else {
        return;
    };
    page.wait_for("a field", "document.querySelector('.names-given textarea')");
    let list = std::env::temp_dir().join(format!("dateline-names-{}.csv", std::process::id()));
    std::fs::write(
        &list,
        "\u{feff}Tokayev;president\r\nNobody Of That Name;\r\n",
    )
    .unwrap();
    page.give_files(".names-given input[type=file]", std::slice::from_ref(&list));
    page.wait_for_text("1 of 2 names found");
    std::fs::remove_file(&list).unwrap();
    page.eval(
        "(() => { const carried = new DataTransfer();
            carried.items.add(new File(['Minsk\\nTokayev\\nMinsk\\n'], 'names.txt', { type: 'text/plain' }));
            document.querySelector('.names-given textarea').dispatchEvent(
                new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true })); })()",
    );
    page.wait_for_text("2 of 2 names found");
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn five_queries_are_compared_over_time_and_no_more() {
    let Some(page) = Page::open("#q=protest&view=study&study=time") else {
        return;
    };
    page.wait_for("a line", "document.querySelector('.drawing .series')");
    for (n, query) in ["gas", "minsk", "person:tokayev", "quote:claims"]
        .iter()
        .enumerate()
    {
        page.type_into("Compare with another query", query);
        page.press("Enter");
        page.wait_for(
            "one more line",
            &format!(
                "document.querySelectorAll('.drawing .series').length === {}",
                n + 2
            ),
        );
    }
    page.wait_for(
        "no room for more",
        "document.querySelector('form.compare').hidden",
    );
    page.reload();
    page.wait_for(
        "the five",
        "document.querySelectorAll('.drawing .series').length === 5",
    );
    assert_eq!(page.console_errors(), [""; 0]);
}

/// From a disk the second program is unpacked instead of fetched; the box does all the same.
#[test]
fn one_file_offers_explains_and_remarks_as_a_host_does() {
    let Some(dist) = dist() else { return };
    let site = Site::serve(&dist);
    let file = folder("query-one-file", [("", ""); 0]).join("page.html");
    std::fs::write(&file, site.read("one-file.html")).unwrap();
    let page = Page::open_in(
        Browser::Chromium,
        &site,
        &format!("file://{}", file.display()),
    );
    page.type_into("Search", "gas speaker:kass");
    wait_for_offers(&page);
    page.press("ArrowDown");
    page.press("Enter");
    page.wait_until("the speaker in the box", || {
        field(&page) == "gas speaker:\"Kassym-Jomart Tokayev\" "
    });
    page.clear("Search");
    page.type_into("Search", "colour:red OR almaty");
    page.wait_for_text("no field is called \"colour\": read as words");
    page.wait_for("what is left", "document.querySelector('.result mark')");
    page.click("Keys and search");
    page.wait_for(
        "the examples",
        "document.querySelector('dialog .extra kbd')",
    );
    assert_eq!(page.console_errors(), [""; 0]);
}
