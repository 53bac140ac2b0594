//! Same files, same bytes: in any order. `tests/web` shows the same for wasm.

use crate::support::corpus_files;
use corpus_annotate::Resources;
use corpus_ingest::{Ingest, Options};
use corpus_model::SourceFile;

fn pack(files: &[SourceFile]) -> Vec<u8> {
    let mut ingest = Ingest::new(Options::default());
    for file in files {
        ingest.push(file.clone());
    }
    ingest.finish(&Resources::builtin()).pack()
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let mut files = corpus_files();
    let sorted = pack(&files);
    files.reverse();
    assert!(
        pack(&files) == sorted,
        "the reversed folder gave another pack"
    );
    // A fixed riffle: every file leaves its neighbours.
    let (even, odd): (Vec<_>, Vec<_>) = files
        .iter()
        .cloned()
        .enumerate()
        .partition(|(i, _)| i % 2 == 0);
    let riffled: Vec<_> = odd.into_iter().chain(even).map(|(_, file)| file).collect();
    assert!(
        pack(&riffled) == sorted,
        "the shuffled folder gave another pack"
    );
}

#[test]
fn one_changed_letter_changes_the_pack() {
    let mut files = corpus_files();
    let before = pack(&files);
    let file = files
        .iter_mut()
        .find(|file| file.path.ends_with(".txt"))
        .unwrap();
    let at = file.bytes.iter().rposition(u8::is_ascii_lowercase).unwrap();
    file.bytes[at] = if file.bytes[at] == b'z' { b'y' } else { b'z' };
    assert!(pack(&files) != before);
}
