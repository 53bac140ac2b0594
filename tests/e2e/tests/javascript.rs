//! The engine as an ES module in somebody else's page.

use corpus_annotate::Resources;
use corpus_index::Corpus;
use corpus_ingest::{Ingest, Options};
use corpus_model::SourceFile;
use dateline_e2e::{Page, Site, View};
use flate2::{Compression, write::GzEncoder};
use std::io::Write as _;
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
fn every_call_takes_what_its_type_says() {
    let Some(page) = example(Some(notes())) else {
        return;
    };
    page.wait_for_text("2 of 2");
    let check = |call: &str, wanted: &str| {
        let said = page.eval(&format!("JSON.stringify({call})"));
        assert_eq!(said.as_str(), Some(wanted), "{call}");
    };
    let ids = |question: &str, wanted: &str| {
        check(
            &format!("corpus.search({question}).hits.map(hit => hit.id)"),
            wanted,
        );
    };
    ids("{sort: 'newest'}", r#"["school","harbour"]"#);
    ids("{sort: 'oldest'}", r#"["harbour","school"]"#);
    ids("{sort: 'title'}", r#"["school","harbour"]"#);
    ids("{sort: 'outlet'}", r#"["harbour","school"]"#);
    ids(
        "{query: 'ferry', sort: 'relevance'}",
        r#"["harbour","school"]"#,
    );
    ids("{sort: 'oldest', limit: 1, offset: 1}", r#"["school"]"#);
    ids("{limit: 0}", "[]");
    ids(
        "{filters: [{facet: 'outlet', value: 'Port Gazette', mode: 'exclude'}]}",
        r#"["school"]"#,
    );
    ids(
        "{filters: [{facet: 'outlet', value: 'Port Gazette', mode: 'any'}, {facet: 'outlet', value: 'None', mode: 'any'}]}",
        r#"["harbour"]"#,
    );
    ids("{published: '2021-04..'}", r#"["school"]"#);
    ids("{mentions: '2021-03-04'}", r#"["harbour"]"#);
    // The whole language, and what it cannot read.
    for (query, wanted) in [
        ("ferry -school", r#"["harbour"]"#),
        ("\\\"closed the river\\\"", r#"["harbour"]"#),
        ("fery~ NEAR/3 port", r#"["harbour"]"#),
        ("/b.ans/ OR rivr~", r#"["school","harbour"]"#),
        ("person:marrow", r#"["harbour"]"#),
        ("\u{440}iver", r#"[]"#),
        ("f\u{435}rry -beans", r#"["harbour"]"#),
        ("title:(beans OR nothing)", r#"["school"]"#),
    ] {
        ids(&format!("{{query: \"{query}\", sort: 'newest'}}"), wanted);
    }
    check(
        "corpus.search({query: '(ferry colour:red'}).notes",
        r#"["“(ferry colour:red”: the group is not closed, and ends where the query ends","no field is called \"colour\": read as words"]"#,
    );
    check(
        "corpus.search({facets: ['outlet', 'person'], facetValues: 1}).facets",
        r#"[{"facet":"outlet","values":[{"value":"Port Gazette","count":1}]},{"facet":"person","values":[{"value":"Ada Marrow","count":1}]}]"#,
    );
    check("corpus.search({facets: []}).facets", "[]");
    check(
        "corpus.search({query: 'ferry', timeline: 'month'}).timeline.map(bar => bar.published)",
        "[1,1]",
    );
    // A hit in a text with letters beyond one unit: runs are the text, whole.
    check(
        "corpus.search({query: 'marrow'}).hits[0].snippet.filter(run => run.isHit).map(run => run.text)",
        r#"["Marrow"]"#,
    );
    let lines = |sort: &str, wanted: &str| {
        let call = format!(
            "corpus.concordance({{query: 'ferry OR planted'}}, {{sort: '{sort}', words: 1}}).lines"
        );
        check(
            &format!("{call}.map(line => line.hit + line.right)"),
            wanted,
        );
    };
    lines(
        "left",
        r#"["Ferry stays","ferry of","planted beans","ferry stayed"]"#,
    );
    lines(
        "right",
        r#"["planted beans","ferry of","ferry stayed","Ferry stays"]"#,
    );
    lines(
        "hit",
        r#"["ferry of","ferry stayed","Ferry stays","planted beans"]"#,
    );
    lines(
        "date",
        r#"["Ferry stays","ferry stayed","planted beans","ferry of"]"#,
    );
    lines(
        "outlet",
        r#"["Ferry stays","ferry stayed","planted beans","ferry of"]"#,
    );
    check(
        "corpus.concordance({query: 'ferry', sort: 'oldest'}, {limit: 1, offset: 2, words: 2}).lines",
        r#"[{"id":"school","left":"beans. A ","hit":"ferry","right":" of paper"}]"#,
    );
    check(
        "corpus.suggest('gas person:mar')[0].query",
        r#""gas person:\"Ada Marrow\" ""#,
    );
    check(
        "corpus.suggest('is:und').map(offer => offer.text)",
        r#"["undated"]"#,
    );
    check(
        "corpus.suggest('ferr', 1).map(offer => offer.kind)",
        r#"["word"]"#,
    );
    check(
        "(document => [document.title, document.published, document.entities.find(e => e.kind === 'person').name])(corpus.document('harbour'))",
        r#"["Ferry stays in port","2021-03-05","Ada Marrow"]"#,
    );
    check("[corpus.count, typeof corpus.title]", r#"[2,"string"]"#);
    check(
        "(() => { corpus.free(); try { corpus.count; return 'there'; } catch { return 'gone'; } })()",
        r#""gone""#,
    );
}

#[test]
fn the_example_offers_completions_and_says_what_was_misread() {
    let Some(page) = example(Some(notes())) else {
        return;
    };
    page.wait_for_text("2 of 2");
    page.type_into("Query", "person:marr");
    page.wait_for(
        "an offer",
        "[...document.querySelectorAll('#offers option')].some(o => o.value.startsWith('person:\"Ada Marrow\"'))",
    );
    page.clear("Query");
    page.type_into("Query", "ferry OR");
    page.wait_for_text("nothing stands behind OR, which was left out");
    page.wait_for_text("2 of 2");
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

/// The example page with the same notes whole and in parts, opened with `query`; `change` may harm a part.
fn in_parts(query: &str, change: impl Fn(&mut Vec<u8>)) -> Option<Page> {
    let module = std::env::var_os("DATELINE_JS").map(PathBuf::from);
    let Some(module) = module else {
        eprintln!("skipped: a test of the module; cargo xtask test builds it and sets DATELINE_JS");
        return None;
    };
    let site = Site::serve(&module);
    site.put("corpus.pack", notes());
    let parts = Corpus::open(notes()).unwrap().pack().split().unwrap();
    let packed = |bytes: &[u8]| {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(bytes).unwrap();
        gzip.finish().unwrap()
    };
    site.put("corpus.parts/head.bin", packed(&parts.head));
    for (page, mut content) in parts.pages {
        change(&mut content);
        let name = format!("corpus.parts/{:x}/{:02x}.bin", page >> 8, page & 0xff);
        site.put(&name, packed(&content));
    }
    let url = site.url(query);
    let page = Page::open_url(&site, View::WIDE, &url);
    if !query.is_empty() {
        return Some(page);
    }
    page.wait_for_text("2 of 2");
    // What a promise gave or failed with, as text.
    page.eval(
        "(() => { window.said = {}; window.ask = async (name, question) => { \
            const { CorpusInParts } = await import('./dateline.js'); \
            try { window.parts ??= await CorpusInParts.fetch('corpus.parts/'); said[name] = JSON.stringify(await question(parts)); } \
            catch (error) { said[name] = 'error: ' + error.message; } }; return true; })()",
    );
    Some(page)
}

/// Asks, and waits for what is said.
fn said(page: &Page, question: &str) -> String {
    page.eval(&format!(
        "(() => {{ delete said.it; ask('it', corpus => {question}); return true; }})()"
    ));
    for _ in 0..200 {
        if let Some(said) = page.eval("said.it ?? null").as_str() {
            return said.to_owned();
        }
        std::thread::sleep(std::time::Duration::from_millis(25));
    }
    panic!("nothing said to {question}");
}

#[test]
fn a_corpus_in_parts_answers_as_the_whole_one() {
    let Some(page) = in_parts("", |_| ()) else {
        return;
    };
    for question in [
        "corpus.search({query: 'ferry', sort: 'newest'})",
        "corpus.search({query: 'sail*', facets: ['outlet', 'person'], facetValues: 1})",
        "corpus.suggest('marr')",
        "corpus.document('harbour')",
        "corpus.concordance({query: 'ferry'}, {sort: 'right'})",
        "corpus.timeline({}, 'month')",
        "corpus.count",
    ] {
        let whole = page.eval(&format!("JSON.stringify({question})"));
        assert_eq!(Some(&*said(&page, question)), whole.as_str(), "{question}");
    }
    let wrong = said(&page, "corpus.search({facets: ['planet']})");
    assert!(wrong.contains("planet"), "{wrong}");
}

#[test]
fn a_damaged_part_fails_the_question_and_says_so() {
    let Some(page) = in_parts("", |content| *content.last_mut().unwrap() ^= 1) else {
        return;
    };
    let failed = said(&page, "corpus.search({query: 'ferry'})");
    assert!(failed.contains("damaged"), "{failed}");
}

#[test]
fn a_page_searches_a_corpus_in_parts() {
    let Some(page) = in_parts("?parts", |_| ()) else {
        return;
    };
    page.wait_for_text("2 of 2");
    page.type_into("Query", "plant");
    page.wait_for_text("1 of 2");
    assert_eq!(page.texts("mark"), ["planted"]);
    let Some(page) = in_parts("?parts", |content| content.clear()) else {
        return;
    };
    page.wait_for_text("The corpus could not be opened: this corpus pack is damaged");
}
