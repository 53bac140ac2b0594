//! What every article owes its source. Ordinary tests call this with pieces of trouble, the fuzz target `clean` with
//! any bytes.

#![allow(dead_code)] // Each caller uses its part.

use corpus_annotate::{FolderLines, articles, plain_article};
use corpus_model::{Article, RawDoc, SourceFile};

/// The documents of a file.
pub fn read(path: &str, bytes: Vec<u8>) -> Vec<RawDoc> {
    corpus_read::read(&SourceFile {
        path: path.to_owned(),
        bytes,
    })
    .output
}

/// Checks all articles of a document.
pub fn check_doc(doc: &RawDoc) {
    let folder = FolderLines::count(std::slice::from_ref(doc));
    for article in articles(doc, &folder).output {
        check_article(doc, &article);
    }
    if let Some(article) = plain_article(doc) {
        assert_eq!(article.text, doc.body.text());
        check_article(doc, &article);
    }
}

fn check_article(doc: &RawDoc, article: &Article) {
    let text = article.text.as_str();
    // Copied runs are copies.
    for (i, run) in article.map.iter().enumerate() {
        let end = article
            .map
            .get(i + 1)
            .map_or(text.len(), |next| next.text_start as usize);
        let piece = &text[run.text_start as usize..end];
        let source = &doc.decoded[run.raw.start as usize..run.raw.end as usize];
        if run.is_copy {
            assert_eq!(piece, source);
        }
    }
    // Cuts are what stood there.
    for cut in &article.removed {
        assert_eq!(cut.raw.of(&doc.decoded), cut.text);
        assert!(text.is_char_boundary(cut.at as usize));
        assert!(!cut.why.is_empty());
    }
    // Repairs lie in the text, in order.
    let mut at = 0;
    for repair in &article.repairs {
        assert!(repair.span.start >= at && repair.span.end as usize <= text.len());
        assert!(
            text.is_char_boundary(repair.span.start as usize)
                && text.is_char_boundary(repair.span.end as usize)
        );
        at = repair.span.end;
    }
    // Paragraphs and sentences cover all but white space, in order, none across another.
    for layer in [&article.paragraphs, &article.sentences] {
        let mut covered = 0;
        for span in layer {
            assert!(text[covered..span.start as usize].trim().is_empty());
            assert!(!span.of(text).trim().is_empty());
            covered = span.end as usize;
        }
        assert!(text[covered..].trim().is_empty());
    }
    for sentence in &article.sentences {
        assert!(article.paragraphs.iter().any(|p| p.contains(*sentence)));
    }
    let spans = [article.title, article.standfirst, article.byline]
        .into_iter()
        .flatten()
        .chain(article.dateline.iter().map(|d| d.span));
    for span in spans {
        assert!(!span.of(text).is_empty());
    }
}
