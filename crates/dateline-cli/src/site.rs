//! The page around a pack: a site for any static host, or one file that opens from disk.
//!
//! Takes the built page, which `cargo xtask dist` puts into this program as an archive, a pack, and the files it
//! was made of if they shall come along; gives the files of the site or the text of the one file. Nothing is compiled, so that whoever has this program
//! needs nothing else. The archive's layout is told in `xtask/src/staged.rs`.

use base64::prelude::{BASE64_STANDARD as BASE64, Engine};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::io::Write as _;
use std::path::Path;

/// The files of the page, or nothing in a program that was built without it.
static ARCHIVE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/page.archive"));

/// Where a corpus goes in the one file; `xtask/src/one_file.rs` leaves it empty.
const SLOT: &str = "<script type=\"text/plain\" data-file=\"corpus.pack\" data-encoding=\"gzip\">";
const PACK: &str = "corpus.pack";
/// Or a folder with its parts.
const PARTS: &str = "corpus.parts";
/// The files a pack beside the page was made of, and those of the pack inside the one file.
const SOURCES: &str = "corpus.sources.zip";
const SOURCES_INSIDE: &str = "sources.zip";

/// A file of the page: its path below the page, and its bytes.
type PageFile<'a> = (&'a str, &'a [u8]);

/// Writes the site; with the corpus in parts, a page fetches what it reads of it.
pub fn write_site(
    folder: &Path,
    pack: &[u8],
    is_in_parts: bool,
    originals: Option<&[u8]>,
) -> Result<(), String> {
    check_is_ours(folder)?;
    // Those of an earlier site here may be another folder's.
    let _ = std::fs::remove_file(folder.join(SOURCES));
    let _ = std::fs::remove_file(folder.join(PACK));
    let _ = std::fs::remove_dir_all(folder.join(PARTS));
    for (name, bytes) in site(&page()?, pack, is_in_parts, originals)? {
        let file = folder.join(name);
        if let Some(parent) = file.parent() {
            std::fs::create_dir_all(parent)
                .map_err(|error| format!("cannot create {}: {error}", parent.display()))?;
        }
        std::fs::write(&file, bytes)
            .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    }
    if is_in_parts {
        crate::parts::write(&folder.join(PARTS), pack)?;
    }
    Ok(())
}

/// What the page needs to read new documents: program, models, tables.
const FOR_NEW_DOCUMENTS: &str = "worker/";

/// What shows a source as it came: the program by itself, without models and tables.
const FOR_SOURCES: [&str; 2] = [
    "worker/dateline-worker.js",
    "worker/dateline-worker_bg.wasm",
];

/// What the one file carries besides the corpus.
#[derive(Debug, Clone, Copy, Default)]
pub struct With<'a> {
    /// What new documents need.
    pub reader: bool,
    /// The files the pack was made of, as an archive.
    pub originals: Option<&'a [u8]>,
}

/// Writes the one file.
pub fn write_one_file(file: &Path, pack: &[u8], with: With<'_>) -> Result<(), String> {
    let page = page()?;
    let template = text_of(&page, "one-file.html")?;
    let is_wanted = |name: &str| {
        with.reader && name.starts_with(FOR_NEW_DOCUMENTS)
            || with.originals.is_some() && FOR_SOURCES.contains(&name)
    };
    let more = page.iter().filter(|(name, _)| is_wanted(name)).copied();
    let originals = with.originals.map(|bytes| (SOURCES_INSIDE, bytes));
    std::fs::write(file, one_file(template, pack, more.chain(originals))?)
        .map_err(|error| format!("cannot write {}: {error}", file.display()))
}

fn page() -> Result<Vec<PageFile<'static>>, String> {
    if ARCHIVE.is_empty() {
        return Err(
            "this program was built without the page, so it writes packs only; \
             `cargo xtask dist` builds one that carries the page"
                .to_owned(),
        );
    }
    unpacked(ARCHIVE).ok_or_else(|| "the page inside this program is damaged".to_owned())
}

/// Reads `name LF length LF bytes`, over and over.
fn unpacked(mut archive: &[u8]) -> Option<Vec<PageFile<'_>>> {
    fn line<'a>(bytes: &mut &'a [u8]) -> Option<&'a str> {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let (line, rest) = bytes.split_at(end);
        *bytes = rest.get(1..)?;
        std::str::from_utf8(line).ok()
    }
    let mut files = Vec::new();
    while !archive.is_empty() {
        let name = line(&mut archive)?;
        let length: usize = line(&mut archive)?.parse().ok()?;
        let bytes = archive.get(..length)?;
        archive = archive.get(length..)?;
        files.push((name, bytes));
    }
    Some(files)
}

fn text_of<'a>(page: &[PageFile<'a>], name: &str) -> Result<&'a str, String> {
    let found = page.iter().find(|(known, _)| *known == name);
    let text = found.and_then(|(_, bytes)| std::str::from_utf8(bytes).ok());
    text.ok_or_else(|| format!("the page inside this program has no {name}"))
}

/// The template with the pack in its slot, and `more` files before it.
fn one_file<'a>(
    template: &str,
    pack: &[u8],
    more: impl IntoIterator<Item = PageFile<'a>>,
) -> Result<String, String> {
    let Some((before, after)) = template.split_once(SLOT) else {
        return Err("the page inside this program has no place for a corpus".to_owned());
    };
    let mut out = before.to_owned();
    for (name, bytes) in more {
        out.push_str(&format!(
            "<script type=\"text/plain\" data-file=\"{name}\" data-encoding=\"gzip\">{}</script>\n",
            packed(bytes)?
        ));
    }
    out.push_str(SLOT);
    out.push_str(&packed(pack)?);
    out.push_str(after);
    Ok(out)
}

/// Compressed, in base64: no letter of it can end a script.
fn packed(bytes: &[u8]) -> Result<String, String> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    let packed = gzip.write_all(bytes).and_then(|()| gzip.finish());
    let packed = packed.map_err(|error| format!("cannot compress: {error}"))?;
    Ok(BASE64.encode(packed))
}

/// The page's files, the pack and what it was made of; the page names them, and the service worker keeps them.
fn site(
    page: &[PageFile<'_>],
    pack: &[u8],
    is_in_parts: bool,
    originals: Option<&[u8]>,
) -> Result<Vec<(String, Vec<u8>)>, String> {
    let (corpus, first) = match is_in_parts {
        true => (PARTS, format!("{PARTS}/{}", crate::parts::HEAD)),
        false => (PACK, PACK.to_owned()),
    };
    let address = format!("{first}?{}", version_of(pack));
    // Of parts the service worker keeps nothing: the browser does, as they are fetched.
    let kept = (!is_in_parts).then_some(pack);
    let sources = originals.map(|bytes| (format!("{SOURCES}?{}", version_of(bytes)), bytes));
    let listed = match &sources {
        Some((sources, _)) => format!("{address} {sources}"),
        None => address.clone(),
    };
    let html = text_of(page, "index.html")?;
    let meta = format!("<meta name=\"dateline-corpus\" content=\"{corpus}\">");
    let list = "name=\"dateline-files\" content=\"";
    let html = html
        .replacen("<title>", &format!("{meta}<title>"), 1)
        .replacen(list, &format!("{list}{listed} "), 1);

    let mut files: Vec<(String, Vec<u8>)> = Vec::with_capacity(page.len() + 1);
    for &(name, bytes) in page {
        let bytes = match name {
            "index.html" => html.clone().into_bytes(),
            "sw.js" => {
                let worker = text_of(page, name)?;
                let worker = match &sources {
                    Some((address, bytes)) => later(worker, address, bytes)?,
                    None => worker.to_owned(),
                };
                with_pack(&worker, &html, &address, kept)?.into_bytes()
            }
            _ => bytes.to_vec(),
        };
        files.push((name.to_owned(), bytes));
    }
    files.extend(kept.map(|pack| (PACK.to_owned(), pack.to_vec())));
    files.extend(originals.map(|bytes| (SOURCES.to_owned(), bytes.to_vec())));
    Ok(files)
}

/// The service worker with one more file that it keeps once the page has been used.
fn later(worker: &str, address: &str, bytes: &[u8]) -> Result<String, String> {
    const LATER: &str = ",LATER=[";
    let (before, after) = worker
        .split_once(LATER)
        .ok_or_else(|| "the service worker inside this program has no second list".to_owned())?;
    let comma = if after.starts_with(']') { "" } else { "," };
    let entry = format!("[\"{address}\",\"{}\"]", integrity(bytes));
    Ok(format!("{before}{LATER}{entry}{comma}{after}"))
}

/// The service worker with the changed page and the pack in its list.
fn with_pack(
    worker: &str,
    html: &str,
    address: &str,
    pack: Option<&[u8]>,
) -> Result<String, String> {
    let damaged = || "the service worker inside this program has no list".to_owned();
    let (list, code) = worker.split_once('\n').ok_or_else(damaged)?;
    let (_, list) = list.split_once(",FILES=").ok_or_else(damaged)?;
    // The page itself is the first of the list.
    let (_, others) = list.split_once(']').ok_or_else(damaged)?;
    let pack = pack.map_or_else(String::new, |pack| {
        format!(",[\"{address}\",\"{}\"]", integrity(pack))
    });
    let page = integrity(html.as_bytes());
    let list = format!(",FILES=[[\"./\",\"{page}\"]{pack}{others}");
    let version = version_of(format!("{list}{code}").as_bytes());
    Ok(format!("const VERSION=\"{version}\"{list}\n{code}"))
}

fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", BASE64.encode(Sha256::digest(bytes)))
}

fn version_of(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    let first = hash.iter().take(6);
    first.map(|byte| format!("{byte:02x}")).collect()
}

/// Nothing of somebody's is written over: the folder is new, empty, or an earlier site.
fn check_is_ours(folder: &Path) -> Result<(), String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Ok(());
    };
    let names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let is_site = names.iter().any(|name| name == "index.html")
        && names.iter().any(|name| name.ends_with(".wasm"));
    if names.is_empty() || is_site {
        return Ok(());
    }
    Err(format!(
        "{} holds other files; name a new or empty folder",
        folder.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &[u8] =
        b"<meta name=\"dateline-files\" content=\"later.js?12 sw.js\"><title>Dateline</title>";
    const WORKER: &[u8] = b"const VERSION=\"1\",FILES=[[\"./\",\"sha256-old\"],[\"a.css\",\"sha256-a\"]],LATER=[];\nwork()";

    #[test]
    fn a_site_names_its_pack_everywhere() {
        let page = [("index.html", HTML), ("sw.js", WORKER)];
        let files = site(&page, b"pack", false, None).unwrap();
        let text = |name: &str| {
            let (_, bytes) = files.iter().find(|(known, _)| known == name).unwrap();
            String::from_utf8(bytes.clone()).unwrap()
        };
        let html = text("index.html");
        assert!(html.contains("<meta name=\"dateline-corpus\" content=\"corpus.pack\"><title>"));
        assert!(html.contains("content=\"corpus.pack?"));
        let worker = text("sw.js");
        assert!(
            worker.ends_with("],[\"a.css\",\"sha256-a\"]],LATER=[];\nwork()"),
            "{worker}"
        );
        assert!(worker.contains(&integrity(html.as_bytes())) && !worker.contains("old"));
        assert!(worker.contains("[\"corpus.pack?"));
        assert_eq!(text(PACK), "pack");
    }

    #[test]
    fn the_files_of_a_corpus_are_listed_and_kept_later() {
        let page = [("index.html", HTML), ("sw.js", WORKER)];
        let files = site(&page, b"pack", false, Some(b"originals")).unwrap();
        let text = |name: &str| {
            let (_, bytes) = files.iter().find(|(known, _)| known == name).unwrap();
            String::from_utf8(bytes.clone()).unwrap()
        };
        assert_eq!(text(SOURCES), "originals");
        assert!(text("index.html").contains(" corpus.sources.zip?"));
        let worker = text("sw.js");
        let (at_once, later) = worker.split_once("LATER=").unwrap();
        assert!(later.contains(&integrity(b"originals")) && !at_once.contains(SOURCES));
        assert!(worker.contains("[\"corpus.pack?"));
    }

    #[test]
    fn a_site_in_parts_names_their_folder_and_keeps_none() {
        let page = [("index.html", HTML), ("sw.js", WORKER)];
        let files = site(&page, b"pack", true, None).unwrap();
        let text = |name: &str| {
            let (_, bytes) = files.iter().find(|(known, _)| known == name).unwrap();
            String::from_utf8(bytes.clone()).unwrap()
        };
        assert!(text("index.html").contains("name=\"dateline-corpus\" content=\"corpus.parts\">"));
        assert!(text("index.html").contains("corpus.parts/head.bin?"));
        assert!(!text("sw.js").contains("corpus."), "{}", text("sw.js"));
        assert!(files.iter().all(|(name, _)| name != PACK));
    }

    #[test]
    fn another_pack_is_another_version() {
        let version = |pack: &[u8]| {
            let worker =
                with_pack("V,FILES=[[\"./\",\"x\"]];\nwork()", "html", "a", Some(pack)).unwrap();
            worker.split(',').next().unwrap().to_owned()
        };
        assert_ne!(version(b"one"), version(b"two"));
    }

    #[test]
    fn the_one_file_has_the_pack_in_its_slot() {
        let template = format!("<p>{SLOT}</script><script>run()</script>");
        let more = [("worker/a.bin", &b"more"[..])];
        let file = one_file(&template, b"pack", more).unwrap();
        assert!(file.contains("data-file=\"worker/a.bin\""));
        let data = file.split(SLOT).nth(1).unwrap().split('<').next().unwrap();
        let packed = BASE64.decode(data).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&packed[..]), &mut text)
            .unwrap();
        assert_eq!(text, "pack");
        assert!(one_file("<p>", b"pack", []).is_err());
    }

    #[test]
    fn any_archive_opens_or_fails() {
        assert_eq!(
            unpacked(b"a\n2\nxyb\n0\n"),
            Some(vec![("a", &b"xy"[..]), ("b", &b""[..])])
        );
        for damaged in [
            &b"a"[..],
            b"a\n",
            b"a\n9\nx",
            b"a\nx\n",
            b"a\n-1\n",
            b"\xff\n1\nx",
        ] {
            assert_eq!(unpacked(damaged), None);
        }
    }
}
