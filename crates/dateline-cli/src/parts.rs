//! A corpus in pieces, as files that any static host serves.
//!
//! Takes a pack; writes a folder: `head.bin`, a file for each page, 256 to a folder, and `whole.bin`, for what reads
//! every document. Each file is packed with
//! gzip when it is written, because not every host packs what it does not know; the browser unpacks it. Nothing
//! is served in ranges, which not every host does either.

use corpus_index::Corpus;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use std::io::{Read as _, Write as _};
use std::path::Path;

/// Writes the folder.
pub fn write(folder: &Path, pack: &[u8]) -> Result<(), String> {
    check_is_ours(folder)?;
    let corpus = Corpus::open(pack.to_vec()).map_err(|error| error.to_string())?;
    let parts = corpus.pack().split().map_err(|error| error.to_string())?;
    let write = |file: &Path, content: &[u8]| {
        let bytes = packed(content)?;
        let parent = file.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent)
            .and_then(|()| std::fs::write(file, bytes))
            .map_err(|error| format!("cannot write {}: {error}", file.display()))
    };
    for (page, content) in &parts.pages {
        write(&folder.join(file_of_page(*page)), content)?;
    }
    write(&folder.join(WHOLE), pack)?;
    // Last, so that a folder with a head has all its pages.
    write(&folder.join(HEAD), &parts.head)
}

/// Whether a folder holds a corpus in pieces.
pub fn is_corpus(folder: &Path) -> bool {
    folder.join(HEAD).is_file() && folder.join(WHOLE).is_file()
}

/// The pack that such a folder was made of.
pub fn read(folder: &Path) -> Result<Vec<u8>, String> {
    let file = folder.join(WHOLE);
    let fault = |error| format!("cannot read {}: {error}", file.display());
    let packed = std::fs::File::open(&file).map_err(fault)?;
    let mut pack = Vec::new();
    GzDecoder::new(packed)
        .read_to_end(&mut pack)
        .map_err(fault)?;
    Ok(pack)
}

/// What a visit fetches first.
pub const HEAD: &str = "head.bin";
const WHOLE: &str = "whole.bin";

/// Where a page lies; the engine in the browser asks for it there.
fn file_of_page(page: u32) -> String {
    format!("{:x}/{:02x}.bin", page >> 8, page & 0xff)
}

fn packed(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    let packed = gzip.write_all(bytes).and_then(|()| gzip.finish());
    packed.map_err(|error| format!("cannot compress: {error}"))
}

/// Nothing of somebody's is written over: the folder is new, empty, or an earlier corpus in parts, which goes.
fn check_is_ours(folder: &Path) -> Result<(), String> {
    let Ok(mut entries) = std::fs::read_dir(folder) else {
        return Ok(());
    };
    if entries.next().is_none() {
        return Ok(());
    }
    if !folder.join(HEAD).is_file() {
        return Err(format!(
            "{} holds other files; name a new or empty folder",
            folder.display()
        ));
    }
    std::fs::remove_dir_all(folder)
        .map_err(|error| format!("cannot replace {}: {error}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    fn unpacked(file: &Path) -> Vec<u8> {
        let bytes = std::fs::read(file).unwrap();
        let mut out = Vec::new();
        flate2::read::GzDecoder::new(&bytes[..])
            .read_to_end(&mut out)
            .unwrap();
        out
    }

    #[test]
    fn the_files_make_the_corpus_again() {
        let folder =
            std::env::temp_dir().join(format!("dateline-parts-{}.parts", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let pack = corpus_index::write_pack(&corpus_model::LinkedCorpus::default());
        write(&folder, &pack).unwrap();
        write(&folder, &pack).unwrap();
        let corpus = Corpus::open_head(&unpacked(&folder.join(HEAD))).unwrap();
        corpus.coverage().for_each(drop);
        let pages = corpus.pages().unwrap();
        let wanted = pages.take_wanted();
        assert!(!wanted.is_empty());
        for page in wanted {
            pages
                .insert(page, &unpacked(&folder.join(file_of_page(page))))
                .unwrap();
        }
        assert!(is_corpus(&folder));
        assert_eq!(read(&folder).unwrap(), pack);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_folder_with_other_files_is_left_alone() {
        let folder =
            std::env::temp_dir().join(format!("dateline-other-{}.parts", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("letter.txt"), "mine").unwrap();
        assert!(write(&folder, b"").is_err());
        assert!(folder.join("letter.txt").exists());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
