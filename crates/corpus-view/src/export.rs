//! Tables and calendars as files: CSV after RFC 4180 and iCalendar after RFC 5545.
//!
//! Texts come from anywhere and the files go into other programs. A cell that a spreadsheet would run as a
//! formula gets an apostrophe before it; a calendar's lines are escaped, folded at 75 octets, and hold
//! no control characters. The same rows give the same bytes: stamps come from the data, not from a clock.

use crate::brush::civil;
use crate::happenings::{Happening, Told};
use corpus_model::{CivilDate, DayNumber};
use corpus_search::Corpus;

/// What a CSV file begins with: the mark by which spreadsheets take it for UTF-8.
pub const CSV_START: &str = "\u{feff}";

/// Appends a line of cells.
pub fn put_csv_line<'t>(out: &mut String, cells: impl IntoIterator<Item = &'t str>) {
    for (i, cell) in cells.into_iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        let is_formula =
            cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
        let is_quoted = cell.contains([',', '"', '\n', '\r']) || cell.trim() != cell;
        if is_quoted {
            out.push('"');
        }
        if is_formula {
            out.push('\'');
        }
        for c in cell.chars() {
            if c == '"' {
                out.push('"');
            }
            out.push(c);
        }
        if is_quoted {
            out.push('"');
        }
    }
    out.push_str("\r\n");
}

/// Mentions of days as CSV: first and last day, precision, words, sentence, document, reason.
#[must_use]
pub fn happenings_csv(corpus: &Corpus, happenings: &[Happening]) -> String {
    let mut out = CSV_START.to_owned();
    let head = [
        "first_day",
        "last_day",
        "precision",
        "value",
        "written",
        "sentence",
        "title",
        "outlet",
        "published",
        "document",
        "why",
    ];
    put_csv_line(&mut out, head);
    for happening in happenings {
        let Some(told) = Told::read(corpus, happening) else {
            continue;
        };
        let [first, last] =
            [happening.days.first, happening.days.last].map(|day| civil(day).to_string());
        let (sentence, doc) = (told.sentence(), &told.doc);
        let cells = [
            first.as_str(),
            &last,
            told.date.precision.map_or("", |precision| precision.name()),
            told.date.value,
            doc.slice(told.date.span),
            &sentence,
            doc.title(),
            doc.outlet().map_or("", |outlet| outlet.name),
            doc.published().map_or("", |published| published.value),
            doc.id(),
            told.date.why,
        ];
        put_csv_line(&mut out, cells);
    }
    out
}

/// Mentions of days as a calendar of whole days. Days before the year 1, which it cannot say, are left out.
#[must_use]
pub fn happenings_calendar(corpus: &Corpus, happenings: &[Happening]) -> String {
    let mut out = String::new();
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Dateline//What happened when//EN",
        "CALSCALE:GREGORIAN",
    ] {
        put_line(&mut out, line);
    }
    for happening in happenings {
        let end = DayNumber(happening.days.last.0.saturating_add(1));
        let (Some(first), Some(end)) = (basic(happening.days.first), basic(end)) else {
            continue;
        };
        let Some(told) = Told::read(corpus, happening) else {
            continue;
        };
        let doc = &told.doc;
        let published = doc
            .published()
            .and_then(|published| published.interval?.begin);
        let stamp = published.and_then(basic).unwrap_or_else(|| first.clone());
        let sentence = told.sentence();
        let outlet = doc.outlet().map_or("", |outlet| outlet.name);
        put_line(&mut out, "BEGIN:VEVENT");
        put_line(
            &mut out,
            &format!("UID:{}@dateline", identity(doc.id(), told.date.span.start)),
        );
        put_line(&mut out, &format!("DTSTAMP:{stamp}T000000Z"));
        put_line(&mut out, &format!("DTSTART;VALUE=DATE:{first}"));
        put_line(&mut out, &format!("DTEND;VALUE=DATE:{end}"));
        put_text(&mut out, "SUMMARY:", &[&shortened(&sentence, 120)]);
        put_text(
            &mut out,
            "DESCRIPTION:",
            &[&sentence, "\n", doc.title(), "\n", outlet, "\n", doc.id()],
        );
        put_line(&mut out, "TRANSP:TRANSPARENT");
        put_line(&mut out, "END:VEVENT");
    }
    put_line(&mut out, "END:VCALENDAR");
    out
}

/// `20220105`; nothing for years that have no four digits.
fn basic(day: DayNumber) -> Option<String> {
    let date: CivilDate = civil(day);
    (1..=9999)
        .contains(&date.year())
        .then(|| date.to_string().replace('-', ""))
}

/// A name for a mention that stays the same as long as its document and its place do: FNV-1a, 64 bits.
fn identity(id: &str, at: u32) -> String {
    let bytes = id.bytes().chain(at.to_be_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// At most so many characters, and a sign where it was cut.
fn shortened(text: &str, n_chars: usize) -> String {
    match text.char_indices().nth(n_chars) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

fn put_text(out: &mut String, name: &str, parts: &[&str]) {
    let mut line = name.to_owned();
    for c in parts.iter().flat_map(|part| part.chars()) {
        match c {
            '\\' | ';' | ',' => line.extend(['\\', c]),
            '\n' => line.push_str("\\n"),
            c if c.is_control() => {}
            c => line.push(c),
        }
    }
    put_line(out, &line);
}

/// A content line, folded: no more than 75 octets before its end, characters left whole.
fn put_line(out: &mut String, line: &str) {
    let mut room = 75;
    for c in line.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = 74;
        }
        room -= c.len_utf8();
        out.push(c);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::happenings::Happenings;
    use corpus_index::testing::{CorpusBuilder, opened};
    use corpus_index::write_pack;
    use corpus_search::DocSet;

    #[track_caller]
    fn check_csv(cells: &[&str], wanted: &str) {
        let mut out = String::new();
        put_csv_line(&mut out, cells.iter().copied());
        assert_eq!(out, format!("{wanted}\r\n"));
    }

    #[test]
    fn cells_with_signs_are_quoted() {
        check_csv(
            &["a", "b, c", "say \"no\"", "two\nlines", ""],
            "a,\"b, c\",\"say \"\"no\"\"\",\"two\nlines\",",
        );
    }

    #[test]
    fn no_cell_is_a_formula() {
        check_csv(
            &["=1+1", "+7", "-2", "@SUM(A1)", "=HYPERLINK(\"x\")", "a=b"],
            "'=1+1,'+7,'-2,'@SUM(A1),\"'=HYPERLINK(\"\"x\"\")\",a=b",
        );
        check_csv(&["\t=1"], "\"'\t=1\"");
        check_csv(&["\n=1"], "\"'\n=1\"");
    }

    fn calendar(corpus: &Corpus) -> String {
        let all = DocSet::all(corpus.n_docs() as u32);
        happenings_calendar(corpus, &Happenings::new(corpus).of(&all, None))
    }

    #[test]
    fn a_month_ends_on_the_first_of_the_next() {
        let text = calendar(&opened());
        assert!(text.contains("\r\nDTSTART;VALUE=DATE:19510301\r\nDTEND;VALUE=DATE:19510401\r\n"));
        assert!(text.contains("\r\nDTSTART;VALUE=DATE:20220105\r\nDTEND;VALUE=DATE:20220106\r\n"));
        assert_eq!(
            text.matches("BEGIN:VEVENT").count(),
            text.matches("END:VEVENT").count()
        );
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"));
        assert!(text.ends_with("END:VCALENDAR\r\n"));
    }

    #[test]
    fn every_event_has_a_name_of_its_own_that_stays() {
        let uids = |text: &str| -> Vec<String> {
            text.lines()
                .filter(|line| line.starts_with("UID:"))
                .map(str::to_owned)
                .collect()
        };
        let first = uids(&calendar(&opened()));
        assert_eq!(first, uids(&calendar(&opened())));
        let mut once = first.clone();
        once.sort();
        once.dedup();
        assert_eq!((once.len(), first.len()), (7, 7));
    }

    #[test]
    fn lines_are_escaped_and_folded_between_characters() {
        let mut b = CorpusBuilder::new("Signs");
        let body = "В среду, 5 января: «порт; закрыт» \\ и ещё очень длинное предложение о том, что было в порту дальше";
        let _ = b.doc("a", "", body).date("5 января", "2022-01-05");
        let corpus = Corpus::open(write_pack(&b.finish())).unwrap();
        let text = calendar(&corpus);
        for line in text.split("\r\n") {
            assert!(line.len() <= 75, "{line}");
        }
        let whole = text.replace("\r\n ", "");
        assert!(
            whole.contains("SUMMARY:В среду\\, 5 января: «порт\\; закрыт» \\\\ и ещё"),
            "{whole}"
        );
        assert!(!whole.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn the_table_holds_day_sentence_and_document() {
        let corpus = opened();
        let all = DocSet::all(corpus.n_docs() as u32);
        let text = happenings_csv(&corpus, &Happenings::new(&corpus).of(&all, None));
        let lines: Vec<&str> = text.trim_start_matches(CSV_START).split("\r\n").collect();
        assert!(lines[0].starts_with("first_day,last_day,"));
        assert!(lines[1].starts_with("1951-03-01,1951-03-31,month,1951-03,March 1951,"));
        assert_eq!(lines.len(), 7 + 2, "a head, seven mentions, an end");
    }
}
