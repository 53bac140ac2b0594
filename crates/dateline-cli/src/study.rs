//! `search` and `names`: questions to a corpus, answered as lines and tables.
//!
//! Takes a folder of documents or a pack that `build` wrote; asks the very engine that the page ships.

use crate::{Outcome, input::Input, input::Options, parts};
use corpus_index::{Corpus, Facet};
use corpus_search::{
    DocId, HitFinder, LineSort, SearchRequest, Sort, TellingWord, alike, collocates, concordance,
    keywords, look_up_names, parse, runs, spelt_otherwise,
};
use corpus_view::names_of_list;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct SearchArgs {
    /// Folder of documents, or a corpus that `build` wrote: a pack, or a folder of parts
    corpus: PathBuf,
    /// Query, as in the page's search box
    query: String,
    /// What to print of the documents found
    #[arg(long, value_enum, default_value_t = Show::Texts)]
    show: Show,
    /// Order of the documents
    #[arg(long, value_enum, default_value_t = Order::Relevance)]
    sort: Order,
    /// Order of --show lines
    #[arg(long, value_enum, default_value_t = By::Right)]
    by: By,
    /// How many lines to print
    #[arg(long, default_value_t = 10)]
    limit: usize,
    /// Words on either side that --show lines prints and --show collocates looks at
    #[arg(long, default_value_t = 5)]
    window: usize,
    /// Words in a row for --show runs
    #[arg(long, default_value_t = 3)]
    words: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Show {
    /// Title, outlet, day and the best part of each
    Texts,
    /// Every hit with the words around it (concordance)
    Lines,
    /// Words more frequent in these documents than in the rest (keyness)
    Keywords,
    /// Words that stand beside the hits more often than elsewhere
    Collocates,
    /// Runs of words (n-grams)
    Runs,
    /// Documents like the first one found
    Alike,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Order {
    /// Best first; newest where the query has no words to look for
    Relevance,
    Newest,
    Oldest,
    Outlet,
    Title,
}

impl From<Order> for Sort {
    fn from(order: Order) -> Self {
        match order {
            Order::Relevance => Self::Relevance,
            Order::Newest => Self::Newest,
            Order::Oldest => Self::Oldest,
            Order::Outlet => Self::Outlet,
            Order::Title => Self::Title,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum By {
    /// As the documents stand
    Documents,
    /// The words before the hit, the nearest first
    Left,
    /// The hit itself
    Hit,
    /// The words behind the hit
    Right,
    Outlet,
    /// Day of publication
    Date,
}

impl From<By> for LineSort {
    fn from(by: By) -> Self {
        match by {
            By::Documents => Self::Documents,
            By::Left => Self::Left,
            By::Hit => Self::Hit,
            By::Right => Self::Right,
            By::Outlet => Self::Outlet,
            By::Date => Self::Date,
        }
    }
}

#[derive(clap::Args)]
pub struct NamesArgs {
    /// Folder of documents, or a corpus that `build` wrote: a pack, or a folder of parts
    corpus: PathBuf,
    /// File with one name a line, in UTF-8; of a table the first cell is the name
    names: PathBuf,
}

/// Answers a query.
pub fn search(args: &SearchArgs) -> Outcome {
    let corpus = open(&args.corpus)?;
    let query = parse(&args.query);
    let request = SearchRequest {
        query,
        sort: args.sort.into(),
        ..SearchRequest::default()
    };
    let (found, finder) = corpus_search::search_and_find(&corpus, &request);
    for note in &found.notes {
        eprintln!("{}", note.message);
    }
    for entity in spelt_otherwise(&corpus, &args.query) {
        if let Some(entity) = corpus.entity(entity) {
            let (kind, name, n) = (entity.kind().name(), entity.name(), entity.n_docs());
            eprintln!("{kind}:\"{name}\" is in {n} documents, however spelt");
        }
    }
    let limit = args.limit;
    let table = match args.show {
        Show::Texts => texts(&corpus, &found.docs, &finder, limit),
        Show::Lines => lines(&corpus, &found.docs, &finder, args),
        Show::Keywords => telling(&keywords(&corpus, &found.docs, limit), "log ratio"),
        Show::Collocates => telling(
            &collocates(&corpus, &finder, &found.docs, args.window, limit),
            "log Dice",
        ),
        Show::Runs => {
            let mut out = "occurrences\tdocuments\twords\n".to_owned();
            for run in runs(&corpus, &found.docs, args.words, limit) {
                let _ = writeln!(out, "{}\t{}\t{}", run.n_hits, run.n_docs, run.words);
            }
            out
        }
        Show::Alike => {
            let mut out = String::new();
            if let Some(&first) = found.docs.first() {
                let _ = writeln!(out, "like {}", label(&corpus, first));
                for other in alike(&corpus, first, limit) {
                    let score = f64::from(other.score) / 1000.0;
                    let because = other.because.join(", ");
                    let title = label(&corpus, other.doc);
                    let _ = writeln!(out, "{score:.2}  {title}  ({because})");
                }
            }
            out
        }
    };
    print!("{table}");
    println!("{} of {} documents", found.total(), corpus.n_docs());
    Ok(ExitCode::SUCCESS)
}

/// A table of names: how often each occurs, in how many documents and in which.
pub fn names(args: &NamesArgs) -> Outcome {
    let corpus = open(&args.corpus)?;
    let list = std::fs::read_to_string(&args.names)
        .map_err(|error| format!("cannot read {}: {error}", args.names.display()))?;
    let names = names_of_list(&list);
    let mut out = "name\toccurrences\tdocuments\twhich\n".to_owned();
    for (name, hits) in names
        .iter()
        .zip(look_up_names(&corpus, names.iter().map(String::as_str)))
    {
        let ids: Vec<&str> = hits
            .docs
            .iter()
            .filter_map(|doc| Some(corpus.doc(*doc)?.id()))
            .collect();
        let _ = writeln!(
            out,
            "{name}\t{}\t{}\t{}",
            hits.n_hits,
            ids.len(),
            ids.join(" ")
        );
    }
    print!("{out}");
    Ok(ExitCode::SUCCESS)
}

/// A pack as it is, whole or in parts, or the folder parsed.
pub fn open(path: &Path) -> Result<Corpus, String> {
    let bytes = if parts::is_corpus(path) {
        parts::read(path)?
    } else if path.extension().is_some_and(|end| end == "pack") {
        std::fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?
    } else {
        Input::read(&[path.to_owned()], Options::default())?
            .run
            .pack()
    };
    Corpus::open(bytes).map_err(|error| format!("{}: {error}", path.display()))
}

fn label(corpus: &Corpus, id: DocId) -> String {
    let Some(doc) = corpus.doc(id) else {
        return String::new();
    };
    let day = doc.published().map_or("undated", |p| p.value);
    let outlet = doc.outlet().map_or("", |o| o.name);
    format!("{day:10}  {outlet:20}  {}  [{}]", doc.title(), doc.id())
}

fn texts(corpus: &Corpus, docs: &[DocId], finder: &HitFinder, limit: usize) -> String {
    /// How much text a result shows, in bytes.
    const SNIPPET_BYTES: u32 = 160;
    let mut out = String::new();
    for &id in docs.iter().take(limit) {
        let snippet = finder.snippet(id, SNIPPET_BYTES);
        let text = corpus.text_slice(id, snippet.span).replace('\n', " ");
        let _ = writeln!(out, "{}\n            {text}", label(corpus, id));
    }
    out
}

fn lines(corpus: &Corpus, docs: &[DocId], finder: &HitFinder, args: &SearchArgs) -> String {
    let mut out = String::new();
    for line in concordance(corpus, finder, docs, args.window, args.by.into())
        .into_iter()
        .take(args.limit)
    {
        let text = |span| corpus.text_slice(line.doc, span).replace('\n', " ");
        let outlet = corpus
            .facet_values_of(Facet::Outlet, line.doc)
            .next()
            .map_or("", |value| corpus.facet_value_name(Facet::Outlet, value));
        let _ = writeln!(
            out,
            "{:>50} [{}] {:50}  {outlet}",
            text(line.left).trim(),
            text(line.hit),
            text(line.right).trim(),
        );
    }
    out
}

fn telling(rows: &[TellingWord], effect: &str) -> String {
    let mut out = format!("word\there\telsewhere\tG²\t{effect}\n");
    for row in rows {
        let _ = writeln!(
            out,
            "{}\t{}\t{}\t{:.1}\t{:.2}",
            row.word,
            row.n_here,
            row.n_elsewhere,
            f64::from(row.g2) / 1000.0,
            f64::from(row.effect) / 1000.0
        );
    }
    out
}
