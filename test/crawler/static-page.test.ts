import { expect } from 'chai';
import { readStaticPage } from '../../crawler/static-page.ts';
import { valueOr, type Form, type Link } from '../../records/index.ts';

const url = 'http://a.test/dir/page';
const formsOf = (html: string): Form[] => valueOr(readStaticPage(html, url).forms, []);
const linksOf = (html: string): Link[] => valueOr(readStaticPage(html, url).links, []);

describe('a page read without a tree', () => {
  for (const [how, html] of [
    ['the label around it', '<label>Card <b>number</b> <input name=x></label>'],
    ['the label that points at it, before or after', '<input id=i name=x><label for=i>Card number</label>'],
    ['its aria-label', '<input name=x aria-label="Card number">'],
    ['its title', '<input name=x title="Card number">'],
    ['what stands before it', '<div><span>Card number</span><input name=x></div>'],
  ] as const) {
    it(`names a field by ${how}`, () => {
      const [field] = formsOf(html).flatMap(({ fields }) => fields);
      expect(field).to.include({ label: 'Card number', purpose: 'card-number' });
    });
  }

  it('does not name a field by another one that stands before it', () => {
    const [, second] = formsOf('<form><p>PIN <input name=a></p><input name=b></form>').flatMap(({ fields }) => fields);
    expect(second?.label).to.equal('');
  });

  it('gives each form its fields and its text, and those outside of any a form of their own', () => {
    const [login, search, loose] = formsOf('<form action=/in method=POST>Welcome <input type=password><input type=submit value="Sign in"></form><form><input type=search></form><section><p>Code</p><p><input name=otp></p></section>');
    expect(login).to.include({ action: 'http://a.test/in', method: 'post', loose: false, text: 'Welcome Sign in' });
    expect(login?.fields.map(({ purpose }) => purpose)).to.deep.equal(['password', 'submit']);
    expect(search).to.include({ action: null, method: 'get' });
    expect(loose).to.include({ loose: true, action: null, text: 'Code' });
    expect(loose?.fields.map(({ purpose }) => purpose)).to.deep.equal(['one-time-code']);
  });

  it('sees which fields are hidden, by themselves and by what is around them', () => {
    const shown = formsOf('<form><input name=a><input type=hidden name=b><div hidden><input name=c></div><div style="display: none"><p><input name=d></p></div><input name=e></form>').flatMap(({ fields }) => fields);
    expect(shown.filter(({ visible }) => visible).map(({ name }) => name)).to.deep.equal(['a', 'e']);
  });

  it('reads addresses against the first base, wherever that stands', () => {
    expect(linksOf('<a href=x>One</a><base href="http://b.test/d/"><base href="http://c.test/"><a href="/y" aria-label="Two"></a><a>no link</a><a href="http://[">broken</a>')).to.deep.equal([{ href: 'http://b.test/d/x', text: 'One' }, { href: 'http://b.test/y', text: 'Two' }]);
  });

  it('keeps code apart from text', () => {
    const page = readStaticPage('<a href=/>go<script>var a = "<a href=/no>"</script><style>a{}</style></a><script src=s.js></script>', url);
    expect(valueOr(page.links, [])).to.deep.equal([{ href: 'http://a.test/', text: 'go' }]);
    expect(valueOr(page.scripts, []).map(({ url: src, text }) => src ?? text)).to.deep.equal(['var a = "<a href=/no>"', 'http://a.test/dir/s.js']);
  });

  it('says what it left out', () => {
    const { links } = readStaticPage('<a href=/x>x</a>'.repeat(1003), url);
    expect(links).to.include({ state: 'collected', cut: '3 more links were not kept' });
  });

  it('stops at nesting that no page has, and says so', () => {
    const { forms } = readStaticPage(`<form><input type=password></form>${'<div>'.repeat(100_000)}`, url);
    expect(forms.state === 'collected' && forms.value.length).to.equal(1);
    expect(forms).to.have.property('cut').that.contains('nested');
  });

  it('takes little time over nesting, attributes and text without an end', () => {
    const started = performance.now();
    for (const html of ['<div>'.repeat(400_000), '<form><label><a href=/>'.repeat(60_000), `<input ${'a '.repeat(300_000)}>`, '<a href="'.repeat(100_000), `<p style="${'display: '.repeat(50_000)}">`, '<input>'.repeat(100_000), '</p>'.repeat(300_000)]) readStaticPage(html, url);
    expect(performance.now() - started).to.be.lessThan(8000);
  });
});
