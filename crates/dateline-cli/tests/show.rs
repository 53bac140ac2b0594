//! `dateline show ID --after STAGE`: what each stage added, in its words.
#![allow(clippy::unwrap_used, reason = "test helpers fail by panicking")]

use std::path::PathBuf;
use std::process::Command;

const NOTE: &str = "Pier shut after storm\n\nPORT LEE, 3 May 1921. Captain Ann Marlow said the pier didnâ€™t hold.\n\nRead also\n\n\
    “The pier is closed,” said Ann Marlow. It may open again next week, the harbour office said.\n";

fn show(stage: &str) -> (bool, String) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("show-{stage}"));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("pier.txt"), NOTE).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["show", "pier", "--after", stage, "--folder"])
        .arg(&folder)
        .output()
        .unwrap();
    let said = match output.status.success() {
        true => output.stdout,
        false => output.stderr,
    };
    (output.status.success(), String::from_utf8(said).unwrap())
}

#[track_caller]
fn check(stage: &str, wanted: &[&str]) {
    let (is_well, said) = show(stage);
    assert!(is_well, "{stage}: {said}");
    for wanted in wanted {
        assert!(said.contains(wanted), "{stage} lacks {wanted}:\n{said}");
    }
}

#[test]
fn the_state_after_any_stage_is_shown() {
    check("read", &["didnâ€™t", "Read also"]);
    check("clean", &["⟦-Read also|", "⟦’|â€™; "]);
    check(
        "split",
        &["part 1 of 1 of pier.txt", "⟦Pier shut after storm|title⟧"],
    );
    check(
        "describe",
        &[
            "title      Pier shut after storm",
            "language   en",
            "published  1921-05-03",
        ],
    );
    check(
        "segment",
        &[
            "⟦Pier shut after storm⟧",
            "⟦It may open again next week, the harbour office said.⟧",
        ],
    );
    check("date", &["⟦3 May 1921|1921-05-03⟧", "⟦next week|1921-W19⟧"]);
    check("name", &["⟦Ann Marlow|person⟧"]);
    check("quote", &["⟦“The pier is closed,”|", "ann-marlow"]);
    for stage in ["link", "index"] {
        check(stage, &["⟦Ann Marlow|", "ann-marlow"]);
    }
}

#[test]
fn an_unknown_stage_or_document_is_named() {
    let (is_well, said) = show("guess");
    assert!(!is_well && said.contains("guess"), "{said}");
}
