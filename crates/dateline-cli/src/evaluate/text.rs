//! Scores of reading: repairs, splitting and describing, HTML bodies, sentences, languages.
//!
//! In: the folder of labelled data. Out: one [`Score`] a figure. A set that is absent is left out.
//! With `DATELINE_FAILURES` set in the environment, every case that fails is printed on standard error.

use super::Score;
use corpus_annotate::FolderLines;
use corpus_annotate::language::Model;
use corpus_model::{Article, RawDoc, SourceFile};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// All scores of this part.
pub fn evaluate_text(data: &Path) -> Vec<Score> {
    let parts: [fn(&Path) -> Vec<Score>; 5] = [mojibake, pages, languages, sentences, html];
    parts.iter().flat_map(|part| part(data)).collect()
}

fn score(name: &str, right: usize, n: usize, goal: f64) -> Score {
    Score {
        name: name.to_owned(),
        value: if n == 0 { 0.0 } else { right as f64 / n as f64 },
        goal: Some(goal),
        n,
    }
}

fn note_failure(set: &str, lines: &[(&str, &str)]) {
    if std::env::var_os("DATELINE_FAILURES").is_some() {
        eprintln!("--- {set}");
        for (label, text) in lines {
            eprintln!("  {label:8} {text:?}");
        }
    }
}

fn json_lines(path: &Path) -> Vec<Value> {
    std::fs::read_to_string(path)
        .unwrap_or_default()
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}

fn text_of<'v>(record: &'v Value, key: &str) -> &'v str {
    record.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Exact repair of misread and escaped text, and changes to text that was right.
pub fn mojibake(data: &Path) -> Vec<Score> {
    let mut out = Vec::new();
    let synth = json_lines(&data.join("mojibake-synth/dev.jsonl"));
    if !synth.is_empty() {
        let (mut right, mut n, mut changed, mut n_clean) = (0, 0, 0, 0);
        for record in &synth {
            let (garbled, clean) = (text_of(record, "garbled"), text_of(record, "clean"));
            let mended = corpus_annotate::clean::repair_encoding(garbled);
            let is_right = mended == clean;
            if text_of(record, "kind") == "clean" {
                n_clean += 1;
                changed += usize::from(!is_right);
            } else {
                n += 1;
                right += usize::from(is_right);
            }
            if !is_right {
                note_failure(
                    text_of(record, "kind"),
                    &[("garbled", garbled), ("clean", clean), ("mended", &mended)],
                );
            }
        }
        out.push(score("text/mojibake-synth exact repair", right, n, 0.98));
        out.push(score(
            "text/mojibake-synth clean text kept",
            n_clean - changed,
            n_clean,
            1.0,
        ));
    }
    let (mut right, mut n, mut kept, mut n_kept) = (0, 0, 0, 0);
    for file in ["in-the-wild.dev", "synthetic", "language-names", "negative"] {
        let path = data.join(format!("mojibake-ftfy/{file}.json"));
        let Ok(json) = std::fs::read_to_string(path) else {
            continue;
        };
        let cases: Vec<Value> = serde_json::from_str(&json).unwrap_or_default();
        for case in &cases {
            let original = text_of(case, "original");
            let wanted = match text_of(case, "fixed-encoding") {
                "" => text_of(case, "fixed"),
                fixed => fixed,
            };
            let mended = corpus_annotate::clean::repair_encoding(original);
            let is_right = mended == wanted;
            if original == wanted {
                n_kept += 1;
                kept += usize::from(is_right);
            } else {
                n += 1;
                right += usize::from(is_right);
            }
            if !is_right {
                note_failure(
                    file,
                    &[
                        ("original", original),
                        ("wanted", wanted),
                        ("mended", &mended),
                    ],
                );
            }
        }
    }
    if n > 0 {
        out.push(score("text/mojibake-ftfy exact repair", right, n, 0.98));
        out.push(score(
            "text/mojibake-ftfy right text kept",
            kept,
            n_kept,
            1.0,
        ));
    }
    out
}

/// Reads bytes as a file of that name and gives its articles.
fn articles_of(path: &str, bytes: Vec<u8>) -> Vec<(RawDoc, Vec<Article>)> {
    let source = SourceFile {
        path: path.to_owned(),
        bytes,
    };
    let docs = corpus_read::read(&source).output;
    let folder = FolderLines::count(&docs);
    docs.into_iter()
        .map(|doc| {
            let articles = corpus_annotate::articles(&doc, &folder).output;
            (doc, articles)
        })
        .collect()
}

/// Counts of a comparison of two sets.
#[derive(Debug, Default, Clone, Copy)]
struct Overlap {
    hits: usize,
    wanted: usize,
    found: usize,
}

impl Overlap {
    fn f1(self) -> f64 {
        if self.wanted + self.found == 0 {
            0.0
        } else {
            2.0 * self.hits as f64 / (self.wanted + self.found) as f64
        }
    }

    fn score(self, name: &str, goal: f64) -> Score {
        Score {
            name: name.to_owned(),
            value: self.f1(),
            goal: Some(goal),
            n: self.wanted,
        }
    }
}

/// Splitting pages into articles, and what their heads say.
pub fn pages(data: &Path) -> Vec<Score> {
    let pages = json_lines(&data.join("pages-aggregated-synth/pages.jsonl"));
    let mut borders = Overlap::default();
    let (mut headline, mut n) = (0, 0);
    // Right, and how many have one, for byline, outlet, dateline place; absent ones count if kept absent.
    let (mut byline, mut outlet, mut place) = (0, 0, 0);
    for page in &pages {
        let text = text_of(page, "page");
        let byte_at: Vec<usize> = text
            .char_indices()
            .map(|(i, _)| i)
            .chain([text.len()])
            .collect();
        let offset = |article: &Value, key: &str| {
            let at = article.get(key).and_then(Value::as_u64).unwrap_or_default();
            byte_at.get(at as usize).copied().unwrap_or(text.len())
        };
        let wanted: Vec<&Value> = page
            .get("articles")
            .and_then(Value::as_array)
            .map(|a| a.iter().collect())
            .unwrap_or_default();
        let read = articles_of("page.txt", text.as_bytes().to_vec());
        let found: Vec<(usize, &Article)> = read
            .iter()
            .flat_map(|(_, articles)| articles)
            .map(|a| {
                let start = a.raw_from_clean(corpus_model::Span::new(0, 1)).start;
                (start as usize, a)
            })
            .collect();
        borders.wanted += wanted.len();
        borders.found += found.len();
        for (start, article) in &found {
            if !wanted.iter().any(|w| offset(w, "start") == *start) {
                let line = text[*start..].lines().next().unwrap_or_default();
                note_failure("false start", &[("line", line), ("id", &article.id)]);
            }
        }
        for article in wanted {
            n += 1;
            let start = offset(article, "start");
            let Some((_, own)) = found.iter().find(|(s, _)| *s == start) else {
                note_failure("missed start", &[("line", text_of(article, "headline"))]);
                continue;
            };
            borders.hits += 1;
            let check = |slot: &mut usize, what: &str, wanted: &str, found: &str| {
                if wanted == found {
                    *slot += 1;
                } else {
                    note_failure(what, &[("wanted", wanted), ("found", found)]);
                }
            };
            check(
                &mut headline,
                "headline",
                text_of(article, "headline"),
                own.title.map_or("", |t| t.of(&own.text)),
            );
            check(
                &mut byline,
                "byline",
                text_of(article, "byline"),
                &own.authors.join(", "),
            );
            let found_outlet = own.outlet.as_ref().map_or("", |o| o.value.as_str());
            let wanted_outlet = text_of(article, "source");
            // An outlet that the page does not show cannot be found.
            let extent = text
                .get(start..offset(article, "body_start") + 120)
                .unwrap_or_default();
            let wanted_outlet = if extent.contains(wanted_outlet) {
                wanted_outlet
            } else {
                ""
            };
            check(&mut outlet, "outlet", wanted_outlet, found_outlet);
            let found_place = own.dateline.as_ref().and_then(|d| d.place.as_deref());
            check(
                &mut place,
                "dateline",
                text_of(article, "dateline_place"),
                found_place.unwrap_or_default(),
            );
        }
    }
    if n == 0 {
        return Vec::new();
    }
    vec![
        borders.score("text/pages-aggregated article starts F1", 0.97),
        score("text/pages-aggregated headline exact", headline, n, 0.95),
        score("text/pages-aggregated byline exact", byline, n, 0.95),
        score("text/pages-aggregated outlet exact", outlet, n, 0.95),
        score("text/pages-aggregated dateline place exact", place, n, 0.95),
    ]
}

/// Languages of lines that training did not see: trained on four of five lines, asked about the fifth.
pub fn languages(data: &Path) -> Vec<Score> {
    let declarations = crate::train::declarations(data);
    let news = crate::train::news(data);
    let mut seen = BTreeMap::new();
    let mut unseen = Vec::new();
    for (tag, lines) in &declarations {
        let (test, train): (Vec<_>, Vec<_>) =
            lines.iter().enumerate().partition(|(i, _)| i % 5 == 4);
        let more = news.get(tag).map(String::as_str);
        let text: Vec<&str> = train
            .iter()
            .map(|(_, line)| line.as_str())
            .chain(more)
            .collect();
        seen.insert(tag.clone(), text.join("\n"));
        unseen.extend(
            test.into_iter()
                .map(|(_, line)| (tag.as_str(), line.as_str())),
        );
    }
    if unseen.is_empty() {
        return Vec::new();
    }
    let model = Model::read(&Model::table(&seen));
    let (mut paragraphs, mut n_paragraphs, mut lines, mut n_lines) = (0, 0, 0, 0);
    for (tag, line) in unseen {
        let found = model.detect(line).tag;
        let is_right = found == tag;
        if line.chars().count() >= 80 {
            n_paragraphs += 1;
            paragraphs += usize::from(is_right);
        } else if line.split_whitespace().count() >= 3 {
            n_lines += 1;
            lines += usize::from(is_right);
        } else {
            continue;
        }
        if !is_right {
            note_failure("language", &[(tag, line), ("found", &found)]);
        }
    }
    vec![
        score("text/langid-udhr paragraph", paragraphs, n_paragraphs, 0.99),
        score("text/langid-udhr line of 3+ words", lines, n_lines, 0.95),
    ]
}

/// Sentence ends of edited text, and the golden rules.
pub fn sentences(data: &Path) -> Vec<Score> {
    let mut out = Vec::new();
    let gum = conllu_documents(&data.join("ner-gum"));
    let ewt = iob_documents(&data.join("ner-uner-en-ewt"));
    for (name, documents) in [("ner-gum", gum), ("ner-uner-en-ewt", ewt)] {
        let mut ends = Overlap::default();
        for paragraphs in &documents {
            for sentences in paragraphs {
                let text = sentences.join(" ");
                let mut wanted = BTreeSet::new();
                let mut at = 0;
                for sentence in sentences {
                    at += sentence.len();
                    wanted.insert(at);
                    at += 1;
                }
                let found: BTreeSet<usize> = split_sentences(&text)
                    .iter()
                    .map(|s| s.end as usize)
                    .collect();
                // The end of a paragraph ends its last sentence: nobody could miss it.
                wanted.remove(&text.len());
                let found: BTreeSet<usize> =
                    found.into_iter().filter(|e| *e != text.len()).collect();
                ends.hits += wanted.intersection(&found).count();
                ends.wanted += wanted.len();
                ends.found += found.len();
                for end in wanted.symmetric_difference(&found) {
                    let what = if wanted.contains(end) {
                        "missed break"
                    } else {
                        "false break"
                    };
                    let from = text.floor_char_boundary(end.saturating_sub(30));
                    let to = text.floor_char_boundary(end + 30);
                    note_failure(
                        name,
                        &[(what, &format!("{}⟂{}", &text[from..*end], &text[*end..to]))],
                    );
                }
            }
        }
        if ends.wanted > 0 {
            out.push(ends.score(&format!("text/sentence ends F1, {name}"), 0.97));
        }
    }
    let rules = golden_rules(&data.join("sentences-golden-rules/UPSTREAM-README.md"));
    if !rules.is_empty() {
        let mut right = 0;
        for (text, wanted) in &rules {
            let plain = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
            let found: Vec<String> = split_sentences(text)
                .iter()
                .map(|s| plain(s.of(text)))
                .collect();
            let wanted: Vec<String> = wanted.iter().map(|s| plain(s)).collect();
            if found == wanted {
                right += 1;
            } else {
                note_failure(
                    "golden rule",
                    &[
                        ("wanted", &wanted.join(" | ")),
                        ("found", &found.join(" | ")),
                    ],
                );
            }
        }
        out.push(score(
            "text/golden rules of sentences",
            right,
            rules.len(),
            0.95,
        ));
    }
    out
}

fn split_sentences(text: &str) -> Vec<corpus_model::Span> {
    let paragraphs = corpus_annotate::segment::paragraphs(text);
    corpus_annotate::segment::sentences(text, &paragraphs)
}

fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}

/// Documents as paragraphs of sentences.
type Document = Vec<Vec<String>>;

fn conllu_documents(folder: &Path) -> Vec<Document> {
    files_below(folder, "conllu")
        .iter()
        .map(|path| {
            let mut document: Document = Vec::new();
            for line in std::fs::read_to_string(path).unwrap_or_default().lines() {
                if line.starts_with("# newpar") || document.is_empty() {
                    document.push(Vec::new());
                }
                if let (Some(text), Some(paragraph)) =
                    (line.strip_prefix("# text = "), document.last_mut())
                {
                    paragraph.push(text.trim().to_owned());
                }
            }
            document
        })
        .collect()
}

/// Sentences of the web treebank come without their paragraphs: neighbours are taken together by fours,
/// and only those that end in a mark, as the layout that ended the others is lost.
fn iob_documents(folder: &Path) -> Vec<Document> {
    files_below(folder, "iob2")
        .iter()
        .filter(|path| path.to_string_lossy().contains("dev"))
        .map(|path| {
            let text = std::fs::read_to_string(path).unwrap_or_default();
            let sentences: Vec<String> = text
                .lines()
                .filter_map(|l| l.strip_prefix("# text = "))
                .map(|s| s.trim().to_owned())
                .filter(|s| s.ends_with(['.', '!', '?', '"', ')', '”']))
                .collect();
            sentences.chunks(4).map(<[String]>::to_vec).collect()
        })
        .collect()
}

/// `input => ["sentence", …]` pairs of the golden rules in English, German and Russian.
fn golden_rules(path: &Path) -> Vec<(String, Vec<String>)> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let mut out = Vec::new();
    let mut language = "";
    let mut block: Option<Vec<&str>> = None;
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("#### Golden Rules (") {
            language = heading.trim_end_matches(')');
        } else if line.starts_with("## ") {
            language = "";
        } else if line.trim() == "```" {
            match block.take() {
                None => block = Some(Vec::new()),
                Some(lines) => {
                    let at = lines.iter().position(|l| l.starts_with("=> "));
                    if let Some(at) = at
                        && matches!(language, "English" | "German" | "Russian")
                    {
                        let answer = lines[at..].join("\n");
                        let wanted: Vec<String> =
                            serde_json::from_str(answer.trim_start_matches("=> "))
                                .unwrap_or_default();
                        let input = lines[..at]
                            .join("\n")
                            .replace("\\n", "\n")
                            .replace("\\\"", "\"");
                        if !wanted.is_empty() {
                            out.push((input, wanted));
                        }
                    }
                }
            }
        } else if let Some(lines) = &mut block {
            lines.push(line);
        }
    }
    out
}

/// Words of the article that extraction finds in pages.
pub fn html(data: &Path) -> Vec<Score> {
    let folder = data.join("html-readability-pages");
    let mut cases: Vec<PathBuf> = std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.join("source.html").is_file())
        .collect();
    cases.sort();
    let mut total = 0.0;
    for case in &cases {
        let source = std::fs::read(case.join("source.html")).unwrap_or_default();
        let expected = std::fs::read_to_string(case.join("expected.html")).unwrap_or_default();
        let wanted = words(&corpus_read::html_text(&expected));
        let read = corpus_read::read(&SourceFile {
            path: "page.html".to_owned(),
            bytes: source,
        })
        .output;
        let mut found_text = read.first().map_or("", |d| d.body.text()).to_owned();
        // The heading that reading puts first is not part of the expected body.
        if let Some(title) = read.first().and_then(|d| d.metadata.title.clone())
            && let Some((first, rest)) = found_text.split_once("\n\n")
            && words(first) == words(&title)
            && !corpus_read::html_text(&expected)
                .trim_start()
                .starts_with(first)
        {
            found_text = rest.to_owned();
        }
        let found = words(&found_text);
        let f1 = gram_f1(&wanted, &found, 4);
        total += f1;
        if f1 < 0.97 {
            let name = case
                .file_name()
                .map(|n| n.to_string_lossy().into_owned())
                .unwrap_or_default();
            note_failure(
                "html",
                &[(
                    &name,
                    &format!(
                        "{f1:.3}, words wanted {} found {}",
                        wanted.len(),
                        found.len()
                    ),
                )],
            );
        }
    }
    if cases.is_empty() {
        return Vec::new();
    }
    vec![Score {
        name: "text/html-readability-pages word 4-gram F1".to_owned(),
        value: total / cases.len() as f64,
        goal: Some(0.96),
        n: cases.len(),
    }]
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// F1 over runs of `n` words, counted as often as they occur; shorter texts as a whole.
fn gram_f1(wanted: &[String], found: &[String], n: usize) -> f64 {
    let count = |words: &[String]| {
        let mut out: BTreeMap<Vec<String>, i64> = BTreeMap::new();
        let n = n.min(words.len().max(1));
        for gram in words.windows(n) {
            *out.entry(gram.to_vec()).or_default() += 1;
        }
        out
    };
    let (a, b) = (count(wanted), count(found));
    let both: i64 = a
        .iter()
        .map(|(g, n)| (*n).min(b.get(g).copied().unwrap_or_default()))
        .sum();
    let all: i64 = a.values().sum::<i64>() + b.values().sum::<i64>();
    if all == 0 {
        1.0
    } else {
        2.0 * both as f64 / all as f64
    }
}
