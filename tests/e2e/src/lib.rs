//! The built page in a real browser, so that tests read like a reader at the page.
//!
//! Takes the folder `DATELINE_DIST` names; serves it from this machine under a path of its own, as
//! a static host would, and opens it in headless Chromium through chromedriver.
//!
//! ```no_run
//! # use dateline_e2e::Page;
//! # fn test() {
//! let Some(page) = Page::open("") else { return };
//! page.type_into("Search", "harbour");
//! page.wait_for_text("2 of 24");
//! assert_eq!(page.texts("article h3"), ["Letter to the harbour master", "Log, 3 May"]);
//! # }
//! ```
//!
//! Find by label, role or visible text. What can be shown natively is shown natively; these are few.

mod driver;
mod page;
mod site;

pub use driver::Browser;
pub use page::{Page, Tab, View};
pub use site::Site;

use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder of the built page, or a visible line saying that the test is skipped.
pub fn dist() -> Option<PathBuf> {
    let named = std::env::var_os("DATELINE_DIST").map(PathBuf::from);
    if named.is_none() {
        // Written to the stream itself: the test runner keeps what the macros print.
        let _ = writeln!(
            std::io::stderr(),
            "skipped: a test of the built page; cargo xtask test builds it and sets DATELINE_DIST"
        );
    }
    named
}

/// Whether this browser is not here; says so, in a visible line.
pub fn is_missing(browser: Browser) -> bool {
    let is_missing = !browser.is_here();
    if is_missing {
        let _ = writeln!(
            std::io::stderr(),
            "skipped: tests in {browser:?}, whose driver is not installed"
        );
    }
    is_missing
}

/// The bundled corpus's own files.
pub fn bundled() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus")
}

/// A new folder below the system's temporary one, with these files; the next run of this program puts its own in
/// its place. Its name is its own as long as this program calls no other one the same.
pub fn folder<P: AsRef<Path>, B: AsRef<[u8]>>(
    name: &str,
    files: impl IntoIterator<Item = (P, B)>,
) -> PathBuf {
    let program = std::env::current_exe().unwrap();
    let folder = std::env::temp_dir()
        .join("dateline-tests")
        .join(program.file_stem().unwrap())
        .join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    for (path, bytes) in files {
        let file = folder.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
    folder
}
