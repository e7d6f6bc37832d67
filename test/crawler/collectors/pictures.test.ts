import { expect } from 'chai';
import type { Capture } from '../../../records/index.ts';
import { part, render, startLab, type Lab } from '../lab.ts';

const words = '<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="500"><rect width="1000" height="500" fill="#fff"/><g font-family="DejaVu Sans, sans-serif" font-size="40" fill="#222"><text x="40" y="100">Your mailbox is almost full</text><text x="40" y="180">Confirm your password today</text><text x="40" y="260">or messages will be deleted</text></g></svg>';
const long = (inner: string): string => `<h1>Long page</h1>${inner}${'<p style="height:300px">A paragraph of this page, which has enough letters to read for whoever comes here to read it at leisure.</p>'.repeat(20)}<h2>The end</h2>`;

describe('pictures of a page', function () {
  this.timeout(90_000);
  let lab: Lab;
  let captures: Map<string, Capture>;
  const at = (path: string): Capture | undefined => captures.get(`http://site.test${path}`);
  before(async () => {
    lab = await startLab();
    lab.serve('http://site.test/words.svg', (_, response) => { response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(words); });
    const pages = {
      '/asks': long('<form><input type="password" name="p"><button>Sign in</button></form>'),
      '/reads': long(''),
      '/tall': `<form><input name="card" autocomplete="cc-number"></form><div style="height: 400000px; background: linear-gradient(red, blue)"></div>`,
      '/short': '<form><input type="password" name="p"></form>',
      '/drawn': '<img src="/words.svg" alt="">',
      '/blank': '<p></p>',
    };
    for (const [path, html] of Object.entries(pages)) lab.serve(`http://site.test${path}`, html);
    captures = await render(lab, Object.keys(pages).map((path) => `http://site.test${path}`));
  });
  after(() => lab.close());

  it('show a page that asks for something to its end', () => {
    const shot = part(at('/asks'), 'fullScreenshot');
    expect(Buffer.from(shot.body.subarray(0, 3)).toString('hex')).to.equal('ffd8ff');
    expect(shot.height / shot.width).to.be.greaterThan(3);
    expect(shot.width * shot.height).to.be.at.most(3_100_000);
  });

  it('come beside a form that is told as seen, though the visit has scrolled past it', () => {
    expect(part(at('/asks'), 'forms')[0]?.fields.map(({ purpose, visible }) => [purpose, visible])).to.deep.equal([['password', true], ['submit', true]]);
  });

  it('are of the first view alone where the page asks for nothing, or shows all in it', () => {
    expect(at('/reads')?.parts.fullScreenshot).to.deep.equal({ state: 'skipped', why: 'the page asks for nothing' });
    expect(at('/short')?.parts.fullScreenshot).to.deep.equal({ state: 'skipped', why: 'the first view shows all of it' });
  });

  it('end at their cap, and say so', () => {
    const shot = at('/tall')?.parts.fullScreenshot;
    expect(shot?.state === 'collected' ? shot.cut : shot?.why).to.match(/^the lower 39\d{4} pixels of the page were not drawn$/);
  });

  it('are read where the page itself has no words', () => {
    const [read] = part(at('/drawn'), 'pictureText');
    expect(read).to.include({ seenIn: 'screenshot' });
    expect(read?.confidence).to.be.greaterThan(60);
    expect(read?.text).to.contain('Confirm your password').and.to.contain('mailbox is almost full');
  });

  it('are not read where it has, or where nothing is drawn', () => {
    expect(at('/reads')?.parts.pictureText).to.deep.equal({ state: 'skipped', why: 'the page has text of its own' });
    expect(at('/blank')?.parts.pictureText).to.deep.equal({ state: 'skipped', why: 'no picture takes up much of the page' });
  });
});
