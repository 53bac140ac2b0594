//! The driver: files in, a linked corpus and its pack out.
//!
//! Reads like a table of contents of the pipeline. The build script and the command line share it, and it
//! compiles for the browser as well: the same files give the same bytes everywhere and in any order.
//!
//! It decides nothing about text: each step lives in the crate that owns it.

mod ids;
mod info;
mod record;
mod records_in;
#[cfg(feature = "fs")]
mod walk;

pub use corpus_read::MAX_FILE_BYTES;
pub use record::{AnnotationRecord, annotation_records};
pub use records_in::{TextRecord, read_json_lines};
#[cfg(feature = "fs")]
pub use walk::{Found, walk};

use corpus_annotate::{FolderLines, Resources, articles, date, name, plain_article, quote};
use corpus_model::{
    AnnotatedDoc, Article, Coverage, DateHint, Diagnostic, FileOutcome, FileReport, Format,
    LinkedCorpus, RawDoc, SourceFile, Stage, Warned,
};
use std::collections::BTreeMap;

/// The folder's own description, read but never shown as a document.
pub const CORPUS_FILE: &str = "corpus.toml";

/// Names that describe a folder instead of belonging to its documents, without their ending.
const FOLDER_NOTES: [&str; 2] = ["readme", "read me"];

/// Code of the remark on a file that was left out on purpose, not because it could not be read.
pub const SET_ASIDE: &str = "read/set-aside";

/// What the caller decides.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Files are clean text, one article each: no cleaning, no splitting.
    pub is_plain: bool,
    /// Publication date for documents that carry none of their own.
    pub published: Option<String>,
}

/// Takes files one by one, then makes the corpus.
#[derive(Debug, Default)]
pub struct Ingest {
    options: Options,
    info: Option<info::CorpusToml>,
    /// The folder's own notes: read as a document only where there is no other, or where asked for.
    notes: Vec<SourceFile>,
    raws: Vec<RawDoc>,
    /// By path: length, remarks, and why it was skipped if it was.
    files: BTreeMap<String, FileState>,
}

#[derive(Debug, Default)]
struct FileState {
    byte_len: u64,
    diagnostics: Vec<Diagnostic>,
    skipped: Option<String>,
}

/// The corpus, and the decoded sources that its `RawSpan`s measure.
#[derive(Debug, Default)]
pub struct Ingested {
    /// Documents, entities, coverage.
    pub corpus: LinkedCorpus,
    /// Decoded source by path.
    pub sources: BTreeMap<String, String>,
}

impl Ingested {
    /// The corpus as one pack.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        corpus_index::write_pack(&self.corpus)
    }

    /// Every remark, in path order.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.corpus
            .coverage
            .files
            .iter()
            .flat_map(|file| &file.diagnostics)
    }
}

impl Ingest {
    /// An empty run.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self {
            options,
            ..Self::default()
        }
    }

    /// Reads one file. The folder's `corpus.toml` describes the corpus instead of joining it.
    pub fn push(&mut self, source: SourceFile) {
        if source.path == CORPUS_FILE {
            let mut remarks = Vec::new();
            self.info = Some(info::parse(&source).drain_into(&mut remarks));
            if !remarks.is_empty() {
                self.files.entry(source.path).or_default().diagnostics = remarks;
            }
            return;
        }
        if is_folder_note(&source.path) && !self.options.is_plain {
            self.notes.push(source);
            return;
        }
        self.read(source);
    }

    fn read(&mut self, source: SourceFile) {
        let byte_len = source.bytes.len() as u64;
        if let Some(why) = corpus_read::refusal(byte_len) {
            self.skip(source.path, byte_len, why);
            return;
        }
        let mut remarks = Vec::new();
        let read = if self.options.is_plain {
            corpus_read::read_plain
        } else {
            corpus_read::read
        };
        let docs = read(&source).drain_into(&mut remarks);
        let file = self.files.entry(source.path).or_default();
        file.byte_len = byte_len;
        file.diagnostics.append(&mut remarks);
        self.raws.extend(docs);
    }

    /// Takes one record of clean text; the file it came from is `path`.
    pub fn push_record(&mut self, path: &str, record: TextRecord) {
        let raw = records_in::raw_doc(path, record);
        self.files.entry(path.to_owned()).or_default().byte_len += raw.byte_len;
        self.raws.push(raw);
    }

    /// Notes a file that could not be used at all, so that coverage adds up to the input.
    pub fn skip(&mut self, path: String, byte_len: u64, why: String) {
        let remark = Diagnostic::new(
            Stage::Read,
            "read/skipped",
            path.clone(),
            format!("{why}, skipped: {path}"),
        );
        let file = self.files.entry(path).or_default();
        file.byte_len = byte_len;
        file.diagnostics.push(remark);
        file.skipped = Some(why);
    }

    /// Notes a remark on a record file.
    pub fn remark(&mut self, diagnostic: Diagnostic) {
        self.files
            .entry(diagnostic.source.clone())
            .or_default()
            .diagnostics
            .push(diagnostic);
    }

    /// Runs everything that needs the whole folder.
    #[must_use]
    pub fn finish(mut self, resources: &Resources) -> Ingested {
        let info = self.info.take().unwrap_or_default();
        self.read_or_set_aside_notes(&info.include);
        self.raws.sort_by(|a, b| {
            (&a.path, &a.metadata.id, &a.sha256).cmp(&(&b.path, &b.metadata.id, &b.sha256))
        });
        let mut articles = self.articles();
        ids::make_unique(&mut articles);

        let published = date::publication_dates(&articles);
        let names = name::find_names(&articles, resources);
        let docs = articles
            .into_iter()
            .zip(published)
            .zip(names)
            .map(|((article, published), names)| AnnotatedDoc {
                dates: date::find_dates(&article, published.as_ref()),
                quotes: quote::find_quotes(&article, &names),
                article,
                published,
                names,
            })
            .collect::<Vec<_>>();

        let coverage = self.coverage(&docs);
        let corpus = corpus_link::link(info.describe(), docs, coverage);
        let sources = self
            .raws
            .into_iter()
            .map(|raw| (raw.path, raw.decoded))
            .collect();
        Ingested { corpus, sources }
    }

    fn read_or_set_aside_notes(&mut self, include: &[String]) {
        let is_alone = self.raws.is_empty();
        for note in std::mem::take(&mut self.notes) {
            if is_alone || include.contains(&note.path) {
                self.read(note);
                continue;
            }
            let why = "describes the folder; `include` in corpus.toml makes it a document";
            let file = self.files.entry(note.path.clone()).or_default();
            file.byte_len = note.bytes.len() as u64;
            file.skipped = Some(why.to_owned());
            let message = format!("{why}, set aside: {}", note.path);
            file.diagnostics
                .push(Diagnostic::new(Stage::Read, SET_ASIDE, note.path, message));
        }
    }

    fn articles(&mut self) -> Vec<Article> {
        let folder = FolderLines::count(&self.raws);
        let mut all = Vec::new();
        for raw in &self.raws {
            let made = if self.options.is_plain || raw.format == Format::Record {
                Warned::clean(plain_article(raw).into_iter().collect())
            } else {
                articles(raw, &folder)
            };
            let file = self.files.entry(raw.path.clone()).or_default();
            let made = made.drain_into(&mut file.diagnostics);
            all.extend(made);
        }
        if let Some(value) = &self.options.published {
            for article in &mut all {
                article.date_hints.push(DateHint::Given(value.clone()));
            }
        }
        all
    }

    fn coverage(&mut self, docs: &[AnnotatedDoc]) -> Coverage {
        let mut n_articles = BTreeMap::<&str, u32>::new();
        for doc in docs {
            *n_articles.entry(&doc.article.source.path).or_default() += 1;
            if let Some(file) = self.files.get_mut(&doc.article.source.path) {
                file.diagnostics
                    .extend(doc.article.diagnostics.iter().cloned());
            }
        }
        let files = std::mem::take(&mut self.files)
            .into_iter()
            .map(|(path, file)| {
                let outcome = match (n_articles.get(path.as_str()), file.skipped) {
                    (Some(&n_articles), _) => FileOutcome::Read { n_articles },
                    (None, Some(why)) => FileOutcome::Skipped { why },
                    (None, None) => FileOutcome::Skipped {
                        why: file
                            .diagnostics
                            .first()
                            .map_or_else(|| "no article found".to_owned(), |d| d.message.clone()),
                    },
                };
                FileReport {
                    path,
                    byte_len: file.byte_len,
                    outcome,
                    diagnostics: file.diagnostics,
                }
            })
            .collect();
        Coverage { files }
    }
}

/// `README.md` and its kin at the top of the folder.
fn is_folder_note(path: &str) -> bool {
    let stem = path.split('.').next().unwrap_or_default().to_lowercase();
    FOLDER_NOTES.contains(&stem.as_str())
}
