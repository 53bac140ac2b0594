//! Whether an expression looks back or ahead, by the verbs near it.
//!
//! In: tokens and the place of the expression. Out: the tense of the nearest verb of the sentence that tells.

use crate::date::parse::Found;
use crate::date::token::{Kind, Token};
use crate::date::words::{Kw, Lex};

/// Direction that the verbs near an expression give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::date) enum Tense {
    Past,
    Future,
    Unknown,
}

/// Whether the word says that something was moved to a later day.
fn is_put_off(word: &str) -> bool {
    const STEMS: [&str; 12] = [
        "postpone",
        "adjourn",
        "reschedul",
        "defer",
        "delay",
        "extend",
        "prolong",
        "отлож",
        "перен",
        "продл",
        "перенес",
        "відклав",
    ];
    STEMS.iter().any(|stem| word.starts_with(stem))
}

/// "They have until Monday", "the judge gave both sides until Monday".
fn gives_until<'t>(back: &dyn Fn(usize) -> Option<&'t str>) -> bool {
    // "had given them until Thursday": the day has passed.
    let gives = |n| {
        back(n).is_some_and(|word| ["gave", "give", "gives", "given"].contains(&word))
            && back(n + 1) != Some("had")
    };
    back(2).is_some_and(|word| ["have", "has"].contains(&word)) || (2..8).any(gives)
}

/// "ahead of Thursday's vote", "at its next meeting on Friday", "plays Tuesday": what stands right before the expression
/// tells of what is to come, whatever the sentence is about.
fn is_before_what_comes<'t>(back: &dyn Fn(usize) -> Option<&'t str>) -> bool {
    /// Also plurals of nouns, and so verbs only right before a day.
    const PLANNED: [&str; 14] = [
        "plays", "faces", "visits", "heads", "returns", "leaves", "votes", "launches", "releases",
        "reports", "speaks", "tours", "starts", "runs",
    ];
    let again = usize::from(matches!(back(1), Some("again" | "next")));
    if back(1 + again).is_some_and(|word| PLANNED.contains(&word)) {
        return true;
    }
    if back(1) == Some("of") && matches!(back(2), Some("ahead" | "eve")) {
        return true;
    }
    let is_word = |n: usize| back(n).is_some_and(|word| word.starts_with(char::is_alphabetic));
    let mut coming = (2..6).take_while(|n| is_word(*n));
    matches!(back(1), Some("on" | "in" | "at"))
        && coming.any(|n| matches!(back(n), Some("next" | "upcoming" | "forthcoming")))
}

/// Whether the participle at `i` is that of "when he is sentenced", "once votes are counted".
fn is_clause_of_time(text: &str, tokens: &[Token], i: usize) -> bool {
    let back = |n: usize| {
        let token = i.checked_sub(n).and_then(|at| tokens.get(at))?;
        text.get(token.start as usize..token.end as usize)
    };
    let opens = |n| matches!(back(n), Some("when" | "until" | "once" | "before" | "if"));
    matches!(back(1), Some("is" | "are")) && (2..6).any(opens)
}

/// The nearest verb of the sentence that looks back or ahead.
pub(in crate::date) fn tense(text: &str, tokens: &[Token], found: &Found) -> Tense {
    const REACH: usize = 14;
    // "since January" looks back whatever the verb.
    if found
        .first
        .checked_sub(1)
        .and_then(|i| tokens.get(i))
        .is_some_and(|t| t.lex == Lex::Kw(Kw::Since))
    {
        return Tense::Past;
    }
    // "They have until Monday."
    let back = |n: usize| {
        let token = found.first.checked_sub(n).and_then(|i| tokens.get(i))?;
        text.get(token.start as usize..token.end as usize)
    };
    // "as soon as Friday"
    if back(1) == Some("as") && back(2) == Some("soon") {
        return Tense::Future;
    }
    // "postponed until Friday", "отложил до пятницы".
    let reaches_on = matches!(
        back(1),
        Some("until" | "till" | "to" | "for" | "до" | "на" | "через")
    );
    if reaches_on && (2..9).any(|n| back(n).is_some_and(is_put_off)) {
        return Tense::Future;
    }
    if back(1) == Some("until") && gives_until(&back) || is_before_what_comes(&back) {
        return Tense::Future;
    }
    let of = |i: usize| -> Option<Tense> {
        let token = tokens.get(i)?;
        match token.lex {
            // "could reach", "may rise"; "could have", "may have been" tell of what was.
            Lex::Month(5) | Lex::None
                if !token.is_capital
                    && matches!(
                        text.get(token.start as usize..token.end as usize),
                        Some("could" | "may" | "might")
                    ) =>
            {
                let next = tokens
                    .get(i + 1)
                    .and_then(|t| text.get(t.start as usize..t.end as usize));
                match next {
                    Some("have") => Some(Tense::Past),
                    Some("not") => None,
                    _ => Some(Tense::Future),
                }
            }
            Lex::Kw(Kw::Will) => Some(Tense::Future),
            Lex::Kw(Kw::PastVerb) | Lex::PastForm => {
                // "will be raised", "to be held".
                let before = i.checked_sub(1).and_then(|at| tokens.get(at));
                // "due to hit", "have to put": no past.
                if before.is_some_and(|t| t.lex == Lex::Kw(Kw::To)) {
                    return None;
                }
                if before.is_some_and(|t| text.get(t.start as usize..t.end as usize) == Some("be"))
                {
                    return Some(Tense::Future);
                }
                // "when he is sentenced Friday": the present of a clause of time is yet to come.
                if is_clause_of_time(text, tokens, i) {
                    return Some(Tense::Future);
                }
                // "set for Thursday", "set to meet", "planned for May" look ahead.
                let next = tokens
                    .get(i + 1)
                    .and_then(|t| text.get(t.start as usize..t.end as usize));
                let word = text
                    .get(token.start as usize..token.end as usize)
                    .unwrap_or_default();
                let ahead = ["set", "planned", "slated", "due", "poised", "expected"]
                    .contains(&word)
                    && next.is_some_and(|w| w == "for" || w == "to");
                Some(if ahead { Tense::Future } else { Tense::Past })
            }
            Lex::None if token.kind == Kind::Word && !token.is_capital => {
                let word = text.get(token.start as usize..token.end as usize)?;
                // será, tendrán
                if word.len() > 4 && (word.ends_with("rá") || word.ends_with("rán")) {
                    return Some(Tense::Future);
                }
                let is_past = !word.is_ascii()
                    && word.len() > 6
                    && ["л", "ла", "ло", "ли", "лся", "лась", "лось", "лись"]
                        .iter()
                        .any(|e| word.ends_with(e));
                is_past.then_some(Tense::Past)
            }
            _ => None,
        }
    };
    let ends = |i: usize| -> bool {
        match tokens.get(i).map(|t| t.kind) {
            None | Some(Kind::Break | Kind::Sign('!' | '?' | ';')) => true,
            Some(Kind::Sign('.')) => {
                let next = tokens.get(i + 1);
                next.is_none_or(|t| {
                    !t.glued
                        && (t.is_capital
                            || t.kind == Kind::Break
                            || matches!(t.kind, Kind::Sign(_)))
                })
            }
            _ => false,
        }
    };
    let is_comma = |i: usize| tokens.get(i).is_some_and(|t| t.is_sign(','));
    // "which raised it in July, meets again": a comma ends what the expression belongs to.
    if is_comma(found.last_exclusive) {
        let clause = (1..=REACH).map_while(|n| found.first.checked_sub(n));
        let mut clause = clause.take_while(|i| !ends(*i) && !is_comma(*i));
        if let Some(tense) = clause.find_map(of) {
            return tense;
        }
    }
    let (mut back_open, mut ahead_open) = (true, true);
    for n in 0..REACH {
        if back_open {
            match found.first.checked_sub(n + 1) {
                Some(i) if !ends(i) => {
                    if let Some(tense) = of(i) {
                        return tense;
                    }
                }
                _ => back_open = false,
            }
        }
        if ahead_open {
            let i = found.last_exclusive + n;
            if ends(i) {
                ahead_open = false;
            } else if let Some(tense) = of(i) {
                return tense;
            }
        }
    }
    Tense::Unknown
}
