//! The annotation record of a document, from a pack: the same keys in the same order as `dateline annotate`.
//!
//! A pack does not hold the decoded source, in which the record counts the places of what was removed. Those
//! stand as bytes of it instead, under keys of their own (`start_byte`, `end_byte`).

use super::json::Json;
use corpus_model::{CivilDate, DayInterval, DayNumber, OffsetIndex, Span};
use corpus_search::{Corpus, DocId};

pub fn json_lines(corpus: &Corpus, docs: &[DocId]) -> String {
    let mut out = String::new();
    for &doc in docs {
        if let Some(line) = record(corpus, doc) {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out
}

fn record(corpus: &Corpus, doc: DocId) -> Option<String> {
    let doc = corpus.doc(doc)?;
    let text = doc.text();
    let index = OffsetIndex::new(text);
    let extent = |json: &mut Json, span: Span| {
        let chars = index.chars_from_bytes(span);
        json.key("start").number(chars.start.into());
        json.key("end").number(chars.end.into());
    };
    let pair = |json: &mut Json, span: Span| {
        let chars = index.chars_from_bytes(span);
        json.array(|json| {
            json.number(chars.start.into()).number(chars.end.into());
        });
    };
    let optional = |json: &mut Json, key: &str, span: Option<Span>| {
        json.key(key);
        match span {
            Some(span) => json.object(|json| extent(json, span)),
            None => json.null(),
        };
    };
    let entity = |id| corpus.entity(id);

    let mut json = Json::default();
    json.object(|json| {
        json.key("id").string(doc.id());
        let source = doc.source();
        json.key("source").object(|json| {
            json.key("path").string(source.path);
            json.key("part").number(source.part.into());
            json.key("parts").number(source.parts.into());
            json.key("format").string(source.format.name());
            json.key("charset").string(source.charset);
            json.key("bytes").number(source.byte_len);
            let hash: String = source
                .sha256
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            json.key("sha256").string(&hash);
        });
        json.key("text").string(text);
        optional(json, "title", doc.title_span());
        optional(json, "standfirst", doc.standfirst());
        optional(json, "byline", doc.byline());
        json.key("url").optional(doc.url());
        json.key("section").optional(doc.section());
        json.key("outlet");
        match doc.outlet() {
            Some(outlet) => json.object(|json| {
                json.key("name").string(outlet.name);
                json.key("why").string(outlet.why);
            }),
            None => json.null(),
        };
        json.key("authors").array(|json| {
            for author in doc.authors() {
                json.string(author);
            }
        });
        json.key("dateline");
        match doc.dateline() {
            Some(dateline) => json.object(|json| {
                extent(json, dateline.span);
                json.key("place").optional(dateline.place);
                json.key("agency").optional(dateline.agency);
            }),
            None => json.null(),
        };
        json.key("language").object(|json| {
            json.key("tag").string(doc.language());
            json.key("confidence").permille(doc.language_confidence().0);
        });
        json.key("other_languages").array(|json| {
            for (paragraph, tag) in doc.other_languages() {
                json.object(|json| {
                    json.key("paragraph").number((*paragraph).into());
                    json.key("tag").string(tag);
                });
            }
        });
        json.key("published");
        match doc.published() {
            Some(published) => json.object(|json| {
                json.key("value").string(published.value);
                json.key("precision").string(published.precision.name());
                json.key("confidence").permille(published.confidence.0);
                json.key("why").string(published.why);
                json.key("candidates").array(|json| {
                    for candidate in &published.candidates {
                        json.object(|json| {
                            json.key("value").string(candidate.value);
                            json.key("from").string(candidate.from);
                            if let Some(span) = candidate.span {
                                extent(json, span);
                            }
                        });
                    }
                });
            }),
            None => json.null(),
        };
        json.key("paragraphs")
            .array(|json| doc.paragraphs().for_each(|span| pair(json, span)));
        json.key("sentences")
            .array(|json| doc.sentences().for_each(|span| pair(json, span)));
        json.key("entities").array(|json| {
            for mention in doc.mentions() {
                json.object(|json| {
                    extent(json, mention.span);
                    json.key("type").string(mention.kind.name());
                    let entity = entity(mention.entity);
                    json.key("entity")
                        .string(entity.as_ref().map_or("", |entity| entity.id()));
                    json.key("name")
                        .string(entity.as_ref().map_or("", |entity| entity.name()));
                    json.key("why").string(mention.why);
                });
            }
        });
        json.key("dates").array(|json| {
            for date in doc.dates() {
                json.object(|json| {
                    extent(json, date.span);
                    json.key("type").string(date.kind.name());
                    json.key("value").string(date.value);
                    json.key("precision")
                        .optional(date.precision.map(|precision| precision.name()));
                    put_interval(json, date.interval);
                    json.key("mod").optional(date.modifier);
                    json.key("why").string(date.why);
                    json.key("rejected").array(|json| {
                        for (value, why) in &date.rejected {
                            json.object(|json| {
                                json.key("value").string(value);
                                json.key("why").string(why);
                            });
                        }
                    });
                });
            }
        });
        json.key("quotes").array(|json| {
            for quote in doc.quotes() {
                json.object(|json| {
                    extent(json, quote.span);
                    json.key("kind").string(quote.kind.name());
                    let speaker = quote.speaker.and_then(entity);
                    json.key("speaker")
                        .optional(speaker.map(|speaker| speaker.id()));
                    for (text_key, span_key, span) in [
                        ("speaker_text", "speaker_span", quote.speaker_span),
                        ("cue", "cue_span", quote.cue),
                    ] {
                        json.key(text_key)
                            .optional(span.map(|span| doc.slice(span)));
                        json.key(span_key);
                        match span {
                            Some(span) => pair(json, span),
                            None => {
                                json.null();
                            }
                        }
                    }
                    json.key("why").string(quote.why);
                });
            }
        });
        json.key("removed").array(|json| {
            for removed in doc.removed() {
                json.object(|json| {
                    json.key("start_byte").number(removed.raw.start.into());
                    json.key("end_byte").number(removed.raw.end.into());
                    json.key("text").string(removed.text);
                    json.key("why").string(removed.why);
                });
            }
        });
        json.key("repairs").array(|json| {
            for repair in doc.repairs() {
                json.object(|json| {
                    extent(json, repair.span);
                    json.key("from").string(repair.from);
                    json.key("to").string(doc.slice(repair.span));
                    json.key("why").string(repair.why);
                });
            }
        });
        json.key("diagnostics").array(|json| {
            for remark in doc.diagnostics() {
                json.object(|json| {
                    json.key("stage").string(remark.stage.name());
                    json.key("code").string(remark.code);
                    json.key("message").string(remark.message);
                });
            }
        });
    });
    Some(json.finish())
}

fn put_interval(json: &mut Json, interval: Option<DayInterval>) {
    let day = |day: DayNumber| CivilDate::from_day_number(day).to_string();
    if let Some(begin) = interval.and_then(|interval| interval.begin) {
        json.key("begin").string(&day(begin));
    }
    if let Some(end) = interval.and_then(|interval| interval.end_exclusive) {
        json.key("end_exclusive").string(&day(end));
    }
}
