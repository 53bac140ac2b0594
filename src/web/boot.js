// What the page needs before its program runs, on a host and as one file alike.
//
// On a host the files that belong to the page lie beside it; in the one file they are blocks of data
// inside it. `dateline` hides the difference. Everything here runs on every visit: keep it small.
(() => {
  'use strict';

  // Where the browser asks for it, text becomes markup or a script's address only through here. The
  // program sets markup that was written at compile time, never a document's: plain elements pass,
  // with neither scripts nor handlers nor addresses. A script comes from here or was put together here.
  if (window.trustedTypes) {
    const plain = /^(?:[^<>]|<\/?[a-z][a-z0-9]*(?: [a-z][a-z0-9:_-]*(?:="[^"<>]*")?)*\s*\/?>|<!-*>?)*$/i;
    const active = /<\s*(?:script|style|iframe|object|embed|base|meta|link)|\s(?:(?:on\w+|src\w*|style|\w*action)=|(?:\w+:)?href="(?!#))/i;
    trustedTypes.createPolicy('default', {
      createHTML: html => (plain.test(html) && !active.test(html) ? html : null),
      createScriptURL: address => {
        const url = new URL(address, document.baseURI);
        return url.origin === location.origin || url.protocol === 'blob:' ? address : null;
      },
    });
  }

  const block = name => document.querySelector(`script[data-file="${name}"]`);
  const has = name => !!block(name)?.textContent.trim();

  // `name?hash` of each file whose own name does not tell its contents.
  const listed = document.querySelector('meta[name=dateline-files]')?.content.split(' ') || [];
  const address = name => listed.find(entry => entry.startsWith(name + '?')) || name;

  const unpacked = async ({ textContent, dataset }) => {
    const text = textContent.trim();
    let bytes;
    if (Uint8Array.fromBase64) {
      bytes = Uint8Array.fromBase64(text);
    } else {
      const letters = atob(text);
      bytes = new Uint8Array(letters.length);
      for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
    }
    if (dataset.encoding !== 'gzip') return bytes;
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  };

  const fetched = async name => {
    const answer = await fetch(address(name));
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    return answer;
  };

  // Parts of a corpus as they came, the latest of them: what the page has read the second program reads too.
  const parts = new Map();
  const part = name => {
    if (!parts.has(name)) parts.set(name, fetched(name).then(answer => answer.blob()));
    if (parts.size > 2000) parts.delete(parts.keys().next().value);
    return parts.get(name);
  };

  const made = {};
  // What failed, for want of network perhaps, may be tried again.
  const once = (what, make) => (made[what] ||= make().catch(error => {
    delete made[what];
    throw error;
  }));
  const dateline = (window.dateline = {
    // Whether everything is inside this one document.
    isOneFile: !!document.querySelector('meta[name=dateline-one-file]'),

    // Whether a file is inside this document.
    has,

    // Names of the files beside it, or inside it, that begin so.
    names: start => [...listed.map(entry => entry.split('?')[0]),
      ...[...document.querySelectorAll('script[data-file]')].map(inside => inside.dataset.file)]
      .filter(name => name.startsWith(start)),

    // The archive with the files of the corpus that came with the page, if it is here. (A function: the tool that
    // shrinks scripts loses the `get` of a getter.)
    sources() {
      const pack = document.querySelector('meta[name=dateline-corpus]')?.content;
      const name = pack ? pack.replace(/(\.pack|\.parts)?$/, '.sources.zip') : 'sources.zip';
      return has(name) || listed.some(entry => entry.split('?')[0] === name) ? name : '';
    },

    // Told of each corpus that is opened. One that was corrected before is corrected again.
    opened(base) {
      base.key = base.isOwn ? 'own:' + base.name : location.pathname + ':' + base.name;
      dateline.base = base;
      let known = '';
      try {
        known = localStorage.getItem('dateline-corrected') || '';
      } catch {}
      if (known.includes(JSON.stringify(base.key)) || (!base.isOwn && has('corrections.toml'))) {
        dateline.script('correct.js').then(() => dateline.correct()).catch(() => {});
      }
    },

    // The bytes of a file that belongs to the page.
    async file(name) {
      const inside = block(name);
      if (inside) return unpacked(inside);
      return new Uint8Array(await (await fetched(name)).arrayBuffer());
    },

    // The bytes of a file that was packed when it was written: of a part of a corpus, or, with `told`, which hears how many
    // packed ones have come, of the whole. What the network lost is asked for once more.
    async packed(name, told, isLast) {
      try {
        const answer = told ? await fetched(name) : new Response(await part(name));
        let come = 0;
        const count = new TransformStream({
          transform(bytes, out) {
            told?.((come += bytes.length));
            out.enqueue(bytes);
          },
        });
        const stream = answer.body.pipeThrough(count).pipeThrough(new DecompressionStream('gzip'));
        return new Uint8Array(await new Response(stream).arrayBuffer());
      } catch (error) {
        parts.delete(name);
        if (isLast) throw error;
        await new Promise(done => setTimeout(done, 400));
        return dateline.packed(name, told, true);
      }
    },

    // How many bytes a file beside the page has.
    size: async name => {
      const answer = await fetch(name, { method: 'HEAD' });
      return answer.ok ? +answer.headers.get('content-length') : 0;
    },

    // Its address, for a worker.
    async url(name) {
      if (!block(name)) return address(name);
      made[name] ||= URL.createObjectURL(
        new Blob([await unpacked(block(name))], { type: 'text/javascript' }));
      return made[name];
    },

    // Runs it in the page, once.
    script: name => once('run ' + name, async () => {
      const script = document.createElement('script');
      script.src = await dateline.url(name);
      await new Promise((done, failed) => {
        script.onload = done;
        script.onerror = () => failed(new Error(name));
        document.head.append(script);
      });
    }),

    // Takes a style sheet into the page, once. One that is made here needs no leave of the policy.
    sheet: name => once('sheet ' + name, async () => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(new TextDecoder().decode(await dateline.file(name)));
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    }),

    // The second program with its looks, once: it adds functions of its own.
    extras: () => once('extras', async () => {
      const [bytes] = await Promise.all([dateline.file('dateline-extras_bg.wasm'),
        dateline.script('dateline-extras.js'), ...dateline.names('extras/').map(dateline.sheet)]);
      await dateline.startExtras({ module_or_path: bytes });
    }),
  });

  // Nothing is kept before the reader acts: what is wanted later is fetched after the first act, so that a
  // visit that only looked leaves nothing behind.
  const begin = () => {
    removeEventListener('pointerdown', begin);
    removeEventListener('keydown', begin);
    setTimeout(() => dateline.script('later.js').then(() => dateline.settle()), 500);
  };
  addEventListener('pointerdown', begin);
  addEventListener('keydown', begin);

  addEventListener('DOMContentLoaded', async () => {
    const program = document.getElementById('program');
    // As they came, before the program adds to them: what "Save as one file" writes again.
    dateline.title = document.title;
    dateline.parts = [[...document.head.childNodes], [...document.body.childNodes]];
    try {
      await wasm_bindgen({ module_or_path: program.href || (await unpacked(program)) });
      if (/[#&]passage=/.test(location.hash)) begin();
    } catch (error) {
      const loading = document.querySelector('#loading p');
      if (!loading) throw error;
      loading.textContent = `This browser cannot open the page: ${error.message || error}`;
    }
  });
})();
