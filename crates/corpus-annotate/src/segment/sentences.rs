//! Where sentences end.
//!
//! Every `.`, `!`, `?`, `…` and their relatives is a candidate; what stands before and after it
//! decides. A line break inside a paragraph ends a sentence only where the line is clearly done.

use super::abbreviations::{Kind, kind};
use corpus_model::Span;

/// The sentences of each paragraph, in order, trimmed of white space.
#[must_use]
pub fn sentences(text: &str, paragraphs: &[Span]) -> Vec<Span> {
    let mut out = Vec::new();
    for paragraph in paragraphs {
        split(text, *paragraph, &mut out);
    }
    out
}

fn split(text: &str, paragraph: Span, out: &mut Vec<Span>) {
    let base = paragraph.start as usize;
    let part = paragraph.of(text);
    let mut start = 0;
    let mut from = 0;
    let mut list = List::begin(part);
    let is_informal = is_informal(part);
    while let Some(at) = part.get(from..).and_then(next_candidate).map(|i| from + i) {
        // An item of a list that runs on within the paragraph begins before this mark.
        while let Some(item) = list.as_mut().and_then(|l| l.next_before(part, at)) {
            push(part, base, start, item, out);
            start = item;
        }
        let (end, is_end) = match smiley(part, at) {
            Some(len) => (at + len, smiley_ends(part, at + len)),
            None if part.get(at..).is_some_and(|rest| rest.starts_with(')')) => {
                (at + 1, ends_aside(part, start, at))
            }
            None => {
                let end = end_of_mark(part, at);
                let is_end = is_end(part, start, at, end)
                    || ends_before_small(part, start, at, end, is_informal);
                (end, is_end)
            }
        };
        from = end;
        if is_end {
            let end = with_closers(part, start, end);
            push(part, base, start, end, out);
            start = end;
            from = end;
        }
    }
    while let Some(item) = list.as_mut().and_then(|l| l.next_before(part, part.len())) {
        push(part, base, start, item, out);
        start = item;
    }
    push(part, base, start, part.len(), out);
}

/// Markers of a list that began with the paragraph: `1.`, `1)`, `1.)`, `a.`, bullets.
struct List {
    /// The next marker looked for, with the space before it; bullets stay the same.
    marker: String,
    count: u32,
    shape: &'static str,
    from: usize,
}

impl List {
    fn begin(part: &str) -> Option<Self> {
        if let Some(bullet) = part
            .chars()
            .next()
            .filter(|c| matches!(c, '•' | '⁃' | '▪' | '‣'))
        {
            return Some(Self {
                marker: format!(" {bullet}"),
                count: 0,
                shape: "",
                from: bullet.len_utf8(),
            });
        }
        for (shape, is_letter) in [
            (".) ", false),
            (") ", false),
            (". ", false),
            (". ", true),
            (") ", true),
        ] {
            let first = if is_letter { "a" } else { "1" };
            if part
                .strip_prefix(first)
                .is_some_and(|rest| rest.starts_with(shape))
            {
                let mut list = Self {
                    marker: String::new(),
                    count: u32::from(!is_letter),
                    shape,
                    from: 3,
                };
                if is_letter {
                    list.count = u32::from('a');
                }
                list.advance();
                return Some(list);
            }
        }
        None
    }

    fn advance(&mut self) {
        self.count += 1;
        let name = match char::from_u32(self.count) {
            Some(c @ 'b'..='z') => c.to_string(),
            _ => self.count.to_string(),
        };
        self.marker = format!(" {name}{}", self.shape);
    }

    /// Where the next item begins, if that is before `at`.
    fn next_before(&mut self, part: &str, at: usize) -> Option<usize> {
        let window = part
            .get(self.from..(at + self.marker.len()).min(part.len()))
            .or_else(|| part.get(self.from..at))?;
        let bare = self.marker.trim_end();
        let Some(found) = window.find(bare) else {
            // What was looked through need not be looked through again.
            let mut seen = at.saturating_sub(self.marker.len()).max(self.from);
            while !part.is_char_boundary(seen) {
                seen -= 1;
            }
            self.from = seen.max(self.from);
            return None;
        };
        let item = self.from + found + 1;
        let follows = part.get(item + bare.len() - 1..)?;
        if !self.shape.is_empty() && !follows.starts_with([' ', ')', '.']) {
            return None;
        }
        self.from = item + 1;
        while !part.is_char_boundary(self.from) {
            self.from += 1;
        }
        if !self.shape.is_empty() {
            self.advance();
        }
        Some(item)
    }
}

fn push(part: &str, base: usize, start: usize, end: usize, out: &mut Vec<Span>) {
    let piece = part.get(start..end).unwrap_or_default();
    let lead = piece.len() - piece.trim_start().len();
    let trimmed = piece.trim();
    if !trimmed.is_empty() {
        let start = base + start + lead;
        out.push(Span::from_range(start..start + trimmed.len()));
    }
}

/// Bytes that a mark may begin with.
const MAY_MARK: [bool; 256] = {
    let mut table = [false; 256];
    let marks = b".!?\n:;)\xe2\xe3\xef\xd8\xdb\xe0";
    let mut i = 0;
    while i < marks.len() {
        table[marks[i] as usize] = true;
        i += 1;
    }
    table
};

fn next_candidate(part: &str) -> Option<usize> {
    // A byte scan: the marks are few, and most of the text is none of them.
    let bytes = part.as_bytes();
    let may_mark = |byte: &u8| MAY_MARK[usize::from(*byte)];
    let mut from = 0;
    loop {
        let i = from + bytes.get(from..)?.iter().position(may_mark)?;
        let is_mark = match bytes.get(i)? {
            b'.' | b'!' | b'?' | b'\n' => true,
            b':' | b';' => smiley(part, i).is_some(),
            b')' => bytes.get(i + 1) == Some(&b' '),
            _ => part
                .get(i..)
                .is_some_and(|rest| rest.starts_with(is_wide_mark)),
        };
        if is_mark {
            return Some(i);
        }
        from = i + 1;
    }
}

/// The length of a face drawn with signs, after a space: `:)`, `;-(`. It closes what it follows.
fn smiley(part: &str, at: usize) -> Option<usize> {
    let bytes = part.as_bytes();
    let eyes = matches!(bytes.get(at), Some(b':' | b';'));
    let is_apart = at == 0 || bytes.get(at - 1) == Some(&b' ');
    let nose = usize::from(bytes.get(at + 1) == Some(&b'-'));
    let mouth = matches!(bytes.get(at + 1 + nose), Some(b')' | b'(' | b'D' | b'P'));
    let len = 2 + nose;
    let is_done = bytes
        .get(at + len)
        .is_none_or(|b| matches!(b, b' ' | b'\n' | b')'));
    (eyes && is_apart && mouth && is_done).then_some(len)
}

/// Whether a sentence begins after a face.
fn smiley_ends(part: &str, end: usize) -> bool {
    let next = part.get(end..).unwrap_or_default().trim_start();
    next.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '«'))
}

/// `(Harbour Wire) The pier …`: words in brackets that stand before a sentence are one of their own.
fn ends_aside(part: &str, start: usize, at: usize) -> bool {
    let inside = part
        .get(start..at)
        .and_then(|s| s.trim_start().strip_prefix('('));
    let Some(inside) = inside.filter(|s| !s.contains(['(', ')'])) else {
        return false;
    };
    let n_letters = inside.chars().filter(|c| c.is_alphabetic()).count();
    let next = part.get(at + 1..).unwrap_or_default().trim_start();
    n_letters > 2
        && n_letters * 2 > inside.chars().count()
        && opening_letter(next).is_some_and(char::is_uppercase)
}

/// Marks outside ASCII that end sentences.
fn is_wide_mark(c: char) -> bool {
    matches!(
        c,
        '…' | '‼' | '⁇' | '⁈' | '⁉' | '。' | '！' | '？' | '؟' | '۔' | '।'
    )
}

fn is_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?') || is_wide_mark(c)
}

/// The end of a run of marks: `?!`, `...`, `. . .`.
fn end_of_mark(part: &str, at: usize) -> usize {
    let rest = part.get(at..).unwrap_or_default();
    if rest.starts_with('\n') {
        return at + 1;
    }
    let mut end = at;
    for (i, c) in rest.char_indices() {
        if is_mark(c) {
            end = at + i + c.len_utf8();
        } else {
            break;
        }
    }
    // Spaced dots: as long as a space and another dot follow.
    while part.get(end..).is_some_and(|r| r.starts_with(" .")) && part[..end].ends_with('.') {
        end += 2;
    }
    end
}

fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']' | '}' | '」' | '』' | '“'
    )
}

/// Moves past closing quotation marks and brackets that belong to the sentence.
fn with_closers(part: &str, start: usize, end: usize) -> usize {
    let mut at = end;
    while let Some(c) = part.get(at..).and_then(|r| r.chars().next()) {
        // `(… tomorrow. ) Next`: a space slipped in before the bracket.
        let is_apart = c == ' ' && part.get(at + 1..).is_some_and(|r| r.starts_with(')'));
        if is_apart && is_inside(recent(part, start, at), ')') {
            at += 2;
            continue;
        }
        if !is_closer(c) {
            break;
        }
        let next = part.get(at + c.len_utf8()..).and_then(|r| r.chars().next());
        let is_open = is_inside(recent(part, start, at), c);
        if next.is_some_and(|n| !n.is_whitespace() && !is_closer(n)) && !is_open {
            break;
        }
        at += c.len_utf8();
    }
    // So does a face: `Well done! :)`.
    while let Some(len) = part
        .get(at..)
        .filter(|r| r.starts_with(' '))
        .and_then(|_| smiley(part, at + 1))
    {
        at += 1 + len;
    }
    // Marks of notes belong to the sentence before them: `in 1805. [6]`.
    while let Some(rest) = part.get(at..) {
        let note = rest.trim_start_matches(' ');
        let Some(close) = note.strip_prefix('[').and_then(|n| n.find(']')) else {
            break;
        };
        let is_note = close > 0
            && close <= 4
            && note
                .get(1..=close)
                .is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit() || b == b','));
        if !is_note {
            break;
        }
        at += rest.len() - note.len() + close + 2;
    }
    at
}

/// What stands before `at` in its sentence: of one that never ends, the last kilobyte, so that time stays linear.
fn recent(part: &str, start: usize, at: usize) -> &str {
    let mut from = start.max(at.saturating_sub(1024));
    while !part.is_char_boundary(from) {
        from += 1;
    }
    part.get(from..at).unwrap_or_default()
}

/// Whether a straight or closing mark `c` closes something opened in `before`.
fn is_inside(before: &str, c: char) -> bool {
    let count = |x: char| before.chars().filter(|&y| y == x).count();
    match c {
        '"' => count('"') % 2 == 1,
        '”' => count('“') > count('”'),
        '»' => count('«') > count('»'),
        ')' => count('(') > count(')'),
        ']' => count('[') > count(']'),
        '“' => count('„') > count('“'),
        _ => false,
    }
}

/// Whether the mark at `at..end` ends the sentence that began at `start`.
fn is_end(part: &str, start: usize, at: usize, end: usize) -> bool {
    let mark = part.get(at..end).unwrap_or_default();
    if mark == "\n" {
        return ends_at_line_break(part, start, at);
    }
    let closed = with_closers(part, start, end);
    let after = part.get(closed..).unwrap_or_default();
    let Some(first) = after.chars().next() else {
        return true;
    };
    let is_wide = mark
        .chars()
        .next()
        .is_some_and(|c| matches!(c, '。' | '！' | '？'));
    if !first.is_whitespace() {
        return is_wide || is_glued(part, start, at, after) && mark == ".";
    }
    let next_word = after.trim_start();
    // A source in brackets closes the sentence: `“…” (Holt 55).`
    if next_word.starts_with('(')
        && next_word.find(')').is_some_and(|i| {
            i <= 40
                && next_word
                    .get(i + 1..)
                    .is_some_and(|r| r.starts_with(['.', ';']))
                && next_word
                    .get(..i)
                    .is_some_and(|s| s.bytes().any(|b| b.is_ascii_digit()))
        })
        && closed > end
    {
        return false;
    }
    let next = opening_letter(next_word);
    if next.is_some_and(char::is_lowercase) {
        return false;
    }
    if mark == "." {
        let before = recent(part, start, at).trim_start();
        return stop_ends(before, next_word, next);
    }
    if mark.starts_with('.') || mark.starts_with('…') {
        // After an ellipsis a sentence may go on with a name; a capital is taken as a new one.
        return next.is_some_and(|c| c.is_uppercase() || !c.is_alphabetic());
    }
    true
}

/// Text that writes `i` small or begins small does so at the start of sentences too.
fn is_informal(part: &str) -> bool {
    let bytes = part.as_bytes();
    let writes_small_i = || {
        part.match_indices('i').any(|(at, _)| {
            let is_first = at > 0 && bytes.get(at - 1) == Some(&b' ');
            let rest = bytes.get(at + 1..).unwrap_or_default();
            is_first && (rest.starts_with(b" ") || rest.starts_with(b"'m "))
        })
    };
    part.starts_with(|c: char| c.is_ascii_lowercase()) && part.len() > 40 || writes_small_i()
}

/// Before a small letter a mark ends a sentence in such text; in any text `?` and `!` after a sentence do, and a stop
/// after a whole word before one that begins clauses.
fn ends_before_small(part: &str, start: usize, at: usize, end: usize, is_informal: bool) -> bool {
    let mark = part.get(at..end).unwrap_or_default();
    if !mark.starts_with(['.', '!', '?']) || mark.starts_with("..") {
        return false;
    }
    let after = part.get(end..).unwrap_or_default();
    let next = after.trim_start();
    if !after.starts_with(' ') || !next.starts_with(|c: char| c.is_ascii_lowercase()) {
        return false;
    }
    let before = recent(part, start, at).trim_end();
    let word = before.split_whitespace().next_back().unwrap_or_default();
    let is_word = word.chars().count() >= 2
        && word
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-'))
        && kind(word).is_none();
    if !is_word {
        return mark.len() > 1 && !mark.contains('.');
    }
    if is_informal {
        return true;
    }
    let is_small = word.starts_with(char::is_lowercase);
    let is_sentence = before.split_whitespace().nth(1).is_some();
    match mark.starts_with('.') {
        // No abbreviation is so long before a word that begins a clause.
        true => is_small && word.chars().count() >= 4 && begins_clause(next),
        // `Yahoo! users`: a name that ends so.
        false => mark.len() > 1 || is_small && is_sentence,
    }
}

/// English words that begin clauses and follow no abbreviation.
fn begins_clause(next: &str) -> bool {
    let word = next
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    matches!(
        word,
        "it" | "this"
            | "i"
            | "you"
            | "they"
            | "we"
            | "he"
            | "she"
            | "there"
            | "these"
            | "is"
            | "are"
            | "can"
            | "could"
            | "would"
            | "maybe"
            | "please"
            | "thanks"
            | "my"
            | "your"
            | "let"
            | "if"
            | "what"
            | "how"
            | "why"
            | "do"
            | "does"
            | "not"
    )
}

/// `world.Today`: a space was lost between two sentences.
fn is_glued(part: &str, start: usize, at: usize, after: &str) -> bool {
    let word = part
        .get(start..at)
        .and_then(|s| s.split_whitespace().next_back())
        .unwrap_or_default();
    let next: String = after
        .chars()
        .take_while(|c| c.is_alphanumeric())
        .take(20)
        .collect();
    let mut chars = next.chars();
    let is_capital = chars.next().is_some_and(char::is_uppercase)
        && next.chars().count() >= 2
        && chars.all(char::is_lowercase);
    let rest = after.get(next.len()..).unwrap_or_default();
    let is_word = word.chars().count() >= 3
        && word
            .chars()
            .rev()
            .take(2)
            .all(|c| c.is_lowercase() || c.is_ascii_digit())
        && !word.contains(['.', '/', '@', ':', '_']);
    let goes_on =
        rest.starts_with([' ', ',']) || rest.starts_with('.') && kind(&next) == Some(Kind::Title);
    is_capital && is_word && goes_on
}

/// The first letter or digit of what follows, past quotation marks, brackets and dashes.
fn opening_letter(next_word: &str) -> Option<char> {
    next_word
        .chars()
        .take(4)
        .find(|c| c.is_alphanumeric())
        .or_else(|| next_word.chars().next())
}

/// Whether a single full stop ends a sentence, given what stands before and after it.
fn stop_ends(before: &str, next_word: &str, next: Option<char>) -> bool {
    let word_start = before
        .rfind(|c: char| {
            c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '«' | '„' | '—' | '–' | '/')
        })
        .map_or(0, |i| {
            i + before[i..].chars().next().map_or(1, char::len_utf8)
        });
    let word = before.get(word_start..).unwrap_or_default();
    let next_is_digit = next.is_some_and(|c| c.is_ascii_digit());
    // `January 7. /TASS/. The …`: the agency mark belongs to the dateline before it.
    if next_word.starts_with('/')
        && next_word
            .get(1..)
            .is_some_and(|r| r.find('/').is_some_and(|i| i <= 40))
    {
        return false;
    }
    // Numbers of items and sections at the start: `1. First`, `2.1. Means`.
    let is_number = |w: &str| {
        !w.is_empty()
            && w.split('.')
                .all(|p| !p.is_empty() && p.len() <= 3 && p.bytes().all(|b| b.is_ascii_digit()))
    };
    let is_first = before
        .get(..word_start)
        .is_some_and(|s| !s.chars().any(char::is_alphanumeric));
    let bare = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_letter = bare.len() == 1 && bare.bytes().all(|b| b.is_ascii_lowercase());
    if is_first && (is_number(bare) || is_letter) {
        return false;
    }
    // Abbreviations written apart: `z. B.`, `т. е.`, `z. Zt.`
    if word.chars().count() == 1
        && is_letters_and_stop(next_word, word.starts_with(char::is_lowercase))
    {
        return false;
    }
    // `и т. д. Следующее`: these end a list.
    if ["т. д", "т. п"].iter().any(|end| before.ends_with(end)) {
        return next.is_some_and(char::is_uppercase);
    }
    // Initials: `J. Smith`, `А. С. Пушкин`, `J.R.R. Tolkien`.
    let letters: Vec<char> = word.rsplit('.').next().unwrap_or(word).chars().collect();
    if let [c] = letters.as_slice()
        && c.is_uppercase()
    {
        let is_single = word.chars().count() == 1;
        return !is_single && !next_starts_name(next_word)
            || is_single && matches!(c, 'I') && starts_function_word(next_word);
    }
    match kind(word) {
        Some(Kind::Title) => return false,
        Some(Kind::BeforeNumber) if next_is_digit => return false,
        Some(Kind::BeforeNumber) if word.chars().count() == 1 => return false,
        Some(Kind::BeforeNumber) => {}
        Some(Kind::Unit) => return next.is_some_and(char::is_uppercase),
        Some(Kind::MayEnd) => return may_end(before, word, next_word),
        None => {}
    }
    // German ordinals and days: `am 3. Mai`, `1. FC`.
    if word.len() <= 2 && word.chars().all(|c| c.is_ascii_digit()) && !word.is_empty() {
        return !is_german_ordinal(before, word_start, next_word);
    }
    true
}

const MONTHS_DE: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

fn is_german_ordinal(before: &str, word_start: usize, next_word: &str) -> bool {
    if MONTHS_DE.iter().any(|m| next_word.starts_with(m)) {
        return true;
    }
    let previous = before
        .get(..word_start)
        .unwrap_or_default()
        .split_whitespace()
        .next_back()
        .unwrap_or_default();
    matches!(
        previous.to_lowercase().as_str(),
        "am" | "der"
            | "dem"
            | "den"
            | "die"
            | "das"
            | "des"
            | "im"
            | "zum"
            | "vom"
            | "beim"
            | "ab"
            | "bis"
    )
}

/// Words that begin sentences far more often than they continue one after an abbreviation.
const OPENERS: &[&str] = &[
    "the",
    "a",
    "an",
    "he",
    "she",
    "it",
    "they",
    "we",
    "i",
    "you",
    "this",
    "that",
    "these",
    "those",
    "there",
    "in",
    "on",
    "at",
    "but",
    "and",
    "or",
    "so",
    "if",
    "when",
    "while",
    "as",
    "after",
    "before",
    "for",
    "from",
    "his",
    "her",
    "its",
    "their",
    "our",
    "my",
    "your",
    "what",
    "who",
    "how",
    "why",
    "where",
    "however",
    "also",
    "some",
    "many",
    "most",
    "no",
    "not",
    "one",
    "both",
    "by",
    "with",
    "to",
    "since",
    "although",
    "though",
    "all",
    "each",
    "another",
    "other",
    "then",
    "here",
    "now",
    "yes",
    "do",
    "does",
    "did",
    "is",
    "are",
    "was",
    "were",
    "can",
    "could",
    "please",
    "thanks",
    "der",
    "die",
    "das",
    "ein",
    "eine",
    "er",
    "sie",
    "es",
    "wir",
    "ich",
    "im",
    "am",
    "und",
    "aber",
    "auch",
    "bei",
    "nach",
    "в",
    "на",
    "и",
    "но",
    "он",
    "она",
    "они",
    "это",
    "этот",
    "эта",
    "по",
    "при",
    "после",
    "как",
    "также",
    "а",
    "к",
    "с",
    "из",
];

fn starts_function_word(next_word: &str) -> bool {
    let word: String = next_word
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .chars()
        .take_while(|c| c.is_alphanumeric())
        .take(12)
        .collect();
    OPENERS.contains(&word.to_lowercase().as_str())
}

/// One letter and a stop; after a small letter up to three, as `z. Zt.` is written.
fn is_letters_and_stop(next_word: &str, is_after_small: bool) -> bool {
    let n = next_word.chars().take_while(|c| c.is_alphabetic()).count();
    let most = if is_after_small { 2 } else { 1 };
    (1..=most).contains(&n) && next_word.chars().nth(n) == Some('.')
}

fn next_starts_name(next_word: &str) -> bool {
    next_word.chars().next().is_some_and(char::is_uppercase) && !starts_function_word(next_word)
}

/// Abbreviations that end sentences too: a function word or an opening quote after them tells.
fn may_end(before: &str, word: &str, next_word: &str) -> bool {
    let lower = word.to_lowercase();
    let is_time = matches!(lower.as_str(), "a.m" | "p.m" | "am" | "pm");
    if next_word.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    // `At 5 a.m. Mr. …` goes on; `… left at 6 p.m. Mr. …` does not.
    if is_time {
        let first = next_word.split(['.', ' ']).next().unwrap_or_default();
        let is_long = before.split_whitespace().nth(4).is_some();
        return starts_function_word(next_word) || is_long && kind(first) == Some(Kind::Title);
    }
    if lower == "etc" || lower == "al" {
        return starts_function_word(next_word) || next_starts_name(next_word);
    }
    starts_function_word(next_word) || next_word.starts_with(['"', '“', '«', '„'])
}

/// A break inside a paragraph: lines of a list, or a line that is shut by its own mark.
fn ends_at_line_break(part: &str, start: usize, at: usize) -> bool {
    let line = part.get(start..at).unwrap_or_default().trim_end();
    let after = part.get(at + 1..).unwrap_or_default().trim_start();
    let next = after.chars().next();
    let is_shut = line
        .trim_end_matches(is_closer)
        .ends_with(|c: char| is_mark(c) || c == ':');
    let is_item = next.is_some_and(|c| matches!(c, '•' | '-' | '*' | '–' | '—' | '·'));
    // Short lines without any mark are entries of a list.
    let is_list = || {
        part.lines().count() >= 3
            && !part.contains(['.', '!', '?'])
            && part.lines().all(|l| l.split_whitespace().count() <= 5)
    };
    (is_shut && next.is_some_and(|c| !c.is_lowercase())) || is_item || is_list()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `|` marks every break that is wanted.
    fn check(marked: &str) {
        let text = marked.replace('|', "");
        let wanted: Vec<&str> = marked.split('|').map(str::trim).collect();
        let paragraphs = super::super::paragraphs(&text);
        let found: Vec<&str> = sentences(&text, &paragraphs)
            .iter()
            .map(|s| s.of(&text))
            .collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn titles_and_initials_do_not_end() {
        check("We met Dr. Aru on Monday.| He was late.");
        check("The letter by J. R. Holt was read.| Nobody spoke.");
        check("В. И. Вернер приехал в г. Омск.| Его ждали.");
        check("Prof. Dr. Lehmann kam am 3. Mai an.| Er blieb z. B. bis Freitag.");
    }

    #[test]
    fn abbreviations_end_before_function_words_only() {
        check("They moved to the U.S. in spring.| It was cold.");
        check("They moved to the U.S.| The winter was cold.");
        check("The U.S. Senate met.");
        check("It opens at 9 a.m. Monday.| It shuts at 5 p.m.| The rest is known.");
    }

    #[test]
    fn quotations_keep_their_marks() {
        check("\"Why now?\" she asked.| \"Because.\"| He left.");
        check("He said: “Stay here.”| Nobody did.");
        check("«Почему?» — спросила она.| Он молчал.");
    }

    #[test]
    fn russian_units_end_before_capitals_only() {
        check("Пострадали 12 чел.| Порт закрыт.");
        check("Ремонт стоит 5 млн руб. в год.| Это много.");
        check("Привезли лес, уголь и т. д. и т. п.| Склад полон.");
        check("Он жил в г. Хольм с 1970 г. до войны.");
    }

    #[test]
    fn german_abbreviations_and_ordinals() {
        check("Sie wohnt in der Hafenstr. 12 im 3. Stock.| Dort ist es ruhig.");
        check("Das gilt gem. Art. 5 der Ordnung.| Alle wissen es.");
        check("Er ist z. Zt. in Holm und kommt ggf. später.| Man wartet.");
    }

    /// A text without a break takes time in proportion to its length.
    #[test]
    fn a_line_without_an_end_is_read_in_time() {
        for piece in [
            "Yahoo! ", "(a) ", "Dr. ", "a, \"", "1. ", "x:) ", "% ", "a. b ",
        ] {
            let text = piece.repeat(400_000 / piece.len());
            let start = std::time::Instant::now();
            let paragraphs = super::super::paragraphs(&text);
            assert!(!sentences(&text, &paragraphs).is_empty());
            assert!(start.elapsed().as_secs() < 20, "{piece:?}");
        }
    }

    #[test]
    fn letters_and_messages_break_where_their_writers_did() {
        check("Was the pier shut?| nobody knew.| it opened again.");
        check("See you at the harbour :)| We bring cake.");
        check("Well done! :)| Now the rest.");
        check("(Harbour Wire)| The pier is shut.");
        check("(It opens tomorrow. )| Bring your own cup.");
        check("He works for Yahoo! in Holm.");
        check("It opens at 9 a.m. EST.| Police came.");
        check("a pier :-( b (c) d: e ; f) g.");
    }

    #[test]
    fn a_dateline_is_not_cut_inside() {
        check("HARBOURTON, June 4. /WIRE/.| The pier is shut.");
    }

    #[test]
    fn numbers_and_ellipses() {
        check("It cost 3.5 million.| See No. 5 for more.");
        check("Well... maybe not.| We shall see…| Or not.");
        check("1. Open the gate.| 2. Close it.");
    }
}
