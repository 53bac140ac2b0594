//! Just enough HTML to change a page that Trunk wrote: tags of one name with their attributes, and edits.
//!
//! It is for the project's own `index.html`, minified or not. It knows no comments, no scripts' insides
//! and no character references; what it does not find it leaves alone.

/// A start tag.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag<'h> {
    /// Where it stands in the text, from `<` to after `>`.
    pub range: std::ops::Range<usize>,
    attrs: Vec<(&'h str, &'h str)>,
}

impl<'h> Tag<'h> {
    /// The value of an attribute; empty for one without.
    pub fn attr(&self, name: &str) -> Option<&'h str> {
        let found = self.attrs.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| *value)
    }

    pub fn is(&self, attr: &str, value: &str) -> bool {
        self.attr(attr) == Some(value)
    }
}

/// All start tags of this name, in order.
pub fn tags<'h>(html: &'h str, name: &str) -> Vec<Tag<'h>> {
    let mut found = Vec::new();
    let open = format!("<{name}");
    let mut from = 0;
    while let Some(at) = html[from..].find(&open) {
        let start = from + at;
        from = start + open.len();
        if let Some(tag) = tag_at(html, start, from) {
            from = tag.range.end;
            found.push(tag);
        }
    }
    found
}

/// The tag that begins at `start`, whose name ends at `at`; nothing when another name begins so.
fn tag_at(html: &str, start: usize, mut at: usize) -> Option<Tag<'_>> {
    let bytes = html.as_bytes();
    if !matches!(bytes.get(at)?, b'>' | b'/' | b' ' | b'\n' | b'\t' | b'\r') {
        return None;
    }
    let mut attrs = Vec::new();
    loop {
        while matches!(bytes.get(at)?, b' ' | b'\n' | b'\t' | b'\r' | b'/') {
            at += 1;
        }
        if bytes[at] == b'>' {
            return Some(Tag {
                range: start..at + 1,
                attrs,
            });
        }
        let begin = at;
        while !matches!(bytes.get(at)?, b'=' | b'>' | b' ' | b'\n' | b'\t' | b'\r') {
            at += 1;
        }
        let name = &html[begin..at];
        if bytes[at] != b'=' {
            attrs.push((name, ""));
            continue;
        }
        at += 1;
        let quote = *bytes.get(at)?;
        let (begin, end) = if quote == b'"' || quote == b'\'' {
            let begin = at + 1;
            let end = begin + html[begin..].find(char::from(quote))?;
            at = end + 1;
            (begin, end)
        } else {
            let begin = at;
            while !matches!(bytes.get(at)?, b'>' | b' ' | b'\n' | b'\t' | b'\r') {
                at += 1;
            }
            (begin, at)
        };
        attrs.push((name, &html[begin..end]));
    }
}

/// Replacements in a text that are collected in any order and done at once.
#[derive(Default)]
pub struct Edits(Vec<(std::ops::Range<usize>, String)>);

impl Edits {
    pub fn replace(&mut self, range: std::ops::Range<usize>, with: impl Into<String>) {
        self.0.push((range, with.into()));
    }

    pub fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (range, with) in self.0 {
            out.push_str(&text[at..range.start]);
            out.push_str(&with);
            at = range.end;
        }
        out.push_str(&text[at..]);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_with_quotes_and_without() {
        let html = r#"<p><link rel=stylesheet href=a.css crossorigin><linked><link rel="icon" href='b>c'/>"#;
        let found = tags(html, "link");
        assert_eq!(found.len(), 2);
        assert!(found[0].is("rel", "stylesheet") && found[0].is("crossorigin", ""));
        assert_eq!(found[1].attr("href"), Some("b>c"));
        assert_eq!(found[1].attr("title"), None);
        assert!(html[found[1].range.clone()].ends_with("/>"));
    }

    #[test]
    fn a_tag_that_never_ends_is_none() {
        assert_eq!(tags("<link rel=\"icon", "link"), []);
        assert_eq!(tags("<link", "link"), []);
    }

    #[test]
    fn edits_are_done_in_order_of_place() {
        let mut edits = Edits::default();
        edits.replace(4..5, "E");
        edits.replace(0..2, "");
        assert_eq!(edits.apply("abcde"), "cdE");
    }
}
