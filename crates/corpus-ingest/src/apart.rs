//! Files read in one program and taken up by another: what lets several workers read one folder.
//!
//! Only what a file says by itself is read apart; what needs the folder's description, or is one, is left to the run.

use crate::{CORPUS_FILE, CORRECTIONS_FILE, Ingest, is_folder_note};
use corpus_model::SourceFile;
use corpus_read::{FileRead, ReadOptions};
use serde::{Deserialize, Serialize};

/// What reading made of a file.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadApart {
    /// The path it was given with.
    path: String,
    files: Vec<FileRead>,
}

impl ReadApart {
    /// Reads a file outside of any run; `None` for one that only the run can read.
    #[must_use]
    pub fn read(source: &SourceFile) -> Option<Self> {
        let is_of_the_run = [CORPUS_FILE, CORRECTIONS_FILE].contains(&source.path.as_str())
            || is_folder_note(&source.path)
            || corpus_read::refusal(&source.path, source.bytes.len() as u64).is_some()
            || corpus_read::needs_fields(source);
        (!is_of_the_run).then(|| Self {
            path: source.path.clone(),
            files: corpus_read::read_files(source, &ReadOptions::default()),
        })
    }

    /// As bytes, for [`ReadApart::from_bytes`] of the same version of this program.
    #[must_use]
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        postcard::to_allocvec(self).ok()
    }

    /// From bytes; `None` where they are none of [`ReadApart::to_bytes`].
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}

impl Ingest {
    /// Takes a file that was read apart, as [`Ingest::push`] would have read it.
    pub fn take_up(&mut self, read: ReadApart) {
        self.take(read.files, &read.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use corpus_annotate::Resources;

    const FILES: [(&str, &str); 6] = [
        (
            "corpus.toml",
            "title = \"Port papers\"\n[fields]\ntext = \"words\"\n",
        ),
        ("README.md", "What this folder is.\n"),
        (
            "a.html",
            "<title>Gale</title><article><h1>Gale</h1><p>PORT LEE, 3 May 1921. The gale tore off the roof \
             of the caf\u{e9}.</p></article>",
        ),
        (
            "b.txt",
            "Log of the Heron\n\nOn 4 May 1921 Ann Marlow wrote.\n",
        ),
        ("c.jsonl", "{\"words\": \"The harbour was full.\"}\n"),
        ("d.bin", "\u{0}\u{1}\u{2}\u{0}"),
    ];

    fn source((path, text): (&str, &str)) -> SourceFile {
        SourceFile {
            path: path.to_owned(),
            bytes: text.as_bytes().to_vec(),
        }
    }

    #[test]
    fn a_folder_read_apart_gives_the_same_bytes() {
        let mut whole = Ingest::new(Options::default());
        let mut divided = Ingest::new(Options::default());
        let mut apart = Vec::new();
        for source in FILES.map(source) {
            whole.push(source.clone());
            match ReadApart::read(&source) {
                Some(read) => {
                    let bytes = read.to_bytes().unwrap();
                    assert_eq!(ReadApart::from_bytes(&bytes), Some(read));
                    apart.push(source.path);
                    divided.take_up(ReadApart::from_bytes(&bytes).unwrap());
                }
                None => divided.push(source),
            }
        }
        assert_eq!(apart, ["a.html", "b.txt", "d.bin"]);
        let resources = Resources::default();
        assert!(whole.finish(&resources).pack() == divided.finish(&resources).pack());
    }

    #[test]
    fn bytes_of_something_else_are_refused() {
        let read = ReadApart::read(&source(FILES[3])).unwrap();
        let bytes = read.to_bytes().unwrap();
        assert_eq!(ReadApart::from_bytes(&bytes[..bytes.len() - 1]), None);
        assert_eq!(ReadApart::from_bytes(b"no"), None);
    }
}
