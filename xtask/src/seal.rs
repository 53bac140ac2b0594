//! Seals a page: what its own policy lets run is listed by hash.
//!
//! The content security policy in `index.html` allows files of the page's own origin only, and that of the
//! one file nothing but itself, so each inline script and style gets its hash listed.

use base64::prelude::{BASE64_STANDARD as BASE64, Engine};
use sha2::{Digest, Sha256};

use crate::Outcome;

/// Where the policy lists what may run, and how the elements are called.
const SOURCES: [(&str, &str); 2] = [("script-src ", "script"), ("style-src ", "style")];

/// What Trunk fills into its reloading script each time it serves the page, and what stands there instead:
/// a script that changed after its hash was listed would not run. The page itself knows both.
const FILLED_WHILE_SERVING: [(&str, &str); 2] = [
    ("'{{__TRUNK_ADDRESS__}}'", "window.location.host"),
    (
        "'{{__TRUNK_WS_BASE__}}'",
        "window.location.pathname.replace(/[^/]*$/, '')",
    ),
];

/// `html` with the hashes of its inline scripts and styles added to the policy.
///
/// # Errors
/// When it has no policy, or a blank that would be filled in later.
pub fn sealed(html: &str) -> Outcome<String> {
    let html = FILLED_WHILE_SERVING
        .iter()
        .fold(html.to_owned(), |html, (blank, own)| {
            html.replace(blank, own)
        });
    if html.contains("{{__TRUNK") {
        return Err(
            "Trunk's reloading script has a blank this version of seal does not know; \
             the page would not reload while served"
                .to_owned(),
        );
    }
    let mut sealed = html.clone();
    for (sources, element) in SOURCES {
        let hashes: Vec<String> = inline(&html, element)
            .into_iter()
            .map(|text| format!("'{}'", source_expression(text.as_bytes())))
            .collect();
        if hashes.is_empty() {
            continue;
        }
        let Some(at) = sealed.find(sources) else {
            return Err(format!(
                "the page has no content security policy with {sources}"
            ));
        };
        let at = at + sources.len();
        for hash in hashes.iter().rev() {
            sealed.insert_str(at, &format!("{hash} "));
        }
    }
    if !sealed.contains(SOURCES[0].0) {
        return Err("the page has no content security policy with script-src".to_owned());
    }
    Ok(sealed)
}

/// The text between the tags of every script or style that stands in the page and is run.
fn inline<'h>(html: &'h str, element: &str) -> Vec<&'h str> {
    let (open, close) = (format!("<{element}"), format!("</{element}"));
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(&open) {
        let Some(open_end) = rest[at..].find('>') else {
            break;
        };
        let tag = &rest[at..at + open_end];
        let body = &rest[at + open_end + 1..];
        let Some(end) = body.find(&close) else {
            break;
        };
        // Data is not run, and needs no leave.
        if !tag.contains(" src=") && !tag.contains("text/plain") {
            found.push(&body[..end]);
        }
        rest = &body[end..];
    }
    found
}

/// `sha256-…`, as policies and integrity attributes write it.
pub fn source_expression(bytes: &[u8]) -> String {
    format!("sha256-{}", BASE64.encode(Sha256::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_are_listed_by_hash() {
        let page = "<meta content=\"script-src 'self'\"><script src=a.js></script>\
                    <script type=\"text/plain\">data</script><script type=module>alert(1)</script>";
        assert_eq!(
            sealed(page).unwrap(),
            page.replace(
                "'self'",
                "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=' 'self'"
            )
        );
    }

    #[test]
    fn inline_styles_are_listed_in_their_own_place() {
        let page = "<meta content=\"script-src 'self'; style-src \"><style>p{}</style>";
        let sealed = sealed(page).unwrap();
        assert!(sealed.contains("style-src 'sha256-") && sealed.contains("script-src 'self'"));
    }

    /// What serving fills in would change the script, and a changed script has no hash in the policy.
    #[test]
    fn nothing_is_left_to_fill_in_while_serving() {
        let page = "<meta content=\"script-src 'self'\"><script>\
                    const address = '{{__TRUNK_ADDRESS__}}'; const base = '{{__TRUNK_WS_BASE__}}';</script>";
        let sealed_page = sealed(page).unwrap();
        assert!(!sealed_page.contains("{{"), "{sealed_page}");
        let script = inline(&sealed_page, "script")[0];
        assert!(sealed_page.contains(&source_expression(script.as_bytes())));
        assert!(sealed(&page.replace("WS_BASE", "NEW_BLANK")).is_err());
    }

    #[test]
    fn a_page_without_policy_is_refused() {
        assert!(sealed("<p>no policy</p>").is_err());
    }
}
