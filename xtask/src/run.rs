//! Runs long commands so that a person can follow them.
//!
//! Takes a command and a log file; the command's output goes to the log, and every quarter of a
//! minute one line says how long it has been running and what it printed last. A failure quotes the
//! end of the log and names it.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Outcome;

/// How long a silent command may be followed before a sign of life is due.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);
const POLL: Duration = Duration::from_millis(100);
const LINES_QUOTED_ON_FAILURE: usize = 30;

/// Runs `command` to its end with its output in `log`, which is added to, not replaced.
///
/// # Errors
/// When the command cannot be started, ends with failure, or runs longer than `limit`.
pub fn logged(label: &str, command: &mut Command, log: &Path, limit: Option<Duration>) -> Outcome {
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(log)
        .map_err(|error| format!("cannot write the log {}: {error}", log.display()))?;
    // The log explains itself; failing to say so is no reason to stop.
    let _ = writeln!(file, "\n$ {}", shown(command));
    let (out, err) = match (file.try_clone(), file.try_clone()) {
        (Ok(out), Ok(err)) => (out, err),
        (Err(error), _) | (_, Err(error)) => {
            return Err(format!("cannot write the log {}: {error}", log.display()));
        }
    };
    let begin = file.seek(SeekFrom::End(0)).unwrap_or(0);

    let mut child = command
        .stdin(Stdio::null())
        .stdout(out)
        .stderr(err)
        .spawn()
        .map_err(|error| format!("cannot run {}: {error}", shown(command)))?;
    let started = Instant::now();
    let mut next_sign = SIGN_OF_LIFE;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) => {}
            Err(error) => return Err(format!("lost sight of {}: {error}", shown(command))),
        }
        let elapsed = started.elapsed();
        if limit.is_some_and(|limit| elapsed > limit) {
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("{label}: no end after {}, stopped", span(elapsed)));
        }
        if elapsed > next_sign {
            next_sign += SIGN_OF_LIFE;
            println!(
                "      {label}: {}, {}",
                span(elapsed),
                last_line(log, begin)
            );
        }
        thread::sleep(POLL);
    };
    if status.success() {
        return Ok(());
    }
    Err(format!(
        "{label} failed ({status}): {}\n{}\nthe whole log: {}",
        shown(command),
        tail(log, begin, LINES_QUOTED_ON_FAILURE),
        log.display()
    ))
}

/// The standard output of a short command, or nothing when it fails or is missing.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}

/// A length of time as a person says it.
pub fn span(time: Duration) -> String {
    let seconds = time.as_secs();
    match (seconds / 60, seconds % 60) {
        (0, 0) => format!("{} ms", time.as_millis()),
        (0, seconds) => format!("{seconds} s"),
        (minutes, seconds) => format!("{minutes} min {seconds:02} s"),
    }
}

/// The command as one could type it; environment left out.
fn shown(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for arg in command.get_args() {
        line.push(' ');
        line.push_str(&arg.to_string_lossy());
    }
    line
}

/// The last line with something on it since byte `begin`, shortened for a status line.
fn last_line(log: &Path, begin: u64) -> String {
    let end = tail(log, begin, 1);
    match end.trim() {
        "" => "nothing printed yet".to_owned(),
        line => line.chars().take(90).collect(),
    }
}

/// The last `n_lines` lines with something on them since byte `begin`.
fn tail(log: &Path, begin: u64, n_lines: usize) -> String {
    let mut bytes = Vec::new();
    let read = File::open(log).and_then(|mut file| {
        file.seek(SeekFrom::Start(begin))?;
        file.read_to_end(&mut bytes)
    });
    if read.is_err() {
        return String::new();
    }
    let text = String::from_utf8_lossy(&bytes);
    let mut lines: Vec<&str> = text
        .split(['\n', '\r'])
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .rev()
        .take(n_lines)
        .collect();
    lines.reverse();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_spoken() {
        assert_eq!(span(Duration::from_millis(340)), "340 ms");
        assert_eq!(span(Duration::from_secs(59)), "59 s");
        assert_eq!(span(Duration::from_secs(125)), "2 min 05 s");
    }
}
