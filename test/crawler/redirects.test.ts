import { expect } from 'chai';
import type { Capture, Hop } from '../../records/index.ts';
import { part, render, startLab, type Lab } from './lab.ts';

const to = (location: string, status: number): Parameters<Lab['serve']>[1] => (_, response) => { response.writeHead(status, { location }).end(); };
const end = 'http://end.test/';

const pages: Readonly<Record<string, Parameters<Lab['serve']>[1]>> = {
  [end]: '<title>The end</title><h1>Here</h1>',
  'http://http.test/': to('http://http2.test/?a=1', 301),
  'http://http2.test/?a=1': to(end, 303),
  'http://header.test/': (_, response) => { response.writeHead(200, { refresh: `0; url=${end}`, 'content-type': 'text/html' }).end('x'); },
  'http://meta.test/': `<meta http-equiv="refresh" content="0; url=${end}">`,
  'http://meta-late.test/': `<meta http-equiv="refresh" content="1; url=${end}"><p>in a second</p>`,
  'http://meta-far.test/': `<meta http-equiv="refresh" content="300; url=${end}"><p>in five minutes</p>`,
  'http://assign.test/': `<script>location.assign('${end}')</script>`,
  'http://replace.test/': `<script>location.replace('${end}')</script>`,
  'http://late.test/': `<p>wait</p><script>setTimeout(() => { location.href = '${end}' }, 1000)</script>`,
  'http://countdown.test/': `<p>3</p><script>let left = 3; setInterval(() => { if (--left === 0) location.href = '${end}'; }, 300)</script>`,
  'http://get.test/': `<form action="${end}"><input type="hidden" name="a" value="1"></form><script>document.forms[0].submit()</script>`,
  'http://end.test/?a=1': '<title>The end</title>',
  'http://post.test/': `<form method="post" action="${end}"><input type="hidden" name="a" value="1"></form><script>document.forms[0].submit()</script>`,
  'http://anchor.test/': `<a id="a" href="${end}">x</a><script>document.getElementById('a').click()</script>`,
  'http://lure.test/': '<h1>One more step</h1><a href="/next">Continue</a>',
  'http://lure.test/next': '<title>Next</title>',
  'http://ordinary.test/': `<title>Ordinary</title><h1>Recipes</h1>${['Continue reading', 'Download the app', 'Next', 'View all', 'Accept cookies'].map((text) => `<a href="/gone/${text.length}">${text}</a>`).join(' ')}`,
  'http://away.test/': `<h1>Shop</h1><a href="/about">About us</a><a href="${end}">Continue to our partner</a>`,
  'http://maze.test/': to('http://maze2.test/', 302),
  'http://maze2.test/': '<meta http-equiv="refresh" content="0; url=http://maze3.test/">',
  'http://maze3.test/': '<script>location = "http://maze4.test/"</script>',
  'http://maze4.test/': to(end, 307),
  'http://history.test/': '<h1>Shop</h1><script>history.pushState(1, "", "/secure/login?step=2"); history.replaceState(2, "", "/secure/account")</script>',
  'http://fragment.test/': '<h1>Shop</h1><script>location.hash = "a"; history.pushState(1, "", "#b"); history.replaceState(1, "", location.href)</script>',
  'http://back.test/': '<h1>Shop</h1><script>history.pushState(1, "", "/offer"); setTimeout(() => history.back(), 100)</script>',
  'http://endless.test/': `<h1>Locked</h1><script>for (let i = 0; i < 60; i++) history.pushState(i, '', '/' + i); setTimeout(() => { location = '${end}' }, 200)</script>`,
  'http://inner-history.test/': '<h1>Stays</h1><iframe src="http://pushes.test/"></iframe>',
  'http://pushes.test/': '<script>history.pushState(1, "", "/other")</script>',
  'http://framed.test/': '<h1>Stays</h1><iframe src="http://inside.test/"></iframe>',
  'http://inside.test/': `<script>location = '${end}'</script>`,
};

describe('redirects of the render lane', function () {
  this.timeout(90_000);
  let lab: Lab;
  let captures: Map<string, Capture>;
  const hops = (url: string): [Hop['by'], string][] => part(captures.get(url), 'redirects').map(({ by, to: target }) => [by, target]);

  before(async () => {
    lab = await startLab();
    for (const [url, answer] of Object.entries(pages)) lab.serve(url, answer);
    captures = await render(lab, Object.keys(pages).filter((url) => !/\/end\.test|http2|next|inside|pushes|maze\d/.test(url)));
  });
  after(() => lab.close());

  it('follows answers, with their statuses', () => {
    expect(part(captures.get('http://http.test/'), 'redirects').map(({ from, by, status }) => [from, by, status])).to.deep.equal([['http://http.test/', 'http', 301], ['http://http2.test/?a=1', 'http', 303]]);
    expect(captures.get('http://http.test/')?.finalUrl).to.equal(end);
    expect(part(captures.get('http://http.test/'), 'response').status).to.equal(200);
  });

  for (const [url, by] of [
    ['http://header.test/', 'refresh-header'], ['http://meta.test/', 'meta'], ['http://meta-late.test/', 'meta'], ['http://assign.test/', 'script'], ['http://replace.test/', 'script'],
    ['http://late.test/', 'script'], ['http://countdown.test/', 'script'], ['http://post.test/', 'form'], ['http://anchor.test/', 'script'],
  ] as const) {
    it(`tells that ${url} moves on by ${by}`, () => {
      expect(hops(url)).to.deep.equal([[by, end]]);
      expect(captures.get(url)?.finalUrl).to.equal(end);
    });
  }

  it('tells that a form which sends itself moves on by form', () => expect(hops('http://get.test/')).to.deep.equal([['form', `${end}?a=1`]]));

  it('names a refresh that is too far off, and stays', () => {
    expect(hops('http://meta-far.test/')).to.deep.equal([['meta', end]]);
    expect(captures.get('http://meta-far.test/')?.finalUrl).to.equal('http://meta-far.test/');
  });

  it('presses the one control of a page, and tells that it was pressed', () => {
    expect(hops('http://lure.test/')).to.deep.equal([['click', 'http://lure.test/next']]);
  });

  it('does not leave an ordinary page by its links', () => {
    expect(hops('http://ordinary.test/')).to.deep.equal([]);
  });

  it('presses no link to another site where the page has other controls', () => {
    expect(hops('http://away.test/')).to.deep.equal([]);
  });

  it('walks a maze in order', () => {
    expect(hops('http://maze.test/')).to.deep.equal([['http', 'http://maze2.test/'], ['meta', 'http://maze3.test/'], ['script', 'http://maze4.test/'], ['http', end]]);
  });

  it('tells the addresses that a page gives itself, and that no request was made for them', () => {
    expect(part(captures.get('http://history.test/'), 'redirects').map(({ from, to: target, by, status }) => [from, target, by, status])).to.deep.equal([
      ['http://history.test/', 'http://history.test/secure/login?step=2', 'history', null],
      ['http://history.test/secure/login?step=2', 'http://history.test/secure/account', 'history', null],
    ]);
    expect(lab.requests.filter((request) => request.includes('history.test/secure'))).to.deep.equal([]);
    expect(hops('http://back.test/')).to.deep.equal([['history', 'http://back.test/offer'], ['history', 'http://back.test/']]);
  });

  it('takes a new fragment, and what a frame does, for no other address', () => {
    expect(hops('http://fragment.test/')).to.deep.equal([]);
    expect(hops('http://inner-history.test/')).to.deep.equal([]);
  });

  it('keeps the hops that follow an endless history', () => {
    expect(hops('http://endless.test/').map(([by]) => by)).to.deep.equal([...Array.from({ length: 10 }, () => 'history'), 'script']);
    expect(captures.get('http://endless.test/')?.parts.redirects).to.include({ cut: '50 more hops were not kept' });
  });

  it('takes a frame that moves on for no redirect of the page', () => {
    expect(hops('http://framed.test/')).to.deep.equal([]);
    expect(part(captures.get('http://framed.test/'), 'frames').map(({ url }) => url)).to.deep.equal(['http://framed.test/', end]);
  });
});
