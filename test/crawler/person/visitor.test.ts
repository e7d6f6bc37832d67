import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import type { Profile } from '../../../records/index.ts';
import { part, render, startLab, type Lab } from '../lab.ts';

const script = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const [detection, page] = [script('detection.js'), script('page.js')];

const graphics: Readonly<Record<string, string>> = { Windows: 'Direct3D11', macOS: 'Apple', Android: 'Adreno|Mali', iOS: '^Apple Inc\\., Apple GPU$' };

const expectedOf = (profile: Profile): object => {
  const platform = profile.clientHints?.platform ?? 'iOS';
  return {
    userAgent: profile.userAgent, platform: profile.platform, languages: profile.acceptLanguage.split(','), timezone: profile.timezone, referrer: profile.referrer ?? '', ratio: profile.deviceScaleFactor,
    chromium: profile.clientHints !== null, mobile: profile.touch, ios: platform === 'iOS', hintPlatform: platform, platformVersion: profile.clientHints?.platformVersion ?? '', graphics: graphics[platform],
  };
};

describe('what a detection page finds out about the visitor', function () {
  this.timeout(120_000);
  let lab: Lab;
  before(async () => { lab = await startLab(); });
  after(() => lab.close());

  for (const index of [0, 1, 2, 3, 4]) {
    it(`takes profile ${index} for a person`, async () => {
      const profile = lab.profiles[index] ?? expect.fail('no profile');
      const html = `<!doctype html><html><head><meta name="viewport" content="width=device-width,initial-scale=1"><title>x</title></head><body><pre></pre><script>${detection}</script><script>(${page.slice(page.indexOf('(async'))})(${JSON.stringify(expectedOf(profile))});</script></body></html>`;
      lab.serve('http://detect.localhost/', html);
      lab.serve('http://detect.localhost/empty', '<p>empty</p>');
      lab.serve('http://detect.localhost/worker.js', (_, response) => { response.writeHead(200, { 'content-type': 'text/javascript' }).end('let event; onmessage = (e) => { event = e; (0, eval)("globalThis.event = null"); globalThis.event = e; new Function(e.data)(); };'); });
      const capture = (await render(lab, ['http://detect.localhost/'], { profileFor: () => profile, budget: { visitMs: 40_000, dwellMs: 20_000, maxBytes: 20_000_000, maxHops: 20, maxRequests: 500 } })).get('http://detect.localhost/');
      expect(part(capture, 'frames')[0]?.text.replaceAll(' || ', '\n')).to.equal('a person');
    });
  }
});
