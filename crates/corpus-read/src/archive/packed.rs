//! One file, packed: gzip, zstd, bzip2, xz.
//!
//! The file keeps its path; only the ending that speaks of the packing is left out of its name, so that
//! `letter.txt.gz` is read as a text and `box.tar.gz` as an archive.

use super::{End, pour, too_dense, too_much};
use std::io::Read;

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
}

/// What came out, as far as it came.
pub(crate) struct Unpacked {
    pub(crate) bytes: Vec<u8>,
    /// Why it is not all.
    pub(crate) trouble: Option<String>,
}

/// Memory for an xz dictionary, which the file may ask to be of four gigabytes: 64 MB, what `xz -9` uses.
const XZ_KILOBYTES: u32 = 65 * 1024;

impl Packing {
    /// By the first bytes.
    pub(crate) fn sniff(bytes: &[u8]) -> Option<Self> {
        [
            (b"\x1f\x8b\x08".as_slice(), Self::Gzip),
            (b"\x28\xb5\x2f\xfd", Self::Zstd),
            (b"\xfd7zXZ\0", Self::Xz),
        ]
        .into_iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|(_, packing)| packing)
        .or_else(|| {
            // `BZh9` could begin a text; the block's mark could not.
            let is_bzip2 = bytes.starts_with(b"BZh")
                && bytes
                    .get(4..10)
                    .is_some_and(|mark| matches!(mark, b"1AY&SY" | b"\x17\x72\x45\x38\x50\x90"));
            is_bzip2.then_some(Self::Bzip2)
        })
    }

    /// The name without the ending that speaks of the packing.
    pub(crate) fn inner_name(self, name: &str) -> String {
        let (endings, tar): (&[&str], &[&str]) = match self {
            Self::Gzip => (&[".gz", ".gzip"], &[".tgz", ".taz"]),
            Self::Zstd => (&[".zst", ".zstd"], &[".tzst"]),
            Self::Bzip2 => (&[".bz2", ".bz"], &[".tbz2", ".tbz"]),
            Self::Xz => (&[".xz"], &[".txz"]),
        };
        let without = |ending: &&str| {
            let at = name.len().checked_sub(ending.len())?;
            name.get(at..)
                .is_some_and(|tail| tail.eq_ignore_ascii_case(ending))
                .then(|| name.get(..at).unwrap_or_default())
        };
        if let Some(stem) = endings.iter().find_map(without) {
            stem.to_owned()
        } else if let Some(stem) = tar.iter().find_map(without) {
            format!("{stem}.tar")
        } else {
            name.to_owned()
        }
    }

    /// Unpacks, taking what it holds from `bytes_left`. Damage or a limit ends it; what came before is kept
    /// only after damage.
    pub(crate) fn unpack(self, bytes: &[u8], bytes_left: &mut u64) -> Unpacked {
        let mut out = Vec::new();
        let mut rest = bytes;
        let packed_len = bytes.len() as u64;
        let most = *bytes_left;
        let end = match self {
            // Both read files that were put one after the other.
            Self::Gzip => pour(
                flate2::read::MultiGzDecoder::new(bytes),
                most,
                packed_len,
                &mut out,
            ),
            Self::Bzip2 => pour(
                bzip2::read::MultiBzDecoder::new(bytes),
                most,
                packed_len,
                &mut out,
            ),
            Self::Xz => pour(
                lzma_rust2::XzReader::new_mem_limit(bytes, true, XZ_KILOBYTES),
                most,
                packed_len,
                &mut out,
            ),
            Self::Zstd => pour(ZstdFrames::new(&mut rest), most, packed_len, &mut out),
        };
        *bytes_left -= (out.len() as u64).min(*bytes_left);
        let trouble = match end {
            End::Whole => None,
            End::Damaged(why) if out.is_empty() => {
                Some(format!("cannot be unpacked ({why}), skipped"))
            }
            End::Damaged(why) => Some(format!("damaged ({why}), read up to there")),
            End::TooLarge => {
                out.clear();
                Some(format!("{}, skipped", too_much()))
            }
            End::TooDense => {
                out.clear();
                Some(format!("{}, skipped", too_dense()))
            }
        };
        Unpacked {
            bytes: out,
            trouble,
        }
    }
}

/// Frames one after the other, as `zstd` writes them when files are joined.
struct ZstdFrames<'a, 'b> {
    source: &'a mut &'b [u8],
    decoder: ruzstd::decoding::FrameDecoder,
    is_open: bool,
}

impl<'a, 'b> ZstdFrames<'a, 'b> {
    fn new(source: &'a mut &'b [u8]) -> Self {
        Self {
            source,
            decoder: ruzstd::decoding::FrameDecoder::new(),
            is_open: false,
        }
    }
}

impl Read for ZstdFrames<'_, '_> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        use ruzstd::decoding::BlockDecodingStrategy;
        let strange = |why: String| std::io::Error::other(why);
        loop {
            if !self.is_open {
                if self.source.is_empty() {
                    return Ok(0);
                }
                // Frames to be skipped have a magic of their own and four bytes of length.
                if let [0x50..=0x5f, 0x2a, 0x4d, 0x18, a, b, c, d, ..] = **self.source {
                    let len = u32::from_le_bytes([a, b, c, d]) as usize;
                    *self.source = self
                        .source
                        .get(8_usize.saturating_add(len)..)
                        .unwrap_or_default();
                    continue;
                }
                self.decoder
                    .reset(&mut *self.source)
                    .map_err(|error| strange(error.to_string()))?;
                self.is_open = true;
            }
            while self.decoder.can_collect() < buf.len() && !self.decoder.is_finished() {
                let want = buf.len() - self.decoder.can_collect();
                self.decoder
                    .decode_blocks(&mut *self.source, BlockDecodingStrategy::UptoBytes(want))
                    .map_err(|error| strange(error.to_string()))?;
            }
            let n = self.decoder.read(buf)?;
            if n > 0 {
                return Ok(n);
            }
            self.is_open = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_file_is_called_what_it_holds() {
        let check = |packing: Packing, name: &str, inner: &str| {
            assert_eq!(packing.inner_name(name), inner);
        };
        check(Packing::Gzip, "a/letter.txt.GZ", "a/letter.txt");
        check(Packing::Gzip, "box.tgz", "box.tar");
        check(Packing::Xz, "box.txz", "box.tar");
        check(Packing::Zstd, "letter", "letter");
        check(Packing::Zstd, "é", "é");
    }

    #[test]
    fn words_are_no_packing() {
        assert_eq!(Packing::sniff(b"BZh9 is a name"), None);
        assert_eq!(Packing::sniff(b"BZh91AY&SY\0\0"), Some(Packing::Bzip2));
        assert_eq!(Packing::sniff(b"\x1f\x8b\x08\0"), Some(Packing::Gzip));
    }
}
