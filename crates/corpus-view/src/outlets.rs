//! Stable colours for outlets.
//!
//! The set has seven colours that stay apart in the common kinds of colour blindness (after Okabe
//! and Ito); the style sheet holds their values for light and dark. Further outlets share the
//! eighth, a grey: beside its name no outlet is known by colour alone.

use corpus_search::sorted_by;

/// Colours there are, the shared one included.
pub const N_OUTLET_COLOURS: u8 = 8;

/// The colour of each outlet, for outlets in order of their whole number of documents.
///
/// Takes `(name, n_docs)` of the whole corpus, so that no filter changes a colour.
#[must_use]
pub fn outlet_slots(outlets: &[(&str, u32)]) -> Vec<u8> {
    let order = sorted_by((0..outlets.len()).collect(), |&a, &b| {
        let (a, b) = (outlets[a], outlets[b]);
        b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0))
    });
    let mut slots = vec![N_OUTLET_COLOURS - 1; outlets.len()];
    // Documents without an outlet take the grey and leave the colours to the others.
    let named = order.into_iter().filter(|&i| !outlets[i].0.is_empty());
    for (i, slot) in named.zip(0..N_OUTLET_COLOURS - 1) {
        slots[i] = slot;
    }
    slots
}

/// Colours for documents that may have several values each: a colour for each of the `tops`, one for
/// documents with more than one of them, and the shared grey for the rest.
///
/// So every document is drawn once, and no value hides behind another.
#[must_use]
pub fn slot_of(values: impl Iterator<Item = u32>, tops: &[u32]) -> u8 {
    let mut slot = N_OUTLET_COLOURS - 1;
    for value in values {
        if let Some(top) = tops.iter().position(|top| *top == value) {
            match slot == N_OUTLET_COLOURS - 1 {
                true => slot = top as u8,
                false => return SEVERAL,
            }
        }
    }
    slot
}

/// The colour of documents with several of the values that have colours of their own.
pub const SEVERAL: u8 = N_OUTLET_COLOURS - 2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn larger_outlets_first_and_the_nameless_grey() {
        let outlets = [("B", 2), ("", 90), ("A", 2), ("C", 5)];
        assert_eq!(outlet_slots(&outlets), [2, 7, 1, 0]);
    }

    #[test]
    fn a_document_with_two_values_is_drawn_once() {
        let slot = |values: &[u32]| slot_of(values.iter().copied(), &[40, 41, 42]);
        assert_eq!(
            [slot(&[7, 41]), slot(&[42, 40]), slot(&[9]), slot(&[])],
            [1, SEVERAL, 7, 7]
        );
    }

    #[test]
    fn more_outlets_than_colours_share_the_last() {
        let names: Vec<String> = (10..30).map(|i| i.to_string()).collect();
        let outlets: Vec<_> = names.iter().map(|name| (name.as_str(), 1)).collect();
        assert_eq!(outlet_slots(&outlets)[5..10], [5, 6, 7, 7, 7]);
    }
}
