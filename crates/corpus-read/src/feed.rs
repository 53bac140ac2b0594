//! RSS (0.9 to 2.0, RDF) and Atom: one document an item.
//!
//! In: decoded XML. Out: each item's content, which is HTML more often than not, with what the item and the
//! feed say about it. The decoded source of an item is its title and its content as the feed means it, after
//! the XML's own escapes. Entities that the file declares itself are not expanded.

use crate::record::{self, Markup, has_references, has_tags, tidy};
use crate::{Read, Remark, html};
use corpus_model::{Format, MetaDate, Metadata};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements in elements, of a file that means no harm.
const MAX_DEPTH: usize = 200;

/// Whether the first element is that of a feed.
pub(crate) fn is_feed(head: &str) -> bool {
    let mut rest = head.trim_start_matches('\u{feff}').trim_start();
    loop {
        rest = rest.trim_start();
        let end = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<!DOCTYPE") {
            let has_subset = rest.find('[') < rest.find('>') && rest.contains('[');
            if has_subset { "]>" } else { ">" }
        } else {
            break;
        };
        match rest.split_once(end) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    let name_end = rest.find(|c: char| c.is_whitespace() || c == '>');
    match rest.get(..name_end.unwrap_or(0)) {
        Some("<rss") => true,
        Some("<feed" | "<atom:feed") => {
            rest.contains("w3.org/2005/Atom") || rest.contains("purl.org/atom")
        }
        Some("<rdf:RDF") => rest.contains("purl.org/rss") || rest.contains("netscape.com/rdf"),
        _ => false,
    }
}

/// An element of an item or of the feed itself: its name with the usual prefix, its attributes, its content.
#[derive(Debug)]
struct Element<'t> {
    name: String,
    attributes: Vec<(String, String)>,
    raw: &'t str,
}

impl Element<'_> {
    fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name)?;
        Some(&found.1)
    }

    /// The content after the XML's escapes.
    fn value(&self) -> String {
        unescaped(self.raw)
    }

    fn is_xhtml(&self) -> bool {
        self.attribute("type") == Some("xhtml")
    }
}

pub(crate) fn read(text: &str, charset: &str) -> Read {
    let mut out = Read::default();
    let mut xml = Reader::from_str(text);
    let config = xml.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    // Path of open elements; elements of the item, or of the feed, under way.
    let mut path: Vec<String> = Vec::new();
    let mut feed: Vec<Element<'_>> = Vec::new();
    let mut item: Vec<Element<'_>> = Vec::new();
    let mut item_depth = None;
    let mut open: Option<(usize, Element<'_>, usize)> = None;
    let mut n_without = 0_usize;
    let mut language = None;
    loop {
        let before = position(&xml);
        let event = match xml.read_event() {
            Ok(event) => event,
            Err(error) => {
                let what = format!("damaged XML ({error}), read up to there");
                out.remarks.push(Remark::new("read/cut-off", what));
                break;
            }
        };
        match event {
            Event::Start(start) => {
                let name = name_of(&start);
                if path.is_empty() {
                    let own = attributes_of(&start);
                    let tag = own.into_iter().find(|(key, _)| key == "xml:lang");
                    language = tag.and_then(|(_, tag)| tidy(&tag));
                }
                let is_item = matches!(name.as_str(), "item" | "entry");
                if is_item && item_depth.is_none() {
                    item_depth = Some(path.len());
                    item.clear();
                } else if open.is_none() && is_field_parent(&path, item_depth) {
                    let element = Element {
                        name: name.clone(),
                        attributes: attributes_of(&start),
                        raw: "",
                    };
                    open = Some((path.len(), element, position(&xml)));
                }
                path.push(name);
                if path.len() > MAX_DEPTH {
                    let what =
                        format!("elements nested more than {MAX_DEPTH} deep, read up to there");
                    out.remarks.push(Remark::new("read/nested", what));
                    break;
                }
            }
            Event::Empty(start) if open.is_none() && is_field_parent(&path, item_depth) => {
                let element = Element {
                    name: name_of(&start),
                    attributes: attributes_of(&start),
                    raw: "",
                };
                if item_depth.is_some() {
                    item.push(element);
                } else {
                    feed.push(element);
                }
            }
            Event::End(_) => {
                path.pop();
                if let Some((depth, mut element, from)) = open.take() {
                    if depth == path.len() {
                        element.raw = text.get(from..before).unwrap_or_default();
                        if item_depth.is_some() {
                            item.push(element);
                        } else {
                            feed.push(element);
                        }
                    } else {
                        open = Some((depth, element, from));
                    }
                }
                if item_depth == Some(path.len()) {
                    item_depth = None;
                    match doc(&item, &feed, language.as_deref(), charset) {
                        Some(doc) => out.docs.push(doc),
                        None => n_without += 1,
                    }
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !path.is_empty() && out.remarks.is_empty() {
        let what = "a feed that is cut off, read up to there";
        out.remarks.push(Remark::new("read/cut-off", what));
    }
    if out.docs.is_empty() {
        let none = Remark::new(
            "read/no-text",
            "a feed without items that hold text, skipped",
        );
        out.remarks.insert(0, none);
    } else if n_without > 0 {
        let what = format!("{n_without} items without text, left out");
        out.remarks.push(Remark::new("read/empty-record", what));
    }
    out
}

fn position(xml: &Reader<&[u8]>) -> usize {
    usize::try_from(xml.buffer_position()).unwrap_or(usize::MAX)
}

/// Whether what opens now is a field: of the item under way, or of the feed or its channel.
fn is_field_parent(path: &[String], item_depth: Option<usize>) -> bool {
    match item_depth {
        Some(depth) => path.len() == depth + 1,
        None => match path.last().map(String::as_str) {
            Some("channel") => true,
            Some("feed") => path.len() == 1,
            _ => false,
        },
    }
}

/// The name in small letters. Prefixes that only say "this feed's format" are dropped.
fn name_of(start: &BytesStart<'_>) -> String {
    let name = start.name().as_ref().to_ascii_lowercase();
    match name.split_once(':') {
        Some(("atom" | "atom10" | "a10" | "rss", local)) if local != "link" => local.to_owned(),
        _ => name,
    }
}

fn attributes_of(start: &BytesStart<'_>) -> Vec<(String, String)> {
    start
        .attributes()
        .with_checks(false)
        .filter_map(Result::ok)
        .take(20)
        .map(|attribute| {
            let key = attribute.key.as_ref().to_ascii_lowercase();
            (key, unescaped(&attribute.value))
        })
        .collect()
}

fn doc(
    item: &[Element<'_>],
    feed: &[Element<'_>],
    language: Option<&str>,
    charset: &str,
) -> Option<crate::Doc> {
    let element = |of: &[&str]| {
        of.iter().find_map(|name| {
            item.iter()
                .find(|e| e.name == *name && !e.raw.trim().is_empty())
        })
    };
    let value = |of: &[&str]| element(of).and_then(|e| tidy(&words(&e.value())));
    let content = element(&[
        "content:encoded",
        "content",
        "description",
        "summary",
        "body",
        "xhtml:body",
    ])?;
    // XHTML stands in the feed as it is, all else is escaped.
    let (text, markup) = if content.is_xhtml() || content.name == "xhtml:body" {
        (content.raw.to_owned(), Markup::Html)
    } else {
        let text = content.value();
        let is_html = content
            .attribute("type")
            .is_some_and(|t| t.contains("html"))
            || has_tags(&text)
            || has_references(&text);
        (text, if is_html { Markup::Html } else { Markup::Plain })
    };
    let link = item
        .iter()
        .filter(|e| e.name == "link" || e.name == "atom:link")
        .find_map(|e| match e.attribute("href") {
            Some(href) => {
                let is_page = matches!(e.attribute("rel"), None | Some("alternate"));
                is_page.then(|| href.to_owned())
            }
            None => tidy(&e.value()),
        });
    let guid = item
        .iter()
        .find(|e| matches!(e.name.as_str(), "guid" | "id"));
    let guid = guid.and_then(|e| tidy(&e.value()));
    let is_address = |url: &String| url.starts_with("http://") || url.starts_with("https://");
    let of_feed = |name: &str| {
        let found = feed.iter().find(|e| e.name == name)?;
        tidy(&words(&found.value()))
    };
    let mut metadata = Metadata {
        title: value(&["title"]),
        url: link.filter(is_address).or_else(|| guid.filter(is_address)),
        language: item
            .iter()
            .find_map(|e| tidy(e.attribute("xml:lang")?))
            .or_else(|| value(&["dc:language"]))
            .or_else(|| of_feed("language"))
            .or_else(|| language.map(str::to_owned)),
        section: item.iter().find(|e| e.name == "category").and_then(|e| {
            match e.attribute("term") {
                Some(term) => tidy(term),
                None => tidy(&words(&e.value())),
            }
        }),
        ..Metadata::default()
    };
    for (name, words) in [
        ("pubdate", "pubDate of the feed"),
        ("published", "published, in the feed"),
        ("dc:date", "dc:date of the feed"),
        ("dcterms:issued", "dcterms:issued, in the feed"),
        ("updated", "updated, in the feed"),
    ] {
        if metadata.published.is_empty()
            && let Some(value) = value(&[name])
        {
            metadata.published.push(MetaDate {
                value: iso_date(&value),
                from: words.to_owned(),
            });
        }
    }
    for author in item
        .iter()
        .filter(|e| matches!(e.name.as_str(), "author" | "dc:creator"))
    {
        // Atom has `<author><name>`, RSS `mail@host (Name)`.
        let name = author
            .raw
            .split_once("<name>")
            .and_then(|(_, rest)| rest.split_once("</name>"))
            .map_or_else(|| author.value(), |(name, _)| unescaped(name));
        let name = match name.split_once('(') {
            Some((mail, rest)) if mail.contains('@') => {
                rest.trim_end().trim_end_matches(')').to_owned()
            }
            _ => name,
        };
        for name in html::split_authors(&words(&name)) {
            if !metadata.authors.contains(&name) {
                metadata.authors.push(name);
            }
        }
    }
    if let Some(source) = value(&["source"]).filter(|s| !s.contains('<') && s.len() < 120) {
        metadata.outlet = Some(source);
        metadata.outlet_from = Some("source of the feed's item".to_owned());
    } else if let Some(title) = of_feed("title") {
        metadata.outlet = Some(title);
        metadata.outlet_from = Some("title of the feed".to_owned());
    }
    Some(record::doc(Format::Feed, charset, &text, markup, metadata))
}

/// A short value without markup.
fn words(value: &str) -> String {
    if has_tags(value) || has_references(value) {
        crate::html_text(value)
    } else {
        value.to_owned()
    }
}

/// `Fri, 07 Jan 2022 09:30:00 +0600` as ISO; other values as they are.
pub(crate) fn iso_date(value: &str) -> String {
    let looks_so = value.len() >= 11
        && value.bytes().any(|b| b.is_ascii_alphabetic())
        && !value
            .starts_with(|c: char| c.is_ascii_digit() && value.as_bytes().get(4) == Some(&b'-'));
    match mail_parser::DateTime::parse_rfc822(value) {
        Some(date) if looks_so && date.is_valid() => date.to_rfc3339(),
        _ => value.to_owned(),
    }
}

/// XML's escapes and `CDATA` undone. References that XML does not know stay, HTML may know them.
fn unescaped(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '<']) {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        if let Some(inner) = rest.strip_prefix("<![CDATA[") {
            let (text, after) = inner.split_once("]]>").unwrap_or((inner, ""));
            out.push_str(text);
            rest = after;
            continue;
        }
        let reference = rest.strip_prefix('&').and_then(|r| {
            let end = r.bytes().take(12).position(|b| b == b';')?;
            Some((char_of(r.get(..end)?)?, r.get(end + 1..)?))
        });
        if let Some((c, after)) = reference {
            out.push(c);
            rest = after;
        } else {
            let mut chars = rest.chars();
            out.extend(chars.next());
            rest = chars.as_str();
        }
    }
    out.push_str(rest);
    out
}

fn char_of(reference: &str) -> Option<char> {
    match reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = reference.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_told_from_pages_and_other_xml() {
        assert!(is_feed(
            "<?xml version='1.0'?><!-- made --><rss version='2.0'>"
        ));
        assert!(is_feed("<feed xmlns=\"http://www.w3.org/2005/Atom\">"));
        assert!(!is_feed("<feed>") && !is_feed("<html>") && !is_feed("rss"));
    }

    #[test]
    fn escapes_are_undone_once() {
        assert_eq!(
            unescaped("a &amp;amp; <![CDATA[<b>&amp;</b>]]> &#x41;&lol;"),
            "a &amp; <b>&amp;</b> A&lol;"
        );
    }

    #[test]
    fn dates_of_mail_become_iso() {
        assert_eq!(
            iso_date("Fri, 07 Jan 2022 09:30:00 +0600"),
            "2022-01-07T09:30:00+06:00"
        );
        assert_eq!(iso_date("2022-01-07T09:30:00Z"), "2022-01-07T09:30:00Z");
        assert_eq!(iso_date("7 January 2022"), "7 January 2022");
    }
}
