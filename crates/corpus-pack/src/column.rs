//! A column of little-endian `u32`s at any alignment.

/// Appends one value.
pub fn put_u32(out: &mut Vec<u8>, value: u32) {
    out.extend_from_slice(&value.to_le_bytes());
}

/// Reads values by row, over borrowed bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Column<'a>(&'a [u8]);

impl<'a> Column<'a> {
    /// Over `bytes`, four a row.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Number of rows.
    #[must_use]
    pub const fn len(self) -> usize {
        self.0.len() / 4
    }

    /// Whether there is no row.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The value of a row; 0 where there is none.
    #[inline]
    #[must_use]
    pub fn get(self, row: usize) -> u32 {
        let start = row.saturating_mul(4);
        match self.0.get(start..start.saturating_add(4)) {
            Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
            _ => 0,
        }
    }
}
