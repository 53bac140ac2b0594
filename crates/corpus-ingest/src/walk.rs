//! A folder's files, in path order, with what cannot be used named.

use corpus_model::SourceFile;
use std::fs;
use std::io;
use std::path::Path;

/// One thing in the folder.
#[derive(Debug)]
pub enum Found {
    /// A file, read.
    File(SourceFile),
    /// Something that cannot be read, with its length where known and the reason.
    Unusable {
        /// Relative path.
        path: String,
        /// Length in bytes, 0 if unknown.
        byte_len: u64,
        /// Why, in words.
        why: String,
    },
}

/// Hands every file below `root` (or `root` itself, if it is a file) to `take`, in path order.
///
/// The folder's description comes first: it says how some files are to be read.
///
/// Symbolic links are not followed: a link into the folder would read a document twice, a link to a parent
/// would never end. Hidden files and folders (`.git`, `.DS_Store`) are left out silently.
///
/// # Errors
///
/// When `root` itself cannot be read.
pub fn walk(root: &Path, take: &mut dyn FnMut(Found)) -> io::Result<()> {
    if root.is_file() {
        let name = root
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        take(read_file(root, name));
        return Ok(());
    }
    walk_folder(root, "", take)
}

fn walk_folder(folder: &Path, prefix: &str, take: &mut dyn FnMut(Found)) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(|entry| (entry.file_name() != crate::CORPUS_FILE, entry.file_name()));
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        let full = entry.path();
        let unusable = |why: String| Found::Unusable {
            path: path.clone(),
            byte_len: 0,
            why,
        };
        match entry.file_type() {
            Ok(kind) if kind.is_symlink() => take(unusable("a symbolic link, not followed".into())),
            Ok(kind) if kind.is_dir() => {
                if let Err(error) = walk_folder(&full, &format!("{path}/"), take) {
                    take(unusable(format!("cannot open the folder ({error})")));
                }
            }
            Ok(kind) if kind.is_file() => take(read_file(&full, path)),
            Ok(_) => take(unusable("neither a file nor a folder".into())),
            Err(error) => take(unusable(format!("cannot be examined ({error})"))),
        }
    }
    Ok(())
}

fn read_file(full: &Path, path: String) -> Found {
    let byte_len = fs::metadata(full).map_or(0, |meta| meta.len());
    // Refused before reading: the limit protects memory.
    if let Some(why) = corpus_read::refusal(&path, byte_len) {
        return Found::Unusable {
            path,
            byte_len,
            why,
        };
    }
    match fs::read(full) {
        Ok(bytes) => Found::File(SourceFile { path, bytes }),
        Err(error) => Found::Unusable {
            path,
            byte_len,
            why: format!("cannot be read ({error})"),
        },
    }
}

impl crate::Ingest {
    /// Takes whatever [`walk`] found.
    pub fn push_found(&mut self, found: Found) {
        match found {
            Found::File(source) => self.push(source),
            Found::Unusable {
                path,
                byte_len,
                why,
            } => self.skip(path, byte_len, why),
        }
    }
}
