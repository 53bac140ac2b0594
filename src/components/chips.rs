//! What narrows the corpus at present, each with a way to take it away.

use crate::desk::{Desk, use_desk};
use crate::opened::Opened;
use crate::reactive::memo;
use crate::strings;
use corpus_search::{Facet, FilterMode};
use corpus_view::{StateFilter, UrlState};
use leptos::prelude::*;

/// One thing that narrows the corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Narrowing {
    /// The words of the search box.
    Words,
    /// A chosen facet value.
    Filter(StateFilter),
    /// The brush on the published lane.
    Published,
    /// The brush on the lane of mentioned days.
    Mentioned,
    /// Only undated documents.
    Undated,
}

impl Narrowing {
    /// All that narrow a view.
    #[must_use]
    pub fn all(view: &UrlState) -> Vec<Self> {
        let mut all = Vec::new();
        if !view.query.trim().is_empty() {
            all.push(Self::Words);
        }
        all.extend(view.filters.iter().cloned().map(Self::Filter));
        all.extend(view.published.map(|_| Self::Published));
        all.extend(view.mentioned.map(|_| Self::Mentioned));
        all.extend(view.is_undated.then_some(Self::Undated));
        all
    }

    /// Takes it away.
    pub fn remove(&self, view: &mut UrlState) {
        match self {
            Self::Words => view.query.clear(),
            Self::Filter(filter) => view.set_filter(filter.facet, &filter.value, None),
            Self::Published => view.published = None,
            Self::Mentioned => view.mentioned = None,
            Self::Undated => view.is_undated = false,
        }
    }

    /// What it is called: its kind, and its name.
    #[must_use]
    pub fn label(&self, desk: Desk, opened: &Opened, view: &UrlState) -> (&'static str, String) {
        let days = |days: Option<_>| days.map_or_else(String::new, |days| desk.locale().days(days));
        match self {
            Self::Words => ("", strings::words_chip(view.query.trim())),
            Self::Filter(filter) => {
                let kind = strings::chip_kind(filter.facet);
                let name = value_name(desk, opened, filter.facet, &filter.value);
                (kind, format!("{}{name}", strings::mode_prefix(filter.mode)))
            }
            Self::Published => (strings::chip_published(), days(view.published)),
            Self::Mentioned => (strings::chip_mentions(), days(view.mentioned)),
            Self::Undated => ("", strings::UNDATED.to_owned()),
        }
    }
}

/// What a reader sees for a facet value, given as the address has it.
#[must_use]
pub fn value_name(desk: Desk, opened: &Opened, facet: Facet, key: &str) -> String {
    let corpus = opened.corpus();
    match facet {
        Facet::Language => language_name(desk, key),
        _ => match opened.facet_value(facet, key) {
            Some(value) => corpus.facet_value_name(facet, value).to_owned(),
            None => key.to_owned(),
        },
    }
}

/// A language by its tag.
#[must_use]
pub fn language_name(desk: Desk, tag: &str) -> String {
    match tag {
        "" | "und" => strings::NO_LANGUAGE.to_owned(),
        _ => desk.locale().language(tag),
    }
}

/// The chips above the results.
#[component]
pub fn Chips(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let shown = memo(move || {
        let mut all = Narrowing::all(&desk.view.read());
        // The words stand in the box already.
        all.retain(|narrowing| *narrowing != Narrowing::Words);
        all
    });
    let chip = move |narrowing: Narrowing| {
        let view = desk.view.read();
        let (what, name) = narrowing.label(desk, &opened, &view);
        let is_not =
            matches!(&narrowing, Narrowing::Filter(filter) if filter.mode == FilterMode::Exclude);
        let label = strings::remove_chip(&name);
        view! {
            <li class="chip" data-mode=is_not.then_some("not")>
                <span class="what">{what}</span>
                <span class="name" title=name.clone() dir="auto">{name.clone()}</span>
                <button
                    type="button"
                    aria-label=label.clone()
                    title=label
                    on:click=move |_| desk.replace(|view| narrowing.remove(view))
                >
                    "×"
                </button>
            </li>
        }
        .into_any()
    };
    move || {
        let all = shown.get();
        (!all.is_empty()).then(|| {
            let clear = (all.len() > 1).then(|| {
                view! {
                    <li>
                        <button type="button" class="link-button small" on:click=move |_| clear(desk)>
                            {strings::CLEAR_ALL}
                        </button>
                    </li>
                }
            });
            view! {
                <ul class="chips" aria-label=strings::FILTERS>
                    {all.into_iter().map(&chip).collect_view()}
                    {clear}
                </ul>
            }
            .into_any()
        })
    }
}

/// Takes all filters away, but not the words.
pub fn clear(desk: Desk) {
    desk.replace(|view| {
        let query = std::mem::take(&mut view.query);
        view.clear_narrowing();
        view.query = query;
    });
}
