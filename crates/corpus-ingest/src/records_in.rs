//! Records of clean text as input: `{"id", "text", "title"?, "published"?, "language"?}` a line.

use corpus_model::{Diagnostic, Format, MappedText, MetaDate, Metadata, RawDoc, Stage, Warned};
use serde::Deserialize;

/// One record.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
pub struct TextRecord {
    /// Becomes the article's id.
    pub id: String,
    /// The article's text, kept character for character.
    pub text: String,
    /// Title, if known.
    #[serde(default)]
    pub title: Option<String>,
    /// Publication date, if known.
    #[serde(default)]
    pub published: Option<String>,
    /// BCP 47 tag, if known.
    #[serde(default)]
    pub language: Option<String>,
    /// Outlet, if known.
    #[serde(default)]
    pub outlet: Option<String>,
    /// Address, if known.
    #[serde(default)]
    pub url: Option<String>,
}

/// Reads records, one a line. A line that is none is left out with a remark that gives its number.
#[must_use]
pub fn read_json_lines(path: &str, text: &str) -> Warned<Vec<TextRecord>> {
    let mut records = Vec::new();
    let mut warnings = Vec::new();
    for (i, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<TextRecord>(line) {
            Ok(record) => records.push(record),
            Err(error) => warnings.push(Diagnostic::new(
                Stage::Read,
                "read/bad-record",
                path,
                format!("line {} is not a record ({error}), left out: {path}", i + 1),
            )),
        }
    }
    Warned {
        output: records,
        warnings,
    }
}

/// The record as a source that needs no cleaning.
pub fn raw_doc(path: &str, record: TextRecord) -> RawDoc {
    let published = record.published.map(|value| MetaDate {
        value,
        from: "record".to_owned(),
    });
    RawDoc {
        path: path.to_owned(),
        format: Format::Record,
        charset: "utf-8".to_owned(),
        byte_len: record.text.len() as u64,
        sha256: corpus_read::sha256(record.text.as_bytes()),
        body: MappedText::identity(&record.text),
        decoded: record.text,
        metadata: Metadata {
            id: Some(record.id),
            title: record.title,
            outlet_from: record.outlet.as_ref().map(|_| "record".to_owned()),
            outlet: record.outlet,
            language: record.language,
            url: record.url,
            published: published.into_iter().collect(),
            ..Metadata::default()
        },
    }
}
