//! The article of a web page, taken out by Dateline and by crates for it: `cargo run --release` in this folder.
//!
//! In: pages with the article that Mozilla's Readability takes out (`html-readability-pages` of the shared data; they are
//! its tests, so that ports of it, `dom_smoothie` and `legible`, are right there by definition). Out: for each reader the mean
//! over the pages of F1 over runs of four words, the pages below 0.9, the pages that made it panic, and the time for all, best
//! of three runs, as a multiple of Dateline's. Last figures in `figures.txt`.
//! Every reader's markup becomes text by the same means, and a title that repeats before the body is left out for all.

use corpus_model::SourceFile;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

const PAGES: &str = "../../../shared/data/html-readability-pages";

/// Takes the article out of a page; `None` where the reader gives up.
type Reader = fn(&str) -> Option<Taken>;

/// An article: its title and its text.
struct Taken {
    title: String,
    text: String,
}

struct Page {
    source: String,
    /// Words of the article.
    wanted: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    if !Path::new(PAGES).is_dir() {
        println!("skipped: {PAGES} is not there");
        return Ok(());
    }
    let pages = pages()?;
    println!("{} pages\n", pages.len());
    println!(
        "{:22} {:>8} {:>10} {:>7} {:>7}",
        "reader", "F1", "below 0.9", "panics", "time"
    );
    // What a panic prints would stand among the figures.
    std::panic::set_hook(Box::new(|_| {}));
    let readers: [(&str, Reader); 8] = [
        ("dateline", dateline),
        ("dom_smoothie", dom_smoothie),
        ("legible", legible),
        ("llm_readability", llm_readability),
        ("readability", readability),
        ("readable-readability", readable),
        ("rs-trafilatura", trafilatura),
        ("the whole page", whole_page),
    ];
    let mut ours = None;
    for (name, reader) in readers {
        let mut time = Duration::MAX;
        let mut scores = Vec::new();
        let mut n_panics = 0;
        for _ in 0..3 {
            let start = Instant::now();
            let taken: Vec<_> = pages
                .iter()
                .map(|page| std::panic::catch_unwind(|| reader(&page.source)))
                .collect();
            time = time.min(start.elapsed());
            n_panics = taken.iter().filter(|taken| taken.is_err()).count();
            let scored = pages.iter().zip(taken);
            scores = scored
                .map(|(page, taken)| score(page, taken.ok().flatten().as_ref()))
                .collect();
        }
        let mean = scores.iter().sum::<f64>() / scores.len().max(1) as f64;
        let n_low = scores.iter().filter(|s| **s < 0.9).count();
        let ratio = time.as_secs_f64() / ours.get_or_insert(time).as_secs_f64();
        println!("{name:22} {mean:8.4} {n_low:10} {n_panics:7} {ratio:7.1}");
    }
    Ok(())
}

fn pages() -> Result<Vec<Page>, Box<dyn Error>> {
    let mut folders: Vec<_> = std::fs::read_dir(PAGES)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("source.html").is_file())
        .collect();
    folders.sort();
    let page = |folder: &std::path::PathBuf| {
        let expected = std::fs::read_to_string(folder.join("expected.html"))?;
        Ok(Page {
            source: String::from_utf8_lossy(&std::fs::read(folder.join("source.html"))?)
                .into_owned(),
            wanted: words(&corpus_read::html_text(&expected)),
        })
    };
    folders.iter().map(page).collect()
}

fn dateline(html: &str) -> Option<Taken> {
    let source = SourceFile {
        path: "page.html".to_owned(),
        bytes: html.as_bytes().to_vec(),
    };
    let doc = corpus_read::read(&source).output.into_iter().next()?;
    Some(Taken {
        title: doc.metadata.title.clone().unwrap_or_default(),
        text: doc.body.text().to_owned(),
    })
}

fn dom_smoothie(html: &str) -> Option<Taken> {
    let mut reader = dom_smoothie::Readability::new(html, None, None).ok()?;
    let article = reader.parse().ok()?;
    Some(Taken {
        title: article.title.clone(),
        text: corpus_read::html_text(&article.content),
    })
}

fn legible(html: &str) -> Option<Taken> {
    let article = legible::parse(html, None, None).ok()?;
    Some(Taken {
        title: article.title.clone(),
        text: corpus_read::html_text(&article.content),
    })
}

fn llm_readability(html: &str) -> Option<Taken> {
    let url = url::Url::parse("https://page.example/").ok()?;
    let product = llm_readability::extractor::extract(&mut html.as_bytes(), &url).ok()?;
    Some(Taken {
        title: String::new(),
        text: corpus_read::html_text(&product.content),
    })
}

fn readability(html: &str) -> Option<Taken> {
    let url = url::Url::parse("https://page.example/").ok()?;
    let product = readability::extractor::extract(&mut html.as_bytes(), &url).ok()?;
    Some(Taken {
        title: product.title,
        text: corpus_read::html_text(&product.content),
    })
}

fn trafilatura(html: &str) -> Option<Taken> {
    let found = rs_trafilatura::extract(html).ok()?;
    Some(Taken {
        title: found.metadata.title.unwrap_or_default(),
        text: found.content_text,
    })
}

fn whole_page(html: &str) -> Option<Taken> {
    Some(Taken {
        title: String::new(),
        text: corpus_read::html_text(html),
    })
}

fn readable(html: &str) -> Option<Taken> {
    let (node, metadata) = readable_readability::Readability::new().parse(html);
    Some(Taken {
        title: metadata.page_title.unwrap_or_default(),
        text: corpus_read::html_text(&node.to_string()),
    })
}

fn score(page: &Page, taken: Option<&Taken>) -> f64 {
    let Some(taken) = taken else { return 0.0 };
    let (found, title) = (words(&taken.text), words(&taken.title));
    let body = match found.strip_prefix(title.as_slice()) {
        Some(body) if !title.is_empty() && !page.wanted.starts_with(&title) => body,
        _ => &found,
    };
    gram_f1(&page.wanted, body)
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// F1 over runs of four words, counted as often as they occur; shorter texts as a whole.
fn gram_f1(wanted: &[String], found: &[String]) -> f64 {
    let count = |words: &[String]| {
        let mut out: BTreeMap<Vec<String>, i64> = BTreeMap::new();
        for gram in words.windows(4.min(words.len().max(1))) {
            *out.entry(gram.to_vec()).or_default() += 1;
        }
        out
    };
    let (a, b) = (count(wanted), count(found));
    let both: i64 = a
        .iter()
        .map(|(g, n)| (*n).min(b.get(g).copied().unwrap_or_default()))
        .sum();
    let all: i64 = a.values().sum::<i64>() + b.values().sum::<i64>();
    if all == 0 {
        1.0
    } else {
        2.0 * both as f64 / all as f64
    }
}
