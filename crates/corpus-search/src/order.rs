//! One sort for all: every sort of a type of its own adds kilobytes to the page.

use std::cmp::Ordering;

/// The items in order; equal ones stay as they were.
#[must_use]
pub fn sorted_by<T>(items: Vec<T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let order = order(
        items.len(),
        &|a, b| match (items.get(a as usize), items.get(b as usize)) {
            (Some(a), Some(b)) => compare(a, b),
            _ => Ordering::Equal,
        },
    );
    let mut slots: Vec<Option<T>> = items.into_iter().map(Some).collect();
    order
        .into_iter()
        .filter_map(|i| slots.get_mut(i as usize)?.take())
        .collect()
}

fn order(n: usize, compare: &dyn Fn(u32, u32) -> Ordering) -> Vec<u32> {
    let mut order: Vec<u32> = (0..n as u32).collect();
    order.sort_unstable_by(|&a, &b| compare(a, b).then(a.cmp(&b)));
    order
}

/// Two numbers as one that sorts like the pair.
#[inline]
pub(crate) const fn pair(upper: u32, lower: u32) -> u64 {
    (upper as u64) << 32 | lower as u64
}

/// The two numbers of a [`pair`].
#[inline]
pub(crate) const fn unpair(pair: u64) -> (u32, u32) {
    ((pair >> 32) as u32, pair as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_items_stay_as_they_were() {
        let words = vec!["bb", "a", "cc", "b"];
        let sorted = sorted_by(words, |a, b| a.len().cmp(&b.len()));
        assert_eq!(sorted, ["a", "b", "bb", "cc"]);
        assert_eq!(unpair(pair(3, 9)), (3, 9));
    }
}
