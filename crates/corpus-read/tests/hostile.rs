//! Bytes that mean harm, or are merely broken: every reader ends, names what is wrong, and keeps its promises.

#![allow(clippy::unwrap_used)] // Helpers of tests.

mod body;

use body::{NAMES, check};
use corpus_read::{
    FileRead, MAX_CONTAINER_BYTES, MAX_DEPTH, MAX_FILE_BYTES, MAX_MEMBERS, MAX_RATIO,
    MAX_UNPACKED_BYTES,
};
use proptest::prelude::*;
use std::io::Write;
use std::path::PathBuf;

fn fixtures() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn remark<'f>(files: &'f [FileRead], path: &str) -> &'f str {
    let file = files.iter().find(|file| file.path == path);
    let file = file.unwrap_or_else(|| panic!("{path} is not listed"));
    file.remarks.first().map_or("", |remark| &remark.message)
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    zip_packed(members, flate2::Compression::best())
}

/// A zip written by hand, so that its names may be what no program writes.
fn zip_packed(members: &[(&str, &[u8])], level: flate2::Compression) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, bytes) in members {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let at = u32::try_from(out.len()).unwrap();
        let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), level);
        packer.write_all(bytes).unwrap();
        let packed = packer.finish().unwrap();
        let mut head = Vec::new();
        head.extend_from_slice(&[20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0x52]);
        head.extend_from_slice(&crc.sum().to_le_bytes());
        head.extend_from_slice(&u32::try_from(packed.len()).unwrap().to_le_bytes());
        head.extend_from_slice(&u32::try_from(bytes.len()).unwrap().to_le_bytes());
        head.extend_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
        head.extend_from_slice(&[0, 0]);
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&head);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(&packed);
        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&head);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&at.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
    }
    let n = u16::try_from(members.len()).unwrap().to_le_bytes();
    let at = u32::try_from(out.len()).unwrap();
    out.extend_from_slice(&directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&n);
    out.extend_from_slice(&n);
    out.extend_from_slice(&u32::try_from(directory.len()).unwrap().to_le_bytes());
    out.extend_from_slice(&at.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    out
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

#[test]
fn files_cut_off_anywhere_are_read_as_far_as_they_go() {
    for (name, bytes) in fixtures() {
        for eighth in 0..8 {
            check(&name, &bytes[..bytes.len() * eighth / 8]);
        }
        check(&name, &bytes[..bytes.len().saturating_sub(1)]);
    }
}

#[test]
fn files_with_another_files_name_are_what_their_bytes_say() {
    for (_, bytes) in fixtures() {
        for name in NAMES {
            check(name, &bytes);
        }
    }
}

#[test]
fn a_bomb_is_named_and_not_unpacked() {
    let zeros = vec![b'0'; 40 * 1024 * 1024];
    let files = check(
        "bomb.zip",
        &zip(&[("zeros.txt", &zeros), ("note.txt", b"A note.")]),
    );
    let why = remark(&files, "bomb.zip/zeros.txt");
    assert!(why.contains(&format!("{MAX_RATIO} times")), "{why}");
    assert_eq!(files.iter().map(|file| file.docs.len()).sum::<usize>(), 1);
    let why = check("bomb.gz", &gzip(&zeros));
    assert!(remark(&why, "bomb.gz").contains("times its size"));
}

#[test]
fn a_bomb_of_any_packer_is_named_and_not_unpacked() {
    let zeros = vec![b'0'; 40 * 1024 * 1024];
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    bzip2.write_all(&zeros).unwrap();
    let zstd = ruzstd::encoding::compress_to_vec(
        zeros.as_slice(),
        ruzstd::encoding::CompressionLevel::Fastest,
    );
    for (name, bytes) in [
        ("bomb.txt.bz2", bzip2.finish().unwrap()),
        ("bomb.txt.zst", zstd),
    ] {
        let files = check(name, &bytes);
        assert!(remark(&files, name).contains("times its size"), "{files:?}");
        assert_eq!(files.iter().map(|file| file.docs.len()).sum::<usize>(), 0);
    }
    // A bomb within an archive that is within another.
    let files = check(
        "outer.zip",
        &zip(&[("inner.gz", &gzip(&zeros)), ("note.txt", b"A note.")]),
    );
    assert!(!remark(&files, "outer.zip/inner.gz").is_empty());
    assert_eq!(files.iter().map(|file| file.docs.len()).sum::<usize>(), 1);
}

#[test]
fn a_large_member_that_is_no_bomb_is_too_large_all_the_same() {
    let mut noise = Vec::new();
    let mut state = 1_u32;
    while noise.len() < 64 * 1024 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        noise.extend_from_slice(format!("{:x} ", state >> 4).as_bytes());
    }
    let noise = noise.repeat(usize::try_from(MAX_FILE_BYTES).unwrap() / noise.len() + 1);
    let zip = zip_packed(&[("noise.txt", &noise)], flate2::Compression::fast());
    let files = check("large.zip", &zip);
    assert!(remark(&files, "large.zip/noise.txt").contains("larger than"));
}

#[test]
fn archives_in_archives_end_somewhere() {
    let mut inner = zip(&[("note.txt", b"At the bottom of it all.")]);
    for _ in 0..MAX_DEPTH + 2 {
        inner = zip(&[("inner.zip", &inner)]);
    }
    let files = check("nested.zip", &inner);
    let last = files.last().unwrap();
    assert!(
        last.docs.is_empty() && last.remarks[0].message.contains("nested"),
        "{last:?}"
    );
    // Packed again and again, with one path.
    let mut inner = gzip(b"A text.");
    for _ in 0..MAX_DEPTH + 2 {
        inner = gzip(&inner);
    }
    let files = check("again.gz", &inner);
    assert!(remark(&files, "again.gz").contains("nested"));
}

#[test]
fn names_that_lead_out_lead_in() {
    let files = check(
        "slip.zip",
        &zip(&[
            ("../../outside.txt", b"One text."),
            ("/etc/absolute.txt", b"Two texts."),
            ("a\\b.txt", b"Three texts."),
            ("..", b"Four texts."),
        ]),
    );
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "slip.zip",
            "slip.zip/outside.txt",
            "slip.zip/etc/absolute.txt",
            "slip.zip/a/b.txt",
            "slip.zip/unnamed"
        ]
    );
    assert!(remark(&files, "slip.zip").contains("leads out"));
}

/// The names of a tar are what its bytes say: no program would write these.
#[test]
fn names_of_a_tar_that_lead_out_lead_in() {
    let mut tar = Vec::new();
    for name in ["../../outside.txt", "/etc/absolute.txt"] {
        let mut head = vec![0_u8; 512];
        head[..name.len()].copy_from_slice(name.as_bytes());
        head[100..107].copy_from_slice(b"0000644");
        head[124..135].copy_from_slice(b"00000000011");
        head[136..147].copy_from_slice(b"14000000000");
        head[148..156].copy_from_slice(b"        ");
        head[156] = b'0';
        head[257..265].copy_from_slice(b"ustar\x0000");
        let sum: u32 = head.iter().map(|byte| u32::from(*byte)).sum();
        head[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        tar.extend_from_slice(&head);
        let mut text = b"One text.".to_vec();
        text.resize(512, 0);
        tar.extend_from_slice(&text);
    }
    tar.resize(tar.len() + 1024, 0);
    let files = check("slip.tar", &tar);
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "slip.tar",
            "slip.tar/outside.txt",
            "slip.tar/etc/absolute.txt"
        ]
    );
    assert!(remark(&files, "slip.tar").contains("leads out"));
}

#[test]
fn members_of_one_name_keep_apart() {
    let files = check(
        "twice.zip",
        &zip(&[("a/x.txt", b"One."), ("a//x.txt", b"Two.")]),
    );
    assert_eq!(files.len(), 3, "{files:?}");
}

#[test]
fn entities_are_not_expanded() {
    let mut bomb = String::from("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"ha\">");
    for i in 0..20 {
        bomb.push_str(&format!(
            "<!ENTITY a{} \"&a{i};&a{i};&a{i};&a{i};\">",
            i + 1
        ));
    }
    bomb.push_str("<!ENTITY file SYSTEM \"file:///etc/passwd\">]>");
    bomb.push_str("<rss version=\"2.0\"><channel><item><title>Ha</title><description>&a20; &file; it said</description></item></channel></rss>");
    let files = check("bomb.rss", bomb.as_bytes());
    for doc in &files[0].docs {
        assert!(doc.body.text().len() < 200, "{}", doc.body.text());
        assert!(!doc.body.text().contains("root:"));
    }
}

#[test]
fn deep_markup_ends() {
    let deep = format!(
        "<rss version=\"2.0\"><channel><item><title>x</title>{}",
        "<a>".repeat(100_000)
    );
    check("deep.rss", deep.as_bytes());
    check("deep.json", "{\"text\":".repeat(100_000).as_bytes());
    check("deep.json", "[".repeat(100_000).as_bytes());
    let mut parts = String::from("From: a@x\nMessage-ID: <1@x>\nMIME-Version: 1.0\n");
    for i in 0..2000 {
        parts.push_str(&format!(
            "Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n"
        ));
    }
    check("deep.eml", parts.as_bytes());
    // A message in a message in a message.
    let head = "From: a@x\nMessage-ID: <1@x>\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n";
    let files = check("matryoshka.eml", head.repeat(500).as_bytes());
    assert!(files.len() < 600);
    let mut mail = String::from("From: a@x\nMessage-ID: <1@x>\nSubject: innermost\n\nText\n");
    for i in 0..20 {
        mail = format!(
            "From: a@x\nMessage-ID: <1@x>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\nContent-Type: message/rfc822\n\n{mail}\n--b{i}--\n"
        );
    }
    let files = check("matryoshka.eml", mail.as_bytes());
    assert!(files.last().unwrap().remarks[0].message.contains("nested"));
}

#[test]
fn lengths_that_are_declared_are_not_believed() {
    let warc = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.example/\r\nContent-Length: 99999999999999999999\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Some words";
    check("a.warc", warc);
    let warc = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.example/\r\nContent-Length: 18446744073709551615\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Some words";
    let files = check("a.warc", warc);
    assert_eq!(files[0].docs.len(), 1);
    let mut tar = vec![0_u8; 512];
    tar[..5].copy_from_slice(b"a.txt");
    tar[124..135].copy_from_slice(b"77777777777");
    tar[257..263].copy_from_slice(b"ustar\0");
    check("a.tar", &tar);
}

#[test]
fn more_files_than_anyone_keeps_are_counted() {
    let names: Vec<String> = (0..=MAX_MEMBERS).map(|i| format!("{i}.txt")).collect();
    let members: Vec<(&str, &[u8])> = names
        .iter()
        .map(|n| (n.as_str(), b"A.".as_slice()))
        .collect();
    let files = check("many.zip", &zip(&members));
    assert_eq!(files.len(), MAX_MEMBERS as usize + 1);
    assert!(remark(&files, "many.zip").contains("the rest left out"));
}

#[test]
fn the_limits_are_as_documented() {
    let page = std::fs::read_to_string(
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/limits.md"),
    )
    .unwrap();
    let megabytes = |bytes: u64| format!("{} MB", bytes / 1024 / 1024);
    for (what, limit) in [
        ("one file that is a document", megabytes(MAX_FILE_BYTES)),
        (
            "one archive, mailbox or web archive",
            megabytes(MAX_CONTAINER_BYTES),
        ),
        (
            "bytes unpacked from one given file, at any depth",
            megabytes(MAX_UNPACKED_BYTES),
        ),
        (
            "files in one given file, at any depth",
            MAX_MEMBERS.to_string(),
        ),
        (
            "archives in archives, messages in messages",
            format!("{} deep", MAX_DEPTH),
        ),
        (
            "bytes out for a byte in, above the first megabyte",
            MAX_RATIO.to_string(),
        ),
    ] {
        let row = format!("| {what} | {limit} |");
        assert!(page.contains(&row), "docs/limits.md lacks: {row}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn any_bytes_are_read(name in 0..NAMES.len(), bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        check(NAMES[name], &bytes);
    }

    #[test]
    fn damaged_files_are_read(
        file in any::<prop::sample::Index>(),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let files = fixtures();
        let (name, bytes) = &files[file.index(files.len())];
        let mut bytes = bytes.clone();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        check(name, &bytes);
    }
}
