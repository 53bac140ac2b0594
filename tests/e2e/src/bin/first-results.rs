//! How long a visitor waits: milliseconds from navigation to the first list of results.
//!
//! `DATELINE_DIST=dist cargo run -p dateline-e2e --bin first-results [-- N]` opens the built page N
//! times (default 7), each in a fresh browser, and prints the median and the range. The page leaves
//! a mark called `dateline:first-results` on its own timeline when the list stands.

use dateline_e2e::Page;

const MARK: &str = "performance.getEntriesByName('dateline:first-results')";

fn main() {
    let n_loads = std::env::args()
        .nth(1)
        .map_or(7, |n| n.parse().expect("a number of loads"));
    let mut millis = Vec::new();
    for _ in 0..n_loads {
        let Some(page) = Page::open("") else {
            std::process::exit(2);
        };
        page.wait_for("the page's mark", &format!("{MARK}.length > 0"));
        millis.push(
            page.eval(&format!("Math.round({MARK}[0].startTime)"))
                .as_u64()
                .expect("a time"),
        );
    }
    millis.sort_unstable();
    println!(
        "first results after {} ms (median of {n_loads}; {} to {})",
        millis[millis.len() / 2],
        millis.first().expect("one load at least"),
        millis.last().expect("one load at least"),
    );
}
