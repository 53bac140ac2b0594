// What few visits need, loaded when the reader first acts: saving, taking out, links to a passage, working
// without network.
//
// It adds to `dateline` (see boot.js). Words of a document become text nodes, never markup.
(() => {
  'use strict';

  // Every sentence said here, ready to be translated, as `strings.rs` is for the program.
  const words = {
    update: 'A newer version of this page is ready.',
    use: 'Use it now',
    later: 'Later',
    close: 'Close',
    title: 'Save and share',
    page: 'The whole page',
    oneFile: 'Save as one file',
    oneFileHint: 'An HTML file with everything inside: it opens from disk, without network, and searches and filters as this page does.',
    whole: 'It can also read new documents (some megabytes more)',
    withSources: 'It holds the original files as well, to look at and to hand on',
    originals: 'The original files',
    originalsHint: 'Every file as it came, in one archive.',
    originalsZip: 'Original files (ZIP)',
    originalsNone: 'They are not here: the page was built without them, or they are more than 64 MB.',
    originalsNoneOwn: 'They are not here: this corpus was opened from a saved pack.',
    print: 'Print',
    link: 'Copy a link to this view',
    linkToFile: 'The link leads into this file, wherever it lies on this machine.',
    selection: n => `The ${n} found`,
    timeline: 'The timeline of what is found',
    kinds: ['Table (CSV)', 'Annotations (JSON Lines)', 'Markdown with references', 'References in words', 'BibTeX', 'RIS',
      'CSL-JSON', 'Counts (CSV)', 'Drawing (SVG)'],
    working: 'Working…',
    saved: name => `Saved as ${name}`,
    copied: 'Copied',
    failed: error => `That did not work: ${error.message || error}`,
    passage: 'Copy a link to this passage',
    mark: 'Mark as a name…',
    leaves: 'What leaves this machine',
    nothing: 'Nothing. Your documents, what you search for and what you read stay in this tab.',
    policy: 'The page carries a policy that your browser enforces: it may load files from the place it came from, and speak to no one else. It sets no cookie.',
    policyFile: 'The page is one file. It carries a policy that your browser enforces: it may load nothing at all and speak to no one. It sets no cookie.',
    kept: 'What it keeps on this machine, once you act: its own files, to open without network; a theme or a width that you chose; a corpus, where you asked for it. Clearing the data of this site in your browser removes all of it.',
    check: 'How to check',
    checks: ['Open the developer tools of your browser (F12), choose “Network”, and use the page: every request is listed there.',
      'Pull the plug. Everything but a first visit works without network.',
      'Read the policy: it stands in the first lines of the page’s source.'],
    sofar: (n, where) => `Since it was opened this page has asked for ${n} files, all from ${where}.`,
    sofarNone: 'Since it was opened this page has asked for no file at all.',
    sofarElse: list => `This page has asked elsewhere, which should not happen: ${list}`,
  };

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
      else if (value !== false) element.setAttribute(key, value === true ? '' : value);
    }
    element.append(...children);
    return element;
  };
  const button = (label, act) => make('button', { type: 'button', class: 'button', onclick: act }, label);

  // Its own looks come with it.
  const looks = dateline.sheet('share.css').catch(() => {});

  // ---- one file ----

  const gzip = async bytes => {
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  };

  const base64 = bytes => {
    if (bytes.toBase64) return bytes.toBase64();
    const parts = [];
    // A multiple of three, so that no part ends in padding; small enough for a call's arguments.
    for (let i = 0; i < bytes.length; i += 24573) {
      parts.push(btoa(String.fromCharCode(...bytes.subarray(i, i + 24573))));
    }
    return parts.join('');
  };

  // This document as it came, when it is the one file.
  const own = () => {
    const inner = nodes => {
      const holder = document.createElement('div');
      for (const node of nodes) {
        const copy = node.cloneNode(true);
        if (copy.localName === 'title') copy.textContent = dateline.title;
        holder.append(copy);
      }
      return holder.innerHTML.trim();
    };
    const [head, body] = dateline.parts.map(inner);
    return `<!doctype html>\n<html lang="en"><head>${head}</head><body>${body}\n</body></html>\n`;
  };

  const CORRECTED = /<script type="text\/plain" data-file="corrections\.toml"[^>]*>[^<]*<\/script>\n?/;
  const SLOT = '<script type="text/plain" data-file="corpus.pack" data-encoding="gzip">';

  // What shows a source as it came: the program that reads, without its models and tables.
  const READER = ['worker/dateline-worker.js', 'worker/dateline-worker_bg.wasm'];

  const SOURCES = '<script type="text/plain" data-file="sources.zip" data-encoding="gzip">';

  // A page without the files it may hold.
  const withoutSources = page => {
    const at = page.indexOf(SOURCES);
    return at < 0 ? page : page.slice(0, at) + page.slice(page.indexOf('<', at + SOURCES.length) + '</script>\n'.length);
  };

  // The page as one file with this corpus; with the one it was built with, when there is none. `isWhole`:
  // with what new documents need. `sources`: an archive of the original files to put in. A reader's corrections
  // go beside it, and can be taken back there.
  dateline.oneFile = async (pack, isWhole, sources, corrections) => {
    const template = withoutSources(dateline.isOneFile
      ? own() : new TextDecoder().decode(await dateline.file('one-file.html'))).replace(CORRECTED, '');
    const at = template.indexOf(SLOT);
    if (at < 0) throw new Error('one-file.html');
    const end = template.indexOf('<', at + SLOT.length);
    const parts = [template.slice(0, at)];
    const more = isWhole ? dateline.names('worker/') : sources ? READER : [];
    for (const name of dateline.isOneFile ? [] : more) {
      parts.push(`<script type="text/plain" data-file="${name}" data-encoding="gzip">`,
        base64(await gzip(await dateline.file(name))), '</' + 'script>\n');
    }
    if (sources) parts.push(SOURCES, base64(await gzip(sources)), '</' + 'script>\n');
    if (corrections) {
      parts.push('<script type="text/plain" data-file="corrections.toml" data-encoding="gzip">',
        base64(await gzip(utf8.encode(corrections))), '</' + 'script>\n');
    }
    parts.push(SLOT, pack ? base64(await gzip(pack)) : '', template.slice(end));
    return new Blob(parts, { type: 'text/html' });
  };

  // Hands a file to the reader, as a download.
  dateline.save = (name, content, type) => {
    const blob = content instanceof Blob ? content : new Blob([content], { type });
    const link = make('a', { download: name, href: URL.createObjectURL(blob) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };

  // ---- the files a corpus was made of ----

  // The program that reads files, in a worker of its own: it answers while another one reads a folder.
  let asked;
  const reader = () => (asked ||= (async () => {
    const [script, program] = await Promise.all(READER.map(name => dateline.file(name)));
    const start = '\nonmessage=e=>wasm_bindgen({module_or_path:e.data});';
    const url = URL.createObjectURL(new Blob([script, start], { type: 'text/javascript' }));
    const worker = new Worker(url);
    await new Promise((done, failed) => {
      worker.onmessage = done;
      worker.onerror = () => failed(new Error(READER[1]));
      worker.postMessage(program, [program.buffer]);
    });
    URL.revokeObjectURL(url);
    worker.onerror = () => { asked = null; };
    return worker;
  })().catch(error => { asked = null; throw error; }));

  const ask = async (word, ...more) => {
    const worker = await reader();
    const { port1, port2 } = new MessageChannel();
    return new Promise((done, failed) => {
      port1.onmessage = ({ data: [value, why] }) => (why === undefined ? done(value) : failed(new Error(why)));
      worker.addEventListener('error', event => failed(new Error(event.message)), { once: true });
      worker.postMessage(['ask', port2, word, ...more], [port2]);
    });
  };

  // Whether the files of the corpus shown are at hand.
  dateline.hasFiles = () => {
    const [files, isOwn] = dateline.shown();
    return (isOwn ? files.length > 0 : !!dateline.sources())
      && (dateline.has(READER[0]) || dateline.names(READER[0]).length > 0);
  };

  // Pairs of path and file; one pair without a path for an archive of all of them.
  const filesShown = async () => {
    const [files, isOwn] = dateline.shown();
    const pairs = isOwn ? files : [['', new Blob([await dateline.file(dateline.sources())])]];
    // On a page opened from a disk WebKit lets no worker open a file: there it is given the bytes.
    return location.protocol === 'file:' ? Promise.all(pairs.map(bytesIn)) : pairs;
  };
  const bytesIn = async ([path, file]) => {
    const bytes = file instanceof Blob && await file.arrayBuffer().catch(() => null);
    return [path, bytes ? new Uint8Array(bytes) : file];
  };

  // The source of a document as it came; nothing where its file is not there, or is another one by now. `copies`
  // are pieces of its text, each after the byte of the source that it begins at.
  dateline.sourceText = async (path, sha256, copies) => ask('source', await filesShown(), path, sha256, copies);

  // The file that a document is in, as it came.
  dateline.sourceFile = async path => ask('file', await filesShown(), path);

  // All files in one archive, with what was put right among them. A list that came with the corpus is part of it.
  const originals = async corrections => {
    if (!corrections && !dateline.shown()[1]) return new Blob([await dateline.file(dateline.sources())]);
    return ask('zip', await filesShown(), corrections ? [['corrections.toml', corrections]] : []);
  };

  // ---- the panel ----

  const show = (title, ...content) => {
    const close = () => dialog.remove();
    const dialog = make('dialog', { class: 'share', 'aria-labelledby': 'share-title', onclose: close,
      onclick: event => event.target === dialog && close() },
      make('div', {},
        make('button', { type: 'button', class: 'icon-button close', 'aria-label': words.close, onclick: close }, '×'),
        make('h2', { id: 'share-title' }, title), ...content));
    document.body.append(dialog);
    dialog.showModal();
    return dialog;
  };

  const fileName = title =>
    (title.normalize('NFC').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 60) || 'dateline');

  // `host`: `pack()` the bytes of the corpus, `base()` the same without corrections, `isBuiltIn` whether the page was built with it, `docs` the
  // numbers of what is found, `found` how many in words, `title`.
  dateline.panel = async host => {
    await looks;
    const said = make('p', { class: 'said', role: 'status' });
    const doing = work => async () => {
      said.textContent = words.working;
      try {
        said.textContent = await work();
      } catch (error) {
        said.textContent = words.failed(error);
      }
    };
    const whole = make('input', { type: 'checkbox' });
    const canRead = !dateline.isOneFile && dateline.names('worker/').length > 0;
    const hasFiles = dateline.hasFiles();
    const withSources = make('input', { type: 'checkbox' });
    withSources.checked = dateline.has('sources.zip');
    const kind = idx => button(words.kinds[idx], doing(async () => {
      await dateline.extras();
      const [name, type, text] = dateline.written(host.pack(), host.docs, idx, location.hash.slice(1));
      dateline.save(name, text, type);
      return words.saved(name);
    }));
    show(words.title,
      make('h3', {}, words.page),
      make('p', { class: 'hint' }, words.oneFileHint),
      ...(canRead ? [make('label', { class: 'hint' }, whole, ' ' + words.whole)] : []),
      ...(hasFiles ? [make('label', { class: 'hint' }, withSources, ' ' + words.withSources)] : []),
      make('div', { class: 'choices' },
        button(words.oneFile, doing(async () => {
          const name = fileName(host.title) + '.html';
          const sources = withSources.checked && new Uint8Array(await (await originals()).arrayBuffer());
          dateline.save(name, await dateline.oneFile(host.isBuiltIn ? null : host.base(), whole.checked, sources, dateline.corrections));
          return words.saved(name);
        })),
        button(words.link, doing(async () => {
          await navigator.clipboard.writeText(location.href);
          return location.protocol === 'file:' ? words.linkToFile : words.copied;
        })),
        button(words.print, () => {
          document.querySelector('dialog.share')?.remove();
          print();
        })),
      make('h3', {}, words.selection(host.found)),
      make('div', { class: 'choices' }, ...[0, 1, 2, 3, 4, 5, 6].map(kind)),
      make('h3', {}, words.timeline),
      make('div', { class: 'choices' }, ...[7, 8].map(kind)),
      make('h3', {}, words.originals),
      make('p', { class: 'hint' }, hasFiles ? words.originalsHint
        : dateline.shown()[1] ? words.originalsNoneOwn : words.originalsNone),
      ...(hasFiles ? [make('div', { class: 'choices' }, button(words.originalsZip, doing(async () => {
        const name = fileName(host.title) + '.zip';
        dateline.save(name, await originals(dateline.corrections && dateline.correctionsFile));
        return words.saved(name);
      })))] : []),
      said,
      make('p', {}, make('button', { type: 'button', class: 'link-button', onclick: () => {
        document.querySelector('dialog.share')?.remove();
        dateline.leaves();
      } }, words.leaves)));
  };

  // What this page asked for, by the browser's own account.
  const requests = () => performance.getEntriesByType('resource')
    .map(entry => entry.name).filter(name => /^(https?|wss?|ftp):/.test(name));

  dateline.leaves = async () => {
    await looks;
    const asked = requests();
    const elsewhere = asked.filter(name => new URL(name).origin !== location.origin);
    const account = elsewhere.length ? words.sofarElse(elsewhere.join(', '))
      : asked.length ? words.sofar(asked.length, location.origin) : words.sofarNone;
    show(words.leaves,
      make('p', {}, words.nothing),
      make('p', {}, dateline.isOneFile ? words.policyFile : words.policy),
      make('p', {}, words.kept),
      make('h3', {}, words.check),
      make('ul', { class: 'checks' }, ...words.checks.map(text => make('li', {}, text))),
      make('p', {}, account));
  };

  // ---- links to a passage ----

  const utf8 = new TextEncoder();
  const bytes = text => utf8.encode(text).length;

  // Text nodes of what is read, each with the byte of the document's text at which it begins.
  const textNodes = () => {
    const nodes = [];
    for (const part of document.querySelectorAll('.document [data-from]')) {
      let at = Number(part.dataset.from);
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        nodes.push([walker.currentNode, at]);
        at += bytes(walker.currentNode.data);
      }
    }
    return nodes;
  };

  let offer;
  const offerLink = () => {
    offer?.remove();
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const quote = selection.toString().replace(/\s+/g, ' ').trim();
    const found = textNodes().find(([node]) => range.intersectsNode(node));
    if (!found || quote.length < 3) return;
    const [node, from] = found;
    const skipped = node === range.startContainer ? range.startOffset : 0;
    const at = from + bytes(node.data.slice(0, skipped));
    const place = range.getBoundingClientRect();
    const copy = button(words.passage, async () => {
      const address = new URL(location.href);
      const kept = address.hash.slice(1).split('&').filter(pair => pair && !/^(at|passage)=/.test(pair));
      // Long ones by their two ends: an address is to be pasted.
      const short = quote.length > 300 ? `${quote.slice(0, 140)} … ${quote.slice(-140)}` : quote;
      address.hash = [...kept, `at=${at}`, `passage=${encodeURIComponent(short)}`].join('&');
      await navigator.clipboard.writeText(address.href);
      copy.textContent = words.copied;
      setTimeout(() => offer.remove(), 1200);
    });
    const last = textNodes().find(([node]) => node === range.endContainer);
    const end = last ? last[1] + bytes(last[0].data.slice(0, range.endOffset)) : at + bytes(selection.toString());
    const mark = button(words.mark, () => {
      const kept = location.hash.slice(1).split('&').filter(pair => pair && !/^(doc|entity|view|at|passage)=/.test(pair));
      const doc = decodeURIComponent((/[#&]doc=([^&]*)/.exec(location.hash) || [])[1]?.replace(/\+/g, ' ') || '');
      offer.remove();
      location.hash = [...kept, `correct=${encodeURIComponent(`words:${at}-${end}:${doc}`)}`].join('&');
    });
    offer = make('div', {}, copy, ...(quote.length <= 120 ? [mark] : []));
    offer.classList.add('passage-link');
    offer.addEventListener('pointerdown', event => event.preventDefault());
    Object.assign(offer.style, {
      left: `${Math.max(8, Math.min(place.left, innerWidth - 380))}px`,
      top: `${Math.min(place.bottom + 8, innerHeight - 44)}px`,
    });
    document.body.append(offer);
  };

  // The passage that the address quotes, found again though the text around it may have moved.
  const showPassage = async () => {
    CSS.highlights?.delete('passage');
    const value = key => location.hash.slice(1).split('&').find(pair => pair.startsWith(key + '='))?.slice(key.length + 1);
    const quote = value('passage');
    if (!quote) return;
    await dateline.extras();
    const nodes = textNodes();
    if (!nodes.length) return;
    const text = nodes.map(([node]) => node.data).join('');
    const shift = nodes[0][1];
    const found = dateline.anchored(text, decodeURIComponent(quote.replace(/\+/g, ' ')), Math.max(0, (Number(value('at')) || 0) - shift));
    if (!found) return;
    const range = new Range();
    let at = 0;
    for (const [node] of nodes) {
      const end = at + node.length;
      if (found[0] >= at && found[0] < end) range.setStart(node, found[0] - at);
      if (found[1] > at && found[1] <= end) range.setEnd(node, found[1] - at);
      at = end;
    }
    if (CSS.highlights) {
      CSS.highlights.set('passage', new Highlight(range));
    } else {
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }
    range.startContainer.parentElement.scrollIntoView({ block: 'center' });
  };

  // ---- without network ----

  // A new version waits until the reader wants it: the corpus on the screen is not pulled away.
  const announce = worker => {
    if (document.querySelector('.update')) return;
    const bar = make('div', { class: 'update', role: 'status' }, words.update,
      button(words.use, () => worker.postMessage('use')),
      button(words.later, () => bar.remove()));
    document.body.append(bar);
  };

  // Keeps the page's own files, so that it opens without network.
  const keepOffline = async () => {
    const { serviceWorker, connection } = navigator;
    if (!dateline.names('sw.js').length || !serviceWorker || !isSecureContext) return;
    let wasControlled = !!serviceWorker.controller;
    serviceWorker.addEventListener('controllerchange', () => {
      if (wasControlled) location.reload();
      wasControlled = true;
    });
    const kept = await serviceWorker.register('sw.js', { scope: './', updateViaCache: 'none' });
    const watch = worker => {
      const tell = () => {
        if (worker.state === 'installed' && serviceWorker.controller) announce(worker);
      };
      worker.addEventListener('statechange', tell);
      tell();
    };
    if (kept.waiting) watch(kept.waiting);
    kept.addEventListener('updatefound', () => watch(kept.installing));
    const { active } = await serviceWorker.ready;
    if (!connection?.saveData) active.postMessage('rest');
  };

  // Once, when the reader has begun.
  dateline.settle = async () => {
    // Words may be selected by mouse, by finger or by keyboard: what is selected when the hand rests is meant.
    let isPressed = false, resting;
    const rest = () => {
      clearTimeout(resting);
      resting = setTimeout(() => isPressed || offer?.contains(document.activeElement) || offerLink(), 200);
    };
    document.addEventListener('selectionchange', rest);
    rest();
    document.addEventListener('pointerdown', () => (isPressed = true));
    for (const end of ['pointerup', 'pointercancel']) {
      document.addEventListener(end, event => {
        isPressed = false;
        if (!offer?.contains(event.target)) rest();
      });
    }
    // By keyboard Enter goes to what can be done with them, Escape puts it away.
    document.addEventListener('keydown', event => {
      if (!offer?.isConnected || (offer.contains(event.target) && event.key === 'Enter')) return;
      if (event.key === 'Enter' && !event.target.closest('a, button, input, textarea, select, summary, [role=button]')) {
        event.preventDefault();
        offer.lastChild.focus();
      }
      if (event.key === 'Escape') offer.remove();
    });
    addEventListener('hashchange', showPassage);
    await showPassage();
    // A browser that refuses to keep anything is left alone.
    await keepOffline().catch(() => {});
  };
})();
