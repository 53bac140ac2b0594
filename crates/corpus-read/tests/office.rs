//! Documents written by real programs: text, order, title and author.
//!
//! How each fixture was made stands in `fixtures/office/README.md`.

use corpus_model::{Format, RawDoc, SourceFile, Warned};
use corpus_read::read;

fn fixture(name: &str) -> Vec<u8> {
    let path = format!(
        "{}/tests/fixtures/office/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn read_bytes(name: &str, bytes: Vec<u8>) -> Warned<Vec<RawDoc>> {
    read(&SourceFile {
        path: name.to_owned(),
        bytes,
    })
}

fn read_fixture(name: &str) -> Warned<Vec<RawDoc>> {
    read_bytes(name, fixture(name))
}

/// The paragraphs of the only document.
fn paragraphs(docs: &[RawDoc]) -> Vec<&str> {
    assert_eq!(docs.len(), 1);
    docs[0].body.text().split("\n\n").collect()
}

/// The text of the two-column sample, which LibreOffice saved in five formats.
const STRIKE: [&str; 15] = [
    "Ferry workers end their strike",
    "By Irina Falk, Harbour Bulletin, 17 March 2022",
    "PORT ELLERY, March 17. The crews of the northern ferries voted on Thursday to return to work after eleven days, union secretary Tomas Brandt told reporters. The agreement promises extraordinary supplements for night-time crossings and a well-known compensation formula.",
    "“Nobody wanted a confrontation,” Brandt said. “We wanted responsibility, transparency and comprehensible timetables, and the administration has acknowledged that its recommendations were insufficient.”",
    "What was agreed",
    "A supplement of nine crowns for every crossing after midnight",
    "Two additional mechanics on each vessel",
    "Transportation consultants had calculated that uninterrupted operation throughout the spring would otherwise have become practically impossible. The municipality of Port Ellery welcomed the understanding and announced supplementary departures beginning on Saturday.",
    "Профсоюз паромщиков в пятницу подтвердил договорённость с администрацией порта. «Переговоры продолжались одиннадцать дней, и ответственность за безопасность пассажиров остаётся общей», — сказал председатель профсоюзной организации Аркадий Лемешев. По-прежнему обсуждается северо-западное направление.",
    "Representatives of the neighbouring municipalities expressed satisfaction. Correspondents observed considerable celebrations on the waterfront, although several long-distance connections remained suspended because of deteriorating meteorological conditions.",
    "Представители соседних муниципалитетов высказали удовлетворение достигнутыми результатами. Корреспонденты наблюдали многочисленные празднования на набережной, несмотря на неблагоприятные метеорологические условия и приостановленное междугородное сообщение.",
    "A parliamentary subcommittee will nevertheless investigate the circumstances surrounding the confrontation. Investigators intend to interview approximately seventy passengers and to reconstruct the communication between headquarters and the captains.",
    "Vessel\tCrossings\nAurelia\t14",
    "The first boat leaves at six.",
    "The count was supervised by two notaries.",
];

fn check_strike(name: &str, format: Format) {
    let Warned { output, warnings } = read_fixture(name);
    assert_eq!(paragraphs(&output), STRIKE, "{name}");
    assert!(warnings.is_empty(), "{warnings:?}");
    let doc = &output[0];
    assert_eq!(doc.format, format);
    assert_eq!(
        doc.metadata.title.as_deref(),
        Some("Ferry workers end their strike")
    );
    assert_eq!(doc.metadata.authors, ["Irina Falk"]);
    assert!(doc.metadata.published.is_empty());
    assert_eq!(doc.metadata.made[0].value, "2022-03-18");
    // Spans measure the text taken out.
    assert_eq!(doc.decoded, doc.body.text());
}

#[test]
fn word_document_of_libreoffice() {
    check_strike("libreoffice.docx", Format::Docx);
}

#[test]
fn open_document_of_libreoffice() {
    check_strike("libreoffice.odt", Format::Odt);
}

#[test]
fn rich_text_of_libreoffice() {
    check_strike("libreoffice.rtf", Format::Rtf);
}

#[test]
fn book_of_libreoffice() {
    let Warned { output, warnings } = read_fixture("libreoffice.epub");
    let doc = &output[0];
    let text = doc.body.text();
    let mut at = 0;
    for paragraph in STRIKE
        .iter()
        .filter(|p| !p.contains('\t') && !p.starts_with("PORT") && !p.contains("mechanics"))
    {
        let found = text.get(at..).and_then(|t| t.find(paragraph));
        at += found.unwrap_or_else(|| panic!("{paragraph} not in {text}"));
    }
    assert_eq!(
        doc.metadata.title.as_deref(),
        Some("Ferry workers end their strike")
    );
    assert_eq!(doc.metadata.authors, ["Irina Falk"]);
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
fn two_columns_hyphens_and_running_heads_of_libreoffice() {
    let Warned { output, warnings } = read_fixture("libreoffice.pdf");
    let found = paragraphs(&output);
    let mut wanted: Vec<String> = STRIKE.iter().map(|p| (*p).to_owned()).collect();
    // A PDF shows the bullets and has no cells.
    wanted[5].insert(0, '•');
    wanted[6].insert(0, '•');
    wanted[12] = "Vessel Crossings".to_owned();
    wanted.insert(13, "Aurelia 14".to_owned());
    assert_eq!(found, wanted);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert_eq!(warnings[0].code, "read/running-lines");
    let doc = &output[0];
    assert_eq!(
        doc.metadata.title.as_deref(),
        Some("Ferry workers end their strike")
    );
    assert_eq!(doc.metadata.authors, ["Irina Falk"]);
    // The source is what the pages show, heads and feet included.
    assert_eq!(
        doc.decoded
            .matches("Harbour Bulletin · Notes from the coast")
            .count(),
        3
    );
}

#[test]
fn two_columns_of_a_browser() {
    let Warned { output, .. } = read_fixture("chromium.pdf");
    assert_eq!(
        paragraphs(&output),
        [
            "Harbour tolls will rise in May",
            "By Nils Arden",
            "STENHAVN, April 6. The tolls for larger vessels are to be raised by four per cent, the council decided on Wednesday evening after a short debate in which nobody asked for the figures.",
            "Смотритель маяка Игорь Вальков назвал решение поспешным и напомнил, что подобное уже обсуждалось в феврале.",
            "Councillor Edda Brink had wanted to wait for the report of the auditors. It is due at the end of the month and will run to some ninety pages, her office confirmed.",
            "Small boats with a length of less than nine metres remain free of charge, as they have been since the storm of nineteen ninety-one, when the eastern pier was lost and every hand was needed.",
        ]
    );
    assert_eq!(
        output[0].metadata.title.as_deref(),
        Some("Harbour tolls will rise in May")
    );
}

const DREDGING: &str = "The dredging of the inner basin has been put off for a third time, the port authority said in a notice on Monday. It gave no reason, but two of the three ships that were to do the work lie in dock with damaged engines.";

fn check_dredging(name: &str) {
    let Warned { output, .. } = read_fixture(name);
    let found = paragraphs(&output);
    assert_eq!(found.len(), 13, "{found:#?}");
    assert_eq!(found[0], "Dredging put off again");
    assert_eq!(found[1], DREDGING);
    assert!(
        found[2].contains("pilots’ association has called the café at"),
        "{}",
        found[2]
    );
    assert!(found[12].ends_with("the council meets again only in June."));
    assert_eq!(
        output[0].metadata.title.as_deref(),
        Some("Dredging put off again")
    );
    assert_eq!(output[0].metadata.authors, ["Carla Jensen"]);
}

#[test]
fn standard_fonts_without_maps_of_reportlab() {
    check_dredging("reportlab.pdf");
}

#[test]
fn a_pdf_that_only_restricts_is_read() {
    check_dredging("restricted.pdf");
}

fn check_refused(name: &str, bytes: Vec<u8>, code: &str, what: &str) {
    let Warned { output, warnings } = read_bytes(name, bytes);
    assert!(output.is_empty(), "{name}");
    assert_eq!(warnings[0].code, code, "{warnings:?}");
    assert!(
        warnings[0].message.contains(what),
        "{}",
        warnings[0].message
    );
    assert!(warnings[0].message.ends_with(name));
}

#[test]
fn scans_and_locked_files_are_named() {
    check_refused(
        "scan.pdf",
        fixture("scan.pdf"),
        "read/no-text-layer",
        "no text layer: 2 pages of pictures",
    );
    check_refused(
        "password.pdf",
        fixture("password.pdf"),
        "read/encrypted",
        "encrypted PDF",
    );
}

#[test]
fn a_wrong_ending_does_not_matter() {
    for (name, format) in [
        ("libreoffice.docx", Format::Docx),
        ("libreoffice.odt", Format::Odt),
        ("libreoffice.rtf", Format::Rtf),
        ("libreoffice.pdf", Format::Pdf),
        ("pandoc.epub", Format::Epub),
    ] {
        let docs = read_bytes("letter.txt", fixture(name)).output;
        assert_eq!(docs[0].format, format);
    }
}

const LIGHTHOUSE: [&str; 7] = [
    "The night of the storm",
    "The keeper of the Skerry lighthouse told the inquiry on Tuesday that the lamp had burned until a quarter past three. “I trimmed it twice,” he said.",
    "Vessel\tLost\nMarigold\t2\nPetrel\t0",
    "Что сказал капитан",
    "Капитан «Буревестника» Семён Рудаков заявил во вторник, что огня не видел. По его словам, туман стоял с полуночи.",
    "first point of the harbour master",
    "second point, about the fog",
];

/// Styles and frames are saved with a page; none of them is a document.
#[test]
fn a_page_that_a_browser_saved_is_one_document() {
    let Warned { output, warnings } = read_fixture("chromium.mhtml");
    assert_eq!(output.len(), 1, "{output:#?}");
    let doc = &output[0];
    assert_eq!(doc.format, Format::Html);
    assert!(!doc.body.text().contains("Boats"));
    assert!(doc.body.text().ends_with("обсуждалось в феврале."));
    assert_eq!(
        doc.metadata.url.as_deref(),
        Some("http://courier.example/tolls.html")
    );
    assert_eq!(doc.metadata.published[0].value, "2022-04-06T18:20:00Z");
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
fn a_pdf_may_begin_late() {
    let file = [b"\xef\xbb\xbf\r\n", fixture("reportlab.pdf").as_slice()].concat();
    let docs = read_bytes("late.bin", file).output;
    assert_eq!(docs[0].format, Format::Pdf);
}

#[test]
fn documents_of_pandoc() {
    for name in ["pandoc.docx", "pandoc.odt", "pandoc.rtf"] {
        let Warned { output, warnings } = read_fixture(name);
        let text = output[0].body.text();
        let mut at = 0;
        for paragraph in LIGHTHOUSE {
            let found = text.get(at..).and_then(|t| t.find(paragraph));
            at += found.unwrap_or_else(|| panic!("{name}: {paragraph} not in {text}"));
        }
        assert!(text.ends_with("The log gives ten past three."), "{text}");
        assert!(warnings.is_empty(), "{warnings:?}");
        if name != "pandoc.rtf" {
            assert_eq!(
                output[0].metadata.title.as_deref(),
                Some("The lighthouse inquiry")
            );
            assert_eq!(output[0].metadata.authors, ["Paul Ander", "Lena Orlova"]);
        }
    }
}

#[test]
fn chapters_of_a_book_are_documents() {
    let docs = read_fixture("pandoc.epub").output;
    let chapters: Vec<&RawDoc> = docs.iter().filter(|d| d.body.text().len() > 100).collect();
    assert_eq!(chapters.len(), 2);
    assert_eq!(
        chapters[0].metadata.title.as_deref(),
        Some("The night of the storm")
    );
    assert_eq!(
        chapters[1].metadata.title.as_deref(),
        Some("Что сказал капитан")
    );
    for chapter in chapters {
        assert_eq!(chapter.metadata.authors, ["Paul Ander", "Lena Orlova"]);
        assert_eq!(
            chapter.metadata.outlet.as_deref(),
            Some("The lighthouse inquiry")
        );
        assert_eq!(chapter.metadata.published[0].value, "2021-11-04");
        assert!(chapter.decoded.contains("<body"));
    }
}

/// Every beginning of a file, and files with single bytes changed: something comes back, in time.
#[test]
fn damaged_files_are_read_or_named() {
    for name in [
        "libreoffice.docx",
        "pandoc.odt",
        "libreoffice.rtf",
        "pandoc.epub",
        "libreoffice.pdf",
        "reportlab.pdf",
        "chromium.pdf",
        "restricted.pdf",
        "pandoc.rtf",
    ] {
        let whole = fixture(name);
        for part in 1..12 {
            let mut bytes = whole.clone();
            bytes.truncate(whole.len() * part / 12);
            let Warned { output, warnings } = read_bytes(name, bytes);
            assert!(
                !output.is_empty() || !warnings.is_empty(),
                "{name}, {part} twelfths"
            );
        }
        let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..24 {
            let mut bytes = whole.clone();
            for _ in 0..8 {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                let at = (seed >> 8) as usize % bytes.len();
                bytes[at] = (seed >> 3) as u8;
            }
            let Warned { output, warnings } = read_bytes(name, bytes);
            assert!(!output.is_empty() || !warnings.is_empty(), "{name}");
        }
    }
}

mod bodies {
    pub mod documents;
}

use bodies::documents::{pdf, read_any, zip};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_bytes_are_read_or_refused(place in 0_u8..8, rest in proptest::collection::vec(any::<u8>(), 0..400)) {
        read_any(&[&[place][..], &rest].concat());
    }

    /// Bytes of the kind that the formats themselves are made of.
    #[test]
    fn likely_bytes_are_read_or_refused(
        place in 0_u8..8,
        words in proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 0..80),
    ) {
        read_any(&[&[place][..], words.concat().as_bytes()].concat());
    }
}

const PIECES: [&str; 60] = [
    "{",
    "}",
    "\\par ",
    "\\u1055?",
    "\\'e9",
    "\\bin9 ",
    "{\\footnote ",
    "{\\shptxt ",
    "\\row ",
    "\\cell ",
    "\\intbl ",
    "\\pard ",
    "{\\info",
    "{\\title ",
    "\\deleted ",
    "(",
    ")",
    "<",
    ">",
    "<<",
    ">>",
    "[",
    "]",
    " Tj ",
    " TJ ",
    " Tf ",
    " BT ",
    " ET ",
    " q ",
    " Q ",
    " cm ",
    " 1 0 0 1 50 700 Tm ",
    "/F 10",
    "/X Do ",
    "(text) Tj ",
    " -3e9 ",
    " 99999999999 ",
    "1 0 obj",
    "endobj ",
    "stream\n",
    "\nendstream ",
    "trailer",
    "xref ",
    "beginbfrange ",
    "<0000> <ffff> <0041> ",
    "endbfrange ",
    "<w:p>",
    "</w:p>",
    "<w:r><w:t>",
    "</w:t></w:r>",
    "<w:tbl><w:tr>",
    "<w:tc>",
    "<text:p>",
    "<text:note>",
    "<table:table-row>",
    "<item id='a' href='a.xhtml' media-type='application/xhtml+xml'/>",
    "<itemref idref='a'/>",
    "&amp;",
    "&#x10ffff;",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>",
];

#[test]
fn a_form_that_calls_itself_ends() {
    let docs = read_bytes(
        "loop.pdf",
        pdf(b"/X Do BT /F 10 Tf 50 700 Td (AAA Harbour) Tj ET", b""),
    )
    .output;
    assert!(
        docs[0].body.text().contains("AAA Harbour"),
        "{}",
        docs[0].body.text()
    );
}

#[test]
fn pages_that_lead_in_a_circle_end() {
    let file = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 2/Kids[2 0 R 3 0 R]/Parent 3 0 R>>endobj\n3 0 obj<</Type/Pages/Kids[2 0 R]/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF";
    check_refused("circle.pdf", file.to_vec(), "read/damaged", "PDF");
}

#[test]
fn a_document_that_unpacks_to_far_more_is_refused() {
    let bomb = vec![b' '; 80 << 20];
    let file = zip(&[("word/document.xml", &bomb)]);
    assert!(file.len() < 1 << 20);
    check_refused("bomb.docx", file, "read/damaged", "skipped");
}

#[test]
fn xml_that_is_deep_or_grows_is_harmless() {
    let deep = format!(
        "<w:document>{}<w:p><w:r><w:t>Text</w:t></w:r></w:p>",
        "<w:tbl><w:tr><w:tc>".repeat(50_000)
    );
    let docs = read_bytes("deep.docx", zip(&[("word/document.xml", deep.as_bytes())])).output;
    assert_eq!(docs[0].body.text(), "Text");
    let laughs = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><w:document><w:p><w:r><w:t>Not &b; here</w:t></w:r></w:p></w:document>";
    let docs = read_bytes(
        "laughs.docx",
        zip(&[("word/document.xml", laughs.as_bytes())]),
    )
    .output;
    assert_eq!(docs[0].body.text(), "Not  here");
}

#[test]
fn parts_of_word_documents_find_their_place() {
    let document = r#"<w:document><w:body>
        <w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>The title</w:t></w:r></w:p>
        <w:p><w:r><w:t xml:space="preserve">Seen </w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>words</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom><w:r><w:t>.</w:t><w:br/><w:t>Next line</w:t></w:r></w:p>
        <w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Beside it</w:t></w:r></w:p>
        </w:body></w:document>"#;
    let notes = r#"<w:footnotes><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>A note</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let file = zip(&[
        ("word/document.xml", document.as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
    ]);
    let docs = read_bytes("parts.docx", file).output;
    assert_eq!(
        paragraphs(&docs),
        [
            "The title",
            "Seen words.\nNext line",
            "In a box",
            "Beside it",
            "A note"
        ]
    );
    assert_eq!(docs[0].metadata.title.as_deref(), Some("The title"));
}

#[test]
fn a_locked_open_document_is_named() {
    let manifest = b"<manifest><file-entry><encryption-data/></file-entry></manifest>";
    let file = zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", b"\x93\x11\x05"),
    ]);
    check_refused(
        "locked.odt",
        file,
        "read/encrypted",
        "encrypted OpenDocument text",
    );
}

#[test]
fn a_flat_open_document_is_read() {
    let file = fixture("source/strike.fodt");
    let docs = read_bytes("strike.fodt", file).output;
    assert_eq!(paragraphs(&docs), STRIKE);
    assert_eq!(docs[0].metadata.authors, ["Irina Falk"]);
}
