//! Everything that must hold, in one command.
//!
//! Runs every step even when one fails, counts what cargo and the browser report, and ends with one
//! line, `N passed, N failed`. A step without tests of its own, such as formatting, counts as one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{fs, thread};

use crate::page::{self, Profile};
use crate::tools::{self, Need};
use crate::wasm_target::TARGET;
use crate::{Outcome, js, place, run, size};

/// A step that hangs must not hang the whole.
const PATIENCE: Duration = Duration::from_secs(25 * 60);

/// What a step, or all of them, came to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    n_passed: u32,
    n_failed: u32,
    n_ignored: u32,
    /// What was left out, in the tests' own words, with how often they said so.
    skipped: BTreeMap<String, u32>,
}

impl Tally {
    fn one(is_passed: bool) -> Self {
        Self {
            n_passed: is_passed.into(),
            n_failed: (!is_passed).into(),
            ..Self::default()
        }
    }

    fn add(&mut self, other: Self) {
        self.n_passed += other.n_passed;
        self.n_failed += other.n_failed;
        self.n_ignored += other.n_ignored;
        for (line, count) in other.skipped {
            *self.skipped.entry(line).or_default() += count;
        }
    }
}

/// Runs all steps.
///
/// # Errors
/// When anything failed; the last line printed before is the count.
pub fn run_all() -> Outcome {
    let started = Instant::now();
    let mut total = Tally::default();
    if let Err(message) = tools::set_up(Need::Tests) {
        // What does not need the missing tool is still worth knowing.
        println!("{message}\n");
        total.add(Tally::one(false));
    }

    // The page compiles into folders of its own, so it need not wait for the native build.
    let (native, built) = thread::scope(|scope| {
        let built = scope.spawn(|| {
            let mut built = build_page();
            built.add(build_module());
            built
        });
        let native = run_native();
        (native, built.join())
    });
    total.add(native);
    total.add(built.unwrap_or_else(|_| Tally::one(false)));
    total.add(weigh_page());
    total.add(run_in_browser());
    total.add(run_end_to_end());

    report_left_out(&total);
    println!("all of it took {}", run::span(started.elapsed()));
    println!("{} passed, {} failed", total.n_passed, total.n_failed);
    if total.n_failed == 0 {
        Ok(())
    } else {
        Err(FAILED.to_owned())
    }
}

/// The error of a run whose every failure has been told already.
pub const FAILED: &str = "";

fn run_native() -> Tally {
    let mut total = Tally::default();
    let mut fmt = native_cargo();
    fmt.args(["fmt", "--all", "--check"]);
    total.add(step("formatting", fmt));

    let mut clippy = native_cargo();
    clippy.args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]);
    total.add(step("clippy", clippy));

    let mut tests = native_cargo();
    tests.args([
        "test",
        "--workspace",
        "--exclude",
        "dateline-e2e",
        "--no-fail-fast",
    ]);
    tests.args(["--", "--show-output"]);
    total.add(test_step("native tests", tests));
    total
}

fn build_page() -> Tally {
    let started = Instant::now();
    let outcome = page::page_folder("test").and_then(|dist| page::bundle(Profile::Page, &dist));
    announce(
        "page built as it ships",
        started,
        &Tally::one(outcome.is_ok()),
    );
    if let Err(message) = &outcome {
        println!("{message}");
    }
    Tally::one(outcome.is_ok())
}

/// The engine as a module, for the test that uses it in a page.
fn build_module() -> Tally {
    let started = Instant::now();
    let outcome = page::page_folder("js").and_then(|folder| js::write_to(&folder));
    announce(
        "module for other pages",
        started,
        &Tally::one(outcome.is_ok()),
    );
    if let Err(message) = &outcome {
        println!("{message}");
    }
    Tally::one(outcome.is_ok())
}

/// The page must not grow beyond what the project allows itself.
fn weigh_page() -> Tally {
    let title = "bytes shipped";
    match page::page_folder("test").and_then(|dist| size::measuring(&dist, &[])) {
        Ok(command) => step(title, command),
        Err(message) => failed(title, &message),
    }
}

fn run_in_browser() -> Tally {
    let command = tools::command("cargo").map(|mut cargo| {
        cargo
            .args([
                "test",
                "--package",
                "dateline-web",
                "--target",
                TARGET,
                "--no-fail-fast",
            ])
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                "wasm-bindgen-test-runner",
            )
            // With the dependencies' debug information the tests of the page are 170 MB to read.
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
        cargo.envs(tools::browser_variables());
        in_repo(cargo)
    });
    match command {
        Ok(command) => test_step("tests in the browser", command),
        Err(message) => failed("tests in the browser", &message),
    }
}

fn run_end_to_end() -> Tally {
    let mut cargo = native_cargo();
    cargo.args(["test", "--package", "dateline-e2e", "--no-fail-fast"]);
    cargo.args(["--", "--show-output"]);
    match page::page_folder("test") {
        Ok(dist) => cargo.env("DATELINE_DIST", dist),
        Err(message) => return failed("end-to-end tests", &message),
    };
    match page::page_folder("js") {
        Ok(module) => cargo.env("DATELINE_JS", module),
        Err(message) => return failed("end-to-end tests", &message),
    };
    cargo.env("DATELINE_PICTURES", place::repo().join("target/pictures"));
    cargo.envs(tools::browser_variables());
    test_step("end-to-end tests of the built page", cargo)
}

fn native_cargo() -> Command {
    in_repo(Command::new("cargo"))
}

fn in_repo(mut command: Command) -> Command {
    command
        .current_dir(place::repo())
        .env("CARGO_TERM_COLOR", "never");
    command
}

/// A step that passes or fails as a whole.
fn step(title: &str, command: Command) -> Tally {
    let Ran {
        outcome, started, ..
    } = run_step(title, command);
    if let Err(message) = &outcome {
        println!("{message}\n");
    }
    let tally = Tally::one(outcome.is_ok());
    announce(title, started, &tally);
    tally
}

/// A step whose log tells how many tests passed.
fn test_step(title: &str, command: Command) -> Tally {
    let Ran {
        outcome,
        log,
        text,
        started,
    } = run_step(title, command);
    let mut tally = count(&text);
    if let Err(message) = &outcome {
        let told = failures(&text);
        if tally.n_failed == 0 || told.is_empty() {
            // It did not compile, or it died without a count.
            tally.n_failed = tally.n_failed.max(1);
            println!("{message}\n");
        } else {
            println!("{}\nthe whole log: {}\n", told.join("\n"), log.display());
        }
    }
    announce(title, started, &tally);
    tally
}

/// What became of a step.
struct Ran {
    outcome: Outcome,
    log: PathBuf,
    /// What it printed.
    text: String,
    started: Instant,
}

fn run_step(title: &str, mut command: Command) -> Ran {
    println!("      {title} …");
    let started = Instant::now();
    let (outcome, log) = match place::build_log(&title.replace(' ', "-")) {
        Ok(log) => {
            let _ = fs::remove_file(&log);
            (run::logged(title, &mut command, &log, Some(PATIENCE)), log)
        }
        Err(message) => (Err(message), PathBuf::new()),
    };
    let text = read_lossy(&log).unwrap_or_default();
    Ran {
        outcome,
        log,
        text,
        started,
    }
}

fn read_lossy(file: &Path) -> Option<String> {
    fs::read(file)
        .ok()
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

fn failed(title: &str, message: &str) -> Tally {
    println!("{title}: {message}");
    Tally::one(false)
}

fn announce(title: &str, started: Instant, tally: &Tally) {
    let verdict = if tally.n_failed == 0 {
        "ok    "
    } else {
        "FAILED"
    };
    println!(
        "{verdict} {title}: {} passed, {} failed, {}",
        tally.n_passed,
        tally.n_failed,
        run::span(started.elapsed())
    );
}

fn report_left_out(total: &Tally) {
    if total.n_ignored > 0 {
        println!("{} ignored", total.n_ignored);
    }
    for (line, count) in &total.skipped {
        println!("{line} ({count} times)");
    }
}

/// Adds up the lines `test result: ok. 3 passed; 0 failed; 1 ignored; …` and the tests' own
/// lines about what they skipped.
fn count(log: &str) -> Tally {
    let mut tally = Tally::default();
    for line in log.lines() {
        if let Some((_, counts)) = line.split_once("test result: ") {
            tally.n_passed += number_before(counts, " passed");
            tally.n_failed += number_before(counts, " failed");
            tally.n_ignored += number_before(counts, " ignored");
        }
        // The runner's own output may stand before it on the same line.
        if let Some(at) = line.find("skipped: ") {
            *tally
                .skipped
                .entry(line[at..].trim().to_owned())
                .or_default() += 1;
        }
    }
    tally
}

fn number_before(counts: &str, word: &str) -> u32 {
    let Some((before, _)) = counts.split_once(word) else {
        return 0;
    };
    before
        .rsplit([' ', ';'])
        .next()
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

/// What the tests say of their failures: the names, and the first lines each printed.
fn failures(log: &str) -> Vec<&str> {
    const LINES_EACH: usize = 25;
    let mut told = Vec::new();
    let (mut is_among_failures, mut n_left) = (false, 0);
    for line in log.lines() {
        // What passed is quoted as well, under a heading of its own.
        match line {
            "failures:" => is_among_failures = true,
            "successes:" => is_among_failures = false,
            _ if line.starts_with("test result:") => is_among_failures = false,
            _ => {}
        }
        if !is_among_failures {
            n_left = 0;
        } else if line.starts_with("---- ") && line.ends_with(" ----") {
            n_left = LINES_EACH;
        }
        let is_verdict = line.starts_with("test ") && line.ends_with(" FAILED");
        if is_verdict || n_left > 0 {
            told.push(line);
            n_left = n_left.saturating_sub(1);
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_added_over_all_results() {
        let log = "running 3 tests\n\
                   test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n\
                   test result: FAILED. 12 passed; 2 failed; 0 ignored; 0 filtered out\n";
        let tally = count(log);
        assert_eq!(
            (tally.n_passed, tally.n_failed, tally.n_ignored),
            (15, 2, 1)
        );
    }

    #[test]
    fn skipped_tests_are_told_once_with_their_number() {
        let log = "test a ... skipped: no samples here\nok\nskipped: no samples here\n";
        assert_eq!(
            count(log).skipped,
            BTreeMap::from([("skipped: no samples here".to_owned(), 2)])
        );
    }

    #[test]
    fn failures_are_quoted_and_successes_are_not() {
        let log = "test a ... ok\ntest b ... FAILED\n\nsuccesses:\n\n---- a stdout ----\nfine\n\
                   failures:\n---- b stdout ----\nleft is not right\nfailures:\n    b\n\
                   test result: FAILED. 1 passed; 1 failed; 0 ignored\n";
        let told = failures(log);
        assert_eq!(
            told,
            [
                "test b ... FAILED",
                "---- b stdout ----",
                "left is not right",
                "failures:",
                "    b"
            ]
        );
    }
}
