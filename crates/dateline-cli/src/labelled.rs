//! Labelled texts of the data folder, in one form: text, sentences, named spans.
//!
//! Used by `train` and `evaluate`. Each reader states how it maps the labels of its data to person,
//! organisation and place; everything else is no name here (nationalities are groups, not places).

use corpus_model::{Article, EntityKind, Format, Language, Permille, SourceInfo, Span};
use std::path::Path;

/// A labelled text.
#[derive(Debug, Clone, Default)]
pub struct Labelled {
    /// Name of the document.
    pub id: String,
    /// The text.
    pub text: String,
    /// Sentences as the data gives them.
    pub sentences: Vec<Span>,
    /// Named spans, in order.
    pub names: Vec<(Span, EntityKind)>,
    /// What is named, where the data tell: equal for names of one and the same, in other texts too.
    pub same: std::collections::BTreeMap<Span, String>,
}

impl Labelled {
    /// As an article with the data's own sentences.
    #[must_use]
    pub fn article(&self, language: &str) -> Article {
        let article = Article::of_text(&self.id, self.text.as_str());
        Article {
            source: SourceInfo {
                format: Format::Record,
                ..article.source
            },
            language: Language {
                tag: language.to_owned(),
                confidence: Permille(1000),
            },
            paragraphs: self.sentences.clone(),
            sentences: self.sentences.clone(),
            ..article
        }
    }

    /// Adds a sentence given as tokens with IOB labels; `text` is the sentence as written, if known.
    fn add_sentence(
        &mut self,
        tokens: &[(String, String)],
        text: Option<&str>,
        kind: impl Fn(&str) -> Option<EntityKind>,
    ) {
        if tokens.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let base = self.text.len();
        let mut spans = Vec::with_capacity(tokens.len());
        if let Some(text) = text {
            let mut at = 0;
            for (token, _) in tokens {
                let found = text[at..].find(token.as_str()).map_or(at, |f| at + f);
                let end = (found + token.len()).min(text.len());
                spans.push(Span::from_range(base + found..base + end));
                at = end;
            }
            self.text.push_str(text);
        } else {
            for (i, (token, _)) in tokens.iter().enumerate() {
                if i > 0 {
                    self.text.push(' ');
                }
                let start = self.text.len();
                self.text.push_str(token);
                spans.push(Span::from_range(start..self.text.len()));
            }
        }
        self.sentences.push(Span::from_range(base..self.text.len()));
        let mut open: Option<(Span, EntityKind, String)> = None;
        for (span, (_, label)) in spans.iter().zip(tokens) {
            let (position, name) = label.split_once('-').unwrap_or(("O", ""));
            if let Some((whole, _, current)) = &mut open
                && position == "I"
                && current == name
            {
                whole.end = span.end;
                continue;
            }
            self.names.extend(open.take().map(|(s, k, _)| (s, k)));
            if let Some(kind) = kind(name) {
                open = Some((*span, kind, name.to_owned()));
            }
        }
        self.names.extend(open.map(|(s, k, _)| (s, k)));
    }
}

/// A text as an article, segmented by the pipeline.
#[must_use]
pub fn plain(id: &str, text: &str) -> Option<Article> {
    let raw = corpus_model::RawDoc {
        path: id.to_owned(),
        format: Format::Record,
        charset: "utf-8".to_owned(),
        byte_len: text.len() as u64,
        sha256: [0; 32],
        decoded: text.to_owned(),
        body: corpus_model::MappedText::identity(text),
        metadata: corpus_model::Metadata::default(),
    };
    corpus_annotate::plain_article(&raw)
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| {
        eprintln!("not read: {}: {error}", path.display());
        String::new()
    })
}

fn kind_of(label: &str) -> Option<EntityKind> {
    Some(match label {
        "PER" | "person" | "politician" => EntityKind::Person,
        "ORG" | "organisation" | "politicalparty" | "corporation" | "group" => {
            EntityKind::Organisation
        }
        "LOC" | "location" | "country" => EntityKind::Place,
        _ => return None,
    })
}

/// Universal NER, English Web Treebank: one text a document of the treebank.
pub fn ewt(data: &Path, part: &str) -> Vec<Labelled> {
    let file = match part {
        "train" => "en_ewt-ud-train.draft-0c7ce0d.iob2",
        _ => "en_ewt-ud-dev.iob2",
    };
    let raw = read(&data.join("ner-uner-en-ewt").join(file));
    let mut out: Vec<Labelled> = Vec::new();
    let (mut tokens, mut text) = (Vec::new(), String::new());
    for line in raw.lines().chain([""]) {
        if let Some(id) = line.strip_prefix("# newdoc id = ") {
            out.push(Labelled {
                id: id.to_owned(),
                ..Labelled::default()
            });
        } else if let Some(whole) = line.strip_prefix("# text = ") {
            whole.clone_into(&mut text);
        } else if line.is_empty() {
            if out.is_empty() {
                out.push(Labelled::default());
            }
            if let Some(doc) = out.last_mut() {
                doc.add_sentence(&tokens, Some(&text), kind_of);
            }
            tokens.clear();
        } else if !line.starts_with('#') {
            let fields: Vec<&str> = line.split('\t').collect();
            if let [_, token, label, ..] = fields[..] {
                tokens.push((token.to_owned(), label.to_owned()));
            }
        }
    }
    out
}

/// Two columns, one sentence a block, each a text of its own.
fn two_columns(path: &Path) -> Vec<Labelled> {
    let mut out = Vec::new();
    let mut tokens = Vec::new();
    for line in read(path).lines().chain([""]) {
        let fields: Vec<&str> = line.split(['\t', ' ']).filter(|f| !f.is_empty()).collect();
        if let [token, label] = fields[..] {
            tokens.push((token.to_owned(), label.to_owned()));
        } else if line.trim().is_empty() && !tokens.is_empty() {
            let mut doc = Labelled {
                id: format!("{}-{}", path.display(), out.len()),
                ..Labelled::default()
            };
            doc.add_sentence(&tokens, None, kind_of);
            out.push(doc);
            tokens.clear();
        }
    }
    out
}

/// Broad Twitter Corpus.
pub fn btc(data: &Path, part: &str) -> Vec<Labelled> {
    two_columns(&data.join("ner-btc").join(format!("btc.{part}")))
}

/// WNUT 2017: corporations and groups are organisations, works and products no names here.
pub fn wnut(data: &Path, part: &str) -> Vec<Labelled> {
    let file = if part == "train" {
        "wnut17train.conll"
    } else {
        "emerging.dev.conll"
    };
    two_columns(&data.join("ner-wnut17").join(file))
}

/// CrossNER politics: politicians are people, parties organisations, countries places.
pub fn crossner(data: &Path, part: &str) -> Vec<Labelled> {
    two_columns(
        &data
            .join("ner-crossner-politics")
            .join(format!("{part}.txt")),
    )
}

/// GUM: mentions headed by a proper noun, cut to the run of proper nouns around the head. A title before a
/// person's name is no part of it here, and a title alone is none.
pub fn gum(data: &Path, part: &str) -> Vec<Labelled> {
    let mut files: Vec<_> = std::fs::read_dir(data.join("ner-gum").join(part))
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|path| gum_document(&read(path), &path.display().to_string()))
        .collect()
}

struct GumToken {
    span: Span,
    is_proper: bool,
    /// "of", "and", "for", "the" may stand inside a name.
    is_link: bool,
    is_title: bool,
    /// A title that is nobody's family name, or "State" of one.
    is_office: bool,
    entity: String,
}

/// An open mention of GUM: its number, type, first token, heads, and identity if given.
type Open = (String, String, usize, Vec<usize>, String);

fn gum_document(raw: &str, id: &str) -> Labelled {
    let mut doc = Labelled {
        id: id.to_owned(),
        ..Labelled::default()
    };
    let (mut text, mut lines): (String, Vec<Vec<&str>>) = (String::new(), Vec::new());
    let mut open: Vec<Open> = Vec::new();
    for line in raw.lines().chain([""]) {
        if let Some(whole) = line.strip_prefix("# text = ") {
            whole.clone_into(&mut text);
        } else if line.is_empty() && !lines.is_empty() {
            if !doc.text.is_empty() {
                doc.text.push('\n');
            }
            let base = doc.text.len();
            let mut at = 0;
            let mut tokens = Vec::new();
            for fields in &lines {
                let found = text[at..].find(fields[1]).map_or(at, |f| at + f);
                let end = (found + fields[1].len()).min(text.len());
                let entity = fields[9]
                    .split('|')
                    .find_map(|f| f.strip_prefix("Entity="))
                    .unwrap_or_default();
                tokens.push(GumToken {
                    span: Span::from_range(base + found..base + end),
                    // The finer tag: "United" of "United States" is a verb to the other.
                    is_proper: fields[4].starts_with("NNP"),
                    is_link: matches!(
                        fields[1],
                        "of" | "and" | "for" | "the" | "&" | "-" | "de" | "van" | "von" | "la"
                    ),
                    is_title: corpus_annotate::name::is_title(fields[1]),
                    is_office: matches!(
                        fields[1],
                        "President"
                            | "Minister"
                            | "Secretary"
                            | "State"
                            | "Senator"
                            | "Chairman"
                            | "Governor"
                            | "Ambassador"
                            | "Professor"
                            | "Mr."
                            | "Mrs."
                            | "Ms."
                            | "Dr."
                            | "Prof."
                            | "Chancellor"
                            | "Director"
                            | "Representative"
                    ),
                    entity: entity.to_owned(),
                });
                at = end;
            }
            doc.text.push_str(&text);
            doc.sentences.push(Span::from_range(base..doc.text.len()));
            open.clear();
            gum_names(&tokens, &mut open, &mut doc);
            lines.clear();
        } else if !line.starts_with('#') && !line.is_empty() {
            let fields: Vec<&str> = line.split('\t').collect();
            if fields.len() == 10 && !fields[0].contains(['-', '.']) {
                lines.push(fields);
            }
        }
    }
    doc.names.sort();
    doc
}

fn gum_names(tokens: &[GumToken], open: &mut Vec<Open>, doc: &mut Labelled) {
    let mut found: Vec<(usize, usize, EntityKind, String)> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        let mut rest = token.entity.as_str();
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('(') {
                let end = after.find(['(', ')']).unwrap_or(after.len());
                let fields: Vec<&str> = after[..end].split('-').collect();
                let id = fields.first().copied().unwrap_or_default().to_owned();
                let kind = fields.get(1).copied().unwrap_or_default().to_owned();
                let heads = fields
                    .get(5)
                    .map(|f| f.split(',').filter_map(|n| n.parse().ok()).collect())
                    .unwrap_or_default();
                // An identity on Wikipedia holds for all texts, a number for its own.
                let identity = fields.get(7..).unwrap_or_default().join("-");
                let same = if identity.is_empty() {
                    format!("{} {id}", doc.id)
                } else {
                    identity
                };
                open.push((id.clone(), kind, i, heads, same));
                rest = &after[end..];
                if let Some(after) = rest.strip_prefix(')') {
                    close(open.pop(), i, tokens, &mut found);
                    rest = after;
                }
            } else if let Some(at) = rest.find(')') {
                let id = rest[..at].trim_matches(|c| c == '(' || c == ')');
                if let Some(k) = open.iter().rposition(|(o, ..)| o == id) {
                    close(Some(open.remove(k)), i, tokens, &mut found);
                }
                rest = &rest[at + 1..];
            } else {
                break;
            }
        }
    }
    // Where names nest, the outer run wins.
    found.sort_by_key(|(a, b, ..)| (*a, std::cmp::Reverse(*b)));
    let mut last = 0;
    for (a, b, kind, same) in found {
        if a >= last {
            let span = tokens[a].span.hull(tokens[b - 1].span);
            doc.names.push((span, kind));
            doc.same.insert(span, same);
            last = b;
        }
    }
}

fn close(
    mention: Option<Open>,
    end: usize,
    tokens: &[GumToken],
    found: &mut Vec<(usize, usize, EntityKind, String)>,
) {
    let Some((_, kind, start, heads, same)) = mention else {
        return;
    };
    let kind = match kind.as_str() {
        "person" => EntityKind::Person,
        "organization" => EntityKind::Organisation,
        "place" => EntityKind::Place,
        _ => return,
    };
    let Some(head) = heads
        .iter()
        .map(|h: &usize| start + h - 1)
        .find(|h| tokens.get(*h).is_some_and(|t| t.is_proper))
    else {
        return;
    };
    let inside = |i: usize| i >= start && i <= end;
    let (mut a, mut b) = (head, head + 1);
    loop {
        if a > 0 && inside(a - 1) && tokens[a - 1].is_proper {
            a -= 1;
        } else if kind == EntityKind::Organisation
            && a > 1
            && inside(a - 2)
            && tokens[a - 1].is_link
            && tokens[a - 2].is_proper
        {
            a -= 2;
        } else {
            break;
        }
    }
    loop {
        if b < tokens.len() && inside(b) && tokens[b].is_proper {
            b += 1;
        } else if kind == EntityKind::Organisation
            && b + 1 < tokens.len()
            && inside(b + 1)
            && tokens[b].is_link
            && tokens[b + 1].is_proper
        {
            b += 2;
        } else {
            break;
        }
    }
    if kind == EntityKind::Person {
        a = after_titles(tokens, a, b);
        if a == b {
            return;
        }
    }
    found.push((a, b, kind, same));
}

/// Where the name of a person begins: past titles, and past what leads up to one ("U.S. Secretary of State").
fn after_titles(tokens: &[GumToken], mut from: usize, to: usize) -> usize {
    let last = (from..to.saturating_sub(1))
        .rev()
        .find(|i| tokens[*i].is_office);
    if let Some(last) = last {
        from = last + 1;
    }
    while from < to && tokens[from].is_title {
        from += 1;
    }
    from
}

/// factRuEval-2016 (Russian): people by their name parts, organisations with their descriptors, places by name.
pub fn factrueval(data: &Path) -> Vec<Labelled> {
    let folder = data.join("ner-factrueval2016/devset");
    let mut ids: Vec<String> = std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|e| {
            e.file_name()
                .to_string_lossy()
                .strip_suffix(".txt")
                .map(str::to_owned)
        })
        .collect();
    ids.sort();
    ids.iter()
        .map(|id| factrueval_document(&folder, id))
        .collect()
}

fn factrueval_document(folder: &Path, id: &str) -> Labelled {
    let text = read(&folder.join(format!("{id}.txt"))).replace('\r', "");
    let bytes: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let byte = |n: usize| bytes.get(n).copied().unwrap_or(text.len());
    let mut spans: std::collections::BTreeMap<String, (String, Span)> =
        std::collections::BTreeMap::new();
    for line in read(&folder.join(format!("{id}.spans"))).lines() {
        let f: Vec<&str> = line.split_whitespace().collect();
        if let [span, kind, start, len, ..] = f[..] {
            let (start, len): (usize, usize) =
                (start.parse().unwrap_or(0), len.parse().unwrap_or(0));
            spans.insert(
                span.to_owned(),
                (
                    kind.to_owned(),
                    Span::from_range(byte(start)..byte(start + len)),
                ),
            );
        }
    }
    let mut names = Vec::new();
    for line in read(&folder.join(format!("{id}.objects"))).lines() {
        let line = line.split('#').next().unwrap_or_default();
        let f: Vec<&str> = line.split_whitespace().collect();
        let Some(kind) = f.get(1) else { continue };
        let (kind, wanted): (EntityKind, &[&str]) = match *kind {
            "Person" => (
                EntityKind::Person,
                &["name", "surname", "patronymic", "nickname"],
            ),
            "Org" => (EntityKind::Organisation, &["org_name"]),
            "Location" | "LocOrg" => (EntityKind::Place, &["loc_name"]),
            _ => continue,
        };
        let parts: Vec<Span> = f[2..]
            .iter()
            .filter_map(|s| spans.get(*s))
            .filter(|(k, _)| wanted.contains(&k.as_str()))
            .map(|(_, s)| *s)
            .collect();
        let Some(hull) = parts.iter().copied().reduce(Span::hull) else {
            continue;
        };
        names.push((hull, kind));
    }
    names.sort_by_key(|(s, _)| (s.start, std::cmp::Reverse(s.end)));
    let mut kept: Vec<(Span, EntityKind)> = Vec::new();
    for name in names {
        if kept.last().is_none_or(|(s, _)| s.end <= name.0.start) {
            kept.push(name);
        }
    }
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let next = rest
            .chars()
            .find(|c| !c.is_whitespace() && !matches!(c, '«' | '"' | '—' | '-'));
        let is_end = c == '\n'
            || matches!(c, '.' | '!' | '?')
                && rest.starts_with(char::is_whitespace)
                && next.is_none_or(char::is_uppercase)
                && !text[..at].ends_with(|p: char| p.is_uppercase());
        if is_end {
            if !text[start..=at].trim().is_empty() {
                sentences.push(Span::from_range(start..at + 1));
            }
            start = at + c.len_utf8();
        }
    }
    if !text[start..].trim().is_empty() {
        sentences.push(Span::from_range(start..text.len()));
    }
    Labelled {
        id: id.to_owned(),
        text,
        sentences,
        names: kept,
        ..Labelled::default()
    }
}

/// re3d: named people, bodies and places, and which of them are said to be the same.
///
/// Mentions without a capital letter are no names. Also gives the pairs, as spans of one text.
pub fn re3d(data: &Path) -> Vec<(Labelled, Vec<(Span, Span)>)> {
    let mut folders: Vec<_> = std::fs::read_dir(data.join("ner-re3d"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.is_dir())
        .collect();
    folders.sort();
    let mut out = Vec::new();
    for folder in folders {
        let lines = |name: &str| -> Vec<serde_json::Value> {
            read(&folder.join(name))
                .lines()
                .filter_map(|l| serde_json::from_str(l).ok())
                .collect()
        };
        let (entities, relations) = (lines("entities.json"), lines("relations.json"));
        for document in lines("documents.json") {
            let id = document["_id"].as_str().unwrap_or_default();
            let text = document["text"].as_str().unwrap_or_default().to_owned();
            let bytes: Vec<usize> = text
                .char_indices()
                .map(|(at, _)| at)
                .chain([text.len()])
                .collect();
            let at = |v: &serde_json::Value| {
                v.as_u64()
                    .and_then(|n| bytes.get(usize::try_from(n).ok()?).copied())
                    .unwrap_or(0)
            };
            // "the Kurdish YPG": the article is no part of the name.
            let span = |begin: usize, end: usize| -> Option<Span> {
                let raw = text.get(begin..end)?;
                let name = raw
                    .strip_prefix("the ")
                    .or(raw.strip_prefix("The "))
                    .unwrap_or(raw);
                let begin = begin + (raw.len() - name.len());
                name.starts_with(char::is_uppercase)
                    .then(|| Span::from_range(begin..end))
            };
            let mut names: Vec<(Span, EntityKind)> = entities
                .iter()
                .filter(|e| e["documentId"] == id)
                .filter_map(|e| {
                    let kind = match e["type"].as_str()? {
                        "Person" => EntityKind::Person,
                        "Organisation" => EntityKind::Organisation,
                        "Location" => EntityKind::Place,
                        _ => return None,
                    };
                    Some((span(at(&e["begin"]), at(&e["end"]))?, kind))
                })
                .collect();
            names.sort_by_key(|(s, k)| (s.start, std::cmp::Reverse(s.end), *k));
            names.dedup_by(|b, a| b.0.start < a.0.end);
            let pairs = relations
                .iter()
                .filter(|r| r["documentId"] == id && r["type"] == "IsSynonymOf")
                .filter_map(|r| {
                    let a = span(at(&r["sourceBegin"]), at(&r["sourceEnd"]))?;
                    let b = span(at(&r["targetBegin"]), at(&r["targetEnd"]))?;
                    let is_named = |s: Span| names.iter().any(|(n, _)| *n == s);
                    (is_named(a) && is_named(b) && a < b).then_some((a, b))
                })
                .collect();
            if let Some(article) = plain(id, &text)
                && article.text == text
            {
                out.push((
                    Labelled {
                        id: id.to_owned(),
                        sentences: article.sentences,
                        text,
                        names,
                        ..Labelled::default()
                    },
                    pairs,
                ));
            }
        }
    }
    out
}
