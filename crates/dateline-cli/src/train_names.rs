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
use corpus_annotate::name::features::{Elsewhere, extract, prepare, second_look};
use corpus_annotate::name::tagger::{KINDS, N_LABELS, Tagger, Weights, label, may_follow};
use corpus_annotate::name::vocabulary::Vocabulary;
use corpus_annotate::name::{Found, Words, find_by_rule, find_names, token};
use corpus_model::{EntityKind, Span};
use std::collections::{BTreeMap, HashMap};
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
    #[command(flatten)]
    pace: Pace,
    /// How often the texts of EWT, GUM, BTC, CrossNER, WNUT, re3d are seen a pass
    #[arg(long, value_delimiter = ',')]
    mix: Vec<u32>,
    /// File to write
    #[arg(short, long)]
    output: PathBuf,
    /// Leave out every fifth document, starting with this one (0 to 4): for cross-validation
    #[arg(long)]
    fold: Option<usize>,
    /// Learn nothing: score this model
    #[arg(long)]
    model: Option<PathBuf>,
    /// Learn from this many blocks of news without labels, too, as a first model labels them
    #[arg(long, default_value_t = 0)]
    unlabelled: usize,
    /// How much names are preferred to nothing, in units of a weight: labelled texts make a model too careful
    #[arg(long, default_value_t = 0, allow_negative_numbers = true)]
    prefer_names: i8,
    /// Print the scores of the new model on the development parts
    #[arg(long)]
    score: bool,
}

pub fn run(args: &Args) -> Outcome {
    if let Some(model) = &args.model {
        let bytes = std::fs::read(model).map_err(|e| format!("{}: {e}", model.display()))?;
        judge(&args.data, &bytes, &args.language);
        return Ok(ExitCode::SUCCESS);
    }
    let mut docs = match args.language.as_str() {
        "ru" => russian(&args.data, args.fold),
        _ => english(&args.data, &args.mix),
    };
    if docs.is_empty() {
        return Err(format!("no labelled texts under {}", args.data.display()));
    }
    if args.unlabelled > 0 {
        let first = learn(&docs, &args.language, &args.pace.quick()).to_bytes();
        docs.extend(self_labelled(&args.data, &first, args.unlabelled));
    }
    let mut weights = learn(&docs, &args.language, &args.pace);
    weights.prefer_names(args.prefer_names);
    let bytes = weights.to_bytes();
    std::fs::write(&args.output, &bytes)
        .map_err(|e| format!("cannot write {}: {e}", args.output.display()))?;
    eprintln!(
        "{}: {} features, {} bytes",
        args.output.display(),
        weights.features.len(),
        bytes.len()
    );
    if args.score {
        judge(&args.data, &bytes, &args.language);
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints what a model finds on the development parts.
fn judge(data: &std::path::Path, bytes: &[u8], language: &str) {
    for (set, [first, second]) in crate::evaluate::readings(data, bytes, language) {
        eprintln!(
            "{set:14} first {:.4} second {:.4} precision {:.4} recall {:.4}",
            first[0], second[0], second[1], second[2]
        );
    }
    for score in crate::evaluate::recognised(data, bytes, language) {
        eprintln!("{:40} {:.4}", score.name, score.value);
    }
}

/// Texts with how often each is seen a pass.
fn english(data: &std::path::Path, mix: &[u32]) -> Vec<Text> {
    let times = |i: usize, usual: u32| mix.get(i).copied().unwrap_or(usual);
    let mut docs = Vec::new();
    let mut add = |list: Vec<Labelled>, domain: u8, times: u32| {
        docs.extend(list.into_iter().map(|doc| Text { doc, domain, times }));
    };
    add(labelled::ewt(data, "train"), 0, times(0, 2));
    add(labelled::gum(data, "train"), 1, times(1, 1));
    add(labelled::btc(data, "train"), 2, times(2, 1));
    add(labelled::crossner(data, "train"), 3, times(3, 2));
    add(labelled::wnut(data, "train"), 4, times(4, 1));
    add(reports(data), 5, times(5, 1));
    // Hurried mail has no capitals, and headlines nothing else: copies of some texts show both.
    let copies: Vec<Text> = docs
        .iter()
        .enumerate()
        .filter_map(|(i, text)| {
            let change: fn(&str) -> String = match i % 12 {
                0 | 5 => str::to_lowercase,
                9 => str::to_uppercase,
                _ => return None,
            };
            let changed = change(&text.doc.text);
            let is_alike = changed.len() == text.doc.text.len()
                && text.doc.names.iter().all(|(s, _)| {
                    changed.is_char_boundary(s.start as usize)
                        && changed.is_char_boundary(s.end as usize)
                });
            is_alike.then(|| Text {
                doc: Labelled {
                    text: changed,
                    ..text.doc.clone()
                },
                domain: 9,
                times: 1,
            })
        })
        .collect();
    docs.extend(copies);
    docs
}

/// re3d, with its labels made those of the other sets: a state is a place, not the government that acts, and never
/// left out of a list; a listed place is nobody; a title is no part of a name.
fn reports(data: &std::path::Path) -> Vec<Labelled> {
    let resources = Resources::builtin();
    let mut docs: Vec<Labelled> = labelled::re3d(data).into_iter().map(|(d, _)| d).collect();
    for doc in &mut docs {
        doc.names = with_words(doc, &resources, |words| relabelled(words, &doc.names));
    }
    docs
}

fn relabelled(words: &Words<'_>, names: &[(Span, EntityKind)]) -> Vec<(Span, EntityKind)> {
    let tokens = words.tokens;
    let at = |span: Span| {
        let from = tokens.partition_point(|t| t.span.end <= span.start);
        (from, tokens.partition_point(|t| t.span.start < span.end))
    };
    let mut out: Vec<(Span, EntityKind)> = Vec::new();
    for (span, kind) in names {
        let (mut from, to) = at(*span);
        let is_place = words.is_listed_state(from, to)
            || *kind == EntityKind::Person && words.is_listed_place(from, to);
        let kind = if is_place { EntityKind::Place } else { *kind };
        if kind == EntityKind::Person {
            let title = (from..to.saturating_sub(1))
                .rev()
                .find(|i| words.is_title(*i));
            from = title.map_or(from, |title| title + 1);
        }
        if let (Some(first), true) = (tokens.get(from), from < to) {
            out.push((Span::new(first.span.start.max(span.start), span.end), kind));
        }
    }
    for m in words
        .matches
        .iter()
        .filter(|m| words.is_listed_state(m.start, m.end))
    {
        let state = tokens[m.start].span.hull(tokens[m.end - 1].span);
        if out.iter().all(|(span, _)| !span.overlaps(state)) {
            out.push((state, EntityKind::Place));
        }
    }
    out.sort();
    out
}

/// Sentences that make one text of those without labels.
const BLOCK: usize = 20;

/// News without labels, read by a model of the labelled texts together with the rules. Blocks are taken evenly
/// from the whole.
fn self_labelled(data: &std::path::Path, model: &[u8], n: usize) -> Vec<Text> {
    let raw = crate::train_classes::voice_of_america(data);
    let sentences: Vec<&str> = raw.lines().collect();
    let blocks: Vec<&[&str]> = sentences.chunks(BLOCK).collect();
    let stride = (blocks.len() / n.max(1)).max(1);
    let mut docs: Vec<Labelled> = Vec::new();
    for (i, block) in blocks.iter().step_by(stride).take(n).enumerate() {
        let mut doc = Labelled {
            id: format!("news {i}"),
            ..Labelled::default()
        };
        for sentence in *block {
            if !doc.text.is_empty() {
                doc.text.push('\n');
            }
            let start = doc.text.len();
            doc.text.push_str(sentence);
            doc.sentences.push(Span::from_range(start..doc.text.len()));
        }
        docs.push(doc);
    }
    let resources = Resources::from_parts(
        corpus_annotate::BUILTIN_PARTS
            .iter()
            .map(|(_, bytes)| *bytes)
            .chain([model]),
    );
    let articles: Vec<_> = docs.iter().map(|d| d.article("en")).collect();
    let found = find_names(&articles, &resources);
    docs.into_iter()
        .zip(found)
        .map(|(mut doc, names)| {
            doc.names = names.into_iter().map(|n| (n.span, n.kind)).collect();
            Text {
                doc,
                domain: 8,
                times: 1,
            }
        })
        .collect()
}

/// A labelled text and its part in training.
pub struct Text {
    doc: Labelled,
    /// Which set it is of.
    domain: u8,
    /// How often it is seen a pass.
    times: u32,
}

/// factRuEval, without one fold if asked.
pub fn russian(data: &std::path::Path, fold: Option<usize>) -> Vec<Text> {
    labelled::factrueval(data)
        .into_iter()
        .enumerate()
        .filter(|(i, _)| fold.is_none_or(|f| i % 5 != f))
        .map(|(_, doc)| Text {
            doc,
            domain: 0,
            times: 1,
        })
        .collect()
}

/// One sentence: features and label of each word.
struct Sentence {
    features: Vec<Vec<u32>>,
    /// What a second reading adds: knowing the rest of the text, and the folder too.
    second: [Vec<Vec<u32>>; 2],
    labels: Vec<usize>,
    times: u32,
}

/// Texts are put into this many parts; what a part's words are read as is learnt from the others.
const PARTS: usize = 3;

/// Learns from texts given with their weights.
///
/// The second reading's features come from first readings by models that have not seen the text.
pub fn learn(docs: &[Text], language: &str, pace: &Pace) -> Weights {
    let resources = Resources::builtin();
    let mut texts: Vec<Read<'_>> = docs
        .iter()
        .map(|text| read(text, language, &resources))
        .collect();
    let part_of = |i: usize| i * 7 / 5 % PARTS;
    let parts = if pace.first_only { 0 } else { PARTS };
    for part in 0..parts {
        let others: Vec<&Sentence> = texts
            .iter()
            .enumerate()
            .filter(|(i, _)| part_of(*i) != part)
            .flat_map(|(_, t)| &t.sentences)
            .collect();
        let (model, keys) = fit(&others, &pace.quick(), pace.passes.div_ceil(2));
        let bytes = model.rounded(&keys, language).to_bytes();
        let Some(tagger) = Tagger::open(&bytes) else {
            continue;
        };
        let own: Vec<usize> = (0..texts.len()).filter(|i| part_of(*i) == part).collect();
        let labels: Vec<Vec<u8>> = own
            .iter()
            .map(|i| first_labels(&tagger, &texts[*i]))
            .collect();
        // Sets are folders of their own.
        let mut folders: BTreeMap<u8, Elsewhere> = BTreeMap::new();
        for (i, labels) in own.iter().zip(&labels) {
            let text = &texts[*i];
            let folder = folders.entry(text.domain).or_default();
            with_words(text.doc, &resources, |words| folder.note(words, labels));
        }
        for (i, labels) in own.iter().zip(&labels) {
            let text = &texts[*i];
            let looks = with_words(text.doc, &resources, |words| {
                [None, folders.get(&text.domain)].map(|folder| second_look(words, labels, folder))
            });
            let mut at = 0;
            for sentence in &mut texts[*i].sentences {
                let end = at + sentence.labels.len();
                sentence.second = [looks[0][at..end].to_vec(), looks[1][at..end].to_vec()];
                at = end;
            }
        }
    }
    let all: Vec<&Sentence> = texts.iter().flat_map(|t| &t.sentences).collect();
    let (model, keys) = fit(&all, pace, pace.passes);
    model.rounded(&keys, language)
}

/// The labels a model gives on its own.
fn first_labels(tagger: &Tagger, text: &Read<'_>) -> Vec<u8> {
    text.sentences
        .iter()
        .flat_map(|s| tagger.labels(&s.features))
        .collect()
}

/// Learns weights; gives with them the features that they belong to.
fn fit(sentences: &[&Sentence], pace: &Pace, passes: u32) -> (Model, Vec<u32>) {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for s in sentences {
        for key in s.features.iter().chain(s.second.iter().flatten()).flatten() {
            *counts.entry(*key).or_default() += 1;
        }
    }
    let mut keys: Vec<u32> = counts
        .into_iter()
        .filter(|(_, n)| *n >= pace.least)
        .map(|(k, _)| k)
        .collect();
    keys.sort_unstable();
    let dense: HashMap<u32, u32> = keys.iter().zip(0..).map(|(k, i)| (*k, i)).collect();
    let known = |list: &[Vec<u32>]| -> Vec<Vec<u32>> {
        list.iter()
            .map(|keys| keys.iter().filter_map(|k| dense.get(k).copied()).collect())
            .collect()
    };
    let numbered: Vec<Sentence> = sentences
        .iter()
        .map(|s| Sentence {
            features: known(&s.features),
            second: [known(&s.second[0]), known(&s.second[1])],
            labels: s.labels.clone(),
            times: s.times,
        })
        .collect();
    drop(dense);
    let n_words: usize = sentences.iter().map(|s| s.labels.len()).sum();
    eprintln!(
        "{} sentences, {n_words} words, {} features",
        sentences.len(),
        keys.len()
    );
    let mut model = Model::new(keys.len(), *pace);
    for turn in 0..pace.models.max(1) {
        model.start(turn);
        run_passes(&mut model, &numbered, passes, turn);
    }
    (model, keys)
}

/// One model's passes over the sentences.
fn run_passes(model: &mut Model, numbered: &[Sentence], passes: u32, turn: u64) {
    let mut order: Vec<usize> = numbered
        .iter()
        .enumerate()
        .flat_map(|(i, s)| std::iter::repeat_n(i, s.times as usize))
        .collect();
    let mut random = 0x2545_f491_4f6c_dd1du64 ^ turn << 32;
    for pass in 0..passes {
        for i in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(i, (random % (i as u64 + 1)) as usize);
        }
        let mut loss = 0.0;
        for i in &order {
            loss += f64::from(model.step(&numbered[*i]));
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
    model.sum_transitions();
}

/// A text looked at once.
struct Read<'t> {
    doc: &'t Labelled,
    domain: u8,
    sentences: Vec<Sentence>,
}

/// Does something with the words of a text.
fn with_words<T>(doc: &Labelled, resources: &Resources, then: impl FnOnce(&Words<'_>) -> T) -> T {
    let tokens = token::tokens(&doc.text);
    let starts: Vec<u32> = doc.sentences.iter().map(|s| s.start).collect();
    let mut vocabulary = Vocabulary::new(resources.gazetteer());
    let ids = vocabulary.learn(&doc.text, &tokens);
    then(&Words::new(&doc.text, &tokens, &ids, &starts, &vocabulary))
}

fn read<'t>(text: &'t Text, language: &str, resources: &Resources) -> Read<'t> {
    Read {
        doc: &text.doc,
        domain: text.domain,
        sentences: with_words(&text.doc, resources, |words| {
            sentences(words, text, language, &find_by_rule(words, resources))
        }),
    }
}

fn sentences(words: &Words<'_>, text: &Text, language: &str, ruled: &[Found]) -> Vec<Sentence> {
    let tokens = words.tokens;
    let prepared = prepare(words, ruled, language);
    let mut labels = vec![0; tokens.len()];
    for (span, kind) in &text.doc.names {
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
            extract(words, &prepared, i, &mut keys);
            features.push(keys);
        }
        out.push(Sentence {
            features,
            second: [vec![Vec::new(); to - from], vec![Vec::new(); to - from]],
            labels: labels[from..to].to_vec(),
            times: text.times,
        });
        from = to;
    }
    out
}

/// How weights are learnt.
#[derive(clap::Args, Debug, Clone, Copy)]
pub struct Pace {
    /// Passes over the data
    #[arg(long, default_value_t = 9)]
    pub passes: u32,
    /// Step of a weight that was never moved
    #[arg(long, default_value_t = 0.05)]
    pub rate: f32,
    /// Pull of every weight towards nothing
    #[arg(long, default_value_t = 4e-5)]
    pub decay: f32,
    /// Of a hundred features of a word this many are left out at each step, so that no single one is relied on
    #[arg(long, default_value_t = 50)]
    pub left_out: u64,
    /// Features of fewer words are left out
    #[arg(long, default_value_t = 2)]
    pub least: u32,
    /// Learn the first reading only
    #[arg(long)]
    pub first_only: bool,
    /// The mean of this many models is written, each of another order of the texts
    #[arg(long, default_value_t = 1)]
    pub models: u64,
}

impl Pace {
    /// For models that only help to learn the one that is written.
    const fn quick(self) -> Self {
        Self { models: 1, ..self }
    }
}

/// The pace of the Russian model.
pub const RUSSIAN: Pace = Pace {
    passes: 16,
    rate: 0.05,
    decay: 4e-5,
    left_out: 40,
    least: 1,
    first_only: false,
    models: 3,
};

/// Weights of the labels, with room to the length that a machine adds at once.
type Row = [f32; 16];

struct Model {
    weights: Vec<Row>,
    squares: Vec<Row>,
    transitions: [Row; N_LABELS],
    transition_squares: [Row; N_LABELS],
    transition_sum: [Row; N_LABELS],
    allowed: [[bool; N_LABELS]; N_LABELS],
    sum: Vec<Row>,
    n_sums: f32,
    seed: u64,
    pace: Pace,
}

impl Model {
    fn new(n_features: usize, pace: Pace) -> Self {
        let mut allowed = [[false; N_LABELS]; N_LABELS];
        for (a, row) in allowed.iter_mut().enumerate() {
            for (b, slot) in row.iter_mut().enumerate() {
                *slot = may_follow(Some(a), Some(b));
            }
        }
        Self {
            weights: vec![[0.0; 16]; n_features],
            squares: vec![[0.0; 16]; n_features],
            transitions: [[0.0; 16]; N_LABELS],
            transition_squares: [[0.0; 16]; N_LABELS],
            transition_sum: [[0.0; 16]; N_LABELS],
            allowed,
            sum: Vec::new(),
            n_sums: 0.0,
            seed: 88172645463325252,
            pace,
        }
    }

    /// Forgets what was learnt, but not what is summed for the mean.
    fn start(&mut self, turn: u64) {
        self.weights.fill([0.0; 16]);
        self.squares.fill([0.0; 16]);
        self.transitions = [[0.0; 16]; N_LABELS];
        self.transition_squares = [[0.0; 16]; N_LABELS];
        self.seed = 88_172_645_463_325_252 ^ turn << 40;
    }

    /// Adds the transitions of one model to the mean.
    fn sum_transitions(&mut self) {
        for (sum, row) in self.transition_sum.iter_mut().zip(&self.transitions) {
            for (s, w) in sum.iter_mut().zip(row) {
                *s += w / self.pace.models.max(1) as f32;
            }
        }
    }

    /// Adds today's weights to the mean that is written.
    fn remember(&mut self) {
        if self.sum.is_empty() {
            self.sum = vec![[0.0; 16]; self.weights.len()];
        }
        for (sum, row) in self.sum.iter_mut().zip(&self.weights) {
            for (s, w) in sum.iter_mut().zip(row) {
                *s += w;
            }
        }
        self.n_sums += 1.0;
    }

    fn turn(&mut self) {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
    }

    /// One gradient step on one sentence; returns its negative log likelihood.
    fn step(&mut self, sentence: &Sentence) -> f32 {
        let n = sentence.labels.len();
        let mut kept: Vec<Vec<u32>> = Vec::with_capacity(n);
        // A first reading, one that knows the text, one that knows the folder.
        self.turn();
        let second = match self.seed % 10 {
            _ if self.pace.first_only => None,
            0..4 => None,
            4..6 => sentence.second.first(),
            _ => sentence.second.last(),
        };
        for (i, fs) in sentence.features.iter().enumerate() {
            kept.push(
                fs.iter()
                    .chain(second.into_iter().flat_map(|s| &s[i]))
                    .copied()
                    .filter(|_| {
                        self.seed ^= self.seed << 13;
                        self.seed ^= self.seed >> 7;
                        self.seed ^= self.seed << 17;
                        self.seed % 100 >= self.pace.left_out
                    })
                    .collect(),
            );
        }
        let mut scores: Vec<Row> = vec![[0.0; 16]; n];
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
        let mut moves = [[0.0f32; 16]; N_LABELS];
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
            let mut row = [0.0f32; 16];
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
        let mut backward: Vec<Row> = vec![[1.0; 16]; n];
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
        let mut transition_gradient = [[0.0f32; 16]; N_LABELS];
        for i in 0..n {
            let gold = sentence.labels[i];
            loss += scales[i].ln() + top[i] - scores[i][gold];
            let mut gradient = [0.0f32; 16];
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
                for l in 0..16 {
                    let g = gradient[l] + self.pace.decay * weights[l];
                    squares[l] += g * g;
                    weights[l] -= self.pace.rate * g / (squares[l].sqrt() + 1e-4);
                }
            }
        }
        for a in 0..N_LABELS {
            for b in 0..N_LABELS {
                let g = transition_gradient[a][b];
                if g != 0.0 {
                    self.transition_squares[a][b] += g * g;
                    self.transitions[a][b] -=
                        self.pace.rate * g / (self.transition_squares[a][b].sqrt() + 1e-4);
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
            let mean = row[..N_LABELS].iter().sum::<f32>() / N_LABELS as f32;
            let mut whole = [0i8; N_LABELS];
            for (slot, w) in whole.iter_mut().zip(row) {
                let v = ((w - mean) * UNIT).round().clamp(-127.0, 127.0);
                *slot = if v.abs() < 2.0 { 0 } else { v as i8 };
            }
            if whole.iter().any(|w| w.unsigned_abs() > 3) {
                features.push((*key, whole));
            }
        }
        let transitions = self
            .transition_sum
            .iter()
            .flat_map(|row| &row[..N_LABELS])
            .map(|t| (t * UNIT).round() as i16)
            .collect();
        Weights {
            language: language.to_owned(),
            transitions,
            features,
        }
    }
}
