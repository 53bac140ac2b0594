//! Men and women: what a name and the title before it tell, so that two people are not taken for one.
//!
//! Takes a name and its place in a text; says man, woman or nothing. Only what is plain counts: titles that one of the
//! two bears, common given names of one of the two, and Slavic family names that end by it. Cyrillic forms may be
//! declined ("Александра" of "Александр"), so their endings say nothing.

use crate::person::PersonName;
use crate::spelling::romanise;
use corpus_model::Span;

/// Who bears a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gender {
    /// A man.
    Man,
    /// A woman.
    Woman,
}

/// Words before a name that only men or only women bear, romanised.
const OF_MEN: &[&str] = &[
    "mr",
    "sir",
    "lord",
    "king",
    "prince",
    "mister",
    "monsieur",
    "senor",
    "herr",
    "brother",
    "father",
    "gospodin",
    "sheikh",
    "chairman",
    "spokesman",
    "congressman",
    "businessman",
    "actor",
];
const OF_WOMEN: &[&str] = &[
    "mrs",
    "ms",
    "miss",
    "lady",
    "dame",
    "queen",
    "princess",
    "madame",
    "senora",
    "frau",
    "sister",
    "gospozha",
    "chairwoman",
    "spokeswoman",
    "congresswoman",
    "businesswoman",
    "actress",
];

/// What the title right before a mention says.
pub fn of_title(text: &str, mention: Span) -> Option<Gender> {
    let before = text.get(..mention.start as usize)?;
    let word = before.trim_end().rsplit(char::is_whitespace).next()?;
    // A word at the end of the sentence before is no title.
    if before.len() - before.trim_end().len() > 1 {
        return None;
    }
    let word = romanise(word);
    if OF_MEN.contains(&word.as_str()) {
        Some(Gender::Man)
    } else if OF_WOMEN.contains(&word.as_str()) {
        Some(Gender::Woman)
    } else {
        None
    }
}

/// What the name itself says.
pub fn of_name(name: &PersonName) -> Option<Gender> {
    let given = name.given.first()?.as_str();
    if MEN.contains(&given) {
        return Some(Gender::Man);
    }
    if WOMEN.contains(&given) {
        return Some(Gender::Woman);
    }
    let is_of_woman = !name.is_cyrillic
        && ["ova", "eva", "skaya", "skaia"]
            .iter()
            .any(|ending| name.family.len() > ending.len() + 2 && name.family.ends_with(ending));
    is_of_woman.then_some(Gender::Woman)
}

/// Whether two names are a man's and a woman's form of one: "Daniel" and "Daniela", "Mario" and "Maria",
/// "Ivanov" and "Ivanova".
pub fn differ(a: &PersonName, b: &PersonName) -> bool {
    let of_pair = |x: &str, y: &str, y_is_cyrillic: bool| {
        !y_is_cyrillic
            && x.len() > 3
            && y.strip_suffix('a').is_some_and(|stem| {
                stem == x && !stem.ends_with(['a', 'e', 'i', 'o', 'u'])
                    || x.strip_suffix('o') == Some(stem)
            })
    };
    let family = |x: &str, y: &str, y_is_cyrillic: bool| {
        ["ov", "ev", "in", "yn"].iter().any(|e| x.ends_with(e)) && of_pair(x, y, y_is_cyrillic)
    };
    let given = |x: &PersonName, y: &PersonName| {
        x.given
            .first()
            .zip(y.given.first())
            .is_some_and(|(g, h)| of_pair(g, h, y.is_cyrillic))
    };
    given(a, b)
        || given(b, a)
        || family(&a.family, &b.family, b.is_cyrillic || a.is_cyrillic)
        || family(&b.family, &a.family, a.is_cyrillic || b.is_cyrillic)
}

/// Common given names of men, romanised. Facts of usage.
const MEN: &[&str] = &[
    "james",
    "john",
    "robert",
    "michael",
    "william",
    "david",
    "richard",
    "joseph",
    "thomas",
    "charles",
    "christopher",
    "daniel",
    "matthew",
    "anthony",
    "antony",
    "mark",
    "donald",
    "steven",
    "stephen",
    "paul",
    "andrew",
    "joshua",
    "kenneth",
    "kevin",
    "brian",
    "george",
    "timothy",
    "ronald",
    "edward",
    "jason",
    "jeffrey",
    "gary",
    "nicholas",
    "eric",
    "jonathan",
    "larry",
    "justin",
    "scott",
    "brandon",
    "benjamin",
    "samuel",
    "gregory",
    "frank",
    "raymond",
    "patrick",
    "jack",
    "dennis",
    "jerry",
    "peter",
    "henry",
    "douglas",
    "adam",
    "nathan",
    "walter",
    "harold",
    "carl",
    "arthur",
    "gerald",
    "roger",
    "keith",
    "lawrence",
    "albert",
    "bruce",
    "philip",
    "ralph",
    "roy",
    "eugene",
    "bill",
    "bob",
    "jim",
    "joe",
    "tom",
    "mike",
    "steve",
    "dick",
    "ned",
    "barack",
    "vladimir",
    "sergey",
    "sergei",
    "dmitry",
    "dmitri",
    "mikhail",
    "nikolay",
    "nikolai",
    "ivan",
    "boris",
    "igor",
    "oleg",
    "yuri",
    "yury",
    "aleksandr",
    "alexander",
    "aleksey",
    "alexei",
    "andrey",
    "andrei",
    "pavel",
    "viktor",
    "victor",
    "konstantin",
    "anatoly",
    "evgeny",
    "yevgeny",
    "vyacheslav",
    "serik",
    "nurlan",
    "askar",
    "erlan",
    "daniyar",
    "marat",
    "kairat",
    "bolat",
    "mukhtar",
    "kassym",
    "nursultan",
    "hans",
    "jens",
    "wolfgang",
    "jurgen",
    "klaus",
    "pierre",
    "jacques",
    "francois",
    "emmanuel",
    "luigi",
    "giuseppe",
    "giovanni",
    "carlos",
    "jose",
    "juan",
    "luis",
    "miguel",
    "pedro",
    "mohammed",
    "muhammad",
    "mohammad",
    "ahmed",
    "ahmad",
    "mahmoud",
    "hassan",
    "hussein",
    "omar",
    "abdullah",
    "ibrahim",
    "mustafa",
    "mehmet",
    "recep",
    "kofi",
    "kwame",
];

/// Common given names of women, romanised.
const WOMEN: &[&str] = &[
    "mary",
    "patricia",
    "jennifer",
    "linda",
    "elizabeth",
    "barbara",
    "susan",
    "jessica",
    "sarah",
    "karen",
    "lisa",
    "nancy",
    "betty",
    "margaret",
    "sandra",
    "ashley",
    "emily",
    "donna",
    "michelle",
    "carol",
    "amanda",
    "dorothy",
    "melissa",
    "deborah",
    "stephanie",
    "rebecca",
    "sharon",
    "laura",
    "cynthia",
    "kathleen",
    "amy",
    "angela",
    "shirley",
    "anna",
    "ruth",
    "brenda",
    "pamela",
    "nicole",
    "katherine",
    "catherine",
    "christine",
    "christina",
    "samantha",
    "helen",
    "debra",
    "rachel",
    "carolyn",
    "janet",
    "maria",
    "heather",
    "diane",
    "julie",
    "joyce",
    "victoria",
    "joan",
    "evelyn",
    "judith",
    "megan",
    "alice",
    "ann",
    "anne",
    "jane",
    "hillary",
    "hilary",
    "condoleezza",
    "madeleine",
    "nina",
    "olga",
    "elena",
    "yelena",
    "natalia",
    "natalya",
    "tatiana",
    "tatyana",
    "svetlana",
    "irina",
    "ekaterina",
    "yekaterina",
    "marina",
    "ludmila",
    "lyudmila",
    "galina",
    "valentina",
    "yulia",
    "julia",
    "oksana",
    "ksenia",
    "daria",
    "darya",
    "anastasia",
    "maya",
    "aigul",
    "gulnara",
    "dinara",
    "saule",
    "asel",
    "dariga",
    "angelika",
    "ursula",
    "ingrid",
    "greta",
    "heidi",
    "brigitte",
    "marie",
    "sophie",
    "giulia",
    "francesca",
    "carmen",
    "isabel",
    "fatima",
    "aisha",
    "khadija",
    "leila",
    "layla",
    "zainab",
    "benazir",
    "indira",
    "sonia",
    "theresa",
    "teresa",
    "jen",
    "liz",
];
