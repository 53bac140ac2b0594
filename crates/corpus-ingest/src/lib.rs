//! The driver: files in, a linked corpus and its pack out.
//!
//! Reads like a table of contents of the pipeline. The build script and the command line share it, and it
//! compiles for the browser as well: the same files give the same bytes everywhere and in any order.
//!
//! It decides nothing about text: each step lives in the crate that owns it.

mod apart;
mod carried;
pub mod corrections;
mod ids;
mod info;
mod packed;
mod record;
mod records_in;
mod saved_pages;
mod source_again;
mod sources;
#[cfg(feature = "fs")]
mod walk;

pub use apart::ReadApart;
pub use corpus_read::{
    MAX_CONTAINER_BYTES, MAX_FILE_BYTES, MAX_ORIGINALS_BYTES, MAX_UNPACKED_BYTES, Originals,
    bundle, refusal, unbundle,
};
pub use corrections::CORRECTIONS_FILE;
pub use record::{AnnotationRecord, annotation_records};
pub use records_in::{TextRecord, read_json_lines};
pub use source_again::{Wanted, decoded_source};
pub use sources::Sources;
#[cfg(feature = "fs")]
pub use walk::{Found, walk};

use carried::{Carried, CarriedFolder, Place};
use corpus_annotate::{
    FolderLines, Resources, articles, date, name, plain_article, quote, rule_uses,
};
use corpus_model::{
    AnnotatedDoc, Article, Coverage, DateHint, Diagnostic, FileOutcome, FileReport, Format,
    LinkedCorpus, MappedText, RawDoc, SourceFile, Stage, Warned, path_fits,
};
use corpus_read::{FileRead, ReadOptions};
use info::CorpusToml;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::ControlFlow;

/// The folder's own description, read but never shown as a document.
pub const CORPUS_FILE: &str = "corpus.toml";

/// Names that describe a folder instead of belonging to its documents, without their ending.
const FOLDER_NOTES: [&str; 2] = ["readme", "read me"];

/// Code of the remark on a file that was left out on purpose, not because it could not be read.
pub const SET_ASIDE: &str = "read/set-aside";

/// Place of the source of an article that came without it.
const NO_SOURCE: usize = usize::MAX;

/// What the caller decides.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Files are clean text, one article each: no cleaning, no splitting.
    pub is_plain: bool,
    /// Publication date for documents that carry none of their own.
    pub published: Option<String>,
    /// Read everything, which tells what the documents have in common, and go on with a share of the files.
    pub share: Option<Share>,
    /// About how many bytes what is looked at to find names may take at a time; the same is found with any.
    pub memory: Option<usize>,
    /// Whether records carry what [`Ingest::push_line`] needs to go on from them.
    pub is_first_half: bool,
    /// Whether decoded sources are let go once articles are made of them. [`Ingested::sources`] is empty then: for whoever
    /// only wants the pack, and that of a large collection.
    pub forgets_sources: bool,
}

/// One of several parts of a run: every `of`-th file in path order, beginning with the `nth` (from 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Which.
    pub nth: usize,
    /// Of how many.
    pub of: usize,
}

/// How far a run is: the step of the pipeline, and how many of how many are done of what it counts.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'p> {
    /// The step.
    pub stage: Stage,
    /// Done so far.
    pub done: usize,
    /// Of so many; 1 for a step that is not counted.
    pub of: usize,
    /// The file in hand, empty for a step over all of them.
    pub path: &'p str,
}

/// Hears how far a run is, and may end it.
pub type Watch<'w> = dyn FnMut(Progress<'_>) -> ControlFlow<()> + 'w;

/// Takes files one by one, then makes the corpus. A clone can be finished while more files come.
#[derive(Debug, Default, Clone)]
pub struct Ingest {
    options: Options,
    info: Option<CorpusToml>,
    /// What a reader has put right: `corrections.toml`, if there is one.
    corrections: Option<String>,
    /// The folder's own notes: read as a document only where there is no other, or where asked for.
    notes: Vec<SourceFile>,
    /// Files that `corpus.toml` may say how to read, given before it was seen.
    waiting: Vec<SourceFile>,
    raws: Vec<RawDoc>,
    /// `corpus.toml` and `corrections.toml` as they came, by name.
    about: BTreeMap<String, String>,
    /// Articles whose first half was done elsewhere, each with its place in the run.
    halves: Vec<(Place, Article)>,
    is_second_half: bool,
    /// By path: length, remarks, what it holds, and why it was skipped if it was.
    files: BTreeMap<String, FileState>,
}

#[derive(Debug, Default, Clone)]
struct FileState {
    byte_len: u64,
    diagnostics: Vec<Diagnostic>,
    skipped: Option<String>,
    n_members: Option<u32>,
}

/// A rule of `corpus.toml` about lines, and what it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleUse {
    /// As its owner would know it again.
    pub label: String,
    /// How many lines of the folder it decided about.
    pub n_lines: u32,
}

/// The corpus, and the decoded sources that its `RawSpan`s measure.
#[derive(Debug, Default)]
pub struct Ingested {
    /// Documents, entities, coverage.
    pub corpus: LinkedCorpus,
    /// The decoded source of each article.
    pub sources: Sources,
    /// What the rules about lines did.
    pub rules: Vec<RuleUse>,
    /// By id: what the second half of a run needs, if it was asked for.
    carried: BTreeMap<String, Carried>,
    /// The same for a run without any article.
    carried_alone: Option<Carried>,
}

impl Ingested {
    /// In place of a record, what the second half needs of a run that found no article.
    #[must_use]
    pub fn line_without_article(&self) -> Option<String> {
        let alone = self.carried_alone.as_ref()?;
        serde_json::to_string(&BTreeMap::from([("build", alone)])).ok()
    }

    /// The corpus as one pack.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        corpus_index::write_pack(&self.corpus)
    }

    /// The decoded source that the article called `id` came from.
    #[must_use]
    pub fn source_of(&self, id: &str) -> Option<&str> {
        self.sources.of(id)
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

    /// Reads one file. The folder's `corpus.toml` describes the corpus instead of joining it, its
    /// `corrections.toml` corrects it.
    pub fn push(&mut self, source: SourceFile) {
        if source.path == CORPUS_FILE {
            self.note_about(&source);
            let mut remarks = Vec::new();
            self.info = Some(info::parse(&source).drain_into(&mut remarks));
            if !remarks.is_empty() {
                self.files.entry(source.path).or_default().diagnostics = remarks;
            }
            return;
        }
        if source.path == CORRECTIONS_FILE {
            self.note_about(&source);
            self.corrections = Some(String::from_utf8_lossy(&source.bytes).into_owned());
            return;
        }
        if is_folder_note(&source.path) && !self.options.is_plain {
            self.notes.push(source);
            return;
        }
        if self.info.is_none() && !self.options.is_plain && corpus_read::needs_fields(&source) {
            self.waiting.push(source);
            return;
        }
        self.read(source);
    }

    fn note_about(&mut self, source: &SourceFile) {
        let text = String::from_utf8_lossy(&source.bytes).into_owned();
        self.about.insert(source.path.clone(), text);
    }

    /// Takes a line of a first half's records: an article, the files of its run, or both.
    ///
    /// # Errors
    /// What is wrong with the line, in words.
    pub fn push_line(&mut self, line: &str) -> Result<(), String> {
        let taken = carried::read_line(line)?;
        self.is_second_half = true;
        self.halves.extend(taken.article);
        if let Some(folder) = taken.folder {
            self.push_folder(folder)?;
        }
        Ok(())
    }

    fn push_folder(&mut self, mut folder: CarriedFolder) -> Result<(), String> {
        for (path, text) in std::mem::take(&mut folder.notes) {
            // All parts of one folder bring the same.
            if !self.about.contains_key(&path) {
                let bytes = text.into_bytes();
                self.push(SourceFile { path, bytes });
            }
        }
        for (path, state) in folder.into_files()? {
            let is_about = self.about.contains_key(&path);
            match self.files.entry(path) {
                Entry::Occupied(mut known) if !is_about => {
                    // A file that was divided line by line.
                    let known = known.get_mut();
                    known.byte_len += state.byte_len;
                    known.diagnostics.extend(state.diagnostics);
                    known.diagnostics.sort();
                }
                Entry::Occupied(mut known) => {
                    known.insert(state);
                }
                Entry::Vacant(free) => {
                    free.insert(state);
                }
            }
        }
        Ok(())
    }

    fn read(&mut self, source: SourceFile) {
        let byte_len = source.bytes.len() as u64;
        if let Some(why) = corpus_read::refusal(&source.path, byte_len) {
            self.skip(source.path, byte_len, why);
            return;
        }
        let is_plain = self.options.is_plain;
        let options = self.info.as_ref().map_or_else(
            || ReadOptions {
                is_plain,
                ..ReadOptions::default()
            },
            |info| info.read_options(is_plain),
        );
        let files = corpus_read::read_files(&source, &options);
        self.take(files, &source.path);
    }

    /// Takes what reading made of the file given as `given`.
    fn take(&mut self, files: Vec<FileRead>, given: &str) {
        for read in files {
            let is_description = packed::is_description(&read.path, given);
            let file = self.files.entry(read.path).or_default();
            file.byte_len = read.byte_len;
            file.n_members = read.n_members;
            if is_description && !self.options.is_plain {
                file.skipped = Some("describes the packed folder".to_owned());
                continue;
            }
            file.diagnostics.extend(read.remarks);
            self.raws.extend(read.docs);
        }
    }

    /// A folder given as one archive describes itself in there.
    fn adopt_packed_description(&mut self) {
        let ([source], true, None) = (self.waiting.as_slice(), self.raws.is_empty(), &self.info)
        else {
            return;
        };
        let found = packed::descriptions(source);
        let mut remarks = Vec::new();
        if let Some(file) = found.info {
            self.info = Some(info::parse(&file).drain_into(&mut remarks));
            let text = String::from_utf8_lossy(&file.bytes).into_owned();
            self.about.insert(CORPUS_FILE.to_owned(), text);
        }
        if let Some(file) = found.corrections {
            let text = String::from_utf8_lossy(&file.bytes).into_owned();
            self.about.insert(CORRECTIONS_FILE.to_owned(), text.clone());
            self.corrections = Some(text);
        }
        for remark in remarks {
            self.remark(remark);
        }
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
    pub fn finish(self, resources: &Resources) -> Ingested {
        self.finish_watched(resources, &mut |_| ControlFlow::Continue(()))
            .unwrap_or_default()
    }

    /// As [`Ingest::finish`], telling `watch` of each step; `None` once it says to stop.
    pub fn finish_watched(
        mut self,
        resources: &Resources,
        watch: &mut Watch<'_>,
    ) -> Option<Ingested> {
        if !self.options.is_plain {
            self.adopt_packed_description();
        }
        let info = self.info.get_or_insert_default().clone();
        for source in std::mem::take(&mut self.waiting) {
            self.read(source);
        }
        self.read_or_set_aside_notes(&info.include);
        self.set_aside_page_parts(&info.include);
        // Records given one by one go by their ids; those of a file keep its order.
        self.raws.sort_by(|a, b| {
            let by_path = a.path.cmp(&b.path);
            by_path
                .then_with(|| carried::record_id(a).cmp(&carried::record_id(b)))
                .then_with(|| a.sha256.cmp(&b.sha256))
        });
        let folder = FolderLines::count(&self.raws).with_rules(info.line_rules());
        // What rules about lines did is told by the half that saw the lines.
        let rules = if self.is_second_half {
            Vec::new()
        } else {
            self.note_unused_tables(&info);
            self.rule_uses(&folder)
        };
        self.keep_share();
        let (mut articles, mut raw_of_article) = self.articles(&folder, watch)?;
        drop(folder);
        let carried = self.carry(&articles, &raw_of_article);
        for article in self.other_halves() {
            articles.push(article);
            raw_of_article.push(NO_SOURCE);
        }
        ids::number_parts(&mut articles);
        ids::make_unique(&mut articles);
        let ids = articles.iter().map(|article| article.id.clone());
        let mut carried: BTreeMap<String, Carried> = ids.zip(carried).collect();
        let mut raws = std::mem::take(&mut self.raws);
        let sources = match self.options.forgets_sources {
            true => Sources::default(),
            false => Sources::new(&articles, raw_of_article, &mut raws),
        };
        drop(raws);

        step(watch, Stage::Date)?;
        let published = date::publication_dates(&articles);
        let n_articles = articles.len();
        let memory = self.options.memory.unwrap_or(usize::MAX);
        let names = name::find_names_within(&articles, resources, memory, &mut |i| {
            watch(Progress {
                stage: Stage::Name,
                done: i,
                of: n_articles,
                path: &articles[i].source.path,
            })
        })?;
        step(watch, Stage::Quote)?;
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

        let carried_alone = self.carry_folder(&mut carried);
        let coverage = self.coverage(&docs);
        step(watch, Stage::Link)?;
        let mut corpus = corpus_link::link(info.describe(), docs, coverage);
        if let Some(text) = self.corrections.take() {
            corpus = corrections::replay_file(corpus, text);
        }
        step(watch, Stage::Index)?;
        Some(Ingested {
            corpus,
            sources,
            rules,
            carried,
            carried_alone,
        })
    }

    /// Leaves the files of other shares out.
    fn keep_share(&mut self) {
        let Some(share) = self.options.share else {
            return;
        };
        let mut n = 0;
        self.files.retain(|_, _| {
            let is_own = n % share.of.max(1) == share.nth;
            n += 1;
            is_own
        });
        let files = &self.files;
        self.raws.retain(|raw| files.contains_key(&raw.path));
    }

    /// The first half of each article, if it is asked for.
    fn carry(&self, articles: &[Article], raw_of_article: &[usize]) -> Vec<Carried> {
        if !self.options.is_first_half {
            return Vec::new();
        }
        let mut last = None;
        let mut nth = 0;
        let with_raw = articles.iter().zip(raw_of_article);
        let carried = with_raw.filter_map(|(article, &idx)| {
            nth = if last == Some(idx) { nth + 1 } else { 0 };
            last = Some(idx);
            let raw = self.raws.get(idx)?;
            Some(Carried::of_article(article, raw, nth))
        });
        carried.collect()
    }

    /// Puts the files on the first line; gives a line of its own where there is none.
    fn carry_folder(&self, carried: &mut BTreeMap<String, Carried>) -> Option<Carried> {
        if !self.options.is_first_half {
            return None;
        }
        let folder = CarriedFolder::new(self.about.clone(), self.files.iter());
        let Some(mut first) = carried.first_entry() else {
            return Some(Carried::of_folder(folder));
        };
        first.get_mut().put_folder(folder);
        None
    }

    /// Articles of first halves, in the order in which one run would have met them.
    fn other_halves(&mut self) -> impl Iterator<Item = Article> + use<> {
        let mut halves = std::mem::take(&mut self.halves);
        halves.sort_by(|a, b| a.0.cmp(&b.0));
        halves.into_iter().map(|(_, article)| article)
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

    /// Sets aside what a browser saved with a page: it is on the page already, or is none of it.
    fn set_aside_page_parts(&mut self, include: &[String]) {
        if self.options.is_plain {
            return;
        }
        let mut pages: BTreeMap<String, String> = BTreeMap::new();
        for path in self.files.keys().filter(|path| !include.contains(path)) {
            let page = saved_pages::page_of(path, |path| self.files.contains_key(path));
            pages.extend(page.map(|page| (path.clone(), page)));
        }
        self.raws.retain(|raw| !pages.contains_key(&raw.path));
        for (path, page) in pages {
            let why = format!("saved with the page {page}");
            let message = format!("{why}, set aside: {path}");
            let file = self.files.entry(path.clone()).or_default();
            file.skipped = Some(why);
            file.diagnostics = vec![Diagnostic::new(Stage::Read, SET_ASIDE, path, message)];
        }
    }

    /// A `[[table]]` that speaks of no file is remarked on.
    fn note_unused_tables(&mut self, info: &CorpusToml) {
        for table in info.read_options(false).tables {
            let is_used = |path: &String| path_fits(&table.files, path);
            if self.options.is_plain || self.files.keys().any(is_used) {
                continue;
            }
            let message = format!("no file fits, [[table]] without effect: {}", table.files);
            let path = CORPUS_FILE.to_owned();
            let file = self.files.entry(path.clone()).or_default();
            file.skipped = Some("describes the folder".to_owned());
            let remark = Diagnostic::new(Stage::Read, "read/unused-table", path, message);
            file.diagnostics.push(remark);
        }
    }

    /// What became of the rules about lines; one that speaks of no line is remarked on.
    fn rule_uses(&mut self, folder: &FolderLines) -> Vec<RuleUse> {
        let mut n_lines = vec![0; folder.rules().0.len()];
        if n_lines.is_empty() {
            return Vec::new();
        }
        for raw in self.raws.iter().filter(|raw| raw.format != Format::Record) {
            for (sum, n) in n_lines.iter_mut().zip(rule_uses(raw, folder)) {
                *sum += n;
            }
        }
        let rules = folder.rules().0.iter().zip(n_lines);
        let uses: Vec<RuleUse> = rules
            .map(|(rule, n_lines)| RuleUse {
                label: rule.label(),
                n_lines,
            })
            .collect();
        for rule in uses.iter().filter(|rule| rule.n_lines == 0) {
            let file = self.files.entry(CORPUS_FILE.to_owned()).or_default();
            file.skipped = Some("describes the folder".to_owned());
            file.diagnostics.push(Diagnostic::new(
                Stage::Clean,
                "clean/unused-rule",
                CORPUS_FILE.to_owned(),
                format!("no line fits, rule without effect: {}", rule.label),
            ));
        }
        uses
    }

    /// All articles, and for each the place of its source in `raws`.
    fn articles(
        &mut self,
        folder: &FolderLines,
        watch: &mut Watch<'_>,
    ) -> Option<(Vec<Article>, Vec<usize>)> {
        let mut all = Vec::new();
        let mut raw_of_article = Vec::new();
        let of = self.raws.len();
        for (raw_idx, raw) in self.raws.iter_mut().enumerate() {
            let progress = Progress {
                stage: Stage::Clean,
                done: raw_idx,
                of,
                path: &raw.path,
            };
            if watch(progress).is_break() {
                return None;
            }
            let made = if self.options.is_plain || raw.format == Format::Record {
                Warned::clean(plain_article(raw).into_iter().collect())
            } else {
                articles(raw, folder)
            };
            // The articles hold the text now.
            raw.body = MappedText::default();
            let file = self.files.entry(raw.path.clone()).or_default();
            let made = made.drain_into(&mut file.diagnostics);
            raw_of_article.resize(raw_of_article.len() + made.len(), raw_idx);
            all.extend(made);
        }
        if let Some(value) = &self.options.published {
            for article in &mut all {
                article.date_hints.push(DateHint::Given(value.clone()));
            }
        }
        Some((all, raw_of_article))
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
                    (None, None) if file.n_members.is_some_and(|n| n > 0) => {
                        let n_files = file.n_members.unwrap_or_default();
                        FileOutcome::Unpacked { n_files }
                    }
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

/// Tells of a step over the whole folder.
fn step(watch: &mut Watch<'_>, stage: Stage) -> Option<()> {
    let progress = Progress {
        stage,
        done: 0,
        of: 1,
        path: "",
    };
    watch(progress).is_continue().then_some(())
}

/// `README.md` and its kin at the top of the folder.
fn is_folder_note(path: &str) -> bool {
    let stem = path.split('.').next().unwrap_or_default().to_lowercase();
    FOLDER_NOTES.contains(&stem.as_str())
}
