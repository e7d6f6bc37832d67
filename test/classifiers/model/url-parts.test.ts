import { expect } from 'chai';
import { urlParts, type UrlParts } from '../../../classifiers/model/url-parts.ts';
import { parseUrl } from '../../../url/parse.ts';

const partsOf = (text: string): UrlParts => {
  const parsed = parseUrl(text);
  if (!parsed.ok) throw new Error(text);
  return urlParts(parsed.url);
};

describe('the parts that the URL model reads', () => {
  it('are the same with and without scheme and www.', () => {
    for (const text of ['https://www.example.com/a?b', 'www.example.com/a?b', 'http://example.com/a?b']) expect(partsOf(text)).to.deep.equal(partsOf('example.com/a?b'));
  });

  for (const [text, parts] of [
    ['http://login.secure.example.co.uk/x', { host: 'login.secure.example.co.uk', below: 'login.secure', label: 'example', suffix: 'co.uk', isTenant: false, isBare: false }],
    ['alice.github.io', { host: 'alice.github.io', below: '', label: 'alice', suffix: 'github.io', isTenant: true, isBare: true }],
    ['http://198.51.100.7:8080/a', { label: '198.51.100.7', suffix: '', isAddress: true, hasPort: true }],
    ['http://[2001:db8::1]/', { isAddress: true, hasPort: false, isBare: true }],
    ['http://example.com/?q', { isBare: false, queryAt: 1 }],
    ['http://www.com/', { host: 'www.com' }],
  ] as const) it(`of ${text}`, () => { expect(partsOf(text)).to.include(parts); });

  it('do not tell a download by its ending', () => {
    for (const ending of ['exe', 'zip', 'apk', 'MSI']) expect(partsOf(`http://a.test/get/setup.${ending}?v=1`).lowerPath).to.equal('/get/setup?v=1');
    expect(partsOf('http://a.test/get/index.php').lowerPath).to.equal('/get/index.php');
  });

  it('cut what is longer than people read', () => {
    expect(partsOf(`http://a.test/${'x'.repeat(8000)}`).path.length).to.be.at.most(400);
  });
});
