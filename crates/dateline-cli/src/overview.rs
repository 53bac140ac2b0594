//! `check`, `report` and `search`: the corpus at a glance.

use crate::{Outcome, input::Input, input::Options};
use corpus_index::Corpus;
use corpus_model::{EntityKind, FileOutcome, LinkedCorpus, Stage};
use corpus_search::{HitFinder, SearchRequest, parse};
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

#[derive(clap::Args)]
pub struct SearchArgs {
    /// Folder of documents
    folder: PathBuf,
    /// Query, as in the page's search box
    query: String,
    /// How many results to print
    #[arg(long, default_value_t = 10)]
    limit: usize,
}

/// What became of every file; the counts add up to the input.
pub fn check(args: &CheckArgs) -> Outcome {
    let input = Input::read(std::slice::from_ref(&args.folder), Options::default())?;
    print!("{}", coverage(&input.run.corpus));
    Ok(input.exit_code())
}

fn coverage(corpus: &LinkedCorpus) -> String {
    let mut out = String::new();
    let (mut n_read, mut n_skipped) = (0, 0);
    for file in &corpus.coverage.files {
        let _ = match &file.outcome {
            FileOutcome::Read { n_articles } => {
                n_read += 1;
                writeln!(out, "read     {:4} articles  {}", n_articles, file.path)
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
    let count = |test: &dyn Fn(&corpus_model::LinkedDoc) -> bool| {
        corpus.docs.iter().filter(|doc| test(doc)).count()
    };
    let _ = writeln!(
        out,
        "\n{} files: {n_read} read, {n_skipped} skipped\n{} articles: {} undated, {} without a year, {} with repairs, {} with cuts",
        corpus.coverage.files.len(),
        corpus.docs.len(),
        count(&|doc| doc.published.is_none()),
        count(&|doc| doc.published.as_ref().is_some_and(|p| p.interval.is_none())),
        count(&|doc| !doc.article.repairs.is_empty()),
        count(&|doc| !doc.article.removed.is_empty()),
    );
    out
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

/// Searches the folder with the page's own engine.
pub fn search(args: &SearchArgs) -> Outcome {
    let input = Input::read(std::slice::from_ref(&args.folder), Options::default())?;
    let corpus = Corpus::open(input.run.pack()).map_err(|error| error.to_string())?;
    let query = parse(&args.query);
    for note in &query.notes {
        eprintln!("{}", note.message);
    }
    let request = SearchRequest {
        query: query.clone(),
        ..SearchRequest::default()
    };
    let found = corpus_search::search(&corpus, &request);
    let finder = HitFinder::new(&corpus, &query);
    for &id in found.docs.iter().take(args.limit) {
        let Some(doc) = corpus.doc(id) else { continue };
        let day = doc.published().map_or("undated", |p| p.value);
        let outlet = doc.outlet().map_or("", |o| o.name);
        println!("{day:10}  {outlet:20}  {}  [{}]", doc.title(), doc.id());
        let snippet = finder.snippet(id, SNIPPET_BYTES);
        println!(
            "            {}",
            corpus.text_slice(id, snippet.span).replace('\n', " ")
        );
    }
    println!("{} of {} documents", found.total(), corpus.n_docs());
    Ok(ExitCode::SUCCESS)
}

/// How much text a result shows, in bytes.
const SNIPPET_BYTES: u32 = 160;
