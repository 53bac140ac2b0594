//! A lane of the timeline under a changing brush: bars that follow a set of documents.
//!
//! Where each day lies among the bars is worked out once for a zoom. A changed set of documents then costs
//! one step for every interval of the documents that came or went, none for those that stayed; a brush that
//! moves by a day moves few of a hundred thousand.

use crate::bins::{Bins, Dated, Histogram, Place, Tally};
use corpus_search::{DateColumns, DocId, DocSet};

/// One lane.
#[derive(Debug, Clone)]
pub struct Lane {
    bins: Bins,
    /// Where the places of a document begin; one more entry than documents.
    starts: Vec<u32>,
    places: Vec<Place>,
    /// Colour of each document; none for a lane of one colour.
    slots: Vec<u8>,
    shown: DocSet,
    tally: Tally,
}

impl Lane {
    /// The lane of days of publication, each document in its colour.
    #[must_use]
    pub fn published(columns: &DateColumns, bins: Bins, slots: Vec<u8>) -> Self {
        let mut lane = Self::empty(columns, bins, slots);
        for doc in (0..columns.n_docs()).map(DocId) {
            lane.push(columns.published(doc).and_then(|days| Dated::new(days, 0)));
        }
        lane
    }

    /// The lane of days that texts mention, each once a document.
    #[must_use]
    pub fn mentioned(columns: &DateColumns, bins: Bins) -> Self {
        let mut lane = Self::empty(columns, bins, Vec::new());
        for doc in (0..columns.n_docs()).map(DocId) {
            let days = columns.mentioned(doc);
            lane.push(days.filter_map(|days| Dated::new(days, 0)));
        }
        lane
    }

    fn empty(columns: &DateColumns, bins: Bins, slots: Vec<u8>) -> Self {
        Self {
            tally: Tally::new(bins.len()),
            bins,
            starts: vec![0],
            places: Vec::new(),
            slots,
            shown: DocSet::none(columns.n_docs()),
        }
    }

    fn push(&mut self, days: impl IntoIterator<Item = Dated>) {
        let places = days.into_iter().map(|dated| self.bins.place(dated.days));
        self.places.extend(places);
        self.starts.push(self.places.len() as u32);
    }

    /// The places of a document.
    pub(crate) fn places(&self, doc: u32) -> &[Place] {
        let at = |doc: usize| self.starts.get(doc).copied().unwrap_or(0) as usize;
        let (start, end) = (at(doc as usize), at(doc as usize + 1));
        self.places.get(start..end).unwrap_or_default()
    }

    /// The bars.
    #[must_use]
    pub const fn bins(&self) -> &Bins {
        &self.bins
    }

    /// The bars of exactly these documents.
    pub fn show(&mut self, docs: &DocSet) -> Histogram {
        let mut tally = std::mem::replace(&mut self.tally, Tally::new(0));
        for (doc, is_in) in self.shown.changes(docs) {
            let slot = self.slots.get(doc as usize).copied().unwrap_or(0);
            for place in self.places(doc) {
                tally.count(*place, slot, is_in);
            }
        }
        self.tally = tally;
        self.shown = docs.clone();
        self.tally.histogram(&self.bins)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bins::{Grain, histogram};
    use crate::brush::Days;
    use crate::dates::parse_days;
    use corpus_model::{DayInterval, DayNumber};

    /// A generator without dependencies.
    fn rolls() -> impl FnMut(u32) -> u32 {
        let mut seed = 11_u32;
        move |n| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % n
        }
    }

    fn columns(n_docs: u32) -> DateColumns {
        let mut roll = rolls();
        let mut columns = DateColumns::default();
        for _ in 0..n_docs {
            let mut days = || {
                let first = 18_900 + roll(150) as i32;
                let length = [1, 1, 1, 7, 31, 400][roll(6) as usize];
                DayInterval {
                    begin: (roll(20) > 0).then_some(DayNumber(first)),
                    end_exclusive: Some(DayNumber(first + length)),
                }
            };
            let published = Some(days());
            let mentioned = [days(), days(), days()];
            columns.push(published, mentioned);
        }
        columns
    }

    #[test]
    fn a_moving_brush_leaves_the_bars_that_counting_anew_would_give() {
        let columns = columns(300);
        let view = parse_days("2021-10..2022-02").unwrap();
        let mut roll = rolls();
        for grain in [Grain::Day, Grain::Week, Grain::Month] {
            let slots: Vec<u8> = (0..300_u32).map(|doc| (doc % 8) as u8).collect();
            let mut published = Lane::published(&columns, Bins::new(view, grain), slots);
            let mut mentioned = Lane::mentioned(&columns, Bins::new(view, grain));
            for _ in 0..40 {
                let first = DayNumber(18_900 + roll(150) as i32);
                let brush = DayInterval {
                    begin: Some(first),
                    end_exclusive: Some(DayNumber(first.0 + roll(30) as i32)),
                };
                let mut docs = DocSet::all(300);
                columns.keep_published(&mut docs, brush);
                let naive = |days: &dyn Fn(DocId) -> Vec<Dated>| {
                    let items = docs.iter().flat_map(|doc| days(DocId(doc)));
                    histogram(view, grain, items.collect::<Vec<_>>())
                };
                let of_published = naive(&|doc| {
                    let days = columns.published(doc);
                    let slot = (doc.0 % 8) as u8;
                    days.and_then(|days| Dated::new(days, slot))
                        .into_iter()
                        .collect()
                });
                let of_mentioned = naive(&|doc| {
                    columns
                        .mentioned(doc)
                        .filter_map(|days| Dated::new(days, 0))
                        .collect()
                });
                assert_eq!(published.show(&docs), of_published);
                assert_eq!(mentioned.show(&docs), of_mentioned);
            }
        }
    }

    #[test]
    fn nothing_shown_is_empty_bars() {
        let columns = columns(5);
        let view = Days::new(DayNumber(0), DayNumber(3));
        let mut lane = Lane::mentioned(&columns, Bins::new(view, Grain::Day));
        lane.show(&DocSet::all(5));
        let none = lane.show(&DocSet::none(5));
        assert!(none.bins.iter().all(|bin| bin.height() == 0));
        assert_eq!((none.n_before, none.n_after), (0, 0));
    }
}
