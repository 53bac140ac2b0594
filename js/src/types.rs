//! The module's types as TypeScript sees them.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A choice of a facet. The mode is "require" where none is given. */
export interface Filter {
    facet: string;
    value: string;
    mode?: "require" | "any" | "exclude";
}

export interface Question {
    /** In the query language of the search box. */
    query?: string;
    filters?: Filter[];
    /** A day, month, year or range: "2022-01", "2022-01-05..2022-01-07", "..2021". */
    published?: string;
    mentions?: string;
    sort?: "relevance" | "newest" | "oldest" | "outlet" | "title";
    /** 10 where none is given. */
    limit?: number;
    offset?: number;
    /** Which facets to count: all where none are named, none where the list is empty. */
    facets?: string[];
    /** At most so many values of each facet, those of most documents. */
    facetValues?: number;
    /** Asks for the bars of the timeline as well; "auto" is a width that fits. */
    timeline?: "auto" | "day" | "week" | "month" | "year" | "decade";
}

export interface Run {
    text: string;
    isHit: boolean;
}

export interface Hit {
    id: string;
    title: string;
    outlet?: string;
    /** A TIMEX3 value, perhaps a part of a date: "2022-01", "XXXX-05-21". */
    published?: string;
    url?: string;
    language: string;
    /** BM25F in 1/1024; 0 where nothing was asked. */
    score: number;
    snippet: Run[];
}

export interface FacetCounts {
    facet: string;
    values: { value: string; count: number }[];
}

export interface Answer {
    total: number;
    hits: Hit[];
    facets: FacetCounts[];
    /** What was understood instead of what was typed, each with the part that is meant. */
    notes: string[];
    /** Where the question asked for it. */
    timeline?: Bar[];
}

/** What the end of a query may mean. */
export interface Suggestion {
    /** "field", "word", a facet ("outlet", "person", …), "speaker", or a field that knows few words ("has", "is", "type"). */
    kind: string;
    text: string;
    /** Documents that have it, where that is known. */
    count?: number;
    /** The query with it in the place of its end. */
    query: string;
}

export interface Entity {
    id: string;
    name: string;
    kind: string;
    count: number;
}

export interface Document {
    id: string;
    title: string;
    text: string;
    outlet?: string;
    published?: string;
    publishedWhy?: string;
    url?: string;
    language: string;
    entities: Entity[];
    quotes: { text: string; speaker?: string }[];
}

export interface ConcordanceOptions {
    /** Words on either side; 8 where none is given. */
    words?: number;
    sort?: "documents" | "left" | "hit" | "right" | "outlet" | "date";
    /** 100 where none is given. */
    limit?: number;
    offset?: number;
}

export interface Line {
    id: string;
    left: string;
    hit: string;
    right: string;
}

export interface Bar {
    /** First and last day, both included. */
    first: string;
    last: string;
    published: number;
    mentioned: number;
}

export class Corpus {
    private constructor();
    static open(bytes: Uint8Array): Corpus;
    static fetch(url: string): Promise<Corpus>;
    readonly title: string;
    readonly count: number;
    search(question?: Question): Answer;
    suggest(typed: string, limit?: number): Suggestion[];
    document(id: string): Document | undefined;
    concordance(question?: Question, options?: ConcordanceOptions): { total: number; lines: Line[] };
    timeline(question?: Question, grain?: "day" | "week" | "month" | "year" | "decade"): Bar[];
    free(): void;
}

/** A corpus that is fetched piece by piece: `dateline build FOLDER -o corpus.parts`. */
export class CorpusInParts {
    private constructor();
    /** The address of the folder. */
    static fetch(url: string): Promise<CorpusInParts>;
    readonly title: string;
    readonly count: number;
    /** Bytes of the corpus that are in memory. */
    readonly held: number;
    search(question?: Question): Promise<Answer>;
    suggest(typed: string, limit?: number): Promise<Suggestion[]>;
    document(id: string): Promise<Document | undefined>;
    concordance(question?: Question, options?: ConcordanceOptions): Promise<{ total: number; lines: Line[] }>;
    timeline(question?: Question, grain?: "day" | "week" | "month" | "year" | "decade"): Promise<Bar[]>;
    free(): void;
}
"#;

#[cfg(test)]
mod tests {
    use crate::answer::{Answer, Bar, Concordance, Document, Opened, Suggested};
    use crate::question::{ConcordanceOptions, Given, Question};
    use corpus_index::testing::opened;
    use serde_json::{Value, to_value};
    use std::collections::BTreeMap;

    /// This file; the constant itself goes into the module.
    const TYPES: &str = include_str!("types.rs");

    /// The keys of an interface, and whether each may be missing.
    fn keys(interface: &str) -> BTreeMap<&'static str, bool> {
        let head = format!("export interface {interface} {{");
        let (_, body) = TYPES.split_once(&head).expect("there is such an interface");
        let (body, _) = body.split_once("\n}").expect("it ends");
        let lines = body.lines().map(str::trim);
        let keys = lines
            .filter(|line| !line.starts_with("/**"))
            .filter_map(|line| {
                let (key, _) = line.split_once(':')?;
                Some((key.trim_end_matches('?'), key.ends_with('?')))
            });
        keys.collect()
    }

    /// Every key of an object is declared, and none that has to be there is missing.
    #[track_caller]
    fn check(value: &Value, interface: &str) {
        let declared = keys(interface);
        let object = value.as_object().expect("an object");
        for key in object.keys() {
            assert!(
                declared.contains_key(key.as_str()),
                "{interface} has no {key}"
            );
        }
        for (key, may_miss) in declared {
            assert!(
                may_miss || object.contains_key(key),
                "{interface} without {key}"
            );
        }
    }

    #[track_caller]
    fn check_all(list: &Value, interface: &str) {
        let list = list.as_array().expect("a list");
        assert!(!list.is_empty(), "no {interface} to look at");
        list.iter().for_each(|value| check(value, interface));
    }

    #[test]
    fn what_may_be_asked_is_what_is_declared() {
        let declared = |interface| keys(interface).into_keys().collect::<Vec<_>>();
        let sorted = |keys: &[&'static str]| {
            let mut keys = keys.to_vec();
            keys.sort_unstable();
            keys
        };
        assert_eq!(declared("Question"), sorted(Question::KEYS));
        assert_eq!(
            declared("ConcordanceOptions"),
            sorted(ConcordanceOptions::KEYS)
        );
    }

    #[test]
    fn what_is_answered_is_what_is_declared() {
        let opened = Opened::new(opened());
        let question = Question {
            query: "strike OR lantern".to_owned(),
            timeline: Some("auto".to_owned()),
            ..Question::default()
        };
        let answer = to_value(Answer::to(&opened, &question).unwrap()).unwrap();
        check(&answer, "Answer");
        check_all(&answer["hits"], "Hit");
        check_all(&answer["hits"][0]["snippet"], "Run");
        check_all(&answer["facets"], "FacetCounts");
        check_all(&answer["timeline"], "Bar");
        check_all(
            &to_value(Bar::all(&opened, &question, None).unwrap()).unwrap(),
            "Bar",
        );
        for typed in ["s", "speaker:m", "has:", "outlet:", "perso"] {
            let all = Suggested::all(&opened.corpus, typed, 4);
            check_all(&to_value(all).unwrap(), "Suggestion");
        }
        let document = Document::of(&opened.corpus, "a-strike").unwrap();
        let document = to_value(document).unwrap();
        check(&document, "Document");
        check_all(&document["entities"], "Entity");
        let lines = Concordance::of(&opened.corpus, &question, &ConcordanceOptions::default());
        check_all(&to_value(lines.unwrap()).unwrap()["lines"], "Line");
    }
}
