//! `corpus.toml`: what the folder says about itself.

use corpus_annotate::{LinePattern, LineRule, LineRules, RuleAction};
use corpus_model::{CorpusInfo, Diagnostic, SourceFile, Stage, Warned};
use corpus_read::{Field, FieldMap};
use serde::Deserialize;
use std::collections::BTreeMap;

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
    /// Lines to keep whatever they look like.
    #[serde(default)]
    keep: Vec<LineTable>,
    /// Lines to cut.
    #[serde(default)]
    cut: Vec<LineTable>,
    /// Names of fields in records, by what they give.
    #[serde(default)]
    fields: BTreeMap<String, Names>,
}

/// A `[[keep]]` or `[[cut]]` table: `line` or `starts`, and perhaps `files`.
#[derive(Debug, Clone, Deserialize)]
struct LineTable {
    line: Option<String>,
    starts: Option<String>,
    files: Option<String>,
}

impl LineTable {
    /// The rule; `None` if the table names no line.
    fn rule(&self, action: RuleAction) -> Option<LineRule> {
        let named = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let pattern = named(&self.line)
            .map(LinePattern::Is)
            .or_else(|| named(&self.starts).map(LinePattern::StartsWith))?;
        Some(LineRule {
            action,
            pattern,
            files: self.files.clone(),
        })
    }
}

/// One name or several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(Vec<String>),
}

impl CorpusToml {
    /// What the fields of records mean; keys that mean nothing are remarked on by [`parse`].
    pub fn fields(&self) -> FieldMap {
        let names = |names: &Names| match names {
            Names::One(name) => vec![name.clone()],
            Names::Several(names) => names.clone(),
        };
        FieldMap(
            self.fields
                .iter()
                .filter_map(|(key, value)| Some((Field::from_name(key)?, names(value))))
                .collect(),
        )
    }

    /// What the owner of the folder says about single lines; a table that names none is left out.
    pub fn line_rules(&self) -> LineRules {
        let of = |tables: &[LineTable], action| -> Vec<LineRule> {
            tables.iter().filter_map(|t| t.rule(action)).collect()
        };
        let mut rules = of(&self.keep, RuleAction::Keep);
        rules.extend(of(&self.cut, RuleAction::Cut));
        LineRules(rules)
    }

    /// How many tables of lines name none.
    fn n_empty_rules(&self) -> usize {
        self.keep.len() + self.cut.len() - self.line_rules().0.len()
    }

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
        Ok(parsed) => {
            let unknown = parsed
                .fields
                .keys()
                .filter(|key| Field::from_name(key).is_none());
            let known = Field::ALL.map(Field::name).join(", ");
            let mut warnings: Vec<Diagnostic> = unknown
                .map(|key| {
                    let message = format!(
                        "[fields] knows no {key:?}, only {known}, left out: {}",
                        source.path
                    );
                    let code = "read/unknown-field";
                    Diagnostic::new(Stage::Read, code, source.path.clone(), message)
                })
                .collect();
            if parsed.n_empty_rules() > 0 {
                let message = format!(
                    "a [[keep]] or [[cut]] needs `line` or `starts`, left out: {}",
                    source.path
                );
                let code = "read/empty-rule";
                warnings.push(Diagnostic::new(
                    Stage::Read,
                    code,
                    source.path.clone(),
                    message,
                ));
            }
            Warned {
                output: parsed,
                warnings,
            }
        }
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
