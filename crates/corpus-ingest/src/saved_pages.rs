//! Pages that a browser saved "complete": a page and, beside it, a folder of what it needs to look as it did.
//!
//! In: the path of a file and whether the folder has another. Out: the page that the file belongs to. Frames
//! of advertisers and scripts are no documents, although some of them are pages or texts.

/// How browsers call the folder that goes with `page.html`.
const ENDINGS: [&str; 5] = ["_files", ".files", "-Dateien", "_fichiers", "_archivos"];

/// The page whose folder the file called `path` lies in.
pub(crate) fn page_of(path: &str, has: impl Fn(&str) -> bool) -> Option<String> {
    let mut from = 0;
    while let Some(at) = path.get(from..)?.find('/') {
        let folder = path.get(..from + at)?;
        for ending in ENDINGS {
            let Some(page) = folder.strip_suffix(ending).filter(|p| !p.ends_with('/')) else {
                continue;
            };
            let found = ["html", "htm", "xhtml"]
                .iter()
                .map(|extension| format!("{page}.{extension}"))
                .find(|page| has(page));
            if found.is_some() {
                return found;
            }
        }
        from += at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, page: Option<&str>) {
        let files = ["news/Tolls rise.html", "b.htm", "c.txt"];
        assert_eq!(page_of(path, |p| files.contains(&p)).as_deref(), page);
    }

    #[test]
    fn files_beside_a_saved_page_belong_to_it() {
        check(
            "news/Tolls rise_files/saved_resource.html",
            Some("news/Tolls rise.html"),
        );
        check("b.files/x/frame.htm", Some("b.htm"));
        check("c_files/note.txt", None);
        check("my_files/note.txt", None);
        check("news/Tolls rise.html", None);
        check("_files/a.txt", None);
    }
}
