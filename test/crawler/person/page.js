/*
 * Runs detection.js in the page, in frames of each kind and in workers, and writes what was found into <pre>, one
 * line each. `expected` is put in by the test.
 */
(async (expected) => {
  expected.graphics = new RegExp(expected.graphics, 'i');
  const lines = [];
  const told = (scope, list) => { for (const [name, why] of list) lines.push(`${scope}: ${name}: ${why}`); };
  const within = (scope, promise) => {
    let timer;
    const late = new Promise((end) => { timer = setTimeout(end, 8000, [['it runs', 'it gave no answer']]); });
    return Promise.race([promise, late]).then((list) => told(scope, list), (error) => told(scope, [['it runs', String(error)]])).finally(() => clearTimeout(timer));
  };
  await within('page', globalThis.detect(expected, 'page'));

  const source = String(globalThis.detect);
  // A frame's own realm is read at once, before any script of the browser's could run late.
  const fresh = document.body.appendChild(document.createElement('iframe'));
  const early = fresh.contentWindow;
  const same = ['userAgent', 'platform', 'vendor', 'language', 'hardwareConcurrency', 'deviceMemory', 'webdriver', 'maxTouchPoints', 'pdfViewerEnabled'];
  told('a frame at once', same.filter((name) => early.navigator[name] !== navigator[name]).map((name) => [name, `${early.navigator[name]} in it, ${navigator[name]} here`]));
  told('a frame at once', [early.Function.prototype.toString.call(early.fetch), early.Function.prototype.toString.call(window.fetch), Function.prototype.toString.call(early.fetch), early.Function.prototype.toString.call(Object.getOwnPropertyDescriptor(Navigator.prototype, 'webdriver').get)].filter((text) => !/\[native code\]/.test(text)).map((text) => ['native functions', text.slice(0, 100)]));
  told('a frame at once', typeof early.chrome === typeof window.chrome ? [] : [['window.chrome', typeof early.chrome]]);
  told('a frame at once', early.navigator.plugins.length === navigator.plugins.length ? [] : [['plug-ins', String(early.navigator.plugins.length)]]);
  told('a frame at once', fresh.contentWindow !== early || early.self !== early || early.parent !== window || early.frameElement !== fresh ? [['frames', 'the window of a frame is not its own']] : []);

  const inFrame = (frame) => new Promise((end) => {
    frame.onload = () => end(new frame.contentWindow.Function('expected', `${source.includes('globalThis.detect') ? '' : 'globalThis.detect = '}${source}; return globalThis.detect(expected, 'frame')`)(expected));
    document.body.append(frame);
  });
  await within('srcdoc frame', inFrame(Object.assign(document.createElement('iframe'), { srcdoc: '<p>x</p>' })));
  await within('same-site frame', inFrame(Object.assign(document.createElement('iframe'), { src: '/empty' })));

  // Worker, worker of a worker, shared worker: one expression each, answered by message.
  const job = (reply) => `globalThis.detect = ${source}; const expected = ${JSON.stringify({ ...expected, graphics: '' })}; expected.graphics = new RegExp(${JSON.stringify(expected.graphics.source)}, 'i'); globalThis.detect(expected, 'worker').then(${reply}, (error) => (${reply})([['it runs', String(error)]]));`;
  const urlOf = (code) => URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  const answer = (worker) => new Promise((end, fail) => { worker.onmessage = ({ data }) => end(data); worker.onerror = (event) => fail(event.message || 'error'); });
  await within('worker', answer(new Worker(urlOf(job('(list) => postMessage(list)')))));
  await within('worker of a worker', answer(new Worker(urlOf(`const inner = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(job('(list) => postMessage(list)'))}]))); inner.onmessage = ({ data }) => postMessage(data); inner.onerror = (event) => postMessage([['it runs', String(event.message)]]);`))));
  if (typeof SharedWorker !== 'undefined') {
    const shared = new SharedWorker(urlOf(`onconnect = ({ ports: [port] }) => { ${job('(list) => port.postMessage(list)')} };`));
    shared.port.start();
    await within('shared worker', answer(shared.port));
  }
  if (navigator.serviceWorker) {
    await within('service worker', (async () => {
      await navigator.serviceWorker.register('/worker.js');
      const { active } = await navigator.serviceWorker.ready;
      active.postMessage(job('(list) => event.source.postMessage(list)'));
      return answer(navigator.serviceWorker);
    })());
  }
  document.querySelector('pre').textContent = lines.length === 0 ? 'a person' : lines.map((line) => line.replace(/\s+/g, ' ')).join(' || ');
})
