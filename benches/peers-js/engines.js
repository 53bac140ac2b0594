// What each engine does with the same questions, in the page. An engine has
//   load()              fetches its program and its index, as its documentation says
//   search(kind, asked) gives { total, ids } of the first ten, or null for a kind that it does not have
//   all(kind, asked)    gives the ids of all documents found
//   show(answer, asked) gives a text for each of the first ten, with the words asked for in it

const N = 1e6;
const text = async name => (await fetch(`/data/${name}`)).text();
let texts;

/** The documents beside an index that holds none of their text. */
async function documents() {
  texts = (await text("documents.jsonl")).trim().split("\n").map(line => {
    const { title, text } = JSON.parse(line);
    return `${title}\n\n${text}`;
  });
}

function snippet(id, words) {
  const body = texts[id];
  const lower = body.toLowerCase();
  const at = words.map(word => lower.indexOf(word)).filter(at => at >= 0);
  const start = Math.max(0, (at.length ? Math.min(...at) : 0) - 60);
  return body.slice(start, start + 220);
}

const ten = ids => ({ total: ids.length, ids: ids.slice(0, 10) });
const show = (answer, asked) => answer.ids.map(id => snippet(id, asked.words));
const of = list => list.map(found => Number(found.id ?? found.ref ?? found));

const minisearch = {
  async load() {
    const { default: MiniSearch } = await import("/npm/minisearch/dist/es/index.js");
    await documents();
    this.index = await MiniSearch.loadJSONAsync(await text("minisearch.json"), { fields: ["text"] });
  },
  all(kind, { words }) {
    const [a, b, c, d] = words;
    const search = (query, options) => of(this.index.search(query, options));
    switch (kind) {
      case "word": return search(a);
      case "two words": return search(`${a} ${b}`, { combineWith: "AND" });
      case "prefix": return search(a, { prefix: true });
      case "fuzzy 1": return search(a, { fuzzy: 1 });
      case "fuzzy 2": return search(a, { fuzzy: 2 });
      case "boolean":
        return search({ combineWith: "AND_NOT", queries: [{ combineWith: "OR", queries: [a, c] }, d] });
      default: return null;
    }
  },
  search(kind, asked) { const ids = this.all(kind, asked); return ids && ten(ids); },
  show,
};

const flexsearch = {
  async load() {
    const { Index, Resolver } = await import("/npm/flexsearch/dist/flexsearch.bundle.module.min.mjs");
    await documents();
    this.Resolver = Resolver;
    this.index = new Index({ tokenize: "strict" });
    for (const [key, value] of JSON.parse(await text("flexsearch.json"))) await this.index.import(key, value);
  },
  all(kind, { words }, limit = N) {
    const [a, b, c, d] = words;
    switch (kind) {
      case "word": return this.index.search(a, { limit });
      case "two words": return this.index.search(`${a} ${b}`, { limit });
      case "boolean": {
        const part = query => ({ index: this.index, query, limit: N });
        return new this.Resolver(part(a)).or(part(c)).not(part(d)).limit(limit).resolve();
      }
      default: return null;
    }
  },
  search(kind, asked) {
    const ids = this.all(kind, asked, 10); // it counts only what it gives out
    return ids && { total: ids.length, ids };
  },
  show,
};

const lunr = {
  async load() {
    // No module: it wants to be a script.
    await new Promise((done, failed) => document.head.append(Object.assign(document.createElement("script"),
      { src: "/npm/lunr/lunr.js", onload: done, onerror: failed })));
    await documents();
    this.index = globalThis.lunr.Index.load(JSON.parse(await text("lunr.json")));
  },
  all(kind, { words }) {
    const [a, b, c, d] = words;
    const search = query => of(this.index.search(query));
    switch (kind) {
      case "word": return search(a);
      case "two words": return search(`+${a} +${b}`);
      case "prefix": return search(`${a}*`);
      case "fuzzy 1": return search(`${a}~1`);
      case "fuzzy 2": return search(`${a}~2`);
      case "boolean": return search(`${a} ${c} -${d}`);
      default: return null;
    }
  },
  search(kind, asked) { const ids = this.all(kind, asked); return ids && ten(ids); },
  show,
};

const orama = {
  async load() {
    const { create, load, search } = await import("/orama.js");
    this.ask = search;
    this.db = create({ schema: { text: "string" } });
    load(this.db, JSON.parse(await text("orama.json")));
    await documents();
  },
  async find(kind, { words }, limit) {
    const [a, b] = words;
    const search = (term, options) => this.ask(this.db, { term, limit, threshold: 0, ...options });
    switch (kind) {
      case "word": return search(a, { exact: true });
      case "two words": return search(`${a} ${b}`);
      case "prefix": return search(a);
      case "fuzzy 1": return search(a, { tolerance: 1 });
      case "fuzzy 2": return search(a, { tolerance: 2 });
      default: return null;
    }
  },
  async all(kind, asked) { const found = await this.find(kind, asked, N); return found && of(found.hits); },
  async search(kind, asked) {
    const found = await this.find(kind, asked, 10);
    return found && { total: found.count, ids: of(found.hits) };
  },
  show,
};

const pagefind = {
  async load() {
    this.engine = await import("/data/pagefind/pagefind.js");
    await this.engine.init();
  },
  async find(kind, { words, query }) {
    switch (kind) {
      case "word": case "two words": case "prefix": return this.engine.search(words.join(" "));
      case "phrase": return this.engine.search(query);
      default: return null;
    }
  },
  async all(kind, asked) {
    const found = await this.find(kind, asked);
    // A result tells which document it is only once its text is fetched, so only counts are compared.
    return found && found.results.length;
  },
  async search(kind, asked) {
    const found = await this.find(kind, asked);
    return found && { total: found.results.length, results: found.results.slice(0, 10) };
  },
  show: answer => Promise.all(answer.results.map(async result => (await result.data()).excerpt)),
};

// Ours gives the snippets with the answer: what `show` would do is done already.
const dateline = {
  async load() {
    // The pack comes while the program is made ready.
    const pack = fetch(this.pack).then(response => response.arrayBuffer());
    const { default: init, Corpus } = await import("/dateline/dateline.js");
    this.memory = (await init()).memory;
    this.corpus = Corpus.open(new Uint8Array(await pack));
  },
  pack: "/data/corpus.pack",
  ask(kind, asked, limit) {
    // The exact form, as the others have no other.
    const query = ["word", "two words"].includes(kind) ? asked.words.map(word => `=${word}`).join(" ")
      : kind === "boolean" ? `(=${asked.words[0]} OR =${asked.words[2]}) -=${asked.words[3]}` : asked.query;
    return this.corpus.search({ query, limit, facets: [] });
  },
  async all(kind, asked) { return (await this.ask(kind, asked, N)).hits.map(hit => Number(hit.id)); },
  search(kind, asked) { return this.ask(kind, asked, 10); },
  show: answer => answer.hits.map(hit => hit.snippet),
  /** With counts of outlets and the timeline. */
  async withCounts(kind, asked) {
    const question = { query: asked.query, limit: 10, facetValues: 20 };
    return this.corpus.search({ ...question, timeline: 'auto' });
  },
};

// Words alone, as the others have them: no names, no days, no outlets.
const plain = { ...dateline, pack: "/data/plain.pack", withCounts: null };

const parts = {
  ...dateline,
  async load() {
    const { default: init, CorpusInParts } = await import("/dateline/dateline.js");
    this.memory = (await init()).memory;
    this.corpus = await CorpusInParts.fetch("/data/corpus.parts");
  },
};

export const engines = { dateline, plain, parts, minisearch, flexsearch, lunr, orama, pagefind };
