//! The state of the page: one value for the view, mirrored in the address, and what follows from it.
//!
//! [`Desk`] is a handful of signals, cheap to copy, found by [`use_desk`] anywhere. Components read
//! it and ask it to change; nothing else writes the address. While typing an entry is replaced;
//! opening something pushes one, so that Back returns to the list as it was.

use crate::answer::{Answer, Question, ask_again};
use crate::engine::Engine;
use crate::opened::Opened;
use crate::reactive::{effect, memo};
use crate::web::dom::Place;
use crate::web::locale::Locale;
use crate::web::settings::{Settings, save};
use crate::web::{address, extras, media};
use corpus_index::{DocId, EntityId};
use corpus_view::{Open, UrlState};
use leptos::prelude::*;

/// What a card is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A mention of an entity, by its place among the document's mentions.
    Mention(DocId, u32),
    /// A date expression, by its place among the document's dates.
    Date(DocId, u32),
    /// The publication date of a document.
    Published(DocId),
    /// The outlet of a document.
    Outlet(DocId),
}

/// A card and where it belongs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Card {
    /// What it is about.
    pub about: About,
    /// What it points at.
    pub place: Place,
    /// Opened by a click or a key, so that it stays.
    pub is_pinned: bool,
}

/// The state of the page.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The view, as the address has it.
    pub view: RwSignal<UrlState>,
    /// The corpus. Importing another one swaps it.
    pub corpus: RwSignal<Option<Opened>>,
    /// The corpus as it came, without a reader's corrections.
    pub base: RwSignal<Option<Opened>>,
    /// How many of these there are.
    pub n_corrections: RwSignal<u32>,
    /// What the view asks of the corpus.
    pub question: Memo<Question>,
    /// The documents that answer it.
    pub answer: Memo<Answer>,
    /// The question for which names are counted though they have to be fetched.
    pub counted: RwSignal<Option<Question>>,
    /// The card that floats, if any.
    pub card: RwSignal<Option<Card>>,
    /// Which of the text's hits is the present one.
    pub hit: RwSignal<Option<u32>>,
    /// Looks, as remembered.
    pub settings: RwSignal<Settings>,
    /// Whether the reader has the whole window.
    pub is_full: RwSignal<bool>,
    /// Whether the list of keys is open.
    pub is_help_open: RwSignal<bool>,
    /// Something went wrong that the reader should know.
    pub notice: RwSignal<Option<String>>,
    /// One pane at a time.
    pub is_narrow: ReadSignal<bool>,
    /// Filters and timeline share a place with the results.
    pub is_middle: ReadSignal<bool>,
    engine: Engine,
    locale: StoredValue<Locale, LocalStorage>,
    /// Writes the address, and whether as a step.
    write: fn(&str, bool),
}

impl Desk {
    /// Reads the address and follows it from now on.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let desk = Self::of(settings, &address::fragment(), address::write);
        address::on_change(move |fragment| desk.follow(&fragment));
        extras::listen(move |fragment, is_step| desk.ask(&fragment, is_step));
        desk.engine.attend(desk.corpus, desk.question, desk.counted);
        effect(move || extras::follow(&desk.view.read().to_fragment()));
        desk
    }

    /// A view that somebody else keeps: `write` asks for another one, [`follow`](Self::follow) is told.
    #[must_use]
    pub fn of(settings: Settings, fragment: &str, write: fn(&str, bool)) -> Self {
        let view = RwSignal::new(UrlState::from_fragment(fragment));
        let corpus = RwSignal::new(None::<Opened>);
        let question = memo(move || Question::of(&view.read()));
        let counted = RwSignal::new(None::<Question>);
        let engine = Engine::new();
        let answer = Memo::new(move |before: Option<&Answer>| match &*corpus.read() {
            Some(opened) => {
                let question = question.read();
                let told = engine.answer(opened, &question, before);
                told.unwrap_or_else(|| {
                    ask_again(opened, &question, before, counted.read().as_ref())
                })
            }
            None => Answer::default(),
        });
        Self {
            view,
            corpus,
            base: RwSignal::new(None),
            n_corrections: RwSignal::new(0),
            question,
            answer,
            counted,
            card: RwSignal::new(None),
            hit: RwSignal::new(None),
            settings: RwSignal::new(settings),
            is_full: RwSignal::new(false),
            is_help_open: RwSignal::new(false),
            notice: RwSignal::new(None),
            is_narrow: media::media(media::NARROW),
            is_middle: media::media(media::MIDDLE),
            engine,
            locale: StoredValue::new_local(Locale::new()),
            write,
        }
    }

    /// The view has changed elsewhere.
    pub fn follow(self, fragment: &str) {
        let state = UrlState::from_fragment(fragment);
        if *self.view.read_untracked() != state {
            self.card.set(None);
            self.view.set(state);
        }
    }

    /// Another program of the page asks for a view.
    fn ask(self, fragment: &str, is_step: bool) {
        let state = UrlState::from_fragment(fragment);
        if self.view.read_untracked().open != state.open {
            self.hit.set(None);
        }
        self.set(state, is_step);
    }

    /// Changes the view in place: Back will not return to what it was.
    pub fn replace(self, change: impl FnOnce(&mut UrlState)) {
        self.go(change, false);
    }

    /// Changes the view as a step: Back returns.
    pub fn push(self, change: impl FnOnce(&mut UrlState)) {
        self.go(change, true);
    }

    fn go(self, change: impl FnOnce(&mut UrlState), is_step: bool) {
        let mut state = self.view.get_untracked();
        change(&mut state);
        self.set(state, is_step);
    }

    fn set(self, mut state: UrlState, is_step: bool) {
        if *self.view.read_untracked() == state {
            return;
        }
        if self.view.read_untracked().open != state.open {
            self.card.set(None);
            state.passage = None;
        }
        (self.write)(&state.to_fragment(), is_step);
        self.view.set(state);
    }

    /// The address of the present view with a change, for a link.
    #[must_use]
    pub fn href(self, change: impl FnOnce(&mut UrlState)) -> String {
        let mut state = self.view.get();
        change(&mut state);
        format!("#{}", state.to_fragment())
    }

    /// Changes a setting, and remembers it.
    pub fn set_setting(self, change: impl FnOnce(&mut Settings)) {
        self.settings.update(change);
        save(&self.settings.read_untracked());
    }

    /// The reader's own words for numbers and dates.
    #[must_use]
    pub fn locale(self) -> Locale {
        self.locale.get_value()
    }

    /// A count in the reader's digits.
    #[must_use]
    pub fn number(self, n: u32) -> String {
        self.locale.with_value(|locale| locale.number(n))
    }

    /// The document in the reading pane, by its number.
    #[must_use]
    pub fn open_doc(self) -> Option<DocId> {
        let opened = self.corpus.read();
        match &self.view.read().open {
            Open::Doc { id, .. } => opened.as_ref()?.doc_by_id(id),
            _ => None,
        }
    }

    /// The entity in focus, by its number.
    #[must_use]
    pub fn focused(self) -> Option<EntityId> {
        let opened = self.corpus.read();
        let view = self.view.read();
        opened.as_ref()?.entity_by_id(view.focus.as_ref()?)
    }
}

/// The state, from anywhere below the app.
///
/// # Panics
/// Outside the app, which provides it before anything else.
#[must_use]
pub fn use_desk() -> Desk {
    expect_context()
}
