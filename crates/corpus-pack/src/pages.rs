//! A pack of which only pages are there.
//!
//! A [`Pager`] cuts a pack into a head, which every visit needs, and pages, which are fetched when something reads
//! them. [`Pages`] holds what has come. Reading never waits: a page that is not there is noted and reads as nothing.
//! So the same synchronous reader serves both: whoever asked looks whether anything was wanted, fetches it, and
//! asks again.
//!
//! ```text
//! head
//! 0   magic            8 bytes
//! 8   version          u32
//! 12  n_sections       u32
//! 16  length           u64   of the whole pack
//! 24  checksum         u64   xxh64 of bytes 0..24 and all behind 32
//! 32  key              u64   the checksum in the pack's own header: pages of another pack do not fit
//! 40  table            as in the pack
//!     length u32, content of the section `pages`
//!     the pages that every visit needs, in order
//!
//! page
//! 0   checksum         u64   xxh64 of the content, seeded with key and number
//! 8   content
//!
//! section `pages`, for each other section in order
//!     varint bytes at its front that every visit needs; varint number of pages behind them; varint length of each
//! ```

use crate::cursor::{Cursor, put_varint};
use crate::{ENTRY_LEN, HEADER_LEN, MAX_SECTIONS, PackBytes, PackError, VERSION, u32_at, u64_at};
use std::fmt;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use xxhash_rust::xxh64::xxh64;

/// First bytes of the head of a pack in parts.
pub const PARTS_MAGIC: [u8; 8] = [0x89, b'D', b'A', b'T', b'H', b'\r', b'\n', 0x1a];

/// A page holds at least so many bytes, if its section has them: less than a block of a list, so that a page of texts or
/// records is one block, because of most pages that come for a list of results one item is read.
pub(crate) const PAGE: usize = 6 << 10;

const HEAD_LEN: usize = 40;

/// A pack cut up.
#[derive(Debug)]
pub struct Parts {
    /// What every visit needs.
    pub head: Vec<u8>,
    /// Number and file of each page.
    pub pages: Vec<(u32, Vec<u8>)>,
}

/// A whole pack that is given out as its head and single pages, to one who reads it as [a pack in parts](Pages).
#[derive(Debug)]
pub struct Pager {
    bytes: PackBytes,
    table_end: usize,
    cuts: PackBytes,
    layout: Layout,
}

impl Pager {
    /// Of a checked pack: its bytes, where its table ends, and the section `pages`.
    pub(crate) fn new(bytes: PackBytes, table_end: usize, cuts: PackBytes) -> Self {
        let table = bytes.get(HEADER_LEN..table_end).unwrap_or_default();
        let layout = Layout::read(table, table_end, &cuts);
        Self {
            layout,
            bytes,
            table_end,
            cuts,
        }
    }

    fn key(&self) -> u64 {
        u64_at(&self.bytes, 24)
    }

    fn content(&self, start: usize, end: usize) -> &[u8] {
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// What every reader needs.
    #[must_use]
    pub fn head(&self) -> Vec<u8> {
        let resident = self.layout.pages.iter().filter(|page| page.2);
        let mut contents = resident.map(|&(start, end, _)| self.content(start, end));
        head_of(
            self.content(8, 24),
            self.key(),
            self.content(HEADER_LEN, self.table_end),
            &self.cuts,
            &mut contents,
        )
    }

    /// The file of a page; `None` where no page has that number, or the head holds it.
    #[must_use]
    pub fn page(&self, page: u32) -> Option<Vec<u8>> {
        let &(start, end, is_resident) = self.layout.pages.get(page as usize)?;
        (!is_resident).then(|| file_of(self.key(), page, self.content(start, end)))
    }

    /// The files of all pages.
    pub(crate) fn pages(&self) -> Vec<(u32, Vec<u8>)> {
        let numbers = 0..self.layout.pages.len() as u32;
        numbers
            .filter_map(|page| Some((page, self.page(page)?)))
            .collect()
    }
}

/// `version` is what stands there up to the length of the whole pack.
fn head_of(
    version: &[u8],
    key: u64,
    table: &[u8],
    cuts: &[u8],
    resident: &mut dyn Iterator<Item = &[u8]>,
) -> Vec<u8> {
    let mut rest = key.to_le_bytes().to_vec();
    rest.extend_from_slice(table);
    rest.extend_from_slice(&(cuts.len() as u32).to_le_bytes());
    rest.extend_from_slice(cuts);
    resident.for_each(|content| rest.extend_from_slice(content));
    let mut head = PARTS_MAGIC.to_vec();
    head.extend_from_slice(version);
    let mut checked = head.clone();
    checked.extend_from_slice(&rest);
    head.extend_from_slice(&xxh64(&checked, 0).to_le_bytes());
    head.extend_from_slice(&rest);
    head
}

fn file_of(key: u64, page: u32, content: &[u8]) -> Vec<u8> {
    let mut file = checksum(key, page, content).to_le_bytes().to_vec();
    file.extend_from_slice(content);
    file
}

fn checksum(key: u64, number: u32, content: &[u8]) -> u64 {
    xxh64(content, key ^ u64::from(number))
}

/// Writes what the section `pages` says of one section. `cuts` are places where nothing is cut in two.
pub(crate) fn put_cuts(out: &mut Vec<u8>, len: usize, resident: usize, cuts: &[u32]) {
    let resident = resident.min(len);
    let mut lens = Vec::new();
    let mut start = resident;
    for cut in cuts.iter().map(|&cut| cut as usize) {
        if cut >= start + PAGE && cut < len {
            lens.push(cut - start);
            start = cut;
        }
    }
    if start < len {
        lens.push(len - start);
    }
    put_varint(out, resident as u32);
    put_varint(out, lens.len() as u32);
    for len in lens {
        put_varint(out, len as u32);
    }
}

/// Where the pages lie.
#[derive(Debug)]
struct Layout {
    /// Start, end, whether every visit needs it. Without gaps, from the end of the table.
    pages: Vec<(usize, usize, bool)>,
}

impl Layout {
    fn read(table: &[u8], table_end: usize, cuts: &[u8]) -> Self {
        let mut cursor = Cursor::new(cuts);
        let mut pages = Vec::new();
        let mut at = table_end;
        for entry in table.chunks_exact(ENTRY_LEN) {
            let start = usize::try_from(u64_at(entry, 8)).unwrap_or(usize::MAX);
            let len = usize::try_from(u64_at(entry, 16)).unwrap_or(usize::MAX);
            let end = start.saturating_add(len);
            if cursor.is_empty() {
                break; // The section `pages` itself, which the head holds in another place.
            }
            let mut push = |len: usize, is_resident: bool| {
                let page_end = at.saturating_add(len).min(end);
                if page_end > at {
                    pages.push((at, page_end, is_resident));
                    at = page_end;
                }
            };
            push(cursor.varint() as usize, true);
            for _ in 0..cursor.count() {
                push(cursor.varint() as usize, false);
            }
        }
        Self { pages }
    }
}

/// Is told of each read of a page that is not there, and whether the page was wanted before.
type OnMiss = Box<dyn Fn(u32, bool) + Send + Sync>;

/// The pages of a pack that have come so far. Shared by all who read it.
pub struct Pages {
    /// Where each page begins, and where the last one ends.
    starts: Vec<usize>,
    /// Empty until it comes.
    contents: Vec<OnceLock<Vec<u8>>>,
    wanted: Vec<AtomicBool>,
    is_any_wanted: AtomicBool,
    /// Counts reads of pages that are not there; it may begin anew.
    n_misses: AtomicU32,
    on_miss: OnceLock<OnMiss>,
    key: u64,
    byte_len: usize,
    /// Of the head: bytes 8 to 24, the table, the section `pages`, the numbers of the pages that it holds.
    version: Vec<u8>,
    table: Vec<u8>,
    cuts: Vec<u8>,
    resident: Vec<u32>,
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (n, n_there) = self.n_pages();
        write!(f, "Pages({n_there} of {n})")
    }
}

impl Pages {
    /// From the head: the pages that it holds, and the table of sections.
    pub(crate) fn open(head: &[u8]) -> Result<(Self, Vec<u8>), PackError> {
        let damaged = || PackError::Damaged {
            section: "head".to_owned(),
        };
        if !head.starts_with(&PARTS_MAGIC) {
            return Err(PackError::NotAPack);
        }
        if head.len() < HEAD_LEN {
            return Err(PackError::Truncated {
                expected: HEAD_LEN as u64,
                actual: head.len() as u64,
            });
        }
        let version = u32_at(head, 8);
        if version != VERSION {
            return Err(PackError::OtherVersion { found: version });
        }
        let mut checked = head[..24].to_vec();
        checked.extend_from_slice(&head[32..]);
        if xxh64(&checked, 0) != u64_at(head, 24) {
            return Err(damaged());
        }
        let n_sections = u32_at(head, 12) as usize;
        if n_sections > MAX_SECTIONS {
            return Err(damaged());
        }
        let table_len = n_sections * ENTRY_LEN;
        let rest = head.get(HEAD_LEN..).unwrap_or_default();
        let table = rest.get(..table_len).ok_or_else(damaged)?;
        let rest = &rest[table_len..];
        let cuts_len = rest.get(..4).map(|four| u32_at(four, 0) as usize);
        let cuts_len = cuts_len.ok_or_else(damaged)?;
        let cuts = rest
            .get(4..4usize.saturating_add(cuts_len))
            .ok_or_else(damaged)?;
        let mut resident = &rest[4 + cuts_len..];

        let table_end = HEADER_LEN + table_len;
        let layout = Layout::read(table, table_end, cuts);
        let mut starts = Vec::with_capacity(layout.pages.len() + 1);
        let mut contents = Vec::with_capacity(layout.pages.len());
        let mut numbers = Vec::new();
        let mut last_end = table_end;
        for (number, (start, end, is_resident)) in (0u32..).zip(layout.pages) {
            let content = OnceLock::new();
            if is_resident {
                numbers.push(number);
                let len = (end - start).min(resident.len());
                let (own, others) = resident.split_at(len);
                let _ = content.set(own.to_vec());
                resident = others;
            }
            starts.push(start);
            contents.push(content);
            last_end = end;
        }
        starts.push(last_end);
        let pages = Self {
            wanted: contents.iter().map(|_| AtomicBool::new(false)).collect(),
            is_any_wanted: AtomicBool::new(false),
            n_misses: AtomicU32::new(0),
            on_miss: OnceLock::new(),
            starts,
            contents,
            key: u64_at(head, 32),
            byte_len: usize::try_from(u64_at(head, 16)).map_err(|_| damaged())?,
            version: head[8..24].to_vec(),
            table: table.to_vec(),
            cuts: cuts.to_vec(),
            resident: numbers,
        };
        Ok((pages, table.to_vec()))
    }

    pub(crate) const fn byte_len(&self) -> usize {
        self.byte_len
    }

    /// Which page holds that byte, if any does.
    fn page_at(&self, at: usize) -> Option<usize> {
        self.starts
            .partition_point(|start| *start <= at)
            .checked_sub(1)
            .filter(|page| *page < self.contents.len())
    }

    pub(crate) fn part(&self, start: usize, end: usize) -> &[u8] {
        if start >= end {
            return &[];
        }
        let Some(page) = self.page_at(start) else {
            return &[];
        };
        if end > self.starts[page + 1] {
            self.want(start, end);
            return &[];
        }
        if self.contents[page].get().is_none() {
            self.want_page(page);
        }
        let Some(content) = self.contents[page].get() else {
            return &[];
        };
        let from = start - self.starts[page];
        content.get(from..from + (end - start)).unwrap_or_default()
    }

    /// Notes the pages of `start..end` that are not there.
    pub(crate) fn want(&self, start: usize, end: usize) {
        let Some(first) = self.page_at(start) else {
            return;
        };
        let pages = first..self.contents.len();
        for page in pages.take_while(|page| self.starts[*page] < end) {
            self.want_page(page);
        }
    }

    fn want_page(&self, page: usize) {
        if self.contents[page].get().is_none() {
            let was_wanted = self.wanted[page].swap(true, Ordering::Relaxed);
            if let Some(on_miss) = self.on_miss.get() {
                on_miss(page as u32, was_wanted);
            }
            if self.contents[page].get().is_none() {
                self.is_any_wanted.store(true, Ordering::Relaxed);
                self.n_misses.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// Lets a function know of every read of a page that is not there, in the moment of it: the number of the page,
    /// and whether it had been wanted since it was last [taken](Pages::take_wanted), [forgotten](Pages::forget) or
    /// inserted. It may insert the page then and there, and nothing was missed. The first function stays.
    pub fn on_miss(&self, told: impl Fn(u32, bool) + Send + Sync + 'static) {
        let _ = self.on_miss.set(Box::new(told));
    }

    /// As if the page was read.
    pub fn wish(&self, page: u32) {
        if (page as usize) < self.contents.len() {
            self.want_page(page as usize);
        }
    }

    /// Tells this pack from others.
    #[must_use]
    pub const fn key(&self) -> u64 {
        self.key
    }

    /// How many reads found nothing so far. What was read between two equal numbers was there.
    #[must_use]
    pub fn n_misses(&self) -> u32 {
        self.n_misses.load(Ordering::Relaxed)
    }

    /// A page that could not be had is not wanted any more, until it is read again.
    pub fn forget(&self, page: u32) {
        if let Some(wanted) = self.wanted.get(page as usize) {
            wanted.store(false, Ordering::Relaxed);
        }
    }

    /// How many bytes of `start..end` are not there. Notes nothing.
    pub(crate) fn n_missing(&self, start: usize, end: usize) -> usize {
        let Some(first) = self.page_at(start) else {
            return 0;
        };
        let pages = first..self.contents.len();
        pages
            .take_while(|page| self.starts[*page] < end)
            .filter(|page| self.contents[*page].get().is_none())
            .map(|page| self.starts[page + 1] - self.starts[page])
            .sum()
    }

    /// Whether anything was read that is not there: what was made of it is not to be believed.
    #[must_use]
    pub fn is_anything_wanted(&self) -> bool {
        self.is_any_wanted.load(Ordering::Relaxed)
    }

    /// The numbers of the pages that were read and are not there, ascending; none of them counts as wanted any more.
    #[must_use]
    pub fn take_wanted(&self) -> Vec<u32> {
        self.is_any_wanted.store(false, Ordering::Relaxed);
        (0u32..)
            .zip(&self.wanted)
            .filter(|(_, wanted)| wanted.swap(false, Ordering::Relaxed))
            .map(|(page, _)| page)
            .collect()
    }

    /// Takes the file of a page that was fetched.
    ///
    /// # Errors
    /// [`PackError::Damaged`] where it is not that page of this pack.
    pub fn insert(&self, page: u32, file: &[u8]) -> Result<(), PackError> {
        let damaged = || PackError::Damaged {
            section: format!("page {page}"),
        };
        let idx = page as usize;
        let slot = self.contents.get(idx).ok_or_else(damaged)?;
        let (sum, content) = file.split_at_checked(8).ok_or_else(damaged)?;
        let len = self.starts[idx + 1] - self.starts[idx];
        if content.len() != len || checksum(self.key, page, content) != u64_at(sum, 0) {
            return Err(damaged());
        }
        self.wanted[idx].store(false, Ordering::Relaxed);
        let _ = slot.set(content.to_vec());
        Ok(())
    }

    /// The file of a page that has come, as it came; `None` where it has not.
    #[must_use]
    pub fn file(&self, page: u32) -> Option<Vec<u8>> {
        let content = self.contents.get(page as usize)?.get()?;
        Some(file_of(self.key, page, content))
    }

    /// The head, as it came.
    #[must_use]
    pub fn head(&self) -> Vec<u8> {
        let mut contents = self.resident.iter().map(|page| {
            let content = self.contents.get(*page as usize).and_then(OnceLock::get);
            content.map_or(&[][..], Vec::as_slice)
        });
        head_of(
            &self.version,
            self.key,
            &self.table,
            &self.cuts,
            &mut contents,
        )
    }

    /// How many bytes of pages are there.
    #[must_use]
    pub fn held(&self) -> usize {
        self.contents
            .iter()
            .filter_map(OnceLock::get)
            .map(Vec::len)
            .sum()
    }

    /// How many pages there are, and how many of them have come.
    #[must_use]
    pub fn n_pages(&self) -> (usize, usize) {
        let n_there = self.contents.iter().filter(|page| page.get().is_some());
        (self.contents.len(), n_there.count())
    }
}
