//! Which language a text is in.
//!
//! In: text. Out: a BCP 47 tag and how sure. The script decides alone where it has one language in the
//! table; else runs of one to four letters, with word ends, vote for the languages they are frequent
//! in (naive Bayes over the commonest fifteen hundred of each language). The table
//! `data/text-languages.tsv` is written by `dateline train` from the Universal Declaration of Human
//! Rights, for English, Russian and Kazakh also from news (NOTICE names them); it holds frequencies, no sentences.

use corpus_model::{Language, OtherLanguage, Permille, Span, is_letter};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

/// Longest run of letters that is counted.
const MAX_GRAM: usize = 4;
/// Runs kept for a language, and for those most read: longer lists are a prior as well.
const N_KEPT: usize = 1500;
const N_KEPT_MAIN: usize = 3000;
/// Log probability in natural units taken for a run that a language's list lacks, by length.
const FLOOR: [f64; MAX_GRAM + 1] = [0.0, -9.0, -9.5, -10.0, -10.5];
/// Steps of the stored weight in one natural unit.
const STEPS: f64 = 4.0;
/// What a letter of the language weighs beside its frequency: one that is none of its letters speaks
/// against it by as much.
const OWN_LETTER: u16 = 24;
/// A text is judged by so many bytes of its beginning; by the first number of them at which it is sure.
const LOOKS: [usize; 2] = [360, 800];
/// From this confidence on nothing more is read.
const SURE: Permille = Permille(998);

/// Frequencies of runs of letters in some languages.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// Tags in order.
    tags: Vec<String>,
    scripts: Vec<Script>,
    grams: Grams,
    /// The votes of run *n* are those from `begins[n]` to `begins[n + 1]`.
    begins: Vec<u32>,
    votes: Vec<Vote>,
}

/// What a run says for a language. Small, because a text asks for tens of thousands of them.
#[derive(Debug, Clone, Copy)]
struct Vote {
    language: u16,
    weight: u16,
}

/// Hashes of the runs to their numbers, in open addressing: half of the cells are free, so that most questions touch one
/// line of memory. The low bits of a hash are its place, its high half is kept.
#[derive(Debug, Clone, Default)]
struct Grams {
    /// The high half of the hash, and the number plus one; a power of two of them.
    cells: Vec<(u32, u32)>,
}

impl Grams {
    /// The hashes of runs 0, 1, 2, …, each once.
    fn of(hashes: &[u64]) -> Self {
        let mut out = Self {
            cells: vec![(0, 0); (hashes.len() * 2).next_power_of_two()],
        };
        for (number, &hash) in (1..).zip(hashes) {
            let at = out.place(hash);
            if let Some(cell) = out.cells.get_mut(at) {
                *cell = (high(hash), number);
            }
        }
        out
    }

    /// Where `hash` stands, or would stand.
    fn place(&self, hash: u64) -> usize {
        let mask = self.cells.len().wrapping_sub(1);
        let mut at = (hash ^ hash >> 32) as usize & mask;
        while let Some((kept, number)) = self.cells.get(at) {
            if *number == 0 || *kept == high(hash) {
                break;
            }
            at = (at + 1) & mask;
        }
        at
    }

    fn number(&self, hash: u64) -> Option<u32> {
        let (_, number) = self.cells.get(self.place(hash))?;
        number.checked_sub(1)
    }
}

const fn high(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// What a text has said so far.
struct Heard {
    letters: ScriptCounts,
    /// Votes by language.
    scores: Vec<u64>,
    n_grams: u64,
}

thread_local! {
    /// How often each run stands in a text; zeros between two texts, so that only what was counted is cleared.
    static TIMES: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

impl Model {
    /// The model compiled in.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| Self::read(include_str!("../../data/text-languages.tsv")))
    }

    /// Reads a table that [`Model::table`] wrote. Lines that are none are skipped.
    #[must_use]
    pub fn read(table: &str) -> Self {
        let mut model = Self::default();
        let mut by_hash: BTreeMap<u64, Vec<Vote>> = BTreeMap::new();
        for line in table.lines().filter(|l| !l.starts_with('#')) {
            let mut fields = line.split('\t');
            let Some(tag) = fields.next() else { continue };
            let Ok(language) = u16::try_from(model.tags.len()) else {
                break;
            };
            model.tags.push(tag.to_owned());
            let mut counts = ScriptCounts::default();
            for field in fields {
                let mut parts = field.split(' ');
                let Some(weight) = parts.next().and_then(|w| w.parse::<u16>().ok()) else {
                    continue;
                };
                for gram in parts {
                    counts.add(gram);
                    let hash = gram
                        .chars()
                        .fold(SEED, |h, c| step(h, if c == '_' { ' ' } else { c }));
                    let own_letter = if gram.chars().nth(1).is_none() {
                        OWN_LETTER
                    } else {
                        0
                    };
                    by_hash.entry(hash).or_default().push(Vote {
                        language,
                        weight: weight.saturating_add(own_letter),
                    });
                }
            }
            model.scripts.push(counts.most());
        }
        let hashes: Vec<u64> = by_hash.keys().copied().collect();
        model.grams = Grams::of(&hashes);
        model.begins.push(0);
        for votes in by_hash.into_values() {
            model.votes.extend(votes);
            let end = u32::try_from(model.votes.len()).unwrap_or(u32::MAX);
            model.begins.push(end);
        }
        model
    }

    /// The table of a set of texts, one entry a language: what [`Model::read`] takes.
    #[must_use]
    pub fn table(texts: &BTreeMap<String, String>) -> String {
        let mut out = String::new();
        for (tag, text) in texts {
            let mut counts: [BTreeMap<String, u32>; MAX_GRAM + 1] = Default::default();
            for_grams(text, |gram| {
                if let Some(slot) = counts.get_mut(gram.len()) {
                    *slot.entry(gram.iter().collect()).or_default() += 1;
                }
            });
            let mut ranked: Vec<(u32, u16, String)> = Vec::new();
            for (n, grams) in counts.iter().enumerate() {
                let total: u32 = grams.values().sum();
                for (gram, count) in grams {
                    let p = f64::from(*count) / f64::from(total.max(1));
                    let weight = ((p.ln() - FLOOR[n]) * STEPS).round();
                    // Rank by what a run adds over a text: frequency times length.
                    let rank = p * n as f64 * 1e8;
                    // Every letter is kept: those that a language lacks tell most.
                    let is_own_letter = n == 1 && p > 2e-4 && *count > 1;
                    let rank = if is_own_letter { 1e9 } else { rank };
                    if weight >= 1.0 {
                        ranked.push((rank as u32, weight as u16, gram.clone()));
                    }
                }
            }
            ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.2.cmp(&b.2)));
            ranked.truncate(if is_main(tag) { N_KEPT_MAIN } else { N_KEPT });
            let mut by_weight: BTreeMap<u16, Vec<String>> = BTreeMap::new();
            for (_, weight, gram) in ranked {
                by_weight
                    .entry(weight)
                    .or_default()
                    .push(gram.replace(' ', "_"));
            }
            out.push_str(tag);
            for (weight, mut grams) in by_weight.into_iter().rev() {
                grams.sort();
                let _ = write!(out, "\t{weight} {}", grams.join(" "));
            }
            out.push('\n');
        }
        out
    }

    /// The language of `text`; `und` where it cannot be told.
    #[must_use]
    pub fn detect(&self, text: &str) -> Language {
        if let Some(tag) = told_by_small_words(text) {
            return Language {
                tag: tag.to_owned(),
                confidence: Permille(999),
            };
        }
        let mut heard = Heard {
            letters: ScriptCounts::default(),
            scores: self.tags.iter().map(|tag| prior(tag)).collect(),
            n_grams: 0,
        };
        let mut begin = 0;
        for look in LOOKS {
            let end = match look < text.len() {
                true => word_end(text, look),
                false => text.len(),
            };
            let part = text.get(begin..end).unwrap_or_default();
            begin = end;
            heard.letters.add(part);
            if heard.letters.most().only_language().is_none() {
                heard.n_grams +=
                    TIMES.with_borrow_mut(|times| self.vote(part, times, &mut heard.scores));
            }
            let told = self.judge(&heard);
            if end == text.len() || told.confidence >= SURE {
                return told;
            }
        }
        self.judge(&heard)
    }

    fn judge(&self, heard: &Heard) -> Language {
        let script = heard.letters.most();
        let n_letters = heard.letters.total();
        if n_letters < 2 {
            return undetermined();
        }
        if let Some(tag) = script.only_language() {
            return Language {
                tag: tag.to_owned(),
                confidence: Permille(990),
            };
        }
        let mut best: Option<(u64, usize)> = None;
        let mut second = 0;
        for (i, &score) in heard.scores.iter().enumerate() {
            if self.scripts.get(i) != Some(&script) {
                continue;
            }
            match best {
                Some((top, _)) if score <= top => second = second.max(score),
                _ => {
                    second = best.map_or(0, |(top, _)| top);
                    best = Some((score, i));
                }
            }
        }
        let is_read = |(top, i): &(u64, usize)| self.tags.get(*i).is_some_and(|t| *top > prior(t));
        let Some((top, i)) = best.filter(is_read) else {
            return undetermined();
        };
        // Natural units between the two, to a probability: one unit is e to one.
        let margin = (top - second) as f64 / STEPS;
        // Runs overlap, so their votes are not independent: a third of the units count.
        let sure = 1.0 - 0.5 * (-margin / 3.0).exp();
        let confidence = (sure * 1000.0).round().clamp(0.0, 1000.0) as u16;
        if n_letters < 8 && confidence < 900 || confidence < 550 && heard.n_grams < 40 {
            return undetermined();
        }
        Language {
            tag: self.tags[i].clone(),
            confidence: Permille(confidence.min(999)),
        }
    }

    /// Lets the runs of `text` vote; how many it has. Each is counted first and votes once, with that weight.
    fn vote(&self, text: &str, times: &mut Vec<u32>, scores: &mut [u64]) -> u64 {
        if times.len() < self.begins.len() {
            times.resize(self.begins.len(), 0);
        }
        let mut seen: Vec<u32> = Vec::with_capacity(text.len() * 2);
        let mut n_grams = 0;
        for_words(text, |word| {
            for start in 0..word.len() {
                let mut hash = SEED;
                for (n, c) in (1..=MAX_GRAM).zip(word.get(start..).unwrap_or_default()) {
                    hash = step(hash, *c);
                    if n == 1 && *c == ' ' {
                        continue;
                    }
                    n_grams += 1;
                    if let Some(run) = self.grams.number(hash)
                        && let Some(count) = times.get_mut(run as usize)
                    {
                        if *count == 0 {
                            seen.push(run);
                        }
                        *count += 1;
                    }
                }
            }
        });
        for run in seen {
            let count = times.get_mut(run as usize).map_or(0, std::mem::take);
            let run = run as usize;
            let (Some(&begin), Some(&end)) = (self.begins.get(run), self.begins.get(run + 1))
            else {
                continue;
            };
            let votes = self.votes.get(begin as usize..end as usize);
            for vote in votes.into_iter().flatten() {
                if let Some(score) = scores.get_mut(usize::from(vote.language)) {
                    *score += u64::from(count) * u64::from(vote.weight);
                }
            }
        }
        n_grams
    }
}

/// What speaks for a language before anything is read, in steps: of a line of three words its letters may tell little,
/// and news in these is many times as common.
fn prior(tag: &str) -> u64 {
    match tag {
        "en" | "ru" => 32,
        tag if is_main(tag) => 24,
        _ => 0,
    }
}

fn is_main(tag: &str) -> bool {
    matches!(
        tag,
        "en" | "ru" | "de" | "fr" | "es" | "ar" | "tr" | "uk" | "kk"
    )
}

fn undetermined() -> Language {
    Language {
        tag: "und".to_owned(),
        confidence: Permille(0),
    }
}

/// The language of `text`; `und` where it cannot be told.
#[must_use]
pub fn detect(text: &str) -> Language {
    Model::builtin().detect(text)
}

/// Texts with fewer bytes are not told by small words alone.
const MIN_FOR_WORDS: usize = 160;
/// Paragraphs with fewer bytes are not asked for their language: names and headings look like any.
const MIN_PARAGRAPH: usize = 60;
/// Below this length a paragraph has to be surer than above.
const SHORT_PARAGRAPH: usize = 160;

/// The paragraphs of a text in language `own` that are surely in another one.
#[must_use]
pub fn others(text: &str, paragraphs: &[Span], own: &str) -> Vec<OtherLanguage> {
    if own == "und" {
        return Vec::new();
    }
    let numbered = (0..).zip(paragraphs);
    let other = |(paragraph, span): (u32, &Span)| {
        let words = span.of(text);
        if words.len() < MIN_PARAGRAPH || shows(own, words) {
            return None;
        }
        let told = detect(words);
        let is_short = words.len() < SHORT_PARAGRAPH;
        let bar = Permille(if is_short { 995 } else { 970 });
        let base = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
        let is_other = told.tag != "und" && told.confidence >= bar && base(&told.tag) != base(own);
        is_other.then_some(OtherLanguage {
            paragraph,
            tag: told.tag,
        })
    };
    numbered.filter_map(other).collect()
}

/// A quick look that spares most texts the counting: English, German or Russian, where the beginning holds many of the
/// small words that no other language has together. In doubt it says nothing.
fn told_by_small_words(text: &str) -> Option<&'static str> {
    const ENOUGH: u32 = 5;
    if text.len() < MIN_FOR_WORDS {
        return None;
    }
    let head = &text[..floor(text, 400)];
    let (mut english, mut german, mut russian) = (0_u32, 0_u32, 0_u32);
    for word in head.split(' ').filter(|word| word.len() <= 10) {
        match word {
            "the" => english |= 1,
            "of" => english |= 1 << 1,
            "to" => english |= 1 << 2,
            "and" => english |= 1 << 3,
            "that" => english |= 1 << 4,
            "was" | "were" => english |= 1 << 5,
            "for" => english |= 1 << 6,
            "with" => english |= 1 << 7,
            "has" | "have" => english |= 1 << 8,
            "by" => english |= 1 << 9,
            "from" => english |= 1 << 10,
            "said" => english |= 1 << 11,
            "which" | "who" => english |= 1 << 12,
            "his" | "their" => english |= 1 << 13,
            "und" => german |= 1,
            "der" => german |= 1 << 1,
            "die" => german |= 1 << 2,
            "das" => german |= 1 << 3,
            "nicht" => german |= 1 << 4,
            "mit" => german |= 1 << 5,
            "von" => german |= 1 << 6,
            "sich" => german |= 1 << 7,
            "eine" | "einen" => german |= 1 << 8,
            "ist" => german |= 1 << 9,
            "auf" => german |= 1 << 10,
            "wurde" | "werden" => german |= 1 << 11,
            "что" => russian |= 1,
            "это" => russian |= 1 << 1,
            "его" => russian |= 1 << 2,
            "для" => russian |= 1 << 3,
            "из" => russian |= 1 << 4,
            "он" => russian |= 1 << 5,
            "был" | "была" => russian |= 1 << 6,
            "как" => russian |= 1 << 7,
            "к" => russian |= 1 << 8,
            "и" => russian |= 1 << 9,
            "после" => russian |= 1 << 10,
            "года" => russian |= 1 << 11,
            _ => {}
        }
    }
    // "was" and "die" are words of both.
    match [english, german, russian].map(u32::count_ones) {
        [(ENOUGH..), 0..=1, 0] => Some("en"),
        [0..=1, (ENOUGH..), 0] => Some("de"),
        [0, 0, (ENOUGH..)] if shows("ru", head) => Some("ru"),
        _ => None,
    }
}

/// A quick look that spares most paragraphs the counting: whether words or letters of the language stand in it that
/// others of its script do not have. In doubt it says no.
fn shows(own: &str, words: &str) -> bool {
    let head = &words[..floor(words, 400)];
    let cues: &[&str] = match own {
        "en" => &[
            "the", "of", "to", "and", "that", "was", "for", "with", "has", "by", "from", "said",
            "his", "which",
        ],
        "de" => &[
            "und", "der", "die", "das", "den", "ist", "nicht", "mit", "von", "sich",
        ],
        "fr" => &["les", "des", "le", "et", "du", "une", "est", "dans", "pour"],
        "es" => &["los", "el", "del", "las", "que", "una", "por", "con"],
        "tr" => &["ve", "bir", "bu", "için", "olarak", "ile"],
        "ru" => return has_letters(head, "ыэъ", "іїєґўқғңөұүһәѓќђћџљњј"),
        "uk" => return has_letters(head, "їєґ", "ыэъёў"),
        "kk" => return has_letters(head, "қғңұһә", "їєґ"),
        _ => return false,
    };
    // Two different ones: a name may hold one of them.
    let mut first = None;
    head.split(' ').any(|word| {
        let is_cue = word.len() <= 7 && cues.contains(&word);
        let is_second = is_cue && first.is_some_and(|first| first != word);
        if is_cue && first.is_none() {
            first = Some(word);
        }
        is_second
    })
}

/// Whether `text` has some of the letters `own`, and none of `foreign`.
fn has_letters(text: &str, own: &str, foreign: &str) -> bool {
    let mut has_own = false;
    for c in text.chars().filter(|c| !c.is_ascii()) {
        if foreign.contains(c) {
            return false;
        }
        has_own = has_own || own.contains(c);
    }
    has_own
}

/// The end of the word at `at`, if it comes soon: words are counted whole.
fn word_end(text: &str, at: usize) -> usize {
    let at = floor(text, at);
    let rest = text.get(at..).unwrap_or_default();
    let gap = rest.find(|c: char| c.is_ascii_whitespace());
    at + gap.filter(|gap| *gap < 40).unwrap_or(0)
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// FNV-1a, 64 bits.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn step(hash: u64, c: char) -> u64 {
    (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01b3)
}

/// Calls `visit` with every run of one to four letters of every word, word ends as spaces.
fn for_grams(text: &str, mut visit: impl FnMut(&[char])) {
    for_words(text, |word| {
        for start in 0..word.len() {
            for n in 1..=MAX_GRAM {
                if let Some(gram) = word.get(start..start + n)
                    && gram != [' ']
                {
                    visit(gram);
                }
            }
        }
    });
}

/// Calls `visit` with the small letters of every word, between spaces.
fn for_words(text: &str, mut visit: impl FnMut(&[char])) {
    let mut word: Vec<char> = vec![' '];
    let mut flush = |word: &mut Vec<char>| {
        if word.len() > 1 {
            word.push(' ');
            visit(word);
            word.truncate(1);
        }
    };
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' => {
                if word.len() < 40 {
                    word.push(c.to_ascii_lowercase());
                }
            }
            '’' | 'ʻ' | 'ʼ' | '\'' if word.len() > 1 => word.push('\''),
            '\0'..='\x7f' => flush(&mut word),
            'а'..='я' => {
                if word.len() < 40 {
                    word.push(c);
                }
            }
            c if is_letter(c) || is_mark(c) => {
                if word.len() < 40 {
                    word.extend(c.to_lowercase());
                }
            }
            _ => flush(&mut word),
        }
    }
    flush(&mut word);
}

/// Vowel signs of scripts that write them as marks.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x300..=0x36f | 0x610..=0x65f | 0x900..=0x94f | 0x591..=0x5c7)
}

/// Scripts that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Script {
    None,
    Latin,
    Cyrillic,
    Arabic,
    Greek,
    Hebrew,
    Devanagari,
    Han,
    Kana,
    Hangul,
    Thai,
    Georgian,
    Armenian,
    Bengali,
    Tamil,
}

impl Script {
    const ALL: [Self; 15] = [
        Self::None,
        Self::Latin,
        Self::Cyrillic,
        Self::Arabic,
        Self::Greek,
        Self::Hebrew,
        Self::Devanagari,
        Self::Han,
        Self::Kana,
        Self::Hangul,
        Self::Thai,
        Self::Georgian,
        Self::Armenian,
        Self::Bengali,
        Self::Tamil,
    ];

    fn of(c: char) -> Self {
        match u32::from(c) {
            0x41..=0x5a | 0x61..=0x7a | 0xc0..=0x24f | 0x1e00..=0x1eff => Self::Latin,
            0x400..=0x52f => Self::Cyrillic,
            0x600..=0x6ff | 0x750..=0x77f | 0xfb50..=0xfdff | 0xfe70..=0xfeff => Self::Arabic,
            0x370..=0x3ff | 0x1f00..=0x1fff => Self::Greek,
            0x590..=0x5ff => Self::Hebrew,
            0x900..=0x97f => Self::Devanagari,
            0x3040..=0x30ff => Self::Kana,
            0x3400..=0x9fff => Self::Han,
            0xac00..=0xd7a3 | 0x1100..=0x11ff => Self::Hangul,
            0xe00..=0xe7f => Self::Thai,
            0x10a0..=0x10ff => Self::Georgian,
            0x530..=0x58f => Self::Armenian,
            0x980..=0x9ff => Self::Bengali,
            0xb80..=0xbff => Self::Tamil,
            _ => Self::None,
        }
    }

    /// The language of a script that has one here.
    const fn only_language(self) -> Option<&'static str> {
        match self {
            Self::Greek => Some("el"),
            Self::Hebrew => Some("he"),
            Self::Devanagari => Some("hi"),
            Self::Han => Some("zh"),
            Self::Kana => Some("ja"),
            Self::Hangul => Some("ko"),
            Self::Thai => Some("th"),
            Self::Georgian => Some("ka"),
            Self::Armenian => Some("hy"),
            Self::Bengali => Some("bn"),
            Self::Tamil => Some("ta"),
            Self::None | Self::Latin | Self::Cyrillic | Self::Arabic => None,
        }
    }
}

#[derive(Debug, Default)]
struct ScriptCounts([u32; 15]);

impl ScriptCounts {
    fn add(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_ascii() {
                self.0[Script::Latin as usize] += u32::from(c.is_ascii_alphabetic());
                continue;
            }
            let script = Script::of(c);
            if script != Script::None && is_letter(c) {
                self.0[script as usize] += 1;
            }
        }
    }

    fn total(&self) -> u32 {
        self.0.iter().sum()
    }

    fn most(&self) -> Script {
        // Japanese mixes kana with Han: a fifth of kana decides.
        let [han, kana] = [Script::Han, Script::Kana].map(|s| self.0[s as usize]);
        if kana > 0 && kana * 5 >= han && kana + han > self.total() / 2 {
            return Script::Kana;
        }
        Script::ALL
            .into_iter()
            .max_by_key(|s| (self.0[*s as usize], std::cmp::Reverse(*s)))
            .unwrap_or(Script::None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, tag: &str) {
        assert_eq!(detect(text).tag, tag, "{text}");
    }

    #[test]
    fn short_lines_of_many_languages() {
        check("The harbour was closed for the whole winter", "en");
        check("Гавань была закрыта всю зиму", "ru");
        check("Гавань була закрита всю зиму, сказав він", "uk");
        check("Порт қыс бойы жабық болды, деп хабарлады әкімдік", "kk");
        check("Der Hafen war den ganzen Winter geschlossen", "de");
        check("Le port est resté fermé tout l’hiver", "fr");
        check("El puerto estuvo cerrado todo el invierno", "es");
        check("Liman bütün kış boyunca kapalı kaldı", "tr");
        check("كان الميناء مغلقا طوال فصل الشتاء", "ar");
        check("Το λιμάνι ήταν κλειστό", "el");
        check("港は冬の間ずっと閉まっていた", "ja");
    }

    #[test]
    fn paragraphs_in_another_language_are_told() {
        let paragraphs = [
            "The ferry to the outer islands ran again on Monday, the harbour office said.",
            "«Паром снова ходит, и это хорошая новость для всех жителей острова», – заявил мэр.",
            "Mayor Anders Holm, Marta Kolb",
            "Die Fähre fährt wieder, und das ist für alle Bewohner der Insel eine gute Nachricht.",
            "Alexander Volkonsky, Pyotr Ivanovich Menshikov, Tatiana Sergeyevna Obolenskaya, Berik Omarov",
        ];
        let text = paragraphs.join("\n\n");
        let spans = crate::segment::paragraphs(&text);
        let found = others(&text, &spans, "en");
        let found: Vec<_> = found
            .iter()
            .map(|o| (o.paragraph, o.tag.as_str()))
            .collect();
        assert_eq!(found, [(1, "ru"), (3, "de")]);
        assert!(others(&text, &spans, "und").is_empty());
    }

    /// A text in one language that speaks of another, or quotes it at length, is not told by small words alone.
    #[test]
    fn small_words_tell_only_where_they_agree() {
        let english = "The ferry to the islands, which was held in the harbour by the storm, ran again on Monday with 40 people \
            who had waited for days, and the office said that it was full.";
        let german = "Die Fähre, die von der Insel kommt, wurde mit dem Hafen verbunden, und das ist nicht alles, was sich auf \
            der Insel in den letzten Jahren für eine kleine Stadt geändert hat.";
        let russian = "Паром, который был в порту из-за шторма, вышел к островам после обеда, и капитан сказал, что это его \
            первый рейс для жителей островов и что он был рад выйти в море.";
        assert_eq!(told_by_small_words(english), Some("en"));
        assert_eq!(told_by_small_words(german), Some("de"));
        assert_eq!(told_by_small_words(russian), Some("ru"));
        assert_eq!(told_by_small_words(&format!("{english} {german}")), None);
        let mixed = format!("{} {german}", &english[..70]);
        assert_eq!(told_by_small_words(&mixed), None);
        assert_eq!(told_by_small_words(&english[..90]), None);
        let bulgarian = "Фериботът към островите, който беше в пристанището заради бурята, тръгна отново в понеделник с 40 души \
            и капитанът каза, че това е първият му курс от дни и че е щастлив.";
        assert_eq!(told_by_small_words(bulgarian), None);
    }

    #[test]
    fn what_cannot_be_told_is_said_so() {
        check("", "und");
        check("12 — 34", "und");
        check("x", "und");
    }
}
