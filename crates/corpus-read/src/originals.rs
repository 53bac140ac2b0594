//! The files of a folder as they came, in one ZIP archive, and back.
//!
//! In: files by path. Out: the archive that lies beside a page, so that a reader can look at a source as it
//! came, take the folder along, or add documents to it. It is an ordinary archive, which any program opens.
//! The same files give the same bytes: sorted by path, every file with the same date.

use corpus_model::SourceFile;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, System, ZipArchive, ZipWriter};

/// Originals of more than this many bytes together are not put beside a page.
pub const MAX_ORIGINALS_BYTES: u64 = 64 * 1024 * 1024;

/// Gathers files while they are read, up to [`MAX_ORIGINALS_BYTES`].
#[derive(Debug, Default)]
pub struct Originals {
    files: BTreeMap<String, Vec<u8>>,
    byte_len: u64,
}

impl Originals {
    /// Keeps a copy of a file; of two with one path the later counts.
    pub fn push(&mut self, source: &SourceFile) {
        self.byte_len += source.bytes.len() as u64;
        if self.is_too_large() {
            self.files.clear();
        } else {
            self.files.insert(source.path.clone(), source.bytes.clone());
        }
    }

    /// Whether they are more than is put beside a page.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        self.byte_len > MAX_ORIGINALS_BYTES
    }

    /// The archive; `None` for no files, or too many.
    #[must_use]
    pub fn archive(&self) -> Option<Vec<u8>> {
        let is_some = !self.files.is_empty();
        is_some.then(|| bundle(&self.files).ok()).flatten()
    }
}

/// One archive of these files.
///
/// # Errors
///
/// When one has a name or a length that an archive cannot hold, in words.
pub fn bundle(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, String> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644)
        .system(System::Unix);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        archive
            .start_file(path.as_str(), options)
            .map_err(|error| format!("{path}: {error}"))?;
        archive
            .write_all(bytes)
            .map_err(|error| format!("{path}: {error}"))?;
    }
    let written = archive.finish().map_err(|error| error.to_string())?;
    Ok(written.into_inner())
}

/// Hands each file of such an archive to `take`, in its order; at most `most_bytes` of them.
///
/// # Errors
///
/// When it is no archive, damaged, or holds more, in words. What came before has been handed over.
pub fn unbundle(
    archive: &[u8],
    mut most_bytes: u64,
    take: &mut dyn FnMut(SourceFile),
) -> Result<(), String> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).map_err(|error| error.to_string())?;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|error| error.to_string())?;
        if file.is_dir() {
            continue;
        }
        let path = file.name().map_or_else(
            |_| String::from_utf8_lossy(file.name_raw()).into_owned(),
            std::borrow::Cow::into_owned,
        );
        let mut bytes = Vec::new();
        // What the archive declares is not believed: one byte more than allowed is read, and counted.
        file.take(most_bytes.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| format!("{path}: {error}"))?;
        most_bytes = most_bytes
            .checked_sub(bytes.len() as u64)
            .ok_or("the files are larger than the archive may hold")?;
        take(SourceFile { path, bytes });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> BTreeMap<String, Vec<u8>> {
        [
            ("corpus.toml", b"title = \"Harbour\"".to_vec()),
            ("a/letter.txt", b"Port Lee, 3 May 1921".to_vec()),
            ("a/\u{202e}txt.<img src=x>", b"<script>".to_vec()),
            ("письмо.txt", "Порт".as_bytes().to_vec()),
            ("empty.txt", Vec::new()),
            ("line.txt", vec![b'a'; 3_000_000]),
        ]
        .into_iter()
        .map(|(path, bytes)| (path.to_owned(), bytes))
        .collect()
    }

    #[test]
    fn what_goes_in_comes_out() {
        let archive = bundle(&files()).unwrap();
        let mut out = BTreeMap::new();
        unbundle(&archive, 10_000_000, &mut |file| {
            out.insert(file.path, file.bytes);
        })
        .unwrap();
        assert_eq!(out, files());
    }

    #[test]
    fn the_same_files_in_any_order_give_the_same_bytes() {
        let mut one = Originals::default();
        let mut other = Originals::default();
        for (path, bytes) in files() {
            one.push(&SourceFile { path, bytes });
        }
        for (path, bytes) in files().into_iter().rev() {
            other.push(&SourceFile { path, bytes });
        }
        assert_eq!(one.archive().unwrap(), other.archive().unwrap());
    }

    #[test]
    fn a_folder_that_is_too_large_goes_without() {
        let mut originals = Originals::default();
        assert_eq!(originals.archive(), None);
        originals.push(&SourceFile {
            path: "small.txt".to_owned(),
            bytes: b"small".to_vec(),
        });
        originals.push(&SourceFile {
            path: "large.bin".to_owned(),
            bytes: vec![0; MAX_ORIGINALS_BYTES as usize],
        });
        assert!(originals.is_too_large());
        assert_eq!(originals.archive(), None);
    }

    #[test]
    fn a_damaged_archive_or_a_bomb_ends_in_words() {
        let archive = bundle(&files()).unwrap();
        let take = &mut |_| ();
        assert!(unbundle(b"not an archive", 1000, take).is_err());
        assert!(unbundle(&archive[..archive.len() / 2], 10_000_000, take).is_err());
        // `line.txt` unpacks to three megabytes.
        assert!(unbundle(&archive, 1_000_000, take).is_err());
    }
}
