//! Marks that nest and overlap, resolved into flat runs of text.
//!
//! Takes a text and marks over it, in any order; returns [`Run`]s that cover the asked part of the
//! text exactly, each with all marks that lie on it. [`pieces`] then puts runs into their clickable
//! marks, so that a name with a hit inside stays one thing to click, and one with a date inside is two.

use corpus_model::{EntityKind, Span};
use corpus_search::sorted_by;
use std::cmp::Reverse;

/// What a mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// A mention of an entity; `idx` is the mention's place in the document.
    Entity {
        /// What it is.
        kind: EntityKind,
        /// Index of the mention.
        idx: u32,
    },
    /// A date expression, by its index.
    Date(u32),
    /// A quotation, by its index.
    Quote(u32),
    /// Words that name a quotation's speaker or its verb of saying.
    Cue,
    /// Something the query asked for, by its index.
    Hit(u32),
    /// Mended text, by its index.
    Repair(u32),
}

impl MarkKind {
    /// Whether a click on it opens a card.
    #[must_use]
    pub const fn is_clickable(self) -> bool {
        matches!(self, Self::Entity { .. } | Self::Date(_))
    }
}

/// A mark over a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: MarkKind,
}

/// A part of the text on which the same marks lie throughout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Where.
    pub span: Span,
    /// Indices of the marks that lie on it, ascending.
    pub marks: Vec<u32>,
}

/// A run, or a clickable mark with what lies inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text.
    Run(Run),
    /// A clickable mark. One that crosses the end of a longer one comes in two of these.
    Mark {
        /// Its index.
        mark: u32,
        /// What it holds, in text order.
        inside: Vec<Piece>,
    },
}

/// Flat runs that cover `part` of `text` exactly.
///
/// An end that falls inside a character moves back to its first byte; an empty mark is left out.
#[must_use]
pub fn runs(text: &str, part: Span, marks: &[Mark]) -> Vec<Run> {
    let part = on_boundaries(text, part);
    let spans: Vec<(u32, Span)> = (0..)
        .zip(marks)
        .map(|(i, mark)| {
            let span = on_boundaries(text, mark.span);
            let clipped = Span::new(span.start.max(part.start), span.end.min(part.end));
            (i, clipped)
        })
        .filter(|(_, span)| !span.is_empty())
        .collect();

    let mut cuts = vec![part.start, part.end];
    cuts.extend(spans.iter().flat_map(|(_, span)| [span.start, span.end]));
    let mut cuts = sorted_by(cuts, Ord::cmp);
    cuts.dedup();

    // A sweep: marks enter by start, and leave the open set where they end.
    let by_start = sorted_by(spans, |a, b| (a.1.start, a.0).cmp(&(b.1.start, b.0)));
    let mut waiting = by_start.into_iter().peekable();
    let mut open: Vec<(u32, Span)> = Vec::new();
    let mut out = Vec::with_capacity(cuts.len());
    for pair in cuts.windows(2) {
        let span = Span::new(pair[0], pair[1]);
        open.retain(|(_, mark)| mark.end > span.start);
        while let Some(mark) = waiting.next_if(|(_, mark)| mark.start <= span.start) {
            let place = open.partition_point(|(other, _)| *other < mark.0);
            open.insert(place, mark);
        }
        let marks = open.iter().map(|(i, _)| *i).collect();
        out.push(Run { span, marks });
    }
    out
}

/// Puts runs into their clickable marks, the longer mark around the shorter one.
#[must_use]
pub fn pieces(runs: Vec<Run>, marks: &[Mark]) -> Vec<Piece> {
    // What is open, outermost first, with what it holds so far; the first one is the text itself.
    let mut open: Vec<(u32, Vec<Piece>)> = vec![(u32::MAX, Vec::new())];
    for run in runs {
        let around = clickable(&run, marks);
        let here = open.iter().skip(1).zip(&around);
        let n_kept = 1 + here.take_while(|((open, _), mark)| open == *mark).count();
        close(&mut open, n_kept);
        open.extend(
            around
                .iter()
                .skip(n_kept - 1)
                .map(|&mark| (mark, Vec::new())),
        );
        if let Some((_, inside)) = open.last_mut() {
            inside.push(Piece::Run(run));
        }
    }
    close(&mut open, 1);
    open.pop().map(|(_, inside)| inside).unwrap_or_default()
}

/// The clickable marks on a run, the longest first; of marks with the same ends the first is innermost.
fn clickable(run: &Run, marks: &[Mark]) -> Vec<u32> {
    let is_clickable = |i: &u32| {
        marks
            .get(*i as usize)
            .is_some_and(|mark| mark.kind.is_clickable())
    };
    let found: Vec<u32> = run.marks.iter().copied().filter(is_clickable).collect();
    let key = |i: u32| (Reverse(marks[i as usize].span.len()), Reverse(i));
    sorted_by(found, |a, b| key(*a).cmp(&key(*b)))
}

/// Closes all but the outermost `n` of the open marks.
fn close(open: &mut Vec<(u32, Vec<Piece>)>, n: usize) {
    while open.len() > n.max(1) {
        if let Some((mark, inside)) = open.pop()
            && let Some((_, around)) = open.last_mut()
        {
            around.push(Piece::Mark { mark, inside });
        }
    }
}

fn on_boundaries(text: &str, span: Span) -> Span {
    let boundary = |byte: u32| {
        let mut byte = (byte as usize).min(text.len());
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    };
    Span::from_range(boundary(span.start)..boundary(span.end).max(boundary(span.start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: MarkKind = MarkKind::Entity {
        kind: EntityKind::Person,
        idx: 0,
    };

    /// `shape` writes every run as its marks' indices and its text.
    #[track_caller]
    fn check(text: &str, spans: &[(u32, u32)], shape: &str) {
        let marks: Vec<Mark> = spans
            .iter()
            .map(|&(start, end)| Mark {
                span: Span::new(start, end),
                kind: NAME,
            })
            .collect();
        let got = runs(text, Span::from_range(0..text.len()), &marks);
        let covered: String = got.iter().map(|run| run.span.of(text)).collect();
        assert_eq!(covered, text, "runs cover the text exactly");
        let got: Vec<String> = got
            .iter()
            .map(|run| {
                let marks: String = run.marks.iter().map(u32::to_string).collect();
                format!("{marks}[{}]", run.span.of(text))
            })
            .collect();
        assert_eq!(got.join(""), shape);
    }

    #[test]
    fn unmarked_text_is_one_run() {
        check("plain", &[], "[plain]");
        check("", &[(0, 4)], "");
    }

    #[test]
    fn marks_that_nest() {
        check("a bc d", &[(0, 6), (2, 4)], "0[a ]01[bc]0[ d]");
    }

    #[test]
    fn marks_that_overlap() {
        check("abcdef", &[(2, 5), (0, 3)], "1[ab]01[c]0[de][f]");
    }

    #[test]
    fn marks_with_the_same_ends() {
        check("abc", &[(1, 2), (1, 2), (1, 3)], "[a]012[b]2[c]");
    }

    #[test]
    fn marks_that_do_not_fit() {
        check("aéb", &[(0, 2), (2, 90), (3, 3)], "0[a]1[éb]");
        check("ab", &[(7, 9)], "[ab]");
    }

    /// `shape` writes every clickable mark as its number and what it holds.
    #[track_caller]
    fn check_pieces(text: &str, marks: &[(u32, u32, MarkKind)], shape: &str) {
        let marks: Vec<Mark> = marks
            .iter()
            .map(|&(start, end, kind)| Mark {
                span: Span::new(start, end),
                kind,
            })
            .collect();
        let runs = runs(text, Span::from_range(0..text.len()), &marks);
        fn write(text: &str, pieces: &[Piece]) -> String {
            let one = |piece: &Piece| match piece {
                Piece::Run(run) => format!("{}.", run.span.of(text)),
                Piece::Mark { mark, inside } => format!("{mark}[{}]", write(text, inside)),
            };
            pieces.iter().map(one).collect()
        }
        assert_eq!(write(text, &pieces(runs, &marks)), shape);
    }

    const DATE: MarkKind = MarkKind::Date(0);

    #[test]
    fn a_hit_inside_a_name_leaves_one_thing_to_click() {
        let hit = (8, 11, MarkKind::Hit(0));
        check_pieces(
            "met Ann Lee today",
            &[hit, (4, 11, NAME)],
            "met .1[Ann .Lee.] today.",
        );
    }

    #[test]
    fn a_date_inside_a_name_is_a_mark_inside_a_mark() {
        check_pieces(
            "the May Accord fell",
            &[(4, 14, NAME), (4, 7, DATE)],
            "the .0[1[May.] Accord.] fell.",
        );
    }

    #[test]
    fn of_two_that_cross_the_shorter_is_divided() {
        check_pieces(
            "abcdef",
            &[(0, 3, NAME), (2, 6, NAME)],
            "0[ab.]1[0[c.]def.]",
        );
    }

    #[test]
    fn of_two_with_the_same_ends_the_first_is_inside() {
        check_pieces("on May", &[(3, 6, NAME), (3, 6, DATE)], "on .1[0[May.]]");
    }

    #[test]
    fn neighbours_stay_apart() {
        check_pieces("AnnLee", &[(0, 3, NAME), (3, 6, NAME)], "0[Ann.]1[Lee.]");
        check_pieces("", &[], "");
    }

    #[test]
    fn only_the_asked_part_is_cut() {
        let text = "one two three";
        let mark = Mark {
            span: Span::new(0, 9),
            kind: NAME,
        };
        let got = runs(text, Span::new(4, 13), &[mark]);
        let spans: Vec<_> = got.iter().map(|run| run.span.of(text)).collect();
        assert_eq!(spans, ["two t", "hree"]);
    }

    #[test]
    fn any_marks_cover_exactly() {
        let text = "añb—𝔘c d".repeat(3);
        let len = text.len() as u32;
        let mut seed = 3_u32;
        let mut roll = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) % (len + 4)
        };
        for _ in 0..500 {
            let marks: Vec<Mark> = (0..5)
                .map(|_| Mark {
                    span: Span::new(roll(), roll()),
                    kind: NAME,
                })
                .collect();
            let got = runs(&text, Span::new(0, len), &marks);
            let covered: String = got.iter().map(|run| run.span.of(&text)).collect();
            assert_eq!(covered, text);
        }
    }
}
