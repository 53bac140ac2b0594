//! The corpus folder, parsed at build time: `DATELINE_CORPUS` (default `corpus/`) to `OUT_DIR/corpus.pack`.
//!
//! Nothing is written outside `OUT_DIR`: a watcher that rebuilds on change would never rest.

use corpus_annotate::Resources;
use corpus_ingest::{Ingest, Options, walk};
use std::path::PathBuf;
use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=DATELINE_CORPUS");
    let folder = PathBuf::from(env::var_os("DATELINE_CORPUS").unwrap_or_else(|| "corpus".into()));
    println!("cargo::rerun-if-changed={}", folder.display());

    let mut ingest = Ingest::new(Options::default());
    walk(&folder, &mut |found| ingest.push_found(found)).map_err(|error| {
        format!(
            "the corpus folder {} cannot be read: {error}",
            folder.display()
        )
    })?;
    let run = ingest.finish(&Resources::builtin());

    let n_remarks = run.diagnostics().count();
    if n_remarks > 0 {
        println!(
            "cargo::warning={n_remarks} remarks on {}; the page's coverage list and `dateline check` show them",
            folder.display()
        );
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    fs::write(out.join("corpus.pack"), run.pack())?;
    Ok(())
}
