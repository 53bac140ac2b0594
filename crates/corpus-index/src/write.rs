//! A linked corpus into one pack.
//!
//! Everything is written in the order of documents, entities and words, so the same corpus gives the same bytes
//! on every target.

use crate::corpus::{Corpus, DocId, LABELS, WORDS, WordSections, columns_from_days, hash16};
use crate::entity::{EntityDoc, put_entity, put_entity_docs};
use crate::facet::{STORED, put_list, write_stored};
use crate::fold::{Words, fold};
use crate::postings::{Posting, put_postings};
use crate::strings::StringsWriter;
use crate::terms::TermsWriter;
use crate::{codec, doc};
use corpus_model::{EntityIdx, FileOutcome, LinkedCorpus, LinkedDoc, Span};
use corpus_pack::{
    Blobs, BlobsWriter, Cursor, PackWriter, Section, put_u32, put_varint, put_varint64,
};
use std::collections::HashMap;

/// Writes the whole corpus as one pack. The same corpus gives the same bytes on every target.
#[must_use]
pub fn write_pack(corpus: &LinkedCorpus) -> Vec<u8> {
    write_with_words(corpus, index_words(corpus))
}

/// Writes a corpus whose texts are those of `base`: the same bytes as [`write_pack`], but the words of the texts
/// are counted again only where a title has moved, which makes it several times as fast.
#[must_use]
pub fn rewrite_pack(base: &Corpus, corpus: &LinkedCorpus) -> Vec<u8> {
    let words = words_of(base, corpus).unwrap_or_else(|| index_words(corpus));
    write_with_words(corpus, words)
}

fn write_with_words(corpus: &LinkedCorpus, words: IndexedWords) -> Vec<u8> {
    // Once to count the strings, once to write them.
    let mut strings = StringsWriter::default();
    write_records(corpus, words.n_words, &mut strings);
    strings.freeze();
    let records = write_records(corpus, words.n_words, &mut strings);

    let mut texts = BlobsWriter::default();
    let mut mentioned = BlobsWriter::default();
    let mut entity_lists = BlobsWriter::default();
    let mut published = (Vec::new(), Vec::new());
    for doc in &corpus.docs {
        texts.push(doc.article.text.as_bytes());
        let mut days: Vec<_> = doc.dates.iter().filter_map(|date| date.interval).collect();
        days.sort_unstable();
        days.dedup();
        let mut bytes = Vec::new();
        for interval in days {
            codec::put_opt_interval(&mut bytes, Some(interval));
        }
        mentioned.push(&bytes);
        let mut entities: Vec<u32> = doc.mentions.iter().map(|m| m.entity.0).collect();
        entities.sort_unstable();
        entities.dedup();
        entity_lists.push(&put_list(&entities));
        let (begin, end) = columns_from_days(
            doc.published
                .as_ref()
                .and_then(|published| published.interval),
        );
        put_u32(&mut published.0, begin);
        put_u32(&mut published.1, end);
    }
    let mut columns = words.columns.concat();
    columns.extend_from_slice(&published.0);
    columns.extend_from_slice(&published.1);
    for rank in title_ranks(corpus) {
        put_u32(&mut columns, rank);
    }

    let mut entity_order: Vec<u8> = corpus.entities.iter().map(|e| e.kind as u8).collect();
    for entity in &corpus.entities {
        entity_order.extend(hash16(&entity.id).to_le_bytes());
    }
    let mut named_in = BlobsWriter::default();
    let mut record = Vec::new();
    for docs in entity_docs(corpus) {
        record.clear();
        put_entity_docs(&mut record, &docs);
        named_in.push(&record);
        put_u32(&mut entity_order, docs.len() as u32);
    }
    let n_entities = corpus.entities.len() as u32;
    let entity_order = Section {
        bytes: entity_order,
        resident: 0,
        cuts: vec![n_entities, n_entities.saturating_mul(3)],
    };

    let mut pack = PackWriter::default();
    pack.push("info", Section::resident(records.info));
    pack.push("coverage", records.coverage);
    pack.push("correct", corpus.corrections.clone().into_bytes());
    pack.push("strings", strings.finish());
    let column_len = 4 * corpus.docs.len();
    pack.push("columns", Section::of_parts(columns, column_len));
    let id_heads = id_heads(corpus, &records.docs);
    pack.push("docs", records.docs);
    pack.push("docs.ids", id_heads);
    pack.push("mention", mentioned.finish().in_pages_of(READ_AS_ONE));
    pack.push("entities", records.entities);
    pack.push("enti.doc", entity_lists.finish());
    pack.push("enti.in", named_in.finish());
    pack.push("enti.ord", entity_order);
    for facet in STORED {
        write_stored(&mut pack, facet, &corpus.docs);
    }
    let labels = index_labels(corpus);
    push_words(&mut pack, &LABELS, labels);
    pack.push("quotes", words.quotes);
    push_words(&mut pack, &WORDS, words.index);
    pack.push("texts", texts.finish());
    pack.finish()
}

/// Pages of sections that are read for all documents: few, so that they come in few requests.
pub(crate) const READ_AS_ONE: u32 = 128 << 10;

fn push_words(pack: &mut PackWriter, names: &WordSections, index: WrittenWords) {
    let (terms, heads) = index.terms;
    pack.push(names.heads, heads);
    pack.push(names.terms, terms);
    pack.push(names.postings, index.postings);
    pack.push(names.positions, index.positions);
}

/// For each entity the documents that name it, in order.
fn entity_docs(corpus: &LinkedCorpus) -> Vec<Vec<EntityDoc>> {
    let mut docs: Vec<Vec<EntityDoc>> = vec![Vec::new(); corpus.entities.len()];
    for (doc_idx, doc) in (0..).zip(&corpus.docs) {
        for (first, mention) in (0..).zip(&doc.mentions) {
            let Some(list) = docs.get_mut(mention.entity.0 as usize) else {
                continue;
            };
            match list.last_mut() {
                Some(last) if last.doc.0 == doc_idx => last.n_mentions += 1,
                _ => list.push(EntityDoc {
                    doc: DocId(doc_idx),
                    n_mentions: 1,
                    first,
                }),
            }
        }
    }
    docs
}

/// The place of each document in the order of titles, ties by number.
fn title_ranks(corpus: &LinkedCorpus) -> Vec<u32> {
    let title = |doc: &LinkedDoc| {
        let text = doc.article.text.as_str();
        fold(match doc.article.title {
            Some(span) => text.get(span.range()).unwrap_or_default(),
            None => doc::first_words(text),
        })
    };
    let mut titles: Vec<(String, u32)> = corpus.docs.iter().map(title).zip(0..).collect();
    titles.sort_unstable();
    let mut ranks = vec![0; titles.len()];
    for (rank, (_, doc)) in (0..).zip(titles) {
        ranks[doc as usize] = rank;
    }
    ranks
}

/// For each block of records the shortest beginning of its first id that no id before it reaches.
fn id_heads(corpus: &LinkedCorpus, docs: &Section) -> Section {
    let per_block = Blobs::per_block_of(&docs.bytes);
    let id = |doc: usize| corpus.docs.get(doc).map_or("", |doc| &doc.article.id);
    let mut heads = BlobsWriter::default();
    for first in (0..corpus.docs.len()).step_by(per_block) {
        let before = first.checked_sub(1).map_or("", id).as_bytes();
        let id = id(first).as_bytes();
        let shared = before.iter().zip(id).take_while(|(a, b)| a == b).count();
        heads.push(&id[..(shared + 1).min(id.len())]);
    }
    Section::resident(heads.finish().bytes)
}

struct Records {
    info: Vec<u8>,
    coverage: Vec<u8>,
    docs: Section,
    entities: Section,
}

fn write_records(corpus: &LinkedCorpus, n_words: u64, strings: &mut StringsWriter) -> Records {
    let mut info = Vec::new();
    put_varint64(&mut info, n_words);
    for part in [
        &corpus.info.title,
        &corpus.info.description,
        &corpus.info.licence,
    ] {
        strings.put(&mut info, part.as_bytes());
    }

    let mut coverage = Vec::new();
    put_varint(&mut coverage, corpus.coverage.files.len() as u32);
    for file in &corpus.coverage.files {
        strings.put(&mut coverage, file.path.as_bytes());
        put_varint64(&mut coverage, file.byte_len);
        match &file.outcome {
            FileOutcome::Skipped { why } => {
                put_varint(&mut coverage, 0);
                strings.put(&mut coverage, why.as_bytes());
            }
            FileOutcome::Unpacked { n_files } => {
                put_varint(&mut coverage, 1);
                put_varint(&mut coverage, *n_files);
            }
            FileOutcome::Read { n_articles } => {
                put_varint(&mut coverage, (*n_articles).max(1).saturating_add(1));
            }
        }
        put_varint(&mut coverage, file.diagnostics.len() as u32);
        for diagnostic in &file.diagnostics {
            doc::put_diagnostic(&mut coverage, strings, diagnostic);
        }
    }

    let mut record = Vec::new();
    let mut docs = BlobsWriter::default();
    let mut doc_of_id = HashMap::new();
    for (doc_idx, doc) in (0..).zip(&corpus.docs) {
        record.clear();
        doc::put_doc(&mut record, strings, doc);
        docs.push(&record);
        doc_of_id.entry(doc.article.id.as_str()).or_insert(doc_idx);
    }
    let mut entities = BlobsWriter::default();
    for entity in &corpus.entities {
        record.clear();
        put_entity(&mut record, strings, entity, &doc_of_id);
        entities.push(&record);
    }
    Records {
        info,
        coverage,
        docs: docs.finish(),
        entities: entities.finish(),
    }
}

struct IndexedWords {
    index: WrittenWords,
    /// Words of a document, first word of its title, words of its title.
    columns: [Vec<u8>; 3],
    /// For each document its quotations by the numbers of their words.
    quotes: Section,
    n_words: u64,
}

/// The sections of a dictionary and of the postings of its words.
struct WrittenWords {
    /// The words, and the first of each group of them.
    terms: (Section, Section),
    postings: Section,
    positions: Section,
}

/// What is known of a word while documents are read: per document its number as a delta, a code as in the
/// postings, and positions, all as varints.
#[derive(Default)]
struct Gathered {
    bytes: Vec<u8>,
    last_doc: u32,
    n_docs: u32,
    n_hits: u32,
    /// Of the document being read.
    positions: Vec<u32>,
    is_in_title: bool,
}

impl Gathered {
    fn end_doc(&mut self, doc: u32) {
        put_varint(&mut self.bytes, doc.wrapping_sub(self.last_doc));
        let n = self.positions.len() as u32;
        put_varint(&mut self.bytes, n << 1 | u32::from(self.is_in_title));
        for position in self.positions.drain(..) {
            put_varint(&mut self.bytes, position);
        }
        self.last_doc = doc;
        self.is_in_title = false;
        self.n_docs += 1;
        self.n_hits += n;
    }

    fn postings_into(&self, postings: &mut Vec<Posting>) {
        let mut cursor = Cursor::new(&self.bytes);
        let mut doc = 0u32;
        postings.resize_with(self.n_docs as usize, Posting::default);
        for posting in postings {
            doc = doc.wrapping_add(cursor.varint());
            let code = cursor.varint();
            posting.doc = doc;
            posting.is_in_title = code & 1 != 0;
            posting.positions.clear();
            posting
                .positions
                .extend((0..code >> 1).map(|_| cursor.varint()));
        }
    }
}

/// Collects words document by document and writes dictionary and postings.
#[derive(Default)]
struct WordGatherer {
    ids: HashMap<String, u32>,
    words: Vec<Gathered>,
    of_doc: Vec<u32>,
}

impl WordGatherer {
    fn word(&mut self, folded: &str, position: u32, is_in_title: bool) {
        let id = match self.ids.get(folded) {
            Some(&id) => id,
            None => {
                let id = self.words.len() as u32;
                self.ids.insert(folded.to_owned(), id);
                self.words.push(Gathered::default());
                id
            }
        };
        let word = &mut self.words[id as usize];
        if word.positions.is_empty() {
            self.of_doc.push(id);
        }
        word.positions.push(position);
        word.is_in_title |= is_in_title;
    }

    fn end_doc(&mut self, doc: u32) {
        for id in self.of_doc.drain(..) {
            self.words[id as usize].end_doc(doc);
        }
    }

    /// The dictionary and the postings.
    fn finish(self, n_docs: u32) -> WrittenWords {
        let mut sorted: Vec<(&str, u32)> = self
            .ids
            .iter()
            .map(|(word, id)| (word.as_str(), *id))
            .collect();
        sorted.sort_unstable();
        let mut terms = TermsWriter::default();
        let mut bytes = Section::default();
        let mut positions = Section::default();
        let mut postings = Vec::new();
        for (word, id) in sorted {
            let gathered = &self.words[id as usize];
            let starts = (bytes.bytes.len(), positions.bytes.len());
            gathered.postings_into(&mut postings);
            let cuts = put_postings(&mut bytes.bytes, &mut positions.bytes, &postings, n_docs);
            bytes.cuts.push(bytes.bytes.len() as u32);
            positions
                .cuts
                .extend(cuts.into_iter().map(|cut| cut as u32));
            let lens = (
                (bytes.bytes.len() - starts.0) as u32,
                (positions.bytes.len() - starts.1) as u32,
            );
            terms.push(word.as_bytes(), gathered.n_docs, gathered.n_hits, lens);
        }
        WrittenWords {
            terms: terms.finish(),
            postings: bytes,
            positions,
        }
    }
}

fn index_words(corpus: &LinkedCorpus) -> IndexedWords {
    let mut gatherer = WordGatherer::default();
    let mut columns = [Vec::new(), Vec::new(), Vec::new()];
    let mut quotes = BlobsWriter::default();
    let mut total = 0;
    let mut folded = String::new();
    let mut spans: Vec<Span> = Vec::new();
    let mut of_doc = Vec::new();
    for (doc_idx, doc) in (0..).zip(&corpus.docs) {
        let title = doc.article.title.unwrap_or_default();
        let mut words = Words::new(&doc.article.text);
        spans.clear();
        while let Some(span) = words.next_into(&mut folded) {
            gatherer.word(&folded, spans.len() as u32, title.overlaps(span));
            spans.push(span);
        }
        gatherer.end_doc(doc_idx);

        let of_title = word_range(&spans, title);
        total += spans.len() as u64;
        put_u32(&mut columns[0], spans.len() as u32);
        put_u32(&mut columns[1], of_title.start);
        put_u32(&mut columns[2], of_title.len() as u32);
        of_doc.clear();
        for quote in &doc.quotes {
            put_quote_words(&mut of_doc, word_range(&spans, quote.span), quote.speaker);
        }
        quotes.push(&of_doc);
    }
    IndexedWords {
        index: gatherer.finish(corpus.docs.len() as u32),
        columns,
        quotes: quotes.finish(),
        n_words: total,
    }
}

/// The words as `base` has them; `None` if its texts or titles are others. Who speaks is written anew.
fn words_of(base: &Corpus, corpus: &LinkedCorpus) -> Option<IndexedWords> {
    if base.n_docs() != corpus.docs.len() {
        return None;
    }
    let mut columns = [Vec::new(), Vec::new(), Vec::new()];
    let mut quotes = BlobsWriter::default();
    let mut of_doc = Vec::new();
    for (doc_id, doc) in base.doc_ids().zip(&corpus.docs) {
        let view = base.doc(doc_id)?;
        if view.title_span() != doc.article.title || view.text() != doc.article.text {
            return None;
        }
        let of_title = base.title_words(doc_id);
        put_u32(&mut columns[0], base.doc_lengths().get(doc_id.0 as usize));
        put_u32(&mut columns[1], of_title.start);
        put_u32(&mut columns[2], of_title.len() as u32);
        of_doc.clear();
        let mut words = base.quote_words(doc_id);
        for quote in &doc.quotes {
            put_quote_words(&mut of_doc, words.next()?.words, quote.speaker);
        }
        if words.next().is_some() {
            return None;
        }
        quotes.push(&of_doc);
    }
    let section = |name: &str| base.pack().as_written(name);
    Some(IndexedWords {
        index: WrittenWords {
            terms: (section(WORDS.terms)?, section(WORDS.heads)?),
            postings: section(WORDS.postings)?,
            positions: section(WORDS.positions)?,
        },
        columns,
        quotes: quotes.finish(),
        n_words: base.n_words(),
    })
}

fn put_quote_words(out: &mut Vec<u8>, words: std::ops::Range<u32>, speaker: Option<EntityIdx>) {
    put_varint(out, words.start);
    put_varint(out, words.len() as u32);
    put_varint(out, speaker.map_or(0, |entity| entity.0.saturating_add(1)));
}

/// Numbers of the words that share a byte with `part`, given the places of all words.
fn word_range(spans: &[Span], part: Span) -> std::ops::Range<u32> {
    let start = spans.partition_point(|span| span.end <= part.start);
    let end = spans.partition_point(|span| span.start < part.end);
    start as u32..end.max(start) as u32
}

/// Words of names and spellings, as if each entity were a document: what `person:` and completion look up.
fn index_labels(corpus: &LinkedCorpus) -> WrittenWords {
    /// Keeps phrases from reaching from one spelling into the next.
    const GAP: u32 = 64;
    let mut gatherer = WordGatherer::default();
    let mut folded = String::new();
    for (entity_idx, entity) in (0..).zip(&corpus.entities) {
        let mut seen: Vec<String> = Vec::new();
        let mut at = 0;
        let spellings = entity.spellings.iter().map(|spelling| &spelling.text);
        for label in std::iter::once(&entity.name).chain(spellings) {
            let key = fold(label);
            if seen.contains(&key) {
                continue;
            }
            seen.push(key);
            let mut words = Words::new(label);
            while words.next_into(&mut folded).is_some() {
                gatherer.word(&folded, at, false);
                at += 1;
            }
            at += GAP;
        }
        gatherer.end_doc(entity_idx);
    }
    gatherer.finish(corpus.entities.len() as u32)
}
