//! The content of a section, and where it may be cut into pages.

/// Bytes, the front of which every visit needs, and places where nothing is cut in two.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// The content.
    pub bytes: Vec<u8>,
    /// So many bytes at its front are needed before anything of it can be read.
    pub resident: usize,
    /// Where it may be cut behind these, ascending. Without any it stays one page.
    pub cuts: Vec<u32>,
}

impl Section {
    /// A section that every visit needs whole.
    #[must_use]
    pub fn resident(bytes: Vec<u8>) -> Self {
        Self {
            resident: bytes.len(),
            bytes,
            cuts: Vec::new(),
        }
    }

    /// A section of parts of that length, each read as one.
    #[must_use]
    pub fn of_parts(bytes: Vec<u8>, part_len: usize) -> Self {
        let cuts = (part_len..bytes.len()).step_by(part_len.max(1));
        Self {
            cuts: cuts.map(|cut| cut as u32).collect(),
            resident: 0,
            bytes,
        }
    }
}

impl Section {
    /// The same in larger pages: of what is read as a whole, small ones would only be more requests.
    #[must_use]
    pub fn in_pages_of(mut self, byte_len: u32) -> Self {
        let mut from = self.resident as u32;
        self.cuts.retain(|cut| {
            let is_kept = *cut >= from.saturating_add(byte_len);
            if is_kept {
                from = *cut;
            }
            is_kept
        });
        self
    }
}

impl From<Vec<u8>> for Section {
    fn from(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            ..Self::default()
        }
    }
}
