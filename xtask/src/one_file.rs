//! The page as one file: the built page with everything it loads put inside it.
//!
//! Takes the page as Trunk staged it; gives one HTML text without any address of another file. Style
//! sheets become one `<style>`, the program's script one inline script, and what is loaded later, the
//! program itself first, blocks of data: compressed, in base64, unpacked by `src/web/boot.js`. One block is
//! left empty for a corpus; the command line and the page's own "Save as one file" fill it.

use std::io::Write as _;
use std::path::Path;

use base64::prelude::{BASE64_STANDARD as BASE64, Engine};
use flate2::{Compression, write::GzEncoder};

use crate::Outcome;
use crate::html::{Edits, tags};
use crate::seal;
use crate::staged::{File, SOURCES};

/// Where a corpus goes that is not the one the page was built with. `src/web/later.js` and the command
/// line's `site.rs` look for exactly this.
const SLOT: &str =
    "<script type=\"text/plain\" data-file=\"corpus.pack\" data-encoding=\"gzip\"></script>\n";

/// What the one file allows itself: what is inside it. `blob:` is what it made of its own blocks.
const POLICY: &str = "default-src 'none'; script-src 'wasm-unsafe-eval' blob:; style-src ; \
     img-src data:; worker-src blob:; base-uri 'none'; form-action 'none'; \
     require-trusted-types-for 'script'; trusted-types default";

/// Files that belong to a host, not to a page by itself.
const ON_A_HOST_ONLY: [&str; 3] = ["sw.js", "manifest.webmanifest", "icon.svg"];

/// What only a page needs that reads new documents. With the models it is several times the rest, so the page
/// puts it in when it is asked for.
const FOR_NEW_DOCUMENTS: &str = "worker/";

/// Puts the staged page together as one file.
///
/// # Errors
/// When a file cannot be read, or when the page does not look as Trunk is told to write it.
pub fn assemble(html: &str, folder: &Path, files: &[File]) -> Outcome<String> {
    let read = |name: &str| {
        let file = folder.join(name.trim_start_matches("./"));
        std::fs::read(&file).map_err(|error| format!("cannot read {}: {error}", file.display()))
    };
    let text =
        |name: &str| String::from_utf8(read(name)?).map_err(|_| format!("{name} is not UTF-8"));
    let mut edits = Edits::default();
    let mut linked = Vec::new();
    let mut program = None;
    let (mut style, mut first_sheet) = (String::new(), None);

    for link in tags(html, "link") {
        let href = link.attr("href").unwrap_or_default();
        if link.is("rel", "stylesheet") {
            style.push_str(&text(href)?);
            linked.push(href);
            first_sheet.get_or_insert(link.range.start);
        } else if link.is("id", "program") {
            program = Some(href);
        } else if href.starts_with("data:") {
            continue;
        }
        edits.replace(link.range, "");
    }
    for meta in tags(html, "meta") {
        if meta.is("http-equiv", "Content-Security-Policy") {
            edits.replace(
                meta.range,
                format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">"),
            );
        } else if meta.is("name", "dateline-files") {
            edits.replace(meta.range, "<meta name=\"dateline-one-file\" content=\"\">");
        }
    }
    for script in tags(html, "script") {
        let Some(src) = script.attr("src") else {
            continue;
        };
        // The only place where a script's text could end it is within one of its strings.
        let code = text(src)?.replace("</script", "<\\/script");
        linked.push(src);
        edits.replace(script.range, format!("<script>{code}"));
    }
    let (Some(first_sheet), Some(program)) = (first_sheet, program) else {
        return Err("the page links no style sheet or no program".to_owned());
    };
    if style.contains("</style") {
        return Err("a style sheet would end itself inside the one file".to_owned());
    }
    edits.replace(first_sheet..first_sheet, format!("<style>{style}</style>"));

    let mut blocks = SLOT.to_owned();
    blocks.push_str(&block("id=\"program\"", &read(program)?)?);
    linked.push(program);
    for file in files {
        let name = file.name.as_str();
        let is_linked = linked
            .iter()
            .any(|linked| linked.trim_start_matches("./") == name);
        let is_asked_for = name == SOURCES || name.starts_with(FOR_NEW_DOCUMENTS);
        if !is_linked && !ON_A_HOST_ONLY.contains(&name) && !is_asked_for {
            blocks.push_str(&block(&format!("data-file=\"{name}\""), &read(name)?)?);
        }
    }
    let end = html.rfind("</body").unwrap_or(html.len());
    edits.replace(end..end, blocks);
    seal::sealed(&edits.apply(html))
}

fn block(attr: &str, bytes: &[u8]) -> Outcome<String> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    let packed = gzip.write_all(bytes).and_then(|()| gzip.finish());
    let packed = packed.map_err(|error| format!("cannot compress: {error}"))?;
    Ok(format!(
        "<script type=\"text/plain\" {attr} data-encoding=\"gzip\">{}</script>\n",
        BASE64.encode(packed)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_one_file_lies_elsewhere() {
        let folder = std::env::temp_dir().join(format!("dateline-one-file-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in [
            ("a.css", "p{}"),
            ("b.css", "b{}"),
            ("p.js", "let a='</script>'"),
            ("p.wasm", "bytes"),
            ("later.js", "later()"),
            ("sw.js", "worker()"),
        ] {
            std::fs::write(folder.join(name), text).unwrap();
        }
        let html = "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'self'\">\
            <meta name=dateline-files content><link rel=icon href=data:,><link rel=manifest href=m>\
            <link rel=stylesheet href=./a.css><link rel=stylesheet href=b.css>\
            <link rel=preload id=program href=./p.wasm><script defer src=./p.js></script><body><p></body>";
        let files = ["a.css", "b.css", "later.js", "p.js", "p.wasm", "sw.js"]
            .map(|name| File::of(&folder, name).unwrap());
        let one = assemble(html, &folder, &files).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();

        assert_eq!(tags(&one, "link").len(), 1);
        assert!(one.contains("<style>p{}b{}</style>"));
        assert!(one.contains("<script>let a='<\\/script>'</script>"));
        assert!(
            tags(&one, "script")
                .iter()
                .all(|script| script.attr("src").is_none())
        );
        let blocks: Vec<_> = tags(&one, "script")
            .iter()
            .filter(|script| script.is("type", "text/plain"))
            .map(|script| script.attr("data-file").or(script.attr("id")))
            .collect();
        assert_eq!(
            blocks,
            [Some("corpus.pack"), Some("program"), Some("later.js")]
        );
        assert!(one.contains(SLOT));
        assert!(one.contains("script-src 'sha256-") && one.contains("style-src 'sha256-"));
    }
}
