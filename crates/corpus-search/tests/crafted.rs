//! Packs with right checksums and wrong content: searching them gives odd answers, and never fails.

use corpus_index::testing::{corpus, with_sections};
use corpus_index::write_pack;
use corpus_model::DayInterval;
use corpus_search::{
    Corpus, Facet, FacetFilter, FilterMode, Filters, HitFinder, LineSort, SearchRequest, Sort,
    concordance, parse, search, suggest,
};
use proptest::prelude::*;

const QUERIES: [&str; 12] = [
    "",
    "harbour",
    "\"harbour council\"",
    "s*",
    "strike~2",
    "/.*e.*/",
    "person:marrow",
    "speaker:a*",
    "a NEAR/3 the",
    "title:the OR quote:a",
    "\"the a\"~9 -council",
    "published:2022 has:quote mentions:1900..",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_content_can_be_searched(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..24),
        query in 0..QUERIES.len(),
    ) {
        let crafted = with_sections(&write_pack(&corpus()), |sections| {
            for (at, value) in changes {
                // All but the texts, which are most of the bytes and the least dangerous.
                let n = sections.len() - 1;
                let (_, bytes) = &mut sections[at.index(n)];
                if !bytes.is_empty() {
                    let at = at.index(bytes.len());
                    bytes[at] = value;
                }
            }
        });
        let corpus = Corpus::open(crafted).expect("its checksums are right");
        for sort in [Sort::Relevance, Sort::Oldest, Sort::Outlet, Sort::Title] {
            let filter = |facet, mode| FacetFilter { facet, value: 0, mode };
            for facets in [vec![], vec![filter(Facet::Outlet, FilterMode::AnyOf)], vec![filter(Facet::Author, FilterMode::Exclude)]] {
                let request = SearchRequest {
                    query: parse(QUERIES[query]),
                    filters: Filters {
                        facets,
                        mentioned: (sort == Sort::Title).then_some(DayInterval { begin: None, end_exclusive: None }),
                        ..Filters::default()
                    },
                    sort,
                };
                let result = search(&corpus, &request);
                let finder = HitFinder::new(&corpus, &request.query);
                for doc in &result.docs {
                    let snippet = finder.snippet(*doc, 60);
                    let _ = corpus.text_slice(*doc, snippet.span);
                }
                let _ = concordance(&corpus, &finder, &result.docs, 3, LineSort::Left);
            }
        }
        let _ = suggest(&corpus, "s", 5);
    }
}
