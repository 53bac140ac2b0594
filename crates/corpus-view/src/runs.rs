//! Marks that nest and overlap, resolved into flat runs of text.
//!
//! Takes a text and marks over it, in any order; returns [`Run`]s that cover the asked part of the
//! text exactly, each with all marks that lie on it. [`pieces`] then joins runs of one clickable
//! mark, so that a name with a hit inside stays one thing to click.

use corpus_model::{EntityKind, Span};
use corpus_search::sorted_by;

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

/// Runs that share one clickable mark, or one run that has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The clickable mark, by its index.
    pub active: Option<u32>,
    /// Its runs, in text order.
    pub runs: Vec<Run>,
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

/// Joins neighbouring runs that share their innermost clickable mark.
#[must_use]
pub fn pieces(runs: Vec<Run>, marks: &[Mark]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for run in runs {
        // The shortest clickable mark is the innermost.
        let active = run
            .marks
            .iter()
            .copied()
            .filter(|&i| marks[i as usize].kind.is_clickable())
            .min_by_key(|&i| (marks[i as usize].span.len(), i));
        match out.last_mut() {
            Some(last) if active.is_some() && last.active == active => last.runs.push(run),
            _ => out.push(Piece {
                active,
                runs: vec![run],
            }),
        }
    }
    out
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

    #[test]
    fn a_hit_inside_a_name_leaves_one_thing_to_click() {
        let text = "met Ann Lee today";
        let hit = Mark {
            span: Span::new(8, 11),
            kind: MarkKind::Hit(0),
        };
        let name = Mark {
            span: Span::new(4, 11),
            kind: NAME,
        };
        let marks = [hit, name];
        let runs = runs(text, Span::from_range(0..text.len()), &marks);
        let pieces = pieces(runs, &marks);
        let shape: Vec<_> = pieces.iter().map(|p| (p.active, p.runs.len())).collect();
        assert_eq!(shape, [(None, 1), (Some(1), 2), (None, 1)]);
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
