//! Numbers of variable length, written and read front to back.
//!
//! Reads are total: past the end they give 0 or nothing, and a count is never larger than what could still
//! follow. A view over crafted bytes thus shows odd values, but neither fails nor runs away.

/// Appends `value`, seven bits a byte, lowest first (LEB128).
pub fn put_varint(out: &mut Vec<u8>, value: u32) {
    put_varint64(out, u64::from(value));
}

/// As [`put_varint`], for 64 bits.
pub fn put_varint64(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a signed number: 0, -1, 1, -2, … as 0, 1, 2, 3, …
pub fn put_signed(out: &mut Vec<u8>, value: i32) {
    put_varint(out, ((value << 1) ^ (value >> 31)) as u32);
}

/// Reads what the `put` functions wrote.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// From the front of `bytes`.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Bytes not read yet.
    #[must_use]
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Whether all is read.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// One byte; 0 past the end.
    #[inline]
    pub fn byte(&mut self) -> u8 {
        match self.rest.split_first() {
            Some((&byte, rest)) => {
                self.rest = rest;
                byte
            }
            None => 0,
        }
    }

    /// A number; bits above 32 are dropped.
    #[inline]
    pub fn varint(&mut self) -> u32 {
        match self.rest {
            [byte, rest @ ..] if *byte < 0x80 => {
                self.rest = rest;
                u32::from(*byte)
            }
            [low, high, rest @ ..] if *high < 0x80 => {
                self.rest = rest;
                u32::from(*low & 0x7f) | u32::from(*high) << 7
            }
            _ => self.varint64() as u32,
        }
    }

    /// A number; bits above 64 are dropped.
    pub fn varint64(&mut self) -> u64 {
        let mut value = 0;
        let mut shift = 0;
        while let Some((&byte, rest)) = self.rest.split_first() {
            self.rest = rest;
            if shift < 64 {
                value |= u64::from(byte & 0x7f) << shift;
            }
            shift += 7;
            if byte < 0x80 {
                break;
            }
        }
        value
    }

    /// A signed number.
    pub fn signed(&mut self) -> i32 {
        let value = self.varint();
        (value >> 1) as i32 ^ -((value & 1) as i32)
    }

    /// A number of items, each at least one byte long: at most as many as bytes are left.
    pub fn count(&mut self) -> usize {
        (self.varint() as usize).min(self.rest.len())
    }

    /// The next `n` bytes, or what is left of them.
    pub fn take(&mut self, n: usize) -> &'a [u8] {
        let (head, rest) = self.rest.split_at(n.min(self.rest.len()));
        self.rest = rest;
        head
    }

    /// A part that was written behind its length.
    pub fn block(&mut self) -> Cursor<'a> {
        let n = self.varint() as usize;
        Cursor::new(self.take(n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_back(a: u32, b: u64, c: i32) {
            let mut out = Vec::new();
            put_varint(&mut out, a);
            put_varint64(&mut out, b);
            put_signed(&mut out, c);
            let mut cursor = Cursor::new(&out);
            prop_assert_eq!(cursor.varint(), a);
            prop_assert_eq!(cursor.varint64(), b);
            prop_assert_eq!(cursor.signed(), c);
            prop_assert!(cursor.is_empty());
        }

        #[test]
        fn any_bytes_can_be_read(bytes: Vec<u8>) {
            let mut cursor = Cursor::new(&bytes);
            while !cursor.is_empty() {
                let _ = (cursor.signed(), cursor.count(), cursor.varint64());
                let _ = cursor.block();
            }
            prop_assert_eq!((cursor.byte(), cursor.varint()), (0, 0));
        }
    }
}
