//! Rules of the folder's owner about single lines: keep this one, cut that one.
//!
//! In: the `[[keep]]` and `[[cut]]` tables of `corpus.toml`. Out: for a line of a file, the rule that decides
//! about it. A rule stands above the furniture model, so every cut can be undone and any can be added. Where both
//! kinds speak of a line it is kept: text that is there does less harm than text that is missing.

use corpus_model::{Span, path_fits};

use super::build::Repaired;

/// What a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleAction {
    /// The line stays, whatever it looks like.
    Keep,
    /// The line is cut.
    Cut,
}

/// Which lines a rule is about, white space at their ends left aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinePattern {
    /// The line is exactly this.
    Is(String),
    /// The line begins with this.
    StartsWith(String),
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineRule {
    /// What it does.
    pub action: RuleAction,
    /// To which lines.
    pub pattern: LinePattern,
    /// In which files: `*` stands for any part of a path. `None`: in all.
    pub files: Option<String>,
}

impl LineRule {
    /// The rule as its owner would know it again: `[[cut]] starts "Photo"`.
    #[must_use]
    pub fn label(&self) -> String {
        let table = match self.action {
            RuleAction::Keep => "keep",
            RuleAction::Cut => "cut",
        };
        let (key, text) = match &self.pattern {
            LinePattern::Is(text) => ("line", text),
            LinePattern::StartsWith(text) => ("starts", text),
        };
        match &self.files {
            Some(files) => format!("[[{table}]] {key} “{text}” in {files}"),
            None => format!("[[{table}]] {key} “{text}”"),
        }
    }

    fn is_for_file(&self, path: &str) -> bool {
        self.files
            .as_deref()
            .is_none_or(|glob| path_fits(glob, path))
    }

    fn is_for_line(&self, line: &str) -> bool {
        let line = line.trim();
        match &self.pattern {
            LinePattern::Is(text) => line == text.trim(),
            LinePattern::StartsWith(text) => line.starts_with(text.trim_start()),
        }
    }
}

/// All rules of a folder, in the order they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineRules(pub Vec<LineRule>);

impl LineRules {
    /// Those for one file, with their numbers.
    pub(crate) fn of_file(&self, path: &str) -> Vec<(usize, &LineRule)> {
        let all = self.0.iter().enumerate();
        all.filter(|(_, rule)| rule.is_for_file(path)).collect()
    }
}

/// The rule that decides about a line, which may be named as it is shown or as it came.
pub(crate) fn deciding<'r>(
    rules: &[(usize, &'r LineRule)],
    source: &Repaired,
    decoded: &str,
    line: Span,
) -> Option<(usize, &'r LineRule)> {
    if rules.is_empty() {
        return None;
    }
    let shown = line.of(source.text.text());
    let raw = source.text.raw_from_text(line).of(decoded);
    let decides = |action: RuleAction| {
        let of_action = rules.iter().filter(move |(_, rule)| rule.action == action);
        of_action
            .copied()
            .find(|(_, rule)| rule.is_for_line(shown) || rule.is_for_line(raw))
    };
    decides(RuleAction::Keep).or_else(|| decides(RuleAction::Cut))
}
