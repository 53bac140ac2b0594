//! `dateline train-spelling`: learns from pairs of spellings what it costs to write one letter for another.
//!
//! Reads names in Latin letters beside the same in Cyrillic; two Latin spellings of one Cyrillic name are a pair,
//! too. Letters are aligned by the costs of the round before (the first round knows vowels from consonants), and what
//! is exchanged or left out often becomes cheap. Counts and logarithms rounded to twentieths: the same data give the
//! same table.

use crate::Outcome;
use corpus_link::{Costs, LETTERS, align, romanise, sounds};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Args {
    /// Folder of the data
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// Rounds of aligning and counting
    #[arg(long, default_value_t = 6)]
    rounds: u32,
    /// File to write
    #[arg(
        short,
        long,
        default_value = "crates/corpus-link/data/spelling-costs.tsv"
    )]
    output: PathBuf,
}

/// A share as small as this costs a whole letter.
const NEVER: f64 = 0.002;

/// Pairs that differ by more than this a letter, in thousandths, are no spellings of one name: the data have some.
const TOO_FAR: u32 = 400;

pub fn run(args: &Args) -> Outcome {
    let pairs = pairs(&args.data.join("names-translit/wd_russian_64"))?;
    eprintln!("{} pairs", pairs.len());
    let mut costs = Costs::plain();
    for round in 0..args.rounds {
        let (next, n_used) = count(&pairs, &costs);
        costs = next;
        eprintln!("round {}: {n_used} pairs near enough", round + 1);
    }
    let table = format!(
        "# what it costs to write one letter for another, or to leave it out (after a vowel, elsewhere), in thousandths. Made by `dateline train-spelling` from names in Latin and Cyrillic of Wikidata (CC0)\n{}",
        written(&costs)
    );
    std::fs::write(&args.output, table)
        .map_err(|e| format!("cannot write {}: {e}", args.output.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// Two spellings of one name, as sounds.
type Pair = (Vec<char>, Vec<char>);

/// Names with what they are spelt like elsewhere.
fn pairs(path: &Path) -> Result<Vec<Pair>, String> {
    let raw = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut of_cyrillic: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in raw.lines() {
        let mut fields = line.split('\t');
        let (Some(latin), Some(cyrillic)) = (fields.next(), fields.next()) else {
            continue;
        };
        of_cyrillic
            .entry(cyrillic.replace(' ', ""))
            .or_default()
            .push(romanise(latin));
    }
    let mut out = Vec::new();
    for (cyrillic, latin) in of_cyrillic {
        let roman = romanise(&cyrillic);
        for (i, one) in latin.iter().enumerate() {
            out.push((sounds(&roman), sounds(one)));
            out.extend(latin.get(i + 1).map(|other| (sounds(one), sounds(other))));
        }
    }
    Ok(out)
}

#[derive(Default)]
struct Counts {
    /// How often a letter stood in an alignment.
    letters: BTreeMap<char, u32>,
    exchanged: BTreeMap<(char, char), u32>,
    /// After a vowel, elsewhere: how often a letter stood there and how often it had no partner.
    omitted: BTreeMap<(char, bool), [u32; 2]>,
}

fn count(pairs: &[Pair], costs: &Costs) -> (Costs, usize) {
    let mut counts = Counts::default();
    let mut n_used = 0;
    for (a, b) in pairs {
        let (cost, steps) = align(a, b, costs);
        let longer = a.len().max(b.len()).max(1);
        if cost / u32::try_from(longer).unwrap_or(1) > TOO_FAR {
            continue;
        }
        n_used += 1;
        for (i, j) in steps {
            let (x, y) = (
                i.and_then(|i| a.get(i).copied()),
                j.and_then(|j| b.get(j).copied()),
            );
            for (word, at, c) in [(a, i, x), (b, j, y)] {
                let (Some(at), Some(c)) = (at, c) else {
                    continue;
                };
                *counts.letters.entry(c).or_default() += 1;
                let slot = counts
                    .omitted
                    .entry((c, after_vowel(word, at)))
                    .or_default();
                slot[0] += 1;
                slot[1] += u32::from(x.is_none() || y.is_none());
            }
            if let (Some(x), Some(y)) = (x, y)
                && x != y
            {
                *counts.exchanged.entry((x.min(y), x.max(y))).or_default() += 1;
            }
        }
    }
    let n = |c: char| counts.letters.get(&c).copied().unwrap_or_default();
    let mut out = Costs::plain();
    for x in LETTERS {
        for y in LETTERS.into_iter().filter(|y| x < *y) {
            let both = counts.exchanged.get(&(x, y)).copied().unwrap_or_default();
            // Of the rarer letter: most of the few "q" are written "k", few of the many "k" are "q".
            out.set_exchange(x, y, price(both, n(x).min(n(y))));
        }
        for vowel in [false, true] {
            let [n, left] = counts.omitted.get(&(x, vowel)).copied().unwrap_or_default();
            out.set_omit(x, vowel, price(left, n));
        }
    }
    (out, n_used)
}

fn after_vowel(word: &[char], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|i| word.get(i))
        .is_some_and(|c| corpus_link::is_vowel(*c))
}

/// Nothing for what always happens, a thousand for what happens once in five hundred times, in steps of fifty.
fn price(n: u32, of: u32) -> u32 {
    let share = (f64::from(n) + 0.02) / (f64::from(of) + 10.0);
    let steps = (20.0 * share.ln() / NEVER.ln()).round().clamp(1.0, 20.0);
    steps as u32 * 50
}

fn written(costs: &Costs) -> String {
    let mut out = String::new();
    for x in LETTERS {
        let _ = writeln!(
            out,
            "{x}\t\t{}\t{}",
            costs.omit(x, true),
            costs.omit(x, false)
        );
        for y in LETTERS.into_iter().filter(|y| x < *y) {
            let cost = costs.exchange(x, y);
            if cost < 1000 {
                let _ = writeln!(out, "{x}\t{y}\t{cost}");
            }
        }
    }
    out
}
