//! `corpus.toml`: what the folder says about itself.

use corpus_model::{CorpusInfo, Diagnostic, SourceFile, Stage, Warned};
use serde::Deserialize;

/// The file's keys. Unknown ones are let be: later versions may know them.
#[derive(Debug, Clone, Deserialize, Default)]
pub struct CorpusToml {
    #[serde(default)]
    title: String,
    #[serde(default)]
    description: String,
    #[serde(default, alias = "license")]
    licence: String,
    /// Files to read as documents although they would be set aside.
    #[serde(default)]
    pub include: Vec<String>,
}

impl CorpusToml {
    /// What the page shows.
    pub fn describe(&self) -> CorpusInfo {
        CorpusInfo {
            title: self.title.trim().to_owned(),
            description: self
                .description
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            licence: self.licence.trim().to_owned(),
        }
    }
}

/// Reads the description; a damaged file leaves it empty, with a remark.
pub fn parse(source: &SourceFile) -> Warned<CorpusToml> {
    let text = String::from_utf8_lossy(&source.bytes);
    match toml::from_str::<CorpusToml>(&text) {
        Ok(parsed) => Warned::clean(parsed),
        Err(error) => Warned {
            output: CorpusToml::default(),
            warnings: vec![Diagnostic::new(
                Stage::Read,
                "read/bad-corpus-toml",
                source.path.clone(),
                format!(
                    "not understood ({}), corpus left untitled: {}",
                    error.message(),
                    source.path
                ),
            )],
        },
    }
}
