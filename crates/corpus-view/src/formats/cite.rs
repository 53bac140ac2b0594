//! References to documents: in words, and for the programs that keep them.
//!
//! Only what is known stands in a reference: no day is made up for a month, and where nobody is named as
//! author the title comes first.

use super::json::Json;
use super::one_line;
use corpus_search::{Corpus, DocId, DocView};

/// A document as a reference names it.
pub struct Reference {
    pub id: String,
    pub title: String,
    pub authors: Vec<String>,
    pub outlet: Option<String>,
    /// Year, month, day, as far as they are known.
    pub date: Vec<u32>,
    pub url: Option<String>,
    pub language: String,
    pub path: String,
}

impl Reference {
    pub fn of(doc: &DocView<'_>) -> Self {
        Self {
            id: doc.id().to_owned(),
            title: one_line(doc.title()),
            authors: doc
                .authors()
                .iter()
                .map(|author| one_line(author))
                .collect(),
            outlet: doc.outlet().map(|outlet| one_line(outlet.name)),
            date: doc
                .published()
                .map_or_else(Vec::new, |p| date_parts(p.value)),
            // What is no address of the web is no use in a reference, and may be harmful.
            url: doc
                .url()
                .filter(|url| url.starts_with("https://") || url.starts_with("http://"))
                .map(|url| url.replace(|c: char| c.is_whitespace() || c.is_control(), "")),
            language: doc.language().to_owned(),
            path: one_line(doc.source().path),
        }
    }

    /// `2022-01-07`, `2022-01` or `2022`.
    pub fn iso_date(&self) -> Option<String> {
        let (year, rest) = self.date.split_first()?;
        let mut out = format!("{year:04}");
        for part in rest {
            out.push_str(&format!("-{part:02}"));
        }
        Some(out)
    }

    /// Authors, title, outlet, date, address, id: in words.
    pub fn in_words(&self) -> String {
        let mut out = String::new();
        if !self.authors.is_empty() {
            out.push_str(&self.authors.join(", "));
            out.push_str(". ");
        }
        // Marks of the title's own are inner ones here.
        let title = self.title.trim_end_matches('.');
        let title = title.replace('“', "‘").replace(['”', '"'], "’");
        out.push_str(&format!("“{title}.”"));
        if let Some(outlet) = &self.outlet {
            out.push_str(&format!(" {outlet},"));
        }
        out.push_str(&format!(
            " {}.",
            self.iso_date().as_deref().unwrap_or("undated")
        ));
        if let Some(url) = &self.url {
            out.push_str(&format!(" {url}"));
        }
        out.push_str(&format!(" [{}]", one_line(&self.id)));
        out
    }
}

/// Year, month and day of a value such as `2022-01-07` or `2022-01`; nothing for a week or an open year.
fn date_parts(value: &str) -> Vec<u32> {
    let mut parts = Vec::new();
    for (part, (length, most)) in value.split('-').zip([(4, 9999), (2, 12), (2, 31)]) {
        let is_number = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        match part.parse() {
            Ok(number) if is_number && (1..=most).contains(&number) => parts.push(number),
            _ => break,
        }
    }
    parts
}

fn references<'c>(corpus: &'c Corpus, docs: &'c [DocId]) -> impl Iterator<Item = Reference> + 'c {
    docs.iter()
        .filter_map(|&doc| corpus.doc(doc))
        .map(|doc| Reference::of(&doc))
}

pub fn plain(corpus: &Corpus, docs: &[DocId]) -> String {
    let mut out = String::new();
    for reference in references(corpus, docs) {
        out.push_str(&reference.in_words());
        out.push('\n');
    }
    out
}

pub fn bibtex(corpus: &Corpus, docs: &[DocId]) -> String {
    let mut out = String::new();
    for reference in references(corpus, docs) {
        out.push_str(&format!("@misc{{{},\n", bibtex_key(&reference.id)));
        let mut field = |name: &str, value: &str| {
            if !value.is_empty() {
                out.push_str(&format!("  {name} = {{{value}}},\n"));
            }
        };
        // Braces keep names of several words, such as those of agencies, in one piece.
        let authors: Vec<String> = reference
            .authors
            .iter()
            .map(|author| format!("{{{}}}", bibtex_text(author)))
            .collect();
        field("author", &authors.join(" and "));
        field("title", &format!("{{{}}}", bibtex_text(&reference.title)));
        field(
            "howpublished",
            &bibtex_text(reference.outlet.as_deref().unwrap_or_default()),
        );
        let number = |idx: usize| {
            reference
                .date
                .get(idx)
                .map_or_else(String::new, u32::to_string)
        };
        field("year", &number(0));
        field("month", &number(1));
        field("date", &reference.iso_date().unwrap_or_default());
        field(
            "url",
            &bibtex_text(reference.url.as_deref().unwrap_or_default()),
        );
        field("langid", &bibtex_text(&reference.language));
        field("note", &bibtex_text(&format!("Dateline: {}", reference.id)));
        out.push_str("}\n\n");
    }
    out
}

/// A key without anything that would end it; different ids give different keys.
fn bibtex_key(id: &str) -> String {
    let mut out = String::new();
    for c in id.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | '/' => out.push(c),
            '#' => out.push(':'),
            _ => out.push_str(&format!("_{:x}", u32::from(c))),
        }
    }
    out
}

fn bibtex_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' | '}' | '%' | '&' | '#' | '$' | '_' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

pub fn ris(corpus: &Corpus, docs: &[DocId]) -> String {
    let mut out = String::new();
    for reference in references(corpus, docs) {
        let mut line =
            |tag: &str, value: &str| out.push_str(&format!("{tag}  - {}\r\n", one_line(value)));
        line("TY", "NEWS");
        line("TI", &reference.title);
        for author in &reference.authors {
            line("AU", author);
        }
        if let Some(outlet) = &reference.outlet {
            line("T2", outlet);
        }
        if let Some(year) = reference.date.first() {
            line("PY", &format!("{year:04}"));
            let part = |idx: usize| {
                reference
                    .date
                    .get(idx)
                    .map_or_else(String::new, |n| format!("{n:02}"))
            };
            line("DA", &format!("{year:04}/{}/{}/", part(1), part(2)));
        }
        if let Some(url) = &reference.url {
            line("UR", url);
        }
        line("LA", &reference.language);
        line("ID", &reference.id);
        line("N1", &reference.path);
        out.push_str("ER  - \r\n\r\n");
    }
    out
}

pub fn csl_json(corpus: &Corpus, docs: &[DocId]) -> String {
    let mut json = Json::default();
    json.array(|json| {
        for reference in references(corpus, docs) {
            json.object(|json| {
                json.key("id").string(&reference.id);
                json.key("type").string("article-newspaper");
                json.key("title").string(&reference.title);
                if !reference.authors.is_empty() {
                    json.key("author").array(|json| {
                        for author in &reference.authors {
                            json.object(|json| {
                                json.key("literal").string(author);
                            });
                        }
                    });
                }
                if let Some(outlet) = &reference.outlet {
                    json.key("container-title").string(outlet);
                }
                if !reference.date.is_empty() {
                    json.key("issued").object(|json| {
                        json.key("date-parts").array(|json| {
                            json.array(|json| {
                                for part in &reference.date {
                                    json.number((*part).into());
                                }
                            });
                        });
                    });
                }
                if let Some(url) = &reference.url {
                    json.key("URL").string(url);
                }
                json.key("language").string(&reference.language);
            });
        }
    });
    json.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_as_precise_as_it_is_known() {
        assert_eq!(date_parts("2022-01-07"), [2022, 1, 7]);
        assert_eq!(date_parts("2022-01"), [2022, 1]);
        assert_eq!(date_parts("2022-W01"), [2022]);
        assert_eq!(date_parts("XXXX-01-07"), [0; 0]);
    }

    #[test]
    fn bibtex_takes_nothing_for_a_command() {
        assert_eq!(
            bibtex_text("50% of {A_b} \\x\n~"),
            "50\\% of \\{A\\_b\\} \\textbackslash{}x \\textasciitilde{}"
        );
        assert_eq!(bibtex_key("box 1/wire,2.txt#3"), "box_201/wire_2c2.txt:3");
        assert_ne!(bibtex_key("a b"), bibtex_key("a,b"));
    }
}
