//! Linked corpora for tests, made without the pipeline: a small one to read, and generated ones of any size.
//!
//! Behind the feature `testing`, so that the crates above and the page's tests may use it; never shipped.

use crate::corpus::Corpus;
use crate::facet::Facet;
use crate::write::write_pack;
use corpus_model::{
    Article, CivilDate, CorpusInfo, Coverage, DateCandidate, DateMention, Dateline, DayInterval,
    Diagnostic, Entity, EntityIdx, EntityKind, FileOutcome, FileReport, Join, Language,
    LinkedCorpus, LinkedDoc, LinkedQuote, MapRun, Mention, Permille, Precision, Published,
    QuoteKind, RawSpan, Reasoned, Removed, Repair, SourceInfo, Span, Spelling, Stage, TimexType,
};
use corpus_pack::{Pack, PackWriter};

/// Adds documents and entities to a corpus.
#[derive(Debug, Clone, Default)]
pub struct CorpusBuilder {
    corpus: LinkedCorpus,
}

/// The document that [`CorpusBuilder::doc`] added.
#[derive(Debug)]
pub struct DocBuilder<'b> {
    corpus: &'b mut LinkedCorpus,
    idx: usize,
}

impl CorpusBuilder {
    /// A corpus without documents.
    #[must_use]
    pub fn new(title: &str) -> Self {
        let mut builder = Self::default();
        builder.corpus.info = CorpusInfo {
            title: title.to_owned(),
            description: "A corpus made for tests.".to_owned(),
            licence: "CC0-1.0".to_owned(),
        };
        builder
    }

    /// Adds an entity with its spellings; the first is its name.
    pub fn entity(&mut self, id: &str, kind: EntityKind, spellings: &[&str]) -> EntityIdx {
        self.corpus.entities.push(Entity {
            id: id.to_owned(),
            name: spellings.first().copied().unwrap_or_default().to_owned(),
            kind,
            spellings: spellings
                .iter()
                .map(|text| Spelling {
                    text: (*text).to_owned(),
                    n: 0,
                })
                .collect(),
            joins: Vec::new(),
            description: None,
            place: None,
        });
        EntityIdx(self.corpus.entities.len() as u32 - 1)
    }

    /// Adds a document; its text is the title, a blank line and the body. A paragraph a block, a sentence a
    /// paragraph.
    pub fn doc(&mut self, id: &str, title: &str, body: &str) -> DocBuilder<'_> {
        let text = format!("{title}\n\n{body}");
        let mut paragraphs = Vec::new();
        let mut at = 0;
        for block in text.split("\n\n") {
            paragraphs.push(Span::from_range(at..at + block.len()));
            at += block.len() + 2;
        }
        let path = format!("{id}.txt");
        self.corpus.coverage.files.push(FileReport {
            path: path.clone(),
            byte_len: text.len() as u64,
            outcome: FileOutcome::Read { n_articles: 1 },
            diagnostics: Vec::new(),
        });
        let bare = Article::of_text(id, text);
        let article = Article {
            source: SourceInfo {
                path,
                sha256: [self.corpus.docs.len() as u8; 32],
                ..bare.source
            },
            map: vec![MapRun {
                text_start: 0,
                raw: RawSpan::from_range(0..bare.text.len()),
                is_copy: true,
            }],
            title: (!title.is_empty()).then(|| Span::from_range(0..title.len())),
            language: Language {
                tag: "en".to_owned(),
                confidence: Permille(990),
            },
            sentences: paragraphs.clone(),
            paragraphs,
            ..bare
        };
        self.corpus.docs.push(LinkedDoc {
            article,
            published: None,
            dates: Vec::new(),
            mentions: Vec::new(),
            quotes: Vec::new(),
        });
        DocBuilder {
            idx: self.corpus.docs.len() - 1,
            corpus: &mut self.corpus,
        }
    }

    /// The corpus: documents by id, layers sorted, spellings counted.
    #[must_use]
    pub fn finish(self) -> LinkedCorpus {
        let mut corpus = self.corpus;
        corpus.docs.sort_by(|a, b| a.article.id.cmp(&b.article.id));
        corpus.coverage.files.sort_by(|a, b| a.path.cmp(&b.path));
        for doc in &mut corpus.docs {
            doc.mentions.sort_by_key(|mention| mention.span);
            doc.dates.sort_by_key(|date| date.span);
            doc.quotes.sort_by_key(|quote| quote.span);
            for mention in &doc.mentions {
                let written = mention.span.of(&doc.article.text);
                let spellings = &mut corpus.entities[mention.entity.0 as usize].spellings;
                if let Some(spelling) = spellings.iter_mut().find(|s| s.text == written) {
                    spelling.n += 1;
                }
            }
        }
        corpus
    }
}

impl DocBuilder<'_> {
    fn doc(&mut self) -> &mut LinkedDoc {
        &mut self.corpus.docs[self.idx]
    }

    /// For what no other method sets.
    pub fn edit(mut self, change: impl FnOnce(&mut LinkedDoc)) -> Self {
        change(self.doc());
        self
    }

    /// Where `words` stand first in the text.
    fn find(&mut self, words: &str) -> Span {
        let text = &self.doc().article.text;
        let start = text.find(words).unwrap_or(text.len());
        Span::from_range(start..(start + words.len()).min(text.len()))
    }

    /// Who published it.
    #[must_use]
    pub fn outlet(self, name: &str) -> Self {
        let outlet = Reasoned {
            value: name.to_owned(),
            why: "named in the front matter".to_owned(),
        };
        self.edit(|doc| doc.article.outlet = Some(outlet))
    }

    /// Who wrote it.
    #[must_use]
    pub fn author(self, name: &str) -> Self {
        let name = name.to_owned();
        self.edit(|doc| doc.article.authors.push(name))
    }

    /// In which section of the outlet.
    #[must_use]
    pub fn section(self, name: &str) -> Self {
        let name = name.to_owned();
        self.edit(|doc| doc.article.section = Some(name))
    }

    /// Language of its text.
    #[must_use]
    pub fn language(self, tag: &str) -> Self {
        let tag = tag.to_owned();
        self.edit(|doc| doc.article.language.tag = tag)
    }

    /// When it was published: `2022-01-05`, `2022-01` or `2022`.
    #[must_use]
    pub fn published(self, value: &str) -> Self {
        let (interval, precision) = days(value);
        let published = Published {
            value: value.to_owned(),
            precision,
            interval,
            confidence: Permille(950),
            why: "date line beside the title".to_owned(),
            candidates: vec![DateCandidate {
                value: value.to_owned(),
                from: "byline".to_owned(),
                span: None,
            }],
        };
        self.edit(|doc| doc.published = Some(published))
    }

    /// Marks every place where `words` stand as naming an entity.
    #[must_use]
    pub fn mention(mut self, words: &str, entity: EntityIdx) -> Self {
        let kind = self.corpus.entities[entity.0 as usize].kind;
        let doc = self.doc();
        let found: Vec<Mention> = doc
            .article
            .text
            .match_indices(words)
            .map(|(start, _)| Mention {
                span: Span::from_range(start..start + words.len()),
                kind,
                entity,
                why: format!("known {}", kind.name()),
            })
            .filter(|new| doc.mentions.iter().all(|old| !old.span.overlaps(new.span)))
            .collect();
        doc.mentions.extend(found);
        self
    }

    /// Marks `words` as a date that resolved to `value`.
    #[must_use]
    pub fn date(mut self, words: &str, value: &str) -> Self {
        let span = self.find(words);
        let (interval, precision) = days(value);
        let mention = DateMention {
            span,
            kind: TimexType::Date,
            value: value.to_owned(),
            precision: interval.map(|_| precision),
            interval,
            modifier: None,
            why: "written in full".to_owned(),
            rejected: Vec::new(),
        };
        self.edit(|doc| doc.dates.push(mention))
    }

    /// Marks `words` as a quotation of `speaker`, whom `named` names.
    #[must_use]
    pub fn quote(mut self, words: &str, speaker: EntityIdx, named: &str, cue: &str) -> Self {
        let quote = LinkedQuote {
            span: self.find(words),
            kind: QuoteKind::Direct,
            speaker: Some(speaker),
            speaker_span: Some(self.find(named)),
            cue: Some(self.find(cue)),
            why: "verb of saying behind the quotation".to_owned(),
        };
        self.edit(|doc| doc.quotes.push(quote))
    }
}

/// The days of an ISO day, month or year; nothing for anything else.
fn days(value: &str) -> (Option<DayInterval>, Precision) {
    let mut parts = value.split('-').map(|part| part.parse::<u16>().ok());
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let date = |y: u16, m: u16, d: u16| CivilDate::new(i32::from(y), m as u8, d as u8);
    let found = match (year.flatten(), month, day) {
        (Some(y), Some(Some(m)), Some(Some(d))) => {
            date(y, m, d).map(|first| (DayInterval::days(first, first.add_days(1)), Precision::Day))
        }
        (Some(y), Some(Some(m)), None) => date(y, m, 1).map(|first| {
            (
                DayInterval::days(first, first.add_months(1)),
                Precision::Month,
            )
        }),
        (Some(y), None, None) => date(y, 1, 1).map(|first| {
            (
                DayInterval::days(first, first.add_months(12)),
                Precision::Year,
            )
        }),
        _ => None,
    };
    match found {
        Some((interval, precision)) => (Some(interval), precision),
        None => (None, Precision::Day),
    }
}

/// A small corpus about a harbour town: eight documents that have one of everything.
#[must_use]
pub fn corpus() -> LinkedCorpus {
    let mut b = CorpusBuilder::new("The harbour papers");
    let marrow = b.entity(
        "Q9001",
        EntityKind::Person,
        &["Ada Marrow", "Marrow", "A. Marrow"],
    );
    let okafor = b.entity(
        "person:okafor",
        EntityKind::Person,
        &["Ben Okafor", "Okafor"],
    );
    let council = b.entity(
        "org:council",
        EntityKind::Organisation,
        &["Harbour Council", "council"],
    );
    let line = b.entity("org:north-line", EntityKind::Organisation, &["North Line"]);
    let port = b.entity("Q9002", EntityKind::Place, &["Saltmouth"]);
    let isle = b.entity("place:gull", EntityKind::Place, &["Gull Island"]);
    let fair = b.entity("event:fair", EntityKind::Event, &["Lantern Fair"]);
    let _ = b
        .doc(
            "a-strike",
            "Dockers at Saltmouth put down their hooks",
            "SALTMOUTH, January 5. The cranes of Saltmouth stood still on Wednesday as four hundred dockers \
             refused the night shift.\n\n“Nobody asked us before the hours were changed,” said Ada Marrow, who \
             speaks for them. The Harbour Council promised an answer by Friday.\n\nMarrow said the strike would \
             last until the old hours are back.",
        )
        .outlet("Saltmouth Gazette")
        .author("Ivo Lind")
        .published("2022-01-05")
        .mention("Saltmouth", port)
        .mention("Ada Marrow", marrow)
        .mention("Marrow", marrow)
        .mention("Harbour Council", council)
        .date("January 5", "2022-01-05")
        .date("Wednesday", "2022-01-05")
        .date("Friday", "2022-01-07")
        .quote("“Nobody asked us before the hours were changed,”", marrow, "Ada Marrow", "said")
        .edit(|doc| {
            let text = doc.article.text.clone();
            let at = |words: &str| {
                let start = text.find(words).unwrap_or(0);
                Span::from_range(start..start + words.len())
            };
            doc.article.dateline = Some(Dateline {
                span: at("SALTMOUTH, January 5."),
                place: Some("Saltmouth".to_owned()),
                agency: None,
                date: Some(at("January 5")),
            });
            doc.article.url = Some("https://gazette.example/strike".to_owned());
            doc.article.section = Some("Harbour".to_owned());
            doc.article.other_languages = vec![corpus_model::OtherLanguage {
                paragraph: 1,
                tag: "de".to_owned(),
            }];
            doc.article.removed.push(Removed {
                raw: RawSpan::new(0, 9),
                at: 0,
                text: "Home News".to_owned(),
                why: "navigation label".to_owned(),
            });
            doc.article.repairs.push(Repair {
                span: at("“"),
                from: "xe2x80x9c".to_owned(),
                why: "escaped UTF-8 bytes".to_owned(),
            });
            doc.article.diagnostics.push(Diagnostic::new(
                Stage::Clean,
                "clean/escaped-bytes",
                "a-strike.txt",
                "escaped bytes, read as UTF-8",
            ));
        });
    let _ = b
        .doc(
            "b-answer",
            "Council offers two shifts instead of three",
            "The Harbour Council of Saltmouth offered the dockers two shifts on Friday. Ben Okafor, its clerk, \
             called the offer “fair and final”.\n\nA. Marrow would not say whether the dockers will take it.",
        )
        .outlet("North Wire")
        .published("2022-01-07")
        .mention("Harbour Council", council)
        .mention("Saltmouth", port)
        .mention("Ben Okafor", okafor)
        .mention("A. Marrow", marrow)
        .date("Friday", "2022-01-07")
        .quote("“fair and final”", okafor, "Ben Okafor", "called");
    let _ = b
        .doc(
            "c-fair",
            "Lantern Fair goes ahead",
            "The Lantern Fair will be held on Gull Island in February, strike or no strike, said Okafor.",
        )
        .outlet("Saltmouth Gazette")
        .author("Mara Quill")
        .published("2022-01")
        .mention("Lantern Fair", fair)
        .mention("Gull Island", isle)
        .mention("Okafor", okafor)
        .date("February", "2022-02");
    let _ = b
        .doc(
            "d-letter",
            "A letter to the harbour master",
            "Sir, the ferry of the North Line was late again. I waited at Saltmouth for two hours, and the café \
             was shut.",
        )
        .mention("North Line", line)
        .mention("Saltmouth", port);
    let _ = b
        .doc(
            "e-ru",
            "Забастовка в порту",
            "Ещё один день порт Солтмут стоит. Профсоюз ждёт ответа совета.",
        )
        .language("ru")
        .outlet("Северный листок")
        .published("2022-01-06")
        .mention("Солтмут", port);
    let _ = b
        .doc(
            "f-markup",
            "<script>alert(1)</script> & other signs",
            "A page of signs: <b>bold</b>, \u{202e}turned\u{202c}, and \"quotes\". Nothing here is markup.",
        )
        .language("und");
    let _ = b
        .doc(
            "g-background",
            "Hours of work in the docks since 1998",
            "Shifts of eight hours came in 1998. The Harbour Council was founded in March 1951; the North Line \
             followed in 1960.",
        )
        .outlet("North Wire")
        .published("2021")
        .mention("Harbour Council", council)
        .mention("North Line", line)
        .date("1998", "1998")
        .date("March 1951", "1951-03")
        .date("1960", "1960");
    let _ = b
        .doc(
            "h-untitled",
            "",
            "A note without a title, a date or a name.",
        )
        .language("en");
    let mut corpus = b.finish();
    corpus.entities[marrow.0 as usize].description = Some("speaker of the dockers".to_owned());
    let evidence = corpus.docs[0].mentions[1].span;
    corpus.entities[marrow.0 as usize].joins.push(Join {
        a: "Ada Marrow".to_owned(),
        b: "Marrow".to_owned(),
        rule: "family name behind the full name in one document".to_owned(),
        score: Permille(980),
        evidence: vec![("a-strike".to_owned(), evidence)],
    });
    corpus.coverage = Coverage {
        files: corpus
            .coverage
            .files
            .into_iter()
            .chain([FileReport {
                path: "z-photo.jpg".to_owned(),
                byte_len: 20_480,
                outcome: FileOutcome::Skipped {
                    why: "not text".to_owned(),
                },
                diagnostics: vec![Diagnostic::new(
                    Stage::Read,
                    "read/binary",
                    "z-photo.jpg",
                    "binary file, left out",
                )],
            }])
            .collect(),
    };
    corpus
}

/// [`corpus`], written and opened.
///
/// # Panics
/// If the writer wrote what the reader does not take.
#[must_use]
pub fn opened() -> Corpus {
    Corpus::open(write_pack(&corpus())).expect("the writer's own bytes")
}

/// Reads everything there is to read: whatever the bytes were, nothing may fail.
pub fn walk_all(corpus: &Corpus) {
    let _ = corpus.info();
    corpus.coverage().for_each(drop);
    for doc in corpus.doc_ids() {
        let Some(view) = corpus.doc(doc) else {
            continue;
        };
        let _ = (
            view.title(),
            view.text(),
            view.published(),
            corpus.title_words(doc),
        );
        view.map().for_each(drop);
        view.removed().for_each(drop);
        view.repairs().for_each(drop);
        view.sentences().for_each(|span| {
            let _ = view.slice(span);
        });
        view.paragraphs().for_each(drop);
        view.mentions().for_each(|m| {
            let _ = corpus.entity(m.entity);
        });
        view.dates().for_each(drop);
        view.quotes().for_each(drop);
        view.diagnostics().for_each(drop);
        corpus.mentioned_days(doc).for_each(drop);
        for facet in Facet::ALL {
            for value in corpus.facet_values_of(facet, doc) {
                let _ = corpus.facet_value_name(facet, value);
            }
        }
    }
    for entity in corpus.entity_ids() {
        let Some(view) = corpus.entity(entity) else {
            continue;
        };
        view.joins().for_each(drop);
        let _ = (
            view.n_mentions(),
            view.beside(),
            corpus.entity_by_id(view.id()),
        );
    }
    let mut walk = corpus.words().terms().walk();
    while let Some(term) = walk.next() {
        let mut postings = corpus.words().postings(&term);
        let mut positions = Vec::new();
        while postings.doc().is_some() {
            postings.positions_into(&mut positions);
            postings.advance();
        }
    }
}

/// A pack with the content of its sections changed and every checksum right: what a hostile writer could make.
#[must_use]
pub fn with_sections(pack: &[u8], change: impl FnOnce(&mut [(String, Vec<u8>)])) -> Vec<u8> {
    let Ok(pack) = Pack::open(pack.to_vec()) else {
        return pack.to_vec();
    };
    // The last section, which tells where to cut, is written anew.
    let mut sections: Vec<(String, Vec<u8>)> = pack
        .sections()
        .filter(|(name, _)| name != "pages")
        .filter_map(|(name, _)| Some((name.clone(), pack.section(&name).ok()?.to_vec())))
        .collect();
    change(&mut sections);
    let mut writer = PackWriter::default();
    for (name, bytes) in sections {
        writer.push(&name, bytes);
    }
    writer.finish()
}

/// A corpus of `n_docs` generated documents of about `n_words` words, the same for the same numbers. Words are
/// drawn as in natural text: few are common, many are rare.
#[must_use]
pub fn generated(n_docs: usize, n_words: usize) -> LinkedCorpus {
    let mut b = CorpusBuilder::new("Generated");
    let mut random = SplitMix(n_docs as u64 * 31 + n_words as u64);
    let entities: Vec<EntityIdx> = (0..(n_docs / 4).clamp(8, 5000))
        .map(|i| {
            let name = format!("{}{}", capital(&word(7 + i * 13)), i);
            b.entity(&format!("e:{i:05}"), EntityKind::ALL[i % 5], &[&name])
        })
        .collect();
    let names: Vec<String> = b.corpus.entities.iter().map(|e| e.name.clone()).collect();
    for i in 0..n_docs {
        let mut body = String::new();
        let mut chosen = Vec::new();
        for k in 0..n_words {
            if k % 40 == 39 {
                let idx = random.skewed(names.len());
                body.push_str(&names[idx]);
                chosen.push(idx);
            } else {
                body.push_str(&word(random.skewed(60_000)));
            }
            body.push_str(if k % 17 == 16 { ". " } else { " " });
        }
        let title = format!(
            "{} {}",
            capital(&word(random.skewed(60_000))),
            word(random.skewed(3000))
        );
        let mut doc = b
            .doc(&format!("d{i:06}"), &title, body.trim_end())
            .outlet(&format!("Outlet {}", random.skewed(24)));
        if random.below(10) > 0 {
            let day = CivilDate::from_day_number(corpus_model::DayNumber(
                18_000 + random.below(1500) as i32,
            ));
            doc = doc.published(&day.to_string());
        }
        for idx in chosen {
            doc = doc.mention(&names[idx], entities[idx]);
        }
        let _ = doc;
    }
    b.finish()
}

/// A made-up word for a number.
fn word(mut n: usize) -> String {
    const SYLLABLES: [&str; 24] = [
        "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu",
        "va", "we", "xi", "yo", "zu", "an", "er", "in", "ol",
    ];
    let mut out = String::new();
    loop {
        out.push_str(SYLLABLES[n % SYLLABLES.len()]);
        n /= SYLLABLES.len();
        if n == 0 {
            return out;
        }
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// Steele, Lea and Flood's generator: small, and the same everywhere.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// Small numbers far more often than large ones.
    fn skewed(&mut self, n: usize) -> usize {
        let limit = 1 << self.below(n.max(2).ilog2() as usize + 1);
        self.below(limit.min(n)).min(n - 1)
    }
}
