//! Whole-system tests live in `tests/`; this package only carries them.
