//! Nothing but a place for tests that run in a browser; see `tests/`.
