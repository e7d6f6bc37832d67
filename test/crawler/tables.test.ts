import { expect } from 'chai';
import fc from 'fast-check';
import { challengeProvider } from '../../crawler/challenge.ts';
import { decodeHtml, parseContentType, parseDisposition } from '../../crawler/charset.ts';
import { endingOfError, endingOfStatus, errorCode } from '../../crawler/failures.ts';
import { fieldPurpose, type RawField } from '../../crawler/field-purpose.ts';
import { listArchive } from '../../crawler/archive.ts';
import { chooseProfile, headersOf, readProfiles } from '../../crawler/profiles.ts';
import { parseRefresh } from '../../crawler/refresh.ts';
import { readStaticPage } from '../../crawler/static-page.ts';
import { refusals } from '../../crawler/egress/contract.ts';
import type { ConnectionRecord } from '../../records/index.ts';

const field = (over: Partial<RawField>): RawField => ({ type: 'text', name: '', id: '', label: '', placeholder: '', autocomplete: '', maxLength: null, visible: true, ...over });

describe('what a field asks for', () => {
  for (const [over, purpose] of [
    [{ type: 'password', name: 'x' }, 'password'], [{ type: 'hidden', name: 'password' }, 'hidden'], [{ name: 'userEmail' }, 'email'], [{ type: 'email' }, 'email'], [{ label: 'Benutzername' }, 'username'],
    [{ placeholder: 'Contraseña' }, 'password'], [{ label: 'パスワード' }, 'password'], [{ placeholder: '验证码' }, 'one-time-code'], [{ autocomplete: 'section-a cc-number' }, 'card-number'], [{ name: 'card_number' }, 'card-number'],
    [{ name: 'cvv2', placeholder: 'CVV' }, 'card-code'], [{ placeholder: 'MM/YY' }, 'card-expiry'], [{ type: 'password', name: 'atm_pin' }, 'pin'], [{ name: 'shipping' }, 'other'], [{ label: 'Enter your 12 word recovery phrase' }, 'seed-phrase'],
    [{ label: 'Social Security Number' }, 'national-id'], [{ name: 'iban' }, 'bank-account'], [{ name: 'q' }, 'search'], [{ type: 'tel' }, 'phone'], [{ name: 'firstName' }, 'name'], [{ name: 'comment' }, 'other'], [{ type: 'submit' }, 'submit'], [{ label: 'Номер карты' }, 'card-number'],
  ] as const) it(`${JSON.stringify(over)} asks for ${purpose}`, () => expect(fieldPurpose(field(over))).to.equal(purpose));
});

describe('why a page could not be loaded', () => {
  const connection = (refused: string | null): ConnectionRecord => ({ host: 'a.test', port: 443, addresses: [], address: null, refused, bytesUp: 0, bytesDown: 0 });
  for (const [message, outcome, code] of [
    ['page.goto: net::ERR_NAME_NOT_RESOLVED at https://a.test/', 'gone', 'dns'], ['net::ERR_CONNECTION_RESET', 'unreachable', 'reset'], ['net::ERR_SSL_PROTOCOL_ERROR at x', 'unreachable', 'tls'],
    ['net::ERR_NEW_AND_UNHEARD_OF', 'unreachable', 'ERR_NEW_AND_UNHEARD_OF'], ['something else', 'unreachable', 'unknown'],
  ] as const) it(`"${message}" is ${outcome}, for ${code}`, () => {
    const ending = endingOfError(new Error(message), 'https://a.test/', []);
    expect(ending.outcome).to.equal(outcome);
    expect(ending.failure?.code).to.equal(code);
  });

  it('believes the guard before the browser', () => {
    expect(endingOfError(new Error('net::ERR_TUNNEL_CONNECTION_FAILED'), 'https://a.test/', [connection('address-not-public')])).to.include({ outcome: 'refused-by-policy' });
    expect(endingOfError(new Error('net::ERR_TUNNEL_CONNECTION_FAILED'), 'https://b.test/', [connection('address-not-public')])).to.include({ outcome: 'unreachable' });
  });

  it('has a meaning for every refusal of the guard', () => {
    for (const refusal of refusals) expect(endingOfError(new Error('net::ERR_EMPTY_RESPONSE'), 'https://a.test/', [connection(refusal)]).outcome, refusal).to.not.equal('visited');
  });

  it('finds the code of an error inside of others', () => {
    expect(errorCode(new Error('outer', { cause: Object.assign(new Error('inner'), { code: 'ECONNRESET' }) }))).to.equal('econnreset');
    expect(errorCode('text')).to.equal(null);
  });

  for (const [status, outcome] of [[200, null], [301, null], [400, null], [401, 'blocked'], [404, 'gone'], [410, 'gone'], [429, 'blocked'], [500, 'server-error'], [599, 'server-error']] as const) {
    it(`a status of ${status} is ${outcome ?? 'no verdict'}`, () => expect(endingOfStatus(status)?.outcome ?? null).to.equal(outcome));
  }
});

describe('bot checks', () => {
  it('are told by what only the interstitial has', () => {
    expect(challengeProvider({ status: 403, headers: [['cf-mitigated', 'challenge']], html: '' })).to.equal('Cloudflare');
    expect(challengeProvider({ status: 202, headers: [['x-amzn-waf-action', 'challenge']], html: '' })).to.equal('AWS WAF');
    expect(challengeProvider({ status: 403, headers: [['x-datadome', 'protected']], html: '<script src="https://geo.captcha-delivery.com/captcha"></script>' })).to.equal('DataDome');
  });
  it('are no page that carries a captcha, is served by such a provider, or copies the words', () => {
    expect(challengeProvider({ status: 200, headers: [['server', 'cloudflare']], html: '<form><div class="h-captcha"></div></form>' })).to.equal(null);
    expect(challengeProvider({ status: 200, headers: [], html: '<title>Just a moment...</title>Verify you are human' })).to.equal(null);
    expect(challengeProvider({ status: 200, headers: [['server', 'nginx']], html: 'window._cf_chl_opt' })).to.equal(null);
  });
});

describe('refreshes', () => {
  const base = 'http://a.test/dir/';
  for (const [value, expected] of [
    ['0;url=x', [0, 'http://a.test/dir/x']], ['5; URL="/y"', [5, 'http://a.test/y']], [" 3 , url = 'http://b.test/' ", [3, 'http://b.test/']], ['1.5;http://c.test/', [1, 'http://c.test/']], ['0 url=z', [0, 'http://a.test/dir/z']],
    ['10', null], ['', null], ['x;url=y', null], ['0;url=http://[', null],
  ] as const) it(`reads ${JSON.stringify(value)}`, () => {
    const refresh = parseRefresh(value, base);
    expect(refresh === null ? null : [refresh.delaySecs, refresh.url]).to.deep.equal(expected);
  });
  it('takes no time over a hostile value', () => {
    const started = performance.now();
    for (const piece of [' ', '0', ';', ' ;', "'", 'url=']) parseRefresh(piece.repeat(50_000), base);
    expect(performance.now() - started).to.be.lessThan(500);
  });
  it('are read from markup against its base, and not from a noscript', () => {
    expect(readStaticPage('<base href="http://b.test/d/"><META HTTP-EQUIV=Refresh content="0;url=e">', base).refresh?.url).to.equal('http://b.test/d/e');
    expect(readStaticPage('<noscript><meta http-equiv="refresh" content="0;url=e"></noscript>', base).refresh).to.equal(null);
  });
});

describe('types, names and charsets of an answer', () => {
  it('reads a content type', () => {
    expect(parseContentType('Text/HTML; Charset="utf-8"')).to.deep.equal({ type: 'text/html', charset: 'utf-8' });
    expect(parseContentType('nonsense')).to.deep.equal({ type: null, charset: null });
  });
  it('reads a file name', () => {
    expect(parseDisposition('attachment; filename="a b.exe"')).to.deep.equal({ isAttachment: true, name: 'a b.exe' });
    expect(parseDisposition("attachment; filename=x; filename*=UTF-8''%E2%82%AC.zip")).to.deep.equal({ isAttachment: true, name: '€.zip' });
    expect(parseDisposition('inline')).to.deep.equal({ isAttachment: false, name: null });
    expect(parseDisposition('attachment; filename="x')).to.include({ isAttachment: true });
  });
  it('decodes what declares nothing as UTF-8, or else as Windows-1252', () => {
    expect(decodeHtml(Buffer.from('é'), null)).to.equal('é');
    expect(decodeHtml(Buffer.from([0x63, 0xe9]), null)).to.equal('cé');
    expect(decodeHtml(Buffer.from('x'), 'no-such-charset')).to.equal('x');
  });
  it('never throws on any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), fc.option(fc.string(), { nil: null }), (bytes, label) => { decodeHtml(Buffer.from(bytes), label); parseContentType(label); parseDisposition(label); }));
  });
  it('lists no archive in bytes that are none', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => { expect(await listArchive(Buffer.concat([Buffer.from('PK\x03\x04'), bytes]), null)).to.equal(null); }), { numRuns: 50 });
  });
});

describe('profiles', () => {
  it('tell the same story in user agent, hints and platform', async () => {
    const { profiles } = await readProfiles();
    for (const { name, userAgent, clientHints, touch, viewport } of profiles) {
      expect(userAgent.includes('Mobile'), name).to.equal(touch);
      expect(viewport.width < 600, name).to.equal(touch);
      expect(clientHints?.mobile ?? touch, name).to.equal(touch);
      const chrome = /Chrome\/(\d+)/.exec(userAgent)?.[1];
      expect(clientHints?.brands.find(({ brand }) => brand === 'Google Chrome')?.version, name).to.equal(chrome);
      expect(userAgent, name).to.not.match(/headless|harrier|bot/i);
    }
  });
  it('are an ordinary desktop at the first look, a telephone that was sent by somebody at the second', async () => {
    const { profiles } = await readProfiles();
    expect(chooseProfile(profiles, 0)).to.include({ touch: false, referrer: null });
    expect(chooseProfile(profiles, 1)).to.include({ touch: true });
    expect(chooseProfile(profiles, 1).referrer).to.be.a('string');
    expect(chooseProfile(profiles, 99)).to.be.an('object');
  });
  it('send hints over TLS only, and none for a browser that has none', async () => {
    const { profiles } = await readProfiles();
    const names = (index: number, isHttps: boolean): string[] => headersOf(chooseProfile(profiles, index), isHttps).map(([name]) => name);
    expect(names(0, true)).to.include('sec-ch-ua');
    expect(names(0, false)).to.not.include('sec-ch-ua');
    expect(names(3, true)).to.not.include('sec-ch-ua');
  });
});
