//! `dateline train`: writes the tables that are learned from data.
//!
//! In: the folder of labelled data. Out: `text-languages.tsv`, the frequencies of runs of letters in the
//! languages that are told apart.

use crate::Outcome;
use corpus_annotate::language::Model;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Args {
    /// Folder of labelled data
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// Folder to write the tables into
    #[arg(short, long, default_value = "crates/corpus-annotate/data")]
    output: PathBuf,
}

/// Languages told apart by letters, with the name of their text in the collection.
pub const LANGUAGES: &[(&str, &str)] = &[
    ("af", "afr"),
    ("ar", "arb"),
    ("az", "azj_latn"),
    ("be", "bel"),
    ("bg", "bul"),
    ("ca", "cat"),
    ("cs", "ces"),
    ("cy", "cym"),
    ("da", "dan"),
    ("de", "deu"),
    ("en", "eng"),
    ("eo", "epo"),
    ("es", "spa"),
    ("et", "est"),
    ("eu", "eus"),
    ("fa", "pes_1"),
    ("fi", "fin"),
    ("fr", "fra"),
    ("ga", "gle"),
    ("gl", "glg"),
    ("hr", "hrv"),
    ("hu", "hun"),
    ("id", "ind"),
    ("is", "isl"),
    ("it", "ita"),
    ("kk", "kaz"),
    ("ky", "kir"),
    ("la", "lat"),
    ("lt", "lit"),
    ("lv", "lav"),
    ("mk", "mkd"),
    ("mn", "khk"),
    ("mt", "mlt"),
    ("nb", "nob"),
    ("nl", "nld"),
    ("pl", "pol"),
    ("ps", "pbu"),
    ("pt", "por_PT"),
    ("ro", "ron"),
    ("ru", "rus"),
    ("sk", "slk"),
    ("sl", "slv"),
    ("so", "som"),
    ("sq", "als"),
    ("sr", "srp_cyrl"),
    ("sv", "swe"),
    ("sw", "swh"),
    ("tg", "tgk"),
    ("tl", "tgl"),
    ("tr", "tur"),
    ("tt", "tat"),
    ("uk", "ukr"),
    ("ur", "urd"),
    ("uz", "uzn_latn"),
    ("vi", "vie"),
];

/// Letters in use that the declaration happens not to hold.
const MORE_LETTERS: &[(&str, &str)] = &[
    ("ru", "ё ё ё"),
    (
        "kk",
        "в в в ё ё ё щ щ щ ъ ъ ъ ь ь ь э э э ю ю ю ч ч ч ф ф ф",
    ),
    ("uk", "ґ ґ ґ"),
    ("be", "ф ф ф"),
];

/// The lines of each language's declaration; empty where the collection is absent.
pub fn declarations(data: &Path) -> BTreeMap<String, Vec<String>> {
    let mut out = BTreeMap::new();
    let Ok(file) = std::fs::File::open(data.join("langid-udhr/udhr2.zip")) else {
        return out;
    };
    let Ok(mut archive) = zip::ZipArchive::new(file) else {
        return out;
    };
    for (tag, name) in LANGUAGES {
        let Ok(mut entry) = archive.by_name(&format!("udhr2/{name}.txt")) else {
            eprintln!("no text of {name} in the collection");
            continue;
        };
        let mut text = String::new();
        if entry.read_to_string(&mut text).is_ok() {
            let lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
            let more = MORE_LETTERS
                .iter()
                .filter(|(t, _)| t == tag)
                .map(|(_, l)| *l);
            let lines = more.chain(lines).map(str::to_owned).collect();
            out.insert((*tag).to_owned(), lines);
        }
    }
    out
}

/// News in Russian and Kazakh beside the declarations, which are of one register: at most this many bytes. English, which
/// shares its letters with most others, takes more.
const NEWS_LEN: usize = 40_000;
const ENGLISH_LEN: u64 = 60_000;

/// News text of a language from the labelled sets; empty where they are absent.
pub fn news(data: &Path) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let mut paths: Vec<PathBuf> = std::fs::read_dir(data.join("ner-factrueval2016/devset"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    let mut russian = String::new();
    for path in paths {
        if russian.len() < NEWS_LEN {
            russian.push_str(&std::fs::read_to_string(path).unwrap_or_default());
            russian.push('\n');
        }
    }
    out.insert("ru".to_owned(), russian);
    let mut kazakh = String::new();
    let words =
        std::fs::read_to_string(data.join("ner-kaznerd/IOB2_valid.txt")).unwrap_or_default();
    for line in words.lines() {
        if kazakh.len() < NEWS_LEN {
            kazakh.push_str(line.split_whitespace().next().unwrap_or_default());
            kazakh.push(' ');
        }
    }
    out.insert("kk".to_owned(), kazakh);
    let mut english = Vec::new();
    if let Ok(file) = std::fs::File::open(data.join("corpus-voa-sentences/sentences.txt.gz")) {
        // A part that could not be unpacked is a part less to learn from.
        let _ = flate2::read::GzDecoder::new(file)
            .take(ENGLISH_LEN)
            .read_to_end(&mut english);
    }
    out.insert(
        "en".to_owned(),
        String::from_utf8_lossy(&english).into_owned(),
    );
    out
}

pub fn run(args: &Args) -> Outcome {
    let news = news(&args.data);
    let texts: BTreeMap<String, String> = declarations(&args.data)
        .into_iter()
        .map(|(tag, lines)| {
            let more = news.get(&tag).map_or("", String::as_str);
            (tag, lines.join("\n") + "\n" + more)
        })
        .collect();
    if texts.is_empty() {
        return Err(format!("no declarations under {}", args.data.display()));
    }
    let path = args.output.join("text-languages.tsv");
    let table = format!(
        "# Runs of letters that are frequent in each language: tag, then weight and runs. Written by `dateline train`\n\
         # from the Universal Declaration of Human Rights (public domain), for English, Russian and Kazakh also from news\n\
         # (Voice of America, public domain; FactRuEval 2016, MIT; KazNERD, CC BY 4.0); frequencies only; `_` stands for a word's end.\n{}",
        Model::table(&texts)
    );
    std::fs::write(&path, table)
        .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    println!("{}: {} languages", path.display(), texts.len());
    Ok(ExitCode::SUCCESS)
}
