//! XML as a flat run of events with local names.
//!
//! In: bytes of XML. Out: starts, ends and text, prefixes taken off. Entities that a file declares are
//! never expanded, so that none can grow; only those of XML itself and characters by number are known.
//! Nothing here recurses. Where the XML is broken, it ends.

use corpus_model::MetaDate;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// What comes next.
pub(super) enum Piece<'a> {
    Start(Element<'a>),
    End(&'a str),
    Text(&'a str),
}

/// An element that begins. Its end follows, even of an empty one.
pub(super) struct Element<'a> {
    pub(super) name: &'a str,
    start: &'a BytesStart<'a>,
}

impl Element<'_> {
    /// The value of the attribute whose local name is `name`.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.start.attributes().with_checks(false).find_map(|a| {
            let a = a.ok()?;
            (a.key.local_name().as_ref() == name).then(|| unescaped(&a.value))
        })
    }

    /// `val="0"` and its like switch a property off; without a value it is on.
    pub(super) fn is_on(&self) -> bool {
        !matches!(
            self.attribute("val").as_deref(),
            Some("0" | "false" | "off" | "none")
        )
    }
}

/// Walks `bytes`, which are decoded first; whether it came to the end without finding damage.
pub(super) fn walk(bytes: &[u8], mut take: impl FnMut(Piece<'_>)) -> bool {
    let declared = crate::html::declared_charset(bytes);
    let text = crate::charset::decode(bytes, declared.as_deref()).text;
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut depth = 0_u32;
    loop {
        let Ok(event) = reader.read_event() else {
            return false;
        };
        match event {
            Event::Start(start) => {
                depth = depth.saturating_add(1);
                element(&start, &mut take);
            }
            Event::Empty(start) => {
                element(&start, &mut take);
                take(Piece::End(start.local_name().as_ref()));
            }
            Event::End(name) => {
                depth = depth.saturating_sub(1);
                take(Piece::End(name.local_name().as_ref()));
            }
            Event::Text(text) => {
                take(Piece::Text(&text));
            }
            Event::CData(text) => {
                take(Piece::Text(&text));
            }
            Event::GeneralRef(name) => {
                if let Some(c) = entity(&name) {
                    take(Piece::Text(c.encode_utf8(&mut [0; 4])));
                }
            }
            Event::Eof => return depth == 0,
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) => {}
        }
    }
}

fn element(start: &BytesStart<'_>, take: &mut impl FnMut(Piece<'_>)) {
    let name = start.local_name();
    take(Piece::Start(Element {
        name: name.as_ref(),
        start,
    }));
}

/// A character by name or number; `None` for a name that XML itself does not know.
fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => return None,
    })
}

fn unescaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match after.split_once(';') {
            Some((name, tail)) if name.len() <= 10 => {
                out.extend(entity(name));
                rest = tail;
            }
            _ => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The texts of the elements called one of `names`, in the order of the file, with those names.
pub(super) fn fields(bytes: &[u8], names: &[&'static str]) -> Vec<(&'static str, String)> {
    let mut out: Vec<(&'static str, String)> = Vec::new();
    let mut open: Option<&'static str> = None;
    walk(bytes, |piece| match piece {
        Piece::Start(element) if open.is_none() && out.len() < 200 => {
            open = names.iter().copied().find(|n| *n == element.name);
            out.extend(open.map(|name| (name, String::new())));
        }
        Piece::End(name) if open == Some(name) => open = None,
        Piece::Text(text) => {
            if open.is_some()
                && let Some((_, value)) = out.last_mut()
                && value.len() < 2000
            {
                value.push_str(text);
            }
        }
        _ => {}
    });
    out.retain_mut(|(_, value)| match super::tidy_field(value) {
        Some(tidy) => {
            *value = tidy;
            true
        }
        None => false,
    });
    out
}

/// The day of an ISO date with or without a time.
pub(super) fn day(value: &str) -> Option<String> {
    let day = value.get(..10)?;
    let is_day = day.bytes().enumerate().all(|(i, b)| match i {
        4 | 7 => b == b'-',
        _ => b.is_ascii_digit(),
    });
    (is_day && day > "1980").then(|| day.to_owned())
}

/// A publication date as a book gives it.
pub(super) fn published(value: &str, from: &str) -> Option<MetaDate> {
    let value = value.trim();
    let begins_with_year = value.get(..4)?.bytes().all(|b| b.is_ascii_digit());
    (begins_with_year && value.len() <= 40).then(|| MetaDate {
        value: day(value).unwrap_or_else(|| value.to_owned()),
        from: from.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(source: &str) -> (String, bool) {
        let mut out = String::new();
        let is_whole = walk(source.as_bytes(), |piece| {
            if let Piece::Text(text) = piece {
                out.push_str(text);
            }
        });
        (out, is_whole)
    }

    #[test]
    fn declared_entities_are_not_expanded() {
        let source = r#"<!DOCTYPE a [<!ENTITY x "boom"><!ENTITY y "&x;&x;">]><a>1 &y; &lt;&#1055;&#x41; 2</a>"#;
        assert_eq!(text_of(source), ("1  <ПA 2".to_owned(), true));
    }

    #[test]
    fn broken_xml_ends_where_it_breaks() {
        assert_eq!(text_of("<a>one<b>two"), ("onetwo".to_owned(), false));
        assert!(!text_of("<a>one<").1);
        let deep = "<a>".repeat(100_000);
        assert!(!text_of(&deep).1);
    }

    #[test]
    fn a_day_is_cut_out_of_a_time() {
        assert_eq!(day("2022-03-18T09:30:00Z").as_deref(), Some("2022-03-18"));
        assert_eq!(day("18.03.2022"), None);
        assert_eq!(day("0000-00-00"), None);
    }
}
