//! The corpus folder, parsed at build time: `DATELINE_CORPUS` (default `corpus/`) to `OUT_DIR/corpus.pack`.
//!
//! Its files as they came go to `OUT_DIR/sources.zip`, which `xtask/src/staged.rs` puts beside the page; not if
//! `DATELINE_NO_SOURCES` is set, or if they are too large for that.
//!
//! Nothing is written outside `OUT_DIR`: a watcher that rebuilds on change would never rest.

use corpus_annotate::Resources;
use corpus_ingest::{Found, Ingest, Options, Originals, walk};
use std::path::PathBuf;
use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=DATELINE_CORPUS");
    println!("cargo::rerun-if-env-changed=DATELINE_NO_SOURCES");
    let folder = PathBuf::from(env::var_os("DATELINE_CORPUS").unwrap_or_else(|| "corpus".into()));
    println!("cargo::rerun-if-changed={}", folder.display());

    let mut ingest = Ingest::new(Options::default());
    let mut originals = Originals::default();
    let has_sources = env::var_os("DATELINE_NO_SOURCES").is_none();
    walk(&folder, &mut |found| {
        if let Found::File(source) = &found
            && has_sources
        {
            originals.push(source);
        }
        ingest.push_found(found);
    })
    .map_err(|error| {
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
    let sources = out.join("sources.zip");
    match originals.archive() {
        Some(archive) => fs::write(sources, archive)?,
        // That of an earlier build is not this folder's.
        None if sources.exists() => fs::remove_file(sources)?,
        None => {}
    }
    if originals.is_too_large() {
        println!("cargo::warning=the files are too large to be put beside the page as they came");
    }
    Ok(())
}
