//! Tables of values parted by commas, tabs, semicolons or bars: one document a row.
//!
//! In: decoded text whose first row names the columns. A cell's text is what the document's decoded source is
//! made of. Rows that are too short or too long are read as far as they go.

use crate::fields::{Fields, Value};
use crate::{Read, ReadOptions, Remark};
use corpus_model::Format;

pub(crate) fn read(text: &str, charset: &str, options: &ReadOptions) -> Read {
    let text = text.trim_start_matches('\u{feff}');
    let mut fields = Fields::new(Format::Csv, charset, options);
    let mut read = Read::default();
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
        .into_records();
    let names: Vec<String> = match rows.next() {
        Some(Ok(row)) => row
            .iter()
            .enumerate()
            .map(|(i, name)| match name.trim() {
                "" => format!("column {}", i + 1),
                name => name.to_owned(),
            })
            .collect(),
        _ => Vec::new(),
    };
    let (mut n_bad, mut n_without, mut n_uneven) = (0_usize, 0_usize, 0_usize);
    if fields.knows_a_text(names.iter().map(String::as_str)) {
        for row in rows {
            let Ok(row) = row else {
                n_bad += 1;
                continue;
            };
            n_uneven += usize::from(row.len() != names.len());
            let values: Vec<Value> = names
                .iter()
                .zip(row.iter())
                .map(|(name, cell)| Value {
                    name: name.clone(),
                    items: vec![cell.to_owned()],
                })
                .collect();
            match fields.doc(&values) {
                Some(doc) => read.docs.push(doc),
                None => n_without += 1,
            }
        }
    } else {
        let values: Vec<Value> = names
            .iter()
            .map(|name| Value {
                name: name.clone(),
                items: Vec::new(),
            })
            .collect();
        let _ = fields.doc(&values);
    }
    read.remarks.push(fields.remark(read.docs.len()));
    for (n, what) in [
        (n_bad, "rows that cannot be read, left out"),
        (n_without, "rows without text, left out"),
        (
            n_uneven,
            "rows with more or fewer cells than columns, read as far as they go",
        ),
    ] {
        if n > 0 && !read.docs.is_empty() {
            read.remarks
                .push(Remark::new("read/bad-record", format!("{n} {what}")));
        }
    }
    read
}

/// The sign that parts the names of the columns most often.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b'\t', 0_usize), (b',', 0), (b';', 0), (b'|', 0)];
    let mut is_quoted = false;
    for byte in text.bytes().take(64 * 1024) {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' if !is_quoted => break,
            _ if is_quoted => {}
            _ => {
                for (sign, n) in &mut counts {
                    *n += usize::from(*sign == byte);
                }
            }
        }
    }
    // The first of the most frequent ones; a single column has none, and any will do.
    let most = counts.iter().map(|(_, n)| *n).max().unwrap_or_default();
    counts
        .iter()
        .find(|(_, n)| *n == most && most > 0)
        .map_or(b',', |(sign, _)| *sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_between_columns_is_found_outside_quotation_marks() {
        assert_eq!(delimiter("title;text\na,b;c,d"), b';');
        assert_eq!(delimiter("\"title, short\"\ttext\n"), b'\t');
        assert_eq!(delimiter("text\na,b"), b',');
    }
}
