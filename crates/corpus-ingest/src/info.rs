//! `corpus.toml`: what the folder says about itself.

use corpus_annotate::{LinePattern, LineRule, LineRules, RuleAction};
use corpus_model::{CorpusInfo, Diagnostic, SourceFile, Stage, Warned};
use corpus_read::{Field, FieldMap, ReadOptions, TableFields};
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
    /// The same for single tables.
    #[serde(default)]
    table: Vec<FieldTable>,
}

/// A `[[table]]`: which files, and the names of their fields.
#[derive(Debug, Clone, Deserialize)]
struct FieldTable {
    #[serde(default)]
    files: String,
    #[serde(flatten)]
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
    /// How files are read. Keys that mean nothing, and tables without files, are remarked on by [`parse`].
    pub fn read_options(&self, is_plain: bool) -> ReadOptions {
        let tables = self.table.iter().filter(|t| !t.files.trim().is_empty());
        ReadOptions {
            is_plain,
            fields: field_map(&self.fields),
            tables: tables
                .map(|table| TableFields {
                    files: table.files.trim().to_owned(),
                    fields: field_map(&table.fields),
                })
                .collect(),
        }
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

fn field_map(fields: &BTreeMap<String, Names>) -> FieldMap {
    let names = |names: &Names| match names {
        Names::One(name) => vec![name.clone()],
        Names::Several(names) => names.clone(),
    };
    let known = fields.iter();
    FieldMap(
        known
            .filter_map(|(key, value)| Some((Field::from_name(key)?, names(value))))
            .collect(),
    )
}

/// Reads the description; a damaged file leaves it empty, with a remark.
pub fn parse(source: &SourceFile) -> Warned<CorpusToml> {
    let text = String::from_utf8_lossy(&source.bytes);
    match toml::from_str::<CorpusToml>(&text) {
        Ok(parsed) => {
            let mut warnings = Vec::new();
            let mut warn = |code: &'static str, what: String| {
                let message = format!("{what}, left out: {}", source.path);
                let path = source.path.clone();
                warnings.push(Diagnostic::new(Stage::Read, code, path, message));
            };
            let known = Field::ALL.map(Field::name).join(", ");
            let tables = parsed.table.iter().map(|t| ("[[table]]", &t.fields));
            for (table, fields) in [("[fields]", &parsed.fields)].into_iter().chain(tables) {
                for key in fields.keys().filter(|k| Field::from_name(k).is_none()) {
                    let what = format!("{table} knows no {key:?}, only {known}");
                    warn("read/unknown-field", what);
                }
            }
            if parsed.table.iter().any(|t| t.files.trim().is_empty()) {
                let what = "a [[table]] needs `files`";
                warn("read/empty-table", what.to_owned());
            }
            if parsed.n_empty_rules() > 0 {
                let what = "a [[keep]] or [[cut]] needs `line` or `starts`";
                warn("read/empty-rule", what.to_owned());
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
