import { expect } from 'chai';
import type { Capture } from '../../../records/index.ts';
import { part, render, startLab, type Lab } from '../lab.ts';

describe('what a page leaves in its visitor\'s browser', function () {
  this.timeout(60_000);
  let lab: Lab;
  let page: Capture | undefined;
  let flooded: Capture | undefined;
  let bare: Capture | undefined;

  before(async () => {
    lab = await startLab();
    lab.serve('http://site.localhost/', (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': ['sid=abc; HttpOnly; Secure; SameSite=Lax; Path=/; Max-Age=3600'] }).end(`<h1>Kept</h1><script>
        document.cookie = 'seen=1';
        localStorage.victim = 'a@b.test';
        sessionStorage.step = '2';
        indexedDB.open('stolen').onsuccess = () => caches.open('offline').then(() => navigator.serviceWorker.register('/sw.js'));
      </script><iframe src="http://other.localhost/"></iframe>`);
    });
    lab.serve('http://site.localhost/sw.js', (_, response) => { response.writeHead(200, { 'content-type': 'text/javascript' }).end('self.addEventListener("fetch", () => {})'); });
    lab.serve('http://other.localhost/', '<script>localStorage.tracker = "x".repeat(5000)</script>');
    lab.serve('http://flood.test/', '<h1>Flood</h1><script>for (let i = 0; i < 500; i++) { localStorage[i] = i; document.cookie = "c" + i + "=1"; } undefinedFunction(); </script>');
    lab.serve('http://bare.test/', '<h1>Nothing</h1>');
    const captures = await render(lab, ['http://site.localhost/', 'http://flood.test/', 'http://bare.test/']);
    page = captures.get('http://site.localhost/');
    flooded = captures.get('http://flood.test/');
    bare = captures.get('http://bare.test/');
  });
  after(() => lab.close());

  it('keeps cookies with what they are allowed', () => {
    const cookies = part(page, 'cookies');
    expect(cookies.find(({ name }) => name === 'sid')).to.include({ value: 'abc', bytes: 3, domain: 'site.localhost', path: '/', httpOnly: true, secure: true, sameSite: 'Lax' });
    expect(cookies.find(({ name }) => name === 'seen')).to.include({ expires: null, httpOnly: false });
  });

  it('keeps local and session storage, and names of databases, caches and service workers, by origin', () => {
    const own = part(page, 'storage').find(({ origin }) => origin === 'http://site.localhost');
    expect(own).to.deep.equal({ origin: 'http://site.localhost', local: [['victim', 'a@b.test']], session: [['step', '2']], databases: ['stolen'], caches: ['offline'], serviceWorkers: ['http://site.localhost/sw.js'] });
  });

  it('reads the storage of frames of other sites, and cuts long values', () => {
    const other = part(page, 'storage').find(({ origin }) => origin === 'http://other.localhost');
    expect(other?.local).to.deep.equal([['tracker', 'x'.repeat(2048)]]);
  });

  it('caps a flood of entries and cookies, and says how many were left out', () => {
    expect(part(flooded, 'storage')[0]?.local).to.have.length(100);
    expect(flooded?.parts.storage).to.include({ cut: '400 more entries of http://flood.test were not kept' });
    expect(part(flooded, 'cookies').length).to.be.within(100, 200);
  });

  it('tells exceptions with their place', () => {
    const [error] = part(flooded, 'errors');
    expect(error).to.include({ url: 'http://flood.test/', line: 1 });
    expect(error?.message).to.contain('undefinedFunction');
  });

  it('tells nothing of a page that keeps nothing', () => {
    expect(part(bare, 'storage')).to.deep.equal([]);
    expect(part(bare, 'cookies')).to.deep.equal([]);
    expect(part(bare, 'errors')).to.deep.equal([]);
  });
});
