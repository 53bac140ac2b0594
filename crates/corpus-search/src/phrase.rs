//! Where phrases stand, given where their words stand.

use crate::expand::is_match;
use crate::query::Phrase;
use corpus_index::fold::Words;

/// The first and the last word of a place where a phrase stands.
pub(crate) type Place = (u32, u32);

/// Where a phrase stands, given the ascending positions of each of its words. With slop: from each place of the
/// first word to the earliest last word, words in order, at most `slop` others between them.
pub(crate) fn places(positions: &[Vec<u32>], slop: u32, out: &mut Vec<Place>) {
    out.clear();
    let n_words = positions.len() as u32;
    let Some((first, others)) = positions.split_first() else {
        return;
    };
    if slop == 0 {
        // Beginning at the rarest word spares most look-ups.
        let Some((rarest, list)) = (0u32..).zip(positions).min_by_key(|(_, list)| list.len())
        else {
            return;
        };
        'places: for &position in list {
            let Some(start) = position.checked_sub(rarest) else {
                continue;
            };
            let Some(end) = start.checked_add(n_words - 1) else {
                continue;
            };
            for (wanted, list) in (start..=end).zip(positions) {
                if wanted != position && list.binary_search(&wanted).is_err() {
                    continue 'places;
                }
            }
            out.push((start, end));
        }
        return;
    }
    for &start in first {
        let mut at = start;
        let is_complete = others.iter().all(|list| {
            let next = list.partition_point(|&position| position <= at);
            list.get(next).inspect(|&&position| at = position).is_some()
        });
        if is_complete && at - start - (n_words - 1) <= slop {
            out.push((start, at));
        }
    }
}

/// Keeps the beginnings at whose word of that number the word stands whose positions are in `list`. Both ascend.
pub(crate) fn keep_in_row(starts: &mut Vec<u32>, list: &[u32], word: u32) {
    let mut rest = list;
    starts.retain(|start| {
        let wanted = start.saturating_add(word);
        while let [first, behind @ ..] = rest
            && *first < wanted
        {
            rest = behind;
        }
        rest.first() == Some(&wanted)
    });
}

/// The words of a phrase at one of its places, as [`places`] chose them.
pub(crate) fn words_at(positions: &[Vec<u32>], place: Place) -> Vec<u32> {
    let mut at = place.0;
    let mut words = vec![at];
    for list in positions.iter().skip(1) {
        let next = list.partition_point(|&position| position <= at);
        if let Some(&position) = list.get(next) {
            at = position;
            words.push(at);
        }
    }
    words
}

/// Keeps the places of each part that belong to a chain in which every part stands within `distance` words of the
/// next, before or behind it and not upon it.
pub(crate) fn keep_chained(parts: &mut [Vec<Place>], distance: u32) {
    let is_near = |a: &Place, b: &Place| {
        let gap = if b.0 > a.1 {
            b.0 - a.1
        } else if a.0 > b.1 {
            a.0 - b.1
        } else {
            return false;
        };
        gap <= distance
    };
    // Forth, so that each place has a chain before it, and back, so that it has one behind it.
    for i in 1..parts.len() {
        let (before, rest) = parts.split_at_mut(i);
        rest[0].retain(|place| before[i - 1].iter().any(|other| is_near(other, place)));
    }
    for i in (1..parts.len()).rev() {
        let (before, rest) = parts.split_at_mut(i);
        before[i - 1].retain(|place| rest[0].iter().any(|other| is_near(other, place)));
    }
}

/// Whether a label has the words of a phrase.
pub(crate) fn matches_label(phrase: &Phrase, label: &str) -> bool {
    let mut positions = vec![Vec::new(); phrase.words.len()];
    let mut words = Words::new(label);
    let mut folded = String::new();
    let mut position = 0;
    while words.next_into(&mut folded).is_some() {
        for (pattern, list) in phrase.words.iter().zip(&mut positions) {
            if is_match(pattern, &folded) {
                list.push(position);
            }
        }
        position += 1;
    }
    let mut found = Vec::new();
    places(&positions, phrase.slop, &mut found);
    !found.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_phrases() {
        let mut out = Vec::new();
        places(&[vec![1, 5, 9], vec![2, 10], vec![3, 11]], 0, &mut out);
        assert_eq!(out, [(1, 3), (9, 11)]);
        places(&[vec![1, 5], vec![3, 9]], 1, &mut out);
        assert_eq!(out, [(1, 3)]);
        places(&[vec![1, 2], vec![1, 2]], 3, &mut out);
        assert_eq!(out, [(1, 2)]);
        places(&[vec![0], vec![]], 0, &mut out);
        assert_eq!(out, []);
        // Found by fuzzing a damaged pack: the last place there can be.
        places(&[vec![7, u32::MAX]], 0, &mut out);
        assert_eq!(out, [(7, 7), (u32::MAX, u32::MAX)]);
    }

    #[test]
    fn beginnings_stay_where_the_word_follows() {
        let mut starts = vec![0, 4, 7, 9];
        keep_in_row(&mut starts, &[1, 5, 8, 12], 1);
        assert_eq!(starts, [0, 4, 7]);
        keep_in_row(&mut starts, &[6, 7], 2);
        assert_eq!(starts, [4]);
        keep_in_row(&mut starts, &[], 0);
        assert_eq!(starts, []);
    }

    #[test]
    fn chains_need_every_part() {
        let check = |parts: &[Vec<Place>], distance: u32, expected: &[Vec<Place>]| {
            let mut parts = parts.to_vec();
            keep_chained(&mut parts, distance);
            assert_eq!(parts, expected);
        };
        let parts = [vec![(1, 1), (40, 40)], vec![(3, 4), (90, 90)], vec![(8, 8)]];
        check(&parts, 5, &[vec![(1, 1)], vec![(3, 4)], vec![(8, 8)]]);
        check(&parts, 1, &[vec![], vec![], vec![]]);
        // The same word twice is two places.
        check(&[vec![(1, 1)], vec![(1, 1)]], 5, &[vec![], vec![]]);
    }
}
