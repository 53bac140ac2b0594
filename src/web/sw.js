// Keeps the files of the page, and nothing else, so that it opens without network.
//
// The build writes the first line: `VERSION`, `FILES` ([address, hash] kept at once) and `LATER`
// (kept when first used). A version is complete or not there at all: what does not have its hash is
// refused, and the one before it stays. A new one waits until the page says that it may take over.
const PREFIX = `dateline ${registration.scope} `;
const NAME = PREFIX + VERSION;
const HASHES = new Map([...FILES, ...LATER].map(([address, hash]) =>
  [new URL(address, registration.scope).href, hash]));

const fetched = address =>
  fetch(address, { integrity: HASHES.get(address), cache: 'no-cache', credentials: 'same-origin' });

addEventListener('install', event => event.waitUntil((async () => {
  const cache = await caches.open(NAME);
  await Promise.all(FILES.map(async ([address]) => {
    const url = new URL(address, registration.scope).href;
    const answer = await fetched(url);
    if (!answer.ok) throw new Error(`${answer.status} ${url}`);
    await cache.put(url, answer);
  }));
})()));

addEventListener('activate', event => event.waitUntil((async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== NAME) await caches.delete(name);
  }
  await clients.claim();
})()));

addEventListener('message', event => {
  if (event.data === 'use') skipWaiting();
  // What is not wanted yet, quietly: without it a reader who is offline could not take the page along.
  if (event.data === 'rest') {
    event.waitUntil((async () => {
      const cache = await caches.open(NAME);
      for (const [address] of LATER) {
        const url = new URL(address, registration.scope).href;
        if (await cache.match(url)) continue;
        const answer = await fetched(url).catch(() => null);
        if (answer?.ok) await cache.put(url, answer);
      }
    })());
  }
});

addEventListener('fetch', event => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const url = new URL(request.url);
  url.hash = '';
  // A link may name the page's file, and may carry a query that some host added.
  const isPage = request.mode === 'navigate'
    && [registration.scope, new URL('index.html', registration.scope).href].includes(url.origin + url.pathname);
  const address = isPage ? registration.scope : url.href;
  if (!HASHES.has(address)) return;
  event.respondWith((async () => {
    const cache = await caches.open(NAME);
    const kept = await cache.match(address);
    if (kept) return kept;
    const answer = await fetched(address);
    if (answer.ok) await cache.put(address, answer.clone());
    return answer;
  })());
});
