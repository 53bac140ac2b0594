//! Words of a page to lines in reading order.
//!
//! In: words with their places. Out: lines, column after column. A page is cut where a strip without
//! text runs down between two sides that both read like running text; tables, whose cells do not fill their
//! columns, are read row by row. Whole numbers only, ties by place.

use super::content::{Direction, Word};

/// Columns in columns.
const MAX_DEPTH: u32 = 5;
/// Rows that must have text on both sides of a strip.
const MIN_ROWS: usize = 3;

/// A line of text in its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) text: String,
    /// The text without marks of notes that stand raised behind words.
    pub(super) note_marks: Vec<std::ops::Range<usize>>,
    pub(super) x0: i32,
    pub(super) x1: i32,
    pub(super) y: i32,
    pub(super) size: i32,
    pub(super) is_bold: bool,
    pub(super) is_artifact: bool,
    /// It begins with a raised figure, as notes do.
    pub(super) opens_note: bool,
    /// The widest space between its words.
    pub(super) widest_gap: i32,
    /// Width of its first word.
    pub(super) first_word: i32,
    pub(super) page: u32,
    /// Which column of the document, counted through.
    pub(super) column: u32,
    /// Edges of the column.
    pub(super) left: i32,
    pub(super) right: i32,
    /// In the running text of its page, it is the first or last row (counted from 0 at each edge).
    pub(super) from_top: u32,
    pub(super) from_bottom: u32,
}

/// The lines of a page in reading order; `column` counts on.
pub(super) fn lines(words: Vec<Word>, page: u32, column: &mut u32) -> Vec<Line> {
    let mut by_direction: Vec<(Direction, Vec<Word>)> = Vec::new();
    for word in words {
        match by_direction.iter_mut().find(|(d, _)| *d == word.direction) {
            Some((_, words)) => words.push(word),
            None => by_direction.push((word.direction, vec![word])),
        }
    }
    // What most of the page is written in comes first; a stamp along the edge after it.
    by_direction.sort_by_key(|(direction, words)| {
        let n: usize = words.iter().map(|w| w.text.len()).sum();
        (std::cmp::Reverse(n), *direction)
    });
    let mut out = Vec::new();
    for (_, words) in by_direction {
        let (heads, words): (Vec<Word>, Vec<Word>) = words.into_iter().partition(|w| w.is_artifact);
        let edges = rows(heads);
        let body = rows(words);
        // Head and foot go where they stand.
        let middle = body.first().map_or(0, |r| r.y);
        let (top, bottom): (Vec<Row>, Vec<Row>) = edges.into_iter().partition(|r| r.y >= middle);
        for rows in [top, body, bottom] {
            if rows.is_empty() {
                continue;
            }
            let n_rows = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            let ys: Vec<i32> = rows.iter().map(|r| r.y).collect();
            let start = out.len();
            order(rows, 0, page, column, &mut out);
            for line in out.iter_mut().skip(start) {
                // Columns do not share their baselines: count rows of the page that lie outside.
                let above = ys.partition_point(|y| *y > line.y + line.size / 4);
                line.from_top = u32::try_from(above).unwrap_or(u32::MAX);
                let below = ys.len() - ys.partition_point(|y| *y >= line.y - line.size / 4);
                line.from_bottom = u32::try_from(below).unwrap_or(n_rows);
            }
        }
    }
    out
}

/// Words on one baseline, from left to right.
#[derive(Debug, Clone)]
struct Row {
    words: Vec<Word>,
    y: i32,
    size: i32,
}

impl Row {
    fn x0(&self) -> i32 {
        self.words.iter().map(|w| w.x0).min().unwrap_or(0)
    }

    fn x1(&self) -> i32 {
        self.words.iter().map(|w| w.x1).max().unwrap_or(0)
    }

    fn n_letters(&self) -> usize {
        self.words.iter().map(|w| w.text.chars().count()).sum()
    }
}

/// Groups words by baseline, from top to bottom.
fn rows(mut words: Vec<Word>) -> Vec<Row> {
    words.sort_by(|a, b| (b.y, a.x0, a.x1, &a.text).cmp(&(a.y, b.x0, b.x1, &b.text)));
    let mut rows: Vec<Row> = Vec::new();
    for word in words {
        match rows.last_mut() {
            Some(row) if row.y - word.y <= word.size.max(row.size) * 15 / 100 => {
                row.size = row.size.max(word.size);
                row.words.push(word);
            }
            _ => rows.push(Row {
                y: word.y,
                size: word.size,
                words: vec![word],
            }),
        }
    }
    for row in &mut rows {
        row.words
            .sort_by(|a, b| (a.x0, a.x1, &a.text).cmp(&(b.x0, b.x1, &b.text)));
        // Bold made by printing twice.
        row.words.dedup_by(|b, a| {
            a.text == b.text && (b.x0 - a.x0).abs() < a.size / 4 && (b.x1 - a.x1).abs() < a.size / 4
        });
    }
    rows
}

/// The size that most letters have.
fn usual_size(rows: &[Row]) -> i32 {
    let mut sizes: Vec<(i32, usize)> = rows
        .iter()
        .flat_map(|r| r.words.iter().map(|w| (w.size, w.text.len())))
        .collect();
    sizes.sort_unstable();
    let half = sizes.iter().map(|(_, n)| n).sum::<usize>() / 2;
    let mut n = 0;
    for (size, len) in &sizes {
        n += len;
        if n > half {
            return *size;
        }
    }
    1000
}

/// How a row lies to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
    Both,
    Across,
}

fn side(row: &Row, at: i32, width: i32) -> Side {
    let left = row.words.iter().filter(|w| w.x0 < at).map(|w| w.x1).max();
    let right = row.words.iter().filter(|w| w.x0 >= at).map(|w| w.x0).min();
    match (left, right) {
        (Some(left), _) if left > at => Side::Across,
        (Some(left), Some(right)) if right - left < width => Side::Across,
        (Some(_), Some(_)) => Side::Both,
        (Some(_), None) => Side::Left,
        (None, _) => Side::Right,
    }
}

/// Puts rows into reading order, cutting off one pair of columns after the other.
fn order(rows: Vec<Row>, depth: u32, page: u32, column: &mut u32, out: &mut Vec<Line>) {
    let mut above = if depth < MAX_DEPTH && rows.len() >= MIN_ROWS {
        side_by_side(&rows)
    } else {
        Vec::new()
    };
    let Some((run, at)) = columns(&above) else {
        emit(rows, page, column, out);
        return;
    };
    let mut inside = above.split_off(run.start);
    let below = inside.split_off(run.end - run.start);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for row in inside {
        let (l, r): (Vec<Word>, Vec<Word>) = row.words.into_iter().partition(|w| w.x0 < at);
        left.extend(l);
        right.extend(r);
    }
    let words = |rows: Vec<Row>| rows.into_iter().flat_map(|r| r.words).collect();
    for words in [words(above), left, right, words(below)] {
        if !words.is_empty() {
            order(self::rows(words), depth + 1, page, column, out);
        }
    }
}

/// Rows with those joined that lie beside each other at slightly different heights, as the lines of two
/// columns do.
fn side_by_side(rows: &[Row]) -> Vec<Row> {
    let mut out: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        match out.last_mut() {
            Some(before)
                if before.y - row.y < before.size.min(row.size) * 8 / 10
                    && (before.x1() < row.x0() || row.x1() < before.x0()) =>
            {
                before.words.extend(row.words.iter().cloned());
                before
                    .words
                    .sort_by(|a, b| (a.x0, a.x1, &a.text).cmp(&(b.x0, b.x1, &b.text)));
            }
            _ => out.push(row.clone()),
        }
    }
    out
}

/// The longest run of rows with a strip between columns, and where the strip lies.
fn columns(rows: &[Row]) -> Option<(std::ops::Range<usize>, i32)> {
    if rows.len() < MIN_ROWS {
        return None;
    }
    let size = usual_size(rows);
    let width = size * 9 / 10;
    // Gaps open and close; where most are open a strip may lie.
    let mut events: Vec<(i32, i32)> = Vec::new();
    for row in rows {
        let mut end: Option<i32> = None;
        for word in &row.words {
            if let Some(end) = end
                && word.x0 - end >= width
            {
                events.push((end, 1));
                events.push((word.x0, -1));
            }
            end = Some(end.unwrap_or(word.x1).max(word.x1));
        }
    }
    // At one place, gaps open before others close.
    events.sort_unstable_by_key(|(x, open)| (*x, -open));
    let mut strips: Vec<(i32, i32)> = Vec::new();
    let mut n_open = 0;
    for (i, (x, open)) in events.iter().enumerate() {
        n_open += open;
        if *open > 0
            && n_open >= MIN_ROWS as i32
            && let Some((next, -1)) = events.get(i + 1)
        {
            strips.push((n_open, x.midpoint(*next)));
        }
    }
    strips.sort_unstable_by_key(|(n, x)| (std::cmp::Reverse(*n), *x));
    strips
        .iter()
        .take(8)
        .filter_map(|(_, at)| best_run(rows, *at, width, size).map(|run| (run, *at)))
        .max_by_key(|(run, at)| (run.len(), std::cmp::Reverse(*at)))
}

fn best_run(rows: &[Row], at: i32, width: i32, size: i32) -> Option<std::ops::Range<usize>> {
    let sides: Vec<Side> = rows.iter().map(|r| side(r, at, width)).collect();
    let mut best: Option<std::ops::Range<usize>> = None;
    let mut start = 0;
    while start < rows.len() {
        if sides[start] == Side::Across {
            start += 1;
            continue;
        }
        let mut end = start;
        while end < rows.len() && sides[end] != Side::Across {
            end += 1;
        }
        let run = trimmed(rows, &sides, start..end, size);
        if best.as_ref().is_none_or(|b| run.len() > b.len()) && is_prose(rows, &run, at) {
            best = Some(run);
        }
        start = end;
    }
    best
}

/// Without rows at the ends that lie on one side only and apart from the rest.
fn trimmed(
    rows: &[Row],
    sides: &[Side],
    run: std::ops::Range<usize>,
    size: i32,
) -> std::ops::Range<usize> {
    let Some(first) = run.clone().find(|i| sides[*i] == Side::Both) else {
        return run.start..run.start;
    };
    let last = run
        .clone()
        .rev()
        .find(|i| sides[*i] == Side::Both)
        .unwrap_or(first);
    let is_apart = |i: usize, j: usize| {
        let distance = rows[i].y - rows[j].y;
        distance > size * 2 || (rows[i].size - rows[j].size).abs() * 10 > size
    };
    // Rows of two columns may alternate; the one before on the same side counts.
    let mut start = first;
    while start > run.start && !is_apart(start - 1, start) {
        start -= 1;
    }
    let mut end = last + 1;
    while end < run.end && !is_apart(end - 1, end) {
        end += 1;
    }
    start..end
}

/// Whether both sides read like running text: lines that fill their column and hold more than figures.
fn is_prose(rows: &[Row], run: &std::ops::Range<usize>, at: i32) -> bool {
    let Some(rows) = rows.get(run.clone()) else {
        return false;
    };
    let mut n_both = 0;
    let mut sides = [const { Vec::new() }; 2];
    for row in rows {
        let (left, right): (Vec<&Word>, Vec<&Word>) = row.words.iter().partition(|w| w.x0 < at);
        n_both += usize::from(!left.is_empty() && !right.is_empty());
        for (lines, words) in sides.iter_mut().zip([left, right]) {
            if let (Some(x0), Some(x1)) = (
                words.iter().map(|w| w.x0).min(),
                words.iter().map(|w| w.x1).max(),
            ) {
                let n: usize = words.iter().map(|w| w.text.chars().count()).sum();
                let n_digits: usize = words
                    .iter()
                    .map(|w| w.text.chars().filter(char::is_ascii_digit).count())
                    .sum();
                lines.push((x0, x1, n, n_digits));
            }
        }
    }
    n_both >= MIN_ROWS
        && sides.iter().all(|lines| {
            let left = lines.iter().map(|l| l.0).min().unwrap_or(0);
            let right = lines.iter().map(|l| l.1).max().unwrap_or(0);
            let width = i64::from(right - left);
            let filled: i64 = lines.iter().map(|l| i64::from(l.1 - l.0)).sum();
            let n_letters: usize = lines.iter().map(|l| l.2).sum();
            let n_digits: usize = lines.iter().map(|l| l.3).sum();
            filled * 100 >= width * 60 * lines.len() as i64
                && n_letters >= 12 * lines.len()
                && n_digits * 3 <= n_letters
        })
}

/// One column: raised and lowered letters join their line, and lines get their edges.
fn emit(rows: Vec<Row>, page: u32, column: &mut u32, out: &mut Vec<Line>) {
    let rows = joined(rows);
    let left = rows
        .iter()
        .filter(|r| r.n_letters() > 1)
        .map(Row::x0)
        .min()
        .unwrap_or(0);
    let right = rows.iter().map(Row::x1).max().unwrap_or(0);
    out.extend(rows.iter().map(|row| line(row, page, *column, left, right)));
    *column = column.saturating_add(1);
}

/// Joins rows of small letters to the row that they belong to.
fn joined(rows: Vec<Row>) -> Vec<Row> {
    let mut out: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(before) = out.last_mut() else {
            out.push(row);
            continue;
        };
        let distance = before.y - row.y;
        let touches = |small: &Row, big: &Row| {
            small.words.iter().all(|s| {
                big.words
                    .iter()
                    .any(|b| s.x0 - b.x1 < big.size * 3 / 10 && b.x0 - s.x1 < big.size * 3 / 10)
            })
        };
        if before.size * 10 < row.size * 8 && distance * 10 < row.size * 6 && touches(before, &row)
        {
            let mut row = row;
            row.words.append(&mut before.words);
            row.words
                .sort_by(|a, b| (a.x0, a.x1, &a.text).cmp(&(b.x0, b.x1, &b.text)));
            *before = row;
        } else if row.size * 10 < before.size * 8
            && distance * 10 < before.size * 4
            && touches(&row, before)
        {
            before.words.extend(row.words);
            before
                .words
                .sort_by(|a, b| (a.x0, a.x1, &a.text).cmp(&(b.x0, b.x1, &b.text)));
        } else {
            out.push(row);
        }
    }
    out
}

fn line(row: &Row, page: u32, column: u32, left: i32, right: i32) -> Line {
    let mut text = String::new();
    let mut note_marks = Vec::new();
    let mut end: Option<&Word> = None;
    let mut opens_note = false;
    let mut widest_gap = 0;
    let last = row.words.len().saturating_sub(1);
    for (i, word) in row.words.iter().enumerate() {
        let is_raised = word.y - row.y > row.size / 8 && word.size * 10 < row.size * 8;
        if let Some(before) = end {
            let gap = word.x0 - before.x1;
            widest_gap = widest_gap.max(gap);
            // Words that touch are one that changes its font.
            let is_apart =
                gap > row.size * 12 / 100 || before.has_space_after && gap > -row.size / 10;
            if is_apart {
                text.push(' ');
            }
            if is_raised && !is_apart && is_note_mark(&word.text, &text) {
                note_marks.push(text.len()..text.len() + word.text.len());
            }
        } else if is_raised && last > 0 && is_note_sign(&word.text) {
            opens_note = true;
            note_marks.push(0..word.text.len());
        }
        // A soft hyphen within a line parts nothing.
        let is_end = i == last && word.text.ends_with('\u{ad}');
        for c in word.text.chars().filter(|c| *c != '\u{ad}') {
            text.push(c);
        }
        if is_end {
            text.push('\u{ad}');
        }
        end = Some(word);
    }
    let x0 = row.x0();
    // What stands alone before a line and has no name is the sign of a list, in a font of signs.
    if row.words.len() > 1
        && row.words[0].text == "\u{fffd}"
        && let Some(rest) = text.strip_prefix("\u{fffd} ")
    {
        text = format!("• {rest}");
        note_marks.clear();
    }
    // The first word as it would be wrapped: up to the first space.
    let first_end = row
        .words
        .windows(2)
        .find(|w| w[1].x0 - w[0].x1 > row.size * 12 / 100 || w[0].has_space_after)
        .map_or_else(|| row.x1(), |w| w[0].x1);
    Line {
        text,
        note_marks,
        x0,
        x1: row.x1(),
        y: row.y,
        size: row.size,
        is_bold: row.words.iter().all(|w| w.is_bold),
        is_artifact: row.words.iter().all(|w| w.is_artifact),
        opens_note,
        widest_gap,
        first_word: first_end - x0,
        page,
        column,
        left,
        right,
        from_top: 0,
        from_bottom: 0,
    }
}

fn is_note_sign(mark: &str) -> bool {
    mark.len() <= 8
        && mark
            .chars()
            .all(|c| c.is_ascii_digit() || "*†‡,[]".contains(c))
}

/// A small raised figure or star behind a word refers to a note; behind a unit it may be a power.
fn is_note_mark(mark: &str, before: &str) -> bool {
    let word: Vec<char> = before
        .chars()
        .rev()
        .take_while(|c| !c.is_whitespace())
        .collect();
    let n_letters = word.iter().filter(|c| c.is_alphabetic()).count();
    let follows_mark = word.first().is_some_and(|c| !c.is_alphanumeric());
    is_note_sign(mark) && (n_letters >= 4 || follows_mark && n_letters > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, x: i32, y: i32) -> Word {
        Word {
            text: text.to_owned(),
            x0: x,
            x1: x + 500 * text.chars().count() as i32,
            y,
            size: 1000,
            is_bold: false,
            is_artifact: false,
            has_space_after: true,
            direction: Direction::Right,
        }
    }

    /// Lays out rows of cells, each at its place in points.
    fn check(rows: &[&[(i32, &str)]], lines_wanted: &[&str]) {
        let mut words = Vec::new();
        for (i, row) in rows.iter().enumerate() {
            for (x, cell) in *row {
                let mut at = x * 100;
                for part in cell.split(' ') {
                    let word = word(part, at, 70_000 - i as i32 * 1200);
                    at = word.x1 + 300;
                    words.push(word);
                }
            }
        }
        let mut column = 0;
        let found = lines(words, 0, &mut column);
        let texts: Vec<&str> = found.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(texts, lines_wanted);
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        check(
            &[
                &[(50, "A headline that runs across both of the columns here")],
                &[
                    (50, "the first column has"),
                    (180, "and the second goes on"),
                ],
                &[
                    (50, "three lines that fill"),
                    (180, "beside it without end"),
                ],
                &[
                    (50, "nearly all its width"),
                    (180, "until it comes to this"),
                ],
            ],
            &[
                "A headline that runs across both of the columns here",
                "the first column has",
                "three lines that fill",
                "nearly all its width",
                "and the second goes on",
                "beside it without end",
                "until it comes to this",
            ],
        );
    }

    #[test]
    fn columns_need_not_share_their_baselines() {
        let mut words = Vec::new();
        for (x, top, texts) in [
            (
                5000,
                70_000,
                [
                    "the first column has",
                    "three lines that fill",
                    "nearly all its width",
                ],
            ),
            (
                18_000,
                69_500,
                [
                    "and the second goes on",
                    "beside it without end",
                    "until it comes to this",
                ],
            ),
        ] {
            for (i, text) in texts.iter().enumerate() {
                words.push(word(text, x, top - i as i32 * 1200));
            }
        }
        let mut column = 0;
        let found = lines(words, 0, &mut column);
        assert_eq!(found[1].text, "three lines that fill");
        assert_eq!(found[3].text, "and the second goes on");
    }

    #[test]
    fn tables_are_read_row_by_row() {
        check(
            &[
                &[(50, "Vessel"), (180, "14 crossings in March")],
                &[(50, "Aurelia of Port Ellery"), (180, "9")],
                &[(50, "Old"), (180, "230")],
                &[(50, "Swan"), (180, "11")],
            ],
            &[
                "Vessel 14 crossings in March",
                "Aurelia of Port Ellery 9",
                "Old 230",
                "Swan 11",
            ],
        );
    }

    #[test]
    fn a_sign_without_a_name_before_a_line_is_that_of_a_list() {
        check(&[&[(50, "\u{fffd} first point")]], &["• first point"]);
    }

    #[test]
    fn raised_figures_join_their_line() {
        let mut words = vec![
            word("reporters.", 5000, 70_000),
            word("They", 11_000, 70_000),
        ];
        let mut mark = word("1", 10_000, 70_330);
        mark.size = 600;
        mark.x1 = 10_300;
        words[0].has_space_after = false;
        words.push(mark);
        let mut column = 0;
        let found = lines(words, 0, &mut column);
        assert_eq!(found[0].text, "reporters.1 They");
        assert_eq!(found[0].note_marks.first(), Some(&(10..11)));
    }
}
