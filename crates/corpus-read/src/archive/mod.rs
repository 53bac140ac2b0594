//! Files that hold files: members become files of their own, with paths that begin with the archive's.
//!
//! In: the bytes of a file. Out: a [`FileRead`] for it and for each file in it, at any depth. What an
//! archive declares is never believed: bytes are counted as they come out, and several limits end a bomb in a
//! message. Besides the file itself and the documents found, unpacking holds at most
//! [`MAX_UNPACKED_BYTES`]. Nothing is ever written, so that a name that leads out of the archive can do no
//! harm; it is made to lead into it and is remarked on.

mod packed;
mod tar;
pub(crate) mod zip;

pub(crate) use packed::Packing;
pub(crate) use tar::is_tar;

use crate::sniff::{self, Kind};
use crate::{FileRead, MAX_FILE_BYTES, Member, ReadOptions, Remark, diagnostic, read_one, sha256};
use corpus_model::{CivilDate, MetaDate, RawDoc};
use std::collections::BTreeSet;
use std::io::Read;

/// Archives in archives in archives: this deep, and no deeper.
pub const MAX_DEPTH: u32 = 5;
/// Files in one given file, at any depth.
pub const MAX_MEMBERS: u32 = 20_000;
/// Bytes unpacked out of one given file, at any depth.
pub const MAX_UNPACKED_BYTES: u64 = 256 * 1024 * 1024;
/// Bytes out for a byte in, above the first megabyte. Text packs twenty to one at best; the most that
/// deflate can do is a thousand.
pub const MAX_RATIO: u64 = 250;

/// From here on the ratio counts: small files of one letter are no bombs.
const FREE_BYTES: u64 = 1024 * 1024;

/// An archive format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Archive {
    Zip,
    Tar,
    /// A zip of WARC files with their indexes.
    Wacz,
}

/// A given file being read, and the files found in it so far.
pub(crate) struct Unpacking<'o> {
    options: &'o ReadOptions,
    files: Vec<FileRead>,
    paths: BTreeSet<String>,
    depth: u32,
    bytes_left: u64,
    members_left: u32,
    /// The day on which the member in hand was last changed, as its archive says.
    saved: Option<String>,
}

impl<'o> Unpacking<'o> {
    pub(crate) fn new(options: &'o ReadOptions) -> Self {
        Self {
            options,
            files: Vec::new(),
            paths: BTreeSet::new(),
            depth: 0,
            bytes_left: MAX_UNPACKED_BYTES,
            members_left: MAX_MEMBERS,
            saved: None,
        }
    }

    pub(crate) fn into_files(self) -> Vec<FileRead> {
        self.files
    }

    /// Reads a member, last changed on the day `saved`.
    fn member(&mut self, path: String, bytes: &[u8], saved: Option<CivilDate>) {
        let outer = self.saved.take();
        // Archives without dates count from 1970 or 1980, and copies of sources are given one of these days.
        self.saved = saved.filter(|d| d.year() > 1980).map(|d| d.to_string());
        self.file(path, bytes);
        self.saved = outer;
    }

    /// Reads a file, and what it holds.
    pub(crate) fn file(&mut self, path: String, bytes: &[u8]) {
        let at = self.files.len();
        self.files.push(FileRead {
            path: path.clone(),
            byte_len: bytes.len() as u64,
            docs: Vec::new(),
            n_members: None,
            remarks: Vec::new(),
        });
        let mut remarks = Vec::new();
        let mut docs = Vec::new();
        let saved = self.saved.take();
        let is_container = self.open(&path, &path, bytes, &mut docs, &mut remarks);
        for metadata in docs.iter_mut().map(|doc| &mut doc.metadata) {
            // What the file itself says goes before.
            if metadata.made.is_empty() {
                metadata.made.extend(saved.iter().map(|day| MetaDate {
                    value: day.clone(),
                    from: MetaDate::PACKED.to_owned(),
                }));
            }
        }
        let sum = if docs.is_empty() {
            [0; 32]
        } else {
            sha256(bytes)
        };
        let n_members = u32::try_from(self.files.len() - at - 1).unwrap_or(u32::MAX);
        if let Some(file) = self.files.get_mut(at) {
            file.docs = docs
                .into_iter()
                .map(|doc| RawDoc {
                    path: path.clone(),
                    format: doc.format,
                    charset: doc.charset,
                    byte_len: file.byte_len,
                    sha256: sum,
                    decoded: doc.decoded,
                    body: doc.body,
                    metadata: doc.metadata,
                })
                .collect();
            file.n_members = (is_container || n_members > 0).then_some(n_members);
            file.remarks = remarks
                .into_iter()
                .map(|remark| diagnostic(remark, &path))
                .collect();
        }
    }

    /// Reads `bytes` as a file called `name`; whether they were an archive.
    fn open(
        &mut self,
        path: &str,
        name: &str,
        bytes: &[u8],
        docs: &mut Vec<crate::Doc>,
        remarks: &mut Vec<Remark>,
    ) -> bool {
        match sniff::kind(name, bytes) {
            Kind::Packed(_) | Kind::Archive(_) if self.depth >= MAX_DEPTH => {
                let what = format!("archives nested more than {MAX_DEPTH} deep, skipped");
                remarks.push(Remark::new("read/nested", what));
                false
            }
            Kind::Packed(packing) => {
                let unpacked = packing.unpack(bytes, &mut self.bytes_left);
                if let Some(why) = unpacked.trouble {
                    remarks.push(Remark::new("read/damaged-archive", why));
                }
                if unpacked.bytes.is_empty() {
                    if remarks.is_empty() {
                        remarks.push(Remark::new("read/empty", "empty file, skipped"));
                    }
                    return false;
                }
                self.depth += 1;
                let inner = packing.inner_name(name);
                let is_container = self.open(path, &inner, &unpacked.bytes, docs, remarks);
                self.depth -= 1;
                is_container
            }
            Kind::Archive(archive) => {
                self.depth += 1;
                let n_before = self.files.len();
                match archive {
                    Archive::Zip => zip::unpack(path, bytes, self, remarks, |_| true),
                    Archive::Wacz => {
                        zip::unpack(path, bytes, self, remarks, sniff::is_warc_name);
                    }
                    Archive::Tar => tar::unpack(path, bytes, self, remarks),
                }
                self.depth -= 1;
                if self.files.len() == n_before && remarks.is_empty() {
                    remarks.push(Remark::new(
                        "read/empty",
                        "an archive without files, skipped",
                    ));
                }
                true
            }
            kind => {
                let mut read = read_one(name, kind, bytes, &self.options.of_file(path));
                docs.append(&mut read.docs);
                remarks.append(&mut read.remarks);
                self.depth += 1;
                for Member { name, bytes } in read.members {
                    let Some(path) = self.member_path(path, &name, remarks) else {
                        continue;
                    };
                    if self.depth > MAX_DEPTH {
                        let why = format!("messages nested more than {MAX_DEPTH} deep");
                        self.refuse(path, bytes.len() as u64, "read/nested", &why);
                    } else {
                        self.file(path, &bytes);
                    }
                }
                self.depth -= 1;
                false
            }
        }
    }

    /// The path of a member of the archive at `path`; `None` if it is hidden, or one too many.
    fn member_path(&mut self, path: &str, name: &str, remarks: &mut Vec<Remark>) -> Option<String> {
        let safe = safe_name(name);
        if is_hidden(&safe) {
            return None;
        }
        let Some(left) = self.members_left.checked_sub(1) else {
            let what = format!("more than {MAX_MEMBERS} files, the rest left out");
            let remark = Remark::new("read/too-many-members", what);
            if !remarks.contains(&remark) {
                remarks.push(remark);
            }
            return None;
        };
        self.members_left = left;
        if leads_out(name) {
            let what = format!("a name that leads out of the archive ({name:?}), read as {safe}");
            remarks.push(Remark::new("read/unsafe-name", what));
        }
        let mut full = format!("{path}/{safe}");
        let mut n = 1;
        while !self.paths.insert(full.clone()) {
            n += 1;
            full = format!("{path}/{safe}~{n}");
        }
        Some(full)
    }

    /// Lists a member that could not be unpacked. `byte_len` is what the archive declares, 0 if unknown.
    fn refuse(&mut self, path: String, byte_len: u64, code: &'static str, why: &str) {
        let remark = diagnostic(Remark::new(code, format!("{why}, skipped")), &path);
        self.files.push(FileRead {
            path,
            byte_len,
            docs: Vec::new(),
            n_members: None,
            remarks: vec![remark],
        });
    }

    /// Takes the bytes of one member out of `reader`, as far as all limits allow.
    fn take(&mut self, path: &str, reader: impl Read, packed_len: u64) -> Result<Vec<u8>, String> {
        let most = crate::most_bytes(path).min(self.bytes_left);
        let mut out = Vec::new();
        let end = pour(reader, most, packed_len, &mut out);
        self.bytes_left -= (out.len() as u64).min(self.bytes_left);
        match end {
            End::Whole => Ok(out),
            End::Damaged(why) if out.is_empty() => Err(format!("cannot be unpacked ({why})")),
            // A damaged text is still a text up to the damage.
            End::Damaged(_) => Ok(out),
            End::TooLarge if most == MAX_FILE_BYTES => {
                Err(format!("larger than {} MB", MAX_FILE_BYTES / 1024 / 1024))
            }
            End::TooLarge => Err(too_much()),
            End::TooDense => Err(too_dense()),
        }
    }
}

fn too_much() -> String {
    let most = MAX_UNPACKED_BYTES / 1024 / 1024;
    format!("more than {most} MB unpacked from one file")
}

fn too_dense() -> String {
    format!("unpacks to more than {MAX_RATIO} times its size")
}

/// How taking bytes out of a reader ended.
enum End {
    Whole,
    Damaged(String),
    TooLarge,
    TooDense,
}

/// Reads to the end, to a limit or to damage. What was read is in `out`.
fn pour(mut reader: impl Read, most: u64, packed_len: u64, out: &mut Vec<u8>) -> End {
    let dense = FREE_BYTES.max(packed_len.saturating_mul(MAX_RATIO));
    let mut chunk = vec![0_u8; 64 * 1024];
    loop {
        let n = match reader.read(&mut chunk) {
            Ok(0) => return End::Whole,
            Ok(n) => n,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return End::Damaged(error.to_string()),
        };
        let len = out.len() as u64 + n as u64;
        if len > dense {
            return End::TooDense;
        }
        if len > most {
            return End::TooLarge;
        }
        out.extend_from_slice(chunk.get(..n).unwrap_or_default());
    }
}

/// Whether a name would leave the folder that it is unpacked into.
fn leads_out(name: &str) -> bool {
    let is_drive = name.as_bytes().get(1) == Some(&b':')
        && name.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    is_drive || name.starts_with(['/', '\\']) || name.split(['/', '\\']).any(|part| part == "..")
}

/// The name as a relative path with `/` between its parts.
fn safe_name(name: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in name.split(['/', '\\']) {
        let part: String = part
            .chars()
            .map(|c| if c.is_control() || c == ':' { '_' } else { c })
            .take(200)
            .collect();
        if !matches!(part.trim(), "" | "." | "..") && parts.len() < 40 {
            parts.push(part);
        }
    }
    if parts.is_empty() {
        "unnamed".to_owned()
    } else {
        parts.join("/")
    }
}

/// As in a folder: what a system or an editor leaves behind is no document.
fn is_hidden(name: &str) -> bool {
    name.split('/')
        .any(|part| part.starts_with('.') || part == "__MACOSX")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_to_lead_into_the_archive() {
        let check = |name: &str, safe: &str, is_unsafe: bool| {
            assert_eq!(
                (safe_name(name).as_str(), leads_out(name)),
                (safe, is_unsafe)
            );
        };
        check("box/letter.txt", "box/letter.txt", false);
        check("../../etc/passwd", "etc/passwd", true);
        check("/etc/passwd", "etc/passwd", true);
        check("C:\\box\\letter.txt", "C_/box/letter.txt", true);
        check("..\\letter.txt", "letter.txt", true);
        check("a/./b//c", "a/b/c", false);
        check("..", "unnamed", true);
        check("bell\u{7}.txt", "bell_.txt", false);
    }

    #[test]
    fn a_reader_without_end_ends() {
        let mut out = Vec::new();
        let end = pour(std::io::repeat(b'a'), 10 * FREE_BYTES, 100, &mut out);
        assert!(matches!(end, End::TooDense) && out.len() as u64 <= FREE_BYTES);
        out.clear();
        let end = pour(std::io::repeat(b'a'), 1000, u64::MAX, &mut out);
        assert!(matches!(end, End::TooLarge));
    }
}
