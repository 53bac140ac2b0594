//! `dateline annotate`: the annotation record of every article.

use crate::{Outcome, input};
use corpus_ingest::annotation_records;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Args {
    /// Files or folders, any supported format; `-` for records on standard input (with --jsonl)
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The input is already clean text, one article a file: no cleaning, no splitting
    #[arg(long)]
    plain: bool,
    /// Read records {"id", "text", "title"?, "published"?, "language"?} a line; implies --plain
    #[arg(long)]
    jsonl: bool,
    /// Publication date for documents that do not carry one of their own
    #[arg(long, value_name = "DATE")]
    published: Option<String>,
}

/// Records on standard output, remarks on standard error, failure if any file gave no record.
pub fn run(args: &Args) -> Outcome {
    let options = input::Options {
        is_plain: args.plain,
        is_json_lines: args.jsonl,
        published: args.published.clone(),
    };
    let input = input::Input::read(&args.paths, options)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for record in annotation_records(&input.run) {
        let line = serde_json::to_string(&record).map_err(|error| error.to_string())?;
        if writeln!(out, "{line}").is_err() {
            return Ok(input.exit_code()); // The reader closed the pipe.
        }
    }
    if let Err(error) = out.flush() {
        return Err(format!("standard output: {error}"));
    }
    input.print_diagnostics();
    Ok(input.exit_code())
}
