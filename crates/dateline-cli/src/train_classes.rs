//! `dateline train-classes`: sorts the words of unlabelled texts into classes by what stands beside them.
//!
//! The exchange algorithm over bigrams (Kneser and Ney 1993; Martin, Liermann and Ney 1998): each word in
//! turn moves to the class that makes the text most likely, until little changes. Classes are sorted into
//! coarser ones the same way. Fixed order, no chance: the same texts give the same table.

use crate::Outcome;
use crate::labelled;
use corpus_annotate::name::{classes, token};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Args {
    /// Folder of the data
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// Number of classes
    #[arg(long, default_value_t = 400)]
    classes: usize,
    /// Passes over the words
    #[arg(long, default_value_t = 10)]
    passes: u32,
    /// File to write
    #[arg(
        short,
        long,
        default_value = "crates/corpus-annotate/data/name-classes.tsv"
    )]
    output: PathBuf,
}

/// A word must stand this often in the texts.
const LEAST: u32 = 4;

pub fn run(args: &Args) -> Outcome {
    let sentences = sentences(&args.data);
    let n_words: usize = sentences.iter().map(Vec::len).sum();
    eprintln!("{} sentences, {n_words} words", sentences.len());
    let (names, counts, bigrams) = count(&sentences);
    let fine = exchange(&counts, &bigrams, args.classes, args.passes);
    let (middle, coarse) = {
        let (counts, bigrams) = by_class(&counts, &bigrams, &fine, args.classes);
        let middle = exchange(&counts, &bigrams, args.classes / 5, 20);
        let (counts, bigrams) = by_class(&counts, &bigrams, &middle, args.classes / 5);
        let coarse = exchange(&counts, &bigrams, args.classes / 20, 20);
        (middle, coarse)
    };
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (word, class) in fine.iter().enumerate().skip(FIRST_WORD) {
        members.entry(*class).or_default().push(word);
    }
    let mut table = format!(
        "{} learnt by `dateline train-classes`: two coarser classes, then words. Sources: NOTICE.\n",
        classes::HEAD
    );
    for (class, mut words) in members {
        words.sort_by_key(|w| (std::cmp::Reverse(counts[*w]), *w));
        let words: Vec<&str> = words.iter().map(|w| names[*w].as_str()).collect();
        let middle = middle[class];
        let _ = writeln!(table, "{middle}\t{}\t{}", coarse[middle], words.join(" "));
    }
    std::fs::write(&args.output, &table)
        .map_err(|e| format!("cannot write {}: {e}", args.output.display()))?;
    eprintln!("{}: {} bytes", args.output.display(), table.len());
    Ok(ExitCode::SUCCESS)
}

/// Sentences as words, the first word of each in the case that the rest of the texts gives it.
fn sentences(data: &Path) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    let mut add = |text: &str| {
        let words = token::tokens(text)
            .iter()
            .map(|t| classes::written(t.span.of(text)))
            .collect();
        out.push(words);
    };
    for line in voice_of_america(data).lines() {
        add(line);
    }
    let mut whole = state_of_the_union(data);
    whole.extend(wikinews(data));
    for text in &whole {
        if let Some(article) = labelled::plain("raw", text) {
            for sentence in &article.sentences {
                add(sentence.of(&article.text));
            }
        }
    }
    for doc in labelled::ewt(data, "train")
        .iter()
        .chain(&labelled::gum(data, "train"))
        .chain(&labelled::btc(data, "train"))
        .chain(&labelled::wnut(data, "train"))
        .chain(&labelled::crossner(data, "train"))
    {
        for sentence in &doc.sentences {
            add(sentence.of(&doc.text));
        }
    }
    let mut inside: HashMap<String, u32> = HashMap::new();
    for word in out.iter().flat_map(|s: &Vec<String>| s.iter().skip(1)) {
        *inside.entry(word.clone()).or_default() += 1;
    }
    for sentence in &mut out {
        if let Some(first) = sentence.first_mut() {
            let small = first.to_lowercase();
            let n = |w: &str| inside.get(w).copied().unwrap_or_default();
            if n(&small) > n(first) {
                *first = small;
            }
        }
    }
    out
}

/// Sentences of news, one a line.
pub fn voice_of_america(data: &Path) -> String {
    let mut out = String::new();
    if let Ok(file) = std::fs::File::open(data.join("corpus-voa-sentences/sentences.txt.gz")) {
        let _ = flate2::read::GzDecoder::new(file).read_to_string(&mut out);
    }
    out
}

fn state_of_the_union(data: &Path) -> Vec<String> {
    let mut out = Vec::new();
    let Ok(file) = std::fs::File::open(data.join("corpus-state-union/state_union.zip")) else {
        return out;
    };
    let Ok(mut archive) = zip::ZipArchive::new(file) else {
        return out;
    };
    for i in 0..archive.len() {
        let Ok(mut entry) = archive.by_index(i) else {
            continue;
        };
        let mut bytes = Vec::new();
        if entry.name().ends_with(".txt") && entry.read_to_end(&mut bytes).is_ok() {
            out.push(String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    out
}

fn wikinews(data: &Path) -> Vec<String> {
    let mut out = Vec::new();
    for year in ["2019", "2020"] {
        let path = data.join(format!("corpus-wikinews/wikinews_{year}.csv"));
        if let Ok(mut reader) = csv::Reader::from_path(path) {
            out.extend(
                reader
                    .records()
                    .flatten()
                    .filter_map(|row| row.get(3).map(str::to_owned)),
            );
        }
    }
    out
}

/// Numbers of the border of a sentence and of rare words by their case.
const BORDER: usize = 0;
const FIRST_WORD: usize = 4;

type Bigrams = BTreeMap<(u32, u32), u32>;

/// Words with their counts, most frequent first, and how often one follows another.
fn count(sentences: &[Vec<String>]) -> (Vec<String>, Vec<u32>, Bigrams) {
    let mut seen: HashMap<&str, u32> = HashMap::new();
    for word in sentences.iter().flatten() {
        *seen.entry(word).or_default() += 1;
    }
    let mut kept: Vec<(&str, u32)> = seen.into_iter().filter(|(_, n)| *n >= LEAST).collect();
    kept.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let mut names: Vec<String> = vec![String::new(); FIRST_WORD];
    names.extend(kept.iter().map(|(w, _)| (*w).to_owned()));
    let numbers: HashMap<&str, usize> = names
        .iter()
        .enumerate()
        .skip(FIRST_WORD)
        .map(|(i, w)| (w.as_str(), i))
        .collect();
    let mut counts = vec![0; names.len()];
    let mut bigrams = Bigrams::new();
    for sentence in sentences {
        let mut last = BORDER;
        let known = sentence.iter().map(|w| {
            numbers
                .get(w.as_str())
                .copied()
                .unwrap_or_else(|| match w.chars().next() {
                    Some(c) if c.is_uppercase() => 1,
                    Some(c) if c.is_alphabetic() => 2,
                    _ => 3,
                })
        });
        for word in known.chain([BORDER]) {
            *bigrams.entry((last as u32, word as u32)).or_default() += 1;
            counts[word] += 1;
            last = word;
        }
    }
    (names, counts, bigrams)
}

/// The same counts between classes.
fn by_class(counts: &[u32], bigrams: &Bigrams, class: &[usize], n: usize) -> (Vec<u32>, Bigrams) {
    let mut sums = vec![0; n];
    for (c, k) in counts.iter().zip(class) {
        sums[*k] += c;
    }
    let mut out = Bigrams::new();
    for ((a, b), c) in bigrams {
        let key = (class[*a as usize] as u32, class[*b as usize] as u32);
        *out.entry(key).or_default() += c;
    }
    (sums, out)
}

/// `n ln n`, from a table for small `n`.
struct Entropy(Vec<f64>);

impl Entropy {
    fn new() -> Self {
        let of = |n: u32| f64::from(n) * f64::from(n.max(1)).ln();
        Self((0..1 << 16).map(of).collect())
    }
    fn of(&self, n: u32) -> f64 {
        self.0
            .get(n as usize)
            .copied()
            .unwrap_or_else(|| f64::from(n) * f64::from(n).ln())
    }
}

/// A class for each word.
fn exchange(counts: &[u32], bigrams: &Bigrams, n_classes: usize, passes: u32) -> Vec<usize> {
    let n = counts.len();
    let mut after: Vec<Vec<(usize, u32)>> = vec![Vec::new(); n];
    let mut before: Vec<Vec<(usize, u32)>> = vec![Vec::new(); n];
    let mut with_itself = vec![0; n];
    for ((a, b), c) in bigrams {
        let (a, b) = (*a as usize, *b as usize);
        if a == b {
            with_itself[a] = *c;
        } else {
            after[a].push((b, *c));
            before[b].push((a, *c));
        }
    }
    let entropy = Entropy::new();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by_key(|w| (std::cmp::Reverse(counts[*w]), *w));
    let mut class = vec![0; n];
    for (i, w) in order.iter().enumerate() {
        class[*w] = i % n_classes;
    }
    let mut table = vec![0u32; n_classes * n_classes];
    let mut sums = vec![0u32; n_classes];
    for ((a, b), c) in bigrams {
        table[class[*a as usize] * n_classes + class[*b as usize]] += c;
    }
    for (w, k) in class.iter().enumerate() {
        sums[*k] += counts[w];
    }
    for pass in 0..passes {
        let mut moved = 0;
        for &w in &order {
            let (mut follow, mut lead) = (BTreeMap::new(), BTreeMap::new());
            for (v, c) in &after[w] {
                *follow.entry(class[*v]).or_insert(0u32) += c;
            }
            for (v, c) in &before[w] {
                *lead.entry(class[*v]).or_insert(0u32) += c;
            }
            let own = class[w];
            for (k, c) in &follow {
                table[own * n_classes + k] -= c;
            }
            for (k, c) in &lead {
                table[k * n_classes + own] -= c;
            }
            table[own * n_classes + own] -= with_itself[w];
            sums[own] -= counts[w];
            let mut best = (f64::MIN, own);
            for k in 0..n_classes {
                let row = &table[k * n_classes..(k + 1) * n_classes];
                let mut gain = -2.0 * (entropy.of(sums[k] + counts[w]) - entropy.of(sums[k]));
                let mut inner = with_itself[w];
                for (c, m) in &follow {
                    if *c == k {
                        inner += m;
                    } else {
                        gain += entropy.of(row[*c] + m) - entropy.of(row[*c]);
                    }
                }
                for (c, m) in &lead {
                    if *c == k {
                        inner += m;
                    } else {
                        let old = table[c * n_classes + k];
                        gain += entropy.of(old + m) - entropy.of(old);
                    }
                }
                gain += entropy.of(row[k] + inner) - entropy.of(row[k]);
                if gain > best.0 + 1e-9 {
                    best = (gain, k);
                }
            }
            let k = best.1;
            moved += usize::from(k != own);
            class[w] = k;
            for (c, m) in &follow {
                table[k * n_classes + c] += m;
            }
            for (c, m) in &lead {
                table[c * n_classes + k] += m;
            }
            table[k * n_classes + k] += with_itself[w];
            sums[k] += counts[w];
        }
        eprintln!(
            "classes {n_classes}, pass {}: {moved} words moved",
            pass + 1
        );
        if moved * 1000 < n {
            break;
        }
    }
    class
}
