import { expect } from 'chai';
import { createHash } from 'node:crypto';
import type { Capture } from '../../../records/index.ts';
import { part, render, startLab, type Lab } from '../lab.ts';

const style = 'h1 { color: rgb(1, 2, 3) }';
const code = 'fetch("http://data.test/rows?by=code");\nconsole.log("asked")';
const picture = '<svg xmlns="http://www.w3.org/2000/svg"/>';
const inner = '<html lang="pt"><title>Inner</title><p>as served</p><script>document.querySelector("p").textContent = "as rendered"</script>';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const typed = (type: string, body: string): Parameters<Lab['serve']>[1] => (_, response) => { response.writeHead(200, { 'content-type': type, 'x-made-by': 'a-kit' }).end(body); };

describe('what a capture keeps of the traffic', function () {
  this.timeout(60_000);
  let lab: Lab;
  let page: Capture | undefined;
  let secure: Capture | undefined;

  before(async () => {
    lab = await startLab();
    lab.serve('http://site.test/', `<html lang="de"><link rel="stylesheet" href="/a.css"><img src="/a.svg"><script src="http://cdn.test/a.js"></script>
      <iframe name="pay" sandbox="allow-scripts" src="http://inner.test/in" width="320" height="90"></iframe><iframe src="http://inner.test/in?hidden" style="display:none"></iframe>
      <script>
        const socket = new WebSocket('ws://chat.test/live');
        socket.onopen = () => { socket.send('the first words'); socket.send(new Uint8Array([1, 2, 3])); };
        new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
      </script>`);
    lab.serve('http://site.test/a.css', typed('text/css', style));
    lab.serve('http://site.test/a.svg', typed('image/svg+xml', picture));
    lab.serve('http://cdn.test/a.js', typed('text/javascript', code));
    lab.serve('http://data.test/rows', (_, response) => { response.writeHead(200, { 'content-type': 'application/json', 'access-control-allow-origin': '*' }).end('[1]'); });
    lab.serve('http://inner.test/in', inner);
    lab.serve('https://secure.test/', '<h1>Secure</h1>');
    lab.answerUpgrades((socket) => { socket.write(textFrame('hello')); });
    const captures = await render(lab, ['http://site.test/', 'https://secure.test/']);
    page = captures.get('http://site.test/');
    secure = captures.get('https://secure.test/');
  });
  after(() => lab.close());

  const requestTo = (url: string) => part(page, 'requests').find((request) => request.url === url);

  it('says who asked for each request: the visitor, the parser, a script and its line', () => {
    expect(requestTo('http://site.test/')?.initiator?.by).to.equal('visitor');
    expect(requestTo('http://site.test/a.css')?.initiator).to.include({ by: 'parser', url: 'http://site.test/' });
    expect(requestTo('http://data.test/rows?by=code')?.initiator).to.deep.equal({ by: 'script', url: 'http://cdn.test/a.js', line: 1 });
  });

  it('keeps sizes, times, headers, and the address that the guard connected to', () => {
    const asked = requestTo('http://cdn.test/a.js');
    expect(asked).to.include({ bytes: code.length, address: '127.0.0.1', protocol: 'http/1.1', status: 200 });
    expect(asked?.wireBytes).to.be.greaterThan(code.length);
    expect(asked?.firstByteMs).to.be.at.least(0);
    expect(asked?.doneMs).to.be.at.least(asked?.firstByteMs ?? Infinity);
    expect(asked?.responseHeaders).to.deep.include(['x-made-by', 'a-kit']);
    expect(asked?.requestHeaders?.map(([name]) => name)).to.include('referer');
    expect(part(page, 'response')).to.include({ protocol: 'http/1.1', address: '127.0.0.1' });
  });

  it('keeps the bodies that the page was made of, once by content', () => {
    const kept = part(page, 'bodies');
    for (const [url, body] of [['http://site.test/a.css', style], ['http://site.test/a.svg', picture], ['http://data.test/rows?by=code', '[1]'], ['http://inner.test/in', inner]] as const) {
      expect(requestTo(url)?.bodySha256, url).to.equal(sha256(body));
      expect(Buffer.from(kept.find((one) => one.sha256 === sha256(body))?.body ?? []).toString(), url).to.equal(body);
    }
    expect(new Set(kept.map((one) => one.sha256)).size).to.equal(kept.length);
  });

  it('keeps no bodies where the budget has no bytes for them, and says so', async () => {
    const capture = (await render(lab, ['http://site.test/'], { budget: { visitMs: 12_000, dwellMs: 1500, maxBytes: 20_000_000, maxHops: 20, maxRequests: 500, maxBodyBytes: 0 } })).get('http://site.test/');
    expect(capture?.parts.bodies).to.deep.equal({ state: 'skipped', why: 'the budget keeps no bodies' });
    expect(part(capture, 'scripts').some(({ text }) => text === code)).to.equal(true);
  });

  it('tells what a frame is: as served, its status, where it is drawn, what it may, its language', () => {
    const [main, pay, hidden] = part(page, 'frames');
    expect(main).to.include({ lang: 'de' }).and.not.have.any.keys('html', 'box', 'sandbox');
    expect(pay).to.include({ name: 'pay', sandbox: 'allow-scripts', lang: 'pt', status: 200, html: inner, text: 'as rendered' });
    expect(pay?.box).to.deep.include({ width: 324, height: 94 });
    expect(hidden).to.include({ html: inner }).and.not.have.any.keys('box', 'sandbox', 'name');
    expect(main?.elements).to.be.within(9, 20);
  });

  it('tells whom a WebSocket talks to, and what was said first', () => {
    const [socket] = part(page, 'sockets');
    expect(socket).to.deep.include({ url: 'ws://chat.test/live', openedBy: 'http://site.test/', framesSent: 2, sent: ['the first words', `base64:${Buffer.from([1, 2, 3]).toString('base64')}`], received: ['hello'], bytesSent: 18 });
  });

  it('tells which threads the page starts', () => {
    expect(part(page, 'workers').map(({ kind, url }) => `${kind} ${url.slice(0, 5)}`)).to.deep.equal(['dedicated blob:']);
  });

  it('keeps the chain of the certificate with keys and fingerprints', () => {
    const [tls] = part(secure, 'tls');
    expect(tls?.chain?.length).to.be.at.least(1);
    expect(tls?.chain?.[0]).to.include({ subject: tls?.subject, issuer: tls?.issuer, validFrom: tls?.validFrom });
    expect(tls?.chain?.[0]?.sha256).to.match(/^[0-9a-f]{64}$/);
    expect(tls?.chain?.[0]?.keySha256).to.match(/^[0-9a-f]{64}$/);
    expect(tls?.chain?.[0]?.keyBits).to.be.oneOf([256, 384, 2048, 4096]);
  });

  it('tells what the page cost', () => {
    const cost = part(page, 'cost');
    expect(cost.nodes).to.be.greaterThan(10);
    expect(cost.taskMs).to.be.greaterThan(0);
    expect(cost.cpuMs).to.be.greaterThan(0);
  });
});

/** An unmasked text frame of fewer than 126 bytes (RFC 6455, 5.2). */
const textFrame = (text: string): Buffer => Buffer.concat([Buffer.from([0x81, text.length]), Buffer.from(text)]);
