//! Finds the articles of a source: which line is what, and where one article ends.
//!
//! In: repaired text, metadata, and what recurs in the folder. Out: a [`Plan`] an article: its lines in
//! order, each kept with its role or cut with a reason. Lines are weighed one by one (`furniture`);
//! then every line that could be a headline is scored as the start of an article by what stands
//! around it: credits, datelines, borders, and whether the words that follow belong to the headline
//! or to the text before. A page without such evidence stays one article.

mod furniture;
mod lines;

use crate::clean::FolderLines;
use crate::clean::build::{Repaired, Role, Step};
use crate::clean::rules::{RuleAction, deciding};
use crate::describe::dateline;
use corpus_model::{Format, RawDoc, Span};
pub(crate) use furniture::reason;
use furniture::{Surroundings, Verdict, weigh};
use lines::{Line, Script, Stems, lines};
use std::collections::HashMap;

/// One article's lines.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) steps: Vec<Step>,
}

/// From this weight a line is cut.
const CUT: i32 = 100;
/// From this weight it makes its neighbours suspect.
const SUSPECT: i32 = 60;
/// From this score a line begins an article.
const START: i32 = 150;

/// Finds the articles.
pub(crate) fn plan(source: &Repaired, raw: &RawDoc, folder: &FolderLines) -> Vec<Plan> {
    let lines = lines(source.text.text());
    let mut verdicts = verdicts(&lines, raw, folder);
    apply_rules(&mut verdicts, &lines, source, raw, folder);
    let starts = starts(&lines, &verdicts, raw);
    let mut out = Vec::new();
    for (k, &start) in starts.iter().enumerate() {
        let from = if k == 0 { 0 } else { start };
        let to = starts.get(k + 1).copied().unwrap_or(lines.len());
        out.push(article(&lines, &verdicts, from, start, to, raw, folder));
    }
    out
}

/// The lines of a source that hold anything, as they are labelled: without white space at their ends, the first
/// only where several were joined.
pub(crate) fn line_spans(source: &Repaired) -> impl Iterator<Item = Span> {
    let lines = lines(source.text.text());
    lines
        .into_iter()
        .filter_map(|line| line.spans.first().copied())
}

/// The owner's rules stand above the model.
fn apply_rules(
    verdicts: &mut [Verdict],
    lines: &[Line<'_>],
    source: &Repaired,
    raw: &RawDoc,
    folder: &FolderLines,
) {
    let rules = folder.rules().of_file(&raw.path);
    if rules.is_empty() {
        return;
    }
    for (verdict, line) in verdicts.iter_mut().zip(lines) {
        let decided = line
            .spans
            .first()
            .and_then(|span| deciding(&rules, source, &raw.decoded, *span));
        if let Some((idx, rule)) = decided {
            *verdict = Verdict {
                weight: match rule.action {
                    RuleAction::Keep => 0,
                    RuleAction::Cut => CUT,
                },
                why: "rule",
                is_border: false,
                rule: Some(idx),
            };
        }
    }
}

fn verdicts(lines: &[Line<'_>], raw: &RawDoc, folder: &FolderLines) -> Vec<Verdict> {
    let mut n_here: HashMap<&str, u32> = HashMap::new();
    for line in lines.iter().filter(|l| l.n_words <= 12) {
        *n_here.entry(line.text).or_default() += 1;
    }
    let has_prose = lines.iter().any(Line::is_prose);
    let base: Vec<Surroundings> = lines
        .iter()
        .map(|line| Surroundings {
            n_docs_with: folder.n_docs_with(line.text),
            n_docs: folder.n_docs(),
            n_here: n_here.get(line.text).copied().unwrap_or(1),
            is_page_head: lines.first().is_some_and(|l| l.text == line.text),
            has_prose,
        })
        .collect();
    let first: Vec<Verdict> = lines.iter().zip(&base).map(|(l, s)| weigh(l, *s)).collect();
    let is_suspect = |i: usize| first.get(i).is_some_and(|v| v.weight >= SUSPECT);
    let n_head = (0..lines.len()).take_while(|&i| is_suspect(i)).count();
    let n_tail = (0..lines.len())
        .rev()
        .take_while(|&i| is_suspect(i))
        .count();
    let given = raw.metadata.title.as_deref().map(str::trim);
    lines
        .iter()
        .zip(&base)
        .enumerate()
        .map(|(i, (line, around))| {
            let is_again = i > 0 && lines[i - 1].text == line.text && line.n_words > 1;
            let is_before_itself = lines.get(i + 1).is_some_and(|next| next.text == line.text);
            if given == Some(line.text) || is_before_itself && !is_again && around.n_here == 2 {
                return Verdict::NONE;
            }
            if is_again {
                return Verdict {
                    weight: CUT,
                    why: "the line before, repeated",
                    is_border: false,
                    rule: None,
                };
            }
            let n_suspect_neighbours =
                i32::from(i > 0 && is_suspect(i - 1)) + i32::from(is_suspect(i + 1));
            let is_at_edge = i <= n_head || i + n_tail + 1 >= lines.len();
            first
                .get(i)
                .copied()
                .unwrap_or(Verdict::NONE)
                .among(n_suspect_neighbours, is_at_edge)
        })
        .collect()
}

fn is_cut(verdicts: &[Verdict], i: usize) -> bool {
    verdicts.get(i).is_some_and(|v| v.weight >= CUT)
}

/// The next kept line from `i` on.
fn next_kept(verdicts: &[Verdict], i: usize) -> Option<usize> {
    (i..verdicts.len()).find(|&k| !is_cut(verdicts, k))
}

/// Where articles begin; the first entry is the first kept line (or 0).
fn starts(lines: &[Line<'_>], verdicts: &[Verdict], raw: &RawDoc) -> Vec<usize> {
    let Some(first) = next_kept(verdicts, 0) else {
        return vec![0];
    };
    let mut out = vec![first];
    if raw.format.is_one_article() {
        return out;
    }
    // Structured formats show their subheads as lines of their own: more evidence is asked for.
    let bar = match raw.format {
        Format::Text => START,
        _ => START + 90,
    };
    // A page of several texts shows it somewhere; where nothing does, words alone must be very clear. What stands
    // before the first running text is the head of that text.
    let n_head = lines.iter().position(Line::is_prose).unwrap_or_default();
    let shows_borders = lines
        .iter()
        .zip(verdicts)
        .skip(n_head.max(first) + 1)
        .any(|(l, v)| l.credit.is_some() || l.has_dateline || v.weight >= CUT && v.is_border);
    let bar = if shows_borders { bar } else { bar + 60 };
    let mut seen = Seen::default();
    let mut n_prose = 0;
    let mut last_kept = first;
    for i in first..lines.len() {
        if is_cut(verdicts, i) {
            let is_tail = verdicts.get(i).is_some_and(|v| v.why == reason::FEED_NOTE);
            seen.is_closed |= is_tail && n_prose > 0;
            continue;
        }
        let line = &lines[i];
        if i > first && n_prose > 0 {
            let score = start_score(lines, verdicts, last_kept, i, &seen);
            // Of several lines before one text, the best begins the article.
            let is_beaten = || {
                (i + 1..lines.len())
                    .filter(|&k| !is_cut(verdicts, k))
                    .take_while(|&k| !(lines[k].is_prose() && lines[k].is_shut))
                    .take(3)
                    .any(|k| {
                        lines[k].credit.is_none()
                            && start_score(lines, verdicts, i, k, &seen) > score
                    })
            };
            if score >= bar && !is_beaten() {
                out.push(i);
                seen = Seen::default();
                n_prose = 0;
            }
        }
        seen.stems.extend(&line.stems);
        seen.names.extend(&line.names);
        n_prose += usize::from(line.is_prose());
        last_kept = i;
    }
    out
}

/// What the article under way holds so far.
#[derive(Debug, Default)]
struct Seen {
    stems: Stems,
    names: Stems,
    /// A feed's note has ended it.
    is_closed: bool,
}

/// Distinct members of `a` that are in `b`, in hundredths of those in `a`.
fn share(a: &[u32], b: &Stems) -> i32 {
    let mut a = a.to_vec();
    a.sort_unstable();
    a.dedup();
    if a.is_empty() {
        return 0;
    }
    let n = a.iter().filter(|x| b.contains(x)).count();
    i32::try_from(n * 100 / a.len()).unwrap_or(100)
}

/// How much line `i` looks like the first of an article, after the kept line `previous`.
fn start_score(
    lines: &[Line<'_>],
    verdicts: &[Verdict],
    previous: usize,
    i: usize,
    seen: &Seen,
) -> i32 {
    let line = &lines[i];
    let between = verdicts.get(previous + 1..i).unwrap_or_default();
    let has_feed_tail = seen.is_closed;
    let n_borders = between.iter().filter(|v| v.is_border).count();
    // Without a headline: only right after the note that ends the text before.
    if line.is_prose() && (line.is_shut || line.n_words > 30) && !line.has_dateline {
        return if has_feed_tail { 300 } else { 0 };
    }
    if line.n_words > 32 || line.credit.is_some() || line.text.ends_with([':', ',', ';']) {
        return 0;
    }
    let mut score = match line.n_words {
        0 | 1 => -140,
        2 => -70,
        3 => 0,
        4..=20 => 40,
        _ => -40,
    };
    let is_shut_by_stop = line
        .text
        .trim_end_matches(['"', '”', '’', '»'])
        .ends_with('.');
    if is_shut_by_stop {
        score -= 130;
    } else if line.text.ends_with('?') {
        score -= 50;
    } else if line.is_shut {
        score -= 20;
    }
    if line.is_item {
        score -= 80;
    }
    if is_caption(line.text) {
        score -= 150;
    }
    if !line
        .text
        .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "\"'“‘«„".contains(c))
    {
        score -= 60;
    }
    score += if lines[previous].is_shut || lines[previous].is_prose() {
        30
    } else if between.is_empty() {
        -40
    } else {
        0
    };
    score += match n_borders {
        0 => 0,
        1 => 70,
        _ => 100,
    };
    if has_feed_tail {
        score += 120;
    }
    // A page's own name stands before each of its articles.
    let has_masthead = between.last().is_some_and(|v| v.why == reason::RECURS_HERE);
    if has_masthead {
        score += 90;
    }
    // `Headline | Section | Outlet` is how sites name their pages.
    if line.text.contains(" | ") {
        score += 50;
    }
    // What follows: a credit within two lines, then running text.
    let mut lead = None;
    let mut has_credit = false;
    let mut n_between = 0;
    let mut at = i + 1;
    while let Some(k) = next_kept(verdicts, at) {
        let next = &lines[k];
        if next.is_prose() && next.credit.is_none() {
            lead = Some(k);
            break;
        }
        if next.credit.is_some() {
            has_credit = true;
        } else {
            n_between += 1;
        }
        if n_between > 2 {
            break;
        }
        at = k + 1;
    }
    let shared_note = verdicts
        .get(i + 1)
        .is_some_and(|v| v.weight >= CUT && v.why == reason::SHARING);
    if has_credit {
        score += 150;
    }
    if shared_note {
        score += 150;
    }
    // Text in another script takes no headline up.
    let Some(lead) = lead.filter(|&k| lines[k].script == line.script) else {
        return score - 200;
    };
    if lines[lead].has_dateline {
        score += 170;
    } else if !has_credit && !shared_note && begins_in_the_middle(lines[lead].text) {
        // What follows a subhead may speak of whom the text spoke before; a new text says who it is about.
        score -= 130;
    }
    if n_between > 0 && !has_credit && !lines[lead].has_dateline {
        score -= 30 * n_between;
    }
    // Words: a headline is taken up by what follows, and news is new.
    let mut after: Vec<u32> = Vec::new();
    let mut names_after: Vec<u32> = Vec::new();
    let mut n_after = 0;
    let mut at = lead;
    while let Some(k) = next_kept(verdicts, at) {
        if n_after >= 3 {
            break;
        }
        if lines[k].is_prose() {
            after.extend(&lines[k].stems);
            names_after.extend(&lines[k].names);
            n_after += 1;
        } else if n_after > 0 {
            break;
        }
        at = k + 1;
    }
    let after_set: Stems = after.iter().copied().collect();
    let taken_up = share(&line.stems, &after_set);
    let known = share(&after, &seen.stems);
    let known_names = share(&names_after, &seen.names);
    let title_known = share(&line.stems, &seen.stems);
    let words = (taken_up - 30) * 3 / 2
        + (22 - known) * 2
        + (30 - known_names) * 2
        + (35 - title_known) / 2;
    // Where the page itself marks the border, a shared topic says little.
    let is_marked = n_borders > 0 || has_credit || shared_note || has_feed_tail;
    score += if is_marked { words / 3 } else { words };
    // Another script than the text before: another text.
    let other_script = lines[lead].script != lines[previous].script
        && lines[lead].script != Script::None
        && lines[previous].script != Script::None;
    if other_script && n_borders > 0 {
        score += 80;
    }
    score
}

/// Whether a paragraph begins with a word that points back: a pronoun or a connective.
fn begins_in_the_middle(text: &str) -> bool {
    let word: String = text
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .chars()
        .take_while(|c| c.is_alphabetic())
        .take(12)
        .flat_map(char::to_lowercase)
        .collect();
    BACK_POINTERS.contains(&word.as_str())
}

#[rustfmt::skip]
const BACK_POINTERS: &[&str] = &[
    "he", "she", "it", "they", "we", "i", "you", "this", "that", "these", "those", "such", "his", "her", "their",
    "its", "our", "my", "another", "also", "however", "but", "so", "then", "therefore", "moreover", "furthermore",
    "nevertheless", "similarly", "finally", "он", "она", "оно", "они", "мы", "я", "вы", "это", "этот", "эта", "эти",
    "его", "её", "ее", "их", "наш", "наша", "также", "однако", "но", "затем", "поэтому", "кроме", "er", "sie", "es",
    "wir", "ich", "dies", "dieser", "diese", "dieses", "sein", "seine", "ihr", "ihre", "auch", "aber", "doch", "dann",
    "daher", "außerdem", "il", "elle", "ils", "elles", "nous", "él", "ella", "ellos",
];

/// Words under a picture: they name its maker, or a place in it.
fn is_caption(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "image:",
        "photo:",
        "photo by",
        "photograph:",
        "picture:",
        "credit:",
        "getty images",
        "file photo",
        "/reuters",
        "/afp",
        "/ap ",
        "pictured",
        "(left)",
        "(right)",
        "courtesy",
        "фото:",
        "фото ",
        "foto:",
        "bild:",
        "©",
    ]
    .iter()
    .any(|mark| lower.contains(mark))
}

/// Labels the lines of one article. `from..start` stands before its first kept line.
fn article(
    lines: &[Line<'_>],
    verdicts: &[Verdict],
    from: usize,
    start: usize,
    to: usize,
    raw: &RawDoc,
    folder: &FolderLines,
) -> Plan {
    let mut plan = Plan::default();
    let (title, head_end) = head(lines, verdicts, start, to, raw);
    let mut is_closed = false;
    let mut has_standfirst = false;
    for i in from..to {
        let (Some(line), Some(verdict)) = (lines.get(i), verdicts.get(i)) else {
            break;
        };
        let rule = verdict.rule.and_then(|idx| folder.rules().0.get(idx));
        let is_kept = rule.is_some() && verdict.weight < CUT;
        if verdict.weight >= CUT {
            match rule {
                Some(rule) => cut(&mut plan, line, &format!("corpus.toml: {}", rule.label())),
                None => cut(&mut plan, line, verdict.why),
            }
            is_closed |= verdict.why == reason::FEED_NOTE && !plan.steps.is_empty();
            continue;
        }
        if is_closed && i > start && !is_kept {
            cut(
                &mut plan,
                line,
                "heading of another text, given without its text",
            );
            continue;
        }
        let role = if title == Some(i) {
            Role::Title
        } else if title.is_some_and(|t| i < t) && line.credit.is_none() && !is_kept {
            cut(&mut plan, line, "label above the headline");
            continue;
        } else if i < head_end && line.credit.is_some() {
            Role::Byline
        } else if i < head_end
            && !has_standfirst
            && title.is_some_and(|t| i > t)
            && is_standfirst(lines, verdicts, i, head_end)
        {
            has_standfirst = true;
            Role::Standfirst
        } else {
            Role::Body
        };
        plan.steps.push(Step::Block {
            lines: line.spans.clone(),
            role,
        });
    }
    plan
}

fn cut(plan: &mut Plan, line: &Line<'_>, why: &str) {
    for span in &line.spans {
        plan.steps.push(Step::Cut {
            line: *span,
            why: why.to_owned(),
        });
    }
}

/// The title's line, and where the head (title, credits, standfirst) ends.
fn head(
    lines: &[Line<'_>],
    verdicts: &[Verdict],
    start: usize,
    to: usize,
    raw: &RawDoc,
) -> (Option<usize>, usize) {
    let kept: Vec<usize> = (start..to).filter(|&i| !is_cut(verdicts, i)).collect();
    let given = raw.metadata.title.as_deref().map(str::trim);
    if let Some(at) = kept
        .iter()
        .take(4)
        .position(|&i| given == Some(lines[i].text))
    {
        let title = kept[at];
        return (Some(title), head_end(lines, &kept, at + 1, to));
    }
    // Short lines before the running text are candidates; a text of one line has no title.
    let n_short = kept
        .iter()
        .take(8)
        .take_while(|&&i| lines[i].credit.is_some() || is_title_like(&lines[i]))
        .count();
    let body: Stems = kept
        .iter()
        .skip(n_short)
        .take(4)
        .flat_map(|&i| lines[i].stems.iter().copied())
        .collect();
    if kept.len() <= n_short && kept.len() < 2 {
        return (None, start);
    }
    let mut best: Option<(i32, usize)> = None;
    for (at, &i) in kept.iter().enumerate().take(n_short.min(5)) {
        let line = &lines[i];
        if line.credit.is_some() || line.n_words == 0 {
            continue;
        }
        // The first line, unless a later one fits the text clearly better.
        let mut score =
            share(&line.stems, &body) + i32::try_from(line.n_words.min(8)).unwrap_or(8) * 5;
        score -= i32::try_from(at).unwrap_or(5) * 25;
        if line.is_item {
            score -= 30;
        }
        let is_shared = verdicts
            .get(i + 1)
            .is_some_and(|v| v.weight >= CUT && v.why == reason::SHARING);
        if is_shared {
            score += 60;
        }
        if line.text.contains(" | ") {
            score += 20;
        }
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, at));
        }
    }
    let Some((_, at)) = best else {
        return (None, head_end(lines, &kept, 0, to));
    };
    // A long line before the chosen one is no label: then the first line is the title.
    let at = if kept.iter().take(at).any(|&i| lines[i].n_words > 5) {
        0
    } else {
        at
    };
    (kept.get(at).copied(), head_end(lines, &kept, at + 1, to))
}

fn is_title_like(line: &Line<'_>) -> bool {
    let ends_in_stop = line
        .text
        .trim_end_matches(['"', '”', '’', '»'])
        .ends_with('.')
        && !line.text.ends_with("..");
    (1..=30).contains(&line.n_words)
        && line.n_chars <= 250
        && !line.has_dateline
        && !(ends_in_stop && line.n_words > 3)
        && line.spans.len() <= 2
}

/// The end of the head: the first line of running text, a standfirst before a credit or dateline apart.
fn head_end(lines: &[Line<'_>], kept: &[usize], from: usize, to: usize) -> usize {
    for (n, &i) in kept.iter().enumerate().skip(from) {
        let line = &lines[i];
        if line.credit.is_some() {
            continue;
        }
        let next = kept.get(n + 1).and_then(|&k| lines.get(k));
        let leads_on = next.is_some_and(|l| l.credit.is_some() || l.has_dateline);
        let is_open = !line.is_shut && !line.has_dateline && line.n_chars < 400;
        if n < from + 3
            && (leads_on && line.n_chars < 400 && !line.has_dateline
                || is_open && line.n_words >= 6)
        {
            continue;
        }
        return i;
    }
    to
}

/// A sentence or two between title and text.
fn is_standfirst(lines: &[Line<'_>], verdicts: &[Verdict], i: usize, head_end: usize) -> bool {
    let line = &lines[i];
    let leads_to_text = next_kept(verdicts, i + 1).is_some();
    line.n_words >= 6 && i < head_end && leads_to_text && dateline::opening(line.text).is_none()
}
