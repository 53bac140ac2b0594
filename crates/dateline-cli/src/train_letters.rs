//! `dateline train-letters`: learns from the lists of names how given names, family names, places and common
//! words are spelt.
//!
//! Four logistic regressions over runs of letters, by gradient steps in a fixed order; weights are rounded to whole
//! numbers of eight bits. The same lists give the same table.

use crate::Outcome;
use corpus_annotate::name::letters::{CLASSES, Letters, ROWS, UNIT, grams};
use corpus_annotate::name::token;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Args {
    /// Folder of the tables `dateline gazetteer` writes
    #[arg(long, default_value = "crates/corpus-annotate/data")]
    tables: PathBuf,
    /// Passes over the words
    #[arg(long, default_value_t = 12)]
    passes: u32,
    /// File to write
    #[arg(
        short,
        long,
        default_value = "crates/corpus-annotate/models/name-letters.bin"
    )]
    output: PathBuf,
}

/// Bits of the classes a word is listed under.
type Listed = BTreeMap<String, u8>;

const GIVEN: u8 = 1;
const FAMILY: u8 = 2;
const PLACE: u8 = 4;
const COMMON: u8 = 8;

pub fn run(args: &Args) -> Outcome {
    let read = |name: &str| {
        let path = args.tables.join(name);
        std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))
    };
    let mut listed = Listed::new();
    for row in read("name-words.tsv")?.lines() {
        let fields: Vec<&str> = row.split('\t').collect();
        let class = match fields.first() {
            Some(&("f" | "fm" | "ff")) => GIVEN,
            Some(&("s" | "p")) => FAMILY,
            Some(&"w") => COMMON,
            _ => continue,
        };
        for name in fields.get(4).into_iter().flat_map(|f| f.split('|')) {
            add(&mut listed, name, class);
        }
    }
    for row in read("name-places.tsv")?
        .lines()
        .filter(|r| !r.starts_with('#'))
    {
        for name in row
            .split('\t')
            .nth(4)
            .into_iter()
            .flat_map(|f| f.split('|'))
        {
            for word in name
                .split([' ', '-'])
                .filter(|w| w.starts_with(char::is_uppercase))
            {
                add(&mut listed, word, PLACE);
            }
        }
    }
    // What is common in speech and no name is a word.
    for line in read("name-common.tsv")?
        .lines()
        .filter(|r| !r.starts_with('#'))
    {
        for word in line.split(' ') {
            if !listed.contains_key(word) {
                add(&mut listed, word, COMMON);
            }
        }
    }
    let rows = learn(&listed, args.passes);
    let bytes = Letters::to_bytes(&rows);
    std::fs::write(&args.output, &bytes)
        .map_err(|e| format!("cannot write {}: {e}", args.output.display()))?;
    eprintln!(
        "{}: {} words, {} bytes",
        args.output.display(),
        listed.len(),
        bytes.len()
    );
    Ok(ExitCode::SUCCESS)
}

fn add(listed: &mut Listed, word: &str, class: u8) {
    let folded = token::fold(word);
    if folded.chars().count() > 2 {
        *listed.entry(folded).or_default() |= class;
    }
}

fn learn(listed: &Listed, passes: u32) -> Vec<[i8; CLASSES]> {
    let mut words: Vec<(Vec<usize>, u8)> = listed
        .iter()
        .map(|(word, classes)| {
            let mut rows = Vec::new();
            grams(word, |row| rows.push(row));
            (rows, *classes)
        })
        .filter(|(rows, _)| !rows.is_empty())
        .collect();
    let mut weights = vec![[0.0f32; CLASSES]; ROWS];
    let mut random = 0x9e37_79b9_7f4a_7c15u64;
    for pass in 0..passes {
        for i in (1..words.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            words.swap(i, (random % (i as u64 + 1)) as usize);
        }
        let rate = 0.1 / (1.0 + pass as f32);
        for (rows, classes) in &words {
            let mut sums = [0.0f32; CLASSES];
            for row in rows {
                for (sum, weight) in sums.iter_mut().zip(weights[*row]) {
                    *sum += weight;
                }
            }
            let steps: [f32; CLASSES] = std::array::from_fn(|k| {
                let is = if classes & 1 << k == 0 { 0.0 } else { 1.0 };
                rate * (is - 1.0 / (1.0 + (-sums[k]).exp()))
            });
            for row in rows {
                for (weight, step) in weights[*row].iter_mut().zip(steps) {
                    *weight += step - 2e-5 * *weight;
                }
            }
        }
        let right = words
            .iter()
            .filter(|(rows, classes)| {
                let sum = |k: usize| rows.iter().map(|r| weights[*r][k]).sum::<f32>();
                let best = (0..CLASSES).fold(0, |a, b| if sum(b) > sum(a) { b } else { a });
                classes & 1 << best != 0
            })
            .count();
        eprintln!("pass {}: {right} of {} words right", pass + 1, words.len());
    }
    weights
        .iter()
        .map(|row| row.map(|w| (w * UNIT).round().clamp(-127.0, 127.0) as i8))
        .collect()
}
