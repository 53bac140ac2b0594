//! Exports of press databases: many articles in one text, each with lines that a program wrote around it.
//!
//! In: the text of a file (plain, HTML, RTF, Word). Out: a document an article, with title, outlet, day,
//! byline and section, the lines of the database left out. Two shapes are known: *labels* (`LENGTH: 512
//! words`, as in Nexis) and *columns of short lines* (`512 words`, a day, an outlet, as in Factiva), also with
//! two-letter codes (`HD`, `WC`, `PD`). None is believed for a single mark: articles must be parted by lines
//! that count or close them, and most parts must have lines of at least two kinds that such programs write.

use crate::record::{append, tidy};
use crate::{Doc, html};
use corpus_model::{Format, MappedText, MetaDate, Metadata, Span};

/// More lines than this before the text are no head.
const MAX_HEAD_LINES: usize = 40;

/// What a label before a value says. Labels not listed here are left out with their values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Title,
    Byline,
    Date,
    Outlet,
    Section,
    Length,
    Language,
    Url,
    Body,
    /// A line of the database: before the text or after it.
    Other,
    /// The same, but only ever after it.
    Tail,
}

const LABELS: [(&str, Label); 50] = [
    ("headline", Label::Title),
    ("title", Label::Title),
    ("byline", Label::Byline),
    ("author", Label::Byline),
    ("date", Label::Date),
    ("publication date", Label::Date),
    ("publication-date", Label::Date),
    ("source", Label::Outlet),
    ("publication", Label::Outlet),
    ("publication name", Label::Outlet),
    ("section", Label::Section),
    ("rubrik", Label::Section),
    ("length", Label::Length),
    ("word count", Label::Length),
    ("länge", Label::Length),
    ("longueur", Label::Length),
    ("language", Label::Language),
    ("url", Label::Url),
    ("link", Label::Url),
    ("body", Label::Body),
    ("full text", Label::Body),
    ("text", Label::Body),
    ("copyright", Label::Other),
    ("highlight", Label::Other),
    ("dateline", Label::Other),
    ("graphic", Label::Tail),
    ("edition", Label::Other),
    ("series", Label::Other),
    ("type", Label::Other),
    ("column", Label::Other),
    ("distribution", Label::Other),
    ("issn", Label::Other),
    ("correction-date", Label::Tail),
    ("document-type", Label::Tail),
    ("document type", Label::Tail),
    ("pub-type", Label::Tail),
    ("publication-type", Label::Tail),
    ("publication type", Label::Tail),
    ("journal-code", Label::Tail),
    ("journal code", Label::Tail),
    ("load-date", Label::Tail),
    ("update", Label::Tail),
    ("subject", Label::Tail),
    ("company", Label::Tail),
    ("organization", Label::Tail),
    ("person", Label::Tail),
    ("geographic", Label::Tail),
    ("industry", Label::Tail),
    ("ticker", Label::Tail),
    ("accession number", Label::Tail),
];

/// Factiva's codes of fields.
const CODES: [(&str, Label); 18] = [
    ("HD", Label::Title),
    ("BY", Label::Byline),
    ("CR", Label::Other),
    ("WC", Label::Length),
    ("PD", Label::Date),
    ("ET", Label::Other),
    ("SN", Label::Outlet),
    ("SC", Label::Other),
    ("SE", Label::Section),
    ("ED", Label::Other),
    ("PG", Label::Other),
    ("LA", Label::Language),
    ("CY", Label::Other),
    ("LP", Label::Body),
    ("TD", Label::Body),
    ("CO", Label::Tail),
    ("NS", Label::Tail),
    ("AN", Label::Tail),
];

/// A line of the text.
#[derive(Debug, Clone, Copy)]
struct Line<'t> {
    start: usize,
    end: usize,
    /// Without space around it.
    text: &'t str,
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        out.push(Line {
            start: at,
            end: at + line.len(),
            text: line.trim_matches(|c: char| c.is_whitespace() || c == '\u{c}' || c == '\u{feff}'),
        });
        at += line.len();
    }
    out
}

/// What a line does between articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Border {
    /// `2 of 17 DOCUMENTS`: the next article begins after it.
    Opens,
    /// `Document ABC000020210503e5530001`, `End of Document`: the article before it ends.
    Closes,
}

fn border(line: &str) -> Option<Border> {
    if line.is_empty() || line.len() > 60 {
        return None;
    }
    if line.eq_ignore_ascii_case("end of document") {
        return Some(Border::Closes);
    }
    // The other borders count, and most lines do not.
    if !line.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_number = |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    // `2 of 17 DOCUMENTS`, `Document 2 of 17`, `Dokument 2 von 17`.
    let of = words.iter().position(|word| {
        let word = word.to_lowercase();
        matches!(word.as_str(), "of" | "von" | "de" | "sur" | "из")
    });
    if let Some(of) = of {
        let before = of
            .checked_sub(1)
            .and_then(|i| words.get(i))
            .is_some_and(is_number);
        let after = words.get(of + 1).is_some_and(is_number);
        let is_word = |word: &&&str| {
            let word = word.to_lowercase();
            [
                "document",
                "dokument",
                "article",
                "artikel",
                "item",
                "story",
                "stories",
                "документ",
            ]
            .iter()
            .any(|stem| word.starts_with(stem))
        };
        let n_words = words.iter().filter(is_word).count();
        if before && after && n_words == 1 && words.len() == 4 {
            return Some(Border::Opens);
        }
    }
    // A number of Factiva's: letters, then a day among the digits.
    if let [word, number] = words.as_slice()
        && matches!(word.to_lowercase().as_str(), "document" | "dokument")
        && (14..=30).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_alphanumeric())
        && number.starts_with(|c: char| c.is_ascii_uppercase())
        && number.bytes().filter(u8::is_ascii_digit).count() >= 8
    {
        return Some(Border::Closes);
    }
    None
}

/// A label at the start of a line, and the value after it.
fn labelled(line: &str) -> Option<(Label, &str)> {
    let (label, value) = line.split_once(':')?;
    if label.len() > 24 {
        return None;
    }
    let label = label.trim().to_lowercase();
    let (_, kind) = LABELS.iter().find(|(name, _)| *name == label)?;
    Some((*kind, value.trim()))
}

/// A code of two letters at the start of a line, alone or before a value.
fn coded(line: &str) -> Option<(Label, &str)> {
    let code = line.get(..2)?;
    let value = line.get(2..)?;
    if !value.is_empty() && !value.starts_with([' ', '\t']) {
        return None;
    }
    let (_, kind) = CODES.iter().find(|(name, _)| *name == code)?;
    Some((*kind, value.trim()))
}

/// `543 words`.
fn is_length(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let number = words.next().unwrap_or_default();
    let unit = words.next().unwrap_or_default().to_lowercase();
    words.next().is_none()
        && !number.is_empty()
        && number
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'))
        && ["word", "words", "wörter", "mots", "palabras", "слов"].contains(&unit.as_str())
}

fn is_copyright(line: &str) -> bool {
    let lower = line.to_lowercase();
    line.len() < 200
        && (lower.starts_with("copyright ")
            || lower.starts_with("(c) ")
            || lower.starts_with('©')
            || lower == "all rights reserved"
            || lower == "all rights reserved.")
}

/// `First Edition`, `Final edition`.
fn is_edition(line: &str) -> bool {
    let lower = line.to_lowercase();
    line.split_whitespace().count() <= 4
        && ["edition", "ausgabe"]
            .iter()
            .any(|word| lower.ends_with(word))
}

/// A line that is a day and little else: a year, a month's name or number, at most six words.
fn is_day(line: &str) -> bool {
    if line.len() > 48 || line.ends_with(['.', ':', '?', '!']) {
        return false;
    }
    let words: Vec<String> = line
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let is_year = |word: &String| {
        word.len() == 4
            && (word.starts_with("19") || word.starts_with("20"))
            && word.bytes().all(|b| b.is_ascii_digit())
    };
    let is_numeric = words.iter().any(|word| {
        let groups: Vec<&str> = word.split(['-', '/', '.']).collect();
        groups.len() == 3
            && groups
                .iter()
                .all(|g| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit()))
            && groups.iter().any(|g| g.len() == 4)
    });
    let has_month = words.iter().any(|word| {
        MONTHS
            .iter()
            .any(|month| word.starts_with(month) && word.chars().count() <= 10)
    });
    (2..=7).contains(&words.len()) && has_month && words.iter().any(is_year)
        || words.len() <= 3 && is_numeric
}

/// First letters of the months' names.
const MONTHS: [&str; 40] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mär",
    "mai", "okt", "dez", "fév", "fev", "avr", "juin", "juil", "aoû", "déc", "ene", "abr", "ago",
    "dic", "янв", "фев", "мар", "апр", "май", "мая", "июн", "июл", "авг", "сен", "окт", "ноя",
    "дек",
];

/// The articles of an export; `None` if the text is none.
pub(crate) fn articles(decoded: &str, body: &MappedText, charset: &str) -> Option<Vec<Doc>> {
    let text = body.text();
    let lines = lines(text);
    let chunks = chunks(&lines)?;
    let parts: Vec<(Parts<'_>, &[Line<'_>])> =
        chunks.iter().map(|chunk| (parts(chunk), *chunk)).collect();
    // Two kinds of the database's own lines in most articles, besides the border.
    let n_sure = parts.iter().filter(|(part, _)| part.n_kinds >= 2).count();
    if n_sure * 3 < parts.len() * 2 || n_sure == 0 {
        return None;
    }
    let docs: Vec<Doc> = parts
        .iter()
        .filter_map(|(part, chunk)| doc(part, chunk, decoded, body, charset))
        .collect();
    (!docs.is_empty()).then_some(docs)
}

/// The same for a page, whose furniture there is none of: an export is a page of articles only.
pub(crate) fn html_articles(decoded: &str, charset: &str) -> Option<Vec<Doc>> {
    // Most pages are no export: a look at the source spares reading them twice.
    let has = |word: &str| decoded.contains(word);
    let may_be = has("DOCUMENTS")
        || has("End of Document")
        || has("Documents")
        || has("Document ")
        || has("Dokument")
        || has("ДОКУМЕНТ")
        || has("Документ");
    if !may_be {
        return None;
    }
    articles(decoded, &html::whole_text(decoded), charset)
}

/// The lines of each article, borders left out.
fn chunks<'l, 't>(lines: &'l [Line<'t>]) -> Option<Vec<&'l [Line<'t>]>> {
    let borders: Vec<(usize, Border)> = lines
        .iter()
        .enumerate()
        .filter_map(|(i, line)| Some((i, border(line.text)?)))
        .collect();
    let has = |kind: Border| borders.iter().any(|(_, border)| *border == kind);
    if borders.is_empty() {
        return None;
    }
    let mut out = Vec::new();
    let mut from = 0;
    // Where articles are opened, what stands before the first of them is a cover page.
    let mut is_inside = !has(Border::Opens);
    for &(at, border) in &borders {
        if is_inside {
            out.push(lines.get(from..at).unwrap_or_default());
        }
        is_inside = border == Border::Opens || !has(Border::Opens);
        from = at + 1;
    }
    if is_inside && has(Border::Opens) {
        out.push(lines.get(from..).unwrap_or_default());
    }
    out.retain(|chunk| chunk.iter().any(|line| !line.text.is_empty()));
    Some(out)
}

/// What the lines of an article are.
#[derive(Debug, Default)]
struct Parts<'t> {
    /// Lines of the headline.
    title: Option<(usize, usize)>,
    /// Lines of the text: those after the head, before the tail.
    body: (usize, usize),
    /// Single lines of the database within the text.
    cut: Vec<usize>,
    /// A value after a label, where the headline or the text begins with one.
    title_value: Option<&'t str>,
    outlet: Option<&'t str>,
    date: Option<&'t str>,
    byline: Option<&'t str>,
    section: Option<&'t str>,
    language: Option<&'t str>,
    url: Option<&'t str>,
    /// How many kinds of lines that only a database writes.
    n_kinds: usize,
}

/// Takes an article's lines apart.
fn parts<'t>(chunk: &[Line<'t>]) -> Parts<'t> {
    let is_coded = chunk
        .iter()
        .filter(|line| coded(line.text).is_some())
        .count()
        >= 4
        && chunk.iter().any(|line| line.text.starts_with("HD"));
    if is_coded {
        return coded_parts(chunk);
    }
    let filled: Vec<usize> = (0..chunk.len())
        .filter(|&i| chunk.get(i).is_some_and(|line| !line.text.is_empty()))
        .collect();
    let text_of = |i: usize| chunk.get(i).map_or("", |line| line.text);
    let mut out = Parts::default();
    // The head ends before the first line of running text, or after `Body`.
    let mut head_end = None;
    let mut last_head = None;
    let mut kinds = [false; 4];
    let mut n_loose = 0;
    for &i in filled.iter().take(MAX_HEAD_LINES) {
        let line = text_of(i);
        // The length is the last of a head's lines, or the first of a column of short ones.
        let is_prose = kinds[2] && (line.split_whitespace().count() > 8 || line.ends_with('.'));
        let is_own = labelled(line).is_some() || is_copyright(line) || is_length(line);
        let is_loose = !is_own && !is_day(line);
        n_loose = if is_loose { n_loose + 1 } else { 0 };
        if matches!(labelled(line), Some((Label::Tail, _))) || is_loose && (is_prose || n_loose > 6)
        {
            break;
        }
        if line.eq_ignore_ascii_case("body") || matches!(labelled(line), Some((Label::Body, ""))) {
            kinds[0] = true;
            last_head = Some(i);
            head_end = Some(i);
            break;
        }
        if matches!(labelled(line), Some((Label::Body, _))) {
            head_end = Some(i);
            break;
        }
        kinds[1] |= labelled(line).is_some();
        kinds[2] |= is_length(line) || matches!(labelled(line), Some((Label::Length, _)));
        kinds[3] |= is_copyright(line);
        if is_own || is_day(line) {
            last_head = Some(i);
        } else if line.split_whitespace().count() > 28 {
            break;
        }
    }
    let head_end = head_end.or(last_head).unwrap_or(0);
    let head: Vec<usize> = filled.iter().copied().filter(|&i| i <= head_end).collect();
    // Named fields first; what is left is told by its place.
    let mut loose = Vec::new();
    let mut day_at = None;
    let mut length_at = None;
    for &i in &head {
        let line = text_of(i);
        match labelled(line) {
            Some((Label::Title, value)) => {
                out.title_value = Some(value);
                out.title = Some((i, i + 1));
            }
            Some((Label::Byline, value)) => out.byline = Some(value),
            Some((Label::Date, value)) => out.date = Some(value),
            Some((Label::Outlet, value)) => out.outlet = Some(value),
            Some((Label::Section, value)) => out.section = Some(value),
            Some((Label::Language, value)) => out.language = Some(value),
            Some((Label::Url, value)) => out.url = Some(value),
            Some(_) => {}
            None if line.eq_ignore_ascii_case("body") => {}
            None if is_length(line) => length_at = Some(i),
            None if is_copyright(line) || is_edition(line) => {}
            None if is_day(line) && day_at.is_none() => {
                day_at = Some(i);
                out.date = out.date.or(Some(line));
            }
            None => loose.push(i),
        }
    }
    let body_from = if matches!(labelled(text_of(head_end)), Some((Label::Body, value)) if !value.is_empty())
    {
        head_end
    } else if last_head.is_some() {
        head_end + 1
    } else {
        0
    };
    // Lines that belong together: a headline may take two.
    let run_from = |at: usize, stop: Option<usize>| {
        let mut end = at + 1;
        while loose.contains(&end) && stop.is_none_or(|s| end < s) && end < at + 3 {
            end += 1;
        }
        (at, end)
    };
    let is_columns = length_at
        .zip(day_at)
        .is_some_and(|(length, day)| length < day);
    match day_at {
        // Headline, byline, length, day, time, outlet, code, language.
        Some(day) if is_columns => {
            let before: Vec<usize> = loose.iter().copied().filter(|&i| i < day).collect();
            if let Some(&first) = before.first() {
                out.title = out.title.or(Some(run_from(first, None)));
            }
            let by = before
                .iter()
                .skip(1)
                .map(|&i| text_of(i))
                .find(|line| is_by(line));
            out.byline = out.byline.or(by);
            let is_time = |line: &str| {
                line.len() <= 8 && line.contains(':') && line.bytes().any(|b| b.is_ascii_digit())
            };
            let after = loose.iter().copied().filter(|&i| i > day).map(text_of);
            out.outlet = out
                .outlet
                .or_else(|| after.clone().find(|line| !is_time(line)));
            let tag = after
                .skip(1)
                .find(|line| LANGUAGES.iter().any(|(name, _)| name == line));
            out.language = out.language.or(tag);
        }
        // Outlet, day, headline; or headline, outlet, day.
        Some(day) => {
            let before: Vec<usize> = loose.iter().copied().filter(|&i| i < day).collect();
            let after: Vec<usize> = loose.iter().copied().filter(|&i| i > day).collect();
            if let Some(&last) = before.last() {
                out.outlet = out.outlet.or(Some(text_of(last)));
            }
            let title = if before.len() > 1 {
                before
                    .first()
                    .map(|&first| run_from(first, before.last().copied()))
            } else {
                after.first().map(|&first| run_from(first, None))
            };
            out.title = out.title.or(title);
        }
        None => {
            out.title = out
                .title
                .or_else(|| loose.first().map(|&first| run_from(first, None)));
        }
    }
    // The tail: from the first label that only stands there, if nothing but such lines follows.
    let mut body_to = chunk.len();
    let mut n_words_after = 0;
    for &i in filled.iter().rev() {
        if i < body_from {
            break;
        }
        let line = text_of(i);
        if matches!(
            labelled(line),
            Some((
                Label::Tail | Label::Language | Label::Length | Label::Other,
                _
            ))
        ) || line.eq_ignore_ascii_case("classification")
        {
            kinds[1] = true;
            body_to = i;
            n_words_after = 0;
        } else if is_copyright(line) {
            kinds[3] = true;
            body_to = i;
        } else {
            // A label's value may take several lines.
            n_words_after += line.split_whitespace().count();
            if n_words_after > 120 {
                break;
            }
        }
    }
    out.cut = (body_from..body_to)
        .filter(|&i| is_copyright(text_of(i)))
        .collect();
    out.body = (body_from, body_to.max(body_from));
    let has_place = day_at.is_some() && (out.outlet.is_some() || out.section.is_some());
    out.n_kinds = kinds.iter().filter(|kind| **kind).count() + usize::from(has_place);
    out
}

/// The same for fields with codes: a field goes on until the next code.
fn coded_parts<'t>(chunk: &[Line<'t>]) -> Parts<'t> {
    let mut out = Parts::default();
    let mut fields: Vec<(Label, usize, usize, &'t str)> = Vec::new();
    for (i, line) in chunk.iter().enumerate() {
        if let Some((label, value)) = coded(line.text) {
            fields.push((label, i, i + 1, value));
        } else if let Some(last) = fields.last_mut() {
            last.2 = i + 1;
            if last.3.is_empty() {
                last.3 = line.text;
            }
        }
    }
    let mut body: Option<(usize, usize)> = None;
    for (label, from, to, value) in fields {
        let slot = match label {
            Label::Byline => &mut out.byline,
            Label::Date => &mut out.date,
            Label::Outlet => &mut out.outlet,
            Label::Section => &mut out.section,
            Label::Language => &mut out.language,
            Label::Title => {
                out.title_value = Some(value);
                out.title = Some((from, to));
                continue;
            }
            Label::Body => {
                body = Some((body.map_or(from, |(begin, _)| begin), to));
                continue;
            }
            _ => continue,
        };
        *slot = slot.or(Some(value));
    }
    out.body = body.unwrap_or_default();
    out.n_kinds = 3;
    out
}

/// Names of languages as databases write them.
const LANGUAGES: [(&str, &str); 12] = [
    ("English", "en"),
    ("Russian", "ru"),
    ("German", "de"),
    ("French", "fr"),
    ("Spanish", "es"),
    ("Turkish", "tr"),
    ("Ukrainian", "uk"),
    ("Kazakh", "kk"),
    ("Arabic", "ar"),
    ("Italian", "it"),
    ("Portuguese", "pt"),
    ("Polish", "pl"),
];

fn is_by(line: &str) -> bool {
    let lower = line.to_lowercase();
    ["by ", "von ", "par ", "por "]
        .iter()
        .any(|by| lower.starts_with(by))
}

fn doc(
    parts: &Parts<'_>,
    chunk: &[Line<'_>],
    decoded: &str,
    whole: &MappedText,
    charset: &str,
) -> Option<Doc> {
    let text = whole.text();
    let mut body = MappedText::default();
    let mut title = String::new();
    let line_at = |i: usize| chunk.get(i);
    if let Some((from, to)) = parts.title {
        for i in from..to {
            let Some(line) = line_at(i).filter(|line| !line.text.is_empty()) else {
                continue;
            };
            let value = match parts.title_value.filter(|_| i == from) {
                Some(value) => value,
                None => line.text,
            };
            if value.is_empty() {
                continue;
            }
            if !title.is_empty() {
                title.push(' ');
                push_separator(&mut body, " ", whole, line);
            }
            title.push_str(value);
            body.push_slice(whole, span_of(text, line, value));
        }
    }
    let (from, to) = parts.body;
    let mut has_text = false;
    let mut is_new_block = true;
    for i in from..to {
        let Some(line) = line_at(i) else { break };
        if line.text.is_empty() || parts.cut.contains(&i) {
            is_new_block = true;
            continue;
        }
        // `BODY: text` and `TD text` on one line.
        let value = match labelled(line.text).filter(|_| i == from) {
            Some((Label::Body, value)) => value,
            _ if parts.n_kinds == 3 && parts.title_value.is_some() => match coded(line.text) {
                Some((Label::Body, value)) => value,
                _ => line.text,
            },
            _ => line.text,
        };
        if value.is_empty() {
            is_new_block = true;
            continue;
        }
        if !body.text().is_empty() {
            let gap = if is_new_block || !has_text {
                "\n\n"
            } else {
                "\n"
            };
            push_separator(&mut body, gap, whole, line);
        }
        body.push_slice(whole, span_of(text, line, value));
        has_text = true;
        is_new_block = false;
    }
    if !has_text {
        return None;
    }
    let (first, last) = (chunk.first()?, chunk.last()?);
    let raw = whole.raw_from_text(Span::from_range(first.start..last.end));
    let source = decoded.get(raw.start as usize..raw.end as usize)?;
    let title = tidy(&title);
    let byline = parts.byline.map(|line| {
        let lower = line.to_lowercase();
        let by = ["by ", "von ", "par ", "por "]
            .into_iter()
            .find(|by| lower.starts_with(by));
        line.get(by.map_or(0, str::len)..).unwrap_or(line)
    });
    let language = parts.language.map(|name| {
        let known = LANGUAGES.iter().find(|(known, tag)| {
            known.eq_ignore_ascii_case(name) || tag.eq_ignore_ascii_case(name)
        });
        known.map(|(_, tag)| (*tag).to_owned())
    });
    Some(Doc {
        format: Format::NewsExport,
        charset: charset.to_owned(),
        decoded: source.to_owned(),
        body: moved(&body, raw.start),
        metadata: Metadata {
            title,
            outlet: parts.outlet.and_then(tidy),
            outlet_from: parts.outlet.map(|_| "outlet line of the export".to_owned()),
            authors: byline.map(html::split_authors).unwrap_or_default(),
            section: parts.section.and_then(tidy),
            language: language.flatten(),
            url: parts
                .url
                .and_then(tidy)
                .filter(|url| url.starts_with("http")),
            published: parts
                .date
                .and_then(tidy)
                .into_iter()
                .map(|value| MetaDate {
                    value,
                    from: "date line of the export".to_owned(),
                })
                .collect(),
            ..Metadata::default()
        },
    })
}

/// Where `value`, a part of the line, stands in the text.
fn span_of(text: &str, line: &Line<'_>, value: &str) -> Span {
    let range = text.get(line.start..line.end).and_then(|whole| {
        let at = line.start + whole.rfind(value)?;
        Some(at..at + value.len())
    });
    Span::from_range(range.unwrap_or(line.start..line.start))
}

/// What parts two pieces: it stands for nothing of the source, just before the line that follows.
fn push_separator(body: &mut MappedText, gap: &str, whole: &MappedText, next: &Line<'_>) {
    let at = whole.raw_from_text(Span::from_range(next.start..next.start));
    body.push_replaced(gap, at);
}

/// `body` measured in a source that begins `start` bytes later.
fn moved(body: &MappedText, start: u32) -> MappedText {
    let mut out = MappedText::default();
    append(&mut out, body, 0_u32.wrapping_sub(start));
    out
}
