//! People: what their spellings have in common, what forbids that two are one, and which office they hold.
//!
//! Takes one name or one place in a text; decides nothing across documents.

use crate::gender;
use crate::spelling::{romanise, skeleton, word_similarity};
use corpus_model::{AnnotatedDoc, EntityKind, Span};

/// A person's name in parts, romanised.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PersonName {
    /// Given names and initials, in order; empty where only one word is given.
    pub given: Vec<String>,
    /// Family name (the last word, with its particles).
    pub family: String,
    /// "Jr", "II" …
    pub generation: Option<String>,
    /// Written in Cyrillic: case endings may stand at its end.
    pub is_cyrillic: bool,
    /// Written with letters that only Kazakh has: its case endings too.
    pub is_kazakh: bool,
}

const PARTICLES: &[&str] = &[
    "de", "del", "della", "di", "da", "dos", "du", "la", "le", "van", "von", "der", "den", "ter",
    "bin", "ibn", "al", "el", "ben", "abu", "fon",
];

impl PersonName {
    /// Reads a name as it stands in a text.
    #[must_use]
    pub fn parse(surface: &str) -> Option<Self> {
        let bare = surface
            .trim_end_matches("'s")
            .trim_end_matches("’s")
            .trim_end_matches("′s");
        let is_cyrillic = bare.chars().any(|c| ('\u{400}'..='\u{52f}').contains(&c));
        let mut generation = None;
        let mut words: Vec<String> = Vec::new();
        for word in bare.split(|c: char| {
            c.is_whitespace() || matches!(c, '«' | '»' | '"' | '“' | '”' | ',' | '(' | ')')
        }) {
            let roman = romanise(word);
            if roman.is_empty() {
                continue;
            }
            if matches!(roman.as_str(), "jr" | "sr" | "ii" | "iii") && !words.is_empty() {
                generation = Some(roman);
                continue;
            }
            words.push(roman);
        }
        let mut family = words.pop()?;
        while words.len() > 1
            && words
                .last()
                .is_some_and(|w| PARTICLES.contains(&w.as_str()))
        {
            let particle = words.pop()?;
            family = format!("{particle}{family}");
        }
        // "Von der Leyen" at the head of a sentence is no given name.
        if words.len() == 1 && words.first().is_some_and(|w| w == "von") {
            family = format!("von{family}");
            words.clear();
        }
        Some(Self {
            given: words,
            family,
            generation,
            is_cyrillic,
            is_kazakh: bare
                .chars()
                .flat_map(char::to_lowercase)
                .any(|c| matches!(c, 'ә' | 'ғ' | 'қ' | 'ң' | 'ө' | 'ұ' | 'ү' | 'һ')),
        })
    }

    /// Both a given and a family name.
    #[must_use]
    pub fn is_full(&self) -> bool {
        !self.given.is_empty()
    }

    /// The family name without the ending of its case.
    fn family_stem(&self) -> &str {
        let family = if self.is_kazakh {
            KAZAKH_ENDINGS
                .iter()
                .filter_map(|ending| self.family.strip_suffix(ending))
                .find(|stem| stem.len() >= 4)
                .unwrap_or(&self.family)
        } else {
            &self.family
        };
        uninflected(family, self.is_cyrillic)
    }

    /// A coarse key under which spellings of the family name meet.
    #[must_use]
    pub fn family_key(&self) -> String {
        let key = skeleton(self.family_stem());
        let key: String = key.chars().take(4).collect();
        if key.is_empty() {
            self.family.clone()
        } else {
            key
        }
    }
}

/// Endings of Kazakh cases after a consonant or a vowel, romanised, longest first.
const KAZAKH_ENDINGS: &[&str] = &[
    "nyng", "ning", "dyng", "ding", "tyng", "ting", "dan", "den", "tan", "ten", "nan", "nen",
    "men", "ben", "pen", "ga", "ge", "ka", "ke", "dy", "di", "ty", "ti", "ny", "ni", "da", "de",
    "ta", "te",
];

/// A romanised Russian family name without the ending of its case.
fn uninflected(family: &str, is_cyrillic: bool) -> &str {
    if !is_cyrillic {
        return family;
    }
    [
        "ymi", "ogo", "omu", "ym", "om", "oi", "im", "em", "a", "u", "e", "y",
    ]
    .iter()
    .filter_map(|ending| family.strip_suffix(ending))
    .find(|stem| stem.len() >= 4)
    .unwrap_or(family)
}

/// Similarity of two family names, case endings of Cyrillic forms aside.
#[must_use]
pub fn family_similarity(a: &PersonName, b: &PersonName) -> u32 {
    let whole = word_similarity(&a.family, &b.family);
    if !a.is_cyrillic && !b.is_cyrillic {
        return whole;
    }
    let (x, y) = (a.family_stem(), b.family_stem());
    // Cutting may have taken a true ending off one side only.
    whole
        .max(word_similarity(x, y))
        .max(word_similarity(&a.family, y))
        .max(word_similarity(x, &b.family))
}

/// Similarity of given names; `None` where they exclude each other.
#[must_use]
pub fn given_similarity(a: &PersonName, b: &PersonName) -> Option<u32> {
    let (x, y) = (a.given.first()?, b.given.first()?);
    if gender::differ(a, b) {
        return None;
    }
    let initial = |one: &str, other: &str| one.len() == 1 && other.starts_with(one);
    if initial(x, y) || initial(y, x) {
        return Some(800);
    }
    let mut best = word_similarity(x, y);
    if (a.is_cyrillic || b.is_cyrillic) && best < 900 {
        let stem = |w: &str, cyr: bool| uninflected(w, cyr).to_owned();
        best = best.max(word_similarity(
            &stem(x, a.is_cyrillic),
            &stem(y, b.is_cyrillic),
        ));
    }
    if NICKNAMES
        .iter()
        .any(|set| set.contains(&x.as_str()) && set.contains(&y.as_str()))
    {
        best = best.max(900);
    }
    // A middle name used as first name: "Alexander Boris" and "Boris".
    for (one, other) in [(a, y), (b, x)] {
        if one.given.len() > 1 && one.given[1..].contains(other) {
            best = best.max(850);
        }
    }
    (best
        >= if a.is_cyrillic == b.is_cyrillic {
            780
        } else {
            680
        })
    .then_some(best)
}

/// Short forms of given names, romanised. Common ones of English and Russian; facts of usage.
const NICKNAMES: &[&[&str]] = &[
    &["william", "bill", "will", "billy"],
    &["robert", "bob", "rob", "bobby"],
    &["richard", "dick", "rick", "rich"],
    &["james", "jim", "jimmy"],
    &["joseph", "joe"],
    &["john", "jack", "johnny"],
    &["michael", "mike", "mick"],
    &["thomas", "tom", "tommy"],
    &["charles", "chuck", "charlie"],
    &["edward", "ed", "ted", "eddie"],
    &["anthony", "antony", "tony"],
    &["christopher", "chris"],
    &["donald", "don"],
    &["daniel", "dan"],
    &["david", "dave"],
    &["steven", "stephen", "steve"],
    &["matthew", "matt"],
    &["andrew", "andy", "drew"],
    &["kenneth", "ken"],
    &["ronald", "ron"],
    &["samuel", "sam"],
    &["benjamin", "ben"],
    &["gregory", "greg"],
    &["timothy", "tim"],
    &["lawrence", "larry"],
    &["jeffrey", "jeff"],
    &["nicholas", "nick"],
    &["alexander", "alex", "sasha", "aleksandr"],
    &["edmund", "ned", "edward"],
    &["elizabeth", "liz", "beth", "betty"],
    &["margaret", "peggy", "maggie"],
    &["katherine", "kate", "kathy", "catherine"],
    &["jennifer", "jen", "jenny"],
    &["deborah", "debbie"],
    &["susan", "sue"],
    &["barbara", "barb"],
    &["patricia", "pat"],
    &["vladimir", "volodymyr", "volodya"],
    &["sergey", "sergei", "serhiy"],
    &["dmitry", "dmitri", "dmytro", "dima"],
    &["mikhail", "misha", "mykhailo"],
    &["nikolay", "nikolai", "mykola"],
    &["evgeny", "yevgeny", "yevhen"],
    &["petr", "pyotr", "petro", "peter"],
];

/// An office with the country it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Role {
    /// The office in plain words, one for all that mean the same.
    pub office: String,
    /// The office as the text has it, where that is English.
    pub said: String,
    /// Gazetteer id of the country.
    pub country: Option<String>,
    /// The country as it stands in the text.
    pub country_name: Option<String>,
}

impl Role {
    /// Whether two mentions can mean one holder: same office, or one says only "counterpart".
    #[must_use]
    pub fn agrees(&self, other: &Self) -> bool {
        self.country.is_some()
            && self.country == other.country
            && (self.office == other.office
                || self.office == "counterpart" && other.office.ends_with("minister")
                || other.office == "counterpart" && self.office.ends_with("minister")
                || self.office == "counterpart" && other.office == "president"
                || other.office == "counterpart" && self.office == "president")
    }

    /// What is compared, in words.
    #[must_use]
    pub fn words(&self) -> String {
        self.with_country(&self.office)
    }

    /// What the text calls it: a secretary of state is not shown as a foreign minister.
    #[must_use]
    pub fn said(&self) -> String {
        self.with_country(&self.said)
    }

    fn with_country(&self, office: &str) -> String {
        match &self.country_name {
            Some(country) => format!("{office} ({country})"),
            None => office.to_owned(),
        }
    }
}

const OFFICES: &[(&str, &str)] = &[
    ("foreign minister", "foreign minister"),
    ("minister of foreign affairs", "foreign minister"),
    ("foreign secretary", "foreign minister"),
    ("secretary of state", "foreign minister"),
    ("state secretary", "foreign minister"),
    ("министр иностранных дел", "foreign minister"),
    ("госсекретар", "foreign minister"),
    ("defence minister", "defence minister"),
    ("defense minister", "defence minister"),
    ("defense secretary", "defence minister"),
    ("министр обороны", "defence minister"),
    ("health minister", "health minister"),
    ("finance minister", "finance minister"),
    ("interior minister", "interior minister"),
    ("prime minister", "prime minister"),
    ("premier", "prime minister"),
    ("премьер", "prime minister"),
    ("vice president", "vice president"),
    ("president", "president"),
    ("президент", "president"),
    ("press secretary", "spokesperson"),
    ("spokes", "spokesperson"),
    ("пресс-секретар", "spokesperson"),
    ("counterpart", "counterpart"),
    ("ambassador", "ambassador"),
    ("chancellor", "chancellor"),
    ("king", "king"),
    ("pope", "pope"),
    ("mayor", "mayor"),
    ("governor", "governor"),
];

/// The office named right before `span` in its sentence (or in an apposition right after it).
#[must_use]
pub fn role(doc: &AnnotatedDoc, sentence: Span, span: Span) -> Option<Role> {
    let text = &doc.article.text;
    let floor = doc
        .names
        .iter()
        .filter(|n| {
            n.kind == EntityKind::Person
                && n.span.end <= span.start
                && n.span.start >= sentence.start
        })
        .map(|n| n.span.end)
        .max()
        .unwrap_or(sentence.start)
        .max(back(text, span.start, 90));
    let before = Span::new(floor, span.start);
    let after_text = Span::new(span.end, sentence.end).of(text);
    let after_end = span.end
        + u32::try_from(
            after_text
                .find([';', '.', '"', '”'])
                .unwrap_or(after_text.len())
                .min(70),
        )
        .unwrap_or(0);
    let after = Span::new(span.end, floor_boundary(text, after_end));
    let mut windows = vec![before];
    if [", ", " was ", " is "]
        .iter()
        .any(|lead| after_text.starts_with(lead))
    {
        windows.push(after);
    }
    for window in windows {
        let words = window.of(text).to_lowercase();
        let Some((at, said, office)) = OFFICES
            .iter()
            .filter_map(|(said, office)| words.rfind(said).map(|at| (at, *said, *office)))
            .max_by_key(|(at, said, _)| (*at + said.len(), said.len()))
        else {
            continue;
        };
        // A stem, as of a declined word, is shown as the whole English word.
        let is_whole =
            said.is_ascii() && !words[at + said.len()..].starts_with(char::is_alphabetic);
        // The country nearest to the office's words.
        let place = window.start + u32::try_from(at).unwrap_or(0);
        let country = doc
            .names
            .iter()
            .filter(|n| {
                matches!(n.kind, EntityKind::Place | EntityKind::Group) && window.contains(n.span)
            })
            .filter(|n| {
                n.gazetteer_id
                    .as_deref()
                    .is_some_and(|id| id.starts_with('Q'))
            })
            .min_by_key(|n| n.span.start.abs_diff(place));
        return Some(Role {
            office: office.to_owned(),
            said: if is_whole { said } else { office }.to_owned(),
            country: country.and_then(|n| n.gazetteer_id.clone()),
            country_name: country.map(|n| n.span.of(text).to_owned()),
        });
    }
    None
}

/// `n` bytes before `at`, moved to a character's start.
fn back(text: &str, at: u32, n: u32) -> u32 {
    floor_boundary(text, at.saturating_sub(n))
}

fn floor_boundary(text: &str, mut at: u32) -> u32 {
    while at > 0 && !text.is_char_boundary(at as usize) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(surface: &str) -> PersonName {
        PersonName::parse(surface).expect("a name")
    }

    #[test]
    fn given_names_exclude_each_other() {
        assert!(given_similarity(&name("Igor Amanov"), &name("Oleg Amanov")).is_none());
        assert!(given_similarity(&name("Bill Stone"), &name("William Stone")).is_some());
        assert!(given_similarity(&name("J. Stone"), &name("Jane Stone")).is_some());
        assert!(given_similarity(&name("Antony Reed"), &name("Anthony Reed")).is_some());
    }

    #[test]
    fn declined_family_names_meet() {
        assert!(
            family_similarity(&name("Касым-Жомарта Токаева"), &name("Касым-Жомарт Токаев")) > 950
        );
        assert!(family_similarity(&name("Блинкену"), &name("Blinken")) > 900);
        assert!(family_similarity(&name("Серік Омаровтың"), &name("Serik Omarov")) > 950);
        assert!(family_similarity(&name("Қайрат Мәсімовке"), &name("Kairat Masimov")) > 900);
    }
}
