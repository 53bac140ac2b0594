//! `check` and `report`: the corpus at a glance.

use crate::{Outcome, input::Input, input::Options};
use corpus_model::{EntityKind, FileOutcome, LinkedCorpus, LinkedDoc, Stage};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct CheckArgs {
    /// Folder of documents
    folder: PathBuf,
}

#[derive(clap::Args)]
pub struct ReportArgs {
    /// Folder of documents
    #[arg(default_value = "corpus")]
    folder: PathBuf,
}

/// What became of every file; the counts add up to the input.
pub fn check(args: &CheckArgs) -> Outcome {
    let input = Input::read(std::slice::from_ref(&args.folder), Options::default())?;
    print!("{}", coverage(&input.run.corpus));
    print!("{}", groups(&input.run.corpus));
    for rule in &input.run.rules {
        println!("rule: {}: {} lines", rule.label, rule.n_lines);
    }
    Ok(input.exit_code())
}

fn coverage(corpus: &LinkedCorpus) -> String {
    let mut out = String::new();
    let (mut n_read, mut n_skipped, mut n_unpacked) = (0, 0, 0);
    for file in &corpus.coverage.files {
        let _ = match &file.outcome {
            FileOutcome::Read { n_articles } => {
                n_read += 1;
                writeln!(out, "read     {:4} articles  {}", n_articles, file.path)
            }
            FileOutcome::Unpacked { n_files } => {
                n_unpacked += 1;
                writeln!(out, "unpacked {n_files:4} files     {}", file.path)
            }
            FileOutcome::Skipped { why } => {
                n_skipped += 1;
                writeln!(out, "skipped                {}  ({why})", file.path)
            }
        };
        for remark in &file.diagnostics {
            let _ = writeln!(out, "           {}: {}", remark.code, remark.message);
        }
    }
    let archives = match n_unpacked {
        0 => String::new(),
        1 => "; 1 archive unpacked into some of them".to_owned(),
        n => format!("; {n} archives unpacked into some of them"),
    };
    let count = |test: &dyn Fn(&corpus_model::LinkedDoc) -> bool| {
        corpus.docs.iter().filter(|doc| test(doc)).count()
    };
    let _ = writeln!(
        out,
        "\n{} files: {n_read} read, {n_skipped} skipped{archives}\n{} articles: {} undated, {} without a year, {} with repairs, {} with cuts",
        n_read + n_skipped,
        corpus.docs.len(),
        count(&|doc| doc.published.is_none()),
        count(&|doc| doc.published.as_ref().is_some_and(|p| p.interval.is_none())),
        count(&|doc| !doc.article.repairs.is_empty()),
        count(&|doc| !doc.article.removed.is_empty()),
    );
    let skipped = corpus.coverage.files.iter().filter_map(|file| {
        let FileOutcome::Skipped { why } = &file.outcome else {
            return None;
        };
        Some((file.path.as_str(), why.as_str()))
    });
    for (reason, n) in corpus_model::skipped_by_reason(skipped) {
        let _ = writeln!(out, "skipped: {n:4} {reason}");
    }
    out
}

/// The articles by what was done to them or is open about them, as the page's coverage lists them.
fn groups(corpus: &LinkedCorpus) -> String {
    type Test = fn(&LinkedDoc) -> bool;
    const GROUPS: [(&str, Test); 6] = [
        ("from a file of several", |d| d.article.source.parts > 1),
        ("with text cut", |d| !d.article.removed.is_empty()),
        ("repaired", |d| !d.article.repairs.is_empty()),
        ("undated", |d| d.published.is_none()),
        ("year open", |d| {
            d.published.as_ref().is_some_and(|p| p.interval.is_none())
        }),
        ("conflicting dates", |d| {
            d.published.as_ref().is_some_and(|p| {
                let mut stated = p.candidates.iter();
                stated.any(|c| corpus_model::contradicts(&p.value, &c.value, &c.from))
            })
        }),
    ];
    let mut out = String::new();
    for (name, test) in GROUPS {
        let docs: Vec<_> = corpus.docs.iter().filter(|doc| test(doc)).collect();
        if docs.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n{name}: {}", docs.len());
        for doc in docs {
            let _ = writeln!(out, "  {}{}", doc.article.id, reasons(name, doc));
        }
    }
    out
}

/// Why cuts were made in a document, or repairs, with how many of each.
fn reasons(group: &str, doc: &LinkedDoc) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let whys: Vec<&str> = match group {
        "with text cut" => doc.article.removed.iter().map(|r| r.why.as_str()).collect(),
        "repaired" => doc.article.repairs.iter().map(|r| r.why.as_str()).collect(),
        _ => return String::new(),
    };
    for why in whys {
        *counts.entry(why).or_default() += 1;
    }
    let list: Vec<String> = counts.iter().map(|(why, n)| format!("{n} {why}")).collect();
    format!("  ({})", list.join(", "))
}

/// Counts by stage: a change in any rule shows as a changed number.
pub fn report(args: &ReportArgs) -> Outcome {
    let input = Input::read(std::slice::from_ref(&args.folder), Options::default())?;
    print!("{}", counts(&input.run.corpus));
    Ok(ExitCode::SUCCESS)
}

fn counts(corpus: &LinkedCorpus) -> String {
    let mut out = String::new();
    let mut row = |stage: Stage, what: &str, n: usize| {
        let _ = writeln!(out, "{:9} {what:34} {n:7}", stage.name());
    };
    let sum = |f: &dyn Fn(&corpus_model::LinkedDoc) -> usize| corpus.docs.iter().map(f).sum();
    let is = |test: bool| usize::from(test);
    row(Stage::Read, "files", corpus.coverage.files.len());
    row(
        Stage::Read,
        "files skipped",
        corpus
            .coverage
            .files
            .iter()
            .filter(|f| matches!(f.outcome, FileOutcome::Skipped { .. }))
            .count(),
    );
    row(Stage::Clean, "repairs", sum(&|d| d.article.repairs.len()));
    row(Stage::Clean, "cuts", sum(&|d| d.article.removed.len()));
    row(
        Stage::Clean,
        "bytes cut",
        sum(&|d| d.article.removed.iter().map(|r| r.text.len()).sum()),
    );
    row(Stage::Split, "articles", corpus.docs.len());
    row(
        Stage::Describe,
        "articles with a title",
        sum(&|d| is(d.article.title.is_some())),
    );
    row(
        Stage::Describe,
        "articles with an outlet",
        sum(&|d| is(d.article.outlet.is_some())),
    );
    row(
        Stage::Describe,
        "articles with an author",
        sum(&|d| is(!d.article.authors.is_empty())),
    );
    row(
        Stage::Describe,
        "articles with a dateline",
        sum(&|d| is(d.article.dateline.is_some())),
    );
    row(
        Stage::Segment,
        "paragraphs",
        sum(&|d| d.article.paragraphs.len()),
    );
    row(
        Stage::Segment,
        "sentences",
        sum(&|d| d.article.sentences.len()),
    );
    row(
        Stage::Date,
        "articles dated",
        sum(&|d| is(d.published.is_some())),
    );
    row(Stage::Date, "date expressions", sum(&|d| d.dates.len()));
    row(
        Stage::Date,
        "date expressions on the timeline",
        sum(&|d| d.dates.iter().filter(|m| m.interval.is_some()).count()),
    );
    for kind in EntityKind::ALL {
        let n = sum(&|d| d.mentions.iter().filter(|m| m.kind == kind).count());
        row(Stage::Name, &format!("mentions of type {}", kind.name()), n);
    }
    row(Stage::Quote, "quotations", sum(&|d| d.quotes.len()));
    row(
        Stage::Quote,
        "quotations with a speaker",
        sum(&|d| d.quotes.iter().filter(|q| q.speaker.is_some()).count()),
    );
    let mut kinds = BTreeMap::new();
    for entity in &corpus.entities {
        *kinds.entry(entity.kind).or_insert(0) += 1;
    }
    for (kind, n) in kinds {
        row(Stage::Link, &format!("entities of type {}", kind.name()), n);
    }
    row(
        Stage::Link,
        "joins of spellings",
        corpus.entities.iter().map(|e| e.joins.len()).sum(),
    );
    out
}
