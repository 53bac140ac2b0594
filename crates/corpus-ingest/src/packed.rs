//! A folder that was packed with its own `corpus.toml` and `corrections.toml`.
//!
//! In: the one archive that was given. Out: those files, wherever the packing program put them: at the archive's top, or
//! in the folder that holds everything else. They describe, and are no documents.

use crate::{CORPUS_FILE, CORRECTIONS_FILE};
use corpus_model::SourceFile;
use corpus_read::{FileRead, ReadOptions, read_files};

/// What a packed folder says about itself.
#[derive(Debug, Default)]
pub struct Descriptions {
    pub info: Option<SourceFile>,
    pub corrections: Option<SourceFile>,
}

/// Whether a file in an archive describes the folder that was packed: at the top, or one folder below it.
pub fn is_description(path: &str, archive: &str) -> bool {
    let Some(inner) = path
        .strip_prefix(archive)
        .and_then(|rest| rest.strip_prefix('/'))
    else {
        return false;
    };
    let (folder, name) = inner.rsplit_once('/').unwrap_or(("", inner));
    matches!(name, CORPUS_FILE | CORRECTIONS_FILE) && !folder.contains('/')
}

/// The descriptions in an archive; where it has several of a kind, the one nearest to the top.
pub fn descriptions(archive: &SourceFile) -> Descriptions {
    let mut out = Descriptions::default();
    let mut files: Vec<FileRead> = read_files(archive, &ReadOptions::default());
    files.retain(|file| is_description(&file.path, &archive.path));
    files.sort_by_key(|file| (file.path.matches('/').count(), file.path.clone()));
    for file in files {
        let slot = if file.path.ends_with(CORPUS_FILE) {
            &mut out.info
        } else {
            &mut out.corrections
        };
        if let (None, Some(doc)) = (&slot, file.docs.first()) {
            *slot = Some(SourceFile {
                path: file.path,
                bytes: doc.decoded.clone().into_bytes(),
            });
        }
    }
    out
}
