//! JSON as it is written: values in order, strings escaped. Nothing is ever read here.

/// A JSON text that grows.
#[derive(Default)]
pub struct Json {
    out: String,
    needs_comma: bool,
}

impl Json {
    pub fn finish(self) -> String {
        self.out
    }

    fn put(&mut self, text: &str) {
        if self.needs_comma {
            self.out.push(',');
        }
        self.out.push_str(text);
        self.needs_comma = true;
    }

    pub fn string(&mut self, text: &str) -> &mut Self {
        let quoted = quoted(text);
        self.put(&quoted);
        self
    }

    /// A string, or `null`.
    pub fn optional(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.string(text),
            None => self.null(),
        }
    }

    pub fn null(&mut self) -> &mut Self {
        self.put("null");
        self
    }

    pub fn number(&mut self, number: u64) -> &mut Self {
        self.put(&number.to_string());
        self
    }

    /// Thousandths as a fraction, as JSON writers print a double: `1.0`, `0.99`, `0.0`.
    pub fn permille(&mut self, permille: u16) -> &mut Self {
        let digits = format!("{:03}", permille % 1000);
        let digits = digits.trim_end_matches('0');
        let digits = if digits.is_empty() { "0" } else { digits };
        self.put(&format!("{}.{digits}", permille / 1000));
        self
    }

    pub fn key(&mut self, key: &str) -> &mut Self {
        let quoted = quoted(key);
        self.put(&quoted);
        self.out.push(':');
        self.needs_comma = false;
        self
    }

    pub fn object(&mut self, fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.bracketed('{', '}', fill)
    }

    pub fn array(&mut self, fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.bracketed('[', ']', fill)
    }

    fn bracketed(&mut self, open: char, close: char, fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.put(open.encode_utf8(&mut [0; 4]));
        self.needs_comma = false;
        fill(self);
        self.out.push(close);
        self.needs_comma = true;
        self
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..='\u{1f}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_stand_between_values_only() {
        let mut json = Json::default();
        json.object(|json| {
            json.key("a").array(|json| {
                json.number(1).string("b");
                json.object(|_| {});
            });
            json.key("c").null();
        });
        assert_eq!(json.finish(), r#"{"a":[1,"b",{}],"c":null}"#);
    }

    #[test]
    fn strings_are_escaped() {
        assert_eq!(
            quoted("a\"\\\n\u{1}é\u{2028}"),
            "\"a\\\"\\\\\\n\\u0001é\u{2028}\""
        );
    }

    #[test]
    fn fractions_have_a_digit_after_the_point() {
        let shown = |permille| {
            let mut json = Json::default();
            json.permille(permille);
            json.finish()
        };
        assert_eq!(
            [0, 5, 90, 990, 1000].map(shown),
            ["0.0", "0.005", "0.09", "0.99", "1.0"]
        );
    }
}
