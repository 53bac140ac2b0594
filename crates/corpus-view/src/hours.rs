//! Hours of the days that texts mention, for a view of a few days.
//!
//! Takes the documents found; reads only those that mention one of the days. A mention counts in an hour
//! when the text says one (`14:30`); *in the morning* stays a part of its day.

use crate::brush::Days;
use crate::dates::day_from_iso;
use corpus_model::{DayInterval, DayNumber};
use corpus_search::{Corpus, DateColumns, DocId, DocSet};

/// Views of at most so many days show hours.
pub const HOURS_UP_TO: i32 = 3;

/// How often each hour of `days` is mentioned, from midnight on; nothing for more than a few days.
#[must_use]
pub fn hours(corpus: &Corpus, columns: &DateColumns, docs: &DocSet, days: Days) -> Vec<u32> {
    if days.len() > HOURS_UP_TO {
        return Vec::new();
    }
    let mut counts = vec![0; days.len() as usize * 24];
    let mut docs = docs.clone();
    let wanted = DayInterval {
        begin: Some(days.first),
        end_exclusive: Some(DayNumber(days.last.0 + 1)),
    };
    columns.keep_mentioned(&mut docs, wanted);
    for view in docs.iter().filter_map(|doc| corpus.doc(DocId(doc))) {
        for date in view.dates() {
            let hour = hour_of(date.value).and_then(|(day, hour)| {
                let day = usize::try_from(day.0.checked_sub(days.first.0)?).ok()?;
                counts.get_mut(day * 24 + hour)
            });
            if let Some(n) = hour {
                *n += 1;
            }
        }
    }
    counts
}

/// Day and hour of a TIMEX3 value that names both.
fn hour_of(value: &str) -> Option<(DayNumber, usize)> {
    let (day, time) = value.split_once('T')?;
    let hour: usize = time.get(..2)?.parse().ok()?;
    Some((day_from_iso(day)?.day_number(), hour)).filter(|_| hour < 24)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::parse_days;
    use corpus_index::testing::CorpusBuilder;
    use corpus_index::write_pack;

    #[test]
    fn what_is_said_to_the_hour_lies_in_its_hour() {
        let mut b = CorpusBuilder::new("Hours");
        let _ = b
            .doc(
                "a",
                "",
                "At ten past nine on Monday the bell rang; in the evening it was quiet.",
            )
            .edit(|doc| doc.dates.clear())
            .date("Monday", "2022-01-03")
            .date("ten past nine", "2022-01-03")
            .date("in the evening", "2022-01-03")
            .edit(|doc| {
                doc.dates[1].value = "2022-01-03T09:10".to_owned();
                doc.dates[2].value = "2022-01-03TEV".to_owned();
                doc.dates.sort_by_key(|date| date.span.start);
            });
        let corpus = Corpus::open(write_pack(&b.finish())).unwrap();
        let columns = DateColumns::new(&corpus);
        let all = DocSet::all(1);
        let of = |days: &str| hours(&corpus, &columns, &all, parse_days(days).unwrap());
        let two_days = of("2022-01-02..2022-01-03");
        assert_eq!(two_days.len(), 48);
        assert_eq!((two_days[24 + 9], two_days.iter().sum()), (1, 1));
        assert_eq!(of("2022-01"), [0; 0], "a month has no room for hours");
    }
}
