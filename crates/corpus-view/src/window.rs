//! Which rows of a long list stand on the screen.
//!
//! Rows have one known height, so a list of any length costs as much as the screen shows.

/// Rows to render, and where they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Window {
    /// First row.
    pub first: u32,
    /// One past the last row.
    pub end: u32,
}

/// The rows that a viewport touches, and `overscan` more on either side.
///
/// Lengths in CSS pixels; anything negative or not a number counts as nothing.
#[must_use]
pub fn window(
    n_rows: u32,
    row_height: f64,
    scroll_top: f64,
    viewport_height: f64,
    overscan: u32,
) -> Window {
    let height = row_height.max(1.0);
    // A float cast saturates, and takes NaN for 0.
    let first = (scroll_top.max(0.0) / height).floor() as u32;
    let end = ((scroll_top.max(0.0) + viewport_height.max(0.0)) / height).ceil() as u32;
    let end = end.saturating_add(overscan).min(n_rows);
    Window {
        first: first.saturating_sub(overscan).min(end),
        end,
    }
}

/// How many times a list is longer than what may be scrolled: 1 unless it has hundreds of thousands of rows.
///
/// Browsers stop at some 16 to 33 million pixels, and draw badly before.
#[must_use]
pub fn shrink(n_rows: u32, row_height: f64) -> f64 {
    const MOST: f64 = 8_000_000.0;
    (f64::from(n_rows) * row_height / MOST).max(1.0)
}

/// The scroll position that brings `row` wholly into view; `None` if it is there already.
#[must_use]
pub fn scroll_to_show(
    row: u32,
    row_height: f64,
    scroll_top: f64,
    viewport_height: f64,
) -> Option<f64> {
    let top = f64::from(row) * row_height;
    if top < scroll_top {
        return Some(top);
    }
    let bottom = top + row_height;
    (bottom > scroll_top + viewport_height).then(|| (bottom - viewport_height).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(n_rows: u32, scroll_top: f64, rows: std::ops::Range<u32>) {
        let got = window(n_rows, 10.0, scroll_top, 35.0, 1);
        assert_eq!(got.first..got.end, rows);
    }

    #[test]
    fn covers_what_is_seen_and_one_more() {
        check(100, 0.0, 0..5);
        check(100, 14.0, 0..6);
        check(100, 50.0, 4..10);
        check(100, 990.0, 98..100);
    }

    #[test]
    fn a_list_shorter_than_the_screen_and_one_scrolled_too_far() {
        check(2, 0.0, 0..2);
        check(0, 0.0, 0..0);
        check(3, 900.0, 3..3);
        check(3, f64::NAN, 0..3);
        check(3, -40.0, 0..3);
    }

    #[test]
    fn a_million_rows_fit_and_a_thousand_stay_as_they_are() {
        assert!(shrink(1000, 30.0) == 1.0);
        assert!(1_000_000.0 * 48.0 / shrink(1_000_000, 48.0) <= 8_000_000.0);
    }

    #[test]
    fn the_chosen_row_is_brought_into_view() {
        assert_eq!(scroll_to_show(2, 10.0, 0.0, 35.0), None);
        assert_eq!(scroll_to_show(3, 10.0, 0.0, 35.0), Some(5.0));
        assert_eq!(scroll_to_show(0, 10.0, 12.0, 35.0), Some(0.0));
    }
}
