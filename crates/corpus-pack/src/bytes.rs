//! The bytes of a pack or of a part of it: static or shared, never copied by cloning or slicing.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

#[derive(Clone)]
enum Owner {
    Static(&'static [u8]),
    Shared(Arc<Vec<u8>>),
}

/// Bytes that are either in the program (`include_bytes!`) or shared by all who hold them.
#[derive(Clone)]
pub struct PackBytes {
    owner: Owner,
    start: usize,
    end: usize,
}

impl PackBytes {
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
}

impl Deref for PackBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        let all = match &self.owner {
            Owner::Static(bytes) => bytes,
            Owner::Shared(bytes) => bytes.as_slice(),
        };
        all.get(self.start..self.end).unwrap_or_default()
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
