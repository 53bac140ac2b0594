//! A source as it came, cut into pieces by what became of each: read, cut, mended, markup, another's.
//!
//! Takes the decoded source and what a document knows of it; gives pieces that cover the source from end to
//! end, in its order, and the extent of the document in it. Neither is trusted: a pack may be damaged and a source
//! another one, so spans are clipped to characters of the source and overlaps go to what comes first.

use corpus_model::{Format, MapRun, RawSpan, Span};
use corpus_search::DocView;
use std::fmt::Write as _;
use std::ops::Range;

/// What became of a piece of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It stands before, after or between what the document is made of: other articles, the head of a page.
    Outside,
    /// Within the document, but no text: markup, blank lines.
    Layout,
    /// It is in the text.
    Kept,
    /// It was cut; the place among what was removed.
    Cut(usize),
    /// It was mended; the place among the repairs.
    Mended(usize),
}

/// A piece of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcePiece {
    /// Bytes of the decoded source.
    pub bytes: Range<usize>,
    /// What became of it.
    pub fate: Fate,
}

/// A whole source in pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceShown {
    /// Pieces, without gaps, in order.
    pub pieces: Vec<SourcePiece>,
    /// From the first to the last byte the document is made of.
    pub extent: Range<usize>,
}

/// Pieces of text that were copied out of the source, each with the byte that it was copied from: by them the
/// source of a document is known again.
#[must_use]
pub fn copies<'c>(doc: &DocView<'c>) -> Vec<(u32, &'c str)> {
    let text = doc.text();
    let copied = doc.map().filter(|run| run.is_copy);
    copied
        .map(|run| {
            let end = run.text_start.saturating_add(run.raw.len());
            (run.raw.start, Span::new(run.text_start, end).of(text))
        })
        .collect()
}

/// The rules that, put into the folder's `corpus.toml`, keep what was cut from a document: a `[[keep]]` for each line, once,
/// with the reason of the cut above it. Empty where nothing was cut.
#[must_use]
pub fn keep_rules(doc: &DocView<'_>) -> String {
    let source = doc.source();
    let cuts: Vec<(&str, &str)> = doc.removed().map(|cut| (cut.text, cut.why)).collect();
    // A line of a page is one line, wherever its markup breaks.
    match source.format {
        Format::Html => rules(source.path, &cuts, |text| vec![text]),
        _ => rules(source.path, &cuts, |text| text.lines().collect()),
    }
}

fn rules(path: &str, cuts: &[(&str, &str)], lines: fn(&str) -> Vec<&str>) -> String {
    let mut seen = Vec::new();
    let mut out = String::new();
    for (text, why) in cuts {
        for line in lines(text).into_iter().map(str::trim) {
            if line.is_empty() || seen.contains(&line) {
                continue;
            }
            seen.push(line);
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str("# ");
            out.push_str(&why.replace(char::is_control, " "));
            out.push_str("\n[[keep]]\nline = ");
            push_toml(&mut out, line);
            out.push_str("\nfiles = ");
            push_toml(&mut out, path);
            out.push('\n');
        }
    }
    out
}

/// A text as TOML writes it, in quotation marks.
fn push_toml(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => {
                // Writing to a `String` does not fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// The source of a document in pieces.
#[must_use]
pub fn source_of(doc: &DocView<'_>, decoded: &str) -> SourceShown {
    let runs: Vec<MapRun> = doc.map().collect();
    let removed: Vec<RawSpan> = doc.removed().map(|removed| removed.raw).collect();
    let repairs: Vec<Span> = doc.repairs().map(|repair| repair.span).collect();
    let head = match doc.source().format {
        Format::Markdown => front_matter_len(decoded),
        _ => 0,
    };
    let text_len = doc.text().len() as u32;
    shown(decoded, head, text_len, &runs, &removed, &repairs)
}

/// How many bytes the front matter takes: what a Markdown file says about its text. A title may be read from there, but
/// it is no part of the document.
fn front_matter_len(decoded: &str) -> usize {
    let mut lines = decoded.split_inclusive('\n');
    let Some(fence) = lines
        .next()
        .filter(|l| matches!(l.trim_end(), "---" | "+++"))
    else {
        return 0;
    };
    let mut at = fence.len();
    for line in lines {
        at += line.len();
        let bare = line.trim_end();
        if bare == fence.trim_end() || fence.starts_with('-') && bare == "..." {
            return at;
        }
    }
    0
}

fn shown(
    decoded: &str,
    head: usize,
    text_len: u32,
    runs: &[MapRun],
    removed: &[RawSpan],
    repairs: &[Span],
) -> SourceShown {
    let mut marks: Vec<(RawSpan, Fate)> = Vec::new();
    let cut = removed.iter().enumerate();
    marks.extend(cut.map(|(i, raw)| (*raw, Fate::Cut(i))));
    let mended = repairs.iter().enumerate();
    marks.extend(
        mended.filter_map(|(i, span)| Some((raw_of(*span, text_len, runs)?, Fate::Mended(i)))),
    );
    marks.extend(runs.iter().map(|run| (run.raw, Fate::Kept)));
    // What is special goes before what is merely kept, where both begin alike.
    marks.sort_by_key(|(raw, fate)| (raw.start, *fate == Fate::Kept, raw.end));

    let starts = runs.iter().map(|run| run.raw.start);
    let start = starts.filter(|start| *start as usize >= head).min();
    let end = runs.iter().map(|run| run.raw.end).max();
    let extent = on_characters(decoded, start.unwrap_or_default(), end.unwrap_or_default());
    let mut out = Pieces {
        extent: extent.clone(),
        at: 0,
        pieces: Vec::new(),
    };
    // A repair may begin within a run that was copied for the most part: it takes its piece out of it.
    let special: Vec<(RawSpan, Fate)> = marks
        .iter()
        .filter(|(_, fate)| *fate != Fate::Kept)
        .copied()
        .collect();
    let mut next = special.iter().peekable();
    for (raw, _) in marks.iter().filter(|(_, fate)| *fate == Fate::Kept) {
        let mut from = raw.start;
        while let Some((inner, fate)) = next.next_if(|(inner, _)| inner.start < raw.end) {
            out.put(decoded, from, inner.start, Fate::Kept);
            out.put(decoded, inner.start, inner.end, *fate);
            from = from.max(inner.end);
        }
        out.put(decoded, from, raw.end, Fate::Kept);
    }
    for (raw, fate) in next {
        out.put(decoded, raw.start, raw.end, *fate);
    }
    out.fill_to(decoded.len());
    SourceShown {
        pieces: out.pieces,
        extent,
    }
}

/// Where in the source a span of the text comes from; for an empty one, what is missing there.
fn raw_of(span: Span, text_len: u32, runs: &[MapRun]) -> Option<RawSpan> {
    let ends = runs.iter().skip(1).map(|run| run.text_start);
    let ends = ends.chain([text_len]);
    let mut whole: Option<RawSpan> = None;
    let mut before = None;
    for (run, end) in runs.iter().zip(ends) {
        if span.start == span.end {
            if run.text_start >= span.start {
                let from = before.unwrap_or(run.raw.start);
                return Some(RawSpan::new(from.min(run.raw.start), run.raw.start));
            }
            if run.is_copy && end > span.start {
                // Within a run nothing is missing.
                return None;
            }
            before = Some(run.raw.end);
            continue;
        }
        if end <= span.start || run.text_start >= span.end {
            continue;
        }
        let piece = if run.is_copy {
            let from = span.start.saturating_sub(run.text_start);
            let to = span.end.saturating_sub(run.text_start).min(run.raw.len());
            RawSpan::new(run.raw.start + from.min(to), run.raw.start + to)
        } else {
            run.raw
        };
        whole = Some(match whole {
            Some(whole) => RawSpan::new(whole.start.min(piece.start), whole.end.max(piece.end)),
            None => piece,
        });
    }
    whole
}

struct Pieces {
    extent: Range<usize>,
    at: usize,
    pieces: Vec<SourcePiece>,
}

impl Pieces {
    fn put(&mut self, decoded: &str, start: u32, end: u32, fate: Fate) {
        let bytes = on_characters(decoded, start, end);
        if bytes.is_empty() {
            return;
        }
        self.fill_to(bytes.start);
        self.push(self.at.max(bytes.start)..bytes.end, fate);
    }

    /// What nothing speaks of.
    fn fill_to(&mut self, end: usize) {
        let inner = self.extent.clone();
        self.push(self.at..end.min(inner.start), Fate::Outside);
        self.push(self.at..end.min(inner.end), Fate::Layout);
        self.push(self.at..end, Fate::Outside);
    }

    fn push(&mut self, bytes: Range<usize>, fate: Fate) {
        if bytes.start >= bytes.end {
            return;
        }
        self.at = bytes.end;
        match self.pieces.last_mut() {
            Some(last) if last.fate == fate && last.bytes.end == bytes.start => {
                last.bytes.end = bytes.end;
            }
            _ => self.pieces.push(SourcePiece { bytes, fate }),
        }
    }
}

/// A range that begins and ends between characters.
fn on_characters(text: &str, start: u32, end: u32) -> Range<usize> {
    let floor = |at: u32| text.floor_char_boundary(at as usize);
    floor(start)..floor(end).max(floor(start))
}

impl SourceShown {
    /// The part of the source that is shown at first: the document with `around` bytes before and behind it, and
    /// no more than `most` in all.
    #[must_use]
    pub fn at_first(&self, decoded: &str, around: usize, most: usize) -> Range<usize> {
        let start = self.extent.start.saturating_sub(around);
        let end = self.extent.end.saturating_add(around);
        let end = end.min(start.saturating_add(most)).min(decoded.len());
        decoded.floor_char_boundary(start)..decoded.floor_char_boundary(end)
    }

    /// The pieces within some bytes, those at the ends clipped.
    pub fn within(&self, bytes: Range<usize>) -> impl Iterator<Item = SourcePiece> + '_ {
        let first = self
            .pieces
            .partition_point(|piece| piece.bytes.end <= bytes.start);
        let rest = self.pieces.get(first..).unwrap_or_default();
        rest.iter()
            .map(move |piece| SourcePiece {
                bytes: piece.bytes.start.max(bytes.start)..piece.bytes.end.min(bytes.end),
                fate: piece.fate,
            })
            .take_while(|piece| piece.bytes.start < piece.bytes.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text_start: u32, raw: Range<u32>, is_copy: bool) -> MapRun {
        MapRun {
            text_start,
            raw: RawSpan::new(raw.start, raw.end),
            is_copy,
        }
    }

    /// Pieces as `[fate words]`: `.` outside, `~` layout, `=` kept, `-` cut, `!` mended.
    fn check(
        decoded: &str,
        text_len: u32,
        runs: &[MapRun],
        removed: &[(u32, u32)],
        repairs: &[(u32, u32)],
        wanted: &str,
    ) {
        let removed = removed.iter().map(|&(start, end)| RawSpan::new(start, end));
        let repairs = repairs.iter().map(|&(start, end)| Span::new(start, end));
        let (removed, repairs) = (Vec::from_iter(removed), Vec::from_iter(repairs));
        let head = front_matter_len(decoded);
        let shown = shown(decoded, head, text_len, runs, &removed, &repairs);
        let mut out = String::new();
        for piece in &shown.pieces {
            let sign = match piece.fate {
                Fate::Outside => '.',
                Fate::Layout => '~',
                Fate::Kept => '=',
                Fate::Cut(_) => '-',
                Fate::Mended(_) => '!',
            };
            out.push_str(&format!("[{sign}{}]", &decoded[piece.bytes.clone()]));
        }
        assert_eq!(out, wanted);
    }

    #[test]
    fn a_cut_line_becomes_a_rule_once() {
        let removed = [
            ("Read also", "navigation label"),
            (
                "\tSay \"yes\" \\ no\u{1}\n\nRead also",
                "call to the reader\nof two lines",
            ),
        ];
        let wanted = "# navigation label\n[[keep]]\nline = \"Read also\"\nfiles = \"a/b.txt\"\n\n\
            # call to the reader of two lines\n[[keep]]\nline = \"Say \\\"yes\\\" \\\\ no\\u0001\"\nfiles = \"a/b.txt\"\n";
        assert_eq!(
            rules("a/b.txt", &removed, |text| text.lines().collect()),
            wanted
        );
        assert_eq!(rules("a/b.txt", &[], |text| vec![text]), "");
        let page = rules("a.html", &[("Print\n<b>this</b>", "link")], |text| {
            vec![text]
        });
        assert!(page.contains("line = \"Print\\u000a<b>this</b>\"\n"));
    }

    #[test]
    fn a_page_is_markup_text_and_cuts() {
        check(
            "<p>Menu<p>A gale<p>Share",
            6,
            &[run(0, 10..16, true)],
            &[(3, 7), (19, 24)],
            &[],
            "[.<p>][-Menu][.<p>][=A gale][.<p>][-Share]",
        );
    }

    #[test]
    fn a_cut_within_the_text_and_markup_between() {
        check(
            "One<br>two Read also three",
            14,
            &[
                run(0, 0..3, true),
                run(4, 7..11, true),
                run(8, 21..26, true),
            ],
            &[(11, 20)],
            &[],
            "[=One][~<br>][=two ][-Read also][~ ][=three]",
        );
    }

    #[test]
    fn a_mended_letter_stands_with_what_it_was() {
        // `it\xe2\x80\x99s` written out as twelve letters, read as one.
        check(
            "itxe2x80x99s",
            6,
            &[
                run(0, 0..2, true),
                run(2, 2..11, false),
                run(5, 11..12, true),
            ],
            &[],
            &[(2, 5)],
            "[=it][!xe2x80x99][=s]",
        );
    }

    #[test]
    fn what_was_dropped_is_mended_too() {
        check(
            "ab\u{200b}cd",
            4,
            &[run(0, 0..2, true), run(2, 5..7, true)],
            &[],
            &[(2, 2)],
            "[=ab][!\u{200b}][=cd]",
        );
    }

    #[test]
    fn a_repair_takes_its_letters_out_of_what_was_copied() {
        check(
            "one two three",
            13,
            &[run(0, 0..13, true)],
            &[],
            &[(4, 7)],
            "[=one ][!two][= three]",
        );
    }

    #[test]
    fn an_article_of_a_bundle_leaves_the_others_outside() {
        check(
            "first\nsecond\nthird",
            6,
            &[run(0, 6..12, true)],
            &[],
            &[],
            "[.first\n][=second][.\nthird]",
        );
    }

    #[test]
    fn damaged_spans_are_clipped_to_characters() {
        check(
            "añb",
            9,
            &[run(0, 2..90, true), run(3, 1..2, true)],
            &[(1, 2), (80, 70)],
            &[(5, 1)],
            "[.a][=ñb]",
        );
        check("", 3, &[run(0, 0..3, true)], &[(0, 4)], &[(0, 1)], "");
        check("abc", 0, &[], &[], &[], "[.abc]");
    }

    #[test]
    fn a_long_source_is_shown_in_parts() {
        let decoded = "ä".repeat(50) + "text" + &"ö".repeat(50);
        let shown = shown(&decoded, 0, 4, &[run(0, 100..104, true)], &[], &[]);
        let first = shown.at_first(&decoded, 11, 1000);
        let pieces: Vec<&str> = shown
            .within(first)
            .map(|piece| &decoded[piece.bytes])
            .collect();
        assert_eq!(pieces, ["ääääää", "text", "ööööö"]);
        assert_eq!(shown.at_first(&decoded, 50, 20).len(), 20);
        assert_eq!(shown.within(0..0).count(), 0);
    }

    #[test]
    fn front_matter_is_outside_even_where_the_title_stands_in_it() {
        check(
            "---\ntitle: Pier\nurl: x\n---\n\nShut.",
            11,
            &[
                run(0, 11..15, true),
                run(4, 15..15, false),
                run(6, 28..33, true),
            ],
            &[],
            &[],
            "[.---\ntitle: ][=Pier][.\nurl: x\n---\n\n][=Shut.]",
        );
        check(
            "---\nPier",
            4,
            &[run(0, 4..8, true)],
            &[],
            &[],
            "[.---\n][=Pier]",
        );
    }
}
