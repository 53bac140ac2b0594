//! Which quotations are found in small texts and whom they are given to.

use super::*;
use crate::name::{
    find_names,
    tests::{article, builtin},
};

/// `quotation start => speaker`, in order; `-` for a quotation without a name.
fn check(text: &str, expected: &[(&str, &str)]) {
    let mut article = article("a", text);
    article.paragraphs = text
        .split_inclusive('\n')
        .scan(0, |at, line| {
            *at += line.len();
            Some(Span::from_range(*at - line.len()..*at))
        })
        .collect();
    let names = find_names(std::slice::from_ref(&article), builtin()).remove(0);
    let found: Vec<(String, String)> = find_quotes(&article, &names)
        .iter()
        .map(|q| {
            let words: String = q.span.of(text).chars().skip(1).take(6).collect();
            (words, q.speaker_name.map_or("-", |s| s.of(text)).to_owned())
        })
        .collect();
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn speaker_after() {
    check(
        "“We will stay at the table,” Minister Kwame Osei said on Monday.",
        &[("We wil", "Kwame Osei")],
    );
    check(
        "\"We will stay at the table,\" said Minister Kwame Osei of Ghana.",
        &[("We wil", "Kwame Osei")],
    );
}

#[test]
fn speaker_before() {
    check(
        "Minister Kwame Osei told reporters: «We will stay at the table.»",
        &[("We wil", "Kwame Osei")],
    );
    check(
        "Minister Kwame Osei called the plan \"a leap into the dark\".",
        &[("a leap", "Kwame Osei")],
    );
}

#[test]
fn the_same_speaker_goes_on() {
    check(
        "\"We will stay,\" Minister Kwame Osei said.  \"Nobody leaves this room early.\"",
        &[("We wil", "Kwame Osei"), ("Nobody", "Kwame Osei")],
    );
    check(
        "Minister Kwame Osei arrived late.  \"We had a long night,\" he said.",
        &[("We had", "Kwame Osei")],
    );
}

#[test]
fn a_document_speaks() {
    check(
        "\"Both sides will meet again in spring,\" the statement said.",
        &[("Both s", "-")],
    );
}

#[test]
fn titles_and_terms_are_not_speech() {
    check(
        "The storm was nicknamed \"Big Betty\" and a \"red code\" was issued.",
        &[],
    );
}
