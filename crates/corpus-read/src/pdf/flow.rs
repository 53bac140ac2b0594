//! Lines to paragraphs: what a page breaks up is put together again.
//!
//! In: the lines of all pages in reading order. Out: the source text, line by line as the pages show
//! it, and the body mapped to it: lines joined to paragraphs, words joined that were parted at the end of a
//! line, notes at the end. Running heads and page numbers stand in the source text only.

use super::layout::Line;
use crate::text::offset;
use corpus_model::{MappedText, RawSpan};
use std::collections::{BTreeMap, BTreeSet};

/// What came of the lines.
pub(super) struct Flow {
    pub(super) decoded: String,
    pub(super) body: MappedText,
    /// Lines left out of the body because they recur at the edge of pages, or are marked as such.
    pub(super) n_running: usize,
    pub(super) running_example: Option<String>,
    /// The hyphen at the end of the line before, until what follows decides about it.
    hyphen: Option<(char, usize)>,
}

/// Rows at the top and bottom of a page that may be its head and foot.
const EDGE_ROWS: u32 = 3;

/// A note in type of the usual size is looked for this far up.
const MAX_NOTE_LINES: usize = 6;

pub(super) fn flow(mut lines: Vec<Line>, n_pages: u32) -> Flow {
    let is_running = running(&lines, n_pages);
    set_edges(&mut lines, &is_running);
    let usual_size = usual_size(&lines);
    let n_running = is_running.iter().filter(|r| **r).count();
    let running_example = lines
        .iter()
        .zip(&is_running)
        .find(|(line, is)| **is && line.text.chars().any(char::is_alphabetic))
        .map(|(line, _)| line.text.clone());
    let is_note = notes(&mut lines, &is_running, usual_size);
    let words = Words::new(&lines);

    let mut out = Flow {
        decoded: String::new(),
        body: MappedText::default(),
        n_running,
        running_example,
        hyphen: None,
    };
    let leading = leadings(&lines);
    for wants_notes in [false, true] {
        let mut before: Option<Before> = None;
        let mut page = None;
        for (i, line) in lines.iter().enumerate() {
            if is_note[i] != wants_notes {
                continue;
            }
            if page.is_some_and(|p| p != line.page) {
                out.decoded.push('\n');
            }
            page = Some(line.page);
            let at = out.decoded.len();
            out.decoded.push_str(&line.text);
            out.decoded.push('\n');
            if is_running[i] {
                continue;
            }
            let join = match &before {
                None => Join::Break,
                Some(b) => b.join(&lines, i, &leading, &words),
            };
            let is_first = join == Join::Break;
            out.push(line, at, join, before.as_ref());
            before = Some(Before {
                line: i,
                end: at + line.text.len(),
                n_lines: if is_first {
                    1
                } else {
                    before.map_or(1, |b| b.n_lines + 1)
                },
                begins_as_item: if is_first {
                    is_item(&line.text)
                } else {
                    before.is_some_and(|b| b.begins_as_item)
                },
            });
        }
        out.push_hyphen();
    }
    out
}

/// How a line goes on from the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    /// Another paragraph.
    Break,
    Space,
    /// The word goes on; its hyphen belongs to it.
    KeepHyphen,
    /// The word goes on; its hyphen is due to the line.
    DropHyphen,
    /// Nothing between, as after a dash.
    Nothing,
}

/// The line before, in the body.
#[derive(Debug, Clone, Copy)]
struct Before {
    line: usize,
    /// Where it ends in the source text.
    end: usize,
    /// Lines of its paragraph so far.
    n_lines: u32,
    begins_as_item: bool,
}

impl Flow {
    fn push(&mut self, line: &Line, at: usize, join: Join, before: Option<&Before>) {
        let gap_start = before.map_or(at, |b| b.end);
        let gap = RawSpan::from_range(gap_start..at);
        if join == Join::DropHyphen {
            self.hyphen = None;
        }
        self.push_hyphen();
        match join {
            Join::Break if before.is_some() || !self.body.text().is_empty() => {
                self.body.push_replaced("\n\n", gap);
            }
            Join::Space => self.body.push_replaced(" ", gap),
            _ => {}
        }
        let mut start = 0;
        let mut text = line.text.as_str();
        if let Some(last) = text.chars().next_back().filter(|c| HYPHENS.contains(c)) {
            text = text.get(..text.len() - last.len_utf8()).unwrap_or_default();
            self.hyphen = Some((last, at + text.len()));
        }
        for mark in &line.note_marks {
            self.copy(text, start..mark.start, at);
            start = mark.end;
        }
        self.copy(text, start..text.len(), at);
    }

    fn push_hyphen(&mut self) {
        if let Some((hyphen, at)) = self.hyphen.take() {
            let mut buffer = [0; 4];
            self.body
                .push_copy(hyphen.encode_utf8(&mut buffer), offset(at));
        }
    }

    fn copy(&mut self, text: &str, range: std::ops::Range<usize>, at: usize) {
        let raw = offset(at + range.start);
        self.body
            .push_copy(text.get(range).unwrap_or_default(), raw);
    }
}

const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{ad}'];

impl Before {
    fn join(&self, lines: &[Line], next: usize, leading: &Leadings, words: &Words) -> Join {
        let (a, b) = (&lines[self.line], &lines[next]);
        let em = a.size.max(b.size);
        if (a.size - b.size).abs() * 12 > em || a.is_bold != b.is_bold || is_item(&b.text) {
            return Join::Break;
        }
        let glued = glue(&a.text, &b.text, words);
        // The next word would have fitted: whoever wrote the line ended it.
        let is_short = a.right - a.x1 > b.first_word + em * 35 / 100;
        let ends_sentence = ends_sentence(&a.text);
        let begins_small = b.text.chars().next().is_some_and(char::is_lowercase);
        let indent = b.x0 - b.left;
        if a.column != b.column {
            // From column to column only what clearly goes on.
            let goes_on = glued != Join::Space
                || !is_short && (begins_small || !ends_sentence && indent < em * 8 / 10)
                || ends_sentence && a.right - a.x1 < em / 3 && indent < em / 2 && self.n_lines > 1;
            return if goes_on { glued } else { Join::Break };
        }
        let distance = a.y - b.y;
        let usual = leading.of(a.column, a.size);
        if distance <= 0 || distance * 100 > usual * 135 {
            return Join::Break;
        }
        if glued != Join::Space {
            return glued;
        }
        // Rows of a table.
        if a.widest_gap > em * 3 && b.widest_gap > em * 3 {
            return Join::Break;
        }
        let shift = b.x0 - a.x0;
        let is_indented = shift > em * 8 / 10 && indent > em * 8 / 10;
        if is_indented && !self.begins_as_item && (ends_sentence || is_short) {
            return Join::Break;
        }
        // Back to the edge after lines that stood in from it; a first line alone may.
        if shift < -em && self.n_lines > 1 {
            return Join::Break;
        }
        if is_short
            && !(begins_small && !ends_sentence && a.right - a.x1 < (a.right - a.left) * 2 / 5)
        {
            return Join::Break;
        }
        Join::Space
    }
}

/// How two lines of one paragraph are joined.
fn glue(a: &str, b: &str, words: &Words) -> Join {
    let Some(last) = a.chars().next_back() else {
        return Join::Space;
    };
    let first = b.chars().next().unwrap_or(' ');
    let before = a.get(..a.len() - last.len_utf8()).unwrap_or_default();
    let follows_letter = before
        .chars()
        .next_back()
        .is_some_and(char::is_alphanumeric);
    if HYPHENS.contains(&last) && follows_letter {
        if last == '\u{ad}' {
            return Join::DropHyphen;
        }
        if first.is_lowercase() {
            return if words.keeps_hyphen(before, b) {
                Join::KeepHyphen
            } else {
                Join::DropHyphen
            };
        }
        // `Jean-` and `Pierre`, `2021-` and `2022`.
        return if first.is_alphanumeric() {
            Join::KeepHyphen
        } else {
            Join::Space
        };
    }
    // A dash without spaces keeps none; a web address goes on.
    if last == '—' && follows_letter && first.is_alphanumeric() {
        return Join::Nothing;
    }
    Join::Space
}

/// First parts of words that keep their hyphen, whatever follows: few of them begin another word.
const FIRST_PARTS: [&str; 23] = [
    "вице",
    "экс",
    "пресс",
    "премьер",
    "северо",
    "юго",
    "западно",
    "генерал",
    "интернет",
    "онлайн",
    "self",
    "well",
    "non",
    "vice",
    "half",
    "long",
    "short",
    "two",
    "three",
    "four",
    "five",
    "six",
    "ten",
];
/// Last parts of words that keep their hyphen, whatever goes before.
const LAST_PARTS: [&str; 22] = [
    "то",
    "либо",
    "нибудь",
    "таки",
    "year",
    "old",
    "based",
    "term",
    "time",
    "made",
    "like",
    "led",
    "backed",
    "related",
    "known",
    "called",
    "free",
    "friendly",
    "wide",
    "elect",
    "year-old",
    "general",
];
/// Frequent Russian adverbs after `по-`.
const ADVERBS: [&str; 14] = [
    "прежнему",
    "другому",
    "видимому",
    "моему",
    "твоему",
    "своему",
    "нашему",
    "вашему",
    "новому",
    "старому",
    "разному",
    "иному",
    "настоящему",
    "хорошему",
];

/// The words of a document, to tell a hyphen of the word from one of the line.
struct Words(BTreeSet<String>);

impl Words {
    fn new(lines: &[Line]) -> Self {
        let mut words = BTreeSet::new();
        let mut is_broken = false;
        for line in lines {
            let mut all: Vec<&str> = pieces(&line.text).collect();
            // What stands at either end may be half a word.
            if std::mem::replace(&mut is_broken, line.text.ends_with(HYPHENS)) && !all.is_empty() {
                all.remove(0);
            }
            if is_broken {
                all.pop();
            }
            words.extend(all.into_iter().map(str::to_lowercase));
        }
        Self(words)
    }

    fn keeps_hyphen(&self, before: &str, after: &str) -> bool {
        let first = last_piece(before).to_lowercase();
        let second = first_piece(after).to_lowercase();
        let has = |word: &str| self.0.contains(word);
        if has(&format!("{first}{second}")) {
            return false;
        }
        if has(&format!("{first}-{second}")) {
            return true;
        }
        let head = first.rsplit('-').next().unwrap_or_default();
        let tail = second.split('-').next().unwrap_or_default();
        if LAST_PARTS.contains(&second.as_str()) && head.chars().count() >= 3 {
            return true;
        }
        // `по-прежнему`, `по-русски`, but `по-литика`.
        if head == "по" {
            return ADVERBS.contains(&tail)
                || tail.chars().count() >= 5 && (tail.ends_with("ски") || tail.ends_with("цки"));
        }
        // `non-` seldom begins another word, and what follows is one of its own.
        if FIRST_PARTS.contains(&head) {
            return tail.chars().count() >= 4;
        }
        // Two words of their own.
        first.chars().count() >= 4 && tail.chars().count() >= 4 && has(&first) && has(tail)
    }
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '\u{2010}'))
        .map(|w| w.trim_matches(HYPHENS))
        .filter(|w| !w.is_empty())
}

fn last_piece(text: &str) -> &str {
    let at = text
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphanumeric() || *c == '-')
        .last()
        .map_or(text.len(), |(at, _)| at);
    text.get(at..).unwrap_or_default()
}

fn first_piece(text: &str) -> &str {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || c == '-'))
        .unwrap_or(text.len());
    text.get(..end).unwrap_or_default().trim_end_matches('-')
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '»', ')', ']', '“'])
        .ends_with(['.', '!', '?', '…', ':', ';'])
}

/// Whether a line begins an item of a list.
fn is_item(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('•' | '▪' | '■' | '●' | '○' | '◦' | '‣' | '·' | '\u{f0b7}') => true,
        Some('–' | '—' | '-' | '*') => chars.next() == Some(' '),
        Some(c) if c.is_ascii_digit() => {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
            text.len() - rest.len() <= 2 && (rest.starts_with(") ") || rest.starts_with(". "))
        }
        _ => false,
    }
}

/// How far apart the lines of a column stand, by size of type.
struct Leadings(BTreeMap<(u32, i32), i32>);

impl Leadings {
    fn of(&self, column: u32, size: i32) -> i32 {
        let usual = self.0.get(&(column, size)).copied();
        usual
            .unwrap_or(size * 125 / 100)
            .clamp(size * 8 / 10, size * 2)
    }
}

fn leadings(lines: &[Line]) -> Leadings {
    let mut all: BTreeMap<(u32, i32), Vec<i32>> = BTreeMap::new();
    for pair in lines.windows(2) {
        if let [a, b] = pair
            && a.column == b.column
            && a.size == b.size
            && a.y > b.y
        {
            all.entry((a.column, a.size)).or_default().push(a.y - b.y);
        }
    }
    // Paragraphs may stand apart: what is usual lies among the smaller distances.
    Leadings(
        all.into_iter()
            .filter(|(_, d)| d.len() >= 3)
            .filter_map(|(key, mut d)| {
                d.sort_unstable();
                d.get(d.len() * 3 / 10).map(|d| (key, *d))
            })
            .collect(),
    )
}

fn usual_size(lines: &[Line]) -> i32 {
    let mut by_size: BTreeMap<i32, usize> = BTreeMap::new();
    for line in lines {
        *by_size.entry(line.size).or_default() += line.text.len();
    }
    by_size
        .into_iter()
        .max_by_key(|(size, n)| (*n, *size))
        .map_or(1000, |(size, _)| size)
}

/// Text with its figures made alike: `Page 3 of 9` recurs as `Page 4 of 9`.
fn pattern(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if !c.is_ascii_digit() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    out
}

/// Which lines are heads and feet of pages: marked as such, or the same at the same edge of several pages.
fn running(lines: &[Line], n_pages: u32) -> Vec<bool> {
    let edge = |line: &Line| {
        if line.from_top < EDGE_ROWS {
            Some(true)
        } else if line.from_bottom < EDGE_ROWS {
            Some(false)
        } else {
            None
        }
    };
    // By size of type, too: the title of a report recurs in small type above its pages.
    let mut pages: BTreeMap<(bool, i32, String), BTreeSet<u32>> = BTreeMap::new();
    for line in lines {
        if let Some(is_top) = edge(line).filter(|_| line.text.chars().count() <= 160) {
            pages
                .entry((is_top, line.size, pattern(&line.text)))
                .or_default()
                .insert(line.page);
        }
    }
    lines
        .iter()
        .map(|line| {
            if line.is_artifact {
                return true;
            }
            let Some(is_top) = edge(line) else {
                return false;
            };
            let pattern = pattern(&line.text);
            let has_letters = pattern.chars().any(char::is_alphabetic);
            let n = pages
                .get(&(is_top, line.size, pattern))
                .map_or(0, BTreeSet::len);
            let n = u32::try_from(n).unwrap_or(u32::MAX);
            // Heads may alternate between left and right pages, or change with the chapter. A number
            // alone on two pages may be a coincidence in a table, but not at the very edge.
            let is_at_edge = line.from_top == 0 || line.from_bottom == 0;
            let least = if is_at_edge { 2 } else { 3 };
            n >= least && (n * 3 >= n_pages || n >= 4) && (has_letters || is_at_edge)
        })
        .collect()
}

/// Draws the edges of columns again, without page numbers and running heads, which may stand apart.
fn set_edges(lines: &mut [Line], is_running: &[bool]) {
    let mut edges: BTreeMap<u32, (i32, i32)> = BTreeMap::new();
    for (line, _) in lines.iter().zip(is_running).filter(|(_, is)| !**is) {
        let edge = edges.entry(line.column).or_insert((line.x0, line.x1));
        *edge = (edge.0.min(line.x0), edge.1.max(line.x1));
    }
    for line in lines {
        if let Some((left, right)) = edges.get(&line.column) {
            (line.left, line.right) = (*left, *right);
        }
    }
}

/// Which lines are notes: at the foot of a column, opened by a raised mark, or small and opened by any.
fn notes(lines: &mut [Line], is_running: &[bool], usual_size: i32) -> Vec<bool> {
    let mut out = vec![false; lines.len()];
    // Marks that refer to notes, by page.
    let marks: BTreeSet<(u32, String)> = lines
        .iter()
        .flat_map(|line| {
            let of_line = line.note_marks.iter().filter(|m| m.start > 0);
            of_line.filter_map(|m| Some((line.page, line.text.get(m.clone())?.to_owned())))
        })
        .collect();
    let mark_of = |line: &Line| {
        let n = line
            .text
            .chars()
            .take_while(|c| c.is_ascii_digit() || "*†‡".contains(*c))
            .map(char::len_utf8)
            .sum();
        let (mark, rest) = line.text.split_at_checked(n)?;
        let is_known =
            !rest.starts_with(['.', ')', ',']) && marks.contains(&(line.page, mark.to_owned()));
        is_known.then_some(n)
    };
    let mut end = lines.len();
    while end > 0 {
        let column = lines[end - 1].column;
        let start = lines[..end]
            .iter()
            .rposition(|l| l.column != column)
            .map_or(0, |i| i + 1);
        let mut first = end;
        let mut opening = None;
        while first > start {
            let line = &lines[first - 1];
            if is_running[first - 1] {
                first -= 1;
                continue;
            }
            let is_small = line.size * 100 <= usual_size * 92;
            if !is_small && end - first > MAX_NOTE_LINES {
                break;
            }
            first -= 1;
            let mark = line.text.chars().next();
            let is_marked = mark.is_some_and(|c| c.is_ascii_digit() || "*†‡".contains(c));
            if line.opens_note || is_small && is_marked || mark_of(line).is_some() {
                opening = Some(first);
            }
        }
        if let Some(opening) = opening {
            for i in opening..end {
                out[i] = !is_running[i];
                if let Some(n) = mark_of(&lines[i]).filter(|_| !lines[i].opens_note) {
                    lines[i].note_marks.insert(0, 0..n);
                }
            }
        }
        end = start;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus_model::Span;

    /// Lines of type ten, twelve apart, in a column of the width of the longest.
    fn lines_of(text: &str) -> Vec<Line> {
        let n = text.lines().map(|l| l.chars().count()).max().unwrap_or(0) as i32;
        let mut y = 70_000;
        let mut out = Vec::new();
        for row in text.lines() {
            y -= 1200;
            if row.is_empty() {
                continue;
            }
            let indent = row.len() - row.trim_start().len();
            let row_text = row.trim_start();
            let first = row_text.split(' ').next().unwrap_or_default();
            out.push(Line {
                text: row_text.to_owned(),
                note_marks: Vec::new(),
                x0: indent as i32 * 500,
                x1: row.chars().count() as i32 * 500,
                y,
                size: 1000,
                is_bold: false,
                is_artifact: false,
                opens_note: false,
                widest_gap: 300,
                first_word: first.chars().count() as i32 * 500,
                page: 0,
                column: 0,
                left: 0,
                right: n * 500,
                from_top: 9,
                from_bottom: 9,
            });
        }
        out
    }

    fn check(text: &str, body: &str) {
        let flow = flow(lines_of(text), 1);
        assert_eq!(flow.body.text(), body);
    }

    #[test]
    fn lines_become_paragraphs() {
        check(
            "Some words that fill the line up\nand go on to the next of these.\n\nAnother paragraph here",
            "Some words that fill the line up and go on to the next of these.\n\nAnother paragraph here",
        );
        check(
            "Words that fill a line to its end\nand a short one.\nThe next begins at the very edge,",
            "Words that fill a line to its end and a short one.\n\nThe next begins at the very edge,",
        );
        check(
            "Words that fill this line to its end.\n  Set in from the edge, another begins\nand goes on to fill the whole line",
            "Words that fill this line to its end.\n\nSet in from the edge, another begins and goes on to fill the whole line",
        );
    }

    #[test]
    fn the_word_decides_about_its_hyphen() {
        check(
            "the council's admini-\nstration is late today",
            "the council's administration is late today",
        );
        check(
            "he is a well-\nknown writer of poems",
            "he is a well-known writer of poems",
        );
        check(
            "трубы здесь по-\nпрежнему текут в море",
            "трубы здесь по-прежнему текут в море",
        );
        check(
            "портовая по-\nлитика города ясна",
            "портовая политика города ясна",
        );
        check("что-\nто произошло в порту", "что-то произошло в порту");
        check("празд-\nнование в порту", "празднование в порту");
        check(
            "long-distance was the long-\ndistance connection",
            "long-distance was the long-distance connection",
        );
        check(
            "it was Jean-\nPierre who said this",
            "it was Jean-Pierre who said this",
        );
        check(
            "in the years 2021-\n2022 nobody did it",
            "in the years 2021-2022 nobody did it",
        );
    }

    #[test]
    fn items_of_a_list_stand_alone() {
        check(
            "• a supplement for each of the\n  crossings at night\n• two mechanics",
            "• a supplement for each of the crossings at night\n\n• two mechanics",
        );
    }

    #[test]
    fn spans_lead_back_to_the_lines() {
        let flow = flow(lines_of("the admini-\nstration is\n\nLate"), 1);
        let at = flow.body.text().find("administration").unwrap();
        let raw = flow.body.raw_from_text(Span::from_range(at..at + 14));
        assert_eq!(raw.of(&flow.decoded), "admini-\nstration");
    }

    #[test]
    fn heads_that_recur_are_left_out() {
        let mut lines = Vec::new();
        for page in 0..3_u32 {
            let text = format!(
                "Harbour Bulletin\nThe text of page {} goes on and\nfills it to its end here",
                page + 5
            );
            let mut of_page = lines_of(&text);
            let n = of_page.len() as u32;
            for (i, line) in (0..).zip(&mut of_page) {
                line.page = page;
                line.column = page;
                line.from_top = i;
                line.from_bottom = n - 1 - i;
            }
            if page == 0 {
                // The title of the whole, in large type, reads like the head.
                of_page[0].size = 2000;
            }
            of_page[1]
                .text
                .push_str(["", " on", " then"][page as usize]);
            lines.extend(of_page);
        }
        let flow = flow(lines, 3);
        let n_titles = flow.body.text().matches("Bulletin").count();
        assert_eq!(n_titles, 1, "{}", flow.body.text());
        assert!(flow.decoded.contains("Bulletin"));
        assert!(flow.n_running >= 2);
    }
}
