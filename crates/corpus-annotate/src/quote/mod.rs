//! Quotations and the words that name their speakers.
//!
//! Takes an article and its names; returns the quotations that are speech. Titles, terms and scare quotes in
//! the same marks are left out; words taken over into the writer's own sentence count as mixed.
//!
//! A speaker is looked for in this order: after the quotation ("…," said X; "…," X said; according to X), before
//! it in the same sentence (X said: "…"), the previous quotation of the paragraph, the subject of the
//! sentence. A pronoun is the speaker of the quotation before, else the last person named.

mod marks;

use crate::name::token::{Shape, Token, fold, tokens};
use corpus_model::{Article, EntityKind, NameMention, QuoteKind, QuoteMention, Span};
use marks::{Marked, marked};

/// Verbs and phrases of saying, folded. The last group also takes an object before the quoted words.
const CUES: &[&str] = &[
    "said",
    "says",
    "say",
    "saying",
    "told",
    "tells",
    "telling",
    "added",
    "adds",
    "add",
    "adding",
    "stated",
    "states",
    "stating",
    "noted",
    "notes",
    "noting",
    "wrote",
    "writes",
    "writing",
    "tweeted",
    "tweets",
    "posted",
    "posts",
    "announced",
    "announces",
    "warned",
    "warns",
    "warning",
    "argued",
    "argues",
    "claimed",
    "claims",
    "insisted",
    "insists",
    "explained",
    "explains",
    "asked",
    "asks",
    "replied",
    "replies",
    "answered",
    "continued",
    "continues",
    "concluded",
    "remarked",
    "remarks",
    "commented",
    "comments",
    "declared",
    "declares",
    "stressed",
    "stresses",
    "emphasized",
    "emphasised",
    "reiterated",
    "vowed",
    "promised",
    "urged",
    "recalled",
    "observed",
    "responded",
    "suggested",
    "admitted",
    "acknowledged",
    "confirmed",
    "denied",
    "alleged",
    "reported",
    "read",
    "reads",
    "quipped",
    "joked",
    "complained",
    "lamented",
    "pointed",
    "affirmed",
    "pledged",
    "expressed",
    "condemned",
    "praised",
    "criticized",
    "criticised",
    "called",
    "calling",
    "calls",
    "described",
    "describes",
    "describing",
    "cited",
    "talked",
    "spoke",
    "considered",
    "dismissed",
    "dubbed",
    "accused",
    "thanked",
    "welcomed",
    "hailed",
    "slammed",
    "blasted",
    "labeled",
    "labelled",
    "referred",
    "quoted",
    "voiced",
    "exclaimed",
    "shouted",
    "predicted",
    "testified",
    "сказал",
    "сказала",
    "сказали",
    "заявил",
    "заявила",
    "заявили",
    "сообщил",
    "сообщила",
    "сообщили",
    "отметил",
    "отметила",
    "добавил",
    "добавила",
    "подчеркнул",
    "подчеркнула",
    "рассказал",
    "рассказала",
    "написал",
    "написала",
    "пояснил",
    "пояснила",
    "объяснил",
    "считает",
    "говорит",
    "ответил",
    "уточнил",
    "уточнила",
    "пишет",
    "цитирует",
    "передает",
    "указал",
    "указала",
    "напомнил",
    "пообещал",
    "признал",
    "айтты",
    "деді",
    "деп",
    "мәлімдеді",
    "сказав",
    "заявив",
    "повідомив",
];

const PRONOUNS: &[&str] = &["he", "she", "they", "он", "она", "они", "він", "вона", "ол"];

/// Documents that "say" something.
const DOCUMENTS: &[&str] = &[
    "statement",
    "report",
    "letter",
    "decision",
    "summary",
    "document",
    "release",
    "ruling",
    "opinion",
    "resolution",
    "communique",
    "заявление",
    "сообщение",
];

/// Words right before a mark that say: what follows is a name or a term, not speech.
const NAMING: &[&str] = &[
    "called",
    "nicknamed",
    "dubbed",
    "named",
    "titled",
    "entitled",
    "termed",
    "word",
    "words",
    "term",
    "phrase",
    "name",
    "song",
    "songs",
    "book",
    "film",
    "movie",
    "album",
    "novel",
    "as",
    "known",
    "so-called",
    "labelled",
    "labeled",
    "slogan",
    "headline",
    "programme",
    "project",
];

struct Seen<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    folded: Vec<String>,
    names: &'a [NameMention],
}

/// Who speaks, as far as the words tell.
#[derive(Debug, Clone)]
struct Speaker {
    words: Option<Span>,
    name: Option<Span>,
    cue: Option<Span>,
    why: &'static str,
    /// Said outright, not guessed from the sentence.
    is_clear: bool,
}

/// The quotations of one article, sorted.
#[must_use]
pub fn find_quotes(article: &Article, names: &[NameMention]) -> Vec<QuoteMention> {
    let tokens = tokens(&article.text);
    let folded = tokens
        .iter()
        .map(|t| fold(t.span.of(&article.text)))
        .collect();
    let seen = Seen {
        text: &article.text,
        tokens,
        folded,
        names,
    };
    let mut out: Vec<QuoteMention> = Vec::new();
    let mut is_continued = false;
    for paragraph in paragraphs(article) {
        let found = marked(&article.text, paragraph);
        let mut last_end = paragraph.start;
        for (i, mark) in found.iter().enumerate() {
            let next_start = found.get(i + 1).map_or(paragraph.end, |m| m.span.start);
            let begins_paragraph = Span::new(paragraph.start, mark.span.start)
                .of(&article.text)
                .trim()
                .is_empty();
            let continues = is_continued && i == 0 && begins_paragraph;
            let sentence = article
                .sentences
                .iter()
                .rev()
                .find(|s| s.start <= mark.span.start)
                .map_or(paragraph.start, |s| s.start);
            let place = Place {
                before: Span::new(last_end.max(sentence).max(paragraph.start), mark.span.start),
                after: Span::new(mark.span.end, next_start.min(paragraph.end)),
                paragraph,
                sentence: Span::new(
                    sentence,
                    article
                        .sentences
                        .iter()
                        .find(|s| s.end >= mark.span.end)
                        .map_or(paragraph.end, |s| s.end),
                ),
                previous: out.last(),
                previous_in_paragraph: out.last().filter(|q| paragraph.contains(q.span)),
                gap: Span::new(last_end, mark.span.start),
                continues,
            };
            if let Some(quote) = seen.read(*mark, &place) {
                out.push(quote);
            }
            last_end = mark.span.end;
        }
        is_continued = found.last().is_some_and(|m| !m.is_closed);
    }
    out
}

fn paragraphs(article: &Article) -> Vec<Span> {
    if !article.paragraphs.is_empty() {
        return article.paragraphs.clone();
    }
    let mut out = Vec::new();
    let mut at = 0;
    for line in article.text.split_inclusive('\n') {
        out.push(Span::from_range(at..at + line.len()));
        at += line.len();
    }
    out
}

/// Where a quotation stands.
struct Place<'q> {
    /// From the sentence's start, or the quotation before, to the mark.
    before: Span,
    /// From the mark to the next quotation or the paragraph's end.
    after: Span,
    paragraph: Span,
    /// The sentence the quotation begins in, to the end of the sentence it ends in.
    sentence: Span,
    previous: Option<&'q QuoteMention>,
    previous_in_paragraph: Option<&'q QuoteMention>,
    /// From the quotation before, whatever it was, to this one.
    gap: Span,
    continues: bool,
}

impl Seen<'_> {
    fn range(&self, span: Span) -> std::ops::Range<usize> {
        let start = self.tokens.partition_point(|t| t.span.start < span.start);
        let end = self.tokens.partition_point(|t| t.span.end <= span.end);
        start..end.max(start)
    }

    fn read(&self, mark: Marked, place: &Place<'_>) -> Option<QuoteMention> {
        let inside = self.range(mark.span);
        let words: Vec<usize> = inside
            .clone()
            .filter(|i| !matches!(self.tokens[*i].shape, Shape::Mark))
            .collect();
        let n_words = words.len();
        if n_words == 0 {
            return None;
        }
        let quoted = mark.span.of(self.text);
        let bare = quoted
            .trim_end_matches(['"', '”', '»', '“', '’', '\''])
            .trim_end();
        let last = bare.chars().next_back().unwrap_or(' ');
        let ends_clause =
            matches!(last, ',' | '.' | '!' | '?' | ';' | '…' | '—') || bare.ends_with(".]");
        let starts_capital = words.first().is_some_and(|i| self.tokens[*i].is_capital());
        let is_title_case = n_words <= 8
            && !ends_clause
            && words.iter().all(|i| {
                self.tokens[*i].is_capital()
                    || self.folded[*i].len() <= 3 && *i != words[0]
                    || self.tokens[*i].shape == Shape::Number
            });
        let before: Vec<usize> = self.range(place.before).collect();
        let word_before = before.last().map_or("", |i| self.folded[*i].as_str());
        let is_named = NAMING.contains(&word_before)
            || word_before == ","
                && before.len() > 1
                && NAMING.contains(&self.folded[before[before.len() - 2]].as_str())
                && n_words < 4
                && !ends_clause;

        let after = self.after(place, last);
        let ahead = self.before(place);
        let is_open_end = matches!(last, ',' | '?' | '!' | '—' | ';');
        let is_led_in = before.last().is_some_and(|i| {
            self.is_cue(*i) || matches!(self.tokens[*i].span.of(self.text), ":" | ",")
        });
        let source = if is_led_in {
            None
        } else {
            self.source_of_sentence(place)
        };
        let speaker = match (after, ahead) {
            (Some(after), _) if is_open_end => Some(after),
            _ if source.is_some() => source,
            (_, Some(ahead)) if ahead.is_clear => Some(ahead),
            (Some(after), _) => Some(after),
            (None, ahead) => ahead,
        };
        let speaker = speaker
            .or_else(|| self.inherited(place, n_words >= 4 || starts_capital && ends_clause));
        let is_clear = speaker.as_ref().is_some_and(|s| s.is_clear);

        if is_named
            && !(n_words >= 5 && ends_clause)
            && !(word_before == "as" && is_clear && n_words >= 2)
        {
            return None;
        }
        if is_title_case
            && (!is_clear
                || speaker.as_ref().is_none_or(|s| s.cue.is_none())
                || starts_capital && n_words <= 3)
        {
            return None;
        }
        if mark.is_single && !is_clear {
            return None;
        }
        let is_speech = match n_words {
            1..=2 => is_clear,
            3..=4 => is_clear || speaker.is_some() && (ends_clause || !starts_capital),
            _ => is_clear || speaker.is_some() || ends_clause || n_words > 8,
        };
        if !is_speech {
            return None;
        }
        let is_whole = n_words >= 3 && (ends_clause && (starts_capital || n_words > 6))
            || starts_capital && n_words > 6;
        let (kind, why) = (
            if is_whole {
                QuoteKind::Direct
            } else {
                QuoteKind::Mixed
            },
            speaker
                .as_ref()
                .map_or("quotation marks around a whole sentence", |s| s.why),
        );
        Some(QuoteMention {
            span: mark.span,
            kind,
            speaker: speaker.as_ref().and_then(|s| s.words),
            speaker_name: speaker.as_ref().and_then(|s| s.name),
            cue: speaker.as_ref().and_then(|s| s.cue),
            why: why.to_owned(),
        })
    }

    /// "…," said X; "…," X said; "…" according to X.
    fn after(&self, place: &Place<'_>, last: char) -> Option<Speaker> {
        let range = self.range(place.after);
        let mut end = range.start;
        // To the end of the sentence.
        for i in range.clone() {
            let word = self.tokens[i].span.of(self.text);
            let is_end = matches!(word, "." | "!" | "?")
                && self.tokens.get(i + 1).is_none_or(|t| t.is_spaced)
                && i > range.start;
            if is_end || i - range.start > 28 || matches!(word, "." | "!" | "?") && i == range.start
            {
                break;
            }
            end = i + 1;
        }
        let mut start = range.start;
        while start < end
            && matches!(
                self.tokens[start].span.of(self.text),
                "," | "-" | "—" | "–" | ";"
            )
        {
            start += 1;
        }
        if start >= end {
            return None;
        }
        let is_new_sentence =
            last == '.' && self.tokens[start].is_capital() && start == range.start;
        if is_new_sentence {
            return None;
        }
        if self.folded[start] == "according"
            && self.folded.get(start + 1).is_some_and(|w| w == "to")
        {
            let span = self.tokens[start].span.hull(self.tokens[start + 1].span);
            return self
                .named(start + 2, end, true)
                .map(|(words, name)| Speaker {
                    words: Some(words),
                    name,
                    cue: Some(span),
                    why: "according to, after the quotation",
                    is_clear: true,
                });
        }
        let near = end.min(start + 14);
        let is_fragment =
            !matches!(last, ',' | '?' | '!' | '—' | '.' | ';') && start == range.start;
        let cue = (start..near).find(|i| self.is_cue(*i))?;
        let cue_span = self.tokens[cue].span;
        if cue == start {
            // Inverted: the name follows.
            if self.tokens[cue].is_capital() {
                return None;
            }
            if let Some(pronoun) = (cue + 1..end.min(cue + 2)).find(|i| self.is_pronoun(*i)) {
                return Some(self.pronoun(
                    pronoun,
                    cue_span,
                    place,
                    "inverted cue and pronoun after the quotation",
                ));
            }
            let (words, name) = self
                .named(cue + 1, end, true)
                .or_else(|| self.document(cue + 1, end.min(cue + 5)))?;
            return Some(Speaker {
                words: Some(words),
                name,
                cue: Some(cue_span),
                why: "verb of saying, then the speaker, after the quotation",
                is_clear: true,
            });
        }
        if is_fragment
            || (start..cue).any(|i| {
                matches!(self.folded[i].as_str(), "and" | "but" | "who" | "which") && i == start
            })
        {
            return None;
        }
        if let Some(pronoun) = (start..cue).find(|i| self.is_pronoun(*i)) {
            return Some(self.pronoun(
                pronoun,
                cue_span,
                place,
                "pronoun and verb of saying after the quotation",
            ));
        }
        let (words, name) = self
            .subject(start, cue)
            .or_else(|| self.phrase(start, cue))?;
        Some(Speaker {
            words: Some(words),
            name,
            cue: Some(cue_span),
            why: "speaker, then a verb of saying, after the quotation",
            is_clear: true,
        })
    }

    /// X said: "…"
    fn before(&self, place: &Place<'_>) -> Option<Speaker> {
        let range = self.range(place.before);
        if range.is_empty() {
            return None;
        }
        let last = self.tokens[range.end - 1].span.of(self.text);
        let (start, end) = (range.start, range.end);
        let mut cues: Vec<usize> = range
            .clone()
            .filter(|i| self.is_cue(*i) && *i > start)
            .collect();
        // A verb right after the name of a thing said: "in a statement read by" — the last one decides.
        while let Some(cue) = cues.pop() {
            let cue_span = self.tokens[cue].span;
            if let Some(office) = self.office(cue) {
                return Some(self.pronoun(
                    office,
                    cue_span,
                    place,
                    "office of the person named before, and verb of saying",
                ));
            }
            if let Some((words, name)) = self.subject(start, cue) {
                return Some(Speaker {
                    words: Some(words),
                    name,
                    cue: Some(cue_span),
                    why: "speaker and verb of saying before the quotation",
                    is_clear: true,
                });
            }
            if let Some(pronoun) = (start..cue).rev().find(|i| self.is_pronoun(*i)) {
                return Some(self.pronoun(
                    pronoun,
                    cue_span,
                    place,
                    "pronoun and verb of saying before the quotation",
                ));
            }
            if cues.is_empty()
                && let Some((words, name)) = self
                    .document(start, cue)
                    .or_else(|| self.phrase(start, cue))
            {
                return Some(Speaker {
                    words: Some(words),
                    name,
                    cue: Some(cue_span),
                    why: "speaker without a name and verb of saying before the quotation",
                    is_clear: true,
                });
            }
        }
        // "Remarked scientist Tierra Curry, …"
        if self.is_cue(start)
            && let Some((words, name)) = self.named(start + 1, end, true)
        {
            return Some(Speaker {
                words: Some(words),
                name,
                cue: Some(self.tokens[start].span),
                why: "verb of saying, then the speaker, before the quotation",
                is_clear: true,
            });
        }
        if let Some(at) = (start..end.saturating_sub(1))
            .find(|i| self.folded[*i] == "according" && self.folded[*i + 1] == "to")
            && let Some((words, name)) = self
                .named(at + 2, end, true)
                .or_else(|| self.phrase(at + 2, end))
        {
            let cue = self.tokens[at].span.hull(self.tokens[at + 1].span);
            return Some(Speaker {
                words: Some(words),
                name,
                cue: Some(cue),
                why: "according to, before the quotation",
                is_clear: true,
            });
        }
        let is_colon = last == ":";
        if let Some(previous) = place.previous_in_paragraph
            && matches!(
                self.text_of(place.gap).trim(),
                "and" | ", and" | "but" | "; and" | "" | "," | "и"
            )
        {
            return Some(Speaker {
                words: previous.speaker,
                name: previous.speaker_name,
                cue: previous.cue,
                why: "goes on from the quotation before",
                is_clear: previous.speaker.is_some(),
            });
        }
        // "could use it “…” and turn it into “…”": the same sentence goes on, and nobody else comes into it.
        if let Some(previous) = place.previous_in_paragraph
            && place.sentence.contains(previous.span)
            && previous.speaker.is_some()
            && previous.cue.is_some()
            && matches!(self.folded[start].as_str(), "and" | "but" | "or" | "и")
            && self.named(start, end, false).is_none()
            && !range.clone().any(|i| self.is_pronoun(i))
        {
            return Some(Speaker {
                words: previous.speaker,
                name: previous.speaker_name,
                cue: previous.cue,
                why: "goes on from the quotation before in the sentence",
                is_clear: true,
            });
        }
        let (words, name) = self.named(start, end, false)?;
        Some(Speaker {
            words: Some(words),
            name,
            cue: None,
            why: if is_colon {
                "subject of the sentence that a colon ends"
            } else {
                "subject of the sentence that takes the words over"
            },
            is_clear: is_colon,
        })
    }

    /// "…, according to X" or "X, according to Y, …" anywhere in the sentence outside the marks.
    fn source_of_sentence(&self, place: &Place<'_>) -> Option<Speaker> {
        let sentence = self.range(place.sentence);
        let mut quoted = false;
        for i in sentence.clone() {
            match self.tokens[i].span.of(self.text) {
                "“" | "«" => quoted = true,
                "”" | "»" => quoted = false,
                "\"" => quoted = !quoted,
                _ => {}
            }
            if !quoted
                && self.folded[i] == "according"
                && self.folded.get(i + 1).is_some_and(|w| w == "to")
            {
                let (words, name) = self.named(i + 2, sentence.end.min(i + 10), true)?;
                let cue = self.tokens[i].span.hull(self.tokens[i + 1].span);
                return Some(Speaker {
                    words: Some(words),
                    name,
                    cue: Some(cue),
                    why: "according to, in the same sentence",
                    is_clear: true,
                });
            }
        }
        None
    }

    fn text_of(&self, span: Span) -> &str {
        span.of(self.text)
    }

    /// No words of saying beside it: the speaker of the quotation before, or the last person named.
    fn inherited(&self, place: &Place<'_>, is_sentence: bool) -> Option<Speaker> {
        if place.continues
            && let Some(previous) = place.previous
        {
            return Some(Speaker {
                words: previous.speaker,
                name: previous.speaker_name,
                cue: previous.cue,
                why: "continues the quotation of the paragraph before",
                is_clear: true,
            });
        }
        if !is_sentence
            || !place.before.of(self.text).trim().is_empty() && self.range(place.before).len() > 2
        {
            return None;
        }
        if let Some(previous) = place.previous_in_paragraph {
            // Another person named in between speaks now.
            let other = self
                .names
                .iter()
                .rev()
                .find(|n| n.kind == EntityKind::Person && place.gap.contains(n.span));
            let same = other.is_none_or(|n| {
                previous.speaker_name == Some(n.span) || previous.speaker == Some(n.span)
            });
            if same {
                return Some(Speaker {
                    words: previous.speaker,
                    name: previous.speaker_name,
                    cue: None,
                    why: "same speaker as the quotation before in the paragraph",
                    is_clear: previous.speaker.is_some(),
                });
            }
        }
        let begins = Span::new(place.paragraph.start, place.before.end);
        if let Some(name) = self
            .names
            .iter()
            .rev()
            .find(|n| n.kind == EntityKind::Person && begins.contains(n.span))
        {
            return Some(Speaker {
                words: Some(name.span),
                name: Some(name.span),
                cue: None,
                why: "last person named before in the paragraph",
                is_clear: false,
            });
        }
        let previous = place.previous?;
        let between = Span::new(previous.span.end, place.before.end);
        (self.range(between).len() < 25).then_some(Speaker {
            words: previous.speaker,
            name: previous.speaker_name,
            cue: None,
            why: "same speaker as the quotation of the paragraph before",
            is_clear: false,
        })
    }

    fn is_cue(&self, i: usize) -> bool {
        let is_verb = self
            .folded
            .get(i)
            .is_some_and(|w| CUES.contains(&w.as_str()));
        if !is_verb {
            return self.is_said_to(i);
        }
        // "the United States would": part of a name.
        let token = &self.tokens[i];
        !token.is_capital() || !self.names.iter().any(|n| n.span.contains(token.span))
    }

    /// "went on to call", "was the first to describe": as a noun or in the present these words say nothing.
    fn is_said_to(&self, i: usize) -> bool {
        const AFTER_TO: &[&str] = &["call", "describe", "warn", "dismiss", "claim", "argue"];
        i > 0
            && self.folded[i - 1] == "to"
            && self
                .folded
                .get(i)
                .is_some_and(|w| AFTER_TO.contains(&w.as_str()))
    }

    fn is_pronoun(&self, i: usize) -> bool {
        self.folded
            .get(i)
            .is_some_and(|w| PRONOUNS.contains(&w.as_str()))
    }

    fn can_speak(name: &NameMention) -> u8 {
        match name.kind {
            EntityKind::Person => 2,
            EntityKind::Organisation => 1,
            _ => 0,
        }
    }

    fn is_possessive(&self, name: &NameMention) -> bool {
        let rest = self.text.get(name.span.end as usize..).unwrap_or_default();
        rest.starts_with("'s") || rest.starts_with("’s")
    }

    /// First name in the tokens; a person before a body.
    fn named(&self, start: usize, end: usize, is_after_cue: bool) -> Option<(Span, Option<Span>)> {
        let (first, last) = (
            self.tokens.get(start)?,
            self.tokens.get(end.checked_sub(1)?)?,
        );
        if end <= start {
            return None;
        }
        let span = first.span.hull(last.span);
        // After a cue, the clause ends the search: "said X, whose aide Y".
        let found = self
            .names
            .iter()
            .filter(|n| span.contains(n.span) && Self::can_speak(n) > 0 && !self.is_possessive(n))
            .filter(|n| !is_after_cue || Self::can_speak(n) == 2 || n.span.start - span.start < 40)
            .min_by_key(|n| (std::cmp::Reverse(Self::can_speak(n)), n.span.start))?;
        Some((found.span, Some(found.span)))
    }

    /// The subject left of a cue: the nearest person, else the nearest body, else a place right before it.
    fn subject(&self, start: usize, cue: usize) -> Option<(Span, Option<Span>)> {
        if cue <= start {
            return None;
        }
        let span = self.tokens[start].span.hull(self.tokens[cue - 1].span);
        let inside = || {
            self.names
                .iter()
                .filter(|n| span.contains(n.span) && !self.is_possessive(n))
        };
        let adjacent = inside().find(|n| n.span.end == self.tokens[cue - 1].span.end);
        if let Some(name) =
            adjacent.filter(|n| Self::can_speak(n) > 0 || n.kind == EntityKind::Place)
            && (Self::can_speak(name) == 2
                || !inside().any(|n| {
                    Self::can_speak(n) == 2
                        && self.folded
                            [self.range(Span::new(n.span.end, name.span.start)).start..cue]
                            .iter()
                            .any(|w| w == ",")
                }))
        {
            return Some((name.span, Some(name.span)));
        }
        // A pronoun nearer to the verb than any name is the subject.
        let name = inside()
            .filter(|n| Self::can_speak(n) > 0)
            .max_by_key(|n| (Self::can_speak(n), n.span.start))?;
        let between = self.range(Span::new(name.span.end, self.tokens[cue].span.start));
        if between.clone().any(|i| self.is_pronoun(i)) {
            return None;
        }
        Some((name.span, Some(name.span)))
    }

    /// "the press secretary said": the office stands for the person named before.
    fn office(&self, cue: usize) -> Option<usize> {
        const OFFICES: &[&str] = &[
            "secretary",
            "spokesman",
            "spokeswoman",
            "spokesperson",
            "minister",
            "president",
            "diplomat",
            "official",
            "chancellor",
            "premier",
            "leader",
        ];
        let at = cue.checked_sub(1)?;
        let is_office =
            OFFICES.contains(&self.folded[at].as_str()) && self.tokens[at].shape == Shape::Small;
        // "a spokesman", "one official": nobody named.
        let is_the = (at.saturating_sub(5)..at).any(|i| self.folded[i] == "the");
        (is_office && is_the).then_some(at)
    }

    /// "the statement said": the words, without a name.
    fn document(&self, start: usize, end: usize) -> Option<(Span, Option<Span>)> {
        let at = (start..end).find(|i| DOCUMENTS.contains(&self.folded[*i].as_str()))?;
        Some((self.tokens[at].span, None))
    }

    /// "one of the victims": up to eight words before the verb.
    fn phrase(&self, start: usize, end: usize) -> Option<(Span, Option<Span>)> {
        let start = start.max(end.saturating_sub(8));
        let first = (start..end).find(|i| !matches!(self.tokens[*i].shape, Shape::Mark))?;
        let last = (first..end)
            .rev()
            .find(|i| !matches!(self.tokens[*i].shape, Shape::Mark))?;
        Some((self.tokens[first].span.hull(self.tokens[last].span), None))
    }

    /// A pronoun: the speaker before, if it speaks in this or the last paragraph; else the last person.
    fn pronoun(&self, pronoun: usize, cue: Span, place: &Place<'_>, why: &'static str) -> Speaker {
        let span = self.tokens[pronoun].span;
        let last_person = self.names.iter().rev().find(|n| {
            n.kind == EntityKind::Person && n.span.end <= span.start && !place.after_mark(n.span)
        });
        let from_quote = place
            .previous
            .and_then(|q| Some((q.speaker_name?, q.span.end)));
        let name = match (from_quote, last_person) {
            // A person named as subject since the last quotation is nearer.
            (Some((_, end)), Some(person))
                if person.span.start > end && !self.is_possessive(person) =>
            {
                Some(person.span)
            }
            (Some((name, _)), _) => Some(name),
            (None, Some(person)) => Some(person.span),
            (None, None) => None,
        };
        Speaker {
            words: Some(span),
            name,
            cue: Some(cue),
            why,
            is_clear: true,
        }
    }
}

impl Place<'_> {
    /// Inside the quotation itself.
    fn after_mark(&self, span: Span) -> bool {
        span.start >= self.before.end && span.end <= self.after.start
    }
}

#[cfg(test)]
mod tests;
