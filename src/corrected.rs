//! A reader's corrections, as far as the page itself knows of them: which corpus they are about, how many there are,
//! and the corpus with them in the place of the one without.
//!
//! They are made in the views of `extras/`, replayed and kept by `corrector/`; `correct.js` goes between. All of that is
//! fetched when somebody corrects something, or has done so before.

use crate::desk::Desk;
use crate::opened::Opened;
use crate::strings;
use crate::web::beside::in_words;
use crate::web::corrections;
use corpus_index::{Corpus, PackBytes};
use corpus_view::carry;
use leptos::prelude::*;

/// Puts corrected corpora in the place of the one that is shown, from now on.
pub fn attach(desk: Desk) {
    corrections::listen(move |pack, n| match u32::try_from(n) {
        Ok(n) => show(desk, pack, n),
        Err(_) => desk
            .notice
            .set(Some(strings::CORRECTIONS_NOT_KEPT.to_owned())),
    });
}

/// Shows a corpus as it came. If it was corrected before, it soon is again. `own` is the name of one that the reader
/// brought.
pub fn open(desk: Desk, opened: Opened, own: Option<&str>) {
    desk.n_corrections.set(0);
    desk.base.set(Some(opened.clone()));
    desk.corpus.set(Some(opened.clone()));
    corrections::opened(&opened, own);
}

/// Takes the last correction back.
pub fn undo(desk: Desk) {
    leptos::task::spawn_local(async move {
        if let Err(error) = corrections::correct(&["undo"]).await {
            desk.notice.set(Some(in_words(&error)));
        }
    });
}

fn show(desk: Desk, pack: Option<Vec<u8>>, n: u32) {
    let (Some(base), Some(now)) = (desk.base.get_untracked(), desk.corpus.get_untracked()) else {
        return;
    };
    let corpus = match pack {
        Some(bytes) => Corpus::open(PackBytes::from(bytes)),
        None => Ok(base.corpus().clone()),
    };
    match corpus {
        Ok(corpus) => {
            let mut view = desk.view.get_untracked();
            carry(now.corpus(), &corpus, &mut view);
            let generation = now.generation().wrapping_add(1);
            desk.card.set(None);
            desk.replace(|shown| *shown = view);
            desk.corpus
                .set(Some(Opened::new(corpus, base.title(), generation)));
            desk.n_corrections.set(n);
        }
        Err(error) => desk.notice.set(Some(error.to_string())),
    }
}
