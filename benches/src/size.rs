//! How many bytes a visitor loads, by part, against the committed figures.
//!
//! `size DIST PACK [--update]`, called by `cargo xtask size`: takes the built page's folder and the
//! pack inside it; prints raw, gzip and brotli sizes, and the difference to `benches/size.txt`.
//! Ends with failure when all of it is larger than the project allows itself.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What the page with the bundled corpus may weigh, gzipped.
const AIM_GZIP: u64 = 450_000;

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
    let mut files: Vec<PathBuf> = fs::read_dir(dist)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    for file in files.iter().filter(|file| file.is_file()) {
        let sizes = sizes_of(&fs::read(file)?)?;
        let part = match file.extension().and_then(|end| end.to_str()) {
            Some("html") => "1 html",
            Some("css") => "2 style",
            Some("js") => "3 script",
            Some("wasm") => "4 program and corpus",
            _ => "6 other files",
        };
        for sum in [parts.entry(part).or_default(), &mut total] {
            sum.raw += sizes.raw;
            sum.gzip += sizes.gzip;
            sum.brotli += sizes.brotli;
        }
    }
    parts.insert("5 (corpus by itself)", sizes_of(&fs::read(pack)?)?);
    parts.insert("7 total", total);
    Ok(parts
        .into_iter()
        .map(|(part, sizes)| (&part[2..], sizes))
        .collect())
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
        "{:<22}{:>10}{:>10}{:>10}   gzip against the baseline",
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
    println!("{total} of at most {AIM_GZIP} bytes, gzipped");
    Ok(total <= AIM_GZIP)
}

fn row(part: &str, Sizes { raw, gzip, brotli }: Sizes) -> String {
    format!("{part:<22}{raw:>10}{gzip:>10}{brotli:>10}")
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
