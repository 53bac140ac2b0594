//! The most memory that reading takes, by format: `cargo run --release -p dateline-benches --bin memory`, on Linux.
//!
//! For each format a file as large as the limits of `docs/limits.md` let in is written into the system's temporary folder, a
//! large one that is all text, and read by a process of its own, first by the reader alone and then to articles with
//! sentences. The system tells the most that each process held. What the folder as a whole needs comes on top, and is
//! no matter of the format. `benches/memory.txt` keeps the last run.

use corpus_annotate::{FolderLines, articles};
use corpus_model::SourceFile;
use corpus_read::{MAX_CONTAINER_BYTES, MAX_FILE_BYTES, MAX_UNPACKED_BYTES, read};
use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// A little less than a file may have, so that heads and tails fit in.
const LARGE: usize = MAX_FILE_BYTES as usize - 400_000;
/// Words that a program of an office may unpack from one file.
const OF_OFFICE: usize = 31_000_000;

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [path, depth] = args.as_slice() {
        return look(Path::new(path), depth == "articles");
    }
    let folder = std::env::temp_dir().join(format!("dateline-memory-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    println!("file                 MB   most memory, MB: read   and to articles   documents");
    for (name, make) in CASES {
        let path = folder.join(name);
        let bytes = make();
        std::fs::write(&path, &bytes)?;
        let [read, whole] = ["read", "articles"].map(|depth| {
            let child = Command::new(std::env::current_exe()?)
                .arg(&path)
                .arg(depth)
                .output()?;
            Outcome::Ok(String::from_utf8(child.stdout)?.trim().to_owned())
        });
        let (read, whole) = (read?, whole?);
        let (read, _) = read.split_once(' ').ok_or("no answer")?;
        let (whole, n_docs) = whole.split_once(' ').ok_or("no answer")?;
        println!(
            "{name:16} {:6.1} {read:>23} {whole:>17} {n_docs:>11}",
            bytes.len() as f64 / 1e6
        );
        std::fs::remove_file(&path)?;
    }
    std::fs::remove_dir(&folder)?;
    Ok(())
}

/// Reads one file and prints the most memory that this took, and the number of documents.
fn look(path: &Path, to_articles: bool) -> Outcome<()> {
    let name = path.file_name().ok_or("a file")?;
    let source = SourceFile {
        path: name.to_string_lossy().into_owned(),
        bytes: std::fs::read(path)?,
    };
    let raws = read(&source).output;
    if to_articles {
        let lines = FolderLines::count(&raws);
        let all: Vec<_> = raws
            .iter()
            .map(|raw| articles(raw, &lines).output)
            .collect();
        black_box(&all);
    }
    let status = std::fs::read_to_string("/proc/self/status")?;
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let most = most
        .and_then(|line| line.split_whitespace().next())
        .ok_or("no VmHWM")?;
    println!("{:.0} {}", most.parse::<f64>()? * 1024.0 / 1e6, raws.len());
    Ok(())
}

type Case = (&'static str, fn() -> Vec<u8>);

const CASES: [Case; 18] = [
    ("text.txt", || prose(LARGE).into()),
    ("cyrillic.txt", || cyrillic(LARGE).into()),
    ("notes.md", || {
        format!("---\ntitle: Notes\n---\n\n{}", prose(LARGE)).into()
    }),
    ("page.html", page),
    ("record.json", || {
        format!(
            "{{\"title\":\"Notes\",\"text\":\"{}\"}}",
            prose(LARGE).replace('\n', "\\n")
        )
        .into()
    }),
    ("records.jsonl", || {
        many(LARGE, |i| {
            format!(
                "{{\"title\":\"Note {i}\",\"text\":\"{}\"}}\n",
                prose(2000).replace('\n', "\\n")
            )
        })
        .into()
    }),
    ("table.csv", || {
        format!(
            "title,text\n{}",
            many(LARGE, |i| format!("Note {i},\"{}\"\n", prose(2000)))
        )
        .into()
    }),
    ("letter.eml", || mail(LARGE).into()),
    ("box.mbox", || {
        many(CONTAINER, |_| {
            format!(
                "From a@b.example Mon Jan  3 10:00:00 2022\n{}\n",
                mail(20_000)
            )
        })
        .into()
    }),
    ("letter.rtf", || {
        format!(
            "{{\\rtf1\\ansi {}}}",
            prose(LARGE / 10 * 9).replace('\n', "\\par\n")
        )
        .into()
    }),
    ("letter.docx", docx),
    ("letter.odt", odt),
    ("book.epub", epub),
    ("paper.pdf", pdf),
    ("feed.rss", feed),
    ("pages.warc", warc),
    ("texts.zip", || zip(&texts(UNPACKED))),
    ("one.txt.gz", || gzip(prose(LARGE).as_bytes())),
];

const CONTAINER: usize = MAX_CONTAINER_BYTES as usize - 1_000_000;
const UNPACKED: usize = MAX_UNPACKED_BYTES as usize - 1_000_000;

/// Paragraphs of about so many bytes; no two are the same.
fn prose(n_bytes: usize) -> String {
    many(n_bytes, |i| {
        format!(
            "On day {i} the ferry left the harbour at noon, and {} people stood on the pier of Port {} to see it go. Nobody had \
             told them that the strike was over, said Ann Marlow, who has kept the books there since 19{:02}.\n\n",
            i % 97 + 3,
            i % 31,
            i % 90 + 10
        )
    })
}

fn cyrillic(n_bytes: usize) -> String {
    many(n_bytes, |i| {
        format!(
            "На {i}-й день паром вышел из гавани в полдень, и на причале стояли {} человек, которые пришли его проводить.\n\n",
            i % 97 + 3
        )
    })
}

fn many(n_bytes: usize, one: impl Fn(usize) -> String) -> String {
    let mut out = String::with_capacity(n_bytes + 4096);
    for i in 0.. {
        let next = one(i);
        if out.len() + next.len() > n_bytes {
            break;
        }
        out.push_str(&next);
    }
    out
}

/// Paragraphs as elements of markup.
fn marked(n_bytes: usize, open: &str, close: &str) -> String {
    let text = prose(n_bytes * 3 / 4);
    let mut out = String::new();
    for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.is_empty()) {
        // Writing to a `String` does not fail.
        let _ = write!(out, "{open}{paragraph}{close}");
    }
    out
}

fn page() -> Vec<u8> {
    let body = marked(LARGE, "<p>", "</p>\n");
    format!("<!doctype html><title>Notes</title><article><h1>Notes</h1>{body}</article>").into()
}

fn mail(n_bytes: usize) -> String {
    format!(
        "From: Ann <a@b.example>\nTo: c@d.example\nSubject: Notes\nDate: Mon, 3 Jan 2022 10:00:00 +0000\nContent-Type: text/plain; \
         charset=utf-8\n\n{}",
        prose(n_bytes)
    )
}

fn docx() -> Vec<u8> {
    let body = marked(OF_OFFICE, "<w:p><w:r><w:t>", "</w:t></w:r></w:p>");
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    zip(&[
        (
            "[Content_Types].xml".to_owned(),
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
                .to_owned(),
        ),
        ("word/document.xml".to_owned(), document),
    ])
}

fn odt() -> Vec<u8> {
    let body = marked(OF_OFFICE, "<text:p>", "</text:p>");
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    zip(&[
        (
            "mimetype".to_owned(),
            "application/vnd.oasis.opendocument.text".to_owned(),
        ),
        ("content.xml".to_owned(), content),
    ])
}

fn epub() -> Vec<u8> {
    let chapter = |_| {
        format!(
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><h1>Chapter</h1>{}</body></html>",
            marked(OF_OFFICE / 20, "<p>", "</p>")
        )
    };
    let mut files = vec![
        ("mimetype".to_owned(), "application/epub+zip".to_owned()),
        ("META-INF/container.xml".to_owned(), "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles><rootfile full-path=\"book.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>".to_owned()),
    ];
    let (mut manifest, mut spine) = (String::new(), String::new());
    for i in 0..20 {
        let _ = write!(
            manifest,
            "<item id=\"c{i}\" href=\"c{i}.xhtml\" media-type=\"application/xhtml+xml\"/>"
        );
        let _ = write!(spine, "<itemref idref=\"c{i}\"/>");
        files.push((format!("c{i}.xhtml"), chapter(i)));
    }
    files.push(("book.opf".to_owned(), format!("<package xmlns=\"http://www.idpf.org/2007/opf\"><metadata/><manifest>{manifest}</manifest><spine>{spine}</spine></package>")));
    zip(&files)
}

/// Pages of thirty lines each in a standard font, as plain streams.
fn pdf() -> Vec<u8> {
    let text = prose(20_000_000);
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    let mut object = |out: &mut Vec<u8>, number: usize, body: &str| {
        places.push((number, out.len()));
        out.extend_from_slice(format!("{number} 0 obj\n{body}\nendobj\n").as_bytes());
    };
    let mut kids = String::new();
    let pages = words.chunks(360);
    let n_pages = pages.len();
    for (i, page) in pages.enumerate() {
        let mut lines = String::from("BT /F1 10 Tf 12 TL 50 780 Td\n");
        for line in page.chunks(12) {
            let _ = writeln!(lines, "({}) Tj T*", line.join(" "));
        }
        lines.push_str("ET");
        let (at, stream) = (4 + i * 2, 5 + i * 2);
        let _ = write!(kids, "{at} 0 R ");
        object(
            &mut out,
            at,
            &format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {stream} 0 R >>"
            ),
        );
        object(
            &mut out,
            stream,
            &format!("<< /Length {} >>\nstream\n{lines}\nendstream", lines.len()),
        );
    }
    object(&mut out, 1, "<< /Type /Catalog /Pages 2 0 R >>");
    object(
        &mut out,
        2,
        &format!("<< /Type /Pages /Count {n_pages} /Kids [{kids}] >>"),
    );
    object(
        &mut out,
        3,
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    );
    places.sort_unstable();
    let start = out.len();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
    for (_, at) in &places {
        let _ = writeln!(table, "{at:010} 00000 n ");
    }
    let _ = write!(
        table,
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        places.len() + 1
    );
    out.extend_from_slice(table.as_bytes());
    out
}

fn feed() -> Vec<u8> {
    let items = many(LARGE, |i| {
        format!(
            "<item><title>Note {i}</title><description>{}</description></item>\n",
            prose(2000)
        )
    });
    format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Notes</title>{items}</channel></rss>").into()
}

fn warc() -> Vec<u8> {
    let page = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!doctype html><title>Notes</title><article><h1>Notes</h1>{}</article>",
        marked(20_000, "<p>", "</p>")
    );
    many(CONTAINER, |i| {
        format!("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://notes.example/{i}\r\nWARC-Date: 2022-01-03T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n", page.len())
    })
    .into()
}

fn texts(n_bytes: usize) -> Vec<(String, String)> {
    (0..n_bytes / 1_000_000)
        .map(|i| (format!("box/{i}.txt"), prose(1_000_000)))
        .collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    match packer.write_all(bytes) {
        Ok(()) => packer.finish().unwrap_or_default(),
        Err(_) => Vec::new(),
    }
}

/// A zip of these files, packed.
fn zip(files: &[(String, String)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let mut crc = flate2::Crc::new();
        crc.update(text.as_bytes());
        let mut packer =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        let packed = match packer.write_all(text.as_bytes()) {
            Ok(()) => packer.finish().unwrap_or_default(),
            Err(_) => Vec::new(),
        };
        let at = out.len() as u32;
        let mut head = vec![20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0x52];
        head.extend_from_slice(&crc.sum().to_le_bytes());
        head.extend_from_slice(&(packed.len() as u32).to_le_bytes());
        head.extend_from_slice(&(text.len() as u32).to_le_bytes());
        head.extend_from_slice(&(name.len() as u16).to_le_bytes());
        head.extend_from_slice(&[0, 0]);
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&head);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(&packed);
        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&head);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&at.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
    }
    let n = (files.len() as u16).to_le_bytes();
    let at = out.len() as u32;
    out.extend_from_slice(&directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&n);
    out.extend_from_slice(&n);
    out.extend_from_slice(&(directory.len() as u32).to_le_bytes());
    out.extend_from_slice(&at.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    out
}
