//! What the page fetches of a corpus in parts: bytes of the first list, and of each search after it.
//!
//! `DATELINE_DIST=dist cargo run -p dateline-e2e --bin parts-bytes -- FOLDER.parts WORDS…` opens the built page over the
//! folder, types the words one after the other into the search box, and prints the bytes of files of the corpus that the
//! host sent: for the head and the first list, then for each search until its snippets stand there.

use dateline_e2e::{Page, Site, View, dist};
use std::path::Path;
use std::time::{Duration, Instant};

fn main() {
    let mut args = std::env::args().skip(1);
    let folder = args.next().expect("a folder that ends in .parts");
    let Some(dist) = dist() else {
        std::process::exit(2);
    };
    let site = Site::serve(&dist);
    let html = String::from_utf8(site.read("index.html")).expect("a page in UTF-8");
    let meta = r#"<meta name="dateline-corpus" content="corpus.parts"><title>"#;
    site.put("index.html", html.replacen("<title>", meta, 1));
    put_all(&site, Path::new(&folder), "corpus.parts");

    let start = Instant::now();
    let page = Page::open_on(&site, View::WIDE, "");
    page.wait_for("rows", "document.querySelectorAll('.result a').length > 3");
    println!("open {:?}", start.elapsed());
    let mut before = 0;
    let mut tell = |what: &str| {
        let now = when_quiet(&site);
        println!("{what:30} {:>9} bytes", now - before);
        let sent = now - before;
        before = now;
        sent
    };
    tell("head and first list");
    let mut all = Vec::new();
    for words in args {
        page.clear("Search");
        when_quiet(&site);
        tell("  (nothing asked)");
        page.type_into("Search", &words);
        page.wait_for("hits", "document.querySelector('.result mark')");
        all.push(tell(&words));
    }
    all.sort_unstable();
    if let Some(median) = all.get(all.len() / 2) {
        println!("median {median}");
    }
}

/// Bytes sent once nothing has come for a second.
fn when_quiet(site: &Site) -> usize {
    let mut sent = site.sent_of("corpus.parts/");
    loop {
        std::thread::sleep(Duration::from_secs(1));
        let now = site.sent_of("corpus.parts/");
        if now == sent {
            return now;
        }
        sent = now;
    }
}

fn put_all(site: &Site, folder: &Path, below: &str) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let name = format!("{below}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            put_all(site, &entry.path(), &name);
        } else if entry.file_name() != "whole.bin" {
            site.put(&name, std::fs::read(entry.path()).expect("a file"));
        }
    }
}
