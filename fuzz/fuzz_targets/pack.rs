//! Any bytes open or fail; bytes put into a section of a good pack, with every checksum right, open and can be read.

#![no_main]

use corpus_index::testing::{corpus, walk_all, with_sections};
use corpus_index::{Corpus, write_pack};
use corpus_search::{HitFinder, SearchRequest, parse, search};
use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;

static PACK: OnceLock<Vec<u8>> = OnceLock::new();

fuzz_target!(|bytes: &[u8]| {
    let _ = Corpus::open(bytes.to_vec());
    let [section, at, rest @ ..] = bytes else {
        return;
    };
    let pack = PACK.get_or_init(|| write_pack(&corpus()));
    let crafted = with_sections(pack, |sections| {
        let n = sections.len();
        let (_, content) = &mut sections[usize::from(*section) % n];
        let at = usize::from(*at).min(content.len());
        for (slot, byte) in content[at..].iter_mut().zip(rest) {
            *slot = *byte;
        }
    });
    let corpus = Corpus::open(crafted).expect("its checksums are right");
    walk_all(&corpus);
    for query in ["", "harbour", "\"harbour council\"", "s*", "strike~2", "person:marrow", "a NEAR/3 the"] {
        let request = SearchRequest {
            query: parse(query),
            ..SearchRequest::default()
        };
        let result = search(&corpus, &request);
        let finder = HitFinder::new(&corpus, &request.query);
        for doc in result.docs {
            let _ = finder.snippet(doc, 80);
        }
    }
});
