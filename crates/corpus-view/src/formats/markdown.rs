//! Documents to be read on elsewhere: title, source, what was said in them, and a reference for each.

use super::cite::Reference;
use super::one_line;
use corpus_search::{Corpus, DocId};

pub fn markdown(corpus: &Corpus, docs: &[DocId]) -> String {
    let mut out = format!("# {}\n\n", escaped(corpus.info().title));
    let mut references = String::new();
    for (number, doc) in (1..).zip(docs.iter().filter_map(|&doc| corpus.doc(doc))) {
        let reference = Reference::of(&doc);
        out.push_str(&format!("## {}[^{number}]\n\n", escaped(&reference.title)));
        let mut facts: Vec<String> = reference
            .outlet
            .iter()
            .map(|outlet| escaped(outlet))
            .collect();
        facts.push(reference.iso_date().unwrap_or_else(|| "undated".to_owned()));
        out.push_str(&facts.join(", "));
        out.push_str("\n\n");
        let title_end = doc.title_span().map_or(0, |title| title.end);
        let first = doc.standfirst().or_else(|| {
            doc.paragraphs()
                .find(|p| p.start >= title_end && p.len() > 60)
        });
        if let Some(first) = first {
            out.push_str(&escaped(doc.slice(first)));
            out.push_str("\n\n");
        }
        for quote in doc.quotes() {
            out.push_str(&format!("> {}\n", escaped(doc.slice(quote.span))));
            if let Some(speaker) = quote.speaker.and_then(|speaker| corpus.entity(speaker)) {
                out.push_str(&format!(">\n> — {}\n", escaped(speaker.name())));
            }
            out.push('\n');
        }
        references.push_str(&format!(
            "[^{number}]: {}\n",
            escaped(&reference.in_words())
        ));
    }
    out + &references
}

/// One line in which nothing is taken for markup.
fn escaped(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::with_capacity(text.len());
    for (i, c) in text.char_indices() {
        let is_markup = matches!(
            c,
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!'
        ) || c == '&'
            || (i == 0 && matches!(c, '-' | '+' | '='));
        if is_markup {
            out.push('\\');
        }
        out.push(c);
    }
    // A number and a point at the beginning would be a list.
    let digits = out.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && matches!(out.as_bytes().get(digits), Some(b'.' | b')')) {
        out.insert(digits, '\\');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(
            escaped("<b>*bold*</b> [x](y)\n# no"),
            "\\<b\\>\\*bold\\*\\</b\\> \\[x\\](y) \\# no"
        );
        assert_eq!(escaped("7. January"), "7\\. January");
        assert_eq!(escaped("- no list"), "\\- no list");
    }
}
