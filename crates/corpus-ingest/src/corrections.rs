//! `corrections.toml`: what a reader has put right, an entry each, in the order in which they are replayed.
//!
//! ```toml
//! [[correction]]
//! do = "merge"                    # these are one
//! names = ["Teloperdi", "Mukhtar Tileuberdi"]
//! kind = "person"                 # where the name alone is not enough; may be left out
//! why = "both are the foreign minister of January 2022"
//! ```

use corpus_model::{Action, Correction, Diagnostic, EntityKind, Named, SourceFile, Stage, Warned};
use serde::Deserialize;

/// The file in the folder's root.
pub const CORRECTIONS_FILE: &str = "corrections.toml";

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    correction: Vec<toml::Value>,
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "lowercase", deny_unknown_fields)]
enum Entry {
    Merge {
        names: Vec<String>,
        kind: Option<String>,
        #[serde(default)]
        why: String,
    },
    Split {
        from: String,
        spelling: String,
        kind: Option<String>,
        #[serde(default)]
        why: String,
    },
    Rename {
        name: String,
        to: String,
        kind: Option<String>,
        #[serde(default)]
        why: String,
    },
    Retype {
        name: String,
        to: String,
        kind: Option<String>,
        #[serde(default)]
        why: String,
    },
    Hide {
        name: String,
        kind: Option<String>,
        #[serde(default)]
        why: String,
    },
    Mention {
        document: String,
        quote: String,
        name: String,
        kind: String,
        #[serde(default)]
        why: String,
    },
    Document {
        document: String,
        title: Option<String>,
        outlet: Option<String>,
        published: Option<String>,
        #[serde(default)]
        why: String,
    },
}

/// Reads the file. An entry that is not understood is left out with a remark; the others count.
pub fn parse(source: &SourceFile) -> Warned<Vec<Correction>> {
    let remark = |message: String| {
        Diagnostic::new(
            Stage::Read,
            "read/bad-correction",
            source.path.clone(),
            format!("{message}: {}", source.path),
        )
    };
    let text = String::from_utf8_lossy(&source.bytes);
    let file = match toml::from_str::<File>(&text) {
        Ok(file) => file,
        Err(error) => {
            return Warned {
                output: Vec::new(),
                warnings: vec![remark(format!(
                    "not understood ({}), nothing corrected",
                    error.message()
                ))],
            };
        }
    };
    let mut out = Warned::clean(Vec::new());
    for (n, entry) in (1..).zip(file.correction) {
        match entry
            .try_into::<Entry>()
            .map_err(|error| error.message().to_owned())
            .and_then(Correction::try_from)
        {
            Ok(correction) => out.output.push(correction),
            Err(fault) => out
                .warnings
                .push(remark(format!("correction {n} is left out, {fault}"))),
        }
    }
    out
}

impl TryFrom<Entry> for Correction {
    type Error = String;

    fn try_from(entry: Entry) -> Result<Self, String> {
        let named = |name: String, kind: &Option<String>| -> Result<Named, String> {
            let kind = kind.as_deref().map(kind_called).transpose()?;
            Ok(Named { name, kind })
        };
        let (action, why) = match entry {
            Entry::Merge { names, kind, why } => {
                if names.len() < 2 {
                    return Err("it takes two names to merge".to_owned());
                }
                let entities = names
                    .into_iter()
                    .map(|name| named(name, &kind))
                    .collect::<Result<_, _>>()?;
                (Action::Merge { entities }, why)
            }
            Entry::Split {
                from,
                spelling,
                kind,
                why,
            } => {
                let from = named(from, &kind)?;
                (Action::Split { from, spelling }, why)
            }
            Entry::Rename {
                name,
                to,
                kind,
                why,
            } => {
                let entity = named(name, &kind)?;
                (Action::Rename { entity, to }, why)
            }
            Entry::Retype {
                name,
                to,
                kind,
                why,
            } => {
                let entity = named(name, &kind)?;
                let to = kind_called(&to)?;
                (Action::Retype { entity, to }, why)
            }
            Entry::Hide { name, kind, why } => {
                let entity = named(name, &kind)?;
                (Action::Hide { entity }, why)
            }
            Entry::Mention {
                document,
                quote,
                name,
                kind,
                why,
            } => {
                let kind = kind_called(&kind)?;
                let action = Action::Mention {
                    document,
                    quote,
                    name,
                    kind,
                };
                (action, why)
            }
            Entry::Document {
                document,
                title,
                outlet,
                published,
                why,
            } => {
                let action = Action::Document {
                    document,
                    title,
                    outlet,
                    published,
                };
                (action, why)
            }
        };
        Ok(Self { action, why })
    }
}

fn kind_called(name: &str) -> Result<EntityKind, String> {
    EntityKind::ALL
        .into_iter()
        .find(|kind| kind.name() == name)
        .ok_or_else(|| {
            let known = EntityKind::ALL.map(EntityKind::name).join(", ");
            format!("there is no kind \"{name}\", only {known}")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Warned<Vec<Correction>> {
        parse(&SourceFile {
            path: CORRECTIONS_FILE.to_owned(),
            bytes: text.as_bytes().to_vec(),
        })
    }

    #[test]
    fn entries_keep_their_order_and_reasons() {
        let read = read(
            "[[correction]]\ndo = \"hide\"\nname = \"Play\"\nkind = \"product\"\n\
             [[correction]]\ndo = \"merge\"\nnames = [\"A\", \"B\"]\nwhy = \"same office\"\n",
        );
        assert_eq!(read.warnings, []);
        let names: Vec<&str> = read.output.iter().map(|c| c.action.name()).collect();
        assert_eq!(names, ["hide", "merge"]);
        assert_eq!(read.output[1].why, "same office");
    }

    #[test]
    fn what_is_not_understood_is_left_out_by_number() {
        for (entry, fault) in [
            ("do = \"merge\"\nnames = [\"A\"]", "two names"),
            ("do = \"retype\"\nname = \"A\"\nto = \"planet\"", "no kind"),
            ("do = \"explode\"", "explode"),
            ("do = \"hide\"\nnaem = \"A\"", "naem"),
        ] {
            let text =
                format!("[[correction]]\n{entry}\n[[correction]]\ndo = \"hide\"\nname = \"B\"\n");
            let read = read(&text);
            assert_eq!(read.output.len(), 1, "{entry}");
            let message = &read.warnings[0].message;
            assert!(
                message.contains("correction 1") && message.contains(fault),
                "{message}"
            );
        }
        assert_eq!(read("[[correction").warnings.len(), 1);
    }
}
