//! Fits the content security policy to the page Trunk has just staged.
//!
//! Trunk starts the page, and reloads it while serving, by small inline scripts. The policy in
//! `index.html` allows the page's own files only, so each inline script gets its hash listed.
//! Runs as a Trunk hook after the page is staged and before it is put in place.

use std::path::PathBuf;

use base64::prelude::{BASE64_STANDARD as BASE64, Engine};
use sha2::{Digest, Sha256};

use crate::Outcome;

/// Where the policy lists what may run.
const SCRIPT_SOURCES: &str = "script-src ";

/// Seals the page in the folder named by Trunk's `TRUNK_STAGING_DIR`.
///
/// # Errors
/// When not called by Trunk, when the page cannot be read or written, or when it has no policy.
pub fn seal_staged_page() -> Outcome {
    let Some(staged) = std::env::var_os("TRUNK_STAGING_DIR") else {
        return Err("seal is a step of Trunk's build; run cargo xtask build".to_owned());
    };
    let page = PathBuf::from(staged).join("index.html");
    let html = std::fs::read_to_string(&page)
        .map_err(|error| format!("cannot read {}: {error}", page.display()))?;
    let sealed = sealed(&html)?;
    std::fs::write(&page, sealed)
        .map_err(|error| format!("cannot write {}: {error}", page.display()))
}

/// `html` with the hashes of its inline scripts added to the policy.
fn sealed(html: &str) -> Outcome<String> {
    let hashes: Vec<String> = inline_scripts(html)
        .into_iter()
        .map(source_expression)
        .collect();
    let Some(at) = html.find(SCRIPT_SOURCES) else {
        return Err("index.html has no content security policy with script-src".to_owned());
    };
    let at = at + SCRIPT_SOURCES.len();
    let mut sealed = html.to_owned();
    for hash in hashes.iter().rev() {
        sealed.insert_str(at, &format!("{hash} "));
    }
    Ok(sealed)
}

/// The text between the tags of every script that has no address of its own.
fn inline_scripts(html: &str) -> Vec<&str> {
    let mut scripts = Vec::new();
    let mut rest = html;
    while let Some(open) = rest.find("<script") {
        let Some(open_end) = rest[open..].find('>') else {
            break;
        };
        let tag = &rest[open..open + open_end];
        let body = &rest[open + open_end + 1..];
        let Some(close) = body.find("</script") else {
            break;
        };
        if !tag.contains(" src=") {
            scripts.push(&body[..close]);
        }
        rest = &body[close..];
    }
    scripts
}

fn source_expression(script: &str) -> String {
    format!(
        "'sha256-{}'",
        BASE64.encode(Sha256::digest(script.as_bytes()))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_are_listed_by_hash() {
        let page = "<meta content=\"script-src 'self'\"><script src=a.js></script>\
                    <script type=module>alert(1)</script>";
        assert_eq!(
            sealed(page).unwrap(),
            page.replace(
                "'self'",
                "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=' 'self'"
            )
        );
    }

    #[test]
    fn a_page_without_policy_is_refused() {
        assert!(sealed("<p>no policy</p>").is_err());
    }
}
