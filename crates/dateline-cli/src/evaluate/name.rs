//! Names, spellings, joins and quotations against labelled data.

use super::Score;
use crate::labelled::{self, Labelled};
use crate::train_names;
use corpus_annotate::Resources;
use corpus_annotate::name::{find_learnt, find_names};
use corpus_annotate::quote::find_quotes;
use corpus_model::{EntityKind, Span};
use std::collections::BTreeSet;
use std::path::Path;

/// Exact span and kind, person / organisation / place, over several texts.
#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    right: usize,
    found: usize,
    gold: usize,
}

impl Counts {
    fn f1(self) -> f64 {
        2.0 * self.right as f64 / (self.found + self.gold).max(1) as f64
    }
}

fn score(name: &str, value: f64, goal: Option<f64>, n: usize) -> Score {
    Score {
        name: name.to_owned(),
        value,
        goal,
        n,
    }
}

/// What is recognised in the English development parts.
pub fn evaluate_recognition(data: &Path) -> Vec<Score> {
    english(data, &Resources::builtin())
}

/// Recognition only, by a model that is not committed yet.
pub fn recognised(data: &Path, model: &[u8], language: &str) -> Vec<Score> {
    let resources = Resources::from_parts(
        corpus_annotate::BUILTIN_PARTS
            .iter()
            .map(|(_, bytes)| *bytes)
            .chain([model]),
    );
    match language {
        "en" => english(data, &resources),
        _ => Vec::new(),
    }
}

/// F1, precision and recall of the tagger's first and second reading without the rules, a set a line.
pub fn readings(data: &Path, model: &[u8], language: &str) -> Vec<(String, [[f64; 3]; 2])> {
    let resources = Resources::from_parts(
        corpus_annotate::BUILTIN_PARTS
            .iter()
            .map(|(_, bytes)| *bytes)
            .chain([model]),
    );
    if language != "en" {
        return Vec::new();
    }
    english_sets(data)
        .into_iter()
        .map(|(set, _, docs)| {
            let articles: Vec<_> = docs.iter().map(|d| d.article("en")).collect();
            let score = [false, true].map(|is_second| {
                let mut sum = Counts::default();
                for (doc, names) in docs
                    .iter()
                    .zip(find_learnt(&articles, &resources, is_second))
                {
                    sum.gold += doc.names.len();
                    sum.found += names.len();
                    sum.right += names
                        .iter()
                        .filter(|n| doc.names.contains(&(n.span, n.kind)))
                        .count();
                }
                let part = |of: usize| sum.right as f64 / of.max(1) as f64;
                [sum.f1(), part(sum.found), part(sum.gold)]
            });
            (set.to_owned(), score)
        })
        .collect()
}

type Set = (&'static str, Option<f64>, Vec<Labelled>);

fn english_sets(data: &Path) -> [Set; 5] {
    [
        ("ewt-dev", Some(0.78), labelled::ewt(data, "dev")),
        ("gum-dev", None, labelled::gum(data, "dev")),
        ("btc-dev", None, labelled::btc(data, "dev")),
        ("wnut-dev", None, labelled::wnut(data, "dev")),
        ("crossner-dev", None, labelled::crossner(data, "dev")),
    ]
}

fn english(data: &Path, resources: &Resources) -> Vec<Score> {
    english_sets(data)
        .iter()
        .flat_map(|(set, goal, docs)| recognition(set, "en", docs, *goal, resources))
        .collect()
}

fn recognition(
    set: &str,
    language: &str,
    docs: &[Labelled],
    goal: Option<f64>,
    resources: &Resources,
) -> Vec<Score> {
    let articles: Vec<_> = docs.iter().map(|d| d.article(language)).collect();
    let found = find_names(&articles, resources);
    let mut by_kind = [
        (EntityKind::Person, Counts::default()),
        (EntityKind::Organisation, Counts::default()),
        (EntityKind::Place, Counts::default()),
    ];
    for (doc, names) in docs.iter().zip(&found) {
        let gold: BTreeSet<(Span, EntityKind)> = doc.names.iter().copied().collect();
        for (kind, counts) in &mut by_kind {
            counts.gold += gold.iter().filter(|g| g.1 == *kind).count();
            for name in names.iter().filter(|n| n.kind == *kind) {
                counts.found += 1;
                counts.right += usize::from(gold.contains(&(name.span, *kind)));
            }
        }
        if std::env::var_os("DATELINE_SHOW_ERRORS").is_some_and(|s| s == set) {
            let own: BTreeSet<(Span, EntityKind)> = names
                .iter()
                .filter(|n| by_kind.iter().any(|(k, _)| *k == n.kind))
                .map(|n| (n.span, n.kind))
                .collect();
            for (mark, list) in [
                ("MISS", gold.difference(&own)),
                ("MADE", own.difference(&gold)),
            ] {
                for (span, kind) in list {
                    let context = Span::new(
                        floor(&doc.text, span.start.saturating_sub(40)),
                        floor(&doc.text, span.end + 30),
                    );
                    let why = names
                        .iter()
                        .find(|n| n.span == *span)
                        .map_or("", |n| n.why.as_str());
                    eprintln!(
                        "{mark} {} [{}] … {} … {why}",
                        kind.name(),
                        span.of(&doc.text),
                        context.of(&doc.text).replace('\n', "/")
                    );
                }
            }
        }
    }
    let all = by_kind.iter().fold(Counts::default(), |a, (_, c)| Counts {
        right: a.right + c.right,
        found: a.found + c.found,
        gold: a.gold + c.gold,
    });
    let mut out = vec![score(&format!("names/{set} F1"), all.f1(), goal, all.gold)];
    for (kind, counts) in by_kind {
        out.push(score(
            &format!("names/{set} {} F1", kind.name()),
            counts.f1(),
            None,
            counts.gold,
        ));
    }
    out.push(score(
        &format!("names/{set} precision"),
        all.right as f64 / all.found.max(1) as f64,
        None,
        all.found,
    ));
    out
}

use crate::train_names::RUSSIAN as RUSSIAN_PACE;

/// factRuEval in five parts, each tagged by a model of the other four.
pub fn evaluate_russian(data: &Path) -> Vec<Score> {
    let docs = labelled::factrueval(data);
    let mut sum = Counts::default();
    for fold in 0..5 {
        let rest = train_names::russian(data, Some(fold));
        if rest.is_empty() {
            return Vec::new();
        }
        let model = train_names::learn(&rest, "ru", &RUSSIAN_PACE).to_bytes();
        let resources = Resources::from_parts(
            corpus_annotate::BUILTIN_PARTS
                .iter()
                .map(|(_, bytes)| *bytes)
                .chain([model.as_slice()]),
        );
        let part: Vec<Labelled> = docs
            .iter()
            .enumerate()
            .filter(|(i, _)| i % 5 == fold)
            .map(|(_, d)| d.clone())
            .collect();
        let articles: Vec<_> = part.iter().map(|d| d.article("ru")).collect();
        for (doc, names) in part.iter().zip(find_names(&articles, &resources)) {
            sum.gold += doc.names.len();
            let own: Vec<_> = names
                .iter()
                .filter(|n| {
                    matches!(
                        n.kind,
                        EntityKind::Person | EntityKind::Organisation | EntityKind::Place
                    )
                })
                .collect();
            sum.found += own.len();
            sum.right += own
                .iter()
                .filter(|n| doc.names.contains(&(n.span, n.kind)))
                .count();
        }
    }
    vec![score(
        "names/factrueval cross-validated F1",
        sum.f1(),
        Some(0.82),
        sum.gold,
    )]
}

fn floor(text: &str, at: u32) -> u32 {
    let mut at = at.min(u32::try_from(text.len()).unwrap_or(u32::MAX));
    while !text.is_char_boundary(at as usize) {
        at -= 1;
    }
    at
}

/// Speech told from titles and terms, and the speaker's surname among the words found.
pub fn evaluate_quotes(data: &Path) -> Vec<Score> {
    let resources = &Resources::builtin();
    let raw = std::fs::read_to_string(data.join("quotes-wikinews-dev/wikinews-quotes-dev.jsonl"))
        .unwrap_or_default();
    let (mut detection, mut right_speaker, mut with_speaker) = (Counts::default(), 0, 0);
    for line in raw.lines() {
        let Ok(json) = serde_json::from_str::<serde_json::Value>(line) else {
            continue;
        };
        let text = json["text"].as_str().unwrap_or_default().to_owned();
        let bytes: Vec<usize> = text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect();
        let Some(article) = crate::labelled::plain("q", &text) else {
            continue;
        };
        let names = find_names(std::slice::from_ref(&article), resources).remove(0);
        let found = find_quotes(&article, &names);
        let at = |v: &serde_json::Value| {
            v.as_u64()
                .and_then(|n| bytes.get(usize::try_from(n).ok()?).copied())
                .unwrap_or(0)
        };
        let mut ambiguous = 0;
        for gold in json["quotes"].as_array().into_iter().flatten() {
            let span = Span::from_range(at(&gold["start"])..at(&gold["end"]));
            let own = found.iter().find(|q| {
                q.span == span
                    || q.span.start.abs_diff(span.start) < 3 && q.span.end.abs_diff(span.end) < 3
            });
            if gold["kind"] == "ambiguous" {
                ambiguous += usize::from(own.is_some());
            }
            if gold["kind"] != "speech" {
                if own.is_some()
                    && std::env::var_os("DATELINE_SHOW_ERRORS").is_some_and(|s| s == "quotes")
                {
                    eprintln!("NOT SPEECH {}", span.of(&text));
                }
                continue;
            }
            detection.gold += 1;
            let Some(own) = own else {
                if std::env::var_os("DATELINE_SHOW_ERRORS").is_some_and(|s| s == "quotes") {
                    eprintln!("MISSED {}", span.of(&text));
                }
                continue;
            };
            detection.right += 1;
            with_speaker += 1;
            let wanted = gold["speaker"].as_str().unwrap_or_default();
            let words = own.speaker_name.or(own.speaker).map_or("", |s| s.of(&text));
            let last = |s: &str| {
                s.trim_end_matches("'s")
                    .split_whitespace()
                    .last()
                    .unwrap_or_default()
                    .to_lowercase()
            };
            let is_right = !words.is_empty()
                && (wanted.to_lowercase().contains(&last(words))
                    || words.to_lowercase().contains(&last(wanted)));
            right_speaker += usize::from(is_right);
            if !is_right && std::env::var_os("DATELINE_SHOW_ERRORS").is_some_and(|s| s == "quotes")
            {
                let context = Span::new(
                    floor(&text, span.start.saturating_sub(120)),
                    floor(&text, span.end + 90),
                );
                eprintln!(
                    "SPEAKER {words:?} for {wanted:?} ({}): {}",
                    own.why,
                    context.of(&text).replace('\n', "/")
                );
            }
        }
        detection.found += found.len() - ambiguous.min(found.len());
    }
    vec![
        score(
            "names/quotes-wikinews-dev speech F1",
            detection.f1(),
            None,
            detection.gold,
        ),
        score(
            "names/quotes-wikinews-dev speaker accuracy",
            right_speaker as f64 / with_speaker.max(1) as f64,
            None,
            with_speaker,
        ),
    ]
}

/// Pair scores on the open benchmark, at the threshold that `name_score` documents.
pub fn evaluate_spellings(data: &Path) -> Vec<Score> {
    let mut out = Vec::new();
    let Ok(mut reader) = csv::Reader::from_path(data.join("names-bench/cases.dev.csv")) else {
        return out;
    };
    let (mut counts, mut n) = (Counts::default(), 0);
    let mut best: Vec<(u16, bool)> = Vec::new();
    for row in reader.records().flatten() {
        let (a, b, same) = (&row[2], &row[3], &row[4] == "true");
        let value = corpus_link::name_score(a, b).0;
        best.push((value, same));
        n += 1;
        counts.gold += usize::from(same);
        counts.found += usize::from(value >= 700);
        counts.right += usize::from(same && value >= 700);
        if same != (value >= 700)
            && std::env::var_os("DATELINE_SHOW_ERRORS").is_some_and(|s| s == "bench")
        {
            eprintln!(
                "{value} {} | {a} | {b}",
                if same { "same" } else { "other" }
            );
        }
    }
    out.push(score(
        "names/spelling-names-bench F1 at 0.7",
        counts.f1(),
        Some(0.82),
        n,
    ));
    for threshold in [500, 600, 650, 750, 800] {
        let found = best.iter().filter(|(v, _)| *v >= threshold).count();
        let right = best.iter().filter(|(v, s)| *v >= threshold && *s).count();
        let f1 = Counts {
            right,
            found,
            gold: counts.gold,
        }
        .f1();
        out.push(score(
            &format!("names/spelling-names-bench F1 at 0.{threshold:03}"),
            f1,
            None,
            n,
        ));
    }
    for (set, file) in [("russian", "wd_russian_16"), ("arabic", "wd_arabic_16")] {
        let raw =
            std::fs::read_to_string(data.join("names-translit").join(file)).unwrap_or_default();
        let pairs: Vec<(String, String)> = raw
            .lines()
            .filter_map(|l| l.split_once('\t'))
            .map(|(latin, rest)| {
                (
                    latin.to_owned(),
                    rest.split('\t').next().unwrap_or_default().replace(' ', ""),
                )
            })
            .take(6000)
            .collect();
        let romanised: Vec<String> = pairs
            .iter()
            .map(|(_, b)| corpus_link::romanise(b))
            .collect();
        let (mut same, mut other) = (0, 0);
        for (i, (latin, _)) in pairs.iter().enumerate() {
            same += usize::from(corpus_link::word_similarity(latin, &romanised[i]) >= 800);
            let stranger = &romanised[(i + 1) % romanised.len()];
            other += usize::from(corpus_link::word_similarity(latin, stranger) >= 800);
        }
        let n = pairs.len().max(1);
        out.push(score(
            &format!("names/spelling-translit-{set} pairs alike"),
            same as f64 / n as f64,
            None,
            n,
        ));
        out.push(score(
            &format!("names/spelling-translit-{set} strangers alike"),
            other as f64 / n as f64,
            None,
            n,
        ));
    }
    out
}
