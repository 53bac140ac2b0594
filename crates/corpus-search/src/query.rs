//! What was typed, understood. Never an error: [`ParsedQuery::notes`] say what was taken instead.
//!
//! One grammar for the box, the URL and the command line; `docs/query-language.md` explains it to readers.
//!
//! ```text
//! query    any
//! any      all (OR all)*                       OR or |
//! all      near (AND? near)*
//! near     one (NEAR/n one)*
//! one      (- or NOT) one | (field:)? operand
//! operand  ( any ) | "words" (~n)? | /pattern/ | word
//! word     =word  word~n  wo*d  wo?d  word
//! ```

use crate::forms;
use crate::order::sorted_by;
use crate::pattern::Pattern;
use corpus_index::Facet;
use corpus_index::fold::{Words, fold};
use corpus_model::{CivilDate, DayInterval, EntityKind, Format, Span};

/// A remark on a part of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where in the query, in bytes.
    pub span: Span,
    /// What was understood instead; lower case, no full stop.
    pub message: String,
}

/// How a word of the query matches words of the corpus. All words here are folded.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum WordPattern {
    /// This word.
    Exact(String),
    /// This word in any of its forms: *protest*, *protests*, *protested*.
    Forms(String),
    /// Words that start so.
    Prefix(String),
    /// Words that need at most so many letters changed, added, left out or swapped with their neighbour.
    Fuzzy {
        /// The word.
        word: String,
        /// How many changes, 1 or 2.
        distance: u8,
    },
    /// Words that a wildcard or a regular expression matches as a whole.
    Pattern(Pattern),
}

/// Which part of a document words must stand in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Title and text.
    #[default]
    Anywhere,
    /// The title.
    Title,
    /// Inside one quotation.
    Quote,
}

/// Words that stand one behind the other; a single word is a phrase of one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Phrase {
    /// The words in order.
    pub words: Vec<WordPattern>,
    /// How many other words may stand between them in all.
    pub slop: u32,
    /// Where they must stand.
    pub scope: Scope,
}

/// Something that is known of a document or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Known {
    /// A day of publication.
    Published,
    /// A named day in the text.
    Mentioned,
    /// A quotation.
    Quote,
    /// A title.
    Title,
    /// An address.
    Url,
    /// A value of a facet.
    Facet(Facet),
}

/// A question that is not about words of the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FieldTest {
    /// Documents that name an entity one of whose spellings has these words.
    Entity {
        /// Of this kind; of any where none is given.
        kind: Option<EntityKind>,
        /// The words.
        label: Phrase,
        /// As typed: a stable id is understood too.
        typed: String,
    },
    /// Documents that quote such an entity.
    Speaker {
        /// The words of a spelling.
        label: Phrase,
        /// As typed.
        typed: String,
    },
    /// Documents whose outlet, author, section or language has these words.
    Value {
        /// Which facet.
        facet: Facet,
        /// The words.
        label: Phrase,
    },
    /// Documents read from this format.
    Format(Format),
    /// Documents published on one of these days.
    Published(DayInterval),
    /// Documents that name one of these days.
    Mentions(DayInterval),
    /// Documents of which this is known.
    Has(Known),
}

/// What a query asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum Expr {
    /// Every document: an empty query.
    #[default]
    Everything,
    /// Documents that every part finds.
    And(Vec<Expr>),
    /// Documents that some part finds.
    Or(Vec<Expr>),
    /// Documents that the part does not find.
    Not(Box<Expr>),
    /// Documents with these words.
    Phrase(Phrase),
    /// Documents where each part stands near the next, before or behind it.
    Near {
        /// How many words apart at most; words beside each other are one apart.
        distance: u32,
        /// Parts in order, each a choice of phrases. At least two.
        parts: Vec<Vec<Phrase>>,
    },
    /// Documents of which this holds.
    Field {
        /// What.
        test: FieldTest,
        /// Where it stands in the query, for remarks.
        span: Span,
    },
}

/// A query and what is to be said about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParsedQuery {
    /// What it asks for.
    pub expr: Expr,
    /// Remarks, in order.
    pub notes: Vec<Note>,
}

/// Groups and negations deeper than this are left out.
const MAX_DEPTH: usize = 32;
/// What `NEAR` means without a number.
const DEFAULT_DISTANCE: u32 = 10;
const MAX_DISTANCE: u32 = 1000;
/// Characters of a part of the query that a remark repeats.
const MAX_SHOWN: usize = 24;

/// The names of fields, as completion may offer them.
pub const FIELDS: [&str; 23] = [
    "title",
    "quote",
    "speaker",
    "person",
    "organisation",
    "place",
    "event",
    "law",
    "group",
    "work",
    "product",
    "misc",
    "entity",
    "outlet",
    "author",
    "section",
    "language",
    "type",
    "published",
    "mentions",
    "has",
    "is",
    "org",
];

/// What may stand behind `has:`, as completion may offer it.
pub const HAS: [&str; 18] = [
    "date",
    "mentions",
    "quote",
    "title",
    "url",
    "outlet",
    "author",
    "section",
    "language",
    "person",
    "organisation",
    "place",
    "event",
    "law",
    "group",
    "work",
    "product",
    "misc",
];

/// And behind `is:`.
pub const IS: [&str; 4] = ["dated", "undated", "titled", "untitled"];

/// What words mean, by the field they stand behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Text(Scope),
    Entity(Option<EntityKind>),
    Speaker,
    Value(Facet),
    Format,
    Published,
    Mentions,
    Has,
    Is,
}

impl Meaning {
    fn of_field(name: &str) -> Option<Self> {
        Some(match name {
            "title" => Self::Text(Scope::Title),
            "quote" | "quoted" => Self::Text(Scope::Quote),
            "speaker" => Self::Speaker,
            "entity" | "name" => Self::Entity(None),
            "org" | "organization" => Self::Entity(Some(EntityKind::Organisation)),
            "lang" => Self::Value(Facet::Language),
            "outlet" | "author" | "section" | "language" => Self::Value(Facet::from_name(name)?),
            "type" | "format" => Self::Format,
            "published" => Self::Published,
            "mentions" | "mentioned" => Self::Mentions,
            "has" => Self::Has,
            "is" => Self::Is,
            _ => match Facet::from_name(name)? {
                Facet::Entity(kind) => Self::Entity(Some(kind)),
                facet => Self::Value(facet),
            },
        })
    }
}

/// Reads a query. Any text is one.
#[must_use]
pub fn parse(input: &str) -> ParsedQuery {
    let mut parser = Parser {
        input,
        at: 0,
        notes: Vec::new(),
    };
    let mut parts = Vec::new();
    while parser.at < input.len() {
        parts.extend(parser.any(0, Meaning::Text(Scope::Anywhere)));
        if parser.rest().starts_with(')') {
            parser.note_at(
                parser.at,
                1,
                "a closing parenthesis without an opening one was left out",
            );
            parser.at += 1;
        }
    }
    let mut notes = sorted_by(parser.notes, |a, b| a.span.cmp(&b.span));
    for note in &mut notes {
        note.name_part(input);
    }
    ParsedQuery {
        expr: joined(parts).unwrap_or_default(),
        notes,
    }
}

impl Note {
    /// Puts the part of the query before a message that does not name it: whoever reads the message alone, on the
    /// command line or below the box, should see what is meant.
    fn name_part(&mut self, query: &str) {
        let part = query.get(self.span.range()).unwrap_or_default().trim();
        if part.is_empty() || self.message.contains(part) {
            return;
        }
        let shown = match part.char_indices().nth(MAX_SHOWN) {
            Some((end, _)) => format!("{}…", part[..end].trim_end()),
            None => part.to_owned(),
        };
        self.message = format!("“{shown}”: {}", self.message);
    }
}

/// All parts at once; a single one is itself.
fn joined(mut parts: Vec<Expr>) -> Option<Expr> {
    match parts.len() {
        0 | 1 => parts.pop(),
        _ => Some(Expr::And(parts)),
    }
}

struct Parser<'q> {
    input: &'q str,
    at: usize,
    notes: Vec<Note>,
}

impl<'q> Parser<'q> {
    fn rest(&self) -> &'q str {
        &self.input[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn note_at(&mut self, start: usize, len: usize, message: impl Into<String>) {
        self.notes.push(Note {
            span: Span::from_range(start..(start + len).min(self.input.len())),
            message: message.into(),
        });
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn is_at_end(&self) -> bool {
        matches!(self.peek(), None | Some(')'))
    }

    /// Takes a word such as `OR` that stands alone.
    fn keyword(&mut self, word: &str) -> bool {
        let Some(after) = self.rest().strip_prefix(word) else {
            return false;
        };
        if after.starts_with(|c: char| !c.is_whitespace() && c != '(' && c != ')') {
            return false;
        }
        self.at += word.len();
        true
    }

    fn or(&mut self) -> bool {
        if self.rest().starts_with('|') {
            self.at += 1;
            return true;
        }
        self.keyword("OR")
    }

    /// Takes `NEAR` or `NEAR/n`; remarks on a distance that is none.
    fn near_distance(&mut self) -> Option<u32> {
        let after = self.rest().strip_prefix("NEAR")?;
        if after.starts_with(|c: char| c.is_whitespace() || c == '(') {
            self.at += 4;
            return Some(DEFAULT_DISTANCE);
        }
        let digits = after.strip_prefix('/')?;
        let n = digits.bytes().take_while(u8::is_ascii_digit).count();
        let next = digits[n..].chars().next();
        if n == 0 || next.is_some_and(|c| !c.is_whitespace() && c != '(' && c != ')') {
            return None;
        }
        let start = self.at;
        self.at += 5 + n;
        let distance = digits[..n].parse().unwrap_or(u32::MAX);
        let taken = distance.clamp(1, MAX_DISTANCE);
        if taken != distance {
            let message = format!("read as NEAR/{taken}");
            self.note_at(start, 5 + n, message);
        }
        Some(taken)
    }

    /// Parts joined by `OR`.
    fn any(&mut self, depth: usize, meaning: Meaning) -> Option<Expr> {
        let mut parts = Vec::new();
        // Where an OR stands behind which nothing has come yet.
        let mut open = None;
        loop {
            if let Some(all) = self.all(depth, meaning) {
                parts.push(all);
                open = None;
            }
            let start = self.at;
            if !self.or() {
                break;
            }
            let len = self.at - start;
            if parts.is_empty() {
                self.note_at(start, len, "nothing stands before OR, which was left out");
            }
            open = Some((start, len));
        }
        if let Some((start, len)) = open {
            self.note_at(start, len, "nothing stands behind OR, which was left out");
        }
        match parts.len() {
            0 | 1 => parts.pop(),
            _ => Some(Expr::Or(parts)),
        }
    }

    /// Parts beside each other.
    fn all(&mut self, depth: usize, meaning: Meaning) -> Option<Expr> {
        let mut parts = Vec::new();
        loop {
            self.skip_space();
            if self.is_at_end() {
                break;
            }
            let start = self.at;
            if self.or() {
                self.at = start;
                break;
            }
            if self.keyword("AND") {
                continue;
            }
            if self.near_distance().is_some() {
                self.note_at(start, 4, "nothing stands before NEAR, which was left out");
                continue;
            }
            self.near(depth, meaning, &mut parts);
        }
        joined(parts)
    }

    /// One part, or some that must be near each other.
    fn near(&mut self, depth: usize, meaning: Meaning, parts: &mut Vec<Expr>) {
        let first_at = self.at;
        let Some(first) = self.one(depth, meaning) else {
            return;
        };
        let mut chain = vec![first];
        let mut distance = 0;
        loop {
            let before = self.at;
            self.skip_space();
            let start = self.at;
            let Some(n) = self.near_distance() else {
                self.at = before;
                break;
            };
            self.skip_space();
            let next = if self.is_at_end() {
                None
            } else {
                self.one(depth, meaning)
            };
            let Some(next) = next else {
                self.note_at(start, 4, "nothing stands behind NEAR, which was left out");
                break;
            };
            if chain.len() > 1 && n != distance {
                self.note_at(start, 4, "a chain has one distance: the largest was taken");
            }
            distance = distance.max(n);
            chain.push(next);
        }
        if chain.len() == 1 {
            parts.append(&mut chain);
            return;
        }
        let phrases: Option<Vec<Vec<Phrase>>> = chain.iter().map(choice_of_phrases).collect();
        match phrases {
            Some(phrases) => parts.push(Expr::Near {
                distance,
                parts: phrases,
            }),
            None => {
                self.note_at(
                    first_at,
                    self.at - first_at,
                    "NEAR joins words, phrases and choices of them: both parts are wanted anywhere",
                );
                parts.append(&mut chain);
            }
        }
    }

    fn one(&mut self, depth: usize, meaning: Meaning) -> Option<Expr> {
        let start = self.at;
        let first = self.peek()?;
        if matches!(first, '-' | '−') || self.keyword("NOT") {
            if matches!(first, '-' | '−') {
                self.at += first.len_utf8();
                if self.peek().is_none_or(char::is_whitespace) {
                    return None;
                }
            }
            self.skip_space();
            if self.is_at_end() {
                self.note_at(
                    start,
                    self.at - start,
                    "nothing stands behind NOT, which was left out",
                );
                return None;
            }
            if depth >= MAX_DEPTH {
                self.note_at(start, self.at - start, "too deep, left out");
                return None;
            }
            let inner = self.one(depth + 1, meaning);
            return inner.map(|expr| match expr {
                Expr::Not(inner) => *inner,
                expr => Expr::Not(Box::new(expr)),
            });
        }
        if first == '(' {
            return self.group(depth, meaning);
        }
        if let Some(closing) = closing_quote(first) {
            return self.quoted(first, closing, meaning);
        }
        if first == '/' {
            let expr = self.regular_expression(meaning);
            // One without a word was taken as well, and remarked on.
            if expr.is_some() || self.at > start {
                return expr;
            }
            self.note_open_pattern();
        }
        let end = self
            .rest()
            .find(|c: char| {
                c.is_whitespace() || matches!(c, '(' | ')' | '"' | '“' | '„' | '«' | '|')
            })
            .unwrap_or(self.rest().len())
            .max(first.len_utf8());
        let chunk = &self.rest()[..end];
        if let Some((name, value)) = chunk.split_once(':')
            && !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphabetic())
        {
            let name = name.to_ascii_lowercase();
            let behind = self.rest()[chunk.len() - value.len()..].chars().next();
            let has_value = behind.is_some_and(|c| !c.is_whitespace() && c != ')' && c != '|');
            match Meaning::of_field(&name) {
                Some(inner) if has_value => {
                    if depth >= MAX_DEPTH {
                        self.at += end;
                        self.note_at(start, end, "too deep, left out");
                        return None;
                    }
                    self.at += chunk.len() - value.len();
                    return self.one(depth + 1, inner);
                }
                Some(_) => {
                    self.at += end;
                    let message = format!("nothing stands behind \"{name}:\", which was left out");
                    self.note_at(start, end, message);
                    return None;
                }
                None if has_value && !value.starts_with("//") => {
                    let message = format!("no field is called \"{name}\": read as words");
                    self.note_at(start, name.len(), message);
                }
                None => {}
            }
        }
        self.at += end;
        self.word(chunk, start, meaning)
    }

    fn group(&mut self, depth: usize, meaning: Meaning) -> Option<Expr> {
        let start = self.at;
        self.at += 1;
        if depth >= MAX_DEPTH {
            self.note_at(start, 1, "too deep: this parenthesis was left out");
            return None;
        }
        let inner = self.any(depth + 1, meaning);
        if self.rest().starts_with(')') {
            self.at += 1;
        } else {
            self.note_at(
                start,
                self.at - start,
                "the group is not closed, and ends where the query ends",
            );
        }
        inner
    }

    fn quoted(&mut self, opening: char, closing: &[char], meaning: Meaning) -> Option<Expr> {
        let start = self.at;
        self.at += opening.len_utf8();
        let rest = self.rest();
        let (text, has_end) = match rest.find(closing) {
            Some(end) => (&rest[..end], true),
            None => (rest, false),
        };
        self.at += text.len();
        if has_end {
            self.at += self.peek().map_or(0, char::len_utf8);
        } else {
            let message = "the phrase is not closed, and ends where the query ends";
            self.note_at(start, self.at - start, message);
        }
        let mut slop = 0;
        if let Some(after) = self.rest().strip_prefix('~') {
            let n = after.bytes().take_while(u8::is_ascii_digit).count();
            if n > 0 {
                let typed = after[..n].parse().unwrap_or(u32::MAX);
                slop = typed.min(MAX_DISTANCE);
                if slop != typed {
                    self.note_at(self.at, 1 + n, format!("read as ~{slop}"));
                }
                self.at += 1 + n;
            }
        }
        self.leaf(phrase_words(text), slop, text, start, meaning)
    }

    /// A stroke opens a word and another ends a later one: a pattern with a space in it was meant.
    fn note_open_pattern(&mut self) {
        let mut chunks = self.rest().split_whitespace();
        let first = chunks.next().unwrap_or_default();
        if !first[1..].contains('/') && chunks.any(|chunk| chunk.ends_with('/')) {
            let message = "a pattern stands between two strokes, without a space: read as words";
            self.note_at(self.at, first.len(), message);
        }
    }

    /// `/…/` where the closing stroke ends the word; else nothing is taken.
    fn regular_expression(&mut self, meaning: Meaning) -> Option<Expr> {
        let start = self.at;
        let chunk = self.rest().split(char::is_whitespace).next()?;
        // A group may close right behind it.
        let body = chunk
            .trim_end_matches(')')
            .strip_prefix('/')?
            .strip_suffix('/')?;
        if body.is_empty() {
            return None;
        }
        match Pattern::regular(body) {
            Ok(pattern) => {
                self.at += body.len() + 2;
                self.leaf(vec![WordPattern::Pattern(pattern)], 0, body, start, meaning)
            }
            Err(fault) => {
                self.at += body.len() + 2;
                let message = format!("{fault}: the pattern was read as words");
                self.note_at(start, body.len() + 2, message);
                self.leaf(exact_words(body), 0, body, start, meaning)
            }
        }
    }

    /// A run of characters without space.
    fn word(&mut self, chunk: &str, start: usize, meaning: Meaning) -> Option<Expr> {
        let mut body = chunk.strip_prefix('=').unwrap_or(chunk);
        let body_start = start + chunk.len() - body.len();
        let mut distance = 0;
        if let Some(at) = body.rfind('~')
            && at > 0
        {
            let digits = &body[at + 1..];
            if digits.bytes().all(|b| b.is_ascii_digit()) {
                distance = digits
                    .parse::<u32>()
                    .unwrap_or(if digits.is_empty() { 1 } else { 9 });
                body = &body[..at];
                if distance > 2 {
                    self.note_at(
                        body_start + at,
                        digits.len() + 1,
                        "at most two changes: read as ~2",
                    );
                    distance = 2;
                }
            }
        }
        let words = if body.contains(['*', '?']) {
            wildcard_words(body)
        } else {
            exact_words(body)
        };
        let is_open = |word: &WordPattern| !matches!(word, WordPattern::Exact(_));
        if distance > 0 && words.iter().any(is_open) {
            let at = body_start + body.len();
            let message = "a word with * or ? takes no ~, which was left out";
            self.note_at(at, start + chunk.len() - at, message);
        }
        // A word by itself, where the query is about the text. What hangs together is a phrase, taken by the letter.
        let has_forms =
            words.len() == 1 && !chunk.starts_with('=') && matches!(meaning, Meaning::Text(_));
        let words = words
            .into_iter()
            .map(|word| match word {
                WordPattern::Exact(word)
                    if distance == 0 && has_forms && forms::has_forms(&word) =>
                {
                    WordPattern::Forms(word)
                }
                WordPattern::Exact(word) if distance > 0 => WordPattern::Fuzzy {
                    word,
                    distance: distance as u8,
                },
                word => word,
            })
            .collect();
        self.leaf(words, 0, body, start, meaning)
    }

    /// Words with what they mean behind their field.
    fn leaf(
        &mut self,
        words: Vec<WordPattern>,
        slop: u32,
        typed: &str,
        start: usize,
        meaning: Meaning,
    ) -> Option<Expr> {
        let len = self.at - start;
        let span = Span::from_range(start..self.at);
        let test = match meaning {
            Meaning::Published | Meaning::Mentions => {
                let Some(days) = days(typed) else {
                    self.note_at(
                        start,
                        len,
                        format!("\"{typed}\" is no day, month, year or range of them: left out"),
                    );
                    return None;
                };
                if meaning == Meaning::Published {
                    FieldTest::Published(days)
                } else {
                    FieldTest::Mentions(days)
                }
            }
            Meaning::Has | Meaning::Is => {
                let name = typed.to_ascii_lowercase();
                let found = if meaning == Meaning::Has {
                    known(&name)
                } else {
                    state(&name)
                };
                let Some((known, is_so)) = found else {
                    let (field, known) = match meaning {
                        Meaning::Has => ("has", HAS.join(", ")),
                        _ => ("is", IS.join(", ")),
                    };
                    let message = format!("\"{field}:{typed}\" was left out; known are {known}");
                    self.note_at(start, len, message);
                    return None;
                };
                let expr = Expr::Field {
                    test: FieldTest::Has(known),
                    span,
                };
                return Some(if is_so {
                    expr
                } else {
                    Expr::Not(Box::new(expr))
                });
            }
            Meaning::Format => {
                let name = typed.to_ascii_lowercase();
                let Some(format) = Format::ALL.into_iter().find(|format| format.name() == name)
                else {
                    let known = Format::ALL.map(Format::name).join(", ");
                    self.note_at(
                        start,
                        len,
                        format!("\"type:{typed}\" was left out; known are {known}"),
                    );
                    return None;
                };
                FieldTest::Format(format)
            }
            _ if words.is_empty() => {
                if len > 0 {
                    self.note_at(start, len, "there is no word in this, and it was left out");
                }
                return None;
            }
            Meaning::Text(scope) => {
                return Some(Expr::Phrase(Phrase { words, slop, scope }));
            }
            Meaning::Entity(_) | Meaning::Speaker | Meaning::Value(_) => {
                let label = Phrase {
                    words,
                    slop,
                    scope: Scope::Anywhere,
                };
                let typed = typed.to_owned();
                match meaning {
                    Meaning::Entity(kind) => FieldTest::Entity { kind, label, typed },
                    Meaning::Value(facet) => FieldTest::Value { facet, label },
                    _ => FieldTest::Speaker { label, typed },
                }
            }
        };
        Some(Expr::Field { test, span })
    }
}

fn choice_of_phrases(expr: &Expr) -> Option<Vec<Phrase>> {
    match expr {
        Expr::Phrase(phrase) => Some(vec![phrase.clone()]),
        Expr::Or(parts) => {
            let mut out = Vec::new();
            for part in parts {
                out.extend(choice_of_phrases(part)?);
            }
            Some(out)
        }
        _ => None,
    }
}

fn closing_quote(opening: char) -> Option<&'static [char]> {
    match opening {
        '"' => Some(&['"']),
        '“' | '„' | '”' => Some(&['”', '“', '"']),
        '«' => Some(&['»']),
        _ => None,
    }
}

/// The words inside quotation marks: as they stand, but for those with a star in or at them.
fn phrase_words(text: &str) -> Vec<WordPattern> {
    text.split_whitespace()
        .flat_map(|part| match part.contains('*') {
            true => wildcard_words(part),
            false => exact_words(part),
        })
        .collect()
}

/// The words of a text, as they stand.
fn exact_words(text: &str) -> Vec<WordPattern> {
    let mut words = Words::new(text);
    let mut folded = String::new();
    let mut out = Vec::new();
    while words.next_into(&mut folded).is_some() {
        out.push(WordPattern::Exact(folded.clone()));
    }
    out
}

/// The words of a run with `*` or `?` in it. A question mark with no letter behind it is punctuation.
fn wildcard_words(run: &str) -> Vec<WordPattern> {
    let mut out = Vec::new();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '\u{300}'..='\u{36f}');
    for part in run.split(|c: char| !is_word(c) && c != '*' && c != '?') {
        let part = part.trim_end_matches('?');
        if !part.contains(['*', '?']) {
            out.extend(exact_words(part));
            continue;
        }
        let literal: String = part.chars().filter(|c| !matches!(c, '*' | '?')).collect();
        if fold(&literal).is_empty() {
            continue;
        }
        let stem = part.trim_end_matches('*');
        if !stem.contains(['*', '?']) {
            let mut words = exact_words(stem);
            if let Some(WordPattern::Exact(last)) = words.pop() {
                words.push(WordPattern::Prefix(last));
            }
            out.extend(words);
            continue;
        }
        out.push(WordPattern::Pattern(Pattern::wildcard(part)));
    }
    out
}

/// The days of `2022`, `2022-01`, `2022-01-05`, and of ranges of them: `2022-01..2022-03`, `..2021`, `2022..`.
fn days(typed: &str) -> Option<DayInterval> {
    let Some((from, to)) = typed.split_once("..") else {
        return one_interval(typed.trim());
    };
    let (from, to) = (from.trim(), to.trim());
    let begin = if from.is_empty() {
        None
    } else {
        one_interval(from)?.begin
    };
    let end_exclusive = if to.is_empty() {
        None
    } else {
        one_interval(to)?.end_exclusive
    };
    match (begin, end_exclusive) {
        (None, None) => None,
        (Some(begin), Some(end)) if begin >= end => None,
        _ => Some(DayInterval {
            begin,
            end_exclusive,
        }),
    }
}

fn one_interval(typed: &str) -> Option<DayInterval> {
    let mut numbers = [0i32; 3];
    let mut n = 0;
    for part in typed.split('-') {
        let is_number =
            !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
        *numbers.get_mut(n).filter(|_| is_number)? = part.parse().ok()?;
        n += 1;
    }
    let [year, month, day] = numbers;
    let date = |month: i32, day: i32| {
        CivilDate::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    };
    let (first, after) = match n {
        1 => {
            let first = date(1, 1)?;
            (first, first.add_months(12))
        }
        2 => {
            let first = date(month, 1)?;
            (first, first.add_months(1))
        }
        _ => {
            let first = date(month, day)?;
            (first, first.add_days(1))
        }
    };
    Some(DayInterval::days(first, after))
}

fn known(name: &str) -> Option<(Known, bool)> {
    let known = match name {
        "date" | "published" => Known::Published,
        "mentions" | "dates" => Known::Mentioned,
        "quote" | "quotes" => Known::Quote,
        "title" => Known::Title,
        "url" => Known::Url,
        "org" | "organization" => Known::Facet(Facet::Entity(EntityKind::Organisation)),
        _ => Known::Facet(Facet::from_name(name)?),
    };
    Some((known, true))
}

fn state(name: &str) -> Option<(Known, bool)> {
    match name {
        "dated" => Some((Known::Published, true)),
        "undated" => Some((Known::Published, false)),
        "untitled" => Some((Known::Title, false)),
        "titled" => Some((Known::Title, true)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The expression in a short notation of its own: `&` all, `|` any, `!` not.
    fn shown(expr: &Expr) -> String {
        let list = |parts: &[Expr], sign: &str| {
            let parts: Vec<String> = parts.iter().map(shown).collect();
            format!("({})", parts.join(sign))
        };
        match expr {
            Expr::Everything => "everything".into(),
            Expr::And(parts) => list(parts, " & "),
            Expr::Or(parts) => list(parts, " | "),
            Expr::Not(part) => format!("!{}", shown(part)),
            Expr::Phrase(phrase) => shown_phrase(phrase),
            Expr::Near { distance, parts } => {
                let parts: Vec<String> = parts
                    .iter()
                    .map(|choice| {
                        choice
                            .iter()
                            .map(shown_phrase)
                            .collect::<Vec<_>>()
                            .join("|")
                    })
                    .collect();
                format!("near{distance}({})", parts.join(", "))
            }
            Expr::Field { test, .. } => match test {
                FieldTest::Entity { kind, label, .. } => {
                    format!(
                        "{}={}",
                        kind.map_or("entity", EntityKind::name),
                        shown_phrase(label)
                    )
                }
                FieldTest::Speaker { label, .. } => format!("speaker={}", shown_phrase(label)),
                FieldTest::Value { facet, label } => {
                    format!("{}={}", facet.name(), shown_phrase(label))
                }
                FieldTest::Format(format) => format!("type={}", format.name()),
                FieldTest::Published(days) => format!("published={}", shown_days(*days)),
                FieldTest::Mentions(days) => format!("mentions={}", shown_days(*days)),
                FieldTest::Has(known) => format!("has {known:?}"),
            },
        }
    }

    fn shown_days(days: DayInterval) -> String {
        let day = |day: Option<corpus_model::DayNumber>| {
            day.map_or(String::new(), |day| {
                CivilDate::from_day_number(day).to_string()
            })
        };
        format!("{}..{}", day(days.begin), day(days.end_exclusive))
    }

    fn shown_phrase(phrase: &Phrase) -> String {
        let words: Vec<String> = phrase
            .words
            .iter()
            .map(|word| match word {
                WordPattern::Exact(word) | WordPattern::Forms(word) => word.clone(),
                WordPattern::Prefix(word) => format!("{word}*"),
                WordPattern::Fuzzy { word, distance } => format!("{word}~{distance}"),
                WordPattern::Pattern(pattern) => format!("/{}/", pattern.source()),
            })
            .collect();
        let scope = match phrase.scope {
            Scope::Anywhere => "",
            Scope::Title => "title:",
            Scope::Quote => "quote:",
        };
        let slop = if phrase.slop > 0 {
            format!("~{}", phrase.slop)
        } else {
            String::new()
        };
        format!("{scope}{}{slop}", words.join("_"))
    }

    #[track_caller]
    fn check(query: &str, expected: &str) {
        let parsed = parse(query);
        assert_eq!(shown(&parsed.expr), expected, "{query}");
        assert_eq!(parsed.notes, [], "{query}");
    }

    #[track_caller]
    fn check_note(query: &str, expected: &str, note: &str) {
        let parsed = parse(query);
        assert_eq!(shown(&parsed.expr), expected, "{query}");
        let notes: Vec<&str> = parsed.notes.iter().map(|n| n.message.as_str()).collect();
        assert_eq!(notes.join("; "), note, "{query}");
        assert!(
            parsed
                .notes
                .iter()
                .all(|n| query.get(n.span.range()).is_some())
        );
    }

    #[test]
    fn words_and_operators() {
        check("", "everything");
        check("one Two", "(one & two)");
        check("one AND two", "(one & two)");
        check("a b OR c", "((a & b) | c)");
        check("(a OR b) c", "((a | b) & c)");
        check("a|b", "(a | b)");
        check("a -b -\"c d\"", "(a & !b & !c_d)");
        check("NOT (a b)", "!(a & b)");
        check("--a", "a");
        check("a - b", "(a & b)");
        check("or and not", "(or & and & not)");
    }

    #[test]
    fn phrases_and_nearness() {
        check("\"state of emergency\"", "state_of_emergency");
        check("“one two”~3 «три»", "(one_two~3 & три)");
        check("de-escalate C5+1 it’s", "(de_escalate & c5_1 & it)");
        check("a NEAR/5 b", "near5(a, b)");
        check("a NEAR \"b c\" NEAR (d OR e)", "near10(a, b_c, d|e)");
        check("x a NEAR/2 b y", "(x & near2(a, b) & y)");
    }

    /// A word by itself stands for its forms; one in a phrase, a label or behind `=` for itself.
    #[test]
    fn which_words_stand_for_their_forms() {
        let has_forms = |query: &str| match parse(query).expr {
            Expr::Phrase(phrase) => phrase
                .words
                .iter()
                .any(|word| matches!(word, WordPattern::Forms(_))),
            Expr::Field { .. } => false,
            other => panic!("{other:?}"),
        };
        for query in ["protest", "title:protest", "quote:claims", "протесты"] {
            assert!(has_forms(query), "{query}");
        }
        for query in [
            "=protest",
            "\"protest\"",
            "\"a protest\"",
            "anti-war",
            "us",
            "c5",
            "news",
            "protest~",
        ] {
            assert!(!has_forms(query), "{query}");
        }
    }

    #[test]
    fn patterns() {
        check("dock* =dock", "(dock* & dock)");
        check("wom?n co*r *ism", "(/wom?n/ & /co*r/ & /*ism/)");
        check("who won?", "(who & won)");
        check("de-esc*", "de_esc*");
        check(
            "\"state of emerg*\" \"U.S. *fold\"",
            "(state_of_emerg* & us_/*fold/)",
        );
        check("\"who won?\" \"5 * 3\"~2", "(who_won & 5_3~2)");
        check("title:\"lantern f*\"", "title:lantern_f*");
        check("harbor~ harbor~2", "(harbor~1 & harbor~2)");
        check("/colou?r/ (/a.c/)", "(/colou?r/ & /a.c/)");
        check("and/or", "and_or");
    }

    #[test]
    fn fields() {
        check(
            "title:fair title:\"lantern fair\"",
            "(title:fair & title:lantern_fair)",
        );
        check("title:(a OR b)", "(title:a | title:b)");
        check("quote:\"crazy claims\"", "quote:crazy_claims");
        check(
            "person:blinken org:csto",
            "(person=blinken & organisation=csto)",
        );
        check("-place:almaty", "!place=almaty");
        check(
            "outlet:\"New York Post\" lang:en",
            "(outlet=new_york_post & language=en)",
        );
        check("speaker:psaki", "speaker=psaki");
        check("section:world", "section=world");
        check(
            "-section:(sport OR \"public life\")",
            "!(section=sport | section=public_life)",
        );
        check(
            "published:2022-01..2022-03",
            "published=2022-01-01..2022-04-01",
        );
        check("mentions:2022-01-05", "mentions=2022-01-05..2022-01-06");
        check("published:..2021", "published=..2022-01-01");
        check("has:date is:undated", "(has Published & !has Published)");
        check("type:html", "type=html");
        check("Title:x", "title:x");
    }

    /// What completion offers and the documents list is what the parser takes.
    #[test]
    fn every_name_that_is_offered_is_understood() {
        for field in FIELDS {
            assert!(Meaning::of_field(field).is_some(), "{field}");
        }
        for name in HAS {
            assert!(known(name).is_some(), "{name}");
        }
        for name in IS {
            assert!(state(name).is_some(), "{name}");
        }
        for facet in Facet::ALL {
            assert!(FIELDS.contains(&facet.name()) && HAS.contains(&facet.name()));
        }
        let documented = include_str!("../../../docs/query-language.md");
        let is_told = |name: &str| documented.contains(&format!("`{name}"));
        for field in FIELDS
            .iter()
            .chain(&["lang", "name", "quoted", "mentioned", "format"])
        {
            assert!(is_told(&format!("{field}:")), "{field}: is not documented");
        }
        for name in HAS {
            assert!(
                is_told(&format!("has:{name}`")),
                "has:{name} is not documented"
            );
        }
        for name in IS {
            assert!(
                is_told(&format!("is:{name}`")),
                "is:{name} is not documented"
            );
        }
        for format in Format::ALL {
            assert!(
                is_told(&format!("{}`", format.name())),
                "{} is not documented",
                format.name()
            );
        }
    }

    #[test]
    fn what_cannot_be_understood_is_said() {
        check_note(
            "\"open",
            "open",
            "“\"open”: the phrase is not closed, and ends where the query ends",
        );
        check_note(
            "(open",
            "open",
            "“(open”: the group is not closed, and ends where the query ends",
        );
        check_note(
            "a) b",
            "(a & b)",
            "“)”: a closing parenthesis without an opening one was left out",
        );
        check_note("OR a", "a", "nothing stands before OR, which was left out");
        check_note("a OR", "a", "nothing stands behind OR, which was left out");
        check_note(
            "a NOT",
            "a",
            "nothing stands behind NOT, which was left out",
        );
        check_note(
            "a NEAR/3",
            "a",
            "nothing stands behind NEAR, which was left out",
        );
        check_note(
            "NEAR/3 a",
            "a",
            "nothing stands before NEAR, which was left out",
        );
        check_note(
            "colour:red",
            "colour_red",
            "no field is called \"colour\": read as words",
        );
        check_note(
            "title: x",
            "x",
            "nothing stands behind \"title:\", which was left out",
        );
        check_note(
            "published:soon x",
            "x",
            "\"soon\" is no day, month, year or range of them: left out",
        );
        check_note(
            "&& x",
            "x",
            "“&&”: there is no word in this, and it was left out",
        );
        check_note("x~7", "x~2", "“~7”: at most two changes: read as ~2");
        check_note(
            "proj*~2",
            "proj*",
            "“~2”: a word with * or ? takes no ~, which was left out",
        );
        check_note("\"a b\"~5000", "a_b~1000", "“~5000”: read as ~1000");
        check_note("a NEAR/0 b", "near1(a, b)", "“NEAR/0”: read as NEAR/1");
        check_note(
            "a NEAR/99999999999 b",
            "near1000(a, b)",
            "“NEAR/99999999999”: read as NEAR/1000",
        );
        check_note(
            "/a b/",
            "(a & b)",
            "“/a”: a pattern stands between two strokes, without a space: read as words",
        );
        check_note(
            "type:film x",
            "x",
            "\"type:film\" was left out; known are text, markdown, html, record, json, csv, email, feed, news-export, \
             docx, odt, rtf, epub, pdf",
        );
        check_note(
            "is:long x",
            "x",
            "\"is:long\" was left out; known are dated, undated, titled, untitled",
        );
        check_note(
            "a NEAR lang:en",
            "(a & language=en)",
            "“a NEAR lang:en”: NEAR joins words, phrases and choices of them: both parts are wanted anywhere",
        );
        // Remarks point at characters, behind an equals sign as well.
        let text = "=”~3";
        for note in parse(text).notes {
            assert!(text.get(note.span.range()).is_some(), "{note:?}");
        }
        assert_eq!(&"=x~7"[parse("=x~7").notes[0].span.range()], "~7");
        check_note(
            "/a(b/",
            "a_b",
            "“/a(b/”: a group is not closed: the pattern was read as words",
        );
        // Found by the fuzzer: a pattern that is none, and holds no word to be read instead, stood at the end.
        assert_eq!(shown(&parse("x /)(/").expr), "x");
        assert_eq!(shown(&parse("a/a //)/'//").expr), "a_a");
        let deep = "(".repeat(100) + "x";
        assert_eq!(shown(&parse(&deep).expr), "x");
        assert!(!parse(&deep).notes.is_empty());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_query(text in "\\PC{0,60}") {
            let _ = parse(&text);
        }

        #[test]
        fn any_signs_are_a_query(text in "[-a\"“”()|/~*?:=.0-9 NORTEA]{0,40}") {
            let parsed = parse(&text);
            for note in parsed.notes {
                proptest::prop_assert!(text.get(note.span.range()).is_some(), "{:?}", note);
            }
        }
    }
}
