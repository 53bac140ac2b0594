//! `dateline`: the pipeline on the command line.

mod annotate;
mod evaluate;
mod gazetteer;
mod input;
mod labelled;
mod overview;
mod show;
mod train;
mod train_names;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(
    name = "dateline",
    version,
    about = "Explore a folder of documents: who, what, when, and how each source tells it"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Print one annotation record (JSON) per article, one a line
    Annotate(annotate::Args),
    /// Write the parsed corpus as one pack, to be served beside the page
    Build(BuildArgs),
    /// List what became of every file: read, split, skipped, repaired, undated
    Check(overview::CheckArgs),
    /// Print one document's state after any stage of the pipeline, as marked text
    Show(show::Args),
    /// Search a folder from the command line
    Search(overview::SearchArgs),
    /// Count what every stage found
    Report(overview::ReportArgs),
    /// Score the pipeline against labelled data and compare with the committed baseline
    Evaluate(evaluate::Args),
    /// Read `name TAB name` lines on standard input, print one similarity between 0 and 1 a line
    NamesScore,
    /// Compile the tables of known names from open lists
    Gazetteer(GazetteerArgs),
    /// Write the tables that are learned from data: languages told apart by their letters
    Train(train::Args),
    /// Learn the weights of the name tagger from labelled texts
    TrainNames(train_names::Args),
}

#[derive(clap::Args)]
struct GazetteerArgs {
    /// Folder that holds the lists
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// Folder to write the tables into
    #[arg(short, long, default_value = "crates/corpus-annotate/data")]
    output: PathBuf,
}

#[derive(clap::Args)]
struct BuildArgs {
    /// Folder of documents
    folder: PathBuf,
    /// File to write
    #[arg(short, long, default_value = "corpus.pack")]
    output: PathBuf,
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Annotate(args) => annotate::run(&args),
        Command::Build(args) => build(&args),
        Command::Check(args) => overview::check(&args),
        Command::Show(args) => show::run(&args),
        Command::Search(args) => overview::search(&args),
        Command::Report(args) => overview::report(&args),
        Command::Evaluate(args) => evaluate::run(&args),
        Command::Train(args) => train::run(&args),
        Command::TrainNames(args) => train_names::run(&args),
        Command::NamesScore => names_score(),
        Command::Gazetteer(args) => gazetteer::compile(&args.data, &args.output).map(|report| {
            eprintln!("{}", report.join("\n"));
            ExitCode::SUCCESS
        }),
    };
    result.unwrap_or_else(|message| {
        eprintln!("dateline: {message}");
        ExitCode::FAILURE
    })
}

/// A finished command: whether every input could be used, or why nothing could be done.
type Outcome = Result<ExitCode, String>;

fn build(args: &BuildArgs) -> Outcome {
    let input = input::Input::read(
        std::slice::from_ref(&args.folder),
        input::Options::default(),
    )?;
    let pack = input.run.pack();
    std::fs::write(&args.output, &pack)
        .map_err(|error| format!("cannot write {}: {error}", args.output.display()))?;
    input.print_diagnostics();
    eprintln!(
        "{}: {} articles, {} entities, {} bytes",
        args.output.display(),
        input.run.corpus.docs.len(),
        input.run.corpus.entities.len(),
        pack.len()
    );
    Ok(input.exit_code())
}

fn names_score() -> Outcome {
    use std::io::{BufRead, Write};
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| format!("standard input: {error}"))?;
        let (a, b) = line.split_once('\t').unwrap_or((&line, ""));
        let score = corpus_link::name_score(a.trim(), b.trim());
        let written = writeln!(out, "{:.3}", f64::from(score.0) / 1000.0);
        if written.is_err() {
            break; // The reader closed the pipe.
        }
    }
    Ok(ExitCode::SUCCESS)
}
