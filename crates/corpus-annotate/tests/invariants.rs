//! What every article owes its source, for any bytes: its map, its cuts and its repairs are true, and
//! nothing panics.
//!
//! Texts are put together from pieces that trouble readers: escapes, misread letters, markup,
//! controls, datelines, long lines.

use corpus_annotate::{FolderLines, articles, plain_article};
use corpus_model::{Article, RawDoc, SourceFile};
use proptest::prelude::*;

fn read(path: &str, bytes: Vec<u8>) -> Vec<RawDoc> {
    corpus_read::read(&SourceFile {
        path: path.to_owned(),
        bytes,
    })
    .output
}

fn check_doc(doc: &RawDoc) {
    let folder = FolderLines::count(std::slice::from_ref(doc));
    for article in articles(doc, &folder).output {
        check_article(doc, &article);
    }
    if let Some(article) = plain_article(doc) {
        assert_eq!(article.text, doc.body.text());
        check_article(doc, &article);
    }
}

fn check_article(doc: &RawDoc, article: &Article) {
    let text = article.text.as_str();
    // Copied runs are copies.
    for (i, run) in article.map.iter().enumerate() {
        let end = article
            .map
            .get(i + 1)
            .map_or(text.len(), |next| next.text_start as usize);
        let piece = &text[run.text_start as usize..end];
        let source = &doc.decoded[run.raw.start as usize..run.raw.end as usize];
        if run.is_copy {
            assert_eq!(piece, source);
        }
    }
    // Cuts are what stood there.
    for cut in &article.removed {
        assert_eq!(cut.raw.of(&doc.decoded), cut.text);
        assert!(text.is_char_boundary(cut.at as usize));
        assert!(!cut.why.is_empty());
    }
    // Repairs lie in the text, in order.
    let mut at = 0;
    for repair in &article.repairs {
        assert!(repair.span.start >= at && repair.span.end as usize <= text.len());
        assert!(
            text.is_char_boundary(repair.span.start as usize)
                && text.is_char_boundary(repair.span.end as usize)
        );
        at = repair.span.end;
    }
    // Paragraphs and sentences cover all but white space, in order, none across another.
    for layer in [&article.paragraphs, &article.sentences] {
        let mut covered = 0;
        for span in layer {
            assert!(text[covered..span.start as usize].trim().is_empty());
            assert!(!span.of(text).trim().is_empty());
            covered = span.end as usize;
        }
        assert!(text[covered..].trim().is_empty());
    }
    for sentence in &article.sentences {
        assert!(article.paragraphs.iter().any(|p| p.contains(*sentence)));
    }
    let spans = [article.title, article.standfirst, article.byline]
        .into_iter()
        .flatten()
        .chain(article.dateline.iter().map(|d| d.span));
    for span in spans {
        assert!(!span.of(text).is_empty());
    }
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        Just("xe2x80x99".to_owned()),
        Just("\\xe2\\x80".to_owned()),
        Just("â€™s Ð¿Ñ€Ð¸".to_owned()),
        Just("Ïîðò çàêðûëè".to_owned()),
        Just("\u{a0}\u{200b}\u{ad}\u{202e}".to_owned()),
        Just("&amp;#8217;&unknown;&#x;&#99999999;".to_owned()),
        Just("HARBOURTON, June 4. /WIRE/. The pier is shut. ".to_owned()),
        Just("By Ada Holt | Harbour Post\n".to_owned()),
        Just("The post X: Y first appeared on Z.\n\n".to_owned()),
        Just("<p class='share'><b>bold</i> &lt; <script>x</script><!-- <div hidden>".to_owned()),
        Just("vis-·-vis C5+1 С5+1 Cовет".to_owned()),
        Just("1. one 2. two • three [4]".to_owned()),
        Just("Share this story\n\n".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n\r\n".to_owned()),
        Just(". ! ? … \"".to_owned()),
        Just(
            "A sentence about the harbour, long enough to be taken for running text by anyone. "
                .to_owned()
        ),
        Just("---\ntitle: x\n---\n".to_owned()),
        Just("# Heading *with* [link](http://x.example)\n".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_of_trouble_keep_their_map(pieces in prop::collection::vec(piece(), 0..24), kind in 0..3_usize) {
        let path = ["a.txt", "a.md", "a.html"][kind];
        for doc in read(path, pieces.concat().into_bytes()) {
            check_doc(&doc);
        }
    }

    #[test]
    fn any_bytes_give_a_result(bytes in prop::collection::vec(any::<u8>(), 0..400), kind in 0..3_usize) {
        for doc in read(["a.txt", "a.md", "a.html"][kind], bytes) {
            check_doc(&doc);
        }
    }
}

#[test]
fn adversarial_pages_end() {
    let deep = "<div><p>".repeat(8_000) + "words of a text, at last";
    let cells = "<table><tr><td>".repeat(1_500);
    let unclosed = "<p>words<a href='".to_owned() + &"x".repeat(50_000);
    let attribute = format!("<p title=\"{}\">words of a text</p>", "y".repeat(100_000));
    let entities = "&amp;".repeat(8_000);
    let comments = "<!--".repeat(10_000);
    let quotes = format!("<html>{}", "\"“«(".repeat(4_000));
    for html in [deep, cells, unclosed, attribute, entities, comments, quotes] {
        for doc in read("a.html", html.into_bytes()) {
            check_doc(&doc);
        }
    }
}

#[test]
fn long_lines_end() {
    let lines = [
        "word ".repeat(40_000),
        "a.".repeat(8_000),
        "(".repeat(10_000),
        "\" ".repeat(6_000),
        "xe2x80".repeat(6_000),
        "â€".repeat(6_000),
        "1. ".repeat(6_000),
        "|".repeat(10_000),
        "?".repeat(10_000),
    ];
    for line in lines {
        for doc in read("a.txt", line.into_bytes()) {
            check_doc(&doc);
        }
    }
}
