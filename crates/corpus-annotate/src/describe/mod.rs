//! Title, outlet, authors, dateline, address and date hints of an article.
//!
//! In: a source's metadata and an article's text with its blocks. Out: what they say, each outlet with
//! its reason. Metadata speaks for all articles of a source only where it holds one.

pub(crate) mod byline;
pub(crate) mod dateline;
mod hints;
pub(crate) mod outlet;

use crate::clean::build::{Draft, Role};
use crate::split::reason;
use byline::{Credit, credit};
use corpus_model::{DateHint, Dateline, MetaDate, RawDoc, Reasoned, Span};

/// What is known of an article beside its text.
#[derive(Debug, Default)]
pub(crate) struct Description {
    pub(crate) url: Option<String>,
    pub(crate) section: Option<String>,
    pub(crate) outlet: Option<Reasoned<String>>,
    pub(crate) authors: Vec<String>,
    pub(crate) dateline: Option<Dateline>,
    pub(crate) date_hints: Vec<DateHint>,
}

pub(crate) fn describe(raw: &RawDoc, draft: &Draft, parts: u32) -> Description {
    let meta = &raw.metadata;
    let text = draft.text.text();
    let is_whole = parts == 1;
    let mut out = Description {
        url: meta.url.clone().filter(|_| is_whole),
        section: meta.section.clone().filter(|_| is_whole),
        authors: if is_whole {
            meta.authors.clone()
        } else {
            Vec::new()
        },
        ..Description::default()
    };
    let credits: Vec<(Span, Credit)> = draft
        .blocks
        .iter()
        .filter(|(role, _)| *role == Role::Byline)
        .filter_map(|(_, span)| Some((*span, credit(span.of(text))?)))
        .collect();
    if out.authors.is_empty() {
        for (_, credit) in &credits {
            for author in &credit.authors {
                if !out.authors.contains(author) {
                    out.authors.push(author.clone());
                }
            }
        }
    }
    if out.authors.is_empty() {
        out.authors.extend(correspondent(draft));
    }
    out.dateline = find_dateline(draft);
    out.outlet = find_outlet(raw, draft, is_whole, &credits, out.dateline.as_ref());
    if is_whole {
        out.date_hints
            .extend(meta.published.iter().cloned().map(DateHint::Metadata));
    }
    if let Some(date) = out.dateline.as_ref().and_then(|d| d.date) {
        out.date_hints.push(DateHint::Dateline(date));
    }
    for (span, credit) in &credits {
        if credit.has_date {
            out.date_hints.push(DateHint::Line(*span));
        }
    }
    if is_whole {
        let from_url = meta.url.as_deref().and_then(hints::date_in_url);
        out.date_hints.extend(from_url.map(DateHint::Url));
        let from_name = hints::date_in_file_name(&raw.path);
        out.date_hints.extend(from_name.map(DateHint::FileName));
    }
    // Nothing in a file is later than the file.
    let archived = meta.archived.iter().map(|value| MetaDate {
        value: value.clone(),
        from: MetaDate::ARCHIVED.to_owned(),
    });
    let saved = meta.made.iter().cloned().chain(archived);
    out.date_hints.extend(saved.map(DateHint::Saved));
    out
}

/// `Outlet correspondent Name` on a line of its own.
fn correspondent(draft: &Draft) -> Option<String> {
    let text = draft.text.text();
    draft
        .blocks
        .iter()
        .filter(|(role, _)| *role == Role::Body)
        .take(8)
        .find_map(|(_, span)| {
            let line = span.of(text);
            if line.len() > 80 || line.ends_with('.') {
                return None;
            }
            let (before, name) = line.split_once(" correspondent ")?;
            let is_credit = before.split_whitespace().count() <= 4 && byline::is_person(name);
            is_credit.then(|| name.trim().to_owned())
        })
}

fn find_dateline(draft: &Draft) -> Option<Dateline> {
    let text = draft.text.text();
    let (_, span) = draft
        .blocks
        .iter()
        .filter(|(role, _)| *role == Role::Body)
        .take(3)
        .find(|(_, span)| dateline::opening(span.of(text)).is_some())?;
    let paragraph = span.of(text);
    let opening = dateline::opening(paragraph)?;
    let at = |range: &std::ops::Range<usize>| {
        let base = span.start as usize;
        Span::from_range(base + range.start..base + range.end)
    };
    Some(Dateline {
        span: at(&(0..opening.end)),
        place: opening
            .place
            .as_ref()
            .and_then(|r| paragraph.get(r.clone()))
            .map(dateline::place_name),
        agency: opening
            .agency
            .as_ref()
            .and_then(|r| paragraph.get(r.clone()))
            .map(|a| a.split_whitespace().collect::<Vec<_>>().join(" ")),
        date: opening.date.as_ref().map(at),
    })
}

fn find_outlet(
    raw: &RawDoc,
    draft: &Draft,
    is_whole: bool,
    credits: &[(Span, Credit)],
    dateline: Option<&Dateline>,
) -> Option<Reasoned<String>> {
    let reasoned = |value: &str, why: String| {
        Some(Reasoned {
            value: value.to_owned(),
            why,
        })
    };
    let text = draft.text.text();
    let meta = &raw.metadata;
    if is_whole && let Some(name) = &meta.outlet {
        let why = meta
            .outlet_from
            .clone()
            .unwrap_or_else(|| "metadata".to_owned());
        return reasoned(name, why);
    }
    for (span, credit) in credits {
        if let Some(name) = &credit.outlet {
            return reasoned(name, format!("credit line “{}”", span.of(text)));
        }
    }
    if let Some(agency) = dateline.and_then(|d| d.agency.as_ref()) {
        return reasoned(agency, "agency mark in the dateline".to_owned());
    }
    if let Some((name, span)) = source_at_the_end(draft) {
        return reasoned(&name, format!("credit line “{}”", span.of(text)));
    }
    if let Some(name) = name_below_title(draft) {
        return reasoned(name, "name on a line of its own below the title".to_owned());
    }
    if let Some(name) = draft
        .block(Role::Title)
        .and_then(|t| title_suffix(t.of(text)))
    {
        return reasoned(name, "end of the title".to_owned());
    }
    if let Some(name) = feed_source(draft) {
        return reasoned(&name, "name beside the feed's number".to_owned());
    }
    if let Some(url) = meta.url.as_deref().filter(|_| is_whole) {
        return match outlet::of_url(url) {
            Some(name) => reasoned(name, "domain of the address".to_owned()),
            None => outlet::host(url)
                .and_then(|host| reasoned(host, "domain of the address".to_owned())),
        };
    }
    own_correspondent(text)
        .and_then(|(name, phrase)| reasoned(name, format!("the text speaks of its own “{phrase}”")))
}

/// `Source: Harbour Wire` as the last or last but one line.
fn source_at_the_end(draft: &Draft) -> Option<(String, Span)> {
    let text = draft.text.text();
    let blocks = draft.blocks.get(2..)?.iter().rev().take(2);
    blocks
        .filter(|(role, _)| *role == Role::Body)
        .find_map(|(_, span)| {
            let line = span.of(text);
            let credit = credit(line).filter(|c| c.is_explicit && c.authors.is_empty())?;
            line.contains(':').then_some((credit.outlet?, *span))
        })
}

/// `HARBOUR POST` between title and text: every word a name, one of them of those that outlets bear.
fn name_below_title(draft: &Draft) -> Option<&str> {
    let text = draft.text.text();
    let title = draft
        .blocks
        .iter()
        .position(|(role, _)| *role == Role::Title)?;
    let head = draft.blocks.get(title + 1..)?.iter().take(3);
    let n_after = draft.blocks.len() - title - 1;
    let names = head
        .map(|(_, span)| span.of(text))
        .take_while(|line| line.len() <= 60);
    let is_name = |line: &&str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        (2..=5).contains(&words.len())
            && words
                .iter()
                .all(|w| w.starts_with(|c: char| c.is_uppercase() || matches!(c, '«' | '“' | '&')))
            && !line.ends_with(['.', '!', '?', ':'])
            && byline::looks_like_outlet(line)
            && credit(line).is_none()
    };
    if n_after < 2 {
        return None;
    }
    names.into_iter().find(is_name)
}

/// `Title | Opinion | DW`: the last part, if it is known or the title holds several bars.
fn title_suffix(title: &str) -> Option<&str> {
    for separator in [" | ", " — ", " – ", " - ", " • "] {
        if let Some((_, tail)) = title.rsplit_once(separator) {
            let tail = tail.trim();
            if outlet::is_known(tail)
                || separator == " | "
                    && title.matches(" | ").count() >= 2
                    && byline::is_outlet_like(tail)
            {
                return Some(tail);
            }
        }
    }
    None
}

/// The name beside a feed's number, where the note of first appearance tells the same name.
fn feed_source(draft: &Draft) -> Option<String> {
    let post = draft.removed.iter().find(|r| r.why == reason::FEED_NOTE)?;
    let post: String = post.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let rest = post.strip_prefix("The post ")?;
    draft
        .removed
        .iter()
        .filter(|r| r.why == reason::FEED_NAME)
        .find_map(|r| {
            let name = r
                .text
                .trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || c == ':');
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            let is_generic = matches!(
                name.to_lowercase().as_str(),
                "rss" | "новости" | "news" | "feed" | ""
            );
            (!is_generic && rest.starts_with(&name)).then_some(name)
        })
}

/// Who speaks of a correspondent or bureau chief of its own: the outlet itself, if it is a known one.
fn own_correspondent(text: &str) -> Option<(&'static str, String)> {
    if !["correspondent", "ureau ", "reporter"]
        .iter()
        .any(|cue| text.contains(cue))
    {
        return None;
    }
    for cue in [
        " correspondent",
        "'s Bureau Chief",
        "’s Bureau Chief",
        "'s bureau chief",
        "’s bureau chief",
        "'s reporter",
        "’s reporter",
    ] {
        for (at, _) in text.match_indices(cue) {
            let before: Vec<&str> = text
                .get(..at)?
                .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '.' | ','))
                .take(4)
                .collect();
            for n in (1..=before.len()).rev() {
                let name: Vec<&str> = before.iter().take(n).rev().copied().collect();
                let name = name.join(" ");
                // One short word is too easily another one's correspondent.
                if let Some(known) = outlet::canonical(&name).filter(|_| name.len() >= 5) {
                    return Some((known, format!("{name}{cue}")));
                }
            }
        }
    }
    None
}
