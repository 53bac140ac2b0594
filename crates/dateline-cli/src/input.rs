//! Paths on the command line to a finished run.

use corpus_annotate::Resources;
use corpus_ingest::{Found, Ingest, Ingested, Originals, SET_ASIDE, Share, read_json_lines, walk};
use corpus_model::{Diagnostic, FileOutcome, Stage};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How the input is to be understood.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Clean text, one article a file.
    pub is_plain: bool,
    /// Records, one a line.
    pub is_json_lines: bool,
    /// Records wherever a file is called `.jsonl` or comes by standard input.
    pub is_json_lines_by_name: bool,
    /// Publication date for documents without one.
    pub published: Option<String>,
    /// Which part of the work.
    pub share: Option<Share>,
    /// Whether records carry what `build --from` needs.
    pub is_first_half: bool,
    /// The files as they came are wanted as well.
    pub has_originals: bool,
    /// Bytes that finding names may take at a time.
    pub memory: Option<usize>,
    /// Whether the decoded sources are let go as soon as they can be.
    pub forgets_sources: bool,
}

/// A run over what the command line named.
pub struct Input {
    /// The result.
    pub run: Ingested,
    /// The files it was made of, if they were asked for.
    pub originals: Originals,
}

impl Input {
    /// Reads every path. Several roots keep apart by their names (`box1/letter.txt`).
    ///
    /// # Errors
    ///
    /// When a path on the command line does not exist or cannot be read.
    pub fn read(paths: &[PathBuf], options: Options) -> Result<Self, String> {
        let mut ingest = Ingest::new(corpus_ingest::Options {
            is_plain: options.is_plain || options.is_json_lines,
            published: options.published.clone(),
            share: options.share,
            is_first_half: options.is_first_half,
            memory: options.memory,
            forgets_sources: options.forgets_sources,
        });
        let by_name = options.is_json_lines_by_name;
        let mut originals = Originals::default();
        for root in paths {
            if (options.is_json_lines || by_name) && root.as_os_str() == "-" {
                let mut text = String::new();
                std::io::stdin()
                    .read_to_string(&mut text)
                    .map_err(|error| format!("standard input: {error}"))?;
                push_records(&mut ingest, "-", &text);
                continue;
            }
            let prefix = if paths.len() > 1 && root.is_dir() {
                root_prefix(root)
            } else {
                String::new()
            };
            walk(root, &mut |found| {
                let found = prefixed(found, &prefix);
                if let Found::File(source) = &found
                    && options.has_originals
                {
                    originals.push(source);
                }
                match found {
                    Found::File(source)
                        if options.is_json_lines || (by_name && is_json_lines(&source.path)) =>
                    {
                        push_records(
                            &mut ingest,
                            &source.path,
                            &String::from_utf8_lossy(&source.bytes),
                        );
                    }
                    found => ingest.push_found(found),
                }
            })
            .map_err(|error| format!("cannot read {}: {error}", root.display()))?;
        }
        Ok(Self {
            run: ingest.finish(&Resources::builtin()),
            originals,
        })
    }

    /// Goes on from the records of first halves, in any order; `-` is standard input.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, or a line of it is no such record: half a corpus would look like a whole one.
    pub fn from_records(paths: &[PathBuf], memory: Option<usize>) -> Result<Self, String> {
        let mut ingest = Ingest::new(corpus_ingest::Options {
            memory,
            forgets_sources: true,
            ..corpus_ingest::Options::default()
        });
        for path in paths {
            let shown = path.display();
            let lines: Box<dyn BufRead> = if path.as_os_str() == "-" {
                Box::new(std::io::stdin().lock())
            } else {
                let file = std::fs::File::open(path)
                    .map_err(|error| format!("cannot read {shown}: {error}"))?;
                Box::new(BufReader::new(file))
            };
            for (n, line) in (1..).zip(lines.lines()) {
                let line = line.map_err(|error| format!("cannot read {shown}: {error}"))?;
                if !line.trim().is_empty() {
                    ingest
                        .push_line(&line)
                        .map_err(|why| format!("line {n} of {shown} cannot be used: {why}"))?;
                }
            }
        }
        Ok(Self {
            run: ingest.finish(&Resources::builtin()),
            // Records are no originals, and go without.
            originals: Originals::default(),
        })
    }

    /// One line a remark on standard error.
    pub fn print_diagnostics(&self) {
        for remark in self.run.diagnostics() {
            eprintln!("{}: {}", remark.code, remark.message);
        }
    }

    /// Failure if any file gave nothing though it should have.
    pub fn exit_code(&self) -> ExitCode {
        let any_skipped = self.run.corpus.coverage.files.iter().any(|file| {
            matches!(file.outcome, FileOutcome::Skipped { .. })
                && !file
                    .diagnostics
                    .iter()
                    .any(|remark| remark.code == SET_ASIDE)
        });
        if any_skipped {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        }
    }
}

fn push_records(ingest: &mut Ingest, path: &str, text: &str) {
    let read = read_json_lines(path, text);
    let n_records = read.output.len();
    for record in read.output {
        ingest.push_record(path, record);
    }
    for remark in read.warnings {
        ingest.remark(remark);
    }
    if n_records == 0 {
        ingest.remark(Diagnostic::new(
            Stage::Read,
            "read/no-records",
            path,
            format!("no records, nothing made of it: {path}"),
        ));
    }
}

fn is_json_lines(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ending == "jsonl" || ending == "ndjson")
}

fn root_prefix(root: &Path) -> String {
    root.file_name()
        .map_or_else(String::new, |name| format!("{}/", name.to_string_lossy()))
}

fn prefixed(found: Found, prefix: &str) -> Found {
    match found {
        Found::File(mut source) => {
            source.path.insert_str(0, prefix);
            Found::File(source)
        }
        Found::Unusable {
            path,
            byte_len,
            why,
        } => Found::Unusable {
            path: format!("{prefix}{path}"),
            byte_len,
            why,
        },
    }
}
