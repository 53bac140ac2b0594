//! Speed of the pipeline by stage: `cargo run --release -p dateline-benches --bin pipeline [FOLDER]`, with `--plain` only
//! for plain text from bytes to articles: first reading and cleaning alone, then with splitting, describing and segmenting.
//!
//! Machines differ and are noisy, so time is that of the processor where the system tells it, and each stage is set
//! against a yardstick measured in the same run: SHA-256 over the same bytes. `benches/pipeline.txt` keeps the ratios of
//! the last accepted run.
//! The folder is multiplied to about eight megabytes. In each copy some vowels of the small words differ, so that
//! no stage profits from seeing the same line twice; names stay, as a folder speaks of the same people again and
//! again.

use corpus_annotate::{FolderLines, Resources, articles, clean_texts, date, name, quote};
use corpus_ingest::{Found, walk};
use corpus_model::{AnnotatedDoc, Coverage, RawDoc, SourceFile};
use sha2::{Digest, Sha256};
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const TARGET_BYTES: usize = 8 * 1024 * 1024;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (options, folders): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .partition(|arg| arg.starts_with("--"));
    let folder = folders
        .first()
        .map_or_else(|| PathBuf::from("corpus"), PathBuf::from);
    let mut files = Vec::new();
    walk(&folder, &mut |found| {
        if let Found::File(file) = found
            && file.path != corpus_ingest::CORPUS_FILE
        {
            files.push(file);
        }
    })?;
    let files = multiplied(&files);
    let n_bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    let megabytes = n_bytes as f64 / 1e6;
    println!("{} files, {megabytes:.1} MB", files.len());

    let mut table = Table {
        megabytes,
        yardstick: 0.0,
        total: 0.0,
    };
    let clock = Clock::start();
    for file in &files {
        black_box(Sha256::digest(&file.bytes));
    }
    table.yardstick = clock.seconds();
    table.plain_text(&files);
    if options.iter().any(|option| option == "--plain") {
        return Ok(());
    }

    let resources = Resources::builtin();
    let raws = table.stage("read", || {
        files
            .iter()
            .flat_map(|file| corpus_read::read(file).output)
            .collect::<Vec<_>>()
    });
    let articles = table.stage("clean, split, describe, segment", || {
        let lines = FolderLines::count(&raws);
        raws.iter()
            .flat_map(|raw| articles(raw, &lines).output)
            .collect::<Vec<_>>()
    });
    let published = table.stage("publication dates", || date::publication_dates(&articles));
    let dates = table.stage("date expressions", || {
        let pairs = articles.iter().zip(&published);
        pairs
            .map(|(article, published)| date::find_dates(article, published.as_ref()))
            .collect::<Vec<_>>()
    });
    let n_tokens: usize = articles
        .iter()
        .map(|article| name::token::tokens(&article.text).len())
        .sum();
    let clock = Clock::start();
    let names = table.stage("names", || name::find_names(&articles, &resources));
    println!(
        "{:32} {:8.0} tokens/s",
        "",
        n_tokens as f64 / clock.seconds()
    );
    let quotes = table.stage("quotations", || {
        let pairs = articles.iter().zip(&names);
        pairs
            .map(|(article, names)| quote::find_quotes(article, names))
            .collect::<Vec<_>>()
    });
    let docs = articles
        .into_iter()
        .zip(published)
        .zip(dates.into_iter().zip(names.into_iter().zip(quotes)))
        .map(
            |((article, published), (dates, (names, quotes)))| AnnotatedDoc {
                article,
                published,
                dates,
                names,
                quotes,
            },
        )
        .collect();
    let corpus = table.stage("link", || {
        corpus_link::link(
            corpus_model::CorpusInfo::default(),
            docs,
            Coverage::default(),
        )
    });
    let pack = table.stage("index", || corpus_index::write_pack(&corpus));
    table.row("whole pipeline", table.total);
    println!(
        "{} articles, pack {:.1} MB, SHA-256 {}…",
        corpus.docs.len(),
        pack.len() as f64 / 1e6,
        hex(&pack)
    );
    Ok(())
}

/// Time on the processor, where the system tells it: another program on the same core costs nothing then.
struct Clock {
    start: Instant,
    busy: Option<Duration>,
}

impl Clock {
    fn start() -> Self {
        Self {
            start: Instant::now(),
            busy: busy(),
        }
    }

    fn seconds(&self) -> f64 {
        match (self.busy, busy()) {
            (Some(before), Some(now)) => now.saturating_sub(before).as_secs_f64(),
            _ => self.start.elapsed().as_secs_f64(),
        }
    }
}

/// How long this program's only thread has run so far (Linux).
fn busy() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    let nanos = text.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanos))
}

struct Table {
    megabytes: f64,
    yardstick: f64,
    total: f64,
}

impl Table {
    fn stage<T>(&mut self, name: &str, run: impl FnOnce() -> T) -> T {
        let clock = Clock::start();
        let out = black_box(run());
        let seconds = clock.seconds();
        self.total += seconds;
        self.row(name, seconds);
        out
    }

    /// Files of plain text alone, from bytes to articles: what a folder of text files waits for first. It counts for no
    /// other row. The best of three times: the first finds cold memory.
    fn plain_text(&self, files: &[SourceFile]) {
        let is_text = |file: &&SourceFile| file.path.ends_with(".txt");
        let files: Vec<&SourceFile> = files.iter().filter(is_text).collect();
        let n_bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
        if n_bytes == 0 {
            return;
        }
        let share = n_bytes as f64 / 1e6 / self.megabytes;
        let best = |then: &dyn Fn(&RawDoc, &FolderLines)| {
            let mut best = f64::INFINITY;
            for _ in 0..3 {
                let clock = Clock::start();
                let raws: Vec<_> = files
                    .iter()
                    .flat_map(|file| corpus_read::read(file).output)
                    .collect();
                let lines = FolderLines::count(&raws);
                raws.iter().for_each(|raw| then(raw, &lines));
                best = best.min(clock.seconds());
            }
            best / share
        };
        let cleaned = best(&|raw, lines| drop(black_box(clean_texts(raw, lines))));
        self.row("plain text: read, clean", cleaned);
        let whole = best(&|raw, lines| drop(black_box(articles(raw, lines))));
        self.row("plain text: read to segment", whole);
    }

    fn row(&self, name: &str, seconds: f64) {
        println!(
            "{name:32} {:8.1} MB/s   {:7.2} times SHA-256 of the same bytes",
            self.megabytes / seconds,
            seconds / self.yardstick
        );
    }
}

/// Copies of the files up to the target size; in each copy some vowels of words in small letters differ.
fn multiplied(files: &[SourceFile]) -> Vec<SourceFile> {
    let mut out = Vec::new();
    let mut n_bytes = 0;
    for copy in 0u8.. {
        if n_bytes >= TARGET_BYTES || files.is_empty() || copy == u8::MAX {
            break;
        }
        for file in files {
            let mut bytes = file.bytes.clone();
            let mut seed = u32::from(copy) * 7919 + bytes.len() as u32;
            let mut is_name = false;
            let mut before = b' ';
            for byte in &mut bytes {
                if !before.is_ascii_alphanumeric() {
                    is_name = !byte.is_ascii_lowercase();
                }
                before = *byte;
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                if copy > 0 && !is_name && seed >> 26 == 0 && b"aeiou".contains(byte) {
                    *byte = b"aeiou"[(seed >> 16) as usize % 5];
                }
            }
            n_bytes += bytes.len();
            out.push(SourceFile {
                path: format!("{copy}/{}", file.path),
                bytes,
            });
        }
    }
    out
}

/// The first four bytes of a checksum, to see at a glance whether two runs made the same.
fn hex(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().take(4).map(|b| format!("{b:02x}")).collect()
}
