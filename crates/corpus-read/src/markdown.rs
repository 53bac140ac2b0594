//! Markdown to body and metadata.
//!
//! In: decoded Markdown. Out: its text, one block a paragraph, mapped to the source, and the front
//! matter (`---` YAML or `+++` TOML, of which plain keys, quoted values and lists are read).
//! `pulldown-cmark` does the parsing: it reports the bytes of every event. A title that only the
//! front matter gives is put before the text, mapped to where it stands there.

use crate::Body;
use crate::text::{Gap, offset};
use corpus_model::{MappedText, MetaDate, Metadata, RawSpan, Span};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

pub(crate) fn read(decoded: &str) -> Body {
    let (front, start) = front_matter(decoded);
    let mut metadata = Metadata::default();
    let mut title_at = None;
    for entry in &front {
        apply(entry, &mut metadata, &mut title_at);
    }
    let text = render(decoded, start);
    let body = match (&metadata.title, title_at) {
        (Some(title), Some(at)) if !begins_with(text.text(), title) => {
            let mut out = MappedText::default();
            out.push_copy(at.of(decoded), at.start);
            out.push_replaced("\n\n", RawSpan::new(at.end, at.end));
            out.push_slice(&text, Span::new(0, offset(text.text().len())));
            out
        }
        _ => text,
    };
    Body { body, metadata }
}

fn begins_with(text: &str, title: &str) -> bool {
    text.trim_start().starts_with(title)
}

/// A key with its values, each with its place in the source.
struct Entry<'s> {
    key: &'s str,
    values: Vec<(&'s str, RawSpan)>,
}

/// The entries, and where the text begins.
fn front_matter(decoded: &str) -> (Vec<Entry<'_>>, usize) {
    let fence = if decoded.starts_with("---") {
        "---"
    } else if decoded.starts_with("+++") {
        "+++"
    } else {
        return (Vec::new(), 0);
    };
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut at = 0;
    for (i, line) in decoded.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let bare = line.trim_end();
        if i == 0 {
            if bare != fence {
                return (Vec::new(), 0);
            }
            continue;
        }
        if bare == fence || fence == "---" && bare == "..." {
            return (entries, at);
        }
        if let Some(item) = bare.trim_start().strip_prefix("- ")
            && bare.starts_with([' ', '-'])
        {
            let item_start = start + (bare.len() - item.len());
            if let Some(entry) = entries.last_mut() {
                entry.values.extend(value(item, item_start));
            }
            continue;
        }
        let separator = if fence == "+++" { '=' } else { ':' };
        if let Some((key, rest)) = bare.split_once(separator)
            && !key.starts_with([' ', '#'])
        {
            let rest_start = start + key.len() + 1;
            let values = match rest
                .trim()
                .strip_prefix('[')
                .and_then(|r| r.strip_suffix(']'))
            {
                Some(list) => {
                    let mut item_start = rest_start + (rest.find('[').unwrap_or(0) + 1);
                    let mut values = Vec::new();
                    for item in list.split(',') {
                        values.extend(value(item, item_start));
                        item_start += item.len() + 1;
                    }
                    values
                }
                None => value(rest, rest_start).into_iter().collect(),
            };
            entries.push(Entry {
                key: key.trim(),
                values,
            });
        }
    }
    // The fence never closes: it was no front matter.
    (Vec::new(), 0)
}

/// A scalar without white space and quotes.
fn value(text: &str, start: usize) -> Option<(&str, RawSpan)> {
    let trimmed = text.trim();
    let mut at = start + (text.len() - text.trim_start().len());
    let unquoted = trimmed
        .strip_prefix('"')
        .and_then(|t| t.strip_suffix('"'))
        .or_else(|| {
            trimmed
                .strip_prefix('\'')
                .and_then(|t| t.strip_suffix('\''))
        });
    let inner = match unquoted {
        Some(inner) => {
            at += 1;
            inner
        }
        None => trimmed,
    };
    (!inner.is_empty()).then(|| (inner, RawSpan::from_range(at..at + inner.len())))
}

fn apply(entry: &Entry<'_>, out: &mut Metadata, title_at: &mut Option<RawSpan>) {
    let first = entry.values.first();
    let text = || first.map(|(v, _)| (*v).to_owned());
    match entry.key.to_ascii_lowercase().as_str() {
        "title" => {
            out.title = text();
            *title_at = first.map(|(_, at)| *at);
        }
        "outlet" | "publisher" | "publication" | "source" | "site" | "newspaper"
            if out.outlet.is_none() =>
        {
            out.outlet = text();
            out.outlet_from = out.outlet.is_some().then(|| "front matter".to_owned());
        }
        "author" | "authors" | "by" | "byline" => {
            for (value, _) in &entry.values {
                out.authors.extend(crate::html::split_authors(value));
            }
        }
        "published" | "date" | "datepublished" | "published_at" | "pubdate" => {
            out.published.extend(first.map(|(v, _)| MetaDate {
                value: (*v).to_owned(),
                from: "front matter".to_owned(),
            }));
        }
        "section" | "category" | "categories" | "rubric" => {
            out.section = out.section.take().or_else(text);
        }
        "language" | "lang" | "locale" => out.language = text(),
        "url" | "link" | "canonical" | "canonical_url" => out.url = text(),
        "id" => out.id = text(),
        _ => {}
    }
}

fn render(decoded: &str, start: usize) -> MappedText {
    let source = decoded.get(start..).unwrap_or_default();
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let mut out = MappedText::default();
    let mut gap = Gap::None;
    let mut raw_end = offset(start);
    let mut n_images = 0_u32;
    let mut keeps_breaks = false;
    let push =
        |out: &mut MappedText, gap: &mut Gap, raw_end: &mut u32, piece: &str, raw: RawSpan| {
            if piece.is_empty() {
                return;
            }
            if !out.text().is_empty() {
                let between = RawSpan::new(*raw_end, raw.start.max(*raw_end));
                out.push_replaced(gap.separator(), between);
            }
            *gap = Gap::None;
            *raw_end = raw.end;
            if raw.of(decoded) == piece {
                out.push_copy(piece, raw.start);
            } else {
                out.push_replaced(piece, raw);
            }
        };
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        let raw = RawSpan::from_range(range.start + start..range.end + start);
        match event {
            Event::Start(Tag::Image { .. }) => n_images += 1,
            Event::End(TagEnd::Image) => n_images = n_images.saturating_sub(1),
            Event::Start(Tag::CodeBlock(_)) => {
                gap = Gap::Block;
                keeps_breaks = true;
            }
            Event::End(TagEnd::CodeBlock) => {
                gap = Gap::Block;
                keeps_breaks = false;
            }
            Event::Start(Tag::Item | Tag::TableRow | Tag::TableHead)
            | Event::End(TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead) => {
                gap = gap.max(Gap::Line);
            }
            Event::Start(Tag::TableCell) | Event::End(TagEnd::TableCell) => {
                gap = gap.max(Gap::Space)
            }
            Event::Start(
                Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Link { .. }
                | Tag::HtmlBlock,
            )
            | Event::End(
                TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::HtmlBlock,
            ) => {}
            Event::Start(_) | Event::End(_) | Event::Rule => gap = Gap::Block,
            Event::Text(_) if n_images > 0 => {}
            Event::Text(text) => {
                if keeps_breaks {
                    for (i, line) in text.split('\n').enumerate() {
                        if i > 0 {
                            gap = gap.max(Gap::Line);
                        }
                        // Lines of a code block stand in the source in this order.
                        let from = raw_end.max(raw.start) as usize;
                        let found = decoded
                            .get(from..raw.end as usize)
                            .and_then(|s| s.find(line))
                            .map(|i| RawSpan::from_range(from + i..from + i + line.len()));
                        push(&mut out, &mut gap, &mut raw_end, line, found.unwrap_or(raw));
                    }
                } else {
                    push(&mut out, &mut gap, &mut raw_end, &text, raw);
                }
            }
            Event::Code(text) => {
                let marked = raw.of(decoded);
                let inner = marked.find(&*text).map(|i| {
                    let from = raw.start as usize + i;
                    RawSpan::from_range(from..from + text.len())
                });
                push(
                    &mut out,
                    &mut gap,
                    &mut raw_end,
                    &text,
                    inner.unwrap_or(raw),
                );
            }
            Event::SoftBreak => gap = gap.max(Gap::Space),
            Event::HardBreak => gap = gap.max(Gap::Line),
            Event::Html(_) | Event::InlineHtml(_) => {}
            Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_metadata() {
        let source = "---\ntitle: \"Pier shut\"\noutlet: Harbour Post\nauthors: [Ada Holt, Bo Renn]\npublished: 2021-05-03\nlanguage: en\n---\n\nThe *pier* is [shut](https://pier.example).\nNobody knows why.\n\n- one\n- two\n";
        let Body { body, metadata } = read(source);
        assert_eq!(
            body.text(),
            "Pier shut\n\nThe pier is shut. Nobody knows why.\n\none\ntwo"
        );
        assert_eq!(metadata.outlet.as_deref(), Some("Harbour Post"));
        assert_eq!(metadata.authors, ["Ada Holt", "Bo Renn"]);
        assert_eq!(metadata.published[0].value, "2021-05-03");
        let at = body.text().find("shut.").unwrap();
        let raw = body.raw_from_text(Span::from_range(at..at + 4));
        assert_eq!(raw.of(source), "shut");
        assert_eq!(body.raw_from_text(Span::new(0, 9)).of(source), "Pier shut");
    }

    #[test]
    fn a_heading_is_not_repeated() {
        let source = "---\ntitle: Pier shut\nauthors:\n  - Ada Holt\n---\n# Pier shut\n\nText.";
        let Body { body, metadata } = read(source);
        assert_eq!(body.text(), "Pier shut\n\nText.");
        assert_eq!(metadata.authors, ["Ada Holt"]);
    }

    #[test]
    fn an_open_fence_is_a_rule() {
        assert_eq!(read("---\nWords").body.text(), "Words");
    }
}
