//! Groups mentions: within a document, then across documents by complete linkage.
//!
//! [`within`] makes one [`Local`] of the mentions of one entity in one document. [`across`] joins locals
//! into [`Unit`]s. Pairs are scored, the best joined first, and a join happens only if every local of one
//! side is compatible with every local of the other.

use crate::bare;
use crate::gender::{self, Gender};
use crate::person::{PersonName, Role, family_similarity, given_similarity, role};
use crate::renamed;
use crate::spelling::{romanise, word_similarity};
use corpus_model::{AnnotatedDoc, EntityKind, Join, NameMention, Permille, Span};
use std::collections::{BTreeMap, BTreeSet};

/// What one document says about one entity.
#[derive(Debug, Clone)]
pub struct Local {
    /// Index of the document.
    pub doc: usize,
    /// What it is.
    pub kind: EntityKind,
    /// Gazetteer id.
    pub id: Option<String>,
    /// Key of its fullest name.
    pub key: String,
    /// Fullest name as written.
    pub name: String,
    /// For people.
    pub person: Option<PersonName>,
    /// Man or woman, by titles and the given name.
    pub gender: Option<Gender>,
    /// Day of publication: an office passes from one to another.
    pub day: Option<i32>,
    /// Offices, with the mention that names them.
    pub roles: Vec<(Role, usize)>,
    /// Mentions with the reason they belong.
    pub mentions: Vec<(usize, String)>,
    /// Joins made within the document.
    pub joins: Vec<Join>,
    /// Keys of people it stands in one list with.
    pub apart: BTreeSet<String>,
}

/// One entity.
#[derive(Debug, Clone)]
pub struct Unit {
    /// What it is.
    pub kind: EntityKind,
    /// Gazetteer id.
    pub id: Option<String>,
    /// Its locals.
    pub locals: Vec<Local>,
    /// Those of its locals that differ in anything [`compatible`] asks about: a folder repeats itself, and
    /// comparing every report with every other would take the square of their number.
    faces: Vec<usize>,
    /// Why they are one.
    pub joins: Vec<Join>,
    /// A short description.
    pub description: Option<String>,
}

/// The key under which spellings of a name that is no person's meet.
fn phrase_key(kind: EntityKind, text: &str) -> String {
    let text = bare(text);
    let text = text
        .strip_prefix("the ")
        .or_else(|| text.strip_prefix("The "))
        .unwrap_or(&text);
    let has_digit = text.bytes().any(|b| b.is_ascii_digit());
    let mut words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '/'))
        .map(|w| {
            let roman = romanise(w);
            // Latin and Cyrillic twins: "C5" and "С5".
            if has_digit {
                roman.replacen('s', "c", usize::from(roman.len() <= 3))
            } else {
                roman
            }
        })
        .filter(|w| !w.is_empty())
        .collect();
    if kind == EntityKind::Group
        && let Some(last) = words.last_mut()
        && last.len() > 4
        && last.ends_with('s')
        && !last.ends_with("ss")
    {
        last.pop();
    }
    words.join(" ").replace("organisation", "organization")
}

/// The sentence around a mention.
fn sentence(doc: &AnnotatedDoc, span: Span) -> Span {
    doc.article
        .sentences
        .iter()
        .copied()
        .find(|s| s.contains(span))
        .unwrap_or(span)
}

fn evidence(doc: &AnnotatedDoc, mention: &NameMention) -> (String, Span) {
    (doc.article.id.clone(), sentence(doc, mention.span))
}

/// The entities of one document.
pub fn within(d: usize, doc: &AnnotatedDoc) -> Vec<Local> {
    let text = &doc.article.text;
    let mut locals: Vec<Local> = Vec::new();
    let mut singles: Vec<usize> = Vec::new();
    for (m, mention) in doc.names.iter().enumerate() {
        let surface = mention.span.of(text);
        if mention.kind == EntityKind::Person {
            let Some(person) = PersonName::parse(surface) else {
                continue;
            };
            if !person.is_full() {
                singles.push(m);
                continue;
            }
            let same = same_in_text(doc, mention, &person, &locals);
            if let Some((i, score)) = same {
                let local = &mut locals[i];
                let shown = bare(surface);
                if shown != local.name {
                    let first = &doc.names[local.mentions[0].0];
                    local.joins.push(Join {
                        a: local.name.clone(),
                        b: shown,
                        rule: "two spellings of one full name in the same article".to_owned(),
                        score: permille(score),
                        evidence: vec![evidence(doc, first), evidence(doc, mention)],
                    });
                }
                local.mentions.push((m, String::new()));
            } else {
                locals.push(new_local(d, doc, m, Some(person)));
            }
            continue;
        }
        let key = phrase_key(mention.kind, surface);
        let same = locals.iter_mut().find(|l| {
            l.kind == mention.kind
                && (l.key == key || l.id.is_some() && l.id == mention.gazetteer_id)
        });
        if let Some(local) = same {
            if local.id.is_none() {
                local.id.clone_from(&mention.gazetteer_id);
            }
            let shown = bare(surface);
            let is_new = shown != local.name && !local.joins.iter().any(|j| j.b == shown);
            if is_new {
                let first = &doc.names[local.mentions[0].0];
                let (rule, score) = if local.key == key {
                    ("same words".to_owned(), 990)
                } else {
                    let id = local.id.as_deref().unwrap_or_default();
                    (one_entry(id, &local.name, &shown), 970)
                };
                local.joins.push(Join {
                    a: local.name.clone(),
                    b: shown,
                    rule,
                    score: permille(score),
                    evidence: vec![evidence(doc, first), evidence(doc, mention)],
                });
            }
            local.mentions.push((m, String::new()));
        } else {
            locals.push(new_local(d, doc, m, None));
        }
    }
    for m in singles {
        attach_single(d, doc, m, &mut locals);
    }
    short_forms(doc, &mut locals);
    other_names(doc, &mut locals);
    for local in &mut locals {
        if local.kind == EntityKind::Person {
            local.roles = local
                .mentions
                .iter()
                .filter_map(|(m, _)| {
                    let span = doc.names[*m].span;
                    Some((role(doc, sentence(doc, span), span)?, *m))
                })
                .collect();
        }
    }
    coordinated(doc, &mut locals);
    locals
}

/// The one person of this text whose full name this may spell, with the score. Where it fits several alike ("J. Reed"
/// beside Jane and John), it is nobody's.
fn same_in_text(
    doc: &AnnotatedDoc,
    mention: &NameMention,
    person: &PersonName,
    locals: &[Local],
) -> Option<(usize, u32)> {
    let gender = gender_of(doc, mention, person);
    let mut fits: Vec<(u32, usize)> = locals
        .iter()
        .enumerate()
        .filter_map(|(i, l)| {
            let other = l.person.as_ref()?;
            let score = same_person(other, person, 860)?;
            // Two spellings in one sentence are rather two people: "Ana Silva and Anna Silva".
            let apart = *other != *person
                && l.mentions
                    .iter()
                    .any(|(n, _)| sentence(doc, doc.names[*n].span).contains(mention.span));
            (!apart && !is_other(l.gender, gender)).then_some((score, i))
        })
        .collect();
    fits.sort_by_key(|(score, i)| (std::cmp::Reverse(*score), *i));
    match fits[..] {
        [(best, i), (next, _), ..] => (best > next + ALIKE).then_some((i, best)),
        [(best, i)] => Some((i, best)),
        [] => None,
    }
}

/// Scores that differ by no more tell nothing.
const ALIKE: u32 = 30;

fn new_local(d: usize, doc: &AnnotatedDoc, m: usize, person: Option<PersonName>) -> Local {
    let mention = &doc.names[m];
    let surface = mention.span.of(&doc.article.text);
    let key = person.as_ref().map_or_else(
        || phrase_key(mention.kind, surface),
        |p| {
            let generation = p.generation.as_deref().unwrap_or_default();
            format!("{} {} {generation}", p.given.join(" "), p.family)
                .trim()
                .to_owned()
        },
    );
    Local {
        doc: d,
        kind: mention.kind,
        id: mention.gazetteer_id.clone(),
        key,
        name: bare(surface),
        gender: person.as_ref().and_then(|p| gender_of(doc, mention, p)),
        day: doc
            .published
            .as_ref()
            .and_then(|p| Some(p.interval?.begin?.0)),
        person,
        roles: Vec::new(),
        mentions: vec![(m, String::new())],
        joins: Vec::new(),
        apart: BTreeSet::new(),
    }
}

fn gender_of(doc: &AnnotatedDoc, mention: &NameMention, person: &PersonName) -> Option<Gender> {
    gender::of_mention(&doc.article.text, mention, person)
}

/// Both are told, and not the same.
fn is_other<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a != b)
}

/// A single word: the surname (or given name) of the one person of this document that bears it.
fn attach_single(d: usize, doc: &AnnotatedDoc, m: usize, locals: &mut Vec<Local>) {
    let mention = &doc.names[m];
    let surface = mention.span.of(&doc.article.text);
    let Some(single) = PersonName::parse(surface) else {
        return;
    };
    let own_gender = gender::of_title(&doc.article.text, mention.span);
    let bears = |l: &Local| -> Option<&'static str> {
        let person = l.person.as_ref()?;
        if is_other(own_gender, l.gender) {
            return None;
        }
        if family_similarity(person, &single) >= 960 {
            Some("surname")
        } else if person.is_full()
            && person
                .given
                .first()
                .is_some_and(|g| word_similarity(g, &single.family) >= 990)
        {
            Some("given name")
        } else {
            None
        }
    };
    let mut bearers: Vec<(usize, &str)> = locals
        .iter()
        .enumerate()
        .filter_map(|(i, l)| Some((i, bears(l)?)))
        .collect();
    if bearers.iter().any(|(_, what)| *what == "surname") {
        bearers.retain(|(_, what)| *what == "surname");
    }
    if bearers.len() > 1 {
        // Bare surname of several: the one with the same office before it, else none.
        let own = role(doc, sentence(doc, mention.span), mention.span);
        let agreeing: Vec<_> = bearers
            .iter()
            .copied()
            .filter(|(i, _)| {
                own.is_some()
                    && locals[*i].mentions.iter().any(|(n, _)| {
                        let span = doc.names[*n].span;
                        role(doc, sentence(doc, span), span).map(|r| r.office)
                            == own.as_ref().map(|r| r.office.clone())
                    })
            })
            .collect();
        if agreeing.len() == 1 {
            bearers = agreeing;
        }
    }
    if let [(i, what)] = bearers[..] {
        let local = &mut locals[i];
        let why = format!("{what} of {} in this article", local.name);
        let shown = bare(surface);
        if shown != local.name && !local.joins.iter().any(|j| j.b == shown) {
            let first = &doc.names[local.mentions[0].0];
            local.joins.push(Join {
                a: local.name.clone(),
                b: shown,
                rule: format!("{what} beside the full name in the same article"),
                score: permille(950),
                evidence: vec![evidence(doc, first), evidence(doc, mention)],
            });
        }
        local.mentions.push((m, why));
    } else if let Some(local) = locals.iter_mut().find(|l| {
        l.person
            .as_ref()
            .is_some_and(|p| !p.is_full() && family_similarity(p, &single) >= 960)
            && !is_other(l.gender, own_gender)
    }) {
        local.mentions.push((m, String::new()));
    } else {
        locals.push(new_local(d, doc, m, Some(single)));
    }
}

/// Joins a short form to the body whose initials it is.
fn short_forms(doc: &AnnotatedDoc, locals: &mut Vec<Local>) {
    let mut i = 0;
    while i < locals.len() {
        let short = locals[i].clone();
        let target = locals.iter().enumerate().position(|(j, l)| {
            j != i
                && l.kind == EntityKind::Organisation
                && short.kind == EntityKind::Organisation
                && (short.id.is_none() || l.id.is_none() || short.id == l.id)
                && (abbreviates(&short.name, &l.name)
                    || shortens(&short.name, &l.name) && in_brackets(doc, l, &short))
        });
        if let Some(j) = target {
            let long = &mut locals[j];
            let (a, b) = (
                &doc.names[long.mentions[0].0],
                &doc.names[short.mentions[0].0],
            );
            let beside = in_brackets(doc, long, &short);
            long.joins.push(Join {
                a: long.name.clone(),
                b: short.name.clone(),
                rule: if beside {
                    "short form in brackets after its words"
                } else {
                    "short form of the words in the same article"
                }
                .to_owned(),
                score: permille(if beside { 990 } else { 900 }),
                evidence: vec![evidence(doc, a), evidence(doc, b)],
            });
            let why = format!("short form of {}", long.name);
            long.mentions
                .extend(short.mentions.iter().map(|(m, _)| (*m, why.clone())));
            long.mentions.sort();
            long.joins.extend(short.joins);
            if long.id.is_none() {
                long.id.clone_from(&short.id);
            }
            locals.remove(i);
        } else {
            i += 1;
        }
    }
}

/// The first mention of `short` stands in brackets after one of `long`.
fn in_brackets(doc: &AnnotatedDoc, long: &Local, short: &Local) -> bool {
    let Some(b) = short.mentions.first().map(|(m, _)| doc.names[*m].span) else {
        return false;
    };
    long.mentions.iter().any(|(m, _)| {
        let a = doc.names[*m].span;
        b.start >= a.end
            && Span::new(a.end, b.start)
                .of(&doc.article.text)
                .trim_start_matches(['\'', '’', 's'])
                .trim()
                == "("
    })
}

/// Words before another name of the same: "Fort Anvil, also called the Rock". In small letters.
const ALSO: &[&str] = &[
    "also known as",
    "better known as",
    "formerly known as",
    "known as",
    "also called",
    "formerly called",
    "formerly",
    "officially",
    "a.k.a.",
    "aka",
    "alias",
    "nicknamed",
    "short for",
    "также известный как",
    "также известная как",
    "известный как",
    "известная как",
    "известное как",
    "он же",
    "она же",
    "бывший",
    "бывшая",
];

/// How such words may be introduced, right after the first name.
const INTRODUCED: &[&str] = &[
    ",", "(", "–", "—", "also", "is", "was", "better", "formerly", "aka", "a.k.a.",
];

/// The words between two names if they say that both mean the same.
fn says_same(between: &str) -> Option<String> {
    const LONGEST: usize = 60;
    // "Kofi Osei (Arabic: …), also known as": what stands in brackets between says something else.
    let bracket = between
        .split_once('(')
        .and_then(|(head, rest)| Some((head, rest.split_once(')')?.1)));
    let outside = bracket.map_or_else(
        || between.to_owned(),
        |(head, tail)| format!("{head}{tail}"),
    );
    let words = outside.to_lowercase();
    let words = words.trim();
    let is_introduced = INTRODUCED.iter().any(|lead| words.starts_with(lead));
    if outside.len() > LONGEST || between.contains('\n') || !is_introduced {
        return None;
    }
    let is_mark =
        |c: char| c.is_whitespace() || matches!(c, '"' | '“' | '”' | '«' | '(' | ',' | ':');
    let tail = words.trim_end_matches(is_mark);
    let tail = tail
        .strip_suffix(" the")
        .unwrap_or(tail)
        .trim_end_matches(is_mark);
    // "also known by its Arabic acronym as"
    let is_roundabout = tail.ends_with(" as") && tail.contains("known by");
    let is_said = is_roundabout
        || ALSO.iter().any(|also| {
            tail.strip_suffix(also)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', ',', '(']))
        });
    is_said.then(|| tail.trim_start_matches(is_mark).to_owned())
}

/// Joins two names of one sentence where the words between say that they mean the same.
fn other_names(doc: &AnnotatedDoc, locals: &mut Vec<Local>) {
    for second in 1..doc.names.len() {
        // "by its Arabic name": a people between the two is no third name.
        let before = (0..second)
            .rev()
            .find(|m| doc.names[*m].kind != EntityKind::Group);
        let Some(first) = before else { continue };
        let (a, b) = (&doc.names[first], &doc.names[second]);
        if a.kind != b.kind || b.span.start < a.span.end {
            continue;
        }
        let Some(said) = says_same(Span::new(a.span.end, b.span.start).of(&doc.article.text))
        else {
            continue;
        };
        let owner = |m: usize| {
            locals
                .iter()
                .position(|l| l.mentions.iter().any(|(own, _)| *own == m))
        };
        let (Some(i), Some(j)) = (owner(first), owner(second)) else {
            continue;
        };
        if i == j
            || is_other(locals[i].gender, locals[j].gender)
            || is_other(locals[i].id.as_ref(), locals[j].id.as_ref())
        {
            continue;
        }
        let taken = locals.remove(j);
        let Some(kept) = locals.get_mut(if j < i { i - 1 } else { i }) else {
            continue;
        };
        kept.joins.push(Join {
            a: kept.name.clone(),
            b: taken.name.clone(),
            rule: format!("the text says so: {said}"),
            score: permille(940),
            evidence: vec![evidence(doc, a), evidence(doc, b)],
        });
        let why = format!("other name of {}", kept.name);
        kept.mentions
            .extend(taken.mentions.iter().map(|(m, _)| (*m, why.clone())));
        kept.mentions.sort();
        kept.joins.extend(taken.joins);
        kept.apart.extend(taken.apart);
        if kept.id.is_none() {
            kept.id = taken.id;
        }
    }
}

/// A short form in brackets that takes more than initials: "Northern Ferry Command (NORCOM)".
fn shortens(short: &str, long: &str) -> bool {
    let is_capitals = short.chars().count() >= 3 && short.chars().all(char::is_uppercase);
    let mut letters = short.chars().flat_map(char::to_lowercase).peekable();
    let mut n_begun = 0;
    for word in long.split([' ', '-']) {
        let mut word = word.chars().flat_map(char::to_lowercase).peekable();
        // A word gives its beginning or nothing.
        if word.peek() != letters.peek() {
            continue;
        }
        n_begun += 1;
        while letters.peek().is_some() && letters.peek() == word.peek() {
            letters.next();
            word.next();
        }
    }
    is_capitals && n_begun >= 2 && letters.peek().is_none()
}

/// Whether `short` is the initials of `long`'s words.
fn abbreviates(short: &str, long: &str) -> bool {
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphabetic()).collect();
    if letters.len() < 2 || letters.iter().any(|c| c.is_lowercase()) || short.contains(' ') {
        return false;
    }
    let words: Vec<&str> = long.split([' ', '-']).filter(|w| !w.is_empty()).collect();
    if words.len() < 2 {
        return false;
    }
    let initials = |all: bool| -> Vec<char> {
        words
            .iter()
            .filter_map(|w| w.chars().next())
            .filter(|c| all || c.is_uppercase())
            .flat_map(char::to_uppercase)
            .collect()
    };
    initials(false) == letters || initials(true) == letters
}

/// Two people in one list ("A and B") are two people, however alike their names.
fn coordinated(doc: &AnnotatedDoc, locals: &mut [Local]) {
    let mut owner: BTreeMap<usize, usize> = BTreeMap::new();
    for (i, local) in locals.iter().enumerate() {
        for (m, _) in &local.mentions {
            owner.insert(*m, i);
        }
    }
    for m in 1..doc.names.len() {
        let (a, b) = (&doc.names[m - 1], &doc.names[m]);
        if a.kind != EntityKind::Person || b.kind != EntityKind::Person || b.span.start < a.span.end
        {
            continue;
        }
        let between = Span::new(a.span.end, b.span.start)
            .of(&doc.article.text)
            .trim();
        if matches!(between, "and" | "," | ", and" | "и" | "&" | "or" | "with")
            && let (Some(&i), Some(&j)) = (owner.get(&(m - 1)), owner.get(&m))
            && i != j
        {
            let (x, y) = (locals[i].key.clone(), locals[j].key.clone());
            locals[i].apart.insert(y);
            locals[j].apart.insert(x);
        }
    }
}

fn permille(score: u32) -> Permille {
    Permille(u16::try_from(score.min(1000)).unwrap_or(1000))
}

/// Score of two full names by spelling alone; `None` where they differ too much or exclude each other.
fn same_person(a: &PersonName, b: &PersonName, least: u32) -> Option<u32> {
    if a.generation.is_some() && b.generation.is_some() && a.generation != b.generation {
        return None;
    }
    let given = given_similarity(a, b)?;
    let family = family_similarity(a, b);
    // One exchanged letter of a short surname is another surname: Lee, Li.
    let letters = a.family.len().min(b.family.len());
    let needed = if letters < 5 { least.max(970) } else { least };
    (family >= needed).then_some((given + 2 * family) / 3)
}

impl Unit {
    /// Takes locals in, in order.
    fn extend(&mut self, locals: Vec<Local>) {
        for local in locals {
            let is_new = !self
                .faces
                .iter()
                .any(|&i| looks_like(&self.locals[i], &local));
            if is_new {
                self.faces.push(self.locals.len());
            }
            self.locals.push(local);
        }
    }

    fn faces(&self) -> impl Iterator<Item = &Local> {
        self.faces.iter().map(|&i| &self.locals[i])
    }
}

/// Whether [`compatible`] cannot tell the two apart.
fn looks_like(a: &Local, b: &Local) -> bool {
    a.key == b.key
        && a.name == b.name
        && a.id == b.id
        && a.apart == b.apart
        && a.person == b.person
        && a.gender == b.gender
        && (a.roles.is_empty() && b.roles.is_empty() || a.day == b.day)
        && a.roles
            .iter()
            .map(|(role, _)| role)
            .eq(b.roles.iter().map(|(role, _)| role))
}

/// Two names of one place: which of them was in use when, where it was renamed.
fn one_entry(id: &str, a: &str, b: &str) -> String {
    renamed::told(id, a, b).unwrap_or_else(|| "both are names of one gazetteer entry".to_owned())
}

/// So many days apart, one office has mostly passed to somebody else.
const TERM: i32 = 4 * 366;

/// Rule and score by which two locals are one, or `None`.
fn compatible(a: &Local, b: &Local) -> Option<(String, u32)> {
    if a.kind != b.kind {
        return None;
    }
    if let (Some(x), Some(y)) = (&a.id, &b.id)
        && a.kind != EntityKind::Person
    {
        return (x == y).then(|| (one_entry(x, &a.name, &b.name), 970));
    }
    if is_other(a.gender, b.gender) {
        return None;
    }
    if a.key == b.key {
        return Some(("same words".to_owned(), 990));
    }
    if a.kind != EntityKind::Person {
        if a.kind == EntityKind::Organisation
            && (abbreviates(&a.name, &b.name) || abbreviates(&b.name, &a.name))
        {
            return Some((
                "initials of the words, the only such name in the folder".to_owned(),
                760,
            ));
        }
        return None;
    }
    if a.apart.contains(&b.key) || b.apart.contains(&a.key) {
        return None;
    }
    let (x, y) = (a.person.as_ref()?, b.person.as_ref()?);
    if !x.is_full() || !y.is_full() {
        return None;
    }
    let role = a.roles.iter().find_map(|(r, _)| {
        b.roles
            .iter()
            .find(|(s, _)| r.agrees(s))
            .map(|(s, _)| (r, s))
    });
    if let Some(score) = same_person(x, y, 860) {
        return Some(match role {
            Some((r, _)) => (
                format!("spellings differ by little; same office: {}", r.words()),
                score.max(930),
            ),
            None => ("spellings differ by little".to_owned(), score.min(950)),
        });
    }
    // The office without its country speaks for names whose consonants are the same.
    let sounds_alike = || {
        let key = |p: &PersonName| crate::spelling::skeleton(&p.family);
        key(x) == key(y) && x.family.len() > 6 && x.given.first() == y.given.first()
    };
    let weaker = || {
        a.roles.iter().find_map(|(r, _)| {
            let open = |s: &&(Role, usize)| {
                s.0.office == r.office && (s.0.country.is_none() || r.country.is_none())
            };
            b.roles.iter().find(open).map(|(s, _)| (r, s))
        })
    };
    let role = role.or_else(|| if sounds_alike() { weaker() } else { None });
    let (r, s) = role?;
    // The holder of years ago may be another.
    if matches!((a.day, b.day), (Some(a), Some(b)) if a.abs_diff(b) > TERM.unsigned_abs()) {
        return None;
    }
    let score = same_person(x, y, 600)?;
    (given_similarity(x, y)? >= 850).then(|| {
        (
            format!(
                "same given name and office, surname spelt differently: {} and {}",
                r.words(),
                s.words()
            ),
            score.min(900),
        )
    })
}

/// Blocking keys: only locals that share one are compared.
fn blocks(local: &Local) -> Vec<String> {
    let kind = local.kind.name();
    let mut out = vec![format!("{kind} {}", local.key)];
    if let Some(id) = &local.id {
        out.push(format!("{kind} {id}"));
    }
    if let Some(person) = &local.person
        && person.is_full()
    {
        out.push(format!("family {}", person.family_key()));
        if let Some(given) = person.given.first() {
            let key: String = crate::spelling::skeleton(given);
            out.extend(
                local
                    .roles
                    .iter()
                    .filter_map(|(r, _)| r.country.as_ref())
                    .map(|c| format!("given {key} {c}")),
            );
        }
    }
    if local.kind == EntityKind::Organisation {
        let words: Vec<&str> = local.name.split([' ', '-']).collect();
        if words.len() > 1 {
            let initials = |all: bool| -> String {
                words
                    .iter()
                    .filter_map(|w| w.chars().next())
                    .filter(|c| all || c.is_uppercase())
                    .flat_map(char::to_uppercase)
                    .collect()
            };
            out.push(format!("short {}", initials(false)));
            out.push(format!("short {}", initials(true)));
        } else {
            out.push(format!("short {}", local.name));
        }
    }
    out
}

/// A name without an id takes the id that the same words have elsewhere in the folder, if they have one only.
fn share_ids(locals: &mut [Local]) {
    let mut ids: BTreeMap<(EntityKind, String), BTreeSet<String>> = BTreeMap::new();
    for local in locals.iter().filter(|l| l.kind != EntityKind::Person) {
        if let Some(id) = &local.id {
            ids.entry((local.kind, local.key.clone()))
                .or_default()
                .insert(id.clone());
        }
    }
    for local in locals.iter_mut().filter(|l| l.id.is_none()) {
        let known = ids.get(&(local.kind, local.key.clone()));
        if let Some(known) = known.filter(|k| k.len() == 1) {
            local.id = known.first().cloned();
        }
    }
}

/// The entities of all documents.
pub fn across(docs: &[AnnotatedDoc], mut locals: Vec<Local>) -> Vec<Unit> {
    share_ids(&mut locals);
    // Identical keys first: most of the work, and nothing to weigh.
    let mut groups: BTreeMap<(EntityKind, String), Unit> = BTreeMap::new();
    for local in locals {
        let by_id = local
            .id
            .as_ref()
            .filter(|_| local.kind != EntityKind::Person);
        let key = by_id.map_or_else(|| local.key.clone(), |id| format!("id {id}"));
        let unit = groups.entry((local.kind, key)).or_insert_with(|| Unit {
            kind: local.kind,
            id: None,
            locals: Vec::new(),
            faces: Vec::new(),
            joins: Vec::new(),
            description: None,
        });
        if unit.id.is_none() {
            unit.id.clone_from(&local.id);
        }
        if let Some(first) = unit.locals.first()
            && first.name != local.name
        {
            let rule = match by_id {
                Some(id) => one_entry(id, &first.name, &local.name),
                None => "same words".to_owned(),
            };
            unit.joins.push(join(docs, first, &local, &rule, 970));
        }
        unit.joins.extend(local.joins.iter().cloned());
        unit.extend(vec![local]);
    }
    let mut units: Vec<Option<Unit>> = groups.into_values().map(Some).collect();

    let mut by_block: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (i, unit) in units.iter().enumerate() {
        for local in unit.iter().flat_map(Unit::faces) {
            for block in blocks(local) {
                by_block.entry(block).or_default().insert(i);
            }
        }
    }
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for members in by_block.values().filter(|m| m.len() <= 200) {
        for &i in members {
            pairs.extend(members.range(i + 1..).map(|&j| (i, j)));
        }
    }
    let mut scored: Vec<(u32, usize, usize)> = pairs
        .into_iter()
        .filter_map(|(i, j)| Some((agreement(units[i].as_ref()?, units[j].as_ref()?)?.1, i, j)))
        .collect();
    scored.sort_by_key(|(score, i, j)| (std::cmp::Reverse(*score), *i, *j));
    let contested = contested(&units, &scored);
    for (i, rivals) in &contested {
        let names: BTreeSet<&str> = rivals
            .iter()
            .filter_map(|k| Some(units[*k].as_ref()?.locals.first()?.name.as_str()))
            .collect();
        let names: Vec<&str> = names.into_iter().take(4).collect();
        let said = format!("fits several people; may be {}", names.join(" or "));
        if let Some(unit) = &mut units[*i] {
            unit.description = Some(said);
        }
    }
    scored.retain(|(_, i, j)| !contested.contains_key(i) && !contested.contains_key(j));
    let mut home: Vec<usize> = (0..units.len()).collect();
    for (_, i, j) in scored {
        let (i, j) = (home[i], home[j]);
        if i == j {
            continue;
        }
        let (Some(a), Some(b)) = (&units[i], &units[j]) else {
            continue;
        };
        let Some((rule, score, x, y)) =
            agreement(a, b).map(|(r, s, x, y)| (r, s, x.clone(), y.clone()))
        else {
            continue;
        };
        let Some(b) = units[j].take() else { continue };
        if let Some(a) = &mut units[i] {
            a.joins.push(join(docs, &x, &y, &rule, score));
            a.joins.extend(b.joins);
            a.extend(b.locals);
            if a.id.is_none() {
                a.id = b.id;
            }
        }
        for h in &mut home {
            if *h == j {
                *h = i;
            }
        }
    }
    let mut units: Vec<Unit> = units.into_iter().flatten().collect();
    lone_surnames(docs, &mut units);
    for unit in &mut units {
        describe(unit);
    }
    units
}

/// People that fit two others equally well who are not one: "J. Reed" of one text, Jane and John of two more.
fn contested(
    units: &[Option<Unit>],
    scored: &[(u32, usize, usize)],
) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut fits: BTreeMap<usize, Vec<(u32, usize)>> = BTreeMap::new();
    for (score, i, j) in scored {
        if units[*i]
            .as_ref()
            .is_some_and(|u| u.kind == EntityKind::Person)
        {
            fits.entry(*i).or_default().push((*score, *j));
            fits.entry(*j).or_default().push((*score, *i));
        }
    }
    let mut out: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (unit, others) in fits {
        let Some((best, first)) = others.first().copied() else {
            continue;
        };
        for (_, rival) in others.iter().skip(1).filter(|(s, _)| best <= s + ALIKE) {
            if let (Some(a), Some(b)) = (&units[first], &units[*rival])
                && agreement(a, b).is_none()
            {
                out.entry(unit).or_default().extend([first, *rival]);
            }
        }
    }
    out
}

/// Every pair across the two sides must be compatible; the best pair gives rule and score.
fn agreement<'u>(a: &'u Unit, b: &'u Unit) -> Option<(String, u32, &'u Local, &'u Local)> {
    let mut best: Option<(String, u32, &Local, &Local)> = None;
    for x in a.faces() {
        for y in b.faces() {
            let (rule, score) = match compatible(x, y) {
                Some(found) => found,
                // One document may not repeat the office; the others of its side speak for it.
                None if x.kind == EntityKind::Person && tolerable(x, y) => continue,
                None => return None,
            };
            if best.as_ref().is_none_or(|(_, s, ..)| score > *s) {
                best = Some((rule, score, x, y));
            }
        }
    }
    best
}

/// Not evidence for one person, but none against: given names agree, surnames are not far apart.
fn tolerable(a: &Local, b: &Local) -> bool {
    let (Some(x), Some(y)) = (&a.person, &b.person) else {
        return false;
    };
    !a.apart.contains(&b.key)
        && !b.apart.contains(&a.key)
        && x.is_full()
        && y.is_full()
        && same_person(x, y, 600).is_some()
        && given_similarity(x, y).is_some_and(|s| s >= 850)
}

fn join(docs: &[AnnotatedDoc], a: &Local, b: &Local, rule: &str, score: u32) -> Join {
    // Sentences that name the office speak first.
    let shown = |l: &Local| {
        let m = l
            .roles
            .first()
            .map_or_else(|| l.mentions.first().map(|(m, _)| *m), |(_, m)| Some(*m));
        m.map(|m| evidence(&docs[l.doc], &docs[l.doc].names[m]))
    };
    Join {
        a: a.name.clone(),
        b: b.name.clone(),
        rule: rule.to_owned(),
        score: permille(score),
        evidence: shown(a).into_iter().chain(shown(b)).collect(),
    }
}

/// Documents that give only a surname: joined to the one person of the folder who bears it.
fn lone_surnames(docs: &[AnnotatedDoc], units: &mut Vec<Unit>) {
    let is_lone = |u: &Unit| {
        u.kind == EntityKind::Person
            && u.locals
                .iter()
                .all(|l| l.person.as_ref().is_some_and(|p| !p.is_full()))
    };
    let (lone, mut rest): (Vec<Unit>, Vec<Unit>) =
        std::mem::take(units).into_iter().partition(is_lone);
    let mut by_family: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, unit) in rest.iter().enumerate() {
        let keys: BTreeSet<String> = unit
            .locals
            .iter()
            .filter_map(|l| l.person.as_ref())
            .map(PersonName::family_key)
            .collect();
        for key in keys {
            by_family.entry(key).or_default().push(i);
        }
    }
    for mut unit in lone {
        let Some(person) = unit.locals.first().and_then(|l| l.person.clone()) else {
            continue;
        };
        let bearers: Vec<usize> = by_family
            .get(&person.family_key())
            .into_iter()
            .flatten()
            .copied()
            .filter(|i| {
                let locals = &rest[*i].locals;
                let is_another = locals
                    .iter()
                    .any(|a| unit.locals.iter().any(|b| is_other(a.gender, b.gender)));
                !is_another
                    && locals
                        .iter()
                        .filter_map(|l| l.person.as_ref())
                        .any(|p| family_similarity(p, &person) >= 950)
            })
            .collect();
        let agreeing: Vec<usize> = bearers
            .iter()
            .copied()
            .filter(|i| {
                rest[*i].locals.iter().flat_map(|l| &l.roles).any(|(r, _)| {
                    unit.locals.iter().flat_map(|l| &l.roles).any(|(s, _)| {
                        r.office == s.office
                            && (r.country == s.country
                                || r.country.is_none()
                                || s.country.is_none())
                    })
                })
            })
            .collect();
        let (target, rule, score) = match (&bearers[..], &agreeing[..]) {
            ([one], _) => (
                Some(*one),
                "the only person of this surname in the folder",
                750,
            ),
            (_, [one]) => (Some(*one), "surname with the same office", 720),
            _ => (None, "", 0),
        };
        if let Some(i) = target {
            let full = rest[i]
                .locals
                .iter()
                .find(|l| l.person.as_ref().is_some_and(PersonName::is_full))
                .cloned();
            if let (Some(full), Some(own)) = (full, unit.locals.first()) {
                let made = join(docs, &full, own, rule, score);
                let why = format!("{rule}: {}", full.name);
                for local in &mut unit.locals {
                    for mention in &mut local.mentions {
                        mention.1.clone_from(&why);
                    }
                }
                rest[i].joins.push(made);
                rest[i].joins.extend(unit.joins);
                rest[i].extend(unit.locals);
            }
        } else {
            if bearers.len() > 1 {
                let names: BTreeSet<&str> = bearers
                    .iter()
                    .filter_map(|i| rest[*i].locals.first())
                    .map(|l| l.name.as_str())
                    .collect();
                let names: Vec<&str> = names.into_iter().take(4).collect();
                unit.description = Some(format!("surname only; may be {}", names.join(" or ")));
            }
            rest.push(unit);
        }
    }
    *units = rest;
}

fn describe(unit: &mut Unit) {
    if unit.description.is_some() || unit.kind != EntityKind::Person {
        return;
    }
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for (role, _) in unit.locals.iter().flat_map(|l| &l.roles) {
        if role.office != "counterpart" {
            *counts.entry(role.said()).or_default() += 1;
        }
    }
    let best = counts
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
    unit.description = best.map(|(words, _)| format!("named as {words}"));
}
