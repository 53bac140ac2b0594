//! A container of checked, named sections: one deterministic run of bytes.
//!
//! [`PackWriter`] takes sections and gives bytes; [`Pack::open`] takes bytes and gives sections, without
//! copying them and at any alignment (`include_bytes!` promises none). Every byte is under a checksum, so
//! damage is found at opening. A checksum proves nothing about intent: what is inside a section is still
//! read with [`Cursor`], whose reads are total, so that crafted bytes give odd values and never a panic.
//!
//! A pack can also be opened of which only the head is there: [`Pack::open_head`]. Its pages come later.
//!
//! Knows nothing of corpora. The layout is drawn in `docs/pack-format.md`.

mod blobs;
mod bytes;
mod column;
mod cursor;
mod pages;
mod section;

pub use blobs::{Blobs, BlobsReader, BlobsWriter, Block};
pub use bytes::PackBytes;
pub use column::{Column, put_u32};
pub use cursor::{Cursor, put_signed, put_varint, put_varint64};
pub use pages::{PARTS_MAGIC, Pager, Pages, Parts};
pub use section::Section;

use std::fmt;
use std::sync::Arc;
use xxhash_rust::xxh64::xxh64;

/// First bytes of every pack. As in PNG, the high bit and the line ends show a transfer that mangled bytes.
pub const MAGIC: [u8; 8] = [0x89, b'D', b'A', b'T', b'E', b'\r', b'\n', 0x1a];

/// Goes up with every change of the layout of the container or of any section.
pub const VERSION: u32 = 13;

/// The section that tells where the others may be cut.
const PAGES: &str = "pages";

const HEADER_LEN: usize = 32;
const ENTRY_LEN: usize = 32;
/// Far above what is written; keeps a crafted table from costing anything.
const MAX_SECTIONS: usize = 1024;

/// Why bytes are not a pack that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackError {
    /// The first bytes are other ones.
    NotAPack,
    /// Written by another version of Dateline.
    OtherVersion {
        /// The version found.
        found: u32,
    },
    /// It ends early.
    Truncated {
        /// Bytes that should be there.
        expected: u64,
        /// Bytes that are there.
        actual: u64,
    },
    /// Its checksum or its table does not fit its content.
    Damaged {
        /// Which section, or `header`.
        section: String,
    },
    /// A section that every corpus has is not there.
    Missing {
        /// Which section.
        section: String,
    },
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAPack => f.write_str("this is not a corpus pack"),
            Self::OtherVersion { found } => write!(
                f,
                "this corpus pack has format version {found}, and this build reads version {VERSION}: \
                 build the pack again with the same version of Dateline"
            ),
            Self::Truncated { expected, actual } => write!(
                f,
                "this corpus pack ends early: {actual} of {expected} bytes are there"
            ),
            Self::Damaged { section } => {
                write!(f, "this corpus pack is damaged (in its part \"{section}\")")
            }
            Self::Missing { section } => {
                write!(f, "this corpus pack lacks its part \"{section}\"")
            }
        }
    }
}

impl std::error::Error for PackError {}

/// Collects sections and writes them behind one table.
///
/// ```text
/// 0   magic            8 bytes
/// 8   version          u32 little-endian, as all numbers here
/// 12  n_sections       u32
/// 16  length           u64   of the whole pack
/// 24  checksum         u64   xxh64 of bytes 0..24 and the table
/// 32  table            n_sections × { name [u8; 8], offset u64, length u64, xxh64 u64 }
///     sections         in table order, without gaps; the last one, `pages`, tells where to cut
/// ```
#[derive(Debug, Default)]
pub struct PackWriter {
    sections: Vec<([u8; 8], Section)>,
}

impl PackWriter {
    /// Adds a section. Names are ASCII, at most 8 bytes (more is cut), and should be unique.
    pub fn push(&mut self, name: &str, content: impl Into<Section>) {
        self.sections.push((padded(name), content.into()));
    }

    /// The pack.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        let mut cuts = Vec::new();
        for (_, section) in &self.sections {
            let len = section.bytes.len();
            pages::put_cuts(&mut cuts, len, section.resident, &section.cuts);
        }
        self.push(PAGES, cuts);
        let n_sections = u32::try_from(self.sections.len()).unwrap_or(u32::MAX);
        let mut table = Vec::with_capacity(self.sections.len() * ENTRY_LEN);
        let mut at = (HEADER_LEN + self.sections.len() * ENTRY_LEN) as u64;
        for (name, section) in &self.sections {
            let content = &section.bytes;
            table.extend_from_slice(name);
            table.extend_from_slice(&at.to_le_bytes());
            table.extend_from_slice(&(content.len() as u64).to_le_bytes());
            table.extend_from_slice(&xxh64(content, 0).to_le_bytes());
            at += content.len() as u64;
        }
        let mut out = Vec::with_capacity(usize::try_from(at).unwrap_or(0));
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&n_sections.to_le_bytes());
        out.extend_from_slice(&at.to_le_bytes());
        let mut checked = out.clone();
        checked.extend_from_slice(&table);
        out.extend_from_slice(&xxh64(&checked, 0).to_le_bytes());
        out.extend_from_slice(&table);
        for (_, section) in self.sections {
            out.extend_from_slice(&section.bytes);
        }
        out
    }
}

fn padded(name: &str) -> [u8; 8] {
    let mut tag = [0; 8];
    for (slot, byte) in tag.iter_mut().zip(name.bytes()) {
        *slot = byte;
    }
    tag
}

/// An opened pack: the bytes and where the sections lie. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Pack {
    bytes: PackBytes,
    sections: Vec<([u8; 8], usize, usize)>,
    pages: Option<Arc<Pages>>,
}

impl Pack {
    /// Reads the table and checks every checksum.
    ///
    /// # Errors
    /// [`PackError`], whatever the bytes are; never panics.
    pub fn open(bytes: impl Into<PackBytes>) -> Result<Self, PackError> {
        let bytes = bytes.into();
        let all: &[u8] = &bytes;
        if !all.starts_with(&MAGIC[..MAGIC.len().min(all.len().max(1))]) {
            return Err(PackError::NotAPack);
        }
        let truncated = |expected: u64| PackError::Truncated {
            expected,
            actual: all.len() as u64,
        };
        let damaged = |section: &str| PackError::Damaged {
            section: section.to_owned(),
        };
        if all.len() < HEADER_LEN {
            return Err(truncated(HEADER_LEN as u64));
        }
        let version = u32_at(all, 8);
        if version != VERSION {
            return Err(PackError::OtherVersion { found: version });
        }
        let n_sections = u32_at(all, 12) as usize;
        let length = u64_at(all, 16);
        if (all.len() as u64) < length {
            return Err(truncated(length));
        }
        let table_end = HEADER_LEN + n_sections.min(MAX_SECTIONS) * ENTRY_LEN;
        let Some(table) = all.get(HEADER_LEN..table_end) else {
            return Err(damaged("header"));
        };
        let mut checked = all[..24].to_vec();
        checked.extend_from_slice(table);
        if n_sections > MAX_SECTIONS
            || all.len() as u64 != length
            || xxh64(&checked, 0) != u64_at(all, 24)
        {
            return Err(damaged("header"));
        }
        let mut sections = Vec::with_capacity(n_sections);
        for entry in table.chunks_exact(ENTRY_LEN) {
            let mut name = [0; 8];
            name.copy_from_slice(&entry[..8]);
            let shown = shown(&name);
            let start = usize::try_from(u64_at(entry, 8)).map_err(|_| damaged(&shown))?;
            let len = usize::try_from(u64_at(entry, 16)).map_err(|_| damaged(&shown))?;
            let content = start
                .checked_add(len)
                .and_then(|end| all.get(start..end))
                .ok_or_else(|| damaged(&shown))?;
            if xxh64(content, 0) != u64_at(entry, 24) {
                return Err(damaged(&shown));
            }
            sections.push((name, start, start + len));
        }
        Ok(Self {
            bytes,
            sections,
            pages: None,
        })
    }

    /// Opens a pack of which the head is there; the rest comes by [`Pack::pages`].
    ///
    /// # Errors
    /// [`PackError`], whatever the bytes are; never panics.
    pub fn open_head(head: &[u8]) -> Result<Self, PackError> {
        let (pages, table) = Pages::open(head)?;
        let mut sections = Vec::new();
        for entry in table.chunks_exact(ENTRY_LEN) {
            let mut name = [0; 8];
            name.copy_from_slice(&entry[..8]);
            let place = |at| usize::try_from(u64_at(entry, at)).ok();
            let end = place(8).zip(place(16)).and_then(|(a, b)| a.checked_add(b));
            let (Some(start), Some(end)) = (place(8), end) else {
                return Err(PackError::Damaged {
                    section: shown(&name),
                });
            };
            sections.push((name, start, end));
        }
        let pages = Arc::new(pages);
        Ok(Self {
            bytes: PackBytes::paged(Arc::clone(&pages)),
            sections,
            pages: Some(pages),
        })
    }

    /// Cuts the pack into a head and pages.
    ///
    /// # Errors
    /// [`PackError::Missing`] where the pack does not tell how, as one that is itself only partly there.
    pub fn split(&self) -> Result<Parts, PackError> {
        let pager = self.pager()?;
        Ok(Parts {
            head: pager.head(),
            pages: pager.pages(),
        })
    }

    /// The same piece by piece, for one who does not need all of it.
    ///
    /// # Errors
    /// As [`Pack::split`].
    pub fn pager(&self) -> Result<Pager, PackError> {
        let cuts = self.section(PAGES)?;
        if self.pages.is_some() {
            return Err(PackError::Missing {
                section: PAGES.to_owned(),
            });
        }
        let table_end = HEADER_LEN + self.sections.len() * ENTRY_LEN;
        Ok(Pager::new(self.bytes.clone(), table_end, cuts))
    }

    /// The pages of a pack that is fetched piece by piece; `None` where all of it is there.
    #[must_use]
    pub fn pages(&self) -> Option<&Arc<Pages>> {
        self.pages.as_ref()
    }

    /// The section of that name; shares the pack's bytes.
    ///
    /// # Errors
    /// [`PackError::Missing`].
    pub fn section(&self, name: &str) -> Result<PackBytes, PackError> {
        let tag = padded(name);
        self.sections
            .iter()
            .find(|(found, ..)| *found == tag)
            .map(|&(_, start, end)| self.bytes.slice(start, end))
            .ok_or_else(|| PackError::Missing {
                section: name.to_owned(),
            })
    }

    /// A section with the places where it may be cut: written again it gives the same bytes and pages.
    #[must_use]
    pub fn as_written(&self, name: &str) -> Option<Section> {
        let tag = padded(name);
        let cuts = self.section(PAGES).ok()?;
        let mut cursor = Cursor::new(&cuts);
        for (found, start, end) in &self.sections {
            let resident = cursor.varint() as usize;
            let mut cuts: Vec<u32> = Vec::new();
            let mut at = resident as u32;
            for _ in 0..cursor.count() {
                at = at.saturating_add(cursor.varint());
                cuts.push(at);
            }
            if *found == tag {
                return Some(Section {
                    bytes: self.bytes.slice(*start, *end).to_vec(),
                    resident,
                    cuts,
                });
            }
        }
        None
    }

    /// Names and byte lengths of the sections, in order.
    pub fn sections(&self) -> impl ExactSizeIterator<Item = (String, usize)> + '_ {
        self.sections
            .iter()
            .map(|(name, start, end)| (shown(name), end - start))
    }

    /// The whole, as it was opened: what is written to hand the corpus on.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Length of the whole in bytes.
    #[must_use]
    pub fn byte_len(&self) -> usize {
        self.bytes.len()
    }
}

fn shown(name: &[u8; 8]) -> String {
    name.iter()
        .take_while(|&&byte| byte != 0)
        .map(|&byte| match byte {
            b' '..=b'~' => char::from(byte),
            _ => '?',
        })
        .collect()
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let mut four = [0; 4];
    four.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(four)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut eight = [0; 8];
    eight.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(eight)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample() -> Vec<u8> {
        let mut writer = PackWriter::default();
        writer.push("first", b"some bytes".to_vec());
        writer.push("empty", Vec::new());
        writer.push("eightchr", vec![7; 100]);
        writer.finish()
    }

    /// Two sections that are worth cutting, and one that every visit needs.
    fn large() -> Vec<u8> {
        let mut strings = BlobsWriter::default();
        for i in 0..20_000u32 {
            strings.push(format!("string {i}").as_bytes());
        }
        let mut writer = PackWriter::default();
        writer.push("always", Section::resident(b"needed".to_vec()));
        writer.push("strings", strings.finish());
        writer.push("columns", Section::of_parts(vec![9; 90_000], 30_000));
        writer.push("empty", Vec::new());
        writer.finish()
    }

    /// Asks, fetches what was wanted, and asks again, as long as anything is.
    fn ask<T>(pack: &Pack, parts: &Parts, question: impl Fn() -> T) -> (T, usize) {
        let pages = pack.pages().unwrap();
        let mut n_fetched = 0;
        loop {
            let answer = question();
            let wanted = pages.take_wanted();
            if wanted.is_empty() {
                return (answer, n_fetched);
            }
            for page in wanted {
                let (_, file) = parts.pages.iter().find(|(n, _)| *n == page).unwrap();
                pages.insert(page, file).unwrap();
                n_fetched += 1;
            }
        }
    }

    #[test]
    fn pages_come_when_they_are_read() {
        let parts = Pack::open(large()).unwrap().split().unwrap();
        let pack = Pack::open_head(&parts.head).unwrap();
        assert_eq!(&pack.section("always").unwrap()[..], b"needed");
        let strings = Blobs::new(pack.section("strings").unwrap());
        assert_eq!(strings.len(), 20_000);
        assert!(!pack.pages().unwrap().is_anything_wanted());

        assert_eq!(strings.get(777), b"");
        let (string, n) = ask(&pack, &parts, || strings.get(777).to_vec());
        assert_eq!((string, n), (b"string 777".to_vec(), 1));
        let (string, n) = ask(&pack, &parts, || strings.get(778).to_vec());
        assert_eq!((string, n), (b"string 778".to_vec(), 0));
        let columns = pack.section("columns").unwrap();
        let (sum, n) = ask(&pack, &parts, || {
            columns
                .part(30_000, 60_000)
                .iter()
                .map(|b| u32::from(*b))
                .sum::<u32>()
        });
        assert_eq!((sum, n), (270_000, 1));
        // What lies in several pages cannot be lent as one, but asking for it ends.
        let (all, _) = ask(&pack, &parts, || columns.len() - columns[..].len());
        assert_eq!(all, 90_000);
        let (all, _) = ask(&pack, &parts, || {
            strings.want();
            (0..20_000).map(|i| strings.get(i).len()).sum::<usize>()
        });
        let (n_pages, n_there) = pack.pages().unwrap().n_pages();
        assert_eq!((all, n_there), (228_890, n_pages));
        assert!(pack.split().is_err());
    }

    #[test]
    fn whoever_has_the_whole_gives_pages_in_the_moment_of_the_read() {
        let whole = Pack::open(large()).unwrap();
        let parts = whole.split().unwrap();
        let pager = whole.pager().unwrap();
        assert_eq!(pager.head(), parts.head);
        let pack = Pack::open_head(&pager.head()).unwrap();
        let pages = Arc::clone(pack.pages().unwrap());
        let (n_pages, n_resident) = pages.n_pages();
        assert_eq!(parts.pages.len(), n_pages - n_resident);
        assert!(pager.page(n_pages as u32).is_none());
        let (page, file) = &parts.pages[1];
        assert_eq!(pager.page(*page).as_ref(), Some(file));
        assert_eq!(pages.file(*page), None);
        assert_eq!(pages.head(), parts.head);

        let giver = Arc::downgrade(&pages);
        pages.on_miss(move |page, _| {
            let pages = giver.upgrade().unwrap();
            pages.insert(page, &pager.page(page).unwrap()).unwrap();
        });
        let strings = Blobs::new(pack.section("strings").unwrap());
        assert_eq!(strings.get(777), b"string 777");
        assert_eq!(strings.get(19_999), b"string 19999");
        assert_eq!((pages.n_misses(), pages.take_wanted()), (0, Vec::new()));
        assert_eq!(pages.n_pages().1, n_resident + 2);
        for (page, file) in parts.pages {
            assert!(pages.file(page).is_none_or(|given| given == file));
        }
    }

    #[test]
    fn whoever_listens_is_told_of_each_read_that_finds_nothing() {
        let parts = Pack::open(large()).unwrap().split().unwrap();
        let pack = Pack::open_head(&parts.head).unwrap();
        let told = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let notes = std::sync::Arc::clone(&told);
        let pages = pack.pages().unwrap();
        pages.on_miss(move |page, was_wanted| notes.lock().unwrap().push((page, was_wanted)));
        let strings = Blobs::new(pack.section("strings").unwrap());
        let whole = strings.n_missing();
        let of_two = strings.n_missing_of([777, 778].into_iter());
        assert!(of_two > 0 && of_two < whole);
        assert!(
            told.lock().unwrap().is_empty(),
            "asking for the size notes nothing"
        );

        let before = pages.n_misses();
        strings.want_one(777);
        let _ = strings.get(777);
        assert_ne!(pages.n_misses(), before);
        let page = told.lock().unwrap()[0].0;
        assert_eq!(*told.lock().unwrap(), [(page, false), (page, true)]);
        pages.forget(page);
        let _ = strings.get(777);
        assert_eq!(told.lock().unwrap()[2], (page, false));
        let (_, file) = parts.pages.iter().find(|(n, _)| *n == page).unwrap();
        pages.insert(page, file).unwrap();
        let before = pages.n_misses();
        assert_eq!(strings.get(777), b"string 777");
        assert_eq!(
            (pages.n_misses(), strings.n_missing_of([777].into_iter())),
            (before, 0)
        );
        assert_eq!(strings.n_missing(), whole - of_two);
    }

    #[test]
    fn larger_pages_are_fewer() {
        let mut strings = BlobsWriter::default();
        (0..20_000u32).for_each(|i| strings.push(&i.to_le_bytes()));
        let small = strings.clone().finish();
        let large = strings.finish().in_pages_of(64 << 10);
        assert!(large.cuts.len() * 4 < small.cuts.len());
        assert_eq!(large.bytes, small.bytes);
    }

    #[test]
    fn a_page_of_another_pack_or_place_is_refused() {
        let parts = Pack::open(large()).unwrap().split().unwrap();
        let pack = Pack::open_head(&parts.head).unwrap();
        let pages = pack.pages().unwrap();
        let [(a, first), (b, second), ..] = &parts.pages[..] else {
            panic!("too few pages");
        };
        for (page, file) in [
            (*a, &second[..]),
            (*b, &first[..]),
            (*a, b""),
            (999_999, first),
        ] {
            assert!(matches!(
                pages.insert(page, file),
                Err(PackError::Damaged { .. })
            ));
        }
        let mut flipped = first.clone();
        *flipped.last_mut().unwrap() ^= 1;
        assert!(pages.insert(*a, &flipped).is_err());
        pages.insert(*a, first).unwrap();
    }

    #[test]
    fn sections_come_back() {
        let pack = Pack::open(sample()).unwrap();
        assert_eq!(&pack.section("first").unwrap()[..], b"some bytes");
        assert_eq!(&pack.section("empty").unwrap()[..], b"");
        assert_eq!(&pack.section("eightchr").unwrap()[..], [7; 100]);
        assert_eq!(
            pack.section("other").unwrap_err().to_string(),
            "this corpus pack lacks its part \"other\""
        );
        assert_eq!(sample(), sample());
    }

    #[test]
    fn each_fault_has_its_message() {
        let say = |bytes: &[u8]| Pack::open(bytes.to_vec()).unwrap_err();
        assert_eq!(say(b"<!doctype html>"), PackError::NotAPack);
        assert_eq!(say(b""), PackError::NotAPack);
        let whole = sample();
        assert!(matches!(say(&whole[..20]), PackError::Truncated { .. }));
        assert!(matches!(
            say(&whole[..whole.len() - 1]),
            PackError::Truncated { .. }
        ));
        let mut other = whole.clone();
        other[8] = 99;
        assert_eq!(say(&other), PackError::OtherVersion { found: 99 });
        let mut flipped = whole.clone();
        *flipped.last_mut().unwrap() ^= 1;
        assert_eq!(
            say(&flipped),
            PackError::Damaged {
                section: PAGES.into()
            }
        );
        let mut longer = whole;
        longer.push(0);
        assert!(matches!(say(&longer), PackError::Damaged { .. }));
    }

    proptest! {
        #[test]
        fn any_bytes_open_or_fail(bytes: Vec<u8>) {
            let _ = Pack::open(bytes.clone());
            let mut with_magic = MAGIC.to_vec();
            with_magic.extend_from_slice(&VERSION.to_le_bytes());
            with_magic.extend_from_slice(&bytes);
            let _ = Pack::open(with_magic);
            let _ = Pack::open_head(&bytes);
        }

        /// A head with any content and right checksums.
        #[test]
        fn any_head_opens_or_fails(n_sections in 0u32..4, length: u64, rest: Vec<u8>) {
            let mut head = PARTS_MAGIC.to_vec();
            head.extend_from_slice(&VERSION.to_le_bytes());
            head.extend_from_slice(&n_sections.to_le_bytes());
            head.extend_from_slice(&length.to_le_bytes());
            let mut checked = head.clone();
            checked.extend_from_slice(&rest);
            head.extend_from_slice(&xxh64(&checked, 0).to_le_bytes());
            head.extend_from_slice(&rest);
            let Ok(pack) = Pack::open_head(&head) else { return Ok(()) };
            for (name, len) in pack.sections() {
                let section = pack.section(&name).unwrap();
                let _ = (section.part(0, len), section.part(len / 2, len).len(), section.to_vec());
                section.want();
            }
            let pages = pack.pages().unwrap();
            for page in pages.take_wanted() {
                let _ = pages.insert(page, &rest);
            }
        }

        #[test]
        fn a_flipped_bit_in_the_head_is_noticed(at in 0usize..20_000, bit in 0u8..8) {
            let mut head = Pack::open(large()).unwrap().split().unwrap().head;
            let at = at % head.len();
            head[at] ^= 1 << bit;
            prop_assert!(Pack::open_head(&head).is_err());
        }

        #[test]
        fn every_flipped_bit_is_noticed(at in 0usize..1000, bit in 0u8..8) {
            let mut bytes = sample();
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
            prop_assert!(Pack::open(bytes).is_err());
        }
    }
}
