//! How many bytes a visitor loads, by part, against the committed figures.
//!
//! `size DIST PACK [--update]`, called by `cargo xtask size`: takes the built page's folder and the
//! pack inside it; prints raw, gzip and brotli sizes, and the difference to `benches/size.txt`.
//! Ends with failure when what a first visit loads is larger than the project allows itself. What is
//! fetched only when a reader asks for it is listed, and not in the total.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What the page with the bundled corpus is meant to weigh, gzipped.
const AIM_GZIP: u64 = 450_000;

/// What it may weigh until what few visits need has moved into the parts that are fetched later
/// (`docs/shortcomings.md`); above it something has to leave at once.
const LIMIT_GZIP: u64 = 515_000;

const BASELINE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/size.txt");
const HEADER: &str = "# Bytes a visitor of the page loads, with the bundled corpus.\n\
    # Written by `cargo xtask size --update`; compared by `cargo xtask size`.\n";

/// Sizes in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sizes {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let is_update = args.iter().any(|arg| arg == "--update");
    let mut paths = args
        .iter()
        .filter(|arg| !arg.starts_with("--"))
        .map(PathBuf::from);
    let (Some(dist), Some(pack)) = (paths.next(), paths.next()) else {
        eprintln!("usage: size DIST PACK [--update]");
        return ExitCode::FAILURE;
    };
    match measure(&dist, &pack).and_then(|parts| report(&parts, is_update)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The parts in the order they are listed, `total` last.
fn measure(dist: &Path, pack: &Path) -> io::Result<Vec<(&'static str, Sizes)>> {
    let mut parts: BTreeMap<&'static str, Sizes> = BTreeMap::new();
    let mut total = Sizes::default();
    for file in files_below(dist)? {
        let sizes = sizes_of(&fs::read(&file)?)?;
        let (part, is_first) = part_of(file.strip_prefix(dist).unwrap_or(&file));
        let add = |sum: &mut Sizes| {
            sum.raw += sizes.raw;
            sum.gzip += sizes.gzip;
            sum.brotli += sizes.brotli;
        };
        add(parts.entry(part).or_default());
        if is_first {
            add(&mut total);
        }
    }
    parts.insert("5 (corpus by itself)", sizes_of(&fs::read(pack)?)?);
    parts.insert("Z total at first", total);
    Ok(parts
        .into_iter()
        .map(|(part, sizes)| (&part[2..], sizes))
        .collect())
}

/// All files of the page, sorted.
fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// What a file is for, and whether a first visit loads it.
fn part_of(file: &Path) -> (&'static str, bool) {
    let name = file
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let ending = file.extension().and_then(|ending| ending.to_str());
    if file.starts_with("worker") {
        let part = match ending {
            Some("bin") => "C own documents: models",
            Some("tsv") => "D own documents: names",
            _ => "B own documents: program",
        };
        return (part, false);
    }
    match (name, ending) {
        ("sources.zip", _) => ("9 original files", false),
        ("later.js" | "share.css" | "sw.js" | "icon.svg" | "manifest.webmanifest", _) => {
            ("6 panel and offline", false)
        }
        ("one-file.html", _) => ("8 one file to save", false),
        _ if name.starts_with("dateline-corrector") || name == "correct.js" => {
            ("7 corrections", false)
        }
        _ if name.starts_with("dateline-extras") || file.starts_with("extras") => {
            ("7 second program", false)
        }
        (_, Some("html")) => ("1 html", true),
        (_, Some("css")) => ("2 style", true),
        (_, Some("js")) => ("3 script", true),
        (_, Some("wasm")) => ("4 program and corpus", true),
        _ => ("6 other files", true),
    }
}

fn sizes_of(bytes: &[u8]) -> io::Result<Sizes> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes)?;
    let mut brotli = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut brotli, 1 << 16, 11, 22);
    writer.write_all(bytes)?;
    drop(writer);
    Ok(Sizes {
        raw: bytes.len() as u64,
        gzip: gzip.finish()?.len() as u64,
        brotli: brotli.len() as u64,
    })
}

/// Prints the parts; whether the whole is small enough.
fn report(parts: &[(&'static str, Sizes)], is_update: bool) -> io::Result<bool> {
    // Without a baseline every part is new.
    let committed = fs::read_to_string(BASELINE).unwrap_or_default();
    let before = baseline(&committed);
    println!(
        "{:<26}{:>10}{:>10}{:>10}   gzip against the baseline",
        "part", "raw", "gzip", "brotli"
    );
    for (part, sizes) in parts {
        let change = match before.get(*part) {
            Some(old) if old.gzip == sizes.gzip => "same".to_owned(),
            Some(old) => format!("{:+}", sizes.gzip as i64 - old.gzip as i64),
            None => "new".to_owned(),
        };
        println!("{}   {change}", row(part, *sizes));
    }
    if is_update {
        let rows: String = parts
            .iter()
            .map(|(part, sizes)| row(part, *sizes) + "\n")
            .collect();
        fs::write(BASELINE, format!("{HEADER}{rows}"))?;
        println!("wrote {BASELINE}");
    }
    let total = parts.last().map_or(0, |(_, sizes)| sizes.gzip);
    println!("{total} bytes, gzipped; the aim is {AIM_GZIP}, the limit {LIMIT_GZIP}");
    Ok(total <= LIMIT_GZIP)
}

fn row(part: &str, Sizes { raw, gzip, brotli }: Sizes) -> String {
    format!("{part:<26}{raw:>10}{gzip:>10}{brotli:>10}")
}

fn baseline(text: &str) -> BTreeMap<&str, Sizes> {
    let parse = |line| -> Option<(&str, Sizes)> {
        let (rest, brotli) = number_at_end(line)?;
        let (rest, gzip) = number_at_end(rest)?;
        let (part, raw) = number_at_end(rest)?;
        Some((part, Sizes { raw, gzip, brotli }))
    };
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(parse)
        .collect()
}

fn number_at_end(line: &str) -> Option<(&str, u64)> {
    let (rest, number) = line.trim_end().rsplit_once(' ')?;
    Some((rest.trim_end(), number.parse().ok()?))
}
