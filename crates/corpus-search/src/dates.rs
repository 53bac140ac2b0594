//! The days of all documents in columns: publication, and what the texts mention.
//!
//! Takes an opened corpus once; answers which documents share a day with a stretch, for a brush that
//! changes with every frame. A question costs one walk over two numbers a document, where the pack would be
//! decoded; only of a document whose mentions reach into the stretch, from the first to the last of them,
//! is each looked at.

use crate::bits::DocSet;
use crate::search::share_a_day;
use corpus_index::{Corpus, DocId};
use corpus_model::{DayInterval, DayNumber};

/// Begin and day after the last; the ends of `i32` where one is open.
type Row = (i32, i32);

/// No day at all: ends before it begins.
const NOWHERE: Row = (i32::MAX, i32::MIN);

/// Days by document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateColumns {
    published: Vec<Row>,
    /// Where the intervals of a document begin in `mentioned`; one more entry than documents.
    starts: Vec<u32>,
    mentioned: Vec<Row>,
    /// From the first to the last day that each document mentions: most documents are told by this.
    reaches: Vec<Row>,
    /// The latest day of publication.
    latest: Option<i32>,
}

/// How many things lie on each day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayCounts {
    /// Days, ascending, and how many things lie on them.
    pub days: Vec<(DayNumber, u32)>,
    /// What does not lie on one day, and days so far from the others that they are not counted together.
    pub others: Vec<DayInterval>,
}

/// Days before and behind the latest one that are counted by a table: nearly all that is dated, or named in what is dated.
const COUNTED: (i32, i32) = (32_000, 3000);

impl DateColumns {
    /// Reads the days of every document.
    #[must_use]
    pub fn new(corpus: &Corpus) -> Self {
        let mut columns = Self {
            starts: vec![0],
            ..Self::default()
        };
        for doc in corpus.doc_ids() {
            let published = corpus.published_days(doc);
            columns.push(published, corpus.mentioned_days(doc));
        }
        columns
    }

    /// Without the days that texts mention: of a large corpus in parts these are not there yet.
    #[must_use]
    pub fn published_only(corpus: &Corpus) -> Self {
        let mut columns = Self::default();
        for doc in corpus.doc_ids() {
            columns.push(corpus.published_days(doc), []);
        }
        columns
    }

    /// Appends a document.
    pub fn push(
        &mut self,
        published: Option<DayInterval>,
        mentioned: impl IntoIterator<Item = DayInterval>,
    ) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        let published = published.map_or(NOWHERE, row);
        if published != NOWHERE && published.0 != i32::MIN {
            self.latest = self.latest.max(Some(published.0));
        }
        self.published.push(published);
        let before = self.mentioned.len();
        self.mentioned.extend(mentioned.into_iter().map(row));
        let added = self.mentioned.get(before..).unwrap_or_default();
        let hull = |hull: Row, row: &Row| (hull.0.min(row.0), hull.1.max(row.1));
        self.reaches.push(added.iter().fold(NOWHERE, hull));
        self.starts.push(self.mentioned.len() as u32);
    }

    /// Number of documents.
    #[must_use]
    pub fn n_docs(&self) -> u32 {
        self.published.len() as u32
    }

    /// Number of intervals that texts mention.
    #[must_use]
    pub fn n_mentions(&self) -> u32 {
        self.mentioned.len() as u32
    }

    /// The days a document was published on.
    #[must_use]
    pub fn published(&self, doc: DocId) -> Option<DayInterval> {
        let row = *self.published.get(doc.0 as usize)?;
        (row != NOWHERE).then(|| interval(row))
    }

    /// The days a document mentions, each once.
    pub fn mentioned(&self, doc: DocId) -> impl ExactSizeIterator<Item = DayInterval> + '_ {
        self.mentioned_rows(doc.0).iter().map(|row| interval(*row))
    }

    fn mentioned_rows(&self, doc: u32) -> &[Row] {
        let at = |doc: usize| self.starts.get(doc).copied().unwrap_or(0) as usize;
        let (start, end) = (at(doc as usize), at(doc as usize + 1));
        self.mentioned.get(start..end).unwrap_or_default()
    }

    /// How many of the documents were published on each day.
    #[must_use]
    pub fn count_published(&self, docs: &DocSet) -> DayCounts {
        let published = |doc: u32| {
            let row = self.published.get(doc as usize);
            row.filter(|row| **row != NOWHERE).copied()
        };
        self.count(docs.iter().filter_map(published))
    }

    /// How many of the documents mention each day.
    #[must_use]
    pub fn count_mentioned(&self, docs: &DocSet) -> DayCounts {
        self.count(
            docs.iter()
                .flat_map(|doc| self.mentioned_rows(doc).iter().copied()),
        )
    }

    fn count(&self, rows: impl Iterator<Item = Row>) -> DayCounts {
        let latest = self.latest.unwrap_or(0);
        let first = latest.saturating_sub(COUNTED.0);
        let mut table = vec![0u32; (COUNTED.0 + COUNTED.1) as usize];
        let mut counts = DayCounts::default();
        for (begin, end) in rows {
            // A day before the first is a large number here.
            let place = begin.wrapping_sub(first) as u32 as usize;
            match table.get_mut(place) {
                Some(n) if end.wrapping_sub(begin) == 1 => *n += 1,
                _ => counts.others.push(interval((begin, end))),
            }
        }
        let days = (0..)
            .map(|day| DayNumber(first.saturating_add(day)))
            .zip(table);
        counts.days.extend(days.filter(|(_, n)| *n > 0));
        counts
    }

    /// Keeps the documents whose days of publication share a day with `wanted`.
    pub fn keep_published(&self, docs: &mut DocSet, wanted: DayInterval) {
        let wanted = row(wanted);
        docs.retain(|doc| {
            let days = self.published.get(doc as usize);
            days.is_some_and(|days| *days != NOWHERE && shares(*days, wanted))
        });
    }

    /// Keeps the documents without a known day of publication.
    pub fn keep_undated(&self, docs: &mut DocSet) {
        docs.retain(|doc| self.published.get(doc as usize) == Some(&NOWHERE));
    }

    /// Keeps the documents that mention a day of `wanted`.
    pub fn keep_mentioned(&self, docs: &mut DocSet, wanted: DayInterval) {
        let wanted = row(wanted);
        docs.retain(|doc| {
            let reach = self.reaches.get(doc as usize).copied();
            if reach.is_none_or(|reach| reach == NOWHERE || !shares(reach, wanted)) {
                return false;
            }
            let mut rows = self.mentioned_rows(doc).iter();
            rows.any(|days| shares(*days, wanted))
        });
    }
}

fn row(days: DayInterval) -> Row {
    (
        days.begin.map_or(i32::MIN, |day| day.0),
        days.end_exclusive.map_or(i32::MAX, |day| day.0),
    )
}

fn interval((begin, end): Row) -> DayInterval {
    DayInterval {
        begin: (begin != i32::MIN).then_some(DayNumber(begin)),
        end_exclusive: (end != i32::MAX).then_some(DayNumber(end)),
    }
}

/// As [`share_a_day`]: an open end reaches on for ever.
fn shares(a: Row, b: Row) -> bool {
    let begins_before = |x: Row, y: Row| x.0 == i32::MIN || y.1 == i32::MAX || x.0 < y.1;
    debug_assert_eq!(
        begins_before(a, b) && begins_before(b, a),
        share_a_day(interval(a), interval(b))
    );
    begins_before(a, b) && begins_before(b, a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Filters, SearchRequest, search};
    use corpus_index::testing::opened;

    fn days(first: i32, end: i32) -> DayInterval {
        DayInterval {
            begin: Some(DayNumber(first)),
            end_exclusive: Some(DayNumber(end)),
        }
    }

    #[test]
    fn columns_and_search_keep_the_same_documents() {
        let corpus = opened();
        let columns = DateColumns::new(&corpus);
        let all = || DocSet::all(columns.n_docs());
        let ask = |filters: Filters| -> Vec<u32> {
            let request = SearchRequest {
                filters,
                ..SearchRequest::default()
            };
            let mut docs: Vec<u32> = search(&corpus, &request).docs.iter().map(|d| d.0).collect();
            docs.sort_unstable();
            docs
        };
        for first in (-8000..20_000).step_by(97) {
            for length in [1, 40, 5000] {
                let wanted = days(first, first + length);
                let mut kept = all();
                columns.keep_published(&mut kept, wanted);
                let filters = Filters {
                    published: Some(wanted),
                    ..Filters::default()
                };
                assert_eq!(kept.iter().collect::<Vec<_>>(), ask(filters));
                let mut kept = all();
                columns.keep_mentioned(&mut kept, wanted);
                let filters = Filters {
                    mentioned: Some(wanted),
                    ..Filters::default()
                };
                assert_eq!(kept.iter().collect::<Vec<_>>(), ask(filters));
            }
        }
        let mut kept = all();
        columns.keep_undated(&mut kept);
        let filters = Filters {
            is_undated: true,
            ..Filters::default()
        };
        assert_eq!(kept.iter().collect::<Vec<_>>(), ask(filters));
    }

    #[test]
    fn an_open_end_reaches_every_later_day() {
        let mut columns = DateColumns::default();
        let since = DayInterval {
            begin: Some(DayNumber(10)),
            end_exclusive: None,
        };
        columns.push(None, [since]);
        let kept = |first| {
            let mut docs = DocSet::all(1);
            columns.keep_mentioned(&mut docs, days(first, first + 1));
            docs.len()
        };
        assert_eq!([kept(9), kept(10), kept(99_999)], [0, 1, 1]);
        assert_eq!(columns.published(DocId(0)), None);
        assert_eq!(columns.mentioned(DocId(0)).next(), Some(since));
        assert_eq!(columns.mentioned(DocId(7)).next(), None);
    }

    #[test]
    fn counted_days_are_all_days() {
        let mut columns = DateColumns::default();
        let day = |n: i32| days(n, n + 1);
        let open = DayInterval {
            begin: None,
            end_exclusive: Some(DayNumber(5)),
        };
        columns.push(
            Some(day(19_000)),
            [day(18_990), day(-700_000), days(18_900, 18_931)],
        );
        columns.push(Some(day(19_000)), [day(18_990), day(900_000), open]);
        columns.push(None, [day(18_991)]);
        columns.push(Some(days(18_000, 18_365)), []);
        let all = DocSet::all(4);
        let published = columns.count_published(&all);
        assert_eq!(published.days, [(DayNumber(19_000), 2)]);
        assert_eq!(published.others, [days(18_000, 18_365)]);
        let mentioned = columns.count_mentioned(&all);
        assert_eq!(
            mentioned.days,
            [(DayNumber(18_990), 2), (DayNumber(18_991), 1)]
        );
        assert_eq!(
            mentioned.others,
            [day(-700_000), days(18_900, 18_931), day(900_000), open]
        );
        let mut one = DocSet::none(4);
        one.insert(2);
        assert_eq!(columns.count_published(&one), DayCounts::default());
        assert_eq!(columns.count_mentioned(&one).days, [(DayNumber(18_991), 1)]);
    }
}
