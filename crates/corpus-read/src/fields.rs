//! Which field of a record is the title, the text, the date: by `corpus.toml`, else by its usual names.
//!
//! In: records as lists of named values. Out: documents, and a remark that says what was taken from
//! where. Names are compared without case, spaces and signs, whole first, then their last part
//! (`source.name` is a `name`). A name given in `corpus.toml` wins over the usual ones.

use crate::record::{self, Markup, date_value, tidy};
use crate::{Doc, Field, ReadOptions, Remark, html};
use corpus_model::{Format, MetaDate, Metadata};
use std::collections::{BTreeMap, BTreeSet};

/// A named value of a record. Lists keep their items apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Value {
    /// Parts of nested names are joined by full stops.
    pub(crate) name: String,
    pub(crate) items: Vec<String>,
}

/// The usual names, best first, spelt as [`plain`] spells them.
const fn usual(field: Field) -> &'static [&'static str] {
    match field {
        Field::Id => &[
            "id",
            "docid",
            "documentid",
            "articleid",
            "guid",
            "uuid",
            "identifier",
        ],
        Field::Title => &[
            "title",
            "headline",
            "articletitle",
            "head",
            "heading",
            "hed",
            "subject",
            "заголовок",
            "название",
            "titel",
            "überschrift",
            "titre",
            "título",
        ],
        Field::Text => &[
            "text",
            "body",
            "content",
            "fulltext",
            "articletext",
            "articlebody",
            "bodytext",
            "maintext",
            "cleantext",
            "contenttext",
            "contenthtml",
            "bodyhtml",
            "plaintext",
            "story",
            "storytext",
            "article",
            "message",
            "текст",
            "inhalt",
            "texte",
            "texto",
            "description",
            "summary",
            "abstract",
            "excerpt",
            "snippet",
            "lead",
        ],
        Field::Published => &[
            "published",
            "publishedat",
            "datepublished",
            "publicationdate",
            "publishdate",
            "publisheddate",
            "publishedon",
            "pubdate",
            "publishtime",
            "date",
            "datetime",
            "dateposted",
            "posted",
            "created",
            "createdat",
            "createdtime",
            "timestamp",
            "time",
            "дата",
            "датапубликации",
            "datum",
            "fecha",
        ],
        Field::Author => &[
            "author",
            "authors",
            "byline",
            "creator",
            "writer",
            "authorname",
            "автор",
            "autor",
            "auteur",
        ],
        Field::Outlet => &[
            "outlet",
            "source",
            "sourcename",
            "publisher",
            "publication",
            "newspaper",
            "sitename",
            "site",
            "media",
            "feedtitle",
            "источник",
            "издание",
            "сми",
            "quelle",
            "zeitung",
        ],
        Field::Section => &[
            "section",
            "category",
            "rubric",
            "desk",
            "рубрика",
            "ressort",
            "rubrique",
        ],
        Field::Url => &[
            "url",
            "link",
            "permalink",
            "canonicalurl",
            "sourceurl",
            "articleurl",
            "weburl",
            "href",
            "uri",
            "ссылка",
        ],
        Field::Language => &[
            "language",
            "lang",
            "inlanguage",
            "locale",
            "язык",
            "sprache",
            "langue",
        ],
    }
}

/// A name in small letters, without spaces and signs.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Makes documents of records and keeps account of the fields it used.
pub(crate) struct Fields<'o> {
    options: &'o ReadOptions,
    charset: String,
    format: Format,
    used: BTreeMap<Field, BTreeSet<String>>,
    seen: BTreeSet<String>,
}

impl<'o> Fields<'o> {
    pub(crate) fn new(format: Format, charset: &str, options: &'o ReadOptions) -> Self {
        Self {
            options,
            charset: charset.to_owned(),
            format,
            used: BTreeMap::new(),
            seen: BTreeSet::new(),
        }
    }

    /// Whether one of `names` would be a text.
    pub(crate) fn knows_a_text<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> bool {
        let values: Vec<Value> = names
            .into_iter()
            .map(|name| Value {
                name: name.to_owned(),
                items: vec!["x".to_owned()],
            })
            .collect();
        !self.find(Field::Text, &values).is_empty()
    }

    /// The document of one record; `None` if it has no text.
    pub(crate) fn doc(&mut self, values: &[Value]) -> Option<Doc> {
        if self.seen.len() < 200 {
            self.seen
                .extend(values.iter().map(|value| value.name.clone()));
        }
        let text = self
            .take(Field::Text, values)
            .iter()
            .flat_map(|value| &value.items)
            .filter(|item| !item.trim().is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join("\n\n");
        if text.is_empty() {
            return None;
        }
        let mut one = |field| {
            let values = self.take(field, values);
            let value = values.first()?;
            Some((tidy(&value.items.join(", "))?, value.name.clone()))
        };
        let mut metadata = Metadata {
            id: one(Field::Id)
                .map(|(id, _)| id)
                .filter(|id| id.len() <= 200),
            title: one(Field::Title).map(|(title, _)| title),
            section: one(Field::Section).map(|(section, _)| section),
            url: one(Field::Url)
                .map(|(url, _)| url)
                .filter(|url| is_address(url)),
            language: one(Field::Language).map(|(tag, _)| tag.replace('_', "-")),
            ..Metadata::default()
        };
        if metadata
            .title
            .as_deref()
            .is_some_and(record::has_references)
        {
            metadata.title = metadata.title.as_deref().map(crate::html_text);
        }
        if let Some((outlet, name)) = one(Field::Outlet) {
            metadata.outlet = Some(outlet);
            metadata.outlet_from = Some(format!("field {name}"));
        }
        if let Some((value, name)) = one(Field::Published) {
            metadata.published.push(MetaDate {
                value: date_value(&value),
                from: format!("field {name}"),
            });
        }
        for value in self.take(Field::Author, values) {
            for item in &value.items {
                metadata.authors.extend(html::split_authors(item));
            }
        }
        let (format, charset) = (self.format, &self.charset);
        Some(record::doc(format, charset, &text, Markup::Guess, metadata))
    }

    /// The values that give `field`, noted as used.
    fn take<'v>(&mut self, field: Field, values: &'v [Value]) -> Vec<&'v Value> {
        let found = self.find(field, values);
        if !found.is_empty() {
            let names = found.iter().map(|value| value.name.clone());
            self.used.entry(field).or_default().extend(names);
        }
        found
    }

    fn find<'v>(&self, field: Field, values: &'v [Value]) -> Vec<&'v Value> {
        let is_filled = |value: &&Value| value.items.iter().any(|item| !item.trim().is_empty());
        if let Some(names) = self.options.fields.of(field) {
            // Given names are all used, in the order given.
            let given: Vec<_> = names
                .iter()
                .filter_map(|name| {
                    let same = |value: &&Value| plain(&value.name) == plain(name);
                    values.iter().filter(is_filled).find(same)
                })
                .collect();
            if !given.is_empty() {
                return given;
            }
        }
        let suits = |value: &&Value| {
            // An address in `source` names no outlet, and no list of numbers is a title.
            let is_url = value.items.first().is_some_and(|item| is_address(item));
            match field {
                Field::Outlet => !is_url,
                Field::Url => is_url,
                _ => true,
            }
        };
        let whole = |value: &Value| plain(&value.name);
        let last = |value: &Value| {
            let mut parts = value.name.rsplit('.');
            let last = plain(parts.next().unwrap_or_default());
            // `source.name`, `author.name`, `title.rendered`: the part before says what it is.
            let is_vague = matches!(
                last.as_str(),
                "name" | "rendered" | "value" | "text" | "title"
            );
            match parts.next() {
                Some(before) if is_vague => plain(before),
                _ => last,
            }
        };
        let spellings: [&dyn Fn(&Value) -> String; 2] = [&whole, &last];
        for spelling in spellings {
            for name in usual(field) {
                let mut filled = values.iter().filter(is_filled).filter(suits);
                if let Some(value) = filled.find(|value| spelling(value) == *name) {
                    return vec![value];
                }
            }
        }
        Vec::new()
    }

    /// What was taken from where, or why there is no document.
    pub(crate) fn remark(self, n_docs: usize) -> Remark {
        let used: BTreeSet<&String> = self.used.values().flatten().collect();
        let others: Vec<&str> = self
            .seen
            .iter()
            .filter(|name| !used.contains(name))
            .map(String::as_str)
            .collect();
        if n_docs == 0 {
            let names: Vec<&str> = self.seen.iter().map(String::as_str).collect();
            return Remark::new(
                "read/no-text-field",
                format!(
                    "no field is known to hold text (fields: {}); name it under [fields] in corpus.toml, skipped",
                    listed(&names)
                ),
            );
        }
        let taken: Vec<String> = self
            .used
            .iter()
            .map(|(field, names)| {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                format!("{} from {}", field.name(), names.join(" and "))
            })
            .collect();
        let mut what = format!("fields: {}", taken.join(", "));
        if !others.is_empty() {
            what = format!("{what}; not used: {}", listed(&others));
        }
        Remark::new("read/fields", what)
    }
}

fn listed(names: &[&str]) -> String {
    let mut out = names
        .iter()
        .take(12)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    if names.is_empty() {
        out.push_str("none");
    } else if names.len() > 12 {
        out.push_str(", …");
    }
    out
}

fn is_address(value: &str) -> bool {
    let value = value.trim();
    value.starts_with("http://") || value.starts_with("https://")
}
