//! Files of every format, as real programs write them, to documents.

#![allow(clippy::unwrap_used)] // Helpers of tests.

mod body;

use body::check;
use corpus_model::{Format, MetaDate, RawDoc, SourceFile};
use corpus_read::{Field, FieldMap, FileRead, ReadOptions, read_files};
use std::path::PathBuf;

fn fixture(name: &str) -> Vec<FileRead> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name);
    check(name, &std::fs::read(path).unwrap())
}

fn docs(files: &[FileRead]) -> Vec<&RawDoc> {
    files.iter().flat_map(|file| &file.docs).collect()
}

fn titles<'d>(docs: &[&'d RawDoc]) -> Vec<&'d str> {
    docs.iter()
        .map(|doc| doc.metadata.title.as_deref().unwrap_or(""))
        .collect()
}

fn published(doc: &RawDoc) -> &str {
    doc.metadata
        .published
        .first()
        .map_or("", |date| &date.value)
}

fn file<'f>(files: &'f [FileRead], path: &str) -> &'f FileRead {
    files
        .iter()
        .find(|file| file.path == path)
        .unwrap_or_else(|| {
            let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
            panic!("{path} is not among {paths:?}")
        })
}

const ROWS: [&str; 3] = [
    "Harbour reopens after the storm",
    "Снегопад закрыл перевал",
    "Bridge, tolls and \"patience\"",
];

#[test]
fn tables_and_records_give_a_document_a_row() {
    for (name, format) in [
        ("articles.csv", Format::Csv),
        ("articles.tsv", Format::Csv),
        ("articles.jsonl", Format::Json),
    ] {
        let files = fixture(name);
        let docs = docs(&files);
        assert_eq!(titles(&docs), ROWS, "{name}");
        let first = docs[0];
        assert_eq!(first.format, format);
        assert_eq!(
            first.body.text(),
            "Harbour reopens after the storm\n\nThe port of Lärvik opened again on Monday, the harbour office said.\n\nTwo ferries sailed before noon."
        );
        let meta = &first.metadata;
        assert_eq!(meta.id.as_deref(), Some("1"));
        assert_eq!(meta.outlet.as_deref(), Some("Larvik Courier"));
        assert_eq!(meta.authors, ["Ada Norrby"]);
        assert_eq!(published(first), "2021-05-03");
        assert_eq!(docs[2].metadata.authors, ["Ada Norrby", "Per Lund"]);
        assert_eq!(docs[1].metadata.language.as_deref(), Some("ru"));
        let remark = &files[0].remarks[0].message;
        assert!(
            remark.contains("title from headline, text from body"),
            "{remark}"
        );
    }
}

#[test]
fn records_inside_an_answer_of_a_service_are_found() {
    let files = fixture("articles.json");
    let docs = docs(&files);
    assert_eq!(titles(&docs), ROWS);
    assert_eq!(docs[0].metadata.outlet.as_deref(), Some("Larvik Courier"));
    assert_eq!(published(docs[0]), "2021-05-03T08:00:00Z");
    assert!(
        docs[0]
            .body
            .text()
            .ends_with("said.\n\nTwo ferries sailed before noon.")
    );
}

#[test]
fn fields_named_by_the_folder_win() {
    let table = "nr;ticker;what_happened;more\n7;Harbour open;The harbour is open.;Since noon.\n";
    let mut options = ReadOptions::default();
    let source = SourceFile {
        path: "t.csv".to_owned(),
        bytes: table.as_bytes().to_vec(),
    };
    let files = read_files(&source, &options);
    assert!(files[0].docs.is_empty());
    let remark = &files[0].remarks[0].message;
    assert!(
        remark.contains("fields: more, nr, ticker, what_happened"),
        "{remark}"
    );
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    options.fields = FieldMap(
        [
            (Field::Title, names(&["ticker"])),
            (Field::Text, names(&["What happened", "more"])),
            (Field::Id, names(&["nr"])),
        ]
        .into(),
    );
    let files = read_files(&source, &options);
    let doc = &files[0].docs[0];
    assert_eq!(
        doc.body.text(),
        "Harbour open\n\nThe harbour is open.\n\nSince noon."
    );
    assert_eq!(doc.metadata.id.as_deref(), Some("7"));
}

#[test]
fn an_email_keeps_its_quotations_and_hands_over_its_attachments() {
    let files = fixture("letter.eml");
    let doc = &file(&files, "letter.eml").docs[0];
    assert_eq!(doc.format, Format::Email);
    assert_eq!(
        doc.metadata.title.as_deref(),
        Some("Пристань снова открыта")
    );
    assert_eq!(doc.metadata.authors, ["Ада Норрбю"]);
    assert_eq!(published(doc), "2021-05-03T18:20:00+02:00");
    let text = doc.body.text();
    assert!(
        text.starts_with("Пристань снова открыта\n\nThe pier is open again"),
        "{text}"
    );
    assert!(text.contains("> The town is waiting.") && text.contains("It sails at noon."));
    assert!(
        file(&files, "letter.eml/minutes.txt").docs[0]
            .body
            .text()
            .contains("harbour council")
    );
    let picture = &file(&files, "letter.eml/pier.png").remarks[0].message;
    assert!(picture.contains("PNG"), "{picture}");
}

#[test]
fn a_mailbox_gives_its_messages() {
    let files = fixture("box.mbox");
    let docs = docs(&files);
    assert_eq!(
        titles(&docs),
        ["Ice on the river", "Лёд сошёл", "Re: Ice on the river"]
    );
    assert!(
        docs[0]
            .body
            .text()
            .contains("\nFrom then on the river was clear.")
    );
    assert_eq!(docs[1].charset, "koi8-r");
    assert!(docs[1].body.text().contains("сообщили на пристани"));
    assert_eq!(docs[0].metadata.authors, ["per@river.example"]);
}

#[test]
fn a_box_of_thunderbird_gives_its_messages_with_lines_made_whole() {
    let files = fixture("thunderbird.mbox");
    let docs = docs(&files);
    assert_eq!(
        titles(&docs),
        ["Low water at the weir", "Re: Low water at the weir"]
    );
    let lines: Vec<&str> = docs[0].body.text().lines().collect();
    for line in [
        "The river stands forty centimetres below the mark, the lowest since the weir was built.",
        "From Friday on no barge over sixty tonnes will be locked through. Please tell the skippers.",
    ] {
        assert!(lines.contains(&line), "{lines:?}");
    }
    assert!(docs[1].body.text().contains("\nThe skippers know."));
    assert_eq!(docs[1].metadata.authors, ["Tomáš Dvořák"]);
    assert_eq!(published(docs[1]), "2021-08-11T09:40:00+02:00");
}

#[test]
fn a_forwarded_message_is_a_file_of_its_own() {
    let mail = "From: ada@courier.example\nSubject: Fwd: the pier\nMessage-ID: <2@courier.example>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee below.\n--b\nContent-Type: message/rfc822\n\nFrom: per@river.example\nSubject: the pier\nDate: Mon, 3 May 2021 08:00:00 +0000\nMessage-ID: <1@river.example>\n\nThe pier is open.\n--b--\n";
    let files = check("fwd.eml", mail.as_bytes());
    assert_eq!(files.len(), 2, "{files:?}");
    let inner = &files[1].docs[0];
    assert_eq!(inner.path, "fwd.eml/attachment-1.eml");
    assert_eq!(inner.body.text().trim(), "the pier\n\nThe pier is open.");
    assert_eq!(published(inner), "2021-05-03T08:00:00Z");
}

#[test]
fn a_page_saved_as_a_message_is_a_page() {
    let page = "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://valley.example/mill\r\nSubject: The mill\r\nDate: Thu, 6 May 2021 10:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"----b\"\r\n\r\n\r\n------b\r\nContent-Type: text/html\r\nContent-ID: <frame-1@mhtml>\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://valley.example/mill\r\n\r\n<html><head><meta charset=3D\"utf-8\"><title>The mill</title></head><body><p>The wheel of the old =\r\nmill turned again on Thursday morning.</p></body></html>\r\n------b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <p>\r\nContent-Location: https://valley.example/mill.png\r\n\r\niVBORw0KGgo=\r\n------b--\r\n";
    let files = check("mill.mhtml", page.as_bytes());
    let docs = docs(&files);
    assert_eq!(docs[0].format, Format::Html);
    assert_eq!(
        docs[0].metadata.url.as_deref(),
        Some("https://valley.example/mill")
    );
    let text = docs[0].body.text().trim();
    assert!(
        text.ends_with("The wheel of the old mill turned again on Thursday morning."),
        "{text}"
    );
    assert!(
        docs[0].metadata.published.is_empty(),
        "the day it was saved is no day of publication"
    );
}

#[test]
fn feeds_give_a_document_an_item() {
    let files = fixture("notices.rss");
    let found = docs(&files);
    assert_eq!(
        titles(&found),
        ["Ferry timetable ‘will hold’ until June", "Library closed"]
    );
    let ferry = found[0];
    assert_eq!(
        ferry.body.text(),
        "Ferry timetable ‘will hold’ until June\n\nThe ferry keeps its spring timetable, the company said on Friday.\n\nFrom June it sails every hour & on Sundays, too."
    );
    assert_eq!(published(ferry), "2021-05-07T06:15:00Z");
    assert_eq!(ferry.metadata.authors, ["Marta Kolb"]);
    assert_eq!(ferry.metadata.outlet.as_deref(), Some("Osna Valley News"));
    assert_eq!(
        ferry.metadata.url.as_deref(),
        Some("https://valley.example/2021/05/07/ferry/")
    );
    assert_eq!(ferry.metadata.section.as_deref(), Some("Transport"));
    assert!(found[1].body.text().ends_with("at the town hall."));
    assert!(
        files[0]
            .remarks
            .iter()
            .any(|remark| remark.message.contains("1 items without text"))
    );

    let files = fixture("notices.atom");
    let found = docs(&files);
    assert_eq!(titles(&found), ["Brücke & Steg gesperrt"]);
    assert_eq!(found[0].metadata.authors, ["Karl Ott"]);
    assert_eq!(found[0].metadata.language.as_deref(), Some("de"));
    assert_eq!(
        found[0].metadata.url.as_deref(),
        Some("https://talbote.example/bruecke")
    );
    assert_eq!(published(found[0]), "2021-05-09T08:00:00+02:00");
    assert!(
        found[0]
            .body
            .text()
            .ends_with("mit.\n\nDer Steg daneben ist offen.")
    );
}

#[test]
fn a_web_archive_gives_its_pages_and_counts_the_rest() {
    for (name, path) in [
        ("osna.warc.gz", "osna.warc.gz"),
        ("osna.wacz", "osna.wacz/archive/data.warc.gz"),
    ] {
        let files = fixture(name);
        let archive = file(&files, path);
        let docs: Vec<&RawDoc> = archive.docs.iter().collect();
        assert_eq!(docs.len(), 2, "{name}");
        let mill = docs.iter().find(|doc| doc.format == Format::Html).unwrap();
        assert_eq!(
            mill.metadata.title.as_deref(),
            Some("The mill on the Osna grinds again")
        );
        assert_eq!(mill.metadata.outlet.as_deref(), Some("Osna Valley News"));
        assert_eq!(
            mill.metadata.url.as_deref(),
            Some("http://127.0.0.1:8765/index.html")
        );
        assert_eq!(published(mill), "2021-05-06T07:00:00Z");
        assert!(mill.metadata.archived.is_some());
        assert!(
            mill.body.text().contains("by noon the first sacks")
                && !mill.body.text().contains("Home")
        );
        let notes = docs.iter().find(|doc| doc.format == Format::Text).unwrap();
        assert!(notes.body.text().contains("Unterau") && notes.metadata.published.is_empty());
        let counts = &archive.remarks[0].message;
        assert!(
            counts.contains("1 image/png") && counts.contains("1 text/css"),
            "{counts}"
        );
    }
}

#[test]
fn archives_of_all_kinds_give_their_files() {
    for name in [
        "bundle.zip",
        "bundle.tar.gz",
        "bundle.tar.zst",
        "bundle.tar.bz2",
        "bundle.tar.xz",
    ] {
        let files = fixture(name);
        assert_eq!(files[0].n_members, Some(3), "{name}: {files:?}");
        let letter = &file(&files, &format!("{name}/box/letter.txt")).docs[0];
        assert!(
            letter
                .body
                .text()
                .starts_with("The harbour master writes\n\nAt noon")
        );
        let note = &file(&files, &format!("{name}/box/inner/note.md")).docs[0];
        assert_eq!(note.metadata.title.as_deref(), Some("A note on the quay"));
        let picture = file(&files, &format!("{name}/pier.png"));
        assert!(picture.docs.is_empty() && picture.remarks[0].message.contains("PNG"));
    }
    let files = fixture("nested.zip");
    assert_eq!(files[0].n_members, Some(8));
    file(&files, "nested.zip/bundle.tar.gz/box/letter.txt");
    file(&files, "nested.zip/bundle.zip/box/inner/note.md");
}

#[test]
fn a_packed_file_keeps_its_path() {
    for name in ["letter.txt.gz", "letter.txt.zst"] {
        let files = fixture(name);
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].docs[0].path, name);
        assert!(
            files[0].docs[0]
                .body
                .text()
                .starts_with("The harbour master writes")
        );
    }
}

#[test]
fn encrypted_members_are_named_as_such() {
    let files = fixture("locked.zip");
    let why = &file(&files, "locked.zip/box/letter.txt").remarks[0];
    assert_eq!(why.code, "read/encrypted");
    assert!(docs(&files).is_empty());
}

#[test]
fn an_export_with_labels_gives_its_articles() {
    let files = fixture("nexis.txt");
    let found = docs(&files);
    assert_eq!(
        titles(&found),
        [
            "Harbour reopens as storm moves inland",
            "Council votes for bridge toll",
            "Mill grinds again"
        ]
    );
    let first = found[0];
    assert_eq!(first.format, Format::NewsExport);
    assert_eq!(
        first.body.text(),
        "Harbour reopens as storm moves inland\n\nThe port of Lärvik opened again on Monday after four days, the harbour office\nsaid. Two ferries sailed before noon.\n\n\"We waited long enough,\" said the harbour master."
    );
    assert_eq!(first.metadata.outlet.as_deref(), Some("The Larvik Courier"));
    assert_eq!(published(first), "May 3, 2021 Monday");
    assert_eq!(first.metadata.authors, ["Ada Norrby"]);
    assert_eq!(first.metadata.section.as_deref(), Some("NEWS; Pg. 4"));
    assert_eq!(found[1].metadata.authors, ["Per Lund", "Ada Norrby"]);
    assert_eq!(
        found[2].metadata.outlet.as_deref(),
        Some("Osna Valley News")
    );
    assert_eq!(published(found[2]), "May 6, 2021");
    assert!(found[2].decoded.contains("LOAD-DATE: May 7") && !found[2].decoded.contains("toll"));
}

#[test]
fn an_export_in_short_lines_gives_its_articles() {
    let files = fixture("factiva.txt");
    let found = docs(&files);
    assert_eq!(
        titles(&found),
        [
            "Ferry timetable will hold until June",
            "Library closed for a week"
        ]
    );
    assert_eq!(
        found[0].body.text(),
        "Ferry timetable will hold until June\n\nThe ferry keeps its spring timetable, the company said on Friday. From June it sails every hour.\n\nVisitors are asked to buy tickets beforehand."
    );
    assert_eq!(
        found[0].metadata.outlet.as_deref(),
        Some("Osna Valley News")
    );
    assert_eq!(found[0].metadata.authors, ["Marta Kolb"]);
    assert_eq!(published(found[0]), "7 May 2021");
    assert_eq!(found[1].metadata.language.as_deref(), Some("en"));
}

#[test]
fn an_export_with_codes_gives_its_articles() {
    let text = "HD  Ferry timetable will hold\nBY  By Marta Kolb\nWC  58 words\nPD  7 May 2021\nSN  Osna Valley News\nLA  English\nCY  (c) 2021 Valley Press\nLP  The ferry keeps its timetable, the company said.\n\nTD  From June it sails every hour.\n\nTickets are sold on board.\nCO  ferryco : Ferry Company\nAN  Document OSNAVN0020210507eh570000b\n\nDocument OSNAVN0020210507eh570000b\n";
    let files = check("coded.txt", text.as_bytes());
    let found = docs(&files);
    assert_eq!(titles(&found), ["Ferry timetable will hold"]);
    assert_eq!(
        found[0].body.text(),
        "Ferry timetable will hold\n\nThe ferry keeps its timetable, the company said.\n\nFrom June it sails every hour.\n\nTickets are sold on board."
    );
    assert_eq!(
        found[0].metadata.outlet.as_deref(),
        Some("Osna Valley News")
    );
    assert_eq!(found[0].metadata.authors, ["Marta Kolb"]);
}

#[test]
fn an_export_as_a_page_gives_its_articles() {
    let article = |n: u32, title: &str, day: u32| {
        format!(
            "<p>{n} of 2 DOCUMENTS</p><h1>{title}</h1><p>The Larvik Courier</p><p>May {day}, 2021 Monday</p><p>Copyright 2021 Courier Press Ltd. All Rights Reserved</p><p><b>Section:</b> NEWS; Pg. {n}</p><p><b>Length:</b> 20 words</p><p><b>Byline:</b> Ada Norrby</p><h2>Body</h2><p>The port opened again &amp; two ferries sailed before noon, it said.</p><p><b>Load-Date:</b> May {day}, 2021</p><p>End of Document</p>"
        )
    };
    let page = format!(
        "<!DOCTYPE html><html><head><title>Results</title></head><body>{}{}</body></html>",
        article(1, "Harbour reopens", 3),
        article(2, "Ferries sail", 10)
    );
    let files = check("export.html", page.as_bytes());
    let found = docs(&files);
    assert_eq!(titles(&found), ["Harbour reopens", "Ferries sail"]);
    assert_eq!(
        found[1].body.text(),
        "Ferries sail\n\nThe port opened again & two ferries sailed before noon, it said."
    );
    assert_eq!(
        found[1].metadata.outlet.as_deref(),
        Some("The Larvik Courier")
    );
    assert_eq!(published(found[1]), "May 10, 2021 Monday");
    assert_eq!(found[1].metadata.authors, ["Ada Norrby"]);
}

#[test]
fn an_export_in_rich_text_gives_its_articles() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for name in ["nexis.txt", "factiva.txt"] {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        // A headline is one paragraph there.
        let text = text.replace("storm\nmoves", "storm moves");
        let mut rtf = String::from(
            "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Times New Roman;}}\\f0\n",
        );
        for c in text.chars() {
            match c {
                '\n' => rtf.push_str("\\par\n"),
                c if c.is_ascii() => rtf.push(c),
                c => rtf.push_str(&format!("\\u{}?", u32::from(c))),
            }
        }
        rtf.push('}');
        let (plain, rich) = (fixture(name), check("export.rtf", rtf.as_bytes()));
        let (plain, rich) = (docs(&plain), docs(&rich));
        assert_eq!(titles(&rich), titles(&plain), "{name}");
        for (rich, plain) in rich.iter().zip(&plain) {
            assert_eq!(rich.metadata.outlet, plain.metadata.outlet);
            assert_eq!(published(rich), published(plain));
            assert_eq!(rich.metadata.authors, plain.metadata.authors);
        }
    }
}

#[test]
fn a_text_about_documents_is_no_export() {
    for text in [
        "Files on the pier\n\nThe council read 2 of 3 documents.\n\n2 of 3 documents\n\nThe third is missing, the clerk said.\n",
        "End of Document\n\nWords about an ending that were written for a play, and nothing else.\n",
        "Notice\n\n512 words\n\nA short text on writing short texts.\n\nCopyright 2021 A. Norrby\n",
    ] {
        let files = check("a.txt", text.as_bytes());
        let found = docs(&files);
        assert_eq!((found.len(), found[0].format), (1, Format::Text), "{text}");
    }
}

#[test]
fn an_archive_tells_when_its_files_were_saved() {
    for name in ["bundle.zip", "bundle.tar.gz"] {
        let files = fixture(name);
        for doc in docs(&files) {
            let saved = &doc.metadata.made[0];
            assert_eq!(saved.from, MetaDate::PACKED, "{name}");
            assert!(saved.value.starts_with("202"), "{name}: {}", saved.value);
            let published = &doc.metadata.published;
            assert!(!published.iter().any(|d| d.value == saved.value), "{name}");
        }
    }
}

#[test]
fn pages_and_notes_name_their_section() {
    let section = |path: &str, text: &str| {
        let source = SourceFile {
            path: path.to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        let docs = corpus_read::read(&source).output;
        docs[0].metadata.section.clone()
    };
    let body = "<p>The ferry keeps its spring timetable, the company said.</p>";
    let open_graph = format!(
        "<html><head><meta property=\"article:section\" content=\"Transport\"></head><body>{body}</body></html>"
    );
    assert_eq!(section("a.html", &open_graph).as_deref(), Some("Transport"));
    let json_ld = format!(
        "<html><head><script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"articleSection\":[\"Harbour\",\"Town\"]}}</script></head><body>{body}</body></html>"
    );
    assert_eq!(section("a.html", &json_ld).as_deref(), Some("Harbour"));
    let note = "---\ntitle: Ferries\nsection: Notes\n---\n\nThe ferry keeps its timetable.\n";
    assert_eq!(section("a.md", note).as_deref(), Some("Notes"));
}
