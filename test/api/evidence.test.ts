import { expect } from 'chai';
import type { FastifyInstance } from 'fastify';
import { createApi } from '../../api/server.ts';
import { collected, failed } from '../../records/index.ts';
import { FakeWorld, captureOf, listingOf, screenshotOf, tinyJpeg } from './fakes.ts';

const captureKey = '0mabcdefg-AAAAAAAAAAAAAAAAAAAAAA';

describe('what is known of a URL', () => {
  let world: FakeWorld;
  let app: FastifyInstance;
  beforeEach(() => { world = new FakeWorld(); app = createApi(world.deps()); });
  afterEach(() => app.close());

  it('is its verdict with an explanation, its captures and its listing', async () => {
    const url = world.know('http://bad.test/', { captureKey });
    world.captures.set(captureKey, captureOf(url));
    world.listings.set('bad.test', listingOf('bad.test/'));
    const answer = await app.inject(`/v1/urls/${url.key}`);
    expect(answer.json()).to.deep.include({ key: url.key, explanation: 'It is malicious.', captures: [captureKey] });
    expect(answer.json()).to.have.nested.property('verdict.signals[0].name', 'credential-form/foreign-action');
    expect(answer.json()).to.have.nested.property('lookup.answer', 'listed');
  });

  it('is still there when only the verdict is left', async () => {
    const url = world.know('http://bad.test/', {});
    world.records.clear();
    expect((await app.inject(`/v1/urls/${url.key}`)).json()).to.deep.include({ url: 'http://bad.test/', record: null });
  });

  it('has no verdict before the first visit', async () => {
    const url = world.know('http://new.test/');
    expect((await app.inject(`/v1/urls/${url.key}`)).json()).to.deep.include({ verdict: null, explanation: null, captures: [] });
  });
});

describe('a capture', () => {
  let world: FakeWorld;
  let app: FastifyInstance;
  const hostile = '<script>alert(1)</script>';
  beforeEach(() => {
    world = new FakeWorld();
    app = createApi(world.deps());
    world.captures.set(captureKey, captureOf(world.know('http://bad.test/', {}), {
      frames: collected([{ url: 'http://bad.test/', parent: null, title: 'Sign in', dom: hostile, text: '' }]),
      screenshot: screenshotOf(tinyJpeg, 1, 1),
      forms: failed('the page went away'),
      downloads: collected([{ url: 'http://bad.test/a.exe', name: 'a.exe', claimedType: null, detectedType: null, bytes: 3, sha256: 'x', archive: null, unprompted: true, body: new Uint8Array(3) }]),
    }));
  });
  afterEach(() => app.close());

  it('is told without bodies, and says what became of each part', async () => {
    const answer = await app.inject(`/v1/captures/${captureKey}`);
    const summary = answer.json<{ title: string; parts: Record<string, object>; downloads: object[] }>();
    expect(summary.title).to.equal('Sign in');
    expect(summary.parts['forms']).to.deep.equal({ state: 'failed', note: 'the page went away', rows: null });
    expect(summary.parts['downloads']).to.deep.equal({ state: 'collected', note: null, rows: 1 });
    expect(summary.downloads[0]).to.not.have.property('body');
  });

  it('gives its screenshot as an image and nothing else', async () => {
    const answer = await app.inject(`/v1/captures/${captureKey}/screenshot`);
    expect(answer.headers).to.deep.include({ 'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff' });
    expect(answer.rawPayload.equals(tinyJpeg)).to.be.true;
  });

  it('gives its markup as a file of text that no browser opens as a page', async () => {
    const answer = await app.inject(`/v1/captures/${captureKey}/dom`);
    expect(answer.body).to.equal(hostile);
    expect(answer.headers).to.deep.include({ 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox" });
    expect(answer.headers['content-disposition']).to.match(/^attachment;/);
  });

  for (const [name, type, begins] of [['har', 'application/json', '{"log":{"version":"1.2"'], ['wacz', 'application/wacz', 'PK'], ['zip', 'application/zip', 'PK']] as const) {
    it(`goes out as ${name.toUpperCase()}, a file to keep and never a page to open`, async () => {
      const answer = await app.inject(`/v1/captures/${captureKey}/${name}`);
      expect(answer.statusCode).to.equal(200);
      expect(answer.body.startsWith(begins)).to.equal(true);
      expect(answer.headers).to.deep.include({ 'content-security-policy': "default-src 'none'; sandbox", 'content-disposition': `attachment; filename="${captureKey}.${name}"` });
      expect(answer.headers['content-type']).to.contain(type);
    });
  }

  it('says so where a part or a frame is missing, and where there is no capture', async () => {
    world.captures.set('0mabcdefg-BBBBBBBBBBBBBBBBBBBBBB', captureOf(world.know('http://bad.test/')));
    for (const [path, code] of [
      ['0mabcdefg-BBBBBBBBBBBBBBBBBBBBBB/screenshot', 'part-missing'],
      ['0mabcdefg-BBBBBBBBBBBBBBBBBBBBBB/dom', 'part-missing'],
      [`${captureKey}/dom?frame=7`, 'part-missing'],
      ['0mabcdefg-CCCCCCCCCCCCCCCCCCCCCC', 'unknown-capture'],
      ['0mabcdefg-CCCCCCCCCCCCCCCCCCCCCC/dom', 'unknown-capture'],
    ] as const) {
      const answer = await app.inject(`/v1/captures/${path}`);
      expect(answer.statusCode, path).to.equal(404);
      expect(answer.json(), path).to.have.nested.property('error.code', code);
    }
  });

  it('never leads outside of the store', async () => {
    for (const path of ['..%2f..%2fetc%2fpasswd', '%2e%2e/%2e%2e/etc/passwd', `${captureKey}%00`, '0mabcdefg-../../../../../../../a']) {
      expect((await app.inject(`/v1/captures/${path}`)).statusCode, path).to.be.oneOf([400, 404]);
    }
  });
});
