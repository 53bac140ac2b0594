//! Pages of several articles in the shapes that digests have: the articles are parted, and each has its own title, outlet
//! and authors.

#![allow(clippy::unwrap_used)] // Helpers of tests.

use corpus_annotate::{FolderLines, articles};
use corpus_model::SourceFile;

/// Title, outlet and authors of each article.
fn found(page: &str) -> Vec<(String, String, String)> {
    let source = SourceFile {
        path: "page.txt".to_owned(),
        bytes: page.as_bytes().to_vec(),
    };
    let docs = corpus_read::read(&source).output;
    let folder = FolderLines::count(&docs);
    let all = docs.iter().flat_map(|doc| articles(doc, &folder).output);
    all.map(|article| {
        let title = article.title.map_or("", |t| t.of(&article.text)).to_owned();
        let outlet = article.outlet.map(|o| o.value).unwrap_or_default();
        (title, outlet, article.authors.join(", "))
    })
    .collect()
}

fn check(page: &str, wanted: &[(&str, &str, &str)]) {
    let found = found(page);
    let found: Vec<(&str, &str, &str)> = found
        .iter()
        .map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str()))
        .collect();
    assert_eq!(found, wanted);
}

#[test]
fn a_digest_that_counts_its_articles() {
    check(
        "MORNING DIGEST\n\n\
         =====================================\n\
         1. Council votes to close old pier\n\
         By Ada Holt | Harbour Gazette | Posted 3 May 2021\n\n\
         The town council voted seven to two on Monday to close the old pier for good. Members said the timber could \
         not be saved at any price the town could pay.\n\n\
         =====================================\n\
         2. Ferry line hires forty sailors\n\
         Harbour Wire\n\n\
         HOLM — The ferry line said on Tuesday that it would hire forty sailors before the summer. Applicants need two \
         years at sea.\n",
        &[
            (
                "Council votes to close old pier",
                "Harbour Gazette",
                "Ada Holt",
            ),
            ("Ferry line hires forty sailors", "Harbour Wire", ""),
        ],
    );
}

#[test]
fn an_outlet_on_a_line_of_its_own() {
    check(
        "Fishermen strike enters second week\nHARBOUR POST\nPublished May 3, 2021\nWritten by Cora Lind\n\n\
         Fishermen along the northern coast stayed ashore for an eighth day on Monday in a dispute over quotas. Talks \
         broke down on Friday after the ministry withdrew an offer.\n-----\n\
         Museum shows lost maps of the strait\nCOAST REVIEW\nPublished May 2, 2021\nWritten by Dan Ekholm\n\n\
         A museum in Holm has put on show eleven maps of the strait that were thought lost in the fire of 1911. A \
         retired teacher found them behind a stove.\n",
        &[
            (
                "Fishermen strike enters second week",
                "HARBOUR POST",
                "Cora Lind",
            ),
            (
                "Museum shows lost maps of the strait",
                "COAST REVIEW",
                "Dan Ekholm",
            ),
        ],
    );
}

#[test]
fn a_digest_in_russian() {
    check(
        "Главная | Новости | Экономика\n\n\
         В Верхней гавани подорожала рыба\n\n5 января 2022, 10:30\n\n\
         Цены на треску в Верхней гавани выросли за неделю на четверть, рассказали торговцы рынка. Рыбаки связывают \
         это со штормами, которые не дают выйти в море.\n\nИсточник: Агентство «Берег»\n\n* * *\n\n\
         Жители острова Руд просят открыть школу\n\nАнна Кольцова, «Вечерний Хольм»\n\n\
         Жители острова Руд собрали триста подписей под письмом с просьбой снова открыть школу. Её закрыли в прошлом \
         году из-за нехватки учителей.\n",
        &[
            ("В Верхней гавани подорожала рыба", "Агентство «Берег»", ""),
            (
                "Жители острова Руд просят открыть школу",
                "Вечерний Хольм",
                "Анна Кольцова",
            ),
        ],
    );
}

/// A subhead before a paragraph that goes on about the same person begins no article.
#[test]
fn a_subhead_is_no_headline() {
    let page = "Ada Holt of the lighthouse\n\n\
        Ada Holt kept the lighthouse of Holm for thirty years and wrote down every ship that passed. The museum has her \
        books, which scholars of the strait still use.\n\n\
        Efforts to leave the island\n\n\
        She, her mother and a younger brother mended sails, washed linen and sold eggs to whoever came by. In 1892, \
        after a classmate had found work in the capital, the family tried to follow.\n";
    assert_eq!(found(page).len(), 1);
}
