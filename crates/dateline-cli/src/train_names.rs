//! `dateline train-names`: learns the tagger's weights from the labelled texts of the data folder.
//!
//! A linear-chain conditional random field, trained by stochastic gradient steps with per-weight rates
//! (AdaGrad; Duchi, Hazan and Singer 2011) and weight decay; then weights are rounded to whole numbers of
//! eight bits and features that are left with nothing dropped. One core, fixed seed, fixed order: the same
//! data give the same file.
#![allow(
    clippy::needless_range_loop,
    reason = "matrices are indexed as the formulas are written"
)]

use crate::Outcome;
use crate::labelled::{self, Labelled};
use corpus_annotate::Resources;
use corpus_annotate::name::features::{extract, prepare};
use corpus_annotate::name::tagger::{KINDS, N_LABELS, Weights, label, may_follow};
use corpus_annotate::name::{Words, token};
use std::collections::HashMap;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Args {
    /// Folder of labelled data
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// Language of the model: `en` or `ru`
    #[arg(long, default_value = "en")]
    language: String,
    /// Passes over the data
    #[arg(long, default_value_t = 10)]
    passes: u32,
    /// File to write
    #[arg(short, long)]
    output: PathBuf,
    /// Leave out every fifth document, starting with this one (0 to 4): for cross-validation
    #[arg(long)]
    fold: Option<usize>,
}

pub fn run(args: &Args) -> Outcome {
    let docs = match args.language.as_str() {
        "ru" => russian(&args.data, args.fold),
        _ => english(&args.data),
    };
    if docs.is_empty() {
        return Err(format!("no labelled texts under {}", args.data.display()));
    }
    let weights = learn(&docs, &args.language, args.passes);
    let bytes = weights.to_bytes();
    std::fs::write(&args.output, &bytes)
        .map_err(|e| format!("cannot write {}: {e}", args.output.display()))?;
    eprintln!(
        "{}: {} features, {} bytes",
        args.output.display(),
        weights.features.len(),
        bytes.len()
    );
    Ok(ExitCode::SUCCESS)
}

/// Texts with how often each is seen a pass.
fn english(data: &std::path::Path) -> Vec<Text> {
    let mut docs = Vec::new();
    let mut add = |list: Vec<Labelled>, times: u32| {
        docs.extend(list.into_iter().map(|doc| Text { doc, times }));
    };
    add(labelled::ewt(data, "train"), 2);
    add(labelled::gum(data, "train"), 1);
    add(labelled::btc(data, "train"), 1);
    add(labelled::crossner(data, "train"), 2);
    add(labelled::wnut(data, "train"), 1);
    docs
}

/// A labelled text and its part in training.
pub struct Text {
    doc: Labelled,
    /// How often it is seen a pass.
    times: u32,
}

/// factRuEval, without one fold if asked.
pub fn russian(data: &std::path::Path, fold: Option<usize>) -> Vec<Text> {
    labelled::factrueval(data)
        .into_iter()
        .enumerate()
        .filter(|(i, _)| fold.is_none_or(|f| i % 5 != f))
        .map(|(_, doc)| Text { doc, times: 1 })
        .collect()
}

/// One sentence: features and label of each word.
struct Sentence {
    features: Vec<Vec<u32>>,
    labels: Vec<usize>,
    times: u32,
}

/// Learns from texts given with their weights.
pub fn learn(docs: &[Text], language: &str, passes: u32) -> Weights {
    let resources = Resources::builtin();
    let mut sentences = Vec::new();
    for text in docs {
        sentences.extend(read(text, &resources));
    }
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for key in sentences.iter().flat_map(|s| s.features.iter().flatten()) {
        *counts.entry(*key).or_default() += 1;
    }
    let mut keys: Vec<u32> = counts
        .into_iter()
        .filter(|(_, n)| *n >= 2)
        .map(|(k, _)| k)
        .collect();
    keys.sort_unstable();
    let dense: HashMap<u32, u32> = keys.iter().zip(0..).map(|(k, i)| (*k, i)).collect();
    for features in sentences.iter_mut().flat_map(|s| s.features.iter_mut()) {
        features.retain_mut(|key| dense.get(key).map(|i| *key = *i).is_some());
    }
    drop(dense);
    let n_words: usize = sentences.iter().map(|s| s.labels.len()).sum();
    eprintln!(
        "{} sentences, {n_words} words, {} features",
        sentences.len(),
        keys.len()
    );

    let mut model = Model::new(keys.len());
    let mut order: Vec<usize> = sentences
        .iter()
        .enumerate()
        .flat_map(|(i, s)| std::iter::repeat_n(i, s.times as usize))
        .collect();
    let mut random = 0x2545_f491_4f6c_dd1du64;
    for pass in 0..passes {
        for i in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(i, (random % (i as u64 + 1)) as usize);
        }
        let mut loss = 0.0;
        for i in &order {
            loss += f64::from(model.step(&sentences[*i]));
        }
        if (pass + 1) * 2 > passes {
            model.remember();
        }
        eprintln!(
            "pass {}: loss {:.4} a sentence",
            pass + 1,
            loss / order.len() as f64
        );
    }
    model.rounded(&keys, language)
}

fn read(text: &Text, resources: &Resources) -> Vec<Sentence> {
    let Text { doc, times } = text;
    let tokens = token::tokens(&doc.text);
    let starts: Vec<u32> = doc.sentences.iter().map(|s| s.start).collect();
    let words = Words::new(&doc.text, &tokens, &starts, resources.gazetteer());
    let prepared = prepare(&words);
    let mut labels = vec![0; tokens.len()];
    for (span, kind) in &doc.names {
        let Some(kind) = KINDS.iter().position(|k| k == kind) else {
            continue;
        };
        let from = tokens.partition_point(|t| t.span.end <= span.start);
        let to = tokens.partition_point(|t| t.span.start < span.end);
        match to.saturating_sub(from) {
            0 => {}
            1 => labels[from] = label(kind, 3),
            n => {
                for i in 0..n {
                    labels[from + i] = label(
                        kind,
                        if i == 0 {
                            0
                        } else if i + 1 == n {
                            2
                        } else {
                            1
                        },
                    );
                }
            }
        }
    }
    let mut out = Vec::new();
    let mut from = 0;
    while from < tokens.len() {
        let to = (from + 1..tokens.len())
            .find(|i| words.starts[*i])
            .unwrap_or(tokens.len());
        let mut features = Vec::with_capacity(to - from);
        for i in from..to {
            let mut keys = Vec::new();
            extract(&words, &prepared, i, &mut keys);
            features.push(keys);
        }
        out.push(Sentence {
            features,
            labels: labels[from..to].to_vec(),
            times: *times,
        });
        from = to;
    }
    out
}

/// Step of a weight that was never moved.
const RATE: f32 = 0.05;
/// Pull of every weight towards nothing.
const DECAY: f32 = 4e-5;
/// Of a hundred features of a word this many are left out at each step, so that no single one is relied on.
const LEFT_OUT: u64 = 25;
type Row = [f32; N_LABELS];

struct Model {
    weights: Vec<Row>,
    squares: Vec<Row>,
    transitions: [Row; N_LABELS],
    transition_squares: [Row; N_LABELS],
    allowed: [[bool; N_LABELS]; N_LABELS],
    sum: Vec<Row>,
    n_sums: f32,
    seed: u64,
}

impl Model {
    fn new(n_features: usize) -> Self {
        let mut allowed = [[false; N_LABELS]; N_LABELS];
        for (a, row) in allowed.iter_mut().enumerate() {
            for (b, slot) in row.iter_mut().enumerate() {
                *slot = may_follow(Some(a), Some(b));
            }
        }
        Self {
            weights: vec![[0.0; N_LABELS]; n_features],
            squares: vec![[0.0; N_LABELS]; n_features],
            transitions: [[0.0; N_LABELS]; N_LABELS],
            transition_squares: [[0.0; N_LABELS]; N_LABELS],
            allowed,
            sum: Vec::new(),
            n_sums: 0.0,
            seed: 88172645463325252,
        }
    }

    /// Adds today's weights to the mean that is written.
    fn remember(&mut self) {
        if self.sum.is_empty() {
            self.sum = vec![[0.0; N_LABELS]; self.weights.len()];
        }
        for (sum, row) in self.sum.iter_mut().zip(&self.weights) {
            for (s, w) in sum.iter_mut().zip(row) {
                *s += w;
            }
        }
        self.n_sums += 1.0;
    }

    /// One gradient step on one sentence; returns its negative log likelihood.
    fn step(&mut self, sentence: &Sentence) -> f32 {
        let n = sentence.labels.len();
        let mut kept: Vec<Vec<u32>> = Vec::with_capacity(n);
        for fs in &sentence.features {
            kept.push(
                fs.iter()
                    .copied()
                    .filter(|_| {
                        self.seed ^= self.seed << 13;
                        self.seed ^= self.seed >> 7;
                        self.seed ^= self.seed << 17;
                        self.seed % 100 >= LEFT_OUT
                    })
                    .collect(),
            );
        }
        let mut scores: Vec<Row> = vec![[0.0; N_LABELS]; n];
        for (score, features) in scores.iter_mut().zip(&kept) {
            for f in features {
                for (s, w) in score.iter_mut().zip(&self.weights[*f as usize]) {
                    *s += w;
                }
            }
        }
        // Scaled probabilities instead of logarithms: each position is normalised to one.
        let top: Vec<f32> = scores
            .iter()
            .map(|s| s.iter().copied().fold(f32::MIN, f32::max))
            .collect();
        let local: Vec<Row> = scores
            .iter()
            .zip(&top)
            .map(|(s, t)| s.map(|v| (v - t).exp()))
            .collect();
        let mut moves = [[0.0f32; N_LABELS]; N_LABELS];
        for a in 0..N_LABELS {
            for b in 0..N_LABELS {
                if self.allowed[a][b] {
                    moves[a][b] = self.transitions[a][b].exp();
                }
            }
        }
        let mut forward: Vec<Row> = Vec::with_capacity(n);
        let mut scales: Vec<f32> = Vec::with_capacity(n);
        for i in 0..n {
            let mut row = [0.0f32; N_LABELS];
            for (b, slot) in row.iter_mut().enumerate() {
                let before = if i == 0 {
                    f32::from(u8::from(may_follow(None, Some(b))))
                } else {
                    (0..N_LABELS).map(|a| forward[i - 1][a] * moves[a][b]).sum()
                };
                *slot = before * local[i][b];
                if i + 1 == n && !may_follow(Some(b), None) {
                    *slot = 0.0;
                }
            }
            let scale = row.iter().sum::<f32>().max(1e-30);
            forward.push(row.map(|v| v / scale));
            scales.push(scale);
        }
        let mut backward: Vec<Row> = vec![[1.0; N_LABELS]; n];
        for i in (0..n.saturating_sub(1)).rev() {
            for a in 0..N_LABELS {
                backward[i][a] = (0..N_LABELS)
                    .map(|b| moves[a][b] * local[i + 1][b] * backward[i + 1][b])
                    .sum::<f32>()
                    / scales[i + 1];
            }
            // The last position must be able to end.
            if i + 2 == n {
                for a in 0..N_LABELS {
                    backward[i][a] = (0..N_LABELS)
                        .filter(|b| may_follow(Some(*b), None))
                        .map(|b| moves[a][b] * local[i + 1][b])
                        .sum::<f32>()
                        / scales[i + 1];
                }
            }
        }
        let mut loss = 0.0;
        let mut transition_gradient = [[0.0f32; N_LABELS]; N_LABELS];
        for i in 0..n {
            let gold = sentence.labels[i];
            loss += scales[i].ln() + top[i] - scores[i][gold];
            let mut gradient = [0.0f32; N_LABELS];
            let mut largest = 0.0f32;
            for l in 0..N_LABELS {
                gradient[l] = forward[i][l] * backward[i][l] - f32::from(u8::from(l == gold));
                largest = largest.max(gradient[l].abs());
            }
            if i > 0 {
                let before = sentence.labels[i - 1];
                loss -= self.transitions[before][gold];
                if largest > 0.002 {
                    for a in 0..N_LABELS {
                        for b in 0..N_LABELS {
                            transition_gradient[a][b] +=
                                forward[i - 1][a] * moves[a][b] * local[i][b] * backward[i][b]
                                    / scales[i];
                        }
                    }
                    transition_gradient[before][gold] -= 1.0;
                }
            }
            if largest < 0.002 {
                continue;
            }
            for f in &kept[i] {
                let (weights, squares) = (
                    &mut self.weights[*f as usize],
                    &mut self.squares[*f as usize],
                );
                for l in 0..N_LABELS {
                    let g = gradient[l] + DECAY * weights[l];
                    squares[l] += g * g;
                    weights[l] -= RATE * g / (squares[l].sqrt() + 1e-4);
                }
            }
        }
        for a in 0..N_LABELS {
            for b in 0..N_LABELS {
                let g = transition_gradient[a][b];
                if g != 0.0 {
                    self.transition_squares[a][b] += g * g;
                    self.transitions[a][b] -=
                        RATE * g / (self.transition_squares[a][b].sqrt() + 1e-4);
                }
            }
        }
        loss
    }

    /// Whole numbers: 24 to one unit of log-odds, so that eight bits reach past five.
    fn rounded(&self, keys: &[u32], language: &str) -> Weights {
        const UNIT: f32 = 32.0;
        let mut features = Vec::new();
        for (key, row) in keys.iter().zip(&self.sum) {
            let row = row.map(|w| w / self.n_sums.max(1.0));
            let mean = row.iter().sum::<f32>() / N_LABELS as f32;
            let whole = row.map(|w| {
                let v = ((w - mean) * UNIT).round().clamp(-127.0, 127.0);
                if v.abs() < 2.0 { 0 } else { v as i8 }
            });
            if whole.iter().any(|w| w.unsigned_abs() > 3) {
                features.push((*key, whole));
            }
        }
        let transitions = self
            .transitions
            .iter()
            .flatten()
            .map(|t| (t * UNIT).round() as i16)
            .collect();
        Weights {
            language: language.to_owned(),
            transitions,
            features,
        }
    }
}
