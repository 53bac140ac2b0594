//! The page's second program: whole views that few visits need, fetched when the first of them is wanted.
//!
//! It draws into elements that the page lends it, and shares nothing with the page but the address
//! ([`stage`]; `docs/architecture.md` has the contract). A view is a component of a file here; [`reading`] lists
//! those of the reading pane. What they arrange is computed in `corpus-view` and `corpus-search`, and what the page's
//! own program has as well, such as the state, links and strings, comes from the library `dateline`.
//!
//! It also writes files ([`files`]).

mod stage;

mod reading;

mod correct;
mod coverage;
mod entity;
mod grid;
mod happenings;
mod help;
mod network;
mod period_table;
mod places;
mod source;
mod study;
mod suggest;

mod copied;
mod named;
mod sheet;
mod table;

mod files;

fn main() {
    console_error_panic_hook::set_once();
    stage::offer();
    files::offer();
}
