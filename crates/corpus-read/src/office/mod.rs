//! Formats of word processors and books: what they share.
//!
//! In: the bytes of a `.docx`, `.odt`, `.rtf` or `.epub` file. Out: its text with what the file says
//! about itself. There is no decoded source to lead spans back to, since text and markup are packed
//! together: the source that spans measure is the text taken out, paragraph by paragraph. (A chapter of
//! a book is a web page, and its spans measure that.)

pub(crate) mod docx;
pub(crate) mod epub;
pub(crate) mod odt;
pub(crate) mod rtf;
mod writer;
mod xml;

use crate::Remark;
use corpus_model::{MetaDate, Metadata};

/// What a file may unpack to, all its parts together.
pub(crate) const MAX_UNPACKED_BYTES: u64 = 64 * 1024 * 1024;

/// What a file says about itself.
#[derive(Debug, Default)]
pub(crate) struct Hints {
    pub(crate) title: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) language: Option<String>,
    made: Vec<MetaDate>,
}

impl Hints {
    /// A field that names one author or several.
    pub(crate) fn author(&mut self, value: &str) {
        for name in value.split(';').filter_map(tidy_field) {
            if !self.authors.contains(&name) {
                self.authors.push(name);
            }
        }
    }

    /// A date that tells about the file rather than about what it holds.
    pub(crate) fn made(&mut self, value: Option<String>, from: &str) {
        let Some(value) = value.filter(|v| v.bytes().any(|b| b.is_ascii_digit())) else {
            return;
        };
        let value = value.trim().to_owned();
        if value.len() <= 64 && self.made.iter().all(|d| d.value != value) {
            self.made.push(MetaDate {
                value,
                from: from.to_owned(),
            });
        }
    }

    pub(crate) fn into_metadata(mut self) -> Metadata {
        self.authors.retain(|name| is_author(name));
        Metadata {
            title: self.title.filter(|title| is_title(title)),
            authors: self.authors,
            language: self.language,
            made: self.made,
            ..Metadata::default()
        }
    }
}

/// A field on one line; `None` where it says nothing.
pub(crate) fn tidy_field(value: &str) -> Option<String> {
    let value: Vec<&str> = value
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    (!value.is_empty()).then(|| value.join(" "))
}

/// What programs write into the title by themselves is none.
fn is_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let is_file_name = [
        ".doc", ".docx", ".odt", ".rtf", ".pdf", ".indd", ".qxd", ".txt", ".pages", ".htm",
        ".html", ".xhtml", ".xml", ".tex", ".dvi", ".ps", ".xlsx", ".pptx",
    ]
    .iter()
    .any(|ending| lower.ends_with(ending));
    let is_default = [
        "untitled",
        "title",
        "document",
        "microsoft word",
        "без имени",
        "документ microsoft",
        "без названия",
    ]
    .iter()
    .any(|name| {
        lower.strip_prefix(name).is_some_and(|rest| {
            !rest.chars().any(char::is_alphabetic) || name.contains("microsoft")
        })
    });
    !is_file_name && !is_default && title.chars().any(char::is_alphabetic) && title.len() <= 400
}

/// Names of accounts are nobody's.
fn is_author(name: &str) -> bool {
    let lower = name.to_lowercase();
    let is_account = [
        "user",
        "admin",
        "administrator",
        "owner",
        "author",
        "unknown",
        "anonymous",
        "пользователь",
        "пк",
        "python-docx",
        "windows user",
        "microsoft office user",
        "windows",
        "lenovo",
        "asus",
        "acer",
        "hp",
    ]
    .contains(&lower.as_str());
    !is_account && name.chars().any(char::is_alphabetic) && !name.contains('@') && name.len() <= 200
}

fn remark_cut(is_cut: bool, remarks: &mut Vec<Remark>) {
    if is_cut {
        let what = "more than 32 MB of text, the rest left out";
        remarks.push(Remark::new("read/too-large", what));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_authors_that_programs_make_up_are_none() {
        for title in [
            "untitled",
            "Untitled-3",
            "Microsoft Word - Brief 7",
            "report_final.docx",
            "Document1",
            "12-3",
        ] {
            assert!(!is_title(title), "{title}");
        }
        for title in [
            "Document of the year",
            "Title fight in Riga",
            "Без имени на карте",
        ] {
            assert!(is_title(title), "{title}");
        }
        assert!(!is_author("Admin"));
        assert!(is_author("Irina Falk"));
    }
}
