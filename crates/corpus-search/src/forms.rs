//! The forms of a word: *protest* stands for *protests*, *protested* and *protesting* too.
//!
//! In: a folded word of the query. Out: the folded words that are taken for it. Only inflection counts, never
//! derivation: *protester* and *national* are words of their own, since a reader who types one seldom wants the other.
//!
//! Latin letters: the forms that English grammar makes of every base the word may have, and a table of irregular
//! ones. No stem is compared, so *plan* and *plane* stay apart. Cyrillic letters: words that share their stem after
//! the endings of Russian are taken off, step 1 of the Russian algorithm of Snowball (M. F. Porter, 2001, with the
//! endings it lists). Where most documents of a corpus are in another language of Latin letters, its
//! [endings](crate::endings) count beside the English ones.

use crate::endings::Endings;
use crate::order::sorted_by;
use corpus_index::Terms;

/// Shorter words have no forms: they are initials and function words, and one ending makes them another word.
const MIN_LETTERS: usize = 3;

/// Words that look like a form of another, and are not. The list is of words that news use often.
const UNINFLECTED: &str = " new news this his has was does gas its less yes plus thus bus during anything nothing \
    something everything morning evening spring string king ring thing wing being bring united states red bed need \
    speed seed feed indeed hundred sacred paris texas kansas brussels ";

/// Words whose forms follow no rule, a line each, the base first.
const IRREGULAR: &str = "say said\ntell told\nmeet met\nhold held\nlead led\nleave left\ntake took taken\ngive gave given\n\
    go went gone\ncome came\nbecome became\nbegin began begun\nspeak spoke spoken\nfight fought\nbuy bought\nbring brought\n\
    think thought\nsend sent\nspend spent\nbuild built\nlose lost\nwin won\nmake made\npay paid\nsell sold\nfind found\n\
    get got\nkeep kept\nknow knew known\nsee saw seen\nrise rose risen\nfall fell fallen\ngrow grew grown\ndraw drew drawn\n\
    fly flew flown\nwrite wrote written\ndrive drove driven\nbreak broke broken\nchoose chose chosen\nsteal stole stolen\n\
    shoot shot\nstrike struck\nstand stood\nunderstand understood\nwithdraw withdrew withdrawn\nrun ran\nhide hid hidden\n\
    throw threw thrown\nshow shown\nhear heard\nfeel felt\nbear bore born\nseek sought\nteach taught\ncatch caught\nlie lay lain\n\
    lay laid\nswear swore sworn\nfreeze froze frozen\nfeed fed\nflee fled\nsink sank sunk\ndeal dealt\nmean meant\n\
    man men\nwoman women\nchild children\nperson people\ncrisis crises\nwife wives\nlife lives\nthief thieves\nhalf halves\n\
    policeman policemen\nspokesman spokesmen\nanalysis analyses";

/// Whether a folded word is a form of another.
pub(crate) fn is_form(word: &str, other: &str) -> bool {
    if word == other {
        return true;
    }
    if is_cyrillic(word) {
        return is_cyrillic(other) && has_stem(word) && russian_stem(word) == russian_stem(other);
    }
    english(word).iter().any(|form| form == other)
}

/// Whether a folded word can have forms.
pub(crate) fn has_forms(word: &str) -> bool {
    (word.len() >= MIN_LETTERS
        && word.bytes().all(|b| b.is_ascii_lowercase())
        && !is_uninflected(word))
        || (is_cyrillic(word) && has_stem(word))
}

/// The words of a dictionary that are forms of a word, in order.
pub(crate) fn forms(terms: &Terms, word: &str, endings: Option<Endings>) -> Vec<String> {
    if !is_cyrillic(word) {
        let mut forms = english(word);
        if let Some(endings) = endings {
            forms.extend(endings.forms(terms, word));
            forms = sorted_by(forms, |a, b| a.cmp(b));
            forms.dedup();
        }
        return forms;
    }
    // Endings are all that is taken off, so whatever has the stem begins with it.
    let stem = russian_stem(word);
    beginning_with(terms, stem, |other| is_form(word, other))
}

/// The words of a dictionary that begin so, of those that `keeps` says.
pub(crate) fn beginning_with(
    terms: &Terms,
    beginning: &str,
    keeps: impl Fn(&str) -> bool,
) -> Vec<String> {
    let mut found = Vec::new();
    let mut walk = terms.walk_from(beginning.as_bytes());
    while walk.next().is_some() {
        let Ok(other) = std::str::from_utf8(walk.word()) else {
            continue;
        };
        if !other.starts_with(beginning) {
            break;
        }
        if keeps(other) {
            found.push(other.to_owned());
        }
    }
    found
}

fn is_uninflected(word: &str) -> bool {
    UNINFLECTED.split(' ').any(|other| other == word)
}

/// All forms, the word itself among them, sorted.
fn english(word: &str) -> Vec<String> {
    let mut out = vec![word.to_owned()];
    if has_forms(word) && !is_cyrillic(word) {
        for base in bases(word) {
            inflect(&base, &mut out);
        }
        out.retain(|form| form == word || !is_uninflected(form));
    }
    let mut out = sorted_by(out, |a, b| a.cmp(b));
    out.dedup();
    out
}

/// What a word may be a form of, itself among it.
fn bases(word: &str) -> Vec<String> {
    let mut out = vec![word.to_owned()];
    for line in IRREGULAR.split('\n') {
        let mut group = line.split(' ');
        if let Some(base) = group.next()
            && group.any(|form| form == word)
        {
            // *Led* is of *lead* and nothing else.
            return vec![base.to_owned()];
        }
    }
    let mut add = |base: &str, ending: &str| {
        if base.len() + ending.len() >= MIN_LETTERS {
            out.push(format!("{base}{ending}"));
        }
    };
    if let Some(base) = word.strip_suffix("ing") {
        without_ending(base, &mut add);
        // *dying*
        if let Some(short) = base.strip_suffix('y') {
            add(short, "ie");
        }
    } else if let Some(base) = word
        .strip_suffix("ied")
        .or_else(|| word.strip_suffix("ies"))
    {
        add(base, "y");
        add(base, "ie");
    } else if let Some(base) = word.strip_suffix("ed") {
        without_ending(base, &mut add);
    } else if let Some(base) = word.strip_suffix('s')
        && !base.ends_with(['s', 'u', 'i'])
    {
        let hissing = base.strip_suffix('e').filter(|b| takes_es(b));
        if let Some(short) = hissing {
            add(short, "");
        }
        // *watches* is of *watch* alone, *houses* may be of *house*.
        if hissing.is_none_or(|b| b.ends_with(['s', 'z', 'o'])) {
            add(base, "");
        }
    }
    out
}

/// What stood before *-ed* or *-ing*: with a silent *e* given back, with a doubled letter taken away.
fn without_ending(base: &str, add: &mut impl FnMut(&str, &str)) {
    if !base.bytes().any(is_vowel) {
        return;
    }
    let b = base.as_bytes();
    if let [.., before, last] = b
        && before == last
        && !is_vowel(*last)
    {
        add(&base[..base.len() - 1], "");
        if b"lszf".contains(last) {
            add(base, "");
        }
        return;
    }
    // *hoping* is of *hope*: that of *hop* is doubled.
    if !doubles(base) {
        add(base, "");
    }
    add(base, "e");
}

fn inflect(base: &str, out: &mut Vec<String>) {
    let line = IRREGULAR
        .split('\n')
        .find(|line| line.split(' ').next() == Some(base));
    let mut add = |base: &str, ending: &str| out.push(format!("{base}{ending}"));
    add(base, "");
    for form in line.into_iter().flat_map(|line| line.split(' ')) {
        add(form, "");
    }
    if base.len() < MIN_LETTERS && line.is_none() {
        return;
    }
    let consonant_y = base
        .strip_suffix('y')
        .filter(|short| !short.bytes().next_back().is_some_and(is_vowel));
    if let Some(short) = consonant_y {
        add(short, "ies");
        add(short, "ied");
        add(base, "ing");
        return;
    }
    if takes_es(base) {
        add(base, "es");
    } else {
        add(base, "s");
    }
    if let Some(short) = base.strip_suffix('e') {
        add(short, "ed");
        if let Some(shorter) = short.strip_suffix('i') {
            add(shorter, "ying");
        } else if short.ends_with(['e', 'o', 'y']) {
            add(base, "ing");
        } else {
            add(short, "ing");
        }
        return;
    }
    let is_short = doubles(base);
    if is_short || ends_consonant_vowel_consonant(base) {
        let last = base.get(base.len() - 1..).unwrap_or_default();
        add(base, &format!("{last}ed"));
        add(base, &format!("{last}ing"));
    }
    if !is_short {
        add(base, "ed");
        add(base, "ing");
    }
}

/// *-es* instead of *-s*.
fn takes_es(base: &str) -> bool {
    base.ends_with(['s', 'x', 'z', 'o']) || base.ends_with("ch") || base.ends_with("sh")
}

/// Whether the last letter is always doubled before *-ed*: one syllable, one vowel, one consonant.
fn doubles(base: &str) -> bool {
    ends_consonant_vowel_consonant(base) && base.bytes().filter(|&b| is_vowel(b)).count() == 1
}

fn ends_consonant_vowel_consonant(base: &str) -> bool {
    matches!(base.as_bytes(), [.., a, b, c]
        if !is_vowel(*a) && is_vowel(*b) && !is_vowel(*c) && !b"wxy".contains(c))
}

const fn is_vowel(b: u8) -> bool {
    matches!(b, b'a' | b'e' | b'i' | b'o' | b'u')
}

fn is_cyrillic(word: &str) -> bool {
    word.chars().all(|c| matches!(c, '\u{400}'..='\u{52f}'))
}

fn has_stem(word: &str) -> bool {
    word.chars().count() > MIN_LETTERS && russian_stem(word).chars().count() >= MIN_LETTERS
}

// Endings of Russian, longer ones first where one ends another.
const GERUND: &str = "ившись ывшись ивши ывши ив ыв";
const GERUND_AFTER_A: &str = "вшись вши в";
const ADJECTIVE: &str =
    "ими ыми его ого ему ому ее ие ые ое ей ий ый ой ем им ым ом их ых ую юю ая яя ою ею";
const PARTICIPLE: &str = "ивш ывш ующ";
const PARTICIPLE_AFTER_A: &str = "ем нн вш ющ щ";
const VERB: &str = "ейте уйте ила ыла ена ите или ыли ило ыло ено ует уют ены ить ыть ишь ей уй ил ыл им ым ен ят ит \
    ыт ую ю";
const VERB_AFTER_A: &str = "йте нно ешь ете ла на ли ем ло но ет ют ны ть й л н";
const NOUN: &str = "иями иях ами еве иям ием ией ями ев ов ие ье еи ии ей ой ий ям ем ам ом ях ах ию ью ия ья а е и й о у ы ь ю я";

/// The word without its endings; at least the letters up to its first vowel stay.
fn russian_stem(word: &str) -> &str {
    let Some(region) = word
        .char_indices()
        .find(|(_, c)| "аеиоуыэюяіїє".contains(*c))
        .map(|(at, c)| at + c.len_utf8())
    else {
        return word;
    };
    let cut = |from: &'_ str, endings: &str, after_a: bool| -> Option<usize> {
        endings
            .split(' ')
            .filter(|ending| !ending.is_empty())
            .filter(|ending| {
                from.strip_suffix(*ending).is_some_and(|rest| {
                    rest.len() >= region
                        && (!after_a || (rest.len() > region - 2 && rest.ends_with(['а', 'я'])))
                })
            })
            .map(str::len)
            .max()
    };
    let strip = |from: &'_ str, first: &str, second: &str| -> Option<usize> {
        cut(from, first, false).max(cut(from, second, true))
    };
    let mut end = word.len();
    if let Some(n) = strip(word, GERUND, GERUND_AFTER_A) {
        end -= n;
    } else {
        if let Some(n) = cut(&word[..end], "ся сь", false) {
            end -= n;
        }
        if let Some(n) = cut(&word[..end], ADJECTIVE, false) {
            end -= n;
            if let Some(n) = strip(&word[..end], PARTICIPLE, PARTICIPLE_AFTER_A) {
                end -= n;
            }
        } else if let Some(n) = strip(&word[..end], VERB, VERB_AFTER_A) {
            end -= n;
        } else if let Some(n) = cut(&word[..end], NOUN, false) {
            end -= n;
        }
    }
    for last in ["и", "ь"] {
        if let Some(n) = cut(&word[..end], last, false) {
            end -= n;
        }
    }
    if word[..end].ends_with("нн") && end > region {
        end -= 2;
    }
    &word[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first word stands for all others; words behind `|` it does not stand for.
    fn check(line: &str) {
        let (same, other) = line.split_once('|').unwrap_or((line, ""));
        let mut same = same.split_whitespace();
        let word = same.next().unwrap();
        for form in same {
            assert!(is_form(word, form), "{word} should stand for {form}");
        }
        for apart in other.split_whitespace() {
            assert!(!is_form(word, apart), "{word} should not stand for {apart}");
        }
    }

    #[test]
    fn a_word_stands_for_its_inflected_forms() {
        check("protest protests protested protesting | protester protestant");
        check("protesting protest protests protested");
        check("plan plans planned planning | plane planes planing");
        check("planes plane planed planing | plan plant");
        check("hoping hope hopes hoped | hop hopped");
        check("hopping hop hopped | hope hoping");
        check("visited visit visits visiting");
        check("controlled control controls controlling");
        check("falling fall falls fell fallen");
        check("policies policy | police");
        check("tried try tries trying");
        check("dying die dies died");
        check("watches watch watched watching");
        check("houses house housed housing");
        check("agreeing agree agrees agreed");
        check("say said says saying");
        check("led lead leads leading | leader");
        check("men man | mend");
        check("vote votes voted voting | voter");
        check("use uses used using | us");
    }

    #[test]
    fn what_only_looks_like_a_form_is_left_alone() {
        check("news | new");
        check("new | news");
        check("us | use uses");
        check("united | unite unites");
        check("crisis crises | crisi");
        check("c5 | c5s");
        check("this | thi");
    }

    #[test]
    fn russian_words_are_found_in_every_case() {
        check("президент президента президенту президентом президенты президентов | президентский");
        check("протесты протест протестов протестами | протестантство");
        check("министров министр министра министры | министерство");
        check("власти власть властей властями");
        check("новая новый нового новой новые");
        check("сказала сказал сказали");
        check("год | года");
    }

    #[test]
    fn whatever_the_letters_the_word_is_its_own_form() {
        for word in [
            "", "a", "ss", "ing", "ed", "es", "sing", "ь", "ая", "ился", "é", "zzz", "yying",
        ] {
            assert!(is_form(word, word));
            assert!(
                english(word).iter().any(|form| form == word) || is_cyrillic(word),
                "{word}"
            );
        }
    }
}
