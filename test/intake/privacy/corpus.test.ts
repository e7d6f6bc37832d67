import { expect } from 'chai';
import { clean } from '../../../fixtures/privacy/clean.ts';
import { planted, plantedKinds, type Half, type Planted } from '../../../fixtures/privacy/planted.ts';
import { isOneTimeLink, redactUrl } from '../../../intake/privacy/index.ts';
import { parseUrl, type VisitUrl } from '../../../url/index.ts';
import { isLeftIn } from './leaks.ts';

const visitOf = (raw: string): VisitUrl => {
  const parse = parseUrl(raw);
  if (!parse.ok) throw new Error(`no URL: ${raw}`);
  return parse.url.visit;
};

/** Nothing of it is kept: redacted, or not let in at all. */
const isCaught = ({ url, secrets }: Planted): boolean => {
  const visit = visitOf(url);
  if (isOneTimeLink(visit) !== null) return true;
  const { url: redacted } = redactUrl(visit);
  return !secrets.some((secret) => isLeftIn(redacted, secret));
};

const halves: readonly Half[] = ['open', 'held-back'];
const catches: Readonly<Record<Half, string>> = { 'open': 'catches at least 99 % of the open half', 'held-back': 'catches at least 99 % of the held-back half' };

describe('redaction over a corpus of planted data', () => {
  it('is tried with 500 URLs and more of twelve kinds, and 500 and more without', () => {
    expect(halves.flatMap((half) => planted(half)).length).to.be.at.least(500);
    expect(halves.flatMap((half) => clean(half)).length).to.be.at.least(500);
    expect(plantedKinds).to.have.length(12);
    for (const { url, secrets } of halves.flatMap((half) => planted(half))) {
      expect(secrets, url).to.have.length.greaterThan(0);
      for (const secret of secrets.slice(0, 1)) expect(isLeftIn(url, secret), `${url} holds ${secret}`).to.equal(true);
    }
  });

  for (const half of halves) {
    it(catches[half], () => {
      const all = planted(half);
      const missed = all.filter((one) => !isCaught(one));
      expect(missed.length / all.length, missed.map(({ kind, url }) => `\n${kind} ${url} -> ${redactUrl(visitOf(url)).url}`).join('')).to.be.at.most(0.01);
    });

    it(`spoils at most 1 % of the ${half} half that holds nothing`, () => {
      const all = clean(half);
      const spoilt = all.filter((url) => redactUrl(visitOf(url)).redacted.length > 0 || isOneTimeLink(visitOf(url)) !== null);
      expect(spoilt.length / all.length, spoilt.map((url) => `\n${url} -> ${redactUrl(visitOf(url)).url}`).join('')).to.be.at.most(0.01);
    });
  }

  it('changes nothing more when done twice', () => {
    for (const { url } of halves.flatMap((half) => planted(half))) {
      const once = redactUrl(visitOf(url)).url;
      expect(redactUrl(once)).to.deep.equal({ url: once, redacted: [] });
    }
  });
});
