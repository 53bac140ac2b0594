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
