//! One document's source as it came, read again from the file it is in.
//!
//! A pack holds what was made of a source, not the source itself. Where the files are at hand, this finds the text
//! that the spans of a document measure: of all documents that the file holds, the one with its path and checksum
//! in which everything that was copied stands where it was copied from.

use crate::info;
use corpus_model::SourceFile;
use corpus_read::{ReadOptions, read_files};

/// What is known of the document.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Its path; that of a file in an archive begins with the archive's.
    pub path: String,
    /// SHA-256 of its file.
    pub sha256: [u8; 32],
    /// Pieces of its text that were copied, each with the byte of the source they begin at.
    pub copies: Vec<(u32, String)>,
}

impl Wanted {
    /// Whether the document is in the file at `path`, or that file.
    #[must_use]
    pub fn is_in(&self, path: &str) -> bool {
        self.path == path
            || self
                .path
                .strip_prefix(path)
                .is_some_and(|below| below.starts_with('/'))
    }

    fn fits(&self, decoded: &str) -> bool {
        self.copies.iter().all(|(start, words)| {
            let from = decoded.as_bytes().get(*start as usize..);
            from.is_some_and(|from| from.starts_with(words.as_bytes()))
        })
    }
}

/// The decoded source of a document in `file`; `None` where it is not in it, or the file has changed since.
/// `description` is the folder's `corpus.toml`, which says how records are read.
#[must_use]
pub fn decoded_source(
    file: &SourceFile,
    description: Option<&SourceFile>,
    wanted: &Wanted,
) -> Option<String> {
    let said = description.map(|file| info::parse(file).output.read_options(false));
    let said = said.unwrap_or_default();
    let read = |is_plain| {
        let options = ReadOptions {
            is_plain,
            ..said.clone()
        };
        read_files(file, &options)
            .into_iter()
            .filter(|read| read.path == wanted.path)
            .flat_map(|read| read.docs)
            .find(|doc| doc.sha256 == wanted.sha256 && wanted.fits(&doc.decoded))
            .map(|doc| doc.decoded)
    };
    // Which of the two the corpus was read as is not in the pack.
    read(false).or_else(|| read(true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Ingest, Options};
    use corpus_annotate::Resources;

    fn file(path: &str, text: &str) -> SourceFile {
        SourceFile {
            path: path.to_owned(),
            bytes: text.as_bytes().to_vec(),
        }
    }

    /// Every document of a run finds the source that the run itself decoded.
    fn check(files: &[SourceFile]) {
        let mut ingest = Ingest::new(Options::default());
        files.iter().for_each(|file| ingest.push(file.clone()));
        let run = ingest.finish(&Resources::default());
        assert!(!run.corpus.docs.is_empty());
        let description = files.iter().find(|file| file.path == crate::CORPUS_FILE);
        for doc in &run.corpus.docs {
            let article = &doc.article;
            let copies = article.map.iter().filter(|run| run.is_copy).map(|run| {
                let start = run.text_start as usize;
                let end = start + run.raw.len() as usize;
                (run.raw.start, article.text[start..end].to_owned())
            });
            let wanted = Wanted {
                path: article.source.path.clone(),
                sha256: article.source.sha256,
                copies: copies.collect(),
            };
            let file = files.iter().find(|file| wanted.is_in(&file.path)).unwrap();
            assert_eq!(
                decoded_source(file, description, &wanted).as_deref(),
                run.source_of(&article.id),
                "{}",
                article.id
            );
        }
    }

    #[test]
    fn a_file_that_has_changed_since_is_not_taken_for_the_source() {
        let words = file("a.txt", "The pier was lost at Port Lee.");
        let wanted = Wanted {
            path: "a.txt".to_owned(),
            sha256: corpus_read::sha256(&words.bytes),
            copies: vec![(4, "pier".to_owned())],
        };
        assert!(decoded_source(&words, None, &wanted).is_some());
        let changed = file("a.txt", "The pier was lost at Port Leo.");
        assert_eq!(decoded_source(&changed, None, &wanted), None);
        let elsewhere = Wanted {
            copies: vec![(5, "pier".to_owned()), (u32::MAX, "x".to_owned())],
            ..wanted
        };
        assert_eq!(decoded_source(&words, None, &elsewhere), None);
    }

    #[test]
    fn a_text_is_found() {
        check(&[file(
            "a.txt",
            "A gale\n\nPORT LEE, 3 May 1921. The pier was lost.\n",
        )]);
    }

    #[test]
    fn records_of_one_table_are_told_apart() {
        check(&[
            file("corpus.toml", "[fields]\ntext = \"inhalt\"\n"),
            file(
                "log.csv",
                "title,inhalt\nA gale,The pier at Port Lee was lost in the gale of Monday night.\n\
                 A calm,\"The sea lay still at Port Lee, and nobody was lost on Tuesday.\"\n",
            ),
        ]);
    }

    #[test]
    fn a_file_in_an_archive_is_found() {
        let inner = [(
            "box/a.txt".to_owned(),
            b"A gale\n\nThe pier was lost at Port Lee.\n".to_vec(),
        )];
        let bytes = corpus_read::bundle(&inner.into_iter().collect()).unwrap();
        check(&[SourceFile {
            path: "bundle.zip".to_owned(),
            bytes,
        }]);
    }

    #[test]
    fn a_path_that_only_begins_alike_is_another_file() {
        let wanted = Wanted {
            path: "bundle.zip/a.txt".to_owned(),
            ..Wanted::default()
        };
        assert!(wanted.is_in("bundle.zip") && !wanted.is_in("bundle"));
    }
}
