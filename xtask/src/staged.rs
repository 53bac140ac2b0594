//! The last step of building the page: what Trunk staged becomes a page that can be sealed, kept offline
//! and carried away as one file.
//!
//! Runs as a Trunk hook after the page is staged and before it is put in place. It adds the corpus's files as
//! they came, shortens the names between programs and scripts, lists the files whose
//! names do not tell their contents, writes `one-file.html`, the list of the service worker (in a page
//! that ships: while one works on it, nothing should be kept), and the hashes of the policy.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::html::{Edits, tags};
use crate::page::{self, Profile};
use crate::{Outcome, names, one_file, seal};

/// The page by itself, with a place left for a corpus.
pub const ONE_FILE: &str = "one-file.html";
/// The corpus's own files, as `build.rs` gathered them. Wanted by few, and by the one file only if asked for.
pub const SOURCES: &str = "sources.zip";
const WORKER: &str = "sw.js";
/// What a page wants soon after its first view.
const LATER: [&str; 2] = ["later.js", "share.css"];
/// The script of the second program, which runs in the page beside the first.
const EXTRAS: &str = "dateline-extras.js";
/// What a browser asks for by these names, whatever they hold.
const ASKED_BY_NAME: [&str; 3] = ["index.html", "manifest.webmanifest", "icon.svg"];

/// A staged file.
pub struct File {
    /// Its path below the page, with `/`.
    pub name: String,
    /// `sha256-…`.
    integrity: String,
    /// The beginning of its hash, for an address that changes with it.
    version: String,
}

impl File {
    /// # Errors
    /// When it cannot be read.
    pub fn of(folder: &Path, name: &str) -> Outcome<Self> {
        let bytes = read(&folder.join(name))?;
        Ok(Self {
            name: name.to_owned(),
            integrity: seal::source_expression(&bytes),
            version: version_of(&bytes),
        })
    }

    /// Whether Trunk put a hash into its name.
    fn is_named_by_contents(&self) -> bool {
        self.name
            .split(['-', '.', '_'])
            .any(|part| part.len() >= 15 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
    }

    /// What the page asks for.
    fn address(&self) -> String {
        if self.name == "index.html" {
            "./".to_owned()
        } else if self.is_named_by_contents() || ASKED_BY_NAME.contains(&self.name.as_str()) {
            self.name.clone()
        } else {
            format!("{}?{}", self.name, self.version)
        }
    }
}

fn version_of(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Finishes the page in the folder named by Trunk's `TRUNK_STAGING_DIR`.
///
/// # Errors
/// When not called by Trunk, when a file cannot be read or written, or when the page has no policy.
pub fn finish() -> Outcome {
    let Some(staged) = std::env::var_os("TRUNK_STAGING_DIR") else {
        return Err("seal is a step of Trunk's build; run cargo xtask build".to_owned());
    };
    let is_shipped = std::env::var_os("TRUNK_PROFILE").is_some_and(|name| name == "release");
    let staged = PathBuf::from(staged);
    let profile = if is_shipped {
        Profile::Page
    } else {
        Profile::Serve
    };
    let sources = page::newest_pack(profile)?.with_file_name(SOURCES);
    if sources.exists() {
        fs::copy(&sources, staged.join(SOURCES))
            .map_err(|error| format!("cannot copy {}: {error}", sources.display()))?;
    }
    finish_in(&staged, is_shipped)
}

fn finish_in(folder: &Path, is_shipped: bool) -> Outcome {
    let page = folder.join("index.html");
    let html = String::from_utf8(read(&page)?).map_err(|_| "index.html is not UTF-8".to_owned())?;
    let worker = folder.join(WORKER);
    let worker_code = read(&worker)?;
    if !is_shipped {
        fs::remove_file(&worker).map_err(|error| format!("{}: {error}", worker.display()))?;
    }

    let html = if is_shipped {
        names::shorten(folder, &names_in(folder)?)?;
        without_remarks(&with_one_sheet(&html, folder)?)
    } else {
        html
    };
    by_itself(&folder.join(EXTRAS))?;
    let mut files = Vec::new();
    for name in names_in(folder)? {
        if name != "index.html" && name != ONE_FILE {
            files.push(File::of(folder, &name)?);
        }
    }
    write(
        &folder.join(ONE_FILE),
        &one_file::assemble(&html, folder, &files)?,
    )?;
    files.push(File::of(folder, ONE_FILE)?);

    let listed: Vec<String> = files
        .iter()
        .filter(|file| !file.is_named_by_contents())
        .filter(|file| !ASKED_BY_NAME.contains(&file.name.as_str()))
        .map(|file| {
            if file.name == WORKER {
                WORKER.to_owned()
            } else {
                file.address()
            }
        })
        .collect();
    let sealed = seal::sealed(&with_listed(&html, &listed.join(" "))?)?;
    write(&page, &sealed)?;
    if is_shipped {
        files.retain(|file| file.name != WORKER);
        files.insert(0, File::of(folder, "index.html")?);
        let is_at_once = |file: &File| {
            let name = file.name.as_str();
            name != ONE_FILE
                && (ASKED_BY_NAME.contains(&name) || sealed.contains(name))
                && !is_listed_only(file)
        };
        let code = String::from_utf8_lossy(&worker_code);
        write(&worker, &worker_script(&files, is_at_once, &code))?;
    }
    Ok(())
}

/// Makes one style sheet of all that the page links: together they compress better, and are asked for once. While
/// one works on the page they stay apart, as they were written.
fn with_one_sheet(html: &str, folder: &Path) -> Outcome<String> {
    let mut edits = Edits::default();
    let (mut style, mut first) = (Vec::new(), None);
    for link in tags(html, "link") {
        if !link.is("rel", "stylesheet") {
            continue;
        }
        let file = folder.join(
            link.attr("href")
                .unwrap_or_default()
                .trim_start_matches("./"),
        );
        style.extend(read(&file)?);
        fs::remove_file(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        first.get_or_insert(link.range.start);
        edits.replace(link.range, "");
    }
    if let Some(first) = first {
        let name = format!(
            "style-{}{}.css",
            version_of(&style),
            version_of(&style[style.len() / 2..])
        );
        edits.replace(
            first..first,
            format!("<link rel=\"stylesheet\" href=\"./{name}\">"),
        );
        fs::write(folder.join(&name), &style)
            .map_err(|error| format!("cannot write {name}: {error}"))?;
    }
    Ok(edits.apply(html))
}

/// The page without what only its authors read: what the tool that shrinks markup leaves of the script inside it, remarks on lines of
/// their own and the space before each line.
fn without_remarks(html: &str) -> String {
    let lines = html.lines().map(str::trim);
    let read: Vec<&str> = lines
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .collect();
    read.join("\n")
}

/// Puts a program's script into a scope of its own: each calls its only variable the same.
fn by_itself(script: &Path) -> Outcome {
    if !script.exists() {
        return Ok(());
    }
    let code = String::from_utf8_lossy(&read(script)?).into_owned();
    let scoped = format!("(()=>{{{code};dateline.startExtras=wasm_bindgen}})()");
    write(script, &scoped)
}

/// Files that are named in the list of the page and linked nowhere: wanted later, if at all.
fn is_listed_only(file: &File) -> bool {
    !file.is_named_by_contents()
        && !ASKED_BY_NAME.contains(&file.name.as_str())
        && !LATER.contains(&file.name.as_str())
}

fn with_listed(html: &str, listed: &str) -> Outcome<String> {
    let metas = tags(html, "meta");
    let Some(meta) = metas.iter().find(|meta| meta.is("name", "dateline-files")) else {
        return Err("index.html has no place for the list of its files".to_owned());
    };
    let mut edits = Edits::default();
    edits.replace(
        meta.range.clone(),
        format!("<meta name=\"dateline-files\" content=\"{listed}\">"),
    );
    Ok(edits.apply(html))
}

/// The service worker with its list in the first line.
fn worker_script(files: &[File], is_at_once: impl Fn(&File) -> bool, code: &str) -> String {
    let entry = |file: &File| format!("[\"{}\",\"{}\"]", file.address(), file.integrity);
    let list = |wanted: bool| {
        let entries = files.iter().filter(|file| is_at_once(file) == wanted);
        entries.map(entry).collect::<Vec<_>>().join(",")
    };
    let lists = format!("FILES=[{}],LATER=[{}]", list(true), list(false));
    let version = version_of(format!("{lists}{code}").as_bytes());
    format!("const VERSION=\"{version}\",{lists};\n{code}")
}

/// Paths of all files below a folder, sorted, with `/`.
fn names_in(folder: &Path) -> Outcome<Vec<String>> {
    let failed = |error: std::io::Error| format!("cannot read {}: {error}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            let below = names_in(&entry.path())?;
            names.extend(below.into_iter().map(|inner| format!("{name}/{inner}")));
        } else {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The files of a built page in one run of bytes, which the command line carries: for each its name, a line
/// feed, its length in decimal digits, a line feed, its bytes.
///
/// # Errors
/// When a file cannot be read.
pub fn archive(folder: &Path) -> Outcome<Vec<u8>> {
    let mut out = Vec::new();
    for name in names_in(folder)? {
        let bytes = read(&folder.join(&name))?;
        out.extend_from_slice(format!("{name}\n{}\n", bytes.len()).as_bytes());
        out.extend_from_slice(&bytes);
    }
    Ok(out)
}

fn read(file: &Path) -> Outcome<Vec<u8>> {
    fs::read(file).map_err(|error| format!("cannot read {}: {error}", file.display()))
}

fn write(file: &Path, text: &str) -> Outcome {
    fs::write(file, text).map_err(|error| format!("cannot write {}: {error}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<meta http-equiv=Content-Security-Policy content=\"script-src 'self'; style-src 'self'\">\
        <meta name=dateline-files content><link rel=stylesheet href=./a-0123456789abcdef.css><link rel=stylesheet href=b-0123456789abcdef.css>\
        <link rel=preload id=program href=./p-0123456789abcdef_bg.wasm>\
        <script defer src=./p-0123456789abcdef.js></script><body></body>";

    fn staged(purpose: &str, is_shipped: bool) -> (PathBuf, String) {
        let name = format!("dateline-staged-{purpose}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(folder.join("models")).unwrap();
        for (name, text) in [
            ("index.html", PAGE),
            ("a-0123456789abcdef.css", "p{}"),
            ("b-0123456789abcdef.css", "b{}"),
            ("p-0123456789abcdef_bg.wasm", "bytes"),
            ("p-0123456789abcdef.js", "let p"),
            ("later.js", "later()"),
            ("icon.svg", "<svg/>"),
            ("models/en.bin", "weights"),
            ("sources.zip", "originals"),
            ("sw.js", "work()"),
        ] {
            fs::write(folder.join(name), text).unwrap();
        }
        finish_in(&folder, is_shipped).unwrap();
        let html = fs::read_to_string(folder.join("index.html")).unwrap();
        (folder, html)
    }

    #[test]
    fn files_have_addresses_that_change_with_them() {
        let (folder, html) = staged("list", true);
        let metas = tags(&html, "meta");
        let list = metas
            .iter()
            .find(|meta| meta.is("name", "dateline-files"))
            .unwrap();
        let list: Vec<&str> = list.attr("content").unwrap().split(' ').collect();
        let names: Vec<&str> = list
            .iter()
            .map(|entry| entry.split('?').next().unwrap())
            .collect();
        assert_eq!(
            names,
            [
                "later.js",
                "models/en.bin",
                "sources.zip",
                "sw.js",
                "one-file.html"
            ]
        );
        assert_eq!(list[3], "sw.js");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn the_service_worker_keeps_what_a_first_view_needs_at_once() {
        let (folder, _) = staged("worker", true);
        let worker = fs::read_to_string(folder.join("sw.js")).unwrap();
        let (at_once, later) = worker.split_once("LATER=").unwrap();
        for name in ["\"./\"", "style-", "_bg.wasm", "icon.svg", "later.js?"] {
            assert!(at_once.contains(name), "{name} in {at_once}");
        }
        for name in ["models/en.bin?", "one-file.html?", "sources.zip?"] {
            assert!(later.contains(name), "{name} in {later}");
        }
        assert!(!worker.contains("[\"sw.js") && worker.ends_with("work()"));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_shipped_page_has_one_style_sheet() {
        let (folder, html) = staged("sheet", true);
        let sheets: Vec<_> = tags(&html, "link")
            .into_iter()
            .filter(|link| link.is("rel", "stylesheet"))
            .map(|link| link.attr("href").unwrap().to_owned())
            .collect();
        assert_eq!(sheets.len(), 1, "{html}");
        assert_eq!(
            fs::read_to_string(folder.join(&sheets[0])).unwrap(),
            "p{}b{}"
        );
        assert!(!folder.join("a-0123456789abcdef.css").exists());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_only_authors_read_is_not_shipped() {
        let script = "<script>// What runs first.\n  const a = 'http://x';\n\n    // Then this:\n    b(a) // now\n</script>";
        assert_eq!(
            without_remarks(script),
            "<script>// What runs first.\nconst a = 'http://x';\nb(a) // now\n</script>"
        );
    }

    #[test]
    fn the_one_file_leaves_the_files_of_the_corpus_out() {
        let (folder, _) = staged("sources", true);
        let one = fs::read_to_string(folder.join(ONE_FILE)).unwrap();
        assert!(one.contains("later.js") && !one.contains(SOURCES));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn nothing_is_kept_while_one_works_on_the_page() {
        let (folder, html) = staged("dev", false);
        assert!(!folder.join("sw.js").exists() && !html.contains("sw.js"));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn an_archive_names_each_file_with_its_length() {
        let folder = std::env::temp_dir().join(format!("dateline-archive-{}", std::process::id()));
        fs::create_dir_all(folder.join("b")).unwrap();
        fs::write(folder.join("a"), "one\n").unwrap();
        fs::write(folder.join("b/c"), "").unwrap();
        assert_eq!(archive(&folder).unwrap(), b"a\n4\none\nb/c\n0\n");
        fs::remove_dir_all(folder).unwrap();
    }
}
