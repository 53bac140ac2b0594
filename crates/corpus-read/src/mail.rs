//! E-mails: one (`.eml`), a mailbox of them (`.mbox`), and web pages saved as one (`.mht`).
//!
//! In: bytes. Out: a document a message, its decoded source the subject and the decoded text, quoted replies
//! and all. The headers become metadata; the `Date` header is a hint at the day of publication. Attachments
//! are files of their own, readable or not. `mail-parser` knows MIME; limits, mailboxes and what a message is
//! good for are ours.

use crate::record::{self, Markup, tidy};
use crate::{Doc, Member, Read, Remark, charset, html};
use corpus_model::{Format, MetaDate, Metadata};
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

/// Attachments of one file that are looked at.
const MAX_ATTACHMENTS: usize = 5000;

/// Headers that tell a message from a text whose first lines have colons.
const HEADERS: [&str; 18] = [
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "received",
    "return-path",
    "reply-to",
    "content-type",
    "delivered-to",
    "in-reply-to",
    "cc",
    "sender",
    "x-mailer",
    "dkim-signature",
    "list-id",
    "content-transfer-encoding",
];

/// Whether these are the bytes of a message or a mailbox.
pub(crate) fn is_mail(name: &str, bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(16 * 1024)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let is_box = is_postmark(head.lines().next().unwrap_or_default());
    let mut lines = head.lines();
    if is_box {
        lines.next();
    }
    let mut known: Vec<&str> = Vec::new();
    for line in lines {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) && !known.is_empty() {
            continue;
        }
        let Some((key, _)) = line.split_once(':') else {
            // A header is never followed by a line that is none.
            return false;
        };
        let key = key.trim_end();
        if key.is_empty() || !key.bytes().all(|b| b.is_ascii_graphic()) {
            return false;
        }
        if let Some(header) = HEADERS.iter().find(|h| h.eq_ignore_ascii_case(key))
            && !known.contains(header)
        {
            known.push(header);
        }
    }
    let has = |name: &str| known.contains(&name);
    let is_named = crate::sniff::has_extension(name, &["eml", "mbox", "mht", "mhtml", "emlx"]);
    // What only a program writes; `From`, `Date` and `Subject` may stand above an article, too.
    let is_made = has("mime-version")
        || has("message-id")
        || has("received")
        || has("return-path")
        || has("content-type");
    match known.len() {
        0 => false,
        1 => is_box || is_named,
        n => is_box || is_named || is_made && n >= 3 && (has("from") || has("date")),
    }
}

/// `From somebody@host Fri Jan  7 09:30:00 2022`: the line between the messages of a mailbox.
fn is_postmark(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("From ") else {
        return false;
    };
    let has_time = rest.split_whitespace().any(|word| {
        let bytes = word.as_bytes();
        word.len() >= 4
            && bytes.iter().all(|b| b.is_ascii_digit() || *b == b':')
            && bytes.contains(&b':')
    });
    let has_year = rest
        .split_whitespace()
        .any(|word| word.len() == 4 && (word.starts_with("19") || word.starts_with("20")));
    has_time && has_year
}

pub(crate) fn read(bytes: &[u8]) -> Read {
    let messages = messages(bytes);
    let is_single = messages.len() == 1;
    let mut out = Read::default();
    let (mut n_empty, mut n_encrypted) = (0_usize, 0_usize);
    for (n, raw) in (1..).zip(&messages) {
        let Some(message) = MessageParser::default().parse(raw.as_ref()) else {
            n_empty += 1;
            continue;
        };
        let folder = if is_single {
            String::new()
        } else {
            format!("{n}/")
        };
        if is_encrypted(&message) {
            n_encrypted += 1;
        } else if let Some(doc) = document(&message) {
            out.docs.push(doc);
        } else {
            n_empty += 1;
        }
        // What a saved page needs to look as it did (styles, frames of others) is no document.
        if !is_saved_page(&message) {
            attachments(&message, &folder, &mut out.members);
        }
    }
    for (n, code, what) in [
        (n_encrypted, "read/encrypted", "encrypted"),
        (n_empty, "read/no-text", "without text"),
    ] {
        if n > 0 && is_single {
            out.remarks
                .push(Remark::new(code, format!("an e-mail {what}, skipped")));
        } else if n > 0 {
            out.remarks
                .push(Remark::new(code, format!("{n} e-mails {what}, left out")));
        }
    }
    out
}

/// The messages of a mailbox, or the one there is. `>From` in a mailbox's text was `From`.
fn messages(bytes: &[u8]) -> Vec<std::borrow::Cow<'_, [u8]>> {
    use std::borrow::Cow;
    if !bytes.starts_with(b"From ") {
        return vec![Cow::Borrowed(bytes)];
    }
    let mut out = Vec::new();
    let mut starts = Vec::new();
    let mut at = 0;
    let mut is_after_blank = true;
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        if is_after_blank && line.starts_with(b"From ") {
            let text = String::from_utf8_lossy(line.get(..line.len().min(200)).unwrap_or_default());
            if is_postmark(&text) {
                starts.push((at, at + line.len()));
            }
        }
        is_after_blank = line.trim_ascii().is_empty();
        at += line.len();
    }
    for (i, (_, begin)) in starts.iter().enumerate() {
        let end = starts.get(i + 1).map_or(bytes.len(), |(next, _)| *next);
        let raw = bytes.get(*begin..end).unwrap_or_default();
        let is_quoted = raw.windows(6).any(|w| matches!(w, b"\n>From" | b">>From"));
        out.push(if is_quoted {
            Cow::Owned(unquoted(raw))
        } else {
            Cow::Borrowed(raw)
        });
    }
    out
}

/// Takes one `>` from lines that a mailbox made of `From `.
fn unquoted(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    for line in raw.split_inclusive(|b| *b == b'\n') {
        let n = line.iter().take_while(|b| **b == b'>').count();
        let is_from = n > 0 && line.get(n..).is_some_and(|rest| rest.starts_with(b"From "));
        out.extend_from_slice(line.get(usize::from(is_from)..).unwrap_or_default());
    }
    out
}

fn is_encrypted(message: &Message<'_>) -> bool {
    message.root_part().content_type().is_some_and(|kind| {
        let subtype = kind.subtype().unwrap_or_default();
        let is_sealed = ["encrypted", "pkcs7-mime", "x-pkcs7-mime"]
            .iter()
            .any(|s| subtype.eq_ignore_ascii_case(s));
        let is_only_signed = kind
            .attribute("smime-type")
            .is_some_and(|t| t.eq_ignore_ascii_case("signed-data"));
        is_sealed && !is_only_signed
    })
}

/// Whether a browser wrote it: Chromium says where the page was, Internet Explorer who saved it.
fn is_saved_page(message: &Message<'_>) -> bool {
    let from = message.header_raw("From").unwrap_or_default();
    message.header_raw("Snapshot-Content-Location").is_some() || from.contains("<Saved by ")
}

fn document(message: &Message<'_>) -> Option<Doc> {
    let metadata = metadata(message);
    let parts: Vec<&MessagePart<'_>> = message
        .text_body
        .iter()
        .filter_map(|id| message.parts.get(*id as usize))
        .collect();
    let charset = parts
        .iter()
        .find_map(|part| part.content_type()?.attribute("charset"))
        .map_or_else(|| "utf-8".to_owned(), str::to_ascii_lowercase);
    // A page saved by a browser is a page.
    if is_saved_page(message) {
        let (page, place) = parts.iter().find_map(|part| match &part.body {
            PartType::Html(page) => Some((page.to_string(), part.content_location())),
            _ => None,
        })?;
        let read = html::read(&page);
        let mut metadata = read.metadata;
        let url = message.header_raw("Snapshot-Content-Location").or(place);
        metadata.url = metadata.url.or_else(|| {
            let url = tidy(url?)?;
            url.starts_with("http").then_some(url)
        });
        return Some(Doc {
            format: Format::Html,
            charset,
            decoded: page,
            body: read.body,
            metadata,
        });
    }
    // One plain or one HTML text is the rule. Several are put one after the other.
    if let [part] = parts.as_slice()
        && let PartType::Html(page) = &part.body
    {
        let doc = record::doc(Format::Email, &charset, page, Markup::Html, metadata);
        return (!doc.body.text().trim().is_empty()).then_some(doc);
    }
    let mut texts = Vec::new();
    for part in parts {
        match &part.body {
            PartType::Text(text) => {
                let text = repaired(message, part).unwrap_or_else(|| text.to_string());
                texts.push(if is_flowed(part) {
                    unfolded(&text)
                } else {
                    text
                });
            }
            PartType::Html(page) => texts.push(crate::html_text(page)),
            _ => {}
        }
    }
    texts.retain(|text| !text.trim().is_empty());
    if texts.is_empty() {
        return None;
    }
    let text = texts.join("\n\n");
    Some(record::doc(
        Format::Email,
        &charset,
        &text,
        Markup::Plain,
        metadata,
    ))
}

fn metadata(message: &Message<'_>) -> Metadata {
    let mut metadata = Metadata {
        title: message.subject().and_then(tidy),
        ..Metadata::default()
    };
    if let Some(from) = message.from() {
        for sender in from.iter().take(10) {
            let name = sender.name.as_deref().and_then(tidy);
            let name = name.or_else(|| sender.address.as_deref().and_then(tidy));
            metadata.authors.extend(name);
        }
    }
    if let Some(date) = message.date().filter(|date| date.is_valid()) {
        metadata.published.push(MetaDate {
            value: date.to_rfc3339(),
            from: "Date header of the e-mail".to_owned(),
        });
    }
    metadata
}

/// Text of eight-bit bytes whose charset is not declared, or wrongly: guessed as for files.
fn repaired(message: &Message<'_>, part: &MessagePart<'_>) -> Option<String> {
    let is_damaged = match &part.body {
        PartType::Text(text) => text.contains('\u{fffd}'),
        _ => false,
    };
    if !is_damaged || part.encoding != Encoding::None {
        return None;
    }
    let bytes = message
        .raw_message
        .get(part.offset_body as usize..part.offset_end as usize)?;
    let declared = part
        .content_type()
        .and_then(|kind| kind.attribute("charset"));
    let decoded = charset::decode(bytes, declared);
    (!decoded.text.contains('\u{fffd}')).then_some(decoded.text)
}

fn is_flowed(part: &MessagePart<'_>) -> bool {
    part.content_type()
        .and_then(|kind| kind.attribute("format"))
        .is_some_and(|format| format.eq_ignore_ascii_case("flowed"))
}

/// Lines that were folded for sending (RFC 3676) made whole: a line that ends with a space goes on.
fn unfolded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // How often the line that goes on was quoted.
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|b| *b == b'>').count();
        let content = line.get(depth..).unwrap_or_default();
        let content = if depth > 0 {
            content.trim_start()
        } else {
            content
        };
        let is_sign = line == "-- ";
        match open {
            Some(before) if before == depth && !content.is_empty() && !is_sign => {
                out.push_str(content)
            }
            Some(_) => {
                out.push('\n');
                out.push_str(line);
            }
            None => out.push_str(line),
        }
        open = (line.ends_with(' ') && !is_sign).then_some(depth);
        if open.is_none() {
            out.push('\n');
        }
    }
    out
}

/// The bytes of a message in a message: the parser hands the outer one's along, with places in them.
fn own_bytes<'m>(inner: &'m Message<'_>) -> &'m [u8] {
    let Some(root) = inner.parts.first() else {
        return &[];
    };
    let range = root.offset_header as usize..root.offset_end as usize;
    inner.raw_message.get(range).unwrap_or_default()
}

fn attachments(message: &Message<'_>, folder: &str, out: &mut Vec<Member>) {
    for (n, part) in (1..).zip(message.attachments()) {
        if out.len() >= MAX_ATTACHMENTS {
            return;
        }
        // A signature, or the pages' pictures that an HTML text shows in itself.
        let is_inline =
            matches!(part.body, PartType::InlineBinary(_)) && part.content_id().is_some();
        let is_note = part.content_type().is_some_and(|kind| {
            matches!(
                kind.subtype(),
                Some("pgp-signature" | "pkcs7-signature" | "x-pkcs7-signature")
            )
        });
        if is_inline || is_note {
            continue;
        }
        let (ending, bytes) = match &part.body {
            PartType::Message(inner) => ("eml", own_bytes(inner).to_vec()),
            PartType::Text(text) => ("txt", text.as_bytes().to_vec()),
            PartType::Html(text) => ("html", text.as_bytes().to_vec()),
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => ("bin", bytes.to_vec()),
            PartType::Multipart(_) => continue,
        };
        let name = match part.attachment_name().and_then(tidy) {
            Some(name) => name.replace(['/', '\\'], "_"),
            None => format!("attachment-{n}.{ending}"),
        };
        out.push(Member {
            name: format!("{folder}{name}"),
            bytes,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_known_by_its_headers() {
        let mail = b"Received: from a\nFrom: Ada <ada@example.org>\nDate: Fri, 7 Jan 2022 09:30:00 +0000\n\nHello";
        assert!(is_mail("x", mail));
        assert!(is_mail("x.eml", b"Subject: Hello\n\nText"));
        let note =
            b"From: the harbour office\nDate: 3 May 2021\nSubject: the pier\n\nThe pier is open.";
        assert!(!is_mail("note.txt", note));
        assert!(!is_mail("a.eml", b"No header at all"));
    }

    #[test]
    fn a_mailbox_is_parted_at_its_postmarks_only() {
        let mailbox = b"From a@x Fri Jan  7 09:30:00 2022\nSubject: One\n\n>From here on it rained.\nFrom there, too.\n\nFrom b@x Sat Jan  8 10:00:00 2022\nSubject: Two\n\nDry.\n";
        let found = messages(mailbox);
        assert_eq!(found.len(), 2);
        let first = String::from_utf8_lossy(&found[0]).into_owned();
        assert!(
            first.contains("\nFrom here on") && first.contains("From there"),
            "{first}"
        );
    }

    #[test]
    fn folded_lines_are_made_whole() {
        assert_eq!(
            unfolded("one \ntwo\n\n-- \nname\n"),
            "one two\n\n-- \nname\n"
        );
        assert_eq!(unfolded("> one \n> two\nthree\n"), "> one two\nthree\n");
    }
}
