//! Studies of the documents found: which, in what order and about what, as the address has it; frequency over
//! time; and every table as a file.
//!
//! Counting is done in `corpus-search`. What stands here is what a screen adds to it: keys of the address, bars and
//! lines, rows in another order, queries that a row leads to.

use crate::bars::px;
use crate::bins::{Bins, Place};
use crate::brush::{Days, civil};
use crate::export::{CSV_START, put_csv_line};
use corpus_search::{
    Alike, Corpus, DateColumns, DocId, DocSet, Line, LineSort, NameHits, Run, TellingWord,
};
use std::cmp::Reverse;
use std::fmt::Write as _;

/// What is asked of the documents found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StudyKind {
    /// Every hit in its line.
    #[default]
    Lines,
    /// How often, over time, several queries beside each other.
    Time,
    /// Words that tell these documents from the rest.
    Keywords,
    /// Words that stand beside the hits.
    Collocates,
    /// Words in a row.
    Runs,
    /// A list of the reader's names.
    Names,
    /// Documents like one of them.
    Alike,
}

impl StudyKind {
    /// In the order of the menu; texts alike are asked for at a text.
    pub const MENU: [Self; 6] = [
        Self::Lines,
        Self::Time,
        Self::Keywords,
        Self::Collocates,
        Self::Runs,
        Self::Names,
    ];

    /// The value in the address.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::Time => "time",
            Self::Keywords => "keywords",
            Self::Collocates => "collocates",
            Self::Runs => "runs",
            Self::Names => "names",
            Self::Alike => "alike",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        let mut all = Self::MENU.into_iter().chain([Self::Alike]);
        all.find(|kind| kind.key() == key)
    }
}

/// Orders of lines and their names in the address.
const ORDERS: [(LineSort, &str); 6] = [
    (LineSort::Documents, ""),
    (LineSort::Left, "left"),
    (LineSort::Hit, "hit"),
    (LineSort::Right, "right"),
    (LineSort::Outlet, "outlet"),
    (LineSort::Date, "date"),
];

/// What orders a table of telling words, the most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TellingOrder {
    /// How sure it is.
    #[default]
    G2,
    /// How large it is.
    Effect,
    /// How often it is.
    Here,
}

impl TellingOrder {
    const KEYS: [(Self, &'static str); 3] =
        [(Self::G2, ""), (Self::Effect, "effect"), (Self::Here, "n")];
}

/// A study, as the address has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Study {
    /// Which.
    pub kind: StudyKind,
    /// Order of the lines.
    pub order: LineSort,
    /// Order of telling words.
    pub by: TellingOrder,
    /// Queries beside that of the search box, four at most.
    pub compared: Vec<String>,
    /// Whether hits are counted in a thousand words, instead of documents.
    pub is_per_words: bool,
    /// Words on either side, or in a row; 0 for the usual.
    pub span: u8,
    /// The document that others are compared with, by its id.
    pub like: String,
}

impl Study {
    /// Queries beside that of the search box.
    pub const MOST_COMPARED: usize = 4;

    /// A study of that kind, everything else as usual.
    #[must_use]
    pub fn of(kind: StudyKind) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }

    /// Words on either side that collocates are sought among.
    #[must_use]
    pub fn window(&self) -> usize {
        match self.span {
            0 => 5,
            span => usize::from(span.min(20)),
        }
    }

    /// Words of a run.
    #[must_use]
    pub fn run_length(&self) -> usize {
        match self.span {
            0 => 3,
            span => usize::from(span.clamp(2, 6)),
        }
    }

    /// Takes a key of the address; whether it is one of a study.
    pub(crate) fn read(&mut self, key: &str, value: &str) -> bool {
        match key {
            "study" => self.kind = StudyKind::from_key(value).unwrap_or_default(),
            "order" => {
                let found = ORDERS.into_iter().find(|(_, key)| *key == value);
                self.order = found.map_or(LineSort::default(), |(order, _)| order);
            }
            "by" => {
                let found = TellingOrder::KEYS
                    .into_iter()
                    .find(|(_, key)| *key == value);
                self.by = found.map_or(TellingOrder::default(), |(by, _)| by);
            }
            "compare" if self.compared.len() < Self::MOST_COMPARED => {
                self.compared.push(value.to_owned());
            }
            "compare" => {}
            "per" => self.is_per_words = value == "words",
            "span" => self.span = value.parse().unwrap_or(0),
            "like" => value.clone_into(&mut self.like),
            _ => return false,
        }
        true
    }

    /// Hands on every key that is not as usual.
    pub(crate) fn write(&self, put: &mut impl FnMut(&str, &str)) {
        if self.kind != StudyKind::default() {
            put("study", self.kind.key());
        }
        let order = ORDERS.iter().find(|(order, _)| *order == self.order);
        if let Some((_, key)) = order.filter(|(_, key)| !key.is_empty()) {
            put("order", key);
        }
        let by = TellingOrder::KEYS.iter().find(|(by, _)| *by == self.by);
        if let Some((_, key)) = by.filter(|(_, key)| !key.is_empty()) {
            put("by", key);
        }
        for query in self.compared.iter().take(Self::MOST_COMPARED) {
            put("compare", query);
        }
        if self.is_per_words {
            put("per", "words");
        }
        if self.span > 0 {
            put("span", &self.span.to_string());
        }
        if !self.like.is_empty() {
            put("like", &self.like);
        }
    }
}

/// Puts telling words in another order; ties stay as they were.
pub fn sort_telling(rows: &mut [TellingWord], by: TellingOrder) {
    match by {
        TellingOrder::G2 => rows.sort_by_key(|row| Reverse(row.g2)),
        TellingOrder::Effect => rows.sort_by_key(|row| Reverse(row.effect)),
        TellingOrder::Here => rows.sort_by_key(|row| Reverse(row.n_here)),
    }
}

/// The query that finds a word, or words in a row, by the letter.
#[must_use]
pub fn query_of_words(words: &str) -> String {
    match words.contains(|c: char| !c.is_alphanumeric()) {
        true => format!("\"{}\"", words.replace(['"', '“', '”', '„', '«', '»'], " ")),
        false => format!("={words}"),
    }
}

/// The query that finds a word near another query's hits; where these are not all of one kind, in the same texts.
#[must_use]
pub fn query_beside(query: &str, word: &str, window: usize) -> String {
    let query = query.trim();
    let is_whole = |open: char, close: char| {
        let inner = query
            .strip_prefix(open)
            .and_then(|query| query.strip_suffix(close));
        inner.is_some_and(|inner| !inner.contains([open, close]))
    };
    let is_one = !query.contains([' ', ':', '-']) || is_whole('"', '"') || is_whole('(', ')');
    match is_one {
        true => format!("{query} NEAR/{window} {}", query_of_words(word)),
        false => format!("{query} {}", query_of_words(word)),
    }
}

/// How often one query's words occur, bar by bar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Series {
    /// Documents.
    pub n_docs: Vec<u32>,
    /// Hits.
    pub n_hits: Vec<u32>,
}

/// How often several queries' words occur, bar by bar. A document counts where its whole publication date lies
/// in one bar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OverTime {
    /// The days of each bar.
    pub days: Vec<Days>,
    /// Words of all documents of a bar, whether a query finds them or not.
    pub n_words: Vec<u32>,
    /// One for each query.
    pub series: Vec<Series>,
    /// Documents found that have no day, or none that is fine enough for one bar.
    pub n_left_out: u32,
}

impl OverTime {
    /// Counts: `all` are the documents that could be found, `found` for each query its documents with their hits.
    #[must_use]
    pub fn new(
        corpus: &Corpus,
        columns: &DateColumns,
        bins: &Bins,
        all: &DocSet,
        found: &[Vec<(DocId, u32)>],
    ) -> Self {
        let n = bins.len();
        let bar_of = |doc: DocId| -> Option<usize> {
            let days = columns.published(doc)?;
            let last = days.end_exclusive?.0.checked_sub(1)?;
            let days = Days::new(days.begin?, corpus_model::DayNumber(last));
            let place = bins.place(days);
            let is_in_one = place.first == place.last && place.share == 1000;
            (is_in_one && place.share != Place::OUTSIDE).then_some(usize::from(place.first))
        };
        let add = |counts: &mut Vec<u32>, bar: usize, n: u32| {
            if let Some(count) = counts.get_mut(bar) {
                *count = count.saturating_add(n);
            }
        };
        let lengths = corpus.doc_lengths();
        let mut n_words = vec![0; n];
        for doc in all.iter() {
            if let Some(bar) = bar_of(DocId(doc)) {
                add(&mut n_words, bar, lengths.get(doc as usize));
            }
        }
        let mut left_out = DocSet::none(corpus.n_docs() as u32);
        let count = |found: &Vec<(DocId, u32)>| {
            let mut series = Series {
                n_docs: vec![0; n],
                n_hits: vec![0; n],
            };
            for &(doc, n_hits) in found {
                match bar_of(doc) {
                    Some(bar) => {
                        add(&mut series.n_docs, bar, 1);
                        add(&mut series.n_hits, bar, n_hits);
                    }
                    None => left_out.insert(doc.0),
                }
            }
            series
        };
        let series = found.iter().map(count).collect();
        Self {
            days: (0..n).map(|bar| bins.days(bar)).collect(),
            n_words,
            series,
            n_left_out: left_out.len(),
        }
    }

    /// What is drawn of a query in a bar, in thousandths: documents, or hits in a thousand words.
    #[must_use]
    pub fn value(&self, series: usize, bar: usize, is_per_words: bool) -> u32 {
        let Some(series) = self.series.get(series) else {
            return 0;
        };
        let at = |counts: &[u32]| u64::from(counts.get(bar).copied().unwrap_or(0));
        let value = match is_per_words {
            false => at(&series.n_docs) * 1000,
            true => at(&series.n_hits) * 1_000_000 / at(&self.n_words).max(1),
        };
        u32::try_from(value).unwrap_or(u32::MAX)
    }

    /// The highest of all values.
    #[must_use]
    pub fn highest(&self, is_per_words: bool) -> u32 {
        let bars = 0..self.days.len();
        let values = bars.flat_map(|bar| {
            (0..self.series.len()).map(move |series| self.value(series, bar, is_per_words))
        });
        values.max().unwrap_or(0)
    }

    /// The `d` of an SVG path through one query's values, in a drawing of this width and height.
    #[must_use]
    pub fn path(&self, series: usize, is_per_words: bool, width: f64, height: f64) -> String {
        let highest = f64::from(self.highest(is_per_words).max(1));
        let step = width / self.days.len().max(1) as f64;
        let mut out = String::new();
        for bar in 0..self.days.len() {
            let value = f64::from(self.value(series, bar, is_per_words));
            let (x, y) = (
                (bar as f64 + 0.5) * step,
                height - value / highest * (height - 4.0) - 1.0,
            );
            let command = if bar == 0 { 'M' } else { 'L' };
            let _ = write!(out, "{command}{} {}", px(x), px(y));
        }
        out
    }
}

/// The names of a list: one a line, in its order, each once. Of a table the first cell.
#[must_use]
pub fn names_of_list(list: &str) -> Vec<String> {
    /// More than anybody reads the answer to.
    const MOST: usize = 50_000;
    let mut seen = std::collections::BTreeSet::new();
    list.trim_start_matches('\u{feff}')
        .lines()
        .filter_map(|line| {
            let cell = line.split(['\t', ';']).next().unwrap_or_default();
            let name = cell.trim().trim_matches('"').trim();
            (!name.is_empty() && seen.insert(name)).then(|| name.to_owned())
        })
        .take(MOST)
        .collect()
}

/// A number in thousandths with so many decimals, two at most three, as files have it.
fn decimal(thousandths: i64, decimals: u32) -> String {
    let unit = 10_i64.pow(3 - decimals.min(3));
    let rounded = (thousandths.abs() + unit / 2) / unit;
    let one = 1000 / unit;
    let sign = if thousandths < 0 && rounded > 0 {
        "-"
    } else {
        ""
    };
    match decimals {
        0 => format!("{sign}{rounded}"),
        _ => format!(
            "{sign}{}.{:0width$}",
            rounded / one,
            rounded % one,
            width = decimals as usize
        ),
    }
}

/// Lines as CSV, with their documents.
#[must_use]
pub fn lines_csv(corpus: &Corpus, lines: &[Line]) -> String {
    let mut out = CSV_START.to_owned();
    let head = [
        "before",
        "hit",
        "after",
        "outlet",
        "published",
        "title",
        "document",
    ];
    put_csv_line(&mut out, head);
    for line in lines {
        let Some(doc) = corpus.doc(line.doc) else {
            continue;
        };
        let text = |span| one_line(corpus.text_slice(line.doc, span));
        put_csv_line(
            &mut out,
            [
                text(line.left).as_str(),
                &text(line.hit),
                &text(line.right),
                doc.outlet().map_or("", |outlet| outlet.name),
                doc.published().map_or("", |published| published.value),
                doc.title(),
                doc.id(),
            ],
        );
    }
    out
}

/// A piece of text without the line breaks of its page.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Telling words as CSV; `effect` names the size of the effect.
#[must_use]
pub fn telling_csv(rows: &[TellingWord], effect: &str) -> String {
    let mut out = CSV_START.to_owned();
    put_csv_line(
        &mut out,
        ["word", "here", "elsewhere", "log_likelihood_g2", effect],
    );
    for row in rows {
        put_csv_line(
            &mut out,
            [
                row.word.as_str(),
                &row.n_here.to_string(),
                &row.n_elsewhere.to_string(),
                &decimal(row.g2.into(), 1),
                &decimal(row.effect.into(), 2),
            ],
        );
    }
    out
}

/// Runs of words as CSV.
#[must_use]
pub fn runs_csv(rows: &[Run]) -> String {
    let mut out = CSV_START.to_owned();
    put_csv_line(&mut out, ["words", "occurrences", "documents"]);
    for row in rows {
        let (n_hits, n_docs) = (row.n_hits.to_string(), row.n_docs.to_string());
        put_csv_line(&mut out, [row.words.as_str(), &n_hits, &n_docs]);
    }
    out
}

/// Names of a list with what was found of each, as CSV.
#[must_use]
pub fn names_csv(corpus: &Corpus, names: &[String], found: &[NameHits]) -> String {
    let mut out = CSV_START.to_owned();
    put_csv_line(&mut out, ["name", "occurrences", "documents", "which"]);
    for (name, hits) in names.iter().zip(found) {
        let ids: Vec<&str> = hits
            .docs
            .iter()
            .filter_map(|doc| Some(corpus.doc(*doc)?.id()))
            .collect();
        put_csv_line(
            &mut out,
            [
                name.as_str(),
                &hits.n_hits.to_string(),
                &ids.len().to_string(),
                &ids.join(" "),
            ],
        );
    }
    out
}

/// Texts alike as CSV.
#[must_use]
pub fn alike_csv(corpus: &Corpus, rows: &[Alike]) -> String {
    let mut out = CSV_START.to_owned();
    put_csv_line(&mut out, ["cosine", "title", "outlet", "document", "words"]);
    for row in rows {
        let Some(doc) = corpus.doc(row.doc) else {
            continue;
        };
        put_csv_line(
            &mut out,
            [
                decimal(row.score.into(), 3).as_str(),
                doc.title(),
                doc.outlet().map_or("", |outlet| outlet.name),
                doc.id(),
                &row.because.join(" "),
            ],
        );
    }
    out
}

/// Frequency over time as CSV: for each bar documents, hits and hits in a thousand words of each query.
#[must_use]
pub fn over_time_csv(over_time: &OverTime, queries: &[String]) -> String {
    let mut out = CSV_START.to_owned();
    let mut head = vec!["first_day".to_owned(), "last_day".to_owned()];
    for query in queries {
        for what in ["documents", "hits", "hits per 1000 words"] {
            head.push(format!("{query}: {what}"));
        }
    }
    put_csv_line(&mut out, head.iter().map(String::as_str));
    for (bar, days) in over_time.days.iter().enumerate() {
        let mut cells = vec![civil(days.first).to_string(), civil(days.last).to_string()];
        for (i, series) in over_time.series.iter().enumerate() {
            let at = |counts: &[u32]| counts.get(bar).copied().unwrap_or(0).to_string();
            cells.push(at(&series.n_docs));
            cells.push(at(&series.n_hits));
            cells.push(decimal(over_time.value(i, bar, true).into(), 3));
        }
        put_csv_line(&mut out, cells.iter().map(String::as_str));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bins::Grain;
    use crate::url::{Open, UrlState};
    use corpus_index::testing::opened;
    use corpus_search::{HitFinder, concordance, parse, search_and_find};

    fn found(corpus: &Corpus, query: &str) -> (Vec<DocId>, HitFinder) {
        let request = corpus_search::SearchRequest {
            query: parse(query),
            ..Default::default()
        };
        let (result, finder) = search_and_find(corpus, &request);
        (result.docs, finder)
    }

    #[test]
    fn a_study_survives_the_address() {
        let study = Study {
            kind: StudyKind::Time,
            order: LineSort::Right,
            by: TellingOrder::Effect,
            compared: vec!["a b".to_owned(), "=c&d".to_owned()],
            is_per_words: true,
            span: 4,
            like: "x/y#1".to_owned(),
        };
        let state = UrlState {
            query: "q".to_owned(),
            open: Open::Study(study),
            ..UrlState::default()
        };
        assert_eq!(
            state.to_fragment(),
            "q=q&view=study&study=time&order=right&by=effect&compare=a+b&compare=%3Dc%26d&per=words&span=4&like=x/y%231"
        );
        assert_eq!(UrlState::from_fragment(&state.to_fragment()), state);
        for kind in StudyKind::MENU {
            let open = Open::Study(Study::of(kind));
            let state = UrlState {
                open,
                ..UrlState::default()
            };
            assert_eq!(UrlState::from_fragment(&state.to_fragment()), state);
        }
    }

    #[test]
    fn more_queries_than_are_drawn_are_left_out() {
        let state =
            UrlState::from_fragment("view=study&compare=a&compare=b&compare=c&compare=d&compare=e");
        let Open::Study(study) = state.open else {
            panic!("a study");
        };
        assert_eq!(study.compared, ["a", "b", "c", "d"]);
    }

    #[test]
    fn a_row_leads_to_the_words_by_the_letter() {
        assert_eq!(query_of_words("harbour"), "=harbour");
        assert_eq!(
            query_of_words("the harbour's \"mole\""),
            "\"the harbour's  mole \""
        );
        assert_eq!(query_beside("strike", "port", 5), "strike NEAR/5 =port");
        assert_eq!(query_beside("\"a b\"", "c", 2), "\"a b\" NEAR/2 =c");
        assert_eq!(
            query_beside("\"a b\" \"c d\"", "e", 2),
            "\"a b\" \"c d\" =e"
        );
        assert_eq!(query_beside("a -b", "c", 5), "a -b =c");
    }

    #[test]
    fn every_collocate_is_found_by_its_row() {
        let corpus = opened();
        let (docs, finder) = found(&corpus, "strike");
        for row in corpus_search::collocates(&corpus, &finder, &docs, 5, 20) {
            let (near, _) = found(&corpus, &query_beside("strike", &row.word, 5));
            assert!(!near.is_empty(), "{}", row.word);
        }
    }

    #[test]
    fn frequencies_add_up_to_the_documents_found() {
        let corpus = opened();
        let columns = DateColumns::new(&corpus);
        let (docs, finder) = found(&corpus, "the");
        assert!(docs.len() > 2);
        let counted: Vec<_> = docs
            .iter()
            .map(|doc| (*doc, finder.hits(*doc).len() as u32))
            .collect();
        let n_hits: u32 = counted.iter().map(|(_, n)| n).sum();
        let view = crate::dates::parse_days("1900-01-01..2030-12-31").unwrap();
        let all = DocSet::all(corpus.n_docs() as u32);
        let over_time = OverTime::new(
            &corpus,
            &columns,
            &Bins::new(view, Grain::Decade),
            &all,
            &[counted, Vec::new()],
        );
        let series = &over_time.series[0];
        let n_drawn: u32 = series.n_docs.iter().sum();
        assert_eq!(n_drawn + over_time.n_left_out, docs.len() as u32);
        assert!(series.n_hits.iter().sum::<u32>() <= n_hits);
        assert_eq!(over_time.series[1].n_docs.iter().sum::<u32>(), 0);
        let bar = series.n_docs.iter().position(|n| *n > 0).unwrap();
        assert_eq!(over_time.value(0, bar, false), series.n_docs[bar] * 1000);
        let per = u64::from(series.n_hits[bar]) * 1_000_000 / u64::from(over_time.n_words[bar]);
        assert_eq!(u64::from(over_time.value(0, bar, true)), per);
        assert!(over_time.path(0, false, 100.0, 50.0).starts_with('M'));
        let csv = over_time_csv(&over_time, &["the".to_owned(), "no".to_owned()]);
        assert_eq!(csv.matches("\r\n").count(), over_time.days.len() + 1);
    }

    #[test]
    fn lines_are_written_with_their_documents() {
        let corpus = opened();
        let (docs, finder) = found(&corpus, "strike");
        let lines = concordance(&corpus, &finder, &docs, 6, LineSort::Documents);
        let csv = lines_csv(&corpus, &lines);
        assert_eq!(csv.matches("\r\n").count(), lines.len() + 1, "{csv}");
        assert!(csv.contains("a-strike"), "{csv}");
    }

    #[test]
    fn a_list_is_read_line_by_line() {
        assert_eq!(
            names_of_list("\u{feff}Ann Lee\r\n\n  \"Port Ash\" ;12\nAnn Lee\nÉva\t3\n"),
            ["Ann Lee", "Port Ash", "Éva"]
        );
        assert!(names_of_list(" \n\t\n").is_empty());
    }

    #[test]
    fn numbers_of_files_have_their_decimals() {
        assert_eq!(decimal(12_345, 1), "12.3");
        assert_eq!(decimal(-1_995, 2), "-2.00");
        assert_eq!(decimal(7, 3), "0.007");
        assert_eq!(decimal(-4, 2), "0.00");
    }

    #[test]
    fn telling_words_stand_in_the_order_asked_for() {
        let row = |word: &str, n_here, g2, effect| TellingWord {
            word: word.to_owned(),
            n_here,
            n_elsewhere: 0,
            g2,
            effect,
        };
        let mut rows = [row("a", 9, 3, 1), row("b", 2, 2, 3), row("c", 3, 1, 2)];
        let words =
            |rows: &[TellingWord]| rows.iter().map(|row| row.word.clone()).collect::<String>();
        sort_telling(&mut rows, TellingOrder::Effect);
        assert_eq!(words(&rows), "bca");
        sort_telling(&mut rows, TellingOrder::Here);
        assert_eq!(words(&rows), "acb");
        sort_telling(&mut rows, TellingOrder::G2);
        assert_eq!(words(&rows), "abc");
    }
}
