//! The tokens of content streams and character maps (ISO 32000-1, 7.2 and 7.3).
//!
//! In: bytes. Out: one token after the other, whatever the bytes are. `lopdf` parses the file's objects;
//! its parser of content streams keeps a whole page as a list of objects, which takes many times the
//! memory of the page and gives up at the first error.

/// A string longer than this is cut: no text is shown in one piece of that length.
const MAX_STRING: usize = 1 << 20;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    Number(f64),
    Name(&'a [u8]),
    Text(Vec<u8>),
    ArrayStart,
    ArrayEnd,
    DictStart,
    DictEnd,
    /// Anything else: an operator, `true`, `null`.
    Word(&'a [u8]),
}

pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

pub(super) const fn is_space(b: u8) -> bool {
    matches!(b, 0 | b'\t' | b'\n' | 0xc | b'\r' | b' ')
}

const fn is_delimiter(b: u8) -> bool {
    matches!(
        b,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

fn hex(b: u8) -> Option<u8> {
    char::from(b)
        .to_digit(16)
        .and_then(|d| u8::try_from(d).ok())
}

impl<'a> Lexer<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        loop {
            match self.peek()? {
                b if is_space(b) => self.at += 1,
                b'%' => {
                    while self.peek().is_some_and(|b| b != b'\n' && b != b'\r') {
                        self.at += 1;
                    }
                }
                _ => break,
            }
        }
        let start = self.at;
        let first = self.peek()?;
        self.at += 1;
        Some(match first {
            b'(' => Token::Text(self.literal()),
            b'<' if self.peek() == Some(b'<') => {
                self.at += 1;
                Token::DictStart
            }
            b'<' => Token::Text(self.hexadecimal()),
            b'>' if self.peek() == Some(b'>') => {
                self.at += 1;
                Token::DictEnd
            }
            b'[' => Token::ArrayStart,
            b']' => Token::ArrayEnd,
            b'/' => {
                self.regular();
                Token::Name(self.bytes.get(start + 1..self.at).unwrap_or_default())
            }
            b if is_delimiter(b) => Token::Word(self.bytes.get(start..self.at).unwrap_or_default()),
            _ => {
                self.regular();
                let word = self.bytes.get(start..self.at).unwrap_or_default();
                number(word).map_or(Token::Word(word), Token::Number)
            }
        })
    }

    fn regular(&mut self) {
        while self
            .peek()
            .is_some_and(|b| !is_space(b) && !is_delimiter(b))
        {
            self.at += 1;
        }
    }

    fn literal(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut depth = 1_u32;
        while let Some(b) = self.peek() {
            self.at += 1;
            let byte = match b {
                b'(' => {
                    depth += 1;
                    b
                }
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                    b
                }
                b'\\' => match self.escape() {
                    Some(byte) => byte,
                    None => continue,
                },
                b => b,
            };
            if out.len() < MAX_STRING {
                out.push(byte);
            }
        }
        out
    }

    fn escape(&mut self) -> Option<u8> {
        let b = self.peek()?;
        self.at += 1;
        Some(match b {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
                return None;
            }
            b'\n' => return None,
            b'0'..=b'7' => {
                let mut value = u32::from(b - b'0');
                for _ in 0..2 {
                    match self.peek() {
                        Some(d @ b'0'..=b'7') => {
                            value = value * 8 + u32::from(d - b'0');
                            self.at += 1;
                        }
                        _ => break,
                    }
                }
                u8::try_from(value & 0xff).unwrap_or(0)
            }
            b => b,
        })
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut high = None;
        while let Some(b) = self.peek() {
            self.at += 1;
            if b == b'>' {
                break;
            }
            let Some(digit) = hex(b) else {
                continue;
            };
            match high.take() {
                None => high = Some(digit),
                Some(h) if out.len() < MAX_STRING => out.push(h << 4 | digit),
                Some(_) => {}
            }
        }
        out.extend(high.map(|h| h << 4));
        out
    }

    /// After `ID`: passes over the bytes of a picture that stands in the stream.
    pub(super) fn skip_inline_image(&mut self) {
        self.at += 1;
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let end = rest.windows(2).enumerate().find(|(i, w)| {
            *w == b"EI"
                && (*i == 0 || rest.get(i - 1).copied().is_some_and(is_space))
                && rest.get(i + 2).is_none_or(|b| is_space(*b))
        });
        self.at += end.map_or(rest.len(), |(i, _)| i + 2);
    }
}

/// A number as PDF writes it; writers are sloppy (`--5`, `1.2.3`, `+`).
fn number(word: &[u8]) -> Option<f64> {
    let first = word.first()?;
    if !first.is_ascii_digit() && !matches!(first, b'+' | b'-' | b'.') {
        return None;
    }
    let mut value = 0.0_f64;
    let mut scale = 0.0_f64;
    let mut is_negative = false;
    let mut has_digit = false;
    for &b in word {
        match b {
            b'-' if !has_digit => is_negative = true,
            b'+' => {}
            b'.' if scale == 0.0 => scale = 1.0,
            b'0'..=b'9' => {
                has_digit = true;
                let digit = f64::from(b - b'0');
                if scale == 0.0 {
                    value = value * 10.0 + digit;
                } else {
                    scale /= 10.0;
                    value += digit * scale;
                }
            }
            _ => break,
        }
    }
    let value = value.min(1e9);
    (has_digit || word.len() == 1).then_some(if is_negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(source: &[u8]) -> Vec<Token<'_>> {
        let mut lexer = Lexer::new(source);
        std::iter::from_fn(|| lexer.next()).collect()
    }

    #[test]
    fn all_kinds_of_tokens() {
        assert_eq!(
            tokens(b"/F1 -1.5 Tf[(a\\(b\\)\\101(c))<4a4>]TJ%x\n<</A 1>>BDC"),
            [
                Token::Name(b"F1"),
                Token::Number(-1.5),
                Token::Word(b"Tf"),
                Token::ArrayStart,
                Token::Text(b"a(b)A(c)".to_vec()),
                Token::Text(b"J@".to_vec()),
                Token::ArrayEnd,
                Token::Word(b"TJ"),
                Token::DictStart,
                Token::Name(b"A"),
                Token::Number(1.0),
                Token::DictEnd,
                Token::Word(b"BDC"),
            ]
        );
    }

    #[test]
    fn pictures_are_passed_over() {
        let mut lexer = Lexer::new(b"ID \x00(EIx ]] \nEI Q");
        assert_eq!(lexer.next(), Some(Token::Word(b"ID")));
        lexer.skip_inline_image();
        assert_eq!(lexer.next(), Some(Token::Word(b"Q")));
        assert_eq!(lexer.next(), None);
    }
}
