//! HTML source to a tree whose texts remember their bytes.
//!
//! In: decoded HTML. Out: an arena of elements and texts in document order. Tokens come from
//! `html5gum`, which follows the WHATWG tokenizer and reports byte positions; `html5ever`, which
//! would also build the tree, reports lines only, and the map back to the source needs bytes.
//! The tree building here is the small part of the standard that text needs: void elements, implied
//! ends of `p`, `li`, `td` and their like, end tags that match nothing. Depth is bounded.

use crate::text::offset;
use corpus_model::{MappedText, RawSpan};
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as GumSpan, Tokenizer};
use std::convert::Infallible;

/// Index into [`Tree::nodes`].
pub(super) type NodeIdx = usize;

/// Elements nested deeper are put beside each other at this depth.
const MAX_DEPTH: usize = 256;

#[derive(Debug)]
pub(super) enum Kind {
    /// Tag name in lower case, and attributes with names in lower case.
    Element {
        tag: String,
        attributes: Vec<(String, String)>,
    },
    /// Text with character references decoded.
    Text(MappedText),
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) parent: NodeIdx,
    pub(super) children: Vec<NodeIdx>,
}

#[derive(Debug)]
pub(super) struct Tree {
    /// Node 0 is the root, an element without a name.
    pub(super) nodes: Vec<Node>,
}

impl Tree {
    pub(super) fn tag(&self, node: NodeIdx) -> &str {
        match &self.nodes[node].kind {
            Kind::Element { tag, .. } => tag,
            Kind::Text(_) => "",
        }
    }

    pub(super) fn text(&self, node: NodeIdx) -> Option<&MappedText> {
        match &self.nodes[node].kind {
            Kind::Element { .. } => None,
            Kind::Text(text) => Some(text),
        }
    }

    pub(super) fn attribute(&self, node: NodeIdx, name: &str) -> Option<&str> {
        match &self.nodes[node].kind {
            Kind::Element { attributes, .. } => attributes
                .iter()
                .find(|(n, _)| n == name)
                .map(|(_, v)| v.as_str()),
            Kind::Text(_) => None,
        }
    }

    pub(super) fn children(&self, node: NodeIdx) -> &[NodeIdx] {
        &self.nodes[node].children
    }

    /// The element and all below it, in document order.
    pub(super) fn descendants(&self, node: NodeIdx) -> Descendants<'_> {
        Descendants {
            tree: self,
            stack: vec![node],
        }
    }

    /// All text below, as it stands.
    pub(super) fn text_content(&self, node: NodeIdx) -> String {
        self.descendants(node)
            .filter_map(|n| self.text(n))
            .map(MappedText::text)
            .collect()
    }

    /// Class and id together, lower case.
    pub(super) fn class_and_id(&self, node: NodeIdx) -> String {
        let mut out = String::new();
        for name in ["class", "id"] {
            if let Some(value) = self.attribute(node, name) {
                out.push_str(&value.to_lowercase());
                out.push(' ');
            }
        }
        out
    }

    pub(super) fn ancestors(&self, node: NodeIdx) -> impl Iterator<Item = NodeIdx> + '_ {
        let mut at = node;
        std::iter::from_fn(move || {
            if at == 0 {
                return None;
            }
            at = self.nodes[at].parent;
            Some(at)
        })
    }
}

pub(super) struct Descendants<'t> {
    tree: &'t Tree,
    stack: Vec<NodeIdx>,
}

impl Iterator for Descendants<'_> {
    type Item = NodeIdx;

    fn next(&mut self) -> Option<NodeIdx> {
        let node = self.stack.pop()?;
        self.stack
            .extend(self.tree.nodes[node].children.iter().rev());
        Some(node)
    }
}

/// Elements that hold nothing.
pub(super) fn is_void(tag: &str) -> bool {
    matches!(
        tag,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
            | "frame"
            | "basefont"
            | "bgsound"
            | "keygen"
    )
}

/// Elements whose start ends an open `p`.
pub(super) fn closes_p(tag: &str) -> bool {
    matches!(
        tag,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dd"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "ul"
            | "plaintext"
            | "listing"
            | "xmp"
    )
}

/// Parses `decoded`. Every input gives a tree.
pub(super) fn parse(decoded: &str) -> Tree {
    let mut builder = Builder::new(decoded);
    let mut emitter = CallbackEmitter::<_, Infallible, usize>::new(
        |event: CallbackEvent<'_>, span: GumSpan<usize>| {
            builder.event(&event, span);
            None
        },
    );
    emitter.naively_switch_states(true);
    // The emitter yields nothing: running it to its end calls `event` for everything.
    let n_yielded = Tokenizer::new_with_emitter(decoded, emitter).count();
    debug_assert_eq!(n_yielded, 0);
    builder.finish_tag();
    builder.tree
}

struct Builder<'s> {
    decoded: &'s str,
    tree: Tree,
    /// Open elements, the root first.
    open: Vec<NodeIdx>,
    /// A start tag whose attributes are still coming.
    pending: Option<(String, Vec<(String, String)>)>,
}

impl<'s> Builder<'s> {
    fn new(decoded: &'s str) -> Self {
        let root = Node {
            kind: Kind::Element {
                tag: String::new(),
                attributes: Vec::new(),
            },
            parent: 0,
            children: Vec::new(),
        };
        Self {
            decoded,
            tree: Tree { nodes: vec![root] },
            open: vec![0],
            pending: None,
        }
    }

    fn event(&mut self, event: &CallbackEvent<'_>, span: GumSpan<usize>) {
        let string = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.finish_tag();
                self.pending = Some((string(name), Vec::new()));
            }
            CallbackEvent::AttributeName { name } => {
                if let Some((_, attributes)) = &mut self.pending {
                    attributes.push((string(name), String::new()));
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, attributes)) = &mut self.pending
                    && let Some((_, slot)) = attributes.last_mut()
                {
                    *slot = string(value);
                }
            }
            CallbackEvent::CloseStartTag { .. } => self.finish_tag(),
            CallbackEvent::EndTag { name } => {
                self.finish_tag();
                self.end(&string(name));
            }
            CallbackEvent::String { value } => {
                self.finish_tag();
                self.push_text(&string(value), span);
            }
            CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
    }

    fn finish_tag(&mut self) {
        if let Some((tag, attributes)) = self.pending.take() {
            self.start(tag, attributes);
        }
    }

    fn innermost(&self) -> NodeIdx {
        self.open.last().copied().unwrap_or(0)
    }

    fn push(&mut self, kind: Kind) -> NodeIdx {
        let parent = self.innermost();
        let node = self.tree.nodes.len();
        self.tree.nodes.push(Node {
            kind,
            parent,
            children: Vec::new(),
        });
        self.tree.nodes[parent].children.push(node);
        node
    }

    fn start(&mut self, tag: String, attributes: Vec<(String, String)>) {
        if closes_p(&tag) {
            self.close_within("p", &["table", "td", "th", "button", "caption", "object"]);
        }
        match tag.as_str() {
            "li" => self.close_within("li", &["ul", "ol", "menu", "table", "td"]),
            "dt" | "dd" => {
                self.close_within("dt", &["dl", "table", "td"]);
                self.close_within("dd", &["dl", "table", "td"]);
            }
            "tr" => self.close_within("tr", &["table"]),
            "td" | "th" => {
                self.close_within("td", &["tr", "table"]);
                self.close_within("th", &["tr", "table"]);
            }
            "thead" | "tbody" | "tfoot" => {
                for part in ["thead", "tbody", "tfoot"] {
                    self.close_within(part, &["table"]);
                }
            }
            "option" | "optgroup" => self.close_within("option", &["select", "datalist"]),
            "body" => self.close_within("head", &["html"]),
            _ => {}
        }
        let is_void = is_void(&tag);
        // A second html or body only adds attributes; the tree does without.
        if matches!(tag.as_str(), "html" | "body")
            && self.open.iter().any(|&n| self.tree.tag(n) == tag)
        {
            return;
        }
        let node = self.push(Kind::Element { tag, attributes });
        if !is_void && self.open.len() < MAX_DEPTH {
            self.open.push(node);
        }
    }

    fn end(&mut self, tag: &str) {
        // Formatting that was left open does not reach out of its cell or block.
        let walls: &[&str] = match tag {
            "table" | "body" | "html" => &[],
            "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" => &["table"],
            "div" | "section" | "article" | "main" | "aside" | "header" | "footer" | "nav" => {
                &["td", "th", "body"]
            }
            "ul" | "ol" | "dl" | "menu" | "figure" | "blockquote" | "form" => &["td", "th", "body"],
            _ => &[
                "td", "th", "div", "section", "article", "body", "li", "main",
            ],
        };
        self.close_within(tag, walls);
    }

    /// Closes the innermost open `tag` and all inside it, unless one of `walls` stands between.
    fn close_within(&mut self, tag: &str, walls: &[&str]) {
        for i in (1..self.open.len()).rev() {
            let open = self.tree.tag(self.open[i]);
            if open == tag {
                self.open.truncate(i);
                return;
            }
            if walls.contains(&open) {
                return;
            }
        }
    }

    fn push_text(&mut self, value: &str, span: GumSpan<usize>) {
        let mapped = align(self.decoded, span.start, value);
        self.push(Kind::Text(mapped));
    }
}

/// The decoded `value` mapped to the source that begins at `start`.
///
/// Both walk together; where they differ, a character reference, a line break of two bytes or a zero
/// stands in the source, and its end is where both agree again.
fn align(source: &str, start: usize, value: &str) -> MappedText {
    let mut out = MappedText::default();
    let Some(mut raw) = source.get(start..) else {
        return out;
    };
    let mut rest = value;
    let at = |raw: &str| source.len() - raw.len();
    while let Some(c) = rest.chars().next() {
        // The common stretch up to the next reference.
        let same = common_prefix(raw, rest);
        if same > 0 {
            out.push_copy(&rest[..same], offset(at(raw)));
            raw = &raw[same..];
            rest = &rest[same..];
            continue;
        }
        let from = at(raw);
        let (n_raw, n_value) = reference(raw, rest)
            .unwrap_or((raw.chars().next().map_or(0, char::len_utf8), c.len_utf8()));
        let is_break = raw.starts_with("\r\n") && c == '\n';
        let n_raw = if is_break { 2 } else { n_raw };
        out.push_replaced(&rest[..n_value], RawSpan::from_range(from..from + n_raw));
        raw = &raw[n_raw..];
        rest = &rest[n_value..];
    }
    out
}

/// Bytes that both share from the start, not going past a reference that was decoded.
fn common_prefix(raw: &str, value: &str) -> usize {
    let mut same = raw
        .bytes()
        .zip(value.bytes())
        .take_while(|(a, b)| a == b && *a != b'&')
        .count();
    if raw[same.min(raw.len())..].is_empty() {
        return same;
    }
    while !raw.is_char_boundary(same) || !value.is_char_boundary(same) {
        same -= 1;
    }
    // A bare ampersand: copied if what follows was copied too.
    if same == 0
        && raw.starts_with('&')
        && value.starts_with('&')
        && reference(raw, value).is_none()
    {
        return 1;
    }
    same
}

/// Lengths of a character reference at the start of `raw` and of what it stands for in `value`.
fn reference(raw: &str, value: &str) -> Option<(usize, usize)> {
    let body = raw.strip_prefix('&')?;
    let name_len = body
        .bytes()
        .take(32)
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'#')
        .count();
    let longest = 1 + name_len + usize::from(body.as_bytes().get(name_len) == Some(&b';'));
    let goes_on = |n_raw: usize, n_value: usize| {
        let (Some(raw), Some(value)) = (raw.get(n_raw..), value.get(n_value..)) else {
            return false;
        };
        let stop = raw
            .bytes()
            .take(24)
            .position(|b| matches!(b, b'&' | b'<' | b'\r' | 0))
            .unwrap_or(raw.len().min(24));
        let stop = crate::sniff::floor_boundary(raw, stop);
        if stop == 0 {
            // Another reference or the end follows at once: nothing can be checked here.
            return true;
        }
        value.starts_with(&raw[..stop]) || raw[..stop].starts_with(value)
    };
    let value_lens = value
        .char_indices()
        .skip(1)
        .take(2)
        .map(|(i, _)| i)
        .chain((value.chars().count() <= 2).then_some(value.len()));
    // An ampersand that stands for itself is no reference.
    if value.starts_with('&')
        && goes_on(1, 1)
        && longest > 1
        && value.get(1..longest) == raw.get(1..longest)
    {
        return None;
    }
    let value_lens: Vec<usize> = value_lens.collect();
    for n_raw in (2..=longest).rev() {
        for &n_value in &value_lens {
            if goes_on(n_raw, n_value) {
                return Some((n_raw, n_value));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus_model::Span;

    fn outline(tree: &Tree, node: NodeIdx) -> String {
        match &tree.nodes[node].kind {
            Kind::Text(text) => text.text().to_owned(),
            Kind::Element { tag, .. } => {
                let inner: String = tree
                    .children(node)
                    .iter()
                    .map(|&c| outline(tree, c))
                    .collect();
                format!("({tag} {inner})")
            }
        }
    }

    fn check(html: &str, wanted: &str) {
        assert_eq!(outline(&parse(html), 0), wanted);
    }

    #[test]
    fn ends_are_implied() {
        check("<p>a<p>b<div>c", "( (p a)(p b)(div c))");
        check("<ul><li>a<li>b</ul>c", "( (ul (li a)(li b))c)");
        check(
            "<table><tr><td>a<td>b<tr><td>c</table>",
            "( (table (tr (td a)(td b))(tr (td c))))",
        );
        check("<b>a</i>b</b>", "( (b ab))");
    }

    #[test]
    fn scripts_are_not_markup() {
        check(
            "<script>if (a<b) '</p>'</script><p>x",
            "( (script if (a<b) '</p>')(p x))",
        );
    }

    #[test]
    fn references_map_to_their_source() {
        let html = "<p>&lt;Fish &amp; chips&gt; &amp;amp; caf&eacute; &copy 5 &nbsp;&nbsp;&#8220;x&#8221; a & b &unknown;\r\nc</p>";
        let tree = parse(html);
        let text = tree.descendants(0).find_map(|n| tree.text(n)).unwrap();
        let wanted = "<Fish & chips> &amp; café © 5 \u{a0}\u{a0}“x” a & b &unknown;\nc";
        assert_eq!(text.text(), wanted);
        let back = |part: &str| {
            let at = wanted.find(part).unwrap();
            text.raw_from_text(Span::from_range(at..at + part.len()))
                .of(html)
        };
        assert_eq!(back("Fish & chips"), "Fish &amp; chips");
        assert_eq!(back("café"), "caf&eacute;");
        assert_eq!(back("“x”"), "&#8220;x&#8221;");
        assert_eq!(back("a & b"), "a & b");
        assert_eq!(back("&unknown;"), "&unknown;");
        assert_eq!(back("c"), "c");
    }

    #[test]
    fn depth_is_bounded() {
        let tree = parse(&"<div>".repeat(100_000));
        let deepest = tree.ancestors(tree.nodes.len() - 1).count();
        assert!(deepest <= MAX_DEPTH);
    }
}
