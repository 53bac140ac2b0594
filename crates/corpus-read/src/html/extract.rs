//! Finds the article in a page.
//!
//! In: the tree and the title. Out: the article's text. Paragraphs vote for the elements that hold
//! them, words in class names and the share of links weigh the votes, the best element and its
//! like-minded neighbours are kept, and what inside them is mostly links or controls is left out.
//! The method is that of Arc90's readability, as known from its descendants in browsers; weights
//! were set on openly licensed pages (see `dateline evaluate`). A page on which strict reading finds
//! little is read again with fewer suspicions.

use super::render::{is_block, render};
use super::tree::{NodeIdx, Tree};
use corpus_model::MappedText;
use std::collections::BTreeMap;

/// Less text than this, in characters, and the page is read again less strictly.
const ENOUGH_TEXT: usize = 500;

/// What to be suspicious of.
#[derive(Debug, Clone, Copy)]
struct Strictness {
    /// Drop elements whose names speak of navigation and the like.
    by_name: bool,
    /// Let names weigh the votes.
    weigh_names: bool,
    /// Look for links and controls inside the article.
    prune: bool,
}

/// The article's text, with its heading first where the page shows one.
pub(super) fn body(tree: &Tree, title: Option<&str>) -> MappedText {
    let hidden = hidden(tree);
    let mut best: Option<(usize, MappedText)> = None;
    for (by_name, weigh_names, prune) in [
        (true, true, true),
        (false, true, true),
        (false, false, true),
        (false, false, false),
    ] {
        let strictness = Strictness {
            by_name,
            weigh_names,
            prune,
        };
        let text = attempt(tree, &hidden, strictness, title);
        let len = text.text().chars().count();
        if len >= ENOUGH_TEXT {
            return with_heading(tree, &hidden, text, title);
        }
        // Of a short text the stricter reading is kept unless the next finds much more: what it adds is often furniture.
        if best.as_ref().is_none_or(|(n, _)| len > *n + *n / 2) {
            best = Some((len, text));
        }
    }
    let text = best.map(|(_, text)| text).unwrap_or_default();
    with_heading(tree, &hidden, text, title)
}

/// Whether an element shows anything to read.
pub(super) fn shown(tree: &Tree) -> impl Fn(NodeIdx) -> bool + '_ {
    let hidden = hidden(tree);
    move |node| {
        let is_hidden = |n: NodeIdx| hidden.get(n).copied().unwrap_or_default();
        !is_hidden(node) && !tree.ancestors(node).any(is_hidden)
    }
}

/// The text of one element, without what in it is controls or links to other pages.
pub(super) fn element(tree: &Tree, node: NodeIdx) -> MappedText {
    let strictness = Strictness {
        by_name: true,
        weigh_names: true,
        prune: true,
    };
    let mut dropped = hidden(tree);
    drop_unlikely(tree, &mut dropped);
    // The headings of an article are its own, whatever they are called.
    for inner in tree.descendants(node) {
        if matches!(tree.tag(inner), "h1" | "h2" | "h3" | "header") {
            dropped[inner] = false;
        }
    }
    prune(tree, &[node], &mut dropped, strictness, None);
    render(tree, &[node], &dropped)
}

/// All the tree shows.
pub(super) fn whole(tree: &Tree) -> MappedText {
    render(tree, &[0], &hidden(tree))
}

/// Elements that show nothing or nothing to read.
fn hidden(tree: &Tree) -> Vec<bool> {
    let mut out = vec![false; tree.nodes.len()];
    for (node, slot) in out.iter_mut().enumerate() {
        let tag = tree.tag(node);
        let is_unread = matches!(
            tag,
            "script"
                | "style"
                | "noscript"
                | "template"
                | "head"
                | "svg"
                | "button"
                | "input"
                | "select"
                | "textarea"
                | "iframe"
                | "object"
                | "embed"
                | "canvas"
                | "audio"
                | "video"
                | "dialog"
                | "datalist"
                | "progress"
                | "meter"
                | "map"
                | "frameset"
                | "noframes"
                | "applet"
                | "title"
                | "link"
        );
        *slot = is_unread || !tag.is_empty() && is_hidden_by_attribute(tree, node);
    }
    out
}

fn is_hidden_by_attribute(tree: &Tree, node: NodeIdx) -> bool {
    if tree.attribute(node, "hidden").is_some() {
        return true;
    }
    if let Some(style) = tree.attribute(node, "style") {
        let style: String = style
            .to_ascii_lowercase()
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        if style.contains("display:none") || style.contains("visibility:hidden") {
            return true;
        }
    }
    let is_fallback_image = tree
        .attribute(node, "class")
        .is_some_and(|c| c.contains("fallback-image"));
    tree.attribute(node, "aria-hidden") == Some("true") && !is_fallback_image
        || tree.attribute(node, "aria-modal") == Some("true")
}

const UNLIKELY: &[&str] = &[
    "-ad-",
    "ai2html",
    "banner",
    "breadcrumb",
    "combx",
    "comment",
    "community",
    "cover-wrap",
    "disqus",
    "extra",
    "footer",
    "gdpr",
    "header",
    "legends",
    "menu",
    "related",
    "remark",
    "replies",
    "rss",
    "shoutbox",
    "sidebar",
    "skyscraper",
    "social",
    "sponsor",
    "supplemental",
    "ad-break",
    "agegate",
    "pagination",
    "pager",
    "popup",
    "yom-remote",
    "newsletter",
    "cookie",
    "consent",
    "paywall",
    "subscribe",
];

const MAYBE: &[&str] = &[
    "and", "article", "body", "column", "content", "main", "mathjax", "shadow",
];

const POSITIVE: &[&str] = &[
    "article",
    "body",
    "content",
    "entry",
    "hentry",
    "h-entry",
    "main",
    "page",
    "pagination",
    "post",
    "text",
    "blog",
    "story",
];

const NEGATIVE: &[&str] = &[
    "-ad-",
    "hidden",
    "banner",
    "combx",
    "comment",
    "com-",
    "contact",
    "footer",
    "gdpr",
    "masthead",
    "media",
    "meta",
    "outbrain",
    "promo",
    "related",
    "scroll",
    "share",
    "shoutbox",
    "sidebar",
    "skyscraper",
    "sponsor",
    "shopping",
    "tags",
    "widget",
];

const UNLIKELY_ROLES: &[&str] = &[
    "menu",
    "menubar",
    "complementary",
    "navigation",
    "alert",
    "alertdialog",
    "dialog",
];

fn has_any(names: &str, words: &[&str]) -> bool {
    words.iter().any(|w| names.contains(w))
}

/// Plus and minus 25 for class and for id.
fn name_weight(tree: &Tree, node: NodeIdx) -> f64 {
    let mut weight = 0.0;
    for attribute in ["class", "id"] {
        if let Some(names) = tree.attribute(node, attribute) {
            let names = names.to_lowercase();
            let is_hid = names == "hid" || names.split_whitespace().any(|n| n == "hid");
            if has_any(&names, NEGATIVE) || is_hid {
                weight -= 25.0;
            }
            if has_any(&names, POSITIVE) {
                weight += 25.0;
            }
        }
    }
    weight
}

/// Sizes of what an element shows, gathered once for all elements.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    /// Characters but white space runs counted as one.
    chars: f64,
    /// Characters inside links; links within the page count a third.
    link_chars: f64,
    commas: f64,
}

fn sizes(tree: &Tree, dropped: &[bool]) -> Vec<Size> {
    let mut out = vec![Size::default(); tree.nodes.len()];
    // Children come after their parents in the arena: adding up backwards sees each node complete.
    for node in (0..tree.nodes.len()).rev() {
        if dropped[node] {
            out[node] = Size::default();
            continue;
        }
        if let Some(text) = tree.text(node) {
            let mut was_space = true;
            let mut chars = 0_u32;
            let mut commas = 0_u32;
            for c in text.text().chars() {
                let is_space = c.is_whitespace();
                chars += u32::from(!is_space || !was_space);
                was_space = is_space;
                commas += u32::from(is_comma(c));
            }
            out[node].chars = f64::from(chars);
            out[node].commas = f64::from(commas);
        } else if tree.tag(node) == "a" {
            let is_inner = tree
                .attribute(node, "href")
                .is_some_and(|h| h.starts_with('#') && h.len() > 1);
            out[node].link_chars = out[node].chars * if is_inner { 0.3 } else { 1.0 };
        }
        let own = out[node];
        let parent = tree.nodes[node].parent;
        if node != 0 {
            let slot = &mut out[parent];
            slot.chars += own.chars;
            slot.link_chars += own.link_chars;
            slot.commas += own.commas;
        }
    }
    out
}

fn is_comma(c: char) -> bool {
    matches!(
        c,
        ',' | '،' | '﹐' | '︐' | '︑' | '⹁' | '⸴' | '⸲' | '，' | '、'
    )
}

fn link_density(size: Size) -> f64 {
    if size.chars <= 0.0 {
        0.0
    } else {
        size.link_chars / size.chars
    }
}

fn attempt(tree: &Tree, hidden: &[bool], strict: Strictness, title: Option<&str>) -> MappedText {
    let mut dropped = hidden.to_vec();
    if strict.by_name {
        drop_unlikely(tree, &mut dropped);
    }
    drop_bylines(tree, &mut dropped);
    let sizes = sizes(tree, &dropped);
    let scores = votes(tree, &dropped, &sizes, strict);
    let Some(top) = top_candidate(tree, &scores, &sizes) else {
        let body = (0..tree.nodes.len())
            .find(|&n| tree.tag(n) == "body")
            .unwrap_or(0);
        prune(tree, &[body], &mut dropped, strict, title);
        return render(tree, &[body], &dropped);
    };
    let roots = with_siblings(tree, top, &scores, &sizes, &dropped);
    prune(tree, &roots, &mut dropped, strict, title);
    render(tree, &roots, &dropped)
}

fn drop_unlikely(tree: &Tree, dropped: &mut [bool]) {
    for (node, slot) in dropped.iter_mut().enumerate().skip(1) {
        let tag = tree.tag(node);
        if tag.is_empty() || *slot || matches!(tag, "body" | "a" | "html" | "article" | "main") {
            continue;
        }
        let names = tree.class_and_id(node);
        let is_unlikely = has_any(&names, UNLIKELY) && !has_any(&names, MAYBE)
            || tree
                .attribute(node, "role")
                .is_some_and(|role| UNLIKELY_ROLES.contains(&role))
            || matches!(tag, "nav");
        if is_unlikely
            && !tree
                .ancestors(node)
                .any(|a| matches!(tree.tag(a), "table" | "code"))
        {
            *slot = true;
        }
    }
}

/// Short elements that name the author: kept as metadata, not as text.
fn drop_bylines(tree: &Tree, dropped: &mut [bool]) {
    let byline = (1..tree.nodes.len()).find(|&n| !dropped[n] && super::meta::is_byline(tree, n));
    if let Some(slot) = byline.and_then(|n| dropped.get_mut(n)) {
        *slot = true;
    }
}

/// Paragraph-like: `p`, `pre`, `td`, headings below the first, sections, and `div`s that hold no block.
fn votes_itself(tree: &Tree, node: NodeIdx) -> bool {
    match tree.tag(node) {
        "p" | "pre" | "td" | "section" | "h2" | "h3" | "h4" | "h5" | "h6" => true,
        "div" => !tree.children(node).iter().any(|&c| {
            let tag = tree.tag(c);
            is_block(tag) && !matches!(tag, "br")
        }),
        _ => false,
    }
}

fn votes(
    tree: &Tree,
    dropped: &[bool],
    sizes: &[Size],
    strict: Strictness,
) -> BTreeMap<NodeIdx, f64> {
    let mut scores: BTreeMap<NodeIdx, f64> = BTreeMap::new();
    let mut stack = vec![0];
    while let Some(node) = stack.pop() {
        if dropped[node] {
            continue;
        }
        stack.extend(tree.children(node));
        // Text that stands loose in a div beside blocks counts as paragraphs of that div.
        let (chars, commas, first_ancestor) = if votes_itself(tree, node) {
            (
                sizes[node].chars,
                sizes[node].commas,
                tree.nodes[node].parent,
            )
        } else if tree.tag(node) == "div" {
            let (mut chars, mut commas) = (0.0, 0.0);
            for &child in tree.children(node) {
                if !is_block(tree.tag(child)) {
                    chars += sizes[child].chars;
                    commas += sizes[child].commas;
                }
            }
            (chars, commas, node)
        } else {
            continue;
        };
        if chars < 25.0 {
            continue;
        }
        let vote = 2.0 + commas + (chars / 100.0).floor().min(3.0);
        let mut level = 0;
        let mut at = first_ancestor;
        while at != 0 && level < 5 {
            let base = scores.entry(at).or_insert_with(|| {
                let tag_weight = match tree.tag(at) {
                    "div" => 5.0,
                    "pre" | "td" | "blockquote" => 3.0,
                    "address" | "ol" | "ul" | "dl" | "dd" | "dt" | "li" | "form" => -3.0,
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "th" => -5.0,
                    _ => 0.0,
                };
                tag_weight
                    + if strict.weigh_names {
                        name_weight(tree, at)
                    } else {
                        0.0
                    }
            });
            *base += match level {
                0 => vote,
                1 => vote / 2.0,
                n => vote / (f64::from(n) * 3.0),
            };
            level += 1;
            at = tree.nodes[at].parent;
        }
    }
    for (node, score) in &mut scores {
        *score *= 1.0 - link_density(sizes[*node]);
    }
    scores
}

fn top_candidate(tree: &Tree, scores: &BTreeMap<NodeIdx, f64>, sizes: &[Size]) -> Option<NodeIdx> {
    let mut ranked: Vec<(NodeIdx, f64)> = scores
        .iter()
        .filter(|(n, _)| !matches!(tree.tag(**n), "html" | ""))
        .map(|(n, s)| (*n, *s))
        .collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked.truncate(5);
    let &(mut top, top_score) = ranked.first()?;
    if tree.tag(top) == "body" {
        return Some(top);
    }
    // Several good candidates below one ancestor: the article is that ancestor.
    let rivals: Vec<NodeIdx> = ranked
        .iter()
        .skip(1)
        .filter(|(_, s)| *s >= top_score * 0.75)
        .map(|(n, _)| *n)
        .collect();
    if rivals.len() >= 3 {
        for ancestor in tree.ancestors(top) {
            if matches!(tree.tag(ancestor), "body" | "html" | "") {
                break;
            }
            let holds = rivals
                .iter()
                .filter(|&&r| tree.ancestors(r).any(|a| a == ancestor))
                .count();
            if holds >= 3 {
                top = ancestor;
                break;
            }
        }
    }
    // While the score rises going up, the article is larger than the candidate.
    let mut last = scores.get(&top).copied().unwrap_or(top_score);
    let floor = last / 3.0;
    for ancestor in tree.ancestors(top).collect::<Vec<_>>() {
        if matches!(tree.tag(ancestor), "body" | "html" | "") {
            break;
        }
        let Some(&score) = scores.get(&ancestor) else {
            continue;
        };
        if score < floor {
            break;
        }
        if score > last {
            top = ancestor;
            break;
        }
        last = score;
    }
    // An only child says nothing its parent does not.
    loop {
        let parent = tree.nodes[top].parent;
        if matches!(tree.tag(parent), "body" | "html" | "") {
            break;
        }
        let n_elements = tree
            .children(parent)
            .iter()
            .filter(|&&c| !tree.tag(c).is_empty() && sizes[c].chars > 0.0)
            .count();
        if n_elements != 1 {
            break;
        }
        top = parent;
    }
    Some(top)
}

/// The candidate and its siblings that look like parts of the same article, in document order.
fn with_siblings(
    tree: &Tree,
    top: NodeIdx,
    scores: &BTreeMap<NodeIdx, f64>,
    sizes: &[Size],
    dropped: &[bool],
) -> Vec<NodeIdx> {
    if tree.tag(top) == "body" {
        return vec![top];
    }
    let top_score = scores.get(&top).copied().unwrap_or_default();
    let threshold = (top_score * 0.2).max(10.0);
    let class = tree.attribute(top, "class").unwrap_or_default();
    let parent = tree.nodes[top].parent;
    let mut out = Vec::new();
    for &sibling in tree.children(parent) {
        if dropped[sibling] {
            continue;
        }
        if sibling == top {
            out.push(sibling);
            continue;
        }
        let tag = tree.tag(sibling);
        if tag.is_empty() {
            continue;
        }
        let bonus = if !class.is_empty() && tree.attribute(sibling, "class") == Some(class) {
            top_score * 0.2
        } else {
            0.0
        };
        let score = scores.get(&sibling).copied();
        let size = sizes[sibling];
        let density = link_density(size);
        let is_paragraph = tag == "p"
            && (size.chars > 80.0 && density < 0.25
                || size.chars > 0.0
                    && size.chars <= 80.0
                    && density == 0.0
                    && ends_like_text(tree, sibling));
        if score.is_some_and(|s| s + bonus >= threshold) || is_paragraph {
            out.push(sibling);
        }
    }
    out
}

fn ends_like_text(tree: &Tree, node: NodeIdx) -> bool {
    let text = tree.text_content(node);
    text.contains(". ") || text.trim_end().ends_with('.')
}

/// Drops, inside the kept elements, what is not text: lists of links, forms, shares, the title.
fn prune(
    tree: &Tree,
    roots: &[NodeIdx],
    dropped: &mut [bool],
    strict: Strictness,
    title: Option<&str>,
) {
    let kept: Vec<NodeIdx> = roots.iter().flat_map(|&r| tree.descendants(r)).collect();
    let data_tables: Vec<NodeIdx> = kept
        .iter()
        .copied()
        .filter(|&n| tree.tag(n) == "table" && is_data_table(tree, n))
        .collect();
    let mut size = sizes(tree, dropped);
    for &node in &kept {
        let tag = tree.tag(node);
        let names = tree.class_and_id(node);
        let is_share = (names.contains("share") || names.contains("sharedaddy"))
            && size[node].chars < ENOUGH_TEXT as f64
            && !roots.contains(&node);
        let is_title = matches!(tag, "h1" | "h2")
            && title.is_some_and(|t| is_same_title(t, &tree.text_content(node)));
        if matches!(tag, "footer" | "aside") || is_share || is_title {
            dropped[node] = true;
        }
    }
    size = sizes(tree, dropped);
    if !strict.prune {
        return;
    }
    for wanted in ["form", "fieldset", "table", "ul", "ol", "div"] {
        for &node in kept.iter().rev() {
            if tree.tag(node) != wanted || dropped[node] || roots.contains(&node) && wanted != "div"
            {
                continue;
            }
            let in_data_table = data_tables.contains(&node)
                || tree.ancestors(node).any(|a| data_tables.contains(&a));
            if in_data_table || tree.ancestors(node).any(|a| tree.tag(a) == "code") {
                continue;
            }
            if is_clutter(tree, node, &size, dropped, strict) {
                dropped[node] = true;
            }
        }
        size = sizes(tree, dropped);
    }
}

fn is_clutter(
    tree: &Tree,
    node: NodeIdx,
    sizes: &[Size],
    dropped: &[bool],
    strict: Strictness,
) -> bool {
    let tag = tree.tag(node);
    let size = sizes[node];
    let weight = if strict.weigh_names {
        name_weight(tree, node)
    } else {
        0.0
    };
    if weight < 0.0 {
        return true;
    }
    if size.commas >= 10.0 {
        return false;
    }
    let (mut n_p, mut n_img, mut n_li, mut n_input, mut heading_chars, mut list_chars) =
        (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for inner in tree.descendants(node).skip(1) {
        match tree.tag(inner) {
            "p" => n_p += 1.0,
            "img" => n_img += 1.0,
            "li" if !dropped[inner] => n_li += 1.0,
            "input" => n_input += 1.0,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => heading_chars += sizes[inner].chars,
            "ul" | "ol" => list_chars += sizes[inner].chars,
            _ => {}
        }
    }
    n_li -= 100.0;
    let density = link_density(size);
    let is_list = matches!(tag, "ul" | "ol") || size.chars > 0.0 && list_chars / size.chars > 0.9;
    let in_figure = tree.ancestors(node).any(|a| tree.tag(a) == "figure");
    let heading_density = if size.chars > 0.0 {
        heading_chars / size.chars
    } else {
        0.0
    };
    !is_list && n_img > 1.0 && n_p / n_img < 0.5 && !in_figure
        || !is_list && n_li > n_p
        || n_input > (n_p / 3.0_f64).floor()
        || !is_list
            && heading_density < 0.9
            && size.chars < 25.0
            && (n_img == 0.0 || n_img > 2.0)
            && !in_figure
            && density > 0.0
        || !is_list && weight < 25.0 && density > 0.2
        || weight >= 25.0 && density > 0.5
        || is_list
            && weight < 25.0
            && density > 0.5
            && n_li <= -1.0
            && list_is_links(tree, node, sizes)
}

/// A list most of whose items are nothing but a link.
fn list_is_links(tree: &Tree, node: NodeIdx, sizes: &[Size]) -> bool {
    let (mut n, mut n_links) = (0, 0);
    for inner in tree.descendants(node) {
        if tree.tag(inner) == "li" {
            n += 1;
            n_links += usize::from(link_density(sizes[inner]) > 0.9);
        }
    }
    n > 0 && n_links * 10 >= n * 9
}

/// A table that holds data rather than layout.
fn is_data_table(tree: &Tree, node: NodeIdx) -> bool {
    if matches!(tree.attribute(node, "role"), Some("presentation"))
        || tree.attribute(node, "datatable") == Some("0")
    {
        return false;
    }
    if tree
        .attribute(node, "summary")
        .is_some_and(|s| !s.is_empty())
    {
        return true;
    }
    let (mut rows, mut columns, mut has_marks, mut has_table) = (0_usize, 0_usize, false, false);
    for inner in tree.descendants(node).skip(1) {
        match tree.tag(inner) {
            "caption" | "col" | "colgroup" | "tfoot" | "thead" | "th" => has_marks = true,
            "table" => has_table = true,
            "tr" => {
                rows += 1;
                let n = tree
                    .children(inner)
                    .iter()
                    .filter(|&&c| matches!(tree.tag(c), "td" | "th"))
                    .count();
                columns = columns.max(n);
            }
            _ => {}
        }
    }
    if has_marks {
        return true;
    }
    !has_table && rows > 1 && columns > 1 && (rows >= 10 || columns > 4 || rows * columns > 10)
}

/// Whether a heading says the title: most of the words are shared.
pub(super) fn is_same_title(title: &str, heading: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (title, heading) = (words(title), words(heading));
    if title.is_empty() || heading.is_empty() {
        return false;
    }
    let other: usize = heading
        .iter()
        .filter(|w| !title.contains(w))
        .map(|w| w.chars().count())
        .sum();
    let all: usize = heading.iter().map(|w| w.chars().count()).sum();
    other * 4 < all && heading.len() * 3 >= title.len()
}

/// Puts the page's heading, or else its `title`, before the text unless the text begins with it.
fn with_heading(tree: &Tree, hidden: &[bool], text: MappedText, title: Option<&str>) -> MappedText {
    let Some(title) = title else { return text };
    if text.text().trim().is_empty() {
        return text;
    }
    let first = text.text().split("\n\n").next().unwrap_or_default();
    if is_same_title(title, first) {
        return text;
    }
    let heading = (0..tree.nodes.len())
        .filter(|&n| matches!(tree.tag(n), "h1" | "h2") && !hidden[n])
        .find(|&n| is_same_title(title, &tree.text_content(n)))
        .map(|n| render(tree, &[n], hidden))
        .or_else(|| {
            let node = (0..tree.nodes.len()).find(|&n| tree.tag(n) == "title")?;
            let all = render(tree, &[node], &[]);
            let at = all.text().find(title)?;
            let span = corpus_model::Span::from_range(at..at + title.len());
            Some(all.slice(span))
        });
    let Some(mut out) = heading.filter(|h| !h.text().trim().is_empty()) else {
        return text;
    };
    let raw_end = crate::text::offset(out.text().len());
    let raw_end = out
        .raw_from_text(corpus_model::Span::new(raw_end.saturating_sub(1), raw_end))
        .end;
    out.push_replaced("\n\n", corpus_model::RawSpan::new(raw_end, raw_end));
    let len = crate::text::offset(text.text().len());
    out.push_slice(&text, corpus_model::Span::new(0, len));
    out
}
