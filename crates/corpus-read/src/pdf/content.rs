//! Content streams to words with their places (ISO 32000-1, 8 and 9).
//!
//! In: a page. Out: the words that it shows, each where it stands, and how many pictures it has. Only what
//! moves or shows text is followed. Forms within forms are followed to a depth, and a whole document may
//! spend a number of tokens and bytes, so that pages that call each other end.

use super::font::{Font, number};
use super::lexer::{Lexer, Token};
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Forms in forms.
const MAX_FORMS: u32 = 12;
/// Words on one page.
const MAX_WORDS: usize = 60_000;
/// Operands of one operator.
const MAX_OPERANDS: usize = 4096;
/// `q` without `Q`.
const MAX_STATES: usize = 256;
/// Bytes of one content stream, unpacked.
const MAX_STREAM: usize = 32 << 20;

/// What a document may still cost.
pub(super) struct Budget {
    pub(super) tokens: u64,
    pub(super) bytes: usize,
    pub(super) is_spent: bool,
}

/// Which way a line of text runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Direction {
    Right,
    Up,
    Left,
    Down,
}

/// A word where it stands. Lengths are hundredths of a point, whole numbers, so that what follows is
/// the same on every machine. Turned so that its line runs to the right; `y` grows upwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) x0: i32,
    pub(super) x1: i32,
    /// Baseline.
    pub(super) y: i32,
    pub(super) size: i32,
    pub(super) is_bold: bool,
    /// Marked as head or foot of the page.
    pub(super) is_artifact: bool,
    /// White space follows in the stream.
    pub(super) has_space_after: bool,
    pub(super) direction: Direction,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct PageContent {
    pub(super) words: Vec<Word>,
    pub(super) n_pictures: u32,
    pub(super) n_glyphs: u32,
    /// Glyphs whose text nobody knows.
    pub(super) n_unknown: u32,
}

type Matrix = [f64; 6];

/// First `a`, then `b`.
fn multiply(a: &Matrix, b: &Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

/// A run of marked content.
struct Mark {
    is_artifact: bool,
    /// Text that stands for what is shown, until it has been shown.
    actual: Option<String>,
    has_actual: bool,
}

pub(super) struct Interpreter<'d> {
    doc: &'d Document,
    fonts: BTreeMap<ObjectId, Rc<Font>>,
    pub(super) budget: Budget,
}

struct Run<'d, 'i> {
    it: &'i mut Interpreter<'d>,
    page: PageContent,
    state: State,
    text: Matrix,
    line: Matrix,
    marks: Vec<Mark>,
    word: Option<Word>,
    forms: Vec<ObjectId>,
}

impl<'d> Interpreter<'d> {
    pub(super) fn new(doc: &'d Document, budget: Budget) -> Self {
        Self {
            doc,
            fonts: BTreeMap::new(),
            budget,
        }
    }

    pub(super) fn page(&mut self, id: ObjectId) -> PageContent {
        let doc = self.doc;
        let mut resources: Vec<&Dictionary> = Vec::new();
        if let Ok((own, ids)) = doc.get_page_resources(id) {
            resources.extend(own);
            resources.extend(ids.iter().filter_map(|id| doc.get_dictionary(*id).ok()));
        }
        let most = self.budget.bytes.min(MAX_STREAM);
        let Ok(content) = doc.get_page_content_with_limit(id, most) else {
            self.budget.is_spent = true;
            return PageContent::default();
        };
        self.budget.bytes = self.budget.bytes.saturating_sub(content.len());
        let mut run = Run {
            it: self,
            page: PageContent::default(),
            state: State {
                ctm: UNIT,
                font: None,
                size: 0.0,
                char_space: 0.0,
                word_space: 0.0,
                stretch: 1.0,
                leading: 0.0,
                rise: 0.0,
            },
            text: UNIT,
            line: UNIT,
            marks: Vec::new(),
            word: None,
            forms: Vec::new(),
        };
        run.stream(&content, &resources);
        run.end_word(false);
        run.page
    }
}

/// The entry `name` of the kind `kind` in the first of `resources` that has it.
fn resource<'d>(
    doc: &'d Document,
    resources: &[&'d Dictionary],
    kind: &[u8],
    name: &[u8],
) -> Option<&'d Object> {
    resources.iter().find_map(|r| {
        let of_kind = r.get_deref(kind, doc).and_then(Object::as_dict).ok()?;
        of_kind.get(name).ok()
    })
}

impl<'d> Run<'d, '_> {
    fn stream(&mut self, content: &[u8], resources: &[&'d Dictionary]) {
        let mut lexer = Lexer::new(content);
        let mut operands: Vec<Token<'_>> = Vec::new();
        let mut states: Vec<State> = Vec::new();
        while let Some(token) = lexer.next() {
            if self.it.budget.tokens == 0 || self.page.words.len() >= MAX_WORDS {
                self.it.budget.is_spent = true;
                return;
            }
            self.it.budget.tokens -= 1;
            let Token::Word(operator) = token else {
                if operands.len() < MAX_OPERANDS {
                    operands.push(token);
                }
                continue;
            };
            match operator {
                b"ID" => {
                    lexer.skip_inline_image();
                    self.page.n_pictures += 1;
                }
                b"q" if states.len() < MAX_STATES => states.push(self.state.clone()),
                b"Q" => {
                    if let Some(state) = states.pop() {
                        self.state = state;
                    }
                }
                b"true" | b"false" | b"null" => continue,
                operator => self.operator(operator, &operands, resources),
            }
            operands.clear();
        }
    }

    fn operator(&mut self, operator: &[u8], operands: &[Token<'_>], resources: &[&'d Dictionary]) {
        let n = |at: usize| match operands.get(at) {
            Some(Token::Number(n)) => *n,
            _ => 0.0,
        };
        match operator {
            b"cm" if operands.len() >= 6 => {
                let m = [n(0), n(1), n(2), n(3), n(4), n(5)];
                self.state.ctm = multiply(&m, &self.state.ctm);
            }
            b"BT" => {
                self.text = UNIT;
                self.line = UNIT;
            }
            b"Tf" => {
                if let Some(Token::Name(name)) = operands.first() {
                    self.state.font = self.font(name, resources);
                }
                self.state.size = n(1);
            }
            b"Tc" => self.state.char_space = n(0),
            b"Tw" => self.state.word_space = n(0),
            b"Tz" => self.state.stretch = n(0) / 100.0,
            b"TL" => self.state.leading = n(0),
            b"Ts" => self.state.rise = n(0),
            b"Td" => self.move_line(n(0), n(1)),
            b"TD" => {
                self.state.leading = -n(1);
                self.move_line(n(0), n(1));
            }
            b"T*" => self.move_line(0.0, -self.state.leading),
            b"Tm" if operands.len() >= 6 => {
                self.line = [n(0), n(1), n(2), n(3), n(4), n(5)];
                self.text = self.line;
            }
            b"Tj" => {
                if let Some(Token::Text(text)) = operands.first() {
                    self.show(text);
                }
            }
            b"'" | b"\"" => {
                if operator == b"\"" {
                    self.state.word_space = n(0);
                    self.state.char_space = n(1);
                }
                self.move_line(0.0, -self.state.leading);
                if let Some(Token::Text(text)) = operands.last() {
                    self.show(text);
                }
            }
            b"TJ" => {
                for item in operands {
                    match item {
                        Token::Text(text) => self.show(text),
                        Token::Number(by) => {
                            let by = -by / 1000.0 * self.state.size * self.state.stretch;
                            self.text = multiply(&[1.0, 0.0, 0.0, 1.0, by, 0.0], &self.text);
                        }
                        _ => {}
                    }
                }
            }
            b"BMC" | b"BDC" => self.begin_mark(operands, resources),
            b"EMC" => {
                self.marks.pop();
            }
            b"Do" => {
                if let Some(Token::Name(name)) = operands.first() {
                    self.external(name, resources);
                }
            }
            _ => {}
        }
    }

    fn move_line(&mut self, x: f64, y: f64) {
        self.line = multiply(&[1.0, 0.0, 0.0, 1.0, x, y], &self.line);
        self.text = self.line;
    }

    fn font(&mut self, name: &[u8], resources: &[&'d Dictionary]) -> Option<Rc<Font>> {
        let doc = self.it.doc;
        match resource(doc, resources, b"Font", name)? {
            Object::Reference(id) => {
                if let Some(font) = self.it.fonts.get(id) {
                    return Some(Rc::clone(font));
                }
                let font = Rc::new(Font::new(doc.get_dictionary(*id).ok()?, doc));
                self.it.fonts.insert(*id, Rc::clone(&font));
                Some(font)
            }
            Object::Dictionary(dict) => {
                // Each use costs: a page may ask for it again and again.
                self.it.budget.tokens = self.it.budget.tokens.saturating_sub(2000);
                Some(Rc::new(Font::new(dict, doc)))
            }
            _ => None,
        }
    }

    fn begin_mark(&mut self, operands: &[Token<'_>], resources: &[&'d Dictionary]) {
        let outer = self.marks.last();
        let mut mark = Mark {
            is_artifact: outer.is_some_and(|m| m.is_artifact),
            actual: None,
            has_actual: outer.is_some_and(|m| m.has_actual),
        };
        let is_artifact = operands.first() == Some(&Token::Name(b"Artifact"));
        let mut is_pagination = false;
        for pair in operands.windows(2) {
            match pair {
                [Token::Name(b"Type"), Token::Name(b"Pagination")]
                | [Token::Name(b"Subtype"), Token::Name(b"Header" | b"Footer")] => {
                    is_pagination = true;
                }
                [Token::Name(b"ActualText"), Token::Text(text)] if !mark.has_actual => {
                    mark.actual = Some(text_string(text));
                    mark.has_actual = true;
                }
                _ => {}
            }
        }
        if let [_, Token::Name(name)] = operands
            && let Some(found) = resource(self.it.doc, resources, b"Properties", name)
            && let Ok((_, Object::Dictionary(dict))) = self.it.doc.dereference(found)
        {
            is_pagination |=
                dict.get(b"Type").and_then(Object::as_name).ok() == Some(b"Pagination");
            if let Ok(text) = dict.get(b"ActualText").and_then(Object::as_str)
                && !mark.has_actual
            {
                mark.actual = Some(text_string(text));
                mark.has_actual = true;
            }
        }
        mark.is_artifact |= is_artifact && is_pagination;
        if self.marks.len() < 64 {
            self.marks.push(mark);
        }
    }

    fn external(&mut self, name: &[u8], resources: &[&'d Dictionary]) {
        let doc = self.it.doc;
        let Some(Object::Reference(id)) = resource(doc, resources, b"XObject", name) else {
            return;
        };
        let Ok(stream) = doc.get_object(*id).and_then(Object::as_stream) else {
            return;
        };
        match stream
            .dict
            .get_deref(b"Subtype", doc)
            .and_then(Object::as_name)
        {
            Ok(b"Image") => self.page.n_pictures += 1,
            Ok(b"Form") => {
                if self.forms.len() >= MAX_FORMS as usize || self.forms.contains(id) {
                    return;
                }
                let most = self.it.budget.bytes.min(MAX_STREAM);
                let Ok(content) = stream.get_plain_content_with_limit(most) else {
                    return;
                };
                self.it.budget.bytes = self.it.budget.bytes.saturating_sub(content.len());
                let own = stream
                    .dict
                    .get_deref(b"Resources", doc)
                    .and_then(Object::as_dict);
                let mut inner: Vec<&Dictionary> = Vec::new();
                inner.extend(own.ok());
                // Old files leave them out and mean the page's.
                inner.extend(resources.iter().take(8));
                let outer = (self.state.clone(), self.text, self.line);
                if let Ok(matrix) = stream
                    .dict
                    .get_deref(b"Matrix", doc)
                    .and_then(Object::as_array)
                {
                    let m: Vec<f64> = matrix.iter().filter_map(number).collect();
                    if let [a, b, c, d, e, f] = m[..] {
                        self.state.ctm = multiply(&[a, b, c, d, e, f], &self.state.ctm);
                    }
                }
                self.forms.push(*id);
                let n_marks = self.marks.len();
                self.stream(&content, &inner);
                self.marks.truncate(n_marks);
                self.forms.pop();
                (self.state, self.text, self.line) = outer;
            }
            _ => {}
        }
    }

    fn show(&mut self, bytes: &[u8]) {
        let Some(font) = self.state.font.clone() else {
            return;
        };
        for shown in font.decode(bytes) {
            if self.it.budget.tokens == 0 {
                return;
            }
            self.it.budget.tokens -= 1;
            let state = &self.state;
            let space = state.char_space
                + if shown.is_space_code {
                    state.word_space
                } else {
                    0.0
                };
            let ink = shown.width * state.size * state.stretch;
            let advance = ink + space * state.stretch;
            self.page.n_glyphs += 1;
            let mut text = shown.text;
            if text.is_none() {
                self.page.n_unknown += 1;
            }
            let mark = self.marks.last_mut();
            let is_artifact = mark.as_ref().is_some_and(|m| m.is_artifact);
            if let Some(mark) = mark.filter(|m| m.has_actual) {
                text = Some(mark.actual.take().unwrap_or_default().into());
            }
            let text = text.unwrap_or("\u{fffd}".into());
            self.glyph(&text, ink, &font, is_artifact);
            self.text = multiply(&[1.0, 0.0, 0.0, 1.0, advance, 0.0], &self.text);
        }
    }

    fn glyph(&mut self, text: &str, ink: f64, font: &Font, is_artifact: bool) {
        if text.is_empty() {
            return;
        }
        if text.chars().all(char::is_whitespace) {
            self.end_word(true);
            return;
        }
        let whole = multiply(&self.text, &self.state.ctm);
        let up = [whole[2] * self.state.size, whole[3] * self.state.size];
        let along = [whole[0], whole[1]];
        let Some(direction) = direction(along) else {
            return;
        };
        let at = |x: f64, y: f64| {
            let px = x * whole[0] + y * whole[2] + whole[4];
            let py = x * whole[1] + y * whole[3] + whole[5];
            match direction {
                Direction::Right => (px, py),
                Direction::Up => (py, -px),
                Direction::Left => (-px, -py),
                Direction::Down => (-py, px),
            }
        };
        let (x0, y) = at(0.0, self.state.rise);
        let (x1, _) = at(ink, self.state.rise);
        let size = (up[0] * up[0] + up[1] * up[1]).sqrt();
        let [x0, x1, y, size] = [x0, x1, y, size].map(hundredths);
        if size <= 0 {
            return;
        }
        let (x0, x1) = (x0.min(x1), x0.max(x1));
        let space = hundredths(self.state.char_space.abs() * (along[0].abs() + along[1].abs()));
        if let Some(word) = &mut self.word {
            let gap = x0 - word.x1;
            let is_near = gap > -size / 2 && gap < size * 18 / 100 + space;
            let is_same = word.direction == direction
                && (word.y - y).abs() <= size / 10
                && (word.size - size).abs() <= size / 10
                && word.is_artifact == is_artifact;
            if is_near && is_same && word.text.len() < 400 {
                word.text.push_str(text);
                word.x1 = word.x1.max(x1);
                return;
            }
        }
        self.end_word(false);
        self.word = Some(Word {
            text: text.to_owned(),
            x0,
            x1,
            y,
            size,
            is_bold: font.is_bold,
            is_artifact,
            has_space_after: false,
            direction,
        });
    }

    fn end_word(&mut self, has_space_after: bool) {
        if let Some(mut word) = self.word.take() {
            word.has_space_after = has_space_after;
            self.page.words.push(word);
        }
    }
}

/// The nearest of four directions; `None` for text that runs aslant, as marks across a page do.
fn direction([x, y]: [f64; 2]) -> Option<Direction> {
    if y.abs() * 8.0 <= x.abs() {
        Some(if x < 0.0 {
            Direction::Left
        } else {
            Direction::Right
        })
    } else if x.abs() * 8.0 <= y.abs() {
        Some(if y < 0.0 {
            Direction::Down
        } else {
            Direction::Up
        })
    } else {
        None
    }
}

#[allow(clippy::cast_possible_truncation)]
fn hundredths(points: f64) -> i32 {
    (points.clamp(-200_000.0, 200_000.0) * 100.0).round() as i32
}

/// A text string of the file (ISO 32000-1, 7.9.2.2).
pub(super) fn text_string(bytes: &[u8]) -> String {
    let object = Object::String(bytes.to_vec(), lopdf::StringFormat::Literal);
    match bytes {
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE
            .decode_without_bom_handling(rest)
            .0
            .into_owned(),
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE
            .decode_without_bom_handling(rest)
            .0
            .into_owned(),
        _ => lopdf::decode_text_string(&object).unwrap_or_default(),
    }
}
