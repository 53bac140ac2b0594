//! The strip beside a text: where in it something stands, in as many slots as pixels allow.

use corpus_model::Span;
use corpus_search::sorted_by;

/// The slots (ascending, each once) that hold the beginning of one of `spans`.
#[must_use]
pub fn strip(text_len: u32, n_slots: u32, spans: impl IntoIterator<Item = Span>) -> Vec<u32> {
    let last = n_slots.saturating_sub(1);
    let slots = spans
        .into_iter()
        .map(|span| {
            let slot = u64::from(span.start) * u64::from(n_slots) / u64::from(text_len.max(1));
            u32::try_from(slot).unwrap_or(last).min(last)
        })
        .collect();
    let mut slots: Vec<u32> = sorted_by(slots, Ord::cmp);
    slots.dedup();
    slots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_marks_share_few_slots() {
        let spans = (0..1000).map(|i| Span::new(i, i + 1));
        assert_eq!(strip(1000, 4, spans), [0, 1, 2, 3]);
        assert_eq!(strip(10, 5, [Span::new(9, 10), Span::new(90, 99)]), [4]);
        assert_eq!(strip(0, 5, [Span::new(0, 1)]), [0]);
    }
}
