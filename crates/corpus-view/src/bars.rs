//! Rectangles of a chart as one path: a lane is a handful of nodes, however many bars it has.

use std::fmt::Write as _;

/// A length in pixels, to a tenth.
///
/// Whole numbers do it: the standard formatting of floats would be ten kilobytes of the page.
#[must_use]
pub fn px(length: f64) -> String {
    // A float cast saturates.
    let tenths = (length * 10.0).round() as i32;
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    match rest {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{rest}"),
    }
}

/// `x`, but not below `least` nor above `most`; `least` where the two cross.
///
/// Unlike `f64::clamp` it never panics, and so brings no words for a panic: code that writes any float is 14 kB of wasm.
#[must_use]
pub const fn within(x: f64, least: f64, most: f64) -> f64 {
    x.min(most).max(least)
}

/// A rectangle in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// The `d` of an SVG path that draws all of them; empty ones are left out.
#[must_use]
pub fn bars_path(bars: impl IntoIterator<Item = Bar>) -> String {
    let mut out = String::new();
    for bar in bars {
        if bar.width > 0.0 && bar.height > 0.0 {
            let [x, y, width, height] = [bar.x, bar.y, bar.width, bar.height].map(px);
            // Writing to a `String` does not fail.
            let _ = write!(out, "M{x} {y}h{width}v{height}h-{width}z");
        }
    }
    out
}

/// Height in pixels of `part` of `whole`, at least one pixel where there is anything.
#[must_use]
pub fn bar_height(part: u32, whole: u32, pixels: f64) -> f64 {
    match part {
        0 => 0.0,
        _ => (f64::from(part) / f64::from(whole.max(1)) * pixels).max(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_path_for_all_bars() {
        let bar = |x, height| Bar {
            x,
            y: 10.0 - height,
            width: 4.0,
            height,
        };
        let path = bars_path([bar(0.0, 2.0), bar(5.0, 0.0), bar(10.0, 10.0)]);
        assert_eq!(path, "M0 8h4v2h-4zM10 0h4v10h-4z");
    }

    #[test]
    fn lengths_to_a_tenth() {
        let written = [0.04, 0.05, -1.25, 12.0, 7.96].map(px);
        assert_eq!(written, ["0", "0.1", "-1.3", "12", "8"]);
    }

    #[test]
    fn limits_that_cross_hold_no_trap() {
        assert_eq!(within(5.0, 1.0, 3.0), 3.0);
        assert_eq!(within(-5.0, 1.0, 3.0), 1.0);
        assert_eq!(within(2.0, 3.0, 1.0), 3.0);
        assert_eq!(within(f64::NAN, 1.0, 3.0), 3.0);
    }

    #[test]
    fn a_little_is_never_nothing() {
        assert!(bar_height(1, 100_000, 50.0) >= 1.0);
        assert!(bar_height(0, 10, 50.0) == 0.0);
        assert!(bar_height(10, 10, 50.0) == 50.0);
    }
}
