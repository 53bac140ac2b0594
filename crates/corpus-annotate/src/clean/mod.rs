//! Raw documents to articles: repairs, furniture, splitting, description, segmentation.
//!
//! In: a [`RawDoc`]. Out: its articles, with text that never changes again, a map from that text to
//! the decoded source, and a reason for everything that was cut or mended. The steps, in order:
//! `repair` mends characters, `split` labels the lines and finds the articles, [`build`] puts the
//! text together, `describe` names title, outlet, authors and dateline, `segment` finds paragraphs
//! and sentences.

pub(crate) mod build;
mod folder;
pub(crate) mod repair;
pub(crate) mod rules;

pub use folder::FolderLines;
pub use repair::repair_encoding;
pub use rules::{LinePattern, LineRule, LineRules, RuleAction};

use crate::{describe, language, segment, split};
use build::{Draft, Role};
use corpus_model::{Article, Format, MappedText, RawDoc, SourceInfo, Warned};

/// Cleans a source and splits it into its articles, described and segmented.
#[must_use]
pub fn articles(raw: &RawDoc, folder: &FolderLines) -> Warned<Vec<Article>> {
    let repaired = repair::repair(&raw.body);
    let plans = split::plan(&repaired, raw, folder);
    let n_parts = u32::try_from(plans.len()).unwrap_or(u32::MAX);
    let mut output = Vec::with_capacity(plans.len());
    for (part, plan) in (1..).zip(&plans) {
        let draft = Draft::build(&repaired, &raw.decoded, &plan.steps);
        let stem = folder.id_stem(&raw.path);
        let id = match (&raw.metadata.id, n_parts) {
            (Some(id), 1) => id.clone(),
            (Some(id), _) => format!("{id}#{part}"),
            (None, 1) => stem.to_owned(),
            (None, _) => format!("{stem}#{part}"),
        };
        output.push(finish(raw, draft, id, part, n_parts));
    }
    leave_out_numbers(&mut output);
    Warned::clean(output)
}

/// The clean texts of a source's articles with their maps, and nothing that is said of them.
#[must_use]
pub fn clean_texts(raw: &RawDoc, folder: &FolderLines) -> Vec<MappedText> {
    let repaired = repair::repair(&raw.body);
    let plans = split::plan(&repaired, raw, folder);
    let build = |plan: &split::Plan| Draft::build(&repaired, &raw.decoded, &plan.steps).text;
    plans.iter().map(build).collect()
}

/// `1. Pier shut`, `2. Ferry runs`: where the titles of a source count its articles, the numbers are none of their words.
fn leave_out_numbers(articles: &mut [Article]) {
    let number = |article: &Article| -> Option<(usize, usize)> {
        let title = article.title?.of(&article.text);
        let digits = title.bytes().take_while(u8::is_ascii_digit).count();
        let mark = title.get(digits..)?;
        let len = [". ", ") ", ": "]
            .iter()
            .find(|m| mark.starts_with(**m))?
            .len();
        Some((title.get(..digits)?.parse().ok()?, digits + len))
    };
    let numbers: Vec<Option<(usize, usize)>> = articles.iter().map(number).collect();
    let counts = |i: usize| matches!(numbers.get(i), Some(Some((n, _))) if *n == i + 1);
    if articles.len() < 2 || !(0..articles.len()).all(counts) {
        return;
    }
    for (article, number) in articles.iter_mut().zip(&numbers) {
        if let (Some(title), Some((_, len))) = (&mut article.title, number) {
            title.start += u32::try_from(*len).unwrap_or_default();
        }
    }
}

/// For each rule of the folder, how many lines of this source it decides about.
#[must_use]
pub fn rule_uses(raw: &RawDoc, folder: &FolderLines) -> Vec<u32> {
    let mut out = vec![0; folder.rules().0.len()];
    let rules = folder.rules().of_file(&raw.path);
    if rules.is_empty() {
        return out;
    }
    let repaired = repair::repair(&raw.body);
    for line in split::line_spans(&repaired) {
        let decided = rules::deciding(&rules, &repaired, &raw.decoded, line);
        if let Some(n) = decided.and_then(|(idx, _)| out.get_mut(idx)) {
            *n += 1;
        }
    }
    out
}

/// One article that is exactly the record's text (`--plain`): described and segmented, nothing cut.
#[must_use]
pub fn plain_article(raw: &RawDoc) -> Option<Article> {
    let text = raw.body.text();
    if text.trim().is_empty() {
        return None;
    }
    let mut draft = Draft {
        text: raw.body.clone(),
        ..Draft::default()
    };
    let paragraphs = segment::paragraphs(text);
    let given = raw.metadata.title.as_deref().map(str::trim);
    for (i, span) in paragraphs.iter().enumerate() {
        let is_title = i == 0 && given.is_some_and(|t| t == span.of(text));
        draft
            .blocks
            .push((if is_title { Role::Title } else { Role::Body }, *span));
    }
    let id = match &raw.metadata.id {
        Some(id) => id.clone(),
        None => folder::path_stem(&raw.path).to_owned(),
    };
    let mut article = finish(raw, draft, id, 1, 1);
    article.source.format = Format::Record;
    Some(article)
}

/// The language the text shows; the declared one where it shows none clearly. A record's language is the caller's word,
/// and stands.
fn told_language(raw: &RawDoc, text: &str) -> corpus_model::Language {
    let declared = raw.metadata.language.as_deref().map(str::trim);
    let declared = declared.filter(|tag| !tag.is_empty() && tag.len() <= 35);
    if let (Some(tag), corpus_model::Format::Record) = (declared, raw.format) {
        return corpus_model::Language {
            tag: tag.to_owned(),
            confidence: corpus_model::Permille(990),
        };
    }
    let shown = language::detect(text);
    match declared {
        Some(tag) if shown.confidence.0 < 700 => corpus_model::Language {
            tag: tag.to_owned(),
            confidence: corpus_model::Permille(700),
        },
        _ => shown,
    }
}

fn finish(raw: &RawDoc, draft: Draft, id: String, part: u32, parts: u32) -> Article {
    let title = draft.block(Role::Title);
    let standfirst = draft.block(Role::Standfirst);
    let byline = draft.block(Role::Byline);
    let description = describe::describe(raw, &draft, parts);
    let (text, map) = draft.text.into_parts();
    let paragraphs = segment::paragraphs(&text);
    let sentences = segment::sentences(&text, &paragraphs);
    let language = told_language(raw, &text);
    Article {
        id,
        source: SourceInfo {
            path: raw.path.clone(),
            part,
            parts,
            format: raw.format,
            charset: raw.charset.clone(),
            byte_len: raw.byte_len,
            sha256: raw.sha256,
        },
        other_languages: language::others(&text, &paragraphs, &language.tag),
        language,
        map,
        removed: draft.removed,
        repairs: draft.repairs,
        title,
        standfirst,
        byline,
        url: description.url,
        section: description.section,
        outlet: description.outlet,
        authors: description.authors,
        dateline: description.dateline,
        date_hints: description.date_hints,
        paragraphs,
        sentences,
        diagnostics: Vec::new(),
        text,
    }
}
