//! Words by number, of the documents that the search and the filters leave: which study, then its table.
//!
//! Everything a study depends on stands in the address but for a reader's list of names. What takes a moment is
//! worked out when typing rests, and said until then ([`worked_out`]). Of a corpus in parts what a study reads is fetched
//! first ([`attempts`]).

mod alike;
mod attempts;
mod lines;
mod names;
mod runs;
mod telling;
mod time;

use alike::TextsAlike;
use attempts::Attempts;
use corpus_search::DocId;
use corpus_view::{Open, Study, StudyKind};
use dateline::components::link::Link;
use dateline::desk::{Desk, use_desk};
use dateline::opened::Opened;
use dateline::parts::Parts;
use dateline::strings;
use dateline::web::download::download;
use dateline::web::timer::Later;
use leptos::prelude::*;
use lines::Lines;
use names::Names;
use runs::Runs;
use std::ops::Range;
use std::sync::Arc;
use telling::Telling;
use time::Time;

/// The study that the address names.
#[component]
pub fn Studies(opened: Opened) -> impl IntoView {
    let desk = use_desk();
    let kind = Memo::new(move |_| study(desk).kind);
    let item = move |to: StudyKind| {
        let is_here = Signal::derive(move || kind.get() == to);
        view! {
            <Link change=move |view| view.open = Open::Study(Study::of(to)) is_here=is_here>
                {strings::study(to)}
            </Link>
        }
        .into_any()
    };
    let body = move || {
        let opened = opened.clone();
        match kind.get() {
            StudyKind::Lines => view! { <Lines opened=opened /> }.into_any(),
            StudyKind::Time => view! { <Time opened=opened /> }.into_any(),
            StudyKind::Keywords => view! { <Telling opened=opened is_beside=false /> }.into_any(),
            StudyKind::Collocates => view! { <Telling opened=opened is_beside=true /> }.into_any(),
            StudyKind::Runs => view! { <Runs opened=opened /> }.into_any(),
            StudyKind::Names => view! { <Names opened=opened /> }.into_any(),
            StudyKind::Alike => view! { <TextsAlike opened=opened /> }.into_any(),
        }
    };
    view! {
        <div class="study">
            <nav class="study-menu" aria-label=strings::STUDY>{StudyKind::MENU.map(item)}</nav>
            <div class="about">
                <h1>{move || strings::study(kind.get())}</h1>
                <p class="sentence">{move || strings::study_sentence(kind.get())}</p>
            </div>
            {body}
        </div>
    }
    .into_any()
}

/// The study of the present view.
fn study(desk: Desk) -> Study {
    match &desk.view.read().open {
        Open::Study(study) => study.clone(),
        _ => Study::default(),
    }
}

/// Changes something about the study in place.
fn change(desk: Desk, change: impl FnOnce(&mut Study)) {
    desk.replace(|view| {
        if let Open::Study(study) = &mut view.open {
            change(study);
        }
    });
}

/// Shows every hit of a query in its line.
fn show_lines(desk: Desk, query: String) {
    desk.push(|view| {
        view.query = query;
        view.open = Open::Study(Study::default());
    });
}

/// A value that takes a moment: the last one that is done, and whether a newer one is being worked out.
struct Worked<T: Send + Sync + 'static> {
    value: RwSignal<Option<Arc<T>>>,
    is_busy: RwSignal<bool>,
    /// Of what takes long: how many documents are read, or words looked at, of how many.
    progress: RwSignal<(u32, u32)>,
    /// Says so.
    working: fn(&str, &str) -> String,
}

impl<T: Send + Sync> Clone for Worked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync> Copy for Worked<T> {}

/// Works a value out anew when what it is made of changes, once that rests.
fn worked_out<I: 'static, T: Send + Sync + 'static>(
    input: impl Fn() -> I + 'static,
    work: impl Fn(I) -> T + Clone + 'static,
) -> Worked<T> {
    let worked = Worked {
        value: RwSignal::new(None),
        is_busy: RwSignal::new(true),
        progress: RwSignal::new((0, 0)),
        working: strings::study_working,
    };
    let later = StoredValue::new_local(Later::new());
    let attempts = Attempts::new();
    Effect::new(move || {
        attempts.track();
        let (input, work, attempts) = (input(), work.clone(), attempts.clone());
        worked.is_busy.set(true);
        // What is said meanwhile is drawn before the work begins.
        let done = move || {
            if let Some(value) = attempts.whole(|| work(input)) {
                worked.value.set(Some(Arc::new(value)));
                worked.is_busy.set(false);
            }
        };
        later.with_value(|later| later.set(80, done));
    });
    worked
}

/// Documents read, or words looked at, before the clock is looked at.
const PORTION: usize = 32;
/// Milliseconds of work before the browser gets its turn.
const TURN: f64 = 12.0;

/// How much there is to take in.
type Length<I> = Arc<dyn Fn(&I) -> usize>;
/// Takes some of it in.
type Add<I, A> = Arc<dyn Fn(&mut A, &I, Range<usize>)>;
/// Makes the result of what was taken in.
type End<I, A, T> = Arc<dyn Fn(A, &I) -> T>;
/// Notes all that will be read, so that it is fetched at once.
type Want<I> = Arc<dyn Fn(&I)>;

/// What reads every document found, or every word, some at a time: nothing stops meanwhile, and a change of the question
/// begins anew.
struct Portions<I, A, T> {
    n: Length<I>,
    add: Add<I, A>,
    end: End<I, A, T>,
    want: Want<I>,
    working: fn(&str, &str) -> String,
}

impl<I: 'static, A: 'static, T> Portions<I, A, T> {
    /// Of what reads documents.
    fn of_docs(
        docs: fn(&I) -> &[DocId],
        add: impl Fn(&mut A, &I, &[DocId]) + 'static,
        end: impl Fn(A, &I) -> T + 'static,
    ) -> Self {
        Self {
            n: Arc::new(move |input| docs(input).len()),
            add: Arc::new(move |so_far, input, range| {
                add(so_far, input, docs(input).get(range).unwrap_or_default());
            }),
            end: Arc::new(end),
            want: Arc::new(|_| ()),
            working: strings::study_working,
        }
    }

    /// With what it reads.
    fn wanting(self, want: impl Fn(&I) + 'static) -> Self {
        Self {
            want: Arc::new(want),
            ..self
        }
    }
}

impl<I, A, T> Clone for Portions<I, A, T> {
    fn clone(&self) -> Self {
        Self {
            n: self.n.clone(),
            add: self.add.clone(),
            end: self.end.clone(),
            want: self.want.clone(),
            working: self.working,
        }
    }
}

/// As [`worked_out`], in portions.
fn worked_in_portions<I: 'static, A: Default + 'static, T: Send + Sync + 'static>(
    input: impl Fn() -> I + 'static,
    portions: Portions<I, A, T>,
) -> Worked<T> {
    let worked = Worked {
        value: RwSignal::new(None),
        is_busy: RwSignal::new(true),
        progress: RwSignal::new((0, 0)),
        working: portions.working,
    };
    let later = Later::new();
    let attempts = Attempts::new();
    Effect::new(move || {
        attempts.track();
        worked.is_busy.set(true);
        worked.progress.set((0, 0));
        later.clear();
        // What is missing lets this run again when it has come.
        let wanted = attempts.whole_answer(|| {
            let input = input();
            (portions.want)(&input);
            input
        });
        let Some(input) = wanted else { return };
        worked.progress.set((0, (portions.n)(&input) as u32));
        let work = Work {
            input,
            so_far: A::default(),
            at: 0,
            portions: portions.clone(),
            attempts: attempts.clone(),
            is_whole: true,
        };
        let again = later.clone();
        later.set(80, move || work.go_on(worked, again));
    });
    worked
}

/// Work that is not done yet.
struct Work<I, A, T> {
    input: I,
    so_far: A,
    /// How much was taken in.
    at: usize,
    portions: Portions<I, A, T>,
    attempts: Attempts,
    /// Whether all was there that was read.
    is_whole: bool,
}

impl<I: 'static, A: 'static, T: Send + Sync + 'static> Work<I, A, T> {
    /// Goes on from where it was, and once more when the browser had its turn.
    fn go_on(mut self, worked: Worked<T>, later: Later) {
        let start = js_sys::Date::now();
        let n = (self.portions.n)(&self.input);
        while self.at < n && js_sys::Date::now() - start < TURN {
            let end = (self.at + PORTION).min(n);
            let add = || (self.portions.add)(&mut self.so_far, &self.input, self.at..end);
            self.is_whole &= self.attempts.whole(add).is_some();
            self.at = end;
        }
        if self.at < n {
            worked.progress.set((self.at as u32, n as u32));
            let again = later.clone();
            later.set(0, move || self.go_on(worked, again));
            return;
        }
        let end = || (self.portions.end)(self.so_far, &self.input);
        if let Some(value) = self.attempts.whole(end).filter(|_| self.is_whole) {
            worked.value.set(Some(Arc::new(value)));
            worked.is_busy.set(false);
        }
    }
}

/// The line above a table: what is in it or why nothing is, choices, and the file.
fn bar<T: Send + Sync>(
    worked: Worked<T>,
    said: impl Fn() -> String + Send + 'static,
    choices: AnyView,
    save: AnyView,
) -> AnyView {
    let desk = use_desk();
    let parts = desk
        .corpus
        .read_untracked()
        .as_ref()
        .and_then(|opened| opened.parts().cloned());
    let for_fault = parts.clone();
    let is_fetching = move || parts.as_ref().is_some_and(|parts| parts.n_fetching() > 0);
    let said = move || match (worked.is_busy.get(), worked.progress.get()) {
        (true, (n @ 1.., of)) => (worked.working)(&desk.number(n), &desk.number(of)),
        (true, _) if is_fetching() => strings::FETCHING.to_owned(),
        (true, _) => strings::STUDY_WORKING.to_owned(),
        (false, _) => said(),
    };
    view! {
        <div class="study-bar">
            <p role="status">{said}</p>
            {move || for_fault.as_ref().and_then(fault)}
            {choices}
            {save}
        </div>
    }
    .into_any()
}

/// What could not be fetched, and another try.
fn fault(parts: &Parts) -> Option<AnyView> {
    let why = parts.fault()?;
    let parts = parts.clone();
    let fault = view! {
        <p role="alert">{strings::part_failed(&why)}</p>
        <button type="button" class="button" on:click=move |_| parts.again()>{strings::OWN_AGAIN}</button>
    };
    Some(fault.into_any())
}

/// The button that hands a table over as a file.
fn save<T: Send + Sync>(
    worked: Worked<T>,
    name: &'static str,
    write: impl Fn(&T) -> String + Send + 'static,
) -> AnyView {
    let is_asked = RwSignal::new(false);
    let attempts = Attempts::new();
    Effect::new(move || {
        if !is_asked.get() {
            return;
        }
        // Of a corpus in parts the file may need more than the rows that were seen; this runs again when it has come.
        let value = worked.value.get_untracked();
        let written = attempts.whole(|| value.map(|value| write(&value)));
        if let Some(written) = written {
            is_asked.set(false);
            if let Some(written) = written {
                download(name, "text/csv;charset=utf-8", &written);
            }
        }
    });
    view! {
        <button
            type="button"
            class="button"
            disabled=move || worked.value.read().is_none() || is_asked.get()
            on:click=move |_| is_asked.set(true)
        >
            {strings::AS_CSV}
        </button>
    }
    .into_any()
}

/// A choice among a few numbers of words.
fn span_menu(desk: Desk, label: &'static str, choices: &'static [u8], usual: u8) -> AnyView {
    let chosen = Memo::new(move |_| match study(desk).span {
        0 => usual,
        span => span,
    });
    let option = move |n: &u8| {
        let n = *n;
        view! { <option value=n.to_string() selected=move || chosen.get() == n>{n.to_string()}</option> }
    };
    view! {
        <label>
            {label}" "
            <select on:change:target=move |event| {
                let span = event.target().value().parse().unwrap_or(0);
                change(desk, |study| study.span = if span == usual { 0 } else { span });
            }>{choices.iter().map(option).collect_view()}</select>
        </label>
    }
    .into_any()
}

/// A number in thousandths, with one or two decimals, in the reader's digits.
fn decimal(desk: Desk, thousandths: i32, decimals: u32) -> String {
    let unit = 10_f64.powi(decimals as i32);
    desk.locale()
        .number((f64::from(thousandths) / 1000.0 * unit).round() / unit)
}
