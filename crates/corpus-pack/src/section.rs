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

impl From<Vec<u8>> for Section {
    fn from(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            ..Self::default()
        }
    }
}
