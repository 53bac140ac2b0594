//! Documents that have words and phrases, by the postings.

use crate::bits::DocSet;
use crate::order::sorted_by;
use crate::phrase::{Place, keep_chained, keep_in_row, places};
use crate::plan::{BoundPhrase, Slot};
use crate::query::Scope;
use corpus_index::{Corpus, DocId, Postings, WordIndex};

/// What an occurrence in the title adds to the count of occurrences.
const TITLE_EXTRA: u32 = 4;

/// Documents of one leaf.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Pairs of document and weighted count of occurrences, documents ascending.
    pub(crate) counts: Vec<(u32, u32)>,
}

impl Found {
    pub(crate) fn docs(&self, n_docs: u32) -> DocSet {
        let mut docs = DocSet::none(n_docs);
        for &(doc, _) in &self.counts {
            docs.insert(doc);
        }
        docs
    }
}

const fn weighted(n_hits: u32, is_in_title: bool) -> u32 {
    n_hits.saturating_add(if is_in_title { TITLE_EXTRA } else { 0 })
}

/// Whether looking up each of `n` documents costs less than reading `n_docs` postings.
const fn is_few(n: u32, n_docs: u32) -> bool {
    n < n_docs / 3
}

/// What a code of the postings counts: `2 * occurrences + in title`.
const fn weighted_code(code: u32) -> u32 {
    (code >> 1) + TITLE_EXTRA * (code & 1)
}

/// The same where only titles are asked for: once for a title that has the word.
const fn title_code(code: u32) -> u32 {
    (1 + TITLE_EXTRA) * (code & 1)
}

/// Documents of one slot with their counts; where few are asked for, at least those of them.
fn slot_counts(index: &WordIndex, slot: &Slot, title_only: bool, within: Option<&DocSet>) -> Found {
    let count = |code| {
        if title_only {
            title_code(code)
        } else {
            weighted_code(code)
        }
    };
    if let Some(set) = within
        && is_few(set.len(), slot.n_docs)
    {
        return counts_of_few(index, slot, count, set);
    }
    let mut counts = Vec::new();
    // What nobody asks about would be scored and put in order for nothing.
    let is_asked = |doc: u32| within.is_none_or(|set| set.contains(doc));
    match slot.terms.as_slice() {
        [] => {}
        [term] => {
            let mut postings = index.postings(term);
            loop {
                let (docs, codes) = postings.rest_of_block();
                let found = docs.iter().zip(codes);
                let found = found.map(|(&doc, &code)| (doc, count(code)));
                if title_only || within.is_some() {
                    counts.extend(found.filter(|(doc, n)| *n > 0 && is_asked(*doc)));
                } else {
                    counts.extend(found);
                }
                if !postings.next_block() {
                    break;
                }
            }
        }
        terms => {
            let mut docs = DocSet::none(index.n_docs());
            let mut sums = vec![0u32; index.n_docs() as usize];
            for term in terms {
                let mut postings = index.postings(term);
                loop {
                    let (of_block, codes) = postings.rest_of_block();
                    for (&doc, &code) in of_block.iter().zip(codes) {
                        let n = count(code);
                        if n > 0
                            && is_asked(doc)
                            && let Some(sum) = sums.get_mut(doc as usize)
                        {
                            docs.insert(doc);
                            *sum = sum.saturating_add(n);
                        }
                    }
                    if !postings.next_block() {
                        break;
                    }
                }
            }
            counts.extend(docs.iter().map(|doc| (doc, sums[doc as usize])));
        }
    }
    Found { counts }
}

/// The same where few documents are asked about: by leaps.
fn counts_of_few(
    index: &WordIndex,
    slot: &Slot,
    count: impl Fn(u32) -> u32,
    within: &DocSet,
) -> Found {
    let mut counts: Vec<(u32, u32)> = Vec::new();
    for term in &slot.terms {
        let mut postings = index.postings(term);
        for doc in within.iter() {
            postings.seek(doc);
            match postings.doc() {
                Some(found) if found == doc => match count(postings.code()) {
                    0 => {}
                    n => counts.push((doc, n)),
                },
                Some(_) => {}
                None => break,
            }
        }
    }
    if slot.terms.len() > 1 {
        counts = sorted_by(counts, Ord::cmp);
        counts.dedup_by(|next, sum| {
            let is_same = next.0 == sum.0;
            if is_same {
                sum.1 = sum.1.saturating_add(next.1);
            }
            is_same
        });
    }
    Found { counts }
}

/// Positions of one slot in documents that are asked about in ascending order.
enum SlotPositions<'c> {
    One(Box<Postings<'c>>),
    Many(Gathered),
}

/// Positions of all words of a slot, document by document.
struct Gathered {
    /// Where the positions of each document begin, and where the last end.
    starts: Vec<u32>,
    positions: Vec<u32>,
}

impl Gathered {
    fn new(index: &WordIndex, slot: &Slot, candidates: &DocSet) -> Self {
        // Word by word, as they are read; counted by document meanwhile, so that each has its place and only what is of one
        // document need be sorted.
        let mut read = Vec::new();
        let mut runs: Vec<(u32, u32)> = Vec::new();
        let mut starts = vec![0u32; index.n_docs() as usize + 1];
        for term in &slot.terms {
            let mut postings = index.postings(term);
            while let Some(doc) = postings.doc() {
                if candidates.contains(doc)
                    && let Some(start) = starts.get_mut(doc as usize + 1)
                {
                    let before = read.len();
                    postings.positions_into(&mut read);
                    let n = (read.len() - before) as u32;
                    runs.push((doc, n));
                    *start += n;
                }
                postings.advance();
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut ends = starts.clone();
        let mut positions = vec![0; read.len()];
        let mut rest = read.as_slice();
        for (doc, n) in runs {
            let (of_run, behind) = rest.split_at(n as usize);
            let end = &mut ends[doc as usize];
            let at = *end as usize;
            positions[at..at + of_run.len()].copy_from_slice(of_run);
            *end += n;
            rest = behind;
        }
        Self { starts, positions }
    }

    fn read(&self, doc: u32, out: &mut Vec<u32>) {
        if let Some([start, end, ..]) = self.starts.get(doc as usize..) {
            let range = *start as usize..*end as usize;
            out.extend_from_slice(self.positions.get(range).unwrap_or_default());
            out.sort_unstable();
            out.dedup();
        }
    }
}

impl<'c> SlotPositions<'c> {
    fn new(index: &'c WordIndex, slot: &Slot, candidates: &DocSet) -> Self {
        if let [term] = slot.terms.as_slice() {
            return Self::One(Box::new(index.postings(term)));
        }
        Self::Many(Gathered::new(index, slot, candidates))
    }

    fn read(&mut self, doc: u32, out: &mut Vec<u32>) {
        out.clear();
        match self {
            Self::One(postings) => {
                postings.seek(doc);
                if postings.doc() == Some(doc) {
                    postings.positions_into(out);
                }
            }
            Self::Many(gathered) => gathered.read(doc, out),
        }
    }
}

/// Places of one phrase in documents that are asked about in ascending order.
struct PhrasePlaces<'c> {
    slots: Vec<SlotPositions<'c>>,
    positions: Vec<Vec<u32>>,
    slop: u32,
    scope: Scope,
}

impl<'c> PhrasePlaces<'c> {
    fn new(index: &'c WordIndex, phrase: &BoundPhrase, candidates: &DocSet) -> Self {
        Self {
            slots: phrase
                .slots
                .iter()
                .map(|slot| SlotPositions::new(index, slot, candidates))
                .collect(),
            positions: vec![Vec::new(); phrase.slots.len()],
            slop: phrase.slop,
            scope: phrase.scope,
        }
    }

    fn read(&mut self, corpus: Option<&Corpus>, doc: u32, out: &mut Vec<Place>) {
        out.clear();
        for (slot, positions) in self.slots.iter_mut().zip(&mut self.positions) {
            slot.read(doc, positions);
            if positions.is_empty() {
                return;
            }
        }
        places(&self.positions, self.slop, out);
        if let Some(corpus) = corpus {
            keep_scope(corpus, doc, self.scope, out);
        }
    }
}

/// Keeps the places inside the title, or inside one quotation.
pub(crate) fn keep_scope(corpus: &Corpus, doc: u32, scope: Scope, places: &mut Vec<Place>) {
    match scope {
        Scope::Anywhere => {}
        Scope::Title => {
            let title = corpus.title_words(DocId(doc));
            places.retain(|(first, last)| title.contains(first) && title.contains(last));
        }
        Scope::Quote => places.retain(|(first, last)| {
            corpus
                .quote_words(DocId(doc))
                .any(|quote| quote.words.contains(first) && quote.words.contains(last))
        }),
    }
}

/// Documents that have all words of a phrase somewhere, rarest word first.
fn candidates(index: &WordIndex, phrase: &BoundPhrase, within: Option<&DocSet>) -> DocSet {
    let order = sorted_by(phrase.slots.iter().collect(), |a: &&Slot, b| {
        a.n_docs.cmp(&b.n_docs)
    });
    let title_only = phrase.scope == Scope::Title;
    let mut set = within.cloned();
    for slot in order {
        let found = slot_counts(index, slot, title_only, set.as_ref()).docs(index.n_docs());
        match &mut set {
            Some(set) => set.keep(&found),
            None => set = Some(found),
        }
        if set.as_ref().is_some_and(DocSet::is_empty) {
            break;
        }
    }
    set.unwrap_or_else(|| DocSet::none(index.n_docs()))
}

/// Documents of a phrase with their counts; where only those of a set are asked for, at least those of it.
pub(crate) fn phrase_counts(
    corpus: &Corpus,
    phrase: &BoundPhrase,
    within: Option<&DocSet>,
) -> Found {
    let index = corpus.words();
    if let [slot] = phrase.slots.as_slice()
        && phrase.scope != Scope::Quote
    {
        return slot_counts(index, slot, phrase.scope == Scope::Title, within);
    }
    let mut counts = Vec::new();
    if let Some(postings) = one_term_each(index, phrase) {
        for_each_common(postings, phrase.slop, within, |doc, found| {
            keep_scope(corpus, doc, phrase.scope, found);
            if !found.is_empty() {
                counts.push((doc, weighted_places(corpus, doc, found)));
            }
        });
        return Found { counts };
    }
    let mut found = Vec::new();
    let candidates = candidates(index, phrase, within);
    let mut reader = PhrasePlaces::new(index, phrase, &candidates);
    for doc in candidates.iter() {
        reader.read(Some(corpus), doc, &mut found);
        if !found.is_empty() {
            counts.push((doc, weighted_places(corpus, doc, &found)));
        }
    }
    Found { counts }
}

/// Pairs of document and occurrences of a phrase of whole words, wherever they stand; documents ascending.
pub(crate) fn occurrences(corpus: &Corpus, phrase: &BoundPhrase) -> Vec<(u32, u32)> {
    let mut counts = Vec::new();
    if let Some(postings) = one_term_each(corpus.words(), phrase) {
        for_each_common(postings, phrase.slop, None, |doc, found| {
            if !found.is_empty() {
                counts.push((doc, found.len() as u32));
            }
        });
    }
    counts
}

/// Gives the places of a phrase in every document that has all its words, and that `within` has.
fn for_each_common(
    mut postings: Vec<Postings<'_>>,
    slop: u32,
    within: Option<&DocSet>,
    mut take: impl FnMut(u32, &mut Vec<Place>),
) {
    let mut found = Vec::new();
    let mut positions = vec![Vec::new(); postings.len()];
    let order = sorted_by((0..postings.len()).collect(), |&a, &b| {
        postings[a].n_docs().cmp(&postings[b].n_docs())
    });
    let mut target = 0;
    while let Some(doc) = next_common(&mut postings, &order, target) {
        target = doc + 1;
        if within.is_some_and(|set| !set.contains(doc)) {
            continue;
        }
        if slop == 0 {
            in_row(&mut postings, &order, &mut positions, &mut found);
        } else {
            for (postings, positions) in postings.iter_mut().zip(&mut positions) {
                positions.clear();
                postings.positions_into(positions);
            }
            places(&positions, slop, &mut found);
        }
        take(doc, &mut found);
    }
}

/// Places in the document in hand where the words stand in a row. The rarest word is read first, and the others only as long
/// as there is a place left.
fn in_row(
    postings: &mut [Postings<'_>],
    order: &[usize],
    positions: &mut [Vec<u32>],
    found: &mut Vec<Place>,
) {
    found.clear();
    let Some(last) = postings.len().checked_sub(1) else {
        return;
    };
    let mut starts = positions.get_mut(0).map_or_else(Vec::new, std::mem::take);
    starts.clear();
    let mut list = positions.get_mut(1).map_or_else(Vec::new, std::mem::take);
    for (n_read, &word) in order.iter().enumerate() {
        let Some(postings) = postings.get_mut(word) else {
            continue;
        };
        list.clear();
        postings.positions_into(&mut list);
        if n_read == 0 {
            starts.extend(list.iter().filter_map(|at| at.checked_sub(word as u32)));
        } else {
            keep_in_row(&mut starts, &list, word as u32);
        }
        if starts.is_empty() {
            break;
        }
    }
    let place = |&start: &u32| Some((start, start.checked_add(last as u32)?));
    found.extend(starts.iter().filter_map(place));
    // The lists keep their memory for the next document.
    for (slot, used) in positions.iter_mut().zip([starts, list]) {
        *slot = used;
    }
}

/// The postings of a phrase whose every word is one of the dictionary.
fn one_term_each<'c>(index: &'c WordIndex, phrase: &BoundPhrase) -> Option<Vec<Postings<'c>>> {
    phrase
        .slots
        .iter()
        .map(|slot| match slot.terms.as_slice() {
            [term] => Some(index.postings(term)),
            _ => None,
        })
        .collect()
}

/// The first document from `target` on that all have; the rarest is asked first.
fn next_common(postings: &mut [Postings<'_>], order: &[usize], mut target: u32) -> Option<u32> {
    'targets: loop {
        let mut common = None;
        for &i in order {
            let postings = postings.get_mut(i)?;
            postings.seek(target);
            let doc = postings.doc()?;
            match common {
                None => {
                    common = Some(doc);
                    target = doc;
                }
                Some(wanted) if doc == wanted => {}
                Some(_) => {
                    target = doc;
                    continue 'targets;
                }
            }
        }
        return common;
    }
}

fn weighted_places(corpus: &Corpus, doc: u32, places: &[Place]) -> u32 {
    let title = corpus.title_words(DocId(doc));
    let is_in_title = places.iter().any(|(first, _)| title.contains(first));
    weighted(places.len() as u32, is_in_title)
}

/// Documents where every part stands near the next.
pub(crate) fn near_counts(
    corpus: &Corpus,
    distance: u32,
    parts: &[Vec<BoundPhrase>],
    within: Option<&DocSet>,
) -> Found {
    let index = corpus.words();
    let mut set = within.cloned();
    for choice in parts {
        let mut of_part = DocSet::none(index.n_docs());
        for phrase in choice {
            of_part.add(&candidates(index, phrase, set.as_ref()));
        }
        match &mut set {
            Some(set) => set.keep(&of_part),
            None => set = Some(of_part),
        }
    }
    let Some(set) = set else {
        return Found::default();
    };
    let mut readers: Vec<Vec<PhrasePlaces<'_>>> = parts
        .iter()
        .map(|choice| {
            choice
                .iter()
                .map(|phrase| PhrasePlaces::new(index, phrase, &set))
                .collect()
        })
        .collect();
    let mut counts = Vec::new();
    let mut found = Vec::new();
    let mut of_parts: Vec<Vec<Place>> = vec![Vec::new(); parts.len()];
    for doc in set.iter() {
        for (choice, of_part) in readers.iter_mut().zip(&mut of_parts) {
            of_part.clear();
            for reader in choice.iter_mut() {
                reader.read(Some(corpus), doc, &mut found);
                of_part.extend_from_slice(&found);
            }
            if choice.len() > 1 {
                *of_part = sorted_by(std::mem::take(of_part), Ord::cmp);
                of_part.dedup();
            }
        }
        keep_chained(&mut of_parts, distance);
        if let Some(first) = of_parts.first()
            && !first.is_empty()
        {
            counts.push((doc, weighted_places(corpus, doc, first)));
        }
    }
    Found { counts }
}

/// Documents of an index that have a phrase, wherever: for labels, which have neither titles nor quotations.
pub(crate) fn docs_of_phrase(index: &WordIndex, phrase: &BoundPhrase) -> Vec<u32> {
    let candidates = candidates(index, phrase, None);
    if phrase.slots.len() == 1 {
        return candidates.iter().collect();
    }
    let mut reader = PhrasePlaces::new(index, phrase, &candidates);
    let mut found = Vec::new();
    candidates
        .iter()
        .filter(|&doc| {
            reader.read(None, doc, &mut found);
            !found.is_empty()
        })
        .collect()
}
