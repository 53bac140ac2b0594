//! `corrections.toml`: what a reader has put right, an entry each, in the order in which they are replayed.
//!
//! ```toml
//! # Teloperdi: 2 mentions in 1 document
//! [[correction]]
//! do = "merge"                    # these are one
//! names = ["Teloperdi", "Mukhtar Tileuberdi"]
//! kind = "person"                 # where the name alone is not enough; may be left out
//! why = "both are the foreign minister of January 2022"
//! ```
//!
//! One place only is put right by words of its text:
//!
//! ```toml
//! [[correction]]
//! do = "mention"                  # a name that was missed, or is somebody else's here
//! document = "letter"
//! quote = "Whitlock wrote to the council"
//! name = "Whitlock"
//! kind = "person"
//! of = "Jane Whitlock"            # whose it is; `apart = true` for nobody who is named yet; may be left out
//!
//! [[correction]]
//! do = "unmark"                   # what is marked here is no name
//! document = "letter"
//! quote = "Price rises in the port"
//! name = "Price"
//! ```
//!
//! [`entries`] reads a file (`corpus-view` writes entries); [`replay`] applies entries to a linked corpus. A build and
//! an open page call the same [`replay`], so a file that a page exports makes a build of the same bytes. The text of an
//! entry is kept word for word, comments included: what is not understood, or fits nothing any more, is listed
//! and stays.

use corpus_annotate::date::find_dates;
use corpus_link::Correcting;
use corpus_model::{
    Action, Correction, Coverage, Diagnostic, EntityKind, FileOutcome, FileReport, LinkedCorpus,
    Named, Passage, Stage, Whose,
};
use serde::Deserialize;
use std::fmt::Write as _;

/// The file in the folder's root.
pub const CORRECTIONS_FILE: &str = "corrections.toml";

/// The line that begins an entry.
const HEADER: &str = "[[correction]]";

/// What a file says first that a page writes.
const PREAMBLE: &str = "# What readers have put right. Beside the documents, every build replays it in this order.\n\n";

/// One correction of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The entry and the comments in front of it, word for word.
    pub text: String,
    /// What it says, or why it is not understood.
    pub read: Result<Correction, String>,
}

/// What became of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// The entry.
    pub entry: Entry,
    /// Why it changed nothing, or not all it should, if so.
    pub unfit: Option<String>,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    correction: Vec<toml::Value>,
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "lowercase", deny_unknown_fields)]
enum Known {
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
        document: Option<String>,
        quote: Option<String>,
        name: String,
        kind: String,
        of: Option<String>,
        #[serde(default)]
        apart: bool,
        #[serde(default)]
        why: String,
    },
    Unmark {
        document: String,
        quote: String,
        name: String,
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

/// The entries of a file.
///
/// # Errors
/// Why it cannot be read at all.
pub fn entries(text: &str) -> Result<Vec<Entry>, String> {
    let file = toml::from_str::<File>(text).map_err(|error| error.message().to_owned())?;
    let verbatim = chunks(text);
    // A header inside a long string would divide wrongly.
    let is_divided_well = verbatim.len() == file.correction.len()
        && verbatim.iter().zip(&file.correction).all(|(chunk, entry)| {
            toml::from_str::<File>(chunk).is_ok_and(|file| file.correction == [entry.clone()])
        });
    let texts: Vec<String> = if is_divided_well {
        verbatim.into_iter().map(str::to_owned).collect()
    } else {
        file.correction.iter().map(plainly).collect()
    };
    let entries = texts.into_iter().zip(file.correction);
    Ok(entries
        .map(|(text, entry)| Entry {
            text,
            read: entry
                .try_into::<Known>()
                .map_err(|error| error.message().trim().to_owned())
                .and_then(Correction::try_from),
        })
        .collect())
}

/// The text of each entry, with the comments right in front of it.
fn chunks(text: &str) -> Vec<&str> {
    let mut starts = Vec::new();
    let (mut at, mut comments) = (0, None);
    for line in text.split_inclusive('\n') {
        let shown = line.trim();
        if shown.starts_with(HEADER) {
            starts.push(comments.unwrap_or(at));
        }
        comments = shown.starts_with('#').then(|| comments.unwrap_or(at));
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let chunks = starts
        .iter()
        .zip(ends)
        .filter_map(|(start, end)| text.get(*start..end));
    chunks.map(str::trim).collect()
}

/// An entry as the library writes it.
fn plainly(entry: &toml::Value) -> String {
    let mut text = format!("{HEADER}\n");
    for (key, value) in entry.as_table().into_iter().flatten() {
        let _ = writeln!(text, "{} = {value}", toml::Value::from(key.as_str()));
    }
    text.trim_end().to_owned()
}

/// A file of what `base` says and of these entries. A base that cannot be read becomes comments.
#[must_use]
pub fn file_of(base: &str, entries: &[String]) -> String {
    let mut out = if base.trim().is_empty() {
        PREAMBLE.to_owned()
    } else if toml::from_str::<File>(base).is_ok() {
        format!("{}\n\n", base.trim_end())
    } else {
        let commented = base.lines().map(|line| format!("# {line}\n"));
        commented.chain(["\n".to_owned()]).collect()
    };
    out.push_str(&entries.join("\n\n"));
    out.push('\n');
    out
}

/// Applies entries in their order. `file` is the text that the corpus then holds as its `corrections.toml`; what fits
/// nothing is remarked on in the list of files, by the number the entry has there.
#[must_use]
pub fn replay(
    mut corpus: LinkedCorpus,
    new: Vec<Entry>,
    file: String,
) -> (LinkedCorpus, Vec<Replayed>) {
    let n_before = entries(&corpus.corrections).map_or(0, |entries| entries.len());
    corpus.corrections = file;
    let mut correcting =
        Correcting::new(corpus, &|article, published| find_dates(article, published));
    let mut remarks = Vec::new();
    let mut replayed = Vec::new();
    for (n, entry) in (n_before + 1..).zip(new) {
        let unfit = match &entry.read {
            Ok(correction) => {
                let unfit = correcting.apply(correction).err();
                remarks.extend(unfit.as_ref().map(|why| {
                    let action = correction.action.name();
                    let message = format!(
                        "correction {n} ({action}) was not applied, {why}: {CORRECTIONS_FILE}"
                    );
                    remark(Stage::Link, "link/unfit-correction", message)
                }));
                unfit
            }
            Err(fault) => {
                let message = format!("correction {n} is left out, {fault}: {CORRECTIONS_FILE}");
                remarks.push(remark(Stage::Read, "read/bad-correction", message));
                Some(fault.clone())
            }
        };
        replayed.push(Replayed { entry, unfit });
    }
    let mut corpus = correcting.finish();
    list(&mut corpus.coverage, remarks);
    (corpus, replayed)
}

/// Applies a file as it lies in a folder.
pub(crate) fn replay_file(mut corpus: LinkedCorpus, text: String) -> LinkedCorpus {
    match entries(&text) {
        Ok(entries) => replay(corpus, entries, text).0,
        Err(fault) => {
            let message =
                format!("not understood ({fault}), nothing corrected: {CORRECTIONS_FILE}");
            list(
                &mut corpus.coverage,
                vec![remark(Stage::Read, "read/bad-correction", message)],
            );
            corpus.corrections = text;
            corpus
        }
    }
}

fn remark(stage: Stage, code: &'static str, message: String) -> Diagnostic {
    Diagnostic::new(stage, code, CORRECTIONS_FILE, message)
}

/// Lists what changed nothing beside the files, so that none is lost in silence.
fn list(coverage: &mut Coverage, remarks: Vec<Diagnostic>) {
    if remarks.is_empty() {
        return;
    }
    let files = &mut coverage.files;
    let at = files.partition_point(|file| file.path.as_str() < CORRECTIONS_FILE);
    let is_listed = files
        .get(at)
        .is_some_and(|file| file.path == CORRECTIONS_FILE);
    if !is_listed {
        let report = FileReport {
            path: CORRECTIONS_FILE.to_owned(),
            byte_len: 0,
            outcome: FileOutcome::Skipped {
                why: "corrects the corpus; not all of it fits".to_owned(),
            },
            diagnostics: Vec::new(),
        };
        files.insert(at, report);
    }
    files[at].diagnostics.extend(remarks);
}

impl TryFrom<Known> for Correction {
    type Error = String;

    fn try_from(entry: Known) -> Result<Self, String> {
        let named = |name: String, kind: &Option<String>| -> Result<Named, String> {
            let kind = kind.as_deref().map(kind_called).transpose()?;
            Ok(Named { name, kind })
        };
        let (action, why) = match entry {
            Known::Merge { names, kind, why } => {
                if names.len() < 2 {
                    return Err("it takes two names to merge".to_owned());
                }
                let entities = names
                    .into_iter()
                    .map(|name| named(name, &kind))
                    .collect::<Result<_, _>>()?;
                (Action::Merge { entities }, why)
            }
            Known::Split {
                from,
                spelling,
                kind,
                why,
            } => {
                let from = named(from, &kind)?;
                (Action::Split { from, spelling }, why)
            }
            Known::Rename {
                name,
                to,
                kind,
                why,
            } => {
                let entity = named(name, &kind)?;
                (Action::Rename { entity, to }, why)
            }
            Known::Retype {
                name,
                to,
                kind,
                why,
            } => {
                let entity = named(name, &kind)?;
                let to = kind_called(&to)?;
                (Action::Retype { entity, to }, why)
            }
            Known::Hide { name, kind, why } => {
                let entity = named(name, &kind)?;
                (Action::Hide { entity }, why)
            }
            Known::Mention {
                document,
                quote,
                name,
                kind,
                of,
                apart,
                why,
            } => {
                let kind = kind_called(&kind)?;
                let whose = match (of, apart) {
                    (Some(_), true) => return Err("`of` and `apart` exclude each other".to_owned()),
                    (Some(owner), false) => Whose::Of(owner),
                    (None, true) => Whose::New,
                    (None, false) => Whose::Called,
                };
                let passage = match (document, quote) {
                    (Some(document), Some(quote)) => Some(Passage { document, quote }),
                    (None, None) => None,
                    _ => return Err("`document` and `quote` go together".to_owned()),
                };
                let action = Action::Mention {
                    passage,
                    name,
                    kind,
                    whose,
                };
                (action, why)
            }
            Known::Unmark {
                document,
                quote,
                name,
                why,
            } => {
                let passage = Passage { document, quote };
                (Action::Unmark { passage, name }, why)
            }
            Known::Document {
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
    use proptest::prelude::*;

    fn actions(text: &str) -> Vec<Result<&'static str, String>> {
        let entries = entries(text).expect("TOML");
        let reads = entries.into_iter().map(|entry| entry.read);
        reads
            .map(|read| read.map(|correction| correction.action.name()))
            .collect()
    }

    #[test]
    fn entries_keep_their_order_comments_and_reasons() {
        let text = "# of the file\n\n# seen twice\n[[correction]]\ndo = \"hide\"\nname = \"Play\"\nkind = \"product\"\n\n\
             [[correction]]\ndo = \"merge\"   # one\nnames = [\"A\", \"B\"]\nwhy = \"same office\"\n";
        let read = entries(text).expect("TOML");
        assert_eq!(actions(text), [Ok("hide"), Ok("merge")]);
        assert!(
            read[0].text.starts_with("# seen twice\n[["),
            "{}",
            read[0].text
        );
        assert!(read[1].text.contains("# one"));
        assert_eq!(
            read[1].read.as_ref().map(|c| c.why.as_str()),
            Ok("same office")
        );
    }

    #[test]
    fn what_is_not_understood_is_kept_and_says_why() {
        for (entry, fault) in [
            ("do = \"merge\"\nnames = [\"A\"]", "two names"),
            ("do = \"retype\"\nname = \"A\"\nto = \"planet\"", "no kind"),
            (
                "do = \"mention\"\nname = \"A\"\nquote = \"A\"\nkind = \"place\"",
                "together",
            ),
            (
                "do = \"mention\"\nname = \"A\"\nkind = \"place\"\nof = \"B\"\napart = true",
                "exclude",
            ),
            ("do = \"unmark\"\nname = \"A\"\ndocument = \"d\"", "quote"),
            ("do = \"explode\"", "explode"),
            ("do = \"hide\"\nnaem = \"A\"", "naem"),
        ] {
            let text =
                format!("[[correction]]\n{entry}\n[[correction]]\ndo = \"hide\"\nname = \"B\"\n");
            let read = actions(&text);
            assert!(
                read[0].as_ref().is_err_and(|why| why.contains(fault)),
                "{read:?}"
            );
            assert_eq!(read[1], Ok("hide"));
            assert!(entries(&text).expect("TOML")[0].text.ends_with(entry));
        }
        assert!(entries("[[correction").is_err());
    }

    #[test]
    fn a_header_inside_a_string_divides_nothing() {
        let text = "[[correction]]\ndo = \"hide\"\nname = \"\"\"A\n[[correction]]\n\"\"\"\n";
        let read = entries(text).expect("TOML");
        assert_eq!(read.len(), 1);
        assert_eq!(entries(&read[0].text).expect("TOML")[0].read, read[0].read);
    }

    #[test]
    fn a_file_that_cannot_be_read_stays_as_comments() {
        let file = file_of(
            "[[oops\n",
            &["[[correction]]\ndo = \"hide\"\nname = \"B\"".to_owned()],
        );
        assert!(file.starts_with("# [[oops\n"));
        assert_eq!(actions(&file), [Ok("hide")]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            let _ = entries(&text);
        }
    }
}
