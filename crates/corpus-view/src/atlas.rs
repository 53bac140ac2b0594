//! What the map, the network and the page of an entity remember in the address.
//!
//! The page itself has no use for it, so [`UrlState`] keeps these keys as ones it does not know; whoever draws
//! those views reads and writes them here. A value that does not parse is as good as none.

use crate::map::MapSpot;
use crate::url::{Open, UrlState};
use corpus_model::EntityKind;

/// Sentences that two names must share to be linked, unless the reader says otherwise.
const LEAST: u32 = 2;
/// Kinds that a network shows unless the reader says otherwise.
const KINDS: [EntityKind; 3] = [
    EntityKind::Person,
    EntityKind::Organisation,
    EntityKind::Place,
];

/// How lines of mentions in context are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ContextOrder {
    /// As the documents stand.
    #[default]
    Document,
    /// By the words before, read backwards.
    Left,
    /// By the words behind.
    Right,
    /// By outlet.
    Outlet,
    /// By day of publication, the oldest first.
    Date,
}

impl ContextOrder {
    /// In the order of the menu.
    pub const ALL: [Self; 5] = [
        Self::Document,
        Self::Left,
        Self::Right,
        Self::Outlet,
        Self::Date,
    ];

    /// The value in the address.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Left => "left",
            Self::Right => "right",
            Self::Outlet => "outlet",
            Self::Date => "date",
        }
    }
}

/// What these views remember.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Atlas {
    /// The part of the map, or of the network, that is seen; `None` for all of it.
    pub spot: Option<MapSpot>,
    /// The entity in the middle of the network, by id.
    pub around: Option<String>,
    /// Kinds the network shows, in the order of their numbers.
    pub kinds: Vec<EntityKind>,
    /// Sentences that two names must share to be linked.
    pub least: u32,
    /// The name that is picked in the drawing, by id.
    pub picked: Option<String>,
    /// The other end of the link that is picked with it.
    pub other: Option<String>,
    /// Order of mentions in context.
    pub order: ContextOrder,
}

impl Default for Atlas {
    fn default() -> Self {
        Self {
            spot: None,
            around: None,
            kinds: KINDS.to_vec(),
            least: LEAST,
            picked: None,
            other: None,
            order: ContextOrder::default(),
        }
    }
}

const KEYS: [&str; 7] = [
    "spot", "around", "links", "least", "one", "other", "context",
];

impl Atlas {
    /// What the address says.
    #[must_use]
    pub fn of(state: &UrlState) -> Self {
        let mut atlas = Self::default();
        for (key, value) in &state.unknown {
            match key.as_str() {
                "spot" => atlas.spot = MapSpot::parse(value),
                "around" => atlas.around = Some(value.clone()),
                "links" => {
                    let is_named =
                        |kind: &EntityKind| value.split(',').any(|name| name == kind.name());
                    atlas.kinds = EntityKind::ALL.into_iter().filter(is_named).collect();
                }
                "least" => atlas.least = value.parse().unwrap_or(LEAST).max(1),
                "one" => atlas.picked = Some(value.clone()),
                "other" => atlas.other = Some(value.clone()),
                "context" => {
                    let found = ContextOrder::ALL
                        .into_iter()
                        .find(|order| order.key() == value);
                    atlas.order = found.unwrap_or_default();
                }
                _ => {}
            }
        }
        if atlas.kinds.is_empty() {
            atlas.kinds = KINDS.to_vec();
        }
        // A link needs both ends.
        if atlas.picked.is_none() {
            atlas.other = None;
        }
        atlas
    }

    /// Puts it into the address; what is as usual is left out.
    pub fn put(&self, state: &mut UrlState) {
        forget(state);
        let mut put = |key: &str, value: String| state.unknown.push((key.to_owned(), value));
        if let Some(spot) = self.spot {
            put("spot", spot.to_text());
        }
        if let Some(id) = &self.around {
            put("around", id.clone());
        }
        if self.kinds != KINDS {
            let names: Vec<&str> = self.kinds.iter().map(|kind| kind.name()).collect();
            put("links", names.join(","));
        }
        if self.least != LEAST {
            put("least", self.least.to_string());
        }
        if let Some(one) = &self.picked {
            put("one", one.clone());
        }
        if let Some(other) = self.other.as_ref().filter(|_| self.picked.is_some()) {
            put("other", other.clone());
        }
        if self.order != ContextOrder::default() {
            put("context", self.order.key().to_owned());
        }
    }
}

/// Takes what these views remember out of the address.
fn forget(state: &mut UrlState) {
    state
        .unknown
        .retain(|(key, _)| !KEYS.contains(&key.as_str()));
}

/// Changes the view to the map, with the place picked if one is given.
pub fn show_map(state: &mut UrlState, place: Option<&str>) {
    forget(state);
    state.open = Open::Map;
    let picked = place.map(|id| ("one".to_owned(), id.to_owned()));
    state.unknown.extend(picked);
}

/// Changes the view to the network, around an entity if one is given.
pub fn show_network(state: &mut UrlState, around: Option<&str>) {
    forget(state);
    state.open = Open::Network;
    let around = around.map(|id| ("around".to_owned(), id.to_owned()));
    state.unknown.extend(around);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(atlas: &Atlas, fragment: &str) {
        let mut state = UrlState::from_fragment("q=x&lens=1");
        atlas.put(&mut state);
        assert_eq!(state.to_fragment(), format!("q=x&lens=1{fragment}"));
        assert_eq!(
            &Atlas::of(&UrlState::from_fragment(&state.to_fragment())),
            atlas
        );
    }

    #[test]
    fn what_is_as_usual_leaves_no_trace() {
        check(&Atlas::default(), "");
    }

    #[test]
    fn everything_comes_back() {
        let atlas = Atlas {
            spot: MapSpot::parse("5200,1300,900"),
            around: Some("Q1".to_owned()),
            kinds: vec![EntityKind::Person, EntityKind::Event],
            least: 4,
            picked: Some("Q1".to_owned()),
            other: Some("a,b&c".to_owned()),
            order: ContextOrder::Left,
        };
        check(
            &atlas,
            "&spot=5200,1300,900&around=Q1&links=person,event&least=4&one=Q1&other=a,b%26c&context=left",
        );
    }

    #[test]
    fn nonsense_is_as_usual() {
        let state =
            UrlState::from_fragment("spot=1&links=ships&least=0&other=Q1&context=up&least=no");
        assert_eq!(Atlas::of(&state), Atlas::default());
    }

    #[test]
    fn a_view_is_opened_without_what_another_one_remembered() {
        let mut state = UrlState::from_fragment("q=x&view=network&least=5&one=Q2&lens=1");
        show_map(&mut state, Some("Q7"));
        assert_eq!(state.to_fragment(), "q=x&view=map&lens=1&one=Q7");
        show_network(&mut state, None);
        assert_eq!(state.to_fragment(), "q=x&view=network&lens=1");
    }
}
