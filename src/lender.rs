//! The corpus of the page, given out a page at a time: to the second program, and to the worker that searches.
//!
//! Both read it as [one in parts](corpus_index::Pages), so that what they do not read is there once. Where the page itself has only
//! parts, what is asked for and not here is fetched as if the page had read it.

use crate::opened::Opened;
use corpus_index::{PackError, Pager, Pages};
use std::sync::Arc;

/// Gives out the head and the pages.
pub enum Lender {
    /// Of a corpus that is here as a whole.
    Whole(Pager),
    /// Of one that is fetched.
    Parts(Arc<Pages>),
}

impl Lender {
    /// Of the corpus that is shown.
    ///
    /// # Errors
    /// [`PackError`] where the pack does not tell where to cut it.
    pub fn of(opened: &Opened) -> Result<Self, PackError> {
        let pack = opened.corpus().pack();
        Ok(match pack.pages() {
            Some(pages) => Self::Parts(Arc::clone(pages)),
            None => Self::Whole(pack.pager()?),
        })
    }

    /// What every reader needs.
    #[must_use]
    pub fn head(&self) -> Vec<u8> {
        match self {
            Self::Whole(pager) => pager.head(),
            Self::Parts(pages) => pages.head(),
        }
    }

    /// The file of a page. Nothing where it is not here: then it is being fetched.
    #[must_use]
    pub fn page(&self, page: u32) -> Option<Vec<u8>> {
        match self {
            Self::Whole(pager) => pager.page(page),
            Self::Parts(pages) => pages.file(page).or_else(|| {
                pages.wish(page);
                None
            }),
        }
    }
}
