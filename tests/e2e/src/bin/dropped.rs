//! How long a dropped folder takes in the tab, and in how much memory.
//!
//! `DATELINE_DIST=dist cargo run -p dateline-e2e --bin dropped [-- N...]` writes N reports of 3,000 characters
//! (default 500 and 5,000) of words of its own, drops them on the built page, and prints seconds to the first
//! results and to the last, the longest time the page did not answer, and the memory of the worker.

use dateline_e2e::Page;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Instant;

const LENGTH: usize = 3_000;
const FIRST: [&str; 10] = [
    "Ann", "Abel", "Mira", "Jonas", "Leila", "Oskar", "Dana", "Pavel", "Irene", "Samuel",
];
const LAST: [&str; 12] = [
    "Marlow",
    "Stone",
    "Weaver",
    "Lindqvist",
    "Okafor",
    "Brandt",
    "Karimova",
    "Novak",
    "Ferrer",
    "Hale",
    "Petrov",
    "Quill",
];
const BODY: [&str; 6] = [
    "Harbour Board",
    "Ministry of Fisheries",
    "Port Lee Council",
    "Northern Lights Company",
    "Coast Guard",
    "Union of Pilots",
];
const MONTH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn main() {
    let counts: Vec<usize> = std::env::args()
        .skip(1)
        .map(|n| n.parse().expect("a number of reports"))
        .collect();
    let counts = if counts.is_empty() {
        vec![500, 5_000]
    } else {
        counts
    };
    println!(
        "# A folder dropped into the tab, headless Chromium: cargo run -p dateline-e2e --bin dropped"
    );
    println!("# Reports of {LENGTH} characters; the aim for 500 is 30 s on two cores.");
    for n in counts {
        let folder = write(n);
        let Some(page) = Page::open("") else {
            std::process::exit(2);
        };
        page.eval(
            "(() => { const Plain = Worker;
                window.Worker = class extends Plain { constructor(url) { super(url);
                    this.addEventListener('message', e => {
                        if (e.data[0] === 'early' && !window.early) window.early = performance.now();
                        if (e.data[0] === 'done') window.memory = e.data[4]; }); } };
                let last = performance.now(); window.gap = 0;
                setInterval(() => { const now = performance.now();
                    window.gap = Math.max(window.gap, now - last); last = now; }, 5);
                return true; })()",
        );
        let start = page.eval("performance.now()").as_f64().unwrap_or_default();
        let began = Instant::now();
        page.drop_paths(std::slice::from_ref(&folder));
        page.wait_until_read();
        let number = |name: &str| page.eval(name).as_f64().unwrap_or_default();
        println!(
            "{n:>6} reports  first results {:>5.1} s  all {:>6.1} s  longest pause {:>5.0} ms  worker {:>5.0} MB",
            (number("window.early || performance.now()") - start) / 1000.0,
            began.elapsed().as_secs_f64(),
            number("window.gap"),
            number("window.memory") / 1_048_576.0,
        );
        println!("        {}", page.text_of(".own-bar .what"));
        let _ = std::fs::remove_dir_all(folder);
    }
}

/// A folder of `n` reports.
fn write(n: usize) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("dateline-dropped-{}-{n}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    for i in 0..n {
        std::fs::write(folder.join(format!("report-{i:05}.txt")), report(i)).expect("a report");
    }
    folder
}

fn report(i: usize) -> String {
    let pick = |list: &[&'static str], k: usize| list[(i * 7 + k * 13 + i / 11) % list.len()];
    let year = 1990 + i % 30;
    let mut text = format!(
        "{} answers the {} on the new pier\n\nPORT LEE, {} {} {year}.\n\n",
        pick(&LAST, 1),
        pick(&BODY, 2),
        i % 28 + 1,
        pick(&MONTH, 3),
    );
    let mut k = 0;
    while text.len() < LENGTH {
        k += 1;
        let _ = write!(
            text,
            "{} {} of the {} said on {} that work on section {k} would begin in {}. \"We have waited {} \
             weeks for an answer,\" {} told reporters in Port Lee. The {} had asked for a second survey \
             by {} {}, and the council of {} Bay agreed to pay for it.\n\n",
            pick(&FIRST, k),
            pick(&LAST, k + 1),
            pick(&BODY, k),
            ["Monday", "Tuesday", "Friday"][k % 3],
            pick(&MONTH, k + 2),
            i % 9 + k,
            pick(&LAST, k + 1),
            pick(&BODY, k + 3),
            i % 27 + 1,
            pick(&MONTH, k + 4),
            pick(&LAST, k + 5),
        );
    }
    text
}
