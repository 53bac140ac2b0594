//! The engine as an ES module in somebody else's page.

use corpus_annotate::Resources;
use corpus_ingest::{Ingest, Options};
use corpus_model::SourceFile;
use dateline_e2e::{Page, Site, View};
use std::path::PathBuf;

const HARBOUR: &str = "---\ntitle: Ferry stays in port\noutlet: Port Gazette\npublished: 2021-03-05\n---\n\n\
    The ferry stayed in port, said Ada Marrow, as ice closed the river on 4 March 2021.\n";
const SCHOOL: &str = "---\ntitle: Beans at the school\npublished: 2021-04-01\n---\n\n\
    The children planted beans. A ferry of paper sailed <b>by</b>.\n";

/// The example page of the module with two notes beside it, or a visible line that it is skipped.
fn example(pack: Option<Vec<u8>>) -> Option<Page> {
    let Some(module) = std::env::var_os("DATELINE_JS").map(PathBuf::from) else {
        eprintln!("skipped: a test of the module; cargo xtask test builds it and sets DATELINE_JS");
        return None;
    };
    let site = Site::serve(&module);
    if let Some(pack) = pack {
        site.put("corpus.pack", pack);
    }
    let url = site.url("");
    Some(Page::open_url(&site, View::WIDE, &url))
}

fn notes() -> Vec<u8> {
    let mut ingest = Ingest::new(Options::default());
    for (path, text) in [("harbour.md", HARBOUR), ("school.md", SCHOOL)] {
        ingest.push(SourceFile {
            path: path.to_owned(),
            bytes: text.as_bytes().to_vec(),
        });
    }
    ingest.finish(&Resources::builtin()).pack()
}

#[test]
fn another_page_searches_as_the_page_does() {
    let Some(page) = example(Some(notes())) else {
        return;
    };
    page.wait_for_text("2 of 2");
    page.type_into("Query", "plant");
    page.wait_for_text("1 of 2");
    assert_eq!(page.texts("mark"), ["planted"]);
    assert_eq!(page.count("#hits b"), 0, "markup of a document is text");

    let ask = |call: &str| page.eval(&format!("JSON.stringify({call})")).to_string();
    let answer = ask(
        "corpus.search({query: 'ferry', published: '2021-03', filters: [{facet: 'outlet', value: 'Port Gazette'}]})",
    );
    assert!(answer.contains(r#"\"total\":1"#), "{answer}");
    assert!(answer.contains("Ferry stays in port"), "{answer}");
    let lines = ask(
        "corpus.concordance({query: 'ferry'}, {words: 1, sort: 'right'}).lines.map(l => l.right.trim())",
    );
    assert_eq!(lines, r#""[\"of\",\"stayed\",\"stays\"]""#);
    let bars = ask("corpus.timeline({}, 'month').map(b => [b.first, b.published])");
    assert_eq!(bars, r#""[[\"2021-03-01\",1],[\"2021-04-01\",1]]""#);
    let suggested = ask("corpus.suggest('marr')[0].text");
    assert_eq!(suggested, r#""\"Ada Marrow\"""#);
    let document = ask("[corpus.document('harbour').outlet, corpus.document('nothing')]");
    assert_eq!(document, r#""[\"Port Gazette\",null]""#);
}

#[test]
fn what_is_wrong_is_an_error_that_says_so() {
    let Some(page) = example(None) else {
        return;
    };
    page.wait_for_text("The corpus could not be opened: corpus.pack: 404");
    let Some(page) = example(Some(b"not a pack".to_vec())) else {
        return;
    };
    page.wait_for_text("The corpus could not be opened: ");
    let Some(page) = example(Some(notes())) else {
        return;
    };
    page.wait_for_text("2 of 2");
    for (call, fault) in [
        ("corpus.search({qeury: 'x'})", "qeury"),
        (
            "corpus.search({filters: [{facet: 'planet', value: 'x'}]})",
            "planet",
        ),
        ("corpus.search({published: 'soon'})", "soon"),
        ("corpus.timeline({}, 'minute')", "minute"),
    ] {
        let said = page
            .eval(&format!(
                "(() => {{ try {{ {call}; return 'nothing'; }} catch (e) {{ return e.message; }} }})()"
            ))
            .to_string();
        assert!(said.contains(fault), "{call}: {said}");
    }
}
