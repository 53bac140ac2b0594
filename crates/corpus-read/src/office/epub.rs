//! Books (EPUB 2 and 3): each chapter a document.
//!
//! In: the opened archive. Out: the pages of the spine in reading order, each read as the web page that
//! it is, all of its text; what the package says of the book goes to every chapter. Pages of contents, which
//! repeat titles, are left out. A chapter that is protected or missing is named.

use super::tidy_field;
use super::xml::{self, Piece};
use crate::archive::zip::Zip;
use crate::{Doc, Read, Remark, charset, html};
use corpus_model::{Format, Metadata};
use std::collections::{BTreeMap, BTreeSet};

/// Books of reference have some thousand parts.
const MAX_CHAPTERS: usize = 5000;

/// Reads an opened `.epub`.
pub(crate) fn read(zip: &mut Zip<'_>) -> Read {
    let mut package_path = None;
    let container = zip.read("META-INF/container.xml").unwrap_or_default();
    xml::walk(&container, |piece| {
        if let Piece::Start(element) = piece
            && element.name == "rootfile"
            && package_path.is_none()
        {
            package_path = element.attribute("full-path");
        }
    });
    let path = package_path.unwrap_or_else(|| "content.opf".to_owned());
    let package = match zip.read(&path) {
        Ok(bytes) => bytes,
        Err(why) => return Read::refused("read/damaged", format!("EPUB: {why}, skipped")),
    };
    let protected = protected(zip);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let chapters = spine(&package, folder);
    let book = book(&package);
    let mut read = Read::default();
    let (mut n_protected, mut n_missing) = (0, 0);
    for chapter in chapters.iter().take(MAX_CHAPTERS) {
        if protected.contains(chapter) {
            n_protected += 1;
            continue;
        }
        let Ok(bytes) = zip.read(chapter) else {
            n_missing += 1;
            continue;
        };
        read.docs.push(chapter_doc(&bytes, &book));
    }
    if n_protected > 0 {
        let what = format!("{n_protected} encrypted chapters, skipped");
        read.remarks.push(Remark::new("read/encrypted", what));
    }
    if n_missing > 0 {
        let what = format!("{n_missing} chapters are missing or damaged");
        read.remarks.push(Remark::new("read/truncated", what));
    }
    if chapters.len() > MAX_CHAPTERS {
        let n = chapters.len() - MAX_CHAPTERS;
        let what = format!("more than {MAX_CHAPTERS} chapters, {n} left out");
        read.remarks.push(Remark::new("read/too-large", what));
    }
    // A book in one piece carries the book's title; a chapter of several has one of its own.
    let mut with_text = read
        .docs
        .iter_mut()
        .filter(|doc| !doc.body.text().trim().is_empty());
    if let (Some(only), None) = (with_text.next(), with_text.next()) {
        only.metadata.title = book.title.clone();
        only.metadata.outlet = book.publisher.clone();
        only.metadata.outlet_from = book
            .publisher
            .as_ref()
            .map(|_| "publisher of the book".to_owned());
    }
    if read.docs.is_empty() && read.remarks.is_empty() {
        return Read::refused("read/no-text", "book without chapters, skipped");
    }
    read
}

/// What the package says of the whole book.
struct Book {
    title: Option<String>,
    publisher: Option<String>,
    metadata: Metadata,
}

fn book(package: &[u8]) -> Book {
    let mut out = Book {
        title: None,
        publisher: None,
        metadata: Metadata::default(),
    };
    for (name, value) in xml::fields(
        package,
        &["title", "creator", "publisher", "language", "date"],
    ) {
        match name {
            "title" if out.title.is_none() => out.title = Some(value),
            "creator" => out.metadata.authors.extend(tidy_field(&value)),
            "publisher" if out.publisher.is_none() => out.publisher = Some(value),
            "language" if out.metadata.language.is_none() => out.metadata.language = Some(value),
            "date" if out.metadata.published.is_empty() => {
                out.metadata
                    .published
                    .extend(xml::published(&value, "date of the book"));
            }
            _ => {}
        }
    }
    out.metadata.authors.retain(|a| super::is_author(a));
    out
}

/// A chapter: what its page says of itself comes before what the book says.
fn chapter_doc(bytes: &[u8], book: &Book) -> Doc {
    let declared = html::declared_charset(bytes);
    let decoded = charset::decode(bytes, declared.as_deref());
    let page = html::read(&decoded.text).metadata;
    let title = page.title.filter(|t| Some(t) != book.title.as_ref());
    let title = title.filter(|t| super::is_title(t));
    let mut metadata = Metadata {
        title: title.or_else(|| heading(&decoded.text)),
        outlet: book.title.clone(),
        outlet_from: book.title.as_ref().map(|_| "title of the book".to_owned()),
        ..book.metadata.clone()
    };
    if !page.authors.is_empty() {
        metadata.authors = page.authors;
    }
    if !page.published.is_empty() {
        metadata.published = page.published;
    }
    if page.language.is_some() {
        metadata.language = page.language;
    }
    Doc {
        format: Format::Epub,
        charset: decoded.charset,
        body: html::whole_text(&decoded.text),
        decoded: decoded.text,
        metadata,
    }
}

/// The first heading of a page: many programs put the name of the file, or of the book, into its title.
fn heading(page: &str) -> Option<String> {
    let at = ["<h1", "<h2", "<h3"]
        .iter()
        .filter_map(|h| page.find(h))
        .min()?;
    let rest = page.get(at..)?;
    let end = rest.find("</h")?;
    tidy_field(&crate::html_text(rest.get(..end)?)).filter(|t| super::is_title(t))
}

/// Members that are encrypted. Fonts often are, to no one's harm.
fn protected(zip: &mut Zip<'_>) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    if let Ok(bytes) = zip.read("META-INF/encryption.xml") {
        xml::walk(&bytes, |piece| {
            if let Piece::Start(element) = piece
                && element.name == "CipherReference"
            {
                out.extend(element.attribute("URI").map(|uri| resolved("", &uri)));
            }
        });
    }
    out
}

/// The paths of the chapters in reading order.
fn spine(package: &[u8], folder: &str) -> Vec<String> {
    let mut items: BTreeMap<String, String> = BTreeMap::new();
    let mut left_out: BTreeSet<String> = BTreeSet::new();
    let mut order: Vec<String> = Vec::new();
    xml::walk(package, |piece| {
        let Piece::Start(element) = piece else {
            return;
        };
        match element.name {
            "item" => {
                let (Some(id), Some(href)) = (element.attribute("id"), element.attribute("href"))
                else {
                    return;
                };
                let kind = element.attribute("media-type").unwrap_or_default();
                let is_page = kind.contains("html") || kind == "text/x-oeb1-document";
                let properties = element.attribute("properties").unwrap_or_default();
                if is_page && !properties.split_whitespace().any(|p| p == "nav") {
                    items.insert(id, resolved(folder, &href));
                }
            }
            "itemref" => order.extend(element.attribute("idref")),
            // EPUB 2 says in its guide which page is the contents.
            "reference" => {
                let kind = element.attribute("type").unwrap_or_default();
                if kind == "toc"
                    && let Some(href) = element.attribute("href")
                {
                    left_out.insert(resolved(folder, &href));
                }
            }
            _ => {}
        }
    });
    let mut seen = BTreeSet::new();
    let mut chapters: Vec<String> = order
        .iter()
        .filter_map(|id| items.get(id).cloned())
        .filter(|path| seen.insert(path.clone()))
        .collect();
    if chapters.iter().any(|path| !left_out.contains(path)) {
        chapters.retain(|path| !left_out.contains(path));
    }
    chapters
}

/// A reference in `folder` as the name of a member: `%20` undone, `..` followed, `#` cut off.
fn resolved(folder: &str, href: &str) -> String {
    let href = href.split(['#', '?']).next().unwrap_or_default();
    let mut bytes = Vec::with_capacity(href.len());
    let mut rest = href.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = |b: u8| {
            char::from(b)
                .to_digit(16)
                .and_then(|d| u8::try_from(d).ok())
        };
        if first == b'%'
            && let [high, low, after @ ..] = tail
            && let (Some(high), Some(low)) = (hex(*high), hex(*low))
        {
            bytes.push(high << 4 | low);
            rest = after;
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    let href = String::from_utf8_lossy(&bytes).into_owned();
    let base = if href.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(href.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_lead_to_members() {
        assert_eq!(
            resolved("OEBPS", "text/one%20two.xhtml#p3"),
            "OEBPS/text/one two.xhtml"
        );
        assert_eq!(resolved("OEBPS/text", "../../../a.html"), "a.html");
        assert_eq!(resolved("", "a%zz"), "a%zz");
    }

    #[test]
    fn the_spine_gives_the_order_and_contents_are_left_out() {
        let package = br#"<package><manifest>
            <item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
            <item id="b" href="b.xhtml" media-type="application/xhtml+xml"/>
            <item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>
            <item id="c" href="c.css" media-type="text/css"/>
            </manifest><spine><itemref idref="n"/><itemref idref="b"/><itemref idref="c"/><itemref idref="a"/><itemref idref="b"/></spine></package>"#;
        assert_eq!(spine(package, "x"), ["x/b.xhtml", "x/a.xhtml"]);
    }
}
