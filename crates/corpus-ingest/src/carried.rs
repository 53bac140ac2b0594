//! A run in two halves: what the first half knows of its documents, as one JSON object a line.
//!
//! The first half looks at documents one by one, and may be divided among machines: [`Carried`] rides in its
//! records under the key `build`. The second half takes these lines in any order and goes on as if it had read
//! the files itself, so that both together give the bytes of one run. What it takes is the article before
//! it was compared with any other one: neither its final id nor a date or a name is in here.
//!
//! Offsets are bytes of `text`, the record's own key. A line may come from anybody, so every span is checked
//! against the text before it is believed. The layout may change with each version, and says which it has.

use crate::FileState;
use corpus_model::{
    Article, DateHint, Dateline, Diagnostic, Format, Language, MapRun, MetaDate, OtherLanguage,
    Permille, RawDoc, RawSpan, Reasoned, Removed, Repair, SourceInfo, Span, Stage,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Goes up with every change of the layout.
const VERSION: u32 = 2;

/// Goes with one line.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Carried {
    version: u32,
    /// The article of this line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    article: Option<CarriedArticle>,
    /// On the first line of a run: the files that it read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    folder: Option<CarriedFolder>,
}

/// The place of an article in a run: file, id that its record gave, content, which article of that.
pub type Place = (String, Option<String>, [u8; 32], u32);

type Bytes = (u32, u32);
/// The whole, place, agency, the date in it.
type CarriedDateline = (Bytes, Option<String>, Option<String>, Option<Bytes>);

#[derive(Debug, Clone, Serialize, Deserialize)]
struct CarriedArticle {
    id: String,
    path: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    record_id: Option<String>,
    nth: u32,
    part: u32,
    parts: u32,
    format: String,
    charset: String,
    bytes: u64,
    sha256: String,
    /// Start in the text, start and end in the source, whether it is a copy.
    map: Vec<(u32, u32, u32, bool)>,
    /// Start and end in the source, place in the text, the text cut, why.
    removed: Vec<(u32, u32, u32, String, String)>,
    repairs: Vec<(Bytes, String, String)>,
    title: Option<Bytes>,
    standfirst: Option<Bytes>,
    byline: Option<Bytes>,
    url: Option<String>,
    section: Option<String>,
    outlet: Option<(String, String)>,
    authors: Vec<String>,
    dateline: Option<CarriedDateline>,
    language: (String, u16),
    other_languages: Vec<(u32, String)>,
    date_hints: Vec<Hint>,
    paragraphs: Vec<Bytes>,
    sentences: Vec<Bytes>,
    remarks: Vec<Remark>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Hint {
    Metadata(String, String),
    Url(String),
    File(String),
    Dateline(Bytes),
    Line(Bytes),
    Given(String),
    Saved(String, String),
}

/// Stage, code, source, message.
type Remark = (String, String, String, String);

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct CarriedFolder {
    /// `corpus.toml` and `corrections.toml` as they are, by name.
    pub notes: BTreeMap<String, String>,
    files: Vec<CarriedFile>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct CarriedFile {
    path: String,
    bytes: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    remarks: Vec<Remark>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    skipped: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    members: Option<u32>,
}

/// What the keys of a line say that the second half needs; all others are let be.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    text: String,
    build: Option<Carried>,
}

/// What one line holds.
#[derive(Debug)]
pub struct Taken {
    pub article: Option<(Place, Article)>,
    pub folder: Option<CarriedFolder>,
}

impl Carried {
    pub fn of_article(article: &Article, raw: &RawDoc, nth: u32) -> Self {
        Self {
            version: VERSION,
            article: Some(CarriedArticle::new(article, raw, nth)),
            folder: None,
        }
    }

    /// Adds the files of the run.
    pub fn put_folder(&mut self, folder: CarriedFolder) {
        self.folder = Some(folder);
    }

    /// A line for a run that found no article.
    pub fn of_folder(folder: CarriedFolder) -> Self {
        Self {
            version: VERSION,
            article: None,
            folder: Some(folder),
        }
    }
}

impl CarriedFolder {
    pub(crate) fn new<'f>(
        notes: BTreeMap<String, String>,
        files: impl Iterator<Item = (&'f String, &'f FileState)>,
    ) -> Self {
        let files = files.map(|(path, file)| CarriedFile {
            path: path.clone(),
            bytes: file.byte_len,
            remarks: file.diagnostics.iter().map(remark).collect(),
            skipped: file.skipped.clone(),
            members: file.n_members,
        });
        Self {
            notes,
            files: files.collect(),
        }
    }

    /// The files with their remarks, by path.
    pub(crate) fn into_files(self) -> Result<Vec<(String, FileState)>, String> {
        let of_file = |file: CarriedFile| {
            let state = FileState {
                byte_len: file.bytes,
                diagnostics: diagnostics(file.remarks)?,
                skipped: file.skipped,
                n_members: file.members,
            };
            Ok((file.path, state))
        };
        self.files.into_iter().map(of_file).collect()
    }
}

/// Reads one line.
///
/// # Errors
/// What is wrong with it, in words.
pub fn read_line(line: &str) -> Result<Taken, String> {
    let line: Line = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let carried = line
        .build
        .ok_or("it has no key `build`, which `annotate` of this version writes")?;
    if carried.version != VERSION {
        return Err(format!(
            "it was written by another version ({} instead of {VERSION})",
            carried.version
        ));
    }
    let text = line.text;
    let article = carried.article.map(|article| article.into_article(text));
    Ok(Taken {
        article: article.transpose()?,
        folder: carried.folder,
    })
}

impl CarriedArticle {
    fn new(article: &Article, raw: &RawDoc, nth: u32) -> Self {
        // Named one by one, so that a new field of an article is not forgotten here.
        let Article {
            id,
            source,
            text: _,
            map,
            removed,
            repairs,
            title,
            standfirst,
            byline,
            url,
            section,
            outlet,
            authors,
            dateline,
            language,
            other_languages,
            date_hints,
            paragraphs,
            sentences,
            diagnostics,
        } = article;
        let pairs = |spans: &[Span]| spans.iter().copied().map(pair).collect();
        Self {
            id: id.clone(),
            path: source.path.clone(),
            record_id: record_id(raw),
            nth,
            part: source.part,
            parts: source.parts,
            format: source.format.name().to_owned(),
            charset: source.charset.clone(),
            bytes: source.byte_len,
            sha256: hex(&source.sha256),
            map: map
                .iter()
                .map(|run| (run.text_start, run.raw.start, run.raw.end, run.is_copy))
                .collect(),
            removed: removed
                .iter()
                .map(|r| (r.raw.start, r.raw.end, r.at, r.text.clone(), r.why.clone()))
                .collect(),
            repairs: repairs
                .iter()
                .map(|r| (pair(r.span), r.from.clone(), r.why.clone()))
                .collect(),
            title: title.map(pair),
            standfirst: standfirst.map(pair),
            byline: byline.map(pair),
            url: url.clone(),
            section: section.clone(),
            outlet: outlet.as_ref().map(|o| (o.value.clone(), o.why.clone())),
            authors: authors.clone(),
            dateline: dateline.as_ref().map(|d| {
                let date = d.date.map(pair);
                (pair(d.span), d.place.clone(), d.agency.clone(), date)
            }),
            language: (language.tag.clone(), language.confidence.0),
            other_languages: other_languages
                .iter()
                .map(|other| (other.paragraph, other.tag.clone()))
                .collect(),
            date_hints: date_hints.iter().map(hint).collect(),
            paragraphs: pairs(paragraphs),
            sentences: pairs(sentences),
            remarks: diagnostics.iter().map(remark).collect(),
        }
    }

    fn into_article(self, text: String) -> Result<(Place, Article), String> {
        let sha256 = unhex(&self.sha256).ok_or("its `sha256` is none")?;
        let format = Format::ALL
            .into_iter()
            .find(|format| format.name() == self.format)
            .ok_or_else(|| format!("its format is not known: {}", self.format))?;
        let checked = Checked(&text);
        let sources_are_spans = self.map.iter().all(|run| run.1 <= run.2)
            && self.removed.iter().all(|removed| removed.0 <= removed.1);
        if !sources_are_spans || !self.map.is_sorted_by_key(|run| run.0) {
            return Err("its map leads nowhere".to_owned());
        }
        let repairs = self.repairs.into_iter().map(|(span, from, why)| {
            let span = checked.span(span)?;
            Ok(Repair { span, from, why })
        });
        let dateline = self.dateline.map(|(span, place, agency, date)| {
            Ok::<_, String>(Dateline {
                span: checked.span(span)?,
                place,
                agency,
                date: checked.optional(date)?,
            })
        });
        let hints = self.date_hints.into_iter().map(|hint| {
            Ok(match hint {
                Hint::Metadata(value, from) => DateHint::Metadata(MetaDate { value, from }),
                Hint::Url(value) => DateHint::Url(value),
                Hint::File(value) => DateHint::FileName(value),
                Hint::Dateline(span) => DateHint::Dateline(checked.span(span)?),
                Hint::Line(span) => DateHint::Line(checked.span(span)?),
                Hint::Given(value) => DateHint::Given(value),
                Hint::Saved(value, from) => DateHint::Saved(MetaDate { value, from }),
            })
        });
        let article = Article {
            id: self.id,
            source: SourceInfo {
                path: self.path.clone(),
                part: self.part,
                parts: self.parts,
                format,
                charset: self.charset,
                byte_len: self.bytes,
                sha256,
            },
            map: self
                .map
                .into_iter()
                .map(|(text_start, start, end, is_copy)| MapRun {
                    text_start,
                    raw: RawSpan::new(start, end),
                    is_copy,
                })
                .collect(),
            removed: self
                .removed
                .into_iter()
                .map(|(start, end, at, text, why)| Removed {
                    raw: RawSpan::new(start, end),
                    at,
                    text,
                    why,
                })
                .collect(),
            repairs: repairs.collect::<Result<_, String>>()?,
            title: checked.optional(self.title)?,
            standfirst: checked.optional(self.standfirst)?,
            byline: checked.optional(self.byline)?,
            url: self.url,
            section: self.section,
            outlet: self.outlet.map(|(value, why)| Reasoned { value, why }),
            authors: self.authors,
            dateline: dateline.transpose()?,
            language: Language {
                tag: self.language.0,
                confidence: Permille(self.language.1),
            },
            other_languages: self
                .other_languages
                .into_iter()
                .map(|(paragraph, tag)| OtherLanguage { paragraph, tag })
                .collect(),
            date_hints: hints.collect::<Result<_, String>>()?,
            paragraphs: checked.layer(&self.paragraphs)?,
            sentences: checked.layer(&self.sentences)?,
            diagnostics: diagnostics(self.remarks)?,
            text,
        };
        Ok(((self.path, self.record_id, sha256, self.nth), article))
    }
}

/// The id by which records of one file are ordered; other articles keep the order of their file.
pub fn record_id(raw: &RawDoc) -> Option<String> {
    (raw.format == Format::Record)
        .then(|| raw.metadata.id.clone())
        .flatten()
}

/// A text that spans are checked against.
#[derive(Clone, Copy)]
struct Checked<'t>(&'t str);

impl Checked<'_> {
    fn span(self, (start, end): Bytes) -> Result<Span, String> {
        let part = self.0.get(start as usize..end as usize);
        part.map(|_| Span::new(start, end))
            .ok_or_else(|| format!("its text has no part from byte {start} to {end}"))
    }

    fn optional(self, span: Option<Bytes>) -> Result<Option<Span>, String> {
        span.map(|span| self.span(span)).transpose()
    }

    /// Sorted, not overlapping.
    fn layer(self, spans: &[Bytes]) -> Result<Vec<Span>, String> {
        let in_order = spans.windows(2).all(|pair| pair[0].1 <= pair[1].0);
        if !in_order {
            return Err("its paragraphs or sentences overlap".to_owned());
        }
        spans.iter().map(|span| self.span(*span)).collect()
    }
}

fn pair(span: Span) -> Bytes {
    (span.start, span.end)
}

fn hint(hint: &DateHint) -> Hint {
    match hint {
        DateHint::Metadata(date) => Hint::Metadata(date.value.clone(), date.from.clone()),
        DateHint::Url(value) => Hint::Url(value.clone()),
        DateHint::FileName(value) => Hint::File(value.clone()),
        DateHint::Dateline(span) => Hint::Dateline(pair(*span)),
        DateHint::Line(span) => Hint::Line(pair(*span)),
        DateHint::Given(value) => Hint::Given(value.clone()),
        DateHint::Saved(date) => Hint::Saved(date.value.clone(), date.from.clone()),
    }
}

fn remark(diagnostic: &Diagnostic) -> Remark {
    (
        diagnostic.stage.name().to_owned(),
        diagnostic.code.to_string(),
        diagnostic.source.clone(),
        diagnostic.message.clone(),
    )
}

fn diagnostics(remarks: Vec<Remark>) -> Result<Vec<Diagnostic>, String> {
    let of_remark = |(stage, code, source, message): Remark| {
        let stage = Stage::ALL
            .into_iter()
            .find(|known| known.name() == stage)
            .ok_or_else(|| format!("a remark is of no known stage: {stage}"))?;
        Ok(Diagnostic {
            stage,
            code: code.into(),
            source,
            message,
        })
    };
    remarks.into_iter().map(of_remark).collect()
}

/// Two digits a byte.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        })
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Ingest, Options, TextRecord, annotation_records};
    use corpus_annotate::Resources;
    use serde_json::{Value, json};

    /// A record of a first half.
    fn line() -> Value {
        let mut ingest = Ingest::new(Options {
            is_plain: true,
            is_first_half: true,
            ..Options::default()
        });
        let record = json!({"id": "log", "text": "Über Nacht fiel Schnee. It was cold.", "published": "1921-05-03"});
        let record: TextRecord = serde_json::from_value(record).unwrap();
        ingest.push_record("log.jsonl", record);
        let run = ingest.finish(&Resources::default());
        serde_json::to_value(annotation_records(&run).next().unwrap()).unwrap()
    }

    #[test]
    fn spans_that_do_not_fit_the_text_are_refused() {
        assert!(read_line(&line().to_string()).is_ok());
        for (key, value) in [
            ("title", json!([0, 1])),
            ("title", json!([5, 2])),
            ("byline", json!([0, 9999])),
            ("sentences", json!([[0, 10], [5, 12]])),
            ("sentences", json!([[10, 4_294_967_295u32]])),
            ("date_hints", json!([{"line": [1, 2]}])),
            ("map", json!([[0, 9, 2, true]])),
            ("sha256", json!("zz")),
            ("format", json!("clay")),
        ] {
            let mut line = line();
            line["build"]["article"][key] = value.clone();
            assert!(read_line(&line.to_string()).is_err(), "{key} {value}");
        }
    }

    #[test]
    fn what_is_taken_is_what_was_given() {
        let Taken { article, folder } = read_line(&line().to_string()).unwrap();
        let (place, article) = article.unwrap();
        assert_eq!(place.0, "log.jsonl");
        assert_eq!(place.1.as_deref(), Some("log"));
        assert_eq!(article.sentences.len(), 2);
        assert_eq!(article.date_hints.len(), 1);
        assert_eq!(folder.unwrap().into_files().unwrap().len(), 1);
    }
}
