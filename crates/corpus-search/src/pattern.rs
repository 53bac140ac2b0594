//! Wildcards and regular expressions over single words, as a set of states that a word is led through.
//!
//! Thompson's construction and simulation ("Regular expression search algorithm", 1968): time is at most states
//! times letters, whatever the pattern. Known: letters, `.`, `[a-z]`, `[^…]`, `\d`, `\w`, groups, `|`, `*`,
//! `+`, `?`, `{m,n}`. A pattern always means the whole word. Letters are folded as words are.
//!
//! Own code, as a general library brings Unicode tables and a parser that outweigh the whole engine in the page.

use corpus_index::fold::fold;

/// States of a pattern at most; a set of states is that many bits.
const MAX_STATES: usize = 256;
const MAX_REPEAT: u32 = 64;
const MAX_DEPTH: u32 = 24;

/// A pattern for whole words, ready to run.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Pattern {
    source: String,
    states: Vec<State>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum State {
    Char(char),
    Any,
    Class(Vec<(char, char)>, bool),
    Split(u16, u16),
    Match,
}

#[derive(Debug, Clone)]
enum Node {
    Empty,
    Char(char),
    Any,
    Class(Vec<(char, char)>, bool),
    Cat(Vec<Node>),
    Alt(Vec<Node>),
    Repeat(Box<Node>, u32, Option<u32>),
}

/// States a word may be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct States([u64; MAX_STATES / 64]);

impl Pattern {
    /// `*` for any letters, also none, and `?` for one.
    #[must_use]
    pub fn wildcard(text: &str) -> Self {
        let mut nodes = Vec::new();
        for c in text.chars() {
            match c {
                '*' => nodes.push(Node::Repeat(Box::new(Node::Any), 0, None)),
                '?' => nodes.push(Node::Any),
                c => nodes.extend(fold(c.encode_utf8(&mut [0; 4])).chars().map(Node::Char)),
            }
        }
        nodes.truncate(MAX_STATES / 3);
        Self::compile(text, &Node::Cat(nodes)).unwrap_or_else(|_| Self {
            source: text.to_owned(),
            states: vec![State::Match],
        })
    }

    /// A regular expression.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn regular(text: &str) -> Result<Self, &'static str> {
        let mut parser = Parser {
            rest: text.chars().collect::<Vec<_>>().into_iter().peekable(),
            depth: 0,
        };
        let node = parser.alternatives()?;
        if parser.rest.peek().is_some() {
            return Err("a group is closed that was not opened");
        }
        Self::compile(text, &node)
    }

    /// The pattern as typed.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    fn compile(source: &str, node: &Node) -> Result<Self, &'static str> {
        let mut states = Vec::new();
        emit(node, &mut states)?;
        states.push(State::Match);
        if states.len() > MAX_STATES {
            return Err(TOO_LARGE);
        }
        Ok(Self {
            source: source.to_owned(),
            states,
        })
    }

    pub(crate) fn start(&self) -> States {
        let mut states = States([0; MAX_STATES / 64]);
        self.enter(0, &mut states);
        states
    }

    /// Adds a state and those it leads to without a letter.
    fn enter(&self, idx: usize, states: &mut States) {
        let mut open = vec![idx];
        while let Some(idx) = open.pop() {
            let Some(word) = states.0.get_mut(idx / 64) else {
                continue;
            };
            if *word >> (idx % 64) & 1 != 0 {
                continue;
            }
            *word |= 1 << (idx % 64);
            if let Some(&State::Split(a, b)) = self.states.get(idx) {
                open.extend([usize::from(a), usize::from(b)]);
            }
        }
    }

    /// The states behind one more letter; `None` where none is left.
    pub(crate) fn step(&self, from: States, c: char) -> Option<States> {
        let mut next = States([0; MAX_STATES / 64]);
        for (block, &word) in from.0.iter().enumerate() {
            let mut left = word;
            while left != 0 {
                let idx = block * 64 + left.trailing_zeros() as usize;
                left &= left - 1;
                let is_taken = match self.states.get(idx) {
                    Some(State::Char(wanted)) => *wanted == c,
                    Some(State::Any) => true,
                    Some(State::Class(ranges, is_negated)) => {
                        ranges.iter().any(|&(a, b)| (a..=b).contains(&c)) != *is_negated
                    }
                    _ => false,
                };
                if is_taken {
                    self.enter(idx + 1, &mut next);
                }
            }
        }
        next.0.iter().any(|&word| word != 0).then_some(next)
    }

    /// The smallest letter behind `c` that leads on.
    pub(crate) fn next_letter(&self, from: States, c: char) -> Option<char> {
        let behind = char::from_u32(c as u32 + 1).unwrap_or('\u{e000}');
        let active = |idx: usize| from.0[idx / 64] >> (idx % 64) & 1 != 0;
        let states = self.states.iter().enumerate();
        states
            .filter(|(idx, _)| active(*idx))
            .filter_map(|(_, state)| match state {
                State::Char(wanted) => Some(*wanted).filter(|wanted| *wanted > c),
                State::Any | State::Class(_, true) => Some(behind),
                State::Class(ranges, false) => ranges
                    .iter()
                    .filter(|(_, last)| *last > c)
                    .map(|(first, _)| behind.max(*first))
                    .min(),
                State::Split(..) | State::Match => None,
            })
            .min()
    }

    pub(crate) fn is_end(&self, states: States) -> bool {
        let last = self.states.len() - 1;
        states.0[last / 64] >> (last % 64) & 1 != 0
    }

    /// Whether the whole of a folded word fits.
    #[must_use]
    pub fn is_match(&self, word: &str) -> bool {
        word.chars()
            .try_fold(self.start(), |states, c| self.step(states, c))
            .is_some_and(|states| self.is_end(states))
    }
}

const TOO_LARGE: &str = "the pattern is too large";

fn emit(node: &Node, out: &mut Vec<State>) -> Result<(), &'static str> {
    if out.len() > MAX_STATES {
        return Err(TOO_LARGE);
    }
    let here = |out: &Vec<State>| out.len() as u16;
    match node {
        Node::Empty => {}
        Node::Char(c) => out.push(State::Char(*c)),
        Node::Any => out.push(State::Any),
        Node::Class(ranges, is_negated) => out.push(State::Class(ranges.clone(), *is_negated)),
        Node::Cat(parts) => {
            for part in parts {
                emit(part, out)?;
            }
        }
        Node::Alt(parts) => {
            let mut ends = Vec::new();
            for (i, part) in parts.iter().enumerate() {
                if i + 1 == parts.len() {
                    emit(part, out)?;
                    break;
                }
                let split = out.len();
                out.push(State::Match);
                emit(part, out)?;
                ends.push(out.len());
                out.push(State::Match);
                out[split] = State::Split(split as u16 + 1, here(out));
            }
            let end = here(out);
            for jump in ends {
                out[jump] = State::Split(end, end);
            }
        }
        Node::Repeat(part, least, most) => {
            for _ in 0..*least {
                emit(part, out)?;
            }
            match most {
                None => {
                    let split = out.len();
                    out.push(State::Match);
                    emit(part, out)?;
                    out.push(State::Split(split as u16, split as u16));
                    out[split] = State::Split(split as u16 + 1, here(out));
                }
                Some(most) => {
                    let mut splits = Vec::new();
                    for _ in *least..*most {
                        splits.push(out.len());
                        out.push(State::Match);
                        emit(part, out)?;
                    }
                    let end = here(out);
                    for split in splits {
                        out[split] = State::Split(split as u16 + 1, end);
                    }
                }
            }
        }
    }
    if out.len() > MAX_STATES {
        return Err(TOO_LARGE);
    }
    Ok(())
}

struct Parser {
    rest: std::iter::Peekable<std::vec::IntoIter<char>>,
    depth: u32,
}

impl Parser {
    fn alternatives(&mut self) -> Result<Node, &'static str> {
        let mut parts = vec![self.sequence()?];
        while self.rest.next_if_eq(&'|').is_some() {
            parts.push(self.sequence()?);
        }
        Ok(match parts.len() {
            1 => parts.swap_remove(0),
            _ => Node::Alt(parts),
        })
    }

    fn sequence(&mut self) -> Result<Node, &'static str> {
        let mut parts = Vec::new();
        while let Some(&c) = self.rest.peek() {
            if matches!(c, '|' | ')') {
                break;
            }
            let mut part = self.atom()?;
            loop {
                let (least, most) = match self.rest.peek() {
                    Some('*') => (0, None),
                    Some('+') => (1, None),
                    Some('?') => (0, Some(1)),
                    Some('{') => {
                        self.rest.next();
                        let bounds = self.bounds()?;
                        part = Node::Repeat(Box::new(part), bounds.0, bounds.1);
                        continue;
                    }
                    _ => break,
                };
                self.rest.next();
                part = Node::Repeat(Box::new(part), least, most);
            }
            parts.push(part);
        }
        Ok(Node::Cat(parts))
    }

    /// Behind `{`.
    fn bounds(&mut self) -> Result<(u32, Option<u32>), &'static str> {
        const FAULT: &str = "a count such as {2,3} is not closed or too large";
        let number = |parser: &mut Self| {
            let mut n = None;
            while let Some(digit) = parser.rest.peek().and_then(|c| c.to_digit(10)) {
                parser.rest.next();
                n = Some((n.unwrap_or(0) * 10 + digit).min(MAX_REPEAT + 1));
            }
            n
        };
        let least = number(self);
        let bounds = if self.rest.next_if_eq(&',').is_some() {
            (least.unwrap_or(0), number(self))
        } else {
            (least.ok_or(FAULT)?, least)
        };
        let is_ordered = bounds
            .1
            .is_none_or(|most| (bounds.0..=MAX_REPEAT).contains(&most));
        if self.rest.next() != Some('}') || bounds.0 > MAX_REPEAT || !is_ordered {
            return Err(FAULT);
        }
        Ok(bounds)
    }

    fn atom(&mut self) -> Result<Node, &'static str> {
        match self.rest.next() {
            Some('(') => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(TOO_LARGE);
                }
                // A group that is not counted is written `(?:…)` elsewhere; here none is.
                if self.rest.next_if_eq(&'?').is_some() && self.rest.next() != Some(':') {
                    return Err("a group begins with ?");
                }
                let inner = self.alternatives()?;
                self.depth -= 1;
                if self.rest.next() != Some(')') {
                    return Err("a group is not closed");
                }
                Ok(inner)
            }
            Some('[') => self.class(),
            Some('.') => Ok(Node::Any),
            Some('^' | '$') => Ok(Node::Empty),
            Some('*' | '+' | '?' | '{') => Err("nothing stands before a sign of repetition"),
            Some('\\') => match self.rest.next() {
                Some('d') => Ok(Node::Class(vec![('0', '9')], false)),
                Some('D') => Ok(Node::Class(vec![('0', '9')], true)),
                Some('w') => Ok(Node::Any),
                Some('b') => Ok(Node::Empty),
                Some(c) => Ok(letter(c)),
                None => Err("nothing stands behind a backslash"),
            },
            Some(c) => Ok(letter(c)),
            None => Ok(Node::Empty),
        }
    }

    /// Behind `[`.
    fn class(&mut self) -> Result<Node, &'static str> {
        const FAULT: &str = "a class such as [a-z] is not closed";
        let is_negated = self.rest.next_if_eq(&'^').is_some();
        let mut ranges = Vec::new();
        loop {
            let mut first = self.rest.next().ok_or(FAULT)?;
            if first == ']' && !ranges.is_empty() {
                return Ok(Node::Class(ranges, is_negated));
            }
            if first == '\\' {
                first = self.rest.next().ok_or(FAULT)?;
                if first == 'd' {
                    ranges.push(('0', '9'));
                    continue;
                }
            }
            let mut last = first;
            if self.rest.peek() == Some(&'-') {
                self.rest.next();
                match self.rest.peek() {
                    Some(']') => ranges.push(('-', '-')),
                    _ => last = self.rest.next().ok_or(FAULT)?,
                }
            }
            ranges.push((folded(first), folded(last)));
        }
    }
}

/// One letter, folded; one that folds to several is these in a row.
fn letter(c: char) -> Node {
    let folded = fold(c.encode_utf8(&mut [0; 4]));
    let mut letters: Vec<Node> = folded.chars().map(Node::Char).collect();
    match letters.len() {
        // A sign that is in no word.
        0 => Node::Char(c),
        1 => letters.swap_remove(0),
        _ => Node::Cat(letters),
    }
}

fn folded(c: char) -> char {
    let folded = fold(c.encode_utf8(&mut [0; 4]));
    let mut letters = folded.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => letter,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, words: &str, others: &str) {
        let pattern = Pattern::regular(pattern).unwrap();
        for word in words.split_whitespace() {
            assert!(pattern.is_match(word), "{} {word}", pattern.source());
        }
        for word in others.split_whitespace() {
            assert!(!pattern.is_match(word), "{} {word}", pattern.source());
        }
    }

    #[test]
    fn regular_expressions() {
        check("colou?r", "color colour", "colr colouur colors");
        check("(ab|c)+d", "abd cabd ccd", "d ab");
        check("[a-c]{2,3}", "ab abc", "a abcd xy");
        check("[^a]b.*", "cb xbyz", "ab b");
        check(r"\d{4}", "2022", "202 abcd");
        check("É+", "e ee", "a");
        check("(a|)b", "ab b", "a");
        check("a{2}|b{2,}", "aa bb bbbb", "a b aaa");
        check("^x$", "x", "xx");
        check("(a*)*b", "b aab", "a");
    }

    #[test]
    fn wildcards() {
        let pattern = Pattern::wildcard("w?m*N");
        assert!(pattern.is_match("women") && pattern.is_match("wimmin"));
        assert!(!pattern.is_match("wmn") && !pattern.is_match("woman's"));
    }

    #[test]
    fn faults_are_named() {
        for fault in [
            "a(",
            "a)",
            "*a",
            "[a",
            "a{3",
            "a{9,2}",
            "a{999}",
            r"\",
            "(a{60}){60}",
        ] {
            assert!(Pattern::regular(fault).is_err(), "{fault}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_compiles_or_not(text in "[-ab().*+?{}0-3\\[\\]^|\\\\,]{0,24}", word in "[ab]{0,12}") {
            if let Ok(pattern) = Pattern::regular(&text) {
                let _ = pattern.is_match(&word);
            }
            let _ = Pattern::wildcard(&text).is_match(&word);
        }
    }
}
