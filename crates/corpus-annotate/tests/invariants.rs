//! What every article owes its source, for any bytes: its map, its cuts and its repairs are true, and
//! nothing panics.
//!
//! Texts are put together from pieces that trouble readers: escapes, misread letters, markup,
//! controls, datelines, long lines.

mod body;

use body::{check_doc, read};
use proptest::prelude::*;

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
