//! The bundled corpus for tests in the browser, which has no files: its sources, and the pack that
//! this machine makes of them.

use corpus_annotate::Resources;
use corpus_ingest::{Found, Ingest, Options, walk};
use std::fmt::Write;
use std::path::PathBuf;
use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from("../../corpus");
    println!("cargo::rerun-if-changed={}", folder.display());
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);

    let mut ingest = Ingest::new(Options::default());
    let mut list = String::from("pub const SOURCES: &[(&str, &[u8])] = &[\n");
    let mut n_files = 0;
    let mut failure = None;
    walk(&folder, &mut |found| {
        if let Found::File(source) = &found {
            let copy = out.join(format!("source-{n_files}"));
            n_files += 1;
            if let Err(error) = fs::write(&copy, &source.bytes)
                .map_err(|error| error.to_string())
                .and_then(|()| {
                    writeln!(list, "    ({:?}, include_bytes!({copy:?})),", source.path)
                        .map_err(|error| error.to_string())
                })
            {
                failure = Some(error);
            }
        }
        ingest.push_found(found);
    })?;
    if let Some(error) = failure {
        return Err(error.into());
    }
    list.push_str("];\n");
    fs::write(out.join("sources.rs"), list)?;
    fs::write(
        out.join("corpus.pack"),
        ingest.finish(&Resources::builtin()).pack(),
    )?;
    Ok(())
}
