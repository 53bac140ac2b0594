//! Mounts the page into `<body>`; in a worker, answers the page's questions.

use dateline::engine::thread;
use leptos::prelude::*;

fn main() {
    console_error_panic_hook::set_once();
    if thread::is_worker() {
        return thread::listen();
    }
    mount_to_body(|| view! { <dateline::App /> });
}
