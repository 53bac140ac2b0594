//! `dateline`: the pipeline on the command line.

mod annotate;
mod evaluate;
mod export;
mod gazetteer;
mod input;
mod labelled;
mod outline;
mod overview;
mod parts;
mod show;
mod site;
mod study;
mod train;
mod train_classes;
mod train_letters;
mod train_names;
mod train_spelling;

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
    /// Write a site, one file that opens from disk, or the parsed corpus by itself
    Build(BuildArgs),
    /// List what became of every file: read, split, skipped, repaired, undated
    Check(overview::CheckArgs),
    /// Print one document's state after any stage of the pipeline, as marked text
    Show(show::Args),
    /// Search a folder or a pack: texts, concordance, keywords, collocates, runs of words, texts alike
    Search(study::SearchArgs),
    /// Look up a list of names, one a line: a table of how often and where each occurs
    Names(study::NamesArgs),
    /// Write the documents that a query finds as a file for other programs
    Export(export::Args),
    /// Count what every stage found
    Report(overview::ReportArgs),
    /// Score the pipeline against labelled data and compare with the committed baseline
    Evaluate(evaluate::Args),
    /// Read `name TAB name` lines on standard input, print one similarity between 0 and 1 a line
    NamesScore,
    /// Compile the tables of known names from open lists
    Gazetteer(GazetteerArgs),
    /// Make the outline of the world that the map of places draws, from a TopoJSON file of countries
    Outline(OutlineArgs),
    /// Write the tables that are learned from data: languages told apart by their letters
    Train(train::Args),
    /// Sort the words of unlabelled texts into classes by what stands beside them
    TrainClasses(train_classes::Args),
    /// Learn how names are spelt from the lists of names
    TrainLetters(train_letters::Args),
    /// Learn from pairs of spellings what letters are exchanged for each other
    TrainSpelling(train_spelling::Args),
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
struct OutlineArgs {
    /// The TopoJSON file, such as `countries-50m.json` of the npm package `world-atlas`
    topology: PathBuf,
    /// The file to write
    #[arg(short, long, default_value = "crates/corpus-view/data/outline.bin")]
    output: PathBuf,
}

#[derive(clap::Args)]
struct BuildArgs {
    /// Folders or files of documents; with --plain also records of clean text, `.jsonl` or `-`
    #[arg(required_unless_present = "from")]
    paths: Vec<PathBuf>,
    /// Go on from what `annotate` printed, whole or in parts: the same bytes as one run; `-` is standard input
    #[arg(long, value_name = "RECORDS", num_args = 1.., conflicts_with_all = ["paths", "plain"])]
    from: Vec<PathBuf>,
    /// The input is already clean text, one article a file or a record: no cleaning, no splitting
    #[arg(long)]
    plain: bool,
    /// What to write: a folder for the site, a file that ends in `.pack` for the corpus by itself, or a folder that
    /// ends in `.parts` for the corpus in pieces that are fetched when they are needed
    #[arg(
        short,
        long,
        default_value = "corpus.pack",
        default_value_if("one_file", clap::builder::ArgPredicate::IsPresent, None)
    )]
    output: Option<PathBuf>,
    /// Write page and corpus as one HTML file that opens from disk
    #[arg(long, value_name = "FILE")]
    one_file: Option<PathBuf>,
    /// Let the one file read further documents by itself: some megabytes more
    #[arg(long, requires = "one_file")]
    with_reader: bool,
    /// Put the files as they came into the one file as well
    #[arg(long, requires = "one_file", conflicts_with = "no_sources")]
    with_sources: bool,
    /// Megabytes that finding names may take at a time, beside the texts themselves: with less it takes longer, and the
    /// bytes are the same
    #[arg(long, value_name = "MEGABYTES", default_value_t = 512)]
    memory: usize,
    /// Put the corpus into the site in parts: a page fetches what it reads of it, so that a large one opens at once
    #[arg(long)]
    parts: bool,
    /// Leave the files as they came away from the site
    #[arg(long)]
    no_sources: bool,
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Annotate(args) => annotate::run(&args),
        Command::Build(args) => build(&args),
        Command::Check(args) => overview::check(&args),
        Command::Show(args) => show::run(&args),
        Command::Search(args) => study::search(&args),
        Command::Names(args) => study::names(&args),
        Command::Export(args) => export::run(&args),
        Command::Report(args) => overview::report(&args),
        Command::Evaluate(args) => evaluate::run(&args),
        Command::Train(args) => train::run(&args),
        Command::TrainClasses(args) => train_classes::run(&args),
        Command::TrainLetters(args) => train_letters::run(&args),
        Command::TrainSpelling(args) => train_spelling::run(&args),
        Command::TrainNames(args) => train_names::run(&args),
        Command::NamesScore => names_score(),
        Command::Outline(args) => outline::run(&args.topology, &args.output),
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
    let input = if args.from.is_empty() {
        let options = input::Options {
            is_plain: args.plain,
            is_json_lines_by_name: args.plain,
            has_originals: !args.no_sources,
            memory: Some(args.memory << 20),
            forgets_sources: true,
            ..input::Options::default()
        };
        input::Input::read(&args.paths, options)?
    } else {
        input::Input::from_records(&args.from, Some(args.memory << 20))?
    };
    let pack = input.run.pack();
    let originals = input.originals.archive();
    if input.originals.is_too_large() {
        eprintln!("the files are too large to be put beside the page as they came");
    }
    let mut written = Vec::new();
    if let Some(output) = &args.output {
        let ending = output.extension().and_then(|ending| ending.to_str());
        if ending == Some("pack") {
            std::fs::write(output, &pack)
                .map_err(|error| format!("cannot write {}: {error}", output.display()))?;
        } else if ending == Some("parts") {
            parts::write(output, &pack)?;
        } else {
            site::write_site(output, &pack, args.parts, originals.as_deref())?;
        }
        written.push(output.display().to_string());
    }
    if let Some(file) = &args.one_file {
        let with = site::With {
            reader: args.with_reader,
            originals: originals.as_deref().filter(|_| args.with_sources),
        };
        site::write_one_file(file, &pack, with)?;
        written.push(file.display().to_string());
    }
    input.print_diagnostics();
    eprintln!(
        "{}: {} articles, {} entities, {} bytes of corpus",
        written.join(", "),
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
