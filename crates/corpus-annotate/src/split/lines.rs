//! The lines of a source with what can be told from each alone.
//!
//! In: repaired text. Out: its lines that hold anything, hard-wrapped ones joined, with the features
//! that labelling weighs. Nothing here decides.

use crate::describe::byline::{Credit, credit};
use crate::describe::dateline;
use corpus_model::{Span, is_letter, is_letter_or_digit};
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A line that holds text.
#[derive(Debug)]
pub(super) struct Line<'t> {
    /// Without white space at its ends; several lines joined where the source wraps hard.
    pub(super) spans: Vec<Span>,
    /// The text, the first physical line only where several were joined.
    pub(super) text: &'t str,
    /// Indented, or a list item.
    pub(super) is_item: bool,
    pub(super) n_chars: usize,
    pub(super) n_words: usize,
    /// Ends with `.`, `!`, `?`, `…`, closing marks skipped.
    pub(super) is_shut: bool,
    pub(super) credit: Option<Credit>,
    pub(super) has_dateline: bool,
    /// Hashes of its content words.
    pub(super) stems: Vec<u32>,
    /// Those that begin with a capital.
    pub(super) names: Vec<u32>,
    pub(super) script: Script,
}

/// A set of [`Line::stems`]. Asked only, never walked.
pub(super) type Stems = HashSet<u32, BuildHasherDefault<Spread>>;

/// A table by words of our own lists, asked for words of documents. No document puts anything in, so the hash may be
/// quick instead of safe.
pub(super) type Listed<T> = HashMap<&'static str, T, BuildHasherDefault<Spread>>;

/// The stems are hashes already: this moves their bits to where the table looks.
#[derive(Debug, Clone, Default)]
pub(super) struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
        self.0 ^= self.0 >> 32;
    }

    fn write_u32(&mut self, key: u32) {
        let key = u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = key ^ (key >> 32);
    }
}

/// The script most of the letters belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    None,
    Latin,
    Cyrillic,
    Other,
}

impl Line<'_> {
    /// Long or finished enough to be running text.
    pub(super) fn is_prose(&self) -> bool {
        self.n_chars >= 200
            || self.is_shut && self.n_words >= 7 && self.n_chars >= 45
            || self.n_words >= 22
            || self.has_dateline
    }
}

/// A line of the source as it stands: span without white space, blank lines before, indent.
struct Physical {
    span: Span,
    n_blank: u32,
    indent: usize,
}

pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let physical = physical(text);
    let groups = join_wrapped(text, &physical);
    groups
        .into_iter()
        .filter_map(|group| {
            let first = group.first()?;
            let spans: Vec<Span> = group.iter().map(|p| p.span).collect();
            let last = spans.last()?;
            Some(describe(text, first, spans.clone(), *last))
        })
        .collect()
}

fn physical(text: &str) -> Vec<Physical> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut n_blank = 0;
    for raw in text.split_inclusive('\n') {
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            n_blank += 1;
        } else {
            let indent = raw.len() - raw.trim_start().len();
            let start = at + indent;
            out.push(Physical {
                span: Span::from_range(start..start + trimmed.len()),
                n_blank,
                indent,
            });
            n_blank = 0;
        }
        at += raw.len();
    }
    out
}

/// Joins lines that only the width of a page broke.
fn join_wrapped<'p>(text: &str, lines: &'p [Physical]) -> Vec<Vec<&'p Physical>> {
    // A source wraps hard if lines that go on in small letters are common and none is long.
    let (mut n_pairs, mut n_flowing, mut widest) = (0_usize, 0_usize, 0_usize);
    for pair in lines.windows(2) {
        let [a, b] = pair else { continue };
        let width = a.span.len() as usize;
        widest = widest.max(width);
        if b.n_blank == 0 {
            n_pairs += 1;
            let ends_open = !a
                .span
                .of(text)
                .ends_with(['.', '!', '?', ':', '"', '”', '»']);
            let goes_on = b.span.of(text).starts_with(char::is_lowercase);
            n_flowing += usize::from(ends_open && goes_on);
        }
    }
    let has_blank = lines.iter().skip(1).any(|l| l.n_blank > 0);
    let wraps = n_pairs >= 3
        && n_flowing * 4 >= n_pairs
        && widest <= 200
        && (has_blank || n_flowing * 2 >= n_pairs);
    let mut out: Vec<Vec<&Physical>> = Vec::new();
    for line in lines {
        let joins = wraps
            && line.n_blank == 0
            && out.last().and_then(|g| g.last()).is_some_and(|previous| {
                let before = previous.span.of(text);
                let is_full = before.chars().count() * 2 >= widest.min(72);
                let goes_on = line.span.of(text).starts_with(char::is_lowercase);
                (is_full || goes_on) && !is_item(line.span.of(text))
            });
        match out.last_mut() {
            Some(group) if joins => group.push(line),
            _ => out.push(vec![line]),
        }
    }
    out
}

fn is_item(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('•' | '·' | '◦' | '▪' | '‣' | '○' | '●') => true,
        Some('-' | '*' | '–') => chars.next() == Some(' '),
        Some(c) if c.is_ascii_digit() => {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.starts_with(". ") || rest.starts_with(") ")
        }
        _ => false,
    }
}

fn describe<'t>(text: &'t str, first: &Physical, spans: Vec<Span>, last: Span) -> Line<'t> {
    let own = first.span.of(text);
    let all = Span::new(first.span.start, last.end).of(text);
    let counts = Counts::of(all);
    let credit = credit(own).filter(|_| spans.len() == 1);
    Line {
        text: own,
        is_item: first.indent >= 2 || is_item(own),
        n_chars: counts.n_chars,
        n_words: counts.n_words,
        is_shut: is_shut(all),
        credit,
        has_dateline: dateline::opening(own).is_some(),
        stems: counts.stems,
        names: counts.names,
        script: counts.scripts.most(),
        spans,
    }
}

/// Whether a text ends as sentences do.
pub(super) fn is_shut(text: &str) -> bool {
    text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', ' ', '“'])
        .ends_with(['.', '!', '?', '…', '。'])
}

/// Letters of each script, of the first two hundred.
#[derive(Debug, Default)]
struct Scripts {
    n: usize,
    latin: usize,
    cyrillic: usize,
    other: usize,
}

impl Scripts {
    fn add(&mut self, letter: char) {
        if self.n == 200 {
            return;
        }
        self.n += 1;
        match letter {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => self.latin += 1,
            '\u{400}'..='\u{52f}' => self.cyrillic += 1,
            _ => self.other += 1,
        }
    }

    fn most(&self) -> Script {
        let most = self.latin.max(self.cyrillic).max(self.other);
        if most == 0 {
            Script::None
        } else if most == self.latin {
            Script::Latin
        } else if most == self.cyrillic {
            Script::Cyrillic
        } else {
            Script::Other
        }
    }
}

/// Function words and words of all news, which tie no two texts together.
const COMMON: &[&str] = &[
    "the",
    "and",
    "for",
    "that",
    "with",
    "from",
    "this",
    "have",
    "has",
    "had",
    "was",
    "were",
    "are",
    "will",
    "would",
    "their",
    "they",
    "been",
    "which",
    "about",
    "after",
    "also",
    "into",
    "more",
    "most",
    "other",
    "over",
    "said",
    "says",
    "than",
    "them",
    "then",
    "there",
    "these",
    "what",
    "when",
    "where",
    "while",
    "who",
    "whom",
    "its",
    "his",
    "her",
    "not",
    "but",
    "all",
    "any",
    "can",
    "could",
    "did",
    "does",
    "how",
    "may",
    "new",
    "now",
    "one",
    "two",
    "out",
    "our",
    "own",
    "she",
    "should",
    "some",
    "such",
    "you",
    "your",
    "year",
    "years",
    "day",
    "week",
    "month",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "on",
    "in",
    "of",
    "to",
    "a",
    "an",
    "at",
    "by",
    "as",
    "is",
    "it",
    "be",
    "or",
    "he",
    "we",
    "no",
    "so",
    "if",
    "up",
    "do",
    "my",
    "me",
    "us",
    "i",
    "people",
    "told",
    "according",
    "first",
    "last",
    "during",
    "before",
    "since",
    "because",
    "между",
    "после",
    "также",
    "который",
    "которые",
    "этого",
    "было",
    "были",
    "быть",
    "что",
    "как",
    "это",
    "для",
    "при",
    "или",
    "они",
    "его",
    "она",
    "он",
    "на",
    "по",
    "из",
    "за",
    "от",
    "до",
    "не",
    "во",
    "со",
    "об",
    "der",
    "die",
    "das",
    "und",
    "den",
    "dem",
    "des",
    "ein",
    "eine",
    "einen",
    "einer",
    "mit",
    "von",
    "auf",
    "für",
    "ist",
    "sich",
    "nicht",
    "auch",
    "nach",
    "wird",
    "bei",
    "war",
    "sind",
];

/// What one walk over a line counts.
#[derive(Debug, Default)]
struct Counts {
    n_chars: usize,
    /// Between white space, with a letter or digit.
    n_words: usize,
    scripts: Scripts,
    /// The first letters of each content word, hashed: all, and those with a capital.
    stems: Vec<u32>,
    names: Vec<u32>,
}

/// A word under way.
#[derive(Debug, Clone, Copy)]
struct Word {
    len: usize,
    n_letters: usize,
    is_capital: bool,
    /// FNV-1a of the first six letters in small, and of all of them.
    stem: u32,
    whole: u32,
}

impl Word {
    const EMPTY: Self = Self {
        len: 0,
        n_letters: 0,
        is_capital: false,
        stem: 0x811c_9dc5,
        whole: 0x811c_9dc5,
    };

    fn push(&mut self, c: char, small: char) {
        if self.n_letters == 0 {
            self.is_capital = if c.is_ascii() {
                c.is_ascii_uppercase()
            } else {
                c.is_uppercase()
            };
        }
        self.whole = (self.whole ^ u32::from(small)).wrapping_mul(0x0100_0193);
        if self.n_letters < 6 {
            self.stem = self.whole;
        }
        self.n_letters += 1;
        self.len += c.len_utf8();
    }
}

impl Counts {
    fn of(text: &str) -> Self {
        // A content word and the space after it take eight bytes or more.
        let mut out = Self {
            stems: Vec::with_capacity(text.len() / 8),
            ..Self::default()
        };
        let common = common();
        let mut word = Word::EMPTY;
        let mut is_in_word = false;
        for c in text.chars() {
            out.n_chars += 1;
            if c == ' ' {
                is_in_word = false;
                if word.len > 0 {
                    out.end(&mut word, common);
                }
                continue;
            }
            if is_letter_or_digit(c) {
                let small = if c.is_ascii() {
                    c.to_ascii_lowercase()
                } else {
                    c.to_lowercase().next().unwrap_or(c)
                };
                if is_letter(c) {
                    out.scripts.add(c);
                }
                out.n_words += usize::from(!is_in_word);
                is_in_word = true;
                word.push(c, small);
                continue;
            }
            if c.is_whitespace() {
                is_in_word = false;
            }
            out.end(&mut word, common);
        }
        out.end(&mut word, common);
        out
    }

    fn end(&mut self, word: &mut Word, common: &Stems) {
        let is_content = (3..=60).contains(&word.len) && !common.contains(&word.whole);
        if is_content {
            self.stems.push(word.stem);
            if word.is_capital {
                self.names.push(word.stem);
            }
        }
        *word = Word::EMPTY;
    }
}

/// Hashes of the common words.
fn common() -> &'static Stems {
    static HASHES: std::sync::OnceLock<Stems> = std::sync::OnceLock::new();
    HASHES.get_or_init(|| {
        let whole = |word: &&str| {
            let mut out = Word::EMPTY;
            word.chars().for_each(|c| out.push(c, c));
            out.whole
        };
        COMMON.iter().map(whole).collect()
    })
}
