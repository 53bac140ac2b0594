//! The bytes of a pack or of a part of it: static, shared, or fetched page by page; never copied by cloning or slicing.

use crate::pages::Pages;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

#[derive(Clone)]
enum Owner {
    Static(&'static [u8]),
    Shared(Arc<Vec<u8>>),
    Paged(Arc<Pages>),
}

/// Bytes that are in the program (`include_bytes!`), shared by all who hold them, or only partly there.
///
/// Of bytes in pages, what is not there yet reads as nothing, and is noted as wanted: whoever reads does not wait,
/// and reads again when the pages have come.
#[derive(Clone)]
pub struct PackBytes {
    owner: Owner,
    start: usize,
    end: usize,
}

impl PackBytes {
    /// Over a pack of which only pages are there.
    pub(crate) fn paged(pages: Arc<Pages>) -> Self {
        Self {
            start: 0,
            end: pages.byte_len(),
            owner: Owner::Paged(pages),
        }
    }

    /// How many there are, fetched or not.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// The part `start..end` (cut to what is there), sharing the same memory.
    #[must_use]
    pub fn slice(&self, start: usize, end: usize) -> Self {
        let end = self.start.saturating_add(end).min(self.end);
        Self {
            owner: self.owner.clone(),
            start: self.start.saturating_add(start).min(end),
            end,
        }
    }

    /// The bytes `start..end`; none where they reach beyond the end, lie in several pages, or are not there yet.
    #[inline]
    #[must_use]
    pub fn part(&self, start: usize, end: usize) -> &[u8] {
        let from = self.start.saturating_add(start);
        let to = self.start.saturating_add(end);
        if to > self.end {
            return &[];
        }
        match &self.owner {
            Owner::Static(bytes) => bytes.get(from..to).unwrap_or_default(),
            Owner::Shared(bytes) => bytes.get(from..to).unwrap_or_default(),
            Owner::Paged(pages) => pages.part(from, to),
        }
    }

    /// Notes that all of it will be read, so that what lies in several pages is fetched at once.
    pub fn want(&self) {
        if let Owner::Paged(pages) = &self.owner {
            pages.want(self.start, self.end);
        }
    }

    /// How many bytes would be fetched to read all of it. Notes nothing.
    #[must_use]
    pub fn n_missing(&self) -> usize {
        match &self.owner {
            Owner::Paged(pages) => pages.n_missing(self.start, self.end),
            Owner::Static(_) | Owner::Shared(_) => 0,
        }
    }
}

impl Deref for PackBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.part(0, self.len())
    }
}

impl From<&'static [u8]> for PackBytes {
    fn from(bytes: &'static [u8]) -> Self {
        Self {
            owner: Owner::Static(bytes),
            start: 0,
            end: bytes.len(),
        }
    }
}

impl<const N: usize> From<&'static [u8; N]> for PackBytes {
    fn from(bytes: &'static [u8; N]) -> Self {
        Self::from(bytes.as_slice())
    }
}

impl From<Arc<Vec<u8>>> for PackBytes {
    fn from(bytes: Arc<Vec<u8>>) -> Self {
        Self {
            start: 0,
            end: bytes.len(),
            owner: Owner::Shared(bytes),
        }
    }
}

impl From<Vec<u8>> for PackBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(Arc::new(bytes))
    }
}

impl From<Arc<[u8]>> for PackBytes {
    /// Copies once: an `Arc<[u8]>` and an `Arc<Vec<u8>>` are laid out differently.
    fn from(bytes: Arc<[u8]>) -> Self {
        Self::from(bytes.to_vec())
    }
}

impl fmt::Debug for PackBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PackBytes({} bytes)", self.len())
    }
}
