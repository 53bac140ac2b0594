//! What a page says about itself: JSON-LD, Open Graph and other `meta` elements, `<time>`, `rel`.
//!
//! In: the tree. Out: [`Metadata`]. Every field takes the most trusted source that has it: JSON-LD of
//! an article first, then Open Graph, then older names, then what the page shows.

use super::tree::{NodeIdx, Tree};
use corpus_model::{MappedText, MetaDate, Metadata, RawSpan, Span};
use serde_json::Value;

/// JSON-LD deeper than this is not followed.
const MAX_DEPTH: usize = 12;

pub(super) fn metadata(tree: &Tree) -> Metadata {
    let mut out = Metadata::default();
    for (_, value) in json_ld(tree) {
        from_json_ld(&value, &mut out, MAX_DEPTH);
    }
    from_meta_elements(tree, &mut out);
    from_page(tree, &mut out);
    out.authors.retain(|a| !a.is_empty());
    out
}

/// The page's JSON-LD, with the text nodes it stands in.
fn json_ld(tree: &Tree) -> Vec<(NodeIdx, Value)> {
    let is_json_ld = |node: &NodeIdx| {
        let kind = tree.attribute(*node, "type").unwrap_or_default();
        tree.tag(*node) == "script" && kind.trim().eq_ignore_ascii_case("application/ld+json")
    };
    let scripts = (0..tree.nodes.len()).filter(is_json_ld);
    scripts
        .filter_map(|node| {
            let source = tree.text_content(node);
            let source = source
                .trim()
                .trim_start_matches("<![CDATA[")
                .trim_end_matches("]]>");
            Some((node, serde_json::from_str::<Value>(source).ok()?))
        })
        .collect()
}

/// The text of the article as JSON-LD states it, a paragraph a line: for pages that show none. Each leads back to its
/// place in the script.
pub(super) fn article_body(tree: &Tree) -> Option<MappedText> {
    let (script, body) = json_ld(tree).into_iter().find_map(|(node, value)| {
        let script = tree.descendants(node).find_map(|n| tree.text(n))?;
        Some((script, stated_body(&value, MAX_DEPTH)?.to_owned()))
    })?;
    let body = if body.contains("</") {
        super::whole_text(&body).into_parts().0
    } else {
        body
    };
    let source = script.text();
    let mut out = MappedText::default();
    let mut from = 0;
    for line in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let find = |words: &str| {
            let at = from + source.get(from..)?.find(words)?;
            Some(at..at + words.len())
        };
        let escaped = Value::from(line).to_string();
        let escaped = escaped.trim_matches('"');
        let (span, is_copy) = match find(line) {
            Some(span) => (span, true),
            None => (find(escaped).unwrap_or(from..from), false),
        };
        from = span.end;
        let span = Span::from_range(span);
        let raw = script.raw_from_text(span);
        if !out.text().is_empty() {
            out.push_replaced("\n\n", RawSpan::new(raw.start, raw.start));
        }
        if is_copy {
            out.push_slice(script, span);
        } else {
            out.push_replaced(line, raw);
        }
    }
    (!out.text().is_empty()).then_some(out)
}

fn stated_body(value: &Value, depth: usize) -> Option<&str> {
    if depth == 0 {
        return None;
    }
    match value {
        Value::Array(items) => items.iter().find_map(|v| stated_body(v, depth - 1)),
        Value::Object(object) => {
            let own = object.get("articleBody").and_then(Value::as_str);
            let inner = || {
                ["@graph", "mainEntity"]
                    .iter()
                    .find_map(|key| stated_body(object.get(*key)?, depth - 1))
            };
            own.filter(|_| is_article_type(value)).or_else(inner)
        }
        _ => None,
    }
}

fn tidy(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn set(slot: &mut Option<String>, value: &str) {
    if slot.is_none() {
        let value = tidy(value);
        if !value.is_empty() {
            *slot = Some(value);
        }
    }
}

pub(super) fn push_date(out: &mut Metadata, value: &str, from: &str) {
    let value = tidy(value);
    let is_known = out.published.iter().any(|d| d.value == value);
    if value.bytes().any(|b| b.is_ascii_digit()) && value.len() <= 64 && !is_known {
        out.published.push(MetaDate {
            value,
            from: from.to_owned(),
        });
    }
}

fn set_outlet(out: &mut Metadata, value: &str, from: &str) {
    if out.outlet.is_none() {
        set(&mut out.outlet, value);
        if out.outlet.is_some() {
            out.outlet_from = Some(from.to_owned());
        }
    }
}

fn is_article_type(value: &Value) -> bool {
    let is = |t: &str| {
        t.ends_with("Article")
            || t.ends_with("Posting")
            || matches!(t, "Report" | "Review" | "LiveBlogPosting")
    };
    match value.get("@type") {
        Some(Value::String(t)) => is(t),
        Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).any(is),
        _ => false,
    }
}

fn from_json_ld(value: &Value, out: &mut Metadata, depth: usize) {
    if depth == 0 {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|v| from_json_ld(v, out, depth - 1)),
        Value::Object(object) => {
            if is_article_type(value) {
                article_json_ld(value, out);
            }
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = object.get(key) {
                    from_json_ld(inner, out, depth - 1);
                }
            }
        }
        _ => {}
    }
}

fn article_json_ld(article: &Value, out: &mut Metadata) {
    let text = |key: &str| article.get(key).and_then(Value::as_str);
    if let Some(title) = text("headline").or_else(|| text("name")) {
        set(&mut out.title, &decode_twice(title));
    }
    if let Some(value) = text("datePublished") {
        push_date(out, value, "JSON-LD datePublished");
    } else if let Some(value) = text("dateCreated") {
        push_date(out, value, "JSON-LD dateCreated");
    }
    let section = article.get("articleSection");
    if let Some(value) = section.and_then(|s| s.as_str().or_else(|| s.get(0)?.as_str())) {
        set(&mut out.section, &decode_twice(value));
    }
    if let Some(value) = text("inLanguage") {
        set(&mut out.language, value);
    }
    if let Some(value) = text("url") {
        set_url(out, value);
    }
    if out.authors.is_empty()
        && let Some(author) = article.get("author")
    {
        let mut names = Vec::new();
        person_names(author, &mut names, 3);
        for name in names {
            push_author(out, &name);
        }
    }
    let publisher = article
        .get("publisher")
        .and_then(|p| p.get("name").and_then(Value::as_str).or_else(|| p.as_str()));
    if let Some(name) = publisher {
        set_outlet(out, name, "JSON-LD publisher");
    }
}

fn person_names(value: &Value, out: &mut Vec<String>, depth: usize) {
    if depth == 0 {
        return;
    }
    match value {
        Value::String(name) => out.push(name.clone()),
        Value::Array(items) => items.iter().for_each(|v| person_names(v, out, depth - 1)),
        Value::Object(object) => {
            if let Some(name) = object.get("name") {
                person_names(name, out, depth - 1);
            }
        }
        _ => {}
    }
}

fn push_author(out: &mut Metadata, name: &str) {
    let name = tidy(name);
    let is_url = name.contains("://") || name.starts_with("www.");
    if !name.is_empty() && name.chars().count() <= 80 && !is_url && !out.authors.contains(&name) {
        out.authors.push(name);
    }
}

fn set_url(out: &mut Metadata, value: &str) {
    let value = value.trim();
    if value.starts_with("http://") || value.starts_with("https://") {
        set(&mut out.url, value);
    }
}

/// Some generators write references twice into attributes and JSON.
fn decode_twice(value: &str) -> String {
    let mut out = value.to_owned();
    for (from, to) in [
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ] {
        if out.contains(from) {
            out = out.replace(from, to);
        }
    }
    out
}

fn from_meta_elements(tree: &Tree, out: &mut Metadata) {
    // (key, content) with keys in lower case; one element may carry several keys.
    let mut pairs: Vec<(String, &str)> = Vec::new();
    for node in 0..tree.nodes.len() {
        if tree.tag(node) != "meta" {
            continue;
        }
        let Some(content) = tree.attribute(node, "content") else {
            continue;
        };
        if content.trim().is_empty() {
            continue;
        }
        for attribute in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(keys) = tree.attribute(node, attribute) {
                pairs.extend(
                    keys.to_ascii_lowercase()
                        .split_whitespace()
                        .map(|key| (key.replace('.', ":"), content)),
                );
            }
        }
    }
    let find = |keys: &[&str]| {
        keys.iter()
            .find_map(|key| pairs.iter().find(|(k, _)| k == key).map(|(_, v)| *v))
    };
    if let Some(title) = find(&[
        "dc:title",
        "dcterm:title",
        "dcterms:title",
        "og:title",
        "weibo:article:title",
        "weibo:webpage:title",
        "title",
        "twitter:title",
        "parsely-title",
        "headline",
    ]) {
        set(&mut out.title, &decode_twice(title));
    }
    if out.authors.is_empty() {
        let author = find(&[
            "dc:creator",
            "dcterm:creator",
            "dcterms:creator",
            "author",
            "parsely-author",
            "article:author",
            "byl",
            "sailthru:author",
        ]);
        if let Some(author) = author {
            for name in split_authors(&decode_twice(author)) {
                push_author(out, &name);
            }
        }
    }
    if let Some(site) = find(&[
        "og:site_name",
        "application-name",
        "dc:publisher",
        "publisher",
        "twitter:site:name",
    ]) {
        let from = if find(&["og:site_name"]).is_some() {
            "og:site_name"
        } else {
            "meta publisher"
        };
        set_outlet(out, &decode_twice(site), from);
    }
    if let Some(section) = find(&["article:section", "parsely-section", "articlesection"]) {
        set(&mut out.section, &decode_twice(section));
    }
    for key in [
        "article:published_time",
        "og:published_time",
        "datepublished",
        "parsely-pub-date",
        "dc:date:issued",
        "dcterms:issued",
        "dc:date",
        "dcterms:created",
        "dcterms:date",
        "date",
        "pubdate",
        "publishdate",
        "publish-date",
        "publication_date",
        "sailthru:date",
        "article:published",
        "cxenseparse:recs:publishtime",
    ] {
        for (k, value) in &pairs {
            if k == key {
                push_date(out, value, key);
            }
        }
    }
    if let Some(language) = find(&["og:locale", "language", "dc:language", "content-language"]) {
        // The html element is asked first, in `from_page`; keep this as the second choice.
        out.language = out.language.take().or(Some(language.replace('_', "-")));
    }
    if let Some(url) = find(&["og:url"]) {
        set_url(out, url);
    }
}

fn from_page(tree: &Tree, out: &mut Metadata) {
    let mut canonical = None;
    for node in 0..tree.nodes.len() {
        match tree.tag(node) {
            "html" => {
                if let Some(language) = tree.attribute(node, "lang").map(str::trim)
                    && !language.is_empty()
                {
                    out.language = Some(language.to_owned());
                }
            }
            "link" if tree.attribute(node, "rel") == Some("canonical") => {
                canonical = canonical.or(tree.attribute(node, "href"));
            }
            "time" => {
                let is_published = tree.attribute(node, "pubdate").is_some()
                    || tree
                        .attribute(node, "itemprop")
                        .is_some_and(|p| p.contains("datePublished"))
                    || tree
                        .ancestors(node)
                        .take(4)
                        .any(|a| matches!(tree.tag(a), "header" | "article"));
                if is_published
                    && let Some(value) = tree.attribute(node, "datetime")
                    && out.published.is_empty()
                {
                    push_date(out, value, "time element");
                }
            }
            _ => {}
        }
    }
    if let Some(url) = canonical {
        if url.starts_with("http") {
            out.url = None;
        }
        set_url(out, url);
    }
    if out.title.is_none() {
        out.title = title_element(tree);
    }
    if out.authors.is_empty()
        && let Some(node) = (1..tree.nodes.len()).find(|&n| is_byline(tree, n))
    {
        let text = tidy(&tree.text_content(node));
        let text = text
            .strip_prefix("By ")
            .or_else(|| text.strip_prefix("by "))
            .unwrap_or(&text);
        for name in split_authors(text) {
            push_author(out, &name);
        }
    }
}

/// The `title` element without the site's name.
fn title_element(tree: &Tree) -> Option<String> {
    let node = (0..tree.nodes.len())
        .find(|&n| tree.tag(n) == "title" && !tree.ancestors(n).any(|a| tree.tag(a) == "svg"))?;
    let full = tidy(&tree.text_content(node));
    if full.is_empty() {
        return None;
    }
    // A heading that says the same without the site's name settles it.
    for heading in (0..tree.nodes.len()).filter(|&n| matches!(tree.tag(n), "h1" | "h2")) {
        let text = tidy(&tree.text_content(heading));
        if text.chars().count() >= 8 && full.starts_with(&text) {
            return Some(text);
        }
    }
    let mut best = full.as_str();
    for separator in [" | ", " — ", " – ", " - ", " » ", " / ", " · "] {
        if let Some(at) = full.rfind(separator) {
            let (head, tail) = (&full[..at], &full[at + separator.len()..]);
            if head.split_whitespace().count() >= 3 && tail.split_whitespace().count() <= 5 {
                best = head;
                break;
            }
        }
    }
    Some(best.trim().to_owned())
}

/// Whether an element names who wrote the page.
pub(super) fn is_byline(tree: &Tree, node: NodeIdx) -> bool {
    if tree.tag(node).is_empty()
        || matches!(
            tree.tag(node),
            "meta" | "link" | "script" | "head" | "body" | "html"
        )
    {
        return false;
    }
    let rel_author = tree.attribute(node, "rel") == Some("author")
        || tree
            .attribute(node, "itemprop")
            .is_some_and(|p| p.contains("author"));
    let names = tree.class_and_id(node);
    let by_name = ["byline", "author", "dateline", "writtenby", "p-author"]
        .iter()
        .any(|w| names.contains(w));
    if !rel_author && !by_name {
        return false;
    }
    let n = tree.text_content(node).trim().chars().count();
    n > 0 && n < 100
}

/// `A, B and C` to its names.
pub(crate) fn split_authors(text: &str) -> Vec<String> {
    text.replace(" and ", ",")
        .replace(" & ", ",")
        .replace(" und ", ",")
        .replace(" и ", ",")
        .split([',', ';'])
        .map(tidy)
        .filter(|n| !n.is_empty())
        .collect()
}
