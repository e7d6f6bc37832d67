import { expect } from 'chai';
import { part, render, startLab, type Lab } from './lab.ts';

const told = `<meta name="viewport" content="width=device-width"><pre></pre><script>document.querySelector('pre').textContent = JSON.stringify({
  ua: navigator.userAgent, platform: navigator.platform, touch: navigator.maxTouchPoints > 0, width: innerWidth, ratio: devicePixelRatio, referrer: document.referrer,
  hints: navigator.userAgentData === undefined ? null : navigator.userAgentData.platform, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, language: navigator.language, chrome: typeof window.chrome,
})</script>`;

describe('the visitor of the render lane', function () {
  this.timeout(60_000);
  let lab: Lab;
  before(async () => { lab = await startLab(); });
  after(() => lab.close());

  for (const index of [0, 1, 2, 3]) {
    it(`is profile ${index} in all that a page can ask`, async () => {
      const profile = lab.profiles[index] ?? expect.fail('no profile');
      let headers: Record<string, unknown> = {};
      lab.serve('https://who.test/', (request, response) => { headers = request.headers; response.writeHead(200, { 'content-type': 'text/html' }).end(told); });
      const captures = await render(lab, ['https://who.test/'], { profileFor: () => profile });
      const capture = captures.get('https://who.test/');
      expect(capture?.profile).to.equal(profile.name);
      expect(JSON.parse(part(capture, 'frames')[0]?.text ?? '{}')).to.deep.equal({
        ua: profile.userAgent, platform: profile.platform, touch: profile.touch, width: profile.viewport.width, ratio: profile.deviceScaleFactor, referrer: profile.referrer ?? '',
        hints: profile.clientHints?.platform ?? null, zone: profile.timezone, language: profile.locale, chrome: profile.clientHints === null ? 'undefined' : 'object',
      });
      expect(headers).to.include({ 'user-agent': profile.userAgent });
      expect(headers['referer']).to.equal(profile.referrer ?? undefined);
      expect(String(headers['accept-language']).split(',')[0]).to.equal(profile.locale);
      expect(headers['sec-ch-ua-platform']).to.equal(profile.clientHints === null ? undefined : `"${profile.clientHints.platform}"`);
    });
  }

  it('presses a lure with a finger where it has one', async () => {
    lab.serve('https://tap.test/', '<h1>Check</h1><button onclick="navigator.clipboard.writeText(\'tapped\')">Verify</button>');
    const captures = await render(lab, ['https://tap.test/'], { profileFor: () => lab.profiles[1] ?? expect.fail('no profile') });
    expect(part(captures.get('https://tap.test/'), 'behaviour').find(({ kind }) => kind === 'clipboard-write')).to.include({ detail: 'tapped', unprompted: false });
  });

  it('sends no form that holds data, whatever its button says', async () => {
    lab.serve('http://survey.test/', '<h1>Win</h1><form action="http://collect.test/survey"><input name="fullname"><button>Continue</button></form>');
    await render(lab, ['http://survey.test/']);
    expect(lab.requests.filter((request) => request.includes('collect.test'))).to.deep.equal([]);
  });
});
