//! Components in a browser of their own, with a corpus made for the purpose.
//!
//! What needs the built page, its policy and its address stands in `tests/e2e`.
#![cfg(target_arch = "wasm32")]

use corpus_annotate::Resources;
use corpus_index::Corpus;
use corpus_ingest::{Ingest, Options};
use corpus_model::SourceFile;
use dateline::AppWith;
use leptos::prelude::*;
use leptos::task::tick;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Event, EventInit, HtmlElement, HtmlInputElement};

wasm_bindgen_test_configure!(run_in_browser);

const LETTER: &str =
    "Letter to the harbour master\n\nPORT LEE, 3 May 1921. Captain Ann Marlow asked for a berth.\n";
const LOG: &str = "Log of the Heron\n\nOn 4 May 1921 Ann Marlow wrote that the harbour was full.\n";
const RECIPE: &str = "How to bake bread\n\nFlour, water, salt and a night of patience.\n";

/// A page of its own, in an element of its own.
struct Shown(HtmlElement);

impl Shown {
    async fn open() -> Self {
        let mut ingest = Ingest::new(Options::default());
        for (path, text) in [
            ("letter.txt", LETTER),
            ("log.txt", LOG),
            ("recipe.txt", RECIPE),
        ] {
            ingest.push(SourceFile {
                path: path.to_owned(),
                bytes: text.as_bytes().to_vec(),
            });
        }
        let pack = ingest.finish(&Resources::builtin()).pack();
        let corpus = Corpus::open(pack).unwrap();
        window().location().set_hash("").unwrap();
        let host: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&host).unwrap();
        mount_to(host.clone(), move || view! { <AppWith corpus=corpus /> }).forget();
        tick().await;
        Self(host)
    }

    fn texts(&self, css: &str) -> Vec<String> {
        let found = self.0.query_selector_all(css).unwrap();
        (0..found.length())
            .filter_map(|i| found.get(i)?.text_content())
            .collect()
    }

    fn titles(&self) -> Vec<String> {
        self.texts(".result .title")
    }

    async fn type_words(&self, words: &str) {
        let field = self.0.query_selector(".search input").unwrap().unwrap();
        let field: HtmlInputElement = field.unchecked_into();
        field.set_value(words);
        let bubbles = EventInit::new();
        bubbles.set_bubbles(true);
        let event = Event::new_with_event_init_dict("input", &bubbles).unwrap();
        field.dispatch_event(&event).unwrap();
        tick().await;
    }

    async fn click(&self, css: &str) {
        let found = self.0.query_selector(css).unwrap();
        let found: HtmlElement = found.unwrap_or_else(|| panic!("{css}")).unchecked_into();
        found.click();
        tick().await;
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.0.remove();
    }
}

#[wasm_bindgen_test]
async fn results_follow_what_is_typed() {
    let page = Shown::open().await;
    assert_eq!(page.titles().len(), 3);
    page.type_words("harbour").await;
    assert_eq!(page.titles().len(), 2);
    page.type_words("harbour -captain").await;
    assert_eq!(page.titles(), ["Log of the Heron"]);
    assert!(window().location().hash().unwrap().contains("q=harbour"));
}

#[wasm_bindgen_test]
async fn hits_are_marked_in_the_list() {
    let page = Shown::open().await;
    page.type_words("bread").await;
    assert_eq!(page.texts(".result .title mark"), ["bread"]);
}

#[wasm_bindgen_test]
async fn a_document_is_read_as_it_was_written() {
    let page = Shown::open().await;
    page.type_words("patience").await;
    page.click(".result a").await;
    let text = page.texts(".document .text").concat();
    assert!(
        text.contains("Flour, water, salt and a night of patience."),
        "{text}"
    );
    assert_eq!(page.texts(".document h1"), ["How to bake bread"]);
}

#[wasm_bindgen_test]
async fn nothing_found_offers_a_way_on() {
    let page = Shown::open().await;
    page.type_words("submarine").await;
    assert_eq!(page.titles(), [""; 0]);
    page.click(".nothing button").await;
    assert_eq!(page.titles().len(), 3);
}
