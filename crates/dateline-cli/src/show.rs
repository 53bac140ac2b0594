//! `dateline show`: one document after any stage, as text with ⟦marks⟧ that can be pasted into a test.

use crate::{Outcome, input};
use corpus_model::{LinkedCorpus, LinkedDoc, Removed, Repair, Span, Stage};
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Args {
    /// Article id, as `annotate` prints it (a unique part of it will do)
    id: String,
    /// Folder of documents
    #[arg(long, default_value = "corpus")]
    folder: PathBuf,
    /// Stage: read, clean, split, describe, segment, date, name, quote, link, index
    #[arg(long, default_value = "link")]
    after: String,
}

pub fn run(args: &Args) -> Outcome {
    let stage = Stage::ALL
        .into_iter()
        .find(|stage| stage.name() == args.after)
        .ok_or_else(|| format!("no stage is called {:?}; see --help", args.after))?;
    let input = input::Input::read(
        std::slice::from_ref(&args.folder),
        input::Options::default(),
    )?;
    let corpus = &input.run.corpus;
    let doc = find(corpus, &args.id)?;
    let article = &doc.article;
    match stage {
        Stage::Read => {
            print!("{}", input.run.source_of(&article.id).unwrap_or_default());
        }
        Stage::Clean => print!(
            "{}",
            cleaned(&article.text, &article.removed, &article.repairs)
        ),
        Stage::Split => {
            let source = &article.source;
            println!(
                "part {} of {} of {}\n",
                source.part, source.parts, source.path
            );
            println!("{}", marked(&article.text, &marks(corpus, doc, stage)));
        }
        Stage::Describe => print!("{}", description(doc)),
        _ => println!("{}", marked(&article.text, &marks(corpus, doc, stage))),
    }
    Ok(ExitCode::SUCCESS)
}

/// The text with what was cut and mended in place: `⟦-cut|why-⟧`, `⟦mended|before; why⟧`.
fn cleaned(text: &str, removed: &[Removed], repairs: &[Repair]) -> String {
    let mut out = String::new();
    let mut at = 0;
    let mut removed = removed.iter().peekable();
    let mut copy_to = |out: &mut String, from: u32, to: u32| {
        let mut from = from;
        while let Some(cut) = removed.next_if(|cut| cut.at <= to) {
            out.push_str(Span::new(from, cut.at.max(from)).of(text));
            let _ = write!(out, "\n⟦-{}|{}-⟧\n", cut.text, cut.why);
            from = cut.at.max(from);
        }
        out.push_str(Span::new(from, to.max(from)).of(text));
    };
    for repair in repairs {
        copy_to(&mut out, at, repair.span.start);
        let words = repair.span.of(text);
        let _ = write!(out, "⟦{words}|{}; {}⟧", repair.from, repair.why);
        at = repair.span.end;
    }
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    copy_to(&mut out, at, end);
    out.push('\n');
    out
}

fn find<'c>(corpus: &'c LinkedCorpus, id: &str) -> Result<&'c LinkedDoc, String> {
    if let Some(doc) = corpus.docs.iter().find(|doc| doc.article.id == id) {
        return Ok(doc);
    }
    let alike: Vec<_> = corpus
        .docs
        .iter()
        .filter(|doc| doc.article.id.contains(id))
        .collect();
    match alike.as_slice() {
        [doc] => Ok(doc),
        [] => Err(format!("no article's id contains {id:?}")),
        several => {
            let ids: Vec<_> = several
                .iter()
                .take(8)
                .map(|doc| doc.article.id.as_str())
                .collect();
            Err(format!(
                "{id:?} is part of {} ids: {} …",
                several.len(),
                ids.join(", ")
            ))
        }
    }
}

fn description(doc: &LinkedDoc) -> String {
    let article = &doc.article;
    let mut out = String::new();
    let mut line = |label: &str, value: &str| {
        let _ = writeln!(out, "{label:10} {value}");
    };
    line("title", article.title_text());
    if let Some(outlet) = &article.outlet {
        line("outlet", &format!("{} ({})", outlet.value, outlet.why));
    }
    line("authors", &article.authors.join(", "));
    if let Some(dateline) = &article.dateline {
        line("dateline", article.slice(dateline.span));
    }
    line(
        "language",
        &format!(
            "{} ({:?})",
            article.language.tag, article.language.confidence
        ),
    );
    match &doc.published {
        Some(p) => line(
            "published",
            &format!("{} ({:?}; {})", p.value, p.confidence, p.why),
        ),
        None => line("published", "unknown"),
    }
    out
}

/// What each stage added, as spans with labels.
fn marks(corpus: &LinkedCorpus, doc: &LinkedDoc, stage: Stage) -> Vec<(Span, String)> {
    let name = |idx: corpus_model::EntityIdx| {
        corpus
            .entities
            .get(idx.0 as usize)
            .map_or(String::new(), |e| e.id.clone())
    };
    match stage {
        Stage::Split => {
            let article = &doc.article;
            let parts = [
                (article.title, "title"),
                (article.standfirst, "standfirst"),
                (article.byline, "byline"),
            ];
            let found = parts
                .into_iter()
                .filter_map(|(span, role)| Some((span?, role.to_owned())));
            let mut found: Vec<_> = found.collect();
            found.sort_by_key(|(span, _)| span.start);
            found
        }
        Stage::Segment => doc
            .article
            .sentences
            .iter()
            .map(|&s| (s, String::new()))
            .collect(),
        Stage::Date => doc
            .dates
            .iter()
            .map(|d| (d.span, d.value.clone()))
            .collect(),
        Stage::Name => doc
            .mentions
            .iter()
            .map(|m| (m.span, m.kind.name().into()))
            .collect(),
        Stage::Quote => doc
            .quotes
            .iter()
            .map(|q| (q.span, q.speaker.map_or_else(|| "?".into(), name)))
            .collect(),
        Stage::Link | Stage::Index => doc
            .mentions
            .iter()
            .map(|m| (m.span, name(m.entity)))
            .collect(),
        _ => Vec::new(),
    }
}

/// `text` with each span as `⟦words|label⟧`; a span inside another is left out.
fn marked(text: &str, marks: &[(Span, String)]) -> String {
    let mut out = String::with_capacity(text.len() + marks.len() * 8);
    let mut at = 0;
    for (span, label) in marks {
        if span.start < at {
            continue;
        }
        out.push_str(Span::new(at, span.start).of(text));
        out.push('⟦');
        out.push_str(span.of(text));
        if !label.is_empty() {
            out.push('|');
            out.push_str(label);
        }
        out.push('⟧');
        at = span.end;
    }
    out.push_str(text.get(at as usize..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_around_their_words() {
        let marks = [
            (Span::new(0, 3), "a".to_owned()),
            (Span::new(1, 2), "inside".to_owned()),
            (Span::new(4, 7), String::new()),
        ];
        assert_eq!(marked("one two three", &marks), "⟦one|a⟧ ⟦two⟧ three");
    }

    #[test]
    fn cuts_and_repairs_stand_in_their_places() {
        let cut = |at, text: &str| Removed {
            raw: corpus_model::RawSpan::new(0, 0),
            at,
            text: text.to_owned(),
            why: "w".to_owned(),
        };
        let repairs = [Repair {
            span: Span::new(4, 7),
            from: "tvvo".to_owned(),
            why: "r".to_owned(),
        }];
        let removed = [cut(0, "menu"), cut(13, "foot")];
        assert_eq!(
            cleaned("one two three", &removed, &repairs),
            "\n⟦-menu|w-⟧\none ⟦two|tvvo; r⟧ three\n⟦-foot|w-⟧\n\n"
        );
    }
}
