// The same documents and queries through Dateline's engine and through JavaScript libraries, in one Chromium.
//
//   cargo xtask js
//   cargo run --release -p corpus-search --example peers -- target/peers 20000
//   cd benches/peers-js && npm ci && [QUICK=1] node run.mjs ../../target/peers ../../dist-js [engine …]
//
// Prints a table for each measure. Every engine gets a browser context of its own, an index that was built before,
// and files packed with gzip, as a static host sends them.

import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";
import puppeteer from "puppeteer-core";

const [data, module, ...only] = process.argv.slice(2);
const here = new URL(".", import.meta.url).pathname;
const require = createRequire(import.meta.url);
const names = ["dateline", "plain", "parts", "minisearch", "flexsearch", "lunr", "orama", "pagefind"]
  .filter(name => !only.length || only.includes(name));
const REPEATS = 3;
/** Of a large corpus: times, without comparing every set and without counts. */
const is_quick = process.env.QUICK === "1";

// ---- indexes

const records = () => readFileSync(join(data, "documents.jsonl"), "utf8").trim().split("\n")
  .map(line => JSON.parse(line)).map(({ id, title, text }) => ({ id, text: `${title}\n\n${text}` }));

const builders = {
  async minisearch() {
    const { default: MiniSearch } = await import("minisearch");
    const index = new MiniSearch({ fields: ["text"] });
    index.addAll(records());
    return { "minisearch.json": JSON.stringify(index) };
  },
  async flexsearch() {
    const { Index } = require("flexsearch");
    const index = new Index({ tokenize: "strict" });
    for (const { id, text } of records()) index.add(id, text);
    const chunks = [];
    await index.export((key, value) => { if (value !== undefined) chunks.push([key, value]); });
    return { "flexsearch.json": JSON.stringify(chunks) };
  },
  async lunr() {
    const { default: lunr } = await import("lunr");
    const index = lunr(function () {
      // No stems and no stop words: the others have none either.
      this.pipeline.reset();
      this.searchPipeline.reset();
      this.ref("id");
      this.field("text");
      for (const record of records()) this.add(record);
    });
    return { "lunr.json": JSON.stringify(index) };
  },
  async orama() {
    const { create, insertMultiple, save } = await import("@orama/orama");
    const db = create({ schema: { text: "string" } });
    await insertMultiple(db, records().map(({ id, text }) => ({ id: String(id), text })), 500);
    return { "orama.json": JSON.stringify(save(db)) };
  },
  async pagefind() {
    const { createIndex, close } = await import("pagefind");
    const { index } = await createIndex({});
    for (const { id, text } of records()) await index.addCustomRecord({ url: `/${id}`, content: text, language: "en" });
    await index.writeFiles({ outputPath: join(data, "pagefind") });
    await close();
    return {};
  },
};

/** Builds in a process of its own, so that its memory is its own. */
if (process.env.BUILD) {
  const start = performance.now();
  const files = await builders[process.env.BUILD]();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(data, name), content);
  console.log(JSON.stringify({ millis: Math.round(performance.now() - start), rss: process.resourceUsage().maxRSS }));
  process.exit(0);
}

function built(name) {
  const known = join(data, `${name}.built.json`);
  if (existsSync(known)) return JSON.parse(readFileSync(known));
  if (!builders[name]) return null;
  rmSync(join(data, `${name}.json`), { force: true });
  const out = execFileSync(process.execPath, ["--max-old-space-size=6000", join(here, "run.mjs"), data, module],
    { env: { ...process.env, BUILD: name }, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  writeFileSync(known, out.trim().split("\n").pop());
  return JSON.parse(readFileSync(known));
}

// ---- the host

const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".html": "text/html", ".wasm": "application/wasm", ".json": "application/json" };
const roots = { data, dateline: module, npm: join(here, "node_modules") };
const packed = new Map();

function file(path) {
  if (path === "/" || path === "/engines.js") return path === "/" ? "<!doctype html><title>peers</title>" : readFileSync(join(here, "engines.js"));
  if (path === "/orama.js") return 'export * from "/npm/@orama/orama/dist/browser/index.js"';
  const [, root, ...rest] = normalize(path).split("/");
  const name = roots[root] && join(roots[root], ...rest);
  return name && existsSync(name) && statSync(name).isFile() ? readFileSync(name) : null;
}

const host = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://h").pathname);
  if (!packed.has(path)) {
    const content = file(path);
    // What is packed already is sent as it is.
    const isPacked = /\.bin$|\.pf_/.test(path);
    packed.set(path, content && { bytes: isPacked ? content : gzipSync(content), isPacked });
  }
  const found = packed.get(path);
  if (!found) return response.writeHead(404).end();
  response.writeHead(200, {
    "content-type": TYPES[extname(path)] ?? (path === "/" ? "text/html" : "application/octet-stream"),
    ...(found.isPacked ? {} : { "content-encoding": "gzip" }),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
  }).end(found.bytes);
});
await new Promise(done => host.listen(0, "127.0.0.1", done));
const address = `http://127.0.0.1:${host.address().port}/`;

// ---- measuring

const queries = Object.fromEntries(Object.entries(JSON.parse(readFileSync(join(data, "queries.json"), "utf8")))
  .filter(([, list]) => list.length > 0));
const n_docs = readFileSync(join(data, "documents.jsonl"), "utf8").trim().split("\n").length;
const at = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];

async function measure(name) {
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    protocolTimeout: 900_000,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
      "--disable-sync", "--js-flags=--max-old-space-size=4000", "--enable-blink-features=ForceEagerMeasureMemory"],
  });
  const open = async (slow = false) => {
    const page = await browser.newPage();
    const session = await page.createCDPSession();
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    await page.goto(address);
    if (slow) {
      await session.send("Network.emulateNetworkConditions",
        { offline: false, latency: 40, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8 });
    }
    const traffic = { bytes: 0, code: 0 };
    const urls = new Map();
    session.on("Network.responseReceived", event => urls.set(event.requestId, event.response.url));
    session.on("Network.loadingFinished", event => {
      traffic.bytes += event.encodedDataLength;
      if (/\.(m?js|wasm|pagefind)$/.test(urls.get(event.requestId) ?? "")) traffic.code += event.encodedDataLength;
    });
    return { page, traffic };
  };
  const first = (page, asked) => page.evaluate(async (name, asked) => {
    const start = performance.now();
    const { engines } = await import("/engines.js");
    const engine = (globalThis.engine = engines[name]);
    await engine.load();
    const answer = await engine.search("word", asked);
    await engine.show(answer, asked);
    return performance.now() - start;
  }, name, asked);

  const result = { built: built(name) };
  const cold = [];
  for (let i = 0; i < 3; i += 1) {
    const { page, traffic } = await open();
    cold.push(await first(page, queries.word[i]));
    await new Promise(done => setTimeout(done, 300));
    result.bytes = traffic.bytes;
    result.code = traffic.code;
    if (i === 2) {
      result.memory = await page.evaluate(async () =>
        // Where it is not counted with the rest, the memory of a program is added.
        (crossOriginIsolated ? (await performance.measureUserAgentSpecificMemory()).bytes : 0)
          + (globalThis.engine.memory?.buffer.byteLength ?? 0));
    }
    await page.close();
  }
  result.cold = at(cold, 0.5);
  const slow = await open(true);
  result.slow = await first(slow.page, queries.word[0]);
  await slow.page.close();

  const { page, traffic } = await open();
  await first(page, queries.word[0]);
  result.kinds = {};
  for (const [kind, list] of Object.entries(queries)) {
    const before = traffic.bytes;
    const times = await page.evaluate(async (kind, list, repeats, is_quick) => {
      const engine = globalThis.engine;
      const out = { found: [], shown: [], other: 0, compared: 0, counts: [] };
      for (const asked of list) {
        let found = Infinity, shown = Infinity, counts = Infinity;
        for (let i = 0; i < repeats; i += 1) {
          const start = performance.now();
          const answer = await engine.search(kind, asked);
          if (!answer) return null;
          found = Math.min(found, performance.now() - start);
          await engine.show(answer, asked);
          shown = Math.min(shown, performance.now() - start);
          if (engine.withCounts && !is_quick) {
            const start = performance.now();
            await engine.withCounts(kind, asked);
            counts = Math.min(counts, performance.now() - start);
          }
        }
        if (counts < Infinity) out.counts.push(counts);
        out.found.push(found);
        out.shown.push(shown);
      }
      for (const asked of is_quick ? [] : list) {
        const ids = await engine.all(kind, asked);
        const right = new Set(asked.ids);
        const is_same = typeof ids === "number" ? ids === right.size
          : ids.length === right.size && ids.every(id => right.has(Number(id)));
        out.compared += 1;
        out.other += is_same ? 0 : 1;
      }
      return out;
    }, kind, list, name === "pagefind" ? 1 : REPEATS, is_quick);
    result.kinds[kind] = times && {
      found: [at(times.found, 0.5), at(times.found, 0.95)], shown: [at(times.shown, 0.5), at(times.shown, 0.95)],
      counts: times.counts.length ? [at(times.counts, 0.5), at(times.counts, 0.95)] : null,
      other: `${times.other} of ${times.compared}`, bytes: traffic.bytes - before,
    };
  }
  if (name === "parts") result.further = await further(open);
  await browser.close();
  return result;
}

/** Bytes and time of single further queries, each on a page that has answered one other. */
async function further(open) {
  const bytes = [], millis = [];
  for (let i = 0; i < 25; i += 1) {
    const { page, traffic } = await open();
    const kind = ["word", "two words", "phrase", "prefix", "boolean"][i % 5];
    await page.evaluate(async asked => {
      const { engines } = await import("/engines.js");
      globalThis.engine = engines.parts;
      await engine.load();
      await engine.search("word", asked);
    }, queries.word[50 + i]);
    const before = traffic.bytes;
    millis.push(await page.evaluate(async (kind, asked) => {
      const start = performance.now();
      await engine.search(kind, asked);
      return performance.now() - start;
    }, kind, queries[kind][i]));
    await new Promise(done => setTimeout(done, 150));
    bytes.push(traffic.bytes - before);
    await page.close();
  }
  return { bytes: [at(bytes, 0.5), at(bytes, 0.95)], millis: [at(millis, 0.5), at(millis, 0.95)] };
}

const results = {};
for (const name of names) {
  console.error(`… ${name}`);
  try {
    results[name] = await measure(name);
  } catch (error) {
    console.error(`${name}: ${error.message}`);
  }
}
host.close();

// ---- tables

const MB = 1e6;
const cell = (value, width = 15) => String(value).padStart(width);
const known = Object.keys(results);
const row = (label, value) => console.log(label.padEnd(26) + known.map(name => cell(value(results[name], name) ?? "-")).join(""));
const ms = pair => pair && `${pair[0].toFixed(2)} / ${pair[1].toFixed(1)}`;
console.log(`${n_docs} documents; milliseconds (median / 95th percentile), best of ${REPEATS} runs a query; bytes after gzip\n`);
row("", (_, name) => name);
row("shipped to first snippets", result => `${(result.bytes / MB).toFixed(2)} MB`);
row("  of it program", result => `${(result.code / MB).toFixed(3)} MB`);
row("  beside the program", result => `${((result.bytes - result.code) / MB).toFixed(2)} MB`);
row("build, in seconds", result => result.built && (result.built.millis / 1000).toFixed(1));
row("build, memory", result => result.built && `${(result.built.rss / 1024).toFixed(0)} MB`);
row("first result, cold", result => `${result.cold.toFixed(0)} ms`);
row("  10 Mbit/s, 40 ms", result => `${(result.slow / 1000).toFixed(1)} s`);
row("memory of the page", result => result.memory && `${(result.memory / MB).toFixed(0)} MB`);
for (const kind of Object.keys(queries)) {
  console.log();
  row(`${kind}, with ten snippets`, result => ms(result.kinds[kind]?.shown));
  row("  found only", result => ms(result.kinds[kind]?.found));
  row("  facets and timeline", result => ms(result.kinds[kind]?.counts));
  row("  other sets", result => result.kinds[kind]?.other);
  const ours = results.dateline?.kinds[kind]?.shown;
  if (ours) row("  times ours, medians", result => result.kinds[kind] && (result.kinds[kind].shown[0] / ours[0]).toFixed(2));
}
if (results.parts?.further) {
  const { bytes, millis } = results.parts.further;
  console.log(`\nin parts, a further query: ${(bytes[0] / 1000).toFixed(0)} kB (95th percentile ${(bytes[1] / 1000).toFixed(0)} kB), ${ms(millis)} ms`);
}
