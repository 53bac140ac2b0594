//! The page comes up: something to read, nothing complained of, nothing asked of anyone else.

use dateline_e2e::Page;

#[test]
fn shows_a_heading_and_raises_no_error() {
    let Some(page) = Page::open("") else { return };
    assert_ne!(page.text_of("h1"), "");
    assert_eq!(page.console_errors(), [""; 0]);
}

#[test]
fn asks_its_own_origin_only() {
    let Some(page) = Page::open("") else { return };
    assert!(
        !page.network_requests().is_empty(),
        "the browser's log names no request"
    );
    assert_eq!(page.requests_elsewhere(), [""; 0]);
}

#[test]
fn forbids_everything_but_its_own_files() {
    let Some(page) = Page::open("") else { return };
    let policy = page
        .attr("meta[http-equiv=Content-Security-Policy]", "content")
        .expect("a content security policy");
    assert!(policy.contains("default-src 'none'"), "{policy}");
    assert!(
        !policy.contains("'unsafe-inline'") && !policy.contains(" 'unsafe-eval'"),
        "{policy}"
    );

    // An image asks without leave of other origins' headers, so only the policy can stop it.
    page.eval("new Promise(done => { const i = new Image(); i.onload = i.onerror = () => done(0); i.src = 'http://localhost:9/'; })");
    page.wait_until("the policy to refuse an outside image", || {
        page.console_errors()
            .iter()
            .any(|error| error.contains("Content Security Policy"))
    });
}
