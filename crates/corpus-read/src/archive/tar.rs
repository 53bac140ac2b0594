//! Tar archives. Links and devices are named, not followed.

use super::Unpacking;
use crate::Remark;
use corpus_model::{CivilDate, DayNumber};

/// The mark at byte 257 of every tar since 1988.
pub(crate) fn is_tar(bytes: &[u8]) -> bool {
    bytes.get(257..262) == Some(b"ustar")
}

pub(super) fn unpack(path: &str, bytes: &[u8], run: &mut Unpacking<'_>, remarks: &mut Vec<Remark>) {
    let mut archive = tar::Archive::new(bytes);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => {
            let what = format!("cannot be unpacked ({error}), skipped");
            remarks.push(Remark::new("read/damaged-archive", what));
            return;
        }
    };
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let what = format!("damaged ({error}), read up to there");
                remarks.push(Remark::new("read/damaged-archive", what));
                return;
            }
        };
        let kind = entry.header().entry_type();
        let is_note = kind.is_pax_global_extensions() || kind.is_pax_local_extensions();
        if kind.is_dir() || is_note {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let Some(path) = run.member_path(path, &name, remarks) else {
            if run.members_left == 0 {
                return;
            }
            continue;
        };
        if !kind.is_file() && !kind.is_contiguous() && !kind.is_gnu_sparse() {
            run.refuse(path, 0, "read/skipped", "a link or a device, not a file");
            continue;
        }
        let byte_len = entry.size();
        let seconds = entry.header().mtime().ok();
        let saved = seconds
            .and_then(|seconds| i32::try_from(seconds / 86_400).ok())
            .map(|days| CivilDate::from_day_number(DayNumber(days)));
        match run.take(&path, entry, u64::MAX) {
            Ok(bytes) => run.member(path, &bytes, saved),
            Err(why) => run.refuse(path, byte_len, "read/refused-member", &why),
        }
    }
}
