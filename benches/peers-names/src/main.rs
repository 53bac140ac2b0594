//! A plain linear-chain CRF (`crfs`, L-BFGS) learnt from the same labelled texts as the tagger of names, scored on the
//! same development parts in the same way: `cargo run --release` in this folder.
//!
//! It sees what tutorials show it: the word, its shape, its first and last letters, and two words to each side. No
//! lists, no classes of words, no second reading. What the tagger does better than this, it owes to those.

#[allow(dead_code)] // identities and links are for other measurements
#[path = "../../../crates/dateline-cli/src/labelled.rs"]
mod labelled;

use corpus_annotate::name::token::{Shape, Token, tokens};
use corpus_model::{EntityKind, Span};
use crfs::train::Trainer;
use crfs::{Attribute, Model};
use labelled::Labelled;
use std::error::Error;
use std::path::Path;

const DATA: &str = "../../../shared/data";
const KINDS: [(EntityKind, &str); 3] = [
    (EntityKind::Person, "PER"),
    (EntityKind::Organisation, "ORG"),
    (EntityKind::Place, "LOC"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let data = Path::new(DATA);
    if !data.is_dir() {
        println!("skipped: {DATA} is not there");
        return Ok(());
    }
    let passes = std::env::args().nth(1).and_then(|n| n.parse().ok());
    let file = std::env::temp_dir().join("dateline-peers-names.crf");
    let mut trainer = Trainer::lbfgs();
    trainer.params_mut().set_c1(0.05)?;
    trainer.params_mut().set_c2(0.05)?;
    trainer
        .params_mut()
        .set_max_iterations(passes.unwrap_or(80))?;
    let mut n_words = 0;
    // As the tagger sees them: the treebank and the politics set twice.
    for (docs, times) in [
        (labelled::ewt(data, "train"), 2),
        (labelled::gum(data, "train"), 1),
        (labelled::btc(data, "train"), 1),
        (labelled::crossner(data, "train"), 2),
        (labelled::wnut(data, "train"), 1),
        (
            labelled::re3d(data).into_iter().map(|(d, _)| d).collect(),
            1,
        ),
    ] {
        for (words, labels) in docs.iter().flat_map(sentences) {
            n_words += labels.len() * times;
            for _ in 0..times {
                trainer.append(&words, &labels)?;
            }
        }
    }
    trainer.train(&file)?;
    let bytes = std::fs::read(&file)?;
    std::fs::remove_file(&file)?;
    let model = Model::new(&bytes)?;
    println!("{n_words} words; exact span and kind, person / organisation / place, micro F1");
    for (set, docs) in [
        ("ewt-dev", labelled::ewt(data, "dev")),
        ("gum-dev", labelled::gum(data, "dev")),
        ("btc-dev", labelled::btc(data, "dev")),
        ("wnut-dev", labelled::wnut(data, "dev")),
        ("crossner-dev", labelled::crossner(data, "dev")),
    ] {
        let (right, found, gold) = score(&model, &docs)?;
        let f1 = 2.0 * right as f64 / (found + gold).max(1) as f64;
        let precision = right as f64 / found.max(1) as f64;
        println!("{set:14} F1 {f1:.4}  precision {precision:.4}  n={gold}");
    }
    Ok(())
}

fn score(model: &Model<'_>, docs: &[Labelled]) -> Result<(usize, usize, usize), Box<dyn Error>> {
    let (mut right, mut found, mut gold) = (0, 0, 0);
    let tagger = model.tagger()?;
    for doc in docs {
        gold += doc.names.len();
        for (words, spans) in spans(doc) {
            let labels = tagger.tag(&words)?;
            for name in names(&labels, &spans) {
                found += 1;
                right += usize::from(doc.names.contains(&name));
            }
        }
    }
    Ok((right, found, gold))
}

/// What is seen of each word of a sentence.
type Words = Vec<Vec<Attribute>>;

/// The sentences of a text with where their words stand.
fn spans(doc: &Labelled) -> Vec<(Words, Vec<Span>)> {
    let all = tokens(&doc.text);
    doc.sentences
        .iter()
        .filter_map(|sentence| {
            let from = all.partition_point(|t| t.span.start < sentence.start);
            let to = all.partition_point(|t| t.span.start < sentence.end);
            let words = all.get(from..to).filter(|w| !w.is_empty())?;
            let seen = (0..words.len())
                .map(|i| features(&doc.text, words, i))
                .collect();
            Some((seen, words.iter().map(|w| w.span).collect()))
        })
        .collect()
}

/// The sentences of a text with the label of each word.
fn sentences(doc: &Labelled) -> Vec<(Words, Vec<String>)> {
    spans(doc)
        .into_iter()
        .map(|(words, spans)| {
            let label = |span: &Span| {
                let name = doc.names.iter().find(|(s, _)| s.overlaps(*span));
                let kind = name.and_then(|(s, k)| Some((s, KINDS.iter().find(|(c, _)| c == k)?.1)));
                match kind {
                    Some((whole, kind)) if span.start <= whole.start => format!("B-{kind}"),
                    Some((_, kind)) => format!("I-{kind}"),
                    None => "O".to_owned(),
                }
            };
            (words, spans.iter().map(label).collect())
        })
        .collect()
}

fn features(text: &str, words: &[Token], i: usize) -> Vec<Attribute> {
    let mut out = vec![Attribute::new("bias", 1.0)];
    for by in -2isize..=2 {
        let word = i.checked_add_signed(by).and_then(|k| words.get(k));
        let Some(word) = word else {
            out.push(Attribute::new(format!("{by}:border"), 1.0));
            continue;
        };
        let spelling = word.span.of(text);
        out.push(Attribute::new(
            format!("{by}:w:{}", spelling.to_lowercase()),
            1.0,
        ));
        out.push(Attribute::new(format!("{by}:s:{}", shape(word.shape)), 1.0));
    }
    let letters: Vec<char> = words[i].span.of(text).to_lowercase().chars().collect();
    for n in 2..=4 {
        if letters.len() > n {
            let head: String = letters[..n].iter().collect();
            let tail: String = letters[letters.len() - n..].iter().collect();
            out.push(Attribute::new(format!("head:{head}"), 1.0));
            out.push(Attribute::new(format!("tail:{tail}"), 1.0));
        }
    }
    out
}

const fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Mark => "mark",
        Shape::Number => "number",
        Shape::Small => "small",
        Shape::Capital => "capital",
        Shape::AllCapital => "capitals",
        Shape::Initial => "initial",
    }
}

fn names(labels: &[&str], spans: &[Span]) -> Vec<(Span, EntityKind)> {
    let mut out: Vec<(Span, EntityKind)> = Vec::new();
    let mut open = "";
    for (label, span) in labels.iter().zip(spans) {
        let (position, kind) = label.split_once('-').unwrap_or(("O", ""));
        match (position, KINDS.iter().find(|(_, code)| *code == kind)) {
            ("I", Some(_)) if open == kind => {
                if let Some((whole, _)) = out.last_mut() {
                    *whole = whole.hull(*span);
                }
            }
            (_, Some((kind, _))) => out.push((*span, *kind)),
            _ => {}
        }
        open = kind;
    }
    out
}
