//! Names by rule: titles before people, heads of organisations' names, gazetteer entries with their context.
//!
//! Takes a text's tokens with what the gazetteer found; returns [`Found`] spans that may overlap. Each rule
//! states its strength (0-100); the caller keeps the strongest. The rules know one text only: what other
//! mentions and other documents tell is decided in `agree`.

use super::Found;
use super::gazetteer::{Class, Gazetteer, Match, word};
use super::lexicon::{
    EVENT_FIRST, EVENT_HEADS, LAW_AFTER_PLACE, LAW_HEADS, NEVER, OF_HEADS, ORG_HEADS, PARTICLES,
    PLACE_BEFORE, SAYING, TITLE_PARTS, TITLES,
};
use super::token::{Shape, Token};
use super::vocabulary::{Holds, Vocabulary, Word};
use corpus_model::{EntityKind, Gender, Located};

/// A text, split and looked up.
pub struct Words<'t> {
    /// The text.
    pub text: &'t str,
    /// Its tokens.
    pub tokens: &'t [Token],
    /// What is known of each token's word.
    pub known: Vec<&'t Word>,
    /// Folded form of each token.
    pub folded: Vec<&'t str>,
    /// Word bits of each token.
    pub bits: Vec<u8>,
    /// A sentence begins here.
    pub starts: Vec<bool>,
    /// The token stands where every word has a capital (headline) or all letters are capital.
    pub is_headline: Vec<bool>,
    /// Names of the gazetteer.
    pub matches: Vec<Match>,
    /// Places of the gazetteer written small: a hint to the tagger, no evidence of their own.
    pub small_matches: Vec<Match>,
    gazetteer: &'t Gazetteer,
}

impl<'t> Words<'t> {
    /// Looks every token up. `ids` are the tokens' words in the vocabulary, as [`Vocabulary::learn`] gave them;
    /// `sentence_starts` are byte offsets, sorted.
    pub fn new(
        text: &'t str,
        tokens: &'t [Token],
        ids: &[u32],
        sentence_starts: &[u32],
        vocabulary: &'t Vocabulary<'t>,
    ) -> Self {
        let known: Vec<&Word> = ids.iter().filter_map(|id| vocabulary.word(*id)).collect();
        debug_assert_eq!(known.len(), tokens.len());
        let folded: Vec<&str> = known.iter().map(|word| word.folded.as_str()).collect();
        let bits = known.iter().map(|word| word.bits).collect();
        let mut starts = vec![false; tokens.len()];
        let mut next = sentence_starts.iter().peekable();
        for (i, token) in tokens.iter().enumerate() {
            while next.peek().is_some_and(|s| **s <= token.span.start) {
                starts[i] = true;
                next.next();
            }
        }
        if let Some(first) = starts.first_mut() {
            *first = true;
        }
        let mut is_headline = vec![false; tokens.len()];
        let bounds: Vec<usize> = (0..tokens.len())
            .filter(|i| starts[*i])
            .chain([tokens.len()])
            .collect();
        for pair in bounds.windows(2) {
            let words = tokens[pair[0]..pair[1]]
                .iter()
                .filter(|t| !matches!(t.shape, Shape::Mark | Shape::Number));
            let (n, n_capital, n_all) = words.fold((0, 0, 0), |(n, c, a), t| {
                (
                    n + 1,
                    c + usize::from(t.is_capital()),
                    a + usize::from(t.shape == Shape::AllCapital),
                )
            });
            if n >= 4 && (n_capital * 10 >= n * 7 || n_all * 10 >= n * 7) {
                is_headline[pair[0]..pair[1]].fill(true);
            }
        }
        let (matches, small_matches) = vocabulary.gazetteer().find(tokens, &known);
        Self {
            text,
            tokens,
            known,
            folded,
            bits,
            starts,
            is_headline,
            matches,
            small_matches,
            gazetteer: vocabulary.gazetteer(),
        }
    }

    /// Whether a word, or its stem, is in a list of folded words.
    pub fn is_one_of(&self, i: usize, list: impl Holds) -> bool {
        self.is(i, list)
    }

    fn is(&self, i: usize, list: impl Holds) -> bool {
        self.known.get(i).is_some_and(|word| list.holds(word))
    }

    /// The name of the tables that begins at token `i`.
    pub fn match_at(&self, i: usize) -> Option<&Match> {
        let at = self.matches.binary_search_by_key(&i, |m| m.start).ok()?;
        self.matches.get(at)
    }

    /// The names of the tables within `start..end`.
    fn matches_in(&self, start: usize, end: usize) -> impl Iterator<Item = &Match> {
        let from = self.matches.partition_point(|m| m.start < start);
        self.matches
            .iter()
            .skip(from)
            .take_while(move |m| m.start < end)
            .filter(move |m| m.end <= end)
    }

    /// A particle of a family name, written small, stands before token `i`: "von der Leyen".
    pub fn is_small_particle(&self, i: usize) -> bool {
        const OF_FAMILY: &[&str] = &["von", "van", "der", "den", "de", "ter", "bin", "ibn", "фон"];
        i > 0
            && self.starts.get(i).is_some_and(|starts| !starts)
            && self.tokens[i - 1].shape == Shape::Small
            && OF_FAMILY.contains(&self.folded[i - 1])
    }

    /// A word that stands before a person's name and is no part of it.
    pub fn is_title(&self, i: usize) -> bool {
        self.is(i, TITLES)
    }

    /// What may stand before a title and belongs to it: its parts, and whose it is ("U.S. Foreign Minister").
    pub fn leads_to_title(&self, i: usize) -> bool {
        let whose = Class::Country.bit() | Class::Group.bit();
        self.is_title(i)
            || self.is_title_part(i)
            || self
                .match_at(i)
                .is_some_and(|m| m.end == i + 1 && m.classes & whose != 0)
    }

    /// Where the name begins after a title: past "of Ghana", if that stands there and leaves something of `end`.
    pub fn after_office(&self, start: usize, end: usize) -> usize {
        if !self.is(start, &["of"]) {
            return start;
        }
        let whose = (start + 1..start + 3)
            .find_map(|i| self.match_at(i))
            .map(|m| m.end)
            .filter(|after| *after < end);
        whose.unwrap_or((start + 1).min(end - 1))
    }

    /// A word that may stand in a title of several words.
    pub fn is_title_part(&self, i: usize) -> bool {
        self.is(i, TITLE_PARTS)
    }

    /// A capitalised word inside a sentence that is no common word: it may go on a name.
    pub fn is_family_word(&self, i: usize) -> bool {
        self.tokens
            .get(i)
            .is_some_and(|t| t.shape == Shape::Capital)
            && !self.starts[i]
            && self.bits[i] & word::SMALL == 0
            && !self.is(i, ORG_HEADS)
            && !self.is(i, EVENT_HEADS)
    }

    /// A hyphen.
    pub fn is_hyphen(&self, i: usize) -> bool {
        self.tokens
            .get(i)
            .is_some_and(|t| matches!(t.span.of(self.text), "-" | "‑"))
    }

    /// The tables have exactly these words as a place.
    pub fn is_listed_place(&self, start: usize, end: usize) -> bool {
        self.match_at(start)
            .is_some_and(|m| m.end == end && m.classes & PLACE != 0)
    }

    /// A word in small letters that English writes so, and no particle of a name.
    pub fn is_common(&self, i: usize) -> bool {
        self.tokens[i].shape == Shape::Small
            && self.bits[i] & word::SMALL != 0
            && !self.is(i, PARTICLES)
    }

    /// The tables have exactly these words as a people or an adjective, and as nothing else.
    pub fn is_listed_people(&self, start: usize, end: usize) -> bool {
        self.match_at(start)
            .is_some_and(|m| m.end == end && m.classes == Class::Group.bit())
    }

    /// A name ends at this token for all that can be told without its neighbours: letters in capitals, or a name of
    /// the tables.
    fn is_whole_name(&self, i: usize) -> bool {
        let from = self.matches.partition_point(|m| m.end <= i);
        self.tokens[i].shape == Shape::AllCapital
            || self.matches.get(from).is_some_and(|m| m.end == i + 1)
    }

    /// The tables have exactly these words as a state.
    pub fn is_listed_state(&self, start: usize, end: usize) -> bool {
        self.match_at(start)
            .is_some_and(|m| m.end == end && m.classes & Class::Country.bit() != 0)
    }

    /// The tables have exactly these words, several of them, as a capital or a state.
    pub fn is_capital_of_words(&self, start: usize, end: usize) -> bool {
        let whole = Class::Country.bit() | Class::Capital.bit();
        end - start > 1
            && self
                .match_at(start)
                .is_some_and(|m| m.end == end && m.classes & whole != 0)
    }

    /// A preposition stands before the word after which a listed name is a place.
    pub fn is_after_in(&self, i: usize) -> bool {
        i > 0 && self.is(i - 1, PLACE_BEFORE)
    }

    /// The id of the table's row that begins at token `i`.
    pub fn state_id(&self, i: usize) -> Option<String> {
        let entry = self.gazetteer.entry(self.match_at(i)?.entry)?;
        (!entry.id.is_empty()).then(|| entry.id.clone())
    }

    /// Where the gazetteer has exactly these words lie.
    pub fn located(&self, start: usize, end: usize) -> Option<Located> {
        self.match_at(start)
            .filter(|m| m.end == end)
            .and_then(|m| m.located)
    }

    /// Who bears a person's name of several words: what the tables say of its first word. A short one that is a
    /// family name as well may be one here ("Kim").
    pub fn bearer(&self, start: usize, end: usize) -> Option<Gender> {
        const SHORT: usize = 4;
        let bits = *self.bits.get(start)?;
        let is_long = self.folded.get(start)?.chars().count() > SHORT;
        let is_given = end - start > 1 && (is_long || bits & word::LAST == 0);
        match bits & (word::MALE | word::FEMALE) {
            word::MALE if is_given => Some(Gender::Man),
            word::FEMALE if is_given => Some(Gender::Woman),
            _ => None,
        }
    }

    /// What the gazetteer calls the row with this id, if it has exactly these words under it.
    pub fn listed_name(&self, start: usize, end: usize, id: &str) -> Option<String> {
        let found = self.match_at(start).filter(|m| m.end == end)?;
        let entry = self.gazetteer.entry(found.entry)?;
        (entry.id == id).then(|| entry.name.clone())
    }

    fn is_year(&self, i: usize) -> bool {
        let text = self.tokens[i].span.of(self.text);
        text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())
    }

    fn capital(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(Token::is_capital)
    }

    /// An unspaced hyphen before a capital.
    pub fn is_joined_hyphen(&self, i: usize) -> bool {
        self.tokens
            .get(i)
            .is_some_and(|t| !t.is_spaced && matches!(t.span.of(self.text), "-" | "‑"))
            && self
                .tokens
                .get(i + 1)
                .is_some_and(|t| !t.is_spaced && t.is_capital())
    }

    /// One past the run of words that can be a person's name from `at`: capitals, joined hyphens, particles.
    pub fn name_run(&self, at: usize, max: usize) -> usize {
        let mut end = at;
        let mut n = 0;
        while n < max && end < self.tokens.len() {
            if end > at && self.starts[end] {
                break;
            }
            let ok = self.capital(end) && !self.is(end, NEVER) && !self.is(end, ORG_HEADS);
            if ok {
                end += 1;
                n += 1;
                while self.is_joined_hyphen(end) {
                    end += 2;
                }
            } else if end > at
                && self.is(end, PARTICLES)
                && self.capital(end + 1)
                && !self.starts[end + 1]
            {
                end += 1;
            } else if end > at
                && self.is(end, PARTICLES)
                && self.is(end + 1, PARTICLES)
                && self.capital(end + 2)
            {
                end += 2;
            } else {
                break;
            }
        }
        end
    }
}

/// Classes of places.
const PLACE: u16 =
    Class::Country.bit() | Class::Capital.bit() | Class::Region.bit() | Class::City.bit();

/// Everything the rules see in one text.
pub fn find(words: &Words<'_>, gazetteer: &Gazetteer) -> Vec<Found> {
    let mut out = Vec::new();
    listed(words, gazetteer, &mut out);
    people(words, &mut out);
    organisations(words, &mut out);
    formats(words, &mut out);
    places(words, &mut out);
    events(words, &mut out);
    elections(words, &mut out);
    laws(words, &mut out);
    super::grammar::find(words, &mut out);
    out
}

fn listed(words: &Words<'_>, gazetteer: &Gazetteer, out: &mut Vec<Found>) {
    for m in &words.matches {
        let Some(entry) = gazetteer.entry(m.entry) else {
            continue;
        };
        let (kind, mut strength, what) = match entry.class {
            Class::Country => (EntityKind::Place, 80, "country"),
            Class::Capital => (EntityKind::Place, 70, "capital"),
            Class::City => (EntityKind::Place, 40 + 3 * u32::from(entry.weight), "city"),
            Class::Region => (EntityKind::Place, 60, "region"),
            Class::Group => (EntityKind::Group, 80, "people or adjective"),
            Class::Organisation => (EntityKind::Organisation, 75, "organisation"),
            Class::Outlet => (EntityKind::Organisation, 55, "news outlet"),
            Class::Person => (EntityKind::Person, 75, "person"),
            Class::Event => (EntityKind::Event, 75, "event"),
            Class::Law => (EntityKind::Law, 78, "law, agreement or format"),
        };
        let n = m.end - m.start;
        let bits = words.bits[m.start];
        if n == 1 {
            let first = &words.folded[m.start];
            if NEVER.contains(first) {
                continue;
            }
            // "Price", "Reading", "Nancy": a word or a person before it is a town.
            let is_open = matches!(entry.class, Class::City | Class::Region | Class::Outlet);
            if is_open && bits & word::SMALL != 0 {
                strength = strength.saturating_sub(45);
            }
            // "Parliament", "Greens": the tagger decides.
            if entry.class == Class::Organisation
                && bits & word::SMALL != 0
                && words.tokens[m.start].shape != Shape::AllCapital
            {
                strength = strength.saturating_sub(20);
            }
            if is_open && bits & (word::FIRST | word::LAST) != 0 {
                strength = strength.saturating_sub(if entry.weight >= 6 { 10 } else { 25 });
            }
            if kind == EntityKind::Place && m.start > 0 && words.is(m.start - 1, PLACE_BEFORE) {
                strength += 25;
            }
            // "Kazakhstan Tower": part of a longer name, which the organisation rule may claim.
            if strength < 30 {
                continue;
            }
        } else {
            strength += 8;
        }
        out.push(Found {
            start: m.start,
            end: m.end,
            kind,
            strength,
            why: format!("gazetteer: {what} {}", entry.name),
            id: (!entry.id.is_empty()).then(|| entry.id.clone()),
        });
    }
}

fn people(words: &Words<'_>, out: &mut Vec<Found>) {
    let n = words.tokens.len();
    let mut at = 0;
    while at < n {
        // Title, perhaps "of" a body, then the name.
        if words.is(at, TITLES) {
            let mut name = at + 1;
            while name < n
                && (words.is(name, TITLES)
                    || words.is(name, &["of"]) && words.is(name + 1, &["state", "staff"])
                    || words.is(name, &["state", "staff"]) && words.is(name - 1, &["of"]))
            {
                name += 1;
            }
            // "foreign minister of Kazakhstan Mukhtar Tleuberdi"
            if words.is(name, &["of"])
                && let Some(m) = words.match_at(name + 1).or_else(|| {
                    words
                        .match_at(name + 2)
                        .filter(|_| words.is(name + 1, &["the"]))
                })
                && words.capital(m.end)
                && m.end < n
                && !words.starts[m.end]
            {
                name = m.end;
            }
            let end = words.name_run(name, 5);
            // "Deputy Health Minister Azhar …": the name begins after the last title.
            let inner = (name..end.saturating_sub(1))
                .take_while(|i| words.is_title(*i) || words.is_title_part(*i))
                .filter(|i| words.is_title(*i))
                .last();
            let name = inner.map_or(name, |title| title + 1);
            let end = drop_tail(words, name, end);
            if end > name && !words.starts[name] && !known_body(words, name, end) {
                let title = words.tokens[at].span.of(words.text);
                out.push(Found {
                    start: name,
                    end,
                    kind: EntityKind::Person,
                    strength: if end - name > 1 { 92 } else { 84 },
                    why: format!("title before the name: {title}"),
                    id: None,
                });
                at = end;
                continue;
            }
        }
        if words.capital(at) && !words.is(at, NEVER) {
            let end = drop_tail(words, at, words.name_run(at, 4));
            let skip = (at..end).find(|i| {
                !(words.is(*i, TITLES)
                    || words.is(*i, TITLE_PARTS)
                    || words.starts[*i] && words.bits[*i] & word::SMALL != 0)
            });
            let start = skip.unwrap_or(end);
            let len = (start..end).filter(|i| words.capital(*i)).count();
            if len >= 2 && !known_body(words, start, end) {
                let first = words.bits[start];
                let last = words.bits[end - 1];
                let says = words.is(end, SAYING) || words.is(start.wrapping_sub(1), SAYING);
                let ages = words
                    .tokens
                    .get(end)
                    .is_some_and(|t| t.span.of(words.text) == ",")
                    && words
                        .tokens
                        .get(end + 1)
                        .is_some_and(|t| t.shape == Shape::Number && t.span.len() == 2);
                let has_small = (start..end).any(|i| {
                    words.bits[i] & word::SMALL != 0
                        && words.bits[i] & (word::FIRST | word::LAST) == 0
                });
                // After a first name inside a sentence even a common word is a family name: "Ned Price".
                let is_plain_pair = len == 2
                    && end == start + 2
                    && !words.starts[start]
                    && !words.is_headline[start]
                    && words.bits[start] & word::SMALL == 0
                    && words.match_at(start).is_none_or(|m| m.classes & PLACE == 0);
                let (strength, why) = if first & word::FIRST != 0 && has_small && is_plain_pair {
                    (
                        88,
                        "first name from the gazetteer, then a capital inside a sentence",
                    )
                } else if first & word::FIRST != 0 && !has_small {
                    (
                        if last & word::LAST != 0 { 88 } else { 80 },
                        "first name from the gazetteer",
                    )
                } else if ages {
                    (75, "an age follows")
                } else if says && !has_small {
                    (70, "a verb of saying stands beside two capitalised words")
                } else if last & word::LAST != 0 && !has_small && !words.is_headline[start] {
                    (52, "surname from the gazetteer")
                } else {
                    (0, "")
                };
                if strength > 0 {
                    let penalty = if words.is_headline[start] { 25 } else { 0 };
                    out.push(Found {
                        start,
                        end,
                        kind: EntityKind::Person,
                        strength: strength - penalty,
                        why: why.to_owned(),
                        id: None,
                    });
                }
                at = end;
                continue;
            }
        }
        at += 1;
    }
}

/// A run must not end in a group or place that starts the next phrase ("… Putin Russian"), nor in a title.
fn drop_tail(words: &Words<'_>, start: usize, mut end: usize) -> usize {
    while end > start + 1
        && (words.is(end - 1, TITLES)
            || words.bits[end - 1] & word::SMALL != 0 && words.is_headline[start])
    {
        end -= 1;
    }
    end
}

/// The whole run, or its start, is a listed place, people or body of two words or more or a country.
fn known_body(words: &Words<'_>, start: usize, end: usize) -> bool {
    let strong = Class::Country.bit()
        | Class::Group.bit()
        | Class::Organisation.bit()
        | Class::Capital.bit()
        | Class::Law.bit()
        | Class::Event.bit();
    words.matches_in(start, end).any(|m| {
        m.classes & Class::Person.bit() == 0
            && (m.end - m.start >= 2
                || m.classes & strong != 0 && words.bits[m.start] & word::FIRST == 0)
    })
}

fn organisations(words: &Words<'_>, out: &mut Vec<Found>) {
    let n = words.tokens.len();
    for head in 0..n {
        if !words.capital(head) || !words.is(head, ORG_HEADS) || words.is_headline[head] {
            continue;
        }
        let mut start = head;
        while start > 0 {
            let before = start - 1;
            let of_kind = words.capital(before)
                && !words.is(before, NEVER)
                && !words.is(before, TITLES)
                && (!words.starts[before] || words.bits[before] & word::SMALL == 0);
            let links = before > 0
                && !words.starts[start]
                && !words.starts[before]
                && words.capital(before - 1)
                && match words.folded[before] {
                    "&" => true,
                    "for" | "of" => words.is(before - 1, ORG_HEADS) || head > start,
                    // "the FBI and Harbour Steel Corp.": two bodies.
                    "and" => {
                        words.is(before - 1, ORG_HEADS)
                            || head > start && !words.is_whole_name(before - 1)
                    }
                    _ => false,
                };
            let is_hyphen =
                before > 0 && words.is_joined_hyphen(before) && words.capital(before - 1);
            if of_kind && !words.starts[start] {
                start = before;
            } else if links || is_hyphen {
                start = before - 1;
            } else {
                break;
            }
        }
        // A leading nationality or country says whose it is: "Kazakh Foreign Ministry".
        while let Some(m) = words.match_at(start).filter(|m| {
            m.end < head && m.classes & (Class::Group.bit() | Class::Country.bit()) != 0
        }) {
            start = m.end;
        }
        let mut end = head + 1;
        if words.is(head, OF_HEADS) && words.is(end, &["of", "for"]) {
            let first = if words.is(end + 1, &["the"]) {
                end + 2
            } else {
                end + 1
            };
            if words.capital(first) {
                let mut last = first;
                while last < n
                    && !words.starts[last]
                    && (words.capital(last) && !words.is(last, NEVER)
                        || words.is(last, &["and", "of"])
                            && words.capital(last + 1)
                            && !words.is(last + 1, NEVER)
                            && last + 1 < n
                            && !words.starts[last + 1]
                            && !words.match_at(last + 1).is_some_and(|m| {
                                m.classes & Class::Country.bit() != 0 && words.folded[last] == "and"
                            }))
                {
                    last += 1;
                }
                end = last;
            }
        } else if words.is(end, ORG_HEADS) && words.capital(end) {
            continue; // a later head ends the same name
        }
        if end - start < 2 {
            continue;
        }
        out.push(Found {
            start,
            end,
            kind: EntityKind::Organisation,
            strength: 83,
            why: format!("name built on {}", words.tokens[head].span.of(words.text)),
            id: None,
        });
    }
    // "Collective Security Treaty Organization (CSTO)": short form in brackets after its words.
    for open in 1..n {
        let is_open = words.tokens[open].span.of(words.text) == "(";
        let Some(short) = words
            .tokens
            .get(open + 1)
            .filter(|t| is_open && t.shape == Shape::AllCapital)
        else {
            continue;
        };
        if words
            .tokens
            .get(open + 2)
            .is_none_or(|t| t.span.of(words.text) != ")")
        {
            continue;
        }
        let letters: Vec<char> = short
            .span
            .of(words.text)
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphabetic())
            .collect();
        if let Some(start) = expansion(words, open, &letters) {
            let why = format!("short form {} in brackets", short.span.of(words.text));
            for (start, end) in [(start, open), (open + 1, open + 2)] {
                out.push(Found {
                    start,
                    end,
                    kind: EntityKind::Organisation,
                    strength: 95,
                    why: why.clone(),
                    id: None,
                });
            }
        }
    }
    for i in 0..n {
        let token = words.tokens[i];
        let text = token.span.of(words.text);
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        if token.shape == Shape::AllCapital
            && (2..=6).contains(&letters)
            && !words.is_headline[i]
            && !words.is(i, NEVER)
            && words.bits[i] & word::SMALL == 0
            && !text.bytes().any(|b| b.is_ascii_digit())
        {
            out.push(Found {
                start: i,
                end: i + 1,
                kind: EntityKind::Organisation,
                strength: 38,
                why: "letters in capitals".to_owned(),
                id: None,
            });
        }
    }
}

/// Where the words begin whose initials are `letters`, ending before `end`; small words may be skipped.
fn expansion(words: &Words<'_>, end: usize, letters: &[char]) -> Option<usize> {
    if letters.len() < 2 {
        return None;
    }
    let mut left = letters.len();
    let mut at = end;
    while left > 0 && at > 0 && end - at < letters.len() + 4 {
        at -= 1;
        let initial = words.folded[at].chars().next()?;
        if words.capital(at) && initial == letters[left - 1] {
            left -= 1;
        } else if words.capital(at) || words.starts[at] {
            return None;
        }
    }
    (left == 0).then_some(at)
}

/// Places by the kind that stands beside them: "the port of Anvil", "Anvil province".
fn places(words: &Words<'_>, out: &mut Vec<Found>) {
    const BEFORE: &[&str] = &[
        "town",
        "city",
        "village",
        "province",
        "port",
        "island",
        "region",
        "district",
        "suburb",
        "settlement",
        "hamlet",
        "municipality",
        "towns",
        "cities",
        "villages",
        "provinces",
    ];
    const AFTER: &[&str] = &[
        "province",
        "oblast",
        "peninsula",
        "airport",
        "valley",
        "river",
        "village",
        "prefecture",
    ];
    for i in 0..words.tokens.len() {
        if words.tokens[i].shape != Shape::Small {
            continue;
        }
        let inside = |k: usize| words.starts.get(k) == Some(&false);
        let place = |start: usize, end: usize, word: &str| Found {
            start,
            end,
            kind: EntityKind::Place,
            strength: 90,
            why: format!("the kind of place beside it: {word}"),
            id: None,
        };
        let word = words.folded[i];
        if BEFORE.contains(&word) && words.folded.get(i + 1) == Some(&"of") && inside(i + 1) {
            let end = place_run(words, i + 2);
            if end > i + 2 && inside(i + 2) {
                out.push(place(i + 2, end, word));
            }
        }
        if AFTER.contains(&word) && inside(i) {
            let mut start = i;
            while start > 0 && i - start < 3 && is_place_word(words, start - 1) {
                start -= 1;
                if words.starts[start] {
                    break;
                }
            }
            if start < i {
                out.push(place(start, i, word));
            }
        }
    }
}

/// A capitalised word that can be part of a place's name and of no other name.
fn is_place_word(words: &Words<'_>, i: usize) -> bool {
    let is_people = words
        .match_at(i)
        .is_some_and(|m| m.classes & (Class::Group.bit() | Class::Organisation.bit()) != 0);
    words.tokens[i].shape == Shape::Capital
        && !is_people
        && !words.is_headline[i]
        && !words.is(i, NEVER)
        && !words.is(i, TITLES)
        && !words.is(i, ORG_HEADS)
        && (!words.starts[i] || words.bits[i] & word::SMALL == 0)
}

/// One past the words of a place's name that begins at `at`: at most three, with joined hyphens.
fn place_run(words: &Words<'_>, at: usize) -> usize {
    let mut end = at;
    while end < words.tokens.len() && end - at < 5 {
        if is_place_word(words, end) && (end == at || !words.starts[end]) {
            end += 1;
            while words.is_joined_hyphen(end) {
                end += 2;
            }
        } else {
            break;
        }
    }
    end
}

/// "C5+1", "5+1 talks": a format with a plus.
fn formats(words: &Words<'_>, out: &mut Vec<Found>) {
    for i in 1..words.tokens.len().saturating_sub(1) {
        let plus = words.tokens[i].span.of(words.text) == "+"
            && !words.tokens[i].is_spaced
            && !words.tokens[i + 1].is_spaced;
        let before = &words.folded[i - 1];
        if plus
            && words.tokens[i + 1].shape == Shape::Number
            && words.capital(i - 1)
            && before.len() <= 4
            && before.bytes().any(|b| b.is_ascii_digit())
        {
            out.push(Found {
                start: i - 1,
                end: i + 2,
                kind: EntityKind::Organisation,
                strength: 90,
                why: "format of states: group and partner with a plus".to_owned(),
                id: None,
            });
        }
    }
}

/// Named events: capitals that end in a general word ("Orange Revolution"), or begin with one ("Operation
/// Anvil", "Battle of Aktobe").
fn events(words: &Words<'_>, out: &mut Vec<Found>) {
    for head in 0..words.tokens.len() {
        if !words.capital(head) || words.is_headline[head] {
            continue;
        }
        let word = words.tokens[head].span.of(words.text);
        if words.is(head, EVENT_FIRST) {
            let is_operation = words.is(head, &["operation"]);
            let first = if is_operation {
                head + 1
            } else if words.is(head + 1, &["of"]) {
                head + 2
            } else {
                continue;
            };
            let end = words.name_run(first, 3);
            if end > first && words.starts[head + 1..end].iter().all(|s| !s) {
                out.push(event(head, end, 88, word));
            }
            continue;
        }
        if !words.is(head, EVENT_HEADS) || words.starts[head] {
            continue;
        }
        let mut start = head;
        while start > 0 && !words.starts[start] {
            let before = start - 1;
            let is_part = words.capital(before)
                && !words.is(before, NEVER)
                && !words.is(before, TITLES)
                && (!words.starts[before] || words.bits[before] & word::SMALL == 0);
            if is_part {
                start = before;
            } else if before > 0 && words.is_joined_hyphen(before) && words.capital(before - 1) {
                start = before - 1;
            } else {
                break;
            }
        }
        // "Bloody January War Council": a later word says what it is.
        let goes_on = words.capital(head + 1) && words.starts.get(head + 1) == Some(&false);
        if start < head && !goes_on {
            // "the 2014 Winter Games": another year is another event.
            let is_year = start > 0 && !words.starts[start] && words.is_year(start - 1);
            let start = if is_year { start - 1 } else { start };
            out.push(event(start, head + 1, 88, word));
        }
    }
}

/// "the 1997 Ruritania general election": year, place and vote are an event, and the place is none.
fn elections(words: &Words<'_>, out: &mut Vec<Found>) {
    const VOTES: &[&str] = &["election", "elections", "referendum"];
    for year in 0..words.tokens.len() {
        if !words.is_year(year) {
            continue;
        }
        let start = year + 1;
        let mut end = start;
        while words.capital(end) && !words.starts[end] && end < start + 6 {
            end += 1;
        }
        if end == start {
            continue;
        }
        let vote = (end..words.tokens.len().min(end + 4))
            .take_while(|i| {
                !words.starts[*i]
                    && (words.tokens[*i].shape == Shape::Small
                        || words.tokens[*i].span.of(words.text) == "-")
            })
            .find(|i| words.is(*i, VOTES));
        if let Some(vote) = vote {
            // With its year: votes of different years are different votes.
            out.push(event(year, vote + 1, 92, words.folded[vote]));
        }
    }
}

/// Laws and agreements: capitals that end in a word for them ("Harbour Act"), such a word with "of" or "on"
/// ("Treaty of Port Vane"), or a listed place before one in small letters ("Minsk agreements").
fn laws(words: &Words<'_>, out: &mut Vec<Found>) {
    let law = |start: usize, end: usize, strength: u32, word: &str| Found {
        start,
        end,
        kind: EntityKind::Law,
        strength,
        why: format!("law or agreement: {word}"),
        id: None,
    };
    for head in 0..words.tokens.len() {
        let word = words.tokens[head].span.of(words.text);
        if words.capital(head) && words.is(head, LAW_HEADS) && !words.is_headline[head] {
            let mut start = head;
            while start > 0
                && !words.starts[start]
                && words.capital(start - 1)
                && !words.is(start - 1, NEVER)
                && !words.is(start - 1, TITLES)
                && (!words.starts[start - 1] || words.bits[start - 1] & word::SMALL == 0)
            {
                start -= 1;
            }
            let mut end = head + 1;
            if words.is(end, &["of", "on", "for"]) && !words.starts[end] {
                let first = if words.is(end + 1, &["the"]) {
                    end + 2
                } else {
                    end + 1
                };
                let mut last = first;
                while last < words.tokens.len()
                    && !words.starts[last]
                    && (words.capital(last) && !words.is(last, NEVER)
                        || last > first
                            && words.is(last, &["of", "and", "the"])
                            && words.capital(last + 1)
                            && !words.starts[last + 1])
                {
                    last += 1;
                }
                if last > first {
                    end = last;
                }
            }
            let goes_on = words.capital(end)
                && words.starts.get(end) == Some(&false)
                && words.is(end, ORG_HEADS);
            if end - start > 1 && !goes_on {
                out.push(law(start, end, 86, word));
            }
        } else if words.tokens[head].shape == Shape::Small
            && words.is(head, LAW_AFTER_PLACE)
            && let Some(place) = words
                .matches
                .iter()
                .find(|m| m.end == head && m.classes & PLACE != 0)
            && !words.starts[head]
            && !words.is_headline[head]
        {
            out.push(law(place.start, head + 1, 91, word));
        }
    }
}

fn event(start: usize, end: usize, strength: u32, word: &str) -> Found {
    Found {
        start,
        end,
        kind: EntityKind::Event,
        strength,
        why: format!("event built on {word}"),
        id: None,
    }
}
