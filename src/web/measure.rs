//! Marks on the browser's own clock, for benches to read.

use super::window;

/// Notes that something has happened now.
pub fn mark(name: &str) {
    if let Some(performance) = window().performance() {
        // A mark is for whoever measures; the page does without.
        let _ = performance.mark(name);
    }
}
