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
        match self.rest.split_first() {
            Some((&byte, rest)) if byte < 0x80 => {
                self.rest = rest;
                u32::from(byte)
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

    /// Passes `n` numbers, or what is left.
    pub fn skip_varints(&mut self, n: usize) {
        let mut left = n;
        let mut at = 0;
        // Eight bytes at a time: a number ends with a byte whose high bit is not set.
        while left > 0
            && let Some(eight) = self.rest.get(at..at + 8).and_then(|b| b.try_into().ok())
        {
            let ends = !u64::from_le_bytes(eight) & 0x8080_8080_8080_8080;
            let n_ends = ends.count_ones() as usize;
            if n_ends > left {
                break;
            }
            left -= n_ends;
            at += 8;
            if left == 0 {
                // Numbers end with their last byte; what follows it in these eight is not passed.
                at -= 7 - (63 - ends.leading_zeros() as usize) / 8;
                break;
            }
        }
        while left > 0 {
            let Some(&byte) = self.rest.get(at) else {
                break;
            };
            left -= usize::from(byte < 0x80);
            at += 1;
        }
        self.rest = self.rest.get(at..).unwrap_or_default();
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
            let mut skipping = Cursor::new(&out);
            skipping.skip_varints(2);
            prop_assert_eq!(skipping.signed(), c);
        }

        #[test]
        fn passing_numbers_is_reading_them(numbers: Vec<(u64, u8)>, n in 0usize..60) {
            let mut out = Vec::new();
            let numbers: Vec<u64> = numbers.into_iter().map(|(number, bits)| number >> (bits % 64)).collect();
            numbers.iter().for_each(|number| put_varint64(&mut out, *number));
            let mut passing = Cursor::new(&out);
            passing.skip_varints(n);
            let mut reading = Cursor::new(&out);
            numbers.iter().take(n).for_each(|number| assert_eq!(reading.varint64(), *number));
            prop_assert_eq!(passing.rest(), reading.rest());
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
