//! Spans, days and the model's small enums as numbers.

use corpus_model::{DayInterval, DayNumber, Format, Precision, QuoteKind, Span, Stage, TimexType};
use corpus_pack::{Cursor, put_signed, put_varint};

/// A span after the one before it: the gap, then the length. Any order survives, sorted ones are short.
pub(crate) fn put_span(out: &mut Vec<u8>, previous_end: &mut u32, span: Span) {
    put_varint(out, span.start.wrapping_sub(*previous_end));
    put_varint(out, span.len());
    *previous_end = span.end;
}

pub(crate) fn span(cursor: &mut Cursor<'_>, previous_end: &mut u32) -> Span {
    let start = previous_end.wrapping_add(cursor.varint());
    let span = Span::new(start, start.saturating_add(cursor.varint()));
    *previous_end = span.end;
    span
}

pub(crate) fn put_opt_span(out: &mut Vec<u8>, span: Option<Span>) {
    match span {
        None => put_varint(out, 0),
        Some(span) => {
            put_varint(out, span.start.saturating_add(1));
            put_varint(out, span.len());
        }
    }
}

pub(crate) fn opt_span(cursor: &mut Cursor<'_>) -> Option<Span> {
    let start = cursor.varint().checked_sub(1)?;
    Some(Span::new(start, start.saturating_add(cursor.varint())))
}

pub(crate) fn put_opt_interval(out: &mut Vec<u8>, interval: Option<DayInterval>) {
    let Some(interval) = interval else {
        return out.push(0);
    };
    out.push(
        1 | u8::from(interval.begin.is_some()) << 1
            | u8::from(interval.end_exclusive.is_some()) << 2,
    );
    if let Some(begin) = interval.begin {
        put_signed(out, begin.0);
    }
    if let Some(end) = interval.end_exclusive {
        let begin = interval.begin.map_or(0, |day| day.0);
        put_signed(out, end.0.wrapping_sub(begin));
    }
}

pub(crate) fn opt_interval(cursor: &mut Cursor<'_>) -> Option<DayInterval> {
    let flags = cursor.byte();
    let begin = (flags & 2 != 0).then(|| cursor.signed());
    let end = (flags & 4 != 0).then(|| cursor.signed().wrapping_add(begin.unwrap_or(0)));
    (flags & 1 != 0).then_some(DayInterval {
        begin: begin.map(DayNumber),
        end_exclusive: end.map(DayNumber),
    })
}

/// An enum of the model as its place in a list of all.
pub(crate) trait Numbered: Copy + PartialEq + 'static {
    const ALL: &'static [Self];

    fn number(self) -> u8 {
        Self::ALL.iter().position(|x| *x == self).unwrap_or(0) as u8
    }

    /// The value of that number; the first for a number that no writer uses.
    fn from_number(n: u8) -> Self {
        *Self::ALL.get(usize::from(n)).unwrap_or(&Self::ALL[0])
    }
}

impl Numbered for Format {
    const ALL: &'static [Self] = &Self::ALL;
}

impl Numbered for Precision {
    const ALL: &'static [Self] = &[
        Self::Time,
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Season,
        Self::Year,
        Self::Decade,
        Self::Century,
    ];
}

impl Numbered for TimexType {
    const ALL: &'static [Self] = &[Self::Date, Self::Time, Self::Duration, Self::Set];
}

impl Numbered for QuoteKind {
    const ALL: &'static [Self] = &[Self::Direct, Self::Indirect, Self::Mixed];
}

impl Numbered for Stage {
    const ALL: &'static [Self] = &Stage::ALL;
}
