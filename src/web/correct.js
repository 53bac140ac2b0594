// A reader's corrections of the open corpus: the way between the page, the worker that replays them (`corrector/`) and
// the views that ask for them (`extras/`). Loaded for the first correction, or for a corpus that was corrected before.
//
// It adds one function to `dateline` (see boot.js): `correct([word, …])` says something to the worker and promises what
// is the case then, as the worker tells it: `[, rows, to undo, to redo, file, number, turn, own file]`; without a word
// it only asks. The page hears of each new state by `corrected(pack or nothing, number)`.
(() => {
  'use strict';

  // What the worker's script waits for: its program, as the first message.
  const BOOT = '\nonmessage=e=>wasm_bindgen({module_or_path:e.data});';
  const REMEMBERED = 'dateline-corrected';

  const start = async () => {
    const [script, program] = await Promise.all(
      ['dateline-corrector.js', 'dateline-corrector_bg.wasm'].map(name => dateline.file(name)));
    const url = URL.createObjectURL(new Blob([script, BOOT], { type: 'text/javascript' }));
    const worker = new Worker(url);
    await new Promise((done, failed) => {
      worker.onmessage = done;
      worker.onerror = failed;
      worker.postMessage(program, [program.buffer]);
    });
    URL.revokeObjectURL(url);
    return worker;
  };

  let starting, base, turn = 0, state, waiting;
  let queue = Promise.resolve();

  // Corpora that have corrections, by their keys: what makes this script load again.
  const remember = (key, is) => {
    try {
      const keys = new Set(JSON.parse(localStorage.getItem(REMEMBERED) || '[]'));
      if (is ? keys.has(key) : !keys.delete(key)) return;
      if (is) keys.add(key);
      if (keys.size) localStorage.setItem(REMEMBERED, JSON.stringify([...keys]));
      else localStorage.removeItem(REMEMBERED);
    } catch {
      // A browser that keeps nothing is no reason not to correct.
    }
  };

  const hear = ({ data: [word, pack, ...rest] }) => {
    const answer = waiting;
    if (word === 'kept-not') return dateline.corrected(null, -1, pack);
    waiting = null;
    if (word === 'refused') return answer?.failed(new Error(pack));
    const n = rest[4];
    const isNow = rest[5] === turn && base === dateline.base;
    if (isNow) {
      const wasEmpty = !state?.[5];
      state = [, ...rest];
      [dateline.corrections, dateline.correctionsFile] = [rest[6], rest[3]];
      remember(base.key, n > 0);
      if (n || !wasEmpty) dateline.corrected(pack, n);
    }
    answer?.done(state || []);
  };

  const ask = (message, transfer) => new Promise((done, failed) => {
    waiting = { done, failed };
    starting.then(worker => worker.postMessage(message, transfer || []));
  });

  // Tells the worker of a corpus that it does not know yet.
  const open = async () => {
    starting ||= start().then(worker => {
      worker.onmessage = hear;
      worker.onerror = event => {
        waiting?.failed(new Error(event.message));
        starting = base = waiting = null;
      };
      return worker;
    }).catch(error => {
      starting = null;
      throw error;
    });
    await starting;
    if (base === dateline.base) return;
    base = dateline.base;
    state = null;
    dateline.corrections = dateline.correctionsFile = '';
    const inside = dateline.has('corrections.toml') && !base.isOwn
      ? new TextDecoder().decode(await dateline.file('corrections.toml')) : '';
    const pack = base.pack();
    await ask(['open', base.key, pack, inside, ++turn], [pack.buffer]).catch(error => {
      base = null;
      throw error;
    });
  };

  // One thing after the other: an answer belongs to what was asked last.
  dateline.correct = message => {
    const done = queue.then(open).then(() => (message?.length ? ask(message) : state || []));
    queue = done.catch(() => {});
    return done;
  };

  addEventListener('keydown', event => {
    const key = event.key.toLowerCase();
    const isAsked = (event.ctrlKey || event.metaKey) && !event.altKey && (key === 'z' || key === 'y');
    if (!isAsked || !state || event.target.closest?.('input, textarea, select, [contenteditable]')) return;
    const isBack = key === 'z' && !event.shiftKey;
    if (!state[isBack ? 2 : 3]) return;
    event.preventDefault();
    dateline.correct([isBack ? 'undo' : 'redo']).catch(() => {});
  });
})();
