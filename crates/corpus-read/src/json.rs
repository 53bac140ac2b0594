//! JSON and JSON Lines: one document a record.
//!
//! In: decoded text. Records are the objects of the outer list, the lines, or the objects of the first list
//! inside that have a text (`{"articles": […]}`). What is damaged is left out and counted; a list that is cut
//! off gives the records before the cut. Lists in lists deeper than [`MAX_DEPTH`] are not looked into.

use crate::fields::{Fields, Value};
use crate::{Read, ReadOptions, Remark};
use corpus_model::Format;
use serde_json::Value as Json;

/// Objects in objects that are looked at.
const MAX_DEPTH: usize = 6;
/// Values of one record that are looked at.
const MAX_VALUES: usize = 400;

/// Whether `text` is JSON or JSON Lines: at least its first value parses.
pub(crate) fn is_json(text: &str) -> bool {
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let inner = match text.as_bytes().first() {
        Some(b'{') => text,
        // The first record of a list, so that a list that is cut off is still one.
        Some(b'[') => text.get(1..).unwrap_or_default().trim_start(),
        _ => return false,
    };
    inner.starts_with('{') && next_value(inner).is_ok()
}

/// The first value of `text` and where it ends.
fn next_value(text: &str) -> Result<Option<(Json, usize)>, serde_json::Error> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Json>();
    match values.next() {
        Some(value) => Ok(Some((value?, values.byte_offset()))),
        None => Ok(None),
    }
}

pub(crate) fn read(text: &str, charset: &str, options: &ReadOptions) -> Read {
    let mut fields = Fields::new(Format::Json, charset, options);
    let mut read = Read::default();
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    let is_list = rest.starts_with('[');
    if is_list {
        rest = rest.get(1..).unwrap_or_default();
    }
    let (mut n_bad, mut n_without) = (0_usize, 0_usize);
    let mut first_bad = String::new();
    let mut is_cut = false;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n', ',', '\u{1e}']);
        if rest.is_empty() {
            is_cut |= is_list;
            break;
        }
        if is_list && rest.starts_with(']') {
            break;
        }
        match next_value(rest) {
            Ok(Some((value, len))) => {
                let n_before = read.docs.len();
                take(&value, &mut fields, &mut read, 0);
                n_without += usize::from(read.docs.len() == n_before);
                rest = rest.get(len.max(1)..).unwrap_or_default();
            }
            Ok(None) => break,
            Err(error) => {
                n_bad += 1;
                if first_bad.is_empty() {
                    let at = text.len() - rest.len();
                    let line = text
                        .as_bytes()
                        .iter()
                        .take(at)
                        .filter(|b| **b == b'\n')
                        .count()
                        + 1;
                    first_bad = format!("line {line}: {error}");
                }
                // A damaged line ends with it; a damaged list has no end that could be known.
                match rest.split_once('\n') {
                    Some((_, next)) if !is_list => rest = next,
                    _ => break,
                }
            }
        }
    }
    if n_bad > 0 {
        let what = format!("{n_bad} records that are not JSON, left out (first {first_bad})");
        read.remarks.push(Remark::new("read/bad-record", what));
    } else if is_cut {
        let what = "a list that is cut off, read up to there";
        read.remarks.push(Remark::new("read/cut-off", what));
    }
    if n_without > 0 && !read.docs.is_empty() {
        let what = format!("{n_without} records without text, left out");
        read.remarks.push(Remark::new("read/empty-record", what));
    }
    let remark = fields.remark(read.docs.len());
    read.remarks.insert(0, remark);
    read
}

/// Makes documents of a value: of itself, or of the records in it.
fn take(value: &Json, fields: &mut Fields<'_>, read: &mut Read, depth: usize) {
    match value {
        Json::Object(object) => {
            let mut values = Vec::new();
            flatten("", value, &mut values, 0);
            if let Some(doc) = fields.doc(&values) {
                read.docs.push(doc);
                return;
            }
            if depth < MAX_DEPTH {
                for inner in object.values() {
                    let holds_records = match inner {
                        Json::Array(items) => items.iter().any(Json::is_object),
                        Json::Object(_) => true,
                        _ => false,
                    };
                    if holds_records {
                        take(inner, fields, read, depth + 1);
                    }
                }
            }
        }
        Json::Array(items) if depth < MAX_DEPTH => {
            for item in items {
                take(item, fields, read, depth + 1);
            }
        }
        _ => {}
    }
}

/// The values of an object by name; of lists, those that hold words.
fn flatten(name: &str, value: &Json, out: &mut Vec<Value>, depth: usize) {
    if depth > MAX_DEPTH || out.len() >= MAX_VALUES {
        return;
    }
    let mut push = |items: Vec<String>| {
        out.push(Value {
            name: name.to_owned(),
            items,
        });
    };
    match value {
        Json::String(text) => push(vec![text.clone()]),
        Json::Number(number) => push(vec![number.to_string()]),
        Json::Array(items) => {
            let words: Vec<String> = items.iter().filter_map(item_words).collect();
            if !words.is_empty() && words.len() == items.len() {
                push(words);
            }
        }
        Json::Object(object) => {
            for (key, inner) in object {
                let name = if name.is_empty() {
                    key.clone()
                } else {
                    format!("{name}.{key}")
                };
                flatten(&name, inner, out, depth + 1);
            }
        }
        Json::Null | Json::Bool(_) => {}
    }
}

/// An item of a list as words: a string, or an object that is no more than a name or a paragraph.
fn item_words(item: &Json) -> Option<String> {
    match item {
        Json::String(text) => Some(text.clone()),
        Json::Object(object) if object.len() <= 4 => ["name", "text"]
            .iter()
            .find_map(|key| object.get(*key)?.as_str())
            .map(str::to_owned),
        _ => None,
    }
}
