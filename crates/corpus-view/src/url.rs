//! The state of the page and its form in the address, after `#`.
//!
//! Takes a fragment (`q=harbour&outlet=TASS&doc=letters%2F12`) and returns [`UrlState`], and back.
//! Every state round-trips. A key this version does not know is kept as it came, so that a link
//! from a newer page survives an older one; a value that does not parse is dropped.
//!
//! Everything a reader would want to share stands here; pane widths and theme do not.

use crate::bins::Grain;
use crate::brush::Days;
use crate::dates::{days_text, parse_days};
use crate::study::Study;
use corpus_model::{EntityKind, Span};
use corpus_search::{Facet, FilterMode, Sort};
use std::fmt::Write as _;

/// What the address adds to a facet's name for each mode.
const MODES: [(FilterMode, &str); 3] = [
    (FilterMode::Exclude, ".not"),
    (FilterMode::AnyOf, ".any"),
    (FilterMode::Require, ""),
];

/// Orders and their names in the address.
const SORTS: [(Sort, &str); 5] = [
    (Sort::Relevance, "best"),
    (Sort::Newest, "newest"),
    (Sort::Oldest, "oldest"),
    (Sort::Outlet, "outlet"),
    (Sort::Title, "title"),
];

/// The name of an order in the address.
#[must_use]
pub fn sort_key(sort: Sort) -> &'static str {
    SORTS
        .iter()
        .find(|(known, _)| *known == sort)
        .map_or("", |(_, key)| key)
}

/// The order of that name.
#[must_use]
pub fn sort_from_key(key: &str) -> Option<Sort> {
    SORTS
        .iter()
        .find(|(_, known)| *known == key)
        .map(|(sort, _)| *sort)
}

/// One chosen facet value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateFilter {
    /// Which facet.
    pub facet: Facet,
    /// Outlet name, entity id or language tag; empty for documents without one.
    pub value: String,
    /// What is asked.
    pub mode: FilterMode,
}

/// Which pane a narrow screen shows. A wide one shows them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pane {
    /// The list of results, and what is open.
    #[default]
    Results,
    /// The timeline.
    Timeline,
    /// The filters.
    Filters,
}

impl Pane {
    /// In the order of the bottom bar.
    pub const ALL: [Self; 3] = [Self::Results, Self::Timeline, Self::Filters];

    /// The value in the address.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Results => "results",
            Self::Timeline => "timeline",
            Self::Filters => "filters",
        }
    }
}

/// What the reading pane shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Open {
    /// The corpus's own page: what it is and how to begin.
    #[default]
    Start,
    /// A document.
    Doc {
        /// Its id.
        id: String,
        /// Byte of its text to scroll to.
        at: Option<u32>,
    },
    /// A document's source as it came, by the document's id.
    Source(String),
    /// An entity's page.
    Entity(String),
    /// What became of every file.
    Coverage,
    /// What happened when: the days that texts mention.
    Happenings,
    /// The places that the documents found name, on a map.
    Map,
    /// Who stands beside whom in the documents found.
    Network,
    /// Words by number: lines, frequencies, keywords and the like.
    Study(Study),
    /// Putting something right.
    Correct(Correct),
}

/// What a reader puts right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Correct {
    /// Nothing in particular: the list of all corrections.
    All,
    /// An entity, by its id.
    Entity(String),
    /// Facts about a document, by its id.
    Doc(String),
    /// Words that are a name.
    Words {
        /// Id of the document.
        doc: String,
        /// Where its text has them.
        span: Span,
    },
}

impl Correct {
    fn from_value(value: &str) -> Self {
        let words = |place: &str| {
            let (span, doc) = place.split_once(':')?;
            let (start, end) = span.split_once('-')?;
            let (start, end) = (start.parse().ok()?, end.parse().ok()?);
            (start <= end).then(|| Self::Words {
                doc: doc.to_owned(),
                span: Span::new(start, end),
            })
        };
        match value.split_once(':') {
            Some(("entity", id)) => Self::Entity(id.to_owned()),
            Some(("doc", id)) => Self::Doc(id.to_owned()),
            Some(("words", place)) => words(place).unwrap_or(Self::All),
            _ => Self::All,
        }
    }

    fn to_value(&self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::Entity(id) => format!("entity:{id}"),
            Self::Doc(id) => format!("doc:{id}"),
            Self::Words { doc, span } => format!("words:{}-{}:{doc}", span.start, span.end),
        }
    }
}

/// The whole view, as far as a reader would share it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UrlState {
    /// The search box, as typed.
    pub query: String,
    /// Chosen facet values, in the order they were chosen.
    pub filters: Vec<StateFilter>,
    /// Documents published on these days.
    pub published: Option<Days>,
    /// Documents that mention these days.
    pub mentioned: Option<Days>,
    /// Only documents without a publication date.
    pub is_undated: bool,
    /// Order of the results.
    pub sort: Sort,
    /// What the reading pane shows.
    pub open: Open,
    /// Words of the open document that the link quotes, to be found even if their place has changed.
    pub passage: Option<String>,
    /// The entity that stands out in the text.
    pub focus: Option<String>,
    /// Entities that are not marked, by id, in the order they were hidden.
    pub hidden: Vec<String>,
    /// Kinds of entity that are not marked, in the order of their numbers.
    pub hidden_kinds: Vec<EntityKind>,
    /// Whether dates in the text are not marked.
    pub hides_dates: bool,
    /// Whether quotations in the text are not marked.
    pub hides_quotes: bool,
    /// The pane of a narrow screen.
    pub pane: Pane,
    /// Width of the timeline's bars; `None` lets the page choose.
    pub grain: Option<Grain>,
    /// Days the timeline shows; `None` for the page's choice.
    pub zoom: Option<Days>,
    /// What the bars of the timeline are stacked by; `None` for outlets.
    pub stack: Option<Facet>,
    /// Whether mentioned days are drawn against days of publication.
    pub is_grid: bool,
    /// Keys of the address this version does not know, decoded, in order.
    pub unknown: Vec<(String, String)>,
}

impl UrlState {
    /// Reads a fragment, with or without its `#`.
    #[must_use]
    pub fn from_fragment(fragment: &str) -> Self {
        let mut state = Self::default();
        let (mut doc, mut at, mut entity, mut page) = (None, None, None, Open::Start);
        let (mut correct, mut source) = (None, None);
        let (mut study, mut is_study) = (Study::default(), false);
        for pair in fragment.trim_start_matches('#').split('&') {
            if pair.is_empty() {
                continue;
            }
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (key, value) = (percent_decoded(key), percent_decoded(value));
            match key.as_str() {
                "q" => state.query = value,
                "published" => state.published = parse_days(&value),
                "mentions" => state.mentioned = parse_days(&value),
                "undated" => state.is_undated = value == "yes",
                "sort" => state.sort = sort_from_key(&value).unwrap_or_default(),
                "doc" => doc = Some(value),
                "at" => at = value.parse().ok(),
                "passage" => state.passage = Some(value),
                "source" => source = Some(value),
                "entity" => entity = Some(value),
                "view" if value == "coverage" => page = Open::Coverage,
                "view" if value == "dates" => page = Open::Happenings,
                "correct" => correct = Some(Correct::from_value(&value)),
                "view" if value == "study" => is_study = true,
                "view" if value == "map" => page = Open::Map,
                "view" if value == "network" => page = Open::Network,
                "focus" => state.focus = Some(value),
                "hide" => state.set_hidden(&value, true),
                "plain" => state.read_hidden(&value),
                "pane" => {
                    let found = Pane::ALL.into_iter().find(|pane| pane.key() == value);
                    state.pane = found.unwrap_or_default();
                }
                "bars" => state.grain = Grain::from_key(&value),
                "zoom" => state.zoom = parse_days(&value),
                "stack" => state.stack = Facet::from_name(&value),
                "chart" => state.is_grid = value == "grid",
                _ if study.read(&key, &value) => {}
                _ => state.read_other(key, value),
            }
        }
        state.open = match (correct, doc, source, entity) {
            (Some(correct), ..) => Open::Correct(correct),
            (None, Some(id), ..) => Open::Doc { id, at },
            (None, None, Some(id), _) => Open::Source(id),
            (None, None, None, Some(id)) => Open::Entity(id),
            (None, None, None, None) if is_study => Open::Study(study),
            (None, None, None, None) => page,
        };
        state
    }

    fn read_hidden(&mut self, value: &str) {
        for name in value.split(',') {
            match name {
                "dates" => self.hides_dates = true,
                "quotes" => self.hides_quotes = true,
                _ => {
                    let kind = EntityKind::ALL.into_iter().find(|kind| kind.name() == name);
                    self.hidden_kinds.extend(kind);
                }
            }
        }
        self.order_hidden_kinds();
    }

    /// Hides a kind of entity, or shows it again.
    pub fn turn_kind(&mut self, kind: EntityKind) {
        match self.hidden_kinds.iter().position(|hidden| *hidden == kind) {
            Some(place) => drop(self.hidden_kinds.remove(place)),
            None => self.hidden_kinds.push(kind),
        }
        self.order_hidden_kinds();
    }

    fn order_hidden_kinds(&mut self) {
        let hidden = std::mem::take(&mut self.hidden_kinds);
        let is_hidden = |kind: &EntityKind| hidden.contains(kind);
        self.hidden_kinds = EntityKind::ALL.into_iter().filter(is_hidden).collect();
    }

    fn read_other(&mut self, key: String, value: String) {
        let filter = MODES.iter().find_map(|(mode, suffix)| {
            let facet = Facet::from_name(key.strip_suffix(suffix)?)?;
            Some((facet, *mode))
        });
        match filter {
            Some((facet, mode)) => self.set_filter(facet, &value, Some(mode)),
            None => self.unknown.push((key, value)),
        }
    }

    /// Writes the fragment, without its `#`; empty for the default state.
    #[must_use]
    pub fn to_fragment(&self) -> String {
        let mut out = String::new();
        let mut put = |key: &str, value: &str| {
            let joint = if out.is_empty() { "" } else { "&" };
            let (key, value) = (percent_encoded(key), percent_encoded(value));
            // Writing to a `String` does not fail.
            let _ = write!(out, "{joint}{key}={value}");
        };
        if !self.query.is_empty() {
            put("q", &self.query);
        }
        for filter in &self.filters {
            let suffix = MODES.iter().find(|(mode, _)| *mode == filter.mode);
            let suffix = suffix.map_or("", |(_, suffix)| suffix);
            put(&format!("{}{suffix}", filter.facet.name()), &filter.value);
        }
        if let Some(days) = self.published {
            put("published", &days_text(days));
        }
        if let Some(days) = self.mentioned {
            put("mentions", &days_text(days));
        }
        if self.is_undated {
            put("undated", "yes");
        }
        if self.sort != Sort::default() {
            put("sort", sort_key(self.sort));
        }
        match &self.open {
            Open::Start => {}
            Open::Doc { id, at } => {
                put("doc", id);
                if let Some(at) = at {
                    put("at", &at.to_string());
                }
            }
            Open::Source(id) => put("source", id),
            Open::Entity(id) => put("entity", id),
            Open::Coverage => put("view", "coverage"),
            Open::Happenings => put("view", "dates"),
            Open::Correct(correct) => put("correct", &correct.to_value()),
            Open::Study(study) => {
                put("view", "study");
                study.write(&mut put);
            }
            Open::Map => put("view", "map"),
            Open::Network => put("view", "network"),
        }
        if let Some(words) = &self.passage {
            put("passage", words);
        }
        if let Some(id) = &self.focus {
            put("focus", id);
        }
        for id in &self.hidden {
            put("hide", id);
        }
        let hidden = self.hidden_names().join(",");
        if !hidden.is_empty() {
            put("plain", &hidden);
        }
        if self.pane != Pane::Results {
            put("pane", self.pane.key());
        }
        if let Some(grain) = self.grain {
            put("bars", grain.key());
        }
        if let Some(days) = self.zoom {
            put("zoom", &days_text(days));
        }
        if let Some(facet) = self.stack {
            put("stack", facet.name());
        }
        if self.is_grid {
            put("chart", "grid");
        }
        for (key, value) in &self.unknown {
            put(key, value);
        }
        out
    }

    /// What is not marked in the text, by the names the address uses.
    #[must_use]
    pub fn hidden_names(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.hidden_kinds.iter().map(|kind| kind.name()).collect();
        if self.hides_dates {
            names.push("dates");
        }
        if self.hides_quotes {
            names.push("quotes");
        }
        names
    }

    /// Takes an entity's marks out of the text, or puts them back. Nothing hidden is followed.
    pub fn set_hidden(&mut self, id: &str, is_hidden: bool) {
        self.hidden.retain(|other| other != id);
        if is_hidden {
            self.hidden.push(id.to_owned());
            self.focus.take_if(|focus| focus == id);
        }
    }

    /// What is asked of this facet value.
    #[must_use]
    pub fn filter_mode(&self, facet: Facet, value: &str) -> Option<FilterMode> {
        self.filters
            .iter()
            .find(|filter| filter.facet == facet && filter.value == value)
            .map(|filter| filter.mode)
    }

    /// Asks `mode` of this facet value, or nothing any more. One value has one mode.
    pub fn set_filter(&mut self, facet: Facet, value: &str, mode: Option<FilterMode>) {
        let same = |filter: &StateFilter| filter.facet == facet && filter.value == value;
        let old = self.filters.iter().position(same);
        match (old, mode) {
            (Some(i), Some(mode)) => self.filters[i].mode = mode,
            (Some(i), None) => {
                self.filters.remove(i);
            }
            (None, Some(mode)) => self.filters.push(StateFilter {
                facet,
                value: value.to_owned(),
                mode,
            }),
            (None, None) => {}
        }
    }

    /// Whether anything narrows the corpus.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        !self.query.trim().is_empty() || self.has_filters()
    }

    /// Whether anything but the words of the query narrows the corpus.
    #[must_use]
    pub fn has_filters(&self) -> bool {
        !self.filters.is_empty()
            || self.published.is_some()
            || self.mentioned.is_some()
            || self.is_undated
    }

    /// Takes everything away that narrows the corpus.
    pub fn clear_narrowing(&mut self) {
        self.query.clear();
        self.filters.clear();
        self.published = None;
        self.mentioned = None;
        self.is_undated = false;
    }
}

/// Letters, digits and `-_.~/:,` stay; a space becomes `+`; everything else is `%XX` of its UTF-8.
#[must_use]
pub fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for &byte in text.as_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            b'-' | b'_' | b'.' | b'~' | b'/' | b':' | b',' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => {
                const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
                out.push('%');
                out.push(char::from(DIGITS[usize::from(byte >> 4)]));
                out.push(char::from(DIGITS[usize::from(byte & 15)]));
            }
        }
    }
    out
}

/// Reverses [`percent_encoded`]; a stray `%` stays, bytes that are not UTF-8 become U+FFFD.
#[must_use]
pub fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let digit = |i: usize| {
        let c = char::from(*bytes.get(i)?);
        c.to_digit(16).and_then(|d| u8::try_from(d).ok())
    };
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while let Some(&byte) = bytes.get(i) {
        i += 1;
        match (byte, digit(i), digit(i + 1)) {
            (b'%', Some(high), Some(low)) => {
                out.push(high << 4 | low);
                i += 2;
            }
            (b'+', _, _) => out.push(b' '),
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus_model::DayNumber;

    fn check(state: &UrlState, fragment: &str) {
        assert_eq!(state.to_fragment(), fragment);
        assert_eq!(&UrlState::from_fragment(fragment), state);
    }

    #[test]
    fn nothing_asked_is_an_empty_fragment() {
        check(&UrlState::default(), "");
    }

    #[test]
    fn a_whole_view_round_trips() {
        let mut state = UrlState {
            query: "\"fuel prices\" -riot +50% пик".to_owned(),
            published: Some(Days::new(DayNumber(18_997), DayNumber(18_999))),
            open: Open::Doc {
                id: "a/b c.txt#2".to_owned(),
                at: Some(120),
            },
            passage: Some("they said so".to_owned()),
            focus: Some("person:x&y".to_owned()),
            hidden: vec!["a,b".to_owned(), "Q5".to_owned()],
            hidden_kinds: vec![EntityKind::Person, EntityKind::Misc],
            hides_dates: true,
            grain: Some(Grain::Week),
            stack: Some(Facet::Language),
            is_grid: true,
            sort: Sort::Oldest,
            pane: Pane::Timeline,
            ..UrlState::default()
        };
        state.set_filter(Facet::Outlet, "A=B", Some(FilterMode::AnyOf));
        let place = Facet::Entity(EntityKind::Place);
        state.set_filter(place, "Q1", Some(FilterMode::Require));
        state.set_filter(Facet::Language, "", Some(FilterMode::Exclude));
        check(
            &state,
            "q=%22fuel+prices%22+-riot+%2B50%25+%D0%BF%D0%B8%D0%BA&outlet.any=A%3DB&place=Q1\
             &language.not=&published=2022-01-05..2022-01-07&sort=oldest&doc=a/b+c.txt%232&at=120\
             &passage=they+said+so&focus=person:x%26y&hide=a,b&hide=Q5&plain=person,misc,dates&pane=timeline&bars=week&stack=language&chart=grid",
        );
    }

    /// A generator without dependencies: every state it makes must come back.
    #[test]
    fn any_state_round_trips() {
        let mut seed = 7_u32;
        let mut roll = move |n: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) % n
        };
        let words = [
            "",
            "a",
            "é&=",
            "%41",
            "+",
            "#",
            "q w",
            "\u{202e}x",
            "𝔘",
            "a.not",
        ];
        for _ in 0..2000 {
            let mut word = || words[roll(10) as usize].to_owned();
            let mut state = UrlState {
                query: word(),
                focus: Some(word()),
                ..UrlState::default()
            };
            let (a, b, c) = (word(), word(), word());
            state.open = match roll(11) {
                7 => Open::Map,
                8 => Open::Network,
                0 => Open::Start,
                1 => Open::Doc { id: a, at: None },
                2 => Open::Entity(b),
                3 => Open::Happenings,
                4 => Open::Correct(Correct::Entity(a)),
                5 => Open::Correct(Correct::Words {
                    doc: b,
                    span: Span::new(3, 9),
                }),
                6 => {
                    Open::Correct([Correct::All, Correct::Doc(a)][usize::from(b.len() > 2)].clone())
                }
                9 => Open::Source(c.clone()),
                _ => Open::Coverage,
            };
            for _ in 0..roll(4) {
                let facet = Facet::ALL[roll(11) as usize];
                let mode = MODES[roll(3) as usize].0;
                let value = format!("{c}{}", roll(3));
                state.set_filter(facet, &value, Some(mode));
            }
            let first = DayNumber(roll(60_000) as i32 - 30_000);
            state.mentioned = Some(Days::new(first, DayNumber(first.0 + roll(500) as i32)));
            state.is_undated = roll(2) == 0;
            assert_eq!(UrlState::from_fragment(&state.to_fragment()), state);
        }
    }

    #[test]
    fn keys_of_a_newer_page_are_kept() {
        let state = UrlState::from_fragment("#map=10,20&q=x&lens");
        assert_eq!(state.query, "x");
        assert_eq!(state.to_fragment(), "q=x&map=10,20&lens=");
    }

    #[test]
    fn nonsense_is_dropped() {
        let state = UrlState::from_fragment("published=soon&sort=up&at=-1&bars=1&%=%&&=");
        assert_eq!(state.published, None);
        assert_eq!(state.sort, Sort::Relevance);
        assert_eq!(state.open, Open::Start);
    }

    #[test]
    fn an_entity_hidden_twice_is_shown_by_one_step() {
        let mut state = UrlState::from_fragment("focus=Q1&hide=Q1&hide=Q2&hide=Q1");
        assert_eq!(state.hidden, ["Q2", "Q1"]);
        assert_eq!(state.focus, None, "what is hidden is not followed");
        state.set_hidden("Q1", false);
        assert_eq!(state.to_fragment(), "hide=Q2");
    }

    #[test]
    fn a_value_has_one_mode() {
        let mut state = UrlState::from_fragment("outlet=T&outlet.not=T");
        assert_eq!(
            state.filter_mode(Facet::Outlet, "T"),
            Some(FilterMode::Exclude)
        );
        state.set_filter(Facet::Outlet, "T", None);
        assert!(!state.is_narrowed());
    }
}
