//! `dateline annotate`: the annotation record of every article.

use crate::{Outcome, input};
use corpus_ingest::{Share, annotation_records};
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
    /// Do one part of the work, such as 2/8: every part reads all files, to know what they have in common,
    /// and prints the records of its share. `build --from` takes the parts together
    #[arg(long, value_name = "PART/PARTS", value_parser = share)]
    shard: Option<Share>,
}

fn share(text: &str) -> Result<Share, String> {
    let numbers = text.split_once('/').and_then(|(nth, of)| {
        let (nth, of) = (nth.parse::<usize>().ok()?, of.parse::<usize>().ok()?);
        (1..=of).contains(&nth).then_some((nth, of))
    });
    let (nth, of) = numbers.ok_or("a part is named like 2/8, from 1/8 to 8/8")?;
    Ok(Share { nth: nth - 1, of })
}

/// Records on standard output, remarks on standard error, failure if any file gave no record.
pub fn run(args: &Args) -> Outcome {
    let options = input::Options {
        is_plain: args.plain,
        is_json_lines: args.jsonl,
        published: args.published.clone(),
        share: args.shard,
        is_first_half: true,
        ..input::Options::default()
    };
    let input = input::Input::read(&args.paths, options)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for record in annotation_records(&input.run) {
        let line = serde_json::to_string(&record).map_err(|error| error.to_string())?;
        if writeln!(out, "{line}").is_err() {
            return Ok(input.exit_code()); // The reader closed the pipe.
        }
    }
    // A part of a run without an article has files to tell of; a run by itself prints articles only.
    if let Some(line) = args.shard.and_then(|_| input.run.line_without_article()) {
        let _ = writeln!(out, "{line}");
    }
    if let Err(error) = out.flush() {
        return Err(format!("standard output: {error}"));
    }
    input.print_diagnostics();
    Ok(input.exit_code())
}
