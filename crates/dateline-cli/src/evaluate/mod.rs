//! `dateline evaluate`: accuracy against labelled data, compared with the committed baseline.
//!
//! Each part returns [`Score`]s; `tests/golden/evaluate.txt` keeps the last ones, so that a change of any rule
//! shows in the diff.

mod date;
mod join;
mod name;
mod text;

pub use name::{readings, recognised};

use crate::Outcome;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// One measured figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// What is measured and on which data, e.g. `dates/wikiwars value F1`.
    pub name: String,
    /// The figure, 0 to 1 unless the name says otherwise.
    pub value: f64,
    /// What is aimed at, if anything.
    pub goal: Option<f64>,
    /// How many cases it rests on.
    pub n: usize,
}

#[derive(clap::Args)]
pub struct Args {
    /// Folder of labelled data
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// Only the parts with scores whose names begin like this, several with commas between them: `dates`,
    /// `names/join,names/ewt` …
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Rewrite the baseline with today's figures
    #[arg(long)]
    update: bool,
}

const BASELINE: &str = "tests/golden/evaluate.txt";

/// A part of the evaluation: prefixes of its scores' names, and the function that measures.
type Part = (&'static [&'static str], fn(&Path) -> Vec<Score>);

/// Parts register here.
const PARTS: &[Part] = &[
    (&["text"], text::evaluate_text),
    (&["dates"], date::evaluate_dates),
    (
        &[
            "names/ewt",
            "names/gum",
            "names/btc",
            "names/wnut",
            "names/crossner",
        ],
        name::evaluate_recognition,
    ),
    (&["names/factrueval"], name::evaluate_russian),
    (&["names/quotes"], name::evaluate_quotes),
    (&["names/spelling"], name::evaluate_spellings),
    (&["names/join"], join::evaluate_joins),
];

/// The parts that are asked for: all where none is named.
fn asked(only: &[String]) -> Result<Vec<&'static Part>, String> {
    let is_of = |part: &Part, only: &str| {
        let (prefixes, _) = part;
        prefixes
            .iter()
            .any(|prefix| prefix.starts_with(only) || only.starts_with(prefix))
    };
    // A part that is named and not there would pass for one that was measured.
    let is_none = |only: &&String| only.is_empty() || !PARTS.iter().any(|part| is_of(part, only));
    if let Some(name) = only.iter().find(is_none) {
        let known: Vec<&str> = PARTS
            .iter()
            .flat_map(|(prefixes, _)| *prefixes)
            .copied()
            .collect();
        return Err(format!(
            "no part begins with \"{name}\"; there are {}",
            known.join(", ")
        ));
    }
    let is_asked = |part: &&Part| only.is_empty() || only.iter().any(|only| is_of(part, only));
    Ok(PARTS.iter().filter(is_asked).collect())
}

pub fn run(args: &Args) -> Outcome {
    if !args.data.is_dir() {
        return Err(format!(
            "no labelled data at {}; give --data",
            args.data.display()
        ));
    }
    let asked = asked(&args.only)?;
    let mut lines = Vec::new();
    for (prefixes, part) in asked {
        eprintln!("evaluating {} …", prefixes.join(", "));
        for score in part(&args.data) {
            let goal = score
                .goal
                .map_or_else(String::new, |goal| format!("goal {goal:.3}"));
            lines.push(
                format!(
                    "{:56} {:.4}  n={:<7} {goal}",
                    score.name, score.value, score.n
                )
                .trim_end()
                .to_owned(),
            );
        }
    }
    for line in &lines {
        println!("{line}");
    }
    let baseline = std::fs::read_to_string(BASELINE).unwrap_or_default();
    let changed: Vec<_> = lines
        .iter()
        .filter(|line| !baseline.lines().any(|old| old == line.as_str()))
        .collect();
    if args.update {
        let kept = baseline.lines().filter(|old| {
            let name = old.get(..56).unwrap_or(old).trim_end();
            !args.only.is_empty() && !lines.iter().any(|line| line.starts_with(name))
        });
        let mut all: Vec<_> = kept
            .map(str::to_owned)
            .chain(lines.iter().cloned())
            .collect();
        all.sort();
        std::fs::write(BASELINE, all.join("\n") + "\n")
            .map_err(|error| format!("cannot write {BASELINE}: {error}"))?;
    } else if !changed.is_empty() {
        eprintln!(
            "\n{} figures differ from {BASELINE}; --update rewrites it",
            changed.len()
        );
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prefixes(only: &[&str]) -> Result<Vec<&'static str>, String> {
        let only: Vec<String> = only.iter().map(|&name| name.to_owned()).collect();
        Ok(asked(&only)?
            .iter()
            .map(|(prefixes, _)| prefixes[0])
            .collect())
    }

    #[test]
    fn every_part_that_is_named_is_measured_and_no_other() {
        assert_eq!(prefixes(&[]).unwrap().len(), PARTS.len());
        assert_eq!(
            prefixes(&["names/join", "dates"]).unwrap(),
            ["dates", "names/join"]
        );
        assert_eq!(prefixes(&["names/ewt dev"]).unwrap(), ["names/ewt"]);
        assert!(prefixes(&["names"]).unwrap().len() > 3);
        for wrong in [&["dates", "nmaes"][..], &[""]] {
            assert!(prefixes(wrong).is_err(), "{wrong:?}");
        }
    }
}
