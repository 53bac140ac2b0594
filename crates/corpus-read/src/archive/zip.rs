//! ZIP archives, and what office documents and books, which are such archives, need of them.
//!
//! In: bytes. Out: members by name, unpacked on demand within the limits given. Encrypted members and
//! unknown ways of packing are named as such.

use super::{End, Unpacking, pour, too_dense};
use crate::Remark;
use corpus_model::CivilDate;
use std::io::Cursor;

/// An archive that opened.
pub(crate) struct Zip<'a> {
    archive: zip::ZipArchive<Cursor<&'a [u8]>>,
    /// What may still be unpacked, in bytes.
    bytes_left: u64,
}

/// A member, before it is unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its place in the archive.
    pub(crate) at: usize,
    /// Its name as written: may lead anywhere.
    pub(crate) name: String,
    pub(crate) is_folder: bool,
    pub(crate) is_encrypted: bool,
    /// What the archive declares, in bytes.
    pub(crate) byte_len: u64,
    /// When it was last changed, as the archive says.
    pub(crate) saved: Option<CivilDate>,
}

/// Opens an archive, of which at most `most_bytes` are ever unpacked.
///
/// # Errors
///
/// When the bytes are no archive or its directory is damaged, in words.
pub(crate) fn open(bytes: &[u8], most_bytes: u64) -> Result<Zip<'_>, String> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    Ok(Zip {
        archive,
        bytes_left: most_bytes,
    })
}

impl Zip<'_> {
    /// The members, in the archive's order.
    pub(crate) fn entries(&mut self) -> Vec<Entry> {
        (0..self.archive.len())
            .filter_map(|at| {
                let file = self.archive.by_index_raw(at).ok()?;
                Some(Entry {
                    at,
                    name: file.name().map_or_else(
                        |_| String::from_utf8_lossy(file.name_raw()).into_owned(),
                        std::borrow::Cow::into_owned,
                    ),
                    is_folder: file.is_dir(),
                    is_encrypted: file.encrypted(),
                    byte_len: file.size(),
                    saved: file
                        .last_modified()
                        .and_then(|t| CivilDate::new(t.year().into(), t.month(), t.day())),
                })
            })
            .collect()
    }

    /// Whether there is a member of this very name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// Unpacks the member called `name`.
    ///
    /// # Errors
    ///
    /// When there is none, or it cannot be unpacked within the limits, in words.
    pub(crate) fn read(&mut self, name: &str) -> Result<Vec<u8>, String> {
        let at = self
            .archive
            .index_for_name(name)
            .ok_or_else(|| format!("no {name} in it"))?;
        self.read_at(at, u64::MAX)
    }

    /// Unpacks a member of at most `most` bytes.
    ///
    /// # Errors
    ///
    /// When it is encrypted, damaged or too large, in words.
    pub(crate) fn read_at(&mut self, at: usize, most: u64) -> Result<Vec<u8>, String> {
        let raw = self.archive.by_index_raw(at);
        if raw.is_ok_and(|file| file.encrypted()) {
            return Err("encrypted".to_owned());
        }
        let file = self
            .archive
            .by_index(at)
            .map_err(|error| format!("cannot be unpacked ({error})"))?;
        let packed_len = file.compressed_size();
        let mut out = Vec::new();
        let most = most.min(self.bytes_left);
        let end = pour(file, most, packed_len, &mut out);
        self.bytes_left -= (out.len() as u64).min(self.bytes_left);
        match end {
            End::Whole => Ok(out),
            End::Damaged(why) => Err(format!("cannot be unpacked ({why})")),
            End::TooLarge => Err(format!("larger than {} MB", most / 1024 / 1024)),
            End::TooDense => Err(too_dense()),
        }
    }
}

/// Reads the members whose names are wanted.
pub(super) fn unpack(
    path: &str,
    bytes: &[u8],
    run: &mut Unpacking<'_>,
    remarks: &mut Vec<Remark>,
    is_wanted: fn(&str) -> bool,
) {
    let mut zip = match open(bytes, run.bytes_left) {
        Ok(zip) => zip,
        Err(why) => {
            let what = format!("cannot be unpacked ({why}), skipped");
            remarks.push(Remark::new("read/damaged-archive", what));
            return;
        }
    };
    for entry in zip.entries() {
        if entry.is_folder || !is_wanted(&entry.name) {
            continue;
        }
        let Some(path) = run.member_path(path, &entry.name, remarks) else {
            if run.members_left == 0 {
                return;
            }
            continue;
        };
        if entry.is_encrypted {
            run.refuse(path, entry.byte_len, "read/encrypted", "encrypted");
            continue;
        }
        zip.bytes_left = run.bytes_left;
        let unpacked = zip.read_at(entry.at, crate::most_bytes(&path));
        run.bytes_left = zip.bytes_left;
        match unpacked {
            Ok(bytes) => run.member(path, &bytes, entry.saved),
            Err(why) => run.refuse(path, entry.byte_len, "read/refused-member", &why),
        }
    }
}
