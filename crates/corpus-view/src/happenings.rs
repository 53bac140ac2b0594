//! What happened when: every day a text mentions, with the sentence that mentions it, in order of days.
//!
//! Takes an opened corpus once and notes where each mention stands; which of them a view shows is one walk
//! over a list that is in order already. Texts are cut from the pack when a row is seen.
//!
//! The day a report carries in its dateline says when it was written, not what happened, and is left out;
//! so are a length of time and whatever names no day.

use crate::bins::Dated;
use crate::brush::Days;
use crate::dates::{DateShape, date_shape};
use corpus_model::{Span, TimexType};
use corpus_search::{Corpus, DateView, DocId, DocSet, DocView};

/// One mention of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happening {
    /// The days it may lie on.
    pub days: Days,
    /// The document.
    pub doc: DocId,
    /// Which of the document's date expressions.
    pub date: u32,
}

/// All mentions of days of a corpus, earliest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Happenings(Vec<Happening>);

impl Happenings {
    /// Reads the date expressions of every document.
    #[must_use]
    pub fn new(corpus: &Corpus) -> Self {
        let mut found = Vec::new();
        for doc in corpus.doc_ids() {
            if let Some(view) = corpus.doc(doc) {
                of_document(&view, &mut found);
            }
        }
        // By first day; those of one day stay in the order of documents and places.
        let mut order: Vec<u64> = (0..)
            .zip(&found)
            .map(|(i, happening): (u32, &Happening)| {
                let day = happening.days.first.0 as u32 ^ (1 << 31);
                u64::from(day) << 32 | u64::from(i)
            })
            .collect();
        order.sort_unstable();
        let place = |key: u64| found.get(key as u32 as usize).copied();
        Self(order.into_iter().filter_map(place).collect())
    }

    /// Those of some documents, and of some days.
    #[must_use]
    pub fn of(&self, docs: &DocSet, days: Option<Days>) -> Vec<Happening> {
        let is_wanted = |happening: &&Happening| {
            docs.contains(happening.doc.0) && days.is_none_or(|days| happening.days.overlaps(days))
        };
        self.0.iter().filter(is_wanted).copied().collect()
    }
}

fn of_document(view: &DocView<'_>, out: &mut Vec<Happening>) {
    let dateline = view.dateline().map(|dateline| dateline.span);
    let byline = view.byline();
    let is_about_itself = |span: Span| {
        [dateline, byline]
            .into_iter()
            .flatten()
            .any(|other| other.contains(span))
    };
    let mut sentences = view.sentences();
    let mut sentence = sentences.next();
    let mut said: Vec<Days> = Vec::new();
    for (idx, date) in (0..).zip(view.dates()) {
        while sentence.is_some_and(|sentence| sentence.end <= date.span.start) {
            sentence = sentences.next();
            said.clear();
        }
        let is_day = matches!(date.kind, TimexType::Date | TimexType::Time);
        let days = date.interval.filter(|_| is_day);
        let days = days.and_then(|days| Dated::new(days, 0));
        let Some(days) = days.map(|dated| dated.days) else {
            continue;
        };
        // A sentence that says a day twice says it once.
        if !is_about_itself(date.span) && !said.contains(&days) {
            said.push(days);
            out.push(Happening {
                days,
                doc: view.doc_id(),
                date: idx,
            });
        }
    }
}

/// A mention in words.
#[derive(Debug, Clone)]
pub struct Told<'c> {
    /// The document.
    pub doc: DocView<'c>,
    /// The date expression.
    pub date: DateView<'c>,
    /// The sentence it stands in.
    pub sentence: Span,
}

impl<'c> Told<'c> {
    /// Reads a mention from the corpus it was found in.
    #[must_use]
    pub fn read(corpus: &'c Corpus, happening: &Happening) -> Option<Self> {
        let doc = corpus.doc(happening.doc)?;
        let date = doc.dates().nth(happening.date as usize)?;
        let sentence = doc
            .sentences()
            .find(|sentence| sentence.end > date.span.start);
        let sentence = sentence.filter(|sentence| sentence.start <= date.span.start);
        let sentence = sentence.unwrap_or(date.span);
        Some(Self {
            doc,
            date,
            sentence,
        })
    }

    /// The sentence on one line.
    #[must_use]
    pub fn sentence(&self) -> String {
        let text = self.doc.slice(self.sentence);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The days as finely as they are known.
    #[must_use]
    pub fn shape(&self) -> DateShape {
        date_shape(self.date.value, self.date.interval)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::dates::{days_text, parse_days};
    use corpus_index::testing::opened;

    /// All mentions as `days doc words`.
    pub(crate) fn lines(corpus: &Corpus, found: &[Happening]) -> Vec<String> {
        let line = |happening: &Happening| {
            let told = Told::read(corpus, happening).unwrap();
            let written = told.doc.slice(told.date.span);
            format!("{} {} {written}", days_text(happening.days), told.doc.id())
        };
        found.iter().map(line).collect()
    }

    #[test]
    fn days_stand_in_order_and_the_dateline_is_no_happening() {
        let corpus = opened();
        let all = DocSet::all(corpus.n_docs() as u32);
        let found = Happenings::new(&corpus).of(&all, None);
        assert_eq!(
            lines(&corpus, &found),
            [
                "1951-03-01..1951-03-31 g-background March 1951",
                "1960-01-01..1960-12-31 g-background 1960",
                "1998-01-01..1998-12-31 g-background 1998",
                "2022-01-05 a-strike Wednesday",
                "2022-01-07 a-strike Friday",
                "2022-01-07 b-answer Friday",
                "2022-02-01..2022-02-28 c-fair February",
            ]
        );
    }

    #[test]
    fn documents_and_days_filter_them() {
        let corpus = opened();
        let mut docs = DocSet::none(corpus.n_docs() as u32);
        docs.insert(0);
        docs.insert(2);
        let found = Happenings::new(&corpus).of(&docs, parse_days("2022-01-06..2022-02-01"));
        let found = lines(&corpus, &found);
        assert_eq!(
            found,
            [
                "2022-01-07 a-strike Friday",
                "2022-02-01..2022-02-28 c-fair February"
            ]
        );
    }

    #[test]
    fn a_mention_is_told_by_its_sentence() {
        let corpus = opened();
        let all = DocSet::all(corpus.n_docs() as u32);
        let found = Happenings::new(&corpus).of(&all, parse_days("2022-01-05"));
        let told = Told::read(&corpus, &found[0]).unwrap();
        assert!(told.sentence().contains("on Wednesday"));
        assert!(
            !told.sentence().contains("Friday"),
            "one sentence, not its neighbours"
        );
    }
}
