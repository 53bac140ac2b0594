//! Counts by stage for the bundled corpus: a change in any rule shows as a changed number.

use expect_test::expect_file;
use std::path::Path;
use std::process::Command;

#[test]
fn counts_by_stage_are_as_committed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["report", "corpus"])
        .current_dir(&root)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    // `UPDATE_EXPECT=1 cargo test -p dateline-cli` rewrites it: read the diff, say why in the commit.
    expect_file![root.join("tests/golden/report.txt")]
        .assert_eq(&String::from_utf8_lossy(&output.stdout));
}
