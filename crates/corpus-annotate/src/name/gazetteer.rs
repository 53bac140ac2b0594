//! Known names, found in running text by their longest match.
//!
//! Reads the tables that `dateline gazetteer` writes (`name-*.tsv`: kind, id, country, weight, names) into
//! one trie over hashed words. A name in capitals of up to five letters ("US", "WHO") is found only in
//! capitals; any other only where its words begin with a capital. Cyrillic names are found in every case
//! form by cutting case endings on both sides.

use super::classes::WordClasses;
use super::letters::Letters;
use super::token::{Shape, Token, fold_into, stem, tokens};
use super::vocabulary::Word;
use corpus_model::Located;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

/// What a table says about a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A state.
    Country,
    /// A capital.
    Capital,
    /// A city.
    City,
    /// A division of a state, a region of the world, a sea.
    Region,
    /// A people, religion or party as an adjective.
    Group,
    /// An organisation.
    Organisation,
    /// A news outlet.
    Outlet,
    /// A known person.
    Person,
    /// An event.
    Event,
    /// A law, agreement or format.
    Law,
}

impl Class {
    fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "C" => Self::Country,
            "K" => Self::Capital,
            "P" => Self::City,
            "R" => Self::Region,
            "G" => Self::Group,
            "O" => Self::Organisation,
            "W" => Self::Outlet,
            "H" => Self::Person,
            "E" => Self::Event,
            "L" => Self::Law,
            _ => return None,
        })
    }

    /// Which class a name of several is taken for first: the smaller number.
    const fn rank(self) -> u8 {
        match self {
            Self::Country => 0,
            Self::Group => 1,
            Self::Organisation | Self::Law | Self::Event | Self::Person => 2,
            Self::Capital => 3,
            Self::Region => 4,
            Self::City => 5,
            Self::Outlet => 6,
        }
    }

    /// The bit of this class in [`Match::classes`].
    #[must_use]
    pub const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub class: Class,
    /// Wikidata or GeoNames id, or empty.
    pub id: String,
    /// ISO 3166 code of the country, or empty.
    pub country: String,
    /// Power of ten of the population, for cities.
    pub weight: u8,
    /// First name of the row.
    pub name: String,
    /// Where it lies.
    pub located: Option<Located>,
}

impl Entry {
    /// Which entry a name of several is taken for first: a large city before the region around it.
    const fn rank(&self) -> u8 {
        match self.class {
            Class::City if self.weight >= 5 => 3,
            class => class.rank(),
        }
    }

    /// The bit of its class; above them one for cities of a million and one for small ones.
    const fn bits(&self) -> u16 {
        self.class.bit()
            | match self.class {
                Class::City | Class::Capital if self.weight >= 6 => 1 << 10,
                Class::City if self.weight < 5 => 1 << 11,
                _ => 0,
            }
    }
}

/// What single words are known as.
pub mod word {
    /// A first name.
    pub const FIRST: u8 = 1;
    /// A first name of men only.
    pub const MALE: u8 = 2;
    /// A first name of women only.
    pub const FEMALE: u8 = 4;
    /// A surname.
    pub const LAST: u8 = 8;
    /// A word that English writes small.
    pub const SMALL: u8 = 16;
    /// A part of people's names, first or last.
    pub const PART: u8 = 32;
}

/// A name of the tables in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// Bits of [`Class::bit`].
    pub classes: u16,
    /// The best entry: the most important class, then the greatest weight.
    pub entry: u32,
    /// Where it lies, if only one place of note has the name.
    pub located: Option<Located>,
}

/// The keys are hashes already.
#[derive(Debug, Default, Clone)]
pub struct Keyed(u64);

impl Hasher for Keyed {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = (self.0 ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// A map whose keys are hashes. Looked up only, never walked.
pub(crate) type KeyMap<V> = HashMap<u64, V, BuildHasherDefault<Keyed>>;

#[derive(Debug, Default, Clone)]
struct Node {
    entries: Vec<u32>,
    /// A name that ends here ends in a word that is written small: "Minsk agreements".
    ends_small: bool,
}

/// All tables, opened.
#[derive(Debug, Default)]
pub struct Gazetteer {
    entries: Vec<Entry>,
    nodes: KeyMap<Node>,
    words: KeyMap<u8>,
    /// Classes of words.
    pub classes: WordClasses,
    /// How common words are.
    pub ranks: Ranks,
    /// How names are spelt.
    pub letters: Letters,
}

const START: u64 = 0xcbf2_9ce4_8422_2325;

/// How common words are in speech, from a table that begins with [`Ranks::HEAD`]: a line a rank, the commonest first.
#[derive(Debug, Default)]
pub struct Ranks(KeyMap<u8>);

impl Ranks {
    /// First words of the table.
    pub const HEAD: &'static str = "# common words";

    /// Adds the lines of a table.
    pub fn add_table(&mut self, table: &str) {
        let lines = table.lines().filter(|l| !l.starts_with('#'));
        for (rank, line) in (1..=14u8).zip(lines) {
            for word in line.split(' ') {
                self.0.entry(hash(START, word)).or_insert(rank);
            }
        }
    }

    /// The rank of a folded word, 0 if the table does not have it.
    #[must_use]
    pub fn of(&self, folded: &str) -> u8 {
        self.0
            .get(&hash(START, folded))
            .copied()
            .unwrap_or_default()
    }
}

/// FNV-1a with a final mix, so that the hash map's low bits are good.
pub(crate) fn hash(seed: u64, text: &str) -> u64 {
    hash_bytes(seed, text.as_bytes())
}

fn hash_bytes<'b>(seed: u64, bytes: impl IntoIterator<Item = &'b u8>) -> u64 {
    let mut h = seed;
    for b in bytes {
        h = (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3);
    }
    h = (h ^ 0xff).wrapping_mul(0x0100_0000_01b3);
    h ^ (h >> 29)
}

/// Whether a word is a short name in capitals, which must stay in capitals to be one.
fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    (1..=5).contains(&letters) && !word.chars().any(char::is_lowercase)
}

/// Under which keys the tables may hold a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keys {
    /// As a name that must stay in capitals (0 if it is not written so), and as any other.
    readings: [u64; 2],
    /// Whether a name of the tables begins with the word, read so.
    begins: [bool; 2],
}

/// The key of a folded word that must be in capitals.
fn acronym_key(folded: &str) -> u64 {
    hash_bytes(START, b"^".iter().chain(folded.as_bytes()))
}

/// The key of one word for names: marked if it must be in capitals.
fn key(word: &str, must_be_capitals: bool, buffer: &mut String) -> u64 {
    buffer.clear();
    fold_into(word, buffer);
    if must_be_capitals {
        acronym_key(buffer)
    } else {
        hash(START, stem(buffer))
    }
}

const fn combine(prefix: u64, word: u64) -> u64 {
    let h = (prefix.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    h ^ (h >> 32)
}

/// "515089 712800" with the code of a country.
fn located(at: &str, country: &str) -> Option<Located> {
    let (lat, lon) = at.split_once(' ')?;
    let mut code = [0; 2];
    if let [a, b] = country.as_bytes() {
        code = [*a, *b];
    }
    Some(Located {
        lat: lat.parse().ok()?,
        lon: lon.parse().ok()?,
        country: code,
    })
}

impl Gazetteer {
    /// Where the one place of note among entries of a name lies: a state, a capital, or a place ten times
    /// as large as every other of its name; a region and its city of one name are near enough.
    fn located(&self, entries: &[u32], best: u32) -> Option<Located> {
        let best = self.entry(best)?;
        let of_place = |e: &&Entry| {
            matches!(
                e.class,
                Class::Country | Class::Capital | Class::City | Class::Region
            )
        };
        of_place(&best).then_some(())?;
        let rival = entries
            .iter()
            .filter_map(|e| self.entry(*e))
            .filter(of_place)
            .find(|e| {
                e.country != best.country && (e.weight >= best.weight || e.class == Class::Country)
            });
        let is_sure = matches!(best.class, Class::Country | Class::Capital) || rival.is_none();
        let here = best.located.or_else(|| {
            entries
                .iter()
                .filter_map(|e| self.entry(*e))
                .find_map(|e| e.located.filter(|_| e.country == best.country))
        });
        here.filter(|_| is_sure)
    }

    /// Adds the rows of one table; lines that are no rows are passed over.
    pub fn add_table(&mut self, table: &str) {
        let mut buffer = String::new();
        for line in table.lines() {
            let mut fields = line.split('\t');
            let (Some(code), Some(id), Some(country), Some(weight), Some(names)) = (
                fields.next(),
                fields.next(),
                fields.next(),
                fields.next(),
                fields.next(),
            ) else {
                continue;
            };
            if let Some(class) = Class::from_code(code) {
                let idx = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
                self.entries.push(Entry {
                    class,
                    id: id.to_owned(),
                    country: country.to_owned(),
                    weight: weight.parse().unwrap_or_default(),
                    name: names.split('|').next().unwrap_or_default().to_owned(),
                    located: fields.next().and_then(|at| located(at, country)),
                });
                for name in names.split('|') {
                    self.add_name(name, idx, &mut buffer);
                }
            } else {
                let flag = match code {
                    "f" => word::FIRST,
                    "fm" => word::FIRST | word::MALE,
                    "ff" => word::FIRST | word::FEMALE,
                    "s" => word::LAST,
                    "w" => word::SMALL,
                    "p" => word::PART,
                    _ => continue,
                };
                for name in names.split('|') {
                    buffer.clear();
                    fold_into(name, &mut buffer);
                    *self.words.entry(hash(START, stem(&buffer))).or_default() |= flag;
                }
            }
        }
    }

    fn add_name(&mut self, name: &str, idx: u32, buffer: &mut String) {
        let mut prefix = START;
        let words = tokens(name);
        // Capitals come and go there: "Iraq War", "Iraq war".
        let in_any_case = self
            .entries
            .get(idx as usize)
            .is_some_and(|e| matches!(e.class, Class::Event | Class::Law));
        let Some(last) = words.len().checked_sub(1) else {
            return;
        };
        for (i, token) in words.iter().enumerate() {
            let word = token.span.of(name);
            prefix = combine(
                prefix,
                key(word, is_acronym(word) && token.is_capital(), buffer),
            );
            let node = self.nodes.entry(prefix).or_default();
            if i == last && !node.entries.contains(&idx) {
                node.entries.push(idx);
                node.ends_small |= in_any_case || token.shape == Shape::Small;
            }
        }
    }

    /// Completes rows by rows: a people gets its country's id, a name without an id that of its namesake.
    pub fn finish(&mut self) {
        let countries: HashMap<String, String> = self
            .entries
            .iter()
            .filter(|e| e.class == Class::Country && !e.country.is_empty() && !e.id.is_empty())
            .map(|e| (e.country.clone(), e.id.clone()))
            .collect();
        for entry in &mut self.entries {
            if entry.class == Class::Group
                && let Some(id) = countries.get(&entry.country)
            {
                entry.id.clone_from(id);
            }
        }
        let mut given: Vec<(u32, String)> = Vec::new();
        for node in self.nodes.values() {
            let of = |idx: &u32| self.entry(*idx).map(|e| (*idx, e));
            let mut rows: Vec<_> = node.entries.iter().filter_map(of).collect();
            rows.sort_by_key(|(idx, _)| *idx);
            for (idx, row) in rows.iter().filter(|(_, e)| e.id.is_empty()) {
                let twin = rows
                    .iter()
                    .find(|(_, other)| other.class == row.class && !other.id.is_empty());
                given.extend(twin.map(|(_, twin)| (*idx, twin.id.clone())));
            }
        }
        // Several namesakes: the smallest id, so that the order of the map does not matter.
        given.sort();
        for (idx, id) in given {
            if let Some(entry) = self.entries.get_mut(idx as usize)
                && entry.id.is_empty()
            {
                entry.id = id;
            }
        }
        // What is left is known by its first name.
        for entry in &mut self.entries {
            if entry.id.is_empty() && entry.class != Class::City {
                entry.id = format!("name:{}", entry.name);
            }
        }
    }

    /// The row with this number.
    #[must_use]
    pub fn entry(&self, idx: u32) -> Option<&Entry> {
        self.entries.get(idx as usize)
    }

    /// Whether any table was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Bits of [`word`] for a folded word.
    #[must_use]
    pub fn word(&self, folded: &str) -> u8 {
        self.words
            .get(&hash(START, stem(folded)))
            .copied()
            .unwrap_or_default()
    }

    /// Under which keys a word may stand in the tables.
    #[must_use]
    pub fn keys(&self, word: &str, folded: &str, token: &Token) -> Keys {
        let acronym = if token.is_capital() && is_acronym(word) {
            acronym_key(folded)
        } else {
            0
        };
        let readings = [acronym, hash(START, stem(folded))];
        let begins = readings.map(|k| k != 0 && self.nodes.contains_key(&combine(START, k)));
        Keys { readings, begins }
    }

    /// Every known name of a text, longest first at each place, in text order, not overlapping; and beside them the
    /// countries, regions and large cities that are written in small letters, as in hurried mail.
    #[must_use]
    pub fn find(&self, tokens: &[Token], words: &[&Word]) -> (Vec<Match>, Vec<Match>) {
        let is_place = |m: &Match| {
            self.entry(m.entry).is_some_and(|e| {
                matches!(e.class, Class::Country | Class::Capital | Class::Region)
                    || e.class == Class::City && e.weight >= 5
            })
        };
        let mut small = self.search(tokens, words, true);
        small.retain(is_place);
        (self.search(tokens, words, false), small)
    }

    /// "Paris, Texas": the place after a comma says which of the places of one name is meant, there and wherever the
    /// text has the name alone.
    fn told_apart(&self, found: &mut [(Match, &Node)], words: &[&Word]) {
        let is_town = |e: &Entry| matches!(e.class, Class::City | Class::Capital);
        let is_land = |e: &Entry| matches!(e.class, Class::Country | Class::Region);
        let mut told: BTreeMap<u32, u32> = BTreeMap::new();
        for i in 1..found.len() {
            let [(town, of_town), (land, of_land)] = &found[i - 1..=i] else {
                continue;
            };
            let is_listed =
                land.start == town.end + 1 && words.get(town.end).is_some_and(|w| w.folded == ",");
            if !is_listed {
                continue;
            }
            let entries = |node: &Node| -> Vec<(u32, &Entry)> {
                let of = |e: &u32| self.entry(*e).map(|entry| (*e, entry));
                let mut list: Vec<_> = node.entries.iter().filter_map(of).collect();
                list.sort_by_key(|(e, entry)| (entry.rank(), std::cmp::Reverse(entry.weight), *e));
                list
            };
            let towns = entries(of_town);
            let lands: Vec<_> = entries(of_land)
                .into_iter()
                .filter(|(_, e)| is_land(e) && !e.country.is_empty())
                .collect();
            let best_land = lands.first().map(|(e, _)| *e);
            let pair = lands.into_iter().find_map(|(land, e)| {
                let in_it = |(_, t): &&(u32, &Entry)| is_town(t) && t.country == e.country;
                Some((towns.iter().find(in_it)?.0, land))
            });
            let Some((town_entry, land_entry)) = pair else {
                continue;
            };
            // "Moscow, Georgia and Armenia" is a list: only a land that is meant anyhow tells of another town.
            let is_list = words.get(land.end).is_some_and(|w| w.folded == "and");
            if town_entry != town.entry && (best_land != Some(land_entry) || is_list) {
                continue;
            }
            told.insert(town.entry, town_entry);
            told.insert(land.entry, land_entry);
            for (k, entry) in [(i - 1, town_entry), (i, land_entry)] {
                self.name_as(&mut found[k].0, entry);
            }
        }
        if !told.is_empty() {
            for (found, _) in found.iter_mut() {
                if let Some(entry) = told.get(&found.entry) {
                    self.name_as(found, *entry);
                }
            }
        }
    }

    fn name_as(&self, found: &mut Match, entry: u32) {
        if found.entry != entry {
            found.entry = entry;
            found.located = self.entry(entry).and_then(|e| e.located);
        }
    }

    fn search(&self, tokens: &[Token], words: &[&Word], is_small: bool) -> Vec<Match> {
        let mut out: Vec<(Match, &Node)> = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let begins = words[at].keys.begins;
            if begins == [false, false] {
                at += 1;
                continue;
            }
            let token = &tokens[at];
            let is_candidate = if is_small {
                token.shape == Shape::Small && token.span.len() > 3
            } else {
                token.is_capital() || token.shape == Shape::Number
            };
            if !is_candidate {
                at += 1;
                continue;
            }
            let mut best = None;
            for reading in 0..2 {
                if !begins[reading] {
                    continue;
                }
                let mut prefix = START;
                for (n, word) in words[at..].iter().enumerate().take(12) {
                    let readings = &word.keys.readings;
                    let next = if n == 0 {
                        self.nodes
                            .get_key_value(&combine(prefix, readings[reading]))
                    } else {
                        readings
                            .iter()
                            .filter(|k| **k != 0)
                            .find_map(|k| self.nodes.get_key_value(&combine(prefix, *k)))
                    };
                    let Some((&found, node)) = next else { break };
                    prefix = found;
                    // "New York city" ends before its city.
                    let ends_well = tokens[at + n].shape != Shape::Small
                        || n > 0 && (is_small || node.ends_small);
                    if !node.entries.is_empty()
                        && ends_well
                        && best.as_ref().is_none_or(|(len, _)| *len < n + 1)
                    {
                        best = Some((n + 1, node));
                    }
                }
            }
            if let Some((len, node)) = best {
                let classes = node
                    .entries
                    .iter()
                    .filter_map(|e| self.entry(*e))
                    .fold(0, |bits, e| bits | e.bits());
                let entry = node.entries.iter().copied().min_by_key(|e| {
                    self.entry(*e)
                        .map(|entry| (entry.rank(), std::cmp::Reverse(entry.weight), *e))
                });
                if let Some(entry) = entry {
                    let found = Match {
                        start: at,
                        end: at + len,
                        classes,
                        entry,
                        located: self.located(&node.entries, entry),
                    };
                    out.push((found, node));
                }
                at += len;
            } else {
                at += 1;
            }
        }
        self.told_apart(&mut out, words);
        out.into_iter().map(|(found, _)| found).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary::Vocabulary;
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let mut gazetteer = Gazetteer::default();
        gazetteer.add_table("C\tQ1\tUS\t\tUnited States|US|США\nC\tQ2\tKZ\t\tKazakhstan|Казахстан\nO\tQ3\t\t\tWHO|World Health Organization");
        let words = tokens(text);
        let mut vocabulary = Vocabulary::new(&gazetteer);
        let ids = vocabulary.learn(text, &words);
        let known: Vec<&Word> = ids.iter().filter_map(|id| vocabulary.word(*id)).collect();
        let found: Vec<_> = gazetteer
            .find(&words, &known)
            .0
            .iter()
            .map(|m| {
                let span = words[m.start].span.hull(words[m.end - 1].span);
                (
                    span.of(text),
                    gazetteer.entry(m.entry).map_or("", |e| e.id.as_str()),
                )
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn capitals_tell_a_state_from_a_pronoun() {
        check("It told us what the US did", &[("US", "Q1")]);
        check(
            "the U.S. and who else? WHO",
            &[("U.S.", "Q1"), ("WHO", "Q3")],
        );
    }

    #[test]
    fn how_common_a_word_is() {
        let mut ranks = Ranks::default();
        ranks.add_table("# common words\nthe and\nship\n\nquay ship");
        assert_eq!(
            ["the", "ship", "quay", "anvil"].map(|w| ranks.of(w)),
            [1, 2, 4, 0]
        );
    }

    #[test]
    fn every_case_form() {
        check("в Казахстане и США", &[("Казахстане", "Q2"), ("США", "Q1")]);
        check(
            "KAZAKHSTAN AND UNITED STATES",
            &[("KAZAKHSTAN", "Q2"), ("UNITED STATES", "Q1")],
        );
    }
}
