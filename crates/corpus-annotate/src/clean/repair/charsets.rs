//! Single-byte charsets backwards: which byte a character was, had the text been read in a charset.

use encoding_rs::Encoding;

/// A charset read backwards.
#[derive(Debug)]
pub(super) struct Reverse {
    pub(super) name: &'static str,
    /// `(character, byte)` for bytes 0x80..=0xff, sorted by character.
    pairs: Vec<(char, u8)>,
}

impl Reverse {
    pub(super) fn of(name: &'static str, encoding: &'static Encoding) -> Self {
        let mut pairs = Vec::with_capacity(160);
        for byte in 0x80..=0xff_u8 {
            let (text, _, _) = encoding.decode(std::slice::from_ref(&byte));
            let c = text.chars().next().unwrap_or('\u{fffd}');
            // Bytes without a meaning come through as controls.
            let c = if c == '\u{fffd}' { char::from(byte) } else { c };
            pairs.push((c, byte));
            if encoding == encoding_rs::WINDOWS_1252 && byte < 0xa0 && c != char::from(byte) {
                // Text read as latin-1 keeps the controls.
                pairs.push((char::from(byte), byte));
            }
        }
        pairs.sort_unstable();
        Self { name, pairs }
    }

    pub(super) fn of_table(name: &'static str, table: &str) -> Self {
        let mut pairs: Vec<(char, u8)> = table.chars().zip(0x80..=0xff).collect();
        pairs.sort_unstable();
        Self { name, pairs }
    }

    /// The byte of `c`, if it is one above ASCII.
    pub(super) fn byte(&self, c: char) -> Option<u8> {
        self.pairs
            .binary_search_by_key(&c, |(k, _)| *k)
            .ok()
            .and_then(|i| self.pairs.get(i))
            .map(|(_, byte)| *byte)
    }
}

/// IBM code page 437, bytes 0x80 to 0xff, as the Unicode Consortium's mapping gives them.
pub(super) const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// IBM code page 850, from the same source.
pub(super) const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// The characters of bytes 0x80 to 0xff; those without a meaning come through as controls.
pub(super) fn forward(encoding: &'static Encoding) -> [char; 128] {
    std::array::from_fn(|i| {
        let byte = u8::try_from(i + 128).unwrap_or(u8::MAX);
        let (text, _, _) = encoding.decode(std::slice::from_ref(&byte));
        let c = text.chars().next().unwrap_or('\u{fffd}');
        if c == '\u{fffd}' { char::from(byte) } else { c }
    })
}

/// Charsets that UTF-8 is misread as, most likely first.
#[derive(Debug)]
pub(super) struct Reverses(pub(super) Vec<Reverse>, Roles);

/// In which of the charsets a character is the first byte of a sequence, in which a later one: a bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Role {
    pub(super) leads: u16,
    pub(super) follows: u16,
    /// A plain space after it may stand for the rest of the sequence.
    pub(super) takes_space: u16,
}

#[derive(Debug)]
struct Roles(Vec<Role>);

/// The characters below this are in the table of roles.
const MAX_TABLED: usize = 0x2680;
/// Those above that a charset has: Apple's sign and two ligatures.
const UNTABLED: [char; 3] = ['\u{f8ff}', '\u{fb01}', '\u{fb02}'];

impl Roles {
    fn of(reverses: &[Reverse]) -> Self {
        let mut roles = vec![Role::default(); MAX_TABLED];
        for (rank, reverse) in reverses.iter().enumerate() {
            for (c, _) in &reverse.pairs {
                // The byte that reading back takes: a character may have several.
                let byte = reverse.byte(*c).unwrap_or_default();
                if let Some(role) = roles.get_mut(*c as usize) {
                    match byte {
                        0xc2..=0xf4 => {
                            role.leads |= 1 << rank;
                            if rank == 0 || matches!(byte, 0xc3 | 0xc5) {
                                role.takes_space |= 1 << rank;
                            }
                        }
                        0x80..=0xbf => role.follows |= 1 << rank,
                        _ => {}
                    }
                }
            }
        }
        Self(roles)
    }
}

impl Reverses {
    pub(super) fn new() -> Self {
        let all = vec![
            Reverse::of("windows-1252", encoding_rs::WINDOWS_1252),
            Reverse::of("windows-1251", encoding_rs::WINDOWS_1251),
            Reverse::of("windows-1250", encoding_rs::WINDOWS_1250),
            Reverse::of("windows-1253", encoding_rs::WINDOWS_1253),
            Reverse::of("windows-1254", encoding_rs::WINDOWS_1254),
            Reverse::of("windows-1257", encoding_rs::WINDOWS_1257),
            Reverse::of("iso-8859-2", encoding_rs::ISO_8859_2),
            Reverse::of("macroman", encoding_rs::MACINTOSH),
            Reverse::of_table("code page 437", CP437),
            Reverse::of_table("code page 850", CP850),
        ];
        let roles = Roles::of(&all);
        Self(all, roles)
    }

    /// What `c` may be in a misread sequence.
    pub(super) fn role(&self, c: char) -> Role {
        let untabled = || match UNTABLED.contains(&c) {
            true => Role {
                leads: u16::MAX,
                follows: u16::MAX,
                takes_space: u16::MAX,
            },
            false => Role::default(),
        };
        self.1.0.get(c as usize).copied().unwrap_or_else(untabled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_roles_knows_every_character_of_the_charsets() {
        for reverse in &Reverses::new().0 {
            for (c, _) in &reverse.pairs {
                assert!((*c as usize) < MAX_TABLED || UNTABLED.contains(c), "{c:?}");
            }
        }
    }
}
